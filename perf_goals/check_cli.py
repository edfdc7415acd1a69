"""The commands ``check``, ``rules`` and ``explain``.

Exit status of check: 0 clean, 1 findings at or above ``--fail-on``, 2 a file could not be read.
"""

import argparse
import json
from dataclasses import replace
from typing import Any

from . import api, config, export, findings, rules
from .model import Severity
from .options import OK, Each, Show, add_config, add_fail_on, add_output, add_paths, give


def add(commands: Any, each: Each, show: Show) -> None:
    """Add the commands to the parser's subcommands."""
    checking = commands.add_parser(
        "check",
        help="按规则审核，输出问题",
        description="读入文件或文件夹，按规则逐行审核，输出问题。",
    )
    add_paths(checking)
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
    add_config(checking)
    add_output(checking)
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


def _check(args: argparse.Namespace, each: Each, show: Show) -> int:
    known = rules.known()
    settings = config.find(args.config, known)
    if args.select:
        settings = replace(settings, select=config.selection(args.select, known))
    if args.ignore:
        settings = replace(settings, ignore=settings.ignore | config.selection(args.ignore, known))
    review = api.judge(api.account(each(args.paths)), settings)
    shown = findings.at_least(review.findings, Severity(args.severity))
    if args.format == "csv":
        text = findings.to_csv(shown)
    elif args.format == "table":
        text = findings.to_text(shown)
    else:
        text = export.to_jsonl(map(findings.finding_row, shown))
    return give(text, review, shown, args, show)


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
