"""Pages of a PDF or of a picture file in sixteen greys: small enough for a page of HTML, sharp enough to be read."""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import LockedError, UnreadableError
from . import bytes_of

DPI = 100
_LARGEST = 4_000  # pixels of a side; a plan in A0 is drawn smaller
_HIGH = bytes(value & 0xF0 for value in range(256))
_LOW = bytes(value >> 4 for value in range(256))


@dataclass(frozen=True, slots=True)
class Picture:
    """One page. width, height: of the page in points, in which the boxes of its cells are given."""

    page: int
    width: float
    height: float
    png: bytes


def pictures(path: Path, pages: Iterable[int], passwords: Sequence[str] = ()) -> Iterator[Picture]:
    """The pages of these numbers, from 1, one after another; a number that the file does not have is passed over.

    passwords: tried in turn where the file opens with one only.

    Raises:
        LockedError: no password opens the file.
        UnreadableError: the file is gone or damaged.
    """
    import pypdfium2  # type: ignore[import-untyped]

    with _opened(path, passwords) as pdf:
        for number in pages:
            if not 1 <= number <= len(pdf):
                continue
            try:
                page = pdf[number - 1]
            except pypdfium2.PdfiumError:  # the reader has left this page out too
                continue
            try:
                width, height = page.get_size()
                scale = min(DPI / 72, _LARGEST / max(width, height, 1.0))
                bitmap = page.render(scale=scale, grayscale=True)
                try:
                    png = _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
                finally:
                    bitmap.close()
            finally:
                page.close()
            yield Picture(number, width, height, png)


def _opened(path: Path, passwords: Sequence[str]) -> Any:
    import pypdfium2

    data = bytes_of(path)
    for password in (None, *passwords):
        try:
            return pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError as error:
            if error.err_code != pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise UnreadableError(f"{path} 打不开，请核对文件") from None
    raise LockedError(str(path))


def of_picture(path: Path, pages: Iterable[int]) -> Iterator[Picture]:
    """As ``pictures``, of a scan that is a picture file; its size in points is the one that its cells are given in.

    Raises:
        UnreadableError: the file is gone or damaged.
    """
    from .scan import PAPER, frames

    for number, sheet in frames(bytes_of(path), str(path), pages):
        longer = max(sheet.size)
        points, scale = PAPER * 72 / longer, min(DPI * PAPER / longer, 1.0)
        width, height = (max(1, round(side * scale)) for side in sheet.size)
        grey = sheet.convert("L").resize((width, height))
        yield Picture(number, sheet.width * points, sheet.height * points, _png(grey.tobytes(), width, height, width))


def _png(grey: bytes, width: int, height: int, stride: int) -> bytes:
    """A byte a pixel → PNG with four bits a pixel."""
    rows = []
    for top in range(0, height * stride, stride):
        row = grey[top : top + width] + b"\xff" * (width % 2)
        left = int.from_bytes(row[0::2].translate(_HIGH))
        right = int.from_bytes(row[1::2].translate(_LOW))
        rows.append(b"\0" + (left | right).to_bytes(len(row) // 2))
    head = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
