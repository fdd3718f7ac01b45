# `make demo` and `make test` are all the set-up there is: Python 3.11 to 3.13 with venv, this file does the rest.

SHELL := /bin/sh
.SHELLFLAGS := -euc
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
READY := $(VENV)/ready
BIN := $(VENV)/bin
WORKERS ?= 2
# The interpreters that are tried, in this order, for the one that the environment is made with.
PYTHONS ?= python3 python3.13 python3.12 python3.11

# The stamp holds the folder that it was made in: a checkout that was moved or copied makes its environment anew.
ifneq ($(shell $(BIN)/python -c '' 2>/dev/null && cat $(READY) 2>/dev/null),$(CURDIR))
$(READY): anew
endif

.PHONY: help demo test test-all lint types unit docs docs-live bench node browser clean anew

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## Review and describe the example in migrations/, and prove a rollback
	@PATH="$(CURDIR)/$(BIN):$$PATH"; \
	show() { \
		printf '\n$$ %s\n' "$$*"; code=0; "$$@" || code=$$?; \
		[ "$$code" -le 1 ] || exit "$$code"; \
		[ "$$code" -eq 0 ] || printf '(exit code 1: there are findings, or a rollback is not proven)\n'; \
	}; \
	show sterna review migrations --all; \
	show sterna describe migrations; \
	show sterna rollback 0005_add_audit_logs migrations

test: lint types unit ## Check style, types, behaviour and the site, which the tests build: all that a change must pass

test-all: lint types ## The same with the slow tests, on PostgreSQL 16 too, and what the tests cover
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group pg16 \
		|| echo "PostgreSQL 16 could not be installed: the tests on it will be skipped." >&2
	$(MAKE) unit SELECT='-m "" --cov --cov-report=term:skip-covered'

lint: $(READY) ## Check the style
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check

types: $(READY) ## Check the types
	$(BIN)/python -m mypy

unit: $(READY) ## Run the tests
	$(BIN)/python -m pytest -n $(WORKERS) $(SELECT)

docs: $(READY) ## Build the site into docs/_build/html
	$(BIN)/python -m sphinx -q -n -W --keep-going -b html docs docs/_build/html
	@echo "The site is in docs/_build/html/index.html"

docs-live: $(READY) ## Serve the site on 127.0.0.1:8000 and build it again on every change
	$(BIN)/python -m pip install --quiet --group live
	$(BIN)/python -m sphinx_autobuild -n -b html --watch migrations --ignore 'docs/migrations/*' docs docs/_build/live

bench: $(READY) ## Measure: cost by size, and proofs of the histories below BENCH_HISTORIES
	@code=0; for program in bench/*.py; do \
		printf '\n$$ python %s\n' "$$program"; $(BIN)/python "$$program" || code=$$?; \
	done; exit $$code

node: ## Install what the optional tests against the real drizzle-kit need (Node and npm)
	@command -v npm >/dev/null || { echo "npm is not installed: https://nodejs.org, version 20 or later." >&2; exit 2; }
	mkdir -p build/node build/node-1.0
	cp tests/drizzle/package.json tests/drizzle/package-lock.json build/node/
	cp tests/drizzle/1.0/package.json tests/drizzle/1.0/package-lock.json build/node-1.0/
	npm ci --prefix build/node --no-audit --no-fund --loglevel=error
	npm ci --prefix build/node-1.0 --no-audit --no-fund --loglevel=error

browser: $(READY) ## Install what drives Chromium in the tests of the site; Chromium itself is the machine's (apt install chromium)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group browser

clean: ## Remove what was built; the environment stays
	rm -rf build dist docs/_build docs/migrations .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find bot tests bench docs -name __pycache__ -type d -prune -exec rm -rf {} +

anew:

# pip may leave half a package behind when it is stopped, so an environment without its stamp is not repaired but removed.
$(READY): pyproject.toml
	@fits() { "$$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }; \
	python=; for name in $(PYTHONS); do if fits "$$name"; then python=$$name; break; fi; done; \
	if [ -z "$$python" ]; then \
		echo "Sterna needs Python 3.11, 3.12 or 3.13, and found it under none of the names $(PYTHONS)." >&2; \
		echo "Install one of them, or name it: make PYTHONS=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 2; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$python has no venv module." >&2; \
		echo "On Debian and Ubuntu it is a package of its own: apt install python3-venv" >&2; exit 2; \
	fi; \
	if [ "$$(cat $(READY) 2>/dev/null)" != "$(CURDIR)" ] || ! fits $(BIN)/python; then \
		[ ! -e $(VENV) ] || echo "Removing $(VENV): it was not finished, or was made for another folder."; \
		echo "Creating $(VENV) with $$("$$python" --version): this takes a minute, once."; \
		rm -rf $(VENV); "$$python" -m venv $(VENV); \
	fi; \
	rm -f $(READY); \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[site]' --group dev; \
	printf '%s' '$(CURDIR)' >$@
