"""Chinese and Arabic numerals ↔ Decimal, exact: digits are moved as text, no value passes through a float or a context.

What is read (start symbol ``number``; blanks are not allowed anywhere, so clean the text first)::

    number    = ["-"] arabic | "负" (arabic | chinese) | chinese
    arabic    = digits, in proper groups of three or plain, ["." digits], [scale {arabic scale}]      1.2万  1亿2000万
    scale     = ["百" | "千"] ["万"] ["亿"], at least one of them
    chinese   = (places | string) ["点" digit {digit}] [big]      一千零五  二〇二六  三点五万
    places    = digits with 十 百 千 below 万 and 亿; 零 over skipped places; a bare last digit counts tenths: 二百五
    string    = digits only: four or more, or with a zero among them, or financial; 三四次 and 一二三产业 are no numbers

Ordinary (三) and financial (叁) digits are not mixed in one numeral: 三十万陆军 begins with 三十万, not with 306000.
"""

import re
from decimal import Decimal
from typing import NamedTuple

_ORDINARY = {char: value for value, chars in enumerate(("零〇", *"一二三四五六七八九")) for char in chars}
_ORDINARY |= {"两": 2, "兩": 2}
_FINANCIAL = {char: value for value, chars in enumerate(("零〇", *"壹贰叁肆伍陆柒捌玖")) for char in chars}
_FINANCIAL |= {"貳": 2, "參": 3, "陸": 6}
_TWOS = frozenset("两兩")
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCORES = {"廿": 20, "卅": 30}
_BIG = {"万": 4, "萬": 4, "亿": 8, "億": 8}  # zeros
_FORMAL = frozenset(_FINANCIAL) - frozenset("零〇") | {"拾"}
_FIRST = frozenset("十拾") | _SCORES.keys()  # what may begin a numeral without being a digit
_RING = "○"  # typed for 〇 in 二○二六; by itself a bullet or a blank to fill in
_TO_ASCII = str.maketrans({char: str(value) for char, value in (_ORDINARY | _FINANCIAL).items()} | {_RING: "0"})

# A numeral that runs straight into one of these was not understood: 十四五, 三四十, 一百百万, 十几.
_GOES_ON = frozenset(_ORDINARY) | _UNITS.keys() | _SCORES.keys() | _BIG.keys() | {"几"}
_AFTER_CLOCK = frozenset("十拾")  # 三点五十 is a time of day

_MINUS = frozenset("-－−")
_NEGATIVE = frozenset("负負")
_BEGINS = frozenset("0123456789０１２３４５６７８９") | _ORDINARY.keys() | _FORMAL | _FIRST | _MINUS | _NEGATIVE

_D = "[0-9０-９]"
# Groups and decimals count only if the whole run of digits, commas or points is one number: 2026,2027 and 2026.11.30
# begin with 2026.
_ARABIC = re.compile(
    rf"([1-9１-９]{_D}{{0,2}}(?:(?:,{_D}{{3}})+(?!,?{_D})|(?:，{_D}{{3}})+(?!，?{_D}))|{_D}+)"
    rf"(?:[.．]({_D}++)(?![.．]{_D}))?"
)
_COMMAS = str.maketrans("", "", ",，")
_PERCENT_WORDS = ("分点", "分比")  # the 百 before them is theirs: 5百分点

_CHINESE_DIGITS = "零一二三四五六七八九"
_LIMIT = 10**16  # one 亿 may stand over 万亿, no more


def parse_number(text: str) -> Decimal | None:
    """The value of a text that is one number from its first to its last character, else None.

    No unit, percent sign, blank or ordinal mark is allowed: 12%, 第三, 百分之五 and 三十余 are None.

    >>> parse_number("12,345.60"), parse_number("1.5万亿"), parse_number("二百五"), parse_number("一百百")
    (Decimal('12345.60'), Decimal('1500000000000'), Decimal('250'), None)
    """
    if text.isascii() and text.isdigit():  # by far the most frequent case
        return Decimal(text)
    got = _number(text, 0, True)
    return got[1] if got is not None and got[0] == len(text) else None


