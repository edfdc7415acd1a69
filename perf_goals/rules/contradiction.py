"""前后矛盾：two statements of a document that cannot both hold."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from operator import add

from ..model import Nature, Place, Severity
from ..text import key
from .base import M101, PRACTICE, Context, Hit, Rule, Source, hit, short
from .dimensions import Tabled, grams, pending, said_twice
from .example import Row, Set, document, row, rows
from .views import (
    DATE,
    HIGHER,
    LOWER,
    NUMBER,
    WORDS,
    DocumentView,
    GoalView,
    ProjectView,
    RowView,
    SetView,
    TableView,
    TextAt,
)
from .words import WordList

_FIGURE = re.compile(r"(?<![\d.,〔\[-])(\d[\d,]*(?:\.\d+)?)(%|万?[^\s\d.,，。;；、:：()（）%]{1,4})")
_SPLIT = re.compile(r"[,，;；。、\n]")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3})")
_DIGIT = re.compile(r"\d")
_WAN = Decimal(10000)


def figures(text: str) -> Iterator[tuple[str, Decimal, str]]:
    """Every clause that gives a figure, with the figure and what follows it."""
    if _DIGIT.search(text) is None:
        return
    for clause in _SPLIT.split(_THOUSANDS.sub("", text)):
        if _DIGIT.search(clause) is None:
            continue
        for found in _FIGURE.finditer("".join(clause.split())):
            try:
                yield clause.strip(), Decimal(found.group(1).replace(",", "")), found.group(2)
            except InvalidOperation:  # pragma: no cover - the pattern only lets figures through
                continue


@dataclass(frozen=True, slots=True)
class _Units:
    """The rows with a figure, of each unit by that figure; and those that a clause may speak of. 3万人 is 30000 of 人.

    rows: these alone, by unit. pairs: of each unit, by a pair of characters of the name, their numbers in ``rows``.
    """

    values: dict[str, dict[Decimal, list[RowView]]]
    rows: dict[str, list[RowView]]
    pairs: dict[str, dict[str, list[int]]]


def _by_unit(rows: Iterable[RowView], sayings: Iterable[tuple[str, Decimal, str]]) -> _Units:
    """The rows that some clauses may speak of: a unit that one of them gives, half of the name among their words."""
    said: set[str] = set()
    given: set[str] = set()
    for clause, _, behind in sayings:
        said |= _all_pairs(clause)
        behind = behind.removeprefix("万")
        given.update(behind[:size] for size in range(len(behind) + 1))
    units = _Units({}, {}, {})
    for one in rows:
        value = one.value
        if one.unit is None or value is None or one.shape != NUMBER:
            continue
        unit = one.unit
        if unit[0] == "万":
            unit, value = unit[1:], value * _WAN
        if unit not in given:
            continue
        units.values.setdefault(unit, {}).setdefault(value, []).append(one)
        name = _loose(one.name)
        if 2 * len(name & said) < len(name):
            continue
        group = units.rows.setdefault(unit, [])
        pairs = units.pairs.setdefault(unit, {})
        for pair in name:
            pairs.setdefault(pair, []).append(len(group))
        group.append(one)
    return units


def told_otherwise(clause: str, number: Decimal, unit: str, units: _Units, use: Context) -> RowView | None:
    """The row that the clause speaks of and whose figure is another one; None where there is none or it is unsure."""
    if unit[0] == "万":
        unit, number = unit[1:], number * _WAN
    known = [unit[:size] for size in range(len(unit) + 1) if unit[:size] in units.rows]
    if not known or not any(_may_speak(clause, units.pairs[one], units.rows[one]) for one in known):
        return None
    if use.words["other_year"].find(clause):
        return None
    said = grams(clause, use) | _loose(clause)
    for size in range(len(unit) + 1):
        for same in units.values.get(unit[:size], {}).get(number, ()):
            if grams(same.name, use) & said or _loose(same.name) & said:
                return None
    best: list[tuple[float, RowView]] = []
    for one in known:
        for other in units.rows[one]:
            mine = _loose(other.name)
            share = len(mine & said) / max(len(mine), 1)
            if share >= 0.5 and _plain(other) != number:
                best.append((share, other))
    best.sort(key=lambda pair: -pair[0])
    if not best or (len(best) > 1 and best[1][0] == best[0][0]):
        return None
    return best[0][1]


def _plain(row: RowView) -> Decimal | None:
    """The figure of a row without 万."""
    return row.value * _WAN if row.value is not None and row.unit is not None and row.unit[:1] == "万" else row.value


def _may_speak(clause: str, pairs: dict[str, list[int]], rows: list[RowView]) -> bool:
    """Whether half of the pairs of a row's name are in the clause: what a clause says is never more than these."""
    count: dict[int, int] = {}
    for pair in _all_pairs(clause):
        for number in pairs.get(pair, ()):
            count[number] = count.get(number, 0) + 1
    return any(2 * many >= len(_loose(rows[number].name)) for number, many in count.items())


@lru_cache(maxsize=1 << 14)
def _all_pairs(clause: str) -> frozenset[str]:
    spot = key(clause)
    return _loose(clause) | {spot[at : at + 2] for at in range(len(spot) - 1)}


