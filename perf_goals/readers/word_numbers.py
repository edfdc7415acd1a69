"""Automatic numbers of Word paragraphs as they are printed: 一、 （二） 1.1 ③."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..numerals import to_chinese

_MOST = 1 << 15  # Word counts no further
_LEVEL = re.compile(r"%([1-9])")
_ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN_SIGNS = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = str.maketrans("零一二三四五六七八九十百千万亿", "零壹贰叁肆伍陆柒捌玖拾佰仟万亿")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. text: with %1 to %9 for the numbers of the levels. restarts: whether a higher level resets it."""

    format: str
    text: str
    start: int = 1
    glue: str = " "
    legal: bool = False
    restarts: bool = True


@dataclass(slots=True)
class Lists:
    """Counts on through a document.

    lists: number of a list → the definition that it counts with, its levels, and the starts that it sets anew.
    """

    lists: Mapping[str, tuple[str, Mapping[int, Level], Mapping[int, int]]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, number: str, depth: int) -> str:
        """What is printed before the next paragraph of a list, with the blank behind it; "" for a bullet or no list."""
        if number not in self.lists:
            return ""
        name, levels, starts = self.lists[number]
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(name, {})
        if depth in starts and (number, depth) not in self.begun:
            self.begun.add((number, depth))
            counts[depth] = starts[depth] - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            if deeper not in levels or levels[deeper].restarts:
                del counts[deeper]
        if level.format in ("bullet", "none"):
            return ""

        def number_of(match: re.Match[str]) -> str:
            shown = int(match.group(1)) - 1
            other = levels.get(shown, level)
            return printed(counts.get(shown, other.start), "decimal" if level.legal else other.format)

        text = _LEVEL.sub(number_of, level.text)
        return text + level.glue if text.strip() else ""


def printed(number: int, style: str) -> str:
    """A number in one of Word's number formats; decimal for those that no Chinese document uses.

    >>> [printed(11, style) for style in ("japaneseCounting", "decimalEnclosedCircle", "upperRoman", "lowerLetter")]
    ['十一', '⑪', 'XI', 'k']
    """
    write = _FORMATS.get(style)
    return write(number) if write is not None and 0 < number < _MOST else str(number)


def _ring(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= count else str(number)


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _roman(number: int) -> str:
    text = ""
    for value, sign in zip(_ROMAN_VALUES, _ROMAN_SIGNS, strict=True):
        text += sign * (number // value)
        number %= value
    return text


def _letter(number: int) -> str:
    # aa follows z, then bb
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _counting(number: int) -> str:
    return to_chinese(number).replace("〇", "零")


def _legal(number: int) -> str:
    words = _counting(number)
    return ("一" + words if words.startswith("十") else words).translate(_LEGAL)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographDigital": lambda number: str(number).translate(_DIGITS),
    "japaneseDigitalTenThousand": lambda number: str(number).translate(_DIGITS),
    "taiwaneseDigital": lambda number: str(number).translate(_DIGITS),
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "decimalFullWidth": lambda number: str(number).translate(_WIDE),
    "decimalFullWidth2": lambda number: str(number).translate(_WIDE),
    "decimalEnclosedCircle": _ring("①", 20),
    "decimalEnclosedCircleChinese": _ring("①", 20),
    "decimalEnclosedParen": _ring("⑴", 20),
    "decimalEnclosedFullstop": _ring("⒈", 20),
    "ideographEnclosedCircle": _ring("㊀", 10),
    "ideographParenthesized": _ring("㈠", 10),
}
