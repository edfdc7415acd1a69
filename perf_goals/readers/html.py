"""Web pages of government sites, and what Word and Excel save as a page: .html, .mht, and .doc or .xls that are one.

Layout tables are dissolved: what stands in their cells is read in order, and only tables of data become grids. What a
browser does not show (scripts, comments, hidden elements) is left out.
"""

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

from ..errors import UnreadableError
from ..model import Document, Merge, Place
from . import facts
from .sniff import MARKS, kind_of
from .tables import Area, Builder

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SKIPPED = frozenset(
    re.findall(
        r"\w+",
        "script style head title noscript template select textarea input button svg math iframe object embed audio "
        "video canvas map datalist dialog frameset noframes xml ",
    )
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main nav aside center blockquote "
        "pre form fieldset legend address hr figure figcaption body html tr td th tbody thead tfoot caption table "
        "details summary ",
    )
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4"])
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_MOST_SPAN = 1000
_MOST_CELLS = 5_000_000


def decode(data: bytes, declared: str = "") -> str:
    """Bytes of a page → text: by mark, by what the bytes can only be, then by declaration (often wrong).

    declared: encoding that a header names. Bytes that are broken are shown as �; see ``read`` for how many may be.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")  # Chinese text of another encoding is never whole UTF-8
    except UnicodeDecodeError:
        pass
    named = _CHARSET.search(data[:4096])
    printed = (named.group(1) or named.group(2)).decode("ascii") if named else ""
    tried: list[str] = []
    for name in (declared, printed, "gb18030", "utf-8"):
        encoding = _codec(name)
        if encoding and encoding not in tried:
            tried.append(encoding)
    texts = [data.decode(encoding, "replace") for encoding in tried]
    return min(texts, key=lambda text: text.count("\ufffd"))


def _codec(name: str) -> str:
    """The codec to decode a named encoding with; "" for none, and for those that only fit because they take any byte."""
    try:
        known = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    if known in ("gb2312", "gbk", "hz"):
        return "gb18030"  # takes in the other two
    return "" if known.startswith(("iso8859", "cp125", "ascii", "utf-16", "utf-7", "latin")) else known


def read(data: bytes, name: str, path: str = "") -> Document:
    """One page or web archive → Document.

    Raises:
        UnreadableError: for a page without any text, a damaged archive, and bytes that are no text.
    """
    where = path or name
    form = kind_of(data, name, where).form
    pages = list(_pages(data, where)) if form == "mht" else [decode(data)]
    builder = _Page(name)
    for page in pages:
        if page.count("\ufffd") > max(20, len(page) // 50):
            raise UnreadableError(f"{where} 的文字编码无法识别，请用浏览器打开后另存为 UTF-8 的网页或 PDF")
        builder.read(page)
    if not builder.out.blocks:
        raise UnreadableError(f"{where} 里没有可读的文字，可能是需要联网才显示内容的网页，请用浏览器打开后另存为 PDF")
    blocks = tuple(builder.out.blocks)
    known = facts.find(blocks)
    return Document(name, "html", blocks, known.department, known.year, known.region, path)


def _pages(data: bytes, where: str) -> Iterator[str]:
    """The pages of a web archive, in its order; Excel keeps each sheet as a page of its own."""
    found = False
    message = message_from_bytes(data.lstrip())
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                found = True
                yield decode(payload, _declared(part))
    if not found:
        raise UnreadableError(f"{where} 已损坏或下载不完整（网页归档文件），请重新下载，或用浏览器打开后另存为网页")


def _declared(part: Message) -> str:
    return str(part.get_content_charset() or "")


class _Page:
    """Walks pages, gathers running text into paragraphs and hands tables on."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.out = Builder(name)
        self.line: list[str] = []
        self.at: int | None = None

    def read(self, text: str) -> None:
        from lxml import etree, html

        text = _DECLARATION.sub("", text).replace("\0", "")
        if not text.strip():
            return
        try:
            root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True))
        except etree.ParserError:
            return  # nothing but comments
        self._walk(root)
        self._end()

    def _walk(self, element: Any) -> None:
        """Text and tables of an element in order, by a stack: pages of some sites nest thousands deep."""
        stack: list[tuple[str, Any]] = [("open", element)]
        while stack:
            step, one = stack.pop()
            if step == "text":
                self._text(one)
                continue
            if step == "end":
                self._end()
                continue
            if not _is_shown(one):
                continue
            if one.tag == "br":
                # a title set over two lines is one title
                self._text(" " if one.getparent().tag in _HEADINGS else "\n")
                continue
            if one.tag == "table" and not _is_layout(one):
                self._end()
                self._table(one)
                continue
            block = one.tag in _BLOCKS
            if block:
                self._end()
                stack.append(("end", None))
            for inner in reversed(one):
                if inner.tail:
                    stack.append(("text", inner.tail))
                stack.append(("open", inner))
            if one.text:
                stack.append(("text", one.text))

    def _text(self, text: str) -> None:
        self.line.append(text if text == "\n" else _BLANKS.sub(" ", text))

    def _end(self) -> None:
        text = "".join(self.line)
        self.line = []
        if text.strip():
            self.out.paragraph(text, Place(self.name))

    def _table(self, table: Any) -> None:
        for inner in table:
            if inner.tag == "caption" and _is_shown(inner):
                self.out.paragraph(_cell_text(inner), Place(self.name))
        grid = _Spans(table)
        if grid.cells:
            self.out.area(Area(grid.cells, grid.merges, [Place(self.name)] * len(grid.cells)))


