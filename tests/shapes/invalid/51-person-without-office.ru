# trips: 51-person-without-office
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE WHERE { GRAPH lupg:curated { <id/person/tiina> lup:describedAs ?text } } ;
DELETE WHERE { GRAPH lupg:claims { ?claim rdf:subject <id/person/tiina> ; rdf:predicate lup:describedAs ; ?p ?o } }
