"""Virtuoso 7: a database of its own in a work folder, loaded by its SQL client."""

import shutil
import subprocess
from pathlib import Path

from bench.process import Running, free_port, start, wait_for_port

__all__ = ["GRAPH", "start_virtuoso"]

GRAPH = "urn:x-bench:data"
_START_S = 120.0
_LOAD_S = 1_200
_SETTINGS = """[Database]
DatabaseFile = {work}/virtuoso.db
ErrorLogFile = {work}/virtuoso.log
LockFile = {work}/virtuoso.lck
TransactionFile = {work}/virtuoso.trx
xa_persistent_file = {work}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {work}/temp.db
TransactionFile = {work}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {data}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
ThreadsPerQuery = 2
CheckpointInterval = 0
MaxVectorSize = 5000000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 20
MaxKeepAlives = 20
KeepAliveTimeout = 60
[SPARQL]
ResultSetMaxRows = 10000000
"""
"""Two gigabytes of buffers, as its documentation advises for a machine of this size."""


def start_virtuoso(program: str, data: Path, port: int, work: Path) -> Running:
    """Start it and load ``data``.

    :raises TimeoutError: if it does not come up or does not take the data.
    """
    sql = free_port()
    settings = work / "virtuoso.ini"
    settings.write_text(_SETTINGS.format(work=work, data=data.parent, sql=sql, http=port))
    running = start([program, "+foreground", "+configfile", str(settings)], work / "log", cwd=work)
    try:
        wait_for_port(running, sql, _START_S)
        _load(data, sql)
    except BaseException:
        running.stop()
        raise
    return running


def _load(data: Path, port: int) -> None:
    client = shutil.which("isql-vt")
    if client is None:
        raise TimeoutError("isql-vt is not there; it comes with virtuoso-opensource-7")
    load = f"DB.DBA.TTLP_MT(file_open('{data}'), '', '{GRAPH}', 512, 2); checkpoint;"
    done = subprocess.run(  # noqa: S603 - a fixed program and a file of ours
        [client, str(port), "dba", "dba", f"exec={load}"], capture_output=True, timeout=_LOAD_S, check=False
    )
    if done.returncode or b"Error" in done.stderr:
        raise TimeoutError(f"Virtuoso did not take the data: {done.stderr[-300:]!r}")
