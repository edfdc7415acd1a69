"""HTML by functions: what is not made by ``tag`` is text and is escaped, whatever a document prints."""

import re
from collections.abc import Iterable, Mapping
from html import escape

# What HTML does not allow in a page, and half a character. A file with them is refused or shown as something else.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_EMPTY = frozenset(["br", "img", "input", "meta"])

Attribute = str | int | float | bool | None


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Node = str | None | Iterable["Node"]


def safe_text(text: str) -> str:
    """The text as a page can hold it, not yet escaped; line breaks as LF.

    >>> safe_text("完成率\\x07≥95%")
    '完成率\ufffd≥95%'
    """
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))


def tag(name: str, attributes: Mapping[str, Attribute] | None = None, *children: Node) -> Html:
    """One element. A None or False attribute is left out, True is written without a value.

    >>> tag("p", {"class": "a", "hidden": False}, "1<2", tag("b", {}, "是"), None)
    '<p class="a">1&lt;2<b>是</b></p>'
    """
    parts = [f"<{name}"]
    for key, value in (attributes or {}).items():
        if value is True:
            parts.append(f" {key}")
        elif value is not None and value is not False:
            parts.append(f' {key}="{escape(safe_text(str(value)))}"')
    parts.append(">")
    if name not in _EMPTY:
        _add(children, parts)
        parts.append(f"</{name}>")
    return Html("".join(parts))


def joined(*children: Node) -> Html:
    """Pieces one after another."""
    parts: list[str] = []
    _add(children, parts)
    return Html("".join(parts))


def _add(children: Iterable[Node], parts: list[str]) -> None:
    for child in children:
        if isinstance(child, Html):
            parts.append(child)
        elif isinstance(child, str):
            parts.append(escape(safe_text(child), quote=False))
        elif child is not None:
            _add(child, parts)
