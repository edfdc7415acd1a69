"""Frozen values ↔ JSON text, exactly: what a worker sends home, and what the library keeps.

A value is the list of its fields in order. The document's file name, which stands in every place, is left out and put back
on reading, so that the same content under another name reads with that name. Nothing is executed on reading: a library may
come from somebody else.
"""

import dataclasses
import json
import threading
import types
import typing
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from typing import Any

from ..model import (
    Document,
    Extraction,
    Finding,
    FindingTarget,
    Goal,
    Grid,
    Indicator,
    Merge,
    Paragraph,
    Place,
    Raw,
    Refusal,
    TableRecord,
    Target,
)

SHAPE = 1  # of the text; raised when what is below is written in another way

_Turn = Callable[[Any], Any] | None
_PLAIN = frozenset({str, int, float, bool, type(None)})
_NAMED = frozenset({"file", "document"})  # fields that hold the document's file name
_VALUES = (Document, Extraction, Finding, FindingTarget, Goal, Grid, Indicator, Merge, Paragraph, Place, Raw, Refusal,
           TableRecord, Target)  # fmt: skip


class _Codec:
    """Turns values into lists and back, each way put together once from the types of the fields."""

    def __init__(self) -> None:
        self.file = ""
        self.out: dict[type, Callable[[Any], Any]] = {}
        self.back: dict[type, Callable[[Any], Any]] = {}

    def value(self, cls: type) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
        if cls not in self.out:
            hints = typing.get_type_hints(cls)
            fields = [field.name for field in dataclasses.fields(cls) if field.init]
            out: list[tuple[int, Callable[[Any], Any]]] = []
            back: list[tuple[int, Callable[[Any], Any]]] = []
            blank: list[int] = []
            self.out[cls] = _writer(fields, out)
            self.back[cls] = _reader(cls, back)
            for at, name in enumerate(fields):
                if name in _NAMED and hints[name] is str:
                    out.append((at, self._leave))
                    blank.append(at)
                    continue
                there, here = self.turns(hints[name])
                if there is not None and here is not None:
                    out.append((at, there))
                    back.append((at, here))
            if blank:
                self.back[cls] = self._named(cls, back, blank)
        return self.out[cls], self.back[cls]

    def _leave(self, name: str) -> str | None:
        return None if name == self.file else name

    def _named(self, cls: type, back: list[tuple[int, Callable[[Any], Any]]], blank: list[int]) -> Callable[[Any], Any]:
        def read(row: list[Any]) -> Any:
            for at in blank:
                if row[at] is None:
                    row[at] = self.file
            for at, turn in back:
                if row[at] is not None:
                    row[at] = turn(row[at])
            return cls(*row)

        return read

    def turns(self, hint: Any) -> tuple[_Turn, _Turn]:
        """How a field is written and read; None for one that JSON knows itself."""
        if hint in _PLAIN:
            return None, None
        if hint is Decimal:
            return str, Decimal
        if isinstance(hint, type) and issubclass(hint, Enum):
            return _value_of, hint
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            return self.value(hint)
        origin, inside = typing.get_origin(hint), typing.get_args(hint)
        if origin in (typing.Union, types.UnionType):
            kinds = [one for one in inside if one is not type(None)]
            return self.turns(kinds[0]) if len(kinds) == 1 else self._either(kinds)
        if origin is tuple and len(inside) == 2 and inside[1] is Ellipsis:
            there, here = self.turns(inside[0])
            if there is None or here is None:
                return list, tuple
            return _each(there, list), _each(here, tuple)
        raise TypeError(f"no way to write {hint}")

    def _either(self, kinds: list[type]) -> tuple[_Turn, _Turn]:
        """One of several kinds of value: its number stands in front."""
        both = [self.value(kind) for kind in kinds]
        number = {kind: at for at, kind in enumerate(kinds)}
        out = [there for there, _ in both]
        back = [here for _, here in both]

        def write(one: Any) -> list[Any]:
            at = number[type(one)]
            return [at, out[at](one)]

        def read(pair: list[Any]) -> Any:
            return back[pair[0]](pair[1])

        return write, read


def _value_of(one: Any) -> Any:
    return one.value


def _each(turn: Callable[[Any], Any], into: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda many: into([turn(one) for one in many])


def _writer(fields: list[str], turns: list[tuple[int, Callable[[Any], Any]]]) -> Callable[[Any], Any]:
    from operator import attrgetter

    take = attrgetter(*fields)
    single = len(fields) == 1

    def write(one: Any) -> list[Any]:
        row = [take(one)] if single else list(take(one))
        for at, turn in turns:
            if row[at] is not None:
                row[at] = turn(row[at])
        return row

    return write


def _reader(cls: type, turns: list[tuple[int, Callable[[Any], Any]]]) -> Callable[[Any], Any]:
    def read(row: list[Any]) -> Any:
        for at, turn in turns:
            if row[at] is not None:
                row[at] = turn(row[at])
        return cls(*row)

    return read


class _Mine(threading.local):
    """A codec holds the name of the document that it is at: each thread has its own."""

    def __init__(self) -> None:
        self.codec = _Codec()
        for cls in _VALUES:
            self.codec.value(cls)


_mine = _Mine()


def plain(one: Any, file: str) -> Any:
    """A value as lists; ``file`` is the name of its document."""
    codec = _mine.codec
    codec.file = file
    return codec.out[type(one)](one)


def value(cls: type, row: Any, file: str) -> Any:
    """The value of lists that ``plain`` gave; uses them up."""
    codec = _mine.codec
    codec.file = file
    return codec.back[cls](row)


def text(rows: Any) -> str:
    return json.dumps(rows, ensure_ascii=True, separators=(",", ":"))


def rows(written: str) -> Any:
    return json.loads(written)


def write_documents(documents: list[Document]) -> str:
    """Documents of one file.

    >>> from perf_goals.model import Paragraph, Place
    >>> one = Document("例.txt", "text", (Paragraph("绩效", Place("例.txt", line=1)),))
    >>> read_documents(write_documents([one]))[0] == one
    True
    """
    return text([[one.file, plain(one, one.file)] for one in documents])


def read_documents(written: str) -> list[Document]:
    return [value(Document, row, file) for file, row in rows(written)]


def write_extractions(extractions: list[Extraction]) -> str:
    """Extractions of one file, without their documents' blocks."""
    return text([[one.document.file, _without(one)] for one in extractions])


def _without(one: Extraction) -> list[Any]:
    file = one.document.file
    return [[plain(row, file) for row in part] for part in (one.indicators, one.goals, one.refusals, one.tables)]


def read_extractions(written: str, documents: list[Document]) -> list[Extraction]:
    """The extractions of these documents, in order."""
    found = []
    for (file, parts), document in zip(rows(written), documents, strict=True):
        kinds: tuple[type, ...] = (Indicator, Goal, Refusal, TableRecord)
        read = [tuple([value(kind, row, file) for row in part]) for kind, part in zip(kinds, parts, strict=True)]
        found.append(Extraction(document, *read))
    return found
