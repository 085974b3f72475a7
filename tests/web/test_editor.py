"""The editor's files and what it knows; without them the plain form stands alone."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from lupaus.settings import Settings
from lupaus.web.pages import assets
from lupaus.web.pages.assets import EDITOR_FILES
from lupaus.web.pages.language import choose_languages
from lupaus.web.pages.render import Pages
from lupaus.web.result_page import EditorForm, editor_page
from lupaus.web.triples import read_examples
from lupaus.web.views import projection

PAGE = {"accept": "text/html"}


def test_what_is_used_can_be_completed(client):
    known = client.get("/editor.json").json()
    assert known["base"] == "https://w3id.org/lupaus/"
    assert known["prefixes"]["lup"] == "https://w3id.org/lupaus/ns#"
    classes = {entry["name"]: entry for entry in known["classes"]}
    assert {"lup:City", "lup:Declaration"} <= set(classes)
    properties = [entry["number"] for entry in known["properties"]]
    assert properties == sorted(properties, reverse=True)
    assert known["formats"]["solutions"] == ["json", "xml", "csv", "tsv"]
    assert known["formats"]["boolean"] == ["json", "xml"]


def test_labels_are_in_the_language_of_the_page(client):
    english, finnish = (client.get(f"/editor.json?lang={lang}").json() for lang in ("en", "fi"))
    assert {e["label"] for e in english["classes"]} != {e["label"] for e in finnish["classes"]}


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fstyle.css", "europe.json"])
def test_no_other_file_is_handed_out(client, name):
    assert client.get(f"/assets/{name}").status_code == 404


def test_the_map_of_the_editor_lies_as_that_of_the_page_of_the_map(client):
    answer = client.get("/assets/outline.json")
    assert answer.headers["content-type"] == "application/json"
    outline = answer.json()
    assert (outline["width"], outline["height"]) == (projection.WIDTH, projection.HEIGHT)
    x, y = outline["left"] * outline["scale"], outline["top"] * outline["scale"]
    assert projection.place(outline["latitude"], outline["longitude"]) == (round(x, 1), round(y, 1))
    assert outline["land"] == projection.coasts()


def test_a_question_has_its_comment_in_the_language_of_the_page(tmp_path, small_site):
    (tmp_path / "one.nt").write_text(
        '<x:/q/1> <http://www.w3.org/ns/shacl#select> "SELECT * WHERE { ?s ?p ?o }" .\n'
        '<x:/q/1> <http://purl.org/dc/terms/title> "Kaikki"@fi .\n'
        '<x:/q/1> <http://www.w3.org/2000/01/rdf-schema#comment> "Kaikki, mitä on."@fi .\n'
        '<x:/q/1> <http://www.w3.org/2000/01/rdf-schema#comment> "All there is."@en .\n',
        "utf-8",
    )
    site = replace(small_site, examples=read_examples(tmp_path / "one.nt"))
    context = SimpleNamespace(site=site, pages=Pages(site), settings=Settings())
    page = editor_page(context, EditorForm(), choose_languages("fi")).decode()
    assert "<p><span>Kaikki, mitä on.</span></p>" in page
    assert "All there is." not in page


def test_only_the_page_of_the_editor_may_connect_and_only_to_this_server(client):
    for path in ("/sparql", "/sparql?query=ASK+%7B%7D"):
        assert "connect-src 'self'" in client.get(path, headers=PAGE).headers["content-security-policy"]
    assert "connect-src" not in client.get("/", headers=PAGE).headers["content-security-policy"]


def test_without_files_there_is_no_editor(monkeypatch):
    monkeypatch.setattr(assets, "asset", lambda name: None)
    assets.has_editor.cache_clear()
    assert assets.has_editor() == ""
    monkeypatch.setattr(assets, "asset", lambda name: name.encode())
    assets.has_editor.cache_clear()
    assert len(assets.has_editor()) == 12
    monkeypatch.undo()
    assets.has_editor.cache_clear()


def test_the_form_says_when_the_editor_is_missing(small_site):
    shown = {"query": "", "hidden": (), "formats": [], "result": None, "failure": None, "examples": [], "time_limit_s": 10,
             "searched": "/sparql", "searched_query": "", "here": "ask", "languages": ("en", "fi", "sv", "et")}  # fmt: skip
    pages = Pages(small_site)
    assert b"no editor with completion" in pages.render("ask.html", editor="", **shown)
    with_it = pages.render("ask.html", editor="0123456789ab", **shown).decode()
    assert "no editor with completion" not in with_it
    for name in EDITOR_FILES:
        assert f"/assets/{name}?0123456789ab" in with_it
