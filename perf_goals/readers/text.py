"""Text files: what a PDF-to-text step, a web page saved as text or a Markdown converter leaves.

Tab-separated lines and Markdown pipe tables become grids, all other lines paragraphs. A blank line ends a grid: it is
often a page break, and whether the table goes on behind it is for ``extract`` to say.
"""

import re
from collections.abc import Iterator

from ..errors import UnreadableError
from ..model import Block, Document, Grid, Paragraph, Place
from . import facts

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_INLINE_TAG = re.compile(r"</?(?:b|i|u|strong|em|sub|sup|span|font|p|center|div|a)\b[^<>]*>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")


def decode(data: bytes, name: str) -> str:
    """Bytes → text: by byte order mark, else UTF-8, UTF-16 by its zero bytes, GB18030.

    Raises:
        UnreadableError: for binary content, and for bytes that none of these encodings knows.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, name)
    if b"\0" in data:
        return _decoded(data, _wide_encoding(data, name), name)
    try:
        found = data.decode("utf-8")
    except UnicodeDecodeError:
        found = _decoded(data, "gb18030", name)
    return _checked(found, name)


def _wide_encoding(data: bytes, name: str) -> str:
    """UTF-16 without a mark: line feeds tell the byte order; anything else with zero bytes is no text."""
    little, big = data.count(b"\n\0") + data.count(b" \0"), data.count(b"\0\n") + data.count(b"\0 ")
    if len(data) % 2 == 0 and max(little, big) > 0 and data.count(0) < len(data) * 0.6:
        return "utf-16-le" if little >= big else "utf-16-be"
    raise UnreadableError(f"{name} 的内容不是文本，可能是改了扩展名的其他文件，请用原来的格式打开后另存为文本")


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return _checked(data.decode(encoding), name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(
            f"{name} 第{line}行有无法识别的字节，不是 UTF-8、GB18030 或 UTF-16 编码，请用记事本另存为 UTF-8"
        ) from None


# Control characters, private use, surrogates, the replacement character, Latin letters that no Chinese document prints
# (what wrong bytes decode to), and what lies beyond the ideographs.
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u0100-\u036f\ud800-\uf8ff\ufffd\U000323b0-\U0010ffff]")


def _checked(text: str, name: str) -> str:
    """Refuse what decodes but is no text: characters that no Chinese document prints, more than a stray few."""
    if len(_ODD.findall(text)) > max(2, len(text) // 50):
        raise UnreadableError(f"{name} 的内容不是文本，可能是改了扩展名的其他文件，请用原来的格式打开后另存为文本")
    return text


def read(data: bytes, name: str, path: str = "") -> Document:
    """One text file → Document.

    Raises:
        UnreadableError: where the bytes are no text, or nothing but white space.
    """
    text = decode(data, name)
    if not text.strip():
        raise UnreadableError(f"{name} 是空文件，没有可读的内容")
    blocks = tuple(_blocks(text, name))
    known = facts.find(blocks)
    return Document(name, "text", blocks, known.department, known.year, known.region, path)


def _blocks(text: str, name: str) -> Iterator[Block]:
    """Grids and paragraphs in order. A form feed counts pages and ends a grid."""
    paged = "\f" in text
    page = 1
    table = 0
    rows: list[list[str]] = []
    lines: list[Place] = []
    piped = False

    def flush() -> Iterator[Block]:
        nonlocal table, rows, lines
        if rows:
            table += 1
            width = max(len(row) for row in rows)
            cells = tuple(tuple(row + [""] * (width - len(row))) for row in rows)
            origins = tuple(
                Place(name, page=place.page, line=place.line, table=table, row=number)
                for number, place in enumerate(lines, 1)
            )
            yield Grid(cells, origins)
            rows, lines = [], []

    printed = re.split(r"\r\n|\n|\r", text)
    for number, whole in enumerate(printed, 1):
        pieces = whole.split("\f")
        for index, line in enumerate(pieces):
            if index:
                yield from flush()
                page += 1
            place = Place(name, page=page if paged else None, line=number)
            following = printed[number] if number < len(printed) else ""
            kind = _kind(line, following, bool(rows) and piped)
            if kind == "tab" or (kind == "text" and rows and not piped and "\t" in following):
                # a line without tabs between two with tabs is a row whose tabs were lost
                if rows and piped:
                    yield from flush()
                piped = False
                rows.append([_markup(cell) for cell in line.split("\t")])
                lines.append(place)
            elif kind == "pipe":
                if rows and not piped:
                    yield from flush()
                piped = True
                if not _SEPARATOR.fullmatch(line):
                    rows.append(_pipe_cells(line))
                    lines.append(place)
            else:
                yield from flush()
                if kind == "text":
                    yield Paragraph(_markup(re.sub(r"^\s*#{1,6}\s+", "", line)).strip(), place)
    yield from flush()


def _kind(line: str, following: str, in_pipes: bool) -> str:
    """What a line is: "tab", "pipe", "text" or "" (blank)."""
    if not line.strip():
        # a row of tabs only is an empty row of its table
        return "tab" if "\t" in line else ""
    if "\t" in line.strip(" \u3000"):
        return "tab"
    bare = line.strip()
    if bare.startswith("|") and len(_PIPE.findall(bare)) >= 2:
        return "pipe"
    if len(_PIPE.findall(bare)) >= 1 and (in_pipes or ("|" in following and _SEPARATOR.fullmatch(following))):
        return "pipe"
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
    if "**" in text:
        text = re.sub(r"\*\*(.+?)\*\*", r"\1", text)
    return text.strip(" \u3000")
