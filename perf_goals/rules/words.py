"""Loads the word lists of the rules: ``lexicon/rules_*.toml``, ``metrics.toml``, ``products.toml``, ``templates.toml``.

Like ``perf_goals.lexicon`` a broken file is refused as a whole, with everything that is wrong in all of them.
"""

import functools
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..config import CATEGORIES, TemplateRow
from ..config import Template as Template  # what an office adds in perf-goals.toml has the same form
from ..errors import LexiconError
from ..lexicon import folder
from ..model import Scope
from ..text import key

MATCHES = ("exact", "contains", "starts", "ends", "regex")
METRIC_KINDS = frozenset(
    [
        "rate",
        "satisfaction",
        "persons",
        "person-times",
        "times",
        "households",
        "organisations",
        "count",
        "size",
        "money",
        "standard",
        "period",
        "moment",
        "degree",
        "score",
    ]
)
BETTER = ("higher", "lower", "none", "signed", "slow", "growth", "spent")
_HIDDEN = "\x00"


class WordList:
    """Words and how they are looked for; ``find`` gives the word that a text holds.

    >>> words = WordList("negative", "contains", ["投诉"], ["投诉办结"])
    >>> words.find("群众投诉率"), words.find("投诉办结率"), "投诉" in words
    ('投诉', None, True)
    """

    def __init__(self, name: str, match: str, words: Sequence[str], without: Sequence[str] = ()) -> None:
        self.name = name
        self.words = tuple(words)
        self._exact = frozenset(map(key, words)) if match != "regex" else frozenset()
        self._only_whole = match == "exact"
        self._hide = _any_of(without)
        self._seek = _pattern(match, words)
        self._found: dict[str, str | None] = {}

    def __contains__(self, text: str) -> bool:
        """Whether the list holds this very word."""
        return key(text) in self._exact

    def find(self, text: str | None) -> str | None:
        """The first word that the text holds in the list's way of matching, as compared (see ``text.key``), else None."""
        if not text:
            return None
        try:
            return self._found[text]
        except KeyError:
            pass
        found = self._find(key(text))
        if len(self._found) > 1 << 15:
            self._found.clear()
        self._found[text] = found
        return found

    def _find(self, spot: str) -> str | None:
        if self._only_whole:
            return spot if spot in self._exact else None
        if self._hide is None:
            match = self._seek.search(spot)
        else:  # what hides a word matters only where there is one
            match = self._seek.search(spot) and self._seek.search(self._hidden(spot))
        return match.group() if match else None

    def holds(self, spot: str) -> bool:
        """``find(text) is not None`` for a text that is a key already."""
        return self._find(spot) is not None

    def every(self, text: str | None) -> list[str]:
        """All words that the text holds, in order, overlaps left out."""
        if not text:
            return []
        if self._only_whole:
            return [found] if (found := self._find(key(text))) else []
        return [match.group() for match in self._seek.finditer(self._hidden(key(text)))]

    def span(self, text: str) -> tuple[int, int] | None:
        """Where the first word stands in ``text.key(text)``."""
        match = self._seek.search(self._hidden(key(text)))
        return match.span() if match else None

    def _hidden(self, spot: str) -> str:
        return self._hide.sub(lambda match: _HIDDEN * len(match.group()), spot) if self._hide else spot


def _any_of(words: Sequence[str]) -> "re.Pattern[str] | None":
    return re.compile("|".join(_escaped(words))) if words else None


def _escaped(words: Iterable[str]) -> list[str]:
    return [re.escape(word) for word in sorted({key(word) for word in words}, key=lambda word: (-len(word), word))]


def _pattern(match: str, words: Sequence[str]) -> "re.Pattern[str]":
    if match == "regex":
        return re.compile("|".join(f"(?:{word})" for word in words))
    either = "|".join(_escaped(words))
    return re.compile({"starts": f"^(?:{either})", "ends": f"(?:{either})$"}.get(match, either))


