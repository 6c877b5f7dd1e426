"""What the assignment's notebook consists of: cells made from the solution and the handout.

The cells are in Otter Assign's format, solutions included; `otter assign` makes the student's
notebook of them. See otter-grader.readthedocs.io, "Creating Assignments".
"""

import ast
import base64
import json
import re
import textwrap
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import nbformat

from ..language import ENGLISH, marked, translations
from ..probing.questions import HOMES, NAMES_IN, QUESTIONS
from ..project import CHECKS
from ..release.assignment import BEGIN, END, IMAGE, filled_handout, make_skeleton
from ..release.handout import Piece, ReleaseError, notebook_parts
from ..rubric.rubric import Check, Question, Rubric

Cell = Any  # nbformat's

SETUP = "notebook_setup.py"
IN_SETUP = (  # its sentences that a student reads
    marked("Run this cell first. Colab and Kaggle need it; where all is there, it does nothing."),
    marked(
        "There are no checks here. Upload assignment.zip (in Colab: into the Files pane on the"
        " left; on Kaggle: Add Input → Upload), then run this cell again."
    ),
)
SETUP_WIDTH = 72  # characters of a sentence in a line of it
GOOD_ANSWER = "written_answer.md"  # in the folder of the solution
GIVEN = ("shape", "plots")  # files of the package that are one cell each of the notebook
FRAME = ("start", "given", "help", "written", "end")  # the other parts are in the handout's order
IGNORED = {"tags": ["otter_ignore"]}  # Otter leaves such cells out when it grades
COLLAPSED = {**IGNORED, "cellView": "form", "jupyter": {"source_hidden": True}}
SOLUTION = re.compile(rf"^([ \t]*){BEGIN}\n(.*?)^[ \t]*{END}\n?", re.MULTILINE | re.DOTALL)
RELATIVE_IMPORT = re.compile(r"^[ \t]*from \.\w* import .*\n(\n(?=[ \t]*\n?))?", re.MULTILINE)
PACKAGE_IMPORT = re.compile(r"^from digits\.\w+ import .*\n+", re.MULTILINE)


def master_cells(solution: Path, rubric: Rubric, repo: str | None = None) -> list[Cell]:
    """Return all cells of the master notebook, ready for `otter assign`; raises `ReleaseError`.

    `repo` is where students open the notebook from, `owner/name` on GitHub. Questions, and what
    stands between them, come in the handout's order.
    """
    text, handout = filled_handout(solution, CHECKS, rubric, repo)
    parts = notebook_parts(text, handout)
    missing = {*FRAME, *(one.id for one in rubric.questions)} - parts.keys()
    if missing:
        raise ReleaseError(
            f"{handout}: the notebook misses the parts {', '.join(sorted(missing))}."
        )
    setup = (solution / SETUP).read_text("utf-8")
    sources = {file: (solution / "digits" / f"{file}.py").read_text("utf-8") for file in NAMES_IN}
    pictures = {
        name: base64.b64encode((solution / name).read_bytes()).decode()
        for name in sorted(set(IMAGE.findall(text)))
    }
    maker = _Maker(sources, {question.id: question for question in rubric.questions}, pictures)
    given = {one: (solution / "digits" / f"{one}.py").read_text("utf-8") for one in GIVEN}
    return [
        raw("config", _config(rubric)),
        *maker.cells(parts["start"]),
        code("setup", setup_source(setup, repo, rubric.language), COLLAPSED),
        *maker.cells(parts["given"]),
        code("otter", "import otter\n\ngrader = otter.Notebook()"),
        code("imports", imports([*sources.values()])),
        code("shape", _given(given["shape"])),
        code("given", _given(given["plots"]), COLLAPSED),
        *maker.cells(parts["help"]),
        *(cell for part in parts if part not in FRAME for cell in maker.cells(parts[part])),
        *(
            _written(maker.cells(parts["written"]), (solution / GOOD_ANSWER).read_text("utf-8"))
            if rubric.written
            else ()
        ),
        *maker.cells(parts["end"]),
    ]


