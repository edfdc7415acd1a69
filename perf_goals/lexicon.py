"""Loads and checks the word lists under ``lexicon/`` into one frozen Lexicon.

A file with problems is refused as a whole, with everything that is wrong in it: an evaluator who corrects a list sees all
mistakes at once. Every entry carries examples; the tests run each of them through the code that uses the entry.
"""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .errors import LexiconError
from .model import Nature
from .text import key

ROLES = frozenset(
    [
        "serial",
        "org",
        "code",
        "project",
        "parent",
        "category",
        "info",
        "amount",
        "amount_part",
        "amount_other",
        "goal",
        "goal_other",
        "goal_actual",
        "label",
        "label_other",
        "level1",
        "level2",
        "level3",
        "nature",
        "type",
        "direction",
        "value",
        "value_other",
        "actual",
        "unit",
        "weight",
        "exec_weight",
        "score",
        "deviation",
        "note",
        "basis",
        "scoring",
        "task",
        "task_text",
    ]
)
KINDS = frozenset({"成本", "产出", "效益", "满意度", "管理"})
LISTS = frozenset(
    [
        "quantitative",
        "forward",
        "backward",
        "blank",
        "approximate",
        "more",
        "frequency",
        "ordinal",
        "zero",
        "subtotal",
        "empty",
        "execution",
    ]
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column or a form label means. rank orders the amount headings: the smallest one counts."""

    role: str
    name: str
    rank: int


@dataclass(frozen=True, slots=True)
class IndicatorClass:
    """A standard 一级 or 二级 class."""

    level: int
    name: str
    kind: str
    parents: tuple[str, ...]
    endings: tuple[str, ...]
    dimensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure; factor converts to the dimension's base unit, None where that is not exact."""

    name: str
    dimension: str
    factor: Decimal | None


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All word lists. Every mapping is keyed by ``text.key`` of the printed word.

    Two lexicons are the same only if they are one object: what is derived from one can be cached beside it.
    """

    headings: Mapping[str, Heading]
    heading_ends: Mapping[str, Heading]
    classes1: Mapping[str, IndicatorClass]
    classes2: Mapping[str, IndicatorClass]
    sign_cells: Mapping[str, Nature]
    signs_before: Mapping[str, Nature]
    signs_after: Mapping[str, Nature]
    units: Mapping[str, Unit]
    scales: Mapping[str, str]
    words: Mapping[str, frozenset[str]]


@functools.lru_cache(maxsize=1 << 14)
def class_key(printed: str) -> str:
    """The key of a class name: points in brackets, numbering and a trailing 指标 do not count.

    >>> class_key("产出指标（50分）"), class_key("1.数量 指标")
    ('产出', '数量')
    """
    text = re.sub(r"\([^()]*\)", "", key(printed))
    text = re.sub(r"^(?:[\d]+[.、]|[一二三四五六七八九十]+、)", "", text)
    text = text.strip("*:：")
    for tail in ("指标", "目标"):
        if text.endswith(tail) and len(text) > len(tail):
            return text.removesuffix(tail)
    return text


class _File:
    """One TOML file being checked: collects problems instead of stopping at the first."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.name = path.name
        self.problems = problems
        self.data: dict[str, Any] = {}
        try:
            self.data = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad puts a byte order mark in front
        except FileNotFoundError:
            self.problem("", "找不到这个文件")
            return
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self.problem("", f"不是有效的 TOML 文件（{error}）")
            return
        if self.data.get("schema") != 1:
            self.problem("", "开头应有 schema = 1")

    def problem(self, entry: str, what: str) -> None:
        self.problems.append(f"{self.name}{'：' + entry if entry else ''}：{what}")

    def entries(self, table: str, fields: Mapping[str, bool]) -> list[dict[str, Any]]:
        """The entries of ``[[table]]`` whose fields are all known, present (True) and non-empty."""
        found: list[dict[str, Any]] = []
        if not self.data:  # nothing could be read, which is reported already
            return found
        for name in self.data:
            if name not in ("schema", table):
                self.problem("", f"不认识的表 [{name}]，本文件只有 [[{table}]]")
        rows = self.data.get(table)
        if not rows:
            self.problem("", f"没有 [[{table}]]")
            return found
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.problem("", f"{table} 应写成 [[{table}]]")
            return found
        for number, row in enumerate(rows, 1):
            title = f"第{number}条 {row.get('name') or row.get('nature') or ''}".rstrip()
            unknown = sorted(set(row) - set(fields))
            missing = [name for name, needed in fields.items() if needed and not row.get(name)]
            if unknown:
                self.problem(title, f"不认识的键 {'、'.join(unknown)}")
            if missing:
                self.problem(title, f"缺少 {'、'.join(missing)}")
            wrong = [name for name in row if name in fields and not _fits(name, row[name])]
            if wrong:
                self.problem(title, f"{'、'.join(wrong)} 的类型不对（应为字符串或列表，数字也写成字符串）")
            if not missing and not wrong:
                found.append({**row, "_title": title})
        return found

    def put(self, into: dict[str, Any], word: str, value: Any, title: str, by: Callable[[str], str] = key) -> None:
        """Add one word, refusing what its key cannot tell from a word that is already there."""
        spot = by(word)
        if not spot:
            self.problem(title, f"“{word}”去掉空白后是空的")
        elif spot in into:
            same = into[spot] == value
            self.problem(title, f"“{word}”{'重复' if same else '与别的条目冲突'}")
        else:
            into[spot] = value


_LIST_FIELDS = frozenset({"aliases", "parents", "endings", "units", "cells", "before", "after", "words", "grades"})


def _fits(field: str, value: object) -> bool:
    """Whether a field has its type: a list of words, or a word. ``level`` is checked where its two values are known."""
    if field in _LIST_FIELDS:
        return isinstance(value, list) and all(isinstance(word, str) for word in value)
    if field == "examples":
        return isinstance(value, list)
    return field == "level" or isinstance(value, str)


def _headings(file: _File) -> tuple[dict[str, Heading], dict[str, Heading]]:
    found: dict[str, Heading] = {}
    ends: dict[str, Heading] = {}
    fields = {"role": True, "name": True, "aliases": False, "endings": False, "examples": True}
    for rank, entry in enumerate(file.entries("heading", fields)):
        if entry["role"] not in ROLES:
            file.problem(entry["_title"], f"不认识的 role “{entry['role']}”")
            continue
        heading = Heading(entry["role"], entry["name"], rank)
        for word in [entry["name"], *entry.get("aliases", [])]:
            file.put(found, word, heading, entry["_title"])
        for word in entry.get("endings", []):
            file.put(ends, word, heading, entry["_title"])
    return found, ends


def _classes(file: _File) -> tuple[dict[str, IndicatorClass], dict[str, IndicatorClass]]:
    found: dict[int, dict[str, IndicatorClass]] = {1: {}, 2: {}}
    fields = {
        "level": True,
        "name": True,
        "kind": True,
        "aliases": False,
        "parents": False,
        "endings": False,
        "units": False,
        "examples": True,
    }
    for entry in file.entries("class", fields):
        title = entry["_title"]
        if entry["level"] not in (1, 2):
            file.problem(title, "level 只能是 1 或 2")
            continue
        if entry["kind"] not in KINDS:
            file.problem(title, f"kind 只能是 {'、'.join(sorted(KINDS))}")
        parents = tuple(entry.get("parents", ()))
        for parent in parents:
            if class_key(parent) not in found[1]:
                file.problem(title, f"parents 里的“{parent}”不是前面列出的一级指标")
        value = IndicatorClass(
            entry["level"],
            entry["name"],
            entry["kind"],
            parents,
            tuple(entry.get("endings", ())),
            tuple(entry.get("units", ())),
        )
        words: dict[str, Any] = {}
        for word in [entry["name"], *entry.get("aliases", [])]:
            # 社会效益 and 社会效益指标 are one key: listing both in one entry is no mistake
            words.setdefault(class_key(word), word)
        for word in words.values():
            file.put(found[entry["level"]], word, value, title, class_key)
    return found[1], found[2]


def _signs(file: _File) -> tuple[dict[str, Nature], dict[str, Nature], dict[str, Nature]]:
    cells: dict[str, Nature] = {}
    before: dict[str, Nature] = {}
    after: dict[str, Nature] = {}
    fields = {"nature": True, "cells": True, "before": False, "after": False, "examples": True}
    for entry in file.entries("sign", fields):
        try:
            nature = Nature(entry["nature"])
        except ValueError:
            file.problem(entry["_title"], f"nature 只能是 {'、'.join(Nature)}")
            continue
        for into, words in ((cells, "cells"), (before, "before"), (after, "after")):
            for word in entry.get(words, []):
                file.put(into, word, nature, entry["_title"])
    return cells, before, after


def _units(file: _File) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    fields = {"name": True, "dimension": True, "factor": False, "aliases": False, "examples": True}
    for entry in file.entries("unit", fields):
        factor = None
        if "factor" in entry:
            try:
                factor = Decimal(entry["factor"])
            except InvalidOperation:
                factor = Decimal("NaN")
            if not (factor.is_finite() and factor > 0):
                file.problem(entry["_title"], f"factor “{entry['factor']}”不是大于 0 的数")
        unit = Unit(entry["name"], entry["dimension"], factor)
        for word in [entry["name"], *entry.get("aliases", [])]:
            file.put(found, word, unit, entry["_title"], unit_key)
    return found


def unit_key(printed: str) -> str:
    """Units keep the case of their letters (MW is not mw) and are compared after NFKC.

    >>> unit_key("m²") == unit_key("m2"), unit_key("台（套）")
    (True, '台(套)')
    """
    return "".join(unicodedata.normalize("NFKC", printed).split())


def _scales(file: _File) -> dict[str, str]:
    found: dict[str, str] = {}
    fields = {"name": True, "grades": True, "aliases": False, "examples": True}
    for entry in file.entries("scale", fields):
        for word in [entry["name"], *entry.get("aliases", [])]:
            file.put(found, word, entry["name"], entry["_title"])
    return found


def _words(file: _File) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in file.entries("list", {"name": True, "words": True, "examples": True}):
        if entry["name"] not in LISTS:
            file.problem(entry["_title"], "不认识的组名")
            continue
        words: dict[str, Any] = {}
        for word in entry["words"]:
            file.put(words, word, True, entry["_title"])
        if entry["name"] in found:
            file.problem(entry["_title"], "这一组出现了两次")
        found[entry["name"]] = frozenset(words)
    for name in sorted(LISTS - set(found)) if file.data else ():
        file.problem("", f"缺少 {name} 这一组")
    return found


def folder() -> Path:
    """Where the word lists are: inside the installed package, else at the top of the source tree."""
    installed = Path(__file__).parent / "_lexicon"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "lexicon"


def load(directory: Path) -> Lexicon:
    """Read and check all word lists in a folder.

    Raises:
        LexiconError: with every problem of every file, each naming the file and the entry.
    """
    problems: list[str] = []

    def file(name: str) -> _File:
        return _File(directory / f"{name}.toml", problems)

    headings, heading_ends = _headings(file("headings"))
    classes1, classes2 = _classes(file("classes"))
    cells, before, after = _signs(file("signs"))
    units = _units(file("units"))
    scales = _scales(file("scales"))
    words = _words(file("words"))
    if problems:
        raise LexiconError(problems)
    freeze = MappingProxyType
    return Lexicon(
        freeze(headings),
        freeze(heading_ends),
        freeze(classes1),
        freeze(classes2),
        freeze(cells),
        freeze(before),
        freeze(after),
        freeze(units),
        freeze(scales),
        freeze(words),
    )


@functools.cache
def default() -> Lexicon:
    """The word lists that came with the package, loaded once."""
    return load(folder())
