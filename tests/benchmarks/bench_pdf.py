"""Pages a second, found cells and peak memory of the PDF reader, beside pdfplumber's ``find_tables`` in the same run.

    python tests/benchmarks/bench_pdf.py [--pages 5 20 60] [--repeat 3] [--documents FOLDER]

The PDFs are made by the benchmark (printed by LibreOffice): a table of performance indicators with merged cells on each
page, so that every printed cell is known. A cell is found where a table holds its text, white space aside; a merged cell
is found where the reader gives its span. The PDFs of the folder (five published ones, if they lie beside the project) are
timed only. Each measurement is a process of its own, after a warm-up on two pages; seconds are its processor time.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REAL = ROOT.parent / "shared" / "documents" / "real"
sys.path.insert(0, str(ROOT))
from tests.benchmarks.machine import peak  # noqa: E402

XS = [40.0, 110, 180, 330, 400, 460, 560, 640, 700, 802]
ROWS = 24
HEAD = ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "单位", "指标解释", "权重", "备注"]


def rows_of(page: int) -> list[list[str | None]]:
    """The table of one page: three first classes of eight rows, each with second classes of four."""
    rows: list[list[str | None]] = [list(HEAD)]
    for row in range(ROWS - 1):
        first = "^" if row % 8 else f"产出指标{page}"
        second = "^" if row % 4 else f"数量指标{row}"
        more = "" if row % 3 else "按计划开展"
        rows.append(
            [first, second, f"第{page}批培训完成人次{row}", "≥", f"{page * row}.5", "人次", f"口径说明{row}", "5", more]
        )
    return rows


def spans(page: int) -> int:
    groups = [(start, min(start + size, ROWS - 1)) for size in (8, 4) for start in range(0, ROWS - 1, size)]
    return sum(1 for start, stop in groups if stop - start > 1)


def write(pages: int, path: Path) -> None:
    """A spreadsheet of that many pages, printed by LibreOffice; drawn by the tests' own writer where that is missing."""
    office = shutil.which("soffice")
    if office is None:
        _draw(pages, path)
        return
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Side
    from openpyxl.worksheet.pagebreak import Break

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.4
    sheet.oddFooter.center.text = "第 &P 页"  # type: ignore[union-attr]
    for letter, left, right in zip("ABCDEFGHI", XS, XS[1:], strict=False):
        sheet.column_dimensions[letter].width = (right - left) / 7
    thin = Side(style="thin")
    row = 0
    for page in range(1, pages + 1):
        for number, cells in enumerate(rows_of(page)):
            row += 1
            sheet.row_dimensions[row].height = 19
            for column, text in enumerate(cells, 1):
                cell = sheet.cell(row, column)
                if text != "^":
                    cell.value = text
                cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
                cell.alignment = Alignment(vertical="center", shrink_to_fit=True)
            for column, size in ((1, 8), (2, 4)):
                last = min(size, ROWS - 1 - (number - 1)) if number and (number - 1) % size == 0 else 1
                if last > 1:
                    sheet.merge_cells(start_row=row, end_row=row + last - 1, start_column=column, end_column=column)
        sheet.row_breaks.append(Break(row))
    with TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.xlsx"
        book.save(source)
        profile = (Path(folder) / "profile").as_uri()
        subprocess.run(
            [
                office,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                source,
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        shutil.copyfile(source.with_suffix(".pdf"), path)


def _draw(pages: int, path: Path) -> None:
    from tests.pdfs import Sheet, pdf

    ys = [70 + 19.0 * row for row in range(ROWS + 1)]
    sheets = [
        Sheet(842, 595).grid(XS, ys, rows_of(page), size=9).text(400, 570, f"第 {page} 页", 9)
        for page in range(1, pages + 1)
    ]
    path.write_bytes(pdf(*sheets))


def bare(text: object) -> str:
    return re.sub(r"\s", "", str(text or ""))


def run(tool: str, path: Path, pages: int) -> None:
    """One measurement in this process: seconds, MiB, share of the cells, share of the spans."""
    found: Counter[str] = Counter()
    merged = 0
    if tool == "own":
        from perf_goals.readers import pdf

        with TemporaryDirectory() as folder:
            warm = Path(folder) / "warm.pdf"
            _draw(2, warm)
            pdf.read(warm.read_bytes(), "warm.pdf")
        begin = time.process_time()
        for grid in pdf.read(path.read_bytes(), path.name).grids():
            found.update(bare(cell) for row in grid.cells for cell in row)
            merged += len(grid.merges)
        seconds = time.process_time() - begin
    else:
        import pdfplumber

        with TemporaryDirectory() as folder:
            warm = Path(folder) / "warm.pdf"
            _draw(2, warm)
            with pdfplumber.open(warm) as document:
                for page in document.pages:
                    page.find_tables()
        begin = time.process_time()
        with pdfplumber.open(path) as document:
            for page in document.pages:
                for table in page.find_tables():
                    found.update(bare(cell) for row in table.extract() for cell in row)
                page.close()
        seconds = time.process_time() - begin
    wanted = Counter(
        cell
        for page in range(1, pages + 1)
        for row in rows_of(page)
        for cell in map(bare, row)
        if cell not in ("", "^")
    )
    share = sum(min(count, found[cell]) for cell, count in wanted.items()) / max(1, sum(wanted.values()))
    whole = sum(spans(page) for page in range(1, pages + 1))
    print(f"{seconds:.4f} {peak():.1f} {share:.4f} {merged / whole if whole else 0:.3f}")


def _count(path: Path) -> int:
    code = "import sys, pypdfium2; print(len(pypdfium2.PdfDocument(sys.argv[1])))"
    return int(subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True).stdout)


def measured(tool: str, path: Path, pages: int, repeat: int) -> list[float]:
    command = [sys.executable, __file__, "--run", tool, str(path), str(pages)]
    runs = [
        [
            float(word)
            for word in subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.split()
        ]
        for _ in range(repeat)
    ]
    return [statistics.median(column) for column in zip(*runs, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", nargs="+", type=int, default=[5, 20, 60])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--documents", type=Path, default=REAL)
    parser.add_argument("--run", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        pages, path = options.write
        write(int(pages), Path(path))
        return
    if options.run:
        tool, path, pages = options.run
        run(tool, Path(path), int(pages))
        return
    print("| PDF | pages | tool | pages/s | times | cells found | spans found | peak MiB |")
    print("|---|---|---|---|---|---|---|---|")
    with TemporaryDirectory() as folder:
        files = []
        for pages in options.pages:
            path = Path(folder) / f"made-{pages}.pdf"
            # by a process of its own: what this one uses at its peak is counted for the ones that it starts
            subprocess.run([sys.executable, __file__, "--write", str(pages), str(path)], check=True)
            files.append((path, pages, True))
        if options.documents.is_dir():
            for path in sorted(options.documents.glob("*.pdf")):
                files.append((path, _count(path), False))
        for path, pages, known in files:
            peer = measured("pdfplumber", path, pages if known else 0, options.repeat)
            own = measured("own", path, pages if known else 0, options.repeat)
            for tool, (seconds, memory, cells, merged) in (("own", own), ("pdfplumber", peer)):
                times = f"{peer[0] / seconds:.1f}" if tool == "own" else "1"
                shares = f"{cells:.4f} | {merged:.3f}" if known else "– | –"
                print(f"| {path.name} | {pages} | {tool} | {pages / seconds:.0f} | {times} | {shares} | {memory:.0f} |")


if __name__ == "__main__":
    main()
