"""Tables without upright lines: columns from the white between the texts, rows from level lines, or, where there are none,
from how the lines of text stand beside each other.

What is printed below each other is cut into sections: a section ends where a text reaches over two of its columns, or a line
has two texts in one of them. Sections below each other, the head of a form and the rows under its heading, make one table.
"""

import itertools
import re
import statistics
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ...text import squeeze
from .lattice import joined, with_cells
from .lines import cell_text, rows_of
from .shapes import Cell, Rule, Run, Table

_WHITE = 0.23  # of a character's width: no less white parts two columns, and two texts of one line
_APART = 0.9  # of a character's width: two texts of one line so far apart are in two columns
_LOOSE = 0.1  # of a character's height: what lines of one cell may stand further apart than others
_MOST = 12  # lines of a column that are weighed together
_CJK = "\u2e80"
# A table's title and the year below it, on lines of their own
_TITLE = re.compile(
    r"[^，。；:：]{0,50}(?:绩效|预算|项目|目标)[^，。；:：]{0,30}表(?:[(（][^()（）]{1,16}[)）]|\d{1,3})*|[(（]?20\d\d年?度?[)）]?"
)
# What stands above a table at its sides
_LABEL = re.compile(
    r"[(（]?(?:部门|单位|预算|编制|编报|填报|填制|填表|制表|主管|公开|申报|金额|日期)[^:：，。；\d]{0,8}[:：][^:：，。；]{1,30}"
)

Piece = list[Run]
Columns = Sequence[tuple[float, float]]  # left and right side of each
Line = list["Text"]


@dataclass(slots=True, eq=False)
class Text:
    """What stands together on one line."""

    runs: Piece
    left: float
    right: float
    top: float
    bottom: float
    column: int = 0

    @property
    def middle(self) -> float:
        """The height of the line: characters of some fonts have boxes no higher than themselves, in the middle of it."""
        return (self.top + self.bottom) / 2


Stretch = list[tuple[Text, bool]]  # lines right below each other; is each one like the rest of the one above?


@dataclass(slots=True, eq=False)
class Column:
    """The width that a section's texts in one column take up, and those texts from the top down."""

    left: float
    right: float
    texts: list[Text] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Section:
    """Lines with the same columns."""

    columns: list[Column]
    lines: list[Line] = field(default_factory=list)

    @property
    def top(self) -> float:
        return min(text.top for line in self.lines for text in line)

    @property
    def bottom(self) -> float:
        return max(text.bottom for line in self.lines for text in line)


@dataclass(slots=True, eq=False)
class Block:
    """Lines of one column that are one cell's."""

    texts: list[Text]
    column: int

    @property
    def top(self) -> float:
        return self.texts[0].top

    @property
    def bottom(self) -> float:
        return self.texts[-1].bottom


Key = Callable[[Block], float]  # where a cell's text stands beside the texts of other cells of its row


def texts_of(line: Sequence[Run], size: float) -> Line:
    """The texts of a printed line, parted by white."""
    found: list[Piece] = []
    end = 0.0
    for run in itertools.chain.from_iterable(_parted(one, size) if one.gappy else [one] for one in line):
        if found and run.left - end <= _WHITE * size:
            found[-1].append(run)
            end = max(end, run.right)
        else:
            found.append([run])
            end = run.right
    return [_text(piece) for piece in found]


def _text(piece: Piece) -> Text:
    left, right = piece[0].left, max(run.right for run in piece)
    # half of a wide bracket is white
    (begin, end, first), (start, stop, last) = piece[0].chars[0], piece[-1].chars[-1]
    return Text(
        piece,
        left + (end - begin) / 2 * (first in "（《“【"),
        right - (stop - start) / 2 * (last in "）》”】，。；：、"),
        min(run.top for run in piece),
        max(run.bottom for run in piece),
    )


def _parted(run: Run, size: float) -> list[Run]:
    """A run cut where its characters stand apart."""
    cuts = [
        number
        for number, (one, other) in enumerate(itertools.pairwise(run.chars), 1)
        if other[0] - one[1] > _WHITE * size
    ]
    return [
        Run(run.chars[start:stop], run.top, run.bottom, run.order, run.source + start, run.turned)
        for start, stop in itertools.pairwise([0, *cuts, len(run.chars)])
    ]


