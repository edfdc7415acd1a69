"""可衡量：targets without a figure or a standard, and targets that only say the indicator's name again."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..model import Severity
from ..text import key
from .base import M88, SYSTEM, Context, Hit, Limit, Rule, Source, hit
from .base import M101 as CORE
from .example import Row, row, rows
from .views import EMPTY, HIGHER, NUMBER, WORDS, RowView, SetView
from .words import RuleWords

_COUNTABLE = (Source(CORE, "总体要求"),)
_SIGNS = frozenset({"≥", "≤", ">", "<", "大于等于", "小于等于", "大于", "小于"})
_RATES = ("rate", "satisfaction")
_GROWTH = ("增长率", "下降率")
_TOOL = "改为数量、比率或期限；确实只能定性的，写明评判标准和要达到的等次。"


# What a target in words says ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """What the words of a target say by themselves. The same few words stand in most documents.

    undecided: whether nothing has been decided. parts: the name has been said again where it holds one of these.
    later: the rule that they belong to where they do not say the name again.
    """

    undecided: bool
    parts: tuple[str, ...] = ()
    later: str = ""


_UNDECIDED = _Said(True)


@lru_cache(maxsize=1 << 14)
def _said(text: str, words: RuleWords) -> _Said:
    if words["undecided"].find(text):
        return _UNDECIDED
    return _Said(False, _repeated(key(text), words), _later(text, words))


def _repeated(text: str, words: RuleWords) -> tuple[str, ...]:
    """What is left of a target bare of 有效, 有所 … and 性: if it is in the name, the name has been said again."""
    if not text or words["checkable"].find(text):
        return ()
    core = text
    for word in words["adverbs"].every(text):
        core = core.replace(word, "")
    parts = [text]
    if len(core) > 2 and core[-1] in "性率度":
        parts.append(core[:-1])
    if len(core) >= 2:
        parts.append(core)
    verb = words["action_name"].span(core)
    if verb is not None and len(core) - verb[1] >= 2:
        parts.append(core[verb[1] :])  # 办事效率: 提高办事效率
    where = words["change"].span(core)
    if where is not None and where[0] >= 2:
        parts.append(core[: where[0]])  # 知晓率提高
    return tuple(dict.fromkeys(parts))


def _later(text: str, words: RuleWords) -> str:
    if words["noun_value"].find(text):
        return "noun"
    if words["no_deadline"].find(text):
        return "deadline"
    if any(char.isdigit() for char in text) or words["checkable"].find(text):
        return ""
    if words["vague"].find(text) or words["vague_too"].find(text):
        return "vague"
    if words["place_value"].find(text):
        return "place"
    return _duty(text, words)


def _duty(text: str, words: RuleWords) -> str:
    return "duty" if len(text) >= 4 and (words["duty"].find(text) or words["change"].find(text)) else ""


@lru_cache(maxsize=1 << 10)  # ten rules ask for each row in words
def _kind(row: RowView) -> str:
    """Which one rule a target in words belongs to, "" for none: a weakness is reported once."""
    text, view = row.text, row.owner
    if text is None or (row.kind == "管理" and view.name is None):
        return ""  # 决算真实性: 真实, the province's own form
    document = view.document
    if key(text) in document.lexicon.scales:
        return "scale"
    words = document.words
    said = _said(text, words)
    if said.undecided:
        return "undecided"
    name = row.key
    for part in said.parts:
        if part in name:
            return "repeats"
    if _STATES.fullmatch(text) and name[-2:] in text and _STATES.fullmatch(name[-2:]):
        return "repeats"  # 市场秩序规范: 规范有序
    if text in _GRADES and _A_JOB.search(row.name):
        return "vague"
    later = said.later
    if later not in ("vague", "place", "duty"):
        return later
    if _handed_down(row):
        # 方便程度 is itself a scale, and the ministry's grade of it; 能力 has no scale
        return "vague" if later == "vague" and not view.document.words["scale_name"].find(row.name) else ""
    if later == "place" and not words["reach"].find(row.name):
        return _duty(text, words)
    return later


_STATES = re.compile(
    "(?:规范|有序|稳定|平稳|安全|畅通|通畅|顺畅|整洁|良好|健全|完善|和谐|可靠|高效|便捷|清洁|优美|有力|顺利){1,4}"
)
_GRADES = frozenset({"良好", "较好", "好", "优良", "很好"})
_A_JOB = re.compile(
    "(?:工作|活动|任务|事项|业务|项目)(?:开展|推进|落实)?$"
)  # what is done, and no quality that could be graded


def _handed_down(row: RowView) -> bool:
    """Whether it is the ministry's own degree, which the unit cannot change."""
    return row.metric.kind == "degree" and row.document.words["handed_down"].find(row.owner.name) is not None


