"""The secret of a run: the same seed gives the same on the same machine, and seeds tell nothing."""

import hashlib
import hmac
import os
import stat
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from autograder.grading.secret import Secret, stretch
from autograder.grading.setup import GradingSetup
from autograder.random_bits import kept_random_bits

BITS, OTHER_BITS = bytes(range(32)), bytes(32)


def test_a_key_is_what_the_standard_says() -> None:
    """HMAC-SHA256 of "what do ya want for nothing?" with the key "Jefe": RFC 4231, case 2."""

    text = b"what do ya want for nothing?"
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert hmac.digest(b"Jefe", text, hashlib.sha256).hex() == expected
    assert Secret(b"Jefe").derive("q2", 3).value == hmac.digest(b"Jefe", b"('q2', 3)", "sha256")


def test_a_secret_repeats_and_changes_with_the_seed_and_with_the_machine() -> None:
    one = stretch(7, BITS)
    assert len(one.value) == 32
    assert one == stretch(7, BITS)
    assert len({one.value, stretch(8, BITS).value, stretch(7, OTHER_BITS).value}) == 3


def test_each_purpose_has_a_key_of_its_own() -> None:
    secret = Secret(BITS)
    purposes = [("exam",), ("probe", "q1", 1), ("probe", "q1", 11), ("probe", "q11", 1), ("q1", 1)]
    seeds = [secret.seed(*purpose) for purpose in purposes]
    assert len(set(seeds)) == len(seeds) and all(0 <= seed < 2**63 for seed in seeds)
    assert seeds == [secret.seed(*purpose) for purpose in purposes]
    assert secret.derive("exam").seed("moves") != secret.seed("moves")
    first, second = (secret.generator(*purpose).initial_seed() for purpose in purposes[:2])
    assert [first, second] == seeds[:2]


def test_seeds_are_not_near_each_other() -> None:
    secret = Secret(BITS)
    seeds = sorted(secret.seed("probe", "q1", number) for number in range(1000))
    assert min(b - a for a, b in pairwise(seeds)) > 10**9


def test_random_bits_are_drawn_once_and_for_the_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "autograder"
    bits = kept_random_bits(folder)
    assert len(bits) == 32 and kept_random_bits(folder) == bits
    assert stat.S_IMODE((folder / "random_bits").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["random_bits"]
    assert kept_random_bits(tmp_path / "another") != bits


def test_processes_that_draw_at_once_keep_the_same_bits(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(kept_random_bits(tmp_path))) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20 and len(set(found)) == 1


def test_where_nothing_can_be_kept_it_is_said_and_each_run_draws(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.warns(UserWarning, match="a seed does not repeat a grade"):
        first = kept_random_bits(tmp_path / "file")
    with pytest.warns(UserWarning, match="a seed does not repeat a grade"):
        assert kept_random_bits(tmp_path / "file") != first


def test_a_file_that_is_cut_off_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "random_bits").write_bytes(b"short")
    with pytest.raises(ValueError, match="does not hold 32 bytes"):
        kept_random_bits(tmp_path)


def test_nothing_that_is_shown_or_logged_holds_the_secret(rubric: object, grader: object) -> None:
    drawn = grader.drawn()  # type: ignore[attr-defined]
    setup: GradingSetup = grader.setup  # type: ignore[attr-defined]
    shown = repr(drawn.secret) + repr(setup.random_bits and setup)
    assert repr(drawn.secret.value) not in shown
    assert repr(setup.random_bits) not in shown and "random_bits" not in shown
    assert os.environ["XDG_STATE_HOME"] not in shown
