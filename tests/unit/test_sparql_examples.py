"""Nothing that is SPARQL is refused: the constructs of the specification, section by section, and its oddities.

Each query must parse in the engine too, so that the list proves something.
"""

import pyoxigraph
import pytest

from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import DEFAULT_LIMITS
from lupaus.sparql.normalise import normalise

PROLOGUE = """BASE <http://e/base/>
PREFIX : <http://e/> PREFIX e: <http://e/ns#> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX dc: <http://purl.org/dc/elements/1.1/> PREFIX a.b: <http://e/ab/> PREFIX é: <http://e/é/>
"""

QUERIES = """
# 2 simple queries
SELECT ?title WHERE { <http://example.org/book/book1> <http://purl.org/dc/elements/1.1/title> ?title . }
SELECT ?name ?mbox WHERE { ?x foaf:name ?name . ?x foaf:mbox ?mbox }
SELECT ?v WHERE { ?v ?p "cat"@en }
SELECT ?v WHERE { ?v ?p 42 }
SELECT ?v WHERE { ?v ?p "abc"^^<http://example.org/datatype#specialDatatype> }
SELECT ?name WHERE { ?P foaf:givenName ?G ; foaf:surname ?S BIND(CONCAT(?G, " ", ?S) AS ?name) }
SELECT ( CONCAT(?G, " ", ?S) AS ?name ) WHERE { ?P foaf:givenName ?G ; foaf:surname ?S }
CONSTRUCT { ?x foaf:name ?name } WHERE { ?x :employeeName ?name }
# 3 constraints
SELECT ?title WHERE { ?x dc:title ?title FILTER regex(?title, "^SPARQL") }
SELECT ?title WHERE { ?x dc:title ?title FILTER regex(?title, "web", "i" ) }
SELECT ?title ?price WHERE { ?x :price ?price . FILTER (?price < 30.5) ?x dc:title ?title . }
# 4 syntax
SELECT $title WHERE { <book/book1> dc:title $title }
SELECT * WHERE { :x ?p 1, 1.3, 1.300, 1.0e6, +5, -5, +1.5, -1.5e-3, .5, true, false, 'x', "x", '''x''', \"\"\"x\"\"\" }
SELECT * WHERE { ?x ?p '''The librarian said, "Perhaps you would enjoy 'War and Peace'."''' }
SELECT * WHERE { ?x ?p "say \\"hi\\" \\t \\\\ \\n", 'it\\'s' }
SELECT * WHERE { [] :p "v" . [ :p "v" ] . [ :p "v" ] :q "w" . :x :q [ :p "v" ] . _:b57 :p "v" }
SELECT * WHERE { [ foaf:name ?name ; foaf:mbox <mailto:alice@example.com> ] }
SELECT * WHERE { [ foaf:name ?name ; ] . [ ] :p ( ) }
SELECT * WHERE { ?x foaf:name ?name ; foaf:mbox ?mbox . ?x foaf:nick "Alice" , "Alice_" . }
SELECT * WHERE { ?x foaf:name ?name ; foaf:nick "Alice" , "Alice_" ; ; . }
SELECT * WHERE { (1 ?x 3 4) :p "w" . (1 [:p :q] ( 2 ) ) . }
SELECT * WHERE { ?x a :Class1 . [ a :appClass ] :p "v" . }
SELECT * WHERE { a.b:c.d é:ñ-1 e:%41%2F , e:a\\,b , e:a\\-b , e:a\\.b , :1 , :: , :a:b , e:_x , e: , : }
# 5 graph patterns
SELECT ?name ?mbox WHERE { { ?x foaf:name ?name . } { ?x foaf:mbox ?mbox . } }
SELECT ?x WHERE {}
ASK {{}}
ASK { { } { } . { } . }
ASK { ?s ?p ?o . }
ASK { ?s ?p :o { ?a ?b ?c } ?d ?e ?f }
ASK { ?x foaf:name ?name . FILTER regex(?name, "Smith") ?x foaf:mbox ?mbox . FILTER(?x != ?mbox) . }
# 6 optional
SELECT ?name ?mbox WHERE { ?x foaf:name ?name . OPTIONAL { ?x foaf:mbox ?mbox } }
SELECT * WHERE { ?x dc:title ?t . OPTIONAL { ?x :price ?price . FILTER (?price < 30) } OPTIONAL { ?x a ?z } . }
# 7 alternatives
SELECT ?title WHERE { { ?book dc:title ?title } UNION { ?book e:title ?title } UNION { ?book :t ?title } }
# 8 negation
SELECT ?person WHERE { ?person rdf:type foaf:Person . FILTER NOT EXISTS { ?person foaf:name ?name } }
SELECT ?person WHERE { ?person a foaf:Person . FILTER EXISTS { ?person foaf:name ?name } }
SELECT DISTINCT ?s WHERE { ?s ?p ?o . MINUS { ?s foaf:givenName "Bob" . } }
SELECT * WHERE { ?x :p ?n FILTER NOT EXISTS { ?x :q ?m . FILTER(?n = ?m) } }
# 9 property paths
ASK { :book1 dc:title|e:label ?displayString }
ASK { ?x foaf:mbox <mailto:alice@example> . ?x foaf:knows/foaf:name ?name . }
ASK { ?x foaf:knows/^foaf:knows ?y . FILTER(?x != ?y) }
ASK { ?x foaf:knows+/foaf:name ?name . ?x (:a|:b)*/:c? ?z . }
ASK { <http://example/thing> rdf:type/rdf:type* ?type }
ASK { ?x !(rdf:type|^rdf:type|a|^a) ?y . ?x !a ?z . ?x !^:p ?w . ?x (:p/:q)|(^:r)+|!:s ?t . ?x ^(:p/^:q)? ?u }
ASK { (1 2) rdf:rest*/rdf:first ?e . ?x ((:p)) ?y . ?x :p*?y . ?x :p?/:q ?z . ?x a* ?c . ?x a/:p ?d }
ASK { ?x :p+ 5 . ?x :p +5 . ?x :p* -5 . ?x :p [] , ( 1 ) ; ^:q ?y ; :r/:s [ :t|:u 3 ] }
# 10 assignment
SELECT * { ?x :price ?p ; :discount ?d BIND (?p*(1-?d) AS ?price) FILTER(?price < 20) ?x dc:title ?title . }
SELECT ?book { VALUES ?book { :book1 :book3 } ?book dc:title ?title }
SELECT ?book { ?book dc:title ?title } VALUES (?book ?title) { (UNDEF "SPARQL Tutorial") (:book2 UNDEF) }
SELECT * { VALUES () { () () } VALUES (?x) { } VALUES ?y { } VALUES ?z { 1 -1 "a"@en "b"^^xsd:string true UNDEF :c <d> } }
# 11 aggregates
SELECT (SUM(?p) AS ?t) WHERE { ?o :price ?p } GROUP BY ?o HAVING (SUM(?p) > 10)
SELECT (AVG(?x) AS ?a) (COUNT(DISTINCT *) AS ?n) (GROUP_CONCAT(DISTINCT ?x ; SEPARATOR = ", ") AS ?g) { ?y :p ?x }
SELECT ?w (COUNT(*) AS ?c) { ?y :p ?x } GROUP BY (STR(?x) AS ?w) HAVING (?c > 1) (COUNT(?x) < 9) ORDER BY DESC(?c) ?w
# 12 subqueries
SELECT ?y ?name { :alice foaf:knows ?y . { SELECT ?y (MIN(?n) AS ?name) { ?y foaf:name ?n } GROUP BY ?y } }
SELECT * { { SELECT DISTINCT ?x { ?x a ?y } ORDER BY ?x LIMIT 10 OFFSET 2 VALUES ?x { 1 } } UNION { SELECT * {} } }
# 13 datasets
SELECT ?name FROM <http://example.org/foaf/aliceFoaf> WHERE { ?x foaf:name ?name }
SELECT * FROM <a> FROM NAMED <b> FROM NAMED e:c { ?x ?y ?z . GRAPH ?g { ?s ?p ?o } GRAPH :g { } GRAPH <g> {?s a ?o} }
# 15 solution modifiers
SELECT ?name { ?x foaf:name ?name ; :empId ?emp } ORDER BY ?name DESC(?emp) ASC(?x) (?a + ?b) STR(?x) LIMIT 5
SELECT DISTINCT ?name { ?x foaf:name ?name } OFFSET 10 LIMIT 5
SELECT REDUCED ?name { ?x foaf:name ?name } LIMIT 0
# 16 query forms
SELECT ?title (?p*(1-?discount) AS ?price) (?price+1 AS ?more) { ?x :p ?p . ?x dc:title ?title . ?x :d ?discount }
CONSTRUCT { <http://example.org/person#Alice> e:FN ?name } WHERE { ?x foaf:name ?name }
CONSTRUCT { ?x e:N _:v . _:v e:givenName ?g ; e:list ( ?x [ :p 1 ] ) } WHERE { { ?x foaf:firstname ?g } UNION { ?x a ?g } . }
CONSTRUCT WHERE { ?x foaf:name ?name ; a foaf:Person }
CONSTRUCT FROM <a> WHERE { ?x foaf:name ?name } ORDER BY ?name LIMIT 2
CONSTRUCT { } FROM NAMED <a> { } LIMIT 1
CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <http://example.org/aGraph> { ?s ?p ?o } . }
ASK { ?x foaf:name "Alice" ; foaf:mbox <mailto:alice@work.example> }
DESCRIBE <http://example.org/>
DESCRIBE * { ?x a ?y }
DESCRIBE ?x ?y :z <http://example.org/> WHERE { ?x foaf:knows ?y } LIMIT 3
DESCRIBE ?x { ?x e:employeeId "1234" }
# 17 expressions
SELECT * { ?s ?p ?o FILTER(?o<5&&?o>2||!(?o=3)&&!BOUND(?x)) }
SELECT * { ?a ?b ?c FILTER(?a<?b&&?b>?c) FILTER(?a<?b) FILTER(?a>?b) FILTER(?a <?b || ?c> ?d) }
SELECT * { ?a ?b ?c FILTER(?a<=?b&&?c>=1) FILTER(1<2) FILTER("a"<"b") FILTER((1)<(2)) FILTER(?a<<http://e/#b>) }
SELECT * { ?a ?b ?c FILTER(-?a < +?b * -1 / 2 - -3 + ?c) FILTER(?a-1=?b+1) FILTER(?a -1 = ?b +1) FILTER(?a*-1=1) }
SELECT * { ?a ?b ?c FILTER(?a IN (1, "x", :a, <b>)) FILTER(?a NOT IN ()) FILTER(?b in(1)) FILTER(?a = ?b || ?c) }
SELECT (IF(?a, 1, 2) AS ?x) (COALESCE(?a, 1/0, "x"@en) AS ?y) (xsd:integer("1") AS ?z) (sameTerm(?a, ?b) AS ?s) {}
SELECT (STRDT("1", xsd:int) AS ?a) (STRLANG("x", "en") AS ?b) (LANGMATCHES(LANG(?z), "*") AS ?c) (IRI("x") AS ?d) {}
SELECT (UUID() AS ?a) (STRUUID() AS ?b) (RAND() AS ?c) (NOW() AS ?d) (BNODE() AS ?e) (BNODE("x") AS ?f) {}
SELECT (SUBSTR("abc", 1) AS ?a) (SUBSTR("abc", 1, 2) AS ?b) (REPLACE("a", "b", "c", "i") AS ?c) (MD5("x") AS ?d) {}
SELECT (ENCODE_FOR_URI("x y") AS ?a) (STRBEFORE("a", "b") AS ?b) (TZ(NOW()) AS ?c) (SHA512("") AS ?d) {}
SELECT (EXISTS { ?s ?p ?o } AS ?x) (NOT EXISTS { ?s ?p ?o } && true AS ?y) (!EXISTS { ?s ?p 1 } AS ?z) {}
SELECT ("a"^^<http://e/d> < "b"^^<http://e/d> AS ?x) ("1"^^xsd:int+"2"^^xsd:int AS ?y) ("a"@en="b"@en-GB AS ?z) {}
# 19 grammar: white space, comments, letter case, escapes
select*{?s?p?o}
SELECT?s{?s<http://e/p>?o.}
sElEcT(1as?x){}order by desc(?x)limit 1offset 0
ASK{?s ?p true.OPTIONAL{?s ?p false}.FILTER(1)}
ASK{?s ?p 5.?s ?p 5.0.?s ?p 5.e0.?s ?p .5}
ASK{?s ?p 'x'@en.?s ?p 'x'^^xsd:int.?s ?p _:a.?s ?p ()}
ASK # { ( [ ' \"\"\" <
ASK { ?s ?p "#", '# not a comment', <http://e/#frag> } # ' " { \\u0041
ASK { <\\u00e9> <http://e/\\U0001F600> "\\u0041\\u0022", "\\\\u0041" }
ASK { ?été ?_1 ?2 . $a ?b·c "é" . _:été ?p _:0 }
SELECT (<http://e/a>=<http://e/b> AS ?x) (<a> != <b> AS ?y) {}
ASK { ?s <http://e/a'b> <http://e/(x)> , <http://e/a,b;c> , <http://en.wikipedia.org/wiki/A_(b)> , <?q> , <> , <../x> }
ASK { ?s e:select ?insert ; e:where "DELETE" ; :filter :drop . :load :a :clear . ?graph :union ?values }
# SPARQL 1.2 and Oxigraph
ASK { << :s :p :o >> :q 1 . ?s ?p <<( :s :p :o )>> . ?s ?p ?o ~ :r {| :q 2 ; :t ?z |} , 3 . << :s :p :o ~ _:r >> . }
ASK { ?s ?p ?o FILTER(isTRIPLE(?o) && SUBJECT(?o) = :s) BIND(TRIPLE(:a, :b, ?o) AS ?t) BIND(<<( :a :b ?o )>> AS ?u) }
ASK { ?s ?p 'x'@en--ltr FILTER(LANGDIR(?o) = 'ltr' && hasLANG(?o) && hasLANGDIR(?o)) }
ASK { ?s ?p ?o LATERAL { SELECT * { ?s ?q ?r } LIMIT 1 } }
"""

ROWS = [line for line in QUERIES.strip().split("\n") if not line.startswith("# ")]
ROWS[ROWS.index('ASK # { ( [ \' """ <')] += "\n{}"


@pytest.mark.parametrize("query", ROWS)
def test_sparql_is_not_refused(query):
    whole = PROLOGUE + query
    facts = inspect(whole, DEFAULT_LIMITS)
    pyoxigraph.Store().query(facts.text)
    pyoxigraph.Store().query(normalise(whole))


def test_there_are_many():
    assert len(ROWS) > 90


MULTILINE = '''PREFIX : <http://e/> # a { comment
SELECT ?s # with ' and "
WHERE {
  ?s :p """a long
string with { and # and ' and "
""" .  # }
  OPTIONAL {	?s	:q	?o	}
}
'''


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(end):
    assert inspect(MULTILINE.replace("\n", end), DEFAULT_LIMITS).counts.triple_patterns == 2
