"""A page as a picture: set straight, its ruling lines, and the strips of ink that are lines of print.

Pictures are numpy arrays of bytes, rows × columns, 0 black. The only module that calls OpenCV.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

from ..pdf.shapes import Cell, Rule, Table

DPI = 200.0
_LEAN = 6.0  # degrees: what a page lies askew at most
_LONG, _TALL = 0.28, 0.2  # inches: the shortest ruling lines, level and upright
_THICK = 0.07  # inches: the thickest one
_SPECK = 0.022  # inches: less ink than this in both directions is dirt
_REST = 0.025  # inches: what the rest of a wiped border is high, and how near it lies to the border
_SIDE = 0.06  # inches: how far from the side of its cell the rest of a border lies
_ASTRAY = 0.056  # inches: how far a line lies from the border that it is a piece of
_STROKE = 0.19  # inches: a stroke of a character is shorter
_SEAL = 0.8  # inches: the smallest seal
_SHINE = 10  # percentile: a seal's ink upon paper is no darker than so many of its dots
_BESIDE, _CRUMB = 0.075, 0.037  # inches: how near to a seal's ink a crumb of it lies, and how large it is
_PALE = 0.67  # of the paper: a crumb is no darker
_BAND = 0.1  # inches: the paper above and below a band of print
_PIECE, _GAP = 0.14, 0.045  # inches: the shortest piece of a broken line, and the longest gap
_KNOWN, _LEAST_SPAN = 18.0, 8.0  # points: a line that shows where others may run on, and the shortest piece of them
_NEARLY = 0.8  # of a piece between two lines: with so much of it there, the rest is a gap
_ASIDE, _STEP = 6, 16  # dots: the paper that is looked at on both sides of a pale line, and how much of it at once
_LEAST_STEPS = 6  # pieces that are looked at in a short cell
_CONTRAST = 18.0  # of 255

Box = tuple[int, int, int, int]  # left, top, right, bottom


def grey(colours: Any, dpi: float) -> Any:
    """The picture in greys, without the red seals that are stamped over tables."""
    import cv2
    import numpy as np

    if colours.ndim == 2:
        return colours
    shades = colours[:, :, :3].max(axis=2)
    others = colours[:, :, 1:3].max(axis=2)
    red = ((colours[:, :, 0] > 110) & (colours[:, :, 0].astype(np.int16) - others > 45)).astype(np.uint8)
    if not red.any():
        return shades
    side = round(0.12 * dpi)
    shapes = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(shapes)
    shades = shades.copy()
    for left, top, wide, high, _ in boxes[1:count].tolist():
        if min(wide, high) <= _SEAL * dpi or max(wide, high) >= 2 * min(wide, high):
            continue
        edge = round(_BESIDE * dpi)
        inside = (slice(max(0, top - edge), top + high + edge), slice(max(0, left - edge), left + wide + edge))
        shades[inside] = _unstamped(shades[inside], red[inside], dpi)
    return shades


def _unstamped(shades: Any, red: Any, dpi: float) -> Any:
    """Paper and print under a seal, whose ink lets them shine through: what is printed there is darker still, and stays so."""
    import cv2
    import numpy as np

    stamped, around = (cv2.dilate(red, np.ones((side, side), np.uint8)) > 0 for side in (3, round(_BESIDE * dpi)))
    if stamped.all():
        return shades
    paper = np.median(shades[~stamped])
    clean = shades.copy()
    clean[stamped] = np.minimum(paper, shades[stamped] * (paper / np.percentile(shades[red > 0], _SHINE)))
    # and crumbs of its edge are paler than a point of print
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(binary(clean))
    shade, near = (np.bincount(labels.ravel(), of.ravel(), count) / boxes[:count, 4] for of in (clean, around))
    crumbs = (boxes[:count, 4] <= (_CRUMB * dpi) ** 2) & (shade > _PALE * paper) & (near > 0.5)
    clean[crumbs[labels]] = paper
    return clean


def straight(picture: Any) -> Any:
    """A copy of the picture, turned so that its lines lie level."""
    lean = leaning(picture)
    turned = _turned(picture, lean)
    rest = _slope(turned)
    return turned if abs(rest) < 0.01 else _turned(picture, lean + rest)


def _turned(picture: Any, degrees: float) -> Any:
    import cv2

    if not degrees:
        return picture.copy()
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)


def _slope(picture: Any) -> float:
    """By how many degrees the ruling lines of a page that lies nearly straight still fall, the long ones first."""
    import cv2
    import numpy as np

    ink = binary(picture)
    lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, ink.shape[1] // 45), np.uint8))
    lines = cv2.dilate(lines, np.ones((3, 5), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(lines)
    slopes = []
    for number in range(1, count):
        left, top, wide, high, _ = boxes[number].tolist()
        if wide < ink.shape[1] // 12 or high > max(12, wide * 0.03):
            continue
        ys, xs = np.nonzero(labels[top : top + high, left : left + wide] == number)
        slopes.append((math.degrees(math.atan(float(np.polyfit(xs, ys, 1)[0]))), wide))
    slopes.sort()
    half = sum(wide for _, wide in slopes) / 2
    for slope, wide in slopes:
        half -= wide
        if half <= 0:
            return slope
    return 0.0


def leaning(picture: Any) -> float:
    """By how many degrees the lines of a page fall to the right: the slope along which most of its ink adds up."""
    import cv2
    import numpy as np

    half = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = binary(half)
    flat = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 13), np.uint8))
    if np.count_nonzero(flat) < half.shape[1]:
        flat = ink
    # only upper edges: a line three dots thick would lie level within a quarter of a degree
    ys, xs = np.nonzero(flat[1:] & ~flat[:-1])
    if not len(ys):
        return 0.0
    step = max(1, len(ys) // 60_000)
    ys, xs = ys[::step].astype(np.float64), xs[::step] - half.shape[1] / 2

    def sharpness(degrees: float) -> float:
        levels = np.rint(ys - xs * math.tan(math.radians(degrees))).astype(np.int64)
        counts = np.bincount(levels - levels.min())
        return float((counts.astype(np.float64) ** 2).sum())

    best = 0.0
    for reach, grain in ((_LEAN, 0.2), (0.2, 0.04), (0.04, 0.01)):
        count = round(reach / grain)
        best = max((best + grain * turn for turn in range(-count, count + 1)), key=sharpness)
    return best


def binary(picture: Any) -> Any:
    """Ink as 255 on 0, by the brightness around it; the more the paper is speckled, the darker it must be."""
    import cv2
    import numpy as np

    side = max(15, picture.shape[1] // 70) | 1
    calm = cv2.GaussianBlur(picture, (3, 3), 0)
    grain = float(np.abs(calm[::3, ::3].astype(np.int16) - cv2.medianBlur(calm, 5)[::3, ::3]).mean())
    return cv2.adaptiveThreshold(
        calm, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, max(_CONTRAST, min(60.0, 5 * grain))
    )


def swept(ink: Any, dpi: float) -> Any:
    """The ink without specks of dirt."""
    import cv2
    import numpy as np

    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink)
    small = np.flatnonzero((boxes[:count, 2:4].max(axis=1) <= _SPECK * dpi) & (boxes[:count, 4] <= (_SPECK * dpi) ** 2))
    clean = ink.copy()
    clean[np.isin(labels, small)] = 0
    return clean


def rules(ink: Any, dpi: float) -> tuple[list[Rule], list[Rule], Any, Any]:
    """Ruling lines, level and upright, in points, and the ink of each kind. Long strokes of characters are among them."""
    import cv2
    import numpy as np

    found: list[list[Rule]] = []
    inks = []
    for upright in (False, True):
        length = round((_TALL if upright else _LONG) * dpi)
        side = (length, 1) if upright else (1, length)
        piece, gap = round(_PIECE * dpi), round(_GAP * dpi)
        # a hairline on a page that lies a little askew steps from row to row: its pieces must touch
        thick = cv2.dilate(ink, np.ones((1, 3) if upright else (3, 1), np.uint8))
        # and its gaps are bridged, but only between pieces that are longer than strokes of characters
        pieces = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((piece, 1) if upright else (1, piece), np.uint8))
        closed = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((gap, 1) if upright else (1, gap), np.uint8))
        lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(side, np.uint8))
        count, _, boxes, centres = cv2.connectedComponentsWithStats(lines)
        mine = []
        for box, centre in zip(boxes[1:count].tolist(), centres[1:count].tolist(), strict=True):
            left, top, wide, high, area = box
            span, across = (high, wide) if upright else (wide, high)
            if area / span > _THICK * dpi or across > max(_THICK * dpi, span * 0.05):
                lines[top : top + high, left : left + wide] = 0  # a filled area, a photograph
                continue
            at, begin = (centre[0], top) if upright else (centre[1], left)
            mine.append(Rule((at + 0.5) * 72 / dpi, begin * 72 / dpi, (begin + span) * 72 / dpi))
        found.append(mine)
        inks.append(cv2.dilate(lines, np.ones((3, 3), np.uint8)))
    return found[0], found[1], inks[0], inks[1]


def hairlines(picture: Any, flat: list[Rule], upright: list[Rule], flat_ink: Any, upright_ink: Any, dpi: float) -> None:
    """Add to the rules, in place, the pieces that are too pale to be ink: where a line that is known elsewhere should run
    on between two lines that it meets, and the paper is a little darker there along the whole way."""
    levels, columns = _levels(flat, upright, dpi), _levels(upright, flat, dpi)
    more = list(_pale(picture, levels, columns, flat, upright, flat_ink, dpi))
    upright += _pale(picture.T, columns, levels, upright, flat, upright_ink.T, dpi)
    flat += more


def _levels(rules: Sequence[Rule], others: Sequence[Rule], dpi: float) -> list[float]:
    """Where rules lie that meet another one, each level once, in points: a stroke of a character meets none."""
    near = 4 * 72 / dpi
    found: list[list[float]] = []
    for at in sorted(rule.at for rule in rules if rule.length >= _KNOWN and any(_meet(rule, o, near) for o in others)):
        if found and at - found[-1][-1] <= near:
            found[-1].append(at)
        else:
            found.append([at])
    return [sum(one) / len(one) for one in found]


def _meet(level: Rule, upright: Rule, near: float) -> bool:
    return (
        level.begin - near <= upright.at <= level.end + near and upright.begin - near <= level.at <= upright.end + near
    )


def _pale(
    picture: Any,
    levels: Sequence[float],
    across: Sequence[float],
    rules: Sequence[Rule],
    others: Sequence[Rule],
    ink: Any,
    dpi: float,
) -> Iterator[Rule]:
    scale, near = dpi / 72, 4 * 72 / dpi
    for at in levels:
        mine = [rule for rule in rules if abs(rule.at - at) <= near]
        met = [
            one
            for one in across
            if any(abs(o.at - one) <= near and o.begin - near <= at <= o.end + near for o in others)
        ]
        for begin, end in itertools.pairwise(met):
            covered = sum(max(0.0, min(rule.end, end) - max(rule.begin, begin)) for rule in mine)
            if end - begin < _LEAST_SPAN or covered >= end - begin:
                continue
            if covered >= _NEARLY * (end - begin):
                yield Rule(at, begin, end)  # but for a gap
                continue
            row = _row(picture, round(at * scale), round(begin * scale) + 4, round(end * scale) - 4)
            if row is not None:
                ink[max(0, row - 2) : row + 3, round(begin * scale) : round(end * scale)] = 255
                yield Rule((row + 0.5) / scale, begin, end)


def _row(picture: Any, at: int, begin: int, end: int) -> int | None:
    """The row near ``at`` along which the paper is darker than above and below, piece by piece from begin to end."""
    import numpy as np

    part = picture[at - _ASIDE : at + _ASIDE + 1, begin:end].astype(np.float32)
    if part.shape[0] < 2 * _ASIDE + 1 or part.shape[1] < _STEP:
        return None
    pieces = np.array_split(part, max(_LEAST_STEPS, part.shape[1] // _STEP), axis=1)
    profiles = np.stack([piece.mean(axis=1) for piece in pieces])  # pieces × rows
    inner = profiles[:, _ASIDE - 3 : _ASIDE + 4]
    rows = inner.argmin(axis=1)
    paper = np.percentile(profiles, 85, axis=1)
    drop = paper - inner.min(axis=1)
    # print darkens more rows than a line does
    flat = [
        np.delete(one, slice(max(0, row + _ASIDE - 5), row + _ASIDE)).min()
        for one, row in zip(profiles, rows, strict=True)
    ]
    grain = float(np.abs(np.diff(part, axis=1)).mean()) / math.sqrt(part.shape[1] / len(pieces))
    clear = (drop > max(3.0, 4 * grain)) & (np.array(flat) > paper - 0.4 * drop - 2)
    # a stroke of a character reaches from neither border of its cell to the other
    if np.count_nonzero(clear) < 0.8 * len(pieces) or not (clear[0] and clear[-1]):
        return None
    return at - 3 + round(float(np.median(rows[clear])))


def wiped(picture: Any, ink: Any, tables: Sequence[Table], flat: Any, upright: Any, dpi: float) -> None:
    """Take the borders of tables out of the picture and its ink, in place; strokes inside the cells stay."""
    import numpy as np

    gone = np.zeros(ink.shape, bool)
    for table in tables:
        xs, ys = ([round(at * dpi / 72) for at in borders] for borders in (table.xs, table.ys))
        columns = [[row[column] for row in table.owner] for column in range(table.columns)]
        for index, reach in _walls(table.owner, xs):
            _border(gone, ink, flat, ys[index], reach, dpi)
        for index, reach in _walls(columns, ys):
            _border(gone.T, ink.T, upright.T, xs[index], reach, dpi)
    picture[gone] = 255
    ink[gone] = 0


def _walls(owner: Sequence[Sequence[Cell]], across: Sequence[int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """(number of the border, its reach) of each piece of a border that parts two cells: none runs through a merged one."""
    for index in range(len(owner) + 1):
        for unit in range(len(across) - 1):
            if index in (0, len(owner)) or owner[index - 1][unit] is not owner[index][unit]:
                yield index, (across[unit], across[unit + 1])


def _border(gone: Any, ink: Any, lines: Any, at: int, reach: tuple[int, int], dpi: float) -> None:
    """Mark a piece of a level border: the line that was found there, and what lies so near that it is its ragged edge."""
    near, astray, ragged = (max(1, round(inches * dpi)) for inches in (0.025, _ASTRAY, 0.015))
    along = slice(max(0, reach[0] - near), reach[1] + near)
    wide = slice(max(0, at - astray), at + astray + 1)
    gone[wide, along] |= lines[wide, along] > 0
    band = slice(max(0, at - ragged), at + ragged + 1)
    part = ink[band, along]
    gone[band, along] |= (part[:1] == 0) & (part[-1:] == 0)  # ink that goes on beyond is a character's


def strips(ink: Any, box: Box, dpi: float) -> Iterator[Box]:
    """Boxes of the lines of print in a box, from the top down: bands of rows with ink."""
    import numpy as np

    left, top, right, bottom = box
    part = ink[top:bottom, left:right]
    if not part.size:
        return
    part = _without_border(_own(ink, box, dpi), dpi)
    rows = np.flatnonzero(part.any(axis=1))
    if not len(rows):
        return
    speck = _SPECK * dpi
    bands = [[int(one[0]), int(one[-1]) + 1] for one in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)]
    tall = max(end - begin for begin, end in bands)
    joined: list[list[int]] = []
    for begin, end in bands:
        # strokes of one character that lie one above the other (二, 三, the dot of i) are no lines of their own
        if joined:
            gap, low = begin - joined[-1][1], min(end - begin, joined[-1][1] - joined[-1][0])
            if (
                end - joined[-1][0] <= tall * 1.15
                or (low < 0.45 * tall and gap < 0.25 * tall and low + gap < 0.6 * tall)
                or (gap < 0.2 * low and _square(part[joined[-1][0] : end]))  # 台, 吕
            ):
                joined[-1][1] = end
                continue
        joined.append([begin, end])
    for begin, end in joined:
        columns = np.flatnonzero(part[begin:end].any(axis=0))
        first, last = int(columns[0]), int(columns[-1]) + 1
        if end - begin <= speck and last - first <= speck:
            continue
        if end - begin <= _REST * dpi and last - first > _REST * dpi and min(begin, bottom - top - end) <= _REST * dpi:
            continue  # what is left of the border
        yield left + first, top + begin, left + last, top + end


def _own(ink: Any, box: Box, dpi: float) -> Any:
    """The ink of a cell without the edges of characters that stand on its side and belong to the cell beside it."""
    import cv2
    import numpy as np

    left, top, right, bottom = box
    part = ink[top:bottom, left:right]
    if not (part[:, 0].any() or part[:, -1].any()):
        return part
    beyond = round(_SIDE * dpi)
    before = min(left, beyond)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink[top:bottom, left - before : right + beyond])
    for number in range(1, count):
        begin, _, wide, _, _ = boxes[number].tolist()
        inside = min(begin + wide - before, part.shape[1]) - max(0, begin - before)
        if 0 < inside <= min(wide - inside, _REST * dpi):
            part = np.where(labels[:, before : before + part.shape[1]] == number, 0, part).astype(part.dtype)
    return part


def _square(part: Any) -> bool:
    """Whether ink is about as wide as high: one character."""
    import numpy as np

    columns = np.flatnonzero(part.any(axis=0))
    return bool(0.7 * len(part) < int(columns[-1]) - int(columns[0]) + 1 < 1.3 * len(part))


def _without_border(part: Any, dpi: float) -> Any:
    """The ink of a cell without an upright border that was left at its side: thin, and nearly as tall as the cell."""
    import cv2
    import numpy as np

    high, wide = part.shape
    side, thin = round(_SIDE * dpi), round(_REST * dpi)
    edges = np.concatenate([part[:, :side], part[:, max(side, wide - side) :]], axis=1)
    if wide < 3 * side or (edges > 0).sum(axis=0).max(initial=0) < min(0.7 * high, _STROKE * dpi):
        return part
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(part)
    for number in range(1, count):
        left, _, across, tall, _ = boxes[number].tolist()
        if across <= thin and tall >= min(0.7 * high, _STROKE * dpi) and (left < side or left + across > wide - side):
            part = np.where(labels == number, 0, part).astype(part.dtype)
    return part


def bands(ink: Any, dpi: float) -> list[tuple[int, int]]:
    """Bands of rows that show ink, with some paper above and below, from the top down."""
    import numpy as np

    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return []
    paper = round(_BAND * dpi)
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > 2 * paper) + 1)
    return [(max(0, int(part[0]) - paper), min(len(ink), int(part[-1]) + 1 + paper)) for part in parts]


def slanted(ink: Any, box: Box) -> bool:
    """Whether a lone stroke runs from the lower left to the upper right."""
    import numpy as np

    left, top, right, bottom = box
    part = ink[top:bottom, left:right]
    quarter = max(1, (bottom - top) // 4)
    upper, lower = np.nonzero(part[:quarter])[1], np.nonzero(part[-quarter:])[1]
    if not len(upper) or not len(lower):
        return False
    return bool(upper.mean() - lower.mean() > 0.16 * (bottom - top))


def barred(ink: Any, box: Box, sign: str) -> bool:
    """Whether the sign > or < that a line of print begins with has a bar under it: a column on its open side shows three
    strokes."""
    import numpy as np

    left, top, right, bottom = box
    part = ink[top:bottom, left:right] > 0
    paper = np.flatnonzero(~part.any(axis=0))
    wide = int(paper[0]) if len(paper) else part.shape[1]
    if not 4 <= wide <= 1.4 * (bottom - top):
        return False
    open_side = slice(wide // 10, wide // 2) if sign == ">" else slice(wide // 2, wide - wide // 10)
    strokes = (np.diff(part[:, open_side].astype(np.int8), axis=0, prepend=0) == 1).sum(axis=0)
    return bool((strokes >= 3).mean() >= 0.5)
