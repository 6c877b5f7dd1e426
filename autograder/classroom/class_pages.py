"""The pages of a class: with names in the folder for results, or blind in a folder of their own."""

import shutil
from collections.abc import Iterator, Sequence

from ..grading.grader import try_to_read
from ..intake.submissions import Submitted, read_submission
from ..project import project_folder
from ..report.blind import BLIND_FOLDER
from ..report.code_page import CODE_FOLDER
from ..report.pages import CLASS_PAGE, SIMILAR_PAGE, page_name, write_similar_page
from ..report.similarity import Likeness, find_similar, own_code
from ..results.grade import Grade
from .plan import Plan
from .writers import Code, write_all


def write_code_pages(plan: Plan, grades: Sequence[Grade]) -> Iterator[str]:
    """Write the pages with code that are not there, or were made of other code; yield what went
    wrong.
    """
    both = zip(plan.submissions, grades, strict=True)
    codes = [Code(one.name, one.path, grade.fingerprints) for one, grade in both]
    waiting = [code for code in codes if not plan.writer.code_stands(code)]
    yield from write_all(plan.writer.write_code, waiting, len(waiting), plan.jobs)


def compare(plan: Plan) -> tuple[Likeness, ...]:
    """Write the page of submissions that are like each other; return the pairs."""
    codes = {}
    for one in plan.submissions:
        read = try_to_read(one.path, one.name)
        if isinstance(read, Submitted):  # what cannot be read is like nothing
            codes[plan.names.name(one.name)] = plan.names.text(own_code(read.files))
    pairs = find_similar(codes, own_code(read_submission(project_folder("assignment")).files))
    write_similar_page(plan.pages, plan.rubric.title, len(codes), pairs, plan.rubric.language)
    return tuple(pairs)


def remove_other_pages(plan: Plan) -> None:
    """Remove the pages of an earlier run that name students, or do not, other than this one.

    Of blind pages those go, too, that this run does not write: on them less may be replaced.
    """
    if not plan.names.blind:
        shutil.rmtree(plan.out / BLIND_FOLDER, ignore_errors=True)
        return
    written = {page_name(plan.names.name(one.name)) for one in plan.submissions}
    for folder in (plan.pages, plan.pages / CODE_FOLDER):
        for earlier in folder.glob("*.htm*"):
            if earlier.name not in written:
                earlier.unlink()
    shutil.rmtree(plan.out / CODE_FOLDER, ignore_errors=True)
    for page in (CLASS_PAGE, SIMILAR_PAGE, *(page_name(one.name) for one in plan.submissions)):
        (plan.out / page).unlink(missing_ok=True)
