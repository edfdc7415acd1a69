"""Set phrases, templates and prescribed sets found from the data, set apart and written down."""

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perf_goals.lexicon import folder
from perf_goals.model import Goal, Indicator, Place, Raw, Scope
from perf_goals.rules import words
from perf_goals.similarity import Apart, goal_clusters
from perf_goals.similarity.templates import (
    Prescribed,
    Widely,
    WideRow,
    WideSet,
    prescribed,
    templates_toml,
    uses,
    widely,
    words_toml,
)
from perf_goals.target import parse_target

FRAME = "围绕年度重点任务，{}，健全长效管理制度，为高质量发展提供有力支撑"
WHOLE = "保障机关日常运转，严格执行预算"
WORKS = ["养护县道408公里", "慰问困难老人35户", "采购图书2000册", "清理河道12公里", "调解纠纷90件", "检测食品310批"]


def goal(text: str | None, office: int, project: str = "项目", year: int = 2026) -> Goal:
    file = f"{office}.txt"
    return Goal(file, f"第{office}局", year, Scope.PROJECT, project, Decimal(1), text, Place(file, line=1))


def row(name: str, value: str, office: int, project: str = "项目", scope: Scope = Scope.PROJECT) -> Indicator:
    place = Place(f"{office}.txt", line=1)
    return Indicator(
        place.file, f"第{office}局", 2026, scope, project, "产出指标", "数量指标", name, parse_target(None, value, None),
        None, None, Raw(value=value), place, place,
    )  # fmt: skip


def batch() -> list[Goal]:
    """Six offices: each one a text in the frame, and the same whole text; one office repeats a clause of its own."""
    goals = [goal(FRAME.format(work), at) for at, work in enumerate(WORKS)]
    goals += [goal(WHOLE + ("。" if at == 2 else ""), at, "运转") for at in range(6)]
    return [*goals, *(goal("全年送戏下乡，场场爆满", 7, f"戏{at}") for at in range(9)), goal(None, 8)]


def test_what_many_units_write_is_found() -> None:
    found = prescribed(batch(), units=5)
    assert found == Prescribed(
        phrases=(
            Widely("严格执行预算", 6),
            Widely("为高质量发展提供有力支撑", 6),
            Widely("保障机关日常运转", 6),
            Widely("健全长效管理制度", 6),
            Widely("围绕年度重点任务", 6),
        ),
        goals=(Widely(WHOLE, 6),),
        frames=(Widely("围绕年度重点任务，……，健全长效管理制度，为高质量发展提供有力支撑", 6),),
    )
    assert prescribed(batch(), units=6) == Prescribed()


def test_the_order_changes_nothing() -> None:
    goals, rows = batch(), rows_of(6)
    once = prescribed(goals, rows, units=4)
    random.Random(1).shuffle(goals)
    random.Random(1).shuffle(rows)
    turned = prescribed(goals, rows, units=4)
    assert replace(turned, sets=()) == replace(once, sets=())
    assert [one.units for one in turned.sets] == [one.units for one in once.sets] == [6]


def test_one_unit_is_not_enough() -> None:
    with pytest.raises(ValueError, match="units must be 1 or more, not 0"):
        prescribed([], units=0)
    assert prescribed([]) == Prescribed()


def test_counting_may_be_spread_over_parts() -> None:
    some = [("应保尽保", "甲局"), ("应保尽保", "甲局"), ("应保尽保", "乙局"), ("巡河", "甲局")]
    parts = [uses(some[:2]), uses(some[2:]), uses([]), uses(some)]
    assert widely(parts, 1) == widely(parts[::-1], 1)
    assert list(widely(parts, 1).values()) == [2]
    assert sorted(widely(parts, 0).values()) == [1, 2]
    assert widely([], 0) == {}


def test_texts_of_one_frame_are_no_copies_once_it_is_known() -> None:
    goals = [goal(FRAME.format(work), at) for at, work in enumerate(["养护县道408公里", "维修县道408公里"])]
    goals += [goal(FRAME.format("养护县道408公里"), 5), goal(WHOLE, 1, "运转"), goal(WHOLE, 2, "运转")]
    plain = goal_clusters(goals)
    assert sorted(len(one.members) for one in plain) == [2, 3]
    apart = goal_clusters(goals, common=prescribed(batch(), units=5).common)
    assert [(len(one.members), one.apart) for one in apart] == [(2, None), (2, Apart.STATUTORY)]


