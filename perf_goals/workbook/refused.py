"""The sheet 未识别: every row that could not be understood and every file that could not be read, with the reason."""

from collections.abc import Sequence

from openpyxl import Workbook

from ..model import Extraction, Refusal, Unread
from .style import COUNT, SHORT, Column, Paper, Row, Value, write_list

TITLE = "未识别"
A_ROW, A_FILE = "未识别的行", "未读取的文件"


def kind(refusal: Refusal) -> str:
    place = refusal.place
    return A_FILE if place.row is None and place.line is None else A_ROW


def add(
    book: Workbook,
    extractions: Sequence[Extraction],
    files: Sequence[str],
    paper: Paper,
    *,
    batch: bool,
    unread: Sequence[Unread] = (),
) -> None:
    """Write the sheet for one document or, with the columns 部门 and 文件 and the unread files, for a batch."""
    columns = [
        Column("序号", COUNT),
        Column("类别", SHORT, 14),
        *([Column("部门", widest=24), Column("文件", widest=36)] if batch else []),
        Column("位置", widest=26),
        Column("原文", widest=60),
        Column("原因", widest=50),
    ]
    found: list[tuple[Value, ...]] = []
    for extraction, file in zip(extractions, files, strict=True):
        for refusal in extraction.refusals:
            source = [extraction.document.department, file] if batch else []
            found.append((kind(refusal), *source, str(refusal.place), refusal.text, refusal.reason))
    found.extend((A_FILE, None, each.path, None, None, each.reason) for each in unread)
    rows = [Row((number, *values)) for number, values in enumerate(found, 1)]
    empty = "没有未识别的行，也没有未读取的文件。" if batch else "没有未识别的行。"
    write_list(book, TITLE, columns, rows, paper, fixed=2, empty=empty)
