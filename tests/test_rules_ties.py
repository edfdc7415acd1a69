"""金额勾稽, 前后矛盾, 指标缺项 over whole invented documents: what is named, and the look-alikes that stay silent."""

from dataclasses import replace
from decimal import Decimal

import pytest

from perf_goals.model import Finding
from perf_goals.review import judge_all
from perf_goals.rules import RULES
from perf_goals.rules.amount import money, number_of, ties
from perf_goals.rules.dimensions import Tabled
from perf_goals.rules.example import Example, Row, Set, document

LAMPS = Set("路灯维护", (Row("巡检路灯盏数", "≥620盏"),), amount="60.00")
ROADS = Set("公路日常养护", (Row("养护里程", "≥408公里"),), amount="326.40")
TOILETS = Set("公厕保洁", (Row("保洁公厕座数", "≥9座"),), amount="9.00")
HEAD = ("项目名称", "金额", "政府预算资金", "单位资金")


def found(example: Example, letters: str) -> list[Finding]:
    rules = [rule for rule in RULES if rule.code[0] in letters]
    return list(judge_all(example.extractions(), rules=rules).findings)


def brief(example: Example, letters: str = "AX") -> list[tuple[str, list[str | None]]]:
    return [(one.code, [at.project or at.part for at in one.targets]) for one in found(example, letters)]


def listing(*lines: tuple[str, ...], sets: tuple[Set, ...] = (LAMPS, ROADS, TOILETS)) -> Tabled:
    return Tabled(sets, grids=((HEAD, *lines),))


QUIET_LISTS = {
    "no total": listing(
        ("路灯维护", "60.00", "", ""), ("公路日常养护", "326.40", "", ""), ("公厕保洁", "9.00", "", "")
    ),
    "totals of two offices": listing(
        ("合计", "386.40", "", ""),
        ("路灯维护", "60.00", "", ""),
        ("公路日常养护", "326.40", "", ""),
        ("合计", "9.00", "", ""),
        ("公厕保洁", "9.00", "", ""),
    ),
    "money given back": listing(
        ("合计", "1.00", "", ""), ("路灯维护", "60.00", "", ""), ("公路日常养护", "-20.00", "", "")
    ),
    "a project that has no indicators": listing(
        ("合计", "425.40", "", ""),
        ("路灯维护", "60.00", "", ""),
        ("公路日常养护", "326.40", "", ""),
        ("公厕保洁", "9.00", "", ""),
        ("驻村帮扶", "30.00", "", ""),
    ),
    "the list goes on on another page": listing(
        ("合计", "500.00", "", ""),
        ("路灯维护", "60.00", "", ""),
        ("公路日常养护", "326.40", "", ""),
        ("其他项目", "5.00", "", ""),
    ),
    "mostly other things": listing(
        ("合计", "999.00", "", ""),
        *((name, "7.00", "", "") for name in ("办公费", "水费", "电费", "差旅费")),
        ("路灯维护", "60.00", "", ""),
        ("公路日常养护", "326.40", "", ""),
        ("公厕保洁", "9.00", "", ""),
    ),
    "lines without a name": listing(("", "60.00", "", ""), ("路灯维护", "60.00", "", ""), ("公厕保洁", "9.00", "", "")),
    "columns before the amounts": Tabled(
        (LAMPS, ROADS),
        grids=(
            (
                ("项目名称", "政府预算资金", "金额"),
                ("路灯维护", "9.00", "60.00"),
                ("公路日常养护", "9.00", "326.40"),
                ("", "", ""),
            ),
        ),
    ),
    "a long label in a form": Tabled(
        (LAMPS,), grids=((("年度资金总额", "60.00"), ("本项目的预算资金安排情况详见附件及有关说明材料之内容", "")),)
    ),
    "one line alone": listing(("路灯维护", "60.00", "", "")),
    "money before any project": Tabled(
        (LAMPS,), grids=((("收入", "预算数"), ("项目经费情况", "预算"), *((f"科目{at}", "支出") for at in range(15))),)
    ),
    "nothing to look for": Tabled((), grids=((HEAD, ("路灯维护", "60.00", "", ""), ("公厕保洁", "9.00", "", "")),)),
    "a total of money that nobody owns": Tabled(
        (LAMPS, ROADS), grids=((("项目名称", "路灯维护"),), (("项目名称", "公路日常养护"), ("年度资金总额", "326.40")))
    ),
    "a form that is no performance table": Tabled(
        (LAMPS,),
        grids=(
            (("项目名称", "路灯维护"),),
            (("年度资金总额", "9.00"), ("其中：财政拨款", "5.00"), ("单位资金", "1.00")),
        ),
    ),
    "a second total ends the first": Tabled(
        (LAMPS,),
        grids=(
            (
                ("年度资金总额", ""),
                ("其中：财政拨款", "70.00"),
                ("年度资金总额", "60.00"),
                ("其中：财政拨款", "40.00"),
                ("财政专户管理资金", "5.00"),
                ("另有渠道", "15.00"),
            ),
        ),
    ),
}


