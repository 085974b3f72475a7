# trips: lups:Tenure-post
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:curated { <id/tenure/aino/ahtola/mayor-first> lup:heldPost ?value } }
