# trips: lups:Source-url
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:sources { <id/source/first-paper-report> schema:url <https://first.example/other> } }
