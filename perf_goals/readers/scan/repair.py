"""What a recogniser takes signs for, and what is put right by the words around them.

Only what cannot be anything else is changed, and a cell that was guessed says so by its confidence. Words are the
lexicon's: signs of the column 指标性质, names of classes.
"""

import functools
import re
from collections import Counter
from collections.abc import Sequence

from ... import lexicon
from ...text import squeeze
from ..pdf.shapes import Cell, Table

_CHINESE = "\u3400-\u9fff\u3001-\u301e\uff01-\uff65“”‘’"
_WIDE = str.maketrans({",": "，", ":": "：", ";": "；", "?": "？", "!": "！"})
# A narrow mark beside a Chinese character is a wide one, except between figures and at the end of a figure
_MARK = re.compile(
    rf"(?<=[{_CHINESE}])[,:;?!]|(?<![0-9])[,:;?!](?=[{_CHINESE}])|(?<=[0-9%)）A-Za-z])[:;,](?=[{_CHINESE}])"
)
_BRACKETS = str.maketrans("()", "（）")
_HAS_CHINESE = re.compile("[\u3400-\u9fff]")
_SPACED_FIGURE = re.compile(r"(?<=[0-9.,])\s+(?=[0-9.,%％])|(?<=[≥≤<>=])\s+(?=[0-9])")
_PAIRS = (
    ("＞=", "≥"),
    ("＜=", "≤"),
    (">=", "≥"),
    ("<=", "≤"),
    ("≧", "≥"),
    ("≦", "≤"),
    ("⩾", "≥"),
    ("⩽", "≤"),
    ("==", "="),
)
_PER_MILLE = re.compile(r"^([≥≤<>=]?[0-9.]*)%[0oO]$")
_FIGURES_ONLY = re.compile(r"[0-9.,%％\s≥≤<>=]+")
_RATE = re.compile(r"2(\d{2}(?:\.\d+)?|100)\s*([%％])")
_SIGN_HEADING = re.compile("性质|符号|比较符")
# What a lone sign of its column comes out as
_TAKEN_FOR = {
    **dict.fromkeys(["2", "Z", "z", "乏", "之", "≥≥", "三", ">-", ">_", "M", "N"], "≥"),
    **dict.fromkeys(["S", "s", "5", "≤≤", "<-", "<_"], "≤"),
    **dict.fromkeys(["V", "v"], ">"),
    **dict.fromkeys(["二", "ニ", "一一", "=三", "三="], "="),
}
_TWICE = re.compile(r"(.)\1+")  # the recogniser writes a character twice that stands at the edge of its picture
_GUESSED = 0.7  # confidence of a cell that was put right by the words around it
_DOUBTED = 0.97  # with more the recogniser's word stands
_SHORT = 3
_ENOUGH, _MOSTLY = 3, 0.6  # cells of a column, and the share of known signs that makes it one of signs


def line(text: str) -> str:
    """One recognised line: the signs that a keyboard writes with two characters, and the wide marks of Chinese print.

    >>> line("其中:财政拨款(含结余),不超过1,200元"), line(">= 9 5%"), line("8:30-12:00"), line("≤3.2%0")
    ('其中：财政拨款（含结余），不超过1,200元', '≥95%', '8:30-12:00', '≤3.2‰')
    """
    text = text.strip()
    for pair, sign in _PAIRS:
        text = text.replace(pair, sign)
    text = _PER_MILLE.sub(r"\1‰", text)
    if _FIGURES_ONLY.fullmatch(text):
        text = _SPACED_FIGURE.sub("", text)
    if _HAS_CHINESE.search(text):
        text = _MARK.sub(lambda mark: mark.group().translate(_WIDE), text).translate(_BRACKETS)
    return text


def table(found: Table, *, cut: bool = False) -> None:
    """Put signs and class names of a table right, in place.

    cut: the page may cut the table: what stands in its first and last row may be half a word, and is left alone.
    """
    whole = [cell for cell in found.cells if not cut or 0 < cell.top <= cell.bottom < found.rows - 1]
    for cell in found.cells:
        cell.text = line(cell.text)
        if cell.text.count("|") == 1 and "=|" in cell.text:
            cell.text += "|"  # a bar of an amount without its sign never stands alone
    signs = {cell.left for cell in found.cells if len(cell.text) <= 8 and _SIGN_HEADING.search(squeeze(cell.text))}
    known = lexicon.default().sign_cells
    for column in range(found.columns):
        texts = [text for cell in found.cells if cell.left == column and (text := squeeze(cell.text))]
        # a table that goes on from the page before has no heading
        if len(texts) >= _ENOUGH and sum(text in known for text in texts) >= _MOSTLY * len(texts):
            signs.add(column)
        cells = [cell for cell in whole if cell.left == column]
        if column in signs:
            _signs(cells)
        else:
            _rates(cells)
    for cell in whole:
        _class_name(cell)


def _signs(cells: Sequence[Cell]) -> None:
    """A column of signs and words for them: a text that is none of them, as the one that it is taken for."""
    known = lexicon.default().sign_cells
    for cell in cells:
        text = squeeze(cell.text)
        if not text or text in known or _SIGN_HEADING.search(text):
            continue
        once = _TWICE.sub(r"\1", text)
        sign = (
            _TAKEN_FOR.get(text)
            or (once if once in known else None)
            or _nearest(text, [word for word in known if len(word) >= _SHORT])
        )
        if sign:
            _guess(cell, sign)


def _rates(cells: Sequence[Cell]) -> None:
    """A rate of 295 % in a column of rates with ≥: the 2 is the sign."""
    signed = Counter(cell.text[:1] for cell in cells)
    for cell in cells:
        match = _RATE.fullmatch(cell.text)
        if match and signed["≥"] >= 2:
            _guess(cell, f"≥{match.group(1)}{match.group(2)}")


@functools.cache
def _class_names() -> tuple[str, ...]:
    words = lexicon.default()
    return tuple({f"{name}指标" for known in (words.classes1, words.classes2) for name in known if len(name) >= 2})


def _class_name(cell: Cell) -> None:
    """A class name with one character wrong, where the recogniser doubts it itself."""
    text = squeeze(cell.text)
    if not 4 <= len(text) <= 12 or text in _class_names() or sureness(cell) > _DOUBTED:
        return
    name = _nearest(text, [one for one in _class_names() if one[-2:] == text[-2:] or one[:-2] == text[:-2]])
    if name:
        _guess(cell, name)


def _nearest(text: str, words: Sequence[str]) -> str | None:
    """The only word that differs from the text by one character, or None."""
    found = [word for word in words if _one_apart(text, word)]
    return found[0] if len(found) == 1 else None


def _one_apart(one: str, other: str) -> bool:
    """Whether one character is another, too many, or missing.

    >>> _one_apart("数最指标", "数量指标"), _one_apart("数指标", "数量指标"), _one_apart("质量", "数最")
    (True, True, False)
    """
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = next((index for index, char in enumerate(one) if char != other[index]), len(one))
    return one[start + (len(one) == len(other)) :] == other[start + 1 :]


def _guess(cell: Cell, text: str) -> None:
    cell.text = text
    for run in cell.runs:
        if hasattr(run, "sure"):
            run.sure = min(run.sure, _GUESSED)


def sureness(cell: Cell) -> float:
    """How sure a cell's text is: as its least sure line; an empty cell is sure.

    >>> sureness(Cell(0, 0, 0, 0))
    1.0
    """
    return round(float(min((getattr(run, "sure", 1.0) for run in cell.runs), default=1.0)), 3)
