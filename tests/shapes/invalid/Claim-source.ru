# trips: lups:Claim-source
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE { GRAPH lupg:claims { <id/claim/c7> prov:wasDerivedFrom ?value } }
INSERT { GRAPH lupg:claims { <id/claim/c7> prov:wasDerivedFrom <id/organisation/second-paper> } }
WHERE { GRAPH lupg:claims { <id/claim/c7> prov:wasDerivedFrom ?value } }
