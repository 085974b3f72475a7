"""lupaus new declaration: a file that passes the check, or the reason why there is none."""

import io
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from lupaus.cli import main
from lupaus.dataset.format import format_turtle
from lupaus.namespaces import BASE

FLAGS = [
    "--title", "Tampere Charter", "--source", "https://example.org/charter",
    "--instrument-kind", "charter", "--adopter-kind", "cities",
]  # fmt: skip
CONCEPTS = ("instrument-kind/charter", "adopter-kind/cities", "theme/climate", "subject/food")


@pytest.fixture
def world(tree):
    """The tree with a few kinds and themes."""
    text = "".join(
        f'<{BASE}id/{concept}> a <http://www.w3.org/2004/02/skos/core#Concept> ; '
        f'<http://www.w3.org/2004/02/skos/core#prefLabel> "{concept}"@en .\n'
        for concept in CONCEPTS
    )  # fmt: skip
    (tree / "ontology/schemes/kinds.ttl").write_text(text)
    editors = f'<{BASE}id/organisation/lupaus-editors> a <http://www.w3.org/ns/org#Organization> ; ' \
              '<http://www.w3.org/2000/01/rdf-schema#label> "Editors"@en .\n'  # fmt: skip
    (tree / "data/organisations").mkdir()
    (tree / "data/organisations/editors.ttl").write_text(editors)
    return tree


def new(*words):
    return main(["new", "declaration", *words])


def files(tree):
    return {path: path.read_bytes() for path in sorted(Path(tree).rglob("*")) if path.is_file()}


def stub(world, key="tampere-charter-2026"):
    return (world / f"data/declarations/{key}.ttl").read_text()


def said(text, subject, predicate):
    return {
        q.object.value
        for q in parse(text, format=RdfFormat.TURTLE)
        if q.subject.value == f"{BASE}id/{subject}" and q.predicate.value.endswith(predicate)
    }


def test_flags_make_a_stub_that_passes(world, capsys):
    assert new("tampere-charter-2026", *FLAGS, "--issued", "2026-11", "--adopter", "The City of Tampere",
               "--promise", "climate,food", "Halve the\nemissions", "--demand", "food", "Pay for it") == 0  # fmt: skip
    text = stub(world)
    assert format_turtle(text, "x.ttl") == text
    assert text.startswith("# Tampere Charter: what it promises and asks")
    assert "# Who signed: lupaus import signatures." in text
    key = "tampere-charter-2026"
    assert said(text, f"declaration/{key}", "label") == {"Tampere Charter"}
    assert said(text, f"declaration/{key}", "issued") == {"2026-11"}
    assert said(text, f"declaration/{key}", "statedAdopter") == {"The City of Tampere"}
    assert said(text, f"commitment/{key}/1", "label") == {"Halve the emissions"}
    assert said(text, f"commitment/{key}/1", "theme") == {f"{BASE}id/theme/climate", f"{BASE}id/subject/food"}
    assert said(text, f"demand/{key}/1", "demandOf") == {f"{BASE}id/declaration/{key}"}
    assert said(text, f"claim/issued-{key}", "confidence") == {f"{BASE}ns#oneSource"}
    assert said(text, f"claim/adopter-kind-{key}", "confidence") == {f"{BASE}ns#editorial"}
    assert said(text, f"claim/adopter-kind-{key}", "wasAttributedTo") == {f"{BASE}id/organisation/lupaus-editors"}
    assert "data/declarations/tampere-charter-2026.ttl written" in capsys.readouterr().out
    assert main(["check"]) == 0


def test_every_statement_of_a_stub_has_a_claim(world):
    new("a-2026", *FLAGS, "--issued", "2026", "--promise", "climate", "Do", "--demand", "food", "Pay")
    quads = list(parse(stub(world, "a-2026"), format=RdfFormat.TURTLE))
    claimed = {
        tuple(next(q.object for q in quads if q.subject == claim and q.predicate.value.endswith(f"#{part}"))
              for part in ("subject", "predicate", "object"))
        for claim in {q.subject for q in quads if "/id/claim/" in q.subject.value}
    }  # fmt: skip
    facts = {
        (q.subject, q.predicate, q.object)
        for q in quads
        if "/id/claim/" not in q.subject.value and not q.predicate.value.endswith("#type")
    }
    assert facts == claimed


