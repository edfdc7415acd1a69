"""zip archives and separated values: members in order, names in GBK, limits, and what is said about the unread."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from perf_goals import api
from perf_goals.errors import UnreadableError
from perf_goals.model import Document, Extraction, Paragraph, Place, Unread
from perf_goals.readers import archive, read_all, read_bytes
from tests.office_samples import archive as zipped
from tests.office_samples import gbk_archive

TABLE = "部门：{}\n三级指标\t指标值\n培训人次\t≥300人次\n"
WATER = TABLE.format("青河区水务局")


def names(found: list[Document | Unread]) -> list[Any]:
    return [(one.file, one.path) if isinstance(one, Document) else one for one in found]


def members(data: bytes) -> list[Any]:
    return names(list(archive.members(data, "甲.zip", "", read_bytes)))


def test_each_gives_members_in_order(tmp_path: Path) -> None:
    path = tmp_path / "部门.zip"
    inner = zipped({"丁.txt": TABLE.format("云岭县林业局")})
    path.write_bytes(
        zipped({"乙/水务局.txt": WATER, "乙/坏.rar": b"Rar!\x1a\x07", "丙.zip": inner, "__MACOSX/a": b"1"})
    )
    found = list(api.each(path))
    got = [
        (one.document.file, one.document.path, one.document.department) if isinstance(one, Extraction) else one
        for one in found
    ]
    assert got == [
        ("水务局.txt", f"{path}/乙/水务局.txt", "青河区水务局"),
        Unread(f"{path}/乙/坏.rar", f"{path}/乙/坏.rar 是RAR 压缩文件，请先用解压软件解压，再读取其中的文件"),
        ("丁.txt", f"{path}/丙.zip/丁.txt", "云岭县林业局"),
    ]
    assert len(api.run(path).extractions) == 2


def test_a_plain_file_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "水务局.txt"
    path.write_text(WATER, encoding="utf-8")
    assert names(list(read_all(path))) == [("水务局.txt", str(path))]


def test_the_only_document_is_read_like_a_file() -> None:
    got = read_bytes(zipped({"说明/": b"", "水务局.txt": WATER}), "甲.zip", "乙/甲.zip")
    assert (got.file, got.path, got.department) == ("水务局.txt", "乙/甲.zip/水务局.txt", "青河区水务局")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"1.txt": WATER, "2.txt": WATER}, "甲.zip 是压缩文件，里面有 2 个文档，请解压后逐个读取，或用批量命令读取"),
        ({"1.txt": ""}, "甲.zip/1.txt 是空文件，没有可读的内容，请核对或重新下载"),
        ({"Thumbs.db": "1", "~$1.docx": "1"}, "甲.zip 是压缩文件，里面没有文件，请核对或重新下载"),
    ],
)
def test_no_single_document(content: dict[str, bytes | str], sentence: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(zipped(content), "甲.zip")
    assert str(caught.value) == sentence


def test_names_in_gbk() -> None:
    data = gbk_archive({"水务局绩效.txt": WATER.encode(), "林业局.txt": WATER.encode()})
    assert members(data) == [("水务局绩效.txt", "甲.zip/水务局绩效.txt"), ("林业局.txt", "甲.zip/林业局.txt")]


@pytest.mark.parametrize(
    ("filename", "flags", "name"),
    [
        ("水务局.txt", 0x800, "水务局.txt"),
        ("水务局.txt".encode().decode("cp437"), 0, "水务局.txt"),
        ("乙\\水.txt".encode("gb18030").decode("cp437"), 0, "乙/水.txt"),
        ("\xff水.txt", 0, "\xff水.txt"),
        (b"a\xff".decode("cp437"), 0, b"a\xff".decode("cp437")),
    ],
)
def test_name_of(filename: str, flags: int, name: str) -> None:
    info = zipfile.ZipInfo(filename)
    info.flag_bits = flags
    assert archive.name_of(info) == name


class TestLimits:
    def test_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
        got = members(zipped({f"{number}.txt": WATER for number in range(4)}))
        assert got[2:] == [Unread("甲.zip", "甲.zip 里的文件超过 2 个，其余的没有读取，请拆分后再试")]

    @pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_IN_ALL"])
    def test_size(self, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archive, limit, 10)
        assert members(zipped({"1.txt": WATER})) == [too_large("甲.zip/1.txt")]

    def test_a_bomb(self) -> None:
        assert members(zipped({"1.txt": bytes(3_000_000)})) == [too_large("甲.zip/1.txt")]

    def test_depth(self) -> None:
        deep = zipped({"2.zip": zipped({"3.zip": zipped({"4.txt": WATER}), "5.txt": WATER})})
        assert members(deep) == [
            Unread("甲.zip/2.zip/3.zip", "甲.zip/2.zip/3.zip 是压缩文件里的压缩文件，套得太深，请先解压再读取"),
            ("5.txt", "甲.zip/2.zip/5.txt"),
        ]


def too_large(at: str) -> Unread:
    return Unread(at, f"{at} 解压后过大，没有读取，请核对压缩文件的来源，或先解压再读取")


class TestDamage:
    def test_password(self) -> None:
        data = bytearray(zipped({"1.txt": WATER}))
        data[data.index(b"PK\x01\x02") + 8] |= 1
        at = "甲.zip/1.txt"
        assert members(bytes(data)) == [Unread(at, f"{at} 设有解压密码，请先解压再读取其中的文件")]

    def test_a_member_that_does_not_fit_its_sum(self) -> None:
        data = bytearray(zipped({"1.txt": WATER, "2.txt": WATER}))
        data[data.index(b"1.txt") + 12] ^= 0xFF
        at = "甲.zip/1.txt"
        assert members(bytes(data)) == [
            Unread(at, f"{at} 在压缩文件中已损坏，请重新下载压缩文件"),
            ("2.txt", "甲.zip/2.txt"),
        ]

    def test_a_method_that_is_not_known(self) -> None:
        data = bytearray(zipped({"1.txt": WATER}))
        data[data.index(b"PK\x01\x02") + 10] = 97
        data[8] = 97
        at = "甲.zip/1.txt"
        assert members(bytes(data)) == [Unread(at, f"{at} 的压缩方式不受支持，请先解压再读取其中的文件")]


def cells(text: str, codec: str = "utf-8", name: str = "甲.csv") -> list[Any]:
    blocks = read_bytes(text.encode(codec), name).blocks
    return [block.text if isinstance(block, Paragraph) else [list(row) for row in block.cells] for block in blocks]


class TestDelimited:
    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
    def test_delimiters_and_encodings(self, delimiter: str, codec: str) -> None:
        text = "指标,指标值,备注\r\n满意度,≥95%,\r\n完成率,100%,\r\n".replace(",", delimiter)
        assert cells(text, codec) == [[["指标", "指标值", "备注"], ["满意度", "≥95%", ""], ["完成率", "100%", ""]]]

    def test_a_table_with_its_titles_and_places(self) -> None:
        text = '项目支出绩效目标表,,\n部门：青河区水务局,,单位：万元\n项目,"目标\n一、二",值\n甲,"1,2",="007"\n,,\n"乙",3,4\n'
        got = read_bytes(text.encode(), "甲.csv")
        assert cells(text) == [
            "项目支出绩效目标表",
            "部门：青河区水务局",
            "单位：万元",
            [["项目", "目标\n一、二", "值"], ["甲", "1,2", "007"]],
            [["乙", "3", "4"]],
        ]
        assert (got.format, got.department) == ("csv", "青河区水务局")
        grid = next(got.grids())
        assert grid.origins == (Place("甲.csv", line=3, table=1, row=1), Place("甲.csv", line=5, table=1, row=2))

    def test_excel_says_which_delimiter(self) -> None:
        assert cells("sep=;\n项目;值,元\n甲;1,5\n") == [[["项目", "值,元"], ["甲", "1,5"]]]

    def test_a_quotation_mark_that_nothing_closes(self) -> None:
        lines = [f"甲{number},{number}" for number in range(60)]
        got = cells("\n".join(['名称,"值', *lines]))
        assert got == [[["名称", '"值'], *([f"甲{number}", str(number)] for number in range(60))]]

    def test_a_cell_beyond_all_measure(self) -> None:
        [grid] = cells('名称,"值\n' + "甲" * 140_000 + ",1\n")
        assert (grid[0], len(grid[1][0])) == (["名称", '"值'], 140_000)

    def test_no_delimiter_is_text(self) -> None:
        assert cells("青河区水务局\n2026年部门预算\n") == ["青河区水务局", "2026年部门预算"]

    def test_tabs_named_xls(self) -> None:
        assert cells("指标\t值\n甲\t1\n", "gb18030", "甲.xls") == [[["指标", "值"], ["甲", "1"]]]

    def test_empty(self) -> None:
        with pytest.raises(UnreadableError) as caught:
            cells(" \n")
        assert str(caught.value) == "甲.csv 是空文件，没有可读的内容，请核对或重新下载"
