"""Our links, labels and coordinates held against Wikidata's."""

from collections.abc import Iterable, Iterator
from math import asin, cos, radians, sin, sqrt

from lupaus.curation.links import Thing
from lupaus.curation.names import normalise
from lupaus.curation.wikidata import GEONAMES_ID, LANGUAGES, Answers, Item
from lupaus.dataset.report import Finding, Severity
from lupaus.dataset.terms import iri
from lupaus.namespaces import EXTERNAL

__all__ = ["compare_things", "distance_km"]

_EARTH_RADIUS_KM = 6371.0088
"""The mean radius (IUGG)."""


def compare_things(things: Iterable[Thing], answers: Answers, tolerance_km: float, base: str) -> Iterator[Finding]:
    """What is to be put right or looked at: a violation for an item that is gone, merged or elsewhere.

    :param tolerance_km: how far our coordinates of a thing may be from the nearest ones of its items.
    """
    for thing in things:
        found = {id_: answers.items[id_] for id_ in sorted(thing.items & answers.items.keys())}
        for id_ in sorted(thing.items & answers.unanswered.keys()):
            yield _finding(base, "warning", "not-answered", thing, id_,
                           f"nothing was learned about {id_}: {answers.unanswered[id_]}")  # fmt: skip
        for item in found.values():
            yield from _standing(base, thing, item)
        same = [item for id_, item in found.items() if id_ in thing.same and item.exists]
        if same and thing.same <= found.keys():
            yield from _labels(base, thing, same)
            yield from _coordinates(base, thing, same, tolerance_km)
            yield from _geonames(base, thing, same)


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Between two points in degrees, latitude first, along a great circle of the mean Earth."""
    (lat1, long1), (lat2, long2) = (tuple(map(radians, point)) for point in (here, there))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((long2 - long1) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def _standing(base: str, thing: Thing, item: Item) -> Iterator[Finding]:
    if item.merged_into:
        yield _finding(base, "violation", "merged", thing, item.id,
                       f"{item.id} was merged into {item.merged_into}; write that one")  # fmt: skip
    elif not item.exists:
        yield _finding(base, "violation", "deleted", thing, item.id,
                       f"Wikidata has no item {item.id}: it was deleted, or never was")  # fmt: skip


def _labels(base: str, thing: Thing, items: list[Item]) -> Iterator[Finding]:
    for language in LANGUAGES:
        theirs = {text for item in items for text in item.labels(language)}
        known = {normalise(text) for text in theirs}
        for label in sorted(thing.labels.get(language, ())):
            if theirs and normalise(label) not in known:
                said = " or ".join(f"{text!r}" for text in sorted(theirs)[:3])
                yield _finding(base, "info", "label", thing, None,
                               f"is called {label!r} here ({language}), and {said} in Wikidata")  # fmt: skip


def _coordinates(base: str, thing: Thing, items: list[Item], tolerance_km: float) -> Iterator[Finding]:
    points = [(point, item.id) for item in items for point in item.points]
    if not points or thing.latitude is None or thing.longitude is None:
        return
    ours = thing.latitude, thing.longitude
    away, id_ = min((distance_km(ours, point), id_) for point, id_ in points)
    if away > tolerance_km:
        yield _finding(base, "violation", "coordinates", thing, None,
                       f"is {away:.0f} km from where Wikidata has {id_} (limit {tolerance_km:g} km)")  # fmt: skip


def _geonames(base: str, thing: Thing, items: list[Item]) -> Iterator[Finding]:
    theirs = {text for item in items for text in item.texts(GEONAMES_ID)}
    if theirs and thing.geonames and not theirs & thing.geonames:
        ours, said = ", ".join(sorted(thing.geonames)), ", ".join(sorted(theirs))
        yield _finding(base, "info", "geonames", thing, None,
                       f"has the GeoNames id {ours} here, and {said} in Wikidata")  # fmt: skip


def _finding(base: str, severity: Severity, name: str, thing: Thing, id_: str | None, message: str) -> Finding:
    rule = f"<{base}shapes#wikidata/{name}>"
    value = f"<{EXTERNAL['wd']}{id_}>" if id_ else None
    component = f"<{base}shapes#WikidataCheck>"
    return Finding(
        severity, rule, component, message, f"<{thing.iri}>", str(iri("schema:sameAs")) if id_ else None, value
    )
