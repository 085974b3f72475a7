"""The reference says what the tables say, and the server does what the reference says."""

import importlib.util
import re
import sys

import httpx
import pytest
from pages import ROOT, fences, headings, tables

from lupaus.cli import COMMANDS, main
from lupaus.errors import AnswerError
from lupaus.media import FORMATS, SOLUTIONS_FORMATS
from lupaus.settings import SETTINGS, resolve

REFERENCE = ROOT / "docs/reference"


def load():
    spec = importlib.util.spec_from_file_location("refresh_reference", REFERENCE / "refresh.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


refresh = load()


def page(name):
    return (REFERENCE / f"{name}.md").read_text("utf-8")


def test_no_page_is_stale():
    assert refresh.stale() == []
    assert refresh.run(["--check"]) == 0


def test_a_stale_page_is_named_and_written_anew(tmp_path, monkeypatch, capsys):
    file = tmp_path / "settings.md"
    file.write_text(page("settings").replace("| `64` |", "| `65` |"))
    monkeypatch.setattr(refresh, "ROOT", tmp_path)
    monkeypatch.setattr(refresh, "PAGES", {file: refresh.settings_page})
    assert refresh.run(["--check"]) == 1
    assert capsys.readouterr().out.startswith("settings.md is stale")
    assert refresh.run([]) == 0
    assert file.read_text() == page("settings")
    assert refresh.run(["--check"]) == 0


def test_settings_are_those_of_the_program():
    (rows,) = tables(page("settings"))
    told = {
        flag.strip("`"): (variable.strip("`"), default.strip("`"), meaning)
        for flag, variable, default, meaning in rows[1:]
    }
    assert told == {s.flag: (s.variable, str(s.default).replace("False", "false"), s.help) for s in SETTINGS}


def test_each_default_can_be_set_as_it_is_written():
    (rows,) = tables(page("settings"))
    environ = {row[1].strip("`"): row[2].strip("`") for row in rows[1:]}
    assert resolve(environ=environ) == resolve(environ={})


def problems(kind=AnswerError):
    yield kind
    for narrower in kind.__subclasses__():
        yield from problems(narrower)


def test_each_problem_has_a_section_with_status_meaning_and_advice():
    text = page("problems")
    sections = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", text, re.M | re.S))
    kinds = {kind.slug: kind for kind in problems() if kind.__module__ == "lupaus.errors"}
    assert set(sections) == set(kinds) == set(refresh.notes()["problems"])
    for slug, kind in kinds.items():
        assert f"**{kind.status}** {kind.title}." in sections[slug]
        assert " ".join(kind.__doc__.split()) in sections[slug]
        assert re.search(r"^\*What to do:\* \S.*\.$", sections[slug], re.M)


@pytest.mark.parametrize("words", refresh.commands(), ids=" ".join)
def test_each_command_has_its_help(words, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    with pytest.raises(SystemExit):
        main([*words, "--help"])
    shown = fences(page("commands"), "text")[1:][refresh.commands().index(words)]
    assert headings(page("commands"))[1:] == [f"lupaus {' '.join(words)}" for words in refresh.commands()]
    assert [words[0] for words in refresh.commands() if len(words) == 1] == list(COMMANDS)
    assert shown.body.split() == capsys.readouterr().out.split()


def test_each_address_of_the_program_is_described_and_no_other():
    (rows,) = tables(page("addresses"))
    told = {row[0].strip("`"): (set(row[1].split(", ")), row[4]) for row in rows[1:]}
    plain = {route.path for route in refresh.routes(with_release=False)}
    assert told == {
        route.path.replace(":path", ""): (set(route.methods), "yes" if route.path in plain else "no")
        for route in refresh.routes(with_release=True)
    }
    stems = {route.path.removesuffix(".{suffix}") for route in refresh.routes(with_release=True)}
    assert set(refresh.notes()["addresses"]) == stems


def media_type(name):
    return name if "/" in name else refresh._media_type(name)


@pytest.mark.parametrize("address", refresh.notes()["addresses"])
def test_each_address_answers_in_the_formats_it_is_said_to(server, release, address):
    note = refresh.notes()["addresses"][address]
    ontology = re.search(
        r"versionIRI> <[^>]*/ns/([^>]+)>", (release.path / "graphs/ontology.nt").read_text("utf-8")
    )
    example = note.get("example", address).replace("{version}", release.version)
    url = server + example.replace("{ontology}", ontology[1])
    plain = httpx.get(url, headers={"accept": "*/*"})
    if note.get("needs_kept"):
        assert plain.status_code == 404  # tests/web/test_feed.py has an earlier release
        return
    assert plain.status_code in (200, 302, 303)
    assert plain.headers["content-type"].partition(";")[0] == media_type(note["formats"][0])
    refused = httpx.get(url, headers={"accept": "application/pdf"})
    assert refused.status_code == (406 if note.get("negotiated") else plain.status_code)
    if note.get("negotiated"):
        for name in note["formats"]:
            asked = httpx.get(url, headers={"accept": media_type(name)})
            assert (asked.status_code, asked.headers["content-type"].partition(";")[0]) == (200, media_type(name))
            if address.startswith(("/doc", "/ns", "/graph", "/dataset")):
                place = asked.headers["content-location"]
                assert httpx.get(server + place, headers={"accept": "application/pdf"}).content == asked.content


@pytest.mark.parametrize("address", ["/sparql", "/health", "/id/city/ee/tallinn"])
def test_every_address_takes_options_and_any_origin(server, address):
    answer = httpx.options(server + address)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_formats_are_those_of_the_program():
    (rows,) = tables(page("formats"))
    told = {row[0].strip("`"): (row[1].strip("`"), row[2].strip("`")) for row in rows[1:]}
    assert told == {f.name: (f.media_type, f".{f.suffix}") for f in FORMATS}


@pytest.mark.parametrize("form", [f for f in FORMATS if f.kind != "page"], ids=lambda f: f.name)
def test_each_format_can_be_asked_for_in_each_way_the_page_names(server, form):
    query = "ASK {}" if form in SOLUTIONS_FORMATS else "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1"
    for name in (form.name, *form.names, form.suffix, form.media_type):
        answer = httpx.get(f"{server}/sparql", params={"query": query, "format": name})
        assert answer.status_code == 200, name
        assert answer.headers["content-type"] == form.content_type, name
    if not form.ask:
        assert answer.text.split() == ["true"]


def test_the_form_offers_every_example(server):
    """As the page of example queries says."""
    shown = httpx.get(f"{server}/sparql", headers={"accept": "text/html"}).text
    (rows,) = tables((ROOT / "docs/queries.md").read_text("utf-8"))
    files = sorted(path.name for path in (ROOT / "data/queries").glob("[0-9]*.ttl"))
    assert [re.search(r"\(.*/(.*)\)", row[3])[1] for row in rows[1:]] == files
    assert all(row[1] in shown.replace("&#39;", "'") for row in rows[1:])
