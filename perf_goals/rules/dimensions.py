"""指标缺项：a class of indicators, or an indicator for a stated goal or task, that is missing."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..model import Severity
from ..text import key
from .base import M34, M88, M101, PRACTICE, Context, Hit, Limit, Rule, Source, hit, short
from .example import Row, Set, document, rows
from .views import NUMBER, RANGE, DocumentView, ProjectView, SetView, TextAt, order

_NO_WORK = frozenset({"工资", "社保", "公用", "债务"})
_OUTPUT2 = frozenset({"数量指标", "质量指标", "时效指标", "成本指标"})
_NOT_COUNTED = frozenset({"ratio", "percentage-point", "time", "workday", "month", "money", "score"})


def listed(names: Iterable[str], limit: int = 4) -> str:
    """Names in Chinese quotes, the first few of them.

    >>> listed(["甲", "乙", "丙", "丁", "戊"])
    '“甲”“乙”“丙”“丁”等5个'
    """
    every = list(dict.fromkeys(names))
    shown = "".join(f"“{short(name, 24)}”" for name in every[:limit])
    return shown + (f"等{len(every)}个" if len(every) > limit else "")


def _pending_from(view: DocumentView) -> tuple[int, int, int, int] | None:
    """Where the list of 待分项目 begins, whose targets come when the money is given out."""
    for grid in view.extraction.document.grids():
        for index, cells in enumerate(grid.cells):
            for column, cell in enumerate(cells):
                if "待分" in cell and len(cell) < 60 and "。" not in cell and key(cell).endswith("待分项目"):
                    return order(grid.place(index, column))
    return None


def pending(view: SetView) -> bool:
    if "待分" in view.key or "预留" in view.key:
        return True
    start = view.document.once("dimensions.pending", _pending_from)
    return start is not None and order(view.place) > start


def said_twice(view: SetView) -> bool:
    """Whether the project is listed once more with its indicators, its name perhaps broken off."""
    return any(
        other.rows and (other.key == view.key or (len(view.key) > 11 and other.key.startswith(view.key[:-2])))
        for other in view.document.projects
    )


def _bare_projects(view: DocumentView) -> list[ProjectView]:
    return [
        one
        for one in view.projects
        if not one.rows
        and one.name
        and (one.amount is None or one.amount > 0)
        and not one.purposes & _NO_WORK
        and not pending(one)
        and not said_twice(one)
    ]


def no_indicators(view: DocumentView, use: Context) -> Iterator[Hit]:
    bare = _bare_projects(view)
    if not bare:
        return
    money = sum((one.amount for one in bare if one.amount is not None), start=Decimal(0))
    said = f"（共{money}万元）" if money else ""
    yield hit(*bare, names=listed(one.name or "" for one in bare), said=said)


def _judged(view: SetView) -> bool:
    """Whether the set's classes can be judged: it has rows, and they are classed."""
    return len(view.rows) >= 2 and all(row.kind for row in view.rows)


def no_output_or_benefit(view: SetView, use: Context) -> Iterator[Hit]:
    if not _judged(view) or (view.purposes & _NO_WORK and "产出" in view.kinds):
        return
    missing = [kind for kind in ("产出", "效益") if kind not in view.kinds]
    if missing:
        what = "、".join(f"{kind}指标" for kind in missing)
        yield hit(view, what=what, suggestion=f"补充{what}，写明做到什么程度、带来什么变化。")


def _works(view: SetView, use: Context) -> str | None:
    """Why the project is building, repairing or buying, as 101号 means it."""
    kind = next((one for one in ("工程", "购置") if one in view.purposes), None)
    return None if kind is None or use.words["not_works"].find(view.name) else kind


def no_cost_of_works(view: SetView, use: Context) -> Iterator[Hit]:
    if not _judged(view) or "成本" in view.kinds:
        return
    kind = _works(view, use)
    if kind is not None:
        money = f"{view.amount.normalize():f}万元的" if view.amount else ""
        yield hit(view, kind="工程修缮" if kind == "工程" else "购置", money=money)


