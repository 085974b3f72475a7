# trips: lups:Declaration-countries
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE DATA { GRAPH lupg:curated { <id/country/fi> schema:sameAs <http://publications.europa.eu/resource/authority/country/FIN> } }
