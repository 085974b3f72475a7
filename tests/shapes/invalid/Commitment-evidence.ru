# trips: lups:Commitment-evidence
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { GRAPH lupg:claims { ?claim rdf:subject <id/commitment/helsinki-impact-declaration-2019/2> } }
INSERT { GRAPH lupg:claims { ?claim rdf:subject <id/commitment/helsinki-impact-declaration-2019/1> } }
WHERE { GRAPH lupg:claims { ?claim rdf:subject <id/commitment/helsinki-impact-declaration-2019/2> } }
