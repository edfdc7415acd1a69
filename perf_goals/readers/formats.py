"""Numbers as a sheet shows them: Excel's number formats, as far as budget tables use them.

Percent, decimals, thousands, scaling commas, literal words, sections for negative numbers and zero, exponents, dates
and times with Chinese words. Fractions are shown like General. Rounding is half away from zero, as Excel rounds.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_CHINESE_DAY, _CHINESE_MONTH, _SHORT_DAY = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'm"月"d"日"'
_HOURS, _SECONDS = 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'
# Formats that a file names by number only, as the Chinese edition shows them.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), _CHINESE_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _SHORT_DAY),
    30: "m-d-yy",
    31: _CHINESE_DAY,
    32: _HOURS,
    33: _SECONDS,
    34: "上午/下午" + _HOURS,
    35: "上午/下午" + _SECONDS,
    55: "上午/下午" + _HOURS,
    56: "上午/下午" + _SECONDS,
}
Value = bool | int | float | str | date | time | datetime | timedelta
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<wide>.)|\*(?P<filled>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)|(?P<exponent>E[+-])(?=[0#?])"
    r"|(?P<date>[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|[Aa]{3,4}(?![A-Za-z]))|(?P<digit>[0#?])|(?P<other>.)",
    re.DOTALL,
)
_CURRENCY = re.compile(r"\$([^-]*)-?[0-9A-Fa-f]*")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_WEEK = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIRST_DAY = datetime(1899, 12, 30)


def is_plain(code: str) -> bool:
    """Whether the format leaves a number as General shows it."""
    return code in ("General", "@", "", "G/通用格式")


def shown(value: Value, code: str = "General") -> str:
    """A cell's value as the format shows it; dates without a format as 2025-12-01.

    >>> shown(0.95, "0%"), shown(45992, 'yyyy"年"m"月"d"日"'), shown(1234.5, "#,##0.00"), shown(0.1 + 0.2)
    ('95%', '2025年12月1日', '1,234.50', '0.3')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not isinstance(value, int | float):
        return _dated(value, code)
    number = float(value)
    if 0 < number < 1e12 and (plan := _plan(code)) is not None:
        return plan.shown(number)
    return _shown(number, code)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The common formats, fast: so many decimals, thousands, percent, words before and behind."""

    decimals: int
    grouped: bool
    percent: bool
    before: str
    behind: str

    def shown(self, number: float) -> str:
        if self.percent:
            number *= 100
        part = number * 10**self.decimals % 1
        # a half is rounded up as printed in decimals, not as the binary number is stored
        text = _rounded(number, self.decimals) if abs(part - 0.5) < 1e-4 else f"{number:.{self.decimals}f}"
        if self.grouped:
            whole, point, rest = text.partition(".")
            text = f"{int(whole):,}{point}{rest}"
        return self.before + text + ("%" if self.percent else "") + self.behind


_COMMON = re.compile(r'(?:"([^"0#?]*)")?(#,##)?0(?:\.(0+))?(%)?(?:"([^"0#?]*)")?(?:;[^\[]*)?')


@lru_cache(maxsize=1 << 10)
def _plan(code: str) -> _Plan | None:
    match = _COMMON.fullmatch(code)
    if match is None:
        return None
    before, grouped, decimals, percent, behind = match.groups()
    return _Plan(len(decimals or ""), bool(grouped), bool(percent), (before or "").lstrip(), (behind or "").rstrip())


def _dated(value: date | time | datetime | timedelta, code: str) -> str:
    number = _serial(value)
    if not is_plain(code) and any(_is_date(section) for section in _sections(code)):
        return _shown(number, code)
    if isinstance(value, datetime):
        whole = value.time() == time()
        return value.date().isoformat() if whole else value.isoformat(" ", "minutes" if not value.second else "seconds")
    if isinstance(value, timedelta):
        return _shown(number, "[h]:mm:ss")
    return value.isoformat()


def _serial(value: date | time | datetime | timedelta) -> float:
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86400
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return (moment - _FIRST_DAY) / timedelta(days=1)


def general(value: float) -> str:
    """A number without a format: whole numbers whole, others to about eleven characters, as a wide column shows them."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    size = abs(value)
    if size >= 1e15 or size < 1e-9:
        return f"{value:.5E}"
    plain = repr(value)
    if len(plain) < 12 and size >= 1e-4:
        return plain
    whole = len(str(int(size)))
    text = _rounded(value, max(10 - whole, 1) if size >= 1e-4 else 14)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: float, decimals: int) -> str:
    number = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{number:f}"


