"""Rows of a Review as plain values: jsonl, csv and a table for the terminal. Field names are the data contract's.

Fields beyond the contract, at the end of every row:
    canonical_unit  the unit's standard name, dimension what it measures; null for an unknown unit (indicators only)
    confidence      0–1, how sure the reading is; reasons: why it is below 1, a list
    source          where it stands: page, line, sheet, table, row, cell, as far as the format has them
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from .config import SEVERITIES
from .model import Extraction, Goal, Indicator, Place, Refusal, Review, Score, Unread, Waived
from .saving import writing
from .scoring import PARTS, UNJUDGED
from .text import shown_width

INDICATOR_FIELDS = (
    "document",
    "department",
    "year",
    "scope",
    "project",
    "level1",
    "level2",
    "level3",
    "nature",
    "value",
    "upper",
    "text",
    "unit",
    "direction",
    "weight",
    "raw",
    "canonical_unit",
    "dimension",
    "confidence",
    "reasons",
    "source",
)
GOAL_FIELDS = (
    "document",
    "department",
    "year",
    "scope",
    "project",
    "amount",
    "goal",
    "confidence",
    "reasons",
    "source",
)
REFUSAL_FIELDS = ("document", "text", "reason", "source")
FIELDS = {"indicators": INDICATOR_FIELDS, "goals": GOAL_FIELDS, "refusals": REFUSAL_FIELDS}

# What a table in the terminal shows, and what an evaluator calls it.
_SHOWN = {
    "indicators": (
        ("project", "项目"),
        ("level1", "一级"),
        ("level2", "二级"),
        ("level3", "三级指标"),
        ("nature", "性质"),
        ("value", "值"),
        ("upper", "上限"),
        ("text", "文字"),
        ("unit", "单位"),
        ("weight", "权重"),
    ),
    "goals": (("project", "项目"), ("amount", "金额（万元）"), ("goal", "绩效目标")),
    "refusals": (("document", "文件"), ("where", "位置"), ("text", "原文"), ("reason", "原因")),
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠].", re.DOTALL)


def number(value: Decimal | None) -> int | float | None:
    """A Decimal as JSON has it: whole numbers without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def indicator_row(row: Indicator) -> dict[str, Any]:
    target = row.target
    return {
        "document": row.document,
        "department": row.department,
        "year": row.year,
        "scope": str(row.scope),
        "project": row.project,
        "level1": row.level1,
        "level2": row.level2,
        "level3": row.level3,
        "nature": str(target.nature) if target.nature is not None else None,
        "value": number(target.value),
        "upper": number(target.upper),
        "text": target.text,
        "unit": target.unit,
        "direction": row.direction,
        "weight": number(row.weight),
        "raw": row.raw.printed(),
        "canonical_unit": target.canonical,
        "dimension": target.dimension,
        "confidence": row.confidence,
        "reasons": list(row.reasons),
        "source": row.place.source(),
    }


def goal_row(row: Goal) -> dict[str, Any]:
    return {
        "document": row.document,
        "department": row.department,
        "year": row.year,
        "scope": str(row.scope),
        "project": row.project,
        "amount": number(row.amount),
        "goal": row.goal,
        "confidence": row.confidence,
        "reasons": list(row.reasons),
        "source": row.place.source(),
    }


def refusal_row(row: Refusal) -> dict[str, Any]:
    return {"document": row.document, "text": row.text or None, "reason": row.reason, "source": row.place.source()}


def unread_row(row: Unread) -> dict[str, Any]:
    """An unread file among the refusals: it has no place inside."""
    return {"document": row.path, "text": None, "reason": row.reason, "source": {}}


UNREAD_FIELDS = ("path", "reason")
WAIVED_FIELDS = ("document", "waiver", "reason", "line", "code", "message", "source")


def waived_row(row: Waived) -> dict[str, Any]:
    """A waiver with the finding that it hides; code, message and source are null where it hides none any more."""
    hidden = row.finding
    return {
        "document": row.document,
        "waiver": row.waiver,
        "reason": row.reason,
        "line": row.line,
        "code": None if hidden is None else hidden.code,
        "message": None if hidden is None else hidden.message,
        "source": None if hidden is None else hidden.source.source(),
    }


def rows(extractions: Iterable[Extraction], what: str, unread: Iterable[Unread] = ()) -> list[dict[str, Any]]:
    """All rows of one kind, in document order. what: "indicators", "goals" or "refusals" (unread files come last)."""
    found: list[dict[str, Any]] = []
    for extraction in extractions:
        if what == "indicators":
            found += map(indicator_row, extraction.indicators)
        elif what == "goals":
            found += map(goal_row, extraction.goals)
        else:
            found += map(refusal_row, extraction.refusals)
    if what == "refusals":
        found += map(unread_row, unread)
    return found


_SCORE = ("document", "department", "year", "part", "scope", "project")
_TOTAL = ("full", "total", "grade", "errors", "warnings", "infos")


def score_rows(review: Review) -> list[dict[str, Any]]:
    """Scores as plain values: projects and tables, departments, the batch; points are 审核要点 → points or None (未评)."""
    return [_score_row(score, review) for score in review.scores]


