# The shop's commands. `make` alone lists them.

PYTHON  ?= python3
ARGS    ?=
WORKERS ?= auto
BIN     := .venv/bin
PIP     := $(BIN)/pip --disable-pip-version-check
RUNTIME := .venv/.runtime-stamp
DEV     := .venv/.dev-stamp
BENCH   := .venv/.bench-stamp
RALPH   := .ralph/.stamp

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test check content bench faults fuzz format messages clean system-packages npm-validator

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## Start the tool, a small LMS and a small LRS on this machine (needs only Python)
	@exec $(BIN)/parcours demo $(ARGS)

test: system-packages $(DEV) $(RALPH) npm-validator ## Run the whole suite; ARGS="-k launch" chooses, WORKERS=0 is one process
	@$(BIN)/python -m pytest --ignore=tests/benchmarks -n $(WORKERS) --maxprocesses 4 --dist loadfile $(ARGS)

check: $(DEV) ## Formatting, lint, types, import contracts, file sizes
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tests.sizes

content: $(DEV) ## The item bank: every item played on 500 draws, and its right answer altered in ten ways
	@$(BIN)/parcours content check --strict
	@$(BIN)/parcours content mutations

bench: $(DEV) $(BENCH) ## Measure: the engine beside others, answers, statements
	@$(BIN)/python -m pytest tests/benchmarks -s $(ARGS)

faults: $(DEV) $(RALPH) ## The fault table, 10,000 statements a line; OUTAGE_S=1800 adds half an hour of real outage
	@FAULT_STATEMENTS=$(or $(STATEMENTS),10000) FAULT_OUTAGE_S=$(OUTAGE_S) \
	  $(BIN)/python -m pytest tests/functional/lrs/faults -s $(ARGS)

fuzz: $(DEV) ## More than 20,000 odd requests (the count goes to build/fuzz/fuzz.md), 20,000 odd journals a simulator
	@PARCOURS_FUZZ_EXAMPLES=$${EXAMPLES:-1250} PARCOURS_FUZZ_JOURNALS=$${JOURNALS:-20000} PARCOURS_REPORT=build/fuzz $(BIN)/python -m pytest tests/fuzz --timeout 3600 $(ARGS)
	@cat build/fuzz/fuzz.md

format: $(DEV) ## Rewrite the code in the house style
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

messages: $(DEV) ## Collect the sentences of the interface; then translate what is empty and run it again
	@mkdir -p build
	@$(BIN)/pybabel -q extract -F lti_tool/translations/babel.cfg -k _l --no-location --sort-output -o build/messages.pot lti_tool
	@$(BIN)/pybabel -q update -i build/messages.pot -d lti_tool/translations -l en --no-fuzzy-matching --ignore-obsolete
	@$(BIN)/pybabel -q compile -d lti_tool/translations -l en

clean: ## Remove everything that these commands made
	rm -rf .venv .ralph .node .demo build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12"; exit 1; }
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "'$(PYTHON) -m venv' failed (on Debian: apt install python3-venv)."; exit 1; }

# The demo must start fast on a bare machine: nothing for developers, nothing for PostgreSQL.
$(RUNTIME): pyproject.toml constraints.txt | .venv/pyvenv.cfg
	@echo "Installing the tool"
	@$(PIP) install -q -c constraints.txt -e .
	@touch $@

$(DEV): pyproject.toml constraints.txt | .venv/pyvenv.cfg
	@echo "Installing the tool and what its tests need"
	@$(PIP) install -q --upgrade 'pip>=25.1'
	@$(PIP) install -q -c constraints.txt -e '.[postgres]' --group dev
	@touch $(RUNTIME) $@

# The peer of the engine brings a whole scientific shelf with it: only for measures.
$(BENCH): pyproject.toml constraints.txt | $(DEV)
	@echo "Installing catsim, the peer of the engine"
	@$(PIP) install -q -c constraints.txt --group bench
	@touch $@

# Ralph holds its libraries at old versions, so it lives apart.
$(RALPH): tests/support/ralph-constraints.txt | .venv/pyvenv.cfg
	@echo "Installing Ralph, the LRS of the tests"
	@rm -rf .ralph && $(PYTHON) -m venv .ralph
	@.ralph/bin/pip --disable-pip-version-check install -q -c $< 'ralph-malph[cli,lrs]==5.1.0' requests
	@touch $@

# A second opinion on the statements. It needs Node.js: where there is none, its tests say so and are skipped.
npm-validator:
	@if [ .node/.stamp -nt tests/support/node/package-lock.json ]; then exit 0; fi; \
	if ! command -v npm >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && grep -q '^ID=debian' /etc/os-release 2>/dev/null; then \
	    echo "Installing Node.js and npm"; \
	    DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; \
	    apt-get -qq update && apt-get -qq install -y --no-install-recommends nodejs npm >/dev/null; \
	  fi; \
	fi; \
	if ! command -v npm >/dev/null; then \
	  echo "npm is missing: the npm validator of statements will be skipped (on Debian: apt install nodejs npm)."; exit 0; \
	fi; \
	echo "Installing the npm validator of statements"; \
	rm -rf .node && mkdir .node && cp tests/support/node/package*.json .node/ \
	  && npm ci --prefix .node --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null && touch .node/.stamp \
	  || { rm -rf .node; echo "npm could not install it: the npm validator of statements will be skipped."; }

# Chromium plays the pages; LibreOffice opens the exports (its tests are skipped where it is missing).
system-packages:
	@command -v soffice >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && grep -q '^ID=debian' /etc/os-release 2>/dev/null; then \
	    echo "Installing LibreOffice"; \
	    DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; \
	    apt-get -qq update && apt-get -qq install -y --no-install-recommends libreoffice-calc-nogui >/dev/null; \
	  else \
	    echo "LibreOffice is missing: the tests that open the exports will be skipped."; \
	  fi; }
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && grep -q '^ID=debian' /etc/os-release 2>/dev/null; then \
	    echo "Installing Chromium"; \
	    DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; \
	    apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	  else \
	    echo "Chromium is missing: install it (on Debian: apt install chromium fonts-dejavu-core), then run 'make test' again."; \
	    exit 1; \
	  fi; }
