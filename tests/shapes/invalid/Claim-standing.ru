# trips: lups:Claim-standing
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:claims { <id/claim/c7> lup:standing ?value } }
INSERT { GRAPH lupg:claims { <id/claim/c7> lup:standing lup:oneSource } }
WHERE { GRAPH lupg:claims { <id/claim/c7> lup:standing ?value } }
