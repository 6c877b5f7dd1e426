"""MNIST is downloaded from a loopback mirror: whole, or not at all."""

import gzip
import os
import signal
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler
from multiprocessing import get_context
from pathlib import Path

import pytest
import torch
from torchvision.datasets import MNIST

from autograder.datasets import download
from autograder.datasets.cache import status
from autograder.datasets.catalogue import DatasetError, fetch, load
from autograder.datasets.layout import IDX_FILES
from support.datasets import (
    TEST_IMAGES,
    TEST_LABELS,
    TRAINING_IMAGES,
    put,
    quiet,
    together,
    tree,
)
from support.mirror import (
    Send,
    hang_up_half_way,
    mirror,
    not_found,
    refusing,
    send_altered,
    send_half,
    send_page,
    server_error,
)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for temporary files."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture(scope="module")
def archives() -> dict[str, bytes]:
    """The four archives of MNIST as first published."""
    folder = os.environ.get("AUTOGRADER_MNIST", "")
    names = [f"{name}.gz" for name in IDX_FILES]
    if not folder or not all((Path(folder) / name).is_file() for name in names):
        pytest.skip("set AUTOGRADER_MNIST to a folder with the four .gz archives of MNIST")
    return {name: (Path(folder) / name).read_bytes() for name in names}


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reach loopback without a proxy, and lose patience soon."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "TIMEOUT", 5.0)


@pytest.fixture(scope="module")
def unpacked(archives: dict[str, bytes]) -> dict[str, bytes]:
    return {name: gzip.decompress(archives[f"{name}.gz"]) for name in IDX_FILES}


def is_mnist(raw: Path, unpacked: dict[str, bytes]) -> bool:
    """Whether `raw` holds the four files of MNIST, and there is nothing else beside them."""
    return {path.name: path.read_bytes() for path in raw.iterdir()} == unpacked and tree(
        raw.parents[1]
    ) == sorted(["MNIST", "MNIST/raw", *(f"MNIST/raw/{name}" for name in IDX_FILES)])


def wait_for_some_of(folder: Path, name: str) -> None:
    """Wait until a part of the file `name` lies somewhere in `folder`."""
    until = time.monotonic() + 60
    while not any(path.stat().st_size for path in folder.rglob(name)):
        assert time.monotonic() < until, f"no part of {name} arrived"
        time.sleep(0.01)


def has_nothing(cache: Path) -> bool:
    return set(tree(cache)) <= {"MNIST"}


