"""Web pages → Document: spans, layout tables, encodings that are declared wrongly, hidden text, web archives."""

import base64
import quopri
from pathlib import Path
from typing import Any

import pytest

from perf_goals.errors import UnreadableError
from perf_goals.model import Document, Grid, Merge, Paragraph, Place
from perf_goals.readers import read, read_bytes

NAME = "青河区水务局.html"
TEXT = "青河区水务局2026年部门预算公开，绩效目标：满意度≥95%。"


def outline(html: str | bytes) -> list[Any]:
    """Paragraphs as texts, grids as rows."""
    data = html.encode() if isinstance(html, str) else html
    return [
        block.text if isinstance(block, Paragraph) else [list(row) for row in block.cells]
        for block in read_bytes(data, NAME).blocks
    ]


def body(inner: str) -> list[Any]:
    return outline(f"<html><body>{inner}</body></html>")


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, NAME)
    return str(caught.value)


def test_a_page_with_a_table() -> None:
    html = (
        "<!DOCTYPE html><html><head><title>标题栏</title><script>var a=1</script></head><body>"
        "<h1>伊水市青河区水务局<br>2026年部门预算</h1><p>一、 职\n责&nbsp;</p>"
        "<table><caption>绩效目标表</caption><tr><td colspan=3 align=right>单位：万元</td></tr>"
        "<tr><th>一级指标<th>三级指标<th>值</tr>"
        "<tr><td rowspan=2><p>产出</p><p>指标</p></td><td>整治<br/>河段</td><td>≥5</td></tr>"
        "<tr><td>按期完成</td><td>100%</td></tr></table>尾<b>注</b></body></html>"
    )
    at = Place(NAME)
    grid = Grid(
        (("一级指标", "三级指标", "值"), ("产出\n指标", "整治\n河段", "≥5"), ("", "按期完成", "100%")),
        tuple(Place(NAME, table=1, row=row) for row in (1, 2, 3)),
        (Merge(1, 0, 2, 0),),
    )
    texts = ["伊水市青河区水务局 2026年部门预算", "一、 职 责", "绩效目标表", "单位：万元"]
    assert read_bytes(html.encode(), NAME) == Document(
        NAME,
        "html",
        (*(Paragraph(text, at) for text in texts), grid, Paragraph("尾注", at)),
        "伊水市青河区水务局",
        2026,
        "伊水市青河区",
    )


# Why the case is there: (what the page says, how it is written)
ENCODINGS = {
    "UTF-8": ("utf-8", "utf-8"),
    "UTF-8 with a mark": ("gb2312", "utf-8-sig"),
    "GBK": ("gbk", "gb18030"),
    "GB2312 with characters outside it": ("gb2312", "gb18030"),
    "UTF-8 that calls itself GB2312": ("gb2312", "utf-8"),
    "GBK that calls itself UTF-8": ("utf-8", "gb18030"),
    "GBK that calls itself Latin": ("iso-8859-1", "gb18030"),
    "GBK that names no encoding there is": ("x-user", "gb18030"),
    "GBK that says nothing": ("", "gb18030"),
    "Big5": ("big5", "big5"),
    "UTF-16": ("utf-16", "utf-16"),
}


@pytest.mark.parametrize(("said", "codec"), ENCODINGS.values(), ids=ENCODINGS)
def test_encodings(said: str, codec: str) -> None:
    text = "青河區水務局預算公開" if codec == "big5" else TEXT + "㐂"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={said}">' if said else ""
    assert outline(f"<html><head>{meta}</head><p>{text}</p></html>".encode(codec)) == [text]


def test_an_xml_declaration_is_no_harm() -> None:
    assert outline('<?xml version="1.0" encoding="gb2312"?>\n<html><p>甲</p></html>'.encode("gb18030")) == ["甲"]


def test_a_stray_broken_byte_is_shown_and_more_are_refused() -> None:
    page = "<html><p>" + TEXT * 5 + "{}</p></html>"
    assert (
        outline(page.format("").encode("gb18030").replace("满".encode("gb18030"), b"\xff", 1))[0].count("\ufffd") == 1
    )
    assert refusal(b"<html><p>" + b"\xff\xfe\xfd" * 50 + b"</p></html>") == (
        f"{NAME} 的文字编码无法识别，请用浏览器打开后另存为 UTF-8 的网页或 PDF"
    )


