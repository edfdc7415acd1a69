"""Two submissions of the same department: what was put right, what remains, what is new, the scores side by side.

A finding is the same one where rule, project and indicator are the same, whatever row they stand in. What one rule says of
several places at once (copies, a mistake all over a document) is the same where any of the places is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from .config import CATEGORIES, SEVERITIES
from .errors import PerfGoalsError
from .export import aligned, number, shortened
from .letter import Decision, Handed
from .model import Extraction, Goal, Indicator, Review
from .scoring import PARTS, UNJUDGED, project_of
from .text import key

Spot = tuple[str, str]  # project, indicator; as they are compared
Unit = tuple[str, str, str]  # 范围, department, project
Mark = tuple[Decimal | None, str]  # total, grade


class State(StrEnum):
    """What became of a finding."""

    FIXED = "fixed"
    REMAINS = "remains"
    NEW = "new"


TITLES = {State.FIXED: "已改正", State.REMAINS: "仍存在", State.NEW: "新出现"}


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding as far as it is compared. owner: the department, or the file where it names none."""

    owner: str
    code: str
    category: str
    level: str
    project: str
    indicator: str
    spots: frozenset[Spot]
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Side:
    """One submission. rows: what it prints, (department, project, indicator) and (department, project, ""); empty where
    that is not known."""

    owners: tuple[str, ...]
    problems: tuple[Problem, ...]
    marks: dict[Unit, Mark]
    rows: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """One finding in the older submission, the newer one, or both. how: why it went or came, where that can be told."""

    state: State
    old: Problem | None
    new: Problem | None
    how: str = ""

    @property
    def latest(self) -> Problem:
        found = self.new or self.old
        if found is None:
            raise ValueError("a change has a finding on one side at least")
        return found


@dataclass(frozen=True, slots=True)
class Pair:
    """The scores of one unit in both; None where one of them has no such unit."""

    unit: Unit
    old: Mark | None
    new: Mark | None

    @property
    def change(self) -> Decimal | None:
        before, after = (None if mark is None else mark[0] for mark in (self.old, self.new))
        return None if before is None or after is None else after - before


@dataclass(frozen=True, slots=True)
class Diff:
    """What two submissions differ in. lost, added: departments that are in one of them only; nothing is said of these.
    renamed: what the only department of each is called, where that is not the same."""

    changes: tuple[Change, ...]
    pairs: tuple[Pair, ...]
    lost: tuple[str, ...]
    added: tuple[str, ...]
    renamed: tuple[str, str] | None = None

    def of(self, state: State) -> list[Change]:
        return [one for one in self.changes if one.state is state]


# The two sides ------------------------------------------------------------------------------------------------------


def of_review(review: Review) -> Side:
    """A judged review. Copies between documents are left out: they depend on what else is in the batch."""
    names = [one.document.department or one.document.file for one in review.extractions]
    problems = []
    for at, finding in enumerate(review.findings):
        if at in review.apart:
            continue
        whose = list(dict.fromkeys(map(project_of, finding.targets)))
        which = list(dict.fromkeys(one.level3 for one in finding.targets if one.level3))
        problems.append(
            Problem(
                names[review.owners[at]],
                finding.code,
                CATEGORIES[finding.category],
                SEVERITIES[finding.severity],
                "、".join(whose),
                "、".join(which),
                frozenset((key(project_of(one)), key(one.level3 or "")) for one in finding.targets),
                str(finding.source),
                finding.message,
            )
        )
    marks: dict[Unit, Mark] = {}
    for score in review.scores:
        if score.extraction is not None:  # the batch's own average says nothing about one department
            unit = (PARTS[score.part], names[score.extraction], score.project or "")
            marks[_free(unit, marks)] = (score.total, score.grade or "")
    rows: set[tuple[str, str, str]] = {
        (name, key(row.project or PARTS["table"]), indicator)
        for name, extraction in zip(names, review.extractions, strict=True)
        for row in _rows(extraction)
        for indicator in ("", key(row.level3) if isinstance(row, Indicator) else "")
    }
    with_tables = [name for name, one in zip(names, review.extractions, strict=True) if one.tables]
    return Side(tuple(dict.fromkeys(with_tables)), tuple(problems), marks, frozenset(rows))


