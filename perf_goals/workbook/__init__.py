"""Review → xlsx: a workbook for each document and one for the batch, made to be read, printed and signed.

The same input gives the same bytes: nothing in a workbook tells when it was written, unless the caller says so.
"""

import os
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from .. import saving
from ..errors import OutputError
from ..memory import no_collection
from ..model import Extraction, Review
from ..scorebook import Book
from . import (
    basis,
    copies,
    gone,
    handbook,
    indicators,
    issues,
    overview,
    projects,
    refused,
    scores,
    spreads,
    standard,
    waived,
)
from .decisions import Carried
from .plan import Plan, make
from .style import Paper, Value, safe_text

__all__ = ["file_name", "file_names", "moved", "write_batch", "write_benchmark", "write_document"]

_SUFFIX = "_审核底稿.xlsx"
_LONGEST, _MOST_BYTES = 115, 230  # characters; bytes in UTF-8, of which Linux allows 255; leaves room for a number
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip entry can carry


def write_document(
    extraction: Extraction,
    path: Path,
    *,
    version: str,
    made: date | None = None,
    review: Review | None = None,
    numbers: Book | None = None,
    carried: Carried | None = None,
) -> Path:
    """Write the workbook of one document; an older one at ``path`` is replaced only when the new one is complete.

    review: of this document alone (``scoring.documents``); None writes no findings and no scores. numbers: what it was
    scored with, None for the shipped ones. carried: what a reviewer decided in an earlier run. Returns where
    it was written: beside ``path`` where that file is open elsewhere.

    Raises:
        OutputError: the folder is missing or closed, a list is longer than a sheet.
    """
    path = Path(path)
    document = extraction.document
    paper = Paper(document.file, version)
    title = "　".join(filter(None, (document.department, f"{document.year or ''}", "绩效目标表审核底稿")))
    plan = None
    if review is not None and review.judged:
        plan = make(review, numbers, carried.found if carried else {}, batch=False)
    with _workbook(path, title, made) as (book, saved):
        overview.add_document(book, extraction, paper, made, plan)
        _judged(book, plan, [document.file], paper, batch=False)
        projects.add(book, [extraction], [document.file], paper, batch=False)
        indicators.add(book, [extraction], [document.file], paper, batch=False, plan=plan)
        refused.add(book, [extraction], [document.file], paper, batch=False)
        _behind(book, plan, carried, paper)
    return saved[0]


def write_batch(
    review: Review,
    path: Path,
    *,
    names: Sequence[str | None] | None = None,
    made: date | None = None,
    numbers: Book | None = None,
    carried: Carried | None = None,
) -> Path:
    """Write 汇总, one workbook for all documents and the files that could not be read.

    names: how the caller called the documents' workbooks, in order, None for a document without one. Where not given:
    ``file_names`` of the documents that have a performance table. numbers, carried and the path: as ``write_document``.

    Raises:
        OutputError: as ``write_document``.
    """
    path = Path(path)
    extractions = review.extractions
    if names is None:
        chosen = iter(file_names([extraction for extraction in extractions if extraction.tables]))
        names = [next(chosen) if extraction.tables else None for extraction in extractions]
    files = _labels(extractions)
    paper = Paper("汇总", review.version)
    plan = make(review, numbers, carried.found if carried else {}, batch=True) if review.judged else None
    with _workbook(path, "绩效目标表审核汇总", made) as (book, saved):
        overview.add_batch(book, review, files, names, paper, made, plan)
        _judged(book, plan, files, paper, batch=True)
        projects.add(book, extractions, files, paper, batch=True)
        indicators.add(book, extractions, files, paper, batch=True, plan=plan)
        refused.add(book, extractions, files, paper, batch=True, unread=review.unread)
        _behind(book, plan, carried, paper)
    return saved[0]


def _judged(book: Workbook, plan: Plan | None, files: Sequence[str], paper: Paper, *, batch: bool) -> None:
    """The sheets that a reviewer works in."""
    if plan is not None:
        scores.add(book, plan, files, paper)
        issues.add(book, plan, files, paper, batch=batch)
        waived.add(book, plan.review, paper)
        copies.add(book, plan, paper)


def _behind(book: Workbook, plan: Plan | None, carried: Carried | None, paper: Paper) -> None:
    """The sheets that explain and calculate."""
    if plan is None:
        return
    gone.add(book, carried.gone if carried else (), paper)
    handbook.add(book, plan, paper)
    standard.add(book, plan.book, paper)
    basis.add(book, plan, paper)


def moved(asked: Path, written: Path) -> str:
    """What to say where a workbook was written under a second name."""
    return f"“{asked}”可能正在 Excel 或 WPS 中打开，没有覆盖；这次的结果写在“{written.name}”，请关闭后核对。"


