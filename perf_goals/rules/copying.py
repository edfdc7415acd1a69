"""雷同：one goal text or one set of indicators over several projects, and over several departments.

Nothing compares all pairs: texts meet in buckets, of their normalised form for copies and of their rare character pairs
for near copies.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from ..model import Severity
from ..text import key
from .base import M88, PRACTICE, Context, Hit, Limit, Rule, Source, hit, short
from .example import Row, Set, batch, document
from .places import goal_views
from .views import NUMBER, WORDS, BatchView, DocumentView, GoalView, RowView, SetView, TextAt

T = TypeVar("T")

_PUNCTUATION = re.compile(r"[^\w%]|_")
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十两百千万亿]+(?=[个项次场人户座条期批年月日家所处])")
_PAPERS = re.compile(
    r"[^-,，、]{0,4}〔?\(?\[?20\d\d[〕)\]]?[-—]?(?:第?\d+号)?(?:年度?)?|\(结转\)|结转|提前下达|提前批|第?[一二三四五六七八九十\d]+[批期]"
)
_STAFF = frozenset({"工资", "社保"})
_OFFICE = frozenset({"工资", "社保", "公用"})
_ROUND = frozenset(map(Decimal, (0, 1, 2, 3, 5, 10, 12, 80, 85, 90, 95, 98, 99, 100)))
_NEVER = frozenset("的和与及等为在对将、，")


def bare(text: str) -> str:
    """A text for comparing: no white space, no punctuation, no numbering in front of clauses."""
    return _PUNCTUATION.sub(
        "", key(re.sub(r"(?m)(?:^|(?<=[。；;]))\s*(?:[一二三四五六七八九十]+、|\d{1,2}[.、)）])", "", text))
    )


def pairs(text: str) -> frozenset[str]:
    """The character pairs of a text."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of character pairs that two texts have in common, 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def core(name: str) -> str:
    """What a project is, by its name without years, document numbers and 结转.

    >>> core("豫财社2025-57号2025年中央财政补助资金(结转)")
    '中央财政补助资金'
    """
    return _PUNCTUATION.sub("", _PAPERS.sub("", key(name)))


def same_programme(one: SetView, other: SetView) -> bool:
    """Whether two budget lines are one programme: this year's money and what is carried over."""
    first, second = core(one.name or ""), core(other.name or "")
    return first == second or (min(len(first), len(second)) >= 6 and likeness(pairs(first), pairs(second)) >= 0.9)


# How well a text fits the projects that share it ----------------------------------------------------------------------


def _by_name(views: Iterable[T], owner: Callable[[T], SetView]) -> list[T]:
    """One of each name: two budget lines of one name are one project."""
    return list({owner(view).key: view for view in reversed(list(views))}.values())[::-1]


def _programmes(views: Sequence[SetView]) -> int:
    """How many different programmes there are."""
    kept: list[SetView] = []
    for view in views:
        if not any(same_programme(view, other) for other in kept):
            kept.append(view)
    return len(kept)


def _weight(views: Sequence[SetView], text: str, use: Context) -> Severity:
    """How much a shared text weighs: a hint over pay alone, a mistake where it speaks of pay and the project does not."""
    if all(view.purposes and view.purposes <= _STAFF for view in views):
        return Severity.INFO
    if _programmes(views) < 2:
        return Severity.INFO
    spoken = use.words.kinds_of(text) & _OFFICE
    pay = bool(use.words["pay_text"].find(text))
    if pay or spoken:
        strange = [
            view for view in views if not view.purposes & _OFFICE and not use.words["pay_text"].find(view.name or "")
        ]
        if strange and (pay or len(strange) < len(views)):
            return Severity.ERROR
    return Severity.WARNING


def _speaks_of(view: SetView, text: frozenset[str]) -> int:
    return len(pairs(core(view.name or "")) & text)


