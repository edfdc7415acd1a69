"""Files with a password: opened by one of those given, refused in one sentence otherwise."""

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perf_goals import api, cli, readers
from perf_goals.errors import LockedError, UnreadableError
from perf_goals.model import Document, Grid, Paragraph, Unread
from tests.pdfs import Sheet, pdf

from . import volumes

ASKS = "{} 设有打开密码，请用 --password 给出密码，或用 Office、WPS、PDF 软件取消密码后再试"
WRONG = "给出的密码都打不开 {}，请核对密码，或取消密码后再试"


def book(password: str) -> bytes:
    office = pytest.importorskip("msoffcrypto.format.ooxml")
    made = openpyxl.Workbook()
    table = made.create_sheet("绩效", 0)
    table.append(["三级指标", "指标值"])
    table.append(["步道长度", "≥12公里"])
    plain, locked = io.BytesIO(), io.BytesIO()
    made.save(plain)
    office.OOXMLFile(plain).encrypt(password, locked)
    return locked.getvalue()


def sheet(password: str) -> bytes:
    return pdf(Sheet().text(50, 300, "正文"), password=password)


def texts(document: Document) -> list[object]:
    return [block.text if isinstance(block, Paragraph) else block.cells for block in document.blocks]


def test_the_first_password_that_fits_opens_the_file() -> None:
    assert texts(readers.read_bytes(sheet("2026"), "例.pdf", passwords=["1", "2026"])) == ["正文"]
    assert texts(readers.read_bytes(book("预算"), "例.xlsx", passwords=["1", "预算"])) == [
        (("三级指标", "指标值"), ("步道长度", "≥12公里"))
    ]


def test_a_damaged_page_of_a_locked_file_is_named_and_the_others_read(tmp_path: Path) -> None:
    whole = pdf(Sheet().text(50, 300, "正文"), Sheet().text(50, 300, "后文"), password="2026")
    page = whole.rindex(b"<</Type/Page/Parent")
    path = tmp_path / "例.pdf"
    path.write_bytes(whole[:page] + whole[page:].replace(b"<</Type/Page/", b"[[/Type/Page/", 1))
    document, left_out = readers.read_all(path, ["2026"])
    assert isinstance(document, Document)
    assert texts(document) == ["正文"]
    why = f"{path} 第2页已损坏，没有读入，请重新下载，或改用原来的 Word、Excel 文件"
    assert left_out == Unread(str(path), why)


