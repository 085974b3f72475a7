"""The comparison that the conformance suites rest on tells answers apart."""

import pytest
from results import is_numbered, rows_of_file, same_rows, same_set

A, B = (("x", '"a"'),), (("x", '"b"'),)
ONE, TWO = (("x", "_:1"),), (("x", "_:2"),)
PAIR, LOOP = (("x", "_:1"), ("y", "_:2")), (("x", "_:1"), ("y", "_:1"))

CASES = [
    ([A, B], [A, B], True, True),
    ([A, B], [B, A], True, False),
    ([A, A], [A], False, False),
    ([A], [A, B], False, False),
    ([ONE, TWO], [TWO, ONE], True, True),
    ([ONE, A, TWO], [TWO, A, ONE], True, True),
    ([ONE, A], [A, TWO], True, False),
    ([ONE, ONE], [ONE, TWO], False, False),
    ([PAIR], [LOOP], False, False),
    (True, True, True, True),
    (True, False, False, False),
    (True, [A], False, False),
]


@pytest.mark.parametrize(("left", "right", "as_multiset", "as_sequence"), CASES)
def test_rows_are_compared_as_multisets_or_sequences(left, right, as_multiset, as_sequence):
    assert same_rows(left, right) is as_multiset
    assert same_rows(left, right, in_order=True) is as_sequence


def test_reduced_rows_are_a_set():
    assert same_set([A], [A, A])
    assert not same_set([A, A], [A])
    assert not same_set([A], [A, B])


def test_numbered_rows_are_read_in_their_order(tmp_path):
    numbered = "".join(
        f'rs:solution [ rs:index {n} ; rs:binding [ rs:variable "x" ; rs:value "{value}" ] ] ;\n'
        for n, value in ((3, "c"), (1, "b"), (10, "d"), (2, "a"))
    )
    head = "@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> .\n"
    path, plain = tmp_path / "numbered.ttl", tmp_path / "plain.ttl"
    path.write_text(f'{head}[] a rs:ResultSet ; {numbered} rs:resultVariable "x" .')
    plain.write_text(f'{head}[] a rs:ResultSet ; rs:solution [ rs:binding [ rs:variable "x" ; rs:value "b" ] ] .')
    assert is_numbered(path, "http://e/")
    assert not is_numbered(plain, "http://e/")
    assert rows_of_file(path, "http://e/") == [(("x", f'"{value}"'),) for value in "bacd"]
