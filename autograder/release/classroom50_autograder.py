"""The self-checks of this assignment, as Classroom 50 makes them on every push.

Classroom 50's runner starts this file in a student's checkout. It makes the checks that the student
has, from the copies beside this file, and writes `result.json`. All files here are public. The
student's code runs in the same process as the checks, so the score tells the student where they
are; it is no grade.

The contract: https://github.com/foundation50/classroom50/wiki/Advanced-Autograding
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
CHECKS = "checks.json"
SECONDS = 90  # for the checks of one question; the runner stops everything after 15 minutes
PYTORCH = "https://download.pytorch.org/whl/cpu"  # its smaller build, without CUDA


def main() -> None:
    """Install what the checks need, make them, and write the result."""
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "-r", str(HERE / "requirements.txt")],
        env={"PIP_EXTRA_INDEX_URL": PYTORCH, **os.environ},
        check=True,  # else no student's fault: the runner says so
    )
    checks = json.loads((HERE / CHECKS).read_text("utf-8"))
    passed = make_checks(Path.cwd(), sorted({one["question"] for one in checks}))
    Path("result.json").write_text(json.dumps(result(checks, passed), indent=2) + "\n", "utf-8")


def make_checks(checkout: Path, questions: list[str]) -> set[tuple[str, str]]:
    """Return the checks that passed, each by its question and name.

    They run in a folder that has the student's package and the checks as they are here.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(HERE / "tests", folder / "tests")
        shutil.copy(HERE / "pytest.ini", folder)
        if (checkout / "digits").is_dir():
            shutil.copytree(checkout / "digits", folder / "digits")
        return {(question, one) for question in questions for one in _passed(folder, question)}


def _passed(folder: Path, question: str) -> set[str]:
    """Return the names of this question's checks that passed; a check may have several cases."""
    report = folder / f"{question}.xml"
    command = [sys.executable, "-m", "pytest", "-m", question, f"--junitxml={report}"]
    try:
        subprocess.run(command, cwd=folder, timeout=SECONDS, check=False)
        cases = list(ElementTree.parse(report).iter("testcase"))
    except subprocess.TimeoutExpired:
        print(f"{question}: stopped after {SECONDS} seconds")
        return set()
    except (OSError, ElementTree.ParseError):
        return set()
    failed = {_name(case) for case in cases if len(case)}
    return {_name(case) for case in cases} - failed


def _name(case: ElementTree.Element) -> str:
    return case.get("name", "").partition("[")[0]


def result(checks: list[dict[str, object]], passed: set[tuple[str, str]]) -> dict[str, object]:
    """Return the content of result.json."""
    tests = []
    for one in checks:
        is_passed = (one["question"], one["name"]) in passed
        tests.append(
            {
                "test-name": one["title"],
                "passed": is_passed,
                "score": one["points"] if is_passed else 0,
                "max-score": one["points"],
            }
        )
    commit = os.environ["COMMIT_URL"]
    return {
        "schema": "classroom50/result/v1",
        "classroom": os.environ["CLASSROOM"],
        "assignment": os.environ["ASSIGNMENT"],
        "submission": os.environ["SUBMISSION_TAG"],
        "commit": commit,
        "release": os.environ["RELEASE_URL"],
        "review": os.environ.get("REVIEW_URL") or commit,
        "datetime": _submitted(),
        "score": sum(test["score"] for test in tests),  # type: ignore[misc]
        "max-score": sum(test["max-score"] for test in tests),  # type: ignore[misc]
        "tests": tests,
    }


def _submitted() -> str:
    """Return when the commit was made, which no later run changes; or now, if Git does not say."""
    command = ["git", "show", "--no-patch", "--format=%ct", "HEAD"]
    try:
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        time = datetime.fromtimestamp(int(text), UTC)
    except (OSError, ValueError, subprocess.CalledProcessError):
        time = datetime.now(UTC)
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"


if __name__ == "__main__":
    main()
