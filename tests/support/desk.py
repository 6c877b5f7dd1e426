"""Results with answers to the written question, as `autograder grade` leaves them, for the desk."""

from collections.abc import Mapping
from pathlib import Path

from autograder.results.picture_data import PictureData
from autograder.results.reading import Reading, write_reading
from autograder.results.results_json import write_grade
from autograder.rubric.rubric import Rubric
from support.grades import make_grade
from support.rubrics import project_rubric
from support.written import with_written

REAL = project_rubric()
RUBRIC: Rubric = with_written(REAL)
CODE = {"digits/data.py": "def load_mnist():\n    return 1 < 2 & 3\n", "digits/models.py": "x"}


def write_class(
    out: Path,
    answers: Mapping[str, str],
    code: Mapping[str, str] = CODE,
    pictures: PictureData | None = None,
) -> Path:
    """Write a result for each answer, by the name of its submission, into the folder `out`.

    Drawing takes most of the time, so there are only the `pictures` that are asked for.
    """
    for name, answer in answers.items():
        write_grade(out, make_grade(name=name, picture_data=pictures or PictureData()))
        write_reading(out, name, Reading(answer, code))
    return out
