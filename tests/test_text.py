"""Cleaning: what is exchanged, what must survive, which blanks go, and the way back to the printed characters."""

import string
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_goals.text import Clean, clean, clean_text, key, squeeze

# Why the case is there: (printed, clean)
CLEANED = {
    "nothing to do": ("医保缴费人数，（一期）。", "医保缴费人数，（一期）。"),
    "empty": ("", ""),
    "only blanks": (" \u3000\n\t", ""),
    "only zero-width characters": ("\u200b\ufeff", ""),
    "full-width digits and percent": ("≥９５％", "≥95%"),
    "full-width letters": ("ＡＩ平台ｖ２", "AI平台v2"),
    "full-width signs": ("＝＋－／．＊～＆＃＠", "=+-/.*~&#@"),
    "both look-alikes of the vertical line": ("全覆盖∣好｜坏", "全覆盖|好|坏"),
    "look-alikes of ≥": ("≧1⩾2≥3", "≥1≥2≥3"),
    "look-alikes of ≤": ("≦1⩽2≤3", "≤1≤2≤3"),
    "look-alikes of =": ("═5﹦5＝5", "=5=5=5"),
    "small forms of > and <": ("﹥5﹤6＞7＜8", ">5<6>7<8"),
    "two characters for ≥": (">=95%", "≥95%"),
    "two characters for ≤": ("<=95%", "≤95%"),
    "two characters, widths mixed": ("＞=5 >＝6 ＜＝7 ﹤═8", "≥5 ≥6 ≤7 ≤8"),
    "two characters, something invisible between": (">\u200b=5", "≥5"),
    "an arrow is no comparison": ("=>5 =<6", "=>5 =<6"),
    "a sign already complete takes no second =": (">==5 ≥=5", "≥=5 ≥=5"),
    "> before >= stays": (">>=5", ">≥5"),
    "a blank between > and = is printed, so it stays": ("> =5", "> =5"),
    "Chinese punctuation is not made half-width": ("，。；：（）、“”！？《》", "，。；：（）、“”！？《》"),
    "no NFKC: cubic metre, half, square metre": ("5m³、½、㎡、℃、②、Ⅲ", "5m³、½、㎡、℃、②、Ⅲ"),
    "no-break space, byte order mark, soft hyphen": ("\ufeffWeb\xa0of Sci\xadence", "Web of Science"),
    "ideographic indent": ("\u3000\u3000一、部门职责", "一、部门职责"),
    "line break inside a Chinese word": ("医\n保缴费", "医保缴费"),
    "blank inside a Chinese word": ("医 保缴费", "医保缴费"),
    "Windows line break": ("医\r\n保", "医保"),
    "vertical tab and Word's cell mark": ("医\x0b保\x07Web\x0cof\x07Science", "医保Web of Science"),
    "zero-width characters leave nothing": ("医\u200b\u200d\u2060保AI\u200bX", "医保AIX"),
    "blank between Chinese and punctuation": ("完成 ， 及时 （ 一期 ）", "完成，及时（一期）"),
    "blank between punctuation and Latin": ("（ AI ， BI ）", "（AI，BI）"),
    "blank between Latin and Chinese": ("AI 平台 v2", "AI平台v2"),
    "blank between digits and Chinese": ("2026 年 3 月", "2026年3月"),
    "blank before a square metre": ("100 ㎡", "100㎡"),
    "supplementary ideograph": ("\U00020bb7 野家 2", "\U00020bb7野家2"),
    "Latin words keep one blank": ("Web  of\nScience", "Web of Science"),
    "numbers in a row keep their blank": ("12 345", "12 345"),
    "signs keep their blank": ("≥ 95 %", "≥ 95 %"),
    "invisible characters inside a run of blanks": ("a \u200b b", "a b"),
    "a curly quote is Latin too: its blank goes only beside Chinese": ("the “AI” 平台 “ 三公 ”", "the “AI”平台“三公”"),
    "lone surrogate": ("医\ud800 保", "医\ud800保"),
}


@pytest.mark.parametrize(("printed", "expected"), CLEANED.values(), ids=CLEANED)
def test_cleaned(printed: str, expected: str) -> None:
    got = clean(printed)
    assert got.text == expected
    assert clean_text(printed) == expected
    assert len(got.origin) == len(expected)


def test_every_white_space_character_is_a_blank() -> None:
    for char in filter(str.isspace, map(chr, range(sys.maxunicode + 1))):
        assert clean(f"a{char}b").text == clean_text(f"a{char}b") == "a b", hex(ord(char))


def test_nothing_else_is_taken_for_a_blank_or_for_nothing() -> None:
    gone = {char for char in map(chr, range(sys.maxunicode + 1)) if not clean_text(char)}
    blank = {char for char in gone if clean_text(f"a{char}b") == "a b"}
    assert {char for char in blank if not char.isspace()} == {*map(chr, range(0x20)), "\x7f"} - set(
        string.whitespace
    ) - {*"\x1c\x1d\x1e\x1f"}
    formats = {char for char in map(chr, range(0x2000, 0x2070)) if unicodedata.category(char) == "Cf"}
    assert gone - blank == formats | set("\xad\u180e\ufeff")


def test_of_the_full_width_block_only_digits_letters_and_signs() -> None:
    half = string.ascii_letters + string.digits + "%=><+-/.*~&#@|"
    assert clean_text("".join(chr(ord(char) + 0xFEE0) for char in half)) == half
    rest = [chr(code) for code in range(0xFF01, 0xFFEF) if chr(code - 0xFEE0) not in half]
    assert [clean_text(char) for char in rest] == rest


