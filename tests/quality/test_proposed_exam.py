"""The entry in `exams:` that calibration proposes for a dataset that has none."""

from autograder.quality.bounds import propose
from autograder.quality.calibrate import Measured
from autograder.quality.proposed_exam import entry_text, whole_budget
from autograder.rubric.grading_file import ExamEntry
from autograder.rubric.yaml_lines import read_yaml

Q2 = {"epochs": 32, "batch_size": 32, "learning_rate": 0.002, "threshold": 0.6}
Q4 = {"epochs": 12, "batch_size": 32, "learning_rate": 0.01, "threshold": 0.64}
ENTRY = ExamEntry.model_validate(
    {"measured": "not yet", "training_images": 721, "hidden_images": 180, "q2": Q2, "q4": Q4}
)


def test_the_entry_can_be_pasted_and_has_the_proposed_thresholds() -> None:
    measured = [Measured("q2", "reference", True, ((0.93, 0.94), (0.935, 0.95)))]
    text = entry_text("pictures", ENTRY, list(propose(measured, {"q2": 0.6}, "pictures")))
    exams = read_yaml(f"exams:\n{text}\n".encode()).data["exams"]
    entry = ExamEntry.model_validate(exams["pictures"])
    assert entry.measured.endswith(", 4 runs by autograder calibrate")
    assert (entry.training_images, entry.hidden_images) == (721, 180)
    assert entry.budgets["q2"].model_dump() == Q2 | {"threshold": 0.93}
    assert entry.budgets["q4"].model_dump() == Q4


def test_no_training_ends_early_while_it_is_measured() -> None:
    whole = whole_budget(ENTRY)
    assert [whole.budgets[one].threshold for one in ("q2", "q4")] == [1.0, 1.0]
    assert whole.budgets["q2"].epochs == 32