def _plain_outputs(view: SetView) -> bool:
    output = [row for row in view.rows if row.kind == "产出"]
    return bool(output) and all(row.class2 is not None and row.class2.name in _OUTPUT2 for row in output)


def no_quantity(view: SetView, use: Context) -> Iterator[Hit]:
    if _judged(view) and _plain_outputs(view) and "数量指标" not in view.classes2:
        yield hit(view)


def no_quality(view: SetView, use: Context) -> Iterator[Hit]:
    if _judged(view) and _plain_outputs(view) and "质量指标" not in view.classes2:
        yield hit(view)


def nothing_counted(view: SetView, use: Context) -> Iterator[Hit]:
    """Of a layout without 二级指标: no output is a number of anything."""
    if not _judged(view) or view.has_level2 or view.purposes & _NO_WORK:
        return
    output = [row for row in view.rows if row.kind == "产出"]
    if output and not any(row.shape in (NUMBER, RANGE) and row.dimension not in _NOT_COUNTED for row in output):
        yield hit(view, names=listed(row.name for row in output))


def no_quality_of_works(view: SetView, use: Context) -> Iterator[Hit]:
    """The like for quality, where there is an official standard for it."""
    if not _judged(view) or view.has_level2 or _works(view, use) is None:
        return
    if not any(row.kind == "产出" and use.words["quality_word"].find(row.name) for row in view.rows):
        yield hit(view)


def no_satisfaction(view: SetView, use: Context) -> Iterator[Hit]:
    if not _judged(view) or "满意度" in view.kinds or any("满意" in row.name for row in view.rows):
        return
    if view.purposes & _NO_WORK:
        return
    served = use.words["for_people"].find(view.name)
    if served:
        yield hit(view, why=f"名称里的“{served}”表明它直接面对群众")
    elif view.purposes & {"执法", "活动", "宣传", "服务"}:
        yield hit(view, why="它有具体的服务对象", severity=Severity.INFO, confidence=0.8)


def no_cost(view: DocumentView, use: Context) -> Iterator[Hit]:
    judged = [one for one in view.projects if _judged(one)]
    without = [one for one in judged if "成本" not in one.kinds and _works(one, use) is None]
    if without:
        yield hit(
            *without, names=listed(one.name or "" for one in without), all=len(judged), without=len(without),
        )  # fmt: skip


def claimed(view: DocumentView, use: Context) -> Iterator[Hit]:
    judged = [one for one in view.projects if _judged(one)]
    lacking = [one for one in judged if {"成本", "产出", "效益", "满意度"} - one.kinds]
    if not lacking:
        return
    for paragraph in view.paragraphs:
        if "满意度" in paragraph.text and (said := use.words["four_classes"].find(paragraph.text)):
            if re.search(r"名词解释|是指|^[一二三四五六七八九十]+、.{2,8}[:：]", paragraph.text):
                continue
            parts = []
            for kind in ("成本", "产出", "效益", "满意度"):
                if names := [one.name or "" for one in lacking if kind not in one.kinds]:
                    parts.append(f"{len(names)}个缺{kind}指标")
            spot = TextAt(view, paragraph.place)
            yield hit(spot, *lacking, said=said, count=len(judged), parts="、".join(parts))
            return


def satisfaction_as_benefit(view: SetView, use: Context) -> Iterator[Hit]:
    if not _judged(view):
        return
    benefit = [row for row in view.rows if row.kind == "效益"]
    if benefit and all("满意" in row.name for row in benefit):
        yield hit(view, *benefit, names=listed(row.name for row in benefit))


def only_wages(view: SetView, use: Context) -> Iterator[Hit]:
    if _judged(view) and use.words["hired"].find(view.name):
        output = [row for row in view.rows if row.kind == "产出"]
        if output and not any(use.words["other_work"].find(row.name) for row in output):
            yield hit(view, names=listed(row.name for row in output))


