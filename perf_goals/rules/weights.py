"""权重：weights that are missing, out of range, or do not add up."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from ..model import Severity
from .base import M101, PRACTICE, SYSTEM, Context, Hit, Limit, Rule, Source, hit
from .example import Row, Set, document, rows
from .views import DocumentView, SetView

_USUAL = (Decimal(90), Decimal(100), Decimal(80), Decimal(1))
_NEAR = Decimal("0.1")


@lru_cache(maxsize=256)  # asked for each set and again for its document
def total(view: SetView) -> Decimal | None:
    """The sum of the weights, None where a row has none."""
    if len(view.rows) < 2:
        return None
    whole = Decimal(0)
    for row in view.rows:
        weight = row.indicator.weight
        if weight is None:
            return None
        whole += weight
    return whole


def _regime(view: DocumentView) -> Decimal | None:
    """The sum that this document's weights should have: the most frequent of the usual ones."""
    sums = [one for view_ in view.sets if (one := total(view_)) is not None]
    near = Counter(usual for one in sums for usual in _USUAL if abs(one - usual) <= _NEAR)
    return near.most_common(1)[0][0] if near else None


def wrong_sum(view: SetView, use: Context) -> Iterator[Hit]:
    mine = total(view)
    if mine is None or mine == 0:
        return
    regime = view.document.once("weights.regime", _regime)
    if regime is None:
        yield hit(view, sum=f"{mine.normalize():f}", right="90（另有预算执行率10）或100", confidence=0.9)
    elif abs(mine - regime) > _NEAR:
        extra = "，另有预算执行率10" if regime == 90 else ""
        yield hit(view, sum=f"{mine.normalize():f}", right=f"{regime:f}{extra}")


def some_missing(view: SetView, use: Context) -> Iterator[Hit]:
    without = [row for row in view.rows if row.indicator.weight is None]
    if not without or len(without) * 2 >= len(view.rows):
        return
    names = "".join(f"“{row.name}”" for row in without[:4])
    rest = sum((row.weight for row in view.rows if row.weight is not None), start=Decimal(0))
    whole = view.document.once("weights.regime", _regime) or _USUAL[0]
    if rest >= whole - _NEAR:
        yield hit(*without, names=names, confidence=0.85)
        return
    advice = f"补上权重；其余各条合计{rest.normalize():f}，补上以后应为{whole:f}。"
    yield hit(*without, view, names=names, suggestion=advice, confidence=0.85)  # the sum is short as well


def out_of_range(view: SetView, use: Context) -> Iterator[Hit]:
    for row in view.rows:
        weight = row.indicator.weight
        if weight is not None and (weight <= 0 or weight > 100):
            yield hit(row, weight=f"{weight.normalize():f}")


def satisfaction_heavy(view: SetView, use: Context) -> Iterator[Hit]:
    if "满意度" not in view.kinds:
        return
    mine = [row for row in view.rows if row.kind == "满意度" and row.weight is not None]
    if not mine:
        return
    whole = sum((row.weight for row in mine if row.weight is not None), start=Decimal(0))
    if whole > use.limits["most"]:
        # where the sum is wrong anyway, the weights are to be set anew: Q101 says so
        light = Severity.INFO if any(wrong_sum(view, use)) else None
        yield hit(*mine, sum=f"{whole.normalize():f}", most=use.limits["most"], severity=light)


def single_heavy(view: SetView, use: Context) -> Iterator[Hit]:
    if len(view.rows) < 4:
        return
    for row in view.rows:
        weight = row.indicator.weight
        if weight is not None and weight > use.limits["most"]:
            yield hit(row, weight=f"{weight.normalize():f}", most=use.limits["most"])


def all_alike(view: DocumentView, use: Context) -> Iterator[Hit]:
    alike = [
        one
        for one in view.sets
        if len(one.rows) >= 4 and total(one) is not None and len({row.weight for row in one.rows}) == 1
    ]
    if len(alike) >= 2:
        spots = [row for one in alike for row in one.rows]
        yield hit(*spots, count=len(alike))


_A = Row("养护里程", "≥408公里", weight="40")
_B = Row("养护合格率", "≥95%", level2="质量指标", weight="30")
_C = Row("受益人口", "≥6万人", level2="社会效益指标", weight="20")
_D = Row("群众满意度", "≥90%", level2="服务对象满意度指标", weight="10")
_E = Row("群众满意度", "≥90%", level2="服务对象满意度指标", weight="15")
_EQUAL = tuple(Row(name, "≥1次", weight="22.5") for name in ("甲", "乙", "丙", "丁"))

