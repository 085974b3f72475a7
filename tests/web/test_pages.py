"""Every page: sound markup, one heading, words for those who do not see it, nothing from elsewhere."""

import re
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError
from live_server import live_site

from lupaus.engine.base import StoreSource
from lupaus.errors import DeadlineExceeded
from lupaus.namespaces import BASE
from lupaus.web.opening import count_graphs, site_of_files
from lupaus.web.pages.render import STYLE, Pages
from lupaus.web.site import Site
from lupaus.web.triples import read_examples, read_triples

VOID = {"meta", "link", "input", "br"}
SELECT = "/sparql?query=SELECT+*+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D"
PATHS = [
    "/", "/sparql", SELECT, "/sparql?query=ASK+%7B%7D", "/sparql?query=DESCRIBE+%3Cid/city/fi/helsinki%3E",
    "/sparql?query=broken", "/doc/city/fi/helsinki", "/doc/declaration/test-2019", "/doc/source/page", "/ns", "/shapes",
    "/graph/curated", "/dataset", "/.well-known/sparql-examples", "/problems", "/nope", "/search", "/search?q=helsnki", "/search?q=zzz&kind=city", "/timeline",
    "/compare", "/compare?of=cities", "/map", "/network", "/quality", "/map?declaration=nothing",
]  # fmt: skip


