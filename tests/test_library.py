"""The commands ``library``, ``benchmark`` and ``review --library``: what a new document is compared with, and what is said."""

import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from perf_goals import api
from perf_goals.batch import before
from perf_goals.batch.engine import here
from perf_goals.batch.gather import Run
from perf_goals.batch.review import reviewed
from perf_goals.cli import main
from perf_goals.config import Config
from perf_goals.errors import PerfGoalsError
from perf_goals.model import Finding

from . import volumes

# openpyxl opens its own temporary file without naming an encoding
pytestmark = pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl")

ROOT = Path(__file__).resolve().parent.parent
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command here: (exit status, standard output, standard error)."""

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        return status, *capsys.readouterr()

    return command


def paper(path: Path, office: str, rows: str, *, year: int = 2026, goal: str = "办好活动", amount: str = "30") -> Path:
    """A document of one project. rows: 三级指标 and target, a line each."""
    lines = [f"{office}{year}年部门预算\n\n项目支出绩效目标表\n\n单位：万元\n", volumes.HEAD.rstrip("\n")]
    for row in rows.splitlines():
        name, value, unit = row.split()
        level2 = "质量指标" if unit == "%" else "数量指标"
        lines.append(f"文化惠民\t{amount}\t{goal}\t产出指标\t{level2}\t{name}\t≥\t{value}\t{unit}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def compared(paths: list[Path], folder: Path, codes: str) -> list[Finding]:
    """What a review beside a library says by these rules."""
    library = api.open_library(folder, create=True)
    settings = Config(select=frozenset(codes.split()))
    review, _ = reviewed(paths, settings, version=api.VERSION, engine=here, library=library)
    return list(review.findings)


def add(folder: Path, *paths: Path) -> None:
    Run(paths, Config(), version=api.VERSION, library=api.open_library(folder, create=True)).go()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "资料库"


# What a new document is compared with -------------------------------------------------------------------------------

TEXT = "柳河区文化馆全年举办公益演出46场，组织文艺辅导120次，让柳河区居民在家门口看上好戏"


def test_the_same_text_in_another_county(tmp_path: Path, folder: Path) -> None:
    add(folder, paper(tmp_path / "a" / "甲.txt", "柳河区文化馆", "演出场次 46 场次", goal=TEXT))
    add(folder, *volumes.write(tmp_path / "other", 3, projects=2, rows=2))
    same = paper(tmp_path / "b" / "乙.txt", "石桥区文化馆", "演出场次 21 场次", goal=TEXT)
    (found,) = compared([same], folder, "Y103")
    assert (found.document, found.code) == ("乙.txt", "Y103")
    assert "与“柳河区文化馆”的完全相同" in found.message
    loose = TEXT.replace("柳河区", "雁岭区").replace("46", "31")
    (found,) = compared(
        [paper(tmp_path / "c" / "丙.txt", "雁岭区文化馆", "演出场次 31 场次", goal=loose)], folder, "Y103"
    )
    assert "只换了名称或数字" in found.message


def test_a_text_of_which_only_the_wording_is_left(tmp_path: Path, folder: Path) -> None:
    """So many figures and names are exchanged that it is no near copy."""
    text = "{0}建广场{1}个，演出{2}场，培训{3}人，开馆{4}天，{0}慰问{5}户，补助{6}元"
    first = text.format("柳河区", 12, 345, 678, 91, 2345, 67891)
    add(folder, paper(tmp_path / "甲.txt", "柳河区文化馆", "演出场次 46 场次", goal=first))
    second = text.format("雁岭区", 56, 1209, 40, 237, 88, 5103)
    (found,) = compared([paper(tmp_path / "乙.txt", "雁岭区文化馆", "演出场次 31 场次", goal=second)], folder, "Y103")
    assert "只换了名称或数字" in found.message


def test_of_many_offices_with_one_text_a_few_are_compared(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(before, "ENOUGH", 3)
    add(folder, *(paper(tmp_path / f"{at}.txt", f"第{at}所", "件数 1 件", goal=TEXT) for at in range(5)))
    library = api.open_library(folder)
    mine = paper(tmp_path / "新.txt", "柳河区文化馆", "件数 1 件", goal=TEXT)
    own = Run([mine], Config(), version=api.VERSION, library=library).go().keys()
    assert len(before.compared(library, own)[0]) == 3


def test_what_others_promise(tmp_path: Path, folder: Path) -> None:
    """The last figure of each office, of this year or last; by the side on which it binds."""
    said = (
        ("甲区文化馆", 2026, 95),
        ("甲区文化馆", 2025, 60),
        ("乙区文化馆", 2025, 90),
        ("丙区文化馆", 2023, 70),
        ("丁区文化馆", 2026, 80),
        ("戊区文化馆", 2026, 8),
    )
    papers = [
        paper(tmp_path / f"{at}.txt", office, f"观众满意率 {value} %", year=year)
        for at, (office, year, value) in enumerate(said)
    ]
    papers[4].write_text(papers[4].read_text(encoding="utf-8").replace("≥", "≤"), encoding="utf-8")
    papers[5].write_text(papers[5].read_text(encoding="utf-8").replace("\t8\t", "\t8-9\t"), encoding="utf-8")
    add(folder, *papers)
    library = api.open_library(folder)
    mine = paper(tmp_path / "新.txt", "柳河区文化馆", "观众满意率 85 %")
    own = Run([mine], Config(), version=api.VERSION, library=library).go().keys()
    assert before.compared(library, own)[1] == {
        ("观众满意率", "%", "≥"): {"甲区文化馆": 95, "乙区文化馆": 90},
        ("观众满意率", "%", "≤"): {"丁区文化馆": 80},
    }


NEAR = TEXT.replace("全年举办", "每年举办").replace("看上好戏", "看上一场好戏")


def test_a_near_copy_in_another_county(tmp_path: Path, folder: Path) -> None:
    add(folder, paper(tmp_path / "a" / "甲.txt", "柳河区文化馆", "演出场次 46 场次", goal=TEXT))
    add(folder, *volumes.write(tmp_path / "other", 3, projects=2, rows=2))
    library = api.open_library(folder)
    mine = paper(tmp_path / "b" / "乙.txt", "石桥区文化馆", "演出场次 21 场次", goal=NEAR)
    own = Run([mine], Config(), version=api.VERSION, library=library).go().keys()
    assert [one.document.file for one in before.compared(library, own)[0]] == ["甲.txt"]
    (found,) = compared([mine], folder, "Y103")
    assert (found.document, found.code) == ("乙.txt", "Y103")
    assert "与“柳河区文化馆”的大部分相同" in found.message


def test_a_near_copy_within_a_template_of_many_offices(tmp_path: Path, folder: Path) -> None:
    """Whoever fills in a template is like everybody; the likeliest ones are compared, however many there are."""
    frame = "贯彻落实上级决策部署，按照年度工作安排保障{}等各项任务按时完成，提升服务水平和群众满意度"
    things = [f"{one}{two}{three}" for one in "甲乙丙丁戊" for two in "子丑寅卯" for three in "金木水火土"]
    papers = [
        paper(tmp_path / f"{at}.txt", f"第{at}所", "件数 1 件", goal=frame.format(thing * 3))
        for at, thing in enumerate(things)
    ]
    add(folder, *papers)
    copied = frame.format("甲子金" * 3).replace("安排保障", "安排，保障好")
    library = api.open_library(folder)
    own = Run([paper(tmp_path / "新.txt", "柳河区文化馆", "件数 1 件", goal=copied)], Config(), version=api.VERSION,
              library=library).go().keys()  # fmt: skip
    met = [one.document.file for one in before.compared(library, own)[0]]
    assert "0.txt" in met
    assert len(met) <= before.ENOUGH


def test_last_year_s_text_hardly_changed_with_this_year_s_money(tmp_path: Path, folder: Path) -> None:
    add(folder, paper(tmp_path / "25.txt", "柳河区文化馆", "演出场次 46 场次", year=2025, goal=TEXT, amount="30"))
    now = paper(tmp_path / "26.txt", "柳河区文化馆", "演出场次 46 场次", goal=NEAR, amount="90")
    (found,) = compared([now], folder, "Y104")
    assert (found.document, "却与2025年的大部分相同，数字一个没改" in found.message) == ("26.txt", True)
    library = tmp_path / "另一个"
    add(library, paper(tmp_path / "25.txt", "柳河区文化馆", "演出场次 46 场次", year=2025, goal=TEXT, amount="30"))
    other = paper(tmp_path / "石桥" / "26.txt", "石桥区文化馆", "演出场次 46 场次", goal=NEAR, amount="90")
    (found,) = compared([other], library, "Y103")
    assert "“柳河区文化馆”2025年的大部分相同" in found.message


def test_years_long_past_are_not_looked_at(tmp_path: Path, folder: Path) -> None:
    add(
        folder,
        *(
            paper(tmp_path / f"{year}.txt", "柳河区文化馆", "演出场次 46 场次", year=year)
            for year in (2021, 2022, 2023)
        ),
    )
    now = paper(tmp_path / "今年.txt", "柳河区文化馆", "演出场次 30 场次", goal="丰富群众文化生活", year=2025)
    library = api.open_library(folder)
    own = Run([now], Config(), version=api.VERSION, library=library).go().keys()
    assert {one.document.year for one in before.compared(library, own)[0]} == {2022, 2023}


def test_what_was_kept_by_another_version_is_made_again(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = paper(tmp_path / "甲.txt", "柳河区文化馆", "演出场次 46 场次", goal=TEXT)
    add(folder, first)
    monkeypatch.setattr("perf_goals.similarity.bands.VERSION", 9)
    near = paper(tmp_path / "乙.txt", "石桥区文化馆", "演出场次 21 场次", goal=NEAR)
    assert compared([near], folder, "Y103") == []  # of different versions nothing can be said
    again = Run([first], Config(), version=api.VERSION, library=api.open_library(folder)).go()
    assert (again.counts.read, again.counts.parsed) == (0, 1)
    assert [one.code for one in compared([near], folder, "Y103")] == ["Y103"]


@pytest.mark.parametrize("table", ["documents", "goals", "indicators", "signatures"])
def test_damaged_tables_are_made_again_while_they_are_asked(tmp_path: Path, folder: Path, table: str) -> None:
    add(folder, paper(tmp_path / "甲.txt", "柳河区文化馆", "演出场次 46 场次", goal=TEXT))
    (segment,) = (folder / table).iterdir()
    content = segment.read_bytes()
    segment.write_bytes(content[:4] + bytes(60) + content[64:])  # its first column
    near = paper(tmp_path / "乙.txt", "石桥区文化馆", "演出场次 21 场次", goal=NEAR)
    assert [one.code for one in compared([near], folder, "Y103")] == ["Y103"]
    assert [path.name for path in (folder / "damaged").iterdir()] == [f"{table}-{segment.name}"]


def test_a_file_of_the_same_name_is_told_apart(tmp_path: Path, folder: Path) -> None:
    add(folder, paper(tmp_path / "a" / "预算.txt", "柳河区文化馆", "演出场次 46 场次", goal=TEXT))
    (found,) = compared(
        [paper(tmp_path / "b" / "预算.txt", "石桥区文化馆", "演出场次 9 场次", goal=TEXT)], folder, "Y103"
    )
    assert found.document == "预算.txt"
    assert "“柳河区文化馆”" in found.message


def test_a_copy_of_a_file_is_not_compared_with_it(tmp_path: Path, folder: Path) -> None:
    first = paper(tmp_path / "a" / "甲.txt", "柳河区文化馆", "演出场次 46 场次", goal=TEXT)
    add(folder, first)
    second = tmp_path / "甲（副本）.txt"
    second.write_bytes(first.read_bytes())
    assert compared([second], folder, "Y103 Y104") == []
    library = api.open_library(folder)
    own = Run([second], Config(), version=api.VERSION, library=library).go().keys()
    assert before.compared(library, own) == ([], {})


OWN = "演出场次 46 场次\n辅导次数 123 次\n展览件数 617 件\n阅读人次 3410 人次"


def test_last_year_s_text_and_rows_with_this_year_s_money(tmp_path: Path, folder: Path) -> None:
    add(folder, paper(tmp_path / "25.txt", "柳河区文化馆", OWN, year=2025, goal=TEXT, amount="30"))
    now = paper(tmp_path / "26.txt", "柳河区文化馆", OWN, goal=TEXT, amount="90")
    assert [(one.code, one.document) for one in compared([now], folder, "Y104 Y204")] == [
        ("Y104", "26.txt"),
        ("Y204", "26.txt"),
    ]


def test_the_same_rows_in_another_county(tmp_path: Path, folder: Path) -> None:
    add(folder, paper(tmp_path / "甲.txt", "柳河区文化馆", OWN, goal="丰富文化生活"))
    (found,) = compared([paper(tmp_path / "乙.txt", "石桥区文化馆", OWN, goal="送戏下乡进村")], folder, "Y203 Y205")
    assert (found.code, found.document) == ("Y203", "乙.txt")
    near = OWN.replace("3410", "2999") + "\n讲座场数 77 场"
    add(folder, paper(tmp_path / "丙.txt", "雁岭区文化馆", OWN + "\n讲座场数 77 场", goal="办好讲座"))
    found = compared([paper(tmp_path / "丁.txt", "北湾区文化馆", near, goal="文化进万家")], folder, "Y205")[0]
    assert (found.code, found.document) == ("Y205", "丁.txt")


def test_copies_from_a_library_stand_in_the_workbook(tmp_path: Path, folder: Path, run: Command) -> None:
    """Who, where and when first; what nobody of the run has to do with, and last year's rows with new values, do not."""
    rows = "演出场次 46 场次\n观众人次 9000 人次\n节目更新率 97 %"
    add(
        folder,
        paper(tmp_path / "甲2024.txt", "柳河区文化馆", "开放天数 301 天", year=2024, goal=TEXT),
        paper(
            tmp_path / "别人.txt", "沙溪县民政局", "慰问户数 31 户", year=2025, goal="慰问困难群众，送去米面粮油和棉被"
        ),
        paper(
            tmp_path / "石桥2025.txt", "石桥区文化馆", rows.replace("46", "40"), year=2025, goal="辅导业余文艺团队排练"
        ),
    )
    now = tmp_path / "in" / "石桥2026.txt"
    paper(now, "石桥区文化馆", rows.replace("46", "45"), goal=TEXT)
    assert run("review", now.parent, "--library", folder, "-o", tmp_path / "out", "-q")[0] == 0

    def sheet(name: str) -> list[tuple[object, ...]]:
        book = load_workbook(tmp_path / "out" / name)
        return [tuple(one for one in row if one is not None) for row in book["雷同"].iter_rows(values_only=True)]

    said, _, *lines = sheet("汇总.xlsx")
    assert said[0] == "共 1 组雷同：绩效目标 1 组，整套指标 0 组；每组第一个是比对的底本。"
    assert lines == [
        (1, "绩效目标", "底本", "跨部门", "柳河区文化馆", "2024（最早）", "文化惠民", 1, TEXT, TEXT, "甲2024.txt"),
        (1, "绩效目标", "完全相同", "跨部门", "石桥区文化馆", "2026", "文化惠民", 1, TEXT, "石桥2026.txt"),
    ]
    assert sheet("石桥2026_审核底稿.xlsx") == [
        (
            "没有发现雷同的绩效目标或整套指标。这里只比对本文件；"
            "与其他文件相同的 1 处见“问题清单”，原文对照见“汇总”的“雷同”。",
        )
    ]


