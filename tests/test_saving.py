"""A file takes its place when it is whole; whatever goes wrong, the older one stays and nothing lies about."""

import errno
import os
from pathlib import Path

import pytest

from perf_goals import export
from perf_goals.errors import OutputError
from perf_goals.saving import make_folder, writing


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "目标.csv"
    path.write_text("旧", encoding="utf-8")
    return path


def left(folder: Path) -> list[tuple[str, str]]:
    return [(path.name, path.read_text(encoding="utf-8")) for path in folder.iterdir()]


def refusal(path: Path) -> str:
    with pytest.raises(OutputError) as caught:
        export.write("新", path)
    return str(caught.value)


def test_an_older_file_is_replaced(older: Path) -> None:
    export.write("新", older)
    assert left(older.parent) == [("目标.csv", "新")]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_a_run_that_is_cut_short_leaves_the_older_file(older: Path, stop: type[BaseException]) -> None:
    def cut_short() -> None:
        with writing(older) as aside:
            aside.write_text("一半", encoding="utf-8")
            raise stop

    with pytest.raises(stop):
        cut_short()
    assert left(older.parent) == [("目标.csv", "旧")]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied"),
            "文件可能正在 Excel、WPS 等程序中打开，或者文件夹不允许写入；请关闭该文件后重试，或另选输出文件夹。",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘空间不足；请清理磁盘后重试。"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "文件名或路径太长；请改短后重试。"),
        (OSError("坏了"), "坏了；请检查输出位置后重试，或另选输出文件夹。"),
    ],
)
@pytest.mark.parametrize("at", ["pathlib.Path.write_text", "os.replace"])
def test_what_goes_wrong_on_the_disk(
    at: str, error: OSError, reason: str, older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **options: object) -> int:
        raise error

    monkeypatch.setattr(at, fail)
    assert refusal(older) == f"无法写出“{older}”：{reason}"
    assert left(older.parent) == [("目标.csv", "旧")]


def test_onto_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"无法写出“{tmp_path}”：它是一个文件夹；请在后面加上文件名。"


def test_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "没有" / "目标.csv"
    assert refusal(path) == f"无法写出“{path}”：文件夹“{path.parent}”不存在；请先建立该文件夹，或另选输出位置。"


@pytest.mark.skipif(os.name != "posix", reason="links need a right of their own on Windows")
def test_a_link_stays_a_link(older: Path) -> None:
    link = older.with_name("最新.csv")
    link.symlink_to(older)
    export.write("新", link)
    assert (link.is_symlink(), older.read_text(encoding="utf-8")) == (True, "新")


@pytest.mark.skipif(os.name != "posix", reason="a pipe with a name is only to be had on POSIX")
def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "管"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        export.write("新", path)
        assert os.read(reader, 99).decode("utf-8") == "新"
    finally:
        os.close(reader)
    assert path.is_fifo()


def test_a_folder_in_the_place_of_a_file(older: Path) -> None:
    for folder in (older, older / "子"):
        with pytest.raises(OutputError, match="这个位置上是一个文件，请换一个文件夹"):
            make_folder(folder)
