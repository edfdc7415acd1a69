"""Clusters of copies over a batch: goal texts and sets of indicators, with what they share and where they differ."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from ..model import Goal, Indicator, Place, Scope
from ..text import key
from . import sets
from .differ import Piece, differences, shared
from .near import families
from .normal import bare, clauses, loose, own_names, without

NEAR = 0.85
SHORTEST = 12  # characters that a bare text needs for a near copy
OFFICES = 5  # departments that share a text or set before it counts as a template
_SAID = 6  # characters that are left of a text when phrases that everybody has to use are taken out


class Of(StrEnum):
    """What a cluster is of."""

    GOAL = "goal"
    SET = "set"


class Likeness(StrEnum):
    """How a member is like the first one; of a cluster, how the least like member is.

    VERBATIM: the same but for blanks, punctuation and numbering; of sets, names and values. BUT_FOR_NAMES: only names,
    numbers, places and years are exchanged. NEAR: most of the wording. NAMES_ONLY: a set's names, with other values.
    """

    VERBATIM = "verbatim"
    BUT_FOR_NAMES = "but-for-names"
    NEAR = "near"
    NAMES_ONLY = "names-only"


class Reach(StrEnum):
    """Between what the copy stands."""

    DOCUMENT = "document"
    DEPARTMENTS = "departments"
    YEARS = "years"


class Apart(StrEnum):
    """Why a cluster is no copying of anybody's choice."""

    TEMPLATE = "template"
    STATUTORY = "statutory"


@dataclass(frozen=True, slots=True)
class Member:
    """One goal or set of a cluster.

    text: the goal as printed; of a set its rows, a line each. share: how much of the wording it has in common with the
    first member, 0 to 1. differences: from the first member's text to this one's; empty where they are printed alike.
    """

    document: str
    department: str | None
    year: int | None
    scope: Scope
    project: str | None
    place: Place
    text: str
    likeness: Likeness = Likeness.VERBATIM
    share: float = 1.0
    differences: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Copies of one text or set. The first member is the one all others were compared with.

    shared: the wording that all members have, in order. reach: sorted, may be several or none (one department's project
    printed in two tables of a name). apart: set if it is a template or made of phrases that everybody has to use.
    """

    of: Of
    likeness: Likeness
    members: tuple[Member, ...]
    shared: tuple[str, ...] = ()
    reach: tuple[Reach, ...] = ()
    apart: Apart | None = None

    @property
    def since(self) -> int | None:
        """The year it was first written in; None if no member has a year."""
        return min((member.year for member in self.members if member.year is not None), default=None)

    @property
    def earliest(self) -> tuple[Member, ...]:
        """The members of that year: what the others may have copied from."""
        since = self.since
        return tuple(member for member in self.members if member.year is not None and member.year == since)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A goal or set on its way into a cluster. exact, loosely: what it is compared by, None where it is not."""

    member: Member
    exact: Hashable
    loosely: Hashable
    words: str
    template: bool = False
    said: bool = True

    @property
    def owner(self) -> tuple[str, str, int | None, str]:
        one = self.member
        return one.document, key(one.department or ""), one.year, key(one.project or "")


@dataclass(slots=True)
class _Group:
    """Entries of a cluster with how each is like the first."""

    entries: list[tuple[_Entry, Likeness, float]] = field(default_factory=list)


