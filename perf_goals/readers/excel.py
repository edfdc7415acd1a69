"""Workbooks: xlsx, xlsm, xlsb and xls (also WPS .et) through python-calamine, ods and XML tables from their own XML.

A sheet is cut at blank rows into tables with their titles; tables side by side are read one after the other. Numbers
are shown as their format shows them; sheets and rows that are hidden are marked.
"""

import io
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ..errors import LockedError, UnreadableError
from ..memory import no_collection
from ..model import Document, Grid, Merge, Place
from ..text import squeeze
from . import facts, looks, opensheets
from .formats import shown
from .looks import Look, column_letters
from .ole import Ole, OleError
from .sniff import kind_of
from .tables import Area, Builder

_MOST_BYTES = 2 << 30  # of all parts of a package, unpacked


@dataclass(slots=True)
class Sheet:
    """One sheet as displayed.

    Shapes: cells R × C, the first at (top, left) of the sheet, 0-based; merges and hidden rows counted from the sheet's
    first cell.
    """

    name: str
    cells: list[list[str]]
    top: int = 0
    left: int = 0
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden: bool = False


def read(data: bytes, name: str, path: str = "") -> Document:
    """One workbook → Document.

    Raises:
        UnreadableError: for a damaged or locked workbook, and for one without any text.
    """
    where = path or name
    form = kind_of(data, name, where).form
    if form in ("ods", "xml"):
        sheets: Iterable[Sheet] = [Sheet(*one) for one in opensheets.sheets(data, form, where)]
    else:
        with no_collection():
            sheets = _calamine(data, form, where)
    builder = Builder(name)
    with no_collection():
        for sheet in sheets:
            _add(builder, sheet)
    if not builder.blocks:
        raise UnreadableError(f"{where} 的工作表都是空的，没有可读的内容，请核对或重新下载")
    open_to_view = [block for block in builder.blocks if not (isinstance(block, Grid) and block.hidden)]
    known = facts.find(open_to_view)
    return Document(name, form, tuple(builder.blocks), known.department, known.year, known.region, path)


