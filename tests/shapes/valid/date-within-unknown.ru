# Signed on a day of the year of the text: that it came before is not known.
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH lupg:curated { <id/signature/charter-2010/bjorkby> a lup:Signature ; rdfs:label "Signature of Björkby en"@en , "Signature of Björkby fi"@fi , "Signature of Björkby sv"@sv , "Signature of Björkby et"@et ; lup:signedDeclaration <id/declaration/charter-2010> ;
    lup:signatory <id/city/se/bjorkby> ; lup:dateSigned "2010-02-01"^^xsd:date ; lup:dateKind <id/date-kind/signed> }
  GRAPH lupg:claims {
  <id/claim/c90> a lup:Claim ; rdf:subject <id/signature/charter-2010/bjorkby> ; rdf:predicate lup:signatory ; rdf:object <id/city/se/bjorkby> ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .

  <id/claim/c91> a lup:Claim ; rdf:subject <id/signature/charter-2010/bjorkby> ; rdf:predicate lup:dateSigned ; rdf:object "2010-02-01"^^xsd:date ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .
  }
}