def parse_ordinal(text: str) -> int | None:
    """第三, 第3, 第十二 → int; None for anything else, also for a sign or decimals after 第.

    >>> parse_ordinal("第十二"), parse_ordinal("十二")
    (12, None)
    """
    if not text.startswith("第") or text[1:2] in _MINUS or text[1:2] in _NEGATIVE:
        return None
    value = parse_number(text[1:])
    return None if value is None or value.as_tuple().exponent != 0 else int(value)


def find_number(text: str, start: int = 0, multiplier: bool = True) -> tuple[int, int, Decimal] | None:
    """The longest number beginning exactly at ``start``, or None: (start, end, value), end exclusive.

    Only what follows is looked at: the caller asks at the first character of a numeral. None also where the numeral
    goes on in a way that names no single value (十四五, 三四次, 十几, 3万5), for half of it would be wrong; and for a
    lone financial digit, which is nearly always part of a word (队伍, 大陆).

    multiplier: False leaves 百 千 万 亿 after Arabic digits to the unit. In a Chinese numeral they are its own.

    >>> find_number("约1,200人", 1), find_number("12.06万元", multiplier=False), find_number("2026,2027")
    ((1, 6, Decimal('1200')), (0, 5, Decimal('12.06')), (0, 4, Decimal('2026')))
    """
    got = _number(text, start, multiplier) if start >= 0 else None
    if got is None or (got[0] == start + 1 and text[start] in _FORMAL):
        return None
    return start, got[0], got[1]


def to_chinese(number: int | Decimal) -> str:
    """The number in standard ordinary numerals; ``parse_number`` reads back the same value.

    10–19 are 十 to 十九 at the front, 一十 inside. 二, never 两. Decimals are kept as they stand: 3.50 is 三点五零.

    Raises:
        ValueError: not finite, or 10**16 and more on either side of zero, for which there is no agreed form.

    >>> to_chinese(120), to_chinese(1005), to_chinese(12000), to_chinese(Decimal("-3.5"))
    ('一百二十', '一千零五', '一万二千', '负三点五')
    """
    value = Decimal(number)
    if not value.is_finite() or not -_LIMIT < value < _LIMIT:
        raise ValueError(f"{number} cannot be written in Chinese numerals")
    whole, _, fraction = f"{value.copy_abs():f}".partition(".")
    words = _whole_to_chinese(int(whole))
    if fraction:
        words += "点" + "".join(_CHINESE_DIGITS[int(digit)] for digit in fraction)
    return "负" + words if value < 0 else words


def _number(text: str, start: int, multiplier: bool) -> tuple[int, Decimal] | None:
    """(end, value) of the number beginning at ``start``."""
    first = text[start : start + 1]
    if first not in _BEGINS:
        return None
    if first in _MINUS:
        got = _arabic(text, start + 1, multiplier)  # never before a Chinese numeral: there it is a dash
    elif first in _NEGATIVE:
        got = _arabic(text, start + 1, multiplier) or _chinese(text, start + 1)
    else:
        return _arabic(text, start, multiplier) or _chinese(text, start)
    return None if got is None else (got[0], got[1].copy_negate() if got[1] else got[1])


def _shifted(whole: str, fraction: str, zeros: int) -> Decimal:
    """``whole.fraction`` times 10**zeros, by moving the point: exact at any length, and 12000 rather than 1.2E+4."""
    fraction = fraction.ljust(zeros, "0")
    left = fraction[zeros:]
    return Decimal(f"{whole}{fraction[:zeros]}.{left}" if left else whole + fraction[:zeros])


