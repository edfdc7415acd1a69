"""The real documents, where they lie beside the checkout: the bounds that must hold, through the command line as scored."""

import subprocess
import sys
from pathlib import Path


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
