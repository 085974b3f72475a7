# trips: 61-edition-elsewhere
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { GRAPH lupg:curated { <id/signature/pact-2008/bjorkby> lup:ofEdition ?old } GRAPH lupg:claims { ?claim rdf:object ?old } }
INSERT {
  GRAPH lupg:curated {
    <id/signature/pact-2008/bjorkby> lup:ofEdition <id/edition/charter-2010/only> .
    <id/edition/charter-2010/only> a lup:Edition ; rdfs:label "The only edition"@en ; lup:editionOf <id/declaration/charter-2010> .
  }
  GRAPH lupg:claims { ?claim rdf:object <id/edition/charter-2010/only> }
}
WHERE {
  GRAPH lupg:curated { <id/signature/pact-2008/bjorkby> lup:ofEdition ?old }
  GRAPH lupg:claims { ?claim rdf:subject <id/signature/pact-2008/bjorkby> ; rdf:predicate lup:ofEdition ; rdf:object ?old }
}