class _Spans:
    """Cells of a table by place; rows without any cell are dropped."""

    def __init__(self, table: Any) -> None:
        rows = [[cell for cell in _cells(row) if _is_shown(cell)] for row in _rows(table)]
        rows = [row for row in rows if row]
        taken: dict[tuple[int, int], bool] = {}
        texts: dict[tuple[int, int], str] = {}
        self.merges: list[Merge] = []
        for number, row in enumerate(rows):
            column = 0
            for cell in row:
                while (number, column) in taken:
                    column += 1
                down, across = _span(cell, "rowspan", len(rows) - number), _span(cell, "colspan", _MOST_SPAN)
                down = min(down, len(rows) - number)
                if len(taken) + down * across > _MOST_CELLS:
                    down = across = 1
                for y in range(number, number + down):
                    for x in range(column, column + across):
                        taken[y, x] = True
                texts[number, column] = _cell_text(cell)
                if down > 1 or across > 1:
                    self.merges.append(Merge(number, column, number + down - 1, column + across - 1))
                column += across
        width = max((column for _, column in taken), default=-1) + 1
        cells = [[""] * width for _ in rows]
        for (y, x), text in texts.items():
            cells[y][x] = text
        self.cells, self.merges = _without_empty(cells, self.merges)


def _without_empty(cells: list[list[str]], merges: list[Merge]) -> tuple[list[list[str]], list[Merge]]:
    """Without columns that hold no text anywhere: spans of a title often reach over more columns than there are."""
    kept = [column for column, texts in enumerate(zip(*cells, strict=True)) if any(texts)]
    if not kept:
        return [], []
    spot = {column: number for number, column in enumerate(kept)}
    moved: list[Merge] = []
    for one in merges:
        inside = [spot[column] for column in range(one.left, one.right + 1) if column in spot]
        if inside and (len(inside) > 1 or one.bottom > one.top):
            moved.append(Merge(one.top, inside[0], one.bottom, inside[-1]))
    return [[row[column] for column in kept] for row in cells], moved


def _span(cell: Any, name: str, rest: int) -> int:
    """A span; 0 reaches to the end, nonsense is 1."""
    found = re.match(r"\s*(\d{1,6})", cell.get(name) or "")
    number = int(found.group(1)) if found else 1
    return min(number or rest, _MOST_SPAN if name == "colspan" else max(rest, 1))


def _is_shown(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return False
    return not ("hidden" in element.attrib or _UNSEEN.search(element.get("style") or ""))


def _rows(table: Any) -> list[Any]:
    """The table's own rows, the foot last."""
    rows = [row for row in table.iter("tr") if _owner(row) is table and _is_shown(row) and _is_shown_up_to(row, table)]
    foot = [row for row in rows if row.getparent().tag == "tfoot"]
    return [row for row in rows if row not in foot] + foot if foot else rows


def _owner(element: Any) -> Any:
    return next(element.iterancestors("table"), None)


def _is_shown_up_to(element: Any, table: Any) -> bool:
    for above in element.iterancestors():
        if above is table:
            break
        if not _is_shown(above):
            return False
    return True


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row; an old page may have them within other tags."""
    for inner in row:
        if inner.tag in ("td", "th"):
            yield inner
        elif isinstance(inner.tag, str) and inner.tag not in ("table", "tr"):
            yield from _cells(inner)


def _is_layout(table: Any) -> bool:
    """Whether a table only sets out the page: it holds other tables, and few rows with words of their own."""
    if next(table.iterdescendants("table"), None) is None:
        return False
    own = 0
    for row in _rows(table):
        filled = sum(1 for cell in _cells(row) if _cell_text(cell, nested=False).strip())
        nested = any(next(cell.iterdescendants("table"), None) is not None for cell in _cells(row))
        own += filled > 1 and not nested
    return own < 3


def _cell_text(cell: Any, nested: bool = True) -> str:
    """What a cell prints, lines apart. nested: with what tables within it print."""
    out: list[str] = []
    stack: list[tuple[str, Any]] = [("open", cell)]
    while stack:
        step, one = stack.pop()
        if step == "text":
            out.append(one)
            continue
        if one is not cell and not _is_shown(one):
            continue
        if one.tag == "br":
            out.append("\n")
            continue
        if one.tag == "table" and not nested:
            continue
        block = one is not cell and one.tag in _BLOCKS
        if block:
            stack.append(("text", "\n"))
        for inner in reversed(one):
            if inner.tail:
                stack.append(("text", _BLANKS.sub(" ", inner.tail)))
            stack.append(("open", inner))
        if one.text:
            stack.append(("text", _BLANKS.sub(" ", one.text)))
        if block:
            stack.append(("text", "\n"))
    lines = (line.strip(" \u3000\xa0") for line in "".join(out).split("\n"))
    return "\n".join(line for line in lines if line)
