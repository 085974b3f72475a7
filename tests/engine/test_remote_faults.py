"""What an engine elsewhere may do wrong: nothing of it is passed off as a whole answer, and each has its error."""

import asyncio
import logging

import pytest
from engines_elsewhere import JSON_TYPE, TRUE, body, head, in_front_of, listening, reply, request_of, rows

from lupaus.engine.base import AnswerCut
from lupaus.errors import (
    AnswerTooLarge,
    DeadlineExceeded,
    EngineAnswerBroken,
    EngineFailed,
    EngineUnavailable,
    QuerySyntaxError,
    QueueFull,
    StartError,
)

pytestmark = pytest.mark.anyio

SELECT, CONSTRUCT = "SELECT ?x { ?x ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"
NT = "application/n-triples"
TRIPLE = b"<http://e/s> <http://e/p> <http://e/o> .\n"
XML_TYPE = "application/sparql-results+xml"
XML = b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><results></results></sparql>'
BOMB = b'<!DOCTYPE s [<!ENTITY a "aaaa">]><sparql><results>&a;</results></sparql>'
MANY = rows(*(f"http://e/{n}" for n in range(9_000)))


def chunked(*parts, is_ended=True):
    """A body in chunks, ended in good order or not."""
    data = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return head(transfer_encoding="chunked") + data + (b"0\r\n\r\n" if is_ended else b"")


def dying(data):
    """Sends something and breaks the connection."""

    async def step(writer, form):
        writer.write(data)
        await writer.drain()
        writer.close()

    return step


async def stall(writer, form):
    await asyncio.sleep(30)


def trickling(data):
    """Sends something, then nothing more."""

    async def step(writer, form):
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(30)

    return step


BROKEN = {
    "an error page with 200": reply(b"<html>Internal error</html>", content_type="text/html"),
    "an error as JSON with 200": reply(b'{"exception":"disk full at /var/db","status":"ERROR"}'),
    "nothing with 200": reply(b""),
    "no JSON": reply(b"Virtuoso 42000 Error"),
    "rows without their end, well framed": reply(rows("http://e/a", "http://e/b")[:-4]),
    "rows, then an error, well framed": chunked(rows("http://e/a")[:-3], b"\nERROR: out of disk space"),
    "rows, then an error behind the end": chunked(rows("http://e/a"), b"ERROR: out of disk space"),
    "rows, then another document": chunked(rows("http://e/a"), TRUE),
    "two documents in one piece": reply(rows("http://e/a") + TRUE),
    "a string without its end": reply(b'{"head":{"vars":["x'),
    "fewer bytes than announced": dying(head(content_length=len(MANY) + 5) + MANY),
    "chunks without the last": dying(chunked(rows("http://e/a"), is_ended=False)),
    "a coding not asked for": reply(TRUE, content_encoding="gzip"),
}


