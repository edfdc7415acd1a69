"""A file → Document, one module a format, each the only importer of its library.

What a file is, is found from its bytes and not from its name. This version reads text; the other formats are refused by
name, so that a reviewer knows what to convert.
"""

import os
import re
from pathlib import Path

from ..errors import UnreadableError
from ..model import Document
from . import text

# First bytes of formats that are no text, and what a user calls them.
_BINARY = (
    (b"%PDF", "PDF 文件"),
    (b"PK\x03\x04", "Word、Excel 或 zip 压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word 或 Excel 文件（.doc、.xls、.wps）"),
    (b"{\\rtf", "RTF 文件"),
    (b"Rar!", "RAR 压缩文件"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
)
_WEB = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<(?:!doctype|html|head|meta|table|\?xml)\b|mime-version:)", re.IGNORECASE)
# What a folder walk takes for a document; the ones that cannot be read yet are listed as unread.
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


def read(path: Path) -> Document:
    """Read one file.

    Raises:
        UnreadableError: with a Chinese sentence that names the file, what is wrong with it and what to do.
    """
    if os.path.isdir(path):  # Windows would say that the permission is missing
        raise UnreadableError(f"{path} 是文件夹，不是文件，请给出其中的文件")
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableError(f"找不到文件 {path}，请核对路径") from None
    except PermissionError:
        raise UnreadableError(f"没有权限读取 {path}，请检查文件权限，或关闭占用它的程序") from None
    except OSError as error:
        raise UnreadableError(
            f"无法读取 {path}（{error.strerror or error}），请核对路径，或复制到本机硬盘后再试"
        ) from None
    return read_bytes(data, path.name, str(path))


def read_bytes(data: bytes, name: str, path: str = "") -> Document:
    """Read the content of one file; ``name`` is what the rows call the document, and messages too without a path.

    Raises:
        UnreadableError: as ``read``.
    """
    kind = next((what for magic, what in _BINARY if data.startswith(magic)), "网页" if _WEB.match(data) else None)
    if kind is not None:
        raise UnreadableError(f"{path or name} 是{kind}，本版本只读文本文件，请先另存为文本（.txt）")
    return text.read(data, name, path)
