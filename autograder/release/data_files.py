"""The files of a course's own data: for students, and for a grader that is elsewhere."""

from pathlib import PurePath

from ..datasets.catalogue import Data, files_of, for_students
from .handout import ReleaseError

PLACE = "data_cache/MNIST/raw"  # where students' load_mnist looks


def grader_files(name: str, data: Data) -> dict[str, bytes]:
    """Return a teacher's own dataset by path, for a grader that is elsewhere.

    `name` is the folder that grading.yml names. Raises `ReleaseError` where it is not in the
    project.
    """
    folder = PurePath(name)
    if folder.is_absolute() or ".." in folder.parts:
        raise ReleaseError(f"grading.yml, `data: {name}`: name a folder beside grading.yml.")
    return {str(folder / "raw" / file): content for file, content in files_of(data).items()}


def student_files(data: Data) -> dict[str, bytes]:
    """Return what students unpack beside `digits/`, by path, without any test image."""
    files = files_of(for_students(data))
    return {f"{PLACE}/{name}": content for name, content in files.items()}
