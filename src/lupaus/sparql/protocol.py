"""The query operation of the SPARQL 1.1 Protocol (section 2.1) as a value.

Four ways in: GET, POST with a form, POST with the query as the body, and the HTTP QUERY method, read like the
third. Everything after ``parse_request`` is free of HTTP.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn
from urllib.parse import unquote_to_bytes

from lupaus.errors import BadRequest, Forbidden, MethodNotAllowed, QueryTooLarge, UnsupportedMediaType
from lupaus.media import FORM_TYPE, QUERY_TYPE, UPDATE_TYPE
from lupaus.sparql.guard import QueryFacts
from lupaus.sparql.iri import is_absolute_iri
from lupaus.sparql.limits import Limits

__all__ = ["ALLOW", "MOST_PARAMETERS", "Origin", "QueryRequest", "dataset_of", "parse_request"]

Origin = Literal["get", "form", "direct", "query"]

ALLOW = "GET, HEAD, POST, QUERY, OPTIONS"

MOST_PARAMETERS = 1_000
"""Of a URL or a form; a request of this protocol has a handful, and one for each graph it names."""

_ONCE = ("query", "timeout")
_TIMEOUT = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)(ms|s|)")


@dataclass(frozen=True)
class QueryRequest:
    """What a client asks, as it asks it: nothing is checked against the data or the engine."""

    query: str
    default_graph_uris: tuple[str, ...] = ()
    named_graph_uris: tuple[str, ...] = ()
    format: str | None = None
    """What ``format=`` or ``output=`` names; not yet known to exist."""
    timeout_ms: int | None = None
    """How long the client will wait; the endpoint's own limit may be shorter."""
    origin: Origin = "get"
    """How it came."""


def parse_request(
    method: str, query_string: bytes, content_type: str | None, body: bytes, limits: Limits
) -> QueryRequest | None:
    """The request, or ``None`` when it asks nothing and wants the service described (section 2.1.2 of
    SPARQL 1.1 Service Description): GET, HEAD or OPTIONS without a query.

    Parameter names are case-sensitive, unknown ones are ignored, an empty graph IRI counts as absent (forms send
    blank fields). ``timeout`` is a number of milliseconds, or carries a unit: ``1500``, ``1500ms``, ``1.5s``.

    :raises BadRequest: no query or more than one, bytes that are no UTF-8, a relative graph IRI, a bad timeout.
    :raises Forbidden: an update.
    :raises MethodNotAllowed: carries ``Allow``.
    :raises UnsupportedMediaType: carries ``Accept-Post`` or ``Accept-Query``.
    :raises QueryTooLarge: the URL's query or the body has more bytes than allowed.
    """
    if method not in ALLOW.split(", "):
        raise MethodNotAllowed(
            f"This address takes {ALLOW}, but not {method[:20]!r}.",
            headers={"Allow": ALLOW},
        )
    _bound(query_string, body, limits)
    in_url = _parse_form(query_string, "the URL")
    if method in ("GET", "HEAD", "OPTIONS"):
        if "query" not in in_url and "update" not in in_url:
            return None
        return _request(in_url, "get")
    media_type = _media_type(content_type, method)
    if media_type == FORM_TYPE:
        return _from_form(in_url, _parse_form(body, "the form"))
    if "query" in in_url:
        raise BadRequest("The query is the body here; take the query parameter out of the URL.")
    text = _text(body, "The query in the body").removeprefix("\ufeff")
    return _request({**in_url, "query": [text]}, "query" if method == "QUERY" else "direct")


