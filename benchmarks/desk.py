"""Measures the desk in a browser: how long it takes to open, and to show the next answer.

    python benchmarks/desk.py GRADED [COUNT]

GRADED is a folder with the results of one submission, as `autograder grade solution --out GRADED`
writes them. COUNT copies of it, by default 400, are on the desk, each with pictures, and with a
line of its own in every file that students write, so that no two share one. Needs playwright and
Chromium.
"""

import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from autograder.project import CHECKS, ROOT
from autograder.report.desk import write_desk
from autograder.report.similarity import GIVEN
from autograder.results.reading import Reading, read_reading, write_reading
from autograder.rubric.rubric import load_rubric

STEPS = 100
NEXT = """steps => {
  const times = [];
  const press = (key) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true }));
  for (let step = 0; step < steps; step += 1) {
    const begun = performance.now();
    press({ key: "1", code: "Digit1" });
    press({ key: "Enter" });
    document.body.offsetHeight;  // the browser lays the page out
    times.push(performance.now() - begun);
  }
  return times;
}"""


def main(graded: Path, count: int) -> None:
    document = json.loads((graded / "solution.json").read_text("utf-8"))
    reading = read_reading(graded, "solution")
    assert reading is not None
    files = [(file, one) for file, one in reading.code.items() if "/" in file]  # as handed in
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        (out / ".pictures").mkdir()
        for number in range(count):
            name = f"student-{number:04}"
            document["extra_data"]["submission"] = name
            (out / f"{name}.json").write_text(json.dumps(document), "utf-8")
            shutil.copy(graded / ".pictures" / "solution.json", out / ".pictures" / f"{name}.json")
            code = {file: one if file in GIVEN else f"# {number}\n{one}" for file, one in files}
            write_reading(out, name, Reading(reading.answer, code))
        begun = time.perf_counter()
        desk = write_desk(out, load_rubric(ROOT / "grading.yml", CHECKS))
        written = time.perf_counter() - begun
        megabytes = desk.path.stat().st_size / 1e6
        print(f"{desk.count} answers: written in {written:.1f} s, {megabytes:.1f} MB")
        with sync_playwright() as started:
            browser = started.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            begun = time.perf_counter()
            page.goto(desk.path.as_uri())
            page.wait_for_function("document.getElementById('progress').textContent !== ''")
            print(f"opened in {time.perf_counter() - begun:.2f} s")
            times = sorted(page.evaluate(NEXT, min(STEPS, count)))
            print(page.locator("#progress").inner_text())
            median, most = statistics.median(times), times[int(0.95 * len(times))]
            print(f"an answer marked and the next one shown: median {median:.1f} ms,", end=" ")
            print(f"95 % within {most:.1f} ms, longest {times[-1]:.1f} ms")
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 400)
