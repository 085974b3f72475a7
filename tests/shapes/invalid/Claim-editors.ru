# trips: lups:Claim-editors
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE { GRAPH lupg:claims { <id/claim/c4> prov:wasAttributedTo ?value } }
INSERT { GRAPH lupg:claims { <id/claim/c4> prov:wasAttributedTo <id/organisation/academy> } }
WHERE { GRAPH lupg:claims { <id/claim/c4> prov:wasAttributedTo ?value } }
