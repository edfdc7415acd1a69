"""Findings → points by the official audit form (参照财预〔2015〕88号所附审核表), each deduction tied to its finding.

A unit is a project with its goal and its indicators, or a department's own table. A finding has a load on its item: at
indicators, the severity's weight × how many of the unit's rows it names; anywhere else, the weight × a fixed share. The
loads of an item together choose the band and with it the points; what is lost is split among the findings as their loads
are. All numbers are ``lexicon/scoring.toml``'s.

A document is scored by its own findings alone. Findings about copying between documents depend on what else is in the batch:
they are listed with the units that they name and take nothing.
"""

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from . import scorebook
from .config import CATEGORIES, Config, Waiver
from .memory import no_collection
from .model import (
    Deduction,
    Extraction,
    Finding,
    FindingTarget,
    Goal,
    Indicator,
    Place,
    Points,
    Review,
    Scope,
    Score,
    Severity,
    Waived,
)
from .rules import BY_CODE
from .scorebook import Band, Book, Item
from .text import key

PARTS = {"project": "项目", "table": "部门整体", "department": "部门", "batch": "整批"}
UNJUDGED = "未评"
_CENT = Decimal("0.01")
R = TypeVar("R", bound=Review)
_Load = tuple[int, int]  # number of the finding, what it weighs on an item in parts of a whole


def default() -> Book:
    """The shipped numbers."""
    return scorebook.default(tuple(CATEGORIES))


def apart(findings: Iterable[Finding]) -> frozenset[int]:
    """Numbers of the findings that compare documents: another batch would have others."""
    return frozenset(
        number for number, one in enumerate(findings) if one.code in BY_CODE and BY_CODE[one.code].sees == "batch"
    )


def project_of(target: FindingTarget) -> str:
    """What project a place belongs to, for people: its name, 部门整体 or 整份文件.

    >>> project_of(FindingTarget("goal", None, "示例项目")), project_of(FindingTarget("document"))
    ('示例项目', '整份文件')
    """
    return target.project or ("整份文件" if target.part == "document" else PARTS["table"])


def losses(scores: Iterable[Score]) -> dict[int, tuple[tuple[str, ...], Decimal]]:
    """Of each finding that takes points the items that it lowers and what it takes, over all units that it names."""
    found: dict[int, tuple[tuple[str, ...], Decimal]] = {}
    for score in scores:
        for one in score.deductions:
            items, points = found.get(one.finding, ((), Decimal(0)))
            found[one.finding] = (items if one.item in items else (*items, one.item), points + one.points)
    return found


@dataclass(slots=True, eq=False)
class _Unit:
    """One project or department table while its findings are gathered. loads: item → what weighs on it."""

    part: str
    scope: Scope
    project: str | None
    department: str | None
    place: Place
    rows: int = 0
    goal: bool = False
    amount: Decimal | None = None
    members: list[Goal | Indicator] = field(default_factory=list)
    loads: dict[str, list[_Load]] = field(default_factory=dict)
    named: dict[int, None] = field(default_factory=dict)

    def has(self, need: str) -> bool:
        if need == "any":
            return self.goal or self.rows > 0
        if need == "rows":
            return self.rows > 0
        return self.goal if need == "goal" else self.amount is not None


