"""Cells broken over lines → rows.

Some conversions print every cell of a table on its own lines, in reading order, so that a line is a cell, a part of one,
or several cells with blanks between. The pieces are put back by one search over the whole run: the cheapest way to read
them as rows of the heading's columns, each cell a few pieces long, cells in the order of the columns.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..lexicon import Lexicon
from ..model import Paragraph, Place
from ..readers.columns import screen_width
from ..text import clean_text, key
from .cells import look, misfit
from .headings import Layout, layout_of, match
from .rows import Row

_HUGE = 1e9
_INNER_BREAK = 0.12  # a cell goes on in the next line
_INNER_BLANK = 2.5  # a cell goes on behind a blank in the same line
_NEW_ROW = 0.4
_MID_LINE = 2.5  # a row that begins in the middle of a line
# Cost of leaving a column of a row empty. Merged columns are empty in most rows.
_EMPTY = {
    "level3": 5.0,
    "value": 2.5,
    "nature": 1.8,
    "unit": 1.0,
    "weight": 1.2,
    "direction": 0.5,
    "level2": 0.12,
    "level1": 0.06,
    "project": 0.05,
    "goal": 0.05,
    "amount": 0.05,
    "exec_weight": 0.05,
    "category": 0.05,
    "org": 0.05,
    "code": 0.05,
    "label": 0.0,
    "note": 0.1,
}
# The same for a table of projects and goals without indicators
_EMPTY_GOALS = {"project": 3.0, "goal": 0.4, "amount": 1.0, "amount_part": 0.6}
_LABEL_ROW = 4.0
# A cell whose parts cost this much is followed no further
_HOPELESS = 5.5
# Columns of sentences: inside them a blank is no more than a blank
_WORDY = frozenset({"goal", "note"})
_LATIN = re.compile("[\u0021-\u024f]")
# A wrapped cell fills its column's width in every line but the last: a short line before a longer one is its end
_SHORT_LINE = 1.2
# Columns that are filled together, where a project begins; leaving one of them out costs more there
_OPENING = ("project", "category", "amount", "goal", "exec_weight")
_INCOMPLETE = 0.8
# A row that begins with one of them without the project's name
_HEADLESS = {"org": 0.4, "goal": 1.5, "amount": 1.0, "category": 1.0, "exec_weight": 1.0}
# A cell that goes on behind a full stop
_FULL_STOP = 0.8
# A piece that is a whole cell by its looks, taken as part of a longer text
_SWALLOWED = 2.5
_SWALLOWED_FIGURE = 1.3
# Most pieces a cell of the column can have. Figures and signs are not broken.
_LENGTH = {
    "nature": 2,
    "direction": 2,
    "weight": 1,
    "score": 1,
    "exec_weight": 1,
    "amount": 2,
    "amount_part": 2,
    "unit": 3,
    "serial": 1,
    "code": 3,
    "level1": 3,
    "level2": 4,
    "label": 4,
    "value": 4,
    "goal": 40,
    "note": 12,
    "level3": 9,
    "project": 7,
    "org": 5,
    "category": 4,
}
_ANCHORS = frozenset({"一级指标", "二级指标", "三级指标", "绩效目标", "年度绩效目标"})
_RUNNING = re.compile(r"20\d\d年.{0,12}(?:预算|决算|公开|绩效)|(?:部门|单位)(?:预算|决算)|预算公开|决算公开")
_LABELS = re.compile(
    r"单位\s*[:：]\s*(?:人民币)?(?:亿元|百万元|万元|千元|元)|(?:单位名称|部门名称|部门|预算单位)\s*[:：]"
)
_STOP = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|附件\d*|注\s*[:：]|备注\s*[:：]|表\s*[\d一二三四五六七八九十]+\s*$|"
    r"[一二三四五六七八九十]+、[^；。]{0,40}(?:说明|情况|安排|解释)|[（(][一二三四五六七八九十]+[）)].{8,})"
)
_TITLE = re.compile(r"^[^\s，。；]{4,40}表$")
_PAGE_MARK = re.compile(r"^\s*[-—–]\s*\d{1,4}\s*[-—–]\s*$|^\s*第\s*\d{1,4}\s*页")
_PROSE = re.compile(r"[，。；].*[，。；]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text without blanks in it. opens: first of its line. line: index of its paragraph in the run."""

    text: str
    opens: bool
    line: int