_ENDS = ("数量", "人数", "次数", "天数", "个数", "场次", "人次", "里程", "面积")
_FIGURE_SIGNS = re.compile(r"[\d.%]")


@lru_cache(maxsize=1 << 16)
def _loose(text: str) -> frozenset[str]:
    spot = key(text)
    if spot.endswith(_ENDS):
        spot = spot[:-2]
    elif spot.endswith(("数", "率")):
        spot = spot[:-1]
    spot = _FIGURE_SIGNS.sub("", spot)
    return frozenset(map(add, spot, spot[1:]))


def goal_against_row(view: SetView, use: Context) -> Iterator[Hit]:
    if not view.rows:
        return
    said: list[tuple[str, Decimal, str, GoalView | TextAt]] = []
    if view.goal is not None:
        said += [(*told, view.goal) for told in figures(view.goal.text)]
    if isinstance(view, TableView):
        for task in view.document.tasks:
            if task.owner is view:
                said += [(*told, TextAt(view, task.place)) for told in figures(task.text)]
    if not said:
        return
    units = _by_unit(view.rows, [told[:3] for told in said])
    done: set[int] = set()
    for clause, number, unit, spot in said:
        one = told_otherwise(clause, number, unit, units, use)
        if one is not None and one.index not in done:
            done.add(one.index)
            yield hit(
                one,
                spot,
                clause=short(clause, 30),
                suggestion=f"核对后改成同一个数：{_in_unit_of(one, number, unit)}或{one.value:f}{one.unit or ''}。",
                confidence=0.9,
                source=one.value_place,
            )


def _in_unit_of(row: RowView, number: Decimal, behind: str) -> str:
    """A figure of the text with its unit, as the row would print it where both count the same way."""
    own = row.unit or ""
    if (behind[0] == "万") == (own[:1] == "万"):
        return f"{number:f}{own}"
    return f"{number:f}万{own}" if behind[0] == "万" else f"{number:f}{own[1:]}"


_UPPER = re.compile(
    r"不超过|不高于|不大于|不多于|不突破|不得超|控制在|(?<!不)(?:低于|少于|小于)|最多|至多|以内|之内|以下|≤"
)
_LOWER = re.compile(r"不低于|不少于|不小于|不得低于|不得少于|至少|以上|(?<!不)(?<!不得)(?:超过|高于|大于)|≥")


def bound_against_row(view: SetView, use: Context) -> Iterator[Hit]:
    """The figure is the same, but the goal calls it a ceiling and the row a floor, or the other way round."""
    if view.goal is None or not view.rows or not (said := tuple(figures(view.goal.text))):
        return
    units: _Units | None = None
    for clause, number, unit in said:
        up, down = _UPPER.search(clause), _LOWER.search(clause)
        if (up is None) == (down is None) or len(_FIGURE.findall(clause)) != 1:
            continue
        units = units or _by_unit(view.rows, said)
        if unit[0] == "万":
            unit, number = unit[1:], number * _WAN
        pairs = _loose(clause)
        for size in range(len(unit) + 1):
            for one in units.values.get(unit[:size], {}).get(number, ()):
                wrong = HIGHER if up else LOWER
                if one.nature in wrong and 2 * len(_loose(one.name) & pairs) >= len(_loose(one.name)) > 0:
                    yield hit(one, view.goal, clause=short(clause, 30), confidence=0.9, source=one.value_place)


def lone_unit(view: SetView, use: Context) -> Iterator[Hit]:
    """The only figure of a unit in the goal is another one than that of the only row in this unit."""
    if view.goal is None or not (own := _lone_rows(view, use)):
        return
    said = tuple(figures(view.goal.text))
    known = _by_unit(view.rows, said) if said else None
    for unit, one in own.items():
        mine = [
            (clause, number, behind) for clause, number, behind in said if behind.removeprefix("万").startswith(unit)
        ]
        if len(mine) != 1 or known is None:
            continue
        clause, number, behind = mine[0]
        number = number * _WAN if behind[0] == "万" else number
        if number == _plain(one) or "每" in clause or use.words["other_year"].find(clause):
            continue
        sentence = next((part for part in _SENTENCE.split(view.goal.text) if clause in part), clause)
        if _loose(one.name) & _all_pairs(sentence) and told_otherwise(clause, number, unit, known, use) is None:
            yield hit(one, view.goal, clause=short(clause, 30), unit=unit, confidence=0.7, source=one.value_place)


def _lone_rows(view: SetView, use: Context) -> dict[str, RowView]:
    """The output rows that are alone with their unit, by unit without 万."""
    found: dict[str, list[RowView]] = {}
    for one in view.rows:
        if one.shape == NUMBER and one.unit and one.unit not in use.words["common_unit"]:
            found.setdefault(one.unit.removeprefix("万"), []).append(one)
    return {unit: group[0] for unit, group in found.items() if len(group) == 1 and group[0].kind == "产出" and unit}


