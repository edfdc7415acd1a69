"""Numerals: what each text is worth, what is refused, where a number inside a text ends, and the way back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_goals.numerals import find_number, parse_number, parse_ordinal, to_chinese

# Why the case is there: (text, value as printed by str())
NUMBERS = {
    # Arabic
    "digits": ("12", "12"),
    "leading zero of a month": ("05", "5"),
    "negative": ("-5", "-5"),
    "negative, full-width sign": ("－５", "-5"),
    "negative, minus sign proper": ("−5", "-5"),
    "negative in words before digits": ("负5.5", "-5.5"),
    "minus nothing is nothing": ("-0", "0"),
    "decimals keep their zeros": ("12.60", "12.60"),
    "thousands separators": ("12,345.60", "12345.60"),
    "full-width separators and digits": ("１２，３４５．６", "12345.6"),
    "full-width separator between plain digits": ("1，200", "1200"),
    "more digits than the decimal context holds": ("1" * 40 + ".5", "1" * 40 + ".5"),
    "more digits than int() reads": ("9" * 5000, "9" * 5000),
    # Arabic with a multiplier
    "万": ("1.2万", "12000"),
    "亿": ("3亿", "300000000"),
    "万亿": ("1.5万亿", "1500000000000"),
    "千": ("3千", "3000"),
    "百": ("5百", "500"),
    "百万": ("2百万", "2000000"),
    "千万": ("1.25千万", "12500000"),
    "traditional 萬 and 億": ("3萬億", "3000000000000"),
    "more decimals than the multiplier has zeros": ("1.23456万", "12345.6"),
    "separators and multiplier": ("-1,200万", "-12000000"),
    "full-width digits and multiplier": ("１．２万", "12000"),
    "exact beyond the decimal context": ("1." + "1" * 40 + "万", "11111." + "1" * 36),
    "two parts": ("1亿2000万", "120000000"),
    "two parts, short second": ("3万5百", "30500"),
    "two parts, decimals in the last": ("1亿2345.67万", "123456700"),
    "two parts, zeros in front of the second": ("1亿0200万", "102000000"),
    "three parts": ("1亿2000万5千", "120005000"),
    "three parts from 万亿 down": ("1万亿2000亿3万", "1200000030000"),
    # Chinese
    "hundred and twenty": ("一百二十", "120"),
    "两 alone": ("两", "2"),
    "两 before 百": ("两百", "200"),
    "两 before 万 and 千": ("两万两千", "22000"),
    "两 after 零 before 万": ("一亿零两万", "100020000"),
    "traditional 兩": ("兩千", "2000"),
    "two hundred and fifty, short": ("二百五", "250"),
    "零 before the last digit": ("二百零五", "205"),
    "零 over two places": ("一千零五", "1005"),
    "零 over one place": ("一千零五十", "1050"),
    "零 left out where the unit settles it": ("一千五十", "1050"),
    "short after 万": ("一万二", "12000"),
    "short after 亿": ("一亿二", "120000000"),
    "short after 十万": ("十万五", "105000"),
    "short at the end of a longer one": ("一亿三千万二", "130002000"),
    "decimals": ("三点五", "3.5"),
    "decimals with zeros": ("零点五〇", "0.50"),
    "decimals after places": ("一百零二点二五", "102.25"),
    "decimals times 万": ("三点五万", "35000"),
    "decimals times 万亿": ("三点五万亿", "3500000000000"),
    "decimals after 万": ("三万点五", "30000.5"),
    "ten": ("十", "10"),
    "fifteen": ("十五", "15"),
    "twenty": ("二十", "20"),
    "一十 at the front is unusual, not wrong": ("一十五", "15"),
    "十 without 一 after 百": ("一百十五", "115"),
    "ten thousands": ("十二万", "120000"),
    "skipped places after 亿": ("一亿零三万", "100030000"),
    "零 said after 万 though no place is skipped": ("十万零五千", "105000"),
    "skipped places twice": ("一亿零二百零五万零三十", "102050030"),
    "亿 over 万亿": ("二十万亿", "20000000000000"),
    "亿 over 万 and more": ("二十一万零三亿零五", "21000300000005"),
    "year": ("二〇二六", "2026"),
    "year with 零": ("二零二六", "2026"),
    "year with a ring for 〇": ("二○三○", "2030"),
    "year without a zero": ("一九九八", "1998"),
    "digit string that begins with zero": ("〇五", "5"),
    "zero": ("零", "0"),
    "zero, other form": ("〇", "0"),
    "year with decimals": ("二〇二六点五", "2026.5"),
    "digit string with decimals times 万": ("一二〇点五万", "1205000"),
    "nothing and decimals times 万": ("零点五万", "5000"),
    "score": ("廿", "20"),
    "score and digit": ("廿五", "25"),
    "thirty inside": ("一百卅二", "132"),
    "financial": ("壹佰贰拾叁", "123"),
    "financial with zero": ("叁万零伍拾", "30050"),
    "financial digits with common units": ("伍百贰十", "520"),
    "financial ten": ("拾伍", "15"),
    "financial digits one by one": ("壹贰叁", "123"),
    "traditional financial": ("參萬陸仟貳佰", "36200"),
    "negative Chinese": ("负三点五", "-3.5"),
}


@pytest.mark.parametrize(("text", "value"), NUMBERS.values(), ids=NUMBERS)
def test_number(text: str, value: str) -> None:
    got = parse_number(text)
    assert got is not None
    assert str(got) == value
    assert find_number(text) == (0, len(text), got)


# Why the case is refused: text
NO_NUMBERS = {
    "empty": "",
    "blank": " 12",
    "blank inside": "12 345",
    "plus sign": "+5",
    "sign alone": "-",
    "sign twice": "--5",
    "negative word alone": "负",
    "a dash before a Chinese numeral is a dash": "-三",
    "no digit before the point": ".5",
    "no digit behind the point": "5.",
    "two points": "1.2.3",
    "group of two": "12,34",
    "group of four": "1,2000",
    "first group of four": "2026,202",
    "first group is zero": "0,123",
    "last group too short": "1,200,30",
    "mixed separators": "1,200，300",
    "exponent": "1e5",
    "digits of another script": "١٢",
    "superscript": "5³",
    "percent": "95%",
    "unit": "12元",
    "lone 万": "万",
    "lone 亿": "亿",
    "lone 千": "千",
    "lone 百": "百",
    "百 twice": "一百百",
    "units in the wrong order": "十百",
    "十 twice": "二十十",
    "十 after Arabic digits": "5十",
    "亿 before 万": "3亿万",
    "Chinese 亿 before 万": "一亿万",
    "万 twice": "一万万",
    "万 again": "一万二万",
    "万 again, with a unit below": "一万二十万",
    "亿 twice": "一亿二亿",
    "second part as large as the first": "1亿2亿",
    "second part too long": "1万20千",
    "second part without multiplier: tenths or ones": "3万5",
    "second part without multiplier, even of full length": "1万2000",
    "second part skips a multiplier: said for 1.2亿": "1亿2千",
    "the same in Chinese": "一亿二千",
    "decimals before a second part": "1.5亿2000万",
    "Arabic, then Chinese": "3万五千",
    "Chinese, then Arabic": "三万5千",
    "零 at the end": "一百零",
    "零 twice": "一千零零五",
    "零 where no place is skipped": "一百零二十",
    "零 before a unit": "一千零百",
    "零 before 十": "零十",
    "零 before 万": "一百零万",
    "零 first, then 万": "零万",
    "零 in place of the digits before 亿": "一万零亿",
    "short before 万": "二百五万",
    "short before 亿: 3.5万亿 or 30005亿": "三万五亿",
    "short with decimals": "二百五点三",
    "decimals without digits": "三点",
    "decimals that go on": "三点五万二千",
    "decimals after 万, then 万": "三万点五万",
    "decimals with 两": "三点两",
    "time of day": "三点五十",
    "两 before 十": "两十",
    "两 for ones": "二十两",
    "两 for ones after 零": "一万零两",
    "两 for tenths": "一亿两",
    "两 before 万 for ones": "一百零两万",
    "两 in a digit string": "两〇二六",
    "about three or four": "三四",
    "about thirty or forty": "三四十",
    "three digits may be a list": "一二三",
    "plan, not number": "十四五",
    "a few": "十几",
    "score with a digit": "二廿",
    "score, then 十": "廿十",
    "ring without a year": "三○",
    "rings only": "○○",
    "half": "半",
    "percentage in words": "百分之九十五",
    "ordinal": "第三",
    "and more": "三十余",
    "ordinary and financial digits mixed": "三拾伍",
    "兆 is a million or a billion": "三兆",
}


@pytest.mark.parametrize("text", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


# Why the case is there: (text, number)
ORDINALS = {
    "Chinese": ("第三", 3),
    "Arabic": ("第3", 3),
    "full-width": ("第３", 3),
    "with 十": ("第十二", 12),
    "with separators": ("第1,200", 1200),
    "without 第": ("三", None),
    "another word for 第": ("共三", None),
    "nothing behind 第": ("第", None),
    "a word behind 第": ("第三方", None),
    "decimals": ("第1.5", None),
    "decimals that are zero": ("第1.0", None),
    "Chinese decimals": ("第三点五", None),
    "minus": ("第-3", None),
    "负": ("第负三", None),
}


@pytest.mark.parametrize(("text", "number"), ORDINALS.values(), ids=ORDINALS)
def test_ordinal(text: str, number: int | None) -> None:
    assert parse_ordinal(text) == number


# Why the case is there: (text, start, matched words, value)
FOUND = {
    "proper group": ("1,200人", 0, "1,200", "1200"),
    "no proper group": ("1,2", 0, "1", "1"),
    "two years": ("2026,2027", 0, "2026", "2026"),
    "second year": ("2026,2027", 5, "2027", "2027"),
    "a list of hundreds": ("100,200,30", 0, "100", "100"),
    "full-width comma as punctuation": ("1,200，其中", 0, "1,200", "1200"),
    "group too long": ("1,2000", 0, "1", "1"),
    "date with points": ("2026.11.30", 0, "2026", "2026"),
    "point as full stop": ("共12.其中", 0 + 1, "12", "12"),
    "decimals after groups": ("1,200.50元", 0, "1,200.50", "1200.50"),
    "inside a text": ("约3600吨", 1, "3600", "3600"),
    "range": ("1-12月", 0, "1", "1"),
    "sign at the start": ("-5℃", 0, "-5", "-5"),
    "negative word at the start": ("负三度", 0, "负三", "-3"),
    "multiplier": ("12.06万元", 0, "12.06万", "120600"),
    "百 of 百分点": ("5百分点", 0, "5", "5"),
    "千 of 千瓦 after 万": ("20万千瓦", 0, "20万", "200000"),
    "one of 一年 after a multiplier": ("3万一年", 0, "3万", "30000"),
    "unit of another number behind the multiplier": ("3万元十次", 0, "3万", "30000"),
    "range in Chinese": ("三至五次", 0, "三", "3"),
    "denominator": ("三分之一", 0, "三", "3"),
    "denominator with 百": ("三百分之一", 0, "三百", "300"),
    "Chinese": ("不少于三十余次", 3, "三十", "30"),
    "Chinese classifier": ("两批", 0, "两", "2"),
    "Chinese zero": ("零事故", 0, "零", "0"),
    "Chinese with 万元": ("一百二十万元", 0, "一百二十万", "1200000"),
    "千 of 千瓦 in Chinese": ("二十万千瓦", 0, "二十万", "200000"),
    "points compared": ("十分比去年多", 0, "十", "10"),
    "百 of 百货": ("三百百货店", 0, "三百", "300"),
    "time of day": ("八点三十分", 0, "八", "8"),
    "points of an agenda": ("三点建议", 0, "三", "3"),
    "decimals before 千瓦": ("三点五千瓦", 0, "三点五", "3.5"),
    "an army is no numeral": ("三十万陆军", 0, "三十万", "300000"),
    "financial": ("伍拾元整", 0, "伍拾", "50"),
    "middle of a numeral, for the caller asked": ("二十五", 1, "十五", "15"),
    "ring that is a bullet": ("一○完成", 0, "", ""),
    "part of a digit run only": ("三四次", 0, "", ""),
    "plan": ("十四五规划", 0, "", ""),
    "project name": ("十百千工程", 0, "", ""),
    "three industries": ("一二三产业", 0, "", ""),
    "百 of 百分点 in Chinese": ("三百分点", 0, "", ""),
    "a few": ("十几个", 0, "", ""),
    "Arabic, then Chinese": ("3万五千人", 0, "", ""),
    "two scores": ("二十廿", 0, "", ""),
    "万 twice with decimals": ("三万点五万元", 0, "", ""),
    "ambiguous second part": ("3万5人", 0, "", ""),
    "short numeral before 千": ("一百五千瓦", 0, "", ""),
    "lone financial digit in a word": ("伍家岗区", 0, "", ""),
    "lone financial ten in a word": ("拾取", 0, "", ""),
    "financial, then ordinary": ("伍佰三", 0, "", ""),
    "lone unit": ("万元", 0, "", ""),
    "no digit": ("元", 0, "", ""),
    "sign without number": ("-月", 0, "", ""),
    "ordinal mark": ("第三", 0, "", ""),
    "behind the end": ("12", 2, "", ""),
    "before the start": ("12", -1, "", ""),
    "empty": ("", 0, "", ""),
}


@pytest.mark.parametrize(("text", "start", "words", "value"), FOUND.values(), ids=FOUND)
def test_find(text: str, start: int, words: str, value: str) -> None:
    got = find_number(text, start)
    if not words:
        assert got is None
        return
    assert got is not None
    assert (text[got[0] : got[1]], str(got[2])) == (words, value)
    assert got[0] == start


# Why the case is there: (text, matched words, value) with multiplier=False
WITHOUT_MULTIPLIER = {
    "万 left to 万元": ("12.06万元", "12.06", "12.06"),
    "亿": ("3亿元", "3", "3"),
    "千": ("3千克", "3", "3"),
    "百万": ("2百万", "2", "2"),
    "two parts": ("1亿2000万", "1", "1"),
    "Chinese keeps its 万": ("三万元", "三万", "30000"),
    "Chinese decimals keep it too": ("三点五万元", "三点五万", "35000"),
}


@pytest.mark.parametrize(("text", "words", "value"), WITHOUT_MULTIPLIER.values(), ids=WITHOUT_MULTIPLIER)
def test_find_without_multiplier(text: str, words: str, value: str) -> None:
    got = find_number(text, multiplier=False)
    assert got is not None
    assert (text[got[0] : got[1]], str(got[2])) == (words, value)


@pytest.mark.parametrize("text", ["壹", "伍", "陆", "拾"])
def test_a_lone_financial_digit_is_a_number_only_by_itself(text: str) -> None:
    assert parse_number(text) is not None
    assert find_number(text) is None


# Why the case is there: (number, words)
WRITTEN = {
    "zero": (0, "零"),
    "minus zero": (Decimal("-0"), "零"),
    "one": (1, "一"),
    "十 at the front": (10, "十"),
    "teens at the front": (19, "十九"),
    "twenty": (20, "二十"),
    "一十 inside": (110, "一百一十"),
    "teens inside": (212, "二百一十二"),
    "hundred and twenty": (120, "一百二十"),
    "skipped places once": (1005, "一千零五"),
    "skipped place before 十": (1015, "一千零一十五"),
    "two gaps": (90090, "九万零九十"),
    "thousands": (12000, "一万二千"),
    "no gap after 万": (105000, "十万五千"),
    "just no gap after 万": (11000, "一万一千"),
    "just no gap after 亿": (110_000_000, "一亿一千万"),
    "十 of ten thousands": (150000, "十五万"),
    "gap over a whole section": (10**8 + 5000, "一亿零五千"),
    "gap in 万": (10**8 + 30000, "一亿零三万"),
    "亿 over 万": (10**12, "一万亿"),
    "largest": (10**16 - 1, "九千九百九十九万九千九百九十九亿九千九百九十九万九千九百九十九"),
    "negative": (-12, "负十二"),
    "decimals": (Decimal("3.5"), "三点五"),
    "decimals as they stand": (Decimal("-0.50"), "负零点五零"),
    "exponent": (Decimal("1.2E+4"), "一万二千"),
    "beyond the decimal context": (Decimal("0." + "1" * 40), "零点" + "一" * 40),
}


@pytest.mark.parametrize(("number", "words"), WRITTEN.values(), ids=WRITTEN)
def test_to_chinese(number: int | Decimal, words: str) -> None:
    assert to_chinese(number) == words
    assert parse_number(words) == number


@pytest.mark.parametrize(
    "number", [10**16, -(10**16), Decimal("1E+16"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Inf")]
)
def test_to_chinese_refuses(number: int | Decimal) -> None:
    with pytest.raises(ValueError, match="cannot be written in Chinese numerals"):
        to_chinese(number)


INTEGERS = st.integers(-(10**12) + 1, 10**12 - 1)
DECIMALS = st.decimals(-(10**12) + 1, 10**12 - 1, allow_nan=False, allow_infinity=False, places=6)
# What stands behind a number in a table, none of it a numeral or a multiplier.
SUFFIXES = st.sampled_from(["", "元", "%", "个工作日", "；其中", "，", "。", " 年", "人次", "m³", "分之一", "余", "-"])
NUMERALS = st.sampled_from([text for text, _ in NUMBERS.values() if len(text) < 20] + list(NO_NUMBERS.values()))
MESS = st.text(st.sampled_from("零〇○一二两三五九十拾廿卅百佰千万亿点负-壹伍陆几分之012359,，.．元"), max_size=14)


@given(INTEGERS | DECIMALS | st.integers(-(10**16) + 1, 10**16 - 1))
def test_chinese_round_trip(number: int | Decimal) -> None:
    assert parse_number(to_chinese(number)) == number


@given(INTEGERS | DECIMALS)
def test_grouped_digits(number: int | Decimal) -> None:
    grouped = f"{number:,}"
    assert parse_number(grouped) == parse_number(grouped.replace(",", "，")) == parse_number(str(number)) == number


@given(INTEGERS | DECIMALS, SUFFIXES)
def test_a_number_is_found_whole_before_any_suffix(number: int | Decimal, suffix: str) -> None:
    for words in (to_chinese(number), f"{number:,}", str(number)):
        assert find_number(words + suffix) == (0, len(words), number)
        assert find_number("共" + words + suffix, 1, multiplier=False) == (1, len(words) + 1, number)


@given(
    st.decimals(0, 10**6, places=4),
    st.sampled_from([("百", 2), ("千", 3), ("万", 4), ("百万", 6), ("亿", 8), ("万亿", 12)]),
)
def test_multiplier_moves_the_point(number: Decimal, multiplier: tuple[str, int]) -> None:
    name, zeros = multiplier
    assert parse_number(f"{number}{name}") == number * 10**zeros


@given(MESS | st.tuples(NUMERALS, MESS).map("".join) | st.text(st.characters(exclude_categories=())), st.booleans())
def test_found_agrees_with_parsed(text: str, multiplier: bool) -> None:
    for start in range(len(text) + 1):
        got = find_number(text, start, multiplier)
        if got is None:
            continue
        begin, end, value = got
        assert begin == start < end <= len(text)
        assert parse_number(text[start:end]) == value
        assert end == len(text) or not (text[end - 1].isdecimal() and text[end].isdecimal()), "digits cut in two"


@given(MESS)
def test_nothing_longer_was_missed(text: str) -> None:
    """If the whole text is a number, it is found whole (but for the lone financial digit)."""
    value = parse_number(text)
    if value is not None and text not in set("壹伍陆拾"):
        assert find_number(text) == (0, len(text), value)
