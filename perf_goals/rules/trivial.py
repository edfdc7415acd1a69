"""过低与必然达标：targets that cannot fail, and targets far too low."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from ..lexicon import KINDS, Lexicon
from ..model import Nature, Severity, Target
from ..target import parse_target
from ..text import key
from .base import M10, PRACTICE, Context, Hit, Limit, Rule, Source, hit
from .base import M101 as CORE
from .example import Row, row, rows
from .views import DATE, HIGHER, LOWER, NUMBER, RANGE, WORDS, DocumentView, RowView, SetView, order
from .words import METRIC_KINDS

_STRICT = (Source(CORE, "总体要求"),)
_TIMES = frozenset({"period", "moment"})
_RATES = frozenset({"rate"})
_CALLS = frozenset({"times", "item", None})
_YEARS = {"年": 1, "月": 12, "个月": 12, "天": 365, "日": 365, "季度": 4, "个季度": 4}
# what an explanation says of another value: 上年指标值300人次, 实际完成212人
_SAID = re.compile(r"(上年(?:度)?(?:指标|目标)值|实际完成(?:值)?)[为是::]?\s*([0-9.]+[^\s,,。;;、]{0,4})")
_FLOOR = HIGHER | {Nature.EQ}
_BY_THEN = LOWER | {Nature.EQ, None}
_UNITS = frozenset({"次", "场", "场次", "期", "批次", None})
_WHOLE = Decimal(100)
_HIGHEST = Decimal(90)  # no floor of below_usual is higher by itself
_ALL_YEAR = frozenset(
    {"全年", "全年度", "本年度", "年度内", "预算年度内", "1-12月", "1月-12月", "1至12月", "1月至12月"}
)
_JANUARY_TO_DECEMBER = re.compile(r"(?:\d{4}年)?1月(?:1日)?(?:-|~|—|至)(?:\d{4}年)?12月(?:31日)?")
_NOT_COST = KINDS - {"成本"} | {""}


# Cannot fail ----------------------------------------------------------------------------------------------------------


# A check of rows gives back a tuple: it is called for every row and nearly always finds nothing.


def always_met(row: RowView, use: Context) -> Iterable[Hit]:
    if row.nature is Nature.GE:
        return () if row.value else (hit(row, what="不小于0", source=row.value_place),)
    if (
        row.percent
        and row.metric.kind == "rate"
        and row.metric.better == "lower"
        and row.base is not None
        and row.base >= _WHOLE
        and not use.words["ceiling_meant"].find(row.name)
    ):
        return (hit(row, what="不超过100%", source=row.value_place),)
    return ()


def whole_year(row: RowView, use: Context) -> Iterable[Hit]:
    top = _YEARS.get(row.unit or "")
    if top is None or row.value is None or row.value < top or row.value > top + 1 or row.nature in HIGHER:
        return ()
    if row.metric.better == "higher" or use.words["span"].find(row.name) or use.words["lasting"].find(row.name):
        return ()
    words = use.words
    late = words["finish"].find(row.name) or (row.nature in LOWER and words["one_job"].find(row.name))
    return (hit(row, source=row.value_place),) if late else ()


_GRAVE = re.compile(
    "(?:特别?重大|重大|特大|责任|失泄密|泄密|数据泄[露漏]|信息泄[露漏])|(?:施工|工地|校园|在校|活动|演练|赛事|培训|托养|养老机构|福利)"
    "[一-鿿]{0,6}(?:死亡|伤亡)"
)
_HAPPENED = re.compile("事故|案件|案|事件|死亡|伤亡|泄密|泄[露漏]|火灾")
_EVENTS = frozenset({"item", "times", "person", "ratio", None})


def grave_allowed(row: RowView, use: Context) -> Iterable[Hit]:
    """So many major accidents, deaths or leaks of one's own work are allowed."""
    if not row.value or row.dimension not in _EVENTS or row.metric.better == "higher":
        return ()
    name = row.name
    if _GRAVE.search(name) is None or _HAPPENED.search(name) is None or use.words["relief"].find(name):
        return ()
    return (hit(row, source=row.value_place),)


