"""Place names and levels: the document's own chain, and which names and level words are foreign to it.

The table of divisions is ``lexicon/divisions.tsv``, the hand lists are ``lexicon/regions.toml``; both are read once, when
they are first needed. A place that the table does not know (an invented one, one that was renamed) still makes a chain.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import chain as concatenated
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from . import lexicon
from .errors import LexiconError
from .text import clean, clean_text, squeeze

Level = Literal["province", "city", "county", "town", "zone"]

_LISTS = frozenset(
    [
        "weak",
        "weak_stem",
        "people",
        "zone",
        "zone_plain",
        "zones",
        "no_area",
        "glued",
        "listed",
        "joined",
        "parted",
        "open",
        "generic",
        "aid",
        "elsewhere",
        "only_near",
        "organisation",
        "rank",
    ]
)
_HEADING = "代码\t名称\t乡镇街道"
_LEVELS: tuple[Level, ...] = ("province", "city", "county", "town")
_TIER = {level: tier for tier, level in enumerate(_LEVELS)}
_TIER["zone"] = _TIER["county"]
_IN_WORDS = {"province": "省级", "city": "地级", "county": "县级", "town": "乡镇一级", "zone": "功能区"}
# By its ending, which levels a division may have; the first is what a level word (全市) or an unknown name is taken for.
_ENDINGS: Mapping[str, tuple[Level, ...]] = {
    "省": ("province",),
    "市": ("city", "county", "province"),
    "自治区": ("province",),
    "特别行政区": ("province",),
    "地区": ("city",),
    "州": ("city",),
    "盟": ("city",),
    "县": ("county",),
    "区": ("county",),
    "旗": ("county",),
    "镇": ("town",),
    "乡": ("town",),
    "街道": ("town",),
    "苏木": ("town",),
    "区公所": ("town",),
}
_UNITS = ("自治区", "特别行政区", "地区", "街道", "苏木", "区公所", *"省市州盟县区旗镇乡")
_TOWN_ENDS = frozenset("镇乡道木所")  # the last characters of 镇, 乡, 街道, 苏木, 区公所
_LAST = itemgetter(-1)
_LONGEST = 16  # characters of the longest name, 双江拉祜族佤族布朗族傣族自治县 and a little more
_MUNICIPAL = ("01", "02", "90")  # after the province's two digits: a county directly under it

_CJK = "\u3400-\u9fff\U00020000-\U0003ffff"
_IS_CJK = re.compile(f"[{_CJK}]").match
_HIT = re.compile("街道|苏木|地区|境内|[省市州盟县区旗镇乡]")
MAY_NAME = re.compile("[省市州盟县区旗镇乡街苏内]")  # a text without one names no place, however it is spaced
_SENTENCE_END = re.compile("[。；;！!？?]")
_LISTING = frozenset("、和与及或至到")  # 省、市、县委
_OFFICES = re.compile("委|政府|人民政府|人大|政协")
_LEAD = re.compile(
    r"(?:20\d\d年?度?|关于|公开|公布|批复|印发|中共|中国共产党|第.{1,2}部分|附件\d*[:：]?|"
    r"(?:预算|编制|填报|主管|实施)?(?:部门|单位)(?:[/（(]单位[）)]?)?(?:名称)?[:：])+"
)
_OFFICE = frozenset("局委厅办院校站所队处股室党政府")  # not in the name of a zone
_UNLIKELY = _OFFICE | frozenset("全本我各该科人民会社司与和及的")  # nor in the stem of an unknown place
_COUNTED = frozenset(  # nor in the stem of one found in running text: 每个县, 三个县, 他县
    "全本我各该此某每几两多省市州盟县区旗镇乡村级个强穷首跨有无不是"
    "些他她它们这那年就又也都请一二三四五六七八九十百千万名"
)
_NO_TOWN = frozenset("城村集古小场乡各每几两个该此某本全我下返回家")  # before 镇, 乡: no town is named
_NOT_BEHIND = frozenset("域级城委内外乡市区直属际情间段块位")  # 县域, 县级, 区间: no unknown place ends before these
_ORGANS = re.compile(  # 报请｜县政府, 依托｜县医院: at the beginning of a sentence the two characters may be any verb
    "政府|人大|人民|政协|财政|医院|中医|里|局|残联|妇联|团|总工会|党|两级|镇|纪|教育|卫生|公安|民政|发改|农业|水利|林业|交通|住建"
)
_NEAR = 16  # characters to either side in which 赴 or 高速 still speaks of a place
_MUNICIPAL_WORKS = re.compile("政(?![府协])").match
_IN_TITLE = re.compile("《[^《》]*$")


@dataclass(frozen=True, slots=True)
class Chain:
    """The places a document belongs to, as far as its names tell.

    level: what it is entitled to speak of: 全县 for a county, 全区 for a district, 全市 for a city or 县级市; ``zone`` for a
    示范区, 开发区, 林业局 and the like; None if no name holds a place. names: what it may call itself, its superiors and
    its own divisions. codes: the table's codes of the place, several where the names leave it open (朝阳区), none for a
    place that the table does not know. zone: the name of the 功能区, where it is one.
    """

    province: str | None = None
    city: str | None = None
    county: str | None = None
    town: str | None = None
    level: Level | None = None
    names: frozenset[str] = field(default=frozenset(), repr=False)
    codes: tuple[str, ...] = ()
    zone: str | None = None

    def __hash__(self) -> int:
        return hash(self.names)  # a frozenset keeps its hash, and what is derived from a chain is looked up often

    @property
    def own(self) -> str | None:
        """The name of the place itself: the lowest that is known."""
        return self.zone or self.town or self.county or self.city or self.province


@dataclass(frozen=True, slots=True)
class Foreign:
    """A level word or a place name that is not the document's own.

    start, end: where it stands in the text as given. word: cleaned. level: what the word speaks of. expected: the level
    word that fits (全区), or for a place the document's own at that level. confidence: below 0.5 for what may well be
    meant, such as a superior's level. reason: one Chinese sentence.
    """

    start: int
    end: int
    word: str
    kind: Literal["level", "place"]
    level: str
    expected: str | None
    confidence: float
    reason: str


# The table -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """The divisions and the hand lists.

    codes: sorted. titles: for a code what it is called, the full name first. places, towns, zones: for a name the codes
    of the divisions that have it, for towns and zones those of the divisions they lie in. stems: for 伊春 the codes of
    伊春市. below: for a code its towns. sizes: for the last two characters of a name how long such names are, bit n for n.
    """

    codes: tuple[str, ...]
    titles: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    towns: Mapping[str, tuple[str, ...]]
    zones: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]
    below: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, int]
    lists: Mapping[str, frozenset[str]]

    def superiors(self, code: str) -> tuple[str, ...]:
        """The codes above a code, the province first: 23 and 2307 for 230719."""
        return tuple(above for above in (code[:2], code[:4]) if above != code and above in self.titles)

    def under(self, code: str) -> tuple[str, ...]:
        """The code itself and all codes that lie in it."""
        first = bisect_left(self.codes, code)
        return self.codes[first : bisect_left(self.codes, code + "~")]

    def name(self, code: str) -> str:
        return self.titles[code][0]


def load(directory: Path) -> Gazetteer:
    """Read and check the table and the hand lists of a folder.

    Raises:
        LexiconError: with every problem of both files, each naming the file and the line or the entry.
    """
    problems: list[str] = []
    lists = _lists(directory / "regions.toml", problems)
    names, below = _divisions(directory / "divisions.tsv", problems)
    by_name = {name: code for code, name in reversed(names.items())}
    zones: dict[str, tuple[str, ...]] = {}
    for word in sorted(lists["zones"]) if names else ():
        superior, _, zone = word.partition("/")
        if superior not in by_name or not zone:
            problems.append(f"regions.toml：zones：“{word}”应写成“上级/名称”，上级是区划表里的名称")
        else:
            zones[zone] = (*zones.get(zone, ()), by_name[superior])
    if problems:
        raise LexiconError(problems)

    peoples = "|".join(sorted(lists["people"], key=len, reverse=True))
    autonomous = re.compile(f"(.{{2,}}?)(?:(?:{peoples})族?)+自治([州县旗区])")
    titles: dict[str, tuple[str, ...]] = {}
    places: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for code, name in names.items():
        stem, called = _short(name, autonomous)
        titles[code] = called
        for title in called:
            places[title] = (*places.get(title, ()), code)
        if len(stem) > 1:
            stems[stem] = (*stems.get(stem, ()), code)
    towns: dict[str, tuple[str, ...]] = {}
    for code, listed in below.items():
        alone = (code,)
        for town in listed:
            if towns.setdefault(town, alone) is not alone:
                towns[town] += alone
    freeze = MappingProxyType
    return Gazetteer(
        tuple(names),
        freeze(titles),
        freeze(places),
        freeze(towns),
        freeze(zones),
        freeze(stems),
        freeze(below),
        freeze(_sizes(places, towns, zones)),
        freeze(lists),
    )


def _sizes(*names: Iterable[str]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for name in concatenated(*names):
        tail = name[-2:]
        sizes[tail] = sizes.get(tail, 0) | 1 << len(name)
    return sizes


@cache
def default() -> Gazetteer:
    """The divisions that came with the package, read when they are first needed."""
    return load(lexicon.folder())


def _short(name: str, autonomous: re.Pattern[str]) -> tuple[str, tuple[str, ...]]:
    """The stem and the titles of a division: 伊通 and 伊通满族自治县, 伊通县."""
    if "自治" in name and (match := autonomous.fullmatch(name)):
        stem, ending = match[1], match[2]
        return stem, (name,) if ending == "区" else (name, stem + ending)
    for ending in ("自治区", "特别行政区", "地区"):
        if name.endswith(ending):
            return name.removesuffix(ending), (name,)
    return name[:-1], (name,)


def _divisions(path: Path, problems: list[str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Names and towns by code, in the order of the file; both empty if it is not to be used."""
    names: dict[str, str] = {}
    below: dict[str, tuple[str, ...]] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        problems.append(f"{path.name}：找不到这个文件")
        return {}, {}
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path.name}：不能按 UTF-8 读出（{error}）")
        return {}, {}
    if len(lines) < 2 or lines[0] != _HEADING:
        problems.append(f"{path.name}：第1行：表头应是“{_HEADING}”（用制表符隔开），下面每行一个区划")
        return {}, {}
    found: list[str] = []
    last = ""
    for number, line in enumerate(lines[1:], 2):
        code, _, rest = line.partition("\t")
        name, _, listed = rest.partition("\t")
        towns = tuple(listed.split(" ")) if listed else ()
        wrong = None
        if not (len(code) in (2, 4, 6) and code.isascii() and code.isdigit()):
            wrong = f"代码“{code}”应是 2、4 或 6 位数字"
        elif code <= last:
            wrong = f"代码 {code} 应排在 {last} 之前" if code < last else f"代码 {code} 重复"
        elif not name.endswith(_UNITS) or len(name) < 2:
            wrong = f"名称“{name}”的末尾不是省、市、县、区等"
        elif len(code) > 2 and code[:2] not in names:
            wrong = f"{name} 的上级 {code[:2]} 不在表中"
        elif len(code) == 6 and code[:4] not in names and code[2:4] not in _MUNICIPAL:
            wrong = f"{name} 的上级 {code[:4]} 不在表中"
        elif len(set(towns)) < len(towns):
            wrong = f"{name} 的乡镇街道有重复"
        elif "" in towns or not _TOWN_ENDS.issuperset(map(_LAST, towns)):
            odd = next(town for town in towns if town[-1:] not in _TOWN_ENDS)
            wrong = f"{name} 的“{odd}”不是乡镇街道"
        if wrong is not None:
            found.append(f"第{number}行：{wrong}")
            continue
        last = code
        names[code] = name
        if towns:
            below[code] = towns
    problems.extend(f"{path.name}：{what}" for what in found)
    return ({}, {}) if found else (names, below)


