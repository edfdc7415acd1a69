"""雷同：one goal text or one set of indicators over several projects, departments and years.

What is alike is found by ``similarity``; here it is decided whom it concerns and how much it weighs. Nothing compares all
pairs.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import TypeVar

from ..model import Severity
from ..similarity.clusters import one_office
from ..similarity.near import families, set_families
from ..similarity.normal import bare as bare
from ..similarity.normal import core as core
from ..similarity.normal import likeness as likeness
from ..similarity.normal import loose, own_names, without
from ..similarity.normal import pairs as pairs
from ..similarity.sets import Mark, figure, special
from ..similarity.words import in_common
from ..text import key
from .base import M88, PRACTICE, Context, Hit, Limit, Rule, Source, hit, short
from .example import Row, Set, batch, document
from .places import goal_views
from .views import NUMBER, WORDS, BatchView, DocumentView, GoalView, RowView, SetView, Spot, TextAt

T = TypeVar("T")

_STAFF = frozenset({"工资", "社保"})
_OFFICE = frozenset({"工资", "社保", "公用"})
_SHORTEST = 12  # characters of a text that may be a near copy
_SAID = 6  # characters of a text that may be a copy
_ELSEWHERE = 24  # the same, of a text of another department in which names and figures are exchanged
_MARKS = "\t"


def same_programme(one: SetView, other: SetView) -> bool:
    """Whether two budget lines are one programme: this year's money and what is carried over."""
    first, second = core(one.name or ""), core(other.name or "")
    return first == second or (min(len(first), len(second)) >= 6 and likeness(pairs(first), pairs(second)) >= 0.9)


# How well a text fits the projects that share it ----------------------------------------------------------------------


def _by_name(views: Iterable[T], owner: Callable[[T], SetView]) -> list[T]:
    """One of each name: two budget lines of one name are one project."""
    return list({owner(view).key: view for view in reversed(list(views))}.values())[::-1]


def _programmes(views: Sequence[SetView]) -> int:
    """How many different programmes there are."""
    kept: list[SetView] = []
    for view in views:
        if not any(same_programme(view, other) for other in kept):
            kept.append(view)
    return len(kept)


def _weight(views: Sequence[SetView], text: str, use: Context) -> Severity:
    """How much a shared text weighs: a hint over pay alone, a mistake where it speaks of pay and the project does not."""
    if all(view.purposes and view.purposes <= _STAFF for view in views):
        return Severity.INFO
    if _programmes(views) < 2:
        return Severity.INFO
    spoken = use.words.kinds_of(text) & _OFFICE
    pay = bool(use.words["pay_text"].find(text))
    if pay or spoken:
        strange = [
            view for view in views if not view.purposes & _OFFICE and not use.words["pay_text"].find(view.name or "")
        ]
        if strange and (pay or len(strange) < len(views)):
            return Severity.ERROR
    return Severity.WARNING


def _goal_weight(views: Sequence[SetView], text: str, use: Context) -> Severity:
    weight = _weight(views, text, use)
    if weight is Severity.WARNING and len(_plain(text, use)) < _SAID:
        return Severity.INFO  # nothing but words that everybody has to use
    if weight is Severity.WARNING:
        said = pairs(bare(text))
        names = [len(pairs(core(view.name or "")) & said) for view in views]
        if max(names) >= 2 and min(names) == 0 and _written_for_one(views, text, use):
            return Severity.ERROR
    return weight


def _written_for_one(views: Sequence[SetView], text: str, use: Context) -> bool:
    """Whether the words of a text are those of one project, and another has none of them in its name or own indicators.

    Character pairs alone would find 设服 in 建设服务; words decide, once pairs have given reason to ask.
    """
    owned = Counter(name for view in views for name in {row.key for row in view.rows})
    about = [
        " ".join([core(view.name or ""), *(row.key for row in view.rows if owned[row.key] == 1)]) for view in views
    ]
    words = in_common(text, about, use.words["common_words"].words)
    return any(words) and not all(words)


def _listed(views: Sequence[SetView], limit: int = 3) -> str:
    names = [f"“{short(view.name or '', 30)}”" for view in views]
    if len(names) == 1:
        return names[0]
    return "、".join(names[:limit]) + (f"等{len(names)}个项目" if len(names) > limit else f"{len(names)}个项目")


# Goals ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Text:
    """A goal as it is compared. plain: bare, without words that everybody has to use."""

    goal: GoalView
    bare: str
    plain: str

    @property
    def owner(self) -> SetView:
        return self.goal.owner

    def loose(self) -> str:
        """Without figures and without the names of project, office and places."""
        owner = self.goal.owner
        names = own_names(owner.department or owner.document.department, owner.document.region)
        return loose(self.goal.text, owner.name, names)


def _plain(text: str, use: Context) -> str:
    return without(bare(text), use.words["set_phrases"].words)


def _texts(document: DocumentView, use: Context) -> list[_Text]:
    def derive(_: DocumentView) -> list[_Text]:
        goals = (goal for view in document.sets for goal in goal_views(view))
        return [_Text(goal, bare(goal.text), _plain(goal.text, use)) for goal in goals]

    return document.once("copying.goals", derive)


def _of_projects(document: DocumentView, use: Context) -> list[_Text]:
    return [text for text in _texts(document, use) if text.owner.part == "project"]


