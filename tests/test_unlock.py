"""Files with a password: opened by one of those given, refused in one sentence otherwise."""

import io
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from perf_goals import readers
from perf_goals.errors import LockedError, UnreadableError
from perf_goals.model import Document, Grid, Paragraph, Unread
from tests.pdfs import Sheet, pdf

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


def test_a_file_that_looks_locked_but_is_damaged_is_refused() -> None:
    damaged = book("2026")[:2048] + bytes(4096)
    with pytest.raises(UnreadableError):
        readers.read_bytes(damaged, "例.xlsx", passwords=["2026"])


def test_a_file_without_a_password_is_read_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("| 三级指标 | 指标值 |\n| --- | --- |\n| 步道长度 | ≥12公里 |\n", encoding="utf-8")
    assert any(isinstance(block, Grid) for block in readers.read(path, ["2026"]).blocks)
