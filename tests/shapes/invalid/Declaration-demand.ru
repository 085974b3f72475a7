# trips: lups:Declaration-demand
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH lupg:curated { <id/demand/helsinki-impact-declaration-2019/second> a lup:Demand ; rdfs:label "More en"@en , "More fi"@fi , "More sv"@sv , "More et"@et ; lup:demandOf <id/declaration/helsinki-impact-declaration-2019> ; lup:addressee <id/organisation/union> ; dcterms:description "More."@en } }
