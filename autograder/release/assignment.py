"""Writes what students receive: the skeleton made from the solution, the handout, the self-checks.

The assignment is generated and never edited. The same sources give the same bytes, always.
"""

import ast
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from ..datasets import named
from ..datasets.form import OUR_FORM
from ..files import json_bytes, write_tree, write_zip
from ..language import translations
from ..project import EMBEDDED_DIGITS, GRADER_PACKAGE
from ..rubric.rubric import Rubric
from .defaults import NONE, Defaults, read_defaults
from .form_values import form_values
from .github import WORKFLOW, checks_workflow, colab_link
from .handout import ReleaseError, for_data, handout_path, package_text
from .kit import PUBLIC_FACES, kit_module, modules_for, words_of
from .only_graded import as_markdown, only_graded
from .tables import table_values
from .written import WHERE, answer_file, written_values

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
# Also a line that is not quite right.
SOLUTION_LINE = re.compile(r"#\W*(BEGIN|END)\W+SOLUTION", re.IGNORECASE)
TODO = re.compile(r"# TODO (q\d+): (\S.*)")
SHAPE_FILE = "digits/shape.py"  # what the images are, as in `probing`
PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}(\n?)")
TITLE = re.compile(r'(?<=\n    )"""(.+?)(?=\n|""")')
IMAGE = re.compile(r"\]\((images/[^)\s]+)")

