"""IRI resolution: the examples of RFC 3986, section 5.4, and what the section's text adds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lupaus.sparql.iri import is_absolute_iri, resolve

BASE = "http://a/b/c/d;p?q"
EXAMPLES = """g:h g:h|g http://a/b/c/g|./g http://a/b/c/g|g/ http://a/b/c/g/|/g http://a/g|//g http://g
?y http://a/b/c/d;p?y|g?y http://a/b/c/g?y|#s http://a/b/c/d;p?q#s|g#s http://a/b/c/g#s|g?y#s http://a/b/c/g?y#s
;x http://a/b/c/;x|g;x http://a/b/c/g;x|g;x?y#s http://a/b/c/g;x?y#s|. http://a/b/c/|./ http://a/b/c/
.. http://a/b/|../ http://a/b/|../g http://a/b/g|../.. http://a/|../../ http://a/|../../g http://a/g
../../../g http://a/g|../../../../g http://a/g|/./g http://a/g|/../g http://a/g|g. http://a/b/c/g.|.g http://a/b/c/.g
g.. http://a/b/c/g..|..g http://a/b/c/..g|./../g http://a/b/g|./g/. http://a/b/c/g/|g/./h http://a/b/c/g/h
g/../h http://a/b/c/h|g;x=1/./y http://a/b/c/g;x=1/y|g;x=1/../y http://a/b/c/y|g?y/./x http://a/b/c/g?y/./x
g?y/../x http://a/b/c/g?y/../x|g#s/./x http://a/b/c/g#s/./x|g#s/../x http://a/b/c/g#s/../x|http:g http:g"""
PAIRS = [pair.split() for pair in EXAMPLES.replace("\n", "|").split("|")]


@pytest.mark.parametrize(("reference", "expected"), PAIRS)
def test_examples_of_the_rfc(reference, expected):
    assert resolve(reference, BASE) == expected


@pytest.mark.parametrize(
    ("reference", "base", "expected"),
    [
        ("", BASE, BASE),
        ("a", "http://e", "http://e/a"),
        ("a", "http://e?q", "http://e/a"),
        ("#x", "http://e/y#z", "http://e/y#x"),
        ("#x", "urn:a:b", "urn:a:b#x"),
        ("a", None, "a"),
        ("http://e/../a", None, "http://e/../a"),
        ("ä/ö", "http://e/ü/", "http://e/ü/ä/ö"),
        ("http://e/a/../b", "http://x/", "http://e/b"),
    ],
)
def test_corners(reference, base, expected):
    assert resolve(reference, base) == expected


@given(st.text(alphabet="ab/.?#:", max_size=20))
def test_what_is_resolved_is_absolute_and_stays(reference):
    once = resolve(reference, "http://e/x/y")
    assert is_absolute_iri(once)
    assert resolve(once, "http://other/") == once


@pytest.mark.parametrize("text", ["http://e", "urn:x", "mailto:a@b", "http://e/ä#b", "x+y.z-1:", "HTTP://E"])
def test_absolute(text):
    assert is_absolute_iri(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "/a",
        "//e/a",
        "?a",
        "#a",
        ":a",
        "1a:b",
        "http://e/ a",
        "http://e/<a>",
        "a:\n",
        'a:"',
        "a:\\",
        "ä:b",
        "a:\x7f",
    ],
)
def test_not_absolute(text):
    assert not is_absolute_iri(text)
