"""The parts of a workbook as Excel asks for them, and the text of a document that means harm, from the file to every output."""

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from lxml import html
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

import perf_goals
from perf_goals import frames, letter
from perf_goals.config import Config

# openpyxl opens its own temporary file without naming an encoding, and writes it by name with one.
pytestmark = pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl")
DOCUMENTS = Path(__file__).parent / "documents"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Excel offers to repair a sheet whose elements stand in another order.
ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
HARM = ("=1+1", "+86", "-5%", "@sum", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0")
ODD = ("名[]:*?/\\称", "控\x07制", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "_x000A_", "]]>&amp;")
LONG = "长" * 40_000
HEAD = ("项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "计量单位")


def lines() -> Iterator[tuple[str, ...]]:
    """A project for each text, which is its name, its goal, an indicator's name and its target."""
    for text in (*HARM, *ODD):
        yield text, "12", text, "产出指标", "数量指标", text, "≥", text, "项"
        yield text, "12", text, "产出指标", "质量指标", "验收合格率", "＝", text, "%"
    yield "很长", "12", LONG, "产出指标", "数量指标", "场次", "≥", "3", "场"


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The review of a text and of a workbook, both with harmful text."""
    from openpyxl import Workbook

    folder = tmp_path_factory.mktemp("报送")
    table = "\n".join("\t".join(line) for line in (HEAD, *lines()))
    title = "伊水市青河区水务局2026年部门预算\n\n项目支出绩效目标表\n\n单位：万元\n\n"
    (folder / "名[]称.txt").write_text(f"{title}{table}\n", encoding="utf-8")
    book = Workbook()
    sheet: Any = book.active
    for at, line in enumerate((("项目支出绩效目标表",), HEAD, *lines()), 1):
        for column, text in enumerate(line, 1):
            cell = sheet.cell(at, column)
            cell.value, cell.data_type = text.replace("\x07", "").replace("_x", "_x005F_x")[:32_767], "s"
    book.save(folder / "'=1+1.xlsx")
    out = tmp_path_factory.mktemp("底稿")
    written = perf_goals.review(folder, out, settings=Config(), html=True)
    assert sum(len(one.indicators) for one in written.review.extractions) == 2 * len(list(lines()))
    frames.write(written.review, out / "tables", ["csv"])
    return written


@pytest.fixture(scope="module")
def books(harmful: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Workbooks of the samples, and those of harmful text."""
    written = perf_goals.review(DOCUMENTS, tmp_path_factory.mktemp("样例"), settings=Config())
    return written.batch, *written.documents[:3], harmful.batch, *harmful.documents


def parts(path: Path) -> tuple[dict[str, ElementTree.Element], dict[str, str]]:
    """The sheets by their titles, and the defined names; every part must be XML."""
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(set(names)) == len(names)
        roots = {name: ElementTree.fromstring(archive.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    targets = {one.get("Id"): one.get("Target", "") for one in roots["xl/_rels/workbook.xml.rels"]}
    book = roots["xl/workbook.xml"]
    sheets = {
        one.get("name", ""): roots["xl/" + targets[one.get(RELATION)].removeprefix("/xl/").removeprefix("xl/")]
        for one in book.iter(f"{MAIN}sheet")
    }
    defined = {
        f"{one.get('localSheetId')} {one.get('name')}": one.text or "" for one in book.iter(f"{MAIN}definedName")
    }
    return sheets, defined


def test_elements_stand_in_the_order_of_the_schema(books: tuple[Path, ...]) -> None:
    for path in books:
        for title, sheet in parts(path)[0].items():
            found = [one.tag.removeprefix(MAIN) for one in sheet]
            assert set(found) <= set(ORDER), (path.name, title)
            assert [ORDER.index(name) for name in found] == sorted(ORDER.index(name) for name in found), title
            assert len(title) <= 31
            assert not re.search(r"[\[\]:*?/\\]", title)


def test_cells_stand_in_order_and_have_their_style(books: tuple[Path, ...]) -> None:
    for path in books:
        with ZipFile(path) as archive:
            styles = ElementTree.fromstring(archive.read("xl/styles.xml")).find(f"{MAIN}cellXfs")
        assert styles is not None
        for title, sheet in parts(path)[0].items():
            before: tuple[int, ...] = (0, 0)
            for cell in sheet.iter(f"{MAIN}c"):
                column, row, *_ = range_boundaries(cell.get("r", ""))
                assert before < (row, column), (title, cell.get("r"))
                before = (row or 0, column or 0)
                assert int(cell.get("s", "0")) < len(styles)


def test_names_links_and_breaks_lead_to_what_is_there(books: tuple[Path, ...]) -> None:
    for path in books:
        sheets, defined = parts(path)
        size = {title: len(list(sheet.iter(f"{MAIN}row"))) for title, sheet in sheets.items()}
        for name, text in defined.items():
            for place in re.findall(r"'([^']+)'!|(?:^|,)([^'!,]+)!", text):
                assert "".join(place) in sheets, (name, text)
        linked = 0
        for title, sheet in sheets.items():
            for link in sheet.iter(f"{MAIN}hyperlink"):
                assert link.get(RELATION) is None, "nothing leads out of the workbook"
                there, row = re.fullmatch(r"'([^']+)'![A-Z]+(\d+)", link.get("location", "")).groups()  # type: ignore[union-attr]
                assert 1 <= int(row) <= size[there]
                assert int(re.sub(r"\D", "", link.get("ref", ""))) <= size[title]
                linked += 1
            for one in sheet.iter(f"{MAIN}brk"):
                assert 0 < int(one.get("id", "0")) < size[title]
        assert linked


def test_sheets_that_hold_no_list_break_before_their_headings(books: tuple[Path, ...]) -> None:
    overview = parts(books[0])[0]["总览"]
    heads = {
        int(row.get("r", "0"))
        for row in overview.iter(f"{MAIN}row")
        if re.match("[一二三四五六]、", "".join(row.itertext()))
    }
    charts = {
        int(one.text or 0) + 1
        for part in _drawings(books[0])
        for one in part.iter("{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}row")
    }
    breaks = [int(one.get("id", "0")) for one in overview.iter(f"{MAIN}brk")]
    assert breaks
    for one in breaks:  # the next line is the empty one before a heading or a chart
        assert {one + 2} & (heads | charts), breaks


def _drawings(path: Path) -> list[ElementTree.Element]:
    with ZipFile(path) as archive:
        return [
            ElementTree.fromstring(archive.read(name))
            for name in archive.namelist()
            if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)
        ]


def test_harmful_text_stays_text_in_every_workbook(harmful: Any) -> None:
    seen: set[str] = set()
    for path in (harmful.batch, *harmful.documents):
        for sheet in load_workbook(path).worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                text = cell.value
                if not isinstance(text, str):
                    continue
                if cell.data_type == "f":
                    assert text not in HARM
                    assert not any(one[1:] in text for one in HARM if len(one) > 5), text
                elif re.match(r"\s*[=+\-@]", text):
                    assert (cell.data_type, cell.quotePrefix) == ("s", True), (sheet.title, cell.coordinate)
                    seen |= {one for one in HARM if text == one}
                assert len(text) <= 32_767
    assert seen == set(HARM)


def test_harmful_text_stays_text_in_csv(harmful: Any) -> None:
    found = []
    for path in sorted((harmful.batch.parent / "tables").glob("*.csv")):
        with open(path, encoding="utf-8-sig", newline="") as file:
            found += [cell for row in csv.reader(file) for cell in row]
    assert {f"'{one}" for one in HARM} <= set(found)
    risky = {cell for cell in found if re.match(r"[=+@\t\r]|-(?![\d.]+$)", cell)}
    assert risky <= {"="}  # the sign of a target, a word of its own


def test_harmful_text_is_shown_in_pages_and_does_nothing(harmful: Any) -> None:
    assert len(harmful.pages) == 2
    for path in harmful.pages:
        text = path.read_text(encoding="utf-8")
        page: Any = html.document_fromstring(text.split("\n", 1)[1])
        assert len(page.xpath("//script")) == 1
        assert page.xpath("//img[not(starts-with(@src, 'data:'))]") == []
        assert page.xpath("//@onerror") == []
        cells = {"".join(cell.itertext()) for cell in page.xpath("//table[@class='printed']//td")}
        for one in ("<script>alert(1)</script>", '=HYPERLINK("http://x","y")', "]]>&"):
            assert any(one in cell for cell in cells), one


def test_harmful_text_in_the_letter(harmful: Any, tmp_path: Path) -> None:
    import docx

    out = tmp_path / "意见.docx"
    assert letter.write(letter.read(harmful.batch), out, undecided=True)
    said = "\n".join(one.text for one in docx.Document(str(out)).paragraphs)
    assert '=HYPERLINK("http://x","y")' in said
    with ZipFile(out) as archive:
        assert b"instrText" not in archive.read("word/document.xml")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_nothing_of_it(harmful: Any, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(harmful.batch)], check=True, capture_output=True, timeout=900)
    shown: Any = load_workbook(tmp_path / "汇总.xlsx", data_only=True)["指标明细"]
    names = {cell.value for row in shown.iter_rows() for cell in row}
    assert set(HARM) <= names
