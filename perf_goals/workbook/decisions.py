"""The way back: reads what a reviewer wrote into 问题清单, and carries it over to the findings of a new run.

A decision belongs to what its finding is about: the rule, the department, the project, the indicator and the words that are
printed there. These and its document make its 标识, a hidden column; row numbers and the order of findings play no part.
Where a document comes back under another name, in another folder or for another year, its decisions are found by the
department; never between documents that are both there. A decision whose finding has gone is kept, and stands in
已消失的决定 until its finding comes back.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from ..errors import PerfGoalsError
from ..model import Document, Extraction, Finding, FindingTarget, Goal, Indicator, Place, Review
from ..text import key
from .opened import lines, opened

ACCEPTED, REJECTED, OPEN = "采纳", "不采纳", "待核实"
VERDICTS = (ACCEPTED, REJECTED, OPEN)
FILLED = ("处理", "修改后的目标值", "复核意见", "复核人", "复核日期")
ABOUT = ("文件", "等级", "类别", "编号", "项目", "指标", "位置", "原文", "问题")
MARK = "标识"
OTHERS = ("序号", "怎样改", "依据", "扣分合计", "扣在", "置信度", "排位值")  # what else 问题清单 is headed
ISSUES, GONE = "问题清单", "已消失的决定"
WHY, FROM = "缘由", "来自"
NO_FINDING = "这次没有对应的问题了"
DIFFERS = "另一份底稿对同一问题的决定不同，未采用这一份"
NO_MARK = "没有标识，无法对应到问题"
SEVERAL = "本部门这次有几份文件都有这个问题，分不清是哪一份的"
MOST = 3  # names in one cell; all of them are in the finding's sentence or in the project's own sheet
_QUOTED = re.compile(r"“[^”]*”|\d+(?:\.\d+)?")
_BATCH = "汇总"
_HEADS = 4  # so many of our names in one row make it the heading


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer wrote beside one finding. about: what ABOUT says of it; day: a date, or whatever text stands there."""

    mark: str
    verdict: str | None = None
    target: str | None = None
    opinion: str | None = None
    reviewer: str | None = None
    day: date | str | None = None
    about: tuple[str | None, ...] = (None,) * len(ABOUT)
    source: str = ""
    why: str = NO_FINDING

    @property
    def filled(self) -> tuple[str | date | None, ...]:
        return self.verdict, self.target, self.opinion, self.reviewer, self.day


class _Name(NamedTuple):
    """A 标识 taken apart. about: digest of what the finding says; number: among findings of one document that say the same.

    stem, folder: digests of the document's name and of its folder's name.
    """

    about: str
    stem: str
    year: str
    folder: str
    number: str

    @classmethod
    def of(cls, mark: str) -> "_Name":
        parts = mark.split("-")
        return cls(*parts) if len(parts) == len(cls._fields) else cls(mark, "", "", "", "")

    @property
    def says(self) -> tuple[str, str]:
        return self.about, self.number

    @property
    def paper(self) -> tuple[str, str]:
        return self.stem, self.year

    @property
    def copy(self) -> tuple[str, str, str]:
        return self.stem, self.year, self.folder


class Earlier(NamedTuple):
    """What earlier workbooks hold. marks: of all their findings, decided or not."""

    decisions: tuple[Decision, ...] = ()
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Carried:
    """Decisions for a new run: of findings, by their number, and those whose finding has gone. Both of one document."""

    found: Mapping[int, Decision]
    gone: tuple[Decision, ...]


def marks(review: Review) -> list[str]:
    """Of each finding what it is known by. Findings of a document that are about the same are told apart by their order."""
    printed = [_Printed(extraction) for extraction in review.extractions]
    papers = [_paper(extraction.document) for extraction in review.extractions]
    often: Counter[tuple[str, ...]] = Counter()
    found = []
    for finding, owner in zip(review.findings, review.owners, strict=True):
        document = review.extractions[owner].document
        parts = [finding.code, key(document.department or document.file), *printed[owner].about(finding)]
        name = _digest("\x1f".join(parts), 16), *papers[owner]
        often[name] += 1
        found.append("-".join((*name, str(often[name]))))
    return found


