"""Asking the application in this process, with no socket between: its answers are what is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.types import ASGIApp, Message

from lupaus.web.headers import read_http_date

__all__ = ["Answer", "ask"]

_CLIENT = ("127.0.0.1", 0)


@dataclass(frozen=True)
class Answer:
    """One answer, with its fields by name in lower case."""

    status: int
    fields: Mapping[str, str]
    body: bytes

    @property
    def modified(self) -> datetime | None:
        """Since when it has been so."""
        return read_http_date(self.fields.get("last-modified", ""))

    @property
    def is_elsewhere(self) -> bool:
        """Whether its body is a file that only GET reads; every other body comes with HEAD too."""
        return not self.body and self.fields.get("content-length", "0") != "0"


async def ask(app: ASGIApp, path: str, query: str = "", accept: str = "*/*", method: str = "HEAD") -> Answer:
    """What ``app`` answers, in no coding and in its first language.

    The body comes with HEAD as well: it is the server that leaves it away. Only a file is not read then.
    """
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"accept", accept.encode())],
        "client": _CLIENT,
        "server": _CLIENT,
    }
    await app(scope, receive, send)
    start = sent[0]
    fields: dict[str, str] = {}
    for name, value in start["headers"]:
        key, text = name.decode(), value.decode("latin-1")
        fields[key] = f"{fields[key]}, {text}" if key in fields else text
    return Answer(start["status"], fields, b"".join(message.get("body", b"") for message in sent[1:]))
