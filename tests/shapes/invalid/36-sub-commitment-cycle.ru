# trips: 36-sub-commitment-cycle
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

INSERT DATA { GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/1> lup:hasSubCommitment <id/commitment/helsinki-impact-declaration-2019/2> . <id/commitment/helsinki-impact-declaration-2019/2> lup:hasSubCommitment <id/commitment/helsinki-impact-declaration-2019/1> } }
