"""指标缺项：a class of indicators, or an indicator for a stated goal or task, that is missing."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from ..model import Extraction, Grid, Place, Severity
from ..text import key
from .base import M34, M88, M101, PRACTICE, Context, Hit, Limit, Rule, Source, hit, short
from .example import Example, Row, Set, document, rows
from .views import NUMBER, RANGE, DocumentView, ProjectView, SetView, TextAt, order
from .words import WordList

_NO_WORK = frozenset({"工资", "社保", "公用", "债务"})
_FOUR = frozenset({"成本", "产出", "效益", "满意度"})
_OUTPUT2 = frozenset({"数量指标", "质量指标", "时效指标", "成本指标"})
_COUNTS = frozenset({"persons", "person-times", "times", "households", "organisations", "count", "size"})
_NOT_COUNTED = frozenset({"ratio", "percentage-point", "time", "workday", "month", "money", "score"})


@dataclass(frozen=True, slots=True)
class Tabled(Example):
    """An example with printed tables besides; the first one is that of the first set."""

    grids: tuple[tuple[tuple[str, ...], ...], ...] = ()

    def describe(self) -> list[str]:
        lines = [f"表格：{'｜'.join(cell or '（空）' for cell in cells)}" for grid in self.grids for cells in grid]
        return Example.describe(self) + lines

    def _extraction(self, file: str) -> Extraction:
        found = Example._extraction(self, file)
        printed = tuple(
            Grid(
                cells,
                tuple(Place(file, line=100 * number + at, table=number, row=at) for at in range(1, len(cells) + 1)),
            )
            for number, cells in enumerate(self.grids, 1)
        )
        return replace(found, document=replace(found.document, blocks=(*found.document.blocks, *printed)))


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
            if "待分" not in "".join(cells):
                continue
            for column, cell in enumerate(cells):
                if "待分" in cell and len(cell) < 60 and "。" not in cell and key(cell).endswith("待分项目"):
                    return order(grid.place(index, column))
    return None


def pending(view: SetView) -> bool:
    if "待分" in view.key or "预留" in view.key:
        return True
    start = view.document.once("dimensions.pending", _pending_from)
    return start is not None and order(view.place) > start


def _filled(view: DocumentView) -> list[str]:
    """Keys of the projects with indicators, sorted: the beginning of a name is found by bisection."""
    return sorted({one.key for one in view.projects if one.rows})


def said_twice(view: SetView) -> bool:
    """Whether the project is listed once more with its indicators, its name perhaps broken off."""
    keys = view.document.once("dimensions.filled", _filled)
    mine = view.key
    if len(mine) <= 11:
        return False
    begins = mine[:-2]
    at = bisect_left(keys, begins)
    return at < len(keys) and keys[at].startswith(begins)


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


@lru_cache(maxsize=256)  # a set's rules ask one after the other
def _judged(view: SetView) -> bool:
    """Whether the set's classes can be judged: it has rows, and they are classed."""
    return len(view.rows) >= 2 and all(row.kind for row in view.rows)


def no_output_or_benefit(view: SetView, use: Context) -> Iterator[Hit]:
    missing = [kind for kind in ("产出", "效益") if kind not in view.kinds]
    if not missing or not _judged(view) or ("产出" in view.kinds and view.purposes & _NO_WORK):
        return
    what = "、".join(f"{kind}指标" for kind in missing)
    yield hit(view, what=what, suggestion=f"补充{what}，写明做到什么程度、带来什么变化。")


def _works(view: SetView, use: Context) -> str | None:
    """Why the project is building, repairing or buying, as 101号 means it."""
    purposes = view.purposes
    kind = "工程" if "工程" in purposes else "购置" if "购置" in purposes else None
    return None if kind is None or use.words["not_works"].find(view.name) else kind


def no_cost_of_works(view: SetView, use: Context) -> Iterator[Hit]:
    if "成本" in view.kinds or not _judged(view):
        return
    kind = _works(view, use)
    if kind is not None:
        money = f"{view.amount.normalize():f}万元的" if view.amount else ""
        yield hit(view, kind="工程修缮" if kind == "工程" else "购置", money=money)


def _plain_outputs(view: SetView) -> bool:
    output = [row for row in view.rows if row.kind == "产出"]
    return bool(output) and all(row.class2 is not None and row.class2.name in _OUTPUT2 for row in output)


