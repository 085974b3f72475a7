"""Queries that would freeze, bloat or crash a server. After each, ours is as it was."""

import httpx
import pytest

pytestmark = pytest.mark.slow

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
P = "<http://example.org/p>"

TOO_LONG_RUNNING = {
    "cross product, counted": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "cross product, ordered": f"SELECT * {{ {CROSS} }} ORDER BY ?a ?i",
    "cross product, distinct": f"SELECT (COUNT(DISTINCT ?n) AS ?m) {{ {CROSS} BIND(CONCAT(STR(?a), STR(?f), STR(?i)) AS ?n) }}",
    "cross product, grouped": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?d ?g",
    "string doubling": "SELECT (STRLEN(?z) AS ?n) { BIND('xxxxxxxxxxxxxxxx' AS ?a) "
    + " ".join(
        f"BIND(CONCAT({','.join(['?' + chr(97 + i)] * 16)}) AS ?{'z' if i == 7 else chr(98 + i)})"
        for i in range(8)
    )
    + "}",
    "replace amplification": "SELECT (STRLEN(?d) AS ?n) { ?s ?p ?o "
    + " ".join(
        f"BIND(REPLACE({x}, '.', '{'$0' * 16}') AS {y})"
        for x, y in (("?o", "?a"), ("?a", "?b"), ("?b", "?c"), ("?c", "?d"))
    )
    + "}",
    "catastrophic regex": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '^(([a-z])+.)+[A-Z]([a-z])+$')) }",
    "path closure": f"SELECT (COUNT(*) AS ?n) {{ ?a {P}* ?b . ?c {P}* ?d }}",
    "a far offset": f"SELECT * {{ {CROSS} }} LIMIT 1 OFFSET 1000000000",
    "a star that never matches": "ASK { "
    + " ".join(f"?x{i} ?p{i} ?o{i} ." for i in range(12))
    + " FILTER(CONCAT("
    + ", ".join(f"STR(?o{i})" for i in range(12))
    + ") = 'no') }",
}

STREAMS_WITHOUT_END = {
    "all of a cross product": f"SELECT * {{ {CROSS} }}",
    "describe everything": f"DESCRIBE ?a {{ {CROSS} }}",
    "construct everything": f"CONSTRUCT {{ ?a ?b ?i }} {{ {CROSS} }}",
}

REFUSED = {
    "5k unions": "ASK { {?s ?p ?o} " + "UNION {?s ?p ?o} " * 5_000 + "}",
    "300 optionals": "ASK { ?s ?p ?o " + "".join(f"OPTIONAL {{ ?s ?p{i} ?o{i} }} " for i in range(300)) + "}",
    "120-pattern star": "ASK { " + "".join(f"?s ?p{i} ?o{i} . " for i in range(120)) + "}",
    "700-step path": f"ASK {{ ?s {'/'.join([P] * 700)} ?o }}",
    "deep braces": "ASK " + "{" * 10_000 + "}" * 10_000,
    "deep parentheses": "ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
    "deep brackets": "ASK { ?s ?p " + "[ ?p " * 10_000 + "1" + "]" * 10_000 + " }",
    "deep collections": "ASK { ?s ?p " + "(" * 10_000 + ")" * 10_000 + " }",
    "nots": "ASK { FILTER(" + "!" * 10_000 + "true) }",
    "minuses": "ASK { FILTER(" + "-" * 10_000 + "1 = 1) }",
    "sums": "ASK { FILTER(" + "1+" * 10_000 + "1 = 1) }",
    "ands": "ASK { FILTER(" + "true&&" * 10_000 + "true) }",
    "ors": "ASK { FILTER(" + "true||" * 10_000 + "true) }",
    "carets": f"ASK {{ ?s {'^' * 10_000}{P} ?o }}",
    "alternatives": f"ASK {{ ?s {'|'.join([P] * 10_000)} ?o }}",
    "unclosed braces": "ASK " + "{" * 100_000,
    "5 MB literal": 'ASK { ?s ?p "' + "x" * 5_000_000 + '" }',
    "5 MB of values": "ASK { VALUES ?x { " + "1 " * 2_500_000 + "} }",
    "5 MB comment": "ASK {} #" + "x" * 5_000_000,
    "many values": "ASK { VALUES ?x { " + "1 " * 40_000 + "} }",
    "NUL": "ASK { ?s ?p '\0' . BOGUS }",
}

