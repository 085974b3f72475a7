"""Answers without a server."""

import json

import pytest
from pyoxigraph import RdfFormat, parse

from lupaus.dataset.answer import answer
from lupaus.dataset.question import Question, read_question
from lupaus.errors import SourceError, StartError

SELECT = "SELECT ?party ?label { ?party lup:signed ?d ; rdfs:label ?label } ORDER BY ?label"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"


def ask(release, query, name="table", **more):
    return answer(Question(query, "query"), release, name, **more).decode()


def test_a_table_shows_short_names_and_languages(release):
    text = ask(release, SELECT, width=100)
    assert "https://w3id.org/lupaus/id/city/fi/helsinki" in text
    assert "Helsinki @fi" in text
    assert text.endswith("2 rows\n")
    assert "lup:signed" in ask(release, "SELECT (lup:signed AS ?p) {}", width=100)


def test_a_table_of_nothing_says_so(release):
    assert ask(release, "SELECT * { ?s lup:none ?o }", width=100).endswith("0 rows\n")


def test_markup_in_a_value_is_text(release):
    assert "[red]x[/red]" in ask(release, 'SELECT ("[red]x[/red]" AS ?x) {}', width=100)


@pytest.mark.parametrize(
    ("query", "said"), [("ASK { ?s a lup:City }", "yes\n"), ("ASK { ?s a lup:None }", "no\n")]
)
def test_ask_is_answered_in_a_word(release, query, said):
    assert ask(release, query) == said


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("json", '{"head":{"vars":["party","label"]}'),
        ("xml", '<?xml version="1.0"?><sparql'),
        ("csv", "party,label\r\n"),
        ("tsv", "?party\t?label\n"),
    ],
)
def test_solutions_are_written_in_each_format(release, name, begins):
    assert ask(release, SELECT, name).startswith(begins)


@pytest.mark.parametrize(
    ("name", "format_"),
    [("table", RdfFormat.TURTLE), ("turtle", RdfFormat.TURTLE), ("ntriples", RdfFormat.N_TRIPLES),
     ("rdfxml", RdfFormat.RDF_XML), ("xml", RdfFormat.RDF_XML), ("jsonld", RdfFormat.JSON_LD)],
)  # fmt: skip
def test_graphs_are_written_in_each_format(release, name, format_):
    written = ask(release, "CONSTRUCT { ?s lup:signed ?o } { ?s lup:signed ?o }", name)
    assert len(list(parse(written, format_))) == 1


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 1", "turtle", "ask for table, json, xml, csv or tsv"),
        ("ASK {}", "csv", "ask for table, json or xml"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1", "csv", "ask for turtle, ntriples, rdfxml or jsonld"),
    ],
)
def test_a_format_that_does_not_fit_is_told(release, query, name, said):
    with pytest.raises(StartError, match=said):
        ask(release, query, name)


def test_a_syntax_error_has_its_place(release):
    with pytest.raises(SourceError, match=r"query:2:2: The { is never closed"):
        ask(release, "SELECT *\n { ?s ?p")
    with pytest.raises(SourceError, match=r"query:2:11: expected one of") as caught:
        ask(release, "SELECT *\n { ?s ?p }")
    assert len(str(caught.value)) < 500


def test_named_graphs_and_the_default_graph_are_there(release):
    inside = json.loads(ask(release, "SELECT ?g { GRAPH ?g { ?s a lup:Claim } } GROUP BY ?g", "json"))
    assert [row["g"]["value"] for row in inside["results"]["bindings"]] == ["https://w3id.org/lupaus/graph/claims"]
    assert ask(release, "ASK { ?s a lup:Claim }") == "yes\n"
    assert ask(release, "ASK { ?s a sh:NodeShape }") == "no\n"


def test_nothing_comes_when_time_is_up(release):
    assert answer(Question(SLOW, "query"), release, "json", time_limit_s=0.01) is None


def test_a_question_is_text_or_a_file_or_an_example(tmp_path):
    assert read_question("ASK {}") == Question("ASK {}", "query")
    rq = tmp_path / "a.rq"
    rq.write_text("ASK { }")
    assert read_question(str(rq)) == Question("ASK { }", str(rq))
    ttl = tmp_path / "a.ttl"
    ttl.write_text('<http://q> <http://www.w3.org/ns/shacl#select> "SELECT * {}" .')
    assert read_question(str(ttl)) == Question("SELECT * {}", str(ttl))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.ttl", "<http://q> <http://p> 1 .", "holds 0 queries"),
        ("a.ttl", "nonsense", r"a\.ttl:1:1"),
        ("a.ttl", '<http://q> <http://www.w3.org/ns/shacl#ask> "1" , "2" .', "holds 2 queries"),
        ("a.rq", None, "cannot be read: No such file"),
        ("a.rq", b"\xff", "not UTF-8"),
    ],
)
def test_a_bad_file_is_told(tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SourceError, match=said):
        read_question(str(path))


def test_a_syntax_error_in_a_file_names_the_file(release, tmp_path):
    with pytest.raises(SourceError, match=r"a\.rq:1:5: The \[ is never closed"):
        answer(Question("ASK [", "a.rq"), release, "json")
