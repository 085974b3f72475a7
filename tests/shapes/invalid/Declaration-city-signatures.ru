# trips: lups:Declaration-city-signatures
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/korgesaare> lup:signatory ?party . <id/post/korgesaare/deputy-mayor> org:postIn ?party } }
INSERT { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/korgesaare> lup:signatory <id/organisation/union> . <id/post/korgesaare/deputy-mayor> org:postIn <id/organisation/union> . <id/organisation/union> schema:containedInPlace <id/country/ee> } }
WHERE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/korgesaare> lup:signatory ?party } }
