"""The document as it is printed: its tables with merged cells, the lines between them, and what is marked in them."""

import itertools
from collections.abc import Iterable, Mapping

from ..config import MEANINGS, RANK, SEVERITIES
from ..model import Extraction, Grid, Place, RowKind, Score
from .markup import Attribute, Html, joined, tag
from .signs import SIGNS, sign
from .spots import WHOLE, Atlas, Pinned, Section, owners, spans

_UNSURE = 0.8  # a recognised text that is less sure is underlined
Heads = frozenset[tuple[int, int]]  # (block, row) of the rows that are headings


class Marks:
    """What is marked where: spot → findings that stand there, and findings that name it among others."""

    def __init__(self, pinned: Iterable[Pinned]) -> None:
        self.own: dict[str, list[Pinned]] = {}
        self.other: dict[str, list[Pinned]] = {}
        for one in pinned:
            self.own.setdefault(one.spot.id, []).append(one)
            for spot in one.others:
                self.other.setdefault(spot.id, []).append(one)

    def style(self, spot: str) -> str | None:
        """The class of a marked thing: that of its heaviest finding."""
        if spot in self.own:
            return f"flag {min((one.finding.severity for one in self.own[spot]), key=RANK.__getitem__)}"
        return "flag also" if spot in self.other else None

    def links(self, spot: str) -> Html | None:
        """The signs that lead to the findings."""
        own, other = self.own.get(spot, ()), self.other.get(spot, ())
        if not own and not other:
            return None
        return tag("span", {"class": "marks"}, (_mark(one) for one in own), (_mark(one, also=True) for one in other))


def _mark(one: Pinned, *, also: bool = False) -> Html:
    severity = one.finding.severity
    about = f"{'与问题' if also else '问题'}{one.number}{'有关' if also else ''}，{SEVERITIES[severity]}：{one.finding.message}"
    return tag(
        "a",
        {
            "class": f"mark {severity}{' also' if also else ''}",
            "href": f"#f{one.number}",
            "data-f": one.number,
            "title": about,
            "aria-label": about,
        },
        f"{SIGNS[severity]}{one.number}",
    )


def heads(extraction: Extraction) -> Heads:
    """Rows that the reader took for headings, by the account of each performance table."""
    found: set[tuple[int, int]] = set()
    blocks = extraction.document.blocks
    grids = {number: block for number, block in enumerate(blocks, 1) if isinstance(block, Grid)}
    covered = {number: frozenset(owners(grid)) for number, grid in grids.items()}
    rows = [(number, row, origin) for number, grid in grids.items() for row, origin in enumerate(grid.origins)]
    start: dict[Place, int] = {}
    for at, (_, _, origin) in enumerate(rows):
        start.setdefault(origin, at)
    for table in extraction.tables:
        place = table.place
        first = start.get(Place(place.file, place.page, place.sheet, place.line, place.table, place.row))
        if first is None:
            continue
        for (number, row, _), kind in zip(rows[first:], table.kinds, strict=False):
            if kind is RowKind.HEADING and _names_columns(grids[number], row, covered[number]):
                found.add((number, row))
    return frozenset(found)


def _names_columns(grid: Grid, row: int, covered: frozenset[tuple[int, int]]) -> bool:
    """Whether a heading row names columns or the table: a label with an empty cell beside it is no heading of a column."""
    own = [grid.cells[row][column].strip() for column in range(grid.width) if (row, column) not in covered]
    return sum(map(bool, own)) > 1 or len(own) == 1


def whole(marks: Marks) -> Html:
    """What speaks for the file as a whole."""
    return tag(
        "p",
        {"id": WHOLE, "class": f"block {marks.style(WHOLE) or ''}".strip(), "tabindex": -1},
        "整份文件 ",
        marks.links(WHOLE),
    )


def legend() -> Html:
    return tag(
        "ul",
        {"class": "legend", "aria-label": "标记的含义"},
        (
            tag("li", {"class": f"flag {severity}"}, sign(severity), f"{word}：{MEANINGS[severity]}")
            for severity, word in SEVERITIES.items()
        ),
        tag("li", {"class": "flag also"}, "虚线框：同一问题涉及的其他单元格"),
    )


