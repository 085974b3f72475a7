"""``lupaus serve``: what it serves, what it says, and how it ends."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import httpx
import pyoxigraph
import pytest
import rdflib
from live_server import SETTINGS, live_site

from lupaus.cli import main
from lupaus.engine.base import StoreFile
from lupaus.engine.oxigraph import RDF_FORMATS
from lupaus.engine.pool import WorkerPool
from lupaus.errors import StartError
from lupaus.settings import SETTINGS as TABLE
from lupaus.web.opening import format_of, site_of_files, site_of_release
from lupaus.web.server import bind

TURTLE = "@base <http://example.org/> . <a> <p> <b> , 1 . <a> <relative> <#x> ."
RELATIVE = "<a> <p> <b> ."
TRIG = "PREFIX : <http://e.org/> :g1 { :s :p 1 } :g2 { :s :p 1, 2 }"


@pytest.fixture
def files(tmp_path):
    """A folder with RDF files."""
    (tmp_path / "one.ttl").write_text(TURTLE)
    (tmp_path / "relative.ttl").write_text(RELATIVE)
    (tmp_path / "graphs.trig").write_text(TRIG)
    return tmp_path


@contextmanager
def serving(*arguments):
    """``lupaus serve`` as its own process, once it has said where it is."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lupaus", "serve", "--port", "0", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("LUPAUS_")},
    )
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            if line.startswith("SERVICE"):
                break
        found = re.search(r"endpoint\s+(http://127\.0\.0\.1:\d+)/sparql", "".join(said))
        assert found, "".join(said) + process.stderr.read()
        yield process, found[1], "".join(said)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)


def ask(url, query, **parameters):
    answer = httpx.get(url + "/sparql", params={"query": query, **parameters}, timeout=10)
    assert answer.status_code == 200, answer.text
    return answer.json()


def count(url, pattern, **parameters):
    rows = ask(url, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}", **parameters)["results"]["bindings"]
    return int(rows[0]["n"]["value"])


