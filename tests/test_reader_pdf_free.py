"""PDF tables without upright lines, on pages set by this file: cells whose text is broken over lines, in the middle of their
rows, with level lines or none."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from perf_goals.extract import extract
from perf_goals.model import Extraction, Grid
from perf_goals.readers import pdf as reader
from tests.pdfs import Sheet, pdf, width_of

XS = [50.0, 120, 200, 330, 430, 500]
PITCH = 13.0  # from line to line in a cell
Rows = Sequence[Sequence[str | None]]

HEADING: Rows = [["一级指标", "二级指标", "三级指标", "指标值", "分值"]]
ROWS: Rows = [
    ["产出指标", "数量指标", "新建及改造农村集中\n供水工程处数", "≥12处", "10"],
    ["^", "^", "培训人次", "≥300人次", "5"],
    ["^", "质量指标", "工程验收合格率", "=100%", "15"],
    ["效益指标", "社会效益\n指标", "基层公共服务能力和\n水平", "持续提升，群众获\n得感增强", "20"],
    ["^", "可持续影响\n指标", "设施持续发挥作用年\n限", "≥8年", "20"],
    ["满意度指标", "服务对象满\n意度指标", "受益群众满意度", "≥90%", "10"],
]
FORM: Rows = [
    ["项目名称", "农村饮水安全工程", None, "实施单位", "水务局"],
    ["预算金额（万元）", "126.8", None, None, None],
    ["年度目标", "新建和改造集中供水工程十二处，培训管水人员三百人次，解决\n全镇群众的饮水困难。", None, None, None],
]


def set_rows(
    sheet: Sheet,
    y: float,
    rows: Rows,
    *,
    lines: str = "",
    align: str = "middle",
    pad: float = 4,
    widths: Sequence[float] = XS,
) -> float:
    """Print a table; the height where it ends. None: the cell belongs to the one on its left, "^" to the one above.

    lines: "all" (below every cell), "heading" (above and below the first row, and at the end) or none.
    """
    heights = [max(len((text or "").split("\n")) for text in row) * PITCH + 2 * pad for row in rows]
    tops = [y + sum(heights[:number]) for number in range(len(rows) + 1)]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text is None or text == "^":
                continue
            below = number + 1
            while below < len(rows) and rows[below][column] == "^":
                below += 1
            right = column + 1
            while right < len(row) and row[right] is None:
                right += 1
            parts = text.split("\n")
            room = tops[below] - tops[number] - len(parts) * PITCH
            top = tops[number] + (room / 2 if align == "middle" else pad)
            for place, part in enumerate(parts):
                sheet.text(widths[column] + 4, top + place * PITCH + 10.5, part)
                assert width_of(part) <= widths[right] - widths[column] - 4
            if lines == "all":
                sheet.line(widths[column], tops[below], widths[right], tops[below])
    if lines == "all":
        sheet.line(widths[0], y, widths[-1], y)
    if lines == "heading":
        for line in (y, tops[1], tops[-1]):
            sheet.line(widths[0], line, widths[-1], line)
    return tops[-1]


def joined(rows: Rows) -> list[tuple[str, ...]]:
    """The texts as a reader should give them, a merged cell's in its first row."""
    return [tuple("" if text in (None, "^") else (text or "").replace("\n", "") for text in row) for row in rows]


def grids(*sheets: Sheet) -> list[Grid]:
    return [block for block in reader.read(pdf(*sheets), "例.pdf").blocks if isinstance(block, Grid)]


def taken(*sheets: Sheet) -> Extraction:
    return extract(reader.read(pdf(*sheets), "例.pdf"))


def named(found: Extraction) -> list[tuple[str | None, str | None, str, Decimal | str | None, Decimal | None]]:
    return [
        (
            row.level1,
            row.level2,
            row.level3,
            row.target.text if row.target.value is None else row.target.value,
            row.weight,
        )
        for row in found.indicators
    ]


WANTED = [
    ("产出指标", "数量指标", "新建及改造农村集中供水工程处数", Decimal(12), Decimal(10)),
    ("产出指标", "数量指标", "培训人次", Decimal(300), Decimal(5)),
    ("产出指标", "质量指标", "工程验收合格率", Decimal(100), Decimal(15)),
    ("效益指标", "社会效益指标", "基层公共服务能力和水平", "持续提升，群众获得感增强", Decimal(20)),
    ("效益指标", "可持续影响指标", "设施持续发挥作用年限", Decimal(8), Decimal(20)),
    ("满意度指标", "服务对象满意度指标", "受益群众满意度", Decimal(90), Decimal(10)),
]


