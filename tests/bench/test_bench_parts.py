"""The parts of the benchmark that need no server: numbers, tables of questions, comparing answers, pages."""

import csv
import io
import json
import socket
import threading
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from bench.answers import comparable, same
from bench.client import Connection, Failed, query_request
from bench.data import Data
from bench.load import closed, paced
from bench.measure import Measured, Result
from bench.mix import anew, questions
from bench.peers import PEERS
from bench.plot import bars, curves
from bench.report import CSV_COLUMNS, as_markdown, number, write_csv
from bench.stats import geometric_mean, paired_ratio, percentile, spread
from bench.targets import judge, judge_value
from bench.workloads import WORKLOADS
from lupaus.dataset.synthetic.generate import SYNTHETIC_BASE, generate
from lupaus.settings import Settings
from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import Limits

JSON = "application/sparql-results+json"


# Numbers.


def test_spread_is_median_and_range():
    found = spread([3.0, 1.0, 2.0])
    assert (found.median, found.low, found.high, found.count, found.relative) == (2.0, 1.0, 3.0, 3, 0.5)


def test_a_round_that_slows_both_down_leaves_the_ratio():
    assert paired_ratio([100, 10, 100], [50, 5, 50]).relative == 0
    assert paired_ratio([100, 10, 100], [50, 5, 50]).median == 2


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.5, 5), (0.51, 6), (0.9, 9), (0.99, 10), (1, 10)])
def test_percentiles_are_nearest_ranks(share, expected):
    assert percentile(list(range(10, 0, -1)), share) == expected


def test_twice_and_half_is_no_gain():
    assert geometric_mean([2, 0.5]) == pytest.approx(1)


# Answers.


def results(names, *rows):
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


def literal(value, datatype="", lang=""):
    term = {"type": "literal", "value": value}
    return term | ({"datatype": datatype} if datatype else {}) | ({"xml:lang": lang} if lang else {})


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(results(["a"], {"a": literal("x")}, {}), results(["a"], {}, {"a": literal("x")}), id="order"),
        pytest.param(results(["a", "b"], {"a": literal("x")}), results(["b", "a"], {"a": literal("x")}), id="columns"),
        pytest.param(results(["a"], {"a": literal("1.50", XSD + "decimal")}),
                     results(["a"], {"a": literal("1.5", XSD + "decimal")}), id="numbers"),
        pytest.param(results(["a"], {"a": literal("x", XSD + "string")}), results(["a"], {"a": literal("x")}),
                     id="strings"),
        pytest.param(results(["a"], {"a": literal("x", lang="en-GB")}), results(["a"], {"a": literal("x", lang="en-gb")}),
                     id="language"),
        pytest.param(results(["a"], {"a": {"type": "bnode", "value": "b0"}}),
                     results(["a"], {"a": {"type": "bnode", "value": "x7"}}), id="blank"),
        pytest.param(b'{"head": {}, "boolean": true}', results(["__ASK_RETVAL"], {"__ASK_RETVAL": literal("1")}),
                     id="boolean"),
    ],
)  # fmt: skip
def test_answers_that_say_the_same(ours, theirs):
    assert same(comparable(ours, JSON), comparable(theirs, JSON))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(results(["a"], {"a": literal("x")}), results(["a"], {"a": literal("x")}, {"a": literal("x")}),
                     id="once and twice"),
        pytest.param(results(["a"], {"a": literal("x")}), results(["a"], {"a": {"type": "uri", "value": "x"}}),
                     id="literal and IRI"),
        pytest.param(results(["a"], {"a": literal("1")}), results(["a"], {"a": literal("1", XSD + "integer")}),
                     id="string and number"),
        pytest.param(results(["a"], {"a": literal("x")}), results(["a"], {}), id="unbound"),
        pytest.param(b'{"head": {}, "boolean": true}', b'{"head": {}, "boolean": false}', id="boolean"),
    ],
)  # fmt: skip
def test_answers_that_do_not(ours, theirs):
    assert not same(comparable(ours, JSON), comparable(theirs, JSON))


def test_triples_are_a_set_in_any_syntax():
    ours = b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <urn:c> .\n"
    theirs = b"<urn:a> <urn:b> <urn:c> ."
    assert same(comparable(ours, "application/n-triples"), comparable(theirs, "text/turtle"))


