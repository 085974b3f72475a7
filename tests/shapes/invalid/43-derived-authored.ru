# trips: 43-derived-authored
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

INSERT DATA { GRAPH lupg:curated { <id/city/fi/ahtola> lup:committedTo <id/commitment/helsinki-impact-declaration-2019/2> } }
