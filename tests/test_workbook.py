"""The workbooks: whole sheets of small invented documents, and what must not happen to text, files and counts."""

import errno
import os
import tomllib
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from perf_goals import scoring
from perf_goals.errors import OutputError
from perf_goals.model import (
    Document,
    Extraction,
    Finding,
    FindingTarget,
    Goal,
    Indicator,
    Nature,
    Place,
    Raw,
    Refusal,
    Review,
    RowKind,
    Scope,
    Severity,
    TableRecord,
    Target,
    Unread,
    Waived,
)
from perf_goals.workbook import decisions, file_name, file_names, issues, moved, style, write_batch, write_document
from perf_goals.workbook.indicators import DIMENSIONS
from perf_goals.workbook.overview import KINDS

# openpyxl opens its own temporary file without naming an encoding, and writes it by name with one.
pytestmark = pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl")

FILE = "伊水市青河区水务局2026.pdf"
BUREAU = "伊水市青河区水务局"
SHEETS = ["总览", "项目", "指标明细", "未识别"]


def at(row: int, table: int = 1, page: int = 3) -> Place:
    return Place(FILE, page=page, table=table, row=row)


def indicator(
    level3: str,
    target: Target,
    place: Place,
    *,
    project: str | None = "管网改造",
    level1: str | None = "产出指标",
    raw: Raw | None = None,
    department: str | None = BUREAU,
    **more: Any,
) -> Indicator:
    scope = Scope.DEPARTMENT if project is None else Scope.PROJECT
    fields: dict[str, Any] = {"level2": None, "direction": None, "weight": None, **more}
    return Indicator(
        document=FILE,
        department=department,
        year=2026,
        scope=scope,
        project=project,
        level1=level1,
        level3=level3,
        target=target,
        raw=raw or Raw(),
        place=place,
        value_place=place,
        **fields,
    )


def goal(
    project: str | None,
    place: Place,
    amount: str | None = None,
    text: str | None = None,
    confidence: float = 1.0,
    reasons: tuple[str, ...] = (),
    department: str | None = BUREAU,
) -> Goal:
    scope = Scope.DEPARTMENT if project is None else Scope.PROJECT
    money = None if amount is None else Decimal(amount)
    return Goal(FILE, department, 2026, scope, project, money, text, place, confidence, reasons)


GE95 = Target(Nature.GE, Decimal(95), unit="%", canonical="%", dimension="ratio", factor=Decimal("0.01"))
GOOD = Target(Nature.WORDS, text="有效保障")


def sample() -> Extraction:
    """A department table and two projects; one shaky row, one refusal."""
    kinds = RowKind
    return Extraction(
        Document(FILE, "pdf", (), BUREAU, 2026, "伊水市青河区"),
        (
            indicator(
                "改造管网长度",
                Target(
                    Nature.RANGE, Decimal("1.5"), Decimal("2.25"), unit="公里", canonical="千米", dimension="length"
                ),
                at(4),
                level2="数量指标",
                direction="正向",
                weight=Decimal("22.5"),
                raw=Raw("区间", "1.5-2.25", "公里", "正向", "22.50", "含支管"),
            ),
            indicator(
                "居民满意度",
                Target(Nature.GE, Decimal(95), unit="%", canonical="%", dimension="ratio", rest="左右", confidence=0.7),
                at(5),
                level1="满意度指标",
                raw=Raw(value="≥95%左右"),
                confidence=0.9,
                reasons=("一级指标由合并单元格推出。",),
            ),
            indicator("水费收缴率", GE95, at(2, 2, 4), project=None, level1=None, raw=Raw("≥", "95", "%")),
            indicator("保障供水", GOOD, at(3, 2, 4), project=None, level1="效益指标", raw=Raw(value="有效保障")),
        ),
        (
            goal("管网改造", at(4), "1234.5", "改造老旧管网。"),
            goal("防汛物资", at(7), "30", None, 0.8, ("金额单位没有印，按万元读。",)),
            goal(None, at(1, 2, 4), None, "保障全区供水。"),
        ),
        (Refusal(FILE, at(9), "=无 | | 5", "缺少三级指标名称。"),),
        (
            TableRecord(
                FILE, "项目支出绩效目标表", at(1), (kinds.HEADING, kinds.GOAL, kinds.INDICATOR, kinds.INDICATOR)
            ),
            TableRecord(
                FILE,
                "部门整体绩效目标表",
                at(1, 2, 4),
                (kinds.GOAL, kinds.INDICATOR, kinds.INDICATOR, kinds.SUBTOTAL, kinds.BLANK, kinds.REFUSAL),
            ),
        ),
    )


def open_book(path: Path) -> Any:
    return load_workbook(path)


def rows(path: Path, title: str, *, data_only: bool = False) -> list[list[Any]]:
    """The sheet's values, without the empty cells at the end of each row."""
    found = []
    for row in load_workbook(path, data_only=data_only)[title].iter_rows(values_only=True):
        line = list(row)
        while line and line[-1] is None:
            line.pop()
        found.append(line)
    return found


def values(path: Path, title: str) -> list[list[Any]]:
    """As ``rows``, with what formulas come to in place of the formulas."""
    return rows(path, title, data_only=True)


def column(path: Path, title: str, head: str) -> list[Any]:
    """The values under a heading of one or two rows."""
    top, below, *_ = lines = rows(path, title)
    if head in top:
        number, start = top.index(head), 2 if len(below) and below[0] is None else 1
    else:
        number, start = below.index(head), 2
    return [line[number] if number < len(line) else None for line in lines[start:]]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "一.xlsx"
    write_document(sample(), path, version="1.2.0")
    return path


def write(tmp_path: Path, extraction: Extraction) -> Path:
    path = tmp_path / "一.xlsx"
    write_document(extraction, path, version="1.2.0")
    return path


READING = [
    ["1．“项目”：部门整体在前，以下每个项目一行；指标按范围和项目名称归并，每条只计一次，同名项目在“说明”中注明。"],
    [
        "2．“指标明细”：左边“原文”照录文件所印，右边“解析”是程序读出的值；两者不一致时，以原文为准。没有内容的列隐藏，最右边的“换算”不打印。"
    ],
    ["3．带“▲”并加底色的行，置信度低于 1，请对照原文件核对；缘由见该行“说明”，出处见“位置”。"],
    ["4．“未识别”：没有读懂的内容，照录原文并写明原因，不计入指标和项目，请人工处理。"],
    ["5．可量化指标占比 = 可量化指标 ÷ 指标。性质为 ≥、≤、=、>、< 或区间的可量化，日期和比例在内；定性和未填的不算。"],
    ["6．特别长的文字打印时可能显示不全，以电子表中的单元格为准。各表按 A4 横向排好，纸张改选 A3 字更大。"],
]
SIGN = ["审核人（签字）：＿＿＿＿＿＿＿＿　　复核人（签字）：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日"]