def _timed(row: RowView) -> bool:
    return row.metric.kind in _TIMES or (row.class2 is not None and row.class2.name == "时效指标")


def year_as_range(row: RowView, use: Context) -> Iterable[Hit]:
    if not _timed(row):
        return ()
    target = row.target
    if target.upper is not None:
        whole = row.unit in ("月", "月份", "个月") and target.value == 1 and target.upper == 12
    else:
        text = key(row.text or "")
        whole = text in _ALL_YEAR or _JANUARY_TO_DECEMBER.fullmatch(text) is not None
    if not whole or use.words["lasting"].find(row.name) or row.metric.better == "higher":
        return ()
    return (hit(row, source=row.value_place),) if use.words["finish"].find(row.name) else ()


def year_end(row: RowView, use: Context) -> Iterable[Hit]:
    if row.nature not in _BY_THEN or not _timed(row) or not use.words["year_end"].find(row.text):
        return ()
    return (hit(row, source=row.value_place),)


# Far too low ----------------------------------------------------------------------------------------------------------


def _below(row: RowView, bound: Decimal) -> bool:
    return row.percent and row.unit == "%" and row.value is not None and 1 < row.value < bound


def low_uptime(row: RowView, use: Context) -> Iterable[Hit]:
    bound = use.limits["lowest"]
    if not row.percent or not _below(row, bound) or not use.words["uptime"].find(row.name):
        return ()
    down = (100 - row.value) * 365 / 100 if row.value is not None else 0
    return (hit(row, bound=bound, days=f"{down:.0f}", source=row.value_place),)


def low_quality(row: RowView, use: Context) -> Iterable[Hit]:
    if not row.percent or not _below(row, _WHOLE):
        return ()
    if use.words["training_quality"].find(row.name):
        bound = use.limits["training"]
    elif use.words["own_quality"].find(row.name):
        bound = use.limits["lowest"]
    elif use.words["completion"].find(row.name):
        bound = use.limits["completed"]
    else:
        return ()
    if not _below(row, bound) or use.words["uptime"].find(row.name):
        return ()
    return (hit(row, bound=bound, source=row.value_place),)


# The kinds of rates that have a usual floor: the list of words in rules_trivial.toml, which is also the limit's name.
_FLOORS = ("known", "kept", "passed", "handled", "correct", "prompt", "sound", "met", "paid")


_SAFE = re.compile(
    "(?:安全|消防|食品|药品|特种设备)[一-鿿]{0,4}合格率$"
)  # whoever is served, half of it unsafe is too much


def below_usual(row: RowView, use: Context) -> Iterable[Hit]:
    """A rate below what its kind usually reaches; what an explanation accounts for is left alone."""
    if not row.percent or row.metric.better == "lower" or not _below(row, _HIGHEST):
        return ()
    words = use.words
    if words["may_be_low"].find(row.name) and not (_SAFE.search(row.name) and words["passed"].find(row.name)):
        return ()
    for kind in _FLOORS:
        if words[kind].find(row.name):
            bound = use.limits[kind]
            if not _below(row, bound) or _said_otherwise(row, use) or words["reason_given"].find(row.note):
                return ()
            return (hit(row, bound=bound, source=row.value_place, confidence=0.9),)
    return ()


def _said_otherwise(row: RowView, use: Context) -> bool:
    """Whether another rule of this family has its own bound for such a name."""
    words = use.words
    return any(words[name].find(row.name) for name in ("uptime", "training_quality", "own_quality", "completion"))


