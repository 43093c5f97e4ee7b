# Two targets are all that most people need: `make map` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out
SHARED ?= ../shared

.PHONY: help map test check lint types imports format lock wheel-test clean \
        bench-geoparse bench-routes bench-map images

help:
	@echo "make map      install, and map the sample documents"
	@echo "make test     install what tests need, and run them"
	@echo "make check    style, types, imports between the parts"
	@echo "make lock     refresh the locked versions in requirements/"

map: $(VENV)/.core
	$(BIN)/corridors map seeds/documents --out $(OUT)

test: $(VENV)/.dev browser
	$(BIN)/python -m pytest

check: lint types imports

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel-test: $(VENV)/.dev
	bash .ci/wheel $(BIN)/python

bench-geoparse: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/ner.lock
	$(BIN)/python bench/geoparse.py

bench-routes: $(VENV)/.dev
	$(BIN)/python bench/routes.py

bench-map: $(VENV)/.dev browser
	$(BIN)/python bench/map.py

images: $(VENV)/.dev browser
	$(BIN)/python -m pytest tests/browser --update-images

# Locked versions with hashes; no index is named, so any index that has the files will do.
COMPILE := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
           --no-annotate pyproject.toml
lock: | $(BIN)/python
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv $(COMPILE) --group build --output-file requirements/core.lock
	$(BIN)/uv $(COMPILE) --group build --group dev --extra online --extra parquet --extra postgis --constraint requirements/core.lock --output-file requirements/dev.lock
	$(BIN)/uv $(COMPILE) --group build --group dev --extra online --extra parquet --extra postgis --extra ner --extra ru --constraint requirements/core.lock \
	  --output-file requirements/ner.lock

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; point to one with: make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "The virtual environment could not be made. On Debian: apt-get install python3-venv"; exit 2; }

$(VENV)/.core: requirements/core.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/core.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.lock
	@touch $@

# The browser tests drive Debian's Chromium; elsewhere bring your own, or they are skipped.
.PHONY: browser
browser:
	@if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver; \
	  else echo "No Chromium here: the browser tests will be skipped. On Debian: apt-get install chromium chromium-driver"; fi; fi

clean:
	rm -rf $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
