"""The page: parsed and held against the review, and the pictures of PDF pages. The browser is in test_page_browser."""

import base64
import functools
import hashlib
import io
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from openpyxl import load_workbook

from perf_goals import api, cli, scoring
from perf_goals.errors import OutputError, UnreadableError
from perf_goals.model import (
    Document,
    Extraction,
    Finding,
    FindingTarget,
    Goal,
    Grid,
    Indicator,
    Merge,
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
from perf_goals.page import document_page, scans, spots, write_page
from perf_goals.page.markup import joined, safe_text, tag
from perf_goals.readers.pictures import pictures
from perf_goals.review import working_order
from perf_goals.workbook import write_document
from perf_goals.workbook.decisions import Decision

from . import pdfs

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "tests" / "documents").glob("*.txt"))
FILE = "伊水市青河区水务局2026.xlsx"
HOSTILE = "<script>alert('x')</script>\"&amp;' onclick=\"x\" =1+1 \ud83d \x07 </table></style>"


def page_of(review: Review, **options: Any) -> Any:
    return html.document_fromstring(document_page(review, **options))


def reviews(*paths: Path) -> tuple[Review, ...]:
    return scoring.documents(api.judge(api.run(paths)))


@functools.cache
def sample(path: Path) -> tuple[Review, Any]:
    """The review of a sample document and its page: read by several tests, changed by none."""
    (one,) = reviews(path)
    return one, page_of(one)


def at(row: int, cell: str | None = None) -> Place:
    return Place(FILE, sheet="绩效表", table=1, row=row, cell=cell)


def finding(
    place: Place,
    *,
    severity: Severity = Severity.WARNING,
    message: str = "写得不清楚。",
    targets: tuple[FindingTarget, ...] = (FindingTarget("document"),),
    category: str = "wording",
) -> Finding:
    return Finding(FILE, "W101", category, severity, 0.9, message, "改写。", "财预〔2021〕101号", targets, place)


def grid(cells: list[list[str]], merges: tuple[Merge, ...] = (), **more: Any) -> Grid:
    names = tuple(tuple(f"{chr(65 + c)}{r + 1}" for c in range(len(cells[0]))) for r in range(len(cells)))
    return Grid(tuple(map(tuple, cells)), tuple(at(r + 1) for r in range(len(cells))), merges, names, **more)


def indicator(name: str, row: int, **printed: str) -> Indicator:
    places = at(row, f"A{row}"), at(row, f"B{row}")
    return Indicator(
        FILE, None, 2026, Scope.PROJECT, "培训", None, None, name, Target(), None, None, Raw(**printed), *places
    )


def review(*blocks: Grid | Paragraph, findings: tuple[Finding, ...] = (), **more: Any) -> Review:
    extraction = Extraction(Document(FILE, "xlsx", blocks, "青河区水务局", 2026), **more)
    return Review((extraction,), findings=findings, owners=(0,) * len(findings), version="9", judged=True)


def texts(cells: list[Any]) -> list[str]:
    """What cells print, without the signs of the findings."""
    return ["".join(cell.xpath("text()")) for cell in cells]


def listed(one: Review) -> list[Finding]:
    """The findings as 问题清单 numbers them."""
    return [one.findings[at] for at, _ in working_order(one)]


# --- agreement with the review


