"""Runs of a notebook what its functions need, inside the sandbox.

A notebook comes as one file for each of its code cells, `code cell 7`, so that a traceback names
the cell and the line in it. Training, plots and checks are not run. What is run for a question is
found from the names that it asks for:

- A name is made by the `def`, `class` or `import` that binds it, by an alias of such a name
  (`MLP = Net`), by a lambda, or by an assignment that wraps it (`evaluate = no_grad()(evaluate)`).
  Only a name that nothing of this kind makes is made by another assignment, or by a block with
  such an assignment: `device = "cuda" if … else "cpu"` is run, `accuracy = accuracy(model, digits)`
  below the function `accuracy` is not.
- What sets an attribute or an item of the name goes with it (`MLP.forward = forward`), and so does
  a call of its method that stands alone (`sizes.append(8)`) where an assignment made the name.
- The global names that these statements use, also inside functions, are made in the same way; so a
  function that needs the result of a training cell gets it, within the time of its own question.
- All this is run top to bottom, a statement at a time, in one namespace, where the last definition
  wins, unless it is still the released stub. A statement that fails costs only the names that need
  it; a cell that is not Python costs its own names. Lines that are IPython's (`%`, `!`, `?`) count
  as `pass`.
"""

import builtins
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from .questions import NAMES, PACKAGE
from .statements import CELL, Statement, read_cells
from .student_error import Cause, StudentError, explain

MODULE = "digits_notebook"  # what the classes of a notebook say they are from
DOING = "running the notebook"
STAR = "*"


def is_notebook(folder: Path) -> bool:
    """Say whether the submission in `folder` is a notebook."""
    return any(folder.glob(f"{CELL}*"))


class Cells:
    """The notebook in `folder`, to be asked about `names`; `standins` replace its functions."""

    def __init__(
        self, folder: Path, names: Collection[str] = NAMES, standins: Mapping[str, Any] = {}
    ) -> None:
        self.folder = folder
        self.names = set(names)
        self.standins = dict(standins)
        self.statements: list[Statement] = []
        self.tried: set[int] = set()
        self.failures: dict[str, BaseException] = {}  # what kept a name from being made
        self.stubs: set[str] = set()
        self.namespace: dict[str, Any] = {}

    def find(self, name: str) -> Any:
        """Return the function or class called `name`; a stand-in where there is one.

        Raises `StudentError` when no cell makes it, or when the cell that should make it fails.
        """
        if not self.namespace:
            self._load()
        if name in self.standins:
            return self.standins[name]
        self._make({name})
        missing = name not in self.namespace
        if name in self.failures and (missing or name in self.stubs):
            raise self._explain(self.failures[name])
        if missing:
            hint = f"`{name}` is missing: no code cell of the notebook defines it."
            raise StudentError(hint, cause=Cause.MISSING)
        return self.namespace[name]

    def cause(self, error: BaseException) -> BaseException:
        """Return the failure of the cell from which `error` follows; else `error` itself."""
        name = error.name if isinstance(error, NameError) else None
        if name is None or self.failures.get(name, error) is error:
            return error
        told = self._explain(self.failures[name])
        hint = f"{told.hint}; so there is no `{name}`."
        return StudentError(hint, told.details, told.cause, told.question)

    def _explain(self, error: BaseException) -> StudentError:
        return explain(error, self.folder, DOING)

    def _load(self) -> None:
        sys.path.insert(0, str(self.folder))
        sys.modules[MODULE] = module = ModuleType(MODULE)
        self.namespace = vars(module)
        self.namespace["display"] = lambda *_, **__: None  # as in Jupyter, but nobody looks
        self.namespace.update(self.standins)
        self.statements = read_cells(self.folder)
        self._make(self.names)

    def _make(self, names: set[str]) -> None:
        """Run what makes `names`, as far as it was not run before."""
        todo = [number for number in self._needed(names) if number not in self.tried]
        self.tried.update(todo)
        failed = [number for number in todo if not self._try(self.statements[number])]
        for number in failed:  # again: what it needs may stand further down
            statement = self.statements[number]
            if not (statement.makes | statement.sets) <= self.namespace.keys():
                self._try(statement)

    def _try(self, statement: Statement) -> bool:
        """Run a statement; where it fails, keep the error for the names it should have made."""
        names = statement.makes | statement.sets
        if statement.stub and statement.makes <= self.namespace.keys() - self.stubs:
            return True  # a copy of what was released hides nothing that is written
        try:
            if statement.error is not None:
                raise statement.error
            if statement.code is not None:
                exec(statement.code, self.namespace)
        except BaseException as error:  # noqa: BLE001 - whatever a student's cell raises
            cause = self.cause(error)
            self.failures |= dict.fromkeys(names | statement.changes, cause)
            return False
        finally:
            self._put_parts_in_place()
        for name in names:
            self.failures.pop(name, None)
        self.stubs = self.stubs | names if statement.stub else self.stubs - names
        return True

    def _put_parts_in_place(self) -> None:
        """Let the stand-ins replace what a cell, or a module of the package, calls the same."""
        self.namespace.update(self.standins)
        for name, module in list(sys.modules.items()):
            if name.split(".")[0] == PACKAGE:
                for part in self.standins.keys() & vars(module).keys():
                    setattr(module, part, self.standins[part])

    def _needed(self, names: set[str]) -> list[int]:
        """Return the numbers of the statements that make `names`, and all that these use."""
        seen: set[str] = set(self.standins)
        needed: set[int] = set()
        waiting = sorted(names)
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            makers = self._makers(name)
            if not makers and not hasattr(builtins, name) and name not in self.namespace:
                waiting.append(STAR)
            for number in makers - needed:
                needed.add(number)
                waiting += self.statements[number].uses
        return sorted(needed)

    def _makers(self, name: str) -> set[int]:
        def those_that(kind: str) -> set[int]:
            """Return the statements of whose names of this kind `name` is one."""
            return {n for n, one in enumerate(self.statements) if name in getattr(one, kind)}

        makers = those_that("makes")
        if not makers and (makers := those_that("sets")):
            makers |= those_that("calls")
        return makers | those_that("changes") if makers else makers
