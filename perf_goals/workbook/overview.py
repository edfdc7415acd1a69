"""The sheet 总览: whose tables these are, what was found, how to read the other sheets, and room to sign."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import chain

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ..model import Extraction, Review, RowKind, Scope, Score, Severity, TableRecord
from . import indicators, projects, scores
from .issues import SEVERITIES
from .style import COUNT, HEAD_OTHER, HEADING, SHARE, SHORT, WORDS, Look, Paper, Piece, Sheet, Value

TITLE = "总览"
KINDS = {
    RowKind.INDICATOR: "指标行",
    RowKind.GOAL: "目标行",
    RowKind.HEADING: "标题",
    RowKind.SUBTOTAL: "小计",
    RowKind.BLANK: "空行",
    RowKind.REFUSAL: "拒识",
}

_NAME = Look(across="center", size=16, bold=True, box=False)
_SECTION = Look(size=12, bold=True, box=False)
_LABEL = Look(across="center", bold=True, fill=HEAD_OTHER)
_NOTE = Look(box=False)
_SIGN = Look(size=11, box=False, wrap=False)
_UNSAID = "（文件中没有写明）"

_READING = (
    "“项目”：部门整体在前，以下每个项目一行；指标按范围和项目名称归并，每条只计一次，同名项目在“说明”中注明。",
    "“指标明细”：左边“原文”照录文件所印，右边“解析”是程序读出的值；两者不一致时，以原文为准。",
    "带“▲”并加底色的行，置信度低于 1，请对照原文件核对；缘由见该行“说明”，出处见“位置”。",
    "“未识别”：没有读懂的内容，照录原文并写明原因，不计入指标和项目，请人工处理。",
    "可量化指标占比 = 可量化指标 ÷ 指标。性质为 ≥、≤、=、>、< 或区间的可量化，日期和比例在内；定性和未填的不算。",
    "特别长的文字打印时可能显示不全，以电子表中的单元格为准。",
)
_READING_SCORES = (
    "“评分”：参照财预〔2015〕88号审核表的八个要点；总分 = 得分 ÷ 已评要点的满分 × 100，再按分数定等级。",
    "表里看不出来的要点记“未评”，不算得分，也不算满分；实现可能性、条件充分性请审核人另行评定。",
    "“问题清单”：严重的在前；每处写明印的是什么、错在哪里、怎样改、依据和扣分。“提示”只请核对，不扣分。",
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one document, or a batch, comes to."""

    tables: int = 0
    rows: int = 0
    projects: int = 0
    lines: int = 0
    indicators: int = 0
    quantified: int = 0
    unsure_indicators: int = 0
    unsure_lines: int = 0
    refusals: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def share(self) -> float | None:
        return projects.share(self.quantified, self.indicators)


def tally(extraction: Extraction) -> Tally:
    lines = projects.lines(extraction)
    return Tally(
        tables=len(extraction.tables),
        rows=sum(len(table.kinds) for table in extraction.tables),
        projects=sum(line.scope is Scope.PROJECT and line.first is None for line in lines),
        lines=len(lines),
        indicators=len(extraction.indicators),
        quantified=projects.quantified(extraction.indicators),
        unsure_indicators=sum(map(indicators.doubtful, extraction.indicators)),
        unsure_lines=sum(line.doubtful for line in lines),
        refusals=len(extraction.refusals),
    )


def add_document(
    book: Workbook, extraction: Extraction, paper: Paper, made: date | None, review: Review | None = None
) -> None:
    """Write the sheet for one document."""
    document = extraction.document
    sheet = Sheet(book, TITLE, (12, 50, 28, 9, 9, 9, 9, 9, 9, 9, 11, 9), paper)
    about: list[tuple[str, str | None]] = [
        ("部门", document.department),
        ("年度", f"{document.year} 年" if document.year is not None else None),
        ("文件", document.file),
        ("地区", document.region),
        ("程序版本", paper.version),
    ]
    _title(sheet, "绩效目标表审核底稿", about, made)
    judged = review is not None and review.judged
    whole = [] if review is None else [one for one in review.scores if one.part == "department"]
    _counts(
        sheet, [*_results(tally(extraction)), *(_judgement(review, whole) if review is not None and judged else [])]
    )
    _notes(sheet, judged=judged)
    _tables(sheet, extraction.tables)
    _sign(sheet)


