"""How a student's code can fail: the cause that goes with a failure, and what the student reads."""

from pathlib import Path
from typing import Any

import pytest
import torch

from autograder.checking.answers import read_as, read_field
from autograder.probing.loader import StudentCode
from autograder.probing.stubs import stub_question
from autograder.probing.student_error import Cause, StudentError, explain


def depth(error: BaseException) -> int:
    """The number of lines in an exception's traceback."""
    trace, lines = error.__traceback__, 0
    while trace is not None:
        trace, lines = trace.tb_next, lines + 1
    return lines


def test_an_unreadable_answer_has_a_traceback_of_its_own() -> None:
    depths = []
    for _ in range(3):
        with pytest.raises(StudentError) as caught:
            read_as("text", int)
        depths.append(depth(caught.value))
    assert depths == [2, 2, 2]  # this function and `read_as`


def test_an_unreadable_answer_says_so() -> None:
    with pytest.raises(StudentError) as caught:
        read_field({}, "cost")
    assert caught.value.hint == "The answer from your side is not readable."
    assert caught.value.cause == "unreadable answer"


def raised(code: str) -> BaseException:
    """What running this code raises."""
    try:
        exec(code, {"torch": torch})
    except BaseException as error:
        return error
    raise AssertionError("it raised nothing")


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("1 / 0", "raised"),
        ("raise SystemExit(3)", "raised"),
        ("raise KeyboardInterrupt", "raised"),
        ("raise NotImplementedError('later')", "raised"),
        ("raise ValueError('q4: train')", "raised"),
        ("raise NotImplementedError('q4: train')", "unwritten"),
        ("def f(:", "syntax"),
        ("if True:\nx = 1", "syntax"),
        ("import nowhere.at_all", "absent module"),
        ("raise ImportError('cannot import name')", "raised"),
        ("raise MemoryError", "memory"),
        ("raise RuntimeError('DefaultCPUAllocator: not enough memory')", "memory"),
    ],
)
def test_an_exception_has_its_cause(code: str, cause: str, tmp_path: Path) -> None:
    assert explain(raised(code), tmp_path, "trying").cause == cause


def test_a_stub_names_its_question(tmp_path: Path) -> None:
    failure = explain(NotImplementedError("q4: train it"), tmp_path, "calling train")
    assert (failure.hint, failure.details) == ("q4: train it (still to be written)", "")
    assert (failure.cause, failure.question) == ("unwritten", "q4")


@pytest.mark.parametrize(
    ("error", "question"),
    [
        (NotImplementedError("q12: more"), "q12"),
        (NotImplementedError("q4 train"), ""),
        (NotImplementedError("see q4: train"), ""),
        (RuntimeError("q4: train"), ""),
        (StudentError("q4: train (still to be written)", "", Cause.UNWRITTEN, "q4"), ""),
    ],
)
def test_a_stub_is_known_by_what_it_raises(error: BaseException, question: str) -> None:
    assert stub_question(error) == question


def test_other_failures_belong_to_no_question(tmp_path: Path) -> None:
    assert explain(raised("1 / 0"), tmp_path, "trying").question == ""
    assert StudentError("It is 1; expected 2.").question == ""


def test_what_a_function_returned_is_a_wrong_answer() -> None:
    assert StudentError("It is 1; expected 2.").cause == "wrong answer"


def test_a_failure_that_has_a_cause_keeps_it(tmp_path: Path) -> None:
    failure = StudentError("The time is over.", "line 3", Cause.TIME)
    assert explain(failure, tmp_path, "trying") is failure


@pytest.mark.parametrize(
    "words",
    [
        "Torch not compiled with CUDA enabled",
        "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU.",
        "No CUDA GPUs are available",
        "Cannot re-initialize CUDA in forked subprocess. To use CUDA with multiprocessing, you must"
        " use the 'spawn' start method",
        "PyTorch is not linked with support for mps devices",
        "Could not run 'aten::empty.memory_format' with arguments from the 'MPS' backend.",
        "Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False.",
    ],
)
def test_code_that_asks_for_a_gpu_is_told_to_use_its_device(words: str, tmp_path: Path) -> None:
    failure = explain(RuntimeError(words), tmp_path, "calling train")
    assert failure.hint.startswith("Your code asks for a GPU, and there is none (while calling tr")
    assert "`.to(device)`" in failure.hint
    assert words not in failure.hint


@pytest.mark.parametrize(
    "code",
    ["torch.ones(2).cuda()", "torch.ones(2).to('mps')", "torch.zeros(2, device='cuda')",
     "torch.cuda.get_device_name()", "nn.Linear(2, 2).cuda()", "torch.ones(2).pin_memory()"],
)  # fmt: skip
@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_what_pytorch_says_without_a_gpu_is_known(code: str, tmp_path: Path) -> None:
    error = raised(f"import torch\nfrom torch import nn\n{code}")
    failure = explain(error, tmp_path, "calling train")
    assert failure.hint.startswith("Your code asks for a GPU, and there is none"), str(error)


def test_what_mixes_devices_is_not_about_a_missing_gpu(tmp_path: Path) -> None:
    words = "Expected all tensors to be on the same device, but found two, cuda:0 and cpu!"
    assert explain(RuntimeError(words), tmp_path, "x").hint == f"RuntimeError: {words} (while x)"


