"""Sends pages and comments back to students: an archive that an LMS takes, or a folder for each.

Everything lies in the folder `feedback` beside the results. Of two submissions that would go to one
student neither is sent, and no grade is that would not be exported as one: after a failure of the
grader's, of some questions only, or with a written answer that nobody has marked yet.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..files import write_tree, write_whole, write_zip
from ..intake.classes import FEEDBACK, WHOSE
from ..intake.filenames import HandIn
from ..intake.stamp import STAMP
from ..language import counted
from ..results.grade import Grade
from ..results.grades_csv import csv_text, no_formula
from ..results.results_json import spoken
from ..results.whose import student_of
from ..rubric.rubric import Rubric
from .reading import read_roster
from .roster import Roster
from .system import FEEDBACK_PAGE, NoFeedback, Note, notes_table, with_notes
from .systems import all_systems, find_system
from .whole import why_not_whole

PLAIN_FOLDERS = "folder"  # as given to --feedback: a folder for each student, for no LMS
STUDENTS, NOT_SENT = "students", "not-sent.csv"
COMMENTS = "comments.txt"  # what the page says of lateness and decisions
SEVERAL = "of {} submissions of this student none is sent: which one counts is not decided"
NO_PAGE = "there is no page of it"
BY_HAND = "send each student the folder that students.csv names"


def feedback_names() -> list[str]:
    """Return what feedback can be written for, as given to --feedback."""
    return sorted([PLAIN_FOLDERS, *(one.name for one in all_systems() if one.takes_feedback)])


@dataclass(frozen=True)
class Sent:
    """What was written, for how many submissions, and a note on every one that has none there.

    `advice` says how it comes to the students.
    """

    path: Path
    written: int
    notes: tuple[Note, ...]
    advice: str

    def __str__(self) -> str:
        number = counted(self.written, "submission")
        first = f"feedback on {number} in {self.path}: {self.advice}"
        return with_notes(first, self.notes)


@dataclass(frozen=True)
class Return:
    """Feedback for one LMS, or for none."""

    kind: str
    roster: Roster | None
    questions: tuple[str, ...]  # ids of all there are

    @classmethod
    def begin(cls, kind: str, path: Path | None, rubric: Rubric) -> "Return":
        """Read the roster at `path`, before anything is graded; raises `RosterError`."""
        questions = tuple(question.id for question in rubric.questions)
        return cls(kind, read_roster(path) if path else None, questions)

    def write(
        self,
        out: Path,
        grades: Sequence[Grade],
        hand_ins: Sequence[HandIn],
        pages: Sequence[Path],
    ) -> Sent:
        """Write what goes back into the folder `feedback` of `out`; raises `OSError`.

        `hand_ins` says whose submissions the grades are, `pages` where the student's page of each
        lies, in the same order.
        """
        places: dict[str, Mapping[str, bytes]] = {}
        reasons: dict[str, str] = {}
        for grade, one, page in zip(grades, hand_ins, pages, strict=True):
            try:
                places[grade.name] = self._files(grade, one, page)
            except NoFeedback as error:
                reasons[grade.name] = str(error)
        targets = {
            grade.name: _known_as(one) | {_top(path) for path in places[grade.name]}
            for grade, one in zip(grades, hand_ins, strict=True)
            if grade.name in places
        }
        counts = Counter(target for some in targets.values() for target in some)
        for name, some in targets.items():
            if (most := max(counts[target] for target in some)) > 1:
                del places[name]
                reasons[name] = SEVERAL.format(most)
        files = {path: data for one in places.values() for path, data in one.items()}
        folder = out / FEEDBACK
        if self.kind == PLAIN_FOLDERS:
            path, advice = write_tree(folder / STUDENTS, files), BY_HAND
        else:
            system = find_system(self.kind)
            path = write_zip(folder / f"{self.kind}.zip", files, comment=STAMP.encode())
            advice = system.feedback_advice
        notes = tuple(("submission", name, reason) for name, reason in reasons.items())
        _write_tables(folder, hand_ins, [grade.name for grade in grades], places, notes)
        return Sent(path, len(places), notes, advice)

    def _files(self, grade: Grade, one: HandIn, page: Path) -> dict[str, bytes]:
        """Return what goes back to the students of a submission; raises `NoFeedback`."""
        if reason := why_not_whole(grade, self.questions):
            raise NoFeedback(reason)
        try:
            html = page.read_bytes()
        except FileNotFoundError:
            raise NoFeedback(NO_PAGE) from None
        if self.kind != PLAIN_FOLDERS:
            return find_system(self.kind).feedback(one, html, self.roster)
        comments = "".join(f"{sentence}\n" for sentence in spoken(grade)).encode("utf-8", "replace")
        files = {FEEDBACK_PAGE: html} | ({COMMENTS: comments} if comments else {})
        return {f"{grade.name}/{name}": data for name, data in files.items()}


def _known_as(one: HandIn) -> set[tuple[str, ...]]:
    """Return what tells the students of a hand-in from others, as far as it is known."""
    return {(known,) for known in map(student_of, one.people) if known}


def _top(path: str) -> str:
    """Return the folder, or the file, that a path begins with, as file systems compare names."""
    return path.partition("/")[0].casefold()


def _write_tables(
    folder: Path,
    hand_ins: Sequence[HandIn],
    names: Sequence[str],
    places: Mapping[str, Mapping[str, bytes]],
    notes: Sequence[Note],
) -> None:
    """Write beside the feedback which of it is whose, and what was not sent: for the teacher."""
    rows = [
        (person.name, next(iter(person.ids), ""), person.email, path)
        for name, one in zip(names, hand_ins, strict=True)
        for person in one.people
        for path in places.get(name, ())
    ]
    header = ("name", "id", "email", "file")
    shown = [tuple(map(no_formula, row)) for row in rows]
    write_whole(folder / WHOSE, csv_text([header, *shown]))
    write_whole(folder / NOT_SENT, notes_table(notes))
