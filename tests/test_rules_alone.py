"""Rules that look at a row alone: what they find in one row is taken over for its like."""

from types import CodeType, FunctionType

import pytest

from perf_goals import rules
from perf_goals.review import judge_all
from perf_goals.rules.base import ALONE
from perf_goals.rules.example import Row, Set, document

BESIDE = {"owner", "document", "index", "project", "department", "year", "place", "at", "sure", "template"}


def read_by(check: object) -> set[str]:
    """The names of the attributes that a check and the functions behind it read."""
    names: set[str] = set()
    seen: set[object] = set()
    todo: list[object] = [check]
    while todo:
        one = todo.pop()
        one = getattr(one, "__wrapped__", one)  # lru_cache
        if not isinstance(one, FunctionType) or one in seen or not one.__module__.startswith("perf_goals."):
            continue
        seen.add(one)
        codes = [one.__code__]
        while codes:
            code = codes.pop()
            names.update(code.co_names)
            codes += [const for const in code.co_consts if isinstance(const, CodeType)]
            todo += [one.__globals__[name] for name in code.co_names if name in one.__globals__]
        todo += [cell.cell_contents for cell in one.__closure__ or ()]
    return names


@pytest.mark.parametrize("code", sorted(ALONE))
def test_a_rule_that_looks_at_a_row_alone(code: str) -> None:
    """Its hits are taken over for rows of other projects and documents: it must not look at anything of these."""
    rule = rules.BY_CODE[code]
    assert rule.sees == "row"
    assert read_by(rule.check) & BESIDE == set()


def test_what_looks_beside_the_row_is_seen() -> None:
    assert "owner" in read_by(rules.BY_CODE["C106"].check)
    assert "document" in read_by(rules.BY_CODE["X106"].check)


def test_equal_rows_have_equal_findings() -> None:
    """The first row of a name is judged by itself, the second is kept, the others are taken from what is kept."""
    late = Row("支付时限", "≥3天", level2="时效指标")
    example = document(*[Set(f"第{number}批补助", (late,)) for number in range(4)])
    found = judge_all(example.extractions(), rules=[rules.BY_CODE["D101"]]).findings
    assert [one.targets[0].project for one in found] == [f"第{number}批补助" for number in range(4)]
    assert len({one.source for one in found}) == 4
    assert len({(one.message, one.suggestion, one.severity, one.confidence, one.basis) for one in found}) == 1


def test_the_same_name_with_another_target_is_another_row() -> None:
    rows = [Row("支付时限", value, level2="时效指标") for value in ("≥3天", "≥3天", "≤3天", "≥5天", "≤3天", "≥3天")]
    example = document(*[Set(f"第{number}批补助", (one,)) for number, one in enumerate(rows)])
    found = judge_all(example.extractions(), rules=[rules.BY_CODE["D101"]]).findings
    assert [(one.targets[0].project, one.message.count("≥3天"), one.message.count("≥5天")) for one in found] == [
        ("第0批补助", 1, 0),
        ("第1批补助", 1, 0),
        ("第3批补助", 0, 1),
        ("第5批补助", 1, 0),
    ]
