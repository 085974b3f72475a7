# trips: 50-source-unused
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

INSERT DATA { GRAPH lupg:sources { <id/source/unread> a lup:Source } }
