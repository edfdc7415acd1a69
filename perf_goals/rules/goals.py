"""目标文字：goals that say nothing that could be checked."""

import re
from collections.abc import Iterator

from ..model import Severity
from ..text import key
from .base import M10, M88, PRACTICE, Context, Hit, Limit, Rule, Source, hit, short
from .example import Row, Set, document, rows
from .views import GoalView, SetView

_ITEM = re.compile(
    r"(?:^|(?<=[。;；\s\n]))\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?[0-9]{1,2}[)）、.．](?![0-9])|目标[0-9一二三四五六七八九十]+[:：])"
)
_CLAUSE = re.compile(r"[,，。;；!！?？\n:：]+")
_SIGNS = re.compile(r"[\s,，.。;；、:：!！()（）%‰0-9+\-]+")
_STEADY = frozenset({"工资", "社保"})


def _items(text: str) -> list[str]:
    """The numbered items of a goal, or the whole text as one.

    >>> _items("1. 推动工作。2. 改造学校6所。"), _items("改造学校6所。")
    (['推动工作。', '改造学校6所。'], ['改造学校6所。'])
    """
    found = [part.strip() for part in _ITEM.split(text)]
    return [part for part in found if _SIGNS.sub("", part)]


def _clauses(item: str) -> list[str]:
    return [key(part) for part in _CLAUSE.split(item) if len(key(part)) > 1]


def _empty_clause(clause: str, use: Context) -> bool:
    words = use.words
    if words["concrete"].find(clause):
        return False
    return bool(words["empty_start"].find(clause) or words["empty_end"].find(clause) or words["slogan"].find(clause))


def _duty_clause(clause: str, use: Context) -> bool:
    return not use.words["concrete"].find(clause) and bool(use.words["duty_start"].find(clause))


def _only_money(text: str, use: Context) -> bool:
    spot = key(text)
    if not any(word in spot for word in ("元", "预算", "资金", "经费", "支出", "支付", "金额")):
        return False
    for word in sorted(set(use.words["money_words"].every(spot)), key=len, reverse=True):
        spot = spot.replace(word, "")
    return len(_SIGNS.sub("", spot)) < 3


def _verdict(goal: GoalView, use: Context) -> tuple[str, list[str]]:
    """What is wrong with a goal: money, slogan, duty, part (with the items that are slogans), or nothing."""
    if _only_money(goal.text, use):
        return "money", []
    items = [(item, _clauses(item)) for item in _items(goal.text)]
    items = [(item, clauses) for item, clauses in items if clauses]
    if not items:
        return "", []
    empty = [item for item, clauses in items if all(_empty_clause(clause, use) for clause in clauses)]
    if len(empty) == len(items):
        return "slogan", []
    either = [
        item
        for item, clauses in items
        if all(_empty_clause(clause, use) or _duty_clause(clause, use) for clause in clauses)
    ]
    if len(either) == len(items):
        return "duty", []
    loud = [item for item in empty if len(_clauses(item)) > 1 or use.words["empty_end"].find(_clauses(item)[-1])]
    return ("part", loud) if loud and len(items) > 1 else ("", [])


def _judge(one: SetView, use: Context) -> tuple[str, list[str]]:
    if one.goal is None:
        return "", []
    kept: dict[str, tuple[str, list[str]]] = one.document.once("goals.verdicts", lambda document: {})
    if one.goal.text not in kept:
        kept[one.goal.text] = _verdict(one.goal, use)
    return kept[one.goal.text]


def only_money(one: SetView, use: Context) -> Iterator[Hit]:
    if one.goal is not None and _judge(one, use)[0] == "money" and "债务" not in one.purposes:
        yield hit(one.goal)


def slogan(one: SetView, use: Context) -> Iterator[Hit]:
    if one.goal is not None and _judge(one, use)[0] == "slogan":
        # a goal that the province prescribes is not the unit's own choice
        light = Severity.INFO if one.goal.template is not None else None
        yield hit(one.goal, suggestion=_from_rows(one), severity=light)


def duty(one: SetView, use: Context) -> Iterator[Hit]:
    if one.goal is not None and _judge(one, use)[0] == "duty":
        yield hit(one.goal, suggestion=_from_rows(one))


def slogan_item(one: SetView, use: Context) -> Iterator[Hit]:
    verdict, items = _judge(one, use)
    if one.goal is not None and verdict == "part":
        yield hit(one.goal, item=short(items[0].strip("。；; ")))


def _from_rows(one: SetView) -> str | None:
    """The project's own figures, which the goal might take up."""
    figures = [row for row in one.rows if row.kind == "产出" and row.value is not None and row.unit not in (None, "%")]
    if not figures:
        return None
    listed = "、".join(f"{row.name}{row.printed}" for row in figures[:3])
    return f"写明做什么、做多少、什么时候做完、达到什么效果；指标中已有的可以写进来：{listed}。"


