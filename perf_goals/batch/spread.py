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
WITH said AS (
    SELECT name_key, level3, coalesce(canonical_unit, unit, '') AS unit,
        CASE WHEN nature IN ('≤', '<') THEN '≤' ELSE '≥' END AS sign, office_key, value
    FROM indicators WHERE value IS NOT NULL AND upper IS NULL AND {where} AND (?::INT IS NULL OR year = ?::INT)
),
promised AS (SELECT name_key, unit, sign, value, count(DISTINCT office_key) AS offices FROM said GROUP BY ALL),
counted AS (
    SELECT name_key, unit, sign, list(value ORDER BY value) AS figures, list(offices ORDER BY value) AS counts
    FROM promised GROUP BY ALL
)
SELECT min(level3), unit, sign, count(*), count(DISTINCT office_key), quantile_cont(value, [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]),
    any_value(figures), any_value(counts)
FROM said JOIN counted USING (name_key, unit, sign)
GROUP BY name_key, unit, sign ORDER BY 5 DESC, 4 DESC, name_key, unit, sign LIMIT 50
"""


def spreads(library: Library, indicator: str, year: int | None = None) -> list[Spread]:
    """The spreads of an indicator of this name; where there is none, of those whose name holds the words.

    Raises:
        PerfGoalsError: the library has no such indicator with a figure.
    """
    for where in ("name_key = ?", "contains(name_key, ?)"):
        _, rows = ask(library, _SAID.format(where=where), [key(indicator), year, year])
        if rows:
            return [
                Spread(name, unit, sign, count, offices, tuple(quantiles), _counts(figures, counts))
                for name, unit, sign, count, offices, quantiles, figures, counts in rows
            ]
    when, other = ("", "请换一个词") if year is None else (f"{year}年", "请换一个词或年度")
    raise PerfGoalsError(
        f"资料库 {library.folder} 里没有{when}名称含“{indicator}”的量化指标，{other}，或先用 library add 读入更多文件"
    )


def _counts(figures: Sequence[float], counts: Sequence[int]) -> tuple[tuple[str, int], ...]:
    if len(figures) <= MOST:
        return tuple(zip(map(printed, figures), counts, strict=True))
    least, most = figures[0], figures[-1]
    width = (most - least) / MOST
    steps = [0] * MOST
    for value, count in zip(figures, counts, strict=True):
        steps[min(int((value - least) / width), MOST - 1)] += count
    return tuple(
        (f"{printed(least + at * width)}–{printed(least + (at + 1) * width)}", count) for at, count in enumerate(steps)
    )


def printed(value: float) -> str:
    """A figure as one writes it, however large it is.

    >>> printed(1234567.0), printed(86.5), printed(200 / 3)
    ('1234567', '86.5', '66.666667')
    """
    return f"{round(value, 6):.15g}"