COPIED = (
    *("requirements.txt", "pytest.ini", ".gitignore"),
    *("tests/checks/conftest.py", "tests/checks/check_command.py"),  # beside q1.py: Otter's tests
    ".devcontainer/devcontainer.json",
)
KIT_DOCSTRING = '"""What the checks use to call your functions and to look at the answers."""\n'
IGNORED = {  # appear when it is used
    *("__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".OTTER_LOG", "data_cache", "figures"),
}


def write_assignment(
    solution: Path,
    checks: Path,
    rubric: Rubric,
    target: Path,
    more: Mapping[str, bytes] | None = None,
    repo: str | None = None,
) -> None:
    """Write the assignment in the folder `target`, whole or not at all; an earlier one goes.

    `solution` is the folder with `digits/` and the handout, `checks` the one with `public/`,
    `more` further files by path, `repo` where students find it, `owner/name` on GitHub. Raises
    `ReleaseError`.
    """
    try:
        files = assignment_files(solution, checks, rubric, repo) | dict(more or {})
        if target.exists() and any(target.iterdir()) and not (target / "tests" / "kit").is_dir():
            raise ReleaseError(
                f"{target} holds something else than an assignment: name another folder, or empty"
                " this one."
            )
        write_tree(target, files)
    except OSError as error:
        raise ReleaseError(f"{error.filename}: {error.strerror or error}.") from error


def assignment_files(
    solution: Path, checks: Path, rubric: Rubric, repo: str | None = None
) -> dict[str, bytes]:
    """Return the content of every file of the assignment, by its path in it."""
    _check_shape(solution / SHAPE_FILE)
    text = package_text(*filled_handout(solution, checks, rubric, repo))
    files = {"README.md": text.encode(), WORKFLOW: checks_workflow(rubric).encode()}
    for name in (*COPIED, *sorted(set(IMAGE.findall(text)))):
        files[name] = (solution / name).read_bytes()
    questions = {question.id for question in rubric.questions}
    for path in sorted((solution / "digits").glob("*.py")):
        skeleton = make_skeleton(_read(path), str(path), questions)
        files[f"digits/{path.name}"] = skeleton.encode()
    if rubric.written is not None:
        files[WHERE] = answer_file(rubric.written, rubric.language).encode()
    for path in sorted((checks / "public").glob("test_q*.py")):
        files[f"tests/checks/{path.name}"] = _titled(_read(path), rubric).encode()
    files["tests/only_graded.json"] = json_bytes(only_graded(checks, rubric))
    files[f"tests/{EMBEDDED_DIGITS.name}"] = EMBEDDED_DIGITS.read_bytes()
    files["tests/kit/__init__.py"] = KIT_DOCSTRING.encode()
    for name in modules_for((*PUBLIC_FACES, *words_of(rubric.language))):
        files[f"tests/kit/{name}.py"] = kit_module(name, rubric.language)
    return dict(sorted(files.items()))


def filled_handout(
    solution: Path, checks: Path, rubric: Rubric, repo: str | None
) -> tuple[str, str]:
    """Return the handout in the rubric's language, filled in, and where it lies, for errors."""
    handout = handout_path(solution, rubric.language)
    graded, defaults = as_markdown(only_graded(checks, rubric)), read_defaults(solution)
    return fill_in(_read(handout), str(handout), rubric, repo, graded, defaults), str(handout)


def _check_shape(path: Path) -> None:
    """Raise `ReleaseError` where the solution has other images than the grader."""
    ours = GRADER_PACKAGE / "probing" / path.name
    if path.is_file() and path.read_bytes() != ours.read_bytes():
        raise ReleaseError(
            f"{path} is not what autograder/probing/{path.name} is: copy one of them."
        )


def make_skeleton(source: str, name: str, questions: Collection[str]) -> str:
    """Put a stub in place of every solution in `source`; leave all the rest as it is.

    A solution stands between its marks, and begins with the line that the stub keeps:

        # BEGIN SOLUTION
        # TODO q4: take one step per batch
        …
        # END SOLUTION

    Raises `ReleaseError`, which names the file by `name` and the line.
    """
    kept: list[str] = []
    begin, indent = 0, ""  # line and indentation of the mark that is open
    for number, line in enumerate(source.split("\n"), 1):
        where, text = f"{name}, line {number}", line.strip()
        if SOLUTION_LINE.search(line):
            if text not in (BEGIN, END):
                raise ReleaseError(f"{where}: a mark is `{BEGIN}` or `{END}`, alone on its line.")
            if text == BEGIN and begin:
                raise ReleaseError(f"{where}: the solution from line {begin} has no `{END}`.")
            if text == END and not begin:
                raise ReleaseError(f"{where}: there is no `{BEGIN}` for this `{END}`.")
            if text == END and number == begin + 1:
                raise ReleaseError(f"{where}: the solution has no line `# TODO q1: …`.")
            if text == END and _indentation(line) != indent:
                raise ReleaseError(f"{where}: `{END}` is not indented like its `{BEGIN}`.")
            begin, indent = (number, _indentation(line)) if text == BEGIN else (0, "")
        elif not begin:
            kept.append(line)
        elif number == begin + 1:
            kept += [indent + stub for stub in _stub(text, where, questions)]
    if begin:
        raise ReleaseError(f"{name}, line {begin}: this `{BEGIN}` has no `{END}`.")
    skeleton = "\n".join(kept)
    try:
        ast.parse(skeleton)
    except SyntaxError as error:
        raise ReleaseError(
            f"{name}: without its solutions this is not Python ({error.msg}, {error.text!r})."
        ) from error
    return skeleton


def fill_in(
    text: str,
    name: str,
    rubric: Rubric,
    repo: str | None = None,
    graded: str = "",
    defaults: Defaults = NONE,
) -> str:
    """Replace the handout's placeholders by what the rubric says, and keep what is for its data.

    `{{title}}` becomes the title in grading.yml;
    `{{threshold q2 sample}}` becomes `85 %`; `{{points q1}}` and `{{points all}}` become numbers;
    `{{questions package}}`, `{{questions notebook}}` and `{{thresholds}}` become rows of tables,
    `{{files}}`, `{{networks}}` and `{{functions}}` what students write: see `tables`;
    `{{colab}}` becomes a way to open the notebook, a link if students find it in `repo`;
    `{{written section}}` becomes the written question, and goes with its line if there is none, as
    do its rows in tables;
    `{{only graded}}` becomes the list of what is `graded` and cannot be checked at home;
    numbers of the images are those of `shape.py`, and `defaults` those of the solution: see
    `form_values`.
    Raises `ReleaseError`, which names the file by `name` and the line.
    """
    values = {f"points {question.id}": f"{question.points:g}" for question in rubric.questions}
    digits = rubric.data in named.DIGITS
    values["example"] = "62" if digits else "0"  # the test image that code and figures show
    values["title"] = translations(rubric.language).gettext(rubric.title)
    values["points all"] = f"{rubric.points:g}"
    values["only graded"] = graded
    values["colab"] = colab_link(repo, rubric.language)
    values |= form_values(OUR_FORM, defaults, rubric.language)
    values |= written_values(rubric.written, rubric.language) | table_values(text, rubric)
    for data, exam in rubric.exams.items():
        for question, training in exam.budgets.items():
            values[f"threshold {question} {data}"] = f"{100 * training.threshold:g} %"

    def value(found: re.Match[str]) -> str:
        key = found[1].strip()
        if key not in values:
            line = text[: found.start()].count("\n") + 1
            known = ", ".join(sorted(values))
            raise ReleaseError(f"{name}, line {line}: `{key}` is none of {known}.")
        return values[key] and f"{values[key]}{found[2]}"

    return for_data(PLACEHOLDER.sub(value, text), name, digits)


def differences(expected: Path, actual: Path) -> list[str]:
    """Return a line for every file that is missing in `actual`, or extra, or changed.

    What appears when an assignment is used, such as `__pycache__`, does not count.
    """
    wanted, found = _files_in(expected), _files_in(actual)
    lines = []
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            lines.append(f"missing: {name}")
        elif name not in wanted:
            lines.append(f"extra: {name}")
        elif wanted[name].read_bytes() != found[name].read_bytes():
            lines.append(f"changed: {name}")
    return lines


def write_archive(assignment: Path, out: Path) -> Path:
    """Write `assignment.zip` in the folder `out` and return its path.

    Everything in it is in one folder, `assignment/`. The same files give the same bytes.
    """
    content = {f"assignment/{name}": data for name, data in files_of(assignment).items()}
    return write_zip(out / "assignment.zip", content)


def files_of(assignment: Path) -> dict[str, bytes]:
    """Return the content of every file of the assignment in a folder, by its path in it."""
    return {name: file.read_bytes() for name, file in _files_in(assignment).items()}


def _stub(text: str, where: str, questions: Collection[str]) -> list[str]:
    todo = TODO.fullmatch(text)
    if todo is None:
        raise ReleaseError(f"{where}: a solution begins with a line such as `# TODO q1: …`.")
    if todo[1] not in questions:
        raise ReleaseError(f"{where}: there is no question {todo[1]} in grading.yml.")
    message = f"{todo[1]}: {todo[2]}".replace("\\", "\\\\").replace('"', '\\"')
    return [text, f'raise NotImplementedError("{message}")']


def _titled(source: str, rubric: Rubric) -> str:
    """Return checks with their titles, the first lines of docstrings, in the rubric's language."""
    say = translations(rubric.language).gettext
    return TITLE.sub(lambda found: f'"""{say(found[1])}', source)


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise ReleaseError(f"{path} is not UTF-8 text: {error}.") from error


def _files_in(folder: Path) -> dict[str, Path]:
    """Return the files in `folder` that belong to an assignment, by their paths in it."""
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {name.as_posix(): path for name, path in files.items() if not IGNORED & {*name.parts}}
