"""What a page break does to tables: page furniture between the parts, cells and rows cut in two.

Parts of one table stay tables of their own, one after the other; which of them belong together is for ``extract`` to say.
Only what needs the page's geometry is mended here.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .lines import rows_of, text_of
from .shapes import Cell, Line, Page, Table

_ZONE = 0.12  # of a page's height, at its upper and lower edge
_PAGE_NUMBER = re.compile(
    r"[-—–－―·•.~\s]*(?:第\s*)?(?:\d{1,4}|[IVXivxⅠ-Ⅻ]{1,5})\s*(?:页)?"
    r"\s*(?:[，,/／、]?\s*[共总]?\s*\d{1,4}\s*页?)?[-—–－―·•.~\s]*"
)
# Words of a table's own head: what is printed above it again on every page belongs to it
_HEAD = re.compile("[表续]|单位|部门|名称|绩效|项目|编制|填报|万元")
_VALUE = re.compile(r"[≥≤<>＞＜=＝≧≦]|[\d.,%％]+$")  # a cell of its own, never the rest of one
_NEW = re.compile(r"[≥≤<>＞＜=＝≧≦]|\d[\d.,]*\D{0,6}$")  # a value that is no rest of another
_SAME_X = 3.0
_HEAD_ROWS = 8  # a table's heading is looked for in so many rows


def arrange(pages: Sequence[Page]) -> None:
    """Drop page furniture, mend what page breaks cut, and set titles free that are printed as a table's first rows."""
    running = _running(pages)
    for page in pages:
        page.items = [item for item in page.items if isinstance(item, Table) or not _is_furniture(item, page, running)]
    follows = _follow(pages, running)
    first: dict[int, Table] = {}  # the first part of the table that a part belongs to
    for upper, lower in follows:
        head = first.setdefault(id(lower), first.get(id(upper), upper))
        mend(upper, lower, head)
    later = {id(lower) for _, lower in follows}
    for page in pages:
        page.items = [
            piece
            for item in page.items
            for piece in ([item] if isinstance(item, Line) else _free(item, id(item) in later))
        ]


def slim(page: Page) -> None:
    """Let go of the characters that ``arrange`` has no need of: those inside the tables, most of a page's memory."""
    for item in page.items:
        if isinstance(item, Line):
            item.runs = []
        else:
            for cell in item.cells:
                if cell.top > _HEAD_ROWS and cell.bottom < item.rows - 1:
                    cell.runs = []


def _zone(line: Line, page: Page) -> int:
    middle = (line.top + line.bottom) / 2
    return -1 if middle < _ZONE * page.height else 1 if middle > (1 - _ZONE) * page.height else 0


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line.text))


def _running(pages: Sequence[Page]) -> set[tuple[int, str, int]]:
    """(zone, text, height on the page) of lines that stand there on most pages."""
    seen: Counter[tuple[int, str, int]] = Counter()
    for page in pages:
        lines = [item for item in page.items if isinstance(item, Line) and _zone(item, page)]
        seen.update({(_zone(line, page), _shape(line), round(line.top / 6)) for line in lines})
    enough = max(3, len(pages) * 0.4)
    return {key for key, count in seen.items() if count >= enough}


def _is_running(line: Line, page: Page, running: set[tuple[int, str, int]]) -> bool:
    zone = _zone(line, page)
    return bool(zone) and (
        _PAGE_NUMBER.fullmatch(line.text) is not None
        or any((zone, _shape(line), round(line.top / 6) + shift) in running for shift in (-1, 0, 1))
    )


def _is_furniture(line: Line, page: Page, running: set[tuple[int, str, int]]) -> bool:
    if not _is_running(line, page, running):
        return False
    return _PAGE_NUMBER.fullmatch(line.text) is not None or not _HEAD.search(line.text)


def _follow(pages: Sequence[Page], running: set[tuple[int, str, int]]) -> list[tuple[Table, Table]]:
    """Pairs of tables on pages behind one another, the second of which goes on with the first."""
    pairs = []
    for page, following in itertools.pairwise(pages):
        body = [item for item in page.items if isinstance(item, Table) or not _is_running(item, page, running)]
        printed = {_shape(item) for item in page.items if isinstance(item, Line)}
        after = [
            item
            for item in following.items
            if isinstance(item, Table) or not (_is_running(item, following, running) or _shape(item) in printed)
        ]
        if body and after and isinstance(body[-1], Table) and isinstance(after[0], Table):
            upper, lower = body[-1], after[0]
            if abs(upper.xs[0] - lower.xs[0]) < _SAME_X and abs(upper.xs[-1] - lower.xs[-1]) < _SAME_X:
                pairs.append((upper, lower))
    return pairs


