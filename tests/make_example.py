"""Write reports/example: the review of the sample documents as workbooks, pages and tables. No date: the bytes stay the same.

python -m tests.make_example
"""

import os
import shutil
from pathlib import Path

import perf_goals
from perf_goals import frames
from perf_goals.config import Config

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "reports" / "example"
SAMPLES = Path("tests", "documents")


def write(folder: Path) -> perf_goals.Written:
    """The paths are given as from the top of the tree: what could not be read is named by them."""
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        written = perf_goals.review(SAMPLES, folder, settings=Config(), html=True)
    finally:
        os.chdir(before)
    frames.write(written.review, folder / "tables", ["jsonl", "csv", "sarif"])
    return written


if __name__ == "__main__":
    shutil.rmtree(EXAMPLE, ignore_errors=True)
    write(EXAMPLE)