@pytest.mark.parametrize("step", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("format", ["json", "csv", "tsv"])
async def test_an_answer_that_is_not_whole_is_an_error(step, format, caplog):
    caplog.set_level(logging.ERROR)
    async with listening(step) as stub, in_front_of(stub) as engine:
        with pytest.raises((EngineAnswerBroken, AnswerCut)) as caught:
            await body(engine, SELECT, format=format)
        for word in ("disk", "/var", str(stub.port), "Virtuoso", "127.0.0.1"):
            assert word not in str(caught.value)
        assert engine.counters()["queries_broken"] == 1
        stub.script = [reply(rows("http://e/a"))]
        assert b"http://e/a" in await body(engine, SELECT, format=format)
    assert not caplog.records


@pytest.mark.parametrize(
    "data", [XML[:-9], XML + b"ERROR", BOMB, b"", b"<html/>", XML.replace(b"<results>", b"<results> & ")]
)
async def test_xml_is_watched_to_its_end(data):
    async with listening(reply(data, content_type=XML_TYPE)) as stub, in_front_of(stub) as engine:
        with pytest.raises((EngineAnswerBroken, AnswerCut)):
            await body(engine, SELECT, format="xml")
        stub.script = [reply(XML, content_type=XML_TYPE)]
        assert await body(engine, SELECT, format="xml") == XML


@pytest.mark.parametrize(
    "step",
    [
        reply(TRIPLE + b"<http://e/s> <http://e/p", content_type=NT),
        reply(TRIPLE + b"ERROR: disk full\n", content_type=NT),
        dying(head(content_type=NT) + TRIPLE),  # ended by closing: nothing tells this from a failure
        dying(head(content_type=NT, content_length=900) + TRIPLE),
    ],
    ids=["half a line", "an error", "no framing", "too short"],
)
@pytest.mark.parametrize("format", ["ntriples", "turtle"])
async def test_graphs_are_read_to_their_end(step, format):
    async with listening(step) as stub, in_front_of(stub) as engine:
        with pytest.raises((EngineAnswerBroken, AnswerCut)):
            await body(engine, CONSTRUCT, format=format)


async def test_json_ended_by_closing_is_whole_if_its_brackets_are():
    """HTTP/1.0 engines do that; the format says where it ends."""
    async with listening(dying(head(version="1.0") + rows("http://e/a"))) as stub, in_front_of(stub) as engine:
        assert b"http://e/a" in await body(engine, SELECT)
        stub.script = [dying(head(version="1.0") + rows("http://e/a")[:-1])]
        with pytest.raises((EngineAnswerBroken, AnswerCut)):
            await body(engine, SELECT)


async def test_a_long_answer_that_dies_is_cut_after_its_beginning():
    step = dying(head(content_length=len(MANY)) + MANY[:-100])
    async with listening(step) as stub, in_front_of(stub) as engine:
        answer = await engine.answer(request_of(SELECT))
        with pytest.raises(AnswerCut):
            [chunk async for chunk in answer]


@pytest.mark.parametrize(
    "step", [stall, trickling(b"HTTP/1.1 200"), trickling(chunked(MANY[:200], is_ended=False))]
)
async def test_an_engine_that_stalls_meets_the_deadline(step):
    async with listening(step) as stub, in_front_of(stub) as engine:
        with pytest.raises((DeadlineExceeded, AnswerCut)):
            await body(engine, SELECT, time_limit_ms=200)
        await asyncio.wait_for(stub.closed.wait(), 5)  # and its connection is closed
        assert engine.counters()["queries_deadline"] == 1
        assert engine.counters()["busy"] == 0


STATUSES = [
    (500, b"NullPointerException at /opt/db", EngineFailed),
    (500, b"Query timed out", DeadlineExceeded),
    (502, b"", EngineUnavailable),
    (503, b"", QueueFull),
    (504, b"", DeadlineExceeded),
    (507, b"No space left on device", EngineUnavailable),
    (429, b"", QueueFull),
    (401, b"", EngineFailed),
    (403, b"", EngineFailed),
    (404, b"", EngineFailed),
    (303, b"", EngineFailed),
]


@pytest.mark.parametrize(("status", "said", "error"), STATUSES)
async def test_each_status_has_its_error(status, said, error):
    async with listening(reply(said, status)) as stub, in_front_of(stub) as engine:
        with pytest.raises(error) as caught:
            await body(engine, SELECT)
        assert type(caught.value) is error
        assert "/opt" not in str(caught.value)
        assert "device" not in str(caught.value)


async def test_how_long_a_busy_engine_wants_to_be_left_alone_is_passed_on():
    async with listening(reply(b"", 503, retry_after=7)) as stub, in_front_of(stub) as engine:
        with pytest.raises(QueueFull) as caught:
            await body(engine, SELECT)
        assert caught.value.headers == {"Retry-After": "7"}


@pytest.mark.parametrize(
    ("said", "line", "column"),
    [
        (b"error at 1:30: expected one of", 1, 30 - len("BASE <http://e/> ")),
        (b"Parse error: line 2, column 3: unexpected", 2, 3),
        (b"Parse error: line 2, column 5: unexpected", 2, 4),  # nothing stands there: behind the last word
        (b"Virtuoso 37000 Error SP030: SPARQL compiler, line 2: syntax", 2, None),
        (b"no place", None, None),
        (b"line 99, column 1", None, None),
    ],
)
async def test_a_syntax_error_keeps_its_place_and_nothing_else(said, line, column):
    async with listening(reply(said, 400, content_type="text/plain")) as stub, in_front_of(stub) as engine:
        with pytest.raises(QuerySyntaxError) as caught:
            await body(engine, "SELECT ?x\n{ ]", base_iri="http://e/")
        assert (caught.value.extras.get("line"), caught.value.extras.get("column")) == (line, column)
        assert "Virtuoso" not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "error"), [("x_sql_state", DeadlineExceeded), ("x_sparql_maxrows", AnswerTooLarge)]
)
async def test_virtuoso_says_in_its_fields_that_an_answer_is_cut_short(field, error):
    step = reply(rows("http://e/a"), **{field: "S1TAT"})
    async with listening(step) as stub, in_front_of(stub, engine_profile="virtuoso") as engine:
        with pytest.raises(error):
            await body(engine, SELECT)