class TestDocument:
    def test_sheets_in_order(self, written: Path) -> None:
        assert open_book(written).sheetnames == SHEETS

    def test_overview(self, written: Path) -> None:
        assert rows(written, "总览") == [
            ["绩效目标表审核底稿"],
            ["部门", BUREAU, None, "年度", "2026 年"],
            ["文件", FILE, None, "地区", "伊水市青河区"],
            ["程序版本", "1.2.0"],
            [],
            ["一、结果"],
            ["序号", "内容", "数量", "说明"],
            [1, "绩效表", 2, "共 10 行，逐行归类"],
            [2, "项目", 2, "同名的只计一个；“项目”表共 3 行，部门整体在内"],
            [3, "指标", 4, "三级指标条数"],
            [4, "可量化指标", 3, "有可以核对的数、日期或比例"],
            [5, "可量化指标占比", 0.75, "可量化指标 ÷ 指标"],
            [6, "待核对的指标", 1, "置信度低于 1，见“指标明细”带“▲”的行"],
            [7, "待核对的项目", 1, "置信度低于 1，见“项目”带“▲”的行"],
            [8, "未识别", 1, "见“未识别”，逐条写明原因"],
            [],
            ["二、怎样读本工作簿"],
            *READING,
            [],
            ["三、绩效表逐行归类"],
            ["序号", "表名", "位置", "指标行", "目标行", "标题", "小计", "空行", "拒识", "合计", "原表行数", "核对"],
            [1, "项目支出绩效目标表", "第3页，表1第1行", 2, 1, 1, 0, 0, 0, 4, 4, "相符"],
            [2, "部门整体绩效目标表", "第4页，表2第1行", 2, 1, 0, 1, 1, 1, 6, 6, "相符"],
            [],
            SIGN,
        ]

    def test_projects(self, written: Path) -> None:
        group = ["指标数", "成本", "产出", "效益", "满意度", "其他", "可量化", "可量化占比"]
        assert rows(written, "项目") == [
            ["序号", "标记", "范围", "项目", "金额（万元）", "绩效目标", "指标", *[None] * 7, "置信度", "说明", "位置"],
            [*[None] * 6, *group],
            [1, None, "部门整体", None, None, "保障全区供水。", 2, 0, 0, 1, 0, 1, 1, 0.5, 1, None, "第4页，表2第1行"],
            [2, None, "项目", "管网改造", 1234.5, "改造老旧管网。", 2, 0, 1, 0, 1, 0, 2, 1, 1, None, "第3页，表1第4行"],
            [
                *(3, "▲", "项目", "防汛物资", 30, None, 0, 0, 0, 0, 0, 0, 0, None, 0.8),
                *("金额单位没有印，按万元读", "第3页，表1第7行"),
            ],
        ]

    def test_indicators(self, written: Path) -> None:
        shared = ["序号", "标记", "范围", "项目", "一级指标", "二级指标", "三级指标"]
        printed = ["指标性质", "目标值", "计量单位", "方向性", "权重", "备注"]
        parsed = ["性质", "值", "上限", "文字", "单位"]
        more = ["标准单位", "量纲", "方向", "权重"]
        over = ["原文（文件所印）", *[None] * 5, "解析（程序读出）", *[None] * 4]
        assert rows(written, "指标明细") == [
            [*shared, *over, "置信度", "说明", "位置", "换算（不打印）"],
            [*[None] * 7, *printed, *parsed, *[None] * 3, *more],
            [
                *(1, None, "项目", "管网改造", "产出指标", "数量指标", "改造管网长度"),
                *("区间", "1.5-2.25", "公里", "正向", "22.50", "含支管"),
                *("区间", 1.5, 2.25, None, "公里"),
                *(1, None, "第3页，表1第4行", "千米", "长度", "正向", 22.5),
            ],
            [
                *(2, "▲", "项目", "管网改造", "满意度指标", None, "居民满意度"),
                *(None, "≥95%左右", None, None, None, None),
                *("≥", 95, None, None, "%"),
                *(0.7, "一级指标由合并单元格推出；未并入目标值的文字：左右", "第3页，表1第5行", "%", "比率"),
            ],
            [
                *(3, None, "部门整体", None, None, None, "水费收缴率"),
                *("≥", "95", "%", None, None, None),
                *("≥", 95, None, None, "%"),
                *(1, None, "第4页，表2第2行", "%", "比率"),
            ],
            [
                *(4, None, "部门整体", None, "效益指标", None, "保障供水"),
                *(None, "有效保障", None, None, None, None),
                *("定性", None, None, "有效保障", None),
                *(1, None, "第4页，表2第3行"),
            ],
        ]

    def test_refused(self, written: Path) -> None:
        assert rows(written, "未识别") == [
            ["序号", "类别", "位置", "原文", "原因"],
            [1, "未识别的行", "第3页，表1第9行", "=无 | | 5", "缺少三级指标名称。"],
        ]

    def test_nothing_found(self, tmp_path: Path) -> None:
        path = write(tmp_path, Extraction(Document("空.docx", "docx", ())))
        overview = rows(path, "总览")
        assert overview[1:4] == [
            ["部门", "（文件中没有写明）", None, "年度", "（文件中没有写明）"],
            ["文件", "空.docx", None, "地区", "（文件中没有写明）"],
            ["程序版本", "1.2.0"],
        ]
        assert [line[2] for line in overview[7:15]] == [0, 0, 0, 0, None, 0, 0, 0]
        assert overview[-3] == ["没有找到绩效表。"]
        assert rows(path, "项目")[2:] == [["没有读出项目或部门整体目标。"]]
        assert rows(path, "指标明细")[2:] == [["没有读出绩效指标。"]]
        assert rows(path, "未识别")[1:] == [["没有未识别的行。"]]

    def test_every_kind_of_row_has_its_column(self) -> None:
        assert set(KINDS) == set(RowKind)

    def test_every_dimension_has_its_word(self) -> None:
        text = (Path(__file__).parents[1] / "lexicon" / "units.toml").read_text(encoding="utf-8")
        assert {unit["dimension"] for unit in tomllib.loads(text)["unit"]} <= set(DIMENSIONS)

    @pytest.mark.parametrize(("name", "shown"), [("money", "金额"), ("money/", "金额/"), ("charm", "charm")])
    def test_dimension(self, tmp_path: Path, name: str, shown: str) -> None:
        row = indicator("甲", Target(Nature.EQ, Decimal(1), dimension=name), at(2))
        assert column(write(tmp_path, Extraction(Document(FILE, "pdf", ()), (row,))), "指标明细", "量纲") == [shown]


