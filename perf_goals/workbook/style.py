"""What all sheets share: text made safe, cells and headings, widths and heights from the text, the printed page.

Sheets are written row by row in openpyxl's write-only mode. A column has one cell object for each look, used again for
every row, so that a style is looked up once and not once a cell.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from ..errors import OutputError

Value = str | int | float | Decimal | None

LONGEST = 32_767  # characters of a cell, counted by Excel in UTF-16 units
CUT = "……（原文过长，已截断）"
TALLEST = 409.0  # points; Excel allows no taller row
MOST_ROWS = 1_048_576
MARK = "▲"  # beside the colour, so that a grey print and every eye shows a doubtful row

DOUBT = "FFE08A"  # an amber that stays a clear light grey in a black and white print
HEAD = "D9E1EC"
HEAD_OTHER = "E9E6DF"  # the neighbour of a group of columns, so that 原文 and 解析 part at a glance

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x000A_ as a character's number
_WORD = re.compile(r"[!-~]{4}")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")

_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def safe_text(text: str) -> str:
    """The text as a cell can hold it: nothing that XML forbids, line breaks as LF, not longer than Excel allows.

    >>> safe_text("完成率\\x07≥95%")
    '完成率\ufffd≥95%'
    """
    text = _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _ESCAPE.sub("_x005F_", text)
    if len(text) <= LONGEST // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT  # half a character at the end goes


def formula_like(text: str) -> bool:
    """Whether Excel would take the text for a formula when a reviewer edits the cell.

    >>> [formula_like(text) for text in ("=100%", "-5", "＝35.5元", "≥95%")]
    [True, True, True, False]
    """
    return _FORMULA.match(text) is not None


@lru_cache(maxsize=65_536)
def text_width(line: str) -> int:
    """Width of one line in half-width characters; Chinese characters and full-width signs count 2.

    >>> text_width("≥95%完成")
    9
    """
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)


def _lines(text: str, width: float) -> int:
    """How many lines the text takes in a column; a line loses more at its end where words and numbers stay whole."""
    lines = 0
    for line in text.split("\n"):
        room = max((width - 2) * 0.95 if _WORD.search(line) else width - 0.5, 2)
        lines += max(1, math.ceil(text_width(line) / room))
    return lines


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; equal looks share one style."""

    across: Literal["left", "center", "right"] = "left"
    shown: str = "General"
    size: int = 10
    bold: bool = False
    fill: str | None = None
    box: bool = True
    wrap: bool = True
    top: bool = False  # a text that the tallest row cannot show whole shows at least its beginning


WORDS = Look()
PRINTED = Look(shown="@")  # stays text when edited: 1-12 is no date, 0012 keeps its zeros
SHORT = Look(across="center")
COUNT = Look(across="center", shown="0")
NUMBER = Look(across="right")
MONEY = Look(across="right", shown="#,##0.00####")
SHARE = Look(across="center", shown="0.0%")
SURE = Look(across="center", shown="0.00##")
HEADING = Look(across="center", bold=True, fill=HEAD)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. widest: where text starts to wrap; a text that would pass the tallest row widens it."""

    head: str
    look: Look = WORDS
    widest: int = 24
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one line, and whether a person must look at it against the file."""

    values: tuple[Value, ...]
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What the foot of every printed page says."""

    caption: str
    version: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A value over ``span`` columns of a line."""

    value: Value
    look: Look
    span: int = 1


