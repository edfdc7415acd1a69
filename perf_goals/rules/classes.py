"""指标归类：an indicator filed under a class that is not its own."""

import re
from collections.abc import Iterable

from ..lexicon import class_key
from ..model import Severity
from .base import M88, M101, Context, Hit, Rule, Source, hit
from .example import Row, Set, document, row
from .views import EMPTY, HIGHER, NUMBER, RANGE, SHAPES, WORDS, RowView
from .words import METRIC_KINDS

_RATES = frozenset({"rate", "satisfaction"})
_TIMES = frozenset({"period", "moment"})
_COUNTED = frozenset(
    {"item", "person", "person-times", "times", "household", "organisation", "place", "area", "length"}
)
_COUNTS = frozenset({"persons", "person-times", "times", "households", "organisations", "count", "size"})
_SIZES = frozenset({NUMBER, RANGE})
_OWN_SYSTEM = frozenset({"重点工作任务完成", "履职目标实现", "预算和财务管理", "履职效益"})
_QUALITY = _OWN_SYSTEM | {"质量指标"}
_NOT_TIMED = frozenset({"数量指标", "质量指标"})
_TIMELY = re.compile("[时期月日季年度进周]")
_FILLED = SHAPES - {EMPTY}
_METRICS = METRIC_KINDS | {""}


# A check of rows gives back a tuple: it is called for every row and nearly always finds nothing.


def _under(row: RowView, *names: str) -> bool:
    return row.class2 is not None and row.class2.name in names


def _move(row: RowView, to: str) -> str:
    return f"移到{to}；原类别另设对应的指标。"


def rate_as_quantity(row: RowView, use: Context) -> Iterable[Hit]:
    if not row.percent or not _under(row, "数量指标"):
        return ()
    if use.words["in_time"].find(row.name):
        return ()  # C102 says so
    severity = Severity.INFO if use.words["tolerated_rate"].find(row.name) else None
    to = "满意度指标" if row.metric.kind == "satisfaction" else "质量指标或效益指标"
    return (hit(row, suggestion=f"移到{to}；数量指标另写件数、人数、面积。", severity=severity),)


def time_elsewhere(row: RowView, use: Context) -> Iterable[Hit]:
    class2, metric = row.class2, row.metric
    if class2 is None or class2.name not in _NOT_TIMED:
        return ()
    timed = metric.better == "lower" and metric.kind in _TIMES and row.dimension in ("time", "workday")
    if timed and use.words["lasting_ill"].find(row.name):
        return ()
    return (hit(row),) if timed or use.words["in_time"].find(row.name) else ()


def count_as_quality(row: RowView, use: Context) -> Iterable[Hit]:
    if (
        row.dimension in _COUNTED
        and _under(row, "质量指标")
        and row.metric.better != "lower"
        and not row.metric.stem
        and not use.words["good_count"].find(row.name)
    ):
        return (hit(row),)
    return ()


def count_as_time(row: RowView, use: Context) -> Iterable[Hit]:
    if row.dimension in _COUNTED and _under(row, "时效指标") and not _TIMELY.search(row.name):
        return (hit(row),)
    return ()


def not_a_cost(row: RowView, use: Context) -> Iterable[Hit]:
    metric = row.metric
    if metric.better == "lower" or "成本" in row.name or _under(row, "社会成本指标", "生态环境成本指标"):
        return ()  # a money name counted in persons is a wrong unit, and never shown to this check
    counted = row.dimension in _COUNTED and (metric.kind in _COUNTS or metric.kind is None)
    rated = row.percent and metric.kind in _RATES and not use.words["cost_rate"].find(row.name)
    if counted and metric.kind is None and use.words["cost_rate"].find(row.name):
        return ()
    if counted or rated:
        return (hit(row, suggestion=_move(row, "产出指标" if counted else "质量指标、效益指标或满意度指标")),)
    return ()


def paid_by_others(row: RowView, use: Context) -> Iterable[Hit]:
    found = use.words["others_pay"].find(row.name)
    if not found or use.words["paid_for"].find(row.owner.name):
        return ()
    return (hit(row, found=found),)


