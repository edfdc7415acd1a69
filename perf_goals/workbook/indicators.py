"""The sheet 指标明细: every indicator, as printed and as parsed, side by side."""

from collections.abc import Sequence
from dataclasses import replace

from openpyxl import Workbook

from ..config import RANK
from ..model import Extraction, Indicator, Severity
from .plan import INDICATORS, ISSUES, Plan
from .projects import SCOPES, joined, several_departments
from .style import COUNT, MARK, NUMBER, PRINTED, SHORT, SURE, Column, Paper, Row, write_list

TITLE = INDICATORS
SIGNS = {Severity.ERROR: "●", Severity.WARNING: "○", Severity.INFO: "·"}  # before a finding's number in 问题清单
_MOST = 3  # findings that a row names
PRINT = "原文（文件所印）"
PARSE = "解析（程序读出）"
MORE = "换算（不打印）"
_MAY_BE_BARE = ("项目", "方向性", "权重", "备注", "上限", "文字")  # hidden where nothing stands in any row
DIMENSIONS = {  # what lexicon/units.toml calls its dimensions, for people
    "age": "年龄",
    "apparent-power": "视在功率",
    "area": "面积",
    "area-times": "面积次数",
    "bandwidth": "带宽",
    "characters": "字数",
    "container": "标箱",
    "credit": "学分",
    "data": "数据量",
    "degree": "度",
    "energy": "能量",
    "freight": "货运量",
    "household": "户数",
    "item": "计件",
    "labour": "用工",
    "length": "长度",
    "level": "等级",
    "machine-shift": "台班",
    "mass": "质量",
    "money": "金额",
    "month": "月数",
    "multiple": "倍数",
    "organisation": "机构数",
    "percentage-point": "百分点",
    "person": "人数",
    "person-distance": "客运量",
    "person-times": "人次",
    "place": "地方数",
    "power": "功率",
    "pressure": "压强",
    "rank": "位次",
    "ratio": "比率",
    "school-term": "学期",
    "score": "分数",
    "sound": "声级",
    "teaching": "学时",
    "temperature": "温度",
    "time": "日历时间",
    "times": "次数",
    "vehicle-distance": "车辆里程",
    "voltage": "电压",
    "volume": "体积",
    "workday": "工作日",
}


def doubtful(indicator: Indicator) -> bool:
    """Whether the row or its target was read with less than full confidence."""
    return _confidence(indicator) < 1


def _confidence(indicator: Indicator) -> float:
    return min(indicator.confidence, indicator.target.confidence)


def _dimension(name: str | None) -> str | None:
    """The dimension in Chinese; a rate (元/人) has the dimension of its first unit and a slash."""
    if name is None:
        return None
    first = name.removesuffix("/")
    return DIMENSIONS.get(first, first) + name[len(first) :]


def _remarks(indicator: Indicator) -> str | None:
    rest = indicator.target.rest.strip()
    notes = (*indicator.reasons, *indicator.target.reasons, *((f"未并入目标值的文字：{rest}",) if rest else ()))
    return joined(notes)


def add(
    book: Workbook,
    extractions: Sequence[Extraction],
    files: Sequence[str],
    paper: Paper,
    *,
    batch: bool,
    plan: Plan | None = None,
) -> None:
    """Write the sheet for one document or, with the columns 部门 and 文件, for a batch.

    plan: where the findings stand; then each row names its own, with a link to the first of them.
    """
    wide = batch or any(several_departments(extraction) for extraction in extractions)
    columns = [
        Column("序号", COUNT, 5, tight=True),
        Column("标记", SHORT, 5, tight=True),
        *([Column("问题", SHORT, 12)] if plan is not None else []),
        *([Column("部门", widest=12)] if wide else []),
        Column("范围", SHORT, 9),
        Column("项目", widest=15),
        Column("一级指标", SHORT, 9),
        Column("二级指标", SHORT, 11),
        Column("三级指标", widest=20),
        Column("指标性质", PRINTED, 9, PRINT),
        Column("目标值", PRINTED, 14, PRINT),
        Column("计量单位", PRINTED, 9, PRINT),
        Column("方向性", PRINTED, 7, PRINT),
        Column("权重", PRINTED, 6, PRINT),
        Column("备注", PRINTED, 14, PRINT),
        Column("性质", SHORT, 6, PARSE),
        Column("值", NUMBER, group=PARSE),
        Column("上限", NUMBER, group=PARSE),
        Column("文字", widest=12, group=PARSE),
        Column("单位", SHORT, 9, PARSE),
        Column("置信度", SURE, 7),
        Column("说明", widest=17),
        *([Column("文件", widest=14)] if batch else []),
        Column("位置", widest=12),
        Column("标准单位", SHORT, 10, MORE, printed=False),
        Column("量纲", SHORT, 10, MORE, printed=False),
        Column("方向", SHORT, 6, MORE, printed=False),
        Column("权重", NUMBER, group=MORE, printed=False),
    ]
    rows: list[Row] = []
    for extraction, file in zip(extractions, files, strict=True):
        for indicator in extraction.indicators:
            row = _row(indicator, len(rows) + 1, extraction, file, wide=wide, batch=batch)
            rows.append(row if plan is None else _marked(row, plan, len(rows)))
    columns = [
        replace(one, hidden=True) if one.head in _MAY_BE_BARE and all(row.values[at] is None for row in rows) else one
        for at, one in enumerate(columns)
    ]
    fixed = (8 if wide else 7) + (plan is not None)
    write_list(book, TITLE, columns, rows, paper, fixed=fixed, empty="没有读出绩效指标。")


def _marked(row: Row, plan: Plan, at: int) -> Row:
    """The row with the severity and number of its findings, the heaviest first, and a link to that one."""
    found = sorted(plan.marks.get(at, ()), key=lambda one: (RANK[plan.review.findings[one].severity], plan.number[one]))
    names = [f"{SIGNS[plan.review.findings[one].severity]}{plan.number[one]}" for one in found]
    more = f" 等{len(names)}处" if len(names) > _MOST else ""
    links = ((2, f"'{ISSUES}'!A{plan.issue_row(found[0])}"),) if found else ()
    values = (*row.values[:2], "、".join(names[:_MOST]) + more or None, *row.values[2:])
    return replace(row, values=values, links=links)


def _row(indicator: Indicator, number: int, extraction: Extraction, file: str, *, wide: bool, batch: bool) -> Row:
    raw, target = indicator.raw, indicator.target
    unsure = doubtful(indicator)
    return Row(
        (
            number,
            MARK if unsure else None,
            *([indicator.department or extraction.document.department] if wide else []),
            SCOPES[indicator.scope],
            indicator.project,
            indicator.level1,
            indicator.level2,
            indicator.level3,
            raw.nature,
            raw.value,
            raw.unit,
            raw.direction,
            raw.weight,
            raw.note,
            target.nature.value if target.nature is not None else None,
            target.value,
            target.upper,
            target.text,
            target.unit,
            _confidence(indicator),
            _remarks(indicator),
            *([file] if batch else []),
            str(indicator.place),
            target.canonical,
            _dimension(target.dimension),
            indicator.direction,
            indicator.weight,
        ),
        unsure,
    )
