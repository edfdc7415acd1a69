"""Extractions and findings as flat rows, for questions over the whole library. Column names are the data contract's.

Names ending in ``_key`` are for comparing. What JSON holds exactly is not kept here a second time: a figure is a float.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..export import number
from ..model import Extraction, Finding, Goal, Indicator
from ..similarity.clusters import office
from ..similarity.sets import figure, special
from ..text import key
from . import seam

TEXT, WHOLE, REAL, BYTES = "text", "whole", "real", "bytes"
_WHO = {"department": TEXT, "office_key": TEXT, "region": TEXT, "year": WHOLE, "scope": TEXT, "project": TEXT,
        "project_key": TEXT}  # fmt: skip
# Table → its columns and their kinds. Every row begins with the file's key and the number of the document in the file.
TABLES: Mapping[str, Mapping[str, str]] = {
    "documents": {
        "key": TEXT, "at": WHOLE, "document": TEXT, "department": TEXT, "office_key": TEXT, "region": TEXT, "year": WHOLE,
        "format": TEXT, "indicators": WHOLE, "goals": WHOLE, "refusals": WHOLE, "tables": WHOLE,
    },
    "indicators": {
        "key": TEXT, "at": WHOLE, "document": TEXT, **_WHO, "level1": TEXT, "level2": TEXT, "level3": TEXT, "name_key": TEXT,
        "nature": TEXT, "value": REAL, "upper": REAL, "text": TEXT, "unit": TEXT, "canonical_unit": TEXT, "dimension": TEXT,
        "printed": TEXT, "confidence": REAL, "mark": WHOLE, "place": TEXT,
    },
    "goals": {
        "key": TEXT, "at": WHOLE, "document": TEXT, **_WHO, "amount": REAL, "goal": TEXT, "exact": WHOLE, "loose": WHOLE,
        "place": TEXT,
    },
    # Apart from the goals: other questions need not read past it.
    "signatures": {"key": TEXT, "at": WHOLE, "exact": WHOLE, "version": TEXT, "signed": BYTES},
    "findings": {
        "key": TEXT, "at": WHOLE, "document": TEXT, "code": TEXT, "category": TEXT, "severity": TEXT, "confidence": REAL,
        "project": TEXT, "level3": TEXT, "message": TEXT, "suggestion": TEXT, "place": TEXT,
    },
}  # fmt: skip
OF_PARSE = ("documents", "indicators", "goals", "signatures")
OF_JUDGE = ("findings",)

Columns = dict[str, list[Any]]


def parsed(file_key: str, extractions: Sequence[Extraction]) -> dict[str, Columns]:
    """The flat tables of one file's documents."""
    found = {name: _columns(name) for name in OF_PARSE}
    for at, one in enumerate(extractions):
        document = one.document
        counts = (len(one.indicators), len(one.goals), len(one.refusals), len(one.tables))
        _put(found["documents"], [
            file_key, at, document.file, document.department, office(document.department, document.file), document.region,
            document.year, document.format, *counts,
        ])  # fmt: skip
        for row in one.indicators:
            target = row.target
            _put(found["indicators"], [
                file_key, at, row.document, *_who(row, one), row.level1, row.level2, row.level3, key(row.level3),
                str(target.nature) if target.nature is not None else None, _real(target.value), _real(target.upper),
                target.text, target.unit, target.canonical, target.dimension, _printed(row), row.confidence, _mark(row),
                str(row.place),
            ])  # fmt: skip
        signed = seam.signatures([goal.goal or "" for goal in one.goals])
        for goal, signature in zip(one.goals, signed, strict=True):
            exact = seam.exact(goal)
            _put(found["goals"], [
                file_key, at, goal.document, *_who(goal, one), _real(goal.amount), goal.goal, exact,
                seam.loosely(goal, document.region), str(goal.place),
            ])  # fmt: skip
            if signature is not None:
                _put(found["signatures"], [file_key, at, exact, seam.version(), signature])
    return found


def judged(file_key: str, documents: Iterable[Iterable[Finding]]) -> dict[str, Columns]:
    """The flat table of what was found in each of one file's documents."""
    found = {name: _columns(name) for name in OF_JUDGE}
    for at, some in enumerate(documents):
        for one in some:
            first = one.targets[0] if one.targets else None
            _put(found["findings"], [
                file_key, at, one.document, one.code, one.category, str(one.severity), one.confidence,
                first.project if first else None, first.level3 if first else None, one.message, one.suggestion,
                str(one.source),
            ])  # fmt: skip
    return found


def joined(tables: Iterable[Mapping[str, Columns]], names: Iterable[str]) -> dict[str, Columns]:
    """Tables of several files, one below the other."""
    found = {name: _columns(name) for name in names}
    for some in tables:
        for name, into in found.items():
            for column, values in some.get(name, {}).items():
                into[column].extend(values)
    return found


def _columns(name: str) -> Columns:
    return {column: [] for column in TABLES[name]}


def _put(columns: Columns, row: Sequence[Any]) -> None:
    for values, value in zip(columns.values(), row, strict=True):
        values.append(value)


def _who(row: Goal | Indicator, one: Extraction) -> Iterator[Any]:
    department = row.department or one.document.department
    yield from (department, office(department, row.document), one.document.region)
    yield from (row.year, str(row.scope), row.project, seam.programme(row))


def _real(value: Any) -> float | None:
    found = number(value)
    return None if found is None else float(found)


def _printed(row: Indicator) -> str:
    target = row.target
    if target.value is None:
        return target.text or ""
    return figure(target)


def _mark(row: Indicator) -> int | None:
    """Equal for rows of one name with one figure that two projects hardly share by chance."""
    return seam.mark(f"{key(row.level3)}\t{figure(row.target)}") if special(row.target) else None