def cost_as_output(row: RowView, use: Context) -> Iterable[Hit]:
    if not row.money or row.metric.better == "higher" or (row.class2 and row.class2.kind == "成本"):
        return ()
    if row.kind == "效益" and row.nature in HIGHER:
        return ()
    found = use.words["cost_like"].find(row.name)
    return (hit(row, found=found),) if found else ()


def output_as_benefit(row: RowView, use: Context) -> Iterable[Hit]:
    if row.dimension not in _COUNTED and not (row.shape == WORDS and row.text is not None and "全覆盖" in row.text):
        return ()
    if row.metric.better == "lower" or row.metric.stem or use.words["outcome_name"].find(row.name):
        return ()
    found = use.words["own_act"].find(row.name)
    return (hit(row, found=found),) if found else ()


def management_as_benefit(row: RowView, use: Context) -> Iterable[Hit]:
    found = use.words["money_rules"].find(row.name)
    return (hit(row, found=found),) if found else ()


def management_as_output(row: RowView, use: Context) -> Iterable[Hit]:
    if not _under(row, "数量指标", "质量指标") or "财政" in (row.document.department or ""):
        return ()  # budgets are a finance office's own work
    return management_as_benefit(row, use)


_INSIDE = frozenset({"公用", "信息化", "社保", "培训"})
_FOR_STAFF = re.compile("机关|工会")
_FOR_GUESTS = re.compile("食堂|餐|接待|会务|会议|培训|体检|疗养")


def asks_own_staff(row: RowView, use: Context) -> Iterable[Hit]:
    words, name = use.words, row.owner.name or ""
    if found := words["superiors"].find(row.name):
        return () if _FOR_GUESTS.search(name) else (hit(row, found=found.removesuffix("满意")),)
    found = words["own_staff"].find(row.name)
    if not found or words["staff_satisfaction"].find(row.name):
        return ()  # F103 says so
    inside = row.owner.purposes & _INSIDE or words["staff_served"].find(name) or _FOR_STAFF.search(name)
    if inside and not words["others_served"].find(name):
        return ()
    light = Severity.INFO if found == "工作人员满意" else None  # of a school or a community: perhaps they are served
    return (hit(row, found=found.removesuffix("满意"), severity=light),)


def satisfaction_elsewhere(row: RowView, use: Context) -> Iterable[Hit]:
    if row.level2 and "满意" in row.level2:
        return ()
    return (hit(row, suggestion=_move(row, "满意度指标")),)


def not_satisfaction(row: RowView, use: Context) -> Iterable[Hit]:
    return () if use.words["feeling"].find(row.name) else (hit(row, confidence=0.9),)


_OF_OTHERS = re.compile(
    "(?:知名度|美誉度|公信力|竞争力|吸引力|影响力|获得感|幸福感|归属感|认同感)$"
)  # what others think


def effect_as_output(row: RowView, use: Context) -> Iterable[Hit]:
    felt = row.name[-1:] == "感"  # 获得感≥90%
    if row.shape == NUMBER and not felt:
        return ()
    if row.class2 is not None and row.class2.name in _QUALITY and _OF_OTHERS.search(row.name) is None:
        return ()
    vague = use.words["vague"].find(row.text) or (_OF_OTHERS.search(row.name) and use.words["vague_too"].find(row.text))
    if (felt or vague) and use.words["effect_name"].find(row.name):
        return () if use.words["in_time"].find(row.name) else (hit(row),)
    return ()


def wrong_parent(row: RowView, use: Context) -> Iterable[Hit]:
    one, two = row.class1, row.class2
    if one is None or two is None or one.name in two.parents:
        return ()
    if one.kind == "管理" or two.kind == "管理" or two.name in _OWN_SYSTEM:
        return ()
    if class_key(row.level1 or "") == class_key(row.level2 or ""):
        return ()
    return (hit(row, right="或".join(two.parents), confidence=0.9),)


def not_economic(row: RowView, use: Context) -> Iterable[Hit]:
    if row.money or row.metric.kind == "satisfaction" or not _under(row, "经济效益指标"):
        return ()
    if use.words["economic"].find(row.name) or use.words["money_rules"].find(row.name):
        return ()
    return (hit(row, kind="经济效益", right="社会效益指标"),)