def of_workbook(handed: Handed) -> Side:
    """A filled-in review workbook; what its reviewer did not accept is no finding."""
    default = handed.department or handed.file or handed.path.name
    departments = {line.file: line.department for line in handed.scores if line.file and line.department}

    def owner(file: str) -> str:
        return departments.get(file, file) or default

    problems = tuple(
        Problem(
            owner(one.file),
            one.code,
            one.category,
            one.level,
            one.project,
            one.indicator,
            frozenset({(key(one.project), key(one.indicator))}),
            one.place,
            one.message,
        )
        for one in handed.issues
        if one.decision is not Decision.REJECTED
    )
    marks: dict[Unit, Mark] = {}
    for line in () if handed.uncalculated else handed.scores:
        if line.part != PARTS["batch"]:
            unit = (line.part, owner(line.file), line.project)
            marks[_free(unit, marks)] = (_number(line.total), line.grade)
    owners = dict.fromkeys([*(unit[1] for unit in marks), *(one.owner for one in problems)])
    return Side(tuple(owners) or (default,), problems, marks)


def _rows(extraction: Extraction) -> Iterator[Goal | Indicator]:
    yield from extraction.indicators
    yield from extraction.goals


def _free(unit: Unit, taken: dict[Unit, Mark]) -> Unit:
    """Two projects of one name are two: the second is numbered, in both submissions alike."""
    part, owner, project = unit
    count = 1
    while unit in taken:
        count += 1
        unit = (part, owner, f"{project}（{count}）")
    return unit


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


# Comparing ----------------------------------------------------------------------------------------------------------


def compare(old: Side, new: Side) -> Diff:
    """What became of every finding of the departments that both submissions have.

    Raises:
        PerfGoalsError: they have no department in common. One of each is taken for the same, whatever it is called.
    """
    renamed = None
    if len(old.owners) == len(new.owners) == 1:
        if key(old.owners[0]) != key(new.owners[0]):
            renamed = old.owners[0], new.owners[0]
        old = _renamed(old, new.owners[0])
    both = [one for one in new.owners if one in old.owners]
    if not both:
        raise PerfGoalsError(
            f"两份材料里没有同一个部门：原来的有 {_some(old.owners)}，现在的有 {_some(new.owners)}，请核对给出的文件"
        )
    before = [one for one in old.problems if one.owner in both]
    after = [one for one in new.problems if one.owner in both]
    matched = _match(before, after)
    taken = set(matched.values())
    changes = [
        *(Change(State.FIXED, one, None, _went(one, new)) for at, one in enumerate(before) if at not in matched),
        *(Change(State.REMAINS, before[a], after[b]) for a, b in sorted(matched.items(), key=lambda pair: pair[1])),
        *(Change(State.NEW, None, one, _came(one, old)) for at, one in enumerate(after) if at not in taken),
    ]
    changes.sort(key=lambda one: (both.index(one.latest.owner), list(State).index(one.state)))
    units = [unit for unit in dict.fromkeys([*new.marks, *old.marks]) if unit[1] in both]
    units.sort(key=lambda unit: both.index(unit[1]))
    return Diff(
        tuple(changes),
        tuple(Pair(unit, old.marks.get(unit), new.marks.get(unit)) for unit in units),
        tuple(one for one in old.owners if one not in both),
        tuple(one for one in new.owners if one not in both),
        renamed,
    )


def _renamed(side: Side, owner: str) -> Side:
    return Side(
        (owner,),
        tuple(replace(one, owner=owner) for one in side.problems),
        {(part, owner, project): mark for (part, _, project), mark in side.marks.items()},
        frozenset((owner, project, indicator) for _, project, indicator in side.rows),
    )


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:5]) + (f" 等{len(names)}个" if len(names) > 5 else "") if names else "（没有绩效表）"


