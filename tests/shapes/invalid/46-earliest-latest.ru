# trips: 46-earliest-latest
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { GRAPH lupg:inferred { <id/action/pact> lup:earliest ?day } } ;
INSERT DATA { GRAPH lupg:inferred { <id/action/pact> lup:earliest "2020-01-01"^^xsd:date } }
