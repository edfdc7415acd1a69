"""文字：misprints, broken-off text, empty explanations, placeholders, names that say too much."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from ..model import Severity
from ..similarity.slips import doubled, slips
from ..text import key
from .base import M101, PRACTICE, SYSTEM, Context, Hit, Limit, Rule, Source, hit, short
from .example import Row, Set, document, row, rows
from .places import Joined, goal_views, joined, may_hold, running
from .views import WORDS, DocumentView, GoalView, RowView, SetView, TextAt
from .words import WordList

Place = GoalView | RowView | SetView | TextAt


def _texts(document: DocumentView) -> list[tuple[str, Place]]:
    """What the tables say, each text with the place it stands at."""
    return document.once("wording.texts", _derive_texts)


def _derive_texts(document: DocumentView) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    for view in document.sets:
        if view.name:
            found.append((view.name, view))
        found += [(goal.text, goal) for goal in goal_views(view)]
        for one in view.rows:
            raw = one.indicator.raw
            text, value, note = one.name, raw.value, raw.note
            if value and value != text:
                text = f"{text}\n{value}" if text else value
            if note and note != value and note != one.name:
                text = f"{text}\n{note}" if text else note
            found.append((text, one))
    for task in document.tasks:
        if task.owner is not None:
            found.append((f"{task.name}\n{task.text}", TextAt(task.owner, task.place)))
    if document.tables and not document.tasks:
        found += _flowing_tasks(document)
    return found


_TASKS_BEGIN = re.compile("(?:年度)?(?:主要|重点)?(?:目标|任务)名称.*内容|年度主要任务")
_TASKS_END = re.compile("一级指标|三级指标|绩效指标")


def _flowing_tasks(document: DocumentView) -> Iterator[tuple[str, Place]]:
    """The tasks of a department's table that is printed without lines: the text above its indicators."""
    paragraphs = document.paragraphs
    done = 0
    for begin in running(document).holding(_TASKS_BEGIN):
        if begin < done or _TASKS_END.search(paragraphs[begin].text):
            continue
        done = begin + 1
        for paragraph in paragraphs[begin + 1 : begin + 31]:  # where the indicators do not follow it is no such table
            done += 1
            if _TASKS_END.search(paragraph.text):
                break
            yield paragraph.text, TextAt(document.tables[0], paragraph.place)


# Whole documents are searched for what a text may hold; only the texts found so are looked at one by one.


def _printed(document: DocumentView) -> Joined:
    """The texts as printed, in one."""
    return document.once("wording.printed", lambda view: joined([text for text, _ in _texts(view)]))


def _compared(document: DocumentView) -> Joined:
    """The texts as they are compared (``text.key``), in one."""
    return document.once("wording.compared", lambda view: joined([_compare(*one) for one in _texts(view)]))


def _compare(text: str, place: Place) -> str:
    if isinstance(place, RowView):  # the parts are few and known already, the text is new
        raw = place.indicator.raw
        return place.key + (key(raw.value) if raw.value else "") + (key(raw.note) if raw.note else "")
    return key(text)


def _holding(document: DocumentView, words: WordList) -> list[tuple[str, Place]]:
    """The texts that may hold a word of the list, surely all that do."""
    pattern = may_hold(words)
    texts = _texts(document)
    return texts if pattern is None else [texts[number] for number in _compared(document).holding(pattern)]


# Misprints ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Misprints:
    """seek: a pattern for all of them, in which what is no misprint is found first and so passed over. right: how to
    write them. begin, cores: to find them fast; of each the two characters around the wrong one.
    """

    seek: re.Pattern[str]
    right: dict[str, str]
    begin: re.Pattern[str]
    cores: frozenset[str]

    def texts(self, text: Joined) -> list[int]:
        """The numbers of the texts that may hold a misprint, surely all that do."""
        whole = text.text
        starts = [match.start() for match in self.begin.finditer(whole)]
        return text.numbers([at for at in starts if whole[at : at + 2] in self.cores or whole[at] in self.cores])


