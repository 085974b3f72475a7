# trips: 07-triple-in-two-graphs
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:themes { <id/city/fi/ahtola> schema:containedInPlace <id/country/fi> } }