def test_lower_than_last_year(tmp_path: Path, folder: Path) -> None:
    add(folder, paper(tmp_path / "25.txt", "柳河区文化馆", "观众满意率 95 %\n演出场次 60 场次", year=2025))
    now = paper(tmp_path / "26.txt", "柳河区文化馆", "观众满意率 85 %\n演出场次 60 场次")
    (found,) = compared([now], folder, "B101")
    assert found.message == "“文化惠民”的“观众满意率”由2025年的≥95%降到≥85%（预算仍为30万元）。"


def test_nine_in_ten_promise_more(tmp_path: Path, folder: Path) -> None:
    others = [
        paper(tmp_path / f"{at}.txt", f"{place}区文化馆", f"观众满意率 {value} %\n演出场次 {20 + at} 场次")
        for at, (place, value) in enumerate(
            zip("甲乙丙丁戊己庚辛壬癸", (95, 96, 98, 95, 99, 95, 98, 97, 100, 95), strict=True)
        )
    ]
    add(folder, *others)
    now = paper(tmp_path / "新.txt", "柳河区文化馆", "观众满意率 85 %\n演出场次 9000 场次")
    rate, count = compared([now], folder, "B102 B103")
    assert rate.message == (
        "“观众满意率”的指标值≥85%比同类单位低：10个单位全部定得更高，中间一半在95%到98%之间，中位数96%。"
    )
    assert rate.suggestion == "说明定得比同类单位低的理由，没有理由的改为≥96%。"
    assert count.message.startswith("“演出场次”的指标值≥9000场次远大于同类单位：10个单位的中间一半在22场次到")
    assert compared([others[0]], folder, "B102 B103") == []


