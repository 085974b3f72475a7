"""lupaus wikidata reconcile, against a service that speaks the Reconciliation API 0.2."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from neighbour import as_json, cut, neighbour, page, say

from lupaus.cli import main

MANIFEST = {
    "versions": ["0.1", "0.2"],
    "name": "Test",
    "identifierSpace": "http://www.wikidata.org/entity/",
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
}
KEMI = [
    {"id": "Q191064", "name": "Kemijärvi", "score": 61, "match": False, "type": [], "description": "a town"},
    {"id": "Q191049", "name": "Kemi", "score": 100.0, "match": True, "type": [], "description": "town in Finland"},
    {"id": "L12", "name": "a lexeme", "score": 99, "match": False, "type": []},
]


def service(method, body, headers):
    if method == "GET":
        return as_json(MANIFEST)
    queries = json.loads(parse_qs(body.decode())["queries"][0])
    return as_json({
        key: {"result": KEMI if query["query"] == "Kemi" else []} for key, query in queries.items()
    })  # fmt: skip


@pytest.fixture
def reconciler(pauses):
    with neighbour(service) as mine:
        yield mine


def reconcile(mine, *more):
    return main(["wikidata", "reconcile", "--service", mine.address, *more])


def files(tree):
    return {path: path.read_bytes() for path in sorted(Path(tree).rglob("*")) if path.is_file()}


def test_candidates_are_proposed_best_first_and_nothing_is_written(linked_tree, reconciler, capsys):
    before = files(linked_tree)
    assert reconcile(reconciler) == 0
    said = capsys.readouterr().out
    lines = [line for line in said.splitlines() if "city/fi/kemi" in line]
    assert [("Q191049" in line, "Q191064" in line) for line in lines] == [(True, False), (False, True)]
    assert "town in Finland" in lines[0]
    assert "100 (sure)" in lines[0]
    assert "1 things without an item, 0 of them without a candidate. Nothing was written" in said
    assert files(linked_tree) == before


def test_the_country_and_the_kind_are_asked_for(linked_tree, reconciler):
    reconcile(reconciler, "--limit", "3")
    [form] = reconciler.forms
    assert json.loads(form["queries"]) == {
        "q0": {"query": "Kemi", "type": "Q486972", "limit": 3, "properties": [{"pid": "P17", "v": {"id": "Q33"}}]}
    }


def test_things_with_an_item_are_not_asked_about(linked_tree, reconciler):
    reconcile(reconciler)
    asked = "".join(form["queries"] for form in reconciler.forms)
    assert "Helsinki" not in asked
    assert "Oulu" not in asked  # linked by lup:wikidataId alone


def test_csv_for_a_spreadsheet(linked_tree, reconciler, capsys):
    reconcile(reconciler, "--format", "csv", "--limit", "1")
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows == [
        ["thing", "name", "item", "item's name", "description", "score"],
        ["https://w3id.org/lupaus/id/city/fi/kemi", "Kemi", "Q191049", "Kemi", "town in Finland", "100 (sure)"],
    ]


def test_a_thing_without_a_candidate_is_listed_too(linked_tree, reconciler, capsys):
    path = linked_tree / "data/cities/fi.ttl"
    path.write_text(path.read_text().replace('"Kemi"', '"Nowhere"'))
    reconcile(reconciler, "--kind", "city")
    assert "no candidate" in (said := capsys.readouterr().out)
    assert "1 of them without a candidate" in said


def test_a_kind_without_open_things_asks_nobody(linked_tree, reconciler, capsys):
    assert reconcile(reconciler, "--kind", "person") == 0
    assert reconciler.requests == []
    assert "0 things without an item" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (
            {**MANIFEST, "identifierSpace": "http://viaf.org/"},
            "gives identifiers of http://viaf.org/, not of Wikidata",
        ),
        ({**MANIFEST, "versions": ["0.1"]}, "does not speak version 0.2"),
        (["nonsense"], "answers with JSON that is no object"),
    ],
    ids=["space", "version", "list"],
)
def test_a_service_for_something_else_is_refused(linked_tree, reconciler, capsys, manifest, said):
    reconciler.answer = lambda method, body, headers: as_json(manifest)
    assert reconcile(reconciler) == 2
    assert said in capsys.readouterr().err
    assert reconciler.forms == []


def scored(score, name="Kemi"):
    """A fault: one candidate with this score."""
    row = {"id": "Q1", "name": name, "score": score, "match": False}
    return lambda handler, reply: as_json({"q0": {"result": [row]}})


@pytest.mark.parametrize("format", ["table", "csv"])
def test_a_name_cannot_move_the_cursor_and_is_cut(linked_tree, reconciler, capsys, format):
    reconciler.faults.extend([None, scored(1, "\x1b[31mKemi\x07\u202e" + "x" * 5000)])
    assert reconcile(reconciler, "--format", format) == 0
    said = capsys.readouterr().out
    assert "\ufffd[31mKemi\ufffd\ufffdx" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)
    assert "x" * 300 not in said


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ([None, cut], "breaks its JSON off"),
        ([page] * 9, "answers with text/html"),
        ([None, *[say(500)] * 9], "answers 500"),
        ([None, lambda handler, reply: as_json({})], "leaves a query without a list of candidates"),
        (
            [None, lambda handler, reply: as_json({"q0": {"result": [{"id": "Q1"}]}})],
            "without a list of candidates",
        ),
        ([None, lambda handler, reply: as_json({"q0": {"result": ["Q1"]}})], "without a list of candidates"),
        ([None, scored(10**400)], "without a list of candidates"),
        ([None, scored(float("nan"))], "without a list of candidates"),
        ([None, lambda handler, reply: (200, {"Content-Type": "application/json"}, b"[" * 10**6)], "its JSON off"),
    ],
    ids=["cut", "page", "500", "missing", "no-score", "no-object", "huge-score", "no-number", "deep"],
)
def test_a_bad_answer_ends_the_run(linked_tree, reconciler, capsys, faults, said):
    reconciler.faults.extend(faults)
    assert reconcile(reconciler) == 2
    assert said in capsys.readouterr().err


def test_a_429_is_obeyed(linked_tree, reconciler, pauses):
    reconciler.faults.extend([None, say(429, Retry_After="11")])
    assert reconcile(reconciler) == 0
    assert 11 in pauses


def test_what_was_answered_is_not_asked_again_after_a_break(linked_tree, reconciler, monkeypatch):
    more = "".join(
        f'<https://w3id.org/lupaus/id/city/fi/new{n:02}> a lup:City ; rdfs:label "New {n}"@en .\n'
        for n in range(25)
    )
    path = linked_tree / "data/cities/fi.ttl"
    path.write_text(path.read_text() + more)
    reconciler.faults.extend([None, None, say(429, Retry_After="9999")])
    assert reconcile(reconciler) == 2
    assert [len(json.loads(form["queries"])) for form in reconciler.forms] == [20, 6]
    reconciler.requests.clear()
    assert reconcile(reconciler) == 0
    assert [len(json.loads(form["queries"])) for form in reconciler.forms] == [6]
