"""What a check is shown: a row, a project, a department's own table, a document, the batch.

Built once a document from its Extraction. A view never changes and gives more than a check of one row needs: the row knows
its project (``row.owner``), the project its document (``project.document``). Everything that a finding can point at is a
Spot: it has ``at`` (the contract's target), ``place`` (where it stands) and ``sure`` (how well it was read).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

from ..lexicon import IndicatorClass, Lexicon, class_key
from ..model import Extraction, FindingTarget, Goal, Grid, Indicator, Nature, Paragraph, Place, Scope, Target
from ..text import key, squeeze
from .words import Metric, RuleWords, Template, TemplateIndex

T = TypeVar("T")

NUMBER, RANGE, DATE, RATIO, WORDS, EMPTY = "number", "range", "date", "ratio", "words", "empty"
SHAPES = frozenset({NUMBER, RANGE, DATE, RATIO, WORDS, EMPTY})
# (``text.key`` of an indicator's name, its unit's standard name, its sign) → office → the figure that it promises
Peers = Mapping[tuple[str, str, str], Mapping[str, Decimal]]
LOWER = frozenset({Nature.LE, Nature.LT})
HIGHER = frozenset({Nature.GE, Nature.GT})


class _lazy(Generic[T]):
    """``functools.cached_property`` without its lock, which takes longer than most of what is kept."""

    def __init__(self, derive: Callable[[Any], T]) -> None:
        self.derive = derive
        self.__doc__ = derive.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, one: Any, owner: type) -> T:
        found = one.__dict__[self.name] = self.derive(one)
        return found


class Spot(Protocol):
    """Something that a finding can point at."""

    @property
    def at(self) -> FindingTarget: ...
    @property
    def place(self) -> Place: ...
    @property
    def sure(self) -> float: ...
    @property
    def template(self) -> Template | None: ...


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cells the layout of a row's table has at all: a sign that no column could hold is not missing."""

    nature: bool
    direction: bool
    unit: bool
    weight: bool
    level2: bool
    note: bool