def test_what_cannot_be_read_says_so():
    with pytest.raises(ValueError, match=r"parse|expected|Parser|error"):
        comparable(b"<html>", "application/n-triples")
    with pytest.raises((ValueError, KeyError)):
        comparable(b"{}", JSON)


# Questions.


@pytest.fixture(scope="module")
def store():
    store = Store()
    text = "".join(generate(20_000, 1))
    store.extend(type(q)(q.subject, q.predicate, q.object) for q in parse(text, RdfFormat.N_QUADS))
    return store


@pytest.fixture(scope="module")
def data(store):
    cities = [
        f"<{row[0].value}>" for row in store.query(f"SELECT ?c {{ ?c a <{SYNTHETIC_BASE}ns#City> }} ORDER BY ?c")
    ]
    return Data(Path("none"), SYNTHETIC_BASE, len(store), tuple(cities))


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda w: w.name)
def test_each_question_has_an_answer_and_passes_the_guard(workload, store, data):
    query = workload.text(data, 0)
    inspect(query, Limits.from_settings(Settings()), SYNTHETIC_BASE)
    answer = store.query(query)
    if workload.name == "ask":
        assert bool(answer)
    else:
        assert next(iter(answer), None) is not None
    assert "{" + "n}" not in query
    assert "{base}" not in query


@pytest.mark.parametrize("workload", [w for w in WORKLOADS if w.kind in ("light", "heavy")], ids=lambda w: w.name)
def test_new_questions_are_new(workload, data):
    asked = [workload.requests(data, "/sparql")(number) for number in range(50)]
    assert len(set(asked)) == 50


@pytest.mark.parametrize(
    "workload", [w for w in WORKLOADS if w.kind in ("repeated", "stream")], ids=lambda w: w.name
)
def test_repeated_questions_are_the_same(workload, data):
    asked = workload.requests(data, "/sparql")
    assert asked(1) == asked(7)


def test_names_are_said_once():
    assert len({w.name for w in WORKLOADS}) == len(WORKLOADS)
    assert len({p.name for p in PEERS}) == len(PEERS)
    assert all(w.says for w in WORKLOADS if w.kind != "repeated")


def test_a_parameter_joins_a_path_that_has_one():
    assert b"/sparql?default-graph-uri=g&query=ASK" in query_request("/sparql?default-graph-uri=g", "ASK{}", JSON)
    assert b"GET /q?query=ASK" in query_request("/q", "ASK{}", JSON)


# Load.