class _Ledger:
    """The units of one document, found by the names that a finding gives."""

    def __init__(self, extraction: Extraction) -> None:
        document = extraction.document
        rows: tuple[Goal | Indicator, ...] = (*extraction.goals, *extraction.indicators)
        names = dict.fromkeys([row.department for row in rows if row.department is not None])
        self.full = full_names([*names, document.department] if document.department is not None else list(names))
        self.several = len({self.full[name] for name in names}) > 1
        self.own = document.department or next(iter(names), None)
        self.units: list[_Unit] = []
        self.named: dict[tuple[Scope, str], list[_Unit]] = {}
        self._memo: dict[tuple[Scope, str | None, str | None], _Unit] = {}
        for goal in extraction.goals:
            unit = self._home(goal)
            unit.goal = unit.goal or bool(goal.goal and goal.goal.strip())
            if unit.amount is None:
                unit.amount = goal.amount
        before: Indicator | None = None
        for row in extraction.indicators:  # the rows of a project stand together
            if before is None or self.several or row.project != before.project or row.scope is not before.scope:
                unit = self._home(row)
            unit.rows += 1
            before = row
        self.units.sort(key=lambda unit: unit.part != "table")
        self.loads: dict[str | None, dict[str, list[_Load]]] = {unit.department: {} for unit in self.units}
        self.at_large: dict[str | None, dict[int, None]] = {name: {} for name in self.loads}

    def _home(self, row: Goal | Indicator) -> _Unit:
        department = self.own
        if self.several and row.department is not None:
            department = self.full[row.department]
        spot = (row.scope, row.project, department)
        unit = self._memo.get(spot)
        if unit is None:
            same = self.named.setdefault((row.scope, key(row.project or "")), [])
            unit = next((one for one in same if one.department == department), None)
            if unit is None:
                part = "project" if row.scope is Scope.PROJECT else "table"
                unit = _Unit(part, row.scope, row.project, department, row.place)
                same.append(unit)
                self.units.append(unit)
            self._memo[spot] = unit
        if self.several:
            unit.members.append(row)
        return unit

    def find(self, target: FindingTarget, source: Place | None) -> Sequence[_Unit]:
        """The units that a target names; of the same name in several departments the one with the row or the place."""
        if target.scope is None:
            return ()
        found = self.named.get((target.scope, key(target.project or "")), [])
        if len(found) < 2:
            return found
        if target.part == "indicator":
            found = [unit for unit in found if any(_is(target, row) for row in unit.members)] or found
        if len(found) > 1 and source is not None:
            spot = _spot(source)
            found = [unit for unit in found if any(_spot(row.place) == spot for row in unit.members)] or found
        return found


def full_names(names: Collection[str]) -> dict[str, str]:
    """Each name of an office and what it is short for: a table's 单位名称 is often written without the place.

    Short is one of up to six characters that begins otherwise, ends alike, and has its characters in order: 医保局.

    >>> full_names(["教育局", "青河区教育局", "青河区教育局幼儿园"])["教育局"]
    '青河区教育局'
    """
    found = {}
    for name in names:
        longer = [other for other in names if _short_for(name, other)]
        found[name] = max(longer, key=lambda other: (len(other), other)) if longer else name
    return found


def _short_for(name: str, other: str) -> bool:
    if not 2 < len(name) < min(len(other), 7) or name[0] == other[0] or name[-1] != other[-1]:
        return False
    rest = iter(other)
    return all(char in rest for char in name)


def _is(target: FindingTarget, row: Goal | Indicator) -> bool:
    names = (target.level1, target.level2, target.level3)
    return isinstance(row, Indicator) and (row.level1, row.level2, row.level3) == names


def _spot(place: Place) -> tuple[int | None, str | None, int | None, int | None, int | None]:
    return place.page, place.sheet, place.line, place.table, place.row


