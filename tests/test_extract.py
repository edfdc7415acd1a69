"""Documents → goals, indicators, refusals: whole results, the account of every row, and what damage must not change."""

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_goals.extract import extract
from perf_goals.lexicon import default
from perf_goals.model import Document, Extraction, Grid, Indicator, Place, RowKind, Scope
from perf_goals.readers import read, read_bytes
from perf_goals.readers.text import decode
from perf_goals.text import squeeze
from tests import gold_samples

SAMPLES = sorted(gold_samples.DOCUMENTS.glob("*.txt"))


def taken(text: str) -> Extraction:
    return extract(read_bytes(text.encode("utf-8"), "例.txt"))


def table(*rows: str) -> str:
    """Rows written with | for the tab: easier to read in a test."""
    return "\n".join(row.replace("|", "\t") for row in rows) + "\n"


def short(row: Indicator) -> tuple[str | None, str | None, str | None, str, str]:
    """project, level1, level2, level3, and the triple in one word."""
    target = row.target
    value = target.text if target.value is None else f"{target.value}{target.unit or ''}"
    return row.project, row.level1, row.level2, row.level3, f"{target.nature or ''}{value or ''}"


def rows(text: str) -> list[tuple[str | None, str | None, str | None, str, str]]:
    return [short(row) for row in taken(text).indicators]


# ---- the sample documents ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["indicators", "goals"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_documents_come_out_field_by_field(path: Path, what: str) -> None:
    assert gold_samples.differences(path, what) == []


def test_every_sample_has_expected_rows_and_every_expectation_a_sample() -> None:
    stems = {path.stem for path in SAMPLES}
    expected = {
        path.name.split(".indicators.")[0] for path in (gold_samples.DOCUMENTS / "expected").glob("*.indicators.*")
    }
    assert stems == expected
    assert len(stems) >= 6


def accounted(found: Extraction) -> None:
    """in = indicators + goals + headings + subtotals + blanks + refusals, and each refusal names its place."""
    heights = {grid.origins[0].table: grid.height for grid in found.document.grids()}
    for record in found.tables:
        if record.place.table in heights:
            own = [table for table in heights if table is not None and table >= (record.place.table or 0)]
            total = sum(heights[table] for table in own)
            assert heights[record.place.table] <= len(record.kinds) <= total
        assert sum(record.count().values()) == len(record.kinds)
    refused = sum(record.count().get(RowKind.REFUSAL, 0) for record in found.tables)
    assert refused == len({(row.place.table, row.place.row, row.place.line) for row in found.refusals})
    for row in found.refusals:
        assert row.reason
        assert row.place.line is not None
    printed = {(row.place.table, row.place.row) for row in found.indicators}
    marked = sum(record.count().get(RowKind.INDICATOR, 0) for record in found.tables)
    assert marked >= len(printed)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_row_of_every_table_is_accounted_for(path: Path) -> None:
    found = extract(read(path))
    assert bool(found.indicators) == bool(found.tables)
    accounted(found)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_place_leads_to_the_printed_name(path: Path) -> None:
    """The line that a row names prints the beginning of its indicator's name."""
    lines = decode(path.read_bytes(), path.name).splitlines()
    for row in extract(read(path)).indicators:
        assert row.place.line is not None
        printed = squeeze(lines[row.place.line - 1].replace("<br>", ""))
        assert squeeze(row.level3)[:2] in printed, (row.level3, row.place)


# ---- which tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        table("科目编码|科目名称|合计|基本支出|项目支出", "208|社会保障和就业支出|26.60|26.60|0.00"),
        table("项目|预算数|项目|预算数", "一、本年收入|100.00|一、本年支出|100.00"),
        table("项目名称|项目单位|合计|一般公共预算", "道路养护|某局|10.00|10.00"),
        table("序号|购买服务目录|一级目录|二级目录|三级目录|单位", "1|A|公共服务|教育|课后服务|次"),
        "绩效目标：指一定期限内预期达到的产出和效果，由一级指标、二级指标和三级指标构成。\n",
        "十二、项目支出绩效目标表\n十三、部门整体绩效目标表\n",
    ],
    ids=["支出表", "收支表", "没有目标栏的项目表", "目录表", "名词解释", "目录"],
)
def test_other_tables_and_prose_give_nothing(text: str) -> None:
    found = taken(text)
    assert (found.indicators, found.goals, found.refusals, found.tables) == ((), (), (), ())