def _lists(path: Path, problems: list[str]) -> dict[str, frozenset[str]]:
    file = lexicon._File(path, problems)
    found: dict[str, frozenset[str]] = {}
    for entry in file.entries("list", {"name": True, "words": True, "examples": True}):
        if entry["name"] not in _LISTS or entry["name"] in found:
            file.problem(entry["_title"], "不认识的组名" if entry["name"] not in _LISTS else "这一组出现了两次")
            continue
        words = [clean_text(word) for word in entry["words"]]
        if twice := sorted({word for word in words if not word or words.count(word) > 1}):
            file.problem(entry["_title"], f"“{'”“'.join(twice)}”重复或为空")
        found[entry["name"]] = frozenset(words)
    for name in sorted(_LISTS - set(found)):
        if file.data:
            file.problem("", f"缺少 {name} 这一组")
        found[name] = frozenset()
    return found


# The chain -----------------------------------------------------------------------------------------------------------


class _Step(NamedTuple):
    """One place of a name: its level and name, how many characters print it, and the codes it leaves possible.

    known: whether the table (or the list of zones) has it.
    """

    level: Level
    name: str
    size: int
    codes: tuple[str, ...]
    known: bool = True


class _Reading(NamedTuple):
    """The places at the beginning of one name, from the top down.

    codes: of the lowest division that the table knows; for a town or a zone, of the one it lies in. exact: whether the
    last place printed is known.
    """

    steps: tuple[tuple[Level, str], ...]
    codes: tuple[str, ...]
    exact: bool


