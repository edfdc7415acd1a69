"""Copies: what is compared, near copies without comparing all pairs, differences, words, clusters."""

import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_goals.errors import LexiconError
from perf_goals.lexicon import default as default_lexicon
from perf_goals.lexicon import folder
from perf_goals.model import Goal, Indicator, Nature, Place, Raw, Scope
from perf_goals.similarity import (
    Apart,
    Cluster,
    Kind,
    Likeness,
    Of,
    Piece,
    Reach,
    goal_clusters,
    near,
    set_clusters,
    sets,
    words,
)
from perf_goals.similarity.differ import LONG, differences, shared
from perf_goals.similarity.near import Family, families, set_families
from perf_goals.similarity.normal import bare, clauses, core, likeness, loose, own_names, pairs, without
from perf_goals.target import parse_target

WRITTEN = "组织志愿者进社区开展便民服务，提升居民文明素养和幸福感"


def goal(text: str | None, project: str = "志愿服务", department: str | None = "柳河区民政局", **more: Any) -> Goal:
    file = more.pop("document", f"{department}.txt")
    place = Place(file, line=more.pop("line", 1))
    return Goal(file, department, more.pop("year", 2026), Scope.PROJECT, project, Decimal(10), text, place, **more)


def row(name: str, value: str, project: str = "走访", department: str = "柳河区民政局", year: int = 2026) -> Indicator:
    place = Place(f"{department}{year}.txt", line=1)
    return Indicator(
        place.file, department, year, Scope.PROJECT, project, "产出指标", "数量指标", name, parse_target(None, value, None),
        None, None, Raw(value=value), place, place,
    )  # fmt: skip


def short(cluster: Cluster) -> tuple[Any, ...]:
    """A cluster in few words."""
    return (
        cluster.likeness,
        [(one.department, one.project, one.likeness) for one in cluster.members],
        cluster.reach,
        cluster.apart,
    )


# What is compared ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("１．慰问群众　120户。", "慰问群众120户"),
        ("一、巡河；二、清淤", "巡河；清淤"),
        ("1.5万人受益", "１.５万人受益。"),
        ("完成“厕改”任务", "完成厕改任务"),
    ],
)
def test_bare_texts_are_one(one: str, other: str) -> None:
    assert bare(one) == bare(other) != ""


def test_pairs_of_short_texts() -> None:
    assert [sorted(pairs(text)) for text in ("", "水", "水利")] == [[], ["水"], ["水利"]]
    assert (likeness(pairs("水"), pairs("水")), likeness(pairs(""), pairs(""))) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("养护道路120公里", "道路养护", ()), ("养护道路86公里", "道路养护", ()), True),
        (("做好健康步道建设工作", "健康步道建设", ()), ("做好农贸市场建设工作", "农贸市场建设", ()), True),
        (("提升全县公厕水平", "公厕", ()), ("提升本区公厕水平", "公厕", ()), True),
        (("柳河区馆送戏下乡", "送戏", own_names("柳河区馆")), ("石桥县馆送戏下乡", "送戏", own_names("石桥县馆")), True),
        (("培训护林员", "培训", ()), ("培训会计", "培训", ()), False),
    ],
)  # fmt: skip
def test_loose_texts(one: tuple[Any, ...], other: tuple[Any, ...], alike: bool) -> None:
    assert (loose(*one) == loose(*other)) is alike


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="保障1一、.)，,。；！？\n\r\t\u3000\u200b ％>=（", max_size=20))
def test_clauses_are_found_in_any_text(text: str) -> None:
    found = clauses(text)
    assert all(plain and printed for plain, printed in found)
    assert all(printed in text.replace("\n", "。") for _, printed in found)
    assert "".join(plain for plain, _ in found) == bare(text.replace("\n", "。"))


def test_own_names_of_nothing() -> None:
    assert own_names(None, "") == ()


