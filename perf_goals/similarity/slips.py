"""Slips of the pen: a character exchanged for one that sounds or looks alike (服物 for 服务).

The words that count are few (``lexicon/confusables.tsv``), so a text is first searched for what they become when one
character is wrong. Only where something is found, jieba's dictionary decides: the sentence has to fall apart into single
characters there, and to become far likelier with the right one.
"""

import functools
import re
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import NamedTuple

from ..errors import LexiconError
from ..lexicon import default, folder
from .words import domain_words

GAIN = 5.5  # how much likelier the sentence has to become, as a logarithm: about as 1 : 250
_TOTAL = log(6e7)  # words counted in jieba's dictionary
_COMMON = 1500  # a word of the trade counts as at least this frequent
_LONGEST = 6
_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_COUNTED = re.compile(r"[\d一二三四五六七八九十百千万两几每各]")  # 2座危桥: a measure word follows
# They stand between words and belong to none; 省 … 州 end a place's name.
_LOOSE = frozenset(
    "的地得和与及等在为对是以于由从向按将被把让给之其或且而不未已无有各每该本此个只数率省市县区乡镇村旗盟州街"
)


class Slip(NamedTuple):
    """wrong: the two or more characters as printed; right: what they should be. gain: how much speaks for it."""

    wrong: str
    right: str
    gain: float


@dataclass(frozen=True, slots=True, eq=False)
class Confusables:
    """words: the right ones. wrong: two neighbouring characters → (word as misprinted, right word, where they begin in it,
    which of its characters is wrong).
    """

    words: frozenset[str]
    wrong: Mapping[str, tuple[tuple[str, str, int, int], ...]]


_KINDS = ("同音", "形近", "词", "不查")


