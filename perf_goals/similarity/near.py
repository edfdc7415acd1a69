"""Families of near copies among many sets of marks (a text's character pairs, an indicator set's rows).

Nothing compares all pairs, and nothing is chained: a mark's set joins a family only if it is itself like the family's first
one. Few sets meet by the first marks of each, which misses none; many by MinHash signatures in bands (``bands``), which misses
a few in a thousand. Every meeting is checked exactly. What comes first is decided by the sets, never by the order they are
given in, nor by how many threads share the work.

Many sets are a crew's work (``Crew``): threads of this process, or whatever an engine gives (``sharing``), by the steps of
``shuffle``. The result is the same.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Any, Protocol

from ..memory import no_collection
from . import bands, shuffle
from .normal import likeness, pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

FEW = 64  # up to so many the exact way is also the faster one
FAR = 100_000  # fewer are done here in about a second: sending them anywhere takes longer
CHUNK = 1 << 14  # texts that are signed at a time, pairs that are counted at a time

Marks = Callable[[str], frozenset[str]]
Items = Sequence[Any]  # texts, or sets of marks
Codes = Callable[[Items], tuple["Numbers", "Numbers"]]  # of ``bands``, for what the items are
Near = dict[int, dict[int, float]]  # of each set those like it, by number, and how like


class Crew(Protocol):
    """Who does what takes long where there are many."""

    def met(self, items: Items, codes: Codes, least: float) -> tuple["Numbers", "Numbers"]:
        """Pairs of positions that meet in a band and may be alike, each once, the earlier one first, in order."""

    def weigh(
        self, items: Items, codes: Codes, least: float, one: "Numbers", other: "Numbers"
    ) -> Iterator[tuple[int, int, float]]:
        """Of these pairs those as like as ``least``, counted exactly, in their order."""


_crew: ContextVar[Crew | None] = ContextVar("crew", default=None)


@contextmanager
def sharing(crew: Crew) -> Iterator[None]:
    """Families of ``FAR`` sets and more are this crew's work here."""
    token = _crew.set(crew)
    try:
        yield
    finally:
        _crew.reset(token)


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
    return _families(texts, _pairs, least, list, bands.codes_of_pairs, shortest, jobs)


def set_families(sets: Sequence[frozenset[str]], least: float, *, jobs: int | None = None) -> list[Family]:
    """The same for sets of marks; empty sets join none."""
    names = ["\n".join(sorted(one)) for one in sets]
    by_name = dict(zip(names, sets, strict=True))

    def items(some: Sequence[str]) -> Items:
        return list(map(by_name.__getitem__, some))

    return _families(names, by_name.__getitem__, least, items, bands.codes_of_marks, 1, jobs)


@lru_cache(maxsize=1 << 14)
def _pairs(text: str) -> frozenset[str]:
    return pairs(text)


_Sets = Callable[[Sequence[str]], Items]


def _families(
    names: Sequence[str], marks: Marks, least: float, items: _Sets, codes: Codes, shortest: int, jobs: int | None
) -> list[Family]:
    """names: what copies have in common, one shorter than ``shortest`` has no others; marks, items: what names stand for."""
    if not 0 < least <= 1:
        raise ValueError(f"least must be above 0 and at most 1, not {least}")
    with no_collection():
        return _found(names, marks, least, items, codes, shortest, jobs)


def _found(
    names: Sequence[str], marks: Marks, least: float, items: _Sets, codes: Codes, shortest: int, jobs: int | None
) -> list[Family]:
    once, which, counts = collapsed(names)
    kept = [number for number, name in enumerate(once) if len(name) >= shortest]
    kept = [kept[at] for at in order([once[number] for number in kept], [counts[number] for number in kept])]
    some, often = [once[number] for number in kept], [counts[number] for number in kept]
    if len(some) <= FEW:
        followers = stars(_near_of_few([marks(name) for name in some], least), often)
    else:
        crew = _crew.get() if len(some) >= FAR else None
        followers = _many(items(some), least, codes, often, crew or _Threads(jobs))
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
    items: Items, least: float, codes: Codes, counts: Sequence[int], crew: Crew
) -> dict[int, list[tuple[int, float]]]:
    """The same by signatures."""
    near: Near = {}
    one, other = crew.met(items, codes, least)
    _add(near, crew.weigh(items, codes, least, one, other))
    _add(near, crew.weigh(items, codes, least, *further(near, counts)))
    return stars(near, counts)


class _Threads:
    """Threads share the work: numpy lets go of the interpreter while it counts."""

    def __init__(self, jobs: int | None) -> None:
        self._jobs = jobs or os.cpu_count() or 1

    def met(self, items: Items, codes: Codes, least: float) -> tuple["Numbers", "Numbers"]:
        import numpy as np

        signed = np.empty((len(items), bands.BANDS * bands.ROWS), np.uint16)
        keys = np.empty((bands.BANDS, len(items)), np.uint32)

        def sign(begin: int) -> None:
            chosen = slice(begin, begin + CHUNK)
            signed[chosen], keys[:, chosen] = shuffle.sign(codes, items[chosen])

        with ThreadPoolExecutor(self._jobs) as pool:
            for _ in pool.map(sign, range(0, len(items), CHUNK)):
                pass
            met = pool.map(lambda band: shuffle.met(band, keys[band], signed, least), range(bands.BANDS))
            return shuffle.union(met)

    def weigh(
        self, items: Items, codes: Codes, least: float, one: "Numbers", other: "Numbers"
    ) -> Iterator[tuple[int, int, float]]:
        def weigh(begin: int) -> shuffle.Weighed:
            chosen = slice(begin, begin + CHUNK)
            return shuffle.weighed(codes, *shuffle.needed(items, one[chosen], other[chosen]), least)

        with ThreadPoolExecutor(self._jobs) as pool:
            for found in pool.map(weigh, range(0, len(one), CHUNK)):
                yield from shuffle.listed(found)


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