def test_an_empty_performance_table_gives_its_heading_only() -> None:
    found = taken(table("项目名称|一级指标|二级指标|三级指标|指标值") + "注：本部门无项目支出，故本表无数据。\n")
    assert (found.indicators, found.goals, found.refusals) == ((), (), ())
    assert [record.kinds for record in found.tables] == [(RowKind.HEADING,)]


# ---- long tables -------------------------------------------------------------------------------------------------

LONG = (
    "项目名称|一级指标|二级指标|三级指标|指标性质|目标值|计量单位",
    "校舍维修|产出指标|数量指标|维修校舍面积|大于等于|1200|平方米",
    "|||更换门窗数量|大于等于|300|樘",
    "||质量指标|验收合格率|等于|100|%",
    "|效益指标|社会效益指标|受益学生人数|大于等于|2600|人",
    "教师培训|产出指标|数量指标|培训教师人次|大于等于|450|人次",
    "||时效指标|培训完成时间|小于等于|2026年11月底|/",
)
LONG_ROWS = [
    ("校舍维修", "产出指标", "数量指标", "维修校舍面积", "≥1200平方米"),
    ("校舍维修", "产出指标", "数量指标", "更换门窗数量", "≥300樘"),
    ("校舍维修", "产出指标", "质量指标", "验收合格率", "=100%"),
    ("校舍维修", "效益指标", "社会效益指标", "受益学生人数", "≥2600人"),
    ("教师培训", "产出指标", "数量指标", "培训教师人次", "≥450人次"),
    ("教师培训", "产出指标", "时效指标", "培训完成时间", "≤2026年11月底"),
]


def test_long_table_with_merged_cells() -> None:
    assert rows(table(*LONG)) == LONG_ROWS


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(7)))
def test_the_order_of_columns_does_not_matter(order: Sequence[int]) -> None:
    shuffled = ["|".join(row.split("|")[column] for column in order) for row in LONG]
    assert rows(table(*shuffled)) == LONG_ROWS


@settings(max_examples=40, deadline=None)
@given(
    st.sets(st.integers(min_value=1, max_value=6)),
    st.booleans(),
    st.sampled_from(["", "- 7 -\n", "第 8 页 共 20 页\n"]),
)
def test_page_breaks_between_any_rows(breaks: set[int], repeat: bool, mark: str) -> None:
    """A blank line, a page number, the heading printed again: the rows stay the same."""
    lines = list(LONG)
    for at in sorted(breaks, reverse=True):
        lines.insert(at + 1, "\n" + mark + (LONG[0] if repeat else ""))
    text = "\n".join(line.rstrip("\n").replace("|", "\t") for line in lines) + "\n"
    assert rows(text) == LONG_ROWS


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_dropped_blank_cells_are_put_back(seed: int) -> None:
    """A conversion that loses one leading blank cell of a row: what stood at its right slid left."""
    chance = random.Random(seed)
    slid = []
    for row in LONG:
        cells = row.split("|")
        if cells[0] == "" and cells[1] == "" and chance.random() < 0.5:
            cells = [*cells[1:], ""]
        slid.append("|".join(cells))
    assert rows(table(*slid)) == LONG_ROWS


