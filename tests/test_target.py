"""Targets: the contract's cases one by one, what doubtful cells cost, and what holds for any cell."""

import string
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perf_goals.lexicon import Unit, default
from perf_goals.model import Nature, Target
from perf_goals.target import is_unit, parse_nature, parse_target, parse_unit
from perf_goals.text import clean_text, squeeze

CASES = tomllib.loads((Path(__file__).parent / "cases" / "target.toml").read_text(encoding="utf-8"))
FIELDS = {"nature", "value", "unit", "n", "v", "u", "t", "unit_out"}
LEXICON = default()
GE, LE, EQ, GT, LT, RANGE, WORDS = (
    Nature.GE,
    Nature.LE,
    Nature.EQ,
    Nature.GT,
    Nature.LT,
    Nature.RANGE,
    Nature.WORDS,
)


def triple(target: Target) -> tuple[Nature | None, Decimal | None, Decimal | None, str | None, str | None]:
    return target.nature, target.value, target.upper, target.text, target.unit


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case(case: dict[str, str]) -> None:
    assert case.keys() <= FIELDS
    got = parse_target(case.get("nature"), case.get("value"), case.get("unit"))
    assert triple(got) == (
        Nature(case["n"]) if case["n"] else None,
        decimal(case.get("v")),
        decimal(case.get("u")),
        case.get("t"),
        case.get("unit_out"),
    )


# Why the case is there: (unit as printed in the unit column, standard name, dimension, factor)
CANONICAL = {
    "base unit": ("%", "%", "ratio", "1"),
    "another word for it": ("百分比", "%", "ratio", "1"),
    "factor above one": ("万元", "万元", "money", "10000"),
    "factor below one": ("‰", "‰", "ratio", "0.1"),
    "no exact factor": ("亩", "亩", "area", None),
    "months in a year": ("年", "年", "month", "12"),
    "one character for a square metre": ("㎡", "平方米", "area", "1"),
    "superscript": ("m³", "立方米", "volume", "1"),
    "case tells metres from nothing known": ("M", "M", "data", None),
    "metre": ("m", "米", "length", "1"),
    "full-width bracket": ("台（套）", "台(套)", "item", None),
    "rate with a slash": ("元/人", "元/人", "money/", "1"),
    "rate with 每, aliases made standard": ("萬元每平米", "万元/平方米", "money/", "10000"),
    "rate of three": ("元/人·天", "元/人/天", "money/", "1"),
    "rate with two marks in a row": ("个/每年", "个/年", "item/", "1"),
    "rate per something unknown": ("元/套房", "元/套房", "money/", "1"),
    "rate of something unknown": ("蛙/年", None, None, None),
    "unknown": ("蛙", None, None, None),
}


@pytest.mark.parametrize(("unit", "name", "dimension", "factor"), CANONICAL.values(), ids=CANONICAL)
def test_canonical(unit: str, name: str | None, dimension: str | None, factor: str | None) -> None:
    assert parse_target("≥", "5", unit) == Target(
        GE, Decimal(5), unit=unit, canonical=name, dimension=dimension, factor=decimal(factor)
    )


def test_a_cell_with_a_unit_only_keeps_it() -> None:
    assert parse_target("定性", "", "%") == Target(WORDS)
    assert parse_target("≥", "", "万元") == Target(
        GE, unit="万元", canonical="万元", dimension="money", factor=Decimal(10000)
    )


PERCENT: dict[str, Any] = {"unit": "%", "canonical": "%", "dimension": "ratio", "factor": Decimal(1)}
TIMES: dict[str, Any] = {"unit": "次", "canonical": "次", "dimension": "times", "factor": Decimal(1)}
PEOPLE: dict[str, Any] = {"unit": "人", "canonical": "人", "dimension": "person", "factor": Decimal(1)}
WEEKS: dict[str, Any] = {"unit": "周", "canonical": "周", "dimension": "time", "factor": Decimal(7)}
ABOUT: dict[str, Any] = {"confidence": 0.9, "reasons": ("约数",)}


def left(rest: str, *before: str) -> dict[str, Any]:
    """What words that the triple does not hold cost."""
    return {"rest": rest, "confidence": 0.8, "reasons": (*before, f"“{rest}”未计入目标值")}


def several(rest: str, *before: str) -> dict[str, Any]:
    """What a second number costs."""
    return {"rest": rest, "confidence": 0.5, "reasons": (*before, "目标值里不止一个数", f"“{rest}”未计入目标值")}


