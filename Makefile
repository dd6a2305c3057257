# Two commands carry the project: `make demo` and `make test`. README.md gives the equivalents for Windows.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin

.PHONY: demo test soak bench sample golden lock clean help

help: ## what there is
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/  -/'

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch .venv/ready

demo: .venv/ready ## set up, build the demo warehouse from data/sample, serve the dashboard
	$(BIN)/impact demo --port $(PORT)

test: .venv/ready ## set up, run every check
	$(BIN)/python tests/check.py

soak: .venv/ready ## attack 10,000 random tables, minutes long
	$(BIN)/python -m pytest tests/unit/test_suppress_protect.py --hypothesis-profile=soak --hypothesis-seed=20261123 --durations=0

bench: .venv/ready ## print rows per second beside DuckDB's bare reader, and seconds a report takes
	$(BIN)/python tests/bench/ingest.py
	$(BIN)/python tests/bench/report.py

sample: .venv/ready ## write data/sample again
	$(BIN)/impact sample

golden: .venv/ready ## accept the sample's figures as the new golden ones
	$(BIN)/python -m pytest tests/golden --update-golden

lock: ## pin everything again (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--all-extras pyproject.toml --output-file requirements.lock

clean: ## remove what was made, not what was landed
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache build dist
