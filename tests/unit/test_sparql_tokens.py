"""Tokens: longest match, positions in the original text, nothing lost, nothing raised, in linear time."""

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lupaus.sparql.tokens import Reader, decode, place, tokenize

ALPHABET = """ASK SELECT { } ( ) [ ] << >> <<( )>> {| |} <http://e/a#b> <a> < > <= >= = != ! ^ ^^ && || | / * + -
? ?x $y : ex: ex:a.b ex:a. ex:%41 ex:a\\,b _:b _:b.c 1 1.5 .5 1e5 1.e5 true.x true.true. a 'x' "x" '''a'b''''
\"\"\"a"b\"\"\" ' " ''' \"\"\" @en @en-GB @en--ltr # #c \\u0041 \\u0022 \\U0001F600 \\uD800 \\u00 \\ é 𐍈 ~ ; ,
. .."""
PIECES = [*ALPHABET.split(), "\0", "\n", "\r", "\r\n", "\t"]

fragments = st.lists(st.sampled_from([*PIECES, " ", "\n", "  "]), max_size=30).map("".join)
texts = st.one_of(fragments, st.text(max_size=60), st.text(alphabet="'\"<>#\\u0{}.:a?1 \n", max_size=40))


def kinds(query):
    return [(t.kind, t.text) for t in tokenize(query) if t.kind not in ("space", "comment")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?x<?y", "var:?x op:< var:?y"),
        ("a<b", "word:a op:< word:b"),
        ("?x < 5", "var:?x op:< number:5"),
        ("?x<=?y", "var:?x op:<= var:?y"),
        ("?x<?y&&?z>1", "var:?x iri:<?y&&?z> number:1"),  # the longest match, as section 19.8 asks
        ("<a><b>", "iri:<a> iri:<b>"),
        ("?s<p>?o", "var:?s iri:<p> var:?o"),
        ("<a b>", "op:< word:a word:b op:>"),
        ("<<?s ?p ?o>>", "op:<< var:?s var:?p var:?o op:>>"),
        ("<<(?s ?p ?o)>>", "op:<<( var:?s var:?p var:?o op:)>>"),
        ("?a<<http://e/#x>", "var:?a op:< iri:<http://e/#x>"),
        ("ex:a.b.c.", "pname:ex:a.b.c op:."),
        ("ex:a..b", "pname:ex:a..b"),
        ("ex:%41%zz", "pname:ex:%41 error:% word:zz"),
        ("ex:a\\,b\\%", "pname:ex:a\\,b\\%"),
        ("a.b:c", "pname:a.b:c"),
        (":", "pname::"),
        ("::a:1", "pname:::a:1"),
        ("ex:-a", "pname:ex: op:- word:a"),
        ("true.false", "word:true op:. word:false"),
        ("true.OPTIONAL{", "word:true op:. word:OPTIONAL op:{"),
        ("true.-5", "word:true op:. op:- number:5"),
        ("_:a.b. _:1", "bnode:_:a.b op:. bnode:_:1"),
        ("?x-y", "var:?x op:- word:y"),
        ("ex:p?/ex:q", "pname:ex:p op:? op:/ pname:ex:q"),
        ("1.5.6", "number:1.5 number:.6"),
        ("5.?x", "number:5 op:. var:?x"),
        ("1.e5 1.e", "number:1.e5 number:1 op:. word:e"),
        ("1e5SERVICE", "number:1e5 word:SERVICE"),
        ("'a'@en-GB", "string:'a' lang:@en-GB"),
        ("'a'@en--ltr", "string:'a' lang:@en--ltr"),
        ("'a\\'b'", "string:'a\\'b'"),
        ("'''a'b''c'''", "string:'''a'b''c'''"),
        ('"""a""""', 'string:"""a""" error:"'),
        ('""""', 'string:"" string:""'),
        ('"""""', 'string:"" string:"" error:"'),
        ("'a\nb'", "error:' word:a word:b error:'"),
        ("'a\\qb'", "error:' word:a error:\\ word:qb error:'"),
        ("'#'#'", "string:'#'"),
        ("<#>#<", "iri:<#>"),
        ("\\u0053ELECT", "word:SELECT"),
        ("'\\u0022'", "string:'\\\"'"),
        ('"\\u0022"', 'string:"\\""'),
        ('"\\\\u0022"', 'string:"\\\\u0022"'),
        ("'\\u0020'", "string:'\\u0020'"),
        ("<a\\u0020b>", "op:< word:a error:\\ word:u0020b op:>"),
        ("\\u005Cu0041", "error:\\ error:\\ word:u0041"),
        ("'\\uD800'", "error:' error:\\ word:uD800 error:'"),
        ("ASK\x0b", "word:ASK error:\x0b"),
        ("ASK\u00a0", "word:ASK error:\u00a0"),
    ],
)
def test_tokens(query, expected):
    assert " ".join(f"{kind}:{text}" for kind, text in kinds(query)) == expected


