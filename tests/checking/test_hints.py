"""Hints come from one catalogue: every id has a line, every line a check, and no text is code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import torch

from autograder.checking.hints.catalogue import ENGLISH, Hint, shown
from autograder.checking.hints.graded import GRADED
from autograder.checking.run_check import run_check
from autograder.probing.hints.catalogue import ENGLISH as OF_FAILURES
from autograder.probing.student_error import Cause, StudentError
from autograder.release.handout import for_data, package_text
from support import CHECKS, ROOT, SOLUTION

FAILURES = {"BenchError", "GraphError", "GuestKilled", "StudentError", "TraceError", "within"}
PARTS = ("checking", "grading", "inside", "network", "otter", "probing", "sandbox")
CONCEPTS = sorted(ENGLISH.concepts)


def asserted(path: Path) -> Iterator[ast.expr]:
    """The messages of all assertions of a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Assert):
            assert node.msg is not None, f"{path.name}:{node.lineno} says nothing"
            yield node.msg


def words_in(path: Path) -> set[str]:
    """All strings of a file that could be ids of hints."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    texts = {one.value for one in nodes if isinstance(one, ast.Constant)}
    return {
        one for one in texts if isinstance(one, str) and re.fullmatch(r"(q\d|all)\.[\w-]+", one)
    }


def files(group: str) -> list[Path]:
    found = sorted((CHECKS / group).glob("test_q*.py"))
    assert len(found) == 7
    return found


def test_a_message_becomes_a_line_with_its_fields_a_place_to_look_and_an_example() -> None:
    example = {
        "given": {"labels": torch.tensor([3, 1]), "samples": 2},
        "expected": {"cost": 1.8122, "bias": torch.tensor([0.5])},
        "got": {"cost": torch.tensor(3.62434), "bias": [1 / 3]},
    }
    message = {"hint": "q3.known-cost", "because": "q3.sum", "likely": 0.6, "others": 0.04444}
    hint = ENGLISH.hint(message | {"expected": 1.8122, "found": 3.6243, "example": example})
    assert hint.line == (
        "The right classes had the probabilities 0.6 and 0.04444, so the cost is 1.8122; yours is"
        " 3.6243. It is the sum over the batch; expected the mean."
    )
    assert hint.look.startswith("A batch holds N samples")
    assert hint.look.endswith("(Handout: “q3: what a prediction costs”.)")
    assert hint.example.split("\n") == [
        "labels = [3, 1]",
        "samples = 2",
        "      expected  got",
        "cost  1.812     3.624",
        "bias  [0.5]     [0.3333]",
    ]


def test_a_message_that_is_a_string_is_a_hint_of_one_level() -> None:
    assert ENGLISH.hint("Look again.") == Hint("Look again.")


def test_what_is_shown_of_a_value_is_short() -> None:
    assert shown(torch.arange(12)) == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …]"
    assert shown((1e-9, True, "text")) == "[1e-09, True, text]"


def test_a_check_that_fails_gives_all_levels_to_whoever_runs_it() -> None:
    def check(submission: int) -> None:
        expected = {"given": {}, "expected": {"n": 5}, "got": {"n": submission}}
        raise AssertionError({"hint": "q4.how-averaged", "example": expected})

    with pytest.raises(StudentError) as caught:
        run_check(check, {"submission": 3}.__getitem__)
    assert caught.value.hint == ENGLISH.lines["q4.how-averaged"][0]
    assert caught.value.look.startswith("The cost of an epoch is the mean")
    assert caught.value.example.split("\n")[-1].split() == ["n", "5", "3"]


def test_every_id_has_a_line_and_every_line_a_check() -> None:
    checking = ROOT / "autograder" / "checking"
    reasons = (
        "outputs",
        "watched_network",
        "watched_submission",
        "weight_changes",
        "measured_batches",
        "submission",
        "answers",
        "epoch_reasons",
        "evaluation_reasons",
    )
    own = [checking / f"{name}.py" for name in reasons]
    public = set[str]().union(*map(words_in, [*files("public"), *own]))
    hidden = set[str]().union(*map(words_in, [*files("hidden"), checking / "experiments.py"]))
    of_failures = set(OF_FAILURES.lines)
    assert public == set(ENGLISH.lines) - of_failures
    assert hidden <= set(GRADED.lines)
    assert set(GRADED.lines) == public | hidden | of_failures


def code() -> Iterator[tuple[str, ast.Module]]:
    """What may say something to a student, beside the words themselves."""
    paths = [path for part in PARTS for path in (ROOT / "autograder" / part).rglob("*.py")]
    for path in [*paths, *CHECKS.rglob("test_q*.py"), *(SOLUTION / "tests").rglob("*.py")]:
        if path.parent.name not in ("en", "de"):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def messages(tree: ast.AST) -> Iterator[dict[str, ast.expr]]:
    """The messages that stand in a text, as their ids and fields."""
    for node in ast.walk(tree):
        fields: dict[str, ast.expr] = {}
        if isinstance(node, ast.Dict):
            keys = zip(node.keys, node.values, strict=True)
            fields = {str(ast.literal_eval(k)): v for k, v in keys if isinstance(k, ast.Constant)}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".within", "dict")):
            fields = {one.arg: one.value for one in node.keywords if one.arg}
            fields |= {"hint": node.args[0]} if node.args else {}
        if "hint" in fields:
            yield fields


def test_every_line_of_a_failure_is_used() -> None:
    used = set[object]()
    for _, tree in code():
        used |= {one.value for one in ast.walk(tree) if isinstance(one, ast.Constant)}
    assert set(OF_FAILURES.lines) <= used


def test_every_message_has_a_line_with_its_fields() -> None:
    for place, tree in code():
        for fields in messages(tree):
            id = fields["hint"]
            if isinstance(id, ast.Constant):
                assert id.value in GRADED.lines, (place, id.value)


def is_text(node: ast.expr) -> bool:
    """Whether an expression is a text in English, or makes one."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and " " in node.value.strip()
    if isinstance(node, ast.JoinedStr):
        constants = [one.value for one in node.values if isinstance(one, ast.Constant)]
        return bool(re.search(r"[a-z]{2,}", " ".join(map(str, constants))))
    if isinstance(node, ast.BinOp):
        return is_text(node.left) or is_text(node.right)
    return isinstance(node, ast.IfExp) and (is_text(node.body) or is_text(node.orelse))