def test_without_phrases() -> None:
    assert without(bare("应保尽保，供养 310 人"), ["应保尽保"]) == "供养310人"


def test_core_keeps_what_a_project_is() -> None:
    assert core("2026年健康步道(二期)") == core("2025年度健康步道") == "健康步道"


def test_figures_of_one_value() -> None:
    written = ["≥95%", "≥95.0 %", "不低于95%"]
    assert {sets.figure(parse_target(None, text, None)) for text in written} == {"≥95%"}
    assert sets.figure(parse_target(None, "90%-95%", None)) == "区间90-95%"
    assert sets.figure(parse_target(None, "及时", None)) == "及时"


# Near copies --------------------------------------------------------------------------------------------------------


def test_exact_copies_need_no_marks() -> None:
    assert families(["", "水", "水", ""], 0.9) == [Family(1, ((2, 1.0),))]


@pytest.mark.parametrize("few", [64, 0])
def test_texts_that_are_too_short_are_no_near_copies(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "FEW", few)
    texts = ["巡查河道清理垃圾共一次", "巡查河道清理垃圾共二次", "水"]
    assert families(texts, 0.5) != []
    assert families(texts, 0.5, shortest=12) == []


@pytest.mark.parametrize("least", [0, 1.5, -1])
def test_a_share_beyond_its_bounds_is_refused(least: float) -> None:
    with pytest.raises(ValueError, match="least must be above 0 and at most 1"):
        families(["a"], least)


def chain_of_texts(links: int) -> list[str]:
    """Each is near the next one, the first is nothing like the last."""
    base = [chr(0x4E00 + at) for at in range(60)]
    return ["".join([chr(0x6000 + at) for at in range(5 * link)] + base[5 * link :]) for link in range(links)]


@pytest.mark.parametrize("few", [True, False])
def test_members_are_like_their_first_one_not_like_each_other_s_neighbour(
    few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near, "FEW", 64 if few else 0)
    texts = chain_of_texts(8)
    assert likeness(pairs(texts[0]), pairs(texts[1])) > 0.8 > likeness(pairs(texts[0]), pairs(texts[7]))
    found = families(texts, 0.8)
    assert found
    for family in found:
        for at, share in family.others:
            assert share == likeness(pairs(texts[family.first]), pairs(texts[at])) >= 0.8


def mixed(size: int) -> list[str]:
    """Texts of which some are copies with a few words changed."""
    rng = random.Random(size)
    signs = [chr(0x4E00 + at) for at in range(400)]
    found: list[str] = []
    for _ in range(size):
        if found and rng.random() < 0.3:
            text = rng.choice(found)
            at = rng.randrange(len(text))
            found.append(text[:at] + rng.choice(["", "积极", "稳步推进"]) + text[at + rng.randrange(3) :])
        else:
            found.append("".join(rng.choices(signs, k=rng.randint(1, 70))))
    return found


def named(texts: list[str], found: list[Family]) -> set[tuple[str, ...]]:
    return {(texts[one.first], *sorted(texts[at] for at, _ in one.others)) for one in found}


@pytest.mark.parametrize("size", [40, 400])
def test_results_do_not_depend_on_the_order(size: int) -> None:
    texts = mixed(size)
    other = texts[:]
    random.Random(1).shuffle(other)
    first, second = families(texts, 0.8), families(other, 0.8)
    assert first == families(texts, 0.8)
    assert named(texts, first) == named(other, second)


@pytest.mark.parametrize("size", [40, 400])
def test_few_near_copies_are_missed(size: int) -> None:
    texts = sorted(set(mixed(size)))
    marks = [pairs(text) for text in texts]
    truly = {
        at for pair in combinations(range(len(texts)), 2) if likeness(marks[pair[0]], marks[pair[1]]) >= 0.85
        for at in pair
    }  # fmt: skip
    found = {at for family in families(texts, 0.85) for at in family.all}
    assert found <= truly
    assert len(truly - found) <= 1 + len(truly) // 20  # a text whose only neighbour follows another first stays alone


