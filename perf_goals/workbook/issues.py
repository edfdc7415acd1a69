"""The sheet 问题清单: every finding, project by project, and beside it the columns that a reviewer fills in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter

from ..config import CATEGORIES, SEVERITIES
from ..model import Finding, Severity
from ..scoring import project_of
from . import decisions
from .decisions import MOST, REJECTED, VERDICTS, Decision
from .plan import FIRST_INDICATOR, FIRST_ISSUE, FIRST_LINE, INDICATORS, ISSUES, LINES, Plan
from .style import (
    COUNT,
    DAY,
    OPEN,
    SHORT,
    SURE,
    Column,
    Formula,
    Look,
    Paper,
    Row,
    Value,
    letters,
    write_list,
)

TITLE = ISSUES
_Rule: Any = FormulaRule
APART = "不扣（跨文件）"
LOST = Look(across="center", shown="0.00")
_PICK = Look(across="center", fill=OPEN, open=True)
_FILL = Look(shown="@", fill=OPEN, open=True)
_DAY = Look(across="center", shown=DAY.shown, fill=OPEN, open=True)
_MOST_CELLS = 60  # of a sum written out cell by cell
_NAMED = re.compile(r"《[^》]*》（([^（）]*〔\d+〕\d+号)）")
_LONGEST = 40  # printed characters that are shown beside a finding

COLUMNS = (
    Column("序号", COUNT, 5, tight=True),
    Column("等级", SHORT, 6),
    Column("类别", SHORT, 8),
    Column("编号", SHORT, 7, tight=True),
    Column("文件", widest=14),
    Column("项目", widest=13),
    Column("指标", widest=12),
    Column("位置", widest=10),
    Column("原文", widest=13),
    Column("问题", widest=31),
    Column("怎样改", widest=23),
    Column("依据", widest=13),
    Column("扣分合计", LOST, 7, tight=True),
    Column("处理", _PICK, 7.5),
    Column("修改后的目标值", _FILL, 10, tight=True),
    Column("复核意见", _FILL, 12),
    Column("复核人", _FILL, 7.5),
    Column("复核日期", _DAY, 11),
    Column("扣在", SHORT, 12, printed=False),
    Column("置信度", SURE, 8, printed=False),
    Column(decisions.MARK, SHORT, 18, hidden=True, printed=False),
    Column("排位值", Look(across="center"), 10, hidden=True, printed=False),
)
_LEAST = {
    "序号": 5.0,
    "类别": 8.0,
    "编号": 6.5,
    "扣分合计": 7.5,
    "处理": 7.5,
    "修改后的目标值": 10.0,
    "复核意见": 12.0,
    "复核人": 7.5,
    "复核日期": 11.5,
}
# 严重 and 一般 at a glance, and in a grey print: dark with white letters, light, and white for 提示
_SHADES = {Severity.ERROR: ("7F1D1D", "FFFFFF"), Severity.WARNING: ("F6CFA2", "000000")}


def verdict_column() -> str:
    return letters(COLUMNS)["处理"]


def area(head: str, count: int) -> str:
    """The cells of a column, for the formulas of other sheets."""
    letter = letters(COLUMNS)[head]
    return f"{ISSUES}!${letter}${FIRST_ISSUE}:${letter}${FIRST_ISSUE + max(count, 1) - 1}"


def add(book: Workbook, plan: Plan, files: Sequence[str], paper: Paper, *, batch: bool) -> None:
    """Write the sheet; the column 文件 is shown for a batch only."""
    columns = [replace(one, hidden=True) if one.head == "文件" and not batch else one for one in COLUMNS]
    review = plan.review
    known, words = decisions.marks(review), decisions.printed(review)
    rows = [_row(plan, at, files, known[at], words[at]) for at in plan.order]
    sheet = write_list(book, TITLE, columns, rows, paper, fixed=4, empty="没有发现问题。", least=_LEAST)
    if not rows:
        return
    letter = letters(COLUMNS)
    last = FIRST_ISSUE + len(rows) - 1
    sheet.choose(
        f"{letter['处理']}{FIRST_ISSUE}:{letter['处理']}{last}",
        VERDICTS,
        "处理",
        "空着先按采纳计分；不采纳的不扣分，分数随之变化；审核意见只写选了采纳的",
    )
    wide = f"A{FIRST_ISSUE}:{get_column_letter(len(COLUMNS))}{last}"
    struck = DifferentialStyle(font=Font(strike=True, color="7F7F7F"))
    rule = _Rule(formula=[f'${letter["处理"]}{FIRST_ISSUE}="{REJECTED}"'])
    rule.dxf = struck
    rule.stopIfTrue = True
    sheet.sheet.conditional_formatting.add(wide, rule)
    level = letter["等级"]
    for severity, (fill, ink) in _SHADES.items():
        rule = _Rule(formula=[f'${level}{FIRST_ISSUE}="{SEVERITIES[severity]}"'])
        rule.dxf = DifferentialStyle(font=Font(bold=True, color=ink), fill=PatternFill(bgColor=fill))
        sheet.sheet.conditional_formatting.add(f"{level}{FIRST_ISSUE}:{level}{last}", rule)
    sheet.protect()


def _row(plan: Plan, at: int, files: Sequence[str], mark: str, words: str | None) -> Row:
    finding = plan.review.findings[at]
    decision = plan.decisions.get(at, Decision(mark))
    number = plan.number[at]
    row = plan.issue_row(at)
    cost = letters(COLUMNS)["扣分合计"]
    items, _ = plan.lost.get(at, ((), Decimal(0)))
    shown = None if words is None else words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
    lost = _lost(plan, at)
    now = lost.now if isinstance(lost, Formula) else 0
    first = plan.at.get(at)
    link = f"'{INDICATORS}'!A{FIRST_INDICATOR + first}" if first is not None else None
    return Row(
        (
            number,
            SEVERITIES[finding.severity],
            CATEGORIES[finding.category],
            finding.code,
            files[plan.review.owners[at]],
            whose(finding),
            listed((one.level3 for one in finding.targets), "指标"),
            str(finding.source),
            shown,
            finding.message,
            finding.suggestion,
            short_basis(finding.basis),
            lost,
            *decision.filled,
            "、".join(items) or None,
            finding.confidence,
            mark,
            Formula(f"IF(ISNUMBER({cost}{row}),{cost}{row},0)-A{row}/10^7", float(now or 0) - number / 10**7),
        ),
        first=at in plan.opens,
        links=((0, link),) if link else (),
    )


def _lost(plan: Plan, at: int) -> Value:
    """What the finding takes over all units that it names."""
    if at in plan.review.apart:
        return APART
    lines = plan.of_finding.get(at, [])
    if not lines:
        return 0
    now = plan.lost.get(at, ((), Decimal(0)))[1]
    if len(lines) <= _MOST_CELLS:
        return Formula("+".join(f"{LINES}!O{FIRST_LINE + line}" for line in lines), now)
    ends = f"{FIRST_LINE}:", len(plan.lines) + FIRST_LINE - 1
    return Formula(f"SUMIFS({LINES}!O${ends[0]}O${ends[1]},{LINES}!F${ends[0]}F${ends[1]},A{plan.issue_row(at)})", now)


def whose(finding: Finding) -> str | None:
    """The projects that a finding names; 部门整体 and 整份文件 for what belongs to none."""
    return listed(map(project_of, finding.targets), "项目")


def short_basis(basis: str) -> str:
    """Documents by their number alone; their names are in 规则说明.

    >>> short_basis("《项目支出绩效评价管理办法》（财预〔2020〕10号）第六条；审核惯例")
    '财预〔2020〕10号第六条；审核惯例'
    """
    return _NAMED.sub(r"\1", basis)


def listed(names: Iterable[str | None], what: str) -> str | None:
    """The first names, and how many there are of ``what`` where that is not all."""
    given = list(dict.fromkeys(name for name in names if name))
    if len(given) > MOST:
        return f"{'、'.join(given[: MOST - 1])} 等{len(given)}个{what}"
    return "、".join(given) or None
