"""目标文字：goals that say nothing that could be checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..model import Severity
from ..text import key
from .base import M10, M88, PRACTICE, Context, Hit, Limit, Rule, Source, hit, short
from .example import Row, Set, document, rows
from .views import SetView
from .words import RuleWords, WordList

_ITEM = re.compile(
    r"(?:^|(?<=[。;；\s\n]))\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?[0-9]{1,2}[)）、.．](?![0-9])|目标[0-9一二三四五六七八九十]+[:：])"
)
_CLAUSE = re.compile(r"[,，。;；!！?？\n:：]+")
_SIGNS = re.compile(r"[\s,，.。;；、:：!！()（）%‰0-9+\-]+")
_SAYS = re.compile(r"[^\s,，.。;；、:：!！()（）%‰0-9+\-]")  # what _SIGNS leaves
_NUMBERED = re.compile("[一二三四五六七八九十0-9][)）、.．:：]")  # every mark of an item holds one of these
_OF_MONEY = re.compile("元|预算|资金|经费|支出|支付|金额")
_STEADY = frozenset({"工资", "社保"})
_GAINED = re.compile("贷款|增收|产值|收入|追回|挽回|融资|引资|引进|争取|募集|征收|收缴|偿还")  # money that is a result
_BOUND = re.compile("人均|户均|亩均|每|单价|标准|元/|成本|节约|节支|压减")  # 人均不超过2700元 can be checked
_AMOUNT = re.compile(r"[0-9][0-9,.]*[百千万亿]*元|(?:19|20)[0-9]{2}年度?")


def _items(text: str) -> list[str]:
    """The numbered items of a goal, or the whole text as one.

    >>> _items("1. 推动工作。2. 改造学校6所。"), _items("改造学校6所。")
    (['推动工作。', '改造学校6所。'], ['改造学校6所。'])
    """
    found = _ITEM.split(text) if _NUMBERED.search(text) else [text]
    return [part.strip() for part in found if _SAYS.search(part)]


def _clauses(item: str) -> list[str]:
    # one key of the whole is cheaper than one a clause; it would drop line breaks and make a ratio sign a colon
    parts = [key(part) for part in _CLAUSE.split(item)] if "\n" in item or "∶" in item else _CLAUSE.split(key(item))
    return [part for part in parts if len(part) > 1]


@lru_cache(maxsize=1 << 14)
def _clause_sort(clause: str, words: RuleWords) -> str:
    """empty: a slogan. duty: what the unit is there for. "": neither."""
    if words["concrete"].find(clause):
        return ""
    if words["empty_start"].find(clause) or words["empty_end"].find(clause) or words["slogan"].find(clause):
        return "empty"
    return "duty" if words["duty_start"].find(clause) else ""


def _item_sort(clauses: list[str], words: RuleWords) -> str:
    """empty: slogans alone. duty: slogans and duties. "": more than that."""
    found = "empty"
    for clause in clauses:
        sort = _clause_sort(clause, words)
        if not sort:
            return ""
        if sort == "duty":
            found = "duty"
    return found


@lru_cache(maxsize=8)
def _beside_money(money: WordList) -> "re.Pattern[str]":
    """Finds three characters that stand in no word of money: then a text is not of money alone."""
    known = re.escape("".join(sorted(set("".join(map(key, money.words))))))
    other = _SAYS.pattern.replace("[^", f"[^{known}", 1)
    return re.compile(f"{other}.*?{other}.*?{other}", re.DOTALL)


def _only_money(text: str, words: RuleWords) -> bool:
    spot = key(text)
    money = words["money_words"]
    if _OF_MONEY.search(spot) is None or _beside_money(money).search(spot) is not None:
        return False
    for word in sorted(set(money.every(spot)), key=len, reverse=True):
        spot = spot.replace(word, "")
    return len(_SIGNS.sub("", spot)) < 3


def _spent(text: str, name: str, words: RuleWords) -> str:
    """What a goal says that names an amount and counts nothing else.

    money: that it is spent on what the project is called. praise: that, and slogans. "": more.
    """
    if "元" not in text or _BOUND.search(text) is not None or not words["spending"].find(text):
        return ""
    bare = _AMOUNT.sub("", key(text))
    if any(map(str.isdigit, bare.replace("100%", ""))):
        return ""
    own, found = key(name), "money"
    for clause in _clauses(bare):
        if len(_SIGNS.sub("", _without_name(clause, own, words))) < 3:
            continue
        if _clause_sort(clause, words) != "empty" or not words["wish"].find(clause):
            return ""
        found = "praise"
    return found


def _without_name(clause: str, name: str, words: RuleWords) -> str:
    """A clause without what the project's name says already, words of money and words that say nothing."""
    said = [clause[at : at + 2] in name for at in range(len(clause) - 1)]
    pairs = zip(clause, [*said, False], [False, *said], strict=True)
    rest = "".join(char for char, here, before in pairs if not here and not before)
    for names in ("money_words", "spending", "filler"):
        for word in sorted(set(words[names].every(rest)), key=len, reverse=True):
            rest = rest.replace(word, "")
    return rest


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is wrong with a goal's text.

    sort: money, praise (money and slogans), slogan, duty, part (``item`` is the first that is a slogan) or "" for nothing.
    figure: whether it has a figure. process: whether it only says how the work is done. bare: its length without
    punctuation and figures.
    """

    sort: str = ""
    item: str = ""
    figure: bool = False
    process: bool = False
    bare: int = 0


_NOTHING = _Verdict()


@lru_cache(maxsize=1 << 12)  # six rules ask for each goal
def _verdict(text: str, name: str, words: RuleWords) -> _Verdict:
    if _GAINED.search(text) is None and (sort := "money" if _only_money(text, words) else _spent(text, name, words)):
        return _Verdict(sort)
    parts = _items(text)
    items = [(item, clauses) for item in parts if (clauses := _clauses(item))]
    sorts = [_item_sort(clauses, words) for _, clauses in items]
    if items and "" not in sorts:
        return _Verdict("duty" if "duty" in sorts else "slogan")
    if len(items) > 1:
        for (item, clauses), sort in zip(items, sorts, strict=True):
            if sort == "empty" and (len(clauses) > 1 or words["empty_end"].find(clauses[-1])):
                return _Verdict("part", item)
    if any(map(str.isdigit, "".join(parts))):
        return _Verdict(figure=True)
    return _Verdict(process=_process(text, words), bare=len(_SIGNS.sub("", key(text))))


def _judge(one: SetView, use: Context) -> _Verdict:
    goal = one.goal
    return _NOTHING if goal is None else _verdict(goal.text, one.name or "", use.words)


def only_money(one: SetView, use: Context) -> Iterator[Hit]:
    if one.goal is not None and _judge(one, use).sort == "money" and "债务" not in one.purposes:
        yield hit(one.goal)


def money_and_slogans(one: SetView, use: Context) -> Iterator[Hit]:
    if one.goal is not None and _judge(one, use).sort == "praise" and "债务" not in one.purposes:
        yield hit(one.goal, suggestion=_from_rows(one))


def slogan(one: SetView, use: Context) -> Iterator[Hit]:
    if one.goal is not None and _judge(one, use).sort == "slogan":
        # a goal that the province prescribes is not the unit's own choice
        light = Severity.INFO if one.goal.template is not None else None
        yield hit(one.goal, suggestion=_from_rows(one), severity=light)


def duty(one: SetView, use: Context) -> Iterator[Hit]:
    if one.goal is not None and _judge(one, use).sort == "duty":
        yield hit(one.goal, suggestion=_from_rows(one))


def slogan_item(one: SetView, use: Context) -> Iterator[Hit]:
    verdict = _judge(one, use)
    if one.goal is not None and verdict.sort == "part":
        yield hit(one.goal, item=short(verdict.item.strip("。；; ")))


def _from_rows(one: SetView) -> str | None:
    """The project's own figures, which the goal might take up."""
    figures = [row for row in one.rows if row.kind == "产出" and row.value is not None and row.unit not in (None, "%")]
    if not figures:
        return None
    listed = "、".join(f"{row.name}{row.printed}" for row in figures[:3])
    return f"写明做什么、做多少、什么时候做完、达到什么效果；指标中已有的可以写进来：{listed}。"


