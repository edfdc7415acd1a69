"""符号、方向与含义：sign, direction and meaning of an indicator against each other."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..model import Nature, Severity
from ..text import squeeze
from .base import M101, SYSTEM, Context, Hit, Rule, Source, hit
from .example import Row, row, rows
from .views import DATE, HIGHER, LOWER, NUMBER, RANGE, DocumentView, RowView, SetView
from .words import measure_text

_TIMES = frozenset({"period", "moment"})
_RATES = frozenset({"rate", "satisfaction"})
_COUNTS = frozenset({"persons", "person-times", "times", "households", "organisations", "count", "size"})
_COUNTED = frozenset(
    {"item", "person", "person-times", "times", "household", "organisation", "place", "area", "length"}
)
_SIGNED = frozenset({NUMBER, DATE})
_EQUAL = frozenset({Nature.EQ})
_COST = frozenset({"成本"})
_RESULTS = frozenset({"产出", "效益"})
_PEOPLE = frozenset({"persons", "person-times", "households"})
_MEETINGS = frozenset({"场次", "场数", "期数", "班次", "轮次"})  # of these only events are counted
_SURELY_GOOD = frozenset({"满意度", "知晓度", "下降率"})
_HALF = Decimal(50)


def _figure(row: RowView) -> str:
    """The target without its sign, as it would be written again."""
    if row.value is None:
        return row.text or ""
    return f"{row.value:f}{row.unit or ''}"


def _turned(row: RowView, sign: str) -> str:
    """How to write the row: the sign, and the direction where the table has such a column."""
    side = "反向" if sign == "≤" else "正向"
    return f"改为“{sign}{_figure(row)}”" + (f"，指标方向性填“{side}”。" if row.columns.direction else "。")


# Which sign a meaning forbids: each row is the business of one rule --------------------------------------------------


def _time_as_floor(row: RowView) -> bool:
    timed = row.dimension is None or row.dimension in ("time", "workday", "month", "school-term")
    return row.nature in HIGHER and timed and row.metric.kind in _TIMES and row.metric.better == "lower"


def _cost_as_floor(row: RowView) -> bool:
    if row.kind != "成本" or row.metric.better == "higher":
        return False
    if row.metric.kind in _RATES and row.metric.better is None:
        return False
    return row.nature in HIGHER or (row.nature is Nature.EQ and row.direction == "正向" and row.money)


def _bad_thing_as_floor(row: RowView) -> bool:
    metric = row.metric
    return (
        row.nature in HIGHER
        and metric.better == "lower"
        and row.kind != "成本"
        and metric.kind not in _TIMES
        and metric.kind != "money"
        and row.value != 0
        and not (metric.name == "浓度" and (row.percent or _LESS.match(row.name)))  # by how much it falls
    )


_LESS = re.compile("降低|减少|下降|削减|减排|压减|控制")


def _good_rate_as_ceiling(row: RowView, use: Context) -> bool:
    """Whether a rate that is plainly good carries a ceiling; what a name of its own says is not always known."""
    metric = row.metric
    if row.nature not in LOWER or not row.percent or metric.kind not in _RATES or metric.better != "higher":
        return False
    if metric.name in _SURELY_GOOD:
        return True
    words = use.words
    if words["ceiling_rate"].find(row.name):
        return False
    if metric.name == "增长率":
        return bool(words["good_growth"].find(row.name))
    # a small ceiling is how a bad thing is written, whatever it is called
    return (row.value is not None and row.value >= _HALF) or bool(words["good_rate"].find(row.name))


def _handled(row: RowView) -> bool:
    """A high rate of something done about a bad thing: 欠薪案件按期了结率 ≥98%, though no word of relief is known."""
    metric = row.metric
    return bool(
        row.percent
        and metric.stem
        and row.value is not None
        and row.value >= _HALF
        and not measure_text(row.name).endswith(f"{metric.stem}{metric.ending}")
    )


# A check of rows gives back a tuple: it is called for every row and nearly always finds nothing.


def time_as_floor(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row, suggestion=_turned(row, "≤"), source=row.value_place),) if _time_as_floor(row) else ()


def cost_as_floor(row: RowView, use: Context) -> Iterable[Hit]:
    if not _cost_as_floor(row):
        return ()
    side = "下限" if row.nature in HIGHER else "正向"
    advice = _turned(row, "≤")
    if use.words["paid_by_others"].find(row.name):
        advice = "先核对是不是本级的成本：由个人、单位缴的是收入的标准，应移出成本指标；确是本级支出的，改为“≤”。"
        return (hit(row, suggestion=advice, source=row.value_place, side=side, severity=Severity.INFO),)
    if row.metric.kind == "money" and row.dimension is not None and not row.money:
        advice = f"先核对计量单位“{row.unit}”：是金额的改成金额并写“≤”，是数量的移到数量指标。"
    # a standard or an investment may be meant as a floor: what is paid to persons must not fall below it
    meant = row.metric.kind == "standard" or "投入" in row.name or "投资" in row.name
    severity = Severity.WARNING if meant else None
    return (hit(row, suggestion=advice, source=row.value_place, side=side, severity=severity),)


def bad_thing_as_floor(row: RowView, use: Context) -> Iterable[Hit]:
    if not _bad_thing_as_floor(row) or _handled(row):
        return ()
    # the lost, the jobless: persons that the work is about may be counted as reached
    reached = row.metric.kind in _PEOPLE and row.kind == "产出"
    severity = Severity.INFO if reached else None
    return (hit(row, suggestion=_turned(row, "≤"), source=row.value_place, severity=severity),)


def rate_as_point(row: RowView, use: Context) -> Iterable[Hit]:
    if (
        row.percent
        and row.metric.better == "higher"
        and row.value is not None
        and 0 < row.value < 100
        and not use.words["fixed_rate"].find(row.name)
    ):
        return (hit(row, suggestion=_turned(row, "≥"), source=row.value_place),)
    return ()


def output_as_ceiling(row: RowView, use: Context) -> Iterable[Hit]:
    if not _own_work(row, use):
        return ()
    if use.words["served"].find(row.name) and row.metric.kind != "times":
        return ()
    confidence = 1.0 if _sister(row) else 0.9
    return (hit(row, suggestion=_turned(row, "≥"), source=row.value_place, confidence=confidence),)


def _own_work(row: RowView, use: Context) -> bool:
    """Whether the row counts work that is better done more often, and that nobody caps."""
    if row.dimension not in _COUNTED or row.metric.better == "lower" or row.metric.stem:
        return False
    if row.metric.kind in _TIMES or row.metric.kind in _RATES or row.metric.kind in ("money", "standard"):
        return False
    words = use.words
    if (
        row.metric.ending not in _MEETINGS
        and not words["activity"].find(row.name)
        and not words["achieved"].find(row.name)
    ):
        return False
    return not use.words["ceiling_ok"].find(row.name)


def _floors(document: DocumentView) -> frozenset[str]:
    """Keys of the names that some row of the document gives a floor."""
    return frozenset(row.key for row in document.rows if row.nature in HIGHER)


def _sister(row: RowView) -> bool:
    """Whether another row of the document counts the same thing with ≥."""
    return row.key in row.document.once("direction.floors", _floors)


def persons_as_ceiling(row: RowView, use: Context) -> Iterable[Hit]:
    if (
        row.dimension in ("person", "person-times", "household")
        and row.metric.better == "higher"
        and use.words["served"].find(row.name)
        and not use.words["ceiling_ok"].find(row.name)
    ):
        return (hit(row, source=row.value_place),)
    return ()


def good_rate_as_ceiling(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row, suggestion=_turned(row, "≥"), source=row.value_place),) if _good_rate_as_ceiling(row, use) else ()


def direction_against_sign(row: RowView, use: Context) -> Iterable[Hit]:
    if row.direction is None:
        return ()
    if row.direction == "正向" and row.nature in LOWER:
        known, side, right = _good_rate_as_ceiling(row, use), "上限", "反向"
    elif row.direction == "反向" and row.nature in HIGHER:
        known, side, right = _time_as_floor(row) or _cost_as_floor(row) or _bad_thing_as_floor(row), "下限", "正向"
    else:
        return ()
    if known:  # where the sign itself is the mistake, another rule of this family says so
        return ()
    return (hit(row, suggestion=f"把指标方向性改为“{right}”；如果方向性没有填错，则改符号。", side=side),)


def direction_empty(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row),) if row.columns.direction and not (row.indicator.raw.direction or "").strip() else ()


def time_between(row: RowView, use: Context) -> Iterable[Hit]:
    upper = row.target.upper
    if (
        row.metric.better == "lower"
        and row.dimension in ("time", "workday")
        and upper is not None
        and row.value is not None
        and 0 < row.value < upper
    ):
        advice = f"改为“≤{upper:f}{row.unit or ''}”" + ("，指标方向性填“反向”。" if row.columns.direction else "。")
        low = f"{row.value:f}{row.unit or ''}"
        return (hit(row, low=low, suggestion=advice, source=row.value_place),)
    return ()


def time_as_point(row: RowView, use: Context) -> Iterable[Hit]:
    if row.metric.better != "lower" or row.dimension not in ("time", "workday") or not row.value:
        return ()
    raw = row.indicator.raw
    signed = bool((raw.nature or "").strip()) or squeeze(raw.value or "").startswith(("=", "等于"))
    severity = None if signed else Severity.INFO
    return (hit(row, suggestion=_turned(row, "≤"), severity=severity, source=row.value_place),)


_PER = re.compile("每|人均|户均|亩均|均|单|标准|定额")


def cost_as_point(row: RowView, use: Context) -> Iterable[Hit]:
    if (
        row.dimension == "money"
        and row.direction is None
        and row.value is not None
        and row.value > 0
        and row.metric.better != "higher"
        and not _PER.search(row.name)
        and not (row.columns.nature and (row.indicator.raw.nature or "").strip())
    ):
        return (hit(row, suggestion=_turned(row, "≤"), source=row.value_place),)
    return ()


def two_signs(row: RowView, use: Context) -> Iterable[Hit]:
    reasons, raw = row.target.reasons, row.indicator.raw
    if not reasons or not raw.nature:
        return ()
    begins = f"指标性质“{row.nature}”与目标值里的"
    if not any(reason.startswith(begins) for reason in reasons):
        return ()
    return (hit(row, sign=raw.nature, cell=raw.value or "", read=0.9, source=row.value_place),)


def turned_range(row: RowView, use: Context) -> Iterable[Hit]:
    reasons = row.target.reasons
    if not reasons:
        return ()
    turned = [reason for reason in reasons if reason in ("区间的下限大于上限", "数值前后的比较词互相矛盾")]
    return [hit(row, what=reason, read=0.9, source=row.value_place) for reason in turned]


def about(row: RowView, use: Context) -> Iterable[Hit]:
    raw = row.indicator.raw
    if not raw.value or (raw.nature or "").strip() or not use.words["about"].find(raw.value):
        return ()
    advice = f"写成确数并加符号，例如“≥{_figure(row)}”。"
    return (hit(row, suggestion=advice, read=1.0, source=row.value_place),)


def mixed_signs(view: SetView, use: Context) -> Iterator[Hit]:
    """> beside ≥ for figures of one dimension: two ways of writing one kind of target."""
    above = [one for one in view.rows if one.nature is Nature.GT and one.dimension in _COUNTED and one.value != 0]
    if not above:
        return
    first: dict[str | None, RowView] = {}  # of each dimension
    for one in view.rows:
        if one.nature is Nature.GE:
            first.setdefault(one.dimension, one)
    for strict in above:
        if (same := first.get(strict.dimension)) is not None:
            yield hit(strict, same, other=same.name, source=strict.value_place)


_DIRECTION = (Source(SYSTEM, "指标方向"),)

D101 = Rule(
    code="D101",
    title="时限写成下限",
    category="direction",
    severity=Severity.ERROR,
    sees="row",
    shapes=_SIGNED,
    signs=HIGHER,
    metrics=_TIMES,
    message="时间类指标“{name}”写作“{value}”，是下限，办得越慢越达标。",
    why="办理、支付、响应、完工一类的时间越短越好，写成“≥”就考核不了快慢。",
    fix="把“≥”改为“≤”；确实要求不少于多长时间的（质保、开放、公示），把这个意思写进指标名称。",
    basis=_DIRECTION,
    bad=(
        row(
            "保险费支付时限",
            "30",
            "个工作日",
            "大于等于",
            level2="时效指标",
            direction="正向",
            says="时间类指标“保险费支付时限”写作“大于等于30个工作日”，是下限，办得越慢越达标。",
            then="改为“≤30个工作日”，指标方向性填“反向”。",
        ),
        row("故障响应时间", "≥2小时", level2="时效指标", then="改为“≤2小时”。"),
        row("工程竣工时间", "≥2026年10月31日", level2="时效指标"),
        row("出院患者平均住院日", "≥9天", level2="质量指标"),
        row("窗口平均等候时间", "≥15分钟", level2="时效指标"),
        row("服务器年度停机时间", "≥4小时", level2="质量指标"),
    ),
    good=(
        row("设备质保时限", "≥36个月", level2="质量指标"),  # 越长越好
        row("免费开放天数", "≥300天"),
        row("检测报告出具时限", "≤10个工作日", level2="时效指标"),
        row("驻村时间", "≥220天", level2="时效指标"),  # 要求待满，不是拖延
        row("就业见习时间", "≥6个月", level2="时效指标"),
        row("等候时间缩短", "≥10分钟", level2="社会效益指标"),
    ),
    check=time_as_floor,
)

D102 = Rule(
    code="D102",
    title="成本指标写成下限或正向",
    category="direction",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=HIGHER | {Nature.EQ},
    kinds=_COST,
    message="成本指标“{name}”写作“{value}”，是{side}，花得越多越达标。",
    why="成本指标用来约束支出，应当是上限；写成“≥”或正向，考核不了节约。",
    fix="改为“≤”、反向；政策定死的标准用“=”；本意是保证投入的，改列为产出指标。",
    basis=(Source(M101, "成本指标"), Source(SYSTEM, "指标方向")),
    bad=(
        row(
            "设备购置成本",
            "≥120万元",
            level2="经济成本指标",
            says="成本指标“设备购置成本”写作“≥120万元”，是下限，花得越多越达标。",
            then="改为“≤120万元”。",
        ),
        row("人均培训成本", "≥4000元/人", level2="成本指标", level1="产出指标"),
        row("居民缴费标准", "400", "元/人", "大于等于", level2="经济成本指标", direction="正向"),
        row("设备购置成本", "≥12台", level2="经济成本指标"),
    ),
    good=(
        row("设备购置成本", "≤120万元", level2="经济成本指标"),
        row("运营成本降低率", "≥5%", level2="经济成本指标"),  # 降得越多越好
        row("购置设备数量", "≥120台"),  # 同样是“≥”，但不是成本
        row("人均补贴标准", "=700元/人", level2="经济成本指标"),  # 定死的标准
        row("居民个人缴费标准", "=400元/人", level2="经济成本指标"),
        row("项目支出占比", "≥60%", level2="经济成本指标"),  # 高低都可能是好事
    ),
    check=cost_as_floor,
)

D103 = Rule(
    code="D103",
    title="越少越好的事写成下限",
    category="direction",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=HIGHER,
    metrics=_COUNTS | _RATES | {"size"},
    message="“{name}”越少越好，却写作“{value}”，是下限。",
    why="投诉、差错、事故、流失、超限一类越少越好，写成“≥”，发生得越多越达标。",
    fix="把“≥”改为“≤”；考核的是处理、整改、下降的，把这个意思写进指标名称。",
    basis=_DIRECTION,
    bad=(
        row(
            "稿件差错率",
            "≥1%",
            level2="质量指标",
            says="“稿件差错率”越少越好，却写作“≥1%”，是下限。",
            then="改为“≤1%”。",
        ),
        row("安全事故数", "≥2起", level2="社会效益指标"),
        row("待遇重复领取人数", "≥5人", level2="质量指标"),
        row("城区PM2.5平均浓度", "≥38微克/立方米", level2="生态效益指标"),
        row("场界夜间噪声", "≥55分贝", level2="生态效益指标"),
    ),
    good=(
        row("投诉办结率", "≥95%", level2="质量指标"),
        row("欠薪线索按期结案率", "≥96%", level2="质量指标"),
        row("逾期件闭环率", "≥95%", level2="质量指标"),  # 高的是处理，不是逾期
        row("学生贫血检出率", "≥2%", level2="质量指标"),  # 查出来的多少说不上好坏
        row("坑槽修补率", "≥95%", level2="质量指标"),
        row("防溺水警示牌数量", "≥60块"),
        row("事故下降率", "≥10%", level2="社会效益指标"),
        row("违规行为查处数量", "≥30件"),
        row("降低群众投诉率", "≥5%", level2="社会效益指标"),  # 说的是降幅
        row("降低PM2.5平均浓度", "≥3微克/立方米", level2="生态效益指标"),
        row("景区负氧离子浓度", "≥2000个/立方厘米", level2="生态效益指标"),
        row("噪声监测点位数", "≥20个"),
    ),
    check=bad_thing_as_floor,
)

D104 = Rule(
    code="D104",
    title="可以超过的比率写成等号",
    category="direction",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=_EQUAL,
    metrics=_RATES,
    message="“{name}”写作“{value}”，按等号考核，超过了反而不符。",
    why="满意度、完成率一类的比率达到以后可以更高，用等号或者不写符号，就把超额完成判成了没有完成。",
    fix="改为“≥”；100%的已是上限，可以保留等号。",
    basis=(Source(SYSTEM, "计算符号"),),
    bad=(
        row(
            "参保人员满意度",
            "95",
            "%",
            "等于",
            level2="服务对象满意度指标",
            direction="正向",
            says="“参保人员满意度”写作“等于95%”，按等号考核，超过了反而不符。",
            then="改为“≥95%”，指标方向性填“正向”。",
        ),
        row("员额人员满意度", "96%", level2="服务对象满意度指标", then="改为“≥96%”。"),
        row("学时达标率", "=95%", level2="质量指标"),
    ),
    good=(
        row("验收合格率", "=100%", level2="质量指标"),  # 100%已是上限
        row("职工医保缴费费率", "=8%", level2="质量指标"),  # 政策定死的
        row("残次品率", "=2%", level2="质量指标"),
        row("学时达标率", "≥95%", level2="质量指标"),
    ),
    check=rate_as_point,
)

D105 = Rule(
    code="D105",
    title="产出数量写成上限",
    category="direction",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=LOWER,
    kinds=_RESULTS,
    message="“{name}”写作“{value}”，是上限，一点不做也达标。",
    why="印制、举办、检查、服务一类的产出要求做到多少，写成“≤”就成了不许多做。",
    fix="把“≤”改为“≥”；本意是控制规模的（会议、接待、编外用工），把控制的意思写进指标名称。",
    basis=_DIRECTION,
    bad=(
        row(
            "印制医保政策宣传资料",
            "≤10000份",
            says="“印制医保政策宣传资料”写作“≤10000份”，是上限，一点不做也达标。",
            then="改为“≥10000份”。",
        ),
        row("法律法规宣传册印制", "≤8000册"),
        row("反诈宣讲场次", "24", "场", "≤", direction="反向"),
        row("业务骨干轮训期数", "≤4期"),
        row("林区巡护次数", "≤120次"),
        row("文创产品上线种数", "≤30种"),
        row("园区签约企业家数", "≤15家"),
    ),
    good=(
        row("召开会议次数", "≤4次"),  # 会议应当控制
        row("系统上线故障次数", "≤2次"),
        row("聘用编外人员数量", "≤6人"),
        row("涉企检查次数", "≤2次"),  # 减负要求
        row("设备返修次数", "≤2次"),
        row("逾期未办理件数", "≤5件"),
        row("超龄未接种人数", "≤20人"),
        row("科目调整次数", "≤10次"),
        row("直播画面中断次数", "≤2次", level2="质量指标"),
        row("印制宣传资料", "≥30000份"),
        row("资助困难学生", "≤300人"),  # 受益人数由 D106 说
        row("培训覆盖率", "≤30家", level2="质量指标"),
    ),
    check=output_as_ceiling,
)

D106 = Rule(
    code="D106",
    title="受益人数写成上限",
    category="direction",
    severity=Severity.INFO,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=LOWER,
    kinds=_RESULTS,
    message="受益人数“{name}”写作“{value}”，是上限，一个人也不保障同样达标，请核对。",
    why="保障、救助的人数写成“≤”，少保障也算达标；只有对象已经固定、只减不增的，上限才说得通。",
    fix="改为“≥”或“=”；对象固定的，另设“应保尽保率=100%”。",
    basis=_DIRECTION,
    bad=(
        row(
            "保障伤残军人人数",
            "≤145人",
            level2=None,
            level1="产出指标",
            says="受益人数“保障伤残军人人数”写作“≤145人”，是上限，一个人也不保障同样达标，请核对。",
        ),
    ),
    good=(
        row("编外人员人数", "≤12人"),
        row("保障伤残军人人数", "≥145人"),
        row("交通事故死亡人数", "≤3人", level2="社会效益指标"),
    ),
    check=persons_as_ceiling,
)

D107 = Rule(
    code="D107",
    title="越高越好的比率写成上限",
    category="direction",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=LOWER,
    metrics=_RATES,
    message="“{name}”越高越好，却写作“{value}”，是上限。",
    why="合格率、满意度一类越高越好，写成“≤”，做得越差越达标。",
    fix="把“≤”改为“≥”。",
    basis=_DIRECTION,
    bad=(
        row(
            "设备验收合格率",
            "≤98%",
            level2="质量指标",
            says="“设备验收合格率”越高越好，却写作“≤98%”，是上限。",
            then="改为“≥98%”。",
        ),
        row("公共机构用水下降率", "≤3%", level2="生态效益指标"),
        row("旅游收入增长率", "≤6%", level2="经济效益指标"),
        row("毕业生留用率", "≤30%", level2="社会效益指标"),
    ),
    good=(
        row("“三公经费”控制率", "≤100%", level2="经济效益指标"),  # 控制率本来就是上限
        row("结余率=结余数/预算数", "≤5%", level2="经济效益指标"),
        row("路面超限率", "≤2%", level2="社会效益指标"),
        row("学生贫血检出率", "≤3%", level2="社会效益指标"),
        row("护士主动离岗率", "≤2%", level2="社会效益指标"),
        row("重复参保率", "≤0.2%", level2="质量指标"),
        row("资料散佚率", "≤1%", level2="质量指标"),  # 没有见过的词，但只有坏事的上限才这样低
        row("病区床位使用率", "≤93%", level2="质量指标"),
        row("整改未完成率", "≤5%", level2="质量指标"),
        row("用能总量增长率", "≤2%", level2="生态效益指标"),
    ),
    check=good_rate_as_ceiling,
)

D108 = Rule(
    code="D108",
    title="指标方向性与符号矛盾",
    category="direction",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({NUMBER, DATE}),
    signs=LOWER | HIGHER,
    message="“{name}”的指标方向性填“{direction}”，目标值“{value}”却是{side}。",
    why="正向指标越大越好，应配“≥”；反向指标越小越好，应配“≤”。方向与符号相反，系统打分就反了。",
    fix="方向性与符号按指标的含义改成一致。",
    basis=_DIRECTION,
    bad=(
        row(
            "办件量",
            "500",
            "件",
            "大于等于",
            direction="反向",
            says="“办件量”的指标方向性填“反向”，目标值“大于等于500件”却是下限。",
            then="把指标方向性改为“正向”；如果方向性没有填错，则改符号。",
        ),
        row("完工时限", "11", "月", "小于等于", level2="时效指标", direction="正向"),
    ),
    good=(
        row("校园安全责任事故数", "0", "起", "等于", level2="社会效益指标", direction="反向"),  # 零事故
        row("薄弱学校改造总成本", "300", "万元", "小于等于", level2="经济成本指标", direction="反向"),
        row("培训人次", "300", "人次", "大于等于", direction="正向"),
        row("办件量", "≥500件"),  # 没有方向性一栏
        row("案件办结时限", "5", "天", "大于等于", level2="时效指标", direction="反向"),  # 由 D101 说
    ),
    check=direction_against_sign,
)

D109 = Rule(
    code="D109",
    title="定量指标没有填方向",
    category="direction",
    severity=Severity.INFO,
    sees="row",
    shapes=frozenset({NUMBER}),
    once=True,
    message="表里有“指标方向性”一栏，“{name}”（{value}）没有填。",
    why="定量指标要靠方向性判断多了好还是少了好，定性指标才可以不填。",
    fix="定量指标都填上正向或反向。",
    basis=_DIRECTION,
    bad=(
        rows(
            Row("培训人次", "300", "人次", "大于等于", direction="正向"),
            Row("检查次数", "12", "次", "大于等于", direction=""),
            says="表里有“指标方向性”一栏，“检查次数”（大于等于12次）没有填。",
        ),
    ),
    good=(
        rows(
            Row("培训人次", "300", "人次", "大于等于", direction="正向"),
            Row("服务水平", "好坏", "/", "定性", level2="质量指标", direction=""),  # 定性的可以不填
        ),
        row("培训人次", "300", "人次", "大于等于"),  # 没有这一栏
    ),
    check=direction_empty,
)

D110 = Rule(
    code="D110",
    title="时限写成区间",
    category="direction",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({RANGE}),
    metrics=_TIMES,
    message="时间类指标“{name}”写作区间“{value}”，办得快于{low}反而不在区间里。",
    why="办理时限只要一个上限，写成区间，提前办结就成了没有达标。",
    fix="只保留上限，写成“≤”。",
    basis=_DIRECTION,
    bad=(
        row(
            "案件办结时限",
            "30-60日",
            level2="时效指标",
            says="时间类指标“案件办结时限”写作区间“30-60日”，办得快于30日反而不在区间里。",
            then="改为“≤60日”。",
        ),
    ),
    good=(
        row("参保登记时间", "1-12月", level2="时效指标"),  # 一段日期，不是用时
        row("案件办结时限", "≤60日", level2="时效指标"),
        row("设备质保时限", "24-36个月", level2="质量指标"),
    ),
    check=time_between,
)

D111 = Rule(
    code="D111",
    title="成本总额没有符号",
    category="direction",
    severity=Severity.INFO,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=_EQUAL,
    metrics=frozenset({"money", ""}),
    kinds=_COST,
    message="成本指标“{name}”只写“{value}”，没有符号，按等号考核，节约了反而不符，请核对。",
    why="成本是上限，不写符号就是等号，省下一分钱也算没有完成。",
    fix="加上“≤”；按人按次定死的标准可以用等号。",
    basis=(Source(M101, "成本指标"), Source(SYSTEM, "计算符号")),
    bad=(
        row(
            "编外人员工资",
            "12.06万元",
            level2="经济成本指标",
            says="成本指标“编外人员工资”只写“12.06万元”，没有符号，按等号考核，节约了反而不符，请核对。",
            then="改为“≤12.06万元”。",
        ),
    ),
    good=(
        row("编外人员工资", "≤12.06万元", level2="经济成本指标"),
        row("每人缴纳大病保险", "130元", level2="经济成本指标"),  # 单价是定死的
        row("员额人数", "2人"),
        row("设备购置成本", "46", "万元", "等于", level2="经济成本指标"),  # 符号是填了的
    ),
    check=cost_as_point,
)

D112 = Rule(
    code="D112",
    title="两处符号不一致",
    category="direction",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({NUMBER, DATE}),
    message="“{name}”的指标性质填“{sign}”，目标值里又写“{cell}”，两处符号不一致。",
    why="符号写了两遍而且不同，无法判断按哪一个考核。",
    fix="只在一处写符号，两处都写的改成一致。",
    basis=(Source(SYSTEM, "计算符号"),),
    bad=(
        row(
            "检查次数",
            "≤12次",
            None,
            "≥",
            says="“检查次数”的指标性质填“≥”，目标值里又写“≤12次”，两处符号不一致。",
        ),
    ),
    good=(
        row("检查次数", "≥12次", None, "≥"),
        row("办理时限", "5个工作日以内", None, "≤", level2="时效指标"),
        row("工作经费", "28.8万元", "%", "≤", level2="经济成本指标"),  # 不同的是单位
    ),
    check=two_signs,
)

D113 = Rule(
    code="D113",
    title="目标值自相矛盾",
    category="direction",
    severity=Severity.ERROR,
    sees="row",
    shapes=frozenset({NUMBER, RANGE}),
    message="“{name}”的目标值“{value}”自相矛盾：{what}。",
    why="上下限颠倒，或者“≥”配“以内”、“≤”配“以上”，没有一个数能同时满足。",
    fix="按本意写成一个符号一个数，区间从小到大写。",
    basis=(Source(SYSTEM, "指标值"),),
    bad=(
        row(
            "平均反应时间",
            "60-30分钟",
            level2="时效指标",
            says="“平均反应时间”的目标值“60-30分钟”自相矛盾：区间的下限大于上限。",
        ),
        row("培训人数", "≥100人以内"),
    ),
    good=(
        row("参保登记时间", "1-12月", level2="时效指标"),
        row("培训人数", "100人以上"),
    ),
    check=turned_range,
)

D114 = Rule(
    code="D114",
    title="约数没有符号",
    category="direction",
    severity=Severity.INFO,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=_EQUAL,
    message="“{name}”写作“{value}”，是约数又没有符号，多于或少于都无法判定。",
    why="“约”字没有说明差多少算完成，考核时各有各的算法。",
    fix="写成确数并加上“≥”或“≤”。",
    basis=(Source(SYSTEM, "计算符号"),),
    bad=(
        row(
            "惠及周边居民人数",
            "约1.5万人",
            level2="社会效益指标",
            says="“惠及周边居民人数”写作“约1.5万人”，是约数又没有符号，多于或少于都无法判定。",
            then="写成确数并加符号，例如“≥1.5万人”。",
        ),
    ),
    good=(
        row("惠及周边居民人数", "≥1.5万人", level2="社会效益指标"),
        row("惠及周边居民人数", "1.5万人", level2="社会效益指标"),
    ),
    check=about,
)

D115 = Rule(
    code="D115",
    title="同类指标符号不统一",
    category="direction",
    severity=Severity.INFO,
    sees="set",
    message="“{name}”用“{value}”，同类的“{other}”用“≥”，符号不统一。",
    why="同一张表里同类的数量，一个要“大于”一个要“大于等于”，没有道理可讲，多半是填表时随手选的。",
    fix="同类指标统一用“≥”。",
    basis=(Source(SYSTEM, "计算符号"),),
    bad=(
        rows(
            Row("职工参保人数", "1", "万人", "大于"),
            Row("居民参保人数", "1", "万人", "大于等于"),
            says="“职工参保人数”用“大于1万人”，同类的“居民参保人数”用“≥”，符号不统一。",
        ),
    ),
    good=(
        rows(Row("职工参保人数", "1", "万人", "大于"), Row("宣传次数", "2", "次", "大于等于")),
        rows(Row("参赛获奖数量", "0", "项", "大于"), Row("参赛数量", "2", "项", "大于等于")),  # 有就行
    ),
    check=mixed_signs,
)

D116 = Rule(
    code="D116",
    title="时限写成等号",
    category="direction",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    signs=_EQUAL,
    metrics=frozenset({"period"}),
    message="时间类指标“{name}”写作“{value}”，按等号考核，提前办结反而不符。",
    why="时限是上限，写成等号或者不写符号，早一天办完也算没有达标。",
    fix="改为“≤”。",
    basis=(Source(SYSTEM, "计算符号"),),
    bad=(
        row(
            "案件办理时限",
            "5",
            "个工作日",
            "等于",
            level2="时效指标",
            says="时间类指标“案件办理时限”写作“等于5个工作日”，按等号考核，提前办结反而不符。",
            then="改为“≤5个工作日”。",
        ),
    ),
    good=(
        row("案件办理时限", "≤5个工作日", level2="时效指标"),
        row("免费开放天数", "=300天"),
        row("项目完成时间", "12月", level2="时效指标"),  # 十二月，不是十二个月
    ),
    check=time_as_point,
)

RULES: tuple[Rule, ...] = (
    D101,
    D102,
    D103,
    D104,
    D105,
    D106,
    D107,
    D108,
    D109,
    D110,
    D111,
    D112,
    D113,
    D114,
    D115,
    D116,
)
