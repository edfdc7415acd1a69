"""A run over many files: what is known is taken from the library, the rest is done by an engine and remembered.

A file is done as far as it has to be: its content is unknown → read; the word lists have changed → parsed again from what was
read; rules or settings have changed → judged again. Results stand in the order of the paths, whatever order they come in.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from .. import scoring
from ..config import Config, Waiver
from ..errors import OutputError, UnreadableError
from ..lexicon import Lexicon
from ..memory import kept, released
from ..model import Extraction, Finding, Review, Unread
from ..readers import bytes_of
from ..review import Judge, by_name, by_place
from ..rules import RULES
from ..rules.views import Peers
from . import pack, tags
from .engine import Engine, here, run
from .store import Entry, Library, Record, key_of
from .work import Alone, Left, Plan, Result, Task, lexicon_of, moved, no_table, placed, read_judged

AT_ONCE = 32  # files that are remembered together
_BYTES = 16 << 20
_SECONDS = 5.0

Say = Callable[[str], None]  # hears the path of each file that is done


@dataclass(slots=True)
class File:
    """One file of a run. known: it is in the library under its key, all of it."""

    path: str
    key: str = ""
    known: bool = False
    unread: list[Left] = field(default_factory=list)
    extractions: list[Extraction] | None = None
    alone: list[Alone] = field(default_factory=list)
    bug: str = ""
    _stat: tuple[int, int, int] = (0, 0, 0)


@dataclass(slots=True)
class Counts:
    """What a run had to do: files read, parsed again, judged again, and those of which all was known."""

    read: int = 0
    parsed: int = 0
    judged: int = 0
    known: int = 0


class Run:
    """A run over some files, with or without a library.

    whole: whether the extractions themselves are wanted, or only that the library knows them.
    """

    def __init__(
        self,
        paths: Iterable[Path],
        settings: Config | None,
        *,
        version: str,
        engine: Engine = here,
        library: Library | None = None,
        lexicon: Path | None = None,
        whole: bool = True,
        passwords: Sequence[str] = (),
        say: Say | None = None,
    ) -> None:
        self.files = [File(str(path)) for path in paths]
        self.settings = settings
        self.version = version
        self.engine = engine
        self.library = library
        self.lexicon = lexicon
        self.whole = whole
        self.say = say
        self.tags = tags.now(settings or Config(), version, lexicon)
        self.plan = Plan.of(settings, flat=library is not None, lexicon=lexicon, code=tags.code(), passwords=passwords)
        self.counts = Counts()
        self._waiting: list[Record] = []
        self._size = 0
        self._since = 0.0
        self._known_size: dict[tuple[str, int], list[Entry]] = {}
        self._known_content: dict[str, list[Entry]] = {}
        self._moved: list[File] = []
        self._lock = threading.Lock()

    # ---- what is known -------------------------------------------------------------------------------------------

    def go(self) -> "Run":
        """Do what is to be done."""
        self._look()
        todo = [number for number, file in enumerate(self.files) if not self._known(file)]
        with released():
            for _ in range(3):  # what turns out to be damaged is done again
                self._do(todo)
                todo = self._fetch() if self.whole else []
                if not todo:
                    break
        self._follow()
        for file in map(self.files.__getitem__, todo):
            why = "读入后，资料库里的记录一再损坏，没有用它；请检查资料库所在的磁盘，或不用资料库再试"
            file.unread = [(0, file.path, f"{file.path} {why}")]
        return self

    def _look(self) -> None:
        if self.library is not None:
            for entry in self.library.entries.values():
                self._known_size.setdefault((entry.name, entry.size), []).append(entry)
                self._known_content.setdefault(entry.sha, []).append(entry)

    def unknown(self) -> list[File]:
        """The files of which the library does not have all; nothing is done."""
        self._look()
        return [file for file in self.files if not self._known(file)]

    def _known(self, file: File) -> bool:
        """Whether the library has all of a file; its key is written down where its content is known."""
        if self.library is None:
            return False
        path = Path(file.path)
        try:
            found = path.stat()
        except (OSError, ValueError):
            return False
        file._stat = (found.st_size, found.st_mtime_ns, time.time_ns())
        entry = self.library.at(os.path.abspath(path))
        if entry is None or entry.name != path.name or not entry.untouched(found.st_size, found.st_mtime_ns):
            entry = self._same(path, found.st_size)
            if entry is not None and not os.path.exists(entry.path):
                self._moved.append(file)
        if entry is None or entry.tags.get("files") not in (self.tags.read, self.tags.scan):
            return False
        if entry.unread and not entry.dead and self.plan.passwords:
            return False  # what is missing of it may open now
        file.key = entry.key
        if entry.dead:
            file.unread = moved(entry.unread, entry.path, file.path)
            file.extractions = []
            self.counts.known += 1
            return True
        file.known = entry.tags.get("parsed") == self.tags.parse and (
            self.settings is None or entry.tags.get("judged") == self.tags.judge
        )
        self.counts.known += file.known
        return file.known

    def _same(self, path: Path, size: int) -> Entry | None:
        """The file that has this content and name; the content is looked at only where size and name are known."""
        if (path.name, size) not in self._known_size or self.library is None:
            return None
        try:
            return self.library.entries.get(key_of(sha256(path.read_bytes()).hexdigest(), path.name))
        except OSError:
            return None

    def _follow(self) -> None:
        """Remember where files lie now that have been moved since. That it cannot be written costs time only."""
        for start in range(0, len(self._moved), AT_ONCE):
            some = {file.key: file for file in self._moved[start : start + AT_ONCE] if file.key}
            if self.library is None or not some:
                continue
            documents = self.library.load("files", some)
            records = []
            for key, text in documents.items():
                known, file = self.library.entries[key], some[key]
                now = os.path.abspath(file.path)
                size, mtime, seen = file._stat
                records.append(
                    Record(
                        key=key,
                        path=now,
                        sha=known.sha,
                        name=known.name,
                        size=size,
                        mtime=mtime,
                        seen=seen,
                        read_tag=known.tags["files"],
                        tool=known.tool,
                        dead=known.dead,
                        unread=moved(known.unread, known.path, now),
                        documents=text,
                    )
                )
            if records:
                with suppress(OutputError):
                    self.library.append(records)

    def _fetch(self) -> list[int]:
        """Take what is known from the library; the numbers of files of which something is damaged after all."""
        assert self.library is not None or not any(file.known for file in self.files)
        missing = []
        wanted = [number for number, file in enumerate(self.files) if file.known and file.extractions is None]
        for some in self._by_segment(wanted):
            assert self.library is not None
            keys = [self.files[number].key for number in some]
            texts = [self.library.load(stage, keys) for stage in self._stages()]
            for number in some:
                file = self.files[number]
                mine = [found.get(file.key) for found in texts]
                entry = self.library.entries.get(file.key)
                if entry is None or None in mine:
                    file.known = False
                    missing.append(number)
                    continue
                self._take(file, mine[0] or "", mine[1] or "", mine[2] if len(mine) > 2 else None)
                file.unread = moved(entry.unread, entry.path, file.path)
        self.counts.known -= len(missing)
        return missing

    def _stages(self) -> Sequence[str]:
        return ("files", "parsed") if self.settings is None else ("files", "parsed", "judged")

    def _by_segment(self, numbers: Iterable[int]) -> Iterator[list[int]]:
        groups: dict[object, list[int]] = {}
        for number in numbers:
            assert self.library is not None
            entry = self.library.entries.get(self.files[number].key)
            groups.setdefault(None if entry is None else entry.segments.get("files"), []).append(number)
        return iter(groups.values())

    def _take(self, file: File, documents: str, extractions: str, judged: str | None) -> None:
        with kept():
            read = placed(pack.read_documents(documents), file.path)
            file.extractions = pack.read_extractions(extractions, read)
            file.alone = [] if judged is None else read_judged(judged)

    # ---- what is to be done --------------------------------------------------------------------------------------

    def _do(self, todo: Sequence[int]) -> None:
        if not todo:
            return
        self._since = time.monotonic()
        try:
            for result in run(self.engine, self._tasks(todo)):
                self._took(result)
                if self.say is not None:
                    self.say(result.path)
        finally:  # Ctrl-C too: the next run goes on from here
            self._remember()

    def _tasks(self, todo: Sequence[int]) -> Iterator[Task]:
        fresh = [number for number in todo if not self.files[number].key]
        for some in self._by_segment([number for number in todo if self.files[number].key]):
            assert self.library is not None
            with self._lock:
                documents = self.library.load("files", [self.files[number].key for number in some])
                parsed = [self.files[number].key for number in some if self._parsed(self.files[number])]
                extractions = self.library.load("parsed", parsed)
            for number in some:
                file = self.files[number]
                known = documents.get(file.key)
                if known is None:
                    yield Task(number, file.path, self.plan)
                else:
                    yield Task(number, file.path, self.plan, None, known, extractions.get(file.key))
        for number in fresh:
            yield Task(number, self.files[number].path, self.plan)

    def _parsed(self, file: File) -> bool:
        assert self.library is not None
        entry = self.library.entries.get(file.key)
        return entry is not None and entry.tags.get("parsed") == self.tags.parse

    def _took(self, result: Result) -> None:
        """Keep what came of a file, and remember it soon."""
        file = self.files[result.number]
        file.bug = result.bug
        if result.documents is not None or result.unread:
            file.unread = result.unread
        self.counts.read += result.documents is not None
        self.counts.parsed += result.extractions is not None and result.documents is None
        self.counts.judged += result.judged is not None and result.extractions is None
        if self.library is None:
            if result.documents is not None and result.extractions is not None and not result.bug:
                self._take(file, result.documents, result.extractions, result.judged)
            return
        record = self._record(file, result)
        if record is None:
            file.extractions = []
            return
        file.key = record.key
        file.known = not record.dead and not result.bug
        if record.dead:
            file.extractions = []
        self._waiting.append(record)
        self._size += sum(len(text) for text in (result.documents, result.extractions, result.judged) if text)
        late = time.monotonic() - self._since > _SECONDS
        if len(self._waiting) >= AT_ONCE or self._size > _BYTES or late:
            self._remember()

    def _record(self, file: File, result: Result) -> Record | None:
        """What the library is to remember of a result; nothing where the file could not be read."""
        sha = result.sha
        documents = result.documents
        if result.dead:
            try:
                sha, documents = sha256(bytes_of(Path(file.path))).hexdigest(), pack.text([])
            except UnreadableError:
                return None
        elif documents is not None and documents == pack.text([]):
            return None  # unread: perhaps it can be read the next time
        if documents is None and result.extractions is None and result.judged is None:
            return None
        size, mtime, seen = file._stat
        name, path = Path(file.path).name, os.path.abspath(file.path)
        return Record(
            key=key_of(sha, name) if sha is not None else file.key,
            path=path,
            sha=sha or "",
            name=name,
            size=size,
            mtime=mtime,
            seen=seen,
            read_tag=self.tags.scan if result.recognised else self.tags.read,
            parse_tag=self.tags.parse,
            judge_tag=self.tags.judge,
            tool=self.version,
            dead=result.dead,
            unread=moved(result.unread, file.path, path),
            documents=documents,
            extractions=result.extractions,
            judged=result.judged,
            flats=result.flats,
        )

    def _remember(self) -> None:
        if self.library is None or not self._waiting:
            return
        records, self._waiting, self._size, self._since = self._waiting, [], 0, time.monotonic()
        run_keys = {file.key for file in self.files} | {record.key for record in records}
        with self._lock:  # another thread looks what is known of the next files, perhaps at the folder again
            gone = []
            for record in records:
                if record.documents is not None:
                    before = self.library.at(record.path)
                    old = [*([] if before is None else [before]), *self._renamed(record)]
                    gone += [
                        Record(one.key, one.path, one.sha, one.name, gone=True)
                        for one in old
                        if one.key not in run_keys
                    ]
                for columns in record.flats.values():
                    columns["key"] = [record.key] * len(columns["key"])
            self.library.append([*gone, *records])

    def _renamed(self, record: Record) -> list[Entry]:
        """What is known of the same content under other names where no file is any more: one document counts once."""
        same = self._known_content.get(record.sha, ())
        return [one for one in same if one.name != record.name and not os.path.exists(one.path)]

    # ---- the result ----------------------------------------------------------------------------------------------

    @property
    def bugs(self) -> list[tuple[str, str]]:
        """Files at which the program itself went wrong, with the traceback."""
        return [(file.path, file.bug) for file in self.files if file.bug]

    def keys(self) -> frozenset[str]:
        """What the library calls the files of this run."""
        return frozenset(file.key for file in self.files if file.key)

    def extractions(self) -> list[Extraction]:
        return [one for file in self.files for one in file.extractions or ()]

    def unread(self) -> list[Unread]:
        """What could not be read, and documents without a table, in the order of the files."""
        found: list[Unread] = []
        for file in self.files:
            left = list(file.unread)
            for at, one in enumerate(file.extractions or ()):
                while left and left[0][0] <= at:
                    found.append(Unread(*left.pop(0)[1:]))
                if not one.tables:
                    found.append(no_table(one))
            found += [Unread(path, why) for _, path, why in left]
            if file.bug:
                found.append(
                    Unread(file.path, f"{file.path} 处理时程序出错，没有读入，请把错误信息和这个文件发给维护者")
                )
        return found

    def review(self, beside: Sequence[Extraction] = (), peers: Peers | None = None) -> Review:
        """Findings, scores and waivers of the whole run: the same as if it had been judged in one piece.

        beside: documents of others to compare with, peers: what others promise.
        """
        extractions = self.extractions()
        if self.settings is None:
            return Review(tuple(extractions), tuple(self.unread()), version=self.version)
        alone = [one for file in self.files if file.extractions for one in file.alone]
        words = lexicon_of(None if self.lexicon is None else str(self.lexicon))
        found = joined(extractions, alone, self.settings, words, beside, peers)
        return replace(found, unread=tuple(self.unread()), version=self.version)


def joined(
    extractions: Sequence[Extraction],
    alone: Sequence[Alone],
    settings: Config,
    lexicon: Lexicon,
    beside: Sequence[Extraction] = (),
    peers: Peers | None = None,
) -> Review:
    """What each document gave by itself, with what the rules find by comparing them, waivers and scores.

    Documents of one file name are told apart by their numbers; what compares documents names the first of them.
    """
    turns = by_name(extractions)
    across = Judge(settings, lexicon, rules=[rule for rule in RULES if rule.sees == "batch"])
    beside = _renamed(beside, turns[0])
    compared = across.all(extractions, beside, peers)
    found = [list(some) for _, some, _ in alone]
    hidden: dict[int, list[tuple[Finding, Waiver]]] = {}
    for number, (_, _, apart_from) in enumerate(alone):
        hidden[number] = [(finding, settings.waivers[at]) for finding, at in apart_from]
    for finding in compared.findings:
        found[turns[0][finding.document]].append(finding)
    last: list[tuple[Finding, Waiver]] = []
    for pair in compared.waived:
        (hidden[turns[0][pair[0].document]] if len(turns) == 1 else last).append(pair)
    found = [sorted(some, key=by_place) for some in found]
    waived = [pair for turn in turns for number in turn.values() for pair in hidden[number]] + last
    return scoring.judged(Review(tuple(extractions), beside=tuple(beside)), found, waived, settings)


def _renamed(beside: Iterable[Extraction], taken: Iterable[str]) -> list[Extraction]:
    """Documents to compare with, under names that no document of the run has."""
    names = set(taken)
    found = []
    for one in beside:
        name, number = one.document.file, 1
        while name in names:
            number += 1
            name = f"{one.document.file}（{number}）"
        names.add(name)
        if name != one.document.file:
            document = one.document
            text = pack.write_extractions([one]).replace(pack.text(document.file), pack.text(name), 1)
            one = pack.read_extractions(text, [replace(document, file=name)])[0]
        found.append(one)
    return found
