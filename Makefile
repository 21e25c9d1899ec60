# `make help` lists what can be done.

SHELL := /bin/bash
PYTHON ?= python3
PY := .venv/bin/python
export APP_ENV ?= development
export PYTHONUNBUFFERED := 1
# Compiled modules are kept: servers, workers and tests start several times as quickly.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test details check demo bench faults mutate rehearse failover scan translations constraints clean \
	install install-dev need-python

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/:.*  ## /\t/' | expand -t 16

run: install  ## Start web and worker with the demonstration province (PORT=8000)
	@exec $(PY) -m tools.run

test: install-dev  ## Run the checks, then the tests on both databases (CLOCK="2027-02-06 22:30": then)
	@exec $(PY) -m tools.test

details: install-dev  ## Run what `test` leaves out: single pages in a browser, pages on PostgreSQL, a month
	@exec $(PY) -m tools.test --details

check: install-dev  ## Run the fast checks: lint, types, floors, translations
	@exec $(PY) -m tools.check

demo: install  ## Reset the demonstration data
	@$(PY) -m flask --app wsgi db upgrade
	@$(PY) -m flask --app wsgi demo load --reset

bench: install-dev  ## Measure the budgets, beside another build with BEFORE=folder; needs a quiet machine
	@BENCH_BEFORE=$(BEFORE) exec $(PY) -m bench

faults: install-dev  ## Run the fault tests only
	@exec $(PY) -m tools.test --faults

mutate: install-dev  ## Change rules by one sign each and list what no test notices; takes an hour
	@exec $(PY) -m tools.mutation

rehearse: install-dev  ## Deploy an earlier release here, upgrade under load, back up, restore elsewhere; stop
	@exec $(PY) -m tests.rehearsal

failover: install-dev  ## Kill the primary of three database machines under load (KILLS=20, POOLER=1); stop
	@exec $(PY) -m tests.failover --kills $(or $(KILLS),20) $(if $(POOLER),--pooler)

scan: install-dev  ## Let outside scanners loose on a demonstration (needs java, npm, registries)
	@exec $(PY) -m tools.scan

translations: install-dev  ## Bring the catalogues in step with the code
	@$(PY) -m tools.translations update
	@$(PY) -m tools.translations check

constraints: install-dev  ## Write down the versions now installed
	@$(PY) -m tools.constraints

clean:  ## Remove what was installed or made, but not instance/
	@rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

install: need-python
	@$(PYTHON) tools/bootstrap.py run

install-dev: need-python
	@$(PYTHON) tools/bootstrap.py dev

need-python:
	@command -v $(PYTHON) >/dev/null || { \
	   echo "Python 3.11 or later is missing. Install it with:"; \
	   echo "  sudo apt-get install -y python3 python3-venv"; exit 1; }
