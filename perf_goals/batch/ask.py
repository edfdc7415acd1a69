"""Questions to a library, in SQL: DuckDB over the flat tables, with what is damaged in them made again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from ..errors import PerfGoalsError
from . import flat, pack
from .store import FLATS, MISSING, Damaged, Library, parquet, type_of
from .work import read_judged

T = TypeVar("T")

_SEGMENT = "segment"
_ASKS = frozenset({"SELECT", "EXPLAIN", "MULTI"})  # PIVOT is several statements to DuckDB
_FILES = {"key": "text", "file": "text", "path": "text", "size": "whole", "sha": "text", "tool": "text", "dead": "bool"}


def ask(library: Library, question: str, values: Sequence[Any] = ()) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one question.

    The tables are ``files``, ``documents``, ``indicators``, ``goals``, ``signatures`` and ``findings``; see ``flat.TABLES``.

    Raises:
        PerfGoalsError: DuckDB does not understand it, or it is no single question.
    """

    def one(connection: Any) -> tuple[list[str], list[tuple[Any, ...]]]:
        # a DELETE would be carried out on a copy in memory and look as if it had done something
        kinds = [statement.type.name for statement in connection.extract_statements(question)]
        if len(kinds) != 1 or kinds[0] not in _ASKS:
            raise PerfGoalsError("只能写一条查询语句（SELECT），不能修改资料库；删去文件用 perf-goals library remove")
        found = connection.execute(question, list(values))
        if found is None or found.description is None:
            return [], []
        return [column[0] for column in found.description], found.fetchall()

    return asked(library, one)


def asked(library: Library, work: Callable[[Any], T]) -> T:
    """What some work with a connection gives (``tables``); it is done anew where a table turns out to be damaged.

    Raises:
        PerfGoalsError: DuckDB does not understand a question, or cannot answer it.
    """
    duckdb = _duckdb()
    for turn in range(3):
        with tables(library) as connection:
            try:
                return work(connection)
            except duckdb.Error as error:
                mistaken = isinstance(error, duckdb.ParserException | duckdb.BinderException | duckdb.CatalogException)
                if turn == 2 or mistaken or not _damage(library):
                    failed = isinstance(error, duckdb.OperationalError | duckdb.InternalError)
                    what = f"查询资料库 {library.folder} 时出错" if failed else "查询写法有误"
                    raise PerfGoalsError(f"{what}：{_first_line(error)}") from None
        library.refresh()
    raise AssertionError("three turns end in an answer or an error")


@contextmanager
def tables(library: Library) -> Iterator[Any]:
    """A DuckDB connection over one library. It reads these tables and nothing else, and writes nothing."""
    _mend(library)
    pa, _ = parquet()
    connection = _duckdb().connect(":memory:")
    try:
        files = [
            (one.key, one.name, one.path, one.size, one.sha, one.tool, one.dead) for one in library.entries.values()
        ]
        arrays = [pa.array([row[at] for row in files], type_of(kind)) for at, kind in enumerate(_FILES.values())]
        _table(connection, "files", pa.table(arrays, names=list(_FILES)))
        for stage, names in FLATS.items():
            live = [(one.key, one.segments[stage]) for one in library.entries.values() if stage in one.segments]
            schema = pa.schema([("key", pa.string()), (_SEGMENT, pa.string())])
            columns = [[key for key, _ in live], [segment for _, segment in live]]
            _table(connection, f"live_{stage}", pa.table(columns, schema=schema))
            for name in names:
                _view(connection, library, stage, name, sorted({segment for _, segment in live}))
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        yield connection
    finally:
        connection.close()


def _table(connection: Any, name: str, rows: Any) -> None:
    connection.register("given", rows)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
    connection.unregister("given")


def _view(connection: Any, library: Library, stage: str, name: str, segments: Sequence[str]) -> None:
    """A flat table without the rows that a newer segment has replaced.

    Arrow reads the files, not DuckDB: it looks at the checksum of each page it comes to.
    """
    pa, _ = parquet()
    from pyarrow import dataset, fs

    here = fs.LocalFileSystem()
    checked = dataset.ParquetFragmentScanOptions(page_checksum_verification=True)
    how = dataset.ParquetFileFormat(default_fragment_scan_options=checked)
    files = [
        how.make_fragment(
            (library.folder / name / f"{segment}.parquet").as_posix(),
            here,
            partition_expression=dataset.field(_SEGMENT) == segment,
        )
        for segment in segments
    ]
    columns = flat.TABLES[name]
    schema = pa.schema([*((column, type_of(kind)) for column, kind in columns.items()), (_SEGMENT, pa.string())])
    connection.register(f"all_{name}", dataset.FileSystemDataset(files, schema, how, here))
    listed = ", ".join(f'"{column}"' for column in columns)
    connection.execute(
        f"CREATE VIEW {name} AS SELECT {listed} FROM all_{name} SEMI JOIN live_{stage} USING (key, {_SEGMENT})"
    )


def _mend(library: Library) -> None:
    """Make flat tables again that are missing or damaged: what they say is in their stage too."""
    for stage, names in FLATS.items():
        for segment in sorted({one.segments[stage] for one in library.entries.values() if stage in one.segments}):
            if not all(_sound(library, name, segment) for name in names):
                _again(library, stage, segment)


def _sound(library: Library, name: str, segment: str) -> bool:
    """Whether a flat table opens; what is wrong further inside shows when its columns are read."""
    pa, files = parquet()
    try:
        with open(library.folder / name / f"{segment}.parquet", "rb") as file:
            return bool(set(files.read_schema(file).names) == set(flat.TABLES[name]))
    except (pa.ArrowException, OSError, ValueError):
        return False


def _again(library: Library, stage: str, segment: str) -> None:
    keys = [one.key for one in library.entries.values() if one.segments.get(stage) == segment]
    documents, texts = library.load("files", keys), library.load(stage, keys)
    made = []
    for key in keys:
        if key not in texts or key not in documents:
            continue
        if stage == "parsed":
            made.append(flat.parsed(key, pack.read_extractions(texts[key], pack.read_documents(documents[key]))))
        else:
            made.append(flat.judged(key, [some for _, some, _ in read_judged(texts[key])]))
    with library.writing():
        for name, columns in flat.joined(made, FLATS[stage]).items():
            if (library.folder / name / f"{segment}.parquet").exists() and not _sound(library, name, segment):
                library.set_aside(name, segment)
            library.write(name, segment, flat.TABLES[name], columns)


def _damage(library: Library) -> bool:
    """Read every flat table through and set aside what is damaged; whether anything was, or has gone meanwhile."""
    found = False
    for stage, names in FLATS.items():
        for segment in sorted({one.segments[stage] for one in library.entries.values() if stage in one.segments}):
            for name in names:
                try:
                    library.table(name, segment)
                except FileNotFoundError:
                    found = True
                except Damaged:
                    found = True
                    library.set_aside(name, segment)
    return found


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]


def _duckdb() -> Any:
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise PerfGoalsError(MISSING.format(error.name)) from None
    return duckdb
