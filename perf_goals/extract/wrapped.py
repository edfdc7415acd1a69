"""Cells that a conversion spread over several rows: wrapped text, and words set one character below the other."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..lexicon import Lexicon, class_key
from ..model import Grid, Place, RowKind
from ..readers.columns import screen_width
from ..text import clean_text
from .cells import look
from .headings import Layout
from .rows import Row

# Columns of words, whose cells are wrapped; a row that fills any other column is a row of its own
_WORDS = frozenset(
    {
        "project",
        "parent",
        "goal",
        "org",
        "category",
        "level1",
        "level2",
        "level3",
        "value",
        "unit",
        "note",
        "basis",
        "scoring",
        "deviation",
        "actual",
        "label",
    }
)


# A column narrower than this wraps nothing but class names: six Chinese characters
_NARROWEST = 12
_SIGNS = frozenset("≥≤≧≦<>=＜＞＝")
_TEMPLATE = re.compile(r"^(?:指标\s*[\d一二三四五六七八九十]|[.…·]+$|其他)")


@dataclass(slots=True)
class Line:
    """One printed row on its way through: which grid and row it is, and what became of it."""

    grid: Grid
    index: int
    chunk: int
    texts: list[str]
    kind: RowKind | None = None
    row: Row | None = None
    goes_on: "Line | None" = None  # the row whose wrapped cells this one holds the rest of
    ends: dict[int, int] = field(default_factory=dict)  # width of the last part of a wrapped cell
    rests: dict[int, str] = field(default_factory=dict)  # what the rows below print of a wrapped cell
    spots: dict[int, int] = field(default_factory=dict)  # columns of ``texts`` → of the grid, where they differ

    def place(self, column: int | None = None) -> Place:
        return self.grid.place(self.index, self.spot(column)) if column is not None else self.grid.origins[self.index]

    def spot(self, column: int) -> int:
        """The grid's column in which a text is printed."""
        return self.spots.get(column, column) if self.spots else column

    def letters(self, column: int) -> str:
        """What is printed in a column, to the letter; of a wrapped cell with the parts in the rows below."""
        return self.grid.cells[self.index][self.spot(column)].strip() + self.rests.get(column, "")

    def move(self, columns: dict[int, int], width: int) -> None:
        """Put the texts to other columns. columns: printed column → the column it means."""
        if not columns or all(printed == column for printed, column in columns.items()):
            return
        texts = [""] * max(width, *(column + 1 for column in columns.values()))
        for printed, column in columns.items():
            texts[column] = self.texts[printed]
        self.texts = texts
        self.spots = {column: printed for printed, column in columns.items()}

    def cells(self) -> list[tuple[int, str]]:
        return [(index, text) for index, text in enumerate(self.texts) if text]


def join_wrapped(lines: list[Line], layout: Layout, lexicon: Lexicon) -> list[Line]:
    """Put the rest of wrapped cells back to the row they began in; the rows that remain.

    A row holds only such rests if each of its cells stands below a filled one, none is a cell by itself (a class, a sign,
    a figure), and what it goes on from fills its column's width, as a wrapped line does.
    """
    widths = _wrap_widths(lines, layout)
    kept: list[Line] = []
    for line in lines:
        base = kept[-1] if kept else None
        cut = base is not None and base.chunk != line.chunk
        if base is not None and _goes_on(base, line, layout, widths, lexicon, cut=cut):
            for column, text in line.cells():
                base.texts[column] = clean_text(base.texts[column] + text)
                base.ends[column] = screen_width(text)
                base.rests[column] = base.rests.get(column, "") + line.letters(column)
            line.goes_on = base
        else:
            kept.append(line)
    return kept


def _wrap_widths(lines: Sequence[Line], layout: Layout) -> dict[int, int]:
    """For each column the width at which its cells seem to be wrapped: the greatest, if several cells nearly have it."""
    widths: dict[int, int] = {}
    for column in [found.index for found in layout.columns if found.role in _WORDS]:
        sizes = Counter(
            screen_width(line.texts[column]) for line in lines if column < len(line.texts) and line.texts[column]
        )
        if sizes:
            most = max(sizes)
            if most >= _NARROWEST and sizes[most] + sizes[most - 1] + sizes[most - 2] >= 2:
                widths[column] = most
    return widths


