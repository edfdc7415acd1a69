"""The sheet 总览: whose tables these are, what was found, how to read the other sheets, and room to sign."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from .. import scoring
from ..config import CATEGORIES, MEANINGS, SEVERITIES
from ..model import Extraction, Review, RowKind, Scope, Severity, TableRecord
from ..scoring import UNJUDGED
from . import charts, indicators, issues, projects, score_columns
from .decisions import REJECTED
from .plan import FIRST_SCORE, Plan
from .style import COUNT, HEAD_OTHER, HEADING, SHARE, SHORT, WORDS, Formula, Look, Paper, Piece, Sheet, Value

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
_HEADLINE = Look(across="center", size=14, bold=True)
_SECTION = Look(size=12, bold=True, box=False)
_LABEL = Look(across="center", bold=True, fill=HEAD_OTHER)
_NOTE = Look(box=False)
_SIGN = Look(size=11, box=False, wrap=False, open=True)
_UNSAID = "（文件中没有写明）"

_READING = (
    "“项目”：部门整体在前，以下每个项目一行；指标按范围和项目名称归并，每条只计一次，同名项目在“说明”中注明。",
    "“指标明细”：左边“原文”照录文件所印，右边“解析”是程序读出的值；两者不一致时，以原文为准。没有内容的列隐藏，最右边的“换算”不打印。",
    "带“▲”并加底色的行，置信度低于 1，请对照原文件核对；缘由见该行“说明”，出处见“位置”。",
    "“未识别”：没有读懂的内容，照录原文并写明原因，不计入指标和项目，请人工处理。",
    "可量化指标占比 = 可量化指标 ÷ 指标。性质为 ≥、≤、=、>、< 或区间的可量化，日期和比例在内；定性和未填的不算。",
    "特别长的文字打印时可能显示不全，以电子表中的单元格为准。各表按 A4 横向排好，纸张改选 A3 字更大。",
)
_READING_SCORES = (
    "“评分”：参照财预〔2015〕88号审核表的八个要点；总分 = 得分 ÷ 已评要点的满分 × 100，再按分数定等级。",
    "表里看不出来的要点记“未评”，不算得分，也不算满分；实现可能性、条件充分性请审核人另行评定。",
    "“问题清单”：按项目排列，严重的在前；黄底各列由审核人填写，“处理”空着和“待核实”的先按采纳计分，选“不采纳”的不扣分；审核意见只写选了“采纳”的；依据只写文号，全称见“规则说明”。",
    "分数、等级和图是公式，随“处理”和“评分标准”变化；算的过程在“要点得分”“计分依据”，逐行可查。",
    "有公式的表已保护，防止误改，没有密码：在“审阅”里点“撤销工作表保护”即可。排序前先撤销保护。",
    "“指标明细”的“问题”列：●严重 ○一般 ·提示，后面是“问题清单”的序号，点一下就到；“问题清单”里点序号回到指标。",
)
_TOP = 10
_HEAD_HIGH, _LINE_HIGH = 50, 18  # points of a part's heading, and of a line in it


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
    book: Workbook, extraction: Extraction, paper: Paper, made: date | None, plan: Plan | None = None
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
    sheet.paged()
    _title(sheet, "绩效目标表审核底稿", about, made)
    _headline(sheet, plan)
    _counts(sheet, [*(_judgement(plan) if plan is not None else []), *_results(tally(extraction))])
    if plan is not None:
        _judged(sheet, plan)
    _notes(sheet, judged=plan is not None)
    _tables(sheet, extraction.tables)
    _sign(sheet)
    if plan is not None:
        sheet.protect()


def add_batch(
    book: Workbook,
    review: Review,
    files: Sequence[str],
    names: Sequence[str | None],
    paper: Paper,
    made: date | None,
    plan: Plan | None = None,
) -> None:
    """Write the sheet for a batch: the same counts over all documents, then a line for each of them."""
    more = (9, 7) if plan is not None else ()
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
    sheet.paged()
    _title(sheet, "绩效目标表审核汇总", about, made)
    _headline(sheet, plan)
    tallies = [tally(extraction) for extraction in review.extractions]
    unread_files = ("未读取的文件", unread, "见“未识别”，逐个写明原因")
    judgement = _judgement(plan) if plan is not None else []
    _counts(sheet, [*judgement, *_results(sum(tallies, Tally())), unread_files])
    if plan is not None:
        _judged(sheet, plan)
    _notes(sheet, judged=plan is not None)
    _documents(sheet, review, files, names, tallies, plan)
    _sign(sheet)
    if plan is not None:
        sheet.protect()


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


def _headline(sheet: Sheet, plan: Plan | None) -> None:
    """Total, grade and how many findings, in one line that nobody overlooks."""
    heads = _heads(plan) if plan is not None else []
    if plan is None or len(heads) != 1:
        return
    one = plan.scores[heads[0]]
    counts = {name: (_count(plan, ("等级", name)), _standing(plan)[severity]) for severity, name in SEVERITIES.items()}
    total, grade = score_columns.cell(plan, heads[0], "总分"), score_columns.cell(plan, heads[0], "等级")
    found = "&".join(f'"　{name} "&{formula}' for name, (formula, _) in counts.items())
    whole = f"总分 {UNJUDGED if one.total is None else f'{one.total:.2f}'}　　等级 {one.grade or UNJUDGED}"
    now = f"{whole}　　问题：{''.join(f'　{name} {number}' for name, (_, number) in counts.items())}"
    text = f'"总分 "&IF(ISNUMBER({total}),TEXT({total},"0.00"),{total})&"　　等级 "&IF({grade}="","{UNJUDGED}",{grade})'
    sheet.line(Piece(Formula(f'{text}&"　　问题："&{found}', now), _HEADLINE, len(sheet.widths)), height=30)


def _standing(plan: Plan) -> Counter[Severity]:
    """How many findings count at this moment."""
    review = plan.review
    return Counter(
        one.severity for at, one in enumerate(review.findings) if at not in review.apart and at not in plan.rejected
    )


def _results(found: Tally) -> list[tuple[str, Value, Value]]:
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


def _heads(plan: Plan) -> list[int]:
    """The lines of 评分 that sum a workbook up: the batch, or else each department."""
    batch = [at for at, one in enumerate(plan.scores) if one.part == "batch"]
    return batch or [at for at, one in enumerate(plan.scores) if one.part == "department"]


def _judgement(plan: Plan) -> list[tuple[str, Value, Value]]:
    """Totals and grades, and how many findings there are."""
    review = plan.review
    lines: list[tuple[str, Value, Value]] = []
    heads = _heads(plan)
    for at in heads:
        one = plan.scores[at]
        name = f"（{one.department}）" if len(heads) > 1 and one.department else ""
        grade, full = score_columns.cell(plan, at, "等级"), score_columns.cell(plan, at, "已评满分")
        now = f"等级 {one.grade or UNJUDGED}；已评要点满分 {one.full.normalize():f}，折成 100 分，见“评分”"
        note = Formula(f'"等级 "&{grade}&"；已评要点满分 "&{full}&"，折成 100 分，见“评分”"', now)
        total = Formula(score_columns.cell(plan, at, "总分"), score_columns.known(one.total))
        lines.append((f"总分{name}", total, note))
    counted = _standing(plan)
    for severity, name in SEVERITIES.items():
        number = Formula(_count(plan, ("等级", name)), counted[severity])
        lines.append((f"问题：{name}", number, f"{MEANINGS[severity]}，见“问题清单”；“不采纳”的不计"))
    if plan.order:
        whole = len(plan.order)
        filled = sum(one.verdict is not None for one in plan.decisions.values())
        verdicts = issues.area("处理", whole)
        rest = Formula(
            f'"共 {whole} 处，还有 "&({whole}-COUNTA({verdicts}))&" 处没有填“处理”"',
            f"共 {whole} 处，还有 {whole - filled} 处没有填“处理”",
        )
        lines.append(("复核进度：已填处理", Formula(f"COUNTA({verdicts})", filled), rest))
    if review.apart:
        lines.append(
            (
                "问题：跨文件比较",
                len(review.apart),
                "与其他文件、以前年度、同类单位比较出来的，另列，不扣分，见“问题清单”",
            )
        )
    if review.waived or review.idle:
        lines.append(
            ("已豁免的问题", len(review.waived), f"见“已豁免”；另有 {len(review.idle)} 条豁免没有对应的问题了")
        )
    return lines


def _count(plan: Plan, *wanted: tuple[str, str]) -> str:
    """A formula that counts the findings that stand and take points, by the columns of 问题清单."""
    size = len(plan.order)
    pairs = [*wanted, ("处理", f"<>{REJECTED}"), ("扣分合计", f"<>{issues.APART}")]
    return "COUNTIFS({})".format(",".join(f'{issues.area(head, size)},"{text}"' for head, text in pairs))


def _counts(sheet: Sheet, results: Sequence[tuple[str, Value, Value]]) -> None:
    _section(sheet, "结果")
    rest = len(sheet.widths) - 3
    sheet.line(Piece("序号", HEADING), Piece("内容", HEADING), Piece("数量", HEADING), Piece("说明", HEADING, rest))
    for number, (label, value, note) in enumerate(results, 1):
        now = value.now if isinstance(value, Formula) else value
        look = SHARE if isinstance(now, float) else COUNT if isinstance(now, int) else score_columns.POINTS
        sheet.line(Piece(number, SHORT), Piece(label, WORDS), Piece(value, look), Piece(note, WORDS, rest), height=18)


def _judged(sheet: Sheet, plan: Plan) -> None:
    """Points by item and findings by category with a chart of each, and the findings that cost most, all in formulas."""
    if not plan.scores:
        return
    points = _points(sheet, plan)
    lines = charts.lines(
        len({one.category for at, one in enumerate(plan.review.findings) if at not in plan.review.apart})
    )
    sheet.keep(lines * _LINE_HIGH + 10)
    sheet.line(height=10)
    below = sheet.height + 1
    for _ in range(lines):
        sheet.line(height=_LINE_HIGH)
    _costly(sheet, plan)
    charts.add(sheet, below, points, _spread(sheet, plan))


def _points(sheet: Sheet, plan: Plan) -> tuple[int, int]:
    """What is got of each item; the first and last row of the table."""
    _section(sheet, "各审核要点得分", len(plan.book.items))
    rest = len(sheet.widths) - 5
    heads = ("序号", "审核要点", "得分", "满分", "得分率")
    sheet.line(*(Piece(head, HEADING) for head in heads), Piece("所属方面", HEADING, rest))
    top = sheet.height + 1
    for at, item in enumerate(plan.book.items):
        row = sheet.height + 1
        value, now = _got(plan, at)
        quoted = item.name.replace('"', '""')
        name = Formula(
            f'"{quoted}"&IF(ISNUMBER(C{row}),"","（{UNJUDGED}）")',
            item.name + ("" if now is not None else f"（{UNJUDGED}）"),
        )
        share = Formula(
            f'IF(ISNUMBER(C{row}),C{row}/D{row},"")', float(now / item.full) if now is not None and item.full else ""
        )
        sheet.line(
            Piece(at + 1, SHORT),
            Piece(name, WORDS),
            Piece(Formula(value, score_columns.known(now)), score_columns.POINTS),
            Piece(Formula(score_columns.full(plan, at), item.full), score_columns.FULL),
            Piece(share, SHARE),
            Piece(item.dimension, SHORT, rest),
            height=18,
        )
    return top, sheet.height


def _spread(sheet: Sheet, plan: Plan) -> tuple[int, int] | None:
    """How many findings of each category and severity stand; the first and last row of the table, None where it is empty.

    A category of which all are rejected keeps its row: nothing moves when a reviewer decides.
    """
    findings = [(at, one) for at, one in enumerate(plan.review.findings) if at not in plan.review.apart]
    often = Counter(one.category for _, one in findings)
    standing = Counter((one.category, one.severity) for at, one in findings if at not in plan.rejected)
    _section(sheet, "问题分布（不含“不采纳”和跨文件比较的）", len(often))
    rest = len(sheet.widths) - 5
    sheet.line(*(Piece(head, HEADING) for head in ("序号", "类别", *SEVERITIES.values())), Piece("合计", HEADING, rest))
    if not often:
        sheet.line(Piece("没有发现问题。", WORDS, len(sheet.widths)), height=18)
        return None
    top = sheet.height + 1
    for number, (category, _) in enumerate(sorted(often.items(), key=lambda one: (-one[1], one[0])), 1):
        row = sheet.height + 1
        name = CATEGORIES[category]
        counts = [
            Formula(_count(plan, ("类别", name), ("等级", called)), standing[category, severity])
            for severity, called in SEVERITIES.items()
        ]
        whole = Formula(f"SUM(C{row}:E{row})", sum(standing[category, severity] for severity in SEVERITIES))
        sheet.line(
            Piece(number, SHORT),
            Piece(name, WORDS),
            *(Piece(one, COUNT) for one in counts),
            Piece(whole, COUNT, rest),
            height=18,
        )
    return top, sheet.height


def _got(plan: Plan, item: int) -> tuple[str, Decimal | None]:
    """What is got of an item, over all departments of the workbook."""
    heads = _heads(plan)
    name = plan.book.items[item].name
    if len(heads) == 1:
        return score_columns.cell(plan, heads[0], name), plan.scores[heads[0]].points[item].got
    got = [one for at in heads if (one := plan.scores[at].points[item].got) is not None]
    mean = scoring.rounded(Fraction(sum(got, Decimal(0))) / len(got)) if got else None
    return score_columns.over_departments(plan, item, FIRST_SCORE + len(plan.scores) - 1), mean


def _costly(sheet: Sheet, plan: Plan) -> None:
    """The findings that cost most at this moment."""
    _section(sheet, f"扣分最多的{_TOP}处问题", _TOP)
    rest = len(sheet.widths) - 4
    heads = (Piece("名次", HEADING), Piece("项目", HEADING), Piece("问题", HEADING, rest))
    sheet.line(*heads, Piece("扣分", HEADING), Piece("序号", HEADING))
    size = len(plan.order)
    taking = sorted(
        (at for at in plan.order if at in plan.lost and plan.lost[at][1]),
        key=lambda at: (-plan.lost[at][1], plan.number[at]),
    )
    if not taking:
        sheet.line(Piece("没有扣分的问题。", WORDS, len(sheet.widths)), height=18)
        return
    rank, most = issues.area("排位值", size), f'COUNTIF({issues.area("排位值", size)},">0")'
    for number in range(1, min(_TOP, len(taking)) + 1):
        at = taking[number - 1]
        spot = f"MATCH(LARGE({rank},{number}),{rank},0)"

        def shown(head: str, now: Value, number: int = number, spot: str = spot) -> Formula:
            kept = now if isinstance(now, str | int | Decimal) else None
            return Formula(f'IF({number}>{most},"",INDEX({issues.area(head, size)},{spot}))', kept)

        finding = plan.review.findings[at]
        link = (
            f'IF({number}>{most},"",HYPERLINK("#\'问题清单\'!A"&({spot}+1),INDEX({issues.area("序号", size)},{spot})))'
        )
        sheet.line(
            Piece(number, SHORT),
            Piece(shown("项目", issues.whose(finding)), WORDS),
            Piece(shown("问题", finding.message), WORDS, rest),
            Piece(shown("扣分合计", plan.lost[at][1]), score_columns.POINTS),
            Piece(Formula(link, plan.number[at]), replace(SHORT, link=True)),
            height=18,
        )


def _tables(sheet: Sheet, tables: Sequence[TableRecord]) -> None:
    _section(sheet, "绩效表逐行归类")
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
    sheet: Sheet,
    review: Review,
    files: Sequence[str],
    names: Sequence[str | None],
    tallies: Sequence[Tally],
    plan: Plan | None,
) -> None:
    _section(sheet, "各文件")
    about: tuple[Value, ...] = ("序号", "文件", "工作簿", "部门", "年度", "绩效表", "项目")
    heads = (
        *about,
        "指标",
        "可量化",
        "可量化占比",
        "待核对",
        "未识别",
        *(("总分", "等级") if plan is not None else ()),
    )
    top = sheet.row(heads, [HEADING] * len(heads))
    sheet.sheet.print_title_rows = f"{top}:{top}"
    looks = [SHORT, WORDS, WORDS, WORDS, SHORT, COUNT, COUNT, COUNT, COUNT, SHARE, COUNT, COUNT]
    looks += [score_columns.POINTS, SHORT] if plan is not None else []
    whole: dict[int | None, list[int]] = {}
    for at, one in enumerate(plan.scores if plan is not None else ()):
        if one.part == "department":
            whole.setdefault(one.extraction, []).append(at)
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
        alone: tuple[Value, Value] = ("见评分" if mine else None, None)
        if plan is not None and len(mine) == 1:
            now = plan.scores[mine[0]]
            grade = Formula(score_columns.cell(plan, mine[0], "等级"), now.grade)
            alone = (Formula(score_columns.cell(plan, mine[0], "总分"), score_columns.known(now.total)), grade)
        sheet.row((*about, *counts, *(alone if plan is not None else ())), looks)
    if review.extractions:
        sheet.sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(heads))}{sheet.height}"
    else:
        sheet.line(Piece("没有读取到文件。", WORDS, len(heads)), height=18)


def _notes(sheet: Sheet, *, judged: bool) -> None:
    notes = (*_READING_SCORES, *_READING) if judged else _READING
    _section(sheet, "怎样读本工作簿")
    for number, note in enumerate(notes, 1):
        sheet.line(Piece(f"{number}．{note}", _NOTE, len(sheet.widths)))


def _section(sheet: Sheet, name: str, lines: int = 3) -> None:
    """A headed part; ``lines`` of it stay on one page with its heading."""
    sheet.keep(_HEAD_HIGH + lines * _LINE_HIGH)
    sheet.line(height=8)
    sheet.line(Piece(f"{'一二三四五六七八九'[sheet.parts]}、{name}", _SECTION, len(sheet.widths)))
    sheet.parts += 1


def _sign(sheet: Sheet) -> None:
    sheet.keep(46)
    sheet.line(height=16)
    text = "审核人（签字）：＿＿＿＿＿＿＿＿　　复核人（签字）：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日"
    sheet.line(Piece(text, _SIGN, len(sheet.widths)), height=30)