def test_a_label_behind_the_page_break_belongs_to_the_row_above_it() -> None:
    text = (
        table(
            "一级指标|二级指标|三级指标|指标性质|指标方向性|目标值|计量单位",
            "产出指标|时效指标|拨付及时率|等于|正向|100|%",
            "||困难群众救助人数|大于等于|正向|5000|人",
        )
        + "\n"
        + table("|数量指标|走访慰问户数|大于等于|正向|800|户|", "|质量指标|救助准确率|等于|正向|100|%|")
    )
    found = taken(text).indicators
    assert [(row.level2, row.level3) for row in found] == [
        ("时效指标", "拨付及时率"),
        ("数量指标", "困难群众救助人数"),
        ("数量指标", "走访慰问户数"),
        ("质量指标", "救助准确率"),
    ]
    moved = found[1]
    assert moved.confidence < 1
    assert "一级或二级指标印在下一页或下方，按内容推定" in moved.reasons
    assert [row.confidence for row in (found[0], found[3])] == [1.0, 1.0]


def test_labels_in_the_middle_of_their_rows() -> None:
    text = table(
        "项目名称|一级指标|二级指标|三级指标|指标值",
        "|||巡河次数|≥48次",
        "||数量指标|保洁河道里程|≥120公里",
        "|产出指标||打捞漂浮物|≥300吨",
        "河道保洁||质量指标|水质达标率|≥95%",
        "||时效指标|问题处置时限|≤24小时",
        "|效益指标|生态效益指标|水环境改善|明显",
        "|满意度指标|服务对象满意度指标|沿河居民满意度|≥90%",
    )
    assert [row[:4] for row in rows(text)] == [
        ("河道保洁", "产出指标", "数量指标", "巡河次数"),
        ("河道保洁", "产出指标", "数量指标", "保洁河道里程"),
        ("河道保洁", "产出指标", "数量指标", "打捞漂浮物"),
        ("河道保洁", "产出指标", "质量指标", "水质达标率"),
        ("河道保洁", "产出指标", "时效指标", "问题处置时限"),
        ("河道保洁", "效益指标", "生态效益指标", "水环境改善"),
        ("河道保洁", "满意度指标", "服务对象满意度指标", "沿河居民满意度"),
    ]


def test_subtotals_notes_and_blank_rows_are_no_indicators() -> None:
    found = taken(
        table(
            "项目名称|预算数（元）|一级指标|三级指标|指标值",
            "图书采购|250,000|产出指标|采购图书册数|≥8000册",
            "||||",
            "合计|250,000|||",
            "注：金额单位为元。||||",
        )
    )
    assert [short(row) for row in found.indicators] == [("图书采购", "产出指标", None, "采购图书册数", "≥8000册")]
    assert [(goal.project, goal.amount) for goal in found.goals] == [("图书采购", Decimal("25.0000"))]
    assert found.tables[0].kinds == (
        RowKind.HEADING,
        RowKind.INDICATOR,
        RowKind.BLANK,
        RowKind.SUBTOTAL,
        RowKind.HEADING,
    )


def test_a_target_without_a_name_is_refused_with_its_place() -> None:
    found = taken("说明\n\n" + table("一级指标|三级指标|指标值", "产出指标|培训人次|≥300人次", "||≥5次"))
    assert [row.level3 for row in found.indicators] == ["培训人次"]
    refusal = found.refusals[0]
    assert (refusal.text, refusal.reason, refusal.place.line) == ("≥5次", "有目标值而没有三级指标名称", 5)
    assert str(refusal.place) == "第5行"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("指标1：培训人次", "培训人次"),
        ("指标2:培训人次", "培训人次"),
        ("培训\u3000人次", "培训人次"),
        ("*培训人次", "培训人次"),
    ],
)
def test_names_lose_the_template_and_keep_their_words(printed: str, name: str) -> None:
    assert [row[3] for row in rows(table("一级指标|三级指标|指标值", f"产出指标|{printed}|≥3次"))] == [name]