@pytest.mark.parametrize("example", QUIET_LISTS.values(), ids=list(QUIET_LISTS))
def test_a_printed_list_that_ties_or_says_too_little(example: Tabled) -> None:
    assert brief(example) == []


def test_a_total_in_yuan_is_compared_as_printed() -> None:
    example = listing(
        ("合计", "3,990,000.00", "", ""),
        ("路灯维护", "600,000.00", "", ""),
        ("公路日常养护", "3,264,000.00", "", ""),
        ("公厕保洁", "90,000.00", "", ""),
    )
    assert [one.message for one in found(example, "A")] == ["项目表的合计写作3990000.00，表中3个项目相加是3954000.00。"]


def test_a_total_that_other_pages_do_not_explain() -> None:
    example = listing(("合计", "500.00", "", ""), ("路灯维护", "60.00", "", ""), ("公路日常养护", "326.40", "", ""))
    assert [one.message for one in found(example, "A")] == ["项目表的合计写作500.00，表中2个项目相加是386.40。"]


def test_a_form_is_the_project_nearest_to_it() -> None:
    form = (("项目名称", "公厕保洁"), ("项目资金", "9.00"), ("其中：财政拨款", "6.00"), ("单位资金", "2.00"))
    assert brief(Tabled((TOILETS, LAMPS), grids=(form,))) == [("A109", ["公厕保洁"])]


def test_what_a_table_of_tasks_says() -> None:
    tasks = (
        ("任务名称", "主要内容"),
        ("设施养护", "巡检路灯500盏，保洁公厕"),
        ("党建工作", "开展主题党日活动"),
        ("桥梁加固", "加固危桥，消除隐患"),
        ("绿化", "补植行道树"),
    )
    rows = (Row("巡检路灯盏数", "≥620盏"), Row("保洁公厕座数", "≥9座"))
    example = Tabled((Set(None, rows, "加固危桥。"),), grids=(tasks,))
    assert [(one.code, one.severity.value, [at.part for at in one.targets]) for one in found(example, "SX")] == [
        ("X101", "error", ["indicator", "table"]),
        ("S113", "warning", ["table", "goal"]),
    ]
    assert brief(replace(example, grids=(tasks[:3],)), "S") == []


QUIET_SETS = {
    "a goal of something else altogether": Set(
        "路灯维护", (Row("巡检路灯盏数", "≥620盏"), Row("亮灯率", "≥97%")), "栽植行道树3000株。"
    ),
    "a unit of many things": Set(
        "路灯维护", (Row("巡检路灯盏数", "≥620盏"), Row("培训电工", "≥9人")), "巡检路灯，培训电工12人。"
    ),
}


@pytest.mark.parametrize("one", QUIET_SETS.values(), ids=list(QUIET_SETS))
def test_a_goal_whose_figures_are_not_missing(one: Set) -> None:
    assert [code for code, _ in brief(document(one), "S") if code == "S114"] == []


def test_a_figure_in_a_common_unit_is_missing_even_if_a_row_counts_in_it() -> None:
    one = Set("路灯维护", (Row("巡检路灯盏数", "≥620盏"), Row("培训电工", "≥9人")), "巡检路灯，慰问环卫职工80人。")
    assert ("S114", ["路灯维护", "路灯维护"]) in brief(document(one), "S")


def test_many_small_projects_are_no_main_money() -> None:
    names = ("路灯", "公厕", "桥梁", "绿化", "道路", "河道")
    rows = (Row("巡检次数", "≥12次"), Row("完好率", "≥97%"))
    sets = (Set(None, (Row("满意居民", "≥9人"),)), *(Set(f"{name}维护", rows, amount="5") for name in names))
    assert "S115" not in [code for code, _ in brief(document(*sets), "S")]


def test_projects_to_be_shared_out_later_have_no_indicators_yet() -> None:
    listed = (("一、已分项目",), ("路灯维护",), ("二、待分项目",), ("公厕保洁",))
    bare = (LAMPS, Set("公厕保洁", amount="9.00"))
    assert brief(Tabled(bare), "S")[:1] == [("S101", ["公厕保洁"])]
    example = Tabled(bare, grids=((("待分项目说明。",),), listed))
    assert [code for code, _ in brief(example, "S")] == ["S101"]  # the list is printed behind the project
    assert brief(replace(example, text=("说明",) * 300), "S") == []  # and here before it


