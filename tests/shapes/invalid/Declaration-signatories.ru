# trips: lups:Declaration-signatories
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/region-circle> lup:signatory ?party . <id/post/region-circle/secretary-general> org:postIn ?party } }
INSERT { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/region-circle> lup:signatory <id/network/northern-towns> . <id/post/region-circle/secretary-general> org:postIn <id/network/northern-towns> } }
WHERE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/region-circle> lup:signatory ?party } }