@dataclass(slots=True, eq=False)  # not frozen: that would take three times as long to make
class RowView:
    """One indicator row.

    name: 三级指标 as printed; key: the same for comparing. printed: sign, value and unit as printed, in one.
    shape: number, range, date, ratio, words (定性 with its words) or empty; exactly one.
    value, base: the figure in its unit, and in the base unit of its dimension (None where it cannot be converted).
    money: the unit is money, or money for each something (元/人). percent: % or ‰.
    class1, class2: the standard classes, None where unknown. kind: 成本, 产出, 效益, 满意度 or 管理, by class2 first (成本指标
    under 产出指标 is 成本), None where neither is known.
    metric: what the name's ending measures. index: position in the owner; run: how often the owner was begun before
    (a project printed twice). template: the provincial template that imposes this row.
    """

    indicator: Indicator
    owner: "SetView"
    name: str
    key: str
    shape: str
    class1: IndicatorClass | None
    class2: IndicatorClass | None
    kind: str | None
    metric: Metric
    columns: Columns
    template: Template | None
    index: int
    target: Target
    nature: Nature | None
    value: Decimal | None
    unit: str | None
    dimension: str | None
    direction: str | None
    money: bool
    percent: bool
    _printed: str | None = field(default=None, init=False, repr=False)
    _at: FindingTarget | None = field(default=None, init=False, repr=False)

    @property
    def printed(self) -> str:
        found = self._printed
        if found is None:
            found = self._printed = printed(self.indicator)
        return found

    @property
    def base(self) -> Decimal | None:
        target = self.target
        return target.value * target.factor if target.value is not None and target.factor is not None else None

    @property
    def text(self) -> str | None:
        return self.target.text

    @property
    def weight(self) -> Decimal | None:
        return self.indicator.weight

    @property
    def level1(self) -> str | None:
        return self.indicator.level1

    @property
    def level2(self) -> str | None:
        return self.indicator.level2

    @property
    def note(self) -> str | None:
        return self.indicator.raw.note

    @property
    def scope(self) -> Scope:
        return self.indicator.scope

    @property
    def document(self) -> "DocumentView":
        return self.owner.document

    @property
    def at(self) -> FindingTarget:
        found = self._at
        if found is None:
            row = self.indicator
            found = FindingTarget("indicator", row.scope, row.project, row.level1, row.level2, row.level3)
            self._at = found
        return found

    @property
    def place(self) -> Place:
        return self.indicator.place

    @property
    def value_place(self) -> Place:
        return self.indicator.value_place

    @property
    def sure(self) -> float:
        return min(self.indicator.confidence, self.target.confidence)


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal text. bare: without white space and punctuation, for comparing."""

    goal: Goal
    text: str
    owner: "SetView"
    template: Template | None = None

    @property
    def at(self) -> FindingTarget:
        return FindingTarget("goal", self.goal.scope, self.goal.project)

    @property
    def place(self) -> Place:
        return self.goal.place

    @property
    def sure(self) -> float:
        return self.goal.confidence


@dataclass(frozen=True, eq=False)
class SetView:
    """A set of indicators with its goals: a project (``ProjectView``) or a department's own table (``TableView``)."""

    document: "DocumentView"
    name: str | None
    department: str | None
    goals: tuple[Goal, ...]
    rows: tuple[RowView, ...] = ()
    number: int = 0

    part = "project"

    @_lazy
    def goal(self) -> GoalView | None:
        """The goal text, None where there is none."""
        found = next((goal for goal in self.goals if goal.goal and goal.goal.strip()), None)
        if found is None or found.goal is None:
            return None
        return GoalView(found, found.goal, self, self.document.templates.goal(found.goal))

    @_lazy
    def amount(self) -> Decimal | None:
        """In 万元, None where nothing is printed."""
        return next((goal.amount for goal in self.goals if goal.amount is not None), None)

    @_lazy
    def key(self) -> str:
        return key(self.name or "")

    @_lazy
    def kinds(self) -> frozenset[str]:
        """The kinds of indicators there are: 成本, 产出, 效益, 满意度, 管理."""
        return frozenset(row.kind for row in self.rows if row.kind)

    @_lazy
    def classes2(self) -> frozenset[str]:
        """Standard names of the 二级指标 there are (数量指标, 质量指标 …)."""
        return frozenset(row.class2.name for row in self.rows if row.class2)

    @_lazy
    def has_level2(self) -> bool:
        """Whether any row prints a 二级指标: a wide table has no such column."""
        return any(row.level2 for row in self.rows)

    @_lazy
    def purposes(self) -> frozenset[str]:
        """What the money is for, from the name: 工资, 社保, 公用, 工程, 购置, 信息化, 补助, 培训 … (products.toml)."""
        return self.document.words.kinds_of(self.name)

    @_lazy
    def by_key(self) -> dict[str, list[RowView]]:
        """Rows by ``text.key`` of their name."""
        found: dict[str, list[RowView]] = {}
        for row in self.rows:
            found.setdefault(row.key, []).append(row)
        return found

    @_lazy
    def template(self) -> Template | None:
        """The template that imposes every row, else None."""
        first = self.rows[0].template if self.rows else None
        return first if first is not None and all(row.template is not None for row in self.rows) else None

    @_lazy
    def at(self) -> FindingTarget:
        return FindingTarget(self.part, Scope.DEPARTMENT if self.part == "table" else Scope.PROJECT, self.name)

    @_lazy
    def place(self) -> Place:
        if self.goals:
            return self.goals[0].place
        return self.rows[0].place if self.rows else Place(self.document.file)

    @_lazy
    def sure(self) -> float:
        """The set was read as well as its worst row."""
        read = [row.indicator.confidence for row in self.rows] + [goal.confidence for goal in self.goals]
        return min(read, default=1.0)


class ProjectView(SetView):
    """One project with its indicators, goals and amount. A project in a list of goals alone has no rows."""


class TableView(SetView):
    """The department's own table."""

    part = "table"


@dataclass(frozen=True, eq=False)
class DocumentView:
    """One document: all its projects and department tables, and the words around them.

    templates: finds provincial templates. memo: for what a family derives once a document, see ``once``.
    """

    extraction: Extraction
    words: RuleWords
    lexicon: Lexicon
    templates: TemplateIndex
    projects: tuple[ProjectView, ...] = ()
    tables: tuple[TableView, ...] = ()
    _memo: dict[str, object] = field(default_factory=dict)

    template: Template | None = None
    sure: float = 1.0

    @property
    def file(self) -> str:
        return self.extraction.document.file

    @property
    def year(self) -> int | None:
        return self.extraction.document.year

    @property
    def department(self) -> str | None:
        return self.extraction.document.department

    @property
    def region(self) -> str | None:
        """The place the document speaks for, as its own names print it (伊水市青河区)."""
        return self.extraction.document.region

    @_lazy
    def sets(self) -> tuple[SetView, ...]:
        """Department tables and projects."""
        return (*self.tables, *self.projects)

    @_lazy
    def rows(self) -> tuple[RowView, ...]:
        """All rows, department tables first."""
        return tuple(row for one in self.sets for row in one.rows)

    @_lazy
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Running text. In a text file without grids the table lines are among it."""
        return tuple(self.extraction.document.paragraphs())

    @_lazy
    def narrative(self) -> str:
        """All running text, a line each paragraph."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @_lazy
    def tasks(self) -> tuple["Task", ...]:
        """The 年度主要任务 that a department's own table lists."""
        return tuple(_tasks(self))

    def once(self, name: str, derive: Callable[["DocumentView"], T]) -> T:
        """What ``derive`` makes of this document, made once: an index, the chain of places. name: unique, family first."""
        if name not in self._memo:
            self._memo[name] = derive(self)
        return self._memo[name]  # type: ignore[return-value]

    @property
    def at(self) -> FindingTarget:
        return FindingTarget("document")

    @property
    def place(self) -> Place:
        return Place(self.file)


