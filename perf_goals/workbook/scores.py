"""The sheet 评分: the points of each project, each department's own table, each department, and of a batch, in formulas."""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ..config import SEVERITIES
from ..model import Score
from ..scoring import PARTS, UNJUDGED
from . import basis, standard
from .basis import Rows, cents
from .plan import FIRST_LINE, FIRST_SCORE, LINES, SCORES, SUMS, Plan
from .projects import joined, share
from .style import COUNT, MONEY, SHARE, SHORT, Column, Formula, Look, Paper, Row, Value, letters, write_list

TITLE = SCORES
POINTS = Look(across="center", shown="0.00")
GROUP = "审核要点得分（下一行是满分）"
COUNTS = "问题数"
FULL = Look(across="center", shown="0.##")


def columns(plan: Plan) -> list[Column]:
    """The columns; of a single document or department what would say the same in every line is hidden."""
    alone = len(plan.review.extractions) < 2
    one = alone and plan.alone
    return [
        Column("序号", COUNT),
        Column("范围", SHORT, 10),
        Column("部门", widest=20, hidden=one),
        Column("项目", widest=30),
        Column("金额（万元）", MONEY),
        Column("指标数", COUNT),
        Column("可量化占比", SHARE),
        *(Column(name, COUNT, 6, COUNTS) for name in SEVERITIES.values()),
        *(Column(item.name, POINTS, 11, GROUP) for item in plan.book.items),
        Column("已评满分", FULL, 8),
        Column("总分", POINTS, 8),
        Column("等级", SHORT, 6),
        Column("名次", COUNT),
        Column("说明", widest=22),
        Column("文件", widest=24, hidden=alone),
        Column("位置", widest=16),
    ]


_PART, _FIRST_ITEM = "B", 11


def item_column(plan: Plan, item: int) -> str:
    return get_column_letter(_FIRST_ITEM + item)


def amount_column(plan: Plan) -> str:
    return letters(columns(plan))["金额（万元）"]


def add(book: Workbook, plan: Plan, files: Sequence[str], paper: Paper) -> None:
    """Write the sheet."""
    all_of = columns(plan)
    at = standard.cells(plan.book)
    rows = Rows(plan)
    lines = [_row(plan, number, files, rows, letters(all_of)) for number in range(len(plan.scores))]
    under: list[Value] = [None] * len(all_of)
    for number, item in enumerate(plan.book.items):
        under[_FIRST_ITEM - 1 + number] = Formula(at.full(number), item.full)
    empty = "没有可以评分的项目或部门整体表。"
    write_list(book, TITLE, all_of, lines, paper, fixed=4, empty=empty, under=under).protect()


def cell(plan: Plan, score: int, head: str) -> str:
    """A cell of one line, for other sheets."""
    return f"{SCORES}!${letters(columns(plan))[head]}${FIRST_SCORE + score}"


def full(plan: Plan, item: int) -> str:
    """The cell that says what an item is out of."""
    return f"{SCORES}!${item_column(plan, item)}$3"


def _row(plan: Plan, number: int, files: Sequence[str], rows: Rows, letter: dict[str, str]) -> Row:
    score = plan.scores[number]
    row = FIRST_SCORE + number
    at = standard.cells(plan.book)
    first, last = item_column(plan, 0), item_column(plan, len(plan.book.items) - 1)
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


def known(got: Decimal | None) -> Decimal | str:
    """Points, or 未评."""
    return UNJUDGED if got is None else got


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
        return Formula(f"{SUMS}!M{at}" if at is not None else basis.mean(plan, item, *plan.groups[number]), now)
    by_itself = plan.plain[number].points[item].got is not None
    if at is not None:
        return Formula(f"{SUMS}!M{at}" if by_itself else f'IF({SUMS}!F{at}>0,{SUMS}!M{at},"{UNJUDGED}")', now)
    return Formula(f"{item_column(plan, item)}$3", now) if by_itself else UNJUDGED


def over_departments(plan: Plan, item: int, last: int) -> str:
    """The mean of an item over the departments down to a row."""
    area, part = (f"{SCORES}!${column}${FIRST_SCORE}:${column}${last}" for column in (item_column(plan, item), _PART))
    mean = cents(f'AVERAGEIFS({area},{part},"{PARTS["department"]}")')
    return f'IFERROR({mean},"{UNJUDGED}")'


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
        notes.append(f"另有跨文件雷同 {len(score.apart)} 处，不扣分")
    return joined(notes)
