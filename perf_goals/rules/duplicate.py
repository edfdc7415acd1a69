"""重复：one indicator, one result or one project twice."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache

from ..model import Severity
from ..similarity.sets import special
from ..text import key
from .base import M101, PRACTICE, Context, Hit, Limit, Rule, Source, hit, short
from .copying import core, likeness, pairs, same_groups, same_programme
from .example import Row, Set, document, rows
from .places import goal_views
from .relevance import strays
from .views import HIGHER, NUMBER, DocumentView, RowView, SetView
from .words import WordList

_CLAUSE = re.compile(r"[。；;！!\n]|[,，](?=.{6})|(?:^|(?<=[。；;\n]))\s*[一二三四五六七八九十\d]+[.、]")
_LEVEL = re.compile(r"[全我本](?:省|市|州|盟|县|区|旗|镇|乡|街道)")
_SIGNS = re.compile(r"[^\w%]")
_DIGITS = re.compile(r"\d+")


def _value(row: RowView) -> str:
    target = row.target
    if target.value is not None:
        return f"{target.nature or ''}{target.value.normalize():f}{row.unit or ''}"
    return key(target.text or "")


def _same_name(view: SetView) -> Iterator[tuple[RowView, RowView]]:
    if len(view.by_key) == len(view.rows):  # no name twice
        return
    for group in view.by_key.values():
        for number, second in enumerate(group[1:], 1):
            yield group[number - 1], second


def _class(row: RowView) -> str:
    return key(row.level2 or row.level1 or "")


def twice(view: SetView, use: Context) -> Iterator[Hit]:
    for first, second in _same_name(view):
        if _class(first) == _class(second) and _value(first) == _value(second):
            yield hit(first, second)


def two_values(view: SetView, use: Context) -> Iterator[Hit]:
    for first, second in _same_name(view):
        if _class(first) == _class(second) and _value(first) != _value(second):
            yield hit(first, second, other=second.printed or "空")


def two_classes(view: SetView, use: Context) -> Iterator[Hit]:
    for first, second in _same_name(view):
        if _class(first) != _class(second) and (_value(first) == _value(second) or first.unit == second.unit):
            yield hit(
                first,
                second,
                one=first.level2 or first.level1 or "（空）",
                other=second.level2 or second.level1 or "（空）",
                severity=None if _value(first) == _value(second) else Severity.INFO,
            )


# The same thing in other words


@cache
def _swaps(words: WordList) -> tuple[tuple[tuple[str, str], ...], re.Pattern[str]]:
    """The exchanges, longest first, and a pattern that tells at once whether there is anything to exchange."""
    found = [(wrong, right) for wrong, _, right in (word.partition("/") for word in words.words)]
    either = sorted({wrong for wrong, _ in found})
    return tuple(sorted(found, key=lambda pair: -len(pair[0]))), re.compile("|".join(map(re.escape, either)))


def _meaning(name: str, words: WordList) -> str:
    """A name with words of one meaning exchanged for one: 保证系统运行稳定 → 保障系统稳定运行."""
    swaps, either = _swaps(words)
    if either.search(name) is None:
        return name
    for wrong, right in swaps:
        name = name.replace(wrong, right)
    return name


@cache
def _filled(words: WordList) -> tuple[dict[str, str], re.Pattern[str]]:
    swaps = {wrong: right for wrong, _, right in (word.partition("/") for word in words.words)}
    return swaps, re.compile("|".join(map(re.escape, sorted(swaps, key=lambda wrong: (-len(wrong), wrong)))))


def _essence(name: str, fillers: WordList) -> str:
    """A name without words that can be left out, each looked at once: 完成检测的批次数 → 检测批次."""
    swaps, either = _filled(fillers)
    return either.sub(lambda found: swaps[found.group()], name)


_LOOSE = ("及时", "足额")


def _bones(meaning: str) -> str:
    for word in _LOOSE:
        meaning = meaning.replace(word, "")
    for word in ("性", "率"):
        meaning = meaning.removesuffix(word)
    return meaning if meaning.isalnum() else _SIGNS.sub("", meaning)


@lru_cache(maxsize=1 << 16)
def _sorted_bones(name: str, words: WordList, fillers: WordList) -> str:
    """The same for two names that say the same in other words: no fillers, and the order does not count."""
    return "".join(sorted(_bones(_meaning(_essence(name, fillers), words))))


def other_words(view: SetView, use: Context) -> Iterator[Hit]:
    """Two rows whose names say the same in other words, with the same aspect of it, or with the same figure."""
    rows = view.rows
    if len(rows) < 2:
        return
    words, fillers, names = use.words["same_meaning"], use.words["row_fillers"], use.words["aspects"]
    seen: dict[str, RowView] = {}
    told: set[RowView] = set()
    for one in rows:
        if len(bones := _sorted_bones(one.key, words, fillers)) < 4:
            continue
        first = seen.setdefault(bones, one)
        if first is one or first.key == one.key:
            continue
        mine = set(names.every(_meaning(_essence(one.key, fillers), words)))
        theirs = set(names.every(_meaning(_essence(first.key, fillers), words)))
        units = {first.dimension, one.dimension} - {None}
        if (mine & theirs or mine == theirs) and len(units) < 2:
            apart = first.value is not None and one.value is not None and first.value != one.value
            apart = apart and (first.base is None or first.base != one.base)
            tail = f"，目标值却一处是“{first.printed}”，一处是“{one.printed}”" if apart else ""
            told |= {first, one}
            yield hit(first, one, other=one.name, tail=tail)
    for first, one in _same_measure(rows, words, fillers):
        if first in told or one in told:
            continue
        told |= {first, one}
        apart = first.base != one.base and first.value != one.value
        tail = f"，目标值却一处是“{first.printed}”，一处是“{one.printed}”" if apart else "，目标值也相同"
        yield hit(first, one, other=one.name, tail=tail, confidence=0.85)
    for first, one in _same_figure(rows):
        if first in told or one in told or not _told_by_project(first, one, use):
            continue
        told.add(one)
        # that two things are both done in full is no sign that they are one
        severity = Severity.INFO if one.percent and one.value == 100 else None
        yield hit(first, one, other=one.name, tail="，目标值也相同", severity=severity, confidence=0.85)


# how a name says that it counts or times; what it counts is said by the unit
_MEASURE = re.compile(
    "(?:总|实际|平均)?(?:人数|人次|人次数|户数|家数|栋数|幢数|座数|处数|台数|套数|件数|份数|册数|辆数|株数|头数|项数|个数"
    "|宗数|起数|间数|所数|场次|场数|次数|期数|批次|数量|总数|总量|规模|面积|里程|长度|公里数|亩数|周期|天数|日数|时限|用时|耗时"
    "|时间|时长|期限|量|数)+$"
)
_SETTLED = re.compile("办结|办理|完结|完成")
_FIELD = re.compile("^.*(?:省|市(?![场政容])|自治州|县|区|旗)|(?:管理|监督)*(?:局|委员会|委|办公室|中心|厅|处|联合会)$")
_TIME = ("time", "workday", "month")


@lru_cache(maxsize=1 << 14)
def _measured(name: str, department: str, words: WordList, fillers: WordList) -> tuple[str, bool]:
    """The letters of what a name counts or times, "" where it does not say so; whether the department's field was in it.

    城乡居民医保参保数量 is 城乡居民参保人数 in a document of the 医保局.
    """
    found = _MEASURE.search(name)
    if found is None:
        return "", False
    spot = _meaning(_essence(_SETTLED.sub("办", name[: found.start()]), fillers), words)
    field = _meaning(_FIELD.sub("", department), words)
    inside = len(field) > 1 and field in spot
    spot = _SIGNS.sub("", spot.replace(field, "") if inside else spot)
    return ("".join(sorted(spot)) if len(spot) >= 3 else ""), inside


def _same_measure(rows: Sequence[RowView], words: WordList, fillers: WordList) -> Iterator[tuple[RowView, RowView]]:
    """Rows of one class that count or time one thing, however the name says 数量, with figures that are meant as one."""
    seen: dict[tuple[str, str], tuple[RowView, bool]] = {}
    for one in rows:
        if one.value is None or one.percent or one.money or one.kind == "成本":
            continue
        department = key(one.owner.department or one.owner.document.department or "")
        letters, field = _measured(one.key, department, words, fillers)
        if not letters:
            continue
        first, other_field = seen.setdefault((letters, _class(one)), (one, field))
        if first is one or first.key == one.key or first.nature is not one.nature:
            continue
        if _one_figure(first, one) or (_one_unit(first, one) and (field == other_field or _near(first, one))):
            yield first, one


def _one_figure(first: RowView, second: RowView) -> bool:
    """Whether two figures are one: 1.6万栋 and 16000栋."""
    known = {first.dimension, second.dimension} - {None}
    if len(known) > 1 and not known <= {"person", "person-times"}:
        return False
    return _plain(first) == _plain(second)


def _plain(row: RowView) -> Decimal:
    """A figure in single things, also where the unit is not in the list: 1.6万栋 are 16000."""
    value = row.base if row.base is not None else row.value
    assert value is not None  # only rows with one are compared
    return value * 10000 if row.base is None and (row.unit or "").startswith("万") else value


def _one_unit(first: RowView, second: RowView) -> bool:
    """Whether one thing is measured in one unit, so that two figures contradict each other."""
    if first.dimension in _TIME or second.dimension in _TIME:
        return {first.dimension, second.dimension} - {None} <= set(_TIME)
    return first.unit == second.unit or (None in (first.unit, second.unit) and _near(first, second))


def _near(first: RowView, second: RowView) -> bool:
    one, other = first.value or 0, second.value or 0
    return 10 * min(one, other) >= 9 * max(one, other) > 0


def _same_figure(rows: Sequence[RowView]) -> Iterator[tuple[RowView, RowView]]:
    """Rows of one class with one figure, whose names have half of the shorter one's letters in common."""
    figures: dict[tuple[object, str | None], list[RowView]] = {}
    for one in rows:
        if one.value is not None and one.value > 1 and one.kind != "成本":
            figures.setdefault((one.value, one.unit), []).append(one)
    for group in figures.values():
        for number, second in enumerate(group):
            for first in group[:number]:
                if first.nature is second.nature and first.key != second.key and _class(first) == _class(second):
                    mine, theirs = set(first.key), set(second.key)
                    if 2 * len(mine & theirs) >= min(len(mine), len(theirs)):
                        yield first, second


