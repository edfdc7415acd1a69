"""zip: each document inside is read like a file; what cannot be read is listed by name.

Nothing is unpacked to disk. Limits on number, size and ratio keep an archive from filling the memory; an archive within
an archive is opened once, not twice.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from ..errors import UnreadableError
from ..model import Document, Unread
from .sniff import kind_of

MOST_MEMBERS = 5_000
MOST_BYTES = 512 << 20  # of one member
MOST_IN_ALL = 4 << 30
MOST_RATIO = 1_000  # of a member that is larger than a megabyte; sheets of empty cells reach some hundreds
_JUNK = frozenset(["thumbs.db", "desktop.ini", ".ds_store"])
Reader = Callable[[bytes, str, str], Document]


def only(data: bytes, name: str, path: str, read: Reader) -> Document:
    """The one document of an archive.

    Raises:
        UnreadableError: where it holds none or several, and where the one cannot be read.
    """
    where = path or name
    found = list(members(data, name, path, read))
    documents = [one for one in found if isinstance(one, Document)]
    if len(documents) == 1:
        return documents[0]
    if documents:
        raise UnreadableError(f"{where} 是压缩文件，里面有 {len(documents)} 个文档，请解压后逐个读取，或用批量命令读取")
    raise UnreadableError("；".join(one.reason for one in found[:3] if isinstance(one, Unread)))


def members(data: bytes, name: str, path: str, read: Reader) -> Iterator[Document | Unread]:
    """Documents of an archive in its order, and what could not be read; a member's path is ``archive/inner``."""
    yield from _Walk(read).members(data, path or name, outermost=True)


class _Walk:
    """Counts what has been unpacked, over archives within archives."""

    def __init__(self, read: Reader) -> None:
        self.read = read
        self.number = 0
        self.size = 0

    def members(self, data: bytes, where: str, outermost: bool) -> Iterator[Document | Unread]:
        found = False
        with zipfile.ZipFile(io.BytesIO(data)) as archive:  # sniffing has opened it before
            for info in archive.infolist():
                inner = name_of(info)
                last = PurePosixPath(inner).name
                if info.is_dir() or _is_junk(inner, last):
                    continue
                found = True
                self.number += 1
                if self.number > MOST_MEMBERS:
                    yield Unread(where, f"{where} 里的文件超过 {MOST_MEMBERS} 个，其余的没有读取，请拆分后再试")
                    return
                at = f"{where}/{inner}"
                try:
                    yield from self._member(self._bytes(archive, info, at), last, at, outermost)
                except UnreadableError as error:
                    yield Unread(at, str(error))
        if not found:
            raise UnreadableError(f"{where} 是压缩文件，里面没有文件，请核对或重新下载")

    def _member(self, data: bytes, name: str, at: str, outermost: bool) -> Iterator[Document | Unread]:
        if kind_of(data, name, at).module != "archive":
            yield self.read(data, name, at)
        elif outermost:
            yield from self.members(data, at, outermost=False)
        else:
            raise UnreadableError(f"{at} 是压缩文件里的压缩文件，套得太深，请先解压再读取")

    def _bytes(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, at: str) -> bytes:
        if info.flag_bits & 1:
            raise UnreadableError(f"{at} 设有解压密码，请先解压再读取其中的文件")
        if info.file_size > MOST_BYTES or self.size + info.file_size > MOST_IN_ALL or _swells(info):
            raise UnreadableError(f"{at} 解压后过大，没有读取，请核对压缩文件的来源，或先解压再读取")
        try:
            with archive.open(info) as member:
                data = member.read(info.file_size + 1)  # the header may lie about the size
        except NotImplementedError:
            raise UnreadableError(f"{at} 的压缩方式不受支持，请先解压再读取其中的文件") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
            raise UnreadableError(f"{at} 在压缩文件中已损坏，请重新下载压缩文件") from None
        self.size += len(data)
        return data


def _swells(info: zipfile.ZipInfo) -> bool:
    return info.file_size > 1 << 20 and info.file_size > MOST_RATIO * max(info.compress_size, 1)


def _is_junk(inner: str, last: str) -> bool:
    return last.lower() in _JUNK or last.startswith(("~$", "._")) or inner.startswith("__MACOSX/")


def name_of(info: zipfile.ZipInfo) -> str:
    """A member's name. Windows writes GBK without saying so, and zipfile then shows it as DOS characters."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name.replace("\\", "/")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
