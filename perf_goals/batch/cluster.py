"""The same work on a Dask cluster: files are sent as bytes, so that the workers need not see the disk they lie on.

Each thread of a worker has a process of its own that works on a file, as on one machine: a file that ends its process ends no
worker, and what must not run in threads (PDF) does not. A worker that is lost has its files done by another one.

Near copies among very many texts are found there too, band by band, by the steps of ``similarity.shuffle``.
"""

import queue
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..errors import PerfGoalsError, UnreadableError
from ..similarity import bands, near, shuffle
from . import tags
from .helper import TRIES, Ended, Helper, guarded, set_aside
from .work import Result, Task, content

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .engine import Engine

    Numbers = NDArray[Any]

PATIENCE = 10.0  # seconds in which a cluster has to answer
IDLE = 3.0  # seconds in which one that has answered has to name a worker
LONELY = 30.0  # seconds that a run waits for a worker where all have gone
_FETCH = 2.0  # seconds that a result may take on its way before another one is looked at
CHUNK = 1 << 16  # texts that are signed in one step, pairs that are counted in one
PART = 2_000_000  # texts whose keys of a band meet in one place
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


class Remote:
    """The engine of a cluster.

    Raises:
        PerfGoalsError: the extra is not installed.
    """

    def __init__(self, address: str) -> None:
        try:
            import distributed
        except ModuleNotFoundError as error:
            raise PerfGoalsError(
                f"用集群需要的程序库没有安装（{error.name}），请运行 pip install perf-goals[cluster]"
            ) from None
        self.distributed = distributed
        self.address = address

    def __call__(self, tasks: Iterable[Task]) -> Iterator[Result]:
        with self._client() as client:
            yield from _Cluster(self.distributed, client, self.address).run(tasks)

    @contextmanager
    def sharing(self) -> Iterator[None]:
        """Near copies among very many texts are the cluster's work here."""
        with ExitStack() as stack:
            crew = _Crew(self.distributed, lambda: stack.enter_context(self._client()), self.address)
            with near.sharing(crew):
                yield

    @contextmanager
    def _client(self) -> Iterator[Any]:
        client = _client(self.distributed, self.address)
        try:
            yield client
        finally:
            with suppress(Exception):  # whatever has become of the other side
                client.close(timeout=PATIENCE)


def remote(address: str) -> "Engine":
    return Remote(address)


def _client(distributed: Any, address: str) -> Any:
    class Client(distributed.Client):  # type: ignore[misc]
        """One that is closed here and not by the collector, which may come at it in the middle of the next one's beginning:
        both take the same lock."""

        def start(self, **how: Any) -> None:
            try:
                super().start(**how)
            except BaseException:
                with suppress(Exception):
                    self.close(timeout=PATIENCE)
                raise

        def __del__(self) -> None:
            pass

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # other versions of libraries that are not ours
            client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise PerfGoalsError(
            f"连不上集群 {address}（{PATIENCE:g} 秒内没有回应），请核对地址和端口，或用 --jobs 在本机运行"
        ) from None
    except Exception as error:  # whatever comes of taking another program's answer for a scheduler's
        raise PerfGoalsError(
            f"{address} 有回应，但不是 Dask 集群，或版本相差太远（{type(error).__name__}），"
            "请核对地址和端口，或用 --jobs 在本机运行"
        ) from error
    try:
        client.wait_for_workers(1, timeout=IDLE)
    except TimeoutError:
        client.close(timeout=PATIENCE)
        raise PerfGoalsError(
            f"集群 {address} 上没有工作进程，请先启动（dask worker {address}），或用 --jobs 在本机运行"
        ) from None
    return client


class _Ties:
    """To a cluster, with what is said when they break."""

    def __init__(self, distributed: Any, client: Any, address: str) -> None:
        self.distributed = distributed
        self.client = client
        self.address = address

    def threads(self) -> list[int]:
        return [worker["nthreads"] for worker in self.client.scheduler_info(n_workers=-1)["workers"].values()]

    def lonely(self, seconds: float, more: float) -> float:
        """How long nobody has been there to work, after some more seconds of waiting.

        Raises:
            PerfGoalsError: too long, or the connection is gone.
        """
        if self.client.status not in ("running", "connecting"):
            raise self.gone() from None
        seconds = 0.0 if self.threads() else seconds + more
        if seconds >= LONELY:
            raise PerfGoalsError(
                f"集群 {self.address} 上的工作进程都停了，请重新启动后再运行；用 --library 时已读完的不用再读"
            ) from None
        return seconds

    def gone(self) -> PerfGoalsError:
        return PerfGoalsError(f"与集群 {self.address} 的连接断了，请检查后再运行；用 --library 时已读完的不用再读")

    def missing(self, error: ModuleNotFoundError) -> PerfGoalsError:
        return PerfGoalsError(
            f"集群 {self.address} 的工作进程里没有安装 {error.name}，请在每台机器上安装与本机相同的 perf-goals"
        )

    def other(self) -> PerfGoalsError:
        return PerfGoalsError(
            f"集群 {self.address} 的工作进程里的 perf-goals（或词库）与本机不同，请在每台机器上安装相同的版本"
        )


