# trips: 13-claim-incomplete
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:claims { <id/claim/c90> a lup:Claim ; rdf:subject <id/city/fi/ahtola> ; rdf:predicate schema:containedInPlace ; rdf:object <id/country/fi> ; lup:standing lup:accepted ; lup:confidence lup:memory } }
