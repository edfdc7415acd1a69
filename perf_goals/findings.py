"""Findings as plain values for jsonl, csv and the terminal, and rules as text for ``rules`` and ``explain``."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from .config import CATEGORIES, RANK, SEVERITIES
from .export import csv_text, number
from .model import Finding, FindingTarget, Review, Severity
from .rules import FAMILIES, RULES, Rule
from .scoring import losses

FIELDS = (
    "document",
    "code",
    "category",
    "severity",
    "confidence",
    "message",
    "suggestion",
    "basis",
    "targets",
    "source",
)
_SEES = {
    "row": "一行指标",
    "project": "一个项目",
    "table": "部门整体表",
    "set": "一个项目或部门整体表",
    "document": "一份文件",
    "batch": "整批文件",
}


def target_row(target: FindingTarget) -> dict[str, Any]:
    return {
        "scope": str(target.scope) if target.scope is not None else None,
        "project": target.project,
        "level1": target.level1,
        "level2": target.level2,
        "level3": target.level3,
        "part": target.part,
    }


def finding_row(finding: Finding) -> dict[str, Any]:
    """The contract's fields of a finding."""
    return {
        "document": finding.document,
        "code": finding.code,
        "category": finding.category,
        "severity": str(finding.severity),
        "confidence": finding.confidence,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "basis": finding.basis,
        "targets": [target_row(target) for target in finding.targets],
        "source": finding.source.source(),
    }


def points(review: Review) -> list[int | float | None]:
    """What each finding costs over all units that it names; None where it compares documents and takes none."""
    lost = losses(review.scores)
    return [
        None if at in review.apart else number(lost[at][1]) if at in lost else 0 for at in range(len(review.findings))
    ]


def at_least(findings: Iterable[Finding], severity: Severity) -> list[Finding]:
    """Those that weigh as much or more."""
    return [one for one in findings if RANK[one.severity] <= RANK[severity]]


NEVER = "never"
FAIL_ON = (*(str(one) for one in SEVERITIES), NEVER)


def fails(findings: Iterable[Finding], level: str) -> bool:
    """Whether one of them weighs as much as ``--fail-on`` names, or more."""
    return level != NEVER and bool(at_least(findings, Severity(level)))


def where(target: FindingTarget) -> str:
    """A place in Chinese, for people.

    >>> where(FindingTarget("goal", None, "示例项目")), where(FindingTarget("document"))
    ('示例项目 目标', '文件')
    """
    owner = target.project or ("文件" if target.part == "document" else "部门整体")
    tail = {"indicator": target.level3, "goal": "目标"}.get(target.part)
    return f"{owner} {tail}" if tail else owner


def to_csv(findings: Iterable[Finding]) -> str:
    """Comma-separated with a byte order mark for Excel; text never becomes a formula there."""
    return csv_text(FIELDS, map(finding_row, findings))


def to_text(findings: Sequence[Finding]) -> str:
    """Findings for the terminal: grouped by document, each with place, object, message and suggestion."""
    lines: list[str] = []
    for document, group in groupby(findings, key=lambda one: one.document):
        mine = list(group)
        lines.append(f"{document}：{len(mine)} 处")
        for one in mine:
            first = where(one.targets[0]) if one.targets else "文件"
            more = f" 等{len(one.targets)}处" if len(one.targets) > 1 else ""
            lines.append(f"  {SEVERITIES[one.severity]} {one.code} {one.source}　{first}{more}")
            lines.append(f"      {one.message}")
            if one.suggestion:
                lines.append(f"      改法：{one.suggestion}")
    return "".join(line + "\n" for line in lines)


def rule_row(rule: Rule) -> dict[str, Any]:
    """A rule as plain values."""
    return {
        "code": rule.code,
        "title": rule.title,
        "category": rule.category,
        "severity": str(rule.severity),
        "sees": rule.sees,
        "message": rule.message,
        "why": rule.why,
        "fix": rule.fix,
        "basis": [str(one) for one in rule.basis],
        "limits": {name: {"default": float(limit.default), "what": limit.what} for name, limit in rule.limits.items()},
        "bad": [one.describe() for one in rule.bad],
        "good": [one.describe() for one in rule.good],
    }


def explain(rule: Rule) -> str:
    """A rule as an evaluator reads it: 查什么, 为什么, 改法, 反例, 正例, 依据."""
    lines = [
        f"{rule.code} {rule.title}（{CATEGORIES[rule.category]}，{SEVERITIES[rule.severity]}，查{_SEES[rule.sees]}）",
        "",
        f"查什么：{rule.bad[0].says}",
        f"为什么：{rule.why}",
        f"改法：{rule.fix}",
        "反例：",
        *_examples(rule.bad, "✗"),
        "正例：",
        *_examples(rule.good, "✓"),
    ]
    for name, limit in rule.limits.items():
        lines.append(
            f"界限：{limit.what}，默认 {limit.default}（在 perf-goals.toml 的 [limits.{rule.code}] 写 {name}）"
        )
    lines.append(f"依据：{rule.reason()}")
    return "\n".join(lines) + "\n"


def _examples(examples: Sequence[Any], mark: str) -> list[str]:
    return [f"  {mark if not number else ' '} {line}" for one in examples for number, line in enumerate(one.describe())]


def markdown(rules: Iterable[Rule] = RULES) -> str:
    """All rules as the handbook has them."""
    lines = ["# 规则手册", "", "由 `perf-goals rules --format markdown` 生成，不要手改。", ""]
    listed = list(rules)
    for letter, (title, _) in FAMILIES.items():
        mine = [rule for rule in listed if rule.code.startswith(letter)]
        if not mine:
            continue
        lines += [f"## {letter} {title}", ""]
        for rule in mine:
            lines += [
                f"### {rule.code} {rule.title}",
                "",
                f"{CATEGORIES[rule.category]} · {SEVERITIES[rule.severity]} · 查{_SEES[rule.sees]}",
                "",
                f"- **查什么** {rule.bad[0].says}",
                f"- **为什么** {rule.why}",
                f"- **改法** {rule.fix}",
                *[f"- **界限** {limit.what}，默认 {limit.default}（`{name}`）" for name, limit in rule.limits.items()],
                f"- **依据** {rule.reason()}",
                "",
                "```text",
                *[line.strip("\n") for line in (*_examples(rule.bad, "✗"), *_examples(rule.good, "✓"))],
                "```",
                "",
            ]
    return "\n".join(lines)


def rules_text(rules: Iterable[Rule] = RULES) -> str:
    """The list of rules for the terminal, one a line."""
    return "".join(
        f"{rule.code}  {SEVERITIES[rule.severity]}  {CATEGORIES[rule.category]}  {rule.title}\n" for rule in rules
    )
