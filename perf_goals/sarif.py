"""A Review in the shape of SARIF 2.1.0, which code hosts and editors show: rules, findings, what could not be read.

What SARIF has no word for (points, the page and cell of a PDF, scores) stands in ``properties``.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PureWindowsPath
from typing import Any
from urllib.parse import quote

from . import export, findings
from .config import CATEGORIES, SEVERITIES
from .model import Extraction, Finding, Place, Review, Severity
from .rules import BY_CODE, Rule
from .text import key

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_KINDS = {"indicator": "object", "goal": "object", "project": "module", "table": "module", "document": "resource"}


def to_text(review: Review) -> str:
    """The log as JSON."""
    return json.dumps(to_log(review), ensure_ascii=False, indent=1) + "\n"


def to_log(review: Review) -> dict[str, Any]:
    """The log as plain values: one run, its rules those that were broken."""
    hidden = [(one.finding, one) for one in review.waived if one.finding is not None]
    codes = sorted({one.code for one in (*review.findings, *(finding for finding, _ in hidden))})
    rules = {code: at for at, code in enumerate(codes)}
    by_name = {one.document.file: at for at, one in reversed([*enumerate(review.extractions)])}
    results = []
    for finding, owner, points in zip(review.findings, review.owners, findings.points(review), strict=True):
        result = _result(finding, rules, review.extractions, owner)
        result["properties"]["points"] = points
        results.append(result)
    for finding, waiver in hidden:
        result = _result(finding, rules, review.extractions, by_name.get(finding.document))
        result["suppressions"] = [{"kind": "external", "justification": waiver.reason}]
        results.append(result)
    driver = {
        "name": "perf_goals",
        "version": review.version,
        "language": "zh-CN",
        "rules": [_rule(BY_CODE[code]) if code in BY_CODE else {"id": code} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(one) for one in review.extractions],
        "invocations": [
            {"executionSuccessful": True, "toolExecutionNotifications": [*_unread(review), *_refused(review)]}
        ],
        "results": results,
        "properties": {"scores": export.score_rows(review)},
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def uri(path: str) -> str:
    """A path as an address; a relative one stays relative.

    >>> uri("部门预算/某局 1.xlsx"), uri("C:\\\\预算\\\\a.txt")
    ('%E9%83%A8%E9%97%A8%E9%A2%84%E7%AE%97/%E6%9F%90%E5%B1%80%201.xlsx', 'file:///C:/%E9%A2%84%E7%AE%97/a.txt')
    """
    windows = PureWindowsPath(path)
    text = windows.as_posix() if windows.drive else Path(path).as_posix()
    quoted = quote(text, safe="/:" if windows.drive else "/", errors="backslashreplace")
    if windows.drive:
        return "file:///" + quoted
    return "file://" + quoted if quoted.startswith("/") else quoted


def _artifact(extraction: Extraction) -> dict[str, Any]:
    document = extraction.document
    about = {"department": document.department, "year": document.year, "region": document.region}
    return {
        "location": {"uri": uri(document.path or document.file)},
        "description": {"text": document.file},
        "properties": {**about, "format": document.format},
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.title,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"改法：{rule.fix}\n依据：{rule.reason()}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"category": rule.category, "tags": [CATEGORIES[rule.category]]},
    }


def _result(
    finding: Finding, rules: Mapping[str, int], extractions: Sequence[Extraction], owner: int | None
) -> dict[str, Any]:
    return {
        "ruleId": finding.code,
        "ruleIndex": rules[finding.code],
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(finding, extractions, owner)],
        "partialFingerprints": {"perfGoalsTarget/v1": fingerprint(finding)},
        "rank": round(finding.confidence * 100, 1),
        "properties": {
            "category": finding.category,
            "severity": SEVERITIES[finding.severity],
            "suggestion": finding.suggestion,
            "basis": finding.basis,
            "place": str(finding.source),
            "source": finding.source.source(),
        },
    }


def _location(finding: Finding, extractions: Sequence[Extraction], owner: int | None) -> dict[str, Any]:
    physical = _physical(finding.source, extractions, owner)
    logical = [
        {
            "name": target.level3 or target.project or findings.where(target),
            "fullyQualifiedName": "/".join(
                filter(None, (finding.document, target.project, target.level1, target.level2, target.level3))
            ),
            "kind": _KINDS.get(target.part, "object"),
        }
        for target in finding.targets
    ]
    return {"physicalLocation": physical, "logicalLocations": logical}


def _physical(place: Place, extractions: Sequence[Extraction], owner: int | None) -> dict[str, Any]:
    """The artifact, and the line where the format has lines."""
    if owner is None:
        return {"artifactLocation": {"uri": uri(place.file)}}
    document = extractions[owner].document
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(document.path or document.file), "index": owner}}
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
    return physical


def fingerprint(finding: Finding) -> str:
    """What a finding is about, whatever row it stands in: file, rule, and the projects and indicators that it names."""
    named = sorted({(one.part, key(one.project or ""), key(one.level3 or "")) for one in finding.targets})
    text = json.dumps([finding.document, finding.code, named], ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


def _unread(review: Review) -> list[dict[str, Any]]:
    return [
        {
            "level": "error",
            "message": {"text": one.reason},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(one.path)}}}],
        }
        for one in review.unread
    ]


def _refused(review: Review) -> list[dict[str, Any]]:
    return [
        {
            "level": "warning",
            "message": {"text": f"{one.reason}：{one.text}"},
            "locations": [{"physicalLocation": _physical(one.place, review.extractions, at)}],
            "properties": {"place": str(one.place), "source": one.place.source()},
        }
        for at, extraction in enumerate(review.extractions)
        for one in extraction.refusals
    ]
