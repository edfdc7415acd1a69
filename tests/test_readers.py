"""Bytes → Document: encodings, tables, places, what a document says of itself, and what is refused with which words."""

import os
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perf_goals.errors import UnreadableError
from perf_goals.model import Document, Grid, Paragraph, Place
from perf_goals.readers import SUFFIXES, columns, facts, read, read_bytes

NAME = "青河区水务局.txt"

# Characters outside GBK, which GB18030 writes in four bytes: an ideograph of extension B, one of extension A, m².
TEXT = "伊水市青河区水务局2026年部门预算\n项目名称\t指标值\n𠮷野河整治㐂\t≥95%，5m²\n"


def at(line: int, **more: Any) -> Place:
    return Place(NAME, line=line, **more)


def para(text: str, line: int, **more: Any) -> Paragraph:
    return Paragraph(text, at(line, **more))


def table(number: int, *rows: tuple[int, list[str]], **more: Any) -> Grid:
    """A grid from (line, cells) pairs."""
    cells = tuple(tuple(row) for _, row in rows)
    return Grid(cells, tuple(at(line, table=number, row=row, **more) for row, (line, _) in enumerate(rows, 1)))


def blocks(text: str) -> list[Grid | Paragraph]:
    return list(read_bytes(text.encode(), NAME).blocks)


def refusal(data: bytes, path: str = "") -> str:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, NAME, path)
    return str(caught.value)


NO_TEXT = f"{NAME} 的内容不是文本，可能是改了扩展名的其他文件，请用原来的格式打开后另存为文本"
EMPTY = f"{NAME} 是空文件，没有可读的内容，请核对或重新下载"


def bad_byte(line: int) -> str:
    return f"{NAME} 第{line}行有无法识别的字节，不是 UTF-8、GB18030 或 UTF-16 编码，请用记事本另存为 UTF-8"


# Why the case is there: (mark, codec)
ENCODINGS = {
    "UTF-8": (b"", "utf-8"),
    "UTF-8 with a mark, as Notepad saves": (b"\xef\xbb\xbf", "utf-8"),
    "GB18030": (b"", "gb18030"),
    "GB18030 with a mark": (b"\x84\x31\x95\x33", "gb18030"),
    "UTF-16, Windows' Unicode": (b"\xff\xfe", "utf-16-le"),
    "UTF-16 big-endian": (b"\xfe\xff", "utf-16-be"),
    "UTF-16 without a mark": (b"", "utf-16-le"),
    "UTF-16 big-endian without a mark": (b"", "utf-16-be"),
}


class TestEncodings:
    EXPECTED = Document(
        NAME,
        "text",
        (
            para("伊水市青河区水务局2026年部门预算", 1),
            table(1, (2, ["项目名称", "指标值"]), (3, ["𠮷野河整治㐂", "≥95%，5m²"])),
        ),
        "伊水市青河区水务局",
        2026,
        "伊水市青河区",
    )

    @pytest.mark.parametrize(("mark", "codec"), ENCODINGS.values(), ids=ENCODINGS)
    def test_one_document_from_every_encoding(self, mark: bytes, codec: str) -> None:
        assert read_bytes(mark + TEXT.encode(codec), NAME) == self.EXPECTED

    @pytest.mark.parametrize(("mark", "codec"), ENCODINGS.values(), ids=ENCODINGS)
    @given(
        st.text(
            st.sampled_from("青河区水务局一丁上也於。，≥≤％%0123456789ABCdef-|*<>#() \t\u3000\n㎡𠮷㐂"),
            min_size=1,
            max_size=80,
        )
    )
    def test_any_text(self, mark: bytes, codec: str, text: str) -> None:
        # one line that every encoding can be told by
        printed = "2026年绩效目标表\n指标\t值\n" + text
        assert read_bytes(mark + printed.encode(codec), NAME) == read_bytes(printed.encode(), NAME)

    @pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
    def test_byte_order_where_digits_stand_on_both_sides_of_a_line_end(self, codec: str) -> None:
        """Without regard to whole characters, the bytes of 5, line feed, 1 look the same from both ends."""
        data = "1\n2\n3\n项目5\n1\n".encode(codec)
        assert read_bytes(data, NAME).blocks == (
            para("1", 1),
            para("2", 2),
            para("3", 3),
            para("项目5", 4),
            para("1", 5),
        )

    @pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
    def test_byte_order_is_not_read_from_chinese_characters(self, codec: str) -> None:
        """The ideographic space and 一 look like 0 and N from the other end."""
        text = "\u3000\u3000一、一般公共预算\u3000\u3000一一一\t"
        assert read_bytes(text.encode(codec), NAME) == read_bytes(text.encode(), NAME)

    def test_ascii_alone(self) -> None:
        assert read_bytes(b"a\tb\n", NAME).blocks == (table(1, (1, ["a", "b"])),)

    def test_the_place_of_the_file_is_kept(self, tmp_path: Path) -> None:
        path = tmp_path / NAME
        path.write_bytes(TEXT.encode("gb18030"))
        got = read(path)
        assert (got.file, got.path, got.blocks) == (NAME, str(path), self.EXPECTED.blocks)


