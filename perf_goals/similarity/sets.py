"""What a set of indicators is compared by: names and values, or names alone, whatever their order."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from ..model import Indicator, Nature, Target
from ..text import key

Mark = tuple[str, str]

# Figures that anybody may come to by himself: whole rates, once a month, none.
ROUND = frozenset(map(Decimal, (0, 1, 2, 3, 5, 10, 12, 80, 85, 90, 95, 98, 99, 100)))


def figure(target: Target) -> str:
    """A target for comparing: ``≥95.0 %`` and ``≥95%`` are one."""
    if target.value is not None:
        return _figure(target.nature, target.value, target.upper, target.unit)
    return key(target.text or "")


@lru_cache(maxsize=1 << 14)
def _figure(nature: Nature | None, value: Decimal, upper: Decimal | None, unit: str | None) -> str:
    top = f"-{upper.normalize():f}" if upper is not None else ""
    return f"{nature or ''}{value.normalize():f}{top}{unit or ''}"


def marks(rows: Iterable[Indicator]) -> tuple[Mark, ...]:
    """A whole set: of each row its name and its target, in an order of their own."""
    return tuple(sorted([(key(row.level3), figure(row.target)) for row in rows]))


def names(marked: Iterable[Mark]) -> tuple[str, ...]:
    """The names alone, in the same order."""
    return tuple([name for name, _ in marked])


def special(target: Target) -> bool:
    """Whether a target is a figure that two projects hardly share by chance.

    >>> special(Target(Nature.GE, Decimal(1634))), special(Target(Nature.GE, Decimal(95)))
    (True, False)
    """
    return target.value is not None and target.upper is None and target.value not in ROUND
