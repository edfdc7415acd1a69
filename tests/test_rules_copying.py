"""雷同 over whole documents and batches: who is named, how much it weighs, what is set apart."""

from decimal import Decimal

import pytest

from perf_goals.config import Config
from perf_goals.model import Finding
from perf_goals.review import judge_all
from perf_goals.rules import RULES
from perf_goals.rules.example import Example, Row, Set, batch, document

RULES_Y = [rule for rule in RULES if rule.code[0] == "Y"]
TEXT = "组织志愿者进社区开展便民服务，提升居民文明素养和幸福感"
PAY = "按月足额发放在职人员工资，合理编制预算"


def found(example: Example, config: Config | None = None) -> list[Finding]:
    return list(judge_all(example.extractions(), config, rules=RULES_Y).findings)


def brief(findings: list[Finding]) -> list[tuple[str, str, str, list[str | None]]]:
    return [(one.document, one.code, one.severity.value, [at.project for at in one.targets]) for one in findings]


def volume(*sets: Set, department: str = "柳河区民政局", year: int = 2026) -> Example:
    return document(*sets, department=department, year=year, region=None)


@pytest.mark.parametrize(
    ("names", "severity"),
    [
        (("工资支出", "社会保障缴费"), "info"),
        (("工资支出", "医疗救助"), "error"),
        (("医疗救助", "道路养护"), "error"),
    ],
)
def test_a_text_about_pay_weighs_by_the_project_it_stands_on(names: tuple[str, ...], severity: str) -> None:
    got = found(volume(*(Set(name, goal=PAY) for name in names)))
    assert brief(got) == [("示例1.txt", "Y101", severity, list(names))]


@pytest.mark.parametrize(
    ("text", "rows", "severity"),
    [
        ("慰问困难家庭1600户，每户300元", (), "error"),  # 写的是慰问
        ("慰问困难家庭1600户，每户300元", (Row("慰问困难家庭户数", "≥1600户"),), "warning"),  # 另一个项目也慰问
        ("提升服务水平，群众普遍认可", (), "warning"),  # 谁也不像
    ],
)
def test_a_text_written_for_one_of_the_projects(text: str, rows: tuple[Row, ...], severity: str) -> None:
    got = found(volume(Set("困难家庭慰问", goal=text), Set("社区工作者培训", rows, goal=text)))
    assert brief(got) == [("示例1.txt", "Y101", severity, ["困难家庭慰问", "社区工作者培训"])]


def test_words_that_everybody_has_to_use_are_a_hint() -> None:
    got = found(volume(Set("临时救助", goal="应保尽保，应救尽救"), Set("特困供养", goal="应保尽保，应救尽救")))
    assert brief(got) == [("示例1.txt", "Y101", "info", ["临时救助", "特困供养"])]


def test_departments_are_compared_over_years() -> None:
    """A text of two departments is found though one of them has it in two years."""
    got = found(
        batch(
            volume(Set("志愿服务", goal=TEXT)),
            volume(Set("志愿服务", goal=TEXT), year=2025),
            volume(Set("科普活动", goal=TEXT), department="石桥县科协"),
        )
    )
    assert brief(got) == [
        ("示例1.txt", "Y103", "warning", ["志愿服务"]),
        ("示例2.txt", "Y103", "warning", ["志愿服务"]),
        ("示例3.txt", "Y103", "warning", ["科普活动"]),
    ]
    assert "与“石桥县科协”的完全相同" in got[0].message
    assert "与“柳河区民政局”的完全相同" in got[2].message


def test_a_department_under_its_full_name_is_itself() -> None:
    assert (
        found(
            batch(volume(Set("志愿服务", goal=TEXT)), volume(Set("便民", goal=TEXT), department="伊水市柳河区民政局"))
        )
        == []
    )


def many(count: int) -> Example:
    return batch(*(volume(Set("志愿服务", goal=TEXT), department=f"第{number:02}局") for number in range(count)))


def test_what_many_departments_share_is_a_template() -> None:
    assert {one.severity.value for one in found(many(4))} == {"warning"}
    got = found(many(5))
    assert {one.severity.value for one in got} == {"info"}
    assert got[0].message.endswith("，至少5个单位都这样写，可能是统一模板。")
    config = Config(limits={"Y103": {"template": Decimal(6)}})
    assert {one.severity.value for one in found(many(5), config)} == {"warning"}


