"""Printed cells → Target(nature, value, unit), and what was left over.

One cell is read by a small tokenizer (``_Scanner``) along this grammar; spaces are gone before it starts:

    target   = words                                  (定性: 全覆盖, 每季度一次, 不低于上年)
             | [lead] [sign] [approximate] quantity [after] [tail]
    quantity = date | date-span | ratio | span | "±" amount | amount
    span     = number [unit] ("-" | "至" …) number [unit]
    amount   = number [more] [unit]                   (12.06万元, 三十余次, 一次, 零事故)
    unit     = atom {("/" | "每" | "·") atom} | "(" unit ")"
    after    = 以上 | 以内 | 之前 …

The words of each part are in ``lexicon/signs.toml``, ``units.toml`` and ``words.toml``. Where cells disagree, the rules of
the data contract decide; what they do not decide lowers the confidence and says why.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from .lexicon import Lexicon, unit_key
from .lexicon import default as default_lexicon
from .model import Nature, Target
from .numerals import find_number, parse_number
from .text import clean_text, key, squeeze

# The printed marks that cannot be told apart in meaning; one character each, so that positions stay.
_TWINS = str.maketrans("（）【】〔〕：∶，；﹣−–—～﹪", "()()()::,;----~%")
_SPAN_MARKS = ("-", "~", "至", "到")
_PER_MARKS = "/每·•∙.*"
_DIGITS = frozenset("0123456789")
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:\d{1,2}[日号]|[底末初]|上旬|中旬|下旬)"
_DATE_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_YEAR}年度?\d{{1,2}}月份?{_DAY}?",  # 2026年12月31日, 2026年12月底, 2026年6月
        rf"{_YEAR}([./-])\d{{1,2}}\1\d{{1,2}}(?!\d)",  # 2026.12.31
        rf"{_YEAR}年[底末初]",  # 2026年底
        rf"{_YEAR}年度?[上下]半年",
        rf"{_YEAR}年度?第?[一二三四1-4]季度",
        rf"(?:当年|本年|次年|年内)?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月份?{_DAY}",  # 12月底, 6月30日
        r"\d{1,2}月份",
        rf"{_YEAR}年度?",
        r"(?:当年|本年|次年)?年[底末](?=前|之前|以前)",
    )
)
# 2026年1-12月: a span of months, the year is said elsewhere
_YEAR_OF_SPAN = re.compile(rf"{_YEAR}年度?(?=\d{{1,2}}月?(?:-|~|至|到)\d{{1,2}}月(?:份)?$)")
_BARE_YEAR = re.compile(rf"{_YEAR}年度?$")
_BEFORE_DATE = ("之前", "以前", "前", "内", "以内", "之内")
# 30日前, 12月前: a day or month of the calendar, not a number of days
_CALENDAR = re.compile(r"\d{1,2}[日号月](?:之前|以前|前)")
_RATIO = re.compile(r"\d+(?:\.\d+)?:\d+(?:\.\d+)?(?![\d:])")
# 优:85分及以上;良:70-84分: what the grades of a scale mean, which is no target figure
_SCALE = re.compile(
    r"(?:^|[(;,。])(?:优秀?|良好?|中等?|差|较?[好差]|一般|不?合格|不?达标|[一二三四五]档|[高低])[:=](?=[^;]*\d)"
)
_MARKS = "。,;、()"  # around a target they say nothing
_IN_BRACKETS = re.compile(r"[(（]((?:[^()（）]|[(（][^()（）]*[)）])*)[)）]")
_TAIL_WORDS = re.compile(r"水平|同期|标准|计划|任务|目标|预算|平均|要求|规定|基数|基础")


# (confidence, reasons) of an amount
_SURE: tuple[float, tuple[str, ...]] = (1.0, ())
_ABOUT: tuple[float, tuple[str, ...]] = (0.9, ("约数",))
_CLASH: tuple[float, tuple[str, ...]] = (0.5, ("数值前后的比较词互相矛盾",))


@dataclass(frozen=True, slots=True)
class _Part:
    """What was read from one cell. signed: the cell itself says how to compare."""

    kind: str  # "number", "range", "date", "ratio"
    nature: Nature
    signed: bool
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    text: str | None = None
    rest: str = ""
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


def _by_first(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first character, longest first."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[0], []).append(word)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in found.items()}


class _Grammar:
    """The lexicon's words arranged for scanning."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.before = _by_first(lexicon.signs_before)
        self.after = _by_first(lexicon.signs_after)
        self.units = _by_first(lexicon.units)
        self.longest_unit = max(map(len, lexicon.units))
        self.zero = _by_first(lexicon.words["zero"])
        self.approximate = _by_first(lexicon.words["approximate"])
        self.more = _by_first(lexicon.words["more"])
        self.frequency = _by_first(lexicon.words["frequency"])

    @staticmethod
    def match(words: dict[str, tuple[str, ...]], text: str, at: int) -> str:
        """The longest of the words that stands at ``at``, or ""."""
        if at < len(text):
            for word in words.get(text[at], ()):
                if text.startswith(word, at):
                    return word
        return ""


