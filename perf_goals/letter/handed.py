"""A filled-in review workbook, as it was handed in: findings with their decisions, scores, whose they are.

The sheets are read by their column headings, wherever these stand: a reviewer may have moved or hidden columns, or deleted
those that he did not use.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise, zip_longest
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from ..errors import PerfGoalsError

ISSUES, SCORES, OVERVIEW, HANDBOOK = "问题清单", "评分", "总览", "规则说明"
_TOP = 15  # lines among which the heading is looked for
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Decision(StrEnum):
    """What the reviewer made of a finding."""

    ACCEPTED = "采纳"
    REJECTED = "不采纳"
    UNSURE = "待核实"
    OPEN = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One line of 问题清单. row: its line in the sheet. file: "" in the workbook of one document."""

    row: int
    level: str
    code: str
    category: str
    file: str
    project: str
    indicator: str
    place: str
    message: str
    fix: str
    basis: str
    decision: Decision
    target: str
    remark: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of 评分. points: 审核要点 → as shown; "" for what nobody has calculated."""

    part: str
    department: str
    project: str
    points: Mapping[str, str]
    total: str
    grade: str
    file: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What a review workbook says, as it was handed in. decided: whether it has the column 处理."""

    path: Path
    department: str
    year: str
    file: str
    issues: tuple[Issue, ...]
    scores: tuple[Line, ...]
    decided: bool

    @property
    def reviewers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.reviewer for one in self.issues if one.reviewer))

    @property
    def uncalculated(self) -> bool:
        """Whether the scores are formulas that no spreadsheet program has worked out yet."""
        return bool(self.scores) and not any(one.total for one in self.scores)


# Reading ------------------------------------------------------------------------------------------------------------

_COLUMNS = {
    "level": "等级",
    "code": "编号",
    "category": "类别",
    "file": "文件",
    "project": "项目",
    "indicator": "指标",
    "place": "位置",
    "message": "问题",
    "fix": "怎样改",
    "basis": "依据",
    "decision": "处理",
    "target": "修改后的目标值",
    "remark": "复核意见",
    "reviewer": "复核人",
}


def read(path: Path) -> Handed:
    """Read a filled-in workbook.

    Raises:
        PerfGoalsError: it is no workbook, has no 问题清单, or a decision in it is none; all such lines are named.
    """
    sheets = _sheets(path)
    if ISSUES not in sheets:
        raise PerfGoalsError(f"{path} 里没有工作表“{ISSUES}”，请给出 perf-goals review 写出的审核工作簿")
    issues, decided = _issues(path, sheets[ISSUES], _full_bases(sheets.get(HANDBOOK, [])))
    about = _about(sheets.get(OVERVIEW, []))
    return Handed(
        path,
        about.get("部门", ""),
        about.get("年度", ""),
        about.get("文件", ""),
        issues,
        tuple(_scores(sheets.get(SCORES, []))),
        decided,
    )


def is_one(path: Path) -> bool:
    """Whether the file is a review workbook; a department's own tables may be xlsx too."""
    if path.suffix.lower() != ".xlsx" or not path.is_file():
        return False
    try:
        with ZipFile(path) as archive:
            return f'name="{ISSUES}"' in archive.read("xl/workbook.xml").decode("utf-8", "replace")
    except (OSError, BadZipFile, KeyError):
        return False


Sheet = list[tuple[str, ...]]


def _sheets(path: Path) -> dict[str, Sheet]:
    """The cells of the sheets that are needed, as text; of formulas what they came to."""
    from ..workbook.opened import lines, opened  # openpyxl takes longer to load than most commands to run

    with opened(path) as book:
        wanted = [name for name in (OVERVIEW, SCORES, ISSUES, HANDBOOK) if name in book.sheetnames]
        return {name: [tuple(_text(value) for value in row) for row in lines(book[name])] for name in wanted}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return _ILLEGAL.sub("\ufffd", str(value)).strip()


