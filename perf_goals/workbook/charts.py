"""The two charts of 总览: points by item, findings by category and severity; told apart in grey and by every eye."""

import math
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import title_maker
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RichTextProperties

from .style import Sheet

POINTS = "4A6FA5"
_POINTS_PER_CM, _CM_PER_UNIT = 28.35, 0.185  # a column of width 1 is 5.25 points
SEVERITIES = ("7F1D1D", "E08E45", "E5E0D5")  # dark, middle, light


def lines(categories: int) -> int:
    """How many lines of 18 points both charts take; each category has room for its name."""
    return math.ceil((_height(categories) * _POINTS_PER_CM + 6) / 18)


def _height(categories: int) -> float:
    return max(8.9, 2.2 + 0.52 * categories)


def add(sheet: Sheet, row: int, points: tuple[int, int], spread: tuple[int, int] | None) -> None:
    """Put both beside one another at a row. points, spread: the first and last row of their tables on this sheet."""
    high = _height(spread[1] - spread[0] + 1 if spread is not None else 0)
    chart = _bars("各审核要点得分率", 15, high)
    chart.add_data(_area(sheet, 5, points))
    chart.set_categories(_area(sheet, 2, points))
    chart.series[0].graphicalProperties = _filled(POINTS)
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format = "0%"
    chart.legend = None
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    chart.dataLabels.numFmt = "0%"
    sheet.sheet.add_chart(chart, f"A{row}")
    if spread is None:
        return
    before, column = _right(sheet)
    chart = _bars("各类问题数", (sum(sheet.widths) - before) * _CM_PER_UNIT - 0.3, high)
    chart.grouping, chart.overlap = "stacked", 100
    for number, colour in zip((3, 4, 5), SEVERITIES, strict=True):
        chart.add_data(_area(sheet, number, (spread[0] - 1, spread[1])), titles_from_data=True)
        chart.series[-1].graphicalProperties = _filled(colour)
    chart.set_categories(_area(sheet, 2, spread))
    chart.y_axis.majorUnit = None
    chart.y_axis.number_format = "0"
    chart.legend.position = "b"
    sheet.sheet.add_chart(chart, f"{column}{row}")


def _bars(title: str, width: float, height: float) -> Any:
    chart: Any = BarChart()
    small = CharacterProperties(sz=750)
    for axis in (chart.x_axis, chart.y_axis):
        axis.txPr = RichText(
            p=[Paragraph(pPr=ParagraphProperties(defRPr=small), endParaRPr=small)], bodyPr=RichTextProperties()
        )
    chart.type = "bar"
    chart.width, chart.height = width, height
    chart.gapWidth = 50
    chart.x_axis.scaling.orientation = "maxMin"  # the first line of the table on top
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.crosses = "max"
    chart.x_axis.tickLblSkip = 1  # every name, however many
    chart.y_axis.majorGridlines = None
    chart.title = title_maker(title)
    chart.title.overlay = False
    big = CharacterProperties(sz=1200, b=True)
    for paragraph in chart.title.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=big)
        for run in paragraph.r:
            run.rPr = big
    return chart


def _filled(colour: str) -> GraphicalProperties:
    return GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill="404040", w=6350))


def _area(sheet: Sheet, column: int, rows: tuple[int, int]) -> Reference:
    return Reference(sheet.sheet, min_col=column, min_row=rows[0], max_row=rows[1])


def _right(sheet: Sheet) -> tuple[float, str]:
    """The column in which the second chart begins, behind the first one, and what stands before it."""
    width = 0.0
    for at, one in enumerate(sheet.widths):
        if width > 82:
            return width, chr(ord("A") + at)
        width += one
    return sum(sheet.widths[:3]), "D"
