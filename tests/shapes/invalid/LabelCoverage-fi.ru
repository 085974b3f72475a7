# trips: lups:LabelCoverage-fi
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { GRAPH lupg:curated { <id/organisation/academy> rdfs:label ?text } }
WHERE { GRAPH lupg:curated { <id/organisation/academy> rdfs:label ?text } FILTER (LANG(?text) = "fi") }
