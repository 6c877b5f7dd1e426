"""Datasets: the embedded digits, folders in MNIST's layout, downloads from a loopback mirror."""

from __future__ import annotations

import gzip
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.datasets import MNIST

from autograder.datasets import catalogue as datasets
from autograder.datasets import download
from autograder.datasets.catalogue import (
    DEFAULT_CACHE,
    Data,
    DatasetError,
    fetch_mnist,
    load,
    status,
)
from autograder.datasets.embedded import (
    FILES,
    Sample,
    choose_test,
    idx_bytes,
    load_sample,
    mnist_files,
    write_mnist_layout,
)

ARCHIVE = DEFAULT_CACHE / "digits8x8.npz"
TRAINING_IMAGES, TRAINING_LABELS, TEST_IMAGES, TEST_LABELS = FILES


@pytest.fixture(scope="module")
def sample() -> Sample:
    return load_sample(ARCHIVE)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def quiet(line: str) -> None:
    pass


def tree(folder: Path) -> list[str]:
    """Every file and folder below `folder` except the lock, as sorted relative paths."""
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return sorted(path for path in paths if path != ".lock")


# The embedded digits


def test_archive_holds_1797_digits_of_eight_by_eight() -> None:
    with np.load(ARCHIVE) as archive:
        images, labels = archive["images"], archive["labels"]
    assert images.shape == (1797, 8, 8) and images.dtype == np.uint8
    assert (images.min(), images.max()) == (0, 16)
    assert labels.shape == (1797,) and labels.dtype == np.uint8
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_split_has_1437_training_and_360_test_images(sample: Sample) -> None:
    assert sample.training_images.shape == (1437, 28, 28)
    assert sample.test_images.shape == (360, 28, 28)
    assert sample.training_labels.shape == (1437,) and sample.test_labels.shape == (360,)
    assert sample.training_images.dtype == sample.test_images.dtype == torch.uint8
    assert sample.training_labels.dtype == sample.test_labels.dtype == torch.int64


def test_each_class_has_its_share_of_the_test_images(sample: Sample) -> None:
    test = torch.bincount(sample.test_labels, minlength=10)
    every = test + torch.bincount(sample.training_labels, minlength=10)
    assert ((test - every * 360 / 1797).abs() < 1).all()


def test_classes_are_not_sorted(sample: Sample) -> None:
    for labels in (sample.training_labels, sample.test_labels):
        assert all(len(set(labels[i : i + 32].tolist())) >= 5 for i in range(len(labels) - 32))


def test_no_image_is_in_both_parts(sample: Sample) -> None:
    training = {image.numpy().tobytes() for image in sample.training_images}
    test = {image.numpy().tobytes() for image in sample.test_images}
    assert len(training) == 1437 and len(test) == 360
    assert not training & test


def test_digits_are_the_same_bit_for_bit_everywhere(sample: Sample) -> None:
    content = b"".join(mnist_files(*sample).values())
    assert (
        hashlib.sha256(content).hexdigest()
        == "82769cf28d52675845f6eb33d5ff7b5d38ad029932f5e686670970ae3a995e3a"
    )


def test_digits_fill_a_box_of_twenty_in_the_middle(sample: Sample) -> None:
    images = torch.cat((sample.training_images, sample.test_images))
    inked = images.amax(dim=0) > 0
    rows, columns = inked.any(dim=1).nonzero(), inked.any(dim=0).nonzero()
    assert (int(rows.min()), int(rows.max())) == (4, 23)
    assert (int(columns.min()), int(columns.max())) == (4, 23)
    mass = images.float().mean(dim=0)
    place = torch.arange(28.0)
    assert (mass.sum(dim=1) @ place / mass.sum()).item() == pytest.approx(13.5, abs=0.5)
    assert (mass.sum(dim=0) @ place / mass.sum()).item() == pytest.approx(13.5, abs=0.5)


