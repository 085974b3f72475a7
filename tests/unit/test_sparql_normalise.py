"""Normalisation keeps what a query means; the key holds everything an answer depends on."""

from itertools import pairwise

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lupaus.sparql.normalise import cache_key, coded_key, normalise
from lupaus.sparql.tokens import tokenize


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT  *\n{ }", "SELECT * { }"),
        ("  ASK{}  ", "ASK{}"),
        ("ASK # c\n{}", "ASK {}"),
        ("# c\r\n# d\rASK {} # e", "ASK {}"),
        ("ASK{?s?p'a  b # c'}", "ASK{?s?p'a  b # c'}"),
        ('ASK{?s ?p """a\n\n#b"""\t}', 'ASK{?s ?p """a\n\n#b""" }'),
        ("ASK{?s <http://e/a#b>  ?o}", "ASK{?s <http://e/a#b> ?o}"),
        ("ASK{?s ?p '\\u0020'  }", "ASK{?s ?p '\\u0020' }"),
        ("", ""),
        (" #", ""),
        ("ASK{'open  string }", "ASK{'open  string }"),
        ("ASK{FILTER(?x<'a>')  }", "ASK{FILTER(?x<'a>')  }"),
        ("ASK{<#a>  ?p ?o}", "ASK{<#a>  ?p ?o}"),
    ],
)
def test_white_space_and_comments_shrink_and_nothing_else(query, expected):
    assert normalise(query) == expected


GAPS = st.lists(
    st.sampled_from([" ", "\n", "\t", "\r\n", "# c\n", "#'\n", '#"""{\r', "  "]), min_size=1, max_size=4
).map("".join)
GAP_OR_NOTHING = st.one_of(st.just(""), GAPS)

STORE = pyoxigraph.Store()
STORE.load(
    b"""@prefix : <http://e/> . :a :p 1, 2, 'x # y', "it's" ; :q :b .
    :b :p 3 ; :q :c, :a . :c :q :c ; :label 'c'@en .
    <http://e/a#h> :p '  two  spaces  ' .""",
    pyoxigraph.RdfFormat.TURTLE,
)
QUERIES = [
    "PREFIX : <http://e/> SELECT * { ?s :p ?o . FILTER ( ?o < 3 && ?o >= 1 || ! ( ?o = 2 ) ) } ORDER BY ?s ?o",
    "PREFIX : <http://e/> SELECT ?s ( COUNT ( * ) AS ?n ) { ?s ( :q / :q | ^ :q ) + ?o } GROUP BY ?s ORDER BY ?n",
    "PREFIX : <http://e/> ASK { <http://e/a#h> :p '  two  spaces  ' }",
    "PREFIX : <http://e/> SELECT ?o { :a :p ?o . VALUES ?o { 'x # y' \"it's\" } } ORDER BY ?o",
    "PREFIX : <http://e/> SELECT ( 'a\\'  #b' AS ?x ) ( '''it's # \"' ''' AS ?y ) { }",
    "PREFIX : <http://e/> CONSTRUCT { ?s :r ?o } { ?s :q ?o OPTIONAL { ?o :label ?l } FILTER ( ?o != :a ) }",
    "PREFIX : <http://e/> DESCRIBE :c",
    "PREFIX : <http://e/> SELECT ?s { ?s :q :c MINUS { ?s :p 3 } }",
    "PREFIX : <http://e/> SELECT ?l { ?s :label ?l FILTER ( LANG ( ?l ) = 'en' ) }",
]


def answer(query):
    results = STORE.query(query)
    if isinstance(results, pyoxigraph.QueryBoolean):
        return bool(results)
    return [str(row) for row in results] if "SELECT" in query else sorted(str(triple) for triple in results)


@given(st.data())
def test_a_query_in_any_dress_normalises_to_one_text_with_the_same_answer(data):
    query = data.draw(st.sampled_from(QUERIES))
    words = [token.text for token in tokenize(query) if token.kind != "space"]
    dressed = data.draw(GAP_OR_NOTHING) + words[0]
    for word in words[1:]:
        dressed += data.draw(GAPS) + word
    dressed += data.draw(GAP_OR_NOTHING)
    plain = normalise(dressed)
    assert plain == normalise(query) == query
    assert answer(plain) == answer(dressed) == answer(query)


@given(st.one_of(st.text(), st.text(alphabet="ASK{}?x<>'\"#\\u0a1 \n\r()&|:.", max_size=60)))
def test_normalise_is_idempotent_and_loses_no_token(query):
    plain = normalise(query)
    assert normalise(plain) == plain
    if plain != query:
        spelled = [
            [text[t.start : t.end] for t in tokenize(text) if t.kind not in ("space", "comment")]
            for text in (query, plain)
        ]
        assert spelled[0] == spelled[1]


KEY = {
    "release": "r1", "software": "0.1.0", "engine": "oxigraph", "store_kind": "memory", "normalised": "ASK {}",
    "default": None, "named": None, "format": "json",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("release", "r2"),
        ("software", "0.1.1"),
        ("engine", "sparq"),
        ("store_kind", "rocksdb"),
        ("normalised", "ASK{}"),
        ("default", ()),
        ("default", ("http://e/g",)),
        ("named", ()),
        ("named", ("http://e/g",)),
        ("format", "xml"),
    ],
)
def test_everything_an_answer_depends_on_is_in_the_key(name, value):
    assert cache_key(**KEY) != cache_key(**(KEY | {name: value}))


def test_the_parts_of_a_key_do_not_run_together():
    shifted = [KEY | {"release": "r", "software": "1x"}, KEY | {"release": "r1", "software": "x"}]
    lists = [
        KEY | {"default": ("a", "b")},
        KEY | {"default": ("a,b",)},
        KEY | {"default": ("a",), "named": ("b",)},
    ]
    keys = [cache_key(**parts) for parts in [*shifted, *lists]]
    assert all(one != other for one, other in pairwise(sorted(keys)))


def test_graph_lists_are_sets():
    assert cache_key(**(KEY | {"default": ("a", "b")})) == cache_key(**(KEY | {"default": ("b", "a", "a")}))


def test_a_key_is_a_digest_and_so_is_that_of_each_coding():
    key = cache_key(**KEY)
    coded = {coded_key(key, coding) for coding in ("identity", "br", "zstd", "gzip")}
    assert len(coded | {key}) == 5
    for each in (key, *coded):
        assert len(each) == 64
        assert set(each) <= set("0123456789abcdef")
