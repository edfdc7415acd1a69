"""Workbook, tables and frames of one review say the same; SARIF has every finding; nothing becomes a formula."""

import csv
import io
import json
import math
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest
from openpyxl import load_workbook

import perf_goals
from perf_goals import frames, sarif
from perf_goals.errors import OutputError
from perf_goals.model import Review, Severity, Waived
from perf_goals.workbook.issues import short_basis

pytestmark = pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl")

SAMPLES = Path(__file__).resolve().parent / "documents"
NAMES = ("indicators", "goals", "findings", "scores", "refusals", "unread", "waived")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> perf_goals.Written:
    done = perf_goals.review(SAMPLES, tmp_path_factory.mktemp("底稿"))
    hidden = Waived("甲.txt", "D101（甲.txt）", "=看过", 3, done.review.findings[0])
    idle = Waived("乙.txt", "D102（乙.txt）", "看过", 7)
    review = replace(done.review, waived=(hidden,), idle=(idle,))
    frames.write(review, done.batch.parent / "tables", frames.FORMATS)
    return replace(done, review=review)


def folder(written: perf_goals.Written) -> Path:
    return written.batch.parent / "tables"


def jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def plain(value: Any) -> Any:
    """A value of a frame as JSON has it."""
    if value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def known(value: Any) -> Any:
    """Without what is null: parquet has every field of an object, JSON those that are known."""
    if isinstance(value, dict):
        return {name: known(one) for name, one in value.items() if one is not None}
    return [known(one) for one in value] if isinstance(value, list) else value


def cells(path: Path, name: str, top: int = 1) -> list[dict[str, Any]]:
    """The lines of a sheet by its headings, formulas as they came out; of a heading over two lines the lower words."""
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        lines = [list(line) for line in book[name].iter_rows(values_only=True)]
    finally:
        book.close()
    heads = [low or high for low, high in zip(lines[top - 1], lines[top - 2] if top > 1 else lines[0], strict=True)]
    return [dict(zip(map(str, heads), line, strict=True)) for line in lines[top:]]


class TestAgreement:
    def test_there_is_something_to_agree_on(self, written: perf_goals.Written) -> None:
        counts = {name: len(jsonl(folder(written) / f"{name}.jsonl")) for name in NAMES}
        review = written.review
        assert counts == {
            "indicators": sum(len(one.indicators) for one in review.extractions),
            "goals": sum(len(one.goals) for one in review.extractions),
            "findings": len(review.findings),
            "scores": len(review.scores),
            "refusals": sum(len(one.refusals) for one in review.extractions),
            "unread": len(review.unread),
            "waived": 2,
        }
        assert min(counts[name] for name in ("indicators", "goals", "findings", "scores", "unread")) > 0

    @pytest.mark.parametrize("name", NAMES)
    def test_frames_and_jsonl(self, name: str, written: perf_goals.Written) -> None:
        frame: pd.DataFrame = getattr(written.review.to_frames(), name)
        rows = jsonl(folder(written) / f"{name}.jsonl")
        assert all(list(row) == list(frame.columns) for row in rows) or name == "scores"
        shown = [{column: plain(value) for column, value in row.items()} for row in frame.to_dict("records")]
        assert shown == [{column: row[column] for column in frame.columns} for row in rows]

    @pytest.mark.parametrize("name", NAMES)
    def test_parquet_and_jsonl(self, name: str, written: perf_goals.Written) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        table = parquet.read_table(folder(written) / f"{name}.parquet")
        rows = jsonl(folder(written) / f"{name}.jsonl")
        assert [known(row) for row in table.to_pylist()] == [known(row) for row in rows]
        assert str(table.schema.field(0).type) == "string"

    @pytest.mark.parametrize("name", NAMES)
    def test_csv_and_jsonl(self, name: str, written: perf_goals.Written) -> None:
        text = (folder(written) / f"{name}.csv").read_bytes().decode("utf-8")
        assert text.startswith("\ufeff")
        lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        rows = jsonl(folder(written) / f"{name}.jsonl")
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            for column, shown in line.items():
                value = row[column]
                if isinstance(value, int | float):
                    assert float(shown) == value
                elif isinstance(value, str):
                    assert shown.removeprefix("'") == value
                elif value is None:
                    assert shown == ""
                elif value and not all(isinstance(one, str) for one in value):
                    assert json.loads(shown) == value

    def test_workbook_and_findings(self, written: perf_goals.Written) -> None:
        rows = jsonl(folder(written) / "findings.jsonl")
        lines = [line for line in cells(written.batch, "问题清单") if line["编号"]]

        full = {line["编号"]: line["依据"] for line in cells(written.batch, "规则说明")}
        assert all(one["依据"] == short_basis(full[one["编号"]]) for one in lines)  # 问题清单 names documents by number

        def shown(points: Any) -> float | None:
            return round(float(points), 2) if isinstance(points, int | float) else None

        severities = {"error": "严重", "warning": "一般", "info": "提示"}
        assert sorted(
            ((one["等级"], one["编号"], one["问题"], full[one["编号"]], shown(one["扣分合计"])) for one in lines),
            key=str,
        ) == sorted(
            (
                (severities[one["severity"]], one["code"], one["message"], one["basis"], shown(one["points"]))
                for one in rows
            ),
            key=str,
        )

    def test_workbook_and_scores(self, written: perf_goals.Written) -> None:
        scores = written.review.to_frames().scores
        lines = [line for line in cells(written.batch, "评分", top=2) if line["范围"]]
        assert [line["项目"] for line in lines] == [plain(one) for one in scores["project"]]
        assert [line["总分"] for line in lines] == [
            "未评" if (total := plain(one)) is None else total for one in scores["total"]
        ]
        assert [line["等级"] for line in lines] == [plain(one) for one in scores["grade"]]
        for item in frames.items():
            assert [line[item] for line in lines] == ["未评" if plain(one) is None else one for one in scores[item]]

    def test_workbook_and_indicators(self, written: perf_goals.Written) -> None:
        found = written.review.to_frames().indicators
        lines = [line for line in cells(written.batch, "指标明细", top=2) if line["序号"]]
        names = [next(head for head in lines[0] if head.startswith("三级指标"))]
        assert [line[names[0]] for line in lines] == found["level3"].tolist()

    def test_points_are_what_the_scores_lose(self, written: perf_goals.Written) -> None:
        got = written.review.to_frames()
        lost = sum(one["points"] for row in got.scores["deductions"] for one in row)
        assert round(float(got.findings["points"].sum()), 2) == round(lost, 2)
        apart = [at in written.review.apart for at in range(len(written.review.findings))]
        assert got.findings["points"].isna().tolist() == apart


