# `make` alone lists the commands.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
# two builds at once would only wait for each other
.NOTPARALLEL:
.PHONY: help book test cells kills speed audit install check lock clean

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(INSTALLED)  ## check the data, run stale notebooks, build HTML and PDF
	@$(BIN)/python -m wsis20 build --run

test: $(INSTALLED)  ## everything CI runs: style, the book, all tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m wsis20 build
	@$(BIN)/python -m pytest -n auto notebooks  # apart: measuring coverage stops the kernels of nbval
	@$(BIN)/python -m pytest -n auto tests --cov --cov-fail-under=95 --cov-report=

cells: $(INSTALLED)  ## change fifty cells at random and say what notices each (some minutes)
	@PYTHONPATH=tests $(BIN)/python tests/audit_cells.py

speed: $(INSTALLED)  ## say where the time of a run of all notebooks goes
	@PYTHONPATH=tests $(BIN)/python tests/benchmark_run.py

kills: $(INSTALLED)  ## kill twenty runs and twenty builds and say what each left (an hour at most)
	@PYTHONPATH=tests $(BIN)/python tests/audit_kills.py

audit: book  ## ask the Nu validator, Lighthouse and the hosts of links (network, Node.js, Java)
	@PYTHONPATH=tests $(BIN)/python tests/audit_site.py

check: $(INSTALLED)  ## check the data package only
	@$(BIN)/python -m wsis20 check

install: $(INSTALLED)  ## create .venv with the locked requirements

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Python 3.11, 3.12 or 3.13 is needed, this is %d.%d; say which to take: make PYTHON=python3.12 ..." % sys.version_info[:2])'
	@echo "Installing the locked requirements into .venv (a minute or two, once)"
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

lock: $(INSTALLED)  ## resolve requirements.txt into requirements.lock (needs the network)
	@$(PIP) install --quiet uv
	@$(BIN)/uv pip compile requirements.txt --universal --python-version 3.11 --fork-strategy fewest \
	    --generate-hashes --no-emit-package wsis20 --no-annotate --quiet --upgrade \
	    --custom-compile-command "make lock" --output-file requirements.lock

clean:  ## remove what was built and installed
	@rm -rf _build .venv
