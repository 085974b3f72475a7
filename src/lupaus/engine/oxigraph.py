"""pyoxigraph behind the port: load a source, compose the dataset a request asks for, write the answer.

Runs in the zygote (loading) and in workers (everything else); the only module that imports pyoxigraph for queries.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, cast

import pyoxigraph as ox

from lupaus.engine.frames import Order
from lupaus.engine.source import Loaded, SourceFile, SourceSpec, Unloadable
from lupaus.engine.worker import ChunkWriter, Refusal
from lupaus.sparql.paths import PathEnd, constant_ends, put_values
from lupaus.sparql.place import find_place

__all__ = ["OxigraphEvaluator", "load", "write_store"]

RDF_FORMATS: Mapping[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}
RESULTS_FORMATS: Mapping[str, ox.QueryResultsFormat] = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_DEFAULT = ox.DefaultGraph()
_MERGE = ox.NamedNode("urn:x-lupaus:merge")
"""Holds a composed default graph. No request can name it: what GRAPH sees is always listed beside it."""
_UNKNOWN_FUNCTION = re.compile(r"The custom function <(.*)> is not supported")
_UNKNOWN_FUNCTIONS_LIMIT = 50
"""Each is found by starting the query again."""
_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)

_COUNT_NAMED = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_COUNT_DEFAULT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"

Graph = ox.NamedNode | ox.DefaultGraph
_AnyGraph = Graph | ox.BlankNode


def load(spec: SourceSpec) -> tuple["OxigraphEvaluator", Loaded]:
    """Load a source into memory, or get ready to open a RocksDB directory in each worker.

    :raises Unloadable: if a file cannot be read or parsed.
    """
    if spec.rocksdb is not None:
        _probe(spec.rocksdb)
        return OxigraphEvaluator(None, spec), Loaded(None, None)
    store = ox.Store()
    for file in spec.files:
        _load_file(store, file)
    if spec.default_graph == "union":
        # DESIGN 4.6: pyoxigraph's own union repeats a triple that stands in two graphs; this is a set.
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    triples = len(store)
    graphs = sum(1 for _ in store.named_graphs())
    return OxigraphEvaluator(store, spec), Loaded(triples, graphs)


def write_store(spec: SourceSpec, directory: str) -> tuple[int, list[tuple[str, int]]]:
    """Write the files of a source into a new RocksDB directory.

    Returns the triples of the default graph, and each named graph with its triples.

    :raises Unloadable: if a file cannot be read or parsed.
    """
    store = ox.Store(directory)
    for file in spec.files:
        _load_file(store, file)
    if spec.default_graph == "union":  # as ``load`` does, but not in one transaction that is held in memory
        named = (quad for quad in store if quad.graph_name != ox.DefaultGraph())
        store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in named)
    store.optimize()
    store.flush()
    counted = cast(ox.QuerySolutions, store.query(_COUNT_NAMED))
    graphs = sorted((str(row["g"].value), int(row["n"].value)) for row in counted)
    default = cast(ox.QuerySolutions, store.query(_COUNT_DEFAULT))
    return int(next(default)["n"].value), graphs


def _probe(directory: str) -> None:
    """See in a child whether a RocksDB directory can be opened. Open it has threads, which no fork survives."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            ox.Store.read_only(directory)
        except BaseException as error:
            os.write(write_end, f"{directory}: {error}.".encode()[:1_000] or b"?")
        finally:
            os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, encoding="utf-8", errors="replace") as file:
        said = file.read()
    os.waitpid(pid, 0)
    if said:
        raise Unloadable(said)


def _load_file(store: ox.Store, file: SourceFile) -> None:
    to_graph = ox.NamedNode(file.graph) if file.graph is not None else None
    format_ = RDF_FORMATS[file.format]
    try:
        store.bulk_load(path=file.path, format=format_, base_iri=file.base_iri, to_graph=to_graph)
    except (OSError, SyntaxError, ValueError) as error:
        raise Unloadable(f"{file.path}: {error}.") from None


