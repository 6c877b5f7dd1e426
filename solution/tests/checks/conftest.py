"""Runs the checks on your code in `digits/`, and says what came of it.

Nothing here needs to be changed, or even read. The checks are in `checks/`.
"""

import ast
import importlib.util
import json
import re
import textwrap
import traceback
from collections import Counter
from pathlib import Path

import pytest
from kit.checking.hints.catalogue import WORDS
from kit.probing.questions import QUESTIONS
from kit.probing.student_error import (
    CHECKING,
    Cause,
    StudentError,
    explain,
    interrupted_at,
    own_traceback,
)
from kit.probing.time_limit import limited
from kit.probing.untouched import message_for, untouched

TESTS = Path(__file__).resolve().parents[1]
FOLDER = TESTS.parent  # the one with `digits/`
WIDTH = 100  # characters of a line
INTERRUPTED = pytest.StashKey()  # the check that Ctrl-C has ended, and where it was
LIMIT = pytest.StashKey()  # the time limit of the check that is running
SELECTED = pytest.StashKey()  # how many checks are to be run, by question
UNTOUCHED = pytest.StashKey()  # what the stubs say, of questions of which nothing is written


@pytest.fixture(scope="session")
def submission():
    """Your functions, as the checks see them."""
    # PyTorch takes seconds to import, so not before it is needed.
    from kit.checking.check_data import PUBLIC_SEED
    from kit.checking.watched_submission import WatchedSubmission
    from kit.probing.loader import StudentCode
    from kit.probing.watching import WatchingProbes

    code = StudentCode(FOLDER)
    probes = WatchingProbes(code.find)

    def call(probe, arguments):
        try:
            return probes.run(probe, arguments, PUBLIC_SEED)
        except (StudentError, KeyboardInterrupt):
            raise
        except BaseException as error:  # whatever your code raises, even an exit
            raise explain(code.cause(error), FOLDER, WatchingProbes.DOING[probe]) from error

    return WatchedSubmission(call)


@pytest.fixture(scope="session")
def digits():
    """The digits that the checks work on."""
    from kit.checking.check_data import PUBLIC_SEED, make_check_data
    from kit.datasets.embedded import load_sample

    return make_check_data(load_sample(TESTS / "digits8x8.npz"), PUBLIC_SEED)


@pytest.fixture
def generator():
    """PyTorch's generator, for what a check draws itself: the same numbers every time."""
    import torch
    from kit.checking.check_data import PUBLIC_SEED

    return torch.Generator().manual_seed(PUBLIC_SEED)


def pytest_addoption(parser):
    parser.addoption(
        "--explain",
        action="store_true",
        help="say more about each failed check: where to look, and the smallest example",
    )
    parser.addoption(
        "--first",
        action="store_true",
        help="tell of the first failed check at once, not at the end",
    )
    parser.addini("check_seconds", "Seconds that a check may take; 0 is no limit", default="0")


def pytest_configure(config):
    for question, names in QUESTIONS.items():
        config.addinivalue_line("markers", f"{question}: {', '.join(names)}")
    config.stash[INTERRUPTED] = []
    config.stash[SELECTED] = Counter()
    # With --pdb the stubs are called, so that the debugger stops in them.
    config.stash[UNTOUCHED] = {} if config.getoption("usepdb") else untouched(FOLDER)
    if config.getoption("first"):
        config.pluginmanager.register(TellsFirst(config), "first")
    missing = [name for name in ("torch", "torchvision") if not importlib.util.find_spec(name)]
    if missing:
        raise pytest.UsageError(
            f"this Python has no {' and no '.join(missing)}: activate the environment of this"
            " assignment, or run `pip install -r requirements.txt`."
        )


def pytest_pycollect_makemodule(module_path, parent):
    """Do not import the checks of a question of which nothing is written: they import PyTorch."""
    match = re.fullmatch(r"test_(q[0-9]+)\.py", module_path.name)
    stubs = parent.config.stash[UNTOUCHED].get(match and match[1])
    if stubs:
        return UnwrittenQuestion.from_parent(parent, path=module_path, stubs=stubs)
    return None


