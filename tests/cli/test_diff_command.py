"""lupaus diff."""

import gzip

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from lupaus.cli import main
from lupaus.dataset.build import build_release
from lupaus.dataset.canonical import canonical_quads
from lupaus.dataset.changes import apply_changes
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.patch import read_patch
from lupaus.dataset.snapshot import read_snapshot

BASE = "https://w3id.org/lupaus/"
PREFIXES = f"@prefix lup: <{BASE}ns#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"


@pytest.fixture
def changed(tree, release_path, tmp_path):
    """A second release: one name is another, one city is new, a shape has one more constraint."""
    path = tree / "data/cities/fi.ttl"
    text = path.read_text().replace('"Helsinki"@fi', '"Stadi"@fi')
    assert text != path.read_text()
    path.write_text(f'{text}\n<{BASE}id/city/fi/oulu> a lup:City ; rdfs:label "Oulu"@en , "Oulu"@fi .\n')
    core = tree / "shapes/core.ttl"
    core.write_text(core.read_text() + "\nlups:LabelShape sh:property [ sh:path rdfs:label ; sh:minCount 0 ] .\n")
    build_release(Inputs(tree), tmp_path / "second").close()
    return tmp_path / "second"


def test_it_says_by_thing_what_changed(release_path, changed, capsys):
    assert main(["diff", str(release_path), str(changed)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "new: Oulu (id/city/fi/oulu)",
        "  + a lup:City",
        '  + rdfs:label "Oulu"@en',
        '  + rdfs:label "Oulu"@fi',
    ]
    changed_thing = lines.index("changed: Helsinki (id/city/fi/helsinki)")
    assert '  - rdfs:label "Helsinki"@fi' in lines[changed_thing:]
    assert '  + rdfs:label "Stadi"@fi' in lines[changed_thing:]
    assert any(line.startswith("graph/shapes replaced as a whole: ") for line in lines)
    assert any(line.startswith("graph/void computed anew: ") for line in lines)
    assert lines[-1].startswith("Things: 1 new, 1 changed, 0 gone. ")


def test_the_other_way_round_what_was_new_is_gone(release_path, changed, capsys):
    main(["diff", str(changed), str(release_path)])
    assert "gone: Oulu (id/city/fi/oulu)\n  - a lup:City\n" in capsys.readouterr().out


def test_a_release_and_itself(release_path, capsys):
    assert main(["diff", str(release_path), str(release_path)]) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"


def test_the_patch_makes_the_new_release_of_the_old_one(release_path, changed, capsysbinary):
    assert main(["diff", "--format", "rdfp", str(release_path), str(changed)]) == 0
    patch = capsysbinary.readouterr().out.decode()
    old, new = read_snapshot(release_path), read_snapshot(changed)
    assert patch.startswith(f"H id <{new.iri}> .\nH prev <{old.iri}> .\nTX .\n")
    assert old.iri != new.iri
    assert canonical_quads(apply_changes(old.quads, read_patch(patch))) == canonical_quads(new.quads)


def test_two_files_of_graphs_say_the_same(release_path, changed, tmp_path, capsys):
    out = tmp_path / "made/changes"
    assert main(["diff", "--format", "trig", "--out", str(out), str(release_path), str(changed)]) == 0
    assert capsys.readouterr().out.split() == [str(out / "removed.trig"), str(out / "added.trig")]
    removed, added = (set(parse(path=out / f"{name}.trig")) for name in ("removed", "added"))
    old, new = read_snapshot(release_path), read_snapshot(changed)
    assert canonical_quads((old.quads - removed) | added) == canonical_quads(new.quads)


def test_a_claim_stands_with_its_thing(tmp_path, capsys):
    claim = f"<{BASE}id/claim/c1> a lup:Claim ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject>"
    fact = f'{PREFIXES}<{BASE}id/city/fi/espoo> rdfs:label "Espoo"@en .\n{claim} <{BASE}id/city/fi/espoo>'
    (tmp_path / "a.ttl").write_text(f"{fact} ; lup:confidence lup:oneSource .")
    (tmp_path / "b.ttl").write_text(f"{fact} ; lup:confidence lup:inferred .")
    main(["diff", str(tmp_path / "a.ttl"), str(tmp_path / "b.ttl")])
    assert capsys.readouterr().out == (
        "changed: Espoo (id/city/fi/espoo)\n"
        "  - id/claim/c1: lup:confidence lup:oneSource\n"
        "  + id/claim/c1: lup:confidence lup:inferred\n"
        "Things: 0 new, 1 changed, 0 gone. 1 triple added, 1 removed.\n"
    )


def test_values_are_shown_as_turtle_would_have_them(tmp_path, capsys):
    thing = f"{PREFIXES}<{BASE}id/event/e> a lup:Event ; lup:n"
    (tmp_path / "a.ttl").write_text(f'{thing} 1 , "x" .')
    (tmp_path / "b.ttl").write_text(f'{thing} "2"^^<http://www.w3.org/2001/XMLSchema#gYear> , "x\\ny"@sv .')
    main(["diff", str(tmp_path / "a.ttl"), str(tmp_path / "b.ttl")])
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "changed: id/event/e",
        '  - lup:n "1"^^xsd:integer',
        '  - lup:n "x"',
        '  + lup:n "2"^^xsd:gYear',
        '  + lup:n "x\\ny"@sv',
    ]