def _calamine(data: bytes, form: str, where: str) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    found = _looks(data, form, where)
    sheets: list[Sheet] = []
    try:
        whole = data.ljust(-(-len(data) // 4096) * 4096, b"\0") if form == "xls" else data  # it fails on half a sector
        with CalamineWorkbook.from_filelike(io.BytesIO(whole)) as book:
            for number, about in enumerate(book.sheets_metadata):
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue  # a chart has no cells
                look = found.get(about.name) or found.get(number) or Look()
                if look.area > looks.MOST_CELLS:
                    raise UnreadableError(looks.SCATTERED.format(where, about.name))
                one = book.get_sheet_by_index(number)
                cells = one.to_python(skip_empty_area=True)
                top, left = one.start or (0, 0)
                merges = [Merge(a, b, c, d) for (a, b), (c, d) in one.merged_cell_ranges or ()]
                hidden = about.visible != SheetVisibleEnum.Visible
                sheets.append(
                    Sheet(about.name, _displayed(cells, look, top, left), top, left, merges, look.hidden, hidden)
                )
    except PasswordError:
        raise LockedError(where) from None
    except CalamineError:
        raise UnreadableError(_DAMAGED.format(where)) from None
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # the library gives up on a damaged file; it exports no name for it
            raise
        raise UnreadableError(_DAMAGED.format(where)) from None
    return sheets


_DAMAGED = "{} 已损坏或下载不完整（Excel 文件），请重新下载，或用 Excel、WPS 打开后另存为 xlsx"


def _looks(data: bytes, form: str, where: str) -> dict[str | int, Look]:
    """Looks by sheet: by name where the file has names for them, else by number."""
    if form == "xls":
        try:
            book = Ole(data)
            name = next(one for one in ("Workbook", "Book", "WORKBOOK", "BOOK") if one in book.names)
            stream = book.stream(name)
        except OleError:
            raise UnreadableError(_DAMAGED.format(where)) from None
        if looks.is_locked(stream):
            raise LockedError(where)
        found = looks.of_xls(stream)
        if any(look.area > looks.MOST_CELLS for look in found):
            raise UnreadableError(_DAMAGED.format(where))
        return dict(enumerate(found))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(one.file_size for one in package.infolist()) > _MOST_BYTES:
                raise UnreadableError(f"{where} 解开后超过 2 GB，无法读取，请拆分后再试")
            return dict(looks.of_xlsx(package).items()) if form == "xlsx" else {}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise UnreadableError(_DAMAGED.format(where)) from None


class _Shown(dict[tuple[type, Any, str], str]):
    """Type, value and format → what is shown, worked out once: tables repeat their values."""

    def __missing__(self, key: tuple[type, Any, str]) -> str:
        text = self[key] = shown(key[1], key[2])
        return text


def _displayed(cells: Sequence[Sequence[object]], look: Look, top: int, left: int) -> list[list[str]]:
    """Values → what the sheet shows."""
    known = _Shown()
    none: dict[int, str] = {}
    out: list[list[str]] = []
    for row, values in enumerate(cells, top):
        codes = look.codes.get(row, none)
        out.append(
            [
                value if type(value) is str else known[type(value), value, codes.get(column, "General")]
                for column, value in enumerate(values, left)
            ]
        )
    width = len(cells[0]) if cells else 0
    for (row, column), text in look.errors.items():
        if 0 <= row - top < len(out) and 0 <= column - left < width:
            out[row - top][column - left] = text
    return out


# ---- a sheet's cells → tables ----------------------------------------------------------------------------------------


def _add(builder: Builder, sheet: Sheet) -> None:
    cells = [[text if text and not text.isspace() else "" for text in row] for row in sheet.cells]
    merges = _settled(cells, sheet)
    kept = [column for column, texts in enumerate(zip(*cells, strict=True)) if any(texts)]
    if not kept:
        return
    letters = [column_letters(sheet.left + column) for column in range(len(cells[0]))]
    last = 0  # width of the table above, if nothing but blank rows parts it from the next one
    for start, stop, hidden in _bands(cells, merges, sheet):
        inside = [one for one in merges if one.top >= start and one.bottom < stop]
        for columns in _sides(cells, inside, start, stop, kept):
            before = builder.tables, len(builder.blocks)
            area = _area(builder.file, sheet, cells, inside, (start, stop), columns, letters, last)
            area.hidden = hidden or sheet.hidden
            builder.area(area)
            made = builder.blocks[before[1] :]
            last = made[-1].width if made and isinstance(made[-1], Grid) else 0


def _settled(cells: list[list[str]], sheet: Sheet) -> list[Merge]:
    """Merges within the used range, counted from its corner; the text of each at its corner and nowhere else."""
    settled: list[Merge] = []
    height, width = len(cells), len(cells[0]) if cells else 0
    for one in sheet.merges:
        top, left = max(one.top - sheet.top, 0), max(one.left - sheet.left, 0)
        bottom, right = min(one.bottom - sheet.top, height - 1), min(one.right - sheet.left, width - 1)
        if top > bottom or left > right or (top, left) == (bottom, right):
            continue
        text = cells[top][left]
        cells[top][left] = ""
        for line in cells[top : bottom + 1]:
            if line[left] or (right > left and any(line[left : right + 1])):
                text = text or next(filter(None, line[left : right + 1]))
                line[left : right + 1] = [""] * (right + 1 - left)
        cells[top][left] = text
        if text:
            settled.append(Merge(top, left, bottom, right))
    settled.sort(key=lambda one: (one.top, one.left))
    return settled


def _bands(cells: Sequence[Sequence[str]], merges: Sequence[Merge], sheet: Sheet) -> list[tuple[int, int, bool]]:
    """(first row, row behind the last, hidden) of what blank rows part; a merged cell is never cut."""
    tied = [False] * (len(cells) + 1)  # whether a merged cell reaches from the row before into this one
    for one in merges:
        for row in range(one.top + 1, one.bottom + 1):
            tied[row] = True
    filled = [tied[row] or tied[row + 1] or any(texts) for row, texts in enumerate(cells)]
    hidden = [row + sheet.top in sheet.hidden_rows for row in range(len(cells))]
    bands: list[tuple[int, int, bool]] = []
    start = 0
    for row in range(1, len(cells) + 1):
        ends = row == len(cells) or not filled[row] or not filled[row - 1]
        if ends or (hidden[row] != hidden[row - 1] and not tied[row]):
            if filled[start]:
                bands.append((start, row, all(hidden[start:row])))
            start = row
    return bands


def _sides(
    cells: Sequence[list[str]], merges: Sequence[Merge], start: int, stop: int, kept: list[int]
) -> list[list[int]]:
    """The columns of the table of a band, or of each of its tables that stand side by side."""
    counts = [len(row) - row.count("") for row in cells[start:stop]]
    used: set[int] = set()
    for row, count in enumerate(counts, start):
        if count > 1 and len(used) < len(kept):
            used.update(column for column in kept if cells[row][column])
    for one in merges:
        if counts[one.top - start] > 1:
            used.update(range(one.left, one.right + 1))
    if not used:
        return [kept]
    ordered = sorted(used)
    gaps = [(left, right) for left, right in pairwise(ordered) if right - left > 1]
    for left, right in gaps:
        sides = [column for column in kept if column <= left], [column for column in kept if column >= right]
        if all(len(side) > 1 for side in sides) and _are_two(cells, start, stop, sides, right - left - 1):
            rest = _sides(cells, [one for one in merges if one.left >= right], start, stop, sides[1])
            return [sides[0], *([side for side in rest if side[0] >= right] or [sides[1]])]
    return [kept]


def _are_two(
    cells: Sequence[Sequence[str]], start: int, stop: int, sides: tuple[list[int], list[int]], gap: int
) -> bool:
    """Whether two blocks of columns with nothing between are two tables: the same headings again, or far apart."""
    heads: list[set[str]] = []
    for side in sides:
        rows = [[squeeze(cells[row][column]) for column in side if cells[row][column]] for row in range(start, stop)]
        full = [row for row in rows if len(row) > 1]
        if len(full) < 2:
            return False
        heads.append(set(full[0]))
    return gap > 1 or len(heads[0] & heads[1]) * 2 >= min(map(len, heads))


def _area(
    file: str,
    sheet: Sheet,
    cells: Sequence[Sequence[str]],
    merges: Sequence[Merge],
    rows: tuple[int, int],
    columns: list[int],
    letters: Sequence[str],
    least: int,
) -> Area:
    """The rows and columns of one table, without columns that hold nothing in the whole sheet.

    least: width of the table above, which this one may go on.
    """
    start, stop = rows
    moved: list[Merge] = []
    end = 0
    for one in merges:
        left, right = bisect_left(columns, one.left), bisect_left(columns, one.right + 1) - 1
        if left <= right and columns[left] == one.left:
            moved.append(Merge(one.top - start, left, one.bottom - start, right))
            end = max(end, right + 1)
    if columns[-1] - columns[0] + 1 == len(columns):
        picked = [list(row[columns[0] : columns[-1] + 1]) for row in cells[start:stop]]
    else:
        picked = [[row[column] for column in columns] for row in cells[start:stop]]
    while end < len(columns) and any(any(row[end:]) for row in picked):
        end += 1
    end = max(end, min(least, len(columns)))
    if end < len(columns):
        picked = [row[:end] for row in picked]
    used = [letters[column] for column in columns[:end]]
    first = sheet.top + start + 1
    places = [Place(file, None, sheet.name, None, None, first + number) for number in range(len(picked))]
    names = [tuple([letter + number for letter in used]) for number in map(str, range(first, first + len(picked)))]
    return Area(picked, moved, places, list(names))
