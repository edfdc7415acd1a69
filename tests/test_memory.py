"""What the collector is kept from looking through, and given back."""

import gc
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from perf_goals.memory import kept, no_collection, released, settle


def test_what_is_kept_is_released() -> None:
    assert gc.get_freeze_count() == 0
    with released():
        with kept():
            made = [[number] for number in range(1000)]
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count() >= len(made)
    assert gc.get_freeze_count() == 0
    assert any(one is made for one in gc.get_objects())


def test_what_a_program_froze_itself_stays_so() -> None:
    gc.freeze()
    try:
        with released(), kept():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_what_has_settled_is_no_garbage() -> None:
    class Ring:
        def __init__(self) -> None:
            self.itself = self

    gone, left = weakref.ref(Ring()), [Ring()]
    try:
        settle()
        assert gone() is None
        assert not any(one is left for one in gc.get_objects())
    finally:
        gc.unfreeze()


@pytest.mark.parametrize("quiet", [no_collection, kept])
def test_an_error_leaves_the_collector_as_it_was(quiet: Callable[[], AbstractContextManager[None]]) -> None:
    with pytest.raises(KeyError), released(), quiet():
        raise KeyError
    assert gc.isenabled()
    gc.disable()
    try:
        with released(), quiet():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
