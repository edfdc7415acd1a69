"""What of a library a run is compared with: documents that share its texts or rows, the same offices' earlier years, and what
comparable offices promise.

The library answers by keys that were kept with every goal and row; only documents that meet are read and compared in full by
the rules, so the cost does not grow with what the library holds beside.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from ..model import Extraction
from ..rules.views import Peers
from . import pack, seam
from .ask import asked
from .store import Library
from .work import placed

ENOUGH = 12  # offices with the same text or rows: more of them make nothing clearer
YEARS = 3  # earlier years of an office that are looked at
_ROWS = 4  # figures of one's own that two projects share before they are compared
_NEARLY = 3  # offices of each text that is a near copy

_OTHERS = """
CREATE TEMP TABLE own AS SELECT unnest(?::VARCHAR[]) AS key;
CREATE TEMP TABLE other AS SELECT key FROM files WHERE NOT dead AND key NOT IN (SELECT key FROM own)
    AND sha NOT IN (SELECT sha FROM files SEMI JOIN own USING (key));
CREATE TEMP TABLE mine AS SELECT exact, loose FROM goals SEMI JOIN own USING (key);
CREATE TEMP TABLE theirs AS SELECT key, "at", exact, loose, office_key, year FROM goals SEMI JOIN other USING (key);
"""
_TEXTS = """
SELECT DISTINCT key, "at" FROM (
    SELECT key, "at", row_number() OVER (PARTITION BY {mark} ORDER BY turn, office_key) AS place FROM (
        SELECT key, "at", {mark}, office_key,
            row_number() OVER (PARTITION BY {mark}, office_key ORDER BY year DESC NULLS LAST, key, "at") AS turn
        FROM theirs WHERE {mark} IN (SELECT {mark} FROM mine WHERE {mark} IS NOT NULL)
    )
) WHERE place <= ?
"""
_NEAR = """
SELECT DISTINCT key, "at" FROM (
    SELECT key, "at", row_number() OVER (PARTITION BY exact ORDER BY turn, office_key) AS place FROM (
        SELECT key, "at", exact, office_key,
            row_number() OVER (PARTITION BY exact, office_key ORDER BY year DESC NULLS LAST, key, "at") AS turn
        FROM theirs WHERE exact IN (SELECT unnest(?::BIGINT[]))
    )
) WHERE place <= ?
"""
_SIGNATURES = "SELECT exact, signed FROM signatures SEMI JOIN {whose} USING (key) WHERE version = ?"
_AT_ONCE = 1 << 14
_BEFORE = """
SELECT DISTINCT b.key, b."at" FROM documents b SEMI JOIN other USING (key)
JOIN (SELECT DISTINCT office_key, year FROM documents SEMI JOIN own USING (key)) a
    ON a.office_key = b.office_key AND b.year < a.year AND b.year >= a.year - ?
"""
_MARKS = """
SELECT DISTINCT key, "at" FROM (
    SELECT t.key, t."at", row_number() OVER (PARTITION BY m.key, m."at", m.project ORDER BY count(*) DESC, t.key) AS place
    FROM (SELECT DISTINCT key, "at", project, mark FROM indicators SEMI JOIN other USING (key) WHERE mark IS NOT NULL) t
    JOIN (SELECT DISTINCT key, "at", project, mark FROM indicators SEMI JOIN own USING (key) WHERE mark IS NOT NULL) m
        USING (mark)
    GROUP BY t.key, t."at", t.project, m.key, m."at", m.project HAVING count(*) >= ?
) WHERE place <= ?
"""
_PEERS = """
WITH wanted AS (
    SELECT DISTINCT name_key, coalesce(canonical_unit, unit) AS unit, max(year) OVER () AS newest
    FROM indicators SEMI JOIN own USING (key) WHERE value IS NOT NULL AND unit IS NOT NULL
),
said AS (
    SELECT i.name_key, w.unit, CASE WHEN i.nature IN ('≤', '<') THEN '≤' ELSE '≥' END AS side, i.office_key, i.year, i.value
    FROM indicators i SEMI JOIN other USING (key)
    JOIN wanted w ON w.name_key = i.name_key AND w.unit = coalesce(i.canonical_unit, i.unit)
    WHERE i.value IS NOT NULL AND i.upper IS NULL AND (i.year IS NULL OR w.newest IS NULL OR i.year >= w.newest - 1)
)
SELECT name_key, unit, side, office_key, quantile_disc(value, 0.5) FROM said
SEMI JOIN (SELECT name_key, unit, side, office_key, max(coalesce(year, 0)) AS last FROM said GROUP BY ALL) l
    ON l.name_key = said.name_key AND l.unit = said.unit AND l.side = said.side AND l.office_key = said.office_key
    AND l.last = coalesce(said.year, 0)