def no_figure(one: SetView, use: Context) -> Iterator[Hit]:
    goal = one.goal
    if goal is None or goal.template is not None:
        return
    verdict = _judge(one, use)
    if verdict.sort or verdict.figure or verdict.process:
        return
    text = key("".join(_items(goal.text)))
    if len(text) >= use.limits["shortest"] and not use.words["counted"].find(text) and not one.purposes & _STEADY:
        yield hit(goal)


def _process(text: str, words: RuleWords) -> bool:
    clauses = _clauses(text)
    if len(clauses) < 2:
        return False
    start, result = words["process_start"], words["result_word"]
    return all(start.find(clause) and not result.find(clause) for clause in clauses)


def process_only(one: SetView, use: Context) -> Iterator[Hit]:
    if one.goal is not None and _judge(one, use).process:
        yield hit(one.goal)


def too_short(one: SetView, use: Context) -> Iterator[Hit]:
    if one.goal is None:
        return
    verdict = _judge(one, use)
    if not verdict.sort and not verdict.figure and verdict.bare < use.limits["shortest"]:
        yield hit(one.goal)


def too_long(one: SetView, use: Context) -> Iterator[Hit]:
    # folding makes a character at most three: most goals need not be folded to be counted
    if one.goal is None or 3 * len(one.goal.text) <= use.limits["longest"]:
        return
    if (length := len(key(one.goal.text))) > use.limits["longest"]:
        yield hit(one.goal, length=length)


