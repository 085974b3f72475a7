# trips: lups:Signature-place
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> schema:location ?value } }
INSERT { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> schema:location <id/venue/hall> } }
WHERE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> schema:location ?value } }
