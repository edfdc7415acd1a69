"""Reads Chinese budget performance targets (绩效目标) as published, and reviews them.

>>> import perf_goals
>>> frames = perf_goals.extract(["tests/documents"])  # doctest: +SKIP
>>> frames.indicators.groupby("document").size()  # doctest: +SKIP
"""

import sys
import types

from .api import VERSION as __version__
from .api import Frames, Written, check, each, extract, judge, open_library, read, review, run, score
from .errors import ConfigError, LexiconError, OutputError, PerfGoalsError, UnreadableError
from .target import parse_target

__all__ = [
    "ConfigError",
    "Frames",
    "LexiconError",
    "OutputError",
    "PerfGoalsError",
    "UnreadableError",
    "Written",
    "__version__",
    "check",
    "each",
    "extract",
    "judge",
    "open_library",
    "parse_target",
    "read",
    "review",
    "run",
    "score",
]


class _Package(types.ModuleType):
    """The package: its functions ``extract`` and ``review`` are not replaced by the rooms of these names.

    Python puts a submodule over whatever its package calls by that name, as soon as the submodule is loaded.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in ("extract", "review") and isinstance(value, types.ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
