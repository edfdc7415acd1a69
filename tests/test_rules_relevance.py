"""What belongs to another project or another office, and what only looks like it."""

import pytest

from perf_goals.config import Config
from perf_goals.review import judge_all
from perf_goals.rules.example import Example, Row, Set, document

CODES = {"R108", "R110", "R111", "R112", "R113", "P104", "P106", "P111"}


def told(example: Example) -> list[tuple[str, str, str]]:
    """Code, severity and the place of each finding of these rules."""
    found = judge_all(list(example.extractions()), Config()).findings
    return [
        (one.code, str(one.severity), one.targets[0].level3 or one.targets[0].project or one.targets[0].part)
        for one in found
        if one.code in CODES
    ]


WATER = document(
    Set(
        "灌区渠道清淤",
        (
            Row("清淤渠道长度", "≥36公里"),
            Row("渠道过水能力", "提高", level2="社会效益指标"),
            Row("灌区农户满意度", "≥90%", level2="满意度指标"),
        ),
        goal="清淤灌区渠道36公里，惠及农户2600户。",
    ),
    Set(
        "水质化验室运行",
        (
            Row("化验水样份数", "≥480份"),
            Row("化验报告准确率", "≥98%", level2="质量指标"),
            Row("粮食作物用水安全", "保障", level2="社会效益指标"),
            Row("用水群众满意度", "≥90%", level2="满意度指标"),
        ),
        goal="化验水样480份，出具报告准确。",
    ),
    department="伊水市青河区水务局",
)
TOWN = document(
    Set("文化站开放", (Row("开放天数", "≥300天"), Row("草原防火巡查次数", "≥9次")), goal="文化站开放300天。"),
    Set("村级事务补助", (Row("养老机构检查次数", "≥9次"), Row("补助村数", "≥9个"))),
    department="青河区柳林镇人民政府",
    region="青河区柳林镇",
)
TABLE = document(
    Set(
        None,
        (
            Row("免费开放天数", "≥300天"),
            Row("区医保局满意度", "≥90%", level2="满意度指标"),
            Row("党员发展人数", "≥3人"),
            Row("畜禽免疫密度", "≥90%", level2="质量指标"),
        ),
        goal="博物馆全年开放300天。",
    ),
    text=("一、主要职责", "负责动物疫病防控，畜禽强制免疫。"),
    department="伊水市青河区文化和旅游局",
)
POOR = document(
    Set("牧道修整", (Row("修整牧道", "≥36公里"),), goal="修整牧道36公里。"),
    Set("饲草储备", (Row("储备饲草", "≥96吨"),), goal="提升办学水平，办好人民满意教育。"),
    Set("畜种改良", (Row("改良母羊", "≥960只"),), goal="提升办学水平，办好人民满意教育。"),
    department="伊水市青河区畜牧中心",
)


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        (WATER, []),
        (TOWN, [("R111", "warning", "草原防火巡查次数")]),
        (TABLE, [("R112", "info", "党员发展人数"), ("R112", "warning", "区医保局满意度")]),
        (POOR, [("R108", "warning", "畜种改良"), ("R108", "warning", "饲草储备")]),
    ],
    ids=["水务局：各写各的", "镇：只看项目", "部门表：职责里没有的", "目标同为别的行当"],
)
def test_what_is_told(example: Example, expected: list[tuple[str, str, str]]) -> None:
    assert sorted(told(example)) == sorted(expected)


def test_a_taken_over_set_is_told_once() -> None:
    """The copied rows are strays; that they are also one result of two projects is a hint at most."""
    rows = (Row("牧草良种繁育面积", "≥268亩"), Row("良种出苗率", "≥85%", level2="质量指标"), Row("作业单价", "≤90元"))
    example = document(
        Set("牧草良种繁育", rows, goal="繁育牧草良种268亩。"), Set("奶站巡查", rows, goal="全年支出6万元。")
    )
    assert sorted(told(example)) == [
        ("P106", "info", "牧草良种繁育面积"),
        ("R110", "warning", "牧草良种繁育面积"),
        ("R110", "warning", "良种出苗率"),
    ]


def test_a_goal_of_like_words_is_the_other_projects() -> None:
    example = document(
        Set(
            "山羊绒分级鉴定",
            (Row("鉴定山羊绒份数", "≥260份"), Row("绒毛细度分级准确率", "≥98%")),
            goal="分级鉴定山羊绒260份，绒毛细度分级准确率98%以上。",
        ),
        Set("棚圈搭建", (Row("搭建棚圈", "≥36座"),), goal="分级鉴定山羊绒260份，绒毛细度分级准确率达98%。"),
    )
    assert ("R108", "warning", "棚圈搭建") in told(example)
    (one,) = [one for one in judge_all(list(example.extractions()), Config()).findings if one.code == "R108"]
    assert one.message == "项目“棚圈搭建”的目标没有一句说到本项目，同“山羊绒分级鉴定”说的是一回事。"


FELT = "分级鉴定山羊绒260份，绒毛细度分级准确率98%以上。"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (Set("棚圈搭建", (Row("搭建棚圈", "≥36座"),), goal=FELT), [("R108", "warning", "棚圈搭建")]),
        (Set("棚圈搭建", (Row("山羊绒分级份数", "≥36份"), Row("搭建棚圈", "≥36座")), goal=FELT), []),
        (Set("棚圈搭建", (Row("搭建棚圈", "≥36座"),), goal="为养山羊的牧户搭建避风的圈舍。"), []),
        (Set("牧场巡护", (Row("巡护里程", "≥36公里"),), goal="山羊不得进入封育区，春季封山。"), []),
    ],
    ids=["一字不差", "指标说到了", "说到了自己", "只带到一个词"],
)
def test_whose_goal_it_is(second: Set, expected: list[tuple[str, str, str]]) -> None:
    first = Set("山羊绒分级鉴定", (Row("鉴定山羊绒份数", "≥260份"),), goal=FELT)
    assert told(document(first, second)) == expected


def test_common_words_of_the_name_are_enough_for_a_shared_goal() -> None:
    goal = "提升办学水平，按时足额发放补助。"
    assert told(document(Set("饲草储备补助", goal=goal), Set("畜种改良补助", goal=goal))) == []


@pytest.mark.parametrize(
    "rows",
    [
        (Row("公路维修里程", "≥20公里"), Row("公路养护里程", "≥300公里")),
        (Row("病例发现率", "≥90%"), Row("病例检查率", "≥90%")),
        (Row("宣传册印制册数", "≥600册"), Row("宣传册发放册数", "≥600册")),
        (Row("补助发放到位率", "=100%"), Row("补助发放及时率", "=100%")),
        (Row("培训场次", "≥6场"), Row("培训人次", "≥600人次")),
        (Row("新建球场个数", "≥6个"), Row("建成后球场使用率", "≥60%")),
    ],
    ids=lambda rows: rows[0].name,
)
def test_two_things_are_not_one(rows: tuple[Row, ...]) -> None:
    assert told(document(Set("示范项目", rows))) == []
