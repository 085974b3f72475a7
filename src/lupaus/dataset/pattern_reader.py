"""Reads the patterns of a query from its tokens.

Only what our rules are written in is read. A query with anything else in it is ``Unreadable``, and whoever asked
has to take it that it looks at everything. Whether the query is right is for the engine to say.
"""

from collections import Counter
from dataclasses import replace
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Variable

from lupaus.dataset.pattern import (
    Alternatives,
    Atom,
    Choice,
    Closure,
    Exists,
    Group,
    Inverse,
    IsIri,
    Link,
    Maybe,
    Named,
    Part,
    Path,
    Query,
    Sequence,
    Subselect,
    Values,
)
from lupaus.dataset.pattern_tokens import Token, Tokens, Unreadable, depth_of
from lupaus.dataset.terms import RDF_TYPE

__all__ = ["read_query"]

_COUNTING = frozenset({"COUNT", "SUM", "AVG", "SAMPLE", "GROUP_CONCAT"})
_LITERAL = frozenset({"STRDT", "STRLANG", "STR", "SUBSTR", "CONCAT", "REPLACE", "STRLEN", "LANG", "COUNT"})
"""Functions whose value is a literal."""


@lru_cache(maxsize=256)
def read_query(text: str) -> Query:
    """The patterns of a SELECT or CONSTRUCT query.

    :raises Unreadable: if they cannot be told.
    """
    return _Parser(text).query()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = Tokens(text)
        times = Counter(text for kind, text in self._tokens.all if kind == "var")
        self._once = {variable for variable, number in times.items() if number == 1}
        # How often a row comes is seen by these alone, and never by EXISTS.
        words = {text.upper() for kind, text in self._tokens.all if kind == "word"}
        self._counts_anything = self._counts_rows = bool(words & _COUNTING)
        self._literals: set[Variable] = set()

    # Queries -----------------------------------------------------------------------------------------------------

    def query(self) -> Query:
        while self._tokens.skip("PREFIX"):
            name = self._tokens.take()
            self._tokens.prefixes[name] = self._tokens.take()[1:-1]
        if self._tokens.skip("CONSTRUCT"):
            self._tokens.expect("{")
            made = self._triples(in_named=False)
            self._tokens.expect("}")
            self._tokens.skip("WHERE")
            group = self._group()
        else:
            made, group = [], Group((self._select(),))
        found = Query(tuple(made), group)
        found = replace(found, literals=frozenset(self._literals).difference(*(a.variables for a in found.atoms)))
        if self._tokens.kind != "end":
            raise Unreadable(self._tokens.text)
        return found

    def _select(self) -> Subselect:
        self._tokens.expect("SELECT")
        self._counts_rows |= self._counts_anything
        self._tokens.skip("DISTINCT", "REDUCED")
        named, computed = set(), set()
        while not self._tokens.sees("WHERE", "{"):
            if self._tokens.skip("("):
                computed.add(self._computed())
            else:
                named.add(self._tokens.variable())
        self._tokens.skip("WHERE")
        group = self._group()
        keys = set(named)
        if self._tokens.skip("GROUP"):
            self._tokens.expect("BY")
            grouped = set()
            while self._tokens.kind == "var":
                grouped.add(self._tokens.variable())
            keys &= grouped
        elif computed:
            keys = set()
        if self._tokens.skip("HAVING") and self._constraint(in_named=False):
            raise Unreadable("EXISTS in HAVING")
        return Subselect(frozenset(named | computed), frozenset(keys), group)

    def _computed(self) -> Variable:
        """``expression AS ?variable)``, from behind its bracket on."""
        start, depth = self._tokens.at, 0
        while depth or not self._tokens.sees("AS"):
            if self._tokens.sees("EXISTS", "SELECT"):
                raise Unreadable("EXISTS in a SELECT clause")
            text = self._tokens.take()
            depth += depth_of(text)
        expression = self._tokens.all[start : self._tokens.at]
        self._tokens.take()
        variable = self._tokens.variable()
        self._tokens.expect(")")
        if self._is_literal(expression):
            self._literals.add(variable)
        return variable

    def _is_literal(self, expression: list[Token]) -> bool:
        """Whether the value can be nothing but a literal."""
        (kind, text), *rest = expression
        if not rest:
            return kind in ("string", "number") or (kind == "var" and Variable(text[1:]) in self._literals)
        name, inner = text.upper(), expression[2:-1]
        if kind != "word" or rest[0][1] != "(" or len(pieces := _split(inner)) < 1 or rest[-1][1] != ")":
            return False
        return name in _LITERAL or (name == "IF" and len(pieces) == 3 and all(map(self._is_literal, pieces[1:])))

    # Groups ------------------------------------------------------------------------------------------------------

    def _group(self, in_named: bool = False) -> Group:
        self._tokens.expect("{")
        if self._tokens.sees("SELECT"):
            inner = self._select()
            self._tokens.expect("}")
            return Group((inner,))
        parts: list[Part] = []
        while not self._tokens.skip("}"):
            if self._tokens.skip("FILTER"):
                start = self._tokens.at
                parts += self._constraint(in_named)
                parts += _is_iri(self._tokens.all[start : self._tokens.at])
            elif self._tokens.skip("BIND"):  # its variable stays unbound here: its value is in no pattern
                self._tokens.expect("(")
                self._computed()
            elif self._tokens.skip("GRAPH"):
                parts.append(Named(self._tokens.name()))
                parts += self._group(in_named=True).parts
            elif self._tokens.skip("OPTIONAL", "MINUS"):
                parts.append(Maybe(self._group(in_named)))
            elif self._tokens.skip("VALUES"):
                parts.append(self._values())
            elif self._tokens.sees("{"):
                groups = [self._group(in_named)]
                while self._tokens.skip("UNION"):
                    groups.append(self._group(in_named))
                parts.append(Alternatives(tuple(groups)))
            elif not self._tokens.skip("."):
                parts += self._triples(in_named)
        return Group(tuple(parts))

    def _constraint(self, in_named: bool) -> list[Part]:
        """What an expression asks of the graph. It ends with its brackets."""
        found: list[Part] = []
        depth = 0
        while True:
            if self._tokens.skip("EXISTS"):
                counts_rows, self._counts_rows = self._counts_rows, False
                found.append(Exists(self._group(in_named)))
                self._counts_rows = counts_rows
                if not depth:
                    return found
                continue
            begins = self._tokens.kind in ("word", "iri", "pname", "op") and not self._tokens.sees("}")
            if self._tokens.sees("SELECT", "{") or not (depth or begins):
                raise Unreadable(self._tokens.text)
            text = self._tokens.take()
            depth += depth_of(text)
            if not depth and depth_of(text) < 0:
                return found

    def _values(self) -> Values:
        is_row = self._tokens.skip("(")
        variables = [self._tokens.variable()] if not is_row else []
        while is_row and not self._tokens.skip(")"):
            variables.append(self._tokens.variable())
        columns: list[set[NamedNode | Literal]] = [set() for _ in variables]
        open_ended: set[int] = set()
        self._tokens.expect("{")
        while not self._tokens.skip("}"):
            if is_row:
                self._tokens.expect("(")
            for number, column in enumerate(columns):
                if self._tokens.skip("UNDEF"):
                    open_ended.add(number)
                else:
                    column.add(self._tokens.constant())
            if is_row:
                self._tokens.expect(")")
        return Values(tuple((variable, frozenset(columns[number])) for number, variable in enumerate(variables)
                            if number not in open_ended))  # fmt: skip

    # Triples -----------------------------------------------------------------------------------------------------

    def _triples(self, in_named: bool) -> list[Atom]:
        """Triple patterns up to a closing brace or a keyword."""
        found: list[Atom] = []
        while self._tokens.kind in ("var", "iri", "pname", "string", "number"):
            subject = self._tokens.end()
            while True:
                path = self._verb()
                found.append(Atom(subject, path, self._tokens.end(), in_named))
                while self._tokens.skip(","):
                    self._once -= {str(subject), str(getattr(path, "predicate", path))}
                    found.append(Atom(subject, path, self._tokens.end(), in_named))
                if not self._tokens.skip(";"):
                    break
                while self._tokens.skip(";"):
                    pass
                if self._tokens.sees(".", "}"):
                    break
                self._once.discard(str(subject))
            if not self._tokens.skip("."):
                break
        if not found and not self._tokens.sees("}"):
            raise Unreadable(self._tokens.text)
        return [replace(atom, free=self._free(atom)) for atom in found]

    def _free(self, atom: Atom) -> frozenset[Variable]:
        if atom.in_named or self._counts_rows:
            return frozenset()
        return frozenset(variable for variable in atom.variables if str(variable) in self._once)

    def _verb(self) -> Path:
        return Link(self._tokens.variable()) if self._tokens.kind == "var" else self._choice()

    def _choice(self) -> Path:
        paths = [self._sequence()]
        while self._tokens.skip("|"):
            paths.append(self._sequence())
        return paths[0] if len(paths) == 1 else Choice(tuple(paths))

    def _sequence(self) -> Path:
        paths = [self._step()]
        while self._tokens.skip("/"):
            paths.append(self._step())
        return paths[0] if len(paths) == 1 else Sequence(tuple(paths))

    def _step(self) -> Path:
        if self._tokens.skip("^"):
            return Inverse(self._step())
        if self._tokens.skip("("):
            path = self._choice()
            self._tokens.expect(")")
        else:
            path = Link(RDF_TYPE if self._tokens.skip("a") else self._tokens.name_only())
        if self._tokens.skip("*", "?"):
            return Closure(path, may_be_empty=True)
        return Closure(path, may_be_empty=False) if self._tokens.skip("+") else path


def _is_iri(filter_: list[Token]) -> list[Part]:
    """``(isIRI(?x))`` or ``(isIRI(?x) && …``, with nothing else that would let ``?x`` through."""
    texts = [text for _, text in filter_]
    if len(texts) < 6 or texts[1].upper() != "ISIRI" or "||" in texts:
        return []
    is_all = [texts[0], texts[2], texts[4]] == ["(", "(", ")"] and texts[5] in (")", "&&")
    return [IsIri(Variable(texts[3][1:]))] if is_all and texts[3].startswith("?") else []


def _split(tokens: list[Token]) -> list[list[Token]]:
    """The arguments of a call."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += depth_of(token[1])
        if token[1] == "," and not depth:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces if depth == 0 and all(pieces) else []
