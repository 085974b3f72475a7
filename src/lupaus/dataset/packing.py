"""Files packed once for the many who fetch them: gzip and zstd, the same bytes each time."""

import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    import zstandard

__all__ = ["PACKED", "pack_files", "packing_tools"]

_GZIP = zlib.MAX_WBITS | 16
_GZIP_LEVEL = 6
_ZSTD_LEVEL = 9
_THREADS = 2


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


def packing_tools() -> dict[str, str]:
    """Versions of the libraries that decide the bytes."""
    if sys.version_info >= (3, 14):
        return {"zlib": zlib.ZLIB_RUNTIME_VERSION, "zstd": zstd.zstd_version}
    return {"zlib": zlib.ZLIB_RUNTIME_VERSION, "zstd": ".".join(map(str, zstandard.ZSTD_VERSION))}
