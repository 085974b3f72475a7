# trips: 35-position-gap
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/5> schema:position ?old } GRAPH lupg:claims { ?claim rdf:object ?old } }
INSERT { GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/5> schema:position 6 } GRAPH lupg:claims { ?claim rdf:object 6 } }
WHERE {
  GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/5> schema:position ?old }
  GRAPH lupg:claims { ?claim rdf:subject <id/commitment/helsinki-impact-declaration-2019/5> ; rdf:predicate schema:position ; rdf:object ?old }
}
