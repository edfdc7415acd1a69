"""Cleaning of printed text, with a map back to the printed characters.

Only twins are exchanged, one character for another that a reader takes for the same sign: full-width digits, letters
and signs, look-alikes of ≥ ≤ = > < |. NFKC is not used: it would make m³ into m3, ½ into 1⁄2 and ， into a comma.
Chinese punctuation stays Chinese. Show people the printed words; compare and parse the clean ones.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


def _span(first: int, last: int) -> Iterable[str]:
    return map(chr, range(first, last + 1))


# str.isspace() and what else prints as nothing but parts words: the control characters (Word ends a cell with \a).
_SPACES = [*_span(0x00, 0x20), "\x7f", "\x85", "\xa0", "\u1680", *_span(0x2000, 0x200A), "\u2028", "\u2029"]
_SPACES += ["\u202f", "\u205f", "\u3000"]
# Print as nothing and part nothing: soft hyphen, zero-width characters and joiners, direction marks, byte order mark.
_NOTHING = ["\xad", "\u180e", *_span(0x200B, 0x200F), *_span(0x202A, 0x202E), *_span(0x2060, 0x2064)]
_NOTHING += [*_span(0x2066, 0x206F), "\ufeff"]
_WIDE = [*_span(0xFF10, 0xFF19), *_span(0xFF21, 0xFF3A), *_span(0xFF41, 0xFF5A), *"％＝＞＜＋－／．＊～＆＃＠｜"]
_LOOKALIKES = {"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "═": "=", "﹦": "=", "﹥": ">", "﹤": "<", "∣": "|"}
_TWINS = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_NOTHING, ""),
    **{char: chr(ord(char) - 0xFEE0) for char in _WIDE},  # the full-width block lies 0xFEE0 above ASCII
    **_LOOKALIKES,
}
_TABLE = str.maketrans(_TWINS)
_PAIRS = {">": "≥", "<": "≤"}  # if "=" follows at once

# Radicals, CJK punctuation, kana, bopomofo; enclosed forms (㎡) and ideographs; their compatibility and vertical forms;
# what is left of the full-width block; the supplementary ideographs. No blank is written beside any of these.
_CJK = "\u2e80-\u2fff\u3001-\u312f\u3190-\u4dbf\u4e00-\u9fff"
_CJK += "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef\U00020000-\U0003ffff"
_IS_CJK = re.compile(f"[{_CJK}]").match
_BLANK_BESIDE_CJK = re.compile(f" (?=[{_CJK}])|(?<=[{_CJK}]) ")
# Without one of these nothing has to change. One class and no alternatives, for this is asked of every cell.
_SUSPECT = re.compile("[<>" + "".join(re.escape(char) for char in _TWINS) + "]").search

_BRACKETS_AND_QUOTES = str.maketrans("（）：∶“”„‟〝〞＂", "()::" + '"' * 7)
_HAS_THEM = re.compile("[（）：∶“”„‟〝〞＂]").search  # str.translate is slow, and most texts need none


@dataclass(frozen=True, slots=True)
class Clean:
    """Clean text and where it came from.

    Shapes:
        origin: len(text) indices into the printed string, strictly rising. A blank comes from the first of its run, a ≥
            that was printed ``>=`` from the ``>``.
        pairs: the positions in ``text`` of such two-character signs, with the printed index of their second character.
    """

    text: str
    origin: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...] = ()

    def printed_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` is printed, as a half-open span; nothing printed only around it is taken in.

        An empty span gives the empty span before the printed form of ``text[start]``, at the end that after the last
        character.

        Raises:
            ValueError: not 0 <= start <= end <= len(text).

        >>> clean("成本　＞＝ 9５%").printed_span(2, 5)
        (3, 7)
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} is outside a text of {len(self.text)} characters")
        if start < end:
            return self.origin[start], self._after(end - 1)
        if start < len(self.text):
            return self.origin[start], self.origin[start]
        edge = self._after(start - 1) if self.text else 0
        return edge, edge

    def _after(self, position: int) -> int:
        return dict(self.pairs).get(position, self.origin[position]) + 1


def clean(printed: str) -> Clean:
    """Exchange twins, drop what prints as nothing, and leave one blank where one is written.

    Blanks: any run of white space, line breaks and control characters is one; none at either end, and none beside a
    Chinese character or Chinese punctuation, where only a line break or the setting of the table put it. Blanks between
    two other characters stay (``Web of Science``, ``≥ 95 %``). Where blanks part columns or mark a Markdown heading,
    split before cleaning: ``10 次 22.50`` becomes ``10次22.50``.

    Signs: ``>=`` and ``<=`` in any width become ≥ and ≤ where both characters are printed next to each other.

    Idempotent; never raises, whatever the string.

    >>> got = clean("医\\n保缴费　≥９５％")
    >>> got.text, got.origin
    ('医保缴费≥95%', (0, 2, 3, 4, 6, 7, 8, 9))
    """
    if _SUSPECT(printed) is None:
        return Clean(printed, tuple(range(len(printed))))
    text: list[str] = []
    origin: list[int] = []
    pairs: list[tuple[int, int]] = []
    blank = -1  # printed index of the first of a run of blanks not yet written
    for index, char in enumerate(printed):
        twin = _TWINS.get(char, char)
        if twin == " ":
            if blank < 0:
                blank = index
            continue
        if not twin:
            continue
        if blank >= 0:
            if text and not _IS_CJK(text[-1]) and not _IS_CJK(twin):
                text.append(" ")
                origin.append(blank)
            blank = -1
        elif twin == "=" and text and text[-1] in _PAIRS:
            pairs.append((len(text) - 1, index))
            text[-1] = _PAIRS[text[-1]]
            continue
        text.append(twin)
        origin.append(index)
    return Clean("".join(text), tuple(origin), tuple(pairs))


def clean_text(printed: str) -> str:
    """``clean(printed).text``, faster.

    >>> clean_text("  Web  of Science 数据库 ２ 个 ")
    'Web of Science数据库2个'
    """
    return printed if _SUSPECT(printed) is None else _cleaned(printed)


def squeeze(printed: str) -> str:
    """Clean text without any blank, for comparing headings and cells; ``> =`` is ≥ here too.

    >>> squeeze("绩 效 指 标 (AI Index)")
    '绩效指标(AIIndex)'
    """
    text = clean_text(printed)
    return _paired(text.replace(" ", "")) if " " in text else text


@lru_cache(maxsize=1 << 16)
def key(printed: str) -> str:
    """What two strings are compared by: squeezed, brackets, colons and double quotes of one kind, letters case-folded.

    >>> key("“ＡＩ”平台（一期）") == key('"ai" 平台(一期)')
    True
    """
    text = squeeze(printed)
    return (text.translate(_BRACKETS_AND_QUOTES) if _HAS_THEM(text) else text).casefold()


@lru_cache(maxsize=1 << 16)
def shown_width(line: str) -> int:
    """Width of one line on a screen or in a cell, in half-width characters; Chinese and full-width signs count 2.

    >>> shown_width("≥95%完成")
    9
    """
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)


@lru_cache(maxsize=1 << 14)
def _cleaned(printed: str) -> str:
    # The order matters: a blank between > and = keeps them apart, something that prints as nothing does not.
    return _BLANK_BESIDE_CJK.sub("", " ".join(_paired(printed.translate(_TABLE)).split()))


def _paired(text: str) -> str:
    return text.replace(">=", "≥").replace("<=", "≤")