@given(texts)
def test_the_tokens_joined_are_the_query(query):
    tokens = list(tokenize(query))
    assert "".join(query[token.start : token.end] for token in tokens) == query
    assert all(token.start < token.end for token in tokens)


@given(texts)
def test_each_token_knows_its_line_and_column(query):
    for token in tokenize(query):
        assert (token.line, token.column) == place(query, token.start)
        before = re.split(r"\r\n|\n|\r", query[: token.start])
        assert (token.line, token.column) == (len(before), len(before[-1]) + 1)


@given(texts)
def test_the_reader_sees_the_same_tokens(query):
    decoded = decode(query)
    reader, seen = Reader(decoded.text), []
    while reader.advance() != "end":
        seen.append((reader.kind, reader.text, decoded.origin(reader.start)))
    assert seen == [(t.kind, t.text, t.start) for t in tokenize(query) if t.kind not in ("space", "comment")]


@given(texts)
def test_text_without_escapes_is_not_touched(query):
    assert decode(query.replace("\\", "/")).text == query.replace("\\", "/")


HOSTILE = {
    "literal": lambda n: "'" + "a" * n + "'",
    "open literal": lambda n: "'" + "a" * n,
    "open long literal": lambda n: '"""' + 'a"" ' * (n // 4),
    "comment": lambda n: "#" * n,
    "dots": lambda n: "a" + "." * n,
    "dotted words": lambda n: "true." * (n // 5),
    "dotted name": lambda n: "a:" + "b." * (n // 2),
    "less than": lambda n: "<" * n,
    "open IRIs": lambda n: "<a" * (n // 2),
    "open IRI": lambda n: "<" + "a" * n,
    "shifts": lambda n: "<<a" * (n // 3),
    "escapes": lambda n: "\\u0041" * (n // 6),
    "backslashes": lambda n: "\\" * n,
    "bad escapes": lambda n: "'\\q" * (n // 3),
    "quotes": lambda n: "'\"" * (n // 2),
    "long quotes": lambda n: "'''\n" * (n // 4),
    "tags": lambda n: "@a-" * (n // 3),
    "digits": lambda n: "1" * n + "e",
    "percents": lambda n: "a:%4" * (n // 4),
    "colons": lambda n: "a:" * (n // 2),
    "braces": lambda n: "{" * n,
}


def steps(query):
    reader, count = Reader(decode(query).text), 0
    while reader.advance() != "end":
        count += 1
    return count


@pytest.mark.parametrize("build", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read(build):
    assert steps(build(100_000)) <= 100_001


@pytest.mark.slow
@pytest.mark.parametrize("build", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_takes_about_twice_the_time(build):
    def seconds(size):
        query = build(size)
        return min(_timed(query) for _ in range(3))

    small, large = seconds(400_000), seconds(1_600_000)
    assert large < 12 * small + 0.5  # 4 times the text; 16 times the time were quadratic


@pytest.mark.slow
@pytest.mark.parametrize("query", ["'" + "a" * 5_000_000 + "'", "#" * 5_000_000, "<" + "a" * 5_000_000])
def test_five_megabytes_take_seconds_at_most(query):
    assert _timed(query) < 10


def _timed(query):
    started = process_time()
    steps(query)
    return process_time() - started
