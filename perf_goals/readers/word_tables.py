"""Where the cells of a Word table stand: spans, widths and merge marks → a rectangular grid with merged ranges.

A row of a Word table knows its cells only by how many columns of the table's own ruler each of them takes, or by how wide
it is. Somebody who drags a border by hand leaves two columns on that ruler where a reader sees one, so borders that lie
close to each other are one border, unless a row has a cell between them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import Merge

# A twip is 1/20 point. Borders of different rows nearer than this (6 mm) are meant to be one.
_SNAP = 360
_PLAIN = 1440  # a column whose width nobody says
_WIDEST = 1 << 16  # a span or width past this is damage, not design


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as a row prints it. width: in twips, 0 for unknown. down, along: whether it goes on with the cell above, before.

    opens: whether a cell below may go on with it.
    """

    text: str
    span: int = 1
    width: int = 0
    opens: bool = False
    down: bool = False
    along: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, with how many columns of the ruler lie empty before and after them."""

    cells: tuple[Cell, ...]
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Shapes: cells R × C, rectangular, a merged cell's text at its top left corner; merges as in ``Grid``.

    alone: of each row whether it is one cell as wide as the table and no higher than the row.
    """

    cells: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...]
    alone: tuple[bool, ...]

    @property
    def width(self) -> int:
        return len(self.cells[0]) if self.cells else 0

    def without_empty_columns(self) -> "Table":
        """The columns that have text in any row, or the first of a merged range that has; all where none has."""
        kept = [column for column in range(self.width) if any(row[column] for row in self.cells)]
        if not kept:
            return self
        place = [bisect_left(kept, column) for column in range(self.width + 1)]
        merges = [
            Merge(one.top, place[one.left], one.bottom, place[one.right + 1] - 1)
            for one in self.merges
            if place[one.right + 1] > place[one.left]
        ]
        cells = tuple(tuple(row[column] for column in kept) for row in self.cells)
        return Table(cells, tuple(one for one in merges if one.top < one.bottom or one.left < one.right), self.alone)

    def part(self, start: int, stop: int) -> "Table":
        """Rows ``start`` to ``stop``; a merged range that the cut goes through keeps its text in the upper part."""
        merges = [
            Merge(max(one.top, start) - start, one.left, min(one.bottom, stop - 1) - start, one.right)
            for one in self.merges
            if one.top < stop and one.bottom >= start
        ]
        kept = tuple(one for one in merges if one.top < one.bottom or one.left < one.right)
        return Table(self.cells[start:stop], kept, self.alone[start:stop])


def arrange(ruler: Sequence[int], rows: Sequence[Row]) -> Table:
    """Put the cells of all rows into columns.

    ruler: widths of the table's own columns in twips, empty or zeros where the file does not say.

    >>> arrange([2000, 100, 2000], [Row((Cell("名称", 2), Cell("值"))), Row((Cell("人次"), Cell("300", 2)))]).cells
    (('名称', '值'), ('人次', '300'))
    """
    rows = [Row(_along(row.cells), row.before, row.after) for row in rows]
    borders = [_borders(ruler, row) for row in rows]
    column_of = _columns(borders)
    width = max(column_of.values(), default=0)
    texts = [[""] * width for _ in rows]
    owners: list[list[tuple[int, int, int]]] = []  # of each cell: row, left and right of the cell that it belongs to
    bottoms: dict[tuple[int, int, int], int] = {}
    above: dict[int, tuple[int, int, int]] = {}  # left → owner, of the cells that may go on below
    for number, (row, edges) in enumerate(zip(rows, borders, strict=True)):
        below: dict[int, tuple[int, int, int]] = {}
        owners.append([])
        for cell, left, right in zip(row.cells, edges, edges[1:], strict=False):
            spot = (number, column_of[left], column_of[right] - 1)
            owner = above.get(spot[1]) if cell.down else None
            if owner is None or owner[2] != spot[2]:
                owner = spot
                texts[number][spot[1]] = cell.text
            elif not texts[owner[0]][owner[1]]:  # what is printed in the lower part of a merged cell is not shown twice
                texts[owner[0]][owner[1]] = cell.text
            bottoms[owner] = number
            owners[-1].append(owner)
            if cell.opens or cell.down:
                below[spot[1]] = owner
        above = below
    merges = tuple(
        Merge(top, left, bottom, right)
        for (top, left, right), bottom in bottoms.items()
        if bottom > top or right > left
    )
    alone = tuple(
        len(owned) == 1 and owned[0] == (number, 0, width - 1) and bottoms[owned[0]] == number
        for number, owned in enumerate(owners)
    )
    return Table(tuple(map(tuple, texts)), merges, alone)