def chain_of(names: Iterable[str | None]) -> Chain:
    """The chain that the names of a document tell, the most reliable first: its department, its title, its region.

    The first name that holds a place decides; those behind it only settle which of several places of that name it is.

    >>> chain_of(["伊春市友好区医疗保障局"]).province, chain_of(["青河区教育局"]).county, chain_of(["医保局"]).level
    ('黑龙江省', '青河区', None)
    """
    table = default()
    readings = [reading for name in names if name and (reading := _read(name, table))]
    if not readings:
        return Chain()
    base = readings[0]
    for other in readings[1:]:
        if base.codes and other.codes:
            kept = tuple(code for code in base.codes if any(_akin(code, near) for near in other.codes))
            base = base._replace(codes=kept or base.codes)
        elif not base.codes and other.steps[-1] == base.steps[-1] and len(other.steps) > len(base.steps):
            base = other
    return _chain(base, table)


def _akin(code: str, other: str) -> bool:
    """Whether one of two divisions lies in the other."""
    return code.startswith(other) or other.startswith(code)


@lru_cache(maxsize=256)
def _chain(reading: _Reading, table: Gazetteer) -> Chain:
    codes, level = reading.codes, reading.steps[-1][0]
    found: dict[str, str | None] = {}
    for size, part in ((2, "province"), (4, "city"), (6, "county")):
        # where several are open, none of them is the document's
        named = {
            table.name(code[:size]) if code[:size] in table.titles else None for code in codes if len(code) >= size
        }
        found[part] = named.pop() if len(named) == 1 else None
    for part, name in reading.steps:
        found[part] = found.get(part) or name

    own = {name for _, name in reading.steps}
    for code in codes:
        for above in (*table.superiors(code), code):
            own.update(table.titles[above])
        if level == "town":
            continue
        for below in table.under(code):
            own.update(table.below.get(below, ()))
            if reading.exact:
                own.update(table.titles[below])
        own.update(zone for zone, near in table.zones.items() if any(one.startswith(code) for one in near))
    if (county := found["county"]) and len(county) > 2:
        # 满城县 in a document of 满城区 is its former name, not another place
        own.update(county[:-1] + ending for ending in "县区市旗")
    return Chain(
        found["province"],
        found["city"],
        found["county"],
        found.get("town"),
        level,
        frozenset(own),
        codes if reading.exact else (),
        found.get("zone"),
    )