# letters that a name has for measuring or for joining words, and letters that make two things of one
_LIGHT = frozenset("家户次场期个数量人名年办做项批件的等位")
_APART = frozenset(
    "新增老旧男女春夏秋冬上下内外前后初末首再复第一二三四五六七八九十大中小高低重轻主"
    "次正副省市县区乡镇村城农户校优良累其各全部分单双甲乙丙东南西北左右"
)
_PEOPLE = re.compile("群众|人员|对象")
_COUNTING = frozenset({"人数", "人次", "户数"})


def _told_by_project(first: RowView, second: RowView, use: Context) -> bool:
    """Whether two names differ by what goes without saying: a word of the project's name, or, of a special figure, an epithet."""
    words, fillers, names = use.words["same_meaning"], use.words["row_fillers"], use.words["aspects"]
    mine, theirs = (_meaning(_essence(one.key, fillers), words) for one in (first, second))
    if set(names.every(mine)) - _COUNTING != set(names.every(theirs)) - _COUNTING:
        return False
    dull = _LIGHT.union(*names.every(mine))
    one, other = (frozenset(_SIGNS.sub("", _PEOPLE.sub("", text))) for text in (mine, theirs))
    if len((one & other) - dull) < 2:
        return False
    left, right = one - other - _LIGHT, other - one - _LIGHT
    if (left and right) or not _APART.isdisjoint(left | right):
        return False
    more = left or right
    if more <= frozenset(_meaning(first.owner.key, words)):
        return True
    if first.percent or first.value is None or len(more) > 2:
        return False
    return special(first.target) and bool(first.value % 10)


