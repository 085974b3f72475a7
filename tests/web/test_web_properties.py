"""Laws that hold for any input: the cache against a model, ranges, tables read back from the real engine."""

import asyncio

import pytest
from chunks import Chunks
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, Store

from lupaus.errors import RangeNotSatisfiable
from lupaus.web.cache import AnswerCache
from lupaus.web.compression import compress_stream
from lupaus.web.document import read_range
from lupaus.web.pages.language import choose_label, choose_languages
from lupaus.web.pages.results import read_table
from lupaus.web.reply import Reply
from lupaus.web.stream import hold, resume

KEYS = st.sampled_from("abcdefgh")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), KEYS, st.integers(0, 4_000)),
        st.tuples(st.just("get"), KEYS, st.just(0)),
        st.tuples(st.just("link"), KEYS, st.integers(0, 5)),
        st.tuples(st.just("find"), KEYS, st.integers(0, 5)),
    ),
    max_size=60,
)


def _reply(key, size):
    return Reply(200, (), key.encode() * size, cache_key=key)


def _raw(n):
    return (b"/", str(n).encode(), b"", b"", b"")


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_the_cache_never_lies_and_never_overflows(steps):
    cache = AnswerCache(12_000, 3_000)
    last, linked = {}, {}
    for step, key, number in steps:
        if step == "put":
            reply = _reply(key, number)
            cache.put(reply)
            if number <= 3_000:
                last[key] = reply
        elif step == "get":
            assert cache.get(key) in (None, last.get(key))
        elif step == "link" and key in last:
            known = cache.find(_raw(number)) is not None
            cache.link(_raw(number), last[key])
            if not known and cache.find(_raw(number)) is not None:
                linked[number] = key
        elif step == "find":
            found = cache.find(_raw(number))
            assert found is None or found is last[linked[number]]
        assert 0 <= cache.used_bytes <= cache.limit_bytes


@given(st.integers(1, 50), st.integers(0, 80), st.integers(0, 80))
def test_a_range_lies_within_the_file_and_is_what_was_asked(size, first, last):
    field = f"bytes={first}-{last}"
    if last < first:
        assert read_range(field, size) is None
    elif first >= size:
        with pytest.raises(RangeNotSatisfiable):
            read_range(field, size)
    else:
        assert read_range(field, size) == (first, min(last, size - 1))


@given(st.text(max_size=30))
def test_no_range_field_breaks_anything(text):
    try:
        span = read_range(text, 10)
    except RangeNotSatisfiable:
        return
    assert span is None or 0 <= span[0] <= span[1] < 10


LITERALS = st.builds(
    lambda text, lang: Literal(text, language=lang) if lang else Literal(text),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
    st.sampled_from([None, "fi", "en"]),
)


@given(st.lists(LITERALS, min_size=1, max_size=5, unique=True))
@settings(max_examples=100, deadline=None)
def test_what_the_engine_writes_as_tsv_is_read_back(literals):
    store = Store()
    node = NamedNode("http://e.org/s")
    from pyoxigraph import Quad

    for literal in literals:
        store.add(Quad(node, NamedNode("http://e.org/p"), literal))
    results = store.query("SELECT ?s ?o ?unbound WHERE { ?s ?p ?o }")
    tsv = results.serialize(format=QueryResultsFormat.TSV).decode()
    table = read_table(tsv, 100, lambda iri: (iri, True), is_whole=True)
    names = dict(zip(table.variables, zip(*table.rows, strict=True), strict=True))
    assert {(cell.text, cell.lang) for cell in names["o"]} == {(t.value, t.language or "") for t in literals}
    assert {cell.href for cell in names["s"]} == {"http://e.org/s"}
    assert set(names["unbound"]) == {None}


@given(st.lists(st.binary(max_size=30), max_size=12), st.integers(0, 100), st.integers(0, 150))
@settings(deadline=None)
def test_held_and_resumed_chunks_are_the_whole(chunks, limit, kept_limit):
    async def work():
        held = await hold(Chunks(chunks), limit, 60.0)
        kept = []
        passed = [chunk async for chunk in resume(held, kept, kept_limit)]
        return held, kept, passed

    held, kept, passed = asyncio.run(work())
    whole = b"".join(chunks)
    assert b"".join(passed) == whole
    assert held.is_whole == (len(whole) <= limit)
    if not held.is_whole and len(whole) <= kept_limit:
        assert b"".join(kept) == whole


@given(st.lists(st.binary(max_size=200), max_size=10))
@settings(deadline=None)
def test_a_compressed_stream_unpacks_to_itself(chunks):
    import gzip

    async def work():
        return b"".join([part async for part in compress_stream(Chunks(chunks))])

    assert gzip.decompress(asyncio.run(work())) == b"".join(chunks)


@given(st.text(max_size=40), st.text(max_size=5))
def test_any_language_field_gives_all_languages_once(field, chosen):
    assert sorted(choose_languages(field, chosen)) == ["en", "et", "fi", "sv"]


@given(
    st.dictionaries(st.sampled_from(["en", "fi", "sv", "et", "", "mul", "de"]), st.text(min_size=1), max_size=4)
)
def test_a_label_is_always_one_of_those_there_are(labels):
    label = choose_label(labels, ("fi", "sv", "en", "et"), "otherwise")
    assert label.text in {*labels.values(), "otherwise"}
    assert (label.text == "otherwise") == (not labels or "otherwise" in labels.values())
