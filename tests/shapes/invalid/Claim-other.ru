# trips: lups:Claim-other
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:claims { <id/claim/c7> lup:contradicts ?value } }
INSERT { GRAPH lupg:claims { <id/claim/c7> lup:contradicts <id/action/plan> } }
WHERE { GRAPH lupg:claims { <id/claim/c7> lup:contradicts ?value } }