class TestProjects:
    """Every indicator is counted once, on the line where a reader would look for it."""

    HEADS = ("部门", "项目", "指标数", "说明")

    def lines(self, tmp_path: Path, extraction: Extraction, *heads: str) -> list[tuple[Any, ...]]:
        path = write(tmp_path, extraction)
        return list(zip(*(column(path, "项目", head) for head in heads), strict=True))

    def extraction(self, indicators: list[Indicator], goals: list[Goal]) -> Extraction:
        return Extraction(Document(FILE, "pdf", (), BUREAU, 2026), tuple(indicators), tuple(goals))

    def test_department_printed_twice_counts_once(self, tmp_path: Path) -> None:
        got = self.extraction(
            [indicator("水费收缴率", GE95, at(3, 9), project=None)],
            [goal("管网改造", at(1)), goal(None, at(1, 2)), goal(None, at(1, 5))],
        )
        assert self.lines(tmp_path, got, "范围", "指标数", "可量化", "说明") == [
            ("部门整体", 1, 1, None),
            ("部门整体", 0, 0, "与序号 1 同名；指标计入序号 1"),
            ("项目", 0, 0, None),
        ]
        assert rows(tmp_path / "一.xlsx", "总览")[8] == [
            *(2, "项目", 1, "同名的只计一个；“项目”表共 3 行，部门整体在内")
        ]

    def test_list_first_and_form_later(self, tmp_path: Path) -> None:
        got = self.extraction(
            [indicator("长度", GE95, at(4, 2)), indicator("进度", GE95, at(5, 2))],
            [goal("管网改造", at(2, 1), "30"), goal("管网改造", at(3, 2), None, "改造老旧管网。")],
        )
        assert self.lines(tmp_path, got, "项目", "指标数", "说明") == [
            ("管网改造", 0, "指标计入序号 2"),
            ("管网改造", 2, "与序号 1 同名"),
        ]

    def test_two_projects_of_one_name_keep_their_own(self, tmp_path: Path) -> None:
        got = self.extraction(
            [indicator("长度", GE95, at(2)), indicator("长度", GE95, at(6)), indicator("进度", GE95, at(7))],
            [goal("管网改造", at(2), "3"), goal("管网改造", at(6), "5")],
        )
        assert self.lines(tmp_path, got, "金额（万元）", "指标数", "说明") == [(3, 1, None), (5, 2, "与序号 1 同名")]

    def test_places_without_rows_go_to_the_first(self, tmp_path: Path) -> None:
        line = Place(FILE, line=90)
        got = self.extraction(
            [indicator("长度", GE95, line)],
            [goal("管网改造", Place(FILE, line=10)), goal("管网改造", Place(FILE, line=80))],
        )
        assert self.lines(tmp_path, got, "指标数", "位置") == [(1, "第10行"), (0, "第80行")]

    def test_indicators_without_a_goal_get_a_line(self, tmp_path: Path) -> None:
        got = self.extraction(
            [indicator("长度", GE95, at(8), project="防汛物资"), indicator("率", GE95, at(9), project=None)],
            [goal("管网改造", at(2))],
        )
        remark = "文件中只有指标，没有印出该项目的目标或金额"
        assert self.lines(tmp_path, got, "范围", "项目", "指标数", "置信度", "说明", "位置") == [
            ("部门整体", None, 1, None, remark, "第3页，表1第9行"),
            ("项目", "管网改造", 0, 1, None, "第3页，表1第2行"),
            ("项目", "防汛物资", 1, None, remark, "第3页，表1第8行"),
        ]

    def test_departments_of_one_document_are_kept_apart(self, tmp_path: Path) -> None:
        got = self.extraction(
            [indicator("长度", GE95, at(2, 7), department="水文站"), indicator("长度", GE95, at(3, 7))],
            [goal("管网改造", at(1)), goal("管网改造", at(2), department="水文站")],
        )
        assert self.lines(tmp_path, got, *self.HEADS) == [
            (BUREAU, "管网改造", 1, None),
            ("水文站", "管网改造", 1, None),
        ]
        assert column(tmp_path / "一.xlsx", "指标明细", "部门") == ["水文站", BUREAU]

    def test_classes(self, tmp_path: Path) -> None:
        names = ["成本指标", "产出指标", "产出指标", "效益指标", "满意度指标", "投入管理指标", None]
        got = self.extraction([indicator("甲", GOOD, at(n), level1=name) for n, name in enumerate(names, 1)], [])
        heads = ("指标数", "成本", "产出", "效益", "满意度", "其他", "可量化", "可量化占比")
        assert self.lines(tmp_path, got, *heads) == [(7, 1, 2, 1, 1, 2, 0, 0)]


def one_target(text: str) -> Extraction:
    """A document whose only indicator has the text in the cell of its target."""
    return Extraction(Document(FILE, "pdf", ()), (indicator("甲", Target(), at(2), raw=Raw(value=text)),))


def target_cell(path: Path) -> Any:
    return open_book(path)["指标明细"]["I3"]


class TestText:
    @pytest.mark.parametrize(
        "text", ["=100%", "=35.5元", "+5%", "-3", "@部门", "＝12", " =A1", "=", "=SUM(A1:A9)", '=HYPERLINK("http://x")']
    )
    def test_formulas_stay_text(self, tmp_path: Path, text: str) -> None:
        cell = target_cell(write(tmp_path, one_target(text)))
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)

    @pytest.mark.parametrize("text", ["≥95%", "100", "0012", "1-12", "#N/A", "2026-12-31", "TRUE"])
    def test_other_text_needs_no_prefix(self, tmp_path: Path, text: str) -> None:
        cell = target_cell(write(tmp_path, one_target(text)))
        assert (cell.value, cell.data_type, cell.quotePrefix, cell.number_format) == (text, "s", False, "@")

    def test_parsed_equals_sign_is_text(self, tmp_path: Path) -> None:
        row = indicator("甲", Target(Nature.EQ, Decimal(100)), at(2))
        sheet = open_book(write(tmp_path, Extraction(Document(FILE, "pdf", ()), (row,))))["指标明细"]
        assert [(sheet[name].value, sheet[name].data_type) for name in ("N3", "O3")] == [("=", "s"), (100, "n")]

    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("完成\x00率\x0b\x1f", "完成\ufffd率\ufffd\ufffd"),
            ("坏\ud800字\udfff", "坏\ufffd字\ufffd"),
            ("尾\ufffe\uffff", "尾\ufffd\ufffd"),
            ("甲\r\n乙\r丙\t丁", "甲\n乙\n丙\t丁"),
            ("生僻字𠮷𫠠", "生僻字𠮷𫠠"),
            (" 前后 ", " 前后 "),
        ],
    )
    def test_forbidden_characters(self, tmp_path: Path, text: str, kept: str) -> None:
        assert target_cell(write(tmp_path, one_target(text))).value == kept

    def test_what_excel_reads_as_a_number_of_a_character(self) -> None:
        assert style.safe_text("_x000A_、_x00") == "_x005F_x000A_、_x00"

    def test_forbidden_characters_everywhere(self, tmp_path: Path) -> None:
        bad = "甲\x01"
        document = Document(bad, "pdf", (), bad, 2026, bad)
        extraction = Extraction(
            document,
            (indicator(bad, Target(text=bad, unit=bad), at(2), project=bad, level1=bad),),
            (goal(bad, at(1), text=bad),),
            (Refusal(bad, Place(bad), bad, bad),),
            (TableRecord(bad, bad, at(1), ()),),
        )
        path = tmp_path / "一.xlsx"
        write_batch(Review((extraction,), (Unread(bad, bad),), version=bad), path)
        assert rows(path, "未识别")[1:] == [
            [1, "未读取的文件", "甲\ufffd", "甲\ufffd", "甲\ufffd", "甲\ufffd", "甲\ufffd"],
            [2, "未读取的文件", None, "甲\ufffd", None, None, "甲\ufffd"],
        ]
        write_document(extraction, path, version=bad)
        book = open_book(path)
        assert book.properties.title == "甲\ufffd　2026　绩效目标表审核底稿"
        assert book["总览"].oddFooter.left.text == "甲\ufffd"

    @pytest.mark.parametrize(("char", "kept"), [("长", 32_767), ("𠮷", 16_389)])
    def test_long_text_is_cut_and_says_so(self, tmp_path: Path, char: str, kept: int) -> None:
        note = "……（原文过长，已截断）"
        text = target_cell(write(tmp_path, one_target(char * 40_000))).value
        assert text == char * (len(text) - len(note)) + note
        assert len(text) == kept
        assert len(text.encode("utf-16-le")) // 2 in (32_766, 32_767)

    def test_longest_text_is_kept_whole(self, tmp_path: Path) -> None:
        assert target_cell(write(tmp_path, one_target("长" * 32_767))).value == "长" * 32_767

    @pytest.mark.parametrize(
        ("number", "value", "kind"),
        [
            ("12.06", 12.06, "n"),
            ("1E+3", 1000, "n"),
            ("-0.5", -0.5, "n"),
            ("Infinity", "Infinity", "s"),
            ("1E+400", "1E+400", "s"),
        ],
    )
    def test_numbers(self, tmp_path: Path, number: str, value: Any, kind: str) -> None:
        row = indicator("甲", Target(Nature.LE, Decimal(number)), at(2))
        cell = open_book(write(tmp_path, Extraction(Document(FILE, "pdf", ()), (row,))))["指标明细"]["O3"]
        assert (cell.value, cell.data_type) == (value, kind)


