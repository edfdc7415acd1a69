"""How long a new document's goals look for near copies among the signatures of a library, part after part.

    python tests/benchmarks/bench_meeting.py [--texts 200000] [--own 20]

The texts are those of ``corpora.py``; the last ones are one's own, the others are shown to them in parts of 10,000.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from perf_goals.batch import seam  # noqa: E402
from tests.benchmarks.corpora import corpus  # noqa: E402

PART = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=200_000)
    parser.add_argument("--own", type=int, default=20)
    options = parser.parse_args()
    began = time.process_time()
    texts = dict.fromkeys(corpus(options.texts).texts)
    kept = {seam.mark(text): one for text, one in zip(texts, seam.signatures(list(texts)), strict=True) if one}
    print(f"{len(kept):,} signatures of {sum(map(len, kept.values())) / 1e6:,.0f} MB")
    names, signed = np.array(list(kept), np.int64), seam.signed(kept.values())
    others = slice(0, len(names) - options.own)
    began = time.process_time()
    meeting = seam.Meeting(names[others.stop :], signed[others.stop :])
    for at in range(0, others.stop, PART):
        chosen = slice(at, min(at + PART, others.stop))
        meeting.show(names[chosen], signed[chosen])
    met = list(meeting.pairs(12))
    took = time.process_time() - began
    print(f"{options.own} own texts: {took:.2f} processor seconds, {len(met)} to be compared in full")


if __name__ == "__main__":
    main()
