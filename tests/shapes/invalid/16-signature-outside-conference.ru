# trips: 16-signature-outside-conference
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> lup:dateSigned ?day } GRAPH lupg:claims { ?claim rdf:object ?day } }
INSERT { GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> lup:dateSigned "2019-10-11"^^xsd:date } GRAPH lupg:claims { ?claim rdf:object "2019-10-11"^^xsd:date } }
WHERE {
  GRAPH lupg:curated { <id/signature/helsinki-impact-declaration-2019/ahtola> lup:dateSigned ?day }
  GRAPH lupg:claims { ?claim rdf:subject <id/signature/helsinki-impact-declaration-2019/ahtola> ; rdf:predicate lup:dateSigned ; rdf:object ?day }
}
