"""Where the work is done: here, in processes of this machine, or on a Dask cluster. The results are the same.

An engine takes tasks as it can use them and gives results as they come, in any order. Closing the generator stops it.
"""

import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext

from ..errors import PerfGoalsError
from .helper import Ended, Helper, guarded
from .work import Result, Task, work

Engine = Callable[[Iterable[Task]], Iterator[Result]]
FEW = 64  # so few files are done here: a process has its word lists to load first


def here(tasks: Iterable[Task]) -> Iterator[Result]:
    """One after another in this process."""
    return map(work, tasks)


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Tasks:
    """Tasks that several threads take from; none of them is made before it is taken."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = iter(tasks)
        self._lock = threading.Lock()
        self._stopped = False

    def take(self) -> Task | None:
        with self._lock:
            if self._stopped:
                return None
            return next(self._tasks, None)

    def stop(self) -> None:
        self._stopped = True


def local(jobs: int) -> Engine:
    """So many processes of this machine."""

    def run(tasks: Iterable[Task]) -> Iterator[Result]:
        shared = _Tasks(tasks)
        results: queue.Queue[Result | BaseException | None] = queue.Queue(maxsize=4 * jobs)
        stopped = threading.Event()
        helpers = [Helper() for _ in range(jobs)]

        def put(one: Result | BaseException | None) -> None:
            while not stopped.is_set():
                try:
                    results.put(one, timeout=0.2)
                    return
                except queue.Full:
                    continue

        def serve(helper: Helper) -> None:
            try:
                while (task := shared.take()) is not None:
                    put(guarded(task, helper))
            except Ended:
                pass
            except BaseException as error:  # handed to the one who waits
                put(error)
            finally:
                helper.close()
                put(None)

        threads = [threading.Thread(target=serve, args=(helper,), daemon=True) for helper in helpers]
        for thread in threads:
            thread.start()
        try:
            running = len(threads)
            while running:
                found = _next(results)
                if found is None:
                    running -= 1
                elif isinstance(found, BaseException):
                    raise found
                else:
                    yield found
        finally:
            stopped.set()
            shared.stop()
            for helper in helpers:
                helper.close()
            for thread in threads:
                thread.join()
            for helper in helpers:
                helper.end()

    return run


def _next(results: "queue.Queue[Result | BaseException | None]") -> Result | BaseException | None:
    """Waits in short turns: on Windows an endless wait would not hear Ctrl-C."""
    while True:
        try:
            return results.get(timeout=0.5)
        except queue.Empty:
            continue


def choose(jobs: int | None, cluster: str | None, files: int) -> Engine:
    """The engine for a run. jobs: None for the cores; few files are done here.

    Raises:
        PerfGoalsError: both are given, or a number of processes that makes no sense.
    """
    if cluster is not None:
        if jobs is not None:
            raise PerfGoalsError("--jobs 和 --cluster 只能用一个：进程数由集群决定")
        from .cluster import remote

        return remote(cluster)
    if jobs is not None and jobs < 1:
        raise PerfGoalsError(f"--jobs 应为 1 或更大的整数，现在是 {jobs}")
    jobs = min(processes(jobs, files), max(1, files))
    return here if jobs == 1 else local(jobs)


def processes(jobs: int | None, files: int) -> int:
    """So many as are wanted; None for the cores where there are many files."""
    if jobs is not None:
        return jobs
    return 1 if files < FEW else cores()


def sharing(engine: Engine) -> AbstractContextManager[None]:
    """What an engine does of comparing texts, while this lasts; of most it is nothing."""
    found: AbstractContextManager[None] = getattr(engine, "sharing", nullcontext)()
    return found


def run(engine: Engine, tasks: Iterable[Task]) -> Iterator[Result]:
    """The results of an engine, which is stopped whatever happens."""
    results = engine(tasks)
    if hasattr(results, "close"):
        with closing(results):  # type: ignore[type-var]
            yield from results
    else:
        yield from results