def _arabic(text: str, start: int, multiplier: bool) -> tuple[int, Decimal] | None:
    match = _ARABIC.match(text, start)
    if match is None:
        return None
    whole, fraction = match[1].translate(_COMMAS), match[2] or ""
    end, zeros = _scale(text, match.end()) if multiplier else (match.end(), 0)
    if not zeros:
        return end, _shifted(whole, fraction, 0)
    while (following := _ARABIC.match(text, end)) is not None:
        # 1亿2000万: the next part has its own, smaller scale and fills the zeros of this one. Without a scale (3万5,
        # 1万2026年) it may be another number or count tenths, and 1亿2千 is said for 1.2亿: nothing is guessed.
        end, lower = _scale(text, following.end())
        part = following[1].translate(_COMMAS).lstrip("0０")
        if fraction or not lower or lower < zeros - 4 or len(part) + lower > zeros:
            return None
        whole += part.zfill(zeros - lower)
        fraction, zeros = following[2] or "", lower
    if text[end : end + 1] in _ORDINARY and text[end + 1 : end + 2] in _UNITS:  # 3万五千
        return None
    return end, _shifted(whole, fraction, zeros)


def _scale(text: str, start: int) -> tuple[int, int]:
    """(end, zeros) of the multiplier after Arabic digits; (start, 0) if there is none."""
    unit = _UNITS.get(text[start : start + 1])
    if unit == 1000:
        end, zeros = _big(text, start + 1)
        return end, zeros + 3
    if unit == 100 and not text.startswith(_PERCENT_WORDS, start + 1):
        end, zeros = _big(text, start + 1)
        return end, zeros + 2
    return _big(text, start)


def _chinese(text: str, start: int) -> tuple[int, Decimal] | None:
    first = text[start : start + 1]
    digits = _FINANCIAL if first in _FORMAL else _ORDINARY
    if first not in digits and first not in _FIRST:
        return None
    second = text[start + 1 : start + 2]
    if first in digits and (second in digits or second == _RING):
        integer = _string(text, start, digits)
    else:
        integer = _places(text, start, digits)
    if integer is None:
        return None
    end, whole, fraction, zeros = integer.end, integer.digits, "", 0
    if text[end : end + 1] == "点" and not integer.short:
        stop = end + 1
        while text[stop : stop + 1] in digits and text[stop] not in _TWOS:
            stop += 1
        if stop > end + 1 and text[stop : stop + 1] not in _AFTER_CLOCK:
            fraction, end = text[end + 1 : stop].translate(_TO_ASCII), stop
            if not integer.big:
                end, zeros = _big(text, end)
    # 二十万千瓦 does end before 千: that unit begins a word of its own.
    if text[end : end + 1] in _GOES_ON and (
        integer.short or text[end] not in "百千" or text[end + 1 : end + 2] in _GOES_ON
    ):
        return None
    return end, _shifted(whole, fraction, zeros)


class _Integer(NamedTuple):
    """What stands before 点. digits: ASCII. short: the last digit counts tenths (二百五). big: 万 or 亿 was used up."""

    end: int
    digits: str
    short: bool
    big: bool


def _string(text: str, start: int, digits: dict[str, int]) -> _Integer | None:
    """Digits read one by one, as in years: 二〇二六."""
    end = start
    while text[end : end + 1] in digits or text[end : end + 1] == _RING:
        end += 1
    word = text[start:end]
    ascii_digits = word.translate(_TO_ASCII)
    sure = len(word) >= 4 or digits is _FINANCIAL or ("0" in ascii_digits and _RING not in word)
    if not sure or not _TWOS.isdisjoint(word):
        return None
    return _Integer(end, ascii_digits, short=False, big=False)


