"""Shell completion, made from the parser: commands, options and their choices; files where nothing else fits.

Nothing is asked of the program while somebody types, and no other package is needed: the script holds all words.
"""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_PATHS = ("路径", "工作簿", "原来的", "现在的")  # what a positional argument is called that is a file
SHELLS = ("bash", "zsh", "fish", "powershell")


@dataclass(frozen=True, slots=True)
class _Option:
    names: tuple[str, ...]
    help: str
    choices: tuple[str, ...]
    files: bool


@dataclass(frozen=True, slots=True)
class _Command:
    """A command with its options. words: choices of its positional argument; files: whether that is a path."""

    name: str
    help: str
    options: tuple[_Option, ...]
    words: tuple[str, ...]
    files: bool


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script for one shell."""
    commands = list(_commands(parser))
    return {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell}[shell](parser.prog, commands)


def _commands(parser: argparse.ArgumentParser) -> Iterator[_Command]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {one.dest: one.help or "" for one in action._choices_actions}
            for name, sub in action.choices.items():
                yield _command(name, helps.get(name, ""), sub)


def _command(name: str, text: str, parser: argparse.ArgumentParser) -> _Command:
    options = tuple(
        _Option(tuple(one.option_strings), one.help or "", _choices(one), str(one.metavar).startswith("文件"))
        for one in parser._actions
        if one.option_strings
    )
    rest = [one for one in parser._actions if not one.option_strings]
    words = tuple(word for one in rest for word in _choices(one))
    # what has commands of its own takes paths behind them
    files = any(one.metavar in _PATHS or isinstance(one, argparse._SubParsersAction) for one in rest)
    return _Command(name, text, options, words, files)


def _choices(action: argparse.Action) -> tuple[str, ...]:
    words: Iterable[object] = getattr(action.type, "words", ()) if action.choices is None else action.choices
    return tuple(map(str, words))


def _names(command: _Command) -> str:
    return " ".join(name for one in command.options for name in one.names)


def _bash(prog: str, commands: list[_Command]) -> str:
    choices = [
        f"        {'|'.join(f'{command.name}:{name}' for name in one.names)}) words='{' '.join(one.choices)}' ;;\n"
        for command in commands
        for one in command.options
        if one.choices
    ]
    paths = [
        f"        {'|'.join(f'{command.name}:{name}' for name in one.names)}) files=1 ;;\n"
        for command in commands
        for one in command.options
        if one.files
    ]
    listed = [
        f"        {one.name}) words='{' '.join(one.words)}' options='{_names(one)}' files={int(one.files)} ;;\n"
        for one in commands
    ]
    return f"""# {prog} 的 bash 补全。把这一行写进 ~/.bashrc：
#   source <({prog} completion bash)
_perf_goals() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} command=${{COMP_WORDS[1]}}
    local words='' options='' files=0
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '{" ".join(one.name for one in commands)} --help --version' -- "$current"))
        return
    fi
    case "$command:$previous" in
{"".join(choices)}{"".join(paths)}        *) case "$command" in
{"".join(listed)}        esac ;;
    esac
    case "$current" in -*) words=$options ;; esac
    [ -n "$words" ] && COMPREPLY=($(compgen -W "$words" -- "$current"))
    [ ${{#COMPREPLY[@]}} -eq 0 ] && [ "$files" = 1 ] && compopt -o default
}}
complete -F _perf_goals {prog}
"""


def _quoted(text: str) -> str:
    """Inside single quotes, of a text that zsh takes apart at colons and brackets."""
    for sign in "[]:":
        text = text.replace(sign, "\\" + sign)
    return text.replace("'", "'\\''").replace("%%", "%")


def _zsh(prog: str, commands: list[_Command]) -> str:
    blocks = []
    for command in commands:
        lines = []
        for one in command.options:
            value = f":值:({' '.join(one.choices)})" if one.choices else ":值:_files" if one.files else ""
            lines += [f"            '{name}[{_quoted(one.help)}]{value}' \\\n" for name in one.names]
        words = f"'1:参数:({' '.join(command.words)})'" if command.words else ""
        rest = " ".join(filter(None, (words, "'*:文件:_files'" if command.files else "")))
        blocks.append(f"        {command.name}) _arguments \\\n{''.join(lines)}            {rest or '&& :'} ;;\n")
    names = " ".join(f"'{one.name}:{_quoted(one.help)}'" for one in commands)
    return f"""#compdef {prog}
# {prog} 的 zsh 补全。存为 $fpath 里某个文件夹下的 _{prog}，或写进 ~/.zshrc：
#   source <({prog} completion zsh)
_perf_goals() {{
    local -a commands
    commands=({names})
    if (( CURRENT == 2 )); then
        _describe 命令 commands
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
{"".join(blocks)}    esac
}}
if [ "$funcstack[1]" = "_perf_goals" ]; then _perf_goals "$@"; else compdef _perf_goals {prog}; fi
"""


def _fish(prog: str, commands: list[_Command]) -> str:
    def text(said: str) -> str:
        return "'" + said.replace("\\", "\\\\").replace("'", "\\'").replace("%%", "%") + "'"

    names = " ".join(one.name for one in commands)
    lines = [
        f"# {prog} 的 fish 补全。执行一次：",
        f"#   {prog} completion fish > ~/.config/fish/completions/{prog}.fish",
    ]
    for command in commands:
        lines.append(
            f"complete -c {prog} -f -n 'not __fish_seen_subcommand_from {names}' -a {command.name} -d {text(command.help)}"
        )
        here = f"complete -c {prog} -n '__fish_seen_subcommand_from {command.name}'"
        if command.words or not command.files:
            flags = ["-f"] * (not command.files) + [f"-a '{' '.join(command.words)}'"] * bool(command.words)
            lines.append(" ".join((here, *flags)))
        for one in command.options:
            called = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in one.names)
            value = f" -x -a '{' '.join(one.choices)}'" if one.choices else " -r -F" if one.files else ""
            lines.append(f"{here} {called}{value} -d {text(one.help)}")
    return "\n".join(lines) + "\n"


def _powershell(prog: str, commands: list[_Command]) -> str:
    """All ASCII: PowerShell reads the output of a program in the console's own code page."""

    def array(words: tuple[str, ...]) -> str:
        return "@(" + ", ".join(f"'{one}'" for one in words) + ")"

    rows = []
    for command in commands:
        options = tuple(name for one in command.options for name in one.names)
        rows.append(f"        '{command.name}' = {array(command.words + options)}\n")
        rows += [
            f"        '{command.name} {name}' = {array(one.choices)}\n"
            for one in command.options
            if one.choices
            for name in one.names
        ]
    return f"""# Add this line to $PROFILE:
#   {prog} completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName '{prog}' -ScriptBlock {{
    param($word, $line, $cursor)
    $given = @($line.CommandElements | ForEach-Object {{ $_.ToString() }})
    if ($word) {{ $given = @($given | Select-Object -SkipLast 1) }}
    $known = @{{
        '' = {array((*(one.name for one in commands), "--help", "--version"))}
{"".join(rows)}    }}
    $key = if ($given.Count -lt 2) {{ '' }} else {{ $given[1] }}
    if ($given.Count -gt 2 -and $known.ContainsKey("$key $($given[-1])")) {{ $key = "$key $($given[-1])" }}
    $known[$key] | Where-Object {{ $_ -like "$word*" }} | ForEach-Object {{
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }}
}}
"""
