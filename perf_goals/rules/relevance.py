"""相关性：an indicator or a goal that does not belong to the project."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..model import Severity
from ..similarity.normal import own_names
from ..text import key
from .base import FINES, M101, PRACTICE, Context, Hit, Rule, Source, hit, short
from .example import Row, Set, document, row, rows
from .views import HIGHER, NUMBER, DocumentView, ProjectView, RowView, SetView
from .words import RuleWords, WordList

# A check of rows gives back a tuple: it is called for every row and nearly always finds nothing.


def fines(row: RowView, use: Context) -> Iterable[Hit]:
    if row.money and (found := use.words["fines"].find(row.name)):
        return (hit(row, found=found),)
    return ()


def routine(row: RowView, use: Context) -> Iterable[Hit]:
    output = row.kind == "产出"
    if not output and "三公" not in row.name:
        return ()
    found = use.words["routine"].find(row.name)
    if not found:
        return ()
    small = not output or (row.class2 is not None and row.class2.name == "质量指标")
    return (hit(row, found=found, severity=Severity.INFO if small else None),)


def slogan_name(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row),) if use.words["slogan_name"].find(row.name) else ()


def not_ours(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row),) if use.words["not_ours"].find(row.name) else ()


def input_as_output(row: RowView, use: Context) -> Iterable[Hit]:
    return (hit(row),) if use.words["input_name"].find(row.name) and row.owner.name else ()


_PAY = frozenset({"工资"})
_STAFF = re.compile("人员|基本支出|薪|津|教师|员额|遗属")
_INSURED = re.compile("保险|公积金|年金")
_PAID = re.compile("补贴|补助|津贴")
_RUN = re.compile("公用|办公|运转|运行|物业|水电|机关|经费|后勤|公务")
_PAID_IN = re.compile("缴费|公积金|匹配|统筹|职业年金|保险")


def wage_goal(view: SetView, use: Context) -> Iterator[Hit]:
    if view.goal is None or not view.name or not (found := use.words["wage_goal"].find(view.goal.text)):
        return
    if view.purposes & _PAY or _STAFF.search(view.key):
        return
    if "社保" not in view.purposes or not _INSURED.search(view.goal.text):
        yield hit(view.goal, found=found)


def office_goal(view: SetView, use: Context) -> Iterator[Hit]:
    if view.goal is None or not view.name or not (found := use.words["office_goal"].find(view.goal.text)):
        return
    if (_PAID.search(view.key) or not _RUN.search(view.key)) and not view.purposes & _PAY:
        yield hit(view.goal, found=found)


# What stands under one project and belongs to another one of the document ---------------------------------------------

_CHINESE = re.compile("[一-鿿]{2,}")
_NONE: frozenset[str] = frozenset()


def _grams(text: str, use: Context) -> frozenset[str]:
    return _topic(text, use.words["task_common"], use.words["no_topic"])


@lru_cache(maxsize=1 << 15)
def _topic(text: str, *common: WordList) -> frozenset[str]:
    """The character pairs of what a text is about: without words of work in general, of measuring and of people."""
    spot = key(text)
    for words in common:
        spot = _without(spot, _by_letter(words))
    return frozenset(pair for part in _CHINESE.findall(spot) for pair in map(str.__add__, part, part[1:]))


@lru_cache(maxsize=8)
def _by_letter(words: WordList) -> dict[str, tuple[str, ...]]:
    """The words of a list by their first letters, the longest first: for short texts faster than a pattern of them all."""
    found: dict[str, list[str]] = {}
    for word in sorted(set(map(key, words.words)), key=lambda word: (-len(word), word)):
        found.setdefault(word[0], []).append(word)
    return {letter: tuple(some) for letter, some in found.items()}


def _without(spot: str, words: dict[str, tuple[str, ...]]) -> str:
    """A text with a blank for each of the words.

    >>> _without("补助发放人数", {"补": ("补助",), "人": ("人数", "人")})
    ' 发放 '
    """
    kept: list[str] = []
    at, size = 0, len(spot)
    while at < size:
        letter = spot[at]
        for word in words.get(letter, ()):
            if spot.startswith(word, at):
                kept.append(" ")
                at += len(word)
                break
        else:
            kept.append(letter)
            at += 1
    return "".join(kept)


@dataclass(frozen=True, eq=False)
class _Topics:
    """What a project is about, as character pairs: by its name, its goal, each row. Goal and rows are seldom asked for."""

    view: ProjectView
    name: frozenset[str]
    use: Context

    @cached_property
    def goal(self) -> frozenset[str]:
        return _grams(self.view.goal.text, self.use) if self.view.goal is not None else _NONE

    @cached_property
    def rows(self) -> tuple[frozenset[str], ...]:
        return tuple([_grams(row.name, self.use) for row in self.view.rows])

    @cached_property
    def often(self) -> Counter[str]:
        """In how many rows a pair stands."""
        return Counter(pair for pairs in self.rows for pair in pairs)

    @property
    def keys(self) -> Iterable[str]:
        return self.view.by_key

    def says(self, pair: str) -> bool:
        return pair in self.goal or self.says_itself(pair)

    def says_itself(self, pair: str) -> bool:
        """Apart from the goal, which may be another's."""
        return pair in self.name or pair in self.often


