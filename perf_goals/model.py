"""Frozen values that travel between the rooms: what was read, what it means, where it stands.

Nothing here reads a file or knows a rule. Printed words stay beside parsed ones; every value says where it came from.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum


class Nature(StrEnum):
    """指标性质: how an achieved value is compared with the target."""

    GE = "≥"
    LE = "≤"
    EQ = "="
    GT = ">"
    LT = "<"
    RANGE = "区间"
    WORDS = "定性"


class Scope(StrEnum):
    """What an indicator or goal speaks for."""

    DEPARTMENT = "department"
    PROJECT = "project"


class RowKind(StrEnum):
    """What became of one printed row of a performance table. Every row has exactly one kind."""

    HEADING = "heading"
    INDICATOR = "indicator"
    GOAL = "goal"
    SUBTOTAL = "subtotal"
    BLANK = "blank"
    REFUSAL = "refusal"


class Severity(StrEnum):
    """error 严重: 应退回修改; warning 一般: 应完善; info 提示: 请核对."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. Counting starts at 1; what a format does not have is None.

    file: name of the input without folders. line: line of a text file. table: number of the grid in the document.
    row: row of the grid. cell: ``"C5"`` in a sheet, ``"3"`` (column) in a text table, ``"x0,y0,x1,y1"`` in a PDF.
    """

    file: str
    page: int | None = None
    sheet: str | None = None
    line: int | None = None
    table: int | None = None
    row: int | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """The place in Chinese, for people."""
        if self.sheet is not None:
            at = f" {self.cell}" if self.cell else (f" 第{self.row}行" if self.row else "")
            return f"工作表“{self.sheet}”{at}"
        parts = []
        if self.page is not None:
            parts.append(f"第{self.page}页")
        if self.line is not None:
            parts.append(f"第{self.line}行")
        elif self.row is not None:
            parts.append(f"表{self.table}第{self.row}行" if self.table else f"第{self.row}行")
        if self.cell is not None and self.cell.isdigit():
            parts.append(f"第{self.cell}列")
        return "，".join(parts) or self.file

    def source(self) -> dict[str, int | str]:
        """The fields of the contract's ``source`` object that are known."""
        pairs = {name: getattr(self, name) for name in ("page", "line", "sheet", "table", "row", "cell")}
        return {name: value for name, value in pairs.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range of a grid; all four bounds are 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One printed table as the reader found it.

    Shapes:
        cells: R × C, rectangular; a merged cell has its text at its top left corner and "" wherever else it reaches.
        origins: R places, one a row. boxes: R × C cell names (``"C5"``, a PDF box) where the format has them, else empty.
        sure: R × C, how sure a recognised text is, 0 to 1; empty where the file itself says what it prints.

    Raises:
        ValueError: ragged cells, or as many origins as rows are not given.
    """

    cells: tuple[tuple[str, ...], ...]
    origins: tuple[Place, ...]
    merges: tuple[Merge, ...] = ()
    boxes: tuple[tuple[str | None, ...], ...] = ()
    hidden: bool = False
    sure: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        if len({len(row) for row in self.cells}) > 1:
            raise ValueError("Grid.cells must be rectangular")
        if len(self.origins) != len(self.cells):
            raise ValueError("Grid.origins must name a place for each row")

    @property
    def width(self) -> int:
        return len(self.cells[0]) if self.cells else 0

    @property
    def height(self) -> int:
        return len(self.cells)

    def place(self, row: int, column: int) -> Place:
        """Where the cell stands; both indices are 0-based."""
        box = self.boxes[row][column] if self.boxes else None
        return replace(self.origins[row], cell=box if box is not None else str(column + 1))

    def sureness(self, row: int, cell: str | None) -> float:
        """How sure the text of a cell is, which is named as ``place`` names it; 1 where nobody doubts it."""
        if not self.sure or cell is None:
            return 1.0
        names = self.boxes[row] if self.boxes else ()
        column = names.index(cell) if cell in names else int(cell) - 1 if cell.isdigit() else None
        return self.sure[row][column] if column is not None and column < self.width else 1.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of running text, as printed."""

    text: str
    place: Place


Block = Grid | Paragraph


@dataclass(frozen=True, slots=True)
class Document:
    """One input file after reading.

    blocks: grids and paragraphs in reading order. region: the place the document speaks for, as its own names print it
    (``伊水市青河区``). department, year and region are None where nothing in the document says them.
    """

    file: str
    format: str
    blocks: tuple[Block, ...]
    department: str | None = None
    year: int | None = None
    region: str | None = None
    path: str = ""

    def grids(self) -> Iterator[Grid]:
        return (block for block in self.blocks if isinstance(block, Grid))

    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed target: 指标性质, value, unit; the contract's fields of the same names.

    value, upper: in ``unit``, never converted. canonical, dimension, factor: the unit's standard name, its dimension and
    the factor to the dimension's base unit, all None for an unknown unit. rest: printed words that the triple does not
    hold. confidence: 0–1. reasons: why it is below 1.
    """

    nature: Nature | None = None
    value: Decimal | None = None
    upper: Decimal | None = None
    text: str | None = None
    unit: str | None = None
    canonical: str | None = None
    dimension: str | None = None
    factor: Decimal | None = None
    rest: str = ""
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()

    @property
    def quantified(self) -> bool:
        """Whether the target names a figure, a date or a proportion that can be checked."""
        return self.nature is not None and self.nature is not Nature.WORDS


@dataclass(frozen=True, slots=True)
class Raw:
    """What the cells of an indicator said before parsing; None where the layout has no such cell."""

    nature: str | None = None
    value: str | None = None
    unit: str | None = None
    direction: str | None = None
    weight: str | None = None
    note: str | None = None

    def printed(self) -> dict[str, str]:
        pairs = {name: getattr(self, name) for name in ("nature", "direction", "value", "unit", "weight", "note")}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One 三级指标 row. Field meanings are CONTRACT.md's; ``place`` is the cell of the name, ``value_place`` of the target."""

    document: str
    department: str | None
    year: int | None
    scope: Scope
    project: str | None
    level1: str | None
    level2: str | None
    level3: str
    target: Target
    direction: str | None
    weight: Decimal | None
    raw: Raw
    place: Place
    value_place: Place
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """One project that a performance table lists, or the department itself. amount is in 万元."""

    document: str
    department: str | None
    year: int | None
    scope: Scope
    project: str | None
    amount: Decimal | None
    goal: str | None
    place: Place
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not be understood, or (``row`` is None) a file that could not be read."""

    document: str
    place: Place
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class TableRecord:
    """The account of one performance table: what became of each of its rows, in order."""

    document: str
    title: str
    place: Place
    kinds: tuple[RowKind, ...]

    def count(self) -> dict[RowKind, int]:
        return dict(Counter(self.kinds))


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document says about performance."""

    document: Document
    indicators: tuple[Indicator, ...] = ()
    goals: tuple[Goal, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    tables: tuple[TableRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingTarget:
    """One place that a finding names; part is indicator, goal, project, table or document."""

    part: str
    scope: Scope | None = None
    project: str | None = None
    level1: str | None = None
    level2: str | None = None
    level3: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One weakness: what is printed, what is wrong, on which basis, how to put it right."""

    document: str
    code: str
    category: str
    severity: Severity
    confidence: float
    message: str
    suggestion: str | None
    basis: str
    targets: tuple[FindingTarget, ...]
    source: Place


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one 审核要点; got is None where a table cannot show it (未评)."""

    item: str
    full: Decimal
    got: Decimal | None


@dataclass(frozen=True, slots=True)
class Deduction:
    """What one finding takes from one item of a unit. finding: its number in ``Review.findings``. load: its share, 0–1."""

    item: str
    finding: int
    points: Decimal
    load: float


@dataclass(frozen=True, slots=True)
class Score:
    """The official form's points for one unit (a project, a department's own table), a department, or the batch.

    part: project, table, department or batch. extraction: number of its document in ``Review.extractions``, None for the
    batch. full: points of the items that were judged; total: what was got of them, out of 100; total and grade are None
    where nothing was judged. counts: findings that name it, 严重, 一般, 提示. apart: numbers of the findings about copying
    between documents; they are in no count and take no points. A department's deductions are those of findings about the
    document; what its units lost is in its points already.
    """

    part: str
    extraction: int | None
    document: str | None
    department: str | None
    year: int | None
    scope: Scope | None
    project: str | None
    points: tuple[Points, ...]
    full: Decimal
    total: Decimal | None
    grade: str | None
    deductions: tuple[Deduction, ...] = ()
    counts: tuple[int, int, int] = (0, 0, 0)
    apart: tuple[int, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver and a finding that it hides; finding is None where it hides nothing any more. line: where it is written."""

    document: str
    waiver: str
    reason: str
    line: int
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that became no document, and why, in one Chinese sentence."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that one run over a batch produced; all views are made from it.

    judged: whether the rules have run. findings: in order of document, then place; owners: of each finding the number of
    its extraction (two documents may have one file name). waived, idle: waivers that hide a finding, and those that hide
    none any more. scores: of each document its tables, projects and departments, the batch last. apart: numbers of the
    findings about copying between documents. config: the file that waivers stand in, "" for none. beside: documents of a
    library that it was compared with, under file names of their own; nothing is said about them.
    """

    extractions: tuple[Extraction, ...] = ()
    unread: tuple[Unread, ...] = ()
    findings: tuple[Finding, ...] = ()
    scores: tuple[Score, ...] = ()
    version: str = field(default="")
    judged: bool = False
    owners: tuple[int, ...] = ()
    waived: tuple[Waived, ...] = ()
    idle: tuple[Waived, ...] = ()
    apart: frozenset[int] = frozenset()
    config: str = ""
    beside: tuple[Extraction, ...] = ()