class TestSarif:
    def test_every_finding(self, written: perf_goals.Written) -> None:
        log = json.loads((folder(written) / "review.sarif").read_text(encoding="utf-8"))
        [run] = log["runs"]
        review = written.review
        assert (log["version"], run["tool"]["driver"]["version"]) == ("2.1.0", perf_goals.__version__)
        shown, hidden = run["results"][: len(review.findings)], run["results"][len(review.findings) :]
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == sorted({one.code for one in review.findings})
        levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
        points = [row["points"] for row in jsonl(folder(written) / "findings.jsonl")]
        for at, (result, finding) in enumerate(zip(shown, review.findings, strict=True)):
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
            assert (result["level"], result["message"]["text"]) == (levels[finding.severity], finding.message)
            [location] = result["locations"]
            artifact = location["physicalLocation"]["artifactLocation"]
            assert artifact["index"] == review.owners[at]
            assert run["artifacts"][artifact["index"]]["location"]["uri"] == artifact["uri"]
            assert unquote(artifact["uri"]).endswith(finding.document)
            assert len(location["logicalLocations"]) == len(finding.targets)
            if finding.source.line is not None:
                assert location["physicalLocation"]["region"] == {"startLine": finding.source.line}
            assert result["properties"]["points"] == points[at]
        [one] = hidden
        assert one["suppressions"] == [{"kind": "external", "justification": "=看过"}]
        [notice] = run["invocations"]
        assert [one["message"]["text"] for one in notice["toolExecutionNotifications"]] == [
            one.reason for one in review.unread
        ]
        assert len(run["properties"]["scores"]) == len(review.scores)
        assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)

    def test_a_fingerprint_outlives_a_moved_row(self, written: perf_goals.Written) -> None:
        finding = written.review.findings[0]
        moved = replace(finding, source=replace(finding.source, line=999), message="别的话。")
        assert sarif.fingerprint(moved) == sarif.fingerprint(finding)
        assert sarif.fingerprint(replace(finding, code="Z999")) != sarif.fingerprint(finding)

    def test_nothing(self) -> None:
        [run] = sarif.to_log(Review())["runs"]
        assert (run["results"], run["artifacts"], run["tool"]["driver"]["rules"]) == ([], [], [])


class TestUnhappy:
    def test_nothing_at_all(self, tmp_path: Path) -> None:
        paths = frames.write(Review(), tmp_path / "新" / "表", ["parquet", "csv", "jsonl"])
        assert len(paths) == 3 * len(NAMES)
        assert frames.Review().to_frames().unread.columns.tolist() == ["path", "reason"]

    def test_without_pyarrow(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("pyarrow", "pyarrow.parquet"):
            monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(OutputError) as caught:
            frames.write(Review(), tmp_path / "表", ["jsonl", "parquet"])
        assert str(caught.value) == ('parquet 需要另装 pyarrow：pip install "perf-goals[parquet]"；或改用 jsonl、csv')
        assert not (tmp_path / "表").exists()

    def test_onto_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "表").write_text("", encoding="utf-8")
        with pytest.raises(OutputError, match=r"无法建立输出文件夹 .*表：这个位置上是一个文件"):
            frames.write(Review(), tmp_path / "表", ["csv"])

    def test_half_a_character(self, tmp_path: Path, written: perf_goals.Written) -> None:
        """A file name that is no UTF-8, in every format."""
        broken = os.fsdecode(b"\xc7\xe0.txt")
        finding = replace(written.review.findings[0], document=broken, message="=1+1")
        review = replace(written.review, findings=(finding,), owners=(0,), scores=(), waived=(), idle=())
        frames.write(review, tmp_path, frames.FORMATS)
        parquet = pytest.importorskip("pyarrow.parquet")
        [row] = parquet.read_table(tmp_path / "findings.parquet").to_pylist()
        assert (row["document"], row["message"]) == ("\\udcc7\\udce0.txt", "=1+1")
        assert jsonl(tmp_path / "findings.jsonl")[0]["document"] == broken
        assert ",'=1+1," in (tmp_path / "findings.csv").read_text(encoding="utf-8")
