"""满意度：satisfaction targets that are boilerplate, too low, out of reach, or asked of the wrong people."""

from collections.abc import Iterable, Iterator

from ..model import Nature, Severity
from .base import M101 as CORE
from .base import PRACTICE, Context, Hit, Limit, Rule, Source, hit
from .example import Row, Set, document, row, rows
from .views import NUMBER, DocumentView, RowView

_KIND = frozenset({"satisfaction"})
_BASIS = (Source(CORE, "总体要求"),)


# A check of rows gives back a tuple: it is called for every row and nearly always finds nothing.


def low(row: RowView, use: Context) -> Iterable[Hit]:
    bound = use.limits["lowest"]
    if not row.percent or row.unit != "%" or row.value is None or not 1 < row.value < bound:
        return ()
    return (hit(row, bound=bound, suggestion=f"按近年调查结果定，一般不低于{bound}%。", source=row.value_place),)


def perfect(row: RowView, use: Context) -> Iterable[Hit]:
    if row.percent and row.unit == "%" and row.nature is not Nature.LE and row.value == 100:
        return (hit(row, source=row.value_place),)
    return ()


def own_staff(row: RowView, use: Context) -> Iterable[Hit]:
    if not use.words["staff_satisfaction"].find(row.name):
        return ()
    served, name = use.words["staff_served"], row.owner.name
    if served.find(row.name) or (served.find(name) and not use.words["others_served"].find(name)):
        return ()
    return (hit(row),)


def nobody(row: RowView, use: Context) -> Iterable[Hit]:
    if not use.words["nobody_named"].find(row.name) or use.words["survey_named"].find(row.note):
        return ()
    # a department's own table may speak of all whom it serves, but not of everybody
    if row.owner.name is None and not use.words["everybody"].find(row.name):
        return ()
    return (hit(row),)


def all_alike(document: DocumentView, use: Context) -> Iterator[Hit]:
    groups: dict[tuple[str, str | None, str], dict[str, RowView]] = {}
    for project in document.projects:
        for one in project.rows:
            if one.metric.kind == "satisfaction" and one.value is not None:
                groups.setdefault((one.key, one.nature, str(one.value)), {}).setdefault(project.key, one)
    for found in groups.values():
        if len(found) >= use.limits["projects"]:
            spots = list(found.values())
            yield hit(*spots, number=len(spots))


F101 = Rule(
    code="F101",
    title="满意度偏低",
    category="satisfaction",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    metrics=_KIND,
    message="“{name}”只要求“{value}”，低于{bound}%，偏低。",
    why="自评时满意度低于80%就要扣分，目标定得比这还低，等于允许多数人不太满意。",
    fix="按近年满意度调查的结果定，一般不低于80%。",
    basis=_BASIS,
    limits={"lowest": Limit(80, "满意度低于这个数算偏低（%）", 0, 100)},
    bad=(
        row(
            "申请人满意度",
            "≥70%",
            level2="服务对象满意度指标",
            says="“申请人满意度”只要求“≥70%”，低于80%，偏低。",
            then="按近年调查结果定，一般不低于80%。",
        ),
    ),
    good=(
        row("货运企业满意度", "≥80%", level2="服务对象满意度指标"),
        row("员额人员满意度", "=96%", level2="服务对象满意度指标"),
    ),
    check=low,
)

F102 = Rule(
    code="F102",
    title="满意度定为100%",
    category="satisfaction",
    severity=Severity.WARNING,
    sees="row",
    shapes=frozenset({NUMBER}),
    metrics=_KIND,
    message="“{name}”定为“{value}”，人人满意很难做到，也经不起调查核实。",
    why="满意度来自问卷调查，有一个人不满意就没有完成，这样的目标多半不会真去调查。",
    fix="按近年调查结果定一个能做到的数，例如“≥90%”“≥95%”。",
    basis=_BASIS,
    bad=(
        row(
            "居民满意度",
            "=100%",
            level2="服务对象满意度指标",
            says="“居民满意度”定为“=100%”，人人满意很难做到，也经不起调查核实。",
        ),
    ),
    good=(
        row("居民满意度", "≥98%", level2="服务对象满意度指标"),
        row("满意度调查覆盖率", "=100%", level2="质量指标"),
    ),
    check=perfect,
)

