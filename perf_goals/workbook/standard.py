"""The sheet 评分标准: the numbers of the score, in cells that an office can change; every score follows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from ..config import SEVERITIES
from ..model import Severity
from ..rules import RULES
from ..scorebook import Book
from ..scoring import UNJUDGED
from .plan import STANDARD
from .style import HEADING, OPEN, SHORT, WORDS, Formula, Look, Paper, Piece, Sheet

TITLE = STANDARD
WAYS = {"equal": "每个单元一样重", "amount": "按金额"}
NAMES = {"goal": "目标文字", "rows": "指标", "amount": "金额", "any": "目标文字或指标"}
PARTS = {"goal": "落在目标上", "project": "落在项目上", "table": "落在整体表上", "document": "落在整份文件上"}
_FIRST = 4
_INPUT = Look(across="center", shown="0.####", fill=OPEN, open=True)
_CHOICE = Look(across="center", fill=OPEN, open=True)
_FIXED = Look(across="center", shown="0.####")
_NAME = Look(size=14, bold=True, box=False)
_NOTE = Look(box=False)
_WIDTHS = (22, 16, 14, 16, 16, 84)


@dataclass(frozen=True, slots=True)
class Cells:
    """Where the numbers stand."""

    items: int
    bands: int
    grades: int

    @property
    def _weights(self) -> int:
        return _FIRST + self.items + 2

    @property
    def _bands(self) -> int:
        return self._weights + len(SEVERITIES) + 2

    @property
    def _grades(self) -> int:
        return self._bands + self.bands + 2

    @property
    def _by(self) -> int:
        return self._grades + self.grades + 2

    def full(self, item: int) -> str:
        return f"{STANDARD}!$C${_FIRST + item}"

    def weight(self, severity: Severity) -> str:
        return f"{STANDARD}!$C${self._weights + list(SEVERITIES).index(severity)}"

    def band(self, column: str) -> str:
        """A column of the bands: A name, B from, C up to, D top, E bottom."""
        return f"{STANDARD}!${column}${self._bands}:${column}${self._bands + self.bands - 1}"

    def grade(self, total: str) -> str:
        """The grade of a total, from high to low."""
        rows = (self._grades, self._grades + self.grades - 1)
        least = f"{STANDARD}!$C${rows[0]}:$C${rows[1]}"
        name = f"{STANDARD}!$A${rows[0]}:$A${rows[1]}"
        return f"INDEX({name},MIN({self.grades},SUMPRODUCT(--({least}>{total}))+1))"

    @property
    def by(self) -> str:
        return f"{STANDARD}!$C${self._by}"


def cells(book: Book) -> Cells:
    return Cells(len(book.items), len(book.bands), len(book.grades))


def add(book: Workbook, standard: Book, paper: Paper) -> None:
    """Write the sheet."""
    at = cells(standard)
    sheet = Sheet(book, TITLE, _WIDTHS, paper)
    sheet.paged()
    sheet.line(Piece("评分标准", _NAME, len(_WIDTHS)), height=26)
    note = "黄底的格可以改：改后各表的分数、等级和图随之变化。下次运行仍按配置文件，长期使用请写进 perf-goals.toml。"
    sheet.line(Piece(note, _NOTE, len(_WIDTHS)))
    _head(sheet, "审核要点", "所属方面", "满分", "能否评", "", "至少要印出")
    for item in standard.items:
        needs = "、".join(NAMES[need] for need in item.needs)
        judged = "能" if item.judged else UNJUDGED
        sheet.row(
            (item.name, item.dimension, item.full, judged, None, needs or None),
            (WORDS, SHORT, _INPUT, SHORT, SHORT, WORDS),
        )
    sheet.line(height=8)
    _head(sheet, "问题的等级", "", "权数", "", "", "说明")
    for severity, name in SEVERITIES.items():
        text = "一个问题的比重 = 等级的权数 × 份额（涉及的指标 ÷ 单元的指标，或者下面“一次算多大”）"
        sheet.row(
            (name, None, standard.weights[severity], None, None, text if severity is Severity.ERROR else None),
            (SHORT, SHORT, _INPUT, SHORT, SHORT, WORDS),
        )
    sheet.line(height=8)
    _head(sheet, "档次", "比重超过", "比重不超过", "得分率起（%）", "得分率止（%）", "说明")
    for number, band in enumerate(standard.bands):
        row = sheet.height + 1
        start = Formula(f"C{row - 1}", standard.bands[number - 1].upto) if number else 0
        text = "一项里各问题的比重相加（最多算 1），落在哪一档，档内按比例从“起”降到“止”"
        values = (band.name, start, band.upto, band.top, band.bottom, None if number else text)
        sheet.row(values, (SHORT, _FIXED, _INPUT, _INPUT, _INPUT, WORDS))
    sheet.line(height=8)
    _head(sheet, "等级", "", "总分不低于", "", "", "说明")
    for name, least in standard.grades:
        sheet.row(
            (name, None, least, None, None, None),
            (SHORT, SHORT, _INPUT, SHORT, SHORT, WORDS),
        )
    sheet.line(height=8)
    _head(sheet, "部门分数", "", "从各单元", "", "", "说明")
    row = sheet.row(
        ("怎样从各单元得来", None, WAYS[standard.by], None, None, "按金额：没有印金额的单元不计入，都没有印就一样重"),
        (WORDS, SHORT, _CHOICE, SHORT, SHORT, WORDS),
    )
    sheet.choose(f"C{row}", tuple(WAYS.values()), "部门分数", "每个单元一样重，或者按金额")
    assert at.by.endswith(f"${row}")
    sheet.keep(28 + 18 * (len(standard.loads) + len(standard.rule_loads)))
    sheet.line(height=8)
    _head(sheet, "一次算多大", "", "份额", "", "", "这一部分在这里改不了，请写进 perf-goals.toml 后重新运行")
    titles = {rule.code: rule.title for rule in RULES}
    for name, share in (*standard.loads.items(), *sorted(standard.rule_loads.items())):
        called = titles.get(name)
        sheet.row((PARTS.get(name, name), None, share, None, None, called), (WORDS, SHORT, _FIXED, SHORT, SHORT, WORDS))
    sheet.protect()


def _head(sheet: Sheet, *names: str) -> None:
    looks: Sequence[Look] = [HEADING] * len(names)
    sheet.row([name or None for name in names], looks, height=20)
