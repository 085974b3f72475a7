# trips: lups:Tenure-person
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE { GRAPH lupg:curated { <id/tenure/aino/ahtola/mayor-first> org:member ?value } }
INSERT { GRAPH lupg:curated { <id/tenure/aino/ahtola/mayor-first> org:member <id/city/se/bjorkby> } }
WHERE { GRAPH lupg:curated { <id/tenure/aino/ahtola/mayor-first> org:member ?value } }
