"""Families of near copies among many sets of marks (a text's character pairs, an indicator set's rows).

Nothing compares all pairs, and nothing is chained: a mark's set joins a family only if it is itself like the family's first
one. Few sets meet by the first marks of each, which misses none; many by MinHash signatures in bands (``bands``), which misses
a few in a thousand. Every meeting is checked exactly. What comes first is decided by the sets, never by the order they are
given in, nor by how many threads share the work.

An engine that spreads the work asks for the same steps: ``collapsed`` and ``order`` once, ``bands.signatures`` and
``bands.band_keys`` of each chunk, ``bands.meet`` and ``bands.alike`` of each band (its members in ``order``, those that share
a key in one place), ``bands.shares`` of each chunk of pairs, then ``further``, its pairs counted too, ``stars`` and
``printed``.
"""

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Any

from . import bands
from .normal import likeness, pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

FEW = 64  # up to so many the exact way is also the faster one
CHUNK = 1 << 14  # texts that are signed at a time, pairs that are counted at a time

Marks = Callable[[str], frozenset[str]]
Codes = Callable[[Sequence[str]], tuple["Numbers", "Numbers"]]
Near = dict[int, dict[int, float]]  # of each set those like it, by number, and how like


@dataclass(frozen=True, slots=True)
class Family:
    """Near copies: the position of the first and, of each other, its position and its likeness to the first."""

    first: int
    others: tuple[tuple[int, float], ...]

    @property
    def all(self) -> tuple[int, ...]:
        return (self.first, *(at for at, _ in self.others))


def families(texts: Sequence[str], least: float, shortest: int = 1, *, jobs: int | None = None) -> list[Family]:
    """Texts that share at least ``least`` of their character pairs (Dice) with the first of their family.

    A Dice share d is the Jaccard share d / (2 - d): 0.85 is 0.74, and 0.89 is 0.8.

    shortest: texts of fewer characters join none but their own copies. jobs: threads, as many as there are cores if None.

    >>> families(["组织志愿者进社区活动", "开展科普讲座", "组织志愿者进社区活动周"], 0.8)
    [Family(first=2, others=((0, 0.9473684210526315),))]
    """
    return _families(texts, _pairs, least, bands.codes_of_pairs, shortest, jobs)


def set_families(sets: Sequence[frozenset[str]], least: float, *, jobs: int | None = None) -> list[Family]:
    """The same for sets of marks; empty sets join none."""
    names = ["\n".join(sorted(one)) for one in sets]
    by_name = dict(zip(names, sets, strict=True))
    return _families(
        names, by_name.__getitem__, least, lambda some: bands.codes_of_marks([by_name[name] for name in some]), 1, jobs
    )


@lru_cache(maxsize=1 << 14)
def _pairs(text: str) -> frozenset[str]:
    return pairs(text)


def _families(
    names: Sequence[str], marks: Marks, least: float, codes: Codes, shortest: int, jobs: int | None
) -> list[Family]:
    """names: what copies have in common; marks: the set that a name stands for, none for one shorter than ``shortest``."""
    if not 0 < least <= 1:
        raise ValueError(f"least must be above 0 and at most 1, not {least}")
    with _uncollected():
        return _found(names, marks, least, codes, shortest, jobs)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles: nothing made here has any, and looking through millions of values takes longer than they
    took to make."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _found(
    names: Sequence[str], marks: Marks, least: float, codes: Codes, shortest: int, jobs: int | None
) -> list[Family]:
    once, which, counts = collapsed(names)
    kept = [number for number, name in enumerate(once) if len(name) >= shortest]
    kept = [kept[at] for at in order([once[number] for number in kept], [counts[number] for number in kept])]
    some, often = [once[number] for number in kept], [counts[number] for number in kept]
    if len(some) <= FEW:
        followers = stars(_near_of_few([marks(name) for name in some], least), often)
    else:
        followers = _many(some, least, codes, often, jobs)
    first_of = {kept[one]: (kept[first], share) for first, theirs in followers.items() for one, share in theirs}
    return printed(first_of, which, counts)


