"""Files packed once for the many who fetch them: gzip and zstd, the same bytes each time."""

import sys
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import BinaryIO

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    import zstandard

__all__ = ["PACKED", "Dictionary", "open_unpacked", "pack_files", "packing_tools"]

_GZIP = zlib.MAX_WBITS | 16
_GZIP_LEVEL = 6
_ZSTD_LEVEL = 7
_THREADS = 2
_DICTIONARY_BYTES = 65_536
_SAMPLE_BYTES = 8_192
"""Of one text, so that one that is long does not fill the dictionary."""


def _gzip(content: bytes) -> bytes:
    """One gzip member without name or time (RFC 1952, section 2.3.1: MTIME 0 says that there is none)."""
    packer = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP)
    return packer.compress(content) + packer.flush()


def _zstd(content: bytes) -> bytes:
    """One frame with a checksum (RFC 8878), by one thread: the number of threads shows in the bytes."""
    if sys.version_info >= (3, 14):
        options = {
            zstd.CompressionParameter.compression_level: _ZSTD_LEVEL,
            zstd.CompressionParameter.checksum_flag: 1,
        }
        return zstd.compress(content, options=options)
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True).compress(content)


PACKED: Mapping[str, Callable[[bytes], bytes]] = {"gz": _gzip, "zst": _zstd}
"""How a file is packed, by the suffix that is put behind its name."""


def pack_files(files: Mapping[str, bytes], paths: Iterable[str]) -> dict[str, bytes]:
    """Each of ``paths`` in each packing. Both libraries release the interpreter lock."""
    tasks = [(f"{path}.{suffix}", pack, files[path]) for path in paths for suffix, pack in PACKED.items()]
    with ThreadPoolExecutor(_THREADS) as pool:
        packed = pool.map(lambda task: task[1](task[2]), tasks)
        return {name: content for (name, _, _), content in zip(tasks, packed, strict=True)}


def open_unpacked(path: Path) -> BinaryIO:
    """What a ``.zst`` was made of, as a stream that can be read and moved forward in."""
    if sys.version_info >= (3, 14):
        return zstd.open(path, "rb")
    # The stream closes the file with itself.
    return zstandard.ZstdDecompressor().stream_reader(path.open("rb"), closefd=True)


class Dictionary:
    """What texts of one form have in common."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        if sys.version_info >= (3, 14):
            self._shared = zstd.ZstdDict(content, is_raw=True)
        else:
            self._shared = zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)

    @classmethod
    def of(cls, texts: list[bytes]) -> "Dictionary":
        """Made of texts taken at even distances."""
        wanted = _DICTIONARY_BYTES // _SAMPLE_BYTES
        chosen = texts[:: max(1, len(texts) // wanted)][:wanted]
        return cls(b"".join(text[:_SAMPLE_BYTES] for text in chosen))

    def pack(self, texts: Sequence[bytes]) -> list[bytes]:
        """Each of them by itself, the same bytes each time. The library releases the interpreter lock."""
        share = -(-len(texts) // _THREADS) or 1
        shares = [texts[start : start + share] for start in range(0, len(texts), share)]
        self._prepare()
        with ThreadPoolExecutor(_THREADS) as pool:
            return list(chain.from_iterable(pool.map(self._pack, shares)))

    def _prepare(self) -> None:
        """Once, before several threads pack with it."""
        if sys.version_info < (3, 14):
            self._shared.precompute_compress(level=_ZSTD_LEVEL)

    def _pack(self, texts: Sequence[bytes]) -> list[bytes]:
        if sys.version_info >= (3, 14):
            shared = self._shared.as_digested_dict
            return [zstd.compress(text, _ZSTD_LEVEL, zstd_dict=shared) for text in texts]
        packer = zstandard.ZstdCompressor(level=_ZSTD_LEVEL, dict_data=self._shared)
        return [packer.compress(text) for text in texts]

    def unpack(self, packed: bytes) -> bytes:
        """The text. Any thread may ask."""
        if sys.version_info >= (3, 14):
            return zstd.decompress(packed, zstd_dict=self._shared)
        return zstandard.ZstdDecompressor(dict_data=self._shared).decompress(packed)


def packing_tools() -> dict[str, str]:
    """Versions of the libraries that decide the bytes."""
    if sys.version_info >= (3, 14):
        return {"zlib": zlib.ZLIB_RUNTIME_VERSION, "zstd": zstd.zstd_version}
    return {"zlib": zlib.ZLIB_RUNTIME_VERSION, "zstd": ".".join(map(str, zstandard.ZSTD_VERSION))}
