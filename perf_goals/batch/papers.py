"""Workbooks and pages of documents, written one after another here or by several processes of this machine: the same either
way."""

import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .. import page, workbook
from ..errors import OutputError
from ..model import Review
from ..scorebook import Book
from ..workbook.decisions import Carried
from .helper import Ended, Helper

_EACH = 4  # documents that are worth the start of a process


@dataclass(frozen=True, slots=True)
class Made:
    """Where the workbook and the page were written, None where not; sentences for what went wrong."""

    workbook: Path | None
    page: Path | None
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written of one document. review: of it alone (``scoring.documents``). path: of the workbook."""

    path: Path
    review: Review
    carried: Carried
    html: bool
    made: date | None
    numbers: Book | None
    version: str
    passwords: tuple[str, ...]

    def done(self) -> Made:
        """Write it."""
        written = printed = None
        failed = []
        try:
            written = workbook.write_document(
                self.review.extractions[0], self.path, version=self.version, made=self.made, review=self.review,
                numbers=self.numbers, carried=self.carried,
            )  # fmt: skip
        except OutputError as error:
            failed.append(str(error))
        if self.html:
            beside = self.path.with_suffix(".html")
            try:
                page.write_page(
                    self.review, beside, made=self.made, passwords=self.passwords, decisions=self.carried.found
                )
                printed = beside
            except OutputError as error:
                failed.append(str(error))
        return Made(written, printed, tuple(failed))


@contextmanager
def written(orders: Sequence[Order], jobs: int) -> Generator[tuple[Iterator[Made], bool]]:
    """What came of each, in order, and whether it is done by others while this process is free for something else.

    jobs: processes, no more than are worth it.
    """
    jobs = min(jobs, len(orders) // _EACH)
    if jobs < 2:
        yield (order.done() for order in orders), False
        return
    mine = threading.local()
    helpers: list[Helper] = []

    def hand_over(order: Order) -> Made:
        if not hasattr(mine, "helper"):
            mine.helper = Helper()
            helpers.append(mine.helper)
        try:
            made: Made = mine.helper.ask(order)
        except Ended:
            return order.done()  # what ends a process, or is our mistake, shows itself here
        return made

    pool = ThreadPoolExecutor(jobs)
    try:
        yield map(_result, [pool.submit(hand_over, order) for order in orders]), True
    finally:
        pool.shutdown(cancel_futures=True)
        for helper in helpers:
            helper.leave()


def _result(future: "Future[Made]") -> Made:
    """Waits in short turns: on Windows an endless wait would not hear Ctrl-C."""
    while True:
        try:
            return future.result(timeout=0.5)
        except TimeoutError:
            if future.done():
                return future.result()
