"""A project's folder as it stands on disk: its questions, and where each of them is spread to."""

import ast
import re
import runpy
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ...rubric.grading_file import GradingFile, RubricError, read_grading_file
from ...rubric.rubric import parsed
from ...rubric.yaml_lines import Document

TABLE = "autograder/probing/questions.py"
GRADING = "grading.yml"
HANDOUT = "solution/README.md"
REFERENCE = "solution/digits"
ZOO = "tests/zoo"
HINTS = "autograder/checking/hints"  # a folder for each language
STANDINS = "autograder/grading/standins"
THRESHOLDS = "docs/thresholds"
OF_QUESTION = re.compile(r"^question: (q\d+)$", re.MULTILINE)  # in the docstring of a mistake

Definition = ast.FunctionDef | ast.ClassDef
Lines = tuple[int, int]  # the first and the last line, from 1


def checks_file(group: str, question: str) -> str:
    """Return where the public or hidden checks of a question stand."""
    return f"autograder/checks/{group}/test_{question}.py"


@dataclass(frozen=True)
class Tree:
    """The project in the folder `root`, which need not be the one whose code is running."""

    root: Path
    _texts: dict[str, str] = field(default_factory=dict, repr=False)

    def path(self, name: str) -> Path:
        """Return the path of a file."""
        return self.root / name

    def text(self, name: str) -> str:
        """Return a file's text; empty where there is no such file."""
        if name not in self._texts:
            path = self.path(name)
            self._texts[name] = path.read_text("utf-8") if path.is_file() else ""
        return self._texts[name]

    def module(self, name: str) -> ast.Module:
        """Return a Python file as a tree; raises `SyntaxError`."""
        return parsed(self.text(name), name)

    def names(self, folder: str, pattern: str) -> list[str]:
        """Return the files of a folder, sorted, by their paths in the project."""
        paths = sorted(self.path(folder).glob(pattern))
        return [path.relative_to(self.root).as_posix() for path in paths]

    def words(self, part: str) -> list[str]:
        """Return the files with a part of the hints' words, such as `hidden` or `q4`, in all
        languages; of a question also those that go on with it, such as `q4_train`.
        """
        found = (self.names(HINTS, f"*/{name}.py") for name in (part, f"{part}_*"))
        return sorted({name for names in found for name in names})

    def entries(self, name: str) -> dict[str, Lines]:
        """Return the entries of dicts in a Python file that are called by a text, such as the
        hints of a language by their ids: where each stands.
        """
        return {
            key.value: (key.lineno, value.end_lineno or key.lineno)
            for node in ast.walk(self.module(name))
            if isinstance(node, ast.Dict)
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        }

    @cached_property
    def grading(self) -> tuple[GradingFile, Document] | None:
        """What grading.yml says, and on which lines; None where it cannot be read, which
        `doctor` reports.
        """
        try:
            return read_grading_file(self.path(GRADING))
        except RubricError:
            return None

    @property
    def handouts(self) -> list[str]:
        """The handout, and those in other languages: `solution/README.de.md`."""
        return self.names("solution", "README*.md")

    @cached_property
    def table(self) -> dict[str, Any]:
        """What the table of questions defines, such as `ASSIGNMENT` and `QUESTIONS`."""
        return runpy.run_path(str(self.path(TABLE)))

    @property
    def questions(self) -> dict[str, tuple[str, ...]]:
        """The names that each question asks for."""
        questions: dict[str, tuple[str, ...]] = self.table["QUESTIONS"]
        return questions

    @property
    def homes(self) -> dict[str, str]:
        """The file of solution/digits that each name belongs into, without its ending."""
        homes: dict[str, str] = self.table["HOMES"]
        return homes

    def home(self, name: str) -> str:
        """Return the path of the file that a name belongs into."""
        return f"{REFERENCE}/{self.homes[name]}.py"

    def definitions(self, name: str) -> dict[str, Definition]:
        """Return the functions and classes that a Python file defines at top level."""
        nodes = self.module(name).body
        return {one.name: one for one in nodes if isinstance(one, Definition)}

    def attributes(self, name: str) -> set[str]:
        """Return the names that the classes of a Python file define or assign."""
        classes = [one for one in self.module(name).body if isinstance(one, ast.ClassDef)]
        nodes = [node for one in classes for node in one.body]
        found = {node.name for node in nodes if isinstance(node, Definition)}
        targets = [one for node in nodes if isinstance(node, ast.Assign) for one in node.targets]
        return found | {one.id for one in targets if isinstance(one, ast.Name)}

    def checks(self, group: str, question: str) -> dict[str, Definition]:
        """Return the checks of a question by name."""
        found = self.definitions(checks_file(group, question))
        return {name: node for name, node in found.items() if name.startswith("test_")}

    def source(self, name: str, node: Definition) -> str:
        """Return the lines of a definition."""
        lines = self.text(name).split("\n")
        return "\n".join(lines[node.lineno - 1 : node.end_lineno])

    def asked_by(self, specimen: str) -> set[str]:
        """Return the names of the assignment that a specimen written in Python defines."""
        return self.defined_by(specimen) & {*self.homes}

    def defined_by(self, specimen: str) -> set[str]:
        """Return all names that a file defines at top level, `FILES` among them."""
        return set(_defined(self.module(specimen)))


def _defined(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, Definition):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (one.id for one in node.targets if isinstance(one, ast.Name))
