"""A Review as pandas frames, and as table files: jsonl, csv, parquet. All of them are made from the same rows."""

import functools
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import export, findings, model, sarif, scoring
from .errors import OutputError
from .saving import make_folder, writing

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("jsonl", "csv", "parquet", "sarif")
FINDING_FIELDS = (*findings.FIELDS, "points")

Rows = list[dict[str, Any]]
_WHOLE = ("year", "errors", "warnings", "infos", "line")
_FIGURES = ("value", "upper", "weight", "amount", "full", "total", "points")
_NESTED = ("raw", "reasons", "source", "targets", "deductions", "apart")


@dataclass(frozen=True, slots=True)
class ReviewFrames:
    """Everything in a Review, one row an indicator, goal, finding, score, refusal, unread file or waiver.

    Columns are named as in the data contract; ``points`` of a finding is what it costs over all units that it names, NA
    where it compares documents and takes none. dtypes: text columns are pandas strings, ``year``, ``line`` and counts
    Int64, figures Float64, ``confidence`` float64; ``raw``, ``reasons``, ``source``, ``targets``, ``deductions`` and
    ``apart`` hold dicts and lists. Missing values are pd.NA or None, never "".
    """

    indicators: "pd.DataFrame"
    goals: "pd.DataFrame"
    findings: "pd.DataFrame"
    scores: "pd.DataFrame"
    refusals: "pd.DataFrame"
    unread: "pd.DataFrame"
    waived: "pd.DataFrame"


@dataclass(frozen=True, slots=True)
class Review(model.Review):
    """A ``model.Review`` that gives itself as frames."""

    @classmethod
    def of(cls, review: model.Review) -> "Review":
        """The same review, of this class."""
        return cls(**{each.name: getattr(review, each.name) for each in fields(model.Review)})

    def to_frames(self) -> ReviewFrames:
        """Everything in it as pandas frames.

        >>> Review().to_frames().findings.columns[:4].tolist()
        ['document', 'code', 'category', 'severity']
        """
        return ReviewFrames(**{name: frame(rows, columns) for name, (columns, rows) in tables(self).items()})


def frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> "pd.DataFrame":
    """Rows as a frame with the dtypes that ``ReviewFrames`` names."""
    import pandas as pd

    made = pd.DataFrame([*rows], columns=list(columns))
    for name in made.columns:
        if name in _WHOLE:
            made[name] = made[name].astype("Int64")
        elif name in _FIGURES or name in items():
            made[name] = pd.to_numeric(made[name]).astype("Float64")
        elif name == "confidence":
            made[name] = made[name].astype("float64")
        elif name not in _NESTED:
            made[name] = made[name].astype("string")
    return made


@functools.cache
def items() -> tuple[str, ...]:
    """The names of the eight 审核要点."""
    return tuple(item.name for item in scoring.default().items)


def tables(review: model.Review) -> dict[str, tuple[tuple[str, ...], Rows]]:
    """Name → (fields, rows) of every table, in the order of ``ReviewFrames``."""
    refusals = [export.refusal_row(one) for extraction in review.extractions for one in extraction.refusals]
    made: dict[str, tuple[tuple[str, ...], Rows]] = {
        "indicators": (export.INDICATOR_FIELDS, export.rows(review.extractions, "indicators")),
        "goals": (export.GOAL_FIELDS, export.rows(review.extractions, "goals")),
        "findings": (FINDING_FIELDS, finding_rows(review)),
        "scores": (export.score_fields(review), [export.flat(row) for row in export.score_rows(review)]),
        "refusals": (export.REFUSAL_FIELDS, refusals),
        "unread": (export.UNREAD_FIELDS, [{"path": one.path, "reason": one.reason} for one in review.unread]),
        "waived": (export.WAIVED_FIELDS, [export.waived_row(one) for one in (*review.waived, *review.idle)]),
    }
    assert list(made) == [each.name for each in fields(ReviewFrames)]
    return made


def finding_rows(review: model.Review) -> Rows:
    """The contract's fields of each finding, and ``points``: what it costs, None where it compares documents."""
    costs = findings.points(review)
    return [{**findings.finding_row(one), "points": cost} for one, cost in zip(review.findings, costs, strict=True)]


def ready(formats: Iterable[str]) -> None:
    """Whether tables can be written in these formats; asked before a long run.

    Raises:
        OutputError: parquet is wanted and pyarrow is not installed.
    """
    if "parquet" in formats:
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            raise OutputError(
                'parquet 需要另装 pyarrow：pip install "perf-goals[parquet]"；或改用 jsonl、csv'
            ) from None


def write(review: model.Review, folder: Path, formats: Sequence[str]) -> tuple[Path, ...]:
    """Write a file for each table and format (``findings.csv``), and one ``review.sarif``; older ones are replaced.

    Raises:
        OutputError: the folder cannot be made, a file cannot be written, pyarrow is missing.
    """
    ready(formats)
    make_folder(folder)
    written: list[Path] = []
    made = tables(review) if set(formats) - {"sarif"} else {}
    for form in dict.fromkeys(formats):
        if form == "sarif":
            written.append(folder / "review.sarif")
            export.write(sarif.to_text(review), written[-1])
            continue
        for name, (columns, rows) in made.items():
            written.append(folder / f"{name}.{form}")
            _WRITERS[form](columns, rows, written[-1])
    return tuple(written)


def _jsonl(columns: Sequence[str], rows: Rows, path: Path) -> None:
    export.write(export.to_jsonl(rows), path)


def _csv(columns: Sequence[str], rows: Rows, path: Path) -> None:
    export.write(export.csv_text(columns, rows), path)


def _parquet(columns: Sequence[str], rows: Rows, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _type(name)) for name in columns])
    data = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(_clean(rows), schema=schema), data, compression="zstd")
    with writing(path) as aside:
        aside.write_bytes(data.getvalue())


_WRITERS: Mapping[str, Callable[[Sequence[str], Rows, Path], None]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
}


def _type(name: str) -> Any:
    """The column's type, written down: what a batch happens not to have must not change it."""
    import pyarrow as pa

    text, whole, figure = pa.string(), pa.int64(), pa.float64()

    def struct(**parts: Any) -> Any:
        return pa.struct(list(parts.items()))

    if name in _WHOLE:
        return whole
    if name in (*_FIGURES, "confidence", *items()):
        return figure
    about = {"code": text, "place": text, "message": text}
    nested = {
        "raw": struct(nature=text, value=text, unit=text, direction=text, weight=text, note=text),
        "reasons": pa.list_(text),
        "source": struct(page=whole, line=whole, sheet=text, table=whole, row=whole, cell=text),
        "targets": pa.list_(struct(scope=text, project=text, level1=text, level2=text, level3=text, part=text)),
        "deductions": pa.list_(struct(item=text, points=figure, **about)),
        "apart": pa.list_(struct(**about)),
    }
    return nested.get(name, text)


def _clean(value: Any) -> Any:
    """Half a character (a file name that is no UTF-8) is spelt out: arrow takes none."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    return value