def test_sets_of_marks() -> None:
    some = [frozenset(f"{name}{at}" for at in range(10)) for name in "abc"]
    assert set_families([*some, some[1] - {"b3"}, frozenset()], 0.9) == [Family(1, ((3, 18 / 19),))]


def test_many_sets_of_marks() -> None:
    some = [frozenset(f"{number}-{at}" for at in range(10)) for number in range(200)]
    assert set_families([*some, some[7] - {"7-3"}], 0.9) == [Family(7, ((200, 18 / 19),))]


# Differences --------------------------------------------------------------------------------------------------------

TEXT = st.text(alphabet="保障群众出行，。5年\n", max_size=40)


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT)
def test_pieces_give_both_texts_back(one: str, other: str) -> None:
    pieces = differences(one, other)
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.THERE) == one
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.HERE) == other
    assert all(piece.text for piece in pieces)
    assert all(first.kind is not second.kind for first, second in pairwise(pieces))


def test_differences_of_a_copy() -> None:
    assert differences("采购图书2000册", "采购设备12台") == (
        Piece(Kind.SAME, "采购"),
        Piece(Kind.HERE, "图书"),
        Piece(Kind.THERE, "设备1"),
        Piece(Kind.SAME, "2"),
        Piece(Kind.HERE, "000册"),
        Piece(Kind.THERE, "台"),
    )
    assert differences("", "") == ()
    assert differences("新", "") == (Piece(Kind.HERE, "新"),)


def test_long_texts_are_compared_by_clauses() -> None:
    one = "，".join(f"第{number}项完成" for number in range(LONG // 4))
    pieces = differences("甲" + one + "甲", "乙" + one + "乙")
    assert [piece.kind for piece in pieces] == [Kind.HERE, Kind.THERE, Kind.SAME, Kind.HERE, Kind.THERE]
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.HERE) == "乙" + one + "乙"


def test_shared_wording_of_several() -> None:
    text = "完善设施，保障群众安全出行，全年养护5次"
    others = ["保障群众安全出行，全年养护8次", "完善设施，保障群众安全出行"]
    assert shared(text, [differences(text, other) for other in others]) == ("保障群众安全出行",)
    assert shared(text, []) == (text,)
    assert shared("短", []) == ()


# Words --------------------------------------------------------------------------------------------------------------


def test_words_of_the_trade_are_not_cut() -> None:
    assert words.tokens("2026年政府性基金预算拨款") == ["政府性基金预算拨款"]
    assert "满意度" in words.domain_words(default_lexicon(), folder())


def test_a_broken_list_of_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "metrics.toml").write_text("metric = 3", encoding="utf-8")
    with pytest.raises(LexiconError, match="不是有效的词表"):
        words.domain_words(default_lexicon(), tmp_path)


def test_words_in_common() -> None:
    text = "为困难群众发放医疗救助金，减轻看病负担"
    found = words.in_common(text, ["困难群众 医疗 群众满意度", "医疗 医疗", "道路养护 养护里程", "5"])
    assert found == (frozenset({"困难群众", "医疗"}), frozenset({"医疗"}), frozenset[str](), frozenset[str]())
    assert words.in_common(text, ["医疗救助经费"], ["医疗", "救助", "医疗救助"]) == (frozenset[str](),)
    assert words.in_common("100%", ["医疗救助"]) == (frozenset[str](),)
    assert words.in_common(text, []) == ()


# Clusters -----------------------------------------------------------------------------------------------------------