@lru_cache(maxsize=1 << 12)
def _read(printed: str, table: Gazetteer) -> _Reading | None:
    text = squeeze(printed)
    if lead := _LEAD.match(text):
        text = text[lead.end() :]
    if reading := _walk(text, table):
        return reading
    for hit in _HIT.finditer(text, 0, 60):
        for start in range(max(0, hit.end() - _LONGEST), hit.end() - 2):
            name = text[start : hit.end()]
            if name in table.places and name not in table.lists["weak"] and (reading := _walk(text[start:], table)):
                return reading
    return None


def _walk(text: str, table: Gazetteer) -> _Reading | None:
    """The places that stand one behind the other at the beginning of a text."""
    steps: list[_Step] = []
    codes: tuple[str, ...] | None = None
    at = 0
    while not steps or steps[-1].level not in ("town", "zone"):
        step = (
            _known(text, at, codes, table) or _unknown(text, at, steps, codes, table) or _zone(text, at, codes, table)
        )
        if step is None:
            break
        steps.append(step)
        codes = step.codes
        at += step.size
    if not steps:
        return None
    return _Reading(tuple((step.level, step.name) for step in steps), codes or (), all(step.known for step in steps))


def _inside(found: Iterable[str], codes: tuple[str, ...] | None) -> tuple[str, ...]:
    """Those codes that are, or lie in, one of the codes that came before; None: nothing came before."""
    return tuple(code for code in found if codes is None or any(code.startswith(near) for near in codes))


