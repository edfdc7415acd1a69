"""Workbooks → Document: places, merged ranges, numbers as displayed, several tables, hidden parts, bad files."""

import io
import math
import struct
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from perf_goals.errors import UnreadableError
from perf_goals.model import Document, Grid, Merge, Paragraph, Place
from perf_goals.readers import read, read_bytes
from perf_goals.readers.formats import shown
from tests.office_samples import archive, biff, compound, raw_xlsx, record

NAME = "青河区水务局.xlsx"


def workbook(fill: Callable[[Worksheet], object], title: str = "目标表") -> bytes:
    """An xlsx with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    fill(sheet)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def rows(*lines: list[Any]) -> bytes:
    def fill(sheet: Worksheet) -> None:
        for line in lines:
            sheet.append(line)

    return workbook(fill)


def outline(document: Document) -> list[Any]:
    """Paragraphs as (text, cell), grids as lists of rows."""
    return [
        (block.text, block.place.cell) if isinstance(block, Paragraph) else [list(row) for row in block.cells]
        for block in document.blocks
    ]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, NAME)
    return str(caught.value)


# Why the case is there: (value, format, as shown)
SHOWN: dict[str, tuple[Any, str, str]] = {
    "percent": (0.95, "0%", "95%"),
    "percent with decimals": (0.9555, "0.00%", "95.55%"),
    "percent rounded half up": (0.985, "0%", "99%"),
    "percent with words": (0.95, '"≥"0%', "≥95%"),
    "decimals": (12.5, "0.00", "12.50"),
    "half rounded up as printed": (2.675, "0.00", "2.68"),
    "thousands": (1234.5, "#,##0.00", "1,234.50"),
    "small number with thousands": (5, "#,##0", "5"),
    "negative": (-5, "#,##0.00;[Red]-#,##0.00", "-5.00"),
    "negative in brackets": (-3, "0.00_);(0.00)", "(3.00)"),
    "negative without a section": (-3.5, "0.0", "-3.5"),
    "negative that rounds to nothing": (-0.001, "0.00", "0.00"),
    "accounting": (1234.567, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,234.57"),
    "accounting nothing": (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
    "unit behind": (12, '0"次"', "12次"),
    "unit behind General": (3, 'General"人"', "3人"),
    "escaped": (3, "0\\次", "3次"),
    "optional decimals": (12.5, "0.##", "12.5"),
    "optional decimals not there": (12, "0.##", "12"),
    "no digit before the point": (0.1, ".0", ".1"),
    "leading zeros": (123, "000000", "000123"),
    "scaled to thousands": (1234567, "#,##0,", "1,235"),
    "nothing for zero": (0, "#", ""),
    "hidden by its format": (5, ";;;", ""),
    "words only": (5, '"完成"', "完成"),
    "condition": (75, '[>=60]"合格";"不合格"', "合格"),
    "condition not met": (50, '[>=60]"合格";"不合格"', "不合格"),
    "several conditions": (-7, "[<-5]0.0;[=3]0;0.00", "7.0"),
    "no condition fits": (1, "[<-5]0.0;[=3]0", "1"),
    "bad condition": (1, "[>1.2.3]0.0;0", "1.0"),
    "currency": (12, "[$¥-804]#,##0.00", "¥12.00"),
    "exponent": (15000000000, "0.00E+00", "1.50E+10"),
    "small exponent": (0.00015, "0.0E-0", "1.5E-4"),
    "fraction": (0.25, "# ?/?", "0.25"),
    "text": ("≥95%", "0%", "≥95%"),
    "general": (0.1 + 0.2, "General", "0.3"),
    "general with many decimals": (1 / 3, "General", "0.333333333"),
    "general large": (123456789012, "General", "123456789012"),
    "general very large": (1.5e16, "General", "1.50000E+16"),
    "general tiny": (0.00012345678901, "General", "0.000123457"),
    "general by its Chinese name": (3.5, "G/通用格式", "3.5"),
    "as text": (3, "@", "3"),
    "true": (True, "General", "TRUE"),
    "false": (False, "0", "FALSE"),
    "not a number": (math.nan, "0.0", "nan"),
    "date": (45992, "yyyy-mm-dd", "2025-12-01"),
    "date in Chinese": (45992, '[$-804]yyyy"年"m"月"d"日";@', "2025年12月1日"),
    "short year, names": (45992, "d-mmm-yy", "1-Dec-25"),
    "day of the week": (45992, "aaaa", "星期一"),
    "short day of the week": (45992, "ddd", "一"),
    "date and time": (45992.5, "yyyy/m/d h:mm", "2025/12/1 12:00"),
    "minutes and seconds": (0.5 + 61 / 86400, "mm:ss.0", "01:01"),
    "half of the day": (0.75, '上午/下午h"时"mm"分"', "下午6时00分"),
    "half in English": (0.25, "h:mm AM/PM", "6:00 AM"),
    "hours over a day": (1.5, "[h]:mm", "36:00"),
    "no date": (-1, "yyyy-mm-dd", "-1"),
    "first days of the table": (1, "yyyy-m-d", "1900-1-1"),
    "a date value": (date(2025, 12, 1), "yyyy.mm", "2025.12"),
    "a date without a format": (datetime(2025, 12, 1), "General", "2025-12-01"),
    "a time without a format": (datetime(2025, 12, 1, 9, 30), "General", "2025-12-01 09:30"),
    "a time of day": (time(9, 30), "h:mm", "9:30"),
    "a length of time": (timedelta(hours=30), "General", "30:00:00"),
    "a plain date": (date(2025, 12, 1), "0.00", "2025-12-01"),
}  # fmt: skip


@pytest.mark.parametrize(("value", "code", "text"), SHOWN.values(), ids=SHOWN)
def test_shown(value: Any, code: str, text: str) -> None:
    assert shown(value, code) == text


class TestXlsx:
    def test_a_table_with_its_titles_and_places(self) -> None:
        def fill(sheet: Worksheet) -> None:
            sheet["A1"] = "青河区水务局2026年项目支出绩效目标表"
            sheet.merge_cells("A1:D1")
            sheet["A2"], sheet["D2"] = "部门：伊水市青河区水务局", "单位：万元"
            sheet.append(["一级指标", "三级指标", "指标值", "预算数"])
            sheet.append(["产出指标", "整治河段", 0.95, 1234.5])
            sheet.append([None, "按期完成", date(2026, 12, 1), None])
            sheet.merge_cells("A4:A5")
            sheet["C4"].number_format, sheet["D4"].number_format = "0%", "#,##0.00"
            sheet["C5"].number_format = 'yyyy"年"m"月"'
            sheet["A6"] = "注：本表由水务局填报。"

        got = read_bytes(workbook(fill), NAME)
        at = Place(NAME, sheet="目标表")

        def place(row: int, cell: str | None = None, table: int | None = None) -> Place:
            return Place(NAME, sheet=at.sheet, table=table, row=row, cell=cell)

        grid = Grid(
            (
                ("一级指标", "三级指标", "指标值", "预算数"),
                ("产出指标", "整治河段", "95%", "1,234.50"),
                ("", "按期完成", "2026年12月", ""),
            ),
            tuple(place(row, table=1) for row in (3, 4, 5)),
            (Merge(1, 0, 2, 0),),
            tuple(tuple(f"{letter}{row}" for letter in "ABCD") for row in (3, 4, 5)),
        )
        assert got == Document(
            NAME,
            "xlsx",
            (
                Paragraph("青河区水务局2026年项目支出绩效目标表", place(1, "A1")),
                Paragraph("部门：伊水市青河区水务局", place(2, "A2")),
                Paragraph("单位：万元", place(2, "D2")),
                grid,
                Paragraph("注：本表由水务局填报。", place(6, "A6")),
            ),
            "伊水市青河区水务局",
            2026,
            "伊水市青河区",
        )
        assert grid.place(1, 2) == place(4, "C4", 1)

    def test_tables_below_each_other(self) -> None:
        got = outline(read_bytes(rows(["甲", "乙"], ["1", "2"], [], ["表二"], ["丙", "丁"], ["3", "4"]), NAME))
        assert got == [[["甲", "乙"], ["1", "2"]], ("表二", "A4"), [["丙", "丁"], ["3", "4"]]]

    def test_a_title_in_the_middle_begins_a_table(self) -> None:
        got = outline(read_bytes(rows(["甲", "乙"], ["1", "2"], ["项目绩效目标表"], ["丙", "丁"], ["3", "4"]), NAME))
        assert got == [[["甲", "乙"], ["1", "2"]], ("项目绩效目标表", "A3"), [["丙", "丁"], ["3", "4"]]]

    def test_tables_beside_each_other(self) -> None:
        got = outline(
            read_bytes(rows(["项目", "值", None, "项目", "值"], ["甲", "1", None, "乙", "2"], ["丙", "3"]), NAME)
        )
        assert got == [[["项目", "值"], ["甲", "1"], ["丙", "3"]], [["项目", "值"], ["乙", "2"], ["", ""]]]

    def test_three_tables_far_apart(self) -> None:
        gap = [None, None]
        got = outline(
            read_bytes(
                rows(["a", "b", *gap, "c", "d", *gap, "e", "f"], ["1", "2", *gap, "3", "4", *gap, "5", "6"]), NAME
            )
        )
        assert got == [[["a", "b"], ["1", "2"]], [["c", "d"], ["3", "4"]], [["e", "f"], ["5", "6"]]]

    def test_an_empty_column_is_no_border(self) -> None:
        """A narrow column left free for looks, in a table with one heading."""
        got = outline(read_bytes(rows(["项目", "值", None, "单位", "备注"], ["甲", "1", None, "次", "无"]), NAME))
        assert got == [[["项目", "值", "单位", "备注"], ["甲", "1", "次", "无"]]]

    def test_a_merged_cell_holds_a_table_together(self) -> None:
        def fill(sheet: Worksheet) -> None:
            for line in (["一级指标", "值"], ["产出", "1"], [], [None, "2"]):
                sheet.append(line)
            sheet.merge_cells("A2:A4")

        [grid] = read_bytes(workbook(fill), NAME).grids()
        assert (grid.cells[1:], grid.merges) == ((("产出", "1"), ("", ""), ("", "2")), (Merge(1, 0, 3, 0),))

    def test_what_goes_on_behind_a_blank_row_keeps_its_width(self) -> None:
        first, second = read_bytes(rows(["甲", "乙", "丙"], ["1", "2", "3"], [], ["4", "5"], ["6", "7"]), NAME).grids()
        assert (first.width, second.cells) == (3, (("4", "5", ""), ("6", "7", "")))

    def test_form_labels_stay_in_the_table(self) -> None:
        got = outline(
            read_bytes(rows(["项目绩效目标表"], ["年度目标"], ["项目名称：清淤"], ["指标", "值"], ["甲", "1"]), NAME)
        )
        assert got == [
            ("项目绩效目标表", "A1"),
            [["年度目标", ""], ["项目名称：清淤", ""], ["指标", "值"], ["甲", "1"]],
        ]

    def test_text_alone(self) -> None:
        got = outline(read_bytes(rows(["一、职责"], ["负责水务。\n负责河道。"], ["  "]), NAME))
        assert got == [("一、职责", "A1"), ("负责水务。", "A2"), ("负责河道。", "A2")]

    def test_text_under_a_merged_cell(self) -> None:
        """Pasting formats leaves values below a merged cell that nobody sees; one that stands alone is kept."""
        sheet = (
            '<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c><c r="B1" t="str"><v>乙</v></c>'
            '<c r="C1" t="str"><v>值</v></c></row>'
            '<row r="2"><c r="A2"/><c r="B2" t="str"><v>丙</v></c><c r="C2"><v>1</v></c></row></sheetData>'
            '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>'
        )
        assert outline(read_bytes(raw_xlsx(sheet), NAME)) == [[["甲", "值"], ["丙", "1"]]]

    def test_formulas_errors_and_logic(self) -> None:
        sheet = (
            '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
            '<c r="C1" t="b"><v>1</v></c><c r="D1" t="str"><f>"a"</f><v>达标</v></c><c r="E1" t="e"></c></row></sheetData>'
        )
        assert outline(read_bytes(raw_xlsx(sheet), NAME)) == [[["2", "#DIV/0!", "TRUE", "达标"]]]

    @pytest.mark.parametrize(
        "cells",
        [
            '<c r="A1" s="1"><v>0.95</v></c><c r="B1" s="2"><v>45992</v></c>',
            '<c s="1" r="A1"><v>0.95</v></c><c s="2" r="B1"><v>45992</v></c>',
            '<c r="A1" t="n" s="1"><v>0.95</v></c><c r="B1" t="n" s="2"><v>45992</v></c>',
            '<c s="1"><v>0.95</v></c><c s="2"><v>45992</v></c>',
        ],
    )
    def test_formats_in_every_way_of_writing_a_cell(self, cells: str) -> None:
        styles = (
            '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="176"/></cellXfs>'
        )
        data = raw_xlsx(f'<sheetData><row r="1">{cells}</row></sheetData>', styles)
        assert outline(read_bytes(data, NAME)) == [[["95%", "2025年12月"]]]

    def test_hidden_sheets_and_rows(self) -> None:
        book = Workbook()
        sheet, hidden = book.active, book.create_sheet("字典")
        assert sheet is not None
        for line in (["CODE", "NAME"], ["指标", "值"], ["甲", "1"], ["乙", "2"]):
            sheet.append(line)
        hidden.append(["部门：云岭县林业局", "值"])
        hidden.sheet_state = "hidden"
        sheet.row_dimensions[1].hidden = sheet.row_dimensions[4].hidden = True
        book.create_chartsheet("图")
        data = io.BytesIO()
        book.save(data)
        got = read_bytes(data.getvalue(), NAME)
        assert [(grid.hidden, grid.cells) for grid in got.grids()] == [
            (True, (("CODE", "NAME"),)),
            (False, (("指标", "值"), ("甲", "1"))),
            (True, (("乙", "2"),)),
            (True, (("部门：云岭县林业局", "值"),)),
        ]
        assert got.department is None

    def test_ten_thousand_empty_columns(self) -> None:
        cells = "".join(f'<c r="{_letters(column)}1" s="0"/>' for column in range(2, 10_000))
        row = '<c r="A{0}" t="str"><v>甲</v></c><c r="B{0}"><v>1</v></c>'
        far = f'<c r="{_letters(9_999)}2" t="str"><v>远</v></c>'
        data = raw_xlsx(
            f'<sheetData><row r="1">{row.format(1)}{cells}</row><row r="2">{row.format(2)}{far}</row></sheetData>'
        )
        [grid] = read_bytes(data, NAME).grids()
        assert (grid.cells, grid.boxes[1]) == ((("甲", "1", ""), ("甲", "1", "远")), ("A2", "B2", "NTP2"))

    def test_a_cell_at_the_end_of_the_sheet(self) -> None:
        data = raw_xlsx(
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        )
        assert refusal(data) == (f"{NAME} 的工作表“目标表”有内容散落在很远的行列，范围过大，请删去多余的空行空列后另存")

    def test_a_format_at_the_end_of_the_sheet_is_no_content(self) -> None:
        data = raw_xlsx(
            '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
            '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
        )
        assert outline(read_bytes(data, NAME)) == [[["1", "2"]]]


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column + 1)


class TestXls:
    FORMATS = ("0%", 'yyyy"年"m"月"d"日"', "#,##0.00")

    def document(self, **more: Any) -> Document:
        lines: list[list[object]] = [
            ["绩效目标表"],
            ["指标", "值", "预算数"],
            ["满意度", (0.95, 1), (1234.5, 3)],
            ["完成时间", (45992, 2), (None, 0)],
            ["比率", (1, -1), (7, 0)],
        ]
        return read_bytes(compound({"Workbook": biff(self.FORMATS, lines, **more)}), "甲.et")

    def test_numbers_as_displayed(self) -> None:
        assert (self.document().format, outline(self.document())) == (
            "xls",
            [
                ("绩效目标表", "A1"),
                [
                    ["指标", "值", "预算数"],
                    ["满意度", "95%", "1,234.50"],
                    ["完成时间", "2025年12月1日", "#N/A"],
                    ["比率", "#DIV/0!", "7"],
                ],
            ],
        )

    def test_hidden_rows(self) -> None:
        grids = list(self.document(hidden=[4]).grids())
        assert [(grid.hidden, grid.height) for grid in grids] == [(False, 3), (True, 1)]

    def test_password(self) -> None:
        with pytest.raises(UnreadableError) as caught:
            self.document(extra=record(0x2F, bytes(54)))
        assert (
            str(caught.value)
            == "甲.et 设有打开密码，请用 --password 给出密码，或用 Office、WPS、PDF 软件取消密码后再试"
        )

    def test_cut_off(self) -> None:
        data = compound({"Workbook": bytes(9000)})
        at = data.index("Workbook".encode("utf-16-le")) + 120
        assert refusal(data[:at] + b"\xff\xff\xff\0" + data[at + 4 :]) == DAMAGED

    def test_figures_that_would_fill_the_memory(self) -> None:
        stream = biff((), [["甲", "乙"]])
        far = stream.replace(struct.pack("<HHHH", 0, 1, 0, 1), struct.pack("<HHHH", 0, 9000, 0, 1))
        assert far != stream
        assert refusal(compound({"Workbook": far})) == DAMAGED

    def test_a_stream_that_is_no_workbook(self) -> None:
        assert refusal(compound({"Workbook": b"\1" * 5000})) == DAMAGED


DAMAGED = f"{NAME} 已损坏或下载不完整（Excel 文件），请重新下载，或用 Excel、WPS 打开后另存为 xlsx"
EMPTY = f"{NAME} 的工作表都是空的，没有可读的内容，请核对或重新下载"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def ods(tables: str, manifest: str = "<a/>") -> bytes:
    content = f"<office:document-content {ODS_NAMES}>{tables}</office:document-content>"
    return archive({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": manifest})


class TestOpenSheets:
    def test_ods(self) -> None:
        def cell(text: str, more: str = "") -> str:
            return f"<table:table-cell{more}><text:p>{text}</text:p></table:table-cell>"

        down, twice = ' table:number-rows-spanned="2"', ' table:number-columns-repeated="2"'
        note = "<office:annotation><text:p>批注</text:p></office:annotation>"
        data = ods(
            '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
            '<table:table table:name="甲"><table:table-row>'
            + cell("一级<text:s/>指标")
            + cell("值")
            + "</table:table-row><table:table-row>"
            + cell("产出", down)
            + cell("95%<text:line-break/>以上")
            + '</table:table-row><table:table-row table:visibility="collapse">'
            + "<table:covered-table-cell><text:p>x</text:p></table:covered-table-cell>"
            + cell(f"2{note}<text:tab/><text:span>次</text:span>")
            + '</table:table-row><table:table-row table:number-rows-repeated="1048570">'
            + '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
            + '<table:table table:name="乙" table:style-name="h"><table:table-row table:number-rows-repeated="2">'
            + cell("丙", twice)
            + "</table:table-row></table:table>"
        )
        got = read_bytes(data, NAME)
        assert [(grid.cells, grid.merges, grid.hidden) for grid in got.grids()] == [
            ((("一级 指标", "值"), ("产出", "95%\n以上"), ("", "2\t次")), (Merge(1, 0, 2, 0),), False),
            ((("丙", "丙"), ("丙", "丙")), (), True),
        ]

    def test_xml_table(self) -> None:
        ss = "urn:schemas-microsoft-com:office:spreadsheet"
        data = (
            f'<?xml version="1.0"?><Workbook xmlns="{ss}" xmlns:ss="{ss}">'
            '<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>'
            '<Style ss:ID="d"><NumberFormat ss:Format="yyyy\\-m"/></Style></Styles>'
            '<Worksheet ss:Name="甲"><Table><Row ss:Index="2"><Cell ss:MergeDown="1"><Data ss:Type="String">产出</Data></Cell>'
            '<Cell ss:StyleID="p"><Data ss:Type="Number">0.95</Data></Cell>'
            '<Cell ss:Index="4"><Data ss:Type="Boolean">1</Data></Cell></Row>'
            '<Row ss:Hidden="1"><Cell ss:Index="2" ss:StyleID="d"><Data ss:Type="DateTime">2025-12-01T00:00:00.000</Data></Cell>'
            '<Cell><Data ss:Type="Number">无</Data></Cell><Cell/></Row></Table></Worksheet>'
            '<Worksheet ss:Name="空"><Table/></Worksheet></Workbook>'
        ).encode()
        [grid] = read_bytes(data, "甲.xls").grids()
        assert grid.cells == (("产出", "95.00%", "", "TRUE"), ("", "2025-12", "无", ""))
        assert (grid.merges, grid.boxes[0][0]) == ((Merge(0, 0, 1, 0),), "A2")

    def test_refused(self) -> None:
        damaged = f"{NAME} 已损坏或下载不完整（表格文件），请重新下载，或用 Excel、WPS 打开后另存为 xlsx"
        assert refusal(archive({"mimetype": ODS})) == damaged
        assert refusal(ods("<a>")) == damaged
        assert refusal(ods("", "<encryption-data/>")) == f"{NAME} 设有打开密码，请输入密码打开，取消密码后另存"
        assert refusal(ods("")) == EMPTY
        far = (
            '<table:table table:name="甲"><table:table-row>'
            "<table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>"
            '<table:table-row table:number-rows-repeated="1000000"/>'
            '<table:table-row><table:table-cell table:number-columns-repeated="9000"/>'
            "<table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>"
        )
        assert refusal(ods(far)) == f"{NAME} 的工作表“甲”有内容散落在很远的行列，范围过大，请删去多余的空行空列后另存"


class TestBadFiles:
    def test_no_cells(self) -> None:
        assert refusal(workbook(lambda sheet: None)) == EMPTY

    def test_no_sheets(self) -> None:
        assert refusal(archive({"[Content_Types].xml": "", "xl/workbook.xml": "<workbook/>"})) == DAMAGED

    def test_broken_xml(self) -> None:
        assert refusal(raw_xlsx("<sheetData><row><c r=")) == DAMAGED

    def test_a_damaged_part(self) -> None:
        data = bytearray(rows(*[["甲", number] for number in range(200)]))
        at = data.index(b"xl/worksheets/sheet1.xml") + 60
        data[at : at + 40] = bytes(40)
        assert refusal(bytes(data)) == DAMAGED


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_real_documents_have_one_account_in_both_formats(shared: Path, suffix: str) -> None:
    paths = sorted((shared / "documents" / "variants").glob(f"*.{suffix}"))
    assert paths
    for path in paths:
        page, sheet = read(path.with_suffix(".html")), read(path)
        assert (sheet.department, sheet.year) == (page.department, page.year)
        assert len(list(sheet.grids())) == len(list(page.grids()))
