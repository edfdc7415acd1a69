"""Word files: docx, docm, dotx and the single XML files that web systems write, from the document's own XML; doc, wps,
rtf and odt through LibreOffice.

Read as a reader sees the final document: tracked changes accepted, hidden text left out, results of fields instead of
their codes, automatic numbers written out, text boxes where they are anchored. Headers, footers, notes and comments are
left out.
"""

import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from ..errors import LockedError, UnreadableError
from ..model import Block, Document, Grid, Paragraph, Place
from . import facts, office
from .ole import MAGIC, Ole, OleError
from .word_numbers import Level, Lists
from .word_tables import Cell, Row, Table, arrange

if TYPE_CHECKING:
    from lxml.etree import _Element

_ONE_FILE = re.compile(rb"<(?:\w+:)?(?:wordDocument|package)\s[^<>]*(?:word/2003/wordml|2006/xmlPackage)")
# What zipfile raises for damaged archives, RuntimeError where a password is wanted.
_ZIP_TROUBLE: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error)
_ZIP_TROUBLE += (EOFError, OSError, ValueError, LookupError, OverflowError, RuntimeError)
_MOST_COLUMNS = 63  # Word's own limit; a wider table is some program's, and most of it blank
_LARGEST = 256 << 20  # bytes of one unpacked part
_MAIN = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.microsoft.com/office/word/2003/wordml",
)
_MATH = frozenset(
    ["http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math"]
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# What only wraps its content; insertions and the new place of moved text belong to the accepted document.
_WRAPPERS = frozenset(["sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "dir", "bdo", "fldSimple"])
# Word 2003 wraps sections and chapters too.
_WRAPPERS |= {"hlink", "?sect", "?sub-section"}
_SYMBOLS = {
    "symbol": {
        **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
        **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
        **{
            0xA3: "≤",
            0xA5: "∞",
            0xAB: "↔",
            0xAC: "←",
            0xAD: "↑",
            0xAE: "→",
            0xAF: "↓",
            0xB0: "°",
            0xB1: "±",
            0xB2: "″",
        },
        **{
            0xB3: "≥",
            0xB4: "×",
            0xB5: "∝",
            0xB7: "•",
            0xB8: "÷",
            0xB9: "≠",
            0xBA: "≡",
            0xBB: "≈",
            0xBC: "…",
            0xD7: "·",
        },
        **{0x2D: "−", 0x40: "≅", 0x7E: "∼", 0xE5: "∑", 0xD6: "√", 0xA2: "′", 0xA4: "⁄"},
    },
    "wingdings": {
        **{
            0x6C: "●",
            0x6E: "■",
            0x6F: "□",
            0x71: "❑",
            0x75: "◆",
            0x76: "❖",
            0xA1: "○",
            0xA7: "▪",
            0xA8: "□",
            0xD8: "➢",
        },
        **{0xDF: "←", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x9F: "•"},
        **{0x81 + offset: chr(0x2460 + offset) for offset in range(10)},
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x97: "●", 0x98: "●"},
}
_Item = str | Table  # one line of text, or a table


def read(data: bytes, name: str, path: str = "") -> Document:
    """One Word file → Document.

    Raises:
        UnreadableError: the file is damaged, encrypted, empty or no Word file, or it takes LibreOffice and that is not there.
    """
    shown = path or name
    kind = _kind(data, shown)
    if kind in ("doc", "wps", "rtf", "odt"):
        data = office.convert(data, kind, shown)
    return from_xml(data, name, path, kind)


def from_xml(data: bytes, name: str, path: str = "", kind: str = "docx") -> Document:
    """The bytes of a docx package, or of one XML file that holds it all → Document; kind: the format it was made from.

    Raises:
        UnreadableError: as ``read``.
    """
    shown = path or name
    try:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(BytesIO(data)) as package:
                parts = _packed(_Package(package, shown))
        else:
            parts = _flat_parts(data, shown)
    except _ZIP_TROUBLE:
        raise _damaged(shown) from None
    try:
        items = _Reader(parts, shown).items()
    except RecursionError:
        raise UnreadableError(f"{shown} 的表格或控件嵌套层数过多，请用 Word 打开后另存为 .docx 再试") from None
    blocks = tuple(_blocks(items, name))
    if not blocks:
        raise UnreadableError(f"{shown} 没有文字和表格，如果正文是图片，请改用带文字的原件或扫描件的 PDF")
    known = facts.find(blocks)
    return Document(name, kind, blocks, known.department, known.year, known.region, path)


def _kind(data: bytes, shown: str) -> str:
    """docx, xml, doc, wps, rtf or odt, by content.

    Raises:
        UnreadableError: for anything else, and for encrypted files.
    """
    if data.startswith(MAGIC):
        return _compound_kind(data, shown)
    if data.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if _ONE_FILE.search(data[:8192].replace(b"\0", b"")):
        return "xml"
    if not data.startswith(b"PK"):
        raise UnreadableError(
            f"{shown} 不是 Word 文档，可能是改了扩展名的其他文件，请核对文件，或用 Word 打开后另存为 .docx"
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            mime = package.read("mimetype") if "mimetype" in names else b""
            if b"opendocument.text" in mime:
                if b"encryption-data" in package.read("META-INF/manifest.xml"):
                    raise UnreadableError(f"{shown} 设有打开密码，请打开后取消密码，另存再试")
                return "odt"
            if not _is_word({one.lower() for one in names}):
                raise UnreadableError(f"{shown} 不是 Word 文档，请核对文件，或用 Word 打开后另存为 .docx")
    except _ZIP_TROUBLE:
        raise _damaged(shown) from None
    return "docx"


def _is_word(names: set[str]) -> bool:
    """Whether a package may be Word's, by the names of its parts: its document may have any name."""
    other = any(name.startswith(("xl/", "ppt/", "visio/")) for name in names)
    return "word/document.xml" in names or ("_rels/.rels" in names and not other)


def _compound_kind(data: bytes, shown: str) -> str:
    """doc, or wps for what Microsoft Works wrote; the files of WPS Office are doc."""
    try:
        compound = Ole(data)
        if "WordDocument" in compound.names:
            # bit 8 of the flags at byte 10 of the document's head
            locked = any(flags & 1 for flags in compound.stream("WordDocument")[11:12])
        else:
            locked = "EncryptedPackage" in compound.names
    except OleError:
        raise _damaged(shown) from None
    if locked:
        raise LockedError(shown)
    if "WordDocument" in compound.names:
        return "doc"
    if compound.names & {"CONTENTS", "MatOST"}:
        return "wps"
    raise UnreadableError(f"{shown} 不是 Word 文档，请核对文件，或用 Word 打开后另存为 .docx")


def _damaged(shown: str) -> UnreadableError:
    return UnreadableError(f"{shown} 已损坏或没有下载完整，请重新下载，或用 Word、WPS 修复后另存为 .docx")


# ---- the package --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    """The roots of what is read: the document, its styles, its lists."""

    document: "_Element"
    styles: "_Element | None"
    numbering: "_Element | None"


class _Package:
    """The XML parts of a docx file by their names and by what leads to them."""

    def __init__(self, package: zipfile.ZipFile, shown: str) -> None:
        self.package = package
        self.shown = shown
        self.names = {name.lower().lstrip("/"): name for name in package.namelist()}

    def part(self, name: str) -> "_Element | None":
        stored = self.names.get(name.lower())
        if stored is None:
            return None
        if self.package.getinfo(stored).file_size > _LARGEST:
            raise UnreadableError(f"{self.shown} 解压后超过 {_LARGEST >> 20} MB，不像正常的文档，请核对文件来源")
        try:
            content = self.package.read(stored)
        except RuntimeError:  # zipfile's word for an encrypted member
            raise UnreadableError(f"{self.shown} 的内容加了密码，请取消密码后另存再试") from None
        return _parsed(content, self.shown)

    def target(self, links: str, folder: str, what: str) -> str | None:
        """The part that a relationship of this type leads to, by its full name."""
        root = self.part(links)
        if root is None:
            return None
        for link in root:
            if (link.get("Type") or "").endswith("/" + what) and link.get("TargetMode") != "External":
                target = (link.get("Target") or "").replace("\\", "/")
                return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        return None


def _packed(package: _Package) -> _Parts:
    main = package.target("_rels/.rels", "", "officeDocument") or "word/document.xml"
    folder, _, file = main.rpartition("/")
    links = f"{folder}/_rels/{file}.rels"
    document = package.part(main)
    if document is None:
        raise _damaged(package.shown)
    return _Parts(
        document,
        package.part(package.target(links, folder, "styles") or f"{folder}/styles.xml"),
        package.part(package.target(links, folder, "numbering") or f"{folder}/numbering.xml"),
    )


def _flat_parts(data: bytes, shown: str) -> _Parts:
    """The parts of a document in one XML file: a package written flat, or what Word 2003 wrote."""
    root = _parsed(data, shown)
    if _short(root.tag) == "wordDocument":
        return _Parts(root, _child(root, "styles"), None)
    parts: dict[str, _Element] = {}
    for part in root:
        content = _child(part, "?xmlData")
        if content is not None and len(content):
            parts[_short(content[0].tag)] = content[0]
    if "document" not in parts:
        raise _damaged(shown)
    return _Parts(parts["document"], parts.get("styles"), parts.get("numbering"))


def _parsed(content: bytes, shown: str) -> "_Element":
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise _damaged(shown) from None


@lru_cache(maxsize=1024)
def _short(tag: object) -> str:
    """The local name of a Word element; with ``m:`` for mathematics, ``?`` before one of any other vocabulary."""
    if not isinstance(tag, str):  # an entity
        return "?"
    space, _, local = tag.removeprefix("{").rpartition("}")
    if space in _MAIN:
        return local
    if space == _COMPATIBILITY:
        return "mc:" + local
    return ("m:" if space in _MATH else "?") + local


def _get(element: "_Element | None", name: str = "val") -> str | None:
    if element is None:
        return None
    for space in _MAIN:
        value = element.get(f"{{{space}}}{name}")
        if value is not None:
            return value
    return None


def _number(element: "_Element | None", name: str = "val", default: int = 0) -> int:
    value = _get(element, name)
    try:
        return int(float(value)) if value is not None else default
    except (ValueError, OverflowError):
        return default


def _child(element: "_Element | None", *names: str) -> "_Element | None":
    """The first child of the first name, its first child of the second, and so on."""
    for name in names:
        if element is None:
            return None
        for child in element:
            if _short(child.tag) == name:
                element = child
                break
        else:
            return None
    return element


def _inside(element: "_Element | None") -> dict[str, "_Element"]:
    """The children of a properties element, of which there is one of each name."""
    return {_short(child.tag): child for child in element} if element is not None else {}


def _on(element: "_Element | None") -> bool:
    """Whether a property that is on by its mere presence is on."""
    return element is not None and _get(element) not in ("0", "false", "off", "none")


def _children(element: "_Element") -> Iterator["_Element"]:
    """Children with wrappers opened: content controls, smart tags, insertions; one branch of alternatives."""
    for child in element:
        name = _short(child.tag)
        if name in _WRAPPERS:
            yield from _children(child)
        elif name == "sdt":
            content = _child(child, "sdtContent")
            if content is not None:
                yield from _children(content)
        elif name == "mc:AlternateContent":
            branch = _branch(child)
            if branch is not None:
                yield from _children(branch)
        elif name == "?annotation":  # Word 2003's insertions and deletions
            content = _child(child, "?content")
            if content is not None and not any("Deletion" in value for value in child.attrib.values()):
                yield from _children(content)
        else:
            yield child


def _branch(alternatives: "_Element") -> "_Element | None":
    """The first choice, else what is there for programs that know none of them."""
    choice = _child(alternatives, "mc:Choice")
    return choice if choice is not None else _child(alternatives, "mc:Fallback")


# ---- styles and lists ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Style:
    hidden: bool | None = None
    list: str | None = None
    depth: int | None = None


def _styles(root: "_Element | None") -> dict[str, _Style]:
    """Style → what of it changes the text, with what it has from the styles that it is based on."""
    own: dict[str, tuple[str | None, _Style]] = {}
    for style in root if root is not None else ():
        if _short(style.tag) == "style":
            vanish = _child(style, "rPr", "vanish")
            numbers = _child(style, "pPr", "numPr")
            depth = _child(numbers, "ilvl")
            own[_get(style, "styleId") or ""] = (
                _get(_child(style, "basedOn")),
                _Style(
                    None if vanish is None else _on(vanish),
                    _get(_child(numbers, "numId")),
                    None if depth is None else _number(depth),
                ),
            )
    known: dict[str, _Style] = {}
    for name in own:
        hidden = number = depth_of = None
        seen: set[str] = set()
        spot: str | None = name
        while spot is not None and spot in own and spot not in seen:
            seen.add(spot)
            spot, style_of = own[spot]
            hidden = style_of.hidden if hidden is None else hidden
            number = style_of.list if number is None else number
            depth_of = style_of.depth if depth_of is None else depth_of
        known[name] = _Style(hidden, number, depth_of)
    return known


def _level(element: "_Element") -> Level:
    suffix = _get(_child(element, "suff"))
    return Level(
        format=_get(_child(element, "numFmt"))
        or _get(_child(element, "mc:AlternateContent", "mc:Fallback", "numFmt"))
        or "decimal",
        text=_get(_child(element, "lvlText")) or "",
        start=_number(_child(element, "start"), default=1),
        glue="" if suffix == "nothing" else " ",
        legal=_on(_child(element, "isLgl")),
        restarts=_get(_child(element, "lvlRestart")) != "0",
    )


def _lists(root: "_Element | None", styles: dict[str, _Style]) -> tuple[Lists, dict[tuple[str, str], int]]:
    """The lists of a document; and for a list and a paragraph style the level that the style stands for."""
    abstract: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}  # definition → style whose list it takes its levels from
    depth_of: dict[str, dict[str, int]] = {}
    numbers: list[_Element] = []
    for element in root if root is not None else ():
        name = _short(element.tag)
        if name == "abstractNum":
            key = _get(element, "abstractNumId") or ""
            levels = [child for child in element if _short(child.tag) == "lvl"]
            abstract[key] = {_number(one, "ilvl"): _level(one) for one in levels}
            depth_of[key] = {_get(_child(one, "pStyle")) or "": _number(one, "ilvl") for one in levels}
            if link := _get(_child(element, "numStyleLink")):
                linked[key] = link
        elif name == "num":
            numbers.append(element)
    definition = {_get(one, "numId") or "": _get(_child(one, "abstractNumId")) or "" for one in numbers}
    for key, style in linked.items():
        meant = definition.get((styles.get(style) or _Style()).list or "", "")
        abstract[key] = abstract.get(meant) or abstract[key]
    lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
    depths: dict[tuple[str, str], int] = {}
    for one in numbers:
        number = _get(one, "numId") or ""
        key = definition[number]
        levels_of, starts = dict(abstract.get(key, {})), {}
        for override in one:
            if _short(override.tag) == "lvlOverride":
                depth = _number(override, "ilvl")
                replaced = _child(override, "lvl")
                if replaced is not None:
                    levels_of[depth] = _level(replaced)
                start = _child(override, "startOverride")
                if start is not None:
                    starts[depth] = _number(start)
        lists[number] = (key, levels_of, starts)
        depths.update({(number, style): depth for style, depth in depth_of.get(key, {}).items() if style})
    return Lists(lists), depths


# ---- the document -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """What a paragraph has brought up: text, and behind it what stands in its text boxes. joins: its end is deleted."""

    text: list[str] = field(default_factory=list)
    boxes: list[_Item] = field(default_factory=list)
    joins: bool = False


class _Reader:
    def __init__(self, parts: _Parts, shown: str) -> None:
        self.styles = _styles(parts.styles)
        self.lists, self.depths = _lists(parts.numbering, self.styles)
        self.fields: list[bool] = []  # of each open field whether its result has begun
        body = _child(parts.document, "body")
        if body is None:
            raise _damaged(shown)
        self.body = body
        self.shown = shown
        self.parts = 0  # files put in whole, which are not read

    def items(self) -> list[_Item]:
        """All lines and tables in reading order.

        Raises:
            UnreadableError: where the text is all in files put in whole.
        """
        found = self._flow(self.body)
        if self.parts and not any(isinstance(one, Table) or one.strip() for one in found):
            raise UnreadableError(f"{self.shown} 的正文是嵌入的另一个文件，请用 Word 打开后另存为 .docx 再试")
        if self.parts:
            found.append(f"〔文中有 {self.parts} 处整份插入的其他文件，没有读取，请用 Word 打开后另存为 .docx 再试〕")
        return found

    def _flow(self, parent: "_Element", cell: bool = False) -> list[_Item]:
        """Paragraphs and tables of a body, a cell or a text box."""
        items: list[_Item] = []
        held = ""  # text of a paragraph whose end was deleted
        glued = False  # whether a table came right before, without even an empty paragraph between
        for element in _children(parent):
            name = _short(element.tag)
            if name == "p":
                line = self._paragraph(element, cell)
                held += "".join(line.text)
                if not line.joins:
                    items += held.split("\n") if cell or held.strip() else [""]
                    held = ""
                items += line.boxes
                glued = False
            elif name == "tbl":
                items += self._table(element, glued)
                glued = True
            elif name == "altChunk":
                self.parts += 1
        return [*items, *held.split("\n")] if held else items

    def _paragraph(self, paragraph: "_Element", cell: bool) -> _Line:
        properties = _inside(_child(paragraph, "pPr"))
        line = _Line(joins=_child(properties.get("rPr"), "del") is not None)
        style = _get(properties.get("pStyle"))
        inherited = self.styles.get(style or "", _Style())
        self._inline(paragraph, line, inherited.hidden or False)
        if not all(self.fields):  # a code that never ends would swallow the rest of the document
            self.fields = [True for begun in self.fields if begun]
        printed_2003 = _child(properties.get("listPr"), "?t")
        if printed_2003 is not None:
            line.text[:0] = [f"{value!s} " for key, value in printed_2003.attrib.items() if str(key).endswith("}val")]
        numbers = properties.get("numPr")
        number = _get(_child(numbers, "numId")) or inherited.list
        if number is not None and number != "0" and not line.joins:
            depth = _child(numbers, "ilvl")
            level = inherited.depth if inherited.depth is not None else self.depths.get((number, style or ""), 0)
            printed = self.lists.next(number, level if depth is None else _number(depth))
            # an empty paragraph with a number is a line of a table that counts its rows, but in the text nothing
            if cell or "".join(line.text).strip():
                line.text.insert(0, printed)
        return line

    def _inline(self, parent: "_Element", line: _Line, hidden: bool) -> None:
        for element in _children(parent):
            name = _short(element.tag)
            if name == "r":
                self._run(element, line, hidden)
            elif name.startswith("m:"):
                if self._shows():
                    line.text.append(_formula(element))
            elif name.startswith("?"):
                line.boxes += self._boxes(element)

    def _shows(self) -> bool:
        return all(self.fields)

    def _run(self, run: "_Element", line: _Line, hidden: bool) -> None:
        properties = _inside(_child(run, "rPr"))
        vanish = properties.get("vanish")
        if vanish is not None:
            hidden = _on(vanish)
        else:
            style = self.styles.get(_get(properties.get("rStyle")) or "", _Style())
            hidden = style.hidden if style.hidden is not None else hidden
        fonts = properties.get("rFonts")
        font = (_get(fonts, "ascii") or _get(fonts, "hAnsi") or "").lower()
        for element in _children(run):
            name = _short(element.tag)
            if name == "fldChar":
                self._field(element, line, hidden)
            elif name in ("drawing", "pict", "object"):
                if not hidden:
                    line.boxes += self._boxes(element)
            elif name == "ruby":
                base = _child(element, "rubyBase")
                if base is not None:
                    self._inline(base, line, hidden)
            elif name.startswith("?"):
                line.boxes += self._boxes(element)
            elif not hidden and self._shows():
                line.text.append(_printed(element, name, font))

    def _field(self, mark: "_Element", line: _Line, hidden: bool) -> None:
        """A field's begin, the end of its code, or its end. A form field prints its state and has no result."""
        kind = _get(mark, "fldCharType")
        if kind == "begin":
            if not hidden and self._shows():
                line.text.append(_form_field(_child(mark, "ffData")))
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _boxes(self, element: "_Element") -> list[_Item]:
        """What stands in the text boxes of a drawing, each once."""
        if _short(element.tag) == "txbxContent":
            fields, self.fields = self.fields, []
            found = [one for one in self._flow(element) if isinstance(one, Table) or one.strip()]
            self.fields = fields
            return found
        if _short(element.tag) == "mc:AlternateContent":
            branch = _branch(element)
            return self._boxes(branch) if branch is not None else []
        return [item for child in element for item in self._boxes(child)]

    # ---- tables ---------------------------------------------------------------------------------------------------

    def _table(self, table: "_Element", glued: bool) -> list[_Item]:
        """A table as a grid, with title rows before it; or, of a table that only lays out others, what stands in it."""
        grid = _child(table, "tblGrid")
        ruler = [_number(one, "w") for one in grid if _short(one.tag) == "gridCol"] if grid is not None else []
        whole = sum(ruler)
        rows: list[Row] = []
        contents: list[list[list[_Item]]] = []  # of each row the items of each cell
        for element in _children(table):
            properties = _child(element, "trPr")
            if (
                _short(element.tag) != "tr"
                or _child(properties, "del") is not None
                or _on(_child(properties, "hidden"))
            ):
                continue
            cells = [one for one in _children(element) if _short(one.tag) == "tc"]
            cells = [one for one in cells if _child(one, "tcPr", "cellDel") is None]
            found = [self._flow(one, cell=True) for one in cells]
            if cells:
                contents.append(found)
                before, after = _child(properties, "gridBefore"), _child(properties, "gridAfter")
                shapes = tuple(_cell(one, _flat(items), whole) for one, items in zip(cells, found, strict=True))
                rows.append(Row(shapes, _number(before), _number(after)))
        if not rows:
            return []
        arranged = arrange(ruler, rows)
        every = [items for row in contents for items in row]
        nested = any(isinstance(one, Table) for items in every for one in items)
        frame = all(any(isinstance(one, Table) for one in items) or not _flat(items) for items in every)
        if arranged.width > _MOST_COLUMNS:
            arranged = arranged.without_empty_columns()
        if arranged.width == 1 or (nested and frame):
            return [one for items in every for one in items if isinstance(one, Table) or one.strip()]
        return _with_titles(arranged, contents, glued)


def _cell(element: "_Element", text: str, whole: int) -> Cell:
    marks = _inside(_child(element, "tcPr"))
    vertical = marks.get("vMerge", marks.get("vmerge"))  # Word 2003 wrote them small
    along = marks.get("hMerge", marks.get("hmerge"))
    tracked = _get(marks.get("cellMerge"), "vMerge")
    opens = _get(vertical) == "restart" or tracked == "rest"
    return Cell(
        text,
        span=_number(marks.get("gridSpan"), default=1),
        width=_twips(marks.get("tcW"), whole),
        opens=opens,
        down=not opens and (vertical is not None or tracked == "cont"),
        along=along is not None and _get(along) != "restart",
    )


def _twips(width: "_Element | None", whole: int) -> int:
    """A cell's width, 0 where it is unknown. whole: the table's, which shares (in 1/50 %, or with the sign) are of."""
    size, kind = _get(width, "w") or "", _get(width, "type") or "dxa"
    try:
        number = float(size.rstrip("%"))
    except ValueError:
        return 0
    if size.endswith("%"):
        number *= whole / 100
    elif kind == "pct":
        number *= whole / 5000
    elif kind != "dxa":
        return 0
    return int(number) if 0 < number < 1 << 16 else 0


def _real(item: _Item) -> bool:
    """Whether a table inside a cell is one of its own, and not a few words set side by side."""
    return isinstance(item, Table) and item.width >= 3 and len(item.cells) >= 2


def _flat(items: list[_Item]) -> str:
    """The text of a cell, with that of small tables in it; large ones are put out behind the row."""
    lines: list[str] = []
    for item in items:
        if isinstance(item, str):
            lines.append(item)
        elif not _real(item):
            lines += [" ".join(text for text in row if text) for row in item.cells]
    return "\n".join(lines).strip()


def _with_titles(table: Table, contents: list[list[list[_Item]]], glued: bool) -> list[_Item]:
    """Rows at the top that are one cell as wide as the table are lines above it; large tables in cells follow their row.

    Right behind another table nothing is taken for a title: the two are one to the reader. Of a form that holds such a
    table beside its labels, what stands below is lines, or it would be read as rows of the inner table.
    """
    items: list[_Item] = []
    start = 0
    while not glued and start < len(table.cells) and table.alone[start] and not any(map(_real, contents[start][0])):
        items += [line for line in table.cells[start][0].split("\n") if line.strip()]
        start += 1
    for number, row in enumerate(contents):
        inner = [one for cell in row for one in cell if _real(one)]
        if number >= start and inner:
            items += [table.part(start, number + 1), *inner]
            start = number + 1
    rest = table.part(start, len(table.cells))
    if table.width < 3 and items and isinstance(items[-1], Table):
        return [*items, *(" ".join(filter(None, row)) for row in rest.cells)]
    return [*items, rest] if rest.cells else items


# ---- characters ---------------------------------------------------------------------------------------------------


def _printed(element: "_Element", name: str, font: str) -> str:
    """What one piece of a run prints."""
    if name == "t":
        text = element.text or ""
        if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            text = text.strip(" \t\r\n")
        return _in_font(text.replace("\n", " ").replace("\r", ""), font)
    if name in ("tab", "ptab"):
        return "\t"
    if name in ("br", "cr"):
        return "\n"
    if name == "noBreakHyphen":
        return "-"
    if name == "sym":
        try:
            return _in_font(chr(int(_get(element, "char") or "", 16)), (_get(element, "font") or "").lower(), True)
        except (ValueError, OverflowError):
            return ""
    return ""


def _in_font(text: str, font: str, symbol: bool = False) -> str:
    """Text in a font of symbols as the signs that it shows: ³ in Symbol is ≥. Private characters have a code of such a font."""
    table = _SYMBOLS.get(font)
    if table is None and not symbol and not re.search("[\uf020-\uf0ff]", text):
        return text
    codes = table if table is not None else _SYMBOLS["symbol"]
    shown = []
    for char in text:
        private = "\uf020" <= char <= "\uf0ff"
        code = ord(char) - 0xF000 if private else ord(char)
        if private and code not in codes:
            shown.append(chr(code) if code < 0x7F and not font.startswith("wingdings") else char)
        else:
            shown.append(codes.get(code, char) if private or table is not None else char)
    return "".join(shown)


def _form_field(data: "_Element | None") -> str:
    """What a form field without a result prints: its box, ticked or not, or the entry that is chosen."""
    box, choice = _child(data, "checkBox"), _child(data, "ddList")
    if box is not None:
        state = _child(box, "checked")
        return "☑" if _on(state if state is not None else _child(box, "default")) else "☐"
    if choice is not None:
        entries = [_get(one) or "" for one in choice if _short(one.tag) == "listEntry"]
        chosen = _child(choice, "result")
        spot = _number(chosen if chosen is not None else _child(choice, "default"))
        return entries[spot] if 0 <= spot < len(entries) else ""
    return ""


def _formula(element: "_Element") -> str:
    """A formula in one line: fractions with /, the rest as its characters stand."""
    name = _short(element.tag)
    if name == "m:t":
        return element.text or ""
    if name == "m:f":
        return "/".join(_formula(child) for child in element if _short(child.tag) in ("m:num", "m:den"))
    return "".join(map(_formula, element))


# ---- blocks -------------------------------------------------------------------------------------------------------


def _blocks(items: list[_Item], name: str) -> Iterator[Block]:
    tables = 0
    for item in items:
        if isinstance(item, str):
            if item.strip():
                yield Paragraph(item.strip(), Place(name))
        elif any(map(any, item.cells)):
            tables += 1
            origins = tuple(Place(name, table=tables, row=row) for row in range(1, len(item.cells) + 1))
            yield Grid(item.cells, origins, item.merges)