_OFTEN_TOLD = re.compile(
    r"每个?(半年|季|月|旬|周)(?![\d一二三四五六七八九十]{1,3}[日号])度?[^,，。;；、]{0,8}?"
    r"(\d+|[一二两三四五六七八九十])(期|次|场|轮|批|遍|回)"
)
_A_YEAR = {"半年": 2, "季": 4, "月": 12, "旬": 36, "周": 48}
_RUNS = frozenset({"期", "次", "场", "轮", "批", "遍", "回", "场次", "批次", "期次", "班次"})


def seldom_than_told(view: SetView, use: Context) -> Iterator[Hit]:
    """A goal or task says how often something is done, and a row asks for less."""
    counted = [one for one in view.rows if one.unit in _RUNS and one.value is not None and one.nature not in LOWER]
    if not counted:
        return
    said: list[tuple[str, GoalView | TextAt]] = []
    if view.goal is not None and "每" in view.goal.text:
        said += [(part, view.goal) for part in _SENTENCE.split(view.goal.text)]
    if isinstance(view, TableView):
        said += [
            (task.name + task.text, TextAt(view, task.place))
            for task in view.document.tasks
            if task.owner is view and "每" in task.text
        ]
    for text, spot in said:
        for found in _OFTEN_TOLD.finditer(text):
            least = _A_YEAR[found.group(1)] * _number(found.group(2))
            pairs = _all_pairs(text)
            for one in counted:
                name = _loose(one.name)
                if one.value is not None and one.value < least and 2 * len(name & pairs) >= len(name) > 0:
                    yield hit(
                        one, spot, often=short(found.group(), 30), least=f"{least}{found.group(3)}", confidence=0.9
                    )


def table_against_project(view: DocumentView, use: Context) -> Iterator[Hit]:
    """An indicator of the department's own table that a project has under the same name, with another figure."""
    if len(view.tables) != 1 or not view.tables[0].rows:
        return
    names = view.tables[0].by_key
    found: dict[str, list[RowView]] = {}
    for project in view.projects:
        for name in names.keys() & project.by_key.keys():
            found.setdefault(name, []).extend(project.by_key[name])
    for name, theirs in found.items():
        one = names[name][0]
        if len(name) < 5 or one.shape != NUMBER or one.value is None or "满意" in name or "知晓" in name:
            continue
        alike = [row for row in theirs if row.shape == NUMBER and row.unit == one.unit and row.value is not None]
        other = next((row for row in alike if row.value != one.value), None)
        total = sum((row.value for row in alike if row.value is not None), start=Decimal(0))
        if other is None or other.value is None or len(alike) != len(theirs) or total == one.value:
            continue
        # The department may do more than one project: only less than the project is a contradiction for certain.
        less = not one.percent and other.value > one.value and one.nature not in LOWER
        yield hit(
            one,
            other,
            whose=other.owner.name or "",
            other=other.printed,
            severity=None if less else Severity.INFO,
            confidence=0.9 if less else 0.8,
            source=one.value_place,
        )


def told(view: DocumentView) -> tuple[tuple[str, Place], ...]:
    """The sentences of the running text, joined over the line breaks, without table lines."""
    found: list[tuple[str, Place]] = []
    part, start = "", view.place
    last, short_line = -4, False
    for paragraph in view.paragraphs:
        line = paragraph.place.line or 0
        text = paragraph.text
        if "\t" in text or not text.strip():
            continue
        if not part or line > last + 3 or short_line:
            if part:
                found.append((part, start))
            part, start = "", paragraph.place
        part += "".join(text.split())
        last, short_line = line, len(text) < 15
        if part.endswith("。"):
            found.append((part, start))
            part = ""
    if part:
        found.append((part, start))
    return tuple((text, place) for text, place in found if "。" in text and "是指" not in text)


def narrative(view: DocumentView) -> tuple[tuple[str, Place], ...]:
    return view.once("contradiction.told", told)


_SENTENCE = re.compile(r"[。;；]")
_OF_TARGETS = re.compile(r"绩效|指标|目标|计划|全年|今年|本年|项目")
_OTHER_TIME = re.compile(r"20\d\d年末|上年|去年|截至")
_YEAR = re.compile(r"(20\d\d)年")


def _other_year(sentence: str, year: int | None) -> bool:
    """Whether the sentence names years, and the document's is not among them."""
    if year is None or "年" not in sentence:
        return False
    years = _YEAR.findall(sentence)
    return bool(years) and year not in map(int, years)


def _sayings(view: DocumentView) -> Iterator[tuple[str, Decimal, str, Place]]:
    """The clauses of the running text that give a figure of the year; what ``figures`` gives, and the place."""
    for text, place in narrative(view):
        if _DIGIT.search(text) is None or _OF_TARGETS.search(text) is None:
            continue
        for sentence in _SENTENCE.split(text):
            if _DIGIT.search(sentence) is None or _OTHER_TIME.search(sentence) or _other_year(sentence, view.year):
                continue
            for clause, number, unit in figures(sentence):
                yield clause, number, unit, place


def text_against_row(view: DocumentView, use: Context) -> Iterator[Hit]:
    sayings = list(_sayings(view))
    if not sayings:
        return
    units = _by_unit(view.rows, (saying[:3] for saying in sayings))
    done: set[str] = set()
    for clause, number, unit, place in sayings:
        one = told_otherwise(clause, number, unit, units, use)
        if one is not None and one.key not in done:
            done.add(one.key)
            yield hit(
                one,
                TextAt(view, place),
                clause=short(clause, 30),
                confidence=0.85,
                source=one.value_place,
            )