@dataclass(frozen=True, slots=True)
class _Stray:
    """The rows and goals that stand under the wrong project, each with the name of the right one."""

    rows: dict[RowView, ProjectView]
    goals: dict[SetView, ProjectView]


def strays(document: DocumentView, use: Context) -> _Stray:
    """What belongs to another project, found once a document."""

    def derive(_: DocumentView) -> _Stray:
        return _strays(document, use)

    return document.once("relevance.strays", derive)


def _strays(document: DocumentView, use: Context) -> _Stray:
    found = _Stray({}, {})
    views = [view for view in document.projects if view.name and (view.rows or view.goal is not None)]
    if len({view.key for view in views}) < 2:
        return found
    everywhere = _grams(document.department or "", use)  # the office's own field is every project's field
    all_of = [_Topics(view, _grams(view.name or "", use) - everywhere, use) for view in views]
    named: dict[str, list[_Topics]] = {}
    goals: dict[str, list[_Topics]] = {}
    for one in all_of:
        for pair in one.name:
            named.setdefault(pair, []).append(one)
        if one.view.goal is not None:
            goals.setdefault(key(one.view.goal.text), []).append(one)
    houses, heads = _houses(all_of), frozenset(named)
    for one in all_of:
        _, dash, own = (one.view.name or "").rpartition("-")  # of 业务管理-工作经费 the second half says what it is for
        special = one.name and not (dash and everywhere.issuperset(_grams(own, use)))
        for index, line in enumerate(one.view.rows if special else ()):
            # the pairs of the printed name are told sooner than those of its topic, and are more
            if line.kind == "产出" and (raw := _pairs(line.key)).isdisjoint(one.name) and not raw.isdisjoint(heads):
                owner = _owner_of_row(one, one.rows[index], named)
                if owner is not None:
                    found.rows[line] = owner.view
        goal = one.view.goal
        if goal is None:
            continue
        if (host := _host(one, goal.text, houses)) is not None:
            found.goals[one.view] = host.view
        if any(pair in goal.text for pair in one.name):
            continue
        if one.goal and _silent(one, goal.text, use):
            same = [other for other in goals[key(goal.text)] if other.view.key != one.view.key]
            owner = _owner_of_goal(one, named, same) or _twin(one, same, use)
            if owner is not None:
                found.goals[one.view] = owner.view
    found.rows.update(_taken_over(all_of))
    return found


_HOUSE = re.compile("[一-鿿]{2}(?:馆|院|学校|中学|小学|幼儿园|公园|中心|服务站|车站|场)(?!长)")