class _Maker:
    """Makes cells of the pieces of the handout; ids count within the notebook."""

    def __init__(
        self, sources: dict[str, str], questions: dict[str, Question], pictures: dict[str, str]
    ) -> None:
        self.sources = sources
        self.questions = questions
        self.pictures = pictures
        self.count = 0

    def cells(self, pieces: list[Piece]) -> list[Cell]:
        """Return the cells of one part; a question begins with the first name to write."""
        cells: list[Cell] = []
        question = ""
        for piece in pieces:
            if piece.kind == "write" and not question:
                question = next(id for id, names in QUESTIONS.items() if piece.content in names)
                cells.append(raw(f"begin-{question}", f"# BEGIN QUESTION\nname: {question}"))
            if piece.kind == "check":
                if piece.content != question:
                    raise ReleaseError(f"README.md: the mark `check {piece.content}` ends nothing.")
                cells += [
                    *_tests(self.questions[question]),
                    raw(f"end-{question}", "# END QUESTION"),
                ]
                question = ""
            else:
                cells += self._cells(piece)
        if question:
            raise ReleaseError(f"README.md: the mark `check {question}` is missing.")
        return cells

    def _cells(self, piece: Piece) -> list[Cell]:
        self.count += 1
        if piece.kind == "text":
            text = IMAGE.sub(
                lambda m: f"](data:image/png;base64,{self.pictures[m[1]]}", piece.content
            )
            return [markdown(f"text-{self.count}", text)]
        if piece.kind == "code":
            return [code(f"look-{self.count}", PACKAGE_IMPORT.sub("", piece.content), IGNORED)]
        source = master_source(definition(self.sources, piece.content))
        return [
            raw(f"begin-{piece.content}", "# BEGIN SOLUTION"),
            code(f"write-{piece.content}", source),
            raw(f"end-{piece.content}", "# END SOLUTION"),
        ]


def definition(sources: dict[str, str], name: str) -> str:
    """Return the source of the function or class `name`, as it stands in a notebook.

    `sources` are the package's files by name. Marks of solutions stay, imports from the package's
    own files go: in a notebook all names are in one place.
    """
    home = HOMES[name]
    nodes = ast.parse(sources[home]).body
    lines = sources[home].split("\n")
    for number, node in enumerate(nodes):
        if getattr(node, "name", "") == name:
            end = nodes[number + 1].lineno - 1 if number + 1 < len(nodes) else len(lines)
            text = "\n".join(lines[node.lineno - 1 : end])
            return RELATIVE_IMPORT.sub("", text).strip() + "\n"
    raise ReleaseError(f"digits/{home}.py has no `{name}`.")


def master_source(source: str) -> str:
    """Say in Otter Assign's words what is the solution, and what stands in its place."""

    def mark(found: re.Match[str]) -> str:
        margin = found[1]
        body = dedent(found[2])
        stub = make_skeleton(f"{BEGIN}\n{body}{END}", "the notebook", QUESTIONS)
        lines = [f"{BEGIN} NO PROMPT", body.rstrip(), END, '""" # BEGIN PROMPT', stub.rstrip()]
        return indent("\n".join([*lines, '""" # END PROMPT\n']), margin)

    return SOLUTION.sub(mark, source).strip()


def imports(sources: list[str]) -> str:
    """Return all imports of these files but those from each other, in the usual order."""
    modules: set[str] = set()
    names: dict[str, set[str]] = {}
    for source in sources:
        for node in ast.parse(source).body:
            if isinstance(node, ast.Import):
                modules |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                assert node.module is not None
                names.setdefault(node.module, set()).update(alias.name for alias in node.names)
    lines = [f"import {module}" for module in sorted(modules)]
    lines += [
        f"from {one} import {', '.join(sorted(found))}" for one, found in sorted(names.items())
    ]
    others = [line for line in lines if line.split()[1].startswith("torch")]
    return "\n".join([*(line for line in lines if line not in others), "", *others])