_LEFT = re.compile("结转|结余")


def carried_over(view: SetView, use: Context) -> Iterator[Hit]:
    spent = [r for r in view.rows if r.percent and "预算执行率" in r.name and r.nature in HIGHER and r.value]
    if not spent:
        return
    left = [r for r in view.rows if r.percent and _LEFT.search(r.name) and r.nature in LOWER and r.value]
    for one in spent[:1]:
        for other in left:
            if one.value is not None and other.value is not None and one.value + other.value > 100:
                most = 100 - one.value
                yield hit(
                    one,
                    other,
                    other=other.name,
                    limit=other.printed,
                    most=f"{most:f}%",
                    suggestion=f"把“{other.name}”改为“≤{most:f}%”，或者放宽预算执行率。",
                )


_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_COUNT = re.compile(
    r"(?:(?<!其中)(?:共有?|有|公开了?|公开|实行绩效目标管理的|纳入绩效目标管理的|将))?(\d+|[一二两三四五六七八九十])个项目"
    r"|项目(?:支出)?(?:共有?|有|为|数为|共计|数量为)?(\d+|[一二两三四五六七八九十])个"
)


_OTHER_PROJECTS = re.compile("评价|自评结果|重点绩效|抽取|选取|上年|去年")
_PART = re.compile("一级项目|二级项目|其中")


def project_count(view: DocumentView, use: Context) -> Iterator[Hit]:
    if not view.projects:
        return
    own: list[ProjectView] | None = None
    for text, place in narrative(view):
        if "绩效" not in text or "项目" not in text:
            continue
        for sentence in _SENTENCE.split(text):
            if "绩效" not in sentence or "项目" not in sentence or _OTHER_PROJECTS.search(sentence):
                continue
            found = list(_COUNT.finditer(sentence))
            if not found or _other_year(sentence, view.year):
                continue
            if own is None:
                own = [one for one in view.projects if not pending(one) and not (not one.rows and said_twice(one))]
            right = {len(view.projects), len(own), len({one.key for one in own})}
            numbers = [_number(one.group(1) or one.group(2)) for one in found]
            if any(number in right for number in numbers) or sum(numbers) in right:
                continue
            if _PART.search(sentence[: found[0].start()]):
                continue
            yield hit(TextAt(view, place), said=numbers[0], count=len(own), confidence=0.9)
            return


def _number(text: str) -> int:
    return _DIGITS.get(text) or int(text)


def same_population(view: DocumentView, use: Context) -> Iterator[Hit]:
    groups: dict[str, list[RowView]] = {}
    for one in view.rows:
        if one.percent and one.shape == NUMBER and ("满意" in one.name or "知晓" in one.name):
            name = _asked(one.key, use.words["who"])
            if len(name) > 3:
                groups.setdefault(name, []).append(one)
    for group in groups.values():
        values = {one.value for one in group}
        if len(values) > 1 and len({id(one.owner) for one in group}) > 1:
            said = "、".join(f"{value.normalize():f}%" for value in sorted(v for v in values if v is not None))
            yield hit(*group, values=said, name2=group[0].name)


@lru_cache(maxsize=1 << 16)
def _asked(name: str, who: WordList) -> str:
    """What is asked, without whom: 群众满意度 and 居民满意度 are one."""
    name = name.replace("知晓度", "知晓率")
    for word in who.every(name):
        name = name.replace(word, "")
    return "政策知晓率" if "知晓" in name and "政策" in name else name


_YEARS = re.compile(r"(20[0-4]\d)\s*(?:年|[./-]\d)")


def outside_year(row: RowView, use: Context) -> Iterator[Hit]:
    year = row.document.year
    text = f"{row.text or ''} {row.indicator.raw.value or ''}"
    if year is None:
        return
    years = [int(one) for one in _YEARS.findall(text)]
    if years and year not in years:
        later = min(years) > year
        yield hit(
            row,
            year=year,
            severity=Severity.INFO if later else None,
            suggestion="核对年份；跨年项目写本年应到的进度。" if later else f"改为{year}年内的时间。",
            source=row.value_place,
        )


def prompt_but_slow(view: SetView, use: Context) -> Iterator[Hit]:
    prompt = [r for r in view.rows if r.percent and ("及时" in r.name or "按时" in r.name) and r.value == 100]
    if not prompt:
        return
    slow = [r for r in view.rows if r.metric.kind == "period" and r.metric.better == "lower" and r.nature in HIGHER]
    for one in prompt:
        for other in slow:
            if len(_loose(one.name) & _loose(other.name)) >= 3:
                yield hit(one, other, other=other.name, limit=other.printed)


_OFTEN = (
    ("每日", 250),
    ("每天", 250),
    ("每周", 48),
    ("每月", 12),
    ("按月", 12),
    ("每季", 4),
    ("按季", 4),
    ("每半年", 2),
)


