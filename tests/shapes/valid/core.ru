# Fills in what core.trig leaves out: labels in the other three languages, and one claim for each fact that has none.
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>

INSERT { GRAPH lupg:curated { ?thing rdfs:label ?label } }
WHERE {
  VALUES ?language { "fi" "sv" "et" }
  GRAPH lupg:curated { ?thing rdfs:label ?english }
  BIND (STRLANG(CONCAT(STR(?english), " (", ?language, ")"), ?language) AS ?label)
} ;
INSERT {
  GRAPH lupg:claims {
    ?claim a lup:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
      lup:standing lup:accepted ; lup:confidence lup:oneSource ;
      prov:wasDerivedFrom <https://w3id.org/lupaus/id/source/first-paper-report> .
  }
}
WHERE {
  GRAPH lupg:curated { ?s ?p ?o }
  FILTER (?p NOT IN (
    rdf:type, rdfs:label, schema:sameAs, schema:containedInPlace, lup:controlledBy, lup:dateKind, org:postIn, lup:quantityKind, lup:quantityUnit
  ))
  FILTER NOT EXISTS { GRAPH lupg:claims { ?known rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }
  BIND (IRI(CONCAT("https://w3id.org/lupaus/id/claim/", MD5(CONCAT(STR(?s), " ", STR(?p), " ", STR(?o))))) AS ?claim)
}
