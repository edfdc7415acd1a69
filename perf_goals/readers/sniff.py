"""What a file is, by its bytes: the module that reads it, or a refusal with words that help."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from ..errors import LockedError, UnreadableError
from .ole import MAGIC, Ole, OleError


@dataclass(frozen=True, slots=True)
class Kind:
    """module: of this package, that reads it. what: what a user calls it. form: xlsx, xls, ods, docx, doc, rtf, …"""

    module: str
    form: str
    what: str


TEXT = Kind("text", "text", "文本文件")
CSV = Kind("delimited", "csv", "csv 文件")
HTML = Kind("html", "html", "网页文件")
MHT = Kind("html", "mht", "网页归档文件（.mht）")
XML_SHEET = Kind("excel", "xml", "XML 表格")
PDF = Kind("pdf", "pdf", "PDF 文件")
IMAGE = Kind("scan", "image", "图片")
RTF = Kind("word", "rtf", "RTF 文件")
ZIP = Kind("archive", "zip", "zip 压缩文件")
XLS = Kind("excel", "xls", "旧版 Excel 文件（.xls）")
DOC = Kind("word", "doc", "旧版 Word 文件（.doc、.wps）")
_ZIPPED = (
    ("xl/workbook.bin", Kind("excel", "xlsb", "Excel 文件（.xlsb）")),
    ("xl/", Kind("excel", "xlsx", "Excel 文件（.xlsx）")),
    ("word/", Kind("word", "docx", "Word 文件（.docx）")),
)
_OPEN_DOCUMENT = {
    "spreadsheet": Kind("excel", "ods", "ODS 表格"),
    "text": Kind("word", "odt", "ODT 文档"),
}
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
# First bytes of what no module reads: what it is, and what to do.
_REFUSED = (
    (b"Rar!", "RAR 压缩文件，请先用解压软件解压，再读取其中的文件"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩文件，请先用解压软件解压，再读取其中的文件"),
    (b"\x1f\x8b", "gz 压缩文件，请先用解压软件解压，再读取其中的文件"),
    (b"Founder CEB", "方正 CEB 版式文件，请用阅读器打开后另存为 PDF"),
    (b"MZ", "程序文件，不是文档，请核对来源"),
)
# of byte order, with the encoding that each says
MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_WEB = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|title|div|script|style)\b", re.I | re.S
)
_TABLE_WITHIN = re.compile(r"<t(?:able|r)\b[^<>]*>.*?<t[dhr]\b", re.I | re.S)
_MIME = re.compile(r"\s*(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:", re.I)
_XML = re.compile(r"\s*<\?xml\b")


def kind_of(data: bytes, name: str, where: str) -> Kind:
    """What the bytes are. name: helps only where bytes cannot tell (csv and text). where: what messages call the file.

    Raises:
        UnreadableError: for what no module reads, for a password and for a damaged container.
    """
    if data.startswith(MAGIC):
        return _compound(data, where)
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, where)
    if data.startswith(b"PK\x05\x06"):
        raise UnreadableError(f"{where} 是空的压缩文件，里面没有文件，请核对或重新下载")
    for magic, what in _REFUSED:
        if data.startswith(magic) and (len(magic) > 2 or _binary(data)):
            raise UnreadableError(f"{where} 是{what}")
    if (data.startswith(_IMAGES) and _binary(data)) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return IMAGE
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.lstrip()[:5] == b"{\\rtf":
        return RTF
    return _written(data, name, where)


def _binary(data: bytes) -> bool:
    """Whether the first bytes hold what no text does; a text may begin with BM or MZ."""
    return any(byte < 9 or 13 < byte < 32 for byte in data[:64])


def _compound(data: bytes, where: str) -> Kind:
    try:
        names = Ole(data).names
    except OleError:
        raise UnreadableError(
            f"{where} 已损坏或下载不完整（旧版 Office 文件），请重新下载，或用 Office 打开后另存"
        ) from None
    if "EncryptedPackage" in names:
        raise LockedError(where)
    if names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return XLS
    if "WordDocument" in names or "CONTENTS" in names or "MatOST" in names:
        return DOC
    if "PowerPoint Document" in names:
        raise UnreadableError(f"{where} 是演示文稿，不是文档或表格，请另存为 PDF 后再试")
    raise UnreadableError(f"{where} 是无法辨认的旧版 Office 文件，请用 Office 或 WPS 打开后另存为 docx 或 xlsx")


def _zipped(data: bytes, where: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [one.replace("\\", "/") for one in package.namelist()]
            mime = package.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, KeyError):
        raise UnreadableError(
            f"{where} 已损坏或下载不完整（Word、Excel 或 zip 压缩文件），请重新下载，或用原来的程序打开后另存"
        ) from None
    if mime.startswith("application/vnd.oasis.opendocument."):
        found = next((kind for word, kind in _OPEN_DOCUMENT.items() if mime.split(".")[-1].startswith(word)), None)
        if found is None:
            raise UnreadableError(f"{where} 是 OpenDocument 的图形或演示文件，请另存为 PDF 后再试")
        return found
    if "OFD.xml" in names:
        raise UnreadableError(f"{where} 是 OFD 版式文件，请用 OFD 阅读器打开后另存为 PDF")
    if "[Content_Types].xml" in names:
        for start, kind in _ZIPPED:
            if any(one.startswith(start) for one in names):
                return kind
        if any(one.startswith("ppt/") for one in names):
            raise UnreadableError(f"{where} 是演示文稿，不是文档或表格，请另存为 PDF 后再试")
    return ZIP


def _written(data: bytes, name: str, where: str) -> Kind:
    """Kinds of text: web pages, web archives, Office's XML, separated values, plain text."""
    head = _head(data)
    if _MIME.match(head):
        return MHT
    if _XML.match(head):
        if "urn:schemas-microsoft-com:office:spreadsheet" in head:
            return XML_SHEET
        if "schemas.microsoft.com/office/word/2003" in head or "schemas.microsoft.com/office/2006/xmlPackage" in head:
            return Kind("word", "xml", "Word 的 XML 文件")
        if "<html" in head.lower():
            return HTML
        raise UnreadableError(f"{where} 是 XML 数据文件，不是文档，请用原来的程序打开后另存为 xlsx、docx 或 PDF")
    if _WEB.match(head):
        return HTML
    suffix = name.lower().rpartition(".")[2]
    if suffix in ("html", "htm", "xls", "doc", "et", "wps") and _TABLE_WITHIN.search(head):
        return HTML
    return CSV if suffix in ("csv", "tsv", "xls", "xlsx", "et") else TEXT  # export programs call a tsv .xls


def _head(data: bytes) -> str:
    start = data[:8192]
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return start[len(mark) :].decode(encoding, "replace")
    return start.decode("latin-1")
