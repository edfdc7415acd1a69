"""What all sheets share: text made safe, cells and headings, widths and heights from the text, the printed page.

Sheets are written row by row in openpyxl's write-only mode, but the rows themselves are written here: a style is looked up
once and not once a cell, and a formula carries the value that it has now. openpyxl writes formulas without values, which
shows empty cells to whoever does not calculate: pandas, a preview, Excel's protected view.
"""

import math
import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.xml.functions import fromstring

from ..errors import OutputError
from ..text import shown_width


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its "=", and the value that it has while nobody has changed anything."""

    text: str
    now: "str | int | float | Decimal | None" = None


@dataclass(frozen=True, slots=True)
class Rich:
    """A text of which some pieces are marked: coloured, bold and underlined, so that a grey print shows them too."""

    pieces: tuple[tuple[str, bool], ...]


Value = str | int | float | Decimal | date | Formula | Rich | None

LONGEST = 32_767  # characters of a cell, counted by Excel in UTF-16 units
CUT = "……（原文过长，已截断）"
TALLEST = 409.0  # points; Excel allows no taller row
MOST_ROWS = 1_048_576
_LINE = 15.0  # points of a row of which nothing is said
_CHARACTER = 5.75  # points of a column for each character of its width: 5.25 in Excel, 5.6 in LibreOffice, and a little
_A4_WIDE, _A4_HIGH = 842 - 0.6 * 72, 595 - 1.1 * 72  # points within the margins
MARK = "▲"  # beside the colour, so that a grey print and every eye shows a doubtful row

DOUBT = "FFE08A"  # an amber that stays a clear light grey in a black and white print
HEAD = "D9E1EC"
OPEN = "FFFBE6"  # cells that are there to be filled in
MOST_LINKS = 65_530  # of one sheet; Excel drops what is beyond
INK = "C00000"  # dark enough to be read in grey
LINK = "1F4E79"
HEAD_OTHER = "E9E6DF"  # the neighbour of a group of columns, so that 原文 and 解析 part at a glance

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x000A_ as a character's number
_WORD = re.compile(r"[!-~]{4}")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")

_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_PART = Border(left=_THIN, right=_THIN, top=Side(style="medium", color="000000"), bottom=_THIN)
_DAY_ZERO = date(1899, 12, 30)  # Excel counts days from here


def safe_text(text: str) -> str:
    """The text as a cell can hold it: nothing that XML forbids, line breaks as LF, not longer than Excel allows.

    >>> safe_text("完成率\\x07≥95%")
    '完成率\ufffd≥95%'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ILLEGAL.sub("\ufffd", text)
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