def loose_ceiling(row: RowView, use: Context) -> Iterable[Hit]:
    value = row.value
    if not row.percent:
        if value is None or value < use.limits["times"] or not use.words["adjustments"].find(row.name):
            return ()
        return (hit(row, suggestion="按上年实际次数从严定上限，一般不超过1至2次。", source=row.value_place),)
    if row.unit != "%" or value is None or value <= use.limits["share"] or not use.words["slack"].find(row.name):
        return ()
    sister = next((one for one in row.owner.rows if one.key.endswith("预算执行率") and one.value), None)
    more = f"（同表预算执行率为“{sister.printed}”）" if sister is not None else ""
    # how far a survey or a price may be off is another matter than how far a budget may
    severity = Severity.INFO if "偏" in row.name and not use.words["budgetary"].find(row.name) else None
    return (hit(row, suggestion=f"按近三年实际数从严定上限{more}。", source=row.value_place, severity=severity),)


def symbolic(row: RowView, use: Context) -> Iterable[Hit]:
    """One or two events in a year. Of a warning, the project is named after just this work."""
    value, words, limits = row.value, use.words, use.limits
    if row.unit not in _UNITS or row.dimension not in _CALLS or value is None or value > limits["times"]:
        return ()
    found = words["repeated_work"].find(row.name)
    if found is None or words["yearly"].find(row.name) or words["within"].find(row.name):
        return ()
    amount, project = row.owner.amount, row.owner.name
    if project is None:
        return (hit(row, source=row.value_place),)
    if amount is None or amount < limits["small" if value <= 1 else "amount"]:
        return ()
    severity = Severity.WARNING if value <= 1 and amount >= limits["amount"] and found in key(project) else None
    return (hit(row, source=row.value_place, severity=severity),)


# Against what is printed beside it ------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _names(lexicon: Lexicon) -> frozenset[str]:
    """The headings that begin a table of indicators."""
    return frozenset(spot for spot, heading in lexicon.headings.items() if heading.role == "level3") | {"三级指标"}


def _beside(document: DocumentView) -> dict[tuple[int, int, int, int], tuple[str, str, str]]:
    """Rows whose table prints what was reached, or an earlier year's target: place → (kind, heading, cell)."""
    names = _names(document.lexicon)
    found: dict[tuple[int, int, int, int], tuple[str, str, str]] = {}
    for grid in document.extraction.document.grids():
        column, kind, title = -1, "", ""
        for index, cells in enumerate(grid.cells):
            if not names.isdisjoint(map(key, cells)):
                column, kind, title = _column_beside(document, cells)
            elif column >= 0 and cells[column].strip():
                found[order(grid.place(index, column))] = (kind, title.strip(), cells[column].strip())
    return found


def _column_beside(document: DocumentView, cells: Sequence[str]) -> tuple[int, str, str]:
    """Which column of a heading row gives what was reached or an earlier target: (column, kind, heading), or -1."""
    headings, earlier = document.lexicon.headings, document.words["earlier_value"]
    column, kind, title = -1, "", ""
    for at, spot in enumerate(map(key, cells)):
        role = headings[spot].role if spot in headings else ""
        if role == "actual" and "率" not in spot and "比例" not in spot and "情况" not in spot:
            column, kind, title = at, "actual", cells[at]
        elif column < 0 and earlier.find(spot) and str(document.year) not in spot:
            column, kind, title = at, "earlier", cells[at]
    return column, kind, title


def _other(row: RowView, kind: str) -> tuple[str, str, Target] | None:
    beside, note = row.owner.document.once("trivial.beside", _beside), row.indicator.raw.note
    spot = beside.get(order(row.value_place)) if beside else None
    if spot is None and note and (said := _SAID.search(note)):
        spot = ("actual" if "实际" in said[1] else "earlier", said[1], said[2])
    if spot is None or spot[0] != kind:
        return None
    target = parse_target(None, spot[2], row.indicator.raw.unit)
    if target.value is None or target.value <= 0 or target.upper is not None:
        return None
    if target.unit not in (None, row.unit):
        return None
    return spot[1], spot[2], target


