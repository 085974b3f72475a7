"""What must hold of any bytes that a client can send. Each target takes bytes and raises if something does not.

They are run on seeds by ``test_fuzz.py``, and by atheris on whatever it makes of them (``fuzz_run.py``).
"""

from collections.abc import Callable
from dataclasses import replace

from fuzz_parser import Parser

from lupaus.errors import AnswerError, NotAcceptable
from lupaus.media import GRAPH_FORMATS, HTML
from lupaus.sparql import accept, guard, narrowing, normalise, paths, protocol, rewrite, tokens
from lupaus.sparql.limits import DEFAULT_LIMITS
from lupaus.web import etag

BASE = "http://localhost/"
ENDPOINT = "http://e/"
LIMITS = DEFAULT_LIMITS
FEDERATED = replace(DEFAULT_LIMITS, services=frozenset({ENDPOINT}))
METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS", "PUT", "get", "")
TYPES = (
    "application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update",
    "application/sparql-query; charset=UTF-8", "application/sparql-query;charset=latin-1", "text/plain", "", None,
)  # fmt: skip

PARSER = Parser()


def _refused(error: AnswerError) -> type[AnswerError]:
    assert 400 <= error.status < 500, error
    return type(error)


def _facts(text: str, limits=LIMITS):
    """What the guard says: facts, or the kind of refusal."""
    try:
        return guard.inspect(text, limits, BASE)
    except AnswerError as error:
        return _refused(error)


def _spelled(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens.tokenize(text) if token.kind not in ("space", "comment")]


def tokenizing(data: bytes) -> None:
    """Tokens are the text, cut in pieces, each at least one character long: reading ends, and loses nothing."""
    text = data.decode("utf-8", "ignore")
    pieces = list(tokens.tokenize(text))
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    assert all(piece.end > piece.start for piece in pieces)
    decoded = tokens.decode(text)
    reader, steps = tokens.Reader(decoded.text), 0
    while reader.advance() != "end":
        steps += 1
        assert steps <= len(decoded.text)
    for piece in pieces:
        assert tokens.place(text, piece.start) == (piece.line, piece.column)


def normalising(data: bytes) -> None:
    """The short form of a query is the same query, and is its own short form."""
    text = data.decode("utf-8", "ignore")
    short = normalise.normalise(text)
    assert normalise.normalise(short) == short
    assert len(short) <= len(text)
    if short == text:
        return
    assert _spelled(short) == _spelled(text)
    for limits in (LIMITS, FEDERATED):
        one, other = _facts(text, limits), _facts(short, limits)
        if isinstance(one, type) or isinstance(other, type):
            assert one is other, (text, short, one, other)
        else:
            for name in (
                "form",
                "default_graphs",
                "named_graphs",
                "is_cacheable",
                "prefixes",
                "base_iri",
                "counts",
            ):
                assert getattr(one, name) == getattr(other, name), (name, text, short)
            assert [call.iri for call in one.services] == [call.iri for call in other.services]


def guarding(data: bytes) -> None:
    """What the guard lets pass neither crashes the engine's parser, nor hangs it, nor makes it call anybody."""
    text = data.decode("utf-8", "ignore")
    federated = _facts(text, FEDERATED)
    if not isinstance(federated, type):
        moved = rewrite.services_for_engine(federated)
        written = rewrite.for_engine(federated)
        assert [written[call.start + 1 : call.end - 1] for call in moved] == [call.iri for call in moved]
    facts = _facts(text)
    if isinstance(facts, type):
        return
    assert facts.services == ()
    plain, written = PARSER.reads(facts.text), PARSER.reads(rewrite.for_engine(facts))
    assert written or not plain, f"the rewriting broke {facts.text!r}"
    narrowed = rewrite.for_engine(narrowing.narrow(facts, LIMITS))
    assert len(narrowed) == len(rewrite.for_engine(facts))
    assert PARSER.reads(narrowed) is written, f"VALUES in place of a FILTER broke {facts.text!r}"
    prologue, ends = paths.constant_ends(rewrite.for_engine(facts))
    if ends and written:
        assert PARSER.reads(paths.put_values(rewrite.for_engine(facts), ends, lambda end: True)), (prologue, text)


def negotiating(data: bytes) -> None:
    """Any field of a request names one of the offers, or none."""
    headers = data.decode("latin-1").split("\n")
    wanted = headers.pop() if len(headers) > 3 else None
    for offers in (accept.offers_for("select"), accept.offers_for("construct"), GRAPH_FORMATS, (HTML,)):
        try:
            assert accept.negotiate(headers, offers, wanted) in offers
        except NotAcceptable as error:
            _refused(error)
    for header in headers:
        assert accept.negotiate_language(header, ("en", "fi", "sv", "et"), "en") in ("en", "fi", "sv", "et")
        for available in (("br", "zstd", "gzip"), ()):
            try:
                assert accept.negotiate_encoding(header, available) in (*available, "identity")
            except NotAcceptable as error:
                _refused(error)
        tags = etag.listed(header)
        assert all(tag in header for tag in tags)
        assert etag.given_before(tags, ["0" * 64]) in (None, *tags)


def parsing_requests(data: bytes) -> None:
    """Any request is one of the protocol's, or is refused with a status of the client's."""
    first, _, rest = data.partition(b"\n")
    method = METHODS[first[0] % len(METHODS)] if first else "GET"
    content_type = TYPES[first[1] % len(TYPES)] if len(first) > 1 else None
    query_string, _, body = rest.partition(b"\n\n")
    if content_type is None and first[2:]:
        content_type = first[2:].decode("latin-1")
    try:
        request = protocol.parse_request(method, query_string, content_type, body, LIMITS)
    except AnswerError as error:
        _refused(error)
        return
    if request is not None:
        assert "\0" not in request.query
        request.query.encode("utf-8")
        facts = _facts(request.query)
        if not isinstance(facts, type):
            protocol.dataset_of(request, facts)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "tokenizing": tokenizing,
    "normalising": normalising,
    "guarding": guarding,
    "negotiating": negotiating,
    "requests": parsing_requests,
}
