"""One result whoever does the work: here, in processes, on a real Dask cluster; with processes that end in the middle."""

import gc
import os
import pickle
import re
import socket
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from perf_goals import api, export, findings, model
from perf_goals.batch import cluster, engine, tags
from perf_goals.batch.cluster import _Crew, _Ties, remote
from perf_goals.batch.engine import Engine, choose, here, local
from perf_goals.batch.gather import Run
from perf_goals.batch.helper import Helper
from perf_goals.batch.review import reviewed
from perf_goals.batch.store import Library
from perf_goals.batch.work import Result, Task
from perf_goals.config import Config, Waiver
from perf_goals.errors import PerfGoalsError
from perf_goals.extract import extract
from perf_goals.frames import Review
from perf_goals.lexicon import Lexicon
from perf_goals.model import Document, Extraction
from perf_goals.similarity import near
from perf_goals.similarity.near import families, set_families
from perf_goals.similarity.normal import bare, pairs

from . import volumes
from .benchmarks.corpora import corpus
from .clusters import Dask

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "documents"
# Of a process that works on files: what is in a file decides whether the process ends at it.
DEADLY = """
import os, sys
from pathlib import Path
if any("perf_goals.batch.helper" in word for word in sys.orig_argv):
    from perf_goals.batch import work
    does = work._work
    def deadly(task, result):
        content = task.data if task.data is not None else Path(task.path).read_bytes()
        if "致命".encode() in content:
            os._exit(9)
        once = os.environ.get("DEADLY_ONCE")
        if "一次".encode() in content and once and not os.path.exists(once):
            Path(once).touch()
            os._exit(9)
        does(task, result)
    work._work = deadly
"""


def views(review: model.Review) -> str:
    """Everything that a run says, as the command line prints it."""
    tables = [export.rows(review.extractions, what, review.unread) for what in export.FIELDS]
    tables += [[findings.finding_row(one) for one in review.findings], export.score_rows(review)]
    return "".join(map(export.to_jsonl, tables))


def run(paths: Iterable[Path], how: Engine, settings: Config | None = None, library: Library | None = None) -> Run:
    return Run(paths, settings or Config(), version=api.VERSION, engine=how, library=library).go()


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    return [*volumes.write(tmp_path / "in", 5, projects=2, rows=2), *sorted(SAMPLES.glob("*.txt"))[:2]]


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes processes end at files that say so; the folder with what does it."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(DEADLY, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(hooks), str(ROOT)]))
    monkeypatch.setenv("DEADLY_ONCE", str(tmp_path / "once"))
    return hooks


def backwards(tasks: Iterable[Task]) -> Iterator[Result]:
    """An engine whose results come in the wrong order."""
    return iter(list(here(tasks))[::-1])


def test_the_engine_is_not_seen_in_the_result(papers: list[Path], tmp_path: Path) -> None:
    papers += [*SAMPLES.glob("无绩效表*"), tmp_path / "没有.txt", tmp_path / "空文件夹"]
    papers[-1].mkdir()
    plain = api.judge(api.run(papers), Config())
    said = views(plain)
    assert Review.of(run(papers, here).review()) == plain
    assert Review.of(run(papers, backwards).review()) == plain
    assert views(run(papers, local(2)).review()) == said
    library = Library.open(tmp_path / "资料库", create=True)
    assert views(run(papers, local(2), library=library).review()) == said
    assert views(run(papers, backwards, library=library).review()) == said


def test_names_that_are_not_unique_and_waivers(tmp_path: Path) -> None:
    papers = volumes.write(tmp_path / "甲", 2, projects=2, rows=3)
    for path in papers:
        there = tmp_path / "乙" / path.name
        there.parent.mkdir(exist_ok=True)
        there.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        papers = [*papers, there]
    codes = sorted({one.code for one in api.judge(api.run(papers), Config()).findings})
    waivers = [Waiver(code, papers[0].name, "核过", line=line) for line, code in enumerate([*codes[:3], "A101"])]
    for settings in (Config(), Config(waivers=tuple(waivers))):
        for some in (papers, papers[:2]):
            plain = api.judge(api.run(some), settings)
            assert Review.of(run(some, here, settings).review()) == plain
    assert plain.waived
    assert plain.idle


