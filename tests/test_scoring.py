"""Scores worked out by hand, the edges of the bands, what is 未评, and that a document's score is its own."""

import json
import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import perf_goals
from perf_goals import api, cli, config, export, rules, scorebook, scoring
from perf_goals.config import CATEGORIES, Config
from perf_goals.errors import ConfigError, LexiconError
from perf_goals.lexicon import folder
from perf_goals.model import (
    Document,
    Extraction,
    Finding,
    FindingTarget,
    Goal,
    Indicator,
    Place,
    Points,
    Raw,
    Review,
    Scope,
    Score,
    Severity,
    Target,
)

SAMPLES = Path(__file__).resolve().parent / "documents"
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
FILE, BUREAU = "青河区水务局.txt", "伊水市青河区水务局"
ITEMS = [item.name for item in scoring.default().items]
FULL = [Decimal(10), Decimal(10), Decimal(15), Decimal(15), Decimal(15), Decimal(15), None, None]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the working folder slips in."""
    monkeypatch.chdir(tmp_path)


def rows(count: int, project: str | None = "甲", department: str | None = BUREAU, line: int = 10) -> list[Indicator]:
    scope = Scope.DEPARTMENT if project is None else Scope.PROJECT
    return [
        Indicator(
            FILE, department, 2026, scope, project, "产出指标", "数量指标", f"指标{number}",
            Target(), None, None, Raw(), Place(FILE, line=line + number), Place(FILE, line=line + number),
        )
        for number in range(count)
    ]  # fmt: skip


def goal(
    project: str | None = "甲", amount: str | None = "100", text: str | None = "改造管网。",
    department: str | None = BUREAU, line: int = 1,
) -> Goal:  # fmt: skip
    scope = Scope.DEPARTMENT if project is None else Scope.PROJECT
    money = None if amount is None else Decimal(amount)
    return Goal(FILE, department, 2026, scope, project, money, text, Place(FILE, line=line))


def extraction(goals: list[Goal], indicators: list[Indicator], file: str = FILE) -> Extraction:
    return Extraction(Document(file, "text", (), BUREAU, 2026), tuple(indicators), tuple(goals))


def finding(code: str, severity: Severity, *targets: FindingTarget, line: int = 1, file: str = FILE) -> Finding:
    category = rules.BY_CODE[code].category
    return Finding(file, code, category, severity, 1.0, f"{code}。", None, "", targets, Place(file, line=line))


def at_row(number: int, project: str | None = "甲") -> FindingTarget:
    scope = Scope.DEPARTMENT if project is None else Scope.PROJECT
    return FindingTarget("indicator", scope, project, "产出指标", "数量指标", f"指标{number}")


def at(part: str, project: str | None = "甲") -> FindingTarget:
    scope = {"project": Scope.PROJECT, "goal": Scope.PROJECT, "table": Scope.DEPARTMENT}.get(part)
    return FindingTarget(part, scope, project if part in ("project", "goal") else None)


def scores(one: Extraction, *findings: Finding, book: scorebook.Book | None = None) -> tuple[Score, ...]:
    return scoring.score([one], findings, [0] * len(findings), book)


def got(score: Score) -> list[Decimal | None]:
    return [one.got for one in score.points]


def verdict(score: Score) -> tuple[Any, ...]:
    return score.full, score.total, score.grade


def numbers(*values: str | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


ONE = extraction([goal()], rows(10))


# By hand ------------------------------------------------------------------------------------------------------------


def test_nothing_found_is_full_marks() -> None:
    project, department, batch = scores(ONE)
    assert project == Score(
        "project", 0, FILE, BUREAU, 2026, Scope.PROJECT, "甲",
        tuple(Points(item.name, item.full, full) for item, full in zip(scoring.default().items, FULL, strict=True)),
        Decimal(80), Decimal(100), "优", place=Place(FILE, line=1),
    )  # fmt: skip
    assert (department.part, *verdict(department)) == ("department", 80, 100, "优")
    assert (batch.part, batch.extraction, batch.document, *verdict(batch)) == ("batch", None, None, 80, 100, "优")


def test_a_project_by_hand() -> None:
    project = scores(
        ONE,
        finding("D101", ERROR, at_row(0)),  # 方向 → 绩效合理性：1 × 1/10 = 0.1
        finding("M101", WARNING, at_row(1), at_row(2)),  # 不可衡量 → 指标科学性：0.5 × 2/10 = 0.1
        finding("S105", WARNING, at("project")),  # 指标缺失 → 指标科学性：0.5 × 0.3 = 0.15
        finding("G104", WARNING, at("goal")),  # 目标空泛 → 明确清晰性：0.5 × 0.3 = 0.15
        finding("T104", INFO, at_row(3)),  # 提示不扣分
    )[0]
    # 绩效合理性 0.1：89 - 9 × 0.1/0.15 = 83 %，15 × 0.83 = 12.45
    # 指标科学性 0.1 + 0.15 = 0.25：79 - 19 × (0.25-0.15)/0.25 = 71.4 %，15 × 0.714 = 10.71
    # 明确清晰性 0.15：80 %，10 × 0.8 = 8
    assert got(project) == numbers("10", "8", "15", "10.71", "12.45", "15", None, None)
    # (10 + 8 + 15 + 10.71 + 12.45 + 15) ÷ 80 = 71.16 ÷ 80 = 88.95 %
    assert verdict(project) == (80, Decimal("88.95"), "良")
    # 指标科学性扣 4.29，按 0.1 : 0.15 摊：1.716 和 2.574；舍去以后余下的一分归舍去多的
    assert [(one.item, one.finding, one.points, one.load) for one in project.deductions] == [
        ("明确清晰性", 3, Decimal("2.00"), 0.15),
        ("指标科学性", 1, Decimal("1.72"), 0.1),
        ("指标科学性", 2, Decimal("2.57"), 0.15),
        ("绩效合理性", 0, Decimal("2.55"), 0.1),
    ]
    assert project.counts == (1, 3, 1)


def test_a_rule_with_its_own_share_and_several_items() -> None:
    only_goal = extraction([goal()], [])
    project = scores(only_goal, finding("S101", ERROR, at("project")))[0]
    # S101 比重 1，扣在规范完整性和指标科学性，都到 0；没有指标，绩效合理性、资金匹配性未评：(0 + 10 + 15 + 0) ÷ 50
    assert got(project) == numbers("0", "10", "15", "0", None, None, None, None)
    assert verdict(project) == (50, Decimal(50), "差")


def test_more_than_the_whole_is_the_whole() -> None:
    project = scores(ONE, *(finding("G101", ERROR, at("goal")) for _ in range(3)))[0]  # 3 × 0.8，只算 1
    assert project.points[1].got == 0
    assert [one.points for one in project.deductions] == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]


def test_one_fault_in_a_goal_and_a_row_counts_once() -> None:
    both = scores(ONE, finding("X101", ERROR, at("goal"), at_row(0)))[0]
    assert [one.load for one in both.deductions] == [0.3]  # 目标 0.3，指标 0.1，取大


@pytest.mark.parametrize(
    ("load", "rate"),
    [
        ("0", "100"),
        ("0.000001", "88.99994"),  # 89 - 60 × 0.000001
        ("0.15", "80"),
        ("0.150001", "78.999924"),  # 79 - 76 × 0.000001
        ("0.4", "60"),
        ("0.41", str(Decimal(59) - Decimal(59) / 60)),  # 59 - 59 × 0.01/0.6
        ("1", "0"),
    ],
)
def test_edges_of_the_bands(load: str, rate: str) -> None:
    assert float(scoring.rate(Fraction(load), scoring.default().bands)) == pytest.approx(float(rate), abs=1e-12)


@pytest.mark.parametrize(
    ("total", "grade"), [("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"), ("59.99", "差")]
)
def test_edges_of_the_grades(total: str, grade: str) -> None:
    scorer = scoring._Scorer(scoring.default())
    full = Decimal(100)
    assert scorer.grade([Points("规范完整性", full, Decimal(total))]) == (full, Decimal(total), grade)


def test_a_half_is_rounded_up() -> None:
    assert scoring.points(Decimal(15), Fraction(1, 24), scoring.default().bands) == Decimal("12.98")  # 86.5 % = 12.975


# 未评 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goals", "indicators", "expected"),
    [
        ([goal(text=None)], rows(2), numbers("10", None, None, "15", "15", "15", None, None)),
        ([goal(text=" ")], rows(2), numbers("10", None, None, "15", "15", "15", None, None)),
        ([goal(amount=None)], rows(2), numbers("10", "10", "15", "15", "15", None, None, None)),
        ([goal()], [], numbers("10", "10", "15", None, None, None, None, None)),
        ([], rows(2), numbers("10", None, None, "15", "15", None, None, None)),
    ],
)
def test_what_is_not_printed_is_not_judged(
    goals: list[Goal], indicators: list[Indicator], expected: list[Decimal | None]
) -> None:
    project = scores(extraction(goals, indicators))[0]
    assert (got(project), project.total) == (expected, Decimal(100))


def test_a_finding_makes_an_item_judged() -> None:
    project = scores(extraction([], rows(10)), finding("R101", ERROR, at_row(0)))[0]
    assert project.points[2] == Points("目标相关性", Decimal(15), Decimal("12.45"))
    hint = scores(extraction([], rows(10)), finding("R109", INFO, at_row(0)))[0]
    assert hint.points[2].got is None, "a hint gives no points away"


def test_nothing_at_all() -> None:
    project, department, batch = scores(extraction([goal(text=None)], []))
    for one in (project, department, batch):
        assert verdict(one) == (0, None, None)
    assert scoring.score([extraction([], [])], [], []) == ()
    assert scoring.score([], [], []) == ()


# Units, departments, batch ------------------------------------------------------------------------------------------


def test_every_unit_that_a_finding_names() -> None:
    two = extraction([goal(), goal("乙", line=30)], [*rows(10), *rows(4, "乙", line=31)])
    first, second, department, _ = scores(two, finding("C109", WARNING, at_row(0), at_row(0, "乙"), at_row(1, "乙")))
    # 甲 0.5 × 1/10 = 0.05：86 %；乙 0.5 × 2/4 = 0.25：71.4 %
    assert (first.points[3].got, second.points[3].got) == (Decimal("12.90"), Decimal("10.71"))
    assert department.points[3].got == Decimal("11.81")  # 23.61 ÷ 2 = 11.805
    assert (first.counts, second.counts, department.counts) == ((0, 1, 0), (0, 1, 0), (0, 1, 0))


def test_the_table_comes_first_and_the_document_counts_for_the_department_alone() -> None:
    one = extraction([goal(), goal(None, None, line=40)], [*rows(2), *rows(2, None, line=41)])
    found = finding("X104", WARNING, at("document"))
    table, project, department, _ = scores(one, found)
    assert [table.part, project.part, department.part] == ["table", "project", "department"]
    assert table.total == project.total == 100
    # 0.5 × 0.2 = 0.1：83 %，规范完整性扣 1.7
    assert department.points[0].got == Decimal("8.30")
    assert [(one.item, one.points) for one in department.deductions] == [("规范完整性", Decimal("1.70"))]
    assert department.total == Decimal("97.88")  # 78.3 ÷ 80 = 97.875


def test_a_finding_whose_place_is_in_no_unit_is_not_lost() -> None:
    _, department, _ = scores(ONE, finding("S113", WARNING, at("table")))
    assert (department.counts, [one.item for one in department.deductions]) == ((0, 1, 0), ["指标科学性"])


def test_departments_of_one_document_by_themselves() -> None:
    school = "伊水市青河区青山小学"
    one = extraction(
        [goal("公用经费"), goal("公用经费", department=school, line=30)],
        [*rows(2, "公用经费"), *rows(4, "公用经费", school, line=31)],
    )
    found = finding("D101", ERROR, at_row(1, "公用经费"), line=32)
    total = {(one.part, one.department): one.total for one in scores(one, found)[:-1]}
    # 小学 1/4 = 0.25：71.4 %，15 分得 10.71，扣 4.29；(80 - 4.29) ÷ 80 = 94.6375 %
    assert total == {
        ("project", BUREAU): Decimal(100),
        ("project", school): Decimal("94.64"),
        ("department", BUREAU): Decimal(100),
        ("department", school): Decimal("94.64"),
    }


def test_a_short_name_is_the_same_office() -> None:
    one = extraction([goal(), goal(None, None, department="水务局", line=30)], rows(2))
    assert [score.department for score in scores(one)] == [BUREAU, BUREAU, BUREAU, None]
    names = scoring.full_names(["医保局", "友好区医疗保障局", "青山小学", "友好区第一青山小学", "友好区医疗保障局"])
    assert names["医保局"] == "友好区医疗保障局"
    assert scoring.full_names(["青河区教育局", "青河区教育局幼儿园"]) == {
        name: name for name in ("青河区教育局", "青河区教育局幼儿园")
    }


def changed(**sections: Any) -> scorebook.Book:
    problems: list[str] = []
    book = scorebook.change(sections, tuple(CATEGORIES), lambda *_: True, lambda path, what: problems.append(what))
    assert problems == []
    return book


def test_by_amount() -> None:
    two = extraction([goal(amount="300"), goal("乙", "100", line=30)], [*rows(10), *rows(10, "乙", line=31)])
    found = finding("G101", ERROR, at("goal"))  # 0.8：59 - 59 × 0.4/0.6 = 19.67 %，明确清晰性 1.97
    assert scores(two, found)[2].points[1].got == Decimal("5.99")  # (1.97 + 10) ÷ 2 = 5.985
    # (1.97 × 300 + 10 × 100) ÷ 400 = 3.9775
    assert scores(two, found, book=changed(by="amount"))[2].points[1].got == Decimal("3.98")
    bare = extraction([goal(amount=None), goal("乙", None, line=30)], [*rows(10), *rows(10, "乙", line=31)])
    assert scores(bare, found, book=changed(by="amount"))[2].points[1].got == Decimal("5.99")


def test_configured_numbers() -> None:
    found = finding("M101", WARNING, at_row(0))
    book = changed(
        item=[{"name": "指标科学性", "full": 20}, {"name": "资金匹配性", "judged": False}],
        categories={"unmeasurable": "规范完整性"},
        weights={"warning": 1},
        band=[{"name": "合格", "upto": 1, "top": 100, "bottom": 0}],
        grade=[{"name": "合格", "least": 99}, {"name": "不合格", "least": 0}],
    )
    project = scores(ONE, found, book=book)[0]
    # 1 × 1/10：90 %，规范完整性 9；满分 10 + 10 + 15 + 20 + 15 = 70；69 ÷ 70
    assert got(project) == numbers("9", "10", "15", "20", "15", None, None, None)
    assert verdict(project) == (70, Decimal("98.57"), "不合格")
    by_rule = changed(rules={"M101": ["目标相关性", "明确清晰性"]}, rule_loads={"S105": 1}, loads={"goal": 0})
    project = scores(
        ONE, found, finding("G104", ERROR, at("goal")), finding("S105", ERROR, at("project")), book=by_rule
    )[0]
    assert [(one.item, one.finding) for one in project.deductions] == [
        ("明确清晰性", 0),
        ("目标相关性", 0),
        ("指标科学性", 2),
    ]
    assert project.points[3].got == 0


# The batch ----------------------------------------------------------------------------------------------------------


def test_copies_between_documents_are_shown_apart() -> None:
    copy = finding("Y103", WARNING, at("goal"), at("goal", "外单位的项目"))
    project, department, batch = scores(ONE, copy, finding("G104", WARNING, at("goal")))
    assert (project.apart, department.apart, batch.apart) == ((0,), (0,), (0,))
    assert (project.counts, department.counts, batch.counts) == ((0, 1, 0),) * 3
    assert [one.finding for one in project.deductions] == [1]
    assert project.total == scores(ONE, finding("G104", WARNING, at("goal")))[0].total


def test_the_batch_is_the_mean_of_departments() -> None:
    other = extraction([goal()], rows(10), "乙.txt")
    found = finding("G101", ERROR, at("goal"), file="乙.txt")
    batch = scoring.score([ONE, other], [found], [1])[-1]
    assert (batch.points[1].got, batch.full, batch.counts) == (Decimal("5.99"), Decimal(80), (1, 0, 0))


@pytest.fixture(scope="module")
def samples() -> list[Extraction]:
    return [one for one in perf_goals.each(SAMPLES) if isinstance(one, Extraction)]


def own(review: Review) -> dict[str, list[tuple[Any, ...]]]:
    """Of each document what does not name the numbers of a batch."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for one in review.scores:
        if one.document is not None:
            lost = [(each.item, review.findings[each.finding].code, each.points) for each in one.deductions]
            found.setdefault(one.document, []).append((one.part, one.project, one.points, one.total, lost, one.counts))
    return found