GROUP BY ALL ORDER BY ALL
"""


def compared(library: Library, own: Iterable[str]) -> tuple[list[Extraction], Peers]:
    """The documents of others that a run is compared with, and what others promise.

    own: keys of the run's files, which are in the library already. Copies of these files under other names are left out.
    """
    met, rows = asked(library, lambda connection: _met(connection, sorted(own)))
    return _documents(library, met), _peers(rows)


def _met(connection: Any, own: list[str]) -> tuple[set[tuple[str, int]], list[tuple[Any, ...]]]:
    """(key, number) of each document that is to be compared, and the rows of what others promise."""
    for statement in filter(str.strip, _OTHERS.split(";")):
        connection.execute(statement, [own] if "?" in statement else [])
    found: set[tuple[str, int]] = set()
    for question, values in (
        (_TEXTS.format(mark="exact"), [ENOUGH]),
        (_TEXTS.format(mark="loose"), [ENOUGH]),
        (_NEAR, [_near(connection), _NEARLY]),
        (_BEFORE, [YEARS]),
        (_MARKS, [_ROWS, ENOUGH]),
    ):
        found.update(connection.execute(question, values).fetchall())
    return found, connection.execute(_PEERS).fetchall()


def _near(connection: Any) -> list[int]:
    """Marks (``seam.exact``) of the texts of others that may be near copies of those of one's own files."""
    import numpy as np

    mine = list(_signatures(connection, "own"))
    if not mine:
        return []
    marks, first = np.unique(np.concatenate([marks for marks, _ in mine]), return_index=True)
    meeting = seam.Meeting(marks, np.concatenate([signed for _, signed in mine])[first])
    for theirs, signed in _signatures(connection, "other"):
        meeting.show(theirs, signed)
    return sorted({name for _, name in meeting.pairs(ENOUGH)})


def _signatures(connection: Any, whose: str) -> Iterator[tuple[Any, Any]]:
    """Marks and signatures, some at a time: only those that can be compared with today's."""
    import numpy as np

    found = connection.execute(_SIGNATURES.format(whose=whose), [seam.version()])
    while some := found.fetchmany(_AT_ONCE):
        yield np.array([mark for mark, _ in some], np.int64), seam.signed(signed for _, signed in some)


def _documents(library: Library, met: Iterable[tuple[str, int]]) -> list[Extraction]:
    keys = sorted({key for key, _ in met})
    documents, parsed = library.load("files", keys), library.load("parsed", keys)
    found = []
    for key in keys:
        if key in documents and key in parsed:
            path = library.entries[key].path
            extractions = pack.read_extractions(parsed[key], placed(pack.read_documents(documents[key]), path))
            found += [one for at, one in enumerate(extractions) if (key, at) in met]
    return found


def _peers(rows: Iterable[tuple[Any, ...]]) -> Peers:
    found: dict[tuple[str, str, str], dict[str, Decimal]] = {}
    for name, unit, side, office, value in rows:
        found.setdefault((name, unit, side), {})[office] = Decimal(repr(float(value))).normalize()
    return found
