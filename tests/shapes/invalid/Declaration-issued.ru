# trips: lups:Declaration-issued
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:curated { <id/declaration/helsinki-impact-declaration-2019> dcterms:issued ?value } }
INSERT { GRAPH lupg:curated { <id/declaration/helsinki-impact-declaration-2019> dcterms:issued "2019-10"^^xsd:gYearMonth } }
WHERE { GRAPH lupg:curated { <id/declaration/helsinki-impact-declaration-2019> dcterms:issued ?value } }