def load(directory: Path) -> Confusables:
    """Read and check ``confusables.tsv``.

    Raises:
        LexiconError: with every problem of the file.
    """
    name = "confusables.tsv"
    try:
        lines = (directory / name).read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise LexiconError([f"{name}：找不到这个文件"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError([f"{name}：不能按 UTF-8 读出（{error}）"]) from error
    problems: list[str] = []
    found: dict[str, dict[str, None]] = {kind: {} for kind in _KINDS}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, tab, items = line.partition("\t")
        if not tab or kind not in found or not items.strip():
            problems.append(f"{name}：第{number}行 应为 {'、'.join(_KINDS)} 之一、制表符和条目")
            continue
        for item in items.split():
            if not _RUN.fullmatch(item):
                problems.append(f"{name}：第{number}行 “{item}”应是两个以上的汉字")
            found[kind].setdefault(item)
    if problems:
        raise LexiconError(problems)
    return _index([*found["同音"], *found["形近"]], found["词"], found["不查"])


def _index(groups: Collection[str], words: Collection[str], never: Collection[str]) -> Confusables:
    alike: dict[str, dict[str, None]] = {}
    for group in groups:
        for one in group:
            alike.setdefault(one, {}).update(dict.fromkeys(group))
    fine = {word[at : at + 2] for word in words for at in range(len(word) - 1)} | set(never)
    wrong: dict[str, list[tuple[str, str, int, int]]] = {}
    for word in words:
        for at, letter in enumerate(word):
            begin = max(at - 1, 0)
            head, tail = word[:at], word[at + 1 :]
            for other in alike.get(letter, ()):
                misprint = head + other + tail
                pair = misprint[begin : begin + 2]
                if other != letter and pair not in fine:
                    wrong.setdefault(pair, []).append((misprint, word, begin, at))
    return Confusables(frozenset(words), {pair: tuple(found) for pair, found in wrong.items()})


@functools.cache
def confusables() -> Confusables:
    """The list that came with the package, read when a text is first searched."""
    return load(folder())


def slips(text: str) -> list[tuple[int, Slip]]:
    """The slips of a text and where they are, in order; text: as long as you like, one search is enough for a document.

    >>> [(at, slip.wrong, slip.right) for at, slip in slips("服务群众，经办服物网点")]
    [(7, '服物', '服务')]
    """
    found = []
    for pair in _suspects(text):
        at = text.find(pair)
        while at >= 0:
            begin, run = _run(text, at)
            if _COUNTED.match(text[max(at - 1, 0) : at]) is None and (one := _slip(run, at - begin)) is not None:
                found.append((at - one.wrong.index(pair), one))
            at = text.find(pair, at + 1)
    return sorted(found)


def _suspects(text: str) -> list[str]:
    """The pairs of characters in a text that may be misprints, surely all that are.

    Two characters are read as one number of 32 bits: that is faster than cutting the text into pairs.
    """
    data = memoryview(text.encode(_UTF16, "surrogatepass"))
    pairs = _pairs()
    found: set[int] = set()
    for begin in (0, 2):
        end = begin + (len(data) - begin) // 4 * 4
        found.update(filter(pairs.__contains__, data[begin:end].cast("I")))
    return [pairs[number] for number in found]


_UTF16 = f"utf-16-{'le' if sys.byteorder == 'little' else 'be'}"


@functools.cache
def _pairs() -> dict[int, str]:
    """Each pair of characters that may be a misprint, by its number."""
    pairs = list(confusables().wrong)
    return dict(zip(memoryview("".join(pairs).encode(_UTF16)).cast("I"), pairs, strict=True))


def _run(text: str, at: int) -> tuple[int, str]:
    """Where the Chinese characters around a place begin, and them; no further than a few words."""
    begin, end = at, at + 2
    while begin > max(at - _AROUND, 0) and "\u4e00" <= text[begin - 1] <= "\u9fff":
        begin -= 1
    while end < min(at + 2 + _AROUND, len(text)) and "\u4e00" <= text[end] <= "\u9fff":
        end += 1
    return begin, text[begin:end]


_AROUND = 12


@functools.lru_cache(maxsize=1 << 12)
def _slip(run: str, at: int) -> Slip | None:
    """What is wrong at a pair of characters of a sentence; the longest word, then the likeliest."""
    list_ = confusables()
    best: Slip | None = None
    for misprint, word, begin, wrong in list_.wrong[run[at : at + 2]]:
        start = at - begin
        end = start + len(word)
        if start < 0 or run[start:end] != misprint:
            continue
        spot = start + wrong
        if len(word) == 2 and (run[at] in _LOOSE or run[at + 1] in _LOOSE or _seam(run, at, list_.words)):
            continue
        likely, alone = _read(run)
        if spot not in alone or (len(word) == 2 and not alone.issuperset((at, at + 1))):
            continue
        gain = _read(run[:start] + word + run[end:])[0] - likely
        if gain >= GAIN and (best is None or (len(word), gain) > (len(best.right), best.gain)):
            best = Slip(misprint, word, gain)
    return best


def _seam(run: str, at: int, words: Collection[str]) -> bool:
    """Whether two known words meet at a pair of characters, or one of them reaches into it."""
    return (at > 0 and run[at - 1 : at + 1] in words) or run[at + 1 : at + 3] in words


@functools.lru_cache(maxsize=1 << 12)
def _read(run: str) -> tuple[float, frozenset[int]]:
    """How likely the likeliest way to cut a sentence into words is, and which characters stand alone in it."""
    counts = _counts()
    size = len(run)
    best = [0.0] * (size + 1)
    cut = [0] * (size + 1)
    for at in range(size - 1, -1, -1):
        options = [(_weight(counts, run[at]) + best[at + 1], at + 1)]
        for end in range(at + 2, min(size, at + _LONGEST) + 1):
            if (word := run[at:end]) in counts:
                options.append((_weight(counts, word) + best[end], end))
        best[at], cut[at] = max(options)
    alone = set()
    at = 0
    while at < size:
        if cut[at] == at + 1:
            alone.add(at)
        at = cut[at]
    return best[0], frozenset(alone)


def _weight(counts: Mapping[str, str | int], word: str) -> float:
    return log(int(counts.get(word, 1)) or 1) - _TOTAL


@functools.cache
def _counts() -> dict[str, str | int]:
    """How often a word was counted: jieba's dictionary, read without loading jieba, and the words of the trade."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba")
    fields = Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").split()
    counts: dict[str, str | int] = dict(zip(fields[::3], fields[1::3], strict=False))  # word, count, kind
    for word in (*confusables().words, *domain_words(default(), folder())):
        counts[word] = max(int(counts.get(word, 0)), _COMMON)
    return counts


_TWICE = re.compile("([\u4e00-\u9fff])\\1")


@functools.lru_cache(maxsize=1 << 12)
def doubled(text: str) -> tuple[tuple[int, str, bool], ...]:
    """Where a character is printed twice that belongs to one word only, which one, and whether it rarely stands alone.

    >>> doubled("培培训人数，发展展览业，人人参与"), doubled("整治村村民")
    (((0, '培', True),), ((2, '村', False),))
    """
    found = []
    for match in _RUN.finditer(text):
        run = match.group()
        for twice in _TWICE.finditer(run):
            at, letter = twice.start(), twice[1]
            if len({at, at + 1} & _read(run)[1]) == 1:
                rare = letter in _BOUND or int(_counts().get(letter, 0)) < _ALONE
                found.append((match.start() + at, letter, rare))
    return tuple(found)


_ALONE = 300
_BOUND = frozenset("率度障绩促提增优善完推执符满覆施")  # counted often, but no words and no short forms (综治、国资)
