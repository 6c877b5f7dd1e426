"""The rubric: what `grading.yml` may say, and what is said when it is wrong."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from autograder.rubric import provisional
from autograder.rubric.rubric import Check, Rubric, RubricError, load_rubric
from support import ROOT

GOOD = """\
title: Digits
visibility: {public: visible, hidden: after_published}
questions:
  q1:
    title: Load
    public: {test_items: 3, test_sizes: {points: 2.5, visibility: after_due_date}}
    hidden: {test_alignment: 4.5}
  q2:
    title: Network
    public:
      test_shape: 90
  q7:
    title: Experiments
    extra: true
    hidden: {test_rows: 5}
limits:
  wall_seconds: 120
  cpu_seconds: 240
  memory_mb: 1500
  processes: 64
  open_files: 256
  file_mb: 200
  output_kb: 64
exams:
  sample: &exam
    measured: "2026-11-21, autograder calibrate"
    training_images: 1437
    hidden_images: 360
    q2: &training {epochs: 6, batch_size: 32, learning_rate: 1e-3, threshold: 0.80}
    q4: *training
    q6: *training
  mnist:
    <<: *exam
    hidden_images: 10000
"""
CHECKS = {
    "public/test_q1.py": 'def test_items(submission):\n    """Items are pairs.\n\n    More."""\n'
    "def test_sizes(submission): pass\ndef helper(): pass\n",
    "hidden/test_q1.py": "import torch\n\n\ndef test_alignment(submission): pass\n",
    "public/test_q2.py": "def test_shape(submission): pass\n",
    "hidden/test_q7.py": "def test_rows(submission): pass\n",
}


def load(folder: Path, text: str | bytes = GOOD, checks: dict[str, str] | None = None) -> Rubric:
    """Write `text` and the check files, and load them."""
    for name, source in (CHECKS if checks is None else checks).items():
        file = folder / "checks" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source)
    path = folder / "grading.yml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_rubric(path, folder / "checks")


def errors(folder: Path, text: str | bytes, checks: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(RubricError) as caught:
        load(folder, text, checks)
    return str(caught.value).split("\n")


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_good_file_gives_questions_and_checks_in_its_order(tmp_path: Path) -> None:
    rubric = load(tmp_path)
    assert rubric.title == "Digits"
    assert [question.id for question in rubric.questions] == ["q1", "q2", "q7"]
    assert rubric.questions[0].checks == (
        Check("q1", "test_items", "Items are pairs.", "public", 3, "visible", "1.1"),
        Check("q1", "test_sizes", "test_sizes", "public", 2.5, "after_due_date", "1.2"),
        Check("q1", "test_alignment", "test_alignment", "hidden", 4.5, "after_published", "1.3"),
    )


def test_extra_credit_is_not_part_of_the_hundred_points(tmp_path: Path) -> None:
    rubric = load(tmp_path)
    assert rubric.points == 100
    assert [check.extra for question in rubric.questions for check in question.checks][-1]
    assert rubric.questions[-1].points == 5


def test_a_question_that_the_assignment_does_not_have_is_an_error(tmp_path: Path) -> None:
    text = GOOD.replace("  q7:", "  q8:")
    checks = {name.replace("q7", "q8"): source for name, source in CHECKS.items()}
    line = line_of(text, "  q8:")
    assert errors(tmp_path, text, checks) == [
        f"grading.yml, line {line}: the assignment has no question q8."
    ]


def test_one_question_can_be_taken_alone(tmp_path: Path) -> None:
    rubric = load(tmp_path)
    alone = rubric.only("q1")
    assert alone.questions == rubric.questions[:1]
    assert (alone.title, alone.limits, alone.exams) == (rubric.title, rubric.limits, rubric.exams)
    with pytest.raises(RubricError, match=r"^there is no question q3; there are q1, q2, q7\.$"):
        rubric.only("q3")


def test_limits_and_exams_are_read(tmp_path: Path) -> None:
    rubric = load(tmp_path)
    assert rubric.limits.memory_mb == 1500
    assert rubric.exams["sample"].budgets["q6"].learning_rate == 0.001
    assert rubric.exams["mnist"].training_images == 1437


def test_the_dataset_to_grade_with_is_named_or_the_embedded_digits(tmp_path: Path) -> None:
    assert load(tmp_path).data == "sample"
    assert load(tmp_path, f"data: kmnist\n{GOOD}").data == "kmnist"
    assert errors(tmp_path, f"data: ''\n{GOOD}") == [
        "grading.yml, line 1: `data` must not be empty."
    ]


def test_a_dataset_without_an_exam_gets_a_lenient_one(tmp_path: Path) -> None:
    rubric = load_rubric(ROOT / "grading.yml", ROOT / "autograder" / "checks")
    assert rubric.exam_for("sample", 7, 7) == rubric.exams["sample"]
    large = rubric.exam_for("fashion-mnist", 60_000, 10_000)
    assert (large.training_images, large.hidden_images) == (20_000, 5_000)
    assert (large.budgets["q2"].epochs, large.budgets["q2"].threshold) == (4, 0.59)
    small = rubric.exam_for("pictures", 479, 120)
    assert (small.training_images, small.hidden_images) == (479, 120)
    assert (small.budgets["q2"].epochs, small.budgets["q2"].threshold) == (48, 0.55)
    assert (small.budgets["q4"].epochs, small.budgets["q4"].threshold) == (12, 0.59)
    assert rubric.exam_for("few", 30, 10).budgets["q6"].epochs == 100


def test_a_network_of_dense_layers_learns_large_images_by_smaller_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rubric = load_rubric(ROOT / "grading.yml", ROOT / "autograder" / "checks")
    monkeypatch.setattr(provisional, "NUM_PIXELS", 3 * 32 * 32)
    budgets = rubric.exam_for("pictures", 479, 120).budgets
    rates = [budgets[question].learning_rate for question in ("q2", "q4", "q6")]
    assert rates == [0.00051, 0.01, 0.004]


def test_a_rubric_cannot_be_changed(tmp_path: Path) -> None:
    rubric = load(tmp_path)
    with pytest.raises(FrozenInstanceError):
        rubric.title = "other"  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        rubric.limits.memory_mb = 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Network", "tilte: Network", "`tilte` is not known here; do you mean `title`?"),
        ("title: Network", "file: models.py", "`file` is not known here"),
        ("title: Network", "names: [MLP]", "`names` is not known here"),
        ("test_shape: 90", "test_shape: ninety", "should be a valid number, not 'ninety'"),
        ("test_shape: 90", "test_shape: true", "test_shape"),
        ("test_shape: 90", "test_shape: -1", "should be greater than or equal to 0, not -1"),
        ("test_shape: 90", "test_shape: .nan", "should be a finite number"),
        ("test_shape: 90", "test_shape: {points: 90, visibility: never}", "not 'never'"),
        ("test_shape: 90", "shape: 90", "`shape` is no name for this place"),
        ("memory_mb: 1500", "memory_mb: 1.5", "`limits.memory_mb`"),
        ("wall_seconds: 120", "wall_seconds: 0", "should be greater than 0, not 0."),
        ('measured: "2026-11-21, autograder calibrate"', "measured: 2026-11-21", "in quotes"),
        ("hidden: after_published}", "hidden: later}", "`visibility.hidden` should be 'visible'"),
        ("    training_images:", "    trainig_images:", "do you mean `training_images`?"),
        ("    q6: *training", "    q6: 3", "`exams.sample.q6` should hold entries of its own"),
        ("  mnist:", "  kmnist:", "`mnist` is missing"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = GOOD.replace(old, new)
    line = line_of(text, "exams:" if "kmnist" in new else new)
    assert any(
        error.startswith(f"grading.yml, line {line}: ") and message in error
        for error in errors(tmp_path, text)
    )


def test_a_missing_entry_is_named_with_the_line_it_is_missing_from(tmp_path: Path) -> None:
    text = GOOD.replace("    title: Network\n", "")
    line = line_of(text, "  q2:")
    assert errors(tmp_path, text) == [f"grading.yml, line {line}: `questions.q2.title` is missing."]


def test_several_mistakes_have_a_line_each_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = GOOD.replace("memory_mb: 1500", "memory_mb: lots").replace("test_items: 3", "items: 3")
    messages = errors(tmp_path, text)
    assert len(messages) == 2
    assert messages[0].startswith("grading.yml, line 6: `items` is no name for this place")
    assert f"line {line_of(text, 'memory_mb')}: `limits.memory_mb`" in messages[1]


def test_a_key_that_is_there_twice_is_an_error(tmp_path: Path) -> None:
    text = GOOD.replace("  q7:", "  q2:")
    line, first = line_of(text, "  q2:\n    title: Exp"), line_of(text, "  q2:")
    assert errors(tmp_path, text) == [
        f"grading.yml, line {line}: `q2` is here a second time; it is on line {first} too."
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: [a\nlimits: 3\n", 2),
        ("title: a\n\tlimits: 3\n", 2),
        ("title: 'a\n\n", 3),
        ("a: 1\nb: *nothing\n", 2),
        ("a: 1\nb: !!python/object:os.system {}\n", 2),
        (b"a: 1\nb: \xff\n", 2),
        (b"a: 1\nb: \x07\n", 2),
        ("a: &a [*a]\n", 1),
        ("a: " + "[" * 400, 1),
        ("{[]: 3}", 1),
        ("a: 1\n---\nb: 2\n", 2),
        ("", 1),
        ("just words", 1),
        ("title: 2026-13-45\n", 1),
    ],
)
def test_what_is_not_yaml_is_one_clear_line(tmp_path: Path, text: str | bytes, line: int) -> None:
    messages = errors(tmp_path, text)
    assert messages[0].startswith(f"grading.yml, line {line}: ")
    assert len(messages) == 1


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RubricError, match=r"^grading.yml cannot be read: No such file"):
        load_rubric(tmp_path / "grading.yml", tmp_path)


def test_points_that_do_not_make_a_hundred_are_an_error(tmp_path: Path) -> None:
    text = GOOD.replace("test_shape: 90", "test_shape: 85")
    assert errors(tmp_path, text) == [
        "grading.yml, line 3: the questions that are not extra are worth 95 points together; they"
        " must make 100."
    ]


def test_a_check_that_does_not_exist_is_named_with_its_line(tmp_path: Path) -> None:
    checks = CHECKS | {"public/test_q2.py": "def test_other_shape(submission): pass\n"}
    line = line_of(GOOD, "test_shape: 90")
    assert errors(tmp_path, GOOD, checks) == [
        f"grading.yml, line {line}: there is no `test_shape` in public/test_q2.py.",
        "public/test_q2.py, line 1: `test_other_shape` has no points: grading.yml does not name it"
        " among the public checks of q2.",
    ]


def test_a_missing_file_of_checks_matters_only_if_checks_are_named_in_it(tmp_path: Path) -> None:
    checks = {name: text for name, text in CHECKS.items() if name != "hidden/test_q7.py"}
    assert "there is no `test_rows` in hidden/test_q7.py" in errors(tmp_path, GOOD, checks)[0]


def test_a_question_with_an_exam_has_a_budget_for_every_dataset(tmp_path: Path) -> None:
    checks = CHECKS | {"public/test_q2.py": "def test_shape(exam): pass\n"}
    assert load(tmp_path, GOOD, checks).points == 100
    text = GOOD.replace("    q2: &training", "    q5: &training")
    assert errors(tmp_path, text, checks) == [
        f"grading.yml, line {line_of(text, f'  {data}:')}: `exams.{data}.q2` is missing:"
        " `test_shape` asks for an exam."
        for data in ("sample", "mnist")
    ]


def test_a_check_in_the_wrong_group_is_found(tmp_path: Path) -> None:
    checks = CHECKS | {"public/test_q7.py": CHECKS["hidden/test_q7.py"], "hidden/test_q7.py": ""}
    messages = errors(tmp_path, GOOD, checks)
    assert any("`test_rows` has no points" in error for error in messages)
    assert any("there is no `test_rows` in hidden/test_q7.py" in error for error in messages)


def test_checks_for_a_question_that_is_not_there_are_found(tmp_path: Path) -> None:
    checks = CHECKS | {"hidden/test_q9.py": "\ndef test_more(submission): pass\n"}
    assert errors(tmp_path, GOOD, checks) == [
        "hidden/test_q9.py, line 2: `test_more` has no points: grading.yml does not name it among"
        " the hidden checks of q9."
    ]


def test_two_checks_of_one_name_are_found(tmp_path: Path) -> None:
    twice = "def test_shape(submission): pass\ndef test_shape(submission): pass\n"
    assert errors(tmp_path, GOOD, CHECKS | {"public/test_q2.py": twice}) == [
        "public/test_q2.py, line 2: there is a `test_shape` on line 1 too."
    ]


def test_a_check_that_is_public_and_hidden_is_found(tmp_path: Path) -> None:
    text = GOOD.replace("hidden: {test_alignment: 4.5}", "hidden: {test_items: 4.5}")
    checks = CHECKS | {"hidden/test_q1.py": "def test_items(submission): pass\n"}
    assert errors(tmp_path, text, checks) == [
        "grading.yml, line 7: `test_items` is among the public checks of q1 too."
    ]


def test_a_file_of_checks_that_is_not_python_is_found(tmp_path: Path) -> None:
    messages = errors(tmp_path, GOOD, CHECKS | {"public/test_q2.py": "x = 1\ndef test_shape(:\n"})
    assert "public/test_q2.py, line 2: this is not Python: invalid syntax." in messages
