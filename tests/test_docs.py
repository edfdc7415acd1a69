"""What the README promises is there: its commands are targets, its files exist, its calls are the package's."""

import re
from pathlib import Path

import perf_goals
from perf_goals.cli import parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"^make (\w+)", README, flags=re.MULTILINE)
    assert named[:2] == ["example", "test"]
    assert [name for name in named if not re.search(rf"^{name}:", makefile, flags=re.MULTILINE)] == []


def test_ci_runs_the_readme_s_test_command() -> None:
    steps = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert any(step.endswith("make test") for step in steps)
    assert "make example" in steps


def test_commands_of_the_readme_are_understood() -> None:
    lines = [line.partition("#")[0].split() for line in README.splitlines() if line.startswith("perf-goals ")]
    assert len(lines) >= 4
    for words in lines:
        assert parser().parse_args(words[1:]).run is not None


def test_folders_of_the_readme_exist() -> None:
    folders = re.findall(r"^\| `([^`]+/)`", README, flags=re.MULTILINE)
    assert folders
    assert [name for name in folders if not (ROOT / name).is_dir()] == []


def test_calls_of_the_readme_exist() -> None:
    calls = set(re.findall(r"perf_goals\.(\w+)\(", README))
    assert calls == {"check", "each", "extract", "judge", "open_library", "parse_target", "review", "run", "score"}
    assert [name for name in calls if not callable(getattr(perf_goals, name))] == []


def test_nothing_names_a_machine_path_or_an_index() -> None:
    """The repository speaks of the project alone."""
    forbidden = re.compile("|".join(["/ro" + "ot/", "/wo" + "rk/", "py" + r"pi\.org", "file" + "s.python" + "hosted"]))
    suffixes = {".py", ".toml", ".md", ".txt", ".cfg", ".yml", ".jsonl", ""}
    texts = [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix in suffixes
        and not {".git", ".venv", "LICENSE"} & set(path.parts)
        and "__pycache__" not in path.parts
        and ".hypothesis" not in path.parts
    ]
    assert len(texts) > 40
    wrong = []
    for path in texts:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # the sample document in GB18030
        if forbidden.search(text):
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []
