# trips: lups:Declaration-signatures
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

INSERT DATA { GRAPH lupg:curated { 
  <id/signature/helsinki-impact-declaration-2019/union> a lup:Signature ; rdfs:label "Signature of the Union en"@en , "Signature of the Union fi"@fi , "Signature of the Union sv"@sv , "Signature of the Union et"@et ; lup:signedDeclaration <id/declaration/helsinki-impact-declaration-2019> ; lup:signatory <id/organisation/union> ;
    lup:signedBy <id/person/tiina> ; lup:inCapacityOf <id/post/union/head> ; lup:signingRank <id/rank/leadership> ;
    lup:dateSigned "2019-10-10"^^xsd:date ; lup:dateKind <id/date-kind/signed> ; schema:location <id/city/fi/ahtola> .
  <id/post/union/head> a org:Post ; rdfs:label "Head of the Union en"@en , "Head of the Union fi"@fi , "Head of the Union sv"@sv , "Head of the Union et"@et ; org:postIn <id/organisation/union> .
  <id/tenure/tiina/union/head> a lup:Tenure ; rdfs:label "Tiina, head en"@en , "Tiina, head fi"@fi , "Tiina, head sv"@sv , "Tiina, head et"@et ; org:member <id/person/tiina> ;
    org:organization <id/organisation/union> ; lup:heldPost <id/post/union/head> ; schema:startDate "2019"^^xsd:gYear .
} GRAPH lupg:claims {
  <id/claim/c90> a lup:Claim ; rdf:subject <id/signature/helsinki-impact-declaration-2019/union> ; rdf:predicate lup:signatory ; rdf:object <id/organisation/union> ;
    lup:standing lup:accepted ; lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .
 } }
