"""Looks at a query before any parser does: refuses what would hurt, and says what the rest needs to know.

What it keeps out: queries that overflow a parser's stack or keep a planner busy for ever (``limits``,
``shape``), updates, and SERVICE to any place not on the list. Behind it stands the sandbox of the workers.

The promise about SERVICE is that *no reading of the text by the engine* holds a SERVICE clause this module did
not see. Oxigraph 0.5 reads without a tokenizer: keywords need no end (``trueSERVICE``), a name that leads nowhere
is read again as a keyword and a shorter name (``SERVICEex:a``), a local name ends at its second dot
(``ex:a.b.SERVICE``), a local name that makes no IRI is cut off after its colon, and ``<`` compares where an
expression waits for an operator. Each such place is either read both ways here or refused with advice how to
write it plainly. A text without the letters of SERVICE cannot hold the clause, so most queries pay nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, NoReturn, cast

from lupaus.errors import Forbidden, QuerySyntaxError, QueryTooLarge
from lupaus.sparql.iri import is_absolute_iri, resolve
from lupaus.sparql.limits import Limits, refuse
from lupaus.sparql.shape import NO_VERB, STEP, VARIABLE, Counts, Shape
from lupaus.sparql.tokens import Decoded, Reader, decode, place
from lupaus.sparql.words import UNREPEATABLE, UPDATES, WORDS

__all__ = ["Edit", "QueryFacts", "QueryForm", "ServiceCall", "inspect"]

QueryForm = Literal["select", "ask", "construct", "describe"]

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_TERMS = frozenset({"var", "iri", "pname", "string", "number", "bnode"})
_VERBS = {"var": VARIABLE, "iri": STEP, "pname": STEP}
_OPENERS = frozenset({"{", "(", "[", "<<", "<<(", "{|"})
_CLOSERS = frozenset({"}", ")", "]", ">>", ")>>", "|}"})
_HIERARCHICAL = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_AUTHORITY_ONLY = re.compile(r"[^:/?#]*:?//[^/?#]*")
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_SECOND_DOT = re.compile(r"[^.]*\.+[^.]+\.(.*)")


@dataclass(frozen=True)
class ServiceCall:
    """One SERVICE clause; its IRI, brackets included, is ``QueryFacts.text[start:end]``."""

    iri: str
    start: int
    end: int


class Edit(NamedTuple):
    """A place of ``QueryFacts.text`` that is written otherwise for the engine; see ``rewrite``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class QueryFacts:
    """What is known of a query that passed."""

    form: QueryForm
    text: str
    """The query for the engine: codepoint escapes decoded (SPARQL 1.1, section 19.2), nothing else changed."""
    default_graphs: tuple[str, ...]
    """FROM, resolved."""
    named_graphs: tuple[str, ...]
    """FROM NAMED, resolved."""
    is_cacheable: bool
    """Whether the same query gives the same answer on the same data."""
    services: tuple[ServiceCall, ...]
    edits: tuple[Edit, ...]
    """In the order of their places, none inside another."""
    prefixes: Mapping[str, str]
    """Prefixes declared in the prologue, without their colon."""
    base_iri: str | None
    counts: Counts


def inspect(
    query: str, limits: Limits, base_iri: str | None = None, declared: Mapping[str, str] | None = None
) -> QueryFacts:
    """The facts of ``query``; relative IRIs are resolved against its BASE, or else ``base_iri``.

    :param declared: prefixes that need no declaration, because the engine is told them too.

    :raises QueryTooLarge: more bytes than allowed.
    :raises QueryTooComplex: more of something than allowed; see ``shape`` for what is counted.
    :raises Forbidden: an update, or SERVICE to a place not allowed.
    :raises QuerySyntaxError: no query form, no token, an undeclared prefix, brackets that do not match. Most
        syntax errors are left for the parser to find.
    """
    size = len(query) if query.isascii() else len(query.encode("utf-8", "surrogatepass"))
    if size > limits.max_query_bytes:
        raise QueryTooLarge(
            f"The query has {size} bytes; this endpoint takes {limits.max_query_bytes}. Send it in several parts.",
            limit=limits.max_query_bytes,
            value=size,
        )
    return _Inspection(query, decode(query), limits, base_iri, declared or {}).run()