SERVICE = {
    "plain": "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "silent": "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "lower case": "SELECT * {{ service <{url}> {{ ?s ?p ?o }} }}",
    "odd case": "SELECT * {{ sErViCe silent <{url}> {{ ?s ?p ?o }} }}",
    "escaped keyword": "SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
    "long escape": "SELECT * {{ S\\U00000045RVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "variable": "SELECT * {{ VALUES ?u {{ <{url}> }} SERVICE ?u {{ ?s ?p ?o }} }}",
    "bound variable": "SELECT * {{ BIND(IRI('{url}') AS ?u) SERVICE SILENT ?u {{ ?s ?p ?o }} }}",
    "nested": "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }} }}",
    "prefixed": "PREFIX e: <{url}> SELECT * {{ SERVICE e: {{ ?s ?p ?o }} }}",
    "base": "BASE <{url}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "after a comment": "SELECT * {{ SERVICE#x\n<{url}>#y\n{{ ?s ?p ?o }} }}",
    "in EXISTS": "ASK {{ FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
}

UPDATES = ["LOAD <{url}>", "LOAD SILENT <{url}> INTO GRAPH <http://e/g>", "INSERT DATA { <http://e/a> <http://e/b> 1 }",
           "DROP ALL", "CLEAR DEFAULT", "DELETE WHERE { ?s ?p ?o }", "\\u0049NSERT DATA {}"]  # fmt: skip


@pytest.mark.parametrize("query", TOO_LONG_RUNNING.values(), ids=TOO_LONG_RUNNING)
def test_what_never_ends_is_ended(target, query):
    response = target.ask(query)
    assert response.status_code in (504, 507, 413), response.text[:300]
    assert response.headers["content-type"].startswith("application/problem+json")
    assert {"type", "title", "status", "detail"} <= set(response.json())
    target.assert_unharmed()


@pytest.mark.parametrize("query", STREAMS_WITHOUT_END.values(), ids=STREAMS_WITHOUT_END)
def test_a_stream_that_never_ends_is_cut(target, query):
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
        target.ask(query)
    target.assert_unharmed()


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_what_would_break_a_parser_is_refused(target, query):
    response = target.ask(query)
    assert response.status_code in (400, 413), response.text[:300]
    target.assert_unharmed()


@pytest.mark.parametrize("text", SERVICE.values(), ids=SERVICE)
def test_no_disguise_of_service_reaches_out(target, text):
    response = target.ask(text.format(url=f"http://127.0.0.1:{target.canary.port}/sparql"))
    assert response.status_code == 403, response.text[:300]
    assert "SERVICE" in response.json()["detail"]
    target.assert_unharmed()


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused(target, text):
    response = target.ask(text.replace("{url}", f"http://127.0.0.1:{target.canary.port}/"))
    assert response.status_code == 403, response.text[:300]
    target.assert_unharmed()


@pytest.mark.parametrize("scheme", ["http", "file", "data"])
@pytest.mark.parametrize("clause", ["FROM <{0}>", "FROM NAMED <{0}>", "FROM <{0}> FROM NAMED <{0}>"])
def test_from_fetches_nothing(target, scheme, clause):
    place = {
        "http": f"http://127.0.0.1:{target.canary.port}/x.ttl",
        "file": target.pipes[0].as_uri(),
        "data": "data:text/turtle,%3Ca:a%3E%20%3Ca:b%3E%20%3Ca:c%3E.",
    }[scheme]
    response = target.ask(
        f"SELECT * {clause.format(place)} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    )
    assert response.status_code == 200
    assert response.json()["results"]["bindings"] == []
    target.assert_unharmed()


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_parameter_fetches_nothing(target, parameter):
    for place in (f"http://127.0.0.1:{target.canary.port}/x.nt", target.pipes[1].as_uri()):
        response = httpx.get(f"{target.base}sparql", params={"query": "SELECT * { ?s ?p ?o }", parameter: place})
        assert response.status_code == 200
        assert response.json()["results"]["bindings"] == []
    target.assert_unharmed()
