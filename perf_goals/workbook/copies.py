"""The sheet 雷同: copies of goals and of sets of indicators, what they share, where they differ, and how alike projects are."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter

from ..model import Review, Scope
from ..rules.words import default as rule_words
from ..similarity import Apart, Cluster, Kind, Likeness, Member, Of, Reach, goal_clusters, set_clusters
from ..similarity.normal import bare, likeness, pairs
from ..text import shown_width
from .plan import Plan
from .style import COUNT, HEADING, SHORT, WORDS, Look, Paper, Piece, Sheet, Value, rich

TITLE = "雷同"
MOST_CLUSTERS = 300
MOST_MEMBERS = 40  # of one cluster
MOST_PROJECTS = 24  # of the heat map: so many columns can be read on a page
_Scale: Any = ColorScaleRule
_OF = {Of.GOAL: "绩效目标", Of.SET: "整套指标"}
_LIKE = {
    Likeness.VERBATIM: "完全相同",
    Likeness.BUT_FOR_NAMES: "只换名称、数字",
    Likeness.NEAR: "大部分相同",
    Likeness.NAMES_ONLY: "指标名相同",
}
_REACH = {Reach.DOCUMENT: "同一文件", Reach.DEPARTMENTS: "跨部门", Reach.YEARS: "跨年度"}
_APART = {Apart.TEMPLATE: "统一模板", Apart.STATUTORY: "法定表述"}
_SECTION = Look(size=12, bold=True, box=False)
_NOTE = Look(box=False)
_HEAT = Look(across="center", shown="0%")
_COLUMNS: tuple[tuple[str, int, Look], ...] = (
    ("组", 7, SHORT),
    ("内容", 10, SHORT),
    ("怎样相同", 16, SHORT),
    ("范围", 14, SHORT),
    ("部门", 24, WORDS),
    ("年度", 13, SHORT),
    ("项目", 30, WORDS),
    ("相同", 9, Look(across="center", shown="0%")),
    ("原文（与第一个不同的字加粗、加红、加下划线）", 56, WORDS),
    ("共同的文字", 44, WORDS),
    ("文件", 30, WORDS),
)
_OF_SEVERAL = ("年度", "文件")  # the same in every line where there is one document


def add(book: Workbook, plan: Plan, paper: Paper) -> None:
    """Write the sheet."""
    found = _found(plan.review)
    projects = _projects(found)
    several = len(plan.review.extractions) + len(plan.review.beside) > 1
    shown = [at for at, (name, _, _) in enumerate(_COLUMNS) if several or name not in _OF_SEVERAL]
    heads, widths, looks = zip(*(_COLUMNS[at] for at in shown), strict=True)
    sheet = Sheet(book, TITLE, widths, paper, freeze="A3" if found else None)
    sheet.line(Piece(_sentence(found) + _elsewhere(plan.review), _NOTE, len(widths)))
    if not found:
        return
    sheet.row(heads, [HEADING] * len(heads))
    sheet.sheet.print_title_rows = "2:2"
    for number, cluster in enumerate(found[:MOST_CLUSTERS], 1):
        for at, member in enumerate(cluster.members[:MOST_MEMBERS]):
            values = _values(number, cluster, member, at)
            sheet.row([values[column] for column in shown], [_first(look, at == 0) for look in looks])
    sheet.sheet.auto_filter.ref = f"A2:{get_column_letter(len(heads))}{sheet.height}"
    if len(projects) > 1:
        _heat(book, plan, projects, paper)


def _found(review: Review) -> tuple[Cluster, ...]:
    """Clusters with a member in the review itself; the others may be in a library."""
    volumes = (*review.extractions, *review.beside)
    goals = [goal for volume in volumes for goal in volume.goals]
    rows = [row for volume in volumes for row in volume.indicators]
    found = (*goal_clusters(goals, phrases=rule_words()["set_phrases"].words), *set_clusters(rows))
    own = {extraction.document.file for extraction in review.extractions}
    return tuple(one for one in found if not _kept_up(one) and any(member.document in own for member in one.members))


def _kept_up(cluster: Cluster) -> bool:
    """Whether offices measure the same things as the year before with other values, as they should."""
    return cluster.likeness is Likeness.NAMES_ONLY and cluster.reach == (Reach.YEARS,)


def _elsewhere(review: Review) -> str:
    """In the workbook of one document: where its copies in other documents are set beside each other."""
    count = sum(review.findings[at].code.startswith("Y") for at in review.apart)
    if len(review.extractions) > 1 or review.beside or not count:
        return ""
    return f"这里只比对本文件；与其他文件相同的 {count} 处见“问题清单”，原文对照见“汇总”的“雷同”。"


def _first(look: Look, first: bool) -> Look:
    return replace(look, first=True) if first else look


def _sentence(found: Sequence[Cluster]) -> str:
    if not found:
        return "没有发现雷同的绩效目标或整套指标。"
    goals = sum(cluster.of is Of.GOAL for cluster in found)
    text = f"共 {len(found)} 组雷同：绩效目标 {goals} 组，整套指标 {len(found) - goals} 组；每组第一个是比对的底本。"
    if len(found) > MOST_CLUSTERS:
        text += f"组数太多，这里只列前 {MOST_CLUSTERS} 组，各文件自己的底稿里列全。"
    if any(len(cluster.members) > MOST_MEMBERS for cluster in found):
        text += f"一组超过 {MOST_MEMBERS} 个的，只列前 {MOST_MEMBERS} 个。"
    return text


def _values(number: int, cluster: Cluster, member: Member, at: int) -> tuple[Value, ...]:
    reach = "、".join(_REACH[one] for one in cluster.reach)
    kind = _APART[cluster.apart] if cluster.apart is not None else reach or "同名项目"
    pieces = [(piece.text, piece.kind is Kind.THERE) for piece in member.differences if piece.kind is not Kind.HERE]
    left = any(piece.kind is Kind.HERE for piece in member.differences)
    text: Value = rich(pieces) if pieces else member.text
    if left and not any(marked for _, marked in pieces):
        text = f"{member.text}（比第一个少几处字）"
    same = " … ".join(cluster.shared) if at == 0 else None
    how = "底本" if at == 0 else _LIKE[member.likeness]
    project = member.project or "部门整体"
    return (
        number, _OF[cluster.of], how, kind, member.department or member.document, _year(cluster, member), project,
        member.share, text, same, member.document,
    )  # fmt: skip


def _year(cluster: Cluster, member: Member) -> str | None:
    """The member's year, and of several years which was the first."""
    if member.year is None:
        return None
    first = member.year == cluster.since and any(one.year not in (None, member.year) for one in cluster.members)
    return f"{member.year}（最早）" if first else str(member.year)


