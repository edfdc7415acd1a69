"""The command line: arguments in, text out.

Exit status 0 done, 1 findings at or above ``--fail-on``, 2 misuse or a file that could not be read, 3 our bug.
"""

import argparse
import os
import re
import sys
import traceback
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from . import (
    api,
    check_cli,
    examples,
    export,
    findings,
    frames,
    hand_cli,
    library_cli,
    options,
    readers,
    score_cli,
    summary,
)
from .batch.review import Said
from .errors import OutputError, PerfGoalsError, UnreadableError
from .extract import extract as extract_document
from .lexicon import default as default_lexicon
from .model import Extraction, Unread
from .options import BUG, FOUND, MISUSE, OK, STOPPED
from .progress import LOG, Bar, logging_to, note_files

# What argparse says in English, and how it is said here; the words differ a little between versions of Python.
_COMPLAINTS = (
    (r"the following arguments are required: (.+)", r"缺少参数 \1"),
    (r"unrecognized arguments: (.+)", r"不认识参数 \1"),
    (r"argument (\S+): invalid choice: (.+?) \(choose from (.+)\)", r"\1 没有 \2，可选 \3"),
    (r"argument (\S+): expected one argument", r"\1 后面要跟一个值"),
    (r"argument (\S+): ignored explicit argument (.+)", r"\1 后面不能跟值 \2"),
    (r"argument (\S+): (没有 .+)", r"\1 \2"),
    (r"argument (\S+): invalid int value: (.+)", r"\1 应为整数，现在是 \2"),
)


