"""The byte cache and single flight: what is kept, what is forgotten, who waits for whom."""

import asyncio

import pytest

from lupaus.errors import DeadlineExceeded, QueueFull
from lupaus.web.cache import AGAIN, ALONE, AnswerCache, Flights
from lupaus.web.reply import Reply


def reply(key, size=100, status=200):
    return Reply(status, ((b"content-type", b"text/plain"),), b"x" * size, cache_key=key)


def raw(n, size=10):
    return (b"/sparql", b"q" * size + str(n).encode(), b"", b"", b"")


def test_a_kept_reply_is_found_by_its_key():
    cache = AnswerCache(100_000, 10_000)
    kept = reply("a")
    cache.put(kept)
    assert cache.get("a") is kept
    assert cache.get("b") is None
    assert (cache.hits, cache.misses) == (1, 1)


def test_a_raw_request_is_found_after_it_was_linked():
    cache = AnswerCache(100_000, 10_000)
    kept = reply("a")
    cache.put(kept)
    assert cache.find(raw(1)) is None
    cache.link(raw(1), kept)
    assert cache.find(raw(1)) is kept


def test_a_reply_that_is_not_kept_is_not_linked():
    cache = AnswerCache(100_000, 10_000)
    cache.link(raw(1), reply("a"))
    assert cache.find(raw(1)) is None
    assert cache.used_bytes == 0


@pytest.mark.parametrize("status", [400, 404, 406, 500, 503, 504, 206, 304])
def test_errors_and_partial_answers_are_never_kept(status):
    cache = AnswerCache(100_000, 10_000)
    cache.put(reply("a", status=status))
    assert len(cache) == 0


def test_a_redirection_to_a_document_is_kept():
    cache = AnswerCache(100_000, 10_000)
    cache.put(reply("a", status=303))
    assert len(cache) == 1


def test_a_reply_without_a_key_is_not_kept():
    cache = AnswerCache(100_000, 10_000)
    cache.put(reply(""))
    assert len(cache) == 0


@pytest.mark.parametrize(("size", "kept"), [(10_000, 1), (10_001, 0)])
def test_the_largest_entry_is_kept_and_a_larger_is_not(size, kept):
    cache = AnswerCache(100_000, 10_000)
    cache.put(reply("a", size))
    assert len(cache) == kept


def test_a_cache_of_no_bytes_keeps_nothing():
    cache = AnswerCache(0, 10_000)
    cache.put(reply("a", 0))
    assert len(cache) == 0
    assert cache.used_bytes == 0


def test_the_least_recently_used_is_forgotten_first():
    cache = AnswerCache(10_000, 10_000)
    for key in "abc":
        cache.put(reply(key, 1_500))
    cache.get("a")
    cache.put(reply("d", 1_500))
    assert cache.get("b") is None
    assert cache.get("a") is not None


def test_the_budget_holds_for_any_mix():
    cache = AnswerCache(50_000, 10_000)
    for n in range(300):
        kept = reply(f"k{n % 40}", 37 * n % 9_000)
        cache.put(kept)
        cache.link(raw(n, 200), kept)
        assert cache.used_bytes <= cache.limit_bytes


def test_replacing_an_entry_counts_it_once():
    cache = AnswerCache(100_000, 10_000)
    cache.put(reply("a", 5_000))
    used = cache.used_bytes
    cache.put(reply("a", 5_000))
    assert cache.used_bytes == used


def test_varying_a_header_does_not_push_the_answers_out():
    cache = AnswerCache(100_000, 10_000)
    kept = reply("a", 5_000)
    cache.put(kept)
    for n in range(2_000):
        cache.link(raw(n, 500), kept)
    assert cache.get("a") is kept
    assert cache.find(raw(0, 500)) is None
    assert cache.find(raw(1_999, 500)) is kept


def test_a_raw_key_whose_reply_was_forgotten_is_forgotten_too():
    cache = AnswerCache(10_000, 10_000)
    kept = reply("a", 1_000)
    cache.put(kept)
    cache.link(raw(1), kept)
    cache.put(reply("b", 9_000 - 1_200))
    assert cache.find(raw(1)) is None
    used = cache.used_bytes
    assert cache.find(raw(1)) is None
    assert cache.used_bytes == used


async def _fly(flights, outcome, waiting, key="k"):
    """One leader that ends with ``outcome`` once two others wait."""
    with flights.board(key) as flight:
        assert flight.is_leader
        await waiting.wait()
        if isinstance(outcome, BaseException):
            raise outcome
        if outcome is not None:
            flight.land(outcome)


async def _follow(flights, waiting, key="k"):
    with flights.board(key) as flight:
        assert not flight.is_leader
        if flights.joined == 2:
            waiting.set()
        return await flight.wait()


async def _three(outcome):
    flights, waiting = Flights(), asyncio.Event()
    leader = asyncio.create_task(_fly(flights, outcome, waiting))
    await asyncio.sleep(0)
    followers = [asyncio.create_task(_follow(flights, waiting)) for _ in range(2)]
    results = await asyncio.gather(leader, *followers, return_exceptions=True)
    with flights.board("k") as flight:
        assert flight.is_leader, "the board is clear again"
    return results


def test_those_who_wait_get_the_leaders_reply():
    landed = reply("k")
    assert asyncio.run(_three(landed))[1:] == [landed, landed]


def test_those_who_wait_ask_alone_when_the_answer_is_too_large_to_share():
    assert asyncio.run(_three(ALONE))[1:] == [ALONE, ALONE]


def test_those_who_wait_ask_again_when_the_leader_went_away():
    assert asyncio.run(_three(asyncio.CancelledError()))[1:] == [AGAIN, AGAIN]
    assert asyncio.run(_three(RuntimeError("a bug")))[1:] == [AGAIN, AGAIN]


def test_an_error_of_the_question_is_shared():
    error = DeadlineExceeded("too long")
    assert asyncio.run(_three(error)) == [error, error, error]


def test_an_error_of_the_moment_is_not_shared():
    assert asyncio.run(_three(QueueFull("busy")))[1:] == [AGAIN, AGAIN]


def test_different_questions_do_not_wait_for_each_other():
    async def both():
        flights = Flights()
        with flights.board("a") as first, flights.board("b") as second:
            return first.is_leader, second.is_leader

    assert asyncio.run(both()) == (True, True)
