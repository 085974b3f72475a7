# trips: lups:Organisation-dissolved
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { GRAPH lupg:curated { <id/organisation/academy> schema:dissolutionDate "2025"^^xsd:gYear } }
