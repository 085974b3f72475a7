"""Texts and values are written in the one form that every engine keeps."""

import re
import unicodedata

import pyoxigraph as ox
import pytest

LANGUAGES = {"en", "fi", "sv", "et"}
SLUG = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")


def literals(curated):
    return [triple.object for triple in curated.triples if isinstance(triple.object, ox.Literal)]


def test_no_blank_nodes(curated):
    for triple in curated.triples:
        assert isinstance(triple.subject, ox.NamedNode), triple
        assert not isinstance(triple.object, ox.BlankNode), triple


def test_engine_keeps_every_literal_as_written(curated):
    """A store that normalises a value would give back another triple than the one written."""
    store = ox.Store()
    store.extend([ox.Quad(*triple) for triple in curated.triples])
    assert {quad.triple for quad in store} == set(curated.triples)


@pytest.mark.parametrize("value", ["+01.50", "1.0", "07"])
def test_engine_would_change(value):
    """The test above can fail: these lexical forms do not survive."""
    store = ox.Store()
    decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    node = ox.NamedNode("http://example.org/")
    store.add(ox.Quad(node, node, ox.Literal(value, datatype=decimal)))
    assert next(iter(store)).object.value != value


def test_texts_are_nfc_and_unpadded(curated):
    for literal in literals(curated):
        assert literal.value == unicodedata.normalize("NFC", literal.value)
        assert literal.value == literal.value.strip()
        assert literal.value


def test_language_tags(curated):
    """Ours are four; only the label of a city may be in another language, one that is spoken there."""
    cities = set(curated.typed("lup:City"))
    others = set()
    for triple in curated.triples:
        language = getattr(triple.object, "language", None)
        if language and language not in LANGUAGES:
            assert triple.subject in cities, triple
            assert triple.predicate == curated.iri("rdfs:label"), triple
            others.add(language)
    assert {literal.language for literal in literals(curated)} == LANGUAGES | others | {None}
    assert len(others) > 20


def test_iris_are_ascii_slugs(curated):
    base = curated.thing("").value
    for subject in curated.by_subject:
        if subject.value.startswith(base):
            assert SLUG.fullmatch(subject.value.removeprefix(base)), subject


def test_no_triple_is_written_twice(curated):
    assert len(curated.triples) == len(set(curated.triples))


def test_no_sentence_of_the_starting_page_is_copied(curated):
    """The page the project started from is paraphrased, not quoted."""
    for words in ("suunnannäyttäjiä", "alusta kestävän", "polttaviin kysymyksiin", "kiihkeämpi"):
        assert not any(words in literal.value for literal in literals(curated)), words
