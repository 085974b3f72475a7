"""Items that might be a thing of ours, by the Reconciliation Service API 0.2 (W3C Entity Reconciliation CG).

A candidate is a proposal. Whether it is the thing is for a curator to find out, in a source that can be named.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any, cast

from lupaus.curation.client import PoliteClient
from lupaus.curation.journal import Journal
from lupaus.curation.links import ITEM, Thing
from lupaus.curation.names import printable
from lupaus.errors import RemoteError
from lupaus.media import JSON
from lupaus.namespaces import EXTERNAL

__all__ = ["SERVICE", "Candidate", "find_candidates", "things_without_item"]

SERVICE = "https://wikidata.reconci.link/en/api"
TYPES: Mapping[str, str] = {"city": "Q486972", "network": "Q43229", "organisation": "Q43229", "person": "Q5"}
"""What a candidate for each kind of thing should be: a settlement, an organisation, a human."""
_MOST_TEXT = 300
_SPACES = {EXTERNAL["wd"], EXTERNAL["wd"].replace("http:", "https:")}


@dataclass(frozen=True)
class Candidate:
    """One proposal of the service."""

    id: str
    name: str
    score: float
    description: str = ""
    is_sure: bool = False
    """Whether the service itself would take it."""


def things_without_item(things: Iterable[Thing], base: str, kinds: Iterable[str]) -> dict[str, list[Thing]]:
    """By kind, the things that are linked to no item and have a name to ask for."""
    found: dict[str, list[Thing]] = {kind: [] for kind in kinds}
    for thing in things:
        kind = thing.iri.removeprefix(base + "id/").partition("/")[0]
        if kind in found and thing.types and thing.name and not thing.items:
            found[kind].append(thing)
    return found


def find_candidates(
    client: PoliteClient,
    open_: Mapping[str, Iterable[Thing]],
    countries: Mapping[str, str],
    journal: Journal,
    limit: int = 5,
    batch_size: int = 20,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, list[Candidate]]:
    """Ask about each thing; what ``journal`` has is not asked for again.

    :param countries: the item of a country by the IRI of a thing in it.
    :raises RemoteError: if the service does not answer. What it had answered by then is in the journal.
    """
    things = [(kind, thing) for kind, found in open_.items() for thing in found]
    known = {
        thing.iri: found for _, thing in things if (found := _recall(journal.answers.get(thing.iri))) is not None
    }
    waiting = [(kind, thing) for kind, thing in things if thing.iri not in known]
    if waiting:
        _check_manifest(client)
    for start in range(0, len(waiting), batch_size):
        batch = waiting[start : start + batch_size]
        queries = {
            f"q{n}": _query(thing, TYPES[kind], countries.get(thing.iri), limit)
            for n, (kind, thing) in enumerate(batch)
        }
        answer = _read(client, client.post({"queries": json.dumps(queries)}, JSON.aliases).body)
        for n, (_, thing) in enumerate(batch):
            known[thing.iri] = _candidates(client, answer.get(f"q{n}"), limit)
            journal.note(thing.iri, [asdict(candidate) for candidate in known[thing.iri]])
        progress(len(known), len(things))
    return known


def _query(thing: Thing, type_: str, country: str | None, limit: int) -> dict[str, object]:
    """Section 4.2: name, type, limit, and the country as a property that candidates should have."""
    query: dict[str, object] = {"query": thing.name, "type": type_, "limit": limit}
    if country:
        query["properties"] = [{"pid": "P17", "v": {"id": country}}]
    return query


def _check_manifest(client: PoliteClient) -> None:
    """Section 3: that it is a service for Wikidata's items, and of the version we speak."""
    manifest = _read(client, client.get(JSON.aliases).body)
    if str(manifest.get("identifierSpace")) not in _SPACES:
        raise RemoteError(
            f"{client.address} gives identifiers of {_text(manifest.get('identifierSpace'))}, not of Wikidata."
        )
    versions = manifest.get("versions", ["0.2"])
    if not isinstance(versions, list) or "0.2" not in versions:
        raise RemoteError(f"{client.address} does not speak version 0.2 of the reconciliation API.")


def _read(client: PoliteClient, body: bytes) -> dict[str, object]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise RemoteError(f"{client.address} breaks its JSON off or writes it wrong.") from None
    if not isinstance(document, dict):
        raise RemoteError(f"{client.address} answers with JSON that is no object.")
    return document


def _candidates(client: PoliteClient, answer: object, limit: int) -> list[Candidate]:
    try:
        found = [_candidate(row) for row in cast(dict[str, Any], answer)["result"]]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise RemoteError(f"{client.address} leaves a query without a list of candidates.") from None
    items = [candidate for candidate in found if ITEM.fullmatch(candidate.id)]
    return sorted(items, key=lambda candidate: (-candidate.score, candidate.id))[:limit]


def _candidate(row: Mapping[str, Any]) -> Candidate:
    description = _text(row.get("description") or "")
    score = float(row["score"])
    if not isfinite(score):
        raise ValueError("a score that is no number")
    return Candidate(_text(row["id"]), _text(row["name"]), score, description, row["match"] is True)


def _text(value: object) -> str:
    return printable(str(value)[:_MOST_TEXT])


def _recall(answer: object) -> list[Candidate] | None:
    try:
        return [Candidate(**row) for row in answer] if isinstance(answer, list) else None
    except TypeError:
        return None
