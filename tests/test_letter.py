"""A filled-in workbook becomes 审核意见: which findings are in it, in which words, and what is said of a bad workbook."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from openpyxl import Workbook, load_workbook

import perf_goals
from perf_goals import cli, letter, scoring
from perf_goals.errors import OutputError, PerfGoalsError
from perf_goals.workbook import style

pytestmark = pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl")

BUREAU = "伊水市青河区水务局"
JUDGED = [item.name for item in scoring.default().items if item.judged]
HEADS = ["序号", "等级", "类别", "编号", "项目", "指标", "位置", "问题", "怎样改", "依据",
         "处理", "修改后的目标值", "复核意见", "复核人", "复核日期"]  # fmt: skip
ISSUES: list[list[Any]] = [
    [1, "严重", "方向", "D101", "管网改造", "抢修时限", "第8行", "“抢修时限”写作“≥30天”。", "改为“≤30天”。", "审核惯例",
     "采纳", "≤24小时", "按承诺时限", "甲", "2026-03-01"],
    [2, "一般", "计量单位", "U101", "管网改造", "改造长度", "第9行", "单位写作“人”。", "改为公里。", "",
     "不采纳", None, None, "甲", None],
    [3, "一般", "文字", "W101", "部门整体", None, "第3行", "“水务水务”多字。", None, "", " 采纳 ", None, None, "乙", None],
    [4, "一般", "满意度", "F101", "防汛物资", "满意度", "第12行", "没有调查。", "写明调查方式。", "",
     "待核实", None, None, None, None],
    [5, "提示", "文字", "W102", "防汛物资", None, "第13行", "请核对。", None, "", None, None, None, None, None],
    ["防汛物资（2 条）"],
]  # fmt: skip
SCORES: list[list[Any]] = [
    ["序号", "范围", "项目", "审核要点得分（下一行是满分）", None, "总分", "等级"],
    [None, None, None, "规范完整性", "实现可能性", None, None],
    [None, None, None, 10, 10, None, None],
    [1, "部门整体", None, 10, "未评", 100, "优"],
    [2, "项目", "防汛物资", 8.5, "未评", 85, "良"],
    [3, "项目", "管网改造", 6, "未评", 60, "中"],
    [4, "部门", None, 8.17, "未评", 81.67, "良"],
]


def book(path: Path, issues: list[list[Any]] | None = None, heads: list[str] = HEADS, **sheets: Any) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    overview = made.create_sheet("总览")
    overview.append(["绩效目标表审核底稿"])
    overview.append(["部门", BUREAU, None, "年度", "2026 年"])
    overview.append(["文件", "水务局.txt"])
    for name, rows in {"评分": SCORES, "问题清单": [heads, *(ISSUES if issues is None else issues)], **sheets}.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def texts(path: Path) -> list[str]:
    return [one.text for one in docx.Document(str(path)).paragraphs]


def test_the_whole_letter(tmp_path: Path) -> None:
    handed = letter.read(book(tmp_path / "底稿.xlsx"))
    out = tmp_path / "意见.docx"
    assert letter.write(handed, out, letter.Names(sender="青河区财政局", day="2026年3月5日")) == 2
    assert texts(out) == [
        "2026年预算绩效目标审核意见",
        f"{BUREAU}：",
        "你单位报送的绩效目标表（水务局.txt）已经审核，共有 2 条问题需要修改，其中严重 1 条、一般 1 条、提示 0 条。"
        "现将意见反馈如下。",
        "一、评分",
        "未评：实现可能性（从表中看不出来，不计入得分，也不计入满分）。",
        "二、问题和修改要求",
        "（一）部门整体",
        "1.【一般】第3行：“水务水务”多字。",
        "修改要求：请核对并修改。",
        "（二）管网改造",
        "1.【严重】指标“抢修时限”，第8行：“抢修时限”写作“≥30天”。",
        "修改要求：目标值改为“≤24小时”。",
        "审核说明：按承诺时限",
        "依据：审核惯例",
        "三、办理要求",
        "请对照以上意见逐条修改，重新填报绩效目标表后再次报送；对意见有不同看法的，请附书面说明和依据。",
        "青河区财政局",
        "审核人：甲、乙",
        "2026年3月5日",
    ]
    [table] = docx.Document(str(out)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["项目", "规范完整性", "总分", "等级"],
        ["部门整体", "10.00", "100.00", "优"],
        ["防汛物资", "8.50", "85.00", "良"],
        ["管网改造", "6.00", "60.00", "中"],
        ["部门", "8.17", "81.67", "良"],
    ]


def test_a4_fonts_and_page_numbers(tmp_path: Path) -> None:
    out = tmp_path / "意见.docx"
    letter.write(letter.read(book(tmp_path / "底稿.xlsx")), out)
    document = docx.Document(str(out))
    page = document.sections[0]
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)
    assert (document.core_properties.author, document.core_properties.comments) == ("perf_goals", "")
    with ZipFile(out) as archive:
        fonts = archive.read("word/fontTable.xml").decode("utf-8")
        foot = "".join(archive.read(name).decode("utf-8") for name in archive.namelist() if "footer" in name)
        styles = archive.read("word/styles.xml").decode("utf-8")
    assert 'w:name="仿宋"' in fonts
    assert "FangSong" in fonts
    assert 'w:eastAsia="黑体"' in styles
    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot


def test_what_is_undecided(tmp_path: Path) -> None:
    """By option, and without 提示, which only asks the reviewer to look."""
    handed = letter.read(book(tmp_path / "底稿.xlsx"))
    assert [one.code for one in letter.chosen(handed)] == ["D101", "W101"]
    assert [one.code for one in letter.chosen(handed, undecided=True)] == ["D101", "W101", "F101"]
    out = tmp_path / "意见.docx"
    assert letter.write(handed, out, undecided=True) == 3
    assert "1.【一般】指标“满意度”，第12行：没有调查。（待核实）" in texts(out)


def test_everything_rejected(tmp_path: Path) -> None:
    handed = letter.read(book(tmp_path / "底稿.xlsx", [[*row[:10], "不采纳"] for row in ISSUES[:5]]))
    out = tmp_path / "意见.docx"
    assert letter.write(handed, out) == 0
    assert "经审核，没有需要修改的问题。" in texts(out)


def test_nobody_has_decided(tmp_path: Path) -> None:
    path = book(tmp_path / "底稿.xlsx", [[*row[:10]] for row in ISSUES[:5]])
    with pytest.raises(PerfGoalsError) as caught:
        letter.write(letter.read(path), tmp_path / "意见.docx")
    assert str(caught.value) == (
        f"{path} 的“问题清单”没有采纳的问题，还有 4 条没有处理；"
        "请先在“处理”列选采纳或不采纳，或加 --undecided 连同没有处理的一起写入"
    )
    assert not (tmp_path / "意见.docx").exists()


def test_without_the_reviewers_columns(tmp_path: Path) -> None:
    """A workbook as the tool wrote it: no column is needed but 编号 and 问题, wherever they stand."""
    heads = ["问题", "编号", "等级", "项目"]
    rows = [[row[7], row[3], row[1], row[4]] for row in ISSUES[:5]]
    handed = letter.read(book(tmp_path / "底稿.xlsx", [["说明"], heads, *rows], heads=["绩效目标表问题"]))
    assert not handed.decided
    assert [one.row for one in handed.issues] == [4, 5, 6, 7, 8]
    assert [one.code for one in letter.chosen(handed, undecided=True)] == ["D101", "U101", "W101", "F101"]
    with pytest.raises(PerfGoalsError, match="没有“处理”这一列，没有采纳的问题，还有 4 条没有处理"):
        letter.chosen(handed)


def test_decisions_that_are_none(tmp_path: Path) -> None:
    rows = [[*ISSUES[0][:10], "同意"], ISSUES[1], [*ISSUES[2][:10], "是"]]
    path = book(tmp_path / "底稿.xlsx", rows)
    with pytest.raises(PerfGoalsError) as caught:
        letter.read(path)
    assert str(caught.value).splitlines() == [
        f"{path} 的“问题清单”第2行：处理写作“同意”，应为采纳、不采纳或待核实",
        f"{path} 的“问题清单”第4行：处理写作“是”，应为采纳、不采纳或待核实",
    ]


def test_scores_that_nobody_has_calculated(tmp_path: Path) -> None:
    """Formulas have no value until a spreadsheet program has opened the workbook."""
    formulas: list[list[Any]] = [
        [cell if type(cell) is not int or at < 3 else "=1+1" for at, cell in enumerate(row)] for row in SCORES
    ]
    formulas = [[None if type(cell) is float else cell for cell in row] for row in formulas]
    handed = letter.read(book(tmp_path / "底稿.xlsx", 评分=formulas))
    assert handed.uncalculated
    out = tmp_path / "意见.docx"
    letter.write(handed, out)
    assert docx.Document(str(out)).tables == []
    assert any("请用 Excel 或 WPS 打开并保存工作簿" in one for one in texts(out))


def test_decisions_written_by_a_script(tmp_path: Path) -> None:
    """A library that fills in 处理 drops what the formulas came to: the letter says so, and has no wrong score."""
    samples = Path(__file__).resolve().parent / "documents"
    [path] = perf_goals.review(samples / "云岭县水利局2025年部门预算.txt", tmp_path).documents
    filled = load_workbook(path)
    sheet: Any = filled["问题清单"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["处理"]).value = "采纳"
    sheet.cell(2, heads["复核人"]).value = "甲"
    filled.save(path)
    handed = letter.read(path)
    assert (handed.uncalculated, handed.reviewers) == (True, ("甲",))
    assert [one.row for one in letter.chosen(handed)] == [2]
    out = tmp_path / "意见.docx"
    letter.write(handed, out)
    assert docx.Document(str(out)).tables == []
    assert "工作簿里的得分还没有算出，请用 Excel 或 WPS 打开并保存工作簿后重新生成本意见。" in texts(out)


def test_text_that_word_cannot_hold(tmp_path: Path) -> None:
    """Formulas are words; a cell of 40 000 characters was cut by the workbook, and no character is forbidden."""
    row = [*ISSUES[0]]
    row[7], row[12] = "“" + "长" * 30_000 + "”，=1+1\x07", "<w:p/>&\n第二行"
    out = tmp_path / "意见.docx"
    row[7] = style.safe_text(row[7])
    letter.write(letter.read(book(tmp_path / "底稿.xlsx", [row])), out)
    assert "1.【严重】指标“抢修时限”，第8行：“" + "长" * 30_000 + "”，=1+1\ufffd" in texts(out)
    assert "审核说明：<w:p/>&\n第二行" in texts(out)


BROKEN = "{} 不是完好的审核底稿：文件已损坏、加了密码，或者正在写入；请用 Excel 打开后另存再试"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: None, "找不到文件 {}，请核对路径"),
        (lambda path: path.mkdir(), "{} 是文件夹，请给出一个审核底稿"),
        (lambda path: path.write_bytes(b"PK\x03\x04"), BROKEN),
        (lambda path: path.write_bytes(b"abc"), BROKEN),
        (lambda path: Workbook().save(path), "{} 里没有工作表“问题清单”，请给出 perf-goals review 写出的审核工作簿"),
        (lambda path: book(path, [], ["甲"]), "{} 的工作表“问题清单”里没有“编号”和“问题”两列，请不要改动这两列的标题"),
    ],
)  # fmt: skip
def test_no_review_workbook(make: Any, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "底稿.xlsx"
    make(path)
    with pytest.raises(PerfGoalsError) as caught:
        letter.read(path)
    assert str(caught.value) == sentence.format(path)


def test_bad_output(tmp_path: Path) -> None:
    handed = letter.read(book(tmp_path / "底稿.xlsx"))
    with pytest.raises(OutputError, match=r"应以 \.docx 结尾"):
        letter.write(handed, tmp_path / "意见.txt")
    with pytest.raises(OutputError, match="不存在"):
        letter.write(handed, tmp_path / "没有" / "意见.docx")


def test_our_own_workbooks(tmp_path: Path) -> None:
    """What review writes is read back whole: every finding, every score, of a document and of the batch."""
    samples = Path(__file__).resolve().parent / "documents"
    done = perf_goals.review(
        [samples / "云岭县水利局2025年部门预算.txt", samples / "雁岭区民政局2026年部门预算.txt"], tmp_path
    )
    for path, number in ((done.batch, len(done.review.findings)), (done.documents[0], done.review.owners.count(0))):
        handed = letter.read(path)
        assert len(handed.issues) == number
        known = {one.basis for one in done.review.findings}  # with the names of documents, which 问题清单 leaves out
        assert {one.basis for one in handed.issues} <= known
        assert letter.is_one(path)
        out = tmp_path / "意见.docx"
        letter.write(handed, out, undecided=True)
        assert len(texts(out)) > 20
        [table] = docx.Document(str(out)).tables
        shown = [[cell.text for cell in row.cells] for row in table.rows]
        assert shown[0] == ["项目", *JUDGED, "总分", "等级"]
        totals = [row[-2:] for row in shown[1:]]
        alone = scoring.documents(done.review)[0].scores if path == done.documents[0] else done.review.scores
        assert totals == [["未评" if one.total is None else f"{one.total:.2f}", one.grade or ""] for one in alone]
    assert handed.department == "云岭县水利局"
    assert not letter.is_one(samples / "云岭县水利局2025年部门预算.txt")


def test_the_command_says_what_is_not_in_the_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = book(tmp_path / "底稿.xlsx"), tmp_path / "意见.docx"
    assert cli.main(["letter", str(path), "-o", str(out)]) == 0
    left = "另有 1 条没有处理、1 条待核实，没有写入，但得分里暂按采纳计"
    assert capsys.readouterr() == (f"写入 2 条问题，{left}；审核意见在 {out}\n", "")
