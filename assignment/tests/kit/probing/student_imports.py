"""How the student's code imports: its own files by need, and else what is there for everybody.

An import of one of the student's files runs nothing of it. The module makes a name when it is asked
for it. Of other people's modules there are those that are declared, wherever the code runs: what
happens to be installed beside them is absent.
"""

import builtins
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from . import quiet
from .advice import advised
from .questions import PACKAGE

DECLARED = {  # what requirements.txt brings for students
    "PIL",
    "matplotlib",
    "mpl_toolkits",
    "numpy",
    "rich",
    "torch",
    "torchvision",
    "tqdm",
    "typing_extensions",
}
NAMESPACE = vars(ModuleType)["__dict__"]  # what gives a module its dict


class Source(Protocol):
    """Makes the names of a module."""

    @property
    def makers(self) -> Any:
        """Return what knows which names there are."""

    def value(self, name: str) -> Any:
        """Return what the module calls `name`; raises `AttributeError`."""

    def makes(self, name: str) -> bool:
        """Say whether the module may make a name itself."""

    def make(self, names: Collection[str] = ()) -> None:
        """Make names; at first run what changes settings, and what comes from other files."""

    def offered_to(self, other: Any) -> dict[str, Any]:
        """Return what an `import *` binds of all that another module needs and does not make."""


class StudentModule(ModuleType):
    """A module that makes its names when it is asked for them."""

    __slots__ = ("_autograder_source",)
    _autograder_source: Source

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        """Return what the module has made; students' code that looks through it sees all names."""
        asking = sys._getframe(1).f_globals.get("__name__")
        if isinstance(sys.modules.get(str(asking)), StudentModule):
            self._autograder_source.make(self._autograder_source.makers.all_names)
        namespace: dict[str, Any] = NAMESPACE.__get__(self)
        return namespace

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._autograder_source.makers.all_names})

    def __getattr__(self, name: str) -> Any:
        if name == "_autograder_source":
            raise AttributeError(name)
        try:
            return self._autograder_source.value(name)
        except AttributeError:
            inner = sys.modules.get(f"{self.__name__}.{name}")
            if inner is None:
                raise
            return inner

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute; `from .mlp import mlp` hides the module of that name, as in Python,
        though it may be run later than the module is imported.
        """
        is_inner = isinstance(value, StudentModule) and value.__name__ == f"{self.__name__}.{name}"
        if not is_inner or not self._autograder_source.makes(name):
            super().__setattr__(name, value)


class StudentImports:
    """Finds the student's files in `folder`, and imports what their code asks for.

    `make` is given a module that is new, and the file it is to be made from, if there is one.
    `stands_in` says whether a file of the package is there though nobody has written it.
    """

    def __init__(
        self,
        folder: Path,
        make: Callable[[StudentModule, Path | None], None],
        stands_in: Callable[[str], bool],
    ) -> None:
        self.folder = folder
        self.make = make
        self.stands_in = stands_in
        self.tops = {PACKAGE}  # the first parts of the names of the student's modules
        self.builtins = {**vars(builtins), "__import__": self.import_}

    def install(self) -> None:
        """Become how Python finds the student's modules; forget those found before.

        Where there can be none they are not looked for: in a guest that is new, a look at every
        module copies the memory that it shares with its parent, which takes 10 ms.
        """
        others = [one for one in sys.meta_path if not isinstance(one, StudentImports)]
        if len(others) < len(sys.meta_path) or PACKAGE in sys.modules:
            for name in list(sys.modules):
                if name.split(".")[0] == PACKAGE or isinstance(sys.modules[name], StudentModule):
                    del sys.modules[name]
        sys.path[:] = [str(self.folder), *(one for one in sys.path if one != str(self.folder))]
        sys.meta_path[:] = [self, *others]
        importlib.import_module = self.import_module  # of which this file has its own

    # Python asks these of whatever is in `sys.meta_path`, and of a module's loader

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to load one of the student's modules; None for any other."""
        if name.split(".")[0] not in self.tops:
            return None
        last = name.rpartition(".")[2]
        for folder in [*self._roots()] if path is None else map(Path, path):
            for file in (folder / last / "__init__.py", folder / f"{last}.py"):
                if file.is_file():
                    loader = _FileLoader(self, name, file)
                    return importlib.util.spec_from_file_location(name, file, loader=loader)
            if (folder / last).is_dir():
                spec = importlib.machinery.ModuleSpec(name, _Loader(self), is_package=True)
                spec.submodule_search_locations = [str(folder / last)]
                return spec
        if self.stands_in(name):
            return importlib.machinery.ModuleSpec(name, _Loader(self))
        return None

    def import_(
        self,
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        """Import as `__import__` does, for an import that stands in the student's code."""
        if not level:
            self._admit(name, str((globals or {}).get("__name__", "")))
            if (silent := quiet.module(name, fromlist or ())) is not None:
                return silent
        module = builtins.__import__(name, globals, locals, fromlist or (), level)
        if "*" in (fromlist or ()) and isinstance(module, StudentModule):
            return self._for_star(module, str((globals or {}).get("__name__", "")))
        return module

    def import_module(self, name: str, package: str | None = None) -> Any:
        """Import as `importlib.import_module` does; what students' code asks for must be there for
        everybody.
        """
        asking = sys._getframe(1).f_globals
        if asking.get("__builtins__") is not self.builtins:
            return import_module(name, package)
        name = importlib.util.resolve_name(name, package)
        self._admit(name, str(asking.get("__name__", "")))
        if (silent := quiet.module(name, ())) is not None:
            return silent
        module = import_module(name)
        if isinstance(module, StudentModule):
            module._autograder_source.make()
        return module

    def _for_star(self, module: StudentModule, importer: str) -> ModuleType:
        """Return a module that holds what the importer of `*` needs, and no more."""
        asking = sys.modules.get(importer)
        shown = ModuleType(module.__name__)
        if isinstance(asking, StudentModule):
            offered = module._autograder_source.offered_to(asking._autograder_source)
            vars(shown).update(offered, __all__=list(offered))
        return shown

    def _admit(self, name: str, importer: str) -> None:
        """Raise `ModuleNotFoundError` for what is neither the student's nor declared."""
        top = name.partition(".")[0]
        declared = {*self.tops, *DECLARED, *quiet.TOPS}
        if self.is_beside(name) or top in declared or top in sys.stdlib_module_names:
            return
        error = ModuleNotFoundError(f"No module named '{name}'", name=name)
        own = self.folder / PACKAGE / f"{top}.py"
        if importer.split(".")[0] == PACKAGE and own.is_file():
            dots = "." * max(importer.count("."), 1)
            raise advised(error, "advice.with-the-dot", dots=dots, module=name)
        raise advised(error, "advice.absent-module")

    def is_beside(self, name: str) -> bool:
        """Say whether a module is the student's own, beside the package; from now on find it."""
        top = name.partition(".")[0]
        if top in self.tops:
            return top != PACKAGE
        if top in sys.modules or not any(_holds(root, top) for root in self._roots()):
            return False
        self.tops.add(top)
        return True

    def _roots(self) -> Iterator[Path]:
        """Yield the folders of the student's own in which Python looks for modules."""
        top = self.folder.absolute()
        for path in (Path(one or ".").absolute() for one in dict.fromkeys(sys.path)):
            if top in (path, *path.parents) and "site-packages" not in path.parts:
                yield path


@contextmanager
def kept_modules() -> Iterator[None]:
    """Bring back the student's modules that are loaded, and how Python finds them, at the end."""
    modules, path, finders = dict(sys.modules), [*sys.path], [*sys.meta_path]
    importing = importlib.import_module
    try:
        yield
    finally:
        for name in [name for name, one in sys.modules.items() if isinstance(one, StudentModule)]:
            del sys.modules[name]
        sys.modules.update(modules)
        sys.path[:], sys.meta_path[:] = path, finders
        importlib.import_module = importing


class _Loader(importlib.abc.Loader):
    """Makes one of the student's modules; nothing in it is run."""

    def __init__(self, imports: StudentImports, file: Path | None = None) -> None:
        self.imports = imports
        self.file = file

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> StudentModule:
        """Return an empty module."""
        return StudentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Give the module what makes its names."""
        assert isinstance(module, StudentModule)
        self.imports.make(module, self.file)


class _FileLoader(_Loader, importlib.machinery.SourceFileLoader):  # type: ignore[misc]
    """Makes a module of a file; what lies beside it is found as Python finds it, by
    `importlib.resources`.
    """

    def __init__(self, imports: StudentImports, name: str, file: Path) -> None:
        _Loader.__init__(self, imports, file)
        importlib.machinery.SourceFileLoader.__init__(self, name, str(file))


def _holds(root: Path, top: str) -> bool:
    """Say whether a folder has a module or package of that name."""
    return (root / f"{top}.py").is_file() or any((root / top).glob("*.py"))
