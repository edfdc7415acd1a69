"""Indicator rows a second of the rules, of copying within the batch and of the scores, and how they grow with the batch.

    python tests/benchmarks/bench_judge.py [--documents FOLDER] [--sizes 100 1000] [--rows 200] [--repeat 3]

Each generated document has the narrative of one document of the folder (the four real ones if they lie beside the
project, else the samples) and about ``--rows`` indicators: projects drawn from all documents and made different from one
another (subject of the name, of the goal and of every second indicator, each figure). The generator is seeded. The peer
that is measured in the same run is plain work on the same values: each row's fields joined and put into a Counter, which
is the least that any comparison of rows must do. Every measurement runs in a fresh process; seconds are processor time.
"""

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from perf_goals import each
from perf_goals.model import Extraction, Goal, Indicator, Place, Scope, Target

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks.bench_extract import REAL, SAMPLES, loop
from tests.benchmarks.machine import peak

FIRST = "水田林路桥渠库站坝井苗羊牛茶果药校园舍馆厅堂院所街巷灯管网房车船机仓窖炉"
SECOND = "地带区段面线口岸库群组批件具材料品台座间棚圃场点室楼门"


@dataclass(frozen=True)
class Part:
    """A project or a department's table, as one document has it."""

    goals: tuple[Goal, ...]
    rows: tuple[Indicator, ...]


def parts(extraction: Extraction) -> list[Part]:
    names: dict[tuple[Scope, str | None], None] = {}
    for goal in extraction.goals:
        names.setdefault((goal.scope, goal.project))
    for row in extraction.indicators:
        names.setdefault((row.scope, row.project))
    return [
        Part(
            tuple(goal for goal in extraction.goals if (goal.scope, goal.project) == name),
            tuple(row for row in extraction.indicators if (row.scope, row.project) == name),
        )
        for name in names
    ]


class Generator:
    """Documents of a seed: the same number gives the same document."""

    def __init__(self, folder: Path, rows: int) -> None:
        found = [one for one in each(sorted(folder.glob("*.txt"))) if isinstance(one, Extraction) and one.indicators]
        self.bases = found
        self.pool = [part for one in found for part in parts(one) if part.rows]
        self.rows = rows

    def document(self, number: int) -> Extraction:
        dice = random.Random(number)
        base = self.bases[number % len(self.bases)]
        file = f"{number:06}.txt"
        goals: list[Goal] = []
        rows: list[Indicator] = []
        while len(rows) < self.rows:
            part = dice.choice(self.pool)
            if part.rows[0].scope is Scope.DEPARTMENT and any(row.scope is Scope.DEPARTMENT for row in rows):
                continue
            self._add(part, file, base, dice, goals, rows)
        document = replace(base.document, file=file)
        return replace(base, document=document, indicators=tuple(rows), goals=tuple(goals))

    def _add(
        self,
        part: Part,
        file: str,
        base: Extraction,
        dice: random.Random,
        goals: list[Goal],
        rows: list[Indicator],
    ) -> None:
        subject = dice.choice(FIRST) + dice.choice(SECOND)
        head = part.rows[0].project
        project = f"{subject}{head}" if head is not None else None
        office = base.document.department
        for goal in part.goals:
            place = Place(file, line=len(rows) + 1, table=1, row=len(rows) + 1)
            text = f"{subject}：{goal.goal}" if goal.goal else None
            goals.append(replace(goal, document=file, project=project, department=office, place=place, goal=text))
        for row in part.rows:
            place = Place(file, line=len(rows) + 1, table=1, row=len(rows) + 1)
            name = subject + row.level3 if dice.random() < 0.5 else row.level3
            target = self._target(row.target, dice)
            about = replace(row, document=file, project=project, department=office, place=place, value_place=place)
            rows.append(replace(about, level3=name, target=target))

    @staticmethod
    def _target(target: Target, dice: random.Random) -> Target:
        if target.value is None or target.upper is not None or target.value <= 10:
            return target
        return replace(target, value=Decimal(int(target.value) + dice.randint(0, 9)))


def measure(what: str, folder: Path, size: int, rows: int) -> None:
    """Run one measurement in this process and print processor seconds, peak memory in MiB, rows and findings."""
    made = Generator(folder, rows)
    documents: Sequence[Extraction] = [made.document(number) for number in range(size)]
    count = sum(len(one.indicators) for one in documents)
    findings = 0
    if what == "judge":
        from perf_goals.review import judge_all
        from perf_goals.scoring import score

        judge_all([made.document(size)])  # lexicon, templates, table of divisions
        begin = time.process_time()
        judged = judge_all(documents)
        number = {one.document.file: index for index, one in enumerate(documents)}
        # a finding about the running text names the file that the text was taken from
        score(documents, judged.findings, [number.get(finding.document, 0) for finding in judged.findings])
        findings = len(judged.findings)
    else:
        begin = time.process_time()
        seen: Counter[str] = Counter()
        for one in documents:
            for row in one.indicators:
                seen["|".join((row.level1 or "", row.level2 or "", row.level3, str(row.target.value)))] += 1
    seconds = time.process_time() - begin
    print(f"{seconds:.4f} {peak():.1f} {count} {findings}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, default=REAL if REAL.is_dir() else SAMPLES)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--measure", choices=("judge", "count"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, options.documents, options.sizes[0], options.rows)
        return
    print(f"documents: {options.documents}; yardstick loop {loop():.2f} s")
    print("| what | documents | rows | findings | processor seconds | rows/s | peak MiB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for what in ("count", "judge"):
        for size in options.sizes:
            command = [sys.executable, __file__, "--measure", what, "--sizes", str(size)]
            command += ["--documents", str(options.documents), "--rows", str(options.rows)]
            runs = [
                subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
                for _ in range(options.repeat)
            ]
            lines = [run.stdout.split() for run in runs]
            seconds = statistics.median(float(line[0]) for line in lines)
            memory, rows, findings = lines[0][1], int(lines[0][2]), int(lines[0][3])
            print(f"| {what} | {size:,} | {rows:,} | {findings:,} | {seconds:.2f} | {rows / seconds:,.0f} | {memory} |")


if __name__ == "__main__":
    main()
