"""The sheet 项目: each project a line, the department's own table first, with what its indicators come to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl import Workbook

from ..model import Extraction, Goal, Indicator, Place, Scope
from .style import COUNT, MARK, MONEY, SHARE, SHORT, SURE, Column, Paper, Row, write_list

TITLE = "项目"
SCOPES = {Scope.DEPARTMENT: "部门整体", Scope.PROJECT: "项目"}
CLASSES = ("成本", "产出", "效益", "满意度")

Key = tuple[str | None, Scope, str | None]


@dataclass(slots=True)
class Line:
    """One line of the sheet: a goal or, where the document prints none, the name its indicators stand under."""

    scope: Scope
    department: str | None
    project: str | None
    place: Place
    goal: Goal | None = None
    number: int = 0
    first: "Line | None" = None
    indicators: list[Indicator] = field(default_factory=list)
    elsewhere: tuple[int, ...] = ()

    @property
    def doubtful(self) -> bool:
        return self.goal is not None and self.goal.confidence < 1

    def classes(self) -> tuple[int, ...]:
        """How many indicators are of each class, in the order of CLASSES, then the others."""
        names = [(indicator.level1 or "") for indicator in self.indicators]
        counts = [sum(name.startswith(start) for name in names) for start in CLASSES]
        return (*counts, len(names) - sum(counts))

    def remarks(self) -> str | None:
        notes = list(self.goal.reasons) if self.goal is not None else ["文件中只有指标，没有印出该项目的目标或金额"]
        if self.first is not None:
            notes.append(f"与序号 {self.first.number} 同名")
        if self.elsewhere and not self.indicators:
            notes.append(f"指标计入序号 {'、'.join(map(str, self.elsewhere))}")
        return joined(notes)


def share(part: int, whole: int) -> float | None:
    """The part of the whole, None where there is no whole."""
    return part / whole if whole else None


def quantified(indicators: Sequence[Indicator]) -> int:
    return sum(indicator.target.quantified for indicator in indicators)


def joined(notes: Sequence[str]) -> str | None:
    """Notes as one text, each once, None where there is none."""
    return "；".join(dict.fromkeys(note.strip().rstrip("。；") for note in notes if note.strip())) or None


def lines(extraction: Extraction, before: int = 0) -> list[Line]:
    """Join goals and indicators by scope and project; every indicator is counted in exactly one line.

    Of a name that is printed several times, an indicator belongs to the last printing above it in its own table, or
    else to the first printing of all. Departments part the names only in a document that has several. The numbers of
    the lines follow ``before``.
    """
    several = several_departments(extraction)

    def key(row: Goal | Indicator) -> Key:
        return (row.department if several else None, row.scope, row.project)

    found: dict[Key, list[Line]] = {}
    for goal in extraction.goals:
        line = Line(goal.scope, goal.department, goal.project, goal.place, goal)
        found.setdefault(key(goal), []).append(line)
    for indicator in extraction.indicators:
        same = found.setdefault(key(indicator), [])
        if not same:
            same.append(Line(indicator.scope, indicator.department, indicator.project, indicator.place))
        _home(same, indicator.place).indicators.append(indicator)
    printed = [line for same in found.values() for line in same]
    order = {id(goal): at for at, goal in enumerate(extraction.goals)}
    printed.sort(key=lambda line: (line.scope is not Scope.DEPARTMENT, order.get(id(line.goal), len(order))))
    for number, line in enumerate(printed, before + 1):
        line.number = number
    for same in found.values():
        for line in same:
            line.first = same[0] if line is not same[0] else None
            line.elsewhere = tuple(other.number for other in same if other.indicators and other is not line)
    return printed


def several_departments(extraction: Extraction) -> bool:
    rows: tuple[Goal | Indicator, ...] = (*extraction.goals, *extraction.indicators)
    return len({row.department for row in rows if row.department is not None}) > 1


def _home(same: list[Line], place: Place) -> Line:
    if place.table is None or place.row is None:
        return same[0]
    above = [
        line
        for line in same
        if line.place.table == place.table and line.place.row is not None and line.place.row <= place.row
    ]
    return above[-1] if above else same[0]


def add(book: Workbook, extractions: Sequence[Extraction], files: Sequence[str], paper: Paper, *, batch: bool) -> None:
    """Write the sheet for one document or, with the columns 部门 and 文件, for a batch."""
    wide = batch or any(several_departments(extraction) for extraction in extractions)
    columns = [
        Column("序号", COUNT),
        Column("标记", SHORT, 6),
        *([Column("部门", widest=16)] if wide else []),
        Column("范围", SHORT, 10),
        Column("项目", widest=28),
        Column("金额（万元）", MONEY),
        Column("绩效目标", widest=50),
        Column("指标数", COUNT, group="指标"),
        *(Column(name, COUNT, group="指标") for name in (*CLASSES, "其他")),
        Column("可量化", COUNT, group="指标"),
        Column("可量化占比", SHARE, group="指标"),
        Column("置信度", SURE, 8),
        Column("说明", widest=26),
        *([Column("文件", widest=20)] if batch else []),
        Column("位置", widest=16),
    ]
    rows: list[Row] = []
    for extraction, file in zip(extractions, files, strict=True):
        for line in lines(extraction, len(rows)):
            rows.append(_row(line, extraction, file, wide=wide, batch=batch))
    write_list(book, TITLE, columns, rows, paper, fixed=5 if wide else 4, empty="没有读出项目或部门整体目标。")


def _row(line: Line, extraction: Extraction, file: str, *, wide: bool, batch: bool) -> Row:
    goal = line.goal
    amount: Decimal | None = goal.amount if goal is not None else None
    checked = quantified(line.indicators)
    return Row(
        (
            line.number,
            MARK if line.doubtful else None,
            *([line.department or extraction.document.department] if wide else []),
            SCOPES[line.scope],
            line.project,
            amount,
            goal.goal if goal is not None else None,
            len(line.indicators),
            *line.classes(),
            checked,
            share(checked, len(line.indicators)),
            goal.confidence if goal is not None else None,
            line.remarks(),
            *([file] if batch else []),
            str(line.place),
        ),
        line.doubtful,
    )