@lru_cache(maxsize=1 << 16)
def _lines(text: str, width: float) -> int:
    """How many lines the text takes in a column; a line loses more at its end where words and numbers stay whole."""
    if 2 * len(text) + 2 < min(width, 80) and "\n" not in text:  # nearly always
        return 1
    lines = 0
    for line in text.split("\n"):
        room = max((width - 2) * 0.95 if _WORD.search(line) else width - 0.5, 2)
        lines += max(1, math.ceil(shown_width(line) / room))
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
    link: bool = False
    open: bool = False  # stays open for writing on a protected sheet
    first: bool = False  # the first line of a group, with a thick line above it
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
FULL = '"满分 "0.##'  # what the points of an item are out of
DAY = Look(across="center", shown="yyyy-mm-dd")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. widest: where text starts to wrap; a text that would pass the tallest row widens it.

    tight: its heading wraps too. printed: False for what stands to the right of all that goes on paper.
    """

    head: str
    look: Look = WORDS
    widest: float = 24
    group: str = ""
    hidden: bool = False
    tight: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one line, and whether a person must look at it against the file."""

    values: tuple[Value, ...]
    doubtful: bool = False
    first: bool = False
    links: tuple[tuple[int, str], ...] = ()  # column from 0, cell in this workbook


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
        self,
        book: Workbook,
        title: str,
        widths: Sequence[float],
        paper: Paper,
        freeze: str | None = None,
        hidden: Iterable[int] = (),
    ) -> None:
        self.sheet: Any = book.create_sheet(title)
        self.widths = widths
        self.height = 0
        self.parts = 0  # headed parts so far
        self._page = 0.0  # points that a printed page holds, where breaks are asked for
        self._used = 0.0  # of the page that is being filled
        self._styles: dict[tuple[Look, bool], str] = {}
        self._known: dict[
            int, tuple[Look, dict[bool, str]]
        ] = {}  # by identity: hashing a look for every cell takes long
        self._links = 0
        sheet = self.sheet
        sheet.freeze_panes = freeze
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for at in hidden:
            sheet.column_dimensions[get_column_letter(at + 1)].hidden = True
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.page_margins = PageMargins(left=0.3, right=0.3, top=0.5, bottom=0.6, header=0.25, footer=0.3)
        sheet.print_options.horizontalCentered = True
        sheet.HeaderFooter.scaleWithDoc = False  # the foot can be read where the list is printed small
        sheet.oddFooter.left.text = _footer(paper.caption)
        sheet.oddFooter.center.text = "&A　第 &P 页，共 &N 页"
        sheet.oddFooter.right.text = _footer(f"perf_goals {paper.version}".strip())

    def line(self, *pieces: Piece, height: float = 0) -> int:
        """Write one line of pieces from the left; returns its row number."""
        cells: list[tuple[Value, Look]] = []
        for piece in pieces:
            first = len(cells)
            cells.append((piece.value, piece.look))
            cells.extend((None, piece.look) for _ in range(piece.span - 1))
            if piece.span > 1:
                self.merge(first, self.height, first + piece.span - 1, self.height)
            shown = _shown(piece.value)
            if shown is not None and piece.look.wrap:
                width = sum(self.widths[first : first + piece.span])
                height = max(height, _lines(shown, width) * piece.look.size * 1.4 + 4)
        return self._append(cells, height)

    def row(self, values: Sequence[Value], looks: Sequence[Look], height: float | None = None) -> int:
        """Write one line with a value a column; returns its row number."""
        cells = list(zip(values, looks, strict=True))
        if height is not None:
            return self._append(cells, height)
        tall = [
            18 if (shown := _shown(value)) is None else _lines(shown, width) * 14 + 4
            for value, width in zip(values, self.widths, strict=True)
        ]
        highest = max(tall)
        if highest > TALLEST:
            cells = [
                (value, replace(look, top=True) if tall[at] > TALLEST else look)
                for at, (value, look) in enumerate(cells)
            ]
        return self._append(cells, highest)

    def paged(self) -> None:
        """Break pages where ``keep`` asks for it; how much one holds follows from the scale that fits the columns to the paper.

        The scale is written down: Excel passes over the breaks of a sheet that it is to fit to the paper by itself.
        """
        scale = min(100, int(100 * _A4_WIDE / (sum(self.widths) * _CHARACTER)))
        self.sheet.sheet_properties.pageSetUpPr = None
        self.sheet.page_setup.fitToWidth = self.sheet.page_setup.fitToHeight = None
        self.sheet.page_setup.scale = scale
        self._page = 0.97 * _A4_HIGH * 100 / scale

    def keep(self, points: float) -> None:
        """Begin a new printed page where so much would not fit on this one."""
        if self._used + points > self._page and self._used and points <= self._page:
            self._break()

    def _break(self) -> None:
        self.sheet.row_breaks.append(Break(id=self.height))
        self._used = 0.0

    def merge(self, left: int, top: int, right: int, bottom: int) -> None:
        """Join cells; bounds are 0-based and inclusive. For headings, never for the rows of a list."""
        self.sheet.merged_cells.add(CellRange(None, left + 1, top + 1, right + 1, bottom + 1))

    def link(self, cell: str, target: str) -> None:
        """Let a click on a cell go to another of this workbook; there is an end to what a sheet can hold."""
        if self._links < MOST_LINKS:
            self._links += 1
            self.sheet._hyperlinks.append(Hyperlink(ref=cell, location=target))

    def protect(self) -> None:
        """Only cells that are open can be written in. Without a password: it guards against a slip, not against a person."""
        guard = self.sheet.protection
        guard.sheet = True
        guard.autoFilter = guard.sort = guard.formatColumns = guard.formatRows = guard.formatCells = False

    def choose(self, area: str, options: Sequence[str], title: str, prompt: str) -> None:
        """A drop-down list for the cells of an area."""
        rule = DataValidation(type="list", formula1=f'"{",".join(options)}"', allow_blank=True, showErrorMessage=True)
        rule.errorTitle = rule.promptTitle = title
        rule.error = f"请从下拉列表中选：{'、'.join(options)}"
        rule.prompt, rule.showInputMessage = prompt, True
        rule.add(area)
        self.sheet.data_validations.append(rule)

    def _append(self, cells: Sequence[tuple[Value, Look]], height: float) -> int:
        taken = min(height, TALLEST) or _LINE
        if self._page and self._used and self._used + taken > self._page:
            self._break()
        self._used += taken
        self.height += 1
        number = str(self.height)
        tall = f' customHeight="1" ht="{min(height, TALLEST):g}"' if height else ""
        written = [self._written(f"{_letter(at)}{number}", *cell) for at, cell in enumerate(cells, 1)]
        row = fromstring(f'<row r="{number}"{tall}>{"".join(written)}</row>')
        sheet = self.sheet
        if sheet._rows is None:
            sheet._get_writer()
            sheet._rows = _stream(sheet._writer)
            next(sheet._rows)
        sheet._rows.send(row)
        return self.height

    def _written(self, name: str, value: Value, look: Look) -> str:
        """One cell as XML."""
        if value is None:
            return f'<c r="{name}" s="{self._style(look, False)}"/>'
        if isinstance(value, str):
            behind, quoted = (_short if len(value) <= _SHORT else _inside)(value)
            return f'<c r="{name}" s="{self._style(look, quoted)}"{behind}'
        style = self._style(look, False)
        if isinstance(value, Formula):
            kind = "str" if isinstance(value.now, str) or value.now is None else "n"
            now = "" if value.now is None else escape(safe_text(str(value.now)))
            return f'<c r="{name}" s="{style}" t="{kind}"><f>{escape(value.text)}</f><v>{now}</v></c>'
        if isinstance(value, Rich):
            runs = "".join(
                f"<r>{_font(look.size, marked)}{_text(safe_text(text), keep=True)}</r>" for text, marked in value.pieces
            )
            return f'<c r="{name}" s="{style}" t="inlineStr"><is>{runs}</is></c>'
        if isinstance(value, date):
            return f'<c r="{name}" s="{style}" t="n"><v>{(value - _DAY_ZERO).days}</v></c>'
        if math.isfinite(value):
            return f'<c r="{name}" s="{style}" t="n"><v>{value}</v></c>'
        return self._written(name, str(value), look)

    def _style(self, look: Look, quoted: bool) -> str:
        known = self._known.get(id(look))
        if known is None or known[0] is not look:
            known = self._known[id(look)] = (look, {})
        number = known[1].get(quoted)
        if number is None:
            number = self._styles.get((look, quoted))
            if number is None:
                number = self._styles[look, quoted] = str(self._styled(look, quoted).style_id)
            known[1][quoted] = number
        return number

    def _styled(self, look: Look, quoted: bool) -> Any:
        cell: Any = WriteOnlyCell(self.sheet)
        cell.font = Font(
            name="宋体",
            size=look.size,
            bold=look.bold,
            color=LINK if look.link else None,
            underline="single" if look.link else None,
        )
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
            cell.border = _PART if look.first else _BOX
        if look.open:
            cell.protection = Protection(locked=False)
        if quoted:
            cell.quotePrefix = True
        return cell


