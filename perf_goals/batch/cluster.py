"""The same work on a Dask cluster: files are sent as bytes, so that the workers need not see the disk they lie on.

Each thread of a worker has a process of its own that works on a file, as on one machine: a file that ends its process ends no
worker, and what must not run in threads (PDF) does not. A worker that is lost has its files done by another one.
"""

import queue
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import PerfGoalsError, UnreadableError
from . import tags
from .helper import TRIES, Ended, Helper, guarded, set_aside
from .work import Result, Task, content

if TYPE_CHECKING:
    from .engine import Engine

PATIENCE = 3.0  # seconds in which a cluster has to answer
LONELY = 30.0  # seconds that a run waits for a worker where all have gone
_FETCH = 2.0  # seconds that a result may take on its way before another one is looked at
_AHEAD = 3  # files that are sent for each thread of the cluster before their turn

_mine = threading.local()


def attend(task: Task) -> Result:
    """What a worker does with a file."""
    if (code := tags.code()) != task.plan.code:
        return Result(task.number, task.path, bug=f"code {code}")
    helper: Helper | None = getattr(_mine, "helper", None)
    if helper is None or helper.closed:
        helper = _mine.helper = Helper()
    return guarded(task, helper)


def remote(address: str) -> "Engine":
    """The engine of a cluster.

    Raises:
        PerfGoalsError: the extra is not installed.
    """
    try:
        import distributed
    except ModuleNotFoundError as error:
        raise PerfGoalsError(
            f"用集群需要的程序库没有安装（{error.name}），请运行 pip install perf-goals[cluster]"
        ) from None

    def run(tasks: Iterable[Task]) -> Iterator[Result]:
        client = _client(distributed, address)
        try:
            yield from _Cluster(distributed, client, address).run(tasks)
        finally:
            with suppress(Exception):  # whatever has become of the other side
                client.close(timeout=PATIENCE)

    return run


def _client(distributed: Any, address: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # other versions of libraries that are not ours
            client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
            client.wait_for_workers(1, timeout=PATIENCE)
            return client
    except (OSError, TimeoutError, ValueError) as error:
        if isinstance(error, TimeoutError) and "client" in locals():
            client.close(timeout=PATIENCE)
            raise PerfGoalsError(
                f"集群 {address} 上没有工作进程，请先启动（dask worker {address}），或用 --jobs 在本机运行"
            ) from None
        raise PerfGoalsError(
            f"连不上集群 {address}（{PATIENCE:g} 秒内没有回应），请核对地址和端口，或用 --jobs 在本机运行"
        ) from None


class _Cluster:
    """One run on a cluster."""

    def __init__(self, distributed: Any, client: Any, address: str) -> None:
        self.distributed = distributed
        self.client = client
        self.address = address
        self.came: queue.Queue[Any] = queue.Queue()
        self.sent: dict[Any, Task] = {}
        self.lost: dict[int, int] = {}

    def run(self, tasks: Iterable[Task]) -> Iterator[Result]:
        waiting = iter(tasks)
        more = True
        while more or self.sent:
            while more and len(self.sent) < self._room():
                task = next(waiting, None)
                if task is None:
                    more = False
                    break
                refused = self._send(task)
                if refused is not None:
                    yield refused
            if self.sent:
                found = self._result(self._next())
                if found is not None:
                    yield found

    def _room(self) -> int:
        return max(2, _AHEAD * sum(self._threads()))

    def _threads(self) -> list[int]:
        return [worker["nthreads"] for worker in self.client.scheduler_info(n_workers=-1)["workers"].values()]

    def _send(self, task: Task) -> Result | None:
        """Send one file off; a result at once where it cannot even be opened."""
        if task.data is None and task.documents is None:
            try:
                task = replace(task, data=content(task.path))
            except UnreadableError as error:
                return Result(task.number, task.path, unread=[(0, task.path, str(error))])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a large file is large
            future = self.client.submit(attend, task, pure=False)
        self.sent[future.key] = task
        future.add_done_callback(self.came.put)
        return None

    def _next(self) -> Any:
        """The next future that is done; a clear word where nobody is left to do any."""
        alone = 0.0
        while True:
            try:
                return self.came.get(timeout=0.5)
            except queue.Empty:
                if self.client.status not in ("running", "connecting"):
                    raise self._gone() from None
                alone = 0.0 if self._threads() else alone + 0.5
                if alone >= LONELY:
                    raise PerfGoalsError(
                        f"集群 {self.address} 上的工作进程都停了，请重新启动后再运行；用 --library 时已读完的不用再读"
                    ) from None

    def _gone(self) -> PerfGoalsError:
        return PerfGoalsError(f"与集群 {self.address} 的连接断了，请检查后再运行；用 --library 时已读完的不用再读")

    def _result(self, future: Any) -> Result | None:
        """What came of a future; None where its file is sent once more."""
        task = self.sent.pop(future.key)
        try:
            found: Result = future.result(timeout=_FETCH)
        except TimeoutError:
            if future.status == "finished":  # it is on its way, perhaps from a worker that has gone
                self.sent[future.key] = task
                future.add_done_callback(self.came.put)
            else:
                self._send(task)  # what was done is lost with its worker
            return None
        except (self.distributed.scheduler.KilledWorker, Ended):
            self.lost[task.number] = self.lost.get(task.number, 0) + 1
            if self.lost[task.number] >= TRIES:
                return set_aside(task)
            self._send(task)
            return None
        except (self.distributed.client.FutureCancelledError, OSError):
            raise self._gone() from None
        except ModuleNotFoundError as error:
            raise PerfGoalsError(
                f"集群 {self.address} 的工作进程里没有安装 {error.name}，请在每台机器上安装与本机相同的 perf-goals"
            ) from None
        if found.bug.startswith("code "):
            raise PerfGoalsError(
                f"集群 {self.address} 的工作进程里的 perf-goals（或词库）与本机不同，请在每台机器上安装相同的版本"
            )
        return found
