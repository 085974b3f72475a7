"""Where a query is evaluated otherwise than the engine would, rdflib says what is right, on small random graphs."""

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from lupaus.engine.frames import Order
from lupaus.engine.oxigraph import OxigraphEvaluator
from lupaus.engine.source import SourceSpec
from lupaus.engine.worker import Refusal
from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import DEFAULT_LIMITS
from lupaus.sparql.paths import constant_ends, put_values
from lupaus.sparql.rewrite import for_engine

PROLOGUE = "PREFIX : <http://e/> "
NODES = tuple(f"<http://e/{name}>" for name in "abcd")
PREDICATES = ("<http://e/p>", "<http://e/q>")

triples = st.frozensets(
    st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from([*NODES, '"x"'])), max_size=4
)
elements = st.sampled_from([":p", "^:p", "(:p|:q)", "(:p/^:q)", "!:p", "(^:p)", "!(:p|:q)"])
ends = st.sampled_from([":a", "<http://e/b>", ":z", "<http://e/y>"])
literals = st.sampled_from(['"x"', '"w"'])


@st.composite
def patterns(draw):
    path = draw(elements) + draw(st.sampled_from("*?+"))
    variable = draw(st.sampled_from(["?s", "?t"]))
    if draw(st.booleans()):
        return f"{variable} {path} {draw(st.one_of(ends, literals))}"
    return f"{draw(ends)} {path} {variable}"


@st.composite
def groups(draw):
    """A group that holds paths beside, before and below other patterns."""
    first, second = draw(patterns()), draw(patterns())
    frame = draw(
        st.sampled_from(
            [
                "{{ {0} }}",
                "{{ {0} . {1} }}",
                "{{ ?s ?r ?t . {0} . {1} }}",
                "{{ ?s ?r ?t . {0} FILTER(?s != :b) }}",
                "{{ ?s ?r ?o OPTIONAL {{ {0} }} }}",
                "{{ ?s ?r ?o OPTIONAL {{ {0} FILTER(?s = :z || ?r = :p) }} }}",
                "{{ {0} MINUS {{ {1} }} }}",
                "{{ {{ {0} }} UNION {{ {1} . }} }}",
                "{{ {{ SELECT ?s WHERE {{ {0} }} }} {1} }}",
                "{{ {0} BIND(1 AS ?n) ?s :q ?u }}",
                "{{ ?s ?r ?o FILTER EXISTS {{ {0} }} }}",
                "{{ {0} FILTER NOT EXISTS {{ ?s ?x ?y }} }}",
            ]
        )
    )
    return frame.format(first, second)


def graph_of(statements):
    return Graph().parse(data="".join(" ".join(statement) + " .\n" for statement in statements), format="nt")


def rdflib_rows(graph, query):
    answer = graph.query(query)
    return Counter(frozenset((str(name), term.n3()) for name, term in row.asdict().items()) for row in answer)


class Sheet:
    """A writer that keeps what it is given."""

    stopped = None

    def __init__(self):
        self.data = b""

    def write(self, data):
        self.data += data
        return len(data)

    def flush(self):
        pass


def our_rows(statements, query):
    store = ox.Store()
    store.load("".join(" ".join(statement) + " .\n" for statement in statements).encode(), ox.RdfFormat.N_TRIPLES)
    sheet = Sheet()
    evaluator = OxigraphEvaluator(store, SourceSpec((), "unnamed", (), None, 100))
    evaluator.evaluate(Order(query, "json"), sheet)
    solutions = ox.parse_query_results(sheet.data, ox.QueryResultsFormat.JSON)
    names = [variable.value for variable in solutions.variables]
    return Counter(
        frozenset((name, str(row[name])) for name in names if row[name] is not None) for row in solutions
    )


@settings(max_examples=150, deadline=None)
@given(triples, groups())
def test_paths_that_end_in_a_term_give_what_rdflib_gives(statements, group):
    query = PROLOGUE + "SELECT DISTINCT * " + group  # rdflib goes round a loop twice
    graph = graph_of(statements)
    expected = rdflib_rows(graph, query)

    def is_absent(end):
        holds = f"{{ ?s ?p {end.term} }}" + ("" if end.is_literal else f" UNION {{ {end.term} ?p ?o }}")
        return not graph.query(f"{prologue} ASK {{ {holds} }}").askAnswer

    prologue, found = constant_ends(query)
    assert rdflib_rows(graph, put_values(query, found, is_absent)) == expected
    if "EXISTS" not in group:
        assert our_rows(statements, query) == expected


