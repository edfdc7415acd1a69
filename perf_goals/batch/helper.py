"""A process of our own that does one thing at a time, so that a file which ends it ends nothing else.

What is to be done and what comes of it go through its standard input and output. The process needs no
guard in the caller's main module, as ``multiprocessing`` would, and starts alike on every system.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

from ..errors import PerfGoalsError
from ..memory import settle
from .work import Result, Task

TRIES = 3  # times that a file may end its process before it is set aside
_LENGTH = 8
_PATIENCE = 30.0  # seconds that a process may take to finish what it is at
_COMMAND = ("-c", "from perf_goals.batch.helper import main; main()")


T_co = TypeVar("T_co", covariant=True)


class Errand(Protocol[T_co]):
    """What such a process does; it and what comes of it can be pickled."""

    def done(self) -> T_co: ...


class Ended(Exception):
    """The process has ended before it answered."""


def _send(stream: IO[bytes], value: Any) -> None:
    content = pickle.dumps(value, protocol=5)
    stream.write(len(content).to_bytes(_LENGTH, "little"))
    stream.write(content)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    """What the other side has sent.

    Raises:
        EOFError: it has gone, perhaps in the middle.
    """
    head = stream.read(_LENGTH)
    size = int.from_bytes(head, "little")
    content = stream.read(size) if len(head) == _LENGTH else b""
    if len(head) < _LENGTH or len(content) < size:
        raise EOFError
    return pickle.loads(content)


class Helper:
    """One such process, started when it is needed first and again after it has ended. For one thread at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def _start(self) -> "subprocess.Popen[bytes]":
        if self._process is not None:
            return self._process
        where = str(Path(__file__).resolve().parents[2])
        paths = [where, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        more: dict[str, Any] = {}
        if sys.platform == "win32":
            more["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        else:
            more["start_new_session"] = True  # Ctrl-C in a terminal is for the one who asked
        with self._lock:
            if self._closed:
                raise Ended
            process = subprocess.Popen(
                [sys.executable, *_COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))},
                **more,
            )
            self._process = process
        try:
            assert process.stdout is not None
            _receive(process.stdout)
        except EOFError:
            self._drop()
            if self._closed:
                raise Ended from None
            raise PerfGoalsError(
                f"无法启动工作进程（{sys.executable} 退出状态 {process.returncode}），请用 --jobs 1 在本进程中运行"
            ) from None
        return process

    def _drop(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()

    def ask(self, errand: Errand[T_co]) -> T_co:
        """Have one errand done.

        Raises:
            Ended: the process has ended at it, or was closed. PerfGoalsError: no process can be started.
        """
        process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _send(process.stdin, errand)
            found: T_co = _receive(process.stdout)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self._drop()
            raise Ended from None
        return found

    def close(self) -> None:
        """End the process, from whichever thread."""
        self._closed = True
        with self._lock:
            process = self._process
        if process is not None:
            with suppress(OSError):
                process.kill()

    def end(self) -> None:
        """Close it and wait until it has gone; only when no thread asks it any more."""
        self.close()
        self._drop()

    def leave(self) -> None:
        """Let the process end by itself: it has nothing more to do, and leaves nothing half done."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is not None:
            assert process.stdin is not None
            with suppress(OSError):
                process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
        self._drop()

    @property
    def closed(self) -> bool:
        return self._closed


def guarded(task: Task, helper: Helper) -> Result:
    """One file, tried again where its process ends; set aside with a sentence where that goes on.

    Raises:
        Ended: the helper was closed.
    """
    for _ in range(TRIES):
        try:
            return helper.ask(task)
        except Ended:
            if helper.closed:
                raise
    return set_aside(task)


def set_aside(task: Task) -> Result:
    """What is said of a file that cannot be worked on."""
    why = "读取时程序进程意外终止"
    sentence = f"{task.path} {why}，试了 {TRIES} 次，已跳过；文件可能已损坏或过大，请另存为新文件后再试，或发给维护者"
    return Result(task.number, task.path, unread=[(0, task.path, sentence)], dead=True)


def main() -> None:
    """Do errands until nobody asks any more."""
    with suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the answers
    tasks = sys.stdin.buffer
    try:
        _send(answers, None)
        while True:
            _send(answers, _receive(tasks).done())
            settle()  # the word lists, which the first errand has loaded, and what is remembered of texts
    except (EOFError, OSError):
        return