@lru_cache(maxsize=1 << 16)
def _shown(value: float, code: str) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    if is_plain(code):
        return general(value)
    tokens, number = _section_for(value, _sections(code))
    if _is_date(tokens):
        return _moment(value, tokens)
    if any(kind == "digit" for kind, _ in tokens):
        if any(kind == "other" and text == "/" for kind, text in tokens):
            return general(value)
        return _number(number, tokens)
    return "".join(
        general(number) if kind == "general" or (kind == "other" and text == "@") else _literal(kind, text)
        for kind, text in tokens
    ).strip(" ")


Tokens = tuple[tuple[str, str], ...]


@lru_cache(maxsize=1 << 10)
def _sections(code: str) -> tuple[Tokens, ...]:
    sections: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        text = match.group(kind)
        if kind == "other" and text == ";":
            sections.append([])
        else:
            sections[-1].append((kind, text))
    return tuple(map(tuple, sections))


def _is_date(tokens: Tokens) -> bool:
    return any(
        kind == "date" or (kind == "bracket" and text.lower().strip("hms") == "" and text) for kind, text in tokens
    )


def _section_for(value: float, sections: tuple[Tokens, ...]) -> tuple[Tokens, float]:
    """The section that shows this number, and the number without the sign that the section's place stands for."""
    numeric = [one for one in sections if not any(kind == "other" and text == "@" for kind, text in one)] or list(
        sections
    )
    conditions = [_condition(one) for one in numeric]
    if any(conditions):
        for section, condition in zip(numeric, conditions, strict=True):
            if condition is None or _holds(value, *condition):
                return section, abs(value) if condition and value < 0 and condition[0] in ("<", "<=") else value
        return numeric[-1], value
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    if value == 0 and len(numeric) > 2:
        return numeric[2], value
    return numeric[0], value


def _condition(tokens: Tokens) -> tuple[str, float] | None:
    for kind, text in tokens:
        if kind == "bracket" and (match := _CONDITION.fullmatch(text.strip())):
            try:
                return match.group(1), float(match.group(2))
            except ValueError:
                return None
    return None


def _holds(value: float, sign: str, limit: float) -> bool:
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[sign]


def _literal(kind: str, text: str) -> str:
    """What a token that is no placeholder prints."""
    if kind == "wide":
        return " "
    if kind == "filled":
        return ""
    if kind == "bracket":
        found = _CURRENCY.fullmatch(text)
        return found.group(1) if found else ""
    return text


def _number(value: float, tokens: Tokens) -> str:
    digits = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    first, last = digits[0], digits[-1]
    point = next((at for at, token in enumerate(tokens) if token == ("other", ".")), None)
    exponent = next((at for at, (kind, _) in enumerate(tokens) if kind == "exponent"), None)
    stop = exponent if exponent is not None else len(tokens)
    whole_end = min(point if point is not None else stop, stop)
    commas = [at for at, token in enumerate(tokens) if token == ("other", ",")]
    scale = sum(1 for at in commas if all(d < at for d in digits if d < whole_end) and at > first)
    grouped = any(first < at < max((d for d in digits if d < whole_end), default=-1) for at in commas)
    percents = sum(1 for token in tokens if token == ("other", "%"))
    number = value * 100**percents / 1000**scale
    places = [at for at in digits if whole_end < at < stop]
    power = ""
    if exponent is not None:
        mantissa, _, tail = f"{abs(number):.{len(places)}E}".partition("E")
        width = sum(1 for at in digits if at > exponent)
        sign = "-" if tail.startswith("-") else ("+" if tokens[exponent][1] == "E+" else "")
        power = f"E{sign}{abs(int(tail)):0{width}d}"
        text = mantissa
    else:
        text = _rounded(abs(number), len(places)) if abs(number) < 1e21 else f"{abs(number):.0f}"
    negative = number < 0 and any(char in "123456789" for char in text)
    whole, _, part = text.partition(".")
    for at in reversed(places):  # digits that are printed only where they are not zero
        if tokens[at][1] == "0" or not part.endswith("0"):
            break
        part = part[:-1]
    required = sum(1 for at in digits if at < whole_end and tokens[at][1] == "0")
    whole = whole.lstrip("0").rjust(required, "0")
    if grouped:
        whole = f"{int(whole):,}".rjust(required, "0") if whole else whole
    body = whole + ("." + part if point is not None and (part or tokens[point + 1 : point + 2]) else "") + power
    if body.endswith(".") and not any(tokens[at][1] == "0" for at in places):
        body = body[:-1]
    before = "".join(_literal(*token) for at, token in enumerate(tokens[:first]) if token != ("other", "."))
    lead = point is not None and point < first
    inner = "".join(
        _literal(kind, text)
        for kind, text in tokens[first : last + 1]
        if kind in ("quoted", "escaped") or (kind == "other" and text not in ".,%+-")
    )
    after = "".join(
        _literal(kind, text)
        for kind, text in tokens[last + 1 :]
        if (kind, text) not in (("other", ","), ("other", "."))
    )
    if lead and not body.startswith("."):
        body = body if not part else "." + part
    return (("-" if negative else "") + before.strip(" ") + body + inner + after.rstrip(" ")).strip(" ")


