"""Things and the documents about them: ``/id/…`` is the thing, ``/doc/…`` what is known of it.

A thing is not a document, so asking for it leads on by 303 (Cool URIs for the Semantic Web, section 4.2).
``/doc/x`` is negotiated and says in Content-Location which variant it gave; ``/doc/x.ttl`` is that variant.
An address with a slash at its end is nothing: one thing has one address.
"""

from starlette.requests import Request

from lupaus.dataset.release import Release
from lupaus.errors import N_, Gone, NotFound
from lupaus.media import DOCUMENT_FORMATS, Format, by_suffix
from lupaus.sparql import accept
from lupaus.web.context import Context
from lupaus.web.description import Described, DescriptionWriter
from lupaus.web.document import CACHE_CONTROL
from lupaus.web.headers import Headers, field, read
from lupaus.web.reply import Reply

__all__ = ["Resources", "form_of", "split_suffix"]


class Resources:
    """Handlers for ``/id`` and ``/doc``. Needs a site with a release."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._writer = DescriptionWriter(context)
        assert context.site.release is not None
        self._release: Release = context.site.release

    async def thing(self, request: Request) -> Reply:
        """303 to the document."""
        path: str = request.path_params["path"]
        self._find(f"id/{path}")
        headers: Headers = (
            field("location", f"/doc/{path}"),
            field("vary", "Accept"),
            field("cache-control", CACHE_CONTROL),
            field("content-type", "text/plain; charset=utf-8"),
        )
        reply = Reply(303, headers, f"/doc/{path}\n".encode(), cache_key=f"thing|{path}")
        self._context.cache.put(reply)
        return reply

    async def document(self, request: Request) -> Reply:
        """The document, in the form asked for by suffix or by Accept."""
        stem, form = split_suffix(request.path_params["path"])
        return await self.answer(request, f"id/{stem}", f"/doc/{stem}", form)

    async def answer(self, request: Request, key: str, address: str, form: Format | None) -> Reply:
        """What is known of the thing at ``key``, from its document's ``address``; ``form``: by suffix.

        :raises NotFound: if there is no such thing, or no such page of it.
        :raises Gone: if an earlier release had it.
        :raises NotAcceptable: if no form is one that was asked for.
        """
        page = request.query_params.get("page", "")
        query = f"?page={page}" if page else ""
        self._find(key)
        if page and not self._release.has_resource(key + query):
            raise NotFound(
                N_("%(address)s has no page %(page)s; hydra:next leads from one to the next."),
                values={"address": address, "page": repr(page[:20])},
            )
        is_negotiated = form is None
        if form is None:
            asked = read(request.scope["headers"], b"accept").get(b"accept", "")
            form = accept.negotiate_document([asked])
        described = Described(self._release, key, address, query)
        return await self._writer.write(request, described, form, is_negotiated=is_negotiated)

    def _find(self, key: str) -> None:
        if self._release.has_resource(key):
            return
        site = self._context.site
        iri = site.base + key
        assert site.history is not None
        if held := site.history.holders(key):
            last, address = held[-1], "/doc/" + key.removeprefix("id/")
            raise Gone(
                N_("%(iri)s is in no release after %(release)s; %(kept)s has it."),
                values={
                    "iri": iri,
                    "release": last.version[:12],
                    "kept": f"/dataset/{last.version}{address}",
                },
                headers={"Link": f'</timemap{address}>; rel="timemap"'},
            )
        if key.endswith("/"):
            raise NotFound(
                N_("This release describes nothing called %(iri)s. Try it without the slash at its end."),
                values={"iri": iri},
            )
        raise NotFound(N_("This release describes nothing called %(iri)s."), values={"iri": iri})


def form_of(suffix: str) -> Format:
    """The form that a suffix without its dot asks for, and nothing else.

    :raises NotFound: if there is no such form.
    """
    form = by_suffix(suffix, DOCUMENT_FORMATS)
    if form is None:
        offered = ", ".join(form.suffix for form in DOCUMENT_FORMATS)
        raise NotFound(
            N_("There is no %(form)s form; there are %(offered)s."),
            values={"form": repr(suffix[:40]), "offered": offered},
        )
    return form


def split_suffix(path: str) -> tuple[str, Format | None]:
    """An address without its suffix, and the form that this asks for.

    :raises NotFound: if there is no such form.
    """
    stem, dot, suffix = path.rpartition(".")
    if not dot or "/" in suffix:
        return path, None
    return stem, form_of(suffix)