@dataclass(slots=True)
class Broken:
    """A table that was found in a run of lines: the heading's lines, the layout, and its rows.

    begin, end: indices of the run's paragraphs, half-open: what the table's heading and rows take up.
    """

    begin: int
    end: int
    layout: Layout
    heading: str
    heading_place: Place
    rows: list[Row]


def is_running(text: str) -> bool:
    """A line of the page and not of the table: its number, its running header, 单位：万元."""
    bare = text.strip()
    if _PAGE_MARK.match(bare) or _LABELS.search(bare):
        return True
    return (
        " " not in bare
        and 8 <= len(bare) <= 40
        and bool(_RUNNING.search(bare))
        and bare.endswith(("公开", "预算", "决算", "说明", "报表", "表"))
    )


def _pieces(lines: Sequence[Paragraph], begin: int, end: int) -> list[Piece]:
    found = []
    for index in range(begin, end):
        text = lines[index].text
        if is_running(text):
            continue
        for number, part in enumerate(text.split()):
            found.append(Piece(clean_text(part), number == 0, index))
    return [piece for piece in found if piece.text]


def find_heading(lines: Sequence[Paragraph], start: int, lexicon: Lexicon) -> tuple[int, int, list[str]] | None:
    """The next heading of a broken table: (first line, line behind it, heading cells), or None.

    A heading is a run of pieces that read, alone or a few of them joined, as column names one after another.
    """
    for index in range(start, len(lines)):
        text = lines[index].text
        if ("指标" not in text and "绩效目标" not in text) or len(text) > 120 or _PROSE.search(text):
            continue
        words = [key(part) for part in text.split()]
        if not any(word in _ANCHORS for word in words):
            continue
        begin = max(start, index - 24)
        pieces = _pieces(lines, begin, min(len(lines), index + 30))
        spots = [number for number, piece in enumerate(pieces) if piece.line == index]
        if not spots:
            continue
        found = _heading_run(pieces, spots[0], lexicon)
        if found is None:
            continue
        first, behind, cells = found
        while (
            cells
            and look(cells[-1], lexicon).subtotal
            and behind < len(pieces)
            and look(pieces[behind].text, lexicon).number
        ):
            cells, behind = cells[:-1], behind - 1  # 合计 of the first row, and not a column's name
        roles = {known.role for cell in cells if (known := match(cell, lexicon)) is not None}
        if (
            ("level3" in roles and roles & {"value", "nature"})
            or {"level1", "level2", "value"} <= roles
            or ({"project", "goal"} <= roles)
        ):
            last = pieces[behind - 1].line
            return pieces[first].line, last + 1, cells
    return None


def _heading_run(pieces: Sequence[Piece], anchor: int, lexicon: Lexicon) -> tuple[int, int, list[str]] | None:
    """The best run of column names around the anchor: (first piece, piece behind, cells)."""
    # forward[i]: best reading of the pieces from the run's begin up to i; a name gains, an unknown piece costs
    count = len(pieces)
    best: list[tuple[float, int, list[str]]] = [(0.0, 0, [])] * (count + 1)
    for end in range(count + 1):
        score, begin, cells = 0.0, end, list[str]()
        for size in range(1, 5):
            if end - size < 0:
                break
            joined = "".join(piece.text for piece in pieces[end - size : end])
            known = match(joined, lexicon)
            before, first, so_far = best[end - size]
            gain = before + (1.0 + 0.4 * size if known is not None else -_HUGE)
            if known is None and size == 1 and len(joined) <= 12 and before > 0:
                gain = before - 1.6
            if gain > score:
                score, begin, cells = gain, first, [*so_far, joined]
        best[end] = (score, begin if cells else end, cells)
    reaching = [(score, end) for end, (score, begin, _) in enumerate(best) if begin <= anchor < end]
    if not reaching:
        return None
    score, end = max(reaching, key=lambda pair: (pair[0], -pair[1]))
    return (best[end][1], end, best[end][2]) if len(best[end][2]) >= 3 else None


