# trips: lups:Commitment-theme-known
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:curated { <id/commitment/charter-2010/1> lup:theme ?value } }
