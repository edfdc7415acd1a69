"""The workbook of ``benchmark``: how offices set one indicator, with a chart of the one that most of them have."""

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from .style import COUNT, NUMBER, SHORT, Column, Paper, Row, Value, write_list
from .style import WORDS as PLAIN

TITLE, CHART = "四分位数", "分布"


def add(
    book: Workbook,
    heads: Sequence[str],
    rows: Sequence[Sequence[Value]],
    name: str,
    counts: Sequence[tuple[str, int]],
    paper: Paper,
) -> None:
    """Write both sheets. heads, rows: the table, whose first three columns are words. name: of what counts are."""
    looks = [PLAIN, SHORT, SHORT, COUNT, COUNT, *[NUMBER] * (len(heads) - 5)]
    columns = [Column(head, look, 40) for head, look in zip(heads, looks, strict=True)]
    write_list(book, TITLE, columns, [Row(tuple(row)) for row in rows], paper, fixed=1, empty="没有这个指标。")
    shown = [Row((value, count)) for value, count in counts]
    columns = [Column("指标值", SHORT, 30), Column("单位数", COUNT, 12)]
    write_list(book, CHART, columns, shown, paper, fixed=1, empty="没有这个指标。")
    sheet: Any = book[CHART]
    chart = BarChart()
    chart.type = "col"
    chart.title = name
    chart.x_axis.title, chart.y_axis.title = "指标值", "单位数"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend = None
    chart.gapWidth = 40
    chart.width, chart.height = 24, 12
    last = len(counts) + 1
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    sheet.add_chart(chart, "D2")