@functools.cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    return _Grammar(lexicon)


class _Scanner:
    """Reads one cell from a given position; every method returns where it stopped."""

    def __init__(self, text: str, grammar: _Grammar) -> None:
        self.text = text
        self.grammar = grammar
        self.end = len(text)
        self.plain = unicodedata.is_normalized("NFKC", text)

    def word(self, words: dict[str, tuple[str, ...]], at: int) -> str:
        return self.grammar.match(words, self.text, at)

    def sign(self, at: int) -> tuple[Nature | None, int]:
        """[sign]: a second sign that repeats the first is passed over."""
        nature: Nature | None = None
        while word := self.word(self.grammar.before, at):
            found = self.grammar.lexicon.signs_before[word]
            if nature is not None and found is not nature:
                break
            nature, at = found, at + len(word)
        return nature, at

    def sign_behind(self, at: int, nature: Nature | None) -> tuple[Nature | None, int, bool]:
        """(sign, end, whether they clash) of [after], given the sign in front; 等于 in front gives way to 以上."""
        word = self.word(self.grammar.after, at)
        if not word:
            return nature, at, False
        found = self.grammar.lexicon.signs_after[word]
        clash = nature not in (None, Nature.EQ, found)
        return nature if clash else found, at + len(word), clash

    def skip(self, words: dict[str, tuple[str, ...]], at: int) -> int:
        while word := self.word(words, at):
            at += len(word)
        return at

    def date(self, at: int) -> int:
        """End of the longest date that begins here, or ``at``."""
        ends = [match.end() for shape in _DATE_SHAPES if (match := shape.match(self.text, at))]
        return max(ends, default=at)

    def number(self, at: int) -> tuple[Decimal, int, bool, str | None] | None:
        """(value, end, written in Chinese, unit that belongs to the numeral) or None."""
        text = self.text
        for words, share in (("百分之百", Decimal(100)), ("百分百", Decimal(100))):
            if text.startswith(words, at):
                return share, at + len(words), False, "%"
        for words, unit in (("百分之", "%"), ("千分之", "‰")):
            if text.startswith(words, at):
                found = find_number(text, at + 3)
                return (found[2], found[1], False, unit) if found else None
        plain = find_number(text, at, multiplier=False)
        if plain is None:
            return None
        _, stop, value = plain
        chinese = text[stop - 1] not in _DIGITS
        if not chinese and stop < self.end and text[stop] in "万亿千百" and not self.atom(stop):
            # 2万 and 3.5亿 without a counted thing: the character belongs to the number
            whole = find_number(text, at)
            if whole is not None:
                return whole[2], whole[1], False, None
        return value, stop, chinese, None

    def atom(self, at: int) -> int:
        """Length of the longest unit of the lexicon that stands here; printed ㎡ and m² are its m2."""
        if self.plain:
            return len(self.word(self.grammar.units, at))
        sizes = range(min(self.grammar.longest_unit, self.end - at), 0, -1)
        units = self.grammar.lexicon.units
        return next((size for size in sizes if unit_key(self.text[at : at + size]) in units), 0)

    def unit(self, at: int) -> tuple[str, int]:
        """(unit as printed, without brackets around the whole, end); "" where none stands here."""
        if self.text.startswith("(", at):
            stop = self.rate(at + 1)
            if self.text.startswith(")", stop):
                return self.text[at + 1 : stop], stop + 1
            return "", at
        stop = self.rate(at)
        return self.text[at:stop], stop

    def rate(self, at: int, inner: bool = False) -> int:
        """End of atom {("/" | "每" | "·") atom}, or ``at``. inner: in brackets already, where no others are opened."""
        text = self.text
        size = self.atom(at)
        if not size or self.word(self.grammar.after, at):  # 封顶 is no 封
            return at
        stop = at + size
        if (second := self.atom(stop)) and self._bounded(stop + second):
            stop += second  # 站次, 人份: two atoms make one unit
        while stop < self.end and text[stop] in _PER_MARKS:
            begin = stop + 1
            while begin < self.end and text[begin] in _PER_MARKS:
                begin += 1
            if not inner and text.startswith("(", begin):
                closing = self.rate(begin + 1, inner=True)
                if closing > begin + 1 and text.startswith(")", closing):
                    stop = closing + 1
                    continue
            size = self.atom(begin)
            if not size or not self._bounded(begin + size):
                # 元/套房, 次/校: the counted thing need not be a unit of the lexicon
                names = (n for n in range(1, 5) if text[begin : begin + n].isalpha() and self._bounded(begin + n))
                size = next(names, size)
                if not size:
                    break
            stop = begin + size
        if text.startswith(("(套)", "(次)", "(件)"), stop):
            stop += 3
        return stop

    def _bounded(self, at: int) -> bool:
        """Whether a unit may end here: at the cell's end, before a mark, or before 以上 and the like."""
        return at >= self.end or self.text[at] in "()/每·•∙.*,;。、-~至" or bool(self.word(self.grammar.after, at))

    def amount(self, at: int, signed: bool) -> tuple[Decimal, str | None, int, bool, bool] | None:
        """(value, unit, end, written in Chinese, followed by 余 or the like)"""
        text = self.text
        event = self.word(self.grammar.zero, at + 1) if text.startswith(("零", "0"), at) else ""
        if len(event) > self.atom(at + 1):  # 零次 counts, 零排放 does not
            return Decimal(0), None, at + 1 + len(event), True, False
        found = self.number(at)
        if found is None:
            return None
        value, stop, chinese, unit = found
        after_more = self.skip(self.grammar.more, stop)
        about = after_more > stop and bool(self.atom(after_more) or after_more == self.end)
        if about:
            stop = after_more
        if unit is None:
            unit_text, stop = self.unit(stop)
            unit = unit_text or None
        if chinese and not signed and not self._counted(unit, stop):
            return None
        return value, unit, stop, chinese, about

    def _counted(self, unit: str | None, stop: int) -> bool:
        """Whether a Chinese numeral counts something: 一次 does; 一次性, 一级, 三公经费 do not."""
        if unit is None:
            return stop < self.end and self.text[stop] in "-~至到"  # 三至五场: the unit stands behind the second number
        if unit in self.grammar.lexicon.words["ordinal"]:
            return False
        return stop == self.end or bool(self.word(self.grammar.after, stop)) or self.text[stop] in ",;。()、-~至"

    def unknown_unit(self, at: int) -> tuple[str, int]:
        """A short word right behind the number that the lexicon does not know: taken as the unit, with less confidence."""
        name = re.compile(r"[^\W\d_]{1,4}(?:/[^\W\d_]{1,4})?").match(self.text, at)
        if name is None or self.word(self.grammar.after, at):
            return "", at
        word = name.group()
        for cut in range(1, len(word) + 1):
            if self.word(self.grammar.after, at + cut):
                return word[:cut], at + cut
        return (word, at + len(word)) if at + len(word) == self.end and len(word) <= 3 else ("", at)

    def quantity(self, at: int) -> tuple[_Part, int] | None:
        """[sign] [approximate] quantity [after], beginning exactly here."""
        nature, start = self.sign(at)
        start = self.skip(self.grammar.approximate, start)
        if year := _YEAR_OF_SPAN.match(self.text, start):
            start = year.end()
        calendar = _CALENDAR.match(self.text, start)
        stop = calendar.end() if calendar else self.date(start)
        if stop > start:  # 2025年水平 is refused as a date; it is not 2025 years either
            return self._date(start, stop, nature, limit=bool(calendar))
        return self._ratio(start, nature) or self._plus_minus(start) or self._number(start, nature)

    def _date(self, at: int, stop: int, nature: Nature | None, limit: bool) -> tuple[_Part, int] | None:
        """A date that stands from ``at`` to ``stop``, with what follows. limit: 前 was found already."""
        for mark in _SPAN_MARKS:
            if self.text.startswith(mark, stop):
                second = self.date(stop + len(mark))
                if second > stop + len(mark):
                    return _Part("date", Nature.RANGE, True, text=self.text[at:second]), second
        before = next((word for word in _BEFORE_DATE if self.text.startswith(word, stop)), "")
        stop += len(before)
        tail = self.text[stop:]
        if tail and (_BARE_YEAR.match(self.text[at:stop]) or len(tail) > 8 or _TAIL_WORDS.search(tail)):
            return None
        if tail and tail[0] in _DIGITS:
            return None  # 2025年12月31: the rest of the date stands elsewhere
        limit = limit or bool(before)
        signed = limit or nature is not None
        return _Part("date", nature or (Nature.LE if limit else Nature.EQ), signed, text=self.text[at:]), self.end

    def _ratio(self, at: int, nature: Nature | None) -> tuple[_Part, int] | None:
        match = _RATIO.match(self.text, at)
        if match is None:
            return None
        nature, stop, clash = self.sign_behind(match.end(), nature)
        confidence, reasons = _CLASH if clash else _SURE
        return _Part(
            "ratio",
            nature or Nature.EQ,
            nature is not None,
            text=match.group(),
            confidence=confidence,
            reasons=reasons,
        ), stop

    def _plus_minus(self, at: int) -> tuple[_Part, int] | None:
        if not self.text.startswith("±", at):
            return None
        found = self.amount(at + 1, signed=True)
        if found is None:
            return None
        value, unit, stop, _, about = found
        value = value.copy_abs()  # like copy_negate exact at any length, which the operators are not
        confidence, reasons = _ABOUT if about else _SURE
        return _Part(
            "range", Nature.RANGE, True, value.copy_negate(), value, unit, confidence=confidence, reasons=reasons
        ), stop

    def _number(self, at: int, nature: Nature | None) -> tuple[_Part, int] | None:
        first = self.amount(at, signed=nature is not None)
        if first is None:
            return None
        value, unit, stop, chinese, about = first
        lower = self.text[at:stop]
        second = self._second(stop, nature)
        if second is not None:
            upper, upper_unit, stop, _, about_upper = second
            value = _shared(value, lower, upper, upper_unit, self.text[at:stop])
            confidence, reasons = _ABOUT if about or about_upper else _SURE
            if unit is not None and upper_unit is not None and not _same(unit, upper_unit, self.grammar.lexicon):
                confidence, reasons = 0.5, (*reasons, f"区间两端的单位“{unit}”与“{upper_unit}”不同")
            if value > upper:
                confidence, reasons = min(confidence, 0.6), (*reasons, "区间的下限大于上限")
            if after := self.word(self.grammar.after, stop):
                stop += len(after)
            return _Part(
                "range",
                Nature.RANGE,
                True,
                value,
                upper,
                upper_unit or unit,
                confidence=confidence,
                reasons=reasons,
            ), stop
        confidence, reasons = _ABOUT if about else _SURE
        if unit is None and not chinese:
            word, stop = self.unknown_unit(stop)
            if word:
                unit, confidence, reasons = word, min(confidence, 0.8), (*reasons, f"计量单位“{word}”不在词库")
        if (
            unit is None
            and nature is None
            and stop < self.end
            and not self.word(self.grammar.after, stop)
            and (self.text[stop].isalnum())
        ):
            return None  # 5G网络, 12345热线: the figure is part of a name
        nature, stop, clash = self.sign_behind(stop, nature)
        if clash:
            confidence, reasons = _CLASH[0], reasons + _CLASH[1]
        return _Part(
            "number", nature or Nature.EQ, nature is not None, value, None, unit, confidence=confidence, reasons=reasons
        ), stop

    def _second(self, at: int, nature: Nature | None) -> tuple[Decimal, str | None, int, bool, bool] | None:
        """The upper end of a span, as amount() gives it: 90%-95%, 1至3次, 介于1和3次之间, ≥80%且≤95%."""
        text = self.text
        for mark in (*_SPAN_MARKS, "和", "与") if nature is Nature.RANGE else _SPAN_MARKS:
            if text.startswith(mark, at):
                return self.amount(at + len(mark), signed=True)
        if nature in (Nature.GE, Nature.GT):
            begin = at
            while begin < self.end and text[begin] in ",;且、并":
                begin += 1
            limit, begin = self.sign(begin)
            if limit in (Nature.LE, Nature.LT):
                return self.amount(begin, signed=True)
        return None