QUIET_TEXTS = {
    "goals without figures": document(replace(LAMPS, goal="保障路灯明亮。"), replace(ROADS, goal="")),
    "another year": document(LAMPS, text=("2025年项目支出绩效目标：巡检路灯300盏。",)),
    "other projects": document(
        LAMPS, text=("对3个项目开展绩效评价。", "绩效目标管理的其中4个项目。", "绩效目标公开。")
    ),
    "no goals told": document(LAMPS, text=("基本支出保障运转。", "项目支出用于养护，绩效目标覆盖3个项目评价。")),
    "no total told": document(LAMPS, text=("2026年基本支出5.00万元，项目支出60.00万元。",)),
    "a cost without a budget": document(Set("路灯维护", (Row("维护成本", "≤60万元", level2="经济成本指标"),))),
    "a cost within the budget": document(
        Set(
            "路灯维护",
            (Row("维护成本", "≤50万元", level2="经济成本指标"), Row("灯杆成本", "≤9万元", level2="成本指标")),
            amount="60",
        )
    ),
    "a price without a number": document(
        Set("路灯维护", (Row("单盏成本", "≤240元/盏", level2="经济成本指标"), Row("亮灯率", "≥97%")), amount="1")
    ),
    "a ceiling in words only": document(Set("路灯维护", (Row("响应速度", "及时"),), "响应时间控制在2小时以内。")),
    "a goal alone": document(Set("路灯维护", goal="巡检路灯300盏。"), Set(None, goal="巡检路灯300盏。")),
    "a table without a goal": document(Set(None, (Row("巡检路灯盏数", "≥620盏"), Row("养护里程", "≥408公里")))),
    "lines that are no sentence": document(
        LAMPS,
        text=(
            "绩效目标\t金额",
            "",
            "2026年本单位的绩效目标管理情况见附件所列",
            "",
            "",
            "",
            "",
            "2026年本单位的绩效目标",
            "附",
        ),
    ),
    "no year": document(Set("路灯维护", (Row("完成时间", "2025年12月底前", level2="时效指标"),)), year=None),
    "classes of the projects": document(
        Set(None, (Row("夜间事故起数", "≤2起", level2="社会效益指标"),)),
        text=("部门整体绩效目标随预算公开。", "项目支出绩效中，效益指标分经济效益指标和社会效益指标。"),
    ),
    "two rows that may be meant": document(
        Set("路灯维护", (Row("巡检路灯数量", "≥620盏"), Row("路灯巡检数量", "≥500盏")), "路灯等巡检300盏。")
    ),
    "the figure of another row": document(
        Set(
            "路灯维护",
            (Row("巡检路灯盏数", "≥620盏"), Row("路灯更换数量", "=40盏"), Row("灯箱", "=9盏")),
            "更换路灯40盏。",
        )
    ),
    "satisfied with what": document(
        Set("路灯维护", (Row("满意度", "≥90%", level2="满意度指标"),)),
        Set("公厕保洁", (Row("满意度", "≥80%", level2="满意度指标"),)),
    ),
    "counted twice in the text": document(
        LAMPS, text=("2026年2个项目编制绩效目标，其中1个项目。", "绩效目标管理的项目共1个。")
    ),
    "prompt, and something else": document(
        Set("路灯维护", (Row("报修及时率", "=100%"), Row("灯杆使用时限", "≥10年", level2="时效指标")))
    ),
    "often": document(
        Set("路灯维护", (Row("日常巡检", "按时"), Row("夜间巡检", "每周"), Row("夜间巡检次数", "≥48次")))
    ),
}


@pytest.mark.parametrize("example", QUIET_TEXTS.values(), ids=list(QUIET_TEXTS))
def test_a_text_that_agrees_or_says_something_else(example: Example) -> None:
    assert brief(example) == []


def test_a_table_without_rows_is_not_asked_for_tasks() -> None:
    assert brief(document(LAMPS, Set(None, goal="巡检路灯300盏；加固危桥。")), "S") == []


def test_a_cost_above_the_budget_names_the_project_too() -> None:
    over = Set("路灯维护", (Row("维护经费", "≤70万元", level2="经济成本指标"),), amount="60.00")
    assert brief(document(over)) == [("A102", ["路灯维护", "路灯维护"])]


def test_amounts() -> None:
    assert number_of("") is None
    assert number_of("1，296.5元") == Decimal("1296.5")
    assert money(Decimal("0.10")) == "0.1"
    assert ties(Decimal(5), [Decimal(100)] * 9), "too many parts to say"
    assert not ties(Decimal("5.00"), [Decimal("3.00"), Decimal("1.90")])
