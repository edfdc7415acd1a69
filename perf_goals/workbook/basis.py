"""The sheets 计分依据 and 要点得分: how the findings become points, a line a finding and a line an item, all in formulas."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from ..config import SEVERITIES
from ..model import Score
from ..scoring import PARTS, UNJUDGED
from . import issues, score_columns, standard
from .decisions import REJECTED
from .plan import FIRST_ISSUE, FIRST_LINE, FIRST_SUM, ISSUES, LINES, SUMS, Line, Plan, Sum
from .style import COUNT, SHORT, Column, Formula, Look, Paper, Row, write_list

_LOAD = Look(across="center", shown="0.0000")
_POINTS = Look(across="center", shown="0.00")
_LEAST = dict.fromkeys(("编号", "权数", "份额", "比重", "比重合计", "最多算1", "得分率（%）", "余数"), 10.0)
_LINE_COLUMNS = (
    Column("序号", COUNT), Column("评分序号", COUNT), Column("范围", SHORT, 10), Column("项目", widest=34),
    Column("审核要点", SHORT, 12), Column("问题序号", COUNT), Column("编号", SHORT, 7), Column("等级", SHORT, 6),
    Column("计入", COUNT), Column("权数", _LOAD), Column("份额", _LOAD), Column("比重", _LOAD),
    Column("整分", COUNT, hidden=True), Column("余数", _LOAD, hidden=True), Column("扣分", _POINTS),
    Column("首次", COUNT, hidden=True),
)  # fmt: skip
_SUM_COLUMNS = (
    Column("序号", COUNT), Column("评分序号", COUNT), Column("范围", SHORT, 10), Column("项目", widest=34),
    Column("审核要点", SHORT, 12), Column("比重合计", _LOAD), Column("最多算1", _LOAD), Column("档", COUNT),
    Column("档次", SHORT, 6), Column("得分率（%）", _LOAD), Column("满分", _POINTS), Column("各单元平均", _POINTS),
    Column("得分", _POINTS), Column("扣分", _POINTS),
)  # fmt: skip


class Rows:
    """Which row of 要点得分 holds an item of a unit, and the values of both sheets as they stand now."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        judged = [item.judged for item in plan.book.items]
        self.sums = [one for one in plan.sums.values() if judged[one.item]]
        self.row = {(one.score, one.item): FIRST_SUM + at for at, one in enumerate(self.sums)}
        self.taken = {
            (at, one.item, one.finding): one.points for at, score in enumerate(plan.scores) for one in score.deductions
        }

    def lost(self, line: Line) -> Decimal:
        return self.taken.get((line.score, self.plan.book.items[line.item].name, line.finding), Decimal(0))

    def load(self, line: Line) -> float:
        finding = self.plan.review.findings[line.finding]
        if line.finding in self.plan.rejected:
            return 0.0
        return float(self.plan.book.weights[finding.severity]) * line.share

    def total(self, one: Sum) -> float:
        return round(sum(map(self.load, self.plan.lines[one.first : one.last + 1])), 12)


def add(book: Workbook, plan: Plan, paper: Paper) -> None:
    """Write both sheets."""
    rows = Rows(plan)
    none = "没有要计分的问题。"
    sums = write_list(book, SUMS, _SUM_COLUMNS, _sum_rows(plan, rows), paper, fixed=5, empty=none, least=_LEAST)
    sums.protect()
    lines = write_list(book, LINES, _LINE_COLUMNS, _line_rows(plan, rows), paper, fixed=5, empty=none, least=_LEAST)
    lines.protect()


def _about(plan: Plan, score: int, item: int) -> tuple[Any, ...]:
    one: Score = plan.scores[score]
    return score + 1, PARTS[one.part], one.project or one.department, plan.book.items[item].name