_CLEAR = (Source(M10),)
_RICH = "写明做什么、做多少、什么时候做完、达到什么效果，例如“新建…处，…月底前完工，惠及…人”。"

G101 = Rule(
    code="G101",
    title="目标只写了钱",
    category="goal-empty",
    severity=Severity.ERROR,
    sees="set",
    message="“{name}”的绩效目标“{goal}”只写了支出多少钱，没有写用这笔钱做成什么。",
    why="花掉预算是投入，不是绩效；目标要说明花钱以后的产出和效果。",
    fix=_RICH,
    basis=_CLEAR,
    bad=(
        rows(
            Row("员额人数", "2人"),
            goal="全年预算支出金额12.06万元",
            says="“示例项目”的绩效目标“全年预算支出金额12.06万元”只写了支出多少钱，没有写用这笔钱做成什么。",
        ),
        rows(Row("员额人数", "2人"), goal="保障经费按时足额支付"),
        rows(Row("补助人数", "30人"), goal="全年安排资金21.6万元，用于残疾人辅具支出。", project="残疾人辅具适配补助"),
        rows(Row("检查次数", "12次"), goal="2026年计划使用经费6.00万元开展道路巡查工作。", project="道路巡查工作经费"),
    ),
    good=(
        rows(Row("购置数量", "=3台"), goal="购置除雪设备3台，支出36万元。", project="除雪设备购置"),
        rows(Row("补助人数", "30人"), goal="安排资金21.6万元，为残疾人家庭适配轮椅。", project="残疾人辅具适配补助"),
        rows(Row("补助人数", "30人"), goal="残疾人辅具适配21.6万元。", project="残疾人辅具适配补助"),
        rows(Row("签约项目", "=6个"), goal="引进项目资金3亿元", project="招商引资工作经费"),
        rows(Row("发放人数", "≥60人"), goal="按月为60名编外人员发放工资，全年支出12.06万元"),
        rows(Row("付息金额", "=120万元"), goal="及时足额支付资金120万元", project="地方政府债券付息"),
    ),
    check=only_money,
)

G102 = Rule(
    code="G102",
    title="目标是口号",
    category="goal-empty",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”的绩效目标“{goal}”都是“提高”“促进”“保障”一类的话，没有可考核的内容。",
    why="每一句都是愿望，没有数量、标准和期限，放在哪个项目上都说得通，年底也无法判断是否实现。",
    fix=_RICH,
    basis=_CLEAR,
    bad=(
        rows(
            Row("检查次数", "≥12次"),
            goal="完善交通基础设施，保障群众安全便捷出行。",
            says="“示例项目”的绩效目标“完善交通基础设施，保障群众安全便捷出行。”都是“提高”“促进”“保障”一类的话，没有可考核的内容。",
            then="写明做什么、做多少、什么时候做完、达到什么效果；指标中已有的可以写进来：检查次数≥12次。",
        ),
        rows(Row("参保率", "≥95%"), goal="参保群众负担更小、经办服务更好、医疗保障更强", project=None),
        document(Set("馆藏保护", goal="丰富群众文化生活，弘扬优秀传统文化")),
    ),
    good=(
        rows(Row("走访户数", "≥320户"), goal="春节、八一期间走访慰问优抚对象，增强其荣誉感。"),
        rows(Row("开放天数", "≥280天"), goal="全年免费开放300天，丰富群众文化生活。"),
        rows(Row("足额发放率", "=100%"), goal="按月足额发放在职人员工资，及时缴纳各项社会保险"),
    ),
    check=slogan,
)