@pytest.mark.parametrize("path", [":p*", ":p?", "(:p|:q)*"])
@pytest.mark.parametrize("place", ["?x {0} :z", ":z {0} ?x", '?x {0} "w"@en'])
def test_a_term_that_is_nowhere_is_its_own_end(path, place):
    assert sum(our_rows((), PROLOGUE + f"SELECT ?x {{ {place.format(path)} }}").values()) == 1


def test_a_term_of_a_named_graph_only_is_absent_from_the_default_graph():
    store = ox.Store()
    store.update("INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> <http://e/b> } }")
    evaluator = OxigraphEvaluator(store, SourceSpec((), "unnamed", (), None, 100))
    for default, rows in ((None, 1), ((), 1), (("http://e/g",), 2)):
        sheet = Sheet()
        named = None if default is None else ()
        evaluator.evaluate(Order(PROLOGUE + "SELECT ?x { ?x :p* :b }", "tsv", default, named), sheet)
        assert sheet.data.count(b"<") == rows, default


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(['"a"', '"a"@en', '"b"@fi', "1", ":c", '"c"^^:t']), min_size=1, max_size=4),
    st.booleans(),
)
def test_group_concat_gives_a_simple_literal(values, is_distinct):
    word = "DISTINCT " if is_distinct else ""
    data = " ".join(values)
    query = PROLOGUE + f"SELECT (GROUP_CONCAT({word}?v; SEPARATOR='|') AS ?all) {{ VALUES ?v {{ {data} }} }}"
    rewritten = for_engine(inspect(query, DEFAULT_LIMITS))
    assert "STR(GROUP_CONCAT(" in rewritten

    def parts(rows):
        ((pair,),) = [tuple(row) for row in rows]
        assert pair[0] == "all"
        text = pair[1]
        assert text.startswith('"')
        assert text.endswith('"'), "a language or a datatype"
        return sorted(text.strip('"').split("|"))

    assert parts(rdflib_rows(Graph(), rewritten)) == parts(rdflib_rows(Graph(), query))
    if not {"1", ":c", '"c"^^:t'} & set(
        values
    ):  # what is no string is an error to one engine, its text to the other
        assert parts(our_rows((), rewritten)) == parts(rdflib_rows(Graph(), query))


local_names = st.from_regex(r"[a-c0-9_][a-c0-9_\-]{0,2}(\.[a-c0-9_\-]{1,2}){0,4}", fullmatch=True)


@settings(max_examples=60, deadline=None)
@given(
    local_names,
    st.sampled_from(["SELECT (:{0} AS ?x) {{}}", "SELECT ?x {{ VALUES ?x {{:{0}}} FILTER(1<2&&?x=:{0}) }}"]),
)
def test_a_prefixed_name_with_many_dots_is_one_name(name, shape):
    query = PROLOGUE + shape.format(name)
    rewritten = for_engine(inspect(query, DEFAULT_LIMITS))
    expected = Counter([frozenset({("x", f"<http://e/{name}>")})])
    assert rdflib_rows(Graph(), rewritten) == expected
    assert our_rows((), rewritten) == expected


def test_an_escaped_name_with_many_dots():
    query = "PREFIX e: <http://e/> SELECT (e:a\\.b.c%20.d\\,e AS ?x) {}"
    assert our_rows((), for_engine(inspect(query, DEFAULT_LIMITS))) == Counter(
        [frozenset({("x", "<http://e/a.b.c%20.d,e>")})]
    )


UNKNOWN = (
    "SELECT (1 AS ?y) (:f(1) AS ?x) {}",
    "SELECT (COALESCE(:f(?s), 'none') AS ?x) { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o FILTER(:f(?s) || ?p = :p) }",
    "SELECT ?s { ?s ?p ?o FILTER(!:f(:g())) }",
    "SELECT ?s { ?s ?p ?o FILTER EXISTS { ?o ?q ?s2 FILTER(:f(?s)) } }",
    "SELECT ?s ?x { ?s ?p ?o OPTIONAL { ?o ?q ?z BIND(:h(?z) AS ?x) } }",
)


@pytest.mark.parametrize("query", UNKNOWN)
@settings(max_examples=10, deadline=None)
@given(statements=triples)
def test_a_function_that_nobody_knows_has_no_value(query, statements):
    query = PROLOGUE + query
    assert our_rows(statements, query) == rdflib_rows(graph_of(statements), query)


def test_very_many_unknown_functions_are_refused():
    calls = " ".join(f"(<http://e/f{n}>() AS ?x{n})" for n in range(51))
    with pytest.raises(Refusal) as caught:
        our_rows((), f"SELECT {calls} {{}}")
    assert caught.value.kind == "unsupported"
