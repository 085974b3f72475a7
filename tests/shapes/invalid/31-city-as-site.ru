# trips: 31-city-as-site
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>

INSERT DATA { GRAPH lupg:curated { <id/network/northern-towns> org:hasPrimarySite <id/city/fi/ahtola> } }
