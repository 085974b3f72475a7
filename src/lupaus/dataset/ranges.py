"""What the nodes are that the description leads to: a validator fetches nothing to look it up."""

from pyoxigraph import NamedNode

from lupaus.dataset.pen import Pen
from lupaus.dataset.terms import iri

__all__ = ["type_ranges"]

_RANGES = {
    "dcterms:accessRights": "dcterms:RightsStatement",
    "dcterms:accrualPeriodicity": "dcterms:Frequency",
    "dcterms:conformsTo": "dcterms:Standard",
    "dcterms:format": "dcterms:MediaTypeOrExtent",
    "dcterms:language": "dcterms:LinguisticSystem",
    "dcterms:license": "dcterms:LicenseDocument",
    "dcterms:rights": "dcterms:RightsStatement",
    "dcterms:spatial": "dcterms:Location",
    "dcat:compressFormat": "dcterms:MediaType",
    "dcat:contactPoint": "vcard:Kind",
    "dcat:landingPage": "foaf:Document",
    "dcat:mediaType": "dcterms:MediaType",
    "foaf:homepage": "foaf:Document",
}
"""The class that DCAT-AP 3 wants of a property's values. Those that are to be concepts are left out: they are
concepts of the EU authority tables, which define them, and are none of ours."""


def type_ranges(pen: Pen) -> None:
    """Give every value of one of these properties its class."""
    classes = {iri(property_): class_ for property_, class_ in _RANGES.items()}
    for triple in list(pen.triples):
        if (class_ := classes.get(triple.predicate)) and isinstance(triple.object, NamedNode):
            pen.say(triple.object, class_)
