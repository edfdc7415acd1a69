# Every target sets up what it needs: a virtual environment in .venv, made with the Python named here.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
READY := .venv/.ready

.PHONY: example test lint types gold bench clean

example: $(READY)
	$(BIN)/python -m perf_goals review tests/documents -o reports/

test: $(READY)
	$(BIN)/python -m pytest --cov --cov-report=term

lint: $(READY)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

types: $(READY)
	$(BIN)/python -m mypy

bench: $(READY)
	$(BIN)/python tests/benchmarks/bench_extract.py

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	$(BIN)/python -c "import pathlib; pathlib.Path('$(READY)').touch()"

clean:
	$(PYTHON) -c "import shutil; shutil.rmtree('.venv', ignore_errors=True)"
