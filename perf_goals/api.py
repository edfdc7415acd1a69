"""Joins the stages for callers: paths in, values or pandas frames out."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import export, readers
from .errors import OutputError, PerfGoalsError, UnreadableError
from .extract import extract as extract_document
from .lexicon import Lexicon
from .lexicon import default as default_lexicon
from .model import Document, Extraction, Review, Unread

if TYPE_CHECKING:
    import pandas as pd

VERSION = "0.1.0"
PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Frames:
    """What ``extract`` found, one row an indicator, goal or refusal, columns named as in the data contract.

    dtypes: text columns are pandas strings, ``year`` Int64, figures Float64, ``confidence`` float64; ``raw``, ``reasons``
    and ``source`` hold dicts and lists. Missing values are pd.NA or None, never "".
    """

    indicators: "pd.DataFrame"
    goals: "pd.DataFrame"
    refusals: "pd.DataFrame"


@dataclass(frozen=True, slots=True)
class Written:
    """What ``review`` wrote: the workbook of the batch, and of each document."""

    batch: Path
    documents: tuple[Path, ...]
    review: Review


def read(path: PathLike) -> Document:
    """Read one file.

    Raises:
        UnreadableError: with a Chinese sentence that says which file, what is wrong and what to do.
    """
    return readers.read(Path(path))


def files(paths: PathLike | Iterable[PathLike]) -> Iterator[Path]:
    """The files that the paths name: folders are walked, in order of name, taking what looks like a document.

    A path that is not there, a folder without a document and one that cannot be opened are passed on: ``each`` says so.
    """
    for given in [paths] if isinstance(paths, str | os.PathLike) else paths:
        path = Path(given)
        if os.path.isdir(path):
            yield from sorted(_walk(path)) or [path]
        else:
            yield path


def _walk(folder: Path) -> Iterator[Path]:
    closed: list[OSError] = []
    for root, _, names in os.walk(folder, onerror=closed.append):
        for name in names:
            if Path(name).suffix.lower() in readers.SUFFIXES and not name.startswith(("~$", ".")):
                yield Path(root, name)
    yield from (Path(error.filename) for error in closed)


def each(paths: PathLike | Iterable[PathLike], lexicon: Lexicon | None = None) -> Iterator[Extraction | Unread]:
    """Read and extract one file after another, keeping none: memory does not grow with their number."""
    words = lexicon or default_lexicon()
    for path in files(paths):
        try:
            if os.path.isdir(path):
                raise UnreadableError(f"文件夹 {path} 里没有找到可读的文件，请核对路径，或检查是否有权限打开它")
            yield extract_document(readers.read(path), words)
        except UnreadableError as error:
            yield Unread(str(path), str(error))


def run(paths: PathLike | Iterable[PathLike], lexicon: Lexicon | None = None) -> Review:
    """All documents of a batch. Files that cannot be read are listed, never lost."""
    extractions: list[Extraction] = []
    unread: list[Unread] = []
    for found in each(paths, lexicon):
        if isinstance(found, Unread):
            unread.append(found)
        else:
            extractions.append(found)
            if not found.tables:
                unread.append(no_table(found))
    return Review(tuple(extractions), tuple(unread), version=VERSION)


def no_table(extraction: Extraction) -> Unread:
    """What is said about a document without a performance table."""
    name = extraction.document.path or extraction.document.file
    return Unread(name, f"{name} 里没有找到绩效目标表，请确认文件是否完整，或表格是否以图片形式存在")


def extract(paths: PathLike | Iterable[PathLike], lexicon: Lexicon | None = None) -> Frames:
    """Indicators, goals and refusals of files and folders as pandas frames.

    paths: one path or several. Unread files are rows of ``refusals`` without a source.

    >>> frames = extract("tests/documents")  # doctest: +SKIP
    >>> frames.indicators[["project", "level3", "value", "unit"]].head()  # doctest: +SKIP
    """
    review = run(paths, lexicon)
    return Frames(*(_frame(export.rows(review.extractions, what, review.unread), what) for what in export.FIELDS))


def _frame(rows: list[dict[str, Any]], what: str) -> "pd.DataFrame":
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(export.FIELDS[what]))
    for name in frame.columns:
        if name == "year":
            frame[name] = frame[name].astype("Int64")
        elif name in ("value", "upper", "weight", "amount"):
            frame[name] = pd.to_numeric(frame[name]).astype("Float64")
        elif name == "confidence":
            frame[name] = frame[name].astype("float64")
        elif name not in ("raw", "reasons", "source"):
            frame[name] = frame[name].astype("string")
    return frame


def review(paths: PathLike | Iterable[PathLike], out: PathLike, lexicon: Lexicon | None = None) -> Written:
    """Read, extract, and write the workbooks: one for each document with a performance table and one for the batch.

    Raises:
        PerfGoalsError: where no file at all could be read; the sentences of all of them.
        OutputError: where the folder or a workbook cannot be written; the other workbooks are written all the same.
    """
    from . import workbook

    result = run(paths, lexicon)
    if not any(extraction.tables for extraction in result.extractions):
        raise PerfGoalsError("\n".join(one.reason for one in result.unread) or "没有给出任何文件，请给出文件或文件夹")
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise OutputError(f"无法建立输出文件夹 {folder}：这个位置上是一个文件，请换一个文件夹") from None
    except OSError as error:
        raise OutputError(
            f"无法建立输出文件夹 {folder}（{error.strerror or error}），请换一个有写入权限的位置"
        ) from None
    with_tables = [extraction for extraction in result.extractions if extraction.tables]
    names = workbook.file_names(with_tables)
    written: list[Path] = []
    failed: list[str] = []
    for extraction, name in zip(with_tables, names, strict=True):
        try:
            workbook.write_document(extraction, folder / name, version=VERSION)
            written.append(folder / name)
        except OutputError as error:
            failed.append(str(error))
    named = iter(names)
    listed = [next(named) if extraction.tables else None for extraction in result.extractions]
    batch = folder / "汇总.xlsx"
    try:
        workbook.write_batch(result, batch, names=listed)
    except OutputError as error:
        failed.append(str(error))
    if failed:
        raise OutputError("\n".join(failed))
    return Written(batch, tuple(written), result)
