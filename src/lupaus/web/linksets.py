"""``/linkset/…``: all typed links of a document in one place (RFC 9264; Signposting, level 2)."""

from collections.abc import Sequence

from starlette.requests import Request

from lupaus.errors import N_, NotFound
from lupaus.media import DOCUMENT_FORMATS, HTML, LINKSET
from lupaus.web.context import Context
from lupaus.web.description import Described, DescriptionWriter
from lupaus.web.document import document_reply
from lupaus.web.files import EXAMPLES, Files
from lupaus.web.headers import field
from lupaus.web.links import TypedLink, linkset_document
from lupaus.web.reply import Reply

__all__ = ["Linksets"]


class Linksets:
    """The handler. Needs a site with a release."""

    def __init__(self, context: Context, files: Files) -> None:
        self._context, self._files = context, files
        self._writer = DescriptionWriter(context)
        assert context.site.release is not None
        self._release = context.site.release

    async def linkset(self, request: Request) -> Reply:
        """The links of the document itself, which are those of its page, and of each of its other forms."""
        path: str = request.path_params["path"]
        anchors = self._of_thing(path) or self._of_graph(path)
        if not anchors:
            raise NotFound(
                N_("There is no document at %(path)s, so it has no links."), values={"path": f"/{path[:200]}"}
            )
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"linkset|{path}",
            make=lambda: linkset_document(anchors, self._context.site.public_url),
            content_type=LINKSET.media_type,
            modified=self._context.site.released,
            extras=(field("lupaus-release", self._release.version),),
        )

    def _of_thing(self, path: str) -> dict[str, Sequence[TypedLink]]:
        key = path if path.startswith(EXAMPLES + "/") else "id/" + path.removeprefix("doc/")
        if not path.startswith(("doc/", EXAMPLES + "/")) or not self._release.has_resource(key):
            return {}
        described = Described(self._release, key, f"/{path}")
        forms = {f"/{path}.{form.suffix}": self._writer.links(described, form) for form in DOCUMENT_FORMATS}
        return {f"/{path}": self._writer.links(described, HTML), **forms}

    def _of_graph(self, path: str) -> dict[str, Sequence[TypedLink]]:
        document = self._files.at(f"/{path}")
        if document is None:
            return {}
        forms = {f"/{path}.{form.suffix}": self._files.links(document, form) for form in DOCUMENT_FORMATS}
        return {f"/{path}": self._files.links(document, HTML), **forms}
