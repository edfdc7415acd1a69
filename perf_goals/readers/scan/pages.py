"""One picture → a page of lines and tables, each run of characters with the confidence of its recognition.

A ruled table is read cell by cell: its borders are known before a character is, so that no text is taken over a border,
no lone sign is passed over, and a figure cannot melt into its neighbour.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..pdf import lattice, partly
from ..pdf.lines import cell_text, lines_of
from ..pdf.shapes import Cell, Line, Page, Run, Table
from . import picture as pictures
from . import repair
from .picture import Box

_NARROW = 72.0  # points: a narrower table is a frame around a word, or the strokes of a big title
_TALL = 1.7  # of the usual line of print: a taller strip may be two lines that touch
_PAD = 3  # dots of its surroundings that a strip takes with it
_MARGIN = 9
_ASTRAY = 40.0  # points: how far a sheet lies from where the one before lay
_UPRIGHT = 0.88  # confidence of the recognition: with less the page may lie on its side or head
_CERTAIN = 0.94
_MOST_TALL = 12  # strips of a page that are looked at for lines that touch
_SAMPLE = 8
_ROOM = 1.35  # of the usual line: the height of the picture of a lone sign
_BARS = frozenset("1IlJ|丨丿ノ")  # what a lone stroke is taken for

_UNBARRED = {">": (">", "≥"), "＞": (">", "≥"), "<": ("<", "≤"), "＜": ("<", "≤")}  # which way it opens, and with a bar


class Reader(Protocol):
    """What reads print: pictures of lines → text and confidence; a page → boxes of its lines."""

    def lines(self, pictures: Sequence[Any]) -> list[tuple[str, float]]: ...

    def places(self, picture: Any) -> list[tuple[float, float, float, float]]: ...


@dataclass(slots=True, eq=False)
class SureRun(Run):
    """A run with the confidence of its recognition, 0–1."""

    sure: float = 1.0


@dataclass(slots=True)
class _Sheet:
    """A page that lies straight: picture and ink without borders of tables, its tables, the strips of their cells."""

    picture: Any
    ink: Any
    dpi: float
    tables: list[Table]
    strips: list[tuple[Cell, Box]] = field(default_factory=list)

    def crop(self, box: Box) -> Any:
        """The picture in a box, with paper on both sides: the recogniser loses a thin sign at the edge of its picture."""
        import numpy as np

        left, top, right, bottom = box
        part = self.picture[max(0, top - _PAD) : bottom + _PAD, max(0, left - _PAD) : right + _PAD]
        return np.pad(part, ((0, 0), (_MARGIN, _MARGIN)), constant_values=int(np.median(part)))


def page_of(picture: Any, dpi: float, number: int, letters: Reader) -> Page:
    """picture: rows × columns (grey) or × 3 (colours). The page is as wide and high as it is read, in points."""
    import numpy as np

    grey = pictures.grey(picture, dpi)
    sheet = _sheet(grey, dpi)
    read = _sampled(sheet, letters)
    turns = 0
    if read < _UPRIGHT:
        tries = {0: (read, sheet)}
        for quarter in (1, 3, 2):
            other = _sheet(np.ascontiguousarray(np.rot90(grey, -quarter)), dpi)
            tries[quarter] = (_sampled(other, letters), other)
            if tries[quarter][0] > _CERTAIN:
                break
        turns = max(tries, key=lambda quarter: tries[quarter][0])
        sheet = tries[turns][1]
    _fill(sheet, letters)
    rest = _outside(sheet, letters)
    tables = [partly.completed(table) for table in sheet.tables]
    free, rest = partly.tables(rest, [], tables)
    for table in [*tables, *free]:
        repair.table(table, cut=True)
    items: list[Table | Line] = [*tables, *free, *lines_of(rest)]
    items.sort(key=lambda one: one.ys[0] if isinstance(one, Table) else (one.top + one.bottom) / 2)
    high, wide = sheet.picture.shape
    return Page(number, wide * 72 / dpi, high * 72 / dpi, items, turns)


def beside(pages: Sequence[Page]) -> list[tuple[Table, float]]:
    """Shift tables sideways so that the parts of one stand under each other: no two sheets lie alike on the glass.

    Returns the tables that were shifted, with the shift in points, for undoing it.
    """
    moved: list[tuple[Table, float]] = []
    last: Table | None = None
    for page in pages:
        tables = [item for item in page.items if isinstance(item, Table)]
        if last is not None and tables and _alike(last, tables[0]):
            shift = (last.xs[0] + last.xs[-1] - tables[0].xs[0] - tables[0].xs[-1]) / 2
            for table in tables:
                table.xs[:] = [x + shift for x in table.xs]
                moved.append((table, shift))
        last = tables[-1] if tables else None
    return moved


def _alike(upper: Table, lower: Table) -> bool:
    """Whether two tables are equally wide, and lie no further apart than sheets do."""
    width, other = upper.xs[-1] - upper.xs[0], lower.xs[-1] - lower.xs[0]
    return abs(width - other) < 0.012 * width and abs(upper.xs[0] - lower.xs[0]) < _ASTRAY


def _sheet(grey: Any, dpi: float) -> _Sheet:
    straight = pictures.straight(grey)
    ink = pictures.binary(straight)
    flat, upright, flat_ink, upright_ink = pictures.rules(ink, dpi)
    pictures.hairlines(straight, flat, upright, flat_ink, upright_ink, dpi)
    tables = [one for one in lattice.tables(flat, upright) if one.xs[-1] - one.xs[0] >= _NARROW]
    pictures.wiped(straight, ink, tables, flat_ink, upright_ink, dpi)
    ink = pictures.swept(ink, dpi)
    sheet = _Sheet(straight, ink, dpi, tables)
    for table in tables:
        for cell in table.cells:
            sheet.strips += [(cell, strip) for strip in pictures.strips(ink, _cell_box(table, cell, dpi), dpi)]
    return sheet


def _cell_box(table: Table, cell: Cell, dpi: float) -> Box:
    left, right = table.xs[cell.left], table.xs[cell.right + 1]
    top, bottom = table.ys[cell.top], table.ys[cell.bottom + 1]
    return (
        max(0, round(left * dpi / 72)),
        max(0, round(top * dpi / 72)),
        round(right * dpi / 72),
        round(bottom * dpi / 72),
    )


def _sampled(sheet: _Sheet, letters: Reader) -> float:
    """How sure the recogniser is of some lines of the page, those with the most print; 1 where it shows none."""
    boxes = [box for _, box in sheet.strips]
    if len(boxes) < _SAMPLE:
        found = letters.places(sheet.picture)
        boxes = [(max(0, int(a)), max(0, int(b)), int(c), int(d)) for a, b, c, d in found]
    if sum(box[3] - box[1] > 1.3 * (box[2] - box[0]) for box in boxes) * 2 > len(boxes):
        return 0.0
    boxes = sorted(boxes, key=lambda box: box[0] - box[2])[:_SAMPLE]
    scores = [score for _, score in letters.lines([sheet.crop(box) for box in boxes])]
    return statistics.fmean(scores) if scores else 1.0


def _fill(sheet: _Sheet, letters: Reader) -> None:
    """Read the strips of all cells."""
    if not sheet.strips:
        return
    usual = statistics.median(box[3] - box[1] for _, box in sheet.strips)
    looked = 0
    strips: list[tuple[Cell, Box]] = []
    for cell, box in sheet.strips:
        tall = box[3] - box[1] >= _TALL * usual and box[2] - box[0] >= usual and looked < _MOST_TALL
        looked += tall
        strips += [(cell, one) for one in _apart(sheet, box, letters)] if tall else [(cell, box)]
    found = letters.lines([sheet.crop(_roomy(number, strips, usual)) for number in range(len(strips))])
    for (cell, box), (text, score) in zip(strips, found, strict=True):
        if run := _run(_looked_at(text, sheet, box), score, box, sheet.dpi, len(cell.runs)):
            cell.runs.append(run)
    for table in sheet.tables:
        for cell in table.cells:
            cell.text = cell_text(cell.runs, table.xs[cell.left], table.xs[cell.right + 1])


def _looked_at(text: str, sheet: _Sheet, box: Box) -> str:
    """The text of a strip, where its ink tells apart what the recogniser takes for one another."""
    text = text.strip()
    if text in _BARS and pictures.slanted(sheet.ink, box):
        return "/"
    first = text[:1]
    if first in _UNBARRED and pictures.barred(sheet.ink, box, _UNBARRED[first][0]):
        return _UNBARRED[first][1] + text[1:].lstrip("=-_")
    left, top, right, bottom = box
    if len(text) == 2 and text[0] == text[1] and not text.isascii() and right - left < _ROOM * (bottom - top):
        return first  # there is room for one
    return text


def _roomy(number: int, strips: Sequence[tuple[Cell, Box]], usual: float) -> Box:
    """The box of a strip; that of a lone sign (≥, =, /) as high as a line of print with some paper, or it fills its
    picture and is taken for a letter."""
    cell, (left, top, right, bottom) = strips[number]
    missing = round((_ROOM * usual - (bottom - top)) / 2)
    if missing <= 0 or right - left > 1.5 * usual:
        return left, top, right, bottom
    others = [box for owner, box in strips[max(0, number - 1) : number + 2] if owner is cell]
    ceiling = max([box[3] for box in others if box[3] <= top], default=top - missing)
    floor = min([box[1] for box in others if box[1] >= bottom], default=bottom + missing)
    return left, max(0, ceiling, top - missing), right, min(floor, bottom + missing)


def _apart(sheet: _Sheet, box: Box, letters: Reader) -> list[Box]:
    """A strip that is too tall for one line, as the lines that the recogniser sees in it."""
    left, top, right, bottom = box
    found = sorted(letters.places(sheet.crop(box)), key=lambda one: one[1])
    if len(found) < 2:
        return [box]
    return [
        (
            max(left, left + int(a) - _PAD - _MARGIN),
            max(top, top + int(b) - _PAD),
            min(right, left + int(c) - _PAD - _MARGIN),
            min(bottom, top + int(d) - _PAD),
        )
        for a, b, c, d in found
    ]


def _outside(sheet: _Sheet, letters: Reader) -> list[Run]:
    """The lines of print that stand in no table."""
    scale = sheet.dpi / 72
    rest, ink = sheet.picture.copy(), sheet.ink.copy()
    for table in sheet.tables:
        inside = (
            slice(max(0, int(table.ys[0] * scale)), int(table.ys[-1] * scale) + 2),
            slice(max(0, int(table.xs[0] * scale)), int(table.xs[-1] * scale) + 2),
        )
        rest[inside], ink[inside] = 255, 0
    boxes = _places(rest, pictures.bands(ink, sheet.dpi), letters)
    boxes = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
    found = letters.lines([sheet.crop(box) for box in boxes])
    runs: list[Run] = []
    for box, (text, score) in zip(boxes, found, strict=True):
        # of a stain the recogniser makes a sign or two, and is not sure of them
        if score >= 0.5 and (run := _run(text, score, box, sheet.dpi, len(runs))):
            runs.append(run)
    return runs


def _places(picture: Any, bands: Sequence[tuple[int, int]], letters: Reader) -> list[Box]:
    """Boxes of the lines of print in bands of rows; these are laid under each other, for looking at paper takes as long
    as looking at print."""
    import numpy as np

    if not bands:
        return []
    boxes = []
    for a, b, c, d in letters.places(np.vstack([picture[begin:end] for begin, end in bands])):
        above = 0
        for begin, end in bands:
            if above <= (b + d) / 2 < above + end - begin:
                shift = begin - above
                boxes.append((max(0, int(a)), max(begin, int(b) + shift), int(c), min(end, int(d) + shift)))
            above += end - begin
    return boxes


def _run(text: str, score: float, box: Box, dpi: float, order: int) -> SureRun | None:
    text = repair.line(text)
    if not text:
        return None
    left, top, right, bottom = (side * 72 / dpi for side in box)
    widths = [1.0 if char.isascii() else 2.0 for char in text]
    unit = (right - left) / sum(widths)
    chars = []
    for char, width in zip(text, widths, strict=True):
        chars.append((left, left + width * unit, char))
        left += width * unit
    return SureRun(chars, top, bottom, order, sure=score)
