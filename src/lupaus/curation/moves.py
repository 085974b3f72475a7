"""Cities that begin to sign or to belong leave the graph of those that do neither."""

from collections.abc import Collection

from pyoxigraph import NamedNode, Triple

from lupaus.curation.plan import Plan
from lupaus.curation.register import Register
from lupaus.dataset.sources import SourceFile
from lupaus.dataset.terms import Term, iri

__all__ = ["CITIES", "OTHER_CITIES", "move_cities"]

CITIES = "data/cities/"
OTHER_CITIES = "data/cities-other/"


def move_cities(plan: Plan, register: Register, parties: Collection[str]) -> None:
    """Let those of ``parties`` that stand among the other cities stand with the cities, with their claims."""
    space = f"{register.base}id/"
    for file in register.files:
        mine = file.subjects & set(parties) if file.path.startswith(OTHER_CITIES) else frozenset()
        if mine:
            new = file.path.replace(OTHER_CITIES, CITIES)
            code = file.path.removeprefix(OTHER_CITIES).removesuffix(".ttl")
            country = register.label(f"{space}country/{code}", "en")
            plan.facts.begin(
                new, f"# Cities in {country}. One node is the municipality as a public body and its territory.\n"
            )
            plan.facts.move(_statements(file, mine), file.path, new)
            names = ", ".join(sorted(city.removeprefix(space) for city in mine))
            plan.notes.append(f"{names}: from {file.path} to {new}, with the cities that sign or belong.")


def _statements(file: SourceFile, cities: Collection[str]) -> list[Triple]:
    """What the file says of them, and its claims about them."""
    moved: set[Term] = {NamedNode(city) for city in cities}
    moved |= {t.subject for t in file.triples if t.predicate == iri("rdf:subject") and t.object in moved}
    return [triple for triple in file.triples if triple.subject in moved]
