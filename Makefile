# Two commands: `make report` builds the report, `make test` runs every check. Each sets up what it needs.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
# Installed packages are compiled once, whatever the shell around us asks for.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: report test fast lint docs lock licences sbom audit-deps access storm fuzz bench clean

report: $(VENV)/.report
	$(BIN)/tieout build

test: $(VENV)/.dev lint
	$(BIN)/pytest -n 2

fast: $(VENV)/.dev
	$(BIN)/pytest -n 2 -m "not slow"

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Everything is installed from the lock, by hash; tieout itself from this folder.
$(VENV)/.report: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.report requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# The documentation as a site, in _site/.
docs: $(VENV)/.dev
	$(BIN)/mkdocs build --quiet

# After a change of dependencies: pin them anew, with hashes.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --all-extras pyproject.toml -o requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra build -c requirements-dev.lock pyproject.toml -o requirements.lock

# The licence of every package in the lock, in docs/licences.md: after `make lock` and `make test`.
licences: $(VENV)/.dev
	$(BIN)/python tools/licences.py

# The bill of materials (CycloneDX), in _sbom/.
sbom: $(VENV)/.dev
	$(BIN)/python tools/sbom.py

# Known weaknesses of the locked packages, as far as the registry answers.
audit-deps: $(VENV)/.dev
	$(BIN)/python tools/audit.py

# Every page of the report at two widths, zoomed, in dark, forced colours, by keyboard; and its PDF (some minutes).
access: report $(VENV)/.dev
	$(BIN)/tieout audit
	$(BIN)/pytest -m long
	$(BIN)/python tests/access/pages.py

# Two hundred builds killed at random moments (a quarter of an hour or more).
storm: $(VENV)/.dev
	$(BIN)/python tests/faults/storm.py

# Every reader fed with odd files for so many hours (HOURS=2), on from where the last time ended; what is found is in .fuzz/.
fuzz: $(VENV)/.dev
	$(BIN)/python tests/fuzz/run.py --hours $(or $(HOURS),2)

# Times everything beside the bare programs and other tools (an hour or less), and makes docs/performance.md of it.
bench: $(VENV)/.dev
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf _sbom _output .tieout report/_tieout _site
