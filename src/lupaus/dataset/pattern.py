"""What a query looks for: its triple patterns, in the groups that they stand in.

Filters and expressions are left out, and with them what narrows an answer down: whoever follows the patterns finds
all that the query can see, and may find more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Variable

__all__ = [
    "Alternatives", "Atom", "Choice", "Closure", "End", "Exists", "Group", "Inverse", "IsIri", "Link", "Maybe",
    "Named", "Part", "Path", "Query", "Sequence", "Subselect", "Values",
]  # fmt: skip

End: TypeAlias = NamedNode | Literal | Variable
"""A subject or an object."""


@dataclass(frozen=True)
class Link:
    """A path of one step."""

    predicate: NamedNode | Variable


@dataclass(frozen=True)
class Inverse:
    """A path walked from its end."""

    path: "Path"


@dataclass(frozen=True)
class Sequence:
    """Paths one after the other."""

    paths: tuple["Path", ...]


@dataclass(frozen=True)
class Choice:
    """Any of some paths."""

    paths: tuple["Path", ...]


@dataclass(frozen=True)
class Closure:
    """A path as often as one likes, or at most once: what it reaches is among what it reaches by any number."""

    path: "Path"
    may_be_empty: bool


Path: TypeAlias = Link | Inverse | Sequence | Choice | Closure


@dataclass(frozen=True)
class Atom:
    """A triple pattern."""

    subject: End
    path: Path
    object: End
    in_named: bool = False
    """Whether it stands in GRAPH."""
    free: frozenset[Variable] = frozenset()
    """Its variables of which only matters that there is a value: they stand nowhere else in the query."""

    @property
    def variables(self) -> frozenset[Variable]:
        """Its variables, that of its predicate included."""
        predicate = self.path.predicate if isinstance(self.path, Link) else None
        return frozenset(v for v in (self.subject, predicate, self.object) if isinstance(v, Variable))


@dataclass(frozen=True)
class Group:
    """What must hold together (SPARQL 1.1, section 18.2.2)."""

    parts: tuple["Part", ...]

    @property
    def variables(self) -> frozenset[Variable]:
        """All variables in it."""
        return frozenset().union(*(part.variables for part in self.parts))


@dataclass(frozen=True)
class Named:
    """The graph that patterns of the group around it stand in."""

    name: NamedNode | Variable

    @property
    def variables(self) -> frozenset[Variable]:
        """The variable that stands for the graph, if one does."""
        return frozenset({self.name} if isinstance(self.name, Variable) else ())


@dataclass(frozen=True)
class IsIri:
    """A filter that lets through the IRIs that a variable can be, and maybe asks for more."""

    variable: Variable

    @property
    def variables(self) -> frozenset[Variable]:
        """That one."""
        return frozenset({self.variable})


@dataclass(frozen=True)
class Values:
    """VALUES: what some variables can be. UNDEF among them leaves a variable out."""

    terms: tuple[tuple[Variable, frozenset[NamedNode | Literal]], ...]

    @property
    def variables(self) -> frozenset[Variable]:
        """The variables that are bound."""
        return frozenset(variable for variable, _ in self.terms)


@dataclass(frozen=True)
class Alternatives:
    """Groups of which one holds: UNION, or a single group in braces."""

    groups: tuple[Group, ...]

    @property
    def variables(self) -> frozenset[Variable]:
        """All variables of all groups."""
        return frozenset().union(*(group.variables for group in self.groups))


@dataclass(frozen=True)
class Subselect:
    """A query within the query; all it shares with what is around it are the variables it hands out."""

    handed_out: frozenset[Variable]
    keys: frozenset[Variable]
    """Those among them that may be restricted from outside: GROUP BY sees the same rows then."""
    group: Group

    @property
    def variables(self) -> frozenset[Variable]:
        """The variables seen from outside."""
        return self.handed_out


@dataclass(frozen=True)
class Maybe:
    """OPTIONAL or MINUS: it binds nothing for certain."""

    group: Group

    @property
    def variables(self) -> frozenset[Variable]:
        """All variables in it."""
        return self.group.variables


@dataclass(frozen=True)
class Exists:
    """EXISTS or NOT EXISTS, anywhere in an expression."""

    group: Group

    @property
    def variables(self) -> frozenset[Variable]:
        """None: its own stay within it."""
        return frozenset()


Part: TypeAlias = Atom | Named | IsIri | Values | Alternatives | Subselect | Maybe | Exists


@dataclass(frozen=True)
class Query:
    """A SELECT, or a CONSTRUCT with the triples that it makes."""

    made: tuple[Atom, ...]
    group: Group
    literals: frozenset[Variable] = frozenset()
    """Variables that stand in no pattern and are computed to be literals."""

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """Every triple pattern, wherever it stands."""
        return tuple(_atoms(self.group))


def _atoms(group: Group) -> Iterator[Atom]:
    for part in group.parts:
        if isinstance(part, Atom):
            yield part
        elif isinstance(part, Alternatives):
            for one in part.groups:
                yield from _atoms(one)
        elif isinstance(part, Subselect | Maybe | Exists):
            yield from _atoms(part.group)