Q101 = Rule(
    code="Q101",
    title="权重合计不对",
    category="weights",
    severity=Severity.ERROR,
    sees="set",
    message="“{name}”的指标权重合计{sum}，应为{right}。",
    why="权重合计不足或者超出，算出来的得分不能用，录入系统时也通不过。",
    fix="按指标的重要程度调整权重，使合计等于规定的数；少了指标行的，先补齐。",
    basis=(Source(SYSTEM, "权重合计"), Source(M101, "总体要求")),
    bad=(
        rows(_A, _B, _C, _E, project="公路养护", says="“公路养护”的指标权重合计105，应为90（另有预算执行率10）或100。"),
        document(Set("一", _EQUAL), Set("二", _EQUAL), Set("三", (_A, _B, _C, _D))),
        document(Set("一", (_A, _B, _C, _D)), Set("二", (_A, _B, _C, _D)), Set("三", _EQUAL)),
    ),
    good=(rows(_A, _B, _C, _D), rows(*_EQUAL), rows(Row("甲", "≥1次"), Row("乙", "≥1次")), rows(_A)),
    check=wrong_sum,
)
Q102 = Rule(
    code="Q102",
    title="部分指标没有权重",
    category="weights",
    severity=Severity.WARNING,
    sees="set",
    message="同一张表的其他指标都有权重，{names}没有。",
    why="没有权重的指标完成与否都不影响得分。",
    fix="补上权重，并使合计等于规定的数。",
    basis=(Source(SYSTEM, "权重合计"),),
    bad=(
        rows(
            _A,
            _B,
            Row("丙", "≥1次"),
            says="同一张表的其他指标都有权重，“丙”没有。",
            then="补上权重；其余各条合计70，补上以后应为90。",
        ),
        rows(_A, _B, _C, Row("丙", "≥1次"), then="补上权重，并使合计等于规定的数。"),
    ),
    good=(rows(Row("甲", "≥1次"), Row("乙", "≥1次")), rows(_A, _B, _C, _D)),
    check=some_missing,
)
Q103 = Rule(
    code="Q103",
    title="权重为零、为负或超过100",
    category="weights",
    severity=Severity.ERROR,
    sees="set",
    message="“{name}”的权重是{weight}，不在0与100之间。",
    why="权重为零的指标等于没有，负数和超过100的无法计分。",
    fix="改为大于0、不超过100的数。",
    basis=(Source(SYSTEM, "权重合计"),),
    bad=(rows(Row("养护里程", "≥408公里", weight="0"), _B, says="“养护里程”的权重是0，不在0与100之间。"),),
    good=(rows(_A, _B, _C, _D),),
    check=out_of_range,
)
Q104 = Rule(
    code="Q104",
    title="满意度权重偏高",
    category="weights",
    severity=Severity.WARNING,
    sees="set",
    message="满意度指标权重合计{sum}，高于通行的{most}。",
    why="满意度容易得高分，权重一般为10；偏高会冲淡产出和效益。",
    fix="满意度权重调到10，余下的分给产出和效益；本地另有规定的从其规定。",
    basis=(Source(M101, "总体要求"),),
    limits={"most": Limit(10, "满意度权重合计超过这个数算偏高", 1, 100)},
    bad=(
        rows(_A, _B, _E, says="满意度指标权重合计15，高于通行的10。"),
        rows(Row("养护里程", "≥408公里", weight="75"), _E),
    ),
    good=(
        rows(_A, _B, _C, _D),
        rows(_A, _B, _C),
        rows(_A, _B, Row("群众满意度", "≥90%", level2="服务对象满意度指标")),
    ),
    check=satisfaction_heavy,
)
Q105 = Rule(
    code="Q105",
    title="单项权重过高",
    category="weights",
    severity=Severity.INFO,
    sees="set",
    message="“{name}”一项的权重是{weight}，超过{most}，请核对。",
    why="一项指标占的分过多，别的指标就起不了作用。",
    fix="按重要程度把权重分给几项关键指标。",
    basis=(Source(PRACTICE),),
    limits={"most": Limit(40, "单项权重超过这个数算过高", 1, 100)},
    bad=(
        rows(
            Row("养护里程", "≥408公里", weight="50"),
            Row("乙", "≥1次", weight="10"),
            _C,
            _D,
            says="“养护里程”一项的权重是50，超过40，请核对。",
        ),
    ),
    good=(rows(_A, _B, _C, _D), rows(Row("养护里程", "≥408公里", weight="80"), _D)),
    check=single_heavy,
)
Q106 = Rule(
    code="Q106",
    title="各项目权重一律平均",
    category="weights",
    severity=Severity.INFO,
    sees="document",
    message="有{count}个项目的指标权重一律平均分配，没有区分轻重。",
    why="权重应反映指标的重要程度，平均分配说明没有判断哪项最重要。",
    fix="给最能体现目标实现程度的指标更高的权重。",
    basis=(Source(PRACTICE),),
    bad=(document(Set("一", _EQUAL), Set("二", _EQUAL), says="有2个项目的指标权重一律平均分配，没有区分轻重。"),),
    good=(document(Set("一", _EQUAL), Set("二", (_A, _B, _C, _D))),),
    check=all_alike,
)

RULES: tuple[Rule, ...] = (Q101, Q102, Q103, Q104, Q105, Q106)
