"""Slips of the pen: what is found in a text, what stays silent, and what a broken list is told."""

import subprocess
import sys
from pathlib import Path

import pytest

from perf_goals import rules
from perf_goals.errors import LexiconError
from perf_goals.review import judge_all
from perf_goals.rules.example import Example, Set, document, row
from perf_goals.similarity import slips as module
from perf_goals.similarity.slips import doubled, load, slips


def seen(text: str) -> list[tuple[int, str, str]]:
    return [(at, one.wrong, one.right) for at, one in slips(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("提升窗口服物水平", [(4, "服物", "服务")]),
        ("质量达到验收标推", [(4, "验收标推", "验收标准")]),
        ("落实带晾采购政策", [(2, "带晾采购", "带量采购")]),
        ("宣讲等话动12场", [(3, "话动", "活动")]),
        ("严历打击违法行为", [(0, "严历", "严厉")]),
        ("开展陪训3期\n服物网点2处", [(2, "陪训", "培训"), (7, "服物", "服务")]),
        ("做好救助对像𠮷核对", [(2, "救助对像", "救助对象")]),  # a character of 32 bits beside it
    ],
)
def test_found(text: str, found: list[tuple[int, str, str]]) -> None:
    assert seen(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "服",
        "对标推进整改，达到验收标准",
        "2座危桥加固，改造三座危桥",
        "专题片部数",
        "旗蒙医医院建设",
        "城管执法、综治中心、政采云平台、两癌筛查、三支一扶",
        "耕地轮作休耕、统防统治、占补平衡、非遗传承",
        "服\n物",  # two cells
    ],
)
def test_silent(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("完完成培训", ((0, "完", True),)),
        ("整治村村民", ((2, "村", False),)),
        ("发展展览、工作作风、人人参与", ()),
        ("培、培训", ()),
    ],
)
def test_doubled(text: str, found: tuple[tuple[int, str, bool], ...]) -> None:
    assert doubled(text) == found


def test_a_broken_list_is_refused_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "confusables.tsv").write_text(
        "# 说明\n\n同音\t务物\n音\t务物\n词 服务\n词\t\n形近\t务 x物\n", encoding="utf-8"
    )
    with pytest.raises(LexiconError) as caught:
        load(tmp_path)
    form = "应为 同音、形近、词、不查 之一、制表符和条目"
    assert caught.value.problems == [
        f"confusables.tsv：第4行 {form}",
        f"confusables.tsv：第5行 {form}",
        f"confusables.tsv：第6行 {form}",
        "confusables.tsv：第7行 “务”应是两个以上的汉字",
        "confusables.tsv：第7行 “x物”应是两个以上的汉字",
    ]


def test_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LexiconError) as caught:
        load(tmp_path)
    assert caught.value.problems == ["confusables.tsv：找不到这个文件"]
    (tmp_path / "confusables.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(LexiconError, match="不能按 UTF-8 读出"):
        load(tmp_path)


def test_what_becomes_of_a_list(tmp_path: Path) -> None:
    (tmp_path / "confusables.tsv").write_text("同音\t务物\n词\t服务 实物\n不查\t物服\n", encoding="utf-8-sig")
    found = load(tmp_path)
    assert found.words == {"服务", "实物"}
    assert dict(found.wrong) == {"服物": (("服物", "服务", 0, 1),), "实务": (("实务", "实物", 0, 1),)}


def test_without_jieba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(ModuleNotFoundError, match="jieba"):
        module._counts.__wrapped__()


def test_a_clean_text_loads_no_dictionary() -> None:
    code = (
        "import sys\nfrom perf_goals.similarity import slips\n"
        "assert slips.confusables.cache_info().currsize == 0\n"
        "assert slips.slips('群众满意度达到百分之九十') == []\n"
        "assert slips._counts.cache_info().currsize == 0\n"
        "print(sorted({'jieba', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("example", "severity", "confidence"),
    [
        (row("宣讲等话动场次", "≥12场"), "info", 0.5),  # 话动 alone says little
        (row("宣讲等话动场次", "≥12场", goal="组织宣讲活动"), "warning", 0.9),  # the right word is printed elsewhere
        (document(Set("打击", goal="严历打击违法行为")), "warning", 0.8),  # nothing else can be meant
        (document(Set("药品", goal="落实带晾采购")), "warning", 0.8),  # a long word
    ],
)
def test_how_sure(example: Example, severity: str, confidence: float) -> None:
    (one,) = judge_all(example.extractions(), rules=[rules.find("W114")]).findings
    assert (one.severity, one.confidence) == (severity, confidence)


def test_one_finding_for_all_places() -> None:
    example = document(Set("窗口", (row("服物规范率", "≥95%").sets[0].rows[0],), goal="提升服物水平，服务群众"))
    (one,) = judge_all(example.extractions(), rules=[rules.find("W114")]).findings
    assert [target.part for target in one.targets] == ["goal", "indicator"]