def _along(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Cells with those that go on with the one before them (w:hMerge) put into it."""
    joined: list[Cell] = []
    for cell in cells:
        if cell.along and joined:
            last = joined[-1]
            text = "\n".join(filter(None, (last.text, cell.text)))
            width = last.width + cell.width if last.width and cell.width else 0
            joined[-1] = Cell(text, last.span + cell.span, width, last.opens, last.down)
        else:
            joined.append(cell)
    return tuple(joined)


def _borders(ruler: Sequence[int], row: Row) -> tuple[int, ...]:
    """Where the row's borders stand, in twips from the left of the table: one more than it has cells, strictly rising.

    By the ruler where the row's spans fit it; else by the widths of the cells where they add up to the table's; else by
    the ruler all the same.
    """
    marks = [0]
    for width in ruler:
        marks.append(marks[-1] + min(max(width, 1), _WIDEST) if any(ruler) else marks[-1] + _PLAIN)
    spans = [min(max(cell.span, 1), _WIDEST) for cell in row.cells]
    before = min(max(row.before, 0), _WIDEST)
    widths = [cell.width for cell in row.cells]
    total = sum(widths)
    fits = before + sum(spans) + row.after == len(ruler)
    whole = marks[-1] if any(ruler) else total
    if not fits and all(widths) and not before and not row.after and abs(total - whole) <= whole // 10:
        edges = [0]
        for width in widths:
            edges.append(edges[-1] + width)
        return tuple(_nearest(marks, edge * whole // total) if ruler else edge for edge in edges)
    spots = [before]
    for span in spans:
        spots.append(spots[-1] + span)
    return tuple(marks[spot] if spot < len(marks) else marks[-1] + (spot - len(marks) + 1) * _PLAIN for spot in spots)


def _nearest(marks: Sequence[int], edge: int) -> int:
    """The mark that an edge measured by cell widths means, or the edge where it means none (rounding leaves a few twips)."""
    best = min(marks, key=lambda mark: abs(mark - edge))
    return best if abs(best - edge) <= 20 else edge


def _columns(borders: Sequence[tuple[int, ...]]) -> dict[int, int]:
    """Border → column that begins there. Borders nearer than ``_SNAP`` are one where no row has both."""
    rows_of: dict[int, int] = {}  # border → bit mask of the rows that have it
    for number, edges in enumerate(borders):
        for edge in edges:
            rows_of[edge] = rows_of.get(edge, 0) | 1 << number
    ordered = sorted(rows_of)
    group = list(range(len(ordered)))  # of each border: the first of its group; groups are runs
    last = list(range(len(ordered)))  # of each first: the last of its group
    mask = [rows_of[edge] for edge in ordered]
    gaps = sorted((ordered[spot + 1] - ordered[spot], spot) for spot in range(len(ordered) - 1))
    for gap, spot in gaps:
        if gap >= _SNAP:
            break
        first, second = group[spot], spot + 1  # a gap lies between two groups: the right one begins right behind it
        if mask[first] & mask[second] or ordered[last[second]] - ordered[first] >= _SNAP:
            continue
        for one in range(second, last[second] + 1):
            group[one] = first
        last[first] = last[second]
        mask[first] |= mask[second]
    firsts = sorted(set(group))
    number_of = {first: number for number, first in enumerate(firsts)}
    return {edge: number_of[group[spot]] for spot, edge in enumerate(ordered)}