def collapsed(names: Iterable[str]) -> tuple[list[str], list[int], list[int]]:
    """Exact copies made one: the different names that are not empty, of each name its place among them (-1 for an empty
    one), and how often each of the different ones stands there.

    >>> collapsed(["乙", "", "甲", "乙"])
    (['乙', '甲'], [0, -1, 1, 0], [2, 1])
    """
    known = {"": -1}
    counts: list[int] = []
    which = []
    for name in names:
        number = known.setdefault(name, len(counts))
        if number == len(counts):
            counts.append(0)
        if number >= 0:
            counts[number] += 1
        which.append(number)
    del known[""]
    return list(known), which, counts


def order(names: Sequence[str], counts: Sequence[int]) -> list[int]:
    """An order that is the names' own: what stands there most often is first, then what is longest."""
    found = sorted(range(len(names)), key=names.__getitem__)
    found.sort(key=lambda at: len(names[at]), reverse=True)
    found.sort(key=counts.__getitem__, reverse=True)
    return found


def printed(first_of: Mapping[int, tuple[int, float]], which: Sequence[int], counts: Sequence[int]) -> list[Family]:
    """Families by positions, with the exact copies of their members; and those that have exact copies only."""
    firsts = [number if count > 1 else -1 for number, count in enumerate(counts)]
    for number, (first, _) in first_of.items():
        firsts[number] = firsts[first] = first
    found: dict[int, list[tuple[int, float]]] = {}
    spots: dict[int, int] = {}
    for at, number in enumerate(which):
        if number < 0 or (first := firsts[number]) < 0:
            continue
        if number != first:
            found.setdefault(first, []).append((at, first_of[number][1]))
        elif first in spots:
            found.setdefault(first, []).append((at, 1.0))
        else:
            spots[first] = at
    return sorted((Family(spots[first], tuple(others)) for first, others in found.items()), key=lambda one: one.first)


def _near_of_few(sets: Sequence[frozenset[str]], least: float) -> Near:
    """All pairs of the likeness among a few sets, without numpy: they meet by their first marks."""
    found: Near = {}
    buckets: dict[str, list[int]] = {}
    for number, (mine, spots) in enumerate(zip(sets, _prefixes(sets, least), strict=True)):
        met = dict.fromkeys(chain.from_iterable(buckets[spot] for spot in spots if spot in buckets))
        for other in met:
            theirs = sets[other]
            if 2 * min(len(mine), len(theirs)) < least * (len(mine) + len(theirs)):
                continue
            if (share := likeness(mine, theirs)) >= least:
                found.setdefault(number, {})[other] = share
                found.setdefault(other, {})[number] = share
        for spot in spots:
            buckets.setdefault(spot, []).append(number)
    return found


def _prefixes(sets: Sequence[frozenset[str]], least: float) -> list[list[str]]:
    """Of each set so many of its marks, the first in an order of all marks, that two sets of the likeness share one."""
    floor = least / (2 - least)  # what two sets of the likeness have in common, as a share of the larger one
    return [sorted(one)[: len(one) - ceil(floor * len(one) - 1e-9) + 1] for one in sets]


def stars(near: Mapping[int, Mapping[int, float]], counts: Sequence[int]) -> dict[int, list[tuple[int, float]]]:
    """Families around a first one, so that everybody who is like anybody is in one, and nobody follows a follower.

    Who has most copies and neighbours is a first; its neighbours follow it, or the first that they are most like. Who then
    stands alone, because those like it follow others, draws the one it is most like out of that family.

    near: of each set those like it, both ways. counts: copies of each, in an order that decides between equals.

    >>> stars({0: {1: 0.9}, 1: {0: 0.9, 2: 0.8}, 2: {1: 0.8}, 3: {4: 0.9}, 4: {3: 0.9}}, [1] * 5)
    {1: [(0, 0.9), (2, 0.8)], 3: [(4, 0.9)]}
    """
    first_of = _first_of(near, counts)
    followers = _followers(near, first_of)
    for number in sorted(_alone(near, first_of, followers)):
        best = max(near[number], key=lambda one: (near[number][one], -one))
        if best not in followers:
            left = first_of.pop(best)
            del followers[left][best]
            followers[best] = {}
            if not followers[left]:  # two that had only each other: the one in the middle becomes the first
                del followers[left]
                followers[best][left] = near[best][left]
                first_of[left] = best
        followers[best][number] = near[best][number]
        first_of[number] = best
    return {first: sorted(theirs.items()) for first, theirs in sorted(followers.items())}