def _houses(all_of: list[_Topics]) -> dict[str, list[_Topics]]:
    """The institutions that projects are named after: 图书馆 → 公共图书馆免费开放补助."""
    found: dict[str, list[_Topics]] = {}
    for one in all_of:
        for house in set(_HOUSE.findall(one.view.name or "")):
            found.setdefault(house, []).append(one)
    return found


def _host(one: _Topics, goal: str, houses: dict[str, list[_Topics]]) -> _Topics | None:
    """Whose institution a goal speaks of: another project's, while the project's own is not said in goal or rows."""
    if len(houses) < 2:
        return None
    own = [house for house, views in houses.items() if one in views]
    if not own or any(house in goal for house in own):
        return None
    hosts = [other for house, views in houses.items() if house not in own and house in goal for other in views]
    return next((other for other in hosts if not _says_any(one, other.name - one.name)), None)


def _says_any(one: _Topics, pairs: frozenset[str]) -> bool:
    return any(not rest.isdisjoint(pairs) for rest in one.rows)


def _silent(one: _Topics, goal: str, use: Context) -> bool:
    """Whether a goal says no word of a project whose name is of nothing but common words (社区工作者培训)."""
    return bool(one.name) or _topic(one.view.name or "", use.words["task_common"]).isdisjoint(_pairs(key(goal)))


@lru_cache(maxsize=1 << 16)
def _pairs(spot: str) -> frozenset[str]:
    """The character pairs of a key."""
    return frozenset(map(str.__add__, spot, spot[1:]))


def _candidates(one: _Topics, pairs: frozenset[str], named: dict[str, list[_Topics]]) -> list[_Topics]:
    """The projects whose names hold something of it, the fullest first."""
    hits: Counter[_Topics] = Counter()
    for pair in sorted(pairs):
        hits.update(other for other in named.get(pair, ()) if other.view.key != one.view.key)
    return sorted(hits, key=lambda other: -sum(map(other.says, pairs)))


def _owner_of_row(one: _Topics, pairs: frozenset[str], named: dict[str, list[_Topics]]) -> _Topics | None:
    """Whose row it is: nothing in the project speaks of it, and another project's name and indicators do."""
    if not one.goal.isdisjoint(pairs) or any(one.often[pair] > 1 for pair in pairs):
        return None
    for other in _candidates(one, pairs, named):
        known = [pair for pair in pairs if other.says(pair)]
        firm = len(known) > 1 or any(other.often[pair] for pair in pairs & other.name)
        if firm and any(not rest.isdisjoint(one.name) for rest in one.rows):
            return other
    return None


def _taken_over(all_of: list[_Topics]) -> Iterator[tuple[RowView, ProjectView]]:
    """Rows of a set that was copied whole: they speak of the project they come from, and none of the one they stand under."""
    where: dict[str, list[_Topics]] = {}
    for one in all_of:
        for name in one.keys:
            where.setdefault(name, []).append(one)
    common: dict[_Topics, dict[_Topics, int]] = {}
    for views in where.values():
        if 1 < len(views) <= 6:  # a row of every project says nothing
            for one in views:
                shares = common.setdefault(one, {})
                for other in views:
                    shares[other] = shares.get(other, 0) + 1
    for one, near in common.items():
        for other, shared in near.items():
            if 2 * shared >= len(one.view.by_key) and shared >= 3 and other.view.key != one.view.key:
                if not _from(other, one):
                    yield from _said_by_name(other, one) if shared == len(one.view.by_key) else ()
                    continue
                goal = one.goal if one.goal != other.goal else _NONE
                theirs = (other.name | other.goal) - one.name - goal
                for line, pairs in zip(one.view.rows, one.rows, strict=True):
                    if (
                        line.key in other.view.by_key
                        and pairs.isdisjoint(one.name | goal)
                        and not pairs.isdisjoint(theirs)
                    ):
                        yield line, other.view


