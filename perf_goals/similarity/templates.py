"""What very many units write alike, found from the data: set phrases, templates of goal texts, prescribed rows.

Nobody's choice is copying: what more than so many units use is set apart before copies are looked for (``common`` of
``goal_clusters``), and can be written down in the forms of ``lexicon/``, for a reader to look through and take over.

The counting is done in steps that can be sent to workers: ``uses`` of a chunk gives (mark, unit) pairs, ``widely`` the marks
with more than so many units over all chunks, joined in any order.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from ..model import Goal, Indicator, Scope, Target
from ..text import key
from . import bands
from .clusters import office
from .normal import bare, clauses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

UNITS = 20  # units that may write alike before it counts as prescribed
SHORTEST = 4  # characters of a set phrase
FEWEST = 3  # rows of a prescribed set
_MOST = 0.9  # of the units that have a row, how many have the value that is written down
_OWN = "……"
_PARTS = "\n"

Use = tuple[str, str]  # a mark and the unit that uses it


@dataclass(frozen=True, slots=True)
class Widely:
    """What ``units`` units write, as most of them print it."""

    text: str
    units: int


@dataclass(frozen=True, slots=True)
class WideRow:
    """A row of a prescribed set. value: as ``lexicon/templates.toml`` has it, None where the units' values differ."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class WideSet:
    """A whole set of indicators that ``units`` units have, by its names, in the order most of them print."""

    scope: Scope
    rows: tuple[WideRow, ...]
    units: int


@dataclass(frozen=True, slots=True)
class Prescribed:
    """What more than so many units write alike, what most units write first.

    phrases: clauses. goals: whole goal texts. frames: goal texts of clauses that many use, with others of their own between
    them, written ……. sets: sets of indicators.
    """

    phrases: tuple[Widely, ...] = ()
    goals: tuple[Widely, ...] = ()
    frames: tuple[Widely, ...] = ()
    sets: tuple[WideSet, ...] = ()

    @property
    def common(self) -> frozenset[str]:
        """The phrases' bare forms, for ``goal_clusters``."""
        return frozenset(bare(phrase.text) for phrase in self.phrases)


def prescribed(goals: Sequence[Goal], indicators: Sequence[Indicator] = (), *, units: int = UNITS) -> Prescribed:
    """What more than ``units`` departments write alike in a batch. The order of the goals and rows changes nothing."""
    if units < 1:
        raise ValueError(f"units must be 1 or more, not {units}")
    phrases = _widely(goals, _clauses, units)
    common = {bare(phrase.text) for phrase in phrases}
    return Prescribed(
        phrases,
        _widely(goals, _wholes, units),
        _widely(goals, lambda goal: _frames(goal, common), units),
        _sets(indicators, units),
    )


def uses(of: Iterable[Use]) -> "Numbers":
    """Which marks are used by which units: uint64, 2 × m, each pair once, by numbers that are the same in every run."""
    import numpy as np

    units: dict[str, int] = {}
    once = set(of)
    table = np.empty((2, len(once)), np.uint64)
    table[0] = np.fromiter((bands.code(mark) for mark, _ in once), np.uint64, len(once))
    table[1] = np.fromiter(
        (units.get(unit) or units.setdefault(unit, bands.code(unit)) for _, unit in once), np.uint64, len(once)
    )
    return table[:, np.lexsort(table[::-1])]


def widely(parts: Iterable["Numbers"], units: int) -> dict[int, int]:
    """The marks that more than ``units`` units use, and how many do. parts: what ``uses`` gave, in any order."""
    import numpy as np

    table = np.concatenate([np.empty((2, 0), np.uint64), *parts], axis=1)
    marks, who = table[:, np.lexsort(table[::-1])]
    new = np.ones(len(marks), np.bool_)
    new[1:] = (marks[1:] != marks[:-1]) | (who[1:] != who[:-1])
    known, counts = np.unique(marks[new], return_counts=True)
    many = counts > units
    return dict(zip(known[many].tolist(), counts[many].tolist(), strict=True))


_CHUNK = 1 << 15

Marks = Callable[[Goal], Iterable[tuple[str, str]]]  # of a goal what is counted, each bare and as printed


def _widely(goals: Sequence[Goal], marks: Marks, units: int) -> tuple[Widely, ...]:
    def used(some: Iterable[Goal]) -> Iterator[Use]:
        return ((mark, office(goal.department, goal.document)) for goal in some for mark, _ in marks(goal))

    many = widely((uses(used(goals[at : at + _CHUNK])) for at in range(0, len(goals), _CHUNK)), units)
    printed: dict[str, Counter[str]] = {}
    for mark, text in chain.from_iterable(map(marks, goals)) if many else ():
        if mark in printed or bands.code(mark) in many:
            printed.setdefault(mark, Counter())[text] += 1
    found = [Widely(_most(texts), many[bands.code(mark)]) for mark, texts in printed.items()]
    return tuple(sorted(found, key=lambda one: (-one.units, one.text)))


def _most(texts: Mapping[str, int]) -> str:
    return min(texts, key=lambda text: (-texts[text], text))


def _clauses(goal: Goal) -> Iterable[tuple[str, str]]:
    return ((plain, text) for plain, text in clauses(goal.goal or "") if len(plain) >= SHORTEST)


