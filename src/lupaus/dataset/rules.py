"""What follows from the sources, by CONSTRUCT rules run until nothing new comes."""

from pyoxigraph import BlankNode, DefaultGraph, Quad, QueryTriples, Store, Triple

from lupaus.dataset.canonical import quads_of
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.reads import reads_of, traits_of
from lupaus.dataset.syntax import source_error
from lupaus.dataset.terms import Graphs
from lupaus.errors import SourceError

__all__ = ["RULES", "SAMEAS", "apply_rules", "infer"]

RULES = "ontology/rules"
SAMEAS = f"{RULES}/sameas"
ROUNDS = 20
"""More rounds than any chain of our rules needs; a rule that makes ever new values is stopped here."""


def infer(inputs: Inputs, sources: Graphs, store: Store) -> Graphs:
    """``graph/inferred`` and ``graph/sameas`` for these source graphs of ``store``, which then holds them too.

    Rules in ``ontology/rules/sameas`` run once, after the others, and their triples go to ``graph/sameas``,
    which no other rule and no default graph sees.

    :raises SourceError: if a rule does not parse, makes blank nodes, or never comes to an end.
    """
    asserted = frozenset().union(*sources.values())
    made = apply_rules(inputs, store, inputs.queries(RULES))
    for triple in made & asserted:  # it stands in a graph that the default graph does not hold
        store.remove(_in_default(triple))
    sameas = {triple for path in inputs.queries(SAMEAS) for triple in _construct(inputs, store, path)}
    computed: Graphs = {"inferred": made - asserted, "sameas": frozenset(sameas)}
    store.bulk_extend(quads_of(computed, inputs.base))  # the default graph holds what the rules made
    return computed


def apply_rules(inputs: Inputs, store: Store, rules: tuple[str, ...], rounds: int = ROUNDS) -> frozenset[Triple]:
    """Run ``rules`` over the store's default graph to a fixpoint; the store then holds what they made.

    A rule is run again only if there is something new among what it reads: else it would say the same.
    """
    made: set[Triple] = set()
    reads = {path: reads_of(inputs.text(path)) for path in rules}
    due = set(rules)
    for _ in range(rounds):
        for path in rules:
            if path in due:
                due.remove(path)
                said = frozenset(_construct(inputs, store, path)) - made
                new = {triple for triple in said if _in_default(triple) not in store}
                store.extend(map(_in_default, new))
                made |= new
                traits = traits_of(new)
                due.update(other for other in rules if reads[other].see_any(traits))
        if not due:
            return frozenset(made)
    raise SourceError(f"still makes new triples after {rounds} rounds; it must come to an end", max(due))


def _construct(inputs: Inputs, store: Store, path: str) -> list[Triple]:
    try:
        results = store.query(inputs.text(path))
    except SyntaxError as error:
        raise source_error(error, path) from error
    if not isinstance(results, QueryTriples):
        raise SourceError("is not a CONSTRUCT query", path)
    triples = list(results)
    if any(isinstance(term, BlankNode) for t in triples for term in (t.subject, t.object)):
        raise SourceError("makes blank nodes; an inferred thing needs an IRI", path)
    return triples


def _in_default(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())
