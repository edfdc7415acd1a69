"""A real Dask cluster on this machine, for as long as it is wanted."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Dask:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[str]] = []
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self.heard(self.scheduler, "Scheduler at:").split()[-1]

    def start(self, what: str, *more: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *more, "--no-dashboard"]
        paths = [os.environ.get("PYTHONPATH", ""), str(ROOT)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        process = subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            env=environment,
            encoding="utf-8",
            errors="replace",
        )
        self.processes.append(process)
        return process

    def worker(self, *more: str) -> "subprocess.Popen[str]":
        process = self.start("worker", self.address, "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", *more)
        self.heard(process, "Registered to:")
        return process

    @staticmethod
    def heard(process: "subprocess.Popen[str]", what: str) -> str:
        """The line in which a process says something."""
        assert process.stderr is not None
        for line in process.stderr:
            if what in line:
                return line
        raise AssertionError(f"ended without saying {what!r}")

    def __enter__(self) -> "Dask":
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.communicate()