def test_a_score_does_not_depend_on_the_other_documents(samples: list[Extraction]) -> None:
    together = own(api.judge(Review(tuple(samples))))
    for one in samples:
        assert own(api.judge(Review((one,)))).get(one.document.file) == together.get(one.document.file)
    shuffled = list(samples)
    random.Random(1).shuffle(shuffled)
    assert own(api.judge(Review(tuple(shuffled[:5])))).items() <= together.items()


def test_two_documents_of_one_name(tmp_path: Path) -> None:
    """Both are scored as if alone: a finding tells them apart by the file name only."""
    paths = [tmp_path / folder / "预算.txt" for folder in "甲乙"]
    for path, sample in zip(paths, sorted(SAMPLES.glob("松岚县*.txt")), strict=True):
        path.parent.mkdir()
        path.write_bytes(sample.read_bytes())
    alone = [own(api.judge(perf_goals.run(path)))["预算.txt"] for path in paths]
    both = api.judge(perf_goals.run(paths))
    assert own(both)["预算.txt"] == [*alone[0], *alone[1]]
    assert [own(each)["预算.txt"] for each in scoring.documents(both)] == alone


def test_deductions_are_what_is_missing(samples: list[Extraction]) -> None:
    review = api.judge(Review(tuple(samples)))
    units = [one for one in review.scores if one.part in ("project", "table")]
    assert len(units) > 40
    for one in units:
        lost = Counter[str]()
        for each in one.deductions:
            lost[each.item] += each.points  # type: ignore[assignment]
        missing = {
            points.item: points.full - points.got for points in one.points if points.got not in (None, points.full)
        }
        assert dict(lost) == missing


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["D101", "M101", "G102", "W101", "Y101", "Y201", "S101", "T104"]),
            st.sampled_from(Severity),
            st.sets(st.integers(0, 6), max_size=7),
            st.sampled_from(["goal", "project", "indicator"]),
        ),
        max_size=12,
    ),
    st.integers(1, 7),
)
def test_points_whatever_is_found(found: list[tuple[str, Severity, set[int], str]], count: int) -> None:
    one = extraction([goal()], rows(count))
    findings = [
        finding(code, severity, *([at(part)] if part != "indicator" or not places else map(at_row, sorted(places))))
        for code, severity, places, part in found
    ]
    project, department, _ = scores(one, *findings)
    for score in (project, department):
        assert all(points.got is None or 0 <= points.got <= points.full for points in score.points)
        assert score.total is None or 0 <= score.total <= 100
    lost = sum((each.points for each in project.deductions), Decimal(0))
    assert project.full - sum((points.got or 0 for points in project.points), Decimal(0)) == lost
    fewer = scores(one, *findings[:-1])[0]
    assert not findings or all(
        a.got is None or b.got is None or a.got <= b.got for a, b in zip(project.points, fewer.points, strict=True)
    )