def not_ecological(row: RowView, use: Context) -> Iterable[Hit]:
    if not _under(row, "生态效益指标") or row.metric.kind == "satisfaction":
        return ()
    if use.words["ecological"].find(row.name + (row.text or "")):
        return ()
    return (hit(row, kind="生态效益", right="社会效益指标"),)


_101 = (Source(M101, "总体要求"),)

C101 = Rule(
    code="C101",
    title="比率放在数量指标",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    shapes=_SIZES,
    metrics=_RATES,
    kinds=frozenset({"产出"}),
    message="“{name}”以{unit}计量，是比率，却列在{level2}。",
    why="数量指标说的是做了多少件、服务多少人；比率说的是做得怎样，属于质量或者效益。",
    fix="移到质量指标或效益指标；数量指标另写件数、人数、面积。",
    basis=_101,
    bad=(
        row(
            "九年义务教育巩固率",
            "≥99%",
            says="“九年义务教育巩固率”以%计量，是比率，却列在数量指标。",
            then="移到质量指标或效益指标；数量指标另写件数、人数、面积。",
        ),
        row("足额保障率", "100", "%", "等于"),
        row("村民满意度", "≥90%"),
    ),
    good=(
        row("九年义务教育巩固率", "≥99%", level2="质量指标"),
        row("巩固学生人数", "≥9900人"),
        row("补贴发放及时率", "=100%"),  # C102 报
        row("采集土样数量", "≥95%"),  # 单位填错，不是归类错
    ),
    check=rate_as_quantity,
)

C102 = Rule(
    code="C102",
    title="时效放在数量指标或质量指标",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    kinds=frozenset({"产出"}),
    message="“{name}”说的是快慢早晚，却列在{level2}。",
    why="及时率、时限说的是时间，属于时效指标；放在别处，时效就没有指标，本类也缺了真正的指标。",
    fix="移到时效指标；原类别另设对应的指标。",
    basis=_101,
    bad=(
        row(
            "保险费支付及时率",
            "100",
            "%",
            "等于",
            level2="质量指标",
            says="“保险费支付及时率”说的是快慢早晚，却列在质量指标。",
        ),
        row("案件办结时限", "≤30日"),
    ),
    good=(
        row("保险费支付及时率", "=100%", level2="时效指标"),
        row("免费开放天数", "≥300天"),  # 天数是工作量
        row("设备质保期限", "≥36个月", level2="质量指标"),
        row("出院患者平均住院日", "≤8天", level2="质量指标"),  # 医疗质量
        row("系统停机时间", "≤4小时", level2="质量指标"),
        row("任务完成率", "=100%", level2="质量指标"),
    ),
    check=time_elsewhere,
)

C103 = Rule(
    code="C103",
    title="数量放在质量指标",
    category="wrong-class",
    severity=Severity.INFO,
    sees="row",
    shapes=_SIZES,
    metrics=_COUNTS,
    kinds=frozenset({"产出"}),
    message="“{name}”写作“{value}”，是数量，却列在{level2}，请核对。",
    why="质量指标说的是做得好不好；件数、人数、面积属于数量指标。",
    fix="移到数量指标，质量指标另写合格率、达标率、差错率。",
    basis=_101,
    bad=(
        row(
            "印制宣传册数量",
            "≥3000册",
            level2="质量指标",
            says="“印制宣传册数量”写作“≥3000册”，是数量，却列在质量指标，请核对。",
        ),
    ),
    good=(
        row("获市级以上奖项数量", "≥10个", level2="质量指标"),  # 获奖说明质量
        row("直播画面中断次数", "0次", level2="质量指标"),
        row("印制宣传册数量", "≥3000册"),
    ),
    check=count_as_quality,
)

C104 = Rule(
    code="C104",
    title="时效指标里没有时间",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    shapes=_SIZES,
    metrics=_COUNTS - {"times"},
    kinds=frozenset({"产出"}),
    message="“{name}”写作“{value}”，与时间无关，却列在{level2}。",
    why="时效指标说的是何时完成、多快办完；人数、件数属于数量指标。",
    fix="移到数量指标；时效指标另写完成时间或办理时限。",
    basis=_101,
    bad=(
        row(
            "补助残疾人人数",
            "≥1200人",
            level2="时效指标",
            says="“补助残疾人人数”写作“≥1200人”，与时间无关，却列在时效指标。",
        ),
    ),
    good=(
        row("补助残疾人人数", "≥1200人"),
        row("当期完成户数", "≥1200户", level2="时效指标"),
        row("检查频次", "≥4次", level2="时效指标"),
    ),
    check=count_as_time,
)