def often_or_seldom(view: SetView, use: Context) -> Iterator[Hit]:
    for one in view.rows:
        if one.shape != WORDS or one.text is None or ("每" not in one.text and "按" not in one.text):
            continue
        least = next((number for word, number in _OFTEN if word in (one.text or "")), 0)
        if not least:
            continue
        for other in view.rows:
            if (
                other.dimension == "times"
                and other.value is not None
                and other.value < least
                and other.nature is not Nature.LE
                and len(_loose(one.name) & _loose(other.name)) >= 3
            ):
                yield hit(other, one, other=one.name, often=one.printed, least=least)


def one_name_two_values(view: SetView, use: Context) -> Iterator[Hit]:
    if len(view.by_key) == len(view.rows):  # no name twice
        return
    for group in view.by_key.values():
        plain = [one for one in group if one.shape == NUMBER]
        first = plain[0] if plain else None
        for other in plain[1:]:
            if (
                first is not None
                and other.value != first.value
                and other.unit == first.unit
                and other.level2 == first.level2
                and not (first.nature in HIGHER and other.nature in LOWER)
                and not (first.nature in LOWER and other.nature in HIGHER)
            ):
                yield hit(first, other, other=other.printed, confidence=0.9)


def persons_or_times(view: DocumentView, use: Context) -> Iterator[Hit]:
    seen: dict[Decimal, RowView] = {}
    for one in view.rows:
        if one.dimension not in ("person", "person-times") or one.value is None or one.value < 100:
            continue
        if one.value % 100 == 0:
            continue
        first = seen.setdefault(one.value, one)
        if first.dimension != one.dimension and _loose(first.name) & _loose(one.name):
            yield hit(first, one, other=one.name, second=one.printed, whose=one.owner.name or "部门整体")


_KINDS = ("经济效益", "社会效益", "生态效益", "可持续影响")


def text_against_classes(view: DocumentView, use: Context) -> Iterator[Hit]:
    if len(view.tables) != 1 or not view.tables[0].rows or not view.tables[0].has_level2:
        return
    table = view.tables[0]
    have = {two for one in table.rows if one.level2 for two in _KINDS if two in one.level2}
    if not have:
        return
    for text, place in narrative(view):
        if "效益指标分" not in text and "效益指标包括" not in text and "效益指标设" not in text:
            continue
        if "项目支出绩效" in text and "整体" not in text:
            continue
        missing = [two for two in _KINDS if two in text and two not in have]
        if missing:
            yield hit(table, TextAt(view, place), missing="、".join(missing), have="、".join(sorted(have)))
            return


_AGREE = (Source(PRACTICE),)
_BRIDGE = Row("养护公路里程", "=408公里")

X101 = Rule(
    code="X101",
    title="目标里的数与指标值不一致",
    category="contradiction",
    severity=Severity.ERROR,
    sees="set",
    message="“{name}”的目标值是“{value}”，目标文字却写“{clause}”。",
    why="总体目标与指标值说的是同一件事，两个数不同，执行和评价就没有依据。",
    fix="核对后改成同一个数。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        rows(
            Row("免费开放天数", "≥280天"),
            project="文化馆免费开放",
            goal="全年免费开放300天，服务群众3万人次。",
            says="“免费开放天数”的目标值是“≥280天”，目标文字却写“全年免费开放300天”。",
            then="核对后改成同一个数：300天或280天。",
        ),
        rows(Row("水质达标率", "≥90%"), goal="检测水样960个，水质达标率不低于92%。"),
        rows(
            Row("飞防作业面积", "≥20亩"),
            goal="完成飞防作业20万亩。",
            then="核对后改成同一个数：20万亩或20亩。",
        ),
        rows(
            Row("体检居民人数", "≥2万人"),
            goal="组织体检居民3000人。",
            then="核对后改成同一个数：3000人或2万人。",
        ),
        Tabled(
            (Set(None, (Row("新建口袋公园数", "≥8处"),)),),
            grids=((("任务名称", "主要内容"), ("城市更新", "新建口袋公园6处")),),
        ),
    ),
    good=(
        rows(Row("免费开放天数", "≥300天"), goal="全年免费开放300天。"),
        rows(Row("体检居民人数", "≥2万人"), goal="组织体检居民20000人。"),
        rows(Row("水质达标率", "≥90%"), goal="水质达标率由92%提高。"),
        rows(Row("免费开放天数", "≥280天"), goal="全年开办培训班300期。"),  # 单位不同，是另一件事
    ),
    check=goal_against_row,
)

X102 = Rule(
    code="X102",
    title="说明里的数与指标值不一致",
    category="contradiction",
    severity=Severity.WARNING,
    sees="document",
    message="“{name}”的目标值是“{value}”，情况说明却写“{clause}”。",
    why="说明与绩效表一并公开，同一个指标有两个数，读者不知道以哪个为准。",
    fix="核对后把说明与表改成同一个数。",
    basis=_AGREE,
    bad=(
        document(
            Set("农村公路日常养护", (_BRIDGE,)),
            text=("2026年计划养护公路428公里，绩效目标随预算公开。",),
            says="“养护公路里程”的目标值是“=408公里”，情况说明却写“2026年计划养护公路428公里”。",
        ),
    ),
    good=(
        document(Set("农村公路日常养护", (_BRIDGE,)), text=("2026年计划养护公路408公里。",)),
        document(Set("农村公路日常养护", (_BRIDGE,)), text=("2025年养护公路396公里，绩效目标全部完成。",)),
    ),
    check=text_against_row,
)

