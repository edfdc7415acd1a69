"""A page's characters and painted lines, as pdfium knows them, on the page as it is read.

The only module that calls pdfium's C functions. It makes as few calls as it can: each costs a microsecond, a page has
thousands of characters, and the calls are most of the reading time.
"""

import ctypes
import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from .shapes import Rule, Run

_JOINED = 0.8  # points between two characters that are drawn separately and still belong together
_THIN = 3.2  # a painted rectangle no thicker than this is a line
_PATH, _IMAGE, _FORM = 2, 3, 5  # pdfium's kinds of objects
_HYPHENS = {0x02, 0xFFFE}  # pdfium's marks for a hyphen at a line's end
# What no Chinese document prints and a font without a map to Unicode comes out as.
_UNKNOWN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u0100-\u036f\u0530-\u1fff\ud800-\uf8ff\ufffd]")
_WHITE = 250  # a colour of parts no less is not seen
_GROUND = 20.0  # points: what is smaller both ways is a character or a dot, and no ground of cells
_DARK = 100  # a ground of parts all less shows between white cells as their lines

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """From the file's coordinates to those of the page as it is read.

    turns: quarter turns clockwise, the page's own and those that set text upright which is drawn sideways.
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of the file → (left, top, right, bottom) on the page."""
        if self.turns == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turns == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turns == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


