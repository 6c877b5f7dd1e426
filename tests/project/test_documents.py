"""What documents list of the code is what there is: floors, systems, kinds, files, and numbers."""

import ast
import re
import tomllib
from itertools import takewhile
from pathlib import Path

import pytest

from autograder.datasets.named import NAMED
from autograder.lms import system_names
from autograder.lms.feedback import PLAIN_FOLDERS
from autograder.quality.attacks.specimens import read_attacks
from autograder.quality.mutation.mutants import mutants
from autograder.quality.mutation.run import read_survivors
from autograder.quality.zoo import reference_files
from autograder.results.decisions import KINDS
from autograder.sandbox.isolation import LEVELS
from support import ROOT, SOLUTION
from support.attacks import ATTACKS

DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "README.md"]
FILE = re.compile(r"`([\w.-]+/[\w./-]+\.(?:md|npz|po|py|sh|toml|yml))`")
BEGINNINGS = ("", "assignment", "autograder", "autograder/checking")  # of paths in documents


def _named(page: str, header: str) -> list[str]:
    """The words in backquotes in the column with this header, of the first table that has it."""
    head, *lines = (DOCS / page).read_text("utf-8").split(f"| {header} |", 1)
    column = head.rsplit("\n", 1)[-1].count("|")
    rows = takewhile(lambda line: line.startswith("|"), lines[0].splitlines()[2:])
    return [name for row in rows for name in re.findall("`(.+?)`", row.split("|")[column + 1])]


def test_the_table_of_floors_is_what_lint_imports_holds() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    floors = [re.split(r" [|:] ", floor) for floor in contracts[0]["layers"]]
    assert [sorted(row) for row in _floors()] == [sorted(floor) for floor in floors]


def _floors() -> list[list[str]]:
    """The packages of each floor, from above."""
    table = (DOCS / "architecture.md").read_text("utf-8").split("| floor | package |")[1]
    found: list[list[str]] = []
    for row in takewhile(lambda line: line.startswith("|"), table.splitlines()[2:]):
        _, number, packages, *_ = row.split("|")
        found += [[]] if number.strip() else []
        found[-1] += re.findall(r"`(\w+)`", packages)
    return found


@pytest.mark.parametrize(
    ("page", "header", "names"),
    [
        ("lms.md", "`--export`", {*system_names()}),
        ("lms.md", "`--feedback`", {*system_names(), PLAIN_FOLDERS} - {"csv"}),
        ("instructors.md", "kind", {*KINDS}),
        ("instructors.md", "dataset", {"sample", *NAMED}),
        ("data.md", "`data:`", {"sample", *NAMED}),
    ],
)
def test_a_table_lists_all_that_there_are(page: str, header: str, names: set[str]) -> None:
    assert {*_named(page, header)} == names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_of_ours_that_a_page_names_is_there(page: Path) -> None:
    named = FILE.findall(page.read_text("utf-8").replace("qN", "q1").replace("NAME", "canvas"))
    assert [one for one in named if not any((ROOT / b / one).is_file() for b in BEGINNINGS)] == []


def test_no_name_is_a_word_that_the_glossary_avoids() -> None:
    """But for those that it avoids in one meaning only, such as `parts`."""
    glossary = (DOCS / "glossary.md").read_text("utf-8").split("## Words to avoid")[1]
    avoided = {"conduct", "keeper", "losses", "material", "nursery", "said", "sitting", "told"}
    avoided |= {"traps", "wishes", "witness"}
    assert all(re.search(rf"^\| [^|]*\b{word}\b", glossary, re.MULTILINE) for word in avoided)
    named = {
        (name, path.relative_to(ROOT).as_posix())
        for path in (ROOT / "autograder").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for field in ("arg", "attr", "id", "name")
        if isinstance(name := getattr(node, field, None), str) and name.strip("_") in avoided
    }
    assert named == set()


def test_the_page_on_testing_counts_attacks_mutants_and_survivors() -> None:
    text = (DOCS / "testing.md").read_text("utf-8")
    attacks, several = len([*ATTACKS.glob("*.py")]), len(mutants(reference_files(SOLUTION)))
    assert f"holds {attacks} hostile submissions" in text
    assert f"changes the reference in {several} ways" in text
    assert f"The other {len(read_survivors())} are in `tests/zoo/survivors.yml`" in text


@pytest.mark.parametrize("level", LEVELS)
def test_the_page_of_attacks_counts_those_that_a_level_does_not_hold(level: str) -> None:
    attacks = read_attacks()
    several, named = len(attacks), sum(level in one.exceptions for one in attacks)
    exceptions = f", {named} are named exceptions" if named else ""
    line = f"{level}: {several - named} of {several} attacks held{exceptions}"
    assert re.search(rf"{line}[;.]", (DOCS / "attacks.md").read_text("utf-8"))