def _goes_on(base: Line, line: Line, layout: Layout, widths: dict[int, int], lexicon: Lexicon, *, cut: bool) -> bool:
    """Whether a row holds nothing but the rest of the row above it. cut: a page ends between them.

    A row cut by the page need not fill the width; but it must lack the target that a row of its own would have.
    """
    cells = line.cells()
    if cut:
        return _is_rest_of_page(base, line, layout, lexicon)
    if not cells or not base.cells():
        return False
    full = False
    for column, text in cells:
        if column >= len(layout.columns) or column >= len(base.texts) or not base.texts[column]:
            return False
        role = layout.columns[column].role
        seen = look(text, lexicon)
        if role not in _WORDS or seen.number or seen.nature or seen.direction or seen.subtotal or seen.blank:
            return False
        if role == "value" and text[0] in _SIGNS and look(base.texts[column], lexicon).figure:
            return False  # a target of its own below another one
        joined = look(base.texts[column] + text, lexicon)
        end = base.ends.get(column, screen_width(base.texts[column]))
        wrapped = column in widths and end >= widths[column] - 2 and screen_width(text) <= widths[column]
        mends = (role in ("level1", "level2") and joined.class2) or (role in ("value", "unit") and joined.figure)
        if (seen.figure or seen.class1 or seen.class2 or _TEMPLATE.match(text)) and not mends:
            return False
        if wrapped or mends:
            full = True
        elif role in ("level3", "value", "value_other"):
            return False  # a name or a target that begins anew
    if full:
        return True
    # a rest of a value or a unit has no width to show; without a name it can be no row of its own
    columns = {column for column, _ in cells}
    return bool(columns) and all(layout.columns[column].role in ("value", "unit") for column in columns)


def _is_rest_of_page(base: Line, line: Line, layout: Layout, lexicon: Lexicon) -> bool:
    """At the top of a page: a few words below filled cells, without a target or figures of their own.

    Projects, goals and labels are left to the resolver, which knows merged cells.
    """
    name, value = layout.first("level3"), layout.first("value")
    cells = line.cells()
    columns = {column for column, _ in cells}
    if layout.kind != "long" or not cells or not columns & {name, value} or (name in columns and value in columns):
        return False
    for column, text in cells:
        if column >= len(layout.columns) or column >= len(base.texts) or not base.texts[column]:
            return False
        seen = look(text, lexicon)
        role = layout.columns[column].role
        if role not in ("level3", "value", "note", "basis", "scoring", "unit") or seen.number or seen.nature:
            return False
        if seen.class1 or seen.class2 or _TEMPLATE.match(text) or seen.blank:
            return False
    return value is None or value in columns or bool(value < len(base.texts) and base.texts[value])


def mend_vertical(lines: Sequence[Line], layout: Layout, lexicon: Lexicon) -> None:
    """Class names set one character below the other (产 / 出 / 指 / 标) are put back into the first of their rows."""
    for role in ("level1", "level2", "label"):
        for column in [found.index for found in layout.columns if found.role == role]:
            _mend_column(lines, column, lexicon)
    if layout.columns and layout.columns[0].role == "":
        _mend_column(lines, 0, lexicon)


def _mend_column(lines: Sequence[Line], column: int, lexicon: Lexicon) -> None:
    parts = [line for line in lines if column < len(line.texts) and line.texts[column]]
    spot = 0
    while spot < len(parts):
        text = ""
        best = 0
        for end in range(spot, min(spot + 8, len(parts))):
            piece = parts[end].texts[column]
            if len(piece) > 3:
                break
            text += piece
            name = class_key(text)
            known = name in lexicon.classes1 or name in lexicon.classes2 or look(text, lexicon).label
            if (
                end > spot
                and known
                and not all(_is_class(part.texts[column], lexicon) for part in parts[spot : end + 1])
            ):
                best = end
        if best:
            whole = "".join(part.texts[column] for part in parts[spot : best + 1])
            for part in parts[spot : best + 1]:
                part.texts[column] = ""
            parts[spot].texts[column] = whole
            spot = best
        spot += 1


def _is_class(text: str, lexicon: Lexicon) -> bool:
    """Whether a word is a class by itself: 产出 above 成本 are two, not 产出成本."""
    name = class_key(text)
    return name in lexicon.classes1 or name in lexicon.classes2
