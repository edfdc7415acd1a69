"""How a library's offices set one indicator: figures for ``perf-goals benchmark``."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import PerfGoalsError
from ..text import key
from .ask import ask
from .store import Library


@dataclass(frozen=True, slots=True)
class Spread:
    """Targets of one indicator in one unit with one sign.

    rows, offices: how many there are. figures: least, tenth, quarter, half, three quarters, nine tenths, most. counts: each
    value with how many offices promise it, ascending; of more than ``MOST`` values, steps of equal width.
    """

    name: str
    unit: str
    sign: str
    rows: int
    offices: int
    figures: tuple[float, float, float, float, float, float, float]
    counts: tuple[tuple[str, int], ...]


MOST = 20
PARTS = ("最小", "十分之一位", "四分之一位", "中位数", "四分之三位", "十分之九位", "最大")

_SAID = """
SELECT name_key, min(level3), coalesce(canonical_unit, unit, ''), CASE WHEN nature IN ('≤', '<') THEN '≤' ELSE '≥' END AS sign,
    count(*), count(DISTINCT office_key), quantile_cont(value, [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1])
FROM indicators WHERE value IS NOT NULL AND upper IS NULL AND {where} {year}
GROUP BY name_key, coalesce(canonical_unit, unit, ''), sign ORDER BY 6 DESC, 5 DESC, 1, 3, 4 LIMIT 50
"""
_VALUES = """
SELECT value, count(DISTINCT office_key) FROM indicators
WHERE value IS NOT NULL AND upper IS NULL AND name_key = ? AND coalesce(canonical_unit, unit, '') = ?
    AND CASE WHEN nature IN ('≤', '<') THEN '≤' ELSE '≥' END = ? {year}
GROUP BY value ORDER BY value
"""


def spreads(library: Library, indicator: str, year: int | None = None) -> list[Spread]:
    """The spreads of an indicator of this name; where there is none, of those whose name holds the words.

    Raises:
        PerfGoalsError: the library has no such indicator with a figure.
    """
    spot = key(indicator)
    only = "" if year is None else f"AND year = {int(year)}"
    for where, value in (("name_key = ?", spot), ("contains(name_key, ?)", spot)):
        _, rows = ask(library, _SAID.format(where=where, year=only), [value])
        if rows:
            break
    else:
        raise PerfGoalsError(
            f"资料库 {library.folder} 里没有名称含“{indicator}”的量化指标，请换一个词，或先用 library add 读入更多文件"
        )
    found = []
    for name_key, name, unit, sign, count, offices, figures in rows:
        _, values = ask(library, _VALUES.format(year=only), [name_key, unit, sign])
        found.append(Spread(name, unit, sign, count, offices, tuple(figures), _counts(values)))
    return found


def _counts(values: Sequence[tuple[float, int]]) -> tuple[tuple[str, int], ...]:
    if len(values) <= MOST:
        return tuple((f"{value:g}", count) for value, count in values)
    least, most = values[0][0], values[-1][0]
    width = (most - least) / MOST
    steps = [0] * MOST
    for value, count in values:
        steps[min(int((value - least) / width), MOST - 1)] += count
    return tuple((f"{least + at * width:g}–{least + (at + 1) * width:g}", count) for at, count in enumerate(steps))
