# The commands of the project. On the command line:
#   PYTHON=python3.12          the interpreter (3.11 or newer)
#   PYTEST_ARGS="-k picker"    what pytest is told besides
#   DEMO_ARGS="--port 9000"    what the demo is told besides

PYTHON ?= python3
VENV ?= .venv
WORKERS ?= 2
UV ?= uv

MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:
.PHONY: help demo test check static bench weight browser lock clean

series := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
environment := $(VENV)/.python-$(series)
locks := requirements/build.txt requirements/dev.txt requirements/runtime.txt
install := $(VENV)/bin/python -m pip --disable-pip-version-check install --quiet
locked := $(install) --require-hashes --only-binary=:all:
itself := $(install) --no-deps --no-build-isolation --editable .

help:
	@echo "make demo    the five example clinics, on two ports, until Ctrl-C"
	@echo "make test    every test, browsers included"
	@echo "make check   ruff, mypy, import-linter"
	@echo "make static  static/ from static/src/"
	@echo "make bench   how long a fragment takes"
	@echo "make weight  what each way of embedding weighs, into docs/weight.md"
	@echo "make lock    resolve the dependencies anew (UPGRADE=1: to their newest versions)"
	@echo "make clean   remove whatever these commands made"

demo: $(VENV)/.runtime
	@exec $(VENV)/bin/scarwidget demo $(DEMO_ARGS)

test: $(VENV)/.dev browser
	@$(VENV)/bin/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

check: $(VENV)/.dev
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/ruff format --check
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo

# What the server sends: the style sheets and scripts of static/src, minified.
static: $(VENV)/.dev
	@$(VENV)/bin/python -m tools.static

# How long fragments take, against a bare route in the same run.
bench: $(VENV)/.dev
	@$(VENV)/bin/python benchmarks/fragment.py

# What each way of embedding weighs, into docs/weight.md.
weight: $(VENV)/.dev browser
	@$(VENV)/bin/python -m benchmarks.weight --write

# Chromium for the browser tests: the one step that may download a browser.
browser: $(VENV)/.dev
	@$(VENV)/bin/python tools/browser.py

# A virtual environment of this Python, made anew whenever a lock changes, so that it holds
# exactly what is locked.
$(environment): $(locks)
	@test -n "$(series)" || { echo "$(PYTHON) is no Python. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "scarwidget needs Python 3.11 or newer, and $(PYTHON) is $(series). Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV) with Python $(series)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.runtime: $(environment) pyproject.toml
	@echo "Installing the locked dependencies into $(VENV)"
	@$(locked) -r requirements/runtime.txt -r requirements/build.txt
	@$(itself)
	@touch $@

$(VENV)/.dev: $(environment) pyproject.toml
	@echo "Installing the locked dependencies and the development tools into $(VENV)"
	@$(locked) -r requirements/dev.txt
	@$(itself)
	@$(VENV)/bin/python -m pip --disable-pip-version-check check
	@touch $(VENV)/.runtime $@

compile = UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url $(if $(UPGRADE),--upgrade)

lock:
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: python3 -m pip install uv" >&2; exit 1; }
	@$(compile) pyproject.toml --group dev --output-file requirements/dev.txt
	@$(compile) pyproject.toml --constraint requirements/dev.txt --output-file requirements/runtime.txt
	@$(compile) --group build --constraint requirements/dev.txt --output-file requirements/build.txt
	@grep -c == $(locks)

clean:
	rm -rf $(VENV) dist build .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
