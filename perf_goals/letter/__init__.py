"""A filled-in review workbook → 审核意见, the letter (docx) that the department gets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import SEVERITIES
from ..errors import OutputError, PerfGoalsError
from ..saving import writing
from ..scoring import UNJUDGED
from .handed import ISSUES, Decision, Handed, Issue, is_one, read

if TYPE_CHECKING:
    from .paper import Paper

__all__ = ["Decision", "Handed", "Issue", "Names", "asked", "chosen", "is_one", "read", "sections", "write"]

LEVELS = tuple(SEVERITIES.values())
_NUMERALS = "一二三四五六七八九"


def chosen(handed: Handed, *, undecided: bool = False) -> tuple[Issue, ...]:
    """The findings that go into the letter: those accepted; with ``undecided`` also what nobody has decided, but for 提示,
    which only ask the reviewer to look.

    Raises:
        PerfGoalsError: nothing is accepted, and nobody has decided about the rest.
    """

    def wanted(one: Issue) -> bool:
        if one.decision is Decision.ACCEPTED:
            return True
        return undecided and one.decision is not Decision.REJECTED and one.level != "提示"

    found = tuple(one for one in handed.issues if wanted(one))
    left = [one for one in handed.issues if one.decision in (Decision.OPEN, Decision.UNSURE) and one.level != "提示"]
    if not found and left and not undecided:
        lacking = "" if handed.decided else "没有“处理”这一列，"
        raise PerfGoalsError(
            f"{handed.path} 的“{ISSUES}”{lacking}没有采纳的问题，还有 {len(left)} 条没有处理；"
            "请先在“处理”列选采纳或不采纳，或加 --undecided 连同没有处理的一起写入"
        )
    return found


@dataclass(frozen=True, slots=True)
class Names:
    """What the letter calls people and days; "" leaves room to write it by hand, or takes the workbook's."""

    to: str = ""
    sender: str = ""
    day: str = ""


def write(handed: Handed, path: Path, names: Names = Names(), *, undecided: bool = False) -> int:
    """Write the letter; how many findings are in it.

    Raises:
        PerfGoalsError: as ``chosen``. OutputError: the file cannot be written.
    """
    issues = chosen(handed, undecided=undecided)
    data = _bytes(handed, issues, names)
    if path.suffix.lower() != ".docx":
        raise OutputError(f"审核意见写成 Word 文件，{path} 应以 .docx 结尾")
    with writing(path) as aside:
        aside.write_bytes(data)
    return len(issues)


def sections(handed: Handed, issues: Sequence[Issue]) -> list[tuple[str, list[Issue]]]:
    """The findings under their headings: the whole document, the department's table, projects in the order of 评分."""
    order = {"整份文件": -2, "部门整体": -1}
    for number, line in enumerate(handed.scores):
        if line.project:
            order.setdefault(line.project, number)
    several = len({one.file for one in issues}) > 1
    groups: dict[tuple[str, str], list[Issue]] = {}
    for one in issues:
        groups.setdefault((one.file if several else "", one.project or "整份文件"), []).append(one)
    files = list(dict.fromkeys(file for file, _ in groups))
    ranked = sorted(groups, key=lambda one: (files.index(one[0]), order.get(one[1], len(order))))
    level = {name: rank for rank, name in enumerate(LEVELS)}
    return [
        (
            f"{file}：{project}" if file else project,
            sorted(groups[file, project], key=lambda one: level.get(one.level, len(level))),
        )
        for file, project in ranked
    ]


def counted(number: int) -> str:
    """A number as the headings of an official letter have it.

    >>> [counted(number) for number in (1, 10, 11, 20, 34, 100)]
    ['一', '十', '十一', '二十', '三十四', '100']
    """
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    return f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[ones] if ones else ''}"