def _moment(value: float, tokens: Tokens) -> str:
    """A date or a time; a number that is none is shown like General."""
    elapsed = any(kind == "bracket" and text and not text.lower().strip("hms") for kind, text in tokens)
    if value < 0 or value >= 2958466:
        return general(value)
    seconds = round(value * 86400)
    moment = _FIRST_DAY + timedelta(seconds=seconds)
    if 0 < value < 60 and not elapsed:
        moment += timedelta(days=1 if value >= 1 else 0)  # the year 1900 has a day too many in a sheet
    halves = any(kind == "half" for kind, _ in tokens)
    out: list[str] = []
    for at, (kind, text) in enumerate(tokens):
        if kind == "date":
            out.append(_part(moment, text.lower(), _is_minute(tokens, at), halves))
        elif kind == "half":
            words = text.split("/")
            out.append(words[0] if moment.hour < 12 else words[1])
        elif kind == "bracket" and text and not text.lower().strip("hms"):
            unit = {"h": 3600, "m": 60, "s": 1}[text[0].lower()]
            out.append(str(seconds // unit).rjust(len(text), "0"))
        elif kind != "digit" and (kind, text) != ("other", "@") and not _before_digits(tokens, at):
            out.append(_literal(kind, text))
    return "".join(out).strip(" ")


def _before_digits(tokens: Tokens, at: int) -> bool:
    """Whether a point has parts of a second behind it, which are not shown."""
    return tokens[at] == ("other", ".") and at + 1 < len(tokens) and tokens[at + 1][0] == "digit"


def _is_minute(tokens: Tokens, at: int) -> bool:
    """An m behind an hour or before a second is a minute."""
    units = [
        (spot, text[0].lower())
        for spot, (kind, text) in enumerate(tokens)
        if kind == "date" or (kind == "bracket" and text and not text.lower().strip("hms"))
    ]
    here = next(number for number, (spot, _) in enumerate(units) if spot == at)
    before = units[here - 1][1] if here else ""
    behind = units[here + 1][1] if here + 1 < len(units) else ""
    return before == "h" or behind == "s"


def _part(moment: datetime, text: str, minute: bool, halves: bool) -> str:
    unit, size = text[0], len(text)
    if unit == "y":
        return f"{moment.year:04d}" if size > 2 else f"{moment.year % 100:02d}"
    if unit == "m" and not minute:
        if size >= 3:
            return _MONTHS[moment.month - 1]
        return str(moment.month).rjust(min(size, 2), "0")
    if unit == "a" or (unit == "d" and size >= 3):
        return ("星期" if size == 4 else "") + _WEEK[moment.weekday()]
    hour = (moment.hour % 12 or 12) if halves else moment.hour
    number = {"d": moment.day, "h": hour, "m": moment.minute, "s": moment.second}[unit]
    return str(number).rjust(min(size, 2), "0")