def test_numbers_are_those_of_the_workbook(tmp_path: Path) -> None:
    (one,) = reviews(next(path for path in SAMPLES if "农业" in path.stem))
    write_document(one.extractions[0], tmp_path / "表.xlsx", version="1", review=one)
    sheet = load_workbook(tmp_path / "表.xlsx")["问题清单"]
    heads = {cell.value: at for at, cell in enumerate(sheet[1])}
    lines = [[row[heads[head]] for head in ("序号", "等级", "编号", "问题")] for row in sheet.values][1:]
    cards = page_of(one).xpath("//*[@id='list']/li")
    shown = []
    for card in cards:
        said = dict(zip(card.xpath(".//dt/text()"), card.xpath(".//dd/text()"), strict=True))
        number, level, code, *_ = card.xpath("./h3/text()")[0].split()
        shown.append([int(number.removesuffix(".")), level, code, said["问题"]])
    assert shown == lines
    places = [int(card.get("data-place")) for card in cards]
    assert sorted(places) == list(range(len(one.findings)))
    assert places != sorted(places)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_page_holds_what_the_review_holds(path: Path) -> None:
    one, page = sample(path)
    cards = page.xpath("//*[@id='list']/li")
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert [(card.get("data-severity"), card.get("data-category")) for card in cards] == [
        (str(each.severity), each.category) for each in listed(one)
    ]
    for number, (card, each) in enumerate(zip(cards, listed(one), strict=True), 1):
        said = dict(zip(card.xpath(".//dt/text()"), card.xpath(".//dd/text()"), strict=True))
        assert card.xpath("./h3")[0].text_content().split()[2] == each.code
        assert (said["问题"], said.get("改法"), said["依据"]) == (each.message, each.suggestion, each.basis)
        (marked,) = page.xpath(f"//*[@id='{card.get('data-spot')}']")
        assert {"flag"} <= set(marked.get("class").split())
        assert f"#f{number}" in marked.xpath(".//a/@href")
    for link in page.xpath("//a/@href"):
        assert link[0] == "#"
        assert link[1:] in ids
    if cards:
        assert page.xpath("string(//*[@id='count'])") == f"显示 {len(cards)} / {len(cards)} 处"
        counted = Counter(str(each.severity) for each in one.findings)
        for box in page.xpath("//input[@name='severity']"):
            assert box.getparent().text_content().split()[-1] == str(counted[box.get("value")])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_scores_are_the_library_s(path: Path) -> None:
    one, page = sample(path)
    whole = [each for each in one.scores if each.part == "department"]
    shown = [
        (row.get("data-item"), *[cell.text_content() for cell in row.xpath("./td")[:2]])
        for row in page.xpath("//tr[@data-item]")
    ]
    assert [(item, got if got == "未评" else Decimal(got), Decimal(full)) for item, got, full in shown] == [
        (points.item, "未评" if points.got is None else points.got, points.full)
        for each in whole
        for points in each.points
    ]
    units = [each for each in one.scores if each.part in ("project", "table")]
    rows = page.xpath("//tr[@class='unit']")
    assert [
        (row.xpath("string(./th)"), *(cell.text_content() for cell in row.xpath("./td[@class='number']")[1:4]))
        for row in rows
    ] == [(each.project or "部门整体", *map(str, each.counts)) for each in units]
    taken = sum((each.points for score in one.scores for each in score.deductions), Decimal(0))
    assert sum(Decimal(card.get("data-points")) for card in page.xpath("//*[@id='list']/li")) == taken


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_printed_cell_and_line_is_there(path: Path) -> None:
    one, page = sample(path)
    document = one.extractions[0].document
    grids = [block for block in document.grids() if block.width]
    for table, block in zip(page.xpath("//table[@class='printed']"), grids, strict=True):
        assert _laid_out(table) == _meant(block)
    lines = [safe_text(each.text) for each in document.paragraphs() if each.text.strip()]
    assert texts(page.xpath("//div[@class='lines']/p")) == lines


def _meant(block: Grid) -> list[list[str]]:
    covered = spots.owners(block)
    return [
        [
            safe_text(block.cells[corner[0]][corner[1]])
            for column in range(block.width)
            for corner in [covered.get((row, column), (row, column))]
        ]
        for row in range(block.height)
    ]


def _laid_out(table: Any) -> list[list[str]]:
    """The table as a browser lays it out: a spanning cell reaches into every place that it covers."""
    places: dict[tuple[int, int], str] = {}
    rows = table.xpath(".//tr")
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in places:
                column += 1
            (text,) = texts([cell])
            for down in range(int(cell.get("rowspan", 1))):
                for right in range(int(cell.get("colspan", 1))):
                    assert (number + down, column + right) not in places
                    places[number + down, column + right] = text
    width = max(column for _, column in places) + 1
    return [[places[row, column] for column in range(width)] for row in range(len(rows))]


# --- tables


