"""The one rewriting of a query: where its SERVICE clauses go."""

from collections.abc import Callable, Iterable

from lupaus.sparql.guard import ServiceCall

__all__ = ["redirect_services"]


def redirect_services(text: str, services: Iterable[ServiceCall], address: Callable[[str], str]) -> str:
    """The query for the engine with the IRI of each SERVICE clause replaced by ``address(iri)``.

    Sound because ``inspect`` lets only literal IRIs pass, and an IRI token takes the place of an IRI token.
    """
    pieces: list[str] = []
    done = 0
    for call in services:
        pieces += (text[done : call.start], "<", address(call.iri), ">")
        done = call.end
    return "".join((*pieces, text[done:]))