def test_what_is_compared_does_not_grow_with_the_library(tmp_path: Path, folder: Path) -> None:
    add(folder, *volumes.write(tmp_path / "other", 6, projects=2, rows=2))
    library = api.open_library(folder)
    new = Run([paper(tmp_path / "新.txt", "柳河区文化馆", OWN)], Config(), version=api.VERSION, library=library).go()
    assert before.compared(library, new.keys())[0] == []


# The commands -------------------------------------------------------------------------------------------------------


def test_add_list_query_stats_remove(tmp_path: Path, folder: Path, run: Command) -> None:
    papers = volumes.write(tmp_path / "in", 3, projects=1, rows=2)
    assert run("library", "add", folder, tmp_path / "in") == (
        0,
        f"读入 3 份文件，没有变化 0 份；资料库 {folder} 现有 3 份\n",
        "",
    )
    assert run("library", "add", folder, tmp_path / "in")[1] == (
        f"读入 0 份文件，没有变化 3 份；资料库 {folder} 现有 3 份\n"
    )
    status, listed, _ = run("library", "list", folder)
    assert status == 0
    assert sorted(line.split()[-1] for line in listed.splitlines()[1:]) == sorted(map(str, papers))
    rows = [
        json.loads(line)
        for line in run("library", "query", folder, "--indicator", "满意度", "--format", "jsonl")[1].splitlines()
    ]
    assert [row["指标"] for row in rows] == ["群众满意度"] * 3
    nothing = run("library", "query", folder, "--indicator", "没有的", "--year", "2026")
    assert (nothing[1].splitlines()[1:], nothing[2]) == ([], "没有符合条件的指标，请换一个词或少写几个条件\n")
    assert (
        run("library", "query", folder, "--sql", "select count(*) n from goals", "--format", "jsonl")[1] == '{"n": 3}\n'
    )
    status, said, more = run("library", "query", folder, "--indicator", "满意度", "--limit", 2)
    assert (status, len(said.splitlines())) == (0, 3)
    assert more == "只列出前 2 行，后面还有；用 --limit 多列一些，或多写几个条件\n"
    assert run("library", "query", folder, "--indicator", "满意度", "--limit", 3)[2] == ""
    assert run("library", "query", folder, "--limit", 0)[2] == "--limit 应为 1 或更大的整数，现在是 0\n"
    assert run("library", "query", folder, "--sql", "select 1", "--year", 2026)[2] == (
        "--sql 自己写条件，不能与 --indicator、--project、--department、--year 同时使用\n"
    )
    status, _, wrong = run("library", "query", folder, "--sql", "select")
    assert (status, wrong.startswith("查询写法有误：")) == (2, True)
    assert run("library", "query", folder, "--sql", "DELETE FROM files") == (
        2,
        "",
        "只能写一条查询语句（SELECT），不能修改资料库；删去文件用 perf-goals library remove\n",
    )
    said = run("library", "stats", folder)[1]
    assert "文档  3 份，3 个单位，2026 年\n" in said
    assert "目标  3 段\n" in said
    assert run("library", "remove", folder, papers[0])[1] == f"删去 1 份文件的记录；资料库 {folder} 现有 2 份\n"
    left = next(line.split()[0] for line in listed.splitlines() if line.endswith(str(papers[1])))
    assert run("library", "remove", folder, left)[1] == f"删去 1 份文件的记录；资料库 {folder} 现有 1 份\n"
    assert run("library", "remove", folder, papers[0]) == (
        2,
        "",
        f"资料库 {folder} 里没有 {papers[0]}，用 perf-goals library list 查看\n",
    )
    assert run("library", "stats", tmp_path / "没有")[0] == 2