# Goals and tasks without an indicator ---------------------------------------------------------------------------------


def grams(text: str, use: Context) -> frozenset[str]:
    """Pairs of characters that carry a meaning: two texts that share none speak of different things."""
    spot = key(text)
    for word in use.words["task_common"].every(text):
        spot = spot.replace(word, " ")
    return frozenset(
        spot[at : at + 2] for at in range(len(spot) - 1) if all("一" <= sign <= "鿿" for sign in spot[at : at + 2])
    )


def _row_grams(view: SetView, use: Context) -> frozenset[str]:
    found: set[str] = set()
    for row in view.rows:
        if row.kind not in ("管理", "满意度"):
            found |= grams(row.name + " " + (row.text or ""), use)
    return frozenset(found)


def tasks_without(view: SetView, use: Context) -> Iterator[Hit]:
    """Tasks of the department of which no indicator speaks."""
    if not view.rows:
        return
    have = _row_grams(view, use)
    tasks = [
        task
        for task in view.document.tasks
        if task.owner is view and not use.words["not_task"].find(task.name) and len(task.text) > 4
    ]
    left = []
    for task in tasks:
        mine = grams(task.name, use) | grams(task.text, use)
        if mine and not mine & have:
            left.append(task)
    if left:
        said = frozenset().union(*(grams(task.name + task.text, use) for task in left))
        goal = (view.goal,) if view.goal and grams(view.goal.text, use) & said else ()
        few = 2 * len(left) <= len(tasks)
        yield hit(
            view,
            *goal,
            names=listed(task.name for task in left),
            what="年度主要任务",
            source=left[0].place,
            severity=Severity.INFO if few else None,
            confidence=0.8 if few else 0.9,
        )
    elif not tasks and view.goal is not None:
        yield from _goal_without(view, have, use)


def _goal_without(view: SetView, have: frozenset[str], use: Context) -> Iterator[Hit]:
    """The like, where the tasks are only written in the goal."""
    if view.goal is None:
        return
    clauses = [part.strip() for part in re.split(r"[;；。\n]", view.goal.text)]
    told = [part for part in clauses if len(part) > 6 and not use.words["not_task"].find(part)]
    left = [part for part in told if (mine := grams(part, use)) and len(mine) > 1 and not mine & have]
    if left:
        yield hit(
            view,
            names=listed(left),
            what="年度目标",
            severity=Severity.INFO if 2 * len(left) <= len(told) else None,
            confidence=0.8,
        )


_FIGURE = re.compile(r"(?<![\d.〔\[-])(\d+(?:\.\d+)?)\s*(%|万?[^\s\d.．,，。;；、()（）%]{1,2})")


def figure_without(view: SetView, use: Context) -> Iterator[Hit]:
    """A goal gives a figure, and no indicator says anything of that figure or of what it counts."""
    if view.goal is None or len(view.rows) < 2:
        return
    have = _row_grams(view, use)
    figures = {str(row.value.normalize()) for row in view.rows if row.value is not None}
    texts = " ".join(row.text or "" for row in view.rows)
    if not grams(view.goal.text, use) & have:
        return  # the goal is of something else altogether, which is another weakness
    for clause in re.split(r"[,，;；。、\n]", view.goal.text):
        found = _FIGURE.search(clause)
        if found is None or re.match(r"年|月|日|号|周年|届|点|个月|年度", found.group(2)):
            continue
        number = found.group(1)
        if number in figures or number in texts or "每" in clause:
            continue
        mine = grams(re.sub(r"[\d.]+", " ", clause), use)
        if mine and not mine & have:
            yield hit(view, clause=short(clause.strip(), 30), confidence=0.9)
            return


