# Linli. `make` prints the commands.
SHELL := /bin/bash
PYTHON ?= python3
V := .venv/bin
RUN := $(V)/python -m
STAMP := .venv/.linli-ready
NODE_STAMP := node_modules/.linli-ready
ASSETS := src/linli/foundation/design/static/design/manifest.json
FRONT := $(shell find frontend -type f 2>/dev/null) package.json vite.config.ts tsconfig.json
CATALOGUES := $(shell find src/linli -name django.po 2>/dev/null)
# Compiled modules are kept, also where the shell says otherwise: without them every run compiles all of it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo serve test test-unit test-pages test-machine test-judges test-journeys test-system test-front check bench messages format clean

help: ## Print the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) $(ASSETS) .venv/.catalogues ## Make .venv with the linli command, build the front end and the translations

$(STAMP): requirements.lock pyproject.toml tools/preconditions.sh
	@bash tools/preconditions.sh "$(PYTHON)"
	@test -x $(V)/python || $(PYTHON) -m venv .venv
	$(V)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(V)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(NODE_STAMP): package.json package-lock.json $(STAMP)
	@bash tools/node.sh npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(ASSETS): $(NODE_STAMP) $(FRONT)
	@bash tools/node.sh npm run --silent build
	@touch $@

.venv/.catalogues: $(STAMP) $(CATALOGUES)
	@$(V)/python tools/messages.py compile
	@touch $@

demo: setup ## Build everything and open the demo community at http://127.0.0.1:8000
	$(V)/linli demo

serve: setup ## Serve the community in ./var
	$(V)/linli serve

test: setup test-front test-unit test-pages test-machine test-judges test-journeys test-system ## Run every test

test-unit: setup ## Rules, actions and queries, in parallel, within a minute
	$(RUN) pytest -n 2 --dist loadfile -m "not machine and not journey and not judge" --ignore tests/portals

test-pages: setup ## Pages as the server writes them, and who may open them, in parallel
	$(RUN) pytest -n 2 --dist loadfile -m "not machine and not journey and not judge" tests/portals

test-machine: setup ## Servers started and killed, and files of hundreds of megabytes
	$(RUN) pytest -m machine

test-judges: setup ## Real data: buildings, 4,326 messages
	$(RUN) pytest -m judge

test-journeys: setup ## Journeys in Debian's Chromium
	@bash tools/browser.sh
	$(RUN) pytest -m journey

test-system: setup ## The smoke journey on the machine's own PostgreSQL, where there is one
	@bash tools/browser.sh
	@if ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then \
	  LINLI_POSTGRES=system LINLI_TEST_CLUSTER=var/test-cluster-system $(RUN) pytest -m "journey and smoke"; \
	else echo "No PostgreSQL of the machine's own here: apt-get install postgresql"; fi

test-front: setup ## The browser's small behaviours
	@bash tools/node.sh npm test --silent

check: setup ## Walls, types, linters, sizes, translations, migrations
	$(V)/ruff check .
	$(V)/ruff format --check .
	$(V)/mypy
	$(V)/lint-imports
	$(V)/djlint --lint src/linli --quiet
	$(V)/python tools/messages.py check
	$(RUN) pytest tests/architecture
	@bash tools/node.sh npm run --silent check

bench: setup ## Measure the budgets: prints a table, writes var/bench.json
	$(V)/python -m tests.bench

messages: setup ## Collect new strings into the catalogues
	$(V)/python tools/messages.py collect

format: setup ## Set Python and templates in house style
	$(V)/ruff check --fix --quiet . ; $(V)/ruff format . ; $(V)/djlint --reformat src/linli --quiet

clean: ## Remove what was built (data in ./var stays)
	rm -rf .venv node_modules src/linli/foundation/design/static/design
