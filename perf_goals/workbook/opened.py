"""A review workbook opened again, after a reviewer had it in Excel or WPS."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ..errors import PerfGoalsError


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The workbook while the block reads it, of formulas what they came to.

    Raises:
        PerfGoalsError: there is none at the path, or it cannot be read, be it while the block reads it.
    """
    try:
        with warnings.catch_warnings(), open(path, "rb") as file:
            warnings.simplefilter("ignore")  # of parts that openpyxl does not keep: nothing is written back
            book = load_workbook(file, read_only=True, data_only=True)
            try:
                yield book
            finally:
                book.close()
    except FileNotFoundError:
        raise PerfGoalsError(f"找不到文件 {path}，请核对路径") from None
    except IsADirectoryError:
        raise PerfGoalsError(f"{path} 是文件夹，请给出一个审核底稿") from None
    except OSError as error:
        raise PerfGoalsError(f"无法读取 {path}（{error.strerror or error}），请关闭打开它的程序后重试") from None
    except (BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError) as error:  # SyntaxError: broken XML
        raise PerfGoalsError(
            f"{path} 不是完好的审核底稿：文件已损坏、加了密码，或者正在写入；请用 Excel 打开后另存再试"
        ) from error


def lines(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The values of a sheet, line by line; a program that saved it may have written a wrong size."""
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)