class _Help(argparse.RawDescriptionHelpFormatter):
    """argparse's help with 用法 for usage."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse with its own words in Chinese, and no abbreviated options: a new option must not break a script."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, formatter_class=_Help, add_help=False, allow_abbrev=False)
        self.epilog = examples.of(self.prog)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示帮助")

    def error(self, message: str) -> NoReturn:
        for english, chinese in _COMPLAINTS:
            message = re.sub(english, chinese, message)
        message = message.replace("'", "")
        self.exit(MISUSE, f"{self.prog}：{message}；用 {self.prog} --help 查看用法\n")


class _Voice:
    """What a command says while it works; ``quiet`` and ``passwords`` are known only when the arguments are read."""

    quiet = False
    passwords: Sequence[str] = ()

    def each(self, paths: Sequence[str]) -> list[Extraction | Unread]:
        """As ``api.each``, with - for the standard input, and a bar."""
        found: list[Extraction | Unread] = []
        given = [one for path in paths for one in ([path] if path == "-" else api.files(path))]
        with Bar(quiet=self.quiet) as bar:
            for path in bar.over("读入", [Path(one) for one in given]):
                read = list(self._read(path))
                note_files(read)
                found += read
        return found

    def _read(self, path: Path) -> Iterable[Extraction | Unread]:
        return [_standard_input(self.passwords)] if str(path) == "-" else api.each(path, passwords=self.passwords)


def parser() -> argparse.ArgumentParser:
    top = _Parser(prog="perf-goals", description="读取公开的预算绩效目标表，逐行解析指标，写出审核工作簿。")
    top.add_argument("--version", action="version", version=f"perf-goals {api.VERSION}", help="显示版本")
    commands = top.add_subparsers(title="命令", dest="command", metavar="命令", required=True)

    extracting = commands.add_parser(
        "extract", help="输出指标、目标或未识别的行", description="读入文件或文件夹，输出其中绩效表的每一行。"
    )
    options.add_paths(extracting)
    extracting.add_argument(
        "--what",
        choices=tuple(export.FIELDS),
        default="indicators",
        metavar="内容",
        help="输出什么：indicators 指标（默认）、goals 目标、refusals 未识别的行",
    )
    extracting.add_argument(
        "--format",
        choices=("jsonl", "csv", "table"),
        default="jsonl",
        metavar="格式",
        help="jsonl（默认）、csv（Excel 可直接打开）、table（终端表格）",
    )
    options.add_output(extracting)
    extracting.set_defaults(run=_extract)

    reviewing = commands.add_parser(
        "review",
        help="写出审核工作簿",
        description="读入文件或文件夹，按规则审核、评分，为每份文件写一个工作簿，另写一个汇总。",
    )
    reviewing.add_argument("paths", nargs="+", metavar="路径", help="文件或文件夹")
    reviewing.add_argument("-o", "--output", metavar="文件夹", default="reports", help="工作簿放在哪里（默认 reports）")
    reviewing.add_argument(
        "--tables",
        type=_Several(frames.FORMATS),
        action="extend",
        default=[],
        metavar="格式",
        help=f"另写数据表，放在输出文件夹的 tables 里：{'、'.join(frames.FORMATS)}，可写几个，逗号分开",
    )
    options.add_fail_on(reviewing, findings.NEVER, "问题")
    options.add_config(reviewing)
    reviewing.add_argument(
        "--previous", metavar="底稿", help="上次填过的底稿或放底稿的文件夹，沿用其中的处理、意见和目标值"
    )
    reviewing.add_argument("--html", action="store_true", help="另为每份文件写一个网页：原表格和问题并排，双击即可打开")
    library_cli.add_review(reviewing)
    reviewing.set_defaults(run=_review)

    exporting = commands.add_parser(
        "export",
        help="写出数据表，不写工作簿",
        description="读入文件或文件夹，审核、评分，把指标、目标、问题、得分、未识别的行各写成一个数据表。",
    )
    options.add_paths(exporting)
    exporting.add_argument(
        "--format",
        type=_Several(frames.FORMATS),
        action="extend",
        default=[],
        metavar="格式",
        help=f"{'、'.join(frames.FORMATS)}，可写几个，逗号分开（默认 jsonl）",
    )
    exporting.add_argument("-o", "--output", metavar="文件夹", default="tables", help="放在哪里（默认 tables）")
    options.add_config(exporting)
    exporting.set_defaults(run=_export)

    voice = _Voice()
    check_cli.add(commands, voice.each, _print)
    score_cli.add(commands, voice.each, _print)
    hand_cli.add(commands, voice.each, _print)
    parts = library_cli.add(commands, _print)
    for name, command in [*commands.choices.items(), *(("library", part) for part in parts.values())]:
        if name not in ("rules", "explain"):
            options.add_voice(command)
        if name not in ("rules", "explain", "letter", "library", "benchmark"):
            command.add_argument(
                "--password",
                action="append",
                default=[],
                metavar="密码",
                help="文件的打开密码，可写几次，逐个试；密码以 - 开头时写成 --password=密码",
            )
    hand_cli.add_completion(commands, _print, top)
    top.set_defaults(voice=voice, quiet=False, verbose=False, log=None, password=[])
    return top


class _Several:
    """Some of these words, by commas. The completion of shells looks at ``words``."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words

    def __call__(self, text: str) -> list[str]:
        named = [one.strip() for one in text.replace("，", ",").split(",")]
        for one in named:
            if one not in self.words:
                raise argparse.ArgumentTypeError(f"没有 {one}，可选 {', '.join(self.words)}")
        return named


def _standard_input(passwords: Sequence[str]) -> Extraction | Unread:
    try:
        document = readers.read_bytes(sys.stdin.buffer.read(), "标准输入", passwords=passwords)
        return extract_document(document, default_lexicon())
    except UnreadableError as error:
        return Unread("标准输入", str(error))


def _extract(args: argparse.Namespace) -> int:
    review = api.account(args.voice.each(args.paths))
    table = export.rows(review.extractions, args.what, review.unread)
    if args.format == "csv":
        text = export.to_csv(table, args.what)
    elif args.format == "table":
        text = export.to_table(table, args.what)
    else:
        text = export.to_jsonl(table)
    options.put(text, review, args, _print, nothing=not review.extractions and not table)
    return OK if review.extractions else MISUSE


