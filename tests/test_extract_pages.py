"""Tables on several pages of which each has borders of its own: rows find their columns by where their cells stand."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from perf_goals.extract import extract
from perf_goals.extract.columns import box_of, leaves_of, same_sides
from perf_goals.model import Block, Document, Extraction, Grid, Merge, Paragraph, Place

HEADING = "一级指标|二级指标|三级指标|指标性质|指标值|度量单位"


def grid(page: int, borders: Sequence[float], *rows: str, turned: bool = False, boxed: bool = True) -> Grid:
    """A table as a reader of pages gives it: ``<`` goes on with the cell at the left, ``^`` with the one above."""
    marks = [row.split("|") for row in rows]
    size, width = len(rows), len(borders) - 1
    corner = {
        (row, column): (row, column) for row in range(size) for column in range(width) if marks[row][column] not in "<^"
    }
    for row in range(size):
        for column in range(width):
            if marks[row][column] == "<":
                corner[row, column] = corner[row, column - 1]
            elif marks[row][column] == "^":
                corner[row, column] = corner[row - 1, column]
    boxes: list[list[str | None]] = [[None] * width for _ in rows]
    merges = []
    for top, left in sorted(set(corner.values())):
        mine = [spot for spot, owner in corner.items() if owner == (top, left)]
        bottom, right = max(row for row, _ in mine), max(column for _, column in mine)
        across = f"{borders[left]:.1f}", f"{borders[right + 1]:.1f}"
        down = f"{20 * top + 50:.1f}", f"{20 * bottom + 70:.1f}"
        box = (
            f"{down[0]},{across[0]},{down[1]},{across[1]}" if turned else f"{across[0]},{down[0]},{across[1]},{down[1]}"
        )
        for row, column in mine:
            boxes[row][column] = box
        if len(mine) > 1:
            merges.append(Merge(top, left, bottom, right))
    cells = tuple(tuple("" if text in ("<", "^", "_") else text for text in row) for row in marks)
    origins = tuple(Place("例.pdf", page=page, table=page, row=row + 1) for row in range(size))
    return Grid(cells, origins, tuple(merges), tuple(map(tuple, boxes)) if boxed else ())


def taken(*blocks: Block) -> Extraction:
    return extract(Document("例.pdf", "pdf", blocks, department="伊水市河道管理局", year=2026))


def rows(got: Extraction) -> list[tuple[str | None, str | None, str | None, str, str]]:
    return [
        (row.project, row.level1, row.level2, row.level3, f"{row.target.nature}{row.target.value}{row.target.unit}")
        for row in got.indicators
    ]


FIRST = (
    "项目名称|<|河道清淤|<|<|<|<|<|<",
    "一级指标|<|二级指标|三级指标|<|指标性质|指标值|<|度量单位",
    "产出指标|<|数量指标|清淤长度|<|≥|12|<|公里",
)
WANTED = [
    ("河道清淤", "产出指标", "数量指标", "清淤长度", "≥12公里"),
    ("河道清淤", "产出指标", "质量指标", "验收合格率", "=100%"),
    ("河道清淤", "产出指标", "时效指标", "完工天数", "≤90天"),
]
BORDERS = (40, 90, 100, 180, 300, 340, 400, 450, 460, 520)


@pytest.mark.parametrize(
    "borders",
    [(40, 100, 180, 340, 400, 460, 520), (41, 98, 183, 337, 404, 456, 519), (40, 104, 176, 344, 396, 464, 520)],
    ids=["same", "near", "off"],
)
@pytest.mark.parametrize("turned", [False, True])
def test_rows_behind_a_page_break_with_other_borders(borders: Sequence[float], turned: bool) -> None:
    second = grid(2, borders, "_|质量指标|验收合格率|=|100|%", "^|时效指标|完工天数|≤|90|天", turned=turned)
    got = taken(grid(1, BORDERS, *FIRST, turned=turned), second)
    assert rows(got) == WANTED
    assert [row.place.cell for row in got.indicators[1:]] == [second.boxes[0][2], second.boxes[1][2]]
    assert [row.raw.value for row in got.indicators] == ["12", "100", "90"]
    assert {row.confidence for row in got.indicators} == {1.0}


def test_a_heading_printed_again_with_other_borders() -> None:
    second = grid(
        2,
        (40, 60, 100, 180, 340, 400, 430, 460, 520),
        HEADING.replace("一级指标", "一级指标|<").replace("指标性质", "指标性质|<"),
        "_|<|质量指标|验收合格率|=|<|100|%",
        "^|^|时效指标|完工天数|≤|<|90|天",
    )
    assert rows(taken(grid(1, BORDERS, *FIRST), second)) == WANTED


def test_sign_and_figure_below_one_heading_stay_two_columns() -> None:
    first = grid(
        1,
        (40, 100, 180, 340, 400, 460),
        "一级指标|二级指标|三级指标|指标值|<",
        "产出指标|数量指标|清淤长度|≥|12公里",
        "^|质量指标|验收合格率|=|100%",
    )
    second = grid(2, (40, 102, 178, 250, 340, 400, 460), "产出指标|时效指标|完工天数|<|≤|90天")
    assert [(row[3], row[4]) for row in rows(taken(first, second))] == [
        ("清淤长度", "≥12公里"),
        ("验收合格率", "=100%"),
        ("完工天数", "≤90天"),
    ]


def test_more_cells_than_the_heading_has_columns_stay_where_they_are_printed() -> None:
    first = grid(1, (0, 50, 100, 150), "三级指标|指标值|备注", "清淤长度|12公里|_")
    leaves = leaves_of(first, 0)
    assert leaves is not None
    crowded = grid(2, (0, 25, 50, 100, 150), "清|淤|3公里|_")
    backwards = grid(2, (0, 50, 100, 150), "长度|3公里|_")
    mixed = Grid(backwards.cells, backwards.origins, (), (tuple(reversed(backwards.boxes[0])),))
    beside = grid(2, (150, 200, 250, 300), "长度|3公里|_")
    assert leaves.placed(crowded, 0, crowded.cells[0]) == {}
    assert leaves.placed(mixed, 0, mixed.cells[0]) == {}
    assert leaves.placed(beside, 0, beside.cells[0]) == {}
    assert leaves.placed(first, 1, first.cells[1]) == {}
    assert leaves.placed(grid(2, (0, 50, 100, 150), "长度|3公里|_", boxed=False), 0, ("长度", "3公里", "")) == {}


def test_a_cell_over_several_headings_belongs_to_the_first() -> None:
    first = grid(1, (0, 50, 100, 200), "二级指标|三级指标|指标值", "数量指标|长度|3公里")
    leaves = leaves_of(first, 0)
    assert leaves is not None
    wide = grid(2, (0, 50, 100, 200), "清淤情况|<|良好")
    assert leaves.placed(wide, 0, wide.cells[0]) == {0: 0, 2: 2}


def test_cells_without_boxes_have_no_place_on_the_page() -> None:
    plain, boxed = grid(1, (0, 50, 100), "三级指标|指标值", boxed=False), grid(1, (0, 50, 100), "三级指标|指标值")
    sheet = Grid(plain.cells, plain.origins, (), (("A1", "B1"),))
    assert leaves_of(plain, 0) is None
    assert leaves_of(sheet, 0) is None
    assert not same_sides(plain, boxed)
    assert not same_sides(sheet, boxed)
    assert box_of("A1") is None


@pytest.mark.parametrize(
    ("borders", "same"),
    [
        ((40, 100, 180, 340, 400, 460, 520), True),
        ((40, 100, 250, 270, 400, 520), True),
        ((40, 60, 75, 250, 270, 520), False),
        ((40, 100, 180, 340, 400, 460, 540), False),
        ((48, 100, 180, 340, 400, 460, 520), False),
    ],
)
def test_grids_with_common_sides(borders: Sequence[float], same: bool) -> None:
    other = grid(2, borders, "|".join("_" * (len(borders) - 1)))
    assert same_sides(grid(1, BORDERS, *FIRST), other) is same


def test_a_merged_label_keeps_its_rows_at_the_end_of_a_page() -> None:
    # by its words 平均用时 would be of the 时效指标 that the next page begins with
    first = grid(
        1,
        (40, 100, 180, 340, 400, 460, 520),
        HEADING,
        "产出指标|数量指标|受理件数|≥|900|件",
        "^|质量指标|材料合格率|≥|95|%",
        "^|^|办件平均用时|≤|3|天",
    )
    second = grid(2, (40, 100, 180, 340, 400, 460, 520), "_|时效指标|回访完成时间|≤|10|天")
    assert [(row[2], row[3]) for row in rows(taken(first, second))] == [
        ("数量指标", "受理件数"),
        ("质量指标", "材料合格率"),
        ("质量指标", "办件平均用时"),
        ("时效指标", "回访完成时间"),
    ]


def test_a_merged_project_keeps_its_rows_at_the_end_of_a_page() -> None:
    borders = (40, 100, 180, 260, 340, 400, 460, 520)
    first = grid(
        1,
        borders,
        f"项目名称|{HEADING}",
        "河道清淤|产出指标|数量指标|清淤长度|≥|12|公里",
        "^|满意度指标|服务对象满意度指标|沿河居民满意度|≥|90|%",
        "^|产出指标|质量指标|验收合格率|=|100|%",
    )
    second = grid(2, borders, "堤防养护|产出指标|数量指标|养护长度|≥|30|公里")
    assert [(row[0], row[3]) for row in rows(taken(first, second))] == [
        ("河道清淤", "清淤长度"),
        ("河道清淤", "沿河居民满意度"),
        ("河道清淤", "验收合格率"),
        ("堤防养护", "养护长度"),
    ]


def test_a_form_cut_before_its_heading_keeps_its_goal() -> None:
    tasks = ("巡河", "清障", "补绿", "宣传")
    first = grid(
        1,
        (40, 100, 260, 460),
        "年度目标|清淤12公里，沿河居民满意度90%以上。|<",
        "年度主要任务|任务名称|主要内容",
        *[f"^|{task}|全年开展{task}" for task in tasks],
    )
    second = grid(
        2,
        (40, 100, 260, 460),
        "三级指标|指标值|度量单位",
        "清淤长度|≥12|公里",
    )
    title = Paragraph("部门整体支出绩效目标表", Place("例.pdf", page=1))
    got = taken(title, first, second)
    assert [(goal.goal, goal.project) for goal in got.goals] == [("清淤12公里，沿河居民满意度90%以上。", None)]


# ---- what stands right behind a table ------------------------------------------------------------------------------


@pytest.mark.parametrize("foot", [("备注|无",), ("填报人|李四", "联系电话|0551-123456"), ("其他说明的问题|本年没有",)])
def test_a_form_s_foot_behind_a_table_is_no_indicator(foot: Sequence[str]) -> None:
    table = grid(1, (40, 200, 400), "三级指标|指标值", "清淤长度|≥12公里")
    got = taken(table, grid(2, (40, 200, 400), *foot, boxed=False))
    assert ([row.level3 for row in got.indicators], got.refusals) == (["清淤长度"], ())


def test_a_note_in_the_last_row_is_no_indicator() -> None:
    got = taken(grid(1, (40, 200, 400), "三级指标|指标值", "清淤长度|≥12公里", "备注|无"))
    assert ([row.level3 for row in got.indicators], got.refusals) == (["清淤长度"], ())


@pytest.mark.parametrize("row", ["培训期数|≥5期", "满意程度|较高", "备注完整率|≥90%"])
def test_rows_of_two_cells_behind_a_break_are_indicators(row: str) -> None:
    table = grid(1, (40, 200, 400), "三级指标|指标值", "清淤长度|≥12公里")
    got = taken(table, grid(2, (40, 200, 400), row, boxed=False))
    assert [found.level3 for found in got.indicators] == ["清淤长度", row.partition("|")[0]]


def test_a_heading_whose_second_line_is_cut_off() -> None:
    borders = (40, 100, 160, 260, 340)
    got = taken(grid(1, borders, "项目名称|预算金额（|三级指标|指标值", "河道清淤|286.5|清淤长度|≥12公里"))
    assert [(goal.project, goal.amount) for goal in got.goals] == [("河道清淤", Decimal("286.5"))]


# ---- sheets of thousands of columns --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "filled"),
    [
        (HEADING, ["产出指标|数量指标|清淤长度|≥|12|公里", "|质量指标|验收合格率|=|100|%"]),
        (HEADING, ["_|产出指标|数量指标|清淤长度|≥|12|公里", "质量指标|验收合格率|=|100|%"]),
        ("项目名称|" + HEADING, ["河道清淤|产出指标|数量指标|清淤长度|≥|12|公里", "质量指标|验收合格率|=|100|%"]),
    ],
    ids=["plain", "slid", "dropped"],
)
def test_ten_thousand_columns_change_nothing(head: str, filled: Sequence[str]) -> None:
    def read(width: int) -> list[tuple[str | None, str | None, str | None, str, str]]:
        texts = [("_" if text == "" else text) for text in (head, *filled)]
        cells = [tuple("" if text == "_" else text for text in row.split("|")) for row in texts]
        wide = tuple(row + ("",) * (width - len(row)) for row in cells)
        return rows(taken(Grid(wide, tuple(Place("例.xlsx", table=1, row=row + 1) for row in range(len(wide))))))

    narrow = read(12)
    assert [row[2:] for row in narrow] == [
        ("数量指标", "清淤长度", "≥12公里"),
        ("质量指标", "验收合格率", "=100%"),
    ]
    assert read(10_000) == narrow


def test_thousands_of_headings_and_cells_come_to_an_end() -> None:
    pairs = 3_000
    cells = (("三级指标", "指标值") * pairs, ("", "清淤长度") + ("≥12公里", "清淤长度") * (pairs - 1))
    got = taken(Grid(cells, tuple(Place("例.xlsx", table=1, row=row + 1) for row in range(2))))
    assert [(row.place.cell, row.confidence, row.reasons[0]) for row in got.indicators] == [
        ("5999", 0.3, "单元格太多，无法与栏目对齐")
    ]