class UnwrittenQuestion(pytest.File):
    """The checks of a question of which nothing is written."""

    def __init__(self, *, stubs, **options):
        super().__init__(**options)
        self.stubs = stubs

    def collect(self):
        """Yield a check for each function that is one."""
        for node in ast.parse(self.path.read_bytes()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                title = (ast.get_docstring(node) or node.name).split("\n")[0]
                yield UnwrittenCheck.from_parent(self, name=node.name, title=title)


class UnwrittenCheck(pytest.Item):
    """A check that says what is to be written first."""

    def __init__(self, *, title, **options):
        super().__init__(**options)
        self.title = title

    def runtest(self):
        """Fail as the check would when it calls the stub."""
        message = message_for(self.title, self.parent.stubs)
        hint = {"hint": "code.unwritten", "stub": message}
        raise StudentError(hint, cause=Cause.UNWRITTEN, question=_question(self))


def pytest_collection_finish(session):
    """Count the checks of each question that are to be run."""
    session.config.stash[SELECTED] = Counter(map(_question, session.items))


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """End a check that takes too long; note where it was when it was interrupted."""
    config = pyfuncitem.config
    try:
        with limited(float(config.getini("check_seconds"))) as config.stash[LIMIT]:
            return (yield)
    except StudentError as error:
        own = error.__cause__ and own_traceback(error.__cause__, FOLDER)
        if own and config.getoption("usepdb"):  # lets the debugger begin in your code
            error.__traceback__ = own
        raise
    except KeyboardInterrupt as error:
        where = interrupted_at(error, FOLDER)
        config.stash[INTERRUPTED] = [(pyfuncitem, where and f", {where}")]
        raise


def pytest_enter_pdb(config):
    """Lift the time limit while you are in the debugger."""
    if LIMIT in config.stash:
        config.stash[LIMIT].lifted = True


def pytest_itemcollected(item):
    """Mark every check with its question, so that `pytest -m q2` finds it."""
    if question := _question(item):
        item.add_marker(question)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item, call):
    """Make a check's report, with what the summary tells about it."""
    error = call.excinfo and call.excinfo.value
    shown = item.config.getoption("tbstyle") != "no" or isinstance(error, pytest.skip.Exception)
    if error is None or shown:
        report = pytest.TestReport.from_item_and_call(item, call)
    else:  # pytest would take a tenth of a second for a traceback that nobody sees
        words, times = dict.fromkeys(item.keywords, 1), (call.duration, call.start, call.stop)
        what = item.nodeid, item.location, words, "failed", str(error), call.when, ()
        report = pytest.TestReport(*what, *times)
    report.question = _question(item)
    report.title = _title(item)
    described = ("", "", "", "", "")
    if report.failed:
        described = _describe(error, getattr(item, "funcargs", {}).get("submission"))
    report.hint, report.details, report.unwritten, report.look, report.example = described
    return report


class TellsFirst:
    """Tells of the first check of what is written that fails, while the others still run."""

    def __init__(self, config):
        self.config = config
        self.report = None

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report):
        """Say what failed and why, below pytest's own dots."""
        if report.failed and self.report is None and not report.unwritten:
            self.report = report
            terminal = self.config.pluginmanager.getplugin("terminalreporter")
            terminal.write_line("")
            _write_failures(terminal, [report], set())


