"""How the cells of an Excel file look: number formats, error values, hidden rows; python-calamine gives values only.

For xlsx and xlsm from the sheet's XML, for xls from the records of its stream. Everything here is an addition: a file
that cannot be followed gives no looks, and its numbers are shown like General.
"""

import html
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from .formats import BUILT_IN, is_plain

Spot = tuple[int, int]  # row and column, 0-based
MOST_CELLS = 30_000_000  # of a sheet; more than this fills the memory, and is a stray cell far out
SCATTERED = "{} 的工作表“{}”有内容散落在很远的行列，范围过大，请删去多余的空行空列后另存"


@dataclass(slots=True)
class Look:
    """codes: row → column → format, of the number cells that have one. errors: what error cells show. hidden: rows.

    area: cells that a dense copy of the sheet takes, 0 for unknown.
    """

    codes: dict[int, dict[int, str]] = field(default_factory=dict)
    errors: dict[Spot, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    area: int = 0


# ---- xlsx ------------------------------------------------------------------------------------------------------------

_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_IN_ORDER = b'<c r="'  # how nearly all programs begin a cell
_NAMELESS = re.compile(rb"<(?:\w+:)?c(?:\s(?![^<>]*\br\s*=)[^<>]*)?/?>")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*\bt=[\"']e[\"'])[^<>]*\br=[\"']([A-Z]+)(\d+)[\"'][^<>]*>(.*?)</(?:\w+:)?c>", re.S
)
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s(?=[^<>]*\bhidden=[\"'](?:1|true)[\"'])[^<>]*\br=[\"'](\d+)[\"']")
_SHOWN_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_FAR_COLUMN = re.compile(rb" r=[\"'][A-Z]{3}\d")
_FILLED = re.compile(rb"<(?:\w+:)?c\s[^<>]*\br=[\"']([A-Z]+)(\d+)[\"'][^<>]*(?<!/)>(?!</)")
_FORMATS = re.compile(rb"<(?:\w+:)?numFmt\s([^<>]*)>")
_CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.S)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b([^<>]*)>")


def _attributes(tag: bytes) -> dict[str, str]:
    found = ((name, double or single) for name, double, single in _ATTRIBUTE.findall(tag))
    return {name.decode(): html.unescape(value.decode("utf-8", "replace")) for name, value in found}


def of_xlsx(package: zipfile.ZipFile) -> dict[str, Look]:
    """Looks of each sheet, by its name."""
    return {name: _sheet(package.read(part), styles) for styles in [_styles(package)] for name, part in parts(package)}


def parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(sheet's name, its part of the package), in the workbook's order."""
    names = {name.lower(): name for name in package.namelist()}
    book = names.get("xl/workbook.xml", "xl/workbook.xml")
    relations = names.get("xl/_rels/workbook.xml.rels", "xl/_rels/workbook.xml.rels")
    if book not in package.namelist() or relations not in package.namelist():
        return
    targets: dict[str, str] = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\s([^<>]*)>", package.read(relations)):
        pairs = _attributes(tag)
        target = pairs.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        targets[pairs.get("Id", "")] = names.get(whole.lower(), whole)
    for tag in re.findall(rb"<(?:\w+:)?sheet\s([^<>]*)>", package.read(book)):
        pairs = _attributes(tag)
        number = next((value for name, value in pairs.items() if name.endswith(":id")), "")
        if targets.get(number) in package.namelist():
            yield pairs.get("name", ""), targets[number]


def _styles(package: zipfile.ZipFile) -> dict[int, str]:
    """Number of a style → its format, for those that change how a number looks."""
    part = next((name for name in package.namelist() if name.lower() == "xl/styles.xml"), None)
    if part is None:
        return {}
    data = package.read(part)
    codes = dict(BUILT_IN)
    for tag in _FORMATS.findall(data):
        pairs = _attributes(tag)
        if pairs.get("numFmtId", "").isdigit():
            codes[int(pairs["numFmtId"])] = pairs.get("formatCode", "General")
    block = _CELL_STYLES.search(data)
    found: dict[int, str] = {}
    for number, tag in enumerate(_STYLE.findall(block.group()) if block else []):
        code = codes.get(int(_attributes(tag).get("numFmtId", "0") or 0), "General")
        if not is_plain(code):
            found[number] = code
    return found


def _sheet(data: bytes, styles: dict[int, str]) -> Look:
    look = Look()
    if b"hidden=" in data:
        look.hidden = {int(number) - 1 for number in _HIDDEN_ROW.findall(data)}
    usual = data.count(_IN_ORDER) == data.count(b"<c ") and b"<c>" not in data and b":c " not in data
    if not usual and _NAMELESS.search(data):
        data = b"".join(_named(data))
    look.area = _area(data)
    if b't="e"' in data or b"t='e'" in data:
        for letters, number, inner in _ERROR.findall(data):
            shown = _SHOWN_VALUE.search(inner)
            look.errors[int(number) - 1, column_number(letters)] = shown.group(1).decode() if shown else "#VALUE!"
    if styles:
        numbers = b"|".join(str(number).encode() for number in styles)
        quick = re.compile(rb'<c r="([A-Z]+)(\d+)" s="(' + numbers + rb')"(?: t="n")?>')
        cell = re.compile(
            rb"<(?:\w+:)?c\s(?=[^<>]*\bs=[\"'](" + numbers + rb")[\"'])(?![^<>]*\bt=[\"'](?:s|str|inlineStr|b|e)[\"'])"
            rb"[^<>]*\br=[\"']([A-Z]+)(\d+)[\"'][^<>]*(?<!/)>"
        )
        by_text = {str(number).encode(): code for number, code in styles.items()}
        columns: dict[bytes, int] = {}
        if usual and b' t="n" s="' not in data and b' cm="' not in data:
            found = [(style, letters, row) for letters, row, style in quick.findall(data)]
        else:
            found = cell.findall(data)
        last, line = b"", dict[int, str]()
        for style, letters, row in found:
            column = columns.get(letters)
            if column is None:
                column = columns[letters] = column_number(letters)
            if row != last:
                last = row
                line = look.codes.setdefault(int(row) - 1, {})
            line[column] = by_text[style]
    return look


def _named(data: bytes) -> Iterator[bytes]:
    """The same tags with a name in every cell; some programs leave them out and count on the order."""
    row, column, end = -1, -1, 0
    for match in re.finditer(rb"<(?:\w+:)?(row|c)\b([^<>]*?)(/?)>", data):
        pairs = _attributes(match.group(2))
        if match.group(1) == b"row":
            row, column = (int(pairs["r"]) - 1 if pairs.get("r", "").isdigit() else row + 1), -1
            continue
        named = re.fullmatch(r"([A-Z]+)\d+", pairs.get("r", ""))
        column = column_number(named.group(1).encode()) if named else column + 1
        if not named:
            yield data[end : match.start()]
            end = match.end()
            name = f'r="{column_letters(column)}{row + 1}"'.encode()
            yield b"<c " + name + b" " + match.group(2) + match.group(3) + b">"
    yield data[end:]


def column_number(letters: bytes) -> int:
    """0-based number of a column: 0 of A, 26 of AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def column_letters(number: int) -> str:
    """Letters of a column: A of 0, AA of 26."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _area(data: bytes) -> int:
    """Cells between the first and the last that hold anything, roughly: what a dense copy of the sheet takes."""
    rows = max((int(number) for number in re.findall(rb"\br=[\"'][A-Z]+(\d+)[\"']", data[-100_000:])), default=0)
    if rows * 702 < MOST_CELLS and not _FAR_COLUMN.search(data):
        return rows * 702
    spots = [(int(row), column_number(letters) + 1) for letters, row in _FILLED.findall(data)]
    return max((row for row, _ in spots), default=0) * max((column for _, column in spots), default=0)


# ---- xls -------------------------------------------------------------------------------------------------------------

_FILE_PASSWORD, _FORMAT, _FORMAT_8, _XF, _SHEET, _BOF = 0x2F, 0x1E, 0x41E, 0xE0, 0x85, 0x809
_NUMBER, _RK, _MULTIPLE_RK, _FORMULA, _ERROR_CELL, _ROW, _EOF, _EXTENT = (
    0x203,
    0x27E,
    0xBD,
    0x06,
    0x205,
    0x208,
    0x0A,
    0x200,
)
# Every record of a cell that calamine reads; numbers, texts, blanks, results.
_CELLS = frozenset(
    [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x201, 0x203, 0x204, 0x205, 0x206, 0x27E, 0xBD, 0xBE, 0xD6, 0xFD]
)
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def records(data: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of each record from a position on; a record that is cut off ends it."""
    while start + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, start)
        body = data[start + 4 : start + 4 + size]
        if len(body) < size:
            return
        yield kind, body
        start += 4 + size


def is_locked(stream: bytes) -> bool:
    """Whether the stream of an .xls is written with a password."""
    for kind, _ in records(stream):
        if kind == _FILE_PASSWORD:
            return True
        if kind == _EOF:
            break
    return False


def of_xls(stream: bytes) -> list[Look]:
    """Looks of each sheet, in the workbook's order."""
    codes = dict(BUILT_IN)
    styles: list[int] = []
    starts: list[int] = []
    for kind, body in records(stream):
        if kind in (_FORMAT, _FORMAT_8) and len(body) > 3:
            number = struct.unpack_from("<H", body)[0]
            codes[number] = _format_text(body[2:], kind == _FORMAT_8 and stream[4:6] == b"\x00\x06")
        elif kind == _XF and len(body) >= 4:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _SHEET and len(body) >= 6:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == _EOF:
            break
    by_style = {number: code for number, at in enumerate(styles) if not is_plain(code := codes.get(at, "General"))}
    return [_xls_sheet(stream, start, by_style) for start in starts]


def _format_text(body: bytes, unicode: bool) -> str:
    if not unicode:
        return body[1 : 1 + body[0]].decode("gb18030", "replace")
    length, wide = struct.unpack_from("<HB", body)
    return (
        body[3 : 3 + 2 * length].decode("utf-16-le", "replace") if wide & 1 else body[3 : 3 + length].decode("latin-1")
    )


def _xls_sheet(stream: bytes, start: int, styles: dict[int, str]) -> Look:
    look = Look()
    depth = 0
    for kind, body in records(stream, start):
        if kind == _BOF:
            depth += 1  # a chart in the sheet is a sheet within
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth > 1:
            continue
        if kind in _CELLS and len(body) >= 4 and struct.unpack_from("<H", body, 2)[0] > 255:
            look.area = MOST_CELLS + 1  # no such column: a damaged number, and memory for a copy up to it
        if kind == _EXTENT and len(body) in (10, 14):
            # calamine takes this much memory before it reads a cell, and a damaged figure ends the process
            top, bottom, left, right = struct.unpack_from("<IIHH" if len(body) == 14 else "<HHHH", body)
            backwards = bottom < top or right < left
            look.area = max(look.area, MOST_CELLS + 1 if backwards else (bottom - top) * (right - left))
        elif kind in (_NUMBER, _RK, _FORMULA, _ERROR_CELL) and len(body) >= 8:
            row, column, style = struct.unpack_from("<HHH", body)
            if style in styles:
                look.codes.setdefault(row, {})[column] = styles[style]
            if kind == _ERROR_CELL and body[7]:
                look.errors[row, column] = _ERRORS.get(body[6], "#VALUE!")
            elif kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
                look.errors[row, column] = _ERRORS.get(body[8], "#VALUE!")
        elif kind == _MULTIPLE_RK and len(body) >= 6:
            row, first = struct.unpack_from("<HH", body)
            for number in range((len(body) - 6) // 6):
                style = struct.unpack_from("<H", body, 4 + 6 * number)[0]
                if style in styles:
                    look.codes.setdefault(row, {})[first + number] = styles[style]
        elif kind == _ROW and len(body) >= 16 and body[12] & 0x20:
            look.hidden.add(struct.unpack_from("<H", body)[0])
    return look
