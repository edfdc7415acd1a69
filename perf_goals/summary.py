"""What ``review`` says at its end: how much was read, what was found, where it is worst, where the workbooks are."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from .config import SEVERITIES
from .export import aligned, shortened
from .frames import Review
from .model import Score

WORST = 5


def headline(review: Review, folder: Path) -> str:
    """One line: what was read, what was found, where the workbooks are."""
    rows = sum(len(one.indicators) for one in review.extractions)
    refused = sum(len(one.refusals) for one in review.extractions)
    projects = sum(one.part == "project" for one in review.scores)
    error, warning, info = next((one.counts for one in review.scores if one.part == "batch"), (0, 0, 0))
    whole = [one for one in review.scores if one.part == "department" and one.total is not None]
    score = f"；总分 {whole[0].total:.2f}，等级 {whole[0].grade}" if len(whole) == 1 else ""
    apart = f"，另有跨文件比较的问题 {len(review.apart)} 处" if review.apart else ""
    return (
        f"读入 {len(review.extractions)} 份文件，{projects} 个项目，{rows} 个指标，{refused} 行未识别；"
        f"问题：严重 {error}、一般 {warning}、提示 {info}{apart}{score}；工作簿在 {folder}\n"
    )


def tables(review: Review, books: Sequence[Path], pages: Sequence[Path] = (), tables: Sequence[Path] = ()) -> str:
    """The worst projects and departments, and the files that were written."""
    return "".join(
        (
            _worst("项目", review, [one for one in review.scores if one.part == "project"]),
            _worst("部门", review, [one for one in review.scores if one.part == "department"]),
            _listed("工作簿", books),
            _listed("网页", pages),
            _listed("数据表", tables),
        )
    )


def _worst(what: str, review: Review, scores: Sequence[Score]) -> str:
    """The lowest totals, lowest first. One department is no list: its score stands in its workbook."""
    judged = [one for one in scores if one.total is not None]
    if what == "部门" and len(judged) < 2:
        return ""
    ranked = sorted(judged, key=lambda one: (one.total or Decimal(0), [-count for count in one.counts]))[:WORST]
    if not ranked:
        return ""
    several = len(review.extractions) > 1
    lines = [["", "总分", "等级", *SEVERITIES.values(), what, *(["文件"] if several else [])]]
    for one in ranked:
        name = one.project if what == "项目" else one.department
        file = [shortened(one.document, 40)] if several else []
        lines.append(["", f"{one.total:.2f}", one.grade or "", *map(str, one.counts), shortened(name, 32), *file])
    return f"得分最低的{what}\n" + "".join(aligned(lines))


def _listed(title: str, paths: Sequence[Path]) -> str:
    if not paths:
        return ""
    more = f"  等 {len(paths)} 个\n" if len(paths) > WORST else ""
    return f"{title}\n" + "".join(f"  {path}\n" for path in paths[:WORST]) + more
