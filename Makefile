# demo: the example region from nothing to a report     SIZE=0.1 for the impatient
# test: the tests            check: format, lint, types, import rules, words
# serve: the site over the example region, on loopback          bundle: one archive for a machine without network
# fix: what a machine can mend        bench: the measurements        lock: pin versions anew
PYTHON ?= python3
SIZE ?= 1.0
BIN := .venv/bin

.PHONY: demo serve bundle test check fix bench lock

demo: .venv/installed
	@$(BIN)/python -m grunnmur.cli.demo --size $(SIZE)

serve: .venv/installed
	@$(BIN)/python -m grunnmur.cli.demo --size $(SIZE) --site

bundle: .venv/installed
	@$(BIN)/python -m grunnmur_web.assets.bundle dist

test: .venv/installed
	@$(BIN)/pytest -n auto

check: .venv/installed
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

fix: .venv/installed
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: .venv/installed
	@$(BIN)/python -m benchmarks

lock: .venv/installed
	@$(BIN)/pip-compile --quiet --extra dev --extra web --generate-hashes --no-strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header -o requirements-dev.lock pyproject.toml

.venv/installed: requirements-dev.lock pyproject.toml
	@echo "Installing into .venv (a minute or two, once) …"
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Grunnmur needs Python 3.11 or newer')"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check "pip>=25"  # older ones lose a pin that has extras
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps -e .
	@touch $@
