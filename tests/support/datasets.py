"""What tests of datasets share: a small dataset, and folders to put one into."""

import threading
from collections.abc import Callable
from pathlib import Path

from autograder.datasets.embedded import load_sample, mnist_files
from autograder.datasets.layout import IDX_FILES
from autograder.project import EMBEDDED_DIGITS

ARCHIVE = EMBEDDED_DIGITS
TRAINING_IMAGES, TRAINING_LABELS, TEST_IMAGES, TEST_LABELS = IDX_FILES
FEW = mnist_files(  # the four files of a dataset of 60 training and 20 test images
    *(part[:n] for part, n in zip(load_sample(ARCHIVE), (60, 60, 20, 20), strict=True))
)


def quiet(line: str) -> None:
    pass


def tree(folder: Path) -> list[str]:
    """Every file and folder below `folder` except the lock, as sorted relative paths."""
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return sorted(path for path in paths if path != ".lock")


def put(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def together(call: Callable[[], object], times: int) -> list[object]:
    """Call from several threads at once; return what they return or raise what one raises."""
    results: list[object] = []
    start = threading.Barrier(times)

    def run() -> None:
        start.wait()
        try:
            results.append(call())
        except BaseException as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results
