"""``check``, ``rules``, ``explain``: what is printed, the exit status, waivers, templates, order."""

import argparse
import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import perf_goals
from perf_goals import check_cli, findings, options, rules, scoring
from perf_goals.config import Config, Template, TemplateRow, Waiver
from perf_goals.errors import ConfigError
from perf_goals.lexicon import default as default_lexicon
from perf_goals.model import Extraction, Finding, Place, Review, Severity, TableRecord, Unread
from perf_goals.review import judge, judge_all
from perf_goals.rules.example import Row, Set, document, row, rows
from perf_goals.rules.views import build
from perf_goals.rules.words import TemplateIndex, default

SAMPLES = Path(__file__).resolve().parent / "documents"
LATE = row("支付时限", "≥30个工作日", level2="时效指标")
D101 = rules.find("D101")


def run(*args: str, found: list[Extraction | Unread] | None = None) -> tuple[int, str]:
    """A command as the command line runs it: exit status and what was printed."""
    printed: list[str] = []
    top = argparse.ArgumentParser()
    each = (lambda paths: found) if found is not None else (lambda paths: list(perf_goals.each(paths)))
    check_cli.add(top.add_subparsers(required=True), each, printed.append)
    parsed = top.parse_args(args)
    return parsed.run(parsed), "".join(printed)


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the working folder slips in."""
    monkeypatch.chdir(tmp_path)


def some(*examples: Any) -> list[Extraction | Unread]:
    """What was read, each with a performance table."""
    read = [extraction for example in examples for extraction in example.extractions()]
    return [
        replace(one, tables=(TableRecord(one.document.file, "绩效表", Place(one.document.file), ()),)) for one in read
    ]


# Output -------------------------------------------------------------------------------------------------------------


def test_a_finding_as_json() -> None:
    status, text = run("check", "x", "--select", "D101", found=some(LATE))
    assert status == options.FOUND
    assert [json.loads(line) for line in text.splitlines()] == [
        {
            "document": "示例1.txt",
            "code": "D101",
            "category": "direction",
            "severity": "error",
            "confidence": 1.0,
            "message": "时间类指标“支付时限”写作“≥30个工作日”，是下限，办得越慢越达标。",
            "suggestion": "改为“≤30个工作日”。",
            "basis": "预算管理一体化系统的录入校验“指标方向”",
            "targets": [
                {
                    "scope": "project",
                    "project": "示例项目",
                    "level1": "产出指标",
                    "level2": "时效指标",
                    "level3": "支付时限",
                    "part": "indicator",
                }
            ],
            "source": {"line": 2, "table": 1, "row": 2, "cell": "4"},
        }
    ]


def test_as_csv_and_as_text() -> None:
    status, text = run("check", "x", "--select", "D101", "--format", "csv", found=some(LATE))
    table = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert (status, text[0]) == (1, "\ufeff")
    assert [one["message"] for one in table] == ["时间类指标“支付时限”写作“≥30个工作日”，是下限，办得越慢越达标。"]
    assert json.loads(table[0]["source"])["line"] == 2
    _, text = run("check", "x", "--select", "D101", "--format", "table", found=some(LATE))
    assert text == (
        "示例1.txt：1 处\n"
        "  严重 D101 第2行，第4列　示例项目 支付时限\n"
        "      时间类指标“支付时限”写作“≥30个工作日”，是下限，办得越慢越达标。\n"
        "      改法：改为“≤30个工作日”。\n"
    )


def test_text_never_becomes_a_formula() -> None:
    finding = judge(LATE.extractions())[0]
    text = findings.to_csv([replace(finding, message="=1+1", suggestion=None)])
    assert list(csv.reader(io.StringIO(text)))[1][5:7] == ["'=1+1", ""]


def test_where_things_are() -> None:
    found = judge_all(
        document(Set(None, (Row("支付时限", "≥3天", level2="时效指标"),))).extractions(), rules=[D101]
    ).findings
    assert findings.where(found[0].targets[0]) == "部门整体 支付时限"
    assert "部门整体 支付时限" in findings.to_text(found)
    bare = replace(found[0], targets=(), suggestion=None, source=Place("x.txt"))
    assert findings.to_text([bare]).splitlines()[1:] == ["  严重 D101 x.txt　文件", f"      {bare.message}"]


def test_exit_status(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("check", "x", "--select", "D101", found=some(row("支付时限", "≤30个工作日", level2="时效指标"))) == (
        0,
        "",
    )
    hint = row("保障伤残军人人数", "≤145人")
    assert run("check", "x", "--select", "D106", found=some(hint))[0] == options.OK
    assert run("check", "x", "--select", "D106", "--severity", "warning", found=some(hint)) == (0, "")
    assert run("check", "x", found=[Unread("x", "x 读不了")]) == (options.MISUSE, "")
    assert capsys.readouterr().err.splitlines()[-1] == "x 读不了"
    with pytest.raises(ConfigError, match="没有规则“D1O1”，是否指 D101"):
        run("check", "x", "--select", "D1O1", found=[])
    out = tmp_path / "out.jsonl"
    assert run("check", "x", "--select", "D101", "-o", str(out), found=some(LATE)) == (1, "")
    assert json.loads(out.read_text(encoding="utf-8"))["code"] == "D101"


def test_select_and_ignore() -> None:
    assert run("check", "x", "--select", "direction", "--ignore", "D101", found=some(LATE)) == (0, "")
    Path("perf-goals.toml").write_text(
        'select = ["D101"]\nignore = ["D102"]\n[severity]\nD101 = "info"', encoding="utf-8"
    )
    status, text = run("check", "x", found=some(LATE))
    assert (status, json.loads(text)["severity"]) == (0, "info")
    Path("other.toml").write_text('ignore = ["D101"]\nselect = ["direction"]', encoding="utf-8")
    assert run("check", "x", "--config", "other.toml", found=some(LATE)) == (0, "")


def test_rules_and_explain() -> None:
    status, text = run("rules")
    assert status == 0
    assert text.splitlines()[[one.code for one in rules.RULES].index("D101")] == "D101  严重  方向  时限写成下限"
    listed = json.loads(run("rules", "--format", "json")[1])
    assert [one["code"] for one in listed] == [one.code for one in rules.RULES]
    assert listed[0].keys() >= {"code", "title", "category", "severity", "message", "why", "fix", "basis", "limits"}
    text = run("rules", "--format", "markdown")[1]
    assert all(f"### {one.code} {one.title}\n" in text for one in rules.RULES)
    status, text = run("explain", "d101")
    assert status == 0
    assert text == (
        "D101 时限写成下限（方向，严重，查一行指标）\n"
        "\n"
        "查什么：时间类指标“保险费支付时限”写作“大于等于30个工作日”，是下限，办得越慢越达标。\n"
        "为什么：办理、支付、响应、完工一类的时间越短越好，写成“≥”就考核不了快慢。\n"
        "改法：把“≥”改为“≤”；确实要求不少于多长时间的（质保、开放、公示），把这个意思写进指标名称。\n"
        "反例：\n"
        "  ✗ 时效指标｜保险费支付时限｜大于等于30个工作日｜正向\n"
        "  ✗ 时效指标｜故障响应时间｜≥2小时\n"
        "  ✗ 时效指标｜工程竣工时间｜≥2026年10月31日\n"
        "  ✗ 质量指标｜出院患者平均住院日｜≥9天\n"
        "  ✗ 时效指标｜窗口平均等候时间｜≥15分钟\n"
        "  ✗ 质量指标｜服务器年度停机时间｜≥4小时\n"
        "正例：\n"
        "  ✓ 质量指标｜设备质保时限｜≥36个月\n"
        "  ✓ 数量指标｜免费开放天数｜≥300天\n"
        "  ✓ 时效指标｜检测报告出具时限｜≤10个工作日\n"
        "  ✓ 时效指标｜驻村时间｜≥220天\n"
        "  ✓ 时效指标｜就业见习时间｜≥6个月\n"
        "  ✓ 社会效益指标｜等候时间缩短｜≥10分钟\n"
        "依据：预算管理一体化系统的录入校验“指标方向”\n"
    )
    assert "界限：缴费一类的标准不超过这么多元" in run("explain", "U111")[1]
    with pytest.raises(ConfigError, match="没有规则“D199”"):
        run("explain", "D199")


# Judging ------------------------------------------------------------------------------------------------------------


def test_order_is_of_place_then_code() -> None:
    example = rows(
        Row("职工缴费标准", "≥8元", level2="经济成本指标"),
        Row("支付时限", "≥30个工作日", level2="时效指标"),
        Row("响应时间", "≥2小时", level2="时效指标"),
    )
    chosen = [rules.find(code) for code in ("U111", "D102", "D101")]
    got = judge_all([*example.extractions(), *LATE.extractions()], rules=chosen).findings
    assert [(one.code, one.source.line) for one in got] == [
        ("D102", 2),
        ("U111", 2),
        ("D101", 3),
        ("D101", 4),
        ("D101", 2),
    ]


def test_doubt_lowers_what_is_said() -> None:
    found: list[Finding] = []
    for sure in (1.0, 0.7, 0.4):
        found += judge_all(row("支付时限", "≥3天", level2="时效指标", sure=sure).extractions(), rules=[D101]).findings
    assert [(one.severity, one.confidence) for one in found] == [("error", 1.0), ("warning", 0.7), ("info", 0.4)]
    assert found[1].message.endswith("。（这一处识别把握不大，请核对原件）")


def test_a_document_without_a_table_is_silent() -> None:
    assert judge(document(text=("绩效目标4个",)).extractions()) == ()


TEMPLATE = Template("市里的模板", "", (TemplateRow("支付时限", "30"),))


def test_a_template_is_reported_once() -> None:
    example = document(
        Set("甲", (Row("支付时限", "≥30天", level2="时效指标"),)),
        Set("乙", (Row("支付时限", "≥30天", level2="时效指标"), Row("响应时间", "≥2小时", level2="时效指标"))),
        Set("丙", (Row("支付时限", "≥20天", level2="时效指标"),)),
    )
    got = judge_all(example.extractions(), Config(templates=(TEMPLATE,)), rules=[D101]).findings
    assert [(one.severity, [target.project for target in one.targets]) for one in got] == [
        (Severity.WARNING, ["甲", "乙"]),
        (Severity.ERROR, ["乙"]),
        (Severity.ERROR, ["丙"]),
    ]
    assert got[0].message == (
        "时间类指标“支付时限”写作“≥30天”，是下限，办得越慢越达标（“市里的模板”统一规定的写法，本文件共2处，合并为一条）。"
    )
    silent = replace(TEMPLATE, silent=frozenset({"direction"}))
    got = judge_all(example.extractions(), Config(templates=(silent,)), rules=[D101]).findings
    assert [one.targets[0].project for one in got] == ["乙", "丙"]


def test_a_rule_that_speaks_once() -> None:
    example = document(
        Set("甲", (Row("合格率", "98", "百分比"),)),
        Set("乙", (Row("合格率", "98", "百分比"), Row("知晓率", "9", "百分比"))),
    )
    got = judge_all(example.extractions(), rules=[rules.find("U112")]).findings
    assert [(one.code, len(one.targets)) for one in got] == [("U112", 3)]
    assert got[0].message.endswith("（本文件共3处，合并为一条）。")


def test_waivers(capsys: pytest.CaptureFixture[str]) -> None:
    example = rows(Row("支付时限", "≥30天", level2="时效指标"), Row("响应时间", "≥2小时", level2="时效指标"))
    waivers = (
        Waiver("D101", "示例1.txt", "看过", indicator="支付 时限"),
        Waiver("D101", "示例1.txt", "看过", project="别的项目"),
        Waiver("D102", "示例1.txt", "看过"),
        Waiver("D101", "别的.txt", "不在这一批"),
    )
    settings = Config(waivers=waivers)
    got = judge_all(example.extractions(), settings, rules=[D101])
    assert [one.targets[0].level3 for one in got.findings] == ["响应时间"]
    assert [(one.targets[0].level3, waiver) for one, waiver in got.waived] == [("支付时限", waivers[0])]
    idle = scoring.judged(Review(tuple(example.extractions())), [got.findings], got.waived, settings).idle
    assert [one.waiver for one in idle] == [str(one) for one in waivers[1:3]]
    everywhere = (Waiver("D101", "示例1.txt", "看过"),)
    assert judge_all(example.extractions(), Config(waivers=everywhere), rules=[D101]).findings == ()
    Path("perf-goals.toml").write_text(
        '[[waiver]]\ncode = "D101"\ndocument = "示例1.txt"\nproject = "旧项目"\nreason = "x"', encoding="utf-8"
    )
    assert run("check", "x", "--select", "D101", found=some(LATE))[0] == 1
    assert (
        capsys.readouterr().err
        == "perf-goals.toml 第1行：豁免 D101（示例1.txt，旧项目） 没有对应的问题了，请核对或删去\n"
    )


def test_limits_can_be_changed() -> None:
    example = row("职工缴费标准", "30元", level2="经济成本指标")
    rule = rules.find("U111")
    assert judge_all(example.extractions(), rules=[rule]).findings == ()
    settings = Config(limits={"U111": {"highest": rule.limits["highest"].bounds().default * 2}})
    assert len(judge_all(example.extractions(), settings, rules=[rule]).findings) == 1


# Views --------------------------------------------------------------------------------------------------------------


def view(name: str) -> Any:
    found = next(iter(perf_goals.each([SAMPLES / name])))
    assert isinstance(found, Extraction)
    words = default()
    return build(found, words, default_lexicon(), TemplateIndex(words.templates))


def test_every_row_is_in_exactly_one_set() -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        one = view(path.name)
        assert sorted(map(id, (row.indicator for row in one.rows))) == sorted(map(id, one.extraction.indicators))
        assert sum(len(part.goals) for part in one.sets) == len(one.extraction.goals)


def test_tasks_of_a_department_table() -> None:
    tasks = view("青河区教育局2026年部门预算.txt").tasks
    assert [task.name for task in tasks][:2] == ["薄弱学校改造", "学前教育扩容"]
    assert all(task.owner is not None and task.owner.part == "table" for task in tasks)


def test_one_name_on_two_budget_lines_is_two_projects(shared: Path) -> None:
    path = next((shared / "documents" / "seeds").glob("003_*.txt"))
    found = next(iter(perf_goals.each([path])))
    assert isinstance(found, Extraction)
    words = default()
    one = build(found, words, default_lexicon(), TemplateIndex(words.templates))
    twice = [part for part in one.projects if part.name == "打击欺诈骗保经费业务-打击欺诈骗保工作经费"]
    assert [str(part.amount) for part in twice] == ["3.00", "5.00"]
    assert all(part.rows for part in twice)


# Documents ----------------------------------------------------------------------------------------------------------


def test_the_clean_document_has_no_finding() -> None:
    found = list(perf_goals.each([SAMPLES / "范例-云岭县疾控中心2026年部门预算.txt"]))
    status, text = run("check", "x", found=found)
    assert (status, text) == (0, "")
