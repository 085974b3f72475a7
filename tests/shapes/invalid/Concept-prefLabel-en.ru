# trips: lups:Concept-prefLabel-en
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { GRAPH lupg:themes { <id/timing/before> skos:prefLabel ?text } }
WHERE { GRAPH lupg:themes { <id/timing/before> skos:prefLabel ?text } FILTER (LANG(?text) = "en") }
