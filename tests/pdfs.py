"""Writes small PDF files: lines, rectangles and text, placed as a test needs them.

Positions are in points from the upper left corner of the page. The font is a standard Chinese one that is not embedded;
its codes are UTF-16, a Chinese character is as wide as the type is high, all others half as wide.
"""

import hashlib
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0
_NARROW = range(0x20, 0x7F)


def width_of(text: str, size: float = 10) -> float:
    return sum(size / 2 if ord(char) in _NARROW else size for char in text)


@dataclass
class Sheet:
    """One page: drawing operators are appended to ``parts``."""

    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    meaning: bool = True  # whether the font says what its characters mean
    parts: list[str] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)  # matrix and content of form objects
    picture: bool = False

    def _y(self, y: float) -> float:
        return self.height - y

    def raw(self, operators: str) -> "Sheet":
        self.parts.append(operators)
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, dash: str = "") -> "Sheet":
        mark = f"[{dash}] 0 d " if dash else ""
        return self.raw(f"q {mark}{width} w {x0:g} {self._y(y0):g} m {x1:g} {self._y(y1):g} l S Q")

    def bar(self, x0: float, y0: float, x1: float, y1: float, paint: str = "f", colour: str = "0 g") -> "Sheet":
        """A rectangle; paint: f filled, S stroked."""
        return self.raw(f"q {colour} {x0:g} {self._y(y1):g} {x1 - x0:g} {y1 - y0:g} re {paint} Q")

    def text(self, x: float, y: float, text: str, size: float = 10, turn: int = 0) -> "Sheet":
        """Text whose first character stands at x, on a baseline at y; turn: degrees against the clock."""
        matrix = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[turn]
        code = text.encode("utf-16-be").hex()
        return self.raw(f"BT /F1 {size:g} Tf {matrix} {x:g} {self._y(y):g} Tm <{code}> Tj ET")

    def clipped(
        self, box: tuple[float, float, float, float], x: float, y: float, text: str, size: float = 10
    ) -> "Sheet":
        """Text of which only what lies inside the box (left, top, right, bottom) is to be seen."""
        left, top, right, bottom = box
        self.raw(f"q {left:g} {self._y(bottom):g} {right - left:g} {bottom - top:g} re W n")
        self.text(x, y, text, size)
        return self.raw("Q")

    def grid(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        rows: Iterable[Sequence[str | None]],
        *,
        style: str = "line",
        size: float = 10,
        horizontal: bool = True,
        vertical: bool = True,
    ) -> "Sheet":
        """A table. None: the cell belongs to the one on its left, "^" to the one above; \\n begins a new line in a cell.

        style: line, dashed, dots, double, bars, boxes (each cell a stroked rectangle), path (all lines in one path),
        none (the texts only).
        """
        cells = [list(row) for row in rows]

        def text_at(row: int, column: int) -> str | None:
            return cells[row][column]

        segments = []
        for j, y in enumerate(ys):
            for i in range(len(xs) - 1):
                inside = 0 < j < len(ys) - 1
                covered = inside and _above(cells, j, i)
                if not covered and (horizontal or not inside):
                    segments.append((xs[i], y, xs[i + 1], y))
        for i, x in enumerate(xs):
            for j in range(len(ys) - 1):
                inside = 0 < i < len(xs) - 1
                if not (inside and text_at(j, i) is None) and (vertical or not inside):
                    segments.append((x, ys[j], x, ys[j + 1]))
        self._draw(segments, style)
        for j, row in enumerate(cells):
            for i, text in enumerate(row):
                if not text or text == "^":
                    continue
                for number, piece in enumerate(text.split("\n")):
                    self.text(xs[i] + 3, ys[j] + size + 3 + number * size * 1.2, piece, size)
        return self

    def _draw(self, segments: list[tuple[float, float, float, float]], style: str) -> None:
        if style == "none":
            return
        if style == "path":
            inner = " ".join(f"{a:g} {self._y(b):g} m {c:g} {self._y(d):g} l" for a, b, c, d in segments)
            self.raw(f"0.5 w {inner} S")
            return
        for a, b, c, d in segments:
            flat = b == d
            if style == "line":
                self.line(a, b, c, d)
            elif style == "dashed":
                self.line(a, b, c, d, dash="3 2")
            elif style == "double":
                shift = (0, 0.9) if flat else (0.9, 0)
                self.line(a - shift[0], b - shift[1], c - shift[0], d - shift[1])
                self.line(a + shift[0], b + shift[1], c + shift[0], d + shift[1])
            elif style == "bars":
                self.bar(a - 0.25, b - 0.25, c + 0.25, d + 0.25)
            elif style == "boxes":
                self.bar(a, b, max(c, a + 0.01), max(d, b + 0.01), paint="S")
            elif style == "dots":
                length, at = (c - a if flat else d - b), 0.0
                while at < length:
                    end = min(at + 2, length)
                    self.line(*((a + at, b, a + end, d) if flat else (a, b + at, c, b + end)))
                    at += 4
            else:
                raise ValueError(style)


