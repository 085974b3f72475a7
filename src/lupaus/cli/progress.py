"""Progress on standard error: a line that changes on a terminal, a plain line a step elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["show_progress"]


@contextmanager
def show_progress() -> Iterator[Callable[[str], None]]:
    """Yields a function that is told what begins. Each step is shown with the seconds it took."""
    if not sys.stderr.isatty():
        yield lambda step: print(f"{step} …", file=sys.stderr, flush=True)
        return
    from rich.console import Console
    from rich.live import Live

    console = Console(stderr=True)
    begun: list[tuple[str, float]] = []

    def end_step() -> None:
        if begun:
            step, start = begun.pop()
            console.print(f"[green]✓[/] {step} [dim]{time.monotonic() - start:.1f} s[/]")

    # Nothing moves by itself: that takes a thread, and a process with threads cannot share its work with a copy.
    with Live(console=console, auto_refresh=False, transient=True) as line:

        def progress(step: str) -> None:
            end_step()
            begun.append((step, time.monotonic()))
            line.update(f"{step} …", refresh=True)

        yield progress
        end_step()
