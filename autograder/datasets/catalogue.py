"""What `--data` names: the embedded digits, MNIST and its like, or a folder in their layout."""

import contextlib
from dataclasses import replace
from pathlib import Path

import torch

from ..files import write_tree
from ..project import ROOT
from .cache import DEFAULT_CACHE, Say, embedded_file, one_writer, raw_folder
from .download import fetch
from .embedded import Sample, load_sample, mnist_files
from .form import Form
from .idx import Data, Digits, find_form_of_layout, find_layout, read_layout
from .layout import CLASSES, DatasetError
from .named import NAMED, has_name
from .pictures import find_form, holds_pictures, read_pictures

__all__ = [
    "DEFAULT_CACHE",
    "Data",
    "DatasetError",
    "Digits",
    "fetch",
    "load",
    "load_chosen",
    "sample_root",
]


def load(spec: str, cache: Path = DEFAULT_CACHE, report: Say = print) -> Data:
    """Return the dataset that `--data spec` names: "sample", one of `NAMED`, or a folder.

    Downloads a named one when it is absent. Raises DatasetError.
    """
    try:
        if spec == "sample":
            return _load_embedded(cache)
        if named := NAMED.get(spec):
            raw = fetch(cache, report=report, dataset=named)
            return replace(read_layout(spec, raw), classes=named.classes)
        directory = Path(spec).expanduser().resolve()
        name = directory.parent.name if directory.name == "raw" else directory.name
        if holds_pictures(directory):
            return read_pictures(name, directory)
        return read_layout(name, find_layout(directory))
    except OSError as error:
        raise DatasetError(f"the dataset {spec!r} cannot be read: {error}") from error


def load_chosen(
    option: str | None, in_file: str, cache: Path = DEFAULT_CACHE, report: Say = print
) -> Data:
    """Return the dataset that `--data` names, or without that the one that grading.yml names.

    A folder in grading.yml is one beside that file. Raises DatasetError.
    """
    return load(location(in_file) if option is None else option, cache, report)


def location(in_file: str) -> str:
    """Return the dataset that grading.yml names as `--data` would name it, wherever one is."""
    return in_file if has_name(in_file) else str(ROOT / Path(in_file).expanduser())


def form_of_folder(in_file: str) -> Form:
    """Return what the images are in a folder that grading.yml names. Raises DatasetError."""
    directory = Path(location(in_file))
    try:
        if holds_pictures(directory):
            return find_form(directory)
        return find_form_of_layout(find_layout(directory))
    except OSError as error:
        raise DatasetError(f"the dataset {in_file!r} cannot be read: {error}") from error


def files_of(data: Data) -> dict[str, bytes]:
    """Return a dataset as the files of MNIST's layout, and the names of its classes."""
    training, test = data.training, data.test
    files = mnist_files(training.images, training.labels, test.images, test.labels)
    names = "".join(f"{one}\n" for one in data.classes)
    return files | ({CLASSES: names.encode()} if names else {})


def for_students(data: Data) -> Data:
    """Return the training images alone, a fifth of them as test images: none that is hidden."""
    order = torch.randperm(len(data.training), generator=torch.Generator().manual_seed(0))
    count = len(order) // 5
    test, training = (
        Digits(data.training.images[some], data.training.labels[some])
        for some in (order[:count], order[count:])
    )
    return Data(data.name, training, test, data.classes)


def sample_root(cache: Path) -> Path:
    """Return the root at which `torchvision.datasets.MNIST` finds the embedded digits.

    Writes its files when they are missing or not what they should be. Raises DatasetError.
    """
    return _expand(_read_embedded(cache), cache)


def _load_embedded(cache: Path) -> Data:
    sample = _read_embedded(cache)
    with contextlib.suppress(DatasetError):  # a read-only cache is no reason not to grade
        _expand(sample, cache)
    training = Digits(sample.training_images, sample.training_labels)
    return Data("sample", training, Digits(sample.test_images, sample.test_labels))


def _read_embedded(cache: Path) -> Sample:
    path = embedded_file(cache)
    try:
        return load_sample(path)
    except (OSError, ValueError) as error:
        raise DatasetError(
            f"the embedded digits cannot be read ({error}): restore {path} from the project"
        ) from error


def _expand(sample: Sample, cache: Path) -> Path:
    root, files = cache / "sample", mnist_files(*sample)
    raw = raw_folder(root)

    def is_there() -> bool:
        return all(
            (raw / name).is_file() and (raw / name).read_bytes() == content
            for name, content in files.items()
        )

    try:
        if not is_there():
            with one_writer(cache):
                if not is_there():  # somebody else wrote it while we waited
                    write_tree(raw, files)
    except OSError as error:
        raise DatasetError(
            f"the embedded digits cannot be written to {root} ({error}): make it writable"
        ) from error
    return root