@pytest.mark.parametrize("name", ["指标1：", "指标2", "……", "/", ""])
def test_rows_that_are_only_the_template_are_headings(name: str) -> None:
    found = taken(table("一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|培训人次|≥3次", f"|质量指标|{name}|"))
    assert [row.level3 for row in found.indicators] == ["培训人次"]
    assert found.refusals == ()
    assert found.tables[0].kinds[2] is RowKind.HEADING


# ---- wide tables -------------------------------------------------------------------------------------------------

WIDE_HEAD = (
    "项目编码|项目名称|项目金额（万元）||绩效目标||||||",
    "||资金总额|财政资金|成本指标||产出指标||满意度指标|",
    "||||三级指标|指标值|三级指标|指标值|三级指标|指标值",
)


def test_a_class_as_name_above_the_next_table_is_a_row() -> None:
    text = table(
        "部门整体绩效目标表",
        "一级指标|二级指标|三级指标|指标值",
        "效益指标|履职效益|办事平均等候时间|≤20分钟",
        "|满意度|服务对象满意度|≥85%",
        "",
        "项目绩效目标表",
        "项目名称|一级指标|二级指标|三级指标|指标值",
        "窗口服务|产出指标|数量指标|开放窗口|≥6个",
    )
    assert rows(text) == [
        (None, "效益指标", "履职效益", "办事平均等候时间", "≤20分钟"),
        (None, "效益指标", "满意度", "服务对象满意度", "≥85%"),
        ("窗口服务", "产出指标", "数量指标", "开放窗口", "≥6个"),
    ]


def test_targets_below_each_other_are_rows_of_their_own() -> None:
    text = table(
        *WIDE_HEAD,
        "018001|市容整治|36.00|36.00|单位面积成本|≤5元/平方米|清扫保洁面积合计|≥30万平方米|居民满意度|≥90%",
        "||||||卫生检查达标次数|≥4次||",
        "||||||卫生死角清理时限|≤24小时||",
    )
    assert [row[3:] for row in rows(text)] == [
        ("单位面积成本", "≤5元/平方米"),
        ("清扫保洁面积合计", "≥30万平方米"),
        ("居民满意度", "≥90%"),
        ("卫生检查达标次数", "≥4次"),
        ("卫生死角清理时限", "≤24小时"),
    ]


def test_wide_table_with_subtotal_and_project_cut_by_the_page() -> None:
    text = (
        table(
            *WIDE_HEAD,
            "018|青河区文化馆|86.00|86.00||||||",
            "018001|全民艺术普及|36.00|36.00|单场成本|≤2万元|演出场次|≥24场|观众满意度|≥90%",
            "||||||培训学员人数|≥600人||",
            "||||||非遗展览场次|≥3场|参观者满意度|≥92%",
        )
        + "\n"
        + table("018002|非遗保护传承（展览部|50.00|50.00|||展品数量|≥80件||")
        + "\n"
        + table("|分）|||||展览开放天数|≥90天||")
    )
    found = taken(text)
    assert [(*short(row)[0::4], row.level1) for row in found.indicators] == [
        ("全民艺术普及", "≤2万元", "成本指标"),
        ("全民艺术普及", "≥24场", "产出指标"),
        ("全民艺术普及", "≥90%", "满意度指标"),
        ("全民艺术普及", "≥600人", "产出指标"),
        ("非遗保护传承（展览部分）", "≥3场", "产出指标"),
        ("非遗保护传承（展览部分）", "≥92%", "满意度指标"),
        ("非遗保护传承（展览部分）", "≥80件", "产出指标"),
        ("非遗保护传承（展览部分）", "≥90天", "产出指标"),
    ]
    assert [(goal.project, goal.amount, goal.scope) for goal in found.goals] == [
        ("全民艺术普及", Decimal("36.00"), Scope.PROJECT),
        ("非遗保护传承（展览部分）", Decimal("50.00"), Scope.PROJECT),
    ]
    assert found.tables[0].kinds.count(RowKind.SUBTOTAL) == 1
    assert found.indicators[4].confidence < 1


