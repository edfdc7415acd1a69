"""A review of many files: with a library it is compared with all that came before, and a run in which nothing has changed
writes nothing."""

import json
import os
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..config import Config
from ..model import Review
from . import pack, tags
from .before import compared
from .engine import Engine, sharing
from .gather import Run
from .store import Library
from .work import Plan, Task, work

Watch = Callable[[str, str], None]


def reviewed(
    paths: Sequence[Path],
    settings: Config,
    *,
    version: str,
    engine: Engine,
    library: Library | None = None,
    watch: Watch | None = None,
    passwords: Sequence[str] = (),
) -> tuple[Review, Run]:
    """The review of some files, and the run that gave it. watch: is told what is done, and of which file. passwords: of
    files that open with one."""

    def say(path: str) -> None:
        if watch is not None:
            watch("读入", Path(path).name)

    run = Run(paths, settings, version=version, engine=engine, library=library, passwords=passwords, say=say)
    run.go()
    if watch is not None:
        watch("审核", "")
    with sharing(engine):
        if library is None or not run.keys():
            return run.review(), run
        beside, peers = compared(library, run.keys())
        library.compact()
        return run.review(beside, peers), run


# A run in which nothing has changed ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """What a run that wrote its workbooks said: on the standard output, and beside it; and its exit status."""

    out: str
    warnings: tuple[str, ...]
    status: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is asked to do. wish: whatever else than its files and settings decides what is written."""

    paths: Sequence[Path]
    out: Path
    settings: Config
    version: str
    library: Library
    wish: str
    passwords: Sequence[str] = ()


def _mark(asked: Asked, refused: Collection[str] | None = None) -> tuple[str, list[str]] | None:
    """Changes with anything that a workbook depends on, and the paths of files that cannot be read.

    refused: of the last run; None to take any. None where there is a file that is not known as it is now.
    """
    run = Run(
        asked.paths,
        asked.settings,
        version=asked.version,
        library=asked.library,
        whole=False,
        passwords=asked.passwords,
    )
    unread: dict[str, str] = {}
    for file in run.unknown():
        if refused is not None and file.path not in refused:
            return None
        said = _refusal(file.path, asked.passwords)
        if said is None:
            return None
        unread[file.path] = said
    parts = [f"{file.path}\0{unread.get(file.path, file.key)}" for file in run.files]
    parts += [
        run.tags.judge,
        tags.views(),
        repr(asked.settings.scoring),
        asked.settings.path,
        asked.library.state(),
        asked.wish,
    ]
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest(), list(unread)


def _refusal(path: str, passwords: Sequence[str]) -> str | None:
    """Why a file cannot be read; None where it can. It is tried again, for it may only have been open elsewhere."""
    result = work(Task(0, path, Plan(passwords=tuple(passwords))))
    if result.bug or result.documents not in (None, pack.text([])):
        return None
    return "\n".join(why for _, _, why in result.unread)


def _record(out: Path, library: Library) -> Path:
    where = os.path.abspath(out).encode("utf-8", "surrogatepass")
    return library.folder / "runs" / f"{sha256(where).hexdigest()[:16]}.json"


def unchanged(asked: Asked) -> Said | None:
    """What was said the last time, if the same run would write the same files where they still lie."""
    out = asked.out
    try:
        known = json.loads(_record(out, asked.library).read_text(encoding="utf-8"))
        written = {name: (out / name).stat() for name in known["files"]}
        refused = frozenset(known["refused"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if any([found.st_size, found.st_mtime_ns] != known["files"][name] for name, found in written.items()):
        return None
    found = _mark(asked, refused)
    if found is None or found[0] != known.get("mark"):
        return None
    return Said(known["out"], tuple(known["warnings"]), known["status"])


def remember(said: Said, files: Sequence[Path], asked: Asked) -> None:
    """Keep what was said, for the next run. That it cannot be kept costs time only."""
    found = _mark(asked)
    if found is None:
        return
    mark, refused = found
    with suppress(OSError):
        stats = {os.path.relpath(path, asked.out): path.stat() for path in files}
        about = {
            "mark": mark,
            "refused": refused,
            "out": said.out,
            "warnings": list(said.warnings),
            "status": said.status,
            "files": {name: [one.st_size, one.st_mtime_ns] for name, one in stats.items()},
        }
        record = _record(asked.out, asked.library)
        record.parent.mkdir(exist_ok=True)
        asked.library.put(record, lambda file: file.write(json.dumps(about, ensure_ascii=True).encode()))
