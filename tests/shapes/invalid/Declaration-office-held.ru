# trips: lups:Declaration-office-held
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:curated { <id/tenure/nora/northern-towns/secretary-general> schema:endDate ?value } }
INSERT { GRAPH lupg:curated { <id/tenure/nora/northern-towns/secretary-general> schema:endDate "2019-09"^^xsd:gYearMonth } }
WHERE { GRAPH lupg:curated { <id/tenure/nora/northern-towns/secretary-general> schema:endDate ?value } }
