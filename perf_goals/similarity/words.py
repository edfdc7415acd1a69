"""Words of a goal text, by jieba with a dictionary of the trade, and how well a text fits a project, by scikit-learn.

Both libraries take a second or two to load: they are loaded where a question is put that only words can answer.
"""

import functools
import re
import tomllib
import warnings
from collections.abc import Collection, Iterator, Sequence
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


def vectors(texts: Sequence[str], without: Collection[str] = ()) -> Any:
    """One TF-IDF row of length 1 for each text (a sparse matrix); a text without words is a row of zeros.

    without: words that say nothing here.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

    cut = [[word for word in tokens(text) if word not in without] for text in texts]
    if not any(cut):
        return hashed([""] * len(texts), 1)
    return TfidfVectorizer(analyzer=_same).fit_transform(cut)


def hashed(texts: Sequence[str], features: int = 1 << 18) -> Any:
    """The same without IDF, one text at a time: rows of different calls can be compared."""
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(analyzer=tokens, n_features=features, alternate_sign=False).transform(texts)


def _same(words: list[str]) -> list[str]:
    return words


def fit(text: str, projects: Sequence[str], without: Collection[str] = ()) -> tuple[float, ...]:
    """How well a goal text fits each project, 0 to 1: the cosine of its words and what the project says of itself.

    projects: name and indicators of each, in one string.

    >>> [share > 0 for share in fit("为困难群众发放医疗救助金", ["医疗救助 救助人次", "道路养护 养护里程"])]
    [True, False]
    """
    rows = vectors([text, *projects], without)
    return tuple(round(float(share), 6) for share in _column(rows))


def _column(rows: Any) -> Iterator[float]:
    yield from (rows[1:] @ rows[0].T).toarray().ravel()
