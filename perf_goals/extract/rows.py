"""Aligned rows of one table → indicators, goals, refusals, and what became of every row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..lexicon import IndicatorClass, Lexicon, class_key
from ..model import Document, Goal, Indicator, Nature, Place, Raw, Refusal, RowKind, Scope, Target
from ..numerals import parse_number
from ..readers.facts import department_in
from ..target import parse_target
from ..text import clean_text, key, squeeze
from .cells import affinity, look
from .form import Form, number_in
from .headings import Column, Layout
from .spread import spread

_PREFIX = re.compile(r"^(?:指标\s*[\d一二三四五六七八九十①-⑩]+\s*[:：.、]\s*|指标\s*\d+\s*(?=\D)|\*+)")
_EMPTY_NAME = re.compile(r"^(?:指标\s*[\d一二三四五六七八九十]*\s*[:：.、]?|[.…·—\-/\\\s]+|无|空)$")
_NOTE = re.compile(r"^(?:注|备注|说明|填表说明|填报说明)\s*(?:[:：\d.]|$)")
_POINTS = re.compile(r"[(（]\s*[\d.]+\s*[分%]?\s*[)）]|[(（][^()（）]*分[^()（）]*[)）]")
_UNIT_ROW = re.compile(
    r"(?:局|委员会|委|办公室|厅|中心|院|所|站|校|大学|中学|小学|幼儿园|医院|政府|法院|检察院|会|队|馆|处|社|部|学校|本级|[(（]本级[)）]|待分项目)$"
)
_OFFICE_ROW = re.compile(r"(?:局|委员会|厅|政府|中心|待分项目|本级[)）]?)$")
_PACKED = re.compile(r"[；;\n]|(?<=[^\d.])(?=\d{1,2}[.、](?!\d))|(?=[①-⑳])|(?=[(（]\d{1,2}[)）])")
_SIGNED = re.compile(r"[≥≤><=＝＞＜]|大于|小于|不低于|不少于|不超过|不高于|等于|至少|达到|控制在|[:：]")
# What stands beside an indicator: a row that fills nothing else, with a label among it, is one of the heading
_BESIDE = frozenset(
    {
        "",
        "label",
        "note",
        "basis",
        "scoring",
        "weight",
        "score",
        "unit",
        "code",
        "serial",
        "category",
        "exec_weight",
        "deviation",
        "actual",
    }
)


@dataclass(slots=True)
class Row:
    """One row: the clean text of each filled column, where it is printed, and what is known about its reading.

    printed: the same cells to the letter. chunk: number of the page part it stands in. shape: the printed column of its
    name, -1 without one; rows of one merged cell have the same. tall: over how many rows more a merged cell of a column
    goes.
    """

    values: dict[int, str]
    place: Place
    cells: dict[int, Place]
    chunk: int
    text: str
    cost: float = 0.0
    confidence: float = 1.0
    reasons: list[str] = field(default_factory=list)
    shape: int = -1
    printed: dict[int, str] = field(default_factory=dict)
    kind: RowKind | None = None
    tall: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Section:
    """One heading with its data rows, and the form above it."""

    layout: Layout
    rows: list[Row]
    form: Form | None
    form_places: list[Place]
    department: str | None
    money: Decimal | None
    title: str
    project: str | None = None  # named by a line above the table


@dataclass(slots=True)
class Outcome:
    """What a section gave, in document order. spoken: for each goal row, whether it has a goal text or an indicator."""

    indicators: list[Indicator] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    spoken: list[bool] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        self.indicators += other.indicators
        self.goals += other.goals
        self.spoken += other.spoken
        self.refusals += other.refusals


@dataclass(slots=True)
class _Block:
    """The rows of one project (or of the department)."""

    project: str | None
    rows: list[int]
    org: str | None = None
    amount: Decimal | None = None
    goal: str | None = None
    place: Place | None = None
    confidence: float = 1.0
    reasons: list[str] = field(default_factory=list)


def level_text(printed: str | None, *, level: int) -> str | None:
    """A class as the contract wants it: points dropped, 指标 at the end of a 一级指标.

    >>> level_text("产出\\n指标（50分）", level=1), level_text("社会效益", level=2)
    ('产出指标', '社会效益')
    """
    text = _POINTS.sub("", squeeze(printed or "")).strip("*:：")
    text = re.sub(r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、])", "", text)
    if not text:
        return None
    if level == 1 and not text.endswith(("指标", "目标")):
        return text + "指标"
    return text


def name_text(printed: str) -> str | None:
    """三级指标 without the template's ``指标1：``; None where only the template is left.

    >>> name_text("指标1：培训人次"), name_text("指标2："), name_text("……")
    ('培训人次', None, None)
    """
    text = clean_text(printed)
    bare = _PREFIX.sub("", text).strip()
    return None if not bare or _EMPTY_NAME.match(bare) or _EMPTY_NAME.match(text) else bare


class Resolver:
    """Turns the sections of one document into rows of the contract."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.lexicon = lexicon

    # ---- shared steps ------------------------------------------------------------------------------------------

    def resolve(self, section: Section) -> Outcome:
        outcome = Outcome()
        layout = section.layout
        self._classify(section)
        if layout.kind == "goals":
            self._goals_only(section, outcome)
        elif layout.kind == "packed":
            self._packed(section, outcome)
        elif layout.kind == "wide":
            self._wide(section, outcome)
        else:
            self._long(section, outcome)
        for row in section.rows:
            if row.kind is None:
                self._refuse(outcome, row, "没有看懂这一行")
        return outcome

    def _refuse(self, outcome: Outcome, row: Row, reason: str) -> None:
        row.kind = RowKind.REFUSAL
        outcome.refusals.append(Refusal(self.document.file, row.place, row.text, reason))

    def _classify(self, section: Section) -> None:
        """Blank rows, subtotals and notes: the same in every layout."""
        for row in section.rows:
            texts = list(row.values.values())
            seen = [look(text, self.lexicon) for text in texts]
            if not texts or all(one.blank for one in seen):
                row.kind = RowKind.BLANK
            elif _NOTE.match(texts[0]) or (len(texts) == 1 and len(texts[0]) > 30 and department_in(texts[0])):
                row.kind = RowKind.HEADING
            elif any(one.subtotal for one in seen[:3]) and all(
                one.subtotal or one.number or one.blank or one.code or one.figure for one in seen
            ):
                row.kind = RowKind.SUBTOTAL

    def _has(self, row: Row, column: int | None) -> bool:
        return column is not None and column in row.values

    def _get(self, row: Row, column: int | None) -> str | None:
        return row.values.get(column) if column is not None else None

    def _amount(self, section: Section, row: Row, column: Column | None) -> Decimal | None:
        if column is None or column.index not in row.values:
            return None
        number = number_in(row.values[column.index])
        factor = column.money if column.money is not None else section.money
        return number * (factor if factor is not None else Decimal(1)) if number is not None else None

    def _department(self, section: Section, block: _Block) -> str | None:
        form_org = section.form.org if section.form else None
        return block.org or section.department or form_org or self.document.department

    def _goal(self, section: Section, block: _Block, outcome: Outcome) -> None:
        outcome.spoken.append(
            bool(block.goal) or any(section.rows[number].kind is RowKind.INDICATOR for number in block.rows)
        )
        scope = Scope.PROJECT if block.project else Scope.DEPARTMENT
        place = block.place or (section.rows[0].place if section.rows else Place(self.document.file))
        outcome.goals.append(
            Goal(
                self.document.file,
                self._department(section, block),
                self.document.year,
                scope,
                block.project,
                block.amount,
                block.goal,
                place,
                block.confidence,
                tuple(dict.fromkeys(block.reasons)),
            )
        )

    def _indicator(
        self,
        section: Section,
        block: _Block,
        row: Row,
        group: int,
        level1: str | None,
        level2: str | None,
        outcome: Outcome,
    ) -> bool:
        """Emit the indicator that one group of columns of the row prints; whether there was one."""
        layout = section.layout
        name_column = layout.first("level3", group)
        printed = self._get(row, name_column)
        name = name_text(printed) if printed else None
        if name is None or name_column is None:
            return False
        value_column = layout.first("value", group)
        cells = {
            role: (column, row.values.get(column, ""))
            for role in ("nature", "value", "unit", "direction", "weight", "note", "type")
            if (column := layout.first(role, group)) is not None
        }
        nature, value, unit = (cells[role][1] if role in cells else None for role in ("nature", "value", "unit"))
        direction = cells["direction"][1] if "direction" in cells else None
        if nature and self._direction(nature) and not direction:
            nature, direction = None, nature
        if not nature and "type" in cells:
            kind = key(cells["type"][1])
            if kind in self.lexicon.sign_cells and self.lexicon.sign_cells[kind] is not Nature.WORDS:
                nature = cells["type"][1]
        target = parse_target(nature, value, unit, self.lexicon)
        if target.nature is None and "type" in cells and key(cells["type"][1]).startswith("定性"):
            target = Target(nature=Nature.WORDS, text=target.text)
        weight_text = cells["weight"][1] if "weight" in cells else None
        raw = Raw(
            **{role: row.printed.get(column, text) or None for role, (column, text) in cells.items() if role != "type"}
        )
        confidence = min(row.confidence, block.confidence, target.confidence)
        reasons = tuple(dict.fromkeys((*row.reasons, *block.reasons, *target.reasons)))
        place = row.cells.get(name_column, row.place)
        outcome.indicators.append(
            Indicator(
                self.document.file,
                self._department(section, block),
                self.document.year,
                Scope.PROJECT if block.project else Scope.DEPARTMENT,
                block.project,
                level_text(level1, level=1),
                level_text(level2, level=2),
                name,
                target,
                self._direction(direction),
                _weight(weight_text),
                raw,
                place,
                row.cells.get(value_column, place) if value_column is not None else place,
                confidence,
                reasons,
            )
        )
        row.kind = RowKind.INDICATOR
        return True

    def _direction(self, text: str | None) -> str | None:
        word = key(text or "")
        if word in self.lexicon.words["forward"]:
            return "正向"
        return "反向" if word in self.lexicon.words["backward"] else None

    # ---- projects ----------------------------------------------------------------------------------------------

    def _is_unit_row(self, section: Section, row: Row, text: str) -> bool:
        """A row that sums up an office's projects: an office's name, no indicator, and a code shorter than a project's."""
        layout = section.layout
        if any(column.index in row.values for column in layout.columns if column.role in ("level3", "packed")):
            return False
        goal = self._get(row, layout.first("goal"))
        if not _UNIT_ROW.search(text) or (goal and not look(goal, self.lexicon).blank):
            return False
        code = layout.first("code")
        if code is not None and code in row.values:
            longest = max(len(other.values[code]) for other in section.rows if code in other.values)
            if longest > len(row.values[code]):
                return True
        department = self._department(section, _Block(None, []))
        return key(text) == key(department or "") or bool(_OFFICE_ROW.search(text))

    def _marks(self, section: Section, column: int) -> list[int]:
        """Rows that open a project; unit rows and ``无`` are taken out, names cut by a page break are joined."""
        layout, rows = section.layout, section.rows
        marks: list[int] = []
        previous: Row | None = None
        for number, row in enumerate(rows):
            if row.kind is not None:
                continue
            text = self._get(row, column)
            fresh = previous is not None and previous.chunk != row.chunk
            previous = row
            if text is None:
                continue
            if key(text) in self.lexicon.words["empty"]:
                if len(row.values) <= 3:
                    row.kind = RowKind.BLANK
                continue
            if look(text, self.lexicon).subtotal:
                row.kind = RowKind.SUBTOTAL
                continue
            if self._is_unit_row(section, row, text):
                row.kind = RowKind.SUBTOTAL
                continue
            if marks:
                opened = rows[marks[-1]]
                if fresh and self._goes_on(section, opened, row, column):
                    opened.values[column] = clean_text(opened.values[column] + text)
                    opened.reasons.append("项目名称跨页，已拼接")
                    opened.confidence = min(opened.confidence, 0.9)
                    continue
                if key(text) == key(opened.values[column]) and self._same_project(section, marks[-1], number, layout):
                    continue
            marks.append(number)
        return marks

    def _figures(self, section: Section, row: Row) -> bool:
        """Whether a row prints an amount or a code, as a project's first row does."""
        code = section.layout.first("code")
        return self._amount(section, row, section.layout.amount) is not None or (
            code is not None and code in row.values
        )

    def _goes_on(self, section: Section, opened: Row, row: Row, column: int) -> bool:
        """Whether a project cell at the top of a page is the rest of the name begun on the page before."""
        begun, text = opened.values[column], row.values[column]
        if self._figures(section, row) or key(begun) == key(text):
            return False
        unclosed = len(re.findall("[（(]", begun)) - len(re.findall("[）)]", begun))
        if unclosed > 0 and re.search("[）)]", text):
            return True
        # where every other project has its amount or code beside it, a name alone is the rest of one
        return self._figures(section, opened)

    def _same_project(self, section: Section, opened: int, number: int, layout: Layout) -> bool:
        """Whether a name printed again is the same project's merged cell and not a second project of that name."""
        before = self._amount(section, section.rows[opened], layout.amount)
        now = self._amount(section, section.rows[number], layout.amount)
        if now is not None and before is not None and now != before:
            return False
        return not self._restarts(section, list(range(opened, number + 1)))[-1]

    def _restarts(
        self, section: Section, live: Sequence[int], owner1: Sequence[int | None] | None = None
    ) -> list[bool]:
        """For each row whether its classes begin anew, as they do where a new project begins.

        In a long table a 一级指标 returns that had been left; in a wide one a class is filled again under a blank.
        owner1: for each row of the section the row whose 一级 label it has, where that is known already.
        """
        layout, rows = section.layout, section.rows
        result = []
        if layout.kind == "long":
            column = layout.first("level1")
            seen: set[str] = set()
            last = ""
            for number in live:
                spot = owner1[number] if owner1 is not None else number
                text = self._get(rows[spot], column) if spot is not None else None
                word = class_key(text) if text else last
                again = word != last and word in seen
                if again:
                    seen = set()
                if word:
                    seen.add(word)
                last = word
                result.append(again)
            return result
        names = [column.index for column in layout.columns if column.role == "level3"]
        closed: set[int] = set()
        filled: set[int] = set()
        project = layout.first("project")
        for number in live:
            here = {index for index in names if index in rows[number].values}
            if self._get(rows[number], project) is not None and self._figures(section, rows[number]):
                closed, filled = set(), set()
            again = bool(here & closed)
            if again:
                closed, filled = set(), set()
            closed |= filled - here
            filled |= here
            result.append(again)
        return result

    def _blocks(
        self, section: Section, owner2: Sequence[int | None] | None = None, owner1: Sequence[int | None] | None = None
    ) -> list[_Block]:
        """Cut the live rows into projects.

        owner1, owner2: for each row of the section the row whose 一级, 二级 label it has, where that is known.
        """
        column = section.layout.first("project")
        rows = section.rows
        marks = self._marks(section, column) if column is not None else []
        live = [number for number, row in enumerate(rows) if row.kind is None]
        if not marks or column is None:
            return [self._whole(section, live)]
        opened = set(marks)
        labelled = [number in opened for number in live]
        starts = [spot > 0 and rows[live[spot - 1]].chunk != rows[number].chunk for spot, number in enumerate(live)]
        restarts = self._restarts(section, live, owner1)
        held = self._held(section, live, column)

        def cost(row: int, label: int) -> float:
            if live[row] in held:
                return 0.0 if held[live[row]] == live[label] else 5.0
            low, high = min(row, label), max(row, label)
            total = 1.5 * sum(restarts[low + 1 : high + 1])
            if row < label and owner2 is not None:
                other = owner2[live[row]]
                # its 二级 label stands below the project's name: it can only be this project's
                total += 0.0 if other is not None and other >= live[label] else 0.7
            elif row < label:
                total += 0.3
            elif owner2 is not None and row > label:
                other = owner2[live[row]]
                total += (
                    1.5
                    if other is not None and other > live[row] and any(live[row] < mark <= other for mark in marks)
                    else 0.0
                )
            return total

        found = spread(labelled, starts, cost, centred=self._centred(section, "project"))
        blocks: dict[int, _Block] = {}
        result: list[_Block] = []
        for spot, number in enumerate(live):
            owner = found.owner[spot]
            row = rows[number]
            if owner is None:
                if not result:
                    result.append(self._before_first(section))
                result[0].rows.append(number)
                continue
            if owner not in blocks:
                first = rows[live[owner]]
                blocks[owner] = _Block(clean_text(first.values[column]), [], place=first.cells.get(column, first.place))
                result.append(blocks[owner])
            if spot in found.inferred:
                row.confidence = min(row.confidence, 0.8)
                row.reasons.append("项目名称不在本行及以上，按内容推定")
            blocks[owner].rows.append(number)
        for block in result:
            self._merge_cells(section, block)
        return result

    def _centred(self, section: Section, role: str) -> bool:
        """Whether labels of this column stand in the middle of their rows.

        They do where the first row lacks one that a later row of its page has; and where that is so of an outer column,
        an inner one that happens to have its label in the first row is centred too.
        """
        rows = [row for row in section.rows if row.kind is None or row.kind is RowKind.INDICATOR]
        if not rows:
            return False
        page = [row for row in rows if row.chunk == rows[0].chunk]
        outer = ("project", "level1", "level2")
        columns = [section.layout.first(name) for name in outer[: outer.index(role) + 1]]
        return any(
            column is not None and column not in page[0].values and any(column in row.values for row in page)
            for column in columns
        )

    def _before_first(self, section: Section) -> _Block:
        """Rows above the first project's name: the form's project, or nothing known."""
        block = _Block(section.form.project if section.form and section.form.project else section.project, [])
        if block.project is None:
            block.confidence = 0.5
            block.reasons.append("位于第一个项目名称之前，归属不明")
        return block

    def _whole(self, section: Section, live: list[int]) -> _Block:
        """The one block of a table without a project column."""
        form = section.form
        block = _Block(section.project, live)
        if form is not None:
            if form.project and key(form.project) not in self.lexicon.words["empty"]:
                block.project = form.project
            block.amount, block.goal, block.org = form.amount, form.goal, form.org
            spot = form.goal_row if form.goal_row is not None else form.project_row
            if spot is not None:
                block.place = section.form_places[spot]
        if (form is not None and form.whole and not form.project) or "整体" in section.title:
            block.project = None
        if block.place is None and live:
            block.place = section.rows[live[0]].place
        self._merge_cells(section, block)
        return block

    def _merge_cells(self, section: Section, block: _Block) -> None:
        """Amount, goal and office that stand in the block's rows."""
        layout = section.layout
        goal, org, amount = layout.first("goal"), layout.first("org"), layout.amount
        pieces: list[str] = []
        for number in block.rows:
            row = section.rows[number]
            found = self._amount(section, row, amount)
            if block.amount is None and found is not None:
                block.amount = found
            text = self._get(row, goal)
            if text and not look(text, self.lexicon).blank and all(key(text) != key(piece) for piece in pieces):
                if pieces:
                    block.reasons.append("绩效目标分在几行，已拼接")
                    block.confidence = min(block.confidence, 0.9)
                elif block.place is None:
                    block.place = row.cells.get(goal, row.place) if goal is not None else row.place
                pieces.append(text)
            office = self._get(row, org)
            if block.org is None and office and not look(office, self.lexicon).blank:
                block.org = clean_text(office)
        if pieces:
            block.goal = clean_text("".join(pieces))

    # ---- layouts -----------------------------------------------------------------------------------------------

    def _goals_only(self, section: Section, outcome: Outcome) -> None:
        if section.layout.first("project") is None:
            return
        for block in self._blocks(section):
            for number in block.rows:
                section.rows[number].kind = RowKind.GOAL
            if block.project is not None:
                self._goal(section, block, outcome)
            elif block.rows:
                for number in block.rows:
                    self._refuse(outcome, section.rows[number], "没有项目名称")

    def _wide(self, section: Section, outcome: Outcome) -> None:
        groups = [column for column in section.layout.columns if column.role == "level3"]
        for block in self._blocks(section):
            if not block.rows:
                continue
            for number in block.rows:
                row = section.rows[number]
                for column in groups:
                    self._indicator(section, block, row, column.group, column.level1, column.level2, outcome)
                    value = section.layout.first("value", column.group)
                    if (
                        column.index not in row.values
                        and value is not None
                        and value in row.values
                        and not look(row.values[value], self.lexicon).blank
                    ):
                        self._refuse(outcome, row, "有指标值而没有三级指标名称")
                if row.kind is None:
                    row.kind = RowKind.GOAL
            self._goal(section, block, outcome)

    def _packed(self, section: Section, outcome: Outcome) -> None:
        """Classes side by side, each cell holding several indicators in words."""
        layout = section.layout
        for block in self._blocks(section):
            if not block.rows:
                continue
            for number in block.rows:
                row = section.rows[number]
                for column in layout.all("packed"):
                    for name, value in unpack(row.values.get(column.index, ""), self.lexicon):
                        self._packed_indicator(section, block, row, column, name, value, outcome)
                if row.kind is None:
                    row.kind = RowKind.GOAL
            self._goal(section, block, outcome)

    def _packed_indicator(
        self, section: Section, block: _Block, row: Row, column: Column, name: str, value: str, outcome: Outcome
    ) -> None:
        target = parse_target(None, value or None, None, self.lexicon)
        place = row.cells.get(column.index, row.place)
        outcome.indicators.append(
            Indicator(
                self.document.file,
                self._department(section, block),
                self.document.year,
                Scope.PROJECT if block.project else Scope.DEPARTMENT,
                block.project,
                level_text(column.level1, level=1),
                level_text(column.level2, level=2),
                name,
                target,
                None,
                None,
                Raw(value=value or None),
                place,
                place,
                min(row.confidence, target.confidence, 0.7),
                (*row.reasons, *target.reasons, "一格内有多个指标，按标点拆开"),
            )
        )
        row.kind = RowKind.INDICATOR

    def _long(self, section: Section, outcome: Outcome) -> None:
        layout, rows = section.layout, section.rows
        column1, column2 = layout.first("level1"), layout.first("level2")
        name_column, value_column = layout.first("level3"), layout.first("value")
        project = layout.first("project")
        if project is not None:
            # unit rows and repeated names are settled before labels are spread
            self._marks(section, project)
        live = [number for number, row in enumerate(rows) if row.kind is None]
        owner2, inferred2 = self._labels(section, live, column2, None)
        owner1, inferred1 = self._labels(section, live, column1, owner2)
        for block in self._blocks(section, owner2 if column2 is not None else owner1, owner1):
            if not block.rows:
                continue
            first = min(block.rows)
            for number in block.rows:
                row = rows[number]
                label1, label2 = owner1[number], owner2[number]
                if label1 is not None and label1 < first:
                    label1 = None
                begin = first
                if label1 is not None:
                    begin = min((other for other in block.rows if owner1[other] == label1), default=first)
                if label2 is not None and label2 < begin:
                    label2 = None
                if number in inferred1 or number in inferred2:
                    row.confidence = min(row.confidence, 0.8)
                    row.reasons.append("一级或二级指标印在下一页或下方，按内容推定")
                level1 = rows[label1].values[column1] if label1 is not None and column1 is not None else None
                level2 = rows[label2].values[column2] if label2 is not None and column2 is not None else None
                if self._indicator(section, block, row, 0, level1, level2, outcome):
                    continue
                if value_column is not None and not look(row.values.get(value_column, "/"), self.lexicon).blank:
                    self._refuse(outcome, row, "有目标值而没有三级指标名称")
                elif any(
                    column.role in ("goal", "project", "amount", "org") and column.index in row.values
                    for column in layout.columns
                ):
                    row.kind = RowKind.GOAL
                elif (
                    self._has(row, column1)
                    or self._has(row, column2)
                    or (name_column in row.values and _EMPTY_NAME.match(row.values.get(name_column or 0, "")))
                ) or ((roles := {layout.columns[index].role for index in row.values}) <= _BESIDE and "label" in roles):
                    row.kind = RowKind.HEADING
            has_indicator = any(rows[number].kind is RowKind.INDICATOR for number in block.rows)
            if block.project is not None or block.goal or has_indicator:
                self._goal(section, block, outcome)

    def _labels(
        self, section: Section, live: Sequence[int], column: int | None, lower: Sequence[int | None] | None
    ) -> tuple[list[int | None], set[int]]:
        """Which printed label each row of the section has. lower: the same of the level below, if that is known.

        Shapes: both results speak of row numbers of the section; the first has one entry a row.
        """
        rows = section.rows
        owner: list[int | None] = [None] * len(rows)
        if column is None or not live:
            return owner, set()
        labelled = [column in rows[number].values for number in live]
        starts = [spot > 0 and rows[live[spot - 1]].chunk != rows[number].chunk for spot, number in enumerate(live)]
        if not any(labelled):
            return owner, set()
        layout = section.layout
        column2 = layout.first("level2")
        project = layout.first("project")
        marks = (
            []
            if project is None or self._centred(section, "project")
            else [number for number in live if project in rows[number].values and number > live[0]]
        )

        held = self._held(section, live, column)

        def cost(row: int, label: int) -> float:
            text = rows[live[label]].values[column]
            here = rows[live[row]]
            if live[row] in held:
                return 0.0 if held[live[row]] == live[label] else 5.0
            if any(live[min(row, label)] < mark <= live[max(row, label)] for mark in marks):
                return 5.0  # a project begins between them
            if lower is not None and column2 is not None:
                below = lower[live[row]]
                if below is not None:
                    total = self._parent_cost(text, rows[below].values[column2])
                    if (
                        row > label
                        and below > live[row]
                        and any(labelled[spot] for spot in range(row + 1, len(live)) if live[spot] <= below)
                    ):
                        total += 1.5  # its 二级 label stands below the next 一级 label
                    return total
            name = self._get(here, layout.first("level3")) or ""
            dimension = parse_target(
                None, self._get(here, layout.first("value")), self._get(here, layout.first("unit")), self.lexicon
            ).dimension
            total = affinity(text, name, dimension, self.lexicon)
            if (
                row < label
                and here.shape >= 0
                and row > 0
                and here.shape != rows[live[row - 1]].shape
                and (here.shape == rows[live[label]].shape)
            ):
                total -= 0.8  # the row came out of the conversion like those of the next label
            return max(total, 0.0)

        found = spread(
            labelled, starts, cost, centred=self._centred(section, "level2" if column == column2 else "level1")
        )
        for spot, number in enumerate(live):
            spot_owner = found.owner[spot]
            owner[number] = live[spot_owner] if spot_owner is not None else None
        return owner, {live[spot] for spot in found.inferred}

    def _held(self, section: Section, live: Sequence[int], column: int) -> dict[int, int]:
        """The rows beside a merged cell of a column, where the file says so → the row where that cell begins."""
        rows = section.rows
        held: dict[int, int] = {}
        for spot, number in enumerate(live):
            place, more = rows[number].place, rows[number].tall.get(column, 0)
            if not more:
                continue
            last = (place.row or 0) + more
            for other in live[spot + 1 :]:
                below = rows[other].place
                if below.table != place.table or (below.row or 0) > last:
                    break
                held[other] = number
        return held

    def _parent_cost(self, level1: str, level2: str) -> float:
        """How badly a 二级 label goes with a 一级 label."""
        found: IndicatorClass | None = self.lexicon.classes2.get(class_key(level2))
        above: IndicatorClass | None = self.lexicon.classes1.get(class_key(level1))
        if found is None or above is None or not found.parents:
            return 0.4
        return 0.0 if above.name in found.parents else 1.5


def _weight(text: str | None) -> Decimal | None:
    """权重 as a number: ``22.50``, ``10分`` and ``10%`` alike."""
    return parse_number(key(text).rstrip("分%")) if text else None


def unpack(text: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Indicators written into one cell → (name, target) pairs.

    >>> from perf_goals.lexicon import default
    >>> unpack("1.培训人次≥300人次；2.培训期数：3期", default())
    [('培训人次', '≥300人次'), ('培训期数', '3期')]
    """
    pairs = []
    for piece in _PACKED.split(text):
        bare = re.sub(r"^(?:\d{1,2}[.、]|[①-⑳]|[(（]\d{1,2}[)）]|指标\d+[:：])\s*", "", piece.strip().rstrip("。，,"))
        if not bare or look(bare, lexicon).blank:
            continue
        match = _SIGNED.search(bare)
        if match and match.start() > 0:
            pairs.append((clean_text(bare[: match.start()]), clean_text(bare[match.start() :].lstrip(":："))))
            continue
        figure = re.search(r"\d", bare)
        if figure and figure.start() > 1:
            pairs.append((clean_text(bare[: figure.start()]), clean_text(bare[figure.start() :])))
        else:
            pairs.append((clean_text(bare), ""))
    return pairs