def section(
    part: Section, found: Atlas, marks: Marks, named: Mapping[str, bool], headings: Heads, picture: Html | None
) -> Html:
    """One page or sheet. named: spots that something leads to, and whether they hold the name of their row."""
    label = part.name or "正文"
    pieces: list[Html] = []
    for paragraphs, blocks in itertools.groupby(part.blocks, lambda one: not isinstance(one[1], Grid)):
        if paragraphs:
            lines = [
                tag(
                    "p",
                    {"id": spot.id, "class": marks.style(spot.id), "tabindex": -1 if marks.style(spot.id) else None},
                    spot.text,
                    marks.links(spot.id),
                )
                for number, _ in blocks
                if (spot := found.lines[number]).text.strip() or marks.style(spot.id)
            ]
            pieces.append(tag("div", {"class": "lines"}, lines))
        else:
            pieces += [
                _table(number, block, found, marks, named, headings, f"{label}，表{number}")
                for number, block in blocks
                if isinstance(block, Grid) and block.width
            ]
    return tag(
        "section",
        {"class": "part", "aria-labelledby": part.id},
        tag("h3", {"id": part.id, "class": marks.style(part.id), "tabindex": -1}, label, " ", marks.links(part.id)),
        picture,
        pieces,
    )


def _table(
    number: int, grid: Grid, found: Atlas, marks: Marks, named: Mapping[str, bool], headings: Heads, label: str
) -> Html:
    covered, reach = owners(grid), spans(grid)
    top = 0  # headings that stand at the top are repeated on each printed page, where no merged cell binds them to the rest
    while top < grid.height and (number, top) in headings:
        top += 1
    if top == grid.height or any(row < top <= bottom for (row, _), (bottom, _) in reach.items()):
        top = 0
    rows = []
    for row in range(grid.height):
        heading = (number, row) in headings
        cells = [
            _cell(grid, found.cells[number, row, column].id, row, column, reach, marks, named, heading)
            for column in range(grid.width)
            if (row, column) not in covered
        ]
        rows.append(tag("tr", {"class": "head" if heading else None}, cells))
    note = tag("p", {"class": "note"}, "（隐藏的表）") if grid.hidden else None
    table = tag(
        "table",
        {"class": "printed"},
        tag("caption", {"class": "unseen"}, label),
        tag("thead", {}, rows[:top]) if top else None,
        tag("tbody", {}, rows[top:]),
    )
    scroll: dict[str, Attribute] = {"class": "scroll", "role": "region", "aria-label": label, "tabindex": 0}
    return joined(note, tag("div", {"class": "block"}, tag("div", scroll, table)))


def _cell(
    grid: Grid,
    spot: str,
    row: int,
    column: int,
    reach: Mapping[tuple[int, int], tuple[int, int]],
    marks: Marks,
    named: Mapping[str, bool],
    heading: bool,
) -> Html:
    bottom, right = reach.get((row, column), (row, column))
    style = marks.style(spot)
    unsure = bool(grid.sure) and grid.sure[row][column] < _UNSURE
    scope = "colgroup" if heading and right > column else "col" if heading else "row" if named.get(spot) else None
    attributes = {
        "id": spot if style or spot in named else None,
        "class": " ".join(filter(None, (style, "unsure" if unsure else None))) or None,
        "scope": scope,
        "rowspan": bottom - row + 1 if bottom > row else None,
        "colspan": right - column + 1 if right > column else None,
        "tabindex": -1 if style else None,
        "title": f"识别把握 {grid.sure[row][column]:.0%}，请对照原件" if unsure else None,
    }
    return tag("th" if scope else "td", attributes, grid.cells[row][column], marks.links(spot))


def named_cells(extraction: Extraction, scores: Iterable[Score], found: Atlas) -> dict[str, bool]:
    """Cells that hold the name of an indicator (True), and those where a scored unit begins."""
    cells = {found.find(one.place).id: False for one in scores if one.place is not None}
    return cells | {found.find(row.place).id: True for row in extraction.indicators}
