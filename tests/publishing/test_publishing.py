"""Publishing a release into an engine: whatever interrupts it, in the end each triple is there once."""

import os
import signal
import subprocess
import sys
from contextlib import asynccontextmanager

import pyoxigraph as ox
import pytest

from lupaus.cli import main
from lupaus.engine.remote.address import Address, Secrets
from lupaus.engine.remote.client import Client
from lupaus.engine.remote.names import LEDGER
from lupaus.engine.remote.profiles import profile_of
from lupaus.errors import PublishError
from lupaus.publishing.publisher import Publisher, names_of
from lupaus.publishing.store import RemoteStore
from lupaus.publishing.triples import batches, digest_of, line_of, read_graph

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def publisher_to(engine, **options):
    client = Client(profile_of("oxigraph"), Secrets(), 2, "lupaus/test")
    query, update = Address.of(engine.query), Address.of(engine.update)
    store = RemoteStore(client, query, update, 20, ["x-sparql-maxrows"])
    try:
        yield Publisher(store, lambda step: None, batch_triples=100, pause_s=0.001, **options)
    finally:
        await client.aclose()


def expected(release):
    """What must be in the engine, graph by graph."""
    names = names_of(release)
    files = {**release.graph_files(), names.default.partition(";")[0]: release.default_file}
    dataset = ox.Dataset()
    for iri, path in files.items():
        graph = ox.NamedNode(names.of(iri))
        for number, quad in enumerate(ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True)):
            del number
            terms = [
                ox.NamedNode(names.in_term(term.value)) if isinstance(term, ox.NamedNode) else term
                for term in quad.triple
            ]
            dataset.add(ox.Quad(*terms, graph))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    found = {}
    for quad in dataset:
        found.setdefault(quad.graph_name.value, set()).add(
            str(quad.triple).replace("nonNegativeInteger", "integer")
        )
    return found


def is_there(engine, release):
    graphs = engine.graphs()
    graphs.pop(LEDGER)
    return graphs == expected(release)


async def test_a_release_is_loaded_checked_and_made_current_once(engine, release):
    async with publisher_to(engine) as publisher:
        assert await publisher.publish(release) is True
        assert is_there(engine, release)
        assert await publisher.listing() == [(release.version, "current")]
        before = len(engine.updates)
        assert await publisher.publish(release) is False
        assert not any(b"INSERT+DATA" in update and b"batch" in update for update in engine.updates[before:])
        assert is_there(engine, release)


@pytest.mark.parametrize("harm", ["before", "after", "full", "error"])
async def test_updates_fail_now_and_then_and_nothing_is_lost_or_doubled(engine, release, harm):
    engine.harm = dict.fromkeys(range(2, 2000, 23), harm)
    async with publisher_to(engine) as publisher:
        await publisher.publish(release)
    assert is_there(engine, release)


async def test_an_engine_that_stays_out_of_disk_is_given_up_and_found_as_it_was_left(engine, release):
    engine.harm = dict.fromkeys(range(9, 2000), "full")
    async with publisher_to(engine) as publisher:
        with pytest.raises(PublishError, match=r"Run this again|cannot be loaded"):
            await publisher.publish(release)
        assert await publisher.listing() == []
        engine.harm = {}
        await publisher.publish(release)
    assert is_there(engine, release)


@pytest.mark.parametrize("at", [1, 4, 9, 15])
def test_a_publisher_killed_midway_is_followed_by_one_that_ends_the_work(engine, release, at):
    words = ["--engine-url", engine.query, "--update-url", engine.update, "--release", str(release.path)]
    command = [sys.executable, "-m", "lupaus", "publish", *words, "--batch-triples", "100"]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environ)
    engine.on_update = lambda number: number >= at and process.send_signal(signal.SIGKILL)
    assert process.wait(60) == -signal.SIGKILL
    engine.on_update = lambda number: None
    done = subprocess.run(command, capture_output=True, text=True, env=environ, check=True)
    assert done.stdout == f"{release.version} is now current.\n"
    assert is_there(engine, release)


