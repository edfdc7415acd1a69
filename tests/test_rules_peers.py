"""B101–B103: what is counted of others and of last year, where the examples of the rules do not look."""

from decimal import Decimal

import pytest

from perf_goals import rules
from perf_goals.config import Config
from perf_goals.model import Finding, Severity
from perf_goals.review import judge_all
from perf_goals.rules.example import Example, Row, Set, batch, document
from perf_goals.rules.peers import _Spread

OFFICES = dict(zip("甲乙丙丁戊己", map(Decimal, (85, 90, 95, 95, 98, 100)), strict=True))


@pytest.mark.parametrize(
    ("who", "quartiles"),
    [
        *(("甲", (95, 95, 98)), ("乙", (95, 95, 98)), ("丙", (90, 95, 98)), ("丁", (90, 95, 98))),
        *(("戊", (90, 95, 95)), ("己", (90, 95, 95)), ("别人", (90, 95, 98))),
    ],
)
def test_others_are_counted_without_oneself(who: str, quartiles: tuple[int, int, int]) -> None:
    rest = sorted(figure for office, figure in OFFICES.items() if office != who)
    others = _Spread.of(OFFICES).beside(who)
    assert len(others) == len(rest)
    for figure in map(Decimal, range(84, 102)):
        assert others.above(figure) == sum(one > figure for one in rest)
        assert others.below(figure) == sum(one < figure for one in rest)
    assert tuple(map(int, others.quartiles())) == quartiles


def found(example: Example, code: str, **limits: int) -> list[Finding]:
    settings = Config(limits={code: {name: Decimal(limit) for name, limit in limits.items()}})
    return list(judge_all(example.extractions(), settings, rules=[rules.BY_CODE[code]]).findings)


def offices(name: str, figures: str, level2: str) -> list[Example]:
    return [
        document(Set("文化惠民", (Row(name, figure, level2=level2),)), department=f"{place}区文化馆", region=None)
        for place, figure in zip("甲乙丙丁戊己庚辛壬癸子", figures.split(), strict=True)
    ]


def test_a_time_limit_wider_than_all_others() -> None:
    days = "≤30个工作日 " + " ".join(f"≤{day}个工作日" for day in (5, 3, 5, 4, 5, 6, 5, 3, 5, 6))
    (one,) = found(batch(*offices("办结时限", days, "时效指标")), "B102")
    assert "的指标值≤30个工作日比同类单位宽：10个单位全部定得更严" in one.message


def test_whoever_is_among_the_middle_half_is_not_below_others() -> None:
    rates = "≥95% " + " ".join(f"≥{rate}%" for rate in (95, 96, 98, 100, 95, 98, 97, 95, 99, 100))
    assert found(batch(*offices("演出完成率", rates, "质量指标")), "B102", share=60) == []


def test_a_number_far_smaller_than_all_others() -> None:
    shows = " ".join(f"≥{count}场次" for count in (1, 40, 52, 60, 45, 38, 70, 66, 58, 49, 61))
    (one,) = found(batch(*offices("公益演出场次", shows, "数量指标")), "B103")
    assert "的指标值≥1场次远小于同类单位" in one.message


def test_of_each_office_the_middle_figure_of_the_last_year_counts() -> None:
    """A low one among several of an office is beside those of the others only."""
    rates = [f"≥{rate}%" for rate in (96, 96, 98, 100, 96, 98, 97, 96, 99, 100)]
    last = offices("演出完成率", " ".join(["≥98%", *rates]), "质量指标")

    def several(department: str, *promised: str) -> Example:
        sets = (Set(f"项目{at}", (Row("演出完成率", one, level2="质量指标"),)) for at, one in enumerate(promised))
        return document(*sets, department=department, region=None)

    own, other = several("甲区文化馆", "≥85%", "≥97%", "≥99%"), several("子区文化馆", "≥90%", "≥100%", "≥100%")
    before = [
        document(
            Set("文化惠民", (Row("演出完成率", "≥60%", level2="质量指标"),)), year=2025, department=f"{place}区文化馆",
            region=None,
        )
        for place in "乙丙丁戊己庚辛壬癸子"
    ]  # fmt: skip
    messages = [one.message for one in found(batch(own, *last[1:-1], other, *before), "B102") if "≥85%" in one.message]
    assert messages == [
        "“演出完成率”的指标值≥85%比同类单位低：10个单位全部定得更高，中间一半在96%到99%之间，中位数97%。"
    ]


def changed(name: str, was: str, now: str, level2: str, money: tuple[str | None, str | None]) -> list[Severity]:
    then, today = money
    example = batch(
        document(Set("公益演出", (Row(name, now, level2=level2),), amount=today)),
        document(Set("公益演出", (Row(name, was, level2=level2),), amount=then), year=2025),
    )
    return [one.severity for one in found(example, "B101")]


@pytest.mark.parametrize(
    ("name", "was", "now", "level2", "money", "severity"),
    [
        ("演出场次", "≥60场次", "≥40场次", "数量指标", ("30", "30"), [Severity.WARNING]),
        ("演出场次", "≥60场次", "≥40场次", "数量指标", ("30", "20"), [Severity.INFO]),
        ("演出场次", "≥60场次", "≥40场次", "数量指标", ("30", None), [Severity.INFO]),
        ("观众满意度", "≥95%", "≥85%", "服务对象满意度指标", ("30", "20"), [Severity.WARNING]),
        ("观众满意度", "≥95%", "≥85%", "服务对象满意度指标", (None, None), [Severity.WARNING]),
        ("办结时限", "≤10个工作日", "≤15个工作日", "时效指标", ("30", "20"), [Severity.WARNING]),
        ("办结时限", "≤15个工作日", "≤10个工作日", "时效指标", ("30", "30"), []),
        ("演出场次", "≥60场次", "≥58场次", "数量指标", ("30", "30"), []),
    ],
)
def test_lower_than_last_year(
    name: str, was: str, now: str, level2: str, money: tuple[str | None, str | None], severity: list[Severity]
) -> None:
    assert changed(name, was, now, level2, money) == severity