def two_sides(view: SetView, use: Context) -> Iterator[Hit]:
    """One standard as a cost and as an output: 140元 and 140元/天."""
    costs = [one for one in view.rows if one.kind == "成本" and _money(one)]
    if not costs:
        return
    for cost in costs:
        for other in view.rows:
            if other.kind in ("产出", "效益") and other.value == cost.value and _money(other) and other is not cost:
                yield hit(cost, other, other=other.name, amount=other.printed)
                break


def _money(row: RowView) -> bool:
    return row.shape == NUMBER and bool(row.value) and "元" in (row.unit or "")


# Between projects


def one_result(document: DocumentView, use: Context) -> Iterator[Hit]:
    """Two projects report the same result: a figure that is no round one, of things with like names."""
    figures: dict[tuple[str, int], list[RowView]] = {}
    lost = strays(document, use).rows
    for view in document.projects:
        for one in view.rows:
            if (
                one.shape == NUMBER
                and one.kind == "产出"
                and not one.percent
                and one.value is not None
                and (one.nature in HIGHER or (one.nature is not None and one.nature.value == "="))
                and "元" not in (one.unit or "")
            ):
                base = one.base if one.base is not None else one.value * (10000 if (one.unit or "")[:1] == "万" else 1)
                if base >= use.limits["least"] and len(f"{base.normalize():f}".strip("0").replace(".", "")) >= 2:
                    figures.setdefault((f"{base.normalize():f}", 0), []).append(one)
    for group in figures.values():
        if not 2 <= len(group) <= 12:
            continue
        left = list(group)
        while left:
            first = left.pop(0)
            mine = pairs(first.key)
            same = [
                one
                for one in left
                if one.owner.key != first.owner.key and _like(mine, pairs(one.key)) and _one_kind(first, one)
            ]
            if same:
                left = [one for one in left if one not in same]
                views = [first.owner, *(one.owner for one in same)]
                near = any(not same_programme(views[0], view) for view in views[1:])
                if any(one in lost for one in (first, *same)) or all(_agree(views[0], view) for view in views[1:]):
                    near = False  # the copied set, or the stray row, is what there is to put right
                yield hit(
                    first,
                    *same,
                    other=short(same[0].owner.name or "", 30),
                    severity=None if near else Severity.INFO,
                    confidence=0.8,
                )


