"""The sheet 评分: the points of each project, each department's own table, each department, and of a batch."""

from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook

from ..model import Review, Score
from .projects import joined
from .style import COUNT, SHORT, Column, Look, Paper, Row, Value, write_list

TITLE = "评分"
PARTS = {"table": "部门整体", "project": "项目", "department": "部门", "batch": "整批"}
UNJUDGED = "未评"
POINTS = Look(across="center", shown="0.00")
GROUP = "审核要点得分（满分）"


def add(book: Workbook, review: Review, files: Sequence[str], paper: Paper, *, batch: bool) -> None:
    """Write the sheet for one document or, with the column 文件 and a line for all of them, for a batch."""
    points = review.scores[0].points if review.scores else ()
    wide = batch or len({one.department for one in review.scores}) > 1
    columns = [
        Column("序号", COUNT),
        Column("范围", SHORT, 10),
        *([Column("部门", widest=20)] if wide else []),
        Column("项目", widest=30),
        *(Column(f"{one.item}（{one.full.normalize():f}）", POINTS, 12, GROUP) for one in points),
        Column("已评满分", Look(across="center"), 8),
        Column("总分", POINTS, 8),
        Column("等级", SHORT, 6),
        *(Column(name, COUNT, 6, "问题数") for name in ("严重", "一般", "提示")),
        Column("说明", widest=26),
        *([Column("文件", widest=24)] if batch else []),
        Column("位置", widest=16),
    ]
    rows = [_row(number, one, files, wide=wide, batch=batch) for number, one in enumerate(review.scores, 1)]
    write_list(book, TITLE, columns, rows, paper, fixed=4 if wide else 3, empty="没有可以评分的项目或部门整体表。")


def _row(number: int, score: Score, files: Sequence[str], *, wide: bool, batch: bool) -> Row:
    file = files[score.extraction] if score.extraction is not None else None
    return Row(
        (
            number,
            PARTS[score.part],
            *([score.department] if wide else []),
            score.project,
            *(UNJUDGED if one.got is None else one.got for one in score.points),
            score.full if score.total is not None else None,
            total(score),
            score.grade,
            *score.counts,
            _remarks(score),
            *([file] if batch else []),
            str(score.place) if score.place is not None else None,
        )
    )


def total(score: Score) -> Value:
    """The total, or 未评."""
    found: Decimal | None = score.total
    return UNJUDGED if found is None else found


def _remarks(score: Score) -> str | None:
    notes = []
    if score.total is None:
        notes.append("没有目标文字，也没有指标")
    if score.part == "department":
        notes.append("各单元平均")
        if score.deductions:
            lost = sum((one.points for one in score.deductions), Decimal(0))
            notes.append(f"另因整份文件的问题扣 {lost} 分")
    if score.part == "batch":
        notes.append("各部门平均")
    if score.apart:
        notes.append(f"另有跨文件雷同 {len(score.apart)} 处，不扣分")
    return joined(notes)
