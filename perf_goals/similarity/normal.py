"""Texts as they are compared: bare of what print adds, and loose of what a copier exchanges."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ..text import key

_PUNCTUATION = re.compile(r"[^\w%]|_")
_NUMBERING = re.compile(r"(?m)(?:^|(?<=[。；;]))\s*(?:[一二三四五六七八九十]+、|\d{1,2}[.．、)）](?!\d))")
_NUMBERED = "、.．)）"  # without one of these there is no numbering
_SAID = re.compile(r"[^\W_]+|%+").findall  # all but _PUNCTUATION
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十两百千万亿]+(?=[个项次场人户座条期批年月日家所处])")
_PAPERS = re.compile(
    r"[^-,，、]{0,4}〔?\(?\[?20\d\d[〕)\]]?[-—]?(?:第?\d+号)?(?:年度?)?|\(结转\)|结转|提前下达|提前批|第?[一二三四五六七八九十\d]+[批期]"
)
_LEVELS = re.compile(r"[全本我该](?:省|市|州|盟|县|区|旗|镇|乡|街道|村)")
_STEPS = re.compile(r"[^省市州盟县区旗镇乡]{1,6}(?:自治[州县]|[省市州盟县区旗镇乡])")
_CLAUSE = re.compile(r"[，,。；;！!？?]")
SOME = "某"  # stands for a name, a place


@lru_cache(maxsize=1 << 15)
def bare(text: str) -> str:
    """A text for comparing: no white space, no punctuation, no numbering in front of clauses.

    >>> bare("1. 慰问困难群众 120户。") == bare("慰问困难群众，120户")
    True
    """
    return "".join(_SAID(_read(text)))


def _read(text: str) -> str:
    if any(map(text.__contains__, _NUMBERED)):
        text = _NUMBERING.sub("", text)
    return key(text)


def clauses(text: str) -> list[tuple[str, str]]:
    """The clauses of a text, each bare and as printed; those that are nothing but marks are left out.

    >>> clauses("一、应保尽保；救助 300人。")
    [('应保尽保', '一、应保尽保'), ('救助300人', '救助 300人')]
    """
    text = text.replace("\n", "。")  # the key of a text keeps every sign that ends a clause, but no line end
    parts = zip(_CLAUSE.split(_read(text)), _CLAUSE.split(text), strict=True)
    return [(plain, printed.strip()) for part, printed in parts if (plain := "".join(_SAID(part)))]


def pairs(text: str) -> frozenset[str]:
    """The character pairs of a text; of a single character that character."""
    if len(text) == 1:
        return frozenset(text)
    return frozenset(map(str.__add__, text, text[1:]))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of character pairs that two texts have in common, 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


@lru_cache(maxsize=1 << 15)
def core(name: str) -> str:
    """What a project is, by its name without years, document numbers and 结转.

    >>> core("豫财社2025-57号2025年中央财政补助资金(结转)")
    '中央财政补助资金'
    """
    return _PUNCTUATION.sub("", _PAPERS.sub("", key(name)))


@lru_cache(maxsize=1 << 12)
def own_names(*printed: str | None) -> tuple[str, ...]:
    """What a text may call its own office and places: the names whole, without their places, and each place, longest first.

    >>> own_names("伊水市青河区文化馆", "伊水市青河区")
    ('伊水市青河区文化馆', '伊水市青河区', '青河区文化馆', '伊水市', '文化馆', '青河区')
    """
    found: set[str] = set()
    for name in printed:
        rest = key(name or "")
        found.add(rest)
        while (step := _STEPS.match(rest)) is not None:
            found.add(step.group())
            rest = rest[step.end() :]
            found.add(rest)
    return tuple(sorted((name for name in found if len(name) >= 3), key=lambda name: (-len(name), name)))


@lru_cache(maxsize=1 << 14)
def loose(text: str, project: str | None = None, names: tuple[str, ...] = ()) -> str:
    """A bare text without what a copier exchanges: figures, years, the project's and the office's own names and places.

    Of the project's name the longest part of four or more characters that the text uses counts.

    >>> loose("青河区图书采购2000册", "图书采购项目", own_names("伊水市青河区")) == loose("全县设备采购35册", "设备采购")
    True
    """
    spot = key(text)
    for name in names:
        if name in spot:
            spot = spot.replace(name, SOME)
    part = _part(core(project or ""), spot)
    if part:
        spot = spot.replace(part, SOME)
    spot = _PUNCTUATION.sub("", _FIGURES.sub("0", _LEVELS.sub(SOME, spot)))
    return re.sub(f"{SOME}{{2,}}", SOME, spot)


def _part(name: str, text: str) -> str:
    """The longest part of a name that a text uses, of four or more characters; "" for none."""
    found = ""
    at = 0
    while at + max(4, len(found) + 1) <= len(name):
        longer = name[at : at + max(4, len(found) + 1)]
        if longer in text:
            found = longer
        else:
            at += 1
    return found


def without(text: str, phrases: Iterable[str]) -> str:
    """A bare text without phrases that everybody has to use."""
    for phrase in phrases:
        text = text.replace(bare(phrase), "")
    return text
