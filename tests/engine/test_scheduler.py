"""Who runs next, who is refused."""

import pytest

from lupaus.engine.scheduler import Scheduler, Turn


def enter(scheduler, *clients):
    turns = [Turn(client, None) for client in clients]
    return turns, [scheduler.enter(turn) for turn in turns]


def granted(scheduler):
    clients = []
    while (turn := scheduler.next()) is not None:
        clients.append(turn.client)
    return "".join(clients)


@pytest.mark.parametrize(
    ("slots", "reserved", "queue", "order"),
    [
        (3, 0, "abc", "abc"),  # first come, first served
        (3, 0, "aaab", "aba"),  # who has fewest running is next
        (4, 2, "aaaabc", "abca"[:3]),  # two slots are for clients with nothing running
        (4, 2, "aaaa", "aa"),
        (1, 5, "aa", "a"),  # one slot is always open to all
    ],
)
def test_slots_are_granted_in_order(slots, reserved, queue, order):
    scheduler = Scheduler(slots, reserved, 100)
    enter(scheduler, *queue)
    assert granted(scheduler) == order


def test_nameless_requests_are_clients_of_their_own():
    scheduler = Scheduler(4, 2, 100)
    enter(scheduler, "", "", "", "")
    assert [scheduler.next() is not None for _ in range(5)] == [True] * 4 + [False]


def test_a_slot_given_back_is_granted_again():
    scheduler = Scheduler(1, 0, 100)
    enter(scheduler, "a", "b")
    turn = scheduler.next()
    assert scheduler.next() is None
    scheduler.finish(turn)
    assert granted(scheduler) == "b"


def test_a_turn_put_back_is_first_again():
    scheduler = Scheduler(1, 0, 100)
    enter(scheduler, "a", "b")
    scheduler.put_back(scheduler.next())
    assert granted(scheduler) == "a"


def test_what_can_start_at_once_needs_no_queue():
    scheduler = Scheduler(2, 0, 0)
    _, refused = enter(scheduler, "a", "b")
    assert refused == [None, None]
    assert granted(scheduler) == "ab"
    (turn,), (refused,) = enter(scheduler, "c")
    assert refused is turn


def test_a_full_queue_refuses_who_fills_it():
    scheduler = Scheduler(1, 0, 3)
    enter(scheduler, "x")
    scheduler.next()
    flood, refused = enter(scheduler, "a", "a", "a")
    assert refused == [None, None, None]
    _, (displaced,) = enter(scheduler, "b")
    assert displaced is flood[2]  # the newest of the flood makes room
    more, (refused_more,) = enter(scheduler, "a")
    assert refused_more is more[0]


def test_leaving_twice_is_harmless_and_draining_empties():
    scheduler = Scheduler(1, 0, 3)
    (first, second), _ = enter(scheduler, "a", "b")
    scheduler.leave(first)
    scheduler.leave(first)
    assert scheduler.drain() == [second]
    assert scheduler.waiting == 0