def _match(before: Sequence[Problem], after: Sequence[Problem]) -> dict[int, int]:
    """Number of the older finding → number of the newer one that is the same.

    First those that say the same of the same places, then those of the same places, then those that share a place, the
    most places first.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()

    def pair(content: Any) -> None:
        waiting: dict[object, list[int]] = defaultdict(list)
        for at, one in enumerate(after):
            if at not in taken:
                waiting[content(one)].append(at)
        for at, one in enumerate(before):
            if at not in found and (same := waiting.get(content(one))):
                found[at] = same.pop(0)
                taken.add(found[at])

    pair(lambda one: (one.owner, one.code, one.spots, one.message))
    pair(lambda one: (one.owner, one.code, one.spots))
    at_spot: dict[object, list[int]] = defaultdict(list)
    for at, one in enumerate(after):
        if at not in taken:
            for spot in one.spots:
                at_spot[one.owner, one.code, spot].append(at)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for at, one in enumerate(before):
        if at not in found:
            for spot in one.spots:
                for other in at_spot.get((one.owner, one.code, spot), ()):
                    shared[at, other] += 1
    for (at, other), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if at not in found and other not in taken:
            found[at] = other
            taken.add(other)
    return found


def _went(problem: Problem, side: Side) -> str:
    """Whether the words were put right or the row, or the whole project, was taken out."""
    return _missing(problem, side, "项目已删去", "指标已删去")


def _came(problem: Problem, side: Side) -> str:
    return _missing(problem, side, "新增的项目", "新增的指标")


def _missing(problem: Problem, side: Side, project: str, indicator: str) -> str:
    named = [spot for spot in problem.spots if spot[0] != key("整份文件")]
    if not side.rows or not named:
        return ""
    if not any((problem.owner, whose, "") in side.rows for whose, _ in named):
        return project
    if all(which for _, which in named) and not any((problem.owner, *spot) in side.rows for spot in named):
        return indicator
    return ""


# Showing ------------------------------------------------------------------------------------------------------------


def rows(diff: Diff) -> list[dict[str, Any]]:
    """A row for each finding (state fixed, remains, new) and each unit (state score)."""
    return [*map(_change_row, diff.changes), *map(_pair_row, diff.pairs)]


def _change_row(change: Change) -> dict[str, Any]:
    one = change.latest
    return {
        "state": str(change.state),
        "department": one.owner,
        "code": one.code,
        "category": one.category,
        "severity": one.level,
        "project": one.project or None,
        "indicator": one.indicator or None,
        "how": change.how or None,
        "old": _side_row(change.old),
        "new": _side_row(change.new),
    }


def _side_row(problem: Problem | None) -> dict[str, str] | None:
    if problem is None:
        return None
    return {"severity": problem.level, "place": problem.place, "message": problem.message}


def _pair_row(pair: Pair) -> dict[str, Any]:
    part, owner, project = pair.unit
    return {
        "state": "score",
        "department": owner,
        "part": part,
        "project": project or None,
        **{
            name: None if mark is None else {"total": number(mark[0]), "grade": mark[1] or None}
            for name, mark in (("old", pair.old), ("new", pair.new))
        },
        "change": number(pair.change),
    }


def to_text(diff: Diff) -> str:
    """For the terminal: of each department its findings by what became of them, and its scores."""
    owners = dict.fromkeys([*(one.unit[1] for one in diff.pairs), *(one.latest.owner for one in diff.changes)])
    lines: list[str] = []
    for owner in owners:
        mine = [one for one in diff.changes if one.latest.owner == owner]
        counts = "、".join(f"{title} {sum(one.state is state for one in mine)} 条" for state, title in TITLES.items())
        lines.append(f"{owner}：{counts}\n")
        for state, title in TITLES.items():
            some = [one for one in mine if one.state is state]
            lines += [f"{title}（{len(some)}）\n"] if some else []
            lines += [line for one in some for line in _lines(one)]
        lines += _marks([one for one in diff.pairs if one.unit[1] == owner])
    for title, names in (("只在原来的材料里", diff.lost), ("只在现在的材料里", diff.added)):
        if names:
            lines.append(f"{title}，没有比较：{'、'.join(names)}\n")
    return "".join(lines)


def _lines(change: Change) -> Iterable[str]:
    one = change.latest
    how = f"（{change.how}）" if change.how else ""
    yield f"  {one.level} {one.code} {shortened(one.project, 32)} {shortened(one.indicator)}".rstrip() + how + "\n"
    if change.old is not None and change.new is not None and change.old.message != change.new.message:
        yield f"      原来：{change.old.message}\n"
        yield f"      现在：{change.new.message}\n"
    else:
        yield f"      {one.message}\n"


def _marks(pairs: Sequence[Pair]) -> list[str]:
    if not pairs:
        return []
    table = [["", "范围", "项目", "原来", "现在", "变化", "等级"]]
    for one in pairs:
        part, _, project = one.unit
        grades = [mark[1] if mark is not None else "" for mark in (one.old, one.new)]
        grade = grades[0] if grades[0] == grades[1] else " → ".join(grade or "—" for grade in grades)
        change = "" if one.change is None else f"{one.change:+.2f}" if one.change else "0"
        table.append(["", part, shortened(project, 32), _shown(one.old), _shown(one.new), change, grade])
    return ["得分对照\n", *aligned(table)]


def _shown(mark: Mark | None) -> str:
    if mark is None:
        return "—"
    return UNJUDGED if mark[0] is None else f"{mark[0]:.2f}"