class _Inspection:
    def __init__(
        self, query: str, decoded: Decoded, limits: Limits, base_iri: str | None, declared: Mapping[str, str]
    ) -> None:
        self._query, self._decoded, self._limits, self._base = query, decoded, limits, base_iri
        self._reader = Reader(decoded.text)
        self._shape = Shape(limits, self._fail, self._over)
        self._prefixes = dict(declared)
        self._from: list[str] = []
        self._from_named: list[str] = []
        self._services: list[ServiceCall] = []
        self._edits: list[Edit] = []
        self._concatenations: list[int] = []
        self._is_cacheable = True
        self._mentions_service = "service" in decoded.text.lower()

    def run(self) -> QueryFacts:
        """Read the query once, from its prologue to its end."""
        form = self._prologue()
        self._body()
        if (unclosed := self._shape.unclosed()) is not None:
            self._fail(f"The {unclosed[0]} is never closed", unclosed[1])
        return QueryFacts(
            form,
            self._decoded.text,
            tuple(dict.fromkeys(self._from)),
            tuple(dict.fromkeys(self._from_named)),
            self._is_cacheable,
            tuple(self._services),
            tuple(sorted(self._edits)),
            self._prefixes,
            self._base,
            self._shape.counts,
        )

    def _place(self, start: int) -> tuple[int, int]:
        return place(self._query, self._decoded.origin(start))

    def _fail(self, message: str, start: int) -> NoReturn:
        line, column = self._place(start)
        raise QuerySyntaxError(f"{message} (line {line}, column {column}).", line=line, column=column)

    def _forbid(self, message: str, start: int) -> NoReturn:
        line, column = self._place(start)
        raise Forbidden(message.replace("{place}", f"line {line}, column {column}"), line=line, column=column)

    def _over(self, name: str, value: int, start: int) -> NoReturn:
        refuse(name, value, getattr(self._limits, name), *self._place(start))

    def _prologue(self) -> QueryForm:
        """Section 4.1: BASE and PREFIX, in any order, each seen by those that follow. Ends on the query form."""
        reader = self._reader
        while reader.advance() == "word":
            word, start = reader.text.upper(), reader.start
            if word == "BASE":
                self._base = self._declared_iri("BASE")
            elif word == "PREFIX":
                if reader.advance() != "pname" or not reader.text.endswith(":") or reader.text.count(":") > 1:
                    self._fail("PREFIX needs a name and a colon, as in PREFIX ex: <http://example.org/>", start)
                name = reader.text[:-1]
                self._prefixes[name] = self._declared_iri("PREFIX")
                self._shape.declare_prefix(start)
            elif word == "VERSION":
                if reader.advance() != "string":
                    self._fail('VERSION needs a string, as in VERSION "1.2"', start)
            elif word in _FORMS:
                self._shape.word(word, start)
                return cast(QueryForm, word.lower())
            elif word in UPDATES:
                self._refuse_update(word, start)
            else:
                break
        self._fail("No query form found: SELECT, ASK, CONSTRUCT or DESCRIBE must stand here", reader.start)

    def _declared_iri(self, word: str) -> str:
        if self._reader.advance() != "iri":
            self._fail(f"{word} needs an IRI in angle brackets", self._reader.start)
        return resolve(self._reader.text[1:-1], self._base)

    def _refuse_update(self, word: str, start: int) -> NoReturn:
        self._forbid(
            f"This endpoint is read-only, and {word}"
            + " at {place} is an update. Ask with SELECT, ASK, CONSTRUCT or "
            "DESCRIBE.",
            start,
        )

    def _body(self) -> None:
        reader, shape = self._reader, self._shape
        previous, previous_text = "word", ""
        while (kind := reader.advance()) != "end":
            text, start = reader.text, reader.start
            if kind == "op":
                if text == "<":
                    text = self._less_than(start)
                if text in _OPENERS:
                    if previous == "pname" and text == "{":
                        self._check_name_before_brace(previous_text, start)
                    shape.open(text, start)
                elif text in _CLOSERS:
                    if text == ")>>" and not shape.closes(text):
                        reader.cut(1)
                        text = ")"
                    shape.close(text, start)
                    if self._concatenations and self._concatenations[-1] == shape.depth:
                        self._concatenations.pop()
                        self._edits.append(Edit(start + 1, start + 1, ")"))
                elif text != "^^":
                    shape.operator(text, start, self._signs_number(text))
                elif previous != "string":
                    self._fail("^^ gives a string its datatype, and none stands before it", start)
            elif kind == "word":
                self._word(text, start)
            elif kind == "iri" and previous_text != "^^" and shape.expects_operator:
                reader.cut(1)
                shape.operator("<", start)
                kind = "op"
            elif kind in _TERMS:
                if kind == "pname":
                    self._check_name(text, start)
                elif kind == "iri" and self._mentions_service and previous != "op":
                    self._check_iri(text, start)
                if previous_text != "^^":
                    shape.term(start, _VERBS.get(kind, NO_VERB))
            elif kind == "error":
                self._refuse_character(text, start)
            previous, previous_text = kind, text

    def _less_than(self, start: int) -> str:
        """``<`` alone: compares in expressions; ``<<`` just before an IRI opens a triple everywhere else."""
        if self._shape.holds_expression:
            return "<"
        if self._decoded.text.startswith("<<", start):
            self._reader.cut(2)
            return "<<"
        self._fail("This < opens no IRI: an IRI has no spaces, quotes or braces and ends with >", start)

    def _signs_number(self, text: str) -> bool:
        if text not in ("+", "-"):
            return False
        following = self._decoded.text[self._reader.end : self._reader.end + 1]
        return following.isdigit() or following == "."

    def _refuse_character(self, text: str, start: int) -> NoReturn:
        if text in "\"'":
            self._fail("The string that starts here has no end, or an escape SPARQL does not know", start)
        if self._decoded.text[start : start + 2] in ("\\u", "\\U"):
            self._fail(
                "This escape stands for no character, or for one that can only be escaped in a string", start
            )
        self._fail(f"The character {text!r} cannot stand here", start)

    def _word(self, text: str, start: int) -> None:
        shape = self._shape
        if text == "a":
            shape.term(start, STEP)
            return
        word = text.upper()
        if word not in WORDS:
            if word in UPDATES and not shape.depth:
                self._refuse_update(word, start)
            self._fail(f"{text!r} is no word of SPARQL; a name has a colon, a variable a question mark", start)
        if word in ("TRUE", "FALSE", "UNDEF"):
            if word != "UNDEF" and not text.islower():
                self._edits.append(Edit(start, start + len(text), text.lower()))
            shape.term(start, NO_VERB)
            return
        if word == "GROUP_CONCAT":
            self._concatenations.append(shape.depth)
            self._edits.append(Edit(start, start, "STR("))
        if word in UNREPEATABLE:
            self._is_cacheable = False
        shape.word(word, start)
        if word == "SERVICE":
            self._service(start)
        elif word == "FROM":
            self._dataset_clause()

    def _service(self, start: int) -> None:
        reader = self._reader
        kind = reader.advance()
        if kind == "word" and reader.text.upper() == "SILENT":
            kind = reader.advance()
        if not self._limits.services:
            self._forbid(
                "This endpoint makes no calls to others: take SERVICE at {place} out of the query.", start
            )
        allowed = "It calls: " + " ".join(sorted(self._limits.services)) + "."
        if kind != "iri":
            self._forbid(
                "SERVICE at {place} must name its endpoint by an IRI in angle brackets. " + allowed, start
            )
        iri = reader.text[1:-1]
        if iri not in self._limits.services:
            self._forbid("SERVICE at {place} names an endpoint that this one does not call. " + allowed, start)
        self._services.append(ServiceCall(iri, reader.start, reader.end))

    def _dataset_clause(self) -> None:
        """Section 13.2. The IRI stays in the query; the facts say which graphs it asks for."""
        reader = self._reader
        kind, graphs = reader.advance(), self._from
        if kind == "word" and reader.text.upper() == "NAMED":
            kind, graphs = reader.advance(), self._from_named
        if kind == "iri":
            iri = resolve(reader.text[1:-1], self._base)
        elif kind == "pname":
            iri = self._check_name(reader.text, reader.start)
        else:
            self._fail("FROM needs the IRI of a graph", reader.start)
        if not is_absolute_iri(iri):
            self._fail(
                f"FROM names <{iri}>, which is relative: declare BASE or write the IRI in full", reader.start
            )
        graphs.append(iri)

    def _check_name(self, name: str, start: int) -> str:
        """The IRI of a prefixed name (section 4.1.1)."""
        prefix, _, local = name.partition(":")
        namespace = self._prefixes.get(prefix)
        if namespace is None:
            self._fail(f"The prefix {prefix}: is not declared; add PREFIX {prefix}: <…>", start)
        if self._mentions_service and "service" in local.lower():
            self._check_local_name(name, namespace, local, start)
        iri = namespace + _LOCAL_ESCAPE.sub(r"\1", local)
        if local.count(".") > 1 and not self._mentions_service and is_absolute_iri(iri):
            self._edits.append(Edit(start, start + len(name), f" <{iri}> "))
        return iri

    def _check_local_name(self, name: str, namespace: str, local: str, start: int) -> None:
        after_second_dot = _SECOND_DOT.fullmatch(local)
        hides = after_second_dot is not None and "service" in after_second_dot[1].lower()
        may_be_no_iri = "\\" in local or max(local) > "\uffef" or _AUTHORITY_ONLY.fullmatch(namespace) is not None
        if hides or may_be_no_iri:
            self._fail(f"The name {name} can be read in two ways; write its IRI in full, in angle brackets", start)

    def _check_name_before_brace(self, name: str, start: int) -> None:
        """A name before ``{`` is an object, or follows GRAPH; ``SERVICEex:a {`` as a whole triple is neither."""
        if "service" in name.partition(":")[0].lower() and self._shape.depth and not self._shape.takes_target:
            self._fail(f"The name {name} before this {{ can be read in two ways; put a full stop between", start)

    def _check_iri(self, iri: str, start: int) -> None:
        """If a parser took this ``<`` for a comparison, a quote or # behind it would open a string or comment."""
        if ("'" in iri or "#" in iri) and _HIERARCHICAL.match(iri) is None:
            self._fail("This < can be read in two ways: write the IRI in full, or put a space behind the <", start)