class TestLooks:
    def test_lists_are_made_for_reading_and_printing(self, written: Path) -> None:
        book = open_book(written)
        got = {
            sheet.title: (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows)
            for sheet in book.worksheets
        }
        assert got == {
            "总览": (None, None, "$26:$26"),
            "项目": ("E3", "A2:Q5", "$1:$2"),
            "指标明细": ("H3", "A2:Y6", "$1:$2"),
            "未识别": ("C2", "A1:E2", "$1:$1"),
        }
        for sheet in book.worksheets:
            page = sheet.page_setup
            assert (page.orientation, page.paperSize) == ("landscape", 9)
            if sheet.title == "总览":  # has breaks of its own, which go with a scale
                assert (page.scale, page.fitToWidth, page.fitToHeight) == (80, None, None)
            else:
                assert (page.scale, page.fitToWidth, page.fitToHeight) == (None, 1, 0)
                assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.HeaderFooter.scaleWithDoc is False
            foot = sheet.oddFooter
            assert (foot.left.text, foot.center.text, foot.right.text) == (
                *(FILE, "&A　第 &P 页，共 &N 页", "perf_goals 1.2.0"),
            )

    def test_only_headings_are_merged(self, written: Path) -> None:
        book = open_book(written)
        single = {f"{letter}1:{letter}2" for letter in "ABCDEFGSTU"}
        assert {str(area) for area in book["指标明细"].merged_cells.ranges} == single | {"H1:M1", "N1:R1", "V1:Y1"}
        assert not book["未识别"].merged_cells.ranges

    def test_shaky_rows_have_a_colour_and_a_mark(self, written: Path) -> None:
        sheet = open_book(written)["指标明细"]
        shaded = [{cell.fill.start_color.rgb for cell in row if cell.fill.fill_type} for row in sheet["A3:Y6"]]
        assert shaded == [set(), {f"00{style.DOUBT}"}, set(), set()]
        assert all(cell.fill.fill_type == "solid" for cell in sheet["A4:Y4"][0])
        assert [sheet[f"B{row}"].value for row in range(3, 7)] == [None, "▲", None, None]

    def test_rows_are_tall_enough_for_wrapped_text(self, tmp_path: Path) -> None:
        path = write(
            tmp_path,
            Extraction(
                Document(FILE, "pdf", ()),
                goals=(
                    goal("甲", at(1), text="短"),
                    goal("乙", at(2), text="目" * 300),
                    goal("丙", at(3), text="目" * 1200),
                ),
            ),
        )
        sheet = open_book(path)["项目"]
        width = sheet.column_dimensions["F"].width
        assert 50 < width <= 100  # 1200 characters at 50 would pass the tallest row that Excel allows
        assert [sheet.row_dimensions[row].height for row in (3, 4)] == [18, 14 * -(-600 // (width - 0.5)) + 4]
        assert 14 * 2400 / width < sheet.row_dimensions[5].height <= 409

    def test_width_from_text(self, tmp_path: Path) -> None:
        sheet = open_book(write(tmp_path, one_target("≥95%")))["指标明细"]
        got = {letter: sheet.column_dimensions[letter].width for letter in ("D", "H", "I", "S")}
        assert got == {"D": 10, "H": 9, "I": 7, "S": 7}

    def test_columns_without_content_are_hidden(self, written: Path, tmp_path: Path) -> None:
        def hidden(path: Path) -> list[Any]:
            sheet = open_book(path)["指标明细"]
            shown = sheet.column_dimensions
            return [
                sheet.cell(2, at).value or sheet.cell(1, at).value
                for at in range(1, 26)
                if shown[get_column_letter(at)].hidden
            ]

        assert hidden(written) == []
        bare = ["项目", "方向性", "权重", "备注", "上限", "文字", "权重"]
        nowhere = replace(one_target("≥95%").indicators[0], project=None)
        assert hidden(write(tmp_path, Extraction(Document(FILE, "pdf", ()), (nowhere,)))) == bare

    def test_helper_columns_stay_off_paper(self, written: Path) -> None:
        book = open_book(written)
        assert {sheet.title: sheet.print_area for sheet in book.worksheets if sheet.print_area} == {
            "指标明细": "'指标明细'!$A$1:$U$6"
        }

    def test_numbers_fit_their_columns(self, tmp_path: Path) -> None:
        numbers = ("100", "1234567.891", "-3")
        made = [indicator("甲", Target(Nature.LE, Decimal(number)), at(n)) for n, number in enumerate(numbers, 1)]
        goals = (goal("甲", at(1), "987654321"),)
        book = open_book(write(tmp_path, Extraction(Document(FILE, "pdf", ()), tuple(made), goals)))
        assert book["指标明细"].column_dimensions["O"].width == len("1,234,567.891") + 3
        assert book["项目"].column_dimensions["E"].width == len("987,654,321.00") + 3

    def test_text_too_long_for_any_row_shows_its_beginning(self, tmp_path: Path) -> None:
        goals = (goal("甲", at(1), text="目" * 5000), goal("乙", at(2), text="目" * 500))
        sheet = open_book(write(tmp_path, Extraction(Document(FILE, "pdf", ()), goals=goals)))["项目"]
        got = [(sheet.row_dimensions[row].height == 409, sheet[f"F{row}"].alignment.vertical) for row in (3, 4)]
        assert got == [(True, "top"), (False, "center")]

    def test_styles_do_not_grow_with_rows(self, tmp_path: Path) -> None:
        names = [f"指标{n}" for n in range(300)]
        targets = (GE95, Target(Nature.LE, Decimal(5), confidence=0.5))
        many = tuple(indicator(name, targets[n % 2], at(n + 1)) for n, name in enumerate(names))
        few, all_of = tmp_path / "少.xlsx", tmp_path / "多.xlsx"
        write_document(Extraction(Document(FILE, "pdf", ()), many[:2]), few, version="1")
        write_document(Extraction(Document(FILE, "pdf", ()), many), all_of, version="1")
        with ZipFile(few) as one, ZipFile(all_of) as other:
            assert one.read("xl/styles.xml") == other.read("xl/styles.xml")
        assert column(all_of, "指标明细", "三级指标") == names

    def test_properties(self, written: Path) -> None:
        about = open_book(written).properties
        assert (about.title, about.creator) == (f"{BUREAU}　2026　绩效目标表审核底稿", "perf_goals")

    def test_footer_of_a_name_with_ampersand(self, tmp_path: Path) -> None:
        path = write(tmp_path, Extraction(Document("A&B.pdf", "pdf", ())))
        with ZipFile(path) as book:
            assert b"&amp;LA&amp;&amp;B.pdf&amp;C" in book.read("xl/worksheets/sheet1.xml")


class TestTime:
    def test_same_input_same_bytes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        one, two = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
        write_document(sample(), one, version="1")
        monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 2, 3, 4, 5, 0, 2, 0))
        write_document(sample(), two, version="1")
        assert one.read_bytes() == two.read_bytes()
        with ZipFile(one) as book:
            assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"dcterms:created" not in book.read("docProps/core.xml")

    def test_date_on_request(self, tmp_path: Path) -> None:
        path = tmp_path / "一.xlsx"
        write_document(sample(), path, version="1", made=date(2026, 3, 9))
        assert rows(path, "总览")[3] == ["程序版本", "1", None, "生成日期", "2026 年 3 月 9 日"]
        assert open_book(path).properties.created == datetime(2026, 3, 9)
        write_batch(Review((sample(),), version="1"), path, made=date(2026, 3, 9))
        assert rows(path, "总览")[3] == ["生成日期", "2026 年 3 月 9 日"]


