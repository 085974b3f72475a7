"""An answer that is there already."""


class Chunks:
    """What an engine answers: these chunks."""

    def __init__(self, chunks):
        self._chunks = iter(chunks)

    def __aiter__(self):
        return self

    async def __anext__(self):
        for chunk in self._chunks:
            return chunk
        raise StopAsyncIteration

    async def aclose(self):
        pass