C105 = Rule(
    code="C105",
    title="成本指标里不是成本",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    shapes=_SIZES,
    metrics=_METRICS - {"money", "standard"},
    kinds=frozenset({"成本"}),
    message="“{name}”写作“{value}”，不是花费，却列在{level2}。",
    why="经济成本指标约束花费，应当是金额、单价或者控制率；人数、件数、合格率属于产出。",
    fix="移到产出指标；成本指标另写单位成本或分项成本控制数。",
    basis=(Source(M101, "成本指标"),),
    bad=(
        row(
            "培训教师人数",
            "≥120人",
            level2="经济成本指标",
            says="“培训教师人数”写作“≥120人”，不是花费，却列在经济成本指标。",
            then="移到产出指标；原类别另设对应的指标。",
        ),
        row("培训合格率", "≥95%", level2="经济成本指标"),
    ),
    good=(
        row("施工扬尘超标次数", "≤2次", level2="生态环境成本指标"),  # 不必用金额
        row("成本控制率", "≤100%", level2="经济成本指标"),
        row("委托费用占比", "=30%", level2="经济成本指标"),
        row("采购价格折扣率", "≥10%", level2="经济成本指标"),
        row("财政资金供养", "≤20人", level2="经济成本指标"),
        row("人均培训成本", "≤400元/人", level2="经济成本指标"),
        row("教师培训经费", "≥120人", level2="经济成本指标"),  # 名称是钱、单位是人：由单位族报出
    ),
    check=not_a_cost,
)

C106 = Rule(
    code="C106",
    title="别人缴的钱当成本",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    kinds=frozenset({"成本"}),
    message="“{name}”里的“{found}”由缴费的人负担、由政策规定，不是本部门的成本，却列在{level2}。",
    why="成本指标约束本部门、本项目的花费；参保人、服务对象缴的钱是收入一方的标准，不由项目控制。",
    fix="移出成本指标；财政给予补助的，改写补助标准。",
    basis=(Source(M101, "成本指标"),),
    bad=(
        row(
            "居民缴费标准",
            "≥400元/人",
            level2="经济成本指标",
            says="“居民缴费标准”里的“缴费标准”由缴费的人负担、由政策规定，不是本部门的成本，却列在经济成本指标。",
        ),
    ),
    good=(
        row("缴费补贴标准", "≤400元/人", level2="经济成本指标"),
        row("每人缴费标准", "≤860元/人", level2="经济成本指标", project="破产企业退休人员医疗保险费"),  # 项目替人缴
        row("居民缴费标准", "=400元/人", level2="数量指标"),
    ),
    check=paid_by_others,
)

C107 = Rule(
    code="C107",
    title="成本、标准放在产出或效益",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    shapes=_SIZES,
    kinds=frozenset({"产出", "效益"}),
    message="“{name}”写作“{value}”，是{found}，却列在{level2}。",
    why="单价、造价、补助标准约束的是花费，属于成本指标；2015年体系里也应列在产出指标之下的成本指标。",
    fix="移到成本指标，写“≤”或“=”。",
    basis=(Source(M101, "成本指标"),),
    bad=(
        row(
            "补助标准",
            "140元/天",
            level2=None,
            level1="产出指标",
            says="“补助标准”写作“140元/天”，是补助标准，却列在产出指标。",
        ),
        row("单座桥梁造价", "≤83万元"),
    ),
    good=(
        row("志愿者补贴标准", "≤50元/天", level2="成本指标", level1="产出指标"),  # 2015年体系
        row("节约成本金额", "≥5万元", level2="经济效益指标"),
        row("农产品销售单价", "≥5元/斤", level2="经济效益指标"),  # 卖得贵是效益
        row("发放补助资金金额", "=5万元"),
    ),
    check=cost_as_output,
)

