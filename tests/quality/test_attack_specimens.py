"""Attacks as files: what their docstrings say, how they are packed, and which pages name them."""

import ast
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from autograder.quality.attacks.specimens import read_attack, read_attacks
from autograder.quality.zoo import ZooError
from support import ROOT
from support.attacks import ATTACKS


def test_an_attack_says_what_it_tries_and_what_must_happen(tmp_path: Path) -> None:
    path = tmp_path / "specimen.py"
    path.write_text(
        '"""It tries.\nkind: bombs\npoints: 90-110\nhint: two words\n'
        "not held: user process: a reason\n  that goes on\n"
        '"""\n\n\ndef CNN(): ...\n',
        encoding="utf-8",
    )
    found = read_attack(path)
    assert (found.name, found.kind, found.sentence) == ("specimen", "bombs", "It tries.")
    assert (found.least, found.most, found.points, found.hint) == (90, 110, "90-110", "two words")
    assert found.exceptions == dict.fromkeys(("user", "process"), "a reason that goes on")
    written = found.write(tmp_path, {"digits/models.py": b"first"}, "PORT = 1\n")
    assert (written / "digits" / "models.py").read_text() == "first\n\ndef CNN(): ...\n"
    assert (written / "digits" / "target.py").read_text() == "PORT = 1\n"


def test_an_archive_is_packed_by_its_function(tmp_path: Path) -> None:
    path = tmp_path / "specimen.py"
    path.write_text(
        '"""It is empty.\nkind: archives\npoints: 0\n"""\n\nNAME = "empty.ipynb"\nGLUE = b""\n\n\n'
        "def archive(files):\n    return GLUE.join(sorted(files.values()))\n",
        encoding="utf-8",
    )
    found = read_attack(path)
    written = found.write(tmp_path, {"digits/data.py": b"first"}, "PORT = 1\n")
    assert (written.name, written.read_bytes()) == ("empty.ipynb", b"PORT = 1\nfirst")


@pytest.mark.parametrize(
    ("docstring", "message"),
    [
        ("It tries.\nkind: exits", "a line `points: …`"),
        ("It tries.\nkind: jokes\npoints: 1", "expected one of exits, hangs"),
        ("It tries.\nkind: exits\npoints: many", "points such as"),
        ("It tries.\nkind: exits\npoints: 1\nnot held: cloud: x", "`not held: LEVEL …"),
        ("It tries.\nkind: exits\npoints: 1\nnot held: user", "the reason"),
        ("It tries.\nkind: exits\npoints: 1\nhints: x", "a line `kind: …`"),
    ],
)
def test_an_attack_that_says_too_little_is_refused(
    tmp_path: Path, docstring: str, message: str
) -> None:
    path = tmp_path / "specimen.py"
    path.write_text(f'"""{docstring}\n"""\n\n\ndef CNN(): ...\n', encoding="utf-8")
    with pytest.raises(ZooError, match=message):
        read_attack(path)


def test_what_an_attack_takes_from_the_grader_is_there() -> None:
    """A name that has moved would end the run of all attacks."""
    taken = {
        (node.module, one.name)
        for path in ATTACKS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("autograder.")
        for one in node.names
    }
    assert len(taken) >= 3
    for module, name in taken:
        assert hasattr(import_module(module), name) or find_spec(f"{module}.{name}"), name


def test_every_exception_is_named_with_its_levels_in_the_page_on_security() -> None:
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    rows = {line.split("`")[1]: line for line in page.split("\n") if line.startswith("| `")}
    for one in read_attacks():
        if one.exceptions:
            assert one.name in rows, f"docs/security.md does not name {one.name}"
            message = rows[one.name].split("|")[2].split()
            assert set(message) == set(one.exceptions), one.name


def test_the_page_lists_every_attack_and_what_must_hold_holds() -> None:
    page = (ROOT / "docs" / "attacks.md").read_text("utf-8")
    rows = {line.split("`")[1]: line for line in page.split("\n") if line.startswith("| `")}
    assert set(rows) == {one.name for one in read_attacks()}
    assert "NOT HELD" not in page
    header = next(line for line in page.split("\n") if line.startswith("| attack"))
    column = [cell.strip() for cell in header.split("|")].index("bwrap")
    held = {row.replace("\\|", "").split("|")[column].strip() for row in rows.values()}
    assert held <= {"held", "held*"}  # a star: on an earlier day's code
