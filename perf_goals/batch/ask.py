"""Questions to a library, in SQL: DuckDB over the flat tables, with what is damaged in them made again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..errors import PerfGoalsError
from . import flat, pack
from .store import FLATS, MISSING, Damaged, Library, parquet, type_of
from .work import read_judged

_FILES = {"key": "text", "file": "text", "path": "text", "size": "whole", "sha": "text", "tool": "text", "dead": "bool"}


def ask(library: Library, question: str, values: Sequence[Any] = ()) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one question.

    The tables are ``files``, ``documents``, ``indicators``, ``goals`` and ``findings``; see ``flat.TABLES``.

    Raises:
        PerfGoalsError: DuckDB does not understand it.
    """
    duckdb = _duckdb()
    for turn in range(3):
        with tables(library) as connection:
            try:
                found = connection.execute(question, list(values))
                if found is None or found.description is None:
                    return [], []
                return [column[0] for column in found.description], found.fetchall()
            except duckdb.Error as error:
                if turn == 2 or not _damage(library):
                    raise PerfGoalsError(f"查询写法有误：{_first_line(error)}") from None
        library.refresh()
    raise AssertionError("three turns end in an answer or an error")


@contextmanager
def tables(library: Library) -> Iterator[Any]:
    """A DuckDB connection over one library. It reads this folder and nothing else, and writes nothing."""
    _mend(library)
    pa, _ = parquet()
    connection = _duckdb().connect(":memory:")
    try:
        files = [
            (one.key, one.name, one.path, one.size, one.sha, one.tool, one.dead) for one in library.entries.values()
        ]
        arrays = [pa.array([row[at] for row in files], type_of(kind)) for at, kind in enumerate(_FILES.values())]
        connection.register("given", pa.table(arrays, names=list(_FILES)))
        connection.execute("CREATE TABLE files AS SELECT * FROM given")
        connection.unregister("given")
        for stage, names in FLATS.items():
            for name in names:
                _view(connection, library, stage, name)
        folder = library.folder.as_posix().replace("'", "''")
        connection.execute(f"SET allowed_directories=['{folder}']")
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        yield connection
    finally:
        connection.close()


def _view(connection: Any, library: Library, stage: str, name: str) -> None:
    """A flat table without the rows that a newer segment has replaced."""
    pa, _ = parquet()
    live = [(one.key, one.segments[stage]) for one in library.entries.values() if stage in one.segments]
    paths = {segment: (library.folder / name / f"{segment}.parquet").as_posix() for _, segment in live}
    if not paths:
        schema = pa.schema([(column, type_of(kind)) for column, kind in flat.TABLES[name].items()])
        given, source = schema.empty_table(), None
    else:
        given = pa.table([[key for key, _ in live], [paths[segment] for _, segment in live]], names=["key", "filename"])
        source = ", ".join("'" + path.replace("'", "''") + "'" for path in sorted(set(paths.values())))
    connection.register("given", given)
    connection.execute(f"CREATE TABLE {name if source is None else f'live_{name}'} AS SELECT * FROM given")
    connection.unregister("given")
    if source is not None:
        columns = ", ".join(f'"{column}"' for column in flat.TABLES[name])
        connection.execute(
            f"CREATE VIEW {name} AS SELECT {columns} FROM read_parquet([{source}], filename=true) "
            f"SEMI JOIN live_{name} USING (key, filename)"
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


def sound(library: Library, stage: str, name: str, segment: str, columns: Sequence[str]) -> list[list[Any]]:
    """Columns of one segment of a flat table, made again where it is damaged."""
    try:
        table = library.table(name, segment, columns)
    except (Damaged, FileNotFoundError) as error:
        if isinstance(error, Damaged):
            library.set_aside(name, segment)
        _again(library, stage, segment)
        table = library.table(name, segment, columns)
    return [column.to_pylist() for column in table.select(list(columns)).columns]


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