def _said_by_name(other: _Topics, one: _Topics) -> Iterator[tuple[RowView, ProjectView]]:
    """Counts of a copied set that say the work (运维) the other one is named after, though half the world does such work."""
    if one.view.goal is None or other.view.goal is None:
        return
    mine, theirs = _pairs(one.view.key), _pairs(other.view.key)
    goals = _pairs(key(one.view.goal.text)), _pairs(key(other.view.goal.text))
    if goals[0] == goals[1] or any(not (mine - theirs).isdisjoint(_pairs(line.key)) for line in one.view.rows):
        return
    special = (theirs - mine - goals[0]) & goals[1]
    for line in one.view.rows:
        said = _pairs(line.key)
        counted = line.kind == "产出" and not line.percent and line.metric.kind in ("times", "count", "persons", "size")
        if counted and not special.isdisjoint(said) and said.isdisjoint(goals[0]):
            yield line, other.view


def _from(other: _Topics, one: _Topics) -> bool:
    """Whether the rows that two projects share speak of what the other one alone is called, and of nothing of this one."""
    mine, theirs = one.name - other.name, other.name - one.name
    if not mine or any(one.often[pair] for pair in mine):
        return False
    if not any(other.often[pair] for pair in theirs):
        return False
    outputs = [pairs for line, pairs in zip(one.view.rows, one.rows, strict=True) if line.kind == "产出"]
    own = one.goal if one.goal != other.goal else _NONE
    return all(own.isdisjoint(pairs) for pairs in outputs) and any(
        not other.goal.isdisjoint(pairs) for pairs in outputs
    )


def _owner_of_goal(one: _Topics, named: dict[str, list[_Topics]], same: list[_Topics]) -> _Topics | None:
    """Whose goal it is: another's with the very same text, or one that speaks of the same by name."""
    if any(not pairs.isdisjoint(one.goal) for pairs in one.rows):
        return None
    twins = [other for other in same if any(map(other.says_itself, one.goal))]
    if twins:
        return max(twins, key=lambda other: sum(map(other.says_itself, one.goal)))
    for other in _candidates(one, one.goal, named) if one.rows else ():
        known = sum(map(other.says_itself, one.goal))
        if known > 2 and len(other.goal & one.goal) * 2 > len(one.goal):
            return other
    return None


def _twin(one: _Topics, same: list[_Topics], use: Context) -> _Topics | None:
    """Another project of the same goal, where the goal is about something, but about neither."""
    if not same or one.view.goal is None or not _topic(one.view.goal.text, use.words["empty_talk"]):
        return None
    plain = use.words["task_common"]
    said = _pairs(key(one.view.goal.text))
    if not _topic(one.view.name or "", plain).isdisjoint(said):
        return None
    return same[0] if all(_topic(line.name, plain).isdisjoint(said) for line in one.view.rows) else None


def row_of_another(view: SetView, use: Context) -> Iterator[Hit]:
    lost = strays(view.document, use).rows
    for line in view.rows if lost else ():
        if (other := lost.get(line)) is not None:
            yield hit(line, other=short(other.name or "", 30), confidence=0.85)


def goal_of_another(view: SetView, use: Context) -> Iterator[Hit]:
    """No word of the goal is the project's or an indicator's of it, but another project's."""
    goal = view.goal
    if goal is None or not view.name:
        return
    other = strays(view.document, use).goals.get(view)
    if other is None or use.words["wage_goal"].find(goal.text) or use.words["office_goal"].find(goal.text):
        return
    same = other.goal is not None and key(other.goal.text) == key(goal.text)
    yield hit(goal, other=f"“{short(other.name or '', 30)}”" + ("一字不差" if same else "说的是一回事"))


# What another office does ---------------------------------------------------------------------------------------------

_WIDE = re.compile(  # offices that do a bit of everything
    "人民政府|街道|苏木|办事处|管委会|管理委员会|[镇乡]$|[镇乡]政府|开发区|园区|发展和改革|发展改革|发改|办公室|政府办|[市区县旗省]委|人大|人民代表|政协|财政|审计|统计|机关事务"
    "|自然资源|总工会|妇联|妇女联合|共青团|工商联|农场|国资|行政审批|政务服务|数据局|融媒"
)
_BUREAU = "局委"  # the word names another office: whom it serves, it alone serves
_EVERYBODY = frozenset({"帮扶", "党建", "招商"})  # given to every office as a task