C108 = Rule(
    code="C108",
    title="自己的工作量当效益",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    metrics=_METRICS - _TIMES - _RATES - {"degree", "money", "standard"},
    kinds=frozenset({"效益"}),
    message="“{name}”写作“{value}”，说的是{found}做了多少，是产出，却列在{level2}。",
    why="效益是做完以后带来的变化；办了几次、发了多少、查了几家是产出。",
    fix="移到产出指标；效益指标改写带来的变化，例如知晓率、问题发生率下降、受益人数。",
    basis=_101,
    bad=(
        row(
            "医保政策宣传普及人次",
            "≥10000人次",
            level2="社会效益指标",
            says="“医保政策宣传普及人次”写作“≥10000人次”，说的是宣传做了多少，是产出，却列在社会效益指标。",
        ),
        row("基金监管医疗机构", "全覆盖", level2=None, level1="效益指标"),
    ),
    good=(
        row("带动就业人数", "≥300人", level2="社会效益指标"),
        row("宣传长廊", "建成", level2="社会效益指标"),
        row("直播观看人次", "≥20万人次", level2="社会效益指标"),
        row("应急信息覆盖行政村", "全覆盖", level2="社会效益指标"),
        row("改造后受益人口", "≥5万人", level2="社会效益指标"),
        row("培训班场次", "≥5场"),
    ),
    check=output_as_benefit,
)

C109 = Rule(
    code="C109",
    title="管理要求当效益",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    kinds=frozenset({"效益"}),
    message="“{name}”里的“{found}”是预算和财务管理的要求，不是效益，却列在{level2}。",
    why="不应把常规的管理要求当作绩效指标：它与产出、效益和成本没有直接关系，管好了也不等于项目有效益。",
    fix="删去，或者放进部门整体的管理类指标；效益指标改写项目带来的变化。",
    basis=_101,
    bad=(
        row(
            "年末结余率",
            "≤6%",
            level2="经济效益指标",
            says="“年末结余率”里的“结余率”是预算和财务管理的要求，不是效益，却列在经济效益指标。",
        ),
        row("运转保障率", "=100%", level2="经济效益指标"),
        row("培训经费支付率", "≥98%", level2="社会效益指标"),
    ),
    good=(
        row("办公用电下降率", "≥3%", level2="社会效益指标"),
        row("医保基金结余率", "≥5%", level2="经济效益指标"),  # 基金的结余是业务结果
        row("预算执行率", "≥95%", level2="预算和财务管理", level1="投入管理指标"),
    ),
    check=management_as_benefit,
)

C110 = Rule(
    code="C110",
    title="满意度问的不是服务对象",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    metrics=frozenset({"satisfaction"}),
    kinds=frozenset({"满意度"}),
    message="“{name}”问的是“{found}”，他们提供服务或者管着本单位，不是{level2}要问的服务对象。",
    why="服务对象满意度要由接受服务的人评价；让工作人员评价自己、让上级评价下级，得不到有用的结果。",
    fix="改为接受服务的群众、企业或单位的满意度；专为内部人员服务的项目（食堂、信息系统），在名称中写明服务内容。",
    basis=_101,
    bad=(
        row(
            "社区经办人员满意度",
            "≥95%",
            level2="服务对象满意度指标",
            says="“社区经办人员满意度”问的是“经办人员”，他们提供服务或者管着本单位，不是服务对象满意度指标要问的服务对象。",
        ),
        row("上级主管部门满意度", "≥95%", level2="服务对象满意度指标", project=None),
        row("分管领导满意度", "≥95%", level2="服务对象满意度指标"),
        row("社区工作人员满意度", "≥95%", level2="服务对象满意度指标"),
        row("承办单位满意度", "≥95%", level2="服务对象满意度指标", project="退役士兵技能培训"),
    ),
    good=(
        row("公益岗位人员满意度", "≥92%", level2="服务对象满意度指标", project="公益性岗位补贴"),
        row("特困供养人员满意度", "≥95%", level2="服务对象满意度指标", project="特困人员救助供养"),
        row("执法人员满意度", "≥95%", level2="服务对象满意度指标", project="执法装备购置"),
        row("用餐领导满意度", "≥95%", level2="服务对象满意度指标", project="机关食堂运行"),
        row("领导满意度", "≥95%", level2="服务对象满意度指标", project="机关食堂运行"),
        row("工作人员满意度", "≥95%", level2="服务对象满意度指标"),  # F103 报
        row("参保人员满意度", "≥95%", level2="服务对象满意度指标"),
        row("退休人员满意度", "≥95%", level2="服务对象满意度指标"),
        row("经办人员满意度", "≥90%", level2="服务对象满意度指标", project="低保核对信息系统升级"),  # 用系统的就是他们
    ),
    check=asks_own_staff,
)

