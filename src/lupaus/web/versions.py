"""Releases that are kept: each with its description, its files and its documents, at addresses that never change.

Documents are found by time as Memento has it (RFC 7089): ``/timegate/doc/x`` chooses by ``Accept-Datetime``,
``/timemap/doc/x`` lists all there are, and ``/dataset/{version}/doc/x`` is the document as it was.
"""

from starlette.requests import Request

from lupaus.dataset.release import Release
from lupaus.errors import N_, BadRequest, NotFound
from lupaus.media import TIMEMAP
from lupaus.sparql import accept
from lupaus.web.context import Context
from lupaus.web.description import Described, DescriptionWriter
from lupaus.web.document import IMMUTABLE, FileReply, document_reply
from lupaus.web.dumps import Dumps
from lupaus.web.files import EXAMPLES, Files
from lupaus.web.headers import Headers, field, http_date, link, read, read_http_date
from lupaus.web.reply import Reply
from lupaus.web.resource import split_suffix

__all__ = ["Versions"]


class Versions:
    """Handlers. Needs a site with a release."""

    def __init__(self, context: Context, files: Files, dumps: Dumps) -> None:
        self._context, self._files, self._dumps = context, files, dumps
        self._writer = DescriptionWriter(context)
        assert context.site.history is not None
        self._history = context.site.history

    async def description(self, request: Request) -> Reply | FileReply:
        """``/dataset/{version}``: what that version said of itself."""
        version, form = split_suffix(request.path_params["version"])
        release = self._release(version)
        extras = (field("memento-datetime", http_date(release.released)),
                  field("link", link(self._context.site.address("/dataset"), "original")))  # fmt: skip
        document = self._files.about(release, f"/dataset/{version}", extras, IMMUTABLE)
        return await self._files.send(request, document, form)

    async def below(self, request: Request) -> Reply | FileReply:
        """``/dataset/{version}/…``: a file or a document of that version."""
        release, path = self._release(request.path_params["version"]), request.path_params["path"]
        if path == "dumps/SHA256SUMS":
            return await self._dumps.sums(request, release, IMMUTABLE)
        if path.startswith("dumps/"):
            return self._dumps.file(release, path.removeprefix("dumps/"), IMMUTABLE)
        return await self._document(request, release, path)

    async def time_gate(self, request: Request) -> Reply:
        """``/timegate/…``: to the document as it was at the time asked for (section 4.1; pattern 2.1)."""
        path: str = request.path_params["path"]
        key = self._key(path)
        asked = read(request.scope["headers"], b"accept-datetime").get(b"accept-datetime")
        moment = self._history.current.released if asked is None else read_http_date(asked)
        if moment is None:
            raise BadRequest(f"Accept-Datetime is {asked!r:.60}, but must be a date as in HTTP (RFC 7089, 2.1.1).")
        release = self._history.at(key, moment)
        if release is None:
            raise NotFound(
                N_("No release that is kept has %(iri)s."), values={"iri": self._context.site.base + key[:200]}
            )
        headers: Headers = (
            field("location", f"/dataset/{release.version}/{path}"),
            field("vary", "accept-datetime"),
            field("link", ", ".join(self._relations(path))),
            field("cache-control", "no-cache"),
            field("content-type", "text/plain; charset=utf-8"),
        )
        return Reply(302, headers, f"/dataset/{release.version}/{path}\n".encode())

    async def time_map(self, request: Request) -> Reply:
        """``/timemap/…``: every state of a document that is kept (section 5)."""
        path: str = request.path_params["path"]
        held = self._history.holders(self._key(path))
        if not held:
            raise NotFound(N_("No release that is kept has %(iri)s."), values={"iri": f"/{path[:200]}"})
        address = self._context.site.address
        lines = [*self._relations(path), link(address(f"/timemap/{path}"), "self", type=TIMEMAP.media_type)]
        for number, release in enumerate(held):
            first = " first" if number == 0 else ""
            last = " last" if number == len(held) - 1 else ""
            target = address(f"/dataset/{release.version}/{path}")
            lines.append(link(target, f"memento{first}{last}".strip(), datetime=http_date(release.released)))
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"timemap|{path}",
            make=lambda: (",\n".join(lines) + "\n").encode(),
            content_type=TIMEMAP.media_type,
            modified=self._history.modified(self._key(path)),
        )

    async def _document(self, request: Request, release: Release, path: str) -> Reply:
        stem, form = split_suffix(path)
        key, page = self._key(stem), request.query_params.get("page", "")
        query = f"?page={page}" if page else ""
        if not release.has_resource(key + query):
            raise NotFound(N_("That version has no document at %(path)s."), values={"path": f"/{stem[:200]}"})
        is_negotiated = form is None
        if form is None:
            asked = read(request.scope["headers"], b"accept").get(b"accept", "")
            form = accept.negotiate_document([asked])
        described = Described(release, key, f"/{stem}", query, f"/dataset/{release.version}")
        original = link(self._context.site.address(f"/{stem}"), "original")
        extras = (field("memento-datetime", http_date(release.released)), field("link", original))
        return await self._writer.write(request, described, form, is_negotiated=is_negotiated, extras=extras)

    def _release(self, version: str) -> Release:
        release = self._history.release(version)
        if release is None:
            kept = ", ".join(release.version[:12] for release in self._history.releases)
            raise NotFound(
                N_("No version %(version)s is kept; the versions kept begin with %(kept)s."),
                values={"version": repr(version[:70]), "kept": kept},
            )
        return release

    def _relations(self, path: str) -> list[str]:
        address = self._context.site.address
        return [
            link(address(f"/{path}"), "original"),
            link(address(f"/timegate/{path}"), "timegate"),
            link(address(f"/timemap/{path}"), "timemap", type=TIMEMAP.media_type),
        ]

    def _key(self, path: str) -> str:
        """The thing whose document is at ``path``.

        :raises NotFound: if documents are never there.
        """
        if path.startswith("doc/"):
            return "id/" + path.removeprefix("doc/")
        if path.startswith(EXAMPLES + "/"):
            return path
        raise NotFound(
            N_("Versions are kept of documents below %(places)s, and of /dataset as a whole."),
            values={"places": f"/doc/, /{EXAMPLES}/"},
        )
