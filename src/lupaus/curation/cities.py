"""From a list of cities to facts: each city new, here already, or refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from lupaus.curation.facts import decimal, slug_of
from lupaus.curation.links import ITEM
from lupaus.curation.moves import OTHER_CITIES
from lupaus.curation.names import normalise
from lupaus.curation.pages import describe_page, free_node
from lupaus.curation.plan import Plan
from lupaus.curation.reconcile import UNKNOWN_CITY, Ambiguous, Match, Reconciler
from lupaus.curation.register import Register, host_of
from lupaus.curation.sheet import Columns, Problem, Row
from lupaus.dataset.terms import iri
from lupaus.dataset.unlinked import UNLINKED
from lupaus.namespaces import EXTERNAL

__all__ = ["CITIES", "SLUGS", "plan_cities"]

CITIES = Columns(("label_en", "country"), ("wikidata", "geonames", "lat", "lon", "population", "labels", "note"))
SLUGS = "data/slugs.csv"
"""Which city has which slug, for ever."""
_LANGUAGES = ("fi", "sv", "et")
_GAZETTEER = "geonames.org"
_GAZETTEER_COLUMNS = ("geonames", "lat", "lon", "population")


@dataclass(frozen=True)
class _City:
    """A new city."""

    row: Row
    code: str
    slug: str
    node: NamedNode


def plan_cities(
    rows: Iterable[Row], register: Register, reconciler: Reconciler, source_url: str, as_of: str | None = None
) -> Plan:
    """Match every row with the cities that are here, and collect those that are not.

    A new city stands in ``data/cities-other`` until it signs something or belongs to a network.

    :param as_of: the day, month or year for which the page says it; a note of the claims.
    """
    return _Planner(register, reconciler, source_url, f"As of {as_of}." if as_of else "").plan(rows)


class _Planner:
    def __init__(self, register: Register, reconciler: Reconciler, source_url: str, note: str) -> None:
        self._register, self._reconciler, self._url, self._note = register, reconciler, source_url, note
        self._plan = Plan()
        self._seen: dict[tuple[str, str], int] = {}
        self._items = {item: thing.iri for thing in register.things.values() for item in thing.same}

    def plan(self, rows: Iterable[Row]) -> Plan:
        for row in rows:
            problems = [*self._problems(row)]
            self._plan.problems += problems
            code = self._reconciler.country(row["country"])
            if code is None:
                self._plan.refuse(row, "country", f"no country is called {row['country']!r} here")
            elif not problems and not self._is_repeated(row, code):
                self._take(row, code)
        return self._plan

    def _problems(self, row: Row) -> Iterator[Problem]:
        if row["wikidata"] and not ITEM.fullmatch(row["wikidata"]):
            yield row.problem("wikidata", f"is {row['wikidata']!r}, but must be an item such as Q1757")
        if not slug_of(row["label_en"]):
            yield row.problem("label_en", f"is {row['label_en']!r}, which has no letter for an address")
        for part in filter(None, row["labels"].split(";")):
            language, _, text = part.partition("=")
            if language.strip() not in _LANGUAGES or not text.strip():
                yield row.problem("labels", f"has {part!r}, but must have names such as fi=Turku;sv=Åbo")
        yield from self._gazetteer_problems(row)

    def _gazetteer_problems(self, row: Row) -> Iterator[Problem]:
        host = host_of(self._url)
        for column in _GAZETTEER_COLUMNS:
            if row[column] and host != _GAZETTEER and not host.endswith(f".{_GAZETTEER}"):
                yield row.problem(column, "graph/geo has what GeoNames says, under its licence; "
                                  "leave it empty, or import it from a page of geonames.org")  # fmt: skip
        for column, most in (("lat", 90), ("lon", 180)):
            number = decimal(row[column])
            if row[column] and (number is None or abs(float(number.value)) > most):
                yield row.problem(column, f"is {row[column]!r}, but must be degrees within -{most} and {most}")
        for column in ("geonames", "population"):
            if row[column] and not (row[column].isdecimal() and row[column].isascii()):
                yield row.problem(column, f"is {row[column]!r}, but must be a whole number")
        if bool(row["lat"]) != bool(row["lon"]):
            yield row.problem("lat", "latitude and longitude come together or not at all")

    def _is_repeated(self, row: Row, code: str) -> bool:
        keys = {"label_en": (code, normalise(row["label_en"])), "wikidata": ("", row["wikidata"])}
        for column, key in keys.items():
            if first := self._seen.get(key):
                self._refuse(row, column, f"is the same city as in line {first}")
                return True
        self._seen |= {key: row.line for key in keys.values() if key[1]}
        return False

    def _take(self, row: Row, code: str) -> None:
        item, owner = row["wikidata"], self._items.get(row["wikidata"], "")
        found = self._reconciler.find(row["label_en"], code, "city")
        if isinstance(found, Match | Ambiguous):
            candidates = (found.iri,) if isinstance(found, Match) else found.candidates
            self._compare(row, candidates, item, owner)
        elif owner:
            self._refuse(row, "wikidata", f"{item} is {self._short(owner)} here; add the name to data/aliases.csv")
        elif found.reason != UNKNOWN_CITY:
            self._refuse(row, "label_en", f"{row['label_en']!r} is no city here: {found.reason}")
        elif found.suggestions and not item:
            near = ", ".join(map(self._short, found.suggestions))
            said = f"{row['label_en']!r} is much like {near}; if it is another city, give its Wikidata item"
            self._refuse(row, "label_en", said)
        elif not item and not row["note"]:
            self._refuse(row, "wikidata", "is empty; give the item, or say in the column note why there is none")
        else:
            self._add(row, code)

    def _compare(self, row: Row, candidates: tuple[str, ...], item: str, owner: str) -> None:
        """A city of that name is here."""
        names = ", ".join(map(self._short, candidates))
        if owner in candidates or (not item and len(candidates) == 1):
            self._plan.tell(row, row["label_en"], "known", self._short(owner or candidates[0]))
        elif not item:
            self._refuse(
                row, "label_en", f"{row['label_en']!r} is ambiguous: it may be {names}; give its Wikidata item"
            )
        else:
            items = sorted(i for city in candidates for i in self._register.things[city].same)
            have = f"with {', '.join(items)}" if items else "without an item"
            said = f"{row['label_en']!r} is {names} here, {have}, not {item}"
            how = "correct the link with its claim, or add another city of that name, by hand"
            self._refuse(row, "wikidata", f"{said}; {how}")

    def _refuse(self, row: Row, column: str, message: str) -> None:
        self._plan.refuse(row, column, message, row["label_en"])

    def _add(self, row: Row, code: str) -> None:
        facts = self._plan.facts
        node = free_node(facts, self._register, f"city/{code}/{slug_of(row['label_en'])}")
        self._register.subjects.add(node.value)
        city = _City(row, code, node.value.rpartition("/")[2], node)
        source = describe_page(facts, self._register, self._url)
        self._describe(city, source)
        if any(row[column] for column in _GAZETTEER_COLUMNS):
            self._locate(city, source)
        facts.add_row(SLUGS, (code, city.slug, row["label_en"]))
        if not row["wikidata"]:
            facts.add_row(UNLINKED, (code, row["label_en"], city.slug, row["note"]))
        self._plan.added += 1
        self._plan.tell(row, row["label_en"], "new", self._short(node.value))

    def _describe(self, city: _City, source: NamedNode) -> None:
        facts, row, file = self._plan.facts, city.row, f"{OTHER_CITIES}{city.code}.ttl"
        country = facts.node(f"country/{city.code}")
        name = self._register.label(country.value, "en")
        facts.begin(file, f"# Cities in {name} that neither sign a declaration nor belong to a network here.\n")
        parts = (part.partition("=") for part in filter(None, row["labels"].split(";")))
        labels = {"en": row["label_en"]} | {tag.strip(): text.strip() for tag, _, text in parts}
        facts.say(
            file, city.node, "lup:City", schema_containedInPlace=country,
            rdfs_label=[Literal(text, language=tag) for tag, text in labels.items()],
        )  # fmt: skip
        if item := row["wikidata"]:
            name = f"wikidata-{city.code}-{city.slug}"
            facts.claim(file, name, city.node, "lup:wikidataId", item, source, note=self._note)
            facts.say(file, city.node, schema_sameAs=NamedNode(EXTERNAL["wd"] + item))

    def _locate(self, city: _City, source: NamedNode) -> None:
        facts, row, file = self._plan.facts, city.row, f"data/geo/{city.code}.ttl"
        country = self._register.label(facts.node(f"country/{city.code}").value, "en")
        facts.begin(
            file, f"# Coordinates and populations of cities in {country}, from GeoNames (CC BY 4.0).\n"
            "# WKT is in the order longitude, latitude.\n"
        )  # fmt: skip
        if row["geonames"]:
            facts.say(file, city.node, rdfs_seeAlso=NamedNode(f"{EXTERNAL['geonames']}{int(row['geonames'])}/"))
        if row["population"]:
            facts.say(file, city.node, lup_gazetteerPopulation=int(row["population"]))
        lat, lon = decimal(row["lat"]), decimal(row["lon"])
        if lat and lon:
            geometry = facts.node(f"geometry/{city.code}/{city.slug}")
            point = Literal(f"POINT({lon.value} {lat.value})", datatype=iri("geo:wktLiteral"))
            facts.say(file, city.node, geo_hasDefaultGeometry=geometry, wgs_lat=lat, wgs_long=lon)
            facts.say(file, geometry, "geo:Geometry", geo_asWKT=point, prov_wasDerivedFrom=source)

    def _short(self, thing: str) -> str:
        return thing.removeprefix(f"{self._register.base}id/")
