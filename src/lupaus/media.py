"""The only place that knows a media type.

Each format is one row; media types, file suffixes and ``format=`` names are all derived from the rows.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "CSV",
    "DOCUMENT_FORMATS",
    "FORMATS",
    "FORM_TYPE",
    "GRAPH_FORMATS",
    "HTML",
    "JSON",
    "JSONLD",
    "LINKSET",
    "NQUADS",
    "NTRIPLES",
    "PATCH",
    "PROBLEM_JSON",
    "QUERY_TYPE",
    "RDFXML",
    "SEARCH_JSON",
    "SOLUTIONS_FORMATS",
    "SVG",
    "TEXT",
    "TIMEMAP",
    "TRIG",
    "TSV",
    "TURTLE",
    "UPDATE_TYPE",
    "XML",
    "Format",
    "Kind",
    "by_media_type",
    "by_name",
    "by_suffix",
]

Kind = Literal["solutions", "graph", "dataset", "page"]


@dataclass(frozen=True)
class Format:
    """One way to write an answer down."""

    name: str
    """What ``format=`` and the command line call it."""
    kind: Kind
    """``solutions`` for SELECT and ASK, ``graph`` for triples, ``dataset`` for quads, ``page`` for people."""
    media_type: str
    suffix: str
    aliases: tuple[str, ...] = ()
    """Other media types that ask for the same thing."""
    names: tuple[str, ...] = ()
    """Other names that ``format=`` accepts."""
    has_charset: bool = False
    """Whether the type has a charset parameter (RFC 2046, the text tree; JSON and XML types have none)."""
    ask: bool = True
    """For ``solutions``: whether a boolean can be written (CSV and TSV results cannot, by their specification,
    so ASK in them is a one-line text of our own)."""

    @property
    def content_type(self) -> str:
        """The value of the ``Content-Type`` header."""
        return f"{self.media_type}; charset=utf-8" if self.has_charset else self.media_type


# SPARQL 1.1 Query Results JSON, XML, CSV and TSV.
JSON = Format("json", "solutions", "application/sparql-results+json", "srj",
              ("application/json", "text/json"), ("srj", "sparql-json", "sparql-results-json"))  # fmt: skip
XML = Format("xml", "solutions", "application/sparql-results+xml", "srx",
             ("application/xml", "text/xml"), ("srx", "sparql-xml", "sparql-results-xml"))  # fmt: skip
CSV = Format("csv", "solutions", "text/csv", "csv", has_charset=True, ask=False)
TSV = Format("tsv", "solutions", "text/tab-separated-values", "tsv", has_charset=True, ask=False)

TURTLE = Format("turtle", "graph", "text/turtle", "ttl", ("application/x-turtle", "text/n3", "text/rdf+n3"),
                ("ttl", "n3"), has_charset=True)  # fmt: skip
NTRIPLES = Format("ntriples", "graph", "application/n-triples", "nt", ("text/plain",), ("nt", "n-triples"))
RDFXML = Format("rdfxml", "graph", "application/rdf+xml", "rdf", ("application/xml", "text/xml"),
                ("rdf", "rdf-xml", "rdf+xml", "xml"))  # fmt: skip
JSONLD = Format("jsonld", "graph", "application/ld+json", "jsonld", ("application/json",),
                ("json-ld", "json"))  # fmt: skip
TRIG = Format("trig", "dataset", "application/trig", "trig", ("application/x-trig",))
NQUADS = Format("nquads", "dataset", "application/n-quads", "nq", ("text/x-nquads",), ("nq", "n-quads"))

HTML = Format("html", "page", "text/html", "html", ("application/xhtml+xml",), has_charset=True)
TEXT = Format("text", "page", "text/plain", "txt", has_charset=True)
LINKSET = Format("linkset", "page", "application/linkset+json", "json")
TIMEMAP = Format("timemap", "page", "application/link-format", "txt")
SVG = Format("svg", "page", "image/svg+xml", "svg")
SEARCH_JSON = Format("results", "page", "application/json", "json")
PATCH = Format("rdfpatch", "dataset", "application/rdf-patch", "rdfp")
PROBLEM_JSON = Format("problem", "page", "application/problem+json", "json", ("application/json",))

# What a request body can be (SPARQL 1.1 Protocol, section 2.1).
FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"

SOLUTIONS_FORMATS = (JSON, XML, CSV, TSV)
GRAPH_FORMATS: tuple[Format, ...] = (TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS)
FORMATS = (*SOLUTIONS_FORMATS, *GRAPH_FORMATS, HTML)
DOCUMENT_FORMATS: tuple[Format, ...] = (HTML, *GRAPH_FORMATS)
"""What a document is offered in, the preferred one first."""


def by_name(name: str, among: tuple[Format, ...] = FORMATS) -> Format | None:
    """The format that ``format=name`` asks for, by name, other name, suffix or media type."""
    wanted = name.strip().lower()
    for accepts in (_is_called, _has_type):
        for candidate in among:
            if accepts(candidate, wanted):
                return candidate
    return None


def by_media_type(media_type: str, among: tuple[Format, ...] = FORMATS) -> Format | None:
    """The format of a media type without parameters, in any letter case; its own type before an alias."""
    wanted = media_type.strip().lower()
    for candidate in among:
        if candidate.media_type == wanted:
            return candidate
    return next((candidate for candidate in among if wanted in candidate.aliases), None)


def by_suffix(suffix: str, among: tuple[Format, ...] = FORMATS) -> Format | None:
    """The format of a file suffix, written without its dot."""
    return next((candidate for candidate in among if candidate.suffix == suffix.lower()), None)


def _is_called(candidate: Format, name: str) -> bool:
    return name in (candidate.name, candidate.suffix, *candidate.names)


def _has_type(candidate: Format, name: str) -> bool:
    return name == candidate.media_type or name in candidate.aliases
