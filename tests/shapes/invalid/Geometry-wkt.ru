# trips: lups:Geometry-wkt
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:geo { <id/geometry/fi/ahtola> geo:asWKT ?value } }
INSERT { GRAPH lupg:geo { <id/geometry/fi/ahtola> geo:asWKT "60.17, 24.94" } }
WHERE { GRAPH lupg:geo { <id/geometry/fi/ahtola> geo:asWKT ?value } }
