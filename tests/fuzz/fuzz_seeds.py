"""Where fuzzing starts: what is asked of an endpoint, what has hurt one, and the words both are made of."""

from lupaus.sparql.words import UPDATES, WORDS

P = "<http://e/p>"
E = "PREFIX : <http://e/> "

QUERIES = [
    "ASK {}",
    "SELECT * WHERE { ?s ?p ?o } ORDER BY DESC(?s) LIMIT 10 OFFSET 5",
    "SELECT DISTINCT ?s (COUNT(*) AS ?n) { ?s a ?t } GROUP BY ?s HAVING(COUNT(*) > 1) # end",
    E + "CONSTRUCT { ?s :p [ :q ( 1 2.0 3e0 ) ] } WHERE { ?s :p/:q*|^:r+ ?o ; a ?t , ?u . }",
    E + 'DESCRIBE :a ?x FROM <http://e/g> FROM NAMED <h> WHERE { GRAPH ?g { ?x :p "a\\"b"@en-GB } }',
    "BASE <http://e/> PREFIX x: <y#> SELECT * { OPTIONAL { ?s x:a.b.c ?o } MINUS { ?s x:\\~ 'z' } }",
    "SELECT * { VALUES (?a ?b) { (1 UNDEF) (<x> 'y'^^<z>) } FILTER(?a<?b&&?c>?d || !BOUND(?a)) }",
    "SELECT (GROUP_CONCAT(DISTINCT ?x; SEPARATOR=', ') AS ?y) { { SELECT ?x { ?x ?p ?o } } UNION { BIND(NOW() AS ?x) } }",
    "ASK { FILTER EXISTS { ?s !(a|^<q>) ?o } FILTER NOT EXISTS { _:b ?p ?o } }",
    'SELECT (\'\'\'it\'s\'\'\' AS ?a) (""""x""" AS ?b) ("\\u0041\\U0001F600" AS ?c) {}',
    "\\u0041SK { ?s ?p <http://e/\\u00e4> }",
    E + "ASK { :a :p* :b . :b :p? ?x . ?x (:p/:q)* 'x'@en . ?x :p* 1 }",
    E + "SELECT * { ?x :p* :zz } GROUP BY ?x",
    E + "SELECT (:f(?x) AS ?y) { << ?s ?p ?o >> :p <<( :a :b :c )>> {| :p :q |} }",
    "ASK { SERVICE <http://e/> { ?s ?p ?o } }",
    "ASK { SERVICE SILENT ?x { } }",
    "PREFIX SERVICEex: <http://e/> ASK { SERVICEex:a { } }",
    "ASK { FILTER(trueSERVICE) }",
    E + "ASK { :a.b.SERVICE :p 1 }",
    "ASK { ?s ?p <x#'SERVICE> }",
    "ASK { FILTER(?a <http://e/SERVICE> 1) }",
    "SELECT * { ?s ?p ?o . FILTER(REGEX(STR(?o), '^(a+)+$', 'i')) LATERAL { ?s ?q ?x } }",
    E
    + "SELECT * { ?s a ?c FILTER(?c=<i>) OPTIONAL { FILTER(?t IN (:a,\n:b)) ?s :p ?t } FILTER sameTerm(?s, :s) }",
    "INSERT DATA { <a> <b> <c> }",
    "LOAD <http://127.0.0.1/>",
    'VERSION "1.2" ASK { ?s ?p "x"@en--ltr ~ _:r }',
    "ASK " + "{" * 60 + "}" * 60,
    "ASK { FILTER(" + "(" * 60 + "1" + ")" * 60 + ") }",
    "ASK { FILTER(" + "!" * 300 + "true) }",
    "ASK { FILTER(" + " || ".join(["?x = 1"] * 100) + ") }",
    "ASK { ?s ?p " + "[ ?p " * 50 + "1" + "]" * 50 + " }",
    "ASK { ?s ?p " + "(" * 60 + ")" * 60 + " }",
    "ASK { ?s " + "/".join([P] * 100) + " ?o }",
    "ASK { ?s " + "^" * 200 + P + " ?o }",
    "ASK { " + "OPTIONAL { ?s ?p ?o } " * 60 + "}",
    "ASK { {} " + "UNION {} " * 150 + "}",
    "ASK { " + "?s ?p ?o ." * 60 + "}",
    "ASK { FILTER(REGEX(REPLACE(SUBSTR(" * 3 + "?x" + ")))" * 3 + ") }",
    "SELECT " + "(1+" * 60 + "1" + ")" * 60 + "{}",
    "ASK { { SELECT * { " * 6 + "?s ?p ?o" + " } }" * 6 + " }",
    "ASK {" + "{" * 1_000,
    "ASK { ?s ?p '" + "x" * 1_000 + "' } # " + "y" * 1_000,
    'ASK { ?s ?p "\0" }',
    "\ufeffASK {}",
]

ACCEPTS = [
    "*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+json",
    "text/turtle;q=0.5\ntext/*;q=1\n*/*;q=0", 'application/ld+json;profile="a,b;q=0"', "text/csv;charset=utf-8;q=0.001",
    "a/b;q=1;ext=x\n\n\njson", "*/*;q=0\n*\ngzip\nturtle", "gzip;q=1.0, identity; q=0.5, *;q=0", "br, zstd;q=0.1, x-gzip",
    "fi-FI, fi;q=0.9, sv;q=0.8, *;q=0", '"a", W/"b", "c,d"', "*", '"' + "0" * 32 + '"', 'W/"' + "0" * 32 + '-' + "1" * 32 + '"',
    ";;;,,,===", '"\\', "text/html;q=2", "text/html;level=1;q=0.4,text/html", "," * 500, "a/a," * 300,
]  # fmt: skip

REQUESTS = [
    b"\0\7\nquery=ASK%7B%7D&format=json&timeout=1.5s\n\n",
    b"\2\1\n\n\nquery=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D&default-graph-uri=http%3A%2F%2Fe%2Fg&named-graph-uri=http://e/h",
    b"\2\0\ndefault-graph-uri=http://e/g\n\nASK { ?s ?p ?o }",
    b"\3\3\n\n\nASK {}",
    b"\2\2\n\n\nCLEAR ALL",
    b"\0\7\nupdate=CLEAR+ALL\n\n",
    b"\0\7\nquery=a&query=b\n\n",
    b"\0\7\nquery=%FF%00%\n\n",
    b'\2\7application/sparql-query; charset="utf-8"\n\n\n\xef\xbb\xbfASK {}',
    b"\0\7\n" + b"a=b&" * 1_001 + b"\n\n",
    b"\1\7\nquery=ASK{}&default-graph-uri=relative&timeout=99999999999\n\n",
]

_TEXTS = [query.encode() for query in QUERIES]

SEEDS: dict[str, list[bytes]] = {
    "tokenizing": _TEXTS,
    "normalising": _TEXTS,
    "guarding": _TEXTS,
    "negotiating": [text.encode("latin-1") for text in ACCEPTS],
    "requests": REQUESTS,
}

_MORE = """<< >> <<( )>> {| |} ^^ && || != <http://e/> ?x :a e:b.c 1.5e3 true false a @en _:b ''' \\u0041 ; , . | / ^ * + ? !
(?x AS ?y) { } ( ) [ ] # text/turtle application/sparql-results+json */* ;q=0.5 gzip identity query= &format= %7B W/"""

DICTIONARY = sorted(
    {word.replace("\\", "\\\\").replace('"', '\\"') for word in (*WORDS, *UPDATES, *_MORE.split())}
)
