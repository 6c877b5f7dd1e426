"""What the tests of pages in a browser share."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.report.desk import write_desk
from autograder.report.pages import write_class_page, write_student_page
from support.browser import chromium
from support.class_pages import grades
from support.desk import RUBRIC, write_class
from support.desk_browser import NAMES
from support.grades import make_grade
from support.pages import picture_data


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """The pages of the small class."""
    with tempfile.TemporaryDirectory(prefix="pages #1 50% ") as made:
        for grade in grades():
            write_student_page(Path(made), grade)
            (Path(made) / f"{grade.name}.json").write_text("{}")
        write_class_page(Path(made), grades())
        yield Path(made)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a class of 400."""
    out = tmp_path_factory.mktemp("many")
    class_ = []
    for number in range(400):
        statuses: Any = {"1.1": "failed"} if number % 3 == 0 else {}
        class_.append(make_grade(statuses, name=f"Student {number}", seconds=number * 7 % 400))
    return write_class_page(out, class_)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A small class with its desk."""
    answers = {name: f"The answer of {name[-3:]}." for name in NAMES}
    write_class(tmp_path, answers, pictures=picture_data())
    write_desk(tmp_path, RUBRIC)
    return tmp_path
