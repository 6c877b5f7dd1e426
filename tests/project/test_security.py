"""docs/security.md says of each check what its points rest on, and counts them rightly."""

import re
from collections import Counter

from support import ROOT
from support.rubrics import project_rubric

TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
RUBRIC = project_rubric()
ROW = re.compile(
    r"^\| (q\d) \| `(test_\w+)` \| (\d+) \| (artifact|challenge|claim) \| (.+) \|$", re.M
)
KINDS = ("artifact", "challenge", "claim")
TABLE = [(found[1], found[2], int(found[3]), found[4]) for found in ROW.finditer(TEXT)]


def test_each_check_is_in_the_table_once_with_its_points() -> None:
    checks = [(check.question, check.name, check.points) for check in RUBRIC.checks]
    assert Counter(row[:3] for row in TABLE) == Counter(checks)


def test_the_points_of_each_kind_are_added_up_rightly() -> None:
    for question in RUBRIC.questions:
        rows = [row for row in TABLE if row[0] == question.id]
        sums = [sum(points for *_, points, kind in rows if kind == one) for one in KINDS]
        cells = " | ".join(str(points) if points else "" for points in sums)
        line = f"| {question.id} | {cells} |"
        assert re.sub(" +", " ", line) in re.sub(" +", " ", TEXT)
    total = [sum(points for *_, points, kind in TABLE if kind == one) for one in KINDS]
    assert f"| all | {total[0]} | {total[1]} | {total[2]} |" in TEXT


def test_claims_are_at_most_eight_points_and_a_quarter_of_a_question() -> None:
    assert sum(points for *_, points, kind in TABLE if kind == "claim") <= 8
    for question in RUBRIC.questions:
        claims = sum(row[2] for row in TABLE if row[0] == question.id and row[3] == "claim")
        assert claims <= sum(check.points for check in question.checks) / 4
