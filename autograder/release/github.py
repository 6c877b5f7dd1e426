"""The student's folder as a repository on GitHub: self-checks on push, and a link to Colab."""

import re

import yaml  # type: ignore[import-untyped]

from ..language import ENGLISH, translations
from ..rubric.rubric import Rubric

WORKFLOW = ".github/workflows/checks.yml"
HEADER = """\
# Made by `autograder release` from grading.yml. On every push it makes the self-checks in tests/.
# Hidden checks, and so the grade, are your instructor's.
"""
MINUTES = 10  # for the checks of one question
PYTHON = "3.12"

REPOSITORY = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9])*/[A-Za-z0-9._-]+")
COLAB = "https://colab.research.google.com"
NOTEBOOK = "digits.ipynb"


def checks_workflow(rubric: Rubric) -> str:
    """Return the workflow, as YAML: a step for each question that has public checks.

    A question that fails does not keep the others from being checked; the run fails then.
    """
    steps = [
        {
            "name": f"{question.id}: {question.title}{' (extra)' if question.extra else ''}",
            "if": "${{ !cancelled() }}",
            "run": f"python -m pytest -m {question.id}",
            "timeout-minutes": MINUTES,
        }
        for question in rubric.questions
        if any(check.group == "public" for check in question.checks)
    ]
    job = {
        "runs-on": "ubuntu-latest",
        "steps": [
            {"name": "Check out the code", "uses": "actions/checkout@v5"},
            {
                "name": "Set up Python",
                "uses": "actions/setup-python@v6",
                "with": {"python-version": PYTHON, "cache": "pip"},
            },
            {"name": "Install", "run": "pip install -r requirements.txt"},
            *steps,
        ],
    }
    workflow = {
        "name": "Self-checks",
        "on": {"push": None, "workflow_dispatch": None},
        "permissions": {"contents": "read"},
        "jobs": {"checks": job},
    }
    text: str = yaml.safe_dump(workflow, sort_keys=False, allow_unicode=True, width=100)
    return HEADER + text


def colab_link(repository: str | None, language: str = ENGLISH) -> str:
    """Return, in Markdown, how to open the notebook in Colab.

    `repository`, as OWNER/NAME, is the one on GitHub that holds the assignment at its top, on the
    branch `main`; None where there is none.
    """
    if repository is None:
        say = translations(language).gettext
        how = say("In [Google Colab]({colab}), open `{notebook}` with *File → Upload notebook*.")
        return how.format(colab=COLAB, notebook=NOTEBOOK)
    target = f"{COLAB}/github/{repository}/blob/main/{NOTEBOOK}"
    return f"[![Open In Colab]({COLAB}/assets/colab-badge.svg)]({target})"


def is_repository(name: str) -> bool:
    """Say whether a name is of the form OWNER/NAME, as GitHub allows them."""
    return REPOSITORY.fullmatch(name) is not None and name.split("/")[1] not in (".", "..")


def linked_repository(handout: str) -> str | None:
    """Return the repository that the badge in a handout leads to; None if there is no badge."""
    found = re.search(rf"\({COLAB}/github/([^/)]+/[^/)]+)/blob/", handout)
    return found[1] if found else None