def _like(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) / min(len(one), len(other)) >= 0.6


def _one_kind(first: RowView, second: RowView) -> bool:
    people = ("person", "person-times")
    return first.dimension == second.dimension or (first.dimension in people and second.dimension in people)


def one_purpose(document: DocumentView, use: Context) -> Iterator[Hit]:
    """Two projects of one purpose: the one's name is part of the other's, and figures of their rows agree."""
    named = [(view, _core(view.name)) for view in document.projects if view.rows and view.name]
    short_names = {name for _, name in named if 5 <= len(name) <= 14}
    longer: dict[str, list[SetView]] = {}  # the short name → the projects whose names end with it
    for view, name in named:
        for size in range(5, min(15, len(name))):
            if (end := name[-size:]) in short_names:
                longer.setdefault(end, []).append(view)
    for view, name in named:
        for other in longer.get(name, ()):
            if other.key != view.key and _agree(view, other):
                yield hit(view, other, other=other.name or "", confidence=0.85)


def other_name(document: DocumentView, use: Context) -> Iterator[Hit]:
    """Two projects that do one thing under two names: the same indicators, a goal of the same figures that fits both."""
    for group in same_groups(document):
        first = group[0]
        for other in group[1:]:
            if first.goal is None or other.goal is None:
                continue
            texts = key(first.goal.text), key(other.goal.text)
            if _core(first.name) == _core(other.name) or likeness(pairs(texts[0]), pairs(texts[1])) < 0.8:
                continue
            figures = [
                one.value for one in first.rows if one.kind == "产出" and one.shape == NUMBER and special(one.target)
            ]
            said = [f"{value.normalize():f}" for value in figures if value is not None]
            if any(figure in texts[0] and figure in texts[1] for figure in said) and all(map(_about, (first, other))):
                yield hit(first, other, other=other.name or "", confidence=0.8)


def _about(view: SetView) -> bool:
    """Whether goal and indicators speak of what the project is called."""
    said = pairs(" ".join([view.goal.text if view.goal else "", *[one.key for one in view.rows]]))
    return len(pairs(_core(view.name)) & said) >= 2


_core = lru_cache(maxsize=1 << 14)(core)  # the same lines of the budget come back in many documents


def _agree(one: SetView, other: SetView) -> bool:
    mine = {(row.key, _value(row)) for row in one.rows}
    theirs = {(row.key, _value(row)) for row in other.rows}
    return len(mine & theirs) >= max(2, 0.6 * min(len(mine), len(theirs)))


def two_lines(document: DocumentView, use: Context) -> Iterator[Hit]:
    """One project name with two sets of indicators: two budget lines, whose tasks should be told apart."""
    found: dict[str, list[SetView]] = {}
    for view in document.projects:
        if view.rows and view.name:
            found.setdefault(view.key, []).append(view)
    for group in found.values():
        if len(group) > 1 and _share_work(group[0], group[1]):
            yield hit(*group, count=len(group))


def _share_work(one: SetView, other: SetView) -> bool:
    mine = [(pairs(row.key), _value(row)) for row in one.rows if row.kind == "产出"]
    theirs = [(pairs(row.key), _value(row)) for row in other.rows if row.kind == "产出"]
    return any(value == other_value and _like(first, second) for first, value in mine for second, other_value in theirs)


def listed_again(document: DocumentView, use: Context) -> Iterator[Hit]:
    """A project without indicators that stands for another one of the same amount: its name is the beginning of that."""
    full = [view for view in document.projects if view.rows and view.amount is not None and view.name]
    amounts: dict[object, list[SetView]] = {}
    for view in full:
        amounts.setdefault(view.amount, []).append(view)
    for view in document.projects:
        if view.rows or view.amount is None or len(view.key) < 10:
            continue
        for other in amounts.get(view.amount, ()):
            if other.key.startswith(view.key) and other.key != view.key:
                yield hit(view, other, other=other.name or "", confidence=0.8)
                break


# In a goal