def _goal_weight(views: Sequence[SetView], text: str, use: Context) -> Severity:
    weight = _weight(views, text, use)
    if weight is Severity.WARNING:
        said = pairs(bare(text))
        fits = [_speaks_of(view, said) for view in views]
        if max(fits) >= 2 and min(fits) == 0:  # written for one of them
            return Severity.ERROR
    return weight


def _listed(views: Sequence[SetView], limit: int = 3) -> str:
    names = [f"“{short(view.name or '', 30)}”" for view in views]
    if len(names) == 1:
        return names[0]
    return "、".join(names[:limit]) + (f"等{len(names)}个项目" if len(names) > limit else f"{len(names)}个项目")


# Goals ----------------------------------------------------------------------------------------------------------------


def _goals(document: DocumentView) -> list[GoalView]:
    def derive(_: DocumentView) -> list[GoalView]:
        return [goal for view in document.projects for goal in goal_views(view)]

    return document.once("copying.goals", derive)


def _buckets(items: Iterable[T], by: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = {}
    for item in items:
        if (spot := by(item)) is not None:
            found.setdefault(spot, []).append(item)
    return found


def _bare_goal(goal: GoalView) -> str | None:
    spot = bare(goal.text)
    return spot if len(spot) >= 6 else None


def _loose_goal(goal: GoalView) -> str | None:
    """The goal without figures and without the words of the project's own name."""
    text = key(goal.text)
    name = core(goal.owner.name or "")
    for size in range(len(name), 3, -1):
        part = next((name[at : at + size] for at in range(len(name) - size + 1) if name[at : at + size] in text), None)
        if part is not None:
            text = text.replace(part, "#")
            break
    spot = _PUNCTUATION.sub("", _FIGURES.sub("0", text.replace("#", "项目")))
    return spot if len(spot) >= 12 else None


def _owner(goal: GoalView) -> SetView:
    return goal.owner


def same_goal(document: DocumentView, use: Context) -> Iterator[Hit]:
    for group in _buckets(_goals(document), _bare_goal).values():
        goals = _by_name(group, _owner)
        if len(goals) > 1:
            views = [goal.owner for goal in goals]
            text = goals[0].text
            yield hit(
                *goals,
                severity=_goal_weight(views, text, use),
                listed=_listed(views),
                text=short(text),
                suggestion=_rewrite(views, use, text),
            )


def _rewrite(views: Sequence[SetView], use: Context, text: str) -> str | None:
    if use.words["pay_text"].find(text):
        strange = [view for view in views if not view.purposes & _OFFICE]
        if strange:
            return f"这段文字说的是人员工资；{_listed(strange)}应按各自的用途重写，写明做什么、做多少、给谁、达到什么效果。"
    return None


def near_goal(document: DocumentView, use: Context) -> Iterator[Hit]:
    """Goals that differ in figures and names alone, then goals that share most of their character pairs."""
    goals = _by_name(_goals(document), lambda goal: goal.owner)
    first = [group[0] for group in _buckets(goals, _bare_goal).values()]
    done: set[int] = set()
    for group in _buckets(first, _loose_goal).values():
        if len(group) > 1:
            done.update(map(id, group))
            yield _near(group, "只换了名称或数字", use)
    left = [goal for goal in first if id(goal) not in done]
    bares = [bare(goal.text) for goal in left]
    least = float(use.limits["near"]) / 100
    near = _alike([pairs(text) for text in bares], least, [len(text) for text in bares])
    for numbers in near:
        yield _near([left[number] for number in numbers], "大部分文字相同", use)


def _near(goals: Sequence[GoalView], how: str, use: Context) -> Hit:
    views = [goal.owner for goal in goals]
    weight = _goal_weight(views, goals[0].text, use)
    if weight is Severity.ERROR:
        weight = Severity.WARNING
    if len({view.purposes for view in views}) == 1 and views[0].purposes:
        weight = Severity.INFO  # projects of one kind may well be written alike
    return hit(*goals, severity=weight, listed=_listed(views), text=short(goals[0].text), how=how, confidence=0.85)


def _alike(texts: Sequence[frozenset[str]], least: float, sizes: Sequence[int]) -> list[list[int]]:
    """Groups of texts that are alike, found by the character pairs that few texts have.

    A pair that many texts have brings none together.
    """
    common = 40 if len(texts) <= 100 else 8
    where: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        if sizes[number] >= 12:
            for pair in text:
                where.setdefault(pair, []).append(number)
    parent = list(range(len(texts)))
    for number, text in enumerate(texts):
        if sizes[number] < 12:
            continue
        shared: Counter[int] = Counter()
        for pair in text:
            spot = where[pair]
            if 1 < len(spot) <= common:
                shared.update(other for other in spot if other > number)
        for other, _ in shared.most_common(5):
            if likeness(text, texts[other]) >= least:
                parent[_top(parent, other)] = _top(parent, number)
    groups = _buckets(range(len(texts)), lambda number: _top(parent, number))
    return [group for group in groups.values() if len(group) > 1]


def _top(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


# Sets of indicators ---------------------------------------------------------------------------------------------------


def _figure(row: RowView) -> str:
    target = row.target
    if target.value is not None:
        return f"{target.nature or ''}{target.value.normalize():f}{row.unit or ''}"
    return key(target.text or "")


def _print(view: SetView) -> tuple[tuple[str, str], ...] | None:
    """What a set is compared by: names and values, whatever their order."""
    if len(view.rows) < 2:
        return None
    return tuple(sorted((row.key, _figure(row)) for row in view.rows))


def _filled(document: DocumentView) -> list[SetView]:
    return [view for view in document.projects if len(view.rows) >= 2]


def same_groups(document: DocumentView) -> list[list[SetView]]:
    """Projects of different names with the same indicators and values."""

    def derive(_: DocumentView) -> list[list[SetView]]:
        groups = (_by_name(group, lambda view: view) for group in _buckets(_filled(document), _print).values())
        return [group for group in groups if len(group) > 1]

    return document.once("copying.sets", derive)


def _ratio(views: Sequence[SetView]) -> Decimal | None:
    amounts = [view.amount for view in views if view.amount]
    return max(amounts) / min(amounts) if len(amounts) > 1 and min(amounts) > 0 else None


def _spot(view: SetView) -> TextAt:
    """The set as a finding points at it; of two templates that share rows the one that gives most of them counts."""
    template = None
    if view.template is not None:
        names = Counter(row.template.name for row in view.rows if row.template is not None)
        best = names.most_common(1)[0][0]
        template = next(row.template for row in view.rows if row.template is not None and row.template.name == best)
    return TextAt(view, view.place, view.sure, template)


def same_set(document: DocumentView, use: Context) -> Iterator[Hit]:
    for views in same_groups(document):
        names = " ".join(row.name for row in views[0].rows)
        weight = _weight(views, names, use)
        ratio = _ratio(views)
        tail = ""
        if ratio is not None and ratio >= use.limits["ratio"] and weight is not Severity.INFO:
            tail = f"，资金却相差{ratio:.1f}倍"
            if not all(view.purposes & _OFFICE for view in views):
                weight = Severity.ERROR
        elif weight is Severity.INFO and _programmes(views) < 2:
            tail = "，像是同一政策的当年与结转资金"
            weight = Severity.WARNING if ratio is not None and ratio >= use.limits["ratio"] else weight
        if len(views[0].rows) < 3:
            weight = Severity.INFO
        yield hit(*map(_spot, views), severity=weight, listed=_listed(views), count=len(views[0].rows), tail=tail)


def near_set(document: DocumentView, use: Context) -> Iterator[Hit]:
    """Sets whose rows match one by one but for a word in the name."""
    copies = {id(view) for group in same_groups(document) for view in group[1:]}
    views = [
        view
        for view in _by_name(_filled(document), lambda view: view)
        if id(view) not in copies and len(view.rows) >= 4
    ]
    where: dict[tuple[str, str], list[int]] = {}
    for number, view in enumerate(views):
        for spot in {spot for row in view.rows for spot in _marks(row)}:
            where.setdefault(spot, []).append(number)
    for number, view in enumerate(views):
        shared: Counter[int] = Counter()
        for spot in {spot for row in view.rows for spot in _marks(row)}:
            if len(where[spot]) <= 12:
                shared.update(other for other in where[spot] if other > number)
        for other, _ in shared.most_common(3):
            found = _matched(view, views[other], float(use.limits["share"]) / 100)
            if found is not None:
                exact, total = found
                both = [view, views[other]]
                staff = all(one.purposes and one.purposes <= _STAFF for one in both)
                ratio = _ratio(both)
                apart = ratio is not None and ratio >= use.limits["ratio"] and not staff
                yield hit(
                    *both,
                    severity=Severity.INFO if staff else None,
                    listed=_listed(both),
                    count=total,
                    exact=exact,
                    tail=f"，资金却相差{ratio:.1f}倍" if apart else "",
                    confidence=0.8,
                )


def _marks(row: RowView) -> Iterator[tuple[str, str]]:
    """What brings two sets together: a row as it is, or a figure that is no round one."""
    if row.shape == NUMBER and row.value is not None and row.value not in _ROUND:
        yield "", _figure(row)
    elif row.shape != WORDS:
        yield row.key, _figure(row)


def _matched(one: SetView, other: SetView, share: float) -> tuple[int, int] | None:
    """How many rows are the same in both and how many match; None where they are too few or say nothing special."""
    left = list(other.rows)
    exact = total = special = 0
    for row in one.rows:
        mine = pairs(row.key)
        own = row.shape == NUMBER and row.value is not None and row.value not in _ROUND
        same = [(_alike_names(mine, pairs(two.key), own), at) for at, two in enumerate(left) if _close(row, two)]
        best, at = max(same, default=(0.0, 0))
        if best < 0.5:
            continue
        exact += left.pop(at).key == row.key
        total += 1
        special += own
    enough = total >= 4 and total >= share * max(len(one.rows), len(other.rows)) and special
    return (exact, total) if enough and not (exact == total == len(one.rows) == len(other.rows)) else None


def _alike_names(one: frozenset[str], other: frozenset[str], own: bool) -> float:
    """How alike two names are; beside one figure that is no round one, a shorter way of saying it will do."""
    if own and one and other:
        return len(one & other) / min(len(one), len(other))
    return likeness(one, other)


def _close(row: RowView, other: RowView) -> bool:
    mine, theirs = _figure(row), _figure(other)
    return mine == theirs or (row.shape == other.shape == WORDS and mine.rstrip("性") == theirs.rstrip("性"))


# Between documents ----------------------------------------------------------------------------------------------------


def _office(view: SetView) -> str:
    return key(view.department or view.document.department or view.document.file)


def _documents(spots: Iterable[T], owner: Callable[[T], SetView]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for spot in spots:
        found.setdefault(id(owner(spot).document), []).append(spot)
    return found


def _between(
    groups: Iterable[list[T]], owner: Callable[[T], SetView], use: Context
) -> Iterator[tuple[list[T], str, int, bool]]:
    """For each document the spots in it, the name of another department, how many there are, whether it is a template."""
    for group in groups:
        views = [owner(spot) for spot in group]
        offices = {_office(view): view.department or view.document.department or view.document.file for view in views}
        years = {view.document.year for view in views}
        if len(offices) < 2 or len({id(view.document) for view in views}) < 2 or len(years) > 1:
            continue  # the same office in two years is no copy from elsewhere
        template = len(offices) >= use.limits["template"]
        for mine in _documents(group, owner).values():
            own = {_office(owner(spot)) for spot in mine}
            other = next((name for spot, name in offices.items() if spot not in own), None)
            if other is not None:
                yield mine, other, len(offices), template


def _shared_weight(views: Sequence[SetView], template: bool) -> Severity | None:
    kind = all(view.purposes and view.purposes <= _OFFICE for view in views)
    return Severity.INFO if kind or template else None


def goal_elsewhere(view: BatchView, use: Context) -> Iterator[Hit]:
    goals = [goal for one in view.documents for part in one.sets for goal in goal_views(part) if goal.template is None]
    exact = [group for group in _buckets(goals, _bare_goal).values() if len(group) > 1]
    for mine, other, count, template in _between(exact, _owner, use):
        yield _goal_hit(mine, other, count, template, "完全相同")
    first = [group[0] for group in _buckets(goals, _bare_goal).values()]
    bares = [bare(goal.text) for goal in first]
    near = _alike([pairs(text) for text in bares], float(use.limits["near"]) / 100, [len(text) for text in bares])
    for mine, other, count, template in _between([[first[at] for at in group] for group in near], _owner, use):
        yield _goal_hit(mine, other, count, template, "大部分相同")


def _goal_hit(mine: Sequence[GoalView], other: str, count: int, template: bool, how: str) -> Hit:
    return hit(
        *mine,
        severity=_shared_weight([goal.owner for goal in mine], template),
        text=short(mine[0].text),
        other=other,
        how=how,
        tail=f"，共{count}个单位，可能是统一模板" if template else "",
        confidence=0.85 if how == "完全相同" else 0.7,
    )


def set_elsewhere(view: BatchView, use: Context) -> Iterator[Hit]:
    sets = [
        part
        for one in view.documents
        for part in one.projects
        if len(part.rows) >= 3 and part.template is None and any(row.template is None for row in part.rows)
    ]
    groups = [group for group in _buckets(sets, _print).values() if len(group) > 1]
    for mine, other, count, template in _between(groups, lambda part: part, use):
        yield hit(
            *mine,
            severity=_shared_weight(mine, template),
            other=other,
            count=len(mine[0].rows),
            tail=f"，共{count}个单位，可能是统一模板" if template else "",
            confidence=0.85,
        )


_BASIS = (Source(M88, "第二十五条"), Source(PRACTICE))
_PAY = "严格执行相关政策，按月足额发放工资，合理编制预算，减少结余资金"
_SAME = (Row("足额保障率", "100%"), Row("科目调整次数", "≤8次"), Row("发放及时率", "100%", level2="时效指标"))
_VISIT = (
    Row("走访慰问户数", "≥1634户"),
    Row("慰问金发放准确率", "100%", level2="质量指标"),
    Row("慰问金发放及时性", "及时", level2="时效指标"),
    Row("困难群众满意度", "≥90%", level2="服务对象满意度指标"),
)

Y101 = Rule(
    code="Y101",
    title="几个项目用同一段绩效目标",
    category="goal-reuse",
    severity=Severity.WARNING,
    sees="document",
    message="{listed}用的是同一段绩效目标“{text}”。",
    why="绩效目标应当说明这个项目要做什么、做到什么程度；几个项目一字不差，看不出各自的产出和效果，也无法分别考核。",
    fix="按各项目的用途分别重写：做什么、做多少、给谁、达到什么效果。",
    basis=_BASIS,
    bad=(
        document(
            Set("工资支出", goal=_PAY),
            Set("医疗救助（区级匹配）", goal=_PAY),
            says=f"“工资支出”、“医疗救助（区级匹配）”2个项目用的是同一段绩效目标“{_PAY}”。",
            then="这段文字说的是人员工资；“医疗救助（区级匹配）”应按各自的用途重写，写明做什么、做多少、给谁、达到什么效果。",
        ),
        document(
            Set("客运站场运营补助", goal="完善交通基础设施，保障群众安全便捷出行。"),
            Set("超限超载治理经费", goal="完善交通基础设施， 保障群众安全便捷出行"),
        ),
        document(Set("工资支出", goal=_PAY), Set("社会保障缴费", goal=_PAY)),  # 同是人员支出：只作提示
    ),
    good=(
        document(Set("危桥加固", goal="加固5座危桥，11月底前完工"), Set("道路养护", goal="全年养护县道408公里")),
        document(
            Set("打击欺诈骗保", goal="检查定点机构120家"), Set("打击欺诈骗保", goal="检查定点机构120家")
        ),  # 一个项目两行预算
    ),
    check=same_goal,
)

Y102 = Rule(
    code="Y102",
    title="几个项目的绩效目标大同小异",
    category="goal-reuse",
    severity=Severity.WARNING,
    sees="document",
    message="{listed}的绩效目标{how}，如“{text}”。",
    why="只换了名称、数字，或者大段相同的目标，多半是套写出来的，说明不了各项目自己要做什么。",
    fix="按各项目的用途分别重写，保留各自的任务、数量和效果。",
    basis=_BASIS,
    limits={"near": Limit(80, "两段目标有多少文字相同算雷同（%）", 50, 100)},
    bad=(
        document(
            Set("图书采购", goal="通过图书采购，提升单位服务能力和群众获得感，按时完成2项任务"),
            Set("场馆维修", goal="通过场馆维修，提升单位服务能力和群众获得感，按时完成3项任务"),
            says="“图书采购”、“场馆维修”2个项目的绩效目标只换了名称或数字，如“通过图书采购，提升单位服务能力和群众获得感，按时完成2项任务”。",
        ),
        document(
            Set("困难群众慰问", goal="提高群众生活质量，使群众得到实惠，促进社会和谐稳定发展"),
            Set("社区工作者培训", goal="提高群众生活质量，让群众得到实惠，促进社会和谐稳定"),
        ),
    ),
    good=(
        document(
            Set("图书采购", goal="采购图书2000册，10月底前上架，读者满意度达到90%"),
            Set("设备采购", goal="购置摄像机12台，6月底前投入使用，用户满意度达到90%"),
        ),
    ),
    check=near_goal,
)

Y103 = Rule(
    code="Y103",
    title="绩效目标与其他单位的相同",
    category="goal-reuse",
    severity=Severity.WARNING,
    sees="batch",
    message="“{name}”的绩效目标“{text}”与“{other}”的{how}{tail}。",
    why="两个单位的目标文字相同，至少有一方是照抄的；上级统一的模板另当别论。",
    fix="按本单位的职责和本年任务重写；上级统一规定的，注明依据。",
    basis=_BASIS,
    limits={
        "near": Limit(85, "两段目标有多少文字相同算雷同（%）", 50, 100),
        "template": Limit(5, "这么多单位都用就当作统一模板，只作提示", 3, 1000),
    },
    bad=(
        batch(
            document(Set("志愿服务", goal="组织志愿者进社区，提升居民文明素养和幸福感"), department="甲区民政局"),
            document(Set("科普活动", goal="组织志愿者进社区，提升居民文明素养和幸福感"), department="乙区科协"),
            hits=2,
            says="“志愿服务”的绩效目标“组织志愿者进社区，提升居民文明素养和幸福感”与“乙区科协”的完全相同。",
        ),
    ),
    good=(
        batch(
            document(Set("志愿服务", goal="组织志愿者500人次进社区"), department="甲区民政局"),
            document(Set("科普活动", goal="举办科普讲座30场"), department="乙区科协"),
        ),
        batch(  # 同一单位的两年
            document(Set("志愿服务", goal="组织志愿者进社区，提升居民文明素养和幸福感"), department="甲区民政局"),
            document(
                Set("志愿服务", goal="组织志愿者进社区，提升居民文明素养和幸福感"), department="甲区民政局", year=2025
            ),
        ),
    ),
    check=goal_elsewhere,
)

Y201 = Rule(
    code="Y201",
    title="几个项目用同一套指标",
    category="indicator-set-reuse",
    severity=Severity.WARNING,
    sees="document",
    message="{listed}的{count}条指标和指标值完全相同{tail}。",
    why="指标应当从项目自己的支出内容里来；几个项目一套指标，资金多少、做什么都看不出差别。",
    fix="按各项目的支出内容分别设置指标和指标值；同一成果只由一个项目申报。",
    basis=_BASIS,
    limits={"ratio": Limit(2, "资金相差几倍算悬殊", Decimal("1.1"), 100)},
    bad=(
        document(
            Set(
                "伤残军人医疗费",
                (Row("保障人数", "≤145人"), Row("审核规范率", "100%"), Row("满意度", "≥95%")),
                amount="246",
            ),
            Set(
                "残疾人体检费",
                (Row("满意度", "≥95%"), Row("保障人数", "≤145人"), Row("审核规范率", "100%")),
                amount="1077.6",
            ),
            says="“伤残军人医疗费”、“残疾人体检费”2个项目的3条指标和指标值完全相同，资金却相差4.4倍。",
        ),
        document(Set("工资支出", _SAME, amount="140"), Set("城乡医疗救助", _SAME, amount="140")),
    ),
    good=(
        document(
            Set("护眼", (Row("筛查人数", "≥3人"), Row("合格率", "100%"), Row("满意度", "≥95%"))), Set("体检", _SAME)
        ),
        document(Set("打击骗保", _SAME, amount="3"), Set("打击骗保", _SAME, amount="5")),  # 一个项目两行预算
    ),
    check=same_set,
)

Y202 = Rule(
    code="Y202",
    title="几个项目的指标大同小异",
    category="indicator-set-reuse",
    severity=Severity.WARNING,
    sees="document",
    message="{listed}有{count}条指标的含义和指标值相同，其中{exact}条一字不差{tail}。",
    why="换几个字的一套指标用在两个项目上，考核的是同一件事，看不出两笔钱各做什么。",
    fix="各项目只保留反映自己支出内容的指标；共同的成果只由一个项目申报。",
    basis=_BASIS,
    limits={
        "share": Limit(70, "有多少条指标对得上算雷同（%）", 50, 100),
        "ratio": Limit(2, "资金相差几倍算悬殊", Decimal("1.1"), 100),
    },
    bad=(
        document(
            Set("春节走访慰问", _VISIT),
            Set(
                "重阳送温暖",
                (Row("慰问困难户数", "≥1634户"), Row("走访慰问户数量", "≥1634户"), *_VISIT[1:]),
            ),
            says="“春节走访慰问”、“重阳送温暖”2个项目有4条指标的含义和指标值相同，其中3条一字不差。",
        ),
    ),
    good=(
        document(
            Set("春节走访慰问", _VISIT),
            Set("临时救助", (Row("临时救助户数", "≥220户"), *_VISIT[1:])),  # 对象和数量是自己的
        ),
    ),
    check=near_set,
)

Y203 = Rule(
    code="Y203",
    title="指标与其他单位的项目相同",
    category="indicator-set-reuse",
    severity=Severity.WARNING,
    sees="batch",
    message="“{name}”的{count}条指标和指标值与“{other}”的项目完全相同{tail}。",
    why="两个单位的指标连数值都相同，至少有一方是照抄的；上级统一的模板另当别论。",
    fix="按本单位的任务量和资金重新设置；上级统一规定的，注明依据。",
    basis=_BASIS,
    limits={"template": Limit(5, "这么多单位都用就当作统一模板，只作提示", 3, 1000)},
    bad=(
        batch(
            document(Set("志愿服务", _VISIT), department="甲区民政局"),
            document(Set("社区走访", _VISIT), department="乙区妇联"),
            hits=2,
            says="“志愿服务”的4条指标和指标值与“乙区妇联”的项目完全相同。",
        ),
    ),
    good=(
        batch(
            document(Set("志愿服务", _VISIT), department="甲区民政局"),
            document(Set("社区走访", (Row("走访户数", "≥310户"), *_VISIT[1:])), department="乙区妇联"),
        ),
    ),
    check=set_elsewhere,
)

RULES: tuple[Rule, ...] = (Y101, Y102, Y103, Y201, Y202, Y203)
