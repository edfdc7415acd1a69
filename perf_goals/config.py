"""``perf-goals.toml``: which rules run, how strict they are, what an office waives; checked to the line.

The file is looked for in the working folder, or named with ``--config``. All keys may be left out::

    select = ["direction", "U101"]        # 只用这些规则（编号或类别）
    ignore = ["T105"]                     # 不用这些规则
    [severity]                            # 改一条规则的等级
    D105 = "info"
    [limits.T101]                         # 改一条规则的界限
    lowest = 85
    [[template]]                          # 本单位统一规定的指标行，毛病只报一次
    name = "市财政局2026年统一模板"
    rows = [{ name = "预算执行率", value = "100" }]
    goals = []
    [[waiver]]                            # 看过、认可、不再报的地方
    code = "D101"
    document = "某局预算.txt"
    indicator = "补助人数"                # 或 project；都不写就是整份文件
    reason = "补助对象已核定"
    [scoring.weights]                     # 改评分标准，写法同 lexicon/scoring.toml，节名前加 scoring.
    warning = 0.4
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from . import scorebook
from .errors import ConfigError
from .model import Scope, Severity
from .scorebook import Book

NAME = "perf-goals.toml"
CATEGORIES = {
    "goal-reuse": "目标雷同",
    "indicator-set-reuse": "指标雷同",
    "wrong-level": "层级地名",
    "direction": "方向",
    "unit": "计量单位",
    "unmeasurable": "不可衡量",
    "value-repeats-name": "值名重复",
    "wrong-class": "归类错误",
    "weights": "权重",
    "missing-dimension": "指标缺失",
    "goal-empty": "目标空泛",
    "trivial": "指标值宽松",
    "contradiction": "前后矛盾",
    "duplicate": "重复",
    "satisfaction": "满意度",
    "irrelevant": "不相关",
    "wording": "文字",
    "amount": "金额",
}
SEVERITIES = {Severity.ERROR: "严重", Severity.WARNING: "一般", Severity.INFO: "提示"}
MEANINGS = {Severity.ERROR: "应退回修改", Severity.WARNING: "应完善", Severity.INFO: "请核对，不扣分"}
RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}  # 0 is the heaviest
KEYS = ("select", "ignore", "severity", "limits", "template", "waiver", "scoring")
_WAIVER = ("code", "document", "project", "indicator", "reason")
_TEMPLATE = ("name", "province", "rows", "goals", "silent")
_TEMPLATE_ROW = frozenset({"name", "value", "scope"})


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """An indicator row that somebody above prescribes; value None stands for any."""

    name: str
    value: str | None = None
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """Rows and goal texts that a province or an office imposes; silent: categories not reported on them at all."""

    name: str
    province: str
    rows: tuple[TemplateRow, ...]
    goals: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody has looked at and accepts. project, indicator None: anywhere in the document."""

    code: str
    document: str
    reason: str
    project: str | None = None
    indicator: str | None = None
    line: int = 0

    def __str__(self) -> str:
        """The waiver in Chinese, for people."""
        where = "，".join(part for part in (self.document, self.project, self.indicator) if part)
        return f"{self.code}（{where}）"


