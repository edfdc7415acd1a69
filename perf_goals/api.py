"""Joins the stages for callers: paths in, values or pandas frames out."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from . import config, export, findings, model, readers, scoring
from .batch.engine import choose, processes
from .batch.review import reviewed
from .batch.store import Library
from .batch.work import no_file
from .batch.work import no_table as no_table
from .config import Config
from .errors import OutputError, PerfGoalsError, UnreadableError
from .extract import extract as extract_document
from .frames import Review, frame
from .lexicon import Lexicon
from .lexicon import default as default_lexicon
from .model import Document, Extraction, Finding, Unread
from .review import Judged, by_name, by_place, judge_all
from .rules import RULES, known
from .saving import make_folder

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
    """What ``review`` wrote: the workbook of the batch, and of each document; notes: sentences for whoever asked for them;
    pages: of the documents, where they were asked for; rejected: numbers of the findings that a reviewer does not accept;
    bugs: files at which the program itself went wrong, with the traceback; they are among the unread."""

    batch: Path
    documents: tuple[Path, ...]
    review: Review
    notes: tuple[str, ...] = ()
    pages: tuple[Path, ...] = ()
    rejected: frozenset[int] = frozenset()
    bugs: tuple[tuple[str, str], ...] = ()


def read(path: PathLike, *, passwords: Sequence[str] = ()) -> Document:
    """Read one file; passwords are tried in turn where it opens with one only.

    Raises:
        UnreadableError: with a Chinese sentence that says which file, what is wrong and what to do.
    """
    return readers.read(Path(path), passwords)


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
    for root, folders, names in os.walk(folder, onerror=closed.append):
        pages = {Path(name).stem for name in names if Path(name).suffix.lower() in (".html", ".htm")}
        # what a browser saves beside a page: its pictures are no scans
        folders[:] = [one for one in folders if not any(one in (f"{page}_files", f"{page}.files") for page in pages)]
        for name in names:
            if Path(name).suffix.lower() in readers.SUFFIXES and not name.startswith(("~$", ".")):
                yield Path(root, name)
    yield from (Path(error.filename) for error in closed)


def each(
    paths: PathLike | Iterable[PathLike], lexicon: Lexicon | None = None, *, passwords: Sequence[str] = ()
) -> Iterator[Extraction | Unread]:
    """Read and extract one file after another, keeping none: memory does not grow with their number.

    An archive gives its documents in its order, and what could not be read in it. passwords: as ``read``.
    """
    words = lexicon or default_lexicon()
    for path in files(paths):
        try:
            if os.path.isdir(path):
                raise UnreadableError(no_file(str(path)))
            for found in readers.read_all(path, passwords):
                yield found if isinstance(found, Unread) else extract_document(found, words)
        except UnreadableError as error:
            yield Unread(str(path), str(error))


def run(
    paths: PathLike | Iterable[PathLike], lexicon: Lexicon | None = None, *, passwords: Sequence[str] = ()
) -> Review:
    """All documents of a batch. Files that cannot be read are listed, never lost. passwords: as ``read``."""
    return account(each(paths, lexicon, passwords=passwords))


def account(read: Iterable[Extraction | Unread]) -> Review:
    """What was read and what could not be, as a Review that is not judged yet."""
    extractions: list[Extraction] = []
    unread: list[Unread] = []
    for found in read:
        if isinstance(found, Unread):
            unread.append(found)
        else:
            extractions.append(found)
            if not found.tables:
                unread.append(no_table(found))
    return Review(tuple(extractions), tuple(unread), version=VERSION)


def judge(review: model.Review, settings: Config | None = None, lexicon: Lexicon | None = None) -> Review:
    """The same review with findings, waivers and scores."""
    settings = settings or Config()
    runs = list(_runs(review.extractions, settings, lexicon))
    found: list[list[Finding]] = [[] for _ in review.extractions]
    for numbers, judged in runs:
        for one in judged.findings:
            found[numbers[one.document]].append(one)
    if len(runs) > 1:
        found = [sorted(some, key=by_place) for some in found]
    return scoring.judged(Review.of(review), found, [pair for _, judged in runs for pair in judged.waived], settings)


def _runs(
    extractions: Sequence[Extraction], settings: Config, lexicon: Lexicon | None
) -> Iterator[tuple[dict[str, int], Judged]]:
    """Runs of the rules, each with what its findings' file names mean.

    Documents of one file name, from two folders, are judged in turns, since a finding tells them apart by nothing else;
    what compares documents is then run once over all of them.
    """
    turns = by_name(extractions)
    if len(turns) == 1:
        yield turns[0], judge_all(extractions, settings, lexicon)
        return
    alone = [rule for rule in RULES if rule.sees != "batch"]
    for turn in turns:
        yield turn, judge_all([extractions[number] for number in turn.values()], settings, lexicon, rules=alone)
    across = [rule for rule in RULES if rule.sees == "batch"]
    yield turns[0], judge_all(extractions, settings, lexicon, rules=across)


def unread_files(review: Review) -> tuple[Unread, ...]:
    """Those that could not be read; a document that was read and has no performance table is none of them."""
    read = {no_table(one) for one in review.extractions if not one.tables}
    return tuple(one for one in review.unread if one not in read)


def extract(
    paths: PathLike | Iterable[PathLike], lexicon: Lexicon | None = None, *, passwords: Sequence[str] = ()
) -> Frames:
    """Indicators, goals and refusals of files and folders as pandas frames.

    paths: one path or several. Unread files are rows of ``refusals`` without a source. passwords: as ``read``.

    >>> frames = extract("tests/documents")  # doctest: +SKIP
    >>> frames.indicators[["project", "level3", "value", "unit"]].head()  # doctest: +SKIP
    """
    review = run(paths, lexicon, passwords=passwords)
    return Frames(
        *(frame(export.rows(review.extractions, what, review.unread), export.FIELDS[what]) for what in export.FIELDS)
    )


def check(
    paths: PathLike | Iterable[PathLike],
    settings: PathLike | Config | None = None,
    lexicon: Lexicon | None = None,
    *,
    passwords: Sequence[str] = (),
) -> "pd.DataFrame":
    """Findings of files and folders as a pandas frame, one row a finding, columns named as in the data contract.

    settings: a perf-goals.toml, or a Config; None takes the one of the working folder where there is one. Files that
    could not be read are among the refusals of ``extract``. passwords: as ``read``.
    """
    judged = judge(run(paths, lexicon, passwords=passwords), chosen_settings(settings), lexicon)
    return frame([findings.finding_row(one) for one in judged.findings], findings.FIELDS)


def score(
    paths: PathLike | Iterable[PathLike],
    settings: PathLike | Config | None = None,
    lexicon: Lexicon | None = None,
    *,
    passwords: Sequence[str] = (),
) -> "pd.DataFrame":
    """Scores as a pandas frame: a row for each project, department table and department, and one for the batch.

    Columns: document, department, year, part, scope, project; one for each 审核要点 (pd.NA where not judged); full, total,
    grade; errors, warnings, infos; deductions and apart, lists of dicts. settings, passwords: as ``check``.
    """
    judged = judge(run(paths, lexicon, passwords=passwords), chosen_settings(settings), lexicon)
    return frame([export.flat(row) for row in export.score_rows(judged)], export.score_fields(judged))


def open_library(folder: PathLike, *, create: bool = False) -> Library:
    """The library in a folder; see ``batch.store``.

    Raises:
        PerfGoalsError: the folder is no library, or one of a newer version.
    """
    return Library.open(Path(folder), version=VERSION, create=create)


def chosen_settings(given: PathLike | Config | None) -> Config:
    """The settings that are named, or those of the working folder where there are any."""
    if isinstance(given, Config):
        return given
    return config.find(None if given is None else os.fspath(given), known())


def review(
    paths: PathLike | Iterable[PathLike],
    out: PathLike,
    lexicon: Lexicon | None = None,
    settings: PathLike | Config | None = None,
    previous: PathLike | None = None,
    made: date | None = None,
    html: bool = False,
    watch: Callable[[str, str], None] | None = None,
    *,
    jobs: int | None = None,
    cluster: str | None = None,
    library: PathLike | Library | None = None,
    passwords: Sequence[str] = (),
) -> Written:
    """Read, extract, judge, score, and write the workbooks: one for each document with a performance table and 汇总.

    settings: a perf-goals.toml, or a Config; None takes the one of the working folder where there is one. previous: a
    filled-in workbook, or a folder of them, whose decisions are carried over. made: the date that 总览 gives.
    html: also a page beside the workbook of each document.
    watch: is told before each step what is done (读入、审核、写出) and to what. passwords: as ``read``.
    jobs: processes of this machine that read and judge, None for its cores where there are many files. cluster: address of
    a Dask cluster that does it instead. library: a folder that remembers what was read, and with which the documents are
    compared.

    Raises:
        PerfGoalsError: where no file at all could be read, the sentences of all of them; or ``previous`` cannot be read.
        ConfigError: what is wrong in the settings, before anything is read.
        OutputError: where the folder or a workbook cannot be written; the other workbooks are written all the same.
    """
    from . import workbook
    from .batch.papers import Order, written
    from .workbook import decisions

    chosen = chosen_settings(settings)
    given = decisions.read(Path(previous)) if previous is not None else decisions.Earlier()
    watch = watch or (lambda what, name: None)
    bugs: list[tuple[str, str]] = []
    if engaged := lexicon is None and (jobs is not None or cluster is not None or library is not None):
        listed_files = list(files(paths))
        known = library if library is None or isinstance(library, Library) else open_library(library, create=True)
        engine = choose(jobs, cluster, len(listed_files))
        judged, done = reviewed(
            listed_files, chosen, version=VERSION, engine=engine, library=known, watch=watch, passwords=passwords
        )
        result, bugs = Review.of(judged), done.bugs
    else:
        result = run(paths, lexicon, passwords=passwords)
    if not any(extraction.tables for extraction in result.extractions):
        raise PerfGoalsError("\n".join(one.reason for one in result.unread) or "没有给出任何文件，请给出文件或文件夹")
    if not engaged:
        watch("审核", "")
        result = judge(result, chosen, lexicon)
    folder = Path(out)
    make_folder(folder)
    carried = decisions.carry(result, given)
    if out_of_it := decisions.rejected(carried):  # page, tables and summary say what the workbook says
        result = replace(result, scores=scoring.without(result, out_of_it, chosen.scoring))
    each_alone, owned = scoring.documents(result), decisions.own(result, carried)
    with_tables = [at for at, extraction in enumerate(result.extractions) if extraction.tables]
    names = workbook.file_names([result.extractions[at] for at in with_tables])
    called: dict[int, str | None] = dict(zip(with_tables, names, strict=True))
    orders = [
        Order(folder / name, each_alone[at], owned[at], html, made, chosen.scoring, VERSION, tuple(passwords))
        for at, name in zip(with_tables, names, strict=True)
    ]
    documents: list[Path] = []
    pages: list[Path] = []
    failed: list[str] = []
    notes = [decisions.sentence(carried)] if previous is not None else []
    batch = folder / "汇总.xlsx"

    def summed_up() -> tuple[Path | None, list[str]]:
        """汇总, which names the documents' workbooks; or why it could not be written."""
        watch("写出", batch.name)
        try:
            return workbook.write_batch(
                result, batch, names=[called.get(at) for at in range(len(result.extractions))], made=made,
                numbers=chosen.scoring, carried=decisions.together(carried),
            ), []  # fmt: skip
        except OutputError as error:
            return None, [str(error)]

    expected, sums = dict(called), None
    with written(orders, processes(jobs, len(orders)) if engaged else 1) as (made_of, elsewhere):
        if elsewhere:  # it takes as long as many documents
            sums = summed_up()
        for at, order in zip(with_tables, orders, strict=True):
            watch("写出", order.path.name)
            one = next(made_of)
            failed += one.failed
            if one.workbook is not None:
                documents.append(one.workbook)
                called[at] = one.workbook.name
                notes += [workbook.moved(order.path, one.workbook)] if one.workbook != order.path else []
            if one.page is not None:
                pages.append(one.page)
    if sums is None or called != expected:
        if sums is not None and sums[0] not in (None, batch):
            sums[0].unlink(missing_ok=True)  # it names workbooks that are called otherwise now
        sums = summed_up()
    together, why = sums
    failed += why
    if failed or together is None:
        raise OutputError("\n".join(failed))
    notes += [workbook.moved(batch, together)] if together != batch else []
    return Written(together, tuple(documents), result, tuple(notes), tuple(pages), out_of_it, tuple(bugs))
