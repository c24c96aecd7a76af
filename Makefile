# install: the environment alone · serve: the server · test: every test · check: everything CI looks at
# bench: repeatable benchmarks · docs: generated pages · lock: renew the pinned versions

PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(if \
  $(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("fits")' 2>/dev/null),$(p))))
VENV ?= .venv
BIN := $(VENV)/bin
WORKERS ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)

# An environment is as new as the content of its lock file, whatever the files' times say.
fingerprint = $(shell cksum < $(1) | tr " " "-")
RUN_READY := $(VENV)/.ready-run-$(call fingerprint,requirements.lock)
TEST_READY := $(VENV)/.ready-test-$(call fingerprint,requirements-test.lock)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.PHONY: install serve test check lint types contracts bench docs lock clean
.DELETE_ON_ERROR:

install: $(RUN_READY)

serve: $(RUN_READY)
	$(BIN)/amana serve $(ARGS)

test: $(TEST_READY)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: lint types contracts test

lint: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TEST_READY)
	$(BIN)/mypy

contracts: $(TEST_READY)
	$(BIN)/lint-imports

bench: $(TEST_READY)
	$(BIN)/python -m bench $(ARGS)

DIALECTS := mifos musoni mambu supervision native
docs: $(TEST_READY)
	$(BIN)/python -m amana.hosting.settings > docs/reference/settings.md
	mkdir -p build/reference
	for name in $(DIALECTS); do \
	  $(BIN)/amana operations --dialect $$name --format html > build/reference/$$name.html && \
	  $(BIN)/amana operations --dialect $$name --format openapi > build/reference/$$name.json || exit 1; \
	done

lock: $(TEST_READY)
	$(PIP) install --quiet uv
	$(call compile,--extra build -o requirements.lock)
	$(call compile,--extra build --extra test -c requirements.lock -o requirements-test.lock)
compile = $(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" $(1)

clean:
	rm -rf $(VENV) build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (set PYTHON=...)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): | $(BIN)/python
	@echo "Installing into $(VENV) (once; a minute or two) ..."
	$(PIP) install --quiet --require-hashes --no-deps -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src  # once, not at every start where Python may not keep what it compiled
	@rm -f $(VENV)/.ready-run-* && touch $@

$(TEST_READY): $(RUN_READY) | $(BIN)/python
	@echo "Installing what tests and checks need ..."
	$(PIP) install --quiet --require-hashes --no-deps -r requirements-test.lock
	@rm -f $(VENV)/.ready-test-* && touch $@
