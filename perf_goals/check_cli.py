"""The commands ``check``, ``rules`` and ``explain``.

Exit status of check: 0 clean, 1 findings at or above ``--fail-on``, 2 a file could not be read.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from . import config, export, findings, rules
from .model import Extraction, Severity, Unread
from .review import judge_all

OK, FOUND, MISUSE = 0, 1, 2


Each = Callable[[Sequence[str]], list[Extraction | Unread]]
Show = Callable[[str], None]


def add(commands: Any, each: Each, show: Show) -> None:
    """Add the commands to the parser's subcommands.

    each: paths → what was read and what could not be. show: writes to the standard output.
    """
    checking = commands.add_parser(
        "check",
        help="按规则审核，输出问题",
        description="读入文件或文件夹，按规则逐行审核，输出问题。",
    )
    checking.add_argument("paths", nargs="+", metavar="路径", help="文件或文件夹；- 表示标准输入")
    checking.add_argument(
        "--format",
        choices=("jsonl", "csv", "table"),
        default="jsonl",
        metavar="格式",
        help="jsonl（默认）、csv（Excel 可直接打开）、table（终端阅读）",
    )
    checking.add_argument("--select", action="append", metavar="规则", help="只用这些规则：编号或类别，逗号分开")
    checking.add_argument("--ignore", action="append", metavar="规则", help="不用这些规则：编号或类别，逗号分开")
    checking.add_argument(
        "--severity",
        choices=tuple(str(one) for one in Severity),
        default="info",
        metavar="等级",
        help="至少这个等级才输出：error 严重、warning 一般、info 提示（默认）",
    )
    add_fail_on(checking, "warning", "输出的问题里")
    checking.add_argument("--config", metavar="文件", help=f"配置文件，不写则用当前文件夹里的 {config.NAME}（如果有）")
    checking.add_argument("-o", "--output", metavar="文件", help="写入文件，不写则输出到屏幕")
    checking.set_defaults(run=lambda args: _check(args, each, show))

    listing = commands.add_parser("rules", help="列出规则", description="列出全部规则。")
    listing.add_argument(
        "--format",
        choices=("table", "json", "markdown"),
        default="table",
        metavar="格式",
        help="table（默认，终端阅读）、json、markdown（规则手册）",
    )
    listing.set_defaults(run=lambda args: _rules(args, show))

    explaining = commands.add_parser(
        "explain", help="说明一条规则", description="说明一条规则：为什么、改法、正反例、依据。"
    )
    explaining.add_argument("code", metavar="编号", help="规则编号，例如 D101")
    explaining.set_defaults(run=lambda args: _explain(args, show))


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


def _check(args: argparse.Namespace, each: Each, show: Show) -> int:
    known = rules.known()
    settings = config.find(args.config, known)
    if args.select:
        settings = replace(settings, select=config.selection(args.select, known))
    if args.ignore:
        settings = replace(settings, ignore=settings.ignore | config.selection(args.ignore, known))
    read = each(args.paths)
    extractions = [one for one in read if isinstance(one, Extraction)]
    judged = judge_all(extractions, settings)
    shown = findings.at_least(judged.findings, Severity(args.severity))
    if args.format == "csv":
        text = findings.to_csv(shown)
    elif args.format == "table":
        text = findings.to_text(shown)
    else:
        text = export.to_jsonl(map(findings.finding_row, shown))
    try:
        if args.output and extractions:
            export.write(text, Path(args.output))
        elif extractions:
            show(text)
    finally:
        for one in read:
            if isinstance(one, Unread):
                _warn(one.reason)
        for waiver in judged.idle:
            _warn(f"{settings.path} 第{waiver.line}行：豁免 {waiver} 没有对应的问题了，请核对或删去")
    if len(extractions) < len(read):
        return MISUSE
    return FOUND if findings.fails(shown, args.fail_on) else OK


def _warn(text: str) -> None:
    print(text, file=sys.stderr)


def _rules(args: argparse.Namespace, show: Show) -> int:
    if args.format == "json":
        show(json.dumps([findings.rule_row(rule) for rule in rules.RULES], ensure_ascii=False, indent=2) + "\n")
    elif args.format == "markdown":
        show(findings.markdown())
    else:
        show(findings.rules_text())
    return OK


def _explain(args: argparse.Namespace, show: Show) -> int:
    show(findings.explain(rules.find(args.code)))
    return OK