def _shared(value: Decimal, lower: str, upper: Decimal, unit: str | None, span: str) -> Decimal:
    """The lower end of a span: in 1-2万 the 万 is printed once for both ends, in 2万-3万元 it belongs to the unit.

    lower, span: the printed lower end and the printed whole. unit: the upper end's.
    """
    if span[len(lower)] not in _SPAN_MARKS:
        return value
    if lower[-1] in "万亿":
        other = parse_number(lower[:-1]) if unit is not None and unit.startswith(lower[-1]) else None
    else:
        numbers = span.removesuffix(unit or "")
        other = parse_number(lower + numbers[len(numbers.rstrip("万亿")) :])
    return value if other is None or other > upper else other


def _read(text: str, grammar: _Grammar) -> _Part | None:
    """One cell without white space → what it says, or None where it is words only."""
    scanner = _Scanner(text, grammar)
    if scanner.word(grammar.frequency, 0) and not re.search(r"[≥≤><=]", text):
        return None
    if len(_SCALE.findall(text)) > 1:
        return None
    found = scanner.quantity(0)
    lead = ""
    if found is None:
        found, lead = _inside(scanner)
    if found is None:
        return None
    part, stop = found
    tail = text[stop:].strip(_MARKS)
    rest = lead.strip(_MARKS) + tail
    if not rest:
        return part
    if any(char in _DIGITS for char in tail):
        part = replace(part, confidence=min(part.confidence, 0.5), reasons=(*part.reasons, "目标值里不止一个数"))
    if len(tail) > 12 and not part.signed:
        return None  # a sentence that happens to begin with a number
    return replace(
        part, rest=rest, confidence=min(part.confidence, 0.8), reasons=(*part.reasons, f"“{rest}”未计入目标值")
    )


