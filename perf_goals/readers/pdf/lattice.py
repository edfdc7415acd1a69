"""Ruling lines → tables: borders of columns and rows, and cells with what they span.

Lines that touch make one table. Between two neighbouring unit cells of its lattice stands a wall where a line is drawn;
unit cells without a wall between them are one merged cell.
"""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from .shapes import Cell, Rule, Table

_SAME = 2.0  # lines no further apart are one: double lines, and pieces of one line
_NEAR = 4.0  # lines so near that never stand beside each other are one, drawn uneasily
_TOUCH = 3.0
_GAP = 3.0  # between two pieces of one line
_DASH_GAP = 6.5  # between two short pieces
_ACROSS = 1.5  # a line that ends no further behind another does not go on across it
_OPEN = 6.0  # what a line goes on beyond the last one across it


def tables(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[Table]:
    """All ruled tables of a page, the upper ones first; none inside another."""
    flat, upright = joined(horizontal), joined(vertical)
    found = []
    for mine, across in components(flat, upright):
        for rows, columns in _parted(mine, across, vertical):
            table = _table(rows, columns)
            if table is not None:
                found.append(table)
    return sorted(_apart(found), key=lambda one: (one.ys[0], one.xs[0]))


def joined(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line, double and dashed lines, and lines drawn twice → one rule each; specks are dropped.

    >>> joined([Rule(10, 0, 50), Rule(11.5, 0, 50), Rule(10, 51, 90)])
    [Rule(at=10.75, begin=0, end=90)]
    """
    result: list[Rule] = []
    ordered = sorted(rules, key=lambda rule: rule.at)
    start = 0
    while start < len(ordered):
        stop = start + 1
        while (
            stop < len(ordered)
            and ordered[stop].at - ordered[stop - 1].at <= _SAME
            and ordered[stop].at - ordered[start].at <= 1.5 * _SAME
        ):
            stop += 1
        result += _along(sorted(ordered[start:stop], key=lambda rule: rule.begin))
        start = stop
    return [rule for rule in result if rule.length >= 4]


def _along(pieces: list[Rule]) -> list[Rule]:
    """Join pieces on one line, the first one first. Where two lines run side by side, theirs is the middle between them."""
    result: list[Rule] = []
    low = high = begin = end = size = 0.0
    for piece in pieces:
        if size and piece.begin - end <= (_DASH_GAP if max(piece.length, size) < 14 else _GAP):
            low, high, end = min(low, piece.at), max(high, piece.at), max(end, piece.end)
        else:
            if size:
                result.append(Rule((low + high) / 2, begin, end))
            low = high = piece.at
            begin, end = piece.begin, piece.end
        size = piece.length
    result.append(Rule((low + high) / 2, begin, end))
    return result


def components(flat: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch or cross each other, together; those that touch none are left out."""
    upright = sorted(upright, key=lambda rule: rule.at)
    spots = [rule.at for rule in upright]
    parent = list(range(len(flat) + len(upright)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    touched = set()
    for index, rule in enumerate(flat):
        first = bisect_left(spots, rule.begin - _TOUCH)
        last = bisect_right(spots, rule.end + _TOUCH)
        for other in range(first, last):
            if upright[other].begin - _TOUCH <= rule.at <= upright[other].end + _TOUCH:
                parent[root(index)] = root(len(flat) + other)
                touched.add(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in touched:
        groups.setdefault(root(index), ([], []))[0].append(flat[index])
    for index, rule in enumerate(upright):
        if root(len(flat) + index) in groups:
            groups[root(len(flat) + index)][1].append(rule)
    return list(groups.values())


def _parted(flat: list[Rule], upright: list[Rule], drawn: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines of one table, or of several that stand right below each other without a gap, each by itself.

    drawn: the upright lines as they are drawn, in pieces. All of them end where a table ends.
    """
    left, right = min(rule.at for rule in upright) - _TOUCH, max(rule.at for rule in upright) + _TOUCH
    top, bottom = min(rule.begin for rule in upright) - _TOUCH, max(rule.end for rule in upright) + _TOUCH
    mine = [rule for rule in drawn if left < rule.at < right and top < rule.begin and rule.end < bottom]
    begins = sorted(rule.begin for rule in mine)
    ends = sorted(rule.end for rule in mine)
    spots = sorted({rule.at for rule in flat})
    closed = [
        y for y in spots[1:-1] if bisect_left(begins, y - _ACROSS) - bisect_right(ends, y + _ACROSS) == 0
    ]  # no line goes on across these
    if not closed:
        return [(flat, upright)]
    through = _through(mine, flat)
    cuts = [y for y in closed if _other_columns(mine, y, through)]
    if not cuts:
        return [(flat, upright)]
    parts = []
    for begin, end in itertools.pairwise([spots[0], *cuts, spots[-1]]):
        rows = [rule for rule in flat if begin <= rule.at <= end]
        parts.append((rows, joined([rule for rule in mine if begin < (rule.begin + rule.end) / 2 < end])))
    return parts


def _through(drawn: Sequence[Rule], flat: Sequence[Rule]) -> bool:
    """Whether the line at the left side is drawn through the rows in one piece, not anew for each of them."""
    side = min((rule.at for rule in drawn), default=0.0) + _SAME
    heights = [rule.at for rule in flat if rule.begin < side + _TOUCH]
    return any(rule.begin + _TOUCH < y < rule.end - _TOUCH for rule in drawn if rule.at <= side for y in heights)


def _other_columns(drawn: Sequence[Rule], y: float, through: bool) -> bool:
    """Whether the lines that begin at a height stand elsewhere than those that end there, as only another table's do."""
    above = sorted(rule.at for rule in drawn if abs(rule.end - y) <= _TOUCH and rule.begin < y - _TOUCH)
    below = sorted(rule.at for rule in drawn if abs(rule.begin - y) <= _TOUCH and rule.end > y + _TOUCH)
    if len(above) < 2 or len(below) < 2:
        return False
    if through:
        return not (_all_near(above, below) and _all_near(below, above))
    # lines drawn anew for each row all end everywhere: no border must be common but the left one, nor the width
    inner = [x for x in above[1:-1] if any(abs(x - other) <= _OPEN for other in below)]
    return not inner and len(above) > 2 and len(below) > 2 and abs(above[-1] - below[-1]) > 2 * _OPEN


def _all_near(some: Sequence[float], others: Sequence[float]) -> bool:
    return all(any(abs(x - other) <= _SAME for other in others) for x in some)


def _table(flat: list[Rule], upright: list[Rule]) -> Table | None:
    xs, walls_x = _borders(upright, flat)
    ys, walls_y = _borders(flat, upright)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    beside = _cover(walls_x, ys)  # of each x: which rows have a wall there
    below = _cover(walls_y, xs)
    return with_cells(xs, ys, beside, below)


def _borders(rules: list[Rule], across: list[Rule]) -> tuple[list[float], list[list[Rule]]]:
    """Positions of the borders in one direction, with the lines drawn at each; outer ones may be drawn by no line."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        last = groups[-1] if groups else []
        if last and rule.at - last[-1].at <= _NEAR and not _beside(rule, last):
            last.append(rule)
        else:
            groups.append([rule])
    positions = [sum(one.at * one.length for one in group) / sum(one.length for one in group) for group in groups]
    if not positions:
        return [], []
    begins = sorted(one.begin for one in across)
    ends = sorted((one.end for one in across), reverse=True)
    if len(across) > 1 and begins[1] < positions[0] - _OPEN:
        positions.insert(0, begins[1])
        groups.insert(0, [])
    if len(across) > 1 and ends[1] > positions[-1] + _OPEN:
        positions.append(ends[1])
        groups.append([])
    return positions, groups


def _beside(rule: Rule, others: list[Rule]) -> bool:
    """Whether two lines stand side by side for more than a touch, with room between them for a cell."""
    return any(
        min(rule.end, one.end) - max(rule.begin, one.begin) > _TOUCH and abs(rule.at - one.at) > _SAME for one in others
    )


def _cover(walls: list[list[Rule]], borders: list[float]) -> list[list[bool]]:
    """Of each line: along which unit cells it is drawn, for most of their length."""
    result = []
    for rules in walls:
        covered = [0.0] * (len(borders) - 1)
        for rule in rules:
            first = max(0, bisect_right(borders, rule.begin) - 1)
            for unit in range(first, len(covered)):
                if borders[unit] >= rule.end:
                    break
                covered[unit] += min(rule.end, borders[unit + 1]) - max(rule.begin, borders[unit])
        result.append([length >= 0.55 * (borders[i + 1] - borders[i]) for i, length in enumerate(covered)])
    return result


def with_cells(xs: list[float], ys: list[float], beside: list[list[bool]], below: list[list[bool]]) -> Table:
    """Join unit cells that no wall parts; what is then no rectangle is cut into rectangles, from the upper left on."""
    rows, columns = len(ys) - 1, len(xs) - 1
    taken: list[list[Cell | None]] = [[None] * columns for _ in range(rows)]
    cells = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column] is not None:
                continue
            right = column
            while right + 1 < columns and not beside[right + 1][row] and taken[row][right + 1] is None:
                right += 1
            bottom = row
            while bottom + 1 < rows and _open_below(bottom, column, right, beside, below):
                bottom += 1
            cell = Cell(row, column, bottom, right)
            cells.append(cell)
            for r in range(row, bottom + 1):
                for c in range(column, right + 1):
                    taken[r][c] = cell
    return Table(xs, ys, cells, taken)  # type: ignore[arg-type]  # every unit has its cell now


def _open_below(bottom: int, left: int, right: int, beside: list[list[bool]], below: list[list[bool]]) -> bool:
    """Whether a cell that ends with this row goes on in the next: no wall under it, none inside."""
    line = below[bottom + 1]
    if any(line[column] for column in range(left, right + 1)):
        return False
    inside = any(beside[column][bottom + 1] for column in range(left + 1, right + 1))
    sides = (left > 0 and not beside[left][bottom + 1]) or (
        right + 1 < len(beside) - 1 and not beside[right + 1][bottom + 1]
    )
    return not inside and not sides


def _apart(found: list[Table]) -> list[Table]:
    """Of a table inside a cell of another keep the one with more cells: the other is a frame, or belongs to the text."""
    kept: list[Table] = []
    for table in sorted(found, key=lambda one: -len(one.cells)):
        if not any(_inside(table, other) or _inside(other, table) for other in kept):
            kept.append(table)
    return kept


def _inside(inner: Table, outer: Table) -> bool:
    return (
        outer.xs[0] - _TOUCH <= inner.xs[0]
        and inner.xs[-1] <= outer.xs[-1] + _TOUCH
        and outer.ys[0] - _TOUCH <= inner.ys[0]
        and inner.ys[-1] <= outer.ys[-1] + _TOUCH
    )
