"""Tables whose columns are parted by blanks."""

from perf_goals.extract import extract
from perf_goals.model import Grid, Paragraph
from perf_goals.readers import columns, read_bytes

BY_WIDTH = """\
一级指标      二级指标      三级指标            指标值
产出指标      数量指标      巡查河道次数        ≥48次
                            清理垃圾            ≥300吨
              质量指标      水质达标率          ≥95%
满意度指标    满意度        沿河居民满意度      ≥90%
"""
BY_CHARACTERS = """\
一级指标   二级指标   三级指标      指标值
产出指标   数量指标   巡查河道次数    ≥48次
                清理垃圾数量合计  ≥300吨
       质量指标   水质达标率     ≥95%
"""


def test_columns_lined_up_by_width_on_screen() -> None:
    assert columns.table(BY_WIDTH.splitlines()) == [
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "巡查河道次数", "≥48次"],
        ["", "", "清理垃圾", "≥300吨"],
        ["", "质量指标", "水质达标率", "≥95%"],
        ["满意度指标", "满意度", "沿河居民满意度", "≥90%"],
    ]


def test_columns_lined_up_by_characters() -> None:
    assert columns.table(BY_CHARACTERS.splitlines()) == [
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "巡查河道次数", "≥48次"],
        ["", "", "清理垃圾数量合计", "≥300吨"],
        ["", "质量指标", "水质达标率", "≥95%"],
    ]


def test_lines_with_few_cells_are_no_table() -> None:
    assert columns.table(["填表人：张三      联系电话：0000", "日期      2026年4月"]) is None
    assert columns.table([]) is None


def test_a_line_far_in_goes_on_with_a_table_and_opens_none() -> None:
    assert not columns.belongs("            正文第一行", inside=False)
    assert columns.belongs("            接上一行", inside=True)
    assert not columns.belongs("正文", inside=True)


def test_places_and_paragraphs_around_the_table() -> None:
    document = read_bytes(("某局预算说明\n" + BY_WIDTH + "注：以上为全年数。\n\n甲  乙\n").encode(), "例.txt")
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Paragraph, Grid, Paragraph, Paragraph]
    grid = document.blocks[1]
    assert isinstance(grid, Grid)
    assert [place.line for place in grid.origins] == [2, 3, 4, 5, 6]
    last = document.blocks[3]
    assert isinstance(last, Paragraph)
    assert (last.text, last.place.line) == ("甲  乙", 9)
    found = extract(document)
    assert [(row.level2, row.level3, row.place.line, row.place.cell) for row in found.indicators] == [
        ("数量指标", "巡查河道次数", 3, "3"),
        ("数量指标", "清理垃圾", 4, "3"),
        ("质量指标", "水质达标率", 5, "3"),
        ("满意度", "沿河居民满意度", 6, "3"),
    ]
