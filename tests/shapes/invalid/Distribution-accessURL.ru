# trips: lups:Distribution-accessURL
# base: valid/release.ttl
BASE <https://w3id.org/lupaus/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:release { <dataset#nq> dcat:accessURL ?value } }
