"""Submissions: which files and folders are submissions, and what they are called."""

from pathlib import Path

import pytest

from autograder.intake import bulk
from autograder.intake.classes import find_submissions
from autograder.intake.submissions import read_submission, submission_name, unique_names
from support.hand_ins import LOOSE, PACKAGE, archive, folder, under


def found(*paths: Path) -> list[str]:
    return [path.name for path in find_submissions(paths).submissions]


def test_a_folder_that_is_a_submission_is_one(tmp_path: Path) -> None:
    for name, files in {"a": PACKAGE, "b": LOOSE, "c": PACKAGE | {"x/digits/data.py": b""}}.items():
        assert found(folder(tmp_path / name, files)) == [name]
    assert found(tmp_path / "a" / "digits") == ["digits"]


def test_a_folder_of_submissions_is_a_class_broken_ones_included(tmp_path: Path) -> None:
    room = tmp_path / "class"
    folder(room / "bob", PACKAGE)
    folder(room / "Zoe", under("work", LOOSE))
    folder(room / "wrong", {"main.c": b""})
    folder(room / "nothing", {})
    archive(room / "dave.zip", PACKAGE)
    folder(room, {"eve.rar": b"", "carol.ipynb": b"{}", "roster.csv": b"", ".hidden/x": b""})
    folder(room / "__MACOSX", {"x": b""})
    folder(room / "results", {"bob.json": b""})
    folder(room / "last week", {"grades.csv": b""})
    names = ["Zoe", "bob", "carol.ipynb", "dave.zip", "eve.rar", "nothing", "wrong"]
    assert found(room) == names


def test_a_class_with_a_script_beside_it_is_still_a_class(tmp_path: Path) -> None:
    folder(tmp_path, under("alice", PACKAGE) | {"rename.py": b""})
    assert found(tmp_path) == ["alice"]


def test_a_folder_in_the_wrong_layout_is_a_submission(tmp_path: Path) -> None:
    assert found(folder(tmp_path / "a", {"main.c": b""})) == ["a"]
    assert found(folder(tmp_path / "b", {"main.py": b"", "src/x.py": b""})) == ["b"]


def test_the_handout_around_a_package_is_no_class(tmp_path: Path) -> None:
    assert found(folder(tmp_path / "alice", under("assignment", PACKAGE))) == ["alice"]


def test_an_empty_folder_and_one_of_results_have_nothing_to_grade(tmp_path: Path) -> None:
    assert found(folder(tmp_path / "empty", {})) == []
    assert found(folder(tmp_path / "out", {"grades.csv": b"", "alice.json": b""})) == []


def test_a_class_with_results_in_it_can_be_graded_again(tmp_path: Path) -> None:
    folder(tmp_path, under("alice", PACKAGE) | {"grades.csv": b"", "alice.json": b""})
    assert found(tmp_path) == ["alice"]


def test_a_submission_named_twice_is_found_once(tmp_path: Path) -> None:
    alice = folder(tmp_path / "alice", PACKAGE)
    assert found(tmp_path, alice, alice / ".." / "alice") == ["alice"]


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="There is no file or folder"):
        find_submissions([tmp_path / "nobody"])


def test_the_name_of_a_submission_has_no_ending(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert submission_name(Path("x/alice.zip")) == "alice"
    assert submission_name(Path("x/alice.v2.ZIP")) == "alice.v2"
    assert submission_name(Path("x/alice.tar.gz")) == "alice"
    assert submission_name(folder(tmp_path / "alice.zip", {})) == "alice.zip"
    monkeypatch.chdir(folder(tmp_path / "bob", PACKAGE))
    assert submission_name(Path()) == "bob"
    assert read_submission(Path()).name == "bob"


def test_a_name_is_fit_for_a_file_and_a_terminal() -> None:
    assert submission_name(Path("a\x1b[31mlice\n.zip")) == "alice"
    assert len(submission_name(Path("é" * 240 + ".zip")).encode()) <= 200


def test_submissions_of_one_name_are_told_apart() -> None:
    paths = [Path(name) for name in ("a/x.zip", "a/x", "b/X", "b/x-2", "c/x", "c/y")]
    names = unique_names([*map(submission_name, paths)])
    assert names == ["x", "x-3", "X-4", "x-2", "x-5", "y"]
    assert len({name.casefold() for name in names}) == len(paths)


def test_a_name_that_was_given_is_kept(tmp_path: Path) -> None:
    assert read_submission(folder(tmp_path / "alice", PACKAGE), "alice-2").name == "alice-2"


def test_an_archive_with_a_flood_of_names_is_no_class(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bulk, "MAX_LISTED", 20)
    flood = {f"{number}.zip": b"" for number in range(30)}
    assert not bulk.holds_class(archive(tmp_path / "a.zip", flood))
    few = {f"{number}.zip": b"" for number in range(3)}
    assert bulk.holds_class(archive(tmp_path / "b.zip", few))