def size_of(runs: Sequence[Run]) -> float:
    """The width of a Chinese character, of most of them."""
    widths = [right - left for run in runs for left, right, char in run.chars if char >= _CJK and right - left > 4]
    return statistics.median(widths) if widths else max((run.height for run in runs), default=10.0) * 0.8


def sections_of(units: Sequence[Sequence[Line]], size: float, before: Columns = ()) -> list[Section]:
    """Units of lines that stand in one row at least, put together as long as their columns agree; the first ones with
    those of the page before."""
    found = [Section([Column(left, right) for left, right in before])] if before else []
    for unit in units:
        if not found or not _join(found[-1], unit, size):
            found.append(Section([]))
            if not _join(found[-1], unit, size):
                # a row whose lines disagree: each line by itself
                found.pop()
                for line in unit:
                    if not found or not _join(found[-1], [line], size):
                        found.append(Section([]))
                        _join(found[-1], [line], size)
    return found


def _pulled(sections: Sequence[Section], size: float, pitch: float) -> None:
    """Lines at a section's end that stand beside the next one's first line, and apart from their own: they are its."""
    for one, other in itertools.pairwise(sections):
        while len(one.lines) > 1 and other.lines:
            line, before, after = one.lines[-1], one.lines[-2], other.lines[0]
            if (
                after[0].middle - line[0].middle > 0.8 * pitch
                or line[0].middle - before[0].middle < pitch + _LOOSE * size
            ):
                break
            merged = Section([])
            if not _join(merged, [line, *other.lines], size):
                break
            rest = one.lines[:-1]
            other.columns, other.lines = merged.columns, merged.lines
            one.columns, one.lines = [], []
            _join(one, rest, size)


def _join(section: Section, unit: Sequence[Line], size: float) -> bool:
    """Put lines into the section's columns, if they agree with them."""
    spans = [(column.left, column.right) for column in section.columns]
    lines: list[Line] = []
    for line in unit:
        kept: Line = []
        last: tuple[float, float] | None = None
        for text in line:
            over = [
                (left, right)
                for left, right in spans
                if left - _WHITE * size < text.right and text.left < right + _WHITE * size
            ]
            if len(over) > 1:
                if last in over or not _apart(over, [*section.lines, *lines]):
                    return False
                # a heading in the middle of a column whose texts stood at its edge
                for span in over:
                    spans.remove(span)
                over = [(min(left for left, _ in over), max(right for _, right in over))]
                spans.append(over[0])
            if over and over[0] == last:
                if text.left - kept[-1].right > _APART * size:
                    return False
                text = _text([*kept.pop().runs, *text.runs])
            last = (text.left, text.right)
            if over:
                spans.remove(over[0])
                last = (min(last[0], over[0][0]), max(last[1], over[0][1]))
            spans.append(last)
            kept.append(text)
        lines.append(kept)
    section.columns = [Column(left, right) for left, right in sorted(spans)]
    section.lines += lines
    for number, column in enumerate(section.columns):
        for line in section.lines:
            for text in line:
                if column.left <= text.left and text.right <= column.right:
                    text.column = number
                    column.texts.append(text)
    return True


def _apart(spans: Columns, lines: Sequence[Line]) -> bool:
    """Whether no line has texts in two of these columns, and one of them has no other text than in the first line."""
    filled = [
        [number for number, line in enumerate(lines) if any(left <= text.left and text.right <= right for text in line)]
        for left, right in spans
    ]
    rows = [row for column in filled for row in column]
    return len(rows) == len(set(rows)) and [0] in filled


# ---- rows where nothing is drawn between them ----------------------------------------------------------------------


