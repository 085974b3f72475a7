"""What the first page counts: members of classes, as the release describes them, each with the query behind it."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from lupaus.errors import N_
from lupaus.namespaces import prefixes_for
from lupaus.web.pages.questions import ask
from lupaus.web.site import Site
from lupaus.web.triples import read_triples

__all__ = ["Number", "Numbers"]

_CLASSES: Mapping[str, str] = {
    "Declaration": N_("declarations"),
    "Commitment": N_("commitments"),
    "Signature": N_("signatures"),
    "City": N_("cities"),
    "CityNetwork": N_("networks"),
    "Source": N_("sources"),
}
"""The local name of a class, and what its members are called. The rules add members of subclasses."""
_STATEMENTS = "SELECT (COUNT(*) AS ?number) WHERE {\n  GRAPH ?graph { ?s ?p ?o }\n}"


class Number(NamedTuple):
    """How many there are of what, and where the query is that counts them."""

    name: str
    """To be translated."""
    number: int
    query: str
    """The address of the query with its answer."""


class Numbers:
    """Counts of one site with a release."""

    def __init__(self, site: Site) -> None:
        self._site = site

    @cached_property
    def all(self) -> tuple[Number, ...]:
        """What there is any of: by class (VoID, section 4.3), then the statements of all graphs."""
        release = self._site.release
        assert release is not None
        base = self._site.base
        described = read_triples(release.path / "graphs/void.nt")
        found: list[Number] = []
        for name, words in _CLASSES.items():
            counted = described.values(f"{base}dataset#default-class-lup-{name}", "void:entities")
            if counted:
                found.append(Number(words, int(counted[0].text), ask(_members(name, base))))
        statements = sum(graph.triples for graph in release.manifest.graphs)
        return (*found, Number(N_("statements"), statements, ask(_STATEMENTS)))


def _members(name: str, base: str) -> str:
    prefix = f"PREFIX lup: <{prefixes_for(base)['lup']}>\n"
    return f"{prefix}SELECT (COUNT(DISTINCT ?thing) AS ?number) WHERE {{\n  ?thing a lup:{name}\n}}"
