"""The rubric: what `grading.yml` says, held to the checks that it names."""

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from ..language import ENGLISH, translations
from ..probing.questions import QUESTIONS
from .grading_file import (
    Budget,
    Defaults,
    ExamEntry,
    GradingFile,
    Limits,
    QuestionEntry,
    RubricError,
    Visibility,
    read_grading_file,
)
from .late import LatePolicy
from .provisional import provisional
from .several import SeveralHandIns
from .written import WrittenQuestion
from .yaml_lines import Document

__all__ = [
    "Budget",
    "Check",
    "ExamEntry",
    "Group",
    "Limits",
    "Question",
    "Rubric",
    "RubricError",
    "Visibility",
    "load_rubric",
]

POINTS = 100  # what all questions but the extra ones must make together
FALLBACK = "mnist"  # from its exam comes that of a dataset that has none of its own

Group = Literal["public", "hidden"]
GROUPS: tuple[Group, ...] = get_args(Group)


@dataclass(frozen=True)
class Check:
    """One check: the function `name` in `<group>/test_<question>.py`, and what it is worth."""

    question: str  # "q4"
    name: str  # "test_one_pass"
    title: str  # the first line of its docstring: its name on the student's report
    group: Group
    points: float
    visibility: Visibility
    number: str  # "4.2", counted within the question, public checks first
    extra: bool = False  # extra credit, not part of the 100

    @property
    def place(self) -> str:
        """What decisions call it, whatever its number is: `q4.test_one_pass`."""
        return f"{self.question}.{self.name}"


@dataclass(frozen=True)
class Question:
    """One question and how it is checked."""

    id: str
    title: str
    extra: bool
    checks: tuple[Check, ...]

    @property
    def points(self) -> float:
        """What all its checks are worth."""
        return sum(check.points for check in self.checks)


@dataclass(frozen=True)
class Rubric:
    """All that `grading.yml` says. Questions and checks are in its order.

    `data` is the dataset to grade with, as `--data` names it; a folder is one beside the file.
    `questions` are those that checks grade; the one that people grade is `written`. Their titles
    are in the `language` that students are told everything in.
    """

    title: str
    questions: tuple[Question, ...]
    limits: Limits
    exams: Mapping[str, ExamEntry]
    late: LatePolicy | None = None
    hand_ins: SeveralHandIns | None = None
    written: WrittenQuestion | None = None
    data: str = "sample"
    language: str = ENGLISH

    @property
    def points(self) -> float:
        """What all questions but the extra ones are worth: 100."""
        checked = sum(question.points for question in self.questions if not question.extra)
        return checked + (self.written.points if self.written and not self.written.extra else 0)

    @property
    def checks(self) -> list[Check]:
        """The checks of all questions."""
        return [check for question in self.questions for check in question.checks]

    def only(self, id: str) -> "Rubric":
        """Return the rubric with this one question; raises `RubricError` if there is none."""
        chosen = tuple(question for question in self.questions if question.id == id)
        if not chosen:
            known = ", ".join(question.id for question in self.questions)
            raise RubricError(f"there is no question {id}; there are {known}.")
        return replace(self, questions=chosen)

    def exam_for(self, name: str, training: int, test: int) -> ExamEntry:
        """Return the exam of the dataset called `name`, of so many images; one that has none gets a
        provisional one, made from that of a dataset of its size.
        """
        if name in self.exams:
            return self.exams[name]
        large = self.exams[FALLBACK]
        small = self.exams.get("sample", large)
        return provisional(large if training >= large.training_images else small, training, test)


def load_rubric(
    path: Path,
    checks: Path,
    questions: Collection[str] = QUESTIONS,
    language: str | None = None,
) -> Rubric:
    """Read `grading.yml` at `path` and hold it to the check files under `checks`.

    `checks` has a folder for each group, with one file a question: `public/test_q1.py`. `questions`
    are those of the assignment; a `language` stands in place of the file's. Raises `RubricError`
    when the file is not as it should be, when a check it names does not exist, and when a check
    exists that it does not name.
    """
    file, document = read_grading_file(path)
    problems = _Problems(path.name, document)
    language = language or file.language
    titles = _match(file, checks, questions, problems)
    asked = tuple(
        _question(id, entry, file.visibility, titles, language)
        for id, entry in file.checked.items()
    )
    rubric = Rubric(
        *(file.title, asked, file.limits, file.exams, file.late, file.hand_ins),
        written=_written(file, questions, problems, language),
        data=file.data,
        language=language,
    )
    if abs(rubric.points - POINTS) > 1e-6:
        points = f"the questions that are not extra are worth {rubric.points:g} points together"
        problems.add(f"{points}; they must make {POINTS}.", "questions")
    if FALLBACK not in file.exams:
        problems.add(
            f"`{FALLBACK}` is missing; the exam of every dataset that has none comes from it.",
            "exams",
        )
    if problems.lines:
        raise RubricError("\n".join(problems.lines))
    return rubric


