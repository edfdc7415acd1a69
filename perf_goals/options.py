"""What several commands share: exit status, options, how a result is given and what is said beside it."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from . import api, config, export, findings
from .frames import Review
from .model import Extraction, Finding, Unread

OK, FOUND, MISUSE, BUG, STOPPED = 0, 1, 2, 3, 130

Each = Callable[[Sequence[str]], list[Extraction | Unread]]  # paths → what was read and what could not be
Show = Callable[[str], None]  # writes to the standard output


def add_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="路径", help="文件或文件夹；- 表示标准输入")


def add_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", metavar="文件", help=f"配置文件，不写则用当前文件夹里的 {config.NAME}（如果有）")


def add_voice(parser: argparse.ArgumentParser) -> None:
    """How much is said. Without defaults: ``library -q add`` and ``library add -q`` are the same."""
    for names, said in (
        (("-q", "--quiet"), "不显示进度和小结，只说读不了的文件和错误"),
        (("--verbose",), "逐步说明在做什么"),
    ):
        parser.add_argument(*names, action="store_true", default=argparse.SUPPRESS, help=said)
    parser.add_argument(
        "--log", metavar="文件", default=argparse.SUPPRESS, help="把做了什么、程序出错的详情记入文件（接在后面写）"
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", metavar="文件", help="写入文件，不写则输出到屏幕")


def add_fail_on(parser: argparse.ArgumentParser, default: str, of_what: str) -> None:
    """The option that says from which severity on the exit status is 1."""
    said = {"error": "有严重", "warning": "有严重或一般", "info": "有任何问题", "never": "从不"}
    parser.add_argument(
        "--fail-on",
        choices=findings.FAIL_ON,
        default=default,
        metavar="等级",
        help=f"{of_what}达到这个等级时退出状态为 1："
        + "、".join(f"{name} {text}{'（默认）' if name == default else ''}" for name, text in said.items()),
    )


def put(text: str, review: Review, args: argparse.Namespace, show: Show, *, nothing: bool) -> None:
    """Write a result to where ``args`` say, then what could not be read. nothing: an older result stays as it is."""
    try:
        if nothing:
            return
        if args.output:
            export.write(text, Path(args.output))
        else:
            show(text)
    finally:
        tell(review)


def give(text: str, review: Review, shown: Iterable[Finding], args: argparse.Namespace, show: Show) -> int:
    """``put`` a result; the exit status."""
    put(text, review, args, show, nothing=not review.extractions)
    if api.unread_files(review) or not review.extractions:
        return MISUSE
    return FOUND if findings.fails(shown, args.fail_on) else OK


def warnings(review: Review) -> list[str]:
    """What could not be read, and which waivers hide nothing any more, a sentence each."""
    idle = [f"{review.config} 第{one.line}行：豁免 {one.waiver} 没有对应的问题了，请核对或删去" for one in review.idle]
    return [*(one.reason for one in review.unread), *idle]


def tell(review: Review) -> None:
    """Say on the standard error what ``warnings`` has."""
    for line in warnings(review):
        print(line, file=sys.stderr)
