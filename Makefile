# One task runner. `make` alone lists what there is.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore $(BIN)/python -m pip install --quiet --no-input

.DEFAULT_GOAL := help
.PHONY: help setup run test test-slow lint format accuracy bench lock docs pictures notebook texts docs-data schema vendor typeface explore fuzz audit sbom release clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/ready  ## create the environment in .venv/ (about 0.9 GB; two minutes on an idle machine, the first time)

run: $(VENV)/ready  ## read the embedded samples into a checked warehouse, and say where it is
	@$(BIN)/gongkai run

test: $(VENV)/ready-dev  ## run the default test suite, on all processors
	@$(BIN)/pytest -n auto --dist loadfile

test-slow: $(VENV)/ready-dev  ## run what the default suite leaves out (an hour: LibreOffice, kills, servers)
	@$(BIN)/pytest -m slow

lint: $(VENV)/ready-dev  ## ruff (lint and format) and mypy
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

format: $(VENV)/ready-dev  ## let ruff lay out the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

# More of the generated reports: make accuracy CHECKS="--reports 5000"
accuracy: $(VENV)/ready-dev  ## print precision and recall, of the reading and of each rule, against the gold (wants ../shared)
	@$(BIN)/python -m benchmarks.accuracy
	@$(BIN)/python -m benchmarks.accuracy.sentences
	@$(BIN)/python -m benchmarks.accuracy.checks $(CHECKS)

# Sizes: make bench BENCH="--checks 10000 100000 --flow 1000 10000 100000"
bench: $(VENV)/ready-dev  ## print speed, memory and cost beside peers and floors (some minutes; BENCH="--help" for sizes)
	@$(BIN)/python -c 'import bs4, pdfplumber' 2>/dev/null \
		|| $(PIP) 'beautifulsoup4>=4.12,<5' 'pdfplumber>=0.11,<1'
	@$(BIN)/python -m benchmarks.speed $(BENCH)

lock: $(VENV)/ready-dev  ## resolve the dependencies anew into requirements*.lock, hashed, naming no registry
	@$(PIP) uv
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --group build --upgrade --quiet --output-file requirements.lock
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --group dev --constraint requirements.lock --quiet --output-file requirements-dev.lock
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --group docs --constraint requirements-dev.lock --quiet --output-file requirements-docs.lock

vendor:  ## bundle the JavaScript of the pages anew (wants node, npm and the network)
	@sh pages/vendor/renew.sh

typeface:  ## make the font of boxes anew that PDF files without fonts are measured by (wants the network)
	@PYTHON=$(PYTHON) sh gongkai/document/pdf/typeface/renew.sh

explore:  ## fetch DuckDB-Wasm for the page of questions, once (wants node, npm and the network)
	@sh pages/vendor/duckdb.sh

docs: $(VENV)/ready-docs  ## build the documentation site, English and Chinese, into docs-site/ (opens from disk)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --config-file mkdocs.zh.yml
	@echo "docs-site/index.html"

pictures: $(VENV)/ready-dev docs  ## take the pictures of docs/images/ anew (wants Chromium; ../shared for one of them)
	@$(BIN)/python docs/pictures.py

notebook: $(VENV)/ready-docs  ## open the notebook on the warehouse in GONGKAI_HOME, else in gongkai-home/
	@$(BIN)/marimo edit docs/notebook.py

texts: $(VENV)/ready-dev  ## compile what the command line says in Chinese: flows/locale/zh/LC_MESSAGES/gongkai.po
	@$(BIN)/pybabel --quiet compile --domain gongkai --directory flows/locale

docs-data: $(VENV)/ready  ## write docs/data-dictionary.md and docs/zh/ of it from the comments and data files
	@$(BIN)/python -m warehouse.dictionary en docs/data-dictionary.md expectations/sql/tables.sql
	@$(BIN)/python -m warehouse.dictionary zh docs/zh/data-dictionary.md expectations/sql/tables.sql

schema: $(VENV)/ready  ## write docs/extract.schema.json and docs/check.schema.json from the types
	@$(BIN)/python -c 'import json, gongkai.output as output; print(json.dumps(output.schema(), ensure_ascii=False, indent=2))' \
		> docs/extract.schema.json
	@$(BIN)/python -c 'import json, expectations.assessment_json as output; print(json.dumps(output.schema(), ensure_ascii=False, indent=2))' \
		> docs/check.schema.json

MINUTES ?= 5
fuzz: $(VENV)/ready-dev  ## fuzz the readers by coverage, MINUTES=5 for each of them
	@$(PIP) 'atheris>=3,<4'
	@nice -n 19 $(BIN)/python -m tests.hostile.fuzz --minutes $(MINUTES)

audit:  ## ask for known vulnerabilities of the locked dependencies (wants the network: see SECURITY.md)
	@$(PYTHON) -m venv .audit && .audit/bin/python -m pip install --quiet pip-audit
	@.audit/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip --strict

sbom:  ## write sbom.json: the locked dependencies with their hashes, as CycloneDX
	@$(PYTHON) -m venv .audit && .audit/bin/python -m pip install --quiet cyclonedx-bom
	@.audit/bin/cyclonedx-py requirements requirements.lock --output-reproducible --of JSON --output-file sbom.json

release: $(VENV)/ready-dev  ## VERSION=0.2.0: write the version, keep the accuracy, make wheel, SBOM, checksums; uploads nothing
	@$(BIN)/python .ci/release.py $(VERSION)

clean:  ## remove the environment and the caches; the warehouse home stays
	@rm -rf $(VENV) .audit .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "gongkai needs Python 3.11 or later; set one with: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Setting up $(VENV)/ (about 0.9 GB; two minutes on an idle machine, longer on a busy one; once only)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --no-deps --require-hashes --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.lock
	@echo "Adding the tools for tests and lint to $(VENV)/"
	@$(PIP) --no-deps --require-hashes --requirement requirements-dev.lock
	@touch $@

$(VENV)/ready-docs: $(VENV)/ready requirements-docs.lock
	@echo "Adding MkDocs and marimo to $(VENV)/"
	@$(PIP) --no-deps --require-hashes --requirement requirements-docs.lock
	@touch $@