def setup_source(source: str, repo: str | None, language: str = ENGLISH) -> str:
    """Return the cell that fetches what is missing, from `repo` if there is one."""
    title, absent = IN_SETUP
    say = translations(language).gettext
    for node in ast.walk(ast.parse(source)) if language != ENGLISH else ():
        if isinstance(node, ast.Constant) and node.value == absent:
            lines = textwrap.wrap(say(absent), SETUP_WIDTH, drop_whitespace=False)
            texts = (json.dumps(line, ensure_ascii=False) for line in lines)
            literal = f"\n{' ' * node.col_offset}".join(texts)
            source = source.replace(ast.get_source_segment(source, node) or "", literal)
    source = source.replace(title, say(title))
    return source.replace("REPO = None", f"REPO = {json.dumps(repo)}" if repo else "REPO = None")


def _given(source: str) -> str:
    """Return a given file as one cell."""
    title = (ast.get_docstring(ast.parse(source)) or "").split("\n")[0]
    first = ast.parse(source).body[0]
    rest = "\n".join(source.split("\n")[first.end_lineno :])
    return f"# @title {title}\n" + RELATIVE_IMPORT.sub("", rest).strip()


def _config(rubric: Rubric) -> str:
    shown = all(c.visibility != "hidden" for q in rubric.questions for c in q.checks)
    lines = [
        "# ASSIGNMENT CONFIG",
        "init_cell: false",
        "export_cell: false",
        "tests: {files: true, ok_format: false}",
        "requirements: requirements.txt",
        f"generate: {{show_hidden: {str(shown).lower()}}}",
    ]
    return "\n".join(lines)


def _tests(question: Question) -> list[Cell]:
    """Return the checks of a question, which only name what is in the folder of checks."""
    cells = [raw(f"begin-tests-{question.id}", "# BEGIN TESTS")]
    for check in question.checks:
        cells.append(code(f"{question.id}-{check.name}", check_source(check)))
    return [*cells, raw(f"end-tests-{question.id}", "# END TESTS")]


def check_source(check: Check) -> str:
    """Return one check as Otter's exception-based test: it names our check, and no more."""
    title = check.title.replace('"', "'")
    return "\n".join(
        [
            '""" # BEGIN TEST CONFIG',
            f"points: {check.points:g}",
            f"hidden: {str(check.group == 'hidden').lower()}",
            f"failure_message: {json.dumps(title, ensure_ascii=False)}",
            '""" # END TEST CONFIG',
            f"def {check.name}(env):",
            "    import sys",
            '    sys.path.insert(0, "tests")',
            "    from kit.otter.runner import check",
            f'    check(env, "{check.question}", "{check.name}")',
        ]
    )


def _written(question: list[Cell], answer: str) -> list[Cell]:
    """Return the written question, which a teacher reads, with what to look for in an answer."""
    return [
        raw("begin-written", "# BEGIN QUESTION\nname: written\nmanual: true"),
        *question,
        raw("begin-answer", "# BEGIN SOLUTION"),
        markdown("answer", answer),
        raw("end-answer", "# END SOLUTION"),
        raw("end-written", "# END QUESTION"),
    ]


def raw(id: str, source: str) -> Cell:
    """Return a cell that speaks to Otter Assign."""
    return nbformat.v4.new_raw_cell(source, id=id)


def markdown(id: str, source: str, metadata: dict[str, Any] | None = None) -> Cell:
    """Return a cell of text."""
    return nbformat.v4.new_markdown_cell(source, id=id, metadata=metadata or {})


def code(id: str, source: str, metadata: dict[str, Any] | None = None) -> Cell:
    """Return a cell of code that has not been run."""
    return nbformat.v4.new_code_cell(source, id=id, metadata=metadata or {})