# Why the case is there: (nature, value, unit as printed, target)
DOUBTFUL: dict[str, tuple[str | None, str, str | None, Target]] = {
    # signs
    "sign column against the cell's own sign": (
        "≥",
        "≤95%",
        "%",
        Target(GE, Decimal(95), **PERCENT, confidence=0.5, reasons=("指标性质“≥”与目标值里的“≤”不同",)),
    ),
    "sign column against a word behind the number": (
        "≤",
        "95%以上",
        None,
        Target(LE, Decimal(95), **PERCENT, confidence=0.5, reasons=("指标性质“≤”与目标值里的“≥”不同",)),
    ),
    "a printed 区间 against one sign": (
        "区间",
        "≥5次",
        None,
        Target(RANGE, Decimal(5), **TIMES, confidence=0.5, reasons=("指标性质“区间”与目标值里的“≥”不同",)),
    ),
    "sign column against a span: the span counts": (
        "≥",
        "3-5次",
        None,
        Target(RANGE, Decimal(3), Decimal(5), **TIMES, confidence=0.5, reasons=("指标性质“≥”与目标值里的“区间”不同",)),
    ),
    "a printed 等于 against a span of dates: the span counts": (
        "=",
        "1月1日至6月30日",
        None,
        Target(RANGE, text="1月1日至6月30日"),
    ),
    "a printed 等于 against a tolerance: the tolerance counts": (
        "=",
        "±5%",
        None,
        Target(RANGE, Decimal(-5), Decimal(5), **PERCENT),
    ),
    "a printed 等于 against a date with a sign: the sign counts": (
        "=",
        "≤2026年12月31日",
        None,
        Target(LE, text="2026年12月31日"),
    ),
    "a sign against a span of dates": ("≥", "1月1日至6月30日", None, Target(RANGE, text="1月1日至6月30日")),
    "sign before the number against the one behind it": (
        None,
        "≤5%以上",
        None,
        Target(LE, Decimal(5), **PERCENT, confidence=0.5, reasons=("数值前后的比较词互相矛盾",)),
    ),
    "sign before a proportion against the one behind it": (
        None,
        "≤1:2以上",
        None,
        Target(LE, text="1:2", confidence=0.5, reasons=("数值前后的比较词互相矛盾",)),
    ),
    "sign before an unknown unit against the one behind it": (
        None,
        "≤5蛙以上",
        None,
        Target(LE, Decimal(5), unit="蛙", confidence=0.5, reasons=("计量单位“蛙”不在词库", "数值前后的比较词互相矛盾")),
    ),
    "sign printed in both cells": ("≥", "≥95%", None, Target(GE, Decimal(95), **PERCENT)),
    "two signs in a row": (None, "≥>95%", None, Target(GT, Decimal(95), **PERCENT, **left("≥"))),
    "sign column against a proportion": (
        "≤",
        "≥1:2",
        None,
        Target(LE, text="1:2", confidence=0.5, reasons=("指标性质“≤”与目标值里的“≥”不同",)),
    ),
    "sign column against a date's 前: a date has no doubt": (
        "≥",
        "2026年12月底前",
        None,
        Target(GE, text="2026年12月底前"),
    ),
    "sign column that says nothing known": (
        "越多越好",
        "5",
        "次",
        Target(EQ, Decimal(5), **TIMES, confidence=0.6, reasons=("不认识的指标性质“越多越好”",)),
    ),
    "sign column that says nothing known, words in the cell": (
        "越多\n越好",
        "全覆盖",
        None,
        Target(WORDS, text="全覆盖", confidence=0.6, reasons=("不认识的指标性质“越多越好”",)),
    ),
    "sign column that says nothing known, empty cell": (
        "?",
        "",
        "次",
        Target(None, **TIMES, confidence=0.6, reasons=("不认识的指标性质“?”",)),
    ),
    # units
    "unit column against the cell's own unit": (
        "≥",
        "5次",
        "人",
        Target(GE, Decimal(5), **PEOPLE, confidence=0.6, reasons=("目标值里的单位“次”与计量单位“人”不同",)),
    ),
    "two unknown units": (
        "≥",
        "5蛙",
        "鱼",
        Target(
            GE,
            Decimal(5),
            unit="鱼",
            confidence=0.6,
            reasons=("计量单位“蛙”不在词库", "目标值里的单位“蛙”与计量单位“鱼”不同"),
        ),
    ),
    "unknown unit, the same in both cells": (
        "≥",
        "5蛙",
        "蛙",
        Target(GE, Decimal(5), unit="蛙", confidence=0.8, reasons=("计量单位“蛙”不在词库",)),
    ),
    "unknown unit": (
        None,
        "≥5蛙",
        None,
        Target(GE, Decimal(5), unit="蛙", confidence=0.8, reasons=("计量单位“蛙”不在词库",)),
    ),
    "unknown unit before a word": (
        None,
        "5青蛙以上",
        None,
        Target(GE, Decimal(5), unit="青蛙", confidence=0.8, reasons=("计量单位“青蛙”不在词库",)),
    ),
    "unknown unit of one character before a word": (
        None,
        "5蛙以上",
        None,
        Target(GE, Decimal(5), unit="蛙", confidence=0.8, reasons=("计量单位“蛙”不在词库",)),
    ),
    "something that could be zero and is not": (
        None,
        "≤5事故",
        None,
        Target(LE, Decimal(5), unit="事故", confidence=0.8, reasons=("计量单位“事故”不在词库",)),
    ),
    "unknown rate": (
        None,
        "5蛙/塘",
        None,
        Target(EQ, Decimal(5), unit="蛙/塘", confidence=0.8, reasons=("计量单位“蛙/塘”不在词库",)),
    ),
    "ends of a span with different units": (
        None,
        "1次-2周",
        None,
        Target(RANGE, Decimal(1), Decimal(2), **WEEKS, confidence=0.5, reasons=("区间两端的单位“次”与“周”不同",)),
    ),
    # several numbers
    "two amounts": (None, "2次，3场", None, Target(EQ, Decimal(2), **TIMES, **several("3场"))),
    "a limit behind a bare number": (None, "5次，≤8次", None, Target(EQ, Decimal(5), **TIMES, **several("≤8次"))),
    "two amounts joined by 和": (None, "80%和95%", None, Target(EQ, Decimal(80), **PERCENT, **several("和95%"))),
    "an amount of which another is a part": (
        None,
        "100%（其中线上50%）",
        None,
        Target(EQ, Decimal(100), **PERCENT, **several("其中线上50%")),
    ),
    "three numbers in a row": (None, "1-2-3次", None, Target(RANGE, Decimal(1), Decimal(2), **several("-3次"))),
    "three parts of a proportion": (None, "1:2:3", None, Target(EQ, Decimal(1), **several(":2:3"))),
    "tolerance behind an amount": (None, "10%±2%", None, Target(EQ, Decimal(10), **PERCENT, **several("±2%"))),
    "broken separator": (None, "5,00", None, Target(EQ, Decimal(5), **several("00"))),
    "number in Chinese behind one with a sign": (None, "≥5，≥三次", None, Target(GE, Decimal(5), **left("≥三次"))),
    "turned round": (
        None,
        "5-3次",
        None,
        Target(RANGE, Decimal(5), Decimal(3), **TIMES, confidence=0.6, reasons=("区间的下限大于上限",)),
    ),
    "turned round, about, and in two units": (
        None,
        "5余次-3周",
        None,
        Target(
            RANGE,
            Decimal(5),
            Decimal(3),
            **WEEKS,
            confidence=0.5,
            reasons=("约数", "区间两端的单位“次”与“周”不同", "区间的下限大于上限"),
        ),
    ),
    "span of dates before another number": (
        None,
        "1月1日至6月30日3次",
        None,
        Target(RANGE, text="1月1日至6月30日", **several("3次")),
    ),
    # about
    "余 before the unit": (None, "50余人", None, Target(EQ, Decimal(50), **PEOPLE, **ABOUT)),
    "余 behind a Chinese numeral": (None, "三十余次", None, Target(EQ, Decimal(30), **TIMES, **ABOUT)),
    "余 at the end, unit in its column": ("≥", "50余", "人", Target(GE, Decimal(50), **PEOPLE, **ABOUT)),
    "余 at the upper end of a span": (
        None,
        "30-50余人",
        None,
        Target(RANGE, Decimal(30), Decimal(50), **PEOPLE, **ABOUT),
    ),
    "余 behind ±": (None, "±5余次", None, Target(RANGE, Decimal(-5), Decimal(5), **TIMES, **ABOUT)),
    "左右 behind the unit": (None, "50人左右", None, Target(EQ, Decimal(50), **PEOPLE, **left("左右"))),
    "余 before a word that counts nothing": (
        None,
        "≥50余热量",
        None,
        Target(GE, Decimal(50), unit="余热量", confidence=0.8, reasons=("计量单位“余热量”不在词库",)),
    ),
    # words left over
    "words before the number": (None, "较上年增长5%", None, Target(EQ, Decimal(5), **PERCENT, **left("较上年增长"))),
    "Latin word before a sign": (None, "AQI≤100", None, Target(LE, Decimal(100), **left("AQI"))),
    "two atoms that run on": (
        None,
        "≥5站次数",
        None,
        Target(
            GE,
            Decimal(5),
            unit="站",
            canonical="站",
            dimension="item",
            factor=Decimal(1),
            **left("次数"),
        ),
    ),
    "words before a sign": (None, "满意度达到95%以上", None, Target(GE, Decimal(95), **PERCENT, **left("满意度"))),
    "words before a date": (None, "按照上级要求6月底", None, Target(EQ, text="6月底", **left("按照上级要求"))),
    "words behind the number": (None, "5次培训", None, Target(EQ, Decimal(5), **TIMES, **left("培训"))),
    "words before a share in Chinese": (
        None,
        "较上年增长百分之五",
        None,
        Target(EQ, Decimal(5), **PERCENT, **left("较上年增长")),
    ),
    "nineteen characters before a sign": (
        None,
        "一二三四五六七八九十甲乙丙丁戊己庚辛壬≥5次",
        None,
        Target(GE, Decimal(5), **TIMES, **left("一二三四五六七八九十甲乙丙丁戊己庚辛壬")),
    ),
    "twelve characters behind the number": (
        None,
        "5次覆盖全市各乡镇街道并公示",
        None,
        Target(EQ, Decimal(5), **TIMES, **left("覆盖全市各乡镇街道并公示")),
    ),
    "words on both sides": (None, "提升5%以上（预计）", None, Target(GE, Decimal(5), **PERCENT, **left("提升预计"))),
    "many words behind a sign": (
        None,
        "≥5次覆盖全市各乡镇街道并形成专题报告",
        None,
        Target(GE, Decimal(5), **TIMES, **left("覆盖全市各乡镇街道并形成专题报告")),
    ),
    "a name behind a sign": (None, "≥5G网络覆盖", None, Target(GE, Decimal(5), **left("G网络覆盖"))),
    "words behind a proportion": (None, "1:2配备", None, Target(EQ, text="1:2", **left("配备"))),
    "words behind nothing that can happen": (
        None,
        "零事故、零投诉",
        None,
        Target(EQ, Decimal(0), **left("零投诉")),
    ),
    "rate without its first half": (None, "5/人", None, Target(EQ, Decimal(5), **left("/人"))),
    "rate per nothing in brackets": (None, "5次/()", None, Target(EQ, Decimal(5), **TIMES, **left("/"))),
    "rate without its second half": (
        None,
        "5次/",
        None,
        Target(EQ, Decimal(5), **TIMES, **left("/")),
    ),
    "rate per words that run on": (
        None,
        "≥5次/福利服务站",
        None,
        Target(GE, Decimal(5), **TIMES, **left("/福利服务站")),
    ),
    "brackets that hold no unit": (None, "≥5次/(蛙)", None, Target(GE, Decimal(5), **TIMES, **left("/(蛙"))),
    "brackets that do not close, in a rate": (None, "≥5次/(人", None, Target(GE, Decimal(5), **TIMES, **left("/(人"))),
    "words behind a share in Chinese": (
        None,
        "百分之九十满意",
        None,
        Target(EQ, Decimal(90), **PERCENT, **left("满意")),
    ),
    "words behind 百分百": (None, "百分百满意", None, Target(EQ, Decimal(100), **PERCENT, **left("满意"))),
    "brackets that do not close": (None, "≥5(次", None, Target(GE, Decimal(5), **left("次"))),
    "frequency with a sign": (None, "每季度≥1次", None, Target(GE, Decimal(1), **TIMES, **left("每季度"))),
}


