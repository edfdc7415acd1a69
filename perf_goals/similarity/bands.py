"""The steps that find near copies among many texts or sets: signatures, bands, meetings, exact shares.

Each step is a pure function of arrays, so that an engine can send it to any worker: ``signatures`` of a chunk of texts, then
``band_keys`` of each band (shuffled by key), ``meet`` for all members of a band that share keys, ``alike`` to drop what the
signatures rule out, ``shares`` to count exactly. The small path of ``near`` asks the same functions.

A signature has ``BANDS * ROWS`` numbers below 65,536. A mark (a character pair, an indicator's row) is first put into one of
65,536 boxes; each number of a signature is the least of its boxes in an order of its own, so two sets agree in a number about
as often as their Jaccard share says. Constants are written down here and never drawn: signatures of different runs, machines
and versions of numpy can be compared as long as VERSION is the same.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

VERSION = 1
BANDS, ROWS = 24, 5
CROWD = 32  # members of a bucket that are compared with each other
DEPTHS = 10  # how often a bucket that is larger is parted by one further row
HUBS = 2  # members of a larger bucket that all others of it are compared with
_BOXES = 1 << 16
_BLOCK = 2048  # signatures that stay in the processor's cache while they are made
_HEAD = 32  # numbers of a signature that are looked at first
_SEED = 20150088
_ALL = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_ONES = 0x0101010101010101


def codes_of_pairs(texts: Sequence[str]) -> tuple["Numbers", "Numbers"]:
    """A number for each character pair of the texts, one text behind the other, and how many each text has.

    A text of one character has that character, an empty one nothing.

    Shapes:
        codes: uint64, sum(sizes). sizes: int64, len(texts).
    """
    import numpy as np

    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    chars = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    # Two characters of 16 bits take 32; the rest of a rare one's bits stands above, where it meets no other pair.
    codes = (chars & np.uint64(0xFFFF)) << np.uint64(16) | (chars >> np.uint64(16)) << np.uint64(48)
    codes[:-1] |= chars[1:] & np.uint64(0xFFFF) | (chars[1:] >> np.uint64(16)) << np.uint64(32)
    ends = (np.cumsum(sizes) - 1)[sizes > 0]
    # The last character has no partner; it stays alone only in a text of one character.
    codes[ends] = chars[ends] | np.uint64(1 << 63)
    kept = np.ones(len(codes), np.bool_)
    kept[ends[sizes[sizes > 0] > 1]] = False
    return codes[kept], np.where(sizes > 1, sizes - 1, sizes)


def codes_of_marks(sets: Sequence[frozenset[str]]) -> tuple["Numbers", "Numbers"]:
    """The same for marks of any kind; the number is 64 bits of the mark's hash."""
    import numpy as np

    sizes = np.fromiter(map(len, sets), np.int64, len(sets))
    known: dict[str, int] = {}
    for mark in chain.from_iterable(sets):
        if mark not in known:
            known[mark] = code(mark)
    return np.fromiter(map(known.__getitem__, chain.from_iterable(sets)), np.uint64, int(sizes.sum())), sizes


