# trips: lups:Demand-description
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:curated { <id/demand/helsinki-impact-declaration-2019/agenda> dcterms:description ?value } }
