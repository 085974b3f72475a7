# trips: 58-disputed-alone
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE DATA { GRAPH lupg:claims { <id/claim/c7> lup:contradicts <id/claim/c6> } }