G103 = Rule(
    code="G103",
    title="目标照抄职责",
    category="goal-empty",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”的绩效目标“{goal}”只是单位职责的说法，没有本年要完成的数量和要达到的效果。",
    why="职责年年一样，写成目标就看不出今年做什么、做到什么程度。",
    fix="从年度工作计划中选出主要任务，写明数量、期限和效果。",
    basis=(Source(M88), Source(PRACTICE)),
    bad=(
        rows(
            Row("检查次数", "≥12次"),
            project=None,
            goal="一、完成区委区政府交办的各项工作任务；二、指导全区经办业务；三、依法查处违法违规行为。",
            says="“部门整体”的绩效目标“一、完成区委区政府交办的各项工作任务；二、指导全区经办业务；三、依法查处违法违规…”只是单位职责的说法，没有本年要完成的数量和要达到的效果。",
        ),
    ),
    good=(
        rows(
            Row("检查次数", "≥12次"), project=None, goal="一、指导全区经办业务；二、检查定点机构120家，查处违规行为。"
        ),
    ),
    check=duty,
)

G104 = Rule(
    code="G104",
    title="目标中有一条是口号",
    category="goal-empty",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”的绩效目标中“{item}”是口号，没有可考核的内容。",
    why="分条写的目标每条都要能考核，口号混在有数的目标里同样无法评价。",
    fix="这一条写明任务、数量和期限，写不出的删去。",
    basis=_CLEAR,
    bad=(
        rows(
            Row("改造学校数量", "=6所"),
            project=None,
            goal="1. 深入落实上级部署，推动教育工作再上新台阶。2. 改造薄弱学校6所，新增学位540个。",
            says="“部门整体”的绩效目标中“深入落实上级部署，推动教育工作再上新台阶”是口号，没有可考核的内容。",
        ),
    ),
    good=(
        rows(
            Row("改造学校数量", "=6所"),
            project=None,
            goal="1. 改造薄弱学校6所，提升办学条件。2. 做好全县防汛抗旱工作。",
        ),
    ),
    check=slogan_item,
)

G105 = Rule(
    code="G105",
    title="目标没有任何数字",
    category="goal-empty",
    severity=Severity.INFO,
    sees="set",
    message="“{name}”的绩效目标“{goal}”没有数量，也没有期限，请核对能否量化。",
    why="目标说了做什么，没有说做多少，与资金是否匹配就无从判断。",
    fix="补上数量、标准和完成时间。",
    basis=_CLEAR,
    limits={"shortest": Limit(10, "短于几个字的另行提示，这里不报", 1, 100)},
    bad=(
        rows(
            Row("减免人数", "≥850人"),
            goal="为群众减免基本殡葬费用，推行节地生态安葬。",
            says="“示例项目”的绩效目标“为群众减免基本殡葬费用，推行节地生态安葬。”没有数量，也没有期限，请核对能否量化。",
        ),
    ),
    good=(
        rows(Row("减免人数", "≥850人"), goal="为850名群众减免基本殡葬费用，推行节地生态安葬。"),
        rows(Row("减免覆盖", "全覆盖"), goal="为户籍居民减免基本殡葬费用，实现城乡居民全覆盖。"),
        rows(Row("足额发放率", "=100%"), goal="为在职人员足额发放工资和缴纳保险", project="工资福利支出"),
        rows(Row("减免人数", "≥850人")),
    ),
    check=no_figure,
)

