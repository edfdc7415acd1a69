"""相关性：an indicator or a goal that does not belong to the project."""

import re
from collections.abc import Iterator

from ..model import Severity
from ..text import key
from .base import FINES, M101, PRACTICE, Context, Hit, Rule, Source, hit
from .dimensions import grams
from .example import Row, Set, document, row, rows
from .views import HIGHER, NUMBER, RowView, SetView


def fines(row: RowView, use: Context) -> Iterator[Hit]:
    if row.money and (found := use.words["fines"].find(row.name)):
        yield hit(row, found=found)


def routine(row: RowView, use: Context) -> Iterator[Hit]:
    found = use.words["routine"].find(row.name) if row.kind == "产出" or "三公" in row.name else None
    if found:
        small = row.kind != "产出" or (row.class2 is not None and row.class2.name == "质量指标")
        yield hit(row, found=found, severity=Severity.INFO if small else None)


def slogan_name(row: RowView, use: Context) -> Iterator[Hit]:
    if use.words["slogan_name"].find(row.name):
        yield hit(row)


def not_ours(row: RowView, use: Context) -> Iterator[Hit]:
    if row.kind == "产出" and row.nature in HIGHER and use.words["not_ours"].find(row.name):
        yield hit(row)


def input_as_output(row: RowView, use: Context) -> Iterator[Hit]:
    if row.owner.name and use.words["input_name"].find(row.name):
        yield hit(row)


_PAY = frozenset({"工资"})


def wage_goal(view: SetView, use: Context) -> Iterator[Hit]:
    if view.goal is None or view.purposes & _PAY or not view.name:
        return
    if any(word in view.key for word in ("人员", "基本支出", "薪", "津", "教师", "员额", "遗属")):
        return
    if "社保" in view.purposes and re.search("保险|公积金|年金", view.goal.text):
        return
    if found := use.words["wage_goal"].find(view.goal.text):
        yield hit(view.goal, found=found)


def office_goal(view: SetView, use: Context) -> Iterator[Hit]:
    if view.goal is None or not view.name:
        return
    found = use.words["office_goal"].find(view.goal.text)
    paid = re.search("补贴|补助|津贴", view.key)
    run = re.search("公用|办公|运转|运行|物业|水电|机关|经费|后勤|公务", view.key)
    if found and (paid or not run) and not view.purposes & _PAY:
        yield hit(view.goal, found=found)


def goal_of_another(view: SetView, use: Context) -> Iterator[Hit]:
    """The goal shares no word with the project, but is another project's goal as well."""
    if view.goal is None or not view.name:
        return
    if use.words["wage_goal"].find(view.goal.text) or use.words["office_goal"].find(view.goal.text):
        return
    mine = grams(view.name, use) | frozenset(pair for one in view.rows for pair in grams(one.name, use))
    if not grams(view.name, use) or grams(view.name, use) & _pairs(view.goal.text):
        return
    said = key(view.goal.text)
    same = [
        one
        for one in view.document.projects
        if one is not view and one.goal is not None and one.key != view.key and key(one.goal.text) == said
    ]
    near = [one for one in same if grams(one.name or "", use) & _pairs(view.goal.text)]
    rows_near = [one for one in same if sum(len(grams(r.name, use) & _pairs(view.goal.text)) for r in one.rows)]
    if same and not mine & grams(view.goal.text, use):
        closer = near or rows_near
        told = f"，同“{(closer or same)[0].name}”一字不差"
        yield hit(view.goal, other=told, severity=None if closer or view.rows else Severity.WARNING)


def _pairs(text: str) -> frozenset[str]:
    spot = key(text)
    return frozenset(spot[at : at + 2] for at in range(len(spot) - 1))


def promptly_paid_out(row: RowView, use: Context) -> Iterator[Hit]:
    """发放 is for wages and allowances; contributions and matched funds are paid in."""
    name = row.owner.name or ""
    if "补贴" in name or "补助" in name or not row.name.startswith("发放"):
        return
    if re.search("缴费|公积金|匹配|统筹|职业年金|保险", name):
        yield hit(row)