def _stream(writer: Any) -> Generator[None, Any, None]:
    """Takes finished rows into the open file of a sheet, as openpyxl's own generator takes lists of cells."""
    xf = writer.xf.send(True)
    with xf.element("sheetData"):
        try:
            while True:
                xf.write((yield))
        except GeneratorExit:
            pass
    writer.xf.send(None)


@lru_cache(maxsize=1024)
def _letter(number: int) -> str:
    return get_column_letter(number)


def _text(text: str, *, keep: bool = False) -> str:
    space = ' xml:space="preserve"' if keep or text != text.strip() else ""
    return f"<t{space}>{escape(text)}</t>"


def _inside(text: str) -> tuple[str, bool]:
    """A text cell from its style on, and whether it must be kept from being taken for a formula."""
    text = safe_text(text)
    return (f' t="inlineStr"><is>{_text(text)}</is></c>' if text else "/>"), formula_like(text)


_SHORT = 40  # characters; names of levels, units and projects come again and again
_short = lru_cache(maxsize=1 << 16)(_inside)


def _font(size: int, marked: bool) -> str:
    before = f'<b val="1"/><color rgb="FF{INK}"/>' if marked else ""
    return f'<rPr><rFont val="宋体"/>{before}<sz val="{size}"/>{"<u/>" if marked else ""}</rPr>'


def rich(pieces: Iterable[tuple[str, bool]]) -> Rich | str:
    """Marked pieces as one cell can hold them; a text that is too long loses its marks and its end."""
    kept = tuple((text, marked) for text, marked in pieces if text)
    whole = "".join(text for text, _ in kept)
    if len(whole) > LONGEST // 2 or not any(marked for _, marked in kept):
        return whole
    return Rich(kept)


def _shown(value: Value) -> str | None:
    """The text that decides how tall a line is and how wide a column."""
    if isinstance(value, str):
        return value
    if isinstance(value, Formula):
        return value.now if isinstance(value.now, str) else None
    return "".join(text for text, _ in value.pieces) if isinstance(value, Rich) else None


def _footer(text: str) -> str:
    """A footer holds 255 characters in all, and & starts a command in it."""
    text = safe_text(text).replace("\n", " ")
    return (text[:57] + "……" if len(text) > 59 else text).replace("&", "&&")