def clause_twice(view: SetView, use: Context) -> Iterator[Hit]:
    for goal in goal_views(view):
        parts = [part for part in _CLAUSE.split(goal.text) if part and len(part.strip()) >= 8]
        if len(parts) < 2:
            continue
        seen: list[tuple[str, tuple[list[str], frozenset[str]]]] = []
        for clause in map(key, parts):
            figures, mine = clear = _clause(clause, use.words["same_meaning"])
            again = None
            for text, (others, other) in seen:
                if figures == others and likeness(mine, other) >= 0.8:
                    again = (text, other)
                    break
            if again is not None:
                exact = again[0] == clause
                yield hit(
                    goal,
                    one=short(again[0]),
                    other=short(clause),
                    severity=Severity.WARNING if exact else None,
                    confidence=0.95 if exact else 0.8,
                )
                break
            seen.append((clause, clear))


@lru_cache(maxsize=1 << 14)
def _clause(clause: str, words: WordList) -> tuple[list[str], frozenset[str]]:
    """The figures of a clause, and the character pairs of what it means."""
    plain = _meaning(clause.replace("医疗保险", "医保").replace("医疗保障", "医保"), words)
    return _DIGITS.findall(clause), pairs(_SIGNS.sub("", _LEVEL.sub("", plain)))


_CORE = (Source(M101, "总体要求"), Source(PRACTICE))
_WORK = (Source(PRACTICE),)

P101 = Rule(
    code="P101",
    title="同一指标列了两遍",
    category="duplicate",
    severity=Severity.WARNING,
    sees="set",
    message="指标“{name}”（{value}）在“{level2}”里列了两遍。",
    why="同一条指标列两遍会重复计分，多半是复制时留下的。",
    fix="删去一条，权重并入保留的那一条。",
    basis=_WORK,
    bad=(
        rows(
            Row("用户满意度", "≥85%", level2="服务对象满意度指标"),
            Row("用户满意度", "≥85%", level2="服务对象满意度指标"),
            says="指标“用户满意度”（≥85%）在“服务对象满意度指标”里列了两遍。",
        ),
    ),
    good=(
        rows(Row("用户满意度", "≥85%"), Row("群众满意度", "≥85%")),
        rows(Row("用户满意度", "≥85%"), Row("用户满意度", "≥85%", level2="质量指标")),  # 列在两类，另有规则
        document(Set("甲项目", (Row("培训人数", "≥50人"),)), Set("乙项目", (Row("培训人数", "≥50人"),))),  # 两个项目
    ),
    check=twice,
)

P102 = Rule(
    code="P102",
    title="同一指标有两个目标值",
    category="duplicate",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”在“{level2}”里列了两次，目标值一处是“{value}”，一处是“{other}”。",
    why="一条指标只能有一个目标值；两个值并列，自评时无从对照。",
    fix="保留符合实际的一条；确是两件事的，把名称写得分得开。",
    basis=_WORK,
    bad=(
        rows(
            Row("居民分类知晓率", "知晓率提高", level2="社会效益指标"),
            Row("居民分类知晓率", "≥95%", level2="社会效益指标"),
            says="“居民分类知晓率”在“社会效益指标”里列了两次，目标值一处是“知晓率提高”，一处是“≥95%”。",
        ),
    ),
    good=(
        rows(Row("一期培训人数", "≥50人"), Row("二期培训人数", "≥60人")),
        rows(Row("培训人数", "≥50人"), Row("培训人数", "≥50人")),  # 列了两遍，另有规则
    ),
    check=two_values,
)

P103 = Rule(
    code="P103",
    title="同一指标列在两类之下",
    category="duplicate",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”同时列在“{one}”和“{other}”之下。",
    why="一个成果只能归入一类；列在两类之下会重复计分，也说明没有想清它考核的是什么。",
    fix="按它考核的内容留在一类之下，另一处换成别的关键指标。",
    basis=_CORE,
    bad=(
        rows(
            Row("系统正常运行率", "≥98%", level2="质量指标"),
            Row("系统正常运行率", "≥98%", level2="社会效益指标"),
            says="“系统正常运行率”同时列在“质量指标”和“社会效益指标”之下。",
        ),
    ),
    good=(
        rows(Row("改造道路", "≥3公里", level2="数量指标"), Row("改造道路", "≤90天", level2="时效指标")),  # 两个方面
    ),
    check=two_classes,
)