R101 = Rule(
    code="R101",
    title="罚没收入作为绩效目标",
    category="irrelevant",
    severity=Severity.ERROR,
    sees="row",
    message="“{name}”写作“{value}”，把{found}定成了任务。",
    why="罚款、没收的违法所得不得同行政机关的考核、考评直接或者变相挂钩。",
    fix="删去；改写案件查处率、案卷评查合格率、整改率一类反映执法质量的指标。",
    basis=(Source(FINES, "第七十四条"),),
    shapes=frozenset({NUMBER}),
    bad=(
        row(
            "罚没收入",
            "≥20万元",
            level2="经济效益指标",
            says="“罚没收入”写作“≥20万元”，把罚没定成了任务。",
        ),
    ),
    good=(
        row("罚没物品处置率", "=100%", level2="质量指标"),
        row("追回医保基金", "≥20万元", level2="经济效益指标"),
    ),
    check=fines,
)
R102 = Rule(
    code="R102",
    title="常规管理要求当产出",
    category="irrelevant",
    severity=Severity.WARNING,
    sees="row",
    message="“{name}”里的“{found}”是常规的管理要求，不是项目的产出。",
    why="不应设置与产出、效益和成本明显无关的常规管理要求作为绩效指标。",
    fix="删去，改写项目做了多少、做得怎样。",
    basis=(Source(M101, "总体要求"),),
    kinds=frozenset({"产出", "效益"}),
    bad=(row("会计科目调整次数", "≤12次", says="“会计科目调整次数”里的“科目调整”是常规的管理要求，不是项目的产出。"),),
    good=(
        row("水质检测次数", "≥12次"),
        row("预算执行率", "≥95%", level2="预算和财务管理", level1="投入管理指标"),
    ),
    check=routine,
)
R103 = Rule(
    code="R103",
    title="指标名称是口号或泛指",
    category="irrelevant",
    severity=Severity.WARNING,
    sees="row",
    message="“{name}”没有说哪一项工作，看不出与本项目、本部门的关系。",
    why="绩效指标要与支出方向、部门职责和总体目标直接关联；换到哪个单位都能用的话，考核不出什么。",
    fix="改写具体工作，例如“办理参保登记件数”“检查定点机构家数”。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        row("全年工作完成数量", "≥10000件", says="“全年工作完成数量”没有说哪一项工作，看不出与本项目、本部门的关系。"),
        row("为全镇建设努力工作", "优良中低差", level2="社会效益指标"),
    ),
    good=(row("检查工作完成率", "≥95%", level2="质量指标"), row("业务经办数量", "≥10000件")),
    check=slogan_name,
)
R104 = Rule(
    code="R104",
    title="单位左右不了的数作为产出",
    category="irrelevant",
    severity=Severity.WARNING,
    sees="row",
    message="“{name}”写作“{value}”，多少由别人决定，不是本单位做的事。",
    why="产出指标应是花钱做出来的结果；申请、退休的人有多少，单位控制不了，也不说明做了什么。",
    fix="改写做了多少，例如鉴定人数、体检人数、审核件数。",
    basis=(Source(PRACTICE),),
    signs=HIGHER,
    kinds=frozenset({"产出"}),
    bad=(
        row(
            "申请慢性病人数",
            "≥15000人",
            says="“申请慢性病人数”写作“≥15000人”，多少由别人决定，不是本单位做的事。",
        ),
    ),
    good=(row("鉴定慢性病人数", "≥15000人"), row("退休人员体检人数", "≥900人")),
    check=not_ours,
)
R105 = Rule(
    code="R105",
    title="投入的钱当产出",
    category="irrelevant",
    severity=Severity.WARNING,
    sees="row",
    message="“{name}”写作“{value}”，是投入，不是产出。",
    why="钱花出去不等于做成了事，投入数量不能作为绩效目标。",
    fix="删去或移到成本指标，改写用这些钱做了什么。",
    basis=(Source(PRACTICE),),
    kinds=frozenset({"产出"}),
    bad=(row("业务工作支出安排金额", "28.8万元", says="“业务工作支出安排金额”写作“28.8万元”，是投入，不是产出。"),),
    good=(row("发放助学贷款金额", "≥300万元"), row("资金拨付及时率", "=100%", level2="时效指标")),
    check=input_as_output,
)
R106 = Rule(
    code="R106",
    title="项目的目标写的是发工资",
    category="irrelevant",
    severity=Severity.ERROR,
    sees="project",
    message="项目“{project}”的目标写“{found}”，与项目无关。",
    why="目标应与项目的支出方向一致；工资类的目标套在别的项目上，多半是照搬模板。",
    fix="按本项目要做的事重写目标。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        rows(
            Row("养护水库", "≥3座"),
            project="小型水库维修养护补助",
            goal="保障工资及时发放、足额发放。",
            says="项目“小型水库维修养护补助”的目标写“保障工资”，与项目无关。",
        ),
    ),
    good=(
        rows(Row("在职人数", "=30人"), project="工资支出", goal="保障工资及时发放、足额发放。"),
        rows(Row("选派教师", "=12人"), project="支教教师补贴", goal="按月发放生活补贴。"),
    ),
    check=wage_goal,
)
R107 = Rule(
    code="R107",
    title="项目的目标写的是机关运转",
    category="irrelevant",
    severity=Severity.WARNING,
    sees="project",
    message="项目“{project}”的目标写“{found}”，与项目用途不符。",
    why="发给个人的补贴和专门项目不是用来维持机关运转的。",
    fix="按本项目的用途重写目标。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        rows(
            Row("发放人数", "=20人"),
            project="其他交通补贴",
            goal="保障单位日常运转。",
            says="项目“其他交通补贴”的目标写“单位日常运转”，与项目用途不符。",
        ),
    ),
    good=(rows(Row("办公用电", "≤3万度"), project="定额公用经费", goal="保障单位日常运转。"),),
    check=office_goal,
)
R108 = Rule(
    code="R108",
    title="目标与项目没有关系",
    category="irrelevant",
    severity=Severity.WARNING,
    sees="project",
    message="项目“{project}”的目标没有一句说到本项目{other}。",
    why="目标应反映项目要做的事；照搬别的项目的目标，指标与目标就对不上。",
    fix="按本项目要做的事重写目标。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        document(
            Set("困难群众慰问", (Row("慰问困难家庭", "≥160户"),), goal="春节前慰问困难家庭160户。"),
            Set("社区工作者培训", (Row("培训人次", "≥200人次"),), goal="春节前慰问困难家庭160户。"),
            says="项目“社区工作者培训”的目标没有一句说到本项目，同“困难群众慰问”一字不差。",
        ),
    ),
    good=(rows(Row("培训人数", "≥20人"), project="社区工作者培训", goal="培训社区工作者20人。"),),
    check=goal_of_another,
)
R109 = Rule(
    code="R109",
    title="缴费、匹配项目套用“发放”",
    category="irrelevant",
    severity=Severity.INFO,
    sees="row",
    message="项目“{project}”是缴纳、拨付，“{name}”却说发放，请核对是否套用了工资项目的指标。",
    why="社会保险、公积金和匹配资金是缴纳或者拨付的，没有发放这一环节。",
    fix="改为“缴纳及时率”或“拨付及时率”。",
    basis=(Source(PRACTICE),),
    metrics=frozenset({"rate"}),
    bad=(
        row(
            "发放准时率",
            "=100%",
            level2="时效指标",
            project="社会保障缴费",
            says="项目“社会保障缴费”是缴纳、拨付，“发放准时率”却说发放，请核对是否套用了工资项目的指标。",
        ),
    ),
    good=(row("发放准时率", "=100%", level2="时效指标", project="工资支出"),),
    check=promptly_paid_out,
)

RULES: tuple[Rule, ...] = (R101, R102, R103, R104, R105, R106, R107, R108, R109)
