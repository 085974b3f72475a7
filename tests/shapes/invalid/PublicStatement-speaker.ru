# trips: lups:PublicStatement-speaker
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/statement/aino-opening> lup:speaker ?value } }
INSERT { GRAPH lupg:curated { <id/statement/aino-opening> lup:speaker <id/city/fi/ahtola> } }
WHERE { GRAPH lupg:curated { <id/statement/aino-opening> lup:speaker ?value } }
