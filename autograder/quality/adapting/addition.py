"""Writes a new question into a project's folder: whole but for what only a person can write."""

import ast
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path

from ...rubric.grading_file import RubricError, read_grading_file
from .edits import AdaptError, Edits, indented_block
from .evidence import SECURITY, with_evidence
from .templates import (
    ASKED,
    CORRECT,
    ENTRY,
    FUNCTION,
    HIDDEN,
    MISTAKE,
    PART,
    PUBLIC,
    SOLUTION,
    SPECIMEN_FUNCTION,
    UNTRANSLATED,
)
from .tree import GRADING, HANDOUT, REFERENCE, TABLE, ZOO, Tree, checks_file

OFFERED = (  # to checks
    "autograder/checking/plain_calls.py",
    "autograder/checking/submission.py",
    "autograder/checking/watched_submission.py",
)
IMPORTS = {  # names that a signature may have, besides Python's own
    "Dataset": "from torch.utils.data import Dataset",
    "Tensor": "from torch import Tensor",
    "nn": "from torch import nn",
}
BUILT_IN = {"bool", "dict", "float", "int", "list", "str", "tuple"}
LAST_PART = re.compile(r"^<!-- part q\d+ .*?(?=^<!-- part (?!q\d))", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Signature:
    """A function that students write, such as `confusion_matrix(model, dataset) -> Tensor`."""

    name: str
    arguments: str
    returns: str  # ` -> Tensor`, or nothing
    imported: frozenset[str]  # names in annotations and defaults that the solution must import

    @classmethod
    def of(cls, text: str) -> "Signature":
        """Read a signature; raises `AdaptError`."""
        try:
            (node,) = ast.parse(f"def {text}: ...").body
        except (SyntaxError, ValueError):
            node = None
        if not isinstance(node, ast.FunctionDef):
            example = "write it as `confusion_matrix(model, dataset) -> Tensor`"
            raise AdaptError(f"`{text}` is no function: {example}.")
        names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        if unknown := names - BUILT_IN - IMPORTS.keys():
            known = ", ".join(sorted(IMPORTS))
            raise AdaptError(
                f"`{min(unknown)}` cannot be imported for you: annotations and defaults may name"
                f" {known}, and Python's own types. Leave it out, and write it into the solution."
            )
        returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
        return cls(node.name, ast.unparse(node.args), returns, frozenset(names & IMPORTS.keys()))


@dataclass(frozen=True)
class NewQuestion:
    """What a person says of a new question; `file` is the one in `digits/` that it goes into, by
    default called as the first function.
    """

    question: str
    title: str
    functions: tuple[Signature, ...]
    needs: tuple[str, ...] = ()
    file: str = ""

    @property
    def module(self) -> str:
        """The file that it goes into, without its ending."""
        return self.file or self.functions[0].name


@dataclass(frozen=True)
class Addition:
    """The files in which something is to be written, the others, and what else has changed."""

    to_write: list[str]
    complete: list[str]
    notes: list[str]


def add_question(root: Path, new: NewQuestion) -> Addition:
    """Write a new question into the project in the folder `root`.

    Raises `AdaptError`, and then nothing is changed.
    """
    edits = Edits(Tree(root))
    _refuse(edits.tree, new)
    files = _files(new)
    for name in files:
        if edits.tree.path(name).exists():
            advice = "take it away, or take another number or --file."
            raise AdaptError(f"there is a file {name} already: {advice}")
    notes = _write_entry(edits, new)
    _write_into_table(edits, new)
    notes += _write_part(edits, new)
    notes += _write_evidence(edits, new)
    for name, text in files.items():
        edits.write(name, text)
    edits.apply()
    return Addition([*files, HANDOUT], [TABLE, GRADING], notes)


def _refuse(tree: Tree, new: NewQuestion) -> None:
    """Raise `AdaptError` for a question that cannot be written."""
    if not re.fullmatch(r"q[1-9]\d*", new.question):
        raise AdaptError(f"`{new.question}` is no number of a question: write it as q8.")
    if new.question in tree.questions:
        raise AdaptError(f"there is a question {new.question} already; take another number.")
    if not re.fullmatch(r'[^\\"\n]*\w[^\\"\n]*', new.title):
        raise AdaptError("a title is one line of words, without quotation marks and backslashes.")
    if not new.module.isidentifier() or iskeyword(new.module):
        raise AdaptError(f"`{new.module}` is no name of a module: write --file as confusion.")
    names = [one.name for one in new.functions]
    offered = {name for home in OFFERED for name in tree.attributes(home)}
    defined = {
        name: home for home in tree.names(REFERENCE, "*.py") for name in tree.definitions(home)
    }
    for name in names:
        if names.count(name) > 1:
            raise AdaptError(f"`{name}` is asked for twice; name each function once.")
        if name in tree.homes:
            raise AdaptError(f"a question asks for `{name}` already; take another name.")
        if name in offered:
            raise AdaptError(
                f"checks call `submission.{name}` for something else; take another name."
            )
        if name in defined:
            raise AdaptError(f"{defined[name]} defines `{name}` already; take another name.")
    for needed in new.needs:
        if needed not in tree.questions:
            known = ", ".join(tree.questions)
            raise AdaptError(f"there is no question {needed} to be needed; there are {known}.")


def _files(new: NewQuestion) -> dict[str, str]:
    """Return the text of each new file, by its path in the project."""
    fields = {
        "question": new.question,
        "title": _lower(new.title).rstrip(".?!"),
        "name": new.functions[0].name,
        "functions": "\n\n\n".join(
            SPECIMEN_FUNCTION.format(name=one.name, arguments=one.arguments)
            for one in new.functions
        ),
    }
    templates = {
        checks_file("public", new.question): PUBLIC,
        checks_file("hidden", new.question): HIDDEN,
        f"{ZOO}/correct/{new.question}_in_another_way.py": CORRECT,
        f"{ZOO}/mistakes/{new.question}_likely_mistake.py": MISTAKE,
    }
    files = {name: template.format(**fields) for name, template in templates.items()}
    return {f"{REFERENCE}/{new.module}.py": _solution(new), **files}


def _write_into_table(edits: Edits, new: NewQuestion) -> None:
    names = _tuple(one.name for one in new.functions)
    needs = f", needs={_tuple(new.needs)}" if new.needs else ""
    entry = f'    Asked("{new.question}", "{new.module}", {names}{needs}),\n'
    before, end, after = edits.text(TABLE).partition(")\nQUESTIONS = ")
    edits.write(TABLE, before + entry + end + after)


def _tuple(names: Iterable[str]) -> str:
    """Return a tuple of names as it stands in the table."""
    items = [json.dumps(name) for name in names]
    return f"({', '.join(items)}{',' * (len(items) == 1)})"


def _write_entry(edits: Edits, new: NewQuestion) -> list[str]:
    """Write title and points below those of the last question; give the written one way.

    Return a note if the written question has another number now.
    """
    try:
        file, document = read_grading_file(edits.tree.path(GRADING))
    except RubricError as error:
        raise AdaptError(str(error)) from None
    if new.question in file.checked:
        line = document.line(("questions", new.question))
        raise AdaptError(f"{GRADING}, line {line}: there is an entry {new.question}; take it out.")
    lines = edits.text(GRADING).split("\n")
    notes = []
    if new.question in file.written:
        numbers = [int(one[1:]) for one in (*file.questions, *edits.tree.questions)]
        number = f"q{max(numbers) + 1}"
        line = document.line(("questions", new.question))
        lines[line - 1] = lines[line - 1].replace(f"{new.question}:", f"{number}:", 1)
        notes.append(f"the written question was {new.question}, and is {number} now")
    last = max(document.line(("questions", one)) for one in file.checked)
    _, end = indented_block("\n".join(lines), last)
    plain = re.fullmatch(r"[A-Za-z][\w ,'()-]*", new.title)
    title = new.title if plain else json.dumps(new.title, ensure_ascii=False)
    name = new.functions[0].name
    entry = ENTRY.format(question=new.question, title=title, name=name)
    edits.write(GRADING, "\n".join([*lines[:end], *entry.rstrip("\n").split("\n"), *lines[end:]]))
    return notes


def _solution(new: NewQuestion) -> str:
    used = {name for one in new.functions for name in one.imported}
    imports = "".join(f"{IMPORTS[name]}\n" for name in sorted(used, key=IMPORTS.__getitem__))
    functions = (
        FUNCTION.format(
            question=new.question, name=one.name, arguments=one.arguments, returns=one.returns
        )
        for one in new.functions
    )
    return SOLUTION.format(
        question=new.question,
        title=_lower(new.title).rstrip(".?!"),
        imports=f"\n{imports}" if imports else "",
        functions="\n\n".join(functions),
    )


def _write_part(edits: Edits, new: NewQuestion) -> list[str]:
    """Write a part of the handout, in each language, behind the last question's.

    What is asked is to be written into the handout itself; the others send to the docstring.
    Returns a note about each of those.
    """
    names = " ".join(one.name for one in new.functions)
    fields = {"question": new.question, "title": _lower(new.title), "names": names}
    others = [name for name in edits.tree.handouts if name != HANDOUT]
    for name in (HANDOUT, *others):
        asked = ASKED if name == HANDOUT else UNTRANSLATED.format(name=new.functions[0].name)
        part = PART.format(asked=asked, **fields)
        text = edits.text(name)
        found = list(LAST_PART.finditer(text))
        if not found:
            raise AdaptError(
                f"{name} has no part of a question behind which a new one could stand."
            )
        end = found[-1].end()
        edits.write(name, text[:end] + part + text[end:])
    return [f"{name}: the part {new.question} is not translated yet" for name in others]


def _write_evidence(edits: Edits, new: NewQuestion) -> list[str]:
    """Write what the points of the new checks rest on, where the project has the page for it."""
    if not edits.tree.path(SECURITY).is_file():
        return []
    name = new.functions[0].name
    checks = {f"test_{name}": 2, f"test_{name}_on_other_data": 2}
    edits.write(SECURITY, with_evidence(edits.text(SECURITY), new.question, checks))
    what = f"the points of {new.question} stand there as a challenge"
    return [f"{SECURITY}: {what}; mend that if its checks rest on something else"]


def _lower(title: str) -> str:
    """Return a title as it stands behind `q8: `."""
    return title[:1].lower() + title[1:]
