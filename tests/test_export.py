"""Rows as JSON lines, as CSV and in the terminal: whole rows and whole outputs, and what must not happen to text."""

import csv
import io
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_goals import export
from perf_goals.model import (
    Deduction,
    Document,
    Extraction,
    Finding,
    Goal,
    Indicator,
    Nature,
    Place,
    Points,
    Raw,
    Refusal,
    Review,
    Scope,
    Score,
    Severity,
    Target,
    Unread,
)

FILE = "青河区水务局.txt"
BUREAU = "伊水市青河区水务局"
NAME_PLACE = Place(FILE, line=8, table=1, row=2, cell="6")

LENGTH = Indicator(
    document=FILE,
    department=BUREAU,
    year=2026,
    scope=Scope.PROJECT,
    project="管网改造",
    level1="产出指标",
    level2="数量指标",
    level3="改造管网长度",
    target=Target(
        Nature.RANGE, Decimal("12.50"), Decimal("100.00"), None, "公里", "千米", "length", Decimal(1000), confidence=0.7
    ),
    direction="正向",
    weight=Decimal("20"),
    raw=Raw("区间", "12.50-100.00", "公里", "正向", "20", "含支管"),
    place=NAME_PLACE,
    value_place=Place(FILE, line=8, table=1, row=2, cell="8"),
    confidence=0.9,
    reasons=("一级指标由合并单元格推出", "计量单位在另一列"),
)
SERVICE = Indicator(
    document=FILE,
    department=None,
    year=None,
    scope=Scope.DEPARTMENT,
    project=None,
    level1=None,
    level2=None,
    level3="=保障供水",
    target=Target(),
    direction=None,
    weight=None,
    raw=Raw(),
    place=Place(FILE),
    value_place=Place(FILE),
)
GOAL = Goal(
    FILE, BUREAU, 2026, Scope.PROJECT, "防汛物资", Decimal("30.5"), "备足物资，“应急”用。", Place(FILE, line=11)
)
REFUSAL = Refusal(FILE, Place(FILE, page=3, line=12, cell="4"), "≤ 10 日", "有目标值而没有三级指标名称")
FOUND = [
    Extraction(Document(FILE, "text", ()), (LENGTH,), (GOAL,), (REFUSAL,)),
    Extraction(Document("乙.txt", "text", ()), (SERVICE,)),
]
UNREAD = Unread("部门/丙.txt", "部门/丙.txt 是空文件")

LENGTH_ROW: dict[str, Any] = {
    "document": FILE,
    "department": BUREAU,
    "year": 2026,
    "scope": "project",
    "project": "管网改造",
    "level1": "产出指标",
    "level2": "数量指标",
    "level3": "改造管网长度",
    "nature": "区间",
    "value": 12.5,
    "upper": 100,
    "text": None,
    "unit": "公里",
    "direction": "正向",
    "weight": 20,
    "raw": {
        "nature": "区间",
        "direction": "正向",
        "value": "12.50-100.00",
        "unit": "公里",
        "weight": "20",
        "note": "含支管",
    },
    "canonical_unit": "千米",
    "dimension": "length",
    "confidence": 0.9,
    "reasons": ["一级指标由合并单元格推出", "计量单位在另一列"],
    "source": {"line": 8, "table": 1, "row": 2, "cell": "6"},
}
SERVICE_ROW: dict[str, Any] = {
    **dict.fromkeys(export.INDICATOR_FIELDS),
    "document": FILE,
    "scope": "department",
    "level3": "=保障供水",
    "raw": {},
    "confidence": 1.0,
    "reasons": [],
    "source": {},
}
GOAL_ROW = {
    "document": FILE,
    "department": BUREAU,
    "year": 2026,
    "scope": "project",
    "project": "防汛物资",
    "amount": 30.5,
    "goal": "备足物资，“应急”用。",
    "confidence": 1.0,
    "reasons": [],
    "source": {"line": 11},
}
REFUSAL_ROW = {
    "document": FILE,
    "text": "≤ 10 日",
    "reason": "有目标值而没有三级指标名称",
    "source": {"page": 3, "line": 12, "cell": "4"},
}
UNREAD_ROW: dict[str, Any] = {"document": "部门/丙.txt", "text": None, "reason": "部门/丙.txt 是空文件", "source": {}}


class TestRows:
    def test_each_kind(self) -> None:
        assert export.rows(FOUND, "indicators", [UNREAD]) == [LENGTH_ROW, SERVICE_ROW]
        assert export.rows(FOUND, "goals", [UNREAD]) == [GOAL_ROW]
        assert export.rows(FOUND, "refusals", [UNREAD]) == [REFUSAL_ROW, UNREAD_ROW]
        assert export.rows([], "refusals") == []

    def test_fields_in_order(self) -> None:
        """Of the contract, and behind them what this tool adds."""
        assert list(export.rows(FOUND, "indicators")[0]) == list(export.INDICATOR_FIELDS)
        assert list(export.rows(FOUND, "goals")[0]) == list(export.GOAL_FIELDS)
        assert [list(row) for row in export.rows(FOUND, "refusals", [UNREAD])] == [list(export.REFUSAL_FIELDS)] * 2
        assert list(export.FIELDS) == ["indicators", "goals", "refusals"]

    def test_a_refusal_without_words(self) -> None:
        empty = Refusal(FILE, Place(FILE), "", "空")
        assert export.refusal_row(empty)["text"] is None


