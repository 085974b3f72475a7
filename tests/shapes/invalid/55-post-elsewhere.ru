# trips: 55-post-elsewhere
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE DATA { GRAPH lupg:curated { <id/post/bjorkby/mayor> org:postIn <id/city/se/bjorkby> } } ;
INSERT DATA { GRAPH lupg:curated { <id/post/bjorkby/mayor> org:postIn <id/city/fi/ahtola> } }
