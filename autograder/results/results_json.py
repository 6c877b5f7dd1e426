"""A grade's file, Gradescope's results.json: written and read back here, and nowhere else.

What people see stands where Gradescope wants it. All that was measured stands in `extra_data`,
which students do not see, and is what is read back: every field of `Grade` and of `CheckResult` but
those that are made anew from the rubric (points, titles, who may see a check).
"""

import json
import math
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, asdict, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, create_model

from .. import __version__
from ..files import write_whole
from ..language import marked, translations
from ..rubric.rubric import Rubric
from .grade import CheckResult, Grade
from .grades_csv import plain_number

FORMAT = 2  # of `extra_data`; a file of another format cannot be read. Format 1 had no number.
WIDTH = 90  # characters of a line, for Gradescope shows plain text as it is
CHECK_NOT_MADE = marked(
    "The grader itself failed here. This is not your mistake and costs you no points; your"
    " instructor is told, and the check will be made again."
)
NO_SCORE_YET = marked(
    "The grader itself failed while it graded this submission, so there is no score yet. This is"
    " not your mistake; your instructor is told, and it will be graded again."
)
RENAMED = {"second_tries": "retries", "evidence": "picture_data"}  # fields of older files
PICTURES = ("picture_data", "evidence")
# fields of a grade that its file does not hold; `name` is the file's own
FROM_RUBRIC = ("name", "title", "results", "questions", "language")
NOT_MEASURED = (
    *("question_points", "total_points", "excused", "rulings", "late", "hand_in"),
    *("written", "drawings"),
)


class UnreadableResult(Exception):
    """A file that should hold a grade, and cannot be read as one; the message says why."""


def _measured(kind: type, left_out: Iterable[str]) -> type[BaseModel]:
    """Return the model of all fields of a dataclass but those `left_out`."""
    types = get_type_hints(kind)
    chosen: dict[str, Any] = {}
    for one in fields(kind):
        factory = one.default_factory
        default = one.default if factory is MISSING else factory()
        if one.name not in left_out:
            chosen[one.name] = (types[one.name], ... if default is MISSING else default)
    config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
    return create_model(f"_{kind.__name__}", __config__=config, **chosen)


_Grade = _measured(Grade, (*FROM_RUBRIC, *NOT_MEASURED))
_Result = _measured(CheckResult, ("check", "decided"))
_RESULTS = TypeAdapter(list[_Result])  # type: ignore[valid-type]  # made just above
_DOCUMENT = TypeAdapter(dict[str, Any])


