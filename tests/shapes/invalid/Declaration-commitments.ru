# trips: lups:Declaration-commitments
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:curated { 
  <id/commitment/helsinki-impact-declaration-2019/6> a lup:Commitment ; rdfs:label "Sixth en"@en , "Sixth fi"@fi , "Sixth sv"@sv , "Sixth et"@et ; lup:commitmentOf <id/declaration/helsinki-impact-declaration-2019> ; schema:position 6 ; lup:theme <id/theme/climate> .
} GRAPH lupg:claims {
  <id/claim/c90> a lup:Claim ; rdf:subject <id/commitment/helsinki-impact-declaration-2019/6> ; rdf:predicate schema:position ; rdf:object 6 ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .
 } }