C111 = Rule(
    code="C111",
    title="满意度放错类别",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    metrics=frozenset({"satisfaction"}),
    kinds=frozenset({"成本", "产出", "效益"}),
    message="“{name}”是满意度，却列在{level2}。",
    why="满意度是单独的一类指标，权重也单列，不计入产出和效益。",
    fix="移到满意度指标。",
    basis=_101,
    bad=(
        row(
            "群众满意度",
            "≥90%",
            level2="社会效益指标",
            says="“群众满意度”是满意度，却列在社会效益指标。",
            then="移到满意度指标；原类别另设对应的指标。",
        ),
    ),
    good=(
        row("群众满意度", "≥90%", level2="满意度指标", level1="效益指标"),  # 有的省整体绩效表这样印
        row("群众满意度", "≥90%", level2="社会满意评价", level1="效益指标"),
        row("群众满意度", "≥90%", level2="服务对象满意度指标"),
    ),
    check=satisfaction_elsewhere,
)

C112 = Rule(
    code="C112",
    title="满意度指标里不是满意度",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    shapes=_FILLED,
    kinds=frozenset({"满意度"}),
    message="“{name}”没有说谁对什么满意，却列在{level2}。",
    why="满意度指标写服务对象的评价；别的内容放在这里，就没有人去调查。",
    fix="改写为某某对象的满意度，或者移到它该在的类别。",
    basis=_101,
    bad=(
        row(
            "培训教师人数",
            "≥120人",
            level2="服务对象满意度指标",
            says="“培训教师人数”没有说谁对什么满意，却列在服务对象满意度指标。",
        ),
    ),
    good=(
        row("群众有效投诉率", "≤1%", level2="服务对象满意度指标"),
        row("群众获得感", "提升", level2="服务对象满意度指标"),
    ),
    check=not_satisfaction,
)

C113 = Rule(
    code="C113",
    title="效果放在产出",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER, WORDS}),
    kinds=frozenset({"产出"}),
    message="“{name}”写作“{value}”，说的是效果，却列在{level2}。",
    why="产出是做了什么、做了多少；能力提高、成效明显是做完以后的变化，属于效益。",
    fix="移到效益指标并写出能核对的目标值；产出指标改写做了多少。",
    basis=_101,
    bad=(
        row(
            "基金预警和风险控制能力",
            "提高",
            level2=None,
            level1="产出指标",
            says="“基金预警和风险控制能力”写作“提高”，说的是效果，却列在产出指标。",
        ),
        row("协调处理项目问题成效", "有效", level2="数量指标"),
        row("村民出行便捷度", "显著提升", level2=None, level1="产出指标"),
        row("居民获得感", "≥90%", level2=None, level1="产出指标"),
    ),
    good=(
        row("展演质量", "有效提升", level2="质量指标"),
        row("医疗保障服务能力", "提升", level2="履职目标实现", level1="产出指标"),  # 整体绩效表的固定格式
        row("医保系统维护及时性", "及时", level2=None, level1="产出指标"),
        row("风险控制能力", "提高", level2="社会效益指标"),
        row("路面平整度", "提高", level2=None, level1="产出指标"),
        row("路面平整度", "≥90%", level2=None, level1="产出指标"),
    ),
    check=effect_as_output,
)

