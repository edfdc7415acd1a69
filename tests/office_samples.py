"""Builders of small office files for the reader tests: compound files, .xls streams, .xlsx packages, zip archives."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes], small: bool = False) -> bytes:
    """A compound file. small: streams under 4096 bytes go into the small sectors, else they are filled up."""
    sectors: list[bytes] = []
    table: list[int] = []

    def add(data: bytes) -> int:
        if not data:
            return END
        first = len(sectors)
        pieces = [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)]
        sectors.extend(pieces)
        table.extend([*range(first + 1, first + len(pieces)), END])
        return first

    entries: list[tuple[str, int, int, int]] = []
    mini, mini_table = b"", list[int]()
    for name, data in streams.items():
        if small:
            first, count = len(mini) // 64, -(-len(data) // 64)
            mini += data.ljust(count * 64, b"\0")
            mini_table += [*range(first + 1, first + count), END]
            entries.append((name, 2, first, len(data)))
        else:
            data = data.ljust(4096, b"\0")
            entries.append((name, 2, add(data), len(data)))
    entries.insert(0, ("Root Entry", 5, add(mini), len(mini)))
    mini_start = add(b"".join(struct.pack("<I", number) for number in mini_table))
    directory = b""
    for name, kind, start, size in entries:
        raw = name.encode("utf-16-le") + b"\0\0"
        directory += raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw), kind, 1, FREE, FREE, FREE)
        directory += bytes(36) + struct.pack("<IQ", start, size)
    directory_start = add(directory)
    tables = 1
    while len(table) + tables > tables * 128:
        tables += 1
    places = range(len(sectors), len(sectors) + tables)
    table += [TABLE] * tables
    table += [FREE] * (tables * 128 - len(table))
    sectors += [struct.pack("<128I", *table[at : at + 128]) for at in range(0, len(table), 128)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack(
        "<9I", 0, tables, directory_start, 0, 4096, mini_start if mini_table else END, bool(mini_table), END, 0
    )
    head += struct.pack("<109I", *places, *[FREE] * (109 - tables))
    return head + b"".join(sectors)


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def biff(
    formats: Sequence[str], rows: Sequence[Sequence[object]], hidden: Sequence[int] = (), extra: bytes = b""
) -> bytes:
    """The Workbook stream of an .xls with one sheet; a number cell is (value, number of its format)."""

    def text(value: str, wide: str) -> bytes:
        return struct.pack(wide, len(value)) + b"\1" + value.encode("utf-16-le")

    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)) + extra + record(0x42, struct.pack("<H", 1200))
    start += record(0x22, b"\0\0")
    for number, code in enumerate(formats):
        start += record(0x41E, struct.pack("<H", 164 + number) + text(code, "<H"))
    start += record(0xE0, struct.pack("<HH", 0, 0) + bytes(16))
    for number in range(len(formats)):
        start += record(0xE0, struct.pack("<HH", 0, 164 + number) + bytes(16))
    name = text("目标表", "<B")
    size = len(start) + len(record(0x85, bytes(6) + name)) + len(record(0x0A))
    start += record(0x85, struct.pack("<IH", size, 0) + name) + record(0x0A)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    for row in hidden:
        sheet += record(0x208, struct.pack("<HHHHIBBH", row, 0, 9, 255, 0, 0x20, 1, 15))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                sheet += record(0x204, struct.pack("<HHH", row, column, 0) + text(cell, "<H"))
            elif isinstance(cell, tuple):
                value, style = cell
                if value is None:
                    sheet += record(0x205, struct.pack("<HHHBB", row, column, style, 0x2A, 1))
                elif style < 0:  # the result of a formula is the error 1/0
                    sheet += record(0x06, struct.pack("<HHHBBBBHH", row, column, 0, 2, 0, 7, 0, 0, 0xFFFF) + bytes(8))
                elif value == int(value):
                    number = (int(value) << 2 | 2) & 0xFFFFFFFF
                    sheet += record(0xBD, struct.pack("<HHHIH", row, column, style, number, column))
                else:
                    sheet += record(0x203, struct.pack("<HHHd", row, column, style, value))
    sheet += record(0xE5, struct.pack("<H4H", 1, 0, 0, 0, 2))  # the title over three columns
    return start + sheet + record(0x0A)


def archive(members: Mapping[str, bytes | str]) -> bytes:
    """A zip; names as Python writes them."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return data.getvalue()


def gbk_archive(members: Mapping[str, bytes]) -> bytes:
    """A zip as Windows writes it: names in GBK, and no flag that says so."""
    swapped = {f"{number:02d}".ljust(len(name.encode("gb18030")), "_"): name for number, name in enumerate(members)}
    data = archive({stand_in: members[name] for stand_in, name in swapped.items()})
    for stand_in, name in swapped.items():
        data = data.replace(stand_in.encode(), name.encode("gb18030"))
    return data


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def raw_xlsx(sheet: str, styles: str = "", state: str = "visible") -> bytes:
    """A package around the XML of sheetData and what follows it; without programs that would tidy it up."""
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="目标表" sheetId="1" state="{state}" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SPREADSHEET}">{sheet}</worksheet>',
    }
    if styles:
        members["xl/styles.xml"] = f'<styleSheet xmlns="{SPREADSHEET}">{styles}</styleSheet>'
    return archive(members)