G106 = Rule(
    code="G106",
    title="目标只写过程，没有结果",
    category="goal-empty",
    severity=Severity.INFO,
    sees="set",
    message="“{name}”的绩效目标“{goal}”只写了开展哪些工作，没有写要达到的结果，请核对。",
    why="工作过程做了就算完成，绩效目标还要说明做完以后有什么变化。",
    fix="在工作内容之后写明产出数量和效果。",
    basis=_CLEAR,
    bad=(
        rows(
            Row("座谈会次数", "≥2次"),
            goal="组织业务学习，召开座谈会，开展法律宣传",
            says="“示例项目”的绩效目标“组织业务学习，召开座谈会，开展法律宣传”只写了开展哪些工作，没有写要达到的结果，请核对。",
        ),
    ),
    good=(
        rows(Row("座谈会次数", "≥2次"), goal="组织业务学习4次，召开座谈会2次"),
        rows(Row("座谈会次数", "≥2次"), goal="组织业务学习，召开座谈会，解决企业反映的困难"),
    ),
    check=process_only,
)

G107 = Rule(
    code="G107",
    title="目标过短",
    category="goal-empty",
    severity=Severity.INFO,
    sees="set",
    message="“{name}”的绩效目标只有“{goal}”，看不出做什么、做多少，请核对。",
    why="几个字说不清项目的产出和效果。",
    fix=_RICH,
    basis=_CLEAR,
    limits={"shortest": Limit(10, "目标短于几个字算过短", 1, 100)},
    bad=(
        rows(
            Row("养护里程", "=40公里"),
            goal="道路养护",
            says="“示例项目”的绩效目标只有“道路养护”，看不出做什么、做多少，请核对。",
        ),
    ),
    good=(rows(Row("养护里程", "=40公里"), goal="养护40公里"), rows(Row("养护里程", "=40公里"))),
    check=too_short,
)

G108 = Rule(
    code="G108",
    title="目标过长",
    category="goal-empty",
    severity=Severity.INFO,
    sees="project",
    message="“{name}”的绩效目标长达{length}字，请概括成几条主要目标。",
    why="目标写成工作报告，主要产出和效果反而看不出来。",
    fix="保留主要产出、期限和效果，其余删去。",
    basis=(Source(PRACTICE),),
    limits={"longest": Limit(500, "目标长于几个字算过长", 50, 5000)},
    bad=(
        rows(
            Row("养护里程", "=40公里"),
            goal="养护农村公路40公里。" * 60,
            says="“示例项目”的绩效目标长达660字，请概括成几条主要目标。",
        ),
    ),
    good=(
        rows(Row("养护里程", "=40公里"), goal="养护农村公路40公里。" * 10),
        rows(Row("养护里程", "=40公里"), goal="养护农村公路40公里。" * 20),
    ),
    check=too_long,
)

G109 = Rule(
    code="G109",
    title="目标只有钱和口号",
    category="goal-empty",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”的绩效目标“{goal}”写了用多少钱，其余都是“提高”“促进”“保障”一类的话，没有可考核的内容。",
    why="金额是投入，愿望无法核对，看不出这笔钱做成什么、做多少。",
    fix=_RICH,
    basis=_CLEAR,
    bad=(
        rows(
            Row("巡查次数", "≥12次"),
            goal="全年安排资金8万元用于道路巡查，保障群众出行安全。",
            project="道路巡查工作经费",
            says="“道路巡查工作经费”的绩效目标“全年安排资金8万元用于道路巡查，保障群众出行安全。”写了用多少钱，其余都是“提高”“促进”“保障”一类的话，没有可考核的内容。",
            then="写明做什么、做多少、什么时候做完、达到什么效果；指标中已有的可以写进来：巡查次数≥12次。",
        ),
    ),
    good=(
        rows(
            Row("巡查次数", "≥12次"),
            goal="安排资金8万元，每月巡查道路一次，保障群众出行安全。",
            project="道路巡查工作经费",
        ),
        rows(Row("补助人数", "30人"), goal="安排资金21.6万元，为残疾人家庭适配轮椅。", project="残疾人辅具适配补助"),
        rows(
            Row("在职人员", "=23人"),
            goal="保障单位日常运转，严格控制一般性支出，公用经费人均支出不超过2700元。",
            project="定额公用经费",
        ),
        rows(Row("付息金额", "=120万元"), goal="支付利息120万元，维护政府信用。", project="地方政府债券付息"),
        rows(
            Row("付息金额", "=120万元"), goal="支付利息资金120万元，维护政府良好信用形象。", project="地方政府债券付息"
        ),
    ),
    check=money_and_slogans,
)

RULES: tuple[Rule, ...] = (G101, G102, G103, G104, G105, G106, G107, G108, G109)
