"""A filled-in review workbook, as it was handed in: findings with their decisions, scores, whose they are.

The sheets are read by their column headings, wherever these stand: a reviewer may have moved or hidden columns, or deleted
those that he did not use.
"""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any
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
    file: str = ""


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

# What a column may be called; the first name is ours.
_COLUMNS = {
    "level": ("等级", "严重程度", "问题等级"),
    "code": ("编号", "规则", "规则编号"),
    "category": ("类别", "问题类别"),
    "file": ("文件",),
    "project": ("项目", "项目名称"),
    "indicator": ("指标", "三级指标"),
    "place": ("位置", "出处"),
    "message": ("问题", "问题说明", "错在哪里"),
    "fix": ("怎样改", "修改建议", "建议", "怎么改"),
    "basis": ("依据",),
    "decision": ("处理", "处理意见"),
    "target": ("修改后的目标值", "修改后目标值", "修改后的指标值"),
    "remark": ("复核意见", "审核意见"),
    "reviewer": ("复核人", "审核人"),
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
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(), open(path, "rb") as file:
            warnings.simplefilter("ignore")  # of parts that openpyxl does not keep: nothing is written back
            book = load_workbook(file, read_only=True, data_only=True)
            try:
                wanted = [name for name in (OVERVIEW, SCORES, ISSUES, HANDBOOK) if name in book.sheetnames]
                return {name: _cells(book[name]) for name in wanted}
            finally:
                book.close()
    except FileNotFoundError:
        raise PerfGoalsError(f"找不到文件 {path}，请核对路径") from None
    except IsADirectoryError:
        raise PerfGoalsError(f"{path} 是文件夹，请给出一个审核工作簿") from None
    except OSError as error:
        raise PerfGoalsError(f"无法读取 {path}（{error.strerror or error}），请关闭打开它的程序后重试") from None
    except (BadZipFile, KeyError, ValueError, SyntaxError) as error:  # SyntaxError: broken XML, whichever parser it is
        raise PerfGoalsError(f"{path} 不是完好的 xlsx 工作簿，请给出 perf-goals review 写出的审核工作簿") from error


def _cells(sheet: Any) -> Sheet:
    sheet.reset_dimensions()  # a program that saved it may have written a wrong size
    return [tuple(_text(value) for value in row) for row in sheet.iter_rows(values_only=True)]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return _ILLEGAL.sub("\ufffd", str(value)).strip()


def _issues(path: Path, sheet: Sheet, bases: Mapping[str, str]) -> tuple[tuple[Issue, ...], bool]:
    top, columns = _heading(sheet, _COLUMNS, ("code", "message"))
    if top is None:
        if any("没有发现问题" in cell for row in sheet for cell in row):
            return (), True
        raise PerfGoalsError(f"{path} 的工作表“{ISSUES}”里没有“编号”和“问题”两列，请不要改动这两列的标题")
    found: list[Issue] = []
    wrong: list[str] = []
    for number, row in enumerate(sheet[top + 1 :], top + 2):
        said = {name: row[at] if at is not None and at < len(row) else "" for name, at in columns.items()}
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
    return tuple(found), columns["decision"] is not None


def _full_bases(sheet: Sheet) -> dict[str, str]:
    """Of each rule its basis with the names of the documents; 问题清单 has their numbers alone."""
    top, columns = _heading(sheet, {"code": _COLUMNS["code"], "basis": _COLUMNS["basis"]}, ("code", "basis"))
    code, basis = columns["code"], columns["basis"]
    if top is None or code is None or basis is None:
        return {}
    return {_at(row, code): _at(row, basis) for row in sheet[top + 1 :]}


def _heading(
    sheet: Sheet, names: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> tuple[int | None, dict[str, int | None]]:
    """The line of the heading and of each column its number; None for one that is not there."""
    for at, row in enumerate(sheet[:_TOP]):
        columns = {name: next((row.index(one) for one in called if one in row), None) for name, called in names.items()}
        if all(columns[name] is not None for name in needed):
            return at, columns
    return None, dict.fromkeys(names)


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
    "part": ("范围",),
    "department": ("部门",),
    "project": ("项目", "项目名称", "名称"),
    "total": ("总分", "得分"),
    "grade": ("等级",),
    "file": ("文件",),
}
_ITEM = re.compile(r"(.+?)（(\d+(?:\.\d+)?)分?）")
_GROUP = "审核要点得分"  # the heading over all of them


def _scores(sheet: Sheet) -> Iterator[Line]:
    for at in range(min(_TOP, len(sheet))):
        upper = sheet[at - 1] if at else ()
        width = max(len(sheet[at]), len(upper))
        pairs = [(_at(sheet[at], column), _at(upper, column)) for column in range(width)]
        heads = tuple(low or high for low, high in pairs)  # a heading over two lines stands in the upper one
        columns = {
            name: next((heads.index(one) for one in called if one in heads), None)
            for name, called in _SCORE_COLUMNS.items()
        }
        items = {column: one[1] for column, head in enumerate(heads) if (one := _ITEM.fullmatch(head))} or _under(pairs)
        if columns["total"] is None or columns["project"] is None or not items:
            continue
        for row in sheet[at + 1 :]:
            said = {name: _at(row, column) for name, column in columns.items() if column is not None}
            if not any(said.get(name) for name in ("part", "project", "department")):
                continue
            yield Line(
                said.get("part", ""),
                said.get("department", ""),
                said.get("project", ""),
                {item: _points(_at(row, column)) for column, item in items.items()},
                _points(said.get("total", "")),
                said.get("grade", ""),
                said.get("file", ""),
            )
        return


def _under(pairs: Sequence[tuple[str, str]]) -> dict[int, str]:
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