def test_a_folder_that_is_no_library(tmp_path: Path, run: Command) -> None:
    papers = volumes.write(tmp_path / "in", 1, projects=1, rows=1)
    said = f"{tmp_path / 'in'} 里有别的文件，不是资料库，"
    assert run("library", "list", tmp_path / "in") == (2, "", f"{said}请核对路径\n")
    assert run("library", "add", tmp_path / "in", papers[0]) == (2, "", f"{said}请换一个空文件夹\n")


@pytest.mark.parametrize("at", [1, 2, 4])
def test_how_much_is_said_stands_anywhere(tmp_path: Path, folder: Path, run: Command, at: int) -> None:
    volumes.write(tmp_path / "in", 1, projects=1, rows=1)
    words: list[object] = ["library", "add", folder, tmp_path / "in"]
    words[at:at] = ["--log", tmp_path / "记录.log", "-q"]
    assert run(*words)[0] == 0
    assert (tmp_path / "记录.log").read_text(encoding="utf-8") != ""


def test_what_is_damaged_is_said_until_it_is_read_again(tmp_path: Path, folder: Path, run: Command) -> None:
    (paper,) = volumes.write(tmp_path / "in", 1, projects=1, rows=1)
    add(folder, paper)
    for path in (folder / "files").iterdir():
        path.write_bytes(b"")
    said = (
        f"资料库 {folder} 里 1 份文件的记录已损坏，请用 perf-goals library add {folder} 重新读取；"
        "原文件已不在的，用 perf-goals library remove 删去"
    )
    first = run("library", "stats", folder)[2].splitlines()
    assert (len(first), first[1]) == (2, said)
    assert run("library", "list", folder)[2] == f"{said}\n"
    assert run("library", "add", folder)[0] == 0
    assert run("library", "list", folder)[2] == ""