NUMBERS: list[tuple[str | None, str]] = [
    (None, "null"),
    ("100", "100"),
    ("100.00", "100"),
    ("1E+3", "1000"),
    ("-0.0", "0"),
    ("0.10", "0.1"),
    ("12.5", "12.5"),
    ("123456789012345678901", "123456789012345678901"),
]


@pytest.mark.parametrize(("value", "expected"), NUMBERS)
def test_number(value: str | None, expected: str) -> None:
    assert json.dumps(export.number(None if value is None else Decimal(value))) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_number_keeps_its_value(value: Decimal) -> None:
    assert Decimal(str(export.number(value))) == value


class TestJsonl:
    def test_one_object_a_line(self) -> None:
        text = export.to_jsonl(export.rows(FOUND, "refusals", [UNREAD]))
        assert text == (
            '{"document": "青河区水务局.txt", "text": "≤ 10 日", "reason": "有目标值而没有三级指标名称", '
            '"source": {"page": 3, "line": 12, "cell": "4"}}\n'
            '{"document": "部门/丙.txt", "text": null, "reason": "部门/丙.txt 是空文件", "source": {}}\n'
        )

    def test_nothing(self) -> None:
        assert export.to_jsonl([]) == ""

    @given(st.text())
    def test_any_text_stays_in_its_line(self, text: str) -> None:
        line, rest = export.to_jsonl([{"goal": text}]).split("\n")
        assert (json.loads(line), rest) == ({"goal": text}, "")


def parsed(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


class TestCsv:
    def test_whole(self) -> None:
        assert export.to_csv(export.rows(FOUND, "goals"), "goals") == (
            "\ufeffdocument,department,year,scope,project,amount,goal,confidence,reasons,source\r\n"
            "青河区水务局.txt,伊水市青河区水务局,2026,project,防汛物资,30.5,备足物资，“应急”用。,1.0,,"
            '"{""line"": 11}"\r\n'
        )

    def test_lists_and_objects(self) -> None:
        header, *lines = parsed(export.to_csv(export.rows(FOUND, "indicators"), "indicators"))
        assert header == list(export.INDICATOR_FIELDS)
        first = dict(zip(header, lines[0], strict=True))
        assert (first["reasons"], first["upper"], first["text"]) == (
            "一级指标由合并单元格推出；计量单位在另一列",
            "100",
            "",
        )
        assert (json.loads(first["raw"]), json.loads(first["source"])) == (LENGTH_ROW["raw"], LENGTH_ROW["source"])
        second = dict(zip(header, lines[1], strict=True))
        assert (second["level3"], second["raw"], second["project"]) == ("'=保障供水", "{}", "")

    def test_nothing(self) -> None:
        assert export.to_csv([], "refusals") == "\ufeffdocument,text,reason,source\r\n"

    @pytest.mark.parametrize(
        ("text", "cell"),
        [
            ("=1+1", "'=1+1"),
            ("+5%", "'+5%"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1+1", "'＝1+1"),
            (" =1+1", "' =1+1"),
            ("\t=1+1", "'\t=1+1"),
            ("=\n1", "'=\n1"),
            ("=", "="),
            ("-", "-"),
            ("≥95%", "≥95%"),
            ("1-12月", "1-12月"),
            ("a,b\"c\nd", "a,b\"c\nd"),
        ],
    )  # fmt: skip
    def test_text_never_becomes_a_formula(self, text: str, cell: str) -> None:
        row = dict.fromkeys(export.REFUSAL_FIELDS, text)
        assert parsed(export.to_csv([row], "refusals"))[1] == [cell] * 4

    def test_a_negative_number_stays_one(self) -> None:
        row = {**GOAL_ROW, "amount": -5}
        assert parsed(export.to_csv([row], "goals"))[1][5] == "-5"

    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
    def test_any_text_comes_back(self, text: str) -> None:
        row = {**dict.fromkeys(export.REFUSAL_FIELDS), "text": text}
        [_, line] = parsed(export.to_csv([row], "refusals"))
        assert (line[0], line[1].removeprefix("'"), line[2:]) == ("", text.removeprefix("'"), ["", ""])


class TestTable:
    def test_columns_line_up_under_chinese(self) -> None:
        assert export.to_table(export.rows(FOUND, "indicators"), "indicators") == (
            "项目      一级      二级      三级指标      性质  值    上限  文字  单位  权重\n"
            "管网改造  产出指标  数量指标  改造管网长度  区间  12.5  100         公里  20\n"
            "                              =保障供水\n"
        )

    def test_places(self) -> None:
        table = Extraction(
            Document("丁.xlsx", "excel", ()),
            refusals=(
                Refusal("丁.xlsx", Place("丁.xlsx", sheet="表1", row=5, cell="C5"), "甲", "乙"),
                Refusal("丁.pdf", Place("丁.pdf", page=2, table=1, row=5), "甲", "乙"),
            ),
        )
        assert export.to_table(export.rows([*FOUND, table], "refusals", [UNREAD]), "refusals") == (
            "文件              位置                  原文      原因\n"
            "青河区水务局.txt  第3页，第12行，第4列  ≤ 10 日  有目标值而没有三级指标名称\n"
            "丁.xlsx           工作表“表1” C5      甲        乙\n"
            "丁.pdf            第2页，表1第5行       甲        乙\n"
            "部门/丙.txt                                       部门/丙.txt 是空文件\n"
        )

    def test_nothing(self) -> None:
        assert export.to_table([], "goals") == "项目  金额（万元）  绩效目标\n"

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("一" * 18, "一" * 18),
            ("一" * 19, "一" * 17 + "…"),
            ("a" * 36, "a" * 36),
            ("a" * 37, "a" * 34 + "…"),
            ("a" + "一" * 18, "a" + "一" * 16 + "…"),
            ("一\n二\r\n三", "一 二 三"),
            ("红\x1b[31m字\t尾", "红 [31m字 尾"),
        ],
    )
    def test_long_and_broken_text(self, text: str, shown: str) -> None:
        row = {**GOAL_ROW, "project": "甲", "amount": None, "goal": text}
        assert export.to_table([row], "goals").split("\n")[1] == "甲                  " + shown

    @given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
    def test_one_line_a_row(self, texts: list[str]) -> None:
        table = [{**GOAL_ROW, "project": text, "goal": text} for text in texts]
        assert export.to_table(table, "goals").count("\n") == len(texts) + 1


