"""What a file is by its bytes, whatever its name says; and the words for what cannot be read."""

import sys

import pytest

from perf_goals.errors import UnreadableError
from perf_goals.readers import read_bytes, sniff
from perf_goals.readers.ole import Ole, OleError
from perf_goals.readers.scan.letters import letters
from tests.office_samples import archive, compound

NAME = "青河区水务局.txt"
TYPES = "[Content_Types].xml"
UTF_16_PAGE = b"\xff\xfe" + "<html><p>青河区</p></html>".encode("utf-16-le")

# Why the case is there: (bytes, name, module, form)
KINDS = {
    "plain text": ("青河区水务局".encode(), NAME, "text", "text"),
    "csv by its name": (b"a,b\n", "a.csv", "delimited", "csv"),
    "tabs named xls": ("甲\t乙\n".encode("gb18030"), "a.xls", "delimited", "csv"),
    "PDF": (b"%PDF-1.7\n", NAME, "pdf", "pdf"),
    "PDF behind a stray line": (b"\r\n%PDF-1.4\n", NAME, "pdf", "pdf"),
    "RTF named doc": (b"{\\rtf1\\ansi", "a.doc", "word", "rtf"),
    "xlsx named xls": (archive({TYPES: "", "xl/workbook.xml": ""}), "a.xls", "excel", "xlsx"),
    "xlsb": (archive({TYPES: "", "xl/workbook.bin": ""}), "a.xlsx", "excel", "xlsb"),
    "docx named doc": (archive({TYPES: "", "word/document.xml": ""}), "a.doc", "word", "docx"),
    "ods": (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "a.zip", "excel", "ods"),
    "odt": (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "a.doc", "word", "odt"),
    "a zip named pdf": (archive({"甲.txt": "甲"}), "a.pdf", "archive", "zip"),
    "xls": (compound({"Workbook": b"\x09\x08"}), "a.doc", "excel", "xls"),
    "Excel 95": (compound({"Book": b"\x09\x08"}), "a.xls", "excel", "xls"),
    "doc": (compound({"WordDocument": b"\xec\xa5"}, small=True), "a.xls", "word", "doc"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", "a.pdf", "scan", "image"),
    "photograph": (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.docx", "scan", "image"),
    "WebP": (b"RIFF\x10\0\0\0WEBPVP8 ", "a.jpg", "scan", "image"),
    "a text that begins like a picture": (b"BM is no picture here", "a.txt", "text", "text"),
    "page": (b"<!DOCTYPE html><p>", NAME, "html", "html"),
    "page with a mark and blanks": (b"\xef\xbb\xbf\r\n <html lang='zh'>", NAME, "html", "html"),
    "page in UTF-16": (UTF_16_PAGE, "a.html", "html", "html"),
    "page behind comments": (b"<!-- saved from url --> <!-- 2 -->\n<HTML>", "a.htm", "html", "html"),
    "XHTML": (b'<?xml version="1.0"?><html xmlns="x">', NAME, "html", "html"),
    "table named xls": (b"<table><tr><td>", "a.xls", "html", "html"),
    "a piece of a page named doc": (b"text <table class=a><tr><td>1", "a.doc", "html", "html"),
    "web archive": (b"From: <saved>\r\nMIME-Version: 1.0\r\n", "a.doc", "html", "mht"),
    "web archive without more": (b"MIME-Version: 1.0\r\n", NAME, "html", "mht"),
    "XML table of 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "a.xls", "excel", "xml",
    ),
    "XML document of 2003": (
        b'<?xml version="1.0"?><w:d xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">', "a.doc", "word", "xml",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "name", "module", "form"), KINDS.values(), ids=KINDS)
def test_kind(data: bytes, name: str, module: str, form: str) -> None:
    kind = sniff.kind_of(data, name, name)
    assert (kind.module, kind.form) == (module, form)


DAMAGED_OLE = "已损坏或下载不完整（旧版 Office 文件），请重新下载，或用 Office 打开后另存"
DAMAGED_ZIP = "已损坏或下载不完整（Word、Excel 或 zip 压缩文件），请重新下载，或用原来的程序打开后另存"
PASSWORD = "设有打开密码，请用 --password 给出密码，或用 Office、WPS、PDF 软件取消密码后再试"
REFUSED = {
    "RAR": (b"Rar!\x1a\x07", "是RAR 压缩文件，请先用解压软件解压，再读取其中的文件"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "是7z 压缩文件，请先用解压软件解压，再读取其中的文件"),
    "gz": (b"\x1f\x8b\x08\0", "是gz 压缩文件，请先用解压软件解压，再读取其中的文件"),
    "CEB": (b"Founder CEB 3.0", "是方正 CEB 版式文件，请用阅读器打开后另存为 PDF"),
    "program": (b"MZ\x90\0\x03", "是程序文件，不是文档，请核对来源"),
    "OFD": (archive({"OFD.xml": "", "Doc_0/Document.xml": ""}), "是 OFD 版式文件，请用 OFD 阅读器打开后另存为 PDF"),
    "slides": (archive({TYPES: "", "ppt/presentation.xml": ""}), "是演示文稿，不是文档或表格，请另存为 PDF 后再试"),
    "old slides": (compound({"PowerPoint Document": b"1"}), "是演示文稿，不是文档或表格，请另存为 PDF 后再试"),
    "drawing": (
        archive({"mimetype": "application/vnd.oasis.opendocument.graphics"}),
        "是 OpenDocument 的图形或演示文件，请另存为 PDF 后再试",
    ),
    "locked": (compound({"EncryptedPackage": b"1", "EncryptionInfo": b"2"}), PASSWORD),
    "unknown old file": (
        compound({"甲": b"1"}),
        "是无法辨认的旧版 Office 文件，请用 Office 或 WPS 打开后另存为 docx 或 xlsx",
    ),
    "old file cut off": (compound({"Workbook": bytes(9000)})[:1500], DAMAGED_OLE),
    "only the mark of an old file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DAMAGED_OLE),
    "zip cut off": (archive({TYPES: "x" * 500, "xl/workbook.xml": ""})[:90], DAMAGED_ZIP),
    "only the mark of a zip": (b"PK\x03\x04\x14\0", DAMAGED_ZIP),
    "empty zip": (archive({}), "是空的压缩文件，里面没有文件，请核对或重新下载"),
    "data": (
        b'<?xml version="1.0"?><data/>',
        "是 XML 数据文件，不是文档，请用原来的程序打开后另存为 xlsx、docx 或 PDF",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), REFUSED.values(), ids=REFUSED)
def test_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, NAME, "甲/" + NAME)
    assert str(caught.value) == f"甲/{NAME} {sentence}"


