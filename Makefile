# The commands of the book. Everything longer than a line is in tools/.
# `make` alone lists them; a target with ARGS passes them on: make refresh ARGS=chapters/jacobian.ipynb

.DEFAULT_GOAL := help
.PHONY: help setup book test coverage test-browser classroom test-classroom check refresh format \
	lab serve bench bench-grading bench-scale handout \
	bench-tensorgrad test-frameworks frameworks lock clean
.NOTPARALLEL:  # the targets build on one another
MAKEFLAGS += --no-print-directory

# The first of these that is new enough makes the environment; name another with PYTHON=...
PYTHON ?= $$(for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
NAMED := $(filter command environment,$(firstword $(origin PYTHON)))
# Where this is set, Python does not look into the folder in which it is called.
export PYTHONSAFEPATH :=
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY := .venv/$(BIN)/python

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

setup:  ## make the environment in .venv from the lock (the others do it by themselves)
	@$(if $(NAMED),,$(PY) -I tools/setup.py --ready 2>/dev/null ||) { \
		command -v "$(PYTHON)" >/dev/null || { echo "This book needs Python 3.11 or newer, and finds none. Install it, or name yours: make setup PYTHON=/path/to/python3.12"; exit 1; }; \
		"$(PYTHON)" tools/setup.py $(if $(NAMED),--this-python); }

book: setup  ## build the book from the stored outputs and say which file to open
	@$(PY) -m tools.build

test: setup  ## run every test: mathlib, its examples, every cell of every notebook
	@$(PY) -m tools.claims; $(PY) -m pytest -n auto

coverage: setup  ## measure what the tests reach of mathlib; fails below 98 %
	@$(PY) -m coverage run -m pytest -n 0 mathlib tests --ignore=tests/book --ignore=tests/tools
	@$(PY) -m coverage report

test-browser: book  ## look at every built page, and run a chapter, in a real browser
	@$(PY) -m tools.browser
	@$(PY) -m pytest tests/browser -n auto --dist=loadfile

classroom: setup  ## make what a course needs: the environment, and the sandbox for grading
	@$(PY) -m tools.sandbox

test-classroom: classroom  ## attack the grader, try every assignment, take a course from end to end
	@$(PY) -m pytest tests/classroom grader classroom -n auto --dist=loadfile

check: setup  ## check without running a notebook: style, format, types, claims, rules, stored form
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m tools.claims
	@$(PY) -m tools.reference
	@$(PY) -m tools.teaching
	@$(PY) -m tools.stored

refresh: setup  ## execute the notebooks and store their outputs; ARGS=chapters/... for some
	@$(PY) -m tools.refresh $(ARGS)
	@$(PY) -m tools.claims --write
	@$(PY) -m tools.reference --write
	@$(PY) -m tools.teaching --write

format: setup  ## put the code into the house's format
	@$(PY) -m ruff check --fix --quiet .
	@$(PY) -m ruff format .

lab: setup  ## open the chapters in JupyterLab; ARGS=--allow-root in a container
	@$(PY) -m tools.lab $(ARGS)

serve: book  ## serve the built book on this machine
	@$(PY) -m tools.serve $(PORT)

bench: frameworks  ## time the engine against SymPy, JAX and PyTorch
	@PYTHONPATH=. .venv-bench/$(BIN)/python benchmarks/compare.py

bench-tensorgrad: setup  ## derive sixty functions of tensors here and with tensorgrad
	@$(PY) -m venv .venv-bench/tensorgrad
	@.venv-bench/tensorgrad/$(BIN)/python -m pip install --quiet -r benchmarks/tensorgrad.txt
	@PYTHONPATH=. .venv-bench/tensorgrad/$(BIN)/python benchmarks/tensors.py

bench-grading: classroom  ## count what a further submission costs, with nbgrader as it comes and here
	@PYTHONPATH=.:tests $(PY) benchmarks/grading.py

SUBMISSIONS ?= 1000
bench-scale: classroom  ## grade 1,000 submissions on two workers of which one is killed, and compare
	@PYTHONPATH=.:tests $(PY) benchmarks/scale.py $(SUBMISSIONS)

handout: setup  ## make the chapters without solutions, slides, and a manual of the solutions
	@$(PY) -m tools.handout

test-frameworks: frameworks  ## run the book's examples for PyTorch and JAX
	@PYTHONPATH=. .venv-bench/$(BIN)/python benchmarks/frameworks.py

frameworks: setup  # an environment of their own, for they are large and the book needs neither
	@$(PY) -m venv .venv-bench
	@.venv-bench/$(BIN)/python -m pip install --quiet -r benchmarks/requirements.txt

lock:  ## resolve the development environment anew (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
		--custom-compile-command "make lock" --group book --group test pyproject.toml requirements.txt \
		--output-file requirements-dev.txt

clean:  ## remove what was built (the environment stays)
	@rm -rf _build .pytest_cache .ruff_cache .hypothesis
