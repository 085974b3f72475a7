"""RDFC-1.0 and the version."""

import hashlib

import pytest

from lupaus.dataset.canonical import canonicalize, ntriples, turtle, version_of
from lupaus.dataset.sheet import Sheet, nquads_of
from lupaus.dataset.sources import parse_turtle
from lupaus.namespaces import PREFIXES, graph_iri

BASE = "https://w3id.org/lupaus/"


def graphs(text):
    return {"shapes": frozenset(parse_turtle("@prefix e: <http://e/> .\n" + text, "t.ttl"))}


def canonical(text):
    named = canonicalize(graphs(text), BASE)
    return nquads_of({graph_iri(name, BASE): Sheet.of(triples) for name, triples in named.items()})


def test_names_of_blank_nodes_leave_no_trace():
    one = canonical("e:a e:p _:x , _:y . _:x e:q 1 . _:y e:q 2 .")
    two = canonical("_:b e:q 2 . e:a e:p _:c , _:b . _:c e:q 1 .")
    assert one == two
    assert one != canonical("e:a e:p _:x , _:y . _:x e:q 1 . _:y e:q 3 .")


def test_the_form_is_that_of_the_recommendation():
    """RDFC-1.0, section A: ECHAR for seven characters, UCHAR for other controls, nothing else escaped."""
    text = r'e:a e:p "\t\b\n\r\f\"\\ \u0001\u007F ä\u2028" .'
    line = canonical(text).decode()
    assert line == (
        '<http://e/a> <http://e/p> "\\t\\b\\n\\r\\f\\"\\\\ \\u0001\\u007F ä\u2028" '
        "<https://w3id.org/lupaus/graph/shapes> .\n"
    )


def test_lines_stand_in_code_point_order():
    values = " , ".join(f'"{chr(code)}"' for code in (*range(97, 123), 0xE4, 0xFFEE, 0x1F600))
    for text in (
        canonical(f"e:b e:p {values} . e:a e:p {values} ."),
        ntriples(graphs(f"e:a e:p {values} .")["shapes"]),
    ):
        lines = text.decode().split("\n")[:-1]
        assert lines == sorted(lines)
        assert len(lines) in (58, 29)


def test_the_version_is_the_hash_anybody_can_compute():
    content = canonical("e:a e:p 1 .")
    assert version_of(content) == hashlib.sha256(content).hexdigest()


def test_ntriples_are_sorted_and_each_ends_its_line():
    triples = graphs("e:b e:p 1 . e:a e:p 2 .")["shapes"]
    assert ntriples(triples).decode().startswith("<http://e/a>")
    assert ntriples([]) == b""


def test_turtle_lists_used_prefixes_in_order():
    triples = parse_turtle("<https://schema.org/a> <http://purl.org/dc/terms/title> 1 .", "t.ttl")
    head = turtle(triples, PREFIXES).decode().split("\n\n")[0].splitlines()
    assert head == [
        "@prefix dcterms: <http://purl.org/dc/terms/> .",
        "@prefix schema: <https://schema.org/> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
    ]


@pytest.mark.parametrize(
    "triples", [[], graphs("<http://unknown/a> <http://unknown/b> <http://unknown/c> .")["shapes"]]
)
def test_turtle_without_prefixes_has_no_head(triples):
    written = turtle(triples, PREFIXES)
    assert b"@prefix" not in written
    assert parse_turtle(written.decode(), "t.ttl") == list(triples)