# A check of rows gives back a tuple: it is called for every row and nearly always finds nothing.


def vague(row: RowView, use: Context) -> Iterable[Hit]:
    if _kind(row) != "vague":
        return ()
    light = Severity.INFO if _handed_down(row) else None
    return (hit(row, source=row.value_place, suggestion=_figure_for(row), severity=light),)


def _figure_for(row: RowView) -> str | None:
    kind = row.metric.kind
    if kind in _RATES:
        return f"“{row.name}”本来可以量化，写明要达到的百分比，例如“≥…%”；写变化幅度的，同时写明上年数。"
    if kind in ("money", "persons", "person-times", "times", "households", "count", "size", "organisations"):
        return f"“{row.name}”本来可以量化，写明要达到的数，或者比上年变化多少。"
    return None


def scale(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row, source=row.value_place),) if _kind(row) == "scale" else ()


def undecided(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row, source=row.value_place),) if _kind(row) == "undecided" else ()


def deadline(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row, source=row.value_place),) if _kind(row) == "deadline" else ()


def noun(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row, source=row.value_place),) if _kind(row) == "noun" else ()


def duty(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row, source=row.value_place),) if _kind(row) == "duty" else ()


def only_place(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row, source=row.value_place),) if _kind(row) == "place" else ()


def repeats(row: RowView, use: Context) -> Iterable[Hit]:
    if _kind(row) != "repeats":
        # 准确性: 准确 can be looked into, but by what measure it does not say
        said = row.name.endswith("性") and row.text == row.name[-3:-1] and row.text in _QUALITIES
        return (hit(row, source=row.value_place, severity=Severity.INFO),) if said and _own(row) else ()
    late = use.words["no_deadline"].find(row.text)
    advice = "写明期限，例如“≤…个工作日”，或者改用“按时完成率=100%”。" if late else None
    return (hit(row, source=row.value_place, suggestion=advice),)


_QUALITIES = frozenset({"准确", "完整", "齐全", "真实", "一致"})


def _own(row: RowView) -> bool:
    return row.kind != "管理" and not _handed_down(row)


# Targets with a figure, and without any -------------------------------------------------------------------------------


def empty(row: RowView, use: Context) -> Iterator[Hit]:
    # the system does not save an empty value: in a published table it is likely that a page break hid it
    yield hit(row, confidence=0.85, source=row.value_place)


def type_mismatch(row: RowView, use: Context) -> Iterable[Hit]:
    raw = row.indicator.raw
    if not raw.nature:
        return ()
    sign = key(raw.nature)
    if row.shape == NUMBER:
        if sign != "定性":
            return ()
        what, advice = "指标性质填“定性”，目标值却是数字", "指标性质改为“≥”“≤”或“=”。"
    elif sign in _SIGNS and not _kind(row):
        what = f"指标性质填“{raw.nature}”，目标值却是文字"
        advice = "把目标值改成数字；只能定性的，指标性质改为“定性”并写明标准。"
    else:
        return ()
    return (hit(row, source=row.value_place, what=what, said=raw.value, suggestion=advice),)


def general_count(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row),) if use.words["general_count"].find(row.name) else ()


def general_rate(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row),) if use.words["general_rate"].find(row.name) else ()


