"""What of a library a run is compared with: documents that share its texts or rows, the same offices' earlier years, and what
comparable offices promise.

The library answers by keys that were kept with every goal and row; only documents that meet are read and compared in full by
the rules, so the cost does not grow with what the library holds beside.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..model import Extraction
from ..rules.views import Peers
from . import pack
from .ask import tables
from .store import Library
from .work import placed

ENOUGH = 12  # offices with the same text or rows: more of them make nothing clearer
YEARS = 3  # earlier years of an office that are looked at
_ROWS = 4  # figures of one's own that two projects share before they are compared
_BUCKET = 40  # texts in a bucket of which more is a template

_OTHERS = """
CREATE TEMP TABLE own AS SELECT unnest(?::VARCHAR[]) AS key;
CREATE TEMP TABLE other AS SELECT key FROM files WHERE NOT dead AND key NOT IN (SELECT key FROM own)
    AND sha NOT IN (SELECT sha FROM files SEMI JOIN own USING (key));
CREATE TEMP TABLE mine AS SELECT * FROM goals SEMI JOIN own USING (key);
CREATE TEMP TABLE theirs AS SELECT * FROM goals SEMI JOIN other USING (key);
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
WITH here AS (SELECT DISTINCT unnest(bands) AS band FROM mine),
there AS (SELECT key, "at", unnest(bands) AS band FROM theirs),
met AS (SELECT key, "at", band, count(*) OVER (PARTITION BY band) AS crowd FROM there SEMI JOIN here USING (band))
SELECT DISTINCT key, "at" FROM met WHERE crowd <= ?
"""
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
    with tables(library) as connection:
        for statement in filter(str.strip, _OTHERS.split(";")):
            connection.execute(statement, [sorted(own)] if "?" in statement else [])
        met: set[tuple[str, int]] = set()
        for question, values in (
            (_TEXTS.format(mark="exact"), [ENOUGH]),
            (_TEXTS.format(mark="loose"), [ENOUGH]),
            (_NEAR, [_BUCKET]),
            (_BEFORE, [YEARS]),
            (_MARKS, [_ROWS, ENOUGH]),
        ):
            met.update(connection.execute(question, values).fetchall())
        rows = connection.execute(_PEERS).fetchall()
    return _documents(library, met), _peers(rows)


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
