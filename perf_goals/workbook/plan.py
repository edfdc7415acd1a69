"""Where everything will stand before the first cell is written: the formulas of one sheet name the cells of others.

The score is calculated over three sheets: 计分依据 has a line for each finding × unit × item, in order of unit and item, so
that what belongs together is one range; 要点得分 sums the lines of a unit's item and looks up the band; 评分 shows it. A line
looks for its finding's 处理 by the finding's number, and first where that number was written: quick while nobody has sorted
问题清单, and right when somebody has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from .. import scoring
from ..config import RANK
from ..model import FindingTarget, Indicator, Place, Review, Score
from ..review import place_order, working_order
from ..scorebook import Book
from .decisions import REJECTED, Decision

SCORES, ISSUES, LINES, SUMS, STANDARD = "评分", "问题清单", "计分依据", "要点得分", "评分标准"
INDICATORS, PROJECTS = "指标明细", "项目"
FIRST_SCORE, FIRST_ISSUE, FIRST_LINE, FIRST_SUM, FIRST_INDICATOR = 4, 2, 2, 2, 3


@dataclass(frozen=True, slots=True)
class Line:
    """What one finding weighs on one item of a unit. score: row number − FIRST_SCORE. share: its load at a weight of 1.

    level: 3 where the finding is met first in the batch, 2 in the department, 1 in the unit, else 0; counts are taken by it.
    """

    score: int
    item: int
    finding: int
    share: float
    level: int


@dataclass(frozen=True, slots=True)
class Sum:
    """The lines of one item of a unit, first and last, 0-based."""

    score: int
    item: int
    first: int
    last: int


@dataclass(slots=True)
class Plan:
    """The order of scores and findings, and the lines between them. scores: as they stand now, rejected findings taken out."""

    review: Review
    book: Book
    decisions: Mapping[int, Decision]
    rejected: frozenset[int]
    scores: list[Score] = field(default_factory=list)
    plain: list[Score] = field(default_factory=list)  # without any finding: what is judged by itself
    amounts: list[Decimal | None] = field(default_factory=list)
    rows: list[int | None] = field(default_factory=list)
    quantified: list[int | None] = field(default_factory=list)
    groups: list[tuple[int, int]] = field(
        default_factory=list
    )  # of each score the first and last score it is the mean of
    lines: list[Line] = field(default_factory=list)
    sums: dict[tuple[int, int], Sum] = field(default_factory=dict)
    ranges: dict[int, tuple[int, int]] = field(default_factory=dict)  # of each score its lines
    more: list[tuple[int, int, int]] = field(default_factory=list)  # findings that name a unit and weigh nothing
    order: list[int] = field(default_factory=list)
    number: dict[int, int] = field(default_factory=dict)  # finding → its number in 问题清单, from 1
    opens: set[int] = field(default_factory=set)  # findings that open a group of 问题清单
    lost: dict[int, tuple[tuple[str, ...], Decimal]] = field(default_factory=dict)
    of_finding: dict[int, list[int]] = field(default_factory=dict)  # finding → its lines
    marks: dict[int, list[int]] = field(default_factory=dict)  # row of 指标明细, 0-based → findings
    at: dict[int, int] = field(default_factory=dict)  # finding → row of 指标明细, 0-based
    ranks: dict[str, list[Decimal]] = field(default_factory=dict)  # of each sort of score the totals, from low to high
    alone: bool = True  # whether the scores are of a single department

    def issue_row(self, finding: int) -> int:
        return FIRST_ISSUE + self.number[finding] - 1


def make(review: Review, book: Book | None, decisions: Mapping[int, Decision], *, batch: bool) -> Plan:
    """Plan the sheets of one workbook."""
    rejected = frozenset(at for at, one in decisions.items() if one.verdict == REJECTED)
    plan = Plan(review, book or scoring.default(), decisions, rejected)
    _issues(plan)
    _indicators(plan)
    if review.scores:
        _scores(plan, batch=batch)
    return plan


def _scores(plan: Plan, *, batch: bool) -> None:
    review, book = plan.review, plan.book
    extractions, findings, owners = review.extractions, review.findings, review.owners
    even = replace(
        book,
        items=tuple(replace(item, judged=True) for item in book.items),
        weights=dict.fromkeys(book.weights, Decimal(1)),
    )
    whole = scoring.score(extractions, findings, owners, even, review.apart)
    plain = scoring.score(extractions, (), (), book, ())
    now = scoring.without(review, plan.rejected, book)
    sequence = _sequence(whole, batch=batch)
    plan.scores = [now[at] for at in sequence]
    plan.plain = [plain[at] for at in sequence]
    units = [iter(scoring.units(extraction)) for extraction in extractions]
    facts = {
        at: next(units[one.extraction]) for at, one in enumerate(whole) if _is_unit(one) and one.extraction is not None
    }
    for at in sequence:
        amount, rows, quantified = facts.get(at, (None, None, None))
        plan.amounts.append(amount)
        plan.rows.append(rows)
        plan.quantified.append(quantified)
    for one in plan.scores:
        if one.total is not None:
            plan.ranks.setdefault(one.part, []).append(one.total)
    for totals in plan.ranks.values():
        totals.sort()
    plan.alone = len({one.department for one in plan.scores}) < 2
    _lines(plan, [whole[at] for at in sequence])
    plan.lost = scoring.losses(plan.scores)


def _is_unit(score: Score) -> bool:
    return score.part in ("table", "project")


def _sequence(scores: Sequence[Score], *, batch: bool) -> list[int]:
    """The units of each department together, the department below them, the batch last."""
    units: dict[tuple[int | None, str | None], list[int]] = {}
    for at, one in enumerate(scores):
        if _is_unit(one):
            units.setdefault((one.extraction, one.department), []).append(at)
    found: list[int] = []
    for at, one in enumerate(scores):
        if one.part == "department":
            found += [*units.get((one.extraction, one.department), ()), at]
        elif one.part == "batch" and batch:
            found.append(at)
    return found


def _lines(plan: Plan, whole: Sequence[Score]) -> None:
    """The lines in order, which of them make a sum, and which score is the mean of which."""
    item_at = {item.name: at for at, item in enumerate(plan.book.items)}
    in_batch: set[int] = set()
    in_department: set[int] = set()
    start, first_line = 0, 0
    for at, score in enumerate(whole):
        mine = sorted(score.deductions, key=lambda one: (item_at[one.item], one.finding))
        begin = len(plan.lines)
        seen: set[int] = set()
        for one in mine:
            level = 0 if one.finding in seen else 1 if one.finding in in_department else 2
            if level == 2 and one.finding not in in_batch:
                level = 3
            for known in (seen, in_department, in_batch):
                known.add(one.finding)
            item = item_at[one.item]
            number = len(plan.lines)
            plan.lines.append(Line(at, item, one.finding, one.load, level))
            plan.of_finding.setdefault(one.finding, []).append(number)
            before = plan.sums.get((at, item))
            plan.sums[at, item] = Sum(at, item, before.first if before else number, number)
        end = len(plan.lines)
        plan.groups.append((at, at))
        least = 1
        plan.ranges[at] = (begin, end)
        if score.part == "department":
            plan.groups[at] = (start, at - 1)
            plan.ranges[at] = (first_line, end)
            start, first_line, least = at + 1, end, 2
            in_department.clear()
        elif score.part == "batch":
            plan.ranges[at] = (0, end)
            least = 3
        counted = [0, 0, 0]
        for line in plan.lines[slice(*plan.ranges[at])]:
            if line.level >= least:
                counted[RANK[plan.review.findings[line.finding].severity]] += 1
        error, warning, info = (all_of - some for all_of, some in zip(score.counts, counted, strict=True))
        plan.more.append((error, warning, info))


def _issues(plan: Plan) -> None:
    before: tuple[int, int] | None = None
    for number, (at, group) in enumerate(working_order(plan.review), 1):
        plan.order.append(at)
        plan.number[at] = number
        if group != before:
            plan.opens.add(at)
            before = group


def _indicators(plan: Plan) -> None:
    """Which rows of 指标明细 a finding names; of rows that are named alike the one that stands where it points."""
    number = 0
    named: list[dict[tuple[object, ...], list[tuple[int, Place]]]] = []
    for extraction in plan.review.extractions:
        named.append({})
        for row in extraction.indicators:
            named[-1].setdefault(_name(row), []).append((number, row.place))
            number += 1
    for at in plan.order:
        finding = plan.review.findings[at]
        for target in finding.targets:
            if target.part != "indicator":
                continue
            rows = named[plan.review.owners[at]].get(_name(target), [])
            exact = [spot for spot, place in rows if place_order(place) == place_order(finding.source)]
            for spot in exact[:1] or [spot for spot, _ in rows[:1]]:
                plan.at.setdefault(at, spot)
                mine = plan.marks.setdefault(spot, [])
                if at not in mine:
                    mine.append(at)


def _name(row: Indicator | FindingTarget) -> tuple[object, ...]:
    return row.scope, row.project, row.level1, row.level2, row.level3