def _above(cells: list[list[str | None]], row: int, column: int) -> bool:
    """Whether the unit cell belongs to the one above it, by itself or with the merged cell that it belongs to."""
    while cells[row][column] is None and column > 0:
        column -= 1
    return cells[row][column] == "^"


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


class _Lock:
    """The oldest of the file format's ciphers: enough to be asked for a password."""

    _PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")

    def __init__(self, password: str) -> None:
        padded = (password.encode() + self._PAD)[:32]
        self.owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
        self.key = hashlib.md5(padded + self.owner + (0xFFFFFFFC).to_bytes(4, "little") + bytes(16)).digest()[:5]
        self.user = _rc4(self.key, self._PAD)

    def entry(self) -> bytes:
        values = f"/O<{self.owner.hex()}>/U<{self.user.hex()}>"
        return f"/Encrypt<</Filter/Standard/V 1/R 2{values}/P -4>>/ID[<{bytes(16).hex()}><{bytes(16).hex()}>]".encode()

    def locked(self, number: int, body: bytes) -> bytes:
        key = hashlib.md5(self.key + number.to_bytes(3, "little") + bytes(2)).digest()[:10]
        entries, mark, rest = body.partition(b"\nstream\n")
        entries = re.sub(rb"\((\w+)\)", lambda found: b"<%s>" % _rc4(key, found[1]).hex().encode(), entries)
        data = rest.removesuffix(b"\nendstream")
        return entries + mark + _rc4(key, data) + b"\nendstream" if mark else entries


def pdf(*sheets: Sheet, password: str = "") -> bytes:
    """The file."""
    objects: list[bytes] = [b"", b""]  # catalogue and page tree come last

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(entries: str, data: bytes) -> int:
        packed = zlib.compress(data)
        return add(
            f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n".encode() + packed + b"\nendstream"
        )

    described = add(
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 700/StemV 80>>"
    )

    def font(encoding: str, ordering: str, kind: int) -> int:
        inner = add(
            f"<</Type/Font/Subtype/CIDFontType{kind}/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)"
            f"/Ordering({ordering})/Supplement 2>>/DW 1000/W[1[{'500 ' * 95}] 814[{'500 ' * 96}]]"
            f"/FontDescriptor {described} 0 R>>".encode()
        )
        base = f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}"
        return add(f"{base}/DescendantFonts[{inner} 0 R]>>".encode())

    plain, blind = font("UniGB-UTF16-H", "GB1", 0), font("Identity-H", "Identity", 2)
    pages = []
    for sheet in sheets:
        use = plain if sheet.meaning else blind
        resources = f"/Resources<</Font<</F1 {use} 0 R>>"
        names = []
        for number, (matrix, drawn) in enumerate(sheet.forms):
            form = stream(
                f"/Type/XObject/Subtype/Form/BBox[-2000 -2000 2000 2000]/Matrix[{matrix}]{resources}>>",
                drawn.encode(),
            )
            names.append(f"/X{number} {form} 0 R")
        if sheet.picture:
            grey = b"\x80" * 64
            kind = "/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8"
            names.append(f"/Im {stream(kind, grey)} 0 R")
            sheet.raw(f"q {sheet.width:g} 0 0 {sheet.height:g} 0 0 cm /Im Do Q")
        content = stream("", "\n".join(sheet.parts).encode())
        pages.append(
            add(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width:g} {sheet.height:g}]/Rotate {sheet.rotate}"
                f"{resources}/XObject<<{' '.join(names)}>>>>/Contents {content} 0 R>>".encode()
            )
        )
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(f'{page} 0 R' for page in pages)}]/Count {len(pages)}>>".encode()
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    lock = _Lock(password) if password else None
    if lock is not None:
        objects = [lock.locked(number, body) for number, body in enumerate(objects, 1)]
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for offset in offsets:
        out += f"{offset:010d} 00000 n \n".encode()
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R".encode() + (lock.entry() if lock else b"")
    out += f">>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
