"""Word lists: each example goes through the code that uses its entry, broken lists are refused, the folder is found."""

import dataclasses
import re
import shutil
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perf_goals import lexicon
from perf_goals.errors import LexiconError
from perf_goals.extract.headings import match
from perf_goals.lexicon import Lexicon, class_key, default, folder, load, unit_key
from perf_goals.model import Nature
from perf_goals.target import parse_nature, parse_target
from perf_goals.text import key, squeeze

TABLES = {
    "headings": "heading",
    "classes": "class",
    "signs": "sign",
    "units": "unit",
    "scales": "scale",
    "words": "list",
}
LEXICON = default()
ROOT = Path(__file__).resolve().parent.parent


def entries(file: str) -> list[dict[str, Any]]:
    """The entries of one list as they are written, past the loader."""
    written = tomllib.loads((ROOT / "lexicon" / f"{file}.toml").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = written[TABLES[file]]
    return rows


def examples(file: str) -> list[Any]:
    """(entry, example) of each example."""
    params = []
    for entry in entries(file):
        for example in entry["examples"]:
            printed = example if isinstance(example, str) else next(iter(example.values()))
            title = entry.get("name") or entry["nature"]
            params.append(pytest.param(entry, example, id=f"{title}: {squeeze(printed)}"))
    return params


# What each entry promises ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("entry", "example"), examples("headings"))
def test_heading(entry: dict[str, Any], example: dict[str, str]) -> None:
    found = match(example["cell"], LEXICON)
    assert example == {"cell": example["cell"], "role": entry["role"]}
    assert found is not None
    assert (found.role, found.heading.name) == (entry["role"], entry["name"])


@pytest.mark.parametrize(("entry", "example"), examples("classes"))
def test_class(entry: dict[str, Any], example: dict[str, str]) -> None:
    found = {1: LEXICON.classes1, 2: LEXICON.classes2}[entry["level"]][class_key(example["cell"])]
    assert example == {"cell": example["cell"], "name": entry["name"]}
    assert (found.level, found.name, found.kind) == (entry["level"], entry["name"], entry["kind"])
    assert (found.parents, found.endings, found.dimensions) == tuple(
        tuple(entry.get(field, ())) for field in ("parents", "endings", "units")
    )


@pytest.mark.parametrize(("entry", "example"), examples("signs"))
def test_sign(entry: dict[str, Any], example: dict[str, str]) -> None:
    got = parse_target(None, example["text"], None)
    assert example == {"text": example["text"], "nature": entry["nature"]}
    assert (got.nature, got.rest, got.confidence, got.reasons) == (Nature(entry["nature"]), "", 1.0, ())


@pytest.mark.parametrize(("entry", "example"), examples("units"))
def test_unit(entry: dict[str, Any], example: dict[str, str]) -> None:
    got = parse_target(None, example["text"], None)
    factor = Decimal(entry["factor"]) if "factor" in entry else None
    assert example.keys() == {"text", "value"}
    assert (got.value, got.canonical, got.dimension, got.factor) == (
        Decimal(example["value"]),
        entry["name"],
        entry["dimension"],
        factor,
    )
    assert (got.rest, got.confidence, got.reasons) == ("", 1.0, ())


@pytest.mark.parametrize(("entry", "example"), examples("scales"))
def test_scale(entry: dict[str, Any], example: dict[str, str]) -> None:
    got = parse_target(None, example["text"], None)
    assert example == {"text": example["text"], "nature": "定性"}
    assert (got.nature, got.text, got.value, got.unit) == (Nature.WORDS, example["text"], None, None)
    assert LEXICON.scales[key(example["text"])] == entry["name"]


@pytest.mark.parametrize(("entry", "example"), examples("words"))
def test_word_list(entry: dict[str, Any], example: str) -> None:
    assert key(example) in LEXICON.words[entry["name"]]
    assert LEXICON.words[entry["name"]] == {key(word) for word in entry["words"]}


# What the other words of an entry promise: those without an example of their own -----------------------------------


@pytest.mark.parametrize(
    "shape", ["≥5{}", "5{}", "≤12.06{}", "≥1,200{}", "3-5{}", "≥95（{}）", "5{}以上", "控制在5{}以内"]
)
def test_each_name_and_alias_of_a_unit_is_read(shape: str) -> None:
    words = [(entry["name"], word) for entry in entries("units") for word in (entry["name"], *entry.get("aliases", ()))]
    read = []
    for name, word in words:
        got = parse_target(None, shape.format(word), None)
        if (got.canonical, got.unit, got.rest, got.confidence) != (name, word, "", 1.0):
            read.append((word, got))
    assert read == []
    assert len(words) == len(LEXICON.units) > 100


@pytest.mark.parametrize("amount", ["5%", "5", "5万元", "五次"])
def test_each_word_before_and_after_a_number_is_read(amount: str) -> None:
    cells = [
        (entry["nature"], cell)
        for entry in entries("signs")
        for cell in (
            *(word + amount for word in entry.get("before", ())),
            *(amount + word for word in entry.get("after", ())),
        )
    ]
    got = [(parse_target(None, cell, None), cell) for _, cell in cells]
    assert [(str(target.nature), cell, target.rest, target.confidence) for target, cell in got] == [
        (nature, cell, "", 1.0) for nature, cell in cells
    ]


def test_each_word_of_the_nature_column_is_read() -> None:
    words = [(Nature(entry["nature"]), word) for entry in entries("signs") for word in entry["cells"]]
    assert [(parse_nature(word), word) for _, word in words] == words


def test_each_thing_that_may_be_zero_is_read() -> None:
    cells = sorted("零" + word for word in LEXICON.words["zero"])
    got = [parse_target(None, cell, None) for cell in cells]
    assert [(target.nature, target.value, cell) for target, cell in zip(got, cells, strict=True)] == [
        (Nature.EQ, Decimal(0), cell) for cell in cells
    ]


def test_each_frequency_keeps_its_words() -> None:
    cells = sorted(word + "一次" for word in LEXICON.words["frequency"])
    got = [parse_target(None, cell, None) for cell in cells]
    assert [(target.nature, target.text) for target in got] == [(Nature.WORDS, cell) for cell in cells]


def test_classes_name_dimensions_that_units_have() -> None:
    known = {unit.dimension for unit in LEXICON.units.values()}
    named = {dimension for found in LEXICON.classes2.values() for dimension in found.dimensions}
    assert named <= known
    assert len(named) > 10


# Refusals ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the real lists, to be altered."""
    return shutil.copytree(ROOT / "lexicon", tmp_path / "lexicon")


def problems(directory: Path) -> list[str]:
    with pytest.raises(LexiconError) as caught:
        load(directory)
    return caught.value.problems


def append(directory: Path, file: str, text: str) -> int:
    """Add entries to the end of one list; returns the number of the first of them."""
    with (directory / f"{file}.toml").open("a", encoding="utf-8") as out:
        out.write(f"\n{text}\n")
    return len(entries(file)) + 1


TYPE = "的类型不对（应为字符串或列表，数字也写成字符串）"
HEADING = '[[heading]]\nrole = "note"\nname = "甲乙丙"\n'
CLASS = '[[class]]\nlevel = 2\nkind = "产出"\nname = "甲乙丙"\n'
SIGN = '[[sign]]\nnature = "≥"\ncells = ["甲乙丙"]\n'
UNIT = '[[unit]]\nname = "甲乙丙"\ndimension = "item"\n'
SCALE = '[[scale]]\nname = "甲乙丙"\ngrades = ["甲", "乙", "丙"]\n'
EXAMPLES = 'examples = ["甲乙丙"]\n'

# Why the entry is refused: (file, entries appended to it, problems behind the file's name and the first entry's number)
ENTRIES = {
    "unknown key": ("headings", HEADING + EXAMPLES + "alias = []", ["第{}条 甲乙丙：不认识的键 alias"]),
    "unknown keys are named together": (
        "units",
        UNIT + EXAMPLES + 'symbol = 5\nfaktor = "1"',
        ["第{}条 甲乙丙：不认识的键 faktor、symbol"],
    ),
    "field missing: role": ("headings", '[[heading]]\nname = "甲乙丙"\n' + EXAMPLES, ["第{}条 甲乙丙：缺少 role"]),
    "fields missing: all of a heading": ("headings", "[[heading]]", ["第{}条：缺少 role、name、examples"]),
    "fields missing: all of a class": ("classes", "[[class]]", ["第{}条：缺少 level、name、kind、examples"]),
    "fields missing: all of a sign": ("signs", "[[sign]]", ["第{}条：缺少 nature、cells、examples"]),
    "fields missing: all of a unit": ("units", "[[unit]]", ["第{}条：缺少 name、dimension、examples"]),
    "fields missing: all of a scale": ("scales", "[[scale]]", ["第{}条：缺少 name、grades、examples"]),
    "fields missing: all of a list": ("words", "[[list]]", ["第{}条：缺少 name、words、examples"]),
    "field missing: no example": ("scales", SCALE, ["第{}条 甲乙丙：缺少 examples"]),
    "field missing: a list that is there and empty": (
        "signs",
        '[[sign]]\nnature = "≥"\ncells = []\n' + EXAMPLES,
        ["第{}条 ≥：缺少 cells"],
    ),
    "unknown key, and a name that is there already": (
        "units",
        UNIT.replace("甲乙丙", "元") + EXAMPLES + "symbol = 5",
        ["第{}条 元：不认识的键 symbol", "第{}条 元：“元”与别的条目冲突"],
    ),
    "unknown and missing in one entry": (
        "headings",
        '[[heading]]\nrolle = "note"\nname = "甲乙丙"\n' + EXAMPLES,
        ["第{}条 甲乙丙：不认识的键 rolle", "第{}条 甲乙丙：缺少 role"],
    ),
    "type: factor as a number": ("units", UNIT + EXAMPLES + "factor = 1.5", [f"第{{}}条 甲乙丙：factor {TYPE}"]),
    "type: aliases as a string": (
        "headings",
        HEADING + EXAMPLES + 'aliases = "丁"',
        [f"第{{}}条 甲乙丙：aliases {TYPE}"],
    ),
    "type: a number among the aliases": (
        "units",
        UNIT + EXAMPLES + 'aliases = ["丁", 5]',
        [f"第{{}}条 甲乙丙：aliases {TYPE}"],
    ),
    "type: a number among the parents": (
        "classes",
        CLASS + EXAMPLES + "parents = [1]",
        [f"第{{}}条 甲乙丙：parents {TYPE}"],
    ),
    "type: examples as a string": ("units", UNIT + 'examples = "≥5甲"', [f"第{{}}条 甲乙丙：examples {TYPE}"]),
    "type: name as a number": (
        "scales",
        '[[scale]]\nname = 12\ngrades = "甲"\n' + EXAMPLES,
        [f"第{{}}条 12：name、grades {TYPE}"],
    ),
    "type: nature as a number": (
        "signs",
        '[[sign]]\nnature = 5\ncells = ["甲"]\n' + EXAMPLES,
        [f"第{{}}条 5：nature {TYPE}"],
    ),
    "unknown role": (
        "headings",
        '[[heading]]\nrole = "remark"\nname = "甲乙丙"\n' + EXAMPLES,
        ["第{}条 甲乙丙：不认识的 role “remark”"],
    ),
    "unknown nature": (
        "signs",
        '[[sign]]\nnature = "≧"\ncells = ["甲"]\n' + EXAMPLES,
        ["第{}条 ≧：nature 只能是 ≥、≤、=、>、<、区间、定性"],
    ),
    "unknown level": ("classes", CLASS.replace("2", "3") + EXAMPLES, ["第{}条 甲乙丙：level 只能是 1 或 2"]),
    "level as a string": ("classes", CLASS.replace("2", '"2"') + EXAMPLES, ["第{}条 甲乙丙：level 只能是 1 或 2"]),
    "level as a list": ("classes", CLASS.replace("2", "[2]") + EXAMPLES, ["第{}条 甲乙丙：level 只能是 1 或 2"]),
    "unknown kind": (
        "classes",
        CLASS.replace("产出", "过程") + EXAMPLES,
        ["第{}条 甲乙丙：kind 只能是 产出、成本、效益、满意度、管理"],
    ),
    "unknown parent": (
        "classes",
        CLASS + EXAMPLES + 'parents = ["产出指标", "产量指标"]',
        ["第{}条 甲乙丙：parents 里的“产量指标”不是前面列出的一级指标"],
    ),
    "a second-level class is no parent": (
        "classes",
        CLASS + EXAMPLES + 'parents = ["数量指标"]',
        ["第{}条 甲乙丙：parents 里的“数量指标”不是前面列出的一级指标"],
    ),
    "factor is no number": (
        "units",
        UNIT + EXAMPLES + 'factor = "一百"',
        ["第{}条 甲乙丙：factor “一百”不是大于 0 的数"],
    ),
    "factor is empty": ("units", UNIT + EXAMPLES + 'factor = ""', ["第{}条 甲乙丙：factor “”不是大于 0 的数"]),
    "factor is zero": ("units", UNIT + EXAMPLES + 'factor = "0"', ["第{}条 甲乙丙：factor “0”不是大于 0 的数"]),
    "factor is negative": ("units", UNIT + EXAMPLES + 'factor = "-1"', ["第{}条 甲乙丙：factor “-1”不是大于 0 的数"]),
    "factor is not finite": (
        "units",
        UNIT + EXAMPLES + 'factor = "NaN"',
        ["第{}条 甲乙丙：factor “NaN”不是大于 0 的数"],
    ),
    "name twice in the file: another entry": (
        "headings",
        HEADING.replace("甲乙丙", "序号") + EXAMPLES,
        ["第{}条 序号：“序号”与别的条目冲突"],
    ),
    "name twice in the file: the same entry again": (
        "scales",
        SCALE.replace("甲乙丙", "优中差") + EXAMPLES,
        ["第{}条 优中差：“优中差”重复"],
    ),
    "name twice: its own alias": (
        "headings",
        HEADING + EXAMPLES + 'aliases = ["甲乙丙"]',
        ["第{}条 甲乙丙：“甲乙丙”重复"],
    ),
    "name twice: blanks, brackets and case aside": (
        "headings",
        HEADING + EXAMPLES + 'aliases = ["部门（单位） 名称", "ｌｖ１"]',
        ["第{}条 甲乙丙：“部门（单位） 名称”与别的条目冲突", "第{}条 甲乙丙：“ｌｖ１”与别的条目冲突"],
    ),
    "name twice: points and 指标 aside": (
        "classes",
        CLASS.replace("甲乙丙", "1.数量（10分）") + EXAMPLES,
        ["第{}条 1.数量（10分）：“1.数量（10分）”与别的条目冲突"],
    ),
    "name twice: full-width percent sign": (
        "units",
        UNIT.replace("甲乙丙", "％") + EXAMPLES,
        ["第{}条 ％：“％”与别的条目冲突"],
    ),
    "name twice: one character for two, after NFKC": (
        "units",
        UNIT + EXAMPLES + 'aliases = ["㎡", "㎏"]',
        ["第{}条 甲乙丙：“㎡”与别的条目冲突", "第{}条 甲乙丙：“㎏”与别的条目冲突"],
    ),
    "name twice: full-width slash": (
        "scales",
        SCALE + EXAMPLES + 'aliases = ["优／中／差"]',
        ["第{}条 甲乙丙：“优／中／差”与别的条目冲突"],
    ),
    "alias of two entries": (
        "units",
        UNIT + EXAMPLES + 'aliases = ["丁戊"]\n' + UNIT.replace("甲乙丙", "甲乙") + EXAMPLES + 'aliases = ["丁戊"]',
        ["第{next}条 甲乙：“丁戊”与别的条目冲突"],
    ),
    "sign of two natures": (
        "signs",
        '[[sign]]\nnature = "≤"\ncells = ["甲"]\nbefore = ["不低于"]\nafter = ["以上"]\n' + EXAMPLES,
        ["第{}条 ≤：“不低于”与别的条目冲突", "第{}条 ≤：“以上”与别的条目冲突"],
    ),
    "sign twice in one nature": ("signs", SIGN + 'before = ["不低于"]\n' + EXAMPLES, ["第{}条 ≥：“不低于”重复"]),
    "ending of two roles": (
        "headings",
        HEADING + EXAMPLES + 'endings = ["方向性"]',
        ["第{}条 甲乙丙：“方向性”与别的条目冲突"],
    ),
    "a word that is only blanks": (
        "headings",
        HEADING + EXAMPLES + 'aliases = ["丁", " \u3000"]',
        ["第{}条 甲乙丙：“ \u3000”去掉空白后是空的"],
    ),
    "unknown list": (
        "words",
        '[[list]]\nname = "forwards"\nwords = ["正"]\nexamples = ["正"]',
        ["第{}条 forwards：不认识的组名"],
    ),
    "a list twice": (
        "words",
        '[[list]]\nname = "forward"\nwords = ["正"]\nexamples = ["正"]',
        ["第{}条 forward：这一组出现了两次"],
    ),
    "a word twice in a list": (
        "words",
        '[[list]]\nname = "forward"\nwords = ["正", "Ａ", "a", "正"]\nexamples = ["正"]',
        ["第{}条 forward：“a”重复", "第{}条 forward：“正”重复", "第{}条 forward：这一组出现了两次"],
    ),
}


@pytest.mark.parametrize(("file", "text", "expected"), ENTRIES.values(), ids=ENTRIES)
def test_refused_entry(copied: Path, file: str, text: str, expected: list[str]) -> None:
    number = append(copied, file, text)
    assert problems(copied) == [f"{file}.toml：" + what.format(number, next=number + 1) for what in expected]


@pytest.mark.parametrize("file", TABLES)
def test_missing_file(copied: Path, file: str) -> None:
    (copied / f"{file}.toml").unlink()
    # without first-level classes no parent is known, without units nothing is: only the file itself is named
    assert problems(copied) == [f"{file}.toml：找不到这个文件"]


def test_missing_folder(tmp_path: Path) -> None:
    assert problems(tmp_path / "nowhere") == [f"{file}.toml：找不到这个文件" for file in TABLES]


@pytest.mark.parametrize("file", TABLES)
def test_broken_file(copied: Path, file: str) -> None:
    append(copied, file, 'name = "没有收尾的引号')
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads((copied / f"{file}.toml").read_text(encoding="utf-8"))
    assert problems(copied) == [f"{file}.toml：不是有效的 TOML 文件（{caught.value}）"]


def test_key_written_twice_in_one_entry(copied: Path) -> None:
    append(copied, "units", UNIT + EXAMPLES + EXAMPLES)
    (problem,) = problems(copied)
    assert re.fullmatch(
        r"units\.toml：不是有效的 TOML 文件（Cannot overwrite a value \(at line \d+, column \d+\)）", problem
    )


def test_file_in_another_encoding(copied: Path) -> None:
    (copied / "units.toml").write_text("# 单位", encoding="gbk")
    (problem,) = problems(copied)
    assert problem.startswith("units.toml：不是有效的 TOML 文件（'utf-8' codec can't decode byte 0xb5 in position 2")


def test_folder_in_the_place_of_a_file(copied: Path) -> None:
    path = copied / "units.toml"
    path.unlink()
    path.mkdir()
    with pytest.raises(OSError, match=re.escape(path.name)) as caught:
        path.read_text(encoding="utf-8")
    assert problems(copied) == [f"units.toml：不是有效的 TOML 文件（{caught.value}）"]


# What stands in the place of a whole file: (file, its text, problems behind the file's name)
FILES = {
    "no schema": ("scales", SCALE + EXAMPLES, ["开头应有 schema = 1"]),
    "another schema": ("scales", "schema = 2\n" + SCALE + EXAMPLES, ["开头应有 schema = 1"]),
    "empty": ("scales", "", ["开头应有 schema = 1"]),
    "no entries": ("scales", "schema = 1", ["没有 [[scale]]"]),
    "an empty list of entries": ("scales", "schema = 1\nscale = []", ["没有 [[scale]]"]),
    "one table in single brackets": (
        "scales",
        "schema = 1\n" + SCALE.replace("[[scale]]", "[scale]") + EXAMPLES,
        ["scale 应写成 [[scale]]"],
    ),
    "a number in the place of the entries": ("scales", "schema = 1\nscale = 5", ["scale 应写成 [[scale]]"]),
    "a list of words in the place of the entries": (
        "scales",
        'schema = 1\nscale = ["优中差"]',
        ["scale 应写成 [[scale]]"],
    ),
    "another file's table": (
        "scales",
        "schema = 1\n" + UNIT + EXAMPLES,
        ["不认识的表 [unit]，本文件只有 [[scale]]", "没有 [[scale]]"],
    ),
    "a table that no file has, beside the right one": (
        "scales",
        "schema = 1\n" + SCALE + EXAMPLES + "[grade]\n",
        ["不认识的表 [grade]，本文件只有 [[scale]]"],
    ),
    "a parent listed behind its child": (
        "classes",
        "schema = 1\n"
        + (CLASS + EXAMPLES + 'parents = ["产出指标"]\n')
        + (CLASS.replace("2", "1").replace("甲乙丙", "产出指标") + EXAMPLES),
        ["第1条 甲乙丙：parents 里的“产出指标”不是前面列出的一级指标"],
    ),
    "lists missing": (
        "words",
        "schema = 1\n"
        + "".join(
            f'[[list]]\nname = "{name}"\nwords = ["甲"]\nexamples = ["甲"]\n'
            for name in sorted(lexicon.LISTS - {"blank", "zero"})
        ),
        ["缺少 blank 这一组", "缺少 zero 这一组"],
    ),
}


@pytest.mark.parametrize(("file", "text", "expected"), FILES.values(), ids=FILES)
def test_refused_file(copied: Path, file: str, text: str, expected: list[str]) -> None:
    (copied / f"{file}.toml").write_text(text, encoding="utf-8")
    assert problems(copied) == [f"{file}.toml：{what}" for what in expected]


def test_everything_wrong_anywhere_is_reported_at_once(copied: Path) -> None:
    heading = append(
        copied, "headings", HEADING + EXAMPLES + 'kind = "x"\n[[heading]]\nrole = "x"\nname = "丁"\n' + EXAMPLES
    )
    (copied / "classes.toml").unlink()
    sign = append(copied, "signs", SIGN.replace("≥", "大于等于") + EXAMPLES)
    unit = append(copied, "units", UNIT + "factor = 1\n" + UNIT.replace("甲乙丙", "元") + EXAMPLES)
    scales = (copied / "scales.toml").read_text(encoding="utf-8")
    (copied / "scales.toml").write_text(scales.replace("schema = 1", ""), encoding="utf-8")
    scale = append(copied, "scales", SCALE + 'aliases = ["优中差"]\n' + EXAMPLES)
    words = append(copied, "words", '[[list]]\nname = "x"\nwords = ["正"]\n' + EXAMPLES)
    expected = [
        f"headings.toml：第{heading}条 甲乙丙：不认识的键 kind",
        f"headings.toml：第{heading + 1}条 丁：不认识的 role “x”",
        "classes.toml：找不到这个文件",
        f"signs.toml：第{sign}条 大于等于：nature 只能是 ≥、≤、=、>、<、区间、定性",
        f"units.toml：第{unit}条 甲乙丙：缺少 examples",
        f"units.toml：第{unit}条 甲乙丙：factor {TYPE}",
        f"units.toml：第{unit + 1}条 元：“元”与别的条目冲突",
        "scales.toml：开头应有 schema = 1",
        f"scales.toml：第{scale}条 甲乙丙：“优中差”与别的条目冲突",
        f"words.toml：第{words}条 x：不认识的组名",
    ]
    with pytest.raises(LexiconError) as caught:
        load(copied)
    assert caught.value.problems == expected
    assert str(caught.value) == "词库有误，请按提示修改：\n" + "\n".join(expected)


# The real lists ----------------------------------------------------------------------------------------------------


def content(loaded: Lexicon) -> dict[str, dict[str, Any]]:
    return {field.name: dict(getattr(loaded, field.name)) for field in dataclasses.fields(loaded)}


def test_two_loads_have_equal_content_and_are_not_the_same() -> None:
    first, second = load(folder()), load(folder())
    assert content(first) == content(second)
    assert all(content(first).values())
    assert first != second  # what is derived from one must not be cached for the other


def test_default_is_the_real_folder_loaded_once() -> None:
    assert default() is default()
    assert content(default()) == content(load(ROOT / "lexicon"))


def test_byte_order_mark_does_no_harm(copied: Path) -> None:
    path = copied / "units.toml"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert content(load(copied)) == content(default())


def test_nothing_can_be_changed_after_loading() -> None:
    for field in dataclasses.fields(default()):
        with pytest.raises(TypeError, match="does not support item assignment"):
            getattr(default(), field.name)["甲"] = None


def test_folder_in_the_source_tree() -> None:
    assert folder() == ROOT / "lexicon"


def test_folder_in_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "__file__", str(tmp_path / "perf_goals" / "lexicon.py"))
    assert folder() == tmp_path / "lexicon"
    (tmp_path / "perf_goals" / "_lexicon").mkdir(parents=True)
    assert folder() == tmp_path / "perf_goals" / "_lexicon"