def test_enlarged_digits_keep_range_and_ink(sample: Sample) -> None:
    with np.load(ARCHIVE) as archive:
        small, test = archive["images"], choose_test(archive["labels"])
    assert (int(sample.test_images.min()), int(sample.test_images.max())) == (0, 255)
    ink = sample.test_images.float().sum(dim=(1, 2)) / (20 * 20 * 255)
    expected = torch.from_numpy(small[test].mean(axis=(1, 2)) / 16).float()
    assert torch.allclose(ink, expected, atol=0.03)


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    for content in (b"", b"no archive", ARCHIVE.read_bytes()[:1000]):
        (tmp_path / "digits8x8.npz").write_bytes(content)
        with pytest.raises(ValueError, match=r"digits8x8\.npz"):
            load_sample(tmp_path / "digits8x8.npz")
    np.savez(tmp_path / "digits8x8.npz", images=np.full((3, 8, 8), 17), labels=np.zeros(3))
    with pytest.raises(ValueError, match="does not hold 8x8 digits"):
        load_sample(tmp_path / "digits8x8.npz")


def test_idx_states_type_and_shape_before_the_values() -> None:
    labels = torch.tensor([7, 0, 9], dtype=torch.uint8)
    assert idx_bytes(labels) == b"\0\0\x08\x01" + b"\0\0\0\x03" + b"\x07\x00\x09"
    images = torch.arange(2 * 3 * 2, dtype=torch.uint8).reshape(2, 3, 2)
    header = b"\0\0\x08\x03" + b"\0\0\0\x02" + b"\0\0\0\x03" + b"\0\0\0\x02"
    assert idx_bytes(images) == header + bytes(range(12))
    assert idx_bytes(images.permute(2, 0, 1))[16:] == bytes([*range(0, 12, 2), *range(1, 12, 2)])
    with pytest.raises(ValueError, match="uint8"):
        idx_bytes(images.float())


# The embedded digits, as a root for torchvision


def test_torchvision_reads_the_sample_unchanged(cache: Path, sample: Sample) -> None:
    root = datasets.sample_root(cache)
    for train, images, labels in ((True, *sample[:2]), (False, *sample[2:])):
        read = MNIST(str(root), train=train, download=True)
        assert torch.equal(read.data, images) and torch.equal(read.targets, labels)


def test_loading_the_sample_expands_it_once(cache: Path, sample: Sample) -> None:
    data = load("sample", cache)
    assert data.name == "sample"
    assert torch.equal(data.training.images, sample.training_images)
    assert torch.equal(data.training.labels, sample.training_labels)
    assert torch.equal(data.test.images, sample.test_images)
    assert torch.equal(data.test.labels, sample.test_labels)
    raw = cache / "sample" / "MNIST" / "raw"
    assert sorted(path.name for path in raw.iterdir()) == sorted(FILES)
    before = [(raw / name).stat().st_mtime_ns for name in FILES]
    load("sample", cache)
    assert [(raw / name).stat().st_mtime_ns for name in FILES] == before


def test_damaged_expansion_is_written_again(cache: Path, sample: Sample) -> None:
    raw = datasets.sample_root(cache) / "MNIST" / "raw"
    (raw / TEST_LABELS).unlink()
    (raw / TRAINING_IMAGES).write_bytes(b"half")
    datasets.sample_root(cache)
    assert {name: (raw / name).read_bytes() for name in FILES} == mnist_files(*sample)
    assert sorted(path.name for path in raw.parent.iterdir()) == ["raw"]


def test_many_at_once_expand_the_sample_safely(cache: Path, sample: Sample) -> None:
    together(lambda: load("sample", cache), 6)
    raw = cache / "sample" / "MNIST" / "raw"
    assert {name: (raw / name).read_bytes() for name in FILES} == mnist_files(*sample)
    assert sorted(path.name for path in raw.parent.iterdir()) == ["raw"]


