"""Changes between two datasets: applying them to the old one gives the new one, whatever the two are."""

import hypothesis.strategies as st
import pytest
from hypothesis import given
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import BNode, Dataset, URIRef
from rdflib import Literal as TheirLiteral

from lupaus.dataset.canonical import canonical_quads
from lupaus.dataset.changes import apply_changes, compare
from lupaus.dataset.patch import read_patch, write_patch
from lupaus.errors import SourceError

IRIS = st.sampled_from([NamedNode(f"http://e/{name}") for name in "abc"])
BLANK = st.sampled_from([BlankNode(name) for name in ("x", "y", "c14n0", "c14n1")])
LITERALS = st.one_of(
    st.text(max_size=6).filter(lambda text: not any(0xD800 <= ord(c) <= 0xDFFF for c in text)).map(Literal),
    st.sampled_from([Literal('é . \n\t"\\', language="fi"), Literal(3), Literal(True)]),
)
QUADS = st.builds(
    Quad, st.one_of(IRIS, BLANK), IRIS, st.one_of(IRIS, BLANK, LITERALS),
    st.one_of(st.just(DefaultGraph()), st.sampled_from([NamedNode(f"http://e/g{n}") for n in range(3)])),
)  # fmt: skip
DATASETS = st.frozensets(QUADS, max_size=8)


def quads(text):
    return frozenset(parse(text, format=RdfFormat.N_QUADS))


@given(DATASETS, DATASETS)
def test_applied_to_the_old_they_give_the_new(old, new):
    assert canonical_quads(apply_changes(old, compare(old, new))) == canonical_quads(new)


@given(DATASETS, DATASETS)
def test_a_patch_says_the_same_as_the_changes(old, new):
    changes = compare(old, new)
    read = read_patch(write_patch(changes, {"id": "http://e/new"}).decode())
    assert (read.removed, read.added) == (changes.removed, changes.added)


@given(DATASETS, DATASETS, DATASETS)
def test_patches_follow_each_other(first, second, third):
    """What a patch made is the old dataset of the next one: labels it brought must be found again."""
    at_second = apply_changes(first, compare(first, second))
    at_third = apply_changes(at_second, compare(at_second, third))
    assert canonical_quads(at_third) == canonical_quads(third)


@given(DATASETS, st.permutations(["x", "y", "c14n0", "c14n1"]))
def test_other_labels_for_blank_nodes_are_no_change(old, names):
    table = dict(zip(("x", "y", "c14n0", "c14n1"), names, strict=True))

    def rename(term):
        return BlankNode(table[term.value]) if isinstance(term, BlankNode) else term

    new = {Quad(rename(q.subject), q.predicate, rename(q.object), q.graph_name) for q in old}
    assert not compare(old, new)


@given(DATASETS)
def test_nothing_changed_is_nothing(old):
    assert not compare(old, old)


def test_graphs_without_blank_nodes_change_quad_by_quad():
    kept = "<http://e/a> <http://e/p> <http://e/b> <http://e/g> .\n"
    changes = compare(quads(kept + '<http://e/a> <http://e/p> "old" <http://e/g> .'),
                      quads(kept + '<http://e/a> <http://e/p> "new" <http://e/g> .'))  # fmt: skip
    assert [q.object.value for q in changes.removed] == ["old"]
    assert [q.object.value for q in changes.added] == ["new"]
    assert changes.replaced == frozenset()


def test_a_graph_with_blank_nodes_is_replaced_whole_and_alone():
    shape = '_:c14n0 <http://e/p> "1" <http://e/shapes> .\n'
    fact = "<http://e/a> <http://e/p> <http://e/b> <http://e/facts> .\n"
    other = '_:c14n1 <http://e/p> "3" <http://e/other> .\n'
    changes = compare(quads(shape + fact + other), quads(shape.replace('"1"', '"2"') + fact + other))
    assert changes.replaced == {NamedNode("http://e/shapes")}
    assert {q.object.value for q in changes.removed} == {"1"}
    assert {q.object.value for q in changes.added} == {"2"}


def test_graphs_that_share_a_blank_node_are_replaced_together():
    old = "_:x <http://e/p> <http://e/a> <http://e/g1> .\n_:x <http://e/q> <http://e/b> <http://e/g2> .\n"
    new = "_:x <http://e/p> <http://e/a> <http://e/g1> .\n_:y <http://e/q> <http://e/b> <http://e/g2> .\n"
    assert compare(quads(old), quads(new)).replaced == {NamedNode("http://e/g1"), NamedNode("http://e/g2")}


def test_a_patch_has_the_rows_that_other_tools_expect():
    old = quads("<http://e/a> <http://e/p> <http://e/b> <http://e/g> .\n<http://e/a> <http://e/p> <http://e/c> .")
    new = quads('<http://e/a> <http://e/p> "d"@sv <http://e/g> .\n<http://e/a> <http://e/p> <http://e/c> .')
    written = write_patch(compare(old, new), {"id": "http://e/v2", "prev": "http://e/v1"})
    assert written.decode() == (
        "H id <http://e/v2> .\nH prev <http://e/v1> .\nTX .\n"
        "D <http://e/a> <http://e/p> <http://e/b> <http://e/g> .\n"
        'A <http://e/a> <http://e/p> "d"@sv <http://e/g> .\nTC .\n'
    )


def test_a_reader_of_somebody_else_applies_our_patch():
    """rdflib reads RDF Patch; labels of blank nodes are its own node ids, as the format says."""
    old = '<http://e/a> <http://e/p> "x\\n." <http://e/g> .\n_:n <http://e/p> "1" <http://e/h> .\n'
    new = '<http://e/a> <http://e/p> "ä\\"" <http://e/g> .\n_:m <http://e/p> "2" <http://e/h> .\n'
    theirs = Dataset()
    for quad in quads(old):
        subject = (BNode if isinstance(quad.subject, BlankNode) else URIRef)(quad.subject.value)
        theirs.graph(URIRef(quad.graph_name.value)).add(
            (subject, URIRef(quad.predicate.value), TheirLiteral(quad.object.value))
        )
    changes = compare(quads(old), quads(new))
    theirs.parse(data=write_patch(changes).decode(), format="patch")
    found = {(s.n3(), o.n3(), str(g)) for s, _, o, g in theirs.quads()}
    [blank] = [str(quad.subject) for quad in changes.added if isinstance(quad.subject, BlankNode)]
    assert found == {("<http://e/a>", '"ä\\""', "http://e/g"), (blank, '"2"', "http://e/h")}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("X <http://e/a> <http://e/p> <http://e/b> .", "is no row of an RDF Patch"),
        ("PA ex <http://e/> .", "is no row of an RDF Patch"),
        ("A <http://e/a> <http://e/p> <http://e/b>", "is no row of an RDF Patch"),
        ("A <http://e/a> <http://e/p> .", "patch:2: "),
        ("A .", "patch:2: "),
        ("A # nothing .", "a row needs a triple or quad"),
        ("D <x:a> <x:a> <x:a> . <x:b> <x:b> <x:b> .", "Only a single triple or quad"),
    ],
)
def test_a_row_that_is_none_is_named(line, said):
    with pytest.raises(SourceError, match="patch:2") as caught:
        read_patch(f"TX .\n{line}\nTC .\n")
    assert said in str(caught.value)


def test_the_last_row_about_a_quad_wins():
    row = "<http://e/a> <http://e/p> <http://e/b> ."
    assert read_patch(f"A {row}\nD {row}").removed == quads(row)
    assert read_patch(f"A {row}\nD {row}").added == frozenset()
