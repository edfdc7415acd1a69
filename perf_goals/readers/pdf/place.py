"""Runs → cells of the tables. A run is kept whole where it begins: overflowing text belongs to the cell it comes from."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from .lines import cell_text, rows_of
from .shapes import Cell, Run, Table

_PAD = 6.0  # between a cell's border and text set to it
Clip = tuple[float, float, float, float] | None


def fill(tables: Sequence[Table], runs: Sequence[Run], clip: Callable[[Run], Clip]) -> list[Run]:
    """Put the runs into the cells and set their texts; what stands in no table is returned."""
    rest: list[Run] = []
    moved: list[Run] = []
    crossing = False  # whether a text stands across a row's border, which may be more than fits its cell
    inner = [(table, table.xs[1:-1], table.ys[1:-1]) for table in tables]
    for run in runs:
        for table, xs, ys in inner:
            if _within(table, run):
                edge = min(1.5, (run.right - run.left) / 2)
                first = bisect_right(xs, run.left + edge)
                if first == bisect_right(xs, run.right - edge):
                    cell = table.owner[bisect_right(ys, run.middle)][first]
                    cell.runs.append(run)
                    above, below = table.ys[cell.top] - run.top, run.bottom - table.ys[cell.bottom + 1]
                    crossing = crossing or max(above, below) > 0.25 * run.height
                    break
                for part in _parts(table, run):
                    _cell_of(table, part).runs.append(part)
                break
        else:
            rest.append(run)
    if crossing:
        for table in tables:
            _settle(table)
    for table in tables:
        rest = _overflowing(table, rest)
    if tables:
        rest = [run for run in rest if not _unhide(tables, run, clip)]
        if crossing or any(_overprinted(cell.runs) for table in tables for cell in table.cells):
            for table in tables:
                for cell in table.cells:
                    cell.runs = [run for run in cell.runs if run in moved or not _unhide(tables, run, clip, moved)]
    for table in tables:
        for cell in table.cells:
            if cell.runs:
                cell.text = cell_text(cell.runs, table.xs[cell.left], table.xs[cell.right + 1])
    return rest


def _settle(table: Table) -> None:
    """A line that stands on the border of two rows belongs to the cell whose other lines it is drawn with, or next to.

    A row of fixed height is too low for the lines of some of its cells; they stand out above and below.
    """
    for upper in table.cells:
        border = table.ys[upper.bottom + 1]
        lower = table.owner[upper.bottom + 1][upper.left] if upper.bottom + 1 < table.rows else upper
        if lower is upper or not any(_across([run], border) for cell in (upper, lower) for run in cell.runs):
            continue
        for line in rows_of([run for run in upper.runs + lower.runs if not run.turned]):
            if not _across(line, border) or _overprinted(line):
                continue
            above = [run for run in upper.runs if run not in line]
            below = [run for run in lower.runs if run not in line]
            if _belongs(line, above, below):
                upper.runs, lower.runs = above + line, below
            elif _belongs(line, below, above):
                upper.runs, lower.runs = above, below + line


def _overflowing(table: Table, rest: list[Run]) -> list[Run]:
    """Take in the last lines of a text that does not end with its cell at the table's lower edge; what is left over.

    They stand below the cell as its other lines do below each other, and are drawn right behind them.
    """
    bottom = table.ys[-1]
    near = [run for run in rest if bottom - 2 * run.height < run.top < bottom + 8 * run.height]
    for line in rows_of(near):
        for cell in {id(cell): cell for cell in table.owner[-1]}.values():
            lines = rows_of(cell.runs)
            if len(lines) < 2 or cell.runs[0].turned:
                continue
            pitch = _gap(lines[-2], lines[-1])
            inside = table.xs[cell.left] - 1 <= line[0].left and line[-1].right <= table.xs[cell.right + 1] + 1
            follows = min(run.order for run in line) - 1 == max(run.order for run in lines[-1])
            if inside and follows and -0.3 < _gap(lines[-1], line) < pitch + 0.15:
                cell.runs += line
                rest = [run for run in rest if run not in line]
    return rest


def _across(line: Sequence[Run], border: float) -> bool:
    top, bottom = min(run.top for run in line), max(run.bottom for run in line)
    return min(border - top, bottom - border) >= 0.2 * (bottom - top)


def _belongs(line: Sequence[Run], others: Sequence[Run], rivals: Sequence[Run]) -> bool:
    """Whether a line goes with the others, and not with those on the other side of the border."""
    theirs = _gap(others, line)
    if not -0.3 < theirs < 0.7:
        return False
    ends = {min(run.order for run in line) - 1, max(run.order for run in line) + 1}
    drawn = any(run.order in ends for run in others)
    if drawn != any(run.order in ends for run in rivals):
        return drawn
    return bool(rivals) and theirs < _gap(rivals, line) - 0.3


def _gap(runs: Sequence[Run], line: Sequence[Run]) -> float:
    """The room between a line and the nearest of some runs, measured in its height; less than none where they overlap."""
    top, bottom = min(run.top for run in line), max(run.bottom for run in line)
    return min((max(run.top - bottom, top - run.bottom) for run in runs), default=1e9) / (bottom - top)


def _overprinted(runs: Sequence[Run]) -> bool:
    """Whether different texts are drawn over each other: one of them cannot be meant to be seen."""
    if len(runs) < 2:
        return False
    ordered = sorted(runs, key=lambda run: run.middle)
    for index, run in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.middle - run.middle > 0.6 * run.height:
                break
            over = min(run.right, other.right) - max(run.left, other.left)
            if over > 0.4 * run.height and run.text != other.text:
                return True
    return False


def _unhide(tables: Sequence[Table], run: Run, clip: Callable[[Run], Clip], moved: list[Run] | None = None) -> bool:
    """Put a run that is drawn beside its table and clipped away into the cell that it is clipped to.

    So spreadsheets print the text of a merged cell that a page break cuts: on both pages, in the same place of the cell.
    """
    box = clip(run)
    if box is None or _seen(run, box):
        return False
    x, y = (run.left + run.right) / 2, run.middle
    for table in tables:
        left, right = max(box[0], table.xs[0]), min(box[2], table.xs[-1])
        top, bottom = max(box[1], table.ys[0]), min(box[3], table.ys[-1])
        if left < right and top < bottom:
            # the clip may be the cell or the whole printed range
            x, y = min(max(x, left + 1), right - 1), min(max(y, top + 1), bottom - 1)
            cell = table.owner[_row_at(table, y)][_column(table, x)]
            cell.runs.append(run)
            cell.hidden = True
            if moved is not None:
                moved.append(run)
            return True
    return False


def is_hidden(run: Run, clip: Callable[[Run], Clip]) -> bool:
    """Whether a run is drawn where the file lets nothing be seen."""
    box = clip(run)
    return box is not None and not _seen(run, box)


def _seen(run: Run, box: tuple[float, float, float, float]) -> bool:
    x, y = (run.left + run.right) / 2, run.middle
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _within(table: Table, run: Run) -> bool:
    if not table.ys[0] - 1 <= run.middle <= table.ys[-1] + 1:
        return False
    begin = run.left + min(2.0, (run.right - run.left) / 2)
    return table.xs[0] - 1 <= begin <= table.xs[-1] + 1 or table.xs[0] <= (run.left + run.right) / 2 <= table.xs[-1]


def _row_at(table: Table, y: float) -> int:
    return bisect_right(table.ys, y, 1, table.rows) - 1


def _column(table: Table, x: float) -> int:
    return bisect_right(table.xs, x, 1, table.columns) - 1


def _parts(table: Table, run: Run) -> list[Run]:
    """Cut a run where a wall stands in a gap between two of its characters."""
    first, last = _column(table, run.left), _column(table, run.right - 0.5)
    if first == last:
        return [run]
    row = table.owner[_row_at(table, run.middle)]
    walls = [table.xs[c + 1] for c in range(first, last) if row[c] is not row[c + 1]]
    if not walls:
        return [run]
    parts: list[Run] = []
    start = 0
    for index in range(1, len(run.chars)):
        before, after = run.chars[index - 1][1], run.chars[index][0]
        if after - before > 0.8 and any(before - 0.5 <= wall <= after + 0.5 for wall in walls):
            parts.append(_piece(run, start, index))
            start = index
    parts.append(_piece(run, start, len(run.chars)))
    return parts if len(parts) > 1 else [run]


def _piece(run: Run, start: int, stop: int) -> Run:
    return Run(run.chars[start:stop], run.top, run.bottom, run.order, run.source + start, run.turned)


def _cell_of(table: Table, run: Run) -> Cell:
    row = table.owner[_row_at(table, run.middle)]
    first = row[_column(table, run.left + min(1.5, (run.right - run.left) / 2))]
    last = row[_column(table, run.right - min(1.5, (run.right - run.left) / 2))]
    if first is last:
        return first
    middle = row[_column(table, (run.left + run.right) / 2)]
    begin = run.left - table.xs[first.left]
    if middle is not first and begin > _PAD:
        # text set to the middle of its cell overflows on both sides, text set to the right only to the left
        border = (table.xs[middle.left] + table.xs[middle.right + 1]) / 2
        if abs((run.left + run.right) / 2 - border) < 3:
            return middle
        if last is middle and 0 <= table.xs[last.right + 1] - run.right < _PAD:
            return last
    return first