F103 = Rule(
    code="F103",
    title="满意度问的是单位自己的人",
    category="satisfaction",
    severity=Severity.WARNING,
    sees="row",
    metrics=_KIND,
    message="“{name}”问的是单位自己的人，不是接受服务的对象。",
    why="由领取工资、经办业务的人自己评满意，反映不了服务对象的感受。",
    fix="改为接受服务的群众或单位的满意度；没有外部服务对象的，可以不设满意度指标。",
    basis=_BASIS,
    bad=(
        row(
            "工作人员满意度",
            "≥95%",
            level2="服务对象满意度指标",
            project=None,
            says="“工作人员满意度”问的是单位自己的人，不是接受服务的对象。",
        ),
        row("干部职工满意度", "≥95%", level2="满意度指标", project="机关运转保障经费"),
        row("员额人员满意度", "=96%", level2="服务对象满意度指标", project="2026年编外人员(统发员额)"),
        row("县水利局机关干部满意度", "≥95%", level2="服务对象满意度指标", project="农村饮水工程维修"),
        row("委机关职工满意度", "≥95%", level2="服务对象满意度指标", project="传染病防控"),
        row("局机关干部满意度", "≥95%", level2="服务对象满意度指标", project="新型职业农民培训"),  # 受训的是农民
    ),
    good=(
        row("公益岗位人员满意度", "≥92%", level2="服务对象满意度指标", project="公益性岗位补贴"),
        row("参保单位职工满意度", "≥90%", level2="服务对象满意度指标", project="失业保险稳岗返还"),
        row("经办人员满意度", "≥90%", level2="服务对象满意度指标", project="低保核对信息系统升级"),
        row("干部职工满意度", "≥90%", level2="服务对象满意度指标", project="机关食堂运行经费"),
        row("局机关干部满意度", "≥90%", level2="服务对象满意度指标", project="业务培训费"),
        row("困难职工满意度", "≥90%", level2="服务对象满意度指标"),
    ),
    check=own_staff,
)

F104 = Rule(
    code="F104",
    title="没有说是谁的满意度",
    category="satisfaction",
    severity=Severity.INFO,
    sees="row",
    metrics=_KIND,
    message="“{name}”没有说向谁调查，请核对。",
    why="对象不清，就不知道发给谁问卷，也看不出与项目的关系。",
    fix="写明是谁的满意度，例如“学生家长满意度”“用水户满意度”。",
    basis=_BASIS,
    bad=(
        row(
            "服务对象满意度",
            "≥90%",
            level2="服务对象满意度指标",
            says="“服务对象满意度”没有说向谁调查，请核对。",
        ),
        row("群众满意度", "≥90%", level2="服务对象满意度指标", project=None),
    ),
    good=(
        row("学生家长满意度", "≥90%", level2="服务对象满意度指标"),
        row("服务对象综合满意度", "≥90%", level2="服务对象满意度指标", project=None),  # 部门整体可以这样写
        row("服务对象综合满意度", "≥80%", level2="服务对象满意度指标", note="第三方电话回访"),  # 说了怎样调查
        row("就诊群众满意度", "≥90%", level2="服务对象满意度指标", project=None),
    ),
    check=nobody,
)

F105 = Rule(
    code="F105",
    title="不同项目用同一条满意度",
    category="satisfaction",
    severity=Severity.INFO,
    sees="document",
    message="{number}个项目都用“{name}”“{value}”，请核对是不是各项目自己的服务对象。",
    why="项目不同，服务的人也不同；同一句满意度放在各个项目里，看不出是向谁、为什么事调查。",
    fix="按项目写明服务对象；不直接面向群众的项目可以不设满意度。",
    basis=(Source(CORE, "总体要求"), Source(PRACTICE)),
    limits={"projects": Limit(3, "几个项目相同才提示", 2, 100)},
    bad=(
        document(
            Set("设备购置", (Row("群众满意度", "≥85%", level2="服务对象满意度指标"),)),
            Set("政策宣传", (Row("群众满意度", "≥85%", level2="服务对象满意度指标"),)),
            Set("驻村帮扶", (Row("群众满意度", "≥85%", level2="服务对象满意度指标"),)),
            says="3个项目都用“群众满意度”“≥85%”，请核对是不是各项目自己的服务对象。",
        ),
    ),
    good=(
        document(
            Set("设备购置", (Row("送检单位满意度", "≥85%", level2="服务对象满意度指标"),)),
            Set("政策宣传", (Row("听众满意度", "≥85%", level2="服务对象满意度指标"),)),
            Set("驻村帮扶", (Row("走访户数", "≥85户"), Row("村民满意度", "≥85%", level2="服务对象满意度指标"))),
        ),
        rows(Row("群众满意度", "≥85%"), Row("群众满意度", "≥85%"), Row("群众满意度", "≥85%")),  # 一个项目之内
    ),
    check=all_alike,
)

RULES: tuple[Rule, ...] = (F101, F102, F103, F104, F105)
