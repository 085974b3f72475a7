# trips: 34-position-twice
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>

INSERT DATA {
  GRAPH lupg:curated { <id/commitment/charter-2010/1-too> a lup:Commitment ; lup:commitmentOf <id/declaration/charter-2010> ; schema:position 1 }
  GRAPH lupg:claims {
  <id/claim/c90> a lup:Claim ; rdf:subject <id/commitment/charter-2010/1-too> ; rdf:predicate lup:commitmentOf ; rdf:object <id/declaration/charter-2010> ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .

  <id/claim/c91> a lup:Claim ; rdf:subject <id/commitment/charter-2010/1-too> ; rdf:predicate schema:position ; rdf:object 1 ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .
  }
}
