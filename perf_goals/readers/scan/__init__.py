"""Scans: pages without text, and pictures, read by their ruling lines and by RapidOCR (extra ``ocr``).

A PDF is read page by page, each the right way: a page with a usable text of its own as ``pdf`` reads it, the others as
pictures. What page breaks cut is mended over both kinds. A page takes 3 to 6 seconds on two cores, and one page is in
memory at a time.
"""

import io
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ...errors import UnreadableError
from ...model import Block, Document, Grid
from .. import facts, pdf
from ..pdf import Reading
from ..pdf.pages import arrange
from ..pdf.shapes import Page, Table
from . import repair
from .letters import letters
from .pages import Reader, beside, page_of
from .picture import DPI
from .repair import sureness

_LEAST, _MOST = 6.0, 18.0  # inches: the longer side of a page that is as large as it says
PAPER = 11.7  # inches: the longer side of the paper, where a picture does not say how large it is
_MAX_PICTURES = 500  # pages of one TIFF
_log = logging.getLogger(__name__)


def read(data: bytes, name: str, path: str = "", *, reader: Reader | None = None) -> Document:
    """A PDF or a picture (PNG, JPEG, TIFF, BMP) → Document; arguments and errors as ``reading``."""
    return reading(data, name, path, reader=reader).document


def reading(data: bytes, name: str, path: str = "", *, reader: Reader | None = None) -> Reading:
    """As ``read``, with the pages of a PDF that are damaged and were left out.

    reader: what reads lines of print; RapidOCR where None.

    Raises:
        UnreadableError: the file is no PDF and no picture, or holds no print.
        ModuleNotFoundError: the extra ``ocr`` is not installed.
    """
    label = path or name
    damaged: list[int] = []
    if b"%PDF-" in data[:1024]:
        kind = "pdf"
        pages, factors, damaged = _of_pdf(data, label, reader)
    else:
        kind = "image"
        pages = _of_picture(data, label, reader or letters())
        factors = {page.number: 1.0 for page in pages}
    moved = beside(pages)
    arrange(pages)
    for table, shift in moved:
        table.xs[:] = [x - shift for x in table.xs]
    for page in pages:
        if page.number in factors:
            _finish(page, factors[page.number])
    blocks = tuple(_sure(pages, pdf.blocks_of(pages, name)))
    if not blocks:
        raise UnreadableError(f"{label} 的页面上没有认出文字，可能是空白页或分辨率太低，请用 200 dpi 以上重新扫描")
    known = facts.find(blocks)
    document = Document(name, kind, blocks, known.department, known.year, known.region, path)
    return Reading(document, damaged=tuple(damaged))


def _of_pdf(data: bytes, label: str, reader: Reader | None) -> tuple[list[Page], dict[int, float], list[int]]:
    """The pages, the factors of those that were pictures, and the numbers of those that are damaged."""
    pages: list[Page] = []
    factors: dict[int, float] = {}
    damaged: list[int] = []
    for number, source in pdf.sources(data, label):
        if source is None:
            damaged.append(number)
            continue
        page = pdf.page_of(source, number)
        if pdf.needs_ocr(source):
            page = _rendered(source.page, number, reader or letters())
            factors[number] = _factor(page, source.page)
        pages.append(page)
    return pages, factors, damaged


def _rendered(page: Any, number: int, reader: Reader) -> Page:
    started = time.perf_counter()
    longer = max(page.get_width(), page.get_height())
    # many programs write a point for each dot of their picture: such a page is taken for a sheet of A4, and set back later
    inches = longer / 72 if _LEAST <= longer / 72 <= _MOST else PAPER
    bitmap = page.render(scale=DPI * inches / longer, rev_byteorder=True)
    try:
        found = page_of(bitmap.to_numpy()[:, :, :3].copy(), DPI, number, reader)
    finally:
        bitmap.close()
    _log.info("第%d页是图片，文字识别用了 %.1f 秒", number, time.perf_counter() - started)
    return found


def _factor(found: Page, page: Any) -> float:
    """Points of the file for each point of the page as it was read."""
    return float(max(page.get_width(), page.get_height()) / max(found.width, found.height))


def _finish(page: Page, factor: float) -> None:
    """Signs put right once page breaks are mended, and the tables in the points of the file; nothing else is asked where
    it stands."""
    page.width, page.height = page.width * factor, page.height * factor
    for item in page.items:
        if isinstance(item, Table):
            repair.table(item)
            item.xs[:] = [x * factor for x in item.xs]
            item.ys[:] = [y * factor for y in item.ys]


def _of_picture(data: bytes, label: str, reader: Reader) -> list[Page]:
    import numpy as np

    pages = []
    for number, sheet in frames(data, label):
        dpi = max(sheet.size) / PAPER
        factor = DPI / dpi
        if factor < 0.9 or factor > 1.2:
            sheet = sheet.resize((round(sheet.width * factor), round(sheet.height * factor)))
            dpi = DPI
        pages.append(page_of(np.array(sheet), dpi, number, reader))
    return pages


def frames(data: bytes, label: str, wanted: Iterable[int] | None = None) -> Iterator[tuple[int, Any]]:
    """The pages of a picture file, one by one, each with its number from 1, upright and on white.

    wanted: the numbers of those to give, in this order; all where None. One that the file does not have is passed over.

    Raises:
        UnreadableError: the file is damaged, or has more pages than are read.
    """
    from PIL import ImageOps

    with _opened(data, label) as picture:
        count = getattr(picture, "n_frames", 1)
    if count > _MAX_PICTURES:
        raise UnreadableError(f"{label} 超过 {_MAX_PICTURES} 页，请拆成几个文件后再读")
    for number in range(1, count + 1) if wanted is None else wanted:
        if not 1 <= number <= count:
            continue
        with _opened(data, label) as picture:
            picture.seek(number - 1)
            sheet = _on_white(ImageOps.exif_transpose(picture))
        yield number, sheet


@contextmanager
def _opened(data: bytes, label: str) -> Iterator[Any]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            yield picture
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        raise UnreadableError(f"{label} 不是完整的图片，可能已损坏或没有下载完，请重新下载或重新扫描") from None


def _on_white(picture: Any) -> Any:
    from PIL import Image

    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def _sure(pages: Sequence[Page], blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks of the pages, grids with the confidence of their cells."""
    tables = (item for page in pages for item in page.items if isinstance(item, Table))
    for block in blocks:
        if isinstance(block, Grid):
            yield replace(block, sure=_confidence(next(tables)))
        else:
            yield block


def _confidence(table: Table) -> tuple[tuple[float, ...], ...]:
    """How sure each unit cell of a table is; () where all are."""
    sure = {id(cell): sureness(cell) for cell in table.cells}
    if all(one == 1.0 for one in sure.values()):
        return ()
    return tuple(tuple(sure[id(cell)] for cell in row) for row in table.owner)