@dataclass(frozen=True, slots=True, eq=False)
class _Areas:
    """The fields of business. near: field → itself and those that may use its words; rare: signs by rarest letter."""

    owns: dict[str, WordList]
    signs: dict[str, WordList]
    near: dict[str, frozenset[str]]
    rare: dict[str, tuple[str, ...]]
    letters: frozenset[str]

    def of(self, text: str) -> frozenset[str]:
        return frozenset(name for name, words in self.owns.items() if words.find(text) or self.signs[name].find(text))


@lru_cache(maxsize=4)
def _areas(words: RuleWords) -> _Areas:
    owns = {name[5:]: one for name, one in words.lists.items() if name.startswith("area_") and name != "area_near"}
    signs = {name: words["sign_" + name] for name in owns}
    near: dict[str, set[str]] = {name: {name} for name in owns}
    for name, _, user in (pair.partition("/") for pair in words["area_near"].words):
        near[name].add(user)
    often = Counter(letter for one in words.lists.values() for word in one.words for letter in word)
    rare: dict[str, list[str]] = {}
    for word in sorted({key(word) for one in signs.values() for word in one.words}):
        rare.setdefault(min(word, key=lambda letter: often[letter]), []).append(word)
    by_rare = {letter: tuple(some) for letter, some in rare.items()}
    users = {name: frozenset(some) for name, some in near.items()}
    return _Areas(owns, signs, users, by_rare, frozenset(by_rare))


@lru_cache(maxsize=1 << 15)
def _signs(name: str, words: RuleWords) -> tuple[tuple[str, str], ...]:
    """The fields that a row speaks of, each with the word: 森林覆盖率 → (林草, 森林覆盖率)."""
    areas = _areas(words)
    hits = [area for area in sorted(areas.signs) if areas.signs[area].find(name)]
    found = [(area, word) for area in hits if (word := areas.signs[area].find(name))]
    named = [(area, word) for area, word in found if word[-1] in _BUREAU]
    return tuple(named if name.endswith("满意度") and named else [pair for pair in found if pair not in named])


def _office(document: DocumentView, words: RuleWords) -> frozenset[str]:
    """The fields of the office, by its name without its place; of one that does everything none."""

    def derive(_: DocumentView) -> frozenset[str]:
        name = key(document.department or "")
        if _WIDE.search(name):
            return _NONE
        for place in own_names(document.region):
            name = name.replace(place, " ")
        return _areas(words).of(name)

    return document.once("relevance.office", derive)


def _users(found: tuple[tuple[str, str], ...], words: RuleWords) -> frozenset[str]:
    near = _areas(words).near
    return frozenset().union(*[near[area] for area, _ in found])


def _speaking(view: SetView, words: RuleWords) -> Iterator[tuple[RowView, tuple[tuple[str, str], ...]]]:
    """The rows that speak of a field at all, with the fields: all names are looked at together first."""
    text = "\n".join([one.key for one in view.rows])
    areas = _areas(words)
    said = [word for letter in areas.letters.intersection(text) for word in areas.rare[letter] if word in text]
    for line in view.rows if said else ():
        spot = line.key
        if any(word in spot for word in said) and line.kind != "管理" and (found := _signs(spot, words)):
            yield line, found


@lru_cache(maxsize=1 << 14)
def _of_name(name: str, words: RuleWords) -> frozenset[str]:
    return _areas(words).of(name)


def other_area(view: SetView, use: Context) -> Iterator[Hit]:
    """A row of a field that neither the project nor the office has to do with."""
    for line, found in _speaking(view, use.words):
        users = _users(found, use.words)
        office = _office(view.document, use.words)
        shared = {area for area, _ in found} <= _EVERYBODY
        if not (shared or users.isdisjoint(office)):
            continue
        areas = _areas(use.words)
        mine = _of_name(view.name or "", use.words)
        if not (mine or (office and not shared)) or not users.isdisjoint(mine):
            continue
        rest = " ".join([view.goal.text if view.goal else "", *[one.name for one in view.rows if one is not line]])
        if not users.isdisjoint(areas.of(rest)):
            continue
        area, word = found[0]
        yield hit(line, found=word, area=area, severity=None if mine else Severity.INFO, confidence=0.85)