def test_no_student_reads_a_sentence_that_is_not_in_the_catalogue() -> None:
    found = []
    for place, tree in code():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func).rpartition(".")[2]
                bare = name in FAILURES - {"within", "BenchError"} and node.args[:1]
                if bare and isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp):
                    found.append((place, node.lineno))
            if isinstance(node, ast.FunctionDef) and "trouble" in node.name:
                returned = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
                found += [(place, one.lineno) for one in returned if one and is_text(one)]
        for fields in messages(tree):
            found += [(place, one.lineno) for one in fields.values() if is_text(one)]
    assert found == []


def test_a_message_in_a_field_is_given_in_its_words_and_its_concept_without_its_full_stop() -> None:
    reason = {"hint": "graph.does-not-run", "operator": "add", "error": "no"}
    hint = ENGLISH.hint({"hint": "network.refused", "network": "MLP", "reason": reason})
    assert hint.line == "MLP: the operator add does not run: no."
    assert hint.look.startswith("A check does not run your network itself")
    changed = [
        {"hint": "all.default", "key": key, "found": "1", "expected": "2"} for key in ("a", "b")
    ]
    assert ENGLISH.words({"hint": "all.defaults", "name": "train", "changed": changed}) == (
        "The defaults of train have changed: a=1, not 2; b=1, not 2. Others call it without these"
        " arguments."
    )


def test_a_failure_tells_another_with_the_details_and_the_cause_of_the_first() -> None:
    first = StudentError({"hint": "missing.file", "file": "a.py"}, "line 3", Cause.MISSING, "q2")
    whole = first.within("missing.for-a-reason", missing=first.message, reason="it is not there")
    assert str(whole) == "a.py is missing. What went wrong there: it is not there."
    assert (whole.details, whole.cause, whole.question) == ("line 3", Cause.MISSING, "q2")


HOSTILE = [
    None,
    3,
    {},
    {"hint": "no.such"},
    {"hint": ["code.exit"]},
    {"hint": "code.exit"},  # without its field
    {"hint": "code.exit", "doing": {"hint": "no.such"}},
    {"hint": "code.exit", "doing": torch.zeros(2)},
    {"hint": "code.exit", "doing": [[[]]]},
    {"hint": "code.exit", "because": "q4.idle", "doing": "x"},  # no guest knows what checks say
    {"hint": "code.time", "seconds": "a text", "doing": "x", "where": ""},
    {"hint": "code.time", "seconds": 10**400, "doing": "x", "where": ""},  # no float holds it
    {"hint": "code.exit", "doing": "x", "example": {"given": 1}},
    {"hint": "where.in", "place": {"hint": "where.in", "place": {"hint": "where.in", "place": {
        "hint": "where.in", "place": {"hint": "where.in", "place": {"hint": "doing.checking"}}}}}},
]  # fmt: skip


@pytest.mark.parametrize("message", HOSTILE)
def test_a_message_from_anybody_is_taken_only_if_words_can_be_made_of_it(message: object) -> None:
    assert not OF_FAILURES.has(message)


@pytest.mark.parametrize(
    "message",
    ["a text", {"hint": "code.exit", "doing": {"hint": "doing.checking"}, "because": None}],
)
def test_a_message_that_words_can_be_made_of_is_taken(message: object) -> None:
    assert OF_FAILURES.has(message)


