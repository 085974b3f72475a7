"""lupaus wikidata refresh."""

import re

import pytest
from neighbour import say, undated
from pyoxigraph import NamedNode, RdfFormat, parse

from lupaus.cli import main
from lupaus.dataset.build import build_release
from lupaus.dataset.format import format_turtle
from lupaus.dataset.inputs import Inputs
from lupaus.namespaces import PREFIXES


def refresh(mine, *more):
    return main(["wikidata", "refresh", "--endpoint", mine.address, *more])


def read(tree, name="city"):
    path = tree / f"data/wikidata/{name}.ttl"
    return {quad.triple for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE)}


def values(triples, subject, predicate):
    prefix, _, local = predicate.partition(":")
    wanted = NamedNode(PREFIXES[prefix] + local)
    return {t.object.value for t in triples if t.subject.value == subject and t.predicate == wanted}


def test_it_mirrors_what_we_use_in_wikidatas_own_shape(linked_tree, wikidata, capsys):
    assert refresh(wikidata) == 0
    triples = read(linked_tree)
    helsinki, document = PREFIXES["wd"] + "Q1757", PREFIXES["wdata"] + "Q1757"
    assert values(triples, helsinki, "wdt:P625") == {"Point(24.93417 60.17556)"}
    assert values(triples, helsinki, "wdt:P17") == {PREFIXES["wd"] + "Q33"}
    assert values(triples, helsinki, "rdfs:label") == {"Helsinki", "Helsingfors", "Helsingi"}
    assert values(triples, helsinki, "wdt:P1082") == set()  # not one of those that we use
    assert values(triples, document, "schema:about") == {helsinki}
    assert values(triples, document, "schema:version") == {"2001"}
    assert values(triples, document, "schema:dateModified") == {"2026-10-01T10:00:00Z"}
    assert values(triples, document, "schema:license") == {"https://creativecommons.org/publicdomain/zero/1.0/"}
    [taken] = values(triples, document, "pav:importedOn")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", taken)
    assert not any("ヘルシンキ" in str(t) for t in triples)
    said = capsys.readouterr().out
    assert "data/wikidata/city.ttl written\n" in said
    assert "Not mirrored, for Wikidata has them no more: Q901, Q998." in said


def test_the_import_itself_is_recorded(linked_tree, wikidata):
    refresh(wikidata)
    activity = "https://w3id.org/lupaus/graph/wikidata#import"
    assert values(read(linked_tree), PREFIXES["wdata"] + "Q1757", "prov:wasGeneratedBy") == {activity}
    record = read(linked_tree, "import")
    assert values(record, activity, "prov:used") == {wikidata.address}
    assert values(record, activity, "rdf:type") == {PREFIXES["prov"] + "Activity"}
    assert len(values(record, activity, "prov:endedAtTime")) == 1


def test_files_are_canonical_and_make_a_graph_of_their_own(linked_tree, wikidata, tmp_path):
    refresh(wikidata)
    for path in (linked_tree / "data/wikidata").iterdir():
        assert format_turtle(path.read_text(), path.name) == path.read_text()
    release = build_release(Inputs(linked_tree), tmp_path / "out")
    [graph] = [graph for graph in release.manifest.graphs if graph.name == "wikidata"]
    assert graph.licence == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert graph.triples > 20
    assert graph.iri not in release.manifest.default_parts


def test_an_item_of_the_same_version_keeps_its_time_of_import(linked_tree, wikidata, capsys):
    wikidata.faults.append(undated)
    refresh(wikidata, "--as-of", "2026-01-02T03:04:05Z")
    before = (linked_tree / "data/wikidata/city.ttl").read_text()
    assert before.count('pav:importedOn "2026-01-02T03:04:05Z"') == 3
    capsys.readouterr()
    refresh(wikidata)
    assert (linked_tree / "data/wikidata/city.ttl").read_text() == before
    assert "city.ttl" not in capsys.readouterr().out
    path = linked_tree / "data/wikidata/city.ttl"
    path.write_text(before.replace("schema:version 2001", "schema:version 1999"))
    refresh(wikidata)
    assert path.read_text().count('pav:importedOn "2026-01-02T03:04:05Z"') == 2