def _paper(document: Document) -> tuple[str, str, str]:
    """Name, year and folder of a document, as they stand in a 标识."""
    stem, folder = PurePath(document.file).stem, Path(document.path).parent.name if document.path else ""
    return _digest(key(stem), 8), str(document.year or 0), _digest(folder, 4)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


class _Printed:
    """What is printed where a finding points."""

    def __init__(self, extraction: Extraction) -> None:
        self.rows: dict[tuple[object, ...], list[Indicator]] = {}
        for row in extraction.indicators:
            self.rows.setdefault((row.scope, row.project, row.level1, row.level2, row.level3), []).append(row)
        self.goals: dict[tuple[object, ...], list[Goal]] = {}
        for goal in extraction.goals:
            self.goals.setdefault((goal.scope, goal.project), []).append(goal)

    def row(self, target: FindingTarget, source: Place) -> Indicator | None:
        """The row that a target names; of several of one name the one at the place."""
        same = self.rows.get((target.scope, target.project, target.level1, target.level2, target.level3), [])
        return next((row for row in same if source in (row.place, row.value_place)), same[0] if same else None)

    def words(self, target: FindingTarget, source: Place) -> str | None:
        """The printed words of one target, None where it is no row and no goal."""
        if target.part == "indicator":
            row = self.row(target, source)
            if row is None:
                return None
            raw = row.raw
            return " ".join(filter(None, (raw.nature or raw.direction, raw.value, raw.unit))) or None
        if target.part == "goal":
            some = [goal for goal in self.goals.get((target.scope, target.project), ()) if goal.goal]
            return next((goal for goal in some if goal.place == source), some[0]).goal if some else None
        return None

    def about(self, finding: Finding) -> Iterable[str]:
        for target in finding.targets:
            names = (target.project, target.level1, target.level2, target.level3)
            yield "\x1e".join((target.part, target.scope or "", *(key(name or "") for name in names)))
            yield key(self.words(target, finding.source) or "")
        if all(target.part in ("table", "document", "project") for target in finding.targets):
            yield "\x1e".join(_QUOTED.findall(finding.message))  # nothing else says what is printed there


def printed(review: Review) -> list[str | None]:
    """Of each finding the printed words of the rows and goals that it names."""
    of = [_Printed(extraction) for extraction in review.extractions]
    found = []
    for finding, owner in zip(review.findings, review.owners, strict=True):
        words = dict.fromkeys(of[owner].words(target, finding.source) for target in finding.targets)
        given = [word for word in words if word]
        found.append("\n".join((*given[:MOST], *(["……"] if len(given) > MOST else []))) or None)
    return found


def read(path: Path) -> Earlier:
    """Decisions of one workbook, or of all workbooks of a folder, those of 汇总 last.

    Raises:
        PerfGoalsError: there is no such file or no 底稿 in the folder, a workbook cannot be read, or a heading of its
            问题清单 was changed, so that what stands below it could be lost.
    """
    path = Path(path)
    if path.is_dir():
        files = sorted(
            (one for one in path.rglob("*.xlsx") if not one.name.startswith(("~$", "."))),
            key=lambda one: (one.stem.startswith(_BATCH), str(one)),
        )
        found = [some for one in files if (some := _book(one, strict=False)) is not None]
        if not found:
            raise PerfGoalsError(f"文件夹 {path} 里没有找到带“{ISSUES}”的审核底稿，请核对 --previous 的路径")
        return _joined(found)
    if not path.exists():
        raise PerfGoalsError(f"找不到 {path}，请核对 --previous 的路径")
    return _book(path, strict=True) or Earlier()


def _joined(some: Sequence[Earlier]) -> Earlier:
    return Earlier(
        tuple(decision for one in some for decision in one.decisions),
        frozenset(mark for one in some for mark in one.marks),
    )


