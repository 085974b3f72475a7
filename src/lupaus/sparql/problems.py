"""A failed answer as a problem document (RFC 9457), as text, and as the fields of a page."""

from collections.abc import Mapping
from dataclasses import dataclass

from lupaus.errors import AnswerError
from lupaus.namespaces import BASE

__all__ = ["Member", "Problem", "problem_of"]

Member = int | str | list[str]

_STANDARD = ("type", "title", "status", "detail")


@dataclass(frozen=True)
class Problem:
    """What the client is told. It holds only what the error's class and message say: nothing about the machine."""

    type: str
    title: str
    status: int
    detail: str
    extras: Mapping[str, Member]

    def as_json(self) -> dict[str, Member]:
        """The members of ``application/problem+json`` (section 3.1), then the extension members (section 3.2)."""
        document: dict[str, Member] = {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        document.update({name: value for name, value in self.extras.items() if name not in _STANDARD})
        return document

    def as_text(self) -> str:
        """For a terminal: status and title, detail, where to read more; one a line."""
        return f"{self.status} {self.title}\n{self.detail}\n{self.type}\n"

    def as_fields(self) -> dict[str, str]:
        """For a page: plain text, to be escaped by the template."""
        return {"type": self.type, "title": self.title, "status": str(self.status), "detail": self.detail}


def problem_of(error: AnswerError, base: str = BASE) -> Problem:
    """The problem that ``error`` is; its type is a fragment of ``{base}problems``."""
    return Problem(f"{base}problems#{error.slug}", error.title, error.status, error.detail, dict(error.extras))