class TestWriting:
    def test_path_is_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(OutputError) as caught:
            write_document(sample(), tmp_path, version="1")
        assert str(caught.value) == f"无法写出“{tmp_path}”：它是一个文件夹；请在后面加上文件名。"

    def test_folder_is_missing(self, tmp_path: Path) -> None:
        path = tmp_path / "没有" / "一.xlsx"
        with pytest.raises(OutputError) as caught:
            write_batch(Review(), path)
        assert str(caught.value) == (
            f"无法写出“{path}”：文件夹“{path.parent}”不存在；请先建立该文件夹，或另选输出位置。"
        )

    @pytest.mark.parametrize(
        ("number", "sentence"),
        [
            (
                errno.EACCES,
                "文件可能正在 Excel、WPS 等程序中打开，或者文件夹不允许写入；请关闭该文件后重试，或另选输出文件夹。",
            ),
            (errno.ENOSPC, "磁盘空间不足；请清理磁盘后重试。"),
            (errno.ENAMETOOLONG, "文件名或路径太长；请改短后重试。"),
            (errno.EIO, "坏了；请检查输出位置后重试，或另选输出文件夹。"),
        ],
    )
    def test_failure_keeps_the_old_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
    ) -> None:
        path = tmp_path / "一.xlsx"
        path.write_bytes(b"old")

        def refuse(source: Any, target: Any) -> None:
            assert Path(source).parent == tmp_path
            raise OSError(number, "坏了", str(target))

        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(OutputError) as caught:
            write_document(sample(), path, version="1")
        assert str(caught.value) == f"无法写出“{path}”：{sentence}"
        assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("一.xlsx", b"old")]

    def test_open_elsewhere_gets_a_second_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path, taken = tmp_path / "一.xlsx", tmp_path / "一（另存2）.xlsx"
        for one in (path, taken):
            one.write_bytes(b"old")
        really = os.replace

        def locked(source: Any, target: Any) -> None:
            if Path(target) == path:
                raise PermissionError(errno.EACCES, "打开着", str(target))
            really(source, target)

        monkeypatch.setattr(os, "replace", locked)
        got = write_document(sample(), path, version="1")
        assert (got, path.read_bytes(), taken.read_bytes()) == (tmp_path / "一（另存3）.xlsx", b"old", b"old")
        assert open_book(got).sheetnames == SHEETS
        assert moved(path, got) == (
            f"“{path}”可能正在 Excel 或 WPS 中打开，没有覆盖；这次的结果写在“一（另存3）.xlsx”，请关闭后核对。"
        )

    def test_interrupted_run_keeps_the_old_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "一.xlsx"
        path.write_bytes(b"old")

        def interrupt(source: Any, target: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_document(sample(), path, version="1")
        assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("一.xlsx", b"old")]

    def test_replaces_an_old_file(self, tmp_path: Path) -> None:
        path = tmp_path / "一.xlsx"
        path.write_bytes(b"old")
        write_document(sample(), path, version="1")
        assert open_book(path).sheetnames == SHEETS
        assert list(tmp_path.iterdir()) == [path]

    def test_more_rows_than_a_sheet_holds(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(style, "MOST_ROWS", 5)
        with pytest.raises(OutputError) as caught:
            write_document(sample(), tmp_path / "一.xlsx", version="1")
        assert str(caught.value) == (
            "“指标明细”有 4 行，超过一张工作表的上限（5 行），未写出；请把文件分成几批分别处理。"
        )
        assert list(tmp_path.iterdir()) == []


def named(file: str, path: str = "") -> Extraction:
    return Extraction(Document(file, "pdf", (), path=path))


class TestNames:
    @pytest.mark.parametrize(
        ("file", "name"),
        [
            ("000_4976.txt", "000_4976_审核底稿.xlsx"),
            ("水务局 2026.scan.pdf", "水务局 2026.scan_审核底稿.xlsx"),
            ("预算公开v1.2", "预算公开v1.2_审核底稿.xlsx"),
            ('水<务>:"局|?*".docx', "水_务___局_____审核底稿.xlsx"),
            ("包.zip/内/表.xls", "表_审核底稿.xlsx"),
            ("包\\表.xls", "表_审核底稿.xlsx"),
            ("末尾. .pdf", "末尾_审核底稿.xlsx"),
            ("con.pdf", "_con_审核底稿.xlsx"),
            ("NUL.甲.pdf", "_NUL.甲_审核底稿.xlsx"),
            ("Com1 .pdf", "_Com1_审核底稿.xlsx"),
            ("CONTRACT.pdf", "CONTRACT_审核底稿.xlsx"),
            ("..pdf", "未命名_审核底稿.xlsx"),
            ("甲\u202e乙\n丙\ud800.pdf", "甲乙丙_审核底稿.xlsx"),
        ],
    )
    def test_file_name(self, file: str, name: str) -> None:
        assert file_name(named(file)) == name

    @pytest.mark.parametrize(("char", "length"), [("a", 115), ("水", 80), ("𠮷", 63)])
    def test_long_names_are_cut(self, char: str, length: int) -> None:
        name = file_name(named(char * 300 + ".pdf"))
        assert name == char * (length - 10) + "_审核底稿.xlsx"
        assert len(name.encode()) <= 230

    def test_names_of_a_batch_differ(self) -> None:
        files = ["A.pdf", "a.docx", "乙.pdf", "a.PDF", "é.pdf", "e\u0301.pdf"]
        assert file_names([named(file) for file in files]) == (
            "A_审核底稿.xlsx",
            "a_审核底稿（2）.xlsx",
            "乙_审核底稿.xlsx",
            "a_审核底稿（3）.xlsx",
            "é_审核底稿.xlsx",
            "e\u0301_审核底稿（2）.xlsx",
        )

    def test_number_survives_the_cut(self) -> None:
        one, two = file_names([named("水" * 200 + ".pdf"), named("水" * 200 + ".docx")])
        assert two == "水" * 70 + "_审核底稿（2）.xlsx"
        assert one != two


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """The sample and a second document without department, and two files that could not be read."""
    other = Extraction(
        Document("防汛.xlsx", "xlsx", (), None, 2025),
        (indicator("值守", GOOD, Place("防汛.xlsx", sheet="表1", row=5, cell="C5"), project="防汛", department=None),),
        (),
        (Refusal("防汛.xlsx", Place("防汛.xlsx"), "", "文件里没有表。"),),
        (TableRecord("防汛.xlsx", "防汛表", Place("防汛.xlsx", sheet="表1", row=1), (RowKind.INDICATOR,)),),
    )
    unread = (Unread("/数据/加密.pdf", "文件有打开密码，请解密后再试。"), Unread("/数据/空.doc", "文件是空的。"))
    path = tmp_path / "汇总.xlsx"
    write_batch(Review((sample(), other), unread, version="1.2.0"), path)
    return path


class TestBatch:
    def test_sheets_in_order(self, batch: Path) -> None:
        assert open_book(batch).sheetnames == SHEETS

    def test_overview(self, batch: Path) -> None:
        names = ["伊水市青河区水务局2026_审核底稿.xlsx", "防汛_审核底稿.xlsx"]
        assert rows(batch, "总览") == [
            ["绩效目标表审核汇总"],
            ["文件", "共 4 个：已读取 2 个，未读取 2 个", None, "部门", "1 个"],
            ["年度", "2025 年、2026 年", None, "程序版本", "1.2.0"],
            [],
            ["一、结果"],
            ["序号", "内容", "数量", "说明"],
            [1, "绩效表", 3, "共 11 行，逐行归类"],
            [2, "项目", 3, "同名的只计一个；“项目”表共 4 行，部门整体在内"],
            [3, "指标", 5, "三级指标条数"],
            [4, "可量化指标", 3, "有可以核对的数、日期或比例"],
            [5, "可量化指标占比", 0.6, "可量化指标 ÷ 指标"],
            [6, "待核对的指标", 1, "置信度低于 1，见“指标明细”带“▲”的行"],
            [7, "待核对的项目", 1, "置信度低于 1，见“项目”带“▲”的行"],
            [8, "未识别", 2, "见“未识别”，逐条写明原因"],
            [9, "未读取的文件", 2, "见“未识别”，逐个写明原因"],
            [],
            ["二、怎样读本工作簿"],
            *READING,
            [],
            ["三、各文件"],
            [
                *("序号", "文件", "工作簿", "部门", "年度", "绩效表", "项目"),
                *("指标", "可量化", "可量化占比", "待核对", "未识别"),
            ],
            [1, FILE, names[0], BUREAU, 2026, 2, 2, 4, 3, 0.75, 2, 1],
            [2, "防汛.xlsx", names[1], None, 2025, 1, 1, 1, 0, 0, 0, 1],
            [],
            SIGN,
        ]
        assert open_book(batch)["总览"].auto_filter.ref == "A26:L28"

    def test_lists_name_department_and_file(self, batch: Path) -> None:
        heads = ("序号", "部门", "项目", "文件")
        assert list(zip(*(column(batch, "项目", head) for head in heads), strict=True)) == [
            (1, BUREAU, None, FILE),
            (2, BUREAU, "管网改造", FILE),
            (3, BUREAU, "防汛物资", FILE),
            (4, None, "防汛", "防汛.xlsx"),
        ]
        more = ("序号", "部门", "三级指标", "文件", "位置")
        assert list(zip(*(column(batch, "指标明细", head) for head in more), strict=True)) == [
            (1, BUREAU, "改造管网长度", FILE, "第3页，表1第4行"),
            (2, BUREAU, "居民满意度", FILE, "第3页，表1第5行"),
            (3, BUREAU, "水费收缴率", FILE, "第4页，表2第2行"),
            (4, BUREAU, "保障供水", FILE, "第4页，表2第3行"),
            (5, None, "值守", "防汛.xlsx", "工作表“表1” C5"),
        ]

    def test_refused_and_unread(self, batch: Path) -> None:
        assert rows(batch, "未识别") == [
            ["序号", "类别", "部门", "文件", "位置", "原文", "原因"],
            [1, "未识别的行", BUREAU, FILE, "第3页，表1第9行", "=无 | | 5", "缺少三级指标名称。"],
            [2, "未读取的文件", None, "防汛.xlsx", "防汛.xlsx", None, "文件里没有表。"],
            [3, "未读取的文件", None, "/数据/加密.pdf", None, None, "文件有打开密码，请解密后再试。"],
            [4, "未读取的文件", None, "/数据/空.doc", None, None, "文件是空的。"],
        ]

    def test_same_file_name_in_two_folders(self, tmp_path: Path) -> None:
        path = tmp_path / "汇总.xlsx"
        table = TableRecord("表.pdf", "绩效表", at(1), ())
        same = [
            Extraction(Document("表.pdf", "pdf", (), path=f"{folder}/表.pdf"), tables=(table,)) for folder in "甲乙"
        ]
        write_batch(Review((*same, named("单.pdf", "丙/单.pdf"))), path)
        start = [line[:1] for line in rows(path, "总览")].index(["三、各文件"]) + 2
        assert [line[1:3] for line in rows(path, "总览")[start : start + 3]] == [
            ["甲/表.pdf", "表_审核底稿.xlsx"],
            ["乙/表.pdf", "表_审核底稿（2）.xlsx"],
            ["单.pdf", "（没有绩效表，未另写）"],
        ]

    def test_names_as_the_caller_chose_them(self, tmp_path: Path) -> None:
        path = tmp_path / "汇总.xlsx"
        write_batch(Review((named("表.pdf"), named("单.pdf"))), path, names=["2026/表.xlsx", None])
        assert [line[2] for line in rows(path, "总览")[-4:-2]] == ["2026/表.xlsx", "（没有绩效表，未另写）"]

    def test_numbers_of_repeated_names_run_through_the_batch(self, tmp_path: Path) -> None:
        twice = Extraction(Document("乙.pdf", "pdf", ()), goals=(goal("甲", at(1)), goal("甲", at(2, 2))))
        path = tmp_path / "汇总.xlsx"
        write_batch(Review((sample(), twice)), path)
        assert column(path, "项目", "说明")[3:] == [None, "与序号 4 同名"]

    def test_empty(self, tmp_path: Path) -> None:
        path = tmp_path / "汇总.xlsx"
        write_batch(Review(version="1"), path)
        assert rows(path, "总览")[1:3] == [
            ["文件", "共 0 个：已读取 0 个，未读取 0 个", None, "部门", "0 个"],
            ["年度", "（文件中没有写明）", None, "程序版本", "1"],
        ]
        assert rows(path, "总览")[-3] == ["没有读取到文件。"]
        assert rows(path, "未识别")[1:] == [["没有未识别的行，也没有未读取的文件。"]]


def judged() -> Review:
    """The sample with two findings, a third about copying between documents, and two waivers."""
    indicators = (FindingTarget("indicator", Scope.PROJECT, "管网改造", "产出指标", "数量指标", "改造管网长度"),)
    projects = (FindingTarget("goal", Scope.PROJECT, "管网改造"), FindingTarget("goal", Scope.PROJECT, "防汛物资"))
    table = (FindingTarget("table", Scope.DEPARTMENT),)
    document = (FindingTarget("document"),)
    found = (
        finding("S105", "missing-dimension", Severity.INFO, table, at(2)),
        finding("G104", "goal-empty", Severity.WARNING, projects, at(4)),
        finding("D101", "direction", Severity.ERROR, indicators, at(4)),
        finding("Y103", "goal-reuse", Severity.WARNING, projects[:1], at(4)),
        finding("X104", "contradiction", Severity.WARNING, document, at(9)),
    )
    owners = (0,) * len(found)
    return Review(
        (sample(),),
        findings=found,
        owners=owners,
        scores=scoring.score([sample()], found, owners),
        apart=frozenset({3}),
        judged=True,
        version="1.2.0",
        waived=(
            Waived(
                FILE, f"M103（{FILE}）", "=已核定", 4, finding("M103", "unmeasurable", Severity.WARNING, table, at(3))
            ),
        ),
        idle=(Waived(FILE, f"U101（{FILE}）", "旧的", 9),),
    )


def finding(code: str, category: str, severity: Severity, targets: tuple[FindingTarget, ...], place: Place) -> Finding:
    return Finding(FILE, code, category, severity, 0.9, f"=“{code}”不对。", "改。", "依据。", targets, place)


class TestJudged:
    """What the rules and the points say, in the document's workbook and in 汇总."""

    @pytest.fixture
    def book(self, tmp_path: Path) -> Path:
        review = judged()
        path = tmp_path / "一.xlsx"
        write_document(sample(), path, version="1.2.0", review=scoring.documents(review)[0])
        write_batch(review, tmp_path / "汇总.xlsx")
        return path

    def test_sheets_in_order(self, book: Path) -> None:
        behind = ["规则说明", "评分标准", "要点得分", "计分依据"]
        wanted = ["总览", "评分", "问题清单", "已豁免", "雷同", "项目", "指标明细", "未识别", *behind]
        assert open_book(book).sheetnames == wanted
        assert open_book(book.with_name("汇总.xlsx")).sheetnames == wanted

    def test_without_waivers_no_sheet(self, tmp_path: Path) -> None:
        path = tmp_path / "一.xlsx"
        write_document(sample(), path, version="1", review=Review((sample(),), judged=True))
        assert open_book(path).sheetnames[:4] == ["总览", "评分", "问题清单", "雷同"]
        assert rows(path, "评分")[-1] == ["没有可以评分的项目或部门整体表。"]
        assert rows(path, "问题清单")[-1] == ["没有发现问题。"]
        assert rows(path, "雷同") == [["没有发现雷同的绩效目标或整套指标。"]]

    def test_scores(self, book: Path) -> None:
        """The values that the formulas carry; see test_workbook_scores.py for the formulas."""
        none = "未评"
        got = values(book, "评分")
        names = [
            "规范完整性",
            "明确清晰性",
            "目标相关性",
            "指标科学性",
            "绩效合理性",
            "资金匹配性",
            "实现可能性",
            "条件充分性",
        ]
        assert [value for value in got[1] if value] == ["严重", "一般", "提示", *names]
        assert [value for value in got[2] if value] == [10, 10, 15, 15, 15, 15, 10, 10]
        # 管网改造：D101 1 × 1/2 = 0.5，15 × (59 - 59 × 0.1/0.6) % = 7.375；G104 0.15，10 × 80 %
        # 防汛物资没有指标，也没有目标文字：只有 G104 使明确清晰性可评
        # 部门：规范完整性 X104 0.5 × 0.2 = 0.1，83 %，扣 1.7；(8.3 + 26/3 + 15 + 15 + 11.19 + 15) ÷ 80
        copies = "另有跨文件比较的问题 1 处，不扣分"
        whole = f"各单元平均；另减整份文件的问题扣分，见“要点得分”；{copies}"
        assert got[3:] == [
            [
                *(1, "部门整体", BUREAU, None, None, 2, 0.5, 0, 0, 1, 10, 10, 15, 15, 15, none, none, none, 65, 100, "优", 1),
                *(None, FILE, "第4页，表2第1行"),
            ],
            [
                *(2, "项目", BUREAU, "管网改造", 1234.5, 2, 1, 1, 1, 0, 10, 8, 15, 15, 7.38, 15, none, none, 80, 87.98, "良", 1),
                *(copies, FILE, "第3页，表1第4行"),
            ],
            [
                *(3, "项目", BUREAU, "防汛物资", 30, 0, None, 0, 1, 0, none, 8, *[none] * 6, 10, 80, "良", 2),
                *(None, FILE, "第3页，表1第7行"),
            ],
            [
                *(4, "部门", BUREAU, None, None, None, None, 1, 2, 1, 8.3, 8.67, 15, 15, 11.19, 15, none, none),
                *(80, 91.45, "优", 1, whole, FILE),
            ],
        ]  # fmt: skip
        batch = values(book.with_name("汇总.xlsx"), "评分")
        assert [line[:4] for line in batch[3:]] == [
            [1, "部门整体", BUREAU, None],
            [2, "项目", BUREAU, "管网改造"],
            [3, "项目", BUREAU, "防汛物资"],
            [4, "部门", BUREAU, None],
            [5, "整批", None, None],
        ]
        sheet = open_book(book)["评分"]
        assert (sheet.freeze_panes, sheet.protection.sheet, sheet.protection.password) == ("E4", True, None)

    def test_issues(self, book: Path) -> None:
        """Grouped by project as printed, the document first, and in a group the heavy ones first."""
        got = values(book, "问题清单")
        filled = ["处理", "修改后的目标值", "复核意见", "复核人", "复核日期"]
        assert got[0][13:] == [*filled, "扣在", "置信度", "标识", "排位值"]
        printed = "区间 1.5-2.25 公里"
        assert [[*line[:13], *line[18:20]] for line in got[1:]] == [
            self.issue(1, "一般", "前后矛盾", "X104", "整份文件", None, "9行", None, 1.7, "规范完整性"),
            self.issue(2, "提示", "指标缺失", "S105", "部门整体", None, "2行", None, 0, None),
            self.issue(3, "严重", "方向", "D101", "管网改造", "改造管网长度", "4行", printed, 7.62, "绩效合理性"),
            self.issue(
                4, "一般", "目标空泛", "G104", "管网改造、防汛物资", None, "4行", "改造老旧管网。", 4, "明确清晰性"
            ),
            self.issue(
                5, "一般", "目标雷同", "Y103", "管网改造", None, "4行", "改造老旧管网。", "不扣（跨文件）", None
            ),
        ]
        sheet = open_book(book)["问题清单"]
        assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A1:V6", "E2", "$1:$1")
        assert sheet["J2"].data_type == "s"
        (choice,) = sheet.data_validations.dataValidation
        assert (choice.formula1, str(choice.sqref)) == ('"采纳,不采纳,待核实"', "N2:N6")
        assert [sheet[f"{letter}2"].protection.locked for letter in "MNOPQRS"] == [True, *[False] * 5, True]
        assert [sheet.column_dimensions[letter].hidden for letter in "EUV"] == [True, True, True]
        assert sheet.print_area == "'问题清单'!$A$1:$R$6"
        rules = [
            (str(area.sqref), rule.formula, rule.stopIfTrue)
            for area in sheet.conditional_formatting
            for rule in area.rules
        ]
        assert rules == [
            ("A2:V6", ['$N2="不采纳"'], True),
            ("B2:B6", ['$B2="严重"'], None),
            ("B2:B6", ['$B2="一般"'], None),
        ]
        files = open_book(book.with_name("汇总.xlsx"))["问题清单"]
        assert (files["E2"].value, files.column_dimensions["E"].hidden) == (FILE, False)

    def issue(self, number: int, *about: Any) -> list[Any]:
        severity, category, code, project, indicator, row, printed, lost, item = about
        message = f"=“{code}”不对。"
        return [
            *(number, severity, category, code, FILE, project, indicator, f"第3页，表1第{row}", printed),
            *(message, "改。", "依据。", lost, item, 0.9),
        ]

    def test_links_go_both_ways(self, book: Path) -> None:
        opened = open_book(book)
        there, back = opened["问题清单"]["A4"].hyperlink, opened["指标明细"]["C3"].hyperlink
        assert (there.location, back.location) == ("'指标明细'!A3", "'问题清单'!A4")
        assert opened["指标明细"]["C3"].value == "●3"

    def test_a_carried_decision_is_in_the_figures(self, tmp_path: Path) -> None:
        review = scoring.documents(judged())[0]
        mine = decisions.Decision(decisions.marks(review)[2], "不采纳", "≥2公里", "已核对", "张三", date(2026, 3, 9))
        lost = decisions.Decision("0" * 16, "采纳", opinion="=旧的", about=("旧.pdf", *[None] * 8), source="旧.xlsx")
        path = tmp_path / "一.xlsx"
        write_document(sample(), path, version="1", review=review, carried=decisions.Carried({2: mine}, (lost,)))
        line = values(path, "问题清单")[3]
        assert line[12:20] == [0, "不采纳", "≥2公里", "已核对", "张三", datetime(2026, 3, 9), None, 0.9]
        progress = next(line for line in values(path, "总览") if "复核进度：已填处理" in line)
        assert progress[2:4] == [1, "共 5 处，还有 4 处没有填“处理”"]
        assert values(path, "评分")[4][7:15] == [0, 1, 0, 10, 8, 15, 15, 15]
        assert values(path, "已消失的决定")[1][:3] == [1, "这次没有对应的问题了", "旧.pdf"]
        assert open_book(path)["已消失的决定"]["N2"].value == "=旧的"
        assert open_book(path)["已消失的决定"]["N2"].data_type == "s"

    def test_a_finding_about_many_projects_names_two(self) -> None:
        targets = [FindingTarget("goal", Scope.PROJECT, name) for name in ("甲", "乙", "丙", "乙")]
        three = finding("G104", "goal-empty", Severity.WARNING, tuple(targets), at(4))
        assert issues.whose(three) == "甲、乙、丙"
        four = replace(three, targets=(*targets, FindingTarget("goal", Scope.PROJECT, "丁")))
        assert issues.whose(four) == "甲、乙 等4个项目"

    def test_waived(self, book: Path) -> None:
        assert rows(book, "已豁免")[1:] == [
            [
                *(
                    1,
                    "已豁免",
                    FILE,
                    f"M103（{FILE}）",
                    "=已核定",
                    4,
                    "一般",
                    "不可衡量",
                    "部门整体",
                    "第3页，表1第3行",
                ),
                "=“M103”不对。",
            ],
            [2, "没有对应的问题了", FILE, f"U101（{FILE}）", "旧的", 9],
        ]

    def test_overview(self, book: Path) -> None:
        wanted = [
            ["总分", 91.45, "等级 优；已评要点满分 80，折成 100 分，见“评分”"],
            ["问题：严重", 1, "应退回修改，见“问题清单”；“不采纳”的不计"],
            ["问题：一般", 2, "应完善，见“问题清单”；“不采纳”的不计"],
            ["问题：提示", 1, "请核对，不扣分，见“问题清单”；“不采纳”的不计"],
            ["复核进度：已填处理", 0, "共 5 处，还有 5 处没有填“处理”"],
            ["问题：跨文件比较", 1, "与其他文件、以前年度、同类单位比较出来的，另列，不扣分，见“问题清单”"],
            ["已豁免的问题", 1, "见“已豁免”；另有 1 条豁免没有对应的问题了"],
        ]
        assert [line[1:] for line in values(book, "总览")[8:15]] == wanted
        headline = "总分 91.45　　等级 优　　问题：　严重 1　一般 2　提示 1"
        assert values(book, "总览")[4] == [headline]
        batch = values(book.with_name("汇总.xlsx"), "总览")
        assert [line[1:] for line in batch[7:14]] == wanted
        assert batch[3] == [headline]
        assert [line[-2:] for line in batch if line[1:2] == [FILE]] == [[91.45, "优"]]
        with ZipFile(book) as archive:
            assert sum("charts/chart" in name for name in archive.namelist()) == 2

    def test_points_of_two_departments_of_one_document(self, tmp_path: Path) -> None:
        """Their mean, a half cent upwards as Excel has it: (7.38 + 12.71) ÷ 2."""
        names = [(BUREAU, f"甲{n}") for n in range(2)] + [("水文站", f"乙{n}") for n in range(7)]
        made = [
            indicator(name, GE95, at(n), project=name[0], department=department)
            for n, (department, name) in enumerate(names, 2)
        ]
        found = tuple(
            finding(
                "D101",
                "direction",
                severity,
                (FindingTarget("indicator", Scope.PROJECT, row.project, row.level1, None, row.level3),),
                row.place,
            )
            for severity, row in ((Severity.ERROR, made[0]), (Severity.WARNING, made[2]))
        )
        extraction = Extraction(Document(FILE, "pdf", (), BUREAU, 2026), tuple(made))
        marks = scoring.score([extraction], found, (0, 0))
        review = Review((extraction,), findings=found, owners=(0, 0), scores=marks, judged=True)
        path = tmp_path / "一.xlsx"
        write_document(extraction, path, version="1", review=scoring.documents(review)[0])
        assert [line[14] for line in values(path, "评分")[3:] if line[1] == "部门"] == [7.38, 12.71]
        [[_, _, got, *_]] = [line for line in values(path, "总览") if line[1:2] == ["绩效合理性"]]
        assert got == 10.05

    def test_the_costly_ones_come_first(self, book: Path) -> None:
        lines = [[value for value in line if value is not None] for line in values(book, "总览")]
        at = lines.index(["三、扣分最多的10处问题"]) + 2
        assert [(line[0], *line[-2:]) for line in lines[at : at + 3]] == [(1, 7.62, 3), (2, 4, 4), (3, 1.7, 1)]