def no_quantity(view: SetView, use: Context) -> Iterator[Hit]:
    if "数量指标" not in view.classes2 and _judged(view) and _plain_outputs(view):
        yield hit(view)


def no_quality(view: SetView, use: Context) -> Iterator[Hit]:
    if "质量指标" not in view.classes2 and _judged(view) and _plain_outputs(view):
        yield hit(view)


def nothing_counted(view: SetView, use: Context) -> Iterator[Hit]:
    """Of a layout without 二级指标: no output is a number of anything."""
    if view.has_level2 or not _judged(view):
        return
    output = [row for row in view.rows if row.kind == "产出"]
    for row in output:
        if row.shape in (NUMBER, RANGE) and (row.dimension not in _NOT_COUNTED or row.metric.kind in _COUNTS):
            return  # a count with the unit of something else is another weakness
    if output and not view.purposes & _NO_WORK:
        yield hit(view, names=listed(row.name for row in output))


def no_quality_of_works(view: SetView, use: Context) -> Iterator[Hit]:
    """The like for quality, where there is an official standard for it."""
    if view.has_level2 or not _judged(view) or _works(view, use) is None:
        return
    if not any(row.kind == "产出" and use.words["quality_word"].find(row.name) for row in view.rows):
        yield hit(view)


def no_satisfaction(view: SetView, use: Context) -> Iterator[Hit]:
    if "满意度" in view.kinds or not _judged(view) or any("满意" in row.name for row in view.rows):
        return
    if view.purposes & _NO_WORK:
        return
    served = use.words["for_people"].find(view.name)
    if served:
        yield hit(view, why=f"名称里的“{served}”表明它直接面对群众")
    elif view.purposes & {"执法", "活动", "宣传", "服务"}:
        yield hit(view, why="它有具体的服务对象", severity=Severity.INFO, confidence=0.8)


def _judged_projects(view: DocumentView) -> list[ProjectView]:
    return [one for one in view.projects if _judged(one)]


def no_cost(view: DocumentView, use: Context) -> Iterator[Hit]:
    judged = view.once("dimensions.judged", _judged_projects)
    without = [one for one in judged if "成本" not in one.kinds and _works(one, use) is None]
    if without:
        yield hit(
            *without, names=listed(one.name or "" for one in without), all=len(judged), without=len(without),
        )  # fmt: skip


_EXPLAINS = re.compile(r"名词解释|是指|^[一二三四五六七八九十]+、.{2,8}[:：]")


def claimed(view: DocumentView, use: Context) -> Iterator[Hit]:
    judged = view.once("dimensions.judged", _judged_projects)
    lacking = [one for one in judged if not one.kinds >= _FOUR]
    if not lacking:
        return
    for paragraph in view.paragraphs:
        if "满意度" in paragraph.text and (said := use.words["four_classes"].find(paragraph.text)):
            if _EXPLAINS.search(paragraph.text):
                continue
            parts = []
            for kind in ("成本", "产出", "效益", "满意度"):
                if names := [one.name or "" for one in lacking if kind not in one.kinds]:
                    parts.append(f"{len(names)}个缺{kind}指标")
            spot = TextAt(view, paragraph.place)
            yield hit(spot, *lacking, said=said, count=len(judged), parts="、".join(parts))
            return


def satisfaction_as_benefit(view: SetView, use: Context) -> Iterator[Hit]:
    if "效益" not in view.kinds or not _judged(view):
        return
    benefit = [row for row in view.rows if row.kind == "效益"]
    for row in benefit:
        if "满意" not in row.name:
            return
    yield hit(view, *benefit, names=listed(row.name for row in benefit))


def only_wages(view: SetView, use: Context) -> Iterator[Hit]:
    if "产出" in view.kinds and _judged(view) and use.words["hired"].find(view.name):
        output = [row for row in view.rows if row.kind == "产出"]
        if not any(use.words["other_work"].find(row.name) for row in output):
            yield hit(view, names=listed(row.name for row in output))


# Goals and tasks without an indicator ---------------------------------------------------------------------------------


_CHINESE = re.compile("[一-鿿]{2,}")
_CLAUSE = re.compile(r"[,，;；。、\n]")
_SENTENCE = re.compile(r"[;；。\n]")
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"[\d.]+")