@cache
def _misprints(words: WordList, hidden: WordList) -> _Misprints:
    pairs = {wrong: good for wrong, _, good in (word.partition("/") for word in words.words) if wrong != good}
    longest = sorted({*pairs, *hidden.words}, key=lambda word: (-len(word), word))
    right = {wrong: pairs[wrong] for wrong in pairs if wrong not in hidden.words}
    cores = {_core(wrong, good) for wrong, good in right.items()}
    two = [core for core in cores if len(core) == 2]
    first, second = ("".join(sorted({re.escape(core[at]) for core in two})) for at in (0, 1))
    begin = [f"[{first}](?=[{second}])"] if two else []
    begin += sorted(re.escape(core) for core in cores if len(core) == 1)
    seek = re.compile("|".join(map(re.escape, longest)))
    return _Misprints(seek, right, re.compile("|".join(begin) or "(?!)"), frozenset(cores))


def _core(wrong: str, good: str) -> str:
    """The wrong character with the one in front of it, or behind it: 任物 of 工作任物. They are rare in other words."""
    size = len(wrong)
    at = next((at for at in range(size) if wrong[at] != good[at : at + 1]), size - 1)
    return wrong[max(at - 1, 0) : max(at - 1, 0) + 2]


def misprint(document: DocumentView, use: Context) -> Iterator[Hit]:
    misprints = _misprints(use.words["misprints"], use.words["misprints_not"])
    seek, right = misprints.seek, misprints.right
    texts, paragraphs = _texts(document), document.paragraphs
    found: dict[str, list[Place]] = {}
    for number in misprints.texts(_printed(document)):
        text, place = texts[number]
        for match in seek.finditer(text):
            if match.group() in right:
                found.setdefault(match.group(), []).append(place)
    for number in misprints.texts(running(document)):
        paragraph = paragraphs[number]
        text = paragraph.text
        for match in seek.finditer(text):
            word = match.group()
            if word in right and (word in found or "绩效" in text):
                found.setdefault(word, []).append(TextAt(document, paragraph.place))
    for word, places in found.items():
        better = right[word]
        yield hit(
            *dict.fromkeys(places),
            word=word,
            right=better,
            suggestion=f"把“{word}”改为“{better}”。",
            severity=Severity.INFO if word in _VARIANTS else None,
            confidence=0.9,
        )


def slip(document: DocumentView, use: Context) -> Iterator[Hit]:
    """A character exchanged for one that sounds or looks alike, beside the known misprints."""
    texts, printed = _texts(document), _printed(document)
    found: dict[tuple[str, str], list[Place]] = {}
    gains: dict[tuple[str, str], float] = {}
    for at, one in slips(printed.text):
        found.setdefault(one[:2], []).append(texts[printed.number(at)][1])
        gains[one[:2]] = max(one.gain, gains.get(one[:2], 0))
    if not found:
        return
    known = _misprints(use.words["misprints"], use.words["misprints_not"])
    names = f"{document.department or ''}{document.region or ''}"
    whole = f"{printed.text}\n{document.narrative}"
    for (word, right), places in found.items():
        if known.seek.search(word) or word in names:
            continue
        often, elsewhere = whole.count(word), whole.count(right)
        if often >= 3 and often > elsewhere:  # no misprint, their own word
            continue
        sure = elsewhere > 0 or len(word) > 2 or gains[word, right] >= _STRONG
        yield hit(
            *dict.fromkeys(places),
            word=word,
            right=right,
            suggestion=f"把“{word}”改为“{right}”。",
            severity=None if sure else Severity.INFO,
            confidence=(0.9 if elsewhere else 0.8) if sure else 0.5,
        )


_STRONG = 10.0  # a gain that needs no other sign


_VARIANTS = frozenset(
    {"其它", "部份", "成份", "交待", "份量", "截止到", "截止目前", "截止年底", "做为", "座落", "人材", "帐户"}
)


# Broken off -----------------------------------------------------------------------------------------------------------

_OPEN = {"(": ")", "（": "）", "《": "》", "“": "”", "〔": "〕", "【": "】"}


_AN_OPEN = re.compile("[" + re.escape("".join(_OPEN)) + "]").search


def _unbalanced(text: str) -> str | None:
    if _AN_OPEN(text) is None:
        return None
    text = text.replace("（", "(").replace("）", ")")
    for left, other in _OPEN.items():
        if left != "（" and text.count(left) > text.count(other):
            return left
    return None


@cache
def _may_break(words: WordList) -> re.Pattern[str]:
    """What a text holds that is broken off: the sign of a broken end or an opening bracket, as compared."""
    pattern = may_hold(words)
    return re.compile("" if pattern is None else "|".join([pattern.pattern, *(re.escape(key(left)) for left in _OPEN)]))


