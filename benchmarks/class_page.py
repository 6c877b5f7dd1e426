"""Measures the class's page: how long it takes to write, and a browser to open, search and sort.

    python benchmarks/class_page.py [--rows N …] [--keep FOLDER] [--json FILE]

The class is made up: names, ids, and which of the assignment's checks have failed. Times of the
browser are those of its process that shows the page, user and system; where other work goes on
beside, times by the clock say little. Needs playwright and Chromium.
"""

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import sync_playwright
from table import Row, parser_of, report

from autograder.intake.filenames import HandIn, Person
from autograder.probing.student_error import Cause
from autograder.project import CHECKS, ROOT
from autograder.report.pages import write_class_page
from autograder.results.grade import CheckResult, Grade
from autograder.rubric.rubric import load_rubric

TIMES = 3  # that each page is opened: the median counts
STILL = 0.5  # seconds without work, after which a page is there
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd / 1000"
ELEMENTS = "document.querySelectorAll('*').length"
SEARCH = """() => {
  const words = document.getElementById("words");
  words.value = "4.1 li";
  words.dispatchEvent(new Event("input"));
  return document.body.offsetHeight;
}"""
SORT = """() => {
  document.querySelectorAll("#list thead button")[1].click();
  return document.body.offsetHeight;
}"""
END = """() => {
  const region = document.querySelector(".submissions");
  region.scrollTo(0, region.scrollHeight);
  return document.body.offsetHeight;
}"""
FIRST = ("Ada", "Bob", "Chen", "Dilek", "Eva", "Femi", "Goran", "Hana", "Igor", "Jo", "Kim", "Li")
LAST = ("Lovelace", "Müller", "O'Neill", "Nguyen", "de la Cruz", "Sørensen", "Yılmaz", "Zhang")


def class_of(count: int) -> list[Grade]:
    """Make up the grades of a class: one in ten checks has failed, in one of forty a fault."""
    rubric, drawn = load_rubric(ROOT / "grading.yml", CHECKS), random.Random(1)
    passed = {check: CheckResult(check, "passed") for check in rubric.checks}
    wrong = {
        check: CheckResult(check, "failed", "wrong", cause=Cause.WRONG_ANSWER)
        for check in rubric.checks
    }
    grades = []
    for number in range(count):
        name = f"{drawn.choice(FIRST)} {drawn.choice(LAST)}"
        who = Person(name, (f"{4_000_000 + number}",), f"s{number}@university.example")
        weak = drawn.random() / 5
        results = [
            wrong[check] if drawn.random() < weak else passed[check] for check in rubric.checks
        ]
        if number % 40 == 0:
            results[-1] = replace(results[-1], status="fault", cause=None)
        grade = Grade(
            name=f"{name} ({4_000_000 + number})",
            title=rubric.title,
            results=tuple(results),
            seed=7,
            data="sample",
            isolation="bwrap",
            seconds=2 + drawn.random(),
            questions=rubric.questions,
        )
        grades.append(replace(grade, hand_in=HandIn((who,), "moodle", "homework.zip")))
    return grades


@dataclass(frozen=True)
class Shown:
    """What a browser needed for a page: seconds, of its process or by the clock, and bytes."""

    paint: float
    loaded: float
    work: float
    memory: float
    elements: float
    search: float
    sort: float
    end: float


class Renderer:
    """The processes of a browser that show pages."""

    def __init__(self) -> None:
        below = psutil.Process().children(recursive=True)
        self.processes = [one for one in below if "--type=renderer" in " ".join(one.cmdline())]

    def seconds(self) -> float:
        """Return how long they have worked."""
        return sum(sum(one.cpu_times()[:2]) for one in self.processes)

    def memory(self) -> int:
        """Return what they have for themselves, in bytes."""
        return sum(one.memory_full_info().uss for one in self.processes)

    def settle(self) -> None:
        """Wait until they have nothing to do."""
        before = -1.0
        while self.seconds() > before:
            before = self.seconds()
            time.sleep(STILL)


@contextmanager
def opened(page: Path) -> Iterator[tuple[Any, Renderer, float]]:
    """Open a page in a browser of its own; yield it, its processes, and how long these worked."""
    arguments = ["--no-sandbox", "--disable-gpu"]
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        tab = browser.new_page(viewport={"width": 1200, "height": 800})
        tab.goto("about:blank")
        renderer = Renderer()
        renderer.settle()
        begun = renderer.seconds()
        tab.goto(page.as_uri(), timeout=300_000)
        renderer.settle()
        yield tab, renderer, renderer.seconds() - begun
        browser.close()


def show(page: Path) -> Shown:
    """Open a page, search and sort its list, and scroll to its end."""
    with opened(page) as (tab, renderer, work):
        memory = renderer.memory()
        paint, loaded, elements = (tab.evaluate(one) for one in (FIRST_PAINT, LOADED, ELEMENTS))
        spent = []
        for action in (SEARCH, SORT, END):
            begun = renderer.seconds()
            tab.evaluate(action)
            renderer.settle()
            spent.append(renderer.seconds() - begun)
        return Shown(paint, loaded, work, memory, elements, *spent)


def main() -> None:
    parser = parser_of(__doc__ or "")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the pages there")
    options = parser.parse_args()
    rows = []
    for count in options.rows:
        grades = class_of(count)
        with tempfile.TemporaryDirectory(prefix="class-page-") as place:
            out = options.keep / str(count) if options.keep else Path(place)
            out.mkdir(parents=True, exist_ok=True)
            begun = time.process_time()
            page = write_class_page(out, grades)
            wrote, size = time.process_time() - begun, page.stat().st_size / 1e6
            every = [show(page) for _ in range(TIMES)]
        one = Shown(
            *(statistics.median(getattr(x, y) for x in every) for y in Shown.__match_args__)
        )
        what = f"{count:,} rows"
        rows += [
            Row(f"{what}: written", f"{wrote:.1f} s, {size:.2f} MB"),
            Row(f"{what}: opened", f"{one.work:.2f} s of the browser, {one.memory / 2**20:.0f} MB"),
            Row(
                f"{what}: by the clock", f"{one.paint:.2f} s to the first paint, {one.loaded:.2f} s"
            ),
            Row(f"{what}: elements", f"{one.elements:,.0f}"),
            Row(f"{what}: searched", f"{one.search:.2f} s of the browser"),
            Row(f"{what}: sorted", f"{one.sort:.2f} s of the browser"),
            Row(f"{what}: to the end", f"{one.end:.2f} s of the browser"),
        ]
    report(rows, options.json)


if __name__ == "__main__":
    main()
