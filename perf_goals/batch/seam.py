"""What makes goal texts meet that may be copies of each other: the library keeps it and asks by it, ``similarity`` makes it.

Exact copies, and those in which names and figures are exchanged, meet by a number that a database joins. Near copies meet by
the signatures and bands of ``similarity.bands``.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..model import Goal, Indicator
from ..similarity import bands
from ..similarity.normal import bare, core, loose, own_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

VERSION = 1  # of what is kept; raised when one of the functions below gives another number for a text
SHORTEST = 6  # characters of a text that may be a copy
LEAST = 0.8  # of two texts' character pairs (Dice): what is kept apart by signatures; the rules then count exactly
_NEAR = 12  # characters of a text that may be a near copy
_LOOSELY = 24  # the same, where names and figures are exchanged


def mark(text: str) -> int:
    """63 bits of a text: a column that a database joins quickly."""
    return bands.code(text) >> 1


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


def programme(one: Goal | Indicator) -> str:
    """A project's name without years and papers: the same from year to year."""
    return core(one.project or "")


def signatures(texts: Sequence[str]) -> list[bytes | None]:
    """Of each goal text its signature as bytes; None where the text is too short for a near copy."""
    plain = [bare(text) for text in texts]
    found: list[bytes | None] = [None] * len(plain)
    long = [at for at, text in enumerate(plain) if len(text) >= _NEAR]
    if long:
        signed = bands.signatures(*bands.codes_of_pairs([plain[at] for at in long])).astype("<u2")
        for number, at in enumerate(long):
            found[at] = signed[number].tobytes()
    return found


def signed(kept: Iterable[bytes]) -> "Numbers":
    """Signatures that were kept, as numbers: uint16, n × (BANDS * ROWS)."""
    import numpy as np

    return np.frombuffer(b"".join(kept), "<u2").astype(np.uint16).reshape(-1, bands.BANDS * bands.ROWS)


class Meeting:
    """Texts of others that may be near copies of one's own: shown part after part, so that only those that share a bucket
    with one's own are ever in memory together."""

    def __init__(self, names: "Numbers", own: "Numbers") -> None:
        """names: what one's own texts are called, as in ``show``."""
        import numpy as np

        self._own_names = names
        self._own = own
        self._keys = [np.unique(bands.band_keys(own, band)) for band in range(bands.BANDS)]
        self._met: list[Numbers] = []
        self._names: list[Numbers] = []

    def show(self, names: "Numbers", theirs: "Numbers") -> None:
        """Some texts of others. names: what a text is called in the answer, int64, the same for the same text; those of
        one's own texts are no near copies."""
        import numpy as np

        met = np.zeros(len(theirs), np.bool_)
        for band, keys in enumerate(self._keys):
            met |= np.isin(bands.band_keys(theirs, band), keys)
        met &= ~np.isin(names, self._own_names)
        self._met.append(theirs[met])
        self._names.append(names[met])

    def pairs(self, most: int) -> Iterator[tuple[int, int]]:
        """(position of one's own text, name of the other), of each text's likely near copies the ``most`` likeliest."""
        import numpy as np

        if not self._met:
            return
        names, first = np.unique(np.concatenate(self._names), return_index=True)
        size = len(self._own)
        both = np.concatenate([self._own, np.concatenate(self._met)[first]])
        found = []
        for band in range(bands.BANDS):
            one, other = bands.meet(bands.band_keys(both, band), both, band)
            across = (one < size) & (other >= size)
            one, other = one[across], other[across]
            sure = bands.alike(both, one, other, LEAST)
            found.append(np.unique(one[sure] << 32 | other[sure]))
        met = np.unique(np.concatenate(found))
        one, other = met >> 32, met & 0xFFFFFFFF
        order = np.lexsort((other, -bands.agreement(both, one, other), one))
        taken: dict[int, int] = {}
        for at in order.tolist():
            mine = int(one[at])
            taken[mine] = taken.get(mine, 0) + 1
            if taken[mine] <= most:
                yield mine, int(names[other[at] - size])


def version() -> str:
    """What is kept by different versions cannot be compared: it is made again from what was read."""
    return f"{VERSION}.{bands.VERSION}"