def write_list(
    book: Workbook,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    paper: Paper,
    *,
    fixed: int,
    empty: str,
    under: Sequence[Value] | None = None,
    least: Mapping[str, float] | None = None,
) -> Sheet:
    """Write a sheet that is one list: heading, rows, filter; ``fixed`` columns stay in sight.

    under: a last line of the heading, below the names. least: how wide columns are at least, by their heading.

    Raises:
        OutputError: more rows than a sheet can hold.
    """
    top = heading_rows(columns) + (under is not None)
    if len(rows) + top > MOST_ROWS:
        raise OutputError(
            f"“{title}”有 {len(rows)} 行，超过一张工作表的上限（{MOST_ROWS} 行），未写出；请把文件分成几批分别处理。"
        )
    widths = [_width(column, (row.values[at] for row in rows)) for at, column in enumerate(columns)]
    if least is not None:
        widths = [max(width, least.get(column.head, 0)) for column, width in zip(columns, widths, strict=True)]
    hidden = [at for at, column in enumerate(columns) if column.hidden]
    sheet = Sheet(book, title, widths, paper, freeze=f"{get_column_letter(fixed + 1)}{top + 1}", hidden=hidden)
    _heading(sheet, columns, top, under)
    sheet.sheet.print_title_rows = f"1:{top}"
    plain = [column.look for column in columns]
    looks: dict[tuple[bool, bool, tuple[int, ...]], list[Look]] = {}
    for row in rows:
        sort = (row.doubtful, row.first, tuple([at for at, _ in row.links]))
        if sort not in looks:
            shaded = [replace(look, fill=DOUBT) for look in plain] if row.doubtful else plain
            chosen = [replace(look, first=True) for look in shaded] if row.first else shaded
            looks[sort] = [replace(look, link=True) if at in sort[2] else look for at, look in enumerate(chosen)]
        for at, target in row.links:
            sheet.link(f"{_letter(at + 1)}{sheet.height + 1}", target)
        sheet.row(row.values, looks[sort])
    if rows:
        sheet.sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(columns))}{sheet.height}"
    else:
        sheet.line(Piece(empty, Look(box=False, wrap=False)), height=18)
    on_paper = sum(column.printed for column in columns)
    if on_paper < len(columns):
        sheet.sheet.print_area = f"A1:{_letter(on_paper)}{sheet.height}"
    return sheet


def heading_rows(columns: Sequence[Column]) -> int:
    """How many lines the heading of a list takes."""
    return 2 if any(column.group for column in columns) else 1


def letters(columns: Sequence[Column]) -> dict[str, str]:
    """The letter of each column by its heading; of two with one heading, that of the first."""
    return {column.head: get_column_letter(at) for at, column in reversed(list(enumerate(columns, 1)))}


def _heading(sheet: Sheet, columns: Sequence[Column], top: int, under: Sequence[Value] | None) -> None:
    groups = list(dict.fromkeys(column.group for column in columns if column.group))
    looks = [
        replace(HEADING, fill=HEAD if groups.index(column.group) % 2 else HEAD_OTHER) if column.group else HEADING
        for column in columns
    ]
    heads = [column.head for column in columns]
    if not groups:
        sheet.row(heads, looks)
        return
    over = [
        column.head if not column.group else (column.group if column.group != before.group else None)
        for column, before in zip(columns, [Column(""), *columns], strict=False)
    ]
    sheet.row(over, looks, height=20)
    below = [column.head if column.group else None for column in columns]
    sheet.row(below, looks)
    if under is not None:
        sheet.row(under, [replace(look, shown=FULL) for look in looks], height=18)
    for at, column in enumerate(columns):
        if not column.group:
            sheet.merge(at, 0, at, top - 1)
        elif over[at] is not None:
            sheet.merge(at, 0, at + sum(other.group == column.group for other in columns) - 1, 0)


def _width(column: Column, values: Iterable[Value]) -> float:
    """Wide enough for the text up to the column's cap; wider where a text would pass the tallest row."""
    widest = longest = digits = 0
    for value in values:
        if isinstance(value, Rich | Formula):
            value = _shown(value) or (value.now if isinstance(value, Formula) else None)
        if isinstance(value, str):
            for line in value.split("\n"):
                widest = max(widest, shown_width(line))
            if len(value) > 200:
                longest = max(longest, _lines(value, column.widest))
        elif isinstance(value, Decimal):  # a number shows as ### in a column that is too narrow
            digits = max(digits, len(f"{value:,f}"), len(f"{value:,.2f}"))
        elif isinstance(value, int):
            digits = max(digits, len(str(value)))
    if longest > 28:
        return min(column.widest * longest / 28 + 2, column.widest * 2)
    head: float = shown_width(column.head) + 1
    if column.tight:
        head = min(head, column.widest)
    return max(head, min(widest + 2, column.widest), min(digits + 3, 30))
