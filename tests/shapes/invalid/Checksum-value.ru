# trips: lups:Checksum-value
# base: valid/release.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX spdx: <http://spdx.org/rdf/terms#>

DELETE WHERE { GRAPH lupg:release { <dataset#nq-checksum> spdx:checksumValue ?value } }
