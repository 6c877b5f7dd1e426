"""The locks: every package that the project names, in a version that it allows, with hashes."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from support import ROOT

LOCKS = ROOT / "locks"
EXTRAS = {"development.txt": ("dev", "cluster", "release", "similar"), "grading.txt": ("cluster",)}


def locked(name: str) -> dict[str, set[str]]:
    """Return the versions of each package in a lock; there are several where Pythons differ."""
    versions: dict[str, set[str]] = {}
    for line in (LOCKS / name).read_text("utf-8").splitlines():
        if found := re.match(r"(?P<name>[a-z0-9.-]+)==(?P<version>[^ ;]+)", line):
            versions.setdefault(found["name"], set()).add(found["version"])
    return versions


@pytest.mark.parametrize("name", EXTRAS)
def test_a_lock_has_what_the_project_needs_in_versions_that_it_allows(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [*project["dependencies"]]
    for extra in EXTRAS[name]:
        needed += project["optional-dependencies"][extra]
    requirements = [one for one in map(Requirement, needed) if one.name != "autograder"]
    versions = locked(name)
    assert len(requirements) > 10
    for one in requirements:
        found = versions.get(one.name.lower(), set())
        assert found and all(one.specifier.contains(version) for version in found), one


@pytest.mark.parametrize("name", EXTRAS)
def test_a_lock_names_hashes_and_no_place_to_load_from(name: str) -> None:
    text = (LOCKS / name).read_text("utf-8")
    pinned = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in one for one in pinned)
    assert not re.search(r"https?:|file:|--index-url|--find-links|@", text)


def test_graders_have_the_versions_that_the_tests_run_with() -> None:
    development, grading = locked("development.txt"), locked("grading.txt")
    assert grading.items() <= development.items()
    assert not {"ruff", "mypy", "hypothesis", "playwright", "otter-grader"} & grading.keys()