def pitch_of(sections: Sequence[Section]) -> float:
    """How far lines of one cell stand apart: the least distance that texts below each other often have."""
    gaps: Counter[int] = Counter()
    for section in sections:
        for column in section.columns:
            # characters that are set below each other stand nearer than lines
            texts = [text for text in column.texts if len(text.runs) > 1 or len(text.runs[0].chars) > 1]
            for one, other in itertools.pairwise(texts):
                gaps[round((other.middle - one.middle) * 2)] += 1
    height = statistics.median(
        [text.bottom - text.top for section in sections for line in section.lines for text in line] or [10.0]
    )
    likely = {gap: count for gap, count in gaps.items() if 0.8 * height <= gap / 2 <= 2.5 * height}
    most = max(likely.values(), default=0)
    often = [gap for gap, count in likely.items() if count >= max(2, 0.3 * most)]
    return min(often, default=round(height * 2.4)) / 2


def _room_taken(text: Text) -> float:
    """The width that the beginning of a line needs: its first character or word, with what may not begin a line."""
    chars = [char for run in text.runs for char in run.chars]
    stop = 1
    while stop < len(chars) and (
        (chars[stop - 1][2].isascii() and chars[stop][2].isascii() and not chars[stop][2].isspace())
        or chars[stop][2] in "，。、；：！？）》”’％,.;:)%"
    ):
        stop += 1
    return chars[stop - 1][1] - chars[0][0]


def _begun(upper: Text, lower: Text, width: float, size: float) -> bool:
    """Whether the line below may be the rest of the one above: its beginning found no room there any more, or both are
    single characters of a text that runs down."""
    one, other = ("".join(run.text for run in text.runs) for text in (upper, lower))
    single = len(one) == len(other) == 1 and min(one, other) >= _CJK
    if single and abs(upper.left - lower.left) < 0.2 * size and lower.middle - upper.middle < 1.15 * size:
        return True
    return width - (upper.right - upper.left) < _room_taken(lower) + 0.35 * size


def blocks_of(section: Section, pitch: float, size: float, walls: Callable[[float, Text], bool]) -> list[list[Block]]:
    """The cells of each column, from the top down.

    walls(y, text): whether a level line is drawn over the text's column between y and the text.
    """
    near = pitch + _LOOSE * size
    if sum(len(column.texts) >= 0.9 * len(section.lines) for column in section.columns) >= 2:
        # every line is a row: texts that go on would leave the columns beside them empty
        return [[Block([text], number) for text in column.texts] for number, column in enumerate(section.columns)]
    columns: list[list[Stretch]] = []
    for column in section.columns:
        stretches: list[Stretch] = []
        for text in column.texts:
            last = stretches[-1][-1][0] if stretches else None
            if last is None or text.middle - last.middle > near or walls(last.bottom, text):
                stretches.append([(text, False)])
            else:
                stretches[-1].append((text, _begun(last, text, column.right - column.left, size)))
        columns.append(stretches)
    _free_heading(section, columns)
    found = [_as_printed(stretches, number) for number, stretches in enumerate(columns)]
    most = max(map(len, found), default=0)
    # columns whose texts are short enough: each is a cell
    clear = [
        number
        for number, stretches in enumerate(columns)
        if len(found[number]) >= max(2, 0.6 * most) and not any(rest for stretch in stretches for _, rest in stretch)
    ]
    for turn in range(3):
        most = max(map(len, found), default=0)
        guides = clear if turn == 0 and clear else [n for n, blocks in enumerate(found) if len(blocks) >= 0.6 * most]
        key = way_of(found)
        for number, stretches in enumerate(columns):
            if number in clear:
                continue
            if not stretches:
                continue
            spots = _spots([block for other in guides if other != number for block in found[other]], key)
            found[number] = _weighed(stretches, number, spots, key, 0.3 * pitch)
    return found


def _free_heading(section: Section, columns: Sequence[list[Stretch]]) -> None:
    """A row right below the heading is a row by itself: most of what stands on its line does not go on with the heading."""
    enough = max(3, 0.7 * len(columns))
    spot = next((number for number, line in enumerate(section.lines[:3]) if len(line) >= enough), None)
    if spot is None:
        return
    heading = {id(text) for text in section.lines[spot]}
    below = {id(text): line for line in section.lines[spot + 1 :] for text in line}
    goes_on = [
        (stretch, number, below[id(text)])
        for stretches in columns
        for stretch in stretches[:1]
        for number, (text, rest) in enumerate(stretch)
        if rest and id(text) in below and id(stretch[number - 1][0]) in heading
    ]
    for stretch, number, line in goes_on:
        if 2 * sum(1 for _, _, other in goes_on if other is line) <= len(line):
            stretch[number] = (stretch[number][0], False)