def grams(text: str, use: Context) -> frozenset[str]:
    """Pairs of characters that carry a meaning: two texts that share none speak of different things."""
    return _grams(text, use.words["task_common"])


@lru_cache(maxsize=1 << 16)  # names are asked for by several rules, and many stand in every document
def _grams(text: str, common: WordList) -> frozenset[str]:
    spot = key(text)
    for word in common.every(text):
        spot = spot.replace(word, " ")
    return frozenset([pair for part in _CHINESE.findall(spot) for pair in map(str.__add__, part, part[1:])])


@lru_cache(maxsize=16)  # three rules of a table ask one after the other
def _row_grams(view: SetView, common: WordList) -> frozenset[str]:
    return frozenset().union(
        *[
            _grams(f"{row.name} {row.text}" if row.text else row.name, common)
            for row in view.rows
            if row.kind not in ("管理", "满意度")
        ]
    )


def tasks_without(view: SetView, use: Context) -> Iterator[Hit]:
    """Tasks of the department of which no indicator speaks."""
    if not view.rows:
        return
    tasks = [
        task
        for task in view.document.tasks
        if task.owner is view and len(task.text) > 4 and not use.words["not_task"].find(task.name)
    ]
    if not tasks:
        yield from _goal_without(view, use)
        return
    own = grams(view.department or "", use)
    all_of = _row_grams(view, use.words["task_common"])
    have = all_of - own
    left = []
    alone = 0  # what is left only where the department's own words do not count is not as sure
    for task in tasks:
        mine = grams(task.name, use) | grams(task.text, use)
        if mine - own and (mine - own).isdisjoint(have):
            left.append(task)
            alone += mine.isdisjoint(all_of)
    if left:
        said = frozenset().union(*(grams(task.name + task.text, use) for task in left))
        goal = (view.goal,) if view.goal and grams(view.goal.text, use) & said else ()
        few = 2 * alone <= len(tasks)
        yield hit(
            view,
            *goal,
            names=listed(task.name for task in left),
            what="年度主要任务",
            source=left[0].place,
            severity=Severity.INFO if few else None,
            confidence=0.8 if few else 0.9,
        )


def _goal_without(view: SetView, use: Context) -> Iterator[Hit]:
    """The like, where the tasks are only written in the goal."""
    if view.goal is None:
        return
    own = grams(view.department or "", use)
    all_of = _row_grams(view, use.words["task_common"])
    clauses = [part.strip() for part in _SENTENCE.split(view.goal.text)]
    told = [part for part in clauses if len(part) > 6 and not use.words["not_task"].find(part)]
    left = [part for part in told if len(mine := grams(part, use) - own) > 1 and mine.isdisjoint(all_of - own)]
    if left:
        alone = len([part for part in left if grams(part, use).isdisjoint(all_of)])
        yield hit(
            view,
            names=listed(left),
            what="年度目标",
            severity=Severity.INFO if 2 * alone <= len(told) else None,
            confidence=0.8,
        )


_FIGURE = re.compile(r"(?<![\d.〔\[-])(\d+(?:\.\d+)?)\s*(%|万?[^\s\d.．,，。;；、()（）%]{1,2})")
_DATE = re.compile(r"年|月|日|号|周年|届|点|个月|年度")
_MONEY = re.compile(r"(?:万|亿|百万|千万)?元")
_ALWAYS = re.compile(r"24小时|365天|7[×xX*]24|100%?全覆盖")
_FOR = re.compile(r"^\s*(?:\d{1,2}[.、．]|[一二三四五六七八九十]、)?(?:继续)?(?:为|对|向|面向|针对|给)[^\d]{0,14}\d")
_RATE = re.compile(r"([一-鿿]{2,14})率[^\d,，。;；]{0,8}(\d+(?:\.\d+)?)\s*%")


def _plain(number: str) -> str:
    """A figure without the zeros that do not count: 97.0 is 97."""
    return number.rstrip("0").rstrip(".") if "." in number else number


