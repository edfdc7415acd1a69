"""A file → Document, one module a format, each the only importer of its library.

What a file is, is found from its bytes and not from its name. A module is imported when a file of its format comes, so
that a missing library stops nothing else.
"""

import importlib
import importlib.util
import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from ..errors import LockedError, UnreadableError
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
        ".jpg",
        ".jpeg",
        ".png",
        ".tif",
        ".tiff",
        ".bmp",
    ]
)
# What to install for a library that belongs to an extra.
_OCR = "pip install perf-goals[ocr]"
_INSTALL = dict.fromkeys(("rapidocr", "onnxruntime", "cv2", "PIL"), _OCR)


def read(path: Path, passwords: Sequence[str] = ()) -> Document:
    """Read one file; passwords are tried in turn where it opens with one only.

    Raises:
        UnreadableError: with a Chinese sentence that names the file, what is wrong with it and what to do; also for an
            archive that holds more than one document.
    """
    return read_bytes(bytes_of(path), path.name, str(path), passwords)


def read_all(path: Path, passwords: Sequence[str] = ()) -> Iterator[Document | Unread]:
    """The documents of one file, in order: one, or those of an archive, with what could not be read among them.

    Raises:
        UnreadableError: where the file itself cannot be read.
    """
    yield from documents_in(bytes_of(path), path, passwords)


def documents_in(data: bytes, path: Path, passwords: Sequence[str] = ()) -> Iterator[Document | Unread]:
    """``read_all`` of a file whose content is there already."""
    notes: list[Unread] = []

    def reader(content: bytes, name: str, where: str = "") -> Document:
        document, left_out = _read(content, name, where, passwords)
        notes.extend(left_out)
        return document

    if _is_archive(data, path):
        from . import archive

        yield from archive.members(data, path.name, str(path), reader)
    else:
        yield reader(data, path.name, str(path))
    yield from notes


def _is_archive(data: bytes, path: Path) -> bool:
    try:
        return kind_of(data, path.name, str(path)).module == "archive"
    except LockedError:
        return False


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


def read_bytes(data: bytes, name: str, path: str = "", passwords: Sequence[str] = ()) -> Document:
    """Read the content of one file; ``name`` is what the rows call the document, and messages too without a path.

    Raises:
        UnreadableError: as ``read``.
    """
    return _read(data, name, path, passwords)[0]


def _read(data: bytes, name: str, path: str, passwords: Sequence[str]) -> tuple[Document, Sequence[Unread]]:
    """The document, and what of it is left out."""
    try:
        return _as_it_is(data, name, path, passwords)
    except LockedError:
        if not passwords:
            raise
    from . import unlock

    return _as_it_is(unlock.unlocked(data, path or name, passwords), name, path, ())


def _as_it_is(data: bytes, name: str, path: str, passwords: Sequence[str]) -> tuple[Document, Sequence[Unread]]:
    where = path or name
    kind = kind_of(data, name, where)
    if kind == TEXT:
        return text.read(data, name, path), ()
    if kind.module == "archive":
        from . import archive

        return archive.only(data, name, path, partial(read_bytes, passwords=passwords)), ()
    try:
        if kind.module == "pdf":
            return _pdf(data, name, path)
        return importlib.import_module(f".{kind.module}", __package__).read(data, name, path), ()
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        install = _INSTALL.get(missing, f"pip install {missing}")
        raise UnreadableError(
            f"{where} 是{kind.what}，读取它需要的程序库没有安装（{missing}），请运行 {install}"
        ) from None


def _pdf(data: bytes, name: str, path: str) -> tuple[Document, Sequence[Unread]]:
    """A PDF by its text; where pages are pictures, those by the extra ``ocr`` if it is installed."""
    from . import pdf

    try:
        found = pdf.reading(data, name, path)
        whole = not (found.unread and has_ocr())
    except pdf.NoTextError:
        if not has_ocr():
            raise
        whole = False
    if not whole:
        from . import scan

        found = scan.reading(data, name, path)
    return found.document, list(_left_out(path or name, found.unread, found.damaged))


def _left_out(where: str, unread: Sequence[int], damaged: Sequence[int]) -> Iterator[Unread]:
    if unread:
        why = f"是图片或乱码，没有读入，请运行 {_OCR} 安装文字识别组件后再读"
        yield Unread(where, f"{where} 第{'、'.join(map(str, unread))}页{why}")
    if damaged:
        why = "已损坏，没有读入，请重新下载，或改用原来的 Word、Excel 文件"
        yield Unread(where, f"{where} 第{'、'.join(map(str, damaged))}页{why}")


def has_ocr() -> bool:
    """Whether pictures can be read: the extra ``ocr`` is installed."""
    return importlib.util.find_spec("rapidocr") is not None
