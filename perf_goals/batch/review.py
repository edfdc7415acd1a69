"""A review of many files: with a library it is compared with all that came before, and a run in which nothing has changed
writes nothing."""

import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..config import Config
from ..model import Review
from . import tags
from .before import compared
from .engine import Engine, sharing
from .gather import Run
from .store import Library

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


def _mark(paths: Sequence[Path], settings: Config, version: str, library: Library, wish: str) -> str | None:
    """Changes with anything that a workbook depends on; None where a file is not known as it is now."""
    run = Run(paths, settings, version=version, library=library, whole=False)
    files = run.known()
    if files is None:
        return None
    parts = [f"{file.path}\0{file.key}" for file in files]
    parts += [
        run.tags.judge,
        tags.views(),
        repr(settings.scoring),
        settings.path,
        repr(settings.waivers),
        library.state(),
        wish,
    ]
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _record(out: Path, library: Library) -> Path:
    where = os.path.abspath(out).encode("utf-8", "surrogatepass")
    return library.folder / "runs" / f"{sha256(where).hexdigest()[:16]}.json"


def unchanged(
    paths: Sequence[Path], out: Path, settings: Config, version: str, library: Library, wish: str
) -> Said | None:
    """What was said the last time, if the same run would write the same files where they still lie.

    wish: whatever else the files depend on.
    """
    try:
        known = json.loads(_record(out, library).read_text(encoding="utf-8"))
        written = {name: (out / name).stat() for name in known["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if any([found.st_size, found.st_mtime_ns] != known["files"][name] for name, found in written.items()):
        return None
    if known.get("mark") != _mark(paths, settings, version, library, wish):
        return None
    return Said(known["out"], tuple(known["warnings"]), known["status"])


def remember(
    said: Said,
    files: Sequence[Path],
    paths: Sequence[Path],
    out: Path,
    settings: Config,
    version: str,
    library: Library,
    wish: str,
) -> None:
    """Keep what was said, for the next run. That it cannot be kept costs time only."""
    mark = _mark(paths, settings, version, library, wish)
    if mark is None:
        return
    with suppress(OSError):
        found = {os.path.relpath(path, out): path.stat() for path in files}
        about = {
            "mark": mark,
            "out": said.out,
            "warnings": list(said.warnings),
            "status": said.status,
            "files": {name: [one.st_size, one.st_mtime_ns] for name, one in found.items()},
        }
        record = _record(out, library)
        record.parent.mkdir(exist_ok=True)
        library.put(record, lambda file: file.write(json.dumps(about, ensure_ascii=True).encode()))