def _score_row(score: Score, review: Review) -> dict[str, Any]:
    errors, warnings, infos = score.counts
    return {
        "document": score.document,
        "department": score.department,
        "year": score.year,
        "part": score.part,
        "scope": str(score.scope) if score.scope is not None else None,
        "project": score.project,
        "points": {one.item: number(one.got) for one in score.points},
        "full": number(score.full),
        "total": number(score.total),
        "grade": score.grade,
        "errors": errors,
        "warnings": warnings,
        "infos": infos,
        "deductions": [
            {"item": one.item, "points": number(one.points), **_about(review, one.finding)} for one in score.deductions
        ],
        "apart": [_about(review, one) for one in score.apart],
    }


def _about(review: Review, at: int) -> dict[str, Any]:
    finding = review.findings[at]
    return {"code": finding.code, "place": str(finding.source), "message": finding.message}


def score_fields(review: Review) -> tuple[str, ...]:
    """The columns of a flat table of scores, the 审核要点 among them."""
    items = dict.fromkeys(one.item for score in review.scores for one in score.points)
    return (*_SCORE, *items, *_TOTAL, "deductions", "apart")


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of scores with a field for each 审核要点, in place of one for all."""
    return {**{name: value for name, value in row.items() if name != "points"}, **row["points"]}


def scores_csv(review: Review) -> str:
    """Scores for Excel: a line each, the deductions as text."""
    fields = score_fields(review)
    lines = []
    for row in map(flat, score_rows(review)):
        took = [f"{one['code']} {one['item']} -{one['points']}（{one['place']}）" for one in row["deductions"]]
        lines.append({**row, "deductions": took, "apart": [f"{one['code']} {one['message']}" for one in row["apart"]]})
    return csv_text(fields, lines)


def scores_table(review: Review) -> str:
    """Scores for the terminal: under the name of each document its projects and departments, the batch at the end.

    审核要点 that were judged nowhere are named in one line below.
    """
    judged = {one.item for score in review.scores for one in score.points if one.got is not None}
    items = [one.item for score in review.scores[:1] for one in score.points]
    lines = [["", "范围", "名称", *filter(judged.__contains__, items), "总分", "等级", *SEVERITIES.values()]]
    for score in review.scores:
        name = score.project or score.department or ("各部门平均" if score.part == "batch" else None)
        points = [_points(one.got) for one in score.points if one.item in judged]
        counts = map(str, score.counts)
        lines.append(
            ["", PARTS[score.part], shortened(name, 28), *points, _points(score.total), score.grade or "", *counts]
        )
    head, *padded = aligned(lines)
    shown = [head]
    before: tuple[int | None, str] | None = None
    for score, line in zip(review.scores, padded, strict=True):
        here = (score.extraction, score.document or "整批")
        if here != before:
            shown.append(_CONTROL.sub(" ", here[1]) + "\n")
            before = here
        shown.append(line)
    if missing := [item for item in items if item not in judged]:
        shown.append(f"{UNJUDGED}：{'、'.join(missing)}（表里看不出来，不算得分，也不算满分）\n")
    return "".join(shown)


def _points(number: Decimal | None) -> str:
    return UNJUDGED if number is None else f"{number:.2f}"


def to_jsonl(table: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table)


def to_csv(table: Iterable[Mapping[str, Any]], what: str) -> str:
    """Comma-separated, with a byte order mark so that Excel takes it for UTF-8; text never becomes a formula there."""
    return csv_text(FIELDS[what], table)


def csv_text(fields: Sequence[str], table: Iterable[Mapping[str, Any]]) -> str:
    """As ``to_csv`` with fields of one's own: lists of text are joined, objects are written as JSON."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(fields)
    for row in table:
        writer.writerow([_cell(row[name]) for name in fields])
    return out.getvalue()


def write(text: str, path: Path) -> None:
    """Write a result into a file.

    Raises:
        OutputError: as ``saving.writing``.
    """
    with writing(path) as aside:
        # a file name that is no UTF-8 comes out as \\udc80, which JSON reads back
        aside.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "；".join(value)
    elif isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value


def to_table(table: Sequence[Mapping[str, Any]], what: str) -> str:
    """Columns padded by their width on screen, where a Chinese character takes two places; long text is cut."""
    shown = _SHOWN[what]
    lines = [[title for _, title in shown]]
    for row in table:
        full = {**row, "where": str(Place("", **row["source"]))}
        lines.append([shortened(full.get(name)) for name, _ in shown])
    return "".join(aligned(lines))


def aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    """Lines for the terminal, the columns padded by their width on screen."""
    widths = [max(shown_width(line[column]) for line in lines) for column in range(len(lines[0]))]
    return [
        "  ".join(text + " " * (width - shown_width(text)) for text, width in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in lines
    ]


def shortened(value: Any, limit: int = 36) -> str:
    """A value in one line of the terminal, not wider than ``limit``, without control characters."""
    text = "" if value is None else _CONTROL.sub(" ", str(value))
    if shown_width(text) <= limit:
        return text
    kept = text[:limit]
    while shown_width(kept) > limit - 2:
        kept = kept[:-1]
    return kept + "…"
