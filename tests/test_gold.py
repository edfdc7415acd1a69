"""The real documents, where they lie beside the checkout: the bounds that must hold, through the command line as scored."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import perf_goals
from perf_goals.findings import finding_row
from perf_goals.model import Extraction
from perf_goals.review import judge


def scored(shared: Path, *arguments: str) -> str:
    command = [sys.executable, str(shared / "eval" / "run_gold.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_real_text_documents(shared: Path) -> None:
    """Indicators F1 1.0, exact at least 0.99; goals F1 at least 0.98."""
    seeds = shared / "documents" / "seeds"
    printed = scored(shared, "--documents", str(seeds), "--min-f1", "1.0", "--min-exact", "0.99")
    totals = printed.partition("== all goals")[2]
    line = next(line for line in totals.splitlines() if line.strip().startswith("goals: recall"))
    words = line.split()
    assert float(words[words.index("f1") + 1]) >= 0.98, line


def findings(path: Path) -> list[dict[str, Any]]:
    return [finding_row(one) for one in judge(one for one in perf_goals.each(path) if isinstance(one, Extraction))]


def test_findings_of_the_real_text_documents(shared: Path) -> None:
    """Recall of certain and likely places, no look-alike hit."""
    seeds = shared / "documents" / "seeds"
    scored(shared, "--documents", str(seeds), "--findings", "--min-recall", "0.93", "--max-traps", "0")


def test_copied_goals_and_foreign_levels_are_named_exactly(shared: Path) -> None:
    """One goal text over five projects and the other over two; 全镇 and 全县 in districts, nothing on a county's 全县."""
    seeds = sorted((shared / "documents" / "seeds").glob("*.txt"))
    found = {path.name[:3]: findings(path) for path in seeds}
    copies = [one for one in found["001"] if one["code"] == "Y101"]
    assert [sorted(place["project"] for place in one["targets"]) for one in copies] == [
        ["医疗救助（区级匹配）", "城乡居民医疗保险（区级匹配）", "工资支出", "社会保障缴费", "职工住房公积金"],
        ["其他交通补贴", "定额公用经费"],
    ]
    assert [one["severity"] for one in copies] == ["error", "warning"]
    town = [one for one in found["001"] if one["category"] == "wrong-level"]
    assert [(one["targets"][0]["level3"], "全镇" in one["message"]) for one in town] == [("为全镇建设努力工作", True)]
    assert {"line", "cell"} <= town[0]["source"].keys()
    county = [one for one in found["000"] if one["category"] == "wrong-level"]
    assert [(one["targets"][0]["part"], "全县" in one["message"]) for one in county] == [("goal", True)]
    assert [one for one in found["002"] if one["category"] == "wrong-level"] == []
