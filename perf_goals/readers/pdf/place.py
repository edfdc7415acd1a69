"""Runs → cells of the tables. A run is kept whole where it begins: overflowing text belongs to the cell it comes from."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from .lines import cell_text
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
    if box is None:
        return False
    x, y = (run.left + run.right) / 2, run.middle
    if box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1:
        return False
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
