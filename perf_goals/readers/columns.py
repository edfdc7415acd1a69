"""Tables whose columns are parted by runs of blanks, as layout-keeping PDF converters and typists set them.

Where a column begins is counted in characters or in widths on screen (a Chinese character takes two), whichever lines the
rows up better: converters differ in it.
"""

import re
from collections.abc import Callable, Sequence

_SEGMENT = re.compile(r"\S+(?:[ \u3000\xa0]\S+)*")
_INDENT = 6  # a line that begins so far in goes on with a table, and opens none
_WIDE = re.compile("[\u2e80-\U0010ffff]")

Segment = tuple[int, int, str]


def segments(line: str) -> list[Segment]:
    """(begin, end, text) of the parts of a line with two or more blanks between them, counted in characters."""
    return [(match.start(), match.end(), match.group()) for match in _SEGMENT.finditer(line)]


def belongs(line: str, inside: bool) -> bool:
    """Whether a line can be a row of such a table. inside: the line above is one."""
    parts = segments(line)
    return len(parts) >= 2 or (inside and len(parts) == 1 and parts[0][0] >= _INDENT)


def table(lines: Sequence[str]) -> list[list[str]] | None:
    """Lines → rows of cells, or None where they are no table: fewer than two rows of three cells.

    Shapes: result: len(lines) rows, all of one width.
    """
    if sum(1 for line in lines if len(segments(line)) >= 3) < 2:
        return None
    found: list[tuple[tuple[int, int, int], list[list[str]]]] = []
    for width in (len, screen_width):
        rows = [_measured(line, width) for line in lines]
        borders = _borders([row for row in rows if len(row) >= 3])
        cells = [_cells(row, borders) for row in rows]
        # rows out of line run together in one cell, need more columns than there are, and begin anywhere
        joined = sum(map(len, rows)) - sum(1 for row in cells for text in row if text)
        begins = {begin for row in rows for begin, _, _ in row}
        found.append(((joined, len(borders), len(begins)), cells))
    return min(found, key=lambda one: one[0])[1]


def screen_width(text: str) -> int:
    """Width of a text as set: a Chinese character is two Latin ones wide."""
    return len(text) + len(_WIDE.findall(text))


def _measured(line: str, width: Callable[[str], int]) -> list[Segment]:
    return [(width(line[:begin]), width(line[:end]), text) for begin, end, text in segments(line)]


def _borders(rows: Sequence[Sequence[Segment]]) -> list[int]:
    """Positions between columns: where no row, or next to none, has a character."""
    last = max(end for row in rows for _, end, _ in row)
    covered = [0] * (last + 1)
    for row in rows:
        for begin, end, _ in row:
            for position in range(begin, end):
                covered[position] += 1
    few = len(rows) // 25
    first = min(begin for row in rows for begin, _, _ in row)
    borders = []
    position = first
    while position < last:
        if covered[position] > few:
            position += 1
            continue
        stop = position
        while stop < last and covered[stop] <= few:
            stop += 1
        if stop < last:
            borders.append(stop)  # the next column begins here
        position = stop
    return borders


def _cells(row: Sequence[Segment], borders: Sequence[int]) -> list[str]:
    cells = [""] * (len(borders) + 1)
    for begin, end, text in row:
        # a cell belongs to the column in which most of its beginning stands: long text runs over to the right
        middle = begin + min(end - begin, 2) / 2
        column = sum(1 for border in borders if border <= middle)
        cells[column] = f"{cells[column]} {text}".strip()
    return cells