def main_money(view: SetView, use: Context) -> Iterator[Hit]:
    """A project that takes much of the money, of which the department's own table says nothing."""
    projects = [one for one in view.document.projects if one.amount and not pending(one) and one.rows]
    if len(view.document.tables) > 1 or len(projects) < 3 or not view.rows:
        return
    whole = sum((one.amount for one in projects if one.amount is not None), start=Decimal(0))
    have = _row_grams(view, use) | (grams(view.goal.text, use) if view.goal else frozenset())
    own = grams(view.department or "", use)
    left = [
        one
        for one in projects
        if one.amount is not None
        and one.amount * 100 >= whole * use.limits["share"]
        and not one.purposes & _NO_WORK
        and (mine := grams(one.name or "", use) - own)
        and not mine & have
    ]
    if left:
        yield hit(view, *left, names=listed(one.name or "" for one in left), share=use.limits["share"])


_101 = (Source(M101, "总体要求"),)
_GOOD = (
    Row("加固危桥数量", "=5座"),
    Row("工程验收合格率", "=100%", level2="质量指标"),
    Row("单座加固成本", "≤83万元/座", level2="经济成本指标"),
    Row("惠及沿线村民", "≥6000人", level2="社会效益指标"),
    Row("过桥群众满意度", "≥90%", level2="服务对象满意度指标"),
)
_FULL = rows(*_GOOD, project="危桥加固改造", amount="415")

S101 = Rule(
    code="S101",
    title="有预算的项目没有绩效指标",
    category="missing-dimension",
    severity=Severity.ERROR,
    sees="document",
    message="项目{names}{said}没有任何绩效指标。",
    why="绩效目标设置是预算安排的前置条件；只有一句目标或者只列金额，执行中无从监控，年终无从评价。",
    fix="按项目补充产出指标、效益指标和目标值；待资金下达后再细化的，在说明中写明何时补报。",
    basis=(Source(M34, "关于绩效目标管理的要求"), Source(M101, "总体要求")),
    bad=(
        document(
            Set("校园安全防范专项经费", goal="提高办学水平。", amount="88"),
            says="项目“校园安全防范专项经费”（共88万元）没有任何绩效指标。",
        ),
        document(Set("驻村帮扶经费", amount="9.6"), Set("危桥加固改造", _GOOD, amount="415")),
    ),
    good=(
        document(Set("工资福利支出", goal="按月发放工资。", amount="286")),  # 人员经费不要求单独编
        document(Set("危桥加固改造", _GOOD, amount="415"), Set("农业发展资金（待分）", amount="200")),
        _FULL,
    ),
    check=no_indicators,
)

S102 = Rule(
    code="S102",
    title="缺产出指标或效益指标",
    category="missing-dimension",
    severity=Severity.ERROR,
    sees="project",
    message="项目“{name}”没有{what}。",
    why="每个项目原则上都应设置产出指标和效益指标：只有产出看不出钱花得值不值，只有效益看不出做了什么。",
    fix="补充所缺的一类指标。",
    basis=_101,
    bad=(
        rows(
            Row("举办培训班", "≥3期"),
            Row("参训人员合格率", "≥95%", level2="质量指标"),
            project="农技人员培训",
            says="项目“农技人员培训”没有效益指标。",
        ),
        rows(
            Row("带动就业人数", "≥300人", level2="社会效益指标"),
            Row("学员满意度", "≥90%", level2="服务对象满意度指标"),
        ),
    ),
    good=(
        _FULL,
        rows(Row("保障人数", "=50人"), Row("发放及时率", "=100%", level2="时效指标"), project="工资福利支出"),
    ),
    check=no_output_or_benefit,
)