@pytest.mark.parametrize(("nature", "value", "unit", "expected"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_doubtful(nature: str | None, value: str, unit: str | None, expected: Target) -> None:
    assert parse_target(nature, value, unit) == expected


def rated(unit: str, canonical: str, dimension: str = "money/") -> dict[str, Any]:
    return {"unit": unit, "canonical": canonical, "dimension": dimension, "factor": Decimal(1)}


# Why the case is there: (value as printed in its only cell, target of full confidence)
SURE: dict[str, tuple[str, Target]] = {
    "sign printed twice": ("≥大于等于95%", Target(GE, Decimal(95), **PERCENT)),
    "sign before, its like behind": ("≥95%以上", Target(GE, Decimal(95), **PERCENT)),
    "等于 before 以上": ("达到95%以上", Target(GE, Decimal(95), **PERCENT)),
    "sign before 约": ("≥约5次", Target(GE, Decimal(5), **TIMES)),
    "brackets around the whole": ("（95%）", Target(EQ, Decimal(95), **PERCENT)),
    "brackets around a sign": ("(≥95%)", Target(GE, Decimal(95), **PERCENT)),
    "full stop": ("≥95%。", Target(GE, Decimal(95), **PERCENT)),
    "span of one number": ("5-5次", Target(RANGE, Decimal(5), Decimal(5), **TIMES)),
    "span: 万 printed once": ("1-2万", Target(RANGE, Decimal(10000), Decimal(20000))),
    "span: 万 printed once, in numerals": (
        "三至五万人",
        Target(RANGE, Decimal(30000), Decimal(50000), **PEOPLE),
    ),
    "span: 万 printed twice": ("1万-2万", Target(RANGE, Decimal(10000), Decimal(20000))),
    "span: 万 printed twice, once in the unit": (
        "2万-3万元",
        Target(RANGE, Decimal(2), Decimal(3), unit="万元", canonical="万元", dimension="money", factor=Decimal(10000)),
    ),
    "span: 万 at the upper end only": ("5000-1万", Target(RANGE, Decimal(5000), Decimal(10000))),
    "two limits do not share 万": ("≥1，≤2万", Target(RANGE, Decimal(1), Decimal(20000))),
    "span of numerals alone": ("三至五", Target(RANGE, Decimal(3), Decimal(5))),
    "two limits in numerals alone": ("≥三且≤五", Target(RANGE, Decimal(3), Decimal(5))),
    "tolerance in numerals": ("±五", Target(RANGE, Decimal(-5), Decimal(5))),
    "two limits": ("≥80%且≤95%", Target(RANGE, Decimal(80), Decimal(95), **PERCENT)),
    "two limits with a comma": (">80，<95%", Target(RANGE, Decimal(80), Decimal(95), **PERCENT)),
    "介于": ("介于80%和95%之间", Target(RANGE, Decimal(80), Decimal(95), **PERCENT)),
    "span with a word behind it": ("80%-95%以内", Target(RANGE, Decimal(80), Decimal(95), **PERCENT)),
    "span with two names of one unit": (
        "1周-2星期",
        Target(RANGE, Decimal(1), Decimal(2), **WEEKS | {"unit": "星期"}),
    ),
    "span with two names of one unit, turned round": ("1星期-2周", Target(RANGE, Decimal(1), Decimal(2), **WEEKS)),
    "numeral with a full stop": ("三次。", Target(EQ, Decimal(3), **TIMES)),
    "span with its unit at the lower end": ("5次-8", Target(RANGE, Decimal(5), Decimal(8), **TIMES)),
    "Chinese span": ("百分之五十至百分之六十", Target(RANGE, Decimal(50), Decimal(60), **PERCENT)),
    "tolerance": ("±5%", Target(RANGE, Decimal(-5), Decimal(5), **PERCENT)),
    "tolerance with a sign of its own": ("±-5%", Target(RANGE, Decimal(-5), Decimal(5), **PERCENT)),
    "tolerance of more digits than the decimal context holds": (
        "±" + "1" * 40 + "%",
        Target(RANGE, Decimal("-" + "1" * 40), Decimal("1" * 40), **PERCENT),
    ),
    "proportion with a word behind it": ("1:2以上", Target(GE, text="1:2")),
    "等于 before a proportion with a word behind it": ("达到1:2以上", Target(GE, text="1:2")),
    "proportion with a sign and its like": ("≥1:2以上", Target(GE, text="1:2")),
    "proportion behind 约": ("约1:3", Target(EQ, text="1:3")),
    "date before a few words": ("12月31日前完成验收投入使用", Target(LE, text="12月31日前完成验收投入使用")),
    "a day of the calendar": ("30日前", Target(LE, text="30日前")),
    "a month of the calendar": ("9月以前完成", Target(LE, text="9月以前完成")),
    "date behind 力争": ("力争2026年12月底前完成", Target(LE, text="2026年12月底前完成")),
    "two dates are no span": ("1月1日、6月30日", Target(EQ, text="1月1日、6月30日")),
    "span of dates": ("1月1日至6月30日", Target(RANGE, text="1月1日至6月30日")),
    "a date and a dash is no span": ("6月30日-", Target(EQ, text="6月30日-")),
    "multiplier without a counted thing": ("2.5万", Target(EQ, Decimal(25000))),
    "multiplier before a known unit is the unit's": (
        "2.5千米",
        Target(EQ, Decimal("2.5"), unit="千米", canonical="公里", dimension="length", factor=Decimal(1000)),
    ),
    "百分百": ("百分百", Target(EQ, Decimal(100), **PERCENT)),
    "zero of something longer than a unit": ("零排放", Target(EQ, Decimal(0))),
    "zero of a unit": ("0次", Target(EQ, Decimal(0), **TIMES)),
    "zero of something, in figures": ("0事故", Target(EQ, Decimal(0))),
    "zero of something, with a sign": ("=零事故", Target(EQ, Decimal(0))),
    "zero of something, with a full stop": ("零事故。", Target(EQ, Decimal(0))),
    "zero of something, in figures, with a full stop": ("0事故。", Target(EQ, Decimal(0))),
    "封顶 is a sign, though 封 is a unit": ("5封顶", Target(LE, Decimal(5))),
    "two atoms make one unit": ("5站次", Target(EQ, Decimal(5), unit="站次")),
    "two atoms, the first ending at a word": ("5站以上", Target(GE, Decimal(5), **rated("站", "站", "item"))),
    "unit in brackets": ("5(元/人)", Target(EQ, Decimal(5), **rated("元/人", "元/人"))),
    "unit in brackets before a word": ("5(元/人)以内", Target(LE, Decimal(5), **rated("元/人", "元/人"))),
    "unit in brackets, per something unknown": ("5(元/老人)", Target(EQ, Decimal(5), **rated("元/老人", "元/老人"))),
    "rate per one unit in brackets": ("5元/(人)", Target(EQ, Decimal(5), **rated("元/(人)", "元/(人)"))),
    "unit with brackets inside a rate": ("5元/(人·天)", Target(EQ, Decimal(5), **rated("元/(人·天)", "元/(人/天)"))),
    "unit with brackets inside a rate before a word": (
        "5元/(人·天)以内",
        Target(LE, Decimal(5), **rated("元/(人·天)", "元/(人/天)")),
    ),
    "rate of three, something unknown in the middle": (
        "5元/套房/月",
        Target(EQ, Decimal(5), **rated("元/套房/月", "元/套房/月")),
    ),
    "brackets of nothing": ("5()以上", Target(GE, Decimal(5))),
    "unit with two marks": ("5元//人", Target(EQ, Decimal(5), **rated("元//人", "元/人"))),
    "rate per something unknown": ("5元/套房", Target(EQ, Decimal(5), **rated("元/套房", "元/套房"))),
    "rate per something unknown of four characters": (
        "5元/事业单位",
        Target(EQ, Decimal(5), **rated("元/事业单位", "元/事业单位")),
    ),
    "rate per a unit that has brackets": ("5元/套(台)", Target(EQ, Decimal(5), **rated("元/套(台)", "元/台(套)"))),
    "rate per something unknown before a word": ("5元/套房以内", Target(LE, Decimal(5), **rated("元/套房", "元/套房"))),
    "rate per something that begins like a unit": (
        "5元/人才",
        Target(EQ, Decimal(5), **rated("元/人才", "元/人才")),
    ),
    "（套） behind a unit": ("5把（套）", Target(EQ, Decimal(5), unit="把(套)")),
    "（套） behind a unit before a word": ("5把（套）以上", Target(GE, Decimal(5), unit="把(套)")),
    "rate per something unknown of one character": ("5元/校", Target(EQ, Decimal(5), **rated("元/校", "元/校"))),
    "one character for a unit": (
        "≥300㎡",
        Target(GE, Decimal(300), unit="㎡", canonical="平方米", dimension="area", factor=Decimal(1)),
    ),
    "superscript in a rate": (
        "≤5m³/s",
        Target(LE, Decimal(5), unit="m³/s", canonical="立方米/秒", dimension="volume/", factor=Decimal(1)),
    ),
}


@pytest.mark.parametrize(("value", "expected"), SURE.values(), ids=SURE)
def test_sure(value: str, expected: Target) -> None:
    assert parse_target(None, value, None) == expected


# Why it is no number, or none that could be told: the words
STAY_WORDS = {
    "last year's level": "不低于2025年水平",
    "a year's level": "2026年度水平",
    "a year's plan": "2026年完成5个项目",
    "a date in a sentence": "12月31日前完成验收并投入使用",
    "a date that breaks off": "2025年12月31",
    "a date far behind": "按照上级的要求6月底",
    "a sentence that begins with a number": "5次覆盖全市各乡镇街道并公示了",
    "a sign twenty characters in": "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸≥5次",
    "a number in the middle": "培训3期150人",
    "a number without a unit at the end": "较上年增长5",
    "a number with an unknown unit at the end": "较上年增长5蛙",
    "a number behind one that is part of a name": "12345热线办结率≥95%",
    "a number behind letters": "PM2.5",
    "a number behind 前": "排名前5名",
    "a year with a word behind it": "较2025年以上",
    "a number behind a letter, with a unit": "使用B5次",
    "a numeral that goes on": "3万5人次",
    "a lone numeral": "五",
    "a numeral that counts headings": "三、质量达标",
    "a month's level": "6月底同期水平",
    "a day's level": "12月31日标准",
    "a rate of what cannot happen": "0投诉率",
    "a percentage of nothing": "百分之",
    "a sign without a number": "≥",
    "a tolerance of nothing": "±",
    "约 without a number": "约",
    "something that cannot be zero": "零星",
    "what happens to nothing": "零事故发生",
    "brackets of nothing": "()",
    "a long Latin word behind a figure": "5abcd",
}


@pytest.mark.parametrize("printed", STAY_WORDS.values(), ids=STAY_WORDS)
def test_stays_words(printed: str) -> None:
    assert parse_target(None, printed, None) == Target(WORDS, text=printed)


def test_a_numeral_alone_counts_beside_a_unit_column_only() -> None:
    assert parse_target(None, "五", "次") == Target(EQ, Decimal(5), **TIMES)
    assert parse_target("≥", "五", "次") == Target(GE, Decimal(5), **TIMES)
    assert parse_target(None, "五一", "次") == Target(WORDS, text="五一")


# parse_unit, parse_nature ------------------------------------------------------------------------------------------


# Why the case is there: (printed, unit)
UNITS = {
    "no column": (None, None),
    "empty": (" \n", None),
    "slash": ("/", None),
    "full-width dash": ("－", None),
    "无": ("无", None),
    "as printed": ("元/人每天", "元/人每天"),
    "not made standard": ("m²", "m²"),
    "blanks": ("个 工作日", "个工作日"),
    "full-width letters": ("ＫＭ", "KM"),
    "brackets": ("(%)", "%"),
    "full-width brackets": ("（万元）", "万元"),
    "brackets of two kinds": ("（%)", "%"),
    "brackets in brackets": ("(台(套))", "台(套)"),
    "brackets at the end": ("台(套)", "台(套)"),
    "brackets that are not one pair": ("(台)/(套)", "(台)/(套)"),
    "brackets of nothing": ("()", None),
    "brackets around a mark for none": ("（/）", None),
    "unknown": ("蛙", "蛙"),
}


@pytest.mark.parametrize(("printed", "expected"), UNITS.values(), ids=UNITS)
def test_parse_unit(printed: str | None, expected: str | None) -> None:
    assert parse_unit(printed) == expected
    assert parse_unit(printed, LEXICON) == expected


# Why the case is there: (printed, whether it is a unit)
KNOWN_UNITS = {
    "of the lexicon": ("万元", True),
    "alias": ("㎡", True),
    "in brackets": ("（%）", True),
    "rate": ("元/人·天", True),
    "rate per something unknown": ("元/套房", True),
    "rate of something unknown": ("蛙/年", False),
    "unknown": ("元整", False),
    "a mark for none": ("/", False),
    "empty": ("", False),
}


@pytest.mark.parametrize(("printed", "expected"), KNOWN_UNITS.values(), ids=KNOWN_UNITS)
def test_is_unit(printed: str, expected: bool) -> None:
    assert is_unit(printed, LEXICON) is expected


# Why the case is there: (printed, nature)
NATURES = {
    "no column": (None, None),
    "empty": ("", None),
    "sign": ("≥", GE),
    "look-alike": ("≦", LE),
    "two characters": ("> =", GE),
    "words": ("大于\n等于", GE),
    "words and sign": ("小于等于（≤）", LE),
    "equal": ("＝", EQ),
    "greater": ("超过", GT),
    "less": ("<", LT),
    "span": ("区间", RANGE),
    "in words": ("定性指标", WORDS),
    "a type, no sign": ("定量", None),
    "a direction, no sign": ("正向", None),
    "a mark for none": ("/", None),
    "unknown": ("越多越好", None),
}


@pytest.mark.parametrize(("printed", "expected"), NATURES.values(), ids=NATURES)
def test_parse_nature(printed: str | None, expected: Nature | None) -> None:
    assert parse_nature(printed) is expected
    assert parse_nature(printed, LEXICON) is expected


@pytest.mark.parametrize("nature", ["定量", "正向", "反向", "/", "", None])
def test_a_nature_cell_that_names_no_sign_costs_nothing(nature: str | None) -> None:
    assert parse_target(nature, "≥5", "次") == Target(GE, Decimal(5), **TIMES)


def test_another_lexicon_is_used_where_it_is_given() -> None:
    other = replace(
        LEXICON,
        units={"蛙": Unit("青蛙", "item", Decimal(3))},
        sign_cells={"呱": LE},
        signs_before={"呱": GE},
        words={**LEXICON.words, "blank": frozenset({"空"})},
    )
    assert parse_nature("呱", other) is LE
    assert (parse_unit("空", other), parse_unit("/", other)) == (None, "/")
    assert (is_unit("蛙", other), is_unit("人", other)) == (True, False)
    frogs: dict[str, Any] = {"unit": "蛙", "canonical": "青蛙", "dimension": "item", "factor": Decimal(3)}
    assert parse_target(None, "呱5蛙", "空", other) == Target(GE, Decimal(5), **frogs)
    assert parse_target(None, "呱5蛙", "空") == Target(WORDS, text="呱5蛙")


# What holds for any cell -------------------------------------------------------------------------------------------


NUMBERS = st.decimals(min_value=-(10**9), max_value=10**12, places=2) | st.integers(-999, 10**15).map(Decimal)
PRINTED_UNITS = st.sampled_from(sorted(LEXICON.units))
SIGNS = [GE, LE, EQ, GT, LT]
BEFORE = st.sampled_from(sorted((nature, word) for word, nature in LEXICON.signs_before.items() if nature in SIGNS))
COLUMN = {nature: sorted(word for word, found in LEXICON.sign_cells.items() if found is nature) for nature in Nature}


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if char in string.digits + "%.-/><=" else char for char in text)


@given(NUMBERS, PRINTED_UNITS, BEFORE, st.data())
def test_one_cell_and_three_say_the_same(
    number: Decimal, unit: str, sign: tuple[Nature, str], data: st.DataObject
) -> None:
    assume(not (unit == "年" and 1900 <= number < 2100))  # a year of the calendar, not a number of years
    nature, before = sign
    one = parse_target(None, f"{before}{number}{unit}", None)
    three = parse_target(data.draw(st.sampled_from(COLUMN[nature])), str(number), unit)
    two = parse_target(data.draw(st.sampled_from(COLUMN[nature])), f"{number}{unit}", "")
    assert one == two == three
    known = LEXICON.units[unit]
    assert one == Target(
        nature,
        number,
        unit=unit,
        canonical=known.name,
        dimension=known.dimension,
        factor=known.factor,
    )


@given(NUMBERS, PRINTED_UNITS)
def test_without_a_sign_it_is_equal(number: Decimal, unit: str) -> None:
    assume(not (unit == "年" and 1900 <= number < 2100))
    assert triple(parse_target(None, f"{number}{unit}", None)) == (EQ, number, None, None, unit)
    assert parse_target(None, str(number), unit) == parse_target(None, f"{number}{unit}", None)


@given(NUMBERS, NUMBERS, PRINTED_UNITS, st.sampled_from(["-", "~", "～", "—", "至", "到"]))
def test_a_span_of_two_numbers(one: Decimal, other: Decimal, unit: str, mark: str) -> None:
    lower, upper = sorted((one, other))
    assume(not (unit == "年" and 1900 <= lower < 2100))
    expected = (RANGE, lower, upper, None, unit)
    assert triple(parse_target(None, f"{lower}{unit}{mark}{upper}{unit}", None)) == expected
    assert triple(parse_target("区间", f"{lower}{mark}{upper}", unit)) == expected


BLANKS = st.sampled_from(["", "", " ", "\u3000", "\n", "\xa0", "\u200b"])


@given(st.sampled_from(list(CASES.values())), st.data())
def test_full_width_characters_and_blanks_change_nothing(case: dict[str, str], data: st.DataObject) -> None:
    cells = [case.get(name) for name in ("nature", "value", "unit")]
    spaced = [
        None if cell is None else "".join(char + data.draw(BLANKS) for char in full_width(cell)) for cell in cells
    ]
    got, expected = parse_target(*spaced), parse_target(*cells)
    # words are kept as printed, and a blank between two Latin letters or figures is: 前1 0名
    assert replace(got, text=squeeze(got.text or "")) == replace(expected, text=squeeze(expected.text or ""))
    assert got.nature is not WORDS or got.text == (clean_text(spaced[1] or "") or None)


ANYTHING = st.text(st.characters(exclude_categories=())) | st.text(
    st.sampled_from(
        "0123456789０９.,:：-~±≥≤<>=%()（）/每·至到且和第前年月日底百千万亿零一二两三十点次人元余约以上内㎡²½①\ud800 a"
    )
)
CELLS = st.none() | ANYTHING


@given(CELLS, CELLS, CELLS)
def test_any_three_cells_give_a_target(nature: str | None, value: str | None, unit: str | None) -> None:
    got = parse_target(nature, value, unit)
    assert got == parse_target(nature, value, unit, LEXICON)
    assert 0 < got.confidence <= 1
    assert (got.confidence < 1) is bool(got.reasons)
    if got.nature is WORDS:
        assert (got.value, got.upper, got.unit, got.rest) == (None, None, None, "")
        assert got.text in (None, clean_text(value or ""))
    if got.upper is not None:
        assert got.nature is RANGE
        assert got.value is not None
    if got.text is not None:
        assert got.value is None
        assert got.nature is not None
    assert (got.canonical is None) is (got.dimension is None)
    assert got.factor is None or got.dimension is not None


@pytest.mark.parametrize("value", ["1" + "(" * 20_000, "≥5元" + "/(元" * 20_000, "至".join(["1"] * 20_000)])
def test_long_cells_are_read_too(value: str) -> None:
    assert parse_target("≥", value, None).value in (1, 5)


NUMERAL = "零〇○一二三四五六七八九十百千万亿两兩廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸"
PLAIN = st.characters(categories=["Lo", "Lu", "Ll"], exclude_characters=NUMERAL + "底末")


@given(st.text(PLAIN, min_size=1), st.none() | st.sampled_from(["定性", "≥", "=", "定量", ""]))
def test_words_without_a_number_stay_words(words: str, nature: str | None) -> None:
    got = parse_target(nature, words, "%")
    assume(words not in LEXICON.words["blank"])
    assert got == Target(WORDS, text=clean_text(words))
