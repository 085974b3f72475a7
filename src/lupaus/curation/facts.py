"""New facts with their claims, added to the text of source files in canonical form."""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import takewhile

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from lupaus.curation.draft import Draft
from lupaus.curation.names import normalise
from lupaus.dataset.format import format_turtle
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.sources import parse_turtle
from lupaus.dataset.terms import RDF_TYPE, Term, iri, ours
from lupaus.namespaces import BASE

__all__ = ["Facts", "dated", "decimal", "slug_of"]

Value = Term | str | int | bool
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
_DATATYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


class Facts:
    """Collects triples by the file they go to. A plain text is a string literal."""

    def __init__(self) -> None:
        self._files: defaultdict[str, set[Triple]] = defaultdict(set)
        self._headers: dict[str, str] = {}
        self._taken: defaultdict[str, set[Term]] = defaultdict(set)
        self._tables: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)

    def node(self, path: str) -> NamedNode:
        """The IRI at ``id/`` and ``path``."""
        return NamedNode(f"{BASE}id/{path}")

    def begin(self, file: str, header: str) -> None:
        """The comment at the head of ``file``, if it is new."""
        self._headers[file] = header

    def say(
        self, file: str, subject: NamedNode, types: str = "", /, **values: Value | Iterable[Value]
    ) -> NamedNode:
        """Add a thing with its types and values: ``lup_asOf=…``, ``schema_url=…``."""
        for name in types.split():
            self._files[file].add(Triple(subject, RDF_TYPE, _term(name)))
        for key, value in values.items():
            predicate = _term(key.replace("_", ":", 1))
            for item in [value] if isinstance(value, Value) else value:
                self._files[file].add(Triple(subject, predicate, _value(item)))
        return subject

    def claim(
        self, file: str, name: str, subject: NamedNode, predicate: str, value: Value, source: NamedNode,
        confidence: str = "oneSource", note: str = "",
    ) -> None:  # fmt: skip
        """State a fact and claim it on the strength of one source. ``name`` is the claim's slug."""
        self.say(file, subject, **{predicate.replace(":", "_", 1): value})
        self.say(
            file, self.node(f"claim/{name}"), "lup:Claim",
            rdf_subject=subject, rdf_predicate=_term(predicate), rdf_object=_value(value),
            lup_standing=_term("lup:accepted"), lup_confidence=_term(f"lup:{confidence}"),
            prov_wasDerivedFrom=source, skos_note=[Literal(note, language="en")] if note else [],
        )  # fmt: skip

    def judge(self, file: str, name: str, subject: NamedNode, predicate: str, value: Value, day: date) -> None:
        """State a classification of our own and claim it as such, signed and dated."""
        self.say(file, subject, **{predicate.replace(":", "_", 1): value})
        self.say(
            file, self.node(f"claim/{name}"), "lup:Claim",
            rdf_subject=subject, rdf_predicate=_term(predicate), rdf_object=_value(value),
            lup_standing=_term("lup:accepted"), lup_confidence=_term("lup:editorial"),
            prov_wasAttributedTo=self.node("organisation/lupaus-editors"),
            dcterms_created=Literal(day.isoformat(), datatype=iri("xsd:date")),
        )  # fmt: skip

    def move(self, triples: Iterable[Triple], old: str, new: str) -> None:
        """Let things stand in another file: ``triples`` is all that ``old`` says of them."""
        for triple in triples:
            self._taken[old].add(triple.subject)
            self._files[new].add(triple)

    def add_row(self, table: str, row: tuple[str, ...]) -> None:
        """A row for a table in CSV with a head, kept in the order of its cells."""
        self._tables[table].add(row)

    def labels(self, file: str, subject: NamedNode, en: str, fi: str, sv: str, et: str) -> None:
        """A label of our own in four languages, those other than English marked as our translation."""
        by_language = {"en": en, "fi": fi, "sv": sv, "et": et}
        self.say(
            file, subject,
            rdfs_label=[Literal(text, language=language) for language, text in by_language.items()],
            lup_labelTranslatedInto=[language for language in by_language if language != "en"],
        )  # fmt: skip

    def draft(self, inputs: Inputs) -> Draft:
        """The sources with these facts in them. What a file had stays as it is; its comment stays at its head."""
        texts: dict[str, str] = {}
        removed: set[str] = set()
        for path in sorted({*self._files, *self._taken}):
            before = inputs.raw(path) if (inputs.root / path).is_file() else self._headers.get(path, "")
            kept = {t for t in parse_turtle(before, path) if t.subject not in self._taken[path]}
            if triples := kept | self._files[path]:
                written = serialize(sorted(triples, key=str), format=RdfFormat.N_TRIPLES)
                assert written is not None
                texts[path] = format_turtle(f"{_comment(before)}\n{written.decode()}", path)
            else:
                removed.add(path)
        for path, rows in sorted(self._tables.items()):
            texts[path] = _with_rows(inputs.raw(path), rows)
        return Draft(inputs.root, inputs.base, texts, frozenset(removed))


def dated(text: str) -> Literal | None:
    """A day, month or year as a literal, or ``None`` if ``text`` is none."""
    if not _DATE.fullmatch(text):
        return None
    return Literal(text, datatype=iri(_DATATYPES[len(text)]))


def slug_of(name: str) -> str:
    """A name as a part of an address: small ASCII letters, digits, single hyphens; empty if nothing is left."""
    plain = unicodedata.normalize("NFKD", normalise(name)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def decimal(text: str) -> Literal | None:
    """A number as an ``xsd:decimal`` in its canonical form, or ``None`` if ``text`` is none."""
    if not _DECIMAL.fullmatch(text):
        return None
    plain = format(Decimal(text).normalize(), "f")
    return Literal("0" if plain == "-0" else plain, datatype=iri("xsd:decimal"))


def _comment(text: str) -> str:
    """The comment at the head of a file."""
    return "".join(takewhile(lambda line: line.startswith("#"), text.splitlines(keepends=True)))


def _with_rows(text: str, rows: Iterable[tuple[str, ...]]) -> str:
    head, *known = csv.reader(io.StringIO(text, newline=""))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([head, *sorted({*map(tuple, known), *rows})])
    return out.getvalue()


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return ours(local, BASE) if prefix == "lup" else iri(name)


def _value(value: Value) -> Term:
    return Literal(value) if isinstance(value, str | int | bool) else value