class TestTables:
    def test_layout_tables_are_dissolved(self) -> None:
        html = (
            "<table><tr><td>&nbsp;</td></tr><tr><td><table><tr><td>首页</td></tr></table></td>"
            "<td><h1>公开</h1><table><tr><td>部门：青河区水务局</td><td>单位：万元</td></tr></table>"
            "<table><tr><td>项目</td><td>值</td></tr><tr><td>甲</td><td>1</td></tr></table></td></tr></table>"
        )
        assert body(html) == ["首页", "公开", "部门：青河区水务局", "单位：万元", [["项目", "值"], ["甲", "1"]]]

    def test_a_small_table_in_a_cell_belongs_to_the_cell(self) -> None:
        rows = "".join(f"<tr><td>甲{number}</td><td>{number}</td></tr>" for number in range(4))
        inner = "<table><tr><td>乙</td></tr><tr><td>丙</td></tr></table>"
        assert body(f"<table>{rows}<tr><td>丁</td><td>{inner}</td></tr></table>")[0][4] == ["丁", "乙\n丙"]

    def test_spans_over_each_other_and_nonsense(self) -> None:
        html = (
            "<table><tr><td rowspan=0>甲</td><td colspan='2'>乙</td></tr><tr><td>1</td><td colspan=x>2</td></tr>"
            "<tr><td>3</td><td rowspan=99>4</td></tr></table>"
        )
        [grid] = read_bytes(f"<html>{html}</html>".encode(), NAME).grids()
        assert grid.cells == (("甲", "乙", ""), ("", "1", "2"), ("", "3", "4"))
        assert grid.merges == (Merge(0, 0, 2, 0), Merge(0, 1, 0, 2))

    def test_spans_beyond_all_measure(self) -> None:
        cells = "".join("<td rowspan=9999 colspan=9999>甲</td>" for _ in range(40))
        rows = "".join("<tr><td>乙</td></tr>" for _ in range(300))
        [grid] = read_bytes(f"<html><table><tr>{cells}</tr>{rows}</table></html>".encode(), NAME).grids()
        assert sum(cell == "甲" for row in grid.cells for cell in row) == 40

    def test_columns_without_text_are_dropped(self) -> None:
        html = "<table><tr><td colspan=3>甲</td><td>乙</td></tr><tr><td>1</td><td></td><td></td><td>2</td></tr></table>"
        [grid] = read_bytes(f"<html>{html}</html>".encode(), NAME).grids()
        assert (grid.cells, grid.merges) == ((("甲", "乙"), ("1", "2")), ())

    def test_foot_and_odd_nesting(self) -> None:
        html = (
            "<table><thead><tr><th>甲</th><th>乙</th></tr></thead><tfoot><tr><td>计</td><td>3</td></tr></tfoot>"
            "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
        )
        assert body(html) == [[["甲", "乙"], ["1", "2"], ["计", "3"]]]

    def test_an_empty_table(self) -> None:
        assert body("<p>甲</p><table></table><table><tr><td> </td></tr></table>") == ["甲"]

    def test_a_table_saved_by_excel(self) -> None:
        html = (
            "<table><col style='display:none'><tr height=0 style='display:none'><td>x</td></tr>"
            "<tr><td>项目</td><td style='mso-hide:all'>隐</td><td>值</td></tr><tr><td>甲</td><td hidden>隐</td><td>95%</td></tr>"
            "</table>"
        )
        assert body(html) == [[["项目", "值"], ["甲", "95%"]]]


def test_what_is_not_shown_is_left_out() -> None:
    html = (
        "<!-- 注 --><div style='DISPLAY : none'>隐</div><p hidden>隐</p><span style='visibility:hidden'>隐</span>甲"
        "<style>p{}</style><noscript>隐</noscript><select><option>隐</select>"
        "<table><tbody style='display:none'><tr><td>隐</td><td>隐</td></tr></tbody>"
        "<tr><td>1</td><td><i hidden>隐</i>2</td></tr></table>"
    )
    assert body(html) == ["甲", [["1", "2"]]]


def test_deep_nesting() -> None:
    """Word leaves hundreds of tags within each other; the parser stops counting somewhere, the reader does not fail."""
    assert body("<div>" * 2000 + "甲" + "</div>" * 2000) == ["甲"]


def part(html: bytes, encoding: str, charset: str) -> bytes:
    coded = base64.encodebytes(html) if encoding == "base64" else quopri.encodestring(html)
    head = f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return b"--X\r\n" + head.encode() + coded + b"\r\n"


class TestArchives:
    HEAD = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="X"\r\n\r\n'

    def test_pages_in_order(self) -> None:
        frames = b"<html><frameset><frame src=1></frameset></html>"
        data = self.HEAD + part(frames, "quoted-printable", "us-ascii")
        data += part("<p>水务局</p>".encode("gb18030"), "base64", "gb2312")
        data += part("<table><tr><td>项目<td>值<tr><td>甲<td>1</table>".encode(), "quoted-printable", "utf-8")
        data += b"--X\r\nContent-Type: image/png\r\n\r\nxx\r\n--X--\r\n"
        got = read_bytes(data, "甲.doc")
        assert [getattr(block, "text", getattr(block, "cells", None)) for block in got.blocks] == [
            "水务局",
            (("项目", "值"), ("甲", "1")),
        ]

    def test_without_a_page(self) -> None:
        sentence = f"{NAME} 已损坏或下载不完整（网页归档文件），请重新下载，或用浏览器打开后另存为网页"
        assert refusal(self.HEAD + b"--X\r\nContent-Type: image/png\r\n\r\nxx\r\n--X--\r\n") == sentence


@pytest.mark.parametrize(
    "data", [b"<html></html>", b"<html><script>1</script>", b"<html><p>&nbsp;", b"<!DOCTYPE html><!-- a -->", b"<table><tr><td>"]
)  # fmt: skip
def test_nothing_to_read(data: bytes) -> None:
    assert refusal(data) == (f"{NAME} 里没有可读的文字，可能是需要联网才显示内容的网页，请用浏览器打开后另存为 PDF")


def test_real_pages_give_the_sheets_tables(shared: Path) -> None:
    paths = sorted((shared / "documents" / "variants").glob("*.html"))
    assert paths
    for path in paths:
        widths = [[grid.width for grid in read(one).grids()] for one in (path, path.with_suffix(".xlsx"))]
        assert widths[0] == widths[1]
