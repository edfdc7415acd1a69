"""The sheet 评分: the points of each project, each department's own table, each department, and of a batch, in formulas."""

from bisect import bisect_right
from collections.abc import Sequence

from openpyxl import Workbook

from ..config import SEVERITIES
from ..model import Score
from ..scoring import PARTS, UNJUDGED
from . import standard
from .basis import Rows
from .plan import FIRST_LINE, FIRST_SCORE, LINES, SCORES, SUMS, Plan
from .projects import joined, share
from .score_columns import FIRST_ITEM, cents, columns, item_column, known, mean, over_departments
from .style import Formula, Paper, Row, Value, letters, write_list

TITLE = SCORES


def add(book: Workbook, plan: Plan, files: Sequence[str], paper: Paper) -> None:
    """Write the sheet."""
    all_of = columns(plan)
    at = standard.cells(plan.book)
    rows = Rows(plan)
    lines = [_row(plan, number, files, rows, letters(all_of)) for number in range(len(plan.scores))]
    under: list[Value] = [None] * len(all_of)
    for number, item in enumerate(plan.book.items):
        under[FIRST_ITEM - 1 + number] = Formula(at.full(number), item.full)
    empty = "没有可以评分的项目或部门整体表。"
    write_list(book, TITLE, all_of, lines, paper, fixed=4, empty=empty, under=under).protect()


def _row(plan: Plan, number: int, files: Sequence[str], rows: Rows, letter: dict[str, str]) -> Row:
    score = plan.scores[number]
    row = FIRST_SCORE + number
    at = standard.cells(plan.book)
    first, last = item_column(0), item_column(len(plan.book.items) - 1)
    area = f"{first}{row}:{last}{row}"
    judged, total = f"{letter['已评满分']}{row}", f"{letter['总分']}{row}"
    part, among = letter["范围"], len(plan.scores) + FIRST_SCORE - 1
    behind = f"{letter['总分']}${FIRST_SCORE}:{letter['总分']}${among}"
    alike = f"{part}${FIRST_SCORE}:{part}${among}"
    rank = f'IF(ISNUMBER({total}),COUNTIFS({alike},{part}{row},{behind},">"&{total})+1,"")'
    quantified, indicators = plan.quantified[number], plan.rows[number]
    file = files[score.extraction] if score.extraction is not None else None
    return Row(
        (
            number + 1,
            PARTS[score.part],
            score.department,
            score.project,
            plan.amounts[number],
            indicators,
            share(quantified, indicators) if quantified is not None and indicators is not None else None,
            *_counts(plan, number),
            *(_item(plan, number, item, rows) for item in range(len(plan.book.items))),
            Formula(f"SUMPRODUCT(ISNUMBER({area})*{first}$3:{last}$3)", score.full),
            Formula(f'IF({judged}=0,"{UNJUDGED}",{cents(f"SUM({area})*100/{judged}")})', known(score.total)),
            Formula(f'IF(ISNUMBER({total}),{at.grade(total)},"")', score.grade),
            Formula(rank, _rank(plan, score)) if score.part != "batch" else None,
            _remarks(plan, score),
            file,
            str(score.place) if score.place is not None else None,
        )
    )


def _rank(plan: Plan, score: Score) -> int | str:
    if score.total is None:
        return ""
    totals = plan.ranks[score.part]
    return 1 + len(totals) - bisect_right(totals, score.total)


def _counts(plan: Plan, number: int) -> list[Value]:
    """How many findings of each severity count for the unit."""
    score = plan.scores[number]
    begin, end = plan.ranges[number]
    level = {"department": 2, "batch": 3}.get(score.part, 1)
    found: list[Value] = []
    for severity, more, now in zip(SEVERITIES.values(), plan.more[number], score.counts, strict=True):
        if begin == end:
            found.append(now)
            continue
        rows = [f"{LINES}!${column}${FIRST_LINE + begin}:${column}${FIRST_LINE + end - 1}" for column in "PIH"]
        extra = f"+{more}" if more else ""
        found.append(Formula(f'COUNTIFS({rows[0]},">={level}",{rows[1]},1,{rows[2]},"{severity}"){extra}', now))
    return found


def _item(plan: Plan, number: int, item: int, rows: Rows) -> Value:
    score = plan.scores[number]
    now = known(score.points[item].got)
    if not plan.book.items[item].judged:
        return UNJUDGED
    if score.part == "batch":
        return Formula(over_departments(plan, item, FIRST_SCORE + len(plan.scores) - 2), now)
    at = rows.row.get((number, item))
    if score.part == "department":
        return Formula(f"{SUMS}!M{at}" if at is not None else mean(plan, item, *plan.groups[number]), now)
    by_itself = plan.plain[number].points[item].got is not None
    if at is not None:
        return Formula(f"{SUMS}!M{at}" if by_itself else f'IF({SUMS}!F{at}>0,{SUMS}!M{at},"{UNJUDGED}")', now)
    return Formula(f"{item_column(item)}$3", now) if by_itself else UNJUDGED


def _remarks(plan: Plan, score: Score) -> str | None:
    notes = []
    if score.total is None:
        notes.append("没有目标文字，也没有指标")
    if score.part == "department":
        notes.append("各单元平均")
        if score.deductions:
            notes.append("另减整份文件的问题扣分，见“要点得分”")
    if score.part == "batch":
        notes.append("各部门平均")
    if score.apart:
        notes.append(f"另有跨文件比较的问题 {len(score.apart)} 处，不扣分")
    return joined(notes)
