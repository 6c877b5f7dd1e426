"""The student's folder as a repository on GitHub: Classroom's workflow, and a link to Colab.

The workflow is as GitHub Classroom writes one itself: its reporter takes the points from steps with
its command grader, and looks for a check run called `run-autograding-tests`.
"""

import re
from typing import Any

import yaml  # type: ignore[import-untyped]

from ..rubric.rubric import Question, Rubric

WORKFLOW = ".github/workflows/classroom.yml"
HEADER = """\
# Made by `autograder release` from grading.yml. On every push it makes the self-checks in tests/,
# and GitHub Classroom shows the points. Hidden checks, and so the grade, are your instructor's.
"""
COMMAND = "classroom-resources/autograding-command-grader@v1"
REPORTER = "classroom-resources/autograding-grading-reporter@v1"
MINUTES = 10  # for the checks of one question
PYTHON = "3.12"

REPOSITORY = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9])*/[A-Za-z0-9._-]+")
COLAB = "https://colab.research.google.com"
NOTEBOOK = "digits.ipynb"


def classroom_workflow(rubric: Rubric) -> str:
    """Return the workflow that GitHub Classroom reads: a step and its points for each question."""
    questions = [question for question in rubric.questions if _points(question)]
    reporter = {
        "name": "Autograding Reporter",
        "uses": REPORTER,
        "env": {
            f"{q.id.upper()}_RESULTS": f"${{{{ steps.{q.id}.outputs.result }}}}" for q in questions
        },
        "with": {"runners": ",".join(question.id for question in questions)},
    }
    job = {
        "runs-on": "ubuntu-latest",
        "if": "github.actor != 'github-classroom[bot]'",
        "steps": [
            {"name": "Checkout code", "uses": "actions/checkout@v5"},
            {
                "name": "Set up Python",
                "uses": "actions/setup-python@v6",
                "with": {"python-version": PYTHON, "cache": "pip"},
            },
            {"name": "Install", "run": "pip install -r requirements.txt"},
            *(_step(question) for question in questions),
            reporter,
        ],
    }
    workflow = {
        "name": "Autograding Tests",
        "on": {"push": None, "workflow_dispatch": None, "repository_dispatch": None},
        "permissions": {"checks": "write", "actions": "read", "contents": "read"},
        "jobs": {"run-autograding-tests": job},
    }
    text: str = yaml.safe_dump(workflow, sort_keys=False, allow_unicode=True, width=100)
    return HEADER + text


def colab_link(repository: str | None) -> str:
    """Return, in Markdown, how to open the notebook in Colab.

    `repository`, as OWNER/NAME, is the one on GitHub that holds the assignment at its top, on the
    branch `main`; None where there is none.
    """
    if repository is None:
        return f"In [Google Colab]({COLAB}), open `{NOTEBOOK}` with *File → Upload notebook*."
    target = f"{COLAB}/github/{repository}/blob/main/{NOTEBOOK}"
    return f"[![Open In Colab]({COLAB}/assets/colab-badge.svg)]({target})"


def is_repository(name: str) -> bool:
    """Say whether a name is of the form OWNER/NAME, as GitHub allows them."""
    return REPOSITORY.fullmatch(name) is not None and name.split("/")[1] not in (".", "..")


def linked_repository(handout: str) -> str | None:
    """Return the repository that the badge in a handout leads to; None if there is no badge."""
    found = re.search(rf"\({COLAB}/github/([^/)]+/[^/)]+)/blob/", handout)
    return found[1] if found else None


def _step(question: Question) -> dict[str, Any]:
    extra = " (extra)" if question.extra else ""
    title = f"{question.id}: {question.title}{extra}"
    return {
        "name": title,
        "id": question.id,
        "uses": COMMAND,
        "with": {
            "test-name": title,
            "command": f"python -m pytest -m {question.id}",
            "timeout": MINUTES,
            "max-score": _points(question),
        },
    }


def _points(question: Question) -> int:
    """What the public checks of a question are worth; GitHub Classroom knows whole points only."""
    points = sum(check.points for check in question.checks if check.group == "public")
    return max(round(points), 1) if points else 0
