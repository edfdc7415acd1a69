"""The numbers of the score: ``lexicon/scoring.toml``, changed by ``[scoring]`` in perf-goals.toml; both checked here.

The two files are written in the same way, so one check serves both. What is wrong is told to whoever asked, with the path
of the key (``("weights", "error")``, ``("item", 2, "full")``): the lexicon names the entry, a configuration its line.
"""

import difflib
import functools
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from .errors import LexiconError
from .lexicon import folder
from .model import Severity

FILE = "scoring.toml"
NEEDS = ("goal", "rows", "amount", "any")
PARTS = ("goal", "project", "table", "document")
WAYS = ("equal", "amount")
SECTIONS = ("by", "item", "categories", "rules", "weights", "loads", "rule_loads", "band", "grade")
_ITEM = ("name", "dimension", "full", "needs", "judged")
_BAND = ("name", "upto", "top", "bottom")
_GRADE = ("name", "least")

Path = tuple[str | int, ...]
Tell = Callable[[Path, str], None]


@dataclass(frozen=True, slots=True)
class Item:
    """One 审核要点. needs: what must be printed for it to be judged, see lexicon/scoring.toml."""

    name: str
    dimension: str
    full: Decimal
    needs: tuple[str, ...]
    judged: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Up to a load of ``upto`` the points fall from ``top`` to ``bottom`` per cent."""

    name: str
    upto: Decimal
    top: Decimal
    bottom: Decimal


@dataclass(frozen=True, slots=True)
class Book:
    """All numbers. categories: category → item; rules: code → items, where a rule does not follow its category.

    weights: of a severity. loads: of a finding at a goal, project, table or document; rule_loads: the same for single
    rules. bands from light to heavy, grades from high to low.
    """

    items: tuple[Item, ...]
    categories: Mapping[str, str]
    rules: Mapping[str, tuple[str, ...]]
    weights: Mapping[Severity, Decimal]
    loads: Mapping[str, Decimal]
    rule_loads: Mapping[str, Decimal]
    bands: tuple[Band, ...]
    grades: tuple[tuple[str, Decimal], ...]
    by: str


_NOTHING = Book((), {}, {}, {}, {}, {}, (), (), "equal")


class _Check:
    """Reads one file's tables over a base, telling every mistake."""

    def __init__(self, data: Mapping[str, Any], base: Book, categories: Collection[str], tell: Tell) -> None:
        self.data = data
        self.base = base
        self.categories = categories
        self.tell = tell
        self.whole = base is _NOTHING

    def unknown(self, path: Path, allowed: Iterable[str]) -> None:
        near = difflib.get_close_matches(str(path[-1]), list(allowed), n=1)
        hint = f"，是否指 {near[0]}" if near else ""
        self.tell(path, f"不认识的键 {path[-1]}{hint}；可以用的有 {'、'.join(allowed)}")

    def number(self, path: Path, value: Any, low: int, high: int) -> Decimal | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.tell(path, f"{path[-1]} 应为数字，现在是 {_shown(value)}")
            return None
        number = Decimal(str(value))
        if not number.is_finite() or not low <= number <= high:
            self.tell(path, f"{path[-1]} 应在 {low} 到 {high} 之间，现在是 {value}")
            return None
        return number

    def table(self, name: str) -> Mapping[str, Any]:
        given = self.data.get(name, {})
        if isinstance(given, dict):
            return given
        self.tell((name,), f"{name} 应写成一节")
        return {}

    def blocks(self, name: str, keys: Collection[str]) -> list[Mapping[str, Any]]:
        given = self.data.get(name, [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            self.tell((name,), f"{name} 应写成 [[…]]，一条一节")
            return []
        for number, one in enumerate(given):
            for key in one:
                if key not in keys:
                    self.unknown((name, number, key), keys)
            if not isinstance(one.get("name"), str) or not one["name"].strip():
                self.tell((name, number, "name"), "缺少 name，或者不是文字")
        return [{"name": "", **one} for one in given]

    def items(self) -> tuple[Item, ...]:
        found = {item.name: item for item in self.base.items}
        for number, one in enumerate(self.blocks("item", _ITEM)):
            name = one["name"]
            if not isinstance(name, str) or not name:
                continue
            if not self.whole and name not in found:
                self.tell(("item", number, "name"), f"没有审核要点“{name}”；可以用的有 {'、'.join(found)}")
                continue
            before = found.get(name) or Item(name, "", Decimal(0), (), True)
            found[name] = self.item(number, one, before)
        return tuple(found.values())

    def item(self, number: int, one: Mapping[str, Any], item: Item) -> Item:
        for key in _ITEM if self.whole else ():
            if key not in one:
                self.tell(("item", number, key), f"要点“{item.name}”缺少 {key}")
        if "dimension" in one:
            if isinstance(one["dimension"], str):
                item = replace(item, dimension=one["dimension"])
            else:
                self.tell(("item", number, "dimension"), f"dimension 应为文字，现在是 {_shown(one['dimension'])}")
        if "full" in one:
            full = self.number(("item", number, "full"), one["full"], 0, 1000)
            if full is not None and (full == 0 or full != round(full, 2)):
                self.tell(("item", number, "full"), f"full 应大于 0，最多两位小数，现在是 {one['full']}")
            item = replace(item, full=full or item.full)
        if "needs" in one:
            needs = one["needs"]
            if isinstance(needs, list) and all(need in NEEDS for need in needs):
                item = replace(item, needs=tuple(needs))
            else:
                self.tell(("item", number, "needs"), f"needs 应为列表，可以用的有 {'、'.join(NEEDS)}")
        if "judged" in one:
            if isinstance(one["judged"], bool):
                item = replace(item, judged=one["judged"])
            else:
                self.tell(("item", number, "judged"), f"judged 应为 true 或 false，现在是 {_shown(one['judged'])}")
        return item

    def item_names(self, path: Path, value: Any, names: Collection[str]) -> tuple[str, ...]:
        several = value if isinstance(value, list) else [value]
        if several and all(isinstance(name, str) and name in names for name in several):
            return tuple(dict.fromkeys(several))
        self.tell(path, f"{path[-1]} 应为审核要点的名称，可以用的有 {'、'.join(names)}")
        return ()

    def by_category(self, names: Collection[str]) -> dict[str, str]:
        found = dict(self.base.categories)
        for category, value in self.table("categories").items():
            if category not in self.categories:
                self.unknown(("categories", category), self.categories)
            elif isinstance(value, list):
                self.tell(("categories", category), f"{category} 只能写一个审核要点")
            elif named := self.item_names(("categories", category), value, names):
                found[category] = named[0]
        if self.whole and (missing := [one for one in self.categories if one not in found]):
            self.tell(("categories",), f"缺少类别 {'、'.join(missing)}")
        return found

    def numbers(self, name: str, allowed: Collection[str], low: int, high: int) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for key, value in self.table(name).items():
            if key not in allowed:
                self.unknown((name, key), allowed)
            elif (number := self.number((name, key), value, low, high)) is not None:
                found[key] = number
        if self.whole and (missing := [one for one in allowed if one not in found]):
            self.tell((name,), f"{name} 缺少 {'、'.join(missing)}")
        return found

    def by_code(self, name: str, code: Callable[[str, Path], bool]) -> dict[str, tuple[Path, Any]]:
        return {key: ((name, key), value) for key, value in self.table(name).items() if code(key, (name, key))}

    def bands(self) -> tuple[Band, ...]:
        blocks = self.blocks("band", _BAND)
        found: list[Band] = []
        for number, one in enumerate(blocks):
            upto, top, bottom = (
                self.number(("band", number, key), one.get(key), 0, 1 if key == "upto" else 100) for key in _BAND[1:]
            )
            if upto is None or top is None or bottom is None:
                continue
            if top < bottom:
                self.tell(("band", number, "top"), f"“{one['name']}”的 top 应不小于 bottom")
            if found and (upto <= found[-1].upto or top > found[-1].bottom):
                self.tell(
                    ("band", number, "upto"), f"“{one['name']}”应比前一档重：upto 更大，top 不高于前一档的 bottom"
                )
            found.append(Band(one["name"], upto, top, bottom))
        if len(found) == len(blocks) and (found or self.whole) and (not found or found[-1].upto != 1):
            self.tell(("band",), "最后一档的 upto 应为 1")
        return tuple(found) or self.base.bands

    def grades(self) -> tuple[tuple[str, Decimal], ...]:
        blocks = self.blocks("grade", _GRADE)
        found: list[tuple[str, Decimal]] = []
        for number, one in enumerate(blocks):
            least = self.number(("grade", number, "least"), one.get("least"), 0, 100)
            if least is None:
                continue
            if found and least >= found[-1][1]:
                self.tell(("grade", number, "least"), f"“{one['name']}”的 least 应低于前一级")
            found.append((one["name"], least))
        if len(found) == len(blocks) and (found or self.whole) and (not found or found[-1][1] != 0):
            self.tell(("grade",), "最后一级的 least 应为 0")
        return tuple(found) or self.base.grades

    def way(self) -> str:
        way = self.data.get("by", self.base.by)
        if way not in WAYS:
            self.tell(("by",), f"by 应为 {' 或 '.join(WAYS)}，现在是 {_shown(way)}")
            return self.base.by
        return str(way)

    def book(self, code: Callable[[str, Path], bool]) -> Book:
        base = self.base
        for key in self.data:
            if key not in SECTIONS and not (self.whole and key == "schema"):
                self.unknown((key,), SECTIONS)
        items = self.items()
        names = [item.name for item in items]
        rules = {key: self.item_names(path, value, names) for key, (path, value) in self.by_code("rules", code).items()}
        loads: dict[str, Decimal] = {}
        for key, (path, value) in self.by_code("rule_loads", code).items():
            if (number := self.number(path, value, 0, 1)) is not None:
                loads[key] = number
        weights = self.numbers("weights", [str(one) for one in Severity], 0, 1)
        return Book(
            items,
            self.by_category(names),
            {**base.rules, **rules},
            {**base.weights, **{Severity(key): value for key, value in weights.items()}},
            {**base.loads, **self.numbers("loads", PARTS, 0, 1)},
            {**base.rule_loads, **loads},
            self.bands(),
            self.grades(),
            self.way(),
        )


def _shown(value: object) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value)


def change(data: Mapping[str, Any], categories: Sequence[str], code: Callable[[str, Path], bool], tell: Tell) -> Book:
    """The shipped numbers with an office's own over them.

    data: the tables under ``[scoring]``. code: whether a rule exists; it tells by itself where it does not.
    """
    return _Check(data, default(tuple(categories)), categories, tell).book(code)


def read(text: str, categories: Sequence[str]) -> Book:
    """Check ``lexicon/scoring.toml``.

    Raises:
        LexiconError: with everything that is wrong in it.
    """
    problems: list[str] = []

    def tell(path: Path, what: str) -> None:
        where = " ".join(str(part + 1) if isinstance(part, int) else part for part in path)
        problems.append(f"{FILE} {where}：{what}")

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError([f"{FILE}：不是有效的 TOML 写法（{error}）"]) from None
    if data.get("schema") != 1:
        tell(("schema",), "应为 schema = 1")
    book = _Check(data, _NOTHING, categories, tell).book(lambda name, path: True)
    if problems:
        raise LexiconError(problems)
    return book


@functools.cache
def default(categories: tuple[str, ...]) -> Book:
    """The shipped numbers. categories: the contract's, each of which must have its item."""
    return read((folder() / FILE).read_text(encoding="utf-8"), categories)