async def test_a_graph_that_comes_back_otherwise_is_no_release(engine, release):
    def lose(body):
        return b"".join(body.splitlines(keepends=True)[:-1])

    engine.change = lose
    async with publisher_to(engine) as publisher:
        with pytest.raises(PublishError, match=r"stays(?s:.)*- <"):
            await publisher.publish(release)
        assert await publisher.listing() == []


async def test_other_forms_of_terms_are_taken_only_if_that_is_said(engine, release):
    engine.change = lambda body: body.replace(b'"@en', b'"@en-gb')
    async with publisher_to(engine) as publisher:
        with pytest.raises(PublishError, match="--take-altered"):
            await publisher.publish(release)
    async with publisher_to(engine, takes_altered=True) as publisher:
        assert await publisher.publish(release) is True


async def test_a_refusal_is_told_at_once_and_in_the_words_of_the_engine(engine, release):
    engine.harm = dict.fromkeys(range(5, 2000), "refused")
    async with publisher_to(engine) as publisher:
        with pytest.raises(PublishError, match=r"refuses this update \(status 400\): No such thing"):
            await publisher.publish(release)
    assert len(engine.updates) == 5


async def test_a_graph_that_changed_behind_our_back_is_found_out_and_mended(engine, release):
    async with publisher_to(engine) as publisher:
        await publisher.publish(release)
        name = names_of(release).of(next(iter(release.graph_files())))
        engine.send(
            f"DELETE {{ GRAPH <{name}> {{ ?s ?p ?o }} }} INSERT {{ GRAPH <{name}> {{ <urn:s> ?p ?o }} }} "
            f"WHERE {{ SELECT * {{ GRAPH <{name}> {{ ?s ?p ?o }} FILTER (isLiteral(?o)) }} LIMIT 1 }}"
        )
        assert not is_there(engine, release)
        await publisher.publish(release)
    assert is_there(engine, release)


async def test_while_a_graph_is_mended_the_release_is_not_called_whole(engine, release):
    async with publisher_to(engine) as publisher:
        await publisher.publish(release)
        engine.send(f"DROP GRAPH <{names_of(release).of(next(iter(release.graph_files())))}>")
        engine.harm = dict.fromkeys(range(len(engine.updates) + 3, 4000), "refused")
        with pytest.raises(PublishError, match="refuses"):
            await publisher.publish(release)
        assert await publisher.listing() == []


@pytest.mark.parametrize("at", [1, 2, 3, 6])
async def test_what_an_interrupted_removal_left_can_be_removed(engine, release, at):
    async with publisher_to(engine) as publisher:
        await publisher.publish(release)
        engine.send(f"DELETE WHERE {{ GRAPH <{LEDGER}> {{ <urn:x-lupaus:current> ?p ?o }} }}")
        engine.harm = dict.fromkeys(range(len(engine.updates) + at, 4000), "refused")
        with pytest.raises(PublishError, match="refuses"):
            await publisher.remove(release.version)
        engine.harm = {}
        assert await publisher.remove(release.version) > 0
    assert engine.graphs() == {}


async def test_what_an_interrupted_publishing_left_can_be_removed(engine, release):
    engine.harm = dict.fromkeys(range(12, 4000), "refused")
    async with publisher_to(engine) as publisher:
        with pytest.raises(PublishError, match="refuses"):
            await publisher.publish(release)
        engine.harm = {}
        assert await publisher.remove(release.version) > 0
    assert engine.graphs() == {}


async def test_an_engine_that_says_that_its_answers_are_cut_short_is_believed(engine, release):
    engine.fields = {"X-SPARQL-MaxRows": "10000"}
    async with publisher_to(engine) as publisher:
        with pytest.raises(PublishError, match=r"x-sparql-maxrows: 10000\): raise"):
            await publisher.publish(release)


async def test_types_that_an_engine_must_not_recognise_are_disguised_one_to_one(engine, release):
    date = "http://www.w3.org/2001/XMLSchema#date"
    async with publisher_to(engine, opaque_types=frozenset({date})) as publisher:
        await publisher.publish(release)
    there = "\n".join(sorted(set().union(*engine.graphs().values())))
    assert f"{date};release={release.version}>" in there
    assert f"{date}>" not in there


