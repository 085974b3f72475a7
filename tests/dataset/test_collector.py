"""The garbage collector is paused for a block, and then as it was before."""

import gc

import pytest

from lupaus.dataset.collector import paused_collector


def test_it_is_off_inside_and_on_again_after_a_failure():
    seen = []

    def broken():
        with paused_collector():
            seen.append(gc.isenabled())
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        broken()
    assert seen == [False]
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off():
    gc.disable()
    try:
        with paused_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
