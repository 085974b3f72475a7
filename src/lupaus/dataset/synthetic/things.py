"""What is made up: sources, networks, declarations, cities, signatures, memberships, each with its claims."""

from datetime import date

from lupaus.dataset.synthetic.names import COUNTRIES, THEMES, Draw
from lupaus.dataset.synthetic.writing import Lines, literal, typed

__all__ = ["Things"]

_LANGUAGES = ("en", "et", "fi", "sv")
_MARK = "synthetic"
_COUNTRIES = tuple(COUNTRIES)


class Things:
    """Writes one thing at a time. A thing refers to earlier ones only, so that any beginning is a whole graph."""

    def __init__(self, base: str, seed: int) -> None:
        self.lines = Lines(base)
        self._draw = Draw(seed)
        self._sources = 0
        self._issued: list[date] = []
        """The day of each declaration: all that grows with the graph, by one day for 800 triples."""
        self._networks = 0
        self._cities = 0

    def source(self) -> None:
        """A page, and the body that published it."""
        lines, number = self.lines, self._sources
        body, page = lines.iri(f"organisation/{_MARK}-{number}"), self._source(number)
        name = literal(f"{self._draw.name()} Gazette ({_MARK})", "en")
        lines.add("curated", body, ("a", lines.term("org:Organization")),
                  *(("rdfs:label", name[:-2] + language) for language in _LANGUAGES))  # fmt: skip
        lines.add("sources", page, ("a", lines.term("lup:Source")), ("rdfs:label", name),
                  ("dcterms:publisher", body), ("schema:genre", literal("news", "en")),
                  ("schema:inLanguage", '"en"'),
                  ("schema:url", f"<https://source-{number}.invalid/>"))  # fmt: skip
        self._sources += 1

    def network(self) -> None:
        """A network, and a list of its members."""
        lines, number = self.lines, self._networks
        network, listing = self._network(number), self._list(number)
        label = f"{self._draw.name()} Network ({_MARK})"
        lines.add("curated", network, ("a", lines.term("lup:CityNetwork")), ("rdfs:label", literal(label, "en")),
                  ("lup:networkKind", lines.iri("network-kind/city-network")))  # fmt: skip
        self._claim(f"kind-{number}", network, "lup:networkKind", lines.iri("network-kind/city-network"))
        lines.add("curated", listing, ("a", lines.term("lup:MemberList")),
                  ("rdfs:label", literal(f"Members of {label}", "en")), ("lup:listOf", network),
                  ("lup:isComplete", typed("false", "boolean")),
                  ("dcterms:source", self._source(self._draw.below(self._sources))))  # fmt: skip
        self._networks += 1

    def declaration(self) -> None:
        """A text with its commitments."""
        lines, draw, number = self.lines, self._draw, len(self._issued)
        text, day = lines.iri(f"declaration/{_MARK}-{number}"), draw.day()
        title = literal(f"{draw.name()} Declaration ({_MARK})", "en")
        issued = typed(day, "date")
        lines.add("curated", text, ("a", lines.term("lup:Declaration")), ("rdfs:label", title),
                  ("dcterms:title", title), ("dcterms:issued", issued))  # fmt: skip
        self._claim(f"issued-{number}", text, "dcterms:issued", issued)
        for position in range(1, 3 + draw.below(4)):
            commitment = lines.iri(f"commitment/{_MARK}-{number}/{position}")
            themes = [lines.iri(f"theme/{theme}") for theme in draw.some(THEMES, 2)]
            label = literal(f"Make {draw.name()} a better place ({_MARK})", "en")
            place = typed(position, "integer")
            lines.add("curated", commitment, ("a", lines.term("lup:Commitment")), ("rdfs:label", label),
                      ("lup:commitmentOf", text), ("schema:position", place),
                      *(("lup:theme", theme) for theme in themes))  # fmt: skip
            key = f"commitment-{number}-{position}"
            self._claim(f"{key}-of", commitment, "lup:commitmentOf", text)
            self._claim(f"{key}-position", commitment, "schema:position", place)
            for nth, theme in enumerate(themes):
                self._claim(f"{key}-theme-{nth}", commitment, "lup:theme", theme)
        self._issued.append(day)

    def city(self) -> None:
        """A city with its place on the map, its memberships and its signatures."""
        lines, draw = self.lines, self._draw
        country, name = draw.choice(_COUNTRIES), f"{draw.name()} ({_MARK})"
        slug = f"{country}/{_MARK}-{self._cities}"
        city, geometry = lines.iri(f"city/{slug}"), lines.iri(f"geometry/{slug}")
        latitude, longitude = draw.point(country)
        lines.add("curated", city, ("a", lines.term("lup:City")),
                  *(("rdfs:label", literal(name, language)) for language in _LANGUAGES),
                  ("schema:containedInPlace", lines.iri(f"country/{country}")))  # fmt: skip
        point = f'"POINT({longitude} {latitude})"^^{lines.term("geo:wktLiteral")}'
        lines.add("geo", city, ("geo:hasDefaultGeometry", geometry), ("wgs:lat", typed(latitude, "decimal")),
                  ("wgs:long", typed(longitude, "decimal")))  # fmt: skip
        lines.add("geo", geometry, ("a", lines.term("geo:Geometry")), ("geo:asWKT", point),
                  ("prov:wasDerivedFrom", self._source(draw.below(self._sources))))  # fmt: skip
        for network in sorted({draw.skewed(self._networks) for _ in range(1 + draw.below(4))}):
            self._membership(city, name, network)
        for text in sorted({draw.skewed(len(self._issued)) for _ in range(1 + draw.below(4))}):
            self._signature(city, name, text)
        self._cities += 1

    def _membership(self, city: str, name: str, network: int) -> None:
        lines, key = self.lines, f"{network}-{self._cities}"
        membership, listing = lines.iri(f"membership/{_MARK}-{network}/{self._cities}"), self._list(network)
        lines.add("curated", membership, ("a", lines.term("org:Membership")),
                  ("rdfs:label", literal(f"{name} in network {network}", "en")), ("org:member", city),
                  ("org:organization", self._network(network)), ("lup:listedIn", listing))  # fmt: skip
        self._claim(f"listed-{key}", membership, "lup:listedIn", listing)

    def _signature(self, city: str, name: str, text: int) -> None:
        lines, draw, key = self.lines, self._draw, f"{text}-{self._cities}"
        signature = lines.iri(f"signature/{_MARK}-{text}/{self._cities}")
        is_dated = not draw.one_in(3)
        kind = "signed" if is_dated else "unknown"
        lines.add("curated", signature, ("a", lines.term("lup:Signature")),
                  ("rdfs:label", literal(f"Signature of {name}: declaration {text}", "en")),
                  ("lup:signatory", city), ("lup:signedDeclaration", lines.iri(f"declaration/{_MARK}-{text}")),
                  ("lup:dateKind", lines.iri(f"date-kind/{kind}")))  # fmt: skip
        self._claim(f"signatory-{key}", signature, "lup:signatory", city)
        if is_dated:
            day = typed(draw.day_after(self._issued[text]), "date")
            lines.add("curated", signature, ("lup:dateSigned", day))
            self._claim(f"date-{key}", signature, "lup:dateSigned", day)

    def _claim(self, key: str, subject: str, predicate: str, value: str) -> None:
        lines, draw = self.lines, self._draw
        lines.add("claims", lines.iri(f"claim/{_MARK}-{key}"), ("a", lines.term("lup:Claim")),
                  ("rdf:subject", subject), ("rdf:predicate", lines.term(predicate)), ("rdf:object", value),
                  ("lup:standing", lines.term("lup:accepted")), ("lup:confidence", lines.term("lup:oneSource")),
                  ("prov:wasDerivedFrom", self._source(draw.below(self._sources))))  # fmt: skip

    def _source(self, number: int) -> str:
        return self.lines.iri(f"source/{_MARK}-{number}")

    def _network(self, number: int) -> str:
        return self.lines.iri(f"network/{_MARK}-{number}")

    def _list(self, number: int) -> str:
        return self.lines.iri(f"list/{_MARK}-{number}/all")
