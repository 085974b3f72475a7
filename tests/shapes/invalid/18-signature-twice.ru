# trips: 18-signature-twice
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT DATA {
  GRAPH lupg:curated { <id/signature/charter-2010/ahtola-too> a lup:Signature ; lup:signedDeclaration <id/declaration/charter-2010> ; lup:signatory <id/city/fi/ahtola> }
  GRAPH lupg:claims {
  <id/claim/c90> a lup:Claim ; rdf:subject <id/signature/charter-2010/ahtola-too> ; rdf:predicate lup:signatory ; rdf:object <id/city/fi/ahtola> ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .
  }
}
