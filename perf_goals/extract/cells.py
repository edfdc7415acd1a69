"""How well a printed text fits a column: the judgement that ``align`` and ``lines`` share.

A misfit is a cost: 0 fits, about 1 is unusual, 5 and more is all but impossible. The figures are relative to one another
and to the costs of sliding a cell in ``align``; they were set by what the words mean, not fitted to documents.
"""

import functools
import re
from dataclasses import dataclass

from ..lexicon import IndicatorClass, Lexicon, class_key
from ..model import Nature
from ..target import is_unit, parse_target
from ..text import key

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_CODE = re.compile(r"[A-Za-z]{0,4}\d{3,}[A-Za-z0-9\-]*")
_ENDINGS = re.compile(r"(?:率|数|度|性|量|额|次|标准|成本|费用|情况|时间|时限|水平|能力|程度|比例|面积|人次|覆盖面)$")
# the rest of a class name broken over lines: 经济效益|指标结余率
_TORN = re.compile(r"(?:度|意度|益)?指标(?![\d一二三四五六七八九十])")
_MONEY_NAME = re.compile(r"费|成本|单价|造价|补助|补贴|标准|价格|缴纳|工资|薪|支出|资金|经费|金额")
_OFFICE = re.compile(
    r"(?:局|委员会|委|办公室|办|厅|中心|院|所|站|校|学|园|医院|政府|会|队|馆|公司|部|社|厂|台|处)(?:[（(].{1,8}[）)])?$"
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell looks like, whatever column it stands in."""

    text: str
    size: int
    number: bool  # nothing but a figure, perhaps with %
    code: bool
    nature: Nature | None  # a word of the 指标性质 column
    type_word: bool  # 定量, 定性指标
    direction: bool
    unit: bool
    blank: bool
    class1: IndicatorClass | None
    class2: IndicatorClass | None
    figure: bool  # a target with a sign, or a number with a unit, or a date
    label: bool
    subtotal: bool


@functools.lru_cache(maxsize=32768)
def look(text: str, lexicon: Lexicon) -> Look:
    """The looks of one cleaned cell text."""
    word = key(text)
    name = class_key(text)
    words = lexicon.words
    number = bool(_NUMBER.fullmatch(word))
    nature = lexicon.sign_cells.get(word)
    figure = False
    if not number and nature is None and len(word) <= 40:
        parsed = parse_target(None, text, None, lexicon)
        figure = parsed.nature is not Nature.WORDS and parsed.nature is not None and not parsed.rest
    heading = lexicon.headings.get(word)
    return Look(
        text=text,
        size=len(word),
        number=number,
        code=bool(_CODE.fullmatch(word)) and not (number and ("." in word or "," in word)),
        nature=nature,
        type_word=word in words["quantitative"] or word in ("定性", "定性指标"),
        direction=word in words["forward"] or word in words["backward"],
        unit=is_unit(text, lexicon),
        blank=word in words["blank"],
        class1=lexicon.classes1.get(name) if len(name) <= 16 else None,
        class2=lexicon.classes2.get(name) if len(name) <= 16 else None,
        figure=figure,
        label=heading is not None and heading.role in ("label", "label_other"),
        subtotal=word in words["subtotal"] or (len(word) <= 10 and word.endswith(("小计", "合计", "总计"))),
    )


def _level1(seen: Look) -> float:
    if seen.class1:
        return 0.0
    if seen.class2:
        return 5.0
    if seen.number or seen.nature or seen.direction or seen.figure or seen.label:
        return 7.0
    return 2.5 if seen.size <= 10 else 5.0


def _level2(seen: Look) -> float:
    if seen.class2:
        return 0.0
    if seen.class1:
        return 4.0
    if seen.number or seen.nature or seen.direction or seen.figure or seen.label:
        return 7.0
    if _ENDINGS.search(seen.text):
        return 2.0
    return 1.2 if seen.size <= 12 else 3.0


def _level3(seen: Look) -> float:
    if seen.blank:
        return 1.2  # the template's row for an indicator that there is not
    if seen.nature or seen.direction or seen.number or seen.subtotal:
        return 7.0
    if seen.class1 or seen.class2 or seen.label:
        # 服务对象满意度 is a class and a usual name
        return 4.0 if seen.text.endswith("指标") else 0.8
    if seen.figure or seen.unit:
        return 5.0
    if seen.size <= 1:
        return 4.0
    if _TORN.match(seen.text):
        return 3.0
    return 0.0 if _ENDINGS.search(seen.text) or seen.size >= 4 else 0.6


def _value(seen: Look) -> float:
    if seen.number or seen.figure:
        return 0.0
    if (seen.nature and seen.nature is not Nature.WORDS) or seen.direction:
        return 6.0
    if (seen.class1 or seen.class2) and seen.text.endswith("指标"):
        return 6.0
    if seen.subtotal:
        return 5.0
    if seen.unit:
        return 4.0
    if seen.text[-1:].isdigit():
        return 3.0  # a torn figure
    if seen.size <= 6:
        return 0.4 if not _ENDINGS.search(seen.text) or seen.text.endswith("性") else 0.8
    return 1.0 if seen.size <= 12 else 1.5


def _unit(seen: Look) -> float:
    if seen.unit or seen.blank:
        return 0.0
    if seen.number or seen.nature or seen.direction or seen.class1 or seen.class2 or re.search(r"\d", seen.text):
        return 7.0
    return 1.5 if seen.size <= 5 else 5.0


def _number(seen: Look) -> float:
    if seen.number:
        return 0.0
    return 0.3 if seen.blank else 6.0


def _words(seen: Look) -> float:
    """备注, 指标解释 and the like: anything but a bare sign or direction."""
    if seen.nature or seen.direction:
        return 3.0
    return 3.0 if seen.number or seen.figure else 0.5


def _project(seen: Look) -> float:
    if seen.number or seen.nature or seen.direction or seen.figure:
        return 6.0
    if seen.class1 or seen.class2 or seen.label:
        return 6.0
    if seen.subtotal:
        return 0.5
    if seen.blank or seen.size <= 2:
        return 2.0
    return 0.0 if seen.size <= 60 else 2.0


def _goal(seen: Look) -> float:
    if seen.number or seen.nature or seen.direction or seen.class1 or seen.class2 or seen.label:
        return 6.0
    if seen.size < 5:
        return 2.5
    if seen.size < 8:
        return 1.2
    # a goal is a sentence; a name is not
    return 0.0 if seen.size >= 20 or re.search("[，。；、]", seen.text) else 0.5


def _org(seen: Look) -> float:
    if seen.number or seen.class1 or seen.class2 or seen.nature:
        return 6.0
    if seen.size <= 2:
        return 3.0
    return 0.0 if _OFFICE.search(seen.text) else 1.5


def _code(seen: Look) -> float:
    return 0.0 if seen.code else (1.0 if seen.number else 5.0)


def _nature(seen: Look) -> float:
    return 0.0 if seen.nature else (0.5 if seen.type_word or seen.blank or seen.direction else 7.0)


def _type(seen: Look) -> float:
    return 0.0 if seen.type_word else (0.5 if seen.blank or seen.nature else 6.0)


def _direction(seen: Look) -> float:
    return 0.0 if seen.direction else (0.3 if seen.blank else 7.0)


def _label(seen: Look) -> float:
    if seen.label:
        return 0.0
    return 4.0 if seen.class1 or seen.class2 else 5.0


def _serial(seen: Look) -> float:
    return 0.0 if seen.number and seen.size <= 4 else 4.0


def _anything(seen: Look) -> float:
    return 1.0


_BY_ROLE = {
    "level1": _level1,
    "level2": _level2,
    "level3": _level3,
    "value": _value,
    "value_other": _value,
    "actual": _value,
    "unit": _unit,
    "nature": _nature,
    "type": _type,
    "direction": _direction,
    "weight": _number,
    "score": _number,
    "exec_weight": _number,
    "amount": _number,
    "amount_part": _number,
    "amount_other": _number,
    "note": _words,
    "basis": _words,
    "scoring": _words,
    "deviation": _words,
    "project": _project,
    "parent": _project,
    "goal": _goal,
    "goal_other": _goal,
    "goal_actual": _goal,
    "org": _org,
    "code": _code,
    "label": _label,
    "label_other": _label,
    "serial": _serial,
    "category": _words,
}


@functools.lru_cache(maxsize=131072)
def misfit(role: str, text: str, lexicon: Lexicon) -> float:
    """How badly the text fits a column of this role; 0 is a perfect fit."""
    return _BY_ROLE.get(role, _anything)(look(text, lexicon))


@functools.lru_cache(maxsize=32768)
def class_misfit(kind: str, name: str) -> float:
    """How badly an indicator's name fits a wide table's class (产出, 成本 …): only what the name itself gives away."""
    if "满意" in name:
        return 0.0 if kind == "满意度" else 1.2
    if kind == "满意度":
        return 2.0
    if kind == "成本":
        return 0.0 if _MONEY_NAME.search(name) else 0.9
    return 0.0


@functools.lru_cache(maxsize=32768)
def affinity(label: str, name: str, dimension: str | None, lexicon: Lexicon) -> float:
    """How badly an indicator fits a printed 二级 label: 0 fits, 0.5 says nothing, up to 2 speaks against it.

    Used only where the print leaves open which label a row belongs to.
    """
    found = lexicon.classes2.get(class_key(label)) or lexicon.classes1.get(class_key(label))
    if found is None:
        return 0.5
    own = _ending(found, name)
    others = max(
        (
            _ending(other, name)
            for other in lexicon.classes2.values()
            if other.kind != found.kind or other.name != found.name
        ),
        default=0,
    )
    cost = 0.5
    if own and own >= others:
        cost = 0.0
    elif others > own:
        cost = 1.3
    if dimension is not None and found.dimensions:
        cost += -0.3 if dimension.rstrip("/") in found.dimensions else 0.4
    return max(cost, 0.0)


def _ending(found: IndicatorClass, name: str) -> int:
    """Length of the longest word of the class that the name ends with; half of it where it only occurs."""
    best = 0
    for word in found.endings:
        if name.endswith(word):
            best = max(best, 2 * len(word))
        elif word in name and len(word) > 1:
            best = max(best, len(word))
    return best
