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

    def refuse(self, row: Row, column: str, message: str, name: str = "") -> None:
        """Note what is wrong with one cell; with a ``name`` the table has a line for the row."""
        self.problems.append(row.problem(column, message))
        if name:
            self.tell(row, name, "refused", message)

    def tell(self, row: Row, name: str, outcome: str, detail: str) -> None:
        """Note what became of a row."""
        self.lines.append((str(row.line), name, outcome, detail))
