# trips: 62-listed-elsewhere
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT DATA {
  GRAPH lupg:curated { <id/signature/pact-2008/bjorkby> lup:listedIn <id/list/northern-towns/2020> }
  GRAPH lupg:claims {
  <id/claim/c90> a lup:Claim ; rdf:subject <id/signature/pact-2008/bjorkby> ; rdf:predicate lup:listedIn ; rdf:object <id/list/northern-towns/2020> ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .
  }
}
