"""One HTTP client for all calls of an engine: the only module here that imports httpx."""

from collections.abc import AsyncIterator, Sequence
from urllib.parse import urlencode

import httpx

from lupaus.engine.remote.address import Address, Secrets
from lupaus.engine.remote.profiles import Profile
from lupaus.media import FORM_TYPE

__all__ = ["Client", "Interrupted", "Misled", "Reply", "Unreachable"]

_CONNECT_LIMIT_S = 5.0
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 307, 308})
"""Those after which a query may be posted again (RFC 9110, section 15.4); 303 asks for a GET."""
_KEEP_ALIVE_S = 30.0


class Unreachable(Exception):
    """No answer came at all. Nothing was sent on, so the query may be asked elsewhere."""


class Interrupted(Exception):
    """The answer broke off, or its framing is wrong."""


class Misled(Exception):
    """The engine sends us elsewhere. We do not go: whoever is there was not named by the operator."""


class Reply:
    """An answer whose head is here."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.status = response.status_code

    def field(self, name: str) -> str:
        """A header field; empty if there is none."""
        value: str = self._response.headers.get(name, "")
        return value

    @property
    def is_framed(self) -> bool:
        """Whether HTTP itself tells its end from a broken connection (RFC 9112, section 8)."""
        headers = self._response.headers
        is_second = self._response.http_version == "HTTP/2"
        return is_second or "content-length" in headers or "chunked" in headers.get("transfer-encoding", "")

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes. Raises ``Interrupted``."""
        try:
            async for chunk in self._response.aiter_raw():
                yield chunk
        except httpx.HTTPError as error:
            raise Interrupted(type(error).__name__) from None

    async def beginning(self, limit_bytes: int) -> bytes:
        """The first bytes of the body, for the log and for finding out what went wrong."""
        body = b""
        try:
            async for chunk in self._response.aiter_raw():
                body += chunk
                if len(body) >= limit_bytes:
                    break
        except httpx.HTTPError:
            pass
        return body[:limit_bytes]

    async def aclose(self) -> None:
        """Close the connection, unless the body was read to its end."""
        await self._response.aclose()


class Client:
    """Posts forms to engines. Sends credentials to their addresses only, and follows nobody elsewhere."""

    def __init__(self, profile: Profile, secrets: Secrets, max_connections: int, user_agent: str) -> None:
        self._http = httpx.AsyncClient(
            http2=True,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=_CONNECT_LIMIT_S),  # the rest of the time is the query's
            limits=httpx.Limits(max_connections=max_connections, keepalive_expiry=_KEEP_ALIVE_S),
            headers={"User-Agent": user_agent, "Accept-Encoding": "identity", "Accept-Language": "en"},
        )
        self._auth: httpx.Auth | None = None
        if secrets.token:
            self._http.headers["Authorization"] = f"Bearer {secrets.token}"
        elif secrets.user:
            kind = httpx.DigestAuth if profile.takes_digest else httpx.BasicAuth
            self._auth = kind(secrets.user, secrets.password)

    async def post(
        self,
        address: Address,
        form: Sequence[tuple[str, str]],
        accept: str = "*/*",
        *,
        may_repeat: bool = True,
    ) -> Reply:
        """Post a form, and read the head of the answer.

        :param may_repeat: whether doing twice what is asked does no harm.
        :raises Unreachable: if there is none.
        :raises Misled: if it sends us to another scheme, host or port, or around too often.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            response = await self._send(address, form, accept, may_repeat)
            if response.status_code not in _REDIRECTS:
                return Reply(response)
            await response.aclose()
            target = address.redirected(response.headers.get("location", ""))
            if target is None:
                raise Misled("it sends us to an address that is not its own")
            address = target
        raise Misled(f"it sends us on more than {_MOST_REDIRECTS} times")

    async def _send(
        self, address: Address, form: Sequence[tuple[str, str]], accept: str, may_repeat: bool
    ) -> httpx.Response:
        request = self._http.build_request(
            "POST", address.url, content=urlencode(form), headers={"Accept": accept, "Content-Type": FORM_TYPE}
        )
        for may_be_stale in (may_repeat, False):
            try:
                return await self._http.send(request, auth=self._auth, stream=True)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
                # A kept connection may have been closed just now, which says nothing of the engine: once more.
                if not may_be_stale:
                    raise Unreachable(type(error).__name__) from None
            except httpx.HTTPError as error:
                raise Unreachable(type(error).__name__) from None
        raise AssertionError

    async def aclose(self) -> None:
        """Close every connection."""
        await self._http.aclose()