def _inside(scanner: _Scanner) -> tuple[tuple[_Part, int] | None, str]:
    """A quantity behind a few words (较上年增长5%): one with a sign, or one that ends the cell."""
    text = scanner.text
    for at in range(1, min(len(text), 20)):
        if text[at] in _DIGITS and (
            text[at - 1] in _DIGITS or text[at - 1] in ".-第前" or (text[at - 1] < "\u0250" and text[at - 1].isalpha())
        ):
            continue
        if text[at] not in _DIGITS and not scanner.word(scanner.grammar.before, at) and text[at] != "百":
            continue
        found = scanner.quantity(at)
        if found is None:
            continue
        part, stop = found
        if any(char in _DIGITS for char in text[:at]):
            return None, ""
        if part.kind == "date" and at > 6:
            return None, ""
        known = _known(part.unit, scanner.grammar.lexicon)[0] is not None
        if part.signed or (not text[stop:].strip(_MARKS) and (known or part.kind == "date")):
            return (part, stop), text[:at]
        return None, ""
    return None, ""


def _known(unit: str | None, lexicon: Lexicon) -> tuple[str | None, str | None, Decimal | None]:
    """(standard name, dimension, factor) of a unit; a rate such as 元/人 keeps the dimension of its first atom plus "/"."""
    if unit is None:
        return None, None, None
    spot = unit_key(unit)
    if found := lexicon.units.get(spot):
        return found.name, found.dimension, found.factor
    parts = re.split(r"[/每·•∙.*]+", spot)
    first = lexicon.units.get(parts[0])
    if first is None:
        return None, None, None
    names = [known.name if (known := lexicon.units.get(part)) else part for part in parts]
    return "/".join(names), f"{first.dimension}/", first.factor


