"""perf-goals.toml: what it may say, and every mistake told with file, line and what is allowed."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from perf_goals import config, rules, scorebook, scoring
from perf_goals.config import Bounds, Config, Template, TemplateRow, Waiver
from perf_goals.errors import ConfigError
from perf_goals.model import Scope, Severity
from perf_goals.rules.base import DOCUMENTS

KNOWN = {"D101": {}, "D105": {}, "T101": {"lowest": Bounds(Decimal(80), Decimal(0), Decimal(100))}}


ITEMS = "、".join(item.name for item in scoring.default().items)


def load(folder: Path, text: str) -> Config:
    path = folder / "perf-goals.toml"
    path.write_text(text, encoding="utf-8")
    return config.load(path, KNOWN)


def test_everything_it_may_say(tmp_path: Path) -> None:
    got = load(
        tmp_path,
        """
select = ["direction", "T101"]
ignore = ["D105"]
[severity]
D101 = "info"
[limits.T101]
lowest = 85.5
[[template]]
name = "市财政局2026年统一模板"
province = "某省"
rows = [{ name = "预算执行率", value = "100", scope = "department" }, { name = "资金使用合规性" }]
goals = ["做好本职工作"]
silent = ["unmeasurable"]
[[waiver]]
code = "D101"
document = "某局预算.txt"
project = "某项目"
indicator = "补助人数"
reason = "补助对象已核定"
""",
    )
    assert got == Config(
        select=frozenset({"direction", "T101"}),
        ignore=frozenset({"D105"}),
        severity={"D101": Severity.INFO},
        limits={"T101": {"lowest": Decimal("85.5")}},
        templates=(
            Template(
                "市财政局2026年统一模板",
                "某省",
                (TemplateRow("预算执行率", "100", Scope.DEPARTMENT), TemplateRow("资金使用合规性")),
                ("做好本职工作",),
                frozenset({"unmeasurable"}),
            ),
        ),
        waivers=(Waiver("D101", "某局预算.txt", "补助对象已核定", "某项目", "补助人数", 14),),
        path=str(tmp_path / "perf-goals.toml"),
    )
    assert str(got.waivers[0]) == "D101（某局预算.txt，某项目，补助人数）"


def test_scoring_keeps_what_it_does_not_say(tmp_path: Path) -> None:
    got = load(
        tmp_path,
        '[scoring]\nby = "amount"\n[scoring.loads]\ngoal = 0.25\n[[scoring.item]]\nname = "指标科学性"\nfull = 20',
    )
    base, book = scoring.default(), got.scoring
    assert book is not None
    assert (book.by, dict(book.loads)) == ("amount", {**base.loads, "goal": Decimal("0.25")})
    assert [item.full for item in book.items] == [10, 10, 15, 20, 15, 15, 10, 10]
    assert (book.bands, book.grades, book.weights, book.rules) == (base.bands, base.grades, base.weights, base.rules)


def test_nothing_said_is_fine(tmp_path: Path) -> None:
    assert load(tmp_path, "") == Config(path=str(tmp_path / "perf-goals.toml"))


MISTAKES = {
    "不是TOML": ("ignore = []\nselect = [", ["第2行：不是有效的 TOML 写法，请检查引号、括号和等号"]),
    "TOML第一行错": ("select = D101\nignore = []", ["第1行：不是有效的 TOML 写法，请检查引号、括号和等号"]),
    "不认识的键": (
        'selects = ["D101"]',
        [
            "第1行：不认识的键 selects，是否指 select；可以用的有 select、ignore、severity、limits、template、waiver、scoring"
        ],
    ),
    "不认识的节": (
        "\n[colour]\nx = 1",
        [f"第2行：不认识的键 colour；可以用的有 {'、'.join(config.KEYS)}"],
    ),
    "类型": ('select = "D101"', ['第1行：select 应为规则编号或类别的列表，例如 select = ["direction"]']),
    "没有的规则": ('# 一\nignore = [\n  "D105",\n  "D1O1",\n]', ["第4行：没有规则“D1O1”，是否指 D101"]),
    "没有近似": ('ignore = ["方向"]', ["第1行：没有规则“方向”，用 perf-goals rules 查看所有规则"]),
    "类别近似": ('ignore = ["directions"]', ["第1行：没有规则“directions”，是否指 direction"]),
    "等级": ('[severity]\nD101 = "fatal"', ["第2行：D101 的等级只能是 error、warning、info"]),
    "等级的编号": ('[severity]\nD10l = "info"', ["第2行：没有规则“D10l”，是否指 D101"]),
    "等级不是一节": ('severity = "info"', ["第1行：severity 应写成一节，例如 [severity]"]),
    "界限的名字": ("[limits.T101]\nlow = 1", ["第2行：不认识的键 low，是否指 lowest；可以用的有 lowest"]),
    "没有界限": ("[limits.D101]\nlow = 1", ["第2行：规则 D101 没有可以改的界限"]),
    "界限的类型": ('[limits.T101]\nlowest = "85"', ["第2行：lowest 应为数字，现在是 “85”"]),
    "界限是真假": ("[limits.T101]\nlowest = true", ["第2行：lowest 应为数字，现在是 True"]),
    "界限的大小": ("[limits.T101]\nlowest = 101", ["第2行：lowest 应在 0 到 100 之间"]),
    "界限是无穷": ("[limits.T101]\nlowest = inf", ["第2行：lowest 应在 0 到 100 之间"]),
    "界限不是一节": ("[limits]\nT101 = 85", ["第1行：limits.T101 应写成一节 [limits.T101]"]),
    "界限的编号": ("[limits.T999]\nlowest = 1", ["第1行：没有规则“T999”，用 perf-goals rules 查看所有规则"]),
    "豁免不是表": ('waiver = "D101"', ["第1行：waiver 应写成 [[waiver]]"]),
    "豁免缺理由": ('[[waiver]]\ncode = "D101"\ndocument = "a.txt"', ["第1行：[[waiver]] 缺少 reason"]),
    "豁免理由空": (
        '[[waiver]]\ncode = "D101"\ndocument = "a.txt"\nreason = " "',
        ["第4行：reason 应为不空的字符串，现在是 “ ”"],
    ),
    "豁免的键": (
        '[[waiver]]\ncode = "D101"\ndocument = "a.txt"\nreason = "x"\nindicators = "y"',
        ["第5行：不认识的键 indicators，是否指 indicator；可以用的有 code、document、project、indicator、reason"],
    ),
    "第二个豁免": (
        '[[waiver]]\ncode = "D101"\ndocument = "a.txt"\nreason = "x"\n\n[[waiver]]\ncode = "D999"\ndocument = "b"\nreason = "x"',
        ["第7行：没有规则“D999”，用 perf-goals rules 查看所有规则"],
    ),
    "模板没有名字": ("[[template]]\nrows = []", ["第1行：[[template]] 缺少 name"]),
    "模板的键": (
        '[[template]]\nname = "x"\nrow = []',
        ["第3行：不认识的键 row，是否指 rows；可以用的有 name、province、rows、goals、silent"],
    ),
    "模板的行": (
        '[[template]]\nname = "x"\nrows = ["a"]',
        ['第3行：rows 应为 [{ name = "…", value = "…", scope = "project" }]，后两项可省'],
    ),
    "模板的范围": (
        '[[template]]\nname = "x"\nrows = [{ name = "a", scope = "office" }]',
        ['第3行：rows 应为 [{ name = "…", value = "…", scope = "project" }]，后两项可省'],
    ),
    "模板的目标": ('[[template]]\nname = "x"\ngoals = "a"', ["第3行：goals 应为字符串的列表"]),
    "模板的类别": (
        '[[template]]\nname = "x"\nsilent = ["vague"]',
        [f"第3行：没有类别“vague”；可以用的有 {'、'.join(config.CATEGORIES)}"],
    ),
    "评分不是一节": ('scoring = "amount"', ["第1行：scoring 应写成一节，例如 [scoring]"]),
    "评分的键": (
        '[scoring]\nbye = "amount"',
        [f"第2行：不认识的键 bye，是否指 by；可以用的有 {'、'.join(scorebook.SECTIONS)}"],
    ),
    "评分的办法": ('\n[scoring]\nby = "money"', ["第3行：by 应为 equal 或 amount，现在是 “money”"]),
    "评分的节": ("[scoring]\nloads = 1", ["第2行：loads 应写成一节"]),
    "评分的类型": ('[scoring.loads]\ngoal = "0.3"', ["第2行：goal 应为数字，现在是 “0.3”"]),
    "评分的大小": ("[scoring.weights]\ninfo = 0\nerror = 1.5", ["第3行：error 应在 0 到 1 之间，现在是 1.5"]),
    "评分的真假": ("[scoring.weights]\nerror = true", ["第2行：error 应为数字，现在是 True"]),
    "评分的无穷": ("[scoring.weights]\nerror = nan", ["第2行：error 应在 0 到 1 之间，现在是 nan"]),
    "评分的类别": (
        '[scoring.categories]\nunits = "规范完整性"',
        [f"第2行：不认识的键 units，是否指 unit；可以用的有 {'、'.join(config.CATEGORIES)}"],
    ),
    "评分的要点": (
        '[scoring.categories]\nunit = "规范性"',
        [f"第2行：unit 应为审核要点的名称，可以用的有 {ITEMS}"],
    ),
    "一类只扣一项": (
        '[scoring.categories]\nunit = ["规范完整性", "目标相关性"]',
        ["第2行：unit 只能写一个审核要点"],
    ),
    "评分的规则": (
        '[scoring.rules]\nD1O1 = "规范完整性"\nD101 = []',
        ["第2行：没有规则“D1O1”，是否指 D101", f"第3行：D101 应为审核要点的名称，可以用的有 {ITEMS}"],
    ),
    "规则的比重": ("[scoring.rule_loads]\nD101 = 2", ["第2行：D101 应在 0 到 1 之间，现在是 2"]),
    "没有的要点": (
        '[[scoring.item]]\nname = "规范完整性"\nfull = 20\n[[scoring.item]]\nname = "规范性"\nfull = 20',
        [f"第5行：没有审核要点“规范性”；可以用的有 {ITEMS}"],
    ),
    "要点的各项": (
        '[[scoring.item]]\nname = "规范完整性"\nfull = 0\njudged = "否"\nneeds = ["text"]\ndimension = 1\nweight = 1',
        [
            "第7行：不认识的键 weight；可以用的有 name、dimension、full、needs、judged",
            "第6行：dimension 应为文字，现在是 1",
            "第3行：full 应大于 0，最多两位小数，现在是 0",
            "第5行：needs 应为列表，可以用的有 goal、rows、amount、any",
            "第4行：judged 应为 true 或 false，现在是 “否”",
        ],
    ),
    "要点没有名字": ("[[scoring.item]]\nfull = 20", ["第1行：缺少 name，或者不是文字"]),
    "要点不是一条一节": ('[scoring]\nitem = "规范完整性"', ["第2行：item 应写成 [[…]]，一条一节"]),
    "分档的次序": (
        '[[scoring.band]]\nname = "良"\nupto = 0.5\ntop = 80\nbottom = 90\n'
        '[[scoring.band]]\nname = "差"\nupto = 0.4\ntop = 95\nbottom = 0',
        [
            "第4行：“良”的 top 应不小于 bottom",
            "第8行：“差”应比前一档重：upto 更大，top 不高于前一档的 bottom",
            "第1行：最后一档的 upto 应为 1",
        ],
    ),
    "等级的次序": (
        '[[scoring.grade]]\nname = "合格"\nleast = 60\n[[scoring.grade]]\nname = "优"\nleast = 90',
        ["第6行：“优”的 least 应低于前一级", "第1行：最后一级的 least 应为 0"],
    ),
    "一次说完": (
        'ignore = ["X1"]\n[severity]\nD101 = 1',
        ["第1行：没有规则“X1”，用 perf-goals rules 查看所有规则", "第3行：D101 的等级只能是 error、warning、info"],
    ),
}


@pytest.mark.parametrize(("text", "messages"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_told(tmp_path: Path, text: str, messages: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    path = tmp_path / "perf-goals.toml"
    assert caught.value.problems == [f"{path} {message}" for message in messages]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"找不到配置文件 .*none\.toml"):
        config.find(str(tmp_path / "none.toml"), KNOWN)
    path = tmp_path / "gbk.toml"
    path.write_bytes("reason = '豁免'".encode("gbk"))
    with pytest.raises(ConfigError, match=re.escape(f"无法读取配置文件 {path}（不是 UTF-8 文本）")):
        config.find(str(path), KNOWN)
    with pytest.raises(ConfigError, match="无法读取配置文件"):
        config.find(str(tmp_path), KNOWN)


def test_the_working_folder(tmp_path: Path) -> None:
    assert config.find(None, KNOWN, tmp_path) == Config()
    (tmp_path / "perf-goals.toml").write_text('ignore = ["D105"]', encoding="utf-8")
    assert config.find(None, KNOWN, tmp_path).ignore == {"D105"}


def test_a_selection_on_the_command_line() -> None:
    assert config.selection(["d101,unit", "T101"], KNOWN) == {"D101", "unit", "T101"}
    assert config.selection([""], KNOWN) == frozenset()
    with pytest.raises(ConfigError, match="没有规则“D1O5”，是否指 D105"):
        config.selection(["D1O5"], KNOWN)


def test_what_the_rules_offer_can_be_configured() -> None:
    for code, bounds in rules.known().items():
        for name, limit in bounds.items():
            assert limit.low is None or limit.low <= limit.default, (code, name)
            assert limit.high is None or limit.default <= limit.high, (code, name)


def test_the_documents_to_cite_are_named_in_full() -> None:
    assert all(name.startswith(("《", "预算管理一体化系统", "审核惯例")) for name in DOCUMENTS)
