"""The list of a class beside its results: which submissions are its own, and which count."""

from pathlib import Path

import pytest

from autograder.results.class_list import ClassList, read_class_list, write_class_list


def test_a_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    one = ClassList(("Zoë (1)", "Zoë (1)-2", "bob"), {"Zoë (1)": "Zoë (1)-2"})
    write_class_list(tmp_path, one)
    assert read_class_list(tmp_path) == one


def test_it_says_who_needs_nobodys_work(tmp_path: Path) -> None:
    one = ClassList(("ada", "ada-2"), {"ada": "ada-2"})
    assert one.why_not("ada-2") == ""
    assert one.why_not("ada") == "it does not count: ada-2 does"
    assert "not among the submissions" in one.why_not("bob")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"names": 3, "instead": {}}', "\xff"])
def test_a_damaged_list_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / ".class.json").write_text(text, "latin-1")
    assert read_class_list(tmp_path) is None
    assert read_class_list(tmp_path / "nowhere") is None
