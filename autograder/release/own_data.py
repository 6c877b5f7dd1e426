"""What follows from the data and the solution before a release: modules, files to hand out."""

import re
from pathlib import Path, PurePath

from ..datasets.catalogue import Data, files_of, for_students, form_of
from ..datasets.form import write_form
from ..files import write_zip
from ..project import GRADER_PACKAGE
from .defaults import MODULE, as_module, read_defaults
from .handout import ReleaseError, lines_for_data

PLACE = "data_cache/MNIST/raw"  # where students' load_mnist looks
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


def grader_files(name: str, data: Data) -> dict[str, bytes]:
    """Return a teacher's own dataset by path, for a grader that is elsewhere.

    `name` is the folder that grading.yml names. Raises `ReleaseError` where it is not in the
    project.
    """
    folder = PurePath(name)
    if folder.is_absolute() or ".." in folder.parts:
        raise ReleaseError(f"grading.yml, `data: {name}`: name a folder beside grading.yml.")
    return {str(folder / "raw" / file): content for file, content in files_of(data).items()}


def write_data(data: Data, out: Path) -> Path:
    """Write `data.zip` in the folder `out`: what students unpack beside `digits/`, without any
    test image.
    """
    files = files_of(for_students(data))
    return write_zip(out / "data.zip", {f"{PLACE}/{name}": one for name, one in files.items()})


def _modules(solution: Path) -> tuple[Path, Path]:
    grader, reference = SHAPES
    return GRADER_PACKAGE / grader, solution / reference
