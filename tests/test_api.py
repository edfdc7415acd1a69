"""Paths in, values, frames and workbooks out."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from pandas.testing import assert_frame_equal

import perf_goals
from perf_goals import api, export
from perf_goals.lexicon import Lexicon
from perf_goals.lexicon import default as default_lexicon
from perf_goals.model import Document, Extraction, RowKind, Unread

# openpyxl opens its own temporary file without naming an encoding, and writes it by name with one.
pytestmark = pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl")

HEAD = "项目名称\t预算数\t绩效目标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t计量单位\n"
WATER = f"""伊水市青河区水务局2026年部门预算

项目支出绩效目标表

单位：万元

{HEAD}管网改造\t120\t改造老旧管网。\t产出指标\t数量指标\t改造管网长度\t≥\t12.5\t公里
管网改造\t120\t改造老旧管网。\t满意度指标\t满意度\t居民满意度\t≥\t95\t%
防汛物资\t30.5\t备足物资。\t产出指标\t时效指标\t\t≤\t10\t日
"""
FORESTRY = f"""云岭县林业局2025年部门预算

项目支出绩效目标表

{HEAD}森林防火\t8\t不发生火灾。\t产出指标\t数量指标\t巡护次数\t≥\t100\t次
"""
NO_TABLE = "桐泽县档案馆2026年部门预算\n\n本次公开不附绩效目标表。\n"


def save(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """A folder with two documents, one without a performance table, and one that is no text."""
    folder = tmp_path / "部门预算"
    save(folder / "乙" / "林业局.txt", FORESTRY)
    save(folder / "丙-水务局.txt", WATER)
    save(folder / "档案馆.txt", NO_TABLE)
    (folder / "乙" / "扫描.pdf").write_bytes(b"%PDF-1.4")
    return folder


def reasons(folder: Path) -> list[Unread]:
    """What is said about the two files of the batch that give nothing, in order."""
    scan, archive = folder / "乙" / "扫描.pdf", folder / "档案馆.txt"
    return [
        Unread(str(scan), f"{scan} 不完整，文件的结尾缺失，可能没有下载完，请重新下载"),
        Unread(str(archive), f"{archive} 里没有找到绩效目标表，请确认文件是否完整，或表格是否以图片形式存在"),
    ]


class TestFiles:
    def found(self, *paths: Any) -> list[str]:
        return [path.as_posix() for path in api.files(list(paths))]

    def test_folders_are_walked_in_order_of_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("b/2.txt", "b/1.TXT", "b/c/d/3.md", "a.txt", "b.html", "z.zip", "y.xlsx"):
            save(tmp_path / name, "")
        for name in ("~$a.docx", ".a.txt", "b/c/._3.md", "a.py", "无后缀", "a.txt.bak"):
            save(tmp_path / name, "")
        monkeypatch.chdir(tmp_path)
        assert self.found(".") == ["a.txt", "b/1.TXT", "b/2.txt", "b/c/d/3.md", "b.html", "y.xlsx", "z.zip"]

    def test_what_a_browser_saved_beside_a_page_is_passed_over(self, tmp_path: Path) -> None:
        for name in ("预算.html", "预算_files/标识.png", "预算/甲.png", "另一_files/乙.png"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
        assert {one.relative_to(tmp_path).as_posix() for one in api.files(tmp_path)} == {
            "预算.html",
            "预算/甲.png",
            "另一_files/乙.png",
        }

    def test_a_folder_that_is_named_like_a_file(self, tmp_path: Path) -> None:
        save(tmp_path / "预算.txt" / "甲.txt", "")
        assert self.found(tmp_path) == [(tmp_path / "预算.txt" / "甲.txt").as_posix()]

    def test_paths_keep_their_order(self, tmp_path: Path) -> None:
        save(tmp_path / "夹" / "2.txt", "")
        save(tmp_path / "夹" / "1.txt", "")
        first = tmp_path / "没有.txt"
        got = self.found(first, tmp_path / "夹", "x.png")
        assert got == [
            first.as_posix(),
            *((tmp_path / "夹" / f"{number}.txt").as_posix() for number in (1, 2)),
            "x.png",
        ]

    def test_a_folder_without_a_document_is_passed_on(self, tmp_path: Path) -> None:
        save(tmp_path / "程序.py", "")
        assert self.found(tmp_path) == [tmp_path.as_posix()]

    def test_a_link_that_leads_nowhere_is_passed_on(self, tmp_path: Path) -> None:
        try:
            (tmp_path / "断.txt").symlink_to(tmp_path / "没有.txt")
        except OSError:
            pytest.skip("this system lets nobody make links")
        assert list(api.each(tmp_path)) == [
            Unread(str(tmp_path / "断.txt"), f"找不到文件 {tmp_path / '断.txt'}，请核对路径")
        ]

    @pytest.mark.parametrize("single", [str, Path])
    def test_one_path(self, single: Any, tmp_path: Path) -> None:
        path = save(tmp_path / "甲.txt", "")
        assert list(api.files(single(path))) == [path]
        assert list(api.files(single(tmp_path))) == [path]

    def test_a_folder_that_cannot_be_opened(self, batch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The others are read, and this one is not passed over in silence."""
        scandir: Any = os.scandir
        closed = batch / "乙"

        def scan(path: Any) -> Any:
            if Path(path) == closed:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", scan)
        assert list(api.files(batch)) == [batch / "丙-水务局.txt", closed, batch / "档案馆.txt"]
        [_, unread, _] = api.each(batch)
        assert unread == Unread(
            str(closed), f"文件夹 {closed} 里没有找到可读的文件，请核对路径，或检查是否有权限打开它"
        )


