"""The commands ``library`` and ``benchmark``, and what ``review`` has of processes, clusters and libraries."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import api, config, export, rules
from .batch.ask import ask
from .batch.common import common
from .batch.engine import FEW, choose, processes
from .batch.gather import Run
from .batch.review import Asked, Said, remember, unchanged
from .batch.spread import PARTS, Spread, printed, spreads
from .batch.store import Library, clean
from .errors import PerfGoalsError
from .options import BUG, MISUSE, OK, Show, add_config
from .progress import Bar
from .saving import make_folder, writing
from .similarity.templates import UNITS, templates_toml, words_toml

_AGAIN = "请用 perf-goals library add {folder} 重新读取；原文件已不在的，用 perf-goals library remove 删去"
_FILTERS = ("indicator", "project", "department", "year")
_ROWS = """
SELECT year AS 年度, department AS 单位, project AS 项目, level3 AS 指标, printed AS 指标值, document AS 文件, place AS 位置
FROM indicators WHERE {where} ORDER BY office_key, year, document, project, place LIMIT {limit}
"""


def add(commands: Any, show: Show) -> dict[str, Any]:
    """Add the commands to the parser's subcommands; the parsers of ``library``'s own. show: writes to the standard output."""
    top = commands.add_parser("library", help="资料库：记住读过的文件", description="建立和查看资料库。")
    parts = top.add_subparsers(title="命令", dest="part", metavar="命令", required=True)

    adding = parts.add_parser("add", help="读入文件", description="把文件读入资料库；没有变化的文件不再读。")
    adding.add_argument("library", metavar="资料库", help="资料库文件夹，没有时新建")
    adding.add_argument("paths", nargs="*", metavar="路径", help="文件或文件夹")
    add_config(adding)
    adding.add_argument(
        "--password",
        action="append",
        default=argparse.SUPPRESS,
        metavar="密码",
        help="文件的打开密码，可写几次，逐个试；密码以 - 开头时写成 --password=密码",
    )
    add_engine(adding)
    adding.set_defaults(run=lambda args: _add(args, show))

    listing = parts.add_parser("list", help="列出文件", description="列出资料库里的文件。")
    listing.add_argument("library", metavar="资料库", help="资料库文件夹")
    listing.set_defaults(run=lambda args: _list(args, show))

    asking = parts.add_parser("query", help="查指标", description="按名称、项目、单位、年度查指标，或用 SQL 查询。")
    asking.add_argument("library", metavar="资料库", help="资料库文件夹")
    asking.add_argument("--indicator", metavar="词", help="指标名称里的词")
    asking.add_argument("--project", metavar="词", help="项目名称里的词")
    asking.add_argument("--department", metavar="词", help="单位名称里的词")
    asking.add_argument("--year", type=int, metavar="年度", help="预算年度")
    asking.add_argument(
        "--limit", type=int, default=200, metavar="行数", help="最多列出多少行（默认 200），--sql 不受此限"
    )
    asking.add_argument("--sql", metavar="语句", help="SQL 语句；表：files documents indicators goals findings")
    asking.add_argument(
        "--format", choices=("table", "jsonl"), default="table", metavar="格式", help="table（默认，终端阅读）、jsonl"
    )
    asking.set_defaults(run=lambda args: _query(args, show))

    removing = parts.add_parser("remove", help="删去文件", description="从资料库里删去文件的记录，不动文件本身。")
    removing.add_argument("library", metavar="资料库", help="资料库文件夹")
    removing.add_argument("paths", nargs="+", metavar="路径", help="文件、文件夹，或 list 列出的编号")
    removing.set_defaults(run=lambda args: _remove(args, show))

    finding = parts.add_parser(
        "templates",
        help="归纳固定说法和模板",
        description="从资料库里归纳许多单位写得一样的说法、目标和整套指标，写成 lexicon/ 的格式，供核对后收进词库。",
    )
    finding.add_argument("library", metavar="资料库", help="资料库文件夹")
    finding.add_argument(
        "--units", type=int, default=UNITS, metavar="个数", help=f"超过这么多单位写得一样才算（默认 {UNITS}）"
    )
    finding.add_argument("--province", default="", metavar="省份", help="写进模板的省份（默认不写）")
    finding.add_argument(
        "-o", "--output", metavar="文件夹", help="写出 templates_found.toml 和 rules_found.toml，不写则列出来"
    )
    finding.set_defaults(run=lambda args: _templates(args, show))

    counting = parts.add_parser("stats", help="有多少", description="资料库里有多少文件、单位、指标、问题。")
    counting.add_argument("library", metavar="资料库", help="资料库文件夹")
    counting.set_defaults(run=lambda args: _stats(args, show))

    spreading = commands.add_parser(
        "benchmark",
        help="一个指标在各单位定多少",
        description="资料库里各单位给同一个指标定的指标值：四分位数和分布，可写成带图的工作簿。",
    )
    spreading.add_argument("indicator", metavar="指标", help="指标名称；没有同名的就查含这几个字的")
    spreading.add_argument("--library", required=True, metavar="文件夹", help="资料库文件夹")
    spreading.add_argument("--year", type=int, metavar="年度", help="只看一个预算年度")
    spreading.add_argument("-o", "--output", metavar="文件", help="写成工作簿（xlsx），附图")
    spreading.set_defaults(run=lambda args: _benchmark(args, show))
    found: dict[str, Any] = parts.choices
    return found


def add_engine(parser: Any) -> None:
    """How many processes, or which cluster."""
    parser.add_argument("--jobs", type=int, metavar="数", help="用几个进程（默认：文件多时与处理器核数相同）")
    parser.add_argument("--cluster", metavar="地址", help="在 Dask 集群上运行，例如 tcp://10.0.0.5:8786")


def _open(folder: str, *, create: bool = False) -> Library:
    library = api.open_library(folder, create=create)
    _notes(library)
    if lost := len(library.lost()):
        print(
            f"资料库 {library.folder} 里 {lost} 份文件的记录已损坏，{_AGAIN.format(folder=library.folder)}",
            file=sys.stderr,
        )
    return library


def _notes(library: Library) -> None:
    for note in library.notes:
        print(note, file=sys.stderr)
    library.notes.clear()


def _add(args: argparse.Namespace, show: Show) -> int:
    settings = config.find(args.config, rules.known())
    library = api.open_library(args.library, create=True)  # what is lost is read again here
    _notes(library)
    paths = list(api.files(args.paths))
    given = set(map(os.path.abspath, paths))
    paths += [Path(one) for one in library.lost() if one not in given]
    if not paths:
        show("没有给出文件，资料库没有变化\n")
        return OK
    chosen = choose(args.jobs, args.cluster, len(paths))
    with Bar(quiet=args.quiet) as bar:
        bar.begin("读入", len(paths))

        def say(path: str) -> None:
            bar.name(Path(path).name)
            bar.advance()

        run = Run(
            paths, settings, version=api.VERSION, engine=chosen, library=library, whole=False,
            passwords=args.password, say=say,
        )  # fmt: skip
        try:
            run.go()
        except KeyboardInterrupt:
            print("已中断；已读完的文件记在资料库里，再次运行会接着做", file=sys.stderr)
            raise
    if run.counts.read or run.counts.parsed or run.counts.judged:
        library.compact()
    _notes(library)
    unread = run.unread()
    for one in unread:
        print(one.reason, file=sys.stderr)
    for path, bug in run.bugs:
        print(f"{path}\n{bug}", file=sys.stderr)
    counts = run.counts
    again = "".join(
        f"，重新{what} {count} 份" for what, count in (("解析", counts.parsed), ("审核", counts.judged)) if count
    )
    show(
        f"读入 {counts.read} 份文件{again}，没有变化 {counts.known} 份；资料库 {library.folder} 现有 {len(library.entries)} 份\n"
    )
    if run.bugs:
        return BUG
    return OK if counts.read or counts.parsed or counts.judged or counts.known else MISUSE


def _list(args: argparse.Namespace, show: Show) -> int:
    library = _open(args.library)
    _, rows = ask(
        library,
        "SELECT f.key, d.year, d.department, d.goals, d.indicators, f.path FROM files f LEFT JOIN documents d USING (key) "
        'ORDER BY d.office_key NULLS LAST, d.year, f.path, d."at"',
    )
    _notes(library)
    heads = ("编号", "年度", "单位", "目标", "指标", "文件")
    show(_table(heads, [(row[0][:12], *row[1:]) for row in rows]))
    return OK


def _query(args: argparse.Namespace, show: Show) -> int:
    wanted = {name: getattr(args, name) for name in _FILTERS if getattr(args, name) is not None}
    if args.sql is not None and wanted:
        raise PerfGoalsError("--sql 自己写条件，不能与 --indicator、--project、--department、--year 同时使用")
    if args.limit < 1:
        raise PerfGoalsError(f"--limit 应为 1 或更大的整数，现在是 {args.limit}")
    library = _open(args.library)
    if args.sql is not None:
        heads, rows = ask(library, args.sql)
    else:
        fields = {"indicator": "level3"}
        where = " AND ".join(
            "year = ?" if name == "year" else f"contains({fields.get(name, name)}, ?)" for name in wanted
        )
        heads, rows = ask(library, _ROWS.format(where=where or "true", limit=args.limit + 1), list(wanted.values()))
    _notes(library)
    if args.sql is None and len(rows) > args.limit:
        del rows[args.limit :]
        print(f"只列出前 {args.limit} 行，后面还有；用 --limit 多列一些，或多写几个条件", file=sys.stderr)
    if args.sql is None and not rows:
        print("没有符合条件的指标，请换一个词或少写几个条件", file=sys.stderr)
    if args.format == "jsonl":
        show(export.to_jsonl(dict(zip(heads, map(_plain, row), strict=True)) for row in rows))
    else:
        show(_table(heads, rows))
    return OK


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | None) else str(value)


def _table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [list(heads)]
    last = len(heads) - 1
    lines += [
        ["" if one is None else _short(one, 400 if at == last else 60) for at, one in enumerate(row)] for row in rows
    ]
    return "".join(export.aligned(lines))


def _short(value: Any, limit: int) -> str:
    return printed(value) if isinstance(value, float) else export.shortened(value, limit)


def _remove(args: argparse.Namespace, show: Show) -> int:
    library = _open(args.library)
    known = library.paths()
    chosen: list[str] = []
    for given in args.paths:
        where = clean(os.path.abspath(given))
        found = [
            key
            for key, path in known.items()
            if path == where
            or path.startswith(where.rstrip(os.sep) + os.sep)
            or (len(given) >= 6 and key.startswith(given))
        ]
        if not found:
            raise PerfGoalsError(f"资料库 {library.folder} 里没有 {given}，用 perf-goals library list 查看")
        chosen += found
    count = library.remove(chosen)
    show(f"删去 {count} 份文件的记录；资料库 {library.folder} 现有 {len(library.entries)} 份\n")
    return OK


def _stats(args: argparse.Namespace, show: Show) -> int:
    library = _open(args.library)
    _, ((files, size),) = ask(library, "SELECT count(*), coalesce(sum(size), 0) FROM files")
    _, ((documents, offices, first, last),) = ask(
        library, "SELECT count(*), count(DISTINCT office_key), min(year), max(year) FROM documents"
    )
    _, ((indicators, names),) = ask(library, "SELECT count(*), count(DISTINCT name_key) FROM indicators")
    _, ((goals,),) = ask(library, "SELECT count(*) FROM goals WHERE goal IS NOT NULL")
    _, found = ask(library, "SELECT severity, count(*) FROM findings GROUP BY 1")
    _notes(library)
    by = dict(found)
    held = sum(path.stat().st_size for path in library.folder.rglob("*.parquet"))
    lines = [
        ("文件", f"{files} 份，原文件 {size / 1e6:.1f} MB，资料库 {held / 1e6:.1f} MB"),
        ("文档", f"{documents} 份，{offices} 个单位，{_years(first, last)}"),
        ("目标", f"{goals} 段"),
        ("指标", f"{indicators} 行，{names} 个不同名称"),
        ("问题", f"严重 {by.get('error', 0)}、一般 {by.get('warning', 0)}、提示 {by.get('info', 0)}"),
    ]
    show("".join(f"{name}  {text}\n" for name, text in lines))
    return OK


def _templates(args: argparse.Namespace, show: Show) -> int:
    if args.units < 1:
        raise PerfGoalsError(f"--units 应为 1 或更大的整数，现在是 {args.units}")
    library = _open(args.library)
    found = common(library, args.units)
    _notes(library)
    rows: list[tuple[object, ...]] = [
        (kind, one.units, one.text)
        for kind, some in (("说法", found.phrases), ("目标", found.goals), ("框架", found.frames))
        for one in some
    ]
    rows += [("整套指标", one.units, "、".join(row.name for row in one.rows)) for one in found.sets]
    if not rows:
        show(f"没有超过 {args.units} 个单位都用的说法、目标或整套指标\n")
        return OK
    if not args.output:
        show(_table(("内容", "单位数", "文字"), rows))
        return OK
    folder = Path(args.output)
    files = {
        "templates_found.toml": templates_toml(found, province=args.province),
        "rules_found.toml": words_toml(found),
    }
    make_folder(folder)
    for name, text in files.items():
        with writing(folder / name) as aside:
            aside.write_text(text, encoding="utf-8", newline="\n")
    show(
        f"超过 {args.units} 个单位都用的：说法 {len(found.phrases)} 条，目标 {len(found.goals)} 段，框架 {len(found.frames)} 个，"
        f"整套指标 {len(found.sets)} 套；写入 {folder} 里的 {'、'.join(files)}，"
        "核对后收进 lexicon/ 的 templates.toml 和 rules_copying.toml\n"
    )
    return OK


def _years(first: int | None, last: int | None) -> str:
    if first is None:
        return "年度不详"
    return f"{first} 年" if first == last else f"{first}–{last} 年"


def _benchmark(args: argparse.Namespace, show: Show) -> int:
    from . import workbook  # loads openpyxl, which no other command here needs

    library = _open(args.library)
    found = spreads(library, args.indicator, args.year)
    _notes(library)
    heads = ("指标", "性质", "单位", "条数", "单位数", *PARTS)
    rows = [(one.name, one.sign, one.unit, one.rows, one.offices, *one.figures) for one in found]
    show(_table(heads, rows) + _bars(found[0]))
    if args.output:
        first = found[0]
        when = "各年度" if args.year is None else f"{args.year}年"
        name = f"{first.name}（{first.sign}，{first.unit}）　{when}{first.offices}个单位"
        source = f"资料库 {Path(args.library).name}，{when}"
        written = workbook.write_benchmark(
            Path(args.output), heads, rows, name, first.counts, source=source, version=api.VERSION
        )
        show(f"写入 {written}\n")
    return OK


def _bars(one: Spread) -> str:
    """How the offices are spread over the values of the indicator that most of them have."""
    most = max(count for _, count in one.counts)
    lines = [
        [f"{one.sign}{value}{one.unit}", f"{count}", "#" * max(1, round(40 * count / most))]
        for value, count in one.counts
    ]
    return f"\n{one.name}（各指标值的单位数）\n" + "".join(export.aligned(lines))


# What review has of it ----------------------------------------------------------------------------------------------


def add_review(parser: Any) -> None:
    """Options of ``review``."""
    add_engine(parser)
    parser.add_argument("--library", metavar="文件夹", help="资料库：记住读过的文件，并与以前的文件比较")


@dataclass(frozen=True, slots=True)
class Beside:
    """A review by an engine, perhaps beside a library. asked: what its next run may find done already, None for nothing."""

    paths: Sequence[Path]
    library: Library | None
    asked: Asked | None

    def unchanged(self) -> Said | None:
        """What the same run said the last time, where it would write the same once more."""
        said = None if self.asked is None else unchanged(self.asked)
        return None if said is None else replace(said, out=said.out + "文件没有变化，沿用上次的工作簿\n")

    def remember(self, said: Said, files: Sequence[Path], failed: bool) -> None:
        if self.library is not None:
            _notes(self.library)
        if self.asked is not None and not failed:
            remember(said, files, self.asked)


def beside(args: argparse.Namespace, paths: Sequence[Path]) -> Beside | None:
    """How a review is to be done, None for one file after another in this process, as few files are."""
    if args.library is None and args.cluster is None and args.jobs is None and len(paths) < FEW:
        return None
    settings = config.find(args.config, rules.known())
    library = None if args.library is None else _open(args.library, create=True)
    asked = None
    if library is not None and args.previous is None:
        wish = repr((args.tables, args.html, args.fail_on))
        asked = Asked(paths, Path(args.output), settings, api.VERSION, library, wish, tuple(args.password))
    return Beside(paths, library, asked)


def engine(args: argparse.Namespace, how: Beside | None) -> dict[str, Any]:
    """What ``api.review`` is told of it."""
    if how is None:
        return {}
    jobs = args.jobs if args.cluster is not None else processes(args.jobs, len(how.paths))
    return {"jobs": jobs, "cluster": args.cluster, "library": how.library}


def bugs(written: api.Written) -> list[str]:
    """Files at which the program itself went wrong, with what it said."""
    return [f"{path}\n{bug}" for path, bug in written.bugs]
