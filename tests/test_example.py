"""The committed example is what the tool writes now; workbooks, pages and tables of all samples say the same."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import html
from openpyxl import load_workbook

import perf_goals

from .make_example import EXAMPLE, SAMPLES, SHOWN, write

pytestmark = pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl")

SEVERITIES = {"error": "严重", "warning": "一般", "info": "提示"}
PARTS = {"table": "部门整体", "project": "项目", "department": "部门"}
Cells = dict[tuple[str, str], tuple[Any, Any]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> perf_goals.Written:
    return write(tmp_path_factory.mktemp("例"), [SAMPLES])


# The committed files ------------------------------------------------------------------------------------------------


def cells(path: Path) -> Cells:
    """Sheet and name of every cell that holds anything → its text or formula, and what that comes to."""
    found: Cells = {}
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    assert formulas.sheetnames == values.sheetnames
    for sheet, shown in zip(formulas.worksheets, values.worksheets, strict=True):
        for row, other in zip(sheet.iter_rows(), shown.iter_rows(), strict=True):
            for cell, same in zip(row, other, strict=True):
                if cell.value is not None:
                    found[sheet.title, cell.coordinate] = plain(cell.value), plain(same.value)
    return found


def plain(value: Any) -> Any:
    """Figures as far as every machine has them alike, and one way to part folders."""
    if isinstance(value, float):
        return round(value, 9)
    return value.replace("\\", "/") if isinstance(value, str) else value


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_committed_files(tmp_path: Path) -> None:
    folder = write(tmp_path, SHOWN).batch.parent
    again = "重新生成：python -m tests.make_example"
    assert names(EXAMPLE) == names(folder), again
    for name in names(folder):
        old, new = EXAMPLE / name, folder / name
        if name.endswith(".xlsx"):
            before, after = cells(old), cells(new)
            differ = {
                at: (before.get(at), after.get(at)) for at in {*before, *after} if before.get(at) != after.get(at)
            }
            assert differ == {}, f"{name}：{again}"
        else:
            assert old.read_text(encoding="utf-8") == new.read_text(encoding="utf-8"), f"{name}：{again}"


# The views ----------------------------------------------------------------------------------------------------------


def documents(written: perf_goals.Written) -> Iterator[tuple[str, Path]]:
    """Each document with a workbook: its file and its workbook."""
    files = [one.document.file for one in written.review.extractions if one.tables]
    yield from zip(files, written.documents, strict=True)


def money(points: Any) -> Decimal | None:
    return None if points is None else Decimal(str(points)).quantize(Decimal("0.01"))


def in_workbook(path: Path) -> tuple[Counter[Any], list[Any]]:
    """Findings, and scores, as 问题清单 and 评分 show them."""
    book = load_workbook(path, data_only=True)
    rows = list(book["问题清单"].iter_rows(values_only=True))
    heads = [str(one) for one in rows[0]]
    lines = [dict(zip(heads, row, strict=True)) for row in rows[1:]]
    findings = Counter(
        (
            one["编号"], one["等级"], one["问题"], one["怎样改"] or None,
            None if one["扣分合计"] == "不扣（跨文件）" else money(one["扣分合计"]),
        )
        for one in lines
        if one["编号"]
    )  # fmt: skip
    rows = list(book["评分"].iter_rows(values_only=True))
    heads = [str(low or high) for low, high in zip(rows[1], rows[0], strict=True)]
    lines = [dict(zip(heads, row, strict=True)) for row in rows[3:]]
    scores = [
        (
            one["范围"], one["项目"], None if one["总分"] == "未评" else money(one["总分"]), one["等级"] or None,
            one["严重"], one["一般"], one["提示"],
        )
        for one in lines
        if one["范围"]
    ]  # fmt: skip
    return findings, scores


def in_tables(folder: Path, file: str) -> tuple[Counter[Any], list[Any]]:
    def rows(name: str) -> list[dict[str, Any]]:
        text = (folder / f"{name}.jsonl").read_text(encoding="utf-8")
        return [row for row in map(json.loads, text.splitlines()) if row["document"] == file]

    findings = Counter(
        (one["code"], SEVERITIES[one["severity"]], one["message"], one["suggestion"], money(one["points"]))
        for one in rows("findings")
    )
    scores = [
        (PARTS[one["part"]], one["project"], money(one["total"]), one["grade"],
         one["errors"], one["warnings"], one["infos"])
        for one in rows("scores")
        if one["part"] in PARTS
    ]  # fmt: skip
    return findings, scores


def text(node: Any, path: str) -> str | None:
    found = node.xpath(path)
    return "".join(found[0].itertext()) if found else None


def on_page(path: Path) -> tuple[Counter[Any], list[Any]]:
    tree: Any = html.document_fromstring(path.read_text(encoding="utf-8"))
    findings: Counter[Any] = Counter()
    for card in tree.xpath("//li[contains(@class, 'card')]"):
        facts = {text(one, "dt"): text(one, "dd") for one in card.xpath(".//dl/div")}
        apart = facts["扣分"] == "不扣（跨文件比较）"
        code = str(text(card, "h3")).split()[-2]
        points = None if apart else money(card.get("data-points"))
        findings[code, SEVERITIES[card.get("data-severity")], facts["问题"], facts.get("改法"), points] += 1
    scores = []
    for row in tree.xpath("//tr[@class='unit']"):
        part, name, total, _, grade, *counts = ["".join(cell.itertext()) for cell in row.xpath("td|th")]
        figures = None if total == "未评" else money(total)
        scores.append((part, name if part == "项目" else None, figures, grade or None, *map(int, counts[:3])))
    total = "".join(tree.xpath("//div[@class='points']/p[@class='total']/strong")[0].itertext())
    return findings, [*scores, total]


def test_workbook_page_and_tables_agree(written: perf_goals.Written) -> None:
    folder = written.batch.parent
    whole: Counter[Any] = Counter()
    for file, path in documents(written):
        found, scores = in_workbook(path)
        assert in_tables(folder / "tables", file) == (found, scores), file
        shown, (*units, total) = on_page(path.with_suffix(".html"))
        assert shown == found, file
        assert units == [one for one in scores if one[0] != "部门"], file
        [department] = [one for one in scores if one[0] == "部门"]
        assert money(total) == department[2], file
        whole += found
    batch, scores = in_workbook(written.batch)
    assert batch == whole
    assert sum(whole.values()) == len(written.review.findings) > 100
    frames = written.review.to_frames()
    assert Counter(zip(frames.findings["code"], frames.findings["message"], strict=True)) == Counter(
        {key: sum(n for one, n in whole.items() if (one[0], one[2]) == key) for key in {(o[0], o[2]) for o in whole}}
    )
    assert [one[2] for one in scores] == [None if one is pd.NA else money(one) for one in frames.scores["total"]]


def test_csv_and_sarif_agree(written: perf_goals.Written) -> None:
    folder = written.batch.parent / "tables"
    rows = [json.loads(line) for line in (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
    with open(folder / "findings.csv", encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(one["code"], one["message"].removeprefix("'")) for one in lines] == [
        (one["code"], one["message"]) for one in rows
    ]
    [run] = json.loads((folder / "review.sarif").read_text(encoding="utf-8"))["runs"]
    assert [(one["ruleId"], one["message"]["text"]) for one in run["results"]] == [
        (one["code"], one["message"]) for one in rows
    ]
