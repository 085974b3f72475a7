# trips: lups:PublicStatement-description-fi
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/statement/aino-opening> dcterms:description ?text } }
WHERE { GRAPH lupg:curated { <id/statement/aino-opening> dcterms:description ?text } FILTER (LANG(?text) = "fi") }