def test_verbatim_goals_of_a_document() -> None:
    got = goal_clusters(
        [goal(WRITTEN), goal(WRITTEN + "。", "科普"), goal("救助流浪人员120人次", "救助"), goal(None, "空")]
    )
    assert [short(one) for one in got] == [
        (
            Likeness.VERBATIM,
            [("柳河区民政局", "志愿服务", Likeness.VERBATIM), ("柳河区民政局", "科普", Likeness.VERBATIM)],
            (Reach.DOCUMENT,),
            None,
        )
    ]
    assert got[0].of is Of.GOAL
    assert got[0].shared == (WRITTEN,)
    assert [one.differences for one in got[0].members] == [
        (),
        (Piece(Kind.SAME, WRITTEN), Piece(Kind.THERE, "。")),
    ]


def test_a_copy_that_names_its_own_project_is_still_verbatim() -> None:
    """Loosely compared such a text is another one; what is printed is the same."""
    text = "按月足额发放在职人员工资，及时缴纳各项社会保险，合理编制预算，控制年末结余"
    (cluster,) = goal_clusters([goal(text, "工资福利支出"), goal(text, "社会保险缴费", line=2)])
    assert (cluster.likeness, [member.likeness for member in cluster.members]) == (
        Likeness.VERBATIM,
        [Likeness.VERBATIM, Likeness.VERBATIM],
    )


def test_one_project_in_two_rows_is_no_copy() -> None:
    assert goal_clusters([goal(WRITTEN, line=1), goal(WRITTEN, line=9)]) == ()


def test_names_and_figures_exchanged_between_departments() -> None:
    one = goal("柳河区文化馆全年送戏下乡60场，让柳河区群众看上好戏", "送戏下乡", "柳河区文化馆")
    other = goal("石桥县文化馆全年送戏下乡18场，让石桥县群众看上好戏", "送戏下乡", "石桥县文化馆")
    (got,) = goal_clusters([one, other])
    assert short(got) == (
        Likeness.BUT_FOR_NAMES,
        [
            ("柳河区文化馆", "送戏下乡", Likeness.VERBATIM),
            ("石桥县文化馆", "送戏下乡", Likeness.BUT_FOR_NAMES),
        ],
        (Reach.DEPARTMENTS,),
        None,
    )
    assert got.shared == ("文化馆全年送戏下乡", "群众看上好戏")


def test_near_goals_and_years() -> None:
    old = goal(WRITTEN + "，营造良好氛围", year=2025, document="旧.txt")
    (got,) = goal_clusters([goal(WRITTEN + "，营造好的氛围", "志愿活动"), old])
    assert (got.likeness, got.reach) == (Likeness.NEAR, (Reach.YEARS,))
    assert [one.likeness for one in got.members] == [Likeness.VERBATIM, Likeness.NEAR]
    assert 0.85 <= got.members[1].share < 1


def test_the_full_name_of_a_department_is_the_same_department() -> None:
    (got,) = goal_clusters([goal(WRITTEN), goal(WRITTEN, department="伊水市柳河区民政局")])
    assert got.reach == ()


def test_templates_are_set_apart() -> None:
    many = [goal(WRITTEN, department=f"{name}河区民政局") for name in "柳松梅兰竹"]
    assert [one.apart for one in goal_clusters(many)] == [Apart.TEMPLATE]
    assert [one.apart for one in goal_clusters(many, offices=6)] == [None]
    two = [goal(WRITTEN), goal(WRITTEN, "科普")]
    assert [one.apart for one in goal_clusters(two, template=lambda _: True)] == [Apart.TEMPLATE]
    assert [one.apart for one in goal_clusters(two, template=lambda one: one.project == "科普")] == [None]


def test_phrases_that_everybody_has_to_use_are_set_apart() -> None:
    two = [goal("应保尽保，应救尽救"), goal("应保尽保，应救尽救", "低保")]
    assert [one.apart for one in goal_clusters(two, phrases=["应保尽保", "应救尽救"])] == [Apart.STATUTORY]
    assert [one.apart for one in goal_clusters(two)] == [None]


VISIT = [("走访户数", "≥1634户"), ("发放准确率", "100%"), ("困难群众满意度", "≥90%")]


