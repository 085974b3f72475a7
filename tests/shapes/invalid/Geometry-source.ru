# trips: lups:Geometry-source
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE { GRAPH lupg:geo { <id/geometry/fi/ahtola> prov:wasDerivedFrom ?value } }
