"""Examples of a rule, written as the rows an evaluator sees; they run as tests and are printed by ``explain``.

>>> row("保险费支付时限", "30", "个工作日", "大于等于").describe()
['数量指标｜保险费支付时限｜大于等于30个工作日']
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ..model import Document, Extraction, Goal, Indicator, Paragraph, Place, Raw, Scope, TableRecord
from ..numerals import parse_number
from ..target import parse_target

DEFAULT1 = {"数量指标": "产出指标", "质量指标": "产出指标", "时效指标": "产出指标"}
_UNDER = (("成本", "成本指标"), ("效益", "效益指标"), ("影响", "效益指标"), ("满意", "满意度指标"))


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row. nature, unit, direction, weight, note: None where the table has no such column."""

    name: str
    value: str | None = None
    unit: str | None = None
    nature: str | None = None
    level2: str | None = "数量指标"
    level1: str | None = None
    direction: str | None = None
    weight: str | None = None
    note: str | None = None
    sure: float = 1.0

    def first(self) -> str | None:
        """The 一级指标, by default the one that the 二级指标 belongs to."""
        if self.level1 is not None or self.level2 is None:
            return self.level1
        for word, parent in _UNDER:
            if word in self.level2:
                return parent
        return DEFAULT1.get(self.level2, "产出指标")

    def describe(self) -> str:
        target = f"{self.nature or ''}{self.value or ''}{self.unit or ''}"
        parts = [self.level2 or self.first() or "", self.name, target or "（空）"]
        if self.direction:
            parts.append(self.direction)
        if self.weight:
            parts.append(f"权重{self.weight}")
        if self.note:
            parts.append(f"说明：{self.note}")
        return "｜".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Set:
    """A project (name) or the department's own table (name None) as printed; amount in 万元."""

    name: str | None
    rows: tuple[Row, ...] = ()
    goal: str | None = None
    amount: str | None = None

    def describe(self) -> Iterator[str]:
        head = "部门整体" if self.name is None else f"项目“{self.name}”"
        if self.amount:
            head += f"，{self.amount}万元"
        yield head + (f"，目标“{self.goal}”" if self.goal else "")
        yield from (f"  {one.describe()}" for one in self.rows)


@dataclass(frozen=True, slots=True)
class Example:
    """A small document, or several. hits: how many findings; says: the first one's message; then: its suggestion."""

    sets: tuple[Set, ...]
    hits: int = 1
    says: str = ""
    then: str = ""
    text: tuple[str, ...] = ()
    year: int | None = 2026
    department: str = "伊水市青河区示例局"
    region: str | None = "伊水市青河区"
    others: tuple["Example", ...] = field(default=())

    def describe(self) -> list[str]:
        """The example as an evaluator reads it, a line each."""
        if self.others:
            return [line for number, one in enumerate((replace(self, others=()), *self.others), 1)
                    for line in (f"文件{number}（{one.department}）", *one.describe())]  # fmt: skip
        alone = len(self.sets) == 1 and len(self.sets[0].rows) == 1 and self.sets[0].name == PROJECT
        if alone and not self.text and self.sets[0].goal is None:
            return [self.sets[0].rows[0].describe()]
        lines = [line for one in self.sets for line in one.describe()]
        return lines + [f"文字：{line}" for line in self.text]

    def extractions(self) -> tuple[Extraction, ...]:
        """What reading these documents would have given."""
        documents = (replace(self, others=()), *self.others)
        return tuple(one._extraction(f"示例{number}.txt") for number, one in enumerate(documents, 1))

    def _extraction(self, file: str) -> Extraction:
        place = Place(file)
        line = 0
        blocks = []
        for text in self.text:
            line += 1
            blocks.append(Paragraph(text, replace(place, line=line)))
        goals: list[Goal] = []
        rows: list[Indicator] = []
        for table, one in enumerate(self.sets, 1):
            scope = Scope.DEPARTMENT if one.name is None else Scope.PROJECT
            line += 1
            amount = Decimal(one.amount) if one.amount is not None else None
            spot = replace(place, line=line, table=table, row=1)
            goals.append(Goal(file, self.department, self.year, scope, one.name, amount, one.goal, spot))
            for number, row in enumerate(one.rows, 2):
                line += 1
                rows.append(self._indicator(row, one.name, scope, replace(place, line=line, table=table, row=number)))
        document = Document(file, "text", tuple(blocks), self.department, self.year, self.region)
        tables = (TableRecord(file, "示例", place, ()),) if self.sets else ()
        return Extraction(document, tuple(rows), tuple(goals), (), tables)

    def _indicator(self, row: Row, project: str | None, scope: Scope, place: Place) -> Indicator:
        return Indicator(
            place.file,
            self.department,
            self.year,
            scope,
            project,
            row.first(),
            row.level2,
            row.name,
            parse_target(row.nature, row.value, row.unit),
            row.direction if row.direction in ("正向", "反向") else None,
            parse_number(row.weight) if row.weight else None,
            Raw(row.nature, row.value, row.unit, row.direction, row.weight, row.note),
            replace(place, cell="3"),
            replace(place, cell="4"),
            row.sure,
        )


PROJECT = "示例项目"


def row(
    name: str,
    value: str | None = None,
    unit: str | None = None,
    nature: str | None = None,
    level2: str | None = "数量指标",
    level1: str | None = None,
    direction: str | None = None,
    weight: str | None = None,
    note: str | None = None,
    *,
    project: str | None = PROJECT,
    goal: str | None = None,
    amount: str | None = None,
    sure: float = 1.0,
    hits: int = 1,
    says: str = "",
    then: str = "",
) -> Example:
    """One row of a project, as printed: ``row("支付时限", "≥30个工作日", level2="时效指标")``; project None: 部门整体."""
    printed = Row(name, value, unit, nature, level2, level1, direction, weight, note, sure)
    return Example((Set(project, (printed,), goal, amount),), hits, says, then)


def rows(
    *given: Row,
    project: str | None = PROJECT,
    goal: str | None = None,
    amount: str | None = None,
    hits: int = 1,
    says: str = "",
    then: str = "",
) -> Example:
    """Several rows of one project."""
    return Example((Set(project, given, goal, amount),), hits, says, then)


def document(
    *sets: Set,
    text: tuple[str, ...] = (),
    year: int | None = 2026,
    department: str = "伊水市青河区示例局",
    region: str | None = "伊水市青河区",
    hits: int = 1,
    says: str = "",
    then: str = "",
) -> Example:
    """Several projects and tables with running text."""
    return Example(sets, hits, says, then, text, year, department, region)


def batch(*documents: Example, hits: int = 1, says: str = "", then: str = "") -> Example:
    """Several documents."""
    return replace(documents[0], others=documents[1:], hits=hits, says=says, then=then)


__all__ = ["Example", "Row", "Set", "batch", "document", "row", "rows"]
