"""The built wheel, away from the source tree: it carries its word lists and runs from another folder."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content in a folder of its own, as an installer would lay it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([*command, str(folder), str(ROOT)], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    target = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in ``folder`` with the installed copy in front of everything else."""
    import os

    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
    )


def test_every_word_list_is_in_the_wheel(installed: Path) -> None:
    shipped = {path.name for path in (installed / "perf_goals" / "_lexicon").iterdir()}
    assert shipped == {path.name for path in (ROOT / "lexicon").iterdir()}


def test_the_installed_copy_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text("三级指标\t目标值\n培训人次\t≥300人次\n", encoding="utf-8")
    where = run(installed, tmp_path, "-c", "import perf_goals; print(perf_goals.__file__)")
    assert Path(where.stdout.strip()).is_relative_to(installed)
    done = run(installed, tmp_path, "-m", "perf_goals", "extract", "表.txt")
    assert (done.returncode, done.stderr) == (0, "")
    row = json.loads(done.stdout)
    assert (row["level3"], row["nature"], row["value"], row["unit"]) == ("培训人次", "≥", 300, "人次")


def test_type_information_is_shipped(installed: Path) -> None:
    assert (installed / "perf_goals" / "py.typed").exists()
