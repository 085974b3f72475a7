# trips: lups:Signature-declaration
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

INSERT DATA { GRAPH lupg:curated { <id/signature/charter-2010/ahtola> lup:signedDeclaration <id/event/meet> } }
