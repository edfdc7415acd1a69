"""Scans: straightened pictures, ruling lines, strips of cells, repaired signs; one page through the real recogniser."""

import importlib.util
import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from perf_goals.errors import UnreadableError
from perf_goals.model import Grid, Merge, Paragraph
from perf_goals.readers import pdf, scan
from perf_goals.readers.pdf import lattice
from perf_goals.readers.pdf.shapes import Cell, Page, Table
from perf_goals.readers.pictures import of_picture
from perf_goals.readers.scan import picture, repair
from perf_goals.readers.scan.pages import SureRun, beside

HAVE = importlib.util.find_spec("cv2") is not None and importlib.util.find_spec("PIL") is not None
needs_pictures = pytest.mark.skipif(not HAVE, reason="the extra ocr is not installed")
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
XS, YS = [100, 260, 620, 780, 900], [200, 250, 300, 350]
ROWS = [
    ["一级指标", "三级指标", "指标性质", "指标值"],
    ["产出指标", "新建步道长度", "≥", "12公里"],
    ["", "验收合格率", "=", "100%"],
]


class Fake:
    """Tells of each strip in order what it is given, with one confidence; sees no print outside tables."""

    def __init__(self, texts: Sequence[str], sure: float = 0.99) -> None:
        self.texts, self.sure = texts, sure
        self.seen: list[tuple[int, int]] = []

    def lines(self, pictures: Sequence[Any]) -> list[tuple[str, float]]:
        self.seen += [picture.shape for picture in pictures]
        return [(text, self.sure) for text, _ in zip(self.texts, pictures, strict=False)]

    def places(self, picture: Any) -> list[tuple[float, float, float, float]]:
        return []


