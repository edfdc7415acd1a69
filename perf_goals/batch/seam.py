"""What makes goal texts meet that may be copies of each other: the library keeps it and asks for it, ``similarity`` makes it.

The steps for near copies at scale are those of ``similarity.bands``; a version of the package without them finds copies
that are exact, or exact but for names and figures.
"""

import functools
import importlib
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from ..model import Goal
from ..similarity.normal import bare, core, loose, own_names

SHORTEST = 6  # characters of a text that may be a copy
_LOOSELY = 24  # the same, where names and figures are exchanged


def mark(text: str) -> int:
    """63 bits of a text: a column that a database joins quickly."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") >> 1


def exact(goal: Goal) -> int | None:
    """Equal for texts that are the same but for white space, punctuation and numbering; None for too short a text."""
    text = bare(goal.goal or "")
    return mark(text) if len(text) >= SHORTEST else None


def loosely(goal: Goal, region: str | None) -> int | None:
    """Equal for texts in which only names, places and figures are exchanged."""
    if len(bare(goal.goal or "")) < _LOOSELY:
        return None
    text = loose(goal.goal or "", goal.project, own_names(goal.department, region))
    return mark(text) if len(text) >= _LOOSELY else None


def programme(goal_or_row: Any) -> str:
    """A project's name without years and papers: the same from year to year."""
    return core(goal_or_row.project or "")


@functools.cache
def _bands() -> Any:
    try:
        return importlib.import_module("..similarity.bands", __package__)
    except ModuleNotFoundError:
        return None


def signatures(texts: Sequence[str]) -> list[tuple[bytes | None, list[int] | None]]:
    """Of each goal text its signature and the buckets that it falls into: texts that share one may be near copies.

    None where the text is too short, or nothing can make them.
    """
    steps = _bands()
    plain = [bare(text) for text in texts]
    found: list[tuple[bytes | None, list[int] | None]] = [(None, None)] * len(plain)
    long = [at for at, text in enumerate(plain) if len(text) >= _LOOSELY]
    if steps is None or not long:
        return found
    signed = steps.signatures(*steps.codes_of_pairs([plain[at] for at in long]))
    keys = [steps.band_keys(signed, band).tolist() for band in range(steps.BANDS)]
    for number, at in enumerate(long):
        buckets = [band << 32 | mine[number] for band, mine in enumerate(keys)]
        found[at] = (signed[number].astype("<u2").tobytes(), buckets)
    return found


def version() -> str:
    """Signatures of different versions cannot be compared."""
    steps = _bands()
    return "" if steps is None else f"{steps.VERSION}"
