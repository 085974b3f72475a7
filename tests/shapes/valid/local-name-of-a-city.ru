# A city is also called what it is called where it lies.
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH lupg:curated { <id/city/fi/ahtola> rdfs:label "Ahtola an der See"@de } }
