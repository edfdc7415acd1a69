"""A PDF some of whose pages are pictures: the others are read, these are named."""

from pathlib import Path

import pytest

from perf_goals import readers
from perf_goals.model import Document, Unread
from perf_goals.readers import pdf

TEXT = Document("甲.pdf", "pdf", ())


@pytest.mark.parametrize("pages", [(), (2, 5)])
def test_pages_that_are_left_out_are_named(
    pages: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "reading", lambda *_: pdf.Reading(TEXT, pages))
    path = tmp_path / "甲.pdf"
    path.write_bytes(b"%PDF-1.7")
    why = f"{path} 第2、5页是图片或乱码，没有读入，请改用有文字的 PDF 或原来的 Word、Excel 文件"
    assert list(readers.read_all(path)) == [TEXT, *([Unread(str(path), why)] if pages else [])]