S103 = Rule(
    code="S103",
    title="工程修缮购置类项目缺成本指标",
    category="missing-dimension",
    severity=Severity.ERROR,
    sees="project",
    message="{money}{kind}项目“{name}”没有成本指标。",
    why="工程基建、大型修缮和购置类项目应当设置成本指标，否则造价和单价没有约束。",
    fix="补充成本指标，例如单位造价、设备单价，或者分项成本控制数。",
    basis=(Source(M101, "总体要求"), Source(M101, "成本指标")),
    bad=(
        rows(
            Row("购置摄录设备", "=12台"),
            Row("设备验收合格率", "=100%", level2="质量指标"),
            Row("年制作节目时长", "≥300小时", level2="社会效益指标"),
            project="采编设备购置",
            amount="55.00",
            says="55万元的购置项目“采编设备购置”没有成本指标。",
        ),
        rows(_GOOD[0], _GOOD[1], _GOOD[3], project="危桥加固改造"),
    ),
    good=(
        _FULL,
        # 名称里有“建设”“采购”，但不是工程、购置
        rows(_GOOD[0], _GOOD[1], _GOOD[3], project="基层党组织能力建设经费"),
        rows(_GOOD[0], _GOOD[1], _GOOD[3], project="药品集中带量采购工作经费"),
        rows(_GOOD[0], _GOOD[1], _GOOD[3], project="建设工程质量监督经费"),
        # 旧体系的成本指标在产出指标之下
        rows(
            _GOOD[0],
            Row("修缮工程总成本", "≤78万元", level2="成本指标", level1="产出指标"),
            _GOOD[3],
            project="烈士纪念设施修缮",
        ),
    ),
    check=no_cost_of_works,
)

S104 = Rule(
    code="S104",
    title="产出指标缺数量指标",
    category="missing-dimension",
    severity=Severity.WARNING,
    sees="project",
    message="项目“{name}”的产出指标没有数量指标。",
    why="产出的数量指标和质量指标原则上都应设置；没有数量，就不知道要做多少。",
    fix="补充数量指标，写明做多少件、多少次、服务多少人。",
    basis=_101,
    bad=(
        rows(
            Row("检测报告合格率", "≥98%", level2="质量指标"),
            Row("饮水安全保障率", "≥95%", level2="社会效益指标"),
            project="水质检测",
            says="项目“水质检测”的产出指标没有数量指标。",
        ),
    ),
    good=(
        _FULL,
        rows(  # 表中没有二级指标一栏
            Row("检测报告合格率", "≥98%", level2=None, level1="产出指标"),
            Row("水样", "≥98个", level2=None, level1="产出指标"),
            Row("饮水安全保障率", "≥95%", level2=None, level1="效益指标"),
        ),
    ),
    check=no_quantity,
)

S105 = Rule(
    code="S105",
    title="产出指标缺质量指标",
    category="missing-dimension",
    severity=Severity.WARNING,
    sees="project",
    message="项目“{name}”的产出指标没有质量指标。",
    why="产出的数量指标和质量指标原则上都应设置；只有数量，做得好坏都算完成。",
    fix="补充质量指标，例如验收合格率、认定准确率、成活率。",
    basis=_101,
    bad=(
        rows(
            Row("享受补贴人数", "≥850人"),
            Row("补贴发放时限", "≤10个工作日", level2="时效指标"),
            Row("节地生态安葬率", "≥6%", level2="生态效益指标"),
            project="殡葬惠民补贴",
            says="项目“殡葬惠民补贴”的产出指标没有质量指标。",
        ),
    ),
    good=(_FULL, rows(Row("享受补贴人数", "≥850人", level2=None, level1="产出指标"), _GOOD[3])),
    check=no_quality,
)

