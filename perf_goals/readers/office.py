"""Legacy Word files → docx, by LibreOffice where it is installed.

Each call has a profile folder of its own, so that a LibreOffice that the user has open is never touched. Only one runs at
a time.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from pathlib import Path

from ..errors import UnreadableError

_ONE_AT_A_TIME = threading.Lock()
_SECONDS = 120.0  # a large file on a slow machine takes 30
# Macros of a file never run, and pictures that it links to are not fetched.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse">
<value>true</value></prop></item>
</oor:items>
"""


def find() -> Path | None:
    """LibreOffice's program: on the path, else in the folders where each system installs it; None where it is not."""
    for name in ("soffice.com", "soffice", "libreoffice") if os.name == "nt" else ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    return next((path for path in _usual() if path.is_file()), None)


def _usual() -> list[Path]:
    """Where the program may lie without being on the path, on any system."""
    paths: list[Path] = []
    for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA"):
        if folder := os.environ.get(variable):
            for root in (Path(folder), Path(folder, "Programs")):
                for office in sorted(root.glob("LibreOffice*"), reverse=True):  # the newest first
                    paths += [office / "program" / "soffice.com", office / "program" / "soffice.exe"]
    for root in (Path("/Applications"), Path.home() / "Applications"):
        paths.append(root / "LibreOffice.app" / "Contents" / "MacOS" / "soffice")
    for root in (Path("/opt"), Path("/usr/lib"), Path("/usr/lib64"), Path("/usr/local/lib")):
        paths += [office / "program" / "soffice" for office in sorted(root.glob("libreoffice*"), reverse=True)]
    return [*paths, Path("/snap/bin/libreoffice")]


def convert(data: bytes, suffix: str, shown: str) -> bytes:
    """One file of the format that ``suffix`` names (doc, rtf, odt) → docx. shown: what messages call the file.

    Raises:
        UnreadableError: LibreOffice is not installed, takes too long or cannot read the file.
    """
    program = find()
    if program is None:
        raise UnreadableError(
            f"{shown} 是旧版格式（.{suffix}），需要用 LibreOffice 转换而本机没有安装：请从 libreoffice.org 安装 LibreOffice"
            "，或用 Word、WPS 打开后另存为 .docx"
        )
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="perf-goals-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source, made = folder / f"in.{suffix}", folder / "out" / "in.docx"
        source.write_bytes(data)
        late = _run(program, profile, source, made.parent)
        if not _whole(made):
            raise _refusal(shown, late)
        return made.read_bytes()


def _whole(path: Path) -> bool:
    """Whether a file was written to its end; the list of its parts is the last thing in it."""
    return path.is_file() and zipfile.is_zipfile(path)


def _refusal(shown: str, late: bool) -> UnreadableError:
    if late:
        return UnreadableError(f"{shown} 用 LibreOffice 转换超过了时限，请用 Word 或 WPS 打开后另存为 .docx")
    return UnreadableError(
        f"{shown} 用 LibreOffice 打不开（文件已损坏、设有密码，或没有装 Writer 组件），请用 Word 或 WPS 打开后另存为 .docx"
    )


def _run(program: Path, profile: Path, source: Path, out: Path) -> bool:
    """Convert a file to docx in ``out``; whether the time was not enough."""
    command = [str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--nodefault", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(source)]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # the program is a script with children; on Windows this says nothing
        )
    except OSError:
        return False
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        _stop(process)
        return True
    except BaseException:  # Ctrl-C must not leave an office behind
        _stop(process)
        raise
    return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a process with all its children."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        import signal

        with contextlib.suppress(ProcessLookupError):  # it has ended by itself in the meantime
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
