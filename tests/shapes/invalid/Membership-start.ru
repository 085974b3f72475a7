# trips: lups:Membership-start
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> schema:startDate ?value } }
INSERT { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> schema:startDate "in 2002" } }
WHERE { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> schema:startDate ?value } }