@pytest.mark.parametrize(
    ("missing", "data", "what", "install"),
    [
        ("rapidocr", b"\x89PNG\r\n\x1a\n\0\0", "图片", "perf-goals[ocr]"),
        ("pypdfium2", b"%PDF-1.7\n%%EOF\n", "PDF 文件", "pypdfium2"),
        ("lxml", b"<html><p>1</p></html>", "网页文件", "lxml"),
    ],
)
def test_a_missing_library(missing: str, data: bytes, what: str, install: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    letters.cache_clear()
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, NAME)
    assert str(caught.value) == (
        f"{NAME} 是{what}，读取它需要的程序库没有安装（{missing}），请运行 pip install {install}"
    )


class TestCompoundFiles:
    @pytest.mark.parametrize("size", [1, 63, 64, 65, 4095])
    def test_small_streams(self, size: int) -> None:
        data = bytes(number % 251 for number in range(size))
        file = Ole(compound({"甲": data, "乙": b"x"}, small=True))
        assert (file.stream("甲"), file.stream("乙")) == (data, b"x")

    def test_a_large_stream(self) -> None:
        data = bytes(number % 251 for number in range(200_000))
        assert Ole(compound({"甲": data})).stream("甲") == data

    def test_no_such_stream(self) -> None:
        with pytest.raises(OleError):
            Ole(compound({"甲": b"1"})).stream("乙")

    @pytest.mark.parametrize("at", [30, 32])
    def test_odd_sector_sizes(self, at: int) -> None:
        data = bytearray(compound({"甲": b"1"}))
        data[at] = 3
        with pytest.raises(OleError):
            Ole(bytes(data))

    def test_a_chain_that_runs_in_a_circle(self) -> None:
        data = compound({"甲": bytes(4096)})
        table = data.rindex(b"\x01\0\0\0\x02\0\0\0\x03\0\0\0")
        with pytest.raises(OleError):
            Ole(data[: table + 28] + b"\0\0\0\0" + data[table + 32 :]).stream("甲")

    def test_a_stream_that_is_shorter_than_it_says(self) -> None:
        data = compound({"甲": bytes(4096)})
        at = data.index("甲".encode("utf-16-le"), 512) + 120
        with pytest.raises(OleError):
            Ole(data[:at] + b"\xff\xff" + data[at + 2 :]).stream("甲")
