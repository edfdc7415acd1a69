"""The rows of labels and values above an indicator table: project, amount, goal, tasks.

Forms of one project and the head of a department's table are read alike: a label has its value at its right, or below it
where a row consists of labels only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..lexicon import Lexicon
from ..model import RowKind
from ..numerals import parse_number
from ..readers.facts import department_in
from ..text import clean_text, key
from .headings import Match, match, money_factor

_GOALS = ("goal", "goal_other", "goal_actual")
# What an empty form prints for a goal
_TEMPLATE = re.compile(r"目标\s*\d*\s*[:：]|[.…·/\s]")
_FUNDS = ("amount", "amount_other", "weight", "score")


@dataclass(slots=True)
class FormRow:
    """One printed row: (grid column, text) of its filled cells, and an index that the caller understands."""

    cells: list[tuple[int, str]]
    index: int


@dataclass(slots=True)
class Form:
    """What a form says. goal_row and project_row are indices of the rows where they stand."""

    project: str | None = None
    org: str | None = None
    amount: Decimal | None = None
    goal: str | None = None
    goal_row: int | None = None
    project_row: int | None = None
    titles: list[str] = field(default_factory=list)
    whole: bool = False  # says that it is about a department as a whole
    kinds: list[RowKind] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def number_in(text: str) -> Decimal | None:
    """The amount a cell prints, thousands separators and a money unit behind it allowed; None for words."""
    word = key(text).rstrip("元万亿")
    return parse_number(word) if word else None


class _Reader:
    def __init__(self, lexicon: Lexicon, money: Decimal | None) -> None:
        self.lexicon = lexicon
        self.form = Form()
        self.money = money
        self.mode = ""  # "goal" or "tasks": what a row without labels goes on with
        self.below: list[tuple[int, str]] = []  # columns of a row of labels: their values stand below
        self.funds: list[tuple[int, Match]] = []  # the columns of a fund table
        self.rank = 1 << 30  # of the amount label that was taken
        self.specific = False  # a label such as 年度目标 has been seen: 总体目标 is only the name of the block

    def label(self, text: str) -> Match | None:
        return match(text, self.lexicon)

    def row(self, row: FormRow) -> RowKind:
        cells = self._split(row.cells)
        labels = [(column, text, found) for column, text in cells if (found := self.label(text)) is not None]
        if not labels:
            return self._without_labels(row, cells)
        if len(labels) == len(cells):
            return self._only_labels(labels)
        self.below = []
        kind = RowKind.HEADING
        for number, (column, text) in enumerate(cells):
            found = self.label(text)
            if found is None:
                continue
            values = []
            for after in range(number + 1, len(cells)):
                if self.label(cells[after][1]) is not None:
                    break
                values.append(cells[after])
            if self._take(found, column, text, values, row.index):
                kind = RowKind.GOAL
        return kind

    def _split(self, cells: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """``项目名称：某某`` in one cell becomes a label and its value."""
        split = []
        for column, text in cells:
            for mark in ("：", ":"):
                head, found, tail = text.partition(mark)
                if found and tail.strip() and len(head) <= 14 and self.label(head) is not None:
                    split += [(column, head), (column, tail.strip())]
                    break
            else:
                split.append((column, text))
        return split

    def _take(self, found: Match, column: int, text: str, values: list[tuple[int, str]], index: int) -> bool:
        """Use one label with the values at its right; whether it said something."""
        form = self.form
        joined = "".join(value for _, value in values)
        role = found.role
        if role in _GOALS:
            self.mode = "goal" if role == "goal" else ""
            if role == "goal" and joined:
                self._goal(joined, index, annual="年度" in text or "预期" in text or "年初" in text)
            return bool(joined)
        self.mode = "tasks" if role in ("task", "task_text") else ""
        if not values:
            if role == "amount":
                self.funds = [(column, found)]  # its figure stands in a row below
            return False
        if role == "project":
            if form.project is None:
                # only the next cell: a label that the word lists lack may follow, with its own value
                form.project, form.project_row = clean_text(values[0][1]), index
        elif role == "org":
            form.org = form.org or clean_text(values[0][1])
        elif role == "amount":
            self._amount(found, text, values)
        return True

    def _goal(self, text: str, index: int, *, annual: bool) -> None:
        """Set the goal; an annual one replaces a general one printed before it. The template alone is no goal."""
        if not _TEMPLATE.sub("", text):
            return
        if self.form.goal is None or (annual and not self.specific):
            self.form.goal, self.form.goal_row = clean_text(text), index
        self.specific = self.specific or annual

    def _amount(self, found: Match, text: str, values: list[tuple[int, str]]) -> None:
        numbers = [(column, amount) for column, value in values if (amount := number_in(value)) is not None]
        if not numbers or self.rank <= found.heading.rank:
            return
        self.rank = found.heading.rank
        factor = found.money or money_factor(text) or self.money
        chosen = numbers[0][1]
        heads = [(column, head) for column, head in self.funds if head.role == "amount"]
        if heads:
            spot, head = min(heads, key=lambda pair: pair[1].heading.rank)
            chosen = min(numbers, key=lambda pair: abs(pair[0] - spot))[1]
            factor = head.money or factor
        self.form.amount = chosen * (factor if factor is not None else Decimal(1))

    def _only_labels(self, labels: list[tuple[int, str, Match]]) -> RowKind:
        """A row of labels: the names of columns whose values stand in the rows below."""
        roles = [found.role for _, _, found in labels]
        goals = [(column, text, found) for column, text, found in labels if found.role in _GOALS]
        self.mode = ""
        if goals:
            # 总体目标 | 实施期目标 | 年度目标: the first one names the block
            heads = goals[1:] if len(goals) > 1 and goals[0][2].role == "goal" and len(labels) > 1 else goals
            self.below = [(column, found.role) for column, _, found in heads]
            self.mode = "goal" if any(role == "goal" for _, role in self.below) else ""
            self.specific = False
        elif sum(role in _FUNDS for role in roles) >= 2:
            self.funds = [(column, found) for column, _, found in labels if found.role in _FUNDS]
            self.below = []
        elif any(role in ("task", "task_text") for role in roles):
            self.mode, self.below = "tasks", []
        elif "amount" in roles:
            self.funds = [(column, found) for column, _, found in labels if found.role == "amount"]
            self.below = []
        else:
            self.below = []
        return RowKind.HEADING

    def _without_labels(self, row: FormRow, cells: list[tuple[int, str]]) -> RowKind:
        form = self.form
        if not cells:
            return RowKind.BLANK
        text = "".join(value for _, value in cells)
        if self.mode == "tasks":
            return RowKind.GOAL
        if self.mode == "goal":
            self._goal_below(row, cells)
            return RowKind.GOAL
        if name := department_in(text):
            form.org = form.org or name
            return RowKind.HEADING
        if len(cells) == 1 and not form.project and form.goal is None:
            form.titles.append(clean_text(text))
            return RowKind.HEADING
        if text.startswith(("注", "备注", "填表", "联系", "(", "（", "单位", "金额单位")):
            return RowKind.HEADING
        heads = [(column, found) for column, found in self.funds if found.role == "amount"]
        if heads and form.amount is None and all(number_in(value) is not None for _, value in cells):
            spot, found = heads[0]
            self._amount(found, "", [min(cells, key=lambda pair: abs(pair[0] - spot))])
            return RowKind.GOAL
        if all(number_in(value) is not None for _, value in cells) or (
            len(cells) >= 2 and any(number_in(value) is not None for _, value in cells[1:])
        ):
            return RowKind.GOAL  # a further line of the fund table
        form.refused.append((row.index, "表头部分的这一行没有可识别的栏目"))
        return RowKind.REFUSAL

    def _goal_below(self, row: FormRow, cells: list[tuple[int, str]]) -> None:
        if len(self.below) > 1:
            wanted = [number for number, (_, role) in enumerate(self.below) if role == "goal"][-1]
            if len(cells) >= len(self.below):
                chosen = cells[len(cells) - len(self.below) + wanted][1]
            else:
                spot = self.below[wanted][0]
                column, chosen = min(cells, key=lambda pair: abs(pair[0] - spot))
                nearest = min(self.below, key=lambda pair: abs(pair[0] - column))
                if nearest[1] != "goal":
                    return
        else:
            chosen = "".join(value for _, value in cells)
        if not _TEMPLATE.sub("", chosen):
            return
        if self.form.goal is None or self.form.goal_row is None:
            self.form.goal, self.form.goal_row = clean_text(chosen), row.index
        else:
            self.form.goal = clean_text(self.form.goal + chosen)
        self.specific = True


def read_form(rows: Sequence[FormRow], lexicon: Lexicon, money: Decimal | None) -> Form:
    """Rows above a table's heading → Form.

    Shapes: form.kinds has one entry a row. money: factor to 万元 of the document's 单位：… above the table, if any.
    """
    reader = _Reader(lexicon, money)
    form = reader.form
    for row in rows:
        form.kinds.append(reader.row(row))
    text = "".join(form.titles) + "".join(text for row in rows for _, text in row.cells[:1] if len(text) < 20)
    form.whole = "整体" in text or "部门年度" in text
    return form