@dataclass(frozen=True, slots=True)
class Task:
    """One 年度主要任务: its name and what is to be done, and where it is printed."""

    name: str
    text: str
    place: Place
    owner: TableView | None = None


@dataclass(frozen=True, slots=True)
class TextAt:
    """A place in running text that a finding about the whole document or table points at: a paragraph, a cell."""

    owner: "DocumentView | SetView"
    place: Place
    sure: float = 1.0
    template: Template | None = None

    @property
    def at(self) -> FindingTarget:
        return self.owner.at


@dataclass(frozen=True, eq=False)
class BatchView:
    """All documents of a run, for copies between them.

    peers: what offices outside the run promise: (name of the indicator, unit, sign) → office → figure.
    """

    documents: tuple[DocumentView, ...]
    words: RuleWords
    lexicon: Lexicon
    peers: Peers = field(default_factory=dict)
    _memo: dict[str, object] = field(default_factory=dict)

    def once(self, name: str, derive: Callable[["BatchView"], T]) -> T:
        """As ``DocumentView.once``."""
        if name not in self._memo:
            self._memo[name] = derive(self)
        return self._memo[name]  # type: ignore[return-value]


# Building -----------------------------------------------------------------------------------------------------------


def build(extraction: Extraction, words: RuleWords, lexicon: Lexicon, templates: TemplateIndex) -> DocumentView:
    """The views of one document."""
    document = DocumentView(extraction, words, lexicon, templates)
    columns = _columns(extraction.indicators)
    projects: list[ProjectView] = []
    tables: list[TableView] = []
    for group in _groups(extraction):
        first = group.goals[0] if group.goals else group.rows[0]
        kind = ProjectView if first.scope is Scope.PROJECT else TableView
        into: list[SetView] = projects if kind is ProjectView else tables  # type: ignore[assignment]
        view = kind(document, first.project, first.department, tuple(group.goals), number=len(into))
        rows = tuple([_row(row, view, index, columns[_table_of(row)]) for index, row in enumerate(group.rows)])
        object.__setattr__(view, "rows", rows)
        into.append(view)
    object.__setattr__(document, "projects", tuple(projects))
    object.__setattr__(document, "tables", tuple(tables))
    return document


@dataclass(slots=True)
class _Group:
    goals: list[Goal]
    rows: list[Indicator]


def order(place: Place) -> tuple[int, int, int, int]:
    """Places of one document in reading order."""
    return (place.page or 0, place.line or 0, place.table or 0, place.row or 0)


def _groups(extraction: Extraction) -> Iterator[_Group]:
    """Goals and indicators of one project belong together, wherever they stand.

    A name that two goal rows with indicators carry is two projects: the indicators go to the goal they stand behind.
    """
    goals: dict[tuple[Scope, str], list[Goal]] = {}
    rows: dict[tuple[Scope, str], list[Indicator]] = {}
    names: dict[tuple[Scope, str], None] = {}
    for goal in extraction.goals:
        spot = (goal.scope, key(goal.project or ""))
        goals.setdefault(spot, []).append(goal)
        names.setdefault(spot)
    before: Indicator | None = None
    for row in extraction.indicators:  # the rows of a project stand together
        if before is None or row.project != before.project or row.scope is not before.scope:
            spot = (row.scope, key(row.project or ""))
            mine = rows.setdefault(spot, [])
            names.setdefault(spot)
        mine.append(row)
        before = row
    for spot in names:
        own = goals.get(spot, [])
        if len(own) < 2:
            yield _Group(own, rows.get(spot, []))
        else:
            yield from _split(own, rows.get(spot, []))


def _split(goals: Sequence[Goal], rows: Iterable[Indicator]) -> Iterator[_Group]:
    ordered = sorted(goals, key=lambda goal: order(goal.place))
    groups = [_Group([goal], []) for goal in ordered]
    for row in rows:
        spot = order(row.place)
        behind = [group for group in groups if order(group.goals[0].place) <= spot]
        (behind[-1] if behind else groups[0]).rows.append(row)
    filled = [group for group in groups if group.rows]
    if not filled:
        yield _Group(list(ordered), [])
        return
    for group in groups:
        if not group.rows:
            goal = group.goals[0]
            same = [one for one in filled if one.goals[0].department == goal.department] or filled
            same[0].goals.append(goal)
    yield from filled


def _table_of(row: Indicator) -> tuple[int | None, Scope]:
    return row.place.table, row.scope


