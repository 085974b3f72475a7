# trips: lups:Claim-subject
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE WHERE { GRAPH lupg:claims { <id/claim/c7> rdf:subject ?value } }
