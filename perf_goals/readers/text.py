"""Text files: what a PDF-to-text step, a web page saved as text or a Markdown converter leaves.

Tab-separated lines and Markdown pipe tables become grids, all other lines paragraphs. A blank line ends a grid: it is
often a page break, and whether the table goes on behind it is for ``extract`` to say.
"""

import html
import re

from ..errors import UnreadableError
from ..model import Block, Document, Grid, Paragraph, Place
from . import columns, facts
from .sniff import MARKS

_MARKS = (*MARKS, (b"\x84\x31\x95\x33", "gb18030"))
_INLINE_TAG = re.compile(r"</?(?:b|i|u|strong|em|sub|sup|span|font|p|center|div|a)\b[^<>]*>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_MARKED_HEADING = re.compile(r"^\s*#{1,6}\s+")
_PIPE = re.compile(r"(?<!\\)\|")
_LINE_END = re.compile(r"\r\n|\n|\r")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def decode(data: bytes, name: str) -> str:
    """Bytes → text: by byte order mark, else UTF-8, UTF-16 by its zero bytes, GB18030.

    Raises:
        UnreadableError: for binary content, and for bytes that none of these encodings knows.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, name)
    if b"\0" in data:
        return _decoded(data, _wide_encoding(data, name), name)
    try:
        return _checked(data.decode("utf-8"), name)
    except UnicodeDecodeError:
        # damaged UTF-8 keeps most of its characters; GB18030 has hardly three bytes that UTF-8 takes for a Chinese one
        lenient = data.decode("utf-8", "replace")
        damaged = len(_CHINESE.findall(lenient)) > lenient.count("\ufffd")
        return _decoded(data, "utf-8" if damaged else "gb18030", name)


def _wide_encoding(data: bytes, name: str) -> str:
    """UTF-16 without a mark: blanks and line ends tell the byte order; anything else with zero bytes is no text."""
    little, big = (_blanks(data.decode(order, "replace")) for order in ("utf-16-le", "utf-16-be"))
    if len(data) % 2 == 0 and max(little, big) > 0 and data.count(0) < len(data) * 0.6:
        return "utf-16-le" if little >= big else "utf-16-be"
    raise _no_text(name)


def _blanks(text: str) -> int:
    return sum(map(text.count, "\n\r\t "))


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return _checked(data.decode(encoding), name)
    except UnicodeDecodeError as error:
        _checked(data.decode(encoding, "ignore"), name)
        line = len(_LINE_END.split(data[: error.start].decode(encoding)))
        raise UnreadableError(
            f"{name} 第{line}行有无法识别的字节，不是 UTF-8、GB18030 或 UTF-16 编码，请用记事本另存为 UTF-8"
        ) from None


# Control characters, private use, surrogates, the replacement character, Latin letters that no Chinese document prints
# (what wrong bytes decode to), and what lies beyond the ideographs.
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u0100-\u036f\ud800-\uf8ff\ufffd\U000323b0-\U0010ffff]")


def _checked(text: str, name: str) -> str:
    """Refuse what decodes but is no text: characters that no Chinese document prints, more than a stray few."""
    if len(_ODD.findall(text)) > max(2, len(text) // 50):
        raise _no_text(name)
    return text


def _no_text(name: str) -> UnreadableError:
    return UnreadableError(f"{name} 的内容不是文本，可能是改了扩展名的其他文件，请用原来的格式打开后另存为文本")


def read(data: bytes, name: str, path: str = "") -> Document:
    """One text file → Document.

    Raises:
        UnreadableError: where the bytes are no text, or nothing but white space.
    """
    text = decode(data, path or name)
    if not text.strip():
        raise UnreadableError(f"{path or name} 是空文件，没有可读的内容，请核对或重新下载")
    blocks = tuple(_blocks(text, name))
    known = facts.find(blocks)
    return Document(name, "text", blocks, known.department, known.year, known.region, path)


class _Builder:
    """Lines in, blocks out. At any time at most one table is open: of tabs, of pipes, or (not yet sure) of blanks."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.tables = 0
        self.kind = ""  # of the open table
        self.rows: list[list[str]] = []
        self.lines: list[tuple[str, Place]] = []

    def add(self, kind: str, line: str, place: Place) -> None:
        if self.kind and kind != self.kind:
            self.close()
        if kind == "text":
            self._paragraph(line, place)
            return
        self.kind = kind
        if kind == "pipe" and _SEPARATOR.fullmatch(line):
            return
        if kind != "blanks":
            self.rows.append([_markup(cell) for cell in line.split("\t")] if kind == "tab" else _pipe_cells(line))
        self.lines.append((line, place))

    def close(self) -> None:
        """End the open table."""
        if self.kind == "blanks":
            cells = columns.table([line for line, _ in self.lines])
            if cells is None:
                for line, place in self.lines:
                    self._paragraph(line, place)
            else:
                self.rows = [[_markup(cell) for cell in row] for row in cells]
        if any(map(any, self.rows)):  # a lone line of tabs is no table
            self.tables += 1
            width = max(len(row) for row in self.rows)
            cells_of = tuple(tuple(row + [""] * (width - len(row))) for row in self.rows)
            origins = tuple(
                Place(self.name, page=place.page, line=place.line, table=self.tables, row=number)
                for number, (_, place) in enumerate(self.lines, 1)
            )
            self.blocks.append(Grid(cells_of, origins))
        self.kind, self.rows, self.lines = "", [], []

    def _paragraph(self, line: str, place: Place) -> None:
        bare = _markup(_MARKED_HEADING.sub("", line) if "#" in line else line).strip()
        if bare:
            self.blocks.append(Paragraph(bare, place))


def _blocks(text: str, name: str) -> list[Block]:
    """Grids and paragraphs in order. A form feed counts pages and ends a grid."""
    builder = _Builder(name)
    paged = "\f" in text
    page = 1
    printed = _LINE_END.split(text)
    for number, whole in enumerate(printed, 1):
        pieces = whole.split("\f")
        for index, line in enumerate(pieces):
            if index:
                builder.close()
                page += 1
            last = index == len(pieces) - 1
            following = printed[number].partition("\f")[0] if last and number < len(printed) else ""
            kind = _kind(line, following, builder.kind)
            builder.add(kind, line, Place(name, page=page if paged else None, line=number))
    builder.close()
    return builder.blocks


def _kind(line: str, following: str, inside: str) -> str:
    """What a line is: of a table of tabs, pipes or blanks, or text. inside: the kind of the table that is open."""
    bare = line.strip()
    if not bare:
        # a row of tabs only is an empty row of its table
        return "tab" if "\t" in line else "text"
    if "\t" in line.strip(" \u3000"):
        return "tab"
    if "|" in bare:
        pipes = len(_PIPE.findall(bare))
        if bare.startswith("|") and pipes >= 2:
            return "pipe"
        if pipes and (inside == "pipe" or ("|" in following and _SEPARATOR.fullmatch(following))):
            return "pipe"
    if inside == "tab" and "\t" in following:
        return "tab"  # a line without tabs between two with tabs is a row whose tabs were lost
    if inside == "blanks" or "  " in bare or "\u3000" in bare or "\xa0" in bare:
        return "blanks" if columns.belongs(line, inside == "blanks") else "text"
    return "text"


def _pipe_cells(line: str) -> list[str]:
    bare = line.strip()
    bare = bare.removeprefix("|")
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    return [_markup(cell).replace("\\|", "|").strip() for cell in _PIPE.split(bare)]


def _markup(text: str) -> str:
    """Markdown and HTML marks that are not printed: <br>, <b>, **bold**."""
    if "<" in text:
        text = _INLINE_TAG.sub("", _BREAK_TAG.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    if "**" in text:
        text = re.sub(r"\*\*(.+?)\*\*", r"\1", text)
    return text.strip(" \u3000\xa0")