def _same(unit: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two printed units are one; of those that the lexicon does not know, whether they are one word."""
    return (_known(unit, lexicon)[0] or unit_key(unit)) == (_known(other, lexicon)[0] or unit_key(other))


def _finish(target: Target, lexicon: Lexicon) -> Target:
    name, dimension, factor = _known(target.unit, lexicon)
    return replace(target, canonical=name, dimension=dimension, factor=factor)


def parse_unit(printed: str | None, lexicon: Lexicon | None = None) -> str | None:
    """计量单位 as printed, None for an empty cell or a mark that stands for none; brackets around it are dropped.

    >>> parse_unit("（%）"), parse_unit("/"), parse_unit("个 工作日")
    ('%', None, '个工作日')
    """
    lexicon = lexicon or default_lexicon()
    text = squeeze(printed or "")
    if match := _IN_BRACKETS.fullmatch(text):
        text = match[1]
    return text if text and key(text) not in lexicon.words["blank"] else None


def is_unit(printed: str, lexicon: Lexicon) -> bool:
    """Whether a text is a unit of measure: one of the lexicon, or a rate whose first part is (元/人·天).

    >>> from perf_goals.lexicon import default
    >>> is_unit("元/人·天", default()), is_unit("（%）", default()), is_unit("元整", default())
    (True, True, False)
    """
    unit = parse_unit(printed, lexicon)
    return unit is not None and _known(unit, lexicon)[0] is not None


def parse_nature(printed: str | None, lexicon: Lexicon | None = None) -> Nature | None:
    """指标性质 of its own cell; None where it is empty or says only 定量.

    >>> str(parse_nature("大于等于")), parse_nature("定量指标")
    ('≥', None)
    """
    lexicon = lexicon or default_lexicon()
    return lexicon.sign_cells.get(key(printed or ""))


@functools.lru_cache(maxsize=65536)
def parse_target(nature: str | None, value: str | None, unit: str | None, lexicon: Lexicon | None = None) -> Target:
    """The cells of one indicator → its triple.

    nature, value, unit: the cells as printed; None where the table has no such column, "" where the cell is empty.

    Units: the value stays in the printed unit; canonical, dimension and factor tell how to convert it.

    Source: the data contract's rules for doubtful cases.

    >>> target = parse_target(None, "≥500元/人每天", None)
    >>> str(target.nature), target.value, target.unit
    ('≥', Decimal('500'), '元/人每天')
    >>> parse_target("定性", "好坏", "/").text
    '好坏'
    """
    lexicon = lexicon or default_lexicon()
    printed = parse_nature(nature, lexicon)
    cell = squeeze(value or "").translate(_TWINS)
    column = parse_unit(unit, lexicon)
    reasons: list[str] = []
    confidence = 1.0
    marker = key(nature or "")
    known = ("quantitative", "blank", "forward", "backward")
    if printed is None and marker and not any(marker in lexicon.words[name] for name in known):
        confidence = 0.6
        reasons.append(f"不认识的指标性质“{clean_text(nature or '')}”")
    if not cell or (key(cell) in lexicon.words["blank"] and cell != "无"):
        return _finish(
            Target(
                nature=printed,
                unit=None if printed is Nature.WORDS else column,
                confidence=confidence,
                reasons=tuple(reasons),
            ),
            lexicon,
        )
    part = _read(cell, _grammar(lexicon))
    if part is None and column is not None and (counted := parse_number(cell)) is not None:
        part = _Part("number", Nature.EQ, False, counted)  # 五 beside 次
    if part is None:
        return Target(nature=Nature.WORDS, text=clean_text(value or ""), confidence=confidence, reasons=tuple(reasons))
    settled, doubt = _settle(printed, part)
    if doubt:
        confidence = min(confidence, 0.5)
        reasons.append(doubt)
    confidence = min(confidence, part.confidence)
    reasons.extend(part.reasons)
    own = part.unit
    if column is not None and own is not None and not _same(column, own, lexicon):
        confidence = min(confidence, 0.6)
        reasons.append(f"目标值里的单位“{own}”与计量单位“{column}”不同")
    return _finish(
        Target(
            settled,
            part.value,
            part.upper,
            part.text,
            column if column is not None else own,
            rest=part.rest,
            confidence=confidence,
            reasons=tuple(reasons),
        ),
        lexicon,
    )


def _settle(printed: Nature | None, part: _Part) -> tuple[Nature, str | None]:
    """Which nature counts when the 指标性质 cell and the value cell both say one, and whether that is in doubt."""
    if printed is None or printed is Nature.WORDS or part.nature is printed:
        return part.nature, None
    if not part.signed:
        return printed, None
    if printed is Nature.EQ:
        return part.nature, None
    settled = part.nature if part.nature is Nature.RANGE else printed
    return settled, None if part.kind == "date" else f"指标性质“{printed}”与目标值里的“{part.nature}”不同"