class OxigraphEvaluator:
    """A store and the rules for composing datasets from it."""

    def __init__(self, store: ox.Store | None, spec: SourceSpec) -> None:
        self._store = store
        self._directory = spec.rocksdb
        self._default_parts = frozenset(spec.default_parts)
        self._merge_limit = spec.merge_triples_limit

    def prepare(self) -> None:
        """Open a RocksDB directory, once in each worker; a store in memory is inherited."""
        if self._directory is not None:
            self._store = ox.Store.read_only(self._directory)

    def evaluate(self, order: Order, writer: ChunkWriter) -> bool:
        """Write the answer to an order. Returns whether the store was altered by a merge."""
        try:
            store, default, named, is_spent = self._compose(order)
            _serialize(_run(store, order, default, named), order, writer)
        except SyntaxError as error:
            raise _syntax_refusal(str(error), order.query) from None
        except RuntimeError as error:
            if _UNKNOWN_FUNCTION.match(str(error)) is not None:
                raise Refusal("unsupported", f"{error}.") from None
            if order.calls_services and writer.stopped is None:  # what came back is no result
                raise Refusal("service-failed") from None
            raise
        except OSError:
            if writer.stopped is not None:
                raise
            # In memory the engine opens nothing but the connection of a SERVICE.
            raise Refusal("service-failed" if order.calls_services else "forbidden") from None
        return is_spent

    def _compose(self, order: Order) -> tuple[ox.Store, Sequence[Graph] | None, Sequence[ox.NamedNode], bool]:
        """The dataset: store, default graph (``None``: as stored and as the query says), named graphs, spent.

        SPARQL 1.1 Protocol, section 2.1.4: a dataset given with the request replaces the one in the query, and
        consists of exactly the graphs given. A graph that is not in the store is empty, and is never fetched.
        """
        store = self._store
        assert store is not None
        if order.default_graphs is None and order.named_graphs is None:
            return store, None, (), False
        names = tuple(dict.fromkeys(order.default_graphs or ()))
        default = tuple(map(ox.NamedNode, names))
        named = tuple(map(ox.NamedNode, order.named_graphs or ()))
        if len(names) < 2:
            return store, default, named, False
        if frozenset(names) == self._default_parts:
            return store, (_DEFAULT,), named, False
        if self._directory is None:
            self._merge(store, default)
            return store, (_MERGE,), named, True
        return self._copy(store, default, named), (_DEFAULT,), named, False

    def _merge(self, store: ox.Store, graphs: Iterable[ox.NamedNode]) -> None:
        """Write a true merge: what stands in two graphs is one triple (RDF 1.1 Semantics, section 4.1)."""
        for graph in graphs:
            self._check(_size(store, graph))
            store.update(f"ADD SILENT {graph} TO {_MERGE}")
            self._check(_size(store, _MERGE))

    def _copy(self, source: ox.Store, default: Iterable[ox.NamedNode], named: Iterable[ox.NamedNode]) -> ox.Store:
        """The same beside a store that cannot be written to, named graphs and all."""
        store = ox.Store()
        parts: list[tuple[ox.NamedNode, Graph]] = [(graph, _DEFAULT) for graph in default]
        parts += [(graph, graph) for graph in named]
        for graph, target in parts:
            self._check(_size(source, graph))
            store.extend(
                ox.Quad(quad.subject, quad.predicate, quad.object, target)
                for quad in source.quads_for_pattern(None, None, None, graph)
            )
            self._check(_size(store, target))
        return store

    def _check(self, triples: int) -> None:
        if triples > self._merge_limit:
            raise Refusal("merge-too-large", str(self._merge_limit))


def _run(
    store: ox.Store, order: Order, default: Sequence[Graph] | None, named: Sequence[ox.NamedNode]
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Evaluate, with two answers of the specification put where the engine gives another.

    A path of length zero holds for a term that is not in the data; a call of a function that nobody knows is an
    error of that expression alone, which leaves it without a value (SPARQL 1.1, section 17.6).
    """
    query = order.query
    prologue, ends = constant_ends(query)
    graphs: list[_AnyGraph] = [_DEFAULT] if default is None else list(default)
    if ends:
        query = put_values(query, ends, lambda end: _is_absent(store, prologue, end, order.base_iri, graphs))
    unknown: dict[ox.NamedNode, Callable[..., ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]] = {}
    while True:
        try:
            if default is None:
                return store.query(query, base_iri=order.base_iri, custom_functions=unknown)
            return store.query(
                query,
                base_iri=order.base_iri,
                default_graph=graphs,
                named_graphs=list(named),
                custom_functions=unknown,
            )
        except RuntimeError as error:
            found = _UNKNOWN_FUNCTION.match(str(error))
            if found is None or len(unknown) == _UNKNOWN_FUNCTIONS_LIMIT:
                raise
            unknown[ox.NamedNode(found[1])] = _no_value


def _no_value(*_: object) -> None:
    """What a function that nobody knows returns."""


def _is_absent(
    store: ox.Store, prologue: str, end: PathEnd, base_iri: str | None, graphs: Sequence[_AnyGraph]
) -> bool:
    """Whether no triple of the default graph has this term as its subject or object."""
    patterns = f"{{ ?s ?p {end.term} }}" + ("" if end.is_literal else f" UNION {{ {end.term} ?p ?o }}")
    try:
        holds = store.query(
            f"{prologue} ASK {{ {patterns} }}", base_iri=base_iri, default_graph=list(graphs), named_graphs=[]
        )
    except SyntaxError:
        return False  # for the query itself to report
    return not holds


def _size(store: ox.Store, graph: Graph) -> int:
    rows = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", default_graph=[graph], named_graphs=[])
    (row,) = cast("ox.QuerySolutions", rows)
    return int(cast("ox.Literal", row[0]).value)


def _serialize(
    results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, order: Order, writer: ChunkWriter
) -> None:
    output = cast("IO[bytes]", writer)
    if isinstance(results, ox.QueryTriples):
        # The engine gives a CONSTRUCT result as a set; DESCRIBE repeats what stands in two graphs of a FROM list.
        triples = _once(results) if order.is_describe else results
        ox.serialize(triples, output, RDF_FORMATS[order.format], prefixes=dict(order.prefixes))
    elif isinstance(results, ox.QueryBoolean) and order.format in ("csv", "tsv"):
        # Those formats have no boolean (SPARQL 1.1 Query Results CSV and TSV Formats, section 3): our own line.
        writer.write(b"true\n" if results else b"false\n")
    else:
        results.serialize(output, RESULTS_FORMATS[order.format])


def _once(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Each triple once, as it comes. What was seen is kept, within the memory limit of the query."""
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple


def _syntax_refusal(message: str, query: str) -> Refusal:
    """The parser's message with its place apart, and the words of the query that stand there."""
    match = _PLACE.match(message)
    if match is None:
        return Refusal("syntax", message)
    line, column, near = find_place(query, int(match[1]), int(match[2]))
    # The parser lists tokens that could stand there, a few of many; what helps are its sentences.
    hints = [part.strip() for part in match[3].removeprefix("one of ").split(", ") if " " in part.strip()]
    where = f"line {line}, column {column}" + (f", at “{near}”" if near else ", at its end")
    hint = f" ({'; '.join(hints)})" if hints else ""
    return Refusal("syntax", f"The query does not parse: {where}{hint}.", line, column)