@pytest.fixture
def stub():
    """A server that gives its answers in turn, each after a pause, and closes when told."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(5)
    script: list[tuple[float, bytes]] = []

    def serve(connection):
        with connection:
            while connection.recv(65_536):
                pause, answer = script[0] if len(script) == 1 else script.pop(0)
                time.sleep(pause)
                if not answer:
                    return
                connection.sendall(answer)

    def accept():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1], script
    listener.close()


OK = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nContent-Length: 2\r\n\r\nhi"
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n3;x=y\r\n\r\n!\r\n0\r\n\r\n"
REQUEST = b"GET / HTTP/1.1\r\n\r\n"


def test_an_answer_with_a_length(stub):
    port, script = stub
    script.append((0, OK))
    with Connection(port) as connection:
        response = connection.ask(REQUEST)
    assert (response.status, response.body, response.header("Content-Type")) == (200, b"hi", "text/plain")


@pytest.mark.parametrize(("keep", "body"), [(True, b"hi\r\n!"), (False, b"")])
def test_an_answer_in_chunks(stub, keep, body):
    port, script = stub
    script.append((0, CHUNKED))
    with Connection(port) as connection:
        assert connection.ask(REQUEST, keep=keep).body == body
        assert connection.ask(REQUEST, keep=keep).body == body


def test_a_broken_answer_is_a_failure(stub):
    port, script = stub
    script.append((0, b""))
    with pytest.raises(Failed):
        Connection(port).ask(REQUEST)


def test_a_stall_is_charged_to_all_who_would_have_asked(stub):
    """One client, due every 20 ms, first answer after 200 ms: about ten requests were due meanwhile."""
    port, script = stub
    script.extend([(0.2, OK), (0, OK)])
    found = paced(port, lambda number: REQUEST, rate=50, seconds=0.4, clients=1)
    assert found.answers == 20
    assert sum(latency > 0.05 for latency in found.latencies_s) >= 6


def test_a_closed_loop_counts_answers_and_failures(stub):
    port, script = stub
    script.append((0, OK.replace(b"200 OK", b"503 No")))
    found = closed(port, lambda number: REQUEST, 1, 0.1, clients=2)
    assert found.answers == 0
    assert found.failures > 0


# Pages.


def result(name, **rates):
    measured = []
    for peer, values in rates.items():
        one = Measured(peer.replace("_", "-"))
        if isinstance(values, str):
            one.reason = values
        else:
            one.rates, one.cpu_us, one.latencies_s = (
                list(values),
                [1e6 / v for v in values],
                [1 / v for v in values],
            )
        measured.append(one)
    return Result(name, 1_000, tuple(measured))


def test_a_promise_is_judged_by_the_geometric_mean():
    found = judge(
        [result("ask", lupaus=[40, 40], oxigraph=[100, 100]), result("point", lupaus=[10], oxigraph=[100])]
    )
    assert found[0].what == "new ASK and point queries, beside oxigraph"
    assert found[0].measured.startswith("0.20 ")
    assert not found[0].is_met
    assert judge([result("ask", lupaus=[40], oxigraph=[100])])[0].is_met


def test_slower_than_stock_is_told():
    found = judge([result("join", lupaus=[1], rdflib_memory=[2])])
    assert found[-1].measured == "join (rdflib-memory, 0.50)"
    assert not found[-1].is_met
    assert judge([result("join", lupaus=[2], rdflib_memory=[2])])[-1].is_met


def test_a_number_beyond_its_bound_is_not_met():
    assert judge_value("x", 1.4, 1.5, "s").is_met
    assert not judge_value("x", 1.6, 1.5, "s").is_met


def test_the_page_shows_rates_ratios_and_reasons():
    results = [result("ask", lupaus=[200, 220], oxigraph=[100, 110], virtuoso="another answer")]
    page = as_markdown({"cpu": "x"}, {"New": results}, judge(results), {"More": "text"})
    assert "| ask | 1,000 | 210 ±5%" in page
    assert "another answer" in page
    assert "| ask | 2.00 / 2.00 |  |" in page
    assert "| geometric mean | 2.00 / 2.00 |  |" in page


def test_the_table_can_be_read_back(tmp_path):
    write_csv([result("ask", lupaus=[200], virtuoso="another answer")], tmp_path / "r.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text())))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert [row["not_timed"] for row in rows] == ["", "another answer"]
    assert float(rows[0]["answers_per_s"]) == 200


@pytest.mark.parametrize(("value", "text"), [(1234.5, "1,234"), (99.44, "99.4"), (0.123, "0.12")])
def test_numbers_have_three_digits(value, text):
    assert number(value) == text


def test_plots_are_svg():
    drawn = curves("Cost", "µs", {"point": [(1e4, 90), (1e6, 110)], "a <b>": [(1e4, 20), (1e6, 2_000)]})
    lines = ElementTree.fromstring(drawn).findall("{http://www.w3.org/2000/svg}polyline")
    assert len(lines) == 2
    x = [float(p.split(",")[0]) for p in lines[0].get("points").split()]
    assert x[0] < x[1]
    drawn = bars("Ratios", {"ask": 2.0, "join": 0.5})
    assert drawn.count("<rect") == 3
    ElementTree.fromstring(drawn)


# The real mix.


def test_a_question_is_asked_in_other_words_each_time_and_means_the_same():
    store = Store()
    store.load(b"<urn:a> <urn:p> 1, 2 .", RdfFormat.TURTLE)
    query = "SELECT ?ab (COUNT(?abc) AS ?n) WHERE { ?ab <urn:p> ?abc } GROUP BY $ab"
    texts = {anew(query, number) for number in range(3)}
    assert len(texts) == 3
    for text in texts:
        assert [[term.value for term in row] for row in store.query(text)] == [["urn:a", "2"]]
    assert anew("ASK { <urn:a> <urn:p> 1 }", 7) != anew("ASK { <urn:a> <urn:p> 1 }", 8)


def test_the_mix_is_what_the_data_set_offers_and_asks_the_default_graph_alone():
    texts = questions()
    assert len(texts) > 50
    for text in texts:
        facts = inspect(text, Limits.from_settings(Settings()), "https://w3id.org/lupaus/")
        assert (facts.services, facts.default_graphs, facts.named_graphs) == ((), (), ())
