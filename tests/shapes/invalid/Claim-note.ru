# trips: lups:Claim-note
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { GRAPH lupg:claims { <id/claim/c7> skos:note "A slip." } }
