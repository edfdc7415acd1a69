"""The committed reports are what the tool writes now."""

from pathlib import Path

from perf_goals import findings

REPORTS = Path(__file__).parents[1] / "reports"


def test_the_handbook_is_that_of_the_rules() -> None:
    written = (REPORTS / "rules.md").read_text(encoding="utf-8")
    assert written == findings.markdown(), "重新生成：perf-goals rules --format markdown > reports/rules.md"
