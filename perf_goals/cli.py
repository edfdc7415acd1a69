"""The command line: arguments in, text out. Exit status 0 done, 2 misuse or nothing readable, 3 our bug."""

import argparse
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from . import api, export, readers
from .errors import PerfGoalsError, UnreadableError
from .extract import extract as extract_document
from .lexicon import default as default_lexicon
from .model import Extraction, Unread

OK, MISUSE, BUG = 0, 2, 3

_EXAMPLES = """示例：
  perf-goals review 部门预算/ -o reports/            读入整个文件夹，写出审核工作簿
  perf-goals extract 某局预算.txt                    每个三级指标一行（JSON）
  perf-goals extract 某局预算.txt --what goals --format csv -o 目标.csv
  type 某局预算.txt | perf-goals extract -           从标准输入读
"""


class _Parser(argparse.ArgumentParser):
    """argparse with its own words in Chinese."""

    def error(self, message: str) -> None:  # type: ignore[override]
        for english, chinese in (
            ("the following arguments are required:", "缺少参数："),
            ("unrecognized arguments:", "不认识的参数："),
            ("invalid choice:", "不能取这个值："),
            ("choose from", "可选"),
            ("expected one argument", "后面要跟一个值"),
            ("expected at least one argument", "后面至少要跟一个值"),
            ("argument", "参数"),
        ):
            message = message.replace(english, chinese)
        self.exit(MISUSE, f"{self.prog}：{message}\n用 {self.prog} --help 查看用法\n")


def parser() -> argparse.ArgumentParser:
    top = _Parser(
        prog="perf-goals",
        description="读取公开的预算绩效目标表，逐行解析指标，写出审核工作簿。",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    top.add_argument("-h", "--help", action="help", help="显示帮助")
    top.add_argument("--version", action="version", version=f"perf-goals {api.VERSION}", help="显示版本")
    top._optionals.title = "选项"
    commands = top.add_subparsers(title="命令", dest="command", metavar="命令", required=True)

    extracting = commands.add_parser(
        "extract",
        help="输出指标、目标或未识别的行",
        add_help=False,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="读入文件或文件夹，输出其中绩效表的每一行。",
    )
    _paths(extracting)
    extracting.add_argument(
        "--what",
        choices=tuple(export.FIELDS),
        default="indicators",
        help="输出什么：indicators 指标（默认）、goals 目标、refusals 未识别的行",
    )
    extracting.add_argument(
        "--format",
        choices=("jsonl", "csv", "table"),
        default="jsonl",
        help="格式：jsonl（默认）、csv（Excel 可直接打开）、table（终端表格）",
    )
    extracting.add_argument("-o", "--output", metavar="文件", help="写入文件，不写则输出到屏幕")
    extracting.set_defaults(run=_extract)

    reviewing = commands.add_parser(
        "review",
        help="写出审核工作簿",
        add_help=False,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="读入文件或文件夹，为每份文件写一个工作簿，另写一个汇总。",
    )
    _paths(reviewing)
    reviewing.add_argument("-o", "--output", metavar="文件夹", default="reports", help="工作簿放在哪里（默认 reports）")
    reviewing.set_defaults(run=_review)
    return top


def _paths(command: argparse.ArgumentParser) -> None:
    command._positionals.title = "参数"
    command._optionals.title = "选项"
    command.add_argument("paths", nargs="+", metavar="路径", help="文件或文件夹；- 表示标准输入")
    command.add_argument("-h", "--help", action="help", help="显示帮助")


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
    unread += [Unread(one.document.path, api.no_table(one)) for one in extractions if not one.tables]
    table = export.rows(extractions, args.what, unread)
    if args.format == "csv":
        text = export.to_csv(table, args.what)
    elif args.format == "table":
        text = export.to_table(table, args.what)
    else:
        text = export.to_jsonl(table)
    if args.output:
        try:
            Path(args.output).write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise PerfGoalsError(
                f"无法写入 {args.output}（{error.strerror or error}），请关闭打开它的程序或换一个位置"
            ) from None
    else:
        sys.stdout.write(text)
    _warn(unread)
    return OK if extractions else MISUSE


def _review(args: argparse.Namespace) -> int:
    written = api.review(args.paths, args.output)
    _warn(written.review.unread)
    rows = sum(len(one.indicators) for one in written.review.extractions)
    refused = sum(len(one.refusals) for one in written.review.extractions)
    print(f"读入 {len(written.documents)} 份文件，{rows} 个指标，{refused} 行未识别；工作簿在 {written.batch.parent}")
    return OK


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
    except BrokenPipeError:
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
