"""Says why a grade is none for the assignment yet, so that nothing of it leaves the house: neither
in a table of grades nor as a page.
"""

from collections.abc import Collection

from ..results.grade import Grade

GRADE_AGAIN = "the grader failed; please grade it again"


def why_not_whole(grade: Grade, questions: Collection[str]) -> str:
    """Return the reason, empty if the grade is whole; `questions` are the ids of all there are."""
    if grade.fault:
        return GRADE_AGAIN
    if len(grade.question_scores) < len(questions):
        graded = ", ".join(one.question.id for one in grade.question_scores)
        return f"only {graded} is graded; grade the others too, without --only"
    if grade.written is not None and grade.waits_for_a_mark:
        return grade.written.sentence
    return ""
