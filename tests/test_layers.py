"""A module imports only what stands above it in the list of rooms."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "perf_goals"

# From the bottom up. A room may import itself and every room before it.
ROOMS = [
    "errors",
    "memory",
    "saving",
    "model",
    "text",
    "numerals",
    "lexicon",
    "target",
    "regions",
    "readers",
    "extract",
    "similarity",
    "scorebook",
    "config",
    "rules",
    "review",
    "scoring",
    "workbook",
    "page",
    "export",
    "findings",
    "sarif",
    "frames",
    "letter",
    "batch",
    "api",
    "__init__",
    "diff",
    "summary",
    "progress",
    "completion",
    "examples",
    "options",
    "check_cli",
    "score_cli",
    "hand_cli",
    "library_cli",
    "cli",
    "__main__",
]
# The only modules that import a library from outside the standard library.
OUTSIDE = {
    "openpyxl": {"workbook", "letter"},
    "docx": {"letter"},
    "rich": {"progress"},
    "pandas": {"api", "frames"},
    "pyarrow": {"frames", "batch"},
    "duckdb": {"batch"},
    "distributed": {"batch"},
    "dask": {"batch"},
    "numpy": {"similarity", "readers", "batch"},
    "jieba": {"similarity"},
    "lxml": {"readers"},
    "python_calamine": {"readers"},
    "pypdfium2": {"readers"},
    "cv2": {"readers"},
    "msoffcrypto": {"readers"},
    "rapidocr": {"readers"},
    "rapidocr_onnxruntime": {"readers"},
    "onnxruntime": {"readers"},
}


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """(room or outside module, whether it is one of ours) for every import of a file."""
    package = ["perf_goals", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                parts = alias.name.split(".")
                yield (
                    (parts[1] if len(parts) > 1 else "__init__", True)
                    if parts[0] == "perf_goals"
                    else (parts[0], False)
                )
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = package[: len(package) - node.level + 1]
                target = [*base, *(node.module.split(".") if node.module else [])]
                if len(target) > 1:
                    yield target[1], True
                else:
                    for alias in node.names:
                        known = (PACKAGE / alias.name).is_dir() or (PACKAGE / f"{alias.name}.py").exists()
                        yield alias.name if known else "__init__", True
            else:
                parts = (node.module or "").split(".")
                yield (
                    (parts[1] if len(parts) > 1 else "__init__", True)
                    if parts[0] == "perf_goals"
                    else (parts[0], False)
                )


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_upwards(path: Path) -> None:
    room = room_of(path)
    assert room in ROOMS, f"{room} has no place in the list of rooms"
    allowed = set(ROOMS[: ROOMS.index(room) + 1])
    wrong = [name for name, ours in imports(path) if ours and name not in allowed]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_room(path: Path) -> None:
    room = room_of(path)
    wrong = [name for name, ours in imports(path) if not ours and name in OUTSIDE and room not in OUTSIDE[name]]
    assert wrong == []


def test_the_check_sees_a_wrong_arrow(tmp_path: Path) -> None:
    """The walk finds relative imports of every form; without this the test above could not fail."""
    wrong = PACKAGE / "model.py"
    tree = "from .cli import run\nfrom . import api\nimport perf_goals.extract\nfrom perf_goals.rules import x\nimport pandas"
    found = list(_imports_of_text(tree, wrong))
    assert found == [("cli", True), ("api", True), ("extract", True), ("rules", True), ("pandas", False)]


def _imports_of_text(text: str, path: Path) -> Iterator[tuple[str, bool]]:
    class Fake(type(path)):  # type: ignore[misc]
        def read_text(self, *args: object, **kwargs: object) -> str:
            return text

    yield from imports(Fake(path))