def write_benchmark(
    path: Path,
    heads: Sequence[str],
    rows: Sequence[Sequence[Value]],
    name: str,
    counts: Sequence[tuple[str, int]],
    *,
    source: str,
    version: str,
) -> Path:
    """Write how offices set one indicator: a table, and a chart of how many of them promise which value (``name``).

    source: where the figures are from, for the foot of the pages. Gives where it was written.

    Raises:
        OutputError: as ``write_document``.
    """
    with _workbook(Path(path), name, None) as (book, saved):
        spreads.add(book, heads, rows, name, counts, Paper(f"同类比较　{source}", version))
    return saved[0]


def file_name(extraction: Extraction) -> str:
    """A name for the document's workbook that Windows, macOS and Linux accept.

    Documents of one batch may share it; see ``file_names``.
    """
    file = re.split(r"[/\\]", extraction.document.file.rstrip("/\\"))[-1]
    stem = _FORBIDDEN.sub("_", _EXTENSION.sub("", file))
    stem = "".join(char for char in stem if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    stem = stem.strip(" .\u3000") or "未命名"
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    stem = stem[: _LONGEST - len(_SUFFIX)]
    while len((stem + _SUFFIX).encode()) > _MOST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .\u3000") + _SUFFIX


def file_names(extractions: Sequence[Extraction]) -> tuple[str, ...]:
    """``file_name`` of each, told apart by a number where two would be one file, be it only in upper and lower case."""
    taken: set[str] = set()
    names = []
    for extraction in extractions:
        name = first = file_name(extraction)
        number = 1
        while (key := unicodedata.normalize("NFC", name).casefold()) in taken:
            number += 1
            name = f"{first.removesuffix('.xlsx')}（{number}）.xlsx"
        taken.add(key)
        names.append(name)
    return tuple(names)


def _labels(extractions: Sequence[Extraction]) -> list[str]:
    """The file names, with the folders where two documents have one name."""
    documents = [extraction.document for extraction in extractions]
    often = Counter(document.file for document in documents)
    return [document.file if often[document.file] == 1 else document.path or document.file for document in documents]


@contextmanager
def _workbook(path: Path, title: str, made: date | None) -> Iterator[tuple[Workbook, list[Path]]]:
    """A workbook that is saved when the block ends, and then where; what goes wrong on the disk is said in Chinese."""
    book = _empty(title, made)
    saved: list[Path] = []
    try:
        if path.is_dir():
            raise IsADirectoryError(path)
        with no_collection():
            yield book, saved
            saved.append(_save(book, path))
    except OSError as error:
        _abandon(book)
        raise OutputError(saving.sentence(path, error)) from error
    except BaseException:
        _abandon(book)
        raise


def _empty(title: str, made: date | None) -> Workbook:
    book = Workbook(write_only=True)
    about = book.properties
    about.title = safe_text(title)
    about.creator = about.lastModifiedBy = "perf_goals"
    if made is not None:
        about.created = about.modified = datetime.combine(made, time())
    else:  # openpyxl would write the present time, and cannot write None
        about.__elements__ = tuple(name for name in about.__elements__ if name not in ("created", "modified"))
    return book


def _abandon(book: Workbook) -> None:
    """Close and remove the temporary files of sheets that are not finished."""
    sheets: list[Any] = book.worksheets
    for sheet in sheets:
        with suppress(OSError, ValueError):
            if not sheet.closed:
                sheet.close()
                sheet._writer.cleanup()


class _Archive(ZipFile):
    """A zip file whose entries tell no time."""

    def write(self, filename: Any, arcname: Any = None, compress_type: Any = None, compresslevel: Any = None) -> None:
        entry = ZipInfo.from_file(filename, arcname)
        entry.date_time = _EPOCH
        entry.external_attr = 0
        entry.compress_type = self.compression
        with open(filename, "rb") as source, self.open(entry, "w") as target:
            shutil.copyfileobj(source, target)

    def writestr(self, zinfo_or_arcname: Any, data: Any, compress_type: Any = None, compresslevel: Any = None) -> None:
        entry = ZipInfo(zinfo_or_arcname, _EPOCH)
        entry.compress_type = self.compression
        super().writestr(entry, data)


def _save(book: Workbook, path: Path) -> Path:
    """Write beside ``path`` first, so that a run that is cut short leaves the old file or the new one, never half.

    A file that is open elsewhere cannot be replaced on Windows: the new one gets a second name that nobody has yet.
    """
    with saving.beside(path) as aside:
        with open(aside, "xb") as file, _Archive(file, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()
        try:
            os.replace(aside, path)
        except PermissionError:
            numbered = (path.with_name(f"{path.stem}（另存{number}）{path.suffix}") for number in range(2, 100))
            path = next(one for one in numbered if not one.exists())
            os.replace(aside, path)
    return path