def _book(path: Path, *, strict: bool) -> Earlier | None:
    """None where the workbook is none of ours, and none was asked for by name."""
    with opened(path) as book:
        if ISSUES not in book.sheetnames:
            if strict:
                raise PerfGoalsError(f"{path} 里没有“{ISSUES}”这张表，不是本程序写出的审核底稿")
            return None
        issues = _sheet(book[ISSUES], path)
        # what had gone by then is no document of that run
        gone = _sheet(book[GONE], path).decisions if GONE in book.sheetnames else ()
        return Earlier((*issues.decisions, *gone), issues.marks)


def _sheet(sheet: Any, path: Path) -> Earlier:
    """The rows of a sheet in which a reviewer wrote anything. Columns that he has deleted hold nothing."""
    at: dict[str, int] | None = None
    found: list[Decision] = []
    known: set[str] = set()
    for row in lines(sheet):
        if at is None:
            at = _heading(row, path, sheet.title)
            continue
        cells = {head: row[number] if number < len(row) else None for head, number in at.items()}
        mark = _plain(cells.get(MARK)) or ""
        known.add(mark)
        verdict, target, opinion, reviewer = (_plain(cells.get(head)) for head in FILLED[:4])
        day = _day(cells.get(FILLED[4]))
        if not any((verdict, target, opinion, reviewer, day)):
            continue
        source = _plain(cells.get(FROM)) or path.name
        about = tuple(_plain(cells.get(head)) for head in ABOUT)
        why = NO_FINDING if mark else NO_MARK
        found.append(Decision(mark, verdict, target, opinion, reviewer, day, about, source, why))
    if at is None:
        raise PerfGoalsError(f"{path} 的“{sheet.title}”没有列名，读不出里面填的内容；请恢复第一行的列名后再运行")
    return Earlier(tuple(found), frozenset(known - {""}))


def _heading(row: Sequence[Any], path: Path, title: str) -> dict[str, int] | None:
    """Where the columns stand, None for a row above the heading. A heading that was rewritten is none of ours."""
    at = {str(value).strip(): number for number, value in enumerate(row) if value is not None}
    ours = {*FILLED, *ABOUT, *OTHERS, MARK, WHY, FROM}
    if len(ours & at.keys()) < _HEADS:
        return None
    missing = [head for head in FILLED if head not in at]
    strange = [head for head in at if head not in ours]
    if missing and strange:
        names, others = ("、".join(f"“{head}”" for head in heads) for heads in (missing, strange))
        raise PerfGoalsError(
            f"{path} 的“{title}”没有{names}这一列，却有{others}；列名改过的话，下面填的内容沿用不了，"
            "请改回原来的列名后再运行"
        )
    return at


