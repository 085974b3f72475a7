"""Our Turtle in its one canonical form, so that a diff shows meaning.

Prefixes are those of ``namespaces``, only the ones used. Subjects stand in the order of their IRIs, each claim
directly after the thing it is about. Predicates: type, labels, then by name; objects by value, one a line.
A blank node used once is written where it is used. Comments are kept at the top of the file and nowhere else:
a remark about a thing is data (``skos:note``), and would be lost on the way to a release.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

from lupaus.dataset.sources import parse_turtle
from lupaus.dataset.terms import RDF_TYPE, Term, iri, ours
from lupaus.dataset.tokens import tokenize
from lupaus.errors import SourceError
from lupaus.namespaces import BASE, PREFIXES, compact

__all__ = ["format_turtle"]

_FIRST = [
    iri(name)
    for name in (
        "rdf:type", "skos:prefLabel", "rdfs:label", "dcterms:title", "sh:path", "sh:prefix",
        "rdf:subject", "rdf:predicate", "rdf:object", "rdf:first",
    )
]  # fmt: skip
"""Predicates that say what a node is come first, whatever their name."""

_SHORTHAND = {
    iri("xsd:integer"): re.compile(r"0|-?[1-9][0-9]*"),
    iri("xsd:decimal"): re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]*[1-9]"),
    iri("xsd:boolean"): re.compile(r"true|false"),
}
"""Turtle, section 2.5: these datatypes have a short form. We use it for canonical values only."""
_STRING, _LANG_STRING = iri("xsd:string"), iri("rdf:langString")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_INLINE_WIDTH = 72


def format_turtle(text: str, path: str) -> str:
    """``text`` in canonical form: the same graph, and formatting it again changes nothing.

    :raises SourceError: if it does not parse, or has a comment below the first line that is none.
    """
    header = _header(text, path)
    triples = parse_turtle(text, path)
    body = _Writer(triples).document()
    return "\n".join(part for part in (header, body) if part)


def _header(text: str, path: str) -> str:
    """The comment lines at the top, each ended."""
    lines: list[str] = []
    in_header = True
    for token in tokenize(text):
        if token.kind != "comment":
            in_header = False
        elif in_header:
            lines.append(token.text.rstrip() + "\n")
        else:
            raise SourceError(
                "a comment below the head of the file would be lost; move it to the top or make it a skos:note",
                path,
                token.line,
                token.column,
            )
    return "".join(lines)


class _Writer:
    """Writes one graph."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        canonical = _with_stable_labels(triples)
        self._about: defaultdict[Term, list[Triple]] = defaultdict(list)
        uses: Counter[Term] = Counter()
        for triple in canonical:
            self._about[triple.subject].append(triple)
            uses[triple.object] += 1
        self._inline = {node for node in self._about if isinstance(node, BlankNode) and uses[node] == 1}
        self._inline -= self._in_cycles()
        self._named = {node for node in uses if isinstance(node, BlankNode)} - self._inline
        self._prefixes: set[str] = set()
        self._flat: dict[Term, str] = {}
        """Nested nodes on one line, kept: each is tried at every depth above it."""

    def document(self) -> str:
        """The prefixes used and the blocks of the subjects."""
        blocks = [self._block(subject) for subject in self._order()]
        prefixes = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(self._prefixes))
        return "\n".join(part for part in (prefixes, *blocks) if part)

    def _in_cycles(self) -> set[Term]:
        """Blank nodes used once that no root reaches: written inside each other they would never be begun."""
        reached: set[Term] = set()
        waiting = [node for node in self._about if node not in self._inline]
        while waiting:
            for triple in self._about[waiting.pop()]:
                if triple.object in self._inline and triple.object not in reached:
                    reached.add(triple.object)
                    waiting.append(triple.object)
        return {node for node in self._inline if node not in reached}

    def _order(self) -> list[Term]:
        """IRIs, then blank nodes; a claim after its subject, if that is described here."""
        claim, subject = ours("Claim", BASE), iri("rdf:subject")
        keys: dict[Term, tuple[bool, str, bool, str]] = {}
        for node, triples in self._about.items():
            if node in self._inline:
                continue
            own = _sort_text(node)
            host = own
            if any(t.predicate == RDF_TYPE and t.object == claim for t in triples):
                hosts = [
                    _sort_text(t.object) for t in triples if t.predicate == subject and t.object in self._about
                ]
                host = min(hosts, default=own)
            keys[node] = (isinstance(node, BlankNode), host, host != own, own)
        return sorted(keys, key=keys.__getitem__)

    def _block(self, subject: Term) -> str:
        properties = self._properties(subject, "    ")
        if isinstance(subject, BlankNode) and subject not in self._named:
            return f"[]\n    {properties} .\n"
        head = str(subject) if isinstance(subject, BlankNode) else self._iri(subject)
        separator = " " if properties.startswith("a ") else "\n    "
        return f"{head}{separator}{properties} .\n"

    def _properties(self, subject: Term, indent: str) -> str:
        objects: defaultdict[NamedNode, list[Term]] = defaultdict(list)
        for triple in self._about[subject]:
            objects[triple.predicate].append(triple.object)
        parts = []
        for predicate in sorted(objects, key=_predicate_key):
            name = "a" if predicate == RDF_TYPE else self._iri(predicate)
            written = self._objects(objects[predicate], indent)
            glue = ", " if predicate == RDF_TYPE else f" ,\n{indent}    "
            text = f"{name} {written[0]}"
            for previous, this in pairwise(written):
                text += (" , " if _is_block(this) or (_is_block(previous) and this[0] in "[(") else glue) + this
            parts.append(text)
        return f" ;\n{indent}".join(parts)

    def _objects(self, objects: list[Term], indent: str) -> list[str]:
        written = [(_object_key(term), self._object(term, indent)) for term in objects]
        written.sort(key=lambda pair: (pair[0], not _is_block(pair[1]), pair[1]))
        return [text for _, text in written]

    def _object(self, term: Term, indent: str) -> str:
        if isinstance(term, Literal):
            return self._literal(term)
        if term in self._inline:
            return self._list(term, indent) or self._nested(term, indent)
        return str(term) if isinstance(term, BlankNode) else self._iri(term)

    def _nested(self, node: Term, indent: str) -> str:
        if node not in self._flat:
            flat = self._properties(node, "")
            self._flat[node] = " ".join(flat.split()) if '"' not in flat else flat
        flat = self._flat[node]
        if "\n" not in flat and len(flat) <= _INLINE_WIDTH:
            return f"[ {flat} ]"
        return f"[\n{indent}    {self._properties(node, indent + '    ')} ;\n{indent}]"

    def _list(self, head: Term, indent: str) -> str | None:
        """A well-formed collection in round brackets (Turtle, section 2.8), or ``None`` if it is none."""
        first, rest, nil = iri("rdf:first"), iri("rdf:rest"), iri("rdf:nil")
        items: list[Term] = []
        node: Term = head
        while node != nil:
            cells = {t.predicate: t.object for t in self._about.get(node, ())}
            if node not in self._inline or len(self._about[node]) != 2 or cells.keys() != {first, rest}:
                return None
            items.append(cells[first])
            node = cells[rest]
        written = [self._object(item, indent + "    ") for item in items]
        flat = " ".join(written)
        if "\n" not in flat and len(flat) <= _INLINE_WIDTH:
            return f"( {flat} )"
        return f"(\n{indent}    " + f"\n{indent}    ".join(written) + f"\n{indent})"

    def _literal(self, literal: Literal) -> str:
        value, datatype = literal.value, literal.datatype
        short = _SHORTHAND.get(datatype)
        if short and short.fullmatch(value):
            return value
        quoted = _quote(value)
        if literal.language:
            return f"{quoted}@{literal.language}" + (f"--{literal.direction.value}" if literal.direction else "")
        return quoted if datatype == _STRING else f"{quoted}^^{self._iri(datatype)}"

    def _iri(self, term: Term) -> str:
        assert isinstance(term, NamedNode)
        name = compact(term.value)
        if name.startswith("<"):
            return str(term)
        self._prefixes.add(name.partition(":")[0])
        return name


def _is_block(text: str) -> bool:
    """Whether an object is a bracket with lines of its own; the next one then opens on its last line."""
    return text.startswith(("[\n", "(\n"))


def _with_stable_labels(triples: Iterable[Triple]) -> list[Triple]:
    """The same graph with blank nodes named by RDFC-1.0, so that the order of the input leaves no trace."""
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _predicate_key(predicate: NamedNode) -> tuple[int, str]:
    rank = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
    return rank, compact(predicate.value)


def _object_key(term: Term) -> tuple[int, str, str]:
    """IRIs, then literals by language and value; blank nodes last, in the order of their text."""
    if isinstance(term, BlankNode):
        return 2, "", ""
    if isinstance(term, Literal):
        return 1, term.language or "", term.value
    return 0, "", _sort_text(term)


def _sort_text(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _quote(value: str) -> str:
    long = "\n" in value
    text = "".join(map(_escape, value))
    if long:
        text = re.sub(r'"{3,}|"+\Z', lambda quotes: '\\"' * len(quotes[0]), text)
        return f'"""{text}"""'
    return '"' + text.replace('"', '\\"') + '"'


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    is_control = character < " " or character == "\x7f"
    return f"\\u{ord(character):04X}" if is_control and character != "\n" else character
