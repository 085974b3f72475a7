# trips: lups:Signature-edition
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/signature/pact-2008/bjorkby> lup:ofEdition ?value } }
INSERT { GRAPH lupg:curated { <id/signature/pact-2008/bjorkby> lup:ofEdition <id/declaration/pact-2008> } }
WHERE { GRAPH lupg:curated { <id/signature/pact-2008/bjorkby> lup:ofEdition ?value } }
