"""PDF files with a text layer, on pypdfium2: tables from the page's own characters and ruling lines.

pdfium must never be called from two threads: many files are read by many processes, one file each. Pages are read one at
a time and closed at once, so that memory does not grow with their number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import LockedError, UnreadableError
from ...model import Block, Document, Grid, Merge, Paragraph, Place
from .. import facts
from . import free, lattice, partly, place
from .chars import PageSource, turned_box
from .lines import lines_of, paragraphs_of
from .pages import arrange, slim
from .shapes import Line, Page, Table

# pdfium's error codes
_PASSWORD, _SECURITY = 4, 5
_NO_PAGES = re.compile(rb"/Count\s+0\b")
_UNKNOWN_SHARE = 0.1  # of a page's characters: with more its text is no text
_FEW = 40  # characters on a page that is a picture: its page number, a stamp's


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, and the numbers of the pages that are not in it, counted from 1.

    unread: those whose text could not be read: pictures, and fonts without a meaning. damaged: those that do not open.
    """

    document: Document
    unread: tuple[int, ...] = ()
    damaged: tuple[int, ...] = ()


class NoTextError(UnreadableError):
    """No page has text of its own, but some show print that a recogniser may read."""


def read(data: bytes, name: str, path: str = "") -> Document:
    """One PDF file → Document. As ``reading``, for callers who do not ask which pages are pictures."""
    return reading(data, name, path).document


def reading(data: bytes, name: str, path: str = "") -> Reading:
    """One PDF file → Document and the numbers of the pages that are left out.

    Raises:
        LockedError: it opens with a password only.
        NoTextError: its pages are pictures, or their font has no meaning.
        UnreadableError: the file is damaged or empty.
    """
    label = path or name
    pages: list[Page] = []
    unread: list[int] = []
    damaged: list[int] = []
    garbled = False
    columns: free.Columns = ()
    for number, source in sources(data, label):
        if source is None:
            damaged.append(number)
            continue
        page = page_of(source, number, columns)
        columns = page.columns
        if needs_ocr(source):
            unread.append(number)
            garbled = garbled or source.unknown > 0
        else:
            slim(page)
            pages.append(page)
    arrange(pages)
    blocks = tuple(blocks_of(pages, name))
    if not blocks:
        if unread:
            raise _no_text(label, garbled)
        if damaged and not pages:
            raise UnreadableError(f"{label} 已损坏，{len(damaged)} 页都打不开，请重新下载")
        raise UnreadableError(f"{label} 的页面都是空白的，没有可读的内容，请核对或重新下载")
    known = facts.find(blocks)
    document = Document(name, "pdf", blocks, known.department, known.year, known.region, path)
    return Reading(document, tuple(unread), tuple(damaged))


def sources(data: bytes, label: str) -> Iterator[tuple[int, PageSource | None]]:
    """The pages of a file one by one, each with its number from 1; None in place of one that is damaged.

    A page is open until the one after it has been asked for: pdfium forgets fonts that no open page uses, and would load
    them again.

    Raises:
        LockedError, UnreadableError: the file cannot be opened.
    """
    import pypdfium2  # type: ignore[import-untyped]

    with _opened(data, label) as pdf:
        last: PageSource | None = None
        try:
            for index in range(len(pdf)):
                try:
                    source = PageSource(pdf, index)
                except pypdfium2.PdfiumError:
                    yield index + 1, None
                    continue
                if last is not None:
                    last.close()
                last = source
                yield index + 1, source
        finally:
            if last is not None:
                last.close()


def _opened(data: bytes, label: str) -> Any:
    import pypdfium2

    end = data.rfind(b"%%EOF")
    if data.startswith(b"%PDF") and (end < 0 or b" obj" in data[end + 4096 :]):
        raise UnreadableError(f"{label} 不完整，文件的结尾缺失，可能没有下载完，请重新下载")
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (_PASSWORD, _SECURITY):
            raise LockedError(label) from None
        if _NO_PAGES.search(data):
            raise UnreadableError(f"{label} 是没有页面的 PDF，请核对或重新下载") from None
        raise UnreadableError(f"{label} 不是有效的 PDF 文件，可能已损坏或是改了扩展名的其他文件，请重新下载") from None


def _no_text(label: str, garbled: bool) -> NoTextError:
    what = "的字体没有文字编码，读出来是乱码" if garbled else "是扫描件，页面是图片、没有文字"
    return NoTextError(
        f"{label} {what}，请安装文字识别组件（pip install perf-goals[ocr]），或用原来的 Word、Excel 文件"
    )


def needs_ocr(source: PageSource) -> bool:
    """Whether a page that has been read shows text which pdfium cannot give: a picture, or a font without a meaning."""
    if source.unknown > max(2.0, _UNKNOWN_SHARE * source.printed):
        return True
    return source.printed <= _FEW and source.pictured >= 0.4


def page_of(source: PageSource, number: int, before: free.Columns = ()) -> Page:
    """What stands on one page, from the top down.

    before: the columns without lines with which the page before ended.
    """
    runs = source.runs()
    flat, upright = source.rules()
    tables = lattice.tables(flat, upright)
    rest = place.fill(tables, runs, source.clip)
    tables = [partly.completed(table) for table in tables]
    if not tables:
        rest = [run for run in rest if not place.is_hidden(run, source.clip)]
    loose, rest, last = free.tables(rest, flat, tables, source.frame.width, before)
    items: list[Table | Line] = [*tables, *loose, *lines_of(rest)]
    items.sort(key=lambda one: one.ys[0] if isinstance(one, Table) else (one.top + one.bottom) / 2)
    return Page(number, source.frame.width, source.frame.height, items, source.sideways, last)


def blocks_of(pages: Sequence[Page], name: str) -> Iterator[Block]:
    """Blocks of all pages in order; tables are counted through the whole document."""
    tables = 0
    for page in pages:
        for item in paragraphs_of(page.items):
            if isinstance(item, Table):
                tables += 1
                yield _grid(item, page, name, tables)
            else:
                yield Paragraph(item, Place(name, page=page.number))


def _grid(table: Table, page: Page, name: str, number: int) -> Grid:
    cells = [[""] * table.columns for _ in range(table.rows)]
    boxes: list[list[str | None]] = [[None] * table.columns for _ in range(table.rows)]
    merges = []
    across, down = [f"{x:.1f}" for x in table.xs], [f"{y:.1f}" for y in table.ys]
    for cell in table.cells:
        cells[cell.top][cell.left] = cell.text
        right, bottom = cell.right + 1, cell.bottom + 1
        box = f"{across[cell.left]},{down[cell.top]},{across[right]},{down[bottom]}"
        if page.sideways:
            corners = (table.xs[cell.left], table.ys[cell.top], table.xs[right], table.ys[bottom])
            unturned = turned_box(corners, page.sideways, page.width, page.height)
            box = ",".join(f"{side:.1f}" for side in unturned)
        for row in range(cell.top, cell.bottom + 1):
            boxes[row][cell.left : cell.right + 1] = [box] * (cell.right + 1 - cell.left)
        if cell.bottom > cell.top or cell.right > cell.left:
            merges.append(Merge(cell.top, cell.left, cell.bottom, cell.right))
    origins = tuple(Place(name, page=page.number, table=number, row=row + 1) for row in range(table.rows))
    return Grid(tuple(map(tuple, cells)), origins, tuple(merges), tuple(map(tuple, boxes)))
