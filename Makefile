# Set-up, service, tests. Needs Python 3.11 to 3.13, git and make; everything else comes from the locks.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Set-up is done once, and again when a lock or the package's own description changes.
STAMP = $(VENV)/.installed
LOCKS := requirements.lock requirements-all.lock requirements-build.lock
# The first Python of a version that the locks are made for, with venv; `make PYTHON=… install` names another.
SUITABLE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
CANDIDATES := $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python)
FIND_PYTHON = for python in $(CANDIDATES); do \
	if "$$python" -c '$(SUITABLE)' 2>/dev/null; then echo "$$python"; break; fi; done

.PHONY: help install serve notebooks test gate lock models examples clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s%s\n", $$1, $$2 }' Makefile

install: $(STAMP) ## Set up .venv with everything, pinned and hashed

$(STAMP): requirements-all.lock pyproject.toml hatch_build.py $(wildcard service/boctach/kernel/*.[ch])
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
		echo "boctach needs Python 3.11, 3.12 or 3.13 with its venv module; found none as: $(CANDIDATES)." \
			"Install one, or name it: make PYTHON=/path/to/python3.13 install" >&2; exit 1; fi; \
	"$$python" -m venv --clear $(VENV)
	@echo "Installing what requirements-all.lock pins; this takes a minute or two"
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-all.lock
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

serve: $(STAMP) ## Run the service on http://127.0.0.1:8000 (HOST=… PORT=… change that)
	$(BIN)/boctach serve --host $(HOST) --port $(PORT)

notebooks: $(STAMP) ## Open the notebooks in JupyterLab
	$(BIN)/jupyter-lab notebooks

test: $(STAMP) ## Lint, types, tests: what CI runs
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest

gate: $(STAMP) ## Score the gold per kind against the floors (BOCTACH_SHARED says where the gold is)
	$(BIN)/python -m tests.gate

.PHONY: soak fuzz
soak: $(STAMP) ## The service at twice its load for ten minutes (SECONDS=… for another time)
	$(BIN)/python -m tests.soak $(or $(SECONDS),600)

fuzz: $(STAMP) ## Fuzz clean, numbers and policy references, 20 minutes each (SECONDS=… for another time; Linux)
	@found=0; for target in clean numbers policy; do \
		$(BIN)/python -m tests.fuzz $$target $(or $(SECONDS),1200) || found=1; done; exit $$found

.PHONY: bench
bench: $(STAMP) ## Measure how fast it is, beside others, and write BENCHMARKS.md (pyvi too, where it is installed)
	$(BIN)/python -W ignore -m tests.bench

# Universal: one lock for all systems and Pythons. The core takes its versions from the whole.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE)

lock: $(STAMP) ## Write the locks anew after a change of pyproject.toml (UPGRADE=--upgrade takes newer versions)
	$(COMPILE) --all-extras --group build pyproject.toml -o requirements-all.lock
	$(COMPILE) --constraints requirements-all.lock pyproject.toml -o requirements.lock
	$(COMPILE) --constraints requirements-all.lock --group build -o requirements-build.lock

models: $(STAMP) ## Train the topic models that ship anew, out of the development texts in ../shared
	$(BIN)/python -m boctach.topics.shipped "$${BOCTACH_SHARED:-../shared}" models

examples: $(STAMP) ## Write the answers in the README and in OpenAPI anew; look at the change
	$(BIN)/python -m tests.examples

clean: ## Remove .venv, caches and built packages
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find service tests -name __pycache__ -type d -exec rm -rf {} +
