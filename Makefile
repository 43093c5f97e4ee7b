# Two targets are all that most people need: `make map` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out
# Set to 1 where a missing QGIS or PostGIS is a failure, not a skip.
REQUIRED ?=

.PHONY: help map test check lint lint-js types imports format lock wheel-test test-clients test-cluster test-nominatim fuzz clean images \
        bench-geoparse bench-layers bench-map bench-reading bench-routes bench-scale

help:
	@echo "make map      install, and map the sample documents"
	@echo "make test     install what tests need, and run them"
	@echo "make check    style, types, imports between the parts"
	@echo "make lock     refresh the locked versions in requirements/"

map: $(VENV)/.core
	$(BIN)/corridors map seeds/documents --out $(OUT)

# The page's accessibility is checked with axe-core (MPL-2.0, tests only).
test: $(VENV)/.dev browser node_modules/.checkers
	$(BIN)/python -m pytest

check: lint lint-js types imports

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# The page's script: linted, and its types checked by its JSDoc. Without npm this is left out.
lint-js: node_modules/.checkers
	@if [ -d node_modules/eslint ]; then node_modules/.bin/eslint maps/assets && node_modules/.bin/tsc --project jsconfig.json; fi

node_modules/.checkers:
	@if command -v npm >/dev/null; then \
	  npm install --silent --no-save --no-package-lock --no-audit --no-fund axe-core@4.14.1 eslint@9.39.5 @eslint/js@9.39.5 \
	    globals@17.14.0 typescript@5.9.3 @types/leaflet@1.9.21; \
	else echo "No npm here: the page's script is not linted, and its accessibility is not tested."; fi
	@mkdir -p node_modules && touch $@

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel-test: $(VENV)/.dev
	bash .ci/wheel $(BIN)/python

# The exports in what people open them with: QGIS, GDAL, PostGIS (about 1 GB of Debian packages).
test-clients: $(VENV)/.dev clients
	QGIS_REQUIRED=$(REQUIRED) POSTGIS_REQUIRED=$(REQUIRED) $(BIN)/python -m pytest tests/qgis tests/layers -m "qgis or postgis"

# A real Nominatim with a few invented places, in an environment of its own.
test-nominatim: $(VENV)/.dev
	tests/nominatim/prepare $(CURDIR)/$(BIN)/python
	$(BIN)/python -m pytest tests/nominatim

test-cluster: $(VENV)/.dev
	CORRIDORS_KILL_WORKERS=1 $(BIN)/python -m pytest tests/maps/engine/test_cluster.py

fuzz: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check atheris==3.0.0
	$(BIN)/python -m fuzz.run --inputs 10000
	$(BIN)/python -m fuzz.run --inputs 10000 --engine atheris

bench-geoparse: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/ner.lock
	$(BIN)/python bench/geoparse.py

bench-layers bench-reading bench-routes bench-scale: bench-%: $(VENV)/.dev
	$(BIN)/python bench/$*.py

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
	$(BIN)/uv $(COMPILE) --group build --group dev --extra cluster --extra figure --extra online --extra parquet --extra postgis --constraint requirements/core.lock --output-file requirements/dev.lock
	$(BIN)/uv $(COMPILE) --group build --group dev --extra cluster --extra figure --extra online --extra parquet --extra postgis --extra ner --extra ru --constraint requirements/core.lock \
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

.PHONY: clients
clients:
	@if ! python3 -c 'import qgis' 2>/dev/null && [ ! -e /usr/lib/python3/dist-packages/qgis ]; then \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      python3-qgis gdal-bin python3-gdal postgresql postgresql-postgis; \
	  else echo "No QGIS here: those tests will be skipped. On Debian: apt-get install python3-qgis gdal-bin postgresql postgresql-postgis"; fi; fi

clean:
	rm -rf $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
