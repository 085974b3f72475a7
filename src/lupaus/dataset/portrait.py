"""What a page of one class tells first: its parts, gathered from a thing's neighbours.

A portrait is a list of sections. A section has a key, by which a page knows how to show it, and rows; a row gives
each column its values. The rest of what is known stands on the page as groups of properties (``view.py``).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lupaus.dataset.terms import RDF_TYPE, Term, iri, ours

if TYPE_CHECKING:
    from lupaus.dataset.view import Index

__all__ = ["ROW_LIMIT", "Portraits"]

ROW_LIMIT = 300
"""How many rows of a section a page has; the query behind the section gives all of them."""

_UNDATED = "~"
"""After every date."""

Json = dict[str, object]
Row = dict[str, list[Term]]
Rows = Callable[[NamedNode], list[Row]]


class Portraits:
    """Portraits of the things of one index."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        made: Mapping[str, tuple[tuple[str, Rows], ...]] = {
            "lup:Declaration": (
                ("masthead", self._masthead),
                ("commitments", self._commitments),
                ("demands", self._demands),
                ("signatures", self._signatures),
                ("sources", self._sources),
            ),
            "lup:City": (
                ("signed", self._signed),
                ("profile", self._profile),
                ("networks", self._networks),
                ("actions", self._actions),
                ("office", self._office),
                ("place", self._place),
            ),
            "lup:CityNetwork": (
                ("signed", self._signed),
                ("members", self._members),
                ("actions", self._actions),
                ("office", self._office),
            ),
            "schema:Person": (
                ("tenures", self._tenures),
                ("signed", self._signed_by),
                ("statements", self._statements),
            ),
            "lup:Commitment": (
                ("origin", self._origin),
                ("themes", self._themes),
                ("kin", self._kin),
                ("bound", self._bound),
                ("aligned", self._aligned),
            ),
            "lup:Demand": (("origin", self._origin), ("themes", self._themes)),
            "lup:Source": (("rests", self._rests),),
            "skos:Concept": (("carried", self._carried),),
        }
        self._made = {self._class(name): sections for name, sections in made.items()}

    def of(self, thing: NamedNode) -> list[Json]:
        """The sections of ``thing`` that have something in them."""
        types = self._index.types(thing)
        found = next((self._made[t] for t in types if t in self._made), ())
        sections = []
        for key, rows_of in found:
            if rows := rows_of(thing):
                sections.append(
                    {"key": key, "total": len(rows), "rows": [self._write(r) for r in rows[:ROW_LIMIT]]}
                )
        return sections

    def _write(self, row: Row) -> Json:
        return {column: [self._index.value(value) for value in values] for column, values in row.items() if values}

    def _class(self, curie: str) -> NamedNode:
        prefix, _, name = curie.partition(":")
        return self._ours(name) if prefix == "lup" else iri(curie)

    def _ours(self, name: str) -> NamedNode:
        return ours(name, self._index.base)

    def _get(self, subject: Term, property_: NamedNode | str) -> list[Term]:
        wanted = self._class(property_) if isinstance(property_, str) else property_
        return [t.object for t in self._index.about.get(subject, ()) if t.predicate == wanted]

    def _from(self, thing: Term, property_: str) -> list[NamedNode]:
        wanted = self._class(property_)
        found = self._index.towards.get(thing, ())
        return [t.subject for t in found if t.predicate == wanted and isinstance(t.subject, NamedNode)]

    def _name(self, term: Term) -> str:
        labels = self._index.labels(term)
        return labels.get("en") or next(iter(labels.values()), str(term))

    def _first(self, row: Row, column: str) -> str:
        values = row.get(column) or ()
        return next((v.value if isinstance(v, Literal) else self._name(v) for v in values), "")

    def _position(self, thing: Term) -> int:
        found = self._get(thing, "schema:position")
        return min((int(p.value) for p in found if isinstance(p, Literal) and p.value.isdigit()), default=9_999)

    def _masthead(self, thing: NamedNode) -> list[Row]:
        columns = {
            "date": "dcterms:issued", "place": "schema:locationCreated", "event": "lup:adoptedAt",
            "kind": "lup:instrumentKind", "binding": "lup:isLegallyBinding", "title": "dcterms:title",
            "purpose": "lup:purpose",
        }  # fmt: skip
        return [{name: self._get(thing, property_) for name, property_ in columns.items()}]

    def _commitments(self, thing: NamedNode) -> list[Row]:
        found = {*self._get(thing, "lup:hasCommitment"), *self._from(thing, "lup:commitmentOf")}
        ordered = sorted(found, key=lambda c: (self._position(c), str(c)))
        return [
            {"item": [c], "position": self._get(c, "schema:position"), "theme": self._get(c, "lup:theme")}
            for c in ordered
        ]

    def _demands(self, thing: NamedNode) -> list[Row]:
        ordered = sorted(self._get(thing, "lup:hasDemand"), key=lambda d: (self._position(d), str(d)))
        return [{"item": [d], "addressee": self._get(d, "lup:addressee")} for d in ordered]

    def _signature(self, signature: Term) -> Row:
        return {
            "declaration": self._get(signature, "lup:signedDeclaration"),
            "party": self._get(signature, "lup:signatory"),
            "person": self._get(signature, "lup:signedBy"),
            "post": self._get(signature, "lup:inCapacityOf"),
            "date": self._get(signature, "lup:dateSigned") or self._get(signature, "dcterms:date"),
            "item": [signature],
        }

    def _signatures(self, thing: NamedNode) -> list[Row]:
        found = {*self._get(thing, "lup:hasSignature"), *self._from(thing, "lup:signedDeclaration")}
        rows = [self._signature(s) for s in sorted(found, key=str)]
        return sorted(rows, key=lambda row: self._first(row, "party"))

    def _sources(self, thing: NamedNode) -> list[Row]:
        found = sorted(set(self._get(thing, "lup:supportedBy")), key=lambda s: (self._name(s), str(s)))
        return [{"item": [s], "publisher": self._get(s, "dcterms:publisher")} for s in found]

    def _signed(self, thing: NamedNode) -> list[Row]:
        rows = [self._signature(s) for s in sorted(set(self._from(thing, "lup:signatory")), key=str)]
        for row in rows:
            del row["party"]
        return sorted(rows, key=lambda row: (self._first(row, "date"), self._first(row, "declaration")))

    def _signed_by(self, thing: NamedNode) -> list[Row]:
        rows = [self._signature(s) for s in sorted(set(self._from(thing, "lup:signedBy")), key=str)]
        return sorted(rows, key=lambda row: self._first(row, "date"))

    def _profile(self, thing: NamedNode) -> list[Row]:
        """How many commitments a city took on, by theme."""
        counted: Counter[Term] = Counter()
        for commitment in set(self._get(thing, "lup:committedTo")):
            counted.update(set(self._get(commitment, "lup:theme")))
        ordered = sorted(counted, key=lambda theme: (-counted[theme], str(theme)))
        return [{"theme": [theme], "number": [Literal(counted[theme])]} for theme in ordered]

    def _membership(self, node: NamedNode) -> Row:
        return {
            "network": self._get(node, "org:organization"),
            "member": self._get(node, "org:member"),
            "role": self._get(node, "org:role"),
            "start": self._get(node, "schema:startDate"),
            "end": self._get(node, "schema:endDate"),
            "item": [node],
        }

    def _memberships(self, nodes: Iterable[NamedNode], hidden: str, column: str) -> list[Row]:
        tenure = self._ours("Tenure")
        rows = [self._membership(n) for n in sorted(set(nodes), key=str) if tenure not in self._get(n, RDF_TYPE)]
        for row in rows:
            del row[hidden]
        return sorted(rows, key=lambda row: (self._first(row, column), self._first(row, "start")))

    def _networks(self, thing: NamedNode) -> list[Row]:
        return self._memberships(self._from(thing, "org:member"), "member", "network")

    def _members(self, thing: NamedNode) -> list[Row]:
        return self._memberships(self._from(thing, "org:organization"), "network", "member")

    def _actions(self, thing: NamedNode) -> list[Row]:
        rows = [self._action(a) for a in sorted(set(self._from(thing, "lup:issuedBy")), key=str)]
        return sorted(rows, key=lambda row: (self._first(row, "date"), self._first(row, "item")))

    def _action(self, action: NamedNode) -> Row:
        return {
            "item": [action],
            "by": self._get(action, "lup:issuedBy"),
            "date": self._get(action, "dcterms:issued"),
            "aligned": self._get(action, "lup:alignedWith"),
            "timing": self._get(action, "lup:relativeTiming"),
        }

    def _aligned(self, thing: NamedNode) -> list[Row]:
        rows = [self._action(a) for a in sorted(set(self._from(thing, "lup:alignedWith")), key=str)]
        for row in rows:
            del row["aligned"]
        return sorted(rows, key=lambda row: (self._first(row, "date"), self._first(row, "item")))

    def _tenure(self, node: NamedNode) -> Row:
        return {
            "person": self._get(node, "org:member"),
            "post": self._get(node, "lup:heldPost"),
            "organisation": self._get(node, "org:organization"),
            "start": self._get(node, "schema:startDate"),
            "end": self._get(node, "schema:endDate"),
            "item": [node],
        }

    def _tenures(self, thing: NamedNode) -> list[Row]:
        return self._held(self._from(thing, "org:member"), "person")

    def _office(self, thing: NamedNode) -> list[Row]:
        return self._held(self._from(thing, "org:organization"), "organisation")

    def _held(self, nodes: Iterable[NamedNode], hidden: str) -> list[Row]:
        rows = [self._tenure(n) for n in sorted(set(nodes), key=str) if self._get(n, "lup:heldPost")]
        for row in rows:
            del row[hidden]
        return sorted(rows, key=lambda row: (self._first(row, "start"), self._first(row, "post")))

    def _statements(self, thing: NamedNode) -> list[Row]:
        found = sorted(set(self._from(thing, "lup:speaker")), key=str)
        return [{"item": [s], "occasion": self._get(s, "lup:occasion")} for s in found]

    def _place(self, thing: NamedNode) -> list[Row]:
        columns = {"lat": "wgs:lat", "long": "wgs:long", "country": "schema:containedInPlace"}
        row = {name: self._get(thing, property_) for name, property_ in columns.items()}
        return [row] if row["lat"] and row["long"] else []

    def _themes(self, thing: NamedNode) -> list[Row]:
        relations = ("skos:closeMatch", "skos:broadMatch", "skos:relatedMatch", "skos:exactMatch")
        rows: list[Row] = []
        for theme in sorted(set(self._get(thing, "lup:theme")), key=str):
            matches = sorted({m for r in relations for m in self._get(theme, r)}, key=str)
            rows.append({"theme": [theme], "goal": [m for m in matches if "/sdg/" in str(m)]})
        return rows

    def _origin(self, thing: NamedNode) -> list[Row]:
        """Where a clause stands."""
        columns = {
            "declaration": "lup:clauseOf", "edition": "lup:madeInEdition", "position": "schema:position",
            "addressee": "lup:addressee",
        }  # fmt: skip
        row = {name: self._get(thing, property_) for name, property_ in columns.items()}
        return [row | {"date": self._made_on(thing)}] if row["declaration"] else []

    def _made_on(self, clause: Term) -> list[Term]:
        """When a clause was made: with its edition, which may be younger than the declaration, or undated."""
        texts = self._get(clause, "lup:madeInEdition") or self._get(clause, "lup:clauseOf")
        return [date for text in texts for date in self._get(text, "dcterms:issued")]

    def _on_themes(self, themes: Iterable[Term]) -> list[NamedNode]:
        """Commitments on any of ``themes``."""
        commitment = self._ours("Commitment")
        found = {clause for theme in themes for clause in self._from(theme, "lup:theme")}
        return sorted((c for c in found if commitment in self._get(c, RDF_TYPE)), key=str)

    def _kin(self, thing: NamedNode) -> list[Row]:
        """Commitments of other declarations on the same themes."""
        mine = set(self._get(thing, "lup:clauseOf"))
        rows: list[Row] = []
        for commitment in self._on_themes(self._get(thing, "lup:theme")):
            declarations = self._get(commitment, "lup:clauseOf")
            if declarations and mine.isdisjoint(declarations):
                edition, dates = self._get(commitment, "lup:madeInEdition"), self._made_on(commitment)
                rows.append({"item": [commitment], "declaration": declarations, "edition": edition, "date": dates})
        return sorted(rows, key=lambda row: (self._first(row, "date") or _UNDATED, self._first(row, "item")))

    def _bound(self, thing: NamedNode) -> list[Row]:
        found = sorted(set(self._get(thing, "lup:undertakenBy")), key=lambda p: (self._name(p), str(p)))
        return [{"party": [party]} for party in found]

    def _rests(self, thing: NamedNode) -> list[Row]:
        """Every statement that rests on a source."""
        rows: list[Row] = []
        for claim in sorted(set(self._from(thing, "prov:wasDerivedFrom")), key=str):
            rows.append({
                "subject": self._get(claim, "rdf:subject"),
                "property": self._get(claim, "rdf:predicate"),
                "value": self._get(claim, "rdf:object"),
                "standing": self._get(claim, "lup:standing"),
                "confidence": self._get(claim, "lup:confidence"),
                "item": [claim],
            })  # fmt: skip
        return sorted(rows, key=lambda row: (self._first(row, "subject"), self._first(row, "property")))

    def _carried(self, thing: NamedNode) -> list[Row]:
        rows: list[Row] = [
            {
                "item": [c],
                "declaration": self._get(c, "lup:clauseOf"),
                "edition": self._get(c, "lup:madeInEdition"),
            }
            for c in self._on_themes([thing])
        ]
        return sorted(rows, key=lambda row: (self._first(row, "declaration"), str(row["item"][0])))