def goal_clusters(
    goals: Iterable[Goal],
    *,
    template: Callable[[Goal], bool] | None = None,
    phrases: Collection[str] = (),
    common: Collection[str] = frozenset(),
    region: Callable[[Goal], str | None] | None = None,
    least: float = NEAR,
    offices: int = OFFICES,
) -> tuple[Cluster, ...]:
    """Goal texts that several projects, departments or years share.

    template: whether a goal text is imposed from above. phrases: wording that everybody has to use; it makes nothing
    alike. common: bare clauses that many units use (``templates.prescribed``), left out in the same way, many as
    fast as one. region: the place a goal's document speaks for. offices: so many departments make a template of any text.
    Each goal is in one cluster at most. The order of clusters is that of the documents' names and places,
    that of members too, earlier years first.
    """
    if offices < 2:
        raise ValueError(f"offices must be 2 or more, not {offices}")
    entries = []
    for goal in goals:
        exact = bare(goal.goal or "")
        if len(exact) < _SAID or goal.goal is None:
            continue
        names = own_names(goal.department, region(goal) if region is not None else None)
        plain = _own(goal.goal, common) if common else exact
        plain = without(plain, phrases) if phrases else plain
        loosely = loose(goal.goal, goal.project, names) if len(exact) >= SHORTEST else exact
        member = Member(
            goal.document, goal.department, goal.year, goal.scope, goal.project, goal.place, goal.goal.strip()
        )
        entries.append(
            _Entry(member, exact, loosely, plain, template is not None and template(goal), len(plain) >= _SAID)
        )
    return _clusters(Of.GOAL, entries, Likeness.BUT_FOR_NAMES, least, offices)


def _own(text: str, common: Collection[str]) -> str:
    return "".join(plain for plain, _ in clauses(text) if plain not in common)


def set_clusters(
    indicators: Iterable[Indicator],
    *,
    template: Callable[[Indicator], bool] | None = None,
    fewest: int = 3,
    offices: int = OFFICES,
) -> tuple[Cluster, ...]:
    """Sets of at least ``fewest`` indicators that several projects, departments or years share: names and values
    (verbatim), or the names alone with other values (names-only). template: whether a row is imposed from above."""
    if offices < 2:
        raise ValueError(f"offices must be 2 or more, not {offices}")
    printed: dict[Hashable, list[Indicator]] = {}
    for row in indicators:
        printed.setdefault((row.document, row.department, row.year, row.scope, row.project), []).append(row)
    owners: dict[Hashable, list[Indicator]] = {}
    for group in printed.values():
        first = group[0]
        spot = (first.document, key(first.department or ""), first.year, first.scope, key(first.project or ""))
        owners.setdefault(spot, []).extend(group)
    entries = []
    for rows in owners.values():
        if len(rows) < fewest:
            continue
        first = rows[0]
        exact = sets.marks(rows)
        member = Member(first.document, first.department, first.year, first.scope, first.project, first.place, "")
        imposed = template is not None and all(map(template, rows))
        entries.append(_Entry(member, exact, sets.names(exact), "", imposed))
    return _clusters(Of.SET, entries, Likeness.NAMES_ONLY, None, offices)


def _clusters(
    of: Of, entries: Sequence[_Entry], second: Likeness, least: float | None, offices: int
) -> tuple[Cluster, ...]:
    found = []
    for group in _near(_grouped(entries, second), least):
        if len({entry.owner for entry, _, _ in group.entries}) > 1:
            found.append(_cluster(of, group, offices))
    return tuple(sorted(found, key=lambda cluster: min(map(_order, cluster.members))))


def _grouped(entries: Iterable[_Entry], second: Likeness) -> list[_Group]:
    """Entries that are one when compared loosely; the exact text that most of them have comes first."""
    loosely: dict[Hashable, dict[Hashable, list[_Entry]]] = {}
    for entry in entries:
        loosely.setdefault(entry.loosely, {}).setdefault(entry.exact, []).append(entry)
    found = []
    for exact in loosely.values():
        ordered = sorted(exact.items(), key=lambda item: (-len(item[1]), item[0]))
        group = _Group()
        for number, (_, same) in enumerate(ordered):
            how = second if number else Likeness.VERBATIM
            group.entries += [(entry, how, 1.0) for entry in sorted(same, key=lambda entry: _since(entry.member))]
        found.append(group)
    return found


