"""Reads Chinese budget performance targets (绩效目标) as published, and reviews them.

>>> import perf_goals
>>> frames = perf_goals.extract(["tests/documents"])  # doctest: +SKIP
>>> frames.indicators.groupby("document").size()  # doctest: +SKIP
"""

# The room ``perf_goals.extract`` is loaded first: loading a submodule later would put it over the function of that name.
from . import extract as _room  # noqa: F401  # isort: skip
from .api import VERSION as __version__
from .api import Frames, Written, each, extract, read, review, run
from .errors import LexiconError, OutputError, PerfGoalsError, UnreadableError
from .target import parse_target

__all__ = [
    "Frames",
    "LexiconError",
    "OutputError",
    "PerfGoalsError",
    "UnreadableError",
    "Written",
    "__version__",
    "each",
    "extract",
    "parse_target",
    "read",
    "review",
    "run",
]
