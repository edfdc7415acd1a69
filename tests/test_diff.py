"""Two submissions: a finding is the same by what it is about; scores stand side by side."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import perf_goals
from perf_goals import diff
from perf_goals.cli import main
from perf_goals.diff import Problem, Side, State, compare
from perf_goals.errors import PerfGoalsError

pytestmark = pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl")

HEAD = "项目名称\t预算数\t绩效目标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t计量单位\n"
ROW = "{}\t50\t完成{}，保障运行。\t产出指标\t时效指标\t{}\t{}\t{}\t天\n"


def table(*rows: tuple[str, str, str, int], bureau: str = "伊水市青河区水务局") -> str:
    lines = "".join(ROW.format(name, name, level3, sign, days) for name, level3, sign, days in rows)
    return f"{bureau}2026年部门预算\n\n项目支出绩效目标表\n\n单位：万元\n\n{HEAD}{lines}"


OLD = table(
    ("管网改造", "抢修时限", "≥", 10),
    ("管网改造", "响应时限", "≥", 20),
    ("防汛物资", "调运时限", "≥", 5),
    ("水质检测", "报告时限", "≥", 7),
)
NEW = table(
    ("防汛物资", "调运时限", "≥", 3),
    ("管网改造", "抢修时限", "≤", 10),
    ("管网改造", "办结时限", "≥", 9),
)
ONLY = 'select = ["D101"]\n'


def save(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "perf-goals.toml", ONLY)
    return save(tmp_path / "初稿" / "水务局.txt", OLD), save(tmp_path / "修改稿" / "水务局（改）.txt", NEW)


def judged(path: Path) -> perf_goals.frames.Review:
    return perf_goals.judge(perf_goals.run(path), perf_goals.api.chosen_settings(None))


def problem(code: str, *spots: str, message: str = "", owner: str = "甲局") -> Problem:
    where = frozenset(tuple(spot.split("/")) for spot in spots)
    return Problem(owner, code, "方向", "严重", "", "", where, "", message)  # type: ignore[arg-type]


def side(*problems: Problem, owners: tuple[str, ...] = ("甲局",)) -> Side:
    return Side(owners, problems, {})


def test_put_right_remaining_and_new(pair: tuple[Path, Path]) -> None:
    """The rows have moved; one was corrected, one taken out with its project, one renamed, one is as it was."""
    found = compare(*(diff.of_review(judged(path)) for path in pair))
    assert [(str(one.state), one.latest.project, one.latest.indicator, one.how) for one in found.changes] == [
        ("fixed", "管网改造", "抢修时限", ""),
        ("fixed", "管网改造", "响应时限", "指标已删去"),
        ("fixed", "水质检测", "报告时限", "项目已删去"),
        ("remains", "防汛物资", "调运时限", ""),
        ("new", "管网改造", "办结时限", "新增的指标"),
    ]
    [remains] = found.of(State.REMAINS)
    assert remains.old is not None
    assert remains.new is not None
    assert ("≥5天" in remains.old.message, "≥3天" in remains.new.message) == (True, True)
    assert (found.lost, found.added, found.renamed) == ((), (), None)


def test_as_text(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *map(str, pair)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    text, _, scores = out.partition("得分对照\n")
    assert text == (
        "伊水市青河区水务局：已改正 3 条、仍存在 1 条、新出现 1 条\n"
        "已改正（3）\n"
        "  严重 D101 管网改造 抢修时限\n"
        "      时间类指标“抢修时限”写作“≥10天”，是下限，办得越慢越达标。\n"
        "  严重 D101 管网改造 响应时限（指标已删去）\n"
        "      时间类指标“响应时限”写作“≥20天”，是下限，办得越慢越达标。\n"
        "  严重 D101 水质检测 报告时限（项目已删去）\n"
        "      时间类指标“报告时限”写作“≥7天”，是下限，办得越慢越达标。\n"
        "仍存在（1）\n"
        "  严重 D101 防汛物资 调运时限\n"
        "      原来：时间类指标“调运时限”写作“≥5天”，是下限，办得越慢越达标。\n"
        "      现在：时间类指标“调运时限”写作“≥3天”，是下限，办得越慢越达标。\n"
        "新出现（1）\n"
        "  严重 D101 管网改造 办结时限（新增的指标）\n"
        "      时间类指标“办结时限”写作“≥9天”，是下限，办得越慢越达标。\n"
    )
    lines = [line.split() for line in scores.splitlines()]
    totals = [
        {(one.part, one.project): f"{one.total:.2f}" for one in judged(path).scores if one.total is not None}
        for path in pair
    ]
    assert lines[0] == ["范围", "项目", "原来", "现在", "变化", "等级"]
    assert [line[:4] for line in lines[1:3]] == [
        ["项目", name, totals[0]["project", name], totals[1]["project", name]] for name in ("防汛物资", "管网改造")
    ]
    assert ["项目", "水质检测", totals[0]["project", "水质检测"], "—"] in [line[:4] for line in lines]


def test_as_json(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["diff", *map(str, pair), "--format", "jsonl", "-o", str(tmp_path / "变化.jsonl")]) == 0
    assert capsys.readouterr() == ("", "")
    rows: list[dict[str, Any]] = [json.loads(x) for x in (tmp_path / "变化.jsonl").read_text("utf-8").splitlines()]
    assert [row["state"] for row in rows][:5] == ["fixed", "fixed", "fixed", "remains", "new"]
    assert rows[1] == {
        "state": "fixed",
        "department": "伊水市青河区水务局",
        "code": "D101",
        "category": "方向",
        "severity": "严重",
        "project": "管网改造",
        "indicator": "响应时限",
        "how": "指标已删去",
        "old": {
            "severity": "严重",
            "place": "第9行，第8列",
            "message": "时间类指标“响应时限”写作“≥20天”，是下限，办得越慢越达标。",
        },
        "new": None,
    }
    scores = [row for row in rows if row["state"] == "score"]
    assert [row["project"] for row in scores] == ["防汛物资", "管网改造", None, "水质检测"]
    assert all(round(row["new"]["total"] - row["old"]["total"], 2) == row["change"] for row in scores[:3])
    assert (scores[3]["new"], scores[3]["change"]) == (None, None)


def test_the_same_twice(pair: tuple[Path, Path]) -> None:
    same = diff.of_review(judged(pair[0]))
    found = compare(same, same)
    assert {one.state for one in found.changes} == {State.REMAINS}
    assert all(one.old == one.new for one in found.changes)
    assert {one.change for one in found.pairs} == {0}


def test_one_finding_for_each() -> None:
    """Two of a kind are two: one stays, one is gone; the one with the same words is the one that stays."""
    old = side(problem("D101", "甲/a", message="一"), problem("D101", "甲/a", message="二"))
    new = side(problem("D101", "甲/a", message="二"))
    found = compare(old, new)
    assert [(one.state, one.latest.message) for one in found.changes] == [(State.FIXED, "一"), (State.REMAINS, "二")]


def test_a_cluster_that_has_shrunk_remains() -> None:
    old = side(problem("Y101", "甲/", "乙/", "丙/"), problem("Y101", "丁/", "戊/"))
    new = side(problem("Y101", "戊/", "己/"), problem("Y101", "甲/", "乙/"), problem("Y102", "甲/", "乙/"))
    found = compare(old, new)
    assert [(one.state, len(one.latest.spots), one.latest.code) for one in found.changes] == [
        (State.REMAINS, 2, "Y101"),
        (State.REMAINS, 2, "Y101"),
        (State.NEW, 2, "Y102"),
    ]
    first = found.changes[0].old
    assert first is not None
    assert first.spots == frozenset({("丁", ""), ("戊", "")})


def test_departments_of_one_side_only() -> None:
    old = side(problem("D101", "甲/a"), problem("D101", "甲/a", owner="乙局"), owners=("甲局", "乙局"))
    new = side(problem("D101", "甲/a"), problem("D101", "甲/a", owner="丙局"), owners=("丙局", "甲局"))
    found = compare(old, new)
    assert [(one.state, one.latest.owner) for one in found.changes] == [(State.REMAINS, "甲局")]
    assert (found.lost, found.added) == (("乙局",), ("丙局",))
    assert diff.to_text(found).splitlines()[-2:] == [
        "只在原来的材料里，没有比较：乙局",
        "只在现在的材料里，没有比较：丙局",
    ]
    with pytest.raises(PerfGoalsError, match="两份材料里没有同一个部门：原来的有 甲局、乙局，现在的有 丁局"):
        compare(old, side(owners=("丁局",)))


def test_a_department_with_another_name(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    save(pair[1], NEW.replace("伊水市青河区水务局", "青河区水利局"))
    assert main(["diff", *map(str, pair)]) == 0
    out, err = capsys.readouterr()
    assert err == "部门名称不同，按同一部门比较：伊水市青河区水务局 → 青河区水利局\n"
    assert out.startswith("青河区水利局：已改正 3 条、仍存在 1 条、新出现 1 条\n")


def test_two_workbooks(pair: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    books = [str(perf_goals.review(path, tmp_path / path.parent.name / "底稿").documents[0]) for path in pair]
    capsys.readouterr()
    assert main(["diff", *books]) == 0
    assert capsys.readouterr().out.startswith("伊水市青河区水务局：已改正 3 条、仍存在 1 条、新出现 1 条\n")
    filled = load_workbook(books[0])  # saved again, without what the formulas came to
    filled.save(books[0])
    assert main(["diff", *books]) == 0
    out, err = capsys.readouterr()
    assert err == f"{books[0]} 的得分还没有算出，没有比较；请用 Excel 或 WPS 打开并保存后再比较\n"
    assert "已改正 3 条、仍存在 1 条、新出现 1 条\n" in out
    assert re.search(r"管网改造 +— +\d", out)
    assert main(["diff", books[0], str(pair[1])]) == 2
    assert capsys.readouterr().err == "审核工作簿只能同审核工作簿比较，请两边都给出材料，或都给出审核工作簿\n"


def test_nothing_to_compare(pair: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "没有.txt"
    assert main(["diff", str(pair[0]), str(missing)]) == 2
    assert capsys.readouterr() == ("", f"找不到文件 {missing}，请核对路径\n")


def test_a_folder_with_an_unread_file(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The rest is compared; that it is not all is said, and is the exit status."""
    empty = save(pair[1].parent / "空.txt", "")
    assert main(["diff", *(str(path.parent) for path in pair)]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("伊水市青河区水务局：已改正 3 条")
    assert err == f"{empty} 是空文件，没有可读的内容，请核对或重新下载\n"
