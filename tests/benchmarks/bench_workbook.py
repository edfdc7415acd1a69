"""Seconds and peak memory of one large workbook, beside openpyxl and XlsxWriter writing the same cells in the same run.

    python tests/benchmarks/bench_workbook.py [--rows 100000] [--findings 50000]

The review is invented: projects of ten indicators each, findings on rows and on goals, scored. ``perf_goals`` writes 汇总 with
all its sheets, formulas and links; the other two write nothing but the cells' values, each sheet as it is in that workbook,
without looks. Each runs in a fresh process. Seconds are processor time; making the review is not counted, its memory is.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks.machine import peak


def review(rows: int, findings: int) -> Any:
    """Documents of a thousand indicators each, with findings of three severities."""
    from perf_goals import scoring
    from perf_goals.model import (
        Document,
        Extraction,
        Finding,
        FindingTarget,
        Goal,
        Indicator,
        Nature,
        Place,
        Raw,
        Review,
        Scope,
        Severity,
        Target,
    )  # fmt: skip

    extractions, owners = [], []
    found: list[Finding] = []
    each = max(1, rows * 2 // max(findings, 1) // 2)
    sorts = (
        ("D101", "direction", Severity.ERROR),
        ("M103", "unmeasurable", Severity.WARNING),
        ("U110", "unit", Severity.INFO),
    )
    for number in range(-(-rows // 1000)):
        file, bureau = f"单位{number}.pdf", f"伊水市第{number}局"
        indicators, goals = [], []
        for at in range(min(1000, rows - number * 1000)):
            project = f"第{number}局项目{at // 10}"
            place = Place(file, page=1 + at // 30, table=1, row=at + 2)
            target = Target(Nature.GE, Decimal(50 + at % 50), unit="%", canonical="%", dimension="ratio")
            raw = Raw("≥", str(50 + at % 50), "%")
            if at % 10 == 0:
                text = f"完成第{number}局{project}任务{at * 31 % 977}项；" + "".join(
                    chr(0x4E00 + (at * 7919 + number * 104729 + k * k * 31) % 20000) for k in range(60)
                )
                goals.append(Goal(file, bureau, 2026, Scope.PROJECT, project, Decimal(at + 1), text, place))
            name = f"第{at}项工作完成率"
            names = ("产出指标", "质量指标", name)
            indicators.append(
                Indicator(file, bureau, 2026, Scope.PROJECT, project, *names, target, None, None, raw, place, place)
            )  # fmt: skip
            if at % each == 0 and len(found) < findings:
                code, category, severity = sorts[at // each % 3]
                spot = FindingTarget("indicator", Scope.PROJECT, project, "产出指标", "质量指标", name)
                said = f"“{name}”写作“≥{50 + at % 50}%”，与“{project}”的内容不符。"
                found.append(
                    Finding(file, code, category, severity, 0.9, said, "改写目标值。", "审核惯例", (spot,), place)
                )
                owners.append(number)
        extractions.append(Extraction(Document(file, "pdf", (), bureau, 2026), tuple(indicators), tuple(goals)))
    scores = scoring.score(extractions, found, owners)
    return Review(
        tuple(extractions), findings=tuple(found), owners=tuple(owners), scores=scores, judged=True, version="0"
    )


def measure(what: str, path: Path, rows: int, findings: int) -> None:
    """Write in this process; print processor seconds, megabytes of memory and of the file."""
    if what == "perf_goals":
        from perf_goals.workbook import write_batch

        made = review(rows, findings)
        begin = time.process_time()
        write_batch(made, path)
    else:
        begin = time.process_time()
        sheets = _cells(path.with_name("汇总.xlsx"))
        if what == "openpyxl":
            from openpyxl import Workbook

            book: Any = Workbook(write_only=True)
            spent = 0.0
            for title, lines in sheets:
                sheet = book.create_sheet(title)
                for line in lines:
                    start = time.process_time()
                    sheet.append(line)
                    spent += time.process_time() - start
            start = time.process_time()
            book.save(path)
        else:
            import xlsxwriter  # type: ignore[import-untyped]

            book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
            spent = 0.0
            for title, lines in sheets:
                sheet = book.add_worksheet(title)
                for number, line in enumerate(lines):
                    start = time.process_time()
                    sheet.write_row(number, 0, line)
                    spent += time.process_time() - start
            start = time.process_time()
            book.close()
        begin = time.process_time() - (spent + time.process_time() - start)
    seconds = time.process_time() - begin
    print(f"| {what} | {seconds:.1f} | {peak():.0f} | {path.stat().st_size / 2**20:.1f} |")


def _cells(path: Path) -> Any:
    """The values of each sheet of the large workbook, row by row."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    for title in book.sheet_names:
        yield title, (list(row) for row in book.get_sheet_by_name(title).to_python())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--findings", type=int, default=50_000)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure[0], Path(options.measure[1]), options.rows, options.findings)
        return
    with tempfile.TemporaryDirectory() as folder:
        print("| writer | seconds | peak MiB | MiB of file |\n| --- | --- | --- | --- |", flush=True)
        for what, name in (("perf_goals", "汇总"), ("openpyxl", "甲"), ("xlsxwriter", "乙")):
            command = [sys.executable, __file__, "--rows", str(options.rows), "--findings", str(options.findings)]
            subprocess.run([*command, "--measure", what, str(Path(folder, f"{name}.xlsx"))], check=True)


if __name__ == "__main__":
    main()
