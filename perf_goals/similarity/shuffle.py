"""Near copies as work that can be sent away: each step is a function of what it is given, and gives arrays.

Chunks of texts are signed where they are (``sign``). Of each band and part of its keys the keys alone travel first
(``piece``); whose key nobody shares is out (``shared``); only then do the signatures of the others follow (``rows``) and are
compared (``met_among``). Pairs of all bands are put together (``union``) and counted exactly with the texts that they need
(``needed``, ``weighed``).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from . import bands

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

Signed = tuple["Numbers", "Numbers"]  # signatures of a chunk, n × (BANDS * ROWS), and its keys, BANDS × n
Members = tuple["Numbers", "Numbers"]  # keys of one band, and whose they are
Weighed = tuple["Numbers", "Numbers", "Numbers"]  # one, other, share
Codes = Callable[[Sequence[Any]], tuple["Numbers", "Numbers"]]


def sign(codes: Codes, items: Sequence[Any]) -> Signed:
    """Signatures of some texts or sets, and of each band their keys."""
    import numpy as np

    signed = bands.signatures(*codes(items))
    return signed, np.stack([bands.band_keys(signed, band) for band in range(bands.BANDS)])


def piece(signed: Signed, begin: int, band: int, part: int, parts: int) -> Members:
    """Of a chunk that begins at a position, the keys of one band that belong to one part."""
    import numpy as np

    keys = signed[1][band]
    at = np.flatnonzero(keys % np.uint32(parts) == part) if parts > 1 else np.arange(len(keys))
    return keys[at], at + begin


def shared(pieces: Sequence[Members]) -> Members:
    """Those whose key somebody else has too, in order of position."""
    import numpy as np

    keys = np.concatenate([keys for keys, _ in pieces])
    at = np.concatenate([at for _, at in pieces])
    _, which, counts = np.unique(keys, return_inverse=True, return_counts=True)
    several = counts[which] > 1
    return keys[several], at[several]


def rows(signed: Signed, begin: int, members: Members) -> "Numbers":
    """The signatures of those that stand in this chunk."""
    import numpy as np

    first, last = np.searchsorted(members[1], (begin, begin + len(signed[0])))
    found: Numbers = signed[0][members[1][first:last] - begin]
    return found


def met_among(band: int, members: Members, signed: Sequence["Numbers"], least: float) -> "Numbers":
    """``met`` among members, by their positions. signed: their signatures, chunk after chunk."""
    import numpy as np

    keys, at = members
    pairs = met(band, keys, np.concatenate(signed), least)
    found: Numbers = at[pairs >> 32] << 32 | at[pairs & 0xFFFFFFFF]
    return found


def met(band: int, keys: "Numbers", signed: "Numbers", least: float) -> "Numbers":
    """Pairs that meet in a band and may be alike: int64, the earlier one in the upper half, each once, in order."""
    import numpy as np

    one, other = bands.meet(keys, signed, band)
    sure = bands.alike(signed, one, other, least)
    one, other = one[sure], other[sure]
    return np.unique(np.minimum(one, other) << 32 | np.maximum(one, other))


def union(found: Iterable["Numbers"]) -> tuple["Numbers", "Numbers"]:
    """Pairs of several bands and parts, each once."""
    import numpy as np

    pairs = np.unique(np.concatenate([np.empty(0, np.int64), *found]))
    return pairs >> 32, pairs & 0xFFFFFFFF


def needed(items: Sequence[Any], one: "Numbers", other: "Numbers") -> tuple[list[Any], "Numbers", "Numbers", "Numbers"]:
    """What counting some pairs needs: the texts, their positions, and for each pair the places of its two among them."""
    import numpy as np

    which, where = np.unique(np.concatenate((one, other)), return_inverse=True)
    return [items[at] for at in which.tolist()], which, where[: len(one)], where[len(one) :]


def weighed(
    codes: Codes, items: Sequence[Any], which: "Numbers", one: "Numbers", other: "Numbers", least: float
) -> Weighed:
    """Of the pairs those that are as like as ``least``, by positions."""
    share = bands.shares(*codes(items), one, other)
    sure = share >= least
    return which[one[sure]], which[other[sure]], share[sure]


def listed(found: Weighed) -> Iterator[tuple[int, int, float]]:
    return zip(*(column.tolist() for column in found), strict=True)
