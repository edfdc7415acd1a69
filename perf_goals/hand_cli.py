"""The commands ``letter``, ``diff`` and ``completion``."""

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from . import api, completion, diff, export, letter
from .errors import OutputError, PerfGoalsError
from .options import MISUSE, OK, Each, Show, add_config, add_output, tell


def add(commands: Any, each: Each, show: Show) -> None:
    """Add the commands to the parser's subcommands."""
    writing = commands.add_parser(
        "letter",
        help="按填好的工作簿写审核意见",
        description="读入填好的审核工作簿，把采纳的问题写成审核意见（Word）：逐个项目的问题和修改要求、得分表、落款。",
    )
    writing.add_argument("workbook", metavar="工作簿", help="perf-goals review 写出、审核人填过的 xlsx")
    writing.add_argument("-o", "--output", metavar="文件", help="写到哪里（.docx），不写则放在工作簿旁边")
    writing.add_argument(
        "--undecided", action="store_true", help="连同没有处理和待核实的严重、一般问题一起写入，并注明待核实"
    )
    writing.add_argument("--to", default="", metavar="名称", help="主送单位，不写则用工作簿里的部门")
    writing.add_argument("--from", dest="sender", default="", metavar="名称", help="审核单位，不写则留空待填")
    writing.add_argument("--date", default="", metavar="日期", help="落款日期，照写，不写则留空待填")
    writing.add_argument("--force", action="store_true", help="覆盖已有的文件")
    writing.set_defaults(run=lambda args: _letter(args, show))

    comparing = commands.add_parser(
        "diff",
        help="比较同一部门前后两次报送",
        description="比较同一部门前后两次报送的材料，或两个审核工作簿：已改正、仍存在、新出现的问题，得分前后对照。",
    )
    comparing.add_argument("old", metavar="原来的", help="文件、文件夹或审核工作簿")
    comparing.add_argument("new", metavar="现在的", help="文件、文件夹或审核工作簿")
    comparing.add_argument(
        "--format",
        choices=("table", "jsonl"),
        default="table",
        metavar="格式",
        help="table（默认，终端阅读）、jsonl（供程序使用）",
    )
    add_config(comparing)
    add_output(comparing)
    comparing.set_defaults(run=lambda args: _diff(args, each, show))


def add_completion(commands: Any, show: Show, parser: argparse.ArgumentParser) -> None:
    """Add the command that prints a script made from ``parser``."""
    completing = commands.add_parser(
        "completion", help="输出命令行补全脚本", description="输出命令行补全脚本：命令、选项和可选的值。"
    )
    completing.add_argument(
        "shell", choices=completion.SHELLS, metavar="外壳", help=f"可选 {'、'.join(completion.SHELLS)}"
    )
    completing.set_defaults(run=lambda args: _completion(args, show, parser))


def _letter(args: argparse.Namespace, show: Show) -> int:
    book = Path(args.workbook)
    handed = letter.read(book)
    path = Path(args.output or book.with_name(book.stem.removesuffix("_审核底稿") + "_审核意见.docx"))
    if path.is_file() and not args.force:  # somebody may have worked on it
        raise OutputError(f"{path} 已经存在，可能有人改过；确要覆盖请加 --force，或用 -o 换一个文件名")
    names = letter.Names(args.to, args.sender, args.date)
    count = letter.write(handed, path, names, undecided=args.undecided)
    waiting = Counter(one.decision for one in handed.issues)
    called = {letter.Decision.OPEN: "没有处理", letter.Decision.UNSURE: "待核实"}
    left = [f"{waiting[one]} 条{name}" for one, name in called.items() if waiting[one]]
    more = f"，另有 {'、'.join(left)}，没有写入，但得分里暂按采纳计" if left and not args.undecided else ""
    if not args.quiet:
        show(f"写入 {count} 条问题{more}；审核意见在 {path}\n")
    return OK


def _diff(args: argparse.Namespace, each: Each, show: Show) -> int:
    paths = [Path(args.old), Path(args.new)]
    books = [letter.is_one(path) for path in paths]
    unread = False
    if all(books):
        handed = [letter.read(path) for path in paths]
        for one in handed:
            if one.uncalculated:
                print(f"{one.path} 的得分还没有算出，没有比较；请用 Excel 或 WPS 打开并保存后再比较", file=sys.stderr)
        old, new = map(diff.of_workbook, handed)
    elif any(books):
        raise PerfGoalsError("审核工作簿只能同审核工作簿比较，请两边都给出材料，或都给出审核工作簿")
    else:
        settings = api.chosen_settings(args.config)
        reviews = [api.account(each([str(path)])) for path in paths]
        for path, review in zip(paths, reviews, strict=True):
            if not any(one.tables for one in review.extractions):
                raise PerfGoalsError("\n".join(one.reason for one in review.unread) or f"{path} 里没有绩效表")
        judged = [api.judge(review, settings) for review in reviews]
        for review in judged:
            tell(review)
            unread = unread or bool(api.unread_files(review))
        old, new = map(diff.of_review, judged)
    found = diff.compare(old, new)
    if found.renamed is not None:
        print("部门名称不同，按同一部门比较：{} → {}".format(*found.renamed), file=sys.stderr)
    text = export.to_jsonl(diff.rows(found)) if args.format == "jsonl" else diff.to_text(found)
    if args.output:
        export.write(text, Path(args.output))
    else:
        show(text)
    return MISUSE if unread else OK


def _completion(args: argparse.Namespace, show: Show, parser: argparse.ArgumentParser) -> int:
    show(completion.script(parser, args.shell))
    return OK
