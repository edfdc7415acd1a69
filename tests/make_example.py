"""Write reports/example: the review of a few sample documents as workbooks, pages and tables. No date: the bytes stay the same.

python -m tests.make_example
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import perf_goals
from perf_goals import frames
from perf_goals.config import Config

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "reports" / "example"
SAMPLES = Path("tests", "documents")
# One with faults of nearly every kind, one that reports on a year gone by, one to follow, one that gives no table.
SHOWN = [
    SAMPLES / "云岭县水利局2025年部门预算.txt",
    SAMPLES / "桐泽县退役军人事务局2025年项目自评.txt",
    SAMPLES / "范例-云岭县疾控中心2026年部门预算.txt",
    SAMPLES / "无绩效表-青河区档案馆2026年部门预算.txt",
]


def write(folder: Path, paths: Iterable[Path]) -> perf_goals.Written:
    """The paths are given as from the top of the tree: what could not be read is named by them."""
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        written = perf_goals.review(paths, folder, settings=Config(), html=True)
    finally:
        os.chdir(before)
    frames.write(written.review, folder / "tables", ["jsonl", "csv", "sarif"])
    return written


if __name__ == "__main__":
    shutil.rmtree(EXAMPLE, ignore_errors=True)
    write(EXAMPLE, SHOWN)
