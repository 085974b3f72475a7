# One term ends on a day of the year in which the next begins: that they overlap is not known.
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { GRAPH lupg:curated { <id/tenure/bo/bjorkby/mayor-first> a lup:Tenure ; rdfs:label "Bo, first term en"@en , "Bo, first term fi"@fi , "Bo, first term sv"@sv , "Bo, first term et"@et ; org:member <id/person/bo> ; org:organization <id/city/se/bjorkby> ; lup:heldPost <id/post/bjorkby/mayor> ; schema:startDate "2015"^^xsd:gYear ; schema:endDate "2019-01-01"^^xsd:date } GRAPH lupg:claims {
  <id/claim/c90> a lup:Claim ; rdf:subject <id/tenure/bo/bjorkby/mayor-first> ; rdf:predicate lup:heldPost ; rdf:object <id/post/bjorkby/mayor> ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .

  <id/claim/c91> a lup:Claim ; rdf:subject <id/tenure/bo/bjorkby/mayor-first> ; rdf:predicate schema:startDate ; rdf:object "2015"^^xsd:gYear ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .

  <id/claim/c92> a lup:Claim ; rdf:subject <id/tenure/bo/bjorkby/mayor-first> ; rdf:predicate schema:endDate ; rdf:object "2019-01-01"^^xsd:date ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .
 } }