def broken(view: SetView, use: Context) -> Iterator[Hit]:
    may = _may_break(use.words["broken_end"]).search  # most texts are done with this one look
    spots: list[tuple[str, Place, str]] = []
    for goal in goal_views(view):
        if may(key(goal.text)):
            spots.append((goal.text, goal, "绩效目标"))
    for one in view.rows:
        if may(one.key):
            spots.append((one.name, one, "指标名称"))
        if one.shape == WORDS and one.text and may(key(one.text)):
            spots.append((one.text, one, "目标值"))
    for text, place, what in spots:
        text = text.rstrip()
        if len(text) < 4:
            continue
        end = use.words["broken_end"].find(text)
        left = None if end else _unbalanced(text)
        if end or left:
            yield hit(place, what=what, text=short(text[-30:]), sign=f"以“{end}”结尾" if end else f"“{left}”没有另一半")


def cut_word(view: SetView, use: Context) -> Iterator[Hit]:
    """A long target that ends in the middle of a word: elsewhere the document always goes on with one character."""
    for one in view.rows:
        text = one.text
        if one.shape != WORDS or not text or len(text) < 12:
            continue
        whole = _printed(view.document).text
        if _ends_elsewhere(text, whole):
            continue
        follow = _follow(text[-2:], whole.replace(text, ""))
        if follow is not None and "\u4e00" <= follow <= "\u9fff" and follow not in "的和与及等在为是":
            yield hit(one, text=short(text), word=f"{text[-2:]}{follow}", confidence=0.7)


def _ends_elsewhere(text: str, whole: str) -> bool:
    """Whether a line without the text ends with its last two characters: then they are whole words, without more ado."""
    tail = f"{text[-2:]}\n"
    at = whole.find(tail)
    while at >= 0 and "\n" not in text:
        if text not in whole[whole.rfind("\n", 0, at) + 1 : at + 2]:
            return True
        at = whole.find(tail, at + 1)
    return False


def _follow(tail: str, whole: str) -> str | None:
    """The one character that always follows a tail; None where that is nothing, or not always the same."""
    follow = None
    at = whole.find(tail)
    while at >= 0:
        behind = whole[at + len(tail) : at + len(tail) + 1]
        if behind in ("", "\n") or behind != (follow or behind):
            return None
        follow = behind
        at = whole.find(tail, at + len(tail) + 1)
    return follow


# Explanations ---------------------------------------------------------------------------------------------------------

_EMPTY_TALK = re.compile(
    r"^(?:该|本|此)?指标?(?:主要)?(?:是指|指|反映|考核|考察|说明|衡量|体现|评价)*(.*?)(?:的?(?:情况|程度|水平))?[。.]?$"
)


def empty_note(row: RowView, use: Context) -> Iterable[Hit]:
    note = row.indicator.raw.note
    if not note:
        return ()
    said = key(note)
    if row.key not in said or not note.strip():
        return ()
    match = _EMPTY_TALK.match(said)
    if row.key not in (said, match[1] if match else None):
        before, _, behind = said.partition(row.key)
        if behind.strip("。.") or before not in use.words["note_verbs"]:
            return ()
    return (hit(row, note=short(note)),)


def no_note(view: SetView, use: Context) -> Iterator[Hit]:
    """One row of a set is left without the explanation that the others have."""
    noted = [one for one in view.rows if one.columns.note]
    if len(noted) < 4:
        return
    empty = [one for one in noted if not (one.indicator.raw.note or "").strip()]
    if empty and len(empty) <= 0.4 * len(noted):
        for one in empty:
            yield hit(one)


def same_note(view: SetView, use: Context) -> Iterator[Hit]:
    printed = [note for one in view.rows if (note := one.indicator.raw.note) and note.strip()]
    if len(printed) < 4 or key(printed[0]) != key(printed[1]):
        return
    notes = [key(note) for note in printed]
    if len(notes) >= 4 and len(set(notes)) == 1 and len(notes[0]) >= 4:
        yield hit(*[one for one in view.rows if one.note], note=short(view.rows[0].note or ""), count=len(notes))


# Placeholders, names, values ------------------------------------------------------------------------------------------