class _Cluster(_Ties):
    """One run on a cluster."""

    def __init__(self, distributed: Any, client: Any, address: str) -> None:
        super().__init__(distributed, client, address)
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
        return max(2, _AHEAD * sum(self.threads()))

    def _send(self, task: Task) -> Result | None:
        """Send one file off; a result at once where it cannot even be opened."""
        if task.data is None and task.documents is None:
            try:
                task = replace(task, data=content(task.path))
            except UnreadableError as error:
                return Result(task.number, task.path, unread=[(0, task.path, str(error))])
        with _quiet():
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
                alone = self.lonely(alone, 0.5)

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
            raise self.gone() from None
        except ModuleNotFoundError as error:
            raise self.missing(error) from None
        if found.bug.startswith("code "):
            raise self.other()
        return found


class _Crew:
    """Finds near copies on a cluster. The connection is made when there is something to find."""

    def __init__(self, distributed: Any, connect: Callable[[], Any], address: str) -> None:
        self._distributed = distributed
        self._connect = connect
        self._address = address
        self._ties: _Ties | None = None

    def _tied(self) -> _Ties:
        if self._ties is None:
            ties = _Ties(self._distributed, self._connect(), self._address)
            try:
                codes = ties.client.run(_code)
            except ModuleNotFoundError as error:
                raise ties.missing(error) from None
            except OSError:
                raise ties.gone() from None
            if set(codes.values()) != {tags.code()}:
                raise ties.other()
            self._ties = ties
        return self._ties

    def met(self, items: near.Items, codes: near.Codes, least: float) -> tuple["Numbers", "Numbers"]:
        """Signatures stay where they are made. Of each band the keys go to whoever has its part of them, then the signatures
        of those that share a key."""
        ties = self._tied()
        begins = range(0, len(items), CHUNK)
        parts = -(-len(items) // PART)
        with _quiet():
            signed = [self._submit(shuffle.sign, codes, items[begin : begin + CHUNK]) for begin in begins]
            found = []
            for band in range(bands.BANDS):
                for part in range(parts):
                    pieces = [
                        self._submit(shuffle.piece, one, begin, band, part, parts)
                        for one, begin in zip(signed, begins, strict=True)
                    ]
                    members = self._submit(shuffle.shared, pieces)
                    rows = [
                        self._submit(shuffle.rows, one, begin, members)
                        for one, begin in zip(signed, begins, strict=True)
                    ]
                    found.append(self._submit(shuffle.met_among, band, members, rows, least))
        return shuffle.union([_answer(ties, found.pop(0)) for _ in range(len(found))])

    def weigh(
        self, items: near.Items, codes: near.Codes, least: float, one: "Numbers", other: "Numbers"
    ) -> Iterator[tuple[int, int, float]]:
        ties = self._tied()
        sent: deque[Any] = deque()
        begins = iter(range(0, len(one), CHUNK))
        while True:
            for begin in islice(begins, max(2, _AHEAD * sum(ties.threads())) - len(sent)):
                chosen = slice(begin, begin + CHUNK)
                with _quiet():
                    needed = shuffle.needed(items, one[chosen], other[chosen])
                    sent.append(self._submit(shuffle.weighed, codes, *needed, least))
            if not sent:
                return
            yield from shuffle.listed(_answer(ties, sent.popleft()))

    def _submit(self, step: Callable[..., Any], *given: Any) -> Any:
        return self._tied().client.submit(step, *given, pure=False)


def _code() -> str:
    return tags.code()


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that what is sent is large
        yield


def _answer(ties: _Ties, future: Any) -> Any:
    """What came of a step. One that is lost with its worker is done again by another one."""
    alone = 0.0
    while True:
        try:
            return future.result(timeout=0.5)
        except TimeoutError:
            alone = ties.lonely(alone, 0.5)
        except ties.distributed.scheduler.KilledWorker:
            raise PerfGoalsError(
                f"集群 {ties.address} 的工作进程在查找雷同时反复意外终止，可能是内存不够，"
                "请增加工作进程或内存，或用 --jobs 在本机运行"
            ) from None
        except (ties.distributed.client.FutureCancelledError, OSError):
            raise ties.gone() from None
