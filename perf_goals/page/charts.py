"""Scores as tables, with bars drawn beside the figures; what is drawn stands in words too."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from ..config import CATEGORIES, SEVERITIES
from ..model import Finding, Review, Score
from ..scoring import PARTS, UNJUDGED
from .markup import Attribute, Html, tag
from .signs import SIGNS, figure
from .spots import WHOLE, Atlas

_WIDE, _HIGH = 200, 12


def patterns() -> Html:
    """The fillings of all bars: solid, stripes, dots, and a hatching for what was not judged."""
    size: dict[str, Attribute] = {"width": 6, "height": 6, "patternUnits": "userSpaceOnUse"}
    paper = {"width": 6, "height": 6}
    return tag(
        "svg",
        {"class": "defs", "width": 0, "height": 0, "aria-hidden": "true", "focusable": "false"},
        tag(
            "defs",
            {},
            tag("pattern", {"id": "fill-error", **size}, tag("rect", {"class": "ink-error", **paper})),
            tag(
                "pattern",
                {"id": "fill-warning", **size},
                tag("rect", {"class": "pale-warning", **paper}),
                tag("path", {"class": "line-warning", "d": "M-1 1L1-1M0 6L6 0M5 7L7 5"}),
            ),
            tag(
                "pattern",
                {"id": "fill-info", **size},
                tag("rect", {"class": "pale-info", **paper}),
                tag("rect", {"class": "ink-info", "x": 2, "y": 2, "width": 2, "height": 2}),
            ),
            tag(
                "pattern",
                {"id": "fill-none", **size},
                tag("path", {"class": "line-none", "d": "M-1 5L1 7M0 0L6 6M5-1L7 1"}),
            ),
        ),
    )


def scores(review: Review, found: Atlas) -> Html | None:
    """Total and grade, points by 审核要点, findings by category, and a row for each unit."""
    if not review.judged:
        return None
    departments = [one for one in review.scores if one.part == "department"]
    units = [one for one in review.scores if one.part in ("table", "project")]
    return tag(
        "section",
        {"id": "scores", "aria-labelledby": "scores-title"},
        tag("h2", {"id": "scores-title"}, "评分"),
        tag(
            "p",
            {"class": "note"},
            "参照财预〔2015〕88号审核表八个要点。总分 = 得分 ÷ 已评要点的满分 × 100；表里看不出来的要点记“未评”。",
        ),
        tag(
            "div",
            {"class": "charts"},
            [_department(one, several=len(departments) > 1) for one in departments],
            _kinds(review.findings),
        ),
        _units(units, found) if units else None,
    )


def _department(score: Score, *, several: bool) -> Html:
    total = UNJUDGED if score.total is None else figure(score.total)
    return tag(
        "div",
        {"class": "points"},
        tag("h3", {}, score.department or "部门") if several else None,
        tag(
            "p",
            {"class": "total"},
            "总分 ",
            tag("strong", {}, total),
            tag("span", {"class": "grade"}, f"等级 {score.grade}") if score.grade else None,
        ),
        tag(
            "table",
            {"class": "bars"},
            tag("caption", {}, "各审核要点得分"),
            tag(
                "thead",
                {},
                tag("tr", {}, (tag("th", {"scope": "col"}, name) for name in ("审核要点", "得分", "满分", "图示"))),
            ),
            tag(
                "tbody",
                {},
                (
                    tag(
                        "tr",
                        {"data-item": one.item},
                        tag("th", {"scope": "row"}, one.item),
                        tag("td", {"class": "number"}, UNJUDGED if one.got is None else figure(one.got)),
                        tag("td", {"class": "number"}, figure(one.full)),
                        tag("td", {}, bar(None if one.got is None else one.got / one.full if one.full else Decimal(0))),
                    )
                    for one in score.points
                ),
            ),
        ),
    )


def bar(share: Decimal | None) -> Html:
    """A bar of so much of the whole; hatched where nothing was judged. The figure stands beside it."""
    inside: list[Html] = []
    if share is None:
        inside.append(_rect(0, _WIDE, "bar-none"))
    else:
        inside.append(_rect(0, round(float(share) * _WIDE, 1), "bar-got"))
    return _drawing(tag("g", {}, inside, _rect(0, _WIDE, "bar-frame")))


def _drawing(inside: Html) -> Html:
    size: dict[str, Attribute] = {"viewBox": f"-1 -1 {_WIDE + 2} {_HIGH + 2}", "width": _WIDE, "height": _HIGH}
    return tag("svg", {"class": "bar", **size, "aria-hidden": "true", "focusable": "false"}, inside)


def _rect(left: float, wide: float, style: str) -> Html:
    return tag("rect", {"x": left, "y": 0, "width": max(wide, 0), "height": _HIGH, "class": style})


def _kinds(findings: Sequence[Finding]) -> Html | None:
    """Findings by category and severity, the longest bar for the most frequent category."""
    counts: Counter[tuple[str, str]] = Counter((one.category, str(one.severity)) for one in findings)
    totals = Counter(one.category for one in findings)
    if not totals:
        return None
    order = list(CATEGORIES)
    most = max(totals.values())
    rows = []
    for category in sorted(totals, key=lambda one: (-totals[one], order.index(one) if one in order else len(order))):
        left, pieces = 0.0, []
        for severity in SEVERITIES:
            wide = round(counts[category, str(severity)] / most * _WIDE, 1)
            if wide:
                pieces.append(_rect(round(left, 1), wide, f"bar-{severity}"))
            left += wide
        rows.append(
            tag(
                "tr",
                {"data-category": category},
                tag("th", {"scope": "row"}, CATEGORIES.get(category, category)),
                (tag("td", {"class": "number"}, str(counts[category, str(severity)])) for severity in SEVERITIES),
                tag("td", {}, _drawing(tag("g", {}, pieces))),
            )
        )
    names = ("类别", *(f"{SIGNS[severity]}{word}" for severity, word in SEVERITIES.items()), "图示")
    return tag(
        "table",
        {"class": "bars kinds"},
        tag("caption", {}, "各类问题数"),
        tag("thead", {}, tag("tr", {}, (tag("th", {"scope": "col"}, name) for name in names))),
        tag("tbody", {}, rows),
    )


def _units(units: Sequence[Score], found: Atlas) -> Html:
    names = ("范围", "项目", "总分", "图示", "等级", *SEVERITIES.values(), *(one.item for one in units[0].points))
    return tag(
        "details",
        {"class": "units", "open": len(units) <= 12},
        tag("summary", {}, f"各项目得分（{len(units)} 行）"),
        tag(
            "div",
            {"class": "scroll", "role": "region", "aria-label": "各项目得分", "tabindex": 0},
            tag(
                "table",
                {"class": "bars"},
                tag("caption", {"class": "unseen"}, "各项目得分"),
                tag("thead", {}, tag("tr", {}, (tag("th", {"scope": "col"}, name) for name in names))),
                tag("tbody", {}, (_unit(one, found) for one in units)),
            ),
        ),
    )


def _unit(score: Score, found: Atlas) -> Html:
    name = score.project or PARTS["table"]
    where = found.find(score.place).id if score.place is not None else WHOLE
    where = "document-title" if where == WHOLE else where
    return tag(
        "tr",
        {"class": "unit"},
        tag("td", {}, PARTS[score.part]),
        tag("th", {"scope": "row"}, tag("a", {"class": "jump", "href": f"#{where}"}, name)),
        tag("td", {"class": "number"}, UNJUDGED if score.total is None else figure(score.total)),
        tag("td", {}, bar(None if score.total is None else score.total / 100)),
        tag("td", {}, score.grade),
        (tag("td", {"class": "number"}, str(one)) for one in score.counts),
        (tag("td", {"class": "number"}, UNJUDGED if one.got is None else figure(one.got)) for one in score.points),
    )
