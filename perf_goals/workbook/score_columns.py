"""The columns of 评分, by which formulas name its cells, and its means over units and departments."""

from decimal import Decimal

from openpyxl.utils import get_column_letter

from ..config import SEVERITIES
from ..scoring import PARTS, UNJUDGED
from . import standard
from .plan import FIRST_SCORE, SCORES, Plan
from .style import COUNT, MONEY, SHARE, SHORT, Column, Look, letters

POINTS = Look(across="center", shown="0.00")
GROUP = "审核要点得分（下一行是满分）"
COUNTS = "问题数"
FULL = Look(across="center", shown="0.##")


def columns(plan: Plan) -> list[Column]:
    """The columns; of a single document or department what would say the same in every line is hidden."""
    alone = len(plan.review.extractions) < 2
    one = alone and plan.alone
    return [
        Column("序号", COUNT),
        Column("范围", SHORT, 9),
        Column("部门", widest=20, hidden=one),
        Column("项目", widest=26),
        Column("金额（万元）", MONEY, 8, tight=True),
        Column("指标数", COUNT, 6, tight=True),
        Column("可量化占比", SHARE, 8),
        *(Column(name, COUNT, 6, COUNTS) for name in SEVERITIES.values()),
        *(Column(item.name, POINTS, 7.5, GROUP, tight=True) for item in plan.book.items),
        Column("已评满分", FULL, 6, tight=True),
        Column("总分", POINTS, 8),
        Column("等级", SHORT, 6),
        Column("名次", COUNT),
        Column("说明", widest=22),
        Column("文件", widest=24, hidden=alone),
        Column("位置", widest=14),
    ]


_PART, FIRST_ITEM = "B", 11


def item_column(item: int) -> str:
    return get_column_letter(FIRST_ITEM + item)


def amount_column(plan: Plan) -> str:
    return letters(columns(plan))["金额（万元）"]


def cell(plan: Plan, score: int, head: str) -> str:
    """A cell of one line, for other sheets."""
    return f"{SCORES}!${letters(columns(plan))[head]}${FIRST_SCORE + score}"


def full(plan: Plan, item: int) -> str:
    """The cell that says what an item is out of."""
    return f"{SCORES}!${item_column(item)}$3"


def cents(text: str) -> str:
    """A formula rounded to two decimals as ``scoring.rounded`` does, whatever a binary fraction makes of a half cent."""
    return f"ROUND(ROUND({text},9),2)"


def mean(plan: Plan, item: int, first: int, last: int) -> str:
    """The mean of an item over the rows of 评分, each alike or as its amount is."""
    column, money = item_column(item), amount_column(plan)
    area = f"评分!{column}{FIRST_SCORE + first}:{column}{FIRST_SCORE + last}"
    weights = f"评分!{money}{FIRST_SCORE + first}:{money}{FIRST_SCORE + last}"
    alike = f'IFERROR({cents(f"AVERAGE({area})")},"{UNJUDGED}")'
    whole = f"SUMPRODUCT(ISNUMBER({area})*1,{weights})"
    by_amount = f"IF({whole}>0,{cents(f'SUMPRODUCT({area},{weights})/{whole}')},{alike})"
    return f'IF({standard.cells(plan.book).by}="{standard.WAYS["amount"]}",{by_amount},{alike})'


def over_departments(plan: Plan, item: int, last: int) -> str:
    """The mean of an item over the departments down to a row."""
    area, part = (f"{SCORES}!${column}${FIRST_SCORE}:${column}${last}" for column in (item_column(item), _PART))
    rounded = cents(f'AVERAGEIFS({area},{part},"{PARTS["department"]}")')
    return f'IFERROR({rounded},"{UNJUDGED}")'


def known(got: Decimal | None) -> Decimal | str:
    """Points, or 未评."""
    return UNJUDGED if got is None else got
