"""Which rows of a grid are headings, and what each column means.

Headings run over one, two or more rows: a group (项目金额（万元）, 产出指标, 年度绩效指标) above its columns. A blank heading
cell belongs to the group at its left; the words from the top row down are the column's path.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ..lexicon import ROLES, Heading, Lexicon, class_key
from ..text import key

_BRACKET = re.compile(r"\(([^()]*)\)")
_YEAR = re.compile(r"(20\d\d)年?度?")
_MONEY = (
    ("亿元", Decimal(10000)),
    ("百万元", Decimal(100)),
    ("万元", Decimal(1)),
    ("千元", Decimal("0.1")),
    ("元", Decimal("0.0001")),
)
_OTHER_PERIOD = re.compile(r"实施期|实施周期|中期|长期|中长期|三年|总体绩效指标|全周期")
_ANNUAL = re.compile(r"年度|当年|本年")
# What a heading says that ends like a target's but is none of this year's targets
_OTHER_VALUE = re.compile(
    r"实际|完成|上年|历史|基准|参考|标杆|往年|前三年|实施期|实施周期|中期|长期|管理|编制|审核|自评"
)
# Without one of these a row names no columns of a performance table: spares the look-ups for rows of figures
_HINT = re.compile("标|效益|满意")
# A heading cell that only says which year's or period's values stand below
_PERIOD = re.compile(r"20\d\d年?度?(?:值|数)?|年度值?|本年度?|当年|上年度?|实施期|中期|数值|内容|全年")
_TARGET = re.compile(
    r"[≥≤≧≦<>＞＜]|\d[%％]"
)  # a class as name with a target behind it is a row: 满意度 | 服务对象满意度 | ≥85%
_FIGURE = re.compile(r"\d(?!\d{3}年)|[≥≤=%]")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+[.、]|\([一二三四五六七八九十\d]+\))")
# Roles of which a long table, or a group of a wide one, uses one column only
_SINGLE = frozenset({"value", "goal", "nature", "unit", "weight", "level3", "level1", "level2"})
_CORE = frozenset({"level1", "level2", "level3", "nature", "value"})
# A column table's own headings; the rest of the roles are form labels
_COLUMNS = ROLES - {"info", "task", "task_text"}


@dataclass(frozen=True, slots=True)
class Match:
    """A heading cell that was understood. year and money are what its own words add."""

    heading: Heading
    year: int | None = None
    money: Decimal | None = None
    whole: bool = True  # the word is listed itself, and not only how it ends

    @property
    def role(self) -> str:
        return self.heading.role


def money_factor(text: str) -> Decimal | None:
    """Factor from the money unit that the text names to 万元; None where it names none.

    >>> money_factor("单位：元"), money_factor("预算数")
    (Decimal('0.0001'), None)
    """
    for word, factor in _MONEY:
        if word in text:
            return factor
    return None


@functools.lru_cache(maxsize=16384)
def match(text: str, lexicon: Lexicon) -> Match | None:
    """The heading that a cell prints, whatever brackets, year or asterisk surround it; None where it is none."""
    word = key(text).strip("*:：").rstrip("(")  # what stands in the bracket may be cut off
    if not word or len(word) > 40:
        return None
    found = lexicon.headings.get(word)
    if found is not None:
        return Match(found, money=money_factor(word) if "(" in word else None)
    bare = _BRACKET.sub("", word).strip("*:：")
    inside = "".join(_BRACKET.findall(word))
    year_match = _YEAR.search(word)
    year = int(year_match.group(1)) if year_match else None
    for candidate in (bare, _YEAR.sub("", bare, count=1), _NUMBERING.sub("", word), _NUMBERING.sub("", bare)):
        found = lexicon.headings.get(candidate) or lexicon.headings.get(candidate.strip("*:："))
        if found is not None:
            return Match(found, year, money_factor(inside) if inside else None)
    if len(bare) <= 16 and not _OTHER_VALUE.search(bare):
        for size in range(min(len(bare), 8), 2, -1):
            found = lexicon.heading_ends.get(bare[-size:])
            if found is not None:
                return Match(found, year, money_factor(inside) if inside else None, whole=False)
    return None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a performance table.

    role: "" for a column that the tool does not need or know. level1, level2, kind: the class that a wide table names
    above the column. period: "other" for 实施期 and last year's columns. group: columns of one indicator in a wide table.
    """

    index: int
    role: str
    text: str
    level1: str | None = None
    level2: str | None = None
    kind: str = ""
    period: str = ""
    year: int | None = None
    rank: int = 0
    money: Decimal | None = None
    group: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table. kind: "long" (a row for each indicator), "wide", "packed" (targets written into one cell
    a class) or "goals" (projects with a goal text and no indicators)."""

    kind: str
    columns: tuple[Column, ...]
    _firsts: dict[tuple[str, int], int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        firsts: dict[tuple[str, int], int] = {}
        for column in self.columns:
            firsts.setdefault((column.role, column.group), column.index)
        object.__setattr__(self, "_firsts", firsts)

    def first(self, role: str, group: int = 0) -> int | None:
        """Index of the first column with this role."""
        return self._firsts.get((role, group))

    def all(self, role: str) -> list[Column]:
        return [column for column in self.columns if column.role == role]

    @property
    def amount(self) -> Column | None:
        """The amount column that counts: the first by rank, then from the left."""
        return min(self.all("amount"), key=lambda column: (column.rank, column.index), default=None)

    @property
    def signature(self) -> tuple[str, ...]:
        """What makes two headings the same one, printed again."""
        return tuple(column.role or key(column.text) for column in self.columns if column.role or column.text)

    @property
    def named(self) -> tuple[int, ...]:
        """Indices of the columns that ``signature`` speaks of."""
        return tuple(column.index for column in self.columns if column.role or column.text)


def _matched(row: Sequence[str], lexicon: Lexicon) -> tuple[int, int, set[str]]:
    """(cells that are headings or class names, cells, roles)"""
    cells = [text for text in row if text]
    roles: set[str] = set()
    known = 0
    for text in cells:
        found = match(text, lexicon)
        if found is not None and found.role in _COLUMNS:
            roles.add(found.role)
            known += 1
        elif _class_of(text, lexicon):
            roles.add("class")
            known += 1
    return known, len(cells), roles


@functools.lru_cache(maxsize=16384)
def _class_of(text: str, lexicon: Lexicon) -> tuple[str | None, str | None, str]:
    """(level1, level2, kind) of a class name above a column; empty where it is none."""
    name = class_key(text)
    if not name or len(name) > 14:
        return ()  # type: ignore[return-value]
    one, two = lexicon.classes1.get(name), lexicon.classes2.get(name)
    if one is not None and one.kind != "管理":
        return text, None, one.kind
    if two is not None:
        return None, text, two.kind
    return ()  # type: ignore[return-value]


def is_core(row: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether this row names the columns of a performance table (not only groups above them)."""
    return _HINT.search("\n".join(row)) is not None and _is_core(tuple(row), lexicon)


