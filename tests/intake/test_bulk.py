"""Bulk downloads: the names that Canvas, Moodle and Gradescope give, and their archives."""

import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.intake import bulk
from autograder.intake.bulk import BulkError, find_all
from autograder.intake.classes import LeftOut
from autograder.intake.filenames import METADATA as METADATA_FILE
from autograder.intake.filenames import Person, understand
from autograder.intake.submissions import (
    read_submission,
    submission_name,
    unique_names,
    who_handed_in,
)

PACKAGE = {"digits/data.py": b"import torch\n", "digits/models.py": b"1"}
METADATA = """---
submission_1:
  :submitters:
  - :name: Jane Doe
    :sid: '0042'
    :email: jane@uni.example
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-01-01 10:00:00.000000000 Z
submission_2:
  :submitters:
  - :name: Zoë O'Neil
    :sid: 7
  - :name: John Roe
    :email: john@uni.example
submission_3:
  :submitters: []
"""


def folder(root: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def archive(path: Path, files: Mapping[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return path


def packed(tmp_path: Path) -> bytes:
    """A student's archive."""
    return archive(tmp_path / "packed.zip", PACKAGE).read_bytes()


def under(prefix: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{prefix}/{name}": data for name, data in files.items()}


def found(tmp_path: Path, *paths: Path) -> dict[str, set[str]]:
    """The submissions by name, with their files."""
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    there = find_all(paths, scratch).submissions
    names = unique_names([*map(submission_name, there)])
    return {name: set(read_submission(p).files) for name, p in zip(names, there, strict=True)}


# Names


@pytest.mark.parametrize(
    ("name", "system", "who", "ids", "file"),
    [
        ("doejane_123_456_digits-1", "canvas", "doejane", ("123",), "digits-1"),
        ("doejane_LATE_123_456_a_b_1.py", "canvas", "doejane", ("123",), "a_b_1.py"),
        ("o_neilzoë_12_4_models.py", "canvas", "o_neilzoë", ("12",), "models.py"),
        ("anon_Ab3dE_456_x.py", "canvas", "anon_Ab3dE", ("anon_Ab3dE",), "x.py"),
        ("LATE_anon_Ab3dE_456_x.py", "canvas", "anon_Ab3dE", ("anon_Ab3dE",), "x.py"),
        ("Jane Doe_12_assignsubmission_file_", "moodle", "Jane Doe", ("12",), ""),
        ("Jane Doe_12_assignsubmission_file", "moodle", "Jane Doe", ("12",), ""),
        ("Łukasz von_X_12_assignsubmission_file_a.zip", "moodle", "Łukasz von_X", ("12",), "a.zip"),
        ("山田 太郎_3_assignsubmission_file_", "moodle", "山田 太郎", ("3",), ""),
        ("Participant 9_9_assignsubmission_file_", "moodle", "Participant 9", ("9",), ""),
        ("alice", "", "alice", (), ""),
        ("jane_doe", "", "jane_doe", (), ""),
        ("submission_123", "", "submission_123", (), ""),
    ],
)  # fmt: skip
def test_a_name_tells_who_handed_in(
    name: str, system: str, who: str, ids: tuple[str, ...], file: str
) -> None:
    hand_in = understand(name)
    assert (hand_in.system, hand_in.name, hand_in.file) == (system, who, file)
    assert hand_in.people == (Person(who, ids),)


@pytest.mark.parametrize(
    ("name", "user"),
    [
        ("jane", "jane"),
        ("digits-jane", "jane"),
        ("cs1-digits-jane", "jane"),
        ("cs1-digits-x-digits-jane", "x-digits-jane"),
        ("digits-x-digits-jane", "x-digits-jane"),  # who may choose this name is not jane
    ],
)
def test_a_repository_is_its_users(tmp_path: Path, name: str, user: str) -> None:
    (tmp_path / name / ".git").mkdir(parents=True)
    assert who_handed_in(tmp_path / name).people == (Person(user, (user,)),)


def test_accents_that_macos_takes_apart_are_put_together() -> None:
    assert understand("Zoe\u0308_1_assignsubmission_file_").name == "Zoë"


def test_a_result_is_named_after_the_student() -> None:
    assert submission_name(Path("x/doejane_LATE_123_456_digits-1.ipynb")) == "doejane"
    assert submission_name(Path("x/Jane Doe_12_assignsubmission_file_work.zip")) == "Jane Doe"
    assert submission_name(Path("x/bob.zip")) == "bob"


def test_gradescope_says_who_is_behind_a_folder(tmp_path: Path) -> None:
    folder(tmp_path, {"submission_metadata.yml": METADATA.encode(), "submission_1/a": b""})
    folder(tmp_path, {"submission_2/a": b"", "submission_3/a": b"", "submission_9/a": b""})
    one, two, three, nine = (who_handed_in(tmp_path / f"submission_{n}") for n in (1, 2, 3, 9))
    assert one.people == (Person("Jane Doe", ("0042",), "jane@uni.example"),)
    assert (two.name, two.people[0].ids, two.people[1].ids) == ("Zoë O'Neil, John Roe", ("7",), ())
    assert two.people[1].email == "john@uni.example"
    assert (three.name, nine.name) == ("submission_3", "submission_9")


@pytest.mark.parametrize("text", ["", "[", "- 1", "submission_1: 3", "a: &a [*a]"])
def test_a_metadata_file_that_is_wrong_names_nobody(tmp_path: Path, text: str) -> None:
    folder(tmp_path, {METADATA_FILE: text.encode(), "submission_1/a": b""})
    assert who_handed_in(tmp_path / "submission_1").people == (Person("submission_1"),)


# Archives and folders of a class


@pytest.mark.parametrize("kind", ["folder", "archive", "wrapped archive"])
def test_canvas_files_of_one_student_are_put_together(tmp_path: Path, kind: str) -> None:
    files = {
        "doejane_12_101_data.py": b"import torch",
        "doejane_12_102_models-1.py": b"old",
        "doejane_12_103_models-2.py": b"new",
        "roejohn_LATE_13_104_work.zip": packed(tmp_path),
        "roejohn_LATE_13_105_picture.png": b"x",
        "zoe_14_106_digits.ipynb": b"{}",
        "essay_15_text.html": b"<p>",
    }
    if kind == "folder":
        path = folder(tmp_path / "submissions", files)
    else:
        prefix = "class" if kind == "wrapped archive" else "."
        path = archive(tmp_path / "submissions.zip", under(prefix, files))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    there = find_all([path], scratch).submissions
    assert sorted(map(submission_name, there)) == ["doejane", "roejohn", "zoe"]
    jane = next(path for path in there if submission_name(path) == "doejane")
    assert read_submission(jane).files == {
        "digits/data.py": b"import torch",
        "digits/models.py": b"new",
    }
    assert who_handed_in(jane).people == (Person("doejane", ("12",)),)
    john = next(path for path in there if submission_name(path) == "roejohn")
    assert read_submission(john).files.keys() == PACKAGE.keys()


@pytest.mark.parametrize("kind", ["folder", "archive"])
@pytest.mark.parametrize("ending", ["", "_"])
def test_moodles_folders_are_submissions(tmp_path: Path, kind: str, ending: str) -> None:
    files = {
        f"Jane Doe_1_assignsubmission_file{ending}/work.zip": packed(tmp_path),
        **under(f"Zoë Ó Neil_2_assignsubmission_file{ending}", PACKAGE),
        f"Zoë Ó Neil_2_assignsubmission_onlinetext{ending}/onlinetext.html": b"<p>",
    }
    path = tmp_path / "download"
    made = folder(path, files) if kind == "folder" else archive(path.with_suffix(".zip"), files)
    assert found(tmp_path, made) == {name: set(PACKAGE) for name in ("Jane Doe", "Zoë Ó Neil")}


def test_moodles_archive_of_one_student_and_its_files_without_folders(tmp_path: Path) -> None:
    one = archive(tmp_path / "a.zip", under("Jo_1_assignsubmission_file_", PACKAGE))
    assert found(tmp_path, one) == {"Jo": set(PACKAGE)}
    prefix = "Jane Doe_1_assignsubmission_file_"
    loose = {f"{prefix}data.py": b"", f"{prefix}models.py": b""}
    text = {"Jane Doe_1_assignsubmission_onlinetext_onlinetext.html": b""}
    path = folder(tmp_path / "loose", loose | text)
    assert found(tmp_path, path) == {"Jane Doe": set(PACKAGE)}


@pytest.mark.parametrize("kind", ["archive", "folder"])
def test_a_student_is_not_lost_whose_name_or_whose_file_begins_with_a_dot(
    tmp_path: Path, kind: str
) -> None:
    files = {
        "Jane Doe_1_assignsubmission_file_/digits.zip": packed(tmp_path),
        "Jane Doe_1_assignsubmission_file_/.cache/digits.zip": packed(tmp_path),
        ".Net Fan_2_assignsubmission_file_/digits.zip": packed(tmp_path),
        "John Roe_3_assignsubmission_file_/.digits.zip": packed(tmp_path),
        "._Jane Doe_1_assignsubmission_file_/digits.zip": b"what a Mac knows of it",
        ".DS_Store": b"",
    }
    path = tmp_path / "class.zip" if kind == "archive" else tmp_path / "class"
    (archive if kind == "archive" else folder)(path, files)
    found = find_all([path], tmp_path / "scratch")
    names = [submission_name(one) for one in found.submissions]
    assert names == [".Net Fan", "Jane Doe", "John Roe"]
    assert [read_submission(one).files for one in found.submissions[:2]] == [PACKAGE, PACKAGE]


@pytest.mark.parametrize(
    "name", ["mallory_33_3_digits.zip", "Mallory Moe_33_assignsubmission_file_digits.zip"]
)
def test_nobody_hands_in_for_others_by_an_archive_that_looks_like_a_class(
    tmp_path: Path, name: str
) -> None:
    bob = archive(tmp_path / "bob_22_1_digits.zip", PACKAGE)
    files = {"bob_22_9_digits.zip": packed(tmp_path), "mallory_33_4_digits.zip": packed(tmp_path)}
    mallory = archive(tmp_path / name, files)
    assert find_all([bob, mallory], tmp_path / "scratch").submissions == (bob, mallory)


@pytest.mark.parametrize(
    "name", ["assignment_123_export_2026_11_29.zip", "pytorch_2026_30_submissions.zip"]
)
def test_a_class_whose_archive_has_a_date_in_its_name_is_a_class(tmp_path: Path, name: str) -> None:
    """Canvas names a student's file by a name, two numbers and a name, too."""
    files = {"bob_22_9_digits.zip": packed(tmp_path), "carol_33_4_digits.zip": packed(tmp_path)}
    path = archive(tmp_path / name, files)
    found = find_all([path], tmp_path / "scratch").submissions
    assert [read_submission(one).files for one in found] == [PACKAGE, PACKAGE]


def test_a_file_on_canvas_that_is_called_by_dots_stops_nobody(tmp_path: Path) -> None:
    names = ("doejane_1_11_digits.zip", "roejohn_2_12_..", "roejohn_2_13_.", "roejohn_2_14_data.py")
    path = archive(tmp_path / "class.zip", dict.fromkeys(names, packed(tmp_path)))
    jane, john = find_all([path], tmp_path / "scratch").submissions
    assert jane.name == "doejane_1_11_digits.zip"
    assert {one.name for one in john.iterdir()} == {"data.py", "roejohn_2_12_..", "roejohn_2_13_."}


@pytest.mark.parametrize("kind", ["folder", "around it", "archive"])
def test_gradescopes_export_is_a_class(tmp_path: Path, kind: str) -> None:
    files = under("submission_1", PACKAGE) | under("submission_2/work", PACKAGE)
    files |= {"submission_metadata.yml": METADATA.encode()}
    files = under("assignment_77_export", files)
    if kind == "archive":
        path = archive(tmp_path / "submissions.zip", files)
    else:
        path = folder(tmp_path / "class", files)
    path = path / "assignment_77_export" if kind == "folder" else path
    assert found(tmp_path, path) == {n: set(PACKAGE) for n in ("Jane Doe", "Zoë O'Neil, John Roe")}


def test_an_archive_of_archives_is_a_class_and_one_of_a_package_is_not(tmp_path: Path) -> None:
    both = {"alice.zip": packed(tmp_path), "bob.zip": packed(tmp_path)}
    assert found(tmp_path, archive(tmp_path / "all.zip", under("class", both))).keys() == {
        "alice",
        "bob",
    }
    for files in (PACKAGE, under("work", PACKAGE), {"one.ipynb": b"", "two.ipynb": b""}):
        path = archive(tmp_path / "carol.zip", files)
        assert find_all([path], tmp_path).submissions == (path,)
    for data in (b"", b"PK\x03\x04"):
        path.write_bytes(data)
        assert find_all([path], tmp_path).submissions == (path,)


def test_a_package_whose_files_are_named_like_canvas_names_them_is_left_alone(
    tmp_path: Path,
) -> None:
    files = {"data.py": b"", "net_64_10_v2.py": b""}
    path = folder(tmp_path / "alice", files)
    assert find_all([path], tmp_path / "scratch").submissions == (path,)


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path / ("x" * 300)):
        with pytest.raises(FileNotFoundError, match="There is no file or folder"):
            find_all([path], tmp_path)


def test_files_that_lead_out_or_are_links_are_left_out_and_told(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "all.zip",
        {"alice.zip": packed(tmp_path), "bob.zip": b"", "../evil.zip": b"", "class/.git/x": b""},
    )
    link = zipfile.ZipInfo("carol.zip")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as out:
        out.writestr(link, "/etc/passwd")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    found = find_all([path], scratch)
    assert found.left_out == (
        LeftOut(
            "all.zip: '../evil.zip'",
            "all.zip holds the path '../evil.zip', which leads out of it; please pack it anew.",
        ),
        LeftOut("all.zip: 'carol.zip'", "no plain file, or too large"),
    )
    assert [path.name for path in found.submissions] == ["alice.zip", "bob.zip"]
    assert not (tmp_path / "evil.zip").exists()


def test_an_archive_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path / "all.zip", {"a.zip": bytes(900), "b.zip": bytes(900)})
    monkeypatch.setattr(bulk, "MAX_CLASS", 1_000)
    with pytest.raises(BulkError, match=r"all\.zip is larger than"):
        find_all([path], tmp_path)
    monkeypatch.setattr(bulk, "MAX_CLASS_FILES", 1)
    with pytest.raises(BulkError, match=r"all\.zip holds more than 1 files"):
        find_all([path], tmp_path)