def undefined_rate(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row),) if row.percent and use.words["undefined_rate"].find(row.name) else ()


def action_name(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row),) if row.percent and use.words["action_name"].find(row.name) else ()


_NOT_SERVED = frozenset({"工资", "社保", "公用"})


def population(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row),) if use.words["population"].find(row.name) and not row.owner.purposes & _NOT_SERVED else ()


def no_base(row: RowView, use: Context) -> Iterable[Hit]:
    if not row.percent or row.metric.name in _GROWTH:
        return ()
    raw = row.indicator.raw.value
    if not use.words["change_figure"].find(raw):
        return ()
    if any(use.words["base_named"].find(text) for text in (raw, row.name, row.note)):
        return ()
    return (hit(row, source=row.value_place, said=raw),)


def mostly_words(one: SetView, use: Context) -> Iterator[Hit]:
    rows = [row for row in one.rows if row.kind != "管理"]
    words = [row for row in rows if row.shape == WORDS and _kind(row)]
    if words and len(rows) >= use.limits["rows"] and len(words) * 100 > len(rows) * use.limits["share"]:
        yield hit(one, total=len(rows), number=len(words))


M101 = Rule(
    code="M101",
    title="目标值是空泛的程度词",
    category="unmeasurable",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({WORDS}),
    message="“{name}”的目标值“{value}”没有数值，也没有可对照的标准，年底无法判断是否完成。",
    why="“提高”“有成效”一类的话没有基数和幅度，做多做少都可以说完成了，审核和自评都无从打分。",
    fix=_TOOL,
    basis=_COUNTABLE,
    bad=(
        row(
            "化肥利用率",
            "提高",
            level2="经济效益指标",
            says="“化肥利用率”的目标值“提高”没有数值，也没有可对照的标准，年底无法判断是否完成。",
        ),
        row("优抚对象荣誉感", "增强", "/", "定性", level2="社会效益指标"),
        row("日常工作", "有成效", level2="社会效益指标"),
        row("道路安全", "有保障", level2="社会效益指标"),
        row("困难群众就医方便程度", "明显提高", level2="社会效益指标", project="区级医疗救助资金"),
        row("尊师重教氛围", "浓厚", level2="社会效益指标"),
        row("受益农户人数", "增加", level2="社会效益指标"),
        row("供水管网运行", "总体平稳", level2=None, level1="效益指标", project=None),
        row("法治宣传教育", "广泛开展", level2=None, level1="产出指标", project=None),
        row("结对联系工作", "良好", level2="社会效益指标"),
        row("公共卫生服务能力", "有所提升", level2="社会效益指标", project="中央财政基本公共卫生补助资金"),
    ),
    good=(
        row("应急信息覆盖行政村", "全覆盖", level2="社会效益指标"),  # 可以逐村核对
        row("居民人均可支配收入增速", "不低于上年", level2="经济效益指标"),
        row("安全检查频次", "每月一次", level2="时效指标"),
        row("困难群众就医方便程度", "明显提高", level2="社会效益指标", project="2026年中央财政医疗救助补助资金"),
        row("设备运行情况", "良好", level2="质量指标"),
        row("年度工作考核等次", "良好", level2="质量指标"),
        row(
            "课程与教学贴合度", "优（优：评课均分85分及以上；良：70—84分；差：69分及以下）", level2="质量指标"
        ),  # 等次有标准
        row("水质巡测", "每月开展", level2="时效指标"),
        row("决算真实性", "真实", level2="预算和财务管理", level1="投入管理指标", project=None),
    ),
    check=vague,
)

