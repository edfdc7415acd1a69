"""The library: a folder that remembers what was read, in Parquet files with DuckDB over them.

Every append writes new files under names of their own and changes none: two processes may use one library at once, and a
run that is cut short leaves nothing half written. What is known of a file is in three stages, each a folder of segments:
``files`` (the documents as read), ``parsed`` (goals and indicators), ``judged`` (findings). The newest segment with a file's
key counts. Beside ``parsed`` and ``judged`` lie flat tables of the same segments, for questions; a segment of a stage is
written after its flat tables, and counts only then.
"""

import errno
import json
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import OutputError, PerfGoalsError
from ..saving import beside
from . import flat, pack

SCHEMA = 1  # of the folder; a library of a higher number is refused, one of a lower is brought up step by step
MIGRATIONS: dict[int, Callable[[Path], None]] = {}  # schema → what makes the next one of it
SMALL = 8 << 20  # bytes of a segment that may be put together with its neighbours
MANY = 24  # so many small ones in a row are put together
# Checksums tell of damage; minima and maxima of columns would hold long texts a second time, without one.
_HOW: Mapping[str, Any] = {"compression": "zstd", "write_page_checksum": True, "write_statistics": False}
_STALE = 600  # seconds after which a lock or a temporary file belongs to nobody any more
_TRUSTED = 2_000_000_000  # nanoseconds: a file that changed so shortly before it was read may have changed again

_STAGES: Mapping[str, Mapping[str, str]] = {
    "files": {
        "key": "text", "gone": "bool", "sha": "text", "name": "text", "path": "text", "size": "whole", "mtime": "whole",
        "seen": "whole", "tag": "text", "tool": "text", "dead": "bool", "unread": "text", "documents": "text",
    },
    "parsed": {"key": "text", "path": "text", "tag": "text", "extractions": "text"},
    "judged": {"key": "text", "path": "text", "tag": "text", "judged": "text"},
}  # fmt: skip
_BLOB = {"files": "documents", "parsed": "extractions", "judged": "judged"}
FLATS = {"files": (), "parsed": flat.OF_PARSE, "judged": flat.OF_JUDGE}


