# trips: 27-inferred-twice
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:inferred { <id/city/fi/ahtola> schema:containedInPlace <id/country/fi> } }
