"""Sheets whose own XML has the text as displayed: OpenDocument (ods) and Excel's XML table of 2003."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from ..errors import UnreadableError
from ..model import Merge
from .formats import Value, shown
from .looks import MOST_CELLS, SCATTERED

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_MOST_BYTES = 1 << 30
# name, cells, top, left, merges, hidden rows, hidden: what excel.Sheet is made of
Parts = tuple[str, list[list[str]], int, int, list[Merge], set[int], bool]


def sheets(data: bytes, form: str, where: str) -> Iterator[Parts]:
    """The sheets of an ods package or an XML table.

    Raises:
        UnreadableError: where it is damaged, locked or too large.
    """
    from lxml import etree

    damaged = UnreadableError(f"{where} 已损坏或下载不完整（表格文件），请重新下载，或用 Excel、WPS 打开后另存为 xlsx")
    if form == "ods":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                if package.getinfo("content.xml").file_size > _MOST_BYTES:
                    raise UnreadableError(f"{where} 解开后超过 1 GB，无法读取，请拆分后再试")
                if b"encryption-data" in package.read("META-INF/manifest.xml"):
                    raise UnreadableError(f"{where} 设有打开密码，请输入密码打开，取消密码后另存")
                data = package.read("content.xml")
        except (
            zipfile.BadZipFile,
            zlib.error,
            KeyError,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            ValueError,
        ):
            raise damaged from None
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        raise damaged from None
    yield from _open_document(root, where) if form == "ods" else _excel_2003(root, where)


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _get(element: Any, name: str) -> str:
    """An attribute whatever its namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _count(element: Any, name: str, most: int) -> int:
    text = _get(element, name)
    return min(max(int(text), 1), most) if text.isdigit() else 1


class _Cells:
    """Texts by place; dense only when all are known, so that a million repeated empty rows cost nothing."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.texts: dict[tuple[int, int], str] = {}
        self.merges: list[Merge] = []
        self.hidden: set[int] = set()

    def parts(self, name: str, hidden: bool) -> Parts:
        if not self.texts:
            return name, [], 0, 0, [], set(), hidden
        rows = [row for row, _ in self.texts]
        columns = [column for _, column in self.texts]
        top, left = min(rows), min(columns)
        height, width = max(rows) - top + 1, max(columns) - left + 1
        if height * width > MOST_CELLS:
            raise UnreadableError(SCATTERED.format(self.where, name))
        cells = [[""] * width for _ in range(height)]
        for (row, column), text in self.texts.items():
            cells[row - top][column - left] = text
        return name, cells, top, left, self.merges, self.hidden, hidden


def _open_document(root: Any, where: str) -> Iterator[Parts]:
    hidden_styles = {
        _get(style, "name")
        for style in root.iter("{*}style")
        if any(_get(inner, "display") == "false" for inner in style if _local(inner) == "table-properties")
    }
    for table in root.iter("{*}table"):
        if any(_local(above) in ("table-cell", "content-validation") for above in table.iterancestors()):
            continue
        cells = _Cells(where)
        row = 0
        for line in table.iter("{*}table-row"):
            if next((above for above in line.iterancestors() if _local(above) == "table"), None) is not table:
                continue
            times = _count(line, "number-rows-repeated", _MOST_ROWS)
            found = list(_open_row(line, row, cells))
            if _get(line, "visibility") in ("collapse", "filter"):
                cells.hidden.update(range(row, row + min(times, 10_000)))
            for number in range(min(times, 10_000) if found else 0):
                cells.texts.update({(row + number, column): text for column, text in found})
            row += times
        yield cells.parts(_get(table, "name"), _get(table, "style-name") in hidden_styles)


def _open_row(line: Any, row: int, cells: _Cells) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in line:
        if _local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        times = _count(cell, "number-columns-repeated", _MOST_COLUMNS)
        text = "\n".join(_text(part) for part in cell if _local(part) == "p")
        if text.strip() and _local(cell) == "table-cell":
            for number in range(min(times, 1_000)):
                yield column + number, text
        down = _count(cell, "number-rows-spanned", _MOST_ROWS)
        across = _count(cell, "number-columns-spanned", _MOST_COLUMNS)
        if down > 1 or across > 1:
            cells.merges.append(Merge(row, column, row + down - 1, column + across - 1))
        column += times


def _text(part: Any) -> str:
    """Printed text of a paragraph: blanks and breaks are elements, notes are left out."""
    out = [part.text or ""]
    for inner in part:
        kind = _local(inner)
        if kind == "s":
            out.append(" " * _count(inner, "c", 100))
        elif kind in ("tab", "line-break"):
            out.append("\t" if kind == "tab" else "\n")
        elif kind and kind not in ("annotation", "note"):
            out.append(_text(inner))
        out.append(inner.tail or "")
    return "".join(out)


_NAMED_FORMATS = {
    "Percent": "0.00%",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Short Date": "yyyy/m/d",
    "Medium Date": "d-mmm-yy",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "General Date": "yyyy/m/d h:mm",
    "Short Time": "h:mm",
    "Long Time": "h:mm:ss",
    "Scientific": "0.00E+00",
    "General Number": "General",
}


def _excel_2003(root: Any, where: str) -> Iterator[Parts]:
    codes: dict[str, str] = {}
    for style in root.iter("{*}Style"):
        for inner in style:
            if _local(inner) == "NumberFormat" and (code := _get(inner, "Format")):
                codes[_get(style, "ID")] = _NAMED_FORMATS.get(code, code)
    for sheet in root.iter("{*}Worksheet"):
        cells = _Cells(where)
        row = -1
        for line in sheet.iter("{*}Row"):
            row = _count(line, "Index", _MOST_ROWS) - 1 if _get(line, "Index") else row + 1
            if _get(line, "Hidden") == "1":
                cells.hidden.add(row)
            column = -1
            for cell in (inner for inner in line if _local(inner) == "Cell"):
                column = _count(cell, "Index", _MOST_COLUMNS) - 1 if _get(cell, "Index") else column + 1
                data = next((inner for inner in cell if _local(inner) == "Data"), None)
                style_name = _get(cell, "StyleID") or _get(line, "StyleID")
                if data is not None and (text := _data(data, codes.get(style_name, "General"))).strip():
                    cells.texts[row, column] = text
                down, across = _span(cell, "MergeDown"), _span(cell, "MergeAcross")
                if down or across:
                    cells.merges.append(Merge(row, column, row + down, column + across))
                column += across
        visible = next((inner.text for inner in sheet.iter("{*}Visible")), "")
        yield cells.parts(_get(sheet, "Name"), bool(visible and visible != "SheetVisible"))


def _span(cell: Any, name: str) -> int:
    text = _get(cell, name)
    return min(int(text), _MOST_COLUMNS) if text.isdigit() else 0


def _data(data: Any, code: str) -> str:
    from datetime import datetime

    text = "".join(data.itertext())
    value: Value = text
    try:
        if _get(data, "Type") == "Number":
            value = float(text)
        elif _get(data, "Type") == "DateTime":
            value = datetime.fromisoformat(text)
        elif _get(data, "Type") == "Boolean":
            value = text == "1"
    except ValueError:
        return text
    return shown(value, code)
