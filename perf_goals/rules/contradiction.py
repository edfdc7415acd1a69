"""前后矛盾：two statements of a document that cannot both hold."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from ..model import Nature, Place, Severity
from ..text import key
from .base import M101, PRACTICE, Context, Hit, Rule, Source, hit, short
from .dimensions import grams, pending, said_twice
from .example import Row, Set, document, row, rows
from .views import DATE, HIGHER, LOWER, NUMBER, WORDS, DocumentView, RowView, SetView, TextAt

_FIGURE = re.compile(r"(?<![\d.,〔\[-])(\d[\d,]*(?:\.\d+)?)(%|万?[^\s\d.,，。;；、:：()（）%]{1,4})")
_SPLIT = re.compile(r"[,，;；。、\n]")


def figures(text: str) -> Iterator[tuple[str, Decimal, str]]:
    """Every clause that gives a figure, with the figure and what follows it."""
    for clause in _SPLIT.split(re.sub(r"(?<=\d)[,，](?=\d{3})", "", text)):
        for found in _FIGURE.finditer(re.sub(r"\s", "", clause)):
            try:
                yield clause.strip(), Decimal(found.group(1).replace(",", "")), found.group(2)
            except InvalidOperation:  # pragma: no cover - the pattern only lets figures through
                continue


def told_otherwise(clause: str, number: Decimal, unit: str, sets: list[RowView], use: Context) -> RowView | None:
    """The row that the clause speaks of and whose figure is another one; None where there is none or it is unsure."""
    if use.words["other_year"].find(clause):
        return None
    said = grams(clause, use) | _loose(clause)
    best: list[tuple[float, RowView]] = []
    for one in sets:
        if one.unit is None or not unit.startswith(one.unit) or one.shape != NUMBER:
            continue
        if one.value == number:
            if grams(one.name, use) & said or _loose(one.name) & said:
                return None
            continue
        mine = _loose(one.name)
        share = len(mine & said) / max(len(mine), 1)
        if share >= 0.5:
            best.append((share, one))
    best.sort(key=lambda pair: -pair[0])
    if not best or (len(best) > 1 and best[1][0] == best[0][0]):
        return None
    return best[0][1]


def _loose(text: str) -> frozenset[str]:
    spot = re.sub(r"[\d.%]|(?:数量|人数|次数|天数|个数|场次|人次|里程|面积|数|率)$", "", key(text))
    return frozenset(spot[at : at + 2] for at in range(len(spot) - 1))


def goal_against_row(view: SetView, use: Context) -> Iterator[Hit]:
    if view.goal is None:
        return
    numbers = [one for one in view.rows if one.shape == NUMBER]
    if not numbers:
        return
    done: set[int] = set()
    for clause, number, unit in figures(view.goal.text):
        one = told_otherwise(clause, number, unit, numbers, use)
        if one is not None and one.index not in done:
            done.add(one.index)
            yield hit(
                one,
                view.goal,
                clause=short(clause, 30),
                suggestion=f"核对后改成同一个数：{number:f}{one.unit or ''}或{one.value:f}{one.unit or ''}。",
                confidence=0.9,
                source=one.value_place,
            )


def told(view: DocumentView) -> tuple[tuple[str, Place], ...]:
    """The sentences of the running text, joined over the line breaks, without table lines."""
    found: list[tuple[str, Place]] = []
    part, start = "", view.place
    last, short_line = -4, False
    for paragraph in view.paragraphs:
        line = paragraph.place.line or 0
        text = paragraph.text
        if "\t" in text or not text.strip():
            continue
        if not part or line > last + 3 or short_line:
            if part:
                found.append((part, start))
            part, start = "", paragraph.place
        part += re.sub(r"\s", "", text)
        last, short_line = line, len(text) < 15
        if part.endswith("。"):
            found.append((part, start))
            part = ""
    if part:
        found.append((part, start))
    return tuple((text, place) for text, place in found if "。" in text and "是指" not in text)


def narrative(view: DocumentView) -> tuple[tuple[str, Place], ...]:
    return view.once("contradiction.told", told)


def text_against_row(view: DocumentView, use: Context) -> Iterator[Hit]:
    numbers = [one for one in view.rows if one.shape == NUMBER]
    if not numbers:
        return
    done: set[str] = set()
    for text, place in narrative(view):
        if not re.search(r"绩效|指标|目标|计划|全年|今年|本年|项目", text):
            continue
        for sentence in re.split(r"[。;；]", text):
            if re.search(r"20\d\d年末|上年|去年|截至", sentence):
                continue
            years = {int(one) for one in re.findall(r"(20\d\d)年", sentence)}
            if years and view.year is not None and view.year not in years:
                continue
            for clause, number, unit in figures(sentence):
                one = told_otherwise(clause, number, unit, numbers, use)
                if one is not None and one.key not in done:
                    done.add(one.key)
                    yield hit(
                        one,
                        TextAt(view, place),
                        clause=short(clause, 30),
                        confidence=0.85,
                        source=one.value_place,
                    )


def carried_over(view: SetView, use: Context) -> Iterator[Hit]:
    spent = [r for r in view.rows if "预算执行率" in r.name and r.percent and r.nature in HIGHER and r.value]
    left = [r for r in view.rows if re.search("结转|结余", r.name) and r.percent and r.nature in LOWER and r.value]
    for one in spent[:1]:
        for other in left:
            if one.value is not None and other.value is not None and one.value + other.value > 100:
                most = 100 - one.value
                yield hit(
                    one,
                    other,
                    other=other.name,
                    limit=other.printed,
                    most=f"{most:f}%",
                    suggestion=f"把“{other.name}”改为“≤{most:f}%”，或者放宽预算执行率。",
                )


_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_COUNT = re.compile(
    r"(?:(?<!其中)(?:共有?|有|公开了?|公开|实行绩效目标管理的|纳入绩效目标管理的|将))?(\d+|[一二两三四五六七八九十])个项目"
    r"|项目(?:支出)?(?:共有?|有|为|数为|共计|数量为)?(\d+|[一二两三四五六七八九十])个"
)


def project_count(view: DocumentView, use: Context) -> Iterator[Hit]:
    if not view.projects:
        return
    own = [one for one in view.projects if not pending(one) and not (not one.rows and said_twice(one))]
    right = {len(view.projects), len(own), len({one.key for one in own})}
    for text, place in narrative(view):
        for sentence in re.split(r"[。;；]", text):
            if "绩效" not in sentence or re.search(r"评价|自评结果|重点绩效|抽取|选取|上年|去年", sentence):
                continue
            years = {int(one) for one in re.findall(r"(20\d\d)年", sentence)}
            if years and view.year is not None and view.year not in years:
                continue
            found = list(_COUNT.finditer(sentence))
            numbers = [_number(one.group(1) or one.group(2)) for one in found]
            if not numbers or any(number in right for number in numbers) or sum(numbers) in right:
                continue
            if re.search(r"一级项目|二级项目|其中", sentence[: found[0].start()]):
                continue
            yield hit(TextAt(view, place), said=numbers[0], count=len(own), confidence=0.9)
            return


def _number(text: str) -> int:
    return _DIGITS.get(text) or int(text)


def same_population(view: DocumentView, use: Context) -> Iterator[Hit]:
    groups: dict[str, list[RowView]] = {}
    for one in view.rows:
        if one.shape == NUMBER and one.percent and re.search("满意|知晓", one.name):
            name = re.sub("知晓度", "知晓率", one.key)
            for word in use.words["who"].every(name):
                name = name.replace(word, "")
            if "知晓" in name:
                name = "政策知晓率" if "政策" in name else name
            if len(name) > 3:
                groups.setdefault(name, []).append(one)
    for group in groups.values():
        values = {one.value for one in group}
        if len(values) > 1 and len({id(one.owner) for one in group}) > 1:
            said = "、".join(f"{value.normalize():f}%" for value in sorted(v for v in values if v is not None))
            yield hit(*group, values=said, name2=group[0].name)


def outside_year(row: RowView, use: Context) -> Iterator[Hit]:
    year = row.document.year
    text = f"{row.text or ''} {row.indicator.raw.value or ''}"
    if year is None:
        return
    years = [int(one) for one in re.findall(r"(20[0-4]\d)\s*(?:年|[./-]\d)", text)]
    if years and year not in years:
        later = min(years) > year
        yield hit(
            row,
            year=year,
            severity=Severity.INFO if later else None,
            suggestion="核对年份；跨年项目写本年应到的进度。" if later else f"改为{year}年内的时间。",
            source=row.value_place,
        )


def prompt_but_slow(view: SetView, use: Context) -> Iterator[Hit]:
    prompt = [r for r in view.rows if re.search("及时|按时", r.name) and r.percent and r.value == 100]
    slow = [r for r in view.rows if r.metric.kind == "period" and r.metric.better == "lower" and r.nature in HIGHER]
    for one in prompt:
        for other in slow:
            if len(_loose(one.name) & _loose(other.name)) >= 3:
                yield hit(one, other, other=other.name, limit=other.printed)


_OFTEN = (
    ("每日", 250),
    ("每天", 250),
    ("每周", 48),
    ("每月", 12),
    ("按月", 12),
    ("每季", 4),
    ("按季", 4),
    ("每半年", 2),
)


def often_or_seldom(view: SetView, use: Context) -> Iterator[Hit]:
    for one in view.rows:
        if one.shape != WORDS or one.text is None:
            continue
        least = next((number for word, number in _OFTEN if word in (one.text or "")), 0)
        if not least:
            continue
        for other in view.rows:
            if (
                other.dimension == "times"
                and other.value is not None
                and other.value < least
                and other.nature is not Nature.LE
                and len(_loose(one.name) & _loose(other.name)) >= 3
            ):
                yield hit(other, one, other=one.name, often=one.printed, least=least)


def one_name_two_values(view: SetView, use: Context) -> Iterator[Hit]:
    for group in view.by_key.values():
        plain = [one for one in group if one.shape == NUMBER]
        first = plain[0] if plain else None
        for other in plain[1:]:
            if (
                first is not None
                and other.value != first.value
                and other.unit == first.unit
                and other.level2 == first.level2
                and not (first.nature in HIGHER and other.nature in LOWER)
                and not (first.nature in LOWER and other.nature in HIGHER)
            ):
                yield hit(first, other, other=other.printed, confidence=0.9)


def persons_or_times(view: DocumentView, use: Context) -> Iterator[Hit]:
    seen: dict[Decimal, RowView] = {}
    for one in view.rows:
        if one.dimension not in ("person", "person-times") or one.value is None or one.value < 100:
            continue
        if one.value % 100 == 0:
            continue
        first = seen.setdefault(one.value, one)
        if first.dimension != one.dimension and _loose(first.name) & _loose(one.name):
            yield hit(first, one, other=one.name, second=one.printed, whose=one.owner.name or "部门整体")


_KINDS = ("经济效益", "社会效益", "生态效益", "可持续影响")


def text_against_classes(view: DocumentView, use: Context) -> Iterator[Hit]:
    if len(view.tables) != 1 or not view.tables[0].rows or not view.tables[0].has_level2:
        return
    table = view.tables[0]
    have = {two for one in table.rows if one.level2 for two in _KINDS if two in one.level2}
    if not have:
        return
    for text, place in narrative(view):
        if "效益指标分" not in text and "效益指标包括" not in text and "效益指标设" not in text:
            continue
        if "项目支出绩效" in text and "整体" not in text:
            continue
        missing = [two for two in _KINDS if two in text and two not in have]
        if missing:
            yield hit(table, TextAt(view, place), missing="、".join(missing), have="、".join(sorted(have)))
            return


_AGREE = (Source(PRACTICE),)
_BRIDGE = Row("养护公路里程", "=408公里")

X101 = Rule(
    code="X101",
    title="目标里的数与指标值不一致",
    category="contradiction",
    severity=Severity.ERROR,
    sees="set",
    message="“{name}”的目标值是“{value}”，目标文字却写“{clause}”。",
    why="总体目标与指标值说的是同一件事，两个数不同，执行和评价就没有依据。",
    fix="核对后改成同一个数。",
    basis=(Source(M101, "总体要求"),),
    bad=(
        rows(
            Row("免费开放天数", "≥280天"),
            project="文化馆免费开放",
            goal="全年免费开放300天，服务群众3万人次。",
            says="“免费开放天数”的目标值是“≥280天”，目标文字却写“全年免费开放300天”。",
            then="核对后改成同一个数：300天或280天。",
        ),
        rows(Row("水质达标率", "≥90%"), goal="检测水样960个，水质达标率不低于92%。"),
    ),
    good=(
        rows(Row("免费开放天数", "≥300天"), goal="全年免费开放300天。"),
        rows(Row("水质达标率", "≥90%"), goal="水质达标率由92%提高。"),
        rows(Row("免费开放天数", "≥280天"), goal="全年开办培训班300期。"),  # 单位不同，是另一件事
    ),
    check=goal_against_row,
)

X102 = Rule(
    code="X102",
    title="说明里的数与指标值不一致",
    category="contradiction",
    severity=Severity.WARNING,
    sees="document",
    message="“{name}”的目标值是“{value}”，情况说明却写“{clause}”。",
    why="说明与绩效表一并公开，同一个指标有两个数，读者不知道以哪个为准。",
    fix="核对后把说明与表改成同一个数。",
    basis=_AGREE,
    bad=(
        document(
            Set("农村公路日常养护", (_BRIDGE,)),
            text=("2026年计划养护公路428公里，绩效目标随预算公开。",),
            says="“养护公路里程”的目标值是“=408公里”，情况说明却写“2026年计划养护公路428公里”。",
        ),
    ),
    good=(
        document(Set("农村公路日常养护", (_BRIDGE,)), text=("2026年计划养护公路408公里。",)),
        document(Set("农村公路日常养护", (_BRIDGE,)), text=("2025年养护公路396公里，绩效目标全部完成。",)),
    ),
    check=text_against_row,
)

X103 = Rule(
    code="X103",
    title="预算执行率与结转结余率不能同时成立",
    category="contradiction",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”写作“{value}”，最多结余{most}，“{other}”却写作“{limit}”。",
    why="执行了多少，剩下的就是结余，两个界限加起来不应超过100%。",
    fix="两个指标按同一个口径改写，或者只留一个。",
    basis=_AGREE,
    bad=(
        rows(
            Row("预算执行率", "≥95%"),
            Row("年末结转率", "≤14%"),
            project=None,
            says="“预算执行率”写作“≥95%”，最多结余5%，“年末结转率”却写作“≤14%”。",
            then="把“年末结转率”改为“≤5%”，或者放宽预算执行率。",
        ),
    ),
    good=(rows(Row("预算执行率", "≥95%"), Row("结转结余率", "≤5%"), project=None),),
    check=carried_over,
)

X104 = Rule(
    code="X104",
    title="说明里的项目个数与表不一致",
    category="contradiction",
    severity=Severity.WARNING,
    sees="document",
    message="说明写有{said}个项目编制绩效目标，表中列了{count}个。",
    why="说明与表不一致，说明有项目漏报绩效目标，或者说明没有更新。",
    fix="核对项目个数，补报漏掉的项目或者改正说明。",
    basis=_AGREE,
    bad=(
        document(
            Set("农村公路日常养护", (_BRIDGE,), amount="12"),
            text=("2026年纳入绩效目标管理的项目共5个，涉及金额12万元。",),
            says="说明写有5个项目编制绩效目标，表中列了1个。",
        ),
    ),
    good=(
        document(
            Set("农村公路日常养护", (_BRIDGE,), amount="12"),
            text=("2026年纳入绩效目标管理的项目共1个。2025年对5个项目开展绩效评价。",),
        ),
    ),
    check=project_count,
)

X105 = Rule(
    code="X105",
    title="同一对象的满意度、知晓率前后不同",
    category="contradiction",
    severity=Severity.INFO,
    sees="document",
    message="“{name2}”一类指标问的是同样的人，目标值却有{values}，请核对是否有意区别。",
    why="同一个部门的同一群服务对象，各处要求不一，年终调查时无法使用同一份结果。",
    fix="统一目标值；问的是不同服务的，在名称中写明。",
    basis=_AGREE,
    bad=(
        document(
            Set("秸秆利用", (Row("项目区农户满意度", "≥90%", level2="满意度指标"),)),
            Set("农田建设", (Row("项目区农户的满意度", "≥85%", level2="满意度指标"),)),
            says="“项目区农户满意度”一类指标问的是同样的人，目标值却有85%、90%，请核对是否有意区别。",
        ),
    ),
    good=(
        document(
            Set("秸秆利用", (Row("项目区农户满意度", "≥90%", level2="满意度指标"),)),
            Set("农机购置", (Row("农机手满意度", "≥85%", level2="满意度指标"),)),
        ),
    ),
    check=same_population,
)

X106 = Rule(
    code="X106",
    title="完成时间不在预算年度",
    category="contradiction",
    severity=Severity.WARNING,
    sees="row",
    message="“{name}”写作“{value}”，不在{year}年预算年度之内。",
    why="年度绩效目标应在预算年度内完成；时间落在以前年度，多半是照搬上年的表没有改。",
    fix="改为预算年度内的时间；跨年项目写本年应到的进度。",
    basis=_AGREE,
    shapes=frozenset({DATE}),
    bad=(
        row(
            "年度总结报送时间",
            "2025年12月20日前",
            level2="时效指标",
            says="“年度总结报送时间”写作“2025年12月20日前”，不在2026年预算年度之内。",
            then="改为2026年内的时间。",
        ),
        row("工程竣工时间", "2027年6月底前", level2="时效指标"),
    ),
    good=(
        row("工程竣工时间", "2026年10月31日", level2="时效指标"),
        row("工程竣工时间", "10月底前", level2="时效指标"),
    ),
    check=outside_year,
)

X107 = Rule(
    code="X107",
    title="及时率与时限互相矛盾",
    category="contradiction",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”要求“{value}”，同一件事的“{other}”却写作“{limit}”，越慢越达标。",
    why="一处要求全部及时，一处把时限写成下限，两个指标不能同时考核。",
    fix="时限改为“≤”；及时率和时限留一个即可。",
    basis=_AGREE,
    bad=(
        rows(
            Row("保险费支付及时率", "=100%", level2="质量指标"),
            Row("保险费支付时限", "≥30个工作日", level2="时效指标"),
            says="“保险费支付及时率”要求“=100%”，同一件事的“保险费支付时限”却写作“≥30个工作日”，越慢越达标。",
        ),
    ),
    good=(
        rows(
            Row("保险费支付及时率", "=100%", level2="质量指标"),
            Row("保险费支付时限", "≤30个工作日", level2="时效指标"),
        ),
    ),
    check=prompt_but_slow,
)

X108 = Rule(
    code="X108",
    title="次数与频率互相矛盾",
    category="contradiction",
    severity=Severity.WARNING,
    sees="set",
    message="“{name}”写作“{value}”，“{other}”却写“{often}”，一年至少{least}次。",
    why="同一个项目里同一件事，一处按次数、一处按频率，算出来的工作量不同。",
    fix="统一成一个指标，写全年次数。",
    basis=_AGREE,
    bad=(
        rows(
            Row("两定机构监管检查次数", "≥2次"),
            Row("两定机构日常监管", "每季度开展"),
            says="“两定机构监管检查次数”写作“≥2次”，“两定机构日常监管”却写“每季度开展”，一年至少4次。",
        ),
    ),
    good=(rows(Row("两定机构监管检查次数", "≥4次"), Row("两定机构日常监管", "每季度开展")),),
    check=often_or_seldom,
)

X109 = Rule(
    code="X109",
    title="同名指标两个目标值",
    category="contradiction",
    severity=Severity.ERROR,
    sees="set",
    message="同一个项目里“{name}”一处写作“{value}”，一处写作“{other}”。",
    why="同一个指标有两个目标值，不知道按哪个考核。",
    fix="留一个；说的是两件事的，在名称中区别开。",
    basis=_AGREE,
    bad=(
        rows(
            Row("培训农户人数", "≥300人"),
            Row("培训农户人数", "≥500人"),
            says="同一个项目里“培训农户人数”一处写作“≥300人”，一处写作“≥500人”。",
        ),
    ),
    good=(
        rows(Row("培训农户人数", "≥300人"), Row("培训农户人数", "≥300人")),
        rows(Row("培训农户人数", "≥300人"), Row("培训农户人数", "≥6场")),
    ),
    check=one_name_two_values,
)

X110 = Rule(
    code="X110",
    title="同一个数一处是人、一处是人次",
    category="contradiction",
    severity=Severity.WARNING,
    sees="document",
    message="“{name}”写作“{value}”，项目“{whose}”的“{other}”却写作“{second}”，同一个数两种单位。",
    why="人和人次相差很大，同一个数不可能既是人数又是人次。",
    fix="核对统计口径，改成同一种单位。",
    basis=_AGREE,
    bad=(
        document(
            Set("城乡医疗救助", (Row("医疗救助对象", "≥11491人次"),)),
            Set("医疗救助补助资金", (Row("医疗救助对象规模", "≥11491人"),)),
            says="“医疗救助对象”写作“≥11491人次”，项目“医疗救助补助资金”的“医疗救助对象规模”却写作“≥11491人”，同一个数两种单位。",
        ),
    ),
    good=(
        document(
            Set("城乡医疗救助", (Row("医疗救助对象", "≥2000人次"),)),
            Set("困难群众慰问", (Row("慰问救助对象", "≥2000人"),)),  # 整数相同可能是巧合
        ),
    ),
    check=persons_or_times,
)

X111 = Rule(
    code="X111",
    title="说明里的指标类别与表不一致",
    category="contradiction",
    severity=Severity.WARNING,
    sees="document",
    message="说明写效益指标分有{missing}，整体绩效表只有{have}。",
    why="说明介绍的指标体系应当就是表里的指标体系。",
    fix="补充所缺类别的指标，或者按表中实际情况改写说明。",
    basis=_AGREE,
    bad=(
        document(
            Set(None, (Row("带动就业人数", "≥300人", level2="社会效益指标"),)),
            text=("整体绩效目标中，效益指标分经济效益指标和社会效益指标。",),
            says="说明写效益指标分有经济效益，整体绩效表只有社会效益。",
        ),
    ),
    good=(
        document(
            Set(None, (Row("带动就业人数", "≥300人", level2="社会效益指标"),)),
            text=("整体绩效目标中，效益指标分社会效益指标一类。",),
        ),
    ),
    check=text_against_classes,
)

RULES: tuple[Rule, ...] = (X101, X102, X103, X104, X105, X106, X107, X108, X109, X110, X111)
