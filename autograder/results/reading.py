"""What was handed in, as people read it: the answer and the code, in a hidden file beside a result.

It is for instructors, and no part of a student's `results.json`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ..files import write_whole
from ..text import clean

FOLDER = ".readings"
MAX_CODE = 100_000  # characters of all files


@dataclass(frozen=True)
class Reading:
    """The answer to the written question, and the code by the names of its files."""

    answer: str = ""
    code: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Iterable[str], prompt: str, code: Mapping[str, bytes]) -> "Reading":
        """Return what people read: the first answer that is more than its prompt, without that, and
        code within limits.
        """
        own = filter(None, (without_prompt(answer, prompt) for answer in answers))
        texts, room = {}, MAX_CODE
        for name, data in code.items():
            text = clean(data.decode("utf-8", "replace"), room)
            texts[name], room = text, max(room - len(text), 0)
        return cls(next(own, ""), texts)


def without_prompt(answer: str, prompt: str) -> str:
    """Return an answer without the lines of the prompt with which it begins, in whatever lines."""
    asked, position = "".join(prompt.split()), 0
    for character in asked:
        while position < len(answer) and answer[position].isspace():
            position += 1
        if not answer.startswith(character, position):
            return answer
        position += 1
    return answer[position:].strip()


def write_reading(out: Path, name: str, one: Reading) -> None:
    """Write what the submission `name` holds, whole or not at all, if that is not what is there;
    raises `OSError`.
    """
    path, text = path_of(out, name), json.dumps(asdict(one), ensure_ascii=False)
    data = text.encode("utf-8", "replace")
    if not path.exists() or path.read_bytes() != data:
        write_whole(path, data)


def read_reading(out: Path, name: str) -> Reading | None:
    """Read what the submission `name` holds; None where there is no such file, or no good one."""
    try:
        about = json.loads(path_of(out, name).read_bytes())
        code = {str(file): str(text) for file, text in about["code"].items()}
        return Reading(str(about["answer"]), code)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def path_of(out: Path, name: str) -> Path:
    """Return the file for the submission `name` in the folder `out` for results."""
    return out / FOLDER / f"{name}.json"