def other_office(view: SetView, use: Context) -> Iterator[Hit]:
    """A row of the department's own table of a field that is not among its duties and tasks."""
    document = view.document
    office = _office(document, use.words)
    for line, found in _speaking(view, use.words) if office else ():
        if not _users(found, use.words).isdisjoint(office):
            continue
        area, word = found[0]
        said = "\n".join([document.narrative, _plan(document), *[one.name for one in view.rows if one is not line]])
        if any(one[:2] in said for _, one in found):
            continue
        weight = Severity.INFO if area in _EVERYBODY else None
        yield hit(line, found=word, area=area, office=document.department or "", severity=weight, confidence=0.85)


def _plan(document: DocumentView) -> str:
    """What the office says it is going to do: goals, tasks and projects."""
    goals = [goal.goal or "" for view in document.sets for goal in view.goals]
    names = [view.name or "" for view in document.projects]
    return "\n".join([*goals, *names, *[f"{task.name} {task.text}" for task in document.tasks]])


_FUNDS = (
    ("公积金", re.compile("公积金|缴存")),
    ("养老", re.compile("养老|年金")),
    ("医疗", re.compile("医保|医疗|生育保险")),
    ("失业", re.compile("失业")),
    ("工伤", re.compile("工伤")),
)
_ANY_FUND = re.compile("社保|社会保[险障]|参保|五险")


def other_fund(view: SetView, use: Context) -> Iterator[Hit]:
    """A row about social insurance under the housing fund, and the other way round."""
    if "社保" not in view.purposes or _ANY_FUND.search(view.name or ""):
        return
    mine = {name for name, words in _FUNDS if words.search(view.name or "")}
    for line in view.rows if mine else ():
        theirs = {name for name, words in _FUNDS if words.search(line.name)}
        general = _ANY_FUND.search(line.name)
        if not mine & theirs and (theirs or (general and mine == {"公积金"})):
            yield hit(line, found="社会保险" if general else "、".join(sorted(theirs)), confidence=0.9)


def promptly_paid_out(row: RowView, use: Context) -> Iterable[Hit]:
    """发放 is for wages and allowances; contributions and matched funds are paid in."""
    if not row.name.startswith("发放"):
        return ()
    name = row.owner.name or ""
    if "补贴" in name or "补助" in name or not _PAID_IN.search(name):
        return ()
    return (hit(row),)


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
        rows(Row("缴费人数", "=30人"), project="社会保障缴费", goal="保障工资和社会保险按月足额缴纳。"),
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
    message="项目“{project}”的目标没有一句说到本项目，同{other}。",
    why="目标应反映项目要做的事；照搬别的项目的目标，指标与目标就对不上。",
    fix="按本项目要做的事重写目标。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        document(
            Set("困难群众慰问", (Row("慰问困难家庭", "≥160户"),), goal="春节前慰问困难家庭160户。"),
            Set("社区工作者培训", (Row("培训人次", "≥200人次"),), goal="春节前慰问困难家庭160户。"),
            says="项目“社区工作者培训”的目标没有一句说到本项目，同“困难群众慰问”一字不差。",
        ),
        document(  # 说的是另一个场馆
            Set("博物馆免费开放", (Row("开放天数", "≥310天"),), goal="博物馆全年免费开放310天。"),
            Set("美术馆免费开放", (Row("展览期数", "≥9期"),), goal="博物馆全年免费开放310天。"),
        ),
    ),
    good=(
        document(  # 指标也说到了那个场馆
            Set("博物馆免费开放", (Row("开放天数", "≥310天"),), goal="博物馆全年免费开放310天。"),
            Set("美术馆免费开放", (Row("博物馆展览期数", "≥9期"),), goal="与博物馆合办展览。"),
        ),
        rows(Row("培训人数", "≥20人"), project="社区工作者培训", goal="培训社区工作者20人。"),
        document(  # 指标说到了
            Set("示范点", (Row("慰问困难家庭", "≥160户"),), goal="节前走访牧区困难家庭，送去饲草。"),
            Set("饲草储备", (Row("储备饲草", "≥96吨"), Row("困难牧户饲草", "≥9吨")), goal="储备饲草96吨。"),
        ),
        document(  # 两个项目都是空话：不是哪一个项目的目标
            Set("困难群众慰问", (Row("慰问困难家庭", "≥160户"),), goal="圆满完成全年各项工作任务。"),
            Set("社区工作者培训", (Row("培训人次", "≥200人次"),), goal="圆满完成全年各项工作任务。"),
        ),
    ),
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

