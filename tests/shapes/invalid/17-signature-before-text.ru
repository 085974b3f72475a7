# trips: 17-signature-before-text
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA { GRAPH lupg:curated { <id/signature/charter-2010/ahtola> lup:dateKind <id/date-kind/joined> } } ;
INSERT DATA {
  GRAPH lupg:curated { <id/signature/charter-2010/ahtola> lup:dateSigned "2009-12-31"^^xsd:date }
  GRAPH lupg:claims {
  <id/claim/c90> a lup:Claim ; rdf:subject <id/signature/charter-2010/ahtola> ; rdf:predicate lup:dateSigned ; rdf:object "2009-12-31"^^xsd:date ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .
  }
}
