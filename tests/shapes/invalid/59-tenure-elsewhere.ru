# trips: 59-tenure-elsewhere
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { GRAPH lupg:curated { <id/tenure/aino/ahtola/mayor> org:organization ?body } GRAPH lupg:claims { ?claim rdf:object ?body } }
INSERT { GRAPH lupg:curated { <id/tenure/aino/ahtola/mayor> org:organization <id/city/se/bjorkby> } GRAPH lupg:claims { ?claim rdf:object <id/city/se/bjorkby> } }
WHERE {
  GRAPH lupg:curated { <id/tenure/aino/ahtola/mayor> org:organization ?body }
  GRAPH lupg:claims { ?claim rdf:subject <id/tenure/aino/ahtola/mayor> ; rdf:predicate org:organization ; rdf:object ?body }
}
