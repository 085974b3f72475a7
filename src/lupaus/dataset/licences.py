"""``LICENCES.md``: under which licence each graph of a release stands, and what attribution is due."""

from collections.abc import Iterable

from lupaus.dataset.manifest import GraphEntry

__all__ = ["licences_text"]

_NAMES = {
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
}


def licences_text(base: str, graphs: Iterable[GraphEntry]) -> str:
    """The text, one section for each graph in the order given."""
    parts = [
        "# Licences and attributions\n\n"
        f"Each named graph of the dataset <{base}dataset> has a licence of its own.\n"
        "A file that holds several graphs stands under all of their licences together.\n"
    ]
    for graph in graphs:
        licence = f"Licence: {_name(graph.licence)}.\n" if graph.licence else "No licence is stated.\n"
        rights = "".join(f"{statement}\n" for statement in graph.rights)
        parts.append(f"## {graph.name}\n\n<{graph.iri}>\n\n{licence}{rights}")
    return "\n".join(parts)


def _name(licence: str) -> str:
    return f"{_NAMES[licence]} <{licence}>" if licence in _NAMES else f"<{licence}>"
