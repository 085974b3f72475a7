# trips: lups:Signature-listed
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/signature/pact-2008/bjorkby> lup:listedIn ?value } }
INSERT { GRAPH lupg:curated { <id/signature/pact-2008/bjorkby> lup:listedIn <id/list/northern-towns/2020> } }
WHERE { GRAPH lupg:curated { <id/signature/pact-2008/bjorkby> lup:listedIn ?value } }
