"""Entity tags: what they promise, and how a list of them is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lupaus.web.etag import given_before, is_among, listed, strong, weak

KEY, OTHER = "a" * 64, "b" * 64

LISTS = [
    ("*", ("*",), "any"),
    (" * ", ("*",), "white space around it"),
    ('"a"', ('"a"',), "one"),
    ('W/"a"', ('W/"a"',), "a weak one"),
    ('""', ('""',), "an empty tag is one"),
    ('"a", W/"b" ,"c"', ('"a"', 'W/"b"', '"c"'), "several"),
    (', "a",, "b",', ('"a"', '"b"'), "empty elements are ignored (section 5.6.1)"),
    ('"a,b", "c"', ('"a,b"', '"c"'), "a comma inside a tag"),
    ('"a\\", "b"', ('"a\\"', '"b"'), "a backslash escapes nothing"),
    ('"\xe4"', ('"\xe4"',), "obs-text"),
    ("", (), "nothing"),
    ("a", (), "no quotes"),
    ('"a', (), "no end"),
    ('a"', (), "no beginning"),
    ('"a" "b"', (), "no comma"),
    ('"a"; "b"', (), "no comma either"),
    ('w/"a"', (), "the prefix has a capital"),
    ('W/ "a"', (), "and no space"),
    ("W/a", (), "weak without quotes"),
    ('*, "a"', (), "any, or some"),
    ("**", (), "not the asterisk"),
    ('"a b"', (), "a space inside"),
    ('"a\tb"', (), "a tab inside"),
]


@pytest.mark.parametrize(("field", "tags", "reason"), LISTS)
def test_a_list_is_read_or_is_none(field, tags, reason):
    assert listed(field) == tags, reason


@given(st.text(alphabet='"*,W/ ab\t\\', max_size=40))
def test_reading_a_list_finds_whole_tags_of_the_text_and_nothing_else(field):
    tags = listed(field)
    rest = field
    for tag in tags:
        before, found, rest = rest.partition(tag)
        assert found == tag
        assert before.strip(" \t,") == ""
    assert not tags or rest.strip(" \t,") == ""


@given(st.lists(st.from_regex(r'(W/)?"[!#-~]{0,5}"', fullmatch=True), min_size=1, max_size=8))
def test_a_list_that_is_written_is_read(tags):
    assert listed(", ".join(tags)) == tuple(tags)


COMPARED = [
    ('"a"', ('"a"',), True),
    ('"a"', ('W/"a"',), True),
    ('W/"a"', ('"a"',), True),
    ('W/"a"', ('W/"a"',), True),
    ('"a"', ('"b"', '"a"'), True),
    ('"a"', ('"A"',), False),
    ('"a"', (), False),
    ('"a"', ("*",), True),
]


@pytest.mark.parametrize(("tag", "tags", "expected"), COMPARED)
def test_tags_are_compared_weakly(tag, tags, expected):
    assert is_among(tag, tags) is expected


def test_a_strong_tag_is_of_the_key_and_the_bytes():
    tags = {strong(KEY, b"x"), strong(KEY, b"y"), strong(OTHER, b"x"), strong(KEY, b"")}
    assert len(tags) == 4
    assert strong(KEY, b"x") == strong(KEY, b"x")
    assert all(listed(tag) == (tag,) and not tag.startswith("W/") for tag in tags)


def test_a_weak_tag_is_of_the_key_alone():
    assert weak(KEY) != weak(OTHER)
    assert weak(KEY).startswith("W/")
    assert not is_among(weak(KEY), (strong(KEY, b""),))


def test_an_answer_given_before_is_known_by_its_key():
    for tag in (weak(KEY), strong(KEY, b"x"), "W/" + strong(KEY, b"x"), weak(KEY).removeprefix("W/")):
        assert given_before(('"x"', tag), [OTHER, KEY]) == tag
        assert given_before((tag,), [OTHER]) is None


@pytest.mark.parametrize(
    "tag",
    ["*", '"' + KEY + '"', f'"{KEY[:32]}-x"', f'"{KEY[:32]}-{"A" * 32}"', f'"{KEY[:32]}-{"0" * 33}"', f'"x{KEY[:32]}"'],
)  # fmt: skip
def test_what_we_never_gave_is_not_known(tag):
    assert given_before((tag,), [KEY]) is None
