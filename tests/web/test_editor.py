"""The editor's files and what it knows; without them the plain form stands alone."""

import pytest

from lupaus.web.pages import assets
from lupaus.web.pages.assets import EDITOR_FILES

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
    from lupaus.web.pages.render import Pages

    shown = {"query": "", "hidden": (), "formats": [], "result": None, "examples": [], "time_limit_s": 10,
             "searched": "/sparql", "searched_query": "", "here": "ask", "languages": ("en", "fi", "sv", "et")}  # fmt: skip
    pages = Pages(small_site)
    assert b"no editor with completion" in pages.render("ask.html", editor="", **shown)
    with_it = pages.render("ask.html", editor="0123456789ab", **shown).decode()
    assert "no editor with completion" not in with_it
    for name in EDITOR_FILES:
        assert f"/assets/{name}?0123456789ab" in with_it