def test_classes_as_columns_with_several_indicators_in_a_cell() -> None:
    text = table(
        "项目名称|预算数|绩效目标|数量指标|满意度指标",
        "科普活动|20.00|开展科普进校园|1.科普讲座≥12场；2.受众≥3000人次|师生满意度≥90%",
    )
    found = taken(text)
    assert [(row.level2, row.level3, str(row.target.value)) for row in found.indicators[:2]] == [
        ("数量指标", "科普讲座", "12"),
        ("数量指标", "受众", "3000"),
    ]
    assert found.goals[0].goal == "开展科普进校园"
    assert all(row.confidence <= 0.7 for row in found.indicators)


# ---- forms -------------------------------------------------------------------------------------------------------


def test_self_evaluation_counts_the_budget_at_the_year_s_beginning() -> None:
    text = table(
        "项目名称|古籍修复||||||",
        "主管部门|云岭县图书馆|||实施单位|古籍部||",
        "项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分",
        "|年度资金总额|30.00|28.00|27.90|10|99.6%|9.9",
        "年度总体目标|预期目标|||实际完成情况|||",
        "|修复古籍120册。|||完成修复118册。|||",
        "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因",
        "产出指标(50分)|数量指标|指标1：修复古籍册数|≥120册|118册|20|19|",
    )
    found = taken(text)
    assert [(goal.project, goal.amount, goal.goal) for goal in found.goals] == [
        ("古籍修复", Decimal("30.00"), "修复古籍120册。")
    ]
    row = found.indicators[0]
    assert (short(row), row.weight, row.department) == (
        ("古籍修复", "产出指标", "数量指标", "修复古籍册数", "≥120册"),
        Decimal("20"),
        "云岭县图书馆",
    )


def test_two_periods_side_by_side_the_annual_one_counts() -> None:
    text = table(
        "项目名称|水库除险||||||",
        "总体目标|实施期目标||||年度目标||",
        "|三年完成15座。||||2026年完成5座。||",
        "绩效指标|一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值",
        "|产出指标|数量指标|除险水库座数|≥15座|数量指标|除险水库座数|≥5座",
    )
    found = taken(text)
    assert [short(row) for row in found.indicators] == [("水库除险", "产出指标", "数量指标", "除险水库座数", "≥5座")]
    assert [goal.goal for goal in found.goals] == ["2026年完成5座。"]


def test_two_years_side_by_side_the_budget_year_counts() -> None:
    text = "云岭县水利局2026年部门预算公开\n\n" + table(
        "项目名称|三级指标|2025年指标值|2026年指标值", "水质监测|监测断面数|≥18个|≥22个"
    )
    assert [row[4] for row in rows(text)] == ["≥22个"]


def test_a_target_without_a_year_counts_before_that_of_another_year() -> None:
    text = "云岭县水利局2026年部门预算\n" + table(
        "部门整体绩效目标表",
        "一级指标|二级指标|三级指标|年度指标值|2024年指标值",
        "产出指标|数量指标|巡查水库次数|≥24次|≥20次",
    )
    assert [row[4] for row in rows(text)] == ["≥24次"]


def test_forms_of_projects_behind_the_department_s_own_with_one_title_each() -> None:
    head = "一级指标|二级指标|三级指标|指标值"
    text = "部门整体支出绩效目标表\n\n" + table(
        "年度总体目标|检测水样1600批次||", head, "产出指标|数量指标|水样总批次|≥1600批次"
    )
    for name in ("水样检测", "泵站检修", "堤防巡查"):
        text += "\n项目支出绩效目标表\n\n（2026年度）\n\n"
        text += table(
            f"项目名称|{name}||", "年度总体目标|按时完成全部工作||", head, f"产出指标|数量指标|{name}次数|≥12次"
        )
    assert [row[0] for row in rows(text)] == [None, "水样检测", "泵站检修", "堤防巡查"]


