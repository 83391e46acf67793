# `make` alone lists the commands.
PYTHON ?= python3
BIN := .venv/bin
TOOL := PYTHONPATH=book/_ext:tests:tools $(BIN)/python
LOCK := $(BIN)/python -m uv pip compile --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
    --no-annotate --quiet --upgrade --system-certs --custom-compile-command "make lock"

# where it is set, each program compiles anew all that it imports
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
# two builds at once would only wait for each other
.NOTPARALLEL:
.PHONY: help book test coverage quick preview fuzz faults cells attack kills card bench speed audit readers install tools check lock clean

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: install  ## check the data, run stale notebooks, build HTML and PDF
	@$(BIN)/python -m wsis20 build --run

quick: tools  ## style, types, and what is tested in a moment, without a copy, the built book or a browser (seconds)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/vulture & unused=$$!; $(BIN)/mypy & types=$$!; $(BIN)/python -m pytest -q -n 2 -p no:nbval \
	    -o addopts="--strict-markers --strict-config" -m "not slow" tests/unit tests/directives tests/lint; told=$$?; \
	    wait $$unused && wait $$types && exit $$told

test: tools  ## everything CI runs: style, types, the book, all tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/vulture
	@$(BIN)/python -m wsis20 build
	@$(BIN)/python -m pytest -n auto notebooks
	@$(BIN)/python -m pytest -n $(WORKERS) --no-loadscope-reorder $(LONGEST_FIRST)

coverage: tools book  ## measure which lines the tests of the library reach (seven minutes)
	@$(BIN)/python -m pytest -n auto $(filter-out tests/browser%,$(LONGEST_FIRST)) --cov --cov-fail-under=95 --cov-report=term

# What takes long begins first, and two more than there are cores, since many tests wait for what they have started.
# A worker is given its second file with its first, whoever is free: so a short one comes fifth.
WORKERS = $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 2)")
LONGEST := $(patsubst %,tests/%.py,browser/test_browser copies/test_publishing copies/test_execution copies/test_attack \
    browser/test_query)
LONGEST_FIRST := $(LONGEST) $(filter-out $(LONGEST),$(wildcard tests/copies/test_*.py tests/browser/test_*.py)) \
    tests/rules tests/site tests/unit tests/directives tests/lint

COUNT ?= 20000
SEED ?= 1
preview: tools  ## show the book while it is written: pages are built anew when a file is saved
	@$(TOOL) tools/preview.py

fuzz: tools  ## give what reads the data COUNT inputs that nobody thought of, from SEED (half an hour)
	@$(TOOL) tools/fuzz.py --count $(COUNT) --seed $(SEED)

CLASSES ?= 1 2 3 4 5 6 7
faults: tools  ## put hundreds of faults into copies and say which are refused (half an hour)
	@$(TOOL) tools/faults.py $(CLASSES)

cells: tools  ## change fifty cells at random and say what notices each (some minutes)
	@$(TOOL) tools/cells.py

attack: tools  ## put every hostile string into every free text, and build (half an hour)
	@$(TOOL) tools/attack.py 16

card: tools  ## draw the picture that stands for the book where it is shared
	@$(TOOL) tools/card.py

bench: tools  ## measure beside plain Jupyter Book, frictionless and DuckDB (ten minutes)
	@$(TOOL) tools/bench.py

speed: tools  ## say where the time of a run of all notebooks goes
	@$(TOOL) tools/speed.py

kills: tools  ## kill twenty runs and twenty builds and say what each left (an hour at most)
	@$(TOOL) tools/kills.py

audit: tools book  ## ask the Nu validator, Lighthouse and the hosts of links (network, Node.js, Java)
	@$(TOOL) tools/audit.py

readers: tools  ## ask readers of other communities about a release, each from the index (network)
	@$(TOOL) tools/readers.py

check: install  ## check the data package only
	@$(BIN)/python -m wsis20 check

install:  ## create .venv with what the book needs, as locked
	@$(PYTHON) install.py

tools:  ## create .venv with what the tests need as well
	@$(PYTHON) install.py --tests

lock: install  ## resolve the requirements into the lock files (needs the network)
	@$(LOCK) --no-emit-package wsis20 --output-file requirements.lock requirements.txt
	@$(LOCK) --output-file tests/requirements.lock tests/requirements.txt
	@echo uv | $(LOCK) --output-file installer.lock -

clean:  ## remove what was built and installed
	@rm -rf _build .venv
