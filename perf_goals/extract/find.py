"""Which grids and lines of a document are performance tables; joins the stages of the package."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ..lexicon import Lexicon
from ..lexicon import default as default_lexicon
from ..model import Document, Extraction, Goal, Grid, Indicator, Merge, Paragraph, Place, Refusal, RowKind, TableRecord
from ..readers.facts import department_in
from ..text import clean_text, key, squeeze
from .align import Aligned, Aligner
from .cells import look
from .columns import Leaves, leaves_of, same_sides
from .form import Form, FormRow, read_form
from .headings import Layout, is_core, layout_of, match, money_factor, read_heading, with_sign_column
from .lines import Broken, is_running, read_table
from .rows import Outcome, Resolver, Row, Section
from .wrapped import Line, join_wrapped, mend_vertical

_MONEY_LINE = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)")
_NOISE = re.compile(
    r"^(?:续表|（续）|\(续\)|续上表|单位[:：].{1,6}|[\d\s]+|[-—·\s\d]+|公开\s*\d*\s*表?)$|^\s*第?\s*\d+\s*页"
)
_PROJECT_LINE = re.compile(r"^(?:二级)?项目名称\s*[:：]\s*(.+?)(?=\s{2,}|\s+(?:主管|实施|预算|单位|金额|项目)|$)")
_FOOT = frozenset({"note", "info"})
# A row of a form that no data row looks like: a new form begins with it
_FORM_OPENERS = frozenset({"project", "goal", "task", "org", "info", "amount"})


@dataclass(slots=True)
class _Context:
    """What the lines above a table say."""

    title: str = ""
    department: str | None = None
    money: Decimal | None = None
    project: str | None = None
    lines: list[str] = field(default_factory=list)


def extract(document: Document, lexicon: Lexicon | None = None) -> Extraction:
    """All goals, indicators and refusals of one document, with the account of every performance table.

    Shapes: for each table, len(record.kinds) is the number of its printed rows.

    >>> from perf_goals.readers import read_bytes
    >>> text = "三级指标\\t目标值\\n培训人次\\t≥300人次\\n\\t≥5次\\n"
    >>> got = extract(read_bytes(text.encode(), "例.txt"))
    >>> [(row.level3, str(row.target.value)) for row in got.indicators], [row.reason for row in got.refusals]
    ([('培训人次', '300')], ['有目标值而没有三级指标名称'])
    """
    return _Extractor(document, lexicon or default_lexicon()).run()


@dataclass(slots=True)
class _Part:
    """One heading with the rows above it that are a form's, and the data rows below it."""

    layout: Layout
    form_lines: list[Line]
    data: list[Line] = field(default_factory=list)
    leaves: Leaves | None = None  # where the heading stands on the page

    def placed(self, line: Line) -> dict[int, int]:
        """Printed column → the column of the heading that a cell stands below; empty where they are the same."""
        return self.leaves.placed(line.grid, line.index, line.texts) if self.leaves is not None else {}

    def covered(self, line: Line, merge: Merge) -> int:
        """The last column of the heading that a merged cell of a row stands below."""
        if self.leaves is None:
            return merge.right
        return self.leaves.last_below(line.grid.boxes[merge.top][merge.left], merge.right)

    def add(self, line: Line) -> None:
        line.move(self.placed(line), len(self.layout.columns))
        self.data.append(line)


def _lines_of(grid: Grid, chunk: int) -> list[Line]:
    return [Line(grid, index, chunk, [clean_text(text) for text in row]) for index, row in enumerate(grid.cells)]