def doubted(grid: Grid) -> list[tuple[str, float, tuple[str, ...]]]:
    document = extract(Document("例.xlsx", "excel", (grid,)))
    return [(row.level3, row.confidence, row.reasons) for row in document.indicators]


def test_rows_are_doubted_as_much_as_their_reader_doubts_the_cells() -> None:
    cells = (
        ("一级指标", "二级指标", "三级指标", "指标值"),
        ("产出指标", "数量指标", "巡查次数", "≥24次"),
        ("", "质量指标", "达标率", "≥95%"),
    )
    origins = tuple(Place("例.xlsx", page=1, table=1, row=number) for number in (1, 2, 3))
    sure = ((1.0,) * 4, (0.99, 1.0, 1.0, 0.7), (1.0,) * 4)
    plain = Grid(cells, origins)
    assert doubted(plain) == [("巡查次数", 1.0, ()), ("达标率", 1.0, ())]
    named = replace(plain, sure=sure, boxes=tuple(tuple(f"{r},{c}" for c in range(4)) for r in range(3)))
    for grid in (replace(plain, sure=sure), named):
        assert doubted(grid) == [("巡查次数", 0.7, ("识别图像的把握为 70%",)), ("达标率", 1.0, ())]
    assert doubted(replace(plain, hidden=True)) == [
        ("巡查次数", 0.8, ("在隐藏的工作表或隐藏的行中",)),
        ("达标率", 0.8, ("在隐藏的工作表或隐藏的行中",)),
    ]


def test_a_project_listed_again_without_a_word_gives_one_goal() -> None:
    text = table(
        "项目名称|预算数|绩效目标|一级指标|三级指标|指标值",
        "防汛物资|12.00|储备物资|产出指标|编织袋数量|≥5000条",
    )
    again = "待分项目\n\n" + table("项目名称|预算数|绩效目标", "防汛物资|12.00|", "抗旱打井|8.00|")
    assert [(goal.project, goal.goal) for goal in taken(text + "\n" + again).goals] == [
        ("防汛物资", "储备物资"),
        ("抗旱打井", None),
    ]


# ---- lines -------------------------------------------------------------------------------------------------------

BROKEN = """
项目支出绩效表
单位：万元

项目名称 预算数 绩效目标
一级指标 二级指标 三级指标

绩效指标

性质
目标值 计量

单位

非遗展览展

示
36.00

办好年度非遗展览，让

更多群众了解传统技艺

。

产出指标

数量指标
举办展览场

次
大于等于 4 场

质量指标 展品完好率 等于 100 %

效益指标

社会效益

指标

观展率=观展

人数/常住人

口
大于等于 5 %

- 9 -

图书更新 12.50

补充新书，方便读者借

阅。

产出指标 数量指标 采购新书 大于等于 3000 册
"""


def test_cells_broken_over_lines() -> None:
    found = taken(BROKEN)
    assert [short(row) for row in found.indicators] == [
        ("非遗展览展示", "产出指标", "数量指标", "举办展览场次", "≥4场"),
        ("非遗展览展示", "产出指标", "质量指标", "展品完好率", "=100%"),
        ("非遗展览展示", "效益指标", "社会效益指标", "观展率=观展人数/常住人口", "≥5%"),
        ("图书更新", "产出指标", "数量指标", "采购新书", "≥3000册"),
    ]
    assert [(goal.project, goal.amount, goal.goal) for goal in found.goals] == [
        ("非遗展览展示", Decimal("36.00"), "办好年度非遗展览，让更多群众了解传统技艺。"),
        ("图书更新", Decimal("12.50"), "补充新书，方便读者借阅。"),
    ]
    assert {row.confidence for row in found.indicators} == {0.95}
    assert found.tables[0].count() == {RowKind.HEADING: 1, RowKind.INDICATOR: 4}


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_blank_lines_in_a_broken_table_do_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    lines = [line for line in BROKEN.splitlines() if line.strip()]
    text = "".join(line + "\n" * chance.randint(1, 3) for line in lines)
    assert [short(row) for row in taken(text).indicators] == [short(row) for row in taken(BROKEN).indicators]