def test_cache_that_cannot_be_written_does_not_keep_the_sample_from_loading(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert len(load("sample", cache).test) == 360
    with pytest.raises(DatasetError, match="make it writable"):
        datasets.sample_root(cache)


def test_damaged_archive_says_what_to_restore(cache: Path) -> None:
    cache.mkdir()
    (cache / "digits8x8.npz").write_bytes(b"no archive")
    with pytest.raises(DatasetError, match=r"restore .*digits8x8\.npz"):
        load("sample", cache)
    row = status(cache)[0]
    assert not row.present and row.advice.startswith(f"restore {cache}")


# Folders in MNIST's layout


@pytest.fixture(scope="module")
def few(sample: Sample) -> dict[str, bytes]:
    """The four files of a small dataset, 60 training and 20 test images."""
    return mnist_files(*(part[:n] for part, n in zip(sample, (60, 60, 20, 20), strict=True)))


def put(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def is_few(data: Data, sample: Sample) -> bool:
    return (
        torch.equal(data.training.images, sample.training_images[:60])
        and torch.equal(data.training.labels, sample.training_labels[:60])
        and torch.equal(data.test.images, sample.test_images[:20])
        and torch.equal(data.test.labels, sample.test_labels[:20])
    )


@pytest.mark.parametrize("inner", ["", "raw", "MNIST/raw", "KMNIST/raw", "FashionMNIST/raw"])
@pytest.mark.parametrize("ending", ["", ".gz"])
def test_folder_is_found_read_and_left_as_it_was(
    inner: str, ending: str, tmp_path: Path, cache: Path, few: dict[str, bytes], sample: Sample
) -> None:
    packed = {f"{name}.gz": gzip.compress(content, 1) for name, content in few.items()}
    put(tmp_path / "letters" / inner, packed if ending else few)
    before = tree(tmp_path)
    data = load(str(tmp_path / "letters"), cache)
    assert data.name == "letters" and is_few(data, sample)
    assert data.training.images.is_contiguous() and data.test.labels.dtype == torch.int64
    assert tree(tmp_path) == before


def test_raw_folder_has_the_name_of_its_dataset(
    tmp_path: Path, cache: Path, few: dict[str, bytes]
) -> None:
    assert load(str(put(tmp_path / "KMNIST" / "raw", few)), cache).name == "KMNIST"


def test_layout_written_by_us_is_read_by_us(tmp_path: Path, cache: Path, sample: Sample) -> None:
    images, labels = sample.training_images[:60], sample.training_labels[:60]
    write_mnist_layout(tmp_path / "other", images, labels, *sample[2:])
    data = load(str(tmp_path / "other"), cache)
    assert (len(data.training), len(data.test)) == (60, 360)


def test_several_datasets_ask_for_one(tmp_path: Path, cache: Path, few: dict[str, bytes]) -> None:
    put(tmp_path / "KMNIST" / "raw", few)
    put(tmp_path / "FashionMNIST" / "raw", few)
    with pytest.raises(DatasetError, match=r"\(FashionMNIST, KMNIST\): name one"):
        load(str(tmp_path), cache)


def test_absent_folder_says_what_data_may_be(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(DatasetError, match=r"no folder .*nowhere.*--data sample, --data mnist"):
        load(str(tmp_path / "nowhere"), cache)


def test_empty_folder_says_which_files_to_add(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(DatasetError, match=f"add {', '.join(FILES)}"):
        load(str(tmp_path), cache)


def test_missing_file_is_named(tmp_path: Path, cache: Path, few: dict[str, bytes]) -> None:
    (put(tmp_path / "KMNIST" / "raw", few) / TEST_LABELS).unlink()
    with pytest.raises(DatasetError, match=f"add {TEST_LABELS}, "):
        load(str(tmp_path), cache)


def _idx(*shape: int, value: int = 0) -> bytes:
    return idx_bytes(torch.full(shape, value, dtype=torch.uint8))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (TRAINING_IMAGES, b"", "no IDX file"),
        (TRAINING_IMAGES, b"<html>not found</html>", "no IDX file"),
        (TRAINING_IMAGES, _idx(60), "no IDX file .* 3 dimension"),
        (TRAINING_IMAGES, _idx(60, 28, 28)[:-1], "47055 bytes where its header states 47056"),
        (TRAINING_IMAGES, _idx(60, 28, 28) + b"\0", "47057 bytes where"),
        (TRAINING_IMAGES, b"\0\0\x08\x03" + b"\xff" * 12, "16 bytes where its header states"),
        (TRAINING_IMAGES, _idx(60, 20, 20), "60x20x20: give at least one of 28x28"),
        (TEST_IMAGES, _idx(0, 28, 28), "0x28x28: give at least one"),
        (TEST_IMAGES, _idx(19, 28, 28), "20 labels for the 19 images"),
        (TEST_LABELS, _idx(20, value=10), "label 10: give labels 0 to 9"),
        (TEST_LABELS, b"\0\0\x09\x01" + _idx(20)[4:], "no IDX file of unsigned bytes"),
    ],
)
def test_bad_file_is_named_with_what_is_wrong(
    name: str, content: bytes, message: str, tmp_path: Path, cache: Path, few: dict[str, bytes]
) -> None:
    put(tmp_path / "bad", {**few, name: content})
    with pytest.raises(DatasetError, match=message) as caught:
        load(str(tmp_path / "bad"), cache)
    part = name.split("-")[0]
    assert str(tmp_path / "bad" / part) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("damage", [lambda packed: packed[:-9], lambda packed: b"PK" + packed])
def test_damaged_gz_is_named(
    damage: Callable[[bytes], bytes], tmp_path: Path, cache: Path, few: dict[str, bytes]
) -> None:
    folder = put(tmp_path / "bad", few)
    packed = gzip.compress((folder / TEST_IMAGES).read_bytes())
    (folder / TEST_IMAGES).unlink()
    (folder / f"{TEST_IMAGES}.gz").write_bytes(damage(packed))
    with pytest.raises(DatasetError, match=rf"{TEST_IMAGES}\.gz cannot be read"):
        load(str(folder), cache)


# Downloads, from a real server on loopback

Send = Callable[[BaseHTTPRequestHandler, bytes], None]


@pytest.fixture(scope="module")
def archives() -> dict[str, bytes]:
    """The four archives of MNIST as first published."""
    folder = os.environ.get("AUTOGRADER_MNIST", "")
    names = [f"{name}.gz" for name in FILES]
    if not folder or not all((Path(folder) / name).is_file() for name in names):
        pytest.skip("set AUTOGRADER_MNIST to a folder with the four .gz archives of MNIST")
    return {name: (Path(folder) / name).read_bytes() for name in names}


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reach loopback without a proxy, and lose patience soon."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "TIMEOUT", 5.0)


def send(handler: BaseHTTPRequestHandler, body: bytes, length: int | None = None) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)


def send_half(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    send(handler, body[: len(body) // 2])


def hang_up_half_way(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    send(handler, body[: len(body) // 2], len(body))


def send_altered(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    send(handler, body[:-20] + bytes([body[-20] ^ 1]) + body[-19:])


def send_page(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    send(handler, b"<html>Log in to the campus network</html>")


def not_found(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.send_error(404)


def server_error(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.send_error(500)


class Mirror(ThreadingHTTPServer):
    """A mirror that serves `archives`, and those named in `faults` in some other way."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, archives: dict[str, bytes], faults: dict[str, Send]) -> None:
        self.archives = archives
        self.faults = faults
        self.asked: Counter[str] = Counter()
        self.closing = threading.Event()
        super().__init__(("127.0.0.1", 0), MirrorHandler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class MirrorHandler(BaseHTTPRequestHandler):
    server: Mirror

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        self.server.asked[name] += 1
        with suppress(ConnectionError):  # torchvision asks for the address first, and hangs up
            self.server.faults.get(name, send)(self, self.server.archives[name])

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def mirror(archives: dict[str, bytes], **faults: Send) -> Iterator[Mirror]:
    """Serve `archives` on loopback; `faults` are named after files, with underscores."""
    faults = {f"{name.replace('_', '-')}.gz": fault for name, fault in faults.items()}
    server = Mirror(archives, faults)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def refusing() -> str:
    """Return the address of a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


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


@pytest.fixture(scope="module")
def unpacked(archives: dict[str, bytes]) -> dict[str, bytes]:
    return {name: gzip.decompress(archives[f"{name}.gz"]) for name in FILES}


def is_mnist(raw: Path, unpacked: dict[str, bytes]) -> bool:
    """Whether `raw` holds the four files of MNIST, and there is nothing else beside them."""
    return {path.name: path.read_bytes() for path in raw.iterdir()} == unpacked and tree(
        raw.parents[1]
    ) == sorted(["MNIST", "MNIST/raw", *(f"MNIST/raw/{name}" for name in FILES)])


def wait_for_some_of(cache: Path, name: str) -> None:
    """Wait until a part of the file `name` lies somewhere in `cache`."""
    until = time.monotonic() + 60
    while not any(path.stat().st_size for path in cache.rglob(name)):
        assert time.monotonic() < until, f"no part of {name} arrived"
        time.sleep(0.01)


def has_nothing(cache: Path) -> bool:
    return set(tree(cache)) <= {"MNIST"}


def test_mnist_is_downloaded_once_and_torchvision_reads_it(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    lines: list[str] = []
    with mirror(archives) as server:
        raw = fetch_mnist(cache, [server.url], lines.append)
        assert is_mnist(raw, unpacked)
        asked = sum(server.asked.values())
        assert fetch_mnist(cache, [server.url], lines.append) == raw
        assert sum(server.asked.values()) == asked
    assert [line.rpartition("/")[2] for line in lines[:-1]] == [f"{name}.gz" for name in FILES]
    assert lines[-1] == f"MNIST is in {raw}"
    data = load("mnist", cache)
    assert data.name == "mnist"
    assert (len(data.training), len(data.test)) == (60_000, 10_000)
    read = MNIST(str(cache), train=False, download=True)
    assert torch.equal(read.data, data.test.images) and torch.equal(read.targets, data.test.labels)
    row = status(cache)[1]
    assert (row.name, row.present, row.images, row.advice) == ("mnist", True, 70_000, "")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (send_half, "cut short or altered"),
        (hang_up_half_way, "cut short or altered|IncompleteRead"),
        (send_altered, "wrong MD5 checksum"),
        (send_page, "wrong MD5 checksum"),
        (not_found, "404"),
        (server_error, "500"),
    ],
)
@pytest.mark.parametrize("name", [TRAINING_IMAGES, TEST_LABELS])
def test_bad_download_leaves_nothing_and_says_why(
    name: str, fault: Send, reason: str, cache: Path, archives: dict[str, bytes]
) -> None:
    # TEST_LABELS is the last: by then three good files are there, and must go too.
    message = rf"{name}\.gz: .*({reason}).*--mirror URL"
    faults = {name.replace("-", "_"): fault}
    with mirror(archives, **faults) as server, pytest.raises(DatasetError, match=message) as caught:
        fetch_mnist(cache, [server.url], quiet)
    assert "\n" not in str(caught.value)
    assert has_nothing(cache)


def test_next_try_works_after_a_bad_one(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    with mirror(archives, t10k_images_idx3_ubyte=send_half) as server:
        with pytest.raises(DatasetError):
            fetch_mnist(cache, [server.url], quiet)
        server.faults.clear()
        assert is_mnist(fetch_mnist(cache, [server.url], quiet), unpacked)


def test_server_that_refuses_is_named(cache: Path, archives: dict[str, bytes]) -> None:
    dead = refusing()
    with pytest.raises(DatasetError, match=rf"{dead}.*[Rr]efused"):
        fetch_mnist(cache, [dead], quiet)
    assert has_nothing(cache)


@pytest.mark.parametrize("half", [False, True])
def test_silent_server_is_given_up(
    half: bool, cache: Path, archives: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TIMEOUT", 0.3)

    def fall_silent(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if half:
            hang_up_half_way(handler, body)
        server.closing.wait(20)

    with (
        mirror(archives, train_labels_idx1_ubyte=fall_silent) as server,
        pytest.raises(DatasetError, match="timed out"),
    ):
        fetch_mnist(cache, [server.url], quiet)
    assert has_nothing(cache)
    assert socket.getdefaulttimeout() is None


def test_second_mirror_serves_when_the_first_is_dead(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    lines: list[str] = []
    dead = refusing()
    with mirror(archives) as good:
        raw = fetch_mnist(cache, [dead, good.url.rstrip("/")], lines.append)
    assert is_mnist(raw, unpacked)
    assert lines[1].startswith(f"failed, {dead}{TRAINING_IMAGES}.gz: ")


def test_second_mirror_serves_only_what_the_first_could_not(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    with mirror(archives, t10k_images_idx3_ubyte=send_half) as bad, mirror(archives) as good:
        assert is_mnist(fetch_mnist(cache, [bad.url, good.url], quiet), unpacked)
    assert set(good.asked) == {f"{TEST_IMAGES}.gz", f"{TEST_LABELS}.gz"}


def test_all_dead_mirrors_are_named_and_no_other_is_asked(
    cache: Path, archives: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = refusing(), refusing()
    with mirror(archives) as own:
        monkeypatch.setattr(MNIST, "mirrors", [own.url])
        with pytest.raises(DatasetError, match=rf"{first}.*; {second}"):
            fetch_mnist(cache, [first, second], quiet)
        assert not own.asked


def test_torchvisions_own_mirrors_serve_when_none_is_given(
    cache: Path,
    archives: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with mirror(archives) as own:
        monkeypatch.setattr(MNIST, "mirrors", [own.url])
        data = load("mnist", cache)
    assert len(data.training) == 60_000
    captured = capsys.readouterr()
    assert captured.out.count("downloading http://127.0.0.1") == 4
    assert captured.err == ""


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/", "127.0.0.1:8000", "/tmp", ""])
def test_mirror_that_is_no_web_address_is_refused(address: str, cache: Path) -> None:
    with pytest.raises(DatasetError, match=r"is no mirror: .*http\(s\)://"):
        fetch_mnist(cache, [address], quiet)
    assert not cache.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_download_ended_half_way_leaves_nothing_that_the_next_try_keeps(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes], number: int
) -> None:
    def stop(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        hang_up_half_way(handler, body)
        if server.asked[f"{TEST_IMAGES}.gz"] == 2:  # the first request only looks for redirects
            wait_for_some_of(cache, f"{TEST_IMAGES}.gz")
            half_way.set()
        server.closing.wait(60)

    half_way = threading.Event()
    code = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code += "from pathlib import Path; from autograder.datasets import download; "
    code += "download.TIMEOUT = 600; "
    code += "download.fetch_mnist(Path(sys.argv[1]), [sys.argv[2]])"
    project = Path(datasets.__file__).parents[1]
    with mirror(archives, t10k_images_idx3_ubyte=stop) as server:
        command = [sys.executable, "-c", code, str(cache), server.url]
        quiet_streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, cwd=project, **quiet_streams) as process:
            try:
                assert half_way.wait(60)
                process.send_signal(number)
                process.wait(60)
            finally:
                process.kill()
        left = tree(cache)
        assert not any(path.startswith("MNIST/raw") for path in left)
        if number == signal.SIGINT:  # it has cleared up behind itself
            assert has_nothing(cache)
        else:
            assert any(path.endswith(TRAINING_IMAGES) for path in left)
        server.faults.clear()
        assert is_mnist(fetch_mnist(cache, [server.url], quiet), unpacked)


def test_two_at_once_download_once(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    with mirror(archives) as server:
        raws = together(lambda: fetch_mnist(cache, [server.url], quiet), 3)
    assert raws == [cache / "MNIST" / "raw"] * 3
    assert is_mnist(cache / "MNIST" / "raw", unpacked)
    assert set(server.asked.values()) == {2}  # one to look for redirects, one to download


def test_half_unpacked_files_of_another_program_are_replaced(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    half = {**unpacked, TRAINING_IMAGES: unpacked[TRAINING_IMAGES][:1_000_000]}
    put(cache / "MNIST" / "raw", half)
    row = status(cache)[1]
    assert not row.present and "1000000 bytes where" in row.advice
    with mirror(archives) as server:
        assert is_mnist(fetch_mnist(cache, [server.url], quiet), unpacked)


def test_cache_that_cannot_be_written_is_named(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    with pytest.raises(DatasetError, match=rf"cannot be written to {cache}"):
        fetch_mnist(cache, ["http://127.0.0.1:9/"], quiet)


# What is there


def test_status_of_an_empty_cache_says_what_to_do(cache: Path) -> None:
    embedded, mnist = status(cache)
    assert (embedded.name, embedded.present, embedded.images) == ("sample", True, 1797)
    assert embedded.advice == "unpacked on first use" and embedded.size == 0
    assert (mnist.name, mnist.present, mnist.images) == ("mnist", False, 0)
    assert mnist.advice == "autograder data fetch"
    assert not cache.exists()


def test_status_lists_what_is_there(cache: Path, few: dict[str, bytes]) -> None:
    datasets.sample_root(cache)
    put(cache / "FashionMNIST" / "raw", few)
    embedded, mnist, fashion = status(cache)
    assert embedded.advice == "" and embedded.size == 1797 * (28 * 28 + 1) + 2 * (16 + 8)
    assert mnist.name == "mnist" and not mnist.present
    assert (fashion.name, fashion.present) == (str(cache / "FashionMNIST"), True)
    assert fashion.images == 80
    (cache / "FashionMNIST" / "raw" / TEST_LABELS).unlink()
    assert TEST_LABELS in status(cache)[2].advice


def test_nothing_heavy_is_imported_to_show_the_status() -> None:
    code = "import sys; from autograder.datasets.catalogue import status; status()"
    code += "; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(datasets.__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"torch", "torchvision"} & set(done.stdout.split())
