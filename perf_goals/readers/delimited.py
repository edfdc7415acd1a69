"""csv and tsv, also under the name .xls, as export programs write them: delimiter and encoding are found."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator

from ..errors import UnreadableError
from ..model import Document, Place
from . import facts, text
from .tables import Area, Builder

_DELIMITERS = "\t,;|"
_SAMPLE = 200  # lines by which the delimiter is found
_MOST_LINES = 50  # of one quoted cell; more is a quotation mark that nothing closes


def read(data: bytes, name: str, path: str = "") -> Document:
    """One table of separated values → Document; without any delimiter, a text.

    Raises:
        UnreadableError: as ``text.read``.
    """
    where = path or name
    decoded = text.decode(data, where)
    if not decoded.strip():
        raise UnreadableError(f"{where} 是空文件，没有可读的内容，请核对或重新下载")
    lines = decoded.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = 0
    if lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        delimiter, start = lines[0][4], 1  # Excel's own mark
    else:
        delimiter = _delimiter(lines)
    if not delimiter:
        return text.read(data, name, path)
    builder = Builder(name)
    for part in _parts(_rows(lines, start, delimiter)):
        width = max(at + 1 for _, cells in part for at, cell in enumerate(cells) if cell)
        cells_of = [(cells + [""] * width)[:width] for _, cells in part]
        builder.area(Area(cells_of, [], [Place(name, line=line) for line, _ in part]))
    known = facts.find(builder.blocks)
    return Document(name, "csv", tuple(builder.blocks), known.department, known.year, known.region, path)


def _delimiter(lines: list[str]) -> str:
    """The sign that cuts most rows into the same number of cells, or ""."""
    best, most = "", 0
    sample = [line[:1000] for line in lines if line.strip()][:_SAMPLE]
    for delimiter in _DELIMITERS:
        widths = Counter(len(cells) for _, cells in _read(sample, 0, delimiter))
        width, count = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1], pair[0]), default=(1, 0))
        if width > 1 and count > most:
            best, most = delimiter, count
    return best


def _rows(lines: list[str], start: int, delimiter: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of each row; quotation marks are taken as printed where one is never closed."""
    rows = list(_read(lines, start, delimiter))
    if any(cell.count("\n") > _MOST_LINES for _, cells in rows for cell in cells):
        return [
            (number, [_cell(cell) for cell in line.split(delimiter)])
            for number, line in enumerate(lines[start:], start + 1)
        ]
    return rows


def _read(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    line = start + 1
    reader = csv.reader((text + "\n" for text in lines[start:]), delimiter=delimiter)
    try:
        for cells in reader:
            yield line, [_cell(cell) for cell in cells]
            line = start + reader.line_num + 1
    except csv.Error:  # a cell beyond all measure, which a quotation mark must have opened
        yield line, ["\n" + ".\n" * (_MOST_LINES + 1)]


def _cell(cell: str) -> str:
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        cell = cell[2:-1]  # how export programs keep Excel from reading a code as a number
    return cell.strip(" \t\u3000\xa0\n")


def _parts(rows: Iterable[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    """Rows between blank ones."""
    part: list[tuple[int, list[str]]] = []
    for line, cells in rows:
        if any(cells):
            part.append((line, cells))
        elif part:
            yield part
            part = []
    if part:
        yield part
