# trips: 53-bound-through-network
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

INSERT DATA { GRAPH lupg:inferred { <id/city/fi/corpus-town> a lup:Signatory ; lup:committedTo <id/commitment/helsinki-impact-declaration-2019/1> } }