P104 = Rule(
    code="P104",
    title="两条指标换个说法是一回事",
    category="duplicate",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”与“{other}”说的是同一件事{tail}。",
    why="换几个字的两条指标考核同一件事，占了两份权重，却少了一条应有的指标。",
    fix="合并为一条，另一条换成反映其他产出或效果的指标。",
    basis=_CORE,
    bad=(
        rows(
            Row("保证系统正常运行", "保证"),
            Row("保证系统运行稳定", "保证"),
            says="“保证系统正常运行”与“保证系统运行稳定”说的是同一件事。",
        ),
        rows(Row("及时足额兑付医疗费", "100%"), Row("支付医疗费及时性", "及时")),
        rows(Row("水样定期检验份数", "≥96份"), Row("完成水样的定期检验份数", "≥96份")),
        rows(
            Row("护林岗位聘用人数", "=45人"),
            Row("护林岗位在岗聘用人员数", "=40人"),
            says="“护林岗位聘用人数”与“护林岗位在岗聘用人员数”说的是同一件事，目标值却一处是“=45人”，一处是“=40人”。",
        ),
        rows(Row("检查隐患整改率", "≥98%"), Row("查出隐患整改完成率", "≥95%")),
        rows(Row("危旧围墙排查栋数", "≥1.2万栋"), Row("排查危旧围墙数量", "≥12000栋")),
        rows(
            Row("补贴申请办结周期", "≤20个工作日", level2="时效指标"),
            Row("补贴申请办理周期天数", "≤25个工作日", level2="时效指标"),
        ),
        rows(Row("夜间巡诊受益人数", "≥5.1万人"), Row("夜间巡诊受益数量", "≥5万人")),
        document(  # 只差单位自己的行当
            Set("窗口服务", (Row("灵活就业参保人数", "≥5.1万人"), Row("灵活就业医保参保数量", "≥5万人"))),
            department="伊水市青河区医疗保障局",
        ),
        rows(Row("前台来访群众满意度", "≥92%"), Row("来访群众对前台服务的满意度", "≥90%")),
        rows(  # 只差项目名称里的字
            Row("改良面积", "≥4200亩"),
            Row("草场改良实施面积", "≥4200亩"),
            project="天然草场改良",
            says="“改良面积”与“草场改良实施面积”说的是同一件事，目标值也相同。",
        ),
        rows(Row("抽检持证摊点家数", "≥137家"), Row("摊点抽检户数", "≥137家"), project="夜市管理"),  # 数少见，只差修饰
        rows(Row("巡检覆盖率", "=100%"), Row("管网巡检覆盖率", "=100%"), project="燃气管网巡检"),
    ),
    good=(
        rows(Row("购置电脑台数", "≥42台"), Row("购置打印机台数", "≥42台"), project="购置电脑和打印机"),
        rows(Row("改良面积", "≥4200亩"), Row("改良验收面积", "≥4200亩"), project="草场改良验收"),  # 方面不同
        rows(Row("改良面积", "≥4200亩"), Row("草场改良面积", "≥3800亩"), project="草场改良"),  # 数不同
        rows(Row("抽检摊点家数", "≥137家"), Row("抽检新增摊点家数", "≥137家"), project="夜市管理"),
        rows(Row("抽检摊点家数", "≥120家"), Row("抽检持证摊点家数", "≥120家"), project="夜市管理"),  # 整数
        rows(Row("课程开设门数", "≥12门"), Row("课程录播门数", "≥12门"), project="课程录播"),
        rows(Row("春季补植苗木株数", "≥960株"), Row("秋季补植苗木株数", "≥960株")),
        rows(Row("新增参训教师人数", "≥35人"), Row("累计参训教师人数", "≥35人")),
        rows(Row("城镇参训人数", "≥35人"), Row("农村参训人数", "≥35人")),
        rows(Row("资助困难学生人数", "≥500人"), Row("资助困难学生人次", "≥1200人次")),  # 一人可以多次
        rows(Row("图书馆开放天数", "≥300天"), Row("图书馆开放时长", "≥8小时/天")),
        rows(Row("补贴申请受理时限", "≤5个工作日"), Row("补贴申请办结时限", "≤20个工作日")),  # 两个环节
        rows(Row("排查危旧围墙数量", "≥12000栋"), Row("排查危旧围墙面积", "≥12000平方米")),
        rows(Row("检查企业家数", "≥60家"), Row("检查企业合格家数", "≥60家")),
        rows(Row("补贴发放及时率", "100%"), Row("补贴发放足额率", "100%")),  # 两个方面
        rows(Row("一级以上医院数量", "≥3家"), Row("二级以上医院数量", "≥3家")),
        rows(Row("项目验收合格率", "100%"), Row("项目按期完成率", "100%")),
    ),
    check=other_words,
)

P105 = Rule(
    code="P105",
    title="同一标准在成本和产出里各列一次",
    category="duplicate",
    severity=Severity.WARNING,
    sees="set",
    message="成本指标“{name}”（{value}）与“{other}”（{amount}）是同一个标准，列了两次。",
    why="支出标准属于成本指标；在产出里再列一次，考核的还是花了多少钱，不是做了多少事。",
    fix="保留成本指标，产出改写做了多少、做得怎样。",
    basis=_CORE,
    bad=(
        rows(
            Row("每日生活和交通补助", "140元", level2="经济成本指标"),
            Row("补助标准", "140元/天", level2="数量指标"),
            says="成本指标“每日生活和交通补助”（140元）与“补助标准”（140元/天）是同一个标准，列了两次。",
        ),
    ),
    good=(rows(Row("每日补助", "140元", level2="经济成本指标"), Row("驻村天数", "≥140天")),),
    check=two_sides,
)

