"""Runs of characters → printed lines, and the text of a cell."""

import itertools
import re
from collections.abc import Iterator, Sequence

from .shapes import Line, Run, Table

_WORD = re.compile(r"[A-Za-z0-9]")
_LETTER = re.compile(r"[A-Za-z]")
# How a heading or an item of a list begins: never the middle of a sentence
_ITEM = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．](?!\d)|第.{1,3}[部章节条]|[①-⑳]|[注附]\d?[：:]"
)


def rows_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs on one height together, from the top down, each line from the left."""
    lines: list[list[Run]] = []
    tops: list[tuple[float, float]] = []
    for run in sorted(runs, key=lambda one: (one.middle, one.left)):
        if lines:
            middle, height = tops[-1]
            if abs(run.middle - middle) < 0.45 * min(max(run.height, 1.0), height) or (
                # small print beside a line: raised and lowered figures, quotation marks no higher than themselves
                min(run.height, height) < 0.75 * max(run.height, height)
                and abs(run.middle - middle) < 0.6 * max(run.height, height)
            ):
                lines[-1].append(run)
                if run.height > height:
                    tops[-1] = (run.middle, run.height)
                continue
        lines.append([run])
        tops.append((run.middle, max(run.height, 1.0)))
    return [sorted(line, key=lambda one: (one.left, one.order)) for line in lines]


def text_of(line: Sequence[Run], wide: bool = False) -> str:
    """The text of one printed line. What is drawn twice for bold is there once.

    wide: a gap as wide as a character or more becomes two blanks (it parts the pieces of a line), else one at most.
    """
    if len(line) == 1 and not line[0].gappy:
        return line[0].text
    height = max(run.height for run in line)
    chars = line[0].chars if len(line) == 1 else sorted((char for run in line for char in run.chars), key=_begin)
    pieces: list[str] = []
    last_left = last_right = -1e9
    last = ""
    for left, right, char in chars:
        width = max(right - left, 0.1)
        if char == last and left - last_left < 0.35 * width:
            continue
        if pieces:
            gap = left - last_right
            if wide and gap > 0.9 * height:
                pieces.append("  ")
            elif gap > 0.2 * height and (gap > 0.9 * height or (_WORD.match(last) and _WORD.match(char))):
                pieces.append(" ")
        pieces.append(char)
        last_left, last_right, last = left, max(right, last_right) if left >= last_left else right, char
    return "".join(pieces).strip()


def _begin(char: tuple[float, float, str]) -> float:
    return char[0]


def cell_text(runs: Sequence[Run], left: float, right: float) -> str:
    """The text of a cell, its lines joined as a reader joins them.

    A line that was broken for want of room goes on without a blank, between words of letters with one. Where a short line
    ends between figures, the break is meant: a line break stays.
    """
    if not runs:
        return ""
    if len(runs) == 1:
        return text_of(runs)
    if all(run.turned for run in runs):
        return "".join(run.text for run in runs)
    if standing := _standing(runs):
        return standing
    lines = rows_of(runs)
    texts = [text_of(line) for line in lines]
    text = texts[0]
    for line, before, following in zip(lines[1:], lines, texts[1:], strict=False):
        if not following:
            continue
        if not text:
            text = following
            continue
        room = right - left - (before[-1].right - before[0].left)
        if _LETTER.match(text[-1]) and _LETTER.match(following[0]):
            text += " "
        elif _WORD.match(text[-1]) and _WORD.match(following[0]) and room > 2.5 * line[0].height:
            text += "\n"
        text += following
    return text


def _standing(runs: Sequence[Run]) -> str:
    """Text set in several lines that run down, the first one at the right; empty where it is set otherwise."""
    if len(runs) < 4 or any(len(run.chars) > 1 for run in runs):
        return ""
    width = max(run.right - run.left for run in runs)
    columns: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: -one.left):
        if columns and columns[-1][0].left - run.left < 0.3 * width:
            columns[-1].append(run)
        else:
            columns.append([run])
    for column in columns:
        column.sort(key=lambda one: one.middle)
    apart = all(one[0].left - other[0].right > 0.15 * width for one, other in itertools.pairwise(columns))
    tight = all(
        other.middle - one.middle < 1.2 * width for column in columns for one, other in itertools.pairwise(column)
    )
    if len(columns) < 2 or not apart or not tight or max(map(len, columns)) < 2:
        return ""
    return "".join(run.text for column in columns for run in column)


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """The printed lines of what stands outside the tables."""
    return [
        Line(
            line,
            text,
            line[0].left,
            max(run.right for run in line),
            min(run.top for run in line),
            max(run.bottom for run in line),
        )
        for line in rows_of(runs)
        if (text := text_of(line, wide=True))
    ]


def paragraphs_of(items: Sequence[Table | Line]) -> Iterator[Table | str]:
    """Tables, and the text of paragraphs: a line that reaches the right margin is joined with the next one below it, if
    that begins at the left margin. Titles and labels above tables do neither, and stay lines of their own."""
    margin = max((item.right for item in items if isinstance(item, Line) and len(item.text) >= 15), default=0.0)
    last: Line | None = None
    text = ""
    for item in items:
        if isinstance(item, Line) and last is not None and _goes_on(last, item, margin):
            latin = _LETTER.match(text[-1]) and _LETTER.match(item.text[0])
            text += (" " if latin else "") + item.text
            last = item
            continue
        if text:
            yield text
        if isinstance(item, Line):
            last, text = item, item.text
        else:
            yield item
            last, text = None, ""
    if text:
        yield text


def _goes_on(last: Line, line: Line, margin: float) -> bool:
    size = last.height
    return (
        last.right >= margin - 1.7 * size
        and line.left <= last.left + 0.5 * size
        and last.left - line.left < 5 * size
        and abs(line.height - size) < 0.2 * size
        and line.top - last.bottom < 1.6 * size
        and "  " not in last.text
        and "  " not in line.text
        and len(last.text) >= 15
        and not _ITEM.match(line.text)
    )