@lru_cache(maxsize=1 << 12)
def _figures(text: str) -> tuple[tuple[str, str, str], ...]:
    """The clauses of a goal that give a figure, each with it and what it counts.

    Dates, money, what is given out to each, and how many somebody is served (为86所学校配备) are none.
    """
    if _DIGIT.search(text) is None:
        return ()
    found = []
    for clause in _CLAUSE.split(text):
        figure = _FIGURE.search(_ALWAYS.sub("", clause))
        if figure is None or "每" in clause or _FOR.match(clause):
            continue
        if _DATE.match(figure.group(2)) is None and _MONEY.match(figure.group(2)) is None:
            found.append((clause, _plain(figure.group(1)), figure.group(2)))
    return tuple(found)


def figure_without(view: SetView, use: Context) -> Iterator[Hit]:
    """A goal gives a figure, and no indicator says anything of that figure or of what it counts."""
    if view.goal is None or len(view.rows) < 2:
        return
    told = _figures(view.goal.text)
    if not told:
        return
    figures = {f"{row.value.normalize():f}" for row in view.rows if row.value is not None}
    texts = " ".join([row.text or "" for row in view.rows])
    left = [told_one for told_one in told if told_one[1] not in figures and told_one[1] not in texts]
    if not left:
        return
    have = _row_grams(view, use.words["task_common"])
    if grams(view.goal.text, use).isdisjoint(have):
        return  # the goal is of something else altogether, which is another weakness
    for clause, number, unit in left:
        mine = grams(_DIGITS.sub(" ", clause), use)
        if _rate_without(view, clause, use) or (mine and mine.isdisjoint(have) and not _lone(view, unit, use)):
            elsewhere = _elsewhere(view, clause, mine, number, use)
            yield hit(
                view,
                view.goal,
                clause=short(clause.strip(), 30),
                severity=Severity.INFO if elsewhere else None,
                confidence=0.8 if elsewhere else 0.9,
            )
            return


def _rate_without(view: SetView, clause: str, use: Context) -> bool:
    """Whether the clause promises a rate that no indicator measures: what is before 率 stands in none of them."""
    found = _RATE.search(clause)
    if found is None:
        return False
    name = found.group(1)
    if use.words["task_common"].find(name[-2:]) or any(name[-2:] in f"{row.name}{row.note or ''}" for row in view.rows):
        return False
    mine = grams(name, use)
    return all(3 * len(mine & grams(row.name, use)) < len(mine) for row in view.rows if row.percent)


def _elsewhere(view: SetView, clause: str, mine: frozenset[str], number: str, use: Context) -> bool:
    """Whether another project or the department's table has this rate, or this figure, as an indicator of its own."""
    rate = _RATE.search(clause)
    end = rate.group(1)[-2:] + "率" if rate else "\n"
    return any(
        row.owner is not view
        and (
            end in row.name
            or (
                row.value is not None
                and f"{row.value.normalize():f}" == number
                and not mine.isdisjoint(grams(row.name, use))
            )
        )
        for row in view.document.rows
    )


def _lone(view: SetView, unit: str, use: Context) -> bool:
    """Whether one indicator alone counts in this unit: then the figure is likely its own, and differs."""
    if any(unit.startswith(word) for word in use.words["common_unit"].words):
        return False
    return len([row for row in view.rows if row.unit and (unit.startswith(row.unit) or row.unit.startswith(unit))]) == 1


def _shared_rows(view: DocumentView) -> dict[str, list[SetView]]:
    """The projects that have an output indicator of a name, where there are several."""
    first: dict[str, SetView] = {}
    found: dict[str, list[SetView]] = {}
    for one in view.projects:
        for row in one.rows:
            if row.kind == "产出" and (other := first.setdefault(row.key, one)) is not one:
                found.setdefault(row.key, [other]).append(one)
    return found


_FEW = 6
_SURE_OF_OTHER = 3  # pairs of characters: a name of four that the rows repeat


def borrowed(view: SetView, use: Context) -> Iterator[Hit]:
    """The outputs are those of another project, and none speaks of what this one is for."""
    shared = view.document.once("dimensions.shared", _shared_rows)
    if not shared or not view.rows:
        return
    output = [row.key for row in view.rows if row.kind == "产出"]
    common = {name for name in output if name in shared}
    if len(common) < 2 or 2 * len(common) < len(output):
        return
    name = grams(view.name or "", use)
    others = shared[min(common, key=lambda one: len(shared[one]))]
    for other in others if len(others) <= _FEW else ():  # what many projects have is nobody's own
        theirs = grams(other.name or "", use)
        if len(name - theirs) < 2 or len(theirs - name) < _SURE_OF_OTHER or not common <= other.by_key.keys():
            continue
        have = _row_grams(view, use.words["task_common"])
        if view.goal is not None and not grams(view.goal.text, use).isdisjoint(have):
            return
        if (name - theirs).isdisjoint(have) and len((theirs - name) & have) >= _SURE_OF_OTHER:
            yield hit(view, whose=other.name or "", names=listed(row.name for row in view.rows if row.key in common))
            return


