"""Finds the student's functions in their package, and puts the grader's own beside them.

A question is graded with the grader's own stand-ins for everything else: while q4 is checked, the
student's files see the grader's `make_loader`, `cost_function` and `evaluate` in place of theirs,
so that a mistake costs the question it belongs to and no other.
"""

import importlib
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from .questions import FILES, HOMES, NAMES, PACKAGE
from .stubs import is_stub
from .student_error import Cause, StudentError, explain


def run_standins(
    sources: Mapping[str, str], helpers: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Run the grader's stand-ins, sources by question; return what replaces students' names.

    The stand-ins see the `helpers` by their names.
    """
    namespace: dict[str, Any] = dict(helpers or {})
    for question, source in sources.items():
        exec(compile(source, f"<the grader's stand-in for {question}>", "exec"), namespace)
    return {name: value for name, value in namespace.items() if name in NAMES}


class Package:
    """The package `digits` in `folder`, to be asked about `names`.

    `standins` replace the student's own functions of the same names in all of their files.
    """

    def __init__(
        self, folder: Path, names: Collection[str] = NAMES, standins: Mapping[str, Any] = {}
    ) -> None:
        self.folder = folder
        self.names = set(names)
        self.standins = dict(standins)
        self.errors: dict[str, StudentError] = {}
        self.loaded = False

    def find(self, name: str) -> Any:
        """Return the function or class called `name`; a stand-in where there is one.

        It is looked for in its own file first, then in every other file of the package; one that
        is written comes before one that is still the released stub. Raises `StudentError` when it
        is nowhere, or when its file cannot be imported.
        """
        if not self.loaded:
            self._load()
        if name in self.standins:
            return self.standins[name]
        if found := self._definitions(name, self._modules()):
            return found[0]
        home = HOMES[name]
        hint = f"`{name}` is missing: it belongs in {PACKAGE}/{home}.py."
        raise self.errors.get(home) or StudentError(hint, cause=Cause.MISSING)

    def _load(self) -> None:
        self.loaded = True
        sys.path.insert(0, str(self.folder))
        for file in FILES:
            self._import(file)
        for file in self.errors:
            self._stand_in(file)
        self._fill_gaps()
        for file in list(self.errors):  # again: what they import may be there now
            self._import(file)
        for file in self._others():
            self._import(file)
        modules = self._modules()
        for name in NAMES:
            self._put_in_place(name, modules)

    def _definitions(self, name: str, modules: list[ModuleType]) -> list[Any]:
        """Return what the files call `name`: its own file's first, but stubs last."""
        first = [sys.modules.get(f"{PACKAGE}.{HOMES[name]}"), *modules]
        found = [vars(module)[name] for module in first if module and name in vars(module)]
        return sorted(found, key=is_stub)

    def _put_in_place(self, name: str, modules: list[ModuleType]) -> None:
        """Let a stand-in replace `name` in every file, or else a written definition each stub."""
        found = self._definitions(name, modules)
        if name in self.standins:
            replaced, best = found, self.standins[name]
        else:
            replaced, best = [one for one in found if is_stub(one)], next(iter(found), None)
        for module in modules:
            if any(vars(module).get(name) is one for one in replaced):
                setattr(module, name, best)

    def _import(self, file: str) -> None:
        """Import one file of the package; keep the error if it cannot be."""
        self.errors.pop(file, None)
        try:
            importlib.import_module(f"{PACKAGE}.{file}")
        except BaseException as error:  # noqa: BLE001 - whatever a student's file raises
            self.errors[file] = self._explain(error, file)

    def _explain(self, error: BaseException, file: str) -> StudentError:
        if isinstance(error, ModuleNotFoundError) and error.name == f"{PACKAGE}.{file}":
            return StudentError(f"{PACKAGE}/{file}.py is missing.", cause=Cause.MISSING)
        if isinstance(error, ModuleNotFoundError) and error.name == PACKAGE:
            return StudentError(f"There is no package `{PACKAGE}`.", cause=Cause.MISSING)
        return explain(error, self.folder, f"importing {PACKAGE}/{file}.py")

    def _stand_in(self, file: str) -> None:
        """Let the stand-ins replace a file that cannot be imported and is not asked about."""
        if not self.names & set(FILES[file]):
            module = ModuleType(f"{PACKAGE}.{file}")
            vars(module).update(self.standins)
            sys.modules[module.__name__] = module

    def _fill_gaps(self) -> None:
        """Add the stand-ins where a file lacks them, for others may import them from there."""
        for file, names in FILES.items():
            module = sys.modules.get(f"{PACKAGE}.{file}")
            for name in names:
                if module is not None and name in self.standins and not hasattr(module, name):
                    setattr(module, name, self.standins[name])

    def _others(self) -> list[str]:
        """The student's own further files; needed only if none of the usual ones has a name."""
        modules = self._modules()
        found = [self._definitions(name, modules) for name in self.names]
        if all(definitions and not is_stub(definitions[0]) for definitions in found):
            return []
        files = sorted((self.folder / PACKAGE).glob("*.py"))
        return [f.stem for f in files if f.stem not in {*FILES, "__init__", "__main__", "plots"}]

    def _modules(self) -> list[ModuleType]:
        names = [name for name in sys.modules if name.split(".")[0] == PACKAGE]
        return [sys.modules[name] for name in names]