def test_mnist_is_downloaded_once_and_torchvision_reads_it(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    lines: list[str] = []
    with mirror(archives) as server:
        raw = fetch(cache, [server.url], lines.append)
        assert is_mnist(raw, unpacked)
        asked = sum(server.asked.values())
        assert fetch(cache, [server.url], lines.append) == raw
        assert sum(server.asked.values()) == asked
    assert [line.rpartition("/")[2] for line in lines] == [f"{name}.gz" for name in IDX_FILES]
    data = load("mnist", cache)
    assert data.name == "mnist"
    assert (len(data.training), len(data.test)) == (60_000, 10_000)
    read = MNIST(str(cache), train=False, download=True)
    assert torch.equal(read.data, data.test.images) and torch.equal(read.targets, data.test.labels)
    row = status(cache)[1]
    assert (row.name, row.present, row.images, row.advice) == ("mnist", True, 70_000, "")


@pytest.mark.parametrize(
    ("name", "fault", "reason"),
    [
        (TRAINING_IMAGES, send_half, "cut short or altered"),
        (TRAINING_IMAGES, hang_up_half_way, "cut short or altered|IncompleteRead"),
        (TRAINING_IMAGES, send_altered, "wrong MD5 checksum"),
        (TRAINING_IMAGES, send_page, "wrong MD5 checksum"),
        (TRAINING_IMAGES, not_found, "404"),
        (TRAINING_IMAGES, server_error, "500"),
        (TEST_LABELS, send_half, "cut short or altered"),
        (TEST_LABELS, not_found, "404"),
    ],
)
def test_bad_download_leaves_nothing_and_says_why(
    name: str, fault: Send, reason: str, cache: Path, archives: dict[str, bytes]
) -> None:
    # TEST_LABELS is the last: by then three good files are there, and must go too.
    message = rf"{name}\.gz: .*({reason}).*--mirror URL"
    faults = {name.replace("-", "_"): fault}
    with mirror(archives, **faults) as server, pytest.raises(DatasetError, match=message) as caught:
        fetch(cache, [server.url], quiet)
    assert "\n" not in str(caught.value)
    assert has_nothing(cache)


def test_next_try_works_after_a_bad_one(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    with mirror(archives, t10k_images_idx3_ubyte=send_half) as server:
        with pytest.raises(DatasetError):
            fetch(cache, [server.url], quiet)
        server.faults.clear()
        assert is_mnist(fetch(cache, [server.url], quiet), unpacked)


def test_server_that_refuses_is_named(cache: Path, archives: dict[str, bytes]) -> None:
    dead = refusing()
    with pytest.raises(DatasetError, match=rf"{dead}.*[Rr]efused"):
        fetch(cache, [dead], quiet)
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
        fetch(cache, [server.url], quiet)
    assert has_nothing(cache)
    assert socket.getdefaulttimeout() is None


def test_second_mirror_serves_when_the_first_is_dead(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    lines: list[str] = []
    dead = refusing()
    with mirror(archives) as good:
        raw = fetch(cache, [dead, good.url.rstrip("/")], lines.append)
    assert is_mnist(raw, unpacked)
    assert lines[1].startswith(f"failed, {dead}{TRAINING_IMAGES}.gz: ")


def test_second_mirror_serves_only_what_the_first_could_not(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    with mirror(archives, t10k_images_idx3_ubyte=send_half) as bad, mirror(archives) as good:
        assert is_mnist(fetch(cache, [bad.url, good.url], quiet), unpacked)
    assert set(good.asked) == {f"{TEST_IMAGES}.gz", f"{TEST_LABELS}.gz"}


def test_all_dead_mirrors_are_named_and_no_other_is_asked(
    cache: Path, archives: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = refusing(), refusing()
    with mirror(archives) as own:
        monkeypatch.setattr(MNIST, "mirrors", [own.url])
        with pytest.raises(DatasetError, match=rf"{first}.*; {second}"):
            fetch(cache, [first, second], quiet)
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
        fetch(cache, [address], quiet)
    assert not cache.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_download_ended_half_way_leaves_nothing_that_the_next_try_keeps(
    cache: Path,
    temporary: Path,
    archives: dict[str, bytes],
    unpacked: dict[str, bytes],
    number: int,
) -> None:
    def stop(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        hang_up_half_way(handler, body)
        if server.asked[f"{TEST_IMAGES}.gz"] == 2:  # the first request only looks for redirects
            wait_for_some_of(temporary, f"{TEST_IMAGES}.gz")
            half_way.set()
        server.closing.wait(60)

    half_way = threading.Event()

    def download_in_a_process(url: str) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        download.TIMEOUT = 600
        download.fetch(cache, [url])

    with mirror(archives, t10k_images_idx3_ubyte=stop) as server:
        # Forked: to import torchvision anew takes longer than all else here.
        process = get_context("fork").Process(target=download_in_a_process, args=(server.url,))
        process.start()
        try:
            assert half_way.wait(60)
            assert process.pid
            os.kill(process.pid, number)
            process.join(60)
        finally:
            process.kill()
            process.join()
        assert has_nothing(cache)
        left = tree(temporary)
        if number == signal.SIGINT:  # it has cleared up behind itself
            assert left == []
        else:
            assert any(path.endswith(TRAINING_IMAGES) for path in left)
        server.faults.clear()
        assert is_mnist(fetch(cache, [server.url], quiet), unpacked)
    assert tree(temporary) == []


def test_two_at_once_download_once(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    with mirror(archives) as server:
        raws = together(lambda: fetch(cache, [server.url], quiet), 3)
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
        assert is_mnist(fetch(cache, [server.url], quiet), unpacked)


def test_archives_that_lie_there_are_unpacked_without_a_network(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    raw = cache / "MNIST" / "raw"
    put(raw, archives)
    assert not status(cache)[1].present
    lines: list[str] = []
    assert is_mnist(fetch(cache, ["http://127.0.0.1:9/"], lines.append), unpacked)
    assert lines[0] == f"unpacking {raw / TRAINING_IMAGES}.gz"


def test_only_an_archive_that_is_not_whole_is_downloaded_again(
    cache: Path, archives: dict[str, bytes], unpacked: dict[str, bytes]
) -> None:
    half = archives[f"{TEST_IMAGES}.gz"][:100_000]
    put(cache / "MNIST" / "raw", {**archives, f"{TEST_IMAGES}.gz": half})
    with mirror(archives) as server:
        assert is_mnist(fetch(cache, [server.url], quiet), unpacked)
    assert {Path(name).name for name in server.asked} == {f"{TEST_IMAGES}.gz"}


def test_cache_that_cannot_be_written_is_named(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    with pytest.raises(DatasetError, match=rf"cannot be written to {cache}"):
        fetch(cache, ["http://127.0.0.1:9/"], quiet)
