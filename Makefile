# Everything that is done to the portal. `make` alone lists it.
#
# A machine needs Python 3.11 with pip and venv, make, and a package index; nothing else.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
FLASK := tools/with-settings $(BIN)/flask --app wsgi
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard portal/translations/*/LC_MESSAGES/*.po))
NEW_VENV = { $(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("Python 3.11 is needed.")' && $(PYTHON) -m venv .venv; }
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---- To use it ------------------------------------------------------------------------

.PHONY: run
run: .venv/run made instance/settings.env ## Start the demonstration portal on this machine
	@tools/with-settings $(BIN)/python -m tools.start

.PHONY: made
made: $(CATALOGUES) $(if $(wildcard portal/web/fonts.py),portal/static/fonts/made)

%.mo: %.po | .venv/run
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@ --locale=$(word 3,$(subst /, ,$@))

portal/static/fonts/made: portal/web/fonts.py | .venv/run
	@$(BIN)/python -m portal.web.fonts $(@D)
	@touch $@

instance/settings.env:
	@umask 077 && mkdir -p instance && $(PYTHON) tools/new_settings.py > $@.new && mv $@.new $@

# The lock names every library that is needed, so pip is told to look for no others: asked for
# `coverage[toml]`, it would find a release newer than the locked one, and stop.
INSTALL = $(BIN)/python -m pip install --quiet --require-hashes --no-deps --only-binary=:all:

.venv/run: requirements.txt
	@test -x $(BIN)/python || $(NEW_VENV)
	@echo "Installing the libraries (once)"
	@$(INSTALL) --no-compile -r requirements.txt
	@touch $@

.venv/test: requirements-dev.txt
	@test -x $(BIN)/python || $(NEW_VENV)
	@echo "Installing the libraries and the tools (once)"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ .venv/run

# ---- To change it ---------------------------------------------------------------------

.PHONY: test
test: .venv/test made ## Check everything, and say what had to be left out
	@failed=; \
	for check in lint types floors; do \
		$(MAKE) --no-print-directory $$check || failed="$$failed $$check"; \
	done; \
	PORTAL_CHECKS_FAILED="$$failed" \
		$(BIN)/pytest -q --database both --numprocesses auto --dist worksteal \
		&& test -z "$$failed"

.PHONY: lint
lint: .venv/test ## Check the style of Python and of templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet portal/templates

.PHONY: types
types: .venv/test ## Check the types
	$(BIN)/mypy

.PHONY: floors
floors: .venv/test ## Check who imports whom
	$(BIN)/lint-imports --no-logo

.PHONY: coverage
coverage: .venv/test made ## Show which lines and branches no test runs
	$(BIN)/pytest -q --cov --cov-report=term-missing:skip-covered

.PHONY: bench
bench: .venv/test made ## Measure pages and filings beside what the machine could do at most
	$(BIN)/python -m bench

.PHONY: screenshots
screenshots: .venv/test ## Take the README's pictures of the portal that `make run` runs
	$(BIN)/python -m tools.screenshots

.PHONY: catalogues
catalogues: .venv/test ## Bring the Kazakh and Russian catalogues up to date with the sentences
	$(BIN)/python -m tools.catalogues update

.PHONY: fix
fix: .venv/test ## Repair what tools can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: lock
lock: ## Lock the libraries anew, and export the lock for pip (needs uv)
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --frozen --quiet --no-emit-project --no-header --no-dev --extra scale -o requirements.txt
	$(BIN)/uv export --frozen --quiet --no-emit-project --no-header --extra scale -o requirements-dev.txt

.PHONY: clean
clean: ## Remove what was made; instance/ with the data stays
	rm -rf .venv .coverage .hypothesis .*_cache $(CATALOGUES) portal/static/fonts/made portal/static/fonts/*.woff2