class Sheet:
    """One sheet, written line by line from the top."""

    def __init__(
        self, book: Workbook, title: str, widths: Sequence[float], paper: Paper, freeze: str | None = None
    ) -> None:
        self.sheet: Any = book.create_sheet(title)
        self.widths = widths
        self.height = 0
        self._cells: dict[tuple[int, Look, bool], Any] = {}
        sheet = self.sheet
        sheet.freeze_panes = freeze
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.page_margins = PageMargins(left=0.3, right=0.3, top=0.5, bottom=0.6, header=0.25, footer=0.3)
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter.left.text = _footer(paper.caption)
        sheet.oddFooter.center.text = "&A　第 &P 页，共 &N 页"
        sheet.oddFooter.right.text = _footer(f"perf_goals {paper.version}".strip())

    def line(self, *pieces: Piece, height: float = 0) -> int:
        """Write one line of pieces from the left; returns its row number."""
        cells: list[Any] = []
        for piece in pieces:
            first = len(cells)
            cells.append(self._cell(first, piece.value, piece.look))
            cells.extend(self._cell(column, None, piece.look) for column in range(first + 1, first + piece.span))
            if piece.span > 1:
                self.merge(first, self.height, first + piece.span - 1, self.height)
            if isinstance(piece.value, str) and piece.look.wrap:
                width = sum(self.widths[first : first + piece.span])
                height = max(height, _lines(piece.value, width) * piece.look.size * 1.4 + 4)
        return self._append(cells, height)

    def row(self, values: Sequence[Value], looks: Sequence[Look], height: float | None = None) -> int:
        """Write one line with a value a column; returns its row number."""
        cells = [self._cell(column, *pair) for column, pair in enumerate(zip(values, looks, strict=True))]
        if height is not None:
            return self._append(cells, height)
        tall = [
            _lines(value, width) * 14 + 4 if isinstance(value, str) else 18
            for value, width in zip(values, self.widths, strict=True)
        ]
        if max(tall) > TALLEST:
            raised = (replace(look, top=True) if tall[at] > TALLEST else look for at, look in enumerate(looks))
            cells = [self._cell(at, value, look) for at, (value, look) in enumerate(zip(values, raised, strict=True))]
        return self._append(cells, max(tall))

    def merge(self, left: int, top: int, right: int, bottom: int) -> None:
        """Join cells; bounds are 0-based and inclusive. For headings, never for the rows of a list."""
        self.sheet.merged_cells.add(CellRange(None, left + 1, top + 1, right + 1, bottom + 1))

    def _append(self, cells: list[Any], height: float) -> int:
        self.height += 1
        if height:
            self.sheet.row_dimensions[self.height].height = min(height, TALLEST)
        self.sheet.append(cells)
        self.sheet.row_dimensions.pop(self.height, None)  # written already; a long sheet would keep them all
        return self.height

    def _cell(self, column: int, value: Value, look: Look) -> Any:
        if isinstance(value, float | Decimal) and not math.isfinite(value):
            value = str(value)
        quoted = isinstance(value, str) and formula_like(value)
        cell = self._cells.get((column, look, quoted))
        if cell is None:
            cell = self._cells[column, look, quoted] = self._styled(look, quoted)
        if isinstance(value, str):
            cell.value = safe_text(value)
            cell.data_type = "s"  # openpyxl makes a formula of "=100%" and an error of "#N/A"
        else:
            cell.value = value
        return cell

    def _styled(self, look: Look, quoted: bool) -> Any:
        cell: Any = WriteOnlyCell(self.sheet)
        cell.font = Font(name="宋体", size=look.size, bold=look.bold)
        cell.alignment = Alignment(
            horizontal=look.across,
            vertical="top" if look.top else "center",
            wrap_text=look.wrap,
            indent=int(look.across == "right"),
        )
        cell.number_format = look.shown
        if look.fill is not None:
            cell.fill = PatternFill("solid", start_color=look.fill, end_color=look.fill)
        if look.box:
            cell.border = _BOX
        if quoted:
            cell.quotePrefix = True
        return cell


def _footer(text: str) -> str:
    """A footer holds 255 characters in all, and & starts a command in it."""
    text = safe_text(text).replace("\n", " ")
    return (text[:57] + "……" if len(text) > 59 else text).replace("&", "&&")


def write_list(
    book: Workbook, title: str, columns: Sequence[Column], rows: Sequence[Row], paper: Paper, *, fixed: int, empty: str
) -> None:
    """Write a sheet that is one list: heading, rows, filter; ``fixed`` columns stay in sight.

    Raises:
        OutputError: more rows than a sheet can hold.
    """
    grouped = any(column.group for column in columns)
    top = 2 if grouped else 1
    if len(rows) + top > MOST_ROWS:
        raise OutputError(
            f"“{title}”有 {len(rows)} 行，超过一张工作表的上限（{MOST_ROWS} 行），未写出；请把文件分成几批分别处理。"
        )
    widths = [_width(column, (row.values[at] for row in rows)) for at, column in enumerate(columns)]
    sheet = Sheet(book, title, widths, paper, freeze=f"{get_column_letter(fixed + 1)}{top + 1}")
    _heading(sheet, columns, grouped)
    sheet.sheet.print_title_rows = f"1:{top}"
    looks = [column.look for column in columns]
    shaded = [replace(look, fill=DOUBT) for look in looks]
    for row in rows:
        sheet.row(row.values, shaded if row.doubtful else looks)
    if rows:
        sheet.sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(columns))}{sheet.height}"
    else:
        sheet.line(Piece(empty, Look(box=False, wrap=False)), height=18)


def _heading(sheet: Sheet, columns: Sequence[Column], grouped: bool) -> None:
    groups = list(dict.fromkeys(column.group for column in columns if column.group))
    looks = [
        replace(HEADING, fill=HEAD if groups.index(column.group) % 2 else HEAD_OTHER) if column.group else HEADING
        for column in columns
    ]
    heads = [column.head for column in columns]
    if not grouped:
        sheet.row(heads, looks)
        return
    over = [
        column.head if not column.group else (column.group if column.group != before.group else None)
        for column, before in zip(columns, [Column(""), *columns], strict=False)
    ]
    sheet.row(over, looks, height=20)
    below = [column.head if column.group else None for column in columns]
    sheet.row(below, looks)
    for at, column in enumerate(columns):
        if not column.group:
            sheet.merge(at, 0, at, 1)
        elif over[at] is not None:
            sheet.merge(at, 0, at + sum(other.group == column.group for other in columns) - 1, 0)


def _width(column: Column, values: Iterable[Value]) -> float:
    """Wide enough for the text up to the column's cap; wider where a text would pass the tallest row."""
    widest = longest = digits = 0
    for value in values:
        if isinstance(value, str):
            for line in value.split("\n"):
                widest = max(widest, text_width(line))
            if len(value) > 200:
                longest = max(longest, _lines(value, column.widest))
        elif isinstance(value, Decimal):  # a number shows as ### in a column that is too narrow
            digits = max(digits, len(f"{value:,f}"), len(f"{value:,.2f}"))
        elif isinstance(value, int):
            digits = max(digits, len(str(value)))
    if longest > 28:
        return min(column.widest * longest / 28 + 2, column.widest * 2)
    return max(text_width(column.head) + 1, min(widest + 2, column.widest), min(digits + 3, 30))
