"""The sheet 规则说明: the rules that fired, what they look at, why, how to put it right, and the basis."""

from collections import Counter

from openpyxl import Workbook

from ..config import CATEGORIES, SEVERITIES
from ..rules import BY_CODE
from . import issues
from .decisions import REJECTED
from .plan import Plan
from .style import COUNT, SHORT, Column, Formula, Paper, Row, Value, write_list

TITLE = "规则说明"
_NOT_OURS = "（本版本没有这条规则的说明）"


def add(book: Workbook, plan: Plan, paper: Paper) -> None:
    """Write the sheet, in order of code."""
    columns = [
        Column("编号", SHORT, 8),
        Column("规则", widest=26),
        Column("类别", SHORT, 10),
        Column("等级", SHORT, 6),
        Column("问题数", COUNT),
        Column("未采纳", COUNT),
        Column("为什么", widest=60),
        Column("怎样改", widest=46),
        Column("依据", widest=40),
    ]
    fired = Counter(finding.code for finding in plan.review.findings)
    rejected = Counter(plan.review.findings[at].code for at in plan.rejected)
    count = len(plan.order)
    rows = []
    for number, code in enumerate(sorted(fired), 2):
        codes, verdicts = issues.area("编号", count), issues.area("处理", count)
        numbers: tuple[Value, ...] = (
            fired[code],
            Formula(f'COUNTIFS({codes},A{number},{verdicts},"{REJECTED}")', rejected[code]),
        )
        rule = BY_CODE.get(code)
        if rule is None:
            rows.append(Row((code, _NOT_OURS, None, None, *numbers, None, None, None)))
            continue
        about = (rule.title, CATEGORIES[rule.category], SEVERITIES[rule.severity])
        basis = "；".join(map(str, rule.basis)) or "审核惯例"
        rows.append(Row((code, *about, *numbers, rule.why, rule.fix, basis)))
    write_list(book, TITLE, columns, rows, paper, fixed=2, empty="没有发现问题。")