class Outline(HTMLParser):
    """Collects what is checked, and fails on tags that do not nest."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.ids, self.labels, self.fields, self.texts = [], [], [], [], [], {}

    def handle_starttag(self, tag, attributes):
        fields = dict(attributes)
        self.tags.append((tag, fields))
        if "id" in fields:
            self.ids.append(fields["id"])
        if tag == "label":
            self.labels.append(fields["for"])
        if tag in ("textarea", "select") or (tag == "input" and fields.get("type") != "hidden"):
            self.fields.append(fields["id"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"

    def handle_data(self, data):
        if self.open:
            self.texts[self.open[-1]] = self.texts.get(self.open[-1], "") + data


def outline(text):
    reader = Outline()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture(params=PATHS)
def page(request, client):
    """Each page in turn."""
    answer = client.get(request.param, headers={"accept": "text/html", "accept-language": "sv, en;q=0.5"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def test_tags_nest_and_names_are_given_once(page):
    found = outline(page)
    assert page.startswith("<!doctype html>")
    assert len(found.ids) == len(set(found.ids))


def test_there_is_one_heading_a_title_and_a_language(page):
    found = outline(page)
    tags = [tag for tag, _ in found.tags]
    assert tags.count("h1") == 1
    assert tags.count("main") == 1
    assert found.texts["title"].strip()
    assert dict(found.tags)["html"]["lang"] == "sv"


def test_the_keyboard_reaches_the_content_and_every_field_has_its_label(page):
    found = outline(page)
    assert ("a", {"class": "skip", "href": "#content"}) in found.tags
    assert "content" in found.ids
    assert set(found.fields) <= set(found.labels)


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs(page):
    for tag, fields in outline(page).tags:
        assert tag not in ("iframe", "object", "embed", "style")
        if tag == "script" and fields != {"type": "application/ld+json"}:  # a data block: HTML, 4.12.1
            assert re.fullmatch(r"/(?:page|assets/editor)\.js\?[0-9a-f]{12}", fields.pop("src"))
            assert fields == {"defer": None}
        assert not any(name.startswith("on") or name == "style" for name in fields)
        if tag in ("link", "img") and fields.get("rel") in ("stylesheet", "icon"):
            assert fields["href"].startswith(("/style.css?", "/assets/editor.css?", "data:"))
        if tag == "a" and "href" in fields:
            assert fields["href"].startswith(("/", "#", "?", "http://", "https://")), fields


def test_a_result_table_names_its_columns(client):
    found = outline(client.get(SELECT, headers={"accept": "text/html"}).text)
    scopes = [fields.get("scope") for tag, fields in found.tags if tag == "th"]
    assert scopes == ["col"] * 3


def test_a_long_result_is_cut_on_the_page_and_says_so(scripted, scripted_server):
    scripted.scripts["many"] = [b"?s\n" + b"".join(b"%d\n" % n for n in range(5_000))]
    query = 'SELECT ?s WHERE { FILTER("many") }'
    with scripted_server.client() as client:
        page = client.get("/sparql", params={"query": query}, headers={"accept": "text/html"}).text
    assert page.count("<tr>") == 1_001
    assert "The first 1,000 rows." in page
    assert scripted.requests[0].format.name == "tsv"


def test_a_huge_result_is_read_only_as_far_as_the_page_goes(scripted, scripted_server):
    scripted.scripts["huge"] = [b"?s\n", *[b'"' + b"x" * 65_000 + b'"\n'] * 200]
    query = 'SELECT ?s WHERE { FILTER("huge") }'
    with scripted_server.client() as client:
        page = client.get("/sparql", params={"query": query}, headers={"accept": "text/html"}).text
    assert page.count("<tr>") < 20
    assert scripted.closed == 1


def test_a_misspelt_name_in_a_template_is_an_error(small_site):
    with pytest.raises(UndefinedError):
        Pages(small_site).render("problem.html", languages=("en",))


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def schemes():
    """The colours of the light and the dark scheme."""
    blocks = re.findall(r":root \{(.*?)\}", STYLE.decode(), re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks]


@pytest.mark.parametrize("scheme", schemes(), ids=["light", "dark"])
@pytest.mark.parametrize("name", ["text", "quiet", "link", "visited", "good", "warn", "bad"])
@pytest.mark.parametrize("ground", ["ground", "raised"])
def test_text_has_the_contrast_of_wcag_aa(scheme, name, ground):
    light, dark = sorted((luminance(scheme[name]), luminance(scheme[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_buttons_have_it_too():
    for scheme in schemes():
        light, dark = sorted((luminance(scheme["accent"]), luminance(scheme["on-accent"])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


PREFIXED = """<{b}q/2> <http://www.w3.org/ns/shacl#ask> "ASK {{ ?s ex:p 1 }}" .
<{b}q/2> <http://purl.org/dc/terms/title> "Is it?"@en .
<{b}q/2> <http://purl.org/dc/terms/title> "Onko?"@fi .
<{b}q/2> <http://www.w3.org/ns/shacl#prefixes> <{b}prefixes> .
<{b}prefixes> <http://www.w3.org/ns/shacl#declare> _:d .
_:d <http://www.w3.org/ns/shacl#prefix> "ex" .
_:d <http://www.w3.org/ns/shacl#namespace> "http://e.org/"^^<http://www.w3.org/2001/XMLSchema#anyURI> .
<{b}q/1> <http://www.w3.org/ns/shacl#select> "PREFIX ex: <http://e.org/> SELECT * {{ ?s ex:p 1 }}" .
<{b}q/3> <http://purl.org/dc/terms/title> "No query"@en .
"""


def test_examples_are_read_with_the_prefixes_they_need(tmp_path):
    path = tmp_path / "examples.nt"
    path.write_text(PREFIXED.format(b=BASE))
    first, second = read_examples(path)
    assert (first.slug, first.query) == ("1", "PREFIX ex: <http://e.org/> SELECT * { ?s ex:p 1 }")
    assert second.query == "PREFIX ex: <http://e.org/>\nASK { ?s ex:p 1 }"
    assert second.labels == {"en": "Is it?", "fi": "Onko?"}
    assert read_triples(path).nodes(BASE + "q/2", "sh:prefixes") == [BASE + "prefixes"]


def test_the_page_of_plain_files_names_them_and_shows_no_documents(scripted, tmp_path):
    (tmp_path / "some<b>.ttl").write_text("")
    site = site_of_files([(tmp_path / "some<b>.ttl", "http://e.org/g")], "http://x")
    scripted.scripts["GROUP BY"] = [b'{"results":{"bindings":[]}}']
    scripted.scripts["COUNT"] = [b'{"results":{"bindings":[{"n":{"value":"7"}}]}}']
    with live_site(site, scripted) as server, server.client() as client:
        page = client.get("/", headers={"accept": "text/turtle"}).text
    outline(page)
    assert "some&lt;b&gt;.ttl" in page
    assert "http://e.org/g" in page
    assert 'href="/dataset"' not in page


def test_graphs_that_cannot_be_counted_in_time_are_not_counted(scripted, small_site):
    import asyncio
    from dataclasses import replace

    plain = replace(small_site, release=None, graphs=(), default_triples=0)
    scripted.scripts["COUNT"] = [DeadlineExceeded("too long")]
    assert asyncio.run(count_graphs(plain, scripted, 10)) == plain
    assert asyncio.run(count_graphs(small_site, scripted, 10)) is small_site
    assert len(scripted.requests) == 1


def test_the_banner_says_where_what_and_how_much(capsys, small_site):
    from dataclasses import replace

    from lupaus.cli.banner import show_banner
    from lupaus.settings import Settings

    show_banner(small_site, replace(Settings(), unsafe_no_sandbox=True, max_answer_bytes=99))
    said = capsys.readouterr().err
    for words in (
        "http://public.example/sparql",
        "listening on http://127.0.0.1:8000",
        "99 bytes",
        "not kept off",
    ):
        assert words in said


def test_the_banner_says_every_limit(capsys, small_site):
    from dataclasses import fields

    from lupaus.cli.banner import show_banner
    from lupaus.settings import Settings

    numbers = [field.name for field in fields(Settings) if field.type in (int, float) and field.name != "port"]
    values = {name: 4_100_000 + place for place, name in enumerate(numbers)}
    assert {"max_nesting", "client_query_seconds", "merge_triples_limit"} <= set(values)
    show_banner(small_site, Settings(**values))
    said = " ".join(capsys.readouterr().err.replace("\N{NO-BREAK SPACE}", " ").split())
    for name, value in values.items():
        assert f"{name.replace('_', '-')} {value}" in said


def test_an_ipv6_address_is_written_in_brackets(capsys, small_site):
    from dataclasses import replace

    from lupaus.cli.banner import show_banner
    from lupaus.settings import Settings

    show_banner(small_site, replace(Settings(), host="::1"))
    assert "http://[::1]:8000" in capsys.readouterr().err


def test_a_site_knows_its_public_address():
    from datetime import UTC, datetime

    site = Site(StoreSource(()), "v", datetime(2026, 1, 1, tzinfo=UTC), BASE, "T", "https://data.example")
    assert site.address("/sparql") == "https://data.example/sparql"
