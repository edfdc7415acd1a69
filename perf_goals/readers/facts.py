"""What a document says of itself: department, year, region. Shared by all readers."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Block, Paragraph
from ..text import squeeze

_NUMERAL_YEAR = str.maketrans("零〇○Oo一二三四五六七八九", "00000123456789")
_YEAR = re.compile(r"(20[0-9]{2})年度?")
_CHINESE_YEAR = re.compile(r"二[零〇○Oo0][零〇○Oo0一二三四五六七八九]{2}年度?")
_PRINTED_YEAR = rf"(?:20\d\d年度?|{_CHINESE_YEAR.pattern})"
_BUDGET = re.compile(r"^.{0,24}?(?:部门|单位|预算|收支|绩效|项目支出|财政拨款|一般公共|公开|目标|自评|决算)")
_PAST = re.compile(r"^(?:相比|持平|增加|减少|底|末|初|期末|以来|实际|[0-9]{1,2}月)")
_COMPARED = re.compile(r"(?:[比较与同]|上年[(（]?)$")  # 比2025年预算增加
_SENTENCE = re.compile("[，。；]")
_LABEL = re.compile(
    r"(?:部门名称|单位名称|部门/单位|部门\(单位\)名称|部门（单位）名称|部门\(单位\)|部门（单位）|预算单位|编制单位|填报单位|公开单位|"
    r"预算部门|部门|单位)[:：]\s*([^\s:：|]{2,40}?)(?=$|[\s|]|金额单位|单位[:：]|编制单位|填报日期|公开\d)"
)
_MONEY = re.compile(r"^[（(]?(?:人民币)?(?:万元|亿元|元|%|千元|百万元)[）)]?$")
_OFFICE_END = (
    r"(?:局|委员会|委|办公室|厅|中心|院|所|站|校|大学|学院|中学|小学|幼儿园|医院|政府|法院|检察院|联合会|协会|队|馆|公司|部|工会|团委|妇联|处|社|台|"
    r"办事处|管委会|总队|支队|大队|学校|机构|科协|残联|工商联|红十字会|党校|公安局|园|院校|会)"
)
_TITLE = re.compile(
    rf"^{_PRINTED_YEAR}?([\u4e00-\u9fff（）()·]{{2,30}}?{_OFFICE_END})(?:\(?本级\)?|（本级）)?"
    rf"(?:部门|单位)?{_PRINTED_YEAR}?(?:部门|单位)?(?:整体)?(?:预算|决算|收支|绩效|概况|项目)"
)
# A name of a place: its first character may be a level (镇东县, 市中区), the others not (not 云岭县市 of 云岭县市场监管局)
_NAME = r"[\u4e00-\u9fff](?:(?![省市县区旗镇乡])[\u4e00-\u9fff])"
_REGION = re.compile(
    rf"(?:中共|中国共产党|共青团)?((?:{_NAME}{{1,7}}?(?:省|自治区))?(?:{_NAME}{{1,7}}?(?:自治州|地区|盟|市|州(?!市)))?"
    rf"(?:(?!城市|[社园景校库]区){_NAME}{{0,8}}?(?:县|区|旗|市(?![容政场民])))?"
    rf"(?:(?!城镇|城乡|乡镇|[社园景校库]区){_NAME}{{0,5}}?(?:街道|(?:镇|乡)(?!建设)))?)"
)


@dataclass(frozen=True, slots=True)
class Facts:
    department: str | None
    year: int | None
    region: str | None


def find(blocks: Iterable[Block]) -> Facts:
    """Department, year and region from cover, titles and the labels above tables; None where nothing says them."""
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    cells = [
        cell for block in blocks if not isinstance(block, Paragraph) for row in block.cells[:4] for cell in row if cell
    ]
    department = _department(lines, cells)
    return Facts(department, _year(lines, cells), region_of(department))


def department_in(line: str) -> str | None:
    """The office that a line such as ``部门：青河区教育局　单位：万元`` names, or None."""
    for match in _LABEL.finditer(line.replace("\u3000", " ")):
        name = squeeze(match.group(1)).strip("，。;；")
        if not _MONEY.match(name) and not name.isdigit():
            return name
    return None


def _department(lines: list[str], cells: list[str]) -> str | None:
    named = Counter(name for line in [*lines, *cells] if len(line) < 120 and (name := department_in(line)))
    if named:
        most = max(named.values())
        # an office's full name is longer than its short form (教育局), which tables for print prefer
        return max((name for name, count in named.items() if count == most), key=len)
    for line in lines[:60]:
        if match := _TITLE.match(squeeze(re.sub(r"^第.{1,3}部分", "", line.strip()))):
            return match.group(1)
    return None


def _year(lines: list[str], cells: list[str]) -> int | None:
    """The year that stands most often before words of a budget; the title counts more than comparisons further down."""
    joined = squeeze("".join([*lines, *cells]))
    votes: Counter[int] = Counter()
    for line in map(squeeze, lines[:10]):
        if (
            len(line) < 60
            and not _SENTENCE.search(line)
            and (match := _YEAR.search(line))
            and _weight(line, match) == 3
        ):
            votes[int(match.group(1))] += 20
            break
    for match in _YEAR.finditer(joined):
        votes[int(match.group(1))] += _weight(joined, match)
    for match in _CHINESE_YEAR.finditer(joined):
        votes[int(match.group().rstrip("年度").translate(_NUMERAL_YEAR))] += 3
    return max(votes, key=lambda year: (votes[year], year)) if any(votes.values()) else None


def _weight(text: str, year: re.Match[str]) -> int:
    """What a year speaks for the budget's: 3 before words of a budget, nothing where another year is compared with it."""
    behind = text[year.end() : year.end() + 40]
    if _PAST.match(behind) or _COMPARED.search(text[max(0, year.start() - 3) : year.start()]):
        return 0
    return 3 if _BUDGET.match(behind) else 1


def region_of(department: str | None) -> str | None:
    """The place at the beginning of an office's name: 伊水市青河区 of 伊水市青河区教育局.

    >>> region_of("伊水市青河区教育局"), region_of("教育局")
    ('伊水市青河区', None)
    """
    match = _REGION.match(department or "")
    return match.group(1).replace("人民政府", "") or None if match else None