def _issues(path: Path, sheet: Sheet, bases: Mapping[str, str]) -> tuple[tuple[Issue, ...], bool]:
    heading = _heading(sheet, _COLUMNS, {"code", "message"})
    if heading is None:
        if any("没有发现问题" in cell for row in sheet for cell in row):
            return (), True
        raise PerfGoalsError(f"{path} 的工作表“{ISSUES}”里没有“编号”和“问题”两列，请不要改动这两列的标题")
    top, columns = heading
    found: list[Issue] = []
    wrong: list[str] = []
    for number, row in enumerate(sheet[top + 1 :], top + 2):
        said = _said(row, columns, _COLUMNS)
        if not said["code"]:
            continue  # a blank line, or the heading of a group
        word = said.pop("decision")
        said["basis"] = bases.get(said["code"]) or said["basis"]
        try:
            found.append(Issue(number, **said, decision=Decision(word)))
        except ValueError:
            wrong.append(f"{path} 的“{ISSUES}”第{number}行：处理写作“{word}”，应为采纳、不采纳或待核实")
    if wrong:
        raise PerfGoalsError("\n".join(wrong))
    return tuple(found), "decision" in columns


def _full_bases(sheet: Sheet) -> dict[str, str]:
    """Of each rule its basis with the names of the documents; 问题清单 has their numbers alone."""
    heading = _heading(sheet, _COLUMNS, {"code", "basis"})
    if heading is None:
        return {}
    top, columns = heading
    return {_at(row, columns["code"]): _at(row, columns["basis"]) for row in sheet[top + 1 :]}


def _heading(sheet: Sheet, names: Mapping[str, str], needed: set[str]) -> tuple[int, dict[str, int]] | None:
    """The line of the heading, and the number of each column that is there; None where one that is needed is not."""
    for at, row in enumerate(sheet[:_TOP]):
        columns = {name: row.index(head) for name, head in names.items() if head in row}
        if needed <= columns.keys():
            return at, columns
    return None


def _said(row: Sequence[str], columns: Mapping[str, int], names: Iterable[str]) -> dict[str, str]:
    return {name: _at(row, columns[name]) if name in columns else "" for name in names}


def _about(sheet: Sheet) -> dict[str, str]:
    """What the title block says: the first filled cell to the right of each label."""
    found: dict[str, str] = {}
    for row in sheet[:_TOP]:
        filled = [cell for cell in row if cell]
        for label, said in pairwise(filled):
            if label in ("部门", "年度", "文件") and not said.startswith("（文件中"):
                found.setdefault(label, said)
    return found


_SCORE_COLUMNS = {
    "part": "范围",
    "department": "部门",
    "project": "项目",
    "total": "总分",
    "grade": "等级",
    "file": "文件",
}
_GROUP = "审核要点得分"  # the heading over all of them


def _scores(sheet: Sheet) -> Iterator[Line]:
    for top, (upper, lower) in enumerate(pairwise(sheet[:_TOP]), 1):
        pairs = list(zip_longest(lower, upper, fillvalue=""))
        heads = [low or high for low, high in pairs]  # a heading over two lines stands in the upper one
        columns = {name: heads.index(head) for name, head in _SCORE_COLUMNS.items() if head in heads}
        items = _under(pairs)
        if "total" not in columns or "project" not in columns or not items:
            continue
        for row in sheet[top + 1 :]:
            said = _said(row, columns, _SCORE_COLUMNS)
            if not any(said[name] for name in ("part", "project", "department")):
                continue
            said["total"] = _points(said["total"])
            yield Line(points={item: _points(_at(row, column)) for column, item in items.items()}, **said)
        return


def _under(pairs: Iterable[tuple[str, str]]) -> dict[int, str]:
    """Columns under the heading of all items; pairs of the lower and the upper line, a merged cell empty but at its start."""
    found: dict[int, str] = {}
    inside = False
    for column, (low, high) in enumerate(pairs):
        inside = high.startswith(_GROUP) or (inside and not high)
        if inside and low:
            found[column] = low
    return found


def _at(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _points(text: str) -> str:
    """
    >>> _points("83.5"), _points("未评"), _points("")
    ('83.50', '未评', '')
    """
    try:
        return f"{Decimal(text):.2f}"
    except InvalidOperation:
        return text
