"""Every row of the protocol table, sent byte by byte to a running server."""

import os
import re
import socket
import subprocess
import sys
from http.client import HTTPResponse

import pytest
from table import JSON, PROBLEM, ROWS, Row

DATA = '<http://example.org/s> <http://example.org/p> "o" .\n'
TOO_LONG = (413, PROBLEM, "65535")
OTHERWISE = {
    # The server refuses an address of more than 64 KiB before the protocol sees it.
    "get_too_large": TOO_LONG,
    "get_query_too_large": TOO_LONG,
    "nested_far_too_deep": TOO_LONG,
    "post_form_too_large": (
        413,
        PROBLEM,
        "200000 bytes",
    ),  # it stops reading there, and cannot say how long it was
    "put": (405, PROBLEM, "PUT is not answered here"),
    "patch": (405, PROBLEM, "PATCH is not answered here"),
    "lower_case_get_is_another_method": (400, PROBLEM, "not HTTP/1.1"),
    "relative_from": (200, JSON, "true"),  # a server has a base IRI
}
"""What a running server says where it knows more, or less, than the functions alone: status, type, text."""


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """Where a server of one triple listens."""
    data = tmp_path_factory.mktemp("served") / "data.nt"
    data.write_text(DATA, "utf-8")
    words = ["serve", "--port", "0", "--client-query-seconds", "0", str(data)]
    process = subprocess.Popen(
        [sys.executable, "-m", "lupaus", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        for line in process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                break
        else:
            raise AssertionError("the server did not start")
        yield int(found[1])
    finally:
        process.terminate()
        process.communicate(timeout=20)


def send(port: int, row: Row) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer, and nothing of the request made better on its way."""
    target = "/sparql" + (f"?{row.target}" if row.target else "")
    lines = [f"{row.method} {target} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in row.headers]
    if row.body or row.method in ("POST", "QUERY"):
        lines.append(f"Content-Length: {len(row.body)}")
    request = "\r\n".join((*lines, "", "")).encode("utf-8") + row.body
    with socket.create_connection(("127.0.0.1", port), timeout=10) as sock:
        sock.sendall(request)
        answer = HTTPResponse(sock, method=row.method)
        answer.begin()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_row_over_a_socket(row, port):
    status, headers, body = send(port, row)
    expected_status, content_type, contains = OTHERWISE.get(row.name, (row.status, row.content_type, row.contains))
    assert (status, headers.get("content-type")) == (expected_status, content_type), body[:500]
    text = body.decode()
    if row.method == "HEAD":
        assert not text
    elif content_type == "text/html; charset=utf-8":
        assert text.startswith("<!doctype html>") or text.startswith("<!DOCTYPE html>")
    else:
        assert contains in text.replace('\\"', '"').replace("\\\\", "\\"), text
    if status == 405:
        assert headers["allow"] == "GET, HEAD, OPTIONS, POST, QUERY"
    if status == 415:
        assert "application/sparql-query" in headers["accept-query" if row.method == "QUERY" else "accept-post"]


def test_most_rows_are_answered_as_the_table_says():
    assert len(ROWS) - len(OTHERWISE) >= 140
    assert set(OTHERWISE) <= {row.name for row in ROWS}