def _first_of(near: Mapping[int, Mapping[int, float]], counts: Sequence[int]) -> dict[int, int]:
    """Of each follower the first that it is most like."""
    found: dict[int, int] = {}
    for number in sorted(near, key=lambda one: (-counts[one] - len(near[one]), one)):
        if number in found:
            continue
        for other, share in near[number].items():
            if other not in found or share > near[other][found[other]]:
                found[other] = number
    return found


def _followers(near: Mapping[int, Mapping[int, float]], first_of: Mapping[int, int]) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = {}
    for number, first in first_of.items():
        found.setdefault(first, {})[number] = near[first][number]
    return found


def _alone(near: Iterable[int], first_of: Mapping[int, int], followers: Mapping[int, object]) -> Iterator[int]:
    return (number for number in near if number not in first_of and number not in followers)


def _many(
    names: Sequence[str], least: float, codes: Codes, counts: Sequence[int], jobs: int | None
) -> dict[int, list[tuple[int, float]]]:
    """The same by signatures. Threads share the work: numpy lets go of the interpreter while it counts."""
    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        one, other = _met(*_signed(names, codes, pool), least, pool)
        near: Near = {}
        _add(near, _weigh(names, codes, least, pool, one, other))
        _add(near, _weigh(names, codes, least, pool, *further(near, counts)))
    return stars(near, counts)


def _signed(names: Sequence[str], codes: Codes, pool: ThreadPoolExecutor) -> tuple["Numbers", "Numbers"]:
    """Signatures, and of each band the keys."""
    import numpy as np

    found = np.empty((len(names), bands.BANDS * bands.ROWS), np.uint16)
    keys = np.empty((bands.BANDS, len(names)), np.uint32)

    def sign(begin: int) -> None:
        chosen = slice(begin, begin + CHUNK)
        found[chosen] = signed = bands.signatures(*codes(names[chosen]))
        for band in range(bands.BANDS):
            keys[band, chosen] = bands.band_keys(signed, band)

    _all(pool.map(sign, range(0, len(names), CHUNK)))
    return found, keys


def _all(done: Iterable[None]) -> None:
    for _ in done:
        pass


def _met(signed: "Numbers", keys: "Numbers", least: float, pool: ThreadPoolExecutor) -> tuple["Numbers", "Numbers"]:
    """Pairs that meet in a band and may be alike, each once."""
    import numpy as np

    def meet(band: int) -> "Numbers":
        one, other = bands.meet(keys[band], signed, band)
        sure = bands.alike(signed, one, other, least)
        one, other = one[sure], other[sure]
        return np.unique(np.minimum(one, other) << 32 | np.maximum(one, other))

    met = np.unique(np.concatenate(list(pool.map(meet, range(bands.BANDS)))))
    return met >> 32, met & 0xFFFFFFFF


def _weigh(
    names: Sequence[str], codes: Codes, least: float, pool: ThreadPoolExecutor, one: "Numbers", other: "Numbers"
) -> Iterator[tuple[int, int, float]]:
    """Pairs that are as like as ``least``, counted exactly."""
    import numpy as np

    def weigh(begin: int) -> tuple["Numbers", "Numbers", "Numbers"]:
        left, right = one[begin : begin + CHUNK], other[begin : begin + CHUNK]
        needed, where = np.unique(np.concatenate((left, right)), return_inverse=True)
        share = bands.shares(*codes([names[at] for at in needed.tolist()]), where[: len(left)], where[len(left) :])
        sure = share >= least
        return left[sure], right[sure], share[sure]

    for left, right, share in pool.map(weigh, range(0, len(one), CHUNK)):
        yield from zip(left.tolist(), right.tolist(), share.tolist(), strict=True)


def _add(near: Near, weighed: Iterable[tuple[int, int, float]]) -> None:
    for one, other, share in weighed:
        near.setdefault(one, {})[other] = share
        near.setdefault(other, {})[one] = share


def further(near: Near, counts: Sequence[int]) -> tuple["Numbers", "Numbers"]:
    """Who is left alone, though like a follower, with that follower's first: they may be alike and have not met."""
    import numpy as np

    first_of = _first_of(near, counts)
    found: set[tuple[int, int]] = set()
    for number in _alone(near, first_of, dict.fromkeys(first_of.values())):
        firsts = {first_of[other] for other in near[number]}
        found.update((min(number, first), max(number, first)) for first in firsts - near[number].keys())
    table = np.array(sorted(found), np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
