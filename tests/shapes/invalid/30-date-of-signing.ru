# trips: 30-date-of-signing
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE DATA { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> lup:dateKind <id/date-kind/signed> } } ;
INSERT DATA { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> lup:dateKind <id/date-kind/joined> } }