def turned_box(
    box: tuple[float, float, float, float], quarters: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box on a page that was turned by so many quarters clockwise to set its text upright → the same box unturned.

    width, height: of the turned page.

    >>> turned_box((10, 20, 30, 60), 1, 800, 600)
    (20, 770, 60, 790)
    """
    left, top, right, bottom = box
    for _ in range(quarters % 4):
        left, top, right, bottom = top, width - right, bottom, width - left
        width, height = height, width
    return left, top, right, bottom


@cache
def _functions() -> SimpleNamespace:
    """The C functions that are called once for each character or line, with addresses in place of pointer objects.

    The same functions as in ``pypdfium2.raw``; making an object of each pointer would take longer than the call.
    """
    import pypdfium2.raw as raw  # type: ignore[import-untyped]

    address, number = ctypes.c_void_p, ctypes.c_int

    def fast(name: str, result: Any, *arguments: Any) -> Any:
        spot = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
        return ctypes.CFUNCTYPE(result, *arguments)(spot)

    return SimpleNamespace(
        loose=fast("FPDFText_GetLooseCharBox", number, address, number, address),
        owner=fast("FPDFText_GetTextObject", address, address, number),
        unmapped=fast("FPDFText_HasUnicodeMapError", number, address, number),
        object_at=fast("FPDFPage_GetObject", address, address, number),
        kind=fast("FPDFPageObj_GetType", number, address),
        bounds=fast("FPDFPageObj_GetBounds", number, *[address] * 5),
        mode=fast("FPDFPath_GetDrawMode", number, *[address] * 3),
        stroke=fast("FPDFPageObj_GetStrokeColor", number, *[address] * 5),
        fill=fast("FPDFPageObj_GetFillColor", number, *[address] * 5),
        matrix=fast("FPDFPageObj_GetMatrix", number, address, address),
        segments=fast("FPDFPath_CountSegments", number, address),
        segment=fast("FPDFPath_GetPathSegment", address, address, number),
        segment_kind=fast("FPDFPathSegment_GetType", number, address),
        point=fast("FPDFPathSegment_GetPoint", number, address, address, address),
        closes=fast("FPDFPathSegment_GetClose", number, address),
        inner_count=fast("FPDFFormObj_CountObjects", number, address),
        inner=fast("FPDFFormObj_GetObject", address, address, ctypes.c_ulong),
    )


class PageSource:
    """One open page of pdfium, read into runs and rules. Close it after use: pdfium keeps it in memory until then."""

    def __init__(self, pdf: Any, number: int) -> None:
        import pypdfium2.raw as raw

        self._raw = raw
        self.page = pdf[number]
        self._handle = self.page.raw
        self._text = raw.FPDFText_LoadPage(self._handle)
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(self._handle, ctypes.byref(box))
        turns = raw.FPDFPage_GetRotation(self._handle)
        self.frame = Frame(box.left, box.bottom, box.right, box.top, turns)
        self._quick = _functions()
        self._text_at = _address(self._text)
        self.count = max(0, raw.FPDFText_CountChars(self._text))
        self.unknown = 0  # characters without a meaning
        self.printed = 0  # characters that are no blanks
        self.pictured = 0.0  # share of the page that pictures cover
        self.sideways = 0

    def close(self) -> None:
        self._raw.FPDFText_ClosePage(self._text)
        self.page.close()

    # ---- characters ----------------------------------------------------------------------------------------------

    def _codes(self) -> list[int]:
        """The character codes, by one call for all of them where each is one unit of UTF-16."""
        raw, count = self._raw, self.count
        buffer = (ctypes.c_ushort * (count + 1))()
        got = raw.FPDFText_GetText(self._text, 0, count, buffer)
        if got == count + 1:
            codes = list(buffer[:count])
            if not any(0xD800 <= code < 0xE000 for code in codes):
                return codes
        return [raw.FPDFText_GetUnicode(self._text, index) for index in range(count)]

    def runs(self) -> list[Run]:
        """All characters in the order of the stream, as runs; and the count of those that mean nothing.

        Text that is drawn sideways on most of the page turns the frame: the page is then read as its text stands.
        """
        codes = self._codes()
        sideways = self._sideways(codes)
        if sideways:
            old = self.frame
            self.frame = Frame(old.left, old.bottom, old.right, old.top, (old.turns + sideways) % 4)
        self.sideways = sideways
        text, owner, frame = self._text_at, self._quick.owner, self.frame
        loose = self._quick.loose
        rect = self._raw.FS_RECTF()
        pointer = ctypes.byref(rect)
        plain = frame.turns == 0
        x_origin, y_origin = frame.left, frame.top
        found: list[Run] = []
        run: Run | None = None
        run_top = run_bottom = run_right = height = 0.0
        for index, code in enumerate(codes):
            if code in (13, 10):
                continue
            loose(text, index, pointer)
            if plain:
                left, right = rect.left - x_origin, rect.right - x_origin
                top, bottom = y_origin - rect.top, y_origin - rect.bottom
            else:
                left, top, right, bottom = frame.box(rect.left, rect.bottom, rect.right, rect.top)
            if code == 32:
                if right - left < 0.01:
                    continue  # pdfium's own, between pieces that stand apart
                char = " "
            elif code in _HYPHENS:
                char = "-"
            elif code < 32 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
                char = "\ufffd"
            else:
                char = chr(code)
            if run is not None:
                gap = left - run_right
                if (
                    abs(top - run_top) < 0.25 * height
                    and abs(bottom - run_bottom) < 0.25 * height
                    and gap > -0.35 * height
                    and (gap <= _JOINED or (gap <= 0.6 * height and owner(text, index) == owner(text, index - 1)))
                ):
                    run.chars.append((left, right, char))
                    run_right = right
                    if gap > 0.2 * height:
                        run.gappy = True
                    continue
            run = Run([(left, right, char)], top, bottom, len(found), index)
            run_top, run_bottom, run_right = top, bottom, right
            height = max(bottom - top, 1.0)
            found.append(run)
        return self._cleaned(found)

    def _cleaned(self, runs: list[Run]) -> list[Run]:
        """Without blanks at the ends; counts what was printed and what of it means nothing."""
        kept: list[Run] = []
        for run in runs:
            chars = run.chars
            while chars and chars[-1][2].isspace():
                chars.pop()
            start = 0
            while start < len(chars) and chars[start][2].isspace():
                start += 1
            if start:
                del chars[:start]
            if not chars:
                continue
            text = run.text
            self.printed += len(text)
            if self._quick.unmapped(self._text_at, run.source) == 1:
                self.unknown += len(text)
            else:
                self.unknown += len(_UNKNOWN.findall(text))
            if len(chars) == 1:
                angle = self._raw.FPDFText_GetCharAngle(self._text, run.source)
                quarter = round(angle / (math.pi / 2)) + self.frame.turns
                run.turned = quarter % 2 == 1
            run.order = len(kept)
            kept.append(run)
        return kept

    def _sideways(self, codes: list[int]) -> int:
        """Quarter turns that set most of the page's text upright, by a sample of its characters."""
        signs = [index for index, code in enumerate(codes) if code > 32]
        sample = signs[:: max(1, len(signs) // 40)]
        votes = [0, 0, 0, 0]
        for index in sample:
            angle = self._raw.FPDFText_GetCharAngle(self._text, index)
            votes[(round(angle / (math.pi / 2)) + self.frame.turns) % 4] += 1
        best = max(range(4), key=votes.__getitem__)
        return -best % 4 if votes[best] * 10 > sum(votes) * 6 else 0

    def clip(self, run: Run) -> tuple[float, float, float, float] | None:
        """The box in which the file lets this run be seen, or None where nothing hides any of it."""
        raw = self._raw
        thing = raw.FPDFText_GetTextObject(self._text, run.source)
        path = raw.FPDFPageObj_GetClipPath(thing) if thing else None
        paths = raw.FPDFClipPath_CountPaths(path) if path else 0
        box: tuple[float, float, float, float] | None = None
        x, y = ctypes.c_float(), ctypes.c_float()
        for number in range(max(0, paths)):
            xs, ys = [], []
            for index in range(raw.FPDFClipPath_CountPathSegments(path, number)):
                raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, number, index), x, y)
                xs.append(x.value)
                ys.append(y.value)
            if not xs:
                continue
            one = self.frame.box(min(xs), min(ys), max(xs), max(ys))
            inner = box or one
            box = (max(inner[0], one[0]), max(inner[1], one[1]), min(inner[2], one[2]), min(inner[3], one[3]))
        return box

    # ---- lines ---------------------------------------------------------------------------------------------------

    def rules(self) -> tuple[list[Rule], list[Rule]]:
        """Horizontal and vertical ruling lines: strokes, thin filled rectangles, thin pictures."""
        raw = self._raw
        painter = _Painter(raw, self._quick, self.frame)
        page, object_at = _address(self._handle), self._quick.object_at
        for index in range(raw.FPDFPage_CountObjects(self._handle)):
            painter.object(object_at(page, index), None, 0)
        self.pictured = painter.pictured / max(self.frame.width * self.frame.height, 1.0)
        return painter.horizontal, painter.vertical


def _address(pointer: Any) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value


class _Painter:
    """Collects the lines of one page's objects, those inside form objects too."""

    def __init__(self, raw: Any, quick: Any, frame: Frame) -> None:
        self.quick = quick
        self.frame = frame
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.pictured = 0.0
        self._sides = [ctypes.c_float() for _ in range(4)]
        self._by = [ctypes.byref(side) for side in self._sides]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._by_colour = [ctypes.byref(part) for part in self._colour]
        self._dark: list[tuple[float, float, float, float]] = []
        self._matrix = raw.FS_MATRIX()
        self._modes = ctypes.c_int(), ctypes.c_int()
        self._by_modes = [ctypes.byref(mode) for mode in self._modes]

    def object(self, thing: int, outer: Matrix | None, depth: int) -> None:
        quick = self.quick
        kind = quick.kind(thing)
        if kind == _PATH:
            self._path(thing, outer)
        elif kind == _IMAGE:
            box = self._bounds(thing, outer)
            if box is not None:
                self._thin(box, 0.0)
                self.pictured += (box[2] - box[0]) * (box[3] - box[1])
        elif kind == _FORM and depth < 8:
            inner = _times(self._matrix_of(thing), outer)
            for index in range(quick.inner_count(thing)):
                self.object(quick.inner(thing, index), inner, depth + 1)

    def _bounds(self, thing: int, outer: Matrix | None) -> tuple[float, float, float, float] | None:
        if not self.quick.bounds(thing, *self._by):
            return None
        left, bottom, right, top = [side.value for side in self._sides]
        if outer is not None:
            corners = [_at(outer, x, y) for x in (left, right) for y in (bottom, top)]
            left, right = min(x for x, _ in corners), max(x for x, _ in corners)
            bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        return self.frame.box(left, bottom, right, top)

    def _matrix_of(self, thing: int) -> Matrix:
        self.quick.matrix(thing, ctypes.byref(self._matrix))
        one = self._matrix
        return one.a, one.b, one.c, one.d, one.e, one.f

    def _visible(self, thing: int, stroked: bool) -> bool:
        """Whether a colour other than white is painted."""
        if not (self.quick.stroke if stroked else self.quick.fill)(thing, *self._by_colour):
            return True  # a pattern
        red, green, blue, alpha = [part.value for part in self._colour]
        return alpha > 0 and (red < _WHITE or green < _WHITE or blue < _WHITE)

    def _is_dark(self) -> bool:
        """Whether the colour asked for last is next to black."""
        return max(part.value for part in self._colour[:3]) < _DARK

    def _sides_of(self, box: tuple[float, float, float, float]) -> None:
        """The sides of a white cell on a dark ground, which shines through between the cells."""
        left, top, right, bottom = box
        self.horizontal += [Rule(top, left, right), Rule(bottom, left, right)]
        self.vertical += [Rule(left, top, bottom), Rule(right, top, bottom)]

    def _path(self, thing: int, outer: Matrix | None) -> None:
        box = self._bounds(thing, outer)
        if box is None:
            return
        width, height = box[2] - box[0], box[3] - box[1]
        if width < 1.5 and height < 1.5:
            return
        self.quick.mode(thing, *self._by_modes)
        filled, stroked = [bool(mode.value) for mode in self._modes]
        stroked = stroked and self._visible(thing, True)
        thick = min(width, height)
        if not stroked and not (filled and self._visible(thing, False)):
            if filled and thick > _THIN and any(_holds(dark, box) for dark in self._dark):
                self._sides_of(box)
            return
        if filled and not stroked and thick > _THIN and max(width, height) > _GROUND and self._is_dark():
            self._dark.append(box)
        if thick <= _THIN and self.quick.segments(thing) <= 5:
            # pdfium's bounds of a stroke go beyond its ends
            self._thin(box, thick / 2 if stroked else 0.0)
            return
        matrix = _times(self._matrix_of(thing), outer)
        for points, closed in self._subpaths(thing, matrix):
            self._subpath(points, closed, stroked)

    def _thin(self, box: tuple[float, float, float, float], beyond: float) -> None:
        left, top, right, bottom = box
        if bottom - top <= _THIN and right - left > bottom - top:
            self.horizontal.append(Rule((top + bottom) / 2, left + beyond, right - beyond))
        elif right - left <= _THIN and bottom - top > right - left:
            self.vertical.append(Rule((left + right) / 2, top + beyond, bottom - beyond))

    def _subpaths(self, thing: int, matrix: Matrix | None) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """Points of each subpath on the page, one that is no number within a curve; and whether it is closed."""
        quick = self.quick
        x, y = ctypes.c_float(), ctypes.c_float()
        by_x, by_y = ctypes.byref(x), ctypes.byref(y)
        points: list[tuple[float, float]] = []
        closed = False
        count = quick.segments(thing)
        if count > 20000:
            return
        for index in range(count):
            segment = quick.segment(thing, index)
            kind = quick.segment_kind(segment)
            quick.point(segment, by_x, by_y)
            if kind == 2:  # begins a subpath
                if len(points) > 1:
                    yield points, closed
                points, closed = [], False
            spot = (x.value, y.value) if matrix is None else _at(matrix, x.value, y.value)
            left, top, _, _ = self.frame.box(*spot, *spot)
            points.append((left, top))
            if kind == 1:  # a curve
                points.append((math.nan, math.nan))
                points.append((left, top))
            closed = closed or bool(quick.closes(segment))
        if len(points) > 1:
            yield points, closed

    def _subpath(self, points: list[tuple[float, float]], closed: bool, stroked: bool) -> None:
        if not stroked:
            xs = [x for x, _ in points]
            ys = [y for _, y in points]
            if len(points) <= 6 and not any(map(math.isnan, xs)):
                self._thin((min(xs), min(ys), max(xs), max(ys)), 0.0)
            return
        if closed and points[0] != points[-1]:
            points = [*points, points[0]]
        for (x, y), (u, v) in itertools.pairwise(points):
            if abs(y - v) < 0.5 and abs(x - u) > 1:
                self.horizontal.append(Rule((y + v) / 2, min(x, u), max(x, u)))
            elif abs(x - u) < 0.5 and abs(y - v) > 1:
                self.vertical.append(Rule((x + u) / 2, min(y, v), max(y, v)))


def _holds(outer: tuple[float, float, float, float], inner: tuple[float, float, float, float]) -> bool:
    return (
        outer[0] - 1 <= inner[0] and outer[1] - 1 <= inner[1] and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1
    )


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(inner: Matrix, outer: Matrix | None) -> Matrix | None:
    """First the inner, then the outer transformation; None for no change at all."""
    if outer is not None:
        a, b, c, d, e, f = inner
        p, q, r, s, t, u = outer
        inner = (
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        )
    return None if inner == (1.0, 0.0, 0.0, 1.0, 0.0, 0.0) else inner