def _table_end(lines: Sequence[Paragraph], start: int, wordy: bool) -> int:
    """The first line that is surely no longer the table's. wordy: it has a column of sentences."""
    for index in range(start, len(lines)):
        text = lines[index].text.strip()
        if _STOP.match(text) or (_TITLE.match(text) and index > start):
            return index
        if not wordy and len(text) > 34 and " " not in text and _PROSE.search(text):
            return index
    return len(lines)


def read_table(lines: Sequence[Paragraph], start: int, lexicon: Lexicon, year: int | None, table: int) -> Broken | None:
    """The next broken table in a run of paragraphs from ``start`` on, or None.

    table: number for the places of its rows.
    """
    found = find_heading(lines, start, lexicon)
    if found is None:
        return None
    begin, behind, cells = found
    layout = layout_of([cells], lexicon, year)
    if layout.kind not in ("long", "goals"):
        return None
    wordy = any(column.role in ("goal", "note", "scoring", "basis") for column in layout.columns)
    end = _table_end(lines, behind, wordy)
    following = find_heading(lines, behind, lexicon)
    if following is not None and following[0] < end:
        end = following[0]
    pieces = _pieces(lines, behind, end)
    marks = {index for index in range(behind, end) if is_running(lines[index].text)}
    parsed = _parse(pieces, layout, lexicon)
    rows = _rows(parsed, pieces, layout, lines, marks, table, lexicon)
    used = begin + 1
    if rows:
        used = max(
            used,
            max(
                piece.line
                for cells_ in parsed[: len(rows)]
                for _, first, last in cells_
                for piece in pieces[first:last]
            )
            + 1,
        )
    return Broken(begin, max(used, behind), layout, " ".join(cells), lines[begin].place, rows)


def _parse(pieces: Sequence[Piece], layout: Layout, lexicon: Lexicon) -> list[list[tuple[int, int, int]]]:
    """The cheapest reading: for each row its cells as (column, first piece, piece behind)."""
    return _Search(pieces, layout, lexicon).rows() if pieces else []


