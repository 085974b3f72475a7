"""Quality in numbers (DQV): how complete labels, links and lists are, how sure the facts, what the checks found.

Each number stands in the description as a measurement of a metric on what it was computed on: a graph, the
partition of a graph with the things of one class, a list, or the dataset. Whoever asks the endpoint gets the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from lupaus.dataset.graphs import is_in_default
from lupaus.dataset.pen import Pen
from lupaus.dataset.quality_words import DIMENSIONS, METRICS, Words, fill
from lupaus.dataset.report import Report
from lupaus.dataset.terms import RDF_TYPE, Graphs, Term, iri, ours
from lupaus.dataset.void import TARGETS, partition_node

__all__ = ["LANGUAGES", "Measurement", "describe_quality", "measure"]

LANGUAGES = ("en", "fi", "sv", "et")
"""The languages every curated thing should have a label in."""
_LABELS = (iri("rdfs:label"), iri("skos:prefLabel"))
_MEASURED = ("curated", "cities", "themes")
"""The graphs whose things are looked at."""
_MOST_PUBLISHERS = 3


@dataclass(frozen=True)
class Measurement:
    """One number."""

    family: str
    member: str
    """Which metric of the family: a language, a confidence, a number of publishers, a target, a severity."""
    of: NamedNode
    """What it was computed on."""
    value: Literal
    words: Words
    """What the member is called."""


def describe_quality(pen: Pen, dataset: NamedNode, graphs: Graphs, report: Report) -> None:
    """Every measurement with its metric, each metric with its dimension."""
    for found in measure(pen, dataset, graphs, report):
        dimension, label, definition, _ = METRICS[found.family]
        aspect = pen.say(
            pen.node(f"dataset#dimension-{dimension}"), "dqv:Dimension",
            skos_prefLabel=fill(DIMENSIONS[dimension], {"en": ""}),
        )  # fmt: skip
        name = f"{found.family}-{found.member}" if found.member else found.family
        metric = pen.say(
            pen.node(f"dataset#metric-{name}"), "dqv:Metric",
            skos_prefLabel=fill(label, found.words), skos_definition=definition.format(found.words["en"]),
            dqv_inDimension=aspect, dqv_expectedDataType=found.value.datatype,
        )  # fmt: skip
        place = found.of.value.removeprefix(pen.base).removeprefix("dataset#").replace("/", "-")
        measurement = pen.say(
            pen.node(f"dataset#measurement-{name}-{place}"), "dqv:QualityMeasurement",
            dqv_isMeasurementOf=metric, dqv_computedOn=found.of, dqv_value=found.value,
        )  # fmt: skip
        pen.say(found.of, dqv_hasQualityMeasurement=measurement)


def measure(pen: Pen, dataset: NamedNode, graphs: Graphs, report: Report) -> Iterator[Measurement]:
    """Every number."""
    targets = _targets(graphs, pen.base)
    for name in _MEASURED:
        classes = _members(graphs, name)
        yield from _label_coverage(pen, graphs, name, classes)
        yield from _link_coverage(pen, name, classes, targets)
    names = _names(graphs)
    for name in sorted(graphs):
        if name == "claims" or name.startswith("lists/"):
            yield from _trust(pen, graphs, name, names)
    yield from _list_completeness(graphs, pen.base)
    yield from _lists(pen, dataset, graphs)
    yield from _results(pen, dataset, report)


def _members(graphs: Graphs, name: str) -> dict[NamedNode, set[Term]]:
    """The things of each class."""
    found: defaultdict[NamedNode, set[Term]] = defaultdict(set)
    for triple in graphs.get(name, ()):
        if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
            found[triple.object].add(triple.subject)
    return found


def _label_coverage(
    pen: Pen, graphs: Graphs, name: str, classes: dict[NamedNode, set[Term]]
) -> Iterator[Measurement]:
    labelled: defaultdict[str, set[Term]] = defaultdict(set)
    for triple in graphs.get(name, ()):
        if triple.predicate in _LABELS and isinstance(triple.object, Literal):
            labelled[triple.object.language or ""].add(triple.subject)
    things = set().union(*classes.values())
    groups = [(pen.node(f"graph/{name}"), things)] if things else []
    groups += [(partition_node(pen, name, "class", c), found) for c, found in classes.items()]
    for language in LANGUAGES:
        words = METRICS["labels"][3][language]
        for of, group in groups:
            yield Measurement("labels", language, of, _share(len(group & labelled[language]), len(group)), words)


def _targets(graphs: Graphs, base: str) -> dict[str, set[Term]]:
    """The things of ours with a link to each data set that we link to."""
    found: defaultdict[str, set[Term]] = defaultdict(set)
    for name, triples in graphs.items():
        if is_in_default(name):
            for triple in triples:
                if isinstance(triple.object, NamedNode) and not triple.object.value.startswith(base):
                    for target, (_, space) in TARGETS.items():
                        if triple.object.value.startswith(space):
                            found[target].add(triple.subject)
    return found


def _link_coverage(
    pen: Pen, name: str, classes: dict[NamedNode, set[Term]], targets: dict[str, set[Term]]
) -> Iterator[Measurement]:
    for class_, things in classes.items():
        for prefix, linked in targets.items():
            if things & linked:
                of = partition_node(pen, name, "class", class_)
                yield Measurement("links", prefix, of, _share(len(things & linked), len(things)),
                                  {"en": TARGETS[prefix][0]})  # fmt: skip


def _trust(pen: Pen, graphs: Graphs, name: str, words_of: Mapping[Term, Words]) -> Iterator[Measurement]:
    """Of the accepted claims of a graph: their confidence, and on how many independent publishers they rest."""
    standing, confidence, count = (ours(name, pen.base) for name in ("standing", "confidence", "publisherCount"))
    claims = graphs[name]
    accepted = {t.subject for t in claims if t.predicate == standing and t.object == ours("accepted", pen.base)}
    by_confidence = Counter(t.object for t in claims if t.predicate == confidence and t.subject in accepted)
    numbers = {t.subject: int(t.object.value) for t in graphs.get("inferred", ())
               if t.predicate == count and isinstance(t.object, Literal)}  # fmt: skip
    of = pen.node(f"graph/{name}")
    for term, number in by_confidence.items():
        if isinstance(term, NamedNode):
            local = term.value.rpartition("#")[2]
            words = words_of.get(term) or {"en": local}
            yield Measurement("facts", local, of, _share(number, len(accepted)), words)
    by_number = Counter(min(numbers.get(claim, 0), _MOST_PUBLISHERS) for claim in accepted)
    for number in range(_MOST_PUBLISHERS + 1) if accepted else ():
        words = METRICS["publishers"][3][str(number)]
        yield Measurement("publishers", str(number), of, _share(by_number[number], len(accepted)), words)


def _list_completeness(graphs: Graphs, base: str) -> Iterator[Measurement]:
    expected: dict[Term, int] = {}
    listed: defaultdict[Term, set[Term]] = defaultdict(set)
    for name, triples in graphs.items():
        if is_in_default(name):
            for triple in triples:
                if triple.predicate == ours("expectedCount", base) and isinstance(triple.object, Literal):
                    expected[triple.subject] = int(triple.object.value)
                elif triple.predicate == ours("listedIn", base):
                    listed[triple.object].add(triple.subject)
    for list_, number in expected.items():
        if isinstance(list_, NamedNode) and number > 0:
            yield Measurement("list", "completeness", list_, _share(len(listed[list_]), number), {"en": ""})


def _lists(pen: Pen, dataset: NamedNode, graphs: Graphs) -> Iterator[Measurement]:
    """How many lists are said to be complete, or incomplete, or neither."""
    kinds = {ours(name, pen.base) for name in ("MemberList", "SignatoryList")}
    lists: set[Term] = set()
    said: dict[Term, str] = {}
    for name, triples in graphs.items():
        if is_in_default(name):
            for triple in triples:
                if triple.predicate == RDF_TYPE and triple.object in kinds:
                    lists.add(triple.subject)
                elif triple.predicate == ours("isComplete", pen.base) and isinstance(triple.object, Literal):
                    said[triple.subject] = "complete" if triple.object.value == "true" else "incomplete"
    counted = Counter(said.get(list_, "unstated") for list_ in lists)
    for member, words in METRICS["lists"][3].items() if lists else ():
        yield Measurement("lists", member, dataset, Literal(counted[member]), words)


def _results(pen: Pen, dataset: NamedNode, report: Report) -> Iterator[Measurement]:
    rules = pen.base + "shapes#hygiene/"
    shacl = Counter(f.severity for f in report.findings if not f.rule.removeprefix("<").startswith(rules))
    for severity, number in report.counts.items():
        words = METRICS["results"][3][severity]
        yield Measurement("results", severity, dataset, Literal(number), words)
        yield Measurement("shacl", severity, dataset, Literal(shacl[severity]), words)


def _names(graphs: Graphs) -> dict[Term, Words]:
    """The labels of the terms of our vocabulary, by language; ``skos:prefLabel`` goes before ``rdfs:label``."""
    found: defaultdict[Term, dict[str, str]] = defaultdict(dict)
    for predicate in _LABELS:
        for triple in graphs.get("ontology", ()):
            if triple.predicate == predicate and isinstance(triple.object, Literal) and triple.object.language:
                found[triple.subject][triple.object.language] = triple.object.value
    return {term: words for term, words in found.items() if "en" in words}


def _share(part: int, whole: int) -> Literal:
    """Four places, in the canonical form of xsd:decimal: no zeros at the end, no point without digits."""
    return Literal(f"{part / whole:.4f}".rstrip("0").rstrip("."), datatype=iri("xsd:decimal"))
