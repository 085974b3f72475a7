# trips: 28-theme-unused
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/5> lup:theme ?old } GRAPH lupg:claims { ?claim rdf:object ?old } }
INSERT { GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/5> lup:theme <id/theme/climate> } GRAPH lupg:claims { ?claim rdf:object <id/theme/climate> } }
WHERE {
  GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/5> lup:theme ?old }
  GRAPH lupg:claims { ?claim rdf:subject <id/commitment/helsinki-impact-declaration-2019/5> ; rdf:predicate lup:theme ; rdf:object ?old }
}