def no_figure(one: SetView, use: Context) -> Iterator[Hit]:
    goal = one.goal
    if goal is None or _judge(one, use)[0] or one.purposes & _STEADY or goal.template is not None:
        return
    text = key("".join(_items(goal.text)))
    if any(char.isdigit() for char in text) or use.words["counted"].find(text) or _process(goal, use):
        return
    if len(text) >= use.limits["shortest"]:
        yield hit(goal)


def _process(goal: GoalView, use: Context) -> bool:
    clauses = _clauses(goal.text)
    return len(clauses) >= 2 and all(
        use.words["process_start"].find(clause) and not use.words["result_word"].find(clause) for clause in clauses
    )


def process_only(one: SetView, use: Context) -> Iterator[Hit]:
    goal = one.goal
    if goal is None or _judge(one, use)[0] or any(char.isdigit() for item in _items(goal.text) for char in item):
        return
    if _process(goal, use):
        yield hit(goal)


def too_short(one: SetView, use: Context) -> Iterator[Hit]:
    goal = one.goal
    if goal is None or _judge(one, use)[0] or any(char.isdigit() for item in _items(goal.text) for char in item):
        return
    if len(_SIGNS.sub("", key(goal.text))) < use.limits["shortest"]:
        yield hit(goal)


def too_long(one: SetView, use: Context) -> Iterator[Hit]:
    if one.goal is not None and (length := len(key(one.goal.text))) > use.limits["longest"]:
        yield hit(one.goal, length=length)


_CLEAR = (Source(M10),)
_RICH = "写明做什么、做多少、什么时候做完、达到什么效果，例如“新建…处，…月底前完工，惠及…人”。"

G101 = Rule(
    code="G101",
    title="目标只写了钱",
    category="goal-empty",
    severity=Severity.ERROR,
    sees="set",
    message="“{name}”的绩效目标“{goal}”只写了支出多少钱，没有写用这笔钱做成什么。",
    why="花掉预算是投入，不是绩效；目标要说明花钱以后的产出和效果。",
    fix=_RICH,
    basis=_CLEAR,
    bad=(
        rows(
            Row("员额人数", "2人"),
            goal="全年预算支出金额12.06万元",
            says="“示例项目”的绩效目标“全年预算支出金额12.06万元”只写了支出多少钱，没有写用这笔钱做成什么。",
        ),
        rows(Row("员额人数", "2人"), goal="保障经费按时足额支付"),
    ),
    good=(
        rows(Row("发放人数", "≥60人"), goal="按月为60名编外人员发放工资，全年支出12.06万元"),
        rows(Row("付息金额", "=120万元"), goal="及时足额支付资金120万元", project="地方政府债券付息"),
    ),
    check=only_money,
)

G102 = Rule(
    code="G102",
    title="目标是口号",
    category="goal-empty",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”的绩效目标“{goal}”都是“提高”“促进”“保障”一类的话，没有可考核的内容。",
    why="每一句都是愿望，没有数量、标准和期限，放在哪个项目上都说得通，年底也无法判断是否实现。",
    fix=_RICH,
    basis=_CLEAR,
    bad=(
        rows(
            Row("检查次数", "≥12次"),
            goal="完善交通基础设施，保障群众安全便捷出行。",
            says="“示例项目”的绩效目标“完善交通基础设施，保障群众安全便捷出行。”都是“提高”“促进”“保障”一类的话，没有可考核的内容。",
            then="写明做什么、做多少、什么时候做完、达到什么效果；指标中已有的可以写进来：检查次数≥12次。",
        ),
        rows(Row("参保率", "≥95%"), goal="参保群众负担更小、经办服务更好、医疗保障更强", project=None),
        document(Set("馆藏保护", goal="丰富群众文化生活，弘扬优秀传统文化")),
    ),
    good=(
        rows(Row("走访户数", "≥320户"), goal="春节、八一期间走访慰问优抚对象，增强其荣誉感。"),
        rows(Row("开放天数", "≥280天"), goal="全年免费开放300天，丰富群众文化生活。"),
        rows(Row("足额发放率", "=100%"), goal="按月足额发放在职人员工资，及时缴纳各项社会保险"),
    ),
    check=slogan,
)

G103 = Rule(
    code="G103",
    title="目标照抄职责",
    category="goal-empty",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”的绩效目标“{goal}”只是单位职责的说法，没有本年要完成的数量和要达到的效果。",
    why="职责年年一样，写成目标就看不出今年做什么、做到什么程度。",
    fix="从年度工作计划中选出主要任务，写明数量、期限和效果。",
    basis=(Source(M88), Source(PRACTICE)),
    bad=(
        rows(
            Row("检查次数", "≥12次"),
            project=None,
            goal="一、完成区委区政府交办的各项工作任务；二、指导全区经办业务；三、依法查处违法违规行为。",
            says="“部门整体”的绩效目标“一、完成区委区政府交办的各项工作任务；二、指导全区经办业务；三、依法查处违法违规…”只是单位职责的说法，没有本年要完成的数量和要达到的效果。",
        ),
    ),
    good=(
        rows(
            Row("检查次数", "≥12次"), project=None, goal="一、指导全区经办业务；二、检查定点机构120家，查处违规行为。"
        ),
    ),
    check=duty,
)