async def test_the_release_before_can_be_gone_back_to_until_it_is_removed(engine, release, tmp_path):
    async with publisher_to(engine) as publisher:
        with pytest.raises(PublishError, match="no release to go back to"):
            await publisher.roll_back()
        await publisher.publish(release)
        other = type(release)(release.path, release.manifest)
        other.__class__ = type("Other", (type(release),), {"version": "f" * 64})
        await publisher.publish(other)
        assert set(await publisher.listing()) == {(release.version, "before"), ("f" * 64, "current")}
        assert await publisher.roll_back() == (release.version, "f" * 64)
        with pytest.raises(PublishError, match="current one"):
            await publisher.remove(release.version)
        assert await publisher.remove("f" * 64) == len(release.manifest.graphs) + 1
        assert is_there(engine, release)
        with pytest.raises(PublishError, match="no release to go back to"):
            await publisher.roll_back()
        with pytest.raises(PublishError, match="holds nothing of a release"):
            await publisher.remove("0" * 64)


def test_the_command_says_what_it_did(engine, release, capsys):
    words = ["publish", "--engine-url", engine.query, "--update-url", engine.update]
    assert main([*words, "--list"]) == 0
    assert main([*words, "--release", str(release.path)]) == 0
    assert main([*words, "--release", str(release.path)]) == 0
    assert main([*words, "--list"]) == 0
    v = release.version
    assert capsys.readouterr().out == f"no release\n{v} is now current.\n{v} is already current.\n{v} current\n"
    assert main([*words, "--roll-back"]) == 2
    assert main([*words, "--batch-triples", "0"]) == 2


NODES = '_:a <http://e/p> _:b .\n_:b <http://e/p> _:c .\n_:d <http://e/p> "1" .\n<http://e/s> <http://e/p> _:d .\n'


def test_what_shares_a_blank_node_stays_together(tmp_path):
    path = tmp_path / "g.nt"
    path.write_text(NODES + "".join(f"<http://e/{n}> <http://e/p> <http://e/g> .\n" for n in range(7)))
    graph = read_graph(path, lambda iri: iri + ";x" if iri == "http://e/g" else iri)
    pieces = list(batches(graph, 3))
    assert not graph.is_ground
    expected = [(3, True), (3, True), (1, True), (2, False), (2, False)]
    assert [(piece.triples, piece.is_ground) for piece in pieces] == expected
    assert all(piece.text.count(" .") == piece.triples for piece in pieces)
    pieces = [piece.text for piece in pieces]
    for node in ("a", "b", "c", "d"):
        assert sum(f"_:{node} " in piece or f"_:{node}\n" in piece for piece in pieces) == 1
    assert "<http://e/g;x>" in pieces[0]


def test_an_integer_of_any_kind_is_the_integer_it_is():
    def digest(number, kind):
        text = f'<http://e/s> <http://e/p> "{number}"^^<http://www.w3.org/2001/XMLSchema#{kind}> .'
        return digest_of(quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES))

    assert digest("5", "nonNegativeInteger") == digest("5", "integer") == digest("+05", "long")
    assert digest("5", "integer") != digest("6", "integer")
    assert digest("5", "decimal") != digest("5", "integer")


def test_a_decimal_is_its_value_however_many_zeros_it_has():
    def line(number):
        decimal = ox.Literal(number, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
        return line_of(ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), decimal))

    for same in (("5", "5.0", "5.", "5.00"), ("0.5", "0.50"), ("-10.01", "-10.010"), ("300", "300.0")):
        assert len(set(map(line, same))) == 1
    assert len(set(map(line, ("5", "50", "0.5", "0.05", "-5")))) == 5


def test_a_digest_tells_graphs_apart_and_knows_isomorphic_ones():
    def digest(text):
        return digest_of(quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES))

    one = digest(NODES + "<http://e/a> <http://e/p> 'x' .".replace("'", '"'))
    shuffled = "\n".join(reversed((NODES.replace("_:a", "_:z") + '<http://e/a> <http://e/p> "x" .').splitlines()))
    assert digest(shuffled) == one
    assert digest(NODES + '<http://e/a> <http://e/p> "y" .') != one
    assert digest(NODES.replace("_:b <http://e/p> _:c", "_:b <http://e/p> _:a")).hash != digest(NODES).hash
