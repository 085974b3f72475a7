"""How the shapes would have a thing shown: names, order and groups of properties (SHACL, section 2.3.2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from lupaus.dataset.terms import Term, iri

__all__ = ["LAST", "Presentation", "Presentations"]

LAST = 10_000
"""The order of what no shape orders."""
_TARGETS = ("sh:targetClass", "sh:targetSubjectsOf")


@dataclass(frozen=True)
class Presentation:
    """How one property is shown."""

    order: int = LAST
    names: dict[str, str] = field(default_factory=dict)
    """By language tag."""
    group: Term | None = None


class Presentations:
    """What the shapes say of each property: for the classes they target, and for whatever else has it."""

    def __init__(self, shapes: Iterable[Triple]) -> None:
        said: defaultdict[Term, defaultdict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in shapes:
            said[triple.subject][triple.predicate].append(triple.object)
        self._said = said
        self._by_class: dict[tuple[Term, Term], Presentation] = {}
        self._by_path: dict[Term, Presentation] = {}
        read = {shape: self._read(shape) for shape in said if iri("sh:path") in said[shape]}
        for shape in sorted(read, key=lambda shape: (read[shape].order, str(shape))):
            for path in said[shape][iri("sh:path")]:
                self._by_path.setdefault(path, read[shape])
        for node in sorted(said, key=str):
            for class_ in (c for target in _TARGETS for c in said[node][iri(target)]):
                for shape in said[node][iri("sh:property")]:
                    for path in said[shape][iri("sh:path")]:
                        if read[shape].order < self._by_class.get((class_, path), Presentation()).order:
                            self._by_class[class_, path] = read[shape]

    def of(self, property_: Term, classes: Iterable[Term] = ()) -> Presentation:
        """How ``property_`` is shown on a thing of ``classes``."""
        found = [self._by_class[c, property_] for c in classes if (c, property_) in self._by_class]
        if found:
            return min(found, key=lambda presentation: presentation.order)
        return self._by_path.get(property_, Presentation())

    def group(self, group: Term) -> tuple[int, dict[str, str]]:
        """The order and the labels of a group of properties."""
        said = self._said.get(group)
        if said is None:
            return LAST, {}
        return _order(said[iri("sh:order")]), _by_language(said[iri("rdfs:label")])

    def _read(self, shape: Term) -> Presentation:
        said = self._said[shape]
        groups = said[iri("sh:group")]
        return Presentation(
            _order(said[iri("sh:order")]), _by_language(said[iri("sh:name")]), groups[0] if groups else None
        )


def _order(terms: Iterable[Term]) -> int:
    return min((int(float(term.value)) for term in terms if isinstance(term, Literal)), default=LAST)


def _by_language(terms: Iterable[Term]) -> dict[str, str]:
    found = {term.language or "": term.value for term in terms if isinstance(term, Literal)}
    return dict(sorted(found.items()))
