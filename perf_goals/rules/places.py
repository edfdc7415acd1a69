"""地名与层级：level words and place names that are not the document's own."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from ..model import Severity
from ..regions import MAY_NAME, Chain, Foreign, chain_of, foreign
from ..text import key
from .base import M88, PRACTICE, Context, Hit, Rule, Source, hit, short
from .example import Row, Set, document, row, rows
from .views import DocumentView, GoalView, RowView, SetView, TextAt
from .words import WordList


class Joined(NamedTuple):
    """Many texts as one, a line each: one search of it is faster than one search of every text.

    starts: where in ``text`` each of them begins.
    """

    text: str
    starts: tuple[int, ...]

    def number(self, at: int) -> int:
        """Which text a place belongs to."""
        return bisect_right(self.starts, at) - 1

    def numbers(self, places: Iterable[int]) -> list[int]:
        """Which texts the places belong to, each once; places: rising."""
        return list(dict.fromkeys(map(self.number, places)))

    def holding(self, pattern: re.Pattern[str]) -> list[int]:
        """The numbers of the texts in which a pattern is found that does not match beyond a text."""
        return self.numbers([match.start() for match in pattern.finditer(self.text)])


def joined(texts: Sequence[str]) -> Joined:
    """
    >>> joined(["甲乙", "", "乙"])
    Joined(text='甲乙\\n\\n乙', starts=(0, 3, 4))
    """
    sizes = [len(text) + 1 for text in texts]
    return Joined("\n".join(texts), tuple(accumulate(sizes[:-1], initial=0)) if sizes else ())


def running(document: DocumentView) -> Joined:
    """The running text; the numbers are those of ``document.paragraphs``."""
    return document.once("places.running", lambda view: joined([one.text for one in view.paragraphs]))


_META = frozenset(r".^$*+?{}[]\|()")
_AROUND = re.compile(r"\^|\(\?<?[!=][^()]*\)")
_GROUP = re.compile(r"\(\?:([^()\[\]\\]*(?:\\[^\w()\[\]][^()\[\]\\]*)*)\)")
_LETTERS = re.compile(r"[^.^$*+?{}\[\]\\|()]+")
_ONE_SIGN = re.compile(r"\\.|\[[^\]]*\]")
_INNERMOST = re.compile(r"\([^()]*\)")
_CLASS = re.compile(r"\[(?!\^)((?:-(?!\])|[^\]\\-])+-?)\]")


@cache
def may_hold(words: WordList) -> re.Pattern[str] | None:
    """A fast pattern for what a word of the list begins with; None where that cannot be told."""
    either: set[str] = set()
    for word in words.words:
        if _META.isdisjoint(word):
            either |= {word, key(word)}
            continue
        heads = _heads(word)
        if heads is None:
            return None
        either |= heads | {key(word)[0]}
    return re.compile("|".join(map(re.escape, sorted(either))))


def _heads(word: str) -> frozenset[str] | None:
    """What a match of a simple regular expression begins with, one of these; None for one that is not simple.

    >>> sorted(_heads("^(?:ab|c)?d{2,}") or ()), _heads("a|b"), _heads(".x")
    (['ab', 'c', 'd'], None, None)
    """
    while around := _AROUND.match(word):
        word = word[around.end() :]
    plain = _ONE_SIGN.sub("", word)
    while (outer := _INNERMOST.sub("", plain)) != plain:
        plain = outer
    if "|" in plain:
        return None
    heads: frozenset[str] = frozenset()
    if group := _GROUP.match(word):
        rest = word[group.end() :]
        for part in group[1].split("|"):
            begun = _heads(part)
            if begun is None:
                return None
            heads |= begun
    elif several := _CLASS.match(word):
        heads, rest = frozenset(several[1]), word[several.end() :]
    elif word[:1] == "\\" and not word[1:2].isalnum():
        heads, rest = frozenset(word[1:2]), word[2:]
    elif letters := _LETTERS.match(word):
        head, rest = letters[0], word[letters.end() :]
        if len(head) > 1 and rest[:1] in ("?", "*", "{"):
            return frozenset([head[:-1]])  # the last letter is the one that may be missing
        heads = frozenset([head])
    else:
        return None
    if rest[:1] == "?":
        behind = _heads(rest[1:])
        return None if behind is None else heads | behind
    return None if rest[:1] == "*" or re.match(r"\{[0,]", rest) else heads


def _chain(view: SetView) -> Chain:
    """The places of a set: those of its own department where that names one (a town in a county's volume)."""
    return view.document.once("places.chains", _chains)[view.department]


def _chains(document: DocumentView) -> dict[str | None, Chain]:
    file = document.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return {
        department: chain_of([department, document.department, document.region, file])
        for department in {view.department for view in document.sets}
    }


def goal_views(view: SetView) -> tuple[GoalView, ...]:
    """All goal texts of a set; a text that is printed twice once."""
    if not view.goals:
        return ()
    known: dict[SetView, tuple[GoalView, ...]] = view.document.once("places.goals", lambda _: {})
    if view not in known:
        known[view] = _goal_views(view)
    return known[view]


def _goal_views(view: SetView) -> tuple[GoalView, ...]:
    texts = {goal.goal: goal for goal in reversed(view.goals) if goal.goal and goal.goal.strip()}
    find = view.document.templates.goal
    return tuple(GoalView(goal, text, view, find(text)) for text, goal in reversed(texts.items()) if text)


def _worst(found: list[Foreign]) -> Foreign:
    return max(found, key=lambda one: one.confidence)


def _advice(found: list[Foreign]) -> str:
    """How to put it right: the exchange of words, each once."""
    swaps = dict.fromkeys(
        f"把“{one.word}”改为“{one.expected}”" if one.expected else f"把“{one.word}”改为本地名称" for one in found
    )
    tail = "。" if found[0].kind == "level" else "；确需写到外地的，写明合作或者帮扶关系。"
    return "，".join(swaps) + tail


def _reason(found: list[Foreign]) -> str:
    worst = _worst(found)
    others = dict.fromkeys(one.word for one in found if one.word != worst.word)
    return worst.reason + (f"；另有“{'”“'.join(others)}”" if others else "")


def _of(text: str, view: SetView, about: str, kind: str) -> list[Foreign]:
    return [one for one in foreign(text, _chain(view), about) if one.kind == kind]


def _in_goal(view: SetView, kind: str) -> Iterator[Hit]:
    for goal in goal_views(view):
        if found := _of(goal.text, view, view.name or "", kind):
            yield hit(goal, reason=_reason(found), suggestion=_advice(found), confidence=_worst(found).confidence)


def level_in_goal(view: SetView, use: Context) -> Iterator[Hit]:
    yield from _in_goal(view, "level")


def place_in_goal(view: SetView, use: Context) -> Iterator[Hit]:
    yield from _in_goal(view, "place")


def _row_texts(row: RowView) -> list[str]:
    note = row.note
    return [text for text in (row.name, row.text, note if note != row.name else None) if text]


def _rows(document: DocumentView) -> dict[RowView, list[Foreign]]:
    """What rows say that is foreign; all rows are searched at once for those that may hold a place at all."""
    rows = document.rows
    texts = joined([f"{row.name}{row.target.text or ''}{row.indicator.raw.note or ''}" for row in rows])
    result: dict[RowView, list[Foreign]] = {}
    for number in texts.holding(MAY_NAME):
        row = rows[number]
        chain, about = _chain(row.owner), row.owner.name or ""
        if found := [one for text in _row_texts(row) for one in foreign(text, chain, about)]:
            result[row] = found
    return result


def _in_row(row: RowView, kind: str) -> Iterable[Hit]:
    document = row.owner.document
    found = document.once("places.rows", _rows).get(row)
    return _row_hits(row, [one for one in found if one.kind == kind], kind) if found else ()


def _row_hits(row: RowView, found: list[Foreign], kind: str) -> Iterator[Hit]:
    goal = row.owner.goal
    if found and kind == "place" and goal is not None:  # the goal may say why another place is meant
        about = (row.owner.name or "") + goal.text
        found = [one for text in _row_texts(row) for one in _of(text, row.owner, about, kind)]
    if found:
        yield hit(row, reason=_reason(found), suggestion=_advice(found), confidence=_worst(found).confidence, read=1.0)


def level_in_row(row: RowView, use: Context) -> Iterable[Hit]:
    return _in_row(row, "level")


def place_in_row(row: RowView, use: Context) -> Iterable[Hit]:
    return _in_row(row, "place")


def in_project_name(view: SetView, use: Context) -> Iterator[Hit]:
    if not view.name or MAY_NAME.search(view.name) is None:
        return
    about = view.goal.text if view.goal is not None else ""
    found = list(foreign(view.name, _chain(view), about))
    if found:
        worst = _worst(found)
        yield hit(view, reason=_reason(found), suggestion=_advice(found), confidence=worst.confidence * 0.9)


def in_text(document: DocumentView, use: Context) -> Iterator[Hit]:
    """The tasks of a department's table, and what the running text says of targets."""
    for task in document.tasks:
        if task.owner is None:
            continue
        found = [one for text in (task.name, task.text) for one in foreign(text, _chain(task.owner), task.name)]
        if found:
            yield _text_hit(TextAt(task.owner, task.place), f"年度任务“{short(task.name)}”", found, None)
    chain = _chain(document.sets[0])
    paragraphs = document.paragraphs
    for number in running(document).holding(_SPEAKS):
        paragraph = paragraphs[number]
        text = paragraph.text
        found = [one for one in foreign(text, chain) if one.confidence >= 0.7 and not _printed(document, one.word)]
        if found:
            where = f"说明文字“{short(text, 20)}”"
            yield _text_hit(TextAt(document, paragraph.place), where, found, Severity.WARNING)


_SPEAKS = re.compile("绩效目标|年度目标|总体目标|绩效指标")


def _printed(document: DocumentView, word: str) -> bool:
    """Whether the tables say the word too, so that it is reported there."""
    return word in document.once("places.printed", _tables)


def _tables(document: DocumentView) -> str:
    """What the tables say, in one."""
    texts = [text for view in document.sets for text in (view.name, *(goal.text for goal in goal_views(view)))]
    texts += [text for row in document.rows for text in (row.name, row.text)]
    return "\n".join(text for text in texts if text)


def _text_hit(spot: TextAt, where: str, found: list[Foreign], severity: Severity | None) -> Hit:
    return hit(
        spot,
        where=where,
        reason=_reason(found),
        suggestion=_advice(found),
        confidence=_worst(found).confidence,
        severity=severity,
    )


def own_word(view: SetView, use: Context) -> Iterator[Hit]:
    """我校, 本馆 in the document of a unit that is none."""
    names = [name for name in (view.department, view.document.department) if name]
    if not names:
        return
    words = use.words["own_unit"]
    goals = goal_views(view)
    # one look at all texts, as compared, a line each: most sets hold no such word
    whole = "\n".join([*[key(goal.text) for goal in goals], *[row.key for row in view.rows]])
    pattern = may_hold(words)
    if pattern is not None and pattern.search(whole) is None:
        return
    spots: list[tuple[GoalView | RowView, str]] = [(goal, goal.text) for goal in goals]
    spots += [(row, row.name) for row in view.rows]
    for spot, text in spots:
        word = words.find(text)
        if word is None:
            continue
        ending = word[1:]
        if any(ending in name for name in (*names, view.name or "")):
            continue
        yield hit(spot, word=word, unit=names[0], confidence=0.75)


_SENT = (Source(M88, "第二十五条"), Source(PRACTICE))

L101 = Rule(
    code="L101",
    title="目标文字的层级用词与本级不符",
    category="wrong-level",
    severity=Severity.ERROR,
    sees="set",
    message="“{project}”的绩效目标：{reason}。",
    why="区的部门写“全镇”“全县”，多半是从别处的文件抄来没有改；目标的范围写错了，考核的范围也就错了。",
    fix="把层级用词改为本级的说法。",
    basis=_SENT,
    bad=(
        document(
            Set("殡葬惠民补贴", goal="为全镇群众免除基本殡葬费用850人"),
            says="“殡葬惠民补贴”的绩效目标：“全镇”说的是乡镇一级，本文件属青河区，应为“全区”。",
            then="把“全镇”改为“全区”。",
        ),
        document(Set(None, goal="确保全县医疗保险工作正常运转；落实全区医保政策")),
    ),
    good=(
        document(Set("殡葬惠民补贴", goal="为全区群众免除基本殡葬费用850人，覆盖各镇和街道")),
        document(Set("城乡居民医疗保险（区级匹配）", goal="落实城乡医疗救助，乡镇卫生院全部纳入")),
        document(Set("残疾人补贴", goal="惠及全县残疾人"), department="安图县残疾人联合会", region="安图县"),
    ),
    check=level_in_goal,
)

L102 = Rule(
    code="L102",
    title="目标文字里有外地地名",
    category="wrong-level",
    severity=Severity.ERROR,
    sees="set",
    message="“{project}”的绩效目标：{reason}。",
    why="目标里写着别的县区，多半是抄来的目标没有改，或者钱用到了本级以外。",
    fix="改为本地名称；确需写到外地的（对口支援、会议地点），写明关系。",
    basis=_SENT,
    bad=(
        document(
            Set("重大活动直播经费", goal="做好云岭县建县七十周年庆祝活动等3场直播"),
            department="桐泽县融媒体中心",
            region="桐泽县",
            says="“重大活动直播经费”的绩效目标：“云岭县”不在本文件所属的桐泽县范围之内，"
            "区划表里也没有这个名称，请核对是否旧称或误写。",
        ),
    ),
    good=(
        document(
            Set("东西部协作支教教师补贴", goal="选派12名教师到云岭县支教，发放补贴"),
        ),
        document(Set("直播经费", goal="做好桐泽县庆祝活动直播"), department="桐泽县融媒体中心", region="桐泽县"),
    ),
    check=place_in_goal,
)

L103 = Rule(
    code="L103",
    title="指标的层级用词与本级不符",
    category="wrong-level",
    severity=Severity.ERROR,
    sees="row",
    message="指标“{name}”：{reason}。",
    why="指标名称、目标值或者说明里的“全镇”“全县”与单位的层级不符，考核的范围就错了。",
    fix="把层级用词改为本级的说法。",
    basis=_SENT,
    bad=(
        row(
            "为全镇建设努力工作",
            "优良中低差",
            nature="定性",
            level2="社会效益指标",
            says="指标“为全镇建设努力工作”：“全镇”说的是乡镇一级，本文件属青河区，应为“全区”。",
            then="把“全镇”改为“全区”。",
        ),
        row("宣传覆盖范围", "全县", level2="数量指标"),
    ),
    good=(
        row("全区农村公路养护里程", "≥300公里"),
        row("乡镇卫生院覆盖率", "≥95%"),
        row("城乡居民参保率", "≥95%"),
        row("乡村医生培训人数", "≥95人"),  # 有“乡”字，说的不是范围
    ),
    check=level_in_row,
)

L104 = Rule(
    code="L104",
    title="指标里有外地地名",
    category="wrong-level",
    severity=Severity.ERROR,
    sees="row",
    message="指标“{name}”：{reason}。",
    why="指标的名称、目标值或者说明里写着别处，多半是抄来的指标没有改。",
    fix="改为本地名称；确需写到外地的，写明关系。",
    basis=_SENT,
    bad=(
        row(
            "安图县旅游宣传场次",
            "≥12场",
            says="指标“安图县旅游宣传场次”：“安图县”不在本文件所属的青河区范围之内。",
        ),
    ),
    good=(
        row("青河区旅游宣传场次", "≥12场"),
        row("参展企业数量", "≥12家", project="赴安图县对口支援展销"),
        rows(Row("安图县受援学校数量", "≥2所"), project="教育对口支援", goal="对口支援安图县学校2所"),
        row("市级以上学术会议次数", "≥2次"),
    ),
    check=place_in_row,
)

L105 = Rule(
    code="L105",
    title="项目名称里的地名或层级与本级不符",
    category="wrong-level",
    severity=Severity.WARNING,
    sees="project",
    message="项目名称“{project}”：{reason}。",
    why="项目名称写着别处，要么是借用了别处的模板，要么这笔钱不归本级；名称错了，批复和绩效都对不上。",
    fix="核对项目名称与批复是否一致。",
    basis=(Source(PRACTICE),),
    bad=(
        document(
            Set("全镇环境卫生整治经费", goal="清运垃圾3600吨"),
            says="项目名称“全镇环境卫生整治经费”：“全镇”说的是乡镇一级，本文件属青河区，应为“全区”。",
        ),
    ),
    good=(
        document(Set("2026年医疗保险区级补助资金", goal="落实全民参保")),
        document(Set("乡镇卫生院能力提升", goal="提升乡镇卫生院诊疗水平")),
        document(Set("市级重大传染病防控配套资金", goal="采购疫苗3万支")),
    ),
    check=in_project_name,
)

L106 = Rule(
    code="L106",
    title="自称与单位性质不符",
    category="wrong-level",
    severity=Severity.WARNING,
    sees="set",
    message="文字里自称“{word}”，而单位是{unit}。",
    why="“我校”“本馆”出现在别的单位的目标里，是照抄其他单位的文本留下的痕迹。",
    fix="改为本单位的自称；如果说的是下属单位，写出它的名称。",
    basis=(Source(PRACTICE),),
    bad=(
        document(
            Set("图书购置", goal="为我校师生购置图书3000册"),
            says="文字里自称“我校”，而单位是伊水市青河区示例局。",
        ),
    ),
    good=(
        document(Set("图书购置", goal="为我校师生购置图书3000册"), department="青河区第一小学校"),
        document(Set("校园安全", goal="全区中小学校园安全检查120所")),
        document(Set("自我校准设备", goal="设备自我校准12次")),  # 不是“我校”
    ),
    check=own_word,
)

L107 = Rule(
    code="L107",
    title="年度任务和说明里的地名或层级与本级不符",
    category="wrong-level",
    severity=Severity.ERROR,
    sees="document",
    message="{where}：{reason}。",
    why="任务和目标的范围写成别的层级或别的地方，就和本单位的职责对不上。",
    fix="改为本级的说法。",
    basis=_SENT,
    bad=(
        document(
            Set("农村供水", goal="检测水样960个"),
            text=("2026年年度目标为保障全镇饮水安全。",),
            says="说明文字“2026年年度目标为保障全镇饮水安全。”：“全镇”说的是乡镇一级，本文件属青河区，应为“全区”。",
        ),
    ),
    good=(
        document(Set("农村供水", goal="检测水样960个"), text=("2026年年度目标为保障全区饮水安全。",)),
        document(Set("农村供水", goal="检测水样960个"), text=("全国、全省和全市的供水会议在本区召开。",)),
    ),
    check=in_text,
)

RULES: tuple[Rule, ...] = (L101, L102, L103, L104, L105, L106, L107)
