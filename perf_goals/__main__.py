"""``python -m perf_goals``."""

from .cli import run

if __name__ == "__main__":
    run()