def _as_printed(stretches: Sequence[Stretch], number: int) -> list[Block]:
    """Cells by their texts alone: a line that filled its column goes on in the next."""
    blocks: list[Block] = []
    for stretch in stretches:
        for text, rest in stretch:
            if rest:
                blocks[-1].texts.append(text)
            else:
                blocks.append(Block([text], number))
    return blocks


def _spots(blocks: Sequence[Block], key: Key) -> list[float]:
    every = sorted(key(block) for block in blocks)
    return [at for number, at in enumerate(every) if number == 0 or at - every[number - 1] > 1.0]


def _weighed(stretches: Sequence[Stretch], number: int, spots: Sequence[float], key: Key, near: float) -> list[Block]:
    """The cells of a column beside those of others: one in each row, if its texts can be cut so, else as they are printed,
    as the text of a cell over several rows is."""
    rests = {id(text) for stretch in stretches for text, rest in stretch if rest}
    blocks = [block for stretch in stretches for block in _cut(stretch, number, spots, key, near)]
    low, high = min(block.top for block in blocks), max(block.bottom for block in blocks)
    inside = [at for at in spots if low < at < high]
    beside = sum(1 for block in blocks if any(abs(at - key(block)) <= near for at in spots))
    torn = sum(1 for block in blocks if id(block.texts[0]) in rests)
    if beside >= 0.7 * len(inside) and torn * 2 <= max(len(blocks), 3):
        return blocks
    return _as_printed(stretches, number)


def _centre(block: Block) -> float:
    return (block.texts[0].middle + block.texts[-1].middle) / 2


def _upper(block: Block) -> float:
    return block.texts[0].middle


def _lower(block: Block) -> float:
    return block.texts[-1].middle


def way_of(columns: Sequence[Sequence[Block]]) -> Key:
    """How texts stand in their cells, beside others of the same row: in the middle, at the top or at the bottom."""
    if not columns:
        return _centre
    most = max(map(len, columns))
    full = [blocks for blocks in columns if len(blocks) >= 0.6 * most]

    def apart(key: Key) -> int:
        spots = sorted(key(block) for blocks in full for block in blocks)
        return sum(1 for one, other in itertools.pairwise(spots) if other - one > 2.0)

    return min((_centre, _upper, _lower), key=apart)


def _cut(
    stretch: Sequence[tuple[Text, bool]], column: int, spots: Sequence[float], key: Key, near: float
) -> list[Block]:
    """Lines right below each other → cells: each beside cells of other columns, where that is possible, and a text that
    filled its line not cut."""
    count = len(stretch)
    best: list[tuple[float, list[Block]]] = [(0.0, [])]
    for stop in range(1, count + 1):
        choices = []
        inner = 0.0
        for start in range(stop - 1, max(-1, stop - 1 - _MOST), -1):
            block = Block([text for text, _ in stretch[start:stop]], column)
            before, path = best[start]
            cost = before + inner
            if start and stretch[start][1]:
                cost += 0.4  # a text is cut that seems to go on
            spot = bisect_left(spots, key(block) - near)
            if not (spot < len(spots) and spots[spot] <= key(block) + near):
                cost += 0.5
            # rows that would have no text in this column, though it goes on beside them
            cost += 0.5 * sum(1 for at in spots if block.top < at < block.bottom and abs(at - key(block)) > near)
            choices.append((cost, [*path, block]))
            if not stretch[start][1]:
                inner += 0.6  # lines are joined the upper of which had room
        best.append(min(choices, key=lambda one: one[0]))
    return best[count][1]