def test_an_exception_that_ends_its_sentence_makes_no_second_full_stop(tmp_path: Path) -> None:
    error = RuntimeError("element 0 of tensors does not require grad.")
    hint = explain(error, tmp_path, "calling train").hint
    assert "does not require grad (while calling train). The cost has no gradient" in hint


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("class T:\n    def __init__(self): 0\nT(3)", "parentheses"),
        ("class MLP: 0\nlist(MLP())", "parameters"),
        ("(3.5).backward()", "stay a tensor"),
        ("import torch\ntorch.ones(6).view(4, 2)", "number of images"),
        ("import torch\ntorch.ones(6).sum(1)", "flattened"),
        ("import torch\ntorch.nn.Module()(1)", "spelt"),
        ("import torch\ntorch.ones(1, 3) @ torch.ones(2, 1)", "flattened"),
        ("import torch\ntorch.ones(1, 72) @ torch.ones(128, 16)", "rounded an odd size down"),
        ("import torch\ntorch.ones(1, 32) @ torch.ones(128, 16)", "which padding"),
        ("import torch\ntorch.ones(1, 99) @ torch.ones(128, 16)", "flattened"),
        ("import torch\ntorch.utils.data.DataLoader([0], True, 32)", "order of the arguments"),
        ("import torch\ntorch.utils.data.DataLoader([0], 0.001)", "order of the arguments"),
        ("0.5 / 0", "sets it back"),
        ("iter([].append)", "without parentheses"),
        ("import torch\ntorch.optim.AdamW(torch.nn.Linear(1, 1).parameters)", "without paren"),
        ("def accuracy():\n    x = accuracy\n    accuracy = 1\naccuracy()", "has the name of a"),
        ("import torch\ntorch.nn.Sequential([torch.nn.ReLU()])", "not in a list"),
        ("import torch\ntorch.nn.Sequential(torch.nn.ReLU)", "made with parentheses"),
        ("import torch\ncost = torch.ones(1)\ncost(2)", "called like a function"),
        ("import torch\ntorch.ones(2).item()", "averaged"),
        ("import torch\nfloat(torch.ones(2))", "averaged"),
        ("import torch\ntorch.optim.AdamW([])", "kept on `self`"),
        ("(1, 2).item()", "one of its items"),
        ("0.5 + print()", "returns None"),
        ("w = torch.ones(1, requires_grad=True)\nw -= 1", "the optimizer's step changes"),
        ("0.5 * [].append", "without parentheses"),
        ("c = torch.nn.Conv2d(1, 8, 5, 'same')\nc(torch.ones(1, 1, 28, 28))", "order of the arg"),
        ("0.5 + (1,)", "a comma at the end"),
        ("x = (1,)\nx()", "A comma at the end"),
        ("x = + [1]", "`+=` is what adds"),
        ("torch.utils.data.DataLoader([0])[0]", "in a loop over it"),
        ("torch.ones(2, 2).softmax()", "along which dimension"),
        ("nothing_of_that_name", "how it is spelt"),
        ("math.log(2)", "must import it"),
        ("(3).to('cpu')", "a loop over `enumerate`"),
        ("a, b = (1,)", "taken apart"),
        ("a, b = (1, 2, 3)", "taken apart"),
    ],
)
def test_what_python_and_pytorch_say_comes_with_advice(
    code: str, advice: str, tmp_path: Path
) -> None:
    assert advice in explain(raised(code), tmp_path, "calling train").hint


@pytest.mark.parametrize("wrong", ["log_prob.squeeze().sum(1)", "log_prob.squeeze()[0, labels]"])
def test_a_missing_dimension_is_that_of_the_batch_if_it_is_a_single_image(
    wrong: str, tmp_path: Path
) -> None:
    function = "import torch\ndef cost(log_prob, labels):\n    {}\n"
    code = function + "cost(torch.ones({}), torch.zeros({}).int())"
    single = explain(raised(code.format(wrong, "1, 10", 1)), tmp_path, "calling train").hint
    assert "a single image: look for a `squeeze()` or an index that drops the axis" in single
    wrong = wrong.replace("squeeze()", "flatten()")
    several = explain(raised(code.format(wrong, "2, 10", 2)), tmp_path, "calling train").hint
    assert "look at what was flattened" in several and "single image" not in several


def test_an_import_without_its_dot_is_told_of_the_dot(tmp_path: Path) -> None:
    (tmp_path / "digits").mkdir()
    (tmp_path / "digits" / "costs.py").write_text("cost_function = 3\n")
    (tmp_path / "digits" / "evaluation.py").write_text(
        "from costs import cost_function\n\n\ndef accuracy():\n    return cost_function\n"
    )
    code = StudentCode(tmp_path)
    with pytest.raises(NameError) as caught:
        code.find("accuracy")()
    hint = explain(code.cause(caught.value), tmp_path, "calling accuracy").hint
    assert "dot" in hint and "digits/evaluation.py, line 1" in hint


def test_a_traceback_is_the_students_own_lines_with_the_innermost_marked(tmp_path: Path) -> None:
    (tmp_path / "digits").mkdir()
    inner = tmp_path / "digits" / "inner.py"
    inner.write_text("def less(a):\n    return 1 / a\n")
    names: dict[str, Any] = {}
    exec(compile(inner.read_text(), str(inner), "exec"), names)
    outer = tmp_path / "digits" / "outer.py"
    outer.write_text("import functools\nfunctools.reduce(lambda a, b: less(b), [1, 0])\n")
    try:
        exec(compile(outer.read_text(), str(outer), "exec"), names)
    except ZeroDivisionError as error:
        details = explain(error, tmp_path, "trying").details
    lines = details.split("\n")
    frames = [line for line in lines if "File " in line]
    assert [line.split(",")[0] for line in frames] == [
        '  File "digits/outer.py"',
        '  File "digits/outer.py"',
        '→ File "digits/inner.py"',
    ]
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert "test_student_error" not in details and "autograder" not in details
