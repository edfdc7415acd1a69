"""What a command says beside its result: bar, summary, --quiet, --verbose, --log, exit status."""

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from perf_goals import progress
from perf_goals.cli import main
from perf_goals.findings import FAIL_ON

pytestmark = pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl")

HEAD = "项目名称\t预算数\t绩效目标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t计量单位\n"
WATER = f"""伊水市青河区水务局2026年部门预算

项目支出绩效目标表

{HEAD}管网改造\t20\t改造老旧管网。\t产出指标\t时效指标\t抢修时限\t≥\t10\t天
"""
NO_TABLE = "桐泽县档案馆2026年部门预算\n\n本次公开不附绩效目标表。\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one document, of which D101 finds one mistake."""
    monkeypatch.chdir(tmp_path)
    save("perf-goals.toml", 'select = ["D101"]\n')
    save("水务局.txt", WATER)
    return tmp_path


def save(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


class TestExitStatus:
    """0 clean, 1 findings at or above --fail-on, 2 misuse or unread input, 3 our bug."""

    @pytest.mark.parametrize("command", ["check", "review", "score"])
    @pytest.mark.parametrize("severity", ["error", "warning", "info"])
    def test_fail_on(self, command: str, severity: str, here: Path) -> None:
        save("perf-goals.toml", f'select = ["D101"]\n[severity]\nD101 = "{severity}"\n')
        got = [main([command, "水务局.txt", "--fail-on", level]) for level in FAIL_ON]
        assert FAIL_ON == ("error", "warning", "info", "never")
        assert got == {"error": [1, 1, 1, 0], "warning": [0, 1, 1, 0], "info": [0, 0, 1, 0]}[severity]

    def test_defaults(self, here: Path) -> None:
        assert [main([command, "水务局.txt"]) for command in ("check", "review", "score")] == [1, 0, 0]

    @pytest.mark.parametrize("command", ["check", "review", "score"])
    def test_clean(self, command: str, here: Path) -> None:
        save("水务局.txt", WATER.replace("≥", "≤"))
        assert main([command, "水务局.txt", "--fail-on", "info"]) == 0

    @pytest.mark.parametrize("command", ["check", "review", "score", "export"])
    def test_an_unread_file_outweighs_findings(
        self, command: str, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What the others gave is there; that it is not all must not look like an answer."""
        assert main([command, "水务局.txt", "没有.txt"]) == 2
        out, err = capsys.readouterr()
        assert (out != "", err) == (True, "找不到文件 没有.txt，请核对路径\n")

    @pytest.mark.parametrize("command", ["check", "review", "score", "export"])
    def test_a_document_without_a_table_was_read(self, command: str, here: Path) -> None:
        save("档案馆.txt", NO_TABLE)
        save("水务局.txt", WATER.replace("≥", "≤"))
        assert main([command, "水务局.txt", "档案馆.txt"]) == 0

    def test_a_bug(self, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        """With a log the traceback is in it, and the screen has one clear sentence."""

        def fail(*args: object) -> None:
            raise RuntimeError("规则坏了")

        monkeypatch.setattr("perf_goals.api.extract_document", fail)
        assert main(["review", "水务局.txt", "--log", "审核.log"]) == 3
        assert capsys.readouterr() == (
            "",
            "程序出错了，这不是您的操作问题。请把日志 审核.log 和所用的文件发给维护者。\n",
        )
        log = Path("审核.log").read_text(encoding="utf-8")
        assert "Traceback (most recent call last):" in log
        assert "RuntimeError: 规则坏了" in log
        assert log.rstrip().endswith("退出状态 3")

    def test_stopped(self, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        def stop(*args: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("perf_goals.api.extract_document", stop)
        assert main(["review", "水务局.txt"]) == 130
        assert capsys.readouterr().err == "已中断，没有写完的文件没有留下\n"


class TestWords:
    def test_quiet(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["review", "水务局.txt", "没有.txt", "--quiet"]) == 2
        assert capsys.readouterr() == ("", "找不到文件 没有.txt，请核对路径\n")
        assert Path("reports/汇总.xlsx").is_file()

    def test_quiet_is_not_silent(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "水务局.txt", "-q"]) == 1
        assert '"code": "D101"' in capsys.readouterr().out

    def test_verbose(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        main(["review", "水务局.txt", "--verbose"])
        assert capsys.readouterr().err.splitlines() == [
            "审核 ",
            "写出 水务局_审核底稿.xlsx",
            "写出 汇总.xlsx",
            "读入 水务局.txt：1 张绩效表，1 个指标，1 条目标，0 行未识别",
        ]

    def test_a_log_is_added_to(self, here: Path) -> None:
        for _ in range(2):
            main(["check", "水务局.txt", "没有.txt", "--log", "审核.log"])
        log = Path("审核.log").read_text(encoding="utf-8")
        for said in ("读入 水务局.txt：1 张绩效表", "未读入：找不到文件 没有.txt", "退出状态 2"):
            assert log.count(said) == 2

    def test_a_log_that_cannot_be_written(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["review", "水务局.txt", "--log", "没有/审核.log"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("无法写日志 没有/审核.log（")
        assert not Path("reports").exists()

    def test_tables_beside_the_workbooks(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["review", "水务局.txt", "--tables", "csv，sarif", "--tables", "jsonl"]) == 0
        out = capsys.readouterr().out
        assert out.splitlines()[-8:-6] == ["  " + str(Path("reports/水务局_审核底稿.xlsx")), "数据表"]
        assert out.endswith("  等 15 个\n")
        assert sorted({path.suffix for path in Path("reports/tables").iterdir()}) == [".csv", ".jsonl", ".sarif"]

    def test_an_unknown_kind_of_table(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as stop:
            main(["review", "水务局.txt", "--tables", "csv,xml"])
        assert stop.value.code == 2
        assert capsys.readouterr().err == (
            "perf-goals review：--tables 没有 xml，可选 jsonl, csv, parquet, sarif；"
            "用 perf-goals review --help 查看用法\n"
        )

    def test_export(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["export", "水务局.txt"]) == 0
        assert capsys.readouterr() == ("写出 7 个数据表，在 tables\n", "")
        assert not Path("reports").exists()

    def test_letter(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        main(["review", "水务局.txt", "-q"])
        book, letter = Path("reports/水务局_审核底稿.xlsx"), Path("reports/水务局_审核意见.docx")
        assert main(["letter", str(book)]) == 2
        assert "还有 1 条没有处理" in capsys.readouterr().err
        assert main(["letter", str(book), "--undecided"]) == 0
        assert capsys.readouterr() == (f"写入 1 条问题；审核意见在 {letter}\n", "")
        assert main(["letter", str(book), "--undecided"]) == 2
        assert capsys.readouterr().err == (
            f"{letter} 已经存在，可能有人改过；确要覆盖请加 --force，或用 -o 换一个文件名\n"
        )
        assert main(["letter", str(book), "--undecided", "--force", "--quiet"]) == 0


def _quiet() -> dict[str, str]:
    """The environment without the warnings that the tests ask of this process: what is printed is compared whole."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONWARNDEFAULTENCODING"}


def _until_it_ends(screen: io.FileIO) -> Iterator[bytes]:
    """What a program writes to its console: read while it runs, for a console that is full makes it wait."""
    with contextlib.suppress(OSError):  # how Linux says that the program has closed it
        while some := screen.read(1 << 16):
            yield some


class TestBar:
    @pytest.mark.skipif(os.name != "posix", reason="a console of one's own is only to be had on POSIX")
    @pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
    def test_on_a_terminal(self, here: Path, encoding: str) -> None:
        """File names, how many of how many, time left; the console's own characters, whatever the name holds."""
        Path("水务局.txt").rename("𠮷[red]水务局.txt")
        ours, console = os.openpty()
        with open(ours, "rb", buffering=0) as screen, open("小结.log", "wb") as summary:
            program = subprocess.Popen(
                [sys.executable, "-m", "perf_goals", "review", "."],
                stdout=summary,
                stderr=console,
                env={**os.environ, "PYTHONIOENCODING": encoding, "TERM": "xterm", "COLUMNS": "120"},
            )
            os.close(console)
            shown = b"".join(_until_it_ends(screen)).decode(encoding)
            assert program.wait() == 0
        assert "[red]水务局" in shown
        assert "0/1" in shown
        assert "剩余" in shown
        assert Path("小结.log").read_text(encoding="utf-8").startswith("读入 1 份文件，")

    @pytest.mark.parametrize("forced", [{}, {"FORCE_COLOR": "1", "TTY_COMPATIBLE": "1"}])
    def test_none_without_a_terminal(self, here: Path, forced: dict[str, str]) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "perf_goals", "review", "水务局.txt"],
            capture_output=True,
            env={**_quiet(), **forced},
            timeout=600,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"\x1b" not in done.stdout

    @pytest.mark.parametrize(
        ("quiet", "terminal", "term"), [(True, True, "xterm"), (False, False, "xterm"), (False, True, "dumb")]
    )
    def test_when_it_stays_away(self, quiet: bool, terminal: bool, term: str, monkeypatch: pytest.MonkeyPatch) -> None:
        class Screen(io.StringIO):
            def isatty(self) -> bool:
                return terminal

        screen = Screen()
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setenv("TERM", term)
        with progress.Bar(quiet=quiet) as bar:
            assert list(bar.over("读入", [Path("甲"), Path("乙")])) == [Path("甲"), Path("乙")]
            bar.begin("写出")
            bar.name("丙")
            bar.advance()
        assert screen.getvalue() == ""

    def test_it_is_taken_away_when_something_goes_wrong(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Screen(io.StringIO):
            def isatty(self) -> bool:
                return True

        screen = Screen()
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setenv("TERM", "xterm")

        def work() -> None:
            with progress.Bar() as bar:
                for _ in bar.over("读入", [Path("甲.txt")]):
                    raise RuntimeError("坏了")

        with pytest.raises(RuntimeError, match="坏了"):
            work()
        assert sys.stderr is screen
        assert "甲.txt" in screen.getvalue()
