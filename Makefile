# Two commands on a fresh machine with Python 3.11 or later, make and git:
#   make demo   the whole pipeline on the bundled newsroom, offline
#   make test   style, types, directions of imports, tests

SHELL := /bin/bash
.DEFAULT_GOAL := help
# The first of these that is Python 3.11 or later with venv; `make PYTHON=/path/to/python demo` overrides.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
# A name that changes with what is to be installed: nothing is done twice, and a new lock is noticed.
KEY := $(shell cat requirements.lock pyproject.toml models/story/*.pyx 2>/dev/null | cksum | cut -d' ' -f1)
STAMP := $(VENV)/.installed-$(KEY)
# What we made knows its folder and its Python by their paths: it works no more where one was moved or upgraded away.
MOVED := $(shell if ls $(VENV)/.installed-* >/dev/null 2>&1 && ! { $(BIN)/python -c '' && . $(BIN)/activate \
	&& [ "$$(cd "$$VIRTUAL_ENV" && pwd -P)" = "$$(cd $(VENV) && pwd -P)" ]; } 2>/dev/null; then echo moved; fi)
# The folder that keeps other users from our Python, where one does: root's own pyenv, say.
CLOSED = $(BIN)/python -c 'import sys; from pathlib import Path; \
	print(*[each for each in Path(sys._base_executable).resolve().parents if not each.stat().st_mode & 1][-1:])'
JOBS ?= 2
ROOMS := newsdelta.py alerts commands flows models settings sources steps storage web
# Threads of the model that wait for each other sleep: beside another process on two cores, spinning costs
# four times the processor time.
export OMP_WAIT_POLICY ?= PASSIVE

.PHONY: help install demo test bench lock moved
help:
	@sed -n '1,3s/^# \{0,1\}//p' Makefile

# Compiled each time, since `git pull` may leave the lock as it is.
install: $(STAMP)
	@$(BIN)/python -m compileall -q $(ROOMS)
	@if [ "$$(id -u)" = 0 ] && closed=$$($(CLOSED)) && [ -n "$$closed" ]; then \
		echo "Only root may run the Python that $(VENV) was made with, since it lies in $$closed. For a service with a"; \
		echo "user of its own: rm -r $(VENV) && make PYTHON=/usr/bin/python3 install"; fi

moved:
	@echo "$(VENV) was made in another folder, or by a Python that is gone: it is made anew."
	@rm -rf $(VENV)

$(STAMP): $(MOVED)
	@if [ -z "$(PYTHON)" ]; then \
		echo "newsdelta needs Python 3.11 or later with its venv module, and found none." >&2; \
		echo "Install it (Debian, Ubuntu: sudo apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3 demo" >&2; \
		exit 1; fi
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@echo "Installing what requirements.lock names into $(VENV) (once; a few minutes) ..."
	@set -o pipefail; $(BIN)/python -m pip install --disable-pip-version-check --no-input -r requirements.lock \
		| bash deploy/progress.sh $$(grep -c '^[A-Za-z0-9]' requirements.lock)
	@echo "Installing newsdelta itself ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.installed-*
	@touch $@

demo: $(STAMP)
	@$(BIN)/newsdelta demo

# A whole file of tests to a worker, so that what its tests share is made once. (Marks of xdist_group do nothing here:
# pytest-xdist 3.8 writes them where pytest 9.2 no longer looks.)
test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy -n $(JOBS)
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --durations 12

bench: $(STAMP)
	$(BIN)/python -m bench

# Installs requirements.in into an empty environment and writes down what came; then run `make test`.
lock:
	@set -e; clean=$$(mktemp -d); trap 'rm -rf "$$clean"' EXIT; \
	$(PYTHON) -m venv "$$clean"; \
	"$$clean/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements.in; \
	{ head -2 requirements.lock; \
	  "$$clean/bin/python" -m pip freeze --all | grep -v '^pip==' | sed 's/+cpu$$//'; } > requirements.lock.new; \
	mv requirements.lock.new requirements.lock
	@git --no-pager diff --stat requirements.lock