@pytest.mark.parametrize("align", ["middle", "top"])
@pytest.mark.parametrize("lines", ["all", "heading", ""])
def test_cells_with_broken_text(lines: str, align: str) -> None:
    sheet = Sheet()
    set_rows(sheet, 100, [*HEADING, *ROWS], lines=lines, align=align)
    assert named(taken(sheet)) == WANTED


def test_level_lines_say_which_cells_are_merged() -> None:
    sheet = Sheet()
    set_rows(sheet, 100, [*HEADING, *ROWS], lines="all")
    (grid,) = grids(sheet)
    assert [tuple(row) for row in grid.cells] == joined([*HEADING, *ROWS])
    assert {(one.top, one.left, one.bottom, one.right) for one in grid.merges} == {
        (1, 0, 3, 0),
        (1, 1, 2, 1),
        (4, 0, 5, 0),
    }


@pytest.mark.parametrize("lines", ["all", ""])
def test_rows_that_touch(lines: str) -> None:
    sheet = Sheet()
    set_rows(sheet, 100, [*HEADING, *ROWS], lines=lines, pad=1.5)
    assert named(taken(sheet)) == WANTED


@pytest.mark.parametrize("lines", ["all", ""])
def test_a_form_above_its_table(lines: str) -> None:
    sheet = Sheet().text(220, 80, "项目支出绩效目标表")
    wide = [50.0, 150, 200, 330, 400, 500]
    end = set_rows(sheet, 100, FORM, lines=lines, widths=wide)
    set_rows(sheet, end, [*HEADING, *ROWS], lines=lines)
    found = taken(sheet)
    assert named(found) == WANTED
    (goal,) = found.goals
    assert (goal.project, goal.amount) == ("农村饮水安全工程", Decimal("126.8"))
    assert goal.goal == "新建和改造集中供水工程十二处，培训管水人员三百人次，解决全镇群众的饮水困难。"


@pytest.mark.parametrize("lines", ["all", ""])
def test_a_table_goes_on_over_the_page_without_its_heading(lines: str) -> None:
    first, second = Sheet(), Sheet()
    set_rows(first, 650, [*HEADING, *ROWS[:3]], lines=lines)
    set_rows(second, 60, ROWS[3:], lines=lines)
    assert named(taken(first, second)) == WANTED


def test_a_heading_in_the_middle_of_its_column_above_short_texts_at_the_edge() -> None:
    sheet = Sheet()
    for x, text in zip([60, 140, 250, 390], ["一级指标", "二级指标", "三级指标", "指标值"], strict=True):
        sheet.text(x, 110, text)
    rows = [
        ["产出指标", "数量指标", "人次", "≥3人"],
        ["", "质量指标", "管护人员考核合格率达标", "≥95%"],
        ["", "时效指标", "及时率", "=100%"],
    ]
    for number, row in enumerate(rows):
        for x, text in zip([60, 140, 202, 390], row, strict=True):
            sheet.text(x, 135 + 25 * number, text)
    assert [row.level3 for row in taken(sheet).indicators] == ["人次", "管护人员考核合格率达标", "及时率"]


def test_prose_stays_prose() -> None:
    sheet = Sheet()
    for number in range(12):
        sheet.text(50, 100 + 20 * number, "一段说明文字，说明了很多事情，一直写到这一行的末尾为止，没有别的内容。")
    assert grids(sheet) == []


def test_text_that_runs_down_in_two_lines() -> None:
    sheet = Sheet()
    for x in (50, 110, 200, 300):
        sheet.line(x, 100, x, 160)
    for y in (100, 130, 160):
        sheet.line(110 if y == 130 else 50, y, 300, y)
    for column, text in ((85, "年度绩"), (65, "效目标")):
        for place, char in enumerate(text):
            sheet.text(column, 118 + 11 * place, char)
    for y, (one, other) in ((115, ("甲", "乙")), (145, ("丙", "丁"))):
        sheet.text(115, y, one).text(205, y, other)
    (grid,) = grids(sheet)
    assert [tuple(row) for row in grid.cells] == [("年度绩效目标", "甲", "乙"), ("", "丙", "丁")]
