"""A class or a submission? What is graded of a folder, and what is named as left out, and why."""

import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

import pytest

from autograder.intake.bulk import find_all
from autograder.intake.classes import LeftOut

PACKAGE = {"digits/data.py": b"import torch\n", "digits/models.py": b"1"}
CODE = "a single file of code; a submission is a folder, an archive or a notebook"
OTHER = "no submission: neither a folder nor an archive nor a notebook"
RESULTS = "results of grading"
TYPED = "a text or a link that was typed into the LMS; only files are graded"


def write(root: Path, files: Mapping[str, bytes]) -> Path:
    root.mkdir(exist_ok=True)
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def under(prefix: str, files: Mapping[str, bytes] = PACKAGE) -> dict[str, bytes]:
    return {f"{prefix}/{name}": data for name, data in files.items()}


def found(tmp_path: Path, path: Path) -> tuple[list[str], dict[str, str]]:
    """Return the names of the submissions, and what was left out with its reason."""
    there = find_all([path], Path(mkdtemp(dir=tmp_path)))
    names = [path.name for path in there.submissions]
    return names, {one.name: one.reason for one in there.left_out}


CLASSES = {
    "folders": under("alice") | under("bob", {"data.py": b""}),
    "wrapped": under("alice/work") | under("bob/my/homework") | under("carol/work"),
    "archives": {"alice.zip": b"", "bob.rar": b""},
    "notebooks": {"alice.ipynb": b"{}", "bob.ipynb": b"{}"},
    "both": under("alice") | {"bob.zip": b""},
    "archives in folders": {"alice/work.zip": b"", "bob/work.zip": b""},
}
STRAYS = {
    "digits.ipynb": (["digits.ipynb"], {}),
    "data.py": ([], {"data.py": CODE}),
    "digits/models.py": (["digits"], {}),
    "digits/readme.txt": (["digits"], {}),
    "Digits/data.py": (["Digits"], {}),
}


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("stray", STRAYS)
def test_a_class_stays_one_whatever_lies_beside_the_submissions(
    tmp_path: Path, kind: str, stray: str
) -> None:
    room = write(tmp_path / "class", CLASSES[kind] | {stray: b"{}"})
    graded, left_out = STRAYS[stray]
    names = {name.split("/")[0] for name in CLASSES[kind]}
    assert found(tmp_path, room) == (sorted([*names, *graded]), left_out)


@pytest.mark.parametrize("stray", ["data.py", "digits.ipynb", "digits/data.py"])
def test_a_class_of_an_lms_stays_one_also_with_one_student(tmp_path: Path, stray: str) -> None:
    moodle = under("Jane Doe_12_assignsubmission_file_") | {stray: b"{}"}
    names, _ = found(tmp_path, write(tmp_path / "moodle", moodle))
    assert "Jane Doe_12_assignsubmission_file_" in names
    gradescope = under("submission_1") | {"submission_metadata.yml": b"", stray: b"{}"}
    names, left_out = found(tmp_path, write(tmp_path / "gradescope", gradescope))
    assert "submission_1" in names
    assert "submission_metadata.yml" not in left_out


def test_canvas_files_stay_a_class_beside_a_stray_file(tmp_path: Path) -> None:
    files = {
        "doejane_12_101_data.py": b"",
        "doejane_12_102_models.py": b"",
        "roejohn_13_103_data-1.py": b"",
        "data.py": b"",
        "essay_15_text.html": b"",
        "roster.csv": b"",
    }
    names = ["doejane_12_101_data.py", "roejohn_13_103_data-1.py"]
    left_out = {"data.py": CODE, "essay_15_text.html": TYPED, "roster.csv": OTHER}
    assert found(tmp_path, write(tmp_path / "class", files)) == (names, left_out)
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name in files:
            archive.writestr(name, "")
    assert found(tmp_path, tmp_path / "class.zip") == (names, left_out)


@pytest.mark.parametrize(
    "files",
    [
        PACKAGE | {"digits.ipynb": b"{}", "draft.ipynb": b"{}"},
        PACKAGE | {"digits.zip": b"", "digits-old.zip": b"", "backup.zip": b""},
        PACKAGE | under("assignment") | {"old/notes.txt": b"", "plots/costs.png": b""},
        {"digits.ipynb": b"{}", "Untitled.ipynb": b"{}", "digits-Copy1.ipynb": b"{}"},
        {"data.py": b"", "net_64_10_v2.py": b"", "net_32_9_v1.py": b"", "models.py": b""},
        PACKAGE | {"tests/test_a.py": b"", "results/a.json": b"", "data_cache/x/data.py": b""},
    ],
)
def test_a_submission_stays_one_whatever_a_student_keeps_in_it(
    tmp_path: Path, files: Mapping[str, bytes]
) -> None:
    assert found(tmp_path, write(tmp_path / "alice", files))[0] == ["alice"]


def test_what_looks_like_a_submission_inside_another_is_named(tmp_path: Path) -> None:
    alice = write(tmp_path / "alice", PACKAGE | under("old"))
    reason = "looks like a submission, but lies in another one, and is not graded by itself"
    assert found(tmp_path, alice) == (["alice"], {"alice/old": reason})