@functools.lru_cache(maxsize=4096)
def _is_core(row: tuple[str, ...], lexicon: Lexicon) -> bool:
    known, cells, roles = _matched(row, lexicon)
    if cells < 2 or known < max(2, cells * 0.6):
        return False
    if "level3" in roles and roles & {"value", "level1", "level2", "nature", "label", "class"}:
        return True
    if {"level1", "level2"} <= roles or {"label", "value"} <= roles:
        return True
    if roles & {"project", "org", "code"} and sum(1 for text in row if text and _class_of(text, lexicon)) >= 2:
        return True
    if "project" in roles and "goal" in roles:
        return known >= 3 or known == cells
    return False


def _is_group(row: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a row above or below the core row belongs to the heading."""
    known, cells, roles = _matched(row, lexicon)
    if not cells:
        return False
    if cells == 1:
        return known == 1 and bool(roles & {"label", "label_other", "class"})
    if known == cells:
        return True
    unknown_short = all(len(text) <= 14 and not _TARGET.search(text) for text in row if text)
    return known >= cells * 0.6 and unknown_short


def heading_block(rows: Sequence[Sequence[str]], start: int, lexicon: Lexicon) -> int:
    """How many rows from ``start`` on are one heading: 0 where no heading begins here."""
    stop = start
    while stop < len(rows) and stop - start < 4 and _is_group(rows[stop], lexicon):
        stop += 1
        if is_core(rows[stop - 1], lexicon):
            while stop < len(rows) and stop - start < 5 and _is_below(rows[stop], lexicon):
                stop += 1
            return stop - start
    return 0


def read_heading(rows: Sequence[Sequence[str]], start: int, lexicon: Lexicon) -> tuple[int, list[list[str]]]:
    """(rows that the heading takes up, its rows for ``layout_of``); (0, []) where no heading begins here.

    A heading whose words are broken over rows (一级 above 指标) is put together if that makes more of it understood.
    """
    size = heading_block(rows, start, lexicon)
    best: tuple[int, list[list[str]]] = (size, [list(row) for row in rows[start : start + size]])
    known = max((_matched(row, lexicon)[0] for row in best[1]), default=0)
    for count in (2, 3):
        part = rows[start : start + count]
        if len(part) < count or not all(_is_torn(row) for row in part):
            break
        width = max(len(row) for row in part)
        pieces = [[row[column] for row in part if column < len(row) and row[column]] for column in range(width)]
        whole = ["".join(words) for words in pieces]
        understood = [(one := match(text, lexicon)) is not None and one.whole for text in whole]
        joined = [known_now for known_now, words in zip(understood, pieces, strict=True) if len(words) > 1]
        found = sum(understood)
        if len(joined) >= 2 and all(joined) and found >= known and is_core(whole, lexicon):
            best, known = (count, [whole]), found
    return best


def _is_torn(row: Sequence[str]) -> bool:
    """Whether a row may be a part of heading words: short words, no figures."""
    cells = [text for text in row if text]
    return bool(cells) and all(len(text) <= 12 and not _FIGURE.search(text) for text in cells)


def _is_below(row: Sequence[str], lexicon: Lexicon) -> bool:
    """A further heading row below the core row: names again, or a row that refines it."""
    cells = [key(text) for text in row if text]
    if len(cells) >= 2 and all(_PERIOD.fullmatch(text) for text in cells):
        return True  # 2025年 | 2026年 below 指标值
    return _is_group(row, lexicon) and len([text for text in row if text]) >= 2


def layout_of(rows: Sequence[Sequence[str]], lexicon: Lexicon, year: int | None) -> Layout:
    """Heading rows → Layout.

    Shapes: rows: H × C, the heading rows only. year: the document's budget year, which decides between columns of
    several years.
    """
    width = max(len(row) for row in rows)
    paths = _paths([list(row) + [""] * (width - len(row)) for row in rows])
    columns = [_column(index, path, own, lexicon) for index, (path, own) in enumerate(paths)]
    return _arranged(columns, year)


def _paths(rows: list[list[str]]) -> list[tuple[list[str], bool]]:
    """For each column its heading words from the top down, and whether any of them stands in the column itself."""
    width = len(rows[0])
    filled: list[list[str]] = []
    for depth, row in enumerate(rows):
        line = list(row)
        for column in range(1, width):
            if line[column] or not line[column - 1]:
                continue
            # a group reaches right as far as the group above it does, and not over a column with a heading of its own
            # in an upper row
            below = any(rows[lower][column] for lower in range(depth + 1, len(rows)))
            if (
                below
                and not any(rows[upper][column] for upper in range(depth))
                and (depth == 0 or filled[depth - 1][column] == filled[depth - 1][column - 1])
            ):
                line[column] = line[column - 1]
        filled.append(line)
    paths = []
    for column in range(width):
        path: list[str] = []
        for line in filled:
            if line[column] and (not path or path[-1] != line[column]):
                path.append(line[column])
        paths.append((path, any(row[column] for row in rows)))
    return paths


def _column(index: int, path: list[str], own: bool, lexicon: Lexicon) -> Column:
    if not path or not own:
        return Column(index, "", "")
    groups, leaf = path[:-1], path[-1]
    level1: str | None = None
    level2: str | None = None
    kind = ""
    for group in path:
        found = _class_of(group, lexicon)
        if found and found[0] and level1 is not None and class_key(group) in lexicon.classes2:
            found = (None, group, found[2])  # 成本指标 below 产出指标
        if found:
            level1, level2, kind = found[0] or level1, found[1] or level2, found[2] or kind
    joined = " ".join(groups)
    period = "other" if _OTHER_PERIOD.search(joined) and not _ANNUAL.search(joined) else ""
    if not period and _ANNUAL.search(joined):
        period = "annual"
    years = [int(value) for value in _YEAR.findall(key(" ".join(path)))]
    year = years[-1] if years else None
    understood = match(leaf, lexicon)
    if understood is None and groups:
        understood = match(groups[-1] + leaf, lexicon)
        if understood is None and _PERIOD.fullmatch(key(leaf)):
            understood = match(groups[-1], lexicon)
            if _OTHER_VALUE.search(key(leaf)):
                period = "other"
    if understood is None:
        return Column(index, "packed" if kind and _class_of(leaf, lexicon) else "", leaf, level1, level2, kind)
    role = understood.role
    if _OTHER_PERIOD.search(key(leaf)) and role in ("value", "goal"):
        period = "other"
    if role == "label_other":
        period = "other"
    money = understood.money
    if money is None:
        money = next((factor for group in groups if (factor := money_factor(group)) is not None), None)
    return Column(index, role, leaf, level1, level2, kind, period, year, understood.heading.rank, money)


def _arranged(columns: list[Column], year: int | None) -> Layout:
    """Settle what the single columns leave open: periods, years, wide groups."""
    names = [column for column in columns if column.role == "level3"]
    if not names:
        label = next((column for column in columns if column.role == "label"), None)
        has_value = any(column.role == "value" for column in columns)
        if label is not None and has_value:
            columns = [replace(column, role="level3") if column is label else column for column in columns]
            names = [column for column in columns if column.role == "level3"]
        elif has_value and any(column.role == "level2" for column in columns):
            # 一级指标 | 二级指标 | 指标值: the second level is the name
            spot = next(column.index for column in columns if column.role == "level2")
            columns = [replace(column, role="level3") if column.index == spot else column for column in columns]
            names = [column for column in columns if column.role == "level3"]
    if len({column.rank for column in names}) > 1:
        best = min(column.rank for column in names)
        columns = [
            replace(column, role="note") if column.role == "level3" and column.rank != best else column
            for column in columns
        ]
        names = [column for column in columns if column.role == "level3"]
    packed = [column for column in columns if column.role == "packed"]
    if not names:
        kind = "packed" if len(packed) >= 2 else "goals"
        return Layout(kind, tuple(_one_year(columns, year)))
    classes = {(column.level1, column.level2) for column in names if column.kind}
    if len(names) > 1 and len(classes) == len(names):
        return Layout("wide", tuple(_grouped(_one_year(columns, year))))
    if len(names) > 1:
        columns = _one_period(columns)
    return Layout("long", tuple(_one_year(columns, year)))


def _one_period(columns: list[Column]) -> list[Column]:
    """Two periods side by side: the annual half keeps its roles. Without a word about it the right half is the annual."""
    names = [column for column in columns if column.role == "level3"]
    annual = [column for column in names if column.period != "other"]
    chosen = annual[-1] if annual else names[-1]
    before = [column.index for column in names if column.index < chosen.index]
    after = [column.index for column in names if column.index > chosen.index]
    # each half reaches from behind the previous half's last target to its own end
    left = max(
        (
            column.index
            for column in columns
            if column.role in ("value", "unit", "nature", "weight") and before and column.index < chosen.index
        ),
        default=-1,
    )
    right = min(after, default=len(columns))
    settled = []
    for column in columns:
        shared = column.role in ("level1", "label", "label_other", "project", "org", "code", "serial", "amount", "goal")
        inside = left < column.index < right
        if inside or (
            shared and not any(other.role == column.role and left < other.index < right for other in columns)
        ):
            settled.append(column)
        else:
            settled.append(replace(column, role="", period="other"))
    return settled


def _one_year(columns: list[Column], year: int | None) -> list[Column]:
    """Among several columns of one role in one group: the annual one, then the budget year's, then the first."""
    if year is not None and any(column.role == "amount" and column.year == year for column in columns):
        columns = [
            replace(column, role="amount_other")
            if column.role == "amount" and column.year not in (None, year)
            else column
            for column in columns
        ]
    keep: dict[tuple[str, str | None, str | None], Column] = {}
    for column in columns:
        if column.role not in _SINGLE:
            continue
        spot = (column.role, column.level1, column.level2)
        rival = keep.get(spot)
        if rival is None or _better(column, rival, year):
            keep[spot] = column
    return [
        column
        if column.role not in _SINGLE or column in keep.values()
        else replace(column, role="value_other" if column.role == "value" else "", period="other")
        for column in columns
    ]


def _better(column: Column, rival: Column, year: int | None) -> bool:
    if (column.period == "other") != (rival.period == "other"):
        return rival.period == "other"
    # a column without a year speaks of the document's own: 年度指标值 | 2024年指标值
    mine, theirs = column.year or year, rival.year or year
    if mine != theirs:
        if year is not None and year in (mine, theirs):
            return mine == year
        return (mine or 0) > (theirs or 0)
    return column.period == "annual" and rival.period != "annual"


def _grouped(columns: list[Column]) -> list[Column]:
    """Number the indicator groups of a wide table: each name column opens one."""
    group = 0
    settled = []
    for column in columns:
        if column.role == "level3":
            group += 1
        if group and column.role in ("level3", "value", "nature", "unit", "weight", "direction", "note", "value_other"):
            settled.append(replace(column, group=group))
        else:
            settled.append(column)
    return settled


def with_sign_column(layout: Layout, rows: Sequence[Sequence[str]], lexicon: Lexicon) -> Layout:
    """A heading 指标值 over two columns, sign and figure: the first one is the 指标性质 column then.

    rows: R × C, the data rows, which alone show it.
    """
    value = layout.first("value")
    if layout.kind != "long" or value is None or layout.first("nature") is not None or value + 1 >= len(layout.columns):
        return layout
    right = layout.columns[value + 1]
    if right.role or right.text:
        return layout
    pairs = [(row[value], row[value + 1]) for row in rows if len(row) > value + 1 and row[value]]
    signs = sum(1 for sign, figure in pairs if key(sign) in lexicon.sign_cells and figure)
    if not pairs or signs < len(pairs) * 0.5:
        return layout
    roles = {value: "nature", value + 1: "value"}
    columns = [replace(column, role=roles.get(column.index, column.role)) for column in layout.columns]
    return Layout(layout.kind, tuple(columns))