M102 = Rule(
    code="M102",
    title="只写了量表名称，没有写要达到哪一等",
    category="unmeasurable",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({WORDS}),
    message="“{name}”的目标值“{value}”只是评价等级的名称，没有写要达到哪一等、按什么标准评。",
    why="“好坏”“优良中低差”包括了所有可能的结果，评成哪一等都不算没有完成。",
    fix="写明要达到的等次（如“优”）和评判标准；能量化的改为数值。",
    basis=_COUNTABLE,
    bad=(
        row(
            "桥梁通行安全水平",
            "好坏",
            "/",
            "定性",
            level2="社会效益指标",
            says="“桥梁通行安全水平”的目标值“好坏”只是评价等级的名称，没有写要达到哪一等、按什么标准评。",
        ),
        row("河湖水质改善", "优良中低差", level2="生态效益指标"),
    ),
    good=(row("河湖水质改善", "优", level2="生态效益指标"), row("桥梁技术状况", "二类及以上", level2="质量指标")),
    once=True,  # an entry of the system's dictionary: where it stands at all it stands in many rows
    check=scale,
)

M103 = Rule(
    code="M103",
    title="“及时”没有写期限",
    category="unmeasurable",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({WORDS}),
    message="“{name}”的目标值“{value}”没有写明期限，多少天算及时无法核对。",
    why="时效要有一个天数或日期才能核对，只写“及时”，早晚都可以算完成。",
    fix="写明期限，例如“≤…个工作日”“…月底前”，或者改用“按时完成率=100%”。",
    basis=_COUNTABLE,
    bad=(
        row(
            "补助台账建立",
            "及时",
            level2="时效指标",
            says="“补助台账建立”的目标值“及时”没有写明期限，多少天算及时无法核对。",
        ),
        row("行政处罚", "按时", level2="时效指标"),
    ),
    good=(
        row("行政处罚决定送达时限", "≤7个工作日", level2="时效指标"),
        row("补助台账建立", "每季度一次", level2="时效指标"),
    ),
    check=deadline,
)

M104 = Rule(
    code="M104",
    title="目标值没有填",
    category="unmeasurable",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({EMPTY}),
    message="“{name}”没有目标值。",
    why="没有目标值的指标不能考核；系统不允许保存空值，所以先核对是不是表格跨页或错行。",
    fix="补填目标值；不用的指标整行删去。",
    basis=(Source(SYSTEM, "指标值"),),
    bad=(row("设备验收合格率", "", "%", "≥", level2="质量指标", says="“设备验收合格率”没有目标值。"),),
    good=(row("安全事故数", "0", "起", "=", level2="社会效益指标"),),
    check=empty,
)

M105 = Rule(
    code="M105",
    title="定性定量与目标值不符",
    category="unmeasurable",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER, WORDS}),
    message="“{name}”的{what}“{said}”，两者不一致。",
    why="指标性质决定系统按数值还是按等次打分，性质与目标值不符，就没有办法打分。",
    fix="指标性质与目标值改成一致。",
    basis=(Source(SYSTEM, "指标值"),),
    bad=(
        row(
            "资料归档率",
            "95",
            "%",
            "定性",
            level2="质量指标",
            says="“资料归档率”的指标性质填“定性”，目标值却是数字“95”，两者不一致。",
        ),
        row("业务平台建设", "上线运行", None, "≥"),
    ),
    good=(
        row("资料归档率", "95", "%", "≥", level2="质量指标"),
        row("业务平台建设", "上线运行", "/", "定性"),
        row("资料归档率", "95%", None, "定量", level2="质量指标"),
        row("是否通过验收", "是", None, "=", level2="质量指标"),  # 直接赋分的写法
        row("是否通过验收", "是", level2="质量指标"),
    ),
    check=type_mismatch,
)

M106 = Rule(
    code="M106",
    title="目标值还没有确定",
    category="unmeasurable",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({WORDS}),
    message="“{name}”的目标值写作“{value}”，等于没有定目标。",
    why="以实际值为目标，结果是多少都算完成，对预算没有约束；应急、据实结算的项目也可以定单价、时限或准确率。",
    fix="写一个可以预计的数；数量定不下来的，改用单价、时限、准确率等能定的指标。",
    basis=_COUNTABLE,
    bad=(
        row("救灾物资发放数量", "项目实际值", says="“救灾物资发放数量”的目标值写作“项目实际值”，等于没有定目标。"),
        row("体检人数", "据实"),
    ),
    good=(row("救灾物资发放时限", "≤24小时", level2="时效指标"), row("费用核对", "每月据实核对", level2="质量指标")),
    check=undecided,
)

