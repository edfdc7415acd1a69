"""Cells with merged ranges → blocks: titles and notes become paragraphs, what lies between becomes grids.

Shared by sheets and web pages, whose tables carry their titles, 单位：万元 and notes as rows of the table.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..model import Block, Grid, Merge, Paragraph, Place
from ..text import squeeze

Names = tuple[str | None, ...]


@dataclass(slots=True)
class Area:
    """A rectangle of cells that may hold one table with its titles.

    Shapes: cells R × C, "" where a merged cell reaches; merges 0-based within the area; places R, without table and cell, and
    without row where that is the grid's own;
    names R × C cell names, or none at all.
    """

    cells: list[list[str]]
    merges: list[Merge]
    places: list[Place]
    names: list[Names] = field(default_factory=list)
    hidden: bool = False


# What stands above or below a table: office, date, number of the form, unit of money. Not 项目名称：, not 绩效目标：.
_LABEL = re.compile(
    r"^(?:[（(]?(?:金额)?单位[:：]?(?:人民币)?(?:亿元|百万元|万元|千元|元)[)）]?"
    r"|(?:部门|单位|预算|编制|填报|填制|编报|制表|主管|公开|申报|资金|报送|审核|联系)"
    r"[^:：，。；]{0,10}[:：].*"
    r"|[^:：，。；]{0,6}(?:日期|时间|年度|联系电话|负责人|填报人|制表人)(?:[(（][^()（）]{1,6}[)）])?[:：].*"
    r"|(?:预算|财预|公开|绩效)?(?:附?表|附件)[(（]?[-—－0-9０-９一二三四五六七八九十]{0,6}[)）]?[:：]?"
    r"|[^，。；:：]{0,8}公开[0-9０-９]{1,3}表?"
    r"|[（(]?(?:20\d\d|二[〇○零Oo]..|\d{4})年度?[)）]?)$"
)
_MONEY_AT_END = re.compile(r"单位[:：](?:人民币)?(?:亿元|百万元|万元|千元|元)[)）]?$")
_FORM_LABEL = re.compile(
    r"^(?:项目|绩效|年度|总体|中期|实施期|长期|指标|[一二三]级|资金总?额|预算(?:金额|数|资金))[^:：]{0,12}[:：]|^[^，。；:：]{0,10}(?:目标|指标|任务|名称)$"
)
_TITLE = re.compile(r"^[^，。；:：]{2,50}表(?:[(（][^()（）]{1,16}[)）]|[0-9０-９]{1,3})*$")
_NOTE = re.compile(r"^(?:[备附]?注|说明|备注说明|填表说明|填报说明|注释)\s*[0-9一二三]{0,2}\s*[:：.、]")


class Builder:
    """Takes areas and paragraphs in order, gives blocks; grids are counted from 1."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.blocks: list[Block] = []
        self.tables = 0

    def paragraph(self, text: str, place: Place) -> None:
        """One paragraph for each line of the text."""
        for line in text.split("\n"):
            bare = line.strip(" \u3000\xa0\t\r")
            if bare:
                self.blocks.append(Paragraph(bare, place))

    def area(self, area: Area) -> None:
        """Cut an area into titles, tables and notes. Nothing of a hidden area is a title: it stays one grid."""
        if area.hidden:
            self._grid(area, 0, len(area.cells))
            return
        filled = [[column for column, text in enumerate(row) if text] for row in area.cells]
        wide = _wide_rows(area.merges)
        for start, stop in _segments(area, filled):
            top = start
            while top < stop and _above(area, top, filled[top], wide):
                top += 1
            if max((len(columns) for columns in filled[top:stop]), default=0) < 2:
                top = stop  # one text in every row: no table
            bottom = stop
            while bottom > top + 1 and _below(area, bottom - 1, filled[bottom - 1], wide):
                bottom -= 1
            self._paragraphs(area, start, top, filled)
            if top < bottom:
                self._grid(area, top, bottom)
            self._paragraphs(area, bottom, stop, filled)

    def _paragraphs(self, area: Area, start: int, stop: int, filled: Sequence[Sequence[int]]) -> None:
        for row in range(start, stop):
            for column in filled[row]:
                name = area.names[row][column] if area.names else None
                self.paragraph(area.cells[row][column], replace(area.places[row], cell=name))

    def _grid(self, area: Area, start: int, stop: int) -> None:
        self.tables += 1
        merges = tuple(
            Merge(top - start, one.left, bottom - start, one.right)
            for one in area.merges
            if (top := max(one.top, start)) <= (bottom := min(one.bottom, stop - 1))
            and (top < bottom or one.left < one.right)
        )
        self.blocks.append(
            Grid(
                tuple(map(tuple, area.cells[start:stop])),
                tuple(
                    Place(one.file, one.page, one.sheet, one.line, self.tables, one.row or number)
                    for number, one in enumerate(area.places[start:stop], 1)
                ),
                merges,
                tuple(area.names[start:stop]),
                area.hidden,
            )
        )


def _wide_rows(merges: Iterable[Merge]) -> dict[tuple[int, int], Merge]:
    return {(one.top, one.left): one for one in merges}


def _segments(area: Area, filled: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Rows of one table each: a title row in the middle begins the next."""
    inside: set[int] = set()
    for one in area.merges:
        inside.update(range(one.top + 1, one.bottom + 1))
    starts = [0]
    for row in range(1, len(area.cells)):
        if len(filled[row]) != 1 or row in inside or len(filled[row - 1]) == 1:
            continue
        column = filled[row][0]
        text = area.cells[row][column]
        if column == 0 and len(text) <= 80 and _TITLE.match(squeeze(text)):
            starts.append(row)
    return list(zip(starts, [*starts[1:], len(area.cells)], strict=True))


def _above(area: Area, row: int, filled: Sequence[int], merges: dict[tuple[int, int], Merge]) -> bool:
    """Whether a row at the top is no row of the table: its title, or a line of labels."""
    if not filled:
        return True
    texts = [squeeze(area.cells[row][column]) for column in filled]
    if any((one := merges.get((row, column))) is not None and one.bottom > row for column in filled):
        # a heading cell that reaches down into the table; a title over several rows stands alone
        one = merges.get((row, filled[0]))
        if len(filled) > 1 or one is None or one.right - one.left + 1 < len(area.cells[0]):
            return False
    if all(_LABEL.match(text) or _MONEY_AT_END.search(text) for text in texts):
        return len(texts) <= 6
    if len(texts) > 1:
        return all(_LABEL.match(text) or _TITLE.match(text) for text in texts) and len(texts) <= 3
    return filled[0] == 0 and not _FORM_LABEL.match(texts[0])


def _below(area: Area, row: int, filled: Sequence[int], merges: dict[tuple[int, int], Merge]) -> bool:
    """Whether a row at the bottom is no row of the table: a note, or who signed it."""
    if not filled:
        return False
    texts = [squeeze(area.cells[row][column]) for column in filled]
    if len(texts) == 1:
        one = merges.get((row, filled[0]))
        whole = one is not None and one.right - one.left + 1 >= len(area.cells[0])
        return filled[0] == 0 and bool(_NOTE.match(texts[0]) or (whole and not _FORM_LABEL.match(texts[0])))
    return len(texts) <= 6 and all(
        re.match(r"^(?:填表|填报|制表|审核|单位|联系|负责)[^:：]{0,8}[:：]", text) for text in texts
    )