P106 = Rule(
    code="P106",
    title="两个项目报同一个成果",
    category="duplicate",
    severity=Severity.WARNING,
    sees="document",
    message="“{project}”的“{name}”（{value}）与“{other}”报的可能是同一个成果，请核对是否重复计算。",
    why="同一批对象、同一片面积由两个项目各报一次，成果就算了两遍，也看不出两笔钱各做了多少。",
    fix="按资金来源分开填写各自完成的部分；确属同一成果的，只由一个项目申报。",
    basis=_WORK,
    limits={"least": Limit(100, "数量不小于这个数才比较", 10, 1000000)},
    bad=(
        document(
            Set("农业防灾减灾资金", (Row("防治作业面积", "≥2.6万亩"),)),
            Set("病虫害统防统治", (Row("防治作业面积", "≥2.6万亩"),)),
            says="“农业防灾减灾资金”的“防治作业面积”（≥2.6万亩）与“病虫害统防统治”报的可能是同一个成果，请核对是否重复计算。",
        ),
    ),
    good=(
        document(
            Set("甲项目", (Row("培训人数", "≥100人"),)), Set("乙项目", (Row("培训人数", "≥100人"),))
        ),  # 整数容易碰巧
        document(Set("甲项目", (Row("发放宣传册", "≥2650份"),)), Set("乙项目", (Row("走访慰问家庭", "≥2650户"),))),
    ),
    check=one_result,
)

P107 = Rule(
    code="P107",
    title="两个项目用途相同",
    category="duplicate",
    severity=Severity.WARNING,
    sees="document",
    message="“{project}”与“{other}”名称相近、指标大半相同，像是同一用途的两个项目。",
    why="同一用途分设两个项目，对象和成果会重复计算，资金也难以分清。",
    fix="核对是否应当合并；确需分设的，按资金来源或者对象分清各自的任务。",
    basis=_WORK,
    bad=(
        document(
            Set("伤残军人医疗费", (Row("保障人数", "≤145人"), Row("满意度", "≥95%"), Row("减轻", "有效"))),
            Set(
                "综合救助专项-一至六级伤残军人医疗费",
                (Row("保障人数", "≤145人"), Row("满意度", "≥95%"), Row("负担", "减轻")),
            ),
            says="“伤残军人医疗费”与“综合救助专项-一至六级伤残军人医疗费”名称相近、指标大半相同，像是同一用途的两个项目。",
        ),
    ),
    good=(
        document(
            Set("伤残军人医疗费", (Row("保障人数", "≤145人"), Row("满意度", "≥95%"))),
            Set("六级以上伤残军人医疗费", (Row("体检人数", "≥45人"), Row("满意度", "≥90%"))),
        ),
    ),
    check=one_purpose,
)

P108 = Rule(
    code="P108",
    title="同名项目分列两处，任务没有分开",
    category="duplicate",
    severity=Severity.INFO,
    sees="document",
    message="“{project}”在文件里有{count}套指标，做的事相同，没有写明分工。",
    why="同一名称由两个单位或者两笔预算实施时，各做哪一部分应当写清，否则同一成果会算两遍。",
    fix="在指标里写明各自负责的范围和数量；确是一个项目的，合并申报。",
    basis=_WORK,
    bad=(
        document(
            Set("打击骗保工作经费", (Row("集中宣传活动次数", "≥1次"),), goal="开展宣传", amount="3"),
            Set("打击骗保工作经费", (Row("骗保集中宣传活动", "≥1次"),), goal="检查机构", amount="5"),
            says="“打击骗保工作经费”在文件里有2套指标，做的事相同，没有写明分工。",
        ),
    ),
    good=(
        document(
            Set("打击骗保工作经费", (Row("检查医院数量", "≥12家"),), goal="检查医院", amount="3"),
            Set("打击骗保工作经费", (Row("培训监管人员", "≥85人"),), goal="培训人员", amount="5"),
        ),
    ),
    check=two_lines,
)