def rows_in(columns: Sequence[Sequence[Block]], near: float) -> list[list[Block]]:
    """The rows of a section, from the top down: cells that stand beside each other. What stands between two rows, as the
    text of a cell over several rows does, is put into the nearest one."""
    columns = [blocks for blocks in columns if blocks]
    most = max(map(len, columns), default=0)
    key = way_of(columns)
    full = [block for blocks in columns if len(blocks) >= 0.6 * most for block in blocks]
    rest = [block for blocks in columns if len(blocks) < 0.6 * most for block in blocks]
    rows: list[list[Block]] = []
    for block in sorted(full, key=key):
        if rows and key(block) - key(rows[-1][0]) <= near and all(one.column != block.column for one in rows[-1]):
            rows[-1].append(block)
        else:
            rows.append([block])
    for block in rest:
        fitting = [row for row in rows if all(one.column != block.column for one in row)] or rows
        min(fitting, key=lambda row: abs(_middle(row) - _centre(block))).append(block)
    return sorted(rows, key=_middle)


def _middle(row: Sequence[Block]) -> float:
    return _centre(row[0])


# ---- tables --------------------------------------------------------------------------------------------------------


def tables(
    runs: Sequence[Run], flat: Sequence[Rule], ruled: Sequence[Table], width: float, before: Columns = ()
) -> tuple[list[Table], list[Run], Columns]:
    """Tables in what stands outside the ruled ones, the runs that stand in none, and the columns at the page's end.

    width: the page's. before: the columns with which the last page ended.
    """
    if len(runs) < (2 if before else 9):
        return [], list(runs), ()
    rules = [rule for rule in joined(flat) if not any(_in(rule, table) for table in ruled)]
    size = size_of(runs)
    lines = [texts_of(line, size) for line in rows_of(runs)]
    found: list[Table] = []
    used: set[int] = set()
    last: Columns = ()
    for number, stretch in enumerate(_stretches(lines, ruled, width, size)):
        begun = before if number == 0 else ()
        last = ()
        while not begun and len(stretch) > 1 and len(stretch[0]) == 1:
            line, after = stretch[0][0], stretch[1][0]
            ruled_off = any(line.bottom - 3 < rule.at < after.top + 3 for rule in rules)
            if not ruled_off and not _is_central(line, lines, width, size):
                break
            stretch = stretch[1:]
        sections = sections_of(_units(stretch, rules), size, begun)
        _pulled(sections, size, pitch_of(sections))
        for part in _tables_in(sections, rules, bool(begun) and len(sections[0].lines) > 0):
            found.append(_table(part, rules, size))
            used |= {id(run) for section in part for line in section.lines for text in line for run in text.runs}
            if part[-1] is sections[-1]:
                last = tuple((column.left, column.right) for column in part[-1].columns)
    return found, [run for run in runs if id(run) not in used], last


def _in(rule: Rule, table: Table) -> bool:
    return table.ys[0] - 2 <= rule.at <= table.ys[-1] + 2


def _stretches(lines: Sequence[Line], ruled: Sequence[Table], width: float, size: float) -> Iterator[list[Line]]:
    """Lines without a ruled table or a title between them."""
    part: list[Line] = []
    for line in lines:
        title = (len(line) == 1 and _is_title(line[0], lines, width, size)) or all(map(_is_label, line))
        if title or (part and any(part[-1][0].bottom <= one.ys[0] + 2 <= line[0].bottom for one in ruled)):
            yield part
            part = []
        if not title:
            part.append(line)
    yield part


def _is_title(text: Text, lines: Sequence[Line], width: float, size: float) -> bool:
    words = squeeze("".join(run.text for run in text.runs))
    return _TITLE.fullmatch(words) is not None and _is_central(text, lines, width, size)


def _is_central(text: Text, lines: Sequence[Line], width: float, size: float) -> bool:
    """Whether a text stands in the middle of all lines, or of the page."""
    middle = (min(line[0].left for line in lines) + max(line[-1].right for line in lines)) / 2
    return min(abs((text.left + text.right) / 2 - one) for one in (middle, width / 2)) < 3 * size


def _is_label(text: Text) -> bool:
    """Whether a text says what it is: 单位：万元."""
    return _LABEL.fullmatch(squeeze("".join(run.text for run in text.runs))) is not None