C114 = Rule(
    code="C114",
    title="一级指标与二级指标不配套",
    category="wrong-class",
    severity=Severity.WARNING,
    sees="row",
    message="“{name}”的二级指标是“{level2}”，不属于一级指标“{level1}”。",
    why="二级指标在两套指标体系里都有固定的上级，放错了，分类汇总和权重都会算错。",
    fix="改正一级指标或二级指标；原表没有错的，请核对是不是合并单元格读错了行。",
    basis=(Source(M88), Source(M101, "总体要求")),
    bad=(
        row(
            "带动就业人数",
            "≥300人",
            level2="社会效益指标",
            level1="产出指标",
            says="“带动就业人数”的二级指标是“社会效益指标”，不属于一级指标“产出指标”。",
        ),
    ),
    good=(
        row("修缮总成本", "≤78万元", level2="成本指标", level1="产出指标"),  # 2015年体系
        row("长效机制", "建立", level2="可持续影响指标", level1="效益指标"),
        row("群众满意度", "≥90%", level2="满意度", level1="效益指标"),
        row("预算执行率", "≥95%", level2="预算和财务管理", level1="产出指标"),
        row("修缮总成本", "≤78万元", level2="成本指标", level1="成本指标"),
    ),
    check=wrong_parent,
)

C115 = Rule(
    code="C115",
    title="效益的三类放错",
    category="wrong-class",
    severity=Severity.INFO,
    sees="row",
    kinds=frozenset({"效益"}),
    message="“{name}”看不出{kind}，却列在{level2}，请核对是否属于{right}。",
    why="经济效益说的是收入、产值、节约，说不出与钱有什么关系的一般属于社会效益。",
    fix="移到社会效益指标，或者在名称中写明经济上的结果。",
    basis=_101,
    bad=(
        row(
            "群众安全感",
            "提升",
            level2="经济效益指标",
            says="“群众安全感”看不出经济效益，却列在经济效益指标，请核对是否属于社会效益指标。",
        ),
    ),
    good=(
        row("站场运营成本降低率", "≥5%", level2="经济效益指标"),
        row("带动群众增收", "≥300元", level2="经济效益指标"),
        row("群众安全感", "提升", level2="社会效益指标"),
    ),
    check=not_economic,
)

C116 = Rule(
    code="C116",
    title="生态效益里没有生态",
    category="wrong-class",
    severity=Severity.INFO,
    sees="row",
    shapes=_FILLED,
    kinds=frozenset({"效益"}),
    message="“{name}”看不出{kind}，却列在{level2}，请核对是否属于{right}。",
    why="生态效益说的是水、土、气、绿化、能耗和排放的变化；与环境无关的不应为了填满表格放在这里。",
    fix="移到社会效益指标；没有生态效益的，这一类可以不设。",
    basis=_101,
    bad=(
        row(
            "干部理论素养",
            "提高",
            level2="生态效益指标",
            says="“干部理论素养”看不出生态效益，却列在生态效益指标，请核对是否属于社会效益指标。",
        ),
    ),
    good=(
        row("节地生态安葬率", "≥6%", level2="生态效益指标"),
        row("干部理论素养", "提高", level2="社会效益指标"),
        row("湿垃圾日均分出量", "≥86吨", level2="生态效益指标"),
    ),
    check=not_ecological,
)

C117 = Rule(
    code="C117",
    title="管理要求当产出",
    category="wrong-class",
    severity=Severity.INFO,
    sees="row",
    metrics=frozenset({"rate"}),
    kinds=frozenset({"产出"}),
    message="“{name}”里的“{found}”是预算和财务管理的要求，不是工作的{level2}，请核对。",
    why="预算执行、资金支付由执行率单独计分，写在产出里，既重复计分，又看不出做了什么、做得怎样。",
    fix="删去，或者放进部门整体的管理类指标；产出指标写本项目做的工作。",
    basis=_101,
    bad=(
        row(
            "预算执行率",
            "≥95%",
            level2="质量指标",
            says="“预算执行率”里的“预算执行”是预算和财务管理的要求，不是工作的质量指标，请核对。",
        ),
    ),
    good=(
        row("预算执行率", "≥95%", level2="预算和财务管理", level1="投入管理指标"),
        row("资金拨付及时率", "=100%", level2="时效指标"),
        row("救助资金发放率", "=100%", level2="质量指标"),
        document(Set("国库集中支付", (Row("预算执行率", "≥95%", level2="质量指标"),)), department="伊水市青河区财政局"),
    ),
    check=management_as_output,
)

RULES: tuple[Rule, ...] = (
    C101, C102, C103, C104, C105, C106, C107, C108, C109, C110, C111, C112, C113, C114, C115, C116, C117,
)  # fmt: skip