# ---- damage ------------------------------------------------------------------------------------------------------


def test_wrapped_cells_in_the_rows_below() -> None:
    text = table(
        "项目名称|一级指标|二级指标|三级指标|指标值",
        "农村公路养护工|产出指标|数量指标|日常养护农村公路|≥860公里",
        "程|||里程|",
        "||质量指标|路面技术状况优良|≥85%",
        "|||率|",
    )
    assert [(row[0], row[3]) for row in rows(text)] == [
        ("农村公路养护工程", "日常养护农村公路里程"),
        ("农村公路养护工程", "路面技术状况优良率"),
    ]


def test_a_target_wrapped_over_rows_is_kept_to_the_letter() -> None:
    head = "一级指标|二级指标|三级指标|指标值|备注"
    (first, last) = taken(
        table(head, "产出指标|数量指标|培训人次|≥ 300|甲", "|||人次|", "|时效指标|结业及时率|＝100%|")
    ).indicators
    assert (short(first), first.raw.value) == ((None, "产出指标", "数量指标", "培训人次", "≥300人次"), "≥ 300人次")
    assert last.raw.value == "＝100%"


def test_words_set_one_character_below_the_other() -> None:
    text = table(
        "一级指标|二级指标|三级指标|指标值",
        "产|数量指标|培训人次|≥300人次",
        "出||培训期数|≥3期",
        "指|质量指标|结业率|≥95%",
        "标|时效指标|完成时间|2026年10月底前",
        "效|社会效益指标|就业率|≥60%",
        "益|可持续影响指标|长效机制|健全",
    )
    assert [row[1] for row in rows(text)] == ["产出指标"] * 4 + ["效益指标"] * 2


def test_a_name_cut_by_the_page() -> None:
    text = (
        table(
            "一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|展销活动场次|≥6场", "|质量指标|参展企业资质审|=100%"
        )
        + "\n- 12 -\n\n"
        + table("一级指标|二级指标|三级指标|指标值", "||核通过率|", "|时效指标|补助兑付时限|≤15个工作日")
    )
    found = taken(text)
    assert [(row.level2, row.level3, short(row)[4]) for row in found.indicators] == [
        ("数量指标", "展销活动场次", "≥6场"),
        ("质量指标", "参展企业资质审核通过率", "=100%"),
        ("时效指标", "补助兑付时限", "≤15个工作日"),
    ]
    assert found.tables[0].count() == {RowKind.HEADING: 2, RowKind.INDICATOR: 4}


def test_heads_of_projects_inside_the_table() -> None:
    """One heading for all projects, each with its name, amount and goal in rows of their own."""
    text = table(
        "一级指标|二级指标|三级指标|指标值",
        "项目名称：养老服务中心运营|||",
        "预算金额：40.00万元||项目类别：其他运转类|",
        "年度绩效目标：运营3个养老服务中心。|||",
        "产出指标|数量指标|运营中心个数|3个",
        "项目名称：孤儿助学|||",
        "预算金额：6.50万元|||",
        "年度绩效目标：资助孤儿13名。|||",
        "产出指标|数量指标|资助孤儿人数|≥13人",
    )
    found = taken(text)
    assert [row[0::4] for row in map(short, found.indicators)] == [
        ("养老服务中心运营", "=3个"),
        ("孤儿助学", "≥13人"),
    ]
    assert [(goal.project, goal.amount, goal.goal) for goal in found.goals] == [
        ("养老服务中心运营", Decimal("40.00"), "运营3个养老服务中心。"),
        ("孤儿助学", Decimal("6.50"), "资助孤儿13名。"),
    ]