class _Scorer:
    """Scores with one book.

    Loads are whole numbers, in parts of ``unit × rows`` (of ``unit`` where there are no rows): exact, and far quicker than
    fractions. weights: parts of a severity; shares: parts of a fixed share.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        fine = 10 ** max(0, *(_decimals(one) for one in book.weights.values()))
        self.shares_in = 10 ** max(0, *(_decimals(one) for one in (*book.loads.values(), *book.rule_loads.values())))
        self.unit = fine * self.shares_in
        self.weights = {severity: int(weight * fine) for severity, weight in book.weights.items()}
        self.shares = {name: int(share * self.shares_in) for name, share in {**book.loads, **book.rule_loads}.items()}
        # few loads and totals are unlike those of another unit
        self.got = functools.cache(lambda full, load, whole: points(full, Fraction(load, whole), book.bands))
        self.split = functools.cache(split)
        self.total = functools.cache(lambda full, got: rounded(Fraction(got) * 100 / Fraction(full)))
        self.untouched = [Points(item.name, item.full, item.full) for item in book.items]
        self.unjudged = [Points(item.name, item.full, None) for item in book.items]
        self.clean: dict[tuple[bool, bool, bool], list[Points]] = {}  # of units that no finding names
        self.at = {item.name: at for at, item in enumerate(book.items)}

    def gather(self, ledger: _Ledger, findings: Iterable[tuple[int, Finding]]) -> None:
        """Write every finding into the units that it names, or else into their department."""
        for number, finding in findings:
            items = self.book.rules.get(finding.code) or (self.book.categories[finding.category],)
            targets = finding.targets
            if len(targets) == 1 and targets[0].part == "indicator":  # nearly always one row of one unit
                found = ledger.find(targets[0], finding.source)
                if len(found) == 1 and found[0].rows:
                    found[0].named[number] = None
                    _weigh(found[0].loads, items, number, self.weights[finding.severity] * self.shares_in)
                    continue
            rows: dict[_Unit, int] = {}
            parts: dict[_Unit, str] = {}
            for nth, target in enumerate(finding.targets):
                for unit in ledger.find(target, finding.source if nth == 0 else None):
                    if target.part == "indicator" and unit.rows:
                        rows[unit] = rows.get(unit, 0) + 1
                    else:
                        parts.setdefault(unit, target.part)
            for unit in {**rows, **parts} if parts else rows:
                unit.named[number] = None
                named = min(rows.get(unit, 0), unit.rows)
                load = self.weights[finding.severity] * self.shares_in * named
                if unit in parts:  # one fault that stands in a goal and in a row is one fault
                    load = max(load, self.share(finding, parts[unit]) * (unit.rows or 1))
                _weigh(unit.loads, items, number, load)
            if not rows and not parts:
                for department, loads in ledger.loads.items():
                    ledger.at_large[department][number] = None
                    _weigh(loads, items, number, self.share(finding, "document"))

    def share(self, finding: Finding, part: str) -> int:
        """The load of a finding that stands at no single row, in parts of ``unit``."""
        share = self.shares.get(finding.code)
        if share is None:
            share = self.shares.get(part, self.shares["project"])
        return self.weights[finding.severity] * share

    def points(self, unit: _Unit) -> tuple[tuple[Points, ...], tuple[Deduction, ...]]:
        shown = (unit.goal, unit.rows > 0, unit.amount is not None)  # there are eight sorts of units
        if shown not in self.clean:
            self.clean[shown] = [
                (self.untouched if item.judged and all(map(unit.has, item.needs)) else self.unjudged)[at]
                for at, item in enumerate(self.book.items)
            ]
        found = self.clean[shown].copy()
        lost: list[Deduction] = []
        whole = self.unit * (unit.rows or 1)
        for at in sorted(map(self.at.__getitem__, unit.loads)):
            item = self.book.items[at]
            if item.judged:
                loads = unit.loads[item.name]
                got = self.left(item, loads, whole)
                found[at] = Points(item.name, item.full, got)
                lost += self.deductions(item, item.full - got, loads, whole)
        return tuple(found), tuple(lost)

    def deductions(self, item: Item, lost: Decimal, loads: Sequence[_Load], whole: int) -> list[Deduction]:
        shares = self.split(lost, tuple([load for _, load in loads]))
        pairs = zip(loads, shares, strict=True)
        return [Deduction(item.name, number, share, load / whole) for (number, load), share in pairs]

    def left(self, item: Item, loads: Sequence[_Load], whole: int) -> Decimal:
        """What the findings of an item leave of its points."""
        got: Decimal = self.got(item.full, min(sum(load for _, load in loads), whole), whole)
        return got

    def grade(self, found: Iterable[Points]) -> tuple[Decimal, Decimal | None, str | None]:
        """Points of the judged items, the total out of 100, the grade."""
        full, got = Decimal(0), Decimal(0)
        for one in found:
            if one.got is not None:
                full += one.full
                got += one.got
        if not full:
            return full, None, None
        total: Decimal = self.total(full, got)
        return full, total, next(name for name, least in self.book.grades if total >= least)

    def mean(self, of: Sequence[tuple[Sequence[Points], Decimal | None]]) -> list[Decimal | None]:
        """The mean of each item over those in which it was judged; the second of a pair is what it weighs."""
        means: list[Decimal | None] = []
        for at in range(len(self.book.items)):
            judged = [(got, weight or Decimal(0)) for one, weight in of if (got := one[at].got) is not None]
            whole = sum((weight for _, weight in judged), Decimal(0))
            if whole > 0:
                got = sum((got * weight for got, weight in judged), Decimal(0))
                means.append(rounded(Fraction(got) / Fraction(whole)))
            elif judged:  # nothing weighs anything: all count alike
                means.append(rounded(Fraction(sum((got for got, _ in judged), Decimal(0))) / len(judged)))
            else:
                means.append(None)
        return means

    def department(
        self, units: Sequence[tuple[_Unit, Sequence[Points]]], at_large: Mapping[str, list[_Load]]
    ) -> tuple[tuple[Points, ...], tuple[Deduction, ...]]:
        """The mean over the units, less what findings about the document take."""
        by_amount = self.book.by == "amount"
        means = self.mean([(points, unit.amount if by_amount else None) for unit, points in units])
        found: list[Points] = []
        lost: list[Deduction] = []
        for item, mean in zip(self.book.items, means, strict=True):
            loads = at_large.get(item.name, [])
            if loads and item.judged:
                before = item.full if mean is None else mean
                mean = max(before - (item.full - self.left(item, loads, self.unit)), Decimal(0))
                lost += self.deductions(item, before - mean, loads, self.unit)
            found.append(Points(item.name, item.full, mean))
        return tuple(found), tuple(lost)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _weigh(into: dict[str, list[_Load]], items: Iterable[str], number: int, load: int) -> None:
    if load:
        for item in items:
            into.setdefault(item, []).append((number, load))


def rate(load: Fraction, bands: Sequence[Band]) -> Fraction:
    """Per cent of an item's points that are left under a load of 0–1.

    >>> [str(rate(Fraction(load), default().bands)) for load in ("0", "0.15", "0.4", "0.7", "1")]
    ['100', '80', '60', '59/2', '0']
    """
    start = Fraction(0)
    for band in bands:
        end = Fraction(band.upto)
        if load <= end:
            done = (load - start) / (end - start) if end > start else Fraction(0)
            return Fraction(band.top) - done * Fraction(band.top - band.bottom)
        start = end
    return Fraction(bands[-1].bottom)


def points(full: Decimal, load: Fraction, bands: Sequence[Band]) -> Decimal:
    """What is left of an item's points, two decimals."""
    return rounded(Fraction(full) * rate(load, bands) / 100)


