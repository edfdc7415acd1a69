"""金额勾稽：amounts that do not tie up."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ..lexicon import Heading
from ..model import Grid, Place, Severity
from ..text import key
from .base import M101, PRACTICE, Context, Hit, Limit, Rule, Source, hit, short
from .contradiction import narrative
from .dimensions import Tabled, listed, pending, said_twice
from .example import Row, Set, document, rows
from .views import HIGHER, NUMBER, DocumentView, RowView, SetView, TextAt

_WAN = Decimal(10000)
_SET_COSTS = frozenset({"工资", "社保", "债务"})
_SLIGHTLY_MORE = Decimal("1.01")
_WHOLE = re.compile("总投资|概算|总概|工资|投资")
_SENTENCE = re.compile("[。;；]")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3})")
_PROJECTS = re.compile(r"\d个项目|项目(?:共|有)*\d")
_OF_OTHERS = re.compile("评价|上年|去年|其中|重点项目")
_SUM = re.compile(r"(?:涉及|金额|合计|资金)[^\d]{0,8}(\d+(?:\.\d+)?)(亿|万)?元")
_TIMES = {"亿": Decimal(10000), "万": Decimal(1), None: 1 / _WAN}
_EACH = re.compile(r"每|单[^位]|人均|户均|亩均|均|标准|定额|/|单价")
_MONTHS = re.compile(r"^(.+?)[·•.．/*×]?(?:每)?(月|年)$")
_PERSON = frozenset({"人", "名", "位"})
_COUNTED = re.compile(r"(?<![\d.\-])(\d+(?:\.\d+)?)\s*(万)?([^\d\s万%,，。;；、:：()（）]{1,3})")
_YEAR_LONG = Decimal(12)
_SCHOOL_YEAR = Decimal(10)


def money(amount: Decimal) -> str:
    """An amount as a person writes it.

    >>> money(Decimal("473.200000")), money(Decimal("15")), money(Decimal("4318.055"))
    ('473.2', '15', '4318.06')
    """
    return f"{amount.quantize(Decimal('0.01')).normalize():f}"


def _costs(view: SetView) -> list[RowView]:
    """Rows that give a sum of money as cost, not a price for each."""
    return [
        row
        for row in view.rows
        if row.kind == "成本" and row.shape == NUMBER and row.dimension == "money" and not _EACH.search(row.name)
    ]


def whole_budget(view: SetView, use: Context) -> Iterator[Hit]:
    if "成本" not in view.kinds or not view.amount or len([row for row in view.rows if row.kind == "成本"]) != 1:
        return
    for row in _costs(view):
        alike = row.base is not None and abs(row.base / _WAN - view.amount) * 200 <= view.amount
        if alike and not view.purposes & _SET_COSTS:
            yield hit(row, amount=f"{view.amount.normalize():f}")


def over_budget(view: SetView, use: Context) -> Iterator[Hit]:
    if "成本" not in view.kinds or not view.amount:
        return
    for row in _costs(view):
        if row.base is None or row.nature in HIGHER or _WHOLE.search(row.name):
            continue
        if row.base / _WAN > view.amount * _SLIGHTLY_MORE:
            yield hit(row, view, amount=f"{view.amount.normalize():f}", confidence=0.9)


def price_times_number(view: SetView, use: Context) -> Iterator[Hit]:
    if "成本" not in view.kinds or not view.amount:
        return
    for price in view.rows:
        if price.kind != "成本" or price.dimension != "money/" or not price.unit or price.base is None:
            continue
        each, times = _each(price.unit.split("/", 1)[-1])
        found = _counted(view, each)
        if found is None:
            continue
        many, other, count, row = found
        # A monthly standard is not always paid for twelve months: what ten months cost has to be too much already.
        least = price.base * many * (_SCHOOL_YEAR if times == _YEAR_LONG else times) / _WAN
        if least > view.amount * use.limits["over"] / 100:
            spots = (price, row, view) if row is not None else (price, view)
            yield hit(
                *spots,
                other=other,
                count=count + ("乘12个月" if times == _YEAR_LONG else ""),
                money=money(price.base * many * times / _WAN),
                amount=money(view.amount),
                confidence=0.85,
            )


@lru_cache(maxsize=1 << 10)
def _each(unit: str) -> tuple[str, Decimal]:
    """What a price is for, and how often it is paid a year: 人·月 is 人, 12 times."""
    found = _MONTHS.match(unit)
    if found is None:
        return unit, Decimal(1)
    return found.group(1), _YEAR_LONG if found.group(2) == "月" else Decimal(1)


def _counted(view: SetView, each: str) -> tuple[Decimal, str, str, RowView | None] | None:
    """How many there are of what a price is for: the only output of that unit, else the only figure of the goal.

    The number, what gives it, the figure as printed, and the row.
    """
    alike = _PERSON if each in _PERSON else frozenset({each})
    units = {unit: Decimal(1) for unit in alike} | {"万" + unit: _WAN for unit in alike}
    counted = [row for row in view.rows if row.kind == "产出" and row.unit in units and row.value]
    if len(counted) == 1 and counted[0].value is not None and counted[0].unit is not None:
        row = counted[0]
        return counted[0].value * units[counted[0].unit], row.name, row.printed, row
    if counted or view.goal is None:
        return None
    said = {
        (Decimal(one.group(1)) * (_WAN if one.group(2) else 1), one.group())
        for one in _COUNTED.finditer(_THOUSANDS.sub("", view.goal.text))
        if any(one.group(3).startswith(unit) for unit in alike)
        and not one.group(3).startswith(("人次", "人均", "名称", "位于"))
        and "每" not in view.goal.text[max(one.start() - 2, 0) : one.start()]
    }
    if len(said) != 1:
        return None
    number, text = said.pop()
    return number, "总体目标", text, None


def listed_twice(view: DocumentView, use: Context) -> Iterator[Hit]:
    twice = [one for one in view.projects if not one.rows and said_twice(one)]
    if twice:
        total = sum((one.amount for one in twice if one.amount is not None), start=Decimal(0))
        yield hit(view, *twice, names=listed(one.name or "" for one in twice), money=f"{total:f}")


def told_sum(view: DocumentView, use: Context) -> Iterator[Hit]:
    own = [one for one in view.projects if one.rows or not said_twice(one)]
    if not own or any(one.amount is None for one in own) or not (told := list(_told_sums(view))):
        return
    kinds = (own, [one for one in own if not pending(one)], [one for one in own if one.rows], view.projects)
    sums = [sum((one.amount for one in kind if one.amount is not None), start=Decimal(0)) for kind in kinds]
    for said, place in told:
        if not any(abs(said - one) <= Decimal("0.06") for one in sums):
            yield hit(TextAt(view, place), said=f"{said:f}", sum=money(sums[0]), confidence=0.85)
            return


def _told_sums(view: DocumentView) -> Iterator[tuple[Decimal, Place]]:
    """What the running text says that the goals of the projects come to, in 万元."""
    for text, place in narrative(view):
        if "绩效目标" not in text:
            continue
        for sentence in _SENTENCE.split(_THOUSANDS.sub("", text)):
            if "绩效目标" not in sentence or not _PROJECTS.search(sentence) or _OF_OTHERS.search(sentence):
                continue
            if found := _SUM.search(sentence):
                yield Decimal(found.group(1)) * _TIMES[found.group(2)], place


# Printed tables -----------------------------------------------------------------------------------------------------


_NUMBER = re.compile(r"\s*(-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*(?:万元|元)?\s*")
_WITH_LABEL = re.compile(r"(\D{4,30}?)[:：]?\s*(\d[\d,]*(?:\.\d+)?)\s*(?:万元|元)?\s*")
_OF_MONEY = re.compile("额|预算|资金|合计|总计|支出|拨款|经费")
_AROUND = re.compile(r"^\(?[\d一二三四五六]{1,2}[)、.]|^其中:|[(:]?(?:单位:)?(?:万元|元)\)?$|:$")
_MARKED = re.compile(r"元|[)、.:]")
_LONG = 24
_BY_USE = re.compile("基本支出|项目支出|人员|公用|运转|特定")
_OFFICE = re.compile(
    r"(?:[局委部院所站校厅处队镇乡馆园署团]|委员会|中心|办公室|街道|政府|法院|机关|本级|大队|支队|学校)\)?$"
)
_MOST_PARTS = 8
_HEADED = 12  # a list of projects has its heading among the first rows


@dataclass(frozen=True, slots=True)
class _Line:
    """A project in a printed list: the key of its name, its amount and what that is made of, as printed."""

    name: str
    total: Decimal
    parts: tuple[Decimal, ...]
    row: int


@dataclass(frozen=True, slots=True)
class _Ledger:
    """A printed list of projects with their amounts. totals: what its 合计 rows say."""

    number: int
    grid: Grid
    column: int
    lines: tuple[_Line, ...]
    totals: tuple[tuple[Decimal, Place], ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """A printed total and what stands below or behind it as its parts, once by source and once by use."""

    number: int
    place: Place
    totals: tuple[Decimal, ...]
    parts: tuple[Decimal, ...]
    what: str


def number_of(cell: str) -> Decimal | None:
    """The amount that is all a cell holds.

    >>> number_of(" 1,296.00 "), number_of("24.40万元"), number_of("≤5"), number_of("合计")
    (Decimal('1296.00'), Decimal('24.40'), None, None)
    """
    found = _NUMBER.fullmatch(cell) if cell else None
    return Decimal(found.group(1).replace(",", "").replace("，", "")) if found else None


def ties(total: Decimal, parts: Sequence[Decimal], rounded: Decimal | None = None) -> bool:
    """Whether a total is the sum of some of its parts: "其中" may name parts of parts. rounded: what rounding may make.

    >>> ties(Decimal("864.00"), [Decimal("804.00"), Decimal("50.00")])
    False
    >>> ties(Decimal("300"), [Decimal("250"), Decimal("200"), Decimal("50"), Decimal("50")])
    True
    """
    if len(parts) > _MOST_PARTS:
        return True
    slack = _slack([total, *parts]) if rounded is None else rounded
    sums = {Decimal(0)}
    for part in parts:
        sums |= {one + part for one in sums}
    return any(abs(one - total) <= slack for one in sums)


def _slack(amounts: Iterable[Decimal]) -> Decimal:
    """What rounding may make of a sum: half of the last place of each amount."""
    return sum((Decimal(1).scaleb(one.adjusted() - len(one.as_tuple().digits) + 1) for one in amounts), Decimal(0)) / 2


def _heading(view: DocumentView, label: str) -> Heading | None:
    """What a label means: as it stands, else without its number, "其中" and unit."""
    if not label or len(label) > _LONG:
        return None
    heads = view.lexicon.headings
    name = key(label)
    found = heads.get(name)
    return heads.get(_AROUND.sub("", name)) if found is None and _MARKED.search(name) else found


def _ledgers(view: DocumentView) -> list[_Ledger]:
    found: list[_Ledger] = []
    names = _project_keys(view)
    if not names:
        return found
    for number, grid in enumerate(view.extraction.document.grids(), 1):
        ledger = _ledger(view, number, grid, names)
        if ledger is not None:
            found.append(ledger)
    return found


def _project_keys(view: DocumentView) -> list[str]:
    return sorted({one.key for one in view.projects if one.key})


def _ledger(view: DocumentView, number: int, grid: Grid, names: list[str]) -> _Ledger | None:
    name_at = column = -1
    parts_at: list[int] = []
    lines: list[_Line] = []
    totals: list[tuple[Decimal, Place]] = []
    for index, cells in enumerate(grid.cells):
        if index > _HEADED and column < 0:
            break
        if name_at >= 0 and column >= 0 and (total := number_of(cells[column])) is not None:
            label = key("".join(cells[: name_at + 1]))
            if label in ("合计", "总计", "项目支出合计"):
                totals.append((total, grid.place(index, column)))
            elif name := key(cells[name_at]):
                parts = [part for at in parts_at if (part := number_of(cells[at]))]
                lines.append(_Line(name, total, tuple(parts), index))
        elif not lines and not totals and _OF_MONEY.search(text := "".join(cells)) and (name_at >= 0 or "项目" in text):
            roles = [found.role if (found := _heading(view, cell)) else "" for cell in cells]
            if "project" in roles:
                name_at = roles.index("project")
                column = -1
                parts_at = []
            if name_at < 0:
                continue
            for at, role in enumerate(roles[name_at + 1 :], name_at + 1):
                if role == "amount" and column < 0:
                    column = at
                elif role in ("amount", "amount_part") and at > column >= 0:
                    parts_at.append(at)
    return _Ledger(number, grid, column, tuple(lines), tuple(totals)) if len(lines) > 1 else None


def _of_projects(view: DocumentView, ledger: _Ledger) -> list[_Line]:
    names = frozenset(view.once("amount.names", _project_keys))
    return [line for line in ledger.lines if line.name in names]


def ledgers(view: DocumentView) -> list[_Ledger]:
    return view.once("amount.ledgers", _ledgers)


def total_of_table(view: DocumentView, use: Context) -> Iterator[Hit]:
    for ledger in ledgers(view):
        if len({total for total, _ in ledger.totals}) != 1:
            continue
        total, place = ledger.totals[0]
        lines = _of_projects(view, ledger)
        others = [line for line in ledger.lines if line not in lines and not _OFFICE.search(line.name)]
        if len(lines) < 2 or any(line.total < 0 for line in lines):
            continue
        own = sum((line.total for line in lines), start=Decimal(0))
        slack = _slack([total, *(line.total for line in lines)])
        if ties(total - own, [line.total for line in others], slack):
            continue
        here = {line.name for line in lines}
        elsewhere = [one for one in view.projects if one.amount and one.key not in here]
        if elsewhere:  # the list goes on on another page
            whole = sum((one.amount for one in view.projects if one.amount), start=Decimal(0))
            if abs(whole - total) <= slack or abs(whole * _WAN - total) <= slack or others:
                continue
        if len(others) > len(lines):  # not what was read as projects
            continue
        yield hit(TextAt(view, place), said=f"{total:f}", sum=f"{own:f}", count=len(lines), confidence=0.9)


def two_tables(view: DocumentView, use: Context) -> Iterator[Hit]:
    """A project whose amount differs between two lists that agree about the others."""
    named = view.once("amount.named", _amounts)
    if len(named) < 2:
        return
    done: set[str] = set()
    base = max(named, key=len)
    for other in named:
        if other is base:
            continue
        both = [name for name in other if name in base and len(base[name]) == len(other[name]) == 1]
        scale = _scale([base[name][0] for name in both], [other[name][0] for name in both])
        wrong = [name for name in both if _differ(base[name][0], other[name][0], scale)]
        if not wrong or len(both) - len(wrong) < 2 * len(wrong) or len(both) - len(wrong) < 2:
            continue
        for name in wrong:
            first, second = base[name][0], other[name][0]
            alike = [one for one in view.projects if one.key == name]
            if name in done or second.total * scale in first.parts or first.total in second.parts or not alike:
                continue
            done.add(name)
            yield hit(
                alike[0],
                view,
                first=f"{first.total:f}",
                second=f"{second.total * scale:f}",
                confidence=0.9,
            )


def _amounts(view: DocumentView) -> list[Mapping[str, list[_Line]]]:
    """What each list of projects, and the forms of the projects taken together, say of each project."""
    found: list[Mapping[str, list[_Line]]] = []
    for ledger in ledgers(view):
        named: dict[str, list[_Line]] = {}
        for line in _of_projects(view, ledger):
            named.setdefault(line.name, []).append(line)
        found.append(named)
    if found:
        forms: dict[str, list[_Line]] = {}
        for one in view.projects:
            for amount in {goal.amount for goal in one.goals if goal.amount is not None}:
                forms.setdefault(one.key, []).append(_Line(one.key, amount, (), 0))
        found.append(forms)
    return found


def _scale(first: Sequence[_Line], second: Sequence[_Line]) -> Decimal:
    """What the second amounts are multiplied with: one list may be in 元, the other in 万元."""
    for scale in (Decimal(1), _WAN, 1 / _WAN):
        if sum(not _differ(one, other, scale) for one, other in zip(first, second, strict=True)) * 2 > len(first):
            return scale
    return Decimal(1)


def _differ(first: _Line, second: _Line, scale: Decimal) -> bool:
    return abs(first.total - second.total * scale) > max(Decimal("0.051"), abs(first.total) / 10000)


def parts_of_total(view: DocumentView, use: Context) -> Iterator[Hit]:
    names = {one.key: one for one in reversed(view.projects)}
    for ledger in ledgers(view):
        for line in ledger.lines:
            if len(line.parts) > 1 and not ties(line.total, line.parts) and line.name in names:
                yield _unbalanced(
                    names[line.name], ledger.grid.place(line.row, ledger.column), line.total, line.parts, "各项资金来源"
                )
    for block in view.once("amount.blocks", _blocks):
        if not any(ties(total, block.parts) for total in block.totals):
            yield _unbalanced(_whose(view, block), block.place, block.totals[0], block.parts, block.what)


def _unbalanced(owner: SetView, place: Place, total: Decimal, parts: Sequence[Decimal], what: str) -> Hit:
    return hit(
        owner,
        total=f"{total:f}",
        what=what,
        parts="＋".join(f"{part:f}" for part in parts),
        sum=f"{sum(parts, start=Decimal(0)):f}",
        source=place,
        confidence=0.9,
    )


def _blocks(view: DocumentView) -> list[_Block]:
    """Totals with their parts, in the forms and the tables that hold indicators."""
    tables = {row.place.table for row in view.rows}
    found: list[_Block] = []
    for number, grid in enumerate(view.extraction.document.grids(), 1):
        if number in tables:
            found += _blocks_of(view, number, grid)
    return found


def _blocks_of(view: DocumentView, number: int, grid: Grid) -> Iterator[_Block]:
    place: Place | None = None
    totals: list[Decimal] = []
    parts: dict[str, list[Decimal]] = {}
    for index, cells in enumerate(grid.cells):
        said = list(_said(view, cells)) if _OF_MONEY.search("".join(cells)) else []
        if place is not None and not said and (more := [one for cell in cells if (one := number_of(cell))]):
            parts = {what: [*amounts, *more] for what, amounts in parts.items()}  # a source of another name
        elif place is not None and (not said or any(role == "amount" for role, _, _ in said)):
            yield from _closed(number, place, totals, parts)
            place, totals, parts = None, [], {}
        for role, label, amounts in said:
            if role == "amount":
                if amounts and place is None:
                    place, totals = grid.place(index, 0), amounts
            elif place is not None:
                parts.setdefault("基本支出和项目支出" if _BY_USE.search(label) else "各项资金来源", []).extend(amounts)
    if place is not None:
        yield from _closed(number, place, totals, parts)


def _closed(
    number: int, place: Place, totals: Sequence[Decimal], parts: Mapping[str, Sequence[Decimal]]
) -> Iterator[_Block]:
    for what, amounts in parts.items():
        given = tuple(one for one in amounts if one)
        if len(amounts) > 1 and given:
            yield _Block(number, place, tuple(totals), given, what)


def _said(view: DocumentView, cells: Sequence[str]) -> Iterator[tuple[str, str, list[Decimal]]]:
    """The labels of a row that are of money, each with the amounts behind it."""
    role, label, amounts = "", "", []
    for cell in cells:
        if not cell:
            continue
        amount = number_of(cell)
        if amount is not None:
            amounts.append(amount)
            continue
        inside = _WITH_LABEL.fullmatch(cell)
        name = key(inside.group(1) if inside else cell)
        found = _heading(view, name)
        if role:
            yield role, label, amounts
        role = found.role if found is not None and found.role in ("amount", "amount_part") else ""
        if found is not None and found.name == "合计":
            role = ""
        label, amounts = name, []
        if inside:
            amounts = [Decimal(inside.group(2).replace(",", ""))]
    if role:
        yield role, label, amounts


def _whose(view: DocumentView, block: _Block) -> SetView:
    """The project or table that a form is about: the nearest of those whose rows stand in the same grid."""
    at = _line(block.place)
    rows = [row for row in view.rows if row.place.table == block.number]
    return min(rows, key=lambda row: abs(_line(row.place) - at)).owner


def _line(place: Place) -> int:
    return place.row or place.line or 0


# Running text -------------------------------------------------------------------------------------------------------


_BASIC = re.compile(
    r"基本支出(?:预算|安排|合计|总额|数|共|为|[:：])*(\d+(?:\.\d+)?)(亿|万)?元(?P<between>[^。]{0,80}?)"
    r"项目支出(?:预算|安排|合计|总额|数|共|为|[:：])*(\d+(?:\.\d+)?)(亿|万)?元"
)
_ANY_SUM = re.compile(r"(\d+(?:\.\d+)?)(亿|万)?元")
_SPENT = re.compile(r"(?:支出|预算|总计|合计|总额|收支)[^\d。;；,，]{0,6}$")
_BEFORE = 160


def basic_and_projects(view: DocumentView, use: Context) -> Iterator[Hit]:
    for text, place in narrative(view):
        if "基本支出" not in text or "项目支出" not in text:
            continue
        plain = _THOUSANDS.sub("", text)
        for found in _BASIC.finditer(plain):
            basic = _wan(found.group(1), found.group(2))
            projects = _wan(found.group(4), found.group(5))
            before = list(_ANY_SUM.finditer(plain, max(found.start() - _BEFORE, 0), found.start()))
            whole = [_in_wan(one) for one in before]
            after = [_in_wan(one) for one in _ANY_SUM.finditer(plain, found.end(), found.end() + 120)]
            said = [one for one in before if _SPENT.search(plain[max(one.start() - 20, 0) : one.start()])]
            others = [_in_wan(one) for one in _ANY_SUM.finditer(found.group("between"))]
            others += after
            if not said or any(
                ties(one - basic - projects, others, _slack([one, basic, projects, *others])) for one in whole
            ):
                continue
            yield hit(
                TextAt(view, place),
                said=money(_in_wan(said[-1])),
                basic=money(basic),
                projects=money(projects),
                sum=money(basic + projects),
                confidence=0.9,
            )
            return


def _in_wan(found: "re.Match[str]") -> Decimal:
    return _wan(found.group(1), found.group(2))


def _wan(figure: str, unit: str | None) -> Decimal:
    """An amount in 万元 that remembers its last place, which says how far it was rounded."""
    return Decimal(figure).scaleb({"亿": 4, "万": 0}.get(unit or "", -4))


_GOAL_CLAUSE = re.compile("[,，;；。、\n]")
_GOAL_SUM = re.compile(
    r"(?:资金|经费|金额|预算|支出|投入|投资|安排|使用)(?:总额|总量|总计|共计|合计|额度|数额|共|总|为|约|额|数|[:：])*"
    r"(\d+(?:\.\d+)?)(亿|万)?元"
)
_ALL_YEAR = re.compile("全年|年度|年内|本年|今年|当年|预算|总额|共|合计|本项目")


def goal_against_budget(view: SetView, use: Context) -> Iterator[Hit]:
    if view.goal is None or not view.amount or "元" not in view.goal.text:
        return
    text = _THOUSANDS.sub("", view.goal.text)
    if len(_ANY_SUM.findall(text)) != 1:  # several sums are parts of something
        return
    for clause in _GOAL_CLAUSE.split(text):
        found = _GOAL_SUM.search(clause)
        if found is None or use.words["other_money"].find(clause):
            continue
        said = _in_wan(found)
        amounts = {goal.amount for goal in view.goals if goal.amount is not None}
        if any(abs(said - one) <= max(Decimal("0.06"), one / 200) for one in amounts):
            continue
        if said > view.amount or _ALL_YEAR.search(clause):
            yield hit(
                view.goal,
                view,
                clause=short(clause.strip(), 30),
                amount=money(view.amount),
                suggestion=f"核对后改成同一个数：{money(said)}万元或{money(view.amount)}万元。",
                confidence=0.9,
            )


_PLAN = (Source(PRACTICE),)
A101 = Rule(
    code="A101",
    title="成本指标就是项目预算总额",
    category="amount",
    severity=Severity.WARNING,
    sees="project",
    message="唯一的成本指标“{name}”写作“{value}”，就是项目预算{amount}万元，没有细化。",
    why="成本指标照抄预算总额，约束不了单价和分项花费。",
    fix="改写单位成本或分项成本控制数，例如每场、每台、每平方米多少元。",
    basis=(Source(M101, "成本指标"),),
    bad=(
        rows(
            Row("免费开放运行成本", "≤46万元", level2="经济成本指标"),
            Row("开放天数", "≥300天"),
            project="文化馆免费开放",
            amount="46.00",
            says="唯一的成本指标“免费开放运行成本”写作“≤46万元”，就是项目预算46万元，没有细化。",
        ),
    ),
    good=(
        rows(Row("单次开放成本", "≤460元/次", level2="经济成本指标"), project="免费开放", amount="46"),
        rows(Row("编外人员工资", "12.06万元", level2="经济成本指标"), project="编外人员工资", amount="12.06"),
    ),
    check=whole_budget,
)
A102 = Rule(
    code="A102",
    title="成本指标超过预算",
    category="amount",
    severity=Severity.WARNING,
    sees="project",
    message="“{name}”写作“{value}”，超过项目预算{amount}万元，请核对金额和单位。",
    why="成本控制数高于预算，等于没有控制，也可能是元与万元写错。",
    fix="改到预算以内；多年项目的总投资在名称中写明。",
    basis=(Source(M101, "成本指标"),),
    bad=(
        rows(
            Row("设备购置成本", "≤120万元", level2="经济成本指标"),
            project="设备购置",
            amount="55",
            says="“设备购置成本”写作“≤120万元”，超过项目预算55万元，请核对金额和单位。",
        ),
    ),
    good=(rows(Row("项目总投资", "≤1860万元", level2="经济成本指标"), project="设备购置", amount="55"),),
    check=over_budget,
)
A103 = Rule(
    code="A103",
    title="单价乘数量超过预算",
    category="amount",
    severity=Severity.WARNING,
    sees="project",
    message="“{name}”写作“{value}”，乘以“{other}”的“{count}”是{money}万元，超过预算{amount}万元，请核对。",
    why="目标应与资金量相匹配：按这个标准和数量，预算不够。",
    fix="核对标准、数量和计量单位，改到与预算相符；另有配套资金的在说明中写明。",
    basis=_PLAN,
    limits={"over": Limit(110, "单价乘数量达到预算的百分之多少算超过（%）", 100, 1000)},
    bad=(
        rows(
            Row("单台购置成本", "≤5万元/台", level2="经济成本指标"),
            Row("购置设备数量", "=12台"),
            project="设备购置",
            amount="40",
            says="“单台购置成本”写作“≤5万元/台”，乘以“购置设备数量”的“=12台”是60万元，超过预算40万元，请核对。",
        ),
        rows(
            Row("岗位补贴标准", "=600元/人·月", level2="经济成本指标"),
            Row("补贴人数", "=100人"),
            project="岗位补贴",
            amount="36",
            says="“岗位补贴标准”写作“=600元/人·月”，乘以“补贴人数”的“=100人乘12个月”是72万元，超过预算36万元，请核对。",
        ),
        rows(
            Row("补贴标准", "=600元/人", level2="经济成本指标"),
            Row("发放准确率", "=100%", level2="质量指标"),
            project="岗位补贴",
            goal="补贴100名从业人员。",
            amount="4",
            says="“补贴标准”写作“=600元/人”，乘以“总体目标”的“100名从业”是6万元，超过预算4万元，请核对。",
        ),
    ),
    good=(
        rows(
            Row("单台购置成本", "≤5万元/台", level2="经济成本指标"),
            Row("购置设备数量", "=8台"),
            project="设备购置",
            amount="40",
        ),
        rows(  # 有的只发十个月
            Row("岗位补贴标准", "=600元/人·月", level2="经济成本指标"),
            Row("补贴人数", "=100人"),
            project="岗位补贴",
            amount="60",
        ),
        rows(
            Row("补贴标准", "=600元/人", level2="经济成本指标"),
            Row("发放准确率", "=100%", level2="质量指标"),
            project="岗位补贴",
            goal="补贴100名从业人员，服务群众3000人次。",
            amount="6",
        ),
        rows(  # 说不准是哪一个人数
            Row("补贴标准", "=600元/人", level2="经济成本指标"),
            project="岗位补贴",
            goal="补贴100名从业人员，带动900人就业。",
            amount="6",
        ),
    ),
    check=price_times_number,
)
A104 = Rule(
    code="A104",
    title="项目重复列示，合计会多算",
    category="amount",
    severity=Severity.WARNING,
    sees="document",
    message="项目{names}已经列过一次，又单独列出{money}万元，相加会重复计算。",
    why="同一笔资金列两次，各项目之和就与部门项目支出对不上。",
    fix="删去重复的一处，或者注明“已含在上列项目中”。",
    basis=_PLAN,
    bad=(
        document(
            Set("中央财政医疗救助补助资金（城乡部分）", (Row("救助人次", "≥90人次"),), amount="553"),
            Set("中央财政医疗救助补助资金（城乡", amount="553"),
            says="项目“中央财政医疗救助补助资金（城乡”已经列过一次，又单独列出553万元，相加会重复计算。",
        ),
    ),
    good=(document(Set("医疗救助", (Row("救助人次", "≥90人次"),), amount="553"), Set("驻村经费", amount="5")),),
    check=listed_twice,
)
A105 = Rule(
    code="A105",
    title="说明里的金额与项目合计不符",
    category="amount",
    severity=Severity.WARNING,
    sees="document",
    message="说明写绩效目标涉及金额{said}万元，各项目合计{sum}万元。",
    why="两处金额不同，说明有项目漏列，或者说明没有更新。",
    fix="核对后改成同一个数。",
    basis=_PLAN,
    bad=(
        document(
            Set("公路养护", (Row("养护里程", "≥408公里"),), amount="326.4"),
            text=("2026年公开1个项目的绩效目标，涉及金额415.00万元。",),
            says="说明写绩效目标涉及金额415.00万元，各项目合计326.4万元。",
        ),
    ),
    good=(
        document(
            Set("公路养护", (Row("养护里程", "≥408公里"),), amount="326.4"),
            text=("2026年公开1个项目的绩效目标，涉及金额326.40万元。",),
        ),
    ),
    check=told_sum,
)

_TWO = (
    Set("危桥加固改造", (Row("加固危桥数量", "=5座"),), amount="415.00"),
    Set("公路日常养护", (Row("养护里程", "≥408公里"),), amount="326.40"),
    Set("客运站运营补助", (Row("补助客运站", "=3个"),), amount="24.40"),
)
_HEAD = ("项目名称", "合计", "一般公共预算", "单位资金")


def _list(total: str, *amounts: str) -> tuple[tuple[str, ...], ...]:
    lines = [(one.name or "", amount, amount, "") for one, amount in zip(_TWO, amounts, strict=True)]
    return (_HEAD, ("合计", total, total, ""), *lines)


_FORM = Set("危桥加固改造", (Row("加固危桥数量", "=5座"),), amount="415.00")

A106 = Rule(
    code="A106",
    title="项目表的合计与各项目之和不符",
    category="amount",
    severity=Severity.ERROR,
    sees="document",
    message="项目表的合计写作{said}，表中{count}个项目相加是{sum}。",
    why="合计与明细对不上，说明漏了项目，或者有一个数写错。",
    fix="逐项核对金额，改正合计或者改正写错的一项。",
    basis=_PLAN,
    bad=(
        Tabled(
            _TWO,
            grids=(_list("785.80", "415.00", "326.40", "24.40"),),
            says="项目表的合计写作785.80，表中3个项目相加是765.80。",
        ),
    ),
    good=(
        Tabled(_TWO, grids=(_list("765.80", "415.00", "326.40", "24.40"),)),
        Tabled(  # 单位小计不是项目
            _TWO,
            grids=(
                (
                    _HEAD,
                    ("合计", "765.80", "", ""),
                    ("示例县公路局", "765.80", "", ""),
                    *_list("", "415.00", "326.40", "24.40")[2:],
                ),
            ),
        ),
        Tabled(_TWO, grids=(_list("765.80", "415.00", "326.40", "24.40")[:4],)),  # 下一页还有
    ),
    check=total_of_table,
)
A107 = Rule(
    code="A107",
    title="同一项目在两张表里金额不同",
    category="amount",
    severity=Severity.ERROR,
    sees="document",
    message="项目“{name}”的金额一处写作{first}，另一处写作{second}。",
    why="项目支出表与绩效表说的是同一笔预算，金额应当相同。",
    fix="核对后改成同一个数，并核对合计。",
    basis=_PLAN,
    bad=(
        Tabled(
            _TWO,
            grids=(_list("763.80", "415.00", "326.40", "22.40"),),
            says="项目“客运站运营补助”的金额一处写作22.40，另一处写作24.40。",
        ),
    ),
    good=(
        Tabled(_TWO, grids=(_list("765.80", "415.00", "326.40", "24.40"),)),
        Tabled(_TWO, grids=(_list("7658000.00", "4150000.00", "3264000.00", "244000.00"),)),  # 以元为单位
        Tabled(_TWO, grids=(_list("30.00", "10.00", "10.00", "10.00"),)),  # 是另一种口径
        Tabled(  # 其中一般公共预算
            _TWO,
            grids=(
                (
                    _HEAD,
                    ("危桥加固改造", "415.00", "415.00", ""),
                    ("公路日常养护", "326.40", "326.40", ""),
                    ("客运站运营补助", "30.00", "24.40", "5.60"),
                ),
            ),
        ),
    ),
    check=two_tables,
)
A108 = Rule(
    code="A108",
    title="基本支出加项目支出不等于支出总额",
    category="amount",
    severity=Severity.ERROR,
    sees="document",
    message="情况说明写支出总额{said}万元，基本支出{basic}万元加项目支出{projects}万元是{sum}万元。",
    why="支出总额由基本支出、项目支出等组成，加不起来就有一个数写错。",
    fix="与预算表核对，改正写错的数。",
    basis=_PLAN,
    bad=(
        document(
            Set("公路养护", (Row("养护里程", "≥408公里"),), amount="326.40"),
            text=("2026年支出预算984.10万元，其中：基本支出612.70万元，占65%；项目支出326.40万元，占35%。",),
            says="情况说明写支出总额984.1万元，基本支出612.7万元加项目支出326.4万元是939.1万元。",
        ),
    ),
    good=(
        document(
            Set("公路养护", (Row("养护里程", "≥408公里"),), amount="326.40"),
            text=(
                "2026年支出预算939.10万元，比上年增加12.00万元，其中：基本支出612.70万元，项目支出326.40万元。",
                "2026年支出合计950.10万元，其中：基本支出612.70万元，项目支出326.40万元，经营支出11.00万元。",
                "2026年支出总计939万元，其中：基本支出612.70万元，项目支出326.40万元。",
            ),
        ),
        document(
            Set("公路养护", (Row("养护里程", "≥408公里"),), amount="326.40"),
            text=("其中：基本支出612.70万元，项目支出326.40万元。基本支出保障机构运转，项目支出用于养护。",),
        ),
    ),
    check=basic_and_projects,
)
A109 = Rule(
    code="A109",
    title="资金构成相加不等于资金总额",
    category="amount",
    severity=Severity.ERROR,
    sees="document",
    message="“{name}”的资金总额写作{total}，{what}是{parts}，相加为{sum}。",
    why="资金总额等于各项来源之和，也等于基本支出与项目支出之和；对不上就有一个数写错。",
    fix="核对各项金额，改正写错的数。",
    basis=_PLAN,
    bad=(
        Tabled(
            (_FORM,),
            grids=(
                (
                    ("项目名称", "危桥加固改造", "", "", "", ""),
                    ("年度资金总额（万元）", "415.00", "其中：财政拨款", "365.00", "其他资金", "40.00"),
                ),
            ),
            says="“危桥加固改造”的资金总额写作415.00，各项资金来源是365.00＋40.00，相加为405.00。",
        ),
        Tabled(
            _TWO,
            grids=(
                (
                    _HEAD,
                    ("危桥加固改造", "415.00", "400.00", "5.00"),
                    ("公路日常养护", "326.40", "326.40", ""),
                    ("客运站运营补助", "24.40", "14.40", "10.00"),
                ),
            ),
        ),
        Tabled(
            (Set(None, (Row("养护里程", "≥408公里"),), amount="939.10"),),
            grids=(
                (
                    ("部门预算总额（万元）", "", "939.10"),
                    ("1、资金来源：", "（1）政府预算资金", "939.10"),
                    ("", "（2）单位资金", "0.00"),
                    ("2、资金结构：", "（1）基本支出", "612.70"),
                    ("", "（2）项目支出", "323.40"),
                ),
            ),
        ),
    ),
    good=(
        Tabled(
            (_FORM,),
            grids=(
                (
                    ("项目名称", "危桥加固改造", "", ""),
                    ("年度资金总额：415.00万元", "", "", ""),
                    ("其中：财政拨款", "375.00", "其他资金", "40.00"),
                    ("一级指标", "二级指标", "三级指标", "指标值"),
                ),
            ),
        ),
        Tabled(  # “其中”之中还有“其中”；实施期与年度两列
            (_FORM,),
            grids=(
                (
                    ("年度资金总额", "800.00", "415.00"),
                    ("其中：财政拨款", "700.00", "400.00"),
                    ("其中：中央补助", "500.00", "300.00"),
                    ("其他资金", "100.00", "15.00"),
                ),
            ),
        ),
        Tabled(
            (_FORM,),
            grids=((("年度资金总额", "415.00"), ("其中：财政拨款", ""), ("其他资金", ""), ("年度资金总额", "415.00")),),
        ),
    ),
    check=parts_of_total,
)
A110 = Rule(
    code="A110",
    title="目标文字里的金额与项目预算不同",
    category="amount",
    severity=Severity.ERROR,
    sees="project",
    message="项目预算{amount}万元，目标文字却写“{clause}”。",
    why="目标里写的资金就是这个项目的预算，两个数不同，至少有一个没有更新。",
    fix="核对后改成同一个数；金额不必写进目标，目标写做什么、做到什么程度。",
    basis=_PLAN,
    bad=(
        rows(
            Row("养护里程", "≥408公里"),
            project="公路日常养护",
            goal="全年投入资金326.40万元，养护公路408公里。",
            amount="316.40",
            says="项目预算316.4万元，目标文字却写“全年投入资金326.40万元”。",
            then="核对后改成同一个数：326.4万元或316.4万元。",
        ),
        rows(Row("保险费", "=1批"), project="车辆保险", goal="本年预算支出金额为3.2万元。", amount="3.6"),
    ),
    good=(
        rows(Row("养护里程", "≥408公里"), goal="全年投入资金326.4万元。", amount="326.40"),
        rows(Row("养护里程", "≥408公里"), goal="投入50万元用于灌缝。", amount="326.40"),  # 可能是其中一部分
        rows(Row("养护里程", "≥408公里"), goal="全年带动社会投资2000万元。", amount="326.40"),
        rows(Row("养护里程", "≥408公里"), goal="安排资金300万元养护，安排资金30万元绿化。", amount="326.40"),
        rows(Row("养护里程", "≥408公里"), goal="按每公里8000元标准养护。", amount="326.40"),
    ),
    check=goal_against_budget,
)

RULES: tuple[Rule, ...] = (A101, A102, A103, A104, A105, A106, A107, A108, A109, A110)