def sheet(font: bool = False, size: float = 1.0) -> Any:
    """A page of 1414 × 1000 dots with a table whose first column is merged over two rows; blocks of ink for words."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", (round(1414 * size), round(1000 * size)), (246, 246, 244))
    draw = ImageDraw.Draw(page)
    xs, ys = [x * size for x in XS], [y * size for y in YS]
    for y in ys:
        draw.line((xs[1] if y == ys[2] else xs[0], y, xs[-1], y), fill=(40, 40, 40), width=2)
    for x in xs:
        draw.line((x, ys[0], x, ys[-1]), fill=(40, 40, 40), width=2)
    face = ImageFont.truetype(_font(), round(22 * size)) if font else None
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            if not text:
                continue
            left, top = xs[column] + 12, ys[row] + 13
            if face is not None:
                draw.text((left, top - 5), text, fill=(20, 20, 20), font=face)
            else:
                for index in range(len(text)):
                    draw.rectangle((left + 22 * index, top, left + 22 * index + 16, top + 20), fill=(20, 20, 20))
    if face is not None:
        draw.text(
            (500 * size, 120 * size),
            "项目支出绩效目标表",
            fill=(20, 20, 20),
            font=ImageFont.truetype(_font(), round(30 * size)),
        )
    return page


def _font() -> str:
    found = next((path for path in FONTS if Path(path).exists()), None)
    if found is None:
        pytest.skip("no Chinese font is installed")
    return found


def saved(page: Any, form: str = "PNG") -> bytes:
    stream = io.BytesIO()
    page.save(stream, form)
    return stream.getvalue()


@needs_pictures
@pytest.mark.parametrize("lean", [0.0, 1.7, -0.6])
def test_a_table_is_read_cell_by_cell_on_a_page_that_lies_askew(lean: float) -> None:
    texts = [text for row in ROWS for text in row if text]
    # the recogniser is asked for a sample of eight strips first, for the orientation; the cells come in their own order
    reader = Fake(texts)
    page = sheet().rotate(lean, fillcolor=(246, 246, 244))
    got = scan.read(saved(page), "步道.png", reader=reader)
    assert got.format == "image"
    (grid,) = got.blocks
    assert isinstance(grid, Grid)
    assert grid.cells == tuple(map(tuple, ROWS))
    assert grid.merges == (Merge(1, 0, 2, 0),)
    assert grid.sure[1] == (0.99, 0.99, 0.99, 0.99)
    assert grid.place(1, 0).cell == grid.boxes[2][0]
    left, top, right, bottom = (float(side) for side in str(grid.boxes[0][0]).split(","))
    scale = 11.7 * 72 / 1414
    assert (left, top, right, bottom) == pytest.approx((100 * scale, 200 * scale, 260 * scale, 250 * scale), abs=12)


@needs_pictures
def test_what_is_no_picture_is_refused_in_one_sentence() -> None:
    whole = saved(sheet())
    broken = "D:\\预算\\步道.png 不是完整的图片，可能已损坏或没有下载完，请重新下载或重新扫描"
    for data in (b"\x89PNG\r\n\x1a\n", whole[: len(whole) // 2], b""):
        with pytest.raises(UnreadableError) as caught:
            scan.read(data, "步道.png", "D:\\预算\\步道.png", reader=Fake(()))
        assert str(caught.value) == broken


@needs_pictures
def test_pages_of_a_picture_file_in_the_order_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import Image

    path, stream = tmp_path / "扫描.tif", io.BytesIO()
    high, wide = Image.new("L", (600, 1200), 255), Image.new("L", (900, 450), 0)
    high.save(stream, "TIFF", save_all=True, append_images=[wide])
    path.write_bytes(stream.getvalue())
    drawn = list(of_picture(path, [2, 9, 0, 1]))
    assert [one.page for one in drawn] == [2, 1]
    sizes = [side / 72 for one in drawn for side in (one.width, one.height)]
    assert sizes == pytest.approx([11.7, 11.7 / 2, 11.7 / 2, 11.7])
    with Image.open(io.BytesIO(drawn[1].png)) as again:
        assert (again.size, again.getpixel((0, 0))) == ((585, 1170), 255)
    monkeypatch.setattr(scan, "_MAX_PICTURES", 1)
    with pytest.raises(UnreadableError) as caught:
        scan.read(stream.getvalue(), "扫描.tif", reader=Fake(()))
    assert str(caught.value) == "扫描.tif 超过 1 页，请拆成几个文件后再读"


@needs_pictures
def test_a_page_without_print_is_refused() -> None:
    from PIL import Image

    with pytest.raises(UnreadableError, match="没有认出文字"):
        scan.read(saved(Image.new("L", (600, 800), 255)), "空.png", reader=Fake(()))


def test_the_module_itself_needs_no_library_of_the_extra() -> None:
    code = "import sys, perf_goals.readers.scan; print([name for name in ('cv2', 'rapidocr', 'PIL') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


def table_of(rows: Sequence[Sequence[str]], sure: float, shift: float = 0.0) -> Table:
    owner = [
        [
            Cell(r, c, r, c, [SureRun([(0, 9, text)], 0, 9, 0, sure=sure)] if text else [], text)
            for c, text in enumerate(row)
        ]
        for r, row in enumerate(rows)
    ]
    xs = [shift + 100.0 * c for c in range(len(rows[0]) + 1)]
    return Table(xs, [20.0 * r for r in range(len(rows) + 1)], [cell for row in owner for cell in row], owner)


def test_signs_rates_and_class_names_are_put_right_and_say_so() -> None:
    found = table_of(
        [
            ["二级指标", "绩效指标性质", "指标值"],
            ["数最指标", "2", "≥95%"],
            ["质量指标", "小于等予", "≥90%"],
            ["时效指标", "≥", "298%"],
        ],
        0.9,
    )
    repair.table(found)
    assert [[cell.text for cell in row] for row in found.owner[1:]] == [
        ["数量指标", "≥", "≥95%"],
        ["质量指标", "小于等于", "≥90%"],
        ["时效指标", "≥", "≥98%"],
    ]
    assert [[repair.sureness(cell) for cell in row] for row in found.owner[1:]] == [
        [0.7, 0.7, 0.9],
        [0.9, 0.7, 0.9],
        [0.9, 0.9, 0.7],
    ]


def test_half_a_word_at_the_edge_of_a_page_waits_for_its_rest() -> None:
    found = table_of(
        [
            ["数量指标", "于"],
            ["质量指际", "大于等于于"],
            ["时效指标", "等于"],
            ["成本指标", "等于"],
            ["社会效益指标", "小于等于"],
            ["经济效益指标", "定性"],
            ["生态效益指标", "大于等于"],
            ["效益指标", "大于等"],
        ],
        0.9,
    )
    repair.table(found, cut=True)
    assert [cell.text for cell in (row[1] for row in found.owner)] == [
        "于",
        "大于等于",
        "等于",
        "等于",
        "小于等于",
        "定性",
        "大于等于",
        "大于等",
    ]
    assert found.owner[1][0].text == "质量指标"
    repair.table(found)
    assert found.owner[7][1].text == "大于等于"


def test_what_may_be_printed_so_is_left_alone() -> None:
    rows = [["二级指标", "指标值", "单位"], ["数字指标", "298%", "2"], ["好于上年", "2", "%"]]
    found = table_of(rows, 0.999)
    repair.table(found)
    assert [[cell.text for cell in row] for row in found.owner] == rows


def test_parts_of_a_table_are_brought_under_each_other_and_the_shift_is_told() -> None:
    first, second = table_of([["甲", "乙"]], 1.0), table_of([["丙", "丁"]], 1.0, shift=14.0)
    far = table_of([["戊", "己"]], 1.0, shift=90.0)
    pages = [Page(n, 800, 600, [table]) for n, table in enumerate((first, second, far), 1)]
    moved = beside(pages)
    assert [(table is second, shift) for table, shift in moved] == [(True, -14.0)]
    assert (second.xs, far.xs) == ([0.0, 100.0, 200.0], [90.0, 190.0, 290.0])


@needs_pictures
@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra ocr is not installed")
def test_a_scanned_pdf_through_the_recogniser() -> None:
    """The real recogniser, once; the file has a point for each dot of the picture, as many programs write it."""
    page = sheet(font=True, size=1.65).rotate(0.8, fillcolor=(246, 246, 244), resample=3)
    data = saved(page, "PDF")
    with pytest.raises(UnreadableError, match="是扫描件"):
        pdf.read(data, "步道.pdf")
    got = scan.read(data, "步道.pdf")
    title, grid = got.blocks
    assert isinstance(title, Paragraph)
    assert isinstance(grid, Grid)
    assert (title.text, title.place.page) == ("项目支出绩效目标表", 1)
    assert grid.cells == tuple(map(tuple, ROWS))
    assert grid.merges == (Merge(1, 0, 2, 0),)
    assert all(0.6 < sure <= 1 for row in grid.sure for sure in row)
    left, top, right, bottom = (float(side) for side in str(grid.boxes[0][0]).split(","))
    assert (left, top, right, bottom) == pytest.approx([1.65 * side for side in (100, 200, 260, 250)], abs=20)


@needs_pictures
def test_a_stroke_in_a_merged_cell_is_no_border_of_the_cells_beside_it() -> None:
    import numpy as np

    merged, upper, lower = Cell(0, 0, 1, 0), Cell(0, 1, 0, 1), Cell(1, 1, 1, 1)
    table = Table([0, 72, 144], [0, 36, 72], [merged, upper, lower], [[merged, upper], [merged, lower]])
    ink = np.zeros((201, 401), np.uint8)
    ink[100, 80:110] = 255  # a stroke of 三, just where the border between the cells beside it stands
    ink[100, 203:398] = 255
    page, none = np.where(ink > 0, 0, 255).astype(np.uint8), np.zeros_like(ink)
    picture.wiped(page, ink, [table], none, none, 200.0)
    assert (int(np.count_nonzero(ink)), set(np.nonzero(page == 0)[1].tolist())) == (30, set(range(80, 110)))


def drawn(paleness: int) -> Any:
    """A ruled grid of 3 × 3, one piece of a level line in it as pale as said; grain over all, print in a cell."""
    import numpy as np

    grain = np.random.default_rng(7).normal(0, 5, (500, 900))
    page = np.full((500, 900), 240.0)
    for y in (100, 200, 300, 400):
        page[y : y + 2, 100:800] = 60
    for x in (100, 330, 560, 798):
        page[100:402, x : x + 2] = 60
    page[200:202, 332:560] = 240 - paleness
    page[130:160, 350:500:8] = 40  # print in the cell above the pale piece, strokes upright
    return np.clip(page + grain, 0, 255).astype(np.uint8)


@needs_pictures
@pytest.mark.parametrize(("paleness", "walls"), [(0, False), (25, True)])
def test_a_hairline_too_pale_for_ink_is_found_where_a_line_runs_on(paleness: int, walls: bool) -> None:
    page = drawn(paleness)
    flat, upright, flat_ink, upright_ink = picture.rules(picture.binary(page), 200.0)
    picture.hairlines(page, flat, upright, flat_ink, upright_ink, 200.0)
    (table,) = lattice.tables(flat, upright)
    assert (table.rows, table.columns) == (3, 3)
    middle = table.owner[0][1], table.owner[1][1]
    assert (middle[0] is not middle[1]) == walls


@needs_pictures
def test_a_stroke_of_print_where_a_line_runs_elsewhere_is_no_border() -> None:
    import numpy as np

    from perf_goals.readers.scan import picture

    page = np.full((500, 900), 240.0) + np.random.default_rng(7).normal(0, 5, (500, 900))
    for y in (100, 200, 250, 300):
        page[y : y + 2, 100:800] = 60
    for x in (100, 798):
        page[100:302, x : x + 2] = 60
    page[100:202, 450:452] = 60  # a border in the upper row only
    page[212:239, 449:452] = 40  # a 1 below it
    page = np.clip(page, 0, 255).astype(np.uint8)
    flat, upright, flat_ink, upright_ink = picture.rules(picture.binary(page), 200.0)
    picture.hairlines(page, flat, upright, flat_ink, upright_ink, 200.0)
    assert [rule for rule in upright if rule.begin > 60] == []


@needs_pictures
def test_print_and_paper_under_a_seal_come_out_and_no_seal() -> None:
    import numpy as np
    from PIL import Image, ImageDraw

    from perf_goals.readers.scan import picture

    plain = Image.new("RGB", (600, 400), (220, 219, 218))
    draw = ImageDraw.Draw(plain)
    for left in range(150, 450, 30):
        draw.rectangle((left, 190, left + 16, 210), fill=(90, 90, 90))
    stamped = Image.new("RGB", plain.size, "white")
    draw = ImageDraw.Draw(stamped)
    draw.ellipse((200, 100, 400, 300), outline=(215, 45, 40), width=8)
    draw.regular_polygon((300, 200, 40), 5, fill=(215, 45, 40))  # what stands inside a seal is a part of it
    both = (np.asarray(plain, np.float32) * np.asarray(stamped, np.float32) / 255).astype(np.uint8)
    paper, want = np.asarray(plain)[:, :, 0], np.asarray(plain)[:, :, 0] < 100
    got = picture.grey(both, 200.0)
    assert (got[want] < 140).all()
    assert (np.abs(got[~want].astype(int) - paper[~want]) <= 10).all()


@needs_pictures
def test_signs_with_a_bar_are_told_from_those_without_by_their_ink() -> None:
    import numpy as np
    from PIL import Image, ImageDraw

    from perf_goals.readers.scan import picture

    def drawn_sign(left: int, right: int, bar: bool) -> Any:
        page = Image.new("L", (80, 40), 0)
        draw = ImageDraw.Draw(page)
        draw.line((left, 4, right, 13), fill=255, width=3)
        draw.line((right, 13, left, 22), fill=255, width=3)
        if bar:
            draw.line((left, 30, right, 30), fill=255, width=3)
        draw.rectangle((40, 4, 60, 30), fill=255)  # a figure
        return np.asarray(page)

    for sign, left, right in ((">", 6, 28), ("<", 28, 6)):
        box = (int(np.flatnonzero(drawn_sign(left, right, True).any(axis=0))[0]), 2, 62, 33)
        assert picture.barred(drawn_sign(left, right, True), box, sign)
        assert not picture.barred(drawn_sign(left, right, False), box, sign)
    assert not picture.barred(np.zeros((40, 80), np.uint8), (0, 0, 0, 0), ">")


@needs_pictures
def test_what_the_recogniser_says_is_held_against_the_ink() -> None:
    """A character that it writes twice where there is room for one."""
    texts = [text for row in ROWS for text in row if text]
    twice = ["==" if text == "=" else text for text in texts]
    got = scan.read(saved(sheet()), "步道.png", reader=Fake(["台台" if text == "≥" else text for text in twice]))
    (grid,) = got.blocks
    assert isinstance(grid, Grid)
    assert [row[2] for row in grid.cells] == ["指标性质", "台", "="]


@needs_pictures
def test_the_rest_of_a_border_at_the_side_of_a_cell_is_no_one() -> None:
    import numpy as np

    ink = np.zeros((90, 200), np.uint8)
    ink[30:55, 20:80] = 255  # print
    ink[5:60, 194:197] = 255  # what is left of a border
    assert list(picture.strips(ink, (0, 0, 200, 90), 200.0)) == [(20, 30, 80, 55)]
    ink[5:60, 194:197] = 0
    ink[30:55, 192:196] = 255  # a 1 at the end of its cell
    assert list(picture.strips(ink, (0, 0, 200, 90), 200.0)) == [(20, 30, 196, 55)]


@needs_pictures
def test_a_lone_character_of_two_parts_is_one_line() -> None:
    import numpy as np

    from perf_goals.readers.scan import picture

    ink = np.zeros((90, 200), np.uint8)
    ink[20:35, 60:90] = ink[37:52, 62:88] = 255  # 台
    assert list(picture.strips(ink, (0, 0, 200, 90), 200.0)) == [(60, 20, 90, 52)]
    ink[10:35, 20:140] = ink[37:62, 20:120] = 255
    assert list(picture.strips(ink, (0, 0, 200, 90), 200.0)) == [(20, 10, 140, 35), (20, 37, 120, 62)]


@needs_pictures
def test_the_edge_of_a_character_of_the_cell_beside_is_not_read_with_a_cell() -> None:
    import numpy as np

    from perf_goals.readers.scan import picture

    ink = np.zeros((90, 300), np.uint8)
    ink[30:55, 20:40] = 255  # a sign
    ink[30:55, 147:170] = 255  # a figure that stands on the border at 150
    assert list(picture.strips(ink, (0, 0, 150, 90), 200.0)) == [(20, 30, 40, 55)]
    assert list(picture.strips(ink, (150, 0, 300, 90), 200.0)) == [(150, 30, 170, 55)]


@needs_pictures
def test_a_line_that_stands_askew_to_its_border_is_wiped_with_it() -> None:
    import numpy as np

    from perf_goals.readers.scan import picture

    one, other = Cell(0, 0, 0, 0), Cell(0, 1, 0, 1)
    table = Table([0, 72, 144], [0, 36], [one, other], [[one, other]])
    ink, none = np.zeros((101, 401), np.uint8), np.zeros((101, 401), np.uint8)
    ink[:, 191:194] = 255
    lines = ink.copy()
    ink[40:60, 240:260] = 255  # print
    page = np.where(ink > 0, 0, 255).astype(np.uint8)
    picture.wiped(page, ink, [table], none, lines, 200.0)
    assert (int(np.count_nonzero(ink)), int(np.count_nonzero(page == 0))) == (400, 400)


@needs_pictures
def test_a_lone_stroke_that_leans_a_little_is_a_slash() -> None:
    import numpy as np

    from perf_goals.readers.scan import picture

    ink = np.zeros((40, 40), np.uint8)
    for row in range(24):
        ink[5 + row, 16 - row // 4 : 19 - row // 4] = 255
    assert picture.slanted(ink, (10, 5, 19, 29))
    assert not picture.slanted(ink[::-1], (10, 11, 19, 35))
