"""What a reviewer writes into 问题清单 comes back, and stays with what it is about when the input changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from perf_goals import cli, scoring
from perf_goals.errors import PerfGoalsError
from perf_goals.model import Document, Extraction, Finding, FindingTarget, Place, Raw, Review, Scope, Severity
from perf_goals.workbook import decisions, issues, write_batch, write_document
from perf_goals.workbook.decisions import Decision

from .test_workbook import BUREAU, FILE, GE95, goal, indicator

# openpyxl opens its own temporary file without naming an encoding, and writes it by name with one.
pytestmark = pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning:openpyxl")

NAMES = ("改造管网长度", "水费收缴率", "居民满意度", "完工及时率", "抢修次数")


def made(values: dict[str, str], *, first_row: int = 4, file: str = FILE) -> Review:
    """A document with a row and a finding for each name; values: what is printed as its target."""
    rows, found = [], []
    for number, (name, value) in enumerate(values.items()):
        place = Place(file, page=3, table=1, row=first_row + number)
        rows.append(indicator(name, GE95, place, raw=Raw("≥", value, "%")))
        target = FindingTarget("indicator", Scope.PROJECT, "管网改造", "产出指标", None, name)
        found.append(
            Finding(
                file, "D101", "direction", Severity.ERROR, 0.9, f"“{name}”不对。", "改。", "依据。", (target,), place
            )
        )
    whole = Extraction(
        replace(document(), file=file),
        tuple(rows),
        (goal("管网改造", Place(file, page=3, table=1, row=2), "30", "改造老旧管网。"),),
    )
    owners = (0,) * len(found)
    scores = scoring.score([whole], found, owners)
    return Review((whole,), findings=tuple(found), owners=owners, scores=scores, judged=True, version="1")


def document() -> Document:
    return Document(FILE, "pdf", (), BUREAU, 2026)


def fill(path: Path, marks: dict[str, tuple[Any, ...]]) -> None:
    """Write into the reviewer's columns of the findings with these 标识, and save as Excel would."""
    book = load_workbook(path)
    sheet: Any = book["问题清单"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for head, value in zip(decisions.FILLED, marks.get(sheet.cell(row, heads["标识"]).value, ()), strict=False):
            sheet.cell(row, heads[head]).value = value
    book.save(path)


WORDS = st.none() | st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
FILLED = st.tuples(
    st.none() | st.sampled_from(decisions.VERDICTS),
    *(WORDS.filter(lambda word: word is None or not word.startswith(("=", "#", "_x"))),) * 3,
    st.none() | st.dates(date(1990, 1, 1), date(2090, 12, 31)),
)


class TestRoundTrip:
    @settings(max_examples=12, deadline=None)
    @given(
        given_=st.dictionaries(st.sampled_from(NAMES), FILLED, max_size=5),
        kept=st.sets(st.sampled_from(NAMES), min_size=1),
        shift=st.integers(0, 9),
        order=st.permutations(NAMES),
    )
    def test_decisions_survive_a_changed_input(
        self, given_: dict[str, Any], kept: set[str], shift: int, order: list[str]
    ) -> None:
        """Rows move, are reordered and go; a decision goes with its row, and one whose row has gone is listed."""
        before = made(dict.fromkeys(NAMES, "95"))
        known = dict(zip(decisions.marks(before), NAMES, strict=True))
        after = made({name: "95" for name in order if name in kept}, first_row=4 + shift, file="第二次报送.pdf")
        left = dict(zip([name for name in order if name in kept], range(len(kept)), strict=True))
        wrote = {name: filled for name, filled in given_.items() if any(filled)}
        with TemporaryDirectory() as folder:
            path = Path(folder, "一.xlsx")
            write_document(before.extractions[0], path, version="1", review=before)
            fill(path, {mark: given_.get(name, ()) for mark, name in known.items()})
            read = decisions.read(path)
            assert {known[one.mark]: one.filled for one in read.decisions} == wrote
            carried = decisions.carry(after, read)
            mine = decisions.own(after, carried)[0]
            assert {at: one.filled for at, one in mine.found.items()} == {
                left[name]: filled for name, filled in wrote.items() if name in left
            }
            assert {known[one.mark] for one in mine.gone} == set(wrote) - set(left)
            write_document(after.extractions[0], path, version="1", review=after, carried=mine)
            again = decisions.read(path)
        known |= zip(decisions.marks(after), [name for name in order if name in kept], strict=True)
        assert {known[one.mark]: one.filled for one in again.decisions} == wrote  # 已消失的决定 are read back too


class TestMarks:
    def test_another_printed_value_is_another_finding(self) -> None:
        one, other = made({"水费收缴率": "95"}), made({"水费收缴率": "96"})
        assert decisions.marks(one) != decisions.marks(other)

    def test_width_and_blanks_do_not_matter(self) -> None:
        assert decisions.marks(made({"水费收缴率": "95"})) == decisions.marks(made({"水费收缴率": "９５ "}))

    def test_a_goal_s_words_where_a_list_gives_the_money_first(self) -> None:
        """They stand beside the finding, and another wording is another finding."""

        def of_goal(text: str) -> Review:
            review = made({"水费收缴率": "95"})
            (one,) = review.extractions
            place = Place(FILE, page=4, table=2, row=1)
            money = replace(one.goals[0], goal=None)
            target = FindingTarget("goal", Scope.PROJECT, "管网改造")
            found = replace(review.findings[0], targets=(target,), source=money.place)
            extraction = replace(one, goals=(money, goal("管网改造", place, None, text)))
            return replace(review, extractions=(extraction,), findings=(found,))

        first, second = of_goal("改造老旧管网。"), of_goal("新建管网。")
        assert decisions.printed(first) == ["改造老旧管网。"]
        assert decisions.marks(first) != decisions.marks(second)

    def test_twins_are_told_apart(self) -> None:
        review = made({"水费收缴率": "95"})
        twins = replace(review, findings=review.findings * 2, owners=(0, 0))
        first, second = decisions.marks(twins)
        assert second == f"{first.removesuffix('-1')}-2"


def together(*reviews: Review) -> Review:
    """Documents of one batch."""
    owners = tuple(number for number, one in enumerate(reviews) for _ in one.findings)
    findings = tuple(finding for one in reviews for finding in one.findings)
    extractions = tuple(extraction for one in reviews for extraction in one.extractions)
    return Review(extractions, findings=findings, owners=owners, judged=True, version="1")


def of(file: str, *, year: int = 2026, folder: str = "初稿", names: Sequence[str] = ("水费收缴率",)) -> Review:
    """The same finding in a document of another name, year or folder."""
    review = made(dict.fromkeys(names, "95"), file=file)
    (one,) = review.extractions
    return replace(
        review, extractions=(replace(one, document=replace(one.document, year=year, path=f"{folder}/{file}")),)
    )


def earlier(review: Review, verdicts: Mapping[int, str]) -> decisions.Earlier:
    """Decisions about some findings of a review, by their number."""
    known = decisions.marks(review)
    found = tuple(Decision(known[at], verdict, about=(None,) * 9) for at, verdict in verdicts.items())
    return decisions.Earlier(found, frozenset(known))


def verdicts(carried: Sequence[decisions.Carried]) -> tuple[list[dict[int, str | None]], list[tuple[str | None, str]]]:
    """Of each document its findings' 处理, and what has gone with the reason."""
    gone = [(one.verdict, one.why) for each in carried for one in each.gone]
    return [{at: one.verdict for at, one in each.found.items()} for each in carried[:-1]], gone


class TestTwoDocumentsOfOneDepartment:
    def test_each_keeps_its_own(self) -> None:
        """Whatever their order, and whether or not both are there."""
        first, second = of("预算.pdf"), of("调整.pdf")
        given = earlier(together(first, second), {0: "采纳", 1: "不采纳"})
        assert verdicts(decisions.carry(together(second, first), given)) == ([{0: "不采纳"}, {1: "采纳"}], [])
        assert verdicts(decisions.carry(second, given)) == ([{0: "不采纳"}], [("采纳", decisions.NO_FINDING)])

    def test_what_one_says_is_not_said_of_the_other(self) -> None:
        first, second = of("预算.pdf"), of("调整.pdf")
        given = earlier(together(first, second), {0: "不采纳"})
        assert verdicts(decisions.carry(together(first, second), given)) == ([{0: "不采纳"}, {}], [])
        assert verdicts(decisions.carry(second, given)) == ([{}], [("不采纳", decisions.NO_FINDING)])
        alone = earlier(first, {0: "不采纳"})  # the other is new, but the one is still there
        put_right = of("预算.pdf", names=("居民满意度",))
        assert verdicts(decisions.carry(together(put_right, second), alone)) == (
            [{}, {}],
            [("不采纳", decisions.NO_FINDING)],
        )

    def test_one_name_in_two_folders(self) -> None:
        first, second = of("预算.pdf", folder="甲"), of("预算.pdf", folder="乙")
        given = earlier(together(first, second), {1: "不采纳"})
        assert verdicts(decisions.carry(together(second, first), given)) == ([{0: "不采纳"}, {}], [])
        moved = of("预算.pdf", folder="丙")
        assert verdicts(decisions.carry(moved, given)) == ([{0: "不采纳"}], [])

    def test_workbooks_of_each_and_of_both_say_the_same(self, tmp_path: Path) -> None:
        both = together(of("预算.pdf"), of("调整.pdf"))
        alone = scoring.documents(replace(both, scores=scoring.score(both.extractions, both.findings, both.owners)))
        assert [mark for one in alone for mark in decisions.marks(one)] == decisions.marks(both)
        for one, verdict in zip(alone, ("采纳", "不采纳"), strict=True):
            path = tmp_path / f"{one.extractions[0].document.file}.xlsx"
            write_document(one.extractions[0], path, version="1", review=one)
            fill(path, {decisions.marks(one)[0]: (verdict,)})
        assert verdicts(decisions.carry(both, decisions.read(tmp_path))) == ([{0: "采纳"}, {1: "不采纳"}], [])


class TestRenamed:
    @pytest.mark.parametrize("after", [of("修改稿.pdf"), of("预算.pdf", folder="修改稿"), of("明年.pdf", year=2027)])
    def test_the_department_s_only_document(self, after: Review) -> None:
        given = earlier(of("预算.pdf"), {0: "不采纳"})
        assert verdicts(decisions.carry(after, given)) == ([{0: "不采纳"}], [])

    def test_by_the_year_first(self) -> None:
        given = earlier(together(of("去年初稿.pdf", year=2025), of("今年初稿.pdf")), {0: "采纳", 1: "不采纳"})
        after = together(of("今年改.pdf"), of("去年改.pdf", year=2025))
        assert verdicts(decisions.carry(after, given)) == ([{0: "不采纳"}, {1: "采纳"}], [])

    def test_nothing_is_guessed(self) -> None:
        given = earlier(of("预算.pdf"), {0: "不采纳"})
        after = together(of("一.pdf"), of("二.pdf"))
        assert verdicts(decisions.carry(after, given)) == ([{}, {}], [("不采纳", decisions.SEVERAL)])

    def test_two_become_one(self) -> None:
        given = earlier(together(of("一.pdf"), of("二.pdf"), of("三.pdf")), {0: "不采纳", 1: "采纳", 2: "不采纳"})
        assert verdicts(decisions.carry(of("合并.pdf"), given)) == ([{0: "不采纳"}], [("采纳", decisions.DIFFERS)])

    def test_a_mark_of_another_make(self) -> None:
        given = decisions.Earlier((Decision("0123456789abcdef", "采纳"),))
        assert verdicts(decisions.carry(of("预算.pdf"), given)) == ([{}], [("采纳", decisions.NO_FINDING)])


class TestFolder:
    def workbooks(self, folder: Path) -> tuple[Review, str]:
        review = made({"水费收缴率": "95"})
        write_document(review.extractions[0], folder / "一.xlsx", version="1", review=review)
        write_batch(review, folder / "汇总.xlsx")
        return review, decisions.marks(review)[0]

    def test_the_same_in_both_counts_once(self, tmp_path: Path) -> None:
        review, mark = self.workbooks(tmp_path)
        for name in ("一.xlsx", "汇总.xlsx"):
            fill(tmp_path / name, {mark: ("不采纳", None, "已核对")})
        carried = decisions.carry(review, decisions.read(tmp_path))
        assert decisions.sentence(carried) == "沿用了 1 条审核决定"
        assert carried[0].found[0].filled == ("不采纳", None, "已核对", None, None)

    def test_two_minds_are_both_kept(self, tmp_path: Path) -> None:
        review, mark = self.workbooks(tmp_path)
        fill(tmp_path / "一.xlsx", {mark: ("不采纳",)})
        fill(tmp_path / "汇总.xlsx", {mark: ("采纳",)})
        carried = decisions.carry(review, decisions.read(tmp_path))
        assert carried[0].found[0].verdict == "不采纳"
        assert [(one.verdict, one.why, one.source) for one in carried[0].gone] == [
            ("采纳", decisions.DIFFERS, "汇总.xlsx")
        ]

    def test_a_folder_without_any(self, tmp_path: Path) -> None:
        Workbook().save(tmp_path / "别的.xlsx")
        with pytest.raises(PerfGoalsError, match="里没有找到带“问题清单”的审核底稿"):
            decisions.read(tmp_path)

    def test_bad_files(self, tmp_path: Path) -> None:
        Workbook().save(tmp_path / "别的.xlsx")
        (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04" + bytes(40))
        for name, sentence in (
            ("别的.xlsx", "里没有“问题清单”这张表，不是本程序写出的审核底稿"),
            ("坏.xlsx", "文件已损坏、加了密码，或者正在写入"),
            ("没有.xlsx", "请核对 --previous 的路径"),
        ):
            with pytest.raises(PerfGoalsError, match=sentence):
                decisions.read(tmp_path / name)

    def test_headings_that_were_changed(self, tmp_path: Path) -> None:
        """Nothing is lost in silence: a column is read, was deleted, or is asked for."""
        _, mark = self.workbooks(tmp_path)
        path = tmp_path / "一.xlsx"
        fill(path, {mark: ("不采纳", None, "已核对", "王敏")})
        book = load_workbook(path)
        sheet: Any = book["问题清单"]
        opinion = next(cell for cell in sheet[1] if cell.value == "复核意见")
        opinion.value = "意见"
        book.save(path)
        with pytest.raises(PerfGoalsError) as raised:
            decisions.read(path)
        assert str(raised.value) == (
            f"{path} 的“问题清单”没有“复核意见”这一列，却有“意见”；列名改过的话，下面填的内容沿用不了，请改回原来的列名后再运行"
        )
        sheet.delete_cols(opinion.column)
        book.save(path)
        assert decisions.read(path).decisions[0].filled == ("不采纳", None, None, "王敏", None)
        sheet.delete_rows(1)
        book.save(path)
        with pytest.raises(PerfGoalsError) as raised:
            decisions.read(path)
        assert str(raised.value) == (f"{path} 的“问题清单”没有列名，读不出里面填的内容；请恢复第一行的列名后再运行")

    def test_a_word_that_is_no_decision(self, tmp_path: Path) -> None:
        review, mark = self.workbooks(tmp_path)
        fill(tmp_path / "一.xlsx", {mark: ("同意",)})
        carried = decisions.carry(review, decisions.read(tmp_path / "一.xlsx"))
        assert carried[0].found[0].filled == ("同意", None, None, None, None)
        assert decisions.sentence(carried) == (
            "沿用了 1 条审核决定；1 条的处理写作“同意”，不是采纳、不采纳、待核实，照样保留，按采纳计分，请改正"
        )

    def test_every_heading_is_known(self) -> None:
        """One that is not would be taken for a heading that was rewritten."""
        known = {*decisions.FILLED, *decisions.ABOUT, *decisions.OTHERS, decisions.MARK}
        assert {column.head for column in issues.COLUMNS} == known

    def test_what_excel_adds_is_no_matter(self, tmp_path: Path) -> None:
        """Its own drop-down lists come as an extension, of which openpyxl warns."""
        _, mark = self.workbooks(tmp_path)
        fill(tmp_path / "一.xlsx", {mark: ("不采纳",)})
        with ZipFile(tmp_path / "一.xlsx") as old, ZipFile(tmp_path / "二.xlsx", "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if name.startswith("xl/worksheets/sheet"):
                    ext = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
                    data = data.replace(b"</worksheet>", ext)
                new.writestr(name, data)
        book = load_workbook(tmp_path / "二.xlsx", read_only=True)
        with pytest.warns(UserWarning, match="extension is not supported"):
            list(book["问题清单"].iter_rows())
        book.close()
        assert [one.verdict for one in decisions.read(tmp_path / "二.xlsx").decisions] == ["不采纳"]

    def test_numbers_are_read_as_typed(self, tmp_path: Path) -> None:
        _, mark = self.workbooks(tmp_path)
        fill(tmp_path / "一.xlsx", {mark: (None, 96, 0.5, "张", "2026年3月")})
        assert decisions.read(tmp_path / "一.xlsx").decisions[0].filled == (None, "96", "0.5", "张", "2026年3月")


def test_gone_with_its_document_stands_in_the_batch() -> None:
    other = made({"水费收缴率": "95"})
    two = replace(other, extractions=(*other.extractions, Extraction(document())))
    lost = Decision("0" * 16, "不采纳", about=("没有了.pdf", *[None] * 8))
    carried = decisions.carry(two, decisions.Earlier((lost,)))
    assert [one.gone for one in carried] == [(), (), (lost,)]
    assert decisions.together(carried).gone == (lost,)


def test_a_rejected_finding_fails_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--fail-on`` looks at what still stands."""
    head = "项目名称\t预算数\t绩效目标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t计量单位\n"
    rows = "管网改造\t120\t改造老旧管网。\t产出指标\t数量指标\t改造管网长度\t＝\t显著\t公里\n"
    source = tmp_path / "水务局.txt"
    source.write_text(f"伊水市青河区水务局2026年部门预算\n\n项目支出绩效目标表\n\n{head}{rows}", encoding="utf-8")
    first, second = tmp_path / "一", tmp_path / "二"
    command = ["review", str(source), "--quiet", "--fail-on", "info", "-o"]
    assert cli.main([*command, str(first)]) == 1
    path = first / "水务局_审核底稿.xlsx"
    book = load_workbook(path)
    sheet: Any = book["问题清单"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    marks = [sheet.cell(row, heads["标识"]).value for row in range(2, sheet.max_row + 1)]
    fill(path, dict.fromkeys(marks, ("不采纳",)))
    assert cli.main([*command, str(second), "--previous", str(path)]) == 0
    fill(path, {marks[0]: ("采纳",)})
    assert cli.main([*command, str(second), "--previous", str(path)]) == 1
    assert f"沿用了 {len(marks)} 条审核决定" in capsys.readouterr().err
