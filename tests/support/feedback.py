"""A class of five whose pages tell whose they are, and what was written for them."""

from dataclasses import replace

from autograder.intake.filenames import HandIn, Person, understand
from autograder.results.grade import Grade, Late, Ruling
from support.grades import make_grade

NAMES = ["Jane Doe", "Jane Doe", "Zoë O'Neil", "John_Roe", "Ann Lee"]
IDS = ["90111", "90112", "90113", "90114", "90115"]
POINTS = [61.37, 62.41, 63.43, 64.47, 65.53]
QUESTIONS = ("q1", "q4", "q7")
REASON = "A remark for {} alone."
WORKSHEET = """\
Identifier,Full name,Email address,Grade,Maximum grade,Last modified (grade),Feedback comments
Participant 90111,Jane Doe,one@uni.example,,100.00,-,
Participant 90112,Jane Doe,two@uni.example,,100.00,-,Well done.
"""
CANVAS_ENDINGS = ["zip", "ipynb", "py", "zip", "ipynb"]


def hand_in(system: str, name: str, id: str, ending: str = "zip") -> HandIn:
    """Return a hand-in as the system's download names it."""
    if system == "moodle":
        given = f"{name.replace('_', ' ')}_{id}_assignsubmission_file_"
        return replace(understand(given), given=given)
    if system == "canvas":
        given = f"{''.join(filter(str.isalpha, name)).lower()}_LATE_{id}_7{id}_work-1.{ending}"
        return replace(understand(given), given=given)
    person = Person(name, (f"s{id}",), f"{id}@uni.example")
    known = "gradescope" if system == "gradescope" else ""
    return HandIn((person,), known, given=f"submission_{id}")  # type: ignore[arg-type]


def class_of_five(system: str) -> tuple[list[Grade], list[HandIn]]:
    """Return grades that differ in their points and remarks, and whose they are."""
    hand_ins = [
        hand_in(system, name, id, ending)
        for name, id, ending in zip(NAMES, IDS, CANVAS_ENDINGS, strict=True)
    ]
    grades = [
        make_grade(
            {"4.1": "failed"},
            name=f"{one.name} ({id})",
            total_points=points,
            rulings=(Ruling(id, "", "comment", REASON.format(id)),),
            late=Late(1.5, f"Handed in 1 day late: {points / 10:.3f} points less."),
            hand_in=one,
        )
        for one, id, points in zip(hand_ins, IDS, POINTS, strict=True)
    ]
    return grades, hand_ins
