"""Documents a second and peak memory of reading, extracting and parsing, and how both grow with the number of documents.

    python tests/benchmarks/bench_extract.py [--documents FOLDER] [--sizes 100 1000] [--repeat 3]

The documents of the folder (the four real ones if they lie beside the project, else the samples) are repeated to each
size and handed to ``perf_goals.each`` in one process, a fresh one for each measurement, one warm-up document first. The
peer that is measured in the same run is plain reading: the same files decoded and split into lines. Figures are printed
as a table; seconds are processor time of the one process, ratios are what can be compared between machines.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks.machine import peak

HERE = Path(__file__).resolve().parent
REAL = HERE.parents[2] / "shared" / "documents" / "seeds"
SAMPLES = HERE.parent / "documents"


def repeated(folder: Path, size: int) -> list[Path]:
    """The folder's documents over and over until there are ``size`` of them."""
    files = sorted(path for path in folder.iterdir() if path.suffix == ".txt")
    return [files[number % len(files)] for number in range(size)]


def measure(what: str, folder: Path, size: int) -> None:
    """Run one measurement in this process and print processor seconds, peak memory in MiB and rows."""
    paths = repeated(folder, size)
    rows = 0
    if what == "extract":
        import perf_goals
        from perf_goals.model import Extraction

        list(perf_goals.each(paths[:1]))
        begin = time.process_time()
        for found in perf_goals.each(paths):
            rows += len(found.indicators) if isinstance(found, Extraction) else 0
    else:
        begin = time.process_time()
        for path in paths:
            data = path.read_bytes()
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                text = data.decode("gb18030")
            rows += len(text.splitlines())
    seconds = time.process_time() - begin
    print(f"{seconds:.4f} {peak():.1f} {rows}")


def loop() -> float:
    """Seconds of a fixed piece of work: how fast this machine is just now."""
    begin = time.process_time()
    sum(number * number for number in range(10_000_000))
    return time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, default=REAL if REAL.is_dir() else SAMPLES)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--measure", choices=("extract", "read"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, options.documents, options.sizes[0])
        return
    print(f"{'what':10s} {'documents':>9s} {'rows':>8s} {'seconds':>9s} {'doc/s':>8s} {'peak MiB':>9s}")
    medians: dict[tuple[str, int], tuple[float, float]] = {}
    for size in options.sizes:
        for what in ("read", "extract"):
            runs = []
            for _ in range(options.repeat):
                command = [sys.executable, __file__, "--measure", what, "--documents", str(options.documents)]
                done = subprocess.run(
                    [*command, "--sizes", str(size)], capture_output=True, encoding="utf-8", check=True
                )
                runs.append([float(word) for word in done.stdout.split()])
            seconds = statistics.median(run[0] for run in runs)
            memory = statistics.median(run[1] for run in runs)
            medians[what, size] = (seconds, memory)
            print(f"{what:10s} {size:9d} {runs[0][2]:8.0f} {seconds:9.3f} {size / seconds:8.1f} {memory:9.1f}")
    small, large = options.sizes[0], options.sizes[-1]
    growth = medians["extract", large][0] / medians["extract", small][0]
    print(
        f"growth {small} → {large} documents: time ×{growth:.2f} for ×{large / small:.0f} documents, "
        f"memory {medians['extract', small][1]:.1f} → {medians['extract', large][1]:.1f} MiB"
    )
    yardstick = statistics.median(loop() for _ in range(options.repeat))
    print(
        f"yardstick: 10 million turns of a plain Python loop take {yardstick:.2f} s here; "
        f"extract reads {large / medians['extract', large][0] * yardstick:.0f} documents in that time"
    )
    print(f"extract / plain read: {medians['extract', large][0] / medians['read', large][0]:.1f}")


if __name__ == "__main__":
    main()