@dataclass(frozen=True, slots=True)
class Metric:
    """What the ending of an indicator's name says it measures.

    name: the entry of metrics.toml, "" where no ending is known. kind: see there, None likewise. better: "higher",
    "lower", or None where it cannot be told. ending: the words found. units: dimensions that fit, empty for any.
    stem: the bad thing that the name counts (投诉), where one decided.
    """

    name: str = ""
    kind: str | None = None
    better: str | None = None
    ending: str = ""
    units: frozenset[str] = frozenset()
    stem: str = ""


@dataclass(frozen=True, slots=True)
class _Ending:
    name: str
    kind: str
    better: str
    units: frozenset[str]


NO_METRIC = Metric()
_QUOTES = re.compile("[\"'“”‘’「」『』〈〉《》]")
_TAIL = re.compile(r"(?:\([^()]*\)|\[[^\]]*\])$")


def measure_text(name: str) -> str:
    """An indicator's name for reading its ending: no quotes, no formula behind =, no brackets at the end.

    >>> measure_text("“三公经费控制率”=（实际支出数/预算安排数）×100%"), measure_text("设备数量（台）")
    ('三公经费控制率', '设备数量')
    """
    spot = _QUOTES.sub("", key(name))
    spot = re.split(r"[==:]", spot, maxsplit=1)[0] or spot
    while (short := _TAIL.sub("", spot)) != spot and short:
        spot = short
    return spot


