"""How a query is written for the engine, where its text alone is enough to know what it means.

- SERVICE clauses go to the relay.
- ``GROUP_CONCAT(…)`` becomes ``STR(GROUP_CONCAT(…))``: the function gives a simple literal (SPARQL 1.1, section
  18.5.1.7), and STR leaves one as it is, and an error an error.
- ``TRUE`` and ``False`` are written small: keywords have no letter case (section 19.8).
- A prefixed name with two dots in its local part becomes its IRI (section 4.1.1).
"""

from collections.abc import Callable, Iterable

from lupaus.sparql.guard import Edit, QueryFacts, ServiceCall

__all__ = ["for_engine", "redirect_services", "services_for_engine"]


def for_engine(facts: QueryFacts) -> str:
    """The query as the engine should read it. The places of an error in it may be some columns further on."""
    return _apply(facts.text, facts.edits)


def services_for_engine(facts: QueryFacts) -> tuple[ServiceCall, ...]:
    """The SERVICE clauses, at their places in what ``for_engine`` writes."""
    moved = []
    for call in facts.services:
        shift = sum(len(edit.text) - (edit.end - edit.start) for edit in facts.edits if edit.end <= call.start)
        moved.append(ServiceCall(call.iri, call.start + shift, call.end + shift))
    return tuple(moved)


def redirect_services(text: str, services: Iterable[ServiceCall], address: Callable[[str], str]) -> str:
    """The query for the engine with the IRI of each SERVICE clause replaced by ``address(iri)``.

    Sound because ``inspect`` lets only literal IRIs pass, and an IRI token takes the place of an IRI token.
    """
    return _apply(text, (Edit(call.start, call.end, f"<{address(call.iri)}>") for call in services))


def _apply(text: str, edits: Iterable[Edit]) -> str:
    pieces: list[str] = []
    done = 0
    for edit in edits:
        pieces += (text[done : edit.start], edit.text)
        done = edit.end
    return "".join((*pieces, text[done:]))