def mend(upper: Table, lower: Table, head: Table) -> None:
    """Put together again what the break between two parts of a table cut: merged cells, and a row."""
    start = _repeated(lower, head)
    if start >= lower.rows:
        return
    mates = list(_mates(upper, lower, start))
    if not mates or len(mates) * 2 < len(set(map(id, lower.owner[start]))):
        return
    if _goes_on(upper, lower, start, mates) or _rest_of_row(upper, lower, start, mates):
        # nothing begins in the second half of a row: what is printed there belongs to the cells above
        for above, below in mates:
            if below.text:
                _append(above, below)
        _drop_row(lower, start)
        return
    whole = {span for span in {(below.top, below.bottom) for _, below in mates} if _one_group(upper, mates, span)}
    empty = _begun_for_nothing(upper, mates)
    for above, below in sorted(mates, key=lambda pair: pair[0].left):
        anew = above.text and below.text and above.text != below.text
        if above.text or empty.get(above.top, upper.columns) >= above.left:
            _mend_cell(upper, lower, above, below, (below.top, below.bottom) in whole)
        if anew and below.text:
            break  # a new group begins below the break: nothing inside it goes on


def _begun_for_nothing(upper: Table, mates: Sequence[tuple[Cell, Cell]]) -> dict[int, int]:
    """Rows above the break at which a line is drawn through merged cells that go on: a cell that would begin there has no
    text on either page, though the one above it has. Row → that cell's column; further right, no text of the next page
    can belong to such a row."""
    return {
        above.top: above.left
        for above, below in reversed(mates)
        if above.top > 0
        and (above.bottom > above.top or below.bottom > below.top)
        and not (above.text or below.text)
        and upper.owner[above.top - 1][above.left].text
    }


def _one_group(upper: Table, mates: Sequence[tuple[Cell, Cell]], span: tuple[int, int]) -> bool:
    """Whether merged cells over the same rows below the break belong to those above: at least as many of them are empty
    under a filled one as have a text of their own, and that goes on with a full line. A new group would fill them all,
    a new group inside one that goes on stands under a line that ended."""
    group = [(above, below) for above, below in mates if (below.top, below.bottom) == span and above.text]
    empty = sum(1 for _, below in group if not below.text)
    full = all(_full(upper, above) for above, below in group if below.text)
    return span[1] > span[0] and empty > 0 and empty * 2 >= len(group) and full


def _repeated(lower: Table, head: Table) -> int:
    """How many rows at the beginning of a part are the table's heading again."""
    known = {key for row in range(min(_HEAD_ROWS, head.rows)) if len(key := _texts(head, row)) > 1}
    count = 0
    while count < lower.rows and _texts(lower, count) in known:
        count += 1
    return count


def _texts(table: Table, row: int) -> tuple[str, ...]:
    return tuple(cell.text for cell in _anchored(table, row) if cell.text)


def _anchored(table: Table, row: int) -> Iterator[Cell]:
    """Cells that begin in a row, from the left."""
    last = None
    for cell in table.owner[row]:
        if cell is not last and cell.top == row:
            yield cell
        last = cell


def _mates(upper: Table, lower: Table, start: int) -> Iterator[tuple[Cell, Cell]]:
    """Cells in the last row above the break and the first one below it that have the same sides."""
    above = {(upper.xs[cell.left], upper.xs[cell.right + 1]): cell for cell in upper.owner[-1]}
    for cell in _anchored(lower, start):
        left, right = lower.xs[cell.left], lower.xs[cell.right + 1]
        for (x, u), mate in above.items():
            if abs(x - left) < _SAME_X and abs(u - right) < _SAME_X:
                yield mate, cell


def _mend_cell(upper: Table, lower: Table, above: Cell, below: Cell, grouped: bool) -> None:
    """A merged cell cut by the break has its text in its upper part only, wherever it was printed."""
    if not below.text:
        return
    tall = above.bottom > above.top or below.bottom > below.top
    if above.text == below.text:
        if above.hidden or below.hidden:
            _empty(below)
    elif not above.text:
        if below.hidden or (tall and _never_empty(upper, above)):
            above.text, above.runs = below.text, below.runs
            _empty(below)
    elif grouped or (tall and _cut(upper, lower, above, below)):
        _append(above, below)


def _never_empty(table: Table, cell: Cell) -> bool:
    """Whether no other cell of the column is empty: an empty one has its text on the next page."""
    return all(
        other.text
        for other in table.cells
        if other is not cell and (other.left, other.right) == (cell.left, cell.right)
    )


def _empty(cell: Cell) -> None:
    cell.text, cell.runs = "", []


def _append(above: Cell, below: Cell) -> None:
    last, first = above.text[-1:], below.text[:1]
    above.text += (
        " " if last.isascii() and last.isalpha() and first.isascii() and first.isalpha() else ""
    ) + below.text
    above.runs = below.runs
    _empty(below)


