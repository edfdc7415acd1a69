"""同类比较：a target beside last year's, and beside what other offices promise for the same indicator.

What others promise comes from the documents of the run, and from a library where the run has one (``BatchView.peers``).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..model import Nature, Severity
from ..similarity.clusters import office
from .base import M88, PRACTICE, Context, Hit, Limit, Rule, Source, hit
from .copying import years_apart
from .example import Example, Row, Set, batch, document
from .views import HIGHER, LOWER, NUMBER, BatchView, RowView, SetView

FLOOR, CEILING = "≥", "≤"
_PERIODS = frozenset({"period", "moment"})


# Beside last year's ---------------------------------------------------------------------------------------------------


def _office(view: SetView) -> str:
    return office(view.department or view.document.department, view.document.file)


def _side(row: RowView) -> str | None:
    """Which way a figure binds; None where more is neither better nor worse."""
    if row.shape != NUMBER or row.value is None or row.unit is None:
        return None
    better = row.metric.better
    if row.nature in HIGHER or (row.nature is Nature.EQ and better == "higher"):
        return None if better == "lower" else FLOOR
    if row.nature in LOWER and (row.percent or row.metric.kind in _PERIODS):
        return None if better == "higher" else CEILING
    return None


def lower_than_before(view: BatchView, use: Context) -> Iterator[Hit]:
    for now, before, year in years_apart(view):
        for row in now.rows:
            side = _side(row)
            same = before.by_key.get(row.key, [])
            if side is None or len(same) != 1 or len(now.by_key[row.key]) != 1:
                continue
            (was,) = same
            if _side(was) != side or was.unit != row.unit or was.value is None or row.value is None or was.value <= 0:
                continue
            change = (row.value - was.value) / was.value * 100
            if (change if side == CEILING else -change) < use.limits["change"]:
                continue
            yield hit(
                row,
                severity=_weight(row, now, before),
                source=row.value_place,
                year=year,
                was=was.printed,
                how="降到" if side == FLOOR else "放宽到",
                tail=_money(now, before),
                confidence=0.85,
            )


def _weight(row: RowView, now: SetView, before: SetView) -> Severity | None:
    """A rate may not fall; a number may where the money does, or where nobody knows the money."""
    if row.percent or row.metric.kind in _PERIODS:
        return None
    if not now.amount or not before.amount:
        return Severity.INFO
    return Severity.INFO if now.amount < before.amount * Decimal("0.95") else None


def _money(now: SetView, before: SetView) -> str:
    if not now.amount or not before.amount:
        return ""
    was, amount = (f"{one.normalize():f}" for one in (before.amount, now.amount))
    return f"（预算由{was}万元变为{amount}万元）" if was != amount else f"（预算仍为{amount}万元）"


# Beside others --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spread:
    """What offices promise for one indicator, in order: nothing is counted through again for each of them."""

    offices: Mapping[str, Decimal]
    ordered: tuple[Decimal, ...]

    @classmethod
    def of(cls, offices: Mapping[str, Decimal]) -> "_Spread":
        return cls(offices, tuple(sorted(offices.values())))

    def beside(self, office: str) -> "_Others":
        own = self.offices.get(office)
        return _Others(self.ordered, None if own is None else bisect_left(self.ordered, own))


class _Others:
    """The same without one of them; own: its place, None where it is not among them.

    >>> others = _Others(tuple(map(Decimal, (85, 90, 95, 95, 98, 100))), 0)
    >>> len(others), others.above(Decimal(95)), [int(one) for one in others.quartiles()]
    (5, 2, [95, 95, 98])
    """

    def __init__(self, ordered: tuple[Decimal, ...], own: int | None) -> None:
        self.ordered = ordered
        self.own = own

    def __len__(self) -> int:
        return len(self.ordered) - (self.own is not None)

    def above(self, figure: Decimal) -> int:
        """How many promise more."""
        return len(self.ordered) - bisect_right(self.ordered, figure) - self._own_is(lambda own: own > figure)

    def below(self, figure: Decimal) -> int:
        """How many promise less."""
        return bisect_left(self.ordered, figure) - self._own_is(lambda own: own < figure)

    def _own_is(self, so: Callable[[Decimal], bool]) -> bool:
        return self.own is not None and so(self.ordered[self.own])

    def quartiles(self) -> tuple[Decimal, Decimal, Decimal]:
        """The figures below which a quarter, half and three quarters of them lie; each is one of the figures."""
        last = len(self) - 1
        first, middle, third = ((last * part + 1) // 4 for part in (1, 2, 3))
        return self._at(first), self._at(middle), self._at(third)

    def _at(self, place: int) -> Decimal:
        return self.ordered[place if self.own is None or place < self.own else place + 1]


def _rows(view: BatchView) -> Iterator[RowView]:
    return (row for volume in view.documents for row in volume.rows)


def _promised(view: BatchView) -> Mapping[tuple[str, str, str], _Spread]:
    """What each office promises: of the documents of the run its last year's, the middle one of several."""

    def derive(_: BatchView) -> Mapping[tuple[str, str, str], _Spread]:
        found: dict[tuple[str, str, str], dict[str, Decimal]] = {spot: dict(some) for spot, some in view.peers.items()}
        years: dict[tuple[tuple[str, str, str], str], tuple[int, list[Decimal]]] = {}
        for row in _rows(view):
            side = _side(row)
            if side is None or row.value is None:
                continue
            spot = ((row.key, _unit(row), side), _office(row.owner))
            year = row.document.year or 0
            before = years.get(spot)
            if before is None or before[0] < year:
                years[spot] = (year, [row.value])
            elif before[0] == year:
                before[1].append(row.value)
        for (spot_of, who), (_year, values) in years.items():
            found.setdefault(spot_of, {})[who] = sorted(values)[(len(values) - 1) // 2]
        return {spot_of: _Spread.of(offices) for spot_of, offices in found.items()}

    return view.once("peers.promised", derive)


def _unit(row: RowView) -> str:
    return row.target.canonical or row.unit or ""


def _others(row: RowView, promised: Mapping[tuple[str, str, str], _Spread]) -> tuple[str, _Others] | None:
    side = _side(row)
    found = None if side is None else promised.get((row.key, _unit(row), side))
    return None if side is None or found is None else (side, found.beside(_office(row.owner)))


def below_peers(view: BatchView, use: Context) -> Iterator[Hit]:
    """A rate or time limit that nearly all others set stricter."""
    promised = _promised(view)
    for row in _rows(view):
        if row.value is None or not (row.percent or row.metric.kind in _PERIODS):
            continue
        found = _others(row, promised)
        if found is None or len(found[1]) < use.limits["offices"]:
            continue
        side, others = found
        share = (others.above(row.value) if side == FLOOR else others.below(row.value)) * 100 // len(others)
        first, middle, third = others.quartiles()
        beyond = row.value < first if side == FLOOR else row.value > third
        if share < use.limits["share"] or not beyond:
            continue
        yield hit(
            row,
            source=row.value_place,
            suggestion=f"说明定得比同类单位{'低' if side == FLOOR else '宽'}的理由，没有理由的改为{side}{_said(middle, row)}。",
            how="低" if side == FLOOR else "宽",
            count=len(others),
            share="全部" if share == 100 else f"中{share}%",
            stricter="高" if side == FLOOR else "严",
            low=_said(first, row),
            high=_said(third, row),
            middle=_said(middle, row),
            confidence=0.8,
        )


def _said(figure: Decimal, row: RowView) -> str:
    return f"{figure.normalize():f}{row.unit}"


def unlike_peers(view: BatchView, use: Context) -> Iterator[Hit]:
    """A number of another order than all others': perhaps a wrong unit."""
    promised = _promised(view)
    for row in _rows(view):
        if not row.value or row.percent or row.metric.kind in _PERIODS:
            continue
        found = _others(row, promised)
        if found is None or len(found[1]) < use.limits["offices"]:
            continue
        first, middle, third = found[1].quartiles()
        times = use.limits["times"]
        if first <= 0 or first / times <= row.value <= third * times:
            continue
        yield hit(
            row,
            source=row.value_place,
            count=len(found[1]),
            how="小于" if row.value < first else "大于",
            low=_said(first, row),
            high=_said(third, row),
            middle=_said(middle, row),
            confidence=0.7,
        )


_BASIS = (Source(M88, "第二十五条"), Source(PRACTICE))


def _offices(name: str, figures: str, unit: str, says: str = "", then: str = "") -> Example:
    """An office each for these figures."""
    level2 = "质量指标" if unit == "%" else "数量指标"
    volumes = [
        document(
            Set("文化惠民", (Row(name, f"≥{figure}{unit}", level2=level2),)), department=f"{place}区文化馆", region=None
        )
        for place, figure in zip("甲乙丙丁戊己庚辛壬癸子", figures.split(), strict=False)
    ]
    return batch(*volumes, hits=1, says=says, then=then)


_HIGH = "95 96 98 100 95 98 97 95 99 100"
_SHOWS = "40 52 60 45 38 70 66 58 49 61"

B101 = Rule(
    code="B101",
    title="指标值低于以前年度",
    category="trivial",
    severity=Severity.WARNING,
    sees="batch",
    message="“{project}”的“{name}”由{year}年的{was}{how}{value}{tail}。",
    why="同一个项目的指标值一般应当保持或提高；降低了又不说明原因，等于降低要求，也看不出以前年度的指标值是怎样定出来的。",
    fix="恢复到以前年度的水平；任务或条件确有变化的，说明指标值降低的原因。",
    basis=_BASIS,
    limits={"change": Limit(5, "降低多少算低于以前年度（%）", 1, 90)},
    bad=(
        batch(
            document(Set("公益演出", (Row("观众满意度", "≥85%", level2="服务对象满意度指标"),), amount="30")),
            document(
                Set("公益演出", (Row("观众满意度", "≥95%", level2="服务对象满意度指标"),), amount="30"), year=2025
            ),
            says="“公益演出”的“观众满意度”由2025年的≥95%降到≥85%（预算仍为30万元）。",
        ),
        batch(
            document(Set("2026年公益演出", (Row("演出场次", "≥40场次"),), amount="36")),
            document(Set("2025年公益演出", (Row("演出场次", "≥60场次"),), amount="30"), year=2025),
            says="“2026年公益演出”的“演出场次”由2025年的≥60场次降到≥40场次（预算由30万元变为36万元）。",
        ),
    ),
    good=(
        batch(
            document(Set("公益演出", (Row("演出场次", "≥60场次"), Row("观众满意度", "≥95%")))),
            document(Set("公益演出", (Row("演出场次", "≥58场次"), Row("观众满意度", "≥95%"))), year=2025),
        ),
        batch(  # 投诉率降低是提高要求
            document(Set("公益演出", (Row("投诉率", "≤1%", level2="质量指标"),))),
            document(Set("公益演出", (Row("投诉率", "≤3%", level2="质量指标"),)), year=2025),
        ),
        batch(  # 别的单位
            document(Set("公益演出", (Row("演出场次", "≥40场次"),))),
            document(Set("公益演出", (Row("演出场次", "≥60场次"),)), year=2025, department="雁岭区文化馆", region=None),
        ),
    ),
    check=lower_than_before,
)

B102 = Rule(
    code="B102",
    title="指标值明显低于同类单位",
    category="trivial",
    severity=Severity.WARNING,
    sees="batch",
    message="“{name}”的指标值{value}比同类单位{how}：{count}个单位{share}定得更{stricter}，中间一半在{low}到{high}之间，中位数{middle}。",
    why="别的单位绝大多数都能做到的水平，只有本单位定得低，说明指标值没有参照同类水平，完成它不说明工作做得好。",
    fix="参照同类单位的水平重新测算指标值；有特殊情况的，说明理由。",
    basis=_BASIS,
    limits={
        "offices": Limit(10, "至少有几个单位有同名同计量单位的指标才比", 5, 100_000),
        "share": Limit(90, "多少单位定得更严算明显（%）", 60, 100),
    },
    bad=(
        _offices(
            "演出完成率",
            f"85 {_HIGH}",
            "%",
            says="“演出完成率”的指标值≥85%比同类单位低：10个单位全部定得更高，中间一半在95%到99%之间，中位数97%。",
            then="说明定得比同类单位低的理由，没有理由的改为≥97%。",
        ),
    ),
    good=(
        _offices("演出完成率", f"95 {_HIGH}", "%"),
        _offices("演出完成率", "85 96 98 100 95 98", "%"),
        _offices("演出完成率", "85 85 85 96 98 100 95 98 97 95 99", "%"),
    ),
    check=below_peers,
)

B103 = Rule(
    code="B103",
    title="指标值与同类单位不是一个数量级",
    category="unit",
    severity=Severity.INFO,
    sees="batch",
    message="“{name}”的指标值{value}远{how}同类单位：{count}个单位的中间一半在{low}到{high}之间，中位数{middle}。",
    why="同名同计量单位的指标，别的单位都在一个范围里，只有本单位相差几十倍，多半是计量单位或小数点写错，或者说的不是一回事。",
    fix="核对数量和计量单位；确实不同的，在指标名称里写清楚范围。",
    basis=(Source(PRACTICE),),
    limits={
        "offices": Limit(10, "至少有几个单位有同名同计量单位的指标才比", 5, 100_000),
        "times": Limit(30, "超出中间一半多少倍算不是一个数量级", 3, 10_000),
    },
    bad=(
        _offices(
            "公益演出场次",
            f"6000 {_SHOWS}",
            "场次",
            says="“公益演出场次”的指标值≥6000场次远大于同类单位：10个单位的中间一半在45场次到61场次之间，中位数52场次。",
        ),
    ),
    good=(_offices("公益演出场次", f"400 {_SHOWS}", "场次"),),
    check=unlike_peers,
)

RULES: tuple[Rule, ...] = (B101, B102, B103)