def _units(lines: Sequence[Line], rules: Sequence[Rule]) -> list[list[Line]]:
    """Lines that stand between the same two level lines."""
    spots = sorted(rule.at for rule in rules)
    return [
        list(unit)
        for _, unit in itertools.groupby(lines, lambda line: bisect_left(spots, _middle_of(line)) or line[0].top)
    ]


def _middle_of(line: Line) -> float:
    return line[0].middle


def _tables_in(sections: Sequence[Section], rules: Sequence[Rule], begun: bool) -> Iterator[list[Section]]:
    """Sections below each other that make a table: some have three columns or more, those between them two, or level lines
    above and below them.

    begun: the first one goes on with a table of the page before.
    """
    part: list[Section] = []
    sections = [section for section in sections if section.lines]
    for section in [*sections, Section([])]:
        if len(section.columns) >= 2 or (section.lines and _between(section, rules)):
            part.append(section)
            continue
        if part and (
            (begun and part[0] is sections[0])
            or sum(len(line) >= 3 for one in part for line in one.lines) >= 3
            or (part[-1] is sections[-1] and sum(len(line) >= 2 for one in part for line in one.lines) >= 2)
        ):
            yield part
        part = []


def _between(section: Section, rules: Sequence[Rule]) -> bool:
    """Whether a section is a row between level lines, or several."""
    near = 3 * (section.lines[0][0].bottom - section.top)
    above = any(section.top - near < rule.at < section.top + 3 for rule in rules)
    return above and any(section.bottom - 3 < rule.at < section.bottom + near for rule in rules) and len(rules) >= 4


def _table(sections: Sequence[Section], rules: Sequence[Rule], size: float) -> Table:
    top, bottom = sections[0].top, sections[-1].bottom
    pitch = pitch_of(sections)
    mine = [rule for rule in rules if top - 2 * pitch < rule.at < bottom + 2 * pitch]

    def walls(y: float, text: Text) -> bool:
        middle = (text.left + text.right) / 2
        return any(y - 1 <= rule.at <= text.top + 3 and rule.begin <= middle <= rule.end for rule in mine)

    rows: list[tuple[Section, list[Block]]] = []
    for section in sections:
        _join_columns(section)
        rows += [(section, row) for row in rows_in(blocks_of(section, pitch, size, walls), 0.3 * pitch)]
    left = min(column.left for section in sections for column in section.columns) - 2
    right = max(column.right for section in sections for column in section.columns) + 2
    if mine:
        left, right = min(left, *(rule.begin for rule in mine)), max(right, *(rule.end for rule in mine))
    inner = _borders(sections)
    xs = [left, *sorted({border for section in sections for border in inner[id(section)]}), right]
    if _are_drawn(sections, mine, len(rows)):
        return _ruled(sections, inner, mine, xs, (top - 1, bottom + 1))
    ys = [min(block.top for block in rows[0][1]) - 1]
    for (_, above), (_, below) in itertools.pairwise(rows):
        ys.append(max(ys[-1] + 0.5, (max(map(_centre, above)) + min(map(_centre, below))) / 2))
    ys.append(max(ys[-1] + 0.5, *(block.bottom for _, row in rows for block in row)) + 1)
    owner: list[list[Cell]] = []
    for number, (section, row) in enumerate(rows):
        cells: list[Cell] = []
        begin = 0
        for end in [*inner[id(section)], right]:
            last = max(begin, _nearest(xs, end) - 1)
            cells.append(Cell(number, begin, number, last))
            begin = last + 1
        for block in row:
            cells[block.column].runs += [run for text in block.texts for run in text.runs]
        owner.append([cell for cell in cells for _ in range(cell.left, cell.right + 1)])
    return _finished(xs, ys, owner)


def _nearest(xs: Sequence[float], x: float) -> int:
    return min(range(len(xs)), key=lambda index: abs(xs[index] - x))


def _finished(xs: list[float], ys: list[float], owner: list[list[Cell]]) -> Table:
    every = list({id(cell): cell for row in owner for cell in row}.values())
    for cell in every:
        cell.text = cell_text(cell.runs, xs[cell.left], xs[cell.right + 1])
    return Table(xs, ys, every, owner, False)


