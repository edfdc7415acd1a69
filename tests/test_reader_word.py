"""Word files: the document's own XML, and older formats through LibreOffice."""

import io
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from perf_goals.errors import UnreadableError
from perf_goals.extract import extract
from perf_goals.model import Document, Grid, Merge, Paragraph, Place
from perf_goals.readers import office, word
from perf_goals.readers.word_numbers import printed
from perf_goals.readers.word_tables import Cell, Row, arrange

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
)
OFFICE_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def part(root: str, content: str, space: str = W) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{space}" {SPACES}>{content}</w:{root}>'


def package(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as sink:
        for name, content in parts.items():
            sink.writestr(name, content)
    return out.getvalue()


def docx(body: str, numbering: str = "", styles: str = "", space: str = W) -> bytes:
    parts = {"word/document.xml": part("document", f"<w:body>{body}</w:body>", space)}
    if numbering:
        parts["word/numbering.xml"] = part("numbering", numbering, space)
    if styles:
        parts["word/styles.xml"] = part("styles", styles, space)
    return package(parts)


def read(body: str, numbering: str = "", styles: str = "") -> Document:
    return word.read(docx(body, numbering, styles), "例.docx")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str = "", properties: str = "") -> str:
    inner = content if "<" in content else (run(content) if content else "")
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def tc(text: str = "", span: int = 1, down: str = "", width: int = 0, inner: str = "", more: str = "") -> str:
    marks = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else ""
    marks += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    marks += {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[down]
    return f"<w:tc><w:tcPr>{marks}{more}</w:tcPr>{inner}{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(ruler: list[int], *rows: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in ruler)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def rows(*texts: str) -> str:
    """Rows of cells parted by |."""
    return "".join(tr(*map(tc, text.split("|"))) for text in texts)


def lines(document: Document) -> list[str | list[str]]:
    """Blocks for comparing: a paragraph as its text, a grid as rows with cells parted by |."""
    return [
        block.text if isinstance(block, Paragraph) else ["|".join(row) for row in block.cells]
        for block in document.blocks
    ]


def refusal(data: bytes, name: str = "例.docx") -> str:
    with pytest.raises(UnreadableError) as caught:
        word.read(data, name)
    return str(caught.value)


# ---- the whole document --------------------------------------------------------------------------------------------


def test_a_form_becomes_lines_a_grid_and_places() -> None:
    body = p("青河区教育局2026年部门预算")
    body += tbl(
        [1000, 900, 1500, 1500],
        tr(tc("项目支出绩效目标表", 4)),
        tr(tc("单位：万元", 4)),
        tr(tc("项目名称", 2), tc("教师培训"), tc("10.5")),
        tr(tc("绩效指标", down="restart"), tc("一级指标"), tc("三级指标"), tc("指标值")),
        tr(tc(down="continue"), tc("产出指标"), tc("培训人次"), tc("≥300人次")),
    )
    document = word.read(docx(body), "例.docx", "某处/例.docx")
    grid = Grid(
        (
            ("项目名称", "", "教师培训", "10.5"),
            ("绩效指标", "一级指标", "三级指标", "指标值"),
            ("", "产出指标", "培训人次", "≥300人次"),
        ),
        tuple(Place("例.docx", table=1, row=row) for row in (1, 2, 3)),
        (Merge(0, 0, 0, 1), Merge(1, 0, 2, 0)),
    )
    above = tuple(
        Paragraph(text, Place("例.docx")) for text in ("青河区教育局2026年部门预算", "项目支出绩效目标表", "单位：万元")
    )
    assert document == Document("例.docx", "docx", (*above, grid), "青河区教育局", 2026, "青河区", "某处/例.docx")
    assert [(row.project, row.level1, row.level3, str(row.target.value)) for row in extract(document).indicators] == [
        ("教师培训", "产出指标", "培训人次", "300")
    ]


def test_strict_files_and_parts_under_other_names_are_read() -> None:
    content = part("document", f"<w:body>{p('一行')}{tbl([1, 1], rows('甲|乙'))}</w:body>", STRICT)
    link = '<Relationship Type="{}" Target="{}"/>'
    data = package(
        {
            "_rels/.rels": LINKS.format(
                link.format("x/thumbnail", "a.png") + link.format(OFFICE_LINK + "officeDocument", "/Word/正文.xml")
            ),
            "word/正文.xml": content,
            "word/_rels/正文.xml.rels": LINKS.format(link.format(OFFICE_LINK + "styles", "..\\other/S.xml")),
            "other/s.xml": part("styles", ""),
        }
    )
    assert lines(word.read(data, "严格.docx")) == ["一行", ["甲|乙"]]


def test_one_xml_file_holds_a_package() -> None:
    inner = f'<w:document xmlns:w="{W}"><w:body>{p("一行")}</w:body></w:document>'
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    whole = f'<pkg:package xmlns:pkg="{space}"><pkg:part pkg:name="/x"/><pkg:part><pkg:xmlData>{{}}</pkg:xmlData></pkg:part>'
    whole += "</pkg:package>"
    document = word.read(whole.format(inner).encode(), "例.xml")
    assert (document.format, lines(document)) == ("xml", ["一行"])
    assert refusal(whole.format("<a/>").encode(), "例.xml").startswith("例.xml 已损坏")


def test_word_2003_xml_is_read() -> None:
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    small = tbl(
        [1000, 1000, 1000],
        tr(
            tc("甲", more='<w:vmerge w:val="restart"/>'),
            tc("乙", more='<w:hmerge w:val="restart"/>'),
            tc(more="<w:hmerge/>"),
        ),
        tr(tc(more="<w:vmerge/>"), tc("丙"), tc("丁")),
    )
    change = '<aml:annotation w:type="Word.{}"><aml:content>{}</aml:content></aml:annotation>'
    text = p(
        run("留") + change.format("Insertion", run("下")) + change.format("Deletion", run("不要")) + "<aml:annotation/>"
    )
    listed = p(run("职责"), '<w:listPr><wx:t wx:val="一、"/></w:listPr>')
    data = part("wordDocument", f"<w:body><wx:sect>{text}{listed}{small}</wx:sect></w:body>", space).encode()
    document = word.read(data, "例.doc")
    assert lines(document) == ["留下", "一、 职责", ["甲|乙|", "|丙|丁"]]
    assert next(document.grids()).merges == (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2))


