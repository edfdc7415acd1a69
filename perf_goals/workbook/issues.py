"""The sheet 问题清单: every finding, the heavy ones first: what is printed, what is wrong, how to put it right, what it costs."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook

from ..config import CATEGORIES
from ..model import Finding, Place, Review, Score, Severity
from .style import COUNT, SHORT, SURE, Column, Look, Paper, Row, write_list

TITLE = "问题清单"
SEVERITIES = {Severity.ERROR: "严重", Severity.WARNING: "一般", Severity.INFO: "提示"}
APART = "不扣（跨文件）"
_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}
_LOST = Look(across="center", shown="0.00")
_MOST = 20  # names in one cell


def add(book: Workbook, review: Review, files: Sequence[str], paper: Paper, *, batch: bool) -> None:
    """Write the sheet for one document or, with the column 文件, for a batch."""
    columns = [
        Column("序号", COUNT),
        Column("等级", SHORT, 6),
        Column("类别", SHORT, 10),
        Column("编号", SHORT, 7),
        *([Column("文件", widest=22)] if batch else []),
        Column("项目", widest=22),
        Column("指标", widest=22),
        Column("位置", widest=14),
        Column("问题", widest=44),
        Column("怎样改", widest=34),
        Column("依据", widest=30),
        Column("扣分合计", _LOST, 9),
        Column("扣在", SHORT, 12),
        Column("置信度", SURE, 8),
    ]
    lost = losses(review.scores)
    order = sorted(range(len(review.findings)), key=lambda at: _sort(review.findings[at], review.owners[at]))
    rows = []
    for number, at in enumerate(order, 1):
        finding = review.findings[at]
        items, points = lost.get(at, ((), Decimal(0)))
        rows.append(
            Row(
                (
                    number,
                    SEVERITIES[finding.severity],
                    CATEGORIES[finding.category],
                    finding.code,
                    *([files[review.owners[at]]] if batch else []),
                    whose(finding),
                    _listed(one.level3 for one in finding.targets),
                    str(finding.source),
                    finding.message,
                    finding.suggestion,
                    finding.basis,
                    APART if at in review.apart else points,
                    "、".join(items) or None,
                    finding.confidence,
                )
            )
        )
    write_list(book, TITLE, columns, rows, paper, fixed=4, empty="没有发现问题。")


def losses(scores: Iterable[Score]) -> dict[int, tuple[tuple[str, ...], Decimal]]:
    """Of each finding the items that it lowers and what it takes, over all units that it names."""
    found: dict[int, tuple[tuple[str, ...], Decimal]] = {}
    for score in scores:
        for one in score.deductions:
            items, points = found.get(one.finding, ((), Decimal(0)))
            found[one.finding] = (items if one.item in items else (*items, one.item), points + one.points)
    return found


def whose(finding: Finding) -> str | None:
    """The projects that a finding names; 部门整体 and 整份文件 for what belongs to none."""
    return _listed(
        one.project or ("整份文件" if one.part == "document" else "部门整体") for one in finding.targets
    )  # fmt: skip


def _listed(names: Iterable[str | None]) -> str | None:
    given = list(dict.fromkeys(name for name in names if name))
    more = f" 等{len(given)}个" if len(given) > _MOST else ""
    return "、".join(given[:_MOST]) + more or None


def _sort(finding: Finding, owner: int) -> tuple[int, int, tuple[int, str, int, int, int], str]:
    return _RANK[finding.severity], owner, _order(finding.source), finding.code


def _order(place: Place) -> tuple[int, str, int, int, int]:
    return place.page or 0, place.sheet or "", place.line or 0, place.table or 0, place.row or 0