@dataclass(frozen=True, slots=True)
class Config:
    """What a run is told about rules. select and ignore hold codes and categories; empty select means all.

    scoring: the numbers of the score, None for the shipped ones.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    limits: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    templates: tuple[Template, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    path: str = ""
    scoring: Book | None = None

    def runs(self, code: str, category: str) -> bool:
        """Whether a rule runs."""
        names = {code, category}
        return (not self.select or bool(names & self.select)) and not names & self.ignore


@dataclass(frozen=True, slots=True)
class Bounds:
    """A threshold of a rule: its default and the values that make sense."""

    default: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


Known = Mapping[str, Mapping[str, Bounds]]  # code → its thresholds; what ``rules.known()`` gives


def nearest(word: str, among: Iterable[str]) -> str | None:
    """The name most like a misspelt one, or None where none is close.

    >>> nearest("D110", ["D101", "U101"]), nearest("方向", ["D101"])
    ('D101', None)
    """
    names = {name.casefold(): name for name in among}
    found = difflib.get_close_matches(word.casefold(), names, n=1, cutoff=0.5)
    return names[found[0]] if found else None


_TYPED = str.maketrans("OIL", "011")  # what is typed for a figure


def no_such_rule(word: str, known: Iterable[str]) -> str:
    """The sentence about a rule that does not exist."""
    codes = list(known)
    plain = word.upper()[:1] + word.upper()[1:].translate(_TYPED)
    near = plain if plain in codes else nearest(word, codes)
    return f"没有规则“{word}”" + (f"，是否指 {near}" if near else "，用 perf-goals rules 查看所有规则")


def selection(words: Iterable[str], known: Known) -> frozenset[str]:
    """Codes and categories named on the command line, checked.

    Raises:
        ConfigError: an unknown one, with the nearest.
    """
    found = set()
    for word in words:
        for one in filter(None, re.split(r"[,，、\s]+", word)):
            name = one.upper() if one.upper() in known else one.lower()
            if name not in known and name not in CATEGORIES:
                raise ConfigError([f"{no_such_rule(one, [*known, *CATEGORIES])}"])
            found.add(name)
    return frozenset(found)


class _Reader:
    """Checks one file, collecting every problem with its line."""

    def __init__(self, path: Path, text: str, known: Known) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.known = known
        self.problems: list[str] = []

    def line(self, *marks: str, nth: int = 1) -> int:
        """The line where the marks stand one after the other; nth: which of several ``[[…]]`` the first mark means."""
        at = 0
        for number, mark in enumerate(marks):
            left = nth if number == 0 else 1
            for index in range(at, len(self.lines)):
                if re.search(mark, self.lines[index].split("#")[0]):
                    left -= 1
                    at = index
                    if not left:
                        break
            if left:
                break
        return at + 1

    def problem(self, line: int, what: str) -> None:
        self.problems.append(f"{self.path} 第{line}行：{what}")

    def unknown(self, line: int, name: str, allowed: Iterable[str]) -> None:
        names = list(allowed)
        near = nearest(name, names)
        hint = f"，是否指 {near}" if near else ""
        self.problem(line, f"不认识的键 {name}{hint}；可以用的有 {'、'.join(names)}")

    def code(self, name: str, line: int) -> bool:
        if name in self.known:
            return True
        self.problem(line, no_such_rule(name, self.known))
        return False

    def names(self, data: Mapping[str, Any], name: str) -> frozenset[str]:
        given = data.get(name, [])
        line = self.line(rf"^\s*{name}\s*=")
        if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
            self.problem(line, f'{name} 应为规则编号或类别的列表，例如 {name} = ["direction"]')
            return frozenset()
        found = []
        for word in given:
            if word in self.known or word in CATEGORIES:
                found.append(word)
            else:
                at = self.line(rf"^\s*{name}\s*=", re.escape(f'"{word}"'))
                self.problem(at, no_such_rule(word, [*self.known, *CATEGORIES]))
        return frozenset(found)

    def table(self, data: Mapping[str, Any], name: str, example: str) -> Mapping[str, Any]:
        given = data.get(name, {})
        if isinstance(given, dict):
            return given
        self.problem(self.line(rf"^\s*{name}\s*="), f"{name} 应写成一节，例如 {example}")
        return {}

    def severities(self, data: Mapping[str, Any]) -> dict[str, Severity]:
        found: dict[str, Severity] = {}
        for code, value in self.table(data, "severity", "[severity]").items():
            line = self.line(r"^\s*\[severity\]", rf"^\s*\"?{re.escape(code)}\"?\s*=")
            if not self.code(code, line):
                continue
            if value not in tuple(Severity):
                self.problem(line, f"{code} 的等级只能是 {'、'.join(Severity)}")
            else:
                found[code] = Severity(value)
        return found

    def limits(self, data: Mapping[str, Any]) -> dict[str, Mapping[str, Decimal]]:
        found: dict[str, Mapping[str, Decimal]] = {}
        for code, given in self.table(data, "limits", "[limits.T101]").items():
            head = self.line(rf"^\s*\[limits\.\"?{re.escape(code)}|^\s*\[limits\]")
            if not self.code(code, head):
                continue
            if not isinstance(given, dict):
                self.problem(head, f"limits.{code} 应写成一节 [limits.{code}]")
                continue
            found[code] = self.limit(code, given)
        return found

    def limit(self, code: str, given: Mapping[str, Any]) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        bounds = self.known[code]
        for name, value in given.items():
            line = self.line(rf"limits\.\"?{re.escape(code)}|^\s*\[limits\]", rf"\b{re.escape(name)}\s*=")
            if name not in bounds:
                if bounds:
                    self.unknown(line, name, bounds)
                else:
                    self.problem(line, f"规则 {code} 没有可以改的界限")
                continue
            if isinstance(value, bool) or not isinstance(value, int | float):
                self.problem(line, f"{name} 应为数字，现在是 {_shown(value)}")
                continue
            number, low, high = Decimal(str(value)), bounds[name].low, bounds[name].high
            if not number.is_finite() or (low is not None and number < low) or (high is not None and number > high):
                self.problem(
                    line, f"{name} 应在 {'负无穷' if low is None else low} 到 {'无穷' if high is None else high} 之间"
                )
                continue
            found[name] = number
        return found

    def blocks(self, data: Mapping[str, Any], name: str) -> Iterable[tuple[int, Mapping[str, Any]]]:
        given = data.get(name, [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            self.problem(self.line(rf"^\s*\[?\[?{name}"), f"{name} 应写成 [[{name}]]")
            return
        for number, one in enumerate(given, 1):
            yield self.line(rf"^\s*\[\[{name}\]\]", nth=number), one

    def within(self, head: int, name: str) -> int:
        """The line of a key inside the block that begins at ``head``."""
        for index in range(head, len(self.lines)):
            if re.match(r"\s*\[", self.lines[index]) and not re.match(r"\s*\[\s*\{", self.lines[index]):
                break
            if re.match(rf"\s*\"?{re.escape(name)}\"?\s*=", self.lines[index]):
                return index + 1
        return head

    def waivers(self, data: Mapping[str, Any]) -> list[Waiver]:
        found: list[Waiver] = []
        for head, one in self.blocks(data, "waiver"):
            before = len(self.problems)
            for name, value in one.items():
                at = self.within(head, name)
                if name not in _WAIVER:
                    self.unknown(at, name, _WAIVER)
                elif not isinstance(value, str) or not value.strip():
                    self.problem(at, f"{name} 应为不空的字符串，现在是 {_shown(value)}")
            for name in ("code", "document", "reason"):
                if name not in one:
                    self.problem(head, f"[[waiver]] 缺少 {name}")
            if len(self.problems) == before and self.code(one["code"], self.within(head, "code")):
                found.append(
                    Waiver(
                        one["code"], one["document"], one["reason"], one.get("project"), one.get("indicator"), line=head
                    )
                )
        return found

    def templates(self, data: Mapping[str, Any]) -> list[Template]:
        found: list[Template] = []
        for head, one in self.blocks(data, "template"):
            before = len(self.problems)
            for name in one:
                if name not in _TEMPLATE:
                    self.unknown(self.within(head, name), name, _TEMPLATE)
            if not isinstance(one.get("name"), str):
                self.problem(head, "[[template]] 缺少 name")
            for name in ("goals", "silent"):
                given = one.get(name, [])
                if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
                    self.problem(self.within(head, name), f"{name} 应为字符串的列表")
                elif name == "silent":
                    for word in given:
                        if word not in CATEGORIES:
                            self.problem(
                                self.within(head, name), f"没有类别“{word}”；可以用的有 {'、'.join(CATEGORIES)}"
                            )
            rows = self.template_rows(head, one.get("rows", []))
            if len(self.problems) == before:
                found.append(
                    Template(
                        one["name"],
                        str(one.get("province", "")),
                        rows,
                        tuple(one.get("goals", ())),
                        frozenset(one.get("silent", ())),
                    )
                )
        return found

    def template_rows(self, head: int, given: Any) -> tuple[TemplateRow, ...]:
        rows: list[TemplateRow] = []
        for row in given if isinstance(given, list) else [given]:
            fits = isinstance(row, dict) and isinstance(row.get("name"), str) and not set(row) - _TEMPLATE_ROW
            if not fits or row.get("scope", Scope.PROJECT) not in tuple(Scope):
                self.problem(
                    self.within(head, "rows"), 'rows 应为 [{ name = "…", value = "…", scope = "project" }]，后两项可省'
                )
                continue
            value = row.get("value")
            scope = Scope(row["scope"]) if "scope" in row else None
            rows.append(TemplateRow(row["name"], None if value is None else str(value), scope))
        return tuple(rows)

    def scoring(self, data: Mapping[str, Any]) -> Book | None:
        given = self.table(data, "scoring", "[scoring]")
        if not given:
            return None
        return scorebook.change(
            given,
            tuple(CATEGORIES),
            lambda name, path: self.code(name, self.at(path)),
            lambda path, what: self.problem(self.at(path), what),
        )

    def at(self, path: scorebook.Path) -> int:
        """The line of a key below ``[scoring]``."""
        first, last = str(path[0]), str(path[-1])
        if len(path) == 3:
            number = path[1]
            assert isinstance(number, int)
            return self.within(self.line(rf"^\s*\[\[scoring\.{first}\]\]", nth=number + 1), last)
        if len(path) == 1:
            return self.line(rf"^\s*\[+scoring\.{re.escape(first)}\b|^\s*(scoring\.)?\"?{re.escape(first)}\"?\s*=")
        head = self.line(rf"^\s*\[scoring\.{first}\]|^\s*(scoring\.)?{first}\s*=")
        return self.within(head, last)


def _shown(value: object) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value)


def load(path: Path, known: Known) -> Config:
    """Read and check one configuration.

    Raises:
        ConfigError: with everything that is wrong, each with file, line and what is allowed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except FileNotFoundError:
        raise ConfigError([f"找不到配置文件 {path}"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            [f"无法读取配置文件 {path}（{getattr(error, 'strerror', None) or '不是 UTF-8 文本'}）"]
        ) from None
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        line = int(where[1]) if where else max(1, len(text.splitlines()))
        what = "不是有效的 TOML 写法，请检查引号、括号和等号"
        raise ConfigError([f"{path} 第{line}行：{what}"]) from None
    reader = _Reader(path, text, known)
    for name in data:
        if name not in KEYS:
            reader.unknown(reader.line(rf"^\s*\[*\"?{re.escape(name)}\"?\s*[\].=]"), name, KEYS)
    config = Config(
        reader.names(data, "select"),
        reader.names(data, "ignore"),
        MappingProxyType(reader.severities(data)),
        MappingProxyType(reader.limits(data)),
        tuple(reader.templates(data)),
        tuple(reader.waivers(data)),
        str(path),
        reader.scoring(data),
    )
    if reader.problems:
        raise ConfigError(reader.problems)
    return config


def find(given: str | None, known: Known, folder: Path | None = None) -> Config:
    """The configuration named, else ``perf-goals.toml`` of the working folder, else none at all."""
    if given is not None:
        return load(Path(given), known)
    path = (folder or Path()) / NAME
    return load(path, known) if path.is_file() else Config()
