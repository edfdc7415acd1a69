"""The formulas of a workbook, calculated by LibreOffice: what ``scoring`` says, and what it says after a decision."""

import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from perf_goals import api, scoring
from perf_goals.config import Config
from perf_goals.model import Review, Score
from perf_goals.workbook import decisions, write_batch

# openpyxl opens its own temporary file without naming an encoding, and writes it by name with one.
pytestmark = [
    pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl"),
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
DOCUMENTS = Path(__file__).parent / "documents"


@pytest.fixture(scope="module", params=["samples", "real"])
def review(request: pytest.FixtureRequest) -> Review:
    """Of the sample documents, and of the four real ones."""
    real = request.param == "real"
    folder = request.getfixturevalue("shared") / "documents" / "seeds" if real else DOCUMENTS
    return api.judge(api.run(folder), Config())


def recalculated(path: Path, folder: Path) -> Any:
    """The workbook as LibreOffice calculates it: openpyxl saves it without the values that it had."""
    bare = folder / "in" / "表.xlsx"
    bare.parent.mkdir()
    load_workbook(path).save(bare)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "out"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", str(out), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    return load_workbook(out / "表.xlsx", data_only=True)


def shown(sheet: Any) -> list[tuple[Any, ...]]:
    """Of each line of 评分: part, department, project, counts, points, full, total, grade."""
    heads = {value: at for row in sheet.iter_rows(max_row=2, values_only=True) for at, value in enumerate(row) if value}
    found = []
    for row in sheet.iter_rows(min_row=4, values_only=True):
        figures = row[heads["严重"] : heads["已评满分"] + 1]
        found.append((row[1], row[2], row[3], *map(number, figures), number(row[heads["总分"]]), row[heads["等级"]]))
    return found


def number(value: Any) -> Any:
    return Decimal(repr(value)).normalize() if isinstance(value, int | float) else value


def expected(scores: tuple[Score, ...]) -> list[tuple[Any, ...]]:
    names = {"table": "部门整体", "project": "项目", "department": "部门", "batch": "整批"}
    return [
        (
            names[one.part],
            one.department,
            one.project,
            *(Decimal(count).normalize() for count in one.counts),
            *("未评" if points.got is None else points.got.normalize() for points in one.points),
            one.full.normalize(),
            "未评" if one.total is None else one.total.normalize(),
            one.grade,
        )
        for one in scores
    ]


def test_every_formula_gives_what_it_carries(review: Review, tmp_path: Path) -> None:
    """Scores are the library's, and so is every other formula's value, in all sheets."""
    path = tmp_path / "汇总.xlsx"
    write_batch(review, path)
    new, old, formulas = recalculated(path, tmp_path), load_workbook(path, data_only=True), load_workbook(path)
    assert sorted(map(str, shown(new["评分"]))) == sorted(map(str, expected(review.scores)))
    wrong = []
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            now, then = new[sheet.title][cell.coordinate].value, old[sheet.title][cell.coordinate].value
            if isinstance(now, int | float) and isinstance(then, int | float):
                same = abs(now - then) < 1e-9
            else:
                same = (now or "") == (then or "")
            if not same:
                wrong.append((sheet.title, cell.coordinate, then, now))
    assert wrong == []


def test_a_rejected_finding_changes_the_scores(review: Review, tmp_path: Path) -> None:
    """不采纳 set by script: points, total and grade are those of a review in which the finding takes nothing."""
    path = tmp_path / "汇总.xlsx"
    write_batch(review, path)
    costly = {one.finding for score in review.scores for one in score.deductions if one.points >= 1}
    rejected = frozenset(sorted(costly)[::2])
    known = decisions.marks(review)
    book = load_workbook(path)
    sheet: Any = book["问题清单"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if known.index(sheet.cell(row, heads["标识"]).value) in rejected:
            sheet.cell(row, heads["处理"]).value = "不采纳"
    book.save(path)
    wanted = scoring.score(review.extractions, review.findings, review.owners, None, review.apart | rejected)
    new = recalculated(path, tmp_path)
    assert sorted(map(str, shown(new["评分"]))) == sorted(map(str, expected(wanted)))
    assert expected(wanted) != expected(review.scores)
    batch = next(one for one in wanted if one.part == "batch")
    total = next(row[2].value for row in new["总览"].iter_rows() if row[1].value == "总分")
    assert number(total) == batch.total.normalize() if batch.total is not None else total == "未评"
    # the same decisions carried over give the same figures before anything calculates
    carried = decisions.carry(review, decisions.read(path))
    again = tmp_path / "再.xlsx"
    write_batch(replace(review), again, carried=decisions.together(carried))
    assert shown(load_workbook(again, data_only=True)["评分"]) == shown(new["评分"])
