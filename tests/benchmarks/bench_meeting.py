"""How long a new document looks in a library for what it is to be compared with: copies, near copies, what others promise.

    python tests/benchmarks/bench_meeting.py [--texts 20000 200000] [--goals 12]

The texts are those of ``corpora.py``, so many to a document, each document an office of its own; the last document is the
new one. A library is made of them in a temporary folder, then opened and asked, each in a process of its own. "Peak" is the
memory of that process.
"""

import argparse
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from perf_goals.batch import before, flat, pack  # noqa: E402
from perf_goals.batch.store import Library, Record, key_of  # noqa: E402
from perf_goals.model import Document, Extraction, Goal, Place, Scope  # noqa: E402
from tests.benchmarks.corpora import corpus  # noqa: E402
from tests.benchmarks.machine import load, peak  # noqa: E402

PART = 500  # documents that are remembered together


def record(number: int, texts: list[str]) -> Record:
    file, office = f"{number}.txt", f"第{number}局"
    document = Document(file, "text", (), office, 2026, path=file)
    goals = [
        Goal(file, office, 2026, Scope.PROJECT, f"项目{at}", Decimal(1), text, Place(file, line=at + 1))
        for at, text in enumerate(texts)
    ]
    found = [Extraction(document, (), tuple(goals))]
    key = key_of(file, file)
    return Record(
        key, file, key, file, documents=pack.write_documents([document]), extractions=pack.write_extractions(found),
        flats=flat.parsed(key, found),
    )  # fmt: skip


def make(folder: Path, texts: list[str], goals: int) -> None:
    library = Library.open(folder, create=True)
    records = (record(number, texts[at : at + goals]) for number, at in enumerate(range(0, len(texts), goals)))
    waiting: list[Record] = []
    for one in records:
        waiting.append(one)
        if len(waiting) == PART:
            library.append(waiting)
            waiting = []
    library.append(waiting)


def measure(folder: Path) -> None:
    """Ask for the last document."""
    clock, began = time.perf_counter(), time.process_time()
    library = Library.open(folder)
    opened = time.process_time() - began
    last = max(library.entries.values(), key=lambda one: int(Path(one.name).stem)).key
    beside, _ = before.compared(library, [last])
    took, elapsed = time.process_time() - began, time.perf_counter() - clock
    print(f"{len(library.entries):,} | {opened:.2f} | {took:.2f} | {elapsed:.2f} | {len(beside)} | {peak():.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--goals", type=int, default=12)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure)
        return
    print("| texts | documents | opening s | processor seconds | elapsed s | documents to compare | peak MiB | load |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    for size in options.texts:
        with TemporaryDirectory() as name:
            make(Path(name), corpus(size).texts, options.goals)
            command = [sys.executable, __file__, "--measure", name]
            done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
            print(f"| {size:,} | {done.stdout.strip()} | {load()} |", flush=True)


if __name__ == "__main__":
    main()
