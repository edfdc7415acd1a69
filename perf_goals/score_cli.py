"""The command ``score``: points and grades, for people and for programs."""

import argparse
from typing import Any

from . import api, export, findings
from .options import Each, Show, add_config, add_fail_on, add_output, add_paths, give


def add(commands: Any, each: Each, show: Show) -> None:
    """Add the command to the parser's subcommands."""
    scoring = commands.add_parser(
        "score",
        help="按审核要点评分",
        description="读入文件或文件夹，参照财预〔2015〕88号审核表的八个要点给项目、部门整体表、部门和整批评分。",
    )
    add_paths(scoring)
    scoring.add_argument(
        "--format",
        choices=("table", "jsonl", "csv"),
        default="table",
        metavar="格式",
        help="table（默认，终端阅读）、jsonl（附每一处扣分）、csv（Excel 可直接打开）",
    )
    add_fail_on(scoring, findings.NEVER, "问题")
    add_config(scoring)
    add_output(scoring)
    scoring.set_defaults(run=lambda args: _score(args, each, show))


def _score(args: argparse.Namespace, each: Each, show: Show) -> int:
    settings = api.chosen_settings(args.config)
    review = api.judge(api.account(each(args.paths)), settings)
    if args.format == "csv":
        text = export.scores_csv(review)
    elif args.format == "jsonl":
        text = export.to_jsonl(export.score_rows(review))
    else:
        text = export.scores_table(review)
    return give(text, review, review.findings, args, show)