def gradescope(grade: Grade, after_fault: str = NO_SCORE_YET) -> dict[str, Any]:
    """Return `grade` as Gradescope's results.json; `after_fault` is what it says of its score when
    the grader itself has failed.

    The format: https://gradescope-autograders.readthedocs.io/en/latest/specs/. Everything is plain
    text, so nothing in it is taken for HTML. The same grade gives the same file, but for the times.
    After a fault of the grader's neither the check nor the whole has a score, and what happened
    stands in `extra_data`, where students do not see it. The points are those that were given, with
    what people have decided; what was measured can be read from the statuses.
    """
    say = translations(grade.language).gettext
    fault = say(after_fault) if grade.fault else ""
    notes = [grade.note, fault, still_open(grade), *spoken(grade)]
    return {
        **({"score": plain_number(grade.total)} if grade.has_score else {}),
        **_leaderboard(grade),
        "output": "\n\n".join(filter(None, notes)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "execution_time": round(grade.seconds),
        "stdout_visibility": "hidden",
        "extra_data": _for_people(grade) | _plain(_Grade, grade),
        "tests": [
            _test(result, plain, grade.language)
            for result, plain in zip(grade.results, _plain_results(grade), strict=True)
        ],
    }


def _for_people(grade: Grade) -> dict[str, Any]:
    """Return what people and programs other than ours look for in a result."""
    about: dict[str, Any] = {
        "format": FORMAT,
        "version": __version__,
        "submission": grade.name,
        "assignment": grade.title,
        "fault": grade.fault,
    }
    if grade.hand_in is not None:
        people = grade.hand_in.people
        about["students"] = [
            {"name": one.name, "ids": list(one.ids), "email": one.email} for one in people
        ]
        about["file"] = grade.hand_in.file
    if grade.rulings:
        about["decisions"] = [
            {name: value for name, value in asdict(one).items() if name != "translated"}
            for one in grade.rulings
        ]
    if grade.excused:
        about["excused"] = True
    if grade.late.sentence:
        about["late"] = grade.late.sentence
    if (written := grade.written) is not None and (written.answer or written.question.points):
        about["written"] = {
            "question": written.question.id,
            "points": written.points,
            "max_points": written.question.points,
            "answer_sha256": sha256(written.answer.encode("utf-8", "replace")).hexdigest(),
        }
    return about


def spoken(grade: Grade) -> list[str]:
    """Return what a student reads about lateness and decisions, a sentence each."""
    return [*filter(None, [grade.late.localized]), *(one.localized for one in grade.standing)]


def still_open(grade: Grade) -> str:
    """Return what is not decided yet, as the student reads it; empty if nothing is."""
    return grade.written.sentence_in(grade.language) if grade.written is not None else ""


def _leaderboard(grade: Grade) -> dict[str, Any]:
    """Return the best accuracy on hidden images, if one was measured."""
    if not grade.accuracies:
        return {}
    best = round(max(grade.accuracies.values()), 4)
    return {"leaderboard": [{"name": "Test accuracy", "value": best, "order": "desc"}]}


def _test(result: CheckResult, plain: dict[str, Any], language: str) -> dict[str, Any]:
    check, fault = result.check, result.fault
    names = {"question": check.question, "group": check.group, "check": check.name}
    score: dict[str, Any] = {} if fault else {"score": plain_number(result.score)}
    if result.status != "fault":
        score = {"status": result.status, **score}
    return {
        "name": check.title,
        "number": check.number,
        **score,
        "max_score": plain_number(check.points),
        "output": translations(language).gettext(CHECK_NOT_MADE)
        if fault
        else _output(result, language),
        "visibility": check.visibility,
        "extra_data": names | plain,
    }


def _output(result: CheckResult, language: str) -> str:
    """Return what a student reads of a check: the hint in its three levels, and details.

    Gradescope cleans HTML in a way that it does not say, so nothing is folded: it is plain text.
    """
    say = translations(language).gettext
    parts = [result.hint, result.details_in(language)]
    if result.look:
        parts.append(f"{say('Where to look')}:\n{textwrap.fill(result.look, WIDTH)}")
    if result.example:
        parts.append(f"{say('The smallest example')}:\n{result.example}")
    return "\n\n".join(filter(None, parts))


def _plain(model: type[BaseModel], measured: Grade | CheckResult) -> dict[str, Any]:
    """Return what was measured as JSON has it; what is as usual is left out."""
    whole = _model(model, measured)
    plain: dict[str, Any] = _without_nan(whole.model_dump(mode="json", exclude_defaults=True))
    return plain


def _plain_results(grade: Grade) -> list[dict[str, Any]]:
    """Return what the checks have measured as `_plain` does; all at once takes a third."""
    models = [_model(_Result, result) for result in grade.results]
    plain: list[dict[str, Any]] = _RESULTS.dump_python(models, mode="json", exclude_defaults=True)
    return plain


def _model(model: type[BaseModel], measured: Grade | CheckResult) -> BaseModel:
    return model.model_construct(**{name: getattr(measured, name) for name in model.model_fields})


def _without_nan(value: Any) -> Any:
    """Return a value of JSON with "nan" where it holds a number that JSON does not know."""
    if isinstance(value, dict):
        return {name: _without_nan(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_without_nan(one) for one in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def grade_file(out: Path, name: str) -> Path:
    """Return the file for the grade of the submission `name` in the folder `out`."""
    return out / f"{name}.json"


def write_grade(out: Path, grade: Grade) -> Path:
    """Write `grade` into its file in the folder `out`, whole or not at all; return its path."""
    text = _DOCUMENT.dump_json(gradescope(grade), indent=2) + b"\n"
    return write_whole(grade_file(out, grade.name), text)


def read_grade(path: Path, rubric: Rubric, pictures: bool = True) -> Grade | None:
    """Read a grade that `write_grade` has written; None where there is no file.

    Points, titles and the order of checks are the rubric's as it is now, and checks that it does
    not have are left out. Without `pictures` what they are drawn from is left out, too, which is
    most of a file. Raises `UnreadableResult` for a file that holds anything else.
    """
    document = read_document(path)
    return None if document is None else grade_in(document, path, rubric, pictures)


def read_document(path: Path) -> Any:
    """Read the JSON in a result's file; None where there is no file; raises `UnreadableResult`."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableResult(_damaged(error)) from error


def document_digest(document: Any) -> str:
    """Return a digest of what a result says, but for what pictures are drawn from."""
    if isinstance(document, dict) and isinstance(about := document.get("extra_data"), dict):
        plain = {name: value for name, value in about.items() if name not in PICTURES}
        document = {**document, "extra_data": plain}
    return sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def grade_in(document: Any, path: Path, rubric: Rubric, pictures: bool) -> Grade:
    """Return the grade in a document that stands in the file `path`, as `read_grade` does."""
    try:
        about = document["extra_data"]
        if about.get("format") != FORMAT:
            raise UnreadableResult(
                f"its format is {about.get('format', 1)}, and {FORMAT} is the one that can be read"
            )
        if not pictures:
            about = {name: value for name, value in about.items() if name not in PICTURES}
        return Grade(
            name=path.name.removesuffix(".json"),
            title=rubric.title,
            language=rubric.language,
            results=tuple(_results(document["tests"], rubric)),
            questions=rubric.questions,
            **_read(_Grade, about),
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableResult(_damaged(error)) from error


def _damaged(error: Exception) -> str:
    return f"it is damaged, or no grade ({type(error).__name__})"


def _results(tests: list[Any], rubric: Rubric) -> Iterator[CheckResult]:
    found = {(one["extra_data"]["question"], one["extra_data"]["check"]): one for one in tests}
    checks = [check for check in rubric.checks if (check.question, check.name) in found]
    plain = [found[check.question, check.name]["extra_data"] for check in checks]
    known = [_known(_Result, about) for about in plain]
    for check, read in zip(checks, _RESULTS.validate_json(json.dumps(known)), strict=True):
        yield CheckResult(check=check, **_fields(read))


def _read(model: type[BaseModel], plain: dict[str, Any]) -> dict[str, Any]:
    """Return what was measured from what `_plain` made; raises `ValueError`."""
    return _fields(model.model_validate_json(json.dumps(_known(model, plain))))


def _known(model: type[BaseModel], plain: dict[str, Any]) -> dict[str, Any]:
    new = {RENAMED.get(name, name): value for name, value in plain.items()}
    return {name: value for name, value in new.items() if name in model.model_fields}


def _fields(read: BaseModel) -> dict[str, Any]:
    return {name: getattr(read, name) for name in type(read).model_fields}
