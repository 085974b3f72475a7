"""The files of a release, to download whole or in part."""

from collections.abc import Mapping
from datetime import datetime

from starlette.requests import Request

from lupaus.dataset.packing import PACKED
from lupaus.dataset.release import ONTOLOGIES, Release
from lupaus.errors import N_, NotFound
from lupaus.media import FORMATS, by_suffix
from lupaus.web.compression import Coding
from lupaus.web.context import Context
from lupaus.web.document import CACHE_CONTROL, FileReply, Packed, document_reply
from lupaus.web.headers import Headers, field
from lupaus.web.reply import Reply

__all__ = ["Dumps", "file_reply", "hidden"]

_HIDDEN = frozenset({"resources.sqlite"})
"""Files of a release that are no distribution of it."""
_TEXT = "text/plain; charset=utf-8"
_PACKED_TYPES = {"gz": "application/gzip", "zst": "application/zstd"}
_CODINGS: Mapping[str, Coding] = {"zst": "zstd", "gz": "gzip"}


def hidden(path: str) -> bool:
    """Whether a file of a release is not for others."""
    return path in _HIDDEN or path.startswith(ONTOLOGIES)


def file_reply(
    release: Release, path: str, content_type: str, modified: datetime, extras: Headers, cache_control: str
) -> FileReply:
    """A file of a release as an answer, in the codings that the release has it in, or as it is."""
    files = release.manifest.files
    entry = files[path]
    packed = tuple(
        Packed(coding, release.path / f"{path}.{suffix}", files[f"{path}.{suffix}"].sha256[:32])
        for suffix, coding in _CODINGS.items()
        if f"{path}.{suffix}" in files
    )
    place = release.path / (f"{path}.zst" if entry.is_packed else path)
    size = entry.bytes if entry.is_packed else None
    return FileReply(place, content_type, entry.sha256[:32], modified, extras, cache_control, size, packed)


class Dumps:
    """Handlers for ``/dumps``. Needs a site with a release."""

    def __init__(self, context: Context) -> None:
        self._context = context
        assert context.site.release is not None
        self._release: Release = context.site.release

    async def dump(self, request: Request) -> FileReply:
        """``/dumps/{path}``: a file as it is, whole or in part."""
        return self.file(self._release, request.path_params["path"])

    async def checksums(self, request: Request) -> Reply:
        """``/dumps/SHA256SUMS``: a file for ``sha256sum --check``."""
        return await self.sums(request, self._release)

    def file(self, release: Release, path: str, cache_control: str = CACHE_CONTROL) -> FileReply:
        """A file of ``release``; packed for the way where the client takes that and the release has it.

        :raises NotFound: if it has no such file, or not for others.
        """
        files = release.manifest.files
        if path not in files or hidden(path):
            raise NotFound(
                N_("There is no dump called %(name)s; /dataset lists them."), values={"name": path[:100]}
            )
        extras = (field("vary", "Accept-Encoding"),) if f"{path}.zst" in files else ()
        fields = (field("lupaus-release", release.version), *extras)
        return file_reply(release, path, _content_type(path), release.released, fields, cache_control)

    async def sums(self, request: Request, release: Release, cache_control: str = CACHE_CONTROL) -> Reply:
        """The checksums of all files of ``release``."""
        files = release.manifest.files
        lines = [f"{files[path].sha256}  {path}\n" for path in sorted(files) if not hidden(path)]
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"checksums|{release.version}|{cache_control}",
            make="".join(lines).encode,
            content_type=_TEXT,
            modified=release.released,
            cache_control=cache_control,
        )


def _content_type(path: str) -> str:
    suffix = path.rpartition(".")[2]
    if suffix in PACKED:
        return _PACKED_TYPES[suffix]
    form = by_suffix(suffix, FORMATS)
    return form.content_type if form is not None else _TEXT
