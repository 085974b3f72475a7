# trips: 40-language-tag
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:curated { <id/organisation/academy> schema:alternateName "Akademi"@se } }
