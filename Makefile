# Two commands do everything: `make run` and `make test`. Both may be run again at any time.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# On all processors; pip compiles on one. What serving never imports stays as it is.
COMPILE := $(BIN)/python -m compileall -q
SAY := @printf '\033[1m==> %s\033[0m\n'

.PHONY: run test lint types prepared bench clean help browser compiled
.DEFAULT_GOAL := help

help:
	@echo "make run    install, prepare and serve with the demo shop"
	@echo "make test   install and run all tests"
	@echo "make lint   ruff, mypy, import directions"
	@echo "make bench  measurements (long)"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Dragoman needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Set PYTHON=/path/to/python3.11."; exit 1; }
	$(SAY) "Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "Could not make $(VENV): is the venv module installed (Debian: python3-venv) and the disk not full?"; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(SAY) "Installing Dragoman (about a minute; packages come from your package index)"
	@$(PIP) install --progress-bar on -q --no-compile -c constraints.txt -e . || \
	  { echo "Installation failed: see the lines above. Without a network, or with a full disk, pip cannot fetch the packages."; exit 1; }
	@$(COMPILE) -j 0 -x '/(tests|sqlalchemy/testing|geodata|carrierdata|tzdata|pip|setuptools|huggingface_hub|hf_xet|fsspec|mssql|mysql|oracle)/|/lexers/[a-z]' $(VENV)/lib/python3*/site-packages || true
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(SAY) "Installing what the tests need"
	@$(PIP) install --progress-bar on -q -c constraints.txt -e '.[test]' || \
	  { echo "Installation of the test packages failed: see the lines above."; exit 1; }
	@touch $@

console/static/vendor/.fetched: console/package.json console/package-lock.json | $(VENV)/.installed
	$(SAY) "Fetching the console's front-end packages by npm"
	@command -v npm >/dev/null || $(PIP) install --progress-bar on -q -c constraints.txt -e '.[node]' || \
	  { echo "No npm on this system, and the package that brings one could not be installed: see the lines above."; exit 1; }
	@$(BIN)/python -m console.frontend

browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    printf '==> Installing chromium for the browser tests\n'; \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-core fonts-noto-cjk >/dev/null; \
	  else echo "No chromium found: the browser tests need it (Debian: apt-get install chromium)."; exit 1; fi; }

# Where Python may not keep what it compiles (PYTHONDONTWRITEBYTECODE), every start would compile it all again.
compiled: $(VENV)/.installed
	@$(COMPILE) bot actions connectors console || true

run: compiled console/static/vendor/.fetched
	@$(BIN)/dragoman serve

lint: $(VENV)/.installed-test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports

types: $(VENV)/.installed-test
	@$(BIN)/mypy bot actions connectors console

prepared: $(VENV)/.installed
	@$(BIN)/dragoman prepare

test: $(VENV)/.installed-test compiled console/static/vendor/.fetched browser
	$(SAY) "Lint, types, import directions; beside them the encoder and the model are prepared"
	@$(MAKE) --no-print-directory -j2 prepared lint types
	$(SAY) "Tests"
	@$(BIN)/python -m pytest

$(VENV)/.installed-bench: $(VENV)/.installed-test
	$(SAY) "Installing what the plots need"
	@$(PIP) install --progress-bar on -q -c constraints.txt -e '.[test,bench]' || \
	  { echo "Installation of the packages for measuring failed: see the lines above."; exit 1; }
	@touch $@

# BENCH='latency --quick' measures less; `python -m benchmarks --help` lists all names.
bench: $(VENV)/.installed-bench compiled console/static/vendor/.fetched
	@$(BIN)/python -m benchmarks $(BENCH)

clean:
	rm -rf $(VENV) var models/encoder models/current console/static/vendor