def far_over(row: RowView, use: Context) -> Iterable[Hit]:
    other = _other(row, "actual")
    if other is None or row.value is None or row.value <= 0 or row.metric.better == "lower":
        return ()
    share = (other[2].value or 0) * 100 / row.value
    if share < use.limits["rate" if row.percent else "share"]:
        return ()
    return (hit(row, reached=other[1], share=f"{share:.0f}", source=row.value_place),)


def lowered(row: RowView, use: Context) -> Iterable[Hit]:
    other = _other(row, "earlier")
    if other is None or row.value is None or row.metric.better == "lower" or row.money:
        return ()
    title, printed, target = other
    if target.value is None or row.value >= target.value or row.percent is not (target.dimension == "ratio"):
        return ()
    if use.words["falling"].find(row.name) and not row.percent:
        return ()
    return (
        hit(
            row,
            title=title,
            before=printed,
            source=row.value_place,
            suggestion=f"不低于“{printed}”；确有原因的，在说明中写清。",
        ),
    )


def all_year_end(one: SetView, use: Context) -> Iterator[Hit]:
    if "时效指标" not in one.classes2:
        return
    timed = [row for row in one.rows if row.class2 is not None and row.class2.name == "时效指标"]
    if len(timed) < 2:
        return
    late = [
        row
        for row in timed
        if use.words["year_end"].find(row.text) or (row.value is not None and _YEARS.get(row.unit or "") == row.value)
    ]
    if len(late) == len(timed):
        yield hit(one, number=len(timed))


T101 = Rule(
    code="T101",
    title="怎么做都达标的目标值",
    category="trivial",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=LOWER | {Nature.GE},
    message="“{name}”的目标值“{value}”（{what}）任何结果都达标，没有约束。",
    why="数量不会小于0，差错、发生一类的比率也不会超过100%，这样的目标值不可能完不成。",
    fix="按上年实际数或行业标准重新定一个有约束的数。",
    basis=_STRICT,
    bad=(
        row("信访办结件数", "≥0件", says="“信访办结件数”的目标值“≥0件”（不小于0）任何结果都达标，没有约束。"),
        row("资料差错率", "≤100%", level2="质量指标"),
    ),
    good=(
        row("安全事故数", "=0起", level2="社会效益指标"),
        row("“三公经费”控制率", "≤100%", level2="经济效益指标"),
        row("参赛获奖数量", ">0项"),
        row("传染病发病率", "≤180/10万", level2="社会效益指标"),  # 十万分之一百八十
    ),
    check=always_met,
)

T102 = Rule(
    code="T102",
    title="完成时限就是整个预算年度",
    category="trivial",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    metrics=_TIMES,
    message="“{name}”写作“{value}”，就是整个预算年度，不可能超过。",
    why="预算本来就要在当年执行，以一年为限等于没有时限。",
    fix="按工作计划写到月、日，或者按办理一件事需要的工作日写时限。",
    basis=_STRICT,
    bad=(
        row(
            "年度任务完成时限",
            "≤1年",
            level2="时效指标",
            says="“年度任务完成时限”写作“≤1年”，就是整个预算年度，不可能超过。",
        ),
        row("项目完成时限", "12", "月", "小于等于", level2="时效指标"),
        row("服务合同签订用时", "≤365天", level2="时效指标"),
    ),
    good=(
        row("校舍改造完工时限", "≤11月", level2="时效指标"),
        row("施工工期", "≤12个月", level2="时效指标"),
        row("驻村时间", "12月", level2="时效指标"),
        row("服务合同签订用时", "≤30天", level2="时效指标"),
        row("跟踪观察周期", "≤365天", level2="时效指标"),  # 本来就要观察一年
    ),
    check=whole_year,
)