class _Problems:
    """Collects what is wrong, a line each, with the place in the file `name` or in a check's."""

    def __init__(self, name: str, document: Document) -> None:
        self.name = name
        self.document = document
        self.lines: list[str] = []

    def add(self, sentence: str, *place: str) -> None:
        """Add what is wrong with the entry at `place`."""
        self.add_in(self.name, self.document.line(place), sentence)

    def add_in(self, file: str, line: int, sentence: str) -> None:
        """Add what is wrong in another file."""
        self.lines.append(f"{file}, line {line}: {sentence}")


_Titles = dict[tuple[str, Group, str], str]  # (question, group, check) -> title


def _question(
    id: str, entry: QuestionEntry, default: Defaults, titles: _Titles, language: str
) -> Question:
    checks: list[Check] = []
    say = translations(language).gettext
    for group in GROUPS:
        for name, check in getattr(entry, group).items():
            number = f"{id[1:]}.{len(checks) + 1}"
            visibility = check.visibility or getattr(default, group)
            title = say(titles.get((id, group, name), name))
            checks += [Check(id, name, title, group, check.points, visibility, number, entry.extra)]
    return Question(id, say(entry.title), entry.extra, tuple(checks))


def _written(
    file: GradingFile, questions: Collection[str], problems: _Problems, language: str
) -> WrittenQuestion | None:
    """Return the written question; note what is wrong with its id, and that there are several."""
    found = [WrittenQuestion.of(id, entry, language) for id, entry in file.written.items()]
    for one in found:
        if one.id in questions:
            sentence = f"{one.id} is a question with checks; give the written one another number."
            problems.add(sentence, "questions", one.id)
    for one in found[1:]:
        sentence = f"{one.id} is a second written question; there can be one, as {found[0].id} is."
        problems.add(sentence, "questions", one.id)
    return found[0] if found else None


def _match(
    file: GradingFile, checks: Path, questions: Collection[str], problems: _Problems
) -> _Titles:
    """Return the title of every check found; note what does not fit between rubric and checks."""
    titles: _Titles = {}
    for id, entry in file.checked.items():
        if id not in questions:
            problems.add(f"the assignment has no question {id}.", "questions", id)
        for name in filter(entry.public.__contains__, entry.hidden):
            sentence = f"`{name}` is among the public checks of {id} too."
            problems.add(sentence, "questions", id, "hidden", name)
    for group in GROUPS:
        named = {id: getattr(entry, group) for id, entry in file.checked.items()}
        found = {path.stem.removeprefix("test_") for path in (checks / group).glob("test_*.py")}
        for id in [*named, *sorted(found - named.keys())]:
            source = f"{group}/test_{id}.py"
            functions = _functions(checks / source, source, problems)
            _match_names(id, group, named.get(id, {}), functions, problems)
            for name, node in functions.items():
                if any(argument.arg == "exam" for argument in node.args.args):
                    _match_exams(id, name, file, problems)
                titles[id, group, name] = (ast.get_docstring(node) or name).split("\n")[0]
    return titles


def _match_names(
    id: str,
    group: Group,
    wanted: Collection[str],
    functions: Mapping[str, ast.FunctionDef],
    problems: _Problems,
) -> None:
    """Note each check that only one side has: the rubric, or the file of checks."""
    source = f"{group}/test_{id}.py"
    for name in wanted:
        if name not in functions:
            sentence = f"there is no `{name}` in {source}."
            problems.add(sentence, "questions", id, group, name)
    for name, node in functions.items():
        if name not in wanted:
            sentence = f"`{name}` has no points: {problems.name} does not name it"
            problems.add_in(source, node.lineno, f"{sentence} among the {group} checks of {id}.")


def _match_exams(id: str, name: str, file: GradingFile, problems: _Problems) -> None:
    """Note each dataset that has no exam for the check `name`."""
    for data, exam in file.exams.items():
        if id not in exam.budgets:
            sentence = f"`exams.{data}.{id}` is missing: `{name}` asks for an exam."
            problems.add(sentence, "exams", data)


def _functions(path: Path, source: str, problems: _Problems) -> dict[str, ast.FunctionDef]:
    """Return the checks in the file at `path` by name; none if there is no such file."""
    functions: dict[str, ast.FunctionDef] = {}
    try:
        tree = parsed(path.read_bytes(), source)
    except FileNotFoundError:
        return functions
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        message = getattr(error, "msg", error)
        problems.add_in(source, line, f"this is not Python: {message}.")
        return functions
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            if node.name in functions:
                sentence = f"there is a `{node.name}` on line {functions[node.name].lineno} too."
                problems.add_in(source, node.lineno, sentence)
            functions[node.name] = node
    return functions


@lru_cache(maxsize=2048)
def parsed(code: bytes | str, name: str) -> ast.Module:
    """Return Python code as a tree that nobody changes; raises `SyntaxError` and `ValueError`.

    The checks are read with every rubric, and the doctor looks for each gap in the same files.
    """
    return ast.parse(code, name)
