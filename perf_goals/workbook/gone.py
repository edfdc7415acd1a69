"""The sheet 已消失的决定: what a reviewer decided about findings that this run does not have."""

from collections.abc import Sequence

from openpyxl import Workbook

from .decisions import ABOUT, FILLED, FROM, GONE, MARK, WHY, Decision
from .style import DAY, SHORT, Column, Paper, Row, write_list

TITLE = GONE
_WIDE = {"问题": 40, "原文": 26, "位置": 14, "复核意见": 26}


def add(book: Workbook, gone: Sequence[Decision], paper: Paper) -> None:
    """Write the sheet, where there is any such decision."""
    if not gone:
        return
    columns = [
        Column("序号", SHORT),
        Column(WHY, widest=20),
        *(Column(head, widest=_WIDE.get(head, 18)) for head in ABOUT),
        *(Column(head, widest=20) for head in FILLED[:-1]),
        Column(FILLED[-1], DAY, 12),
        Column(FROM, widest=22),
        Column(MARK, SHORT, 18, hidden=True),
    ]
    rows = [
        Row((number, one.why, *one.about, *one.filled, one.source, one.mark or None))
        for number, one in enumerate(gone, 1)
    ]
    write_list(book, TITLE, columns, rows, paper, fixed=2, empty="")