def test_students_do_not_get_the_lines_of_hidden_checks() -> None:
    kit = ROOT / "assignment" / "tests" / "kit" / "checking" / "hints"
    texts = " ".join(path.read_text("utf-8") for path in kit.rglob("*.py"))
    hidden = set(GRADED.lines) - set(ENGLISH.lines)
    assert hidden
    assert [one for one in hidden if f'"{one}"' in texts] == []
    assert not (kit / "en" / "hidden.py").exists()


CONSTANTS = {  # fields that every line has: what the images are
    *("CHANCE", "CHANNELS", "CHANNELS_IN_WORDS", "CLASSES", "COLUMNS", "IMAGE_SHAPE", "LAST_SIZE"),
    *("NUM_CLASSES", "NUM_PIXELS", "POOLED", "ROWS"),
}


@pytest.mark.parametrize("path", [*files("public"), *files("hidden")], ids=lambda p: p.parts[-2:])
def test_a_message_gives_the_fields_that_its_line_wants(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) != "dict":
            continue
        given = {one.arg: one.value for one in node.keywords if one.arg}
        open_ended = any(one.arg is None for one in node.keywords)
        for key in ("hint", "because"):
            id = given.get(key)
            if isinstance(id, ast.Constant):
                line = GRADED.lines[str(id.value)][0]
                wanted = {re.split(r"[.\[]", field)[0] for _, field, _, _ in Formatter().parse(line)
                          if field}  # fmt: skip
                wanted -= CONSTANTS
                if key == "because" and "hint" not in given:  # the rest stands elsewhere
                    continue
                assert open_ended or wanted <= set(given), (path.name, id.value, wanted)


def test_hidden_checks_show_no_example_of_their_data() -> None:
    for path in files("hidden"):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        named = {one.arg for one in nodes if isinstance(one, ast.keyword)}
        assert "example" not in named, path.name


@pytest.mark.parametrize("name", CONCEPTS)
def test_no_word_is_broken_at_the_end_of_a_line(name: str) -> None:
    assert re.findall(r"\w+- \w+", " ".join(ENGLISH.concepts[name][0].split())) == []


@pytest.mark.parametrize("name", CONCEPTS)
def test_where_to_look_is_60_to_160_words_and_points_into_the_handout(name: str) -> None:
    text, heading = ENGLISH.concepts[name]
    assert 60 <= len(text.split()) <= 160, len(text.split())
    handout = for_data((SOLUTION / "README.md").read_text("utf-8"), "README.md", digits=True)
    assert f"\n## {heading}\n" in package_text(handout, "README.md")


def test_every_concept_is_used() -> None:
    assert {concept for _, concept in GRADED.lines.values()} - {""} == set(CONCEPTS)


def code_lines() -> set[str]:
    """The lines of the reference that students write, without the shortest."""
    lines = set[str]()
    for path in (SOLUTION / "digits").glob("*.py"):
        inside = False
        for line in path.read_text("utf-8").split("\n"):
            inside = (inside or "BEGIN SOLUTION" in line) and "END SOLUTION" not in line
            if inside and len(line.strip()) > 12 and not line.strip().startswith("#"):
                lines.add(line.strip())
    return lines


def test_no_text_gives_the_code_away() -> None:
    texts = [line for line, _ in GRADED.lines.values()]
    texts += [text for text, _ in ENGLISH.concepts.values()]
    lines = code_lines()
    assert len(lines) > 50
    for text in texts:
        flat = " ".join(text.split())
        assert [one for one in lines if one in flat] == []
        assert not re.search(r"\w\.(?:argmax|backward|detach|eval|item|step|train)\(", flat)
        assert not re.search(r"zero_grad\(|no_grad\(|nll_loss\(|log_softmax\(", flat)


@pytest.mark.parametrize("path", [*files("public"), *files("hidden")], ids=lambda p: p.parts[-2:])
def test_a_pytest_that_rewrites_assertions_leaves_the_checks_alone(path: Path) -> None:
    """Such a one makes a text of the message, with what was compared."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    assert "PYTEST_DONT_REWRITE" in docstring


@pytest.mark.parametrize("path", sorted(ROOT.glob("autograder/*/hints/*/*.py")), ids=str)
def test_no_hint_speaks_of_digits_for_the_data_may_be_others(path: Path) -> None:
    of_digits = r"\b[Dd]igits?\b|Ziffer|MNIST|\b0 (to|bis) 9\b|\b(784|28)\b|Tinte|\bink\b"
    code = r"digits[/._]|_digits|datasets\.MNIST|`(root/)?MNIST(/raw)?`|python -m digits"
    nodes = [one for one in ast.walk(ast.parse(path.read_text("utf-8")))]
    texts = [one.value for one in nodes if isinstance(one, ast.Constant)]
    sentences = [one for one in texts if isinstance(one, str) and " " in one]
    assert [one for one in sentences if re.search(of_digits, re.sub(code, "", one))] == []