def test_headings_are_ranked_in_the_order_of_the_file() -> None:
    names = [entry["name"] for entry in entries("headings")]
    ranks = {heading.name: heading.rank for heading in LEXICON.headings.values()}
    assert sorted(names, key=ranks.__getitem__) == names


# Why the case is there: (printed, key)
CLASS_KEYS = {
    "the name itself": ("产出指标", "产出"),
    "目标 at the end": ("产出目标", "产出"),
    "points in brackets": ("产出指标（50分）", "产出"),
    "points in half-width brackets": ("产出(50)指标", "产出"),
    "broken over a line": ("效益\n指标", "效益"),
    "numbered": ("1.数量 指标", "数量"),
    "numbered with 、": ("2、质量指标", "质量"),
    "numbered in Chinese": ("十二、质量指标", "质量"),
    "asterisk and colon": ("*时效指标：", "时效"),
    "指标 alone is kept": ("指标", "指标"),
    "one ending only": ("绩效目标指标", "绩效目标"),
    "case folded": ("Ａ类", "a类"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("printed", "expected"), CLASS_KEYS.values(), ids=CLASS_KEYS)
def test_class_key(printed: str, expected: str) -> None:
    assert class_key(printed) == expected


# Why the case is there: (printed, key)
UNIT_KEYS = {
    "case is kept": ("MW", "MW"),
    "square": ("m²", "m2"),
    "one character": ("㎡", "m2"),
    "full-width": ("台（套）／年", "台(套)/年"),
    "degrees": ("℃", "°C"),
    "blanks": (" 个\n工作日\u3000", "个工作日"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("printed", "expected"), UNIT_KEYS.values(), ids=UNIT_KEYS)
def test_unit_key(printed: str, expected: str) -> None:
    assert unit_key(printed) == expected
