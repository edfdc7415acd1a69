"""Tables whose lines are drawn only in part, and, on pages as pictures, not at all: what stands below each other is a column.

Used only where the print says so: several lines with three or more pieces each, the gaps between them at the same places.
"""

import itertools
from bisect import bisect_right
from collections.abc import Sequence

from .lattice import joined
from .lines import cell_text, rows_of
from .shapes import Cell, Rule, Run, Table

_GAP = 0.9  # of a character's height: a wider gap parts two pieces of a line
_SPACING = 3.2  # of a line's height: rows of a table without lines stand no further apart

Piece = list[Run]


def completed(table: Table) -> Table:
    """A ruled table with the borders that are not drawn between some of its cells, where the text shows them."""
    if table.columns == 1:
        table = _with_columns(table)
    _split_wide(table)
    for row in range(table.rows - 1, -1, -1):
        _split_tall(table, row)
    return table


def pieces(line: Sequence[Run]) -> list[Piece]:
    """Runs of a line that stand together, apart from others.

    >>> [[run.text for run in piece] for piece in pieces([Run([(0, 9, "甲")], 0, 9, 0), Run([(30, 39, "乙")], 0, 9, 1)])]
    [['甲'], ['乙']]
    """
    found: list[Piece] = []
    end = 0.0
    for run in line:
        if found and run.left - end <= _GAP * run.height:
            found[-1].append(run)
            end = max(end, run.right)
        else:
            found.append([run])
            end = run.right
    return found


def _left(piece: Piece) -> float:
    return piece[0].left


def _right(piece: Piece) -> float:
    return max(run.right for run in piece)


def borders(lines: Sequence[Sequence[Piece]]) -> list[float]:
    """The outer and inner borders of the columns in lines of pieces: the middle of gaps that run through all of them."""
    spans = sorted((_left(piece), _right(piece)) for line in lines for piece in line)
    height = max(run.height for line in lines for piece in line for run in piece)
    merged: list[list[float]] = []
    for left, right in spans:
        if merged and left - merged[-1][1] < 0.4 * height:
            merged[-1][1] = max(merged[-1][1], right)
        else:
            merged.append([left, right])
    inner = [(one[1] + other[0]) / 2 for one, other in itertools.pairwise(merged)]
    return [merged[0][0] - 2, *inner, merged[-1][1] + 2]


def _with_columns(table: Table) -> Table:
    """Columns of a table with horizontal lines only (and a frame), by the gaps in its rows; unchanged where it has none."""
    rows = [[pieces(line) for line in rows_of(cell.runs)] for cell in table.cells]
    full = [line for row in rows for line in row if len(line) >= 3]
    if len(full) < 2 or len(full) * 2 < sum(map(len, rows)):
        return table
    xs = borders(full)
    if len(xs) < 4:
        return table
    xs[0], xs[-1] = min(xs[0], table.xs[0]), max(xs[-1], table.xs[-1])
    bands = list(zip(table.ys, table.ys[1:], strict=False))
    owner = [[Cell(row, column, row, column) for column in range(len(xs) - 1)] for row in range(len(bands))]
    for row, cell in enumerate(table.cells):
        lines = [pieces(line) for line in rows_of(cell.runs)]
        if all(len(line) == 1 and _columns(xs, line[0]) > 1 for line in lines):
            # a title, or a row over the whole width
            whole = Cell(row, 0, row, len(xs) - 2, list(cell.runs))
            owner[row] = [whole] * (len(xs) - 1)
            continue
        for line in lines:
            for piece in line:
                owner[row][_column(xs, _left(piece))].runs += piece
    return _finished(xs, table.ys, owner, table.ruled)


def _finished(xs: list[float], ys: list[float], owner: list[list[Cell]], ruled: bool) -> Table:
    cells = list({id(cell): cell for row in owner for cell in row}.values())
    table = Table(xs, ys, cells, owner, ruled)
    for cell in cells:
        _set_text(table, cell)
    return table


def _set_text(table: Table, cell: Cell) -> None:
    cell.text = cell_text(cell.runs, table.xs[cell.left], table.xs[cell.right + 1])


def _column(xs: Sequence[float], x: float) -> int:
    return bisect_right(xs, x + 1, 1, len(xs) - 1) - 1


def _columns(xs: Sequence[float], piece: Piece) -> int:
    """Over how many columns a piece goes."""
    return _column(xs, _right(piece) - 2) - _column(xs, _left(piece)) + 1


def _split_wide(table: Table) -> None:
    """Where the columns of a heading are not drawn on through the rows below, draw them on."""
    wide = [cell for cell in table.cells if cell.right - cell.left >= 2 and len(_units(table, cell)) >= 3]
    if sum(1 for cell in wide for line in rows_of(cell.runs) if len(pieces(line)) >= 3) < 2:
        return
    for cell in wide:
        parts = [Cell(cell.top, column, cell.bottom, column) for column in range(cell.left, cell.right + 1)]
        for column, runs in _units(table, cell).items():
            parts[column - cell.left].runs = runs
        for row in range(cell.top, cell.bottom + 1):
            table.owner[row][cell.left : cell.right + 1] = parts
        table.cells += parts
        for part in parts:
            _set_text(table, part)
    gone = {id(cell) for cell in wide}
    table.cells = [cell for cell in table.cells if id(cell) not in gone]


