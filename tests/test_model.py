"""The values: what they refuse, how a place reads, what they count."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_goals.model import (
    Document,
    Grid,
    Merge,
    Nature,
    Paragraph,
    Place,
    Raw,
    Review,
    RowKind,
    Scope,
    Severity,
    TableRecord,
    Target,
)

FILE = "青河区水务局.txt"

# Why the case is there: (fields of the place, what a person reads, the fields of the contract's source)
PLACES: dict[str, tuple[dict[str, Any], str, dict[str, int | str]]] = {
    "nothing but the file": ({}, FILE, {}),
    "a line of text": ({"line": 7}, "第7行", {"line": 7}),
    "a line on a page": ({"page": 2, "line": 7}, "第2页，第7行", {"page": 2, "line": 7}),
    "the line is nearer to a reader than table and row": (
        {"line": 7, "table": 1, "row": 3},
        "第7行",
        {"line": 7, "table": 1, "row": 3},
    ),
    "a cell of a text table is a column": (
        {"line": 7, "table": 1, "row": 3, "cell": "4"},
        "第7行，第4列",
        {"line": 7, "table": 1, "row": 3, "cell": "4"},
    ),
    "a row of a table without lines": ({"page": 3, "table": 2, "row": 5}, "第3页，表2第5行", {"page": 3, "table": 2, "row": 5}),
    "a row without a table": ({"row": 5}, "第5行", {"row": 5}),
    "a PDF's box says nothing to a reader": (
        {"page": 3, "table": 2, "row": 5, "cell": "10,20,30,40"},
        "第3页，表2第5行",
        {"page": 3, "table": 2, "row": 5, "cell": "10,20,30,40"},
    ),
    "only the page": ({"page": 3}, "第3页", {"page": 3}),
    "a cell of a sheet": (
        {"sheet": "项目表", "row": 5, "cell": "C5"},
        "工作表“项目表” C5",
        {"sheet": "项目表", "row": 5, "cell": "C5"},
    ),
    "a row of a sheet": ({"sheet": "项目表", "row": 5}, "工作表“项目表” 第5行", {"sheet": "项目表", "row": 5}),
    "a sheet": ({"sheet": "项目表"}, "工作表“项目表”", {"sheet": "项目表"}),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "shown", "source"), PLACES.values(), ids=PLACES)
def test_place(fields: dict[str, Any], shown: str, source: dict[str, int | str]) -> None:
    place = Place(FILE, **fields)
    assert (str(place), place.source()) == (shown, source)


@given(
    st.builds(
        Place,
        st.just(FILE),
        page=st.none() | st.integers(1, 99),
        sheet=st.none() | st.text(min_size=1),
        line=st.none() | st.integers(1, 99),
        table=st.none() | st.integers(1, 99),
        row=st.none() | st.integers(1, 99),
        cell=st.none() | st.sampled_from(["3", "C5", "1,2,3,4"]),
    )
)
def test_a_source_holds_all_of_its_place(place: Place) -> None:
    source: dict[str, Any] = place.source()
    assert Place(FILE, **source) == place


ROWS = (("项目", "指标值"), ("管网改造", "≥95%"))
ORIGINS = (Place(FILE, line=4, table=1, row=1), Place(FILE, line=5, table=1, row=2))


class TestGrid:
    def test_size(self) -> None:
        grid = Grid(ROWS, ORIGINS)
        assert (grid.width, grid.height) == (2, 2)

    def test_empty(self) -> None:
        grid = Grid((), ())
        assert (grid.width, grid.height) == (0, 0)

    def test_place_of_a_cell_without_a_name_of_its_own(self) -> None:
        assert Grid(ROWS, ORIGINS).place(1, 0) == Place(FILE, line=5, table=1, row=2, cell="1")

    def test_place_of_a_cell_with_a_name(self) -> None:
        grid = Grid(ROWS, ORIGINS, (Merge(0, 0, 0, 1),), boxes=(("B4", None), ("B5", "C5")))
        assert grid.place(1, 1) == Place(FILE, line=5, table=1, row=2, cell="C5")
        assert grid.place(0, 1) == Place(FILE, line=4, table=1, row=1, cell="2")

    def test_ragged_rows_are_refused(self) -> None:
        with pytest.raises(ValueError, match=r"^Grid\.cells must be rectangular$"):
            Grid((("项目", "指标值"), ("管网改造",)), ORIGINS)

    @pytest.mark.parametrize("origins", [(), ORIGINS[:1], (*ORIGINS, ORIGINS[0])])
    def test_as_many_places_as_rows(self, origins: tuple[Place, ...]) -> None:
        with pytest.raises(ValueError, match=r"^Grid\.origins must name a place for each row$"):
            Grid(ROWS, origins)

    def test_frozen(self) -> None:
        with pytest.raises(FrozenInstanceError):
            Grid(ROWS, ORIGINS).hidden = True  # type: ignore[misc]


def test_a_document_parts_its_blocks_in_order() -> None:
    first, second = Grid(ROWS, ORIGINS), Grid(ROWS[:1], ORIGINS[:1])
    title, note = Paragraph("绩效目标表", Place(FILE, line=1)), Paragraph("注：略。", Place(FILE, line=9))
    document = Document(FILE, "text", (title, first, note, second))
    assert list(document.grids()) == [first, second]
    assert list(document.paragraphs()) == [title, note]


def test_what_counts_as_quantified() -> None:
    assert [nature for nature in Nature if Target(nature).quantified] == ["≥", "≤", "=", ">", "<", "区间"]
    assert not Target().quantified


def test_raw_names_what_was_printed() -> None:
    assert Raw().printed() == {}
    assert Raw("≥", "", "%", None, "10", "含税").printed() == {
        "nature": "≥",
        "unit": "%",
        "weight": "10",
        "note": "含税",
    }
    assert Raw(value="95", direction="正向").printed() == {"value": "95", "direction": "正向"}


def test_the_account_of_a_table() -> None:
    kinds = (RowKind.HEADING, RowKind.INDICATOR, RowKind.BLANK, RowKind.INDICATOR)
    record = TableRecord(FILE, "绩效目标表", ORIGINS[0], kinds)
    assert record.count() == {RowKind.HEADING: 1, RowKind.INDICATOR: 2, RowKind.BLANK: 1}
    assert TableRecord(FILE, "绩效目标表", ORIGINS[0], ()).count() == {}


def test_words_of_the_contract() -> None:
    assert [str(scope) for scope in Scope] == ["department", "project"]
    assert [str(severity) for severity in Severity] == ["error", "warning", "info"]


def test_an_empty_review() -> None:
    assert Review() == Review((), (), (), (), "")