def code(mark: str) -> int:
    """A number of 64 bits for a mark, the same in every run."""
    return int.from_bytes(blake2b(mark.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def signatures(codes: "Numbers", sizes: "Numbers") -> "Numbers":
    """MinHash signatures of sets whose codes stand one behind the other; repeated codes change nothing.

    Shapes:
        codes: uint64, sum(sizes). sizes: int64, n.
        result: uint16, n × (BANDS * ROWS); an empty set has 65,535 everywhere.
    """
    import numpy as np

    ranks = _ranks()
    boxes = _mixed(codes) >> np.uint64(48)
    boxes = boxes.astype(np.intp)
    found = np.full((len(sizes), BANDS * ROWS), _BOXES - 1, np.uint16)
    starts = np.cumsum(sizes) - sizes
    order = np.argsort(sizes, kind="stable")
    room = np.empty((min(_BLOCK, len(sizes)), BANDS * ROWS), np.uint16)
    for begin in range(0, len(order), _BLOCK):
        members = order[begin : begin + _BLOCK]
        theirs, spots = sizes[members], starts[members]
        least = np.full((len(members), BANDS * ROWS), _BOXES - 1, np.uint16)
        # Sorted by size: those that have a code at this place are the last of the block.
        firsts = np.searchsorted(theirs, np.arange(theirs[-1]), side="right")
        for place, first in enumerate(firsts.tolist()):
            taken = room[: len(members) - first]
            np.take(ranks, boxes[spots[first:] + place], axis=0, out=taken, mode="clip")
            np.minimum(least[first:], taken, out=least[first:])
        found[members] = least
    return found


def _mixed(numbers: "Numbers") -> "Numbers":
    """64 bits stirred, one to one."""
    import numpy as np

    found: Numbers = (numbers ^ (numbers >> np.uint64(31))) * np.uint64(_GOLDEN)
    found ^= found >> np.uint64(29)
    found *= np.uint64(0xBF58476D1CE4E5B9)
    found ^= found >> np.uint64(32)
    return found


@lru_cache(maxsize=1)
def _ranks() -> "Numbers":
    """The place of each box in each of the orders: uint16, 65,536 × (BANDS * ROWS); every column is a permutation."""
    import numpy as np

    boxes = np.arange(_BOXES, dtype=np.uint16)
    found = np.empty((_BOXES, BANDS * ROWS), np.uint16)
    constants = _constants(BANDS * ROWS)
    for column, drawn in enumerate(constants):
        place = boxes ^ np.uint16(drawn & 0xFFFF)
        for shift, part in ((7, 16), (9, 32), (5, 48)):  # each step is one to one
            place = place * np.uint16((drawn >> part) & 0xFFFF | 1)
            place ^= place >> np.uint16(shift)
        place = place * np.uint16(0xA2D3)
        found[:, column] = place ^ (place >> np.uint16(8))
    found.flags.writeable = False
    return found


def _constants(count: int) -> Iterator[int]:
    """Pseudo-random numbers, the same in every run."""
    state = _SEED
    for _ in range(count):
        state = (state + _GOLDEN) & _ALL
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _ALL
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _ALL
        yield mixed ^ (mixed >> 31)


def band_keys(signed: "Numbers", band: int) -> "Numbers":
    """The key of each signature's bucket in one band: uint32, n. Equal rows have equal keys; others meet once in 2³² times."""
    return _folded(signed[:, band * ROWS : (band + 1) * ROWS], band)


def _folded(rows: "Numbers", start: Any) -> "Numbers":
    """Rows of numbers as one number of 32 bits each. start: a number, or one for each row."""
    import numpy as np

    found = np.full(len(rows), start, np.uint64)
    for column in range(rows.shape[1]):
        found = (found ^ rows[:, column]) * np.uint64(_GOLDEN)
        found ^= found >> np.uint64(29)
    return (found >> np.uint64(16)).astype(np.uint32)


def meet(keys: "Numbers", signed: "Numbers", band: int) -> tuple["Numbers", "Numbers"]:
    """Who is to be compared with whom in one band; never all pairs of a large bucket.

    The members of a bucket of up to CROWD are all compared. Of a larger one, which a template makes, each member is compared
    with the first HUBS, and the bucket is parted by further rows of the signature until the parts are small enough: near
    copies within a template still agree in those, while others do not. The order of the members decides what is first.

    Shapes:
        keys: uint32, n. signed: uint16, n × (BANDS * ROWS).
        result: two of intp, m: positions of the earlier and the later one. A pair may stand there twice.
    """
    import numpy as np

    at = np.arange(len(keys))
    ones: list[Numbers] = []
    others: list[Numbers] = []
    for depth in range(DEPTHS + 1):
        joined = np.sort(keys.astype(np.uint64) << np.uint64(32) | np.arange(len(keys), dtype=np.uint64))
        keys = (joined >> np.uint64(32)).astype(np.uint32)
        same = keys[1:] == keys[:-1]
        met = np.zeros(len(keys), np.bool_)
        met[1:] = same
        met[:-1] |= same
        keys = keys[met]
        at = at[(joined[met] & np.uint64(0xFFFFFFFF)).astype(np.intp)]
        new = np.ones(len(keys), np.bool_)
        new[1:] = keys[1:] != keys[:-1]
        starts = np.flatnonzero(new)
        sizes = np.diff(np.append(starts, len(keys)))
        mine = np.repeat(sizes, sizes)
        small = mine <= CROWD
        few, few_keys = at[small], keys[small]
        for step in range(1, CROWD):
            near = np.flatnonzero(few_keys[step:] == few_keys[:-step])
            if not len(near):
                break
            ones.append(few[near])
            others.append(few[near + step])
        crowded = mine > CROWD
        if not crowded.any():
            break
        begin = np.repeat(starts, sizes)[crowded]
        at_crowded = np.flatnonzero(crowded)
        for hub in range(HUBS):
            later = at_crowded > begin + hub
            ones.append(at[begin[later] + hub])
            others.append(at[at_crowded[later]])
        row = ((band + BANDS // 2) * ROWS + depth) % (BANDS * ROWS)
        at, keys = at[crowded], keys[crowded]
        keys = _folded(signed[at, row, None], keys)
    nobody = np.empty(0, np.intp)
    return np.concatenate([nobody, *ones]), np.concatenate([nobody, *others])


def alike(signed: "Numbers", one: "Numbers", other: "Numbers", least: float) -> "Numbers":
    """Which pairs may reach the share ``least`` (Dice) by their signatures; of those at the very bound one in 200 is lost.

    Shapes:
        one, other: intp, m. result: bool, m.
    """
    import numpy as np

    found = np.zeros(len(one), np.bool_)
    jaccard = least / (2 - least)
    head = signed[:, :_HEAD]
    for begin in range(0, len(one), 4 * _BLOCK):
        left, right = one[begin : begin + 4 * _BLOCK], other[begin : begin + 4 * _BLOCK]
        maybe = np.flatnonzero(_agreed(head[left], head[right]) >= _floor(jaccard, _HEAD))
        left, right = left[maybe], right[maybe]
        sure = _agreed(signed[left], signed[right]) >= _floor(jaccard, BANDS * ROWS)
        found[begin + maybe[sure]] = True
    return found


def _floor(jaccard: float, rows: int) -> float:
    """In how many rows two sets of this share agree at least, but for one case in 200."""
    return float(rows * jaccard - 2.6 * (rows * jaccard * (1 - jaccard)) ** 0.5 - 0.5)


def _agreed(one: "Numbers", other: "Numbers") -> "Numbers":
    """In how many places two rows agree. Eight comparisons are added up at a time, as bytes of one number."""
    import numpy as np

    words = (one == other).view(np.uint64)
    total: Numbers = words[:, 0].copy()
    for column in range(1, words.shape[1]):
        total += words[:, column]
    total *= np.uint64(_ONES)
    total >>= np.uint64(56)
    return total


def agreement(signed: "Numbers", one: "Numbers", other: "Numbers") -> "Numbers":
    """In what share of the numbers the signatures of each pair agree: about the Jaccard share of the sets.

    Shapes:
        one, other: intp, m. result: float64, m.
    """
    import numpy as np

    found = np.zeros(len(one))
    for begin in range(0, len(one), 4 * _BLOCK):
        chosen = slice(begin, begin + 4 * _BLOCK)
        found[chosen] = _agreed(signed[one[chosen]], signed[other[chosen]]) / (BANDS * ROWS)
    return found


def shares(codes: "Numbers", sizes: "Numbers", one: "Numbers", other: "Numbers") -> "Numbers":
    """The share of marks that the sets of each pair have in common, counted exactly (Dice, as ``normal.likeness``).

    Shapes:
        codes, sizes: of the sets, as for ``signatures``. one, other: intp, m, positions in sizes.
        result: float64, m; 0 where a set is empty.
    """
    import numpy as np

    if not len(one):
        return np.zeros(0)
    numbers, starts, counts = _distinct(codes, sizes)
    both = np.zeros(len(one), np.int64)
    pair = np.arange(len(one))
    for at in range(0, len(one), _BLOCK):
        chosen = slice(at, at + _BLOCK)
        who = np.concatenate((one[chosen], other[chosen]))
        width = counts[who]
        spots = np.repeat(starts[who] - (np.cumsum(width) - width), width) + np.arange(width.sum())
        # Every code of the two sets with the number of the pair in front of it: what both have stands there twice.
        owner = np.repeat(np.tile(pair[: len(who) // 2], 2), width).astype(np.uint64)
        met = np.sort(owner << np.uint64(32) | numbers[spots])
        twice = met[1:][met[1:] == met[:-1]] >> np.uint64(32)
        both[chosen] = np.bincount(twice.astype(np.intp), minlength=len(who) // 2)
    all_ = counts[one] + counts[other]
    found: Numbers = np.divide(2 * both, all_, out=np.zeros(len(one)), where=all_ > 0)
    return found


def _distinct(codes: "Numbers", sizes: "Numbers") -> tuple["Numbers", "Numbers", "Numbers"]:
    """Each set's codes once, as numbers below 2³², with the start and the count of each set."""
    import numpy as np

    small = codes
    if len(codes) and codes.max() >> np.uint64(32):  # marks, or pairs with rare characters
        small = np.unique(codes, return_inverse=True)[1].astype(np.uint64)
    owner = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    once = np.sort(owner << np.uint64(32) | small)
    once = once[np.append(True, once[1:] != once[:-1])] if len(once) else once
    counts = np.bincount((once >> np.uint64(32)).astype(np.intp), minlength=len(sizes))
    return once & np.uint64(0xFFFFFFFF), np.cumsum(counts) - counts, counts
