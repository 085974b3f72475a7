"""rdflib behind the same port: the reference whose answers ours are compared with. Slow, and not for production.

It runs in the same killable workers. What it imports late is imported before the fork, since a worker can open no
file; SERVICE is refused and no graph is ever fetched.
"""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

import rdflib.plugins.sparql
from pyparsing import ParseException
from rdflib import Dataset, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result, ResultRow
from rdflib.term import Identifier

from lupaus.engine.frames import Order
from lupaus.engine.source import Loaded, SourceFile, SourceSpec, Unloadable
from lupaus.engine.worker import ChunkWriter, Refusal

__all__ = ["ReferenceEvaluator", "load"]

_GRAPH_FORMATS: Mapping[str, str] = {
    "turtle": "turtle",
    "ntriples": "nt",
    "rdfxml": "xml",
    "jsonld": "json-ld",
    "trig": "trig",
    "nquads": "nquads",
}


def load(spec: SourceSpec) -> tuple["ReferenceEvaluator", Loaded]:
    """Load a source into an rdflib dataset, and import all that answering needs.

    :raises Unloadable: if a file cannot be read or parsed.
    """
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    dataset = Dataset()
    for file in spec.files:
        _load_file(dataset, file)
    named = [graph for graph in dataset.graphs() if graph.identifier != dataset.default_graph.identifier]
    if spec.default_graph == "union":
        for graph in named:
            dataset.default_graph += graph
    evaluator = ReferenceEvaluator(dataset, spec)
    evaluator.warm_up()
    return evaluator, Loaded(sum(1 for _ in dataset.quads()), len(named))


def _load_file(dataset: Dataset, file: SourceFile) -> None:
    target: Graph = dataset
    if file.graph is not None:
        target = dataset.graph(URIRef(file.graph))
    elif file.format not in ("trig", "nquads"):
        target = dataset.default_graph
    try:
        target.parse(file.path, format=_GRAPH_FORMATS[file.format], publicID=file.base_iri)
    except Exception as error:  # each of rdflib's parsers has errors of its own
        raise Unloadable(f"{file.path}: {error}.") from None


class ReferenceEvaluator:
    """A dataset and the rules for composing others from it."""

    def __init__(self, dataset: Dataset, spec: SourceSpec) -> None:
        self._dataset = dataset
        self._default_parts = frozenset(spec.default_parts)
        self._merge_limit = spec.merge_triples_limit

    def prepare(self) -> None:
        """Nothing: a worker inherits the dataset."""

    def evaluate(self, order: Order, writer: ChunkWriter) -> bool:
        """Write the answer to an order. A worker is never spent: composed datasets are made beside the stored."""
        query = _parse(order)
        dataset = self._dataset
        if order.default_graphs is not None or order.named_graphs is not None:
            # SPARQL 1.1 Protocol, section 2.1.4: a dataset given with the request replaces the query's.
            query.algebra.pop("datasetClause", None)
            dataset = self._compose(order)
        for data in _serialize(dataset.query(query), order):
            writer.write(data)
        return False

    def warm_up(self) -> None:
        """Ask once for each form in each format, so that every plug-in is imported."""
        for text, formats in (
            ("ASK { ?s ?p ?o }", ("json", "xml", "csv", "tsv")),
            ("SELECT (COUNT(?s) AS ?n) (MD5('') AS ?m) WHERE { ?s ?p ?o }", ("json", "xml", "csv", "tsv")),
            ("CONSTRUCT { <urn:x> <urn:p#q> [] } WHERE { }", tuple(_GRAPH_FORMATS)),
        ):
            for format_ in formats:
                list(_serialize(Dataset().query(_parse(Order(text, format_))), Order(text, format_)))

    def _compose(self, order: Order) -> Dataset:
        dataset = Dataset()
        names = tuple(dict.fromkeys(order.default_graphs or ()))
        if len(names) > 1 and frozenset(names) == self._default_parts:
            dataset.default_graph += self._dataset.default_graph
        else:
            for name in names:
                dataset.default_graph += self._dataset.graph(URIRef(name))
                if len(names) > 1 and len(dataset.default_graph) > self._merge_limit:
                    raise Refusal("merge-too-large", str(self._merge_limit))
        for name in order.named_graphs or ():
            graph = dataset.graph(URIRef(name))
            graph += self._dataset.graph(URIRef(name))
        return dataset


def _parse(order: Order) -> Query:
    try:
        query = prepareQuery(order.query, base=order.base_iri)
    except ParseException as error:
        where = f"line {error.lineno}, column {error.column}"
        raise Refusal("syntax", f"The query does not parse: {where}.", error.lineno, error.column) from None
    except RecursionError:
        raise Refusal("complex") from None
    except Exception as error:  # undeclared prefixes and misplaced variables come as bare Exception
        raise Refusal("syntax", f"The query does not parse: {error}.") from None
    if _calls_service(query.algebra):
        raise Refusal("forbidden")
    return query


def _calls_service(part: object) -> bool:
    if isinstance(part, CompValue):
        return part.name == "ServiceGraphPattern" or any(map(_calls_service, part.values()))
    return isinstance(part, list | tuple | set) and any(map(_calls_service, part))


def _serialize(result: Result, order: Order) -> Iterator[bytes]:
    if result.type in ("CONSTRUCT", "DESCRIBE"):
        assert result.graph is not None
        yield _graph_bytes(result.graph, order)
    elif result.type == "ASK" and order.format in ("csv", "tsv"):
        yield b"true\n" if result.askAnswer else b"false\n"
    elif order.format == "tsv":
        yield from _tsv(result)
    else:
        buffer = BytesIO()
        result.serialize(buffer, format=order.format)
        yield buffer.getvalue()


def _graph_bytes(graph: Graph, order: Order) -> bytes:
    if order.format in ("trig", "nquads"):
        dataset = Dataset()
        dataset.default_graph += graph
        graph = dataset
    for prefix, namespace in order.prefixes.items():
        graph.bind(prefix, namespace, replace=True)
    data: bytes = graph.serialize(format=_GRAPH_FORMATS[order.format], encoding="utf-8")
    return data


def _tsv(result: Result) -> Iterator[bytes]:
    """rdflib writes no TSV (SPARQL 1.1 Query Results CSV and TSV Formats, section 4)."""
    yield _row(f"?{variable}" for variable in result.vars or ())
    for solution in result:
        assert isinstance(solution, ResultRow)
        yield _row(_term(term) for term in solution)


def _term(term: Identifier | None) -> str:
    return "" if term is None else term.n3().replace("\t", "\\t").replace("\n", "\\n")


def _row(cells: Iterable[str]) -> bytes:
    return ("\t".join(cells) + "\n").encode()
