"""What a caller did wrong. Every message is one Chinese sentence: which file, where, what to do."""


class PerfGoalsError(Exception):
    """Base of all errors that are the caller's to put right; the command line exits with 2."""


class UnreadableError(PerfGoalsError):
    """One input file cannot be read; the others of the batch still can."""


class LockedError(UnreadableError):
    """A file that opens with a password only; ``where`` is its path or name."""

    def __init__(self, where: str) -> None:
        super().__init__(f"{where} 设有打开密码，请用 --password 给出密码，或用 Office、WPS、PDF 软件取消密码后再试")


class LexiconError(PerfGoalsError):
    """A file under ``lexicon/`` is wrong; ``problems`` lists everything found, file and entry first."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("词库有误，请按提示修改：\n" + "\n".join(problems))
        self.problems = problems


class OutputError(PerfGoalsError):
    """The result cannot be written where the caller asked for it."""


class ConfigError(PerfGoalsError):
    """``perf-goals.toml`` or a rule named on the command line is wrong; ``problems`` lists everything found."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
