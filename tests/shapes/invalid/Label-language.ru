# trips: lups:Label-language
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> rdfs:label "北の町のアハトラ"@ja } }
