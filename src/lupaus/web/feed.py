"""``/feed``: what changed between releases, for whoever was here before (LDES); and the same as RDF Patch."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse
from starlette.requests import Request

from lupaus.dataset.changes import compare
from lupaus.dataset.feed import FeedPage, describe_page, describe_stream, pages_of
from lupaus.dataset.patch import write_patch
from lupaus.dataset.release import Release
from lupaus.dataset.rendering import render
from lupaus.errors import N_, NotFound
from lupaus.media import GRAPH_FORMATS, PATCH, Format
from lupaus.namespaces import prefixes_for
from lupaus.sparql import accept
from lupaus.web.context import Context
from lupaus.web.document import CACHE_CONTROL, IMMUTABLE, document_reply
from lupaus.web.headers import field, read
from lupaus.web.reply import Reply
from lupaus.web.resource import form_of, split_suffix

__all__ = ["Feed"]


class Feed:
    """Handlers. Needs a site with a release."""

    def __init__(self, context: Context) -> None:
        self._context = context
        assert context.site.history is not None
        self._history = context.site.history
        self._pages = {page.path: page for page in pages_of(self._history)}
        self._patches: dict[str, bytes] = {}
        self._one_at_a_time = asyncio.Lock()

    async def stream(self, request: Request) -> Reply:
        """``/feed``: the stream and its pages."""
        suffix = request.path_params.get("suffix")
        form = form_of(suffix) if suffix else None
        quads = describe_stream(self._context.site.base, list(self._pages.values()))
        return await self._send(request, "feed", form, quads, self._history.current, CACHE_CONTROL)

    async def page(self, request: Request) -> Reply:
        """``/feed/{version}/{number}``: some of the events of one release."""
        number, form = split_suffix(request.path_params["number"])
        path = f"feed/{request.path_params['version']}/{number}"
        page: FeedPage | None = self._pages.get(path)
        if page is None:
            raise NotFound(N_("The feed has no such page; /feed lists them."))
        quads = describe_page(self._context.site.base, page)
        # What the oldest release that is kept created depends on which that is.
        control = CACHE_CONTROL if page.release is self._history.releases[0] else IMMUTABLE
        return await self._send(request, path, form, quads, page.release, control)

    async def patch(self, request: Request) -> Reply:
        """``/dataset/{version}.rdfp``: what to delete from the release before, and then to add (RDF Patch)."""
        release = self._history.release(request.path_params["version"])
        releases = self._history.releases
        if release is None or release is releases[0]:
            raise NotFound(N_("No release before this one is kept, so there is nothing to compare it with."))
        before = releases[releases.index(release) - 1]
        async with self._one_at_a_time:  # both releases are read whole
            if release.version not in self._patches:
                self._patches[release.version] = await _in_a_process(before, release)
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"patch|{before.version}|{release.version}",
            make=lambda: self._patches[release.version],
            content_type=PATCH.content_type,
            modified=release.released,
            extras=(field("lupaus-release", release.version),),
        )

    async def _send(
        self, request: Request, path: str, form: Format | None, quads: list[Quad], release: Release, control: str
    ) -> Reply:
        is_negotiated = form is None
        if form is None:
            asked = read(request.scope["headers"], b"accept").get(b"accept", "")
            form = accept.negotiate([asked], GRAPH_FORMATS)
        if form not in GRAPH_FORMATS:
            raise NotFound(
                N_("The feed is for programs; there is no page %(path)s."),
                values={"path": f"/{path}.{form.suffix}"},
            )
        chosen = form
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"{path}|{chosen.name}|{is_negotiated}",
            make=lambda: render(quads, chosen.name, prefixes_for(self._context.site.base)),
            content_type=chosen.content_type,
            modified=release.released,
            vary=("Accept",) if is_negotiated else (),
            extras=(field("content-location", f"/{path}.{chosen.suffix}"),) if is_negotiated else (),
            cache_control=control,
        )


async def _in_a_process(before: Release, after: Release) -> bytes:
    """The patch, made by a process of its own: seconds of comparing would hold up every other answer."""
    head = {name: f"{each.base}dataset/{each.version}" for name, each in (("id", after), ("prev", before))}
    paths = (before.path / "dataset.nq", after.path / "dataset.nq")
    processes = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    try:
        return await asyncio.get_running_loop().run_in_executor(processes, _patch, *paths, head)
    finally:
        processes.shutdown(wait=False)


def _patch(before: Path, after: Path, head: Mapping[str, str]) -> bytes:
    changes = compare(*(parse(path=path, format=RdfFormat.N_QUADS) for path in (before, after)))
    return write_patch(changes, head)
