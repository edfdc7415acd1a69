"""What a result depends on, as short texts: where one has changed, that stage and those behind it are done again.

read: how bytes become a document. parse: how a document becomes goals and indicators, the word lists of that, and what is
kept beside them (``flat``, ``seam``). judge: the rules, their word lists and the settings. The code itself is looked at, not
a version number that somebody has to raise.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from ..config import Config
from ..lexicon import folder as lexicon_folder
from ..readers import has_ocr, office
from . import pack, seam

_PACKAGE = Path(__file__).resolve().parent.parent
_READ = ("errors.py", "model.py", "text.py", "readers")
_WORDS = ("numerals.py", "lexicon.py")
_KEPT = ("similarity/normal.py", "similarity/bands.py", "similarity/sets.py", "batch/seam.py", "batch/flat.py")
_PARSE = (*_WORDS, "target.py", "extract", *_KEPT)
_JUDGE = ("regions.py", "similarity", "config.py", "rules", "review.py")
_PARSING = frozenset({"headings", "classes", "signs", "units", "scales", "words"})  # word lists of ``lexicon.load``


@dataclass(frozen=True, slots=True)
class Tags:
    """The three, each with what stands before it; scan: as read, of a picture, which word lists help to read."""

    read: str
    scan: str
    parse: str
    judge: str


def now(settings: Config, version: str, lexicon: Path | None = None) -> Tags:
    """The tags of this program, these word lists and these settings.

    lexicon: the folder of the word lists, None for the shipped ones.
    """
    extras = f"{has_ocr()} {office.find() is not None}"
    read = _digest(version, str(pack.SHAPE), extras, _code(_READ))
    chosen = lexicon or lexicon_folder()
    lists = _lists(chosen)
    parsing = [path for path in lists if path.stem in _PARSING]
    lists_of_parse = _files(parsing, chosen)
    parse = _digest(read, "parse", _code(_PARSE), lists_of_parse, seam.version())
    others = [path for path in lists if path.stem not in _PARSING and path.stem != "scoring"]
    return Tags(
        read,
        _digest(read, "scan", _code(_WORDS), lists_of_parse),
        parse,
        _digest(parse, _code(_JUDGE), _files(others, chosen), _settings(settings)),
    )


def code() -> str:
    """The program and its shipped word lists: two machines with the same text do the same."""
    return _digest(_code((*_READ, *_PARSE, *_JUDGE)), _files(_lists(lexicon_folder()), lexicon_folder()))


def views() -> str:
    """What makes scores and workbooks of findings."""
    return _code(("scoring.py", "scorebook.py", "findings.py", "export.py", "workbook", "page", "frames.py", "batch"))


def _lists(chosen: Path) -> list[Path]:
    return sorted(path for path in chosen.iterdir() if path.suffix in (".toml", ".tsv"))


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@functools.cache
def _code(names: tuple[str, ...]) -> str:
    paths: list[Path] = []
    for name in names:
        path = _PACKAGE / name
        paths += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return _files([path for path in paths if path.is_file()], _PACKAGE)


def _files(paths: Iterable[Path], under: Path) -> str:
    found = sha256()
    for path in paths:
        content = path.read_bytes().replace(b"\r\n", b"\n")  # a checkout on Windows is the same program
        found.update(f"{path.relative_to(under).as_posix()} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def _settings(settings: Config) -> str:
    """What of the settings reaches the rules: not where they are written, not the points of the score."""
    parts = (
        sorted(settings.select),
        sorted(settings.ignore),
        sorted((code, str(severity)) for code, severity in settings.severity.items()),
        sorted((code, _limits(limits)) for code, limits in settings.limits.items()),
        [(one.name, one.province, one.rows, one.goals, sorted(one.silent)) for one in settings.templates],
        settings.waivers,
    )
    return repr(parts)


def _limits(limits: Mapping[str, Decimal]) -> list[tuple[str, str]]:
    return sorted((name, str(limit.normalize())) for name, limit in limits.items())
