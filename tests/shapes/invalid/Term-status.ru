# trips: lups:Term-status
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#>

DELETE { GRAPH lupg:ontology { lup:Promise vs:term_status ?value } }
INSERT { GRAPH lupg:ontology { lup:Promise vs:term_status "done" } }
WHERE { GRAPH lupg:ontology { lup:Promise vs:term_status ?value } }