class _Search:
    """A shortest path over (pieces read, column of the last cell).

    A cell costs its misfit and its inner breaks; columns left empty cost by their role. From one cell the path goes to a
    later column of the same row, or to any column of a new row.
    """

    def __init__(self, pieces: Sequence[Piece], layout: Layout, lexicon: Lexicon) -> None:
        self.pieces = pieces
        self.lexicon = lexicon
        self.roles = [column.role for column in layout.columns]
        width = len(self.roles)
        costs = _EMPTY if layout.kind == "long" else _EMPTY_GOALS
        # ahead[c]: cost of leaving all columns before c empty
        self.ahead = [0.0]
        for role in self.roles:
            self.ahead.append(self.ahead[-1] + costs.get(role, 0.2))
        self.bridge = self._bridges(layout)
        # what a row costs that ends in a column; one that ends before the name is an office or a project printed again
        name = layout.first("level3" if layout.kind == "long" else "project") or 0
        trail = [self.ahead[width] - self.ahead[column + 1] for column in range(width)]
        self.trail = [min(cost, _LABEL_ROW) if column < name else cost for column, cost in enumerate(trail)]
        has_project = "project" in self.roles
        self.fresh = [
            self.ahead[column] + (_HEADLESS.get(role, 0.0) if has_project else 0.0)
            for column, role in enumerate(self.roles)
        ]
        lengths = [_LENGTH.get(role, 4) for role in self.roles]
        # columns whose cells can have so many pieces
        self.by_size = [
            [column for column in range(width) if lengths[column] >= size] for size in range(max(lengths) + 1)
        ]
        self.whole = [_whole(piece.text, lexicon) for piece in pieces]
        self.sizes = [screen_width(piece.text) for piece in pieces]

    def _bridges(self, layout: Layout) -> list[list[float]]:
        """bridge[a][b]: cost of the columns left empty between a and b in one row."""
        ahead, width = self.ahead, len(self.roles)
        bridge = [[ahead[b] - ahead[a + 1] if a < b else _HUGE for b in range(width)] for a in range(width)]
        opening = [column for column, role in enumerate(self.roles) if role in _OPENING]
        if layout.kind == "long":
            for a in opening:
                for b in range(a + 1, width):
                    bridge[a][b] += _INCOMPLETE * sum(a < other < b for other in opening)
        return bridge

    def rows(self) -> list[list[tuple[int, int, int]]]:
        count, width = len(self.pieces), len(self.roles)
        roles = self.roles
        wordy = [role in _WORDY for role in roles]
        targets = [role == "value" for role in roles]
        best = [[_HUGE] * width for _ in range(count + 1)]
        origin: list[list[tuple[int, int]]] = [[(-1, -1)] * width for _ in range(count + 1)]
        for begin in range(count):
            enter, source = self._enter(best[begin], begin)
            for end, columns, text, inner, strong, swallowed in self._cells(begin):
                ends, origins = best[end], origin[end]
                # a sentence of this length fits a column of sentences without a closer look
                sentence = len(text) >= 20
                for column in columns:
                    cost = enter[column] + strong
                    if wordy[column]:
                        cost += inner * 0.3 + swallowed
                        if not sentence and cost < ends[column]:
                            cost += misfit(roles[column], text, self.lexicon)
                    else:
                        cost += inner if targets[column] else inner + swallowed
                        if cost < ends[column]:
                            cost += misfit(roles[column], text, self.lexicon)
                    if cost < ends[column]:
                        ends[column] = cost
                        origins[column] = (begin, source[column])
        return self._trace(best[count], origin)

    def _enter(self, row: list[float], begin: int) -> tuple[list[float], list[int]]:
        """For each column the cheapest way to begin a cell there: (cost, column of the cell before).

        The column before is -1 for the first cell of all, and -2 - c where a new row begins behind a row that ends in c.
        """
        width = len(self.roles)
        closing, last = (0.0, -1) if not begin else min((row[c] + self.trail[c], c) for c in range(width))
        closing += _NEW_ROW + (0.0 if self.pieces[begin].opens else _MID_LINE)
        enter, source = [], []
        for column in range(width):
            cost, before = closing + self.fresh[column], -2 - last
            for other in range(column):
                total = row[other] + self.bridge[other][column]
                if total < cost:
                    cost, before = total, other
            enter.append(cost)
            source.append(before)
        return enter, source

    def _cells(self, begin: int) -> Iterator[tuple[int, list[int], str, float, float, float]]:
        """Every cell that can begin here: (piece behind, columns, text, cost of breaks, of odd parts, of figures in it)."""
        pieces, sizes = self.pieces, self.sizes
        text = pieces[begin].text
        strong, swallowed = self.whole[begin]
        inner = odd = 0.0
        yield begin + 1, self.by_size[1], text, 0.0, 0.0, 0.0
        for size in range(2, len(self.by_size)):
            end = begin + size
            if end > len(pieces):
                return
            piece, before = pieces[end - 1], pieces[end - 2]
            inner += _INNER_BREAK if piece.opens else _INNER_BLANK
            short = sizes[end - 2] < min(sizes[end - 1] * 0.7, sizes[end - 1] - 2)
            # a figure is not broken, its line may end early
            if piece.opens and short and not _LATIN.search(before.text):
                odd += _SHORT_LINE
            if before.text.endswith("。"):
                odd += _FULL_STOP
            strong += self.whole[end - 1][0]
            swallowed += self.whole[end - 1][1]
            if inner * 0.3 + strong + odd > _HOPELESS:
                return
            text += piece.text
            yield end, self.by_size[size], text, inner, strong + odd, swallowed

    def _trace(self, last: list[float], origin: list[list[tuple[int, int]]]) -> list[list[tuple[int, int, int]]]:
        """Walk the cheapest reading back into rows."""
        column = min(range(len(last)), key=lambda index: last[index] + self.trail[index])
        rows: list[list[tuple[int, int, int]]] = []
        cells: list[tuple[int, int, int]] = []
        end = len(self.pieces)
        while end > 0:
            begin, before = origin[end][column]
            cells.insert(0, (column, begin, end))
            end = begin
            if before < 0:
                rows.insert(0, cells)
                cells = []
                column = -before - 2
            else:
                column = before
        return rows


