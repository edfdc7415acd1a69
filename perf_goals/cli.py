"""The command line: arguments in, text out.

Exit status 0 done, 1 findings (``check``), 2 misuse or nothing readable, 3 our bug.
"""

import argparse
import os
import re
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from . import api, check_cli, config, export, readers, score_cli
from .errors import OutputError, PerfGoalsError, UnreadableError
from .extract import extract as extract_document
from .lexicon import default as default_lexicon
from .model import Extraction, Review, Unread

OK, MISUSE, BUG = 0, 2, 3

_EXAMPLES = """示例：
  perf-goals review 部门预算/ -o reports/            读入整个文件夹，写出审核工作簿
  perf-goals score 部门预算/                         项目、部门的分数和等级
  perf-goals extract 某局预算.txt                    每个三级指标一行（JSON）
  perf-goals extract 某局预算.txt --what goals --format csv -o 目标.csv
  type 某局预算.txt | perf-goals extract -           从标准输入读
"""


# What argparse says in English, and how it is said here; the words differ a little between versions of Python.
_COMPLAINTS = (
    (r"the following arguments are required: (.+)", r"缺少参数 \1"),
    (r"unrecognized arguments: (.+)", r"不认识参数 \1"),
    (r"argument (\S+): invalid choice: (.+?) \(choose from (.+)\)", r"\1 没有 \2，可选 \3"),
    (r"argument (\S+): expected one argument", r"\1 后面要跟一个值"),
    (r"argument (\S+): ignored explicit argument (.+)", r"\1 后面不能跟值 \2"),
)


class _Help(argparse.RawDescriptionHelpFormatter):
    """argparse's help with 用法 for usage."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse with its own words in Chinese, and no abbreviated options: a new option must not break a script."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, epilog=_EXAMPLES, formatter_class=_Help, add_help=False, allow_abbrev=False)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示帮助")

    def error(self, message: str) -> NoReturn:
        for english, chinese in _COMPLAINTS:
            message = re.sub(english, chinese, message)
        message = message.replace("'", "")
        self.exit(MISUSE, f"{self.prog}：{message}；用 {self.prog} --help 查看用法\n")


def parser() -> argparse.ArgumentParser:
    top = _Parser(prog="perf-goals", description="读取公开的预算绩效目标表，逐行解析指标，写出审核工作簿。")
    top.add_argument("--version", action="version", version=f"perf-goals {api.VERSION}", help="显示版本")
    commands = top.add_subparsers(title="命令", dest="command", metavar="命令", required=True)

    extracting = commands.add_parser(
        "extract", help="输出指标、目标或未识别的行", description="读入文件或文件夹，输出其中绩效表的每一行。"
    )
    extracting.add_argument("paths", nargs="+", metavar="路径", help="文件或文件夹；- 表示标准输入")
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
    extracting.add_argument("-o", "--output", metavar="文件", help="写入文件，不写则输出到屏幕")
    extracting.set_defaults(run=_extract)

    reviewing = commands.add_parser(
        "review",
        help="写出审核工作簿",
        description="读入文件或文件夹，按规则审核、评分，为每份文件写一个工作簿，另写一个汇总。",
    )
    reviewing.add_argument("paths", nargs="+", metavar="路径", help="文件或文件夹")
    reviewing.add_argument("-o", "--output", metavar="文件夹", default="reports", help="工作簿放在哪里（默认 reports）")
    reviewing.add_argument("--config", metavar="文件", help=f"配置文件，不写则用当前文件夹里的 {config.NAME}（如果有）")
    reviewing.add_argument(
        "--previous", metavar="底稿", help="上次填过的底稿或放底稿的文件夹，沿用其中的处理、意见和目标值"
    )
    reviewing.set_defaults(run=_review)

    check_cli.add(commands, _each, _print)
    score_cli.add(commands, _each, _print, _tell)
    return top


def _each(paths: Sequence[str]) -> list[Extraction | Unread]:
    """As ``api.each``, with - for the standard input."""
    found: list[Extraction | Unread] = []
    for path in paths:
        if path != "-":
            found += api.each([path])
            continue
        try:
            document = readers.read_bytes(sys.stdin.buffer.read(), "标准输入")
            found.append(extract_document(document, default_lexicon()))
        except UnreadableError as error:
            found.append(Unread("标准输入", str(error)))
    return found


def _extract(args: argparse.Namespace) -> int:
    found = _each(args.paths)
    extractions = [one for one in found if isinstance(one, Extraction)]
    unread = [one for one in found if isinstance(one, Unread)]
    unread += [api.no_table(one) for one in extractions if not one.tables]
    table = export.rows(extractions, args.what, unread)
    if args.format == "csv":
        text = export.to_csv(table, args.what)
    elif args.format == "table":
        text = export.to_table(table, args.what)
    else:
        text = export.to_jsonl(table)
    try:
        if not extractions and not table:
            pass  # nothing was read: an older result stays as it is
        elif args.output:
            export.write(text, Path(args.output))
        else:
            _print(text)
    finally:
        _warn(unread)
    return OK if extractions else MISUSE


def _review(args: argparse.Namespace) -> int:
    written = api.review(args.paths, args.output, settings=args.config, previous=args.previous, made=date.today())
    review = written.review
    _tell(review)
    for note in written.notes:
        print(note, file=sys.stderr)
    rows = sum(len(one.indicators) for one in review.extractions)
    refused = sum(len(one.refusals) for one in review.extractions)
    projects = sum(one.part == "project" for one in review.scores)
    error, warning, info = next((one.counts for one in review.scores if one.part == "batch"), (0, 0, 0))
    apart = f"，另有跨文件雷同 {len(review.apart)} 处" if review.apart else ""
    _print(
        f"读入 {len(review.extractions)} 份文件，{projects} 个项目，{rows} 个指标，{refused} 行未识别；"
        f"问题：严重 {error}、一般 {warning}、提示 {info}{apart}；工作簿在 {written.batch.parent}\n"
    )
    return OK


def _tell(review: Review) -> None:
    """Say what could not be read, and which waivers hide nothing any more."""
    _warn(review.unread)
    for one in review.idle:
        print(f"{review.config} 第{one.line}行：豁免 {one.waiver} 没有对应的问题了，请核对或删去", file=sys.stderr)


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


def _warn(unread: Sequence[Unread]) -> None:
    for one in unread:
        print(one.reason, file=sys.stderr)


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
    try:
        status: int = args.run(args)
    except PerfGoalsError as error:
        print(error, file=sys.stderr)
        return MISUSE
    except BrokenPipeError:  # nobody reads the standard error any more
        return OK
    except Exception:
        traceback.print_exc()
        print("程序出错了，这不是您的操作问题。请把以上内容和所用的文件发给维护者。", file=sys.stderr)
        return BUG
    return status


def run() -> None:
    """Entry point of the installed command."""
    _console()
    sys.exit(main())
