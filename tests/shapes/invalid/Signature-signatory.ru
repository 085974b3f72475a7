# trips: lups:Signature-signatory
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

INSERT DATA { GRAPH lupg:curated { <id/signature/charter-2010/ahtola> lup:signatory <id/person/aino> } }
