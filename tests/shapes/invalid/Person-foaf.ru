# trips: lups:Person-foaf
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE DATA { GRAPH lupg:curated { <id/person/tiina> a foaf:Person } }