def test_a_cluster_knows_when_it_was_first_written() -> None:
    text = "全年送戏下乡六十场，让群众看上好戏"
    (got,) = goal_clusters([goal(text, 1, year=2026), goal(text, 2, year=2024), goal(text, 3, year=2024)])
    assert got.since == 2024
    assert [one.department for one in got.earliest] == ["第2局", "第3局"]
    undated = replace(got, members=tuple(replace(one, year=None) for one in got.members))
    assert (undated.since, undated.earliest) == (None, ())


VISIT = [("走访 户数", "≥{}户"), ("发放准确率", "100%"), ("困难群众满意度", "≥90%"), ("完成时限", "12月底前")]


def rows_of(offices: int) -> list[Indicator]:
    rows = [row(name, value.format(10 + at), at) for at in range(offices) for name, value in VISIT]
    return [*rows, row("发放准确率", "100%", 99, "另一项"), row("发放准确率", "100%", 98, "另一项")]


def test_sets_that_many_units_have() -> None:
    rows = (WideRow("走访 户数", None), WideRow("发放准确率", "100"), WideRow("困难群众满意度", "90"))
    (got,) = prescribed([], rows_of(6), units=5).sets
    assert (got.scope, got.units, got.rows[:3]) == (Scope.PROJECT, 6, rows)
    assert prescribed([], rows_of(6), units=6).sets == ()
    department = [row(name, value, at, scope=Scope.DEPARTMENT) for at in range(6) for name, value in VISIT[1:]]
    assert [one.scope for one in prescribed([], department, units=5).sets] == [Scope.DEPARTMENT]


def lexicon_with(directory: Path, file: str, text: str) -> words.RuleWords:
    """The word lists with one file in another's place."""
    for path in folder().glob("*.toml"):
        (directory / path.name).write_bytes(path.read_bytes())
    (directory / file).write_text(text, encoding="utf-8")
    return words.load(directory)


def test_nothing_found_is_written_down_as_nothing() -> None:
    assert templates_toml(Prescribed()).splitlines()[1:] == words_toml(Prescribed()).splitlines()[1:] == ["schema = 1"]


def test_what_is_written_down_can_be_taken_over(tmp_path: Path) -> None:
    made = prescribed(batch(), rows_of(6), units=5)
    got = lexicon_with(tmp_path, "templates.toml", templates_toml(made, province="某省"))
    index = words.TemplateIndex(got.templates)
    assert [(one.name, one.province) for one in got.templates] == [
        ("各单位通用目标文字", "某省"),
        ("各单位通用指标1", "某省"),
    ]
    hits: list[Any] = [
        index.goal(WHOLE), index.row("发放准确率", Decimal(100), Scope.PROJECT), index.row("走访户数", Decimal(7), Scope.PROJECT),
    ]  # fmt: skip
    assert [hit.name for hit in hits] == ["各单位通用目标文字", "各单位通用指标1", "各单位通用指标1"]
    assert index.row("发放准确率", Decimal(98), Scope.PROJECT) is None
    found = lexicon_with(tmp_path, "rules_found.toml", words_toml(made)).lists["set_phrases_found"]
    assert found.words == tuple(phrase.text for phrase in made.phrases)


def test_awkward_signs_are_quoted(tmp_path: Path) -> None:
    odd = '办好"一站式"服务\\窗口\x7f与\n档案'
    made = Prescribed(
        phrases=(Widely(odd, 30),),
        goals=(Widely(odd, 30),),
        sets=(WideSet(Scope.PROJECT, (WideRow(odd, odd),), 30),),
    )
    (goals, rows) = lexicon_with(tmp_path, "templates.toml", templates_toml(made, name=odd)).templates
    assert (goals.name, goals.goals, rows.rows[0].name, rows.rows[0].value) == (f"{odd}目标文字", (odd,), odd, odd)
    assert lexicon_with(tmp_path, "rules_found.toml", words_toml(made)).lists["set_phrases_found"].words == (odd,)


def test_what_is_written_down_reads_well() -> None:
    assert templates_toml(prescribed(batch(), units=5)).splitlines() == [
        "# 从数据中归纳出的模板：超过规定个数的单位写得一样。收进 templates.toml 之前请逐条核对。",
        "schema = 1",
        "",
        "# 使用的单位数：6",
        "[[template]]",
        'name = "各单位通用目标文字"',
        'province = ""',
        "rows = []",
        "goals = [",
        '  "保障机关日常运转，严格执行预算",',
        "]",
        "examples = [",
        '  { goal = "保障机关日常运转，严格执行预算", hit = "各单位通用目标文字" },',
        "]",
    ]
