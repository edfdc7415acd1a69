"""Words of a goal text, by jieba with a dictionary of the trade.

The dictionary takes a second to load: it is loaded where a question is put that only words can answer.
"""

import functools
import re
import tomllib
import warnings
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from ..errors import LexiconError
from ..lexicon import Lexicon, default, folder
from ..text import key

_CHINESE = re.compile(r"[一-鿿]{2,}")
_FREQUENCY = 5000  # of a word of the trade: more than its parts side by side
_SOURCES = (("metrics.toml", "metric", "ends"), ("products.toml", "product", "words"))


def domain_words(lexicon: Lexicon, directory: Path) -> frozenset[str]:
    """The words of the trade that the word lists know: headings, classes, units, metrics, purposes of projects.

    Raises:
        LexiconError: a list of metrics or products cannot be read.
    """
    known = {*lexicon.headings, *lexicon.classes1, *lexicon.classes2, *lexicon.units}
    for name, table, field in _SOURCES:
        try:
            entries = tomllib.loads((directory / name).read_text(encoding="utf-8-sig"))[table]
            known.update(key(word) for entry in entries for word in entry[field])
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise LexiconError([f"{name}：不是有效的词表（{error}）"]) from error
    return frozenset(word for word in known if _CHINESE.fullmatch(word))


@functools.cache
def _tokenizer() -> Any:
    """A tokenizer of our own: nobody else's words are in it, and nothing is kept in a shared temporary file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old escapes in jieba's patterns
        import jieba  # type: ignore[import-untyped]

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in sorted(domain_words(default(), folder())):
        if not tokenizer.FREQ.get(word):
            tokenizer.add_word(word, _FREQUENCY)
    return tokenizer


def tokens(text: str) -> list[str]:
    """The Chinese words of two and more characters in a text, in order.

    >>> tokens("困难群众满意度达到95%")
    ['困难', '群众满意度', '达到']
    """
    return [word for word in _tokenizer().lcut(key(text), HMM=False) if _CHINESE.fullmatch(word)]


def in_common(text: str, others: Sequence[str], without: Collection[str] = ()) -> tuple[frozenset[str], ...]:
    """The words that a text has in common with each of some others.

    without: words that say nothing here.

    >>> [sorted(words) for words in in_common("为困难群众发放医疗救助金", ["医疗救助 救助人次", "道路养护 养护里程"])]
    [['医疗'], []]
    """
    said = frozenset(tokens(text)).difference(without)
    return tuple(said.intersection(tokens(other)) for other in others)