def _units(table: Table, cell: Cell) -> dict[int, list[Run]]:
    """The runs of a merged cell by unit column, if no piece of a line stands over a border of the columns; else none."""
    found: dict[int, list[Run]] = {}
    for line in rows_of(cell.runs):
        for piece in pieces(line):
            if _columns(table.xs, piece) > 1:
                return {}
            found.setdefault(_column(table.xs, _left(piece)), []).extend(piece)
    return found


def _split_tall(table: Table, row: int) -> None:
    """Where no lines are drawn between rows, cut them where all columns have their lines of text at the same heights."""
    cells = list({id(cell): cell for cell in table.owner[row]}.values())
    if len(cells) < 3 or any(cell.top != cell.bottom for cell in cells):
        return
    printed = [rows_of(cell.runs) for cell in cells]
    longest = max(printed, key=len)
    if len(longest) < 3:
        return
    heights = [line[0].middle for line in longest]
    size = longest[0][0].height
    level = [
        lines
        for lines in printed
        if len(lines) >= max(3, 0.6 * len(longest))
        and all(min(abs(line[0].middle - at) for at in heights) < 0.3 * size for line in lines)
    ]
    if len(level) < 3 or len(level) * 2 < sum(1 for lines in printed if lines):
        return
    cuts = [(one + other) / 2 for one, other in itertools.pairwise(heights)]
    more = len(cuts)
    for cell in table.cells:
        if cell.top > row:
            cell.top += more
        if cell.bottom > row:
            cell.bottom += more
    table.ys[row + 1 : row + 1] = cuts
    new: list[list[Cell]] = [[] for _ in range(more + 1)]
    for cell in cells:
        parts = [Cell(row + index, cell.left, row + index, cell.right) for index in range(more + 1)]
        for run in cell.runs:
            parts[bisect_right(cuts, run.middle)].runs.append(run)
        for index, part in enumerate(parts):
            _set_text(table, part)
            new[index] += [part] * (cell.right - cell.left + 1)
    gone = {id(cell) for cell in cells}
    table.owner[row : row + 1] = new
    table.cells = [cell for cell in table.cells if id(cell) not in gone]
    table.cells += list({id(cell): cell for line in new for cell in line}.values())


def tables(runs: Sequence[Run], flat: Sequence[Rule], ruled: Sequence[Table]) -> tuple[list[Table], list[Run]]:
    """Tables in what stands outside the ruled ones, and the runs that stand in none."""
    if len(runs) < 9:
        return [], list(runs)
    lines = [pieces(line) for line in rows_of(runs)]
    free = [rule for rule in joined(flat) if not any(_in(rule, table) for table in ruled)]
    found: list[Table] = []
    used: set[int] = set()
    start = 0
    while start < len(lines):
        stop = _block(lines, start, ruled)
        if stop - start >= 3:
            block = lines[start:stop]
            found.append(_from_lines(block, free))
            used |= {id(run) for line in block for piece in line for run in piece}
            start = stop
        else:
            start += 1
    return found, [run for run in runs if id(run) not in used]


def _in(rule: Rule, table: Table) -> bool:
    return table.ys[0] - 2 <= rule.at <= table.ys[-1] + 2


def _top(line: Sequence[Piece]) -> float:
    return min(run.top for piece in line for run in piece)


def _bottom(line: Sequence[Piece]) -> float:
    return max(run.bottom for piece in line for run in piece)


def _block(lines: Sequence[Sequence[Piece]], start: int, ruled: Sequence[Table]) -> int:
    """The end of the table without lines that begins with this line; no more than start where none begins."""
    if len(lines[start]) < 3:
        return start
    full = [lines[start]]
    stop = start + 1
    last = stop  # behind the last line that can end a table
    while stop < len(lines):
        line, before = lines[stop], lines[stop - 1]
        height = before[0][0].height
        gap = _top(line) - _bottom(before)
        if gap > _SPACING * height or any(_bottom(before) <= one.ys[0] + 2 <= _bottom(line) for one in ruled):
            break
        if len(line) >= 3:
            if len(borders([*full, line])) < 4:
                break
            full.append(line)
            last = stop + 1
        else:
            xs = borders(full)
            if any(_columns(xs, piece) > 1 for piece in line):
                break
            if len(line) == 2:
                last = stop + 1
        stop += 1
    return last if len(full) >= 3 and len(full) * 2 >= last - start else start


def _from_lines(block: Sequence[Sequence[Piece]], rules: Sequence[Rule]) -> Table:
    """A table of lines of pieces; horizontal rules between them, if they are drawn below every row, join broken cells."""
    xs = borders([line for line in block if len(line) >= 3])
    top, bottom = _top(block[0]), _bottom(block[-1])
    height = block[0][0][0].height
    inner = sorted({rule.at for rule in rules if top < rule.at < bottom and rule.length > 0.6 * (xs[-1] - xs[0])})
    if len(inner) < 3 or len(inner) * 4 < len(block):
        inner = [(_bottom(one) + _top(other)) / 2 for one, other in itertools.pairwise(block)]
    ys = [top - 0.2 * height, *inner, bottom + 0.2 * height]
    owner = [[Cell(row, column, row, column) for column in range(len(xs) - 1)] for row in range(len(ys) - 1)]
    for line in block:
        for piece in line:
            row = min(max(bisect_right(ys, piece[0].middle) - 1, 0), len(ys) - 2)
            owner[row][_column(xs, _left(piece))].runs += piece
    return _finished(xs, ys, owner, False)