G104 = Rule(
    code="G104",
    title="目标中有一条是口号",
    category="goal-empty",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”的绩效目标中“{item}”是口号，没有可考核的内容。",
    why="分条写的目标每条都要能考核，口号混在有数的目标里同样无法评价。",
    fix="这一条写明任务、数量和期限，写不出的删去。",
    basis=_CLEAR,
    bad=(
        rows(
            Row("改造学校数量", "=6所"),
            project=None,
            goal="1. 深入落实上级部署，推动教育工作再上新台阶。2. 改造薄弱学校6所，新增学位540个。",
            says="“部门整体”的绩效目标中“深入落实上级部署，推动教育工作再上新台阶”是口号，没有可考核的内容。",
        ),
    ),
    good=(
        rows(
            Row("改造学校数量", "=6所"),
            project=None,
            goal="1. 改造薄弱学校6所，提升办学条件。2. 做好全县防汛抗旱工作。",
        ),
    ),
    check=slogan_item,
)

G105 = Rule(
    code="G105",
    title="目标没有任何数字",
    category="goal-empty",
    severity=Severity.INFO,
    sees="set",
    message="“{name}”的绩效目标“{goal}”没有数量，也没有期限，请核对能否量化。",
    why="目标说了做什么，没有说做多少，与资金是否匹配就无从判断。",
    fix="补上数量、标准和完成时间。",
    basis=_CLEAR,
    limits={"shortest": Limit(10, "短于几个字的另行提示，这里不报", 1, 100)},
    bad=(
        rows(
            Row("减免人数", "≥850人"),
            goal="为群众减免基本殡葬费用，推行节地生态安葬。",
            says="“示例项目”的绩效目标“为群众减免基本殡葬费用，推行节地生态安葬。”没有数量，也没有期限，请核对能否量化。",
        ),
    ),
    good=(
        rows(Row("减免人数", "≥850人"), goal="为850名群众减免基本殡葬费用，推行节地生态安葬。"),
        rows(Row("减免覆盖", "全覆盖"), goal="为户籍居民减免基本殡葬费用，实现城乡居民全覆盖。"),
        rows(Row("足额发放率", "=100%"), goal="为在职人员足额发放工资和缴纳保险", project="工资福利支出"),
    ),
    check=no_figure,
)

G106 = Rule(
    code="G106",
    title="目标只写过程，没有结果",
    category="goal-empty",
    severity=Severity.INFO,
    sees="set",
    message="“{name}”的绩效目标“{goal}”只写了开展哪些工作，没有写要达到的结果，请核对。",
    why="工作过程做了就算完成，绩效目标还要说明做完以后有什么变化。",
    fix="在工作内容之后写明产出数量和效果。",
    basis=_CLEAR,
    bad=(
        rows(
            Row("座谈会次数", "≥2次"),
            goal="组织业务学习，召开座谈会，开展法律宣传",
            says="“示例项目”的绩效目标“组织业务学习，召开座谈会，开展法律宣传”只写了开展哪些工作，没有写要达到的结果，请核对。",
        ),
    ),
    good=(
        rows(Row("座谈会次数", "≥2次"), goal="组织业务学习4次，召开座谈会2次"),
        rows(Row("座谈会次数", "≥2次"), goal="组织业务学习，召开座谈会，解决企业反映的困难"),
    ),
    check=process_only,
)

G107 = Rule(
    code="G107",
    title="目标过短",
    category="goal-empty",
    severity=Severity.INFO,
    sees="set",
    message="“{name}”的绩效目标只有“{goal}”，看不出做什么、做多少，请核对。",
    why="几个字说不清项目的产出和效果。",
    fix=_RICH,
    basis=_CLEAR,
    limits={"shortest": Limit(10, "目标短于几个字算过短", 1, 100)},
    bad=(
        rows(
            Row("养护里程", "=40公里"),
            goal="道路养护",
            says="“示例项目”的绩效目标只有“道路养护”，看不出做什么、做多少，请核对。",
        ),
    ),
    good=(rows(Row("养护里程", "=40公里"), goal="养护40公里"),),
    check=too_short,
)

G108 = Rule(
    code="G108",
    title="目标过长",
    category="goal-empty",
    severity=Severity.INFO,
    sees="project",
    message="“{name}”的绩效目标长达{length}字，请概括成几条主要目标。",
    why="目标写成工作报告，主要产出和效果反而看不出来。",
    fix="保留主要产出、期限和效果，其余删去。",
    basis=(Source(PRACTICE),),
    limits={"longest": Limit(500, "目标长于几个字算过长", 50, 5000)},
    bad=(
        rows(
            Row("养护里程", "=40公里"),
            goal="养护农村公路40公里。" * 60,
            says="“示例项目”的绩效目标长达660字，请概括成几条主要目标。",
        ),
    ),
    good=(rows(Row("养护里程", "=40公里"), goal="养护农村公路40公里。" * 10),),
    check=too_long,
)

RULES: tuple[Rule, ...] = (G101, G102, G103, G104, G105, G106, G107, G108)
