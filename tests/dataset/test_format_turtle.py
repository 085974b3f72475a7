"""The one canonical form of Turtle."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from lupaus.dataset.format import format_turtle
from lupaus.errors import SourceError

HEAD = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix lup: <https://w3id.org/lupaus/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def body(text):
    """The canonical form of ``text`` without its prefixes."""
    lines = format_turtle(HEAD + text, "t.ttl").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("@prefix")).strip("\n")


def same(left, right):
    """Whether two Turtle texts say the same (RDFC-1.0)."""

    def canonical(text):
        dataset = Dataset(parse(text, RdfFormat.TURTLE))
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        return dataset

    return canonical(left) == canonical(right)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # type first, then labels, then by name
        (
            'lup:a schema:url lup:u ; dcterms:date 1 ; rdfs:label "l"@en ; a lup:T .',
            'lup:a a lup:T ;\n    rdfs:label "l"@en ;\n    dcterms:date 1 ;\n    schema:url lup:u .',
        ),
        ("lup:a a lup:U , lup:T .", "lup:a a lup:T, lup:U ."),
        ("lup:a lup:p 1 .", "lup:a\n    lup:p 1 ."),
        # objects one a line; languages in order
        (
            'lup:a rdfs:label "b"@sv , "c"@en , "a"@fi .',
            'lup:a\n    rdfs:label "c"@en ,\n        "a"@fi ,\n        "b"@sv .',
        ),
        ("lup:a lup:p 2 , lup:b .", "lup:a\n    lup:p lup:b ,\n        2 ."),
        # subjects by IRI
        ("lup:b lup:p 1 . lup:a lup:p 1 .", "lup:a\n    lup:p 1 .\n\nlup:b\n    lup:p 1 ."),
        # a slash keeps an IRI whole
        (
            "<https://w3id.org/lupaus/id/city/fi/helsinki> lup:p 1 .",
            "<https://w3id.org/lupaus/id/city/fi/helsinki>\n    lup:p 1 .",
        ),
        # short forms for canonical values only
        ("lup:a lup:p 007 .", 'lup:a\n    lup:p "007"^^xsd:integer .'),
        ("lup:a lup:p +1 .", 'lup:a\n    lup:p "+1"^^xsd:integer .'),
        ("lup:a lup:p -5 .", "lup:a\n    lup:p -5 ."),
        ("lup:a lup:p 1.50 .", 'lup:a\n    lup:p "1.50"^^xsd:decimal .'),
        ("lup:a lup:p 1.0 .", 'lup:a\n    lup:p "1.0"^^xsd:decimal .'),
        ('lup:a lup:p "24.94"^^xsd:decimal .', "lup:a\n    lup:p 24.94 ."),
        ('lup:a lup:p "5"^^xsd:decimal .', 'lup:a\n    lup:p "5"^^xsd:decimal .'),
        ('lup:a lup:p "true"^^xsd:boolean .', "lup:a\n    lup:p true ."),
        ('lup:a lup:p "1"^^xsd:boolean .', 'lup:a\n    lup:p "1"^^xsd:boolean .'),
        ("lup:a lup:p 1e0 .", 'lup:a\n    lup:p "1e0"^^xsd:double .'),
        ('lup:a lup:p "x"^^xsd:string .', 'lup:a\n    lup:p "x" .'),
        # text
        (r"lup:a lup:p 'say \"hi\"' .", 'lup:a\n    lup:p "say \\"hi\\"" .'),
        (r'lup:a lup:p "one\ntwo \"three\"" .', 'lup:a\n    lup:p """one\ntwo "three\\"""" .'),
        (r'lup:a lup:p "\"\"\"\n" .', 'lup:a\n    lup:p """\\"\\"\\"\n""" .'),
        (r'lup:a lup:p "\t\u0001\u007F\r\\" .', 'lup:a\n    lup:p "\\t\\u0001\\u007F\\r\\\\" .'),
        ('lup:a lup:p "ä\\u00e4" .', 'lup:a\n    lup:p "ää" .'),
        # blank nodes where they are used
        ("lup:a lup:p _:x . _:x lup:q 1 .", "lup:a\n    lup:p [ lup:q 1 ] ."),
        ("lup:a sh:or ( [ sh:class lup:B ] [ sh:class lup:C ] ) .",
         "lup:a\n    sh:or ( [ sh:class lup:B ] [ sh:class lup:C ] ) ."),
        ("lup:a lup:p ( ) .", "lup:a\n    lup:p rdf:nil ."),
        ("[] lup:p 1 .", "[]\n    lup:p 1 ."),
        ("lup:a lup:p _:x . lup:b lup:p _:x .", "lup:a\n    lup:p _:c14n0 .\n\nlup:b\n    lup:p _:c14n0 ."),
        (
            "lup:a sh:property [ sh:minCount 1 ; sh:path lup:p ; sh:message 'words to fill the line'@en ; "
            "sh:name 'a name' ] , [ sh:path lup:q ] .",
            'lup:a\n    sh:property [\n        sh:path lup:p ;\n        sh:message "words to fill the line"@en ;'
            '\n        sh:minCount 1 ;\n        sh:name "a name" ;\n    ] , [ sh:path lup:q ] .',
        ),
    ],
)  # fmt: skip
def test_the_canonical_form(given, expected):
    assert body(given) == expected
    assert same(HEAD + given, format_turtle(HEAD + given, "t.ttl"))


