"""Near copies among very many goal texts: seconds, memory, growth, recall and precision, beside two other libraries.

    python tests/benchmarks/bench_copies.py [--sizes 10000 100000 1000000] [--peers-up-to 100000] [--templates 400]

The corpora are those of ``corpora.py``. Everybody is given the same different bare texts of twelve characters or more and has
to say which of them share 0.85 of their character pairs (Dice; a Jaccard share of 0.74) with another one, checked exactly:
``near.families`` gives families around a first text; of datasketch's MinHashLSH and of rensa's RMinHashLSH every candidate
pair is checked with ``normal.likeness``, and its seconds are given apart. They have the same number of bands and rows;
datasketch is spared hashing a character pair twice. Each measurement is a process of its own. Seconds are processor
seconds; "elapsed" is what a clock beside the machine would show, which other work on it lengthens.

Recall is of a sample's texts that have a near copy when compared with every text of the corpus by an exact sparse product;
precision is of the pairs that were reported, counted anew.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from perf_goals.similarity import bands  # noqa: E402
from perf_goals.similarity.near import families  # noqa: E402
from perf_goals.similarity.normal import bare, likeness, pairs  # noqa: E402
from tests.benchmarks.corpora import corpus  # noqa: E402
from tests.benchmarks.machine import load, peak  # noqa: E402

LEAST = 0.85
SHORTEST = 12
JACCARD = LEAST / (2 - LEAST)
CHECKED = 200_000  # reported pairs that are counted anew

Pairs = Iterable[tuple[int, int]]


def checked(texts: list[str], candidates: Pairs) -> tuple[list[tuple[int, int]], float]:
    """The candidates that are near copies, and the processor seconds that this took."""
    marks: dict[int, frozenset[str]] = {}

    def of(at: int) -> frozenset[str]:
        if at not in marks:
            marks[at] = pairs(texts[at])
        return marks[at]

    listed = list(candidates)
    began = time.process_time()
    found = [(one, other) for one, other in listed if likeness(of(one), of(other)) >= LEAST]
    return found, time.process_time() - began


def ours(texts: list[str]) -> tuple[list[tuple[int, int]], float]:
    found = families(texts, LEAST, SHORTEST)
    return [(family.first, at) for family in found for at, _ in family.others], 0.0


def datasketch(texts: list[str]) -> tuple[list[tuple[int, int]], float]:
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]
    from datasketch.hashfunc import sha1_hash32  # type: ignore[import-untyped]

    known: dict[str, int] = {}

    def hashed(pair: str) -> int:
        if pair not in known:
            known[pair] = sha1_hash32(pair.encode())
        return known[pair]

    index = MinHashLSH(num_perm=bands.BANDS * bands.ROWS, params=(bands.BANDS, bands.ROWS))
    signed = MinHash.generator((pairs(text) for text in texts), num_perm=bands.BANDS * bands.ROWS, hashfunc=hashed)
    candidates: list[tuple[int, int]] = []
    for at, one in enumerate(signed):
        candidates += ((other, at) for other in index.query(one))
        index.insert(at, one, check_duplication=False)
    return checked(texts, candidates)


def rensa(texts: list[str]) -> tuple[list[tuple[int, int]], float]:
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]

    index = RMinHashLSH(JACCARD, bands.BANDS * bands.ROWS, bands.BANDS)
    candidates: list[tuple[int, int]] = []
    rest: Iterator[str] = iter(texts)
    start = 0
    while some := list(islice(rest, 4096)):
        signed = RMinHash.from_token_sets([list(pairs(text)) for text in some], bands.BANDS * bands.ROWS, 1)
        index.insert_many(signed, start)
        for at, others in enumerate(index.query_all(signed), start):
            candidates += ((other, at) for other in others if other < at)
        start += len(some)
    return checked(texts, candidates)


TOOLS: dict[str, Callable[[list[str]], tuple[list[tuple[int, int]], float]]] = {
    "perf_goals": ours,
    "datasketch": datasketch,
    "rensa": rensa,
}


def make(size: int, templates: int, path: Path) -> dict[str, Any]:
    made = corpus(size, templates=templates)
    path.write_text(
        json.dumps({"texts": made.texts, "exact": made.exact, "near": made.near, "innocent": made.innocent}),
        encoding="utf-8",
    )
    return {"exact": len(made.exact), "near": len(made.near), "innocent": len(made.innocent)}


def different(texts: list[str]) -> list[str]:
    return sorted({text for text in texts if len(text) >= SHORTEST})


def measure(tool: str, path: Path) -> dict[str, Any]:
    """One tool on one corpus. What it found is written beside the corpus."""
    given = json.loads(path.read_text(encoding="utf-8"))
    texts = given["texts"]
    began = time.process_time()
    plain = [bare(text) for text in texts]
    barely = time.process_time() - began
    once = different(plain)
    del given, texts
    before = peak()
    # We are timed with collapsing the exact copies, as the texts come; the others have it done for them.
    asked = plain if tool == "perf_goals" else once
    clock, began = time.perf_counter(), time.process_time()
    found, check = TOOLS[tool](asked)
    took, elapsed = time.process_time() - began, time.perf_counter() - clock
    most = peak()
    if tool == "perf_goals":
        spot = {text: at for at, text in enumerate(once)}
        both = {(spot.get(plain[a], -1), spot.get(plain[b], -1)) for a, b in found}
        found = sorted((a, b) for a, b in both if a != b)
    path.with_suffix(f".{tool}").write_text(json.dumps(found), encoding="utf-8")
    return {
        "bare": barely, "texts": len(plain), "different": len(once), "seconds": took, "check": check, "elapsed": elapsed,
        "peak": most, "before": before, "pairs": len(found),
    }  # fmt: skip


def exact(path: Path, sample: int, tools: list[str]) -> dict[str, Any]:
    """Recall and precision of each tool: a sample compared with all texts by a sparse product."""
    import numpy as np
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    given = json.loads(path.read_text(encoding="utf-8"))
    plain = [bare(text) for text in given["texts"]]
    texts = different(plain)
    spot = {text: at for at, text in enumerate(texts)}
    codes, sizes = bands.codes_of_pairs(texts)
    _, columns = np.unique(codes, return_inverse=True)
    table = csr_matrix(
        (np.ones(len(columns), np.float32), columns, np.concatenate(([0], np.cumsum(sizes)))),
        shape=(len(texts), int(columns.max()) + 1),
    )
    table.sum_duplicates()
    table.data[:] = 1
    counts = np.asarray(table.sum(axis=1)).ravel()
    chosen = np.array(sorted(random.Random(sample).sample(range(len(texts)), min(sample, len(texts)))))
    truly: set[tuple[int, int]] = set()
    other = table.T.tocsr()
    for begin in range(0, len(chosen), 200):
        some = chosen[begin : begin + 200]
        both = (table[some] @ other).tocoo()
        share = 2 * both.data / (counts[some[both.row]] + counts[both.col])
        near = (share >= LEAST - 1e-6) & (some[both.row] != both.col)
        truly.update(zip(some[both.row[near]].tolist(), both.col[near].tolist(), strict=True))
    wanted = {one for one, _ in truly}
    results: dict[str, Any] = {"wanted": len(wanted), "pairs": len(truly)}
    for tool in tools:
        found = [tuple(pair) for pair in json.loads(path.with_suffix(f".{tool}").read_text(encoding="utf-8"))]
        inside = {at for pair in found for at in pair}
        again = random.Random(1).sample(found, min(CHECKED, len(found)))
        right = sum(likeness(pairs(texts[one]), pairs(texts[two])) >= LEAST for one, two in again)
        first = {two: one for one, two in found} if tool == "perf_goals" else {}
        copies = [(spot[plain[one]], spot[plain[two]]) for one, two, _ in given["near"]]
        innocent = [{spot[plain[one]], spot[plain[two]]} for one, two, _ in given["innocent"]]
        stood = {frozenset(pair) for pair in found}
        results[tool] = {
            "recall": len(wanted & inside) / max(1, len(wanted)),
            "precision": right / max(1, len(again)),
            "planted": sum(one in inside for one, _ in copies) / max(1, len(copies)),
            "together": sum(first.get(one, one) == first.get(two, two) for one, two in copies) / max(1, len(copies)),
            "innocent": sum(pair in stood for pair in innocent),
        }
    return results


def child(*arguments: object) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        sys.exit(done.stderr)
    got: dict[str, Any] = json.loads(done.stdout)
    return got


def compare(size: int, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Makes a corpus, runs every tool on it, prints their lines; gives back ours."""
    path = folder / f"{size}.json"
    child("--make", size, options.templates, path)
    tools = [tool for tool in TOOLS if tool == "perf_goals" or size <= options.peers_up_to]
    got: dict[str, dict[str, Any]] = {}
    for tool in tools:
        runs = [(child("--measure", tool, path), load()) for _ in range(options.repeat)]
        got[tool], busy = min(runs, key=lambda run: float(run[0]["seconds"]))
        one = got[tool]
        print(
            f"| {tool} | {size:,} | {one['bare']:.2f} | {one['seconds']:.2f} | {one['seconds'] - one['check']:.2f} | "
            f"{one['elapsed']:.2f} | {one['peak']:.0f} | {one['peak'] - one['before']:.0f} | {one['pairs']:,} | {busy} |",
            flush=True,
        )
    if size <= options.exact_up_to:
        quality = child("--exact", path, "--sample", options.sample, "--tools", *tools)
        for tool in tools:
            one = quality[tool]
            together = f"{one['together']:.4f}" if tool == "perf_goals" else "–"
            options.lines.append(
                f"| {tool} | {size:,} | {quality['wanted']:,} | {one['recall']:.4f} | {one['precision']:.4f} | "
                f"{one['planted']:.4f} | {together} | {one['innocent']} |"
            )
    for tool in tools[1:]:
        mine, theirs = got["perf_goals"], got[tool]
        options.ratios.append(
            f"{tool} / perf_goals at {size:,}: processor seconds {theirs['seconds'] / mine['seconds']:.1f}, without checking "
            f"its candidates {(theirs['seconds'] - theirs['check']) / mine['seconds']:.1f}, elapsed "
            f"{theirs['elapsed'] / mine['elapsed']:.1f}"
        )
    path.unlink()
    return got["perf_goals"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--peers-up-to", type=int, default=100_000)
    parser.add_argument("--exact-up-to", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=2000)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--templates", type=int, default=400, help="fewer make larger buckets")
    parser.add_argument("--make", nargs=3, metavar=("SIZE", "TEMPLATES", "FILE"), help=argparse.SUPPRESS)
    parser.add_argument("--measure", nargs=2, metavar=("TOOL", "FILE"), help=argparse.SUPPRESS)
    parser.add_argument("--exact", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument("--tools", nargs="+", default=[], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        print(json.dumps(make(int(options.make[0]), int(options.make[1]), Path(options.make[2]))))
    elif options.measure:
        print(json.dumps(measure(options.measure[0], Path(options.measure[1]))))
    elif options.exact:
        print(json.dumps(exact(options.exact, options.sample, options.tools)))
    else:
        options.lines, options.ratios = [], []
        print("\n| tool | texts | bare s | seconds | without checks | elapsed s | peak MiB | above | pairs | load |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
        with TemporaryDirectory() as folder:
            results = {size: compare(size, Path(folder), options) for size in options.sizes}
        print("\n| tool | texts | with a near copy | recall | precision | planted found | in one family | innocents |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        print("\n".join(options.lines) + "\n\n" + "\n".join(options.ratios))
        for small, large in zip(options.sizes, options.sizes[1:], strict=False):
            growth = results[large]["seconds"] / results[small]["seconds"]
            print(f"perf_goals, from {small:,} to {large:,}: seconds ×{growth:.1f}")


if __name__ == "__main__":
    main()