def _review(args: argparse.Namespace) -> int:
    frames.ready(args.tables)
    paths = [one for path in args.paths for one in api.files(path)]
    beside = library_cli.beside(args, paths)
    if beside is not None and (same := beside.unchanged()) is not None:
        return _done(same, args)
    with Bar(quiet=args.quiet) as bar:
        before = ""

        def watch(what: str, name: str) -> None:
            nonlocal before
            if what != before:
                bar.begin(what, len(paths) + 1 if name else None)
                before = what
            elif name:
                bar.advance()
            bar.name(name)
            LOG.info("%s %s", what, name)

        written = api.review(
            bar.over("读入", paths) if beside is None else paths, args.output, settings=args.config,
            previous=args.previous, made=date.today(), html=args.html, watch=watch, passwords=args.password,
            **library_cli.engine(args, beside),
        )  # fmt: skip
    review = written.review
    note_files((*review.extractions, *review.unread))
    made = frames.write(review, Path(args.output) / "tables", args.tables) if args.tables else ()
    head = summary.headline(review, written.batch.parent)
    text = head + summary.tables(review, (written.batch, *written.documents), written.pages, made)
    status = BUG if written.bugs else _status(written, args)
    said = Said(text, (*options.warnings(review), *written.notes, *library_cli.bugs(written)), status)
    if beside is not None:
        beside.remember(said, (written.batch, *written.documents, *written.pages, *made), bool(written.bugs))
    return _done(said, args)


def _status(written: api.Written, args: argparse.Namespace) -> int:
    review = written.review
    if api.unread_files(review):
        return MISUSE
    standing = [one for at, one in enumerate(review.findings) if at not in written.rejected]
    return FOUND if findings.fails(standing, args.fail_on) else OK


def _done(said: Said, args: argparse.Namespace) -> int:
    """Say what a review has to say; its exit status."""
    for line in said.warnings:
        print(line, file=sys.stderr)
    if not args.quiet:
        _print(said.out)
    return said.status


def _export(args: argparse.Namespace) -> int:
    formats = args.format or ["jsonl"]
    frames.ready(formats)
    settings = api.chosen_settings(args.config)
    review = api.account(args.voice.each(args.paths))
    if not review.extractions:
        options.tell(review)
        return MISUSE
    review = api.judge(review, settings)
    made = frames.write(review, Path(args.output), formats)
    options.tell(review)
    if not args.quiet:
        _print(f"写出 {len(made)} 个数据表，在 {args.output}\n")
    return MISUSE if api.unread_files(review) else OK


def _print(text: str) -> None:
    """Write to the standard output at once. Whoever reads it may stop early (``| head``); a full disk is an error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # Python would try to write the rest once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise OutputError(f"无法输出结果（{error.strerror or error}），请检查磁盘空间，或用 -o 写入文件") from None


def _console() -> None:
    """Output survives a GBK console, and is UTF-8 where it goes into a file or a pipe."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    args = parser().parse_args(argv)
    args.voice.quiet, args.voice.passwords = args.quiet, args.password
    try:
        with logging_to(args.log, verbose=args.verbose):
            status = _run(args)
            LOG.debug("退出状态 %d", status)
            return status
    except OutputError as error:  # the log itself
        print(error, file=sys.stderr)
        return MISUSE


def _run(args: argparse.Namespace) -> int:
    LOG.debug("perf-goals %s %s", api.VERSION, args.command)
    try:
        status: int = args.run(args)
    except PerfGoalsError as error:
        LOG.debug("%s", error)
        print(error, file=sys.stderr)
        return MISUSE
    except BrokenPipeError:  # nobody reads the standard error any more
        return OK
    except KeyboardInterrupt:
        print("已中断，没有写完的文件没有留下", file=sys.stderr)
        return STOPPED
    except Exception:
        LOG.exception("程序出错")
        if args.log is None:
            traceback.print_exc()
        what = "以上内容" if args.log is None else f"日志 {args.log} "
        print(f"程序出错了，这不是您的操作问题。请把{what}和所用的文件发给维护者。", file=sys.stderr)
        return BUG
    return status


def run() -> None:
    """Entry point of the installed command."""
    _console()
    sys.exit(main())
