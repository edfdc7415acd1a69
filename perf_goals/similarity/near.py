"""Families of near copies among many sets of marks (a text's character pairs, an indicator set's rows).

Nothing compares all pairs, and nothing is chained: a mark's set joins a family only if it is itself like the family's first
one. Few sets meet by the first marks of each, which misses none; many by MinHash signatures in bands, which misses a few in a
thousand. Every meeting is checked exactly. What comes first is decided by the sets, never by the order they are given in.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Any

from .normal import likeness, pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

FEW = 64  # up to so many the exact way is also the faster one
BANDS, ROWS = 20, 4
CAPACITY = 16  # firsts that one bucket keeps
CHECKED = 12  # firsts that one set is compared with
_SEED = 20150088
_ALL = (1 << 64) - 1

_GOLDEN = 0x9E3779B97F4A7C15
_NOTHING: frozenset[str] = frozenset()

Spots = Sequence[Sequence[Hashable]]
Marks = Callable[[str], frozenset[str]]
Codes = Callable[[Sequence[str]], tuple["Numbers", "Numbers"]]


@dataclass(frozen=True, slots=True)
class Family:
    """Near copies: the position of the first and, of each other, its position and its likeness to the first."""

    first: int
    others: tuple[tuple[int, float], ...]

    @property
    def all(self) -> tuple[int, ...]:
        return (self.first, *(at for at, _ in self.others))


def families(texts: Sequence[str], least: float, shortest: int = 1) -> list[Family]:
    """Texts that share at least ``least`` of their character pairs (Dice) with the first of their family.

    shortest: texts of fewer characters join none but their own copies.

    >>> families(["组织志愿者进社区活动", "开展科普讲座", "组织志愿者进社区活动周"], 0.8)
    [Family(first=2, others=((0, 0.9473684210526315),))]
    """
    return _families(texts, _pairs, least, _codes_of_pairs, shortest)


def set_families(sets: Sequence[frozenset[str]], least: float) -> list[Family]:
    """The same for sets of marks; empty sets join none."""
    names = ["\n".join(sorted(one)) for one in sets]
    by_name = dict(zip(names, sets, strict=True))
    return _families(names, by_name.__getitem__, least, lambda some: _codes_of_marks([by_name[name] for name in some]))


@lru_cache(maxsize=1 << 14)
def _pairs(text: str) -> frozenset[str]:
    return pairs(text)


def _families(names: Sequence[str], marks: Marks, least: float, codes: Codes, shortest: int = 1) -> list[Family]:
    """names: what copies have in common; marks: the set that a name stands for, none for one shorter than ``shortest``."""
    if not 0 < least <= 1:
        raise ValueError(f"least must be above 0 and at most 1, not {least}")
    copies: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        if name:
            copies.setdefault(name, []).append(at)
    order = sorted(copies, key=lambda name: (-len(copies[name]), -len(name), name))
    found = []
    for first, followers in _lead(order, marks, least, codes, shortest).items():
        spots = copies[order[first]]
        others = [(at, 1.0) for at in spots[1:]]
        others += [(at, share) for number, share in followers for at in copies[order[number]]]
        if others:
            found.append(Family(spots[0], tuple(sorted(others))))
    return sorted(found, key=lambda family: family.first)


def _lead(
    names: Sequence[str], marks: Marks, least: float, codes: Codes, shortest: int
) -> dict[int, list[tuple[int, float]]]:
    """For each first its followers: a set follows the first that it is most like, or is a first itself."""
    few = len(names) <= FEW
    kept = [number for number, name in enumerate(names) if len(name) >= shortest]
    some = [names[number] for number in kept]
    found_spots = _prefixes(list(map(marks, some)), least) if few else _bands(some, codes)
    meeting: list[Sequence[Hashable]] = [()] * len(names)
    for number, spots in zip(kept, found_spots, strict=True):
        meeting[number] = spots
    buckets: dict[Hashable, list[int]] = {}
    found: dict[int, list[tuple[int, float]]] = {}
    for number, spots in enumerate(meeting):
        others = chain.from_iterable(buckets[spot] for spot in spots if spot in buckets)
        met = dict.fromkeys(others, 1) if few else Counter(others)
        best, share = -1, 0.0
        mine = marks(names[number]) if met else _NOTHING
        for other in met if few else sorted(met, key=lambda one: (-met[one], one))[:CHECKED]:
            theirs = marks(names[other])
            if 2 * min(len(mine), len(theirs)) < least * (len(mine) + len(theirs)):
                continue
            alike = likeness(mine, theirs)
            if alike >= least and (-alike, other) < (-share, best):
                best, share = other, alike
        if best >= 0:
            found[best].append((number, share))
            continue
        found[number] = []
        for spot in spots:
            bucket = buckets.setdefault(spot, [])
            if few or len(bucket) < CAPACITY:
                bucket.append(number)
    return found


def _prefixes(sets: Sequence[frozenset[str]], least: float) -> Spots:
    """Of each set so many of its marks, the first in an order of all marks, that two sets of the likeness share one."""
    floor = least / (2 - least)  # what two sets of the likeness have in common, as a share of the larger one
    return [sorted(one)[: len(one) - ceil(floor * len(one) - 1e-9) + 1] for one in sets]


def _bands(names: Sequence[str], codes: Codes) -> Spots:
    """Of each set the bands of its MinHash signature that another set shares."""
    import numpy as np

    found: list[list[Hashable]] = [[] for _ in names]
    if not names:
        return found
    numbers, sizes = codes(names)
    known, where = np.unique(numbers, return_inverse=True)
    known = (known ^ (known >> np.uint64(31))) * np.uint64(_GOLDEN)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    constants = _constants(2 * BANDS * ROWS)
    for band in range(BANDS):
        keys = np.full(len(names), band, np.uint64)
        for _ in range(ROWS):
            factor, term = next(constants) | 1, next(constants)
            hashed = ((known * np.uint64(factor) + np.uint64(term)) >> np.uint64(32)).astype(np.uint32)
            keys = (keys ^ np.minimum.reduceat(hashed[where], starts)) * np.uint64(_GOLDEN)
            keys ^= keys >> np.uint64(29)
        _, bucket, count = np.unique(keys, return_inverse=True, return_counts=True)
        shared = np.flatnonzero(count[bucket] > 1)
        for at, spot in zip(shared.tolist(), bucket[shared].tolist(), strict=True):
            found[at].append(band << 40 | spot)
    return found


def _codes_of_pairs(texts: Sequence[str]) -> tuple["Numbers", "Numbers"]:
    """A number for each character pair of the texts, one text behind the other, and how many each text has."""
    import numpy as np

    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    chars = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    codes = np.append(chars[:-1] << np.uint64(21) | chars[1:], chars[-1:])
    ends = np.cumsum(sizes) - 1
    codes[ends] = chars[ends]  # the last character has no partner; it stays alone only in a text of one character
    kept = np.ones(len(codes), np.bool_)
    kept[ends[sizes > 1]] = False
    return codes[kept], np.maximum(sizes - 1, 1)


def _codes_of_marks(sets: Sequence[frozenset[str]]) -> tuple["Numbers", "Numbers"]:
    """The same for marks of any kind."""
    import numpy as np

    sizes = np.fromiter(map(len, sets), np.int64, len(sets))
    known: dict[str, int] = {}
    for mark in chain.from_iterable(sets):
        if mark not in known:
            known[mark] = _code(mark)
    return np.fromiter(map(known.__getitem__, chain.from_iterable(sets)), np.uint64, int(sizes.sum())), sizes


def _code(mark: str) -> int:
    """A number for a mark, the same in every run."""
    return int.from_bytes(blake2b(mark.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _constants(count: int) -> Iterator[int]:
    """Pseudo-random numbers, the same in every run."""
    state = _SEED
    for _ in range(count):
        state = (state + _GOLDEN) & _ALL
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _ALL
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _ALL
        yield mixed ^ (mixed >> 31)
