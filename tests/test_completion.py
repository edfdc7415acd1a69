"""The completion scripts: bash is asked what it would offer; all of them name every command and option."""

import argparse
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from perf_goals import completion
from perf_goals.cli import main, parser

BASH = shutil.which("bash")


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        (["re"], ["review"]),
        (["--v"], ["--version"]),
        (["review", "--f"], ["--fail-on"]),
        (["review", "--fail-on", ""], ["error", "warning", "info", "never"]),
        (["review", "--tables", "p"], ["parquet"]),
        (["export", "--format", "s"], ["sarif"]),
        (["extract", "--what", "g"], ["goals"]),
        (["completion", ""], ["bash", "zsh", "fish", "powershell"]),
        (["review", "x"], ["FILES"]),
        (["library", "q"], ["query"]),
        (["library", "add", "资料"], ["FILES"]),
        (["review", "--previous", ""], ["FILES"]),
        (["explain", "D"], []),
        (["nonsense", "--f"], []),
    ],
)
def test_bash(line: list[str], offered: list[str], tmp_path: Path) -> None:
    words = " ".join(f"'{word}'" for word in ["perf-goals", *line])
    asked = (
        "compopt() { COMPREPLY=(FILES); }\n"  # only a running completion may call the real one
        f"COMP_WORDS=({words}); COMP_CWORD={len(line)}; _perf_goals; printf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    )
    script = tmp_path / "补全.sh"
    script.write_text(completion.script(parser(), "bash") + asked, encoding="utf-8", newline="\n")
    done = subprocess.run([BASH or "", str(script)], capture_output=True, timeout=600, check=True)
    assert (done.stdout.decode().split(), done.stderr) == (offered, b"")


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_every_command_and_option(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    [commands] = [one for one in parser()._actions if isinstance(one, argparse._SubParsersAction)]
    for name, command in commands.choices.items():
        assert name in out
        for option in command._option_string_actions:
            wanted = (
                option if shell != "fish" else f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
            )
            assert re.search(rf"(?<![\w-]){wanted}(?![\w-])", out), (name, wanted)
    assert "%%" not in out


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_take_it(shell: str, tmp_path: Path) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"there is no {shell} here")
    script = tmp_path / "补全"
    script.write_text(completion.script(parser(), shell), encoding="utf-8", newline="\n")
    assert subprocess.run([found, "-n", str(script)], capture_output=True, timeout=600).stderr == b""


def test_fish_offers_each_command_until_one_is_there() -> None:
    [commands] = [one for one in parser()._actions if isinstance(one, argparse._SubParsersAction)]
    first = f"complete -c perf-goals -f -n 'not __fish_seen_subcommand_from {' '.join(commands.choices)}' -a "
    lines = completion.script(parser(), "fish").splitlines()
    offered = [line.removeprefix(first).split()[0] for line in lines if line.startswith(first)]
    assert offered == list(commands.choices)
    assert (
        "complete -c perf-goals -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish powershell'" in lines
    )


def test_powershell_is_ascii() -> None:
    assert completion.script(parser(), "powershell").isascii()


def test_unknown_shell(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["completion", "tcsh"])
    assert stop.value.code == 2
    assert "没有 tcsh，可选 bash, zsh, fish, powershell" in capsys.readouterr().err