X103 = Rule(
    code="X103",
    title="预算执行率与结转结余率不能同时成立",
    category="contradiction",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”写作“{value}”，最多结余{most}，“{other}”却写作“{limit}”。",
    why="执行了多少，剩下的就是结余，两个界限加起来不应超过100%。",
    fix="两个指标按同一个口径改写，或者只留一个。",
    basis=_AGREE,
    bad=(
        rows(
            Row("预算执行率", "≥95%"),
            Row("年末结转率", "≤14%"),
            project=None,
            says="“预算执行率”写作“≥95%”，最多结余5%，“年末结转率”却写作“≤14%”。",
            then="把“年末结转率”改为“≤5%”，或者放宽预算执行率。",
        ),
    ),
    good=(rows(Row("预算执行率", "≥95%"), Row("结转结余率", "≤5%"), project=None),),
    check=carried_over,
)

X104 = Rule(
    code="X104",
    title="说明里的项目个数与表不一致",
    category="contradiction",
    severity=Severity.WARNING,
    sees="document",
    message="说明写有{said}个项目编制绩效目标，表中列了{count}个。",
    why="说明与表不一致，说明有项目漏报绩效目标，或者说明没有更新。",
    fix="核对项目个数，补报漏掉的项目或者改正说明。",
    basis=_AGREE,
    bad=(
        document(
            Set("农村公路日常养护", (_BRIDGE,), amount="12"),
            text=("2026年纳入绩效目标管理的项目共5个，涉及金额12万元。",),
            says="说明写有5个项目编制绩效目标，表中列了1个。",
        ),
    ),
    good=(
        document(
            Set("农村公路日常养护", (_BRIDGE,), amount="12"),
            text=("2026年纳入绩效目标管理的项目共1个。2025年对5个项目开展绩效评价。",),
        ),
    ),
    check=project_count,
)

X105 = Rule(
    code="X105",
    title="同一对象的满意度、知晓率前后不同",
    category="contradiction",
    severity=Severity.INFO,
    sees="document",
    message="“{name2}”一类指标问的是同样的人，目标值却有{values}，请核对是否有意区别。",
    why="同一个部门的同一群服务对象，各处要求不一，年终调查时无法使用同一份结果。",
    fix="统一目标值；问的是不同服务的，在名称中写明。",
    basis=_AGREE,
    bad=(
        document(
            Set("秸秆利用", (Row("项目区农户满意度", "≥90%", level2="满意度指标"),)),
            Set("农田建设", (Row("项目区农户的满意度", "≥85%", level2="满意度指标"),)),
            says="“项目区农户满意度”一类指标问的是同样的人，目标值却有85%、90%，请核对是否有意区别。",
        ),
    ),
    good=(
        document(
            Set("秸秆利用", (Row("项目区农户满意度", "≥90%", level2="满意度指标"),)),
            Set("农机购置", (Row("农机手满意度", "≥85%", level2="满意度指标"),)),
        ),
    ),
    check=same_population,
)

X106 = Rule(
    code="X106",
    title="完成时间不在预算年度",
    category="contradiction",
    severity=Severity.WARNING,
    sees="row",
    message="“{name}”写作“{value}”，不在{year}年预算年度之内。",
    why="年度绩效目标应在预算年度内完成；时间落在以前年度，多半是照搬上年的表没有改。",
    fix="改为预算年度内的时间；跨年项目写本年应到的进度。",
    basis=_AGREE,
    shapes=frozenset({DATE}),
    bad=(
        row(
            "年度总结报送时间",
            "2025年12月20日前",
            level2="时效指标",
            says="“年度总结报送时间”写作“2025年12月20日前”，不在2026年预算年度之内。",
            then="改为2026年内的时间。",
        ),
        row("工程竣工时间", "2027年6月底前", level2="时效指标"),
    ),
    good=(
        row("工程竣工时间", "2026年10月31日", level2="时效指标"),
        row("工程竣工时间", "10月底前", level2="时效指标"),
    ),
    check=outside_year,
)

X107 = Rule(
    code="X107",
    title="及时率与时限互相矛盾",
    category="contradiction",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”要求“{value}”，同一件事的“{other}”却写作“{limit}”，越慢越达标。",
    why="一处要求全部及时，一处把时限写成下限，两个指标不能同时考核。",
    fix="时限改为“≤”；及时率和时限留一个即可。",
    basis=_AGREE,
    bad=(
        rows(
            Row("保险费支付及时率", "=100%", level2="质量指标"),
            Row("保险费支付时限", "≥30个工作日", level2="时效指标"),
            says="“保险费支付及时率”要求“=100%”，同一件事的“保险费支付时限”却写作“≥30个工作日”，越慢越达标。",
        ),
    ),
    good=(
        rows(
            Row("保险费支付及时率", "=100%", level2="质量指标"),
            Row("保险费支付时限", "≤30个工作日", level2="时效指标"),
        ),
    ),
    check=prompt_but_slow,
)

