"""What very many offices of a library write alike: for ``perf-goals library templates``.

Goals are asked for once for each office that has them. Of sets of indicators the database says which names stand together in
more than so many offices; only those rows are read.
"""

from collections.abc import Iterator

from ..model import Goal, Indicator, Place, Scope
from ..similarity.templates import FEWEST, Prescribed, prescribed
from . import pack
from .ask import ask
from .store import Library

_GOALS = "SELECT DISTINCT office_key, goal FROM goals WHERE goal IS NOT NULL ORDER BY ALL"
_SETS = """
WITH sets AS (
    SELECT key, "at", scope, project, office_key, string_agg(name_key, chr(10) ORDER BY name_key) AS names
    FROM indicators GROUP BY key, "at", document, department, year, office_key, scope, project
    HAVING count(*) >= ?
),
wide AS (SELECT scope, names FROM sets GROUP BY ALL HAVING count(DISTINCT office_key) > ?)
SELECT DISTINCT key FROM sets SEMI JOIN wide USING (scope, names) ORDER BY ALL
"""
_AT_ONCE = 500  # documents


def common(library: Library, units: int) -> Prescribed:
    """Phrases, goals, frames and sets that more than so many offices have.

    What a document prints in two tables of one project is one set to ``prescribed``; such sets are counted only where the
    tables by themselves are as widely used.
    """
    _, goals = ask(library, _GOALS)
    _, keys = ask(library, _SETS, [FEWEST, units])
    return prescribed([_goal(*row) for row in goals], list(_rows(library, [key for (key,) in keys])), units=units)


def _goal(office: str, text: str) -> Goal:
    return Goal(office, office, None, Scope.PROJECT, None, None, text, Place(office))


def _rows(library: Library, keys: list[str]) -> Iterator[Indicator]:
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        documents, parsed = library.load("files", some), library.load("parsed", some)
        for one in some:
            if one in documents and one in parsed:
                for extraction in pack.read_extractions(parsed[one], pack.read_documents(documents[one])):
                    yield from extraction.indicators