# Why the case is there: (printed, start, end of the clean span, printed words under it)
SPANS = {
    "unchanged": ("医保缴费", 1, 3, "保缴"),
    "broken over a line": ("医\n 保缴费", 0, 2, "医\n 保"),
    "indent before, blanks behind": ("\u3000医保 \n", 0, 2, "医保"),
    "invisible character behind is not taken in": ("医保\u200b缴费", 0, 2, "医保"),
    "≥ of two characters": ("率＞=95", 1, 2, "＞="),
    "≥ of two characters at the end": ("率>=", 0, 2, "率>="),
    "≥ of two characters with something between": (">\u200b=5", 0, 1, ">\u200b="),
    "behind a ≥ of two characters": ("率>=95", 2, 4, "95"),
    "two such signs": (">=5 <=6", 3, 5, "<=6"),
    "one blank for a run": ("Web \n of", 3, 4, " "),
    "empty at the front": (" 医", 0, 0, ""),
    "empty at the end": ("医 ", 1, 1, ""),
    "empty text": (" ", 0, 0, ""),
}


@pytest.mark.parametrize(("printed", "start", "end", "words"), SPANS.values(), ids=SPANS)
def test_printed_span(printed: str, start: int, end: int, words: str) -> None:
    left, right = clean(printed).printed_span(start, end)
    assert printed[left:right] == words


def test_empty_spans_stand_where_they_are_printed() -> None:
    got = clean(" 医 >= ")
    assert [got.printed_span(at, at) for at in range(3)] == [(1, 1), (3, 3), (5, 5)]
    assert clean(" ").printed_span(0, 0) == (0, 0)


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 3)], ids=["negative", "turned round", "too long"])
def test_printed_span_outside(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"span {start}:{end} is outside a text of 2 characters"):
        clean("医保").printed_span(start, end)


def test_clean_can_be_built_without_pairs() -> None:
    assert Clean("ab", (3, 5)).printed_span(0, 2) == (3, 6)


# Why the case is there: (printed, squeezed)
SQUEEZED = {
    "heading set wide": ("绩　效　指　标", "绩效指标"),
    "Latin words too": ("Web of Science", "WebofScience"),
    "sign apart from its number": ("≥ 95 %", "≥95%"),
    "two halves of a sign set apart": ("> = 95", "≥95"),
    "nothing to do": ("目标值", "目标值"),
}


@pytest.mark.parametrize(("printed", "expected"), SQUEEZED.values(), ids=SQUEEZED)
def test_squeeze(printed: str, expected: str) -> None:
    assert squeeze(printed) == expected


# Why the case is there: (one, other, whether they are the same)
KEYS = {
    "brackets": ("设备（一期）", "设备(一期)", True),
    "curly, low and full-width quotes": ("“三公”„A‟〝B〞", '"三公""A""B"', True),
    "letter case and width": ("ＡＩ平台", "ai平台", True),
    "blanks": ("年度 指标值", "年度\n指标值", True),
    "comma and 、 differ": ("供水，供电", "供水、供电", False),
    "〔〕 are not （）": ("〔2021〕", "（2021）", False),
    "m³ is not m3": ("5m³", "5m3", False),
    "≥ and > differ": ("≥5", ">5", False),
}


@pytest.mark.parametrize(("one", "other", "same"), KEYS.values(), ids=KEYS)
def test_key(one: str, other: str, same: bool) -> None:
    assert (key(one) == key(other)) is same


# Arbitrary Unicode, lone surrogates among it, and strings in which the rules meet each other often.
ANYTHING = st.text(st.characters(exclude_categories=())) | st.text(
    st.sampled_from("医，（“aZ9 \n\u3000\u200b\xad>=<＞＝≧≥９Ａ％m³½㎡℃②Ⅲ。\ud800")
)
SURVIVORS = "³½㎡℃②Ⅲ，。；：（）、“”"


@given(ANYTHING)
def test_origin_points_at_the_character_or_its_twin(printed: str) -> None:
    got = clean(printed)
    assert len(got.origin) == len(got.text)
    assert all(a < b for a, b in zip(got.origin, got.origin[1:], strict=False))
    for position, (char, index) in enumerate(zip(got.text, got.origin, strict=True)):
        left, right = got.printed_span(position, position + 1)
        assert left == index < right
        assert char == " " or clean(printed[left:right]).text == char
        assert char != " " or clean(printed[left:right]).text == ""


@given(ANYTHING)
def test_clean_is_idempotent(printed: str) -> None:
    once = clean(printed).text
    assert clean(once) == Clean(once, tuple(range(len(once))))


@given(ANYTHING)
def test_the_short_cuts_agree(printed: str) -> None:
    text = clean(printed).text
    assert clean_text(printed) == text
    assert squeeze(squeeze(printed)) == squeeze(printed) == squeeze(text)
    assert not any(map(str.isspace, squeeze(printed)))
    assert key(printed) == key(text) == key(squeeze(printed)) == key(key(printed))


@given(ANYTHING)
def test_what_must_survive_does(printed: str) -> None:
    got = clean(printed).text
    assert [char for char in got if char in SURVIVORS] == [char for char in printed if char in SURVIVORS]


@given(ANYTHING, st.data())
def test_spans_join(printed: str, data: st.DataObject) -> None:
    got = clean(printed)
    start = data.draw(st.integers(0, len(got.text)))
    end = data.draw(st.integers(start, len(got.text)))
    left, right = got.printed_span(start, end)
    assert 0 <= left <= right <= len(printed)
    assert squeeze(printed[left:right]) == squeeze(got.text[start:end])