def _sum_rows(plan: Plan, rows: Rows) -> list[Row]:
    at = standard.cells(plan.book)
    found = []
    for number, one in enumerate(rows.sums, 1):
        row = FIRST_SUM + number - 1
        score = plan.scores[one.score]
        item = plan.book.items[one.item]
        whole = rows.total(one)
        load = min(1.0, whole)
        band = min(len(plan.book.bands), sum(float(each.upto) < load for each in plan.book.bands) + 1)
        edge = plan.book.bands[band - 1]
        start = float(plan.book.bands[band - 2].upto) if band > 1 else 0.0
        width = float(edge.upto) - start
        rate = float(edge.top) - ((load - start) / width if width else 0) * float(edge.top - edge.bottom)
        got = score.points[one.item].got
        lost = sum((rows.lost(line) for line in plan.lines[one.first : one.last + 1]), Decimal(0))
        pick = f"INDEX({{}},H{row})"
        up, low = pick.format(at.band("C")), pick.format(at.band("B"))
        top, bottom = pick.format(at.band("D")), pick.format(at.band("E"))
        left = score_columns.cents(f"K{row}*J{row}/100")
        if score.part == "department":
            before = f"IF(ISNUMBER(L{row}),L{row},K{row})"
            mean = Formula(_mean(plan, one), _mean_now(plan, one, got, lost))
            final = f"IF(F{row}=0,L{row},MAX(0,ROUND({before}-(K{row}-{left}),2)))"
            taken = f"IF(F{row}=0,0,ROUND({before}-M{row},2))"
        else:
            mean, final, taken = None, left, f"ROUND(K{row}-M{row},2)"
        alone = item.full if got is None else got
        found.append(
            Row(
                (
                    number,
                    *_about(plan, one.score, one.item),
                    Formula(f"ROUND(SUM({LINES}!L{FIRST_LINE + one.first}:L{FIRST_LINE + one.last}),12)", whole),
                    Formula(f"MIN(1,F{row})", load),
                    Formula(f"MIN({len(plan.book.bands)},SUMPRODUCT(--({at.band('C')}<G{row}))+1)", band),
                    Formula(pick.format(at.band("A")), edge.name),
                    Formula(f"{top}-IF({up}>{low},(G{row}-{low})/({up}-{low}),0)*({top}-{bottom})", rate),
                    Formula(at.full(one.item), item.full),
                    mean,
                    Formula(final, UNJUDGED if score.part == "department" and got is None else alone),
                    Formula(taken, lost),
                )
            )
        )
    return found


def _mean(plan: Plan, one: Sum) -> str:
    first, last = plan.groups[one.score]
    return score_columns.mean(plan, one.item, first, last)


def _mean_now(plan: Plan, one: Sum, got: Decimal | None, lost: Decimal) -> Decimal | str:
    first, last = plan.groups[one.score]
    if all(score.points[one.item].got is None for score in plan.scores[first : last + 1]) or got is None:
        return UNJUDGED
    return got + lost


def _line_rows(plan: Plan, rows: Rows) -> list[Row]:
    at = standard.cells(plan.book)
    last_issue = FIRST_ISSUE + max(len(plan.order) - 1, 0)
    verdict = issues.verdict_column()
    found = []
    for number, line in enumerate(plan.lines):
        row = FIRST_LINE + number
        finding = plan.review.findings[line.finding]
        issue = plan.number[line.finding]
        cell = plan.issue_row(line.finding)
        chosen = (
            f"IF({ISSUES}!$A${cell}=F{row},{ISSUES}!${verdict}${cell},"
            f"INDEX({ISSUES}!${verdict}${FIRST_ISSUE}:${verdict}${last_issue},"
            f"MATCH(F{row},{ISSUES}!$A${FIRST_ISSUE}:$A${last_issue},0)))"
        )
        weight = float(plan.book.weights[finding.severity])
        load = rows.load(line)
        counts = Formula(f'IF({chosen}="{REJECTED}",0,1)', int(line.finding not in plan.rejected))
        values = (
            number + 1,
            *_about(plan, line.score, line.item),
            issue,
            finding.code,
            SEVERITIES[finding.severity],
            counts,
            Formula(at.weight(finding.severity), weight),
            line.share,
            Formula(f"I{row}*J{row}*K{row}", load),
            *_taken(plan, rows, line, row),
            line.level,
        )
        found.append(Row(values))
    return found


def _taken(plan: Plan, rows: Rows, line: Line, row: int) -> Sequence[Any]:
    """What the finding takes: the item's loss as the loads are, the cents left over to those that were cut most."""
    at = rows.row.get((line.score, line.item))
    if at is None:
        return None, None, 0
    one = plan.sums[line.score, line.item]
    now = rows.lost(line)
    if one.first == one.last:
        return None, None, Formula(f"{SUMS}!N{at}", now)
    whole = rows.total(one)
    first, last = FIRST_LINE + one.first, FIRST_LINE + one.last
    lost = sum((rows.lost(each) for each in plan.lines[one.first : one.last + 1]), Decimal(0))
    share = float(lost) * 100 * rows.load(line) / whole if whole else 0.0
    cut = int(round(share, 9))
    rest = round(share - cut, 9)
    area = f"N${first}:N${last}"
    rank = f"SUMPRODUCT(--({area}>N{row}))+SUMPRODUCT(--(N${first}:N{row}=N{row}))"
    spare = f"ROUND({SUMS}!N{at}*100-SUM(M${first}:M${last}),0)"
    return (
        Formula(f"IF({SUMS}!F{at}=0,0,INT(ROUND({SUMS}!N{at}*100*L{row}/{SUMS}!F{at},9)))", cut),
        Formula(f"IF({SUMS}!F{at}=0,0,ROUND({SUMS}!N{at}*100*L{row}/{SUMS}!F{at}-M{row},9))", rest),
        Formula(f"(M{row}+IF({rank}<={spare},1,0))/100", now),
    )
