"""`autograder new question` writes a question whole but for what only a person can write."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.quality.adapting.addition import OFFERED, NewQuestion, Signature, add_question
from autograder.quality.adapting.doctor import find_gaps
from autograder.quality.adapting.edits import AdaptError
from autograder.quality.adapting.evidence import without_evidence
from autograder.quality.adapting.tree import Tree
from support.new_question import fill_in
from support.tree import change, copy_tree

TO_WRITE = [
    "autograder/checks/hidden/test_q8.py",
    "autograder/checks/public/test_q8.py",
    "solution/README.md",
    "solution/digits/confusion_matrix.py",
    "tests/zoo/correct/q8_in_another_way.py",
    "tests/zoo/mistakes/q8_likely_mistake.py",
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return copy_tree(copy_tree(tmp_path), OFFERED)  # with what says which names checks use


def _question(question: str = "q8", text: str = "confusion_matrix(model) -> Tensor") -> NewQuestion:
    return NewQuestion(question, "Which for which?", (Signature.of(text),))


def test_six_files_are_left_to_be_written_and_doctor_names_each(tree: Path) -> None:
    addition = add_question(tree, _question())
    assert sorted(addition.to_write) == TO_WRITE
    release, *unwritten = map(str, find_gaps(tree))
    assert release.startswith("assignment/tests/kit/probing/questions.py: q8 is missing")
    assert all(": write me: `" in gap for gap in unwritten)
    assert {gap.partition(",")[0] for gap in unwritten} == {*TO_WRITE}


def test_once_they_are_written_nothing_is_left_but_the_release(tree: Path) -> None:
    add_question(tree, _question())
    assert fill_in(tree) == TO_WRITE
    (gap,) = map(str, find_gaps(tree))
    assert gap.endswith("Run `autograder release`.")


def test_the_written_question_gives_way(tree: Path) -> None:
    assert add_question(tree, _question()).notes == [
        "the written question was q8, and is q9 now",
        "solution/README.de.md: the part q8 is not translated yet",
    ]
    grading = (tree / "grading.yml").read_text("utf-8")
    assert (
        '\n  q8:\n    title: "Which for which?"\n    extra: true        # without this line its'
        " points count among the 100\n    public: {test_confusion_matrix: 2}\n    hidden:"
        " {test_confusion_matrix_on_other_data: 2}\n  q9:                  # read by people"
        in grading
    )


def test_a_question_with_two_functions_and_needs(tree: Path) -> None:
    functions = tuple(map(Signature.of, ("first(a: Dataset, b=1)", "second(c: list[Tensor])")))
    add_question(tree, NewQuestion("q9", "Two of them", functions, ("q1", "q5"), "pairs"))
    table = Tree(tree)
    assert table.questions["q9"] == ("first", "second")
    assert table.table["STANDINS"]["q9"] == ("q1", "q5")
    solution = (tree / "solution/digits/pairs.py").read_text("utf-8")
    assert solution.startswith(
        '"""q9: two of them."""\n\nfrom torch import Tensor\nfrom torch.utils.data import Dataset\n'
        "\n\ndef first(a: Dataset, b=1):\n"
    )
    assert "\n\n\ndef second(c: list[Tensor]):\n" in solution
    handout = (tree / "solution/README.md").read_text("utf-8")
    assert "\n<!-- write first second -->\n<!-- check q9 -->\n\n<!-- part handing_in -->" in handout


@pytest.mark.parametrize(
    ("question", "function", "error"),
    [
        ("q7", "new(model)", "there is a question q7 already; take another number."),
        ("8", "new(model)", "`8` is no number of a question: write it as q8."),
        ("q8", "train(model)", "a question asks for `train` already; take another name."),
        (
            "q8",
            "plots(model)",
            "there is a file solution/digits/plots.py already: take it away, or",
        ),
        ("q8", "plot_digits(a)", "solution/digits/plots.py defines `plot_digits` already; take an"),
        (
            "q8",
            "new model",
            "`new model` is no function: write it as `confusion_matrix(model, data",
        ),
        ("q8", "dataset(a)", "checks call `submission.dataset` for something else; take another"),
        ("q8", "class(model)", "`class(model)` is no function: write it as `confusion_matrix("),
        ("q8", "new(model: Foo)", "`Foo` cannot be imported for you: annotations and defaults"),
        ("q8", "new(*models: Foo)", "`Foo` cannot be imported for you: annotations and defaults"),
        ("q8", "new(cost=F.nll_loss)", "`F` cannot be imported for you: annotations and defaults"),
    ],
)
def test_what_cannot_be_written_is_refused(
    tree: Path, question: str, function: str, error: str
) -> None:
    before = sorted(tree.rglob("*"))
    with pytest.raises(AdaptError) as refused:
        add_question(tree, _question(question, function))
    assert str(refused.value).startswith(error)
    assert sorted(tree.rglob("*")) == before


def _new(**changes: Any) -> NewQuestion:
    return replace(_question(), **changes)


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (_new(title=" "), "a title is one line of words, without quotation marks and backslashes."),
        (_new(title='The "x"'), "a title is one line of words, without quotation marks and back"),
        (_new(title="One\ntwo"), "a title is one line of words, without quotation marks and back"),
        (_new(file="../matrix"), "`../matrix` is no name of a module: write --file as confusion."),
        (_new(needs=("q8",)), "there is no question q8 to be needed; there are q1, q2, q3, q4, q5"),
        (_new(functions=2 * (Signature.of("new(a)"),)), "`new` is asked for twice; name each"),
    ],
)
def test_titles_files_needs_and_functions_that_cannot_be_are_refused(
    tree: Path, new: NewQuestion, error: str
) -> None:
    with pytest.raises(AdaptError) as refused:
        add_question(tree, new)
    assert str(refused.value).startswith(error)


def test_what_is_left_of_another_question_is_not_overwritten(tree: Path) -> None:
    left = tree / "tests/zoo/mistakes/q8_likely_mistake.py"
    left.write_text("mine")
    with pytest.raises(
        AdaptError, match=r"a file tests/zoo/mistakes/q8_likely_mistake\.py already"
    ):
        add_question(tree, _question())
    assert left.read_text() == "mine"
    left.unlink()
    entry = "  q9:\n    title: Mine\n    public: {test_it: 2}\n"
    change(tree, "grading.yml", "\nlimits:", f"{entry}\nlimits:")
    with pytest.raises(AdaptError, match=r"^grading\.yml, line \d+: there is an entry q9; take it"):
        add_question(tree, _question("q9"))


def test_what_a_default_names_is_imported(tree: Path) -> None:
    add_question(tree, _question(text="confusion_matrix(model=nn.Identity())"))
    solution = (tree / "solution/digits/confusion_matrix.py").read_text("utf-8")
    assert "\nfrom torch import nn\n" in solution


def test_what_the_points_of_the_new_checks_rest_on_is_entered_and_goes_with_them(
    tree: Path,
) -> None:
    page = copy_tree(tree, ("docs/security.md",)) / "docs" / "security.md"
    before = page.read_text("utf-8")
    assert add_question(tree, _question()).notes[-1] == (
        "docs/security.md: the points of q8 stand there as a challenge; mend that if its checks"
        " rest on something else"
    )
    (old,) = re.findall(r"^\| all \| (\d+) \| (\d+) \| (\d+) \|$", before, re.MULTILINE)
    artifact, challenge, claim = map(int, old)
    text = page.read_text("utf-8")
    assert f"\n| q8 |  | 4 |  |\n| all | {artifact} | {challenge + 4} | {claim} |\n" in text
    told = "2 | challenge | the answer to a call whose data the grader chose |\n"
    assert (
        f"| q8 | `test_confusion_matrix` | {told}"
        f"| q8 | `test_confusion_matrix_on_other_data` | {told}\n<!-- end table -->" in text
    )
    assert without_evidence(text, "q8") == before
