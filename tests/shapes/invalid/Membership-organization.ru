# trips: lups:Membership-organization
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> org:organization ?value } }
INSERT { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> org:organization <id/person/aino> } }
WHERE { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> org:organization ?value } }