T103 = Rule(
    code="T103",
    title="时间写成全年",
    category="trivial",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({RANGE, DATE, WORDS}),
    message="“{name}”写作“{value}”，就是全年，不可能不达标。",
    why="什么时候办都在全年之内，这样的时效指标没有约束。",
    fix="写明办理时限或分批完成的月份，例如“受理后≤…个工作日”“6月底前完成…%”。",
    basis=_STRICT,
    bad=(
        row(
            "补贴申请办理时间",
            "1-12月",
            level2="时效指标",
            says="“补贴申请办理时间”写作“1-12月”，就是全年，不可能不达标。",
        ),
        row("项目实施时间", "全年", level2="时效指标"),
    ),
    good=(
        row("小麦病虫害防治开展时间", "3-5月", level2="时效指标"),
        row("场馆免费开放时间", "1-12月", level2="时效指标"),
        row("办理事项数量", "1-12项"),
    ),
    check=year_as_range,
)

T104 = Rule(
    code="T104",
    title="完成日期就是年底",
    category="trivial",
    severity=Severity.INFO,
    sees="row",
    shapes=frozenset({DATE, WORDS}),
    message="“{name}”写作“{value}”，就是预算年度末，请核对有没有更早的节点。",
    why="年底完成是预算的一般要求，不是本项目的时效；有工期安排的应写实际节点。",
    fix="写实际的完工、验收或发放月份。",
    basis=_STRICT,
    bad=(
        row(
            "建设任务完成时间",
            "2026年12月底前",
            level2="时效指标",
            says="“建设任务完成时间”写作“2026年12月底前”，就是预算年度末，请核对有没有更早的节点。",
        ),
    ),
    good=(
        row("设备采购完成时间", "2026年6月底前", level2="时效指标"),
        row("年度总结报送时间", "2026年12月20日前", level2="时效指标"),
    ),
    check=year_end,
)

T105 = Rule(
    code="T105",
    title="系统正常运行的比率偏低",
    category="trivial",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=_FLOOR,
    message="“{name}”只要求“{value}”，等于允许一年约有{days}天不能用，低于{bound}%。",
    why="信息系统和设备的正常运行率通常在99%以上，定得太低等于没有要求。",
    fix="按运维合同的要求定，一般“≥99%”。",
    basis=_STRICT,
    limits={"lowest": Limit(95, "系统正常运行率低于这个数算偏低（%）", 50, 100)},
    bad=(
        row(
            "业务信息系统正常运行率",
            "≥90%",
            level2="质量指标",
            says="“业务信息系统正常运行率”只要求“≥90%”，等于允许一年约有36天不能用，低于95%。",
        ),
        row("电子政务外网年度畅通率", "≥85%", level2="质量指标"),
        row("视频会议链路可用率", "≥90%", level2="质量指标"),
    ),
    good=(
        row("广播终端在线率", "≥98%", level2="质量指标"),
        row("养老服务站正常运营率", "≥90%"),
        row("城区道路畅通率", "≥85%", level2="质量指标"),  # 说的是路
    ),
    check=low_uptime,
)

T106 = Rule(
    code="T106",
    title="自己能做到的质量定得偏低",
    category="trivial",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=_FLOOR,
    metrics=_RATES,
    message="“{name}”只要求“{value}”，低于{bound}%，偏低。",
    why="验收、发放、审核、培训考核由单位自己组织，正常都接近100%，定得太低不费力也能完成。",
    fix="按近三年实际数从严定；确有行业标准低于此数的，在说明中写出标准。",
    basis=_STRICT,
    limits={
        "lowest": Limit(90, "验收合格率、发放准确率一类低于这个数算偏低（%）", 50, 100),
        "training": Limit(80, "培训考核合格率低于这个数算偏低（%）", 50, 100),
        "completed": Limit(85, "任务完成率低于这个数算偏低（%）", 50, 100),
    },
    bad=(
        row("培训考核合格率", "≥70%", level2="质量指标", says="“培训考核合格率”只要求“≥70%”，低于80%，偏低。"),
        row("设备验收合格率", "≥85%", level2="质量指标"),
        row("年度工作计划完成率", "≥70%", level2="质量指标"),
    ),
    good=(
        row("免疫抗体合格率", "≥70%", level2="社会效益指标"),  # 行业通行标准
        row("推荐就业率", "≥60%", level2="社会效益指标"),
        row("培训考核合格率", "≥85%", level2="质量指标"),
        row("设备验收合格率", "=100%", level2="质量指标"),
    ),
    check=low_quality,
)