def test_the_clean_sample_is_excellent(samples: list[Extraction]) -> None:
    clean = [one for one in samples if one.document.file.startswith("范例")]
    review = api.judge(Review(tuple(clean)))
    assert {(one.total, one.grade) for one in review.scores} == {(Decimal(100), "优")}
    assert len(review.scores) >= 4


# The numbers --------------------------------------------------------------------------------------------------------


def test_the_shipped_numbers_name_real_rules_and_every_category() -> None:
    book = scoring.default()
    assert set(book.rules) | set(book.rule_loads) <= set(rules.BY_CODE)
    assert set(book.categories) == set(CATEGORIES)
    assert sum(item.full for item in book.items) == 100
    assert [item.name for item in book.items if not item.judged] == ["实现可能性", "条件充分性"]
    judged = {item.name for item in book.items if item.judged}
    assert {*book.categories.values(), *(name for names in book.rules.values() for name in names)} <= judged


def read(text: str) -> list[str]:
    with pytest.raises(LexiconError) as caught:
        scorebook.read(text, tuple(CATEGORIES))
    return caught.value.problems


def test_a_broken_file_of_numbers_is_refused_as_a_whole() -> None:
    text = (folder() / scorebook.FILE).read_text(encoding="utf-8")
    wrong = (
        text.replace("schema = 1", "schema = 2")
        .replace('judged = false\n\n[[item]]', "\n\n[[item]]", 1)
        .replace('amount = "资金匹配性"', "")
        .replace("document = 0.2", "")
        .replace("upto = 1\n", "upto = 0.9\n")
        .replace("least = 0\n", "least = 1\n")
    )  # fmt: skip
    assert read(wrong) == [
        "scoring.toml schema：应为 schema = 1",
        "scoring.toml item 7 judged：要点“实现可能性”缺少 judged",
        "scoring.toml categories：缺少类别 amount",
        "scoring.toml loads：loads 缺少 document",
        "scoring.toml band：最后一档的 upto 应为 1",
        "scoring.toml grade：最后一级的 least 应为 0",
    ]
    assert read("schema = ")[0].startswith("scoring.toml：不是有效的 TOML 写法")