def test_a_student_called_results_is_graded_and_so_is_one_with_a_table(tmp_path: Path) -> None:
    files = under("results") | under("bob", PACKAGE | {"grades.csv": b"a,b"})
    files |= under("carol", {"models.py": b"", "grades.csv": b""}) | {"dave/grades.csv": b""}
    files |= {"erin/grades.csv": b"", "erin/work.zip": b""}
    room = write(tmp_path / "class", files)
    assert found(tmp_path, room) == (["bob", "carol", "erin", "results"], {"dave": RESULTS})


def test_folders_of_results_are_left_out_and_named(tmp_path: Path) -> None:
    files = {"results/demo/grades.csv": b"", "last week/grades.csv": b"", "last week/bob.json": b""}
    room = write(tmp_path / "class", under("alice") | files)
    assert found(tmp_path, room) == (["alice"], {"last week": RESULTS, "results": RESULTS})
    for folder in ("last week", "results"):
        names, left_out = found(tmp_path, room / folder)
        assert names == [] and RESULTS in left_out.values()


def test_results_in_the_folder_of_the_class_are_one_line(tmp_path: Path) -> None:
    results = {"alice.json": b"", "alice.html": b"", "grades.csv": b"", "index.html": b""}
    results |= {"bob.json.unreadable-1": b"", "decisions.csv": b"", "history.jsonl": b""}
    room = write(tmp_path / "class", under("alice") | results | {"carol.html": b""})
    left_out = {"alice.html and 6 more": RESULTS, "carol.html": OTHER}
    assert found(tmp_path, room) == (["alice"], left_out)


def test_everything_else_in_a_class_is_named_with_its_reason(tmp_path: Path) -> None:
    loose = {
        "carol.py": b"",
        "dave.docx": b"",
        "roster.csv": b"",
        "erin.PDF": b"",
        "no ending": b"",
    }
    hidden = {".DS_Store": b"", "__MACOSX/._x": b"", ".git/config": b"", "__pycache__/a.pyc": b""}
    room = write(tmp_path / "class", under("alice") | loose | hidden | under("MNIST"))
    (room / "gone").symlink_to(tmp_path / "nowhere")
    (room / "Jo_1_assignsubmission_onlinetext").mkdir()
    reasons = {"carol.py": CODE, "Jo_1_assignsubmission_onlinetext": TYPED}
    reasons |= dict.fromkeys(["dave.docx", "roster.csv", "erin.PDF", "no ending", "gone"], OTHER)
    reasons["MNIST"] = "a folder of this name is taken for one that a tool has made; rename it"
    names, left_out = found(tmp_path, room)
    assert (names, left_out) == (["alice"], reasons)


def test_what_lies_beside_the_folder_of_a_class_is_named(tmp_path: Path) -> None:
    inside = under("submissions/Jane Doe_12_assignsubmission_file_")
    room = write(tmp_path / "class", inside | {"roster.csv": b""})
    assert found(tmp_path, room) == (["Jane Doe_12_assignsubmission_file_"], {"roster.csv": OTHER})


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    assert found(tmp_path, write(tmp_path / "empty", {})) == ([], {"empty": "an empty folder"})


def test_all_files_of_a_student_on_canvas_are_kept_together(tmp_path: Path) -> None:
    room = write(tmp_path / "c", {"roe_13_1_work.zip": b"PK", "roe_13_2_weights.json": b"{}"})
    (alone,) = find_all([room], tmp_path / "scratch").submissions
    assert sorted(path.name for path in alone.iterdir()) == ["weights.json", "work.zip"]


def test_a_name_that_is_left_out_can_be_shown(tmp_path: Path) -> None:
    name = "\x1b[31m\u202ecarol\n\udc80.py"
    assert LeftOut(name, "").name == "carol \ufffd.py"


def test_links_are_entries_as_they_were(tmp_path: Path) -> None:
    room = write(tmp_path / "class", under("alice") | under("bob"))
    assert stat.S_ISDIR(room.stat().st_mode)
    (room / "carol").symlink_to(tmp_path / "elsewhere")
    assert found(tmp_path, room) == (["alice", "bob"], {"carol": OTHER})


def test_feedback_that_the_grader_has_written_is_no_submission(tmp_path: Path) -> None:
    results = {"grades.csv": b"", "feedback/moodle.zip": b"", "feedback/students/digits/x": b""}
    results["feedback/students.csv"] = b""
    files = {f"alice/{name}": data for name, data in PACKAGE.items()} | results
    assert found(tmp_path, write(tmp_path / "class", files))[0] == ["alice"]  # beside the class
    inside = {f"results/{name}": data for name, data in results.items()}
    files = {f"alice/{name}": data for name, data in PACKAGE.items()} | inside
    assert found(tmp_path, write(tmp_path / "other", files))[0] == ["alice"]
    student = {f"feedback/{name}": data for name, data in PACKAGE.items()}
    files = {"grades.csv": b""} | student
    assert found(tmp_path, write(tmp_path / "third", files))[0] == ["feedback"]