class TestWrite:
    def test_bytes(self, tmp_path: Path) -> None:
        path = tmp_path / "目标.csv"
        path.write_text("旧的，长得多的内容", encoding="utf-8")
        export.write("\ufeff甲,𠮷\r\n乙\n", path)
        assert path.read_bytes() == "\ufeff甲,𠮷\r\n乙\n".encode()

    def test_a_file_name_that_is_no_utf_8(self, tmp_path: Path) -> None:
        path = tmp_path / "行.jsonl"
        document = os.fsdecode(b"\xc7\xe0.txt")
        export.write(export.to_jsonl([{"document": document}]), path)
        assert json.loads(path.read_text(encoding="utf-8")) == {"document": "\udcc7\udce0.txt"}


class TestScores:
    def review(self) -> Review:
        points = (Points("规范完整性", Decimal(10), Decimal("8.30")), Points("实现可能性", Decimal(10), None))
        found = Finding(
            FILE, "W101", "wording", Severity.WARNING, 1.0, "=错字。", None, "依据。", (), NAME_PLACE
        )  # fmt: skip
        unit = Score(
            "project", 0, FILE, BUREAU, 2026, Scope.PROJECT, "=1+1", points, Decimal(10), Decimal(83), "良",
            (Deduction("规范完整性", 0, Decimal("1.70"), 0.1),), (0, 1, 0),
        )  # fmt: skip
        batch = Score("batch", None, None, None, None, None, None, points, Decimal(10), Decimal(83), "良")
        return Review(findings=(found,), owners=(0,), scores=(unit, batch), judged=True)

    def test_rows(self) -> None:
        unit, batch = export.score_rows(self.review())
        assert unit == {
            "document": FILE,
            "department": BUREAU,
            "year": 2026,
            "part": "project",
            "scope": "project",
            "project": "=1+1",
            "points": {"规范完整性": 8.3, "实现可能性": None},
            "full": 10,
            "total": 83,
            "grade": "良",
            "errors": 0,
            "warnings": 1,
            "infos": 0,
            "deductions": [
                {"item": "规范完整性", "points": 1.7, "code": "W101", "place": "第8行，第6列", "message": "=错字。"}
            ],
            "apart": [],
        }
        assert (batch["part"], batch["document"], batch["scope"]) == ("batch", None, None)

    def test_csv_is_no_formula(self) -> None:
        head, unit, _ = parsed(export.scores_csv(self.review()))
        row = dict(zip(head, unit, strict=True))
        assert (row["project"], row["规范完整性"], row["实现可能性"]) == ("'=1+1", "8.3", "")
        assert row["deductions"] == "W101 规范完整性 -1.7（第8行，第6列）"

    def test_table(self) -> None:
        assert export.scores_table(self.review()).splitlines() == [
            "  范围  名称        规范完整性  总分   等级  严重  一般  提示",
            FILE,
            "  项目  =1+1        8.30        83.00  良    0     1     0",
            "整批",
            "  整批  各部门平均  8.30        83.00  良    0     0     0",
            "未评：实现可能性（表里看不出来，不算得分，也不算满分）",
        ]
        assert export.scores_table(Review()) == "  范围  名称  总分  等级  严重  一般  提示\n"