def pytest_terminal_summary(terminalreporter, config):
    """Say what failed and why, how many checks of each question passed, and what is not checked."""
    stats, write_line = terminalreporter.stats, terminalreporter.write_line
    failed = [*stats.get("failed", []), *stats.get("error", [])]
    checks = [report for report in failed if hasattr(report, "question")]
    terminalreporter.ensure_newline()
    for report in failed:
        if report not in checks:  # a file with checks that cannot be imported
            last_line = report.longreprtext.strip().split("\n")[-1]
            write_line(_say("home.cannot-be-run", file=report.nodeid, why=last_line))
    explained = config.getoption("explain") or config.getoption("verbose") > -1
    shown = set()  # the tracebacks and explanations that stand there already
    for same in _by_hint(checks):
        _write_failures(terminalreporter, same, shown)
        for report in same if explained else ():
            more = report.look, report.example
            if more not in shown:
                shown.add(more)
                _write_more(write_line, *more)

    for item, where in config.stash[INTERRUPTED]:
        terminalreporter.write(f"{_question(item) or '-'}  ", bold=True)
        write_line(f"{_title(item)} — {_say('home.interrupted', where=where)}")

    passed = Counter(report.question for report in stats.get("passed", []))
    total = config.stash[SELECTED]
    write_line("")
    for question in filter(total.get, QUESTIONS):
        colour = "green" if passed[question] == total[question] else "red"
        counts = {"passed": passed[question], "total": total[question]}
        write_line(_say("home.passed", question=question, **counts), **{colour: True})
    if not explained and any(report.look for report in checks):
        write_line("\n" + _say("home.explain"))
    _write_what_is_not_checked(write_line, total)


def _by_hint(reports):
    """Return the reports in lists, one a hint: many checks may fail for one reason."""
    lists = {}
    for report in reports:
        lists.setdefault((report.question, report.hint), []).append(report)
    return lists.values()


def _write_failures(terminal, reports, shown):
    """Say what checks examine that fail with the same hint, why, and in which lines of yours.

    A traceback is written once, whatever the message at its end: its place is added to `shown`.
    """
    for report in reports:
        elsewhere = report.unwritten not in ("", report.question)
        hint = _say("home.needs", what=report.hint) if elsewhere else report.hint
        terminal.write(f"{report.question or '-'}  ", bold=True)
        terminal.write_line(f"{report.title} — {hint}" if report.unwritten else report.title)
    if not report.unwritten:
        terminal.write_line(textwrap.indent(report.hint, " " * 4))
        place = report.details.rpartition("\n")[0] or report.details
        if place and place not in shown:
            terminal.write_line(textwrap.indent(report.details, " " * 8))
        shown.add(place)


def _write_more(write_line, look, example):
    """Say where to look, and show the smallest example, as far as there are any."""
    for paragraph in filter(None, [textwrap.fill(look, WIDTH - 8), example]):
        write_line("\n" + textwrap.indent(paragraph, " " * 8))
    if look or example:
        write_line("")


def _write_what_is_not_checked(write_line, questions):
    """Say what of these questions the grader looks at besides."""
    only_graded = json.loads((TESTS / "only_graded.json").read_text("utf-8"))
    wanted = [question for question in only_graded if questions[question]]
    if wanted:
        write_line("\n" + _say("home.graded"))
    for question in wanted:
        text = " ".join(only_graded[question])
        write_line(textwrap.fill(f"{question}: {text}", WIDTH, subsequent_indent=" " * 4))


def _say(hint, **fields):
    """Return a sentence of the catalogue."""
    return WORDS.words({"hint": hint, **fields})


def _title(item):
    """Return the first line of a check's docstring, or else its name."""
    if isinstance(item, UnwrittenCheck):
        return item.title
    docstring = getattr(getattr(item, "function", None), "__doc__", None)
    return docstring.strip().split("\n")[0] if docstring else item.name


def _question(item):
    """Return the question that an item checks, by the name of its file; "" for other files."""
    found = re.fullmatch(r"test_(q[0-9]+)\.py", item.path.name)
    return found[1] if found else ""


def _describe(error, submission):
    """Return a hint at what went wrong, the traceback in your own files, the question whose stub is
    in the way, if one is, where to look, and the smallest example."""
    if isinstance(error, AssertionError):
        broken = traceback.extract_tb(error.__traceback__)[-1]
        message = error.args[0] if error.args else f"`{broken.line}` does not hold"
        details = question = ""
    else:
        failure = explain(error, FOLDER, CHECKING)
        message, details, question = failure.message, failure.details, failure.question
    hint = WORDS.hint(submission.illustrated(message) if submission else message)
    return hint.line, "" if details in hint.line else details, question, hint.look, hint.example