def _ruled(
    sections: Sequence[Section],
    inner: dict[int, list[float]],
    rules: Sequence[Rule],
    xs: list[float],
    ends: tuple[float, float],
) -> Table:
    """A table whose rows are drawn: the borders of columns stand where a section has them, and no text crosses them."""
    ys = sorted({rule.at for rule in rules})
    ys = [y for number, y in enumerate(ys) if number == 0 or y - ys[number - 1] > 1.0]
    if ends[0] < ys[0] - 3:
        ys.insert(0, ends[0])
    if ends[1] > ys[-1] + 3:
        ys.append(ends[1])
    owners = _owners(sections, ys)
    beside = [[True] * (len(ys) - 1) for _ in xs]
    for row, section in enumerate(owners):
        mine = {_nearest(xs, border) for border in inner[id(section)]}
        for index in range(1, len(xs) - 1):
            beside[index][row] = index in mine
    below = [[False] * (len(xs) - 1) for _ in ys]
    for number, y in enumerate(ys):
        for column in range(len(xs) - 1):
            middle = (xs[column] + xs[column + 1]) / 2
            below[number][column] = any(
                abs(rule.at - y) <= 1.0 and rule.begin - 2 <= middle <= rule.end + 2 for rule in rules
            )
    table = with_cells(xs, ys, beside, below)
    for section in sections:
        for line in section.lines:
            for text in line:
                row = min(max(bisect_left(ys, text.middle) - 1, 0), len(ys) - 2)
                column = _nearest(xs, ([xs[0], *inner[id(section)]])[text.column])
                table.owner[row][min(column, len(xs) - 2)].runs += text.runs
    for cell in table.cells:
        cell.text = cell_text(cell.runs, xs[cell.left], xs[cell.right + 1])
    table.ruled = False
    return table


def _are_drawn(sections: Sequence[Section], rules: Sequence[Rule], rows: int) -> bool:
    """Whether level lines part all rows, and not only the heading from what is below it.

    rows: how many there seem to be without the lines.
    """
    spots = sorted(rule.at for rule in rules)
    inside = Counter(bisect_left(spots, _middle_of(line)) for section in sections for line in section.lines)
    return len(inside) >= 3 and max(inside.values()) * 2 <= inside.total() and rows <= 2.5 * len(inside)


def _owners(sections: Sequence[Section], ys: Sequence[float]) -> list[Section]:
    """The section that each row between two level lines belongs to."""
    found: list[Section] = []
    at = 0
    for low, high in itertools.pairwise(ys):
        inside = [
            number
            for number, section in enumerate(sections)
            if any(low <= _middle_of(line) <= high for line in section.lines)
        ]
        at = max(inside, key=lambda number: len(sections[number].columns)) if inside else at
        found.append(sections[at])
    return found


def _borders(sections: Sequence[Section]) -> dict[int, list[float]]:
    """The borders between the columns of each section. Where the white of two sections overlaps, they have one in common."""
    known: list[float] = []
    found: dict[int, list[float]] = {}
    for section in sorted(sections, key=lambda one: -len(one.columns)):
        mine = found.setdefault(id(section), [])
        for one, other in itertools.pairwise(section.columns):
            middle = (one.right + other.left) / 2
            fitting = [x for x in known if one.right < x < other.left and x not in mine]
            border = fitting[_nearest(fitting, middle)] if fitting else middle
            mine.append(border)
            known += [] if fitting else [border]
        mine.sort()
    return found


def _join_columns(section: Section) -> None:
    """A heading in the middle of a wide column, above short texts at the column's edge, is no column by itself."""
    together = {
        (one.column, other.column) for line in section.lines for one in line for other in line if one is not other
    }
    number = 0
    while number + 1 < len(section.columns):
        one, other = section.columns[number], section.columns[number + 1]
        few, many = sorted((one, other), key=lambda column: len(column.texts))
        if (number, number + 1) in together or len(few.texts) != 1 or few.texts[0].top > many.texts[0].top:
            number += 1
            continue
        one.right, one.texts = other.right, sorted(one.texts + other.texts, key=lambda text: text.top)
        del section.columns[number + 1]
        for place, column in enumerate(section.columns):
            for text in column.texts:
                text.column = place
        _join_columns(section)
        return