def test_a_dump_equals_its_release(release_path, tmp_path, capsys):
    dump = tmp_path / "dump.nq.gz"
    dump.write_bytes(gzip.compress((release_path / "dataset.nq").read_bytes()))
    main(["diff", str(release_path), str(dump)])
    assert capsys.readouterr().out == "Nothing changed.\n"


def test_a_dump_without_labels_for_blank_nodes_gets_stable_ones(tmp_path):
    (tmp_path / "a.trig").write_text("<http://e/g> { <http://e/a> <http://e/p> [ <http://e/q> 1 ] }")
    first, second = (read_snapshot(tmp_path / "a.trig") for _ in range(2))
    assert first == second
    assert all(isinstance(quad, Quad) for quad in first.quads)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{tmp}/none", "{release}"], "none is not there; name a release folder or a dump"),
        (["{tmp}", "{release}"], "is no release: it has no manifest.json"),
        (["{tmp}/a.csv", "{release}"], "the suffix names no RDF format"),
        (["{tmp}/a.nq", "{release}"], "a.nq:2"),
        (["{tmp}/a.nq.gz", "{release}"], "is no whole gzip file"),
        (["--format", "trig", "{release}", "{release}"], "needs --out DIR"),
        (["--out", "{tmp}", "{release}", "{release}"], "the other formats take none"),
        (["--format", "trig", "--out", "{tmp}/a.nq", "{release}", "{release}"], "File exists"),
    ],
)
def test_bad_use_gives_two(tmp_path, release_path, capsys, arguments, said):
    (tmp_path / "a.csv").write_text("")
    (tmp_path / "a.nq").write_text("\nnonsense")
    (tmp_path / "a.nq.gz").write_bytes(gzip.compress(b"x" * 100)[:20])
    assert main(["diff", *(a.format(tmp=tmp_path, release=release_path) for a in arguments)]) == 2
    assert said in capsys.readouterr().err


def test_a_damaged_release_is_named(release_path, tmp_path, capsys):
    import shutil

    copy = shutil.copytree(release_path, tmp_path / "copy")
    (copy / "graphs/curated.nt").write_text("")
    assert main(["diff", str(copy), str(release_path)]) == 2
    assert "graphs/curated.nt is damaged" in capsys.readouterr().err


def test_formats_of_rdf_are_told_apart_by_suffix(tmp_path):
    (tmp_path / "a.nt").write_text("<http://e/a> <http://e/p> <http://e/b> .")
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> <http://e/b> .")
    assert read_snapshot(tmp_path / "a.nt").quads == read_snapshot(tmp_path / "a.ttl").quads
    assert RdfFormat.from_extension("nt") == RdfFormat.N_TRIPLES
