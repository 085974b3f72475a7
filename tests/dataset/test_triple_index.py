"""What the index finds is what a look at every triple finds, counted before it is read."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from lupaus.dataset.fragments import TripleIndex, index_file

NAMES = [f"<http://x/{n}>" for n in range(4)]
TERMS = [*NAMES, '"a b . c"', '"ä\\n\\"q\\""@en', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>', "_:c14n0"]
TRIPLES = st.frozensets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(TERMS)))


@settings(deadline=None)
@given(TRIPLES)
def test_every_pattern_finds_what_a_look_at_all_triples_finds(triples):
    index = TripleIndex(f"{' '.join(triple)} .\n" for triple in triples)
    assert len(index) == len(triples)
    for pattern in product([None, *NAMES], [None, *NAMES], [None, *TERMS]):
        wanted = {t for t in triples if all(p in (None, term) for p, term in zip(pattern, t, strict=True))}
        match = index.match(pattern)
        assert match.count == len(wanted)
        assert set(index.lines(match, 0, 1_000)) == {f"{' '.join(triple)} .\n" for triple in wanted}


def test_pages_joined_are_the_whole_and_end_where_it_ends():
    lines = [f"<http://x/{n}> <http://x/p> <http://x/o> .\n" for n in range(25)]
    index = TripleIndex([*lines, "<http://x/0> <http://x/q> <http://x/o> .\n"])
    match = index.match((None, "<http://x/p>", None))
    pages = [index.lines(match, first, 10) for first in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert sorted(line for page in pages for line in page) == sorted(lines)


@pytest.mark.parametrize("bits", [5, 22, 30])
def test_numbers_too_large_for_one_machine_word_are_kept_too(bits, monkeypatch):
    monkeypatch.setattr("lupaus.dataset.fragments._MOST_BITS", 3 * bits - 1 if bits > 5 else 64)
    index = TripleIndex(f"<http://x/{n}> <http://x/p> <http://x/{n + 1}> .\n" for n in range(20))
    assert index.match(("<http://x/3>", None, None)).count == 1
    assert index.lines(index.match((None, None, "<http://x/3>")), 0, 9) == [
        "<http://x/2> <http://x/p> <http://x/3> .\n"
    ]


def test_every_term_of_a_release_is_found_as_it_is_written(release):
    index = index_file(release.default_file)
    triples = {quad.triple for quad in parse(path=release.default_file, format=RdfFormat.N_TRIPLES)}
    assert len(index) == len(triples) > 100
    for triple in triples:
        assert index.match((str(triple.subject), str(triple.predicate), str(triple.object))).count == 1
