"""What Wikidata says of items: asked in batches, from its SPARQL endpoint or one that speaks like it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from lupaus.curation.client import PoliteClient, TooMuchAsked
from lupaus.curation.journal import Journal
from lupaus.curation.links import ITEM
from lupaus.curation.names import printable
from lupaus.dataset.terms import iri
from lupaus.errors import RemoteError
from lupaus.media import JSON
from lupaus.namespaces import EXTERNAL, SCHEMA_AT_WIKIDATA

__all__ = ["ENDPOINT", "LANGUAGES", "Answers", "Item", "ask_items"]

ENDPOINT = "https://query.wikidata.org/sparql"
LANGUAGES = ("en", "fi", "sv", "et")
COUNTRY, COORDINATES, GEONAMES_ID, INSTANCE_OF = (
    NamedNode(EXTERNAL["wdt"] + name) for name in ("P17", "P625", "P1566", "P31")
)
_VERSION, _MODIFIED = (NamedNode(SCHEMA_AT_WIKIDATA + name) for name in ("version", "dateModified"))
_LABEL, _ALIAS, _SAME_AS = iri("rdfs:label"), iri("skos:altLabel"), iri("owl:sameAs")
_ASKED = (_VERSION, _MODIFIED, _LABEL, _ALIAS, _SAME_AS, COUNTRY, COORDINATES, GEONAMES_ID, INSTANCE_OF)
_NUMBER = re.compile(r"[0-9]{1,18}")
_DEGREES = r"(-?[0-9]{1,3}(?:\.[0-9]{1,20})?)"
_POINT = re.compile(rf"POINT ?\({_DEGREES} {_DEGREES}\)", re.IGNORECASE)
_MOST_FAILURES = 3


@dataclass
class Item:
    """One item as Wikidata has it."""

    id: str
    asked: datetime | None = None
    """When the answer was made."""
    triples: set[Triple] = field(default_factory=set)

    @property
    def exists(self) -> bool:
        """Whether it has a version: a deleted item has none, and neither has a merged one."""
        return self.version is not None

    @property
    def version(self) -> int | None:
        """The number of its revision."""
        return next((int(t) for t in self.texts(_VERSION) if _NUMBER.fullmatch(t)), None)

    @property
    def modified(self) -> str | None:
        """When that revision was made."""
        return next(iter(self.texts(_MODIFIED)), None)

    @property
    def merged_into(self) -> str | None:
        """The item that this one was merged into and now redirects to."""
        targets = {
            t.object.value for t in self.triples if t.predicate == _SAME_AS and isinstance(t.object, NamedNode)
        }
        names = sorted(value.removeprefix(EXTERNAL["wd"]) for value in targets)
        return next((name for name in names if ITEM.fullmatch(name)), None)

    @property
    def points(self) -> list[tuple[float, float]]:
        """Latitude and longitude of each coordinate on Earth."""
        matches = (_POINT.fullmatch(text.strip()) for text in self.texts(COORDINATES))
        return [(float(match[2]), float(match[1])) for match in matches if match]

    def labels(self, language: str) -> set[str]:
        """Label and aliases in one language."""
        return {
            t.object.value
            for t in self.triples
            if t.predicate in (_LABEL, _ALIAS) and isinstance(t.object, Literal) and t.object.language == language
        }

    def texts(self, predicate: NamedNode) -> list[str]:
        """The literals of one property, in order."""
        return sorted(
            t.object.value for t in self.triples if t.predicate == predicate and isinstance(t.object, Literal)
        )


@dataclass
class Answers:
    """What came back."""

    items: dict[str, Item]
    unanswered: dict[str, str]
    """Items that nothing could be learned about, each with the reason."""


def ask_items(
    client: PoliteClient,
    ids: Iterable[str],
    journal: Journal,
    batch_size: int = 100,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Answers:
    """Ask about every item of ``ids``; what ``journal`` has is not asked for again.

    A batch that is too much for the endpoint is halved, down to single items; after three single items without an
    answer, or an error that a smaller question does not cure, the rest is not asked for. An endpoint that has none
    of the items at all is not believed: it holds something else than Wikidata.
    """
    wanted = sorted(set(ids), key=lambda id_: (len(id_), id_))
    answers = Answers({id_: item for id_ in wanted if (item := _recall(journal, id_))}, {})
    open_ = [id_ for id_ in wanted if id_ not in answers.items]
    waiting = [open_[n : n + batch_size] for n in range(0, len(open_), batch_size)]
    while waiting:
        batch = waiting.pop(0)
        try:
            found = _ask(client, batch)
        except TooMuchAsked as error:
            if len(batch) > 1:
                middle = len(batch) // 2
                waiting[:0] = [batch[:middle], batch[middle:]]
                continue
            answers.unanswered[batch[0]] = str(error)
            if len(answers.unanswered) < _MOST_FAILURES:
                continue
            _give_up(answers, waiting, str(error))
            break
        except RemoteError as error:
            _give_up(answers, [batch, *waiting], str(error))
            break
        for item in found:
            answers.items[item.id] = item
            journal.note(item.id, _as_json(item))
        progress(len(answers.items), len(wanted))
    if answers.items and not any(item.exists for item in answers.items.values()):
        answers.unanswered.update(
            dict.fromkeys(answers.items, f"{client.address} has none of the items we link to.")
        )
        answers.items.clear()
    return answers


def _give_up(answers: Answers, batches: Iterable[Sequence[str]], reason: str) -> None:
    answers.unanswered.update({id_: reason for batch in batches for id_ in batch})


def items_query(ids: Iterable[str]) -> str:
    """The few properties that we use, of each item."""
    items = " ".join(f"<{EXTERNAL['wd']}{id_}>" for id_ in ids)
    properties = " ".join(map(str, _ASKED))
    languages = ", ".join(f'"{language}"' for language in LANGUAGES)
    return f"""SELECT ?item ?property ?value WHERE {{
  VALUES ?item {{ {items} }}
  VALUES ?property {{ {properties} }}
  ?item ?property ?value .
  FILTER (!isLiteral(?value) || LANG(?value) IN ("", {languages}))
}}"""


def _ask(client: PoliteClient, ids: Sequence[str]) -> list[Item]:
    reply = client.post({"query": items_query(ids)}, (JSON.media_type, *JSON.aliases))
    items = {NamedNode(EXTERNAL["wd"] + id_): Item(id_, reply.date) for id_ in ids}
    try:
        solutions = parse_query_results(reply.body, format=QueryResultsFormat.JSON)
        if not isinstance(solutions, QuerySolutions):
            raise RemoteError(f"{client.address} answers a SELECT with a boolean.")
        for row in solutions:
            subject = row["item"]
            if not isinstance(row["value"], BlankNode):  # "some value", which names nothing
                items[subject].triples.add(Triple(subject, row["property"], row["value"]))
    except (SyntaxError, ValueError) as error:
        raise TooMuchAsked(
            f"{client.address} breaks its answer off or writes it wrong: {_short(error)}."
        ) from None
    except (KeyError, TypeError):
        raise RemoteError(f"{client.address} answers with other rows than were asked for.") from None
    return list(items.values())


def _short(error: Exception) -> str:
    return printable(str(error)[:200])


def _as_json(item: Item) -> dict[str, str | None]:
    written = serialize(sorted(item.triples, key=str), format=RdfFormat.N_TRIPLES)
    assert written is not None
    return {"asked": item.asked.isoformat() if item.asked else None, "triples": written.decode()}


def _recall(journal: Journal, id_: str) -> Item | None:
    answer = journal.answers.get(id_)
    if not isinstance(answer, dict):
        return None
    try:
        triples = {quad.triple for quad in parse(answer["triples"], format=RdfFormat.N_TRIPLES)}
        return Item(id_, datetime.fromisoformat(answer["asked"]) if answer["asked"] else None, triples)
    except (KeyError, TypeError, ValueError, SyntaxError):
        return None
