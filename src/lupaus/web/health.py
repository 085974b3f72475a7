"""How the server is: one line for a load balancer, and the numbers for Prometheus."""

import json
import time

from starlette.requests import Request

from lupaus import __version__
from lupaus.web.context import Context
from lupaus.web.metrics import CONTENT_TYPE
from lupaus.web.reply import Reply

__all__ = ["Health"]

_NO_STORE = (b"cache-control", b"no-store")


class Health:
    """Handlers for ``/health`` and ``/metrics``."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def health(self, request: Request) -> Reply:
        """200 while there is a worker to answer with, else 503."""
        context = self._context
        workers = context.engine.counters().get("workers", 1)
        document = {
            "status": "ok" if workers else "no worker",
            "version": __version__,
            "release": context.site.version,
            "released": context.site.released.isoformat(),
            "uptime_s": round(time.monotonic() - context.started, 1),
            "limits": {
                "query_time_limit_ms": context.settings.query_time_limit_ms,
                "max_query_bytes": context.settings.max_query_bytes,
                "max_body_bytes": context.settings.max_body_bytes,
                "max_answer_bytes": context.settings.max_answer_bytes,
            },
        }
        body = json.dumps(document, indent=2).encode() + b"\n"
        return Reply(200 if workers else 503, ((b"content-type", b"application/json"), _NO_STORE), body)

    async def metrics(self, request: Request) -> Reply:
        """Everything counted since the start."""
        context = self._context
        body = context.metrics.expose(context.engine.counters, context.cache, context.flights)
        return Reply(200, ((b"content-type", CONTENT_TYPE.encode()), _NO_STORE), body)
