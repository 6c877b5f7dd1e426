# `make help` lists what there is. Everything runs in .venv, which is made once, with the Python that
# `make PYTHON=/usr/bin/python3` names or else the first one that is new enough.

PYTHON ?=
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# Python keeps what it has compiled, wherever it is told not to: each of the hundreds of processes that tests
# start would compile the package anew.
export PYTHONDONTWRITEBYTECODE :=
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal
# docker or podman, whichever runs here; looked for only where it is used.
ENGINE = $(shell for one in docker podman; do $$one info >/dev/null 2>&1 && echo $$one && break; done)

.DEFAULT_GOAL := help
.PHONY: help demo test slow full check bench grader image image-steps update clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

demo: $(READY) ## Grade a small example class on the embedded digits
	@$(BIN)/autograder demo

test: $(READY) ## Pass the tests that are quick, and an eighth of the zoo
	@$(PYTEST) -m "not slow and not full"

slow: $(READY) ## Pass the others that CI runs: some attacks, faults, full MNIST, a cluster, Gradescope
	@$(PYTEST) -m "slow and not full"

full: $(READY) ## Pass all tests: the whole zoo, every attack at every level, every mutant
	@$(PYTEST)

check: $(READY) ## Lint, formatting, types, imports, and whether assignment/ is up to date
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/autograder release --check
	@$(BIN)/shellcheck scripts/make-environment scripts/update-locks \
		autograder/gradescope/setup.sh autograder/gradescope/run_autograder
	@$(BIN)/hadolint Dockerfile
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows \
		.github/workflows/ci.yml assignment/.github/workflows/checks.yml

bench: $(READY) ## Measure guests, grading, a class, Otter and training; keep it in docs/benchmarks.md
	@$(BIN)/python benchmarks/bench.py

grader: ## Make only what grading needs, without tools for development, in .venv
	@sh scripts/make-environment $(VENV) locks/grading.txt $(PYTHON)

image: ## Build the image for graders, or without docker and podman try its steps
	@if [ -n "$(ENGINE)" ]; then $(ENGINE) build --tag autograder .; \
	else $(MAKE) --no-print-directory image-steps; fi

image-steps: $(READY)
	@echo "neither docker nor podman runs here: linting the Dockerfile, and running its steps without them"
	@$(BIN)/hadolint Dockerfile
	@$(BIN)/python -m pytest tests/project/test_image.py

update: $(READY) ## Renew the locks with the newest versions that are allowed
	@sh scripts/update-locks --upgrade

clean: ## Remove the environment and everything generated
	rm -rf $(VENV) results dist

# The environment is made again only when one of these changes.
$(READY): pyproject.toml locks/development.txt
	@sh scripts/make-environment $(VENV) locks/development.txt $(PYTHON)
	@touch $@