X108 = Rule(
    code="X108",
    title="次数与频率互相矛盾",
    category="contradiction",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”写作“{value}”，“{other}”却写“{often}”，一年至少{least}次。",
    why="同一个项目里同一件事，一处按次数、一处按频率，算出来的工作量不同。",
    fix="统一成一个指标，写全年次数。",
    basis=_AGREE,
    bad=(
        rows(
            Row("两定机构监管检查次数", "≥2次"),
            Row("两定机构日常监管", "每季度开展"),
            says="“两定机构监管检查次数”写作“≥2次”，“两定机构日常监管”却写“每季度开展”，一年至少4次。",
        ),
    ),
    good=(rows(Row("两定机构监管检查次数", "≥4次"), Row("两定机构日常监管", "每季度开展")),),
    check=often_or_seldom,
)

X109 = Rule(
    code="X109",
    title="同名指标两个目标值",
    category="contradiction",
    severity=Severity.ERROR,
    sees="set",
    message="同一个项目里“{name}”一处写作“{value}”，一处写作“{other}”。",
    why="同一个指标有两个目标值，不知道按哪个考核。",
    fix="留一个；说的是两件事的，在名称中区别开。",
    basis=_AGREE,
    bad=(
        rows(
            Row("培训农户人数", "≥300人"),
            Row("培训农户人数", "≥500人"),
            says="同一个项目里“培训农户人数”一处写作“≥300人”，一处写作“≥500人”。",
        ),
    ),
    good=(
        rows(Row("培训农户人数", "≥300人"), Row("培训农户人数", "≥300人")),
        rows(Row("培训农户人数", "≥300人"), Row("培训农户人数", "≥6场")),
    ),
    check=one_name_two_values,
)

X110 = Rule(
    code="X110",
    title="同一个数一处是人、一处是人次",
    category="contradiction",
    severity=Severity.WARNING,
    sees="document",
    message="“{name}”写作“{value}”，项目“{whose}”的“{other}”却写作“{second}”，同一个数两种单位。",
    why="人和人次相差很大，同一个数不可能既是人数又是人次。",
    fix="核对统计口径，改成同一种单位。",
    basis=_AGREE,
    bad=(
        document(
            Set("城乡医疗救助", (Row("医疗救助对象", "≥11491人次"),)),
            Set("医疗救助补助资金", (Row("医疗救助对象规模", "≥11491人"),)),
            says="“医疗救助对象”写作“≥11491人次”，项目“医疗救助补助资金”的“医疗救助对象规模”却写作“≥11491人”，同一个数两种单位。",
        ),
    ),
    good=(
        document(
            Set("城乡医疗救助", (Row("医疗救助对象", "≥2000人次"),)),
            Set("困难群众慰问", (Row("慰问救助对象", "≥2000人"),)),  # 整数相同可能是巧合
        ),
    ),
    check=persons_or_times,
)

X111 = Rule(
    code="X111",
    title="说明里的指标类别与表不一致",
    category="contradiction",
    severity=Severity.WARNING,
    sees="document",
    message="说明写效益指标分有{missing}，整体绩效表只有{have}。",
    why="说明介绍的指标体系应当就是表里的指标体系。",
    fix="补充所缺类别的指标，或者按表中实际情况改写说明。",
    basis=_AGREE,
    bad=(
        document(
            Set(None, (Row("带动就业人数", "≥300人", level2="社会效益指标"),)),
            text=("整体绩效目标中，效益指标分经济效益指标和社会效益指标。",),
            says="说明写效益指标分有经济效益，整体绩效表只有社会效益。",
        ),
    ),
    good=(
        document(
            Set(None, (Row("带动就业人数", "≥300人", level2="社会效益指标"),)),
            text=("整体绩效目标中，效益指标分社会效益指标一类。",),
        ),
    ),
    check=text_against_classes,
)

X112 = Rule(
    code="X112",
    title="目标与指标一处是上限、一处是下限",
    category="contradiction",
    severity=Severity.ERROR,
    sees="set",
    message="“{name}”的目标值是“{value}”，目标文字却写“{clause}”，一处是上限、一处是下限。",
    why="数虽然相同，方向相反：一处要求不超过，一处要求不低于，不知道怎样才算完成。",
    fix="核对这件事是越多越好还是越少越好，改成同一个方向。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        rows(
            Row("平均候诊时间", "≥30分钟", level2="时效指标"),
            goal="平均候诊时间控制在30分钟以内，做好便民服务。",
            says="“平均候诊时间”的目标值是“≥30分钟”，目标文字却写“平均候诊时间控制在30分钟以内”，一处是上限、一处是下限。",
        ),
        rows(Row("新增绿地面积", "≤3万平方米"), goal="新增绿地面积不少于3万平方米。"),
    ),
    good=(
        rows(Row("平均候诊时间", "≤30分钟", level2="时效指标"), goal="平均候诊时间控制在30分钟以内。"),
        rows(Row("新增绿地面积", "≤3万平方米"), goal="新增绿地面积3万平方米。"),  # 没有说是上限还是下限
        rows(Row("设备正常运行时间", "≥30分钟"), goal="平均候诊时间控制在30分钟以内。"),  # 另一件事
        rows(Row("平均候诊时间", "≥30分钟"), goal="候诊时间不少于10分钟、不超过30分钟的占比，平均候诊10至30分钟以内。"),
    ),
    check=bound_against_row,
)

