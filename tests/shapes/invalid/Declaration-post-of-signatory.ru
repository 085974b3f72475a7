# trips: lups:Declaration-post-of-signatory
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE { GRAPH lupg:curated { <id/post/bjorkby/mayor> org:postIn ?value } }
INSERT { GRAPH lupg:curated { <id/post/bjorkby/mayor> org:postIn <id/city/fi/ahtola> } }
WHERE { GRAPH lupg:curated { <id/post/bjorkby/mayor> org:postIn ?value } }
