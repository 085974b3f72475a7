# trips: 38-geometry-disagrees
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:geo { ?g geo:asWKT ?wkt } }
INSERT { GRAPH lupg:geo { ?g geo:asWKT "POINT(60.17 24.94)"^^geo:wktLiteral } }
WHERE { GRAPH lupg:geo { ?g geo:asWKT ?wkt } }