@dataclass(frozen=True, slots=True, eq=False)
class RuleWords:
    """All word lists of the rules."""

    lists: Mapping[str, WordList]
    products: Mapping[str, WordList]
    templates: tuple[Template, ...]
    _endings: Mapping[str, _Ending]
    _longest: int
    _metrics: dict[str, Metric] = field(default_factory=dict)
    _kinds: dict[str, frozenset[str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> WordList:
        """The word list of that name.

        Raises:
            KeyError: a rule asks for a list that no file has: a bug.
        """
        return self.lists[name]

    def metric(self, name: str) -> Metric:
        """What an indicator of that name measures.

        >>> words = default()
        >>> words.metric("保险费支付时限").better, words.metric("投诉办结率").better, words.metric("日常工作").kind
        ('lower', 'higher', None)
        """
        found = self._metrics.get(name)
        if found is None:
            if len(self._metrics) > 1 << 16:
                self._metrics.clear()
            found = self._metrics[name] = self._metric(measure_text(name))
        return found

    def _metric(self, spot: str) -> Metric:
        for size in range(min(self._longest, len(spot)), 0, -1):
            ending = spot[-size:]
            if (entry := self._endings.get(ending)) is not None:
                better, stem = self._better(spot, entry)
                return Metric(entry.name, entry.kind, better, ending, entry.units, stem)
        return NO_METRIC

    def _better(self, spot: str, entry: _Ending) -> tuple[str | None, str]:
        if entry.better == "none":
            return None, ""
        if entry.better == "slow":
            if lasting := self.lists["lasting"].find(spot):
                return ("higher" if self.lists["better_longer"].find(spot) else None), lasting
            slow = self.lists["slow"].find(spot)
            return ("lower" if slow or entry.name == "时限" else None), slow or ""
        if entry.better == "growth":
            costly = self.lists["costly"].find(spot)
            return (None if costly else "higher"), costly or ""
        if entry.better == "spent":
            saving = self.lists["saving"].find(spot)
            return ("higher" if saving else "lower" if entry.name == "花费" else None), saving or ""
        if entry.better != "signed":
            return entry.better, ""
        where = self.lists["negative"].span(spot)
        if where is None:
            return "higher", ""
        stem = spot[where[0] : where[1]]
        if self.lists["relief"].find(spot[where[1] :]):
            return "higher", stem
        if self.lists["relief"].find(spot[: where[0]]):
            return None, stem  # 降低投诉率: of the fall or of the rate?
        return "lower", stem

    def kinds_of(self, text: str | None) -> frozenset[str]:
        """What a project of that name is for (工资, 工程, 补助 …); it may be several things or nothing known."""
        if not text:
            return frozenset()
        found = self._kinds.get(text)
        if found is None:
            if len(self._kinds) > 1 << 16:
                self._kinds.clear()
            spot = key(text)
            found = frozenset(name for name, words in self.products.items() if words.holds(spot))
            self._kinds[text] = found
        return found


class _Checked:
    """One TOML file being checked: collects problems instead of stopping at the first."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.name = path.name
        self.problems = problems
        self.data: dict[str, Any] = {}
        try:
            self.data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
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

    def entries(self, table: str, fields: Mapping[str, tuple[type, bool]]) -> list[dict[str, Any]]:
        """The sound entries of ``[[table]]``; fields: name → (type, whether it is needed)."""
        found: list[dict[str, Any]] = []
        if not self.data:
            return found
        for name in self.data:
            if name not in ("schema", table):
                self.problem("", f"不认识的表 [{name}]，本文件只有 [[{table}]]")
        rows = self.data.get(table)
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            self.problem("", f"没有 [[{table}]]")
            return found
        names: set[str] = set()
        for number, row in enumerate(rows, 1):
            title = f"第{number}条 {row.get('name', '')}".rstrip()
            before = len(self.problems)
            for field_name in sorted(set(row) - set(fields)):
                self.problem(title, f"不认识的键 {field_name}")
            for field_name, (kind, needed) in fields.items():
                if field_name not in row:
                    if needed:
                        self.problem(title, f"缺少 {field_name}")
                elif not isinstance(row[field_name], kind):
                    self.problem(title, f"{field_name} 应为{'字符串' if kind is str else '列表'}")
                elif field_name not in ("examples", "rows") and kind is list:
                    if not all(isinstance(word, str) and key(word) for word in row[field_name]):
                        self.problem(title, f"{field_name} 里应都是非空的字符串")
                    elif len({key(word) for word in row[field_name]}) < len(row[field_name]):
                        twice = [word for word in row[field_name] if row[field_name].count(word) > 1]
                        self.problem(
                            title, f"{field_name} 里有重复：{'、'.join(dict.fromkeys(twice)) or '写法不同的同一个词'}"
                        )
            if len(self.problems) > before:
                continue
            if not row["examples"]:
                self.problem(title, "examples 不能为空")
            elif row["name"] in names:
                self.problem(title, "这个 name 出现了两次")
            else:
                names.add(row["name"])
                found.append({**row, "_title": title})
        return found


_LIST = {
    "name": (str, True),
    "match": (str, True),
    "words": (list, True),
    "except": (list, False),
    "examples": (list, True),
}
_PRODUCT = {"name": (str, True), "words": (list, True), "except": (list, False), "examples": (list, True)}
_METRIC = {
    "name": (str, True),
    "kind": (str, True),
    "better": (str, True),
    "ends": (list, True),
    "units": (list, True),
    "examples": (list, True),
}
_TEMPLATE = {
    "name": (str, True),
    "province": (str, False),
    "rows": (list, True),
    "goals": (list, True),
    "silent": (list, False),
    "examples": (list, True),
}


def _lists(file: _Checked, into: dict[str, WordList]) -> None:
    for entry in file.entries("list", _LIST):
        title = entry["_title"]
        if entry["match"] not in MATCHES:
            file.problem(title, f"match 只能是 {'、'.join(MATCHES)}")
        elif entry["name"] in into:
            file.problem(title, "这个 name 在别的 rules_*.toml 里已经有了")
        elif not entry["words"]:
            file.problem(title, "words 不能为空")
        else:
            try:
                into[entry["name"]] = WordList(entry["name"], entry["match"], entry["words"], entry.get("except", ()))
            except re.error as error:
                file.problem(title, f"正则式有误（{error}）")


def _products(file: _Checked) -> dict[str, WordList]:
    return {
        entry["name"]: WordList(entry["name"], "contains", entry["words"], entry.get("except", ()))
        for entry in file.entries("product", _PRODUCT)
    }


def _metrics(file: _Checked) -> dict[str, _Ending]:
    found: dict[str, _Ending] = {}
    for entry in file.entries("metric", _METRIC):
        title = entry["_title"]
        if entry["kind"] not in METRIC_KINDS:
            file.problem(title, f"不认识的 kind “{entry['kind']}”")
        if entry["better"] not in BETTER:
            file.problem(title, f"better 只能是 {'、'.join(BETTER)}")
        for word in entry["ends"]:
            if key(word) in found:
                file.problem(title, f"“{word}”与别的条目重复")
            found[key(word)] = _Ending(entry["name"], entry["kind"], entry["better"], frozenset(entry["units"]))
    return found


def template_of(entry: Mapping[str, Any], problem: Callable[[str], None]) -> Template | None:
    """One ``[[template]]`` as a value; what is wrong with it goes to ``problem``."""
    rows: list[TemplateRow] = []
    sound = True
    for row in entry["rows"]:
        if not isinstance(row, dict) or set(row) - {"name", "value", "scope"} or not isinstance(row.get("name"), str):
            problem("rows 的每一行应有 name，可有 value、scope")
            sound = False
            continue
        scope = row.get("scope")
        if scope not in (None, *Scope):
            problem(f"rows 里“{row['name']}”的 scope 只能是 department 或 project")
            sound = False
            continue
        rows.append(TemplateRow(row["name"], row.get("value"), Scope(scope) if scope else None))
    wrong = [name for name in entry.get("silent", ()) if name not in CATEGORIES]
    if wrong:
        problem(f"silent 里没有 {'、'.join(wrong)} 这个类别")
    if wrong or not sound:
        return None
    return Template(
        entry["name"],
        entry.get("province", ""),
        tuple(rows),
        tuple(entry.get("goals", ())),
        frozenset(entry.get("silent", ())),
    )


def _templates(file: _Checked) -> tuple[Template, ...]:
    found = []
    for entry in file.entries("template", _TEMPLATE):
        template = template_of(entry, functools.partial(file.problem, entry["_title"]))
        if template is not None:
            found.append(template)
    return tuple(found)


def load(directory: Path) -> RuleWords:
    """Read and check the word lists of the rules in a folder.

    Raises:
        LexiconError: with every problem of every file, each naming the file and the entry.
    """
    problems: list[str] = []
    lists: dict[str, WordList] = {}
    for path in sorted(directory.glob("rules_*.toml")):
        _lists(_Checked(path, problems), lists)
    products = _products(_Checked(directory / "products.toml", problems))
    endings = _metrics(_Checked(directory / "metrics.toml", problems))
    templates = _templates(_Checked(directory / "templates.toml", problems))
    needed = ("negative", "relief", "slow", "lasting", "better_longer", "costly", "saving")
    problems += [f"rules_common.toml：缺少词表 {name}" for name in needed if name not in lists and not problems]
    if problems:
        raise LexiconError(problems)
    return RuleWords(
        MappingProxyType(lists),
        MappingProxyType(products),
        templates,
        MappingProxyType(endings),
        max(map(len, endings)),
    )


class TemplateIndex:
    """Finds the template that imposes a row or a goal text."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._rows: dict[str, list[tuple[TemplateRow, Template]]] = {}
        self._goals: dict[str, Template] = {}
        for template in templates:
            for row in template.rows:
                self._rows.setdefault(key(row.name), []).append((row, template))
            for goal in template.goals:
                self._goals.setdefault(_bare(goal), template)

    def row(self, name: str, value: str | Decimal | None, scope: Scope) -> Template | None:
        """name, value: as printed; of a number the figure alone counts."""
        if not (imposed := self._rows.get(key(name))):
            return None
        for row, template in imposed:
            if row.scope in (None, scope) and (row.value is None or _same_value(row.value, value)):
                return template
        return None

    def goal(self, text: str | None) -> Template | None:
        return self._goals.get(_bare(text)) if text and self._goals else None


def _bare(text: str) -> str:
    return re.sub(r"[\s,，.。;；、:：]", "", key(text))


def _same_value(wanted: str, value: str | Decimal | None) -> bool:
    if isinstance(value, Decimal):
        try:
            return Decimal(wanted) == value
        except InvalidOperation:
            return False
    return value is not None and key(wanted) == key(value)


@functools.cache
def default() -> RuleWords:
    """The word lists that came with the package, loaded once."""
    return load(folder())
