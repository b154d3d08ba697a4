# Each target does its own set-up: Python 3.11 or later, make and a package index are all it takes.
.POSIX:
.DELETE_ON_ERROR:

PYTHON = python3
BIN = .venv/bin
READY = .venv/ready
LOCKER = .cache/locker
ONLY =
UPGRADE =
FUZZ_SECONDS = 300
export NO_MKDOCS_2_WARNING = 1

.PHONY: generate check test lint tests coverage update bench bench-compare bench-sdk bench-site fuzz wheel dist lock clean
.DEFAULT_GOAL := generate

generate: $(READY) ## Make generated/openai, generated/acme and generated/site, or find them up to date
	$(BIN)/generate build --all $(if $(ONLY),--only $(ONLY))

check: $(READY) ## Compare what a run would make with the committed manifest
	$(BIN)/generate check --all

test: lint check tests ## All that CI does

lint: $(READY) ## Style, spelling, types, imports and structure
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.structure

# Without kept bytecode, each of the many processes that tests start compiles the generator anew.
tests: $(READY)
	unset PYTHONDONTWRITEBYTECODE; $(BIN)/pytest -n 3

coverage: $(READY) ## The tests, and how much of generator/ they run, child processes included
	$(BIN)/pytest -n 2 --cov --cov-report=term

update: $(READY) ## Write the expectations of all cases anew; then read the diff
	-$(BIN)/pytest -n 2 tests/acceptance/test_cases.py --snapshot-update --allow-snapshot-deletion
	$(BIN)/pytest -n 2 tests/acceptance/test_cases.py

bench: $(READY) ## Time and memory of each stage
	$(BIN)/python -m tests.bench.stages

bench-compare: $(READY) ## Builds beside openapi-python-client, on two specs (needs npm)
	$(BIN)/python -m tests.bench.compare

bench-sdk: $(READY) ## The generated client beside the vendor's SDK, in one run
	$(BIN)/python -m tests.bench.sdk

bench-site: $(READY) ## The website by mkdocs-material and by Zensical, opened in Chromium
	$(BIN)/python -m tests.bench.site

fuzz: $(READY) ## Run the commands on mutated documents for FUZZ_SECONDS; print what came of it
	$(BIN)/python -m tests.fuzz.trials --seconds $(FUZZ_SECONDS)

wheel: $(READY)
	$(BIN)/python -m hatchling build -t wheel

dist: $(READY) ## Wheel and source distribution, for a release
	$(BIN)/python -m hatchling build

lock: $(LOCKER)/bin/uv ## Exact versions of all that is installed; newer ones: make lock UPGRADE=--upgrade
	$(LOCKER)/bin/uv pip compile pyproject.toml --universal --generate-hashes $(UPGRADE) \
		--all-extras --group dev --group build --no-annotate \
		--custom-compile-command "make lock" --quiet --output-file requirements.lock

clean: ## Everything that make made here, the generated output excepted
	rm -rf .venv .cache build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $(READY)

$(LOCKER)/bin/uv:
	$(PYTHON) -m venv $(LOCKER)
	$(LOCKER)/bin/python -m pip install --quiet --disable-pip-version-check uv
