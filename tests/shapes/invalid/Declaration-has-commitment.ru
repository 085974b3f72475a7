# trips: lups:Declaration-has-commitment
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:curated { <id/commitment/charter-2010/1> ?p ?o } }
