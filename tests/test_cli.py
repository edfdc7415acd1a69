"""The command line as it is used: what it prints, where it writes, what it says of bad input, and its exit status."""

import argparse
import errno
import io
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import perf_goals
from perf_goals import cli, examples, export
from perf_goals.cli import main

# openpyxl opens its own temporary file without naming an encoding, and writes it by name with one.
pytestmark = pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl")

HEAD = "项目名称\t预算数\t绩效目标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t计量单位\n"
WATER = f"""伊水市青河区水务局2026年部门预算

项目支出绩效目标表

单位：万元

{HEAD}管网改造\t120.00\t改造老旧管网。\t产出指标\t数量指标\t改造管网长度\t≥\t100\t公里
防汛物资\t30.5\t备足物资。\t产出指标\t时效指标\t\t≤\t10\t日
"""
# what review says of WATER: the second project has a goal and money, and no row that could be read
FOUND = "2 个项目，1 个指标，1 行未识别；问题：严重 1、一般 0、提示 2；总分 84.38，等级 良"
NO_TABLE = "桐泽县档案馆2026年部门预算\n\n本次公开不附绩效目标表。\n"

INDICATOR = {
    "document": "水务局.txt",
    "department": "伊水市青河区水务局",
    "year": 2026,
    "scope": "project",
    "project": "管网改造",
    "level1": "产出指标",
    "level2": "数量指标",
    "level3": "改造管网长度",
    "nature": "≥",
    "value": 100,
    "upper": None,
    "text": None,
    "unit": "公里",
    "direction": None,
    "weight": None,
    "raw": {"nature": "≥", "value": "100", "unit": "公里"},
    "canonical_unit": "公里",
    "dimension": "length",
    "confidence": 1.0,
    "reasons": [],
    "source": {"line": 8, "table": 1, "row": 2, "cell": "6"},
}
GOALS: list[dict[str, Any]] = [
    {
        "document": "水务局.txt",
        "department": "伊水市青河区水务局",
        "year": 2026,
        "scope": "project",
        "project": project,
        "amount": amount,
        "goal": goal,
        "confidence": 1.0,
        "reasons": [],
        "source": {"line": line, "table": 1, "row": line - 6, "cell": "1"},
    }
    for project, amount, goal, line in (("管网改造", 120, "改造老旧管网。", 8), ("防汛物资", 30.5, "备足物资。", 9))
]
REFUSAL = {
    "document": "水务局.txt",
    "text": "防汛物资 30.5 备足物资。 产出指标 时效指标 ≤ 10 日",
    "reason": "有目标值而没有三级指标名称",
    "source": {"line": 9, "table": 1, "row": 3},
}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command here: (exit status, standard output, standard error)."""

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse ends the program by itself
            status = int(stop.code or 0)
        return status, *capsys.readouterr()

    return command


def process(*arguments: object, data: bytes = b"", cwd: Path | None = None, **env: str) -> tuple[int, str, str]:
    """Run ``python -m perf_goals`` as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "perf_goals", *map(str, arguments)],
        input=data,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **env},
        timeout=600,
    )
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def save(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def water(tmp_path: Path) -> Path:
    return save(tmp_path / "水务局.txt", WATER)


def headline(printed: str) -> str:
    """The first line of what review says."""
    return printed.partition("\n")[0]


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def no_table(path: Path | str) -> str:
    return f"{path} 里没有找到绩效目标表，请确认文件是否完整，或表格是否以图片形式存在"


class TestExtract:
    def test_indicators(self, water: Path, run: Run) -> None:
        status, out, err = run("extract", water)
        assert (status, lines(out), err) == (0, [INDICATOR], "")
        assert list(lines(out)[0]) == list(export.INDICATOR_FIELDS)
        assert '"value": 100,' in out

    def test_goals(self, water: Path, run: Run) -> None:
        status, out, err = run("extract", "--what", "goals", water)
        assert (status, lines(out), err) == (0, GOALS, "")
        assert '"amount": 120,' in out

    def test_refusals_and_unread_files(self, water: Path, run: Run) -> None:
        missing = water.with_name("没有.txt")
        status, out, err = run("extract", water, missing, "--what", "refusals")
        reason = f"找不到文件 {missing}，请核对路径"
        unread: dict[str, Any] = {"document": str(missing), "text": None, "reason": reason, "source": {}}
        assert (status, lines(out), err) == (0, [REFUSAL, unread], reason + "\n")

    def test_table(self, water: Path, run: Run) -> None:
        assert run("extract", "--format", "table", water) == (
            0,
            "项目      一级      二级      三级指标      性质  值   上限  文字  单位  权重\n"
            "管网改造  产出指标  数量指标  改造管网长度  ≥    100              公里\n",
            "",
        )
        assert run("extract", "--format", "table", "--what", "goals", water) == (
            0,
            "项目      金额（万元）  绩效目标\n管网改造  120           改造老旧管网。\n防汛物资  30.5          备足物资。\n",
            "",
        )
        assert run("extract", "--format", "table", "--what", "refusals", water) == (
            0,
            "文件        位置   原文                                  原因\n"
            "水务局.txt  第9行  防汛物资 30.5 备足物资。 产出指标 …  有目标值而没有三级指标名称\n",
            "",
        )

    def test_csv(self, water: Path, run: Run) -> None:
        save(water, WATER.replace("改造老旧管网。", "=1+1").replace("备足物资。", "-5%,“备足”"))
        assert run("extract", "--format", "csv", "--what", "goals", water) == (
            0,
            "\ufeffdocument,department,year,scope,project,amount,goal,confidence,reasons,source\r\n"
            "水务局.txt,伊水市青河区水务局,2026,project,管网改造,120,'=1+1,1.0,,"
            '"{""line"": 8, ""table"": 1, ""row"": 2, ""cell"": ""1""}"\r\n'
            '水务局.txt,伊水市青河区水务局,2026,project,防汛物资,30.5,"\'-5%,“备足”",1.0,,'
            '"{""line"": 9, ""table"": 1, ""row"": 3, ""cell"": ""1""}"\r\n',
            "",
        )

    def test_into_a_file(self, water: Path, run: Run) -> None:
        target = save(water.with_name("目标.csv"), "旧的内容" * 1000)
        assert run("extract", "--what", "goals", "--format", "csv", "-o", target, water) == (0, "", "")
        _, printed, _ = run("extract", "--what", "goals", "--format", "csv", water)
        assert target.read_bytes() == printed.encode()
        rows = water.with_name("行.jsonl")
        assert run("extract", water, "--output", rows) == (0, "", "")
        assert rows.read_bytes() == run("extract", water)[1].encode()

    def test_folders_are_walked_in_order(self, tmp_path: Path, run: Run) -> None:
        for name in ("甲/2.txt", "甲/子/3.txt", "甲/1.txt", "0.txt"):
            save(tmp_path / name, WATER)
        status, out, err = run("extract", tmp_path / "甲", tmp_path / "0.txt")
        assert (status, [row["document"] for row in lines(out)], err) == (0, ["1.txt", "2.txt", "3.txt", "0.txt"], "")

    def test_standard_input(self, water: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WATER.encode("gb18030")), encoding="utf-8"))
        status, out, err = run("extract", "-", water)
        assert (status, lines(out), err) == (0, [{**INDICATOR, "document": "标准输入"}, INDICATOR], "")

    @pytest.mark.parametrize(
        ("data", "status", "sentence"),
        [
            (b"", 2, "标准输入 是空文件，没有可读的内容，请核对或重新下载"),
            (b"%PDF-1.7", 2, "标准输入 不完整，文件的结尾缺失，可能没有下载完，请重新下载"),
            (NO_TABLE.encode(), 0, no_table("标准输入")),
        ],
    )
    def test_bad_standard_input(
        self, data: bytes, status: int, sentence: str, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        assert run("extract", "-") == (status, "", sentence + "\n")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        _, out, _ = run("extract", "-", "--what", "refusals")
        assert lines(out) == [{"document": "标准输入", "text": None, "reason": sentence, "source": {}}]

    def test_no_performance_table(self, tmp_path: Path, run: Run) -> None:
        """An empty answer is an answer."""
        path = save(tmp_path / "档案馆.txt", NO_TABLE)
        assert run("extract", path) == (0, "", no_table(path) + "\n")
        assert run("extract", path, "--what", "goals") == (0, "", no_table(path) + "\n")
        assert run("extract", path, "--format", "csv", "--what", "goals") == (
            0,
            "\ufeff" + ",".join(export.GOAL_FIELDS) + "\r\n",
            no_table(path) + "\n",
        )

    def test_the_same_rows_as_the_library(self, run: Run) -> None:
        folder = Path(__file__).parent / "documents"
        found = perf_goals.run(folder)
        for what in export.FIELDS:
            _, out, _ = run("extract", folder, "--what", what)
            assert lines(out) == export.rows(found.extractions, what, found.unread)


def sheet(path: Path, name: str) -> list[list[Any]]:
    """The filled cells of a sheet, row by row."""
    book = load_workbook(path)
    try:
        return [[value for value in row if value is not None] for row in book[name].iter_rows(values_only=True)]
    finally:
        book.close()


class TestReview:
    def test_workbooks(self, water: Path, run: Run) -> None:
        out = water.with_name("底稿")
        assert run("review", water, "-o", out) == (
            0,
            f"读入 1 份文件，{FOUND}；工作簿在 {out}\n"
            "得分最低的项目\n"
            "  总分    等级  严重  一般  提示  项目\n"
            "  50.00   差    1     0     1     防汛物资\n"
            "  100.00  优    0     0     1     管网改造\n"
            "工作簿\n"
            f"  {out / '汇总.xlsx'}\n"
            f"  {out / '水务局_审核底稿.xlsx'}\n",
            "",
        )
        assert sorted(path.name for path in out.iterdir()) == ["水务局_审核底稿.xlsx", "汇总.xlsx"]
        assert sheet(out / "汇总.xlsx", "未识别")[1:] == [
            [1, "未识别的行", "伊水市青河区水务局", "水务局.txt", "第9行", REFUSAL["text"], REFUSAL["reason"]]
        ]

    def test_into_reports_by_default(self, water: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(water.parent)
        status, printed, err = run("review", "水务局.txt")
        assert (status, headline(printed), err) == (0, f"读入 1 份文件，{FOUND}；工作簿在 reports", "")
        assert (water.parent / "reports" / "汇总.xlsx").is_file()

    def test_no_performance_table_at_all(self, tmp_path: Path, run: Run) -> None:
        path = save(tmp_path / "档案馆.txt", NO_TABLE)
        out = tmp_path / "底稿"
        assert run("review", path, "-o", out) == (2, "", no_table(path) + "\n")
        assert not out.exists()

    def test_no_performance_table_beside_another(self, water: Path, run: Run) -> None:
        path = save(water.with_name("档案馆.txt"), NO_TABLE)
        out = water.with_name("底稿")
        status, printed, err = run("review", water, path, "-o", out)
        assert (status, headline(printed)) == (0, f"读入 2 份文件，{FOUND}；工作簿在 {out}")
        assert err == no_table(path) + "\n"
        assert sheet(out / "汇总.xlsx", "未识别")[-1] == [2, "未读取的文件", str(path), no_table(path)]

    def test_settings(self, water: Path, run: Run) -> None:
        """An office's own settings: a rule waived, another waiver that hides nothing any more."""
        path = save(
            water.with_name("规则.toml"),
            '[[waiver]]\ncode = "S101"\ndocument = "水务局.txt"\nproject = "防汛物资"\nreason = "物资按需采购"\n'
            '[[waiver]]\ncode = "D101"\ndocument = "水务局.txt"\nreason = "已核对"\n',
        )
        out = water.with_name("底稿")
        status, printed, err = run("review", water, "-o", out, "--config", path)
        assert (status, headline(printed)) == (
            0,
            f"读入 1 份文件，2 个项目，1 个指标，1 行未识别；问题：严重 0、一般 0、提示 2；总分 100.00，等级 优；工作簿在 {out}",
        )
        assert err == f"{path} 第6行：豁免 D101（水务局.txt） 没有对应的问题了，请核对或删去\n"
        for book in ("水务局_审核底稿.xlsx", "汇总.xlsx"):
            assert [row[:5] for row in sheet(out / book, "已豁免")[1:]] == [
                [1, "已豁免", "水务局.txt", "S101（水务局.txt，防汛物资）", "物资按需采购"],
                [2, "没有对应的问题了", "水务局.txt", "D101（水务局.txt）", "已核对"],
            ]
        path.write_text("[scoring.weights]\nerrors = 1\n", encoding="utf-8")
        sentence = f"{path} 第2行：不认识的键 errors，是否指 error；可以用的有 error、warning、info\n"
        assert run("review", water, "-o", water.with_name("新"), "--config", path) == (2, "", sentence)
        assert not water.with_name("新").exists()


# Each makes a bad input in a folder; (path, the sentence about it).
Bad = Callable[[Path, pytest.MonkeyPatch], tuple[Path, str]]


def missing(folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, str]:
    path = folder / "没有.txt"
    return path, f"找不到文件 {path}，请核对路径"


def empty_folder(folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, str]:
    path = save(folder / "空夹" / "说明.xyz", "甲").parent
    return path, f"文件夹 {path} 里没有找到可读的文件，请核对路径，或检查是否有权限打开它"


def empty(folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, str]:
    path = save(folder / "空.txt", "\u3000\r\n")
    return path, f"{path} 是空文件，没有可读的内容，请核对或重新下载"


def junk(folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, str]:
    path = folder / "坏.txt"
    path.write_bytes(random.Random(7).randbytes(4000))
    return path, f"{path} 的内容不是文本，可能是改了扩展名的其他文件，请用原来的格式打开后另存为文本"


def undecodable(folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, str]:
    path = folder / "乱码.txt"
    path.write_bytes(WATER.encode().replace("备足".encode(), b"\xff"))
    return path, f"{path} 第9行有无法识别的字节，不是 UTF-8、GB18030 或 UTF-16 编码，请用记事本另存为 UTF-8"


def renamed(folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, str]:
    path = folder / "表.txt"
    path.write_bytes(b"PK\x03\x04" + bytes(40))
    return path, f"{path} 已损坏或下载不完整（Word、Excel 或 zip 压缩文件），请重新下载，或用原来的程序打开后另存"


def forbidden(folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, str]:
    path = save(folder / "锁.txt", WATER)
    read_bytes = Path.read_bytes

    def read(one: Path) -> bytes:
        if one == path:
            raise PermissionError(errno.EACCES, "Permission denied")
        return read_bytes(one)

    patch.setattr(Path, "read_bytes", read)
    return path, f"没有权限读取 {path}，请检查文件权限，或关闭占用它的程序"


BAD: list[Bad] = [missing, empty_folder, empty, junk, undecodable, renamed, forbidden]


@pytest.mark.parametrize("make", BAD)
class TestBadInput:
    def test_extract(self, make: Bad, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        path, sentence = make(tmp_path, monkeypatch)
        for form in ("jsonl", "csv", "table"):
            assert run("extract", path, "--format", form) == (2, "", sentence + "\n")

    def test_an_older_result_stays(self, make: Bad, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        path, sentence = make(tmp_path, monkeypatch)
        older = save(tmp_path / "结果" / "行.csv", "旧的内容")
        assert run("extract", path, "--format", "csv", "-o", older) == (2, "", sentence + "\n")
        assert older.read_text(encoding="utf-8") == "旧的内容"

    def test_review(self, make: Bad, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        path, sentence = make(tmp_path, monkeypatch)
        out = tmp_path / "底稿"
        assert run("review", path, "-o", out) == (2, "", sentence + "\n")
        assert not out.exists()

    def test_in_a_batch(self, make: Bad, water: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        path, sentence = make(water.parent, monkeypatch)
        status, out, err = run("extract", path, water)
        assert (status, lines(out), err) == (0, [INDICATOR], sentence + "\n")

    def test_in_the_workbook_of_a_batch(
        self, make: Bad, water: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path, sentence = make(water.parent, monkeypatch)
        out = water.with_name("底稿")
        status, printed, err = run("review", path, water, "-o", out)
        assert (status, headline(printed)) == (2, f"读入 1 份文件，{FOUND}；工作簿在 {out}")
        assert err == sentence + "\n"
        assert sheet(out / "汇总.xlsx", "未识别")[-1] == [2, "未读取的文件", str(path), sentence]


class TestBadOutput:
    @pytest.mark.parametrize("write", [["extract"], ["extract", "--format", "csv"]])
    def test_extract_onto_a_folder(self, write: list[str], water: Path, run: Run) -> None:
        folder = water.parent
        sentence = f"无法写出“{folder}”：它是一个文件夹；请在后面加上文件名。\n"
        assert run(*write, water, "-o", folder) == (2, "", sentence)

    def test_extract_into_a_folder_that_is_not_there(self, water: Path, run: Run) -> None:
        path = water.parent / "没有" / "行.jsonl"
        sentence = f"无法写出“{path}”：文件夹“{path.parent}”不存在；请先建立该文件夹，或另选输出位置。\n"
        assert run("extract", water, "-o", path) == (2, "", sentence)

    def test_extract_into_a_file_open_elsewhere(self, water: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*args: object, **options: object) -> int:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(Path, "write_text", fail)
        path, missing = water.with_name("行.csv"), water.with_name("没有.txt")
        assert run("extract", water, missing, "-o", path) == (
            2,
            "",
            f"找不到文件 {missing}，请核对路径\n"
            f"无法写出“{path}”：文件可能正在 Excel、WPS 等程序中打开，或者文件夹不允许写入；"
            "请关闭该文件后重试，或另选输出文件夹。\n",
        )

    def test_review_onto_a_file(self, water: Path, run: Run) -> None:
        sentence = f"无法建立输出文件夹 {water}：这个位置上是一个文件，请换一个文件夹\n"
        assert run("review", water, "-o", water) == (2, "", sentence)
        assert water.read_text(encoding="utf-8") == WATER

    def test_review_into_a_closed_folder(self, water: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*args: object, **options: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(Path, "mkdir", fail)
        sentence = "无法建立输出文件夹 底稿（Permission denied），请换一个有写入权限的位置\n"
        assert run("review", water, "-o", "底稿") == (2, "", sentence)

    def test_review_into_files_open_elsewhere(self, water: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(source: object, target: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(os, "replace", fail)
        out = water.with_name("底稿")
        status, printed, err = run("review", water, "-o", out)
        assert (status, printed) == (2, "")
        assert err == "".join(
            f"无法写出“{out / name}”：文件可能正在 Excel、WPS 等程序中打开，或者文件夹不允许写入；"
            "请关闭该文件后重试，或另选输出文件夹。\n"
            for name in ("水务局_审核底稿.xlsx", "汇总.xlsx")
        )
        assert list(out.iterdir()) == []


class TestStreams:
    """Standard output and error that are full or closed. The files stand in for sys.stdout: main ends what it began."""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
    def test_a_full_disk(
        self, water: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with open("/dev/full", "w", encoding="utf-8") as full:
            monkeypatch.setattr(sys, "stdout", full)
            assert main(["extract", str(water)]) == 2
        sentence = "无法输出结果（No space left on device），请检查磁盘空间，或用 -o 写入文件\n"
        assert capsys.readouterr().err == sentence

    def test_a_reader_that_stops_early(
        self, water: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        with open(writer, "w", encoding="utf-8") as pipe:
            monkeypatch.setattr(sys, "stdout", pipe)
            assert main(["extract", str(water), str(water.with_name("没有.txt"))]) == 0
        assert capsys.readouterr().err == f"找不到文件 {water.with_name('没有.txt')}，请核对路径\n"

    def test_nobody_reads_the_errors(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        class Closed(io.StringIO):
            def write(self, text: str) -> int:
                raise BrokenPipeError

        monkeypatch.setattr(sys, "stderr", Closed())
        assert main(["extract", str(save(tmp_path / "档案馆.txt", NO_TABLE))]) == 0

    def test_a_gbk_console(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Console(io.TextIOWrapper):
            def isatty(self) -> bool:
                return True

        data = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", Console(data, encoding="gbk"))
        monkeypatch.setattr(sys, "stderr", io.StringIO())
        monkeypatch.setattr(sys, "argv", ["perf-goals", "--version"])
        with pytest.raises(SystemExit) as stop:
            cli.run()
        sys.stdout.write("𠮷野河\n")
        sys.stdout.flush()
        assert stop.value.code == 0
        assert data.getvalue().decode("gbk").splitlines() == [f"perf-goals {perf_goals.__version__}", "?野河"]

    def test_a_pipe_is_utf_8(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(data, encoding="gbk", newline="\r\n"))
        monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
        monkeypatch.setattr(sys, "argv", ["perf-goals", "--version"])
        with pytest.raises(SystemExit):
            cli.run()
        sys.stdout.write("𠮷野河\udc80\n")
        sys.stdout.flush()
        assert data.getvalue() == f"perf-goals {perf_goals.__version__}\n𠮷野河\\udc80\n".encode()


# Why the case is there: (arguments, what is said)
MISUSE = {
    "no command": ([], "perf-goals：缺少参数 命令；用 perf-goals --help 查看用法"),
    "unknown option": (["extract", "甲.txt", "--sort"], "perf-goals：不认识参数 --sort；用 perf-goals --help 查看用法"),
    "abbreviated option": (
        ["extract", "甲.txt", "--form", "csv"],
        "perf-goals：不认识参数 --form csv；用 perf-goals --help 查看用法",
    ),
    "no path": (["extract"], "perf-goals extract：缺少参数 路径；用 perf-goals extract --help 查看用法"),
    "no path for review": (
        ["review", "-o", "甲"],
        "perf-goals review：缺少参数 路径；用 perf-goals review --help 查看用法",
    ),
    "option without its value": (
        ["review", "甲.txt", "-o"],
        "perf-goals review：-o/--output 后面要跟一个值；用 perf-goals review --help 查看用法",
    ),
    "no number": (
        ["review", "甲.txt", "--jobs", "两"],
        "perf-goals review：--jobs 应为整数，现在是 两；用 perf-goals review --help 查看用法",
    ),
    "unknown kind": (
        ["extract", "甲.txt", "--what", "目标"],
        "perf-goals extract：--what 没有 目标，可选 indicators, goals, refusals；用 perf-goals extract --help 查看用法",
    ),
    "unknown format": (
        ["extract", "甲.txt", "--format", "xlsx"],
        "perf-goals extract：--format 没有 xlsx，可选 jsonl, csv, table；用 perf-goals extract --help 查看用法",
    ),
    "value for a switch": (["--version=2"], "perf-goals：--version 后面不能跟值 2；用 perf-goals --help 查看用法"),
}


@pytest.mark.parametrize(("arguments", "sentence"), MISUSE.values(), ids=MISUSE)
def test_misuse(arguments: list[str], sentence: str, run: Run) -> None:
    assert run(*arguments) == (2, "", sentence + "\n")


def test_unknown_command(run: Run) -> None:
    status, out, err = run("审核", "甲.txt")
    assert (status, out) == (2, "")
    sentence = r"perf-goals：命令 没有 审核，可选 extract, (\w+, )*review(, \w+)*；用 perf-goals --help 查看用法\n"
    assert re.fullmatch(sentence, err)


@pytest.mark.parametrize("command", ["extract", "review"])
def test_a_bug(command: str, water: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("规则坏了")

    monkeypatch.setattr("perf_goals.api.extract_document", fail)
    out = water.with_name("底稿")
    status, printed, err = run(command, water, "-o", out)
    assert (status, printed) == (3, "")
    trace, last, sentence = err.rsplit("\n", 3)[:3]
    assert trace.startswith("Traceback (most recent call last):\n")
    assert last == "RuntimeError: 规则坏了"
    assert sentence == "程序出错了，这不是您的操作问题。请把以上内容和所用的文件发给维护者。"
    assert not out.exists()


class TestHelp:
    @pytest.mark.parametrize("option", ["-h", "--help"])
    @pytest.mark.parametrize("command", [[name] if name else [] for name in examples.EXAMPLES])
    def test_chinese_and_with_examples(
        self, command: list[str], option: str, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "100")
        status, out, err = run(*command, option)
        assert (status, err) == (0, "")
        assert out.startswith(f"用法：{' '.join(['perf-goals', *command])} [-h]")
        assert "\n选项:\n  -h, --help" in out
        assert f"\n{examples.of(' '.join(['perf-goals', *command])).rstrip()}\n" in out
        for english in ("usage", "options", "positional", "arguments", "show", "message", "exit", "default"):
            assert english not in out.lower()

    def test_every_example_can_be_parsed(self) -> None:
        parser = cli.parser()
        for name, text in examples.EXAMPLES.items():
            for line in text.strip("\n").splitlines():
                command, said = re.split(r"\s{2,}", line.strip())
                words = command.split("perf-goals ")[1].split()
                assert said
                assert words[0] == name or not name
                assert parser.parse_args(words).run is not None

    def test_every_command_has_examples(self) -> None:
        [action] = [one for one in cli.parser()._actions if isinstance(one, argparse._SubParsersAction)]
        assert ["", *action.choices] == sorted(examples.EXAMPLES, key=["", *action.choices].index)

    def test_what_each_command_takes(self, run: Run) -> None:
        assert "标准输入" in run("extract", "-h")[1]
        assert "表示标准输入" not in run("review", "-h")[1]

    def test_version(self, run: Run) -> None:
        assert run("--version") == (0, f"perf-goals {perf_goals.__version__}\n", "")


class TestProgram:
    """As a program of its own, with an environment that is not ours."""

    OUTSIDE_GBK = WATER.replace("管网改造", "𠮷野河㐂整治")

    def test_rows_outside_gbk(self, tmp_path: Path) -> None:
        path = save(tmp_path / "水务局.txt", self.OUTSIDE_GBK)
        status, out, err = process("extract", path, PYTHONIOENCODING="gbk", PYTHONUTF8="0")
        assert (status, lines(out), err) == (0, [{**INDICATOR, "project": "𠮷野河㐂整治"}], "")

    def test_a_sentence_outside_gbk(self, tmp_path: Path) -> None:
        status, out, err = process("extract", "𠮷.txt", cwd=tmp_path, PYTHONIOENCODING="gbk", PYTHONUTF8="1")
        assert (status, out, err) == (2, "", "找不到文件 𠮷.txt，请核对路径\n")

    @pytest.mark.skipif(os.name != "posix", reason="a console of one's own is only to be had on POSIX")
    def test_a_gbk_console(self, tmp_path: Path) -> None:
        path = save(tmp_path / "水务局.txt", self.OUTSIDE_GBK)
        ours, console = os.openpty()
        with open(ours, "rb", buffering=0) as screen:
            done = subprocess.run(
                [sys.executable, "-m", "perf_goals", "extract", str(path), "--format", "table", "--what", "goals"],
                stdout=console,
                stderr=subprocess.PIPE,
                env={**os.environ, "PYTHONIOENCODING": "gbk"},
                timeout=600,
            )
            os.close(console)
            shown = screen.read(4096).decode("gbk").splitlines()
        assert (done.returncode, done.stderr) == (0, b"")
        assert shown[1].split() == ["?野河?整治", "120", "改造老旧管网。"]

    def test_standard_input(self) -> None:
        status, out, err = process("extract", "-", data=WATER.encode("gb18030"))
        assert (status, lines(out), err) == (0, [{**INDICATOR, "document": "标准输入"}], "")

    def test_bad_input(self, tmp_path: Path) -> None:
        assert process("review", "没有.txt", cwd=tmp_path) == (2, "", "找不到文件 没有.txt，请核对路径\n")
        assert list(tmp_path.iterdir()) == []

    def test_misuse(self) -> None:
        assert process("extract") == (2, "", MISUSE["no path"][1] + "\n")

    def test_review(self, water: Path) -> None:
        # openpyxl opens a file without naming an encoding
        quiet = {"PYTHONIOENCODING": "gbk", "PYTHONWARNDEFAULTENCODING": ""}
        status, out, err = process("review", "水务局.txt", data=b"", cwd=water.parent, **quiet)
        assert (status, headline(out), err) == (0, f"读入 1 份文件，{FOUND}；工作簿在 reports", "")

    @pytest.mark.skipif(os.name != "posix", reason="Windows reports a closed pipe in another way")
    def test_a_reader_that_stops_early(self, tmp_path: Path) -> None:
        """More than a pipe holds; Python itself must not complain when it ends."""
        rows = "".join(f"管网{number}\t1\t改造。\t产出指标\t数量指标\t改造长度\t≥\t1\t公里\n" for number in range(1000))
        path = save(tmp_path / "水务局.txt", f"绩效目标表\n\n{HEAD}{rows}")
        with subprocess.Popen(
            [sys.executable, "-m", "perf_goals", "extract", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as program:
            assert program.stdout is not None
            assert program.stderr is not None
            first = program.stdout.readline()
            program.stdout.close()
            err = program.stderr.read()
        assert (program.returncode, err) == (0, b"")
        assert json.loads(first)["project"] == "管网0"

    @pytest.mark.parametrize("command", [["extract", "-o", "行.csv", "--format", "csv"], ["review", "-o", "底稿"]])
    def test_every_file_is_opened_with_an_encoding(self, command: list[str], water: Path) -> None:
        code = (
            "import sys, warnings\n"
            "warnings.filterwarnings('error', category=EncodingWarning, module='perf_goals')\n"
            "from perf_goals.cli import main\n"
            "sys.exit(main(sys.argv[1:]))\n"
        )
        done = subprocess.run(
            [sys.executable, "-X", "warn_default_encoding", "-c", code, *command, "水务局.txt"],
            cwd=water.parent,
            capture_output=True,
            timeout=600,
        )
        assert (done.returncode, b"perf_goals" in done.stderr) == (0, False)