M107 = Rule(
    code="M107",
    title="目标值是一个抽象名词",
    category="unmeasurable",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({WORDS}),
    message="“{name}”的目标值“{value}”是一个名词，没有说要达到什么程度。",
    why="“及时性”“稳定性”是指标的名称，不是目标值，读不出要达到的程度。",
    fix="写明要达到的数、期限或等次。",
    basis=(Source(CORE, "总体要求"),),
    bad=(
        row(
            "兑付体检费",
            "及时性",
            level2="时效指标",
            says="“兑付体检费”的目标值“及时性”是一个名词，没有说要达到什么程度。",
        ),
    ),
    good=(row("检测结果", "阴性", level2="质量指标"), row("兑付体检费时限", "≤5日", level2="时效指标")),
    check=noun,
)

M108 = Rule(
    code="M108",
    title="目标值只是要求或愿望",
    category="unmeasurable",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({WORDS}),
    message="“{name}”的目标值“{value}”只说了要求或愿望，没有可核对的数、期限或标准。",
    why="把职责或愿望写成目标值，只要做了这件事就算完成，看不出做到什么程度。",
    fix=_TOOL,
    basis=_COUNTABLE,
    bad=(
        row(
            "价格政策执行情况",
            "按时按要求落实价格政策",
            level2="质量指标",
            says="“价格政策执行情况”的目标值“按时按要求落实价格政策”只说了要求或愿望，没有可核对的数、期限或标准。",
        ),
        row("农村人居环境", "进一步完善基础设施条件", level2="社会效益指标"),
        row("校园面貌", "师生学习生活条件改善", level2="社会效益指标"),
    ),
    good=(
        row("价格政策执行情况", "30个工作日内全部执行到位", level2="质量指标"),
        row("农村生活污水", "应治尽治", level2="生态效益指标"),
        row("规划编制", "印发实施", level2="质量指标"),
    ),
    check=duty,
)

M109 = Rule(
    code="M109",
    title="覆盖范围只写了地方",
    category="unmeasurable",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({WORDS}),
    message="“{name}”的目标值“{value}”只是一个地方，没有写覆盖到多少。",
    why="写明在哪里做，没有写覆盖多少人、多少村，做一处和处处做都算完成。",
    fix="改为覆盖率或覆盖的单位数，例如“全部…个村”“≥…%”。",
    basis=_COUNTABLE,
    bad=(
        row(
            "宣传覆盖范围",
            "伊水示范区",
            level2="社会效益指标",
            says="“宣传覆盖范围”的目标值“伊水示范区”只是一个地方，没有写覆盖到多少。",
        ),
    ),
    good=(row("宣传覆盖范围", "全区", level2="社会效益指标"), row("施工地点", "青河区", level2="质量指标")),
    check=only_place,
)

M110 = Rule(
    code="M110",
    title="数量指标没有说是什么",
    category="unmeasurable",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    metrics=frozenset({"count", "times", "size", ""}),  # what 数量, 次数, 总量, 总数 measure
    message="“{name}”（{value}）没有说清数的是什么工作，数字无从核对。",
    why="“工作完成数量”什么都可以往里算，看不出做了什么，也无法与任务和资金对应。",
    fix="按具体工作分别设指标，例如“受理申请件数”“检查企业户数”。",
    basis=_COUNTABLE,
    bad=(
        row(
            "全年工作完成数量",
            "≥10000件",
            says="“全年工作完成数量”（≥10000件）没有说清数的是什么工作，数字无从核对。",
        ),
    ),
    good=(row("升级业务模块数量", "=3个"), row("信访事项办结数量", "≥120件")),
    check=general_count,
)

