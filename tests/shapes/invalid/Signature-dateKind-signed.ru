# trips: lups:Signature-dateKind-signed
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> lup:dateKind ?value } }
INSERT { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> lup:dateKind <id/date-kind/joined> } }
WHERE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> lup:dateKind ?value } }