# The command and the frames -----------------------------------------------------------------------------------------


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean = next(SAMPLES.glob("范例*"))
    assert cli.main(["score", str(clean)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["范围", "名称", *ITEMS[:6], "总分", "等级", "严重", "一般", "提示"]
    assert lines[1] == clean.name
    assert lines[2].split() == [
        "部门整体", "云岭县疾病预防控制中心", *("10.00", "10.00", "15.00", "15.00", "15.00", "未评", "100.00", "优"), *"000",
    ]  # fmt: skip
    assert lines[-2].split()[:2] == ["整批", "各部门平均"]
    assert lines[-1] == "未评：实现可能性、条件充分性（表里看不出来，不算得分，也不算满分）"
    out = tmp_path / "分.csv"
    assert cli.main(["score", str(clean), "--format", "csv", "-o", str(out)]) == 0
    head = out.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert head == [
        *("document", "department", "year", "part", "scope", "project", *ITEMS),
        *("full", "total", "grade", "errors", "warnings", "infos", "deductions", "apart"),
    ]


def test_nothing_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "分.jsonl"
    assert cli.main(["score", "没有.txt", "-o", str(out)]) == 2
    assert capsys.readouterr() == ("", "找不到文件 没有.txt，请核对路径\n")
    assert not out.exists()


def test_an_object_a_unit(samples: list[Extraction], capsys: pytest.CaptureFixture[str]) -> None:
    path = next(SAMPLES.glob("北湾区*"))
    assert cli.main(["score", str(path), "--format", "jsonl"]) == 0
    table = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["part"] for one in table] == ["project", "project", "department", "batch"]
    first, second = table[:2]
    assert first == {
        "document": path.name,
        "department": "澜州市北湾区绿化和市容管理局",
        "year": 2026,
        "part": "project",
        "scope": "project",
        "project": "口袋公园新建及景观提升",
        "points": {name: None if full is None else int(full) for name, full in zip(ITEMS, FULL, strict=True)},
        "full": 80,
        "total": 100,
        "grade": "优",
        "errors": 0,
        "warnings": 0,
        "infos": first["infos"],
        "deductions": [],
        "apart": [],
    }
    assert {tuple(one) for one in second["deductions"]} == {("item", "points", "code", "place", "message")}
    lost = sum(Decimal(str(one["points"])) for one in second["deductions"])
    assert lost == 80 - sum(Decimal(str(value)) for value in second["points"].values() if value is not None)


def test_frames() -> None:
    clean = next(SAMPLES.glob("范例*"))
    frame = perf_goals.score(clean)
    assert list(frame["part"]) == ["table", "project", "project", "project", "department", "batch"]
    assert str(frame["实现可能性"].dtype) == "Float64"
    assert frame["实现可能性"].isna().all()
    assert set(frame["total"]) == {100.0}
    found = perf_goals.check(SAMPLES)
    assert list(found["code"]) == [one.code for one in api.judge(perf_goals.run(SAMPLES)).findings]
    assert len(perf_goals.check(SAMPLES, Config(select=frozenset({"direction"})))) < len(found)
    assert set(perf_goals.check(clean).columns) == set(found.columns)
    rows = export.score_rows(api.judge(perf_goals.run(clean)))
    assert [export.flat(row)["规范完整性"] for row in rows] == [10] * 6


def test_settings_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean = str(next(SAMPLES.glob("范例*")))
    path = tmp_path / config.NAME
    path.write_text('[[scoring.item]]\nname = "资金匹配性"\njudged = false\n', encoding="utf-8")
    assert perf_goals.score(clean)["full"].max() == 65
    path.write_text("[scoring.loads]\ngoal = 2\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="第2行：goal 应在 0 到 1 之间，现在是 2"):
        perf_goals.score(clean)
    assert cli.main(["score", clean]) == 2
    assert capsys.readouterr().err == f"{config.NAME} 第2行：goal 应在 0 到 1 之间，现在是 2\n"
