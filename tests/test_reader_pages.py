"""A PDF some of whose pages are pictures: read page by page where the extra is there, else named page by page."""

from pathlib import Path

import pytest

from perf_goals import readers
from perf_goals.errors import UnreadableError
from perf_goals.model import Document, Unread
from perf_goals.readers import pdf, scan

TEXT = Document("甲.pdf", "pdf", ())
WHOLE = Document("甲.pdf", "pdf", (), "云岭县水利局")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pdf, "reading", lambda *_: pdf.Reading(TEXT, (2, 5)))
    monkeypatch.setattr(scan, "reading", lambda *_: pdf.Reading(WHOLE))
    path = tmp_path / "甲.pdf"
    path.write_bytes(b"%PDF-1.7")
    return path


def test_without_the_extra_the_pages_are_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "reading", lambda *_: pdf.Reading(TEXT, (2, 5), (3,)))
    monkeypatch.setattr(readers, "has_ocr", lambda: False)
    assert list(readers.read_all(file)) == [
        TEXT,
        Unread(
            str(file),
            f"{file} 第2、5页是图片或乱码，没有读入，请运行 pip install perf-goals[ocr] 安装文字识别组件后再读",
        ),
        Unread(str(file), f"{file} 第3页已损坏，没有读入，请重新下载，或改用原来的 Word、Excel 文件"),
    ]


def test_with_the_extra_all_pages_are_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "has_ocr", lambda: True)
    assert list(readers.read_all(file)) == [WHOLE]


def test_a_pdf_without_text_needs_the_extra(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object) -> None:
        raise pdf.NoTextError("甲.pdf 是扫描件")

    monkeypatch.setattr(pdf, "reading", nothing)
    monkeypatch.setattr(readers, "has_ocr", lambda: False)
    with pytest.raises(UnreadableError, match=r"^甲\.pdf 是扫描件$"):
        readers.read(file)
    monkeypatch.setattr(readers, "has_ocr", lambda: True)
    assert readers.read(file) == WHOLE


def test_a_file_that_cannot_be_opened_never_asks_for_the_extra(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(readers, "has_ocr", lambda: True)
    monkeypatch.setattr(scan, "reading", lambda *_: pytest.fail("the recogniser was asked"))
    with pytest.raises(UnreadableError, match=r"甲\.pdf 不完整，"):
        readers.read(file)


def test_pages_all_of_which_have_text_never_ask_for_the_extra(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "reading", lambda *_: pdf.Reading(TEXT, damaged=(4,)))
    monkeypatch.setattr(readers, "has_ocr", lambda: True)
    assert [one for one in readers.read_all(file) if isinstance(one, Document)] == [TEXT]


def test_damaged_pages_of_a_scan_are_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "has_ocr", lambda: True)
    monkeypatch.setattr(scan, "reading", lambda *_: pdf.Reading(WHOLE, damaged=(3,)))
    why = f"{file} 第3页已损坏，没有读入，请重新下载，或改用原来的 Word、Excel 文件"
    assert list(readers.read_all(file)) == [WHOLE, Unread(str(file), why)]
