# trips: lups:Target-baseline
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { GRAPH lupg:curated { <id/target/plan/neutral> lup:baselineYear "1991"^^xsd:gYear } }