T107 = Rule(
    code="T107",
    title="上限过宽",
    category="trivial",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=LOWER,
    message="“{name}”的上限“{value}”过宽，通常不会达到，没有约束。",
    why="上限远高于正常情况，怎么做都在限内。",
    fix="按近三年实际数从严定上限。",
    basis=_STRICT,
    limits={
        "times": Limit(5, "调整次数的上限达到几次算过宽", 1, 100),
        "share": Limit(10, "结转结余率一类的上限超过百分之几算过宽（%）", 0, 100),
    },
    bad=(
        row(
            "预算科目调整次数",
            "≤12次",
            says="“预算科目调整次数”的上限“≤12次”过宽，通常不会达到，没有约束。",
        ),
        row("结转结余率", "≤15%", level2="经济效益指标"),
        row("预算偏离度", "≤20%", level2="经济效益指标"),
        row("测绘成果偏差率", "≤12%", level2="质量指标"),
    ),
    good=(
        row("预算科目调整次数", "≤2次"),
        row("结转结余率", "≤5%", level2="经济效益指标"),
        row("服务价格调整次数", "≤6次"),
    ),
    check=loose_ceiling,
)

T108 = Rule(
    code="T108",
    title="数量像是象征性的",
    category="trivial",
    severity=Severity.INFO,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=_FLOOR,
    metrics=METRIC_KINDS - _RATES - _TIMES | {""},
    message="“{name}”全年只要求“{value}”，请核对与资金和任务是否相称。",
    why="宣传、检查一类经常性的工作一年只做一两次，与投入的资金或全年的任务不相称。",
    fix="按实际工作计划写全年次数，例如每季度、每月各几次。",
    basis=_STRICT,
    limits={
        "times": Limit(2, "全年不多于几次算象征性", 0, 20),
        "amount": Limit(50, "项目资金达到多少万元，两次也算少；项目就是做这件事的，只做一次按警告（万元）", 0, 100000),
        "small": Limit(10, "项目资金达到多少万元，只做一次就提示（万元）", 0, 100000),
    },
    bad=(
        row("政策宣传", "≥2次", project=None, says="“政策宣传”全年只要求“≥2次”，请核对与资金和任务是否相称。"),
        row("基金宣传活动", "≥1次", amount="73"),
        row("举办骨干教师培训班期数", "≥1期", amount="90", project="骨干教师培训经费"),
        row("集中宣传月活动", "≥1次", amount="12"),
    ),
    good=(
        row("基金宣传活动", "≥1次", amount="3"),
        row("大型直播", "≥1场", amount="80"),
        row("执法检查次数", "≥60次", project=None),
        row("节日走访慰问次数", "≥2次", project=None),  # 一年就两个节
        row("年度安全检测次数", "≥1次", amount="80"),
        row("每日巡查次数", "≥1次", amount="80"),
        row("政策宣传", "≥2次", amount="20"),
    ),
    check=symbolic,
)

