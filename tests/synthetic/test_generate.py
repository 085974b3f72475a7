"""Synthetic graphs: the same bytes, the size asked for, our own shapes, never our own names."""

import itertools
import tracemalloc

import pytest
from pyoxigraph import RdfFormat, parse

from lupaus.cli import main
from lupaus.dataset.hygiene import run_hygiene
from lupaus.dataset.inputs import Inputs, find_inputs
from lupaus.dataset.rules import infer
from lupaus.dataset.shacl import Gate
from lupaus.dataset.sources import load_sources
from lupaus.dataset.store import load_store
from lupaus.dataset.synthetic.generate import SYNTHETIC_BASE, generate
from lupaus.dataset.synthetic.names import COUNTRIES, Draw
from lupaus.errors import StartError
from lupaus.namespaces import BASE


@pytest.fixture(scope="module")
def small():
    return "".join(generate(10_000, 1))


@pytest.fixture(scope="module")
def vocabulary():
    """What a synthetic graph refers to: ontology, schemes, shapes and countries, under the synthetic base."""
    inputs = Inputs(find_inputs().root, SYNTHETIC_BASE)
    return inputs, load_sources(inputs)


def graphs_of(text):
    graphs = {}
    for quad in parse(text, RdfFormat.N_QUADS):
        graphs.setdefault(quad.graph_name.value.removeprefix(f"{SYNTHETIC_BASE}graph/"), set()).add(quad.triple)
    return graphs


def findings(text, vocabulary):
    """Violations of hygiene and shapes in a synthetic graph beside the vocabulary it uses."""
    inputs, sources = vocabulary
    graphs = graphs_of(text)
    subjects = {t.subject.value for triples in graphs.values() for t in triples}
    for name in ("ontology", "themes"):
        graphs[name] = set(sources.graphs[name])
    graphs["curated"] |= {
        t for f in sources.files if f.path == "data/places/countries.ttl"
        for t, graph in zip(f.triples, f.graphs, strict=True) if graph == "curated"
    }  # fmt: skip
    whole = {name: frozenset(triples) for name, triples in graphs.items()}
    store = load_store(whole, inputs.base)
    infer(inputs, whole, store)
    gate = Gate(t for f in sources.files if f.path.startswith("shapes/") and f.path != "shapes/release.ttl"
                for t in f.triples)  # fmt: skip
    found = [*run_hygiene(inputs, store), *gate.validate(store, subjects)]
    return [f for f in found if f.severity == "violation" and f.focus[1:-1] in subjects]


def test_it_passes_our_shapes(small, vocabulary):
    assert findings(small, vocabulary) == []


def test_the_shapes_would_object(small, vocabulary):
    lines = [line for line in small.splitlines() if "/claim/synthetic-signatory-" not in line]
    assert {f.rule for f in findings("\n".join(lines), vocabulary)} >= {
        f"<{SYNTHETIC_BASE}shapes#hygiene/12-fact-without-claim>"
    }


@pytest.mark.parametrize("scale", [1_000, 10_000, 33_333, 100_000])
@pytest.mark.parametrize("seed", [1, 2])
def test_its_size_is_within_a_hundredth(scale, seed):
    lines = [line for line in generate(scale, seed) if not line.startswith("#")]
    assert abs(len(lines) - scale) <= max(scale // 100, 45)
    assert len(set(lines)) == len(lines)


def test_the_same_seed_gives_the_same_bytes(small):
    assert "".join(generate(10_000, 1)) == small
    assert "".join(generate(10_000, 2)) != small


def test_the_stream_of_numbers_is_the_one_it_always_was():
    draw = Draw(7)
    assert [draw.below(1_000) for _ in range(5)] == [323, 150, 650, 72, 535]


def test_a_larger_graph_begins_like_a_smaller_one(small):
    larger = itertools.islice(generate(20_000, 1), 1, 9_000)
    assert list(larger) == small.splitlines(keepends=True)[1:9_000]


def test_it_never_speaks_of_the_data_set(small):
    assert BASE not in small
    for quad in parse(small, RdfFormat.N_QUADS):
        assert quad.graph_name.value.startswith(SYNTHETIC_BASE)
        if quad.subject.value.startswith(f"{SYNTHETIC_BASE}id/"):
            assert "/synthetic" in quad.subject.value
    assert small.startswith("# Synthetic: nothing here is true.")


def test_it_uses_countries_and_themes_that_there_are(vocabulary):
    subjects = {s for file in vocabulary[1].files for s in file.subjects}
    assert {f"{SYNTHETIC_BASE}id/country/{code}" for code in COUNTRIES} <= subjects


def test_memory_does_not_grow_with_the_graph():
    def peak(scale):
        tracemalloc.start()
        for _ in generate(scale, 1):
            pass
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    assert peak(200_000) - peak(20_000) < 100_000


@pytest.mark.parametrize("scale", [0, 999, 50_000_001, -5])
def test_a_size_out_of_bounds_is_refused(scale):
    with pytest.raises(StartError, match="must be from 1000 to"):
        generate(scale, 1)


@pytest.mark.parametrize("base", [BASE, "urn:x", "https://example.org/x"])
def test_our_own_base_is_refused(base):
    with pytest.raises(StartError, match="must be an address ending in a slash"):
        generate(10_000, 1, base)


def test_the_command_writes_a_file_or_prints(tmp_path, capsys):
    out = tmp_path / "s.nq"
    assert main(["generate", "--scale", "2000", "--seed", "3", "--out", str(out)]) == 0
    assert main(["generate", "--scale", "2000", "--seed", "3"]) == 0
    assert capsys.readouterr().out == out.read_text("utf-8") == "".join(generate(2_000, 3))
    assert list(tmp_path.iterdir()) == [out]


def test_the_command_refuses_and_leaves_nothing(tmp_path, capsys):
    out = tmp_path / "s.nq"
    assert main(["generate", "--scale", "5", "--out", str(out)]) == 2
    assert "must be from 1000" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
