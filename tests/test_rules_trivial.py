"""Rules that read a column beside the target: what was reached, and what an earlier year asked for."""

from pathlib import Path

import perf_goals
from perf_goals import rules
from perf_goals.model import Extraction, Finding
from perf_goals.review import judge_all

HEAD = """河畔县示例局2025年项目支出绩效自评

项目支出绩效自评表

（2025年度）

项目名称	示例培训		
主管部门	河畔县示例局		
预算资金（万元）	30.00		
年度绩效目标	全年培训学员，提高技能。
"""


def judged(tmp_path: Path, code: str, table: str) -> list[Finding]:
    """What one rule finds in a document that has this table of indicators."""
    file = tmp_path / "自评.txt"
    file.write_text(HEAD + table, encoding="utf-8")
    [read] = perf_goals.each([file])
    assert isinstance(read, Extraction)
    assert read.indicators
    return list(judge_all([read], rules=[rules.find(code)]).findings)


def test_reached_far_more_than_asked_for(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        "T109",
        "一级指标	二级指标	三级指标	年度指标值	实际完成值\n"
        "产出指标	数量指标	培训学员人数	≥150人	212人\n"
        "	质量指标	结业率	≥95%	98%\n",
    )
    assert [one.message for one in found] == [
        "“培训学员人数”的指标值是“≥150人”，实际完成“212人”，是指标值的141%，指标值定得偏低。"
    ]


def test_lower_than_the_year_before(tmp_path: Path) -> None:
    table = (
        "一级指标	二级指标	三级指标	年度指标值	上年指标值\n"
        "产出指标	数量指标	培训学员人数	≥200人	≥300人\n"
        "	质量指标	结业率	≥95%	≥95%\n"
    )
    found = judged(tmp_path, "T110", table)
    assert [one.message for one in found] == ["“培训学员人数”的目标值“≥200人”低于上年指标值“≥300人”。"]


def test_columns_that_say_neither(tmp_path: Path) -> None:
    table = (
        "一级指标	二级指标	三级指标	年度指标值	备注\n"
        "产出指标	数量指标	培训学员人数	≥200人	按季举办\n"
        "	质量指标	结业率	≥95%	按名册统计\n"
    )
    assert [judged(tmp_path, code, table) for code in ("T109", "T110")] == [[], []]
