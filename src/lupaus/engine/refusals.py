"""Queries that are refused before they run: whoever used up a share, or found no place even to wait."""

from lupaus.errors import N_, QueueFull, TooManyRequests

__all__ = ["none_free", "too_many_waiting", "used_up"]


def used_up(allowed_s: float, wait_s: int) -> TooManyRequests:
    """The client has had its ``allowed_s`` seconds of query time in a minute; it may come again in ``wait_s``."""
    return TooManyRequests(
        N_("Your address has used its %(allowed)s seconds of query time a minute. Try again in %(wait)s s."),
        values={"allowed": f"{allowed_s:g}", "wait": str(wait_s)},
        headers={"Retry-After": str(wait_s)},
        limit=int(allowed_s),
    )


def too_many_waiting(wait_s: int) -> QueueFull:
    """There is no place to wait for a turn."""
    return QueueFull(
        N_("Too many queries are waiting for their turn. Try again in %(wait)s s."),
        values={"wait": str(wait_s)},
        headers={"Retry-After": str(wait_s)},
    )


def none_free(limit_s: float, wait_s: int) -> QueueFull:
    """No turn came within ``limit_s`` seconds."""
    return QueueFull(
        N_("No turn came within %(limit)s s. Try again in %(wait)s s."),
        values={"limit": f"{limit_s:g}", "wait": str(wait_s)},
        headers={"Retry-After": str(wait_s)},
    )
