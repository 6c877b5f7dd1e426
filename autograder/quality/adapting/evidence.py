"""The table in docs/security.md of what each check's points rest on, and its sums."""

import re
from collections.abc import Mapping

SECURITY = "docs/security.md"
ROW = re.compile(r"^\| q\d+ \| `test_\w+` \| (\d+) \| (artifact|challenge|claim) \|.*\n", re.M)
TOTAL = re.compile(r"^\| all \| \d* \| \d* \| \d* \|$", re.MULTILINE)
CALLED = "the answer to a call whose data the grader chose"  # of a plain call with `like=`


def with_evidence(text: str, question: str, checks: Mapping[str, int]) -> str:
    """Return the page with rows for the checks of a new question, by name with their points.

    They stand there as a challenge, which a plain call of the function is.
    """
    *_, last = ROW.finditer(text)
    rows = "".join(
        f"| {question} | `{name}` | {points} | challenge | {CALLED} |\n"
        for name, points in checks.items()
    )
    text = text[: last.end()] + rows + text[last.end() :]
    total = f"| {question} |  | {sum(checks.values())} |  |\n"
    return added_up(TOTAL.sub(lambda found: total + found[0], text))


def without_evidence(text: str, question: str) -> str:
    """Return the page without the rows of a question."""
    return added_up(re.sub(rf"^\| {question} \|.*\n", "", text, flags=re.MULTILINE))


def added_up(text: str) -> str:
    """Return the page with the points of each kind added up again."""
    sums = {"artifact": 0, "challenge": 0, "claim": 0}
    for points, kind in ROW.findall(text):
        sums[kind] += int(points)
    return TOTAL.sub(f"| all | {' | '.join(map(str, sums.values()))} |", text)
