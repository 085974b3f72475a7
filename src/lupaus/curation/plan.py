"""What would be done with a list of a curator: new facts, a line for each row, and what stands in the way."""

from dataclasses import dataclass, field

from lupaus.curation.facts import Facts
from lupaus.curation.sheet import Problem, Row

__all__ = ["Plan"]


@dataclass
class Plan:
    """Facts to write, unless there are problems."""

    facts: Facts = field(default_factory=Facts)
    problems: list[Problem] = field(default_factory=list)
    lines: list[tuple[str, ...]] = field(default_factory=list)
    """One line of a table for each row: line, name, what became of it, the thing or the reason."""
    notes: list[str] = field(default_factory=list)
    """What happens beside the rows."""
    added: int = 0
    """How many rows brought something new."""

    def refuse(self, row: Row, column: str, message: str) -> None:
        """Note what is wrong with one cell."""
        self.problems.append(row.problem(column, message))

    def tell(self, row: Row, name: str, outcome: str, detail: str) -> None:
        """Note what became of a row."""
        self.lines.append((str(row.line), name, outcome, detail))