def add_batch(
    book: Workbook, review: Review, files: Sequence[str], names: Sequence[str | None], paper: Paper, made: date | None
) -> None:
    """Write the sheet for a batch: the same counts over all documents, then a line for each of them."""
    more = (9, 7) if review.judged else ()
    sheet = Sheet(book, TITLE, (12, 34, 38, 30, 8, 8, 8, 8, 8, 12, 8, 8, *more), paper)
    documents = [extraction.document for extraction in review.extractions]
    departments = {document.department for document in documents if document.department is not None}
    years = sorted({document.year for document in documents if document.year is not None})
    read, unread = len(documents), len(review.unread)
    about: list[tuple[str, str | None]] = [
        ("文件", f"共 {read + unread} 个：已读取 {read} 个，未读取 {unread} 个"),
        ("部门", f"{len(departments)} 个"),
        ("年度", "、".join(f"{year} 年" for year in years) or None),
        ("程序版本", paper.version),
    ]
    _title(sheet, "绩效目标表审核汇总", about, made)
    tallies = [tally(extraction) for extraction in review.extractions]
    whole = [one for one in review.scores if one.part == "batch"]
    unread_files = ("未读取的文件", unread, "见“未识别”，逐个写明原因")
    judgement = _judgement(review, whole) if review.judged else []
    _counts(sheet, [*_results(sum(tallies, Tally())), unread_files, *judgement])
    _notes(sheet, judged=review.judged)
    _documents(sheet, review, files, names, tallies)
    _sign(sheet)


def _title(sheet: Sheet, name: str, about: Sequence[tuple[str, str | None]], made: date | None) -> None:
    sheet.line(Piece(name, _NAME, len(sheet.widths)), height=32)
    if made is not None:
        about = [*about, ("生成日期", f"{made.year} 年 {made.month} 月 {made.day} 日")]
    rest = len(sheet.widths) - 1
    for at in range(0, len(about), 2):
        pair = about[at : at + 2]
        spans = (2, rest - 3) if len(pair) == 2 else (rest,)
        pieces = (
            (Piece(label, _LABEL), Piece(text or _UNSAID, WORDS, span))
            for (label, text), span in zip(pair, spans, strict=True)
        )
        sheet.line(*chain.from_iterable(pieces), height=18)


def _results(found: Tally) -> list[tuple[str, Value, str]]:
    return [
        ("绩效表", found.tables, f"共 {found.rows} 行，逐行归类"),
        ("项目", found.projects, f"同名的只计一个；“项目”表共 {found.lines} 行，部门整体在内"),
        ("指标", found.indicators, "三级指标条数"),
        ("可量化指标", found.quantified, "有可以核对的数、日期或比例"),
        ("可量化指标占比", found.share, "可量化指标 ÷ 指标"),
        ("待核对的指标", found.unsure_indicators, "置信度低于 1，见“指标明细”带“▲”的行"),
        ("待核对的项目", found.unsure_lines, "置信度低于 1，见“项目”带“▲”的行"),
        ("未识别", found.refusals, "见“未识别”，逐条写明原因"),
    ]


def _judgement(review: Review, whole: Sequence[Score]) -> list[tuple[str, Value, str]]:
    """Totals and grades, and how many findings there are."""
    lines: list[tuple[str, Value, str]] = []
    for one in whole:
        name = f"（{one.department}）" if len(whole) > 1 and one.department else ""
        judged = sum(points.got is not None for points in one.points)
        note = f"等级 {one.grade}；评了 {judged} 个要点，满分 {one.full.normalize():f}，折成 100 分，见“评分”"
        lines.append((f"总分{name}", scores.total(one), note if one.grade else "没有可以评的内容，见“评分”"))
    counted = Counter(one.severity for at, one in enumerate(review.findings) if at not in review.apart)
    notes = {Severity.ERROR: "应退回修改", Severity.WARNING: "应完善", Severity.INFO: "请核对，不扣分"}
    for severity, name in SEVERITIES.items():
        lines.append((f"问题：{name}", counted[severity], f"{notes[severity]}，见“问题清单”"))
    if review.apart:
        lines.append(("问题：跨文件雷同", len(review.apart), "与同批其他文件相同，另列，不扣分，见“问题清单”"))
    if review.waived or review.idle:
        lines.append(
            ("已豁免的问题", len(review.waived), f"见“已豁免”；另有 {len(review.idle)} 条豁免没有对应的问题了")
        )
    return lines