def _places(text: str, start: int, digits: dict[str, int]) -> _Integer | None:
    """Digits with their places, as far as they go; None if they contradict each other."""
    if digits.get(text[start]) == 0:  # nothing can follow 零 but a fraction
        return _Integer(start + 1, "0", short=False, big=False)
    total, high, unit = 0, 0, 1  # what 亿 and 万 have closed so far, and the last of them as a factor
    part = _section(text, start, digits)
    while part is not None and (zeros := _BIG.get(text[part.end : part.end + 1])):
        value = part.value + part.digit
        if part.short or part.void or (high and part.bare):  # 三万五亿: 3.5万亿?
            return None
        if zeros == 4 and value and not high:
            high = value * 10**4
        elif zeros == 8 and not total:
            total, high = (high + value) * 10**8, 0
        else:
            return None
        unit = 10**zeros
        part = _section(text, part.end + 1, digits)
    if part is None or part.void or (unit > 1 and text[part.end - 1] in _TWOS):
        return None
    if unit == 10**8 and part.value and digits.get(text[part.start]) != 0:  # 一亿二千 is said for 1.2亿
        return None
    value = total + high + part.value
    if part.short or (part.bare and unit > 1):
        tenth = (part.place if part.value else unit) // 10
        return _Integer(part.end, str(value + part.digit * tenth), short=True, big=unit > 1)
    return _Integer(part.end, str(value + part.digit), short=False, big=unit > 1)


class _Section(NamedTuple):
    """What stands below a 万 or 亿, or below nothing.

    value: the digits that have a unit. place: the smallest unit used, 10000 if none. digit: the last one if it has no
    unit, else 0. zero: 零 stands after the last unit.
    """

    start: int
    end: int
    value: int
    place: int
    digit: int
    zero: bool

    @property
    def short(self) -> bool:
        """The last digit counts tenths of the last unit: 二百五."""
        return bool(self.value and self.digit) and not self.zero and self.place > 10

    @property
    def bare(self) -> bool:
        """One digit, nothing else. After a 万 or 亿 it counts tenths of that: 一万二."""
        return bool(self.digit) and not self.value and not self.zero

    @property
    def void(self) -> bool:
        """零 with nothing behind it."""
        return self.zero and not self.digit


def _section(text: str, start: int, digits: dict[str, int]) -> _Section | None:
    """Read digits and 十 百 千, up to anything else or a unit that finds no digit or place; None if they contradict."""
    value, place, digit, zero = 0, 10_000, 0, False
    end = start
    while end < len(text):
        char = text[end]
        if char in digits:
            if digit or (zero and not digits[char]):
                return None
            digit = digits[char]
            zero = zero or not digit
        else:
            unit = 10 if char in _SCORES else _UNITS.get(char, place)
            if unit >= place or (unit > 10 and not digit):
                break
            if zero and value and unit * 10 == place:  # 一百零二十 skips no place
                return None
            if unit == 10 and digit and (char in _SCORES or text[end - 1] in _TWOS):  # 二廿, 两十
                return None
            if unit == 100 and text.startswith(_PERCENT_WORDS, end + 1):  # 三百分点
                return None
            value += _SCORES.get(char) or (digit or 1) * unit  # 十 without a digit is 一十
            place, digit, zero = unit, 0, False
        end += 1
    if value and text[end - 1] in _TWOS:  # 二十两
        return None
    return _Section(start, end, value, place, digit, zero)


def _big(text: str, start: int) -> tuple[int, int]:
    """(end, zeros) of 万, 亿 or 万亿; (start, 0) if none stands there."""
    end, zeros = start, 0
    for big in (4, 8):
        if _BIG.get(text[end : end + 1]) == big:
            end, zeros = end + 1, zeros + big
    return end, zeros


def _whole_to_chinese(number: int) -> str:
    """A number from 0 to 10**16 - 1."""
    if not number:
        return "零"
    words = ""
    for value, name in ((number // 10**8, "亿"), (number % 10**8, "")):
        part = ""
        for section, big in ((value // 10_000, "万"), (value % 10_000, "")):
            if section:
                part += ("零" if part and section < 1000 else "") + _section_to_chinese(section) + big
        if part:
            words += ("零" if words and value < 10**7 else "") + part + name
    return words.removeprefix("一") if words.startswith("一十") else words


def _section_to_chinese(section: int) -> str:
    """1–9999, with 零 once for skipped places inside."""
    words, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = section // unit % 10
        if digit:
            words += ("零" if skipped else "") + _CHINESE_DIGITS[digit] + name
        skipped = bool(words) and not digit
    return words