def rounded(number: Fraction) -> Decimal:
    """A number that is not negative with two decimals, a half upwards; exact, whatever the fraction.

    >>> rounded(Fraction(25, 200)), rounded(Fraction(1, 3))
    (Decimal('0.13'), Decimal('0.33'))
    """
    cents, rest = divmod(number.numerator * 100, number.denominator)
    return (cents + (2 * rest >= number.denominator)) * _CENT


def split(lost: Decimal, loads: Sequence[int]) -> tuple[Decimal, ...]:
    """What an item lost, split as the loads of its findings are; the sum is ``lost`` to the cent.

    >>> [str(share) for share in split(Decimal("1.00"), [1, 1, 1])]
    ['0.34', '0.33', '0.33']
    """
    cents, weight = int(lost / _CENT), sum(loads)
    shares = [cents * load // weight for load in loads]
    # the cents left over go to those whose share was cut most
    for at in sorted(range(len(loads)), key=lambda at: -(cents * loads[at] % weight))[: cents - sum(shares)]:
        shares[at] += 1
    return tuple(share * _CENT for share in shares)


def score(
    extractions: Sequence[Extraction],
    findings: Sequence[Finding],
    owners: Sequence[int],
    book: Book | None = None,
    beside: Collection[int] | None = None,
) -> tuple[Score, ...]:
    """Of each document its tables and projects in order, then its departments; the batch comes last.

    owners: of each finding the number of its extraction. beside: findings that take no points; those of ``apart`` where
    not given. A document in which nothing is listed has no score.
    """
    with no_collection():
        return _scores(extractions, findings, owners, _Scorer(book or default()), beside)


def _scores(
    extractions: Sequence[Extraction],
    findings: Sequence[Finding],
    owners: Sequence[int],
    scorer: _Scorer,
    beside: Collection[int] | None,
) -> tuple[Score, ...]:
    beside = apart(findings) if beside is None else beside
    mine: list[list[tuple[int, Finding]]] = [[] for _ in extractions]
    shown: list[list[tuple[int, Finding]]] = [[] for _ in extractions]
    for number, (finding, owner) in enumerate(zip(findings, owners, strict=True)):
        (shown if number in beside else mine)[owner].append((number, finding))
    scores: list[Score] = []
    departments: list[Score] = []
    for at, extraction in enumerate(extractions):
        ledger = _Ledger(extraction)
        scorer.gather(ledger, mine[at])
        copies = _named(ledger, shown[at])
        judged: dict[str | None, list[tuple[_Unit, tuple[Points, ...]]]] = {}
        for unit in ledger.units:
            got, lost = scorer.points(unit)
            judged.setdefault(unit.department, []).append((unit, got))
            scores.append(
                _score(
                    scorer, extraction, at, unit.part, got, lost,
                    department=unit.department, scope=unit.scope, project=unit.project, place=unit.place,
                    counts=_counts(findings, unit.named), apart=tuple(copies.get(unit, ())),
                )
            )  # fmt: skip
        for department, units in judged.items():
            got, lost = scorer.department(units, ledger.loads[department])
            named = {**ledger.at_large[department], **{one: None for unit, _ in units for one in unit.named}}
            beside_it = dict.fromkeys(one for unit, _ in units for one in copies.get(unit, ()))
            one = _score(
                scorer, extraction, at, "department", got, lost,
                department=department, counts=_counts(findings, named), apart=tuple(beside_it),
            )  # fmt: skip
            scores.append(one)
            departments.append(one)
    if departments:
        scores.append(_batch(scorer, departments, findings, beside))
    return tuple(scores)


def judged(
    review: R, found: Sequence[Sequence[Finding]], waived: Sequence[tuple[Finding, Waiver]], settings: Config
) -> R:
    """The review with what the rules found in each of its documents, the scores that this gives, and the waivers."""
    findings = tuple(one for some in found for one in some)
    owners = tuple(number for number, some in enumerate(found) for _ in some)
    beside = apart(findings)
    files = {one.document.file for one in review.extractions}
    used = {waiver for _, waiver in waived}
    idle = [one for one in settings.waivers if one.document in files and one not in used]
    return replace(
        review,
        judged=True,
        findings=findings,
        owners=owners,
        scores=score(review.extractions, findings, owners, settings.scoring, beside),
        apart=beside,
        waived=tuple(Waived(waiver.document, str(waiver), waiver.reason, waiver.line, one) for one, waiver in waived),
        idle=tuple(Waived(waiver.document, str(waiver), waiver.reason, waiver.line) for waiver in idle),
        config=settings.path,
    )


def without(review: Review, rejected: frozenset[int], book: Book | None = None) -> tuple[Score, ...]:
    """The scores where some findings take nothing: those that a reviewer rejected. They are not beside the score either."""
    scores = score(review.extractions, review.findings, review.owners, book, review.apart | rejected)
    return tuple(replace(one, apart=tuple(at for at in one.apart if at in review.apart)) for one in scores)


def units(extraction: Extraction) -> tuple[tuple[Decimal | None, int, int], ...]:
    """Of each unit of a document, in the order of its scores: the amount, how many indicators, how many are quantified."""
    ledger = _Ledger(extraction)
    figures: dict[_Unit, int] = {}
    for row in extraction.indicators:
        if row.target.quantified:
            unit = ledger._home(row)
            figures[unit] = figures.get(unit, 0) + 1
    return tuple((unit.amount, unit.rows, figures.get(unit, 0)) for unit in ledger.units)


def documents(review: Review) -> tuple[Review, ...]:
    """The review of each document by itself: findings numbered from 0, scores and waivers; no batch score, nothing beside."""
    extractions = review.extractions
    numbers: list[dict[int, int]] = [{} for _ in extractions]
    for number, owner in enumerate(review.owners):
        numbers[owner][number] = len(numbers[owner])
    scores: list[list[Score]] = [[] for _ in extractions]
    for one in review.scores:
        if one.extraction is not None:
            scores[one.extraction].append(_renumbered(one, numbers[one.extraction]))
    return tuple(
        replace(
            review,
            extractions=(extraction,),
            unread=(),
            findings=tuple(review.findings[number] for number in mine),
            owners=(0,) * len(mine),
            scores=tuple(scores[at]),
            waived=tuple(
                one for one in review.waived if one.finding and one.finding.document == extraction.document.file
            ),
            idle=tuple(one for one in review.idle if one.document == extraction.document.file),
            apart=frozenset(mine[number] for number in review.apart if number in mine),
            beside=(),
        )
        for at, (extraction, mine) in enumerate(zip(extractions, numbers, strict=True))
    )


def _renumbered(score: Score, numbers: Mapping[int, int]) -> Score:
    return replace(
        score,
        extraction=0,
        deductions=tuple(replace(one, finding=numbers[one.finding]) for one in score.deductions),
        apart=tuple(numbers[one] for one in score.apart),
    )


def _named(ledger: _Ledger, findings: Iterable[tuple[int, Finding]]) -> dict[_Unit, dict[int, None]]:
    """Of each unit the findings that name it. A copy between documents names the other's projects too: not found here."""
    found: dict[_Unit, dict[int, None]] = {}
    for number, finding in findings:
        for nth, target in enumerate(finding.targets):
            for unit in ledger.find(target, finding.source if nth == 0 else None):
                found.setdefault(unit, {})[number] = None
    return found


def _counts(findings: Sequence[Finding], numbers: Iterable[int]) -> tuple[int, int, int]:
    named = [findings[number].severity for number in numbers]
    return named.count(Severity.ERROR), named.count(Severity.WARNING), named.count(Severity.INFO)


def _score(
    scorer: _Scorer,
    extraction: Extraction,
    at: int,
    part: str,
    got: tuple[Points, ...],
    lost: tuple[Deduction, ...],
    *,
    department: str | None,
    counts: tuple[int, int, int],
    apart: tuple[int, ...],
    scope: Scope | None = None,
    project: str | None = None,
    place: Place | None = None,
) -> Score:
    document = extraction.document
    full, total, grade = scorer.grade(got)
    return Score(
        part, at, document.file, department, document.year, scope, project,
        got, full, total, grade, lost, counts, apart, place,
    )  # fmt: skip


def _batch(
    scorer: _Scorer, departments: Sequence[Score], findings: Sequence[Finding], beside: Collection[int]
) -> Score:
    means = scorer.mean([(one.points, None) for one in departments])
    got = tuple(Points(item.name, item.full, mean) for item, mean in zip(scorer.book.items, means, strict=True))
    full, total, grade = scorer.grade(got)
    counts = _counts(findings, (number for number in range(len(findings)) if number not in beside))
    return Score(
        "batch", None, None, None, None, None, None,
        got, full, total, grade, (), counts, tuple(sorted(beside)),
    )  # fmt: skip