def test_an_archive_keeps_its_order(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "一批.zip", "w") as archive:
        archive.writestr("坏.pdf", b"%PDF-1.4")
        archive.writestr("甲.txt", volumes.text(1, projects=1, rows=1))
        archive.writestr("无表.txt", "伊水市档案馆2026年部门预算\n\n本次公开不附绩效目标表。\n")
        archive.writestr("空.txt", b"")
        archive.writestr("乙.txt", volumes.text(2, projects=1, rows=1))
    plain = api.judge(api.run([tmp_path / "一批.zip"]), Config())
    assert len(plain.unread) == 3
    assert Review.of(run([tmp_path / "一批.zip"], here).review()) == plain
    library = Library.open(tmp_path / "资料库", create=True)
    assert Review.of(run([tmp_path / "一批.zip"], here, library=library).review()) == plain
    (tmp_path / "别处").mkdir()
    moved = (tmp_path / "一批.zip").rename(tmp_path / "别处" / "一批.zip")
    again = run([moved], here, library=library)
    assert again.counts.known == 1
    assert Review.of(again.review()) == api.judge(api.run([moved]), Config())


# Processes of this machine ------------------------------------------------------------------------------------------


def test_a_process_that_ends_once_is_forgiven(papers: list[Path], deadly: Path, tmp_path: Path) -> None:
    papers[1].write_text(volumes.text(50, projects=1, rows=1) + "一次\n", encoding="utf-8")
    plain = api.judge(api.run(papers), Config())
    assert views(run(papers, local(2)).review()) == views(plain)
    assert (tmp_path / "once").exists()


def test_a_file_that_ends_its_process_is_set_aside(papers: list[Path], deadly: Path, tmp_path: Path) -> None:
    bad = papers[2]
    bad.write_text(volumes.text(50, projects=1, rows=1) + "致命\n", encoding="utf-8")
    library = Library.open(tmp_path / "资料库", create=True)
    first = run(papers, local(2), library=library)
    (unread,) = first.unread()
    assert unread.path == str(bad)
    assert unread.reason == (
        f"{bad} 读取时程序进程意外终止，试了 3 次，已跳过；文件可能已损坏或过大，请另存为新文件后再试，或发给维护者"
    )
    others = [path for path in papers if path != bad]
    assert views(first.review()).startswith(views(api.judge(api.run(others), Config()))[:1000])
    assert first.review().findings == api.judge(api.run(others), Config()).findings
    again = run(papers, local(2), library=Library.open(tmp_path / "资料库"))  # and is not tried again
    assert again.counts.known == len(papers)
    assert again.unread() == [unread]
    bad.write_text(volumes.text(50, projects=1, rows=1), encoding="utf-8")
    assert run(papers, local(2), library=Library.open(tmp_path / "资料库")).unread() == []


def test_ctrl_c_ends_the_processes_and_keeps_what_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = volumes.write(tmp_path / "in", 12, projects=1, rows=1)
    helpers: list[Helper] = []

    def helper() -> Helper:
        helpers.append(Helper())
        return helpers[-1]

    monkeypatch.setattr(engine, "Helper", helper)
    library = Library.open(tmp_path / "资料库", create=True)

    done: list[str] = []

    def stop(path: str) -> None:
        done.append(path)
        if len(done) == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Run(papers, Config(), version=api.VERSION, engine=local(2), library=library, say=stop).go()
    assert [one.pid for one in helpers] == [None, None]
    again = Library.open(tmp_path / "资料库")
    assert len(again.entries) == 5
    rest = run(papers, local(2), library=again)
    assert (rest.counts.read, rest.counts.known) == (7, 5)
    assert views(rest.review()) == views(api.judge(api.run(papers), Config()))


