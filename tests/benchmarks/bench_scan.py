"""Seconds a page and right characters of scans, beside the text layer of the same documents.

    python tests/benchmarks/bench_scan.py FOLDER [--only TEXT]

FOLDER holds pairs: ``name.scan.pdf`` (pictures) and ``name.pdf`` (the same document with text). Characters are compared
as a bag: how many of the text's characters the scan gave (recall), and how many of the scan's are in the text
(precision), blanks and the width of marks not counted. Seconds are wall-clock with a warm recogniser; printed as a table
for README.md.
"""

import argparse
import logging
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path

from perf_goals.model import Document, Paragraph
from perf_goals.readers import pdf, scan
from perf_goals.readers.scan.letters import letters

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks.machine import peak


def characters(document: Document) -> Counter[str]:
    texts = [
        block.text if isinstance(block, Paragraph) else "".join(cell for row in block.cells for cell in row)
        for block in document.blocks
    ]
    return Counter("".join(unicodedata.normalize("NFKC", "".join(texts)).split()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="only files whose name contains this")
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    pairs = [
        (path, text)
        for path in sorted(options.folder.glob("*.scan.pdf"))
        if options.only in path.name and (text := path.with_name(path.name.replace(".scan.pdf", ".pdf"))).exists()
    ]
    if not pairs:
        sys.exit(f"no pairs of name.scan.pdf and name.pdf in {options.folder}")
    letters()
    print("| document | pages | seconds a page | characters | recall | precision |")
    print("| --- | --- | --- | --- | --- | --- |")
    for number, (path, text) in enumerate(pairs, 1):
        begin = time.perf_counter()
        read = scan.read(path.read_bytes(), path.name)
        took = time.perf_counter() - begin
        pages = len(
            {block.place.page if isinstance(block, Paragraph) else block.origins[0].page for block in read.blocks}
        )
        got, want = characters(read), characters(pdf.read(text.read_bytes(), text.name))
        common = (got & want).total()
        recall, precision = common / want.total(), common / got.total()
        print(
            f"| {number} | {pages} | {took / pages:.1f} | {want.total():,} | {recall:.4f} | {precision:.4f} |",
            flush=True,
        )
    if most := peak():
        print(f"\npeak memory {most:.0f} MiB")


if __name__ == "__main__":
    main()
