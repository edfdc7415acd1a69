"""Files that are whole or not there: a run that is cut short leaves the older file; what goes wrong is said in Chinese."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import OutputError


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Where to write first what shall stand at ``path``: a name beside it that is gone when the block ends.

    The block moves the file that it made; what it leaves there is removed.
    """
    aside = path.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        yield aside
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Where to write what shall stand at ``path`` when the block ends without an exception.

    A device or a pipe is written to itself, and a link leads to the file that is replaced.

    Raises:
        OutputError: the folder is missing or closed, the file is open elsewhere, the disk is full.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(path)
        if path.exists() and not path.is_file():
            yield path
            return
        goal = path.resolve() if path.is_symlink() else path
        with beside(goal) as aside:
            yield aside
            os.replace(aside, goal)
    except OSError as error:
        raise OutputError(sentence(path, error)) from error


def make_folder(folder: Path) -> None:
    """Make the folder, and those above it, where they are not there yet.

    Raises:
        OutputError: there is a file at its place, or it must not be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise OutputError(f"无法建立输出文件夹 {folder}：这个位置上是一个文件，请换一个文件夹") from None
    except OSError as error:
        raise OutputError(
            f"无法建立输出文件夹 {folder}（{error.strerror or error}），请换一个有写入权限的位置"
        ) from None


def sentence(path: Path, error: OSError) -> str:
    """Why a file could not be written, and what to do."""
    if path.is_dir():
        return f"无法写出“{path}”：它是一个文件夹；请在后面加上文件名。"
    if not path.parent.is_dir():
        return f"无法写出“{path}”：文件夹“{path.parent}”不存在；请先建立该文件夹，或另选输出位置。"
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return f"无法写出“{path}”：磁盘空间不足；请清理磁盘后重试。"
    if error.errno == errno.ENAMETOOLONG:
        return f"无法写出“{path}”：文件名或路径太长；请改短后重试。"
    if isinstance(error, PermissionError):
        return (
            f"无法写出“{path}”：文件可能正在 Excel、WPS 等程序中打开，或者文件夹不允许写入；"
            "请关闭该文件后重试，或另选输出文件夹。"
        )
    return f"无法写出“{path}”：{error.strerror or error}；请检查输出位置后重试，或另选输出文件夹。"
