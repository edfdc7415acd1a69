"""The garbage collector looks for cycles. What is read and judged has none, lives to the end, and there are millions of it:
looking through it again and again takes a fifth to a half of the time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """No looking for cycles meanwhile."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def kept() -> Iterator[None]:
    """As ``no_collection``; afterwards what was made is not looked through either, until ``released``."""
    with no_collection():
        gc.collect(1)  # what is garbage by now
        try:
            yield
        finally:
            gc.freeze()


def settle() -> None:
    """What is garbage goes; what is left is not looked through again."""
    gc.collect()
    gc.freeze()


@contextmanager
def released() -> Iterator[None]:
    """What is ``kept`` meanwhile is as any other object in the end, unless the program froze objects of its own before."""
    others = gc.get_freeze_count()
    try:
        yield
    finally:
        if not others:
            gc.unfreeze()