T109 = Rule(
    code="T109",
    title="实际完成远超指标值",
    category="trivial",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=_FLOOR,
    kinds=_NOT_COST,
    message="“{name}”的指标值是“{value}”，实际完成“{reached}”，是指标值的{share}%，指标值定得偏低。",
    why="年初指标值明显偏低，完成值才会大幅超出；自评时应按偏离程度调减分值。",
    fix="说明超额的原因，下一年度按实际水平提高指标值。",
    basis=(Source(M10),),
    limits={
        "share": Limit(130, "数量完成到指标值的百分之几算偏低（%）", 101, 1000),
        "rate": Limit(125, "比率完成到指标值的百分之几算偏低（%）", 101, 1000),
    },
    bad=(
        row(
            "培训退役士兵人数",
            "≥150人",
            note="实际完成212人",
            says="“培训退役士兵人数”的指标值是“≥150人”，实际完成“212人”，是指标值的141%，指标值定得偏低。",
        ),
        row("培训考核合格率", "≥70%", level2="质量指标", note="实际完成98%"),
    ),
    good=(
        row("推荐就业率", "≥60%", level2="社会效益指标", note="实际完成71%"),
        row("培训退役士兵人数", "≥150人", note="实际完成160人"),
        row("修缮总成本", "≤78万元", level2="经济成本指标", note="实际完成112万元"),
        row("培训退役士兵人数", "≥150人"),
        row("培训退役士兵人数", "≥150人", note="按计划推进"),
        row("培训退役士兵人数", "≥150人", note="实际完成0人"),
        row("培训退役士兵人数", "≥150人", note="实际完成212次"),
        row("培训退役士兵人数", "≥150人", note="上年指标值120人"),
    ),
    check=far_over,
)

T110 = Rule(
    code="T110",
    title="目标值低于上年",
    category="trivial",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=_FLOOR,
    kinds=_NOT_COST,
    message="“{name}”的目标值“{value}”低于{title}“{before}”。",
    why="工作没有减少，目标反而降低，不符合从严设定的要求。",
    fix="不低于上年；确有原因的，在说明中写清。",
    basis=_STRICT,
    bad=(
        row(
            "培训社区工作者人次",
            "≥200人次",
            note="上年指标值300人次",
            says="“培训社区工作者人次”的目标值“≥200人次”低于上年指标值“300人次”。",
            then="不低于“300人次”；确有原因的，在说明中写清。",
        ),
        row("节地生态安葬率", "≥6%", level2="生态效益指标", note="上年指标值8%"),
    ),
    good=(
        row("培训社区工作者人次", "≥300人次", note="上年指标值300人次"),
        row("享受补贴人数", "≥850人", note="上年指标值880人"),  # 对象本来在减少
        row("资料差错率", "≤1%", level2="质量指标", note="上年指标值2%"),
        row("培训社区工作者人次", "≥200人次"),
    ),
    check=lowered,
)

T111 = Rule(
    code="T111",
    title="时效指标都以年底为限",
    category="trivial",
    severity=Severity.INFO,
    sees="set",
    message="“{name}”的{number}条时效指标都以年底或一年为限，请核对。",
    why="全部任务都写年底完成，看不出进度安排。",
    fix="主要任务写实际的节点。",
    basis=(Source(PRACTICE),),
    bad=(
        rows(
            Row("方案制定时间", "12月底前", level2="时效指标"),
            Row("设备安装时间", "2026年12月31日", level2="时效指标"),
            says="“示例项目”的2条时效指标都以年底或一年为限，请核对。",
        ),
    ),
    good=(
        rows(
            Row("方案制定时间", "3月底前", level2="时效指标"),
            Row("设备安装时间", "2026年12月31日", level2="时效指标"),
        ),
        rows(Row("培训人数", "≥30人"), Row("培训期数", "≥3期")),
        row("设备安装时间", "2026年12月31日", level2="时效指标"),
    ),
    check=all_year_end,
)

