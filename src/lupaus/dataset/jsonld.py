"""Triples as compact JSON-LD. The serialiser at hand writes the expanded form only, which nobody can read."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Triple

from lupaus.dataset.sheet import Sheet
from lupaus.dataset.terms import RDF_TYPE, Term, iri
from lupaus.namespaces import compact

__all__ = ["context_document", "dataset_jsonld", "to_jsonld"]

Node = dict[str, object]
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def to_jsonld(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """A JSON-LD 1.1 document with a context of the prefixes used. Every value keeps its datatype and language.

    Subjects stand in the order in which they come.
    """
    writer = _Writer(dict(prefixes))
    graph = writer.graph(triples)
    context = {prefix: prefixes[prefix] for prefix in sorted(writer.used)}
    nodes = ",\n".join(_object(node) for node in graph)
    return f'{{"@context": {_object(context)},\n"@graph": [\n{nodes}\n]}}\n'.encode()


def _object(members: Mapping[str, object]) -> str:
    """A JSON object with a member a line: the library lays out lines of its own only at a tenth of the pace."""
    lines = (f"{_ENCODE(name)}: {_ENCODE(value)}" for name, value in members.items())
    return "{" + ",\n  ".join(lines) + "}"


def dataset_jsonld(sheets: Mapping[str, Sheet], prefixes: Mapping[str, str]) -> bytes:
    """Every named graph as one JSON-LD document (JSON-LD 1.1, section 4.9), without line breaks.

    :param sheets: by the IRI of the graph.
    """
    writer = _Writer(dict(prefixes))
    named = [{"@id": graph, "@graph": writer.graph(sheet.triples)} for graph, sheet in sheets.items()]
    context = {prefix: prefixes[prefix] for prefix in sorted(writer.used)}
    document = {"@context": context, "@graph": named}
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def context_document(prefixes: Mapping[str, str]) -> bytes:
    """The context that every document of ours has a part of, by itself (JSON-LD 1.1, section 3.1)."""
    return (json.dumps({"@context": dict(sorted(prefixes.items()))}, indent=1) + "\n").encode()


class _Writer:
    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = prefixes
        self._names = _names_under(tuple(prefixes.items()))
        self._strings = (iri("xsd:string"), iri("rdf:langString"))
        self.used: set[str] = set()

    def graph(self, triples: Iterable[Triple]) -> list[Node]:
        """One object for each subject, in the order of the triples."""
        nodes: dict[Term, dict[str, list[object]]] = {}
        for triple in triples:
            properties = nodes.setdefault(triple.subject, {})
            if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
                properties.setdefault("@type", []).append(self._name(triple.object.value))
            else:
                properties.setdefault(self._name(triple.predicate.value), []).append(self._value(triple.object))
        return [{"@id": self._id(node), **_unwrap(properties)} for node, properties in nodes.items()]

    def _value(self, term: Term) -> object:
        if not isinstance(term, Literal):
            return {"@id": self._id(term)}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if term.datatype in self._strings:
            return term.value
        return {"@value": term.value, "@type": self._name(term.datatype.value)}

    def _id(self, term: Term) -> str:
        return self._name(term.value) if isinstance(term, NamedNode) else str(term)

    def _name(self, value: str) -> str:
        """Compact IRIs are expanded wherever an IRI stands (JSON-LD 1.1, section 4.1.5)."""
        if value not in self._names:
            name = compact(value, self._prefixes)
            self._names[value] = (value, "") if name.startswith("<") else (name, name.partition(":")[0])
        name, prefix = self._names[value]
        if prefix:
            self.used.add(prefix)
        return name


@lru_cache(maxsize=4)
def _names_under(prefixes: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, str]]:
    """What IRIs were found to be called under these prefixes: the name, and its prefix if it has one."""
    return {}


def _unwrap(properties: dict[str, list[object]]) -> Node:
    return {name: values[0] if len(values) == 1 else values for name, values in properties.items()}
