# trips: lups:Declaration-has-city
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/signature/charter-2010/ahtola> lup:signatory ?value } }
INSERT { GRAPH lupg:curated { <id/signature/charter-2010/ahtola> lup:signatory <id/network/northern-towns> } }
WHERE { GRAPH lupg:curated { <id/signature/charter-2010/ahtola> lup:signatory ?value } }
