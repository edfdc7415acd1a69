"""What is done with one file, the same wherever it is done: read, extract, judge, each only where it is asked for.

Texts go in and come out, not objects: they are small to send, and the library keeps them as they are. What compares
documents is not done here.
"""

import functools
import os
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from .. import readers
from ..config import Config
from ..errors import UnreadableError
from ..extract import extract
from ..lexicon import Lexicon
from ..lexicon import default as default_lexicon
from ..lexicon import load as load_lexicon
from ..model import Document, Extraction, Finding, Unread
from ..review import Judge
from ..rules import RULES
from . import flat, pack


@dataclass(frozen=True, slots=True)
class Plan:
    """What holds for all files of a run.

    settings: None judges nothing. lexicon: folder of the word lists, None for the shipped ones. flat: whether the flat
    tables are wanted. code: of the program that asks (``tags.code``). passwords: of files that open with one.
    """

    settings: Config | None = None
    lexicon: str | None = None
    flat: bool = False
    code: str = ""
    passwords: tuple[str, ...] = ()

    @staticmethod
    def of(
        settings: Config | None,
        *,
        flat: bool = False,
        lexicon: Path | None = None,
        code: str = "",
        passwords: Sequence[str] = (),
    ) -> "Plan":
        """A plan that can be sent to another process: no read-only mappings, nothing that the rules do not need."""
        if settings is not None:
            limits = {name: dict(some) for name, some in settings.limits.items()}
            settings = replace(settings, severity=dict(settings.severity), limits=limits, scoring=None)
        return Plan(settings, None if lexicon is None else str(lexicon), flat, code, tuple(passwords))


@dataclass(frozen=True, slots=True)
class Task:
    """One file. data: its bytes where they are sent along. documents, extractions: what is known of it already."""

    number: int
    path: str
    plan: Plan
    data: bytes | None = None
    documents: str | None = None
    extractions: str | None = None

    def done(self) -> "Result":
        """What ``work`` makes of it."""
        return work(self)


# What could not be read of a file: how many of its documents stand before it, the path, a sentence.
Left = tuple[int, str, str]


@dataclass(slots=True)
class Result:
    """What came of one file; None for what was known before or not asked for.

    documents, extractions, judged: texts of ``pack``, one entry for each document of the file. recognised: a picture was
    read, with the help of word lists. dead: it ended the process that read it, again and again. bug: the traceback of our
    mistake.
    """

    number: int
    path: str
    sha: str | None = None
    documents: str | None = None
    extractions: str | None = None
    judged: str | None = None
    unread: list[Left] = field(default_factory=list)
    flats: dict[str, flat.Columns] = field(default_factory=dict)
    recognised: bool = False
    dead: bool = False
    bug: str = ""


def no_file(path: str) -> str:
    """What is said of a folder without a document."""
    return f"文件夹 {path} 里没有找到可读的文件，请核对路径，或检查是否有权限打开它"


def no_table(extraction: Extraction) -> Unread:
    """What is said of a document without a performance table."""
    name = extraction.document.path or extraction.document.file
    return Unread(name, f"{name} 里没有找到绩效目标表，请确认文件是否完整，或表格是否以图片形式存在")


def work(task: Task) -> Result:
    """Do what is to be done with one file. Never raises: what is wrong with the file is in the result, our bugs too."""
    result = Result(task.number, task.path)
    try:
        _work(task, result)
    except UnreadableError as error:
        result.unread.append((0, task.path, str(error)))
    except Exception:
        result.bug = traceback.format_exc()
    return result


def _work(task: Task, result: Result) -> None:
    plan = task.plan
    words = lexicon_of(plan.lexicon)
    if task.documents is not None:
        documents = placed(pack.read_documents(task.documents), task.path)
    else:
        documents = _read(task, result)
        result.recognised = any(grid.sure for one in documents for grid in one.grids())
        result.documents = pack.write_documents(
            [replace(one, path=one.path.removeprefix(task.path)) for one in documents]
        )
    if not documents:
        return
    key = result.path
    if task.extractions is not None:
        extractions = pack.read_extractions(task.extractions, documents)
    else:
        extractions = [extract(one, words) for one in documents]
        result.extractions = pack.write_extractions(extractions)
        if plan.flat:
            result.flats.update(flat.parsed(key, extractions))
    if plan.settings is not None:
        judge = _judge(plan.lexicon, _Settings(plan.settings))
        found = [judge.all([one]) for one in extractions]
        waivers = {waiver: at for at, waiver in enumerate(plan.settings.waivers)}
        result.judged = write_judged(
            [
                (one.document.file, some.findings, [(finding, waivers[waiver]) for finding, waiver in some.waived])
                for one, some in zip(extractions, found, strict=True)
            ]
        )
        if plan.flat:
            result.flats.update(flat.judged(key, [some.findings for some in found]))


def content(path: str) -> bytes:
    """The bytes of a file.

    Raises:
        UnreadableError: with a sentence; a folder is given only where nothing was found in it.
    """
    if os.path.isdir(path):
        raise UnreadableError(no_file(path))
    return readers.bytes_of(Path(path))


def _read(task: Task, result: Result) -> list[Document]:
    path = Path(task.path)
    data = content(task.path) if task.data is None else task.data
    result.sha = sha256(data).hexdigest()
    documents: list[Document] = []
    for one in readers.documents_in(data, path, task.plan.passwords):
        if isinstance(one, Unread):
            result.unread.append((len(documents), one.path, one.reason))
        else:
            documents.append(one)
    return documents


@functools.cache
def lexicon_of(folder: str | None) -> Lexicon:
    return default_lexicon() if folder is None else load_lexicon(Path(folder))


class _Settings:
    """Settings as a key of a cache: two that say the same are one."""

    def __init__(self, settings: Config) -> None:
        self.settings = settings
        self._said = repr(settings)

    def __hash__(self) -> int:
        return hash(self._said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Settings) and other._said == self._said


@functools.lru_cache(maxsize=2)
def _judge(folder: str | None, settings: _Settings) -> Judge:
    """The rules that look at one document alone."""
    return Judge(settings.settings, lexicon_of(folder), rules=[rule for rule in RULES if rule.sees != "batch"])


# What was found in one document: its file's name, the findings, and those that are waived with the number of the waiver.
Alone = tuple[str, Sequence[Finding], Sequence[tuple[Finding, int]]]


def write_judged(found: Sequence[Alone]) -> str:
    return pack.text(
        [
            [file, [pack.plain(one, file) for one in some], [[pack.plain(one, file), at] for one, at in waived]]
            for file, some, waived in found
        ]
    )


def read_judged(written: str) -> list[Alone]:
    return [
        (
            file,
            [pack.value(Finding, one, file) for one in some],
            [(pack.value(Finding, one, file), at) for one, at in waived],
        )
        for file, some, waived in pack.rows(written)
    ]


def placed(documents: Sequence[Document], path: str) -> list[Document]:
    """Documents whose path is what follows the path of their file, with that path."""
    return [replace(one, path=path + one.path) for one in documents]


def moved(unread: Iterable[Left], before: str, now: str) -> list[Left]:
    """What could not be read of a file that was found at another path before."""
    return [(at, path.replace(before, now), why.replace(before, now)) for at, path, why in unread]