# ---- text ------------------------------------------------------------------------------------------------------------


FIELD = '<w:r><w:fldChar w:fldCharType="{}">{}</w:fldChar></w:r>'
BEGIN, BETWEEN, END = (FIELD.format(kind, "") for kind in ("begin", "separate", "end"))
TEXTS = {
    "tracked changes are accepted": (
        f"<w:ins>{run('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom>{run('原处')}</w:moveFrom>"
        f"<w:moveTo>{run('新处')}</w:moveTo>",
        "新新处",
    ),
    "hidden text is left out": (
        run("见") + run("不见", "<w:vanish/>") + run("又见", '<w:vanish w:val="0"/>'),
        "见又见",
    ),
    "text hidden by a style": (run("不见", '<w:rStyle w:val="child"/>') + run("见"), "见"),
    "tabs, breaks, hyphens, notes": (
        '<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/><w:footnoteReference w:id="1"/>'
        "<w:t> d\n e </w:t><w:cr/></w:r>",
        "a\tb-cd  e",
    ),
    "links, controls, smart tags, simple fields": (
        f"<w:hyperlink>{run('甲')}</w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent>{run('乙')}</w:sdtContent></w:sdt><w:sdt/>"
        f"<w:smartTag><w:customXml>{run('丙')}</w:customXml></w:smartTag><w:fldSimple>{run('丁')}</w:fldSimple>",
        "甲乙丙丁",
    ),
    "the result of a field and not its code": (
        f"{BEGIN}<w:r><w:instrText>IF </w:instrText></w:r>{BEGIN}{BETWEEN}{run('内')}{END}{run('码')}{BETWEEN}{run('果')}{END}"
        f"{run('后')}{END}{BETWEEN}",
        "果后",
    ),
    "form fields": (
        FIELD.format("begin", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>")
        + END
        + FIELD.format("begin", '<w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>')
        + END
        + FIELD.format(
            "begin",
            '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="否"/><w:listEntry w:val="是"/></w:ddList></w:ffData>',
        )
        + END
        + FIELD.format("begin", '<w:ffData><w:ddList><w:default w:val="7"/></w:ddList></w:ffData>')
        + END,
        "☑☐是",
    ),
    "symbols": (
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Wingdings" w:char="00FE"/><w:sym w:font="Wingdings 2" '
        'w:char="F0A3"/><w:sym w:font="Other" w:char="F041"/><w:sym w:font="Wingdings" w:char="F041"/><w:sym w:char="x"/>'
        "</w:r>",
        "≥☑□Α\uf041",
    ),
    "text in a font of symbols": (
        run("\xb395%合格", '<w:rFonts w:ascii="Symbol"/>') + run("\uf0a3\xb35\uf039次", '<w:rFonts w:hAnsi="宋体"/>'),
        "≥95%合格≤\xb359次",
    ),
    "the base of ruby": (
        f"<w:r><w:ruby><w:rt>{run('zi')}</w:rt><w:rubyBase>{run('字')}</w:rubyBase></w:ruby><w:ruby/></w:r>",
        "字",
    ),
    "formulas": (
        "<m:oMath><m:f><m:num><m:r><m:t>实际</m:t></m:r></m:num><m:den><m:r><m:t>计划</m:t></m:r></m:den></m:f>"
        "<m:r><m:t>×100%</m:t></m:r></m:oMath>",
        "实际/计划×100%",
    ),
}
STYLES = (
    '<w:style w:styleId="base"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="child"><w:basedOn w:val="base"/></w:style>'
    '<w:style w:styleId="round"><w:basedOn w:val="round"/></w:style>'
)


@pytest.mark.parametrize(("content", "text"), TEXTS.values(), ids=TEXTS)
def test_text_as_a_reader_sees_it(content: str, text: str) -> None:
    assert lines(read(p(content) + p("完"), styles=STYLES)) == [text, "完"]


def test_a_code_without_an_end_swallows_only_its_paragraph() -> None:
    assert lines(read(p(BEGIN + run("码")) + p("后面"))) == ["后面"]
    assert lines(read(p(BEGIN + run("码") + "<m:oMath><m:r><m:t>式</m:t></m:r></m:oMath>") + p("后"))) == ["后"]


def test_a_result_goes_on_over_paragraphs() -> None:
    assert lines(read(p(BEGIN + BETWEEN + run("目录一")) + p("目录二") + p(run("三") + END))) == [
        "目录一",
        "目录二",
        "三",
    ]


def test_paragraphs_whose_end_is_deleted_are_one() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    assert lines(read(p("教育", gone) + p("培训") + p("末", gone))) == ["教育培训", "末"]


def test_lines_of_a_paragraph_are_lines() -> None:
    assert lines(read(p("<w:r><w:t>青河区教育局</w:t><w:br/><w:t>部门预算</w:t></w:r>"))) == [
        "青河区教育局",
        "部门预算",
    ]


def box(content: str) -> str:
    """A text box as Word writes it: once in the new way, once in the old."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )


def test_text_boxes_stand_once_behind_their_paragraph() -> None:
    table = tbl([1000, 1000], rows("甲|乙"))
    old = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('旧式')}</w:txbxContent></v:textbox></w:pict></w:r>"
    group = "<w:drawing><mc:AlternateContent/>{}</w:drawing>".format(box(p("组内")))
    body = p(run("前") + f"<w:r>{box(p('框一') + p() + table)}</w:r>" + run("后")) + p(old) + p(f"<w:r>{group}</w:r>")
    body += p(f"<v:shape>{box(p('直接'))}</v:shape><w:r><v:shape>{box(p('再'))}</v:shape></w:r>")
    body += p(f"<w:r><w:rPr><w:vanish/></w:rPr>{box(p('藏'))}</w:r><mc:AlternateContent/>")
    assert lines(read(body)) == ["前后", "框一", ["甲|乙"], "旧式", "组内", "直接", "再"]


def test_files_put_in_whole_are_not_read_and_said() -> None:
    note = "〔文中有 1 处整份插入的其他文件，没有读取，请用 Word 打开后另存为 .docx 再试〕"
    assert lines(read(p("正文") + "<w:altChunk/>")) == ["正文", note]
    assert refusal(docx(p() + "<w:altChunk/>")) == "例.docx 的正文是嵌入的另一个文件，请用 Word 打开后另存为 .docx 再试"


# ---- lists -----------------------------------------------------------------------------------------------------------


def level(depth: int, style: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def listed(number: int, depth: int | None, text: str) -> str:
    inner = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    return p(text, f'<w:numPr>{inner}<w:numId w:val="{number}"/></w:numPr>')


NUMBERING = (
    '<w:numPicBullet/><w:abstractNum w:abstractNumId="0">'
    + level(0, "japaneseCounting", "%1、", '<w:suff w:val="nothing"/>')
    + level(1, "japaneseCounting", "（%2）")
    + level(2, "decimal", "%1.%2.%3", '<w:isLgl/><w:lvlRestart w:val="0"/>')
    + level(3, "bullet", "\uf06c")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "upperLetter", "%1)", '<w:start w:val="3"/><w:pStyle w:val="head"/>')
    + level(1, "decimal", "%2)", '<w:pStyle w:val="sub"/>')
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="list"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    f'<w:lvlOverride w:ilvl="1">{level(1, "decimalEnclosedCircle", "%2")}</w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>'
)
LIST_STYLES = (
    '<w:style w:styleId="head"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="sub"><w:basedOn w:val="head"/></w:style>'
    '<w:style w:styleId="deep"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="list"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
)


def test_numbers_are_printed_as_the_lists_say() -> None:
    body = listed(1, 0, "职责") + listed(1, 1, "甲") + listed(1, 2, "细") + listed(1, 1, "乙") + listed(1, 2, "续")
    body += listed(1, None, "机构") + listed(1, 3, "点") + listed(1, 0, "") + listed(2, 0, "另起") + listed(2, 1, "圈")
    body += listed(2, 0, "接着") + listed(0, 0, "无号") + listed(9, 0, "不知") + listed(1, 8, "太深")
    assert lines(read(body, NUMBERING)) == [
        *("一、职责", "（一） 甲", "1.1.1 细", "（二） 乙", "1.2.2 续", "二、机构", "点"),
        *("七、另起", "① 圈", "八、接着", "无号", "不知", "太深"),
    ]


def test_styles_give_lists_and_levels() -> None:
    def styled(style: str, text: str) -> str:
        return p(text, f'<w:pStyle w:val="{style}"/>')

    body = styled("head", "章") + styled("sub", "节") + styled("deep", "节") + styled("head", "章") + listed(4, 0, "连")
    assert lines(read(body, NUMBERING, LIST_STYLES)) == ["C) 章", "1) 节", "2) 节", "D) 章", "C) 连"]


def test_empty_numbered_cells_count_the_rows() -> None:
    table = tbl([1000, 1000], *(tr(f"<w:tc>{listed(3, 0, '')}</w:tc>", tc(text)) for text in ("甲", "乙")))
    assert lines(read(table, NUMBERING)) == [["C)|甲", "D)|乙"]]


FORMS = {
    "decimalZero": ["01", "10", "28"],
    "upperRoman": ["I", "X", "XXVIII"],
    "lowerRoman": ["i", "x", "xxviii"],
    "upperLetter": ["A", "J", "BB"],
    "chineseCountingThousand": ["一", "十", "二十八"],
    "ideographDigital": ["一", "一〇", "二八"],
    "chineseLegalSimplified": ["壹", "壹拾", "贰拾捌"],
    "ideographTraditional": ["甲", "癸", "辛"],
    "ideographZodiac": ["子", "酉", "卯"],
    "decimalFullWidth": ["１", "１０", "２８"],
    "decimalEnclosedCircle": ["①", "⑩", "28"],
    "decimalEnclosedParen": ["⑴", "⑽", "28"],
    "decimalEnclosedFullstop": ["⒈", "⒑", "28"],
    "ideographEnclosedCircle": ["㊀", "㊉", "28"],
    "ideographParenthesized": ["㈠", "㈩", "28"],
    "decimal": ["1", "10", "28"],
    "hebrew1": ["1", "10", "28"],
}


@pytest.mark.parametrize("style", FORMS)
def test_number_formats(style: str) -> None:
    assert [printed(number, style) for number in (1, 10, 28)] == FORMS[style]
    assert [printed(number, style) for number in (0, 10**20)] == ["0", "1" + "0" * 20]


# ---- tables ----------------------------------------------------------------------------------------------------------


def grid_of(document: Document) -> tuple[list[str], tuple[Merge, ...]]:
    (grid,) = document.grids()
    return ["|".join(row) for row in grid.cells], grid.merges


def test_rows_with_less_than_the_table_keep_their_columns() -> None:
    table = tbl(
        [1000, 1000, 1000, 1000],
        rows("甲|乙|丙|丁"),
        tr(tc("中"), tc("右"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        tr(tc("左"), tc("次")),
    )
    assert grid_of(read(table)) == (["甲|乙|丙|丁", "|中|右|", "左|次||"], ())


def test_borders_dragged_by_hand_are_one_border() -> None:
    table = tbl(
        [2000, 150, 1850, 90, 1910],
        tr(tc("三级指标"), tc("指标值", 2), tc("备注", 2)),
        tr(tc("培训人次", 2), tc("≥300", 2), tc("无")),
        tr(tc("培训场次", 2), tc("≥3"), tc("无", 2)),
    )
    assert grid_of(read(table)) == (["三级指标|指标值|备注", "培训人次|≥300|无", "培训场次|≥3|无"], ())


def test_a_narrow_cell_of_its_own_stays() -> None:
    table = tbl(
        [2000, 150, 1850], tr(tc("甲"), tc("、"), tc("乙")), tr(tc("丙", 2), tc("丁")), tr(tc("戊"), tc("己", 2))
    )
    assert grid_of(read(table)) == (["甲|、|乙", "丙||丁", "戊|己|"], (Merge(1, 0, 1, 1), Merge(2, 1, 2, 2)))


def test_widths_place_the_cells_where_spans_are_missing() -> None:
    table = tbl(
        [2000, 2000, 2000],
        rows("三级指标|指标值|备注"),
        tr(tc("合计", width=4010), tc("无", width=1990)),
        tr(tc("左", more='<w:tcW w:w="50%"/>'), tc("右", more='<w:tcW w:w="2500" w:type="pct"/>')),
        tr(tc("一", width=500), tc("二", width=500)),  # far from the width of the table: the ruler counts
        tr(
            tc("自动", more='<w:gridSpan w:val="x"/><w:tcW w:w="3000" w:type="auto"/>'),
            tc("坏", more='<w:tcW w:w="?"/>'),
        ),
    )
    assert grid_of(read(table)) == (
        ["三级指标|指标值||备注", "合计|||无", "左||右|", "一|二||", "自动|坏||"],
        (
            Merge(0, 1, 0, 2),
            Merge(1, 0, 1, 2),
            Merge(2, 0, 2, 1),
            Merge(2, 2, 2, 3),
            Merge(3, 1, 3, 2),
            Merge(4, 1, 4, 2),
        ),
    )


def test_a_table_without_a_ruler_counts_its_cells() -> None:
    bare = "<w:tbl>{}</w:tbl>"
    assert grid_of(read(bare.format(rows("甲|乙", "丙|丁|戊")))) == (["甲|乙|", "丙|丁|戊"], ())
    wide = [tr(tc("甲", width=3000), tc("乙", width=1000)), tr(tc("丙", width=1000), tc("丁", width=3000))]
    assert grid_of(read(bare.format("".join(wide)))) == (["甲||乙", "丙|丁|"], (Merge(0, 0, 0, 1), Merge(1, 1, 1, 2)))


def test_merges_down_and_along() -> None:
    along, opens = "<w:hMerge/>", '<w:hMerge w:val="restart"/>'
    table = tbl(
        [1000] * 4,
        tr(tc("甲", down="restart"), tc("乙", more=opens), tc(more=along), tc("丙", down="continue")),
        tr(tc("盖住", down="continue"), tc("丁"), tc(2 * "戊", 2, "restart")),
        tr(tc(down="continue"), tc(down="continue"), tc(down="continue"), tc("己")),
        tr(tc("头", more=along), tc("庚"), tc("", down="restart"), tc("辛")),
        tr(tc("头", more=opens), tc("尾", more=along), tc("下", down="continue"), tc("壬")),
    )
    assert grid_of(read(table)) == (
        ["甲|乙||丙", "|丁|戊戊|", "|||己", "头|庚|下|辛", "头\n尾|||壬"],
        (Merge(0, 0, 2, 0), Merge(0, 1, 0, 2), Merge(1, 2, 1, 3), Merge(3, 2, 4, 2), Merge(4, 0, 4, 1)),
    )


def test_tracked_changes_of_tables_are_accepted() -> None:
    mark = '<w:cellMerge w:vMerge="{}"/>'
    table = tbl(
        [1000, 1000],
        tr(tc("甲", more=mark.format("rest")), tc("乙")),
        tr(tc("旧行"), tc("旧"), properties="<w:del/>"),
        tr(tc("藏"), tc("行"), properties="<w:hidden/>"),
        tr(tc(more=mark.format("cont")), tc("旧格", more="<w:cellDel/>"), tc("丙")),
        control(tr(control(tc("丁")), tc("戊"))),
        tr(),
    )
    assert grid_of(read(table)) == (["甲|乙", "|丙", "丁|戊"], (Merge(0, 0, 1, 0),))


def test_title_rows_leave_the_table_only_at_its_top_and_not_behind_another() -> None:
    def whole(text: str, *more: str) -> str:
        return tbl([1000, 1000], tr(tc(text, 2)), rows(*more))

    assert lines(read(whole("表一\u3000", "甲|乙") + whole("一、小计", "丙|丁") + p() + whole("表二", "戊|己"))) == [
        *("表一", ["甲|乙"], ["一、小计|", "丙|丁"], "表二", ["戊|己"])
    ]
    inside = tbl([1000, 1000], rows("甲|乙"), tr(tc("二、小计", 2)), rows("丙|丁"))
    assert lines(read(inside)) == [["甲|乙", "二、小计|", "丙|丁"]]


def test_layout_tables_are_dissolved() -> None:
    inner = tbl([1000, 1000], rows("甲|乙"))
    assert lines(read(tbl([5000], tr(tc("标题")), tr(tc(inner=inner)), tr(tc("尾注"))))) == ["标题", ["甲|乙"], "尾注"]
    assert lines(read(tbl([500, 4000], tr(tc(), tc(inner=inner)), tr(tc(), tc())))) == [["甲|乙"]]
    assert lines(read(tbl([900, 900]) + p("只有空表"))) == ["只有空表"]
    assert lines(read(tbl([900, 900], rows("|")) + p("没有字的表"))) == ["没有字的表"]


def test_small_tables_in_cells_are_text_and_large_ones_tables() -> None:
    small = tbl([1000, 1000], rows("男|5人", "女|6人"))
    large = tbl([1000, 1000, 1000], rows("一级指标|三级指标|指标值", "产出指标|培训人次|≥30人次"))
    outer = tbl(
        [1000, 3000, 3000],
        rows("项目名称|培训|"),
        tr(tc("人数", down="restart"), tc("其中", inner=small), tc()),
        tr(tc(down="continue"), tc(inner=large), tc("附")),
        tr(tc(down="continue"), tc("备注"), tc("无")),
    )
    document = read(outer)
    assert lines(document) == [
        ["项目名称|培训|", "人数|男 5人\n女 6人\n其中|", "||附"],
        ["一级指标|三级指标|指标值", "产出指标|培训人次|≥30人次"],
        ["|备注|无"],
    ]
    assert [grid.merges for grid in document.grids()] == [(Merge(1, 0, 2, 0),), (), ()]
    assert [grid.origins[0].table for grid in document.grids()] == [1, 2, 3]
    form = tbl([1000, 3000], rows("项目名称|培训"), tr(tc("绩效指标"), tc(inner=large)), rows("备注|无"))
    assert lines(read(form)) == [
        ["项目名称|培训", "绩效指标|"],
        ["一级指标|三级指标|指标值", "产出指标|培训人次|≥30人次"],
        "备注 无",
    ]
    first = tbl([1000, 3000], tr(tc("标题", 2, inner=large)), rows("甲|乙"))
    assert [len(grid.cells) for grid in read(first).grids()] == [1, 2]


def test_ten_thousand_empty_columns() -> None:
    spanned = tbl([10] * 10000, tr(tc("甲", 5000), tc("乙", 5000)), tr(tc("丙"), tc(span=9999)))
    document = read(spanned)
    assert grid_of(document)[0] == ["甲||乙", "丙||"]
    assert grid_of(read(tbl([], tr(tc("甲", 10**12), tc("乙")))))[0] == ["甲|乙"]
    (grid,) = read(tbl([], rows("甲|乙" + "|" * 9998))).grids()
    assert grid.cells == (("甲", "乙"),)
    blank = "|" * 298
    wide = tbl([], rows(f"甲{blank}|", f"{blank}|乙"), tr(tc("丙", 200), tc(span=100)), rows(f"丁{blank}|"))
    assert grid_of(read(wide)) == (["甲|", "|乙", "丙|", "丁|"], ())
    down = tbl(
        [],
        rows(f"甲{blank}"),
        tr(tc(down="restart"), tc("乙", 200, "restart")),
        tr(tc(), tc(down="continue", span=200)),
    )
    assert grid_of(read(down + p()))[0][1:] == ["|乙", "|"]
    assert grid_of(read(down + p()))[1] == (Merge(1, 1, 2, 1),)
    assert lines(read(tbl([], rows(blank)) + p("空"))) == ["空"]


def test_arrange_without_rows() -> None:
    table = arrange([], [])
    assert (table.cells, table.merges, table.width) == ((), (), 0)
    assert arrange([0, 0], [Row((Cell("甲"), Cell("乙")))]).cells == (("甲", "乙"),)


# ---- files that are none ---------------------------------------------------------------------------------------------


NO_WORD = "例.docx 不是 Word 文档，可能是改了扩展名的其他文件，请核对文件，或用 Word 打开后另存为 .docx"
NO_PART = "例.docx 不是 Word 文档，请核对文件，或用 Word 打开后另存为 .docx"
BROKEN = "例.docx 已损坏或没有下载完整，请重新下载，或用 Word、WPS 修复后另存为 .docx"
LOCKED = "例.docx 设有打开密码，请用 --password 给出密码，或用 Office、WPS、PDF 软件取消密码后再试"
GOOD = docx(p("正文"))
HEAD = b"\xec\xa5\xc1\x00" + bytes(7)  # of a binary document; the next byte says whether it is encrypted


def compound(name: str, content: bytes = b"") -> bytes:
    """A compound file with one stream: head, allocation table, folder, content."""
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE] + [0xFFFFFFFF] * 118
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 62, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIII", head, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = (title + "\0").encode("utf-16-le")
        links = struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return raw.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 2, 4096)
    return bytes(head) + struct.pack("<128I", *chain) + folder.ljust(512, b"\0") + content.ljust(4096, b"\0")


DOC = compound("WordDocument", HEAD)
BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", NO_WORD),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), NO_WORD),
    "cut in the middle": (GOOD[: len(GOOD) // 2], BROKEN),
    "content overwritten": (GOOD[:60] + b"\xff" * 20 + GOOD[80:], BROKEN),
    "a workbook": (package({"xl/workbook.xml": "<a/>"}), NO_PART),
    "document part missing": (package({"_rels/.rels": LINKS.format("")}), BROKEN),
    "no body": (package({"word/document.xml": part("document", "")}), BROKEN),
    "no XML": (package({"word/document.xml": "正文"}), BROKEN),
    "cut XML": (package({"word/document.xml": part("document", "<w:body>")[:-5]}), BROKEN),
    "links without the document": (
        package({"word/document.xml": "", "_rels/.rels": LINKS.format('<Relationship Type="x/officeDocument"/>')}),
        BROKEN,
    ),
    "no text": (
        docx(p() + p("<w:r><w:drawing/></w:r>")),
        "例.docx 没有文字和表格，如果正文是图片，请改用带文字的原件或扫描件的 PDF",
    ),
    "encrypted package": (compound("EncryptedPackage"), LOCKED),
    "encrypted document": (compound("WordDocument", HEAD + b"\x01"), LOCKED),
    "a workbook of the older kind": (compound("Workbook"), NO_PART),
    "a document of the older kind, cut": (DOC[:-600], BROKEN),
    "head of a compound file": (DOC[:40], BROKEN),
    "encrypted OpenDocument": (
        package(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": "<manifest:encryption-data/>",
            }
        ),
        "例.docx 设有打开密码，请打开后取消密码，另存再试",
    ),
    "OpenDocument without a manifest": (package({"mimetype": "application/vnd.oasis.opendocument.text"}), BROKEN),
}


@pytest.mark.parametrize(("data", "message"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, message: str) -> None:
    assert refusal(data) == message


def test_messages_name_the_path() -> None:
    with pytest.raises(UnreadableError, match=r"^某处/例\.docx 已损坏"):
        word.read(GOOD[:-30], "例.docx", "某处/例.docx")


def test_an_encrypted_member_and_a_bomb_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    flagged = bytearray(GOOD)
    flagged[6] |= 1  # in the member's own head
    flagged[flagged.find(b"PK\x01\x02") + 8] |= 1  # and in the list of members
    assert refusal(bytes(flagged)) == "例.docx 的内容加了密码，请取消密码后另存再试"
    monkeypatch.setattr(word, "_LARGEST", 100)
    assert refusal(GOOD) == "例.docx 解压后超过 0 MB，不像正常的文档，请核对文件来源"


def test_a_document_nested_without_end_is_refused() -> None:
    deep = "<w:ins>" * 1500 + p("正文") + "</w:ins>" * 1500
    assert refusal(docx(deep)) in (
        "例.docx 的表格或控件嵌套层数过多，请用 Word 打开后另存为 .docx 再试",
        BROKEN,  # libxml2 has a limit of its own, which differs between versions
    )


def test_a_recursion_without_end_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def items(self: object) -> None:
        raise RecursionError

    monkeypatch.setattr(word._Reader, "items", items)
    assert refusal(GOOD) == "例.docx 的表格或控件嵌套层数过多，请用 Word 打开后另存为 .docx 再试"


def test_entities_are_not_expanded() -> None:
    body = part("document", f"<w:body>{p(run('正&e;文') + '&e;')}</w:body>")
    declared = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    data = package({"word/document.xml": body.replace("?>", "?>" + declared, 1)})
    assert lines(word.read(data, "例.docx")) == ["正"]


def test_no_byte_of_a_damaged_file_brings_a_traceback() -> None:
    data = docx(p("正文") + tbl([1000, 1000], rows("甲|乙")), NUMBERING, STYLES)
    messages = []
    for spot in range(0, len(data), 7):
        broken = data[:spot] + bytes([data[spot] ^ 0xFF]) + data[spot + 1 :]
        try:
            word.read(broken, "例.docx")
        except UnreadableError as error:
            messages.append(str(error))
    assert set(messages) >= {BROKEN}
    assert [one for one in messages if "\n" in one or not one.startswith("例.docx ")] == []


# ---- older formats ---------------------------------------------------------------------------------------------------


def rtf(text: str) -> bytes:
    return ("{\\rtf1\\ansi " + "".join(f"\\u{ord(char)}?" if ord(char) > 127 else char for char in text) + "}").encode()


ROW = "\\trowd\\cellx3000\\cellx6000 {}\\intbl\\cell {}\\cell\\row"
TABLE = ROW.format("三级指标", "指标值") + ROW.format("人次", "≥5次") + "\\pard "


def test_without_the_office_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find", lambda: None)
    assert refusal(rtf("正文"), "旧.rtf") == (
        "旧.rtf 是旧版格式（.rtf），需要用 LibreOffice 转换而本机没有安装：请从 libreoffice.org 安装 LibreOffice，或用 Word、WPS "
        "打开后另存为 .docx"
    )


def test_a_binary_document_is_given_to_the_office(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[bytes, str, str]] = []

    def convert(data: bytes, suffix: str, shown: str) -> bytes:
        asked.append((data, suffix, shown))
        return GOOD

    monkeypatch.setattr(office, "convert", convert)
    data = DOC
    document = word.read(data, "旧.wps", "某处/旧.wps")
    assert (document.format, lines(document), asked) == ("doc", ["正文"], [(data, "doc", "某处/旧.wps")])
    open_document = package({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<a/>"})
    assert word.read(open_document, "文.odt").format == "odt"
    assert word.read(compound("CONTENTS"), "旧.wps").format == "wps"


def needs_office() -> None:
    if office.find() is None:
        if os.environ.get("PERF_GOALS_REQUIRE_SHARED"):
            pytest.fail("LibreOffice is required in this run and not there")
        pytest.skip("LibreOffice is not installed")


def test_the_office_converts_what_it_can_and_names_what_it_cannot() -> None:
    needs_office()
    assert lines(word.read(rtf("青河区教育局\\par " + TABLE), "一.rtf")) == [
        "青河区教育局",
        ["三级指标|指标值", "人次|≥5次"],
    ]
    assert refusal(DOC, "坏.doc") == (
        "坏.doc 用 LibreOffice 打不开（文件已损坏、设有密码，或没有装 Writer 组件），请用 Word 或 WPS 打开后另存为 .docx"
    )


def test_a_real_document_reads_the_same_from_doc_and_docx(shared: Path) -> None:
    needs_office()
    folder = shared / "documents" / "variants"
    new, old = (
        word.read(path.read_bytes(), path.stem)
        for path in (next(folder.glob("002_*.docx")), next(folder.glob("002_*.doc")))
    )
    shape = [[(grid.width, grid.height, grid.merges) for grid in one.grids()] for one in (new, old)]
    assert shape[0] == shape[1]
    names = [[(row.project, row.level3, row.target.value) for row in extract(one).indicators] for one in (new, old)]
    assert names[0] == names[1] != []


Office = Callable[[str], Path]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A program in the office's place that runs the Python lines it is made of; ``argv`` is what it was called with."""

    def make(code: str) -> Path:
        script = tmp_path / "office.py"
        script.write_text("from sys import argv\n" + code, encoding="utf-8")
        if os.name == "nt":
            program = tmp_path / "soffice.cmd"
            program.write_text(f'@"{sys.executable}" "{script}" %*\n', encoding="utf-8")
        else:
            program = tmp_path / "soffice"
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n', encoding="utf-8")
            program.chmod(0o755)
        monkeypatch.setattr(office, "find", lambda: program)
        return program

    return make


class Impatient(subprocess.Popen[bytes]):
    """A process whose time is over as soon as its child has called."""

    door: socket.socket
    caller: socket.socket

    def wait(self, timeout: float | None = None) -> int:
        if timeout is not None:
            type(self).caller, _ = self.door.accept()
            raise subprocess.TimeoutExpired("office", timeout)
        return super().wait()


def test_an_office_that_hangs_is_ended_with_its_children(fake: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(60)
        port = door.getsockname()[1]
        child = f"import socket; s = socket.create_connection(('127.0.0.1', {port})); s.recv(1)"
        fake(f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])")
        monkeypatch.setattr(Impatient, "door", door, raising=False)
        monkeypatch.setattr(subprocess, "Popen", Impatient)
        with pytest.raises(UnreadableError) as caught:
            office.convert(b"x", "doc", "慢.doc")
        with Impatient.caller as caller:
            caller.settimeout(60)
            try:
                rest = caller.recv(1)
            except ConnectionResetError:
                rest = b""
    assert rest == b""  # the child's end is closed: it is gone
    assert str(caught.value) == "慢.doc 用 LibreOffice 转换超过了时限，请用 Word 或 WPS 打开后另存为 .docx"


def test_an_interrupt_ends_the_office_too(fake: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    fake("")
    stopped: list[object] = []

    class Interrupted(subprocess.Popen[bytes]):
        def wait(self, timeout: float | None = None) -> int:
            if timeout is not None:
                raise KeyboardInterrupt
            return super().wait()

    end = office._stop

    def stop(process: "subprocess.Popen[bytes]") -> None:
        stopped.append(process)
        end(process)

    monkeypatch.setattr(subprocess, "Popen", Interrupted)
    monkeypatch.setattr(office, "_stop", stop)
    with pytest.raises(KeyboardInterrupt):
        office.convert(b"x", "doc", "例.doc")
    assert len(stopped) == 1


def test_the_office_is_called_once_with_a_profile_of_its_own(fake: Office, tmp_path: Path) -> None:
    good, log = tmp_path / "good.docx", tmp_path / "log"
    good.write_bytes(GOOD)
    fake(
        "import json, pathlib, shutil\n"
        "out = pathlib.Path(argv[argv.index('--outdir') + 1]); out.mkdir()\n"
        f"with pathlib.Path({str(log)!r}).open('a', encoding='utf-8') as sink: print(json.dumps(argv[1:]), file=sink)\n"
        f"shutil.copy({str(good)!r}, out / 'in.docx')\n"
    )
    assert [office.convert(b"1", "doc", "一.doc"), office.convert(b"2", "rtf", "二.rtf")] == [GOOD, GOOD]
    calls = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [Path(call[-1]).name for call in calls] == ["in.doc", "in.rtf"]
    first, second = (call[0] for call in calls)
    assert first != second
    assert all(one.startswith("-env:UserInstallation=file:///") for one in (first, second))


def test_a_program_that_cannot_be_started_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find", lambda: tmp_path / "gone")
    with pytest.raises(UnreadableError, match=r"^例\.doc 用 LibreOffice 打不开"):
        office.convert(b"x", "doc", "例.doc")


def test_the_office_is_found_in_the_usual_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(office, "_usual", list)
    assert office.find() is None
    monkeypatch.undo()
    for variable in ("ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    for folder in ("LibreOffice", "LibreOffice 24"):
        (tmp_path / folder / "program").mkdir(parents=True)
        (tmp_path / folder / "program" / "soffice.exe").touch()
    assert office.find() == tmp_path / "LibreOffice 24" / "program" / "soffice.exe"
    assert Path("/Applications/LibreOffice.app/Contents/MacOS/soffice") in office._usual()
    monkeypatch.setattr(shutil, "which", lambda name: f"/x/{name}")
    assert office.find() == Path("/x/soffice.com" if os.name == "nt" else "/x/soffice")
