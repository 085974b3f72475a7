"""The engine's parser in a child that may die: by a crash, or because it is killed when it takes too long.

The child can open no descriptor, so that a SERVICE which the guard did not see ends in an error of its own.
"""

import contextlib
import json
import os
import re
import select
import subprocess
import sys

LIMIT_S = 20.0
_SILENT = re.compile("silent", re.IGNORECASE)
_ROWS = 20

CHILD = """
import json, os, resource, sys
import pyoxigraph as ox
store = ox.Store()
a, b, p = (ox.NamedNode("http://e/" + name) for name in "abp")
store.extend([ox.Quad(a, p, b), ox.Quad(b, p, ox.Literal("x")), ox.Quad(a, p, b, a)])
list(store.query("SELECT * { ?s ?p ?o }"))
resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
for line in sys.stdin.buffer:
    query, said = json.loads(line), "read"
    try:
        results = store.query(query, base_iri="http://localhost/")
        if not isinstance(results, ox.QueryBoolean):
            for _, _ in zip(range(ROWS), results):
                pass
    except SyntaxError:
        said = "syntax"
    except OSError as error:
        said = "called out: " + str(error)
    except (RuntimeError, ValueError):
        pass
    sys.stdout.buffer.write(said.encode() + b"\\n")
    sys.stdout.buffer.flush()
""".replace("ROWS", str(_ROWS))


class Parser:
    """One child, made anew after it died."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def reads(self, query: str) -> bool:
        """Whether the parser takes ``query``.

        :raises AssertionError: if that kills the child or takes it too long, or the query calls somebody.
        """
        # SILENT would hide the error; without it the query has the same parts.
        line = json.dumps(_SILENT.sub("      ", query)).encode() + b"\n"
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(line)
            child.stdin.flush()
        ready, _, _ = select.select([child.stdout], [], [], LIMIT_S)
        said = child.stdout.readline().decode() if ready else "hangs"
        if said.strip() not in ("read", "syntax"):
            self.close()
            raise AssertionError(f"{said.strip() or 'crashed'}: {query!r}")
        return said.strip() == "read"

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, "-c", CHILD],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={"PATH": os.environ.get("PATH", "")},
            )
        return self._child