@pytest.mark.parametrize("name", ["例.pdf", "例.xlsx"])
def test_without_the_right_password_a_sentence_says_what_to_do(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(sheet("2026") if name == "例.pdf" else book("2026"))
    with pytest.raises(LockedError) as caught:
        readers.read(path)
    assert str(caught.value) == ASKS.format(path)
    with pytest.raises(UnreadableError) as caught_too:
        list(readers.read_all(path, ["1", ""]))
    assert str(caught_too.value) == WRONG.format(path)


def test_members_of_an_archive_are_opened_with_the_same_passwords(tmp_path: Path) -> None:
    path = tmp_path / "批.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("甲.pdf", sheet("2026"))
        archive.writestr("乙.pdf", sheet("别的"))
    first, second = readers.read_all(path, ["2026"])
    assert isinstance(first, Document)
    assert texts(first) == ["正文"]
    assert second == Unread(f"{path}/乙.pdf", WRONG.format(f"{path}/乙.pdf"))


def test_an_archive_of_one_document_is_opened_with_its_password(tmp_path: Path) -> None:
    path = tmp_path / "甲.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("甲.pdf", sheet("2026"))
    assert texts(readers.read(path, ["2026"])) == ["正文"]


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = book("2026")
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    with pytest.raises(UnreadableError) as caught:
        readers.read_bytes(locked, "例.xlsx", passwords=["2026"])
    assert str(caught.value) == (
        "例.xlsx 设有打开密码，用密码打开它需要的程序库没有安装（msoffcrypto），"
        "请运行 pip install perf-goals[password]，或取消密码后再试"
    )


@pytest.mark.parametrize(
    ("part", "other"), [(b"<?xml", b"<?x<l"), (b"saltValue", b"saltVaule"), (b'blockSize="16"', b'blockSize="zz"')]
)
def test_a_locked_file_that_is_damaged_is_refused(part: bytes, other: bytes) -> None:
    whole = book("2026")
    damaged = whole.replace(part, other)
    assert damaged != whole
    with pytest.raises(UnreadableError) as caught:
        readers.read_bytes(damaged, "例.xlsx", passwords=["2026"])
    assert str(caught.value) == WRONG.format("例.xlsx")


def test_a_file_without_a_password_is_read_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("| 三级指标 | 指标值 |\n| --- | --- |\n| 步道长度 | ≥12公里 |\n", encoding="utf-8")
    assert any(isinstance(block, Grid) for block in readers.read(path, ["2026"]).blocks)


def form(password: str) -> bytes:
    """A PDF with a performance table that has a finding."""
    rows = [["项目名称", "一级指标", "三级指标", "目标值"], ["培训", "产出指标", "培训人次", "显著"]]
    page = Sheet().text(60, 40, "项目支出绩效目标表").grid([60, 150, 240, 350, 450], [50, 80, 120], rows)
    return pdf(page, password=password)


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    path = tmp_path / "表.pdf"
    path.write_bytes(form("2026"))
    return path


def test_frames_of_a_locked_file(locked: Path) -> None:
    names = list(api.extract(locked, passwords=["1", "2026"]).indicators["level3"])
    assert names == ["培训人次"]
    assert set(api.check(locked, passwords=["2026"])["document"]) == {"表.pdf"}
    assert "培训" in set(api.score(locked, passwords=["2026"])["project"])
    assert api.read(locked, passwords=["2026"]).format == "pdf"
    assert list(api.extract(locked).refusals["reason"]) == [ASKS.format(locked)]


@pytest.mark.parametrize("command", ["extract", "check", "score"])
def test_the_option_password(command: str, locked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    never = [] if command == "extract" else ["--fail-on", "never"]
    assert cli.main([command, str(locked), *never, "--password", "1", "--password", "2026"]) == 0
    assert "培训" in capsys.readouterr().out
    assert cli.main([command, str(locked), "--password", "1"]) == 2
    said = capsys.readouterr()
    assert ("培训" in said.out, WRONG.format(locked) in said.err) == (False, True)
    assert cli.main([command, str(locked)]) == 2
    assert ASKS.format(locked) in capsys.readouterr().err


@pytest.mark.parametrize(("passwords", "status"), [(["--password=2026"], 0), ([], 2)])
def test_standard_input_with_a_password(
    passwords: list[str], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stdin:
        buffer = io.BytesIO(form("2026"))

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert cli.main(["extract", "-", *passwords]) == status
    said = capsys.readouterr()
    assert ("培训人次" in said.out, ASKS.format("标准输入") in said.err) == (status == 0, status == 2)


def test_the_page_of_a_locked_file_has_its_pictures(locked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = locked.parent / "底稿"
    assert cli.main(["review", str(locked), "-o", str(out), "--html", "--password", "1", "--password", "2026"]) == 0
    text = (out / "表_审核底稿.html").read_text(encoding="utf-8")
    assert ("data:image/png;base64," in text, "页面图没有收入" in text) == (True, False)
    assert "2026" not in capsys.readouterr().err


def test_a_page_written_without_the_password_says_why_it_has_no_pictures(locked: Path) -> None:
    from perf_goals import page, scoring

    review: Any = api.judge(api.run(locked, passwords=["2026"]))
    (alone,) = scoring.documents(review)
    text = page.document_page(alone)
    assert ("data:image/png" in text, "页面图没有收入：原文件设有打开密码。" in text) == (False, True)


def test_a_locked_member_of_a_known_archive_is_tried_with_a_new_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("duckdb")
    path = tmp_path / "批.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("甲.txt", volumes.text(1, projects=1, rows=1))
        archive.writestr("乙.pdf", form("2026"))
    command = ["review", str(path), "-o", str(tmp_path / "out"), "--library", str(tmp_path / "库")]
    for more, read, left_out in (([], 1, True), ([], 1, True), (["--password", "2026"], 2, False)):
        cli.main([*command, *more])
        said, warned = capsys.readouterr()
        assert (f"读入 {read} 份文件" in said, "乙.pdf" in warned) == (True, left_out)


def test_a_second_review_with_the_password_is_made_anew(locked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("duckdb")
    folder = locked.parent
    (folder / "甲.txt").write_text(volumes.text(1, projects=1, rows=1), encoding="utf-8")
    command = [
        "review",
        str(folder / "甲.txt"),
        str(locked),
        "-o",
        str(folder / "out"),
        "--library",
        str(folder / "库"),
    ]
    for more, same in (([], False), ([], True), (["--password", "2026"], False)):
        cli.main([*command, *more])
        assert ("沿用" in capsys.readouterr().out) == same


def test_a_password_reaches_the_processes_and_the_library(locked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("duckdb")
    library, out = locked.parent / "资料库", locked.parent / "库中"
    assert cli.main(["library", "add", str(library), str(locked)]) == 2
    assert cli.main(["library", "add", str(library), str(locked), "--password", "1", "--password", "2026"]) == 0
    assert cli.main(["review", str(locked), "-o", str(out), "--library", str(library)]) == 0  # it is not read again
    assert cli.main(["review", str(locked), "-o", str(out), "--jobs", "2", "--password", "2026"]) == 0
    assert cli.main(["review", str(locked), "-o", str(out), "--jobs", "2"]) == 2