def test_merged_cells_and_a_finding_below_the_corner() -> None:
    block = grid(
        [["项目", "指标", "值"], ["培训", "人次", "300"], ["", "合格率", "95%"]],
        (Merge(1, 0, 2, 0), Merge(0, 1, 0, 2), Merge(0, 2, 1, 2)),
    )  # the last merge lies over another one: a table cannot hold both
    page = page_of(review(block, findings=(finding(at(3, "A3")), finding(at(3)), finding(at(9)))))
    (table,) = page.xpath("//table[@class='printed']")
    assert _laid_out(table) == [["项目", "指标", "指标"], ["培训", "人次", "300"], ["培训", "合格率", "95%"]]
    assert [card.get("data-spot") for card in page.xpath("//li[@data-spot]")] == ["c1-2-1", "c1-3-2", "s1"]
    assert page.xpath("string(//*[@id='s1'])").startswith("工作表“绩效表”")


def test_headings_scope_the_columns_and_names_the_rows() -> None:
    block = grid([["三级指标", "目标值"], ["说明", ""], ["人次", "300"]])
    name = indicator("人次", 3)
    record = TableRecord(FILE, "表", at(1), (RowKind.HEADING, RowKind.HEADING, RowKind.INDICATOR))
    page = page_of(review(block, indicators=(name,), tables=(record,)))
    heads = [(cell.text, cell.get("scope")) for cell in page.xpath("//table[@class='printed']//th")]
    assert heads == [("三级指标", "col"), ("目标值", "col"), ("人次", "row")]
    assert texts(page.xpath("//table[@class='printed']/thead//th")) == ["三级指标", "目标值"]


def test_other_cells_of_a_finding_are_marked_too() -> None:
    block = grid([["人次", "300"], ["次数", "5"]])
    rows = tuple(indicator(text, row, value="5") for row, text in enumerate(("人次", "次数"), 1))
    targets = tuple(FindingTarget("indicator", Scope.PROJECT, "培训", None, None, text) for text in ("人次", "次数"))
    page = page_of(review(block, indicators=rows, findings=(finding(at(1, "A1"), targets=targets),)))
    assert page.xpath("//table[@class='printed']//*[@class='flag warning']/@id") == ["c1-1-1"]
    assert page.xpath("//table[@class='printed']//*[@class='flag also']/@id") == ["c1-2-1"]
    assert page.xpath("//*[@id='f1']//details//a/@href") == ["#c1-2-1"]
    assert page.xpath("string(//*[@id='f1']//dd)") == "人次；目标值 5"


def test_of_two_rows_of_one_name_that_is_quoted_where_the_finding_stands() -> None:
    rows = tuple(indicator("人次", row, value=value) for row, value in ((1, "300"), (2, "500")))
    target = FindingTarget("indicator", Scope.PROJECT, "培训", None, None, "人次")
    found = (finding(at(1, "B1"), targets=(target,)), finding(at(2, "B2"), targets=(target,)))
    page = page_of(review(grid([["人次", "300"], ["人次", "500"]]), indicators=rows, findings=found))
    assert [page.xpath(f"string(//*[@id='f{number}']//dd)") for number in (1, 2)] == [
        "人次；目标值 300",
        "人次；目标值 500",
    ]


def test_a_goal_is_quoted_in_its_words_where_a_list_gives_the_money_first() -> None:
    goals = tuple(
        Goal(FILE, None, 2026, Scope.PROJECT, "培训", None, text, at(row))
        for row, text in ((1, None), (2, "办好培训。"))
    )
    found = (finding(at(1), targets=(FindingTarget("goal", Scope.PROJECT, "培训"),)),)
    page = page_of(review(grid([["培训", "30"], ["培训", "办好培训。"]]), goals=goals, findings=found))
    assert page.xpath("string(//*[@id='f1']//dd)") == "办好培训。"


def test_lines_pages_and_the_whole_file() -> None:
    place = Place(FILE, page=2, line=7)
    lines = (Paragraph("第一行", Place(FILE, page=1, line=1)), Paragraph("第二行", place))
    found = (
        finding(Place(FILE, page=2, line=7, table=1001, row=3, cell="2")),
        finding(Place(FILE, page=1)),
        finding(Place(FILE), severity=Severity.ERROR),
    )
    page = page_of(review(*lines, findings=found))
    assert [card.get("data-spot") for card in page.xpath("//li[@data-spot]")] == ["whole", "s1", "p2"]
    assert page.xpath("//*[@id='whole']/@class") == ["block flag error"]


