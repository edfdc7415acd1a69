"""The rules: one module a family, all of them listed here in order of code."""

from collections.abc import Iterable, Mapping

from ..config import CATEGORIES, Bounds, Config, Known, nearest, no_such_rule
from ..errors import ConfigError
from . import (
    amount,
    classes,
    contradiction,
    copying,
    dimensions,
    direction,
    duplicate,
    goals,
    measurable,
    peers,
    places,
    relevance,
    satisfaction,
    trivial,
    unit,
    weights,
    wording,
)
from .base import RETIRED, Context, Hit, Limit, Rule, Source

# The letter of each family and its module; the order is that of the handbook.
FAMILIES = {
    "A": ("金额勾稽", amount),
    "B": ("同类比较", peers),
    "C": ("指标归类", classes),
    "D": ("符号与方向", direction),
    "F": ("满意度", satisfaction),
    "G": ("目标文字", goals),
    "L": ("层级地名", places),
    "M": ("可衡量性", measurable),
    "P": ("重复", duplicate),
    "Q": ("权重", weights),
    "R": ("相关性", relevance),
    "S": ("指标缺项", dimensions),
    "T": ("指标值宽松", trivial),
    "U": ("计量单位", unit),
    "W": ("文字", wording),
    "X": ("前后矛盾", contradiction),
    "Y": ("雷同", copying),
}

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *amount.RULES,
            *classes.RULES,
            *contradiction.RULES,
            *copying.RULES,
            *dimensions.RULES,
            *direction.RULES,
            *duplicate.RULES,
            *goals.RULES,
            *measurable.RULES,
            *peers.RULES,
            *places.RULES,
            *relevance.RULES,
            *satisfaction.RULES,
            *trivial.RULES,
            *unit.RULES,
            *weights.RULES,
            *wording.RULES,
        ),
        key=lambda rule: rule.code,
    )
)


def _by_code(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """The rules by code.

    Raises:
        ValueError: two rules have one code.
    """
    found: dict[str, Rule] = {}
    for rule in rules:
        if rule.code in found:
            raise ValueError(f"编号 {rule.code} 给了两条规则：{found[rule.code].title}、{rule.title}")
        found[rule.code] = rule
    return found


BY_CODE = _by_code(RULES)


def known() -> Known:
    """Every code with its thresholds: what a configuration may name."""
    return {rule.code: {name: limit.bounds() for name, limit in rule.limits.items()} for rule in RULES}


def find(code: str) -> Rule:
    """The rule of a code.

    Raises:
        ConfigError: there is none; the nearest is suggested, of a retired one the reason is given.
    """
    name = code.strip().upper()
    if name in BY_CODE:
        return BY_CODE[name]
    if name in RETIRED:
        raise ConfigError([f"规则 {name} 已停用：{RETIRED[name]}"])
    raise ConfigError([no_such_rule(code, BY_CODE)])


def active(config: Config, rules: Iterable[Rule] = RULES) -> tuple[Rule, ...]:
    """The rules that a configuration lets run, in order of code."""
    return tuple(rule for rule in rules if config.runs(rule.code, rule.category))


__all__ = [
    "BY_CODE",
    "CATEGORIES",
    "FAMILIES",
    "RETIRED",
    "RULES",
    "Bounds",
    "Context",
    "Hit",
    "Limit",
    "Rule",
    "Source",
    "active",
    "find",
    "known",
    "nearest",
]