def test_only_prefixes_that_are_used_are_declared_each_as_the_table_spells_it():
    text = "PREFIX x: <https://schema.org/>\nPREFIX unused: <http://unused/>\nx:a x:p <http://unknown/a> ."
    assert format_turtle(text, "t.ttl") == (
        "@prefix schema: <https://schema.org/> .\n\nschema:a\n    schema:p <http://unknown/a> .\n"
    )


def test_a_claim_follows_the_thing_it_is_about():
    text = "lup:a lup:p 1 . lup:b lup:p 1 . " + " ".join(
        f"lup:{claim} a lup:Claim ; rdf:subject lup:{about} ."
        for claim, about in (("c1", "b"), ("c0", "b"), ("z", "a"))
    )
    subjects = [line.split()[0] for line in body(text).splitlines() if line.startswith("lup:")]
    assert subjects == ["lup:a", "lup:z", "lup:b", "lup:c0", "lup:c1"]


def test_a_claim_about_something_elsewhere_stands_by_its_own_name():
    text = "lup:b lup:p 1 . lup:c a lup:Claim ; rdf:subject lup:away ."
    assert body(text).startswith("lup:b")


def test_the_head_of_the_file_is_kept():
    text = "# One.\n#Two.  \n\n# Three.\n" + HEAD + "lup:a lup:p 1 ."
    formatted = format_turtle(text, "t.ttl")
    assert formatted.startswith("# One.\n#Two.\n# Three.\n\n@prefix lup:")
    assert format_turtle(formatted, "t.ttl") == formatted


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEAD + "\n# lost\nlup:a lup:p 1 .", "t.ttl:9:1"),
        (HEAD + "lup:a lup:p 1 . # lost", "t.ttl:8:17"),
        ("@prefix e: <http://e/> . # lost\n", "t.ttl:1:26"),
    ],
)
def test_a_comment_below_the_head_is_refused_with_its_place(text, place):
    with pytest.raises(SourceError, match=f"{place}: a comment below the head of the file would be lost"):
        format_turtle(text, "t.ttl")


def test_a_number_sign_in_an_iri_or_text_is_no_comment():
    assert format_turtle('<http://a#b> <http://c> "# no" .', "t.ttl") == '<http://a#b>\n    <http://c> "# no" .\n'


def test_a_syntax_error_is_told_with_its_place():
    with pytest.raises(SourceError, match=r"t\.ttl:1:1: lup is not a valid subject"):
        format_turtle("lup", "t.ttl")


def test_an_empty_file_stays_empty():
    assert format_turtle("", "t.ttl") == ""


def test_nothing_is_lost_when_blank_nodes_stand_in_a_circle():
    text = HEAD + "_:a lup:p _:b . _:b lup:p _:a . _:b lup:q [ lup:r 1 ] ."
    assert same(text, format_turtle(text, "t.ttl"))


def test_deeply_nested_blank_nodes_do_not_take_exponential_time():
    depth = 60
    text = (
        HEAD + "lup:a lup:p " + "[ lup:p 'some words to make it long' ; lup:q " * depth + "1" + " ]" * depth + " ."
    )
    assert same(text, format_turtle(text, "t.ttl"))


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "tree").rglob("*.ttl")), ids=lambda p: p.name)
def test_the_small_tree_is_formatted(path):
    assert format_turtle(path.read_text(), str(path)) == path.read_text()


# The law: the formatted text says the same, and formatting it again changes nothing.
_iris = st.sampled_from(
    [
        "https://w3id.org/lupaus/ns#a",
        "https://w3id.org/lupaus/id/city/fi/helsinki",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#first",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil",
        "https://schema.org/",
        "https://w3id.org/lupaus/ns#Claim",
        "http://metadata.un.org/sdg/13.2",
        "http://example.org/%20/ä;,.",
    ]
).map(NamedNode)
_blanks = st.sampled_from("abcd").map(BlankNode)
_texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12) | st.sampled_from(
    ['"', '""', '"""', 'a\n"', "\\", '\\"""\n', "\r\n", "'''", "#", "007", "1.0", "-1", "true", "1e5", ".5"]
)
_literals = st.one_of(
    _texts.map(Literal),
    st.tuples(_texts, st.sampled_from(["en", "fi", "en-gb"])).map(lambda p: Literal(p[0], language=p[1])),
    st.tuples(_texts, st.sampled_from(["integer", "decimal", "boolean", "double", "date"])).map(
        lambda p: Literal(p[0], datatype=NamedNode("http://www.w3.org/2001/XMLSchema#" + p[1]))
    ),
)
_graphs = st.lists(st.builds(Triple, _iris | _blanks, _iris, _iris | _blanks | _literals), max_size=14)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_graphs)
def test_formatting_keeps_the_graph_and_is_idempotent(triples):
    text = serialize(triples, format=RdfFormat.TURTLE).decode()
    formatted = format_turtle(text, "t.ttl")
    assert same(text, formatted)
    assert format_turtle(formatted, "t.ttl") == formatted


@settings(max_examples=60, deadline=None)
@given(_graphs, st.randoms(use_true_random=False))
def test_the_order_and_names_of_the_input_leave_no_trace(triples, random):
    shuffled = list(triples)
    random.shuffle(shuffled)
    renamed = {BlankNode(name): BlankNode("x" + name) for name in "abcd"}
    moved = [
        Triple(renamed.get(t.subject, t.subject), t.predicate, renamed.get(t.object, t.object)) for t in shuffled
    ]
    left, right = (
        format_turtle(serialize(some, format=RdfFormat.TURTLE).decode(), "t.ttl") for some in (triples, moved)
    )
    assert left == right