X113 = Rule(
    code="X113",
    title="整体绩效表与项目的同名指标目标值不同",
    category="contradiction",
    severity=Severity.WARNING,
    sees="document",
    message="“{name}”在整体绩效表写作“{value}”，在项目“{whose}”写作“{other}”，请核对。",
    why="整体绩效表的指标由各项目支撑；同一个指标两个数，部门的目标就可能低于自己的一个项目，或者没有来处。",
    fix="核对口径后改成同一个数；范围不同的，在名称中写明。",
    basis=_AGREE,
    bad=(
        document(
            Set(None, (Row("新建口袋公园数", "≥3处"),)),
            Set("口袋公园建设", (Row("新建口袋公园数", "≥5处"),)),
            says="“新建口袋公园数”在整体绩效表写作“≥3处”，在项目“口袋公园建设”写作“≥5处”，请核对。",
        ),
        document(
            Set(None, (Row("新建口袋公园数", "≥8处"),)),
            Set("口袋公园建设", (Row("新建口袋公园数", "≥5处"),)),
        ),
    ),
    good=(
        document(
            Set(None, (Row("新建口袋公园数", "≥8处"),)),
            Set("口袋公园建设", (Row("新建口袋公园数", "≥5处"),)),
            Set("老城口袋公园", (Row("新建口袋公园数", "≥3处"),)),
        ),
        document(
            Set(None, (Row("新建口袋公园数", "≥8处"), Row("游客满意度", "≥85%", level2="满意度指标"))),
            Set("口袋公园建设", (Row("新建口袋公园数", "≥80亩"), Row("游客满意度", "≥90%", level2="满意度指标"))),
        ),
    ),
    check=table_against_project,
)

X114 = Rule(
    code="X114",
    title="目标或任务里的频率与次数对不上",
    category="contradiction",
    severity=Severity.ERROR,
    sees="set",
    message="目标或任务写“{often}”，一年至少{least}，“{name}”却写作“{value}”。",
    why="目标写了多久做一次，指标的次数就应当是一年做的次数；写少了，做一部分也算完成。",
    fix="把次数改为全年的次数，或者按实际情况改写目标、任务。",
    basis=_AGREE,
    bad=(
        rows(
            Row("防火巡查次数", "≥1次"),
            project="森林防火",
            goal="每月组织2次林区防火巡查，消除火险。",
            says="目标或任务写“每月组织2次”，一年至少24次，“防火巡查次数”却写作“≥1次”。",
        ),
        Tabled(
            (Set(None, (Row("应急演练场次", "≥1场"),)),),
            grids=((("任务名称", "主要内容"), ("应急管理", "每半年组织一场应急演练"), ("值班值守", "每天值班")),),
        ),
    ),
    good=(
        rows(Row("防火巡查次数", "≥24次"), goal="每月组织2次林区防火巡查。"),
        rows(Row("防火宣讲次数", "≥1次"), goal="每月组织2次林区巡护。"),
        rows(Row("防火巡查次数", "≤6次"), goal="防火巡查每月补助10元，于每月10日前发放1次。"),
    ),
    check=seldom_than_told,
)

X115 = Rule(
    code="X115",
    title="目标与指标里同一单位的数不同",
    category="contradiction",
    severity=Severity.INFO,
    sees="set",
    message="目标文字写“{clause}”，以“{unit}”计的指标只有“{name}”，目标值是“{value}”，请核对是不是同一件事。",
    why="目标和指标里各只有一个数用这个单位，多半说的是同一件事，数却不同。",
    fix="是同一件事的，改成同一个数；是两件事的，给目标里的数补一项指标。",
    basis=_AGREE,
    bad=(
        rows(
            Row("组织文艺演出场次", "≥60场"),
            goal="全年组织送戏进村等活动80场。",
            says="目标文字写“全年组织送戏进村等活动80场”，以“场”计的指标只有“组织文艺演出场次”，目标值是“≥60场”，请核对是不是同一件事。",
        ),
    ),
    good=(
        rows(Row("组织文艺演出场次", "≥80场"), goal="全年组织送戏进村等活动80场。"),
        rows(Row("文艺演出场次", "≥60场"), goal="全年开办讲座80场。"),  # 没有相同的字
        rows(Row("组织文艺演出场次", "≥60场"), Row("组织讲座场次", "≥9场"), goal="组织送戏进村80场。"),
        rows(Row("组织文艺演出场次", "≥60场"), goal="每村组织送戏进村2场。"),
        rows(Row("组织文艺演出场次", "≥60场"), goal="组织文艺演出80场。"),  # 由 X101 报出
    ),
    check=lone_unit,
)

RULES: tuple[Rule, ...] = (
    X101, X102, X103, X104, X105, X106, X107, X108, X109, X110, X111, X112, X113, X114, X115,
)  # fmt: skip
