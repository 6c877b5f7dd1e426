"""What follows from the data and the solution before a release: modules, and what is to be said."""

import re
from pathlib import Path

from ..datasets.form import DIGITS_FORM, Form, write_form
from ..datasets.named import has_name
from ..project import GRADER_PACKAGE
from .defaults import MODULE, as_module, read_defaults
from .handout import lines_for_data

ABOUT_DIGITS = re.compile(r"MNIST|\b[Dd]igits?\b|[Zz]iffer")  # in each language
TITLE = re.compile(r"\s*title:")
CODE = re.compile(r"`[^`]*`")
SHAPES = "probing/shape.py", "digits/shape.py"  # the grader's, and the solution's


def follow(data: str, solution: Path) -> bool:
    """Write the shape of the images that grading.yml names into both `shape.py`, and the
    solution's defaults into the grader's module.

    Says whether anything has changed. Raises `DatasetError`.
    """
    changed = write_form(form_of(data), *_modules(solution))
    module, text = GRADER_PACKAGE / MODULE, as_module(read_defaults(solution))
    if module.read_text("utf-8") == text:
        return changed
    module.write_text(text, "utf-8")
    return True


def follows(data: str, solution: Path) -> bool:
    """Say whether both `shape.py` are what the data in grading.yml are. Raises `DatasetError`."""
    form = form_of(data)
    texts = [path.read_text("utf-8") for path in _modules(solution)]
    return all(form.write_into(text) == text for text in texts)


def about_digits(handout: Path) -> list[int]:
    """Return the lines of a handout that speak of digits although the data are others.

    Raises `ReleaseError`.
    """
    found, in_code = [], False
    text = handout.read_text("utf-8")
    for number, line in lines_for_data(text, str(handout), digits=False):
        in_code ^= line.strip().startswith("```")
        if not in_code and ABOUT_DIGITS.search(CODE.sub("", line)):
            found.append(number)
    return found


def titles_about_digits(grading: str) -> list[int]:
    """Return the lines of a `grading.yml` whose titles speak of digits."""
    lines = enumerate(grading.split("\n"), 1)
    return [n for n, line in lines if TITLE.match(line) and ABOUT_DIGITS.search(line)]


def form_of(data: str) -> Form:
    """Return what the images are of the data that grading.yml names. Raises `DatasetError`."""
    if has_name(data):
        return DIGITS_FORM
    # It imports PyTorch, which takes seconds, and which names do without.
    from ..datasets.catalogue import form_of_folder  # noqa: PLC0415

    return form_of_folder(data)


def _modules(solution: Path) -> tuple[Path, Path]:
    grader, reference = SHAPES
    return GRADER_PACKAGE / grader, solution / reference
