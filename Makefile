# earmark: `make serve` runs the product, `make test` runs everything that CI runs. Each sets up what it needs.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help
help: ## Show what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1	/' | expand -t 16

$(VENV)/bin/python:
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "earmark needs Python 3.11 or newer; name one with PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

# The environment is made anew only when what it is made from has changed.
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what earmark runs on"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests and checks need"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

.PHONY: setup
setup: $(VENV)/.installed ## Make the environment and fetch the models
	@$(BIN)/earmark models get

.PHONY: serve
serve: setup ## Run the server on http://127.0.0.1:8750
	@$(BIN)/earmark serve

.PHONY: test
test: setup lint services ## Run every test and check
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(PYTEST_ARGS)

.PHONY: lint
lint: $(VENV)/.installed-dev ## Check style, types and who imports whom
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo > .lint-imports.log || { cat .lint-imports.log; exit 1; }; rm -f .lint-imports.log

.PHONY: services
services: ## Find or install the programs that the tests start themselves
	@scripts/test-services

.PHONY: bench
bench: setup $(VENV)/.installed-dev ## Measure quality and speed in a short form (at most 15 minutes)
	@$(BIN)/python -m bench

.PHONY: bench-accuracy
bench-accuracy: setup $(VENV)/.installed-dev ## Measure quality over all messages of every suite
	@$(BIN)/python -m bench.accuracy

# Their versions are pinned; the CPU build of torch is enough, where the package index offers one.
bench/.cache/peers/.installed: bench/peers/requirements.txt
	@echo "Installing the systems that quality is compared with"
	@$(PYTHON) -m venv --clear bench/.cache/peers
	@bench/.cache/peers/bin/python -m pip --disable-pip-version-check --quiet install --no-deps -r bench/peers/requirements.txt
	@touch $@

.PHONY: bench-peers
bench-peers: setup $(VENV)/.installed-dev bench/.cache/peers/.installed ## Install the compared systems and train SetFit (over an hour)
	@$(BIN)/python -m bench.peers

.PHONY: bench-speed
bench-speed: setup $(VENV)/.installed-dev ## Measure times and memory, while the machine does nothing else
	@$(BIN)/python -m bench.speed

.PHONY: bench-reads
bench-reads: setup $(VENV)/.installed-dev ## Measure reads with 100,000 conversations, on SQLite and Postgres
	@$(BIN)/python -m bench.reads

.PHONY: bench-history
bench-history: setup $(VENV)/.installed-dev ## Measure searches of 100,000 and of 1,000,000 stored messages
	@$(BIN)/python -m bench.history

.PHONY: lock
lock: $(VENV)/bin/python ## Resolve the locked requirements anew
	@$(PIP) install uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml --group dev -o requirements-dev.lock

.PHONY: clean
clean: ## Remove what was made; the data folder and the models stay
	@rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis node_modules