def test_a_doubtful_cell_and_a_hidden_sheet_say_so() -> None:
    block = grid([["人次", "300"]], hidden=True, sure=((0.5, 0.99),))
    page = page_of(review(block))
    assert page.xpath("//td[@class='unsure']/@title") == ["识别把握 50%，请对照原件"]
    assert "（隐藏的表）" in page.xpath("//p[@class='note']/text()")


@pytest.mark.parametrize(
    ("judged", "said"), [(True, "没有发现问题。"), (False, "这份文件还没有按规则审核。")], ids=["clean", "not judged"]
)
def test_a_file_without_findings(judged: bool, said: str) -> None:
    extraction = Extraction(Document(FILE, "xlsx", ()))
    page = page_of(Review((extraction,), judged=judged))
    assert said in page.xpath("//aside/p/text()")
    assert page.xpath("//form | //ol") == []
    assert bool(page.xpath("//*[@id='scores']")) is judged


def test_what_a_reviewer_has_decided() -> None:
    """A rejected finding is told from the others; what was written beside it stands on the card."""
    one = review(grid([["甲", "乙"]]), findings=(finding(at(1, "A1")), finding(at(1, "B1"))))
    mine = Decision("", "不采纳", "≥2公里", "已核对", "王敏")
    cards = page_of(one, decisions={1: mine}).xpath("//*[@id='list']/li")
    said = [dict(zip(card.xpath(".//dt/text()"), card.xpath(".//dd/text()"), strict=True)) for card in cards]
    assert ["rejected" in card.get("class").split() for card in cards] == [False, True]
    assert [(one.get("处理"), one.get("改为"), one.get("意见")) for one in said] == [
        (None, None, None),
        ("不采纳", "≥2公里", "已核对"),
    ]


# --- safety


def test_text_of_documents_stays_text() -> None:
    block = grid([[HOSTILE, "=HYPERLINK(\"http://x\",\"y\")"], ["@sum", "+86\r\n-5%"]])  # fmt: skip
    lines = (Paragraph(HOSTILE, at(5)), Paragraph("]]>--><!--", at(6)))
    rude = finding(at(1, "A1"), message=HOSTILE, targets=(FindingTarget("project", Scope.PROJECT, HOSTILE),))
    made = review(*lines, block, findings=(rude,))
    text = document_page(made)
    assert text.encode().decode() == text  # no half characters are left
    page: Any = html.document_fromstring(text)
    assert len(page.xpath("//script")) == len(page.xpath("//style")) == 1
    assert page.xpath("//@onclick") == []
    (table,) = page.xpath("//table[@class='printed']")
    clean = HOSTILE.replace("\ud83d", "\ufffd").replace("\x07", "\ufffd")
    assert _laid_out(table) == [[clean, '=HYPERLINK("http://x","y")'], ["@sum", "+86\n-5%"]]
    assert clean in page.xpath("//dd/text()")
    assert texts(page.xpath("//div[@class='lines']/p"))[1] == "]]>--><!--"


