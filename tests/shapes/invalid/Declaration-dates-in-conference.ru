# trips: lups:Declaration-dates-in-conference
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> lup:dateSigned ?value } }
INSERT { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> lup:dateSigned "2019-10-11"^^xsd:date } }
WHERE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> lup:dateSigned ?value } }
