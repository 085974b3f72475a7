"""The shape of a query: its brackets and what stands in them, counted token by token.

A pushdown automaton over the tokens of a query body. It is no parser: it lets wrong queries pass, but it never
counts less than a parser would find, and it recurses into nothing. Rules, one for each limit:

- nesting: open brackets of every kind (``{ ( [ << {|``). A bracket that Oxigraph 0.5 reads twice before it knows
  what it is weighs five, because its cost doubles with each such bracket inside another: a negated one,
  ``REGEX( REPLACE( SUBSTR( GROUP_CONCAT(``, and a sub-select.
- chain: operators of one expression, brackets inside it included (``|| && + - * / !``; a number's sign is none),
  or of one property path (``/ | ^ !``).
- triple patterns: one an object, two a member of a collection, and one a VALUES block or a GRAPH group without
  any, which the planner joins alike; a CONSTRUCT template has none.
- path steps: IRIs of predicates that hold a path operator.
- OPTIONALs, UNIONs, sub-selects: their words. VALUES rows: rows.
- parts: groups in braces, FILTER, BIND, and each bracket or DESCRIBE term of a query's head and tail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NoReturn

from lupaus.sparql.limits import Limits

__all__ = ["NO_VERB", "STEP", "VARIABLE", "Counts", "Shape"]

# Kinds of bracket. The first five hold triples.
GROUP, TEMPLATE, PROPERTIES, TRIPLE, ANNOTATION, EXPRESSION, PATH, COLLECTION, DATA, ROW, HEAD = range(11)
# What a frame waits for. The last three are clauses of a group: FILTER and BIND, GRAPH and SERVICE, VALUES.
SUBJECT, VERB, OBJECT, DONE, REIFIER, CONSTRAINT, TARGET, VALUES = range(8)

# What a term can be as a predicate: nothing, all of it, or a step of a path as well.
NO_VERB, VARIABLE, STEP = range(3)

_CLOSERS: Final = {"{": "}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
_REREAD_WEIGHT: Final = 5
_REREAD_FUNCTIONS: Final = frozenset({"REGEX", "REPLACE", "SUBSTR", "GROUP_CONCAT"})


@dataclass(slots=True)
class Counts:
    """What was counted in a query."""

    nesting: int = 0
    chain: int = 0
    triple_patterns: int = 0
    path_steps: int = 0
    optionals: int = 0
    unions: int = 0
    values_rows: int = 0
    parts: int = 0
    subselects: int = 0
    prefixes: int = 0


class _Frame:
    __slots__ = ("chain", "closer", "counted", "is_path", "kind", "negated", "opened", "operand", "slot",
                 "start", "steps", "text", "weight", "without")  # fmt: skip

    def __init__(self, kind: int, text: str, start: int, slot: int, counted: bool, weight: int) -> None:
        self.kind, self.text, self.start, self.slot, self.counted = kind, text, start, slot, counted
        self.closer = _CLOSERS.get(text, "")
        self.weight = weight
        self.chain = self.steps = 0
        self.opened = True  # in a verb or path: a step must come now
        self.operand = False  # in an expression: an operand stands just before
        self.negated = self.is_path = False
        self.without = -1  # a group of GRAPH: the triple patterns counted before it


class Shape:
    """Feed it the tokens of a query's body; read ``counts``; ask it what may stand next."""

    def __init__(
        self, limits: Limits, fail: Callable[[str, int], NoReturn], over: Callable[[str, int, int], NoReturn]
    ) -> None:
        self.counts = Counts()
        self._limits = limits
        self._fail, self._over = fail, over
        self._stack: list[_Frame] = []
        self._frame = _Frame(HEAD, "", 0, SUBJECT, True, 0)
        self._nesting = 0
        self._is_describe = self._template_next = False
        self._function = ""

    @property
    def depth(self) -> int:
        """How many brackets are open."""
        return len(self._stack)

    @property
    def expects_operator(self) -> bool:
        """Whether an operand just ended in an expression, so that ``<`` can only compare."""
        return self._frame.kind == EXPRESSION and self._frame.operand

    @property
    def holds_expression(self) -> bool:
        """Whether the innermost bracket holds an expression."""
        return self._frame.kind == EXPRESSION

    @property
    def takes_target(self) -> bool:
        """Whether GRAPH or SERVICE waits for its group."""
        return self._frame.slot == TARGET

    def _count(self, name: str, start: int, amount: int = 1) -> None:
        value = getattr(self.counts, name) + amount
        setattr(self.counts, name, value)
        if value > getattr(self._limits, "max_" + name):
            self._over("max_" + name, value, start)

    def declare_prefix(self, start: int) -> None:
        """One PREFIX declaration."""
        self._count("prefixes", start)

    def term(self, start: int, verb: int) -> None:
        """A variable, IRI, literal, blank node or an opening bracket that stands for one."""
        frame = self._frame
        kind = frame.kind
        if kind <= ANNOTATION:
            slot = frame.slot
            if slot == VERB:
                if not frame.opened:
                    self._object(frame, start)
                elif verb == STEP or (verb == VARIABLE and not frame.is_path):
                    frame.opened = False
                    frame.steps += 1
                else:
                    self._fail("A predicate must be an IRI, a variable or a path", start)
            elif slot == SUBJECT:
                self._begin_verb(frame)
            elif slot == OBJECT:
                self._object(frame, start)
            elif slot == DONE:
                self._fail("A full stop, semicolon or comma is missing before this term", start)
            elif slot == REIFIER:
                frame.slot = DONE
        elif kind == EXPRESSION:
            frame.operand = True
        elif kind == PATH:
            if not (frame.opened and verb == STEP):
                self._fail("This cannot stand in a property path", start)
            frame.opened = False
            frame.steps += 1
        elif kind == COLLECTION:
            if frame.counted:
                self._count("triple_patterns", start, 2)
        elif kind == DATA:
            if frame.slot != DONE:  # else rows stand in brackets, and were counted there
                self._count("values_rows", start)
        elif kind == HEAD and self._is_describe and not self._stack:
            self._count("parts", start)

    @staticmethod
    def _begin_verb(frame: _Frame) -> None:
        frame.slot, frame.opened, frame.is_path, frame.chain, frame.steps = VERB, True, False, 0, 0

    def _object(self, frame: _Frame, start: int) -> None:
        if frame.slot == VERB and frame.is_path:
            self._count("path_steps", start, frame.steps)
        frame.slot = DONE
        if frame.counted:
            self._count("triple_patterns", start)

    def word(self, word: str, start: int) -> None:
        """A keyword or function name, in capitals; not ``a``, ``true`` and ``false``, which are terms."""
        frame = self._frame
        self._function = word
        if frame.kind == EXPRESSION:
            frame.operand = False
        elif frame.kind == GROUP:
            self._clause(frame, word, start)
        elif frame.kind == HEAD:
            if word == "VALUES":
                frame.slot = VALUES
                self._count("triple_patterns", start)
            elif word == "WHERE":
                self._template_next = False
            elif not self._stack and word in ("CONSTRUCT", "DESCRIBE"):
                self._template_next, self._is_describe = word == "CONSTRUCT", word == "DESCRIBE"

    def _clause(self, frame: _Frame, word: str, start: int) -> None:
        if word in ("FILTER", "BIND"):
            frame.slot = CONSTRAINT
            self._count("parts", start)
        elif word in ("GRAPH", "SERVICE"):
            frame.slot = TARGET
        elif word == "VALUES":
            frame.slot = VALUES
            self._count("triple_patterns", start)
        elif word == "SELECT":
            frame.kind, frame.slot = HEAD, SUBJECT
            frame.weight += _REREAD_WEIGHT - 1
            self._deepen(_REREAD_WEIGHT - 1, start)
            self._count("subselects", start)
        elif word in ("OPTIONAL", "UNION", "MINUS", "LATERAL"):
            frame.slot = SUBJECT
            if word == "OPTIONAL":
                self._count("optionals", start)
            elif word == "UNION":
                self._count("unions", start)

    def _deepen(self, weight: int, start: int) -> None:
        self._nesting += weight
        self.counts.nesting = max(self.counts.nesting, self._nesting)
        if self._nesting > self._limits.max_nesting:
            self._over("max_nesting", self._nesting, start)

    def open(self, text: str, start: int) -> None:
        """An opening bracket."""
        parent = self._frame
        without = self.counts.triple_patterns if text == "{" and parent.slot == TARGET else -1
        kind, slot = self._opened(parent, text, start)
        weight = 1
        if parent.kind == EXPRESSION and (parent.negated or self._function in _REREAD_FUNCTIONS):
            weight = _REREAD_WEIGHT
        parent.negated, self._function = False, ""
        self._deepen(weight, start)
        frame = _Frame(kind, text, start, slot, parent.counted and kind != TEMPLATE, weight)
        if kind == PATH or (kind == EXPRESSION and parent.kind == EXPRESSION):
            frame.chain = parent.chain
        frame.without = without
        self._stack.append(parent)
        self._frame = frame

    def _opened(self, parent: _Frame, text: str, start: int) -> tuple[int, int]:
        """The kind of a new bracket and what it waits for first; moves the bracket around it on."""
        if text == "{":
            return self._brace(parent, start)
        if text == "(":
            return self._parenthesis(parent, start), SUBJECT
        if text == "{|":
            return ANNOTATION, VERB
        self.term(start, NO_VERB)
        return (PROPERTIES, VERB) if text == "[" else (TRIPLE, SUBJECT)

    def _brace(self, parent: _Frame, start: int) -> tuple[int, int]:
        self._count("parts", start)
        is_data = parent.slot == VALUES and parent.kind in (GROUP, HEAD)
        is_template = parent.kind == HEAD and self._template_next
        self._template_next = False
        if parent.kind in (GROUP, HEAD):
            parent.slot = SUBJECT
        return (DATA if is_data else TEMPLATE if is_template else GROUP), SUBJECT

    def _parenthesis(self, parent: _Frame, start: int) -> int:
        kind, slot = parent.kind, parent.slot
        if kind in (EXPRESSION, PATH, COLLECTION):
            if kind == COLLECTION:
                self.term(start, NO_VERB)
            return kind
        if kind == DATA:
            parent.slot = DONE
            self._count("values_rows", start)
            return ROW
        if slot == VALUES:
            return ROW
        if kind == HEAD or slot == CONSTRAINT:
            if kind == HEAD:
                self._count("parts", start)
            parent.slot = SUBJECT
            return EXPRESSION
        if slot == VERB and parent.opened:
            return PATH
        if kind <= ANNOTATION:
            self.term(start, NO_VERB)
        return COLLECTION

    def close(self, text: str, start: int) -> None:
        """A closing bracket."""
        frame = self._frame
        if not self._stack or frame.closer != text:
            meant = f"; {frame.closer} would close the {frame.text} before it" if self._stack else ""
            self._fail(f"This {text} closes nothing{meant}", start)
        self._nesting -= frame.weight
        parent = self._frame = self._stack.pop()
        if frame.without == self.counts.triple_patterns:
            self._count("triple_patterns", frame.start)
        if parent.kind == EXPRESSION:
            parent.operand = True
            if frame.kind == EXPRESSION:
                parent.chain = frame.chain
        elif frame.kind == PATH:
            parent.chain = frame.chain
            parent.steps += frame.steps
            parent.is_path, parent.opened = True, False

    def closes(self, text: str) -> bool:
        """Whether ``text`` closes the innermost bracket."""
        return self._frame.closer == text

    def unclosed(self) -> tuple[str, int] | None:
        """The innermost bracket still open and where it stands."""
        return (self._frame.text, self._frame.start) if self._stack else None

    def operator(self, text: str, start: int, signs_number: bool = False) -> None:
        """Any other punctuation."""
        frame = self._frame
        kind = frame.kind
        if kind == EXPRESSION:
            if text in ("||", "&&", "*", "/", "+", "-", "!") and not (signs_number and not frame.operand):
                self._link(frame, start)
            frame.operand, frame.negated = False, text == "!"
        elif kind <= ANNOTATION:
            self._between_triples(frame, text, start)
        elif kind == PATH and text in ("/", "|", "^", "!"):
            frame.opened = True
            self._link(frame, start)
        elif text == ";" and kind == HEAD:
            self._fail("A query is one operation; nothing may follow a semicolon here", start)

    def _between_triples(self, frame: _Frame, text: str, start: int) -> None:
        if text == ".":
            frame.slot = SUBJECT
        elif text == ";":
            self._begin_verb(frame)
        elif text == ",":
            frame.slot = OBJECT
        elif text == "~":
            frame.slot = REIFIER
        elif frame.slot == VERB:
            if text in ("/", "|", "^", "!"):
                frame.is_path = frame.opened = True
                self._link(frame, start)
            elif text in ("*", "+", "?") and not frame.opened:
                frame.is_path = True

    def _link(self, frame: _Frame, start: int) -> None:
        frame.chain += 1
        self.counts.chain = max(self.counts.chain, frame.chain)
        if frame.chain > self._limits.max_chain:
            self._over("max_chain", frame.chain, start)