def _level(code: str) -> Level:
    return _LEVELS[len(code) // 2 - 1]


def _known(text: str, at: int, codes: tuple[str, ...] | None, table: Gazetteer) -> _Step | None:
    if codes == ():
        return None  # an unknown place came before: a 朝阳区 in it is none of those in the table
    for size in range(min(_LONGEST, len(text) - at), 1, -1):
        name = text[at : at + size]
        places = tuple(code for code in _inside(table.places.get(name, ()), codes) if code not in (codes or ()))
        # 市容 is one word in 北湾区市容局, but not in 保定市｜容城县
        if text[at + size - 1 : at + size + 1] in table.lists["glued"] and not (
            places and _known(text, at + size, places, table)
        ):
            continue
        if places:
            return _Step(_level(places[0]), name, size, places)
        if zones := _inside(table.zones.get(name, ()), codes):
            return _Step("zone", name, size, zones)
        if towns := _inside(table.towns.get(name, ()), codes):
            return _Step("town", name, size, towns)
    for size in range(min(6, len(text) - at), 1, -1):  # 黑龙江｜伊春市
        for above in _inside(table.stems.get(text[at : at + size], ()), codes):
            if len(above) < 6 and _known(text, at + size, (above,), table):
                return _Step(_level(above), table.name(above), size, (above,))
    return None


def _zone(text: str, at: int, codes: tuple[str, ...] | None, table: Gazetteer) -> _Step | None:
    """济源产城融合示范区, or a 友好林业局 that runs a forest and not an office."""
    window = text[at : at + 24]
    ends = [found + len(zone) for zone in table.lists["zone"] if (found := window.find(zone)) >= 0]
    forest = re.match(r"(.{2,4}?)(?:重点国有林管理局|林业局)", window)
    if forest and forest[1] in table.stems:
        ends.append(forest.end())
    if not ends or _OFFICE & set(window[: min(ends)].removesuffix("局")):
        return None
    name = window[: min(ends)]
    for size in range(6, 1, -1):
        near = [code for code in table.stems.get(name[:size], ()) if codes is None or _inside([code], codes)]
        if near and codes != ():
            deepest = max(map(len, near))
            return _Step("zone", name, len(name), tuple(code for code in near if len(code) == deepest))
    if codes is not None:
        return _Step("zone", name, len(name), codes)
    if name[:2] in table.lists["zone_plain"] or len(name) < 4:
        return None  # 经济开发区 alone names no place
    return _Step("zone", name, len(name), (), known=False)


def _unknown(text: str, at: int, steps: list[_Step], codes: tuple[str, ...] | None, table: Gazetteer) -> _Step | None:
    """A place that the table does not know, by its ending: 青河区."""
    tier = _TIER[steps[-1].level] if steps else -1
    for end in range(at, min(at + 7, len(text))):
        if text[end] in _UNLIKELY or not _IS_CJK(text[end]):
            return None
        unit = next((unit for unit in _UNITS if text.startswith(unit, end)), None)
        if unit is None or end < at + 2:
            continue
        behind = end + len(unit)
        name = text[at:behind]
        level = next((level for level in _ENDINGS[unit] if _TIER[level] > tier), None)
        if level is None or text[behind - 1 : behind + 1] in table.lists["glued"]:
            return None
        if _ends(name, table.lists["no_area"]) or _ends(name, table.lists["zone"]):
            return None
        if unit == "市" and (codes or _MUNICIPAL_WORKS(text, behind)):
            return None  # the table has every city, so it is 伊春市｜园林绿化市政处
        return _Step(level, name, behind - at, codes or (), known=False)
    return None


def _ends(text: str, words: frozenset[str]) -> bool:
    """Whether a text ends with one of the words, none of which is longer than six characters."""
    return any(text[-size:] in words for size in range(1, 7))


# What is foreign -----------------------------------------------------------------------------------------------------


class _Verdict(NamedTuple):
    """What a level word such as 全县 means in a document of one chain; unit: the document's own."""

    level: Level
    relation: Literal["upper", "same", "lower"]
    confidence: float
    unit: str


class _Spot(NamedTuple):
    """One ending found in a text, with the place that it ends, if there is one. codes: empty for an unknown place."""

    start: int
    end: int
    unit: str
    kind: Literal["own", "known", "town", "zone", "short", "unknown", "none"]
    codes: tuple[str, ...] = ()


_SURE = {"known": 0.85, "town": 0.6, "zone": 0.7, "short": 0.6, "unknown": 0.6}


def foreign(text: str, chain: Chain, about: str = "") -> tuple[Foreign, ...]:
    """Level words and place names in a text that are not the document's own, in order of place; none for an unknown chain.

    about: what the text belongs to, such as the project's name; words of aid in it (对口支援) excuse a place in the text.

    >>> chain = chain_of(["伊春市友好区医疗保障局"])
    >>> [(found.word, found.expected, found.confidence) for found in foreign("确保全县医疗保险工作，提升全区服务", chain)]
    [('全县', '全区', 0.9)]
    """
    if chain.level is None or MAY_NAME.search(text) is None:
        return ()
    found = _foreign(text, chain)
    if about and any(one.kind == "place" for one in found):  # what a text belongs to can only excuse places
        return _find_foreign(text, chain, about)
    return found


def _find_foreign(text: str, chain: Chain, about: str = "") -> tuple[Foreign, ...]:
    printed = clean_text(text)
    hits = [hit.span() for hit in _HIT.finditer(printed)]
    found = _judge(printed, _spots(printed, hits, chain), chain, about) if hits else []
    if printed == text or not found:
        return tuple(found)
    cleaned = clean(text)
    spans = [cleaned.printed_span(one.start, one.end) for one in found]
    return tuple(replace(one, start=start, end=end) for one, (start, end) in zip(found, spans, strict=True))


_foreign = lru_cache(maxsize=1 << 16)(_find_foreign)  # the same names stand in many rows, and several rules ask


def _spots(text: str, hits: list[tuple[int, int]], chain: Chain) -> list[_Spot]:
    """Every ending of a place or a level in the text; one that lies inside a longer name (辉县市) is left out."""
    table, sizes = default(), _own_sizes(chain)
    glued = table.lists["glued"]
    spots: list[_Spot] = []
    edge = len(text)
    for start, end in reversed(hits):
        if end <= edge:
            # 市容 is one word, but not if 容城县 begins there
            whole = text[end - 1 : end + 1] not in glued or (end == edge and spots[-1].kind != "none")
            spot = _spot(text, start, end, chain.names, sizes, table if whole else None)
            spots.append(spot)
            edge = spot.start
    spots.reverse()
    return spots


@lru_cache(maxsize=256)
def _own_sizes(chain: Chain) -> dict[str, int]:
    return _sizes(chain.names)


def _spot(
    text: str, start: int, end: int, own: frozenset[str], sizes: Mapping[str, int], table: Gazetteer | None
) -> _Spot:
    """The longest name that ends here; without a table only the document's own names are looked for."""
    unit, tail = text[start:end], text[end - 2 : end]
    left = sizes.get(tail, 0) | (table.sizes.get(tail, 0) if table else 0)
    left &= (2 << end) - 1  # no longer than the text in front
    while left:  # the longest first
        size = left.bit_length() - 1
        left ^= 1 << size
        at = end - size
        name = text[at:end]
        if name in own:
            return _Spot(at, end, unit, "own")
        if table is None:
            continue
        if places := table.places.get(name):
            sure = (
                (size > 2 or (len(places) == 1 and unit == "县" and _boundary(text, at, table)))
                and name not in table.lists["weak"]
                and not _split_by_stem(text, at, end, table)
            )
            if sure or _superior_in_front(text[:at], places, table):
                return _Spot(at, end, unit, "known", places)
        elif zones := table.zones.get(name):
            return _Spot(at, end, unit, "zone", zones)
        elif size > 2 and len(towns := table.towns.get(name, ())) == 1 and _town_alone(text, at, name, table):
            return _Spot(at, end, unit, "town", towns)
    return _Spot(start, end, unit, "none")


def _split_by_stem(text: str, at: int, end: int, table: Gazetteer) -> bool:
    """Whether a 滨城区 is the end of 哈尔滨｜城区, a 水城区 that of 供水｜城区."""
    if text[end - 2 : end] != "城区":
        return False
    stem = _stem(text, end - 2, table)
    return (stem is not None and stem[0] < at) or (end - at == 3 and not _boundary(text, at, table))


def _superior_in_front(text: str, codes: tuple[str, ...], table: Gazetteer) -> bool:
    return any(text.endswith(table.titles[above]) for code in codes for above in table.superiors(code))


def _town_alone(text: str, at: int, name: str, table: Gazetteer) -> bool:
    """Whether the name of a town stands by itself here and is no 小城镇 or 家乡."""
    return _boundary(text, at, table) and not _ends(name, table.lists["no_area"])


def _boundary(text: str, at: int, table: Gazetteer) -> bool:
    """Whether a name can begin here: at the beginning, behind a sign, or behind a verb or preposition."""
    return at == 0 or not _IS_CJK(text[at - 1]) or _ends(text[max(0, at - 4) : at], table.lists["open"])


def _judge(text: str, spots: list[_Spot], chain: Chain, about: str) -> list[Foreign]:
    table = default()
    found: list[Foreign] = []
    named: dict[str, int] = {}  # where a place with this ending was last named: 全县 behind 云岭县 speaks of that one
    for spot in spots:
        if spot.kind == "none":
            if _is_level_word(text, spot, table):
                found.extend(_level_word(text, spot, chain, named, table))
                continue
            spot = _guess(text, spot, chain, table)
        if spot.kind == "none":
            found.extend(_office(text, spot, chain, table))
            continue
        named[spot.unit] = spot.end
        if spot.kind != "own" and (place := _place(text, spot, chain, about, table)):
            if found and found[-1].kind == "place" and found[-1].end == place.start:
                place = _joined(found.pop(), place)
            found.append(place)
    return found


def _joined(front: Foreign, place: Foreign) -> Foreign:
    """伊水市 and 青河区 printed next to each other are one name, and surer than either."""
    word = front.word + place.word
    confidence = min(0.95, max(front.confidence, place.confidence) + 0.05)
    reason = place.reason.replace(place.word, word, 1)
    return replace(place, start=front.start, word=word, confidence=confidence, reason=reason)


# Level words: 全县, 我县, 县委


def _is_level_word(text: str, spot: _Spot, table: Gazetteer) -> bool:
    """Whether 全, 我 or 本 stands before the ending; 黑龙江全省 names a place instead."""
    at = spot.start - 1
    return at >= 0 and text[at] in "全我本" and not (text[at] == "全" and _stem(text, at, table))


def _level_word(text: str, spot: _Spot, chain: Chain, named: Mapping[str, int], table: Gazetteer) -> list[Foreign]:
    verdict = _verdicts(chain).get(spot.unit)
    at, end = spot.start - 1, spot.end
    if (
        verdict is None
        or (
            text[max(0, at - 1) : at + 1] in table.lists["joined"]
            and text[max(0, at - 2) : at + 1] not in table.lists["parted"]
        )
        or text[end - 1 : end + 1] in table.lists["glued"]
        or (text[end - 1 : end + 1] in table.lists["listed"] and text[end : end + 2] not in table.lists["glued"])
        or text.startswith("本土", end)
        or (spot.unit in named and not _SENTENCE_END.search(text, named[spot.unit], at))
    ):
        return []
    word = text[at:end]
    expected = text[at] + verdict.unit
    confidence, reason = verdict.confidence, _level_reason(word, verdict, expected, chain)
    if verdict.relation == "upper" and _rank().search(text, max(0, at - 8), end + 12):
        confidence, reason = 0.2, f"“{word}”说的是上级范围，此处像是与上级比较或引用上级要求，请核对"
    return [Foreign(at, end, word, "level", verdict.level, expected, confidence, reason)]


def _office(text: str, spot: _Spot, chain: Chain, table: Gazetteer) -> list[Foreign]:
    """县委 or 县政府 in a document of a district."""
    verdict = _verdicts(chain).get(spot.unit)
    office = _OFFICES.match(text, spot.end)
    if (
        verdict is None
        or verdict.relation != "same"
        or spot.unit not in "县区旗"
        or office is None
        or not _boundary(text, spot.start, table)
        or text[spot.start - 1 : spot.start] in _LISTING
    ):
        return []
    word, expected = spot.unit + office.group(), verdict.unit + office.group()
    reason = _level_reason(word, verdict, expected, chain)
    return [Foreign(spot.start, office.end(), word, "level", verdict.level, expected, 0.7, reason)]


def _level_reason(word: str, verdict: _Verdict, expected: str, chain: Chain) -> str:
    if verdict.relation == "upper":
        return f"“{word}”说的是上级范围，本文件属{chain.own}；若不是引用上级要求，应为“{expected}”"
    if verdict.relation == "lower":
        return f"“{word}”说的是{_IN_WORDS[verdict.level]}，本文件属{chain.own}，应为“{expected}”"
    return f"“{word}”与本级不符，本文件属{chain.own}，应为“{expected}”"


@lru_cache(maxsize=256)
def _verdicts(chain: Chain) -> Mapping[str, _Verdict]:
    """For every ending that is not the document's own, what a level word with it means."""
    level = chain.level
    assert level is not None
    tier = _TIER[level]
    own = _own_units(chain)
    upper: set[str] = set()
    for above, name, units in ((0, chain.province, "省"), (1, chain.city, "市州盟"), (2, chain.county, "县区旗")):
        if name is not None and (above < tier or level == "zone"):
            upper.update(_units_of(name))
        elif above < tier and not chain.codes:  # it is not known, so it may be any
            upper.update(units)
    verdicts: dict[str, _Verdict] = {}
    for unit, levels in _ENDINGS.items():
        if unit in own or unit == "地区":  # 本地区 is said of any place
            continue
        speaks = levels[0]
        if unit in upper:
            verdicts[unit] = _Verdict(speaks, "upper", 0.4, own[0])
        elif _TIER[speaks] > tier:
            verdicts[unit] = _Verdict(speaks, "lower", 0.9 if speaks == "town" else 0.8, own[0])
        else:
            verdicts[unit] = _Verdict(speaks, "same", 0.9 if _TIER[speaks] == tier else 0.7, own[0])
    return MappingProxyType(verdicts)


def _own_units(chain: Chain) -> tuple[str, ...]:
    """The endings of the level words that fit, the best first: 区 for a district or a zone."""
    if chain.level == "zone":
        # a zone that is a city directly under its province speaks as the city too: 济源
        whole = chain.county is not None and chain.county.endswith("市") and chain.city is None and chain.codes
        return ("区", "市") if whole else ("区",)
    return _units_of(chain.own or "")


def _units_of(name: str) -> tuple[str, ...]:
    """The endings a place speaks of itself with: 区 for an 自治区, 县 for an 自治县."""
    if name.endswith("地区"):
        return ("地区", "区")
    units = ("街道", "苏木", *"省市州盟县区旗镇乡")
    return (next((unit for unit in units if name.endswith(unit)), "区"),)  # the one 区公所 that is left


# Place names


def _guess(text: str, spot: _Spot, chain: Chain, table: Gazetteer) -> _Spot:
    """A short form (沈阳境内), a county that the table does not know, or a town, which only matters to 全镇 behind it."""
    start, end, unit = spot.start, spot.end, spot.unit
    whole = text[start - 1 : start] == "全"
    if whole or unit in ("境内", "地区") or text[start - 1 : end] == "城区":
        if found := _stem(text, start if unit in ("境内", "地区") and not whole else start - 1, table):
            own = any(table.name(code) in chain.names for code in found[1])
            return _Spot(found[0], end, unit, "own" if own else "short", found[1])
        return spot
    left = start - 2
    stem = text[max(0, left) : start]
    if len(stem) < 2 or not all(map(_IS_CJK, stem)):
        return spot
    if unit in ("镇", "乡", "街道"):
        return spot if stem[1] in _NO_TOWN else _Spot(left, end, unit, "own")
    opens = table.lists["open"]
    if (
        unit not in ("县", "区")
        or not _COUNTED.isdisjoint(stem)
        or stem in table.lists["generic"]
        or stem in opens
        or stem[0] in opens
        or text[left:end] in table.places  # one of the weak ones
        or text[end : end + 1] in _NOT_BEHIND
    ):
        return spot
    city = text[max(0, left - 3) : left]
    if (
        city[2:] == "市"
        and _COUNTED.isdisjoint(city[:2])
        and all(map(_IS_CJK, city))
        and city not in table.places
        and city not in chain.names
        and city[:2] not in opens
        and not _ends(city, table.lists["no_area"])
    ):
        return _Spot(left - 3 if _boundary(text, left - 3, table) else left, end, unit, "unknown")
    behind_word = left > 0 and _IS_CJK(text[left - 1])
    if unit == "县" and _boundary(text, left, table) and (behind_word or not _ORGANS.match(text, end)):
        return _Spot(left, end, unit, "unknown")
    return spot


def _stem(text: str, at: int, table: Gazetteer) -> tuple[int, tuple[str, ...]] | None:
    """Where a place begins whose short form ends here, and its codes: 沈阳｜境内; only long or unmistakable ones."""
    for size in range(min(at, 6), 1, -1):
        stem = text[at - size : at]
        if stem in table.lists["weak_stem"]:
            continue
        if codes := tuple(code for code in table.stems.get(stem, ()) if len(code) < 6 or size > 2):
            return at - size, codes
    return None


def _place(text: str, spot: _Spot, chain: Chain, about: str, table: Gazetteer) -> Foreign | None:
    level: Level = "county"
    if spot.kind in ("town", "zone"):
        level = "town" if spot.kind == "town" else "zone"
    elif spot.codes:
        level = _level(spot.codes[0])
    own = {"province": chain.province, "city": chain.city, "county": chain.county, "town": chain.town}.get(level)
    if not chain.codes and (level == "town" or (own is None and level in ("province", "city"))):
        return None  # a document whose superiors or towns are not known may be naming one of them
    word = text[spot.start : spot.end]
    if _excused(text, spot, about, table) or _organisation().match(text, spot.end):
        return None
    confidence = _SURE[spot.kind]
    reason = f"“{word}”不在本文件所属的{chain.own}范围之内"
    if spot.kind == "unknown":
        reason += "，区划表里也没有这个名称，请核对是否旧称或误写"
    if _IN_TITLE.search(text, 0, spot.start):
        confidence = 0.4
        reason += "；它在书名号里，可能是引用外地的文件"
    return Foreign(spot.start, spot.end, word, "place", level, own, confidence, reason)


_NO_AID = re.compile(
    "(?:法律|医疗|临时|就业|司法|急难|社会)援助|援助(?:律师|案件|中心|对象)"
)  # aid to persons, not to places


def _excused(text: str, spot: _Spot, about: str, table: Gazetteer) -> bool:
    """Whether the sentence speaks of aid, or the words next to the place of going there."""
    begin, close = 0, len(text)
    for end in _SENTENCE_END.finditer(text):
        if end.end() <= spot.start:
            begin = end.end()
        else:
            close = end.start()
            break
    sentence = _NO_AID.sub("", about + text[begin:close])
    near = text[max(begin, spot.start - _NEAR) : min(close, spot.end + _NEAR)]
    lists = table.lists
    return (
        any(word in sentence for word in lists["aid"])
        or any(word in near for word in lists["elsewhere"])
        or any(word in about for word in lists["elsewhere"] - lists["only_near"])  # 人才引进 sends nobody anywhere
    )


@cache
def _rank() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(default().lists["rank"]))))


@cache
def _organisation() -> re.Pattern[str]:
    """What follows a place in the name of an enterprise, a hospital or a university, but not 县乡镇卫生院."""
    endings = "|".join(map(re.escape, sorted(default().lists["organisation"])))
    return re.compile(
        f"(?!.{{0,6}}(?:各|公立|基层|乡镇|村))[^的和与及并对在为向，、。；：:;,（(]{{0,8}}?(?:{endings})(?!生)"
    )
