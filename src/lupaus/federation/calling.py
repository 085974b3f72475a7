"""One call of an endpoint: resolved once, every address checked, then that address connected to and no other."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from lupaus.federation.addresses import Resolver, is_public, is_unicast, resolve
from lupaus.federation.targets import Target, Targets
from lupaus.media import JSON, QUERY_TYPE, SOLUTIONS_FORMATS, TSV, XML, by_media_type

__all__ = ["CallFailed", "Caller", "Results"]

_MOST_REDIRECTS = 3
_MOST_ADDRESSES = 4
_CONNECT_LIMIT_S = 5.0
_READABLE = (JSON, XML, TSV)
_ACCEPT = f"{JSON.media_type}, {XML.media_type};q=0.8, {TSV.media_type};q=0.5"
_REDIRECTS = frozenset({301, 302, 307, 308})
"""Those after which a query may be posted again (RFC 9110, section 15.4); 303 asks for a GET."""


class CallFailed(Exception):
    """The endpoint gave no results. The text is a sentence for the client; it names no address of a machine."""


@dataclass(frozen=True)
class Results:
    """What an endpoint answered."""

    media_type: str
    body: bytes


class Caller:
    """Calls endpoints. Nothing of the client's request but the query goes out."""

    def __init__(
        self,
        targets: Targets,
        max_answer_bytes: int,
        user_agent: str,
        resolver: Resolver = resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._targets = targets
        self._max_answer_bytes = max_answer_bytes
        self._user_agent = user_agent
        self._resolver = resolver
        self._tls = tls or httpx.create_ssl_context(trust_env=False)

    async def call(self, target: Target, query: bytes) -> Results:
        """Post a query, and follow redirects to endpoints on the list.

        :raises CallFailed: if that gives no results.
        """
        name, at = f"SERVICE <{target.iri}>", target
        for _ in range(_MOST_REDIRECTS + 1):
            answer = await self._try_addresses(name, at, query)
            if isinstance(answer, Results):
                return answer
            next_target = self._targets.redirected(at, answer)
            if next_target is None:
                raise CallFailed(f"{name} sends us on to an address that is not on this endpoint's list.")
            at = next_target
        raise CallFailed(f"{name} sends us on more than {_MOST_REDIRECTS} times.")

    async def _try_addresses(self, name: str, target: Target, query: bytes) -> Results | str:
        for address in await self._checked_addresses(name, target):
            try:
                return await self._post(name, target, address, query)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
            except httpx.HTTPError:
                raise CallFailed(f"{name} broke the connection off.") from None
        raise CallFailed(f"{name} cannot be connected to.")

    async def _checked_addresses(self, name: str, target: Target) -> Sequence[str]:
        try:
            addresses = await self._resolver(target.host, target.port)
        except (OSError, UnicodeError):
            addresses = []
        if not addresses:
            raise CallFailed(f"{name}: the name of its host leads nowhere.")
        may_call = is_unicast if target.is_private else is_public
        if not all(map(may_call, addresses)):
            raise CallFailed(f"{name} is at an address that is not public, and is not called there.")
        return addresses[:_MOST_ADDRESSES]

    async def _post(self, name: str, target: Target, address: str, query: bytes) -> Results | str:
        host = f"[{address}]" if ":" in address else address
        request = httpx.Request(
            "POST",
            f"{target.scheme}://{host}:{target.port}{target.path}",
            headers={
                "Host": target.authority,
                "Accept": _ACCEPT,
                "Accept-Encoding": "identity",  # nothing to unpack, so what is counted is all there is
                "Content-Type": QUERY_TYPE,
                "User-Agent": self._user_agent,
            },
            content=query,
            extensions={"sni_hostname": target.host, "timeout": {"connect": _CONNECT_LIMIT_S}},
        )
        # One transport for each call: a connection kept open would be one to an address checked some time ago.
        async with httpx.AsyncHTTPTransport(verify=self._tls, trust_env=False) as transport:
            response = await transport.handle_async_request(request)
            try:
                return await self._read(name, response)
            finally:
                await response.aclose()

    async def _read(self, name: str, response: httpx.Response) -> Results | str:
        if response.status_code in _REDIRECTS and "location" in response.headers:
            return str(response.headers["location"])
        if response.status_code != httpx.codes.OK:
            raise CallFailed(f"{name} answered with status {response.status_code}.")
        media_type = response.headers.get("content-type", "").partition(";")[0]
        form = by_media_type(media_type, SOLUTIONS_FORMATS)
        if form is None or form not in _READABLE:
            raise CallFailed(f"{name} answered with something else than SPARQL results.")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise CallFailed(f"{name} answered in a coding that was not asked for.")
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_raw():
            size += len(part)
            if size > self._max_answer_bytes:
                raise CallFailed(f"{name} answered with more than {self._max_answer_bytes:,} bytes.")
            parts.append(part)
        return Results(form.media_type, b"".join(parts))
