# trips: 15-contradiction-accepted
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

INSERT DATA { GRAPH lupg:claims { <id/claim/c1> lup:contradicts <id/claim/c6> } }
