"""From inputs to a release."""

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lupaus.dataset import build as module
from lupaus.dataset.build import BrokenRules, build_release, default_release_path, ensure_release
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.release import open_release
from lupaus.dataset.report_text import report_as_text
from lupaus.errors import ReleaseError, SourceError, StartError

BASE, LOCAL = "https://w3id.org/lupaus/", "http://localhost:8000/"


def contents(path):
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}


def append(path, text):
    path.write_text(path.read_text() + text)


def test_two_builds_give_the_same_bytes(inputs, release, tmp_path):
    build_release(inputs, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(release.path)


def test_another_process_with_another_hash_seed_gives_the_same_bytes(tree, release, tmp_path):
    code = (
        "import sys; from pathlib import Path; from lupaus.dataset.inputs import Inputs; "
        "from lupaus.dataset.build import build_release; "
        "build_release(Inputs(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code, tree, tmp_path / "again"], check=True, env=environment)
    assert contents(tmp_path / "again") == contents(release.path)


def test_order_names_and_layout_of_the_sources_leave_no_trace(tree, release, tmp_path):
    """The version is that of the graph, not of the files."""
    path = tree / "data/declarations/test.ttl"
    head, *blocks = path.read_text().split("\n\n")
    path.unlink()
    (tree / "data/declarations/other.ttl").write_text(f"{head}\n\n{blocks[0]}\n\n" + "\n\n".join(blocks[:0:-1]))
    again = build_release(Inputs(tree), tmp_path / "again")
    assert again.version == release.version
    assert contents(again.path)["dataset.nq"] == contents(release.path)["dataset.nq"]


def test_the_version_covers_sources_and_what_follows_and_no_more(release):
    with release.open("canonical.nq") as file:
        hashed = {line.split()[-2].decode() for line in file.read().splitlines()}
    graphs = {f"<{graph.iri}>" for graph in release.manifest.graphs}
    assert graphs - hashed == {f"<{BASE}graph/sameas>", f"<{BASE}graph/void>"}


def test_a_changed_fact_changes_the_version(tree, release, tmp_path):
    append(tree / "data/geo/cities.ttl", f"<{BASE}id/city/fi/helsinki> <{BASE}ns#p> 1 .\n")
    assert build_release(Inputs(tree), tmp_path / "again").version != release.version


def test_a_changed_description_does_not_change_the_version(tree, release, tmp_path):
    append(tree / "data/dataset.ttl", f'<{BASE}dataset> <http://purl.org/dc/terms/title> "Ny"@sv .\n')
    again = build_release(Inputs(tree), tmp_path / "again")
    assert again.version == release.version
    assert contents(again.path)["manifest.json"] != contents(release.path)["manifest.json"]


def test_another_base_leaves_no_trace_of_the_old_one(tree, tmp_path):
    release = build_release(Inputs(tree, LOCAL), tmp_path / "local")
    for name, content in contents(release.path).items():
        assert BASE.encode() not in content, name
        assert not re.search(rb"w3id\\*\.org/lupaus", content), name
    assert release.base == LOCAL
    assert release.resource("id/city/fi/helsinki", "turtle")[0].startswith(b"@prefix")
    assert f"<{LOCAL}id/city/fi/helsinki>" in release.resource("id/city/fi/helsinki", "ntriples")[0].decode()
    release.close()


def test_the_time_of_release_is_the_stated_one_or_the_epoch(tree, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    release = build_release(Inputs(tree), tmp_path / "epoch")
    assert release.released.isoformat() == "1970-01-02T00:00:00+00:00"
    with release.open("graphs/void.ttl") as file:
        description = file.read().decode()
    assert '"1970-01-02T00:00:00Z"^^xsd:dateTime' in description
    assert "2026-11-24" not in description


@pytest.mark.parametrize(
    ("stated", "released"),
    [
        ('"2026-11-24"^^xsd:date', "2026-11-24T00:00:00+00:00"),
        ('"2026-11-24T10:00:00Z"^^xsd:dateTime', "2026-11-24T10:00:00+00:00"),
        ('"2026-11-24T10:00:00+02:00"^^xsd:dateTime', "2026-11-24T10:00:00+02:00"),
        ('"2026-11-24T10:00:00"^^xsd:dateTime', "2026-11-24T10:00:00+00:00"),
    ],
)
def test_a_date_is_midnight_and_a_time_keeps_its_offset(tree, tmp_path, stated, released):
    path = tree / "data/dataset.ttl"
    path.write_text(path.read_text().replace('"2026-11-24"^^xsd:date', stated))
    literal = module.release_time(Inputs(tree), module.examine(Inputs(tree)).sources.described)
    assert module._iso(literal) == released


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (('dcterms:modified "2026-11-24"^^xsd:date ;', ""), SourceError, "needs exactly one dcterms:modified"),
        (
            ('"2026-11-24"^^xsd:date', '"2026-11-24"^^xsd:date , "2026-11-25"^^xsd:date'),
            SourceError,
            "exactly one",
        ),
        (('"2026-11-24"^^xsd:date', '"soon"'), SourceError, "which is no date"),
    ],
)
def test_a_missing_or_bad_time_is_told(tree, tmp_path, change, error, said):
    path = tree / "data/dataset.ttl"
    assert change[0] in path.read_text()
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(error, match=said):
        build_release(Inputs(tree), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_bad_epoch_is_told(inputs, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(StartError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        build_release(inputs, tmp_path / "out")


def test_a_broken_rule_makes_no_release(tree, tmp_path):
    append(tree / "data/cities/fi.ttl", f"<{BASE}id/city/fi/espoo> a <{BASE}ns#City> .\n")
    with pytest.raises(BrokenRules, match="1 violation; no release was made") as caught:
        build_release(Inputs(tree), tmp_path / "out")
    assert caught.value.exit_code == 1
    assert "has no label" in report_as_text(caught.value.report)
    assert list(tmp_path.iterdir()) == [tree]


def test_a_broken_description_makes_no_release(tree, tmp_path):
    path = tree / "data/dataset.ttl"
    publisher = f"dcterms:publisher <{BASE}id/organisation/lupaus-editors>"
    assert publisher in path.read_text()
    path.write_text(path.read_text().replace(publisher, "dcterms:creator <http://nobody>"))
    with pytest.raises(BrokenRules) as caught:
        build_release(Inputs(tree), tmp_path / "out")
    assert "catalog: " in report_as_text(caught.value.report)
    assert list(tmp_path.iterdir()) == [tree]


def test_hygiene_sees_the_description_too(tree, tmp_path):
    (tree / "shapes/hygiene/void.rq").write_text(
        "# severity: violation\n# message: {this} is described\n"
        f"SELECT ?this {{ GRAPH <{BASE}graph/void> {{ ?this a <http://www.w3.org/ns/dcat#Catalog> }} }}"
    )
    with pytest.raises(BrokenRules) as caught:
        build_release(Inputs(tree), tmp_path / "out")
    assert "catalog: catalog is described" in report_as_text(caught.value.report)


def test_the_report_is_part_of_the_release(release):
    text = (release.path / "report.ttl").read_text()
    assert "has no comment" in text
    assert "sh:conforms true" in text


def test_the_same_release_is_kept_and_not_written_again(inputs, tmp_path):
    out = tmp_path / "out"
    build_release(inputs, out)
    before = out.stat().st_ino
    build_release(inputs, out)
    assert out.stat().st_ino == before
    assert {p.name for p in tmp_path.iterdir()} == {"out", "tree"}


def test_another_or_a_damaged_release_is_replaced(tree, tmp_path):
    out = tmp_path / "out"
    first = build_release(Inputs(tree), out).version
    (out / "default.nt").write_bytes(b"")
    assert build_release(Inputs(tree), out).version == first
    append(tree / "data/geo/cities.ttl", f"<{BASE}id/city/fi/helsinki> <{BASE}ns#p> 1 .\n")
    assert build_release(Inputs(tree), out).version != first
    assert {p.name for p in tmp_path.iterdir()} == {"out", "tree"}


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "Full"), KeyboardInterrupt()], ids=repr)
def test_a_failed_build_leaves_the_old_release_untouched(tree, tmp_path, monkeypatch, failure):
    out = tmp_path / "out"
    build_release(Inputs(tree), out)
    before = contents(out)
    append(tree / "data/geo/cities.ttl", f"<{BASE}id/city/fi/helsinki> <{BASE}ns#p> 1 .\n")

    def fail(descriptor):
        raise failure

    monkeypatch.setattr("lupaus.dataset.folder.os.fsync", fail)
    with pytest.raises(type(failure)):
        build_release(Inputs(tree), out)
    assert contents(out) == before
    assert {p.name for p in tmp_path.iterdir()} == {"out", "tree"}


def test_a_folder_that_is_no_release_is_left_alone(inputs, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("precious")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReleaseError, match="holds something that is no release"):
        build_release(inputs, tmp_path / "mine")
    with pytest.raises(ReleaseError, match="is a file"):
        build_release(inputs, tmp_path / "file")
    assert contents(tmp_path / "mine") == {"thesis.txt": b"precious"}


def test_an_empty_folder_is_used(inputs, tmp_path):
    (tmp_path / "out").mkdir()
    assert build_release(inputs, tmp_path / "out").version


def test_the_default_place_is_named_by_everything_that_goes_into_a_release(tree, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    places = {default_release_path(Inputs(tree)), default_release_path(Inputs(tree, LOCAL))}
    monkeypatch.setattr(module, "__version__", "9")
    places.add(default_release_path(Inputs(tree)))
    append(tree / "data/geo/cities.ttl", "\n")
    places.add(default_release_path(Inputs(tree)))
    program = tmp_path / "program"
    program.mkdir()
    (program / "view.py").write_text("changed")
    monkeypatch.setattr(module, "__file__", str(program / "build.py"))
    places.add(default_release_path(Inputs(tree)))
    assert len(places) == 5
    assert all(place.parent == tmp_path / "lupaus" for place in places)


@pytest.mark.parametrize("cache", ["", "relative/cache"])
def test_without_an_absolute_cache_the_home_folders_is_used(inputs, monkeypatch, tmp_path, cache):
    monkeypatch.setenv("XDG_CACHE_HOME", cache)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_release_path(inputs).parent == tmp_path / ".cache/lupaus"


def test_ensure_builds_once_and_again_when_damaged(inputs, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    steps = []
    first = ensure_release(inputs, steps.append)
    assert steps
    steps.clear()
    assert ensure_release(inputs, steps.append).version == first.version
    assert steps == []
    (first.path / "default.nt").write_bytes(b"")
    assert ensure_release(inputs, steps.append).version == first.version
    assert steps[0] == "The release kept from before is damaged; building it anew"
    open_release(first.path)


def test_the_steps_are_told(inputs, tmp_path):
    steps = []
    build_release(inputs, tmp_path / "out", steps.append)
    assert steps == [
        "Reading the sources", "Applying the rules", "Checking hygiene", "Checking shapes", "Naming the version",
        "Describing the dataset", "Checking the description",
        "Rendering a page for each thing", "Writing the files",
    ]  # fmt: skip


def test_licences_are_named_with_their_attribution(release):
    text = (release.path / "LICENCES.md").read_text()
    geo = text.partition("## geo")[2].partition("##")[0]
    assert "CC BY 4.0 <https://creativecommons.org/licenses/by/4.0/>" in geo
    assert "Coordinates from GeoNames" in geo


def test_a_list_of_another_has_a_graph_of_its_own_without_the_datasets_licence(tree, tmp_path):
    (tree / "data/lists").mkdir()
    (tree / "data/lists/members-2025.ttl").write_text(
        f'<{BASE}id/city/fi/helsinki> <{BASE}ns#listedAs> "Helsinki" .\n'
    )
    rights = f'<{BASE}graph/lists/members-2025> <http://purl.org/dc/terms/rights> "No licence seen."@en .\n'
    append(tree / "data/dataset.ttl", rights)
    release = build_release(Inputs(tree), tmp_path / "out")
    [entry] = [graph for graph in release.manifest.graphs if graph.name == "lists/members-2025"]
    assert (entry.licence, entry.rights, entry.triples) == (None, ("No licence seen.",), 1)
    assert (release.path / "graphs/lists/members-2025.nt").is_file()
    assert "No licence is stated.\nNo licence seen." in (release.path / "LICENCES.md").read_text()


def test_a_release_does_not_say_where_it_was_built(tree, tmp_path):
    release = build_release(Inputs(tree), tmp_path / "out")
    for name, content in contents(release.path).items():
        assert str(tmp_path).encode() not in content, name


def test_sources_in_another_place_give_the_same_bytes(tree, release, tmp_path):
    moved = Path(shutil.move(tree, tmp_path / "elsewhere"))
    build_release(Inputs(moved), tmp_path / "again")
    assert contents(tmp_path / "again") == contents(release.path)
