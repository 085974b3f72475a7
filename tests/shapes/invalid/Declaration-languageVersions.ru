# trips: lups:Declaration-languageVersions
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:curated { <id/language-version/helsinki-impact-declaration-2019/en> ?p ?o } }