async def test_an_answer_over_the_limit_is_not_read_to_its_end():
    async with listening(trickling(head(content_length=10**9) + MANY)) as stub, in_front_of(stub) as engine:
        with pytest.raises((AnswerTooLarge, AnswerCut), match="longer than 1,000 bytes"):
            await body(engine, SELECT, max_answer_bytes=1_000)
        await asyncio.wait_for(stub.closed.wait(), 5)


async def test_no_redirect_leads_to_another_host():
    async with (
        listening(reply()) as other,
        listening(reply(b"", 307, location=other.url)) as stub,
        in_front_of(stub) as engine,
    ):
        with pytest.raises(EngineUnavailable):
            await body(engine, SELECT)
        assert other.forms == []
        stub.script = [reply(b"", 307, location="/other"), reply(rows("http://e/a"))]
        assert b"http://e/a" in await body(engine, SELECT)  # the same host, port and scheme
        assert stub.heads[-1].startswith("POST /other ")
        stub.script = [reply(b"", 307, location="/sparql")]
        with pytest.raises(EngineUnavailable):
            await body(engine, SELECT)


async def test_a_start_without_an_engine_says_what_is_wrong():
    async with listening(reply()) as stub:
        url = stub.url
        stub.probe = reply(b"", 500)
        with pytest.raises(StartError, match="No engine answers"):
            async with in_front_of(stub):
                pass
    with pytest.raises(StartError, match=url):
        async with in_front_of(url):
            pass


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (TRUE, b"true\n"),
        (b'{"boolean": false, "head": {}}', b"false\n"),
        (rows("x").replace(b'"uri"', b'"literal"').replace(b'"x"}', b'"1"}'), b"true\n"),  # Virtuoso
        (rows(), b"false\n"),
    ],
)
async def test_an_ask_is_understood_as_engines_answer_it(answer, expected):
    async with listening(reply(answer)) as stub, in_front_of(stub) as engine:
        assert await body(engine, "ASK { ?s ?p ?o }", format="csv") == expected


@pytest.mark.parametrize("answer", [rows("http://e/a"), b'{"boolean": 1}', b"{", b"[]", rows("1", "1"), b"true"])
async def test_what_answers_no_ask_is_an_error(answer):
    async with listening(reply(answer)) as stub, in_front_of(stub) as engine:
        with pytest.raises(EngineAnswerBroken):
            await body(engine, "ASK { ?s ?p ?o }")


def test_the_types_here_are_those_of_the_program():
    from lupaus import media

    assert (media.JSON.media_type, media.XML.media_type, media.NTRIPLES.media_type) == (JSON_TYPE, XML_TYPE, NT)