def test_results_do_not_depend_on_the_order_of_documents() -> None:
    near = TEXT.replace("提升", "不断提升")
    one, other = volume(Set("志愿服务", goal=TEXT)), volume(Set("科普活动", goal=near), department="石桥县科协")
    first, second = found(batch(one, other)), found(batch(other, one))
    assert sorted(finding.message for finding in first) == sorted(finding.message for finding in second)
    assert [finding.code for finding in first] == ["Y103", "Y103"]
    assert "大部分相同" in first[0].message


# Between years ------------------------------------------------------------------------------------------------------

COUNTED = "维护健康步道46公里，居民用得上、走得安全"


def years(now: str | None, before: str | None, name: str = "健康步道", goal: str = COUNTED) -> Example:
    return batch(volume(Set(name, goal=goal, amount=now)), volume(Set(name, goal=goal, amount=before), year=2025))


@pytest.mark.parametrize(
    ("example", "severities"),
    [
        (years("90", "75"), ["warning"]),
        (years("89", "75"), []),
        (years("60", "75"), ["warning"]),
        (years(None, "75"), []),
        (years("75", "0"), []),
        (years("90", "75", "工资支出"), ["info"]),
        (years("90", "75", goal="居民用得上健康步道"), ["info"]),
    ],
)
def test_a_goal_of_last_year_with_other_money(example: Example, severities: list[str]) -> None:
    assert [(one.code, one.severity.value) for one in found(example)] == [("Y104", one) for one in severities]


def test_the_last_earlier_year_counts_and_the_later_document_is_named() -> None:
    sets = {2023: "10", 2024: "75", 2026: "120"}
    got = found(
        batch(*(volume(Set("健康步道", goal=COUNTED, amount=money), year=year) for year, money in sets.items()))
    )
    assert [(one.document, one.message.partition("，")[0]) for one in got] == [
        ("示例2.txt", "“健康步道”的预算由2023年的10万元增加到75万元"),
        ("示例3.txt", "“健康步道”的预算由2024年的75万元增加到120万元"),
    ]


def test_two_projects_of_a_name_without_years_are_not_taken_for_each_other() -> None:
    old = volume(
        Set("2025年步道", goal=COUNTED, amount="10"), Set("步道（结转）", goal="清理步道3处", amount="9"), year=2025
    )
    assert [
        one for one in found(batch(volume(Set("2026年步道", goal=COUNTED, amount="75")), old)) if one.code == "Y104"
    ] == []


RATES = (Row("发放准确率", "100%"), Row("发放及时率", "100%"), Row("群众满意度", "≥90%"))


@pytest.mark.parametrize(
    ("rows", "severities"),
    [
        ((Row("走访户数", "≥1634户"), *RATES), ["warning"]),
        (RATES, ["info"]),  # 只有比率：年年一样不奇怪
        (RATES[:2], []),
    ],
)
def test_indicators_of_last_year_with_other_money(rows: tuple[Row, ...], severities: list[str]) -> None:
    example = batch(volume(Set("走访", rows, amount="50")), volume(Set("走访", rows, amount="20"), year=2025))
    assert [(one.code, one.severity.value) for one in found(example)] == [("Y204", one) for one in severities]


# Sets between departments -------------------------------------------------------------------------------------------


def test_a_set_of_another_department_with_one_row_changed() -> None:
    mine = (Row("走访户数", "≥1634户"), *RATES)
    theirs = (*mine[:3], Row("群众满意度", "≥96%"), Row("残疾人家庭走访户数", "≥27户"))
    example = batch(
        volume(Set("走访", (*mine, Row("宣传手册", "≥700册")))),
        volume(Set("慰问", (*mine, Row("慰问品", "≥88份"))), department="石桥县妇联"),
        volume(Set("探望", theirs), department="松岭县残联"),
    )
    assert brief(found(example)) == [
        ("示例1.txt", "Y205", "warning", ["走访"]),
        ("示例2.txt", "Y205", "warning", ["慰问"]),
    ]
