# trips: lups:Claim-confidence
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:claims { <id/claim/c7> lup:confidence ?value } }
