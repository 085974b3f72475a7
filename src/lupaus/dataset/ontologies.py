"""Earlier versions of the ontology, published for good at the addresses of their version IRIs."""

from collections.abc import Mapping

from pyoxigraph import NamedNode, Quad

from lupaus.dataset.canonical import canonicalize
from lupaus.dataset.dumps import GRAPH_FILES
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.release import ONTOLOGIES
from lupaus.dataset.rendering import render
from lupaus.dataset.sources import parse_turtle
from lupaus.dataset.terms import by_text, iri
from lupaus.errors import SourceError

__all__ = ["ontology_files"]


def ontology_files(inputs: Inputs, prefixes: Mapping[str, str]) -> dict[str, bytes]:
    """Each of ``ontology/versions`` in every format, by the path of its file.

    Where a format names a graph, it is the version IRI: the triples are no part of the dataset.

    :raises SourceError: if one cannot be read, or says that it is another version than its name does.
    """
    files: dict[str, bytes] = {}
    for path in inputs.versions:
        version = path.rpartition("/")[2].removesuffix(".ttl")
        name = NamedNode(f"{inputs.base}ns/{version}")
        triples = frozenset(parse_turtle(inputs.text(path), path))
        stated = {t.object for t in triples if t.predicate == iri("owl:versionIRI")}
        if stated != {name}:
            raise SourceError(f"is named for version {version}, so its owl:versionIRI must be {name}", path)
        ordered = sorted(canonicalize({version: triples}, inputs.base)[version], key=by_text)
        quads = [Quad(t.subject, t.predicate, t.object, name) for t in ordered]
        for form in GRAPH_FILES:
            files[f"{ONTOLOGIES}{version}.{form.suffix}"] = render(quads, form.name, prefixes)
    return files
