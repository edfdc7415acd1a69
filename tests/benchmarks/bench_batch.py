"""Seconds of a batch of documents: one process, several, and a second run beside a library in which nothing has changed.

    python tests/benchmarks/bench_batch.py [--documents 2000] [--jobs 2] [--projects 12] [--rows 8] [--turns 1] [--cluster]

The documents are made up (``tests/volumes.py``): departments with projects of indicators. Measured is the time by the clock

- of the command ``review`` with all its workbooks, ``--jobs 1`` and ``--jobs 2``, from its start to its end;
- of reading, extracting and judging alone: in this process, which has all its word lists loaded, in so many others, which have
  to load them, and on a Dask cluster of which a worker is killed half-way (``--cluster``);
- with a library that is filled (first run) and then only asked (second run: ``library add``, and ``review`` in which nothing
  has changed).

The results are compared byte for byte, outside the clock; of a workbook all but the time at which it was saved. Beside them
stands how busy the machine was, and how much two processes at once get done here at all: speed-up is bounded by that.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from statistics import median
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from perf_goals import api, export, findings  # noqa: E402
from perf_goals.batch.cluster import remote  # noqa: E402
from perf_goals.batch.engine import Engine, here, local  # noqa: E402
from perf_goals.batch.gather import Run, Say  # noqa: E402
from perf_goals.config import Config  # noqa: E402
from perf_goals.model import Review  # noqa: E402
from tests import volumes  # noqa: E402
from tests.benchmarks.machine import load  # noqa: E402
from tests.clusters import Dask  # noqa: E402

T = TypeVar("T")
LOOP = "import time; t = time.perf_counter(); sum(n * n for n in range(30_000_000)); print(time.perf_counter() - t)"


def at_once(jobs: int) -> float:
    """How many times the work of one process this many get done in the same time: a plain loop."""
    one = [subprocess.Popen([sys.executable, "-c", LOOP], stdout=subprocess.PIPE, encoding="utf-8")]
    alone = max(float(process.communicate()[0]) for process in one)
    several = [
        subprocess.Popen([sys.executable, "-c", LOOP], stdout=subprocess.PIPE, encoding="utf-8") for _ in range(jobs)
    ]
    together = max(float(process.communicate()[0]) for process in several)
    return jobs * alone / together


def clocked(what: str, work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    said = work()
    seconds = time.perf_counter() - began
    print(f"| {what} | {seconds:.2f} | {load()} |", flush=True)
    return seconds, said


def views(review: Review) -> str:
    tables = [export.rows(review.extractions, what, review.unread) for what in export.FIELDS]
    tables += [[findings.finding_row(one) for one in review.findings], export.score_rows(review)]
    return "".join(map(export.to_jsonl, tables))


def command(*words: object) -> str:
    """A command as it is used, from the start of Python to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "perf_goals", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr.decode("utf-8"))
    return done.stdout.decode("utf-8")


def papers(folder: Path) -> dict[str, str]:
    """A digest of each workbook, without the time at which it was saved."""
    found = {}
    for path in sorted(folder.glob("*.xlsx")):
        with zipfile.ZipFile(path) as book:
            parts = (book.read(name) for name in book.namelist() if name != "docProps/core.xml")
            found[path.name] = sha256(b"".join(parts)).hexdigest()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--projects", type=int, default=12)
    parser.add_argument("--rows", type=int, default=8)
    parser.add_argument(
        "--turns", type=int, default=1, help="one process and several in turns, for a machine that drifts"
    )
    parser.add_argument("--cluster", action="store_true", help="a Dask cluster too, on this machine")
    parser.add_argument("--no-review", action="store_true", help="leave out the workbooks, which take longest")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = volumes.write(folder / "in", options.documents, projects=options.projects, rows=options.rows)
        Run(paths[:1], Config(), version=api.VERSION).go().review()  # word lists
        bound = at_once(options.jobs)
        print(
            f"{options.documents} documents; {options.jobs} plain loops at once do {bound:.2f} times the work of one\n"
        )
        print("| what | seconds | load |\n| --- | --- | --- |")

        def judged(engine: Engine, say: Say | None = None) -> Callable[[], Review]:
            return lambda: Run(paths, Config(), version=api.VERSION, engine=engine, say=say).go().review()

        reviews: list[list[float]] = []
        books = True
        for _ in range(0 if options.no_review else options.turns):
            took = []
            for jobs in (1, options.jobs):
                ask = ("review", folder / "in", "-o", folder / f"out{jobs}", "--jobs", jobs, "-q")
                seconds, _ = clocked(f"review --jobs {jobs}", partial(command, *ask))
                took.append(seconds)
            books = books and papers(folder / "out1") == papers(folder / f"out{options.jobs}")
            reviews.append(took)
        if reviews:
            shares = [one / several for one, several in reviews]
            print(
                f"\nsame workbooks: {books}; speed-up {' '.join(f'{one:.2f}' for one in shares)}, "
                f"median {median(shares):.2f} ({median(shares) / bound:.0%} of what the machine gives)\n\n"
                "| what | seconds | load |\n| --- | --- | --- |"
            )
        times = []
        for _ in range(options.turns):
            one, found = clocked("one process", judged(here))
            said = views(found)
            many, found = clocked(f"{options.jobs} processes", judged(local(options.jobs)))
            same = said == views(found)
            times.append(one / many)
        if options.cluster:
            with Dask(folder) as dask:
                doomed, *_ = [dask.worker() for _ in range(options.jobs)]
                done = count(1)

                def kill(_: str) -> None:
                    if next(done) == options.documents // 2:
                        doomed.kill()

                _, found = clocked(
                    f"{options.jobs} Dask workers, one killed half-way", judged(remote(dask.address), kill)
                )
            same = same and said == views(found)
        del found
        library = folder / "library"
        add = ("library", "add", library, folder / "in", "--jobs", options.jobs)
        first, _ = clocked("library add, first run", lambda: command(*add))
        second, _ = clocked("library add, second run", lambda: command(*add))
        held = sum(path.stat().st_size for path in library.rglob("*.parquet"))
        kept = sum(path.stat().st_size for path in paths)
        print(
            f"\nsame bytes: {same}; speed-up {' '.join(f'{one:.2f}' for one in times)}, median {median(times):.2f} "
            f"({median(times) / bound:.0%} of what the machine gives); second run {second / first:.1%} of the first; "
            f"library {held / 1e6:.1f} MB for {kept / 1e6:.1f} MB"
        )
        if not options.no_review:
            review = ("review", folder / "in", "--library", library, "-o", folder / "out", "--jobs", options.jobs, "-q")
            first, _ = clocked("review --library, first run", lambda: command(*review))
            second, _ = clocked("review --library, second run", lambda: command(*review))
            print(f"\nreview: second run {second / first:.1%} of the first")


if __name__ == "__main__":
    main()