S106 = Rule(
    code="S106",
    title="产出指标没有一项是数量",
    category="missing-dimension",
    severity=Severity.WARNING,
    sees="project",
    message="项目“{name}”的产出指标{names}都不是数量，看不出要做多少事、服务多少人。",
    why="产出的数量指标原则上应设置；全是比率、时效和定性的话，工作量多大说不清。",
    fix="补充数量指标，例如保障人数、办理件数、线路条数、维护次数。",
    basis=_101,
    bad=(
        rows(
            Row("医疗费审核准确率", "100%", level2=None, level1="产出指标"),
            Row("费用兑付及时性", "及时", level2=None, level1="产出指标"),
            Row("保障军人权益", "保障", level2=None, level1="效益指标"),
            project="军人医疗费用",
            says="项目“军人医疗费用”的产出指标“医疗费审核准确率”“费用兑付及时性”都不是数量，看不出要做多少事、服务多少人。",
        ),
    ),
    good=(
        rows(
            Row("医疗费审核准确率", "100%", level2=None, level1="产出指标"),
            Row("保障军人人数", "145人", level2=None, level1="产出指标"),
            Row("保障军人权益", "保障", level2=None, level1="效益指标"),
        ),
    ),
    check=nothing_counted,
)

S107 = Rule(
    code="S107",
    title="工程购置类项目没有质量方面的产出",
    category="missing-dimension",
    severity=Severity.WARNING,
    sees="project",
    message="项目“{name}”的产出指标没有一项说到质量。",
    why="工程、购置有明确的质量标准，应当设置质量指标。",
    fix="补充“工程验收合格率=100%”“设备验收合格率=100%”一类的指标。",
    basis=_101,
    bad=(
        rows(
            Row("新建卫生厕所", "≥40座", level2=None, level1="产出指标"),
            Row("单座造价", "≤2万元", level2=None, level1="成本指标"),
            Row("受益人口", "≥3万人", level2=None, level1="效益指标"),
            project="卫生厕所建设",
            says="项目“卫生厕所建设”的产出指标没有一项说到质量。",
        ),
    ),
    good=(
        rows(
            Row("新建卫生厕所", "≥40座", level2=None, level1="产出指标"),
            Row("竣工验收通过率", "100%", level2=None, level1="产出指标"),
            Row("受益人口", "≥3万人", level2=None, level1="效益指标"),
            project="卫生厕所建设",
        ),
        rows(_GOOD[0], _GOOD[3], project="乡村振兴宣传"),
    ),
    check=no_quality_of_works,
)

S108 = Rule(
    code="S108",
    title="面向群众的项目缺满意度指标",
    category="missing-dimension",
    severity=Severity.WARNING,
    sees="project",
    message="项目“{name}”没有满意度指标，{why}。",
    why="直接面向社会公众、事关群众切身利益的项目应当设置满意度指标；人员经费、科研、基建和内部运转的可以不设。",
    fix="补充服务对象满意度指标，并安排调查；不直接面向群众的，可以不设。",
    basis=_101,
    bad=(
        rows(
            *_GOOD[:4],
            project="农村供水水质检测",
            says="项目“农村供水水质检测”没有满意度指标，名称里的“农村”表明它直接面对群众。",
        ),
        rows(*_GOOD[:4], project="农业行政执法工作经费"),
    ),
    good=(_FULL, rows(*_GOOD[:4], project="单位办公楼修缮"), rows(*_GOOD[:4], project="其他交通补贴")),
    check=no_satisfaction,
)

S109 = Rule(
    code="S109",
    title="项目没有成本指标",
    category="missing-dimension",
    severity=Severity.INFO,
    sees="document",
    message="{all}个有指标的项目中{without}个没有成本指标：{names}，请核对是否需要。",
    why="成本、产出、效益、满意度四类指标中，工程、修缮、购置以外的项目可以视情况不设成本指标；能写出单位成本或者补助标准的，写出来才看得出钱和事是否相配。",
    fix="有单位成本、补助标准、收费标准的，补充成本指标。",
    basis=(Source(M101, "成本指标"),),
    bad=(
        rows(
            _GOOD[0],
            _GOOD[1],
            _GOOD[3],
            project="客运站运营补助",
            says="1个有指标的项目中1个没有成本指标：“客运站运营补助”，请核对是否需要。",
        ),
    ),
    good=(
        rows(_GOOD[0], Row("单座补助标准", "≤2万元", level2="成本指标"), _GOOD[3], project="客运站运营补助"),
        rows(_GOOD[0], _GOOD[1], _GOOD[3], project="危桥加固改造"),  # 由 S103 报出
    ),
    check=no_cost,
)