def key_of(sha: str, name: str) -> str:
    """What a file is known by: its content and its name, for a name may tell how the content is to be read."""
    return sha256(f"{sha}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(slots=True)
class Entry:
    """What the library knows of one file. segments, tags: of each stage that there is."""

    key: str
    sha: str
    name: str
    path: str
    size: int
    mtime: int
    seen: int
    tool: str
    dead: bool
    unread: list[tuple[int, str, str]]
    segments: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    def untouched(self, size: int, mtime: int) -> bool:
        """Whether a file of this size and time must have the content that was read."""
        return (self.size, self.mtime) == (size, mtime) and mtime < self.seen - _TRUSTED


@dataclass(slots=True)
class Record:
    """What is new of one file; None for a stage that stays as it was. gone: it is taken out of the library."""

    key: str
    path: str
    sha: str = ""
    name: str = ""
    size: int = 0
    mtime: int = 0
    seen: int = 0
    read_tag: str = ""
    parse_tag: str = ""
    judge_tag: str = ""
    tool: str = ""
    dead: bool = False
    gone: bool = False
    unread: list[tuple[int, str, str]] = field(default_factory=list)
    documents: str | None = None
    extractions: str | None = None
    judged: str | None = None
    flats: dict[str, flat.Columns] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        if self.documents is not None or self.gone:
            yield "files", (
                self.key, self.gone, self.sha, clean(self.name), clean(self.path), self.size, self.mtime, self.seen,
                self.read_tag, self.tool, self.dead, pack.text(self.unread), self.documents,
            )  # fmt: skip
        if self.extractions is not None:
            yield "parsed", (self.key, clean(self.path), self.parse_tag, self.extractions)
        if self.judged is not None:
            yield "judged", (self.key, clean(self.path), self.judge_tag, self.judged)


class Damaged(Exception):
    """A segment cannot be read."""


class Library:
    """One library, as it was when it was opened or last looked at (``refresh``).

    entries: by key. notes: sentences about what was wrong with the folder and what was done about it.
    """

    def __init__(self, folder: Path, version: str = "") -> None:
        self.folder = folder
        self.version = version
        self.entries: dict[str, Entry] = {}
        self.notes: list[str] = []
        self._light: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self._paths: dict[str, str] = {}
        self._orphans: dict[str, str] = {}

    # ---- opening -------------------------------------------------------------------------------------------------

    @classmethod
    def open(cls, folder: Path, *, version: str = "", create: bool = False) -> "Library":
        """The library in a folder; ``create`` makes one where there is none.

        Raises:
            PerfGoalsError: the folder is no library, or one of a newer version; a program library is missing.
            OutputError: it cannot be made.
        """
        parquet()
        library = cls(Path(os.path.abspath(folder)), version)
        library._check(create)
        library.refresh()
        return library

    def _check(self, create: bool) -> None:
        about = self.folder / "library.json"
        if not about.is_file():
            known = (self.folder / "files").is_dir()
            if self.folder.exists() and not known:
                if not self.folder.is_dir():
                    raise PerfGoalsError(f"{self.folder} 是一个文件，不是资料库文件夹，请换一个位置")
                if any(not path.name.startswith(".") for path in self.folder.iterdir()) and not about.is_file():
                    what = "请换一个空文件夹" if create else "请核对路径"
                    raise PerfGoalsError(f"{self.folder} 里有别的文件，不是资料库，{what}")
            if not (create or known):
                raise PerfGoalsError(
                    f"找不到资料库 {self.folder}，请核对路径，或用 perf-goals library add {self.folder} 文件… 建立"
                )
            with self.writing():
                self.folder.mkdir(parents=True, exist_ok=True)
                self._describe(SCHEMA)
        if self._schema(about) < SCHEMA:
            self._upgrade(about)

    def _describe(self, schema: int) -> None:
        text = json.dumps({"schema": schema, "tool": self.version}, ensure_ascii=False) + "\n"
        self.put(self.folder / "library.json", lambda file: file.write(text.encode()))

    def _schema(self, about: Path) -> int:
        try:
            schema = json.loads(about.read_text(encoding="utf-8"))["schema"]
            if not isinstance(schema, int):
                raise ValueError(schema)
        except (OSError, ValueError, KeyError, TypeError):
            raise PerfGoalsError(
                f"资料库的说明文件 {about} 读不出来，请恢复它，或删去这一个文件后再试（其余内容不受影响）"
            ) from None
        if schema > SCHEMA:
            raise PerfGoalsError(
                f"资料库 {self.folder} 是较新版本的程序建立的（格式 {schema}，本程序只认识到格式 {SCHEMA}），"
                "请升级本程序，或另建一个资料库"
            )
        return schema

    def _upgrade(self, about: Path) -> None:
        with self._locked(wait=True):
            schema = self._schema(about)  # while this one waited, another process may have done it
            for step in range(schema, SCHEMA):
                if step not in MIGRATIONS:
                    raise PerfGoalsError(
                        f"资料库 {self.folder} 的格式 {schema} 太旧，本程序不能升级它，请另建一个资料库，重新读入文件"
                    )
                with self.writing():
                    MIGRATIONS[step](self.folder)
                    self._describe(step + 1)
        if schema < SCHEMA:
            self.notes.append(f"资料库 {self.folder} 已由格式 {schema} 升级到格式 {SCHEMA}")

    # ---- what there is -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look at the folder again."""
        self.entries = {}
        self._paths = {}
        later: list[tuple[str, str, dict[str, Any]]] = []
        for segment, row in self._rows_of("files"):
            self._forget(row["key"])
            if not row["gone"]:
                unread = [(at, path, reason) for at, path, reason in pack.rows(row["unread"])]
                entry = Entry(
                    row["key"], row["sha"], row["name"], row["path"], row["size"], row["mtime"], row["seen"], row["tool"],
                    row["dead"], unread, {"files": segment}, {"files": row["tag"]},
                )  # fmt: skip
                self.entries[entry.key] = entry
                self._paths[entry.path] = entry.key
        for stage in ("parsed", "judged"):
            later += [(stage, segment, row) for segment, row in self._rows_of(stage)]
        # gone or not; looked at last, for another process writes a file's documents before what it made of them
        said = {row["key"] for _, row in self._rows_of("files")}
        self._orphans = {}
        for stage, segment, row in later:
            known = self.entries.get(row["key"])
            if known is not None:
                known.segments[stage] = segment
                known.tags[stage] = row["tag"]
            elif row["key"] not in said:
                self._orphans[row["key"]] = row["path"]

    def _forget(self, key: str) -> Entry | None:
        """Drop what is known of a file; what that was."""
        entry = self.entries.pop(key, None)
        if entry is not None and self._paths.get(entry.path) == key:
            del self._paths[entry.path]
        return entry

    def _rows_of(self, stage: str) -> list[tuple[str, dict[str, Any]]]:
        """Of each row of a stage, oldest first, all but the text."""
        columns = [name for name in _STAGES[stage] if name != _BLOB[stage]]
        while True:
            found: list[tuple[str, dict[str, Any]]] = []
            try:
                for segment in self._segments(stage):
                    spot = (stage, segment)
                    try:
                        if spot not in self._light:
                            self._light[spot] = self.table(stage, segment, columns).to_pylist()
                    except Damaged:
                        self.set_aside(stage, segment)
                        continue
                    found += [(segment, row) for row in self._light[spot]]
            except FileNotFoundError:
                continue  # put together with others since it was listed: they stand in a new one
            return found

    def _segments(self, stage: str) -> list[str]:
        try:
            return sorted(path.stem for path in (self.folder / stage).iterdir() if path.suffix == ".parquet")
        except FileNotFoundError:
            return []

    def at(self, path: str) -> Entry | None:
        """What is known of the file that was last seen at a path."""
        spot = self._paths.get(clean(path))
        return None if spot is None else self.entries.get(spot)

    def lost(self) -> list[str]:
        """Paths of files whose documents lay in a segment that is damaged: they are to be read again."""
        return sorted(set(self._orphans.values()))

    def paths(self) -> dict[str, str]:
        """Where each file was last seen by its key, lost ones too."""
        return {**self._orphans, **{one.key: one.path for one in self.entries.values()}}

    def state(self) -> str:
        """Changes with what is in the library, and with nothing else."""
        return sha256("\n".join(sorted(self.entries)).encode()).hexdigest()[:16]

    # ---- reading -------------------------------------------------------------------------------------------------

    def load(self, stage: str, keys: Iterable[str]) -> dict[str, str]:
        """The texts of files in one stage; a file whose segment turns out to be damaged is left out."""
        found: dict[str, str] = {}
        wanted: dict[str, set[str]] = {}
        for key in keys:
            entry = self.entries.get(key)
            if entry is not None and stage in entry.segments:
                wanted.setdefault(entry.segments[stage], set()).add(key)
        for segment, mine in wanted.items():
            try:
                table = self.table(stage, segment, ["key", _BLOB[stage]])
            except FileNotFoundError:
                self.refresh()  # put together with others since
                moved = [key for key in mine if self._segment(key, stage) not in (None, segment)]
                found.update(self.load(stage, moved))
                continue
            except Damaged:
                self.set_aside(stage, segment)
                for key in mine:
                    self.entries[key].segments.pop(stage, None)
                    self.entries[key].tags.pop(stage, None)
                continue
            for key, text in zip(*(column.to_pylist() for column in table.columns), strict=True):
                if key in mine and text is not None:
                    found[key] = text
        return found

    def _segment(self, key: str, stage: str) -> str | None:
        entry = self.entries.get(key)
        return None if entry is None else entry.segments.get(stage)

    def table(self, folder: str, segment: str, columns: Sequence[str] | None = None) -> Any:
        """One Parquet file as an Arrow table.

        Raises:
            FileNotFoundError: it is not there. Damaged: it cannot be read.
        """
        pa, files = parquet()
        path = self.folder / folder / f"{segment}.parquet"
        try:
            with open(path, "rb") as file:
                # Read by this thread alone: one of Arrow's that lets go of a file of Python's while the program ends makes
                # it abort, now and then
                whole = files.ParquetFile(file, page_checksum_verification=True, pre_buffer=False)
                return whole.read(columns=None if columns is None else list(columns), use_threads=False)
        except FileNotFoundError:
            raise
        except (pa.ArrowException, OSError, ValueError) as error:
            if isinstance(error, PermissionError):
                raise PerfGoalsError(f"没有权限读取资料库里的 {path}，请检查文件权限") from None
            raise Damaged(str(path)) from error

    def set_aside(self, folder: str, segment: str) -> None:
        """Put a damaged file where nothing looks for it; what it held is made again."""
        path = self.folder / folder / f"{segment}.parquet"
        aside = self.folder / "damaged" / f"{folder}-{segment}.parquet"
        self._light.pop((folder, segment), None)
        with suppress(OSError):
            aside.parent.mkdir(exist_ok=True)
            os.replace(path, aside)
            self.notes.append(f"资料库里的文件 {path} 已损坏，移到了 {aside}；里面的内容会重新得出，其余的不受影响")
            return
        self.notes.append(f"资料库里的文件 {path} 已损坏，没有用它；里面的内容会重新得出，其余的不受影响")

    # ---- writing -------------------------------------------------------------------------------------------------

    def append(self, records: Iterable[Record]) -> None:
        """Remember what is new of some files; of one that stands there twice, under two paths, what comes last.

        Raises:
            OutputError: the disk is full, the folder is closed; what was remembered before stays as it is.
        """
        records = list(records)
        rows: dict[str, dict[str, tuple[Any, ...]]] = {stage: {} for stage in _STAGES}
        flats: dict[tuple[str, str], flat.Columns] = {}
        for record in records:
            for stage, row in record.rows():
                rows[stage][record.key] = row
            flats.update({(name, record.key): columns for name, columns in record.flats.items()})
        segment = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        with self.writing():
            for stage, mine in rows.items():
                if not mine:
                    continue
                tables = flat.joined(({name: columns} for (name, _), columns in flats.items()), FLATS[stage])
                for name, columns in tables.items():
                    self.write(name, segment, flat.TABLES[name], columns)
                columns = dict(zip(_STAGES[stage], map(list, zip(*mine.values(), strict=True)), strict=True))
                self.write(stage, segment, _STAGES[stage], columns)
        for record in records:
            self._took(record, segment)

    def _took(self, record: Record, segment: str) -> None:
        """Know what was just written without looking at the folder again."""
        if record.gone:
            self._orphans.pop(record.key, None)
            self._forget(record.key)
            return
        known = self.entries.get(record.key)
        if record.documents is not None or known is None:
            self._forget(record.key)
            path = clean(record.path)
            segments, tags = (known.segments, known.tags) if known is not None else ({}, {})
            known = self.entries[record.key] = Entry(
                record.key, record.sha, record.name, path, record.size, record.mtime, record.seen, record.tool, record.dead,
                record.unread, segments, tags,
            )  # fmt: skip
            self._paths[path] = record.key
            self._orphans.pop(record.key, None)
        given = {"files": record.documents, "parsed": record.extractions, "judged": record.judged}
        names = {"files": record.read_tag, "parsed": record.parse_tag, "judged": record.judge_tag}
        for stage, text in given.items():
            if text is not None:
                known.segments[stage] = segment
                known.tags[stage] = names[stage]

    def remove(self, keys: Iterable[str]) -> int:
        """Forget files, lost ones too; how many there were."""
        known = self.paths()
        chosen = [(key, known[key]) for key in dict.fromkeys(keys) if key in known]
        if chosen:
            self.append([Record(key, path, gone=True) for key, path in chosen])
        return len(chosen)

    def write(self, folder: str, segment: str, kinds: Mapping[str, str], columns: Mapping[str, list[Any]]) -> None:
        pa, files = parquet()
        arrays = [pa.array([clean(one) for one in columns[name]] if kind == "text" else columns[name], type_of(kind))
                  for name, kind in kinds.items()]  # fmt: skip
        table = pa.table(arrays, names=list(kinds))
        (self.folder / folder).mkdir(exist_ok=True)
        self.put(self.folder / folder / f"{segment}.parquet", lambda file: files.write_table(table, file, **_HOW))

    def put(self, path: Path, write: Callable[[Any], object]) -> None:
        """Write a file beside its place and put it there when it is whole and on the disk."""
        with beside(path) as aside:
            with open(aside, "xb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(aside, path)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What goes wrong on the disk is said in Chinese."""
        try:
            yield
        except OSError as error:
            if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", -1)):
                why = "磁盘空间不足；已经记住的都还在，清理磁盘后再运行会接着做"
            elif isinstance(error, PermissionError):
                why = "没有写入权限；请检查文件夹权限，或换一个位置"
            else:
                why = f"{error.strerror or error}；已经记住的都还在，请检查后再运行"
            raise OutputError(f"无法写入资料库 {self.folder}：{why}") from None

    # ---- putting together ----------------------------------------------------------------------------------------

    def compact(self) -> None:
        """Put runs of small segments together, one process at a time; leave it where another one is at it."""
        with self._locked(wait=False) as mine, self.writing():
            if not mine:
                return
            self.refresh()  # what stands in a segment that others have written counts too
            self._sweep()
            for stage in _STAGES:
                for run in self._runs(stage):
                    self._join(stage, run)
        self.refresh()

    def _runs(self, stage: str) -> Iterator[list[str]]:
        """Neighbours that are small and known; others between them part the runs, so that what is newer stays newer."""
        run: list[str] = []
        size = 0
        for segment in self._segments(stage):
            own = (self.folder / stage / f"{segment}.parquet").stat().st_size
            fits = own < SMALL and (stage, segment) in self._light
            if fits and size < 8 * SMALL:
                run.append(segment)
                size += own
                continue
            if len(run) >= MANY:
                yield run
            run, size = ([segment], own) if fits else ([], 0)
        if len(run) >= MANY:
            yield run

    def _join(self, stage: str, run: Sequence[str]) -> None:
        """One segment of several; its name sorts behind theirs and before any newer one."""
        joined = f"{run[-1]}-{secrets.token_hex(2)}"
        try:
            for folder in (*FLATS[stage], stage):
                self._merge(stage, folder, run, joined)
        except (Damaged, FileNotFoundError):
            with suppress(OSError):
                for folder in FLATS[stage]:
                    (self.folder / folder / f"{joined}.parquet").unlink(missing_ok=True)
            return  # the next reading names it and sets it aside
        for segment in run:
            for folder in (stage, *FLATS[stage]):
                with suppress(OSError):  # somebody reads it on Windows: the next time
                    (self.folder / folder / f"{segment}.parquet").unlink(missing_ok=True)
            self._light.pop((stage, segment), None)

    def _merge(self, stage: str, folder: str, run: Sequence[str], joined: str) -> None:
        pa, files = parquet()
        kinds = _STAGES[stage] if folder == stage else flat.TABLES[folder]
        schema = pa.schema([(name, type_of(kind)) for name, kind in kinds.items()])

        def write(file: Any) -> None:
            with files.ParquetWriter(file, schema, **_HOW) as writer:
                for segment in run:
                    table = self.table(folder, segment)
                    told = table.select([name for name in ("key", "gone") if name in table.column_names]).to_pylist()
                    kept = [at for at, row in enumerate(told) if self._counts(stage, segment, **row)]
                    if kept:
                        writer.write_table(table.take(kept))

        self.put(self.folder / folder / f"{joined}.parquet", write)

    def _counts(self, stage: str, segment: str, key: str, gone: bool = False) -> bool:
        entry = self.entries.get(key)
        if entry is None:
            return gone  # that it is gone must stay known, what it was need not
        return entry.segments.get(stage) == segment

    def _sweep(self) -> None:
        """Remove what runs that were cut short have left."""
        old = time.time() - _STALE
        for folder in (".", *_STAGES, *flat.TABLES):
            with suppress(OSError):
                for path in (self.folder / folder).iterdir():
                    if path.name.startswith(".") and path.suffix == ".tmp" and path.stat().st_mtime < old:
                        path.unlink(missing_ok=True)
        for stage, names in FLATS.items():
            known = set(self._segments(stage))
            for name in names:
                for segment in set(self._segments(name)) - known:
                    path = self.folder / name / f"{segment}.parquet"
                    with suppress(OSError):
                        if path.stat().st_mtime < old:
                            path.unlink(missing_ok=True)

    @contextmanager
    def _locked(self, wait: bool) -> Iterator[bool]:
        """One process at a time, on every system: whoever can make the file has the lock. Given: whether it was got."""
        path = self.folder / ".lock"
        until = time.monotonic() + 60
        while True:
            with self.writing():
                try:
                    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
                    break
                except FileExistsError:
                    if _stale(path):
                        continue
                except OSError as error:
                    # On Windows it is just being removed; elsewhere nobody may write here, or there is no room.
                    if wait and (not isinstance(error, PermissionError) or time.monotonic() > until):
                        raise
            if not wait:
                yield False
                return
            if time.monotonic() > until:
                raise PerfGoalsError(f"资料库 {self.folder} 正由另一个程序整理，请稍后再试，或删去 {path} 后再试")
            time.sleep(0.05)
        try:
            yield True
        finally:
            with suppress(OSError):
                path.unlink()


def _stale(path: Path) -> bool:
    """Whether a lock is left over from a run that was cut short; it is removed then."""
    try:
        if path.stat().st_mtime > time.time() - _STALE:
            return False
        with beside(path) as aside:
            os.replace(path, aside)  # of two that see it one succeeds
    except OSError:
        return not path.exists()
    return True


def clean(text: Any) -> Any:
    """A text that Parquet takes: a file name that is no UTF-8 comes out as \\udc80."""
    if isinstance(text, str) and not text.isascii():
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def type_of(kind: str) -> Any:
    pa, _ = parquet()
    kinds = {
        "text": pa.string(),
        "whole": pa.int64(),
        "real": pa.float64(),
        "bool": pa.bool_(),
        "bytes": pa.binary(),
    }
    return kinds[kind]


MISSING = "资料库需要的程序库没有安装（{}），请运行 pip install perf-goals[library]"


def parquet() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise PerfGoalsError(MISSING.format((error.name or "").partition(".")[0])) from None
    return pyarrow, pyarrow.parquet