def test_commands_put_together_what_they_write(
    tmp_path: Path, folder: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perf_goals.batch.store.MANY", 2)
    papers = volumes.write(tmp_path / "in", 3, projects=1, rows=1)
    for path in papers[:2]:
        run("library", "add", folder, path)
    assert len(list((folder / "files").iterdir())) == 1
    run("review", papers[2], "--library", folder, "-o", tmp_path / "out")
    assert len(list((folder / "files").iterdir())) == 1
    add(folder, paper(tmp_path / "in2" / "甲.txt", "柳河区文化馆", OWN))
    assert run("library", "remove", folder, tmp_path / "in")[1] == f"删去 3 份文件的记录；资料库 {folder} 现有 1 份\n"


def test_templates_are_found_and_written_down(tmp_path: Path, folder: Path, run: Command) -> None:
    rows = "足额保障率 100 %\n演出场次 {} 场次\n发放及时率 100 %"
    frame = "保障单位正常履职，{}，群众满意度不断提高"
    for at, thing in enumerate(("送戏下乡", "清理河道", "养护县道", "巡查水库")):
        goal = "严格执行预算，按时足额发放工资" if at else frame.format(thing)
        add(folder, paper(tmp_path / f"{at}.txt", f"{thing}中心", rows.format(20 + at), goal=goal))
        add(folder, paper(tmp_path / f"{at}乙.txt", f"{thing}二中心", "件数 1 件", goal=frame.format(thing)))
    add(folder, paper(tmp_path / "25.txt", "送戏下乡中心", rows.format(30), year=2025, goal=frame.format("演出")))
    status, said, _ = run("library", "templates", folder, "--units", 2)
    assert (status, [line.split() for line in said.splitlines()]) == (
        0,
        [
            ["内容", "单位数", "文字"],
            ["说法", "5", "保障单位正常履职"],
            ["说法", "5", "群众满意度不断提高"],
            ["说法", "3", "严格执行预算"],
            ["说法", "3", "按时足额发放工资"],
            ["目标", "3", "严格执行预算，按时足额发放工资"],
            ["框架", "5", "保障单位正常履职，……，群众满意度不断提高"],
            ["整套指标", "4", "足额保障率、演出场次、发放及时率"],
        ],
    )
    out = tmp_path / "归纳"
    said = run("library", "templates", folder, "--units", 2, "--province", "某省", "-o", out)[1]
    assert said == (
        f"超过 2 个单位都用的：说法 4 条，目标 1 段，框架 1 个，整套指标 1 套；写入 {out} 里的 templates_found.toml、"
        "rules_found.toml，核对后收进 lexicon/ 的 templates.toml 和 rules_copying.toml\n"
    )
    goals, rows_found = tomllib.loads((out / "templates_found.toml").read_text(encoding="utf-8"))["template"]
    assert (goals["goals"], goals["province"]) == (["严格执行预算，按时足额发放工资"], "某省")
    assert rows_found["rows"] == [
        {"name": "足额保障率", "value": "100", "scope": "project"},
        {"name": "演出场次", "scope": "project"},
        {"name": "发放及时率", "value": "100", "scope": "project"},
    ]
    (words,) = tomllib.loads((out / "rules_found.toml").read_text(encoding="utf-8"))["list"]
    assert words["words"] == ["保障单位正常履职", "群众满意度不断提高", "严格执行预算", "按时足额发放工资"]
    said = run("library", "templates", folder, "--units", 3)[1]
    assert said.splitlines()[-1].split() == ["整套指标", "4", "足额保障率、演出场次、发放及时率"]
    assert run("library", "templates", folder)[1] == "没有超过 20 个单位都用的说法、目标或整套指标\n"
    assert run("library", "templates", folder, "--units", 0)[2] == "--units 应为 1 或更大的整数，现在是 0\n"
    (tmp_path / "文件").touch()
    status, _, wrong = run("library", "templates", folder, "--units", 2, "-o", tmp_path / "文件")
    assert (status, wrong) == (
        2, f"无法建立输出文件夹 {tmp_path / '文件'}：这个位置上是一个文件，请换一个文件夹\n",
    )  # fmt: skip
    (out / "rules_found.toml").unlink()
    (out / "rules_found.toml").mkdir()
    status, _, wrong = run("library", "templates", folder, "--units", 2, "-o", out)
    assert (status, wrong) == (2, f"无法写出“{out / 'rules_found.toml'}”：它是一个文件夹；请在后面加上文件名。\n")


def test_add_says_what_cannot_be_read_and_what_is_damaged(tmp_path: Path, folder: Path, run: Command) -> None:
    papers = volumes.write(tmp_path / "in", 2, projects=1, rows=1)
    run("library", "add", folder, papers[0])
    (segment,) = (folder / "files").iterdir()
    segment.write_bytes(segment.read_bytes()[:50])
    (tmp_path / "空.txt").write_bytes(b"")
    status, said, wrong = run("library", "add", folder, papers[1], tmp_path / "空.txt")
    assert (status, said) == (0, f"读入 2 份文件，没有变化 0 份；资料库 {folder} 现有 2 份\n")
    assert "已损坏" in wrong.splitlines()[0]
    assert "空.txt" in wrong.splitlines()[1]
    assert run("library", "add", folder, tmp_path / "空.txt")[0] == 2


def test_a_full_disk_is_one_sentence(
    tmp_path: Path, folder: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    papers = volumes.write(tmp_path / "in", 1, projects=1, rows=1)
    run("library", "stats", folder)
    monkeypatch.setattr("perf_goals.batch.store.os.fsync", full)
    status, said, wrong = run("library", "add", folder, *papers)
    assert (status, said) == (2, "")
    assert wrong == f"无法写入资料库 {folder}：磁盘空间不足；已经记住的都还在，清理磁盘后再运行会接着做\n"


def test_benchmark(tmp_path: Path, folder: Path, run: Command) -> None:
    for at, value in enumerate((95, 95, 90, 85)):
        add(folder, paper(tmp_path / f"{at}.txt", f"{'甲乙丙丁'[at]}区文化馆", f"观众满意率 {value} %"))
    status, said, _ = run("benchmark", "观众满意率", "--library", folder, "-o", tmp_path / "表.xlsx")
    lines = said.splitlines()
    assert (status, lines[1].split()) == (
        0, ["观众满意率", "≥", "%", "4", "4", "85", "86.5", "88.75", "92.5", "95", "95", "95"],
    )  # fmt: skip
    assert [line.split()[:2] for line in lines[4:7]] == [["≥85%", "1"], ["≥90%", "1"], ["≥95%", "2"]]
    assert lines[-1] == f"写入 {tmp_path / '表.xlsx'}"
    book = load_workbook(tmp_path / "表.xlsx")
    assert book.sheetnames == ["四分位数", "分布"]
    assert [[cell.value for cell in row] for row in book["分布"].iter_rows()] == [
        ["指标值", "单位数"],
        ["85", 1],
        ["90", 1],
        ["95", 2],
    ]
    sheet: Any = book["分布"]
    (chart,) = sheet._charts
    assert chart.series[0].val.numRef.f == "'分布'!$B$2:$B$4"
    feet: list[Any] = [page.oddFooter for page in book]
    assert [foot.left.text for foot in feet] == [f"同类比较　资料库 {folder.name}，各年度"] * 2
    assert run("benchmark", "满意", "--library", folder)[1].splitlines()[1].split()[0] == "观众满意率"
    assert run("benchmark", "没有", "--library", folder)[2] == (
        f"资料库 {folder} 里没有名称含“没有”的量化指标，请换一个词，或先用 library add 读入更多文件\n"
    )
    assert run("benchmark", "满意", "--library", folder, "--year", 2019)[2] == (
        f"资料库 {folder} 里没有2019年名称含“满意”的量化指标，请换一个词或年度，或先用 library add 读入更多文件\n"
    )


def test_a_year_and_a_sign_are_told_apart(tmp_path: Path, folder: Path, run: Command) -> None:
    for year, value in ((2024, 60), (2025, 70), (2026, 80)):
        add(folder, paper(tmp_path / f"{year}.txt", "柳河区文化馆", f"设备故障率 {value} %", year=year))
    low = paper(tmp_path / "低.txt", "石桥区文化馆", "设备故障率 5 %", year=2025)
    low.write_text(low.read_text(encoding="utf-8").replace("≥", "≤"), encoding="utf-8")
    add(folder, low)
    lines = run("benchmark", "设备故障率", "--library", folder, "--year", 2025)[1].splitlines()
    assert [line.split()[1:6] for line in lines[1:3]] == [["≤", "%", "1", "1", "5"], ["≥", "%", "1", "1", "70"]]
    rows = run("library", "query", folder, "--year", 2025, "--department", "柳河", "--format", "jsonl")[1].splitlines()
    assert [(one["年度"], one["单位"], one["指标值"]) for one in map(json.loads, rows)] == [
        (2025, "柳河区文化馆", "≥70%")
    ]


def test_benchmark_of_many_large_figures(tmp_path: Path, folder: Path, run: Command) -> None:
    for at in range(21):
        add(folder, paper(tmp_path / f"{at}.txt", f"第{at}所", f"补助金额 {1_000_000 + at * 100_000} 元"))
    lines = run("benchmark", "补助金额", "--library", folder)[1].splitlines()
    assert lines[1].split() == [
        "补助金额", "≥", "元", "21", "21", "1000000", "1200000", "1500000", "2000000", "2500000", "2800000", "3000000",
    ]  # fmt: skip
    assert [line.split()[:2] for line in lines[4:]] == [
        [f"≥{step * 100_000}–{(step + 1) * 100_000}元", "2" if step == 29 else "1"] for step in range(10, 30)
    ]


# review beside a library --------------------------------------------------------------------------------------------


def test_a_second_review_writes_nothing(tmp_path: Path, folder: Path, run: Command) -> None:
    papers = volumes.write(tmp_path / "in", 2, projects=1, rows=2)
    out = tmp_path / "out"
    command = ("review", tmp_path / "in", "--library", folder, "-o", out)
    status, said, _ = run(*command)
    assert status == 0
    plain = run("review", tmp_path / "in", "-o", tmp_path / "plain")[1]
    assert said.replace(str(out), "") == plain.replace(str(tmp_path / "plain"), "")
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    assert run(*command)[1] == said + "文件没有变化，沿用上次的工作簿\n"
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before
    (out / "汇总.xlsx").unlink()
    assert run(*command)[1] == said
    assert "沿用" not in run(*command, "--html")[1]
    papers[0].write_text(volumes.text(40, projects=1, rows=1), encoding="utf-8")
    changed = run(*command)[1]
    assert "沿用" not in changed
    add(folder, paper(tmp_path / "别的.txt", "石桥区文化馆", OWN))
    assert run(*command)[1] == changed
    assert run(*command)[1] == changed + "文件没有变化，沿用上次的工作簿\n"


def test_a_second_review_of_which_something_else_has_changed(
    tmp_path: Path, folder: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the files: the settings, whatever makes a workbook, a workbook that somebody has worked on."""
    volumes.write(tmp_path / "in", 2, projects=1, rows=2)
    settings, others, out = tmp_path / "perf-goals.toml", tmp_path / "另一个.toml", tmp_path / "out"
    settings.touch()
    others.touch()

    def again(config: Path = settings) -> bool:
        return "沿用" in run("review", tmp_path / "in", "--library", folder, "-o", out, "--config", config)[1]

    assert (again(), again()) == (False, True)
    settings.write_text("[scoring.weights]\nwarning = 0.5\n", encoding="utf-8")
    assert (again(), again()) == (False, True)
    waiver = '[[waiver]]\ncode = "A101"\ndocument = "别的.txt"\nreason = "核过"\n'
    settings.write_text(waiver, encoding="utf-8")
    assert (again(), again()) == (False, True)
    settings.write_text('ignore = ["M201"]\n', encoding="utf-8")
    assert (again(), again()) == (False, True)
    others.write_bytes(settings.read_bytes())  # waivers are named by the file they stand in
    assert (again(others), again(others)) == (False, True)
    book = next(out.glob("*_审核底稿.xlsx"))
    book.write_bytes(book.read_bytes() + b"\0")
    assert (again(others), again(others)) == (False, True)
    with monkeypatch.context() as patch:
        patch.setattr("perf_goals.batch.tags.views", lambda: "others")
        assert (again(others), again(others)) == (False, True)


def test_a_second_review_with_files_that_cannot_be_read(tmp_path: Path, folder: Path, run: Command) -> None:
    """They are tried again, nothing else is; once one can be read, or another one cannot, the review is made anew."""
    volumes.write(tmp_path / "in", 2, projects=1, rows=2)
    closed = tmp_path / "in" / "附件.rar"
    closed.write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(40))
    command = ("review", tmp_path / "in", "--library", folder, "-o", tmp_path / "out")
    status, said, warned = run(*command)
    assert (status, "附件.rar" in warned) == (2, True)
    assert run(*command) == (2, said + "文件没有变化，沿用上次的工作簿\n", warned)
    (tmp_path / "in" / "附件2.rar").write_bytes(closed.read_bytes())
    _, more, warned = run(*command)
    assert ("沿用" in more, "附件2.rar" in warned) == (False, True)
    assert "沿用" in run(*command)[1]
    closed.write_bytes(b"")  # it still cannot be read, for another reason
    _, more, warned = run(*command)
    assert ("沿用" in more, "附件.rar" in warned) == (False, True)
    closed.write_text(volumes.text(40, projects=1, rows=1), encoding="utf-8")
    assert "读入 3 份文件" in run(*command)[1]


def test_review_with_processes(tmp_path: Path, run: Command) -> None:
    volumes.write(tmp_path / "in", 3, projects=1, rows=2)
    assert run("review", tmp_path / "in", "-o", tmp_path / "一", "--jobs", 1)[0] == 0
    assert run("review", tmp_path / "in", "-o", tmp_path / "二", "--jobs", 2)[0] == 0
    written = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "一二"]
    assert written[0] == written[1]
    assert run("review", tmp_path / "in", "--jobs", 0)[2] == "--jobs 应为 1 或更大的整数，现在是 0\n"
    assert run("review", tmp_path / "in", "--jobs", 2, "--cluster", "tcp://a:1")[0] == 2


def test_a_bug_is_said_with_its_traceback(
    tmp_path: Path, folder: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = volumes.write(tmp_path / "in", 2, projects=1, rows=1)
    from perf_goals.batch import work

    does = work._work

    def wrong(task: work.Task, result: work.Result) -> None:
        if task.path == str(papers[1]):
            raise ZeroDivisionError
        does(task, result)

    monkeypatch.setattr(work, "_work", wrong)
    for command in (
        ("review", tmp_path / "in", "--library", folder, "-o", tmp_path / "out"),
        ("library", "add", folder, tmp_path / "in"),
    ):
        status, said, errors = run(*command)
        assert status == 3
        assert "读入 1 份文件" in said or "没有变化 1 份" in said
        assert "ZeroDivisionError" in errors
        assert f"{papers[1]} 处理时程序出错" in errors


STOPS = """
import sys
from perf_goals.batch import gather, store
from perf_goals.cli import run
gather.AT_ONCE = 1
append = store.Library.append
left = 2
def stops(library, records):
    global left
    append(library, records)
    left -= 1
    if left == 0:
        print("stopped", flush=True)
        sys.stdin.read()
store.Library.append = stops
run()
"""  # one file is kept at a time; when the second is kept it waits


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_ctrl_c_in_a_terminal(tmp_path: Path, folder: Path) -> None:
    papers = volumes.write(tmp_path / "in", 30, projects=1, rows=1)
    command = ["library", "add", str(folder), str(tmp_path / "in"), "--jobs", "2"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", STOPS, *command],
        stdin=pipe, stdout=pipe, stderr=pipe, env={**os.environ, "PYTHONPATH": str(ROOT)}, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "stopped\n"
    process.send_signal(signal.SIGINT)
    _, wrong = process.communicate()
    assert process.returncode == 130
    assert wrong == "已中断；已读完的文件记在资料库里，再次运行会接着做\n已中断，没有写完的文件没有留下\n"
    rest = Run(papers, Config(), version=api.VERSION, library=api.open_library(folder)).go()
    assert (rest.counts.read, rest.counts.known) == (28, 2)


def test_a_script_without_a_main_guard(tmp_path: Path, folder: Path) -> None:
    volumes.write(tmp_path / "in", 2, projects=1, rows=1)
    script = (
        "import sys, perf_goals\n"
        "library = perf_goals.open_library(sys.argv[3], create=True)\n"
        "written = perf_goals.review(sys.argv[1], sys.argv[2], library=library, jobs=2)\n"
        "print(len(written.documents), len(library.entries))\n"
    )
    done = subprocess.run(
        [sys.executable, "-", str(tmp_path / "in"), str(tmp_path / "out"), str(folder)],
        input=script, capture_output=True, encoding="utf-8", timeout=120, check=False,
        cwd=Path(__file__).resolve().parent.parent,
    )  # fmt: skip
    assert (done.returncode, done.stdout.split()) == (0, ["2", "2"]), done.stderr


def test_the_api_takes_a_library(tmp_path: Path, folder: Path) -> None:
    volumes.write(tmp_path / "in", 2, projects=1, rows=1)
    written = api.review(tmp_path / "in", tmp_path / "out", library=folder, jobs=1)
    assert [path.name for path in written.documents] == sorted(path.name for path in written.documents)
    assert len(api.open_library(folder).entries) == 2
    with pytest.raises(PerfGoalsError, match="找不到资料库"):
        api.open_library(tmp_path / "没有")
