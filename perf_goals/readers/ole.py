"""The compound files of older Office and WPS programs: which streams are inside, and their bytes.

Only what telling them apart and the number formats of an .xls need; a damaged file is an OleError, never a hang.
"""

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks
_MOST_SECTORS = 1 << 22


class OleError(ValueError):
    """The bytes are no whole compound file."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class Ole:
    """A compound file in memory. names: those of its streams and folders, as they are written."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise OleError("no compound file")
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise OleError("sector size")
        self._size = 1 << shift
        directory, self._cutoff, small_table, small_count, more, more_count = struct.unpack_from("<I4xIIIII", data, 48)
        tables = [number for number in struct.unpack_from("<109I", data, 76) if number < _END]
        tables += self._more_tables(more, more_count)
        self._next = [number for table in tables for number in self._numbers(table)]
        self._entries = self._directory(self._chain(directory))
        self._small_next: list[int] = []
        if small_count:
            small = self._chain(small_table)
            self._small_next = list(struct.unpack(f"<{len(small) // 4}I", small))
        self.names = frozenset(entry.name for entry in self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream of the top folder or below.

        Raises:
            OleError: no such stream, or it is cut off.
        """
        entry = next((one for one in self._entries if one.name == name and one.kind == 2), None)
        if entry is None:
            raise OleError(f"no stream {name}")
        whole = self._small(entry.start) if entry.size < self._cutoff else self._chain(entry.start)
        if len(whole) < entry.size:
            raise OleError(f"stream {name} is cut off")
        return whole[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._data[start : start + self._size]
        if not sector:
            raise OleError("sector outside the file")
        return sector.ljust(self._size, b"\0")  # some programs leave out the end of the last one

    def _numbers(self, number: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self._size // 4}I", self._sector(number))

    def _more_tables(self, number: int, count: int) -> list[int]:
        found: list[int] = []
        while number < _END and count > 0:
            *numbers, number = self._numbers(number)
            found += [one for one in numbers if one < _END]
            count -= 1
        return found

    def _chain(self, number: int) -> bytes:
        parts = [self._sector(one) for one in _follow(number, self._next)]
        return b"".join(parts)

    def _small(self, number: int) -> bytes:
        root = next((one for one in self._entries if one.kind == 5), None)
        if root is None:
            raise OleError("no root")
        whole = self._chain(root.start)
        return b"".join(whole[one * 64 : one * 64 + 64] for one in _follow(number, self._small_next))

    @staticmethod
    def _directory(data: bytes) -> list[_Entry]:
        found: list[_Entry] = []
        for at in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if kind in (1, 2, 5) and 2 <= length <= 64:
                start, size = struct.unpack_from("<II", data, at + 116)
                found.append(_Entry(data[at : at + length - 2].decode("utf-16-le", "replace"), kind, start, size))
        return found


def _follow(number: int, following: list[int]) -> list[int]:
    """The sectors of a chain; a chain that runs in a circle or out of the table is damage."""
    found: list[int] = []
    while number < _END:
        found.append(number)
        if number >= len(following) or len(found) > min(len(following), _MOST_SECTORS):
            raise OleError("broken chain")
        number = following[number]
    return found