def _buckets(items: Iterable[T], by: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = {}
    for item in items:
        if (spot := by(item)) is not None:
            found.setdefault(spot, []).append(item)
    return found


def _exact(text: _Text) -> str | None:
    return text.bare if len(text.bare) >= _SAID else None


def _owner(text: _Text) -> SetView:
    return text.goal.owner


def _is_loose(shortest: int) -> Callable[[_Text], str | None]:
    def by(text: _Text) -> str | None:
        if len(text.bare) < shortest:
            return None
        spot = text.loose()
        return spot if len(spot) >= shortest else None

    return by


def same_goal(document: DocumentView, use: Context) -> Iterator[Hit]:
    for group in _buckets(_of_projects(document, use), _exact).values():
        texts = _by_name(group, _owner)
        if len(texts) > 1:
            views = [text.owner for text in texts]
            text = texts[0].goal.text
            yield hit(
                *(one.goal for one in texts),
                severity=_goal_weight(views, text, use),
                listed=_listed(views),
                text=short(text),
                suggestion=_rewrite(views, use, text),
            )


def _rewrite(views: Sequence[SetView], use: Context, text: str) -> str | None:
    if use.words["pay_text"].find(text):
        strange = [view for view in views if not view.purposes & _OFFICE]
        if strange:
            return f"这段文字说的是人员工资；{_listed(strange)}应按各自的用途重写，写明做什么、做多少、给谁、达到什么效果。"
    return None


def near_goal(document: DocumentView, use: Context) -> Iterator[Hit]:
    """Goals that differ in figures and names alone, then goals that share most of their wording."""
    texts = _by_name(_of_projects(document, use), _owner)
    first = [group[0] for group in _buckets(texts, _exact).values()]
    if len(first) < 2:
        return
    for how, group in _near(first, _SHORTEST, float(use.limits["near"]) / 100):
        yield _near_hit([text.goal for text in group], how, use)


_EXCHANGED, _MOSTLY = "只换了名称或数字", "大部分文字相同"


def _near(first: Sequence[_Text], shortest: int, least: float) -> Iterator[tuple[str, list[_Text]]]:
    """Groups among texts of which no two are printed and meant the same, and how they are alike."""
    done: set[str] = set()
    for group in _buckets(first, _is_loose(shortest)).values():
        if len(group) > 1:
            done.update(text.bare for text in group)
            yield _EXCHANGED, group
    left = list({text.bare: text for text in reversed(first) if text.bare not in done}.values())[::-1]
    for family in families([text.plain for text in left], least, _SHORTEST):
        yield _MOSTLY, [left[at] for at in sorted(family.all)]


def _near_hit(goals: Sequence[GoalView], how: str, use: Context) -> Hit:
    views = [goal.owner for goal in goals]
    weight = _goal_weight(views, goals[0].text, use)
    if weight is Severity.ERROR:
        weight = Severity.WARNING
    if len({view.purposes for view in views}) == 1 and views[0].purposes:
        weight = Severity.INFO  # projects of one kind may well be written alike
    return hit(*goals, severity=weight, listed=_listed(views), text=short(goals[0].text), how=how, confidence=0.85)


# Sets of indicators ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rows:
    """A project's set as it is compared. marks: of each row, in order."""

    view: SetView
    marks: tuple[Mark, ...]
    sorted: tuple[Mark, ...]

    @property
    def singular(self) -> set[str]:
        """The figures that two projects hardly share by chance: they bring two sets together."""
        return {mark[1] for row, mark in zip(self.view.rows, self.marks, strict=True) if _singular(row)}


def _singular(row: RowView) -> bool:
    return row.shape == NUMBER and special(row.target)


def _sets(document: DocumentView) -> list[_Rows]:
    """Projects with two indicators and more."""

    def derive(_: DocumentView) -> list[_Rows]:
        found = []
        for view in document.projects:
            if len(view.rows) >= 2:
                marks = tuple([(row.key, figure(row.target)) for row in view.rows])
                found.append(_Rows(view, marks, tuple(sorted(marks))))
        return found

    return document.once("copying.marks", derive)


def _view(one: _Rows) -> SetView:
    return one.view


def same_groups(document: DocumentView) -> list[list[SetView]]:
    """Projects of different names with the same indicators and values."""

    def derive(_: DocumentView) -> list[list[SetView]]:
        groups = (_by_name(group, _view) for group in _buckets(_sets(document), lambda one: one.sorted).values())
        return [[one.view for one in group] for group in groups if len(group) > 1]

    return document.once("copying.sets", derive)


def _ratio(views: Sequence[SetView]) -> Decimal | None:
    amounts = [view.amount for view in views if view.amount]
    return max(amounts) / min(amounts) if len(amounts) > 1 and min(amounts) > 0 else None


def _spot(view: SetView) -> TextAt:
    """The set as a finding points at it; of two templates that share rows the one that gives most of them counts."""
    template = None
    if view.template is not None:
        names = Counter(row.template.name for row in view.rows if row.template is not None)
        best = names.most_common(1)[0][0]
        template = next(row.template for row in view.rows if row.template is not None and row.template.name == best)
    return TextAt(view, view.place, view.sure, template)


def same_set(document: DocumentView, use: Context) -> Iterator[Hit]:
    for views in same_groups(document):
        names = " ".join(row.name for row in views[0].rows)
        weight = _weight(views, names, use)
        ratio = _ratio(views)
        tail = ""
        if ratio is not None and ratio >= use.limits["ratio"] and weight is not Severity.INFO:
            tail = f"，资金却相差{ratio:.1f}倍"
            if not all(view.purposes & _OFFICE for view in views):
                weight = Severity.ERROR
        elif weight is Severity.INFO and _programmes(views) < 2:
            tail = "，像是同一政策的当年与结转资金"
            weight = Severity.WARNING if ratio is not None and ratio >= use.limits["ratio"] else weight
        if len(views[0].rows) < 3:
            weight = Severity.INFO
        yield hit(*map(_spot, views), severity=weight, listed=_listed(views), count=len(views[0].rows), tail=tail)


def near_set(document: DocumentView, use: Context) -> Iterator[Hit]:
    """Sets whose rows match one by one but for a word in the name."""
    copies = {id(view) for group in same_groups(document) for view in group[1:]}
    sets = [one for one in _by_name(_sets(document), _view) if id(one.view) not in copies and len(one.marks) >= 4]
    if len(sets) < 2:
        return
    share = float(use.limits["share"]) / 100
    figures = [one.singular for one in sets]
    targets = cache(lambda number: _targets(sets[number]))
    where: dict[str, list[int]] = {}
    for number, mine in enumerate(figures):
        for spot in mine:
            where.setdefault(spot, []).append(number)
    for number, one in enumerate(sets):
        shared: Counter[int] = Counter()
        for spot in figures[number]:
            if 1 < len(where[spot]) <= 12:
                shared.update(other for other in where[spot] if other > number)
        for other in sorted(shared, key=lambda other: (-shared[other], other))[:3]:
            enough = max(4, share * max(len(one.marks), len(sets[other].marks)))
            theirs = targets(other)
            if sum(min(count, theirs[spot]) for spot, count in targets(number).items() if spot in theirs) < enough:
                continue
            found = _matched(one, sets[other], enough)
            if found is not None:
                exact, total = found
                both = [one.view, sets[other].view]
                staff = all(view.purposes and view.purposes <= _STAFF for view in both)
                ratio = _ratio(both)
                apart = ratio is not None and ratio >= use.limits["ratio"] and not staff
                yield hit(
                    *both,
                    severity=Severity.INFO if staff else None,
                    listed=_listed(both),
                    count=total,
                    exact=exact,
                    tail=f"，资金却相差{ratio:.1f}倍" if apart else "",
                    confidence=0.8,
                )


def _target(row: RowView, mark: Mark) -> str:
    """A target for matching: 及时 and 及时性 are one."""
    return mark[1].rstrip("性") if row.shape == WORDS else mark[1]


def _targets(one: _Rows) -> Counter[str]:
    return Counter(map(_target, one.view.rows, one.marks))


def _matched(one: _Rows, other: _Rows, enough: float) -> tuple[int, int] | None:
    """How many rows are the same in both and how many match; None where they are too few or say nothing special."""
    left: dict[str, list[str]] = {}
    for row, mark in zip(other.view.rows, other.marks, strict=True):
        left.setdefault(_target(row, mark), []).append(mark[0])
    exact = total = singular = 0
    for row, mark in zip(one.view.rows, one.marks, strict=True):
        names = left.get(_target(row, mark))
        if not names:
            continue
        own = _singular(row)
        best, at = max((_alike_names(mark[0], name, own), -at) for at, name in enumerate(names))
        if best < 0.5:
            continue
        exact += names.pop(-at) == mark[0]
        total += 1
        singular += own
    if total < enough or not singular or exact == total == len(one.marks) == len(other.marks):
        return None
    return exact, total


@lru_cache(maxsize=1 << 14)
def _name_pairs(name: str) -> frozenset[str]:
    return pairs(name)


def _alike_names(one: str, other: str, own: bool) -> float:
    """How alike two names are; beside one figure that is no round one, a shorter way of saying it will do."""
    if one == other:
        return 1.0
    mine, theirs = _name_pairs(one), _name_pairs(other)
    if own and mine and theirs:
        return len(mine & theirs) / min(len(mine), len(theirs))
    return likeness(mine, theirs)


def uniform_values(view: SetView, use: Context) -> Iterator[Hit]:
    """Nearly every figure is 100 or 95 %, and nothing is counted."""
    figures = [row for row in view.rows if row.value is not None]
    if len(figures) < use.limits["rows"]:
        return
    alike = [row for row in figures if row.percent and row.value in (95, 100)]
    if len(alike) * 100 < use.limits["share"] * len(figures) or any(special(row.target) for row in figures):
        return
    if view.template is None and not (view.purposes and view.purposes <= _OFFICE):
        yield hit(view, count=len(figures), alike=len(alike), confidence=0.8)


# Between departments --------------------------------------------------------------------------------------------------


def _department(view: SetView) -> str:
    return view.department or view.document.department or view.document.file


def _documents(spots: Iterable[T], owner: Callable[[T], SetView]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for spot in spots:
        found.setdefault(id(owner(spot).document), []).append(spot)
    return found


def _between(
    groups: Iterable[Sequence[T]], owner: Callable[[T], SetView], use: Context
) -> Iterator[tuple[list[T], str, int, bool]]:
    """For each document the spots in it, what to call another department, how many there are, whether it is a template.

    A department's own paper of another year is no copy from elsewhere, nor is one that prints the name in full.
    """
    for group in groups:
        names: dict[str, SetView] = {}
        for one in map(owner, group):
            names.setdefault(key(_department(one)), one)
        if len(names) < 2:
            continue
        template = len(names) >= use.limits["template"]
        for mine in _documents(group, owner).values():
            own = {key(_department(owner(spot))) for spot in mine}
            other = next((names[one] for one in names if not any(one_office(one, two) for two in own)), None)
            if other is not None:
                yield mine, _said_of(other, owner(mine[0])), len(names), template


def _said_of(other: SetView, mine: SetView) -> str:
    """Whose it is too, and of which year where that is another one."""
    year = other.document.year
    when = f"{year}年" if year is not None and year != mine.document.year else ""
    return f"“{_department(other)}”{when}"


def _shared_weight(views: Sequence[SetView], template: bool) -> Severity | None:
    kind = all(view.purposes and view.purposes <= _OFFICE for view in views)
    return Severity.INFO if kind or template else None


def _everywhere(count: int, template: bool) -> str:
    # of a library's documents only some of those with the same text are looked at
    return f"，至少{count}个单位都这样写，可能是统一模板" if template else ""


def goal_elsewhere(view: BatchView, use: Context) -> Iterator[Hit]:
    if len(view.documents) < 2:
        return
    texts = [text for one in view.documents for text in _texts(one, use) if text.goal.template is None]
    exact = list(_buckets(texts, _exact).values())
    said: set[int] = set()
    for mine, other, count, template in _between(exact, _owner, use):
        said.update(map(id, mine))
        yield _goal_hit(mine, other, count, template, "完全相同", use)
    for how, group in _near(list(_firsts(exact)), _ELSEWHERE, float(use.limits["near"]) / 100):
        how = _EXCHANGED if how == _EXCHANGED else "大部分相同"
        for mine, other, count, template in _between([group], _owner, use):
            if left := [text for text in mine if id(text) not in said]:  # of a copy word for word nothing is said twice
                yield _goal_hit(left, other, count, template, how, use)


def _firsts(exact: Iterable[Sequence[_Text]]) -> Iterator[_Text]:
    """One of each text; of a text that several offices have, one for each office whose names and places stand in it."""
    for group in exact:
        yield group[0]
        if len(group) > 1:
            seen = {group[0].loose()}
            for text in group[1:]:
                if (spot := text.loose()) not in seen:
                    seen.add(spot)
                    yield text


def _goal_hit(mine: Sequence[_Text], other: str, count: int, template: bool, how: str, use: Context) -> Hit:
    said = len(mine[0].plain) >= _SAID
    return hit(
        *(text.goal for text in mine),
        severity=_shared_weight([text.owner for text in mine], template or not said),
        text=short(mine[0].goal.text),
        other=other,
        how=how,
        tail=_everywhere(count, template),
        confidence=0.85 if how == "完全相同" else 0.7,
    )


@dataclass(frozen=True, slots=True)
class _Spread:
    """The sets of a batch that no template imposes. shared: rows that two departments have and more; common: rows that so
    many have that they are a template themselves."""

    sets: tuple[_Rows, ...]
    shared: frozenset[Mark]
    common: frozenset[Mark]


def _spread(view: BatchView, use: Context) -> _Spread:
    limit = int(use.limits["template"])

    def derive(_: BatchView) -> _Spread:
        sets = tuple(
            one
            for document in view.documents
            for one in _sets(document)
            if len(one.marks) >= 3 and one.view.template is None
        )
        first: dict[Mark, str] = {}
        more: dict[Mark, set[str]] = {}
        for one in sets:
            office = key(_department(one.view))
            for mark in one.marks:
                seen = first.setdefault(mark, office)
                if seen != office:
                    more.setdefault(mark, {seen}).add(office)
        common = frozenset(mark for mark, seen in more.items() if len(seen) >= limit)
        return _Spread(sets, frozenset(more) - common, common)

    return view.once(f"copying.spread.{limit}", derive)


def set_elsewhere(view: BatchView, use: Context) -> Iterator[Hit]:
    if len(view.documents) < 2:
        return
    spread = _spread(view, use)
    groups = [group for group in _buckets(spread.sets, lambda one: one.sorted).values() if len(group) > 1]
    for mine, other, count, template in _between(groups, _view, use):
        template = template or spread.common.issuperset(mine[0].marks)
        yield hit(
            *(one.view for one in mine),
            severity=_shared_weight([one.view for one in mine], template),
            other=other,
            count=len(mine[0].marks),
            tail=_everywhere(count, template and count >= use.limits["template"]),
            confidence=0.85,
        )


def near_set_elsewhere(view: BatchView, use: Context) -> Iterator[Hit]:
    """Sets of two departments that share most of their rows, rows that many departments share left out."""
    if len(view.documents) < 2:
        return
    spread = _spread(view, use)
    sets: list[_Rows] = []
    own: list[frozenset[str]] = []
    for group in _buckets(spread.sets, lambda one: one.sorted).values():
        one = group[0]
        if sum(mark in spread.shared for mark in one.marks) >= 4:
            sets.append(one)
            own.append(frozenset(_MARKS.join(mark) for mark in one.marks if mark not in spread.common))
    for family in set_families(own, float(use.limits["share"]) / 100):
        first = own[family.first]
        for at, _ in family.others:
            both = first & own[at]
            if len(both) < 4 or not any(_counts(sets[at], both)):
                continue
            for mine, other, _count, _template in _between([[sets[family.first], sets[at]]], _view, use):
                yield hit(
                    *(one.view for one in mine),
                    severity=_shared_weight([one.view for one in mine], False),
                    other=other,
                    total=len(mine[0].marks),
                    count=len(both),
                    confidence=0.75,
                )


def _counts(one: _Rows, shared: frozenset[str]) -> Iterator[bool]:
    """Of each row that is shared, whether its figure is one of its own."""
    for row, mark in zip(one.view.rows, one.marks, strict=True):
        if _MARKS.join(mark) in shared:
            yield special(row.target)


# Between years --------------------------------------------------------------------------------------------------------

_YEARS = re.compile(r"20\d\d年?度?")


@dataclass(frozen=True, slots=True)
class _Again:
    """A project of which the batch holds an earlier year too, and by how much its money has changed."""

    now: SetView
    before: SetView
    year: int
    was: Decimal
    amount: Decimal

    @property
    def change(self) -> Decimal:
        return abs(self.amount - self.was) / self.was * 100

    def hit(self, spot: Spot, severity: Severity | None, **words: object) -> Hit:
        return hit(
            spot,
            severity=severity,
            confidence=0.85,
            year=self.year,
            was=f"{self.was.normalize():f}",
            moved="增加" if self.amount > self.was else "减少",
            now=f"{self.amount.normalize():f}",
            **words,  # type: ignore[arg-type]
        )


def years_apart(view: BatchView) -> list[tuple[SetView, SetView, int]]:
    """Projects and department tables with what they were in an earlier year, the last one of several, and which that is.

    They are told by department and by name without years; where that leaves a choice, by the name as it stands.
    """

    def derive(_: BatchView) -> list[tuple[SetView, SetView, int]]:
        found: dict[tuple[str, str, str], dict[int, list[SetView]]] = {}
        for volume in view.documents:
            if volume.year is not None:
                for one in volume.sets:
                    spot = (key(_department(one)), one.part, core(one.name or ""))
                    found.setdefault(spot, {}).setdefault(volume.year, []).append(one)
        return [pair for years in found.values() if len(years) > 1 for pair in _pairs_of(years)]

    return view.once("copying.years", derive)


def _pairs_of(years: dict[int, list[SetView]]) -> Iterator[tuple[SetView, SetView, int]]:
    for year in sorted(years)[1:]:
        last = max(one for one in years if one < year)
        for now in years[year]:
            named = [one for one in years[last] if one.key == now.key] or years[last]
            if len(named) == 1 and (len(years[year]) == 1 or named[0].key == now.key):
                yield now, named[0], last


def _again(view: BatchView) -> Iterator[_Again]:
    """Projects of two years of which both amounts are known."""
    for now, before, year in years_apart(view):
        was, amount = before.amount, now.amount
        if now.part == "project" and was and amount and was > 0 and amount > 0:
            yield _Again(now, before, year, was, amount)


_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def _unchanged(now: str, before: str, use: Context) -> str | None:
    """How a goal is last year's: word for word, or most of it with every figure; years do not count as figures."""
    mine, theirs = bare(now), bare(before)
    if len(mine) < _SAID:
        return None
    if mine == theirs:
        return "一字不差"
    figures = _figures(now)
    if not figures or figures != _figures(before) or min(len(mine), len(theirs)) < _SHORTEST:
        return None
    share = likeness(pairs(_plain(now, use)), pairs(_plain(before, use)))
    return "大部分相同，数字一个没改" if share * 100 >= use.limits["near"] else None


def _figures(text: str) -> Counter[str]:
    return Counter(_DIGITS.findall(_YEARS.sub("", key(text))))


def goal_again(view: BatchView, use: Context) -> Iterator[Hit]:
    for one in _again(view):
        now, before = one.now.goal, one.before.goal
        if now is None or before is None or now.template is not None or one.change < use.limits["change"]:
            continue
        how = _unchanged(now.text, before.text, use)
        if how is None:
            continue
        usual = bool(one.now.purposes) and one.now.purposes <= _OFFICE
        yield one.hit(now, None if _figures(now.text) and not usual else Severity.INFO, text=short(now.text), how=how)


def set_again(view: BatchView, use: Context) -> Iterator[Hit]:
    again = list(_again(view))
    marks = {id(one.view): one.sorted for document in view.documents for one in _sets(document)} if again else {}
    for one in again:
        mine = marks.get(id(one.now), ())
        if len(mine) < 3 or mine != marks.get(id(one.before)) or one.change < use.limits["change"]:
            continue
        if one.now.template is not None or (one.now.purposes and one.now.purposes <= _OFFICE):
            continue
        counted = any(special(row.target) and not row.percent for row in one.now.rows)
        yield one.hit(one.now, None if counted else Severity.INFO, count=len(mine))


_BASIS = (Source(M88, "第二十五条"), Source(PRACTICE))
_PAY = "严格执行相关政策，按月足额发放工资，合理编制预算，减少结余资金"
_SAME = (Row("足额保障率", "100%"), Row("科目调整次数", "≤8次"), Row("发放及时率", "100%", level2="时效指标"))
_VISIT = (
    Row("走访慰问户数", "≥1634户"),
    Row("慰问金发放准确率", "100%", level2="质量指标"),
    Row("慰问金发放及时性", "及时", level2="时效指标"),
    Row("困难群众满意度", "≥90%", level2="服务对象满意度指标"),
)

Y101 = Rule(
    code="Y101",
    title="几个项目用同一段绩效目标",
    category="goal-reuse",
    severity=Severity.WARNING,
    sees="document",
    message="{listed}用的是同一段绩效目标“{text}”。",
    why="绩效目标应当说明这个项目要做什么、做到什么程度；几个项目一字不差，看不出各自的产出和效果，也无法分别考核。",
    fix="按各项目的用途分别重写：做什么、做多少、给谁、达到什么效果。",
    basis=_BASIS,
    bad=(
        document(
            Set("工资支出", goal=_PAY),
            Set("医疗救助（区级匹配）", goal=_PAY),
            says=f"“工资支出”、“医疗救助（区级匹配）”2个项目用的是同一段绩效目标“{_PAY}”。",
            then="这段文字说的是人员工资；“医疗救助（区级匹配）”应按各自的用途重写，写明做什么、做多少、给谁、达到什么效果。",
        ),
        document(
            Set("客运站场运营补助", goal="完善交通基础设施，保障群众安全便捷出行。"),
            Set("超限超载治理经费", goal="完善交通基础设施， 保障群众安全便捷出行"),
        ),
        document(Set("工资支出", goal=_PAY), Set("社会保障缴费", goal=_PAY)),  # 同是人员支出：只作提示
    ),
    good=(
        document(Set("危桥加固", goal="加固5座危桥，11月底前完工"), Set("道路养护", goal="全年养护县道408公里")),
        document(
            Set("打击欺诈骗保", goal="检查定点机构120家"), Set("打击欺诈骗保", goal="检查定点机构120家")
        ),  # 一个项目两行预算
    ),
    check=same_goal,
)

Y102 = Rule(
    code="Y102",
    title="几个项目的绩效目标大同小异",
    category="goal-reuse",
    severity=Severity.WARNING,
    sees="document",
    message="{listed}的绩效目标{how}，如“{text}”。",
    why="只换了名称、数字，或者大段相同的目标，多半是套写出来的，说明不了各项目自己要做什么。",
    fix="按各项目的用途分别重写，保留各自的任务、数量和效果。",
    basis=_BASIS,
    limits={"near": Limit(80, "两段目标有多少文字相同算雷同（%）", 50, 100)},
    bad=(
        document(
            Set("图书采购", goal="通过图书采购，提升单位服务能力和群众获得感，按时完成2项任务"),
            Set("场馆维修", goal="通过场馆维修，提升单位服务能力和群众获得感，按时完成3项任务"),
            says="“图书采购”、“场馆维修”2个项目的绩效目标只换了名称或数字，如“通过图书采购，提升单位服务能力和群众获得感，按时完成2项任务”。",
        ),
        document(
            Set("困难群众慰问", goal="提高群众生活质量，使群众得到实惠，促进社会和谐稳定发展"),
            Set("社区工作者培训", goal="提高群众生活质量，让群众得到实惠，促进社会和谐稳定"),
        ),
    ),
    good=(
        document(
            Set("图书采购", goal="采购图书2000册，10月底前上架，读者满意度达到90%"),
            Set("设备采购", goal="购置摄像机12台，6月底前投入使用，用户满意度达到90%"),
        ),
    ),
    check=near_goal,
)

Y103 = Rule(
    code="Y103",
    title="绩效目标与其他单位的相同",
    category="goal-reuse",
    severity=Severity.WARNING,
    sees="batch",
    message="“{name}”的绩效目标“{text}”与{other}的{how}{tail}。",
    why="两个单位的目标文字相同，至少有一方是照抄的；上级统一的模板另当别论。",
    fix="按本单位的职责和本年任务重写；上级统一规定的，注明依据。",
    basis=_BASIS,
    limits={
        "near": Limit(85, "两段目标有多少文字相同算雷同（%）", 50, 100),
        "template": Limit(5, "这么多单位都用就当作统一模板，只作提示", 3, 1000),
    },
    bad=(
        batch(
            document(Set("志愿服务", goal="组织志愿者进社区，提升居民文明素养和幸福感"), department="甲区民政局"),
            document(Set("科普活动", goal="组织志愿者进社区，提升居民文明素养和幸福感"), department="乙区科协"),
            hits=2,
            says="“志愿服务”的绩效目标“组织志愿者进社区，提升居民文明素养和幸福感”与“乙区科协”的完全相同。",
        ),
        batch(  # 前两个一字不差，第三个只改了一个词；每段目标只说一次
            document(Set("志愿服务", goal="组织志愿者500人次进社区，为独居老人代购药品"), department="甲区民政局"),
            document(Set("科普活动", goal="组织志愿者500人次进社区，为独居老人代购药品"), department="乙区科协"),
            document(Set("文明创建", goal="组织志愿者500人次进社区，帮独居老人代购药品"), department="丙区妇联"),
            hits=3,
        ),
        batch(  # 只换了单位、地名和数字
            document(
                Set("图书更新", goal="柳河区图书馆全年更新图书2600册，举办读书会18场，让柳河区居民在家门口读上新书"),
                department="柳河区图书馆",
                region="柳河区",
            ),
            document(
                Set("图书更新", goal="石桥区图书馆全年更新图书900册，举办读书会5场，让石桥区居民在家门口读上新书"),
                department="石桥区图书馆",
                region="石桥区",
            ),
            hits=2,
        ),
    ),
    good=(
        batch(
            document(Set("志愿服务", goal="组织志愿者500人次进社区"), department="甲区民政局"),
            document(Set("科普活动", goal="举办科普讲座30场"), department="乙区科协"),
        ),
        batch(  # 法规用语谁都这样写，数量各是各的
            document(Set("特困供养", goal="应保尽保，供养特困人员310人"), department="甲区民政局"),
            document(Set("残疾人补贴", goal="应保尽保，发放补贴1120人"), department="乙区残联"),
        ),
        batch(  # 同一单位的两年
            document(Set("志愿服务", goal="组织志愿者进社区，提升居民文明素养和幸福感"), department="甲区民政局"),
            document(
                Set("志愿服务", goal="组织志愿者进社区，提升居民文明素养和幸福感"), department="甲区民政局", year=2025
            ),
        ),
    ),
    check=goal_elsewhere,
)

Y104 = Rule(
    code="Y104",
    title="预算变了，绩效目标照抄以前年度",
    category="goal-reuse",
    severity=Severity.WARNING,
    sees="batch",
    message="“{name}”的预算由{year}年的{was}万元{moved}到{now}万元，绩效目标“{text}”却与{year}年的{how}。",
    why="钱多了少了，要做的事和效果应当跟着变；目标一字不改，说明没有按本年的任务和预算重新编制。",
    fix="按本年的任务量和预算改写数量和效果；任务确实没有变的，说明预算变动的原因。",
    basis=_BASIS,
    limits={
        "change": Limit(20, "预算变动多少算变了（%）", 5, 1000),
        "near": Limit(85, "文字有多少相同、数字又没改，算照抄（%）", 50, 100),
    },
    bad=(
        batch(
            document(Set("健康步道", goal="维护健康步道46公里，居民用得上、走得安全", amount="120")),
            document(Set("健康步道", goal="维护健康步道46公里，居民用得上、走得安全", amount="75"), year=2025),
            says="“健康步道”的预算由2025年的75万元增加到120万元，绩效目标“维护健康步道46公里，居民用得上、走得安全”却与2025年的一字不差。",
        ),
        batch(  # 换了几个字，数字一个没改
            document(Set("健康步道", goal="2026年维护健康步道46公里，让居民用得上、走得安全", amount="120")),
            document(Set("健康步道", goal="2025年维护健康步道46公里，居民用得上、走得安全", amount="75"), year=2025),
            says="“健康步道”的预算由2025年的75万元增加到120万元，绩效目标“2026年维护健康步道46公里，让居民用得上、走得安全”却与2025年的大部分相同，数字一个没改。",
        ),
        batch(  # 项目名称里的年份不同；目标没有数字，只作提示
            document(Set("2026年志愿服务", goal="组织志愿者进社区，服务困难老人", amount="8")),
            document(Set("2025年志愿服务", goal="组织志愿者进社区，服务困难老人", amount="16"), year=2025),
        ),
    ),
    good=(
        batch(  # 预算变动不大
            document(Set("健康步道", goal="维护健康步道46公里，居民用得上、走得安全", amount="80")),
            document(Set("健康步道", goal="维护健康步道46公里，居民用得上、走得安全", amount="75"), year=2025),
        ),
        batch(
            document(Set("健康步道", goal="维护健康步道71公里，居民用得上、走得安全", amount="120")),
            document(Set("健康步道", goal="维护健康步道46公里，居民用得上、走得安全", amount="75"), year=2025),
        ),
        batch(  # 别的单位的同名项目
            document(Set("健康步道", goal="维护健康步道46公里，居民用得上、走得安全", amount="120")),
            document(
                Set("健康步道", goal="维护健康步道46公里，居民用得上、走得安全", amount="75"),
                year=2025,
                department="伊水市青河区园林所",
            ),
        ),
    ),
    check=goal_again,
)

Y201 = Rule(
    code="Y201",
    title="几个项目用同一套指标",
    category="indicator-set-reuse",
    severity=Severity.WARNING,
    sees="document",
    message="{listed}的{count}条指标和指标值完全相同{tail}。",
    why="指标应当从项目自己的支出内容里来；几个项目一套指标，资金多少、做什么都看不出差别。",
    fix="按各项目的支出内容分别设置指标和指标值；同一成果只由一个项目申报。",
    basis=_BASIS,
    limits={"ratio": Limit(2, "资金相差几倍算悬殊", Decimal("1.1"), 100)},
    bad=(
        document(
            Set(
                "伤残军人医疗费",
                (Row("保障人数", "≤145人"), Row("审核规范率", "100%"), Row("满意度", "≥95%")),
                amount="246",
            ),
            Set(
                "残疾人体检费",
                (Row("满意度", "≥95%"), Row("保障人数", "≤145人"), Row("审核规范率", "100%")),
                amount="1077.6",
            ),
            says="“伤残军人医疗费”、“残疾人体检费”2个项目的3条指标和指标值完全相同，资金却相差4.4倍。",
        ),
        document(Set("工资支出", _SAME, amount="140"), Set("城乡医疗救助", _SAME, amount="140")),
    ),
    good=(
        document(
            Set("护眼", (Row("筛查人数", "≥3人"), Row("合格率", "100%"), Row("满意度", "≥95%"))), Set("体检", _SAME)
        ),
        document(Set("打击骗保", _SAME, amount="3"), Set("打击骗保", _SAME, amount="5")),  # 一个项目两行预算
    ),
    check=same_set,
)

Y202 = Rule(
    code="Y202",
    title="几个项目的指标大同小异",
    category="indicator-set-reuse",
    severity=Severity.WARNING,
    sees="document",
    message="{listed}有{count}条指标的含义和指标值相同，其中{exact}条一字不差{tail}。",
    why="换几个字的一套指标用在两个项目上，考核的是同一件事，看不出两笔钱各做什么。",
    fix="各项目只保留反映自己支出内容的指标；共同的成果只由一个项目申报。",
    basis=_BASIS,
    limits={
        "share": Limit(70, "有多少条指标对得上算雷同（%）", 50, 100),
        "ratio": Limit(2, "资金相差几倍算悬殊", Decimal("1.1"), 100),
    },
    bad=(
        document(
            Set("春节走访慰问", _VISIT),
            Set(
                "重阳送温暖",
                (Row("慰问困难户数", "≥1634户"), Row("走访慰问户数量", "≥1634户"), *_VISIT[1:]),
            ),
            says="“春节走访慰问”、“重阳送温暖”2个项目有4条指标的含义和指标值相同，其中3条一字不差。",
        ),
    ),
    good=(
        document(
            Set("春节走访慰问", _VISIT),
            Set("临时救助", (Row("临时救助户数", "≥220户"), *_VISIT[1:])),  # 对象和数量是自己的
        ),
    ),
    check=near_set,
)

Y203 = Rule(
    code="Y203",
    title="指标与其他单位的项目相同",
    category="indicator-set-reuse",
    severity=Severity.WARNING,
    sees="batch",
    message="“{name}”的{count}条指标和指标值与{other}的项目完全相同{tail}。",
    why="两个单位的指标连数值都相同，至少有一方是照抄的；上级统一的模板另当别论。",
    fix="按本单位的任务量和资金重新设置；上级统一规定的，注明依据。",
    basis=_BASIS,
    limits={"template": Limit(5, "这么多单位都用就当作统一模板，只作提示", 3, 1000)},
    bad=(
        batch(
            document(Set("志愿服务", _VISIT), department="甲区民政局"),
            document(Set("社区走访", _VISIT), department="乙区妇联"),
            hits=2,
            says="“志愿服务”的4条指标和指标值与“乙区妇联”的项目完全相同。",
        ),
    ),
    good=(
        batch(
            document(Set("志愿服务", _VISIT), department="甲区民政局"),
            document(Set("社区走访", (Row("走访户数", "≥310户"), *_VISIT[1:])), department="乙区妇联"),
        ),
    ),
    check=set_elsewhere,
)

Y204 = Rule(
    code="Y204",
    title="预算变了，指标和指标值照抄以前年度",
    category="indicator-set-reuse",
    severity=Severity.WARNING,
    sees="batch",
    message="“{name}”的预算由{year}年的{was}万元{moved}到{now}万元，{count}条指标和指标值却与{year}年的完全相同。",
    why="任务量和指标值应当与预算相匹配；钱变了而数量一个不变，至少有一年的指标值不是测算出来的。",
    fix="按本年预算重新测算数量、成本等指标值；任务确实没有变的，说明预算变动的原因。",
    basis=_BASIS,
    limits={"change": Limit(20, "预算变动多少算变了（%）", 5, 1000)},
    bad=(
        batch(
            document(Set("春节走访慰问", _VISIT, amount="98")),
            document(Set("春节走访慰问", _VISIT, amount="163.4"), year=2025),
            says="“春节走访慰问”的预算由2025年的163.4万元减少到98万元，4条指标和指标值却与2025年的完全相同。",
        ),
    ),
    good=(
        batch(
            document(Set("春节走访慰问", _VISIT, amount="170")),
            document(Set("春节走访慰问", _VISIT, amount="163.4"), year=2025),
        ),
        batch(
            document(Set("春节走访慰问", (Row("走访慰问户数", "≥980户"), *_VISIT[1:]), amount="98")),
            document(Set("春节走访慰问", _VISIT, amount="163.4"), year=2025),
        ),
        batch(  # 人员支出年年一套指标，人数不在其中
            document(Set("工资支出", _SAME, amount="98")),
            document(Set("工资支出", _SAME, amount="163.4"), year=2025),
        ),
    ),
    check=set_again,
)

Y205 = Rule(
    code="Y205",
    title="指标与其他单位的项目大同小异",
    category="indicator-set-reuse",
    severity=Severity.WARNING,
    sees="batch",
    message="“{name}”的{total}条指标中有{count}条与{other}的项目连指标值都相同。",
    why="两个单位的数量指标连数值都相同，多半有一方是改了几条照抄的；很多单位都有的指标不算在内。",
    fix="按本单位的任务量和资金重新设置；上级统一规定的，注明依据。",
    basis=_BASIS,
    limits={
        "share": Limit(75, "有多少条指标相同算雷同（%）", 50, 100),
        "template": Limit(5, "这么多单位都有的指标行不算", 3, 1000),
    },
    bad=(
        batch(
            document(Set("志愿服务", (*_VISIT, Row("志愿者培训班次", "≥4班次"))), department="甲区民政局"),
            document(Set("社区走访", (*_VISIT, Row("宣传手册", "≥700册"))), department="乙区妇联"),
            hits=2,
            says="“志愿服务”的5条指标中有4条与“乙区妇联”的项目连指标值都相同。",
        ),
    ),
    good=(
        batch(  # 相同的都是谁都会写的比率
            document(Set("志愿服务", (Row("走访户数", "≥520户"), *_VISIT[1:])), department="甲区民政局"),
            document(Set("社区走访", (Row("走访户数", "≥310户"), *_VISIT[1:])), department="乙区妇联"),
        ),
        batch(  # 五个单位都有的指标行
            *(
                document(
                    Set("走访慰问", (*_VISIT, Row("走访覆盖社区数量", f"≥{40 + number}个"))),
                    department=f"{name}区民政局",
                )
                for number, name in enumerate("甲乙丙丁戊")
            )
        ),
    ),
    check=near_set_elsewhere,
)

Y206 = Rule(
    code="Y206",
    title="指标值千篇一律",
    category="trivial",
    severity=Severity.INFO,
    sees="project",
    message="“{name}”的{count}个量化指标值中有{alike}个是100%或95%，没有一个说做多少。",
    why="指标值清一色是100%、95%，没有数量，换到哪个项目都成立，看不出任务量和资金的关系。",
    fix="补上数量、成本等与支出内容对应的指标，按测算填写指标值。",
    basis=(Source(PRACTICE),),
    limits={
        "share": Limit(80, "有多少个量化指标值相同算千篇一律（%）", 50, 100),
        "rows": Limit(5, "至少有几个量化指标值才看", 3, 100),
    },
    bad=(
        document(
            Set("消防设施维护", tuple(Row(f"{name}率", "≥95%") for name in ("完好", "合格", "及时", "覆盖", "响应"))),
            says="“消防设施维护”的5个量化指标值中有5个是100%或95%，没有一个说做多少。",
        ),
    ),
    good=(
        document(
            Set(
                "消防设施维护",
                (
                    Row("维护灭火器数量", "≥640具"),
                    *(Row(f"{name}率", "≥95%") for name in ("完好", "合格", "及时", "覆盖", "响应")),
                ),
            )
        ),
        document(
            Set("工资支出", tuple(Row(f"{name}率", "=100%") for name in ("足额", "准确", "及时", "覆盖", "保障")))
        ),
    ),
    check=uniform_values,
)

RULES: tuple[Rule, ...] = (Y101, Y102, Y103, Y104, Y201, Y202, Y203, Y204, Y205, Y206)
