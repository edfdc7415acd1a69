"""The findings beside the tables: a list that can be filtered, sorted and searched, and leads to the cells."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from ..config import CATEGORIES, RANK, SEVERITIES
from ..model import Finding, Review
from ..scoring import losses, project_of
from ..workbook.decisions import REJECTED, Decision
from .markup import Html, tag
from .signs import figure, sign
from .spots import WHOLE, Names, Pinned, Spot

_MOST = 300  # characters of what is printed
_LINKS = 40  # links to other cells of one finding
_PARTS = {
    "nature": "指标性质",
    "direction": "方向",
    "value": "目标值",
    "unit": "单位",
    "weight": "权重",
    "note": "说明",
}

Lost = Mapping[int, tuple[tuple[str, ...], Decimal]]


def panel(
    pinned: Sequence[Pinned],
    review: Review,
    names: Names,
    pictured: frozenset[int],
    decisions: Mapping[int, Decision],
) -> Html:
    """pictured: pages whose picture is in the file. decisions: by the number of their finding in the review."""
    lost = losses(review.scores)
    cards = [
        _card(
            one,
            lost,
            review.apart,
            _printed(one, names),
            one.spot.page in pictured and one.spot.box is not None,
            decisions.get(one.at, Decision("")),
        )
        for one in pinned
    ]
    count = len(pinned)
    return tag(
        "aside",
        {"id": "panel", "aria-labelledby": "panel-title"},
        tag("h2", {"id": "panel-title", "tabindex": -1}, "问题"),
        _filters([one.finding for one in pinned]) if count else None,
        tag("p", {"id": "count", "role": "status", "aria-live": "polite"}, f"显示 {count} / {count} 处"),
        tag("ol", {"id": "list", "class": "cards", "role": "list"}, cards)
        if count
        else tag("p", {}, "没有发现问题。" if review.judged else "这份文件还没有按规则审核。"),
        tag("p", {"id": "none", "class": "note", "hidden": True}, "没有符合条件的问题，请放宽筛选或清空搜索。")
        if count
        else None,
    )


def _filters(findings: Sequence[Finding]) -> Html:
    severities = Counter(one.severity for one in findings)
    categories = Counter(one.category for one in findings)
    return tag(
        "form",
        {"id": "filters", "hidden": True, "role": "search", "aria-label": "筛选问题"},
        tag("label", {"for": "search"}, "搜索"),
        tag(
            "input",
            {
                "id": "search",
                "type": "search",
                "autocomplete": "off",
                "placeholder": "项目、指标、编号、文字",
                "aria-describedby": "keys",
            },
        ),
        tag(
            "fieldset",
            {},
            tag("legend", {}, "等级"),
            (
                _box("severity", str(one), f"{word} {severities[one]}", sign(one))
                for one, word in SEVERITIES.items()
                if severities[one]
            ),
        ),
        tag(
            "details",
            {},
            tag("summary", {}, "类别 ", tag("span", {"id": "chosen"}, "（全部）")),
            tag(
                "fieldset",
                {},
                tag("legend", {"class": "unseen"}, "类别"),
                (
                    _box("category", one, f"{CATEGORIES.get(one, one)} {categories[one]}")
                    for one in sorted(categories, key=lambda one: [*CATEGORIES, one].index(one))
                ),
                tag("button", {"type": "button", "id": "every"}, "全选"),
                tag("button", {"type": "button", "id": "no"}, "全不选"),
            ),
        ),
        tag("label", {"for": "sort"}, "排列"),
        tag(
            "select",
            {"id": "sort"},
            tag("option", {"value": "number"}, "按项目"),
            tag("option", {"value": "place"}, "按位置"),
            tag("option", {"value": "severity"}, "按等级"),
            tag("option", {"value": "points"}, "按扣分"),
        ),
        tag("button", {"type": "button", "id": "reset"}, "清除筛选"),
        tag(
            "p",
            {"id": "keys", "class": "note"},
            "按键：/ 搜索；↑↓ 逐条；回车 到单元格；Esc 回到问题或清空搜索。",
        ),
    )


def _box(name: str, value: str, text: str, before: Html | None = None) -> Html:
    box = tag("input", {"type": "checkbox", "name": name, "value": value, "checked": True})
    return tag("label", {"class": "choice"}, box, before, text)


def _card(one: Pinned, lost: Lost, apart: frozenset[int], printed: str, pictured: bool, decided: Decision) -> Html:
    finding = one.finding
    items, points = lost.get(one.at, ((), Decimal(0)))
    cost = (
        "不扣（跨文件比较）" if one.at in apart else f"{figure(points)} 分（{'、'.join(items)}）" if points else "不扣"
    )
    facts = [
        ("所印", printed),
        ("问题", finding.message),
        ("改法", finding.suggestion),
        ("依据", finding.basis),
        ("扣分", cost),
        ("置信度", f"{finding.confidence:.2f}" if finding.confidence < 1 else None),
        ("处理", decided.verdict),
        ("改为", decided.target),
        ("意见", decided.opinion),
    ]
    title = f"{one.number}. {SEVERITIES[finding.severity]} {finding.code} {CATEGORIES.get(finding.category, finding.category)}"
    return tag(
        "li",
        {
            "id": f"f{one.number}",
            "class": f"card {finding.severity}{' rejected' if decided.verdict == REJECTED else ''}",
            "role": "listitem",
            "tabindex": 0 if one.number == 1 else -1,
            "data-severity": finding.severity,
            "data-rank": RANK[finding.severity],
            "data-place": one.at,
            "data-category": finding.category,
            "data-points": str(points),
            "data-spot": one.spot.id,
            "aria-labelledby": f"t{one.number}",
        },
        tag("h3", {"id": f"t{one.number}"}, sign(finding.severity), title),
        tag("p", {"class": "whose"}, whose(finding)),
        tag("dl", {}, (tag("div", {}, tag("dt", {}, name), tag("dd", {}, text)) for name, text in facts if text)),
        tag(
            "p",
            {"class": "go"},
            tag("a", {"class": "jump", "href": f"#{one.spot.id}"}, "到原文：", _at(one)),
            tag("a", {"class": "look", "href": f"#b{one.number}"}, "看页面图") if pictured else None,
        ),
        _others(one.others),
    )


def _at(one: Pinned) -> str:
    return "整份文件" if one.spot.id == WHOLE else str(one.finding.source)


def _others(others: Sequence[Spot]) -> Html | None:
    if not others:
        return None
    links = [
        tag("a", {"class": "jump", "href": f"#{spot.id}"}, _short(spot.text) or "单元格") for spot in others[:_LINKS]
    ]
    more = f"等 {len(others)} 处，均已在表中标出" if len(others) > _LINKS else None
    return tag(
        "details",
        {"class": "others"},
        tag("summary", {}, f"另涉 {len(others)} 处"),
        tag("ul", {}, (tag("li", {}, link) for link in links), tag("li", {}, more) if more else None),
    )


def whose(finding: Finding) -> str:
    """The projects and indicators that a finding names."""
    names = dict.fromkeys(" ".join(filter(None, (project_of(one), one.level3))) for one in finding.targets)
    some = list(names)[:3]
    return "；".join(some) + (f" 等{len(names)}处" if len(names) > len(some) else "")


def _printed(one: Pinned, names: Names) -> str:
    """What the document prints where a finding stands; of rows or goals of one name that at the finding's place."""
    target = one.finding.targets[0] if one.finding.targets else None
    text = one.spot.text
    if target is not None:
        source = one.finding.source
        rows, goals = names.rows(target), [goal for goal in names.goals(target) if goal.goal]
        if rows:
            row = next((row for row in rows if source in (row.place, row.value_place)), rows[0])
            text = "；".join((row.level3, *(f"{_PARTS[name]} {said}" for name, said in row.raw.printed().items())))
        elif goals:
            text = next((goal for goal in goals if goal.place == source), goals[0]).goal or text
    return _short(text, _MOST)


def _short(text: str, most: int = 24) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
