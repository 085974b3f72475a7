# trips: lups:Located-long
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#>

DELETE WHERE { GRAPH lupg:geo { <id/city/fi/ahtola> wgs:long ?value } }