R110 = Rule(
    code="R110",
    title="指标属于另一个项目",
    category="irrelevant",
    severity=Severity.WARNING,
    sees="project",
    message="项目“{project}”的“{name}”与本项目无关，说的是“{other}”的事。",
    why="指标应反映本项目做的事；列着别的项目的指标，两边的成果都说不清。",
    fix="移到所属的项目；本项目改写自己做了什么。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        document(
            Set("古树名木保护", (Row("古树复壮株数", "≥36株"), Row("古树挂牌株数", "≥120株"))),
            Set("自然教育基地运行", (Row("自然教育课程场次", "≥48场"), Row("古树支撑加固株数", "≥15株"))),
            department="伊水市林业局",
            says="项目“自然教育基地运行”的“古树支撑加固株数”与本项目无关，说的是“古树名木保护”的事。",
        ),
        document(  # 整套照搬
            Set(
                "牧草良种繁育",
                (Row("牧草良种繁育面积", "≥260亩"), Row("出苗率", "≥85%"), Row("作业单价", "≤90元")),
                goal="繁育牧草良种260亩。",
            ),
            Set(
                "奶站巡查",
                (Row("牧草良种繁育面积", "≥260亩"), Row("出苗率", "≥85%"), Row("作业单价", "≤90元")),
                goal="全年支出6万元。",
            ),
        ),
    ),
    good=(
        document(
            Set("古树名木保护", (Row("古树复壮株数", "≥36株"),)),
            Set("自然教育基地运行", (Row("自然教育课程场次", "≥48场"), Row("受众满意度", "≥90%", level2="满意度指标"))),
        ),
        document(  # 目标里说到了
            Set("古树名木保护", (Row("古树复壮株数", "≥36株"),)),
            Set(
                "自然教育基地运行",
                (Row("自然教育课程场次", "≥48场"), Row("古树认养株数", "≥20株")),
                goal="办自然教育课程48场，组织学生认养古树。",
            ),
        ),
        document(  # 效益可以说到别的项目做的事
            Set("古树名木保护", (Row("古树复壮株数", "≥36株"),)),
            Set(
                "自然教育基地运行",
                (Row("自然教育课程场次", "≥48场"), Row("公众爱护古树意识", "提高", level2="社会效益指标")),
            ),
        ),
    ),
    check=row_of_another,
)
R111 = Rule(
    code="R111",
    title="指标说的是别的行当",
    category="irrelevant",
    severity=Severity.WARNING,
    sees="project",
    message="项目“{project}”的“{name}”说的是{area}方面的“{found}”，与本项目无关。",
    why="指标要与项目的支出方向直接关联；各单位都有的驻村、招商任务，也不能列在业务项目里。",
    fix="删去，或者移到相应的项目；本项目改写自己做了什么。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        document(
            Set("候车亭更新", (Row("更新候车亭", "≥12个"), Row("孕产妇系统管理率", "≥90%"))),
            department="伊水市青河区交通运输局",
            says="项目“候车亭更新”的“孕产妇系统管理率”说的是卫健方面的“孕产妇”，与本项目无关。",
        ),
        document(
            Set("低保家庭入户核查", (Row("核查户数", "≥1500户"), Row("招商引资到位额", "≥900万元"))),
            department="伊水市青河区民政局",
        ),
        document(Set("业务经费", (Row("孕产妇系统管理率", "≥90%"),)), department="伊水市青河区水务局"),  # 只提示
        document(
            Set("候车亭更新", (Row("更新候车亭", "≥12个"), Row("行道树补植株数", "≥90株"))),
            department="伊水市青河区残疾人联合会",
        ),
    ),
    good=(
        document(Set("妇幼健康服务", (Row("孕产妇系统管理率", "≥90%"),)), department="青河区卫生健康局"),
        document(Set("招商引资工作经费", (Row("招商引资到位额", "≥900万元"),)), department="青河区民政局"),
        document(Set("业务经费", (Row("孕产妇系统管理率", "≥90%"),)), department="青河区柳林街道办事处"),
        document(Set("业务经费", (Row("驻村天数", "≥220天"),)), department="伊水市青河区水务局"),
        document(  # 目标里写明了
            Set("候车亭更新", (Row("孕产妇专座个数", "≥90个"),), goal="更新候车亭，方便孕产妇候车。"),
            department="青河区交通运输局",
        ),
        document(  # 相近的行当
            Set("灌溉渠道清理", (Row("清理渠道", "≥30公里"), Row("粮食单产", "≥400公斤"))), department="青河区水务局"
        ),
    ),
    check=other_area,
)
R112 = Rule(
    code="R112",
    title="部门的指标不在职责之内",
    category="irrelevant",
    severity=Severity.WARNING,
    sees="table",
    message="“{name}”说的是{area}方面的“{found}”，不在{office}的职责和年度任务之内。",
    why="部门整体指标要与部门职责和年度重点工作直接关联；别的部门的数，本单位左右不了。",
    fix="删去；确有这项任务的，在年度主要任务里写明。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        document(
            Set(None, (Row("婚姻登记件数", "≥900件"), Row("乘客满意度", "≥90%", level2="满意度指标"))),
            department="伊水市青河区民政局",
            says="“乘客满意度”说的是交通方面的“乘客满意”，不在伊水市青河区民政局的职责和年度任务之内。",
        ),
        document(Set(None, (Row("招商引资到位额", "≥900万元"),)), department="伊水市青河区民政局"),  # 只提示
    ),
    good=(
        document(Set(None, (Row("乘客满意度", "≥90%"),)), department="青河区交通运输局"),
        document(Set(None, (Row("乘客满意度", "≥90%"),)), department="青河区柳林镇人民政府"),
        document(Set(None, (Row("招商引资到位额", "≥900万元"),), goal="全年招商引资3次。"), department="青河区民政局"),
    ),
    check=other_office,
)
R113 = Rule(
    code="R113",
    title="缴费项目的指标说的是另一种缴费",
    category="irrelevant",
    severity=Severity.WARNING,
    sees="project",
    message="“{name}”说的是{found}，与缴费项目“{project}”无关。",
    why="住房公积金不是社会保险，各项社会保险也分别缴纳；套用别的缴费项目的指标，考核不到本项目。",
    fix="改写本项目缴纳的人数、基数和到账情况。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        row(
            "参保职工人数",
            "=23人",
            project="住房公积金",
            says="“参保职工人数”说的是社会保险，与缴费项目“住房公积金”无关。",
        ),
        row("公积金缴存及时率", "=100%", project="养老保险缴费"),
    ),
    good=(
        row("缴存人数", "=23人", project="住房公积金"),
        row("参保职工人数", "=23人", project="养老保险缴费"),
        row("公积金缴存及时率", "=100%", project="社会保障缴费及公积金"),
    ),
    check=other_fund,
)

RULES: tuple[Rule, ...] = (R101, R102, R103, R104, R105, R106, R107, R108, R109, R110, R111, R112, R113)