def _near(groups: list[_Group], least: float | None) -> Iterator[_Group]:
    """Groups whose first texts are near, joined to the first of their family."""
    if least is None:
        yield from groups
        return
    used: set[int] = set()
    for family in families([group.entries[0][0].words for group in groups], least, SHORTEST):
        used.update(family.all)
        joined = _Group(list(groups[family.first].entries))
        exact = joined.entries[0][0].exact
        for at, share in family.others:
            for entry, _, _ in groups[at].entries:  # one text may be loosely two: its office's own name stands in it
                joined.entries.append(
                    (entry, *((Likeness.VERBATIM, 1.0) if entry.exact == exact else (Likeness.NEAR, share)))
                )
        joined.entries.sort(key=lambda one: (one[0].exact != exact, _since(one[0].member)))
        yield joined
    yield from (group for at, group in enumerate(groups) if at not in used)


_LOOSER = tuple(Likeness)


def _cluster(of: Of, group: _Group, offices: int) -> Cluster:
    first = _text(group.entries[0][0])
    compared: dict[str, tuple[Piece, ...]] = {}
    members = []
    for entry, how, share in group.entries:
        text = _text(entry)
        if text != first and text not in compared:
            compared[text] = differences(first, text)
        pieces = compared.get(text, ())
        members.append(replace(entry.member, text=text, likeness=how, share=share, differences=pieces))
    members[1:] = sorted(members[1:], key=_since)
    looseness = max(_LOOSER.index(member.likeness) for member in members)
    return Cluster(
        of,
        _LOOSER[looseness],
        tuple(members),
        shared(first, compared.values()),
        _reach(members),
        _apart([entry for entry, _, _ in group.entries], offices),
    )


def _text(entry: _Entry) -> str:
    """What is printed; of a set its rows, a line each, written only where somebody will see them."""
    if entry.member.text or not isinstance(entry.exact, tuple):
        return entry.member.text
    return "\n".join(" ".join(filter(None, mark)) for mark in entry.exact)


def _since(member: Member) -> tuple[object, ...]:
    """Earlier years first: what is copied is older than its copies."""
    return member.year is None, member.year, _order(member)


def _order(member: Member) -> tuple[str, int, int, int, int, str]:
    place = member.place
    return (
        member.document,
        place.page or 0,
        place.line or 0,
        place.table or 0,
        place.row or 0,
        key(member.project or ""),
    )


@lru_cache(maxsize=1 << 12)
def office(department: str | None, document: str) -> str:
    """Who speaks: the department, or where none is known the document."""
    return key(department) if department else document


def one_office(one: str, other: str) -> bool:
    """Whether two names may be one department, printed with and without what stands above it.

    >>> one_office("青河区文化馆", "伊水市青河区文化馆"), one_office("青河区文化馆", "雁岭区文化馆")
    (True, False)
    """
    return one in other or other in one


def _reach(members: Iterable[Member]) -> tuple[Reach, ...]:
    """Which of the three lines the copy crosses."""
    documents: dict[tuple[str, str, int | None], set[str]] = {}
    years: dict[str, set[int]] = {}
    names: set[str] = set()
    for member in members:
        who = office(member.department, member.document)
        names.add(who)
        documents.setdefault((member.document, who, member.year), set()).add(key(member.project or ""))
        if member.year is not None:
            years.setdefault(who, set()).add(member.year)
    found = []
    if any(len(projects) > 1 for projects in documents.values()):
        found.append(Reach.DOCUMENT)
    first = min(names)
    if any(not one_office(first, other) for other in names):
        found.append(Reach.DEPARTMENTS)
    if any(len(seen) > 1 for seen in years.values()):
        found.append(Reach.YEARS)
    return tuple(sorted(found))


def _apart(entries: Sequence[_Entry], offices: int) -> Apart | None:
    who = {office(entry.member.department, entry.member.document) for entry in entries}
    if len(who) >= offices or all(entry.template for entry in entries):
        return Apart.TEMPLATE
    return Apart.STATUTORY if not any(entry.said for entry in entries) else None