def _counts(sheet: Sheet, results: Sequence[tuple[str, Value, str]]) -> None:
    _section(sheet, "一、结果")
    rest = len(sheet.widths) - 3
    sheet.line(Piece("序号", HEADING), Piece("内容", HEADING), Piece("数量", HEADING), Piece("说明", HEADING, rest))
    for number, (label, value, note) in enumerate(results, 1):
        look = SHARE if isinstance(value, float) else scores.POINTS if isinstance(value, Decimal) else COUNT
        sheet.line(Piece(number, SHORT), Piece(label, WORDS), Piece(value, look), Piece(note, WORDS, rest), height=18)


def _tables(sheet: Sheet, tables: Sequence[TableRecord]) -> None:
    _section(sheet, "三、绩效表逐行归类")
    heads = ("序号", "表名", "位置", *KINDS.values(), "合计", "原表行数", "核对")
    top = sheet.row(heads, [HEADING] * len(heads))
    sheet.sheet.print_title_rows = f"{top}:{top}"
    looks = (SHORT, WORDS, WORDS, *[COUNT] * (len(KINDS) + 2), SHORT)
    for number, table in enumerate(tables, 1):
        counts = [table.count().get(kind, 0) for kind in KINDS]
        agree = "相符" if sum(counts) == len(table.kinds) else "不符"
        sheet.row((number, table.title, str(table.place), *counts, sum(counts), len(table.kinds), agree), looks)
    if not tables:
        sheet.line(Piece("没有找到绩效表。", WORDS, len(heads)), height=18)


def _documents(
    sheet: Sheet, review: Review, files: Sequence[str], names: Sequence[str | None], tallies: Sequence[Tally]
) -> None:
    _section(sheet, "三、各文件")
    about: tuple[Value, ...] = ("序号", "文件", "工作簿", "部门", "年度", "绩效表", "项目")
    heads = (*about, "指标", "可量化", "可量化占比", "待核对", "未识别", *(("总分", "等级") if review.judged else ()))
    top = sheet.row(heads, [HEADING] * len(heads))
    sheet.sheet.print_title_rows = f"{top}:{top}"
    looks = [SHORT, WORDS, WORDS, WORDS, SHORT, COUNT, COUNT, COUNT, COUNT, SHARE, COUNT, COUNT]
    looks += [scores.POINTS, SHORT] if review.judged else []
    whole: dict[int | None, list[Score]] = {}
    for one in review.scores:
        if one.part == "department":
            whole.setdefault(one.extraction, []).append(one)
    for number, (extraction, file, name, found) in enumerate(
        zip(review.extractions, files, names, tallies, strict=True), 1
    ):
        document = extraction.document
        about = (
            number,
            file,
            name or "（没有绩效表，未另写）",
            document.department,
            document.year,
            found.tables,
            found.projects,
        )
        unsure = found.unsure_indicators + found.unsure_lines
        counts = (found.indicators, found.quantified, found.share, unsure, found.refusals)
        mine = whole.get(number - 1, [])
        alone = (scores.total(mine[0]), mine[0].grade) if len(mine) == 1 else ("见评分" if mine else None, None)
        sheet.row((*about, *counts, *(alone if review.judged else ())), looks)
    if review.extractions:
        sheet.sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(heads))}{sheet.height}"
    else:
        sheet.line(Piece("没有读取到文件。", WORDS, len(heads)), height=18)


def _notes(sheet: Sheet, *, judged: bool) -> None:
    _section(sheet, "二、怎样读本工作簿")
    for number, note in enumerate((*_READING_SCORES, *_READING) if judged else _READING, 1):
        sheet.line(Piece(f"{number}．{note}", _NOTE, len(sheet.widths)))


def _section(sheet: Sheet, name: str) -> None:
    sheet.line(height=8)
    sheet.line(Piece(name, _SECTION, len(sheet.widths)))


def _sign(sheet: Sheet) -> None:
    sheet.line(height=16)
    text = "审核人（签字）：＿＿＿＿＿＿＿＿　　复核人（签字）：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日"
    sheet.line(Piece(text, _SIGN, len(sheet.widths)), height=30)
