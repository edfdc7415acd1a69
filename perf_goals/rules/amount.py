"""金额勾稽：amounts that do not tie up."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..model import Severity
from .base import M101, PRACTICE, Context, Hit, Limit, Rule, Source, hit
from .contradiction import narrative
from .dimensions import listed, pending, said_twice
from .example import Row, Set, document, rows
from .views import HIGHER, NUMBER, DocumentView, RowView, SetView, TextAt

_WAN = Decimal(10000)
_EACH = re.compile(r"每|单[^位]|人均|户均|亩均|均|标准|定额|/|单价")


def _costs(view: SetView) -> list[RowView]:
    """Rows that give a sum of money as cost, not a price for each."""
    return [
        row
        for row in view.rows
        if row.kind == "成本" and row.shape == NUMBER and row.dimension == "money" and not _EACH.search(row.name)
    ]


def whole_budget(view: SetView, use: Context) -> Iterator[Hit]:
    cost = [row for row in view.rows if row.kind == "成本"]
    if len(cost) != 1 or not view.amount or view.purposes & {"工资", "社保", "债务"}:
        return
    for row in _costs(view):
        if row.base is not None and abs(row.base / _WAN - view.amount) * 200 <= view.amount:
            yield hit(row, amount=f"{view.amount.normalize():f}")


def over_budget(view: SetView, use: Context) -> Iterator[Hit]:
    if not view.amount:
        return
    for row in _costs(view):
        if row.base is None or row.nature in HIGHER or re.search("总投资|概算|总概|工资|投资", row.name):
            continue
        if row.base / _WAN > view.amount * Decimal("1.01"):
            yield hit(row, amount=f"{view.amount.normalize():f}", confidence=0.9)


def price_times_number(view: SetView, use: Context) -> Iterator[Hit]:
    if not view.amount:
        return
    for price in view.rows:
        if price.kind != "成本" or price.dimension != "money/" or not price.unit or price.base is None:
            continue
        each = price.unit.split("/", 1)[1]
        counted = [row for row in view.rows if row.kind == "产出" and row.unit in (each, "万" + each) and row.value]
        if len(counted) != 1 or counted[0].value is None:
            continue
        many = counted[0].value * (_WAN if (counted[0].unit or "") != each else 1)
        money = price.base * many / _WAN
        if money > view.amount * use.limits["over"] / 100:
            yield hit(
                price,
                counted[0],
                other=counted[0].name,
                count=counted[0].printed,
                money=f"{money.quantize(Decimal('0.01')).normalize():f}",
                amount=f"{view.amount.normalize():f}",
                confidence=0.85,
            )


def listed_twice(view: DocumentView, use: Context) -> Iterator[Hit]:
    twice = [one for one in view.projects if not one.rows and said_twice(one)]
    if twice:
        money = sum((one.amount for one in twice if one.amount is not None), start=Decimal(0))
        yield hit(view, *twice, names=listed(one.name or "" for one in twice), money=f"{money:f}")


def told_sum(view: DocumentView, use: Context) -> Iterator[Hit]:
    own = [one for one in view.projects if not (not one.rows and said_twice(one))]
    if not own or any(one.amount is None for one in own):
        return
    kinds = (own, [one for one in own if not pending(one)], [one for one in own if one.rows], list(view.projects))
    sums = {sum((one.amount for one in kind if one.amount is not None), start=Decimal(0)) for kind in kinds}
    for text, place in narrative(view):
        for sentence in re.split(r"[。;；]", re.sub(r"(?<=\d)[,，](?=\d{3})", "", text)):
            if not re.search(r"绩效目标", sentence) or not re.search(r"\d个项目|项目(?:共|有)*\d", sentence):
                continue
            if re.search(r"评价|上年|去年|其中|重点项目", sentence):
                continue
            found = re.search(r"(?:涉及|金额|合计|资金)[^\d]{0,8}(\d+(?:\.\d+)?)(亿|万)?元", sentence)
            if found is None:
                continue
            times = {"亿": Decimal(10000), "万": Decimal(1), None: 1 / _WAN}[found.group(2)]
            said = Decimal(found.group(1)) * times
            if not any(abs(said - one) <= Decimal("0.06") for one in sums):
                first = sum((one.amount for one in own if one.amount is not None), start=Decimal(0))
                yield hit(TextAt(view, place), said=f"{said:f}", sum=f"{first:f}", confidence=0.85)
                return


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
    ),
    good=(
        rows(
            Row("单台购置成本", "≤5万元/台", level2="经济成本指标"),
            Row("购置设备数量", "=8台"),
            project="设备购置",
            amount="40",
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

RULES: tuple[Rule, ...] = (A101, A102, A103, A104, A105)
