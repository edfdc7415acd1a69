"""The sheet 已豁免: findings that a waiver hides, and waivers that hide nothing any more."""

from collections.abc import Sequence

from openpyxl import Workbook

from ..config import CATEGORIES, SEVERITIES
from ..model import Review, Waived
from .issues import whose
from .style import COUNT, SHORT, Column, Paper, Row, Value, write_list

TITLE = "已豁免"
HIDES, IDLE = "已豁免", "没有对应的问题了"


def add(book: Workbook, review: Review, paper: Paper) -> None:
    """Write the sheet, where there is any waiver for these documents."""
    if not review.waived and not review.idle:
        return
    columns = [
        Column("序号", COUNT),
        Column("状态", SHORT, 18),
        Column("文件", widest=24),
        Column("豁免", widest=30),
        Column("理由", widest=30),
        Column("配置文件行号", COUNT),
        Column("等级", SHORT, 6),
        Column("类别", SHORT, 10),
        Column("项目", widest=24),
        Column("位置", widest=14),
        Column("问题", widest=44),
    ]
    rows = [Row((number, *_values(one))) for number, one in enumerate((*review.waived, *review.idle), 1)]
    write_list(book, TITLE, columns, rows, paper, fixed=2, empty="")


def _values(one: Waived) -> Sequence[Value]:
    finding = one.finding
    about = (one.document, one.waiver, one.reason, one.line or None)
    if finding is None:
        return (IDLE, *about, None, None, None, None, None)
    where = (SEVERITIES[finding.severity], CATEGORIES[finding.category], whose(finding), str(finding.source))
    return (HIDES, *about, *where, finding.message)
