"""Rules about the data as a whole: SELECT queries that return offenders, one rule a file.

A rule opens with its banner::

    # severity: violation
    # message: {this} has no label, but is named by {value}

``{…}`` names a variable of the query. ``?this`` is the offender; ``?path`` and ``?value`` say where and what.
Set-wise queries take milliseconds where the same rule as a SHACL constraint runs once for every focus node.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from lupaus.dataset.beside import beside
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.reads import Traits, reads_of
from lupaus.dataset.report import SEVERITIES, Finding, Severity, short_name
from lupaus.dataset.sources import Sources
from lupaus.dataset.syntax import source_error
from lupaus.dataset.terms import Term, iri
from lupaus.errors import SourceError

__all__ = [
    "HYGIENE", "HygieneRule", "find_noncanonical_literals", "load_rule", "rewritten_literals", "run_hygiene",
]  # fmt: skip

HYGIENE = "shapes/hygiene"
_BANNER = re.compile(r"#\s*(severity|message):\s*(.*\S)\s*$")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class HygieneRule:
    """One rule file."""

    path: str
    severity: Severity
    message: str
    query: str

    def iri(self, base: str) -> str:
        """The IRI that stands for the rule in reports."""
        name = self.path.rpartition("/")[2].removesuffix(".rq")
        return f"<{base}shapes#hygiene/{name}>"


def load_rule(inputs: Inputs, path: str) -> HygieneRule:
    """Read a rule and its banner.

    :raises SourceError: if the banner lacks its severity or its message.
    """
    text = inputs.text(path)
    banner = {match[1]: match[2] for line in text.splitlines() if (match := _BANNER.match(line))}
    severity = next((known for known in SEVERITIES if known == banner.get("severity")), None)
    if severity is None or "message" not in banner:
        wanted = " or ".join(SEVERITIES)
        raise SourceError(f"needs the lines '# severity: {wanted}' and '# message: …' at its head", path, 1)
    return HygieneRule(path, severity, banner["message"], text)


def run_hygiene(inputs: Inputs, store: Store, new: Traits | None = None) -> list[Finding]:
    """Run the rules of ``shapes/hygiene`` over the store.

    :param new: run only the rules that may have more to say for triples of these traits.
    :raises SourceError: if a rule does not parse or is not a SELECT of ``?this``.
    """
    rules = [load_rule(inputs, path) for path in inputs.queries(HYGIENE)]
    due = [rule for rule in rules if new is None or reads_of(rule.query).see_any(new)]
    with beside(lambda: _findings(due[1::2], store, inputs.base)) as others:
        return _findings(due[::2], store, inputs.base) + others()


def rewritten_literals(sources: Sources) -> dict[Literal, Literal]:
    """Literals that the store writes in another way than the source does (``+01.50`` becomes ``1.5``)."""
    plain = (iri("xsd:string"), iri("rdf:langString"))
    literals = {t.object for file in sources.files for t in file.triples if isinstance(t.object, Literal)}
    typed = (literal for literal in literals if literal.datatype not in plain)
    return {literal: stored for literal in typed if (stored := _as_stored(literal)) != literal}


def find_noncanonical_literals(sources: Sources, rewritten: Mapping[Literal, Literal]) -> Iterator[Finding]:
    """Where ``rewritten`` literals stand: with them, the endpoint would not answer what the dumps say."""
    if not rewritten:
        return
    rule = f"<{sources.base}shapes#hygiene/canonical-literals>"
    for file in sources.files:
        for triple in file.triples:
            literal = triple.object
            if isinstance(literal, Literal) and literal in rewritten:
                yield Finding(
                    "violation", rule, _component(sources.base),
                    f'"{literal.value}" is not in canonical form, write "{rewritten[literal].value}"',
                    str(triple.subject), str(triple.predicate), str(literal),
                )  # fmt: skip


def _as_stored(literal: Literal) -> Literal:
    store, node = Store(), NamedNode("urn:x")
    store.add(Quad(node, node, literal))
    stored = next(iter(store)).object
    assert isinstance(stored, Literal)
    return stored


def _findings(rules: Iterable[HygieneRule], store: Store, base: str) -> list[Finding]:
    return [finding for rule in rules for finding in _run(rule, store, base)]


def _run(rule: HygieneRule, store: Store, base: str) -> Iterator[Finding]:
    try:
        solutions = store.query(rule.query)
    except SyntaxError as error:
        raise source_error(error, rule.path) from error
    names = [variable.value for variable in solutions.variables] if isinstance(solutions, QuerySolutions) else []
    unknown = sorted({"this", *_SLOT.findall(rule.message)} - set(names))
    if not isinstance(solutions, QuerySolutions) or unknown:
        raise SourceError(f"must be a SELECT of ?{' and ?'.join(unknown)}", rule.path)
    for solution in solutions:
        terms = {name: solution[name] for name in names}
        if terms["this"] is None:
            raise SourceError("returned a row where ?this is unbound", rule.path)
        this, path, value = (_text(terms.get(name)) for name in ("this", "path", "value"))
        message = _fill(rule.message, terms, base)
        yield Finding(rule.severity, rule.iri(base), _component(base), message, this or "", path, value)


def _text(term: Term | None) -> str | None:
    return None if term is None else str(term)


def _fill(message: str, terms: dict[str, Term | None], base: str) -> str:
    def show(slot: re.Match[str]) -> str:
        term = terms[slot[1]]
        if term is None:
            return "nothing"
        return term.value if isinstance(term, Literal) else short_name(str(term), base)

    return _SLOT.sub(show, message)


def _component(base: str) -> str:
    return f"<{base}shapes#HygieneQuery>"
