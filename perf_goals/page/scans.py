"""The pages of a PDF or a scan as they look, with a frame around each marked cell."""

import base64
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..config import RANK, SEVERITIES
from ..errors import LockedError, UnreadableError
from ..model import Document, Grid
from ..readers.pictures import Picture, of_picture, pictures
from .markup import Html, tag
from .signs import SIGNS
from .spots import Pinned, Section

_Box = tuple[float, float, float, float]
MOST_BYTES = 24 << 20  # of all pictures of a file: a browser opens such a page without a wait


@dataclass(frozen=True, slots=True)
class Pictures:
    """Page → its picture; note: why some are missing, in one sentence."""

    of: dict[int, Picture] = field(default_factory=dict)
    note: str | None = None


def collect(
    document: Document,
    parts: Sequence[Section],
    pinned: Iterable[Pinned],
    most: int = MOST_BYTES,
    passwords: Sequence[str] = (),
) -> Pictures:
    """Pictures of the pages that hold tables, those with findings first, as long as there is room."""
    if document.format not in ("pdf", "image"):
        return Pictures()
    with_tables = [
        part.page
        for part in parts
        if part.page is not None and any(isinstance(block, Grid) for _, block in part.blocks)
    ]
    marked = {spot.page for one in pinned for spot in (one.spot, *one.others)}
    pages = sorted(dict.fromkeys(with_tables), key=lambda page: (page not in marked, page))
    if not pages:
        return Pictures()
    path = Path(document.path or document.file)
    if not path.is_file():
        return Pictures(note="页面图没有收入：原文件不在原处，或在压缩包里。")
    found: dict[int, Picture] = {}
    room = most
    try:
        drawn = pictures(path, pages, passwords) if document.format == "pdf" else of_picture(path, pages)
        for picture in drawn:
            room -= len(picture.png)
            if room < 0:
                break
            found[picture.page] = picture
    except LockedError:
        return Pictures(note="页面图没有收入：原文件设有打开密码。")
    except UnreadableError:
        return Pictures(note="页面图没有收入：原文件现在打不开。")
    missing = len(pages) - len(found)
    return Pictures(found, f"有 {missing} 页的页面图没有收入，请对照原文件。" if missing else None)


def figure(picture: Picture, marked: Sequence[Pinned]) -> Html:
    """One page and the frames on it; a frame leads to its finding."""
    width, height = f"{picture.width:.1f}", f"{picture.height:.1f}"
    frames = []
    labels: Counter[_Box] = Counter()  # findings of one cell are named side by side
    for one in sorted(marked, key=lambda one: -RANK[one.finding.severity]):
        first = one.spot.page == picture.page and corners_of(one.spot.box) is not None
        for number, box in enumerate(_boxes(one, picture.page)):
            own = first and number == 0
            frames.append(_frame(one, box, labels[box] if own else None))
            labels[box] += own
    return tag(
        "details",
        {"class": "scan"},
        tag("summary", {}, f"第{picture.page}页的页面图"),
        tag(
            "div",
            {"class": "sheet"},
            tag(
                "img",
                {
                    "src": "data:image/png;base64," + base64.b64encode(picture.png).decode("ascii"),
                    "alt": f"第{picture.page}页的页面图，文字见下面的表格",
                    "width": round(picture.width * 4 / 3),
                    "height": round(picture.height * 4 / 3),
                    "loading": "lazy",
                },
            ),
            tag(
                "svg",
                {
                    "viewBox": f"0 0 {width} {height}",
                    "preserveAspectRatio": "none",
                    "role": "group",
                    "aria-label": "有问题的单元格",
                },
                frames,
            ),
        ),
    )


def _boxes(one: Pinned, page: int) -> list[_Box]:
    boxes = (corners_of(spot.box) for spot in (one.spot, *one.others) if spot.page == page)
    return [box for box in boxes if box is not None]


def corners_of(box: str | None) -> _Box | None:
    """Left, top, right and bottom of a cell in points.

    >>> corners_of("39.3,148.6,155.2,179.6"), corners_of("C5")
    ((39.3, 148.6, 155.2, 179.6), None)
    """
    try:
        left, top, right, bottom = map(float, (box or "").split(","))
    except ValueError:
        return None
    return (left, top, right, bottom) if right > left and bottom > top else None


def _frame(one: Pinned, box: _Box, label: int | None) -> Html:
    """label: how many labels the cell has already; None: the finding only names the cell among others."""
    left, top, right, bottom = box
    severity = one.finding.severity
    about = f"问题{one.number}，{SEVERITIES[severity]}：{one.finding.message}"
    return tag(
        "a",
        {
            "id": f"b{one.number}" if label is not None else None,
            "class": f"frame {severity}{'' if label is not None else ' also'}",
            "href": f"#f{one.number}",
            "data-f": one.number,
            "aria-label": about,
        },
        tag("title", {}, about),
        tag("rect", {"x": left, "y": top, "width": f"{right - left:.1f}", "height": f"{bottom - top:.1f}"}),
        tag("text", {"x": f"{right - 1 - 16 * label:.1f}", "y": f"{top + 7:.1f}"}, f"{SIGNS[severity]}{one.number}")
        if label is not None
        else None,
    )
