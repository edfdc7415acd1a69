"""What the other modules of this reader hand to each other: runs of characters, ruling lines, cells.

All positions are in points on the page as a reader holds it: x to the right, y down from the upper left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Run:
    """Characters that are drawn one after the other without a gap.

    chars: (left, right, character) in the order of reading. order: number in the page's stream. source: index of its first
    character in pdfium's text page. turned: drawn upwards or downwards.
    """

    chars: list[tuple[float, float, str]]
    top: float
    bottom: float
    order: int
    source: int = 0
    turned: bool = False
    gappy: bool = False  # some of its characters stand apart

    @property
    def left(self) -> float:
        return self.chars[0][0]

    @property
    def right(self) -> float:
        return self.chars[-1][1]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def text(self) -> str:
        return "".join([char for _, _, char in self.chars])


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: at = its y (a horizontal one) or x, from ``begin`` to ``end`` in the other direction."""

    at: float
    begin: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.begin


@dataclass(slots=True, eq=False)
class Cell:
    """A cell of a table with the unit cells that it spans, all inclusive, and the runs that stand in it.

    hidden: its text is drawn, in part at least, where the file lets nothing be seen: on the other side of a page break.
    """

    top: int
    left: int
    bottom: int
    right: int
    runs: list[Run] = field(default_factory=list)
    text: str = ""
    hidden: bool = False


@dataclass(slots=True, eq=False)
class Table:
    """A table on one page: borders of its columns and rows, and its cells; every unit cell belongs to one of them."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    owner: list[list[Cell]]  # by row and column
    ruled: bool = True

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def rows(self) -> int:
        return len(self.ys) - 1


@dataclass(slots=True, eq=False)
class Line:
    """A printed line outside the tables."""

    runs: list[Run]
    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Page:
    """One page after reading: tables and lines, the upper one first."""

    number: int
    width: float
    height: float
    items: list[Table | Line]
    sideways: int = 0  # by how many quarter turns its text stands against the page
    columns: Sequence[tuple[float, float]] = ()  # of the table without upright lines that ends with the page