T112 = Rule(
    code="T112",
    title="比率低于同类通常的水平",
    category="trivial",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=_FLOOR,
    metrics=_RATES,
    message="“{name}”只要求“{value}”，低于同类指标通常的{bound}%，偏低。",
    why="知晓、合格、办结一类的比率各有通常的水平，定得远低于它，不做多少工作也能完成。",
    fix="按近三年实际数从严定；确有原因的，在说明中写出上年实际数或行业标准。",
    basis=_STRICT,
    limits={
        "known": Limit(60, "知晓率、普及率低于这个数算偏低（%）", 0, 100),
        "kept": Limit(30, "留用率、就业率低于这个数算偏低（%）", 0, 100),
        "passed": Limit(70, "合格率低于这个数算偏低（%）", 0, 100),
        "handled": Limit(70, "办结率、整改率、回复率低于这个数算偏低（%）", 0, 100),
        "correct": Limit(80, "准确率、正确率低于这个数算偏低（%）", 0, 100),
        "prompt": Limit(80, "及时率低于这个数算偏低（%）", 0, 100),
        "sound": Limit(80, "完好率、在线率、可用率低于这个数算偏低（%）", 0, 100),
        "met": Limit(70, "配备、服务、安全一类的达标率低于这个数算偏低（%）", 0, 100),
        "paid": Limit(80, "拨付率、兑付率低于这个数算偏低（%）", 0, 100),
    },
    bad=(
        row(
            "垃圾分类知识知晓率",
            "≥40%",
            level2="社会效益指标",
            says="“垃圾分类知识知晓率”只要求“≥40%”，低于同类指标通常的60%，偏低。",
        ),
        row("学员期满留用率", "≥10%", level2="社会效益指标"),
        row("餐具抽检合格率", "≥60%", level2="质量指标"),
        row("群众来信回复率", "≥60%", level2="质量指标"),
        row("监控探头完好率", "≥70%", level2="质量指标"),
        row("机房供电达标率", "≥60%", level2="质量指标"),
    ),
    good=(
        row("垃圾分类知识知晓率", "≥85%", level2="社会效益指标"),
        row("居民健康素养知晓率", "≥30%", level2="社会效益指标"),
        row("双随机抽查比例", "≥5%", level2="质量指标"),
        row("免疫抗体合格率", "≥70%", level2="社会效益指标"),
        row("资格考试合格率", "≥35%", level2="质量指标"),
        row("学员期满留用率", "≥50%", level2="社会效益指标"),
        row("居民科普参与率", "≥15%", level2="社会效益指标"),
        row("垃圾分类知识知晓率", "≥45%", level2="社会效益指标", note="上年实际32%，逐年提高"),
        row("培训考核合格率", "≥50%", level2="质量指标"),  # 由 T106 说
        row("资金结余率", "≤5%", level2="经济效益指标"),
        row("路灯亮灯率", "≥60盏", level2="质量指标"),
        row("土地流转率", "≥35%", level2="经济效益指标"),  # 没有通常的水平
        row("患者血压控制达标率", "≥50%", level2="社会效益指标"),  # 由别人决定
    ),
    check=below_usual,
)

T113 = Rule(
    code="T113",
    title="允许发生重大事故",
    category="trivial",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=LOWER | {Nature.EQ},
    message="“{name}”写作“{value}”，等于允许发生重大事故、泄密一类的事。",
    why="重大事故、责任事故、泄密和本单位施工、活动中的伤亡一起也不应发生，留出余量就没有约束。",
    fix="改为“=0”。",
    basis=_STRICT,
    bad=(
        row(
            "重大设备事故起数",
            "≤3起",
            level2="社会效益指标",
            says="“重大设备事故起数”写作“≤3起”，等于允许发生重大事故、泄密一类的事。",
        ),
        row("校园安全责任事故数", "≤2起", level2="社会效益指标"),
        row("个人信息泄露事件", "≤5次", level2="质量指标"),
        row("工地死亡人数", "≤1人", level2="社会效益指标"),
    ),
    good=(
        row("重大设备事故起数", "=0起", level2="社会效益指标"),
        row("重大事故隐患整改数", "≤20处"),  # 说的是整改
        row("生产安全事故起数", "≤12起", level2="社会效益指标"),  # 一般事故，按上级下达的控制数
        row("重大案件查办数", "=5件"),
        row("重大活动保障场次", "≤12场"),
    ),
    check=grave_allowed,
)

RULES: tuple[Rule, ...] = (T101, T102, T103, T104, T105, T106, T107, T108, T109, T110, T111, T112, T113)