S110 = Rule(
    code="S110",
    title="说明称各类指标齐全，表中却有缺项",
    category="missing-dimension",
    severity=Severity.WARNING,
    sees="document",
    message="说明写“{said}”设置了指标，表中{count}个项目里却有{parts}。",
    why="说明同绩效表一并公开，两处说法不同，说明就不可信。",
    fix="补齐所缺的指标，或者按表中实际情况改写说明。",
    basis=(Source(PRACTICE),),
    bad=(
        document(
            Set("客运站运营补助", (_GOOD[0], _GOOD[1], _GOOD[3])),
            text=("项目均从成本、产出、效益、满意度等方面设置了绩效指标。",),
            says="说明写“成本、产出、效益、满意度等”设置了指标，表中1个项目里却有1个缺成本指标、1个缺满意度指标。",
        ),
    ),
    good=(
        document(
            Set("危桥加固改造", _GOOD),
            text=("项目均从成本、产出、效益、满意度等方面设置了绩效指标。",),
        ),
        document(  # 名词解释不是对本单位的说明
            Set("客运站运营补助", (_GOOD[0], _GOOD[1], _GOOD[3])),
            text=("三、绩效目标：是指预算资金计划达到的产出和效果，以成本、产出、效益、满意度四类指标考核。",),
        ),
    ),
    check=claimed,
)

S111 = Rule(
    code="S111",
    title="以满意度代替效益",
    category="missing-dimension",
    severity=Severity.WARNING,
    sees="project",
    message="项目“{name}”的效益指标只有{names}，没有真正的效益。",
    why="满意度说的是感受，不能代替项目带来的经济、社会、生态变化。",
    fix="满意度移到满意度指标，另补效益指标。",
    basis=_101,
    bad=(
        rows(
            _GOOD[0],
            Row("群众满意度", "≥90%", level2="社会效益指标"),
            project="村道硬化",
            says="项目“村道硬化”的效益指标只有“群众满意度”，没有真正的效益。",
        ),
    ),
    good=(_FULL, rows(_GOOD[0], Row("群众满意度", "≥90%", level2="社会效益指标"), _GOOD[3])),
    check=satisfaction_as_benefit,
)

S112 = Rule(
    code="S112",
    title="聘用人员项目只考核发工资",
    category="missing-dimension",
    severity=Severity.INFO,
    sees="project",
    message="项目“{name}”的产出指标{names}只管人数和发放，没有反映这些人员做了什么。",
    why="聘人是为了做事，只考核足额、及时发放，看不出用人的成效。",
    fix="补充所聘人员的工作量或质量，例如经办件数、服务人次、考核合格率。",
    basis=(Source(PRACTICE),),
    bad=(
        rows(
            Row("员额人数", "2人"),
            Row("工资发放及时率", "100%", level2="时效指标"),
            Row("保障单位业务能力", "有效保障", level2="社会效益指标"),
            project="编外人员（统发员额）",
            says="项目“编外人员（统发员额）”的产出指标“员额人数”“工资发放及时率”只管人数和发放，没有反映这些人员做了什么。",
        ),
    ),
    good=(
        rows(
            Row("员额人数", "2人"),
            Row("业务经办件数", "≥3000件"),
            Row("窗口等候时间缩短", "≥5分钟", level2="社会效益指标"),
            project="编外人员（统发员额）",
        ),
        rows(Row("在职人数", "20人"), Row("工资发放及时率", "100%", level2="时效指标"), project="工资福利支出"),
    ),
    check=only_wages,
)

