"""Rules: every example runs, messages word for word; the registry; word lists and their examples; broken records."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from perf_goals import rules
from perf_goals.config import Config
from perf_goals.errors import ConfigError, LexiconError
from perf_goals.model import Finding, Scope
from perf_goals.review import judge_all
from perf_goals.rules import FAMILIES, RULES, Rule
from perf_goals.rules.example import Example
from perf_goals.rules.words import TemplateIndex, default, load

ROOT = Path(__file__).resolve().parent.parent
WORDS = default()


def found(rule: Rule, example: Example) -> list[Finding]:
    """What this rule alone finds in an example."""
    return list(judge_all(example.extractions(), rules=[rule]).findings)


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{rule.code} {number} {example.describe()[0].strip()}")
        for rule in RULES
        for number, example in enumerate(getattr(rule, kind), 1)
    ]


@pytest.mark.parametrize(("rule", "example"), cases("bad"))
def test_bad_example(rule: Rule, example: Example) -> None:
    got = found(rule, example)
    assert [one.code for one in got] == [rule.code] * example.hits
    if example.says:
        assert got[0].message == example.says
    if example.then:
        assert got[0].suggestion == example.then
    for one in got:
        assert one.category == rule.category
        assert one.targets
        assert 0 < one.confidence <= 1
        assert one.message.endswith("。")


@pytest.mark.parametrize(("rule", "example"), cases("good"))
def test_good_example(rule: Rule, example: Example) -> None:
    assert [one.message for one in found(rule, example)] == []


# The registry -------------------------------------------------------------------------------------------------------


def test_codes_are_unique_and_sorted() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))


def test_each_family_keeps_to_its_letter() -> None:
    for letter, (title, module) in FAMILIES.items():
        assert title
        assert {rule.code[0] for rule in module.RULES} <= {letter}
    assert len({module for _, module in FAMILIES.values()}) == len(FAMILIES)


def test_every_module_is_listed() -> None:
    frame = {"__init__", "base", "example", "views", "words"}
    families = {path.stem for path in (ROOT / "perf_goals" / "rules").glob("*.py")} - frame
    listed = {module.__name__.rsplit(".", 1)[1] for _, module in FAMILIES.values()}
    assert families == listed
    assert sum(len(module.RULES) for _, module in FAMILIES.values()) == len(RULES)


def test_titles_and_checks_are_not_shared() -> None:
    assert len({rule.title for rule in RULES}) == len(RULES)


def test_a_rule_is_found_by_its_code() -> None:
    assert rules.find(" d101 ").code == "D101"
    with pytest.raises(ConfigError, match=re.escape("没有规则“D1O1”，是否指 D101")):
        rules.find("D1O1")
    with pytest.raises(ConfigError, match=re.escape("没有规则“方向”，用 perf-goals rules 查看所有规则")):
        rules.find("方向")


def test_a_retired_code_is_explained_and_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rules.RETIRED, "D999", "并入 D101")
    with pytest.raises(ConfigError, match="规则 D999 已停用：并入 D101"):
        rules.find("D999")
    with pytest.raises(ValueError, match="D999: 这个编号已停用（并入 D101），不能再用"):
        replace(RULES[0], code="D999")


WRONG = {
    "编号": ({"code": "d1"}, "规则编号 'd1' 应为一个大写字母加三位数字"),
    "类别": ({"category": "方向"}, "D101: category '方向' 不在契约的类别之中"),
    "等级": ({"severity": "fatal"}, "D101: severity 'fatal' 应为 Severity"),
    "范围": ({"sees": "cell"}, "D101: sees 'cell' 不在 row、project、table、set、document、batch 之中"),
    "空": ({"why": ""}, "D101: why 不能为空"),
    "句号": ({"fix": "改"}, "D101: message、why、fix 应以“。”结尾"),
    "整句": ({"bad": rules.find("D101").good}, "D101: 第一个反例应写出整句 says"),
    "正例": ({"good": rules.find("D101").bad}, "D101: 正例没有 says"),
    "形状": ({"shapes": frozenset({"colour"})}, "D101: shapes 里没有 colour"),
    "符号": ({"signs": frozenset({"≠"})}, "D101: signs 里没有 ≠"),
    "量": ({"metrics": frozenset({"colour"})}, "D101: metrics 里没有 colour"),
    "类": ({"kinds": frozenset({"投入"})}, "D101: kinds 里没有 投入"),
    "形状只用于行": ({"sees": "set"}, "D101: 只有 row 规则可以写 shapes"),
    "字段": ({"message": "“{0}”有误。"}, "D101: message 的字段 '0' 不是一个名字"),
}


@pytest.mark.parametrize(("change", "message"), WRONG.values(), ids=list(WRONG))
def test_a_record_refuses_to_be_wrong(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        replace(rules.find("D101"), **change)


def test_only_known_documents_are_cited() -> None:
    with pytest.raises(ValueError, match="不在可以引用的文件之中"):
        rules.Source("某通知")
    with pytest.raises(ValueError, match="没有见过原文，不能引用"):
        rules.Source(rules.find("D101").basis[0].doc, "第三条")


def test_two_rules_of_one_code_are_refused() -> None:
    one = rules.find("D101")
    with pytest.raises(ValueError, match="编号 D101 给了两条规则：时限写成下限、另一条"):
        rules._by_code([one, replace(one, title="另一条")])


def test_a_rule_that_raises_is_a_bug() -> None:
    def check(*_: object) -> Any:
        raise ZeroDivisionError

    rule = replace(rules.find("D101"), check=check)
    with pytest.raises(ZeroDivisionError) as caught:
        judge_all(rule.bad[0].extractions(), rules=[rule])
    assert caught.value.__notes__ == ["文件 示例1.txt，规则 D101"]


def test_a_field_that_nobody_gives_is_a_bug() -> None:
    rule = replace(rules.find("D101"), message="“{nothing}”。")
    with pytest.raises(KeyError, match="nothing"):
        judge_all(rule.bad[0].extractions(), rules=[rule])


def test_select_and_ignore() -> None:
    assert {rule.category for rule in rules.active(Config(select=frozenset({"direction"})))} == {"direction"}
    assert [rule.code for rule in rules.active(Config(select=frozenset({"D101"})))] == ["D101"]
    assert "D101" not in [rule.code for rule in rules.active(Config(ignore=frozenset({"D101"})))]


# Word lists ---------------------------------------------------------------------------------------------------------


def examples(file: str, table: str) -> list[Any]:
    written = tomllib.loads((ROOT / "lexicon" / file).read_text(encoding="utf-8"))
    return [
        pytest.param(entry, example, id=f"{entry['name']}: {next(iter(example.values()))}")
        for entry in written[table]
        for example in entry["examples"]
    ]


LISTS = [case for path in sorted((ROOT / "lexicon").glob("rules_*.toml")) for case in examples(path.name, "list")]


@pytest.mark.parametrize(("entry", "example"), LISTS)
def test_list_example(entry: dict[str, Any], example: dict[str, str]) -> None:
    assert example.keys() == {"text", "hit"}
    assert (WORDS[entry["name"]].find(example["text"]) or "") == example["hit"]


@pytest.mark.parametrize(("entry", "example"), examples("products.toml", "product"))
def test_product_example(entry: dict[str, Any], example: dict[str, str]) -> None:
    assert example.keys() == {"text", "hit"}
    assert (WORDS.products[entry["name"]].find(example["text"]) or "") == example["hit"]
    assert (entry["name"] in WORDS.kinds_of(example["text"])) == bool(example["hit"])


@pytest.mark.parametrize(("entry", "example"), examples("metrics.toml", "metric"))
def test_metric_example(entry: dict[str, Any], example: dict[str, str]) -> None:
    assert example.keys() == {"name", "better"}
    got = WORDS.metric(example["name"])
    assert (got.name, got.kind, got.better or "none") == (entry["name"], entry["kind"], example["better"])


@pytest.mark.parametrize(("entry", "example"), examples("templates.toml", "template"))
def test_template_example(entry: dict[str, Any], example: dict[str, str]) -> None:
    index = TemplateIndex(WORDS.templates)
    if "goal" in example:
        got = index.goal(example["goal"])
    else:
        value = example.get("value")
        got = index.row(example["name"], value, Scope(example.get("scope", "project")))
    assert (got.name if got else "") == example["hit"]


BROKEN = {
    "不是 TOML": ("rules_common.toml", "schema = ", "rules_common.toml：不是有效的 TOML 文件"),
    "没有版本": ("rules_common.toml", "[[list]]\nname='x'", "rules_common.toml：开头应有 schema = 1"),
    "不认识的表": ("products.toml", "schema = 1\n[words]", "products.toml：不认识的表 [words]，本文件只有 [[product]]"),
    "不认识的键": (
        "products.toml",
        "schema = 1\n[[product]]\nname='x'\nword=[]\nwords=['a']\nexamples=[1]",
        "products.toml：第1条 x：不认识的键 word",
    ),
    "缺键": ("products.toml", "schema = 1\n[[product]]\nname='x'\nexamples=[1]", "products.toml：第1条 x：缺少 words"),
    "类型": (
        "products.toml",
        "schema = 1\n[[product]]\nname='x'\nwords='a'\nexamples=[1]",
        "products.toml：第1条 x：words 应为列表",
    ),
    "重复的词": (
        "products.toml",
        "schema = 1\n[[product]]\nname='x'\nwords=['a','a']\nexamples=[1]",
        "products.toml：第1条 x：words 里有重复：a",
    ),
    "没有示例": (
        "products.toml",
        "schema = 1\n[[product]]\nname='x'\nwords=['a']\nexamples=[]",
        "products.toml：第1条 x：examples 不能为空",
    ),
    "正则式": (
        "rules_extra.toml",
        "schema = 1\n[[list]]\nname='x'\nmatch='regex'\nwords=['(']\nexamples=[1]",
        "rules_extra.toml：第1条 x：正则式有误",
    ),
    "词表重名": (
        "rules_extra.toml",
        "schema = 1\n[[list]]\nname='vague'\nmatch='exact'\nwords=['a']\nexamples=[1]",
        "rules_extra.toml：第1条 vague：这个 name 在别的 rules_*.toml 里已经有了",
    ),
    "匹配方式": (
        "rules_extra.toml",
        "schema = 1\n[[list]]\nname='x'\nmatch='like'\nwords=['a']\nexamples=[1]",
        "rules_extra.toml：第1条 x：match 只能是 exact、contains、starts、ends、regex",
    ),
    "量的种类": (
        "metrics.toml",
        "schema = 1\n[[metric]]\nname='x'\nkind='y'\nbetter='z'\nends=['a']\nunits=[]\nexamples=[1]",
        "metrics.toml：第1条 x：不认识的 kind “y”",
    ),
    "模板类别": (
        "templates.toml",
        "schema = 1\n[[template]]\nname='x'\nrows=[]\ngoals=[]\nsilent=['方向']\nexamples=[1]",
        "templates.toml：第1条 x：silent 里没有 方向 这个类别",
    ),
    "模板的行": (
        "templates.toml",
        "schema = 1\n[[template]]\nname='x'\nrows=['a']\ngoals=[]\nexamples=[1]",
        "templates.toml：第1条 x：rows 的每一行应有 name，可有 value、scope",
    ),
}


@pytest.mark.parametrize(("file", "text", "problem"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_list_is_refused(tmp_path: Path, file: str, text: str, problem: str) -> None:
    for path in (ROOT / "lexicon").glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        load(tmp_path)
    assert any(one.startswith(problem) for one in caught.value.problems), caught.value.problems