M111 = Rule(
    code="M111",
    title="完成率没有说是什么工作",
    category="unmeasurable",
    severity=Severity.INFO,
    sees="row",
    shapes=frozenset({NUMBER}),
    metrics=frozenset({"rate"}),
    message="“{name}”没有说是哪些工作的完成率，分母是多少无从知道，请核对。",
    why="不写是什么工作，总任务数就可以随意取，完成率说明不了问题。",
    fix="写明是什么任务，例如“危房改造任务完成率”，并在指标解释中写明总任务数。",
    basis=_COUNTABLE,
    bad=(
        row(
            "年工作任务完成率",
            "≥95%",
            level2="质量指标",
            says="“年工作任务完成率”没有说是哪些工作的完成率，分母是多少无从知道，请核对。",
        ),
    ),
    good=(row("高标准农田建设任务完成率", "=100%"),),
    check=general_rate,
)

M112 = Rule(
    code="M112",
    title="比率的口径不明",
    category="unmeasurable",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    metrics=frozenset({"rate"}),
    message="“{name}”（{value}）没有说清分子分母是什么，怎样算都可以是100%。",
    why="“运转”“履职”没有可以数的东西，这样的比率年年都能填满，没有约束。",
    fix="改为能数的指标，例如“水电费按期缴纳率”“设备报修办结率”，或在指标解释中写明计算公式。",
    basis=_COUNTABLE,
    bad=(
        row(
            "机关日常运转保障率",
            "=100%",
            level2="经济效益指标",
            says="“机关日常运转保障率”（=100%）没有说清分子分母是什么，怎样算都可以是100%。",
        ),
    ),
    good=(row("险情物资保障率", "≥95%", level2="社会效益指标"), row("系统正常运行率", "≥99%", level2="质量指标")),
    check=undefined_rate,
)

M113 = Rule(
    code="M113",
    title="指标名称是一个动作",
    category="unmeasurable",
    severity=Severity.INFO,
    sees="row",
    shapes=frozenset({NUMBER}),
    metrics=frozenset({"", "money"}),
    message="“{name}”是一个动作，没有说量的是什么，“{value}”无从计算，请核对。",
    why="指标名称应当说明量什么，动作后面跟一个百分比，算不出分子分母。",
    fix="名称改为可以量的东西，例如“足额发放工资”改为“工资足额发放率”。",
    basis=_COUNTABLE,
    bad=(
        row(
            "足额发放员额人员工资",
            "=100%",
            level2="质量指标",
            says="“足额发放员额人员工资”是一个动作，没有说量的是什么，“=100%”无从计算，请核对。",
        ),
    ),
    good=(row("员额人员工资足额发放率", "=100%", level2="质量指标"), row("改善农房", "≥30户")),
    check=action_name,
)

M114 = Rule(
    code="M114",
    title="变化幅度没有基数",
    category="unmeasurable",
    severity=Severity.INFO,
    sees="row",
    shapes=frozenset({NUMBER}),
    message="“{name}”的目标值“{said}”没有说与什么时候比，请核对。",
    why="只写变化了百分之几，没有基数和比较的年份，完成与否无法计算。",
    fix="写明基数，例如“比2025年的…提高…%”。",
    basis=_COUNTABLE,
    bad=(
        row(
            "农产品产值",
            "提升10%",
            level2="经济效益指标",
            says="“农产品产值”的目标值“提升10%”没有说与什么时候比，请核对。",
        ),
    ),
    good=(
        row("农产品产值", "比上年提升10%", level2="经济效益指标"),
        row("平台粉丝增长率", "≥10%", level2="社会效益指标"),  # 增长率自来是与上年比
        row("设备完好率", "提高到95%", level2="质量指标"),
    ),
    check=no_base,
)