S113 = Rule(
    code="S113",
    title="年度任务没有指标承接",
    category="missing-dimension",
    severity=Severity.WARNING,
    sees="table",
    message="整体绩效表的{what}中，{names}没有对应的指标。",
    why="绩效指标要选最能体现总体目标实现程度的；写进目标和任务却没有指标，完成与否无从知道。",
    fix="给每项主要任务至少配一项产出指标或效益指标；不再做的任务从目标中删去。",
    basis=(Source(M101, "总体要求"), Source(M88)),
    bad=(
        rows(
            Row("除险加固水库座数", "≥3座"),
            Row("工程质量合格率", "=100%", level2="质量指标"),
            project=None,
            goal="完成水库除险加固3座；做好防汛抗旱和物资储备；开展节水型机关创建。",
            says="整体绩效表的年度目标中，“做好防汛抗旱和物资储备”“开展节水型机关创建”没有对应的指标。",
        ),
    ),
    good=(
        rows(
            Row("除险加固水库座数", "≥3座"),
            Row("防汛物资储备完成率", "=100%", level2="质量指标"),
            project=None,
            goal="完成水库除险加固3座；做好防汛物资储备；认真抓好党建工作。",
        ),
    ),
    check=tasks_without,
)

S114 = Rule(
    code="S114",
    title="目标里的数量没有指标承接",
    category="missing-dimension",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”的目标写了“{clause}”，没有对应的指标。",
    why="目标里的数是对成果的承诺，没有指标承接就不会被考核。",
    fix="把这个数写成一项指标；做不到或者不再做的，改写目标。",
    basis=_101,
    bad=(
        rows(
            Row("巡查河道里程", "≥420公里"),
            Row("问题整改率", "≥95%", level2="质量指标"),
            project="河道管护",
            goal="巡查河道420公里，清理垃圾3000吨，问题整改率达到95%。",
            says="“河道管护”的目标写了“清理垃圾3000吨”，没有对应的指标。",
        ),
    ),
    good=(
        rows(
            Row("巡查河道里程", "≥420公里"),
            Row("垃圾清理量", "≥2800吨"),  # 数不同是另一回事
            project="河道管护",
            goal="2026年10月底前巡查河道420公里，清理垃圾3000吨。",
        ),
    ),
    check=figure_without,
)

_TABLE = Set(None, (Row("农产品抽检批次", "≥480批次"), Row("农户满意度", "≥85%", level2="服务对象满意度指标")))

S115 = Rule(
    code="S115",
    title="大额项目在整体绩效表中没有指标",
    category="missing-dimension",
    severity=Severity.INFO,
    sees="table",
    message="资金占{share}%以上的项目{names}在整体绩效表中没有相应的指标，请核对。",
    why="整体绩效目标要反映主要的履职内容；用钱最多的事没有指标，整体绩效表就说明不了钱花在哪里。",
    fix="把这些项目最主要的产出或效益选一两项列入整体绩效表。",
    basis=_101,
    limits={"share": Limit(20, "占全部项目资金的比例到这个数算大额（%）", 1, 100)},
    bad=(
        document(
            _TABLE,
            Set("危桥加固改造", _GOOD, amount="415"),
            Set("农产品抽检", (Row("抽检农产品", "≥480批"),), amount="40"),
            Set("农户培训", (Row("培训农户", "≥90人"),), amount="5"),
            says="资金占20%以上的项目“危桥加固改造”在整体绩效表中没有相应的指标，请核对。",
        ),
    ),
    good=(
        document(
            _TABLE,
            Set("危桥加固改造", _GOOD, amount="40"),
            Set("农产品抽检", (Row("抽检农产品", "≥480批"),), amount="415"),
            Set("农户培训", (Row("培训农户", "≥90人"),), amount="5"),
        ),
    ),
    check=main_money,
)

RULES: tuple[Rule, ...] = (
    S101, S102, S103, S104, S105, S106, S107, S108, S109, S110, S111, S112, S113, S114, S115,
)  # fmt: skip
