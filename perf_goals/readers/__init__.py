"""A file → Document, one module a format, each the only importer of its library.

What a file is, is found from its bytes and not from its name. A module is imported when a file of its format comes, so
that a missing library stops nothing else.
"""

import importlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import UnreadableError
from ..model import Document, Unread
from . import text
from .sniff import TEXT, kind_of

# What a folder walk takes for a document.
SUFFIXES = frozenset(
    [
        ".txt",
        ".text",
        ".md",
        ".markdown",
        ".tsv",
        ".csv",
        ".pdf",
        ".doc",
        ".docx",
        ".wps",
        ".rtf",
        ".odt",
        ".xls",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".ods",
        ".et",
        ".html",
        ".htm",
        ".mht",
        ".mhtml",
        ".zip",
        ".rar",
        ".7z",
    ]
)
# What to install for a module whose library is not there.
_INSTALL = {"scan": "pip install perf_goals[ocr]"}


def read(path: Path) -> Document:
    """Read one file.

    Raises:
        UnreadableError: with a Chinese sentence that names the file, what is wrong with it and what to do; also for an
            archive that holds more than one document.
    """
    return read_bytes(bytes_of(path), path.name, str(path))


def read_all(path: Path) -> Iterator[Document | Unread]:
    """The documents of one file, in order: one, or those of an archive, with what could not be read among them.

    Raises:
        UnreadableError: where the file itself cannot be read.
    """
    yield from documents_in(bytes_of(path), path)


def documents_in(data: bytes, path: Path) -> Iterator[Document | Unread]:
    """``read_all`` of a file whose content is there already."""
    notes: list[Unread] = []

    def reader(content: bytes, name: str, where: str = "") -> Document:
        document, pages = _read(content, name, where)
        if pages:
            notes.append(_left_out(where or name, pages))
        return document

    if kind_of(data, path.name, str(path)).module != "archive":
        yield reader(data, path.name, str(path))
    else:
        from . import archive

        yield from archive.members(data, path.name, str(path), reader)
    yield from notes


def _left_out(where: str, pages: Sequence[int]) -> Unread:
    numbers = "、".join(map(str, pages))
    return Unread(where, f"{where} 第{numbers}页是图片或乱码，没有读入，请改用有文字的 PDF 或原来的 Word、Excel 文件")


def bytes_of(path: Path) -> bytes:
    """The content of a file.

    Raises:
        UnreadableError: as ``read``.
    """
    if os.path.isdir(path):  # Windows would say that the permission is missing
        raise UnreadableError(f"{path} 是文件夹，不是文件，请给出其中的文件")
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableError(f"找不到文件 {path}，请核对路径") from None
    except PermissionError:
        raise UnreadableError(f"没有权限读取 {path}，请检查文件权限，或关闭占用它的程序") from None
    except OSError as error:
        raise UnreadableError(
            f"无法读取 {path}（{error.strerror or error}），请核对路径，或复制到本机硬盘后再试"
        ) from None


def read_bytes(data: bytes, name: str, path: str = "") -> Document:
    """Read the content of one file; ``name`` is what the rows call the document, and messages too without a path.

    Raises:
        UnreadableError: as ``read``.
    """
    return _read(data, name, path)[0]


def _read(data: bytes, name: str, path: str) -> tuple[Document, Sequence[int]]:
    """The document, and the pages of it that are left out because they are pictures."""
    where = path or name
    kind = kind_of(data, name, where)
    if kind == TEXT:
        return text.read(data, name, path), ()
    if kind.module == "archive":
        from . import archive

        return archive.only(data, name, path, read_bytes), ()
    try:
        module = importlib.import_module(f".{kind.module}", __package__)
        if kind.module == "pdf":
            found = module.reading(data, name, path)
            return found.document, found.unread
        document: Document = module.read(data, name, path)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing == __package__.partition(".")[0]:
            raise UnreadableError(f"{where} 是{kind.what}，本版本还不能读取，请另存为文本、xlsx 或网页后再试") from None
        install = _INSTALL.get(kind.module, f"pip install {missing}")
        raise UnreadableError(
            f"{where} 是{kind.what}，读取它需要的程序库没有安装（{missing}），请运行 {install}"
        ) from None
    return document, ()