M115 = Rule(
    code="M115",
    title="定性指标过多",
    category="unmeasurable",
    severity=Severity.INFO,
    sees="set",
    message="“{name}”的{total}条指标中有{number}条是没有标准的定性表述，超过一半，请核对。",
    why="一个项目的主要产出总有能数的，多数指标只有文字，说明目标还没有细化。",
    fix="主要产出至少各有一条带数值的指标，定性的只保留确实无法量化的效益。",
    basis=(Source(CORE, "总体要求"), Source(M88)),
    limits={
        "rows": Limit(4, "至少有几条指标才判断", 2, 50),
        "share": Limit(50, "定性指标超过百分之几算过多（%）", 10, 100),
    },
    bad=(
        rows(
            Row("培训质量", "提升", level2="质量指标"),
            Row("培训组织", "有序", level2="质量指标"),
            Row("干部能力", "增强", level2="社会效益指标"),
            Row("学习氛围", "明显改善", level2="社会效益指标"),
            Row("学员满意度", "≥90%", level2="服务对象满意度指标"),
            says="“示例项目”的5条指标中有4条是没有标准的定性表述，超过一半，请核对。",
        ),
    ),
    good=(
        rows(
            Row("培训人次", "≥300人次"),
            Row("培训覆盖乡镇", "全覆盖"),
            Row("培训频次", "每季度一次", level2="时效指标"),
            Row("干部能力", "增强", level2="社会效益指标"),
        ),
    ),
    check=mostly_words,
)

M116 = Rule(
    code="M116",
    title="数的是人群，不是完成的工作",
    category="unmeasurable",
    severity=Severity.INFO,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=HIGHER,
    metrics=frozenset({"persons"}),
    message="“{name}”（{value}）数的是人群有多少，不是本项目完成了多少，请核对。",
    why="有多少人申请、退休不由单位决定，人数多了少了都说明不了工作做得怎样。",
    fix="改为本项目实际做的数量，例如“鉴定人数”“体检人数”“审核发放人数”。",
    basis=_COUNTABLE,
    bad=(
        row(
            "申请慢性病人数",
            "≥15000人",
            says="“申请慢性病人数”（≥15000人）数的是人群有多少，不是本项目完成了多少，请核对。",
        ),
    ),
    good=(row("退休人员体检人数", "≥3000人"), row("退休人员人数", "≤2813人"), row("慰问离休人员人数", "≥20人")),
    check=population,
)

M201 = Rule(
    code="M201",
    title="目标值重复指标名称",
    category="value-repeats-name",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({WORDS}),
    message="“{name}”的目标值“{value}”只是把指标名称再说一遍，没有标准。",
    why="目标值应当回答“做到多少、做到什么程度”，重复名称等于没有填。",
    fix="写明数值、期限或等次；例如“保障系统稳定运行”可以改为“系统故障停机时间≤…小时/年”。",
    basis=_COUNTABLE,
    bad=(
        row(
            "保障困难群众基本生活",
            "有效保障",
            level2="社会效益指标",
            says="“保障困难群众基本生活”的目标值“有效保障”只是把指标名称再说一遍，没有标准。",
        ),
        row("系统正常运行", "系统正常运行", level2="质量指标"),
        row("办事效率", "提高办事效率", level2="社会效益指标"),
        row("居民分类知晓率", "知晓率提高", level2="社会效益指标"),
        row("农贸经营秩序规范", "规范有序", level2="社会效益指标"),
        row("退休人员稳定性", "稳定性", level2="社会效益指标"),
        row(
            "资金发放及时性",
            "及时",
            level2="时效指标",
            then="写明期限，例如“≤…个工作日”，或者改用“按时完成率=100%”。",
        ),
    ),
    good=(
        row("设备是否验收合格", "合格", level2="质量指标"),  # 合格不合格查得出来
        row("集采药品价格", "降低", level2="经济效益指标"),
        row("宣传成效", "明显", level2="社会效益指标"),  # M101 报
        row("执法程序规范", "无违规行为", level2="质量指标"),
        row("补助对象全覆盖", "全覆盖"),
    ),
    check=repeats,
)

RULES: tuple[Rule, ...] = (
    M101,
    M102,
    M103,
    M104,
    M105,
    M106,
    M107,
    M108,
    M109,
    M110,
    M111,
    M112,
    M113,
    M114,
    M115,
    M116,
    M201,
)