def test_the_policy_allows_what_is_in_the_file_and_nothing_else() -> None:
    text = document_page(review(grid([["a"]]), findings=(finding(at(1, "A1")),)))
    page: Any = html.document_fromstring(text)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for name in ("style", "script"):
        (inside,) = re.findall(f"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert page.xpath("//@style | //link | //iframe | //@srcset | //script/@src") == []
    assert re.findall(r"https?:|url\((?!#)|@import", text) == []


def test_the_same_review_gives_the_same_bytes() -> None:
    (one, *_) = reviews(SAMPLES[0])
    (again, *_) = reviews(SAMPLES[0])
    assert document_page(one) == document_page(again)


def test_markup_escapes_and_nests() -> None:
    assert tag("a", {"href": '"<', "hidden": True, "id": None}, ["<", None, tag("br")]) == (
        '<a href="&quot;&lt;" hidden>&lt;<br></a>'
    )
    assert joined("&", tag("b", None, "'")) == "&amp;<b>'</b>"


# --- files


def test_an_older_page_stays_when_the_new_one_cannot_be_written(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "页.html"
    path.write_text("旧", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OutputError, match="磁盘空间不足"):
        write_page(review(), path)
    assert [(each.name, each.read_text(encoding="utf-8")) for each in tmp_path.iterdir()] == [("页.html", "旧")]


@pytest.mark.parametrize(
    ("name", "said"), [("", "它是一个文件夹"), ("没有/页.html", "不存在")], ids=["folder", "missing"]
)
def test_a_place_that_cannot_be_written(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(OutputError, match=said):
        write_page(review(), tmp_path / name)


def test_review_html_writes_a_page_beside_each_workbook(tmp_path: Path, capsys: Any) -> None:
    out = tmp_path / "结果"
    assert cli.main(["review", str(SAMPLES[0]), str(SAMPLES[-1]), "-o", str(out), "--html"]) == 0
    pages = sorted(path for path in out.iterdir() if path.suffix == ".html")
    assert capsys.readouterr().out.endswith("网页\n" + "".join(f"  {path}\n" for path in pages))
    books = {path.stem for path in out.glob("*_审核底稿.xlsx")}
    assert {path.stem for path in out.glob("*.html")} == books
    assert cli.main(["review", str(SAMPLES[0]), "-o", str(tmp_path / "无页")]) == 0
    assert list((tmp_path / "无页").glob("*.html")) == []


# --- pictures of pages


def _pixels(png: bytes) -> list[list[int]]:
    """Sixteen greys a pixel, by the letter of the format."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, rest = {}, io.BytesIO(png[8:])
    while head := rest.read(8):
        length, name = struct.unpack(">I4s", head)
        data = rest.read(length)
        assert struct.unpack(">I", rest.read(4))[0] == zlib.crc32(name + data)
        chunks[name] = data
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour) == (4, 0)
    wide = (width + 1) // 2 + 1
    raw = zlib.decompress(chunks[b"IDAT"])
    assert len(raw) == wide * height
    rows = [raw[top + 1 : top + wide] for top in range(0, len(raw), wide)]
    return [[half for byte in row for half in (byte >> 4, byte & 15)][:width] for row in rows]


def _dark(picture: Any) -> tuple[float, float, float, float]:
    """The box of all ink, in points."""
    rows = _pixels(picture.png)
    scale = picture.height / len(rows)
    ys = [y for y, row in enumerate(rows) if min(row) < 8]
    xs = [x for x in range(len(rows[0])) if min(row[x] for row in rows) < 8]
    return xs[0] * scale, ys[0] * scale, (xs[-1] + 1) * scale, (ys[-1] + 1) * scale


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_cell_s_box_lies_where_the_picture_shows_the_cell(tmp_path: Path, turn: int) -> None:
    """The table is all the ink of the page, so that its cells' boxes must fill the ink's box."""
    sheet = pdfs.Sheet(400.0, 301.0, rotate=turn)
    sheet.grid([60, 150, 300], [50, 80, 120], [["三级指标", "目标值"], ["培训人次", "300人次"]])
    path = tmp_path / "表.pdf"
    path.write_bytes(pdfs.pdf(sheet))
    (one,) = reviews(path)
    (block,) = one.extractions[0].document.grids()
    boxes = [corners for row in block.boxes for box in row if (corners := scans.corners_of(box)) is not None]
    assert len(boxes) == 4
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    whole = (min(lefts), min(tops), max(rights), max(bottoms))
    (picture,) = pictures(path, [1])
    assert _dark(picture) == pytest.approx(whole, abs=1.5)
    assert (picture.width, picture.height) == ((301, 400) if turn % 180 else (400, 301))


def test_a_picture_file_is_shown_with_its_cells(tmp_path: Path) -> None:
    """A scan that is no PDF: its picture is as large as the sheet that its cells' boxes are given on."""
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    pytest.importorskip("cv2", reason="the extra ocr is not installed")
    sheet = pdfs.Sheet(595.0, 842.0)
    sheet.grid([60, 150, 300], [50, 80, 120], [["三级指标", "目标值"], ["培训人次", "300人次"]])
    path = tmp_path / "表.pdf"
    path.write_bytes(pdfs.pdf(sheet))
    (drawn,) = pictures(path, [1])
    path = tmp_path / "表.png"
    path.write_bytes(drawn.png)
    document = api.read(path)
    (block,) = document.grids()
    boxes = [corners for row in block.boxes for box in row if (corners := scans.corners_of(box)) is not None]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    whole = (min(lefts), min(tops), max(rights), max(bottoms))
    shown = scans.collect(document, spots.sections(document), ())
    assert (list(shown.of), shown.note) == ([1], None)
    assert _dark(shown.of[1]) == pytest.approx(whole, abs=2.5)
    path.unlink()
    gone = scans.collect(document, spots.sections(document), ())
    assert (gone.of, gone.note) == ({}, "页面图没有收入：原文件不在原处，或在压缩包里。")


def _pdf(path: Path, pages: int) -> Path:
    rows = [["项目名称", "一级指标", "三级指标", "目标值"], ["培训", "产出指标", "培训人次", "显著"]]
    sheets = []
    for _ in range(pages):
        sheet = pdfs.Sheet().text(60, 40, "项目支出绩效目标表")
        sheets.append(sheet.grid([60, 150, 240, 350, 450], [50, 80, 120], rows))
    path.write_bytes(pdfs.pdf(*sheets))
    return path


def test_frames_on_the_picture_lead_to_the_findings(tmp_path: Path) -> None:
    (one,) = reviews(_pdf(tmp_path / "表.pdf", 1))
    assert one.findings
    page = page_of(one)
    assert len(page.xpath("//details[@class='scan']//img[starts-with(@src, 'data:image/png;base64,')]")) == 1
    boxed = [
        number
        for number, each in enumerate(listed(one), 1)
        if scans.corners_of(each.source.cell) is not None and each.source.page == 1
    ]
    assert boxed
    for number in boxed:
        (frame,) = page.xpath(f"//a[@id='b{number}']")
        assert frame.get("href") == f"#f{number}"
        left, top, right, bottom = scans.corners_of(listed(one)[number - 1].source.cell) or (0, 0, 0, 0)
        (rect,) = frame.xpath("./rect")
        drawn = [float(rect.get(name)) for name in ("x", "y", "width", "height")]
        assert drawn == pytest.approx([left, top, right - left, bottom - top], abs=0.06)
        assert page.xpath(f"//*[@id='f{number}']//a[@class='look']/@href") == [f"#b{number}"]


def test_pictures_stop_where_they_would_make_the_file_too_large(tmp_path: Path) -> None:
    (one,) = reviews(_pdf(tmp_path / "表.pdf", 3))
    document = one.extractions[0].document
    parts = spots.sections(document)
    (single,) = pictures(Path(document.path), [2])
    pinned = list(
        spots.pin(
            spots.Names(one.extractions[0]),
            replace(one, findings=(finding(Place(document.file, page=2)),), owners=(0,)),
            spots.atlas(parts),
        )
    )
    some = scans.collect(document, parts, pinned, most=len(single.png))
    assert (list(some.of), some.note) == ([2], "有 2 页的页面图没有收入，请对照原文件。")


def test_a_pdf_that_has_gone_gives_a_page_without_pictures(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "表.pdf", 1)
    (one,) = reviews(path)
    path.write_bytes(b"%PDF-1.7 nothing")
    assert "页面图没有收入：原文件现在打不开。" in page_of(one).xpath("//p[@class='note']/text()")
    path.unlink()
    assert "页面图没有收入：原文件不在原处，或在压缩包里。" in page_of(one).xpath("//p[@class='note']/text()")


def test_pages_that_are_not_there_are_passed_over(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "表.pdf", 1)
    assert [each.page for each in pictures(path, [0, 1, 2])] == [1]
    with pytest.raises(UnreadableError, match="找不到文件"):
        next(_consumed(tmp_path / "没有.pdf"))


def _consumed(path: Path) -> Iterator[object]:
    yield from pictures(path, [1])