def test_a_process_that_cannot_start_is_said(papers: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perf_goals.batch.helper._COMMAND", ("-c", "raise SystemExit(7)"))
    with pytest.raises(PerfGoalsError, match=r"无法启动工作进程（.* 退出状态 7），请用 --jobs 1 在本进程中运行"):
        run(papers, local(2))


def test_our_own_mistake_stops_one_file_only(papers: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(document: Document, words: Lexicon) -> Extraction:
        if document.file == papers[0].name:
            raise ZeroDivisionError("ours")
        return extract(document, words)

    monkeypatch.setattr("perf_goals.batch.work.extract", wrong)
    done = run(papers, here)
    ((path, bug),) = done.bugs
    assert path == str(papers[0])
    assert "ZeroDivisionError: ours" in bug
    assert [one.path for one in done.unread()] == [str(papers[0])]
    assert done.review().findings == api.judge(api.run(papers[1:]), Config()).findings


def test_the_choice_of_an_engine() -> None:
    assert choose(None, None, 3) is here
    assert choose(1, None, 3000) is here
    assert choose(4, None, 1) is here
    assert choose(2, None, 3) is not here
    with pytest.raises(PerfGoalsError, match="--jobs 应为 1 或更大的整数，现在是 0"):
        choose(0, None, 3)
    with pytest.raises(PerfGoalsError, match="--jobs 和 --cluster 只能用一个"):
        choose(2, "tcp://127.0.0.1:1", 3)
    assert engine.cores() >= 1


# A Dask cluster -----------------------------------------------------------------------------------------------------


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    with Dask(tmp_path) as started:
        yield started


pytest.importorskip("distributed")


def test_a_cluster_gives_the_same(papers: list[Path], dask: Dask, tmp_path: Path) -> None:
    papers += [*SAMPLES.glob("无绩效表*"), tmp_path / "没有.txt", tmp_path / "空文件夹"]
    papers[-1].mkdir()
    dask.worker()
    dask.worker()
    said = views(api.judge(api.run(papers), Config()))
    library = Library.open(tmp_path / "资料库", create=True)
    assert views(run(papers, remote(dask.address), library=library).review()) == said
    again = run(papers, remote(dask.address), Config(ignore=frozenset({"M201"})), library)
    assert (again.counts.read, again.counts.judged) == (0, len(papers) - 2)


def test_near_copies_are_found_on_a_cluster_as_here(dask: Dask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bands whose keys are grouped on the workers in several chunks and parts, a worker that is killed meanwhile."""
    first, _ = dask.worker(), dask.worker()
    planted = corpus(1200, templates=12)
    texts = [bare(text) for text in planted.texts]
    sets = [frozenset(pairs(text)) for text in texts[:400]] + [frozenset({"甲\n乙", "丙"}), frozenset({"甲", "乙\n丙"})]
    here_found = families(texts, 0.85), set_families(sets, 0.85)
    assert len(here_found[0]) > 100
    monkeypatch.setattr(near, "FAR", 100)
    monkeypatch.setattr(cluster, "CHUNK", 400)
    monkeypatch.setattr(cluster, "PART", 700)
    asked: list[int] = []
    threads = _Ties.threads

    def kill(ties: _Ties) -> list[int]:
        asked.append(1)
        if len(asked) == 3:
            first.kill()
        return threads(ties)

    with engine.sharing(remote(dask.address)):
        assert pickle.dumps((families(texts, 0.85), set_families(sets, 0.85))) == pickle.dumps(here_found)
        monkeypatch.setattr(_Ties, "threads", kill)
        assert families(texts, 0.85) == here_found[0]
    assert first.wait(timeout=30) != 0


def test_a_review_on_a_cluster_compares_there(tmp_path: Path, dask: Dask, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = volumes.write(tmp_path / "in", 6, projects=1, rows=1)
    for number, path in enumerate(papers[:4]):
        goal = f"维修水库大坝{number}座，建成文化广场，11月底前全部完工，群众出行更加方便，受益户签字，{volumes.THINGS[number]}"
        path.write_text(re.sub(r"\.5\t[^\t]+", f".5\t{goal}", path.read_text(encoding="utf-8")), encoding="utf-8")
    said, _ = reviewed(papers, Config(), version=api.VERSION, engine=here)
    dask.worker()
    monkeypatch.setattr(near, "FEW", 4)
    monkeypatch.setattr(near, "FAR", 4)
    asked: list[float] = []
    met = _Crew.met

    def counted(crew: _Crew, items: near.Items, codes: near.Codes, least: float) -> Any:
        asked.append(least)
        return met(crew, items, codes, least)

    monkeypatch.setattr(_Crew, "met", counted)
    there, _ = reviewed(papers, Config(), version=api.VERSION, engine=remote(dask.address))
    assert views(there) == views(said)
    assert asked
    assert any(one.code == "Y103" for one in said.findings)


def test_a_cluster_that_is_lost_while_copies_are_looked_for(dask: Dask, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [bare(text) for text in corpus(300, templates=4).texts]
    monkeypatch.setattr(near, "FAR", 65)
    worker = dask.worker()
    with engine.sharing(remote(dask.address)):
        families(texts, 0.85)
        monkeypatch.setattr(cluster, "LONELY", 0.5)
        worker.kill()
        worker.wait()
        with pytest.raises(PerfGoalsError, match="工作进程都停了"):
            families(texts, 0.85)
    dask.worker()
    monkeypatch.setattr(tags, "code", lambda: "another")
    with engine.sharing(remote(dask.address)), pytest.raises(PerfGoalsError, match="与本机不同"):
        families(texts, 0.85)


def test_a_worker_killed_in_the_middle(tmp_path: Path, dask: Dask) -> None:
    papers = volumes.write(tmp_path / "in", 10, projects=1, rows=1)
    first, _ = dask.worker(), dask.worker()

    heard: list[str] = []

    def kill(path: str) -> None:
        heard.append(path)
        if len(heard) == 2:
            first.kill()

    done = Run(papers, Config(), version=api.VERSION, engine=remote(dask.address), say=kill).go()
    assert first.wait(timeout=30) != 0
    assert views(done.review()) == views(api.judge(api.run(papers), Config()))


def test_a_file_that_ends_processes_on_a_cluster(papers: list[Path], deadly: Path, dask: Dask) -> None:
    papers[0].write_text(volumes.text(50, projects=1, rows=1) + "致命\n", encoding="utf-8")
    dask.worker()
    done = run(papers, remote(dask.address))
    assert [one.path for one in done.unread()] == [str(papers[0])]
    assert "意外终止，试了 3 次" in done.unread()[0].reason
    assert done.review().findings == api.judge(api.run(papers[1:]), Config()).findings


def test_no_cluster(papers: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    for address in ("tcp://127.0.0.1:9", "哪里"):
        with pytest.raises(PerfGoalsError) as caught:
            run(papers, remote(address))
        assert str(caught.value) == (
            f"连不上集群 {address}（0.5 秒内没有回应），请核对地址和端口，或用 --jobs 在本机运行"
        )
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(PerfGoalsError, match=r"没有安装（distributed），请运行 pip install perf-goals\[cluster\]"):
        remote("tcp://127.0.0.1:9")


@pytest.fixture
def stranger() -> Iterator[str]:
    """The address of a program that answers, but is no scheduler."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    talk, _ = server.accept()
                except OSError:
                    return
                with talk:
                    talk.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_an_address_of_something_else(papers: list[Path], stranger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    with pytest.raises(PerfGoalsError, match=f"{stranger} 有回应，但不是 Dask 集群|连不上集群 {stranger}"):
        run(papers, remote(stranger))


def test_what_is_left_of_a_vain_attempt_is_collected_at_any_time(
    papers: list[Path], stranger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even while the next attempt begins, which is under a lock that closing takes too."""
    from distributed.utils import LoopRunner

    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    gc.disable()
    try:
        with pytest.raises(PerfGoalsError):
            run(papers, remote(stranger))

        def collect() -> None:
            with LoopRunner._lock:
                gc.collect()

        thread = threading.Thread(target=collect, daemon=True)
        thread.start()
        thread.join(timeout=30)
        assert not thread.is_alive()
    finally:
        gc.enable()


def test_a_cluster_without_workers(papers: list[Path], dask: Dask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "IDLE", 0.5)
    with pytest.raises(PerfGoalsError, match=f"集群 {dask.address} 上没有工作进程"):
        run(papers, remote(dask.address))


def test_all_workers_gone(tmp_path: Path, dask: Dask, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = volumes.write(tmp_path / "in", 12, projects=1, rows=1)
    worker = dask.worker()
    library = Library.open(tmp_path / "资料库", create=True)

    def kill(_: str) -> None:
        monkeypatch.setattr(cluster, "LONELY", 0.5)
        worker.kill()

    with pytest.raises(PerfGoalsError, match="工作进程都停了"):
        Run(papers, Config(), version="1", engine=remote(dask.address), library=library, say=kill).go()
    assert 1 <= len(Library.open(tmp_path / "资料库").entries) < 12


def test_a_cluster_of_another_version(papers: list[Path], dask: Dask, monkeypatch: pytest.MonkeyPatch) -> None:
    dask.worker()
    monkeypatch.setattr(tags, "code", lambda: "another")
    with pytest.raises(PerfGoalsError, match="与本机不同，请在每台机器上安装相同的版本"):
        run(papers, remote(dask.address))
