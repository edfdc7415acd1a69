"""The command ``score``: points and grades, for people and for programs."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from . import api, config, export, findings
from .check_cli import add_fail_on
from .model import Extraction, Review, Unread

OK, FOUND, MISUSE = 0, 1, 2

Each = Callable[[Sequence[str]], list[Extraction | Unread]]


def add(commands: Any, each: Each, show: Callable[[str], None], warn: Callable[[Review], None]) -> None:
    """Add the command to the parser's subcommands.

    each: paths → what was read and what could not be. show: writes to the standard output. warn: says on the standard
    error what could not be read and which waivers hide nothing.
    """
    scoring = commands.add_parser(
        "score",
        help="按审核要点评分",
        description="读入文件或文件夹，参照财预〔2015〕88号审核表的八个要点给项目、部门整体表、部门和整批评分。",
    )
    scoring.add_argument("paths", nargs="+", metavar="路径", help="文件或文件夹；- 表示标准输入")
    scoring.add_argument(
        "--format",
        choices=("table", "jsonl", "csv"),
        default="table",
        metavar="格式",
        help="table（默认，终端阅读）、jsonl（附每一处扣分）、csv（Excel 可直接打开）",
    )
    add_fail_on(scoring, findings.NEVER, "问题")
    scoring.add_argument("--config", metavar="文件", help=f"配置文件，不写则用当前文件夹里的 {config.NAME}（如果有）")
    scoring.add_argument("-o", "--output", metavar="文件", help="写入文件，不写则输出到屏幕")
    scoring.set_defaults(run=lambda args: _score(args, each, show, warn))


def _score(args: argparse.Namespace, each: Each, show: Callable[[str], None], warn: Callable[[Review], None]) -> int:
    settings = api.chosen_settings(args.config)
    review = api.judge(api.account(each(args.paths)), settings)
    if args.format == "csv":
        text = export.scores_csv(review)
    elif args.format == "jsonl":
        text = export.to_jsonl(export.score_rows(review))
    else:
        text = export.scores_table(review)
    try:
        if not review.extractions:
            pass  # nothing was read: an older result stays as it is
        elif args.output:
            export.write(text, Path(args.output))
        else:
            show(text)
    finally:
        warn(review)
    if api.unread_files(review) or not review.extractions:
        return MISUSE
    return FOUND if findings.fails(review.findings, args.fail_on) else OK
