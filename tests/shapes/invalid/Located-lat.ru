# trips: lups:Located-lat
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#>

DELETE { GRAPH lupg:geo { <id/city/fi/ahtola> wgs:lat ?value } }
INSERT { GRAPH lupg:geo { <id/city/fi/ahtola> wgs:lat 124.94 } }
WHERE { GRAPH lupg:geo { <id/city/fi/ahtola> wgs:lat ?value } }
