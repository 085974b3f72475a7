"""From a name in a list to the thing it names, or to the reason why none can be told.

The procedure is described for people in ``docs/reconciliation.md``; its steps stand in ``Reconciler.find``.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from lupaus.curation.names import body_word, normalise, plain_city_name
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.sources import Sources
from lupaus.dataset.terms import RDF_TYPE, iri, ours
from lupaus.errors import SourceError
from lupaus.namespaces import BASE

__all__ = [
    "ALIASES",
    "UNKNOWN_CITY",
    "Alias",
    "Ambiguous",
    "Match",
    "Miss",
    "Outcome",
    "Party",
    "Reconciler",
    "read_aliases",
]

UNKNOWN_CITY = "no city of that name is described in that country"
"""The reason of a miss that nothing speaks against but that the city is not here."""

ALIASES = "data/aliases.csv"
"""Names that the labels do not give, and names that are never a city."""


@dataclass(frozen=True)
class Party:
    """Something that can sign or be a member."""

    iri: str
    kind: str
    """``city``, ``network``, or ``organisation`` for every other body."""
    country: str | None
    """ISO 3166-1 alpha-2 in small letters; ``None`` for what belongs to no one country."""
    names: frozenset[str]
    """As they are written, in any language."""


@dataclass(frozen=True)
class Alias:
    """One row of the alias table. Without a slug it says that the name is never a city."""

    country: str
    """ISO 3166-1 alpha-2 in small letters, or empty for names given without a country."""
    alias: str
    slug: str
    why: str


@dataclass(frozen=True)
class Match:
    """One thing has that name."""

    iri: str
    how: str
    """``label``, ``form`` (``City of Oulu``) or ``alias``."""


@dataclass(frozen=True)
class Ambiguous:
    """Several things have that name, or it cannot be told which country is meant."""

    candidates: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Miss:
    """Nothing has that name."""

    reason: str
    suggestions: tuple[str, ...] = ()
    """IRIs of things with a name much like it, most alike first."""


Outcome = Match | Ambiguous | Miss


class Reconciler:
    """Finds the thing that a name in a list stands for. Asking changes nothing."""

    def __init__(
        self,
        parties: Iterable[Party],
        countries: Mapping[str, str],
        aliases: Iterable[Alias] = (),
        base: str = BASE,
    ) -> None:
        """
        :param countries: ISO code in small letters by any name of a country.
        :raises SourceError: if an alias names a city that is not among ``parties``.
        """
        self._countries = {normalise(name): code for name, code in countries.items()}
        self._named: defaultdict[tuple[str, str | None, str], set[str]] = defaultdict(set)
        known = set()
        for party in parties:
            known.add(party.iri)
            for name in party.names:
                self._named[party.kind, party.country, normalise(name)].add(party.iri)
        self._aliases = {
            (alias.country, normalise(alias.alias)): _settled(alias, f"{base}id/city/", known) for alias in aliases
        }

    @classmethod
    def from_sources(cls, sources: Sources, aliases: Iterable[Alias] = ()) -> Reconciler:
        """Of the curated files as they stand."""
        return cls.from_triples((t for file in sources.files for t in file.triples), sources.base, aliases)

    @classmethod
    def from_triples(cls, triples: Iterable[Triple], base: str, aliases: Iterable[Alias] = ()) -> Reconciler:
        """Of any triples of ours, such as the graphs of a release."""
        types, names, within, codes = _index(triples, base)
        kinds = {ours("City", base).value: "city", ours("CityNetwork", base).value: "network",
                 iri("org:Organization").value: "organisation"}  # fmt: skip
        parties = [
            Party(thing, kinds[kind], _country_of(thing, within, codes), frozenset(names[thing]))
            for thing, kind in types.items()
            if kind in kinds
        ]
        countries = {name: code for thing, code in codes.items() for name in (*names[thing], code)}
        return cls(parties, countries, aliases, base)

    def find(self, name: str, country: str, kind: str = "city") -> Outcome:
        """What ``name`` stands for.

        :param country: the country's name in any of our languages or its ISO code; empty if the list gives none.
        :param kind: ``city``, ``network``, or the kind of another body: ``region``, ``organisation``.

        1. A country that is given must be known. 2. A name without a country is never matched to a city, however
        few have it. 3. The alias table goes before everything: what people settled stays settled. 4. A label or
        other name of one thing of that kind in that country, compared as ``normalise`` does. 5. For a city, a name
        with a word for another kind of body is refused. 6. For a city, forms such as ``City of``.
        """
        code = self._countries.get(normalise(country)) if country else None
        if country and code is None:
            return Miss(f"no country is called {country!r} here")
        if kind == "city":
            return self._city(name, code)
        return self._body(name, code, "network" if kind == "network" else "organisation")

    def country(self, name: str) -> str | None:
        """The ISO code, in small letters, of the country called so."""
        return self._countries.get(normalise(name))

    def _city(self, name: str, code: str | None) -> Outcome:
        text = normalise(name)
        if settled := self._aliases.get((code or "", text)):
            return settled
        if code is None:
            found = sorted(
                i for (kind, _, n), iris in self._named.items() if (kind, n) == ("city", text) for i in iris
            )
            return Ambiguous(
                tuple(found), "no country is given, and a name alone does not tell which city is meant"
            )
        if outcome := self._labelled("city", code, text, "label"):
            return outcome
        if word := body_word(name):
            return Miss(f"{word!r} names another kind of body than a city", self._alike("city", code, text))
        plain = plain_city_name(name)
        if plain and (outcome := self._labelled("city", code, plain, "form")):
            return outcome
        return Miss(UNKNOWN_CITY, self._alike("city", code, plain or text))

    def _body(self, name: str, code: str | None, kind: str) -> Outcome:
        text = normalise(name)
        where = {code, None} if kind == "network" else {code}
        for place in sorted(where, key=str):
            if outcome := self._labelled(kind, place, text, "label"):
                return outcome
        return Miss(f"no {kind} of that name is described here", self._alike(kind, code, text))

    def _labelled(self, kind: str, code: str | None, text: str, how: str) -> Match | Ambiguous | None:
        found = sorted(self._named.get((kind, code, text), ()))
        if len(found) > 1:
            return Ambiguous(tuple(found), "several have that name")
        return Match(found[0], how) if found else None

    def _alike(self, kind: str, code: str | None, text: str) -> tuple[str, ...]:
        names = [n for k, c, n in self._named if (k, c) == (kind, code)]
        close = difflib.get_close_matches(text, sorted(names), n=3, cutoff=0.75)
        return tuple(dict.fromkeys(i for n in close for i in sorted(self._named[kind, code, n])))


def read_aliases(inputs: Inputs) -> tuple[Alias, ...]:
    """The alias table.

    :raises SourceError: if it cannot be read, a row lacks a field or its reason, or a name stands twice.
    """
    rows = list(csv.DictReader(io.StringIO(inputs.raw(ALIASES))))
    found: dict[tuple[str, str], Alias] = {}
    for line, row in enumerate(rows, 2):
        if set(row) != {"country", "alias", "slug", "why"} or not row["alias"] or not row["why"]:
            raise SourceError("a row has the fields country, alias, slug and why, and says why", ALIASES, line)
        alias = Alias(row["country"], row["alias"], row["slug"], row["why"])
        key = (alias.country, normalise(alias.alias))
        if key in found:
            raise SourceError(f"{alias.alias!r} stands here twice", ALIASES, line)
        found[key] = alias
    return tuple(found.values())


def _settled(alias: Alias, cities: str, known: Container[str]) -> Match | Miss:
    if not alias.slug:
        return Miss(alias.why)
    city = f"{cities}{alias.country}/{alias.slug}"
    if city not in known:
        raise SourceError(
            f"{alias.alias!r} stands for city/{alias.country}/{alias.slug}, which is not there", ALIASES
        )
    return Match(city, "alias")


def _index(
    triples: Iterable[Triple], base: str
) -> tuple[dict[str, str], defaultdict[str, set[str]], dict[str, str], dict[str, str]]:
    """Types, names, countries within which things lie, and the codes of countries, by IRI."""
    naming = {iri("rdfs:label"), iri("schema:alternateName"), iri("skos:altLabel"), iri("skos:prefLabel")}
    wanted = {ours("City", base), ours("CityNetwork", base), iri("org:Organization")}
    placing = {iri("schema:containedInPlace"), iri("dcterms:spatial")}
    types: dict[str, str] = {}
    names: defaultdict[str, set[str]] = defaultdict(set)
    within: dict[str, str] = {}
    countries: set[str] = set()
    codes: dict[str, str] = {}
    for triple in triples:
        subject, value = triple.subject, triple.object
        if not isinstance(subject, NamedNode):
            continue
        if triple.predicate == RDF_TYPE and isinstance(value, NamedNode):
            if value in wanted:
                types[subject.value] = value.value
            elif value == iri("schema:Country"):
                countries.add(subject.value)
        elif triple.predicate in naming and isinstance(value, Literal):
            names[subject.value].add(value.value)
        elif triple.predicate in placing and isinstance(value, NamedNode):
            within[subject.value] = value.value
        elif triple.predicate == iri("dcterms:identifier") and isinstance(value, Literal):
            codes[subject.value] = value.value.lower()
    return types, names, within, {thing: code for thing, code in codes.items() if thing in countries}


def _country_of(thing: str, within: Mapping[str, str], codes: Mapping[str, str]) -> str | None:
    """The code of the country that ``thing`` lies in, itself or through the place it lies in."""
    place = within.get(thing, "")
    return codes.get(place) or codes.get(within.get(place, ""))