def test_files_are_served_as_they_are(files):
    with serving(files / "one.ttl", files / "graphs.trig") as (process, url, said):
        assert count(url, "?s ?p ?o") == 3
        assert count(url, "GRAPH ?g { ?s ?p ?o }") == 3
        assert "one.ttl, graphs.trig" in said
        assert str(files) not in said, "folders are nobody's business"
        home = httpx.get(url + "/", headers={"accept": "text/html"})
        assert "one.ttl" in home.text
        assert str(files) not in home.text
        for path in ("/id/x", "/ns", "/dataset", "/sitemap.xml", "/dumps/x"):
            assert httpx.get(url + path).status_code == 404
        for path in ("/health", "/metrics", "/problems", "/style.css"):
            assert httpx.get(url + path).status_code == 200
        graph = rdflib.Graph().parse(data=httpx.get(url + "/sparql").text, format="turtle")
        sizes = {
            str(graph.value(node, rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#name")))
            for node in graph.subjects(
                rdflib.RDF.type, rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#NamedGraph")
            )
        }
        assert sizes == {"http://e.org/g1", "http://e.org/g2"}
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        lines = [json.loads(line) for line in process.stdout.read().splitlines()]
        assert lines[0]["path"] == "/sparql"


def test_what_is_too_large_for_memory_is_served_from_disk(files, small_release, monkeypatch):
    """Nothing may be held in memory here, so that small files are too large."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(files / "cache"))
    few = ("--memory-data-mib", "0")
    for told in (1, 0):  # the second start finds the store
        with serving(*few, "--default-graph", "union", files / "one.ttl", files / "graphs.trig") as (_, url, said):
            assert said.count("into a store on disk") == told
            assert count(url, "?s ?p ?o") == 5
            assert count(url, "GRAPH ?g { ?s ?p ?o }") == 3
    with serving(*few, "--release", small_release.path) as (_, url, _):
        assert count(url, "?s ?p ?o") == small_release.manifest.default_triples
        graph = small_release.manifest.graphs[0]
        assert count(url, f"GRAPH <{graph.iri}> {{ ?s ?p ?o }}") == graph.triples
        parts = ",".join(small_release.manifest.default_parts)
        assert parts  # a request for exactly these is the default graph as stored
        sizes = {"default-graph-uri": list(small_release.manifest.default_parts)}
        assert count(url, "?s ?p ?o", **sizes) == small_release.manifest.default_triples
    assert len(list((files / "cache/lupaus/stores").iterdir())) == 2


def test_a_release_is_served_with_its_documents(small_release):
    with serving("--release", small_release.path, "--query-time-limit-ms", "1234") as (process, url, said):
        assert "1.234 s a query" in said
        assert small_release.version[:12] in said
        answer = httpx.get(url + "/id/city/fi/helsinki", follow_redirects=True, headers={"accept": "text/turtle"})
        assert answer.status_code == 200
        assert answer.url.path == "/doc/city/fi/helsinki"
        assert httpx.get(url + "/health").json()["limits"]["query_time_limit_ms"] == 1234
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


def test_the_reference_engine_answers_the_same_questions(files):
    """rdflib behind the whole server: every form, every format, refusals, and a description that is true of it."""
    with serving("--engine", "rdflib", files / "one.ttl", files / "graphs.trig") as (process, url, _):
        assert "rdflib, the reference" in process.stderr.readline()
        assert count(url, "?s ?p ?o") == 3
        assert count(url, "GRAPH ?g { ?s ?p ?o }") == 3
        assert count(url, "?s ?p ?o", **{"default-graph-uri": "http://e.org/g2"}) == 2
        select = "SELECT ?o WHERE { <http://example.org/a> <http://example.org/p> ?o }"
        for name in ("json", "xml", "csv", "tsv"):
            answer = httpx.get(url + "/sparql", params={"query": select, "format": name})
            assert "http://example.org/b" in answer.text, name
        for name, form in RDF_FORMATS.items():
            whole = {"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "format": name}
            answer = httpx.get(url + "/sparql", params=whole)
            assert len(list(pyoxigraph.parse(answer.content, form))) == 3, name
        assert "Yes" in httpx.get(
            url + "/sparql", params={"query": "ASK {}"}, headers={"accept": "text/html"}
        ).text  # fmt: skip
        assert httpx.get(url + "/sparql", params={"query": "SELECT ?x"}).status_code == 400
        assert httpx.get(url + "/sparql", params={"query": "ASK { SERVICE <http://x/> {} }"}).status_code == 403
        tag = httpx.get(url + "/sparql", params={"query": select}).headers["etag"]
        again = httpx.get(url + "/sparql", params={"query": select}, headers={"if-none-match": tag})
        assert again.status_code == 304
        description = httpx.get(url + "/sparql").text
        assert "SPARQL11Query" in description
        assert "geosparql" not in description, "rdflib has no such functions"
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_the_reference_engine_is_stopped_at_the_deadline_as_well(files):
    with serving("--engine", "rdflib", "--query-time-limit-ms", "300", files / "one.ttl") as (_, url, _said):
        triples = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(20))
        answer = httpx.get(url + "/sparql", params={"query": f"SELECT * {{ {triples} }}", "format": "csv"})
        assert answer.status_code == 504
        assert ask(url, "ASK {}")["boolean"] is True


def test_a_port_in_use_is_one_sentence(files, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port), str(files / "one.ttl")]) == 2
    said = capsys.readouterr().err
    assert f"Port {port} on 127.0.0.1 cannot be used: address already in use." in said
    assert "--port 0" in said
    assert len(said.strip().splitlines()) == 1


REFUSED = [
    (["serve", "--port", "x"], "--port is 'x'"),
    (["serve", "--port", "70000", "{files}/one.ttl"], "Port 70000"),
    (["serve", "--host", "no.such.host.invalid", "--port", "0", "{files}/one.ttl"], "no address"),
    (["serve", "--base", "http://x/"], "are for files"),
    (["serve", "--default-graph", "union"], "are for files"),
    (["serve", "--release", "{files}", "{files}/one.ttl"], "not both"),
    (["serve", "--port", "0", "--release", "{files}"], "no release"),
    (["serve", "--kept", "{files}", "{files}/one.ttl"], "--kept is for a release"),
    (["serve", "--port", "0", "--kept", "{files}/one.ttl"], "a folder of releases"),
    (["serve", "--port", "0", "{files}/missing.ttl"], "cannot be read"),
    (["serve", "--port", "0", "{files}/one.xlsx"], "no suffix"),
    (["serve", "--port", "0", "{files}/one.ttl.gz"], "Unpack it"),
    (["serve", "--graph", "data.ttl"], "IRI=FILE"),
    (["serve", "--graph", "g=data.ttl"], "IRI=FILE"),
    (["serve", "--port", "0", "--graph", "http://e.org/g={files}/graphs.trig"], "graphs of its own"),
    (["serve", "--config", "{files}/missing.toml"], "cannot be read"),
    (["serve", "--federation-allow", "e.org/sparql", "{files}/one.ttl"], "must name http or https addresses"),
    (["serve", "--federation-allow", "http://u@e.org/", "{files}/one.ttl"], "which has a user"),
    (["serve", "--engine", "virtuoso", "{files}/one.ttl"], "oxigraph, sparql or rdflib"),
    (
        ["serve", "--engine", "rdflib", "--federation-allow", "http://e.org/sparql", "{files}/one.ttl"],
        "calls no other endpoint",
    ),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_each_misuse_is_told_in_a_sentence_before_anything_runs(files, capsys, words, said):
    assert main([word.format(files=files) for word in words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


@pytest.mark.parametrize("name", ["LICENCES.md", "graphs/examples.nt", "default.nt"])
def test_a_damaged_release_is_told_and_not_served(small_release, tmp_path, capsys, name):
    copy = shutil.copytree(small_release.path, tmp_path / "copy")
    file = copy / name
    file.write_bytes(file.read_bytes()[:-7] + b"<broken")
    assert main(["serve", "--port", "0", "--release", str(copy)]) == 2
    assert f"{name} is damaged" in capsys.readouterr().err


def test_a_file_that_does_not_parse_is_told_too(files, capsys):
    (files / "broken.ttl").write_text("<a> <b> .")
    assert main(["serve", "--port", "0", str(files / "broken.ttl")]) == 2
    assert "broken.ttl" in capsys.readouterr().err


def test_every_setting_has_its_flag(capsys):
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    said = capsys.readouterr().out
    assert all(setting.flag in said for setting in TABLE)


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom lupaus.cli import main\n"
        "try:\n main(['serve', '--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('uvicorn', 'fastapi', 'rdflib', 'pyoxigraph', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def in_process(site):
    return live_site(site, WorkerPool(site.source, SETTINGS))


def test_relative_iris_are_resolved_against_the_base_never_the_folder(files):
    site = site_of_files([(files / "relative.ttl", None)], "http://x")
    with in_process(site) as server:
        assert ask(server.url, "ASK { <http://localhost/a> <http://localhost/p> <http://localhost/b> }")["boolean"]
    site = site_of_files([(files / "relative.ttl", None)], "http://x", base="http://b.org/")
    with in_process(site) as server:
        assert ask(server.url, "ASK { <http://b.org/a> <p> ?o }")["boolean"]


def test_a_file_can_go_to_a_named_graph_and_the_default_graph_be_the_union(files):
    graphs = [(files / "one.ttl", "http://e.org/g"), (files / "graphs.trig", None)]
    with in_process(site_of_files(graphs, "http://x")) as server:
        assert count(server.url, "?s ?p ?o") == 0
        assert count(server.url, "GRAPH <http://e.org/g> { ?s ?p ?o }") == 3
    with in_process(site_of_files(graphs, "http://x", default_graph="union")) as server:
        assert count(server.url, "?s ?p ?o") == 5, "a triple in two graphs counts once"
        assert "UnionDefaultGraph" in httpx.get(server.url + "/sparql").text


FORMATS = [
    ("x.ttl", "turtle"), ("x.nt", "ntriples"), ("x.rdf", "rdfxml"), ("x.owl", "rdfxml"), ("x.xml", "rdfxml"),
    ("x.jsonld", "jsonld"), ("x.json", "jsonld"), ("x.trig", "trig"), ("x.nq", "nquads"), ("X.TTL", "turtle"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "form"), FORMATS)
def test_the_suffix_says_the_format(tmp_path, name, form):
    assert format_of(tmp_path / name).name == form


@pytest.mark.parametrize("name", ["x", "x.txt", "x.html", "x.srj", "x.ttl.gz", ".ttl"])
def test_other_suffixes_are_refused(tmp_path, name):
    with pytest.raises(StartError):
        format_of(tmp_path / name)


def test_the_version_of_files_is_that_of_their_bytes(files):
    def version(*names, **options):
        return site_of_files([(files / name, None) for name in names], "http://x", **options).version

    first = version("one.ttl")
    os.utime(files / "one.ttl", (1, 1))
    assert version("one.ttl") == first
    assert version("one.ttl", base="http://other/") != first
    assert version("one.ttl", default_graph="union") != first
    (files / "one.ttl").write_text(TURTLE + " ")
    assert version("one.ttl") != first


def test_a_release_is_loaded_as_it_counts_itself(small_release):
    site = site_of_release(small_release, "http://x")
    assert site.source.files[0] == StoreFile(small_release.default_file, "ntriples")
    assert len(site.source.files) == 1 + len(small_release.manifest.graphs)
    assert site.source.default_parts == set(small_release.manifest.default_parts)
    with in_process(site) as server:
        assert count(server.url, "?s ?p ?o") == site.default_triples
        for graph in site.graphs:
            assert count(server.url, f"GRAPH <{graph.iri}> {{ ?s ?p ?o }}") == graph.triples
    assert site.examples[0].labels == {"en": "Who signed?"}


def test_a_bound_port_is_known_and_refuses_nobody_else():
    listener = bind("127.0.0.1", 0)
    try:
        port = listener.getsockname()[1]
        assert port > 0
        with pytest.raises(StartError):
            bind("127.0.0.1", port)
    finally:
        listener.close()


def test_an_ipv6_address_is_listened_on_where_there_is_one():
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 here")
    listener = bind("::1", 0)
    assert listener.family is socket.AF_INET6
    listener.close()
