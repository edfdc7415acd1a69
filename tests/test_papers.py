"""Workbooks and pages that several processes write: the same ones, and none is lost."""

import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perf_goals import api
from perf_goals.batch.helper import Ended, Helper
from perf_goals.batch.papers import Order
from perf_goals.errors import OutputError

from . import volumes

DAY = date(2026, 3, 1)


def contents(folder: Path) -> dict[str, Any]:
    """The parts of each file; of a workbook without the time at which it was saved."""
    found: dict[str, Any] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                found[path.name] = {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}
        else:
            found[path.name] = path.read_bytes()
    return found


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    volumes.write(tmp_path / "in", 9, projects=1, rows=2)
    (tmp_path / "perf-goals.toml").write_text("[scoring.weights]\nwarning = 0.5\n", encoding="utf-8")
    return tmp_path / "in"


def reviewed(papers: Path, out: str, jobs: int) -> api.Written:
    folder = papers.parent
    return api.review(papers, folder / out, settings=folder / "perf-goals.toml", made=DAY, html=True, jobs=jobs)


def names(written: api.Written) -> list[list[str]]:
    return [[path.name for path in paths] for paths in (written.documents, written.pages, [written.batch])]


def test_processes_write_the_same(papers: Path) -> None:
    here, there = reviewed(papers, "一", 1), reviewed(papers, "二", 2)
    assert len(here.documents) == 9
    assert names(there) == names(here)
    assert contents(papers.parent / "二") == contents(papers.parent / "一")


def test_what_a_process_does_not_bring_home_is_written_here(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Helper.ask

    def lost(self: Helper, errand: Any) -> Any:
        found = ask(self, errand)
        if isinstance(errand, Order) and "00003" in errand.path.name:
            raise Ended
        return found

    here = reviewed(papers, "一", 1)
    monkeypatch.setattr(Helper, "ask", lost)
    assert names(reviewed(papers, "二", 2)) == names(here)
    assert contents(papers.parent / "二") == contents(papers.parent / "一")


def test_a_workbook_that_cannot_be_written_stops_no_other(papers: Path) -> None:
    expected = [path.name for path in reviewed(papers, "一", 1).documents]
    out = papers.parent / "二"
    (out / expected[2]).mkdir(parents=True)
    with pytest.raises(OutputError) as caught:
        reviewed(papers, "二", 2)
    assert str(caught.value) == f"无法写出“{out / expected[2]}”：它是一个文件夹；请在后面加上文件名。"
    assert sorted(path.name for path in out.glob("*_审核底稿.xlsx")) == sorted(expected)


def test_the_summary_names_a_workbook_that_got_another_name(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where it is open in Excel: 汇总, which is written meanwhile, is written once more."""
    ask = Helper.ask

    def aside(self: Helper, errand: Any) -> Any:
        found = ask(self, errand)
        if isinstance(errand, Order) and "00003" in errand.path.name:
            return replace(found, workbook=errand.path.rename(errand.path.with_name("另存.xlsx")))
        return found

    monkeypatch.setattr(Helper, "ask", aside)
    done = reviewed(papers, "一", 2)
    assert done.documents[3].name == "另存.xlsx"
    assert len(done.notes) == 1
    cells = {cell for row in openpyxl.load_workbook(done.batch)["总览"].iter_rows(values_only=True) for cell in row}
    assert {cell for cell in cells if str(cell).endswith(".xlsx")} == {path.name for path in done.documents}


def test_a_summary_that_cannot_be_written_stops_no_workbook(papers: Path) -> None:
    out = papers.parent / "一"
    (out / "汇总.xlsx").mkdir(parents=True)
    with pytest.raises(OutputError) as caught:
        reviewed(papers, "一", 2)
    assert str(caught.value) == f"无法写出“{out / '汇总.xlsx'}”：它是一个文件夹；请在后面加上文件名。"
    assert len(list(out.glob("*_审核底稿.xlsx"))) == 9


@pytest.mark.parametrize("name", ["00004", "汇总"])
def test_processes_end_when_the_rest_is_not_wanted(papers: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    started: list[Any] = []
    popen = subprocess.Popen

    def noted(*given: Any, **how: Any) -> Any:
        started.append(popen(*given, **how))
        return started[-1]

    def stop(what: str, shown: str) -> None:
        if what == "写出" and name in shown:
            raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", noted)
    with pytest.raises(KeyboardInterrupt):
        api.review(papers, papers.parent / "三", made=DAY, jobs=2, watch=stop)
    assert 2 <= len(started) <= 4  # two that read, up to two that write
    assert all(one.poll() is not None for one in started)
    assert not list((papers.parent / "三").glob(".*"))