def test_answers_without_a_date_need_one(linked_tree, wikidata, capsys):
    wikidata.faults.extend([undated] * 2)
    assert refresh(wikidata) == 2
    assert "does not say when it answered; give the time with --as-of" in capsys.readouterr().err
    assert not (linked_tree / "data/wikidata").exists()
    assert refresh(wikidata, "--as-of", "yesterday") == 2
    assert "'yesterday', but must be a time such as" in capsys.readouterr().err


def test_nothing_is_written_while_an_item_is_without_an_answer(linked_tree, wikidata, capsys):
    wikidata.faults.extend([None, say(429, Retry_After="9999")])
    assert refresh(wikidata, "--batch", "2") == 2
    assert "4 items are without an answer, so nothing was written" in capsys.readouterr().err
    assert not (linked_tree / "data/wikidata").exists()
    wikidata.requests.clear()
    assert refresh(wikidata, "--batch", "10") == 0
    assert [form["query"].count("entity/Q") for form in wikidata.forms] == [4]


def test_a_file_that_nothing_is_linked_to_any_more_goes(linked_tree, wikidata, capsys):
    stale = linked_tree / "data/wikidata/person.ttl"
    stale.parent.mkdir()
    stale.write_text('<http://www.wikidata.org/entity/Q1> <http://e/p> "1" .\n')
    refresh(wikidata)
    assert not stale.exists()
    assert "data/wikidata/person.ttl removed" in capsys.readouterr().out


def test_a_full_disk_leaves_everything_as_it_was(linked_tree, wikidata, monkeypatch, capsys):
    refresh(wikidata)
    folder = linked_tree / "data/wikidata"
    city = folder / "city.ttl"
    city.write_text(city.read_text().replace("2001", "1999"))
    (folder / "import.ttl").unlink()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    replace, done = type(city).replace, []

    def fail_at_second(self, target):
        if done:
            raise OSError(28, "No space left on device", str(target))
        done.append(target)
        return replace(self, target)

    monkeypatch.setattr("lupaus.curation.draft.Path.replace", fail_at_second)
    assert refresh(wikidata) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("action", ["check", "refresh"])
def test_the_mirror_is_not_asked_about_itself(linked_tree, wikidata, action):
    """Countries that items name are no links of ours."""
    refresh(wikidata)
    wikidata.requests.clear()
    main(["wikidata", action, "--endpoint", wikidata.address])
    assert wikidata.forms[0]["query"].count("entity/Q") == 6


def test_the_first_import_states_the_licence_of_the_graph(linked_tree, wikidata, capsys):
    described = linked_tree / "data/dataset.ttl"
    assert refresh(wikidata) == 0
    text = described.read_text()
    found = set(parse(text, format=RdfFormat.TURTLE))
    graph = "https://w3id.org/lupaus/graph/wikidata"
    said = {q.predicate.value.rpartition("/")[2]: q.object.value for q in found if q.subject.value == graph}
    assert said["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert said["isPartOf"] == "https://w3id.org/lupaus/dataset"
    assert sum(q.subject.value == graph and q.predicate.value.endswith("title") for q in found) == 4
    assert refresh(wikidata) == 0
    assert described.read_text() == text


def test_a_mirror_that_breaks_a_rule_is_not_written(linked_tree, wikidata, capsys):
    (linked_tree / "shapes/hygiene/90-no.rq").write_text(
        "# severity: violation\n# message: {this} is not wanted\n"
        "SELECT ?this { GRAPH ?g { ?this <http://www.wikidata.org/prop/direct/P17> ?country } }"
    )
    before = {path: path.read_bytes() for path in linked_tree.rglob("*") if path.is_file()}
    assert refresh(wikidata) == 1
    assert "What was answered breaks a rule; nothing was written." in capsys.readouterr().out
    assert {path: path.read_bytes() for path in linked_tree.rglob("*") if path.is_file()} == before