class TestEach:
    def test_read(self, batch: Path) -> None:
        path = batch / "乙" / "林业局.txt"
        for given in (path, str(path)):
            got = perf_goals.read(given)
            assert (got.file, got.path, got.format) == ("林业局.txt", str(path), "text")
            assert (got.department, got.year, got.region) == ("云岭县林业局", 2025, "云岭县")

    def test_read_refuses(self, tmp_path: Path) -> None:
        with pytest.raises(perf_goals.UnreadableError, match="是空文件"):
            perf_goals.read(save(tmp_path / "空.txt", " \n"))

    def test_documents_and_unread_files_in_order(self, batch: Path) -> None:
        scan, archive = reasons(batch)
        found = [one if isinstance(one, Unread) else one.document.file for one in perf_goals.each(batch)]
        assert found == ["丙-水务局.txt", scan, "林业局.txt", "档案馆.txt"]
        assert archive not in found  # it was read: that it has no table is for the caller to say

    def test_a_file_is_read_when_its_turn_comes(self, batch: Path) -> None:
        asked: list[str] = []

        def paths() -> Iterator[Path]:
            for name in ("丙-水务局.txt", "档案馆.txt"):
                asked.append(name)
                yield batch / name

        found = perf_goals.each(paths())
        assert asked == []
        first = next(found)
        assert isinstance(first, Extraction)
        assert (first.document.file, asked) == ("丙-水务局.txt", ["丙-水务局.txt"])

    def test_a_lexicon_of_ones_own(self, batch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        used: list[Lexicon] = []

        def watched(document: Document, lexicon: Lexicon) -> Extraction:
            used.append(lexicon)
            return Extraction(document)

        monkeypatch.setattr(api, "extract_document", watched)
        path, own = batch / "乙" / "林业局.txt", replace(default_lexicon())
        for given in (own, None):
            list(perf_goals.each(path, given))
            perf_goals.run(path, given)
            perf_goals.extract(path, given)
        assert [id(one) for one in used] == [id(own)] * 3 + [id(default_lexicon())] * 3

    def test_nothing(self) -> None:
        assert list(perf_goals.each([])) == []

    def test_a_bug_is_no_unread_file(self, batch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*args: object) -> Extraction:
            raise RuntimeError("坏了")

        monkeypatch.setattr(api, "extract_document", fail)
        with pytest.raises(RuntimeError, match=r"^坏了$"):
            list(perf_goals.each(batch))


class TestRun:
    def test_every_file_is_accounted_for(self, batch: Path) -> None:
        got = perf_goals.run([batch])
        assert [one.document.file for one in got.extractions] == ["丙-水务局.txt", "林业局.txt", "档案馆.txt"]
        assert list(got.unread) == reasons(batch)
        assert (got.findings, got.scores, got.version) == ((), (), perf_goals.__version__)

    def test_the_account_of_a_table(self, batch: Path) -> None:
        [water] = perf_goals.run(batch / "丙-水务局.txt").extractions
        kinds = (RowKind.HEADING, RowKind.INDICATOR, RowKind.INDICATOR, RowKind.REFUSAL)
        assert [table.kinds for table in water.tables] == [kinds]

    def test_nothing(self) -> None:
        got = perf_goals.run([])
        assert (got.extractions, got.unread) == ((), ())


TEXT, INT, NUMBER, OBJECT = "string", "Int64", "Float64", "object"
DTYPES: dict[str, dict[str, str]] = {
    "indicators": {
        "document": TEXT,
        "department": TEXT,
        "year": INT,
        "scope": TEXT,
        "project": TEXT,
        "level1": TEXT,
        "level2": TEXT,
        "level3": TEXT,
        "nature": TEXT,
        "value": NUMBER,
        "upper": NUMBER,
        "text": TEXT,
        "unit": TEXT,
        "direction": TEXT,
        "weight": NUMBER,
        "raw": OBJECT,
        "canonical_unit": TEXT,
        "dimension": TEXT,
        "confidence": "float64",
        "reasons": OBJECT,
        "source": OBJECT,
    },
    "goals": {
        "document": TEXT,
        "department": TEXT,
        "year": INT,
        "scope": TEXT,
        "project": TEXT,
        "amount": NUMBER,
        "goal": TEXT,
        "confidence": "float64",
        "reasons": OBJECT,
        "source": OBJECT,
    },
    "refusals": {"document": TEXT, "text": TEXT, "reason": TEXT, "source": OBJECT},
}


def frame(what: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """A frame as it must be: the columns of the contract, NA where a row names nothing."""
    series = {name: pd.Series([row.get(name) for row in rows], dtype=dtype) for name, dtype in DTYPES[what].items()}
    return pd.DataFrame(series)


def assert_frames(got: perf_goals.Frames, **wanted: pd.DataFrame) -> None:
    for what, expected in wanted.items():
        assert_frame_equal(getattr(got, what), expected)


WATER_ROWS = {"document": "丙-水务局.txt", "department": "伊水市青河区水务局", "year": 2026, "scope": "project"}
SURE: dict[str, Any] = {"confidence": 1.0, "reasons": []}


class TestExtract:
    def test_frames(self, batch: Path) -> None:
        length = {
            **WATER_ROWS,
            **SURE,
            "project": "管网改造",
            "level1": "产出指标",
            "level2": "数量指标",
            "level3": "改造管网长度",
            "nature": "≥",
            "value": 12.5,
            "unit": "公里",
            "canonical_unit": "公里",
            "dimension": "length",
            "raw": {"nature": "≥", "value": "12.5", "unit": "公里"},
            "source": {"line": 8, "table": 1, "row": 2, "cell": "6"},
        }
        content = {
            **WATER_ROWS,
            **SURE,
            "project": "管网改造",
            "level1": "满意度指标",
            "level2": "满意度",
            "level3": "居民满意度",
            "nature": "≥",
            "value": 95,
            "unit": "%",
            "canonical_unit": "%",
            "dimension": "ratio",
            "raw": {"nature": "≥", "value": "95", "unit": "%"},
            "source": {"line": 9, "table": 1, "row": 3, "cell": "6"},
        }
        pipes = {
            **WATER_ROWS,
            **SURE,
            "project": "管网改造",
            "amount": 120,
            "goal": "改造老旧管网。",
            "source": {"line": 8, "table": 1, "row": 2, "cell": "1"},
        }
        flood = {
            **WATER_ROWS,
            **SURE,
            "project": "防汛物资",
            "amount": 30.5,
            "goal": "备足物资。",
            "source": {"line": 10, "table": 1, "row": 4, "cell": "1"},
        }
        nameless = {
            "document": "丙-水务局.txt",
            "text": "防汛物资 30.5 备足物资。 产出指标 时效指标 ≤ 10 日",
            "reason": "有目标值而没有三级指标名称",
            "source": {"line": 10, "table": 1, "row": 4},
        }
        scan, archive = ({"document": one.path, "reason": one.reason, "source": {}} for one in reasons(batch))
        got = perf_goals.extract([batch / "丙-水务局.txt", batch / "乙" / "扫描.pdf", batch / "档案馆.txt"])
        assert_frames(
            got,
            indicators=frame("indicators", length, content),
            goals=frame("goals", pipes, flood),
            refusals=frame("refusals", nameless, scan, archive),
        )

    def test_no_text_is_missing(self, batch: Path) -> None:
        got = perf_goals.extract(batch)
        for what, dtypes in DTYPES.items():
            table: pd.DataFrame = getattr(got, what)
            assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dtypes
            for name, dtype in dtypes.items():
                assert dtype != TEXT or "" not in table[name].dropna().tolist()

    @pytest.mark.parametrize("single", [str, Path])
    def test_one_path(self, single: Any, batch: Path) -> None:
        path = batch / "乙" / "林业局.txt"
        got, wanted = perf_goals.extract(single(path)), perf_goals.extract([path])
        assert got.indicators["value"].tolist() == [100]
        assert_frames(got, indicators=wanted.indicators, goals=wanted.goals, refusals=wanted.refusals)

    def test_several_paths_of_any_kind(self, batch: Path) -> None:
        paths = (one for one in (str(batch / "丙-水务局.txt"), batch / "乙" / "林业局.txt"))
        got = perf_goals.extract(paths, default_lexicon())
        assert got.indicators["document"].tolist() == ["丙-水务局.txt", "丙-水务局.txt", "林业局.txt"]
        assert got.goals["year"].tolist() == [2026, 2026, 2025]

    @pytest.mark.parametrize("paths", [[], ["没有.txt"]])
    def test_an_empty_result_has_its_columns(
        self, paths: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        missing = [{"document": path, "reason": f"找不到文件 {path}，请核对路径", "source": {}} for path in paths]
        got = perf_goals.extract(paths)
        assert_frames(got, indicators=frame("indicators"), goals=frame("goals"), refusals=frame("refusals", *missing))

    def test_the_fields_are_those_of_the_rows(self) -> None:
        assert {what: tuple(dtypes) for what, dtypes in DTYPES.items()} == export.FIELDS


def sheet(path: Path, name: str) -> list[list[Any]]:
    """The filled cells of a sheet, row by row."""
    book = load_workbook(path)
    try:
        return [[value for value in row if value is not None] for row in book[name].iter_rows(values_only=True)]
    finally:
        book.close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestReview:
    def test_a_workbook_a_document_and_one_for_the_batch(self, batch: Path, tmp_path: Path) -> None:
        out = tmp_path / "新" / "底稿"
        got = perf_goals.review(batch, out)
        assert got.batch == out / "汇总.xlsx"
        assert got.documents == (out / "丙-水务局_审核底稿.xlsx", out / "林业局_审核底稿.xlsx")
        assert names(out) == sorted(path.name for path in (got.batch, *got.documents))
        assert got.review == perf_goals.judge(perf_goals.run(batch))
        assert [(row[1], row[2]) for row in sheet(got.batch, "未识别")] == [
            ("类别", "部门"),
            ("未识别的行", "伊水市青河区水务局"),
            *(("未读取的文件", one.path) for one in got.review.unread),
        ]
        assert [row[-1] for row in sheet(got.batch, "未识别")[2:]] == [one.reason for one in got.review.unread]

    def test_two_documents_of_one_name(self, tmp_path: Path) -> None:
        first = save(tmp_path / "甲" / "预算.txt", WATER)
        second = save(tmp_path / "乙" / "预算.txt", FORESTRY)
        got = perf_goals.review([first, second], tmp_path / "底稿")
        assert [path.name for path in got.documents] == ["预算_审核底稿.xlsx", "预算_审核底稿（2）.xlsx"]
        assert [sheet(path, "项目")[2][2] for path in got.documents] == ["管网改造", "森林防火"]
        listed = [row for row in sheet(got.batch, "总览") if str(first) in row or str(second) in row]
        assert [row[1:3] for row in listed] == [
            [str(first), "预算_审核底稿.xlsx"],
            [str(second), "预算_审核底稿（2）.xlsx"],
        ]

    def test_text_like_a_formula_stays_text(self, tmp_path: Path) -> None:
        text = FORESTRY.replace("森林防火", "=1+1").replace("不发生火灾。", "=HYPERLINK(1)").replace("巡护次数", "-1+1")
        got = perf_goals.review(save(tmp_path / "林业局.txt", text), tmp_path)
        for path in (*got.documents, got.batch):
            book = load_workbook(path)
            cells = [
                (cell.value, cell.data_type)
                for each in book.worksheets
                for row in each.iter_rows()
                for cell in row
                if str(cell.value).startswith(("=1", "=H", "-1"))
            ]
            book.close()
            assert sorted(set(cells)) == [("-1+1", "s"), ("=1+1", "s"), ("=HYPERLINK(1)", "s")]

    def test_an_older_result_is_replaced(self, batch: Path, tmp_path: Path) -> None:
        out = tmp_path / "底稿"
        first = perf_goals.review(batch / "丙-水务局.txt", out, default_lexicon())
        before = first.batch.read_bytes()
        perf_goals.review(batch / "乙" / "林业局.txt", out)
        assert first.batch.read_bytes() != before
        assert names(out) == sorted(["丙-水务局_审核底稿.xlsx", "林业局_审核底稿.xlsx", "汇总.xlsx"])

    def test_nothing_to_read(self, batch: Path, tmp_path: Path) -> None:
        paths = [batch / "乙" / "扫描.pdf", batch / "档案馆.txt"]
        with pytest.raises(perf_goals.PerfGoalsError) as caught:
            perf_goals.review(paths, tmp_path / "底稿")
        assert str(caught.value) == "\n".join(one.reason for one in reasons(batch))
        assert not (tmp_path / "底稿").exists()

    def test_no_paths(self, tmp_path: Path) -> None:
        with pytest.raises(perf_goals.PerfGoalsError, match=r"^没有给出任何文件，请给出文件或文件夹$"):
            perf_goals.review([], tmp_path)

    def refusal(self, batch: Path, out: Path) -> str:
        with pytest.raises(perf_goals.OutputError) as caught:
            perf_goals.review(batch, out)
        return str(caught.value)

    @pytest.mark.parametrize("below", ["", "子"])
    def test_the_folder_is_a_file(self, below: str, batch: Path) -> None:
        out = batch / "档案馆.txt" / below
        assert self.refusal(batch, out) == f"无法建立输出文件夹 {out}：这个位置上是一个文件，请换一个文件夹"

    @pytest.mark.parametrize(
        ("error", "reason"),
        [(PermissionError(13, "Permission denied"), "Permission denied"), (OSError("坏了"), "坏了")],
    )
    def test_the_folder_cannot_be_made(
        self, error: OSError, reason: str, batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*args: object, **options: object) -> None:
            raise error

        monkeypatch.setattr(Path, "mkdir", fail)
        out = tmp_path / "底稿"
        assert self.refusal(batch, out) == f"无法建立输出文件夹 {out}（{reason}），请换一个有写入权限的位置"

    @pytest.mark.parametrize(
        ("open_elsewhere", "written"),
        [
            (["丙-水务局_审核底稿.xlsx"], ["丙-水务局_审核底稿（另存2）.xlsx", "林业局_审核底稿.xlsx", "汇总.xlsx"]),
            (
                ["林业局_审核底稿.xlsx", "汇总.xlsx"],
                ["丙-水务局_审核底稿.xlsx", "林业局_审核底稿（另存2）.xlsx", "汇总（另存2）.xlsx"],
            ),
        ],
    )
    def test_one_that_is_open_elsewhere_gets_a_second_name(
        self,
        open_elsewhere: list[str],
        written: list[str],
        batch: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        replace = os.replace

        def closed(source: Any, target: Any) -> None:
            if Path(target).name in open_elsewhere:
                raise PermissionError(errno.EACCES, "Permission denied")
            replace(source, target)

        monkeypatch.setattr(os, "replace", closed)
        out = tmp_path / "底稿"
        got = perf_goals.review(batch, out)
        assert got.notes == tuple(
            f"“{out / name}”可能正在 Excel 或 WPS 中打开，没有覆盖；"
            f"这次的结果写在“{name.removesuffix('.xlsx')}（另存2）.xlsx”，请关闭后核对。"
            for name in open_elsewhere
        )
        assert names(out) == sorted(written) == sorted(path.name for path in (*got.documents, got.batch))

    def test_decisions_of_an_earlier_run_are_carried_over(self, batch: Path, tmp_path: Path) -> None:
        first = perf_goals.review(batch, tmp_path / "一")
        book = load_workbook(first.batch)
        sheet: Any = book["问题清单"]
        heads = {cell.value: cell.column for cell in sheet[1]}
        sheet.cell(2, heads["处理"]).value = "不采纳"
        book.save(first.batch)
        second = perf_goals.review(batch, tmp_path / "二", previous=tmp_path / "一")
        assert second.notes == ("沿用了 1 条审核决定",)
        again = load_workbook(second.batch)["问题清单"]
        assert again.cell(2, heads["处理"]).value == "不采纳"
        # what the review says is what the workbook says
        rows = load_workbook(second.batch, data_only=True)["评分"].iter_rows(min_row=4, values_only=True)
        assert [None if total is None else float(total) for total in (one.total for one in second.review.scores)] == [
            None if row[19] == "未评" else row[19] for row in rows
        ]
        assert second.review.scores != first.review.scores
        with pytest.raises(perf_goals.PerfGoalsError, match="请核对 --previous 的路径"):
            perf_goals.review(batch, tmp_path / "三", previous=tmp_path / "没有")


def test_import_is_light() -> None:
    """pandas and openpyxl take longer to load than most files to read."""
    code = "import sys, perf_goals; print(sorted({'pandas', 'openpyxl', 'numpy'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", timeout=600, check=True
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_what_the_package_offers() -> None:
    assert [name for name in perf_goals.__all__ if not hasattr(perf_goals, name)] == []
    assert perf_goals.extract is api.extract
