"""The record that every rule is, and what a check gives back.

A rule is a small pure function beside a record that says what it is. The record refuses to exist half-filled, so a rule
that can be imported can be printed, explained and tested.
"""

import re
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..config import CATEGORIES, Bounds
from ..lexicon import KINDS, Lexicon
from ..model import Nature, Place, Severity
from .example import Example
from .views import SHAPES, RowView, SetView, Spot
from .words import METRIC_KINDS, RuleWords

SEES = ("row", "project", "table", "set", "document", "batch")

# The documents that may be cited, and of each the places that were seen in a public source; no other place is cited.
M88 = "《中央部门预算绩效目标管理办法》（财预〔2015〕88号）"
M101 = "《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）"
M10 = "《项目支出绩效评价管理办法》（财预〔2020〕10号）"
M34 = "《中共中央 国务院关于全面实施预算绩效管理的意见》（中发〔2018〕34号）"
LAW = "《中华人民共和国预算法》"
FINES = "《中华人民共和国行政处罚法》"
OPEN = "《地方预决算公开操作规程》（财预〔2016〕143号）"
SYSTEM = "预算管理一体化系统的录入校验"
PRACTICE = "审核惯例"
DOCUMENTS: Mapping[str, tuple[str, ...]] = {
    M88: ("第二十五条", "第二十六条", "第二十七条", "第二十八条", "第二十九条"),
    M101: ("总体要求", "成本指标"),
    M10: (),
    M34: ("关于绩效目标管理的要求",),
    LAW: (),
    FINES: ("第七十四条",),
    OPEN: (),
    SYSTEM: ("指标值", "计量单位", "计算符号", "指标方向", "权重合计", "指标名称"),
    PRACTICE: (),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: an official document, and the place in it where that was seen."""

    doc: str
    at: str = ""

    def __post_init__(self) -> None:
        if self.doc not in DOCUMENTS:
            raise ValueError(f"{self.doc!r} 不在可以引用的文件之中（见 rules/base.py 的 DOCUMENTS）")
        if self.at and self.at not in DOCUMENTS[self.doc]:
            raise ValueError(f"{self.doc} 的“{self.at}”没有见过原文，不能引用")

    def __str__(self) -> str:
        """An article follows the name at once; the heading of a part stands in quotation marks."""
        if not self.at or self.at.startswith(("第", "关于")):
            return f"{self.doc}{self.at}"
        return f"{self.doc}“{self.at}”"


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold that perf-goals.toml can change. what: its meaning in Chinese. low, high: values that make sense."""

    default: Decimal | int
    what: str
    low: Decimal | int | None = None
    high: Decimal | int | None = None

    def bounds(self) -> Bounds:
        return Bounds(
            Decimal(self.default),
            None if self.low is None else Decimal(self.low),
            None if self.high is None else Decimal(self.high),
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may use beside the view. limits: of this rule, as configured."""

    words: RuleWords
    lexicon: Lexicon
    limits: Mapping[str, Decimal]


@dataclass(slots=True)  # not frozen: that would take three times as long to make
class Hit:
    """One weakness that a check has found; nobody changes it.

    spots: every place it names, the first one first; confidence, place and template are taken from them.
    words: fields for the rule's message, beside those that the first spot gives by itself (see ``Rule.message``).
    suggestion: how to put this one right; None takes the rule's ``fix``.
    confidence: how sure the rule is; the frame multiplies it with how well the spots were read.
    severity: where this hit weighs less than the rule does. source: where to point, instead of the first spot.
    read: how well the cells were read, where what the reader doubted is the weakness itself (two signs in one row).
    """

    spots: tuple[Spot, ...]
    words: Mapping[str, object] = field(default_factory=dict)
    suggestion: str | None = None
    confidence: float = 1.0
    severity: Severity | None = None
    source: Place | None = None
    read: float | None = None


def hit(
    *spots: Spot,
    suggestion: str | None = None,
    confidence: float = 1.0,
    severity: Severity | None = None,
    source: Place | None = None,
    read: float | None = None,
    **words: object,
) -> Hit:
    """A Hit written shortly: ``yield hit(row, found="差错")``."""
    if not spots:
        raise ValueError("a hit names at least one place")
    return Hit(spots, words, suggestion, confidence, severity, source, read)


Check = Callable[[Any, Context], Iterable[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """One rule.

    code: permanent, the letter of its family and three digits. sees: what the check is given — a row, a project, a
    department's table, either of the two (``set``), the document, the batch.
    message: one Chinese sentence with the printed words in “ ”. Fields: what the hit gives, and of its first spot
        {name} 三级指标 or the project's name, {value} sign, value and unit as printed, {unit}, {direction}, {level1},
        {level2}, {project}, {goal}.
    why, fix: for explain; fix is also the suggestion where a hit has none. basis: documents, may be empty: then ``why``
    is the basis of its findings.
    bad, good: examples that run as tests; the first bad one says the whole message (``says=``); a near miss among good.
    limits: thresholds. shapes, signs, metrics, kinds: of a row rule, which rows it looks at by shape of the target, sign,
        kind of metric ("" for none known) and kind of class ("" likewise), empty for all; the others are never shown to it.
    once: hits of one document become one finding that lists all places.
    """

    code: str
    title: str
    category: str
    severity: Severity
    sees: str
    message: str
    why: str
    fix: str
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    check: Check
    basis: tuple[Source, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=dict)
    shapes: frozenset[str] = frozenset()
    signs: frozenset[Nature] = frozenset()
    metrics: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    once: bool = False
    _fields: tuple[str, ...] = field(init=False, repr=False)
    _form: str = field(init=False, repr=False)
    _reason: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]\d{3}", self.code):
            raise ValueError(f"规则编号 {self.code!r} 应为一个大写字母加三位数字")
        if self.code in RETIRED:
            raise ValueError(f"{self.code}: 这个编号已停用（{RETIRED[self.code]}），不能再用")
        if self.category not in CATEGORIES:
            raise ValueError(f"{self.code}: category {self.category!r} 不在契约的类别之中")
        if not isinstance(self.severity, Severity):
            raise ValueError(f"{self.code}: severity {self.severity!r} 应为 Severity")
        if self.sees not in SEES:
            raise ValueError(f"{self.code}: sees {self.sees!r} 不在 {'、'.join(SEES)} 之中")
        for name in ("title", "message", "why", "fix", "bad", "good"):
            if not getattr(self, name):
                raise ValueError(f"{self.code}: {name} 不能为空")
        if not self.message.endswith("。") or not self.why.endswith("。") or not self.fix.endswith("。"):
            raise ValueError(f"{self.code}: message、why、fix 应以“。”结尾")
        if not self.bad[0].says:
            raise ValueError(f"{self.code}: 第一个反例应写出整句 says")
        if any(one.says for one in self.good):
            raise ValueError(f"{self.code}: 正例没有 says")
        allowed = {"shapes": SHAPES, "signs": frozenset(Nature), "metrics": METRIC_KINDS | {""}, "kinds": KINDS | {""}}
        for name, all_of in allowed.items():
            given: frozenset[str] = getattr(self, name)
            if wrong := given - all_of:
                raise ValueError(f"{self.code}: {name} 里没有 {'、'.join(sorted(wrong))}")
            if given and self.sees != "row":
                raise ValueError(f"{self.code}: 只有 row 规则可以写 {name}")
        used: list[str] = []
        form = ""
        for before, field_name, _, _ in string.Formatter().parse(self.message):
            form += before.replace("%", "%%")
            if field_name is not None:
                if not field_name.isidentifier():
                    raise ValueError(f"{self.code}: message 的字段 {field_name!r} 不是一个名字")
                used.append(field_name)
                form += "%s"
        object.__setattr__(self, "_fields", tuple(used))
        object.__setattr__(self, "_form", form)
        object.__setattr__(self, "_reason", "；".join(map(str, self.basis)) or self.why)

    def text(self, found: Hit) -> str:
        """The message with its fields filled in. A field that nobody gives is a bug of the rule: KeyError."""
        words, spot = found.words, found.spots[0]
        return self._form % tuple([words[name] if name in words else _own_field(spot, name) for name in self._fields])

    @property
    def alone(self) -> bool:
        """Whether the check looks at nothing but the row's own cells: equal rows have equal hits."""
        return self.code in ALONE and "project" not in self._fields

    def looks_at(self, shape: str, sign: Nature | None, metric: str | None, kind: str | None) -> bool:
        """Whether a row of these properties is shown to the check."""
        return (
            (not self.shapes or shape in self.shapes)
            and (not self.signs or sign in self.signs)
            and (not self.metrics or (metric or "") in self.metrics)
            and (not self.kinds or (kind or "") in self.kinds)
        )

    def reason(self) -> str:
        """The basis as a finding gives it."""
        return self._reason


def _own_field(spot: Spot, name: str) -> object:
    """What a place gives to a message by itself.

    Raises:
        KeyError: it has no such field.
    """
    if isinstance(spot, RowView):
        return _ROW_FIELDS[name](spot)
    if name == "goal":
        owner = getattr(spot, "owner", spot)
        if isinstance(owner, SetView) and owner.goal is not None:
            return short(owner.goal.text)
    elif name in ("name", "project"):
        return spot.at.project or "部门整体"
    raise KeyError(name)


_ROW_FIELDS: Mapping[str, Callable[[RowView], object]] = {
    "name": lambda row: row.name,
    "value": lambda row: row.printed,
    "unit": lambda row: row.unit or "",
    "level1": lambda row: row.level1 or "",
    "level2": lambda row: row.level2 or row.level1 or "",
    "direction": lambda row: row.direction or "",
    "project": lambda row: row.indicator.project or "部门整体",
}


def short(text: str, limit: int = 40) -> str:
    """A printed text short enough for a sentence.

    >>> short("保障人员支出和单位正常运转，认真贯彻执行党的基本路线", 12)
    '保障人员支出和单位正常运…'
    """
    return text if len(text) <= limit else text[:limit] + "…"


# Row rules that look at nothing but the row's own cells: not at its project, its document, its neighbours, its place.
# What they find in a row holds for every row of the same content, and most batches repeat theirs in every department. A
# code that is missing here costs time only; a test reads the checks and finds one that does not belong here.
_ALONE = {
    "C": "101 102 103 104 105 107 108 109 111 112 113 114 115 116",
    "D": "101 102 103 104 106 107 108 109 110 111 112 113 114 116",
    "F": "101 102",
    "M": "104 110 111 112 113 114",
    "R": "101 102 103 104",
    "T": "101 102 103 104 105 106 112",
    "U": "101 102 103 104 106 107 108 109 110 111 112 113 115 116 117",
    "W": "104 108 109 110 111",
}
ALONE = frozenset(letter + number for letter, numbers in _ALONE.items() for number in numbers.split())

# Codes that meant something once and are not given to another rule: code → why it was given up.
RETIRED: dict[str, str] = {}