def placeholder(document: DocumentView, use: Context) -> Iterator[Hit]:
    for text, place in _holding(document, use.words["placeholder"]):
        for line in text.split("\n"):
            if word := use.words["placeholder"].find(line):
                yield hit(place, text=short(line), word=word)
                break


_SHORTEST = 15  # no lower limit can be set for the length of a name
_FORMULA = re.compile("[=＝]")


def long_name(row: RowView, use: Context) -> Iterable[Hit]:
    if len(row.name) <= _SHORTEST:
        return ()
    name = _FORMULA.split(row.name, maxsplit=1)[0]
    if len(name) <= use.limits["longest"]:
        return ()
    return (hit(row, short=short(name, 20), length=len(name), severity=Severity.WARNING if len(name) > 100 else None),)


_ENDING = "(?:率|[^系函参指级]数|数量|人次|次数|比例|满意度|知晓度|时间|时限|成本|金额|天数|面积)"
_TWO = re.compile(f"{_ENDING}(?:及其?|以及|和|与|、|/|，|,)[^()（）、和与及]{{0,14}}{_ENDING}$")
_NOT_TWO = re.compile(r"(?:之比|比值|之差|差异|对比|一致|匹配|=|÷|/.*[)）])")


_LAST = frozenset("率数量次例度间限本额积\n")  # what the endings end with
_JOINT = re.compile("[及和与、/，,]").search  # one of these stands in every joint


def two_metrics(row: RowView, use: Context) -> Iterable[Hit]:
    name = row.name
    if name[-1:] not in _LAST or _JOINT(name) is None or len(name) < 6:
        return ()
    return (hit(row),) if _TWO.search(name) and not _NOT_TWO.search(name) else ()


def class_as_name(row: RowView, use: Context) -> Iterable[Hit]:
    name, indicator = row.key, row.indicator
    if name == key(indicator.level2 or "") or name == key(indicator.level1 or ""):
        return (hit(row),)
    if name.endswith("指标") and (use.lexicon.classes2.get(name) or use.lexicon.classes1.get(name)) is not None:
        return (hit(row),)
    return ()


_BAD_NUMBER = re.compile(
    r"\d[oOlI]\d|\d[oO]%|(?<![A-Za-z])[lI]\d\d|\d\.\.\d|\d[。，]\d{1,2}(?!\d)|%%|％％|\d\.\d+\.\d+%|(?<!\d)\d{1,3},\d{1,2}(?!\d)|\d\s*%\s*%"
)


@lru_cache(maxsize=1 << 16)
def _bad_part(value: str) -> str | None:
    """The part of a value that is no number; kept, for few values make up most of the cells."""
    match = _BAD_NUMBER.search(value)
    return match.group() if match else None


def bad_number(row: RowView, use: Context) -> Iterable[Hit]:
    value = row.indicator.raw.value
    if not value or (part := _bad_part(value)) is None:
        return ()
    return (hit(row, cell=value, part=part, source=row.value_place, read=1.0, confidence=0.9),)


_STUTTER = re.compile(
    r"([\u4e00-\u9fff]{3,6})\1|([\u4e00-\u9fff]{2})\2(?=[\u4e00-\u9fff]{2})|[，、；。]{2,}|(?:的的|了了|在在|和和|与与)"
)
_FINE = frozenset(
    {
        "研究",
        "讨论",
        "考虑",
        "商量",
        "学习",
        "打扫",
        "休息",
        "整理",
        "一个",
        "逐步",
        "一家",
        "一户",
        "一村",
        "一校",
        "年年",
        "月月",
        "人人",
        "一次",
        "一项",
    }
)


_TWICE = re.compile(r"([的了在和与])\1")
_TWO_SIGNS = re.compile("[，、；。][，、；。]")


