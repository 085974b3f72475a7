# trips: 14-confidence-publishers
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA { GRAPH lupg:claims { <id/claim/c1> prov:wasDerivedFrom <id/source/second-paper-report> } } ;
INSERT DATA { GRAPH lupg:claims { <id/claim/c1> prov:wasDerivedFrom <id/source/first-channel-video> } }
