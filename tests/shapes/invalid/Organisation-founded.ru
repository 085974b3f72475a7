# trips: lups:Organisation-founded
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/organisation/academy> schema:foundingDate ?value } }
INSERT { GRAPH lupg:curated { <id/organisation/academy> schema:foundingDate "2012 or 2015" } }
WHERE { GRAPH lupg:curated { <id/organisation/academy> schema:foundingDate ?value } }
