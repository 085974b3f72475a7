# trips: lups:Source-language
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:sources { <id/source/first-paper-report> schema:inLanguage ?value } }
INSERT { GRAPH lupg:sources { <id/source/first-paper-report> schema:inLanguage "Finnish" } }
WHERE { GRAPH lupg:sources { <id/source/first-paper-report> schema:inLanguage ?value } }