def test_title_unit_row_and_heading_on_every_page() -> None:
    page = ("预算单位：某区体育局||||单位：元", "项目名称|预算数|绩效目标|一级指标|三级指标|指标值")
    text = (
        "项目支出绩效表\n\n"
        + table(*page, "赛事活动|386,000.00|举办赛事|产出指标|举办赛事场次|≥12场")
        + "\n- 3 -\n\n项目支出绩效表\n\n"
        + table(*page, "||||参赛人次|≥5000人次", "|||满意度指标|参赛者满意度|≥90%")
    )
    found = taken(text)
    assert [(row.project, row.level1, row.level3) for row in found.indicators] == [
        ("赛事活动", "产出指标", "举办赛事场次"),
        ("赛事活动", "产出指标", "参赛人次"),
        ("赛事活动", "满意度指标", "参赛者满意度"),
    ]
    assert [(goal.project, goal.amount) for goal in found.goals] == [("赛事活动", Decimal("38.6000"))]


def test_web_page_remnants_are_no_words() -> None:
    text = table(
        "项目名称|一级<br>指标|三级指标|指标值",
        "展览|<b>产出指标</b>|参观&nbsp;人次|&ge;3万人次",
        "&nbsp;|&nbsp;|展览场次|4场",
    )
    assert rows(text) == [
        ("展览", "产出指标", None, "参观人次", "≥3万人次"),
        ("展览", "产出指标", None, "展览场次", "=4场"),
    ]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="产出指标数量三级目标值一二\t\n|≥≤=%0123 项目名称绩效合计（）", max_size=400))
def test_nothing_raises_and_every_row_has_a_kind(text: str) -> None:
    """Whatever the letters, a document is read, and the account of its tables adds up."""
    document = read_bytes(("表\n" + text).encode("utf-8"), "例.txt")
    found = extract(document, default())
    accounted(found)
    assert all(row.level3 for row in found.indicators)


# ---- what stands below the indicators of a form --------------------------------------------------------------------


@pytest.mark.parametrize(
    "foot",
    [
        "财政部门意见|同意",
        "附件|2",
        "填表人|张三",
        "县财政局业务股室审批意见|同意上报",
        "主管部门审核意见|同意",
        "绩效自评结论|无",
    ],
)
def test_the_foot_of_a_form_is_no_indicator(foot: str) -> None:
    text = table(
        "项目名称|村道养护",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|养护里程|≥12公里",
        "满意度指标|服务对象满意度指标|村民满意度|≥90%",
        foot,
    )
    assert rows(text) == [
        ("村道养护", "产出指标", "数量指标", "养护里程", "≥12公里"),
        ("村道养护", "满意度指标", "服务对象满意度指标", "村民满意度", "≥90%"),
    ]


def test_class_names_of_two_characters_below_each_other_stay_two() -> None:
    text = table(
        "项目名称|村道养护",
        "一级指标|二级指标|三级指标|指标值",
        "产出|数量|养护里程|≥12公里",
        "成本|经济成本|每公里费用|≤1万元",
        "效益|社会效益|受益村民|≥300人",
    )
    assert [row[1] for row in rows(text)] == ["产出指标", "成本指标", "效益指标"]


def test_a_cell_over_the_columns_of_names_and_targets_is_no_indicator() -> None:
    page = (
        "<table><tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>养护里程</td><td>≥12公里</td></tr>"
        '<tr><td colspan="2">上级批复</td><td colspan="2">予以支持</td></tr></table>'
    )
    found = extract(read_bytes(page.encode("utf-8"), "例.html"))
    assert [row.level3 for row in found.indicators] == ["养护里程"]


def test_the_fund_rows_of_the_next_form_are_no_indicators() -> None:
    text = table(
        "项目名称|村道养护",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|养护里程|≥12公里",
        "项目名称|桥梁检测",
        "项目资金（万元）||年度资金总额|80",
        "||其中：财政拨款|80",
        "||其他资金|0",
        "年度目标|检测全部桥梁",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|检测桥梁|≥3座",
    )
    assert [(row[0], row[3]) for row in rows(text)] == [("村道养护", "养护里程"), ("桥梁检测", "检测桥梁")]