def _plain(value: Any) -> str | None:
    """A cell as text; a number as it would be typed."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date() if not (value.hour or value.minute or value.second) else value
    return str(value).replace("_x005F_", "_").strip() or None


def _day(value: Any) -> date | str | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else _plain(value)


def carry(review: Review, earlier: Earlier) -> list[Carried]:
    """Decisions of an earlier run for each document of this one; the last entry holds those gone with their document.

    Of two different decisions about one finding the first holds; the other is listed as gone, with the reason.
    """
    by_mark: dict[str, Decision] = {}
    others: dict[Decision, None] = {}
    for one in earlier.decisions:
        first = by_mark.get(one.mark) if one.mark else None
        if one.mark and first is None:
            by_mark[one.mark] = one
        elif first is None or first.filled != one.filled:
            reason = DIFFERS if first is not None else one.why
            others.setdefault(replace(one, why=reason))
    known = marks(review)
    chosen: dict[int, Decision] = {}
    for at, mark in enumerate(known):
        if (decision := by_mark.pop(mark, None)) is not None:
            chosen[at] = decision
    left = [replace(one, why=NO_FINDING) for one in by_mark.values()]
    if left:
        papers = [_paper(extraction.document) for extraction in review.extractions]
        left = _renamed({at: _Name.of(mark) for at, mark in enumerate(known)}, papers, left, earlier.marks, chosen)
    found: list[dict[int, Decision]] = [{} for _ in review.extractions]
    for at in sorted(chosen):
        found[review.owners[at]][at] = chosen[at]
    names = [extraction.document.file for extraction in review.extractions]
    gone: list[list[Decision]] = [[] for _ in (*names, None)]
    for one in (*left, *others):
        file = one.about[0]
        owner = names.index(file) if file in names else len(names)
        if owner == len(names) and len(names) == 1:
            owner = 0
        gone[owner].append(one)
    return [Carried(mine, tuple(some)) for mine, some in zip([*found, {}], gone, strict=True)]


def _renamed(
    findings: Mapping[int, _Name],
    papers: Iterable[tuple[str, str, str]],
    decisions: Sequence[Decision],
    before: Iterable[str],
    chosen: dict[int, Decision],
) -> list[Decision]:
    """Give decisions to findings of the same words in a document with another folder, name or year, in this order.

    A decision stays with its document as long as that is there, and a finding of a document that was there before had its
    own. Chooses into ``chosen``; returns the decisions that are left, with the reason.
    """
    now = set(papers)
    then = {_Name.of(mark) for mark in before}
    copies, sheets = {name.copy for name in then}, {name.paper for name in then}
    papers_now = {copy[:2] for copy in now}
    alike: Sequence[tuple[Callable[[_Name], object], Callable[[_Name], bool], Callable[[_Name], bool]]] = (
        (lambda name: (name.says, name.paper), lambda name: name.copy not in now, lambda name: name.copy not in copies),
        (
            lambda name: (name.says, name.year),
            lambda name: name.paper not in papers_now,
            lambda name: name.paper not in sheets,
        ),
        (lambda name: name.says, lambda name: name.paper not in papers_now, lambda name: name.paper not in sheets),
    )
    left = list(decisions)
    for same, is_gone, is_new in alike:
        places: dict[object, list[int]] = {}
        for at, name in findings.items():
            if is_new(name):
                places.setdefault(same(name), []).append(at)
        rest = []
        for one in left:
            name = _Name.of(one.mark)
            spots = places.get(same(name), []) if is_gone(name) else []
            if len(spots) == 1 and (taken := chosen.setdefault(spots[0], one)) is not one:
                if taken.filled != one.filled:
                    rest.append(replace(one, why=DIFFERS))
            elif len(spots) > 1:
                rest.append(replace(one, why=SEVERAL))
            elif not spots:
                rest.append(one)
        left = rest
    return left


def own(review: Review, carried: Sequence[Carried]) -> list[Carried]:
    """What belongs into the workbook of each document: its findings numbered from 0, and what is gone with no document.

    Decisions about a document that is not here stand in 汇总; with a single document in its own workbook too.
    """
    found: list[dict[int, Decision]] = [{} for _ in carried]
    counts = [0] * len(carried)
    for number, owner in enumerate(review.owners):
        if number in carried[owner].found:
            found[owner][counts[owner]] = carried[owner].found[number]
        counts[owner] += 1
    return [Carried(mine, one.gone) for mine, one in zip(found, carried, strict=True)]


def together(carried: Sequence[Carried]) -> Carried:
    """What belongs into 汇总."""
    found = {number: decision for one in carried for number, decision in one.found.items()}
    return Carried(found, tuple(decision for one in carried for decision in one.gone))


def rejected(carried: Sequence[Carried]) -> frozenset[int]:
    """The findings that a reviewer does not accept."""
    return frozenset(at for one in carried for at, decision in one.found.items() if decision.verdict == REJECTED)


def sentence(carried: Sequence[Carried]) -> str:
    """How many decisions were carried over, how many have no finding any more, and which are none of the three."""
    whole = together(carried)
    gone = f"；{len(whole.gone)} 条没有对应的问题了，见“{GONE}”" if whole.gone else ""
    odd = [one.verdict for one in whole.found.values() if one.verdict not in (None, *VERDICTS)]
    words = "、".join(f"“{word}”" for word in dict.fromkeys(odd))
    unclear = (
        f"；{len(odd)} 条的处理写作{words}，不是{'、'.join(VERDICTS)}，照样保留，按采纳计分，请改正" if odd else ""
    )
    return f"沿用了 {len(whole.found)} 条审核决定{gone}{unclear}"