def _columns(rows: Iterable[Indicator]) -> dict[tuple[int | None, Scope], Columns]:
    tables: dict[tuple[int | None, Scope], list[Indicator]] = {}
    for row in rows:
        tables.setdefault(_table_of(row), []).append(row)
    return {
        spot: Columns(
            any(row.raw.nature is not None for row in group),
            any(row.raw.direction is not None for row in group),
            any(row.raw.unit is not None for row in group),
            any(row.raw.weight is not None for row in group),
            any(row.level2 is not None for row in group),
            any(row.raw.note is not None for row in group),
        )
        for spot, group in tables.items()
    }


def _row(row: Indicator, owner: SetView, index: int, columns: Columns) -> RowView:
    document = owner.document
    class1, class2, kind = _classes(document.lexicon, row.level1, row.level2)
    target = row.target
    dimension = target.dimension
    template = document.templates.row(row.level3, target.value if target.value is not None else target.text, row.scope)
    return RowView(
        row,
        owner,
        row.level3,
        key(row.level3),
        _shape(target),
        class1,
        class2,
        kind,
        document.words.metric(row.level3),
        columns,
        template,
        index,
        target,
        target.nature,
        target.value,
        target.unit,
        dimension,
        row.direction,
        dimension is not None and dimension[:5] == "money",
        dimension == "ratio",
    )


@lru_cache(maxsize=1 << 12)
def _classes(
    lexicon: Lexicon, level1: str | None, level2: str | None
) -> tuple[IndicatorClass | None, IndicatorClass | None, str | None]:
    """class1, class2 and kind of a row; a document has few pairs of classes."""
    class1 = lexicon.classes1.get(class_key(level1)) if level1 else None
    class2 = lexicon.classes2.get(class_key(level2)) if level2 else None
    return class1, class2, _kind(class1, class2)


def _kind(class1: IndicatorClass | None, class2: IndicatorClass | None) -> str | None:
    if class1 is not None and class1.kind in ("成本", "管理"):
        return class1.kind
    return class2.kind if class2 is not None else class1.kind if class1 is not None else None


def _shape(target: Target) -> str:
    if target.nature is Nature.RANGE:
        return RANGE if target.value is not None else DATE
    if target.value is not None:
        return NUMBER
    if target.text is None:
        return EMPTY
    if target.nature is Nature.WORDS or target.nature is None:
        return WORDS
    return RATIO if ":" in target.text else DATE


def printed(row: Indicator) -> str:
    """Sign, value and unit of a row as they are printed, one behind the other.

    ``大于等于 | 30 | 个工作日`` is 大于等于30个工作日, ``定性 | 好坏 | /`` is 好坏.
    """
    raw, target = row.raw, row.target
    value = squeeze(raw.value or "")
    if target.nature is Nature.WORDS or not value:
        return value or (target.text or "")
    sign = squeeze(raw.nature or "")
    if sign and (key(sign).startswith("定") or value[0] in "≥≤><=" or value.startswith(sign)):
        sign = ""
    unit = target.unit or ""
    if unit and squeeze(raw.unit or "").strip("()（）") == unit and not value.endswith(unit):
        value += unit
    return sign + value


def _tasks(document: DocumentView) -> Iterator[Task]:
    """Rows under the heading 年度主要目标名称 | 年度主要目标内容 or 任务名称 | 主要内容."""
    headings = document.lexicon.headings
    longest = max(map(len, headings))
    for number, grid in enumerate(document.extraction.document.grids(), 1):
        if not any("任务" in cell or "内容" in cell for row in grid.cells for cell in row):
            continue  # no heading of tasks here
        name_at = text_at = -1
        for index, cells in enumerate(grid.cells):
            roles = {
                found.role: column
                for column, cell in enumerate(cells)
                if cell and len(cell) < 2 * longest and (found := headings.get(key(cell)))
            }
            if "task" in roles and "task_text" in roles:
                name_at, text_at = roles["task"], roles["task_text"]
                continue
            if name_at >= 0:
                if len({"level1", "level2", "level3", "amount", "goal"} & roles.keys()) >= 1:
                    name_at = -1
                elif squeeze(cells[name_at]) and squeeze(cells[text_at]):
                    owner = _owner(document, number)
                    yield Task(squeeze(cells[name_at]), squeeze(cells[text_at]), grid.place(index, text_at), owner)


def _owner(document: DocumentView, table: int) -> TableView | None:
    near = [one for one in document.tables if any(row.place.table == table for row in one.rows)]
    return near[0] if near else (document.tables[0] if document.tables else None)


def grid_cells(grid: Grid) -> Iterator[tuple[str, Place]]:
    """Every filled cell of a grid and where it stands."""
    for row, cells in enumerate(grid.cells):
        for column, cell in enumerate(cells):
            if cell.strip():
                yield cell, grid.place(row, column)
