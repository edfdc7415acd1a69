"""Rows of a page → the columns of their heading, by where the cells stand.

A page has only the borders that are drawn on it: where the heading is printed on another page, or forms with borders of
their own stand above each other, the same cell has another number. Readers of pages name the box of each cell
(``"x0,y0,x1,y1"``); a cell belongs to the heading above or below which it stands.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model import Grid

_INSIDE = 0.8  # of a heading's width: a cell so wide stands below this heading
_SAME = 4.0  # borders no further apart are the same
Box = tuple[float, float, float, float]


@functools.lru_cache(maxsize=65536)
def box_of(name: str | None) -> Box | None:
    """The box that a cell's name prints; None for a name of another kind.

    >>> box_of("72.0,90.5,130.0,110.5"), box_of("C5"), box_of(None)
    ((72.0, 90.5, 130.0, 110.5), None, None)
    """
    parts = (name or "").split(",")
    if len(parts) != 4:
        return None
    x0, y0, x1, y1 = map(float, parts)
    return x0, y0, x1, y1


@dataclass(frozen=True, slots=True)
class Leaf:
    """One heading cell: where it begins and ends, and the columns it means, the first one and how many."""

    begin: float
    end: float
    column: int
    size: int


@dataclass(frozen=True, slots=True)
class Leaves:
    """The lowest heading cells of a table from the left. upright: the page is turned, its columns run along y."""

    cells: tuple[Leaf, ...]
    upright: bool
    grid: Grid
    plain: bool  # nothing is merged: rows of the same grid stand in their columns as they are

    def placed(self, grid: Grid, index: int, texts: Sequence[str]) -> dict[int, int]:
        """Printed column → the heading's column of each filled cell of a row; empty where that cannot be told."""
        if self.plain and grid is self.grid:
            return {}
        taken: dict[int, list[int]] = {}  # number of the leaf → printed columns
        last = 0
        for column, text in enumerate(texts):
            if not text:
                continue
            box = box_of(grid.boxes[index][column]) if grid.boxes else None
            leaf = self._leaf(box) if box is not None else None
            if leaf is None or leaf < last:
                return {}
            last = leaf
            taken.setdefault(leaf, []).append(column)
        if any(len(columns) > self.cells[leaf].size for leaf, columns in taken.items()):
            return {}
        return {
            column: self.cells[leaf].column + number
            for leaf, columns in taken.items()
            for number, column in enumerate(columns)
        }

    def last_below(self, name: str | None, default: int) -> int:
        """The last heading column below which most of a cell's width stands, the cell named by its box."""
        box = box_of(name)
        if box is None:
            return default
        begin, end = (box[1], box[3]) if self.upright else (box[0], box[2])
        return max(
            (
                leaf.column + leaf.size - 1
                for leaf in self.cells
                if min(end, leaf.end) - max(begin, leaf.begin) >= _INSIDE * (leaf.end - leaf.begin)
            ),
            default=default,
        )

    def _leaf(self, box: Box) -> int | None:
        """The heading that a cell stands below: the first of several, else the one it shares the most with."""
        begin, end = (box[1], box[3]) if self.upright else (box[0], box[2])
        best, most = None, 0.0
        for number, leaf in enumerate(self.cells):
            shared = min(end, leaf.end) - max(begin, leaf.begin)
            if shared >= _INSIDE * (leaf.end - leaf.begin):
                return number
            if shared > most:
                best, most = number, shared
        return best


def leaves_of(grid: Grid, index: int, meant: Mapping[int, int] | None = None) -> Leaves | None:
    """The heading cells of a row, the last one of its heading. None where their boxes are not known.

    meant: the first heading's columns by this one's, where this one is the first one printed again.
    """
    if not grid.boxes or any(box_of(name) is None for name in grid.boxes[index]):
        return None
    names = grid.boxes[index]
    firsts = [column for column in range(grid.width) if column == 0 or names[column] != names[column - 1]]
    boxes = [box for column in firsts if (box := box_of(names[column])) is not None]
    upright = _turned(boxes)
    spans = [(box[1], box[3]) if upright else (box[0], box[2]) for box in boxes]
    sizes = [after - before for before, after in zip(firsts, [*firsts[1:], grid.width], strict=True)]
    plain = meant is None and all(size == 1 for size in sizes)
    known = meant if meant is not None else {column: column for column in firsts}
    cells = tuple(
        Leaf(begin, end, known[column], size)
        for (begin, end), column, size in zip(spans, firsts, sizes, strict=True)
        if column in known
    )
    return Leaves(cells, upright, grid, plain)


def _turned(row: Sequence[Box]) -> bool:
    """Whether the cells of a row stand below each other on the page, whose text runs up or down then."""
    return len({box[0] for box in row}) == 1 < len({box[1] for box in row})


def same_sides(one: Grid, other: Grid) -> bool:
    """Whether two grids reach equally far on both sides and have half of their inner borders in common."""
    mine, theirs = _borders(one), _borders(other)
    if not mine or not theirs or abs(mine[0] - theirs[0]) > _SAME or abs(mine[-1] - theirs[-1]) > _SAME:
        return False
    few, many = sorted((mine[1:-1], theirs[1:-1]), key=len)
    return sum(1 for x in few if any(abs(x - u) <= _SAME for u in many)) * 2 >= len(few)


def _borders(grid: Grid) -> list[float]:
    """Left and right sides of all cells; none where their boxes are not known."""
    rows = [[box for name in row if (box := box_of(name)) is not None] for row in grid.boxes]
    begin, end = (1, 3) if any(map(_turned, rows)) else (0, 2)
    return sorted({box[side] for row in rows for box in row for side in (begin, end)})