def _full(table: Table, cell: Cell) -> bool:
    """Whether the last line of a cell leaves no room for another character: the text may go on."""
    last = rows_of(cell.runs)[-1] if cell.runs else []
    if not last:
        return False
    height = max(run.height for run in last)
    room = table.xs[cell.right + 1] - table.xs[cell.left] - (last[-1].right - last[0].left)
    return room < 1.3 * height + 12


def _cut(upper: Table, lower: Table, above: Cell, below: Cell) -> bool:
    """Whether text goes on over the break: the last line above fills its cell to the edge, the first below begins at it."""
    if not below.runs or not _tight(upper, above, below):
        return False
    last, first = rows_of(above.runs)[-1], rows_of(below.runs)[0]
    height = max(run.height for run in last)
    return (
        upper.ys[-1] - max(run.bottom for run in last) < 1.5 * height
        and min(run.top for run in first) - lower.ys[below.top] < 1.5 * height
    )


def _goes_on(upper: Table, lower: Table, start: int, mates: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether the first row below the break is the rest of the row above it: it goes on with text that filled its cells,
    and leaves as many cells or more empty that the row above has filled."""
    single = [(above, below) for above, below in mates if below.top == below.bottom]
    rest = [(above, below) for above, below in single if below.text]
    left = sum(1 for above, below in single if above.text and not below.text)
    if (
        not _alone(lower, start, mates)
        or not rest
        or not left
        or not all(above.text for above, _ in rest)
        or any(_NEW.match(below.text) for _, below in rest)
    ):
        return False
    if (len(rest) <= left or len(rest) > 2) and all(_broken(upper, lower, above, below) for above, below in rest):
        return True
    return (
        len(rest) <= left
        and sum(_full(upper, above) for above, _ in rest) * 2 >= len(rest)
        and not any(_VALUE.match(below.text) for _, below in rest)
        and (len(rest) == 1 or not any(_VALUE.match(above.text) for above, _ in rest))
    )


def _rest_of_row(upper: Table, lower: Table, start: int, mates: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether the first row below the break is the empty rest of the row above it: nothing is printed there but what goes
    on in cells over more rows."""
    single = [below for _, below in mates if below.top == below.bottom]
    return (
        bool(single)
        and _alone(lower, start, mates)
        and not any(below.text for below in single)
        and all(above.text and _tight(upper, above, below) for above, below in mates if below.text)
    )


def _alone(lower: Table, start: int, mates: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether the first row below the break has no text but under a cell of the same sides, and may be half of a row:
    a spreadsheet hides the other page's half of a merged cell, and never splits a row."""
    mine = {id(below) for _, below in mates}
    return all(cell.top < start or not cell.text or id(cell) in mine for cell in lower.owner[start]) and not any(
        cell.hidden for pair in mates for cell in pair
    )


def _tight(upper: Table, above: Cell, below: Cell) -> bool:
    """Whether the first character below found no room any more in the last line above."""
    last = rows_of(above.runs)[-1] if above.runs else []
    if not last or not below.runs:
        return False
    pad = min((run.left - upper.xs[cell.left] for cell in upper.owner[-1] for run in cell.runs), default=0.0)
    left, right, _ = rows_of(below.runs)[0][0].chars[0]
    room = upper.xs[above.right + 1] - upper.xs[above.left] - (last[-1].right - last[0].left)
    return room - 2 * max(pad, 0.0) < 1.05 * (right - left)


def _broken(upper: Table, lower: Table, above: Cell, below: Cell) -> bool:
    """Whether a line of text was broken for want of room just where the page ends: what follows stands at the next top."""
    if not _tight(upper, above, below):
        return False
    first = rows_of(below.runs)[0]
    return min(run.top for run in first) - lower.ys[below.top] < 1.5 * max(run.height for run in first)


def _drop_row(table: Table, row: int) -> None:
    del table.ys[row], table.owner[row]
    table.cells = [cell for cell in table.cells if not cell.top == cell.bottom == row]
    for cell in table.cells:
        if cell.top > row:
            cell.top -= 1
        if cell.bottom >= row:
            cell.bottom -= 1


def _free(table: Table, later: bool) -> list[Table | Line]:
    """A table without the titles that are printed as its first rows, those before it as lines.

    later: the table goes on from another page; a row over its whole width is then no title.
    """
    if not table.rows:
        return []
    pieces: list[Table | Line] = []
    while table.rows and not later:
        cell = table.owner[0][0]
        if cell.right < table.columns - 1 or (table.columns > 1 and _is_text(cell)):
            break
        for line in rows_of(cell.runs):
            text = text_of(line, wide=True)
            if text:
                box = (line[0].left, line[-1].right, min(run.top for run in line), max(run.bottom for run in line))
                pieces.append(Line(line, text, *box))
        for _ in range(cell.bottom + 1):
            _drop_row(table, 0)
    return [*pieces, table] if table.rows else pieces


def _is_text(cell: Cell) -> bool:
    return len(cell.text) > 60 or bool(re.search("[。；]", cell.text))
