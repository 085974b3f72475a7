"""Quality in numbers (DQV): how complete the labels are, how sure the claims, what the checks found."""

from collections import Counter, defaultdict

from pyoxigraph import Literal, NamedNode

from lupaus.dataset.pen import Pen
from lupaus.dataset.report import Report
from lupaus.dataset.terms import RDF_TYPE, Graphs, Term, iri, ours

__all__ = ["LANGUAGES", "describe_quality", "label_coverage", "shares_by_confidence"]

LANGUAGES = ("en", "fi", "sv", "et")
"""The languages every curated thing should have a label in."""
_LABELS = (iri("rdfs:label"), iri("skos:prefLabel"))


def describe_quality(pen: Pen, dataset: NamedNode, graphs: Graphs, report: Report) -> None:
    """Every measurement with its metric."""
    curated = pen.node("graph/curated")
    for language, share in label_coverage(graphs).items():
        _measure(pen, curated, f"labels-{language}", "completeness", _decimal(share),
                 f"Share of curated things with a label in the language {language}")  # fmt: skip
    for confidence, share in shares_by_confidence(graphs, pen.base).items():
        name = confidence.value.rpartition("#")[2].rpartition("/")[2]
        _measure(pen, pen.node("graph/claims"), f"claims-{name}", "trustworthiness", _decimal(share),
                 f"Share of claims whose confidence is {name}")  # fmt: skip
    for severity, number in report.counts.items():
        _measure(pen, dataset, f"results-{severity}", "consistency", Literal(number),
                 f"Results of severity {severity} from hygiene rules and SHACL shapes on the sources")  # fmt: skip


def label_coverage(graphs: Graphs) -> dict[str, float]:
    """For each language the share of typed things in ``graph/curated`` that have a label in it."""
    things: set[Term] = set()
    labelled: defaultdict[Term, set[str]] = defaultdict(set)
    for triple in graphs.get("curated", ()):
        if triple.predicate == RDF_TYPE:
            things.add(triple.subject)
        elif triple.predicate in _LABELS and isinstance(triple.object, Literal):
            labelled[triple.subject].add(triple.object.language or "")
    found = Counter(language for thing in things for language in labelled[thing])
    return {language: found[language] / len(things) for language in LANGUAGES} if things else {}


def shares_by_confidence(graphs: Graphs, base: str) -> dict[NamedNode, float]:
    """For each confidence the share of claims that have it."""
    confidence = ours("confidence", base)
    found = Counter(t.object for t in graphs.get("claims", ()) if t.predicate == confidence)
    total = found.total()
    return {term: found[term] / total for term in sorted(found, key=str) if isinstance(term, NamedNode)}


def _measure(pen: Pen, subject: NamedNode, name: str, dimension: str, value: Literal, meaning: str) -> None:
    aspect = pen.say(
        pen.node(f"dataset#dimension-{dimension}"), "dqv:Dimension", skos_prefLabel=dimension.capitalize()
    )
    metric = pen.say(
        pen.node(f"dataset#metric-{name}"), "dqv:Metric",
        skos_definition=meaning, dqv_inDimension=aspect, dqv_expectedDataType=value.datatype,
    )  # fmt: skip
    measurement = pen.say(
        pen.node(f"dataset#measurement-{name}"), "dqv:QualityMeasurement",
        dqv_isMeasurementOf=metric, dqv_computedOn=subject, dqv_value=value,
    )  # fmt: skip
    pen.say(subject, dqv_hasQualityMeasurement=measurement)


def _decimal(share: float) -> Literal:
    """Four places, in the canonical form of xsd:decimal: no zeros at the end, no point without digits."""
    return Literal(f"{share:.4f}".rstrip("0").rstrip("."), datatype=iri("xsd:decimal"))
