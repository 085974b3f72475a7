# trips: lups:Membership-role
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>

INSERT DATA { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> org:role <id/rank/mayor> } }
