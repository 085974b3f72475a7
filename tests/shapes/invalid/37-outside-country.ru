# trips: 37-outside-country
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#>

DELETE WHERE { GRAPH lupg:geo { <id/city/fi/ahtola> ?p ?o } } ;
DELETE WHERE { GRAPH lupg:geo { <id/geometry/fi/ahtola> ?p ?o } } ;
DELETE WHERE { GRAPH lupg:void { lupg:geo ?p ?o } } ;
INSERT DATA { GRAPH lupg:geo { <id/city/fi/ahtola> wgs:lat 59.33 ; wgs:long 18.07 } }
