"""Taking one byte string out of a stream, wherever its chunks begin and end."""

__all__ = ["Removal"]


class Removal:
    """Removes ``unwanted`` from what is fed; an empty one removes nothing."""

    def __init__(self, unwanted: bytes) -> None:
        self._unwanted = unwanted
        self._kept = b""

    def feed(self, chunk: bytes) -> bytes:
        """The next chunk without it; an end that may be its beginning waits for more."""
        unwanted = self._unwanted
        if not unwanted:
            return chunk
        text = (self._kept + chunk).replace(unwanted, b"")
        keep = next(
            (
                size
                for size in range(min(len(unwanted) - 1, len(text)), 0, -1)
                if unwanted.startswith(text[-size:])
            ),
            0,
        )
        self._kept = text[len(text) - keep :]
        return text[: len(text) - keep]

    def end(self) -> bytes:
        """What was waiting."""
        kept, self._kept = self._kept, b""
        return kept
