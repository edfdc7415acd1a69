"""Seconds and peak memory of reading a large workbook, beside openpyxl in the same run.

    python tests/benchmarks/bench_excel.py [--rows 50000] [--columns 10] [--repeat 3]

The workbook is made by the benchmark: a performance table with merged cells on the left (three ranges for five rows)
and with percent and amount formats. Each reading runs in a fresh process. ``perf_goals`` gives blocks with merged ranges,
places and numbers as displayed, openpyxl its cells and merged ranges. Seconds are processor time; the ratio is what can
be compared between machines.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks.machine import peak

NUMBERS = {6: "0%", 7: "#,##0.00", 8: "0.00"}


def make(path: Path, rows: int, columns: int) -> None:
    """Write the workbook: a title, a heading, then rows in blocks of five with merged cells on the left."""
    from openpyxl import Workbook
    from openpyxl.worksheet.cell_range import CellRange

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["项目支出绩效目标表"])
    sheet.append(
        ["项目名称", "一级指标", "二级指标", "三级指标", "性质", "指标值", "预算数", "权重", "单位", "备注"][:columns]
    )
    for number in range(rows):
        first = number % 5 == 0
        values: list[str | float | None] = (
            [f"河道整治项目{number}", "产出指标", "数量指标"] if first else [None, None, None]
        )
        values += [f"整治河段{number}", "≥", 0.95, 1234.5 + number, 12.5, "%", "无"]
        sheet.append(values[:columns])
        for column, code in NUMBERS.items():
            if column <= columns:
                sheet.cell(number + 3, column).number_format = code
        if first and number + 5 <= rows:
            for column in (1, 2, 3):
                sheet.merged_cells.ranges.add(CellRange(None, column, number + 3, column, number + 7))
    book.save(path)


def measure(what: str, path: Path) -> None:
    """Read in this process; print processor seconds, cells and merged ranges."""
    if what == "openpyxl":
        from openpyxl import load_workbook

        begin = time.process_time()
        sheet = load_workbook(path).active
        assert sheet is not None
        cells = sum(1 for row in sheet.iter_rows(values_only=True) for _ in row)
        merges = len(sheet.merged_cells.ranges)
    else:
        from perf_goals.readers import read

        begin = time.process_time()
        grids = list(read(path).grids())
        cells = sum(grid.width * grid.height for grid in grids)
        merges = sum(len(grid.merges) for grid in grids)
    print(time.process_time() - begin, cells, merges, peak())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--columns", type=int, default=10)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure[0], Path(options.measure[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "表.xlsx")
        make(path, options.rows, options.columns)
        medians: dict[str, float] = {}
        print("| reader | seconds (median) | cells | merged ranges | peak MiB |\n| --- | --- | --- | --- | --- |")
        for what in ("openpyxl", "perf_goals"):
            runs = []
            for _ in range(options.repeat):
                command = [sys.executable, __file__, "--measure", what, str(path)]
                done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
                runs.append([float(value) for value in done.stdout.split()])
            medians[what] = statistics.median(run[0] for run in runs)
            cells, merges, peak = (max(run[at] for run in runs) for at in (1, 2, 3))
            print(f"| {what} | {medians[what]:.2f} | {cells:,.0f} | {merges:,.0f} | {peak:.0f} |")
        print(f"\nperf_goals is {medians['openpyxl'] / medians['perf_goals']:.1f} times as fast")


if __name__ == "__main__":
    main()
