"""How busy the machine is, and how much memory this process has had."""

import os
import sys
from pathlib import Path


def load() -> str:
    """What waits for a processor, of the last minute; ? where the system does not tell."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"


def peak() -> float:
    """The most memory of this process in MiB; 0 where the system does not tell.

    Linux counts for ``getrusage`` what the process had that started this one; what it writes down beside is our own.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
