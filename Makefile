# The two commands are `make serve` and `make test`; everything they need is made on the way.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python
export DJANGO_SETTINGS_MODULE := portal.settings

.PHONY: help serve test check format bench

help: ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

serve: .venv/.main .env ## the portal with demo content, on https://localhost:8443
	@$(RUN) manage.py serve $(SERVE_OPTIONS)

test: .venv/.dev .env ## the whole suite, on SQLite and on PostgreSQL
	$(BIN)/pytest -n auto
	$(RUN) -m tests.postgresql $(BIN)/pytest -n auto

check: .venv/.dev .env ## format, lint, types, import contract, migrations, deployment
	@mkdir -m 700 -p var
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(RUN) manage.py makemigrations --check --dry-run
	HSTS_SECONDS=31536000 $(RUN) manage.py check --deploy --fail-level WARNING

format: .venv/.dev ## mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.bench .env ## what requests cost, beside peers
	$(RUN) -m bench.cost_per_request

.venv/.uv:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	@touch $@

# --inexact leaves uv itself, and what another target has installed, where it is.
.venv/.main: .venv/.uv uv.lock
	$(BIN)/uv sync --quiet --frozen --inexact
	@touch $@

.venv/.dev: .venv/.uv uv.lock
	$(BIN)/uv sync --quiet --frozen --inexact --group dev
	@touch $@ .venv/.main

.venv/.bench: .venv/.dev
	$(BIN)/uv sync --quiet --frozen --inexact --group dev --group bench
	@touch $@

.env:
	@umask 077 && $(PYTHON) -c 'import secrets; print(f"SECRET_KEY={secrets.token_hex(32)}\nTOKEN_PEPPERS=1:{secrets.token_hex(32)}")' > $@
