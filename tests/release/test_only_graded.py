"""What is graded and cannot be checked at home is said in both places, for every such check."""

import json
from pathlib import Path

import pytest

from autograder.release.assignment import assignment_files
from autograder.release.handout import ReleaseError
from autograder.release.only_graded import as_markdown, only_graded
from autograder.rubric.rubric import Rubric
from support import CHECKS, SOLUTION


def test_the_handout_and_pytest_say_it_of_every_hidden_check(rubric: Rubric) -> None:
    files = assignment_files(SOLUTION, CHECKS, rubric)
    sentences = json.loads(files["tests/only_graded.json"])
    lines = files["README.md"].decode().split("\n")
    for question in rubric.questions:
        hidden = [check for check in question.checks if check.group == "hidden"]
        assert len(sentences[question.id]) == len(hidden) > 0
        assert f"- **{question.id}:** {' '.join(sentences[question.id])}" in lines
    assert sentences["q3"][1] == "The gradient of the cost of a random batch."


def test_a_list_has_a_line_for_each_question() -> None:
    assert as_markdown({"q1": ["One.", "Two."], "q2": ["Three."]}) == (
        "- **q1:** One. Two.\n- **q2:** Three."
    )


@pytest.mark.parametrize("docstring", ['"""Only a title"""', "pass"])
def test_a_hidden_check_that_says_nothing_is_named(
    docstring: str, tmp_path: Path, rubric: Rubric
) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "test_q1.py").write_text(f"def test_contents():\n    {docstring}\n")
    with pytest.raises(ReleaseError, match="the hidden check q1, test_contents, does not say"):
        only_graded(tmp_path, rubric)
