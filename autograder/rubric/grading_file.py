"""The format of `grading.yml`: its entries, and messages about what is wrong with them."""

import difflib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PositiveInt,
    Tag,
    ValidationError,
)

from ..language import ENGLISH, languages
from .late import LatePolicy
from .several import SeveralHandIns
from .written import RubricItem, WrittenEntry
from .yaml_lines import Document, Place, YamlError, read_yaml

Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]  # Gradescope's words


class RubricError(Exception):
    """A rubric that cannot be used: a line for every mistake, `grading.yml, line 14: …`."""


_QuestionId = Annotated[str, Field(pattern=r"^q[1-9][0-9]*$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Limits(_Model):
    """What one question's guest may use."""

    wall_seconds: Annotated[float, Field(gt=0)]
    cpu_seconds: PositiveInt
    memory_mb: PositiveInt
    processes: PositiveInt
    open_files: PositiveInt
    file_mb: PositiveInt
    output_kb: PositiveInt


class Budget(_Model):
    """How a network is trained for a question, and the accuracy (0..1) it must reach."""

    epochs: PositiveInt
    batch_size: PositiveInt
    learning_rate: Annotated[float, Field(gt=0)]
    threshold: Annotated[float, Field(gt=0, le=1)]


class ExamEntry(_Model):
    """The data, training budgets and thresholds for one dataset, and how they were measured.

    Every further entry, such as `q4`, is the budget of that question.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[_QuestionId, Budget]

    measured: Annotated[str, Field(min_length=1)]
    training_images: PositiveInt
    hidden_images: PositiveInt

    @property
    def budgets(self) -> dict[str, Budget]:
        """The budgets by question."""
        return self.__pydantic_extra__


class CheckEntry(_Model):
    """What a check is worth, and who may see it."""

    points: Annotated[float, Field(ge=0)]
    visibility: Visibility | None = None


def _spell_out(value: object) -> object:
    """Let `test_items: 3` stand for `test_items: {points: 3}`."""
    short = isinstance(value, (int, float, str)) and not isinstance(value, bool)
    return {"points": value} if short else value


_CheckName = Annotated[str, Field(pattern=r"^test_\w+$")]
_Checks = dict[_CheckName, Annotated[CheckEntry, BeforeValidator(_spell_out)]]


class QuestionEntry(_Model):
    """One question, with its checks by name."""

    title: Annotated[str, Field(min_length=1)]
    extra: bool = False
    public: _Checks = {}
    hidden: _Checks = {}


CHECKED, WRITTEN = "[checked]", "[written]"  # pydantic puts them where an entry is wrong


def _kind(value: object) -> str:
    """Say which kind of question an entry is; the default is one that checks grade."""
    return WRITTEN if isinstance(value, dict) and "kind" in value else CHECKED


_Question = Annotated[
    Annotated[QuestionEntry, Tag(CHECKED)] | Annotated[WrittenEntry, Tag(WRITTEN)],
    Discriminator(_kind),
]


class Defaults(_Model):
    """Who may see the checks of a group that do not say so themselves."""

    public: Visibility
    hidden: Visibility


def _known_language(value: str) -> str:
    if value not in languages():
        raise ValueError(f"there is no language `{value}`; there are {', '.join(languages())}")
    return value


class GradingFile(_Model):
    """All of `grading.yml`."""

    title: Annotated[str, Field(min_length=1)]
    visibility: Defaults
    questions: dict[_QuestionId, _Question]
    limits: Limits
    exams: dict[str, ExamEntry]
    data: Annotated[str, Field(min_length=1)] = "sample"
    late: LatePolicy | None = None
    hand_ins: SeveralHandIns | None = None
    language: Annotated[str, AfterValidator(_known_language)] = ENGLISH

    @property
    def checked(self) -> dict[str, QuestionEntry]:
        """The questions that checks grade."""
        return {id: one for id, one in self.questions.items() if isinstance(one, QuestionEntry)}

    @property
    def written(self) -> dict[str, WrittenEntry]:
        """The questions that people grade."""
        return {id: one for id, one in self.questions.items() if isinstance(one, WrittenEntry)}


_MODELS: tuple[type[BaseModel], ...] = (
    *(GradingFile, Defaults, QuestionEntry, CheckEntry, WrittenEntry, RubricItem),
    *(Limits, ExamEntry, Budget, LatePolicy, SeveralHandIns),
)
NOT_IN_FILE = ("[key]", CHECKED, WRITTEN)  # parts of a place that are pydantic's own
_KEYS = sorted({key for model in _MODELS for key in model.model_fields})


def read_grading_file(path: Path) -> tuple[GradingFile, Document]:
    """Read `grading.yml` at `path`: its entries, and the lines they are on.

    Raises `RubricError` when it is not YAML or not in this format.
    """
    try:
        document = read_yaml(path.read_bytes())
    except OSError as error:
        raise RubricError(f"{path.name} cannot be read: {error.strerror}.") from error
    except YamlError as error:
        raise RubricError(f"{path.name}, line {error.line}: {error}") from error
    try:
        return GradingFile.model_validate(document.data), document
    except ValidationError as error:
        raise RubricError(_in_words(error, document, path.name)) from error


def _in_words(error: ValidationError, document: Document, name: str) -> str:
    """Return what pydantic found: one sentence a line, in the order of the file."""
    sentences: list[tuple[int, str]] = []
    unknown: set[Place] = set()
    for problem in error.errors(include_url=False):
        place: Place = tuple(part for part in problem["loc"] if part not in NOT_IN_FILE)
        key = ".".join(map(str, place))
        last = str(place[-1]) if place else "the file"
        message = problem["msg"].removeprefix("Input ")
        kind = problem["type"]
        if place in unknown:
            continue  # what stands there does not matter
        if kind == "string_pattern_mismatch" and "[key]" not in problem["loc"]:
            kind = "extra_forbidden"  # an entry that is neither a field nor a question
            unknown.add(place)
        match kind:
            case "too_long":
                sentence = f"`{key}` must not have more than {problem['ctx']['max_length']} items."
            case "missing":
                sentence = f"`{key}` is missing."
            case "extra_forbidden":
                near = difflib.get_close_matches(last, _KEYS, n=1)
                guess = f"; do you mean `{near[0]}`?" if near and near[0] != last else "."
                sentence = f"`{last}` is not known here{guess}"
            case "model_type" | "dict_type":
                sentence = f"`{key or last}` should hold entries of its own, `name: value`."
            case "too_short" | "string_too_short":
                sentence = f"`{key}` must not be empty."
            case "string_type":
                sentence = f"`{key}` should be text, in quotes, not {problem['input']!s}."
            case "string_pattern_mismatch":
                pattern = problem["ctx"]["pattern"]
                sentence = (
                    f"`{problem['input']}` is no name for this place: it must match {pattern}"
                )
            case "value_error":
                sentence = f"`{key}`: {problem['ctx']['error']}."
            case _:
                sentence = f"`{key}` {message}, not {problem['input']!r}."
        sentences += [(document.line(place), sentence)]
    return "\n".join(f"{name}, line {line}: {sentence}" for line, sentence in sorted(sentences))
