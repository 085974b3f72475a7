# trips: lups:Geometry-of
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:geo { <id/city/fi/ahtola> geo:hasDefaultGeometry ?value } }
