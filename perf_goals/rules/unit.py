"""计量单位：unit against name, against the value cell, and against magnitude."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from ..lexicon import KINDS
from ..model import Nature, Severity
from ..target import parse_unit
from .base import M101, PRACTICE, SYSTEM, Context, Hit, Limit, Rule, Source, hit
from .example import Row, Set, document, row, rows
from .views import EMPTY, HIGHER, NUMBER, RANGE, WORDS, DocumentView, RowView, SetView, grid_cells
from .words import METRIC_KINDS, RuleWords, measure_text

_RATES = frozenset({"rate", "satisfaction"})
_COUNTS = frozenset({"persons", "person-times", "times", "households", "organisations", "count", "size"})
_COUNTED = frozenset(
    {
        *("item", "person", "person-times", "times", "household", "organisation", "place", "area", "length", "mass"),
        *("volume", "time", "workday", "month", "teaching", "labour", "vehicle-distance"),
    }
)
_NUMBERS = frozenset({NUMBER, RANGE})
_UNITS = (Source(SYSTEM, "计量单位"),)
_CHANGES = frozenset({"增长率", "下降率"})
_LESSONS = frozenset({"学时", "课时", "小时"})
_DAYS = frozenset({"天", "日"})
_MEASURES = frozenset({"ratio", "money", "person", "person-times", "times", "time", "workday"})
_THING_KINDS = frozenset({"count", "size", "organisations", "persons", ""})
_NOT_COST = KINDS - {"成本"} | {""}
_SCALED = frozenset({"area", "person", "person-times", "household", "item", "mass", "length", "volume", "times"})
_NEARLY, _HARDLY_MORE = Decimal("0.9"), Decimal("1.1")
_USUAL = {
    "persons": "人",
    "person-times": "人次",
    "households": "户",
    "organisations": "家",
    "times": "次",
}


def _has_share(row: RowView, use: Context) -> bool:
    return bool(use.words["share_name"].find(row.name))


# A check of rows gives back a tuple: it is called for every row and nearly always finds nothing.


def rate_in_counts(row: RowView, use: Context) -> Iterable[Hit]:
    if row.percent or row.dimension is None or row.dimension in row.metric.units:
        return ()
    if row.dimension not in _COUNTED and not row.money:
        return ()
    advice = f"计量单位改为“%”；要考核的是数量的，把名称里的“{row.metric.ending}”改掉。"
    return (hit(row, suggestion=advice, source=row.value_place),)


def count_in_percent(row: RowView, use: Context) -> Iterable[Hit]:
    if not row.percent or _has_share(row, use):
        return ()
    usual = _USUAL.get(row.metric.kind or "")
    advice = f"计量单位改为“{usual}”" if usual else "计量单位改为所数的东西的单位（个、份、件）"
    return (hit(row, suggestion=f"{advice}；要考核的是比率的，名称改为“…率”。", source=row.value_place),)


def money_in_counts(row: RowView, use: Context) -> Iterable[Hit]:
    if row.dimension not in _COUNTED or not use.words["money_name"].find(row.name):
        return ()
    if row.class2 is not None and row.class2.name in ("社会成本指标", "生态环境成本指标"):
        return ()
    advice = "是金额的，单位改为元或万元；是数量的，改名称并移到数量指标。"
    return (hit(row, suggestion=advice, source=row.value_place),)


def persons_or_times(row: RowView, use: Context) -> Iterable[Hit]:
    kind, dimension = row.metric.kind, row.dimension
    if kind == "person-times" and dimension == "person" and row.metric.ending.endswith(("次", "次数", "规模")):
        wanted = "人次"
    elif kind == "persons" and dimension == "person-times":
        wanted = "人"
    elif kind == "households" and dimension in ("person", "person-times"):
        wanted = "户"
    elif kind in ("persons", "person-times") and dimension == "household":
        wanted = _USUAL[kind]
    else:
        return ()
    advice = f"单位改为“{wanted}”，或者改名称，使两处说同一件事。"
    return (hit(row, suggestion=advice, wanted=wanted, source=row.value_place),)


def no_unit(row: RowView, use: Context) -> Iterable[Hit]:
    if row.unit is not None or row.target.text is not None or not row.value:
        return ()
    if not row.columns.unit and not any(one.unit is not None for one in row.owner.rows):
        return ()  # the layout prints no units at all
    if (row.indicator.raw.unit or "").strip() or "(" in row.key:
        return ()
    kind = row.metric.kind or ""
    if not kind:  # 抽审病历 ≥1800: only where it is a quantity by its class, and every other figure has its unit
        others = [one.unit for one in row.owner.rows if one.shape == NUMBER and one is not row]
        if row.class2 is None or row.class2.name != "数量指标" or len(others) < 2 or None in others:
            return ()
    usual = "%" if kind in _RATES else _USUAL.get(kind)
    advice = f"补上计量单位“{usual}”。" if usual else "补上计量单位。"
    return (hit(row, suggestion=advice, source=row.value_place),)


def two_units(row: RowView, use: Context) -> Iterable[Hit]:
    reasons = row.target.reasons
    if not reasons:
        return ()
    twice = [reason for reason in reasons if reason.startswith("目标值里的单位“")]
    return [hit(row, what=reason, read=0.9, source=row.value_place) for reason in twice]


def over_hundred(row: RowView, use: Context) -> Iterable[Hit]:
    metric = row.metric
    if not row.percent or metric.better != "higher" or row.nature is None or metric.name in _CHANGES:
        return ()
    base = row.base
    if base is None or base <= 100 or use.words["over_hundred"].find(row.name):
        return ()
    return (hit(row, source=row.value_place),)


def below_one(row: RowView, use: Context) -> Iterable[Hit]:
    value, metric = row.value, row.metric
    if row.unit != "%" or value is None or value > 1 or value <= 0:
        return ()
    if metric.better != "higher" or metric.name in _CHANGES:
        return ()
    share = f"{(value * 100).normalize():f}"
    return (hit(row, suggestion=f"是{share}%的，数值改为{share}。", source=row.value_place),)


def words_with_unit(row: RowView, use: Context) -> Iterable[Hit]:
    if not row.indicator.raw.unit:
        return ()
    printed = parse_unit(row.indicator.raw.unit, use.lexicon)
    known = use.lexicon.units.get(printed) if printed is not None else None
    return (hit(row, given=printed),) if known is not None and known.dimension in _MEASURES else ()


_BY_DAY = re.compile("劳务|专家|评审|讲课|授课|课酬|课时|咨询|用工|误工")  # work that is paid by the day or the hour


def standard_without_person(row: RowView, use: Context) -> Iterable[Hit]:
    words, metric = use.words, row.metric
    if row.dimension != "money" or not words["periodic"].find(row.name) or words["payer_rate"].find(row.name):
        return ()
    base = row.base
    if base is None or base >= use.limits["total"]:
        return ()
    person, period = words["each_one"].find(row.name), words["each_time"].find(row.name)
    if person and (period or metric.better == "lower"):  # 人均培训成本 says it all
        return ()
    if metric.kind != "standard" and not person and not period:
        return ()
    if _BY_DAY.search(row.name) and not person and not period:
        return (hit(row, lacks="/人·天", source=row.value_place, confidence=0.9),)
    lacks = "/年" if person else "/人" if period else "/人·年"
    return (hit(row, lacks=lacks, source=row.value_place, confidence=1.0 if metric.kind == "standard" else 0.9),)


def rate_in_money(row: RowView, use: Context) -> Iterable[Hit]:
    if not row.money or not use.words["payer_rate"].find(row.name):
        return ()
    base = row.base
    if base is None or not 0 < base <= use.limits["highest"]:
        return ()
    advice = f"核对后改为“{row.value:f}%”，或者写明每人每年多少元。"
    return (hit(row, suggestion=advice, source=row.value_place),)


def odd_unit(row: RowView, use: Context) -> Iterable[Hit]:
    unit = row.indicator.raw.unit
    if not unit or not use.words["bad_unit"].find(unit):
        return ()
    percent = row.metric.kind in _RATES or "百分" in unit
    return (hit(row, given=unit.strip(), suggestion="改为“%”。" if percent else None),)


def quality_in_percent(row: RowView, use: Context) -> Iterable[Hit]:
    if not row.percent or row.metric.ending != "性":
        return ()
    return (hit(row, rate=f"{row.name.removesuffix('性')}率", source=row.value_place),)


def yuan_or_ten_thousand(row: RowView, use: Context) -> Iterable[Hit]:
    amount = row.owner.amount
    if row.dimension != "money" or row.base is None or not amount or amount <= 0:
        return ()
    ratio = row.base / (amount * 10000)
    if _NEARLY <= ratio / 10000 <= _HARDLY_MORE:
        right = "元"
    elif _NEARLY <= ratio * 10000 <= _HARDLY_MORE and row.unit == "元":
        right = "万元"
    else:
        return ()
    advice = f"单位改为“{right}”，与预算数核对一致。"
    return (hit(row, amount=f"{amount:f}", suggestion=advice, source=row.value_place),)


_KINDS = {"面积": "面积", "长度": "长度", "次数": "次数", "时限": "时间", "时间": "时间", "时点": "时间"}
_CLASH = {  # what the figure plainly is instead
    "面积": frozenset({"length", "item", "person", "person-times", "household", "times", "money", "mass", "ratio"}),
    "长度": frozenset({"area", "item", "person", "person-times", "household", "times", "money", "mass"}),
    "次数": frozenset({"person", "money", "time", "workday", "area", "length", "mass", "household"}),
    "时间": frozenset({"person", "person-times", "money", "item", "ratio", "area", "length", "organisation"}),
    "件数": frozenset({"money"}),
    "人数": frozenset({"money", "time", "workday", "times", "area", "length", "mass"}),
    "户数": frozenset({"money", "time", "workday", "area", "length", "mass"}),
    "机构数": frozenset({"money", "time", "workday", "area", "length", "mass", "person-times"}),
    "标准": frozenset({"person", "person-times", "household", "times"}),
}


def _clashes(row: RowView) -> bool:
    """Whether the unit is of another quantity than the ending of the name."""
    dimension, metric = row.dimension, row.metric
    if dimension is None or dimension in metric.units:
        return False
    clash = _CLASH.get(_KINDS.get(metric.name, metric.name))
    return clash is not None and dimension.split("/")[0] in clash


def other_quantity(row: RowView, use: Context) -> Iterable[Hit]:
    if not _clashes(row):
        return ()
    name = _KINDS.get(row.metric.name, row.metric.name)
    if row.percent and name != "面积" and _has_share(row, use):
        return ()
    said = "数量" if name == "件数" else name
    return (hit(row, said=said, source=row.value_place),)


# Things and the units that cannot count them ------------------------------------------------------------------------

# Units that count one kind of thing only; 个, 项, 件, 套, 处, 批 count anything and are not here.
_BY_UNIT = {
    **dict.fromkeys(("株", "棵"), "plant"),
    **dict.fromkeys(("头", "羽", "匹"), "animal"),
    **dict.fromkeys(("辆", "艘"), "vehicle"),
    **dict.fromkeys(("册", "本"), "print"),
    **dict.fromkeys(("座", "栋", "幢", "间"), "building"),
    "台": "machine",
}
_BY_DIMENSION = {
    **dict.fromkeys(("person", "person-times"), "person"),
    **dict.fromkeys(("time", "workday"), "time"),
    **{name: name for name in ("household", "area", "length", "mass", "money", "organisation")},
}
# of each list of things in rules_unit.toml: what it is called, the unit to use, and the kinds of units that fit it
_THINGS = (
    ("printed", "印刷品", "份", frozenset({"print"})),
    ("people", "人", "人", frozenset({"person", "household", "money", "time"})),
    ("vehicles", "车船", "辆", frozenset({"vehicle", "machine", "time", "length"})),
    ("machines", "设备", "台（套）", frozenset({"machine", "vehicle", "print"})),
    ("plants", "树木苗木", "株", frozenset({"plant", "area", "length", "mass"})),
    ("animals", "牲畜家禽", "头（只）", frozenset({"animal", "mass", "household"})),
    ("lines", "道路管线", "公里", frozenset({"length", "area", "building", "household", "organisation", "time"})),
    (
        "facilities",
        "设施",
        "处",
        frozenset({"building", "organisation", "area", "length", "machine", "time", "household"}),
    ),
    ("bodies", "单位", "家", frozenset({"organisation", "household", "building", "time"})),
)
_COUNT_TAIL = re.compile(
    "(?:总)?(?:数量|个数|座数|处数|台数|套数|辆数|份数|册数|株数|头数|条数|盏数|项数|人数|家数|数)$"
)
_DONE = "印制|印刷|发放|制作|购置|采购|配备|配置|维修|维护|养护|管护|建设|改造|新建|更新|更换|安装|种植|补植|投放|布设"
_WORK_TAIL = re.compile(f"(?:{_DONE}|栽植)$")
_WORK = re.compile(f"{_DONE}|印发|修建|栽|修缮|添置|聘用|招募|选派|引进|培育|培养|扶持|帮扶|免疫|出栏|放流")
_LOOSE = frozenset({"facilities", "bodies"})  # what is done with these may be counted by whom it serves


@lru_cache(maxsize=1 << 14)
def _thing(words: RuleWords, name: str) -> tuple[tuple[str, str, str, frozenset[str]] | None, bool]:
    """The kind of thing that a name counts, and whether it says that it counts (…数量).

    None where the name counts nothing known, or says neither that nor what is done with the thing (印制…).
    """
    spot = measure_text(name)
    bare = _COUNT_TAIL.sub("", spot)
    counted = bare != spot
    if not counted and _WORK.search(spot) is None:
        return None, False
    noun = _WORK_TAIL.sub("", bare)
    return next((thing for thing in _THINGS if words[thing[0]].find(noun)), None), counted


def thing_in_wrong_unit(row: RowView, use: Context) -> Iterable[Hit]:
    kind = _BY_UNIT.get(row.target.canonical or "") or _BY_DIMENSION.get(row.dimension or "")
    if kind is None:
        return ()
    thing, counted = _thing(use.words, row.name)
    if thing is None or _clashes(row):
        return ()
    name, said, unit, allowed = thing
    if kind in allowed or (not counted and kind == "money" and row.unit != "元"):
        return ()  # 新建厂房 3000万元 is what it costs
    if not counted and kind == "person" and name in _LOOSE:
        return ()
    advice = f"核对单位，通常用“{unit}”；要考核的是别的量的，把量写进指标名称。"
    return (hit(row, said=said, suggestion=advice, source=row.value_place),)


# Figures ten thousand times too small -------------------------------------------------------------------------------

_FIGURE = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+\.\d+|(?<![\d.,])\d+\.\d+")
_SINGLE = re.compile("每|人均|户均|亩均|均|单|标准|定额|次均")


def _amounts(document: DocumentView) -> frozenset[Decimal]:
    """Figures with decimals printed anywhere in the document: amounts in 万元, as budgets print them."""
    texts = [document.narrative]
    texts += [cell for grid in document.extraction.document.grids() for cell, _ in grid_cells(grid)]
    found: dict[Decimal, int] = {}
    for text in texts:
        for match in _FIGURE.finditer(text):
            figure = Decimal(match[0].replace(",", ""))
            found[figure] = found.get(figure, 0) + 1
    return frozenset(figure for figure, times in found.items() if times > 1)


def total_in_yuan(row: RowView, use: Context) -> Iterable[Hit]:
    value = row.value
    if row.unit != "元" or value is None or value <= 0 or _SINGLE.search(row.name):
        return ()
    if not use.words["total_name"].find(measure_text(row.name)):
        return ()
    if row.owner.amount == value:
        return ()  # the same sum is the business of another rule
    broken = value != value.to_integral_value()
    if broken and value in row.document.once("unit.amounts", _amounts):
        why = f"文件里别处印着{value:f}，是按万元列的"
    elif value < use.limits["least"]:
        why = "一笔总的支出不会这样少"
    else:
        return ()
    return (hit(row, why=why, suggestion="单位改为“万元”，与预算数核对一致。", source=row.value_place),)


def lost_ten_thousand(row: RowView, use: Context) -> Iterable[Hit]:
    """The goal prints 70万亩 where the row prints 70亩; or price × number is the budget, but for a factor of 10 000."""
    value, unit, owner = row.value, row.unit, row.owner
    if row.dimension not in _SCALED or not value or unit is None:
        return ()
    goal, amount = owner.goal, owner.amount
    if goal is not None and f"万{unit}" in goal.text and _printed_with_ten_thousand(goal.text, value, unit):
        why = f"目标写的是{value:f}万{unit}"
    elif amount and (price := row.document.once("unit.prices", _prices).get((owner, unit))) is not None:
        if not price.base or not _NEARLY <= amount / (price.base * value) <= _HARDLY_MORE:  # 万元 to 元: lacks its 万
            return ()
        why = f"按“{price.name}”{price.printed}算，预算{amount:f}万元应有{value:f}万{unit}"
    else:
        return ()
    return (hit(row, why=why, suggestion=f"核对后改为“{value:f}万{unit}”。", source=row.value_place),)


@lru_cache(maxsize=1 << 12)
def _printed_with_ten_thousand(text: str, value: Decimal, unit: str) -> bool:
    figure = rf"(?<![\d.]){re.escape(f'{value:f}')}\s*"
    return bool(re.search(figure + "万" + re.escape(unit), text)) and not re.search(figure + re.escape(unit), text)


def _prices(document: DocumentView) -> dict[tuple[SetView, str], RowView | None]:
    """Of each project the row that prices one such unit (元/亩); None where there are two."""
    found: dict[tuple[SetView, str], RowView | None] = {}
    for one in document.rows:
        parts = (one.target.canonical or "").split("/")
        if one.money and len(parts) == 2:
            spot = (one.owner, parts[1])
            found[spot] = None if spot in found else one
    return found


def over_standard(row: RowView, use: Context) -> Iterable[Hit]:
    canonical = row.target.canonical
    if not row.money or canonical is None:
        return ()
    words, per = use.words, canonical.split("/")[1:]
    if per and words["lecture"].find(row.name) and not _LESSONS.isdisjoint(per):
        kind, top = "讲课费", use.limits["lecture"]
    elif "人" in per and not _DAYS.isdisjoint(per) and words["meeting"].find(row.name):
        kind, top = "会议、培训综合定额", use.limits["meeting"]
    elif (per in (["辆"], ["台"]) or row.metric.ending == "单价") and words["official_car"].find(row.name):
        kind, top = "公务用车购置", use.limits["car"]
    else:
        return ()
    if row.base is None or row.base <= top:
        return ()
    return (hit(row, kind=kind, top=f"{top:f}", source=row.value_place),)


U101 = Rule(
    code="U101",
    title="比率用数量单位",
    category="unit",
    severity=Severity.ERROR,
    sees="row",
    shapes=_NUMBERS,
    metrics=_RATES,
    message="“{name}”是比率，却用“{unit}”计量（{value}）。",
    why="名称和单位说的不是一回事，无法判断考核的是比率还是数量。",
    fix="比率用“%”计量；要考核数量的，改名称。",
    basis=_UNITS,
    bad=(
        row(
            "群众满意度",
            "≥90人",
            level2="服务对象满意度指标",
            says="“群众满意度”是比率，却用“人”计量（≥90人）。",
            then="计量单位改为“%”；要考核的是数量的，把名称里的“满意度”改掉。",
        ),
        row("设备验收合格率", "98", "台", "≥", level2="质量指标"),
        row("资金拨付率", "≥95万元", level2="质量指标"),
    ),
    good=(
        row("群众满意度", "≥90分", level2="服务对象满意度指标"),  # 满意度可以打分
        row("传染病发病率", "≤2‰", level2="社会效益指标"),
        row("孕产妇死亡率", "≤12/10万", level2="社会效益指标"),  # 统计上就按十万分之几
        row("耕地质量提升幅度", "≥0.3个等级", level2="质量指标"),
        row("居民收入增长率", "≥2个百分点", level2="经济效益指标"),
        row("巡查频率", "≥2次/周"),  # 频率不是比率
    ),
    check=rate_in_counts,
)

U102 = Rule(
    code="U102",
    title="数量用百分比计量",
    category="unit",
    severity=Severity.ERROR,
    sees="row",
    shapes=_NUMBERS,
    metrics=_COUNTS,
    message="“{name}”是数量，却用“%”计量（{value}）。",
    why="数量要数出来，百分比要有分母；名称说数量、单位是%，考核时两样都算不出。",
    fix="改成数量单位，或者把名称改为“…率”。",
    basis=_UNITS,
    bad=(
        row(
            "招募志愿者人数",
            "100",
            "%",
            "≥",
            says="“招募志愿者人数”是数量，却用“%”计量（≥100%）。",
            then="计量单位改为“人”；要考核的是比率的，名称改为“…率”。",
        ),
        row("集采药品覆盖基层数量", "≥95%", level2=None, level1="产出指标"),
    ),
    good=(
        row("扶持企业数量增长", "≥5%", level2="经济效益指标"),  # 说的是增幅
        row("培训人数占比", "≥60%", level2="质量指标"),
        row("采集土样数量", "≥120份"),
    ),
    check=count_in_percent,
)

U103 = Rule(
    code="U103",
    title="金额用数量单位",
    category="unit",
    severity=Severity.ERROR,
    sees="row",
    shapes=_NUMBERS,
    metrics=frozenset({"money"}),
    message="“{name}”是金额，却用“{unit}”计量（{value}）。",
    why="经费、成本、金额应当用元或万元，用人、次、件计量就不知道考核的是钱还是数。",
    fix="是金额的改用元、万元；是数量的改名称并移到数量指标。",
    basis=(Source(M101, "成本指标"), *_UNITS),
    bad=(
        row(
            "保障人员经费",
            "17",
            "人",
            "大于等于",
            level2="经济成本指标",
            says="“保障人员经费”是金额，却用“人”计量（大于等于17人）。",
            then="是金额的，单位改为元或万元；是数量的，改名称并移到数量指标。",
        ),
    ),
    good=(
        row("施工扬尘超标次数", "≤2次", level2="生态环境成本指标"),  # 生态环境成本可以不用金额
        row("发放生活补贴", "≥300人"),  # 发给多少人
        row("培训成本", "≤450元/人天", level2="经济成本指标"),
        row("成本控制率", "≤100%", level2="经济成本指标"),
        row("企业守法成本", "≤2次", level2="社会成本指标"),
    ),
    check=money_in_counts,
)

U104 = Rule(
    code="U104",
    title="人、人次、户混用",
    category="unit",
    severity=Severity.WARNING,
    sees="row",
    shapes=_NUMBERS,
    metrics=frozenset({"persons", "person-times", "households"}),
    message="“{name}”的单位是“{unit}”（{value}），与名称说的“{wanted}”不是一回事。",
    why="一个人可以来几次，一户可以有几个人；名称和单位不同，统计口径就定不下来。",
    fix="名称和单位统一成一个口径。",
    basis=_UNITS,
    bad=(
        row(
            "医疗救助对象人次规模",
            "≥11491人",
            level2=None,
            level1="产出指标",
            says="“医疗救助对象人次规模”的单位是“人”（≥11491人），与名称说的“人次”不是一回事。",
        ),
        row("走访慰问户数", "320", "人", "≥"),
        row("服务老年人人数", "3000", "人次", "≥", level2="社会效益指标"),
        row("培训学员人数", "≥30户"),
    ),
    good=(
        row("培训人数", "≥300人"),
        row("义诊服务", "≥300人次"),
        row("参保人数", "≥1.2万人"),
    ),
    check=persons_or_times,
)

U105 = Rule(
    code="U105",
    title="定量指标没有计量单位",
    category="unit",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    metrics=METRIC_KINDS - {"degree", "score"} | {""},
    message="“{name}”的目标值只有数“{value}”，没有计量单位。",
    why="没有单位的数无法核对，95可以是95%，也可以是95件。",
    fix="补上计量单位。",
    basis=_UNITS,
    bad=(
        row(
            "培训人数", "300", "", "≥", says="“培训人数”的目标值只有数“≥300”，没有计量单位。", then="补上计量单位“人”。"
        ),
        row("群众满意度", "95", "", "≥", level2="服务对象满意度指标", then="补上计量单位“%”。"),
        rows(Row("抽阅归档卷宗", "≥1650"), Row("整理库房", "≥6间"), Row("归档合格率", "≥98%", level2="质量指标")),
    ),
    good=(
        row("培训人数", "≥300人"),  # 没有单位一栏，单位写在值里
        row("安全事故数", "0", "", "=", level2="社会效益指标"),  # 零不需要单位
        row("培训人数（人）", "300", "", "≥"),
        row("师生配比", "1:3", "", "≥"),
        row("群众满意度", "≥95", level2="服务对象满意度指标"),  # 整张表都不印单位
        rows(
            Row("抽阅归档卷宗", "≥1650"), Row("整理库房", "≥6"), Row("归档合格率", "≥98%", level2="质量指标")
        ),  # 不止一条
    ),
    check=no_unit,
)

U106 = Rule(
    code="U106",
    title="值里的单位与单位栏不同",
    category="unit",
    severity=Severity.ERROR,
    sees="row",
    shapes=_NUMBERS,
    message="“{name}”有两个单位：{what}。",
    why="单位写了两遍而且不同，无法判断按哪一个考核。",
    fix="单位只写在计量单位一栏，与目标值一致。",
    basis=_UNITS,
    bad=(row("工作经费", "28.8万元", "%", "=", says="“工作经费”有两个单位：目标值里的单位“万元”与计量单位“%”不同。"),),
    good=(
        row("群众满意度", "95%", "%", "≥", level2="服务对象满意度指标"),
        row("工作经费", "28.8万元", "万元", "=", level2="经济成本指标"),
    ),
    check=two_units,
)

U107 = Rule(
    code="U107",
    title="比率超过100%",
    category="unit",
    severity=Severity.ERROR,
    sees="row",
    shapes=_NUMBERS,
    metrics=_RATES,
    message="“{name}”的目标值“{value}”超过100%，这个比率最高只能是100%。",
    why="合格率、满意度、覆盖率的分子是分母的一部分，超过100%的数多半是单位或数值写错了。",
    fix="核对数值和单位；考核数量的，改名称和单位。",
    basis=(Source(SYSTEM, "指标值"),),
    bad=(
        row(
            "设备验收合格率",
            "≥120%",
            level2="质量指标",
            says="“设备验收合格率”的目标值“≥120%”超过100%，这个比率最高只能是100%。",
        ),
    ),
    good=(
        row("财政收入增长率", "≥120%", level2="经济效益指标"),
        row("任务完成率", "≥110%", level2="质量指标"),  # 可以超额
        row("“三公经费”控制率", "≤100%", level2="经济效益指标"),
        row("传染病漏报率", "≤1‰", level2="质量指标"),
    ),
    check=over_hundred,
)

U108 = Rule(
    code="U108",
    title="百分比口径错",
    category="unit",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=HIGHER | {Nature.EQ},
    metrics=_RATES,
    message="“{name}”的目标值“{value}”不到或只有1%，多半是把小数和百分号写重了。",
    why="0.95和95%是一个数，0.95%却差了一百倍。",
    fix="数值改成百分数。",
    basis=(Source(SYSTEM, "指标值"),),
    bad=(
        row(
            "群众满意度",
            "0.95",
            "%",
            "≥",
            level2="服务对象满意度指标",
            says="“群众满意度”的目标值“≥0.95%”不到或只有1%，多半是把小数和百分号写重了。",
            then="是95%的，数值改为95。",
        ),
    ),
    good=(
        row("群众投诉率", "≤0.5%", level2="质量指标"),  # 本来就该很低
        row("资料散佚率", "≤0.5%", level2="质量指标"),  # 上限这样低，多半是坏事
        row("居民收入增长率", "≥0.8%", level2="经济效益指标"),
        row("群众满意度", "≥95%", level2="服务对象满意度指标"),
    ),
    check=below_one,
)

U109 = Rule(
    code="U109",
    title="定性指标配了计量单位",
    category="unit",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({WORDS, EMPTY}),
    signs=frozenset({Nature.WORDS}),
    message="“{name}”是定性指标（“{value}”），却填了计量单位“{given}”。",
    why="定性的目标没有数，配上%、元、人就不知道数在哪里。",
    fix="单位栏填“/”；能量化的，把目标值改成数。",
    basis=_UNITS,
    bad=(
        row(
            "保证单位正常运转",
            "应保尽保",
            "%",
            "定性",
            level2="社会效益指标",
            says="“保证单位正常运转”是定性指标（“应保尽保”），却填了计量单位“%”。",
        ),
    ),
    good=(
        row("医保经办服务能力", "好坏", "/", "定性", level2="质量指标"),
        row("服务等级", "优", "级", "定性", level2="质量指标"),
        row("保证单位正常运转", "应保尽保", None, "定性", level2="社会效益指标"),
    ),
    check=words_with_unit,
)

U110 = Rule(
    code="U110",
    title="标准没有写按什么算",
    category="unit",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    metrics=frozenset({"standard", "money", ""}),
    message="“{name}”写作“{value}”，没有写按什么算，单位应带上“{lacks}”一类。",
    why="发给个人、由个人缴的钱，不写每人每月还是每人每年，标准就核对不了。",
    fix="把单位写全，例如“元/人·月”“元/人·年”。",
    basis=_UNITS,
    limits={"total": Limit(100000, "达到这么多元就当作总额，不要求写按什么算（元）", 0)},
    bad=(
        row(
            "大额缴费标准",
            "12",
            "元",
            "大于等于",
            level2="经济成本指标",
            says="“大额缴费标准”写作“大于等于12元”，没有写按什么算，单位应带上“/人·年”一类。",
        ),
        row("每日生活和交通补助", "140元", level2=None, level1="成本指标"),
        row("每人缴纳大病保险", "130元", level2=None, level1="成本指标"),
    ),
    good=(
        row("居民缴费标准", "400", "元/人", "大于等于", level2="经济成本指标"),
        row("人均筛查成本", "≤35元", level2="经济成本指标"),  # 名称里已经说全了
        row("补助资金总额", "≤50万元", level2="经济成本指标"),
        row("每人每月生活补助", "=600元"),
        row("困难群众生活补助", "≤50万元", level2="经济成本指标"),
        row("慰问金", "≤2000元", level2="经济成本指标"),  # 一次发多少说不定
    ),
    check=standard_without_person,
)

U111 = Rule(
    code="U111",
    title="比率写成了元",
    category="unit",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({NUMBER}),
    message="“{name}”写作“{value}”，按元算低得不可能，应是比率，多半是把“%”写成了“{unit}”。",
    why="职工缴费、提取、报销按比例算，几元钱的标准不存在。",
    fix="核对后改为“%”。",
    basis=_UNITS,
    limits={"highest": Limit(20, "缴费一类的标准不超过这么多元，就按比率写错了单位（元）", 0)},
    bad=(
        row(
            "职工缴费标准",
            "8",
            "元",
            "大于等于",
            level2="经济成本指标",
            says="“职工缴费标准”写作“大于等于8元”，按元算低得不可能，应是比率，多半是把“%”写成了“元”。",
            then="核对后改为“8%”，或者写明每人每年多少元。",
        ),
    ),
    good=(
        row("职工缴费标准", "≥8%", level2="经济成本指标"),
        row("居民缴费标准", "400", "元/人", level2="经济成本指标"),
        row("职工缴费标准", "3600", "元/人·年", level2="经济成本指标"),
    ),
    check=rate_in_money,
)

U112 = Rule(
    code="U112",
    title="计量单位不规范",
    category="unit",
    severity=Severity.INFO,
    sees="row",
    shapes=frozenset({NUMBER, RANGE, WORDS}),
    once=True,
    message="“{name}”的计量单位写作“{given}”，不是规范的单位。",
    why="“百分比”“数量”不是单位，“万”后面没有说是什么，汇总时认不出来。",
    fix="改用规范的单位，例如“%”“个”“万元”。",
    basis=_UNITS,
    bad=(
        row(
            "验收合格率",
            "100",
            "百分比",
            "≥",
            level2="质量指标",
            says="“验收合格率”的计量单位写作“百分比”，不是规范的单位。",
            then="改为“%”。",
        ),
    ),
    good=(
        row("验收合格率", "100", "%", "≥", level2="质量指标"),
        row("聘请专家费", "≤500元/人每天", level2="经济成本指标"),  # 少见，但说得清
    ),
    check=odd_unit,
)

U113 = Rule(
    code="U113",
    title="“…性”用百分比计量",
    category="unit",
    severity=Severity.INFO,
    sees="row",
    shapes=_NUMBERS,
    metrics=frozenset({"degree"}),
    message="“{name}”说的是性质，却用“%”计量（{value}），没有说是什么比什么。",
    why="及时性、稳定性本身不是比率，写成百分数就要说明分子分母。",
    fix="改成比率的名称，例如“及时率”“稳定运行率”，并说明怎样计算。",
    basis=_UNITS,
    bad=(
        row(
            "医保系统稳定性",
            "≥90%",
            level2=None,
            level1="产出指标",
            says="“医保系统稳定性”说的是性质，却用“%”计量（≥90%），没有说是什么比什么。",
        ),
    ),
    good=(
        row("医保系统稳定率", "≥90%", level2="质量指标"),
        row("医保系统稳定性", "稳定", level2="质量指标"),
        row("农产品质量安全水平", "≥98%", level2="质量指标"),
    ),
    check=quality_in_percent,
)

U114 = Rule(
    code="U114",
    title="元与万元写错",
    category="unit",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({NUMBER}),
    kinds=frozenset({"成本"}),
    message="成本指标“{name}”写作“{value}”，与预算{amount}万元正好差一万倍。",
    why="元和万元写错，成本就大了或小了一万倍。",
    fix="核对后改正单位。",
    basis=(Source(M101, "成本指标"), *_UNITS),
    bad=(
        row(
            "设备购置成本",
            "≤46元",
            level2="经济成本指标",
            amount="46",
            says="成本指标“设备购置成本”写作“≤46元”，与预算46万元正好差一万倍。",
            then="单位改为“万元”，与预算数核对一致。",
        ),
        row("设备购置成本", "≤460000万元", level2="经济成本指标", amount="46"),
    ),
    good=(
        row("设备购置成本", "≤46万元", level2="经济成本指标", amount="46"),
        row("单台购置成本", "≤4600元/台", level2="经济成本指标", amount="46"),
    ),
    check=yuan_or_ten_thousand,
)

U115 = Rule(
    code="U115",
    title="单价超出支出标准",
    category="unit",
    severity=Severity.INFO,
    sees="row",
    shapes=_NUMBERS,
    message="“{name}”写作“{value}”，高于通行的{kind}标准{top}元，请核对单位和标准。",
    why="成本指标不得超出规定的预算支出标准；各地标准不同，界限可以在配置里改。",
    fix="核对单位，按本地支出标准改正。",
    basis=(Source(M101, "成本指标"), Source(PRACTICE)),
    limits={
        "lecture": Limit(1500, "讲课费每学时的上限（元）", 0),
        "meeting": Limit(760, "会议、培训每人每天综合定额的上限（元）", 0),
        "car": Limit(180000, "公务用车每辆购置的上限（元）", 0),
    },
    bad=(
        row(
            "讲课费标准",
            "≤3000元/学时",
            level2="经济成本指标",
            says="“讲课费标准”写作“≤3000元/学时”，高于通行的讲课费标准1500元，请核对单位和标准。",
        ),
        row("人均会议费", "≤900元/人·天", level2="经济成本指标"),
        row("公务用车购置单价", "≤25万元/辆", level2="经济成本指标"),
    ),
    good=(
        row("讲课费标准", "≤1000元/学时", level2="经济成本指标"),
        row("职业技能培训成本", "≤4000元/人", level2="经济成本指标"),  # 按人不按天
        row("会议费总额", "≤3万元", level2="经济成本指标"),
        row("讲课费结算次数", "≥3次"),
    ),
    check=over_standard,
)

U116 = Rule(
    code="U116",
    title="单位与名称说的量不同",
    category="unit",
    severity=Severity.WARNING,
    sees="row",
    shapes=_NUMBERS,
    message="“{name}”说的是{said}，却用“{unit}”计量（{value}）。",
    why="面积、长度、时间、次数、金额各有各的单位，用错了就不知道考核的是什么。",
    fix="按名称改单位，或者按单位改名称。",
    basis=_UNITS,
    bad=(
        row("绿化面积", "≥3公里", says="“绿化面积”说的是面积，却用“公里”计量（≥3公里）。"),
        row("培训次数", "≥300人"),
        row("响应时限", "≤95%", level2="时效指标"),
        row("设备数量", "≥10万元"),
        row("工资标准", "3人", level2="经济成本指标"),
        row("见习学员人数", "≥96次"),
        row("管线改造长度", "≥12人"),
        row("帮扶企业数量", "≥60万元"),
    ),
    good=(
        row("绿化面积", "≥3万平方米"),
        row("巡查频次", "≥2次/周"),
        row("培训班期数", "≥6期"),
        row("培训时间", "≥40学时"),
        row("完工时间", "≤11月", level2="时效指标"),
        row("补助标准", "≥75%", level2="经济成本指标"),  # 标准可以是比率
        row("降低办理时间", "≥30%", level2="时效指标"),  # 说的是降幅
    ),
    check=other_quantity,
)

U117 = Rule(
    code="U117",
    title="东西与单位不相配",
    category="unit",
    severity=Severity.WARNING,
    sees="row",
    shapes=_NUMBERS,
    metrics=_THING_KINDS,
    kinds=_NOT_COST,
    message="“{name}”数的是{said}，却用“{unit}”计量（{value}）。",
    why="宣传折页不按元数，设施不按人数，单位数不了这样东西，就不知道考核的是什么。",
    fix="按所数的东西改单位，或者把要考核的量写进指标名称。",
    basis=_UNITS,
    bad=(
        row(
            "发放防灾宣传折页",
            "≥15000元",
            says="“发放防灾宣传折页”数的是印刷品，却用“元”计量（≥15000元）。",
            then="核对单位，通常用“份”；要考核的是别的量的，把量写进指标名称。",
        ),
        row("维护健身设施数量", "≥7人"),
        row("栽植行道树", "≥300辆"),
        row("购置巡逻车数量", "≥3头"),
        row("采购办公电脑", "≥20公里"),
        row("新建排水管网", "≥300人"),
        row("免疫生猪数量", "≥42万亩"),
        row("聘用护林员", "≥30公里"),
        row("帮扶企业数量", "≥20人"),
    ),
    good=(
        row("发放防灾宣传折页", "≥15000份"),
        row("发放宣传折页金额", "≤2万元"),
        row("社区食堂", "≥300人次"),  # 没有说数的是食堂
        row("资助困难学生", "≥20万元"),  # 资助的是钱
        row("维护健身设施数量", "≥7处"),
        row("新建文化设施", "≥300平方米"),
        row("改造养老院", "≥200人"),  # 惠及的人
        row("新建冷库", "≥3000万元"),  # 投资
        row("新建冷库数量", "≥3000万元"),  # 由 U116 说
        row("培育示范户", "≥20辆"),  # 没有列的东西不判断
        row("栽植行道树", "≥5公里"),
        row("印制宣传手册", "≤3万元", level2="经济成本指标"),
        row("更换路灯", "≥120盏"),
        row("设施完好率", "≥95%", level2="质量指标"),
    ),
    check=thing_in_wrong_unit,
)

U118 = Rule(
    code="U118",
    title="总额写成了几元",
    category="unit",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({NUMBER}),
    metrics=frozenset({"money"}),
    message="“{name}”写作“{value}”，{why}，多半是把“万元”写成了“元”。",
    why="经费、支出额一类的总额按万元编列，写成“元”就小了一万倍。",
    fix="核对后把单位改为“万元”。",
    basis=(Source(M101, "成本指标"), *_UNITS),
    limits={"least": Limit(100, "一笔总的支出不到这么多元，就按单位写错（元）", 0, 10000)},
    bad=(
        document(
            Set(None, (Row("机关运行经费", "≤318.46元", level2="经济成本指标"),)),
            text=("2026年机关运行经费318.46万元。", "机关运行经费 318.46"),
            says="“机关运行经费”写作“≤318.46元”，文件里别处印着318.46，是按万元列的，多半是把“万元”写成了“元”。",
            then="单位改为“万元”，与预算数核对一致。",
        ),
        row("会议经费", "≤3元", level2="经济成本指标", amount="40"),
    ),
    good=(
        row("机关运行经费", "≤318.46万元", level2="经济成本指标"),
        row("每人工作经费", "≤80元", level2="经济成本指标"),
        row("慰问经费", "≤4500.50元", level2="经济成本指标"),
        row("设备购置经费", "≤46元", level2="经济成本指标", amount="46"),  # 与预算比的是 U114
        row("折页印制单价", "≤0.3元", level2="经济成本指标"),
        row("体检费用", "≤95元", level2="经济成本指标"),  # 可以是一个人的
    ),
    check=total_in_yuan,
)

U119 = Rule(
    code="U119",
    title="单位丢了“万”",
    category="unit",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({NUMBER}),
    metrics=METRIC_KINDS - _RATES - {"money", "standard", "degree", "score"} | {""},
    kinds=_NOT_COST,
    message="“{name}”写作“{value}”，{why}，单位丢了“万”。",
    why="单位少一个“万”字，数量就小了一万倍，与目标和资金都对不上。",
    fix="核对后补上“万”。",
    basis=_UNITS,
    bad=(
        row(
            "统防统治作业面积",
            "≥70亩",
            goal="对70万亩小麦实施统防统治。",
            says="“统防统治作业面积”写作“≥70亩”，目标写的是70万亩，单位丢了“万”。",
            then="核对后改为“70万亩”。",
        ),
        rows(
            Row("轮作面积", "≥15亩"),
            Row("亩均补助标准", "=150元/亩", level2="经济成本指标"),
            amount="2250",
            says="“轮作面积”写作“≥15亩”，按“亩均补助标准”=150元/亩算，预算2250万元应有15万亩，单位丢了“万”。",
        ),
    ),
    good=(
        row("统防统治作业面积", "≥70万亩", goal="对70万亩小麦实施统防统治。"),
        row("示范片面积", "≥70亩", goal="防治70万亩，建设示范片70亩。"),
        rows(
            Row("轮作面积", "≥15亩"),
            Row("亩均补助标准", "=150元/亩", level2="经济成本指标"),
            amount="0.225",
        ),
        rows(
            Row("轮作面积", "≥15亩"),
            Row("亩均补助标准", "=150元/亩", level2="经济成本指标"),
            Row("亩均保险费", "≤20元/亩", level2="经济成本指标"),
            amount="2250",
        ),
        row("轮作面积", "≥70亩", goal="推广轮作。", amount="70"),
        row("完工时限", "≤30天", level2="时效指标"),
    ),
    check=lost_ten_thousand,
)

RULES: tuple[Rule, ...] = (
    U101,
    U102,
    U103,
    U104,
    U105,
    U106,
    U107,
    U108,
    U109,
    U110,
    U111,
    U112,
    U113,
    U114,
    U115,
    U116,
    U117,
    U118,
    U119,
)