def asked(issue: Issue) -> str:
    """What the department is asked to do: the reviewer's own target before the tool's suggestion.

    >>> blank = Issue(2, "", "", "", "", "", "", "", "", "改为“≤30日”。", "", Decision.OPEN, "", "", "")
    >>> asked(blank)
    '改为“≤30日”。'
    """
    if issue.target:
        return f"目标值改为“{issue.target}”。"
    return issue.fix or "请核对并修改。"


def _bytes(handed: Handed, issues: Sequence[Issue], names: Names) -> bytes:
    from .paper import Paper

    paper = Paper()
    year = "".join(re.findall(r"\d{4}", handed.year)[:1])
    paper.title(f"{year + '年' if year else ''}预算绩效目标审核意见")
    paper.paragraph(f"{names.to or handed.department or '＿＿＿＿＿＿＿＿'}：", indent=False)
    paper.paragraph(_opening(handed, issues))
    number = 0
    if handed.scores:
        paper.heading(f"{_NUMERALS[number]}、评分")
        number += 1
        _score_table(paper, handed, issues)
    paper.heading(f"{_NUMERALS[number]}、问题和修改要求")
    if not issues:
        paper.paragraph("经审核，没有需要修改的问题。")
    for at, (name, mine) in enumerate(sections(handed, issues), 1):
        paper.subheading(f"（{counted(at)}）{name}")
        for which, one in enumerate(mine, 1):
            _issue(paper, which, one)
    paper.heading(f"{_NUMERALS[number + 1]}、办理要求")
    paper.paragraph(
        "请对照以上意见逐条修改，重新填报绩效目标表后再次报送；对意见有不同看法的，请附书面说明和依据。"
        if issues
        else "请按规定程序批复、公开并据此开展绩效监控。"
    )
    reviewers = "、".join(handed.reviewers) or "　　　　　　　　"
    paper.sign([names.sender or "审核单位（盖章）：", f"审核人：{reviewers}", names.day or "　　　　年　　月　　日"])
    return paper.data()


def _opening(handed: Handed, issues: Sequence[Issue]) -> str:
    what = f"你单位报送的绩效目标表（{handed.file}）" if handed.file else "你单位报送的绩效目标表"
    counts = [f"{name} {sum(one.level == name for one in issues)} 条" for name in LEVELS]
    if not issues:
        return f"{what}已经审核，现将意见反馈如下。"
    return f"{what}已经审核，共有 {len(issues)} 条问题需要修改，其中{'、'.join(counts)}。现将意见反馈如下。"


def _issue(paper: "Paper", number: int, one: Issue) -> None:
    about = f"指标“{one.indicator}”" if one.indicator else ""
    head = "，".join(filter(None, (about, one.place)))
    unsettled = "（待核实）" if one.decision in (Decision.OPEN, Decision.UNSURE) else ""
    paper.paragraph(f"{number}.【{one.level}】{head + '：' if head else ''}{one.message}{unsettled}")
    paper.paragraph(f"修改要求：{asked(one)}")
    if one.remark:
        paper.paragraph(f"审核说明：{one.remark}")
    if one.basis:
        paper.paragraph(f"依据：{one.basis}")


def _score_table(paper: "Paper", handed: Handed, issues: Sequence[Issue]) -> None:
    if handed.uncalculated:
        paper.paragraph("工作簿里的得分还没有算出，请用 Excel 或 WPS 打开并保存工作簿后重新生成本意见。")
        return
    items = [
        item for item in handed.scores[0].points if any(one.points[item] not in ("", UNJUDGED) for one in handed.scores)
    ]
    left = [item for item in handed.scores[0].points if item not in items]
    rows = [["项目", *items, "总分", "等级"]]
    for one in handed.scores:
        name = one.project or "　".join(filter(None, (one.part, one.department))) or "合计"
        rows.append([name, *(one.points[item] for item in items), one.total, one.grade])
    paper.table(rows)
    if left:
        paper.small(f"{UNJUDGED}：{'、'.join(left)}（从表中看不出来，不计入得分，也不计入满分）。")
