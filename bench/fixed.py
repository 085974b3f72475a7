"""An ASGI application that gives one answer to everything: what uvicorn costs by itself."""

import json
import os
from pathlib import Path
from typing import Any

__all__ = ["app"]

_folder = Path(os.environ["BENCH_FIXED"])
_headers = [(name.encode(), value.encode()) for name, value in json.loads((_folder / "headers.json").read_text())]
_START = {"type": "http.response.start", "status": 200, "headers": _headers}
_BODY = {"type": "http.response.body", "body": (_folder / "body").read_bytes()}


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Send the answer."""
    await send(_START)
    await send(_BODY)