def _doubled(text: Joined) -> Iterator[int]:
    """The numbers of the texts in which 2 to 6 characters may stand twice in a row, surely all in which they do.

    All places at once: the whole, read as one number of 16 bits a character, is laid over itself moved by that many
    characters; where both are the same, the difference is zero.
    """
    whole = text.text
    data = whole.encode("utf-16-le", "surrogatepass")
    if len(data) != 2 * len(whole):  # characters of 32 bits: the places do not fit
        yield from range(len(text.starts))
        return
    number = int.from_bytes(data, "little")
    for size in range(2, 7):
        apart = (number ^ (number >> 16 * size)).to_bytes(len(data), "little")
        same = bytes(2 * size)
        at = apart.find(same)
        while at >= 0:
            one = text.number((at + 1) // 2)
            yield one
            if one + 1 == len(text.starts):
                break
            at = apart.find(same, 2 * text.starts[one + 1])


def stutter(document: DocumentView, use: Context) -> Iterator[Hit]:
    texts, printed = _texts(document), _printed(document)
    for number in sorted({*_doubled(printed), *printed.holding(_TWICE), *printed.holding(_TWO_SIGNS)}):
        text, place = texts[number]
        match = _STUTTER.search(text)
        if match is not None and match.group(2) not in _FINE and "。。。" not in match.group():
            yield hit(place, text=short(text.split("\n")[0]), word=match.group())


def twice(document: DocumentView, use: Context) -> Iterator[Hit]:
    """A character printed twice: 培培训, 发放及及时率."""
    texts, printed = _texts(document), _printed(document)
    for number in printed.holding(_SAME):
        text, place = texts[number]
        if _SAME.search(text) is None:
            continue
        for at, letter, rare in doubled(text):
            if _TWICE.match(text, at):
                continue  # 的的, 和和: W112
            line = _line(text, at)
            once = f"{text[max(at - 2, 0) : at]}{text[at + 1 : at + 4]}".split("\n")[-1]
            elsewhere = len(once) == 5 and once in printed.text
            if elsewhere or rare or _IN_TIME.search(line):
                yield hit(
                    place,
                    text=short(line),
                    word=letter * 2,
                    right=letter,
                    suggestion=f"把“{letter * 2}”改为“{letter}”。",
                    confidence=0.9 if elsewhere else 0.8,
                )
                break


_SAME = re.compile("([\u4e00-\u9fff])\\1")
# 及 joins 准确率 and 及时率, but not 发放 and 及时率
_IN_TIME = re.compile("(?<![率性度确全额整实规范效开正捷质量好准])及及时[率性]")


def _line(text: str, at: int) -> str:
    """The line of a text that a place stands in."""
    return text[text.rfind("\n", 0, at) + 1 :].split("\n")[0]


def old_office(document: DocumentView, use: Context) -> Iterator[Hit]:
    year = document.year
    if year is None or year < 2020:
        return
    for text, place in _holding(document, use.words["old_offices"]):
        if isinstance(place, SetView):
            continue  # a project keeps the name it was approved under
        if word := use.words["old_offices"].find(text):
            yield hit(place, word=word, confidence=0.8)


_HABIT = (Source(PRACTICE),)
_CORE = (Source(M101, "总体要求"),)

W101 = Rule(
    code="W101",
    title="错别字",
    category="wording",
    severity=Severity.WARNING,
    sees="document",
    message="“{word}”应为“{right}”。",
    why="目标批复后要公开，错别字会改变意思，也影响单位形象。",
    fix="改正错字，其他出现的地方一并核对。",
    basis=_HABIT,
    bad=(
        row("免疫台帐登记", "及时", says="“台帐”应为“台账”。", then="把“台帐”改为“台账”。"),
        document(Set(None, goal="完成区委区政府交办的名项工作任务")),
        row("资金拔付及时率", "100%"),
    ),
    good=(
        row("免疫台账登记", "及时"),
        row("印发方案数量", "≥3份"),
        row("供需乡镇对接次数", "≥3次"),  # 不是“城乡”的错字
        document(Set("救灾帐篷采购", goal="采购帐篷200顶")),
    ),
    check=misprint,
)

W102 = Rule(
    code="W102",
    title="文字没有写完",
    category="wording",
    severity=Severity.WARNING,
    sees="set",
    message="{what}“{text}”{sign}，像是没有写完。",
    why="文字断在半句，考核什么、做到什么程度就不完整。",
    fix="对照原件补全。",
    basis=_HABIT,
    bad=(
        row("政策落实情况", "按要求落实医疗服务、", says="目标值“按要求落实医疗服务、”以“、”结尾，像是没有写完。"),
        document(Set("管网改造", goal="改造老旧管网（含附属设施3公里")),
        document(Set("管网改造", goal="改造老旧管网3公里，验收合格，并")),
        document(Set("管网改造", goal="改造老旧管网、泵站和")),
    ),
    good=(
        row("政策落实情况", "按要求落实医疗服务、药品价格政策"),
        document(Set("管网改造", goal="改造老旧管网（含附属设施）3公里")),
        document(Set("科普", goal="科学知识得到普及")),  # “及”是词的一部分
        row("参保登记时间", "1-12月"),
    ),
    check=broken,
)

W103 = Rule(
    code="W103",
    title="文字像是断在词中间",
    category="wording",
    severity=Severity.INFO,
    sees="set",
    message="“{name}”的目标值“{text}”结尾像是断开了，文件别处写作“{word}”。",
    why="单元格放不下时文字常被截断，截断的目标值无法对照。",
    fix="对照原件补全。",
    basis=_HABIT,
    bad=(
        rows(
            Row("医药价格政策落实和执行情况", "按时按要求落实医疗服务、药品价"),
            Row("集采药品价格", "降低"),
            says="“医药价格政策落实和执行情况”的目标值“按时按要求落实医疗服务、药品价”结尾像是断开了，文件别处写作“品价格”。",
        ),
    ),
    good=(rows(Row("政策落实情况", "按时按要求落实医疗服务、药品价格政策"), Row("医药政策知晓率", "≥95%")),),
    check=cut_word,
)

W104 = Rule(
    code="W104",
    title="指标解释照抄指标名称",
    category="wording",
    severity=Severity.WARNING,
    sees="row",
    message="“{name}”的指标解释“{note}”只是重复了名称。",
    why="指标解释应当说明口径、计算方法或者数据来源；照抄名称等于没有解释。",
    fix="写明统计口径、计算公式和数据来源。",
    basis=_CORE,
    once=True,
    bad=(
        row("展演质量", "有效提升", note="展演质量", says="“展演质量”的指标解释“展演质量”只是重复了名称。"),
        row("公益培训班期数", "24期", note="该指标主要考察公益培训班期数情况"),
        row("居家照护能力", "逐步提高", note="增强居家照护能力"),
    ),
    good=(
        row("公益培训班期数", "24期", note="全年实际开办的期数"),
        row("公益培训班期数", "24期"),  # 没有解释这一栏
        row("居家照护能力", "逐步提高", note="抽样测评居家照护能力"),  # 说了怎样得到
    ),
    check=empty_note,
)

W105 = Rule(
    code="W105",
    title="指标解释漏填",
    category="wording",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”的指标解释没有填，而其他指标都填了。",
    why="多数指标都有解释，个别空着是漏填，口径就说不清。",
    fix="补上统计口径、计算公式或数据来源。",
    basis=_CORE,
    once=True,
    bad=(
        rows(
            Row("更换管线长度", "420米", note="施工图标明的长度"),
            Row("更换喷淋头数量", "160个", note=""),
            Row("验收通过率", "100%", note="一次通过的比例"),
            Row("完工时间", "9月底前", note="取得验收意见的日期"),
            says="“更换喷淋头数量”的指标解释没有填，而其他指标都填了。",
        ),
    ),
    good=(
        rows(
            Row("更换管线长度", "420米", note=""),
            Row("更换喷淋头数量", "160个", note=""),
            Row("验收通过率", "100%", note=""),
            Row("完工时间", "9月底前", note="预计"),
        ),  # 备注一栏本来就少有人填
    ),
    check=no_note,
)

W106 = Rule(
    code="W106",
    title="所有指标用同一句解释或评分标准",
    category="wording",
    severity=Severity.INFO,
    sees="set",
    message="{count}条指标的解释或评分标准都是“{note}”。",
    why="一句话套用到所有指标，看不出各指标怎样计算、怎样扣分。",
    fix="按指标分别写明口径和评分办法。",
    basis=_HABIT,
    bad=(
        rows(
            *(Row(name, "≥5次", note="未达指标值酌情扣分") for name in ("培训", "宣讲", "检查", "走访")),
            says="4条指标的解释或评分标准都是“未达指标值酌情扣分”。",
        ),
    ),
    good=(rows(*(Row(name, "≥5次", note=f"实际{name}次数") for name in ("培训", "宣讲", "检查", "走访"))),),
    check=same_note,
)

W107 = Rule(
    code="W107",
    title="模板里的占位文字没有替换",
    category="wording",
    severity=Severity.ERROR,
    sees="document",
    message="“{text}”里还留着模板的“{word}”，没有填写。",
    why="占位文字说明这一处没有填；系统录入时对指标名称和指标值里的占位符号有校验。",
    fix="填写实际内容；确实不适用的，删去这一条。",
    basis=(Source(SYSTEM, "指标名称"), Source(SYSTEM, "指标值")),
    bad=(
        document(Set("道路维修", goal="完成XX条道路维修"), says="“完成XX条道路维修”里还留着模板的“xx”，没有填写。"),
        row("指标1", "≥5次"),
    ),
    good=(
        row("三公经费控制率=（实际支出数/预算安排数）×100%", "≤100%"),
        document(Set("道路维修", goal="完成12条道路维修")),
    ),
    check=placeholder,
)

W108 = Rule(
    code="W108",
    title="指标名称过长",
    category="wording",
    severity=Severity.INFO,
    sees="row",
    message="指标名称“{short}”有{length}个字，不够简明。",
    why="指标名称应当简洁明确，一看就知道考核什么；限定条件和口径可以放进指标解释。",
    fix="名称只留“考核对象＋度量”，其余移到指标解释。",
    basis=_CORE,
    limits={"longest": Limit(40, "指标名称多于这么多字算过长", _SHORTEST, 200)},
    bad=(
        row(
            "对全区范围内符合条件的困难群众、残疾人、孤儿以及其他需要帮助的特殊群体开展走访慰问并建立档案的数量",
            "≥5户",
            says="指标名称“对全区范围内符合条件的困难群众、残疾人、…”有49个字，不够简明。",
        ),
    ),
    good=(
        row("走访慰问困难群众户数", "≥5户"),
        row("预算偏离度=（决算报表中的全年执行数-年初批复的预算数）/年初批复的预算数×100%", "≤5%"),  # 等号后面是公式
    ),
    check=long_name,
)

W109 = Rule(
    code="W109",
    title="一条指标里有两个度量",
    category="wording",
    severity=Severity.WARNING,
    sees="row",
    message="“{name}”把两个度量写在一条里，只有一个目标值“{value}”。",
    why="两个度量可能一个达标一个不达标，放在一条里无法判定。",
    fix="拆成两条，各设目标值。",
    basis=_CORE,
    bad=(
        row("宣传普及率及覆盖率", "100%", says="“宣传普及率及覆盖率”把两个度量写在一条里，只有一个目标值“100%”。"),
        row("培训人数和培训天数", "≥50人"),
    ),
    good=(
        row("宣传覆盖率", "100%"),
        row("烈属和祭扫群众满意度", "≥95%"),
        row("出生人数与死亡人数之比", "≥1"),
        row("受理退休老领导、市级领导、离休干部享受待遇申请率", "100%"),
    ),
    check=two_metrics,
)

W110 = Rule(
    code="W110",
    title="三级指标写成了类别名称",
    category="wording",
    severity=Severity.WARNING,
    sees="row",
    message="三级指标的名称写成了类别“{name}”，没有写考核什么。",
    why="三级指标要说出考核的对象和度量，写成“数量指标”这样的类名，等于没有指标。",
    fix="写出考核对象和度量，例如“培训人数”“验收合格率”。",
    basis=_CORE,
    bad=(
        row(
            "社会效益指标",
            "≥5次",
            level2="社会效益指标",
            says="三级指标的名称写成了类别“社会效益指标”，没有写考核什么。",
        ),
    ),
    good=(row("社会效益覆盖人数", "≥5人", level2="社会效益指标"),),
    check=class_as_name,
)

W111 = Rule(
    code="W111",
    title="数字书写有误",
    category="wording",
    severity=Severity.WARNING,
    sees="row",
    message="“{name}”的目标值“{cell}”里“{part}”写得不对。",
    why="小数点、百分号、字母和数字混用的目标值，系统和人都会读错。",
    fix="对照原件改成规范的数字。",
    basis=(Source(SYSTEM, "指标值"),),
    bad=(
        row("设备完好率", "≥9O%", says="“设备完好率”的目标值“≥9O%”里“9O%”写得不对。"),
        row("设备完好率", "≥95%%"),
        row("设备数量", "≥95..5台"),
    ),
    good=(row("设备完好率", "≥90.5%"), row("检测数量", "≥12,000个"), row("接口版本", "V2.0.1")),
    check=bad_number,
)

W112 = Rule(
    code="W112",
    title="词语或标点重复",
    category="wording",
    severity=Severity.INFO,
    sees="document",
    message="“{text}”里“{word}”重复了。",
    why="词语、标点重复多半是录入时的差错。",
    fix="删去重复的部分。",
    basis=_HABIT,
    bad=(
        document(
            Set("宣传", goal="进一步进一步提升居民安全意识"),
            says="“进一步进一步提升居民安全意识”里“进一步进一步”重复了。",
        ),
    ),
    good=(document(Set("宣传", goal="进一步提升居民安全意识，逐步逐步推开")),),
    check=stutter,
)

W113 = Rule(
    code="W113",
    title="沿用已经撤并的机构名称",
    category="wording",
    severity=Severity.INFO,
    sees="document",
    message="文字里的“{word}”在机构改革中已经撤并或改名。",
    why="沿用旧的机构名称，多半是多年没有更新的文本；项目名称按批复的写法，不在此列。",
    fix="改为现在的机构名称。",
    basis=_HABIT,
    bad=(
        document(
            Set("联合检查", goal="配合卫计委检查医院12家"),
            says="文字里的“卫计委”在机构改革中已经撤并或改名。",
        ),
    ),
    good=(
        document(Set("联合检查", goal="配合卫生健康委检查医院12家")),
        document(Set("联合检查", goal="配合卫计委检查医院12家"), year=2017),
    ),
    check=old_office,
)

W114 = Rule(
    code="W114",
    title="疑似错别字：换错了一个字",
    category="wording",
    severity=Severity.WARNING,
    sees="document",
    message="“{word}”不成词，疑为“{right}”。",
    why="同音、形近的字录错、识别错，词就读不通；目标批复后要公开，错别字会改变意思。",
    fix="改正错字；确是专有名称的，可以在配置里忽略这一条。",
    basis=_HABIT,
    bad=(
        row(
            "窗口服物规范率",
            "≥95%",
            says="“服物”不成词，疑为“服务”。",
            then="把“服物”改为“服务”。",
        ),
        document(Set("校舍加固", goal="加固校舍3栋，质量符合国家验收标推")),
        document(Set("药品采购", goal="落实国家带晾采购药品86种")),
        document(Set("安全检查", goal="严历打击非法采砂行为")),
        document(Set(None, (Row("检查次数", "≥4次"),)), text=("年度主要任务", "加强基金监官", "一级指标 三级指标")),
    ),
    good=(
        row("窗口服务规范率", "≥95%"),
        document(Set("校舍加固", goal="达到验收标准后推进移交，对标推进整改")),
        row("2座危桥加固完成率", "100%"),  # “座”是量词，不是“座位”
        row("专题片制作部数", "≥3部"),
        document(Set("旗蒙医医院建设", goal="加强旗蒙医医院专科建设")),  # 简称和地名
        document(Set("检查", goal="抽查药品12批"), text=("本单位服物科负责。",)),  # 不在表格里
        row("服物中心开放天数", "≥300天", goal=None, project="服物中心建设服物中心装修"),  # 一再出现，是自己的名称
        document(Set("会务", goal="保障服物科运转"), department="青河区服物科"),
        row("干部陪训人数", "≥60人"),  # 已知的错别字，W101 会指出
    ),
    check=slip,
)

W115 = Rule(
    code="W115",
    title="多写了一个字",
    category="wording",
    severity=Severity.WARNING,
    sees="document",
    message="“{text}”里“{word}”多写了一个“{right}”。",
    why="同一个字连写两遍，多半是录入时的差错。",
    fix="删去多写的字。",
    basis=_HABIT,
    bad=(
        row("教师培培训人数", "≥60人", says="“教师培培训人数”里“培培”多写了一个“培”。"),
        row("补助发放及及时率", "100%"),
        document(Set("扶持村集体", (Row("村集体体收入增幅", "≥5%"), Row("人均村集体收入增幅", "≥5%")))),
    ),
    good=(
        row("文化产业发展展览场次", "≥2场"),  # 前后两个词各有一个
        row("人人参与健身活动率", "≥60%"),
        row("资料准确及及时率", "100%"),  # “及”连接前后
        row("耕地地力保护面积", "≥300亩"),
        row("整治村村民满意度", "≥90%"),
        row("机关工作作风满意度", "≥95%"),
    ),
    check=twice,
)

RULES: tuple[Rule, ...] = (
    *(W101, W102, W103, W104, W105, W106, W107, W108, W109, W110, W111, W112, W113),
    *(W114, W115),
)
