# trips: lups:City-country
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:curated { <id/city/fi/corpus-town> schema:containedInPlace <id/country/se> } }
