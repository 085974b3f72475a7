# trips: 55-post-elsewhere
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/bjorkby> lup:signedBy ?person ; lup:inCapacityOf ?post } GRAPH lupg:claims { ?one rdf:object ?person . ?two rdf:object ?post } }
INSERT { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/bjorkby> lup:signedBy <id/person/aino> ; lup:inCapacityOf <id/post/ahtola/mayor> } GRAPH lupg:claims { ?one rdf:object <id/person/aino> . ?two rdf:object <id/post/ahtola/mayor> } }
WHERE {
  GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/bjorkby> lup:signedBy ?person ; lup:inCapacityOf ?post }
  GRAPH lupg:claims {
    ?one rdf:subject <id/signature/helsinki-impact-declaration-2019/bjorkby> ; rdf:predicate lup:signedBy ; rdf:object ?person .
    ?two rdf:subject <id/signature/helsinki-impact-declaration-2019/bjorkby> ; rdf:predicate lup:inCapacityOf ; rdf:object ?post .
  }
}
