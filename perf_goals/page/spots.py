"""Where a finding stands on the page: its place in the document → the cell, the line or the heading that shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..model import Document, Extraction, Finding, FindingTarget, Goal, Grid, Indicator, Paragraph, Place, Review, Scope
from ..review import working_order

WHOLE = "whole"  # what speaks for the file and not for a line of it

_Owner = tuple[Scope | None, str | None]


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing on the page that can be marked. id: of its element. text: what it prints. page, box: where a PDF has it."""

    id: str
    text: str = ""
    page: int | None = None
    box: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks of one page or one sheet; number: from 1, name: its heading, "" for a file without pages."""

    number: int
    name: str
    page: int | None
    blocks: tuple[tuple[int, Grid | Paragraph], ...]

    @property
    def id(self) -> str:
        return f"s{self.number}"


def sections(document: Document) -> list[Section]:
    """The blocks in order, each with its number from 1, parted where a page or a sheet begins."""
    parts: list[tuple[tuple[int | None, str | None], list[tuple[int, Grid | Paragraph]]]] = []
    for number, block in enumerate(document.blocks, 1):
        place = place_of(block)
        at = (place.page, place.sheet) if place is not None else (None, None)
        if not parts or parts[-1][0] != at:
            parts.append((at, []))
        parts[-1][1].append((number, block))
    found = []
    for number, ((page, sheet), blocks) in enumerate(parts, 1):
        name = f"工作表“{sheet}”" if sheet is not None else f"第{page}页" if page is not None else ""
        found.append(Section(number, name, page, tuple(blocks)))
    return found


def place_of(block: Grid | Paragraph) -> Place | None:
    if isinstance(block, Paragraph):
        return block.place
    return block.origins[0] if block.origins else None


def owners(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Of each cell that a merged one covers, the merged one's corner; both 0-based.

    A merge that reaches out of the grid, or into another one, is cut or left out: the page would fall apart.
    """
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for corner, (bottom, right) in spans(grid).items():
        for row in range(corner[0], bottom + 1):
            for column in range(corner[1], right + 1):
                if (row, column) != corner:
                    found[row, column] = corner
    return found


def spans(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Corner → last row and column of each merged cell, none of them over another."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for merge in grid.merges:
        bottom, right = min(merge.bottom, grid.height - 1), min(merge.right, grid.width - 1)
        covered = {
            (row, column) for row in range(merge.top, bottom + 1) for column in range(merge.left, right + 1)
        }  # fmt: skip
        if len(covered) > 1 and not covered & taken:
            taken |= covered
            found[merge.top, merge.left] = bottom, right
    return found


@dataclass(slots=True)
class Atlas:
    """All spots of a document, found by place. cells: (block, row, column) → spot."""

    cells: dict[tuple[int, int, int], Spot] = field(default_factory=dict)
    lines: dict[int, Spot] = field(default_factory=dict)
    _exact: dict[Place, Spot] = field(default_factory=dict)
    _rows: dict[Place, Spot] = field(default_factory=dict)
    _printed: dict[tuple[int | None, int], Spot] = field(default_factory=dict)
    _heads: dict[tuple[int | None, str | None], Spot] = field(default_factory=dict)

    def find(self, place: Place) -> Spot:
        """The cell; failing that the first cell of the row, the line, the page or the sheet, the file."""
        spot = self._exact.get(place) or self._rows.get(_row(place))
        if spot is None and place.line is not None:
            spot = self._printed.get((place.page, place.line)) or self._printed.get((None, place.line))
        return spot or self._heads.get((place.page, place.sheet)) or Spot(WHOLE)


def atlas(parts: Sequence[Section]) -> Atlas:
    found = Atlas()
    for section in parts:
        for number, block in section.blocks:
            if isinstance(block, Grid):
                _chart(found, number, block)
            else:
                spot = found.lines[number] = Spot(f"p{number}", block.text, block.place.page)
                if block.place.line is not None:
                    found._printed.setdefault((block.place.page, block.place.line), spot)
        place = place_of(section.blocks[0][1])
        if place is not None and section.name:
            found._heads.setdefault((place.page, place.sheet), Spot(section.id, page=place.page))
    return found


def _chart(found: Atlas, number: int, grid: Grid) -> None:
    corner_of = owners(grid)
    for row, origin in enumerate(grid.origins):
        own: list[Spot] = []
        for column in range(grid.width):
            place = grid.place(row, column)
            corner = corner_of.get((row, column))
            if corner is None:
                box = place.cell if origin.page is not None and grid.boxes else None
                spot = Spot(f"c{number}-{row + 1}-{column + 1}", grid.cells[row][column], origin.page, box)
                found.cells[number, row, column] = spot
                own.append(spot)
            else:
                spot = found.cells[number, corner[0], corner[1]]
            found._exact.setdefault(place, spot)
        if not grid.width:
            continue
        first = next((spot for spot in own if spot.text.strip()), None)
        first = first or (own[0] if own else found._exact[grid.place(row, 0)])
        found._rows.setdefault(_row(origin), first)
        if origin.line is not None:
            found._printed.setdefault((origin.page, origin.line), first)


def _row(place: Place) -> Place:
    return Place(place.file, place.page, place.sheet, place.line, place.table, place.row)


class Names:
    """The rows that a finding names, by the names it gives them."""

    def __init__(self, extraction: Extraction) -> None:
        self._rows: dict[tuple[Scope | None, str | None, str | None, str | None, str | None], list[Indicator]] = {}
        self._goals: dict[_Owner, list[Goal]] = {}
        self._first: dict[_Owner, Place] = {}
        for goal in extraction.goals:
            self._goals.setdefault((goal.scope, goal.project), []).append(goal)
            self._first.setdefault((goal.scope, goal.project), goal.place)
        for row in extraction.indicators:
            self._rows.setdefault((row.scope, row.project, row.level1, row.level2, row.level3), []).append(row)
            self._first.setdefault((row.scope, row.project), row.place)

    def rows(self, target: FindingTarget) -> list[Indicator]:
        """The indicators that a target names: several where a project has two of one name."""
        if target.part != "indicator":
            return []
        return self._rows.get((target.scope, target.project, target.level1, target.level2, target.level3), [])

    def goals(self, target: FindingTarget) -> list[Goal]:
        return self._goals.get((target.scope, target.project), []) if target.part == "goal" else []

    def places(self, target: FindingTarget) -> list[Place]:
        if target.part == "indicator":
            return [row.place for row in self.rows(target)]
        if goals := self.goals(target):
            return [goal.place for goal in goals]
        owner = (target.scope, target.project)
        return [self._first[owner]] if owner in self._first else []


@dataclass(frozen=True, slots=True)
class Pinned:
    """A finding on the page: its number in 问题清单, its own spot, and the others that it names.

    at: its number in the review, which is the order of places, from 0.
    """

    number: int
    at: int
    finding: Finding
    spot: Spot
    others: tuple[Spot, ...]


def pin(names: Names, review: Review, found: Atlas) -> Iterator[Pinned]:
    """The findings of one document, in the order of 问题清单."""
    for number, (at, _) in enumerate(working_order(review), 1):
        finding = review.findings[at]
        spot = found.find(finding.source)
        others = {
            one.id: one for target in finding.targets for place in names.places(target) if (one := found.find(place))
        }
        others.pop(spot.id, None)
        others.pop(WHOLE, None)
        yield Pinned(number, at, finding, spot, tuple(others.values()))
