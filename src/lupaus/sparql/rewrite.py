"""The one rewriting of a query: where its SERVICE clauses go."""

from collections.abc import Callable

from lupaus.sparql.guard import QueryFacts

__all__ = ["redirect_services"]


def redirect_services(facts: QueryFacts, address: Callable[[str], str]) -> str:
    """The query for the engine with the IRI of each SERVICE clause replaced by ``address(iri)``.

    Sound because ``inspect`` lets only literal IRIs pass, and an IRI token takes the place of an IRI token.
    """
    pieces: list[str] = []
    done = 0
    for call in facts.services:
        pieces += (facts.text[done : call.start], "<", address(call.iri), ">")
        done = call.end
    return "".join((*pieces, facts.text[done:]))