class _Extractor:
    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.lexicon = lexicon
        self.resolver = Resolver(document, lexicon)
        self.outcomes: list[Outcome] = []
        self.records: list[TableRecord] = []
        # rows that their reader was not sure of, or that are hidden: for a text file none
        self.spots: dict[tuple[int | None, int | None], tuple[Grid, int]] = {
            (origin.table, origin.row): (grid, index)
            for grid in document.grids()
            if grid.hidden or grid.sure
            for index, origin in enumerate(grid.origins)
        }
        repeated = Counter(squeeze(block.text) for block in document.blocks if isinstance(block, Paragraph))
        # merged cells that go down over several rows: (table, row, column) → how many rows below the first
        self.tall = {
            (origin.table, origin.row, merge.left): merge.bottom - merge.top
            for grid in document.grids()
            for merge in grid.merges
            if merge.bottom > merge.top
            for origin in [grid.origins[merge.top]]
        }
        # merged cells that go over several columns: (grid, row, column) → the range
        self.wide = {
            (id(grid), merge.top, merge.left): merge
            for grid in document.grids()
            for merge in grid.merges
            if merge.right > merge.left
        }
        self.titles: set[str] = set()  # lines above the table that is being read: printed again on its next page
        self.running = {text for text, count in repeated.items() if count >= 3}

    def run(self) -> Extraction:
        blocks = self.document.blocks
        position = 0
        above: list[Paragraph] = []
        while position < len(blocks):
            block = blocks[position]
            if isinstance(block, Grid):
                position = self._grids(position, above)
                above = []
                continue
            stop = position
            while stop < len(blocks) and not isinstance(blocks[stop], Grid):
                stop += 1
            run = [one for one in blocks[position:stop] if isinstance(one, Paragraph)]
            above = self._lines(run)
            position = stop
        return self._joined()

    def _joined(self) -> Extraction:
        """All outcomes in order. A project listed again without a word about it is no second project."""
        listed = [pair for outcome in self.outcomes for pair in zip(outcome.goals, outcome.spoken, strict=True)]
        spoken = {(goal.scope, key(goal.project or "")) for goal, said in listed if said}
        goals: list[Goal] = []
        seen: set[tuple[str, str]] = set()
        for goal, said in listed:
            spot = (goal.scope, key(goal.project or ""))
            if said or not (spot in spoken or spot in seen):
                goals.append(goal)
            seen.add(spot)
        indicators = tuple(self._as_read(row) for outcome in self.outcomes for row in outcome.indicators)
        refusals = tuple(row for outcome in self.outcomes for row in outcome.refusals)
        return Extraction(self.document, indicators, tuple(goals), refusals, tuple(self.records))

    def _as_read(self, row: Indicator) -> Indicator:
        """Doubt a row as much as the reader doubts its cells, and one that the file hides."""
        at = self.spots.get((row.place.table, row.place.row))
        if at is None:
            return row
        grid, index = at
        sure = min(grid.sureness(index, row.place.cell), grid.sureness(index, row.value_place.cell))
        reasons = row.reasons
        if sure < 1:
            reasons += (f"识别图像的把握为 {sure:.0%}",)
        if grid.hidden:
            sure, reasons = min(sure, 0.8), (*reasons, "在隐藏的工作表或隐藏的行中")
        return row if sure >= 1 else replace(row, confidence=min(row.confidence, sure), reasons=reasons)

    # ---- tables in grids -----------------------------------------------------------------------------------------

    def _grids(self, position: int, above: list[Paragraph]) -> int:
        """Read the table that begins in the grid at ``position``; the position behind it."""
        blocks = self.document.blocks
        context = self._context(above)
        self.titles = {squeeze(line) for line in context.lines}
        lines: list[Line] = []
        grids = 0
        spot: int | None = position
        while spot is not None:
            grid = blocks[spot]
            assert isinstance(grid, Grid)
            following = _lines_of(grid, grids)
            if lines and not self._has_core(lines) and not self._is_form(lines):
                lines = []  # a table of figures right above
            lines += following
            grids += 1
            position = spot + 1
            spot = self._next_grid(position, lines)
        if not self._has_core(lines):
            return position
        if grids >= 4 and len(lines) < grids * 2:
            # a blank line behind every row is no page break
            for line in lines:
                line.chunk = 0
        self._table(lines, context)
        return position

    def _has_core(self, lines: Sequence[Line]) -> bool:
        return any(is_core(line.texts, self.lexicon) for line in lines)

    def _is_form(self, lines: Sequence[Line]) -> bool:
        """Whether these rows are the head of a form whose indicators stand behind a page break: labels and values."""
        filled = [cells for line in lines if (cells := line.cells())]
        # rows beside a merged label have none of their own
        begun = [cells for cells in filled if cells[0][0] == 0] or filled
        labels = sum(1 for cells in begun if match(cells[0][1], self.lexicon) is not None)
        return bool(begun) and labels * 2 >= len(begun)

    def _next_grid(self, position: int, lines: Sequence[Line]) -> int | None:
        """The grid with which the table goes on behind a page break, or None.

        Between the parts stand at most page numbers, running headers and the table's title again; the next part has
        about as many columns, and is no other table with a heading of its own.
        """
        blocks = self.document.blocks
        spot = position
        while spot < len(blocks) and not isinstance(blocks[spot], Grid):
            block = blocks[spot]
            assert isinstance(block, Paragraph)
            text = squeeze(block.text)
            if text not in self.titles and self._opens_another(text):
                return None
            if text and not (
                _NOISE.match(text) or is_running(block.text) or text in self.running or text in self.titles
            ):
                return None
            spot += 1
        if spot >= len(blocks):
            return None
        grid = blocks[spot]
        assert isinstance(grid, Grid)
        following = _lines_of(grid, 0)
        if self._has_core(following) or not self._has_core(lines):
            return spot
        if lines[-1].grid.height > 1 and self._is_foot(following):
            return None
        if abs(grid.width - lines[-1].grid.width) > 2 and not same_sides(grid, lines[-1].grid):
            return None
        heads = [line for line in following[:2] if line.cells()]
        known = sum(1 for line in heads for text in line.texts if text and match(text, self.lexicon) is not None)
        filled = sum(len(line.cells()) for line in heads)
        # a table of figures with headings of its own is another table
        if heads and known >= 3 and known >= filled * 0.6 and not self._is_form(following):
            return None
        return spot

    def _is_foot(self, lines: Sequence[Line]) -> bool:
        """Whether all rows are labels of a form's foot with a word beside each: 备注 | 无, 填报人 | 某某."""
        filled = [cells for line in lines if (cells := line.cells())]
        heads = [match(cells[0][1], self.lexicon) for cells in filled if len(cells) <= 2]
        known = [found for found in heads if found is not None and found.whole and found.role in _FOOT]
        return bool(filled) and len(known) == len(filled)

    def _opens_another(self, text: str) -> bool:
        """Whether a line is the title of a project's table behind a department's own, or the other way round."""
        own = "".join(self.titles)
        return text.endswith("表") and "绩效" in text and "绩效" in own and ("整体" in text) != ("整体" in own)

    def _context(self, above: Sequence[Paragraph]) -> _Context:
        """Title, office, project and money unit from the lines right above a table."""
        context = _Context()
        near = [block.text for block in above][-8:]
        for text in near:
            if found := _MONEY_LINE.search(text):
                context.money = money_factor(found.group(1))
            if name := department_in(text):
                context.department = name
            if project := _PROJECT_LINE.match(text.strip()):
                context.project = clean_text(project.group(1))
            bare = squeeze(text)
            if len(bare) <= 50 and (
                bare.rstrip("0123456789()（）").endswith("表") or ("绩效" in bare and not re.search("[，。；]", bare))
            ):
                context.title = bare
                context.project = context.project if project else None
        context.lines = near
        return context

    def _table(self, lines: list[Line], context: _Context) -> None:
        """Cut the rows of one table into sections and resolve them."""
        parts: list[_Part] = []
        last: _Part | None = None  # the part that indicator rows belong to
        pending: list[Line] = []  # rows that may be the head of the next part
        texts = [line.texts for line in lines]
        spot = 0
        while spot < len(lines):
            size, heading = read_heading(texts, spot, self.lexicon)
            if size:
                found = layout_of(heading, self.lexicon, self.document.year)
                for line in lines[spot : spot + size]:
                    line.kind = RowKind.HEADING
                head = lines[spot + size - 1]
                if last is not None and found.signature == last.layout.signature and self._only_titles(pending, found):
                    # a heading printed again: a page break
                    for line in pending:
                        line.kind = RowKind.HEADING if line.cells() else RowKind.BLANK
                    for line in lines[spot + size :]:
                        line.chunk += 1
                    meant = zip(found.named, last.layout.named, strict=True)
                    last.leaves = leaves_of(head.grid, head.index, dict(meant))
                else:
                    leaves = leaves_of(head.grid, head.index)
                    last = _Part(found, pending, leaves=leaves)
                    parts.append(last)
                pending = []
                spot += size
                continue
            line = lines[spot]
            if last is None or pending:
                if last is not None and self._is_data(line, last):
                    # the head of the next project stands inside the table, under one heading for all of them
                    last = _Part(last.layout, pending, leaves=last.leaves)
                    last.add(line)
                    parts.append(last)
                    pending = []
                else:
                    pending.append(line)
            elif self._opens_form(line, last.layout) or self._is_under_form(line, last):
                pending = [line]
            else:
                last.add(line)
            spot += 1
        sections = [self._section(part, context) for part in parts]
        for line in pending:
            line.kind = line.kind or (RowKind.HEADING if line.cells() else RowKind.BLANK)
        account: list[RowKind] = []
        outcome = Outcome()
        for section in sections:
            outcome.add(self.resolver.resolve(section))
            if section.form is not None:
                outcome.refusals += [
                    Refusal(self.document.file, section.form_places[index], "", reason)
                    for index, reason in section.form.refused
                ]
        for line in lines:
            row = line.goes_on.row if line.goes_on is not None else line.row
            kind = row.kind if row is not None and row.kind is not None else line.kind
            account.append(kind or RowKind.HEADING)
        texts_at = {
            (line.place().table, line.place().row): " ".join(text for text in line.texts if text) for line in lines
        }
        outcome.refusals = [
            row if row.text else replace(row, text=texts_at.get((row.place.table, row.place.row), ""))
            for row in outcome.refusals
        ]
        self.outcomes.append(outcome)
        self.records.append(
            TableRecord(self.document.file, context.title or "（无标题）", lines[0].place(), tuple(account))
        )

    def _only_titles(self, pending: Sequence[Line], layout: Layout) -> bool:
        """Whether rows before a heading that is printed again name no new project or goal."""
        roles = {
            found.role
            for line in pending
            for _, text in line.cells()
            for part in re.split("[：:]", text)[:1]
            if (found := match(part, self.lexicon)) is not None
        }
        return not pending or (
            layout.first("project") is not None and not roles & {"project", "goal", "amount", "task"}
        )

    def _is_data(self, line: Line, part: _Part) -> bool:
        """Whether a row is an indicator's by its looks: a name and a target where this layout has them."""
        layout, moved = part.layout, part.placed(line)
        cells = [(moved.get(column, column), text) for column, text in line.cells()]
        columns = {column for column, _ in cells}
        name, value = layout.first("level3"), layout.first("value")
        seen = [look(text, self.lexicon) for _, text in cells]
        if not any(one.class1 or one.class2 for one in seen) and any(
            column == name and match(text, self.lexicon) is not None for column, text in cells
        ):
            return False  # 其中：财政拨款 beside the fund label of the next form
        return name in columns and value in columns and Aligner(layout, self.lexicon).at_print(cells) <= 1.0

    def _is_under_form(self, line: Line, part: _Part) -> bool:
        """Whether a row has a label and beside it one cell over the columns of names and targets, as no indicator has:
        a form's foot, whatever its label says."""
        cells = line.cells()
        name, value = part.layout.first("level3"), part.layout.first("value")
        if len(cells) != 2 or name is None or value is None or part.layout.kind != "long":
            return False
        (begin, label), (column, _) = cells
        seen = look(label, self.lexicon)
        if begin > min(name, value) or seen.class1 or seen.class2 or seen.label:
            return False
        moved = part.placed(line)
        first = moved.get(column, column)
        merge = self.wide.get((id(line.grid), line.index, line.spot(column)))
        if merge is None:
            return False
        last = part.covered(line, merge) if line.grid.boxes else first + merge.right - merge.left
        return first <= min(name, value) and last >= max(name, value)

    def _opens_form(self, line: Line, layout: Layout) -> bool:
        """Whether a row below an indicator table begins the next form."""
        cells = line.cells()
        if not cells:
            return False
        column, text = cells[0]
        for mark in ("：", ":"):
            head, found_mark, tail = text.partition(mark)
            if found_mark and tail.strip() and match(head, self.lexicon) is not None:
                text = head
        found = match(text, self.lexicon)
        if found is None or found.role not in _FORM_OPENERS:
            return False
        if found.role in ("amount", "org", "info", "task") and len(cells) < 2 and not re.search("[:：]", cells[0][1]):
            return False
        if look(text, self.lexicon).subtotal:
            return False
        role = layout.columns[column].role if column < len(layout.columns) else ""
        return role != "level3" or found.role == "project"

    def _section(self, part: _Part, context: _Context) -> Section:
        form: Form | None = None
        form_lines, layout, money = part.form_lines, part.layout, context.money
        for line in form_lines:
            for text in line.texts:
                if found := _MONEY_LINE.search(text):
                    money = money_factor(found.group(1))
        if form_lines:
            form = read_form(
                [FormRow(line.cells(), index) for index, line in enumerate(form_lines)], self.lexicon, money
            )
            for line, kind in zip(form_lines, form.kinds, strict=True):
                line.kind = kind
        title = context.title
        if form is not None and form.titles:
            title = "".join(form.titles) + title if "整体" in "".join(form.titles) else title + "".join(form.titles)
        mend_vertical(part.data, layout, self.lexicon)
        data = join_wrapped(part.data, layout, self.lexicon)
        layout = with_sign_column(layout, [line.texts for line in data], self.lexicon)
        rows = self._align(layout, data)
        return Section(
            layout,
            rows,
            form,
            [line.place() for line in form_lines],
            context.department,
            money,
            title,
            context.project,
        )

    def _align(self, layout: Layout, data: list[Line]) -> list[Row]:
        """The data rows, cells put to their columns, chunk by chunk."""
        aligner = Aligner(layout, self.lexicon)
        rows: list[Row] = []
        spot = 0
        while spot < len(data):
            stop = spot
            while stop < len(data) and data[stop].chunk == data[spot].chunk:
                stop += 1
            part = data[spot:stop]
            for line, aligned in zip(part, aligner.align([one.texts for one in part]), strict=True):
                line.row = self._row(line, aligned, layout)
                rows.append(line.row)
            spot = stop
        return rows

    def _row(self, line: Line, aligned: Aligned, layout: Layout) -> Row:
        values: dict[int, str] = {}
        printed: dict[int, str] = {}
        places: dict[int, Place] = {}
        tall: dict[int, int] = {}
        origin = line.place()
        for slot in aligned.slots:
            if slot.column not in values:
                places[slot.column] = line.place(slot.printed)
                tall[slot.column] = self.tall.get((origin.table, origin.row, line.spot(slot.printed)), 0)
            values[slot.column] = values.get(slot.column, "") + slot.text
            printed[slot.column] = printed.get(slot.column, "") + line.letters(slot.printed)
        name = layout.first("level3")
        shape = next((slot.printed for slot in aligned.slots if slot.column == name), -1)
        return Row(
            values,
            line.place(),
            places,
            line.chunk,
            " ".join(slot.text for slot in aligned.slots),
            aligned.cost,
            aligned.confidence,
            list(aligned.reasons),
            shape,
            printed,
            tall=tall,
        )

    # ---- tables in lines -----------------------------------------------------------------------------------------

    def _lines(self, run: list[Paragraph]) -> list[Paragraph]:
        """Read the broken tables of a run of paragraphs; what stands behind the last of them."""
        start = 0
        while True:
            table = read_table(run, start, self.lexicon, self.document.year, len(self.records) + 1001)
            if table is None:
                return run[start:]
            self._broken(run, start, table)
            start = table.end

    def _broken(self, run: list[Paragraph], start: int, table: Broken) -> None:
        begin = self._form_begin(run, start, table.begin)
        above = run[begin : table.begin]
        context = self._context(above)
        title_first = self._context(run[max(start, begin - 4) : begin + 3])
        context.title = title_first.title or context.title
        context.money = context.money if context.money is not None else title_first.money
        form_lines = [block for block in above if not is_running(block.text)]
        rows = self._form_rows(form_lines)
        form = read_form(rows, self.lexicon, context.money) if rows else None
        section = Section(
            table.layout,
            table.rows,
            form,
            [block.place for block in form_lines],
            context.department,
            context.money,
            context.title,
            context.project,
        )
        outcome = self.resolver.resolve(section)
        self.outcomes.append(outcome)
        kinds = [RowKind.HEADING] + [row.kind or RowKind.REFUSAL for row in table.rows]
        self.records.append(
            TableRecord(self.document.file, context.title or "（无标题）", table.heading_place, tuple(kinds))
        )

    def _form_begin(self, run: Sequence[Paragraph], start: int, heading: int) -> int:
        """The first line that belongs to the table's own head: from its title on, at most 40 lines up."""
        for index in range(heading - 1, max(start, heading - 40) - 1, -1):
            text = squeeze(run[index].text)
            if re.fullmatch(r"[^，。；]{2,40}表(?:[(（].{1,12}[)）])?", text) or re.match(r"第.{1,3}部分", text):
                return index + 1 if text.startswith("第") else index
        return max(start, heading - 3)

    def _form_rows(self, form_lines: Sequence[Paragraph]) -> list[FormRow]:
        """Lines above a broken table → rows of a form: a label alone in its line has its value in the lines below."""
        rows: list[FormRow] = []
        for index, block in enumerate(form_lines):
            cells = self._label_cells(block.text)
            labels = [match(text, self.lexicon) is not None for _, text in cells]
            last = rows[-1].cells if rows else []
            alone = len(last) == 1 and match(last[0][1], self.lexicon) is not None
            if cells and not any(labels) and alone:
                rows[-1].cells.append((1, "".join(text for _, text in cells)))
            else:
                rows.append(FormRow(cells, index))
        return rows

    def _label_cells(self, text: str) -> list[tuple[int, str]]:
        """A line's pieces: labels apart, what stands between them joined."""
        cells: list[tuple[int, str]] = []
        for part in text.split():
            label = match(part, self.lexicon) is not None
            if not label and cells and match(cells[-1][1], self.lexicon) is None:
                cells[-1] = (cells[-1][0], cells[-1][1] + part)
            else:
                cells.append((len(cells), part))
        return cells
