# `make help` lists what there is. Everything runs in .venv, which is made once.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.DEFAULT_GOAL := help
.PHONY: help demo test check bench clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

demo: $(READY) ## Grade a small example class on the embedded digits
	@$(BIN)/autograder demo

test: $(READY) ## Pass the tests, the slow ones included, on two cores
	@$(BIN)/python -m pytest -n 2

check: $(READY) ## Lint, formatting, types, and whether assignment/ is up to date
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/autograder release --check
	@$(BIN)/shellcheck autograder/gradescope/setup.sh autograder/gradescope/run_autograder
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows \
		assignment/.github/workflows/classroom.yml

bench: $(READY) ## Measure what grading costs beside the student's own code, and a whole class
	@$(BIN)/python benchmarks/overhead.py
	@$(BIN)/python benchmarks/classroom.py

clean: ## Remove the environment and everything generated
	rm -rf $(VENV) results dist

# The environment is made again only when pyproject.toml changes.
$(READY): pyproject.toml
	@sh scripts/make-environment $(VENV)
	@touch $@