def dataset_of(request: QueryRequest, facts: QueryFacts) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Default and named graphs that a query runs on, ``None`` and ``None`` for the stored dataset.

    What the protocol names replaces what the query names (section 2.1.4). Where only one list is given the other
    is empty (SPARQL 1.1, section 13.2).
    """
    if request.default_graph_uris or request.named_graph_uris:
        return request.default_graph_uris, request.named_graph_uris
    if facts.default_graphs or facts.named_graphs:
        return facts.default_graphs, facts.named_graphs
    return None, None


def _bound(query_string: bytes, body: bytes, limits: Limits) -> None:
    for what, size in (("URL", len(query_string)), ("body", len(body))):
        if size > limits.max_body_bytes:
            raise QueryTooLarge(
                f"The {what} of the request has {size} bytes; this endpoint takes {limits.max_body_bytes}.",
                limit=limits.max_body_bytes,
                value=size,
            )


def _parse_form(form: bytes, where: str) -> dict[str, list[str]]:
    """Names and values, in the order given (WHATWG URL, section 5.1): decoded once, ``+`` is a space."""
    values: dict[str, list[str]] = {}
    if form.count(b"&") >= MOST_PARAMETERS:
        raise BadRequest(f"There are more than {MOST_PARAMETERS} parameters in {where}.", limit=MOST_PARAMETERS)
    for pair in form.split(b"&"):
        if not pair:
            continue
        name, _, value = pair.partition(b"=")
        key = _text(unquote_to_bytes(name), f"A parameter name of {where}")
        text = _text(unquote_to_bytes(value.replace(b"+", b" ")), f"The parameter {key[:40]!r} of {where}")
        values.setdefault(key, []).append(text)
    return values


def _text(data: bytes, what: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(
            f"{what} is not UTF-8 at byte {error.start + 1}. Send UTF-8, percent-encoded in URLs and forms."
        ) from None
    if "\0" in text:
        raise BadRequest(f"{what} holds a NUL character. Take it out.")
    return text


def _media_type(content_type: str | None, method: str) -> str:
    """The body's media type in lower case, if it is one of the protocol's.

    :raises Forbidden: it is an update.
    """
    media_type, *parameters = (part.strip() for part in (content_type or "").split(";"))
    media_type = media_type.lower()
    if media_type == UPDATE_TYPE:
        _refuse_update()
    accepted = [QUERY_TYPE] if method == "QUERY" else [FORM_TYPE, QUERY_TYPE]
    if media_type not in accepted:
        given = f"is {media_type[:60]!r}" if media_type else "is not stated"
        _refuse_type(f"The type of the body {given}.", accepted, method)
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
            _refuse_type(f"The body is said to be in {value.strip()[:40]!r}; it must be UTF-8.", accepted, method)
    return media_type


def _refuse_type(message: str, accepted: Sequence[str], method: str) -> NoReturn:
    raise UnsupportedMediaType(
        f"{message} Send it with Content-Type: {' or '.join(accepted)}.",
        headers={"Accept-Query" if method == "QUERY" else "Accept-Post": ", ".join(accepted)},
    )


def _refuse_update() -> NoReturn:
    raise Forbidden("This endpoint is read-only: it takes no updates. Send a query.")


def _from_form(in_url: Mapping[str, list[str]], in_form: Mapping[str, list[str]]) -> QueryRequest:
    """Section 2.1.3 puts all parameters in the form; the W3C's own tests put graph IRIs in the URL as well."""
    if "query" in in_url:
        raise BadRequest("The query belongs in the form; take the query parameter out of the URL.")
    merged = {name: [*in_form.get(name, ()), *in_url.get(name, ())] for name in {**in_form, **in_url}}
    return _request(merged, "form")


def _request(values: Mapping[str, list[str]], origin: Origin) -> QueryRequest:
    if "update" in values:
        _refuse_update()
    for name in _ONCE:
        if len(values.get(name, ())) > 1:
            raise BadRequest(f"The parameter {name} is given {len(values[name])} times; give it once.")
    if "query" not in values:
        raise BadRequest("The request has no query. Send it as the parameter query, or as the body.")
    # SPARQLWrapper says a format twice, by its name and by its media type: the first counts.
    wanted = [value.strip() for name in ("format", "output") for value in values.get(name, ())]
    return QueryRequest(
        query=values["query"][0],
        default_graph_uris=_graphs(values, "default-graph-uri"),
        named_graph_uris=_graphs(values, "named-graph-uri"),
        format=next((name for name in wanted if name), None),
        timeout_ms=_timeout(values["timeout"][0]) if "timeout" in values else None,
        origin=origin,
    )


def _graphs(values: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    graphs = dict.fromkeys(value for value in values.get(name, ()) if value)
    for graph in graphs:
        if not is_absolute_iri(graph):
            raise BadRequest(
                f"{name} is {graph[:80]!r}, but must be an absolute IRI, as in https://example.org/g."
            )
    return tuple(graphs)


def _timeout(text: str) -> int:
    match = _TIMEOUT.fullmatch(text.strip())
    milliseconds = round(float(match[1]) * (1000 if match[2] == "s" else 1)) if match else 0
    if milliseconds < 1:
        raise BadRequest(f"timeout is {text[:40]!r}, but must be a time such as 1500, 1500ms or 1.5s.")
    return milliseconds
