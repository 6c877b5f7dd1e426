"""Files that were wrapped or renamed on their way: known by what they hold."""

from pathlib import Path

import pytest

from autograder.intake.bulk import find_all
from autograder.intake.classes import find_submissions
from autograder.intake.submissions import Submitted, read_submission, submission_name
from support.hand_ins import CHANCE, GDOC, UNTOUCHED, WRITTEN, notebook, packed, read, refused


def test_an_archive_in_an_archive_is_read_and_one_more_is_not(tmp_path: Path) -> None:
    inner = packed(WRITTEN)
    files = {"hand in/work.zip": inner, "README.txt": b"x", "__MACOSX/hand in/._work.zip": b"\0"}
    assert read(tmp_path, files) == Submitted("alice", WRITTEN)
    with_notebook = {"work.zip": packed({"digits.ipynb": notebook()})}
    assert len(read(tmp_path, with_notebook, "bob").files) == 1
    (tmp_path / "eve.zip").write_bytes(packed({"a.zip": packed({"b.zip": inner})}))
    assert refused(tmp_path / "eve.zip").startswith(
        "There is no package digits in eve.zip, only b.zip;"
    )
    (tmp_path / "zoe.zip").write_bytes(packed({"a/a.zip": inner, "b/b.zip": packed(UNTOUCHED)}))
    assert "There is no package digits in zoe.zip, only a/, b/;" in refused(tmp_path / "zoe.zip")
    (tmp_path / "mia.zip").write_bytes(packed({"a.zip": inner[:-30]}))
    assert refused(tmp_path / "mia.zip").startswith("a.zip is damaged, its files cannot be read;")


def test_a_package_beside_an_archive_is_the_submission(tmp_path: Path) -> None:
    assert read(tmp_path, WRITTEN | {"old.zip": packed(UNTOUCHED)}).files == WRITTEN


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("mine.ipynb.txt", "mine"),
        ("mine.ipynb.json", "mine"),
        ("mine.json", "mine.json"),
        ("mine.txt", "mine.txt"),
        ("mine", "mine"),
    ],
)
def test_a_notebook_is_known_by_what_it_holds(tmp_path: Path, file: str, name: str) -> None:
    (tmp_path / file).write_bytes(notebook())
    assert read_submission(tmp_path / file) == Submitted(name, {"code cell 1": CHANCE.encode()})


def test_a_notebook_that_a_browser_renamed_is_found_among_others(tmp_path: Path) -> None:
    files = {"digits.ipynb.txt": notebook(), "notes.txt": b"x"}
    assert [*read(tmp_path, files).files] == ["notes.txt", "code cell 1"]
    room = tmp_path / "class"
    room.mkdir()
    (room / "jane.ipynb.txt").write_bytes(notebook())
    assert [submission_name(path) for path in find_submissions([room]).submissions] == ["jane"]


def test_an_archive_called_notebook_and_a_notebook_called_archive_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(packed(WRITTEN))
    assert read_submission(tmp_path / "a.ipynb").files == WRITTEN
    (tmp_path / "b.zip").write_bytes(notebook())
    assert len(read_submission(tmp_path / "b.zip").files) == 1


def test_code_that_windows_called_txt_is_code(tmp_path: Path) -> None:
    files = {"digits/evaluation.py.txt": CHANCE.encode(), "digits/__init__.py": b""}
    assert read(tmp_path, files).files == WRITTEN
    both = WRITTEN | {"digits/evaluation.py.txt": b"an older one"}
    assert read(tmp_path, both, "bob").files == both


def test_a_script_exported_from_the_notebook_beside_it_is_no_confusion(tmp_path: Path) -> None:
    script = ("# coding: utf-8\n# In[1]:\n" + CHANCE).encode()
    submitted = read(tmp_path, {"digits.ipynb": notebook(), "digits.py": script})
    assert submitted == Submitted("alice", {"digits.py": script, "code cell 1": CHANCE.encode()})


def test_a_script_exported_from_a_notebook_is_a_package_where_there_is_no_other(
    tmp_path: Path,
) -> None:
    script = ("# coding: utf-8\n# In[1]:\n" + CHANCE).encode()
    files = {"digits/my_digits.py": script, "digits/notes.txt": b"x"}
    assert read(tmp_path, {"my_digits.py": script, "notes.txt": b"x"}).files == files
    path = tmp_path / "jane.py"
    path.write_bytes(script)
    assert read_submission(path) == Submitted("jane", {"digits/jane.py": script})
    (tmp_path / "rename.py").write_bytes(b"import os\n")
    assert refused(tmp_path / "rename.py").startswith(
        "There is no package digits in rename.py, only rename.py; please hand in the folder digits/"
    )


def test_what_canvas_names_is_read_or_refused_by_the_same_rules(tmp_path: Path) -> None:
    files = {
        "doejane_101_9_digits.ipynb.txt": notebook(),
        "roejohn_102_8_report.pdf": b"%PDF-1.7",
        "oneilzoe_103_7_digits.gdoc": GDOC,
        "poemia_104_6_my_digits.py": CHANCE.encode(),
        "leelou_105_5_work.zip": packed({"inner/work.zip": packed(WRITTEN)}),
    }
    (tmp_path / "submissions.zip").write_bytes(packed(files))
    (tmp_path / "scratch").mkdir()
    found = find_all([tmp_path / "submissions.zip"], tmp_path / "scratch").submissions
    by_name = {submission_name(path): path for path in found}
    assert [*by_name] == ["doejane", "leelou", "oneilzoe", "poemia", "roejohn"]
    assert [*read_submission(by_name["doejane"]).files] == ["code cell 1"]
    assert read_submission(by_name["leelou"]).files == WRITTEN
    assert [*read_submission(by_name["poemia"]).files] == ["digits/my_digits.py"]
    assert "only report.pdf;" in refused(by_name["roejohn"])
    assert "only digits.gdoc (a shortcut of Google Drive" in refused(by_name["oneilzoe"])
