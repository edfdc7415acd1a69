"""Score the tool on the sample documents; exit status 1 where a row or a field differs from what must come out.

    python tests/gold_samples.py

The comparison is stricter than a bound: every field of every expected row, raw cells included, in document order.
"""

import json
import sys
from pathlib import Path
from typing import Any

import perf_goals
from perf_goals import export
from perf_goals.model import Extraction
from perf_goals.text import squeeze

DOCUMENTS = Path(__file__).resolve().parent / "documents"
SCORED = {
    "indicators": ["document", "year", "scope", "project", "level1", "level2", "level3", "nature", "value", "upper", "text",
                   "unit", "direction", "weight", "raw"],
    "goals": ["document", "year", "scope", "project", "amount", "goal"],
}  # fmt: skip


def expected(path: Path, what: str) -> list[dict[str, Any]]:
    file = DOCUMENTS / "expected" / f"{path.stem}.{what}.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def got(path: Path, what: str) -> list[dict[str, Any]]:
    found = next(iter(perf_goals.each([path])))
    assert isinstance(found, Extraction), found
    return export.rows([found], what)


def bare(row: dict[str, Any], what: str) -> dict[str, Any]:
    """The scored fields: clean text without blanks, and what the cells said to the letter but for white space."""

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return squeeze(value)
        if isinstance(value, dict):
            return {name: "".join(text.split()) for name, text in value.items()}
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    return {name: plain(row.get(name)) for name in SCORED[what]}


def differences(path: Path, what: str) -> list[str]:
    """What differs between expected and extracted rows of one document, as lines to read."""
    want = [bare(row, what) for row in expected(path, what)]
    have = [bare(row, what) for row in got(path, what)]
    lines = [f"{path.name} {what}: {len(want)} expected, {len(have)} extracted"] if len(want) != len(have) else []
    for one, other in zip(want, have, strict=False):
        wrong = [f"{name}: {one[name]!r} ≠ {other[name]!r}" for name in one if one[name] != other[name]]
        if wrong:
            lines.append(f"{path.name} {what} {one.get('level3') or one.get('project')}: {'; '.join(wrong)}")
    return lines


def main() -> int:
    lines = [line for path in sorted(DOCUMENTS.glob("*.txt")) for what in SCORED for line in differences(path, what)]
    print("\n".join(lines) if lines else "all sample documents exact")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
