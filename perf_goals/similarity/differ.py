"""What two texts share and where they differ, character by character, for colouring in a workbook."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

LONG = 1200  # texts that differ over more than so many characters are compared clause by clause
_CLAUSES = re.compile(r"[^，。；、,;\n]*[，。；、,;\n]?")


class Kind(StrEnum):
    """Whose characters a piece holds: of both texts, of the first alone, of the second alone."""

    SAME = "same"
    HERE = "here"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one kind."""

    kind: Kind
    text: str


def differences(one: str, other: str) -> tuple[Piece, ...]:
    """The pieces of two texts in order: same and here joined give ``one``, same and there joined give ``other``.

    >>> [(piece.kind.value, piece.text) for piece in differences("慰问120户居民", "走访90户居民")]
    [('here', '慰问12'), ('there', '走访9'), ('same', '0户居民')]
    """
    front = _alike(one, other)
    back = _alike(one[front:][::-1], other[front:][::-1])
    pieces = [Piece(Kind.SAME, one[:front])]
    pieces += _middle(one[front : len(one) - back], other[front : len(other) - back])
    pieces.append(Piece(Kind.SAME, one[len(one) - back :]))
    return tuple(_joined(pieces))


def _alike(one: str, other: str) -> int:
    """How many characters at the start are the same."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _middle(one: str, other: str) -> Iterable[Piece]:
    if not one or not other:
        return (Piece(Kind.HERE, one), Piece(Kind.THERE, other))
    parts = max(len(one), len(other)) > LONG
    left: Sequence[str] = _CLAUSES.findall(one) if parts else one
    right: Sequence[str] = _CLAUSES.findall(other) if parts else other
    found = []
    for step, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if step == "equal":
            found.append(Piece(Kind.SAME, "".join(left[a:b])))
        else:
            found += [Piece(Kind.HERE, "".join(left[a:b])), Piece(Kind.THERE, "".join(right[c:d]))]
    return found


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last is not None and last.kind is piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def shared(text: str, compared: Iterable[Sequence[Piece]], shortest: int = 4) -> tuple[str, ...]:
    """The wording of a text that all texts it was compared with have too, in runs of ``shortest`` characters or more.

    compared: what ``differences(text, …)`` gave for each of them.

    >>> text = "完善设施，保障群众安全出行5次"
    >>> shared(text, [differences(text, "完善设施，保障群众安全出行8次"), differences(text, "保障群众安全出行8次")])
    ('保障群众安全出行',)
    """
    common = [True] * len(text)
    for pieces in compared:
        at = 0
        for piece in pieces:
            if piece.kind is Kind.THERE:
                continue
            if piece.kind is Kind.HERE:
                common[at : at + len(piece.text)] = [False] * len(piece.text)
            at += len(piece.text)
    found, run = [], ""
    for char, kept in zip((*text, ""), (*common, False), strict=True):
        if kept:
            run += char
            continue
        if len(run.strip()) >= shortest:
            found.append(run)
        run = ""
    return tuple(found)