class TestRefusedBytes:
    @pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
    def test_one_bad_byte_in_utf_8(self, ends: str) -> None:
        start = ends.join(["青河区水务局", "一、部门职责", "单位："]).encode()
        assert refusal(start + b"\xff" + ends.join(["万元", "二、其他"]).encode()) == bad_byte(3)

    def test_utf_8_cut_off_within_a_character(self) -> None:
        assert refusal("青河区水务局\n部门".encode()[:-1]) == bad_byte(2)

    def test_damaged_utf_8_is_not_taken_for_gb18030(self) -> None:
        data = "青河区水务局预算\n绩效目标\n".encode() + b"\xe9\xa2" + "项目名称\n".encode()
        data.decode("gb18030")  # which would read it as other characters
        assert refusal(data) == bad_byte(3)

    def test_bad_bytes_in_gb18030(self) -> None:
        assert refusal("青河区水务局\n\n部门".encode("gb18030") + b"\xff\xff") == bad_byte(3)

    def test_a_line_is_counted_in_characters_not_in_bytes(self) -> None:
        """上 holds the byte of a line feed in UTF-16."""
        data = "上上上上\n上海\n".encode("utf-16-le") + b"\x00\xdc" + "上\n".encode("utf-16-le")
        assert "上".encode("utf-16-le")[0] == 0x0A
        assert refusal(b"\xff\xfe" + data) == bad_byte(3)
        assert refusal(data) == bad_byte(3)

    def test_mark_of_utf_8_before_other_bytes(self) -> None:
        assert refusal(b"\xef\xbb\xbf" + "青河区水务局".encode("gb18030")) == bad_byte(1)

    @pytest.mark.parametrize("seed", range(40))
    @pytest.mark.parametrize("size", [200, 1001, 5000])
    def test_binary_junk(self, seed: int, size: int) -> None:
        assert refusal(random.Random(seed).randbytes(size)) == NO_TEXT

    @pytest.mark.parametrize("seed", range(40))
    def test_binary_junk_without_zero_bytes(self, seed: int) -> None:
        assert refusal(random.Random(seed).randbytes(1000).replace(b"\0", b"")) == NO_TEXT

    def test_junk_behind_a_mark(self) -> None:
        assert refusal(b"\xff\xfe" + bytes(range(1, 31)) * 20) == NO_TEXT

    def test_zero_bytes_of_an_odd_number(self) -> None:
        assert refusal("青河\n".encode("utf-16-le") + b"\0") == NO_TEXT

    def test_zero_bytes_mostly(self) -> None:
        assert refusal("\n \n".encode("utf-32-le")) == NO_TEXT

    def test_control_characters_that_are_valid_utf_8(self) -> None:
        assert refusal(b"\x01\x02\x03\x04\x05\x06\x0e\x0f") == NO_TEXT

    def test_a_stray_control_character_is_no_harm(self) -> None:
        """Word leaves \\a behind a cell, a PDF a bullet from the private use area."""
        assert blocks("\uf06c 部门职责\x07\n") == [para("\uf06c 部门职责\x07", 1)]

    @pytest.mark.parametrize(
        "data",
        [b"", b"\n", b" \t\r\n\f", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\n\0\n\0", "\u3000\n".encode(), b"\x84\x31\x95\x33 "],
    )  # fmt: skip
    def test_nothing_but_white_space(self, data: bytes) -> None:
        assert refusal(data) == EMPTY

    @pytest.mark.parametrize("data", [b"", b"Rar!", b"\x01" * 9, "青河".encode() + b"\xff"])
    def test_the_path_is_named_where_there_is_one(self, data: bytes) -> None:
        """Two folders of a batch may hold files of one name."""
        assert refusal(data, "甲/" + NAME) == refusal(data).replace(NAME, "甲/" + NAME)


class TestRefusedPaths:
    def refusal(self, path: Path) -> str:
        with pytest.raises(UnreadableError) as caught:
            read(path)
        return str(caught.value)

    def test_missing(self, tmp_path: Path) -> None:
        path = tmp_path / "没有.txt"
        assert self.refusal(path) == f"找不到文件 {path}，请核对路径"

    def test_below_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "甲.txt").write_text("甲", encoding="utf-8")
        path = tmp_path / "甲.txt" / "乙.txt"
        assert self.refusal(path) == f"找不到文件 {path}，请核对路径"

    def test_folder(self, tmp_path: Path) -> None:
        assert self.refusal(tmp_path) == f"{tmp_path} 是文件夹，不是文件，请给出其中的文件"

    def test_no_permission(self, tmp_path: Path) -> None:
        if os.name != "posix" or os.geteuid() == 0:
            pytest.skip("root may read every file, and Windows has no such bits; the next test stands in")
        path = tmp_path / NAME
        path.write_text("甲", encoding="utf-8")
        path.chmod(0)
        assert self.refusal(path) == f"没有权限读取 {path}，请检查文件权限，或关闭占用它的程序"

    @pytest.mark.parametrize(
        ("error", "expected"),
        [
            (PermissionError(13, "Permission denied"), "没有权限读取 {path}，请检查文件权限，或关闭占用它的程序"),
            (
                OSError(5, "Input/output error"),
                "无法读取 {path}（Input/output error），请核对路径，或复制到本机硬盘后再试",
            ),
            (OSError("坏了"), "无法读取 {path}（坏了），请核对路径，或复制到本机硬盘后再试"),
        ],
    )
    def test_what_the_system_says(
        self, error: OSError, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(path: Path) -> bytes:
            raise error

        monkeypatch.setattr(Path, "read_bytes", fail)
        path = tmp_path / NAME
        assert self.refusal(path) == expected.format(path=path)


# Why the case is there: (text, blocks)
LAYOUTS: dict[str, tuple[str, list[Grid | Paragraph]]] = {
    "lines of text": ("一、部门职责\n\n主管水务。", [para("一、部门职责", 1), para("主管水务。", 3)]),
    "Windows line ends": (
        "表1\r\n项目\t值\r\n甲\t1\r\n\r\n注",
        [para("表1", 1), table(1, (2, ["项目", "值"]), (3, ["甲", "1"])), para("注", 5)],
    ),
    "old Macintosh line ends": ("甲\r\r项目\t值", [para("甲", 1), table(1, (3, ["项目", "值"]))]),
    "no line end where Python's splitlines sees one": (
        "甲\x0b乙\x85丙\u2028丁\x1c戊",
        [para("甲\x0b乙\x85丙\u2028丁\x1c戊", 1)],
    ),
    "blanks around a paragraph go, inside they stay": (
        "\u3000\u3000金额  单位：万元 \n",
        [para("金额  单位：万元", 1)],
    ),
    "Markdown headings": ("## 二、绩效目标\n#标签", [para("二、绩效目标", 1), para("#标签", 2)]),
    "Markdown and HTML marks in a paragraph": (
        "**年度目标**：<b>完成</b>5<br/>公里，<B class='x'>a<b",
        [para("年度目标：完成5 公里，a<b", 1)],
    ),
    "entities": (
        "&nbsp;误差&lt;5&amp;&#62;1&nbsp;\n甲&nbsp;\t&ge;5%\n| &lt;b&gt; | R&D |\n",
        [para("误差<5&>1", 1), table(1, (2, ["甲", "≥5%"])), table(2, (3, ["<b>", "R&D"]))],
    ),
    "a comparison is no mark": ("误差<5且>1，2*3**2", [para("误差<5且>1，2*3**2", 1)]),
    "marks and nothing else are a blank line": ("甲\n<p></p>\n## \n****\n乙", [
        para("甲", 1), para("****", 4), para("乙", 5),
    ]),
    "tabs": ("项目\t值\n甲\t1\n", [table(1, (1, ["项目", "值"]), (2, ["甲", "1"]))]),
    "empty cells at either end": ("\t项目\t\n甲\t\t1", [table(1, (1, ["", "项目", ""]), (2, ["甲", "", "1"]))]),
    "ragged rows are filled up": (
        "项目\t性质\t值\n甲\n乙\t≥\n丙\t≥\t3\t个",
        [
            table(
                1,
                (1, ["项目", "性质", "值", ""]),
                (2, ["甲", "", "", ""]),
                (3, ["乙", "≥", "", ""]),
                (4, ["丙", "≥", "3", "个"]),
            )
        ],
    ),
    "a row of tabs only is a row of its table": (
        "项目\t值\n\t\n \t \n甲\t1",
        [table(1, (1, ["项目", "值"]), (2, ["", ""]), (3, ["", ""]), (4, ["甲", "1"]))],
    ),
    "a row of tabs only ends no sentence": ("甲\n\t\n乙", [para("甲", 1), para("乙", 3)]),
    "tables of tabs only are not counted": ("\t\t\n\n甲\t1", [table(1, (3, ["甲", "1"]))]),
    "a line without tabs between two with tabs": (
        "项目\t值\n改造管网\n甲\t1",
        [table(1, (1, ["项目", "值"]), (2, ["改造管网", ""]), (3, ["甲", "1"]))],
    ),
    "a line without tabs behind the last row": (
        "项目\t值\n注：略。\n二、说明",
        [table(1, (1, ["项目", "值"])), para("注：略。", 2), para("二、说明", 3)],
    ),
    "a line without tabs before the first row": ("表1\n项目\t值", [para("表1", 1), table(1, (2, ["项目", "值"]))]),
    "a blank line ends a table": (
        "项目\t值\n\n甲\t1",
        [table(1, (1, ["项目", "值"])), table(2, (3, ["甲", "1"]))],
    ),
    "blanks in cells go at either end only": (" 项 目 \t\u3000值\u3000", [table(1, (1, ["项 目", "值"]))]),
    "marks in cells": ("**项目**\t<b>值</b>\n甲<br>乙\t<span style='x'>1</span>", [
        table(1, (1, ["项目", "值"]), (2, ["甲 乙", "1"])),
    ]),
    "pipes": (
        "| 项目 | 值 |\n| --- | ---: |\n| 甲 | 1 |\n",
        [table(1, (1, ["项目", "值"]), (3, ["甲", "1"]))],
    ),
    "pipes without the outer ones": (
        "项目 | 值\n--- | :---:\n甲 | 1\n乙 |",
        [table(1, (1, ["项目", "值"]), (3, ["甲", "1"]), (4, ["乙", ""]))],
    ),
    "pipes outside on one side": ("| 项目 | 值\n|:--|--\n甲 | 1 |", [table(1, (1, ["项目", "值"]), (3, ["甲", "1"]))]),
    "ragged pipes": ("| 甲 | 1 | 个 |\n| 乙 |\n", [table(1, (1, ["甲", "1", "个"]), (2, ["乙", "", ""]))]),
    "empty cells between pipes": ("||甲|||\n", [table(1, (1, ["", "甲", "", ""]))]),
    "escaped pipes": (
        "| 甲\\|乙 | 1 |\n| 丙 | 2\\|\n",
        [table(1, (1, ["甲|乙", "1"]), (2, ["丙", "2|"]))],
    ),
    "marks between pipes": ("| **项目** | 数量<br>指标 |\n", [table(1, (1, ["项目", "数量 指标"]))]),
    "a pipe in a sentence is no table": ("甲|乙\n\n丙|丁\n---\n", [para("甲|乙", 1), para("丙|丁", 3), para("---", 4)]),
    "one pipe at the beginning is no table": ("| 甲\n", [para("| 甲", 1)]),
    "a line without pipes ends the table": ("| 甲 | 1 |\n注：略。\n| 乙 | 2 |\n", [
        table(1, (1, ["甲", "1"])), para("注：略。", 2), table(2, (3, ["乙", "2"])),
    ]),
    "a line without tabs between pipes and tabs": ("| 甲 | 1 |\n注：略。\n乙\t2\n", [
        table(1, (1, ["甲", "1"])), para("注：略。", 2), table(2, (3, ["乙", "2"])),
    ]),
    "pipes behind tabs are another table": (
        "甲\t1\n| 乙 | 2 |\n丙\t3\n",
        [table(1, (1, ["甲", "1"])), table(2, (2, ["乙", "2"])), table(3, (3, ["丙", "3"]))],
    ),
    "a line without tabs between two with tabs, behind a table of pipes": (
        "| 甲 | 1 |\n\n丙\t3\n丁\n戊\t4\n",
        [table(1, (1, ["甲", "1"])), table(2, (3, ["丙", "3"]), (4, ["丁", ""]), (5, ["戊", "4"]))],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_layout(text: str, expected: list[Grid | Paragraph]) -> None:
    assert blocks(text) == expected


class TestPages:
    def test_a_form_feed_counts_pages_and_ends_a_table(self) -> None:
        text = "表1\n项目\t值\n\f甲\t1\n乙\t2\n\f\n注"
        assert blocks(text) == [
            para("表1", 1, page=1),
            table(1, (2, ["项目", "值"]), page=1),
            table(2, (3, ["甲", "1"]), (4, ["乙", "2"]), page=2),
            para("注", 6, page=3),
        ]

    def test_within_a_line(self) -> None:
        assert blocks("项目\t值\f甲\t1\f\f注") == [
            table(1, (1, ["项目", "值"]), page=1),
            table(2, (1, ["甲", "1"]), page=2),
            para("注", 1, page=4),
        ]

    @pytest.mark.parametrize("text", ["项目\t值\n— 3 —\n\f甲\t1", "项目\t值\n— 3 —\f甲\t1\n乙\t2"])
    def test_the_foot_of_a_page_is_no_row_of_the_table(self, text: str) -> None:
        """Though a line with tabs stands behind it, that one is on the next page."""
        assert blocks(text)[:2] == [table(1, (1, ["项目", "值"]), page=1), para("— 3 —", 2, page=1)]

    def test_one_page_has_no_number(self) -> None:
        assert blocks("注") == [para("注", 1)]


def screen(text: str) -> int:
    """Places on a screen."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def set_out(rows: list[list[str]], width: Callable[[str], int], gap: int, indent: int = 0) -> list[str]:
    """Rows as a converter sets them that keeps the layout: every column as wide as its longest text, and a gap."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        " " * indent
        + "".join(text + " " * (room - width(text) + gap) for text, room in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


class TestColumns:
    """Tables whose columns are parted by blanks only."""

    ROWS = (["项目名称", "指标性质", "指标值"], ["管网改造（二期）", "≥", "95%"], ["河道整治", "", "3公里"])

    @pytest.mark.parametrize("width", [len, screen])
    @pytest.mark.parametrize(("gap", "indent"), [(2, 0), (5, 0), (3, 8)])
    def test_in_line_by_characters_or_on_the_screen(self, width: Callable[[str], int], gap: int, indent: int) -> None:
        text = "\n".join(["表1", *set_out(list(self.ROWS), width, gap, indent), "", "注"])
        assert blocks(text) == [
            para("表1", 1),
            table(1, *((line, row) for line, row in enumerate(self.ROWS, 2))),
            para("注", 6),
        ]

    @pytest.mark.parametrize("width", [len, screen])
    @given(
        st.integers(2, 6).flatmap(
            lambda number: st.lists(
                st.lists(
                    st.sampled_from(["管网改造", "防汛", "≥", "95%", "12.5", "公里", "ABC", "（一期）设备", ""]),
                    min_size=number,
                    max_size=number,
                ),
                min_size=1,
                max_size=6,
            )
        ),
        st.integers(2, 6),
    )
    def test_any_table_with_two_full_rows(self, width: Callable[[str], int], rows: list[list[str]], gap: int) -> None:
        # without a row of figures below the Chinese heading, both ways of counting may fit the same lines
        body = [[str(number), *row] for number, row in enumerate(rows, 1)]
        head = ["序号", *(f"指标值{letter}" for letter in "甲乙丙丁戊己"[: len(rows[0])])]
        figures = ["0"] * len(head)
        assert columns.table(set_out([head, figures, *body], width, gap)) == [head, figures, *body]

    def test_a_single_blank_parts_nothing(self) -> None:
        assert columns.segments("  Web of Science  数据库 ２\u3000个   5 ") == [
            (2, 16, "Web of Science"),
            (18, 25, "数据库 ２\u3000个"),
            (28, 29, "5"),
        ]

    def test_what_can_be_a_row(self) -> None:
        lines = ["甲  乙", "甲 乙", "      续行", "     首行", ""]
        assert [columns.belongs(line, inside=False) for line in lines] == [True, False, False, False, False]
        assert [columns.belongs(line, inside=True) for line in lines] == [True, False, True, False, False]

    @pytest.mark.parametrize(
        "lines",
        [
            ["编制单位：甲  单位：万元"],
            ["项目  值", "甲  1", "乙  2"],
            ["项目  性质  值", "甲  1"],
        ],
    )
    def test_fewer_than_two_rows_of_three_cells_are_no_table(self, lines: list[str]) -> None:
        assert columns.table(lines) is None
        assert blocks("\n".join(lines)) == [para(line, number) for number, line in enumerate(lines, 1)]

    def test_a_cell_goes_on_in_the_next_line(self) -> None:
        text = "序号    项目      指标值\n1       管网      95%\n        改造\n"
        assert blocks(text) == [
            table(1, (1, ["序号", "项目", "指标值"]), (2, ["1", "管网", "95%"]), (3, ["", "改造", ""]))
        ]

    def test_two_texts_of_one_column_are_joined(self) -> None:
        rows = ["甲        乙        丙", "1         2         3", "4  5"]
        assert columns.table(rows) == [["甲", "乙", "丙"], ["1", "2", "3"], ["4 5", "", ""]]

    def test_a_single_long_text_does_not_close_a_gap(self) -> None:
        """In a long table one row in twenty-five may run over the space between two columns."""
        rows = [["甲", "1", "个"]] * 24
        lines = [*set_out(rows, len, 4), "甲乙丙丁戊己  2    个"]
        assert columns.table(lines) == [*rows, ["甲乙丙丁戊己", "2", "个"]]

    def test_marks_in_cells(self) -> None:
        assert blocks("**项目**  性质  值\n<b>甲</b>  ≥   5") == [
            table(1, (1, ["项目", "性质", "值"]), (2, ["甲", "≥", "5"]))
        ]

    def test_other_tables_end_it(self) -> None:
        assert blocks("甲  乙  丙\n1   2   3\n甲\t1\n甲  乙  丙\n1   2   3\n| 甲 | 1 |\n") == [
            table(1, (1, ["甲", "乙", "丙"]), (2, ["1", "2", "3"])),
            table(2, (3, ["甲", "1"])),
            table(3, (4, ["甲", "乙", "丙"]), (5, ["1", "2", "3"])),
            table(4, (6, ["甲", "1"])),
        ]

    def test_a_form_feed_ends_it(self) -> None:
        assert blocks("甲  乙  丙\n1   2   3\n\f4   5   6\n") == [
            table(1, (1, ["甲", "乙", "丙"]), (2, ["1", "2", "3"]), page=1),
            para("4   5   6", 3, page=2),
        ]


class TestProperties:
    CELLS = st.lists(
        st.lists(st.text(st.sampled_from("青河水务≥5%. （）"), max_size=6), min_size=2, max_size=5),
        min_size=1,
        max_size=6,
    )

    @given(CELLS)
    def test_every_tab_row_is_a_row(self, rows: list[list[str]]) -> None:
        text = "\n".join("\t".join(row) for row in rows)
        stripped = [[cell.strip(" ") for cell in row] for row in rows]
        assume(any(map(any, stripped)))
        width = max(map(len, rows))
        [grid] = blocks(text)
        assert grid == table(1, *((line, row + [""] * (width - len(row))) for line, row in enumerate(stripped, 1)))

    @given(CELLS)
    def test_pipes_and_tabs_say_the_same(self, rows: list[list[str]]) -> None:
        tabs = "\n".join("\t".join(row) for row in rows)
        pipes = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        assume(tabs.strip())
        assert blocks(pipes) == blocks(tabs)

    @given(
        st.lists(st.sampled_from([*"甲乙 \t\n\r\f|\\-*#:<≥5", "<br>", "---", "|---|", " " * 6]), max_size=60).map(
            "".join
        )
    )
    def test_no_word_is_lost_or_put_in_another_line(self, text: str) -> None:
        """Every Chinese character comes out once, in order, with the line it stands in."""
        assume(text.strip())
        printed = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        wanted = [(char, line) for line, whole in enumerate(printed, 1) for char in whole if char in "甲乙"]
        found: list[tuple[str, int | None]] = []
        for block in blocks(text):
            if isinstance(block, Paragraph):
                found += [(char, block.place.line) for char in block.text if char in "甲乙"]
            else:
                for row, place in zip(block.cells, block.origins, strict=True):
                    found += [(char, place.line) for cell in row for char in cell if char in "甲乙"]
        assert found == wanted


# Why the case is there: (text, department, year, region)
FACTS: dict[str, tuple[str, str | None, int | None, str | None]] = {
    "title": ("伊水市青河区水务局2026年部门预算公开", "伊水市青河区水务局", 2026, "伊水市青河区"),
    "title behind its part": ("第一部分 云岭县林业局概况\n", "云岭县林业局", None, "云岭县"),
    "year before the office": ("2026年雁岭区民政局部门预算", "雁岭区民政局", 2026, "雁岭区"),
    "year in full-width digits, apart": ("桐泽县文化馆 ２０２６ 年度部门预算", "桐泽县文化馆", 2026, "桐泽县"),
    "year in Chinese": ("伊水市财政局二〇二六年部门预算", "伊水市财政局", 2026, "伊水市"),
    "year in Chinese, with a letter O": ("二O二六年度部门预算", None, 2026, None),
    "year in Chinese, with a full-width letter": ("二Ｏ二五年部门预算", None, 2025, None),
    "year in Chinese, with a digit": ("二0二六年部门预算", None, 2026, None),
    "year in Chinese, with 零 and ○": ("二零二六年部门预算，二○二六年收支", None, 2026, None),
    "office above a table": (
        "部门：伊水市青河区水务局\u3000单位：万元\n项目\t值\n",
        "伊水市青河区水务局",
        None,
        "伊水市青河区",
    ),
    "office above a table, without a gap": ("编制单位：云岭县林业局金额单位：万元", "云岭县林业局", None, "云岭县"),
    "office in a cell": ("单位名称：云岭县林业局\t单位：万元\n项目\t值\n", "云岭县林业局", None, "云岭县"),
    "a money unit is no office": ("单位：万元\n单位：元\n部门：12", None, None, None),
    "the office named most often": (
        "部门：云岭县林业局\n\n部门：云岭县林业站\n\n部门：云岭县林业局",
        "云岭县林业局",
        None,
        "云岭县",
    ),
    "of two named as often the full name": ("部门：教育局\n部门：青河区教育局", "青河区教育局", None, "青河区"),
    "an office that is only mentioned": ("经青河区教育局批准，按规定执行。", None, None, None),
    "a long sentence with a label is no label": (f"单位：青河区教育局 {'说明' * 60}", None, None, None),
    "past years in comparisons": (
        "收入预算120万元，比2025年预算增加5万元。\n支出预算120万元，较2025年预算增加5万元。\n"
        "公用经费与2025年预算持平，同2025年预算。\n2026年收支总预算120万元。",
        None,
        2026,
        None,
    ),
    "past years that have happened": (
        "2025年底\n2025年末\n2025年12月\n2025年相比\n2025年增加\n2026年项目支出",
        None,
        2026,
        None,
    ),
    "a past year more often than the title's": (
        "桐泽县林业局2026年部门预算\n" + "2025年预算90万元，本年预算增加10万元。\n" * 5,
        "桐泽县林业局",
        2026,
        "桐泽县",
    ),
    "the year that a self-evaluation is about": (
        "桐泽县林业局2025年度项目支出绩效自评\n2026年将改进预算绩效管理。\n",
        "桐泽县林业局",
        2025,
        "桐泽县",
    ),
    "a date above the title": (
        "发布日期：2025年12月30日\n青河区水务局2026年部门预算\n",
        "青河区水务局",
        2026,
        "青河区",
    ),
    "a long first line is no title": (f"2025年部门预算执行{'情况' * 30}\n2026年预算\n2026年预算", None, 2026, None),
    "of two years named as often the later": ("水务工作\n2025年支出，2026年支出", None, 2026, None),
    "year in the heading of a table": ("项目\t2026年预算数\t2025年执行数\n甲\t1\t2\n", None, 2026, None),
    "nothing": ("目录\n一、职责", None, None, None),
}


@pytest.mark.parametrize(("text", "department", "year", "region"), FACTS.values(), ids=FACTS)
def test_facts(text: str, department: str | None, year: int | None, region: str | None) -> None:
    got = read_bytes(text.encode(), NAME)
    assert (got.department, got.year, got.region) == (department, year, region)


# Offices and the place in their names
REGIONS = {
    "伊水市青河区教育局": "伊水市青河区",
    "南岭省伊水市财政局": "南岭省伊水市",
    "北原自治区伊水市民政局": "北原自治区伊水市",
    "云山自治州林业局": "云山自治州",
    "澜州市北湾区绿化和市容管理局": "澜州市北湾区",
    "北湾区绿化市容局": "北湾区",
    "澜州市绿化和市容管理局": "澜州市",
    "伊水市青河区石桥镇人民政府": "伊水市青河区石桥镇",
    "云岭县石城乡人民政府": "云岭县石城乡",
    "青河区石桥街道办事处": "青河区石桥街道",
    "伊水市高新区管理委员会": "伊水市高新区",
    "伊水市市中区教育局": "伊水市市中区",
    "镇东县水利局": "镇东县",
    # words of the office that end like a place
    "云岭县市场监督管理局": "云岭县",
    "伊水市城市管理局": "伊水市",
    "伊水市住房和城乡建设局": "伊水市",
    "雁岭区城乡规划局": "雁岭区",
    "青河区城镇管理局": "青河区",
    "云岭县乡镇企业局": "云岭县",
    "伊水市社区矫正局": "伊水市",
    "云岭县地区志办公室": "云岭县",
    # what stands before the place
    "中共伊水市委组织部": "伊水市",
    "共青团伊水市委": "伊水市",
    "上海市普陀区人民政府万里街道办事处": "上海市普陀区万里街道",
    # no place
    "教育局": None,
    "市教育局": None,
    "": None,
    None: None,
}


@pytest.mark.parametrize(("department", "region"), REGIONS.items(), ids=map(str, REGIONS))
def test_region(department: str | None, region: str | None) -> None:
    assert facts.region_of(department) == region


def test_suffixes_are_what_suffix_gives() -> None:
    """A folder walk compares them with the end of a name, in lower case and with its point."""
    assert {Path("甲" + suffix).suffix.lower() for suffix in SUFFIXES} == SUFFIXES
