# trips: lups:Degree-scheme
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { GRAPH lupg:ontology { lup:oneSource skos:inScheme ?value } }
INSERT { GRAPH lupg:ontology { lup:oneSource skos:inScheme <id/scheme/rank> } }
WHERE { GRAPH lupg:ontology { lup:oneSource skos:inScheme ?value } }
