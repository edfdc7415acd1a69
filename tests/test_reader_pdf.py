"""The PDF reader, on files drawn by ``tests/pdfs.py``: whole documents compared."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from perf_goals.errors import UnreadableError
from perf_goals.extract import extract
from perf_goals.model import Block, Grid, Merge, Paragraph, Place
from perf_goals.readers import pdf as reader
from perf_goals.readers.pdf.chars import PageSource
from perf_goals.readers.pdf.lines import rows_of
from perf_goals.readers.pdf.shapes import Run
from tests.pdfs import Sheet, pdf, width_of

XS = [50.0, 150, 250, 400, 500]
YS = [100.0, 120, 140, 160, 180]
ROWS: list[list[str | None]] = [
    ["一级指标", "二级指标", "三级指标", "目标值"],
    ["产出指标", "数量指标", "培训人次", "≥300人次"],
    ["^", "质量指标", "合格率 ABC of", "≥95%"],
    ["合计", None, None, "12"],
]
CELLS = (
    ("一级指标", "二级指标", "三级指标", "目标值"),
    ("产出指标", "数量指标", "培训人次", "≥300人次"),
    ("", "质量指标", "合格率 ABC of", "≥95%"),
    ("合计", "", "", "12"),
)
MERGES = (Merge(1, 0, 2, 0), Merge(3, 0, 3, 2))
PLAIN: list[list[str | None]] = [
    ["一级指标", "二级指标", "三级指标", "目标值"],
    ["产出指标", "数量指标", "培训人次", "≥3人次"],
    ["产出指标", "质量指标", "合格率", "≥95%"],
    ["效益指标", "社会效益", "知晓率", "≥9%"],
]


def blocks(*sheets: Sheet) -> list[Block]:
    return list(reader.read(pdf(*sheets), "例.pdf").blocks)


def shown(*sheets: Sheet) -> list[Any]:
    """Cells of each grid and the text of each paragraph, in order."""
    return [block.cells if isinstance(block, Grid) else block.text for block in blocks(*sheets)]


def grid(sheet: Sheet) -> Grid:
    (only,) = blocks(sheet)
    assert isinstance(only, Grid)
    return only


def as_cells(rows: Sequence[Sequence[str | None]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(text or "" for text in row) for row in rows)


def written(sheet: Sheet, rows: Sequence[Sequence[str | None]], ys: Sequence[float] = YS) -> Sheet:
    """The texts of a table without its lines."""
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(XS, row, strict=False):
            sheet.text(x + 3, y + 13, text or "")
    return sheet


# ---- ruled tables ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["line", "dashed", "dots", "double", "bars", "boxes", "path"])
def test_lines_of_every_make_give_the_same_table(style: str) -> None:
    found = grid(Sheet().grid(XS, YS, ROWS, style=style))
    assert (found.cells, found.merges) == (CELLS, MERGES)


def test_places_and_boxes() -> None:
    found = blocks(Sheet().text(200, 80, "某表").grid(XS, YS, ROWS))
    assert found[0] == Paragraph("某表", Place("例.pdf", page=1))
    table = found[1]
    assert isinstance(table, Grid)
    assert table.origins[2] == Place("例.pdf", page=1, table=1, row=3)
    assert table.place(1, 3).cell == "400.0,120.0,500.0,140.0"
    # every unit of a merged cell has the box of the whole
    assert table.place(1, 0).cell == table.place(2, 0).cell == "50.0,120.0,150.0,160.0"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_as_a_whole(turn: int) -> None:
    """/Rotate without turned text: the page is read as its text stands."""
    found = grid(Sheet(rotate=turn).grid(XS, YS, ROWS))
    assert (found.cells, found.merges) == (CELLS, MERGES)


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_landscape_table_on_a_portrait_page(rotate: int) -> None:
    """Drawn sideways, and turned upright by /Rotate or not at all; boxes are those of the page as it is shown."""
    inner = Sheet(842, 595).grid(XS, YS, ROWS)
    sheet = Sheet(rotate=rotate).raw("q 0 1 -1 0 595 0 cm")
    sheet.parts += inner.parts
    found = grid(sheet.raw("Q"))
    assert (found.cells, found.merges) == (CELLS, MERGES)
    assert found.place(1, 3).cell == ("400.0,120.0,500.0,140.0" if rotate else "120.0,342.0,140.0,442.0")


def test_a_table_inside_a_form_object() -> None:
    sheet = Sheet()
    sheet.forms = [("0.5 0 0 0.5 20 400", "\n".join(Sheet().grid(XS, YS, ROWS).parts))]
    found = grid(sheet.raw("/X0 Do"))
    assert (found.cells, found.merges) == (CELLS, MERGES)
    assert found.place(0, 0).cell == "45.0,71.0,95.0,81.0"


def test_two_tables_side_by_side_and_one_below() -> None:
    left, right = [50.0, 100, 150, 200], [250.0, 300, 350, 400]
    sheet = Sheet().grid(left, YS, [["甲", "乙", "丙"]] * 4).grid(right, [y + 7 for y in YS], [["丁", "戊", "己"]] * 4)
    sheet.text(50, 230, "下表").grid(left, [y + 150 for y in YS[:2]], [["一", "二", "三"]])
    assert shown(sheet) == [(("甲", "乙", "丙"),) * 4, (("丁", "戊", "己"),) * 4, "下表", (("一", "二", "三"),)]


def framed(sheet: Sheet, xs: Sequence[float], ys: Sequence[float], rows: list[list[str | None]]) -> Sheet:
    """A table whose lines are drawn through all of its rows in one piece each."""
    for y in ys:
        sheet.line(xs[0], y, xs[-1], y)
    for x in xs:
        sheet.line(x, ys[0], x, ys[-1])
    return sheet.grid(xs, ys, rows, horizontal=False, vertical=False, style="none")


def test_tables_right_below_each_other_are_two() -> None:
    upper: list[list[str | None]] = [["项目名称", "水渠维修", "金额"], ["目标", "维修水渠", "3"]]
    lower: list[list[str | None]] = [["项目名称", "道路养护", "金额"], ["目标", "养护道路", "5"]]
    sheet = framed(Sheet(), [50, 150, 300, 500], [100, 120, 140], upper)
    framed(sheet, [50, 150, 340, 500], [140, 160, 180], lower)
    assert shown(sheet) == [as_cells(upper), as_cells(lower)]
    # lines of the same columns go on with one table, whatever they are drawn like
    same = framed(framed(Sheet(), XS[:4], [100, 120, 140], upper), XS[:4], [140, 160, 180], lower)
    assert shown(same) == [as_cells(upper + lower)]


def test_a_narrow_table_right_above_another() -> None:
    """Each line is drawn anew for every row: only the columns and the width tell the tables apart."""
    one: list[list[str | None]] = [["部门：青河区教育局", "", "单位：万元"]]
    two: list[list[str | None]] = [["项目名称", "金额", "目标"], ["道路养护", "5", "养护道路"]]
    sheet = Sheet().grid([50, 160, 175, 240], [100, 120], one).grid([50, 120, 300, 500], [120, 140, 160], two)
    assert shown(sheet) == [as_cells(one), as_cells(two)]


def test_white_lines_and_underlines_are_no_borders() -> None:
    sheet = Sheet().grid(XS, YS, ROWS).text(50, 300, "负责人").line(90, 302, 200, 302)
    sheet.raw("1 G 1 g").line(200, 100, 200, 180).bar(320, 100, 320.5, 180, colour="1 g")
    assert shown(sheet) == [CELLS, "负责人"]


def test_a_frame_around_the_page_is_no_table() -> None:
    assert shown(Sheet().bar(20, 20, 575, 820, paint="S").text(100, 60, "标题").grid(XS, YS, ROWS)) == ["标题", CELLS]


def test_shaded_cells_and_drawings_are_no_borders() -> None:
    sheet = (
        Sheet().bar(50, 100, 500, 120, colour="0.8 g").raw("50 300 m 80 340 120 340 150 300 c S 60 200 m 90 230 l S")
    )
    assert shown(sheet.grid(XS, YS, ROWS)) == [CELLS]


def test_titles_printed_as_rows_stand_above_the_table() -> None:
    rows: list[list[str | None]] = [["项目支出绩效目标表", None, None, None], ["单位：万元", None, None, None], *PLAIN]
    assert shown(Sheet().grid(XS, [60.0, 80, *YS], rows)) == ["项目支出绩效目标表", "单位：万元", as_cells(PLAIN)]


def test_a_cell_that_lacks_a_border() -> None:
    """The wall under one unit is not drawn, those beside it are: two cells become one, the others stay."""
    rows: list[list[str | None]] = [["甲", "乙", "丙"], ["^", "丁", "戊"], ["己", "庚", "辛"]]
    assert grid(Sheet().grid(XS[:4], YS[:4], rows)).merges == (Merge(0, 0, 1, 0),)
    corner: list[list[str | None]] = [["甲", None, "丙"], ["^", "丁", "戊"], ["己", "庚", "辛"]]
    found = grid(Sheet().grid(XS[:4], YS[:4], corner))
    assert found.cells == (("甲", "", "丙"), ("", "丁", "戊"), ("己", "庚", "辛"))
    assert found.merges == (Merge(0, 0, 0, 1),)


# ---- text in cells -----------------------------------------------------------------------------------------------------


def test_text_over_the_border_stays_in_its_cell() -> None:
    rows: list[list[str | None]] = [["甲" * 9, "", ""], ["乙", "", "丙"]]
    assert grid(Sheet().grid([50, 100, 150, 200], YS[:3], rows)).cells == as_cells(rows)


def test_text_higher_than_its_row_stays_in_its_cell() -> None:
    """A spreadsheet clips what does not fit a row of fixed height; it belongs to the cell all the same."""
    rows: list[list[str | None]] = [["甲", ""], ["乙", ""], ["丙", ""]]
    sheet = Sheet().grid([50, 100, 150], YS[:4], rows)
    for number, text in enumerate(("第一行", "第二行", "第三行")):
        sheet.clipped((100, 120, 150, 140), 103, 121 + 12 * number, text)
    assert grid(sheet).cells == (("甲", ""), ("乙", "第一行第二行第三行"), ("丙", ""))


def test_text_set_to_the_middle_and_to_the_right_overflows_to_the_left() -> None:
    sheet = Sheet().grid([50, 150, 200, 300], YS[:3], [["", "", ""], ["", "", ""]])
    sheet.text(135, 113, "八个字的表头文字").text(117, 133, "1234567890123456")
    assert grid(sheet).cells == (("", "八个字的表头文字", ""), ("", "1234567890123456", ""))


def test_neighbouring_texts_drawn_at_once_are_cut_at_the_border() -> None:
    sheet = Sheet().grid([50, 100, 150], YS[:3], [["", ""], ["", ""]])
    sheet.raw("BT /F1 10 Tf 1 0 0 1 53 729 Tm [<75325e74> -3000 <4e594e59>] TJ ET")
    assert grid(sheet).cells == (("甲年", "乙乙"), ("", ""))


def test_lines_of_a_cell_are_joined_as_a_reader_joins_them() -> None:
    rows: list[list[str | None]] = [["完成全区\n培训任务", "Web of\nScience", "10\n20", "1234567890123\n45"]]
    (found,) = grid(Sheet().grid([50, 100, 150, 200, 268], [100, 140], rows)).cells
    assert found == ("完成全区培训任务", "Web of Science", "10\n20", "123456789012345")


def test_vertical_text() -> None:
    rows: list[list[str | None]] = [["产\n出\n指\n标", "培训人次", "≥1次"], ["^", "合格率", "≥95%"]]
    sheet = Sheet().grid([50, 66, 250, 400], [100, 160, 200], rows)
    assert grid(sheet).cells == as_cells([["产出指标", "培训人次", "≥1次"], ["", "合格率", "≥95%"]])
    turned = Sheet().grid([50, 66, 250, 400], [100, 160, 200], [["", *rows[0][1:]], rows[1]])
    assert grid(turned.text(62, 170, "Output", turn=90)).cells[0][0] == "Output"


def test_quotation_marks_with_boxes_of_their_own_height_stay_in_their_line() -> None:
    low = [Run([(0, 9, "“")], 10.0, 12.5, 0), Run([(9, 27, "三公")], 10.3, 18.7, 1), Run([(27, 36, "”")], 10, 12.5, 2)]
    assert [[run.text for run in line] for line in rows_of(low)] == [["“", "三公", "”"]]


def test_characters_drawn_twice_for_bold_are_there_once() -> None:
    sheet = Sheet().grid(XS, YS, ROWS)
    for shift in (0.3, 0.6):
        sheet.text(53 + shift, 113, "一级指标").text(53 + shift, 133, "产出指标")
    assert grid(sheet).cells == CELLS
    assert shown(Sheet().text(50, 50, "人人参与11次").text(50.3, 50, "人人参与11次")) == ["人人参与11次"]


def test_characters_drawn_one_by_one() -> None:
    sheet = Sheet().grid(XS, YS, [["" for _ in row] for row in PLAIN])
    for y, row in zip(YS, as_cells(PLAIN), strict=False):
        for x, text in zip(XS, row, strict=False):
            for number, char in enumerate(text):
                sheet.text(x + 3 + width_of(text[:number]), y + 13, char)
    assert grid(sheet).cells == as_cells(PLAIN)


# ---- tables with few lines or none -------------------------------------------------------------------------------------


def test_horizontal_lines_only() -> None:
    assert shown(Sheet().grid(XS, YS, PLAIN, vertical=False)) == [as_cells(PLAIN)]


def test_three_lines() -> None:
    sheet = written(Sheet().text(200, 80, "某表"), PLAIN)
    for y in (98, 118, 182):
        sheet.line(50, y, 500, y)
    assert shown(sheet) == ["某表", as_cells(PLAIN)]


def test_no_lines_at_all() -> None:
    sheet = Sheet().text(200, 60, "某某绩效目标表").text(50, 85, "部门名称：青河区教育局").text(400, 85, "单位：万元")
    written(sheet, PLAIN).text(50, 300, "一段说明文字，说明了很多事情。")
    assert shown(sheet) == [
        "某某绩效目标表",
        "部门名称：青河区教育局  单位：万元",
        as_cells(PLAIN),
        "一段说明文字，说明了很多事情。",
    ]


def test_only_the_heading_is_ruled() -> None:
    sheet = written(Sheet().grid(XS, YS[:2], PLAIN[:1]), PLAIN[1:], YS[1:])
    sheet.line(50, 120, 50, 180).line(500, 120, 500, 180).line(50, 180, 500, 180)
    assert shown(sheet) == [as_cells(PLAIN)]


def test_no_lines_between_rows() -> None:
    sheet = written(Sheet().grid(XS, YS[:2], PLAIN[:1]), PLAIN[1:], YS[1:])
    for x in XS:
        sheet.line(x, 120, x, 180)
    assert shown(sheet.line(50, 180, 500, 180)) == [as_cells(PLAIN)]


def test_no_lines_at_the_sides() -> None:
    sheet = written(Sheet(), PLAIN)
    for y in YS:
        sheet.line(50, y, 500, y)
    for x in XS[1:-1]:
        sheet.line(x, 100, x, 180)
    assert shown(sheet) == [as_cells(PLAIN)]


def test_running_text_is_no_table() -> None:
    sheet = Sheet()
    for number in range(6):
        sheet.text(60, 100 + 20 * number, f"（{number}）贯彻执行上级  的各项政策和规划，组织实施。")
    assert [type(block) for block in blocks(sheet)] == [Paragraph] * 6


# ---- paragraphs --------------------------------------------------------------------------------------------------------


def test_lines_of_a_paragraph_are_joined_and_titles_are_not() -> None:
    sheet = Sheet().text(200, 60, "第一部分 部门概况").text(70, 90, "一" * 44)
    sheet.text(50, 106, "二" * 46).text(50, 122, "三" * 20).text(70, 138, "四" * 44).text(50, 154, "1.五" + "五" * 40)
    assert shown(sheet) == ["第一部分 部门概况", "一" * 44 + "二" * 46 + "三" * 20, "四" * 44, "1.五" + "五" * 40]


def test_page_numbers_and_running_heads_are_dropped() -> None:
    sheets = [
        Sheet(842, 595)
        .text(60, 30, "公开资料汇编")
        .text(60, 60, "部门名称：青河区教育局")
        .text(60, 300, f"正文{'甲乙丙丁'[page]}")
        .text(400, 570, f"第 {page + 1} 页")
        for page in range(4)
    ]
    # what a table's head says stays, on every page
    assert shown(*sheets) == [text for page in "甲乙丙丁" for text in ("部门名称：青河区教育局", f"正文{page}")]


@pytest.mark.parametrize(("ground", "seen"), [("0 g", True), ("0.2 0.2 0.3 rg", True), ("0.9 g", False)])
def test_white_cells_on_a_dark_ground(ground: str, seen: bool) -> None:
    """As web pages draw them: the ground between the cells looks like lines."""
    xs, ys = [50.0, 150, 300], [100.0, 120, 140]
    sheet = Sheet().bar(20, 300, 200, 330, colour="1 g").bar(49, 99, 301, 141, colour=ground)
    for left, right in itertools.pairwise(xs):
        for top, bottom in itertools.pairwise(ys):
            sheet.bar(left + 0.5, top + 0.5, right - 0.5, bottom - 0.5, colour="1 g")
    sheet.grid(xs, ys, [["三级指标", "指标值"], ["清淤长度", "≥12公里"]], style="none")
    found = shown(sheet)
    assert ((("三级指标", "指标值"), ("清淤长度", "≥12公里")) in found) is seen


# ---- rows too low for their text ---------------------------------------------------------------------------------------


def test_lines_that_stand_out_of_a_low_row_stay_in_their_cell() -> None:
    """Set to the middle of a row of fixed height, three lines stand out above and below it."""
    sheet = Sheet().grid(
        [50.0, 150, 300, 400], [100.0, 120, 144, 168], [["项目", "目标", "金额"], ["", "", ""], ["", "", ""]]
    )
    for number, text in enumerate(("完成河道清淤十二公里，", "沿河居民满意度达到九成", "以上，汛期前全部完工。")):
        sheet.text(160, 123 + 13 * number, text)
    sheet.text(55, 137, "河道清淤").text(310, 137, "286.5").text(55, 161, "堤防养护").text(310, 161, "120")
    grid = blocks(sheet)[0]
    assert isinstance(grid, Grid)
    assert grid.cells == (
        ("项目", "目标", "金额"),
        ("河道清淤", "完成河道清淤十二公里，沿河居民满意度达到九成以上，汛期前全部完工。", "286.5"),
        ("堤防养护", "", "120"),
    )


def test_a_second_heading_line_on_the_border_stays_in_the_heading() -> None:
    sheet = Sheet().grid([50.0, 150, 300], [100.0, 120, 160, 200], [["", ""], ["", ""], ["河道清淤", "≥12公里"]])
    sheet.text(55, 111, "预算金额").text(55, 124, "（万元）").text(155, 113, "目标")
    sheet.text(55, 145, "286.5").text(155, 137, "完成河道清淤").text(155, 150, "十二公里。")
    grid = blocks(sheet)[0]
    assert isinstance(grid, Grid)
    assert grid.cells[:2] == (("预算金额（万元）", "目标"), ("286.5", "完成河道清淤十二公里。"))


def test_text_on_a_border_of_which_nothing_says_where_it_belongs_stays() -> None:
    sheet = Sheet().grid([50.0, 150, 300], [100.0, 120, 160], [["二级指标", "目标"], ["", "≥12公里"]])
    sheet.text(55, 127.5, "数量指标")
    grid = blocks(sheet)[0]
    assert isinstance(grid, Grid)
    assert grid.cells == (("二级指标", "目标"), ("数量指标", "≥12公里"))


@pytest.mark.parametrize(("y", "inside"), [(155.0, True), (165.0, False)])
def test_the_last_lines_of_a_text_below_the_table_s_edge(y: float, inside: bool) -> None:
    sheet = Sheet().grid([50.0, 150, 300], [100.0, 120, 148], [["项目", "目标"], ["河道清淤", ""]])
    sheet.text(155, 135, "完成河道清淤，沿河居民").text(155, 145, "满意度九成以上，汛期前")
    sheet.text(155, y, "全部完工。").text(55, 185, "注：单位为万元。")
    whole = "完成河道清淤，沿河居民满意度九成以上，汛期前"
    grid, *lines = shown(sheet)
    assert grid[1] == ("河道清淤", whole + "全部完工。" * inside)
    assert lines == ["全部完工。"] * (not inside) + ["注：单位为万元。"]


# ---- tables over pages -------------------------------------------------------------------------------------------------

HEAD: list[str | None] = ["一级指标", "二级指标", "三级指标", "目标值"]


def parts(above: list[list[str | None]], below: list[list[str | None]], first: Sheet | None = None) -> list[Any]:
    """A table whose rows break over two pages, at the lower edge of the first."""
    ys = [820.0 - 20 * number for number in range(len(above), -1, -1)]
    sheet = (first or Sheet()).grid(XS, ys, above)
    return shown(sheet, Sheet().grid(XS, [40.0 + 20 * number for number in range(len(below) + 1)], below))


def test_a_merged_cell_with_its_text_on_the_second_page() -> None:
    above: list[list[str | None]] = [
        HEAD,
        ["产出指标", "数量", "人次", "≥1次"],
        ["", "数量", "场次", "≥2次"],
        ["^", "数量", "期数", "≥3期"],
    ]
    below: list[list[str | None]] = [["效益指标", "社会", "知晓率", "≥4%"], ["^", "社会", "覆盖率", "≥5%"]]
    first, second = parts(above, below)
    assert [row[0] for row in first] == ["一级指标", "产出指标", "效益指标", ""]
    assert [row[0] for row in second] == ["", ""]


def test_a_merged_cell_with_its_text_on_the_first_page() -> None:
    above: list[list[str | None]] = [HEAD, ["产出指标", "数量", "人次", "≥1次"], ["^", "数量", "期数", "≥3期"]]
    below: list[list[str | None]] = [["", "质量", "合格率", "≥4%"], ["^", "质量", "优良率", "≥5%"]]
    first, second = parts(above, below)
    assert ([row[0] for row in first], [row[0] for row in second]) == (["一级指标", "产出指标", ""], ["", ""])


def test_a_merged_cell_drawn_on_both_pages_and_clipped() -> None:
    """As spreadsheets print it: each page holds the whole text, and hides what is on the other one."""
    above: list[list[str | None]] = [HEAD, ["", "数量", "人次", "≥1次"], ["^", "数量", "期数", "≥3期"]]
    below: list[list[str | None]] = [["", "质量", "合格率", "≥4%"], ["^", "质量", "优良率", "≥5%"]]
    one = Sheet().grid(XS, [760.0, 780, 800, 820], above).clipped((50, 760, 500, 820), 53, 833, "产出指标")
    two = Sheet().grid(XS, [40.0, 60, 80], below).text(53, 53, "产出指标")
    first, second = shown(one, two)
    assert ([row[0] for row in first], [row[0] for row in second]) == (["一级指标", "产出指标", ""], ["", ""])


def test_hidden_text_over_a_repeated_heading() -> None:
    below: list[list[str | None]] = [HEAD, ["", "质量", "合格率", "≥4%"], ["^", "质量", "优良率", "≥5%"]]
    sheet = Sheet().grid(XS, [40.0, 60, 80, 100], below).clipped((50, 60, 500, 100), 55, 54, "产出类")
    assert shown(sheet) == [as_cells([HEAD, ["产出类", *below[1][1:]], ["", *below[2][1:]]])]


def test_a_merged_text_split_by_the_break_under_a_repeated_heading() -> None:
    code, rest = "12345678901234567", "890"
    above: list[list[str | None]] = [HEAD, [code, "10.00", "人次", "≥1次"]]
    below: list[list[str | None]] = [HEAD, [rest, "", "期数", "≥4期"], ["^", "^", "场次", "≥5次"]]
    first, second = parts(above, below)
    assert first[1] == (code + rest, "10.00", "人次", "≥1次")
    assert second[1:] == (("", "", "期数", "≥4期"), ("", "", "场次", "≥5次"))


def test_a_row_split_by_the_break() -> None:
    above: list[list[str | None]] = [HEAD, ["产出指标", "数量指标", "组织开展全区教师业务培训次数", "≥1次"]]
    below: list[list[str | None]] = [["", "", "和人数", ""], ["产出指标", "质量指标", "合格率", "≥5%"]]
    first, second = parts(above, below)
    assert first[1][2] == "组织开展全区教师业务培训次数和人数"
    assert second == (("产出指标", "质量指标", "合格率", "≥5%"),)
    ragged: list[list[str | None]] = [HEAD, ["产出指标", "数量指标", "补助标准" + "甲" * 9, "≥140元每人"]]
    assert parts(ragged, [["", "", "", "每天"], *below[1:]])[0][1][3] == "≥140元每人"
    # the rest may be all that the next page has
    assert parts(above, below[:1]) == [(first[0], first[1])]


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "合格率", "≥5%"],  # a value of its own
        ["", "", "覆盖", "5"],
        ["甲", "乙", "丙", "丁"],
    ],
)
def test_a_new_row_is_not_joined(row: list[str | None]) -> None:
    above: list[list[str | None]] = [HEAD, ["产出指标", "数量指标", "组织开展全区教师业务培训次数", "≥1次"]]
    assert parts(above, [row]) == [as_cells(above), as_cells([row])]


def test_a_row_split_by_the_break_in_cells_over_more_rows_too() -> None:
    """Set to the middle of what is left of it, the rest of such a cell stands lower than that of the others."""
    above: list[list[str | None]] = [HEAD, ["产出指标" + "甲" * 5, "数量指标", "人次", "≥140元每人每学年"]]
    below: list[list[str | None]] = [["", "", "", "度"], ["^", "质量指标", "合格率", "≥5%"]]
    ys = [40.0, 60, 80]
    two = Sheet().grid(XS, ys, below).text(53, 63, "合计")
    first, second = shown(Sheet().grid(XS, [780.0, 800, 820], above), two)
    assert first == (tuple(HEAD), ("产出指标甲甲甲甲甲合计", "数量指标", "人次", "≥140元每人每学年度"))
    assert second == (("", "质量指标", "合格率", "≥5%"),)


def test_most_cells_of_a_split_row_may_go_on() -> None:
    above: list[list[str | None]] = [HEAD, ["产出指标" + "甲" * 5, "数量指标" + "乙" * 5, "人次", "≥140元每人每学年"]]
    below: list[list[str | None]] = [["一", "二", "", "度"], ["产出指标", "质量指标", "合格率", "≥5%"]]
    first, second = parts(above, below)
    assert first[1] == ("产出指标甲甲甲甲甲一", "数量指标乙乙乙乙乙二", "人次", "≥140元每人每学年度")
    assert second == (tuple(below[1]),)


def test_the_empty_rest_of_a_row_is_dropped() -> None:
    above: list[list[str | None]] = [HEAD, ["产出指标", "数量指标", "人次", "≥1次"]]
    below: list[list[str | None]] = [["", "", "", ""], ["^", "质量指标", "合格率", "≥5%"]]
    assert parts(above, below) == [as_cells(above), (("", "质量指标", "合格率", "≥5%"),)]


def test_a_new_group_inside_one_that_goes_on() -> None:
    """Two merged cells begin below the break: the first is the rest of that above, the other one has a text of its own."""
    above: list[list[str | None]] = [HEAD, ["投入指标", "财务管理", "人次", "≥1次"], ["^", "^", "期数", "≥3期"]]
    below: list[list[str | None]] = [["", "绩效管理", "监控率", "≥4%"], ["^", "^", "自评率", "≥5%"]]
    assert parts(above, below) == [
        (*as_cells(above[:2]), ("", "", "期数", "≥3期")),
        (*as_cells(below[:1]), ("", "", "自评率", "≥5%")),
    ]


def test_a_line_through_merged_cells_takes_no_text_from_the_next_page() -> None:
    """The project and its first class go on under the line, and on the next page another class begins."""
    above: list[list[str | None]] = [
        HEAD,
        ["河道清淤", "产出指标", "长度", "≥1公里"],
        ["", "", "合格率", "≥5%"],
        ["^", "^", "天数", "≤9天"],
    ]
    below: list[list[str | None]] = [["", "效益指标", "受益人数", "≥4人"], ["^", "^", "户数", "≥5户"]]
    assert parts(above, below)[1] == (*as_cells(below[:1]), ("", "", "户数", "≥5户"))
    # where the project begins with the class, the class may be printed on the next page only
    above[2][0] = "堤防养护"
    assert parts(above, below)[0][2] == ("堤防养护", "效益指标", "合格率", "≥5%")


def test_a_table_of_other_columns_is_another_table() -> None:
    one = Sheet().grid(XS, [780.0, 800, 820], [HEAD, ["产出指标", "数量指标", "组织开展全区教师业务培训次数", "≥1次"]])
    two = Sheet().grid([50, 200, 300, 350, 500], [40.0, 60, 80], [["", "", "和人数", ""], ["甲", "乙", "丙", "丁"]])
    assert shown(one, two)[1] == (("", "", "和人数", ""), ("甲", "乙", "丙", "丁"))


def test_indicators_over_pages_come_out_whole() -> None:
    head: list[str | None] = ["一级指标", "二级指标", "三级指标", "目标值"]
    above: list[list[str | None]] = [head, ["产出指标", "数量指标", "培训人次", "≥300人次"]]
    below: list[list[str | None]] = [head, ["", "质量指标", "合格率", "≥95%"], ["^", "时效指标", "及时率", "=100%"]]
    data = pdf(
        Sheet().text(200, 700, "项目支出绩效目标表").grid(XS, [780.0, 800, 820], above).text(280, 835, "- 1 -"),
        Sheet().grid(XS, [40.0, 60, 80, 100], below).text(280, 835, "- 2 -"),
    )
    got = extract(reader.read(data, "例.pdf"))
    assert [(row.level1, row.level2, row.level3, row.place.page) for row in got.indicators] == [
        ("产出指标", "数量指标", "培训人次", 1),
        ("产出指标", "质量指标", "合格率", 2),
        ("产出指标", "时效指标", "及时率", 2),
    ]
    assert got.refusals == ()


# ---- pages without readable text ---------------------------------------------------------------------------------------

SCAN = "是扫描件，页面是图片、没有文字，请安装文字识别组件（pip install perf-goals[ocr]），或用原来的 Word、Excel 文件"
GARBLED = (
    "的字体没有文字编码，读出来是乱码，请安装文字识别组件（pip install perf-goals[ocr]），或用原来的 Word、Excel 文件"
)


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        (Sheet(picture=True), SCAN),
        (Sheet(picture=True).text(50, 50, "第1页"), SCAN),
        (Sheet(meaning=False).text(100, 100, "培训人次达到三百人"), GARBLED),
        (Sheet().text(100, 100, "\ue001\ue002\ue003\ue004培训"), GARBLED),
        (Sheet(), "的页面都是空白的，没有可读的内容，请核对或重新下载"),
    ],
)
def test_a_document_without_text_is_refused(sheet: Sheet, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        blocks(sheet)
    assert str(caught.value) == f"例.pdf {reason}"


def test_pages_that_are_pictures_are_named_and_the_others_read() -> None:
    data = pdf(
        Sheet().text(50, 300, "正文"), Sheet(picture=True), Sheet(), Sheet(meaning=False).text(9, 99, "甲乙丙丁")
    )
    got = reader.reading(data, "例.pdf")
    assert got.document.blocks == (Paragraph("正文", Place("例.pdf", page=1)),)
    assert (got.unread, got.damaged) == ((2, 4), ())


def test_a_hidden_text_layer_under_a_picture_is_read() -> None:
    text = "经文字识别的扫描件，图片之上有一层看不见的文字，可以直接读取，不必再识别一次，也不会重复出现。"
    assert shown(Sheet(picture=True).raw("3 Tr").text(50, 100, text)) == [text]


# ---- bad files ---------------------------------------------------------------------------------------------------------


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        reader.read(data, "例.pdf", "D:\\预算\\例.pdf")
    return str(caught.value)


def test_bad_files_are_refused_in_one_sentence() -> None:
    whole = pdf(Sheet().text(50, 50, "正文"))
    name = "D:\\预算\\例.pdf"
    cut = f"{name} 不完整，文件的结尾缺失，可能没有下载完，请重新下载"
    damaged = f"{name} 不是有效的 PDF 文件，可能已损坏或是改了扩展名的其他文件，请重新下载"
    assert [refused(whole[: len(whole) // share]) for share in (2, 40)] == [cut, cut]
    assert refused(b"") == damaged
    assert refused(b"\x89PNG\r\n\x1a\n" + bytes(100)) == damaged
    assert refused(b"%PDF-1.7\nnothing\n%%EOF\n") == damaged
    assert refused(pdf()) == f"{name} 是没有页面的 PDF，请核对或重新下载"


def test_a_locked_file_asks_for_its_password() -> None:
    assert refused(pdf(Sheet().text(50, 300, "正文"), password="2026")) == (
        "D:\\预算\\例.pdf 设有打开密码，请用 --password 给出密码，或用 Office、WPS、PDF 软件取消密码后再试"
    )


def test_damaged_pages_are_named() -> None:
    whole = pdf(Sheet().text(50, 300, "正文"), Sheet().text(50, 300, "后文"))
    page = whole.rindex(b"<</Type/Page/Parent")
    broken = whole[:page] + whole[page:].replace(b"<</Type/Page/", b"[[/Type/Page/", 1)
    got = reader.reading(broken, "例.pdf")
    assert got.document.blocks == (Paragraph("正文", Place("例.pdf", page=1)),)
    assert (got.unread, got.damaged) == ((), (2,))
    assert refused(broken.replace(b"<</Type/Page/", b"[[/Type/Page/")).endswith("已损坏，2 页都打不开，请重新下载")


def test_pages_can_be_read_alone() -> None:
    """What a reader of scans needs: whether a page has text of its own."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(pdf(Sheet(picture=True), Sheet().text(50, 50, "正文")))
    found = []
    for number in range(2):
        source = PageSource(document, number)
        reader.page_of(source, number + 1)
        found.append(reader.needs_ocr(source))
        source.close()
    document.close()
    assert found == [True, False]


# ---- real documents ----------------------------------------------------------------------------------------------------


def test_published_files_without_indicator_tables(shared: Path) -> None:
    paths = sorted((shared / "documents" / "real").glob("*.pdf"))
    assert paths
    for path in paths:
        document = reader.read(path.read_bytes(), path.name)
        got = extract(document)
        assert (got.indicators, got.goals, got.refusals, got.tables) == ((), (), (), ()), path.name
        assert document.department
        assert document.year
