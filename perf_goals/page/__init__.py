"""Review → one HTML file for a document: its tables as they are printed, and every finding beside its cell.

The file stands alone: no server, no network, no other file. Its policy allows the one style and the one script that are in
it, pictures that are in it, and nothing else. The same input gives the same bytes.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from ..model import Document, Review
from ..saving import writing
from ..workbook.decisions import Decision
from . import charts, panel, scans, spots, tables
from .markup import Html, joined, tag
from .signs import figure

__all__ = ["document_page", "write_page"]


def write_page(
    review: Review,
    path: Path,
    *,
    made: date | None = None,
    passwords: Sequence[str] = (),
    decisions: Mapping[int, Decision] = MappingProxyType({}),
) -> None:
    """Write the page of one document; an older one at ``path`` is replaced only when the new one is complete.

    review: of one document alone (``scoring.documents``). passwords: tried where the pictures of its pages need one.

    Raises:
        OutputError: the folder is missing or closed, the disk is full.
    """
    text = document_page(review, made=made, passwords=passwords, decisions=decisions)
    with writing(Path(path)) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def document_page(
    review: Review,
    *,
    made: date | None = None,
    passwords: Sequence[str] = (),
    decisions: Mapping[int, Decision] = MappingProxyType({}),
) -> str:
    """The whole file as text. decisions: what a reviewer has decided about findings, by their number."""
    (extraction,) = review.extractions
    document = extraction.document
    parts = spots.sections(document)
    found = spots.atlas(parts)
    names = spots.Names(extraction)
    pinned = list(spots.pin(names, review, found))
    shown = scans.collect(document, parts, pinned, passwords=passwords)
    title = " ".join(filter(None, (document.department, f"{document.year or ''}", "绩效目标表审核")))
    style, script = _file("page.css"), _file("page.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    head = tag(
        "head",
        {},
        tag("meta", {"charset": "utf-8"}),
        tag("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        tag("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        tag("meta", {"name": "generator", "content": f"perf_goals {review.version}".strip()}),
        tag("meta", {"name": "referrer", "content": "no-referrer"}),
        tag("title", {}, title),
        tag("style", {}, Html(style)),
    )
    body = tag(
        "body",
        {},
        tag(
            "nav",
            {"class": "skips", "aria-label": "跳转"},
            tag("a", {"class": "skip", "href": "#panel-title"}, "跳到问题"),
            tag("a", {"class": "skip", "href": "#document-title"}, "跳到表格"),
        ),
        charts.patterns(),
        _header(review, document, title, made),
        tag(
            "div",
            {"id": "desk"},
            tag(
                "main",
                {"id": "main"},
                charts.scores(review, found),
                _document(review, parts, found, pinned, shown),
            ),
            panel.panel(pinned, review, names, frozenset(shown.of), decisions),
        ),
        tag("button", {"type": "button", "id": "back", "hidden": True}, "返回问题（Esc）"),
        tag("script", {}, Html(script)),
    )
    return f"<!DOCTYPE html>\n{tag('html', {'lang': 'zh-CN'}, head, body)}\n"


def _header(review: Review, document: Document, title: str, made: date | None) -> Html:
    about = [
        ("文件", document.file),
        ("地区", document.region),
        ("程序版本", review.version),
        ("生成日期", f"{made.year} 年 {made.month} 月 {made.day} 日" if made is not None else None),
    ]
    whole = next((one for one in review.scores if one.part == "department"), None)
    if whole is not None and whole.total is not None:
        about += [("总分", figure(whole.total)), ("等级", whole.grade)]
    return tag(
        "header",
        {},
        tag("h1", {}, title),
        tag("dl", {"class": "about"}, (tag("div", {}, tag("dt", {}, a), tag("dd", {}, b)) for a, b in about if b)),
    )


def _document(
    review: Review,
    parts: list[spots.Section],
    found: spots.Atlas,
    pinned: list[spots.Pinned],
    shown: scans.Pictures,
) -> Html:
    (extraction,) = review.extractions
    marks = tables.Marks(pinned)
    named = tables.named_cells(extraction, review.scores, found)
    headings = tables.heads(extraction)
    on_page: dict[int, list[spots.Pinned]] = {}
    for one in pinned:
        for page in dict.fromkeys(spot.page for spot in (one.spot, *one.others) if spot.page is not None):
            on_page.setdefault(page, []).append(one)
    drawn: set[int] = set()
    pieces = []
    for part in parts:
        picture = None
        if part.page in shown.of and part.page not in drawn:
            drawn.add(part.page)
            picture = scans.figure(shown.of[part.page], on_page.get(part.page, []))
        pieces.append(tables.section(part, found, marks, named, headings, picture))
    return tag(
        "section",
        {"id": "document", "aria-labelledby": "document-title"},
        tag("h2", {"id": "document-title", "tabindex": -1}, "文件原文"),
        tables.legend() if pinned else None,
        tag("button", {"type": "button", "id": "pictures", "hidden": True, "aria-pressed": "false"}, "展开页面图")
        if shown.of
        else None,
        tag("p", {"class": "note"}, shown.note) if shown.note else None,
        tables.whole(marks) if spots.WHOLE in marks.own else None,
        joined(pieces),
    )


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
