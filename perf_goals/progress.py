"""What a command says beside its result: a bar while it works, words with ``--verbose``, a log file.

All of it goes to the standard error; the bar only where that is a terminal.
"""

import logging
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .errors import OutputError
from .export import shortened
from .model import Extraction, Unread

LOG = logging.getLogger("perf_goals")


class _Console(logging.Handler):
    """Writes to what is the standard error at the time: a bar takes its place while it is shown."""

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr)


@contextmanager
def logging_to(path: str | None, *, verbose: bool = False) -> Iterator[None]:
    """Log into a file, which is added to, and with ``verbose`` to the standard error.

    Raises:
        OutputError: the file cannot be written.
    """
    handlers: list[logging.Handler] = []
    if path is not None:
        try:
            handlers.append(logging.FileHandler(path, encoding="utf-8", errors="backslashreplace"))
        except OSError as error:
            raise OutputError(f"无法写日志 {path}（{error.strerror or error}），请换一个可以写入的位置") from None
        handlers[-1].setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    if verbose:
        handlers.append(_Console(logging.INFO))
    before = LOG.level, LOG.propagate
    LOG.setLevel(logging.DEBUG if handlers else logging.CRITICAL + 1)
    LOG.propagate = False
    for one in handlers:
        LOG.addHandler(one)
    try:
        yield
    finally:
        LOG.setLevel(before[0])
        LOG.propagate = before[1]
        for one in handlers:
            LOG.removeHandler(one)
            one.close()


_REST = 30  # characters of a line beside the bar and the name: what is done, how many, how long


class Bar:
    """How far the work is: what is done to which file, how many are done, how long it will take.

    Shown only on a terminal, gone when the work is done. Without a terminal, or if ``quiet``, every call does nothing.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown: Any = None if quiet or not _terminal() else _shown()
        self._task: Any = None
        self._new = False

    def __enter__(self) -> "Bar":
        if self._shown is not None:
            self._shown.start()
        return self

    def __exit__(self, *about: object) -> None:
        if self._shown is not None:
            self._shown.stop()

    def over(self, what: str, paths: Sequence[Path]) -> Iterator[Path]:
        """The paths one by one, each shown while it is worked on."""
        self.begin(what, len(paths))
        for path in paths:
            self.name(path.name)
            began = time.perf_counter()
            yield path
            LOG.debug("%s %s，用时 %.2f 秒", what, path, time.perf_counter() - began)
            self.advance()

    def begin(self, what: str, total: int | None = None) -> None:
        """A new kind of work on ``total`` files; None where nobody can say how long it takes."""
        if self._shown is None:
            return
        if self._task is not None:
            self._shown.remove_task(self._task)
        self._task = self._shown.add_task(what, total=total, name="")
        self._new = True

    def name(self, name: str) -> None:
        if self._shown is not None:
            # the first name stands there at once, the others when the bar is next drawn
            width = self._shown.console.width
            room = width - _bar_width(width) - _REST  # a name that is too long would take the time's place
            self._shown.update(self._task, name=shortened(name, min(room, 40)) if room > 4 else "", refresh=self._new)
            self._new = False

    def advance(self) -> None:
        if self._shown is not None:
            self._shown.advance(self._task)


def _terminal() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _bar_width(width: int) -> int:
    return 24 if width >= 90 else 10


def _shown() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    class Left(TimeRemainingColumn):
        """剩余 0:00:12, and nothing where it cannot be known."""

        def render(self, task: Any) -> Any:
            from rich.text import Text

            return Text("剩余 ") + super().render(task) if task.total else Text("")

    class Count(MofNCompleteColumn):
        def render(self, task: Any) -> Any:
            from rich.text import Text

            return super().render(task) if task.total else Text("")

    console = Console(stderr=True, highlight=False, emoji=False)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=_bar_width(console.width)),
        Count(),
        Left(),
        TextColumn("{task.fields[name]}", markup=False),  # a [ in a file name is no markup
        console=console,
        transient=True,
        redirect_stdout=False,
    )


def note_files(found: Iterable[Extraction | Unread]) -> None:
    """Log what came of the files."""
    for one in found:
        if isinstance(one, Unread):
            LOG.debug("未读入：%s", one.reason)
        else:
            counts = len(one.tables), len(one.indicators), len(one.goals), len(one.refusals)
            LOG.info("读入 %s：%d 张绩效表，%d 个指标，%d 条目标，%d 行未识别", one.document.file, *counts)