def test_sets_with_the_same_values_and_with_the_same_names() -> None:
    rows = [row(name, value) for name, value in VISIT]
    rows += [row(name, value, "慰问") for name, value in reversed(VISIT)]
    rows += [row(name, value.replace("1634", "88"), "走访", "石桥县民政局") for name, value in VISIT]
    rows += [row("培训人次", "≥30人次", "培训")]
    (got,) = set_clusters(rows)
    assert got.of is Of.SET
    assert short(got) == (
        Likeness.NAMES_ONLY,
        [
            ("柳河区民政局", "慰问", Likeness.VERBATIM),
            ("柳河区民政局", "走访", Likeness.VERBATIM),
            ("石桥县民政局", "走访", Likeness.NAMES_ONLY),
        ],
        (Reach.DEPARTMENTS, Reach.DOCUMENT),
        None,
    )
    assert got.members[0].text == "发放准确率 =100%\n困难群众满意度 ≥90%\n走访户数 ≥1634户"
    assert [one.kind for one in got.members[2].differences] == [Kind.SAME, Kind.HERE, Kind.THERE, Kind.SAME]
    assert [short(one)[0] for one in set_clusters(rows[:6])] == [Likeness.VERBATIM]
    assert set_clusters(rows, fewest=4) == ()


def test_sets_of_a_template_are_set_apart() -> None:
    rows = [row(name, value, project) for project in ("走访", "慰问") for name, value in VISIT]
    (got,) = set_clusters(rows, template=lambda one: True)
    assert got.apart is Apart.TEMPLATE
    (got,) = set_clusters(rows, template=lambda one: one.level3 == "走访户数")
    assert got.apart is None


def test_clusters_do_not_depend_on_the_order() -> None:
    goals = [
        goal(text, f"项目{number % 7}", f"第{number % 5}局", line=number) for number, text in enumerate(mixed(120))
    ]
    rows = [
        replace(row(f"{name}{number % 9}", value, f"项目{number}")) for number in range(30) for name, value in VISIT
    ]
    for given_, make in ((goals, goal_clusters), (rows, set_clusters)):
        turned: Callable[..., Any] = make
        assert turned(given_) == turned(given_[::-1]) != ()


@pytest.mark.parametrize("make", [goal_clusters, set_clusters])
def test_one_department_makes_no_template(make: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="offices must be 2 or more, not 1"):
        make([], offices=1)


# Weight -------------------------------------------------------------------------------------------------------------


def test_heavy_libraries_are_loaded_only_for_copies() -> None:
    code = (
        "import sys\n"
        "from perf_goals.rules import RULES\n"
        "from perf_goals.review import judge_all\n"
        "from perf_goals.rules.example import Row, Set, document\n"
        "import perf_goals.similarity.clusters\n"
        "one = document(Set('危桥加固', (Row('加固桥梁数量', '≥5座'),), goal='加固5座危桥，11月底前完工'),\n"
        "    Set('道路养护', (Row('养护里程', '≥408公里'),), goal='全年养护县道408公里，路况优良'))\n"
        "judge_all(one.extractions(), rules=[rule for rule in RULES if rule.code[0] == 'Y'])\n"
        "print(sorted({'jieba', 'numpy', 'pandas'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout == "[]\n"


def test_the_tokenizer_says_nothing_and_keeps_no_file() -> None:
    code = (
        "import sys, tempfile, pathlib\n"
        "tempfile.tempdir = tempfile.mkdtemp()\n"
        "from perf_goals.similarity.words import tokens\n"
        "tokens('满意度')\n"
        "print(list(pathlib.Path(tempfile.tempdir).iterdir()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_natures_make_different_figures() -> None:
    targets = [parse_target(None, text, None) for text in ("≥5次", "≤5次", "5次")]
    assert [one.nature for one in targets] == [Nature.GE, Nature.LE, Nature.EQ]
    assert len({sets.figure(one) for one in targets}) == 3
