# SPDX-License-Identifier: EUPL-1.2
# Everything a person types. `make` alone says what there is.
#   PORT=8000     where `make run` listens
#   PYTHON=...    the Python (3.11 or newer) from which .venv is made
#   PARTIAL=1     let `make test` leave out what this machine lacks (ignored where CI is set)

PYTHON ?= python3
PORT ?= 8000
export PORT
PY := .venv/bin/python

COLLECTED := src/comity/web/collected/.made
STATIC := $(shell find frontend src/comity/web/static -type f \
	-not -path '*/node_modules/*' -not -path '*/dist/*' -not -name icons.svg 2>/dev/null)
PO := $(shell find src -name '*.po' 2>/dev/null)
MO := $(PO:.po=.mo)

.PHONY: help run test faults check fmt assets messages translations coverage lock venv clean
.DELETE_ON_ERROR:

help:
	@echo 'make run           the demonstration court at http://localhost:$(PORT) (PORT=...)'
	@echo 'make test          everything: rules of the house, SQLite, PostgreSQL, browser'
	@echo 'make faults        every fault at length, on both databases (KILLS=200 JUMPS=12 MAIL_DAYS=10 PLACES=8 DATABASE=...)'
	@echo 'make check         only the rules of the house: ruff, types, imports, house rules'
	@echo 'make fmt           put the code in its usual form'
	@echo 'make coverage      which lines and branches the tests do not reach (SQLite)'
	@echo 'make translations  bring the catalogue up to date with the strings in the code'
	@echo 'make lock          resolve requirements/*.in anew (UPGRADE=1: to the newest versions)'
	@echo 'make clean         remove what was built; never the data in var/'

run: .venv/.run assets messages
	@exec .venv/bin/comity run --demo

test: .venv/.dev assets messages
	@$(PY) tools/suite.py

faults: .venv/.dev assets messages
	@$(PY) tools/faults.py

check: .venv/.dev messages
	@$(PY) tools/check.py

fmt: .venv/.dev
	@.venv/bin/ruff check --fix --exit-zero --quiet .
	@.venv/bin/ruff format .

coverage: .venv/.dev assets messages
	@$(PY) -m pytest -n auto --maxprocesses 4 -m 'not browser' --cov --cov-report=term

assets: $(COLLECTED)

$(COLLECTED): .venv/.run tools/build_assets.py tools/collect.py $(STATIC)
	@$(PY) tools/build_assets.py
	@$(PY) tools/collect.py
	@touch $@

messages: $(MO)

%.mo: %.po | .venv/.run
	@$(PY) tools/messages.py compile

translations: .venv/.dev
	@$(PY) tools/messages.py update

venv: .venv/.dev

.venv/.run: requirements/run.txt pyproject.toml tools/venv.sh
	@sh tools/venv.sh '$(PYTHON)' run

.venv/.dev: requirements/dev.txt pyproject.toml tools/venv.sh
	@sh tools/venv.sh '$(PYTHON)' dev

lock:
	@sh tools/lock.sh '$(PYTHON)'

clean:
	rm -rf .venv .cache src/comity/web/collected src/comity/web/static/comity/dist frontend/node_modules src/*.egg-info
	find src -name '*.mo' -delete
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +
