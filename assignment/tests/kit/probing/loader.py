"""Finds the student's functions, and puts the grader's own beside them.

A package and a notebook are loaded by one rule: of each file, or cell, is run what the names that
are asked for need, and nothing else (`makers` says what that is). So a print, a plot, a training
run or an import that nothing needs costs nothing, and a file that cannot be read costs what it
should have provided.

A question is graded with the grader's own stand-ins for everything else: while q4 is checked, the
student's files see the grader's `make_loader`, `cost_function` and `evaluate` in place of theirs,
so that a mistake costs the question it belongs to and no other.
"""

import contextlib
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from importlib import import_module
from inspect import CO_COROUTINE
from pathlib import Path
from types import CodeType
from typing import Any

from . import defaults, quiet, shape
from .absent_images import DOWNLOAD, run_with_images
from .advice import advised
from .hints.catalogue import WORDS, Message, is_message
from .ipython import write_modules
from .makers import Makers
from .places import CELL, cells
from .questions import HOMES, NAMES, NAMES_IN, PACKAGE
from .source_text import SourceText, Surroundings
from .statements import STAR, Statement, read_cells, read_file
from .stubs import is_stub
from .student_error import Cause, StudentError, explain
from .student_imports import StudentImports, StudentModule, kept_modules

SHAPE = "shape"  # the given file of the package that older hand-ins have not
CONSTANTS = {name: value for name, value in vars(shape).items() if name.isupper()}
MODULE = "digits_notebook"  # what the classes of a notebook say they are from
Failures = list[tuple[SourceText, BaseException]]


def run_standins(
    sources: Mapping[str, str], helpers: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Run the grader's stand-ins, sources by question; return what replaces students' names.

    The stand-ins see the `helpers` by their names, the constants of the images, and `DEFAULTS`.
    """
    namespace: dict[str, Any] = {**CONSTANTS, "DEFAULTS": defaults.DEFAULTS, **(helpers or {})}
    for question, source in sources.items():
        exec(compile(source, f"<the grader's stand-in for {question}>", "exec"), namespace)
    return {name: value for name, value in namespace.items() if name in NAMES}


class StudentCode:
    """The package `digits`, or the notebook, in `folder`, to be asked about `names`.

    `standins` replace the student's own functions of the same names in all files.
    """

    def __init__(
        self, folder: Path, names: Collection[str] = NAMES, standins: Mapping[str, Any] = {}
    ) -> None:
        self.folder = folder
        self.names = set(names)
        self.standins = dict(standins)
        self.is_notebook = any(folder.glob(f"{CELL}*"))
        self.texts: dict[str, SourceText] = {}  # by the names of their modules
        self.imports = StudentImports(folder, self._make_text, self._stands_in)
        # What was done when an exception came, by its id.
        self.doing: dict[int, tuple[BaseException, Message]] = {}
        self.loaded = False
        self.looking_for: set[str] = set()
        self.remarked: set[str] = set()

    def find(self, name: str) -> Any:
        """Return the function or class called `name`; a stand-in where there is one.

        It is looked for in its own file first, then in every other file of the package; one that
        is written comes before one that is still the released stub. Raises `StudentError` when it
        is nowhere, or when what should make it fails.
        """
        if not self.loaded:
            self._load()
        if name in self.standins:
            return self.standins[name]
        failures: Failures = []
        found = [*self._definitions(name, failures)]
        written = [value for value in found if not is_stub(value)]
        if written or (found and not failures):
            return (written or found)[0]
        for text, error in failures:
            raise self._explain(text, error)
        return self._made_by_the_rest(name)

    def find_apart(self, name: str) -> Any:
        """Return the student's own function or class of a name that a stand-in replaces.

        It is loaded anew beside what is loaded. Raises as `find` does.
        """
        standins = {one: standin for one, standin in self.standins.items() if one != name}
        with kept_modules():
            return StudentCode(self.folder, {name}, standins).find(name)

    def cause(self, error: BaseException) -> BaseException:
        """Return the failure of the statement from which `error` follows; else `error` itself."""
        text = self._text_of(error)
        if not isinstance(error, NameError) or text is None or error.name is None:
            return error
        failure = text.failures.get(error.name) or text.failures.get(STAR)
        if failure is None or failure is error:
            return error
        explained = self._explain(text, failure)
        used = explain(error, self.folder, "")
        where = used.message.get("where") if is_message(used.message) else None
        there = {"hint": "where.in", "place": where["place"]} if where else ""
        whole = explained.within(
            "code.so-there-is-no", reason=explained.first_reason, name=error.name, where=there
        )
        whole.details = "\n".join(filter(None, [explained.details, used.details]))
        return whole

    def _load(self) -> None:
        self.loaded = True
        if self.is_notebook:
            write_modules(cells(self.folder), self.folder)
        self.imports.install()
        if (package := self._text(PACKAGE)) is not None:
            package.make()
        if self.is_notebook:
            sys.modules[MODULE] = module = StudentModule(MODULE)
            self._make_text(module, None)
            self.texts[MODULE].make(self.names)

    def _make_text(self, module: StudentModule, file: Path | None) -> None:
        """Give a new module the text that makes its names."""
        notebook = module.__name__ == MODULE

        def read() -> list[Statement]:
            if notebook:
                return read_cells(self.folder)
            if file or module.__name__ == f"{PACKAGE}.{SHAPE}":
                return read_file(file or Path(__file__).with_name(f"{SHAPE}.py"))
            return [] if "__path__" in vars(module) else [self._absent_file(module.__name__)]

        vars(module)["__builtins__"] = self.imports.builtins
        if notebook:
            more = {"display": quiet.display, "get_ipython": quiet.get_ipython}
            vars(module).update(CONSTANTS | more)
        text = SourceText(module, read, self._surroundings, notebook)
        module._autograder_source = self.texts[module.__name__] = text

    def _absent_file(self, module: str) -> Statement:
        """Return what stands for a file that is missing, of which only stand-ins are there."""
        path = f"{module.replace('.', '/')}.py"
        error = ModuleNotFoundError(f"No module named '{module}'", name=module)
        return Statement(path, error=advised(error, "advice.file-missing", file=path))

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(
            standins=self.standins,
            written=self._written_elsewhere,
            begin=self._begin,
            explain=self._note,
            run=_run,
            makers=self._makers,
        )

    def _begin(self, modules: Iterable[str], importer: str) -> None:
        """Let the files that one imports change what comes from others, as when Python does."""
        for module in modules:
            text = self._text(module) if module != importer else None
            if text is not None:
                text.make()

    def _makers(self, module: str) -> Makers | None:
        text = self._text(module)
        return text.makers if text else None

    def _text(self, module: str) -> SourceText | None:
        """Return the text of a module of the student's; None for any other."""
        if module in self._files or self.imports.is_beside(module):
            with contextlib.suppress(ImportError):  # such as `digits/version 1.2.py`
                import_module(module)
        return self.texts.get(module)

    def _stands_in(self, module: str) -> bool:
        """Say whether ours make up for a file of the package that is missing."""
        package, _, file = module.rpartition(".")
        names = NAMES_IN.get(file, ())
        return package == PACKAGE and (file == SHAPE or not self.standins.keys().isdisjoint(names))

    def _where(self, name: str) -> Iterator[SourceText]:
        """Yield where `name` may be defined: its own file first."""
        if self.is_notebook:
            yield self.texts[MODULE]
            return
        home = f"{PACKAGE}.{HOMES[name]}"
        modules = [home, *(one for one, text in self._files.items() if name.encode() in text)]
        for module in dict.fromkeys(modules):
            text = self._text(module)
            if text is not None:
                yield text

    @cached_property
    def _files(self) -> dict[str, bytes]:
        """The files of the package, by the names of their modules; the program comes last."""
        paths = sorted(
            (self.folder / PACKAGE).rglob("*.py"), key=lambda path: (path.stem == "__main__", path)
        )
        files = {}
        for path in paths:
            parts = path.relative_to(self.folder).with_suffix("").parts
            if path.is_file() and not any(part.startswith(".") for part in parts):
                module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                files[module] = path.read_bytes()
        return files

    def _definitions(self, name: str, failures: Failures) -> Iterator[Any]:
        """Yield what the files call `name` and define, the first that is written last of all."""
        for text in self._where(name):
            makers = text.makers_of(name)
            at_home = self._is_home(text, name)
            if not makers or (not at_home and all(one.imports for one in makers)):
                if text.broken and at_home:
                    failures.append((text, text.broken))
                continue
            try:
                value = text.own_value(name)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001 - whatever a student's file raises
                failures.append((text, error))
                continue
            self._tell_which(name, makers)
            yield value
            if not is_stub(value):
                return

    def _is_home(self, text: SourceText, name: str) -> bool:
        return self.is_notebook or text.module_name == f"{PACKAGE}.{HOMES[name]}"

    def _made_by_the_rest(self, name: str) -> Any:
        """Return what makes `name` without saying so: the whole text is run."""
        missing = self._missing(name)
        for text in self._where(name):
            at_home = self._is_home(text, name)
            if not at_home and not text.makers.made[STAR]:
                continue
            text.make({name})  # an `import *` gives what is wanted
            if name not in text.namespace:
                text.run_rest()
            if name in text.namespace:
                return text.namespace[name]
            if at_home and text.first_failure is not None:
                explained = self._explain(text, text.first_failure)
                missing = explained.within(
                    "missing.for-a-reason", missing=missing.message, reason=explained.message
                )
                break
        raise missing

    def _written_elsewhere(self, name: str) -> Any:
        """Return what is written under a name that a file holds as a stub; None if nothing is."""
        if name in self.looking_for or self.is_notebook:
            return None
        self.looking_for.add(name)
        try:
            found = [*self._definitions(name, [])]
        finally:
            self.looking_for.remove(name)
        return next((value for value in found if not is_stub(value)), None)

    def _missing(self, name: str) -> StudentError:
        home = HOMES[name]
        if self.is_notebook:
            hint = "missing.in-notebook"
        elif not (self.folder / PACKAGE).is_dir():
            hint = "missing.package"
        else:
            hint = "missing.name" if f"{PACKAGE}.{home}" in self._files else "missing.file"
        fields = {"name": name, "package": PACKAGE, "file": f"{PACKAGE}/{home}.py"}
        return StudentError({"hint": hint, **fields}, cause=Cause.MISSING)

    def _explain(self, text: SourceText, error: BaseException) -> StudentError:
        _, doing = self.doing.get(id(error), (error, self._doing(text)))
        return explain(error, self.folder, doing)

    def _doing(self, text: SourceText) -> Message:
        if self.is_notebook:
            return {"hint": "doing.notebook"}
        file = getattr(text.module, "__file__", None)
        path = Path(file).relative_to(self.folder).as_posix() if file else text.module.__name__
        return {"hint": "doing.importing", "path": path}

    def _note(self, text: SourceText, statement: Statement, error: BaseException) -> BaseException:
        """Return what a statement's failure follows from; say so if it is run on import."""
        cause = self.cause(error)
        self.doing.setdefault(id(cause), (cause, self._doing(text)))
        if (
            DOWNLOAD.search(str(error))
            and not statement.defines
            and not isinstance(cause, StudentError)
        ):
            explained = self._explain(text, cause)
            return explained.within("code.run-on-import", reason=explained.message)
        return cause

    def _text_of(self, error: BaseException) -> SourceText | None:
        """Return the text in whose code an exception was raised."""
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        if trace is None:
            return None
        names = trace.tb_frame.f_globals
        return next((text for text in self.texts.values() if text.namespace is names), None)

    def _tell_which(self, name: str, makers: list[Statement]) -> None:
        """Print which of several definitions was taken, and why."""
        definitions = [one for one in makers if one.defines and name in one.makes]
        if len(definitions) < 2 or name not in self.names or name in self.remarked:
            return
        self.remarked.add(name)
        written = [one for one in definitions if not one.hides_nothing]
        taken = (written or definitions)[-1]
        hint = "code.last-taken" if taken is definitions[-1] else "code.written-taken"
        lines = [self._shown(one) for one in definitions]
        fields = {"name": name, "count": len(lines), "places": ", ".join(lines)}
        print(WORDS.words({"hint": hint, "taken": self._shown(taken), **fields}))

    def _shown(self, statement: Statement) -> str:
        return statement.place.removeprefix(f"{self.folder}/")


def _run(code: CodeType, namespace: dict[str, Any]) -> None:
    """Run a statement as if the program had been started without arguments."""
    arguments = sys.argv
    sys.argv = [PACKAGE]
    try:
        result = run_with_images(code, namespace)
        if code.co_flags & CO_COROUTINE:  # a cell may await, where there is no function
            import asyncio  # noqa: PLC0415 - seldom needed, and slow to import

            asyncio.run(result)
    finally:
        sys.argv = arguments