def test_what_is_missing_is_said(world, capsys):
    (world / "shapes/hygiene/90-no-date.rq").write_text(
        "# severity: info\n# message: The date of this declaration is not known.\n"
        f"SELECT ?this {{ ?this a <{BASE}ns#Declaration> FILTER NOT EXISTS "
        "{ ?this <http://purl.org/dc/terms/issued> ?d } }"
    )
    assert new("a-2026", *FLAGS) == 0
    line = "data/declarations/a-2026.ttl: The date of this declaration is not known.\n"
    assert line in capsys.readouterr().out


def test_a_stub_that_breaks_a_rule_is_not_written(world, capsys):
    (world / "shapes/hygiene/90-no.rq").write_text(
        "# severity: violation\n# message: {this} needs an edition\n"
        f"SELECT ?this {{ ?this a <{BASE}ns#Declaration> }}"
    )
    before = files(world)
    assert new("a-2026", *FLAGS) == 1
    out = capsys.readouterr().out
    assert "needs an edition" in out
    assert "What is missing or wrong is said above; nothing was written." in out
    assert files(world) == before


def test_a_dry_run_shows_the_file_and_writes_nothing(world, capsys):
    before = files(world)
    assert new("a-2026", *FLAGS, "--dry-run") == 0
    out = capsys.readouterr().out
    assert f"<{BASE}id/declaration/a-2026> a lup:Declaration ;" in out
    assert "nothing was written" in out
    assert files(world) == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["a-2026"], "--title, --source, --instrument-kind, --adopter-kind is missing"),
        (FLAGS, "KEY is missing"),
        (["Tampere", *FLAGS], "the key is 'Tampere', but must be small letters"),
        (["../../x", *FLAGS], "the key is '../../x'"),
        (["a--b", *FLAGS], "the key is 'a--b'"),
        (["test-2019", *FLAGS], "the declaration test-2019 is described already"),
        (["a-2026", *FLAGS, "--issued", "soon"], "the date is 'soon'"),
        (["a-2026", *FLAGS, "--source", "example.org"], "the source is 'example.org', but must be a web address"),
        (
            ["a-2026", *FLAGS, "--instrument-kind", "song"],
            "the instrument kind is 'song', but must be one of charter",
        ),
        (["a-2026", *FLAGS, "--promise", "cats", "Purr"], "the theme is 'cats', but must be one of climate, food"),
        (["a-2026", *FLAGS, "--promise", "food", " "], "a promise or demand is empty"),
    ],
)
def test_bad_use_gives_two(world, capsys, monkeypatch, words, message):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    before = files(world)
    assert new(*words) == 2
    assert message in capsys.readouterr().err
    assert files(world) == before


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_is_asked_for_what_no_flag_says(world, capsys, monkeypatch):
    answers = ["Bad Key", "b-2026", "Title", "https://example.org/b", "song", "charter", "cities", "", "2026",
               "Eat well", "food", "", ""]  # fmt: skip
    monkeypatch.setattr("sys.stdin", Terminal("".join(f"{answer}\n" for answer in answers)))
    assert new() == 0
    out = capsys.readouterr().out
    assert "the key is 'Bad Key'" in out
    assert "select one of the available options" in out  # there is no kind called song
    text = stub(world, "b-2026")
    assert said(text, "declaration/b-2026", "label") == {"Title"}
    assert said(text, "commitment/b-2026/1", "theme") == {f"{BASE}id/subject/food"}


def test_answers_that_end_early_write_nothing(world, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", Terminal("b-2026\nTitle\n"))
    before = files(world)
    assert new() == 2
    assert "the answers ended before the questions did" in capsys.readouterr().err
    assert files(world) == before
