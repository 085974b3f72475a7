"""A page of a triple pattern fragment as a value, and the controls that go with it (Hydra Core Vocabulary)."""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlencode

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from lupaus.dataset.pen import Pen
from lupaus.dataset.terms import by_text, iri
from lupaus.errors import BadRequest
from lupaus.sparql.iri import is_absolute_iri

__all__ = ["PAGE_TRIPLES", "PARTS", "Fragment", "controls_of", "read_term"]

PAGE_TRIPLES = 100
"""Triples of one page."""
PARTS = ("subject", "predicate", "object")
_LITERAL = re.compile(r'"(.*)"(?:@([A-Za-z0-9\-]+)|\^\^<?([^<>"]+)>?)?', re.DOTALL)


@dataclass(frozen=True)
class Fragment:
    """One page of what matches one pattern."""

    asked: tuple[tuple[str, str], ...]
    """The parts that are given, as the client wrote them."""
    number: int
    """From 1."""
    total: int
    lines: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many there are; an empty fragment has one."""
        return max(1, -(-self.total // PAGE_TRIPLES))

    def query(self, number: int | None = None) -> str:
        """The query string of a page; of the fragment as a whole by default."""
        page = () if number is None or number == 1 else (("page", str(number)),)
        found = urlencode((*self.asked, *page), quote_via=quote)
        return f"?{found}" if found else ""

    @cached_property
    def data(self) -> list[Quad]:
        """Its triples."""
        return list(parse("".join(self.lines).encode(), format=RdfFormat.N_TRIPLES))


def controls_of(fragment: Fragment, root: str, base: str) -> list[Quad]:
    """What a client needs beside the triples, in a graph of its own where the format has graphs.

    :param root: where fragments are on this server; clients compare addresses with those they asked.
    :param base: of the data.
    """
    pen, dataset = Pen(root), NamedNode(base + "dataset#default-graph")
    here, whole = NamedNode(root + fragment.query(fragment.number)), NamedNode(root + fragment.query())
    search = pen.node("#search")
    template = Literal(root + "{?subject,predicate,object}")
    pen.say(dataset, "void:Dataset hydra:Collection", void_subset=whole, hydra_search=search,
            void_uriLookupEndpoint=template)  # fmt: skip
    pen.say(search, "hydra:IriTemplate", hydra_template=template,
            hydra_variableRepresentation=iri("hydra:ExplicitRepresentation"))  # fmt: skip
    for part in PARTS:
        mapping = pen.say(pen.node(f"#{part}"), "hydra:IriTemplateMapping", hydra_variable=Literal(part),
                          hydra_property=iri(f"rdf:{part}"))  # fmt: skip
        pen.say(search, hydra_mapping=mapping)
    pen.say(whole, "void:Dataset", void_subset=here)
    pen.say(here, "hydra:PartialCollectionView void:Dataset", dcterms_source=dataset,
            hydra_totalItems=fragment.total, void_triples=fragment.total, hydra_itemsPerPage=PAGE_TRIPLES,
            hydra_first=NamedNode(root + fragment.query(1)),
            hydra_last=NamedNode(root + fragment.query(fragment.pages)))  # fmt: skip
    if fragment.number < fragment.pages:
        pen.say(here, hydra_next=NamedNode(root + fragment.query(fragment.number + 1)))
    if fragment.number > 1:
        pen.say(here, hydra_previous=NamedNode(root + fragment.query(fragment.number - 1)))
    controls = NamedNode(here.value + "#metadata")
    pen.say(controls, foaf_primaryTopic=here)
    return [Quad(t.subject, t.predicate, t.object, controls) for t in sorted(pen.triples, key=by_text)]


def read_term(text: str) -> str:
    """A term as Hydra's explicit representation writes it, in N-Triples: as the index has it.

    :raises BadRequest: if it is none.
    """
    literal = _LITERAL.fullmatch(text)
    try:
        if literal is not None:
            value, language, datatype = literal.groups()
            return str(Literal(value, language=language, datatype=NamedNode(datatype) if datatype else None))
        if text.startswith("_:"):
            return str(BlankNode(text[2:]))
        if is_absolute_iri(text):
            return str(NamedNode(text))
    except ValueError:
        pass
    raise BadRequest(
        f'{text[:80]!r} is no term: write an IRI as https://example.org/x, a literal as "text", "text"@en or '
        '"1"^^http://www.w3.org/2001/XMLSchema#integer.'
    )
