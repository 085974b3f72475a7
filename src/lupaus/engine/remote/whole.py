"""Telling a whole answer from the beginning of one, while its bytes pass through.

An engine that fails midway may end its answer in good order all the same: HTTP then says nothing, and only the
syntax of the answer shows that its end is missing, or that an error message stands in it.
"""

import re
from typing import Protocol
from xml.parsers import expat

__all__ = ["Broken", "JsonWatch", "Watch", "XmlWatch"]


class Broken(Exception):
    """The answer is cut short, or not one. Its text is for the log."""


class Watch(Protocol):
    """Looks at an answer chunk by chunk."""

    has_answer: bool
    """Whether there is one, and not an error in its place; before that nothing should be passed on."""

    def see(self, chunk: bytes) -> None:
        """The next chunk. Raises ``Broken``."""

    def end(self) -> None:
        """There are no more. Raises ``Broken``."""


_STRING = re.compile(rb'"(?>(?:[^"\\]++|\\.)*)"', re.DOTALL)
_BLANK = b" \t\r\n"
_NO_JSON = re.compile(rb"[^\s{}\[\],:0-9truefalsn.eE+\-]|[}\]]\s*[{\[]")
"""Behind its strings taken out, what JSON cannot hold: other letters, and a bracket just behind a closed one."""
_ANSWERS = re.compile(rb'"(?:results|boolean)"\s*:')
_KEY_WITHIN_BYTES = 65_536


class JsonWatch:
    """SPARQL 1.1 Query Results JSON: one object, its brackets closed, nothing behind it, and an answer in it."""

    def __init__(self) -> None:
        self._open = b""
        """The beginning of a string whose end is not seen yet."""
        self._head = b""
        self._depth = 0
        self._has_begun = False
        self.has_answer = False

    def see(self, chunk: bytes) -> None:
        """The next chunk."""
        if not self.has_answer:
            self._look_for_answer(chunk)
        text = _STRING.sub(b"", self._open + chunk)
        quote = text.find(b'"')
        self._open = text[quote:] if quote >= 0 else b""
        text = text[:quote] if quote >= 0 else text
        if _NO_JSON.search(text):
            raise Broken("something stands in it that is no JSON")
        self._count(text)

    def _look_for_answer(self, chunk: bytes) -> None:
        self._head += chunk
        if _ANSWERS.search(self._head):
            self.has_answer, self._head = True, b""
        elif len(self._head) > _KEY_WITHIN_BYTES:
            raise Broken("it has neither results nor a boolean")

    def _count(self, text: bytes) -> None:
        structure = text.strip(_BLANK)
        if not structure:
            return
        if not self._has_begun:
            if not structure.startswith(b"{"):
                raise Broken("it is no JSON object")
            self._has_begun = True
        elif self._depth == 0:
            raise Broken("something stands behind its end")
        opened = structure.count(b"{") + structure.count(b"[")
        closed = structure.count(b"}") + structure.count(b"]")
        self._depth += opened - closed
        if self._depth < 0 or (self._depth == 0 and structure[-1:] != b"}"):
            raise Broken("something stands behind its end")

    def end(self) -> None:
        """There are no more."""
        if self._open or self._depth or not self._has_begun:
            raise Broken("its end is missing")
        if not self.has_answer:
            raise Broken("it has neither results nor a boolean")


class XmlWatch:
    """SPARQL Query Results XML: well formed to its end, without a document type, and about results."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._element
        self._parser.StartDoctypeDeclHandler = self._doctype
        self.has_answer = False

    def see(self, chunk: bytes) -> None:
        """The next chunk."""
        self._parse(chunk, is_final=False)

    def end(self) -> None:
        """There are no more."""
        self._parse(b"", is_final=True)
        if not self.has_answer:
            raise Broken("it has neither results nor a boolean")

    def _parse(self, chunk: bytes, *, is_final: bool) -> None:
        try:
            self._parser.Parse(chunk, is_final)
        except expat.ExpatError as error:
            raise Broken(f"it is no whole XML: {expat.ErrorString(error.code)}") from None

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in ("results", "boolean"):
            self.has_answer = True
            self._parser.StartElementHandler = None  # the rest is the parser's own work, at its own speed

    def _doctype(self, *_: object) -> None:
        raise Broken("it declares a document type")
