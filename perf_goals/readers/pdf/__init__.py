"""PDF files with a text layer, on pypdfium2: tables from the page's own characters and ruling lines.

pdfium must never be called from two threads: many files are read by many processes, one file each. Pages are read one at
a time and closed at once, so that memory does not grow with their number.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import LockedError, UnreadableError
from ...model import Block, Document, Grid, Merge, Paragraph, Place
from .. import facts
from . import lattice, partly
from .chars import PageSource, turned_box
from .lines import lines_of, paragraphs_of
from .pages import arrange, slim
from .place import fill
from .shapes import Line, Page, Table

# pdfium's error codes
_PASSWORD, _SECURITY = 4, 5
_NO_PAGES = re.compile(rb"/Count\s+0\b")
_UNKNOWN_SHARE = 0.1  # of a page's characters: with more its text is no text
_FEW = 40  # characters on a page that is a picture: its page number, a stamp's

# A reader of pages that are pictures: pdfium's page and its number, from 1 → blocks in the order of reading.
Ocr = Callable[[Any, int], Sequence[Block]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, and the pages whose text could not be read: pictures, and fonts without a meaning. Counted from 1."""

    document: Document
    unread: tuple[int, ...] = ()


def read(data: bytes, name: str, path: str = "", *, ocr: Ocr | None = None, password: str | None = None) -> Document:
    """One PDF file → Document. As ``reading``, for callers who do not ask which pages are pictures."""
    return reading(data, name, path, ocr=ocr, password=password).document


def reading(data: bytes, name: str, path: str = "", *, ocr: Ocr | None = None, password: str | None = None) -> Reading:
    """One PDF file → Document and the numbers of the pages that are left out.

    ocr: reads the pages that have no text of their own. Without it they are left out; their numbers are in ``unread``.

    Raises:
        UnreadableError: the file is locked, damaged or empty, or none of its pages can be read.
    """
    label = path or name
    pdf = _opened(data, label, password)
    pages: list[Page] = []
    pictures: dict[int, Sequence[Block]] = {}
    unread: list[int] = []
    damaged = garbled = 0
    last: PageSource | None = None
    try:
        count = len(pdf)
        for index in range(count):
            try:
                source = PageSource(pdf, index)
            except _pdfium_error():
                damaged += 1
                unread.append(index + 1)
                continue
            # a page is closed when the next is open: pdfium forgets fonts that no open page uses, and loads them again
            if last is not None:
                last.close()
            last = source
            page = page_of(source, index + 1)
            if not needs_ocr(source):
                slim(page)
                pages.append(page)
            elif ocr is not None:
                pictures[index + 1] = ocr(source.page, index + 1)
            else:
                unread.append(index + 1)
                garbled += source.unknown > 0
    finally:
        if last is not None:
            last.close()
        pdf.close()
    arrange(pages)
    blocks = tuple(_blocks(pages, pictures, name))
    if not blocks:
        raise _nothing_in(label, count, damaged, garbled, bool(unread))
    known = facts.find(blocks)
    document = Document(name, "pdf", blocks, known.department, known.year, known.region, path)
    return Reading(document, tuple(unread))


def _pdfium_error() -> type[Exception]:
    import pypdfium2  # type: ignore[import-untyped]

    found: type[Exception] = pypdfium2.PdfiumError
    return found


def _opened(data: bytes, label: str, password: str | None) -> Any:
    import pypdfium2

    end = data.rfind(b"%%EOF")
    if data.startswith(b"%PDF") and (end < 0 or b" obj" in data[end + 4096 :]):
        raise UnreadableError(f"{label} 不完整，文件的结尾缺失，可能没有下载完，请重新下载")
    try:
        return pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == _PASSWORD and password is not None:
            raise UnreadableError(f"{label} 的密码不对，请核对密码，或用 PDF 软件去掉密码后再试") from None
        if code in (_PASSWORD, _SECURITY):
            raise LockedError(label) from None
        if _NO_PAGES.search(data):
            raise UnreadableError(f"{label} 是没有页面的 PDF，请核对或重新下载") from None
        raise UnreadableError(f"{label} 不是有效的 PDF 文件，可能已损坏或是改了扩展名的其他文件，请重新下载") from None


def _nothing_in(label: str, count: int, damaged: int, garbled: int, unread: bool) -> UnreadableError:
    if damaged == count:
        return UnreadableError(f"{label} 已损坏，{count} 页都打不开，请重新下载")
    if garbled:
        return UnreadableError(
            f"{label} 的字体没有文字编码，读出来是乱码，请安装文字识别组件（pip install perf-goals[ocr]），"
            "或用原来的 Word、Excel 文件"
        )
    if unread:
        return UnreadableError(
            f"{label} 是扫描件，页面是图片、没有文字，请安装文字识别组件（pip install perf-goals[ocr]），"
            "或用原来的 Word、Excel 文件"
        )
    return UnreadableError(f"{label} 的页面都是空白的，没有可读的内容，请核对或重新下载")


def needs_ocr(source: PageSource) -> bool:
    """Whether a page that has been read shows text which pdfium cannot give: a picture, or a font without a meaning."""
    if source.unknown > max(2.0, _UNKNOWN_SHARE * source.printed):
        return True
    return source.printed <= _FEW and source.pictured >= 0.4


def page_of(source: PageSource, number: int) -> Page:
    """What stands on one page, from the top down."""
    runs = source.runs()
    flat, upright = source.rules()
    tables = lattice.tables(flat, upright)
    rest = fill(tables, runs, source.clip)
    tables = [piece for table in tables for piece in partly.completed(table)]
    free, rest = partly.tables(rest, flat, tables)
    items: list[Table | Line] = [*tables, *free, *lines_of(rest)]
    items.sort(key=lambda one: one.ys[0] if isinstance(one, Table) else (one.top + one.bottom) / 2)
    return Page(number, source.frame.width, source.frame.height, items, source.sideways)


def _blocks(pages: Sequence[Page], pictures: dict[int, Sequence[Block]], name: str) -> Iterator[Block]:
    """Blocks of all pages in order; tables are counted through the whole document."""
    by_number = {page.number: page for page in pages}
    tables = 0
    for number in sorted({*by_number, *pictures}):
        if number in pictures:
            tables += sum(1 for block in pictures[number] if isinstance(block, Grid))
            yield from pictures[number]
            continue
        page = by_number[number]
        for item in paragraphs_of(page.items):
            if isinstance(item, Table):
                tables += 1
                yield _grid(item, page, name, tables)
            else:
                yield Paragraph(item, Place(name, page=number))


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
