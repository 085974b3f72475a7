"""Virtuoso 7 as a program of its own, with a database in a folder that is thrown away."""

import shutil
import subprocess
from contextlib import contextmanager

import pytest
from engine_programs import free_port, until_it_answers

__all__ = ["virtuoso"]

SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
CaseMode = 2
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
MaxQueryMem = 1G
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 20
MaxKeepAlives = 20
KeepAliveTimeout = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryExecutionTime = 60
"""
"""ResultSetMaxRows is 10,000 in the settings of Debian, too few to read a graph back."""


@contextmanager
def virtuoso(folder):
    """An empty one; its address without a path. Its administrator is ``dba`` with the password ``dba``."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.fail("virtuoso-t is missing: apt-get install virtuoso-opensource-7")
    http = free_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(sql=free_port(), http=http), "utf-8")
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_it_answers(f"http://127.0.0.1:{http}/sparql", process)
        yield f"http://127.0.0.1:{http}"
    finally:
        process.kill()
        process.wait()
