"""What several test modules need: the shared folder with the real documents, where it lies beside the checkout."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """``../shared``; skips where it is absent, and fails instead where the run says that it must be there."""
    folder = ROOT.parent / "shared"
    if not (folder / "eval").is_dir():
        if os.environ.get("PERF_GOALS_REQUIRE_SHARED"):
            pytest.fail(f"{folder} is required in this run and not there")
        pytest.skip("the real documents (../shared) do not lie beside this checkout")
    return folder
