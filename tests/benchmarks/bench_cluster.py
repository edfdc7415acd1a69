"""Near copies on a Dask cluster: seconds and bytes beside the threads of one process.

    python tests/benchmarks/bench_cluster.py [--sizes 100000 1000000] [--workers 2]

A scheduler and workers of one thread each are started on this machine as processes of their own. The corpora are those of
``corpora.py``, punctuation taken off. "Moved" is what the workers sent to each other and home: keys of bands, and signatures of
those that share one. The families are compared byte for byte.
"""

import argparse
import pickle
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from perf_goals.batch.cluster import remote  # noqa: E402
from perf_goals.batch.engine import sharing  # noqa: E402
from perf_goals.similarity import near  # noqa: E402
from perf_goals.similarity.near import families  # noqa: E402
from perf_goals.similarity.normal import bare  # noqa: E402
from tests.benchmarks.corpora import corpus  # noqa: E402
from tests.benchmarks.machine import load, peak  # noqa: E402
from tests.clusters import Dask  # noqa: E402


def state(dask_worker: Any) -> tuple[int, float]:
    """Bytes that a worker has sent to others and home, and the most memory it has had, in MiB."""
    return int(dask_worker.transfer_outgoing_bytes_total), peak()


def main() -> None:
    import distributed

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    near.FAR = 1
    print("| texts | different | threads here s | cluster s | moved MB | largest worker MiB | same | load |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    for size in options.sizes:
        texts = [bare(text) for text in corpus(size).texts]
        began = time.perf_counter()
        here = families(texts, 0.85, 12)
        alone = time.perf_counter() - began
        with tempfile.TemporaryDirectory() as folder, Dask(Path(folder)) as dask:
            for _ in range(options.workers):
                dask.worker("--memory-limit", "0")
            with sharing(remote(dask.address)):
                began = time.perf_counter()
                there = families(texts, 0.85, 12)
                together = time.perf_counter() - began
            with distributed.Client(dask.address, set_as_default=False) as client:
                states = client.run(state).values()
        moved, most = sum(one for one, _ in states), max(two for _, two in states)
        print(
            f"| {size:,} | {len(set(texts)):,} | {alone:.1f} | {together:.1f} | {moved / 1e6:,.0f} | {most:,.0f} | "
            f"{pickle.dumps(here) == pickle.dumps(there)} | {load()} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