_SPENDING = re.compile("资金|经费|预算|款|财政|执行|结余|结转|支付|支出|到位|三公|成本")


def spending_as_benefit(view: SetView, use: Context) -> Iterator[Hit]:
    if "效益" not in view.kinds or not _judged(view):
        return
    benefit = [row for row in view.rows if row.kind == "效益"]
    if all(_SPENDING.search(row.name) and use.words["only_spending"].find(row.name) for row in benefit):
        yield hit(view, names=listed(row.name for row in benefit))


def table_classes(view: SetView, use: Context) -> Iterator[Hit]:
    if len(view.rows) < 3 or not _judged(view) or "管理" in view.kinds:
        return
    missing = [kind for kind in ("产出", "效益", "满意度", "成本") if kind not in view.kinds]
    if missing:
        grave = "产出" in missing or "效益" in missing
        yield hit(
            view,
            what="、".join(f"{kind}指标" for kind in missing),
            severity=None if grave else Severity.INFO,
            confidence=0.9 if grave else 0.8,
        )


def main_money(view: SetView, use: Context) -> Iterator[Hit]:
    """A project that takes much of the money, of which the department's own table says nothing."""
    if len(view.document.tables) > 1 or not view.rows:
        return
    projects = [one for one in view.document.projects if one.amount and one.rows and not pending(one)]
    if len(projects) < 3:
        return
    whole = sum([one.amount for one in projects if one.amount is not None], start=Decimal(0))
    least = whole * use.limits["share"] / 100
    most = [one for one in projects if one.amount is not None and one.amount >= least]
    if not most:
        return
    have = _row_grams(view, use.words["task_common"]) | (grams(view.goal.text, use) if view.goal else frozenset())
    own = grams(view.department or "", use)
    left = [
        one
        for one in most
        if (mine := grams(one.name or "", use) - own) and mine.isdisjoint(have) and not one.purposes & _NO_WORK
    ]
    if left:
        yield hit(view, names=listed(one.name or "" for one in left), share=use.limits["share"])


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
        rows(
            Row("医保参保人数", "≥5万人"),
            Row("医保费用审核准确率", "≥95%", level2="质量指标"),
            project=None,
            goal="推广医保电子凭证，医保电子凭证申领率达到80%以上。",
            says="“部门整体”的目标写了“医保电子凭证申领率达到80%以上”，没有对应的指标。",
        ),
    ),
    good=(
        rows(
            Row("巡查河道里程", "≥420公里"),
            Row("垃圾清理量", "≥2800吨"),  # 数不同是另一回事
            project="河道管护",
            goal="2026年10月底前巡查河道420公里，清理垃圾3000吨。",
        ),
        rows(  # 服务多少人、花多少钱、全天值守、小数点后的零，都不是没有指标的数
            Row("配备保安人数", "≥4200人"),
            Row("保安持证上岗率", "≥97%", level2="质量指标"),
            project="校园安保",
            goal="为全县86所中小学配备保安4200人，投入经费420万元，24小时值守，持证上岗率97.0%。",
        ),
        rows(  # 单位只有一个指标用，多半是同一件事，由 X115 提示
            Row("组织文艺演出场次", "≥60场"),
            Row("演出观众人次", "≥9000人次"),
            goal="全年送戏进村80场，演出观众9000人次。",
        ),
        rows(  # 换一种说法的同一个率
            Row("网上办理率", "≥85%"),
            Row("事项网上办结率", "≥85%"),
            goal="政务事项网上办成率达到90%。",
        ),
        rows(Row("线路畅通率", "≥98%"), Row("维护线路条数", "≥2条"), goal="维护线路2条，任务完成率达到95%。"),
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

_LAMPS = (
    Row("巡检路灯盏数", "≥620盏"),
    Row("更换路灯灯杆", "≥40根"),
    Row("路灯亮灯率", "≥97%", level2="质量指标"),
    Row("夜间事故起数", "≤2起", level2="社会效益指标"),
)

S116 = Rule(
    code="S116",
    title="指标全是另一个项目的",
    category="missing-dimension",
    severity=Severity.ERROR,
    sees="project",
    message="项目“{name}”的产出指标{names}与项目“{whose}”相同，没有一项说到本项目要做的事。",
    why="指标要与项目的内容对应；整套照搬别的项目，本项目做没做都看不出来。",
    fix="按本项目的内容另写产出指标、效益指标和目标值。",
    basis=_101,
    bad=(
        document(
            Set("路灯灯杆维护", _LAMPS, amount="15"),
            Set("公厕保洁", _LAMPS, amount="9"),
            says="项目“公厕保洁”的产出指标“巡检路灯盏数”“更换路灯灯杆”“路灯亮灯率”与项目“路灯灯杆维护”相同，没有一项说到本项目要做的事。",
        ),
    ),
    good=(
        document(Set("城南路灯维护", _LAMPS), Set("城北路灯维护", _LAMPS)),  # 同一类项目
        document(Set("路灯灯杆维护", _LAMPS), Set("公厕保洁", (*_LAMPS[2:], Row("公厕保洁座数", "≥9座")))),
        document(Set("路灯灯杆维护", _LAMPS), Set("公厕保洁", (*_LAMPS[:3], Row("公厕保洁座数", "≥9座")))),
        document(Set("路灯灯杆维护", _LAMPS[:2]), Set("路灯更换", _LAMPS[1:3]), Set("公厕保洁", _LAMPS)),
        document(Set("路灯灯杆维护", _LAMPS), Set("亮化工程", _LAMPS, "巡检路灯，更换灯杆。")),  # 目标说的就是这些事
    ),
    check=borrowed,
)

S117 = Rule(
    code="S117",
    title="以资金支付、结余代替效益",
    category="missing-dimension",
    severity=Severity.WARNING,
    sees="project",
    message="项目“{name}”的效益指标只有{names}，说的是花钱的进度和规矩，不是效益。",
    why="支付率、结余率、合规率说的是资金管理，不是项目给服务对象和社会带来的变化。",
    fix="这些指标不设或者移到管理类；另补经济效益、社会效益或生态效益指标。",
    basis=_101,
    bad=(
        rows(
            _GOOD[0],
            Row("资金支付合规率", "=100%", level2="社会效益指标"),
            project="村道硬化",
            says="项目“村道硬化”的效益指标只有“资金支付合规率”，说的是花钱的进度和规矩，不是效益。",
        ),
    ),
    good=(
        _FULL,
        rows(_GOOD[0], _GOOD[3], Row("经费结余率", "≤5%", level2="经济效益指标")),
        rows(_GOOD[0], Row("医疗费用即时结算率", "≥95%", level2="社会效益指标")),
    ),
    check=spending_as_benefit,
)

S118 = Rule(
    code="S118",
    title="整体绩效表缺一类指标",
    category="missing-dimension",
    severity=Severity.WARNING,
    sees="table",
    message="整体绩效表没有{what}。",
    why="部门整体绩效指标要反映产出和效益，面向群众的部门还应有满意度；能控制成本的写成本。",
    fix="补充所缺的一类指标；确实不适用的，可以不设。",
    basis=_101,
    bad=(
        rows(
            _GOOD[0],
            _GOOD[1],
            _GOOD[2],
            project=None,
            says="整体绩效表没有效益指标、满意度指标。",
        ),
        rows(_GOOD[0], _GOOD[3], _GOOD[4], project=None, says="整体绩效表没有成本指标。"),
    ),
    good=(
        rows(*_GOOD, project=None),
        rows(_GOOD[0], _GOOD[1], project=None),  # 只读到两行，说不准
        rows(
            _GOOD[0], _GOOD[3], _GOOD[4], Row("预算执行率", "≥95%", level2="预算执行", level1="管理指标"), project=None
        ),
    ),
    check=table_classes,
)

RULES: tuple[Rule, ...] = (
    S101, S102, S103, S104, S105, S106, S107, S108, S109, S110, S111, S112, S113, S114, S115, S116, S117, S118,
)  # fmt: skip