def _wholes(goal: Goal) -> Iterable[tuple[str, str]]:
    plain = bare(goal.goal or "")
    return ((plain, (goal.goal or "").strip()),) if len(plain) >= SHORTEST else ()


def _frames(goal: Goal, common: frozenset[str] | set[str]) -> Iterable[tuple[str, str]]:
    """A text's frame, if it has two common clauses or more and something of its own."""
    parts = [(plain in common, plain) for plain, _ in clauses(goal.goal or "")]
    if sum(shared for shared, _ in parts) < 2 or all(shared for shared, _ in parts):
        return ()
    runs = [(shared, [plain for _, plain in run]) for shared, run in groupby(parts, key=lambda part: part[0])]
    frame = "，".join("，".join(run) if shared else _OWN for shared, run in runs)
    return ((frame, frame),)


def _sets(indicators: Iterable[Indicator], units: int) -> tuple[WideSet, ...]:
    owners: dict[tuple[object, ...], list[Indicator]] = {}
    for row in indicators:
        spot = (row.document, key(row.department or ""), row.year, row.scope, key(row.project or ""))
        owners.setdefault(spot, []).append(row)
    alike: dict[tuple[Scope, str], list[list[Indicator]]] = {}
    for rows in owners.values():
        names = sorted(key(row.level3) for row in rows)
        if len(names) >= FEWEST:
            alike.setdefault((rows[0].scope, _PARTS.join(names)), []).append(rows)
    found = []
    for (scope, _), groups in alike.items():
        who = {office(rows[0].department, rows[0].document) for rows in groups}
        if len(who) > units:
            found.append(WideSet(scope, _rows(groups), len(who)))
    return tuple(sorted(found, key=lambda one: (-one.units, one.scope, [row.name for row in one.rows])))


def _rows(groups: Sequence[Sequence[Indicator]]) -> tuple[WideRow, ...]:
    orders = Counter(tuple(key(row.level3) for row in rows) for rows in groups)
    names: dict[str, Counter[str]] = {}
    values: dict[str, Counter[str]] = {}
    for row in chain.from_iterable(groups):
        names.setdefault(key(row.level3), Counter())[row.level3] += 1
        values.setdefault(key(row.level3), Counter())[_value(row.target)] += 1
    order = min(orders, key=lambda names: (-orders[names], names))
    return tuple(WideRow(_most(names[name]), _agreed(values[name])) for name in dict.fromkeys(order))


def _agreed(values: Mapping[str, int]) -> str | None:
    most = _most(values)
    return most if most and values[most] >= _MOST * sum(values.values()) else None


def _value(target: Target) -> str:
    """A target as ``lexicon/templates.toml`` has it: a figure without its sign and unit, or words; "" for a range."""
    if target.value is not None:
        return "" if target.upper is not None else f"{target.value:f}"
    return (target.text or "").strip()


def templates_toml(found: Prescribed, *, province: str = "", name: str = "各单位通用") -> str:
    """Goals and sets in the form of ``lexicon/templates.toml``, for a reader to look through and take over."""
    lines = ["# 从数据中归纳出的模板：超过规定个数的单位写得一样。收进 templates.toml 之前请逐条核对。", "schema = 1"]
    if found.goals:
        lines += ["", "# 使用的单位数：" + "、".join(str(goal.units) for goal in found.goals)]
        lines += _entry(f"{name}目标文字", province, [], [goal.text for goal in found.goals])
    for number, one in enumerate(found.sets, 1):
        lines += ["", f"# 使用的单位数：{one.units}"]
        lines += _entry(f"{name}指标{number}", province, [(one.scope, row) for row in one.rows], [])
    return "\n".join(lines) + "\n"


def _entry(name: str, province: str, rows: Sequence[tuple[Scope, WideRow]], goals: Sequence[str]) -> list[str]:
    examples = [_row(scope, row, value=row.value or "1", hit=name) for scope, row in rows]
    examples += [_table(goal=goal, hit=name) for goal in goals]
    return [
        "[[template]]",
        f"name = {_quoted(name)}",
        f"province = {_quoted(province)}",
        *_list("rows", [_row(scope, row, value=row.value) for scope, row in rows]),
        *_list("goals", map(_quoted, goals)),
        *_list("examples", examples),
    ]


def words_toml(found: Prescribed, name: str = "set_phrases_found") -> str:
    """Phrases in the form of a list of ``lexicon/rules_copying.toml``."""
    lines = ["# 从数据中归纳出的固定说法：超过规定个数的单位都用。收进词表之前请逐条核对。", "schema = 1"]
    if found.phrases:
        words = [phrase.text for phrase in found.phrases]
        lines += ["", "[[list]]", f"name = {_quoted(name)}", 'match = "contains"']
        lines += [*_list("words", map(_quoted, words)), *_list("examples", [_table(text=words[0], hit=words[0])])]
    return "\n".join(lines) + "\n"


def _list(name: str, items: Iterable[str]) -> list[str]:
    inside = [f"  {item}," for item in items]
    return [f"{name} = [", *inside, "]"] if inside else [f"{name} = []"]


def _row(scope: Scope, row: WideRow, **more: str | None) -> str:
    return _table(name=row.name, value=more.pop("value"), scope=scope.value, **more)


def _table(**fields: str | None) -> str:
    inside = ", ".join(f"{name} = {_quoted(value)}" for name, value in fields.items() if value is not None)
    return f"{{ {inside} }}"


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
