"""The library: what it remembers, two processes at once, runs cut short, damage, other versions, a full disk."""

import errno
import io
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from perf_goals.batch import store
from perf_goals.batch.ask import ask
from perf_goals.batch.gather import Run
from perf_goals.batch.store import Library
from perf_goals.config import Config
from perf_goals.errors import OutputError, PerfGoalsError
from perf_goals.model import Document, Grid, Place, Review

from . import volumes

ROOT = Path(__file__).resolve().parent.parent


def run(paths: list[Path], library: Library | None, settings: Config | None = None) -> Run:
    return Run(paths, settings or Config(), version="1", library=library).go()


def counts(one: Run) -> tuple[int, int, int, int]:
    found = one.counts
    return found.read, found.parsed, found.judged, found.known


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    return volumes.write(tmp_path / "in", 3, projects=2, rows=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "资料库"


def opened(folder: Path) -> Library:
    return Library.open(folder, version="1", create=True)


def segments(folder: Path, stage: str) -> list[Path]:
    return sorted((folder / stage).iterdir())


def alone(paths: list[Path]) -> Review:
    return run(paths, None).review()


# What is remembered -------------------------------------------------------------------------------------------------


def test_what_was_read_is_read_no_more(papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(papers, opened(folder))
    assert counts(first) == (3, 0, 0, 0)
    monkeypatch.setattr("perf_goals.readers.text.read", _never)
    monkeypatch.setattr("perf_goals.batch.work.extract", _never)
    second = run(papers, opened(folder))
    assert counts(second) == (0, 0, 0, 3)
    assert second.review() == first.review()


def _never(*_: object) -> Any:
    raise AssertionError("is not to be done again")


def test_the_library_changes_nothing_in_the_result(papers: list[Path], folder: Path) -> None:
    plain = alone(papers)
    assert run(papers, opened(folder)).review() == plain
    assert run(papers, opened(folder)).review() == plain
    assert plain.findings


def test_a_touched_file_is_known_by_its_content(papers: list[Path], folder: Path) -> None:
    run(papers, opened(folder))
    os.utime(papers[1], ns=(1, 1))
    assert counts(run(papers, opened(folder))) == (0, 0, 0, 3)


def test_a_file_untouched_for_long_is_not_even_opened(
    papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in papers:
        os.utime(path, ns=(1, 1))
    run(papers, opened(folder))
    monkeypatch.setattr(Path, "read_bytes", _only_ours(Path.read_bytes))
    assert counts(run(papers, opened(folder))) == (0, 0, 0, 3)


def test_a_file_that_changed_within_one_tick_is_looked_into(papers: list[Path], folder: Path) -> None:
    """Its size and time are those of what was read, but the time is no older than the reading."""
    late = time.time_ns() + 60_000_000_000
    os.utime(papers[0], ns=(late, late))
    run(papers, opened(folder))
    text = papers[0].read_bytes()
    papers[0].write_bytes(text.replace(b"2026", b"2025"))
    os.utime(papers[0], ns=(late, late))
    assert counts(run(papers, opened(folder))) == (1, 0, 0, 2)


def _only_ours(read: Callable[[Path], bytes]) -> Callable[[Path], bytes]:
    return lambda path: _never() if path.suffix == ".txt" else read(path)


def test_a_file_moved_is_known_and_called_by_its_new_place(papers: list[Path], folder: Path, tmp_path: Path) -> None:
    run(papers, opened(folder))
    there = tmp_path / "别处" / papers[0].name
    there.parent.mkdir()
    papers[0].rename(there)
    moved = run([there], opened(folder))
    assert counts(moved) == (0, 0, 0, 1)
    assert moved.review() == alone([there])
    library = opened(folder)
    found = {one.name: one.path for one in library.entries.values()}
    assert found == {papers[0].name: str(there), papers[1].name: str(papers[1]), papers[2].name: str(papers[2])}
    assert ask(library, "SELECT count(*), count(DISTINCT key) FROM goals")[1] == [(6, 3)]


def test_a_file_moved_is_known_where_nobody_may_write(
    papers: list[Path], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(papers, opened(folder))
    there = papers[0].rename(tmp_path / papers[0].name)

    def closed(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(store.Library, "put", closed)
    moved = run([there], opened(folder))
    assert counts(moved) == (0, 0, 0, 1)
    assert moved.review() == alone([there])


def test_a_file_renamed_counts_once(papers: list[Path], folder: Path) -> None:
    run(papers, opened(folder))
    there = papers[0].with_name("改名.txt")
    papers[0].rename(there)
    copy = papers[1].with_name("副本.txt")
    copy.write_bytes(papers[1].read_bytes())
    run([there, copy], opened(folder))
    library = opened(folder)
    assert sorted(one.name for one in library.entries.values()) == sorted(
        [there.name, copy.name, papers[1].name, papers[2].name]
    )
    assert ask(library, "SELECT count(*) FROM goals")[1] == [(8,)]


def test_a_changed_file_takes_the_place_of_the_old_one(papers: list[Path], folder: Path) -> None:
    run(papers, opened(folder))
    papers[0].write_text(volumes.text(77, projects=1, rows=2), encoding="utf-8")
    again = run(papers, opened(folder))
    assert counts(again) == (1, 0, 0, 2)
    assert again.review() == alone(papers)
    library = opened(folder)
    assert len(library.entries) == 3
    assert ask(library, "SELECT count(*) FROM goals")[1] == [(5,)]


def test_a_changed_rule_only_judges_again(papers: list[Path], folder: Path) -> None:
    run(papers, opened(folder))
    settings = Config(ignore=frozenset({"M201"}))
    again = run(papers, opened(folder), settings)
    assert counts(again) == (0, 0, 3, 0)
    assert again.review() == run(papers, None, settings).review()


def test_a_changed_word_list_parses_again_and_does_not_read(
    papers: list[Path], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(papers, opened(folder))
    lists = tmp_path / "lexicon"
    lists.mkdir()
    for path in (ROOT / "lexicon").iterdir():
        lists.joinpath(path.name).write_bytes(path.read_bytes())
    with (lists / "units.toml").open("a", encoding="utf-8") as file:
        file.write("\n# 另一句话\n")
    monkeypatch.setattr("perf_goals.readers.text.read", _never)
    again = Run(papers, Config(), version="1", library=opened(folder), lexicon=lists).go()
    assert counts(again) == (0, 3, 0, 0)
    with (lists / "rules_common.toml").open("a", encoding="utf-8") as file:
        file.write("\n# 另一句话\n")
    assert counts(Run(papers, Config(), version="1", library=opened(folder), lexicon=lists).go()) == (0, 0, 3, 0)


def test_a_picture_is_read_again_for_changed_word_lists(
    papers: list[Path], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was recognised was put right with the help of word lists."""
    place = Place(papers[0].name, page=1, table=1, row=1)
    picture = Document(papers[0].name, "scan", (Grid((("培训人次",),), (place,), sure=((0.9,),)),), path=str(papers[0]))
    lists = tmp_path / "lexicon"
    lists.mkdir()
    for path in (ROOT / "lexicon").iterdir():
        lists.joinpath(path.name).write_bytes(path.read_bytes())
    with (lists / "signs.toml").open("a", encoding="utf-8") as file:
        file.write("\n# 另一句话\n")
    monkeypatch.setattr("perf_goals.readers.documents_in", lambda *_: iter([picture]))
    run(papers[:1], opened(folder))
    assert counts(run(papers[:1], opened(folder))) == (0, 0, 0, 1)
    again = Run(papers[:1], Config(), version="1", library=opened(folder), lexicon=lists).go()
    assert counts(again) == (1, 0, 0, 0)


def test_what_cannot_be_read_is_tried_again(papers: list[Path], folder: Path) -> None:
    bad = papers[0].with_name("空.txt")
    bad.write_bytes(b"")
    first = run([bad, *papers], opened(folder))
    assert [one.path for one in first.unread()] == [str(bad)]
    assert counts(run([bad, *papers], opened(folder))) == (0, 0, 0, 3)
    bad.write_text(volumes.text(9, projects=1, rows=1), encoding="utf-8")
    assert counts(run([bad, *papers], opened(folder))) == (1, 0, 0, 3)


def test_a_file_under_two_paths_counts_once(papers: list[Path], folder: Path) -> None:
    there = papers[0].parent / "副本" / papers[0].name
    there.parent.mkdir()
    there.write_bytes(papers[0].read_bytes())
    both = [*papers, there, Path(os.path.relpath(papers[1]))]
    library = opened(folder)
    first = run(both, library)
    assert len(library.entries) == 3
    for name in ("documents", "goals", "signatures"):
        (count,) = ask(library, f"SELECT count(*) FROM {name}")[1]
        assert count == ((3,) if name == "documents" else (6,))
    again = run(both, opened(folder))
    assert (counts(again), again.review()) == ((0, 0, 0, 5), first.review())


def test_one_content_under_two_names_is_two_files(papers: list[Path], folder: Path) -> None:
    """A name may tell a year or an office."""
    there = papers[0].with_name("另一个名字.txt")
    there.write_bytes(papers[0].read_bytes())
    library = opened(folder)
    both = run([papers[0], there], library)
    assert both.review() == alone([papers[0], there])
    assert sorted(one.name for one in library.entries.values()) == sorted([papers[0].name, there.name])


def test_a_copy_elsewhere_stays_known_when_its_twin_changes(papers: list[Path], folder: Path) -> None:
    there = papers[0].parent / "副本" / papers[0].name
    there.parent.mkdir()
    there.write_bytes(papers[0].read_bytes())
    library = opened(folder)
    run([papers[0], there], library)
    papers[0].write_text(volumes.text(77, projects=1, rows=2), encoding="utf-8")
    assert counts(run([papers[0]], library)) == (1, 0, 0, 0)
    assert counts(run([papers[0], there], library)) == (0, 0, 0, 2)


def test_what_is_removed_is_forgotten(papers: list[Path], folder: Path) -> None:
    library = opened(folder)
    run(papers, library)
    key = next(one.key for one in library.entries.values() if one.name == papers[1].name)
    assert library.remove([key, "nothing"]) == 1
    again = opened(folder)
    assert sorted(one.name for one in again.entries.values()) == [papers[0].name, papers[2].name]
    assert ask(again, "SELECT DISTINCT document FROM indicators ORDER BY 1")[1] == [
        (papers[0].name,),
        (papers[2].name,),
    ]
    assert counts(run(papers, again)) == (1, 0, 0, 2)


def test_a_name_that_is_no_utf_8(tmp_path: Path, folder: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xd6\xf7.txt"))
    try:
        path.write_text(volumes.text(1, projects=1, rows=1), encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    first = run([path], opened(folder))
    second = run([path], opened(folder))
    assert second.review() == first.review() == alone([path])


# Questions ----------------------------------------------------------------------------------------------------------


def test_the_flat_tables_hold_what_the_review_holds(papers: list[Path], folder: Path) -> None:
    library = opened(folder)
    review = run(papers, library).review()
    rows = [row for one in review.extractions for row in one.indicators]
    flat = ask(library, 'SELECT document, project, level3, value, unit FROM indicators ORDER BY document, "at", place')[
        1
    ]
    said = [(row.document, row.project, row.level3, float(row.target.value or 0), row.target.unit) for row in rows]
    assert sorted(flat, key=str) == sorted(said, key=str)
    found = ask(library, "SELECT code, count(*) FROM findings GROUP BY 1 ORDER BY 1")[1]
    codes = [one.code for one in review.findings]
    assert dict(found) == {code: codes.count(code) for code in sorted(set(codes))}
    assert ask(library, "SELECT count(*) FROM files")[1] == [(3,)]


def test_a_question_reads_this_library_only(papers: list[Path], folder: Path) -> None:
    library = opened(folder)
    run(papers, library)
    with pytest.raises(PerfGoalsError, match="查询写法有误"):
        ask(library, "SELECT * FROM nothing")
    with pytest.raises(PerfGoalsError, match="查询写法有误"):
        ask(library, f"SELECT * FROM read_text('{papers[0].as_posix()}')")
    for question in (
        f"COPY files TO '{(folder.parent / 'x.csv').as_posix()}'", "DELETE FROM files", "DROP VIEW goals",
        "CREATE TABLE mine AS SELECT 1", "SELECT 1; SELECT 2", "",
    ):  # fmt: skip
        with pytest.raises(PerfGoalsError, match="只能写一条查询语句"):
            ask(library, question)
    assert ask(library, "WITH held AS (FROM files) SELECT count(*) FROM held;")[1] == [(3,)]
    assert ask(library, "DESCRIBE goals")[1] != []


def test_an_empty_library_answers(folder: Path) -> None:
    library = opened(folder)
    for name in ("files", "documents", "indicators", "goals", "findings"):
        assert ask(library, f"SELECT count(*) FROM {name}")[1] == [(0,)]


# Damage and other versions ------------------------------------------------------------------------------------------


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40] = bytes(40)
    path.write_bytes(content)


def flip(path: Path) -> None:
    """One letter of a text: the file reads as well as before, only a checksum tells."""
    table = parquet.ParquetFile(path).read()
    parquet.write_table(table, path, compression="none", use_dictionary=False, write_page_checksum=True)
    name = table.column("document")[0].as_py().encode()
    path.write_bytes(path.read_bytes().replace(name, name[:-1] + b"?"))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize("harm", [spoil, cut])
@pytest.mark.parametrize(
    ("stage", "again"), [("files", (1, 0, 0, 2)), ("parsed", (0, 1, 0, 2)), ("judged", (0, 0, 1, 2))]
)
def test_a_damaged_segment_is_named_and_made_again(
    papers: list[Path], folder: Path, stage: str, again: tuple[int, int, int, int], harm: Callable[[Path], None]
) -> None:
    for path in papers:  # a segment each
        run([path], opened(folder))
    harm(segments(folder, stage)[1])
    library = opened(folder)
    repaired = run(papers, library)
    assert repaired.review() == alone(papers)
    assert counts(repaired) == again
    (note,) = library.notes
    assert note.startswith(f"资料库里的文件 {segments(folder, 'damaged')[0].parent.parent / stage}")
    assert "已损坏" in note
    assert len(segments(folder, "damaged")) == 1
    calm = opened(folder)
    assert counts(run(papers, calm)) == (0, 0, 0, 3)
    assert calm.notes == []


def test_a_file_whose_record_is_damaged_again_and_again_is_named(
    papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = Library.load

    def loses(library: Library, stage: str, keys: list[str]) -> dict[str, str]:
        found = load(library, stage, keys)
        return {key: text for key, text in found.items() if library.entries[key].name != papers[1].name}

    monkeypatch.setattr(Library, "load", loses)
    done = run(papers, opened(folder))
    assert [(one.path, "记录一再损坏" in one.reason) for one in done.unread()] == [(str(papers[1]), True)]
    assert done.review().findings == alone([papers[0], papers[2]]).findings


def test_paths_of_a_damaged_segment_are_still_known(papers: list[Path], folder: Path) -> None:
    for path in papers:
        run([path], opened(folder))
    cut(segments(folder, "files")[2])
    library = opened(folder)
    assert library.lost() == [str(papers[2])]
    run([Path(one) for one in library.lost()], library)
    assert opened(folder).lost() == []
    assert len(opened(folder).entries) == 3


def test_what_is_lost_can_be_removed(papers: list[Path], folder: Path) -> None:
    for path in papers:
        run([path], opened(folder))
    cut(segments(folder, "files")[2])
    library = opened(folder)
    (key,) = (key for key, path in library.paths().items() if path == str(papers[2]))
    assert library.remove([key]) == 1
    assert (library.lost(), opened(folder).lost()) == ([], [])
    assert len(opened(folder).entries) == 2


def test_only_this_thread_reads(papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread of Arrow that lets go of a file of Python's while the program ends makes it abort."""
    run(papers, opened(folder))
    seen: set[int] = set()

    class File(io.FileIO):
        def readinto(self, buffer: Any, /) -> int | None:
            seen.add(threading.get_ident())
            return super().readinto(buffer)

        def read(self, size: int | None = -1, /) -> bytes:
            seen.add(threading.get_ident())
            return super().read(size)

    monkeypatch.setattr(store, "open", lambda path, mode: File(path, mode), raising=False)
    opened(folder).table("parsed", segments(folder, "parsed")[0].stem)
    assert seen == {threading.get_ident()}


@pytest.mark.parametrize("harm", [spoil, flip, cut, Path.unlink])
@pytest.mark.parametrize("name", ["indicators", "goals", "documents", "findings"])
def test_a_damaged_flat_table_is_made_again(
    papers: list[Path], folder: Path, name: str, harm: Callable[[Path], None]
) -> None:
    library = opened(folder)
    run(papers, library)
    before = ask(library, f"SELECT * FROM {name} ORDER BY ALL")
    assert before[1]
    harm(segments(folder, name)[0])
    assert ask(opened(folder), f"SELECT * FROM {name} ORDER BY ALL") == before


def test_what_a_checksum_alone_tells_is_found_in_what_we_write(
    papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_HOW", {**store._HOW, "compression": "none", "use_dictionary": False})
    run(papers, opened(folder))
    (path,) = segments(folder, "files")
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"text"', b'"tezt"'))
    assert path.read_bytes() != content
    library = opened(folder)
    assert counts(run(papers, library)) == (3, 0, 0, 0)
    assert "已损坏" in library.notes[0]


def test_a_newer_library_is_refused(papers: list[Path], folder: Path) -> None:
    run(papers, opened(folder))
    before = sorted(path.name for path in folder.rglob("*"))
    (folder / "library.json").write_text(json.dumps({"schema": store.SCHEMA + 1}), encoding="utf-8")
    with pytest.raises(PerfGoalsError) as caught:
        opened(folder)
    assert str(caught.value) == (
        f"资料库 {folder} 是较新版本的程序建立的（格式 2，本程序只认识到格式 1），请升级本程序，或另建一个资料库"
    )
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_an_older_library_is_brought_up(papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(papers, opened(folder))
    steps: list[Path] = []
    monkeypatch.setattr(store, "SCHEMA", 2)
    with pytest.raises(PerfGoalsError, match="的格式 1 太旧，本程序不能升级它"):
        opened(folder)
    monkeypatch.setattr(store, "MIGRATIONS", {1: steps.append})
    library = opened(folder)
    assert library.notes == [f"资料库 {folder} 已由格式 1 升级到格式 2"]
    assert steps == [folder]
    assert opened(folder).notes == []
    assert counts(run(papers, opened(folder))) == (0, 0, 0, 3)


def test_another_process_has_brought_it_up_meanwhile(
    papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(papers, opened(folder))
    locked = Library._locked

    def late(library: Library, wait: bool) -> Any:
        library._describe(2)
        return locked(library, wait)

    monkeypatch.setattr(store, "SCHEMA", 2)
    monkeypatch.setattr(store, "MIGRATIONS", {1: _never})
    monkeypatch.setattr(Library, "_locked", late)
    assert opened(folder).notes == []


def test_what_is_no_library_is_left_alone(papers: list[Path], folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PerfGoalsError, match="找不到资料库"):
        Library.open(folder)
    with pytest.raises(PerfGoalsError, match="里有别的文件，不是资料库"):
        opened(papers[0].parent)
    with pytest.raises(PerfGoalsError, match="是一个文件，不是资料库文件夹"):
        opened(papers[0])
    opened(folder)
    (folder / "library.json").write_text("{", encoding="utf-8")
    with pytest.raises(PerfGoalsError, match="读不出来"):
        opened(folder)


def test_a_library_that_another_process_is_just_making(folder: Path) -> None:
    folder.mkdir()
    (folder / ".0a1b.tmp").touch()
    assert opened(folder).entries == {}


def test_a_lost_description_is_written_again(papers: list[Path], folder: Path) -> None:
    run(papers, opened(folder))
    (folder / "library.json").unlink()
    assert counts(run(papers, opened(folder))) == (0, 0, 0, 3)


def test_a_full_disk_is_said_and_loses_nothing(
    papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(papers[:1], opened(folder))
    library = opened(folder)
    with monkeypatch.context() as patch:
        patch.setattr("perf_goals.batch.store.os.fsync", _full)
        with pytest.raises(OutputError) as caught:
            run(papers, library)
    assert str(caught.value) == (f"无法写入资料库 {folder}：磁盘空间不足；已经记住的都还在，清理磁盘后再运行会接着做")
    assert list(folder.rglob("*.tmp")) == []
    again = run(papers, opened(folder))
    assert counts(again) == (2, 0, 0, 1)
    assert again.review() == alone(papers)


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_missing_program_library_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = opened(folder)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(PerfGoalsError, match=r"没有安装（duckdb），请运行 pip install perf-goals\[library\]"):
        ask(library, "SELECT 1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PerfGoalsError, match=r"没有安装（pyarrow），请运行 pip install perf-goals\[library\]"):
        opened(folder)


# Several at once, and runs cut short --------------------------------------------------------------------------------

ADDS = """
import sys
import threading
from pathlib import Path
from perf_goals.batch import gather
from perf_goals.batch.store import Library
from perf_goals.config import Config
gather.AT_ONCE = 1
write = Library.write
left = int(sys.argv[1])
def stops(library, stage, *rest):
    global left
    if stage == "judged":
        left -= 1
        if left == 0:
            print("stopped", flush=True)
            sys.stdin.read()
    write(library, stage, *rest)
Library.write = stops
library = Library.open(Path(sys.argv[2]), version="1", create=True)
print("ready", flush=True)
sys.stdin.readline()
run = gather.Run(map(Path, sys.argv[3:]), Config(), version="1", library=library)
run.go()
library.compact()
print(len(run.extractions()), flush=True)
"""  # one file is kept at a time; before the findings of the given one are written it stops, 0 for never


def begin(folder: Path, paths: list[Path], stop: int = 0) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ADDS, str(stop), str(folder), *map(str, paths)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment, encoding="utf-8")
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_processes_add_to_one_library(tmp_path: Path, folder: Path) -> None:
    papers = volumes.write(tmp_path / "in", 12, projects=1, rows=2)
    both = [begin(folder, papers[:8]), begin(folder, papers[4:])]
    for one in both:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    assert [one.communicate()[0] for one in both] == ["8\n", "8\n"]
    library = opened(folder)
    assert library.notes == []
    assert len(library.entries) == 12
    again = run(papers, library)
    assert counts(again) == (0, 0, 0, 12)
    assert again.review() == alone(papers)
    assert ask(library, "SELECT count(*) FROM goals")[1] == [(12,)]


def test_a_killed_run_leaves_the_library_whole(tmp_path: Path, folder: Path) -> None:
    papers = volumes.write(tmp_path / "in", 5, projects=1, rows=2)
    process = begin(folder, papers, stop=3)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "stopped\n"
    process.kill()
    process.communicate()
    library = opened(folder)
    assert library.notes == []
    again = run(papers, library)
    assert counts(again) == (2, 0, 1, 2)  # the third was read, its findings are missing
    assert again.review() == alone(papers)


def test_small_segments_are_put_together(
    papers: list[Path], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MANY", 4)
    papers = volumes.write(tmp_path / "in", 6, projects=1, rows=2)
    for path in papers:
        run([path], opened(folder))
    library = opened(folder)
    gone = library.at(str(papers[5])).key  # type: ignore[union-attr]
    library.remove([gone])
    reader = opened(folder)
    before = ask(library, "SELECT * FROM indicators ORDER BY ALL")
    library.compact()
    assert [len(segments(folder, stage)) for stage in ("files", "parsed", "judged", "indicators")] == [1, 1, 1, 1]
    assert ask(library, "SELECT * FROM indicators ORDER BY ALL") == before
    held = [row for row in library.table("files", segments(folder, "files")[0].stem).to_pylist() if row["key"] == gone]
    assert [(row["gone"], row["documents"]) for row in held] == [(True, None)]  # its text has gone with it
    assert ask(reader, "SELECT * FROM indicators ORDER BY ALL") == before  # who had opened it before goes on
    assert counts(run(papers[:5], reader)) == (0, 0, 0, 5)
    assert len(opened(folder).entries) == 5
    again = opened(folder)
    assert counts(run(papers, again)) == (1, 0, 0, 5)
    assert len(again.entries) == 6


def test_what_was_replaced_goes_when_it_is_put_together(
    papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MANY", 2)
    run(papers, opened(folder))
    run(papers, opened(folder), Config(ignore=frozenset({"M201"})))
    before = ask(opened(folder), "SELECT * FROM findings ORDER BY ALL")
    assert before[1]
    library = opened(folder)
    library.compact()
    (segment,) = segments(folder, "judged")
    assert len(library.table("judged", segment.stem)) == 3
    assert ask(library, "SELECT * FROM findings ORDER BY ALL") == before


def test_what_is_gone_stays_gone_though_it_still_lies_in_a_large_segment(
    papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MANY", 2)
    library = opened(folder)
    run(papers, library)
    (large,) = segments(folder, "files")
    for path in papers[:2]:
        library.remove([library.at(str(path)).key])  # type: ignore[union-attr]
    monkeypatch.setattr(store, "SMALL", large.stat().st_size)
    library.compact()
    assert len(segments(folder, "files")) == 2
    assert [one.name for one in opened(folder).entries.values()] == [papers[2].name]


def test_flat_tables_that_another_one_is_just_writing_stay(
    papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(papers, opened(folder))
    (goals,) = segments(folder, "goals")
    fresh, old = (goals.with_stem(f"{at:020d}-00000000") for at in (1, 2))
    for path in (fresh, old):
        path.write_bytes(goals.read_bytes())
    os.utime(old, (0, 0))
    opened(folder).compact()
    assert segments(folder, "goals") == sorted([fresh, goals])


def test_what_others_wrote_meanwhile_is_put_together_whole(
    papers: list[Path], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MANY", 2)
    early = opened(folder)
    for path in papers:
        run([path], opened(folder))
    early.compact()
    assert len(segments(folder, "files")) == 1
    late = opened(folder)
    more = volumes.write(tmp_path / "more", 5, projects=1, rows=2)[3:]
    for path in more:
        run([path], opened(folder))
    opened(folder).compact()
    run([papers[0]], opened(folder), Config(ignore=frozenset({"M201"})))
    run([papers[0]], opened(folder))
    late.compact()
    assert counts(run([*papers, *more], opened(folder))) == (0, 0, 0, 5)
    assert ask(opened(folder), "SELECT count(DISTINCT key) FROM goals")[1] == [(5,)]


def test_what_is_written_just_now_is_not_put_together(
    papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MANY", 2)
    for path in papers[:2]:
        run([path], opened(folder))
    library = opened(folder)
    refresh = Library.refresh

    def late(one: Library) -> None:
        refresh(one)
        monkeypatch.setattr(Library, "refresh", refresh)
        run(papers[2:], opened(folder))

    monkeypatch.setattr(Library, "refresh", late)
    library.compact()
    assert len(segments(folder, "files")) == 2
    assert counts(run(papers, opened(folder))) == (0, 0, 0, 3)


def test_what_is_put_together_while_it_is_looked_at_is_not_missed(
    papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MANY", 2)
    for path in papers:
        run([path], opened(folder))
    other = opened(folder)
    table = Library.table

    def late(library: Library, *which: Any) -> Any:
        monkeypatch.setattr(Library, "table", table)
        other.compact()
        return table(library, *which)

    monkeypatch.setattr(Library, "table", late)
    library = opened(folder)
    assert library.notes == []
    assert counts(run(papers, library)) == (0, 0, 0, 3)


def test_what_is_locked_is_not_put_together(papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MANY", 2)
    for path in papers:
        run([path], opened(folder))
    lock = folder / ".lock"
    lock.touch()
    opened(folder).compact()
    assert len(segments(folder, "files")) == 3
    os.utime(lock, (0, 0))  # left over from a run that was killed
    rest = folder / "files" / ".0.tmp"
    rest.touch()
    os.utime(rest, (0, 0))
    opened(folder).compact()
    assert not lock.exists()
    assert not rest.exists()
    assert len(segments(folder, "files")) == 1


@pytest.mark.parametrize("why", [errno.EACCES, errno.EROFS])
def test_where_nobody_may_write_nothing_is_put_together(
    papers: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch, why: int
) -> None:
    monkeypatch.setattr(store, "MANY", 2)
    for path in papers:
        run([path], opened(folder))
    library = opened(folder)

    def closed(*_: object) -> None:
        raise OSError(why, os.strerror(why))

    monkeypatch.setattr("perf_goals.batch.store.os.open", closed)
    library.compact()
    assert len(segments(folder, "files")) == 3


def test_a_file_known_under_two_tags_counts_once(papers: list[Path], folder: Path) -> None:
    run(papers, opened(folder))
    run(papers, opened(folder), replace(Config(), ignore=frozenset({"M201"})))
    codes = {code for (code,) in ask(opened(folder), "SELECT code FROM findings")[1]}
    assert codes
    assert "M201" not in codes
