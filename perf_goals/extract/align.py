"""A printed row → its columns.

Merged cells that came out of a conversion blank are often dropped, and what stood at their right slides left; or an
empty cell is added, and it slides right. A row is put back by the cheapest assignment of its cells to columns: the order
of the cells stays, a cell costs what it fits badly (``cells.misfit``), and every change of the slide costs.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..lexicon import Lexicon
from .cells import class_misfit, misfit
from .headings import Layout

_SLIDE = 1.3  # for a change of the slide
_STEP = 0.25  # for each column of the change
_NO_VALUE = 2.2  # an indicator's name without a target
_NO_NAME = 4.0  # a target without a name
_GOOD = 1.6  # a row at its printed columns that costs no more is left as it stands
_FAR = 64  # columns beyond the table
_HOPELESS = 5.5  # of a cell in a column: the row is read so only if there is no other way
_HUGE = 1e9
_WIDE = 64  # columns; of wider tables no cell slides into a column without a heading
_MOST = 2_000_000  # steps of the search for one row


def _possible(spots: Sequence[Sequence[int]]) -> bool:
    """Whether the cells can stand in these columns in their order."""
    last = -1
    for columns in spots:
        last = next((column for column in columns if column > last), -2)
        if last < 0:
            return False
    return True


@dataclass(slots=True)
class Slot:
    """One cell of a row: its text, the grid column it is printed in, and the column it means."""

    text: str
    printed: int
    column: int


@dataclass(slots=True)
class Aligned:
    """One row after alignment. slid: whether cells were moved. cost: how badly the result still fits."""

    slots: list[Slot]
    cost: float = 0.0
    slid: bool = False
    confidence: float = 1.0
    reasons: list[str] = field(default_factory=list)


class Aligner:
    """Aligns the rows of one table."""

    def __init__(self, layout: Layout, lexicon: Lexicon) -> None:
        self.layout = layout
        self.lexicon = lexicon
        self.columns = layout.columns
        self.width = len(layout.columns)
        # the target column that belongs to each name column, and the other way round
        self.value_of: dict[int, int] = {}
        self.name_of: dict[int, int] = {}
        for column in layout.columns:
            if column.role == "level3":
                value = layout.first("value", column.group)
                if value is not None:
                    self.value_of[column.index] = value
                    self.name_of[value] = column.index
        self.named = [column.index for column in layout.columns if column.role or column.text]
        self._skips: dict[int, list[float]] = {}
        self.slid = [_SLIDE + _STEP * change if change else 0.0 for change in range(2 * self.width + _FAR)]

    def fit(self, column: int, text: str) -> float:
        """Cost of the text in the column."""
        found = self.columns[column]
        cost = misfit(found.role, text, self.lexicon)
        if found.role == "level3" and found.kind:
            cost += class_misfit(found.kind, text)
        return cost

    def _skipped(self, before: int, after: int) -> float:
        """Cost of leaving the columns between two filled ones empty; ``after`` is the width at the end of a row."""
        value, name = self.value_of.get(before, -1), self.name_of.get(after, -1)
        return (_NO_VALUE if before < value < after else 0.0) + (_NO_NAME if before < name < after else 0.0)

    def skipped(self, before: int) -> list[float]:
        """The same for every column behind the first one."""
        if before not in self._skips:
            self._skips[before] = [self._skipped(before, after) for after in range(self.width + 1)]
        return self._skips[before]

    def open(self, cells: Sequence[tuple[int, str]]) -> list[int]:
        """The columns in which the cells of a row may stand."""
        if self.width <= _WIDE:
            return list(range(self.width))
        return sorted({*self.named, *(index for index, _ in cells if index < self.width)})

    def at_print(self, cells: Sequence[tuple[int, str]]) -> float:
        """Cost of taking every cell where it is printed."""
        cost = 0.0
        before = -1
        for index, text in cells:
            if index >= self.width:
                return _HUGE
            if not self.columns[index].role and not self.columns[index].text:
                cost += 0.6
            cost += self.fit(index, text) + self._skipped(before, index)
            before = index
        return cost + self._skipped(before, self.width)

    def best(
        self, cells: Sequence[tuple[int, str]], habit: dict[tuple[int, int], float]
    ) -> tuple[list[int], list[float]]:
        """The cheapest columns for the cells, and by how much each one beats its nearest rival.

        habit: a bonus for (printed column, column), learnt from the rows around. The search is exact: costs of the best
        beginning and of the best end are kept for every cell and column.
        """
        count, width = len(cells), self.width
        # a sheet may have thousands of empty columns: how far beyond the table a cell stands does not matter
        cells = [(min(printed, width + _FAR), text) for printed, text in cells]
        columns, slid = self.open(cells), self.slid
        if count * len(columns) ** 2 > _MOST:
            return [], []
        own = [
            {column: self.fit(column, text) - habit.get((printed, column), 0.0) for column in columns}
            for printed, text in cells
        ]
        # a column that a cell all but cannot stand in is not followed
        spots = [[column for column in columns if own[row][column] < _HOPELESS] for row in range(count)]
        if not _possible(spots):
            spots = [columns] * count
        skipped = {column: self.skipped(column) for column in (-1, *columns)}
        forward = [dict.fromkeys(columns, _HUGE) for _ in range(count)]
        first = cells[0][0]
        for column in spots[0]:
            forward[0][column] = own[0][column] + skipped[-1][column] + slid[abs(column - first)]
        for row in range(1, count):
            gap = cells[row][0] - cells[row - 1][0]
            above, here, fits = forward[row - 1], forward[row], own[row]
            for column in spots[row]:
                shift = column - gap
                cheapest = _HUGE
                for before in spots[row - 1]:
                    if before >= column:
                        break
                    total = above[before] + slid[abs(shift - before)] + skipped[before][column]
                    if total < cheapest:
                        cheapest = total
                here[column] = cheapest + fits[column]
        backward = [dict.fromkeys(columns, _HUGE) for _ in range(count)]
        for column in spots[-1]:
            backward[count - 1][column] = skipped[column][width]
        for row in range(count - 2, -1, -1):
            gap = cells[row + 1][0] - cells[row][0]
            below, fits, here = backward[row + 1], own[row + 1], backward[row]
            for column in spots[row]:
                shift, empty = column + gap, skipped[column]
                cheapest = _HUGE
                for after in spots[row + 1]:
                    if after > column:
                        total = below[after] + fits[after] + slid[abs(after - shift)] + empty[after]
                        if total < cheapest:
                            cheapest = total
                here[column] = cheapest
        chosen: list[int] = []
        margins: list[float] = []
        for row in range(count):
            through = {column: forward[row][column] + backward[row][column] for column in columns}
            low = chosen[-1] + 1 if chosen else 0
            column = min(
                (index for index in columns if index >= low),
                key=lambda index: (through[index], abs(index - cells[row][0])),
                default=-1,
            )
            if column < 0:
                return [], []
            rivals = [cost for index, cost in through.items() if index != column]
            chosen.append(column)
            margins.append(min(rivals, default=_HUGE) - through[column])
        return chosen, margins

    def align(self, rows: Sequence[Sequence[str]]) -> list[Aligned]:
        """All rows of one chunk (between page breaks), which share the habits of their conversion.

        Shapes: result: one Aligned a row; a row without text has no slots.
        """
        cells = [[(index, text) for index, text in enumerate(row) if text] for row in rows]
        # where a row with many cells is sure of itself, the short rows around it follow
        votes: Counter[tuple[int, int]] = Counter()
        results: list[Aligned | None] = []
        doubtful: list[int] = []
        plain: dict[int, tuple[list[int], list[float]]] = {}
        for number, row in enumerate(cells):
            if not row:
                results.append(Aligned([]))
                continue
            cost = self.at_print(row)
            if cost <= _GOOD or len(row) > self.width:
                results.append(Aligned([Slot(text, index, min(index, self.width - 1)) for index, text in row], cost))
                for index, _ in row:
                    votes[(index, index)] += 1
                continue
            chosen, margins = self.best(row, {})
            plain[number] = (chosen, margins)
            for (printed, _), column, margin in zip(row, chosen, margins, strict=False):
                if margin >= 1.0:
                    votes[(printed, column)] += 2
            results.append(None)
            doubtful.append(number)
        for number in doubtful:
            row = cells[number]
            habit = self._habit(row, votes)
            chosen, margins = plain[number]
            if not margins or min(margins) < 1.0:  # the habits of the rows around decide only what is in doubt
                chosen, margins = self.best(row, habit)
            results[number] = self._result(row, chosen, margins)
        return [result for result in results if result is not None]

    @staticmethod
    def _habit(row: Sequence[tuple[int, str]], votes: Counter[tuple[int, int]]) -> dict[tuple[int, int], float]:
        habit: dict[tuple[int, int], float] = {}
        for printed, _ in row:
            known = {column: count for (index, column), count in votes.items() if index == printed}
            total = sum(known.values())
            for column, count in known.items():
                habit[(printed, column)] = 0.5 * count / total
        return habit

    def _result(self, row: Sequence[tuple[int, str]], chosen: list[int], margins: list[float]) -> Aligned:
        if not chosen:
            slots = [Slot(text, index, min(index, self.width - 1)) for index, text in row]
            return Aligned(slots, _HUGE, False, 0.3, ["单元格太多，无法与栏目对齐"])
        slots = [Slot(text, printed, column) for (printed, text), column in zip(row, chosen, strict=True)]
        cost = sum(self.fit(slot.column, slot.text) for slot in slots)
        slid = any(slot.printed != slot.column for slot in slots)
        result = Aligned(slots, cost, slid)
        if slid:
            result.confidence = 0.9 if min(margins) >= 0.5 else 0.7
            result.reasons.append("单元格错列，已按内容归位")
        return result