def _projects(found: Sequence[Cluster]) -> list[Member]:
    """The projects that have copied goals, each once; those of the largest clusters first."""
    goals = sorted((one for one in found if one.of is Of.GOAL), key=lambda one: -len(one.members))
    seen: dict[tuple[str, str | None, Scope, str | None], Member] = {}
    for member in chain.from_iterable(cluster.members for cluster in goals):
        seen.setdefault((member.document, member.department, member.scope, member.project), member)
    return list(seen.values())[:MOST_PROJECTS]


def _heat(book: Workbook, plan: Plan, projects: Sequence[Member], paper: Paper) -> None:
    """A sheet of its own: how much of their goals' wording any two projects share."""
    several = len(plan.review.extractions) > 1
    names = [_name(member, several) for member in projects]
    widest = min(max(map(shown_width, names)) + 2, 44)
    sheet = Sheet(book, "雷同热图", (6, widest, *[6.0] * len(projects)), paper, freeze="C3")
    note = "项目之间绩效目标文字的相似程度（两字组的重合，100% 为全同）；颜色越深越像，只列有雷同目标的项目。"
    sheet.line(Piece(note, _NOTE, len(projects) + 2))
    numbers = list(range(1, len(projects) + 1))
    sheet.row((None, "项目", *numbers), [HEADING] * (len(projects) + 2))
    words = [pairs(bare(member.text)) for member in projects]
    for at, name in enumerate(names):
        shares = [likeness(words[at], other) if other_at != at else None for other_at, other in enumerate(words)]
        sheet.row((at + 1, name, *shares), [COUNT, WORDS, *[_HEAT] * len(projects)])
    area = f"C3:{get_column_letter(len(projects) + 2)}{sheet.height}"
    scale = _Scale("num", 0, "FFFFFF", "num", 0.5, "FEE0B6", "num", 1, "F1943A")
    sheet.sheet.conditional_formatting.add(area, scale)
    sheet.sheet.print_title_rows = "2:2"


def _name(member: Member, several: bool) -> str:
    project = member.project or "部门整体"
    return f"{member.department or member.document}：{project}" if several else project