def _whole(text: str, lexicon: Lexicon) -> tuple[float, float]:
    """Cost of taking this piece for a part of a longer cell: where it is a sign or a class, and where it is a figure."""
    seen = look(text, lexicon)
    if seen.nature or seen.direction or ((seen.class1 or seen.class2) and text.endswith("指标")):
        return _SWALLOWED, 0.0
    return 0.0, _SWALLOWED_FIGURE if seen.figure or seen.number else 0.0


def _rows(
    parsed: list[list[tuple[int, int, int]]],
    pieces: Sequence[Piece],
    layout: Layout,
    lines: Sequence[Paragraph],
    marks: set[int],
    table: int,
    lexicon: Lexicon,
) -> list[Row]:
    """Rows with places; what follows the last row with a name and a target is no longer the table's, unless it is short."""
    rows = []
    chunk = 0
    last_line = -1
    name, value = layout.first("level3"), layout.first("value")
    if layout.kind == "goals":
        name, value = layout.first("project"), layout.first("goal")
    for number, cells in enumerate(parsed, 1):
        first = pieces[cells[0][1]].line
        if any(last_line < mark < first for mark in marks):
            chunk += 1
        last_line = pieces[cells[-1][2] - 1].line
        values: dict[int, str] = {}
        places: dict[int, Place] = {}
        cost = 0.0
        for column, begin, end in cells:
            text = clean_text("".join(piece.text for piece in pieces[begin:end]))
            values[column] = text
            place = lines[pieces[begin].line].place
            places[column] = Place(
                place.file, page=place.page, line=place.line, table=table, row=number, cell=str(column + 1)
            )
            cost += misfit(layout.columns[column].role, text, lexicon)
        origin = lines[first].place
        place = Place(origin.file, page=origin.page, line=origin.line, table=table, row=number)
        row = Row(values, place, places, chunk, " ".join(values.values()), cost, 0.95, ["单元格逐行排印，已按内容重排"])
        if cost > 3.0:
            row.confidence = 0.6
        rows.append(row)
    good = max(
        (
            number
            for number, row in enumerate(rows)
            if name in row.values
            and (
                value in row.values
                or any(column.role == "nature" and column.index in row.values for column in layout.columns)
            )
            and row.cost < 5.0
        ),
        default=-1,
    )
    while len(rows) - 1 > good and (good < 0 or not _belongs(rows[-1], layout, lexicon)):
        rows.pop()
    return rows


def _belongs(row: Row, layout: Layout, lexicon: Lexicon) -> bool:
    """A last row without an indicator that is still the table's: an office's name again, a total."""
    roles = {layout.columns[index].role for index in row.values}
    return (roles <= {"org", "project", "amount", "code"} and row.cost < 2.0) or any(
        look(text, lexicon).subtotal for text in row.values.values()
    )