P109 = Rule(
    code="P109",
    title="项目又列了一次",
    category="duplicate",
    severity=Severity.INFO,
    sees="document",
    message="“{project}”与“{other}”名称开头相同、金额相等，像是同一项目又列了一次。",
    why="待分项目、汇总行常把同一笔资金再列一次，合计时会重复计算。",
    fix="核对两处是否同一笔资金；是的，汇总时只算一次。",
    basis=_WORK,
    bad=(
        document(
            Set("中央财政医疗服务与保障能力提升补助", (Row("宣传活动", "≥1次"),), amount="73"),
            Set("中央财政医疗服务与保障能力", amount="73"),
            says="“中央财政医疗服务与保障能力”与“中央财政医疗服务与保障能力提升补助”名称开头相同、金额相等，像是同一项目又列了一次。",
        ),
    ),
    good=(
        document(
            Set("中央财政医疗服务与保障能力提升补助", (Row("宣传活动", "≥1次"),), amount="73"),
            Set("中央财政医疗服务与保障能力", amount="41"),
        ),
        document(
            Set("乡镇卫生院医疗设备购置补助", (Row("购置设备", "≥6台"),), amount="73"),
            Set("中央财政医疗服务与保障能力", amount="73"),  # 金额碰巧相等
        ),
    ),
    check=listed_again,
)

P110 = Rule(
    code="P110",
    title="目标文字前后重复",
    category="duplicate",
    severity=Severity.INFO,
    sees="set",
    message="“{project}”的目标里“{one}”与“{other}”重复。",
    why="一段目标里同样的话说两遍，占了篇幅，没有增加可以考核的内容。",
    fix="合并为一句，腾出的地方写清数量和效果。",
    basis=_WORK,
    bad=(
        document(
            Set(None, goal="1.确保全县医疗保险工作正常运转；2.确保全区医保工作的正常运转"),
            says="“部门整体”的目标里“确保全县医疗保险工作正常运转”与“确保全区医保工作的正常运转”重复。",
        ),
    ),
    good=(
        document(Set(None, goal="1.保障人员工资按时足额发放；2.保障办公设备正常使用")),
        document(Set("培训", goal="第一期培训村干部50人；第二期培训村干部60人")),
    ),
    check=clause_twice,
)

P111 = Rule(
    code="P111",
    title="两个项目换个名称做一件事",
    category="duplicate",
    severity=Severity.WARNING,
    sees="document",
    message="“{project}”与“{other}”的目标和指标说的是同一件事，像是一件事报了两个项目。",
    why="同一批对象由两个名称的项目各报一次，资金和成果都会重复计算。",
    fix="核对是否同一件事；是的，合并为一个项目；不是的，写明各自的范围和数量。",
    basis=_WORK,
    bad=(
        document(
            Set(
                "镇区公厕管护",
                (Row("管护公厕座数", "=43座"), Row("公厕保洁频次", "≥2次"), Row("设施完好率", "≥95%")),
                goal="对镇区43座公厕进行日常管护，设施完好率保持在95%以上。",
            ),
            Set(
                "集镇公共厕所保洁维护",
                (Row("管护公厕座数", "=43座"), Row("公厕保洁频次", "≥2次"), Row("设施完好率", "≥95%")),
                goal="对镇区43座公共厕所进行日常管护，设施完好率保持95%以上。",
            ),
            says="“镇区公厕管护”与“集镇公共厕所保洁维护”的目标和指标说的是同一件事，像是一件事报了两个项目。",
        ),
    ),
    good=(
        document(  # 照搬的目标，与第二个项目的名称对不上
            Set("公厕管护", (Row("管护公厕座数", "=43座"), Row("完好率", "≥95%")), goal="对43座公厕进行日常管护。"),
            Set("春节慰问", (Row("管护公厕座数", "=43座"), Row("完好率", "≥95%")), goal="对43座公厕进行日常管护。"),
        ),
        document(
            Set("公厕管护", (Row("管护公厕座数", "=43座"), Row("完好率", "≥95%"))),
            Set("公厕保洁", (Row("管护公厕座数", "=43座"), Row("完好率", "≥95%"))),
        ),
        document(
            Set("公厕管护", (Row("管护公厕座数", "=43座"), Row("完好率", "≥95%")), goal="管护公厕43座。"),
            Set("公厕保洁", (Row("管护公厕座数", "=43座"), Row("完好率", "≥95%")), goal="聘用保洁员，每日清扫两次。"),
        ),
        document(  # 目标里没有这个数
            Set("公厕管护", (Row("管护公厕座数", "=43座"), Row("完好率", "≥95%")), goal="做好公厕日常管护工作。"),
            Set("公厕保洁", (Row("管护公厕座数", "=43座"), Row("完好率", "≥95%")), goal="做好公厕日常管护工作。"),
        ),
    ),
    check=other_name,
)

RULES: tuple[Rule, ...] = (P101, P102, P103, P104, P105, P106, P107, P108, P109, P110, P111)
