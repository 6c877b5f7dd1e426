"""The written question is asked of package and notebook where grading.yml has it, else of none."""

import json
from dataclasses import replace

import pytest

from autograder.intake.answers import answers_in
from autograder.otter.release import NOTEBOOK, release_notebook
from autograder.release.assignment import assignment_files
from autograder.results.reading import Reading
from autograder.rubric.rubric import Rubric
from support import CHECKS, SOLUTION
from support.release import RUBRIC
from support.written import question

PATH = "digits/written_answer.md"
WITH = replace(RUBRIC, written=question(10))
WITHOUT = replace(RUBRIC, written=None)


def files(rubric: Rubric) -> dict[str, bytes]:
    return assignment_files(SOLUTION, CHECKS, rubric)


def test_the_package_has_a_file_for_the_answer_with_the_prompt() -> None:
    assert files(WITH)[PATH].decode() == (
        "# q8: in your words\n\nWhat did you see?\n\n"
        "<!-- Your answer: everything below this line. -->\n\n"
        "_Type your answer here, replacing this text._\n"
    )
    assert PATH not in files(WITHOUT)


def test_the_released_file_holds_no_answer_and_one_is_read_from_it() -> None:
    released = files(WITH)[PATH]
    prompt = question().prompt
    untouched = Reading.of(answers_in({PATH: released}), prompt, {})
    assert untouched.answer == ""
    filled = released.replace(b"_Type your answer here, replacing this text._", b"Two numbers.")
    assert Reading.of(answers_in({PATH: filled}), prompt, {}).answer == "Two numbers."


@pytest.mark.parametrize(
    ("rubric", "cell"),
    [(WITH, "+10 extra"), (replace(RUBRIC, written=question(0, extra=False)), "0")],
)
def test_the_handout_names_it_in_its_table_and_asks_it(rubric: Rubric, cell: str) -> None:
    text = files(rubric)["README.md"].decode()
    row = f"| [q8](#q8-in-your-words) | `written_answer.md` | an answer in words | {cell} | 20 |\n"
    assert f"extra | 45 |\n{row}\nWork from top to bottom" in text
    assert f"\n| `{PATH}` | yours: the answer to q8 |\n| `digits/plots.py`" in text
    assert "\n## q8: in your words\n\nWhat did you see?\n\nWrite it into `digits/" in text


def test_without_one_the_handout_has_no_trace_of_it() -> None:
    text = files(WITHOUT)["README.md"].decode()
    assert "q8" not in text and "written_answer" not in text and "{{" not in text
    assert "extra | 45 |\n\nWork from top to bottom" in text and "\n\n\n" not in text


def test_no_item_of_the_rubric_reaches_students() -> None:
    everything = b"\n".join(files(WITH).values()).decode("utf-8", "replace")
    for item in question().items:
        assert item.text not in everything


@pytest.mark.slow
def test_the_notebook_asks_it_in_the_same_words() -> None:
    for rubric, count in ((WITH, 1), (WITHOUT, 0)):
        released = json.loads(release_notebook(SOLUTION, CHECKS, rubric).files[NOTEBOOK])
        text = "\n\n".join("".join(cell["source"]) for cell in released["cells"])
        assert text.count("## q8: in your words\n\nWhat did you see?") == count
        assert text.count("_Type your answer here, replacing this text._") == count
        assert text.count("| q8 | an answer in words | +10 extra | 20 |") == count
        assert "{{" not in text
